"""Norway: emissions of single plants, an export of norskeutslipp.no (sheet Utslipp): known, and not loaded.

The municipality's inventory already holds what stands here, so that loading both would count it twice."""

from loaders.problems import Problem
from loaders.reading import Reading, ReadingContext
from loaders.rows.cells import find_headings
from loaders.sheets.workbook import Sheet, Workbook
from texts import N_

KEY = "norskeutslipp-point-sources"
TITLE = N_("norskeutslipp.no: emissions of single plants (xlsx)")
HEADINGS = ("anleggsnavn", "kommune", "årlig utslipp til luft", "årlig utslipp til vann")


def recognise(workbook: Workbook) -> bool:
    """A sheet whose headings name the plant and its yearly emissions to air or water."""
    return _sheet(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """Nothing: one error says why these emissions have no place beside the inventory."""
    sheet = _sheet(workbook)
    assert sheet is not None, "read follows recognise"
    return Reading(KEY, TITLE, "Miljødirektoratet", "NLOD", is_proven=False, problems=[_refusal(sheet)])


def _sheet(workbook: Workbook) -> Sheet | None:
    return next((sheet for sheet in workbook.sheets.values() if _heading_row(sheet)), None)


def _heading_row(sheet: Sheet) -> int | None:
    headings = find_headings(sheet, list(HEADINGS), at_least=3)
    return headings.row if headings is not None and "anleggsnavn" in headings.columns else None


def _refusal(sheet: Sheet) -> Problem:
    return Problem(
        level="error",
        code="point_sources",
        sheet=sheet.name,
        cell=f"A{_heading_row(sheet) or 1}",
        expected=N_("the inventory of a municipality or waste by facility"),
        found=N_("emissions of single plants"),
        fix=N_(
            "Point-source emissions are already part of the municipality's inventory; nothing is loaded. Load the "
            "inventory of the municipality instead."
        ),
    )
