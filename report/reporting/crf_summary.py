"""The second sheet of the CRF-shaped workbook: the inventory summed up by sub-sector, direct, indirect and outside the
boundary, each with the notation key of what it lacks."""

from collections.abc import Iterable, Sequence

from metrics.inventory import added_up
from report.reporting.crf_inventory import Line
from report.reporting.crf_references import (
    DIRECT,
    GENERATION,
    INDIRECT,
    LAND_USE,
    NOT_TOLD_APART,
    OUTSIDE,
    REFERENCES,
)
from report.reporting.reporting_workbook import Sheet
from texts import _

SUMMARY_SHEET = "eCRF_2"
_COLUMNS = {
    DIRECT: "Direct emissions",
    INDIRECT: "Indirect, grid-supplied energy",
    OUTSIDE: "Outside boundary",
}
_EMISSIONS, _KEY = "Emissions in tCO2e", "Notation key (if needed)"
_IMPORTED_WASTE = tuple(f"III.{part}.3" for part in "1234")


def summary_sheet(lines: Sequence[Line], *, covers_co2_only: bool) -> Sheet:
    """The sheet: a row per sub-sector, a sum per sector, a sum of all; land use and energy delivered to a grid are in no sum.

    covers_co2_only: nothing is summed, since CO2 alone is no total of greenhouse gases."""
    counted = [line for line in lines if line.place.number not in (GENERATION, *_IMPORTED_WASTE)]
    rows: list[tuple[object, ...]] = []
    for sector in dict.fromkeys(each.sector for each in REFERENCES.values()):
        of_sector = [line for line in counted if line.place.sector == sector]
        rows += [_row(sector, name, _of(of_sector, name)) for name in _names(sector, of_sector)]
        rows.append(_row(f"Total {sector}", None, _summed(of_sector)))
    rows.append(_row("Total, without land use and energy delivered to a grid", None, _summed(counted)))
    generation = [line for line in lines if line.place.number == GENERATION]
    rows.append(_row("Energy generation", "Delivered to a grid", generation))
    note = _("The dataset covers fossil CO2 only: no sum of greenhouse gases. The figures are in eCRF_3.")
    bands = [(None, None, *(cell for name in _COLUMNS.values() for cell in (name, None)))]
    headings = [*bands, ("CRF - Sector", "CRF - Sub-sector", *(_EMISSIONS, _KEY) * 3)]
    if covers_co2_only:
        rows.append((note,))
    return Sheet(SUMMARY_SHEET, headings, rows, widths={1: 46, 2: 52} | dict.fromkeys(range(3, 9), 18))


def _summed(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.place.number != LAND_USE]


def _names(sector: str, lines: Iterable[Line]) -> list[str]:
    """The sub-sectors of a sector: those of the framework, then others that the inventory has."""
    known = [each.subsector for each in REFERENCES.values() if each.sector == sector]
    own = [line.place.subsector for line in lines if not line.place.number]
    return [*dict.fromkeys([*known, *sorted(own, key=lambda name: name != NOT_TOLD_APART)])]


def _of(lines: Iterable[Line], name: str) -> list[Line]:
    """The lines of a sub-sector, by their reference where they have one: workbooks word their labels differently."""
    parts = {each.part for each in REFERENCES.values() if each.subsector == name}
    found = []
    for line in lines:
        number = line.place.number
        if (number and REFERENCES[number].part in parts) or (not number and line.place.subsector == name):
            found.append(line)
    return found


def _row(sector: str, name: str | None, lines: Sequence[Line]) -> tuple[object, ...]:
    cells: list[object] = []
    for label in _COLUMNS:
        of_scope = [line for line in lines if line.place.scope_label == label]
        cells += [_sum(of_scope), ", ".join(sorted({line.key for line in of_scope if line.key})) or None]
    return (sector, name, *cells)


def _sum(lines: Sequence[Line]) -> float | None:
    """What is known, added up; None where no line has a figure."""
    known = [line.total for line in lines if line.total is not None]
    return added_up(known) if known else None
