"""Norway: SSB's statistics tables as JSON-stat 2 from its interface (NLOD 2.0).

A missing value is null, with its sign as the value's status. Built from the publisher's description. Only the tables
of loaders/cubes/known_tables.py are recognised; others can be mapped by hand."""

from loaders.cubes.cube import Cube
from loaders.cubes.known_tables import known_table, reading_of
from loaders.cubes.stat_document import SHEET, stat_cube
from loaders.reading import Reading, ReadingContext
from loaders.sheets.workbook import Workbook
from texts import N_

KEY = "json-stat"
TITLE = N_("SSB: statistics table (JSON-stat 2)")


def recognise(workbook: Workbook) -> bool:
    """A JSON-stat document that is one of the known statistics tables."""
    return workbook.kind == "json" and known_table(_cube(workbook)) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """What the known table means; the day of its last change is the release."""
    cube = _cube(workbook)
    assert cube is not None, "read follows recognise"
    return reading_of(cube, context, key=KEY, title=TITLE)


def _cube(workbook: Workbook) -> Cube | None:
    sheet = workbook.sheets.get(SHEET)
    return stat_cube(sheet) if sheet is not None else None
