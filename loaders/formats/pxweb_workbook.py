"""Norway: SSB's statistics tables as Excel workbooks from its web pages (PxWeb; NLOD 2.0).

One sheet: the title in A1, headings over the figures, labels at the left written once, notes below; or a table with a
row of headings, as in the text files. Built from the publisher's description. Only the tables of
loaders/cubes/known_tables.py are recognised; others can be mapped by hand."""

from loaders.cubes.cross_table import cross_cube
from loaders.cubes.cube import Cube
from loaders.cubes.headed_table import headed_cube
from loaders.cubes.known_tables import known_table, reading_of
from loaders.reading import Reading, ReadingContext
from loaders.rows.cells import unreadable_cells
from loaders.sheets.workbook import Sheet, Workbook
from texts import N_

KEY = "pxweb-workbook"
TITLE = N_("SSB: statistics table (xlsx)")


def recognise(workbook: Workbook) -> bool:
    """A workbook whose first filled sheet is one of the known statistics tables."""
    return workbook.kind == "excel" and _cube(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """What the known table means."""
    cube = _cube(workbook)
    assert cube is not None, "read follows recognise"
    sheet = workbook.sheets[cube.sheet]
    columns = {str(column): column for column in range(1, sheet.last_column + 1)}
    unreadable = unreadable_cells(sheet, cube.heading_row, columns)
    return reading_of(cube, context, key=KEY, title=TITLE, problems=unreadable)


def _cube(workbook: Workbook) -> Cube | None:
    sheet = next((sheet for sheet in workbook.sheets.values() if sheet.last_row), None)
    return next((cube for cube in _cubes(sheet) if known_table(cube)), None) if sheet else None


def _cubes(sheet: Sheet) -> list[Cube]:
    return [cube for cube in (headed_cube(sheet), cross_cube(sheet)) if cube is not None]
