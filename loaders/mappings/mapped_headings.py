"""The headings of somebody's own table: their names, the years in them, their fingerprint, and where the columns of
a mapping stand in a file at hand."""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from loaders.mappings.mapping import YEAR_MARK, Mapping, SheetColumn
from loaders.rows.cell_meanings import year_meant
from loaders.rows.cells import HEADING_ROWS, normalised, sheet_named
from loaders.sheets.workbook import Sheet, Workbook, cell_name, column_index, column_name

LONGEST_HEADING = 120  # characters; a longer text is a note

_FOOTNOTE = re.compile(r"(?<=\S)\s*(?:\*+|[¹²³⁴]|\d\))$")
_YEAR_INSIDE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class YearHeading:
    """A heading with one year in it, and what it says with # in the year's place ("#" when it says no more)."""

    year: int
    pattern: str


def heading_names(sheet: Sheet, row: int, *, has_group_row: bool = False) -> list[str]:
    """The headings of a 1-based row from column A on, "" = none.

    has_group_row: the row above heads groups; its text stands in front of the heading of each column of its group,
    and alone where the column has no heading of its own. A group ends at the next one, or at an empty column."""
    head = sheet.head(row)
    if len(head) < row:
        return []
    names = [_plain(text) for text in head[row - 1]]
    if not has_group_row or row < 2:
        return names
    joined, group = [], ""
    for upper, name in zip((_plain(text) for text in head[row - 2]), names, strict=True):
        group = upper or (group if name else "")
        joined.append(" ".join(filter(None, (group, name))))
    return joined


def year_heading(text: str) -> YearHeading | None:
    """The one year that a heading names ("2024", "2024*", "Utslipp 2024 (tonn)", a date); None for none or two."""
    plain = _FOOTNOTE.sub("", text.strip())
    year = year_meant(plain)
    if year is not None:
        return YearHeading(year, YEAR_MARK)
    words = normalised(plain)
    found = _YEAR_INSIDE.findall(words)
    return YearHeading(int(found[0]), _YEAR_INSIDE.sub(YEAR_MARK, words)) if len(found) == 1 else None


def fingerprint(workbook: Workbook, sheet: str, heading_row: int) -> str:
    """What a table is known again by: its headings, whatever their order, case and years.

    Next year's file with one more year column has the same fingerprint. Returns 64 hexadecimal digits, "" where the
    row has no headings."""
    return _fingerprint(heading_names(workbook.sheets[sheet], heading_row))


def _fingerprint(names: Sequence[str]) -> str:
    marks = {_mark(name) for name in names if name}
    return hashlib.sha256("\n".join(sorted(marks)).encode()).hexdigest() if marks else ""


def _mark(name: str) -> str:
    found = year_heading(name)
    return found.pattern if found else normalised(name)


def heading_rows(sheet: Sheet) -> list[int]:
    """The rows near the top that may be headings: two or more texts that are no numbers, or years beside a text."""
    rows = []
    for row, cells in enumerate(sheet.head(HEADING_ROWS), start=1):
        texts = [text for text in (_plain(cell) for cell in cells) if text]
        words = [text for text in texts if not _is_number(text) and len(text) <= LONGEST_HEADING]
        years = [text for text in texts if year_heading(text)]
        if len(words) >= 2 or (words and years and len(words) + len(years) >= 2):
            rows.append(row)
    return rows


@dataclass(frozen=True)
class Located:
    """A mapping laid against a file: the sheet, the heading row, and the 1-based sheet columns.

    spread: per column of a wide table its place and the entry that its figures belong to. skipped: places with the
    normalised texts whose rows are left out. missing: columns that the file lacks."""

    sheet: Sheet
    heading_row: int
    places: dict[str, int]
    spread: list[tuple[int, str]] = field(default_factory=list)
    skipped: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    missing: list[SheetColumn] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        return not self.missing

    @property
    def columns(self) -> list[int]:
        """Every sheet column that rows are read from, once."""
        return list(dict.fromkeys([*self.places.values(), *(column for column, _entry in self.spread)]))

    @property
    def unreadable(self) -> frozenset[str]:
        """The cells of the sheet that hold an error or a formula never computed."""
        return frozenset(self.sheet.error_cells) | frozenset(self.sheet.uncached_formulas)


