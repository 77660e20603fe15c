"""What projects are expected to cut beside the gap, in words: always which gap it is, since the one to the ceiling, the one to
the target and the one on the trend are different amounts."""

from collections.abc import Mapping, Sequence
from typing import Any

from charts.scale import present
from sentences import formats
from texts import N_, Text, _

# By the kind of the gap (metrics.portfolio.Gap) that all sectors together have.
SHARES: dict[str, Text] = {
    "ceiling": N_(
        "That is {share} of the {gap} that would be emitted above the ceiling without new measures."
    ),
    "target": N_("That is {share} of the {gap} that would be emitted above the target without new measures."),
}
ABOVE: dict[str, Text] = {
    "ceiling": N_("Without new measures {gap} would be emitted above the ceiling of {year}."),
    "target": N_("Without new measures {gap} would be emitted above the target of {year}."),
}
BELOW: dict[str, Text] = {
    "ceiling": N_("Without new measures emissions would already be {gap} below the ceiling of {year}."),
    "target": N_("Without new measures emissions would already be {gap} below the target of {year}."),
}
LOADED_PATH: dict[str, Text] = {
    "ceiling": N_(
        "The path that was calculated and loaded says otherwise: without new measures {gap} would be emitted above the ceiling "
        "of {year}."
    ),
    "target": N_(
        "The path that was calculated and loaded says otherwise: without new measures {gap} would be emitted above the target "
        "of {year}."
    ),
}  # fmt: skip
REMARKS: dict[str, Text] = {
    "ceiling": N_("to the ceiling, without new measures"),
    "target": N_("to the target, without new measures"),
}


def beside_gap(whole: Mapping[str, Any], unit: str, *, like: Sequence[float | None] = ()) -> str:
    """Which part of which gap the projects are expected to close, as one sentence; where none states a cut, the gap alone,
    or nothing where it is not known.

    whole: the row of all sectors of metrics.portfolio.portfolio. like: figures whose scale the gap follows."""
    gap, kind = present(whole["gap_tco2e"]), whole["gap_kind"]
    if gap is None:
        return _without_gap() if whole["projects"] else ""
    places = {
        "gap": formats.short_amount(abs(gap), unit, like=like),
        "share": formats.percent(present(whole["coverage_percent"])),
        "year": formats.year(whole["year"]),
    }
    if gap <= 0:
        return _(BELOW[kind], **places)
    return _(SHARES[kind] if whole["projects"] else ABOVE[kind], **places)


def _without_gap() -> str:
    return _("How large the gap is cannot be told without emissions and a ceiling or a target.")


def loaded_path(gap: float, kind: str, *, year: int, unit: str) -> str:
    """That a path without new measures which somebody has calculated leaves a gap where the trend leaves none. gap: t, above
    zero; kind: of metrics.portfolio.Gap."""
    return _(LOADED_PATH[kind], gap=formats.short_amount(gap, unit), year=str(year))


def gap_remark(kind: str) -> str:
    """Which gap a figure is; nothing for a kind of which there is none."""
    return _(REMARKS[kind]) if kind in REMARKS else ""
