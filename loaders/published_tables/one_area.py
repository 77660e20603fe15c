"""Which municipality a published file of one area is about: as the file says, else as the user chose; never
guessed."""

from data.areas import Area, Match
from loaders.problems import Problem
from loaders.reading import ReadingContext
from texts import N_, Text


def area_of_file(
    written: str, context: ReadingContext, *, country: str | None, place: tuple[str, str], expected: Text
) -> tuple[Area | None, list[Problem]]:
    """The municipality of a file.

    written: the name or code in the file, "" where it has none. country: two letters, None = any. place: sheet and
    cell of the name. Returns the area, or None with the error that asks for it; a choice that differs from the
    file is an error too."""
    match = context.register.resolve(written, country=country)
    chosen = context.register.resolve_id(context.municipality_id) if context.municipality_id else None
    if context.municipality_id and not _is_possible(chosen, country):
        return None, [_problem("unknown_municipality", place, expected, context.municipality_id, _ask(match))]
    if match.area is not None:
        differs = chosen is not None and chosen.area_id != match.area.area_id
        return match.area, [_other_area(place, chosen, match.area)] if differs and chosen else []
    if chosen is not None:
        return chosen, []
    code = "ambiguous_municipality" if match.candidates else "unknown_municipality"
    return None, [_problem(code, place, expected, written, _ask(match))]


def _is_possible(chosen: Area | None, country: str | None) -> bool:
    return chosen is not None and chosen.kind == "municipality" and country in (None, chosen.country_code)


def _ask(match: Match) -> Text:
    if not match.candidates:
        return N_("Say which municipality it is: choose it on the page, or give --municipality.")
    near = ((area.name, ", ".join(filter(None, (area.area_id, area.region)))) for area in match.candidates)
    names = ", ".join(f"{name} ({about})" for name, about in near)
    return N_(
        "Say which municipality it is ({names}): choose it on the page, or give --municipality.", names=names
    )


def _problem(code: str, place: tuple[str, str], expected: Text, found: str, fix: Text) -> Problem:
    sheet, cell = place
    return Problem(level="error", code=code, sheet=sheet, cell=cell, expected=expected, found=found, fix=fix)


def _other_area(place: tuple[str, str], chosen: Area, named: Area) -> Problem:
    expected = N_("{name} ({area_id}), the municipality you chose", name=chosen.name, area_id=chosen.area_id)
    fix = N_(
        "Choose {name} ({area_id}), or load the other municipality's file.",
        name=named.name,
        area_id=named.area_id,
    )
    return _problem("municipality_differs", place, expected, named.name, fix)