def located(workbook: Workbook, mapping: Mapping) -> Located | None:
    """Where the columns of a mapping stand in a workbook, be they moved, or the heading row; None without the sheet.

    The sheet is the one of the mapping's name; where that is gone, the only one that has all the columns."""
    named = workbook.sheets.get(mapping.sheet) or sheet_named(workbook, normalised(mapping.sheet))
    if named is not None:
        return _best(named, mapping)
    fitting = [place for sheet in workbook.sheets.values() if (place := _best(sheet, mapping)).fits]
    return fitting[0] if len(fitting) == 1 else None


def _best(sheet: Sheet, mapping: Mapping) -> Located:
    """The columns below the heading row of the mapping, or below another that fits better."""
    first = _located_below(sheet, mapping.heading_row, mapping)
    if first.fits:
        return first
    others = [_located_below(sheet, row, mapping) for row in heading_rows(sheet) if _has_headings(mapping)]
    return min([first, *others], key=lambda place: len(place.missing))


def _has_headings(mapping: Mapping) -> bool:
    """Whether another heading row can be told at all: a mapping by letters alone fits anywhere."""
    return any(place.heading for place in mapping.columns.values())


def _located_below(sheet: Sheet, row: int, mapping: Mapping) -> Located:
    names = heading_names(sheet, row, has_group_row=mapping.has_group_row)
    found = {name: _place_of(place, names) for name, place in mapping.columns.items()}
    places = {name: place for name, place in found.items() if place is not None}
    missing = [place for name, place in mapping.columns.items() if found[name] is None]
    spread, lacking = _spread(mapping, names, set(places.values()))
    skipped = [(_place_of(rule.place, names), rule) for rule in mapping.skip]
    return Located(
        sheet,
        row,
        places,
        spread,
        [(place, tuple(map(normalised, rule.texts))) for place, rule in skipped if place is not None],
        [*missing, *lacking, *(rule.place for place, rule in skipped if place is None)],
    )


def _spread(
    mapping: Mapping, names: Sequence[str], taken: Collection[int]
) -> tuple[list[tuple[int, str]], list[SheetColumn]]:
    """The columns of a wide table with their entries, and those that are missing."""
    if mapping.spread is None:
        return [], []
    wanted = mapping.spread
    named = [(_place_of(one.place, names), one) for one in wanted.columns]
    found = {place: one.value for place, one in named if place is not None}
    years = year_columns(names, wanted.heading) if wanted.heading else {}
    found = {place: str(year) for place, year in years.items() if place not in taken} | found
    missing = [one.place for place, one in named if place is None]
    if not found and wanted.heading:
        missing.append(SheetColumn(heading=wanted.heading))
    return sorted(found.items()), missing


def year_columns(names: Sequence[str], pattern: str) -> dict[int, int]:
    """The 1-based columns whose headings are the pattern with a year in it, with that year."""
    headings = ((place, year_heading(name)) for place, name in enumerate(names, start=1))
    wanted = normalised(pattern)
    return {place: found.year for place, found in headings if found is not None and found.pattern == wanted}


def _place_of(column: SheetColumn, names: Sequence[str]) -> int | None:
    """The column under the heading; of several the one of the letters. Without a heading the letters alone say."""
    lettered = column_index(column.letters) + 1 if column.letters else 0
    if not column.heading:
        return lettered
    wanted = normalised(column.heading)
    fitting = [place for place, name in enumerate(names, start=1) if normalised(name) == wanted]
    if len(fitting) == 1:
        return fitting[0]
    return lettered if lettered in fitting else None


def as_found(mapping: Mapping, place: Located) -> Mapping:
    """The mapping with the sheet, the heading row and the letters of the file at hand."""
    columns = {
        name: replace(column, letters=column_name(place.places[name] - 1))
        for name, column in mapping.columns.items()
        if name in place.places
    }
    return replace(mapping, sheet=place.sheet.name, heading_row=place.heading_row, columns=columns)


def heading_cell(place: Located) -> str:
    """The first cell of the heading row."""
    return cell_name(place.heading_row, place.sheet.first_column + 1)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+\d.,\s'%]+", text) is not None
