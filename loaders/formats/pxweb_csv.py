"""Norway: SSB's statistics tables as text files from its web pages (PxWeb; NLOD 2.0).

Semicolons, cp1252; the headings in row 1 (Form A) or below the title and an empty row (Form B); codes and texts in one
cell ("3801 Horten"); long with a column of years, or wide with the years in the headings. Only the tables of
loaders/cubes/known_tables.py are recognised; others can be mapped by hand."""

from types import ModuleType

from loaders.cubes import national_emissions
from loaders.cubes.cube import Cube
from loaders.cubes.headed_table import headed_cube
from loaders.cubes.known_tables import known_table, reading_of
from loaders.reading import Reading, ReadingContext
from loaders.sheets.workbook import Workbook
from texts import N_

KEY = "pxweb-csv"
TITLE = N_("SSB: statistics table (CSV)")


def recognise(workbook: Workbook) -> bool:
    """A text table that is one of the known statistics tables."""
    return workbook.kind == "csv" and known_table(_cube(workbook)) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """What the known table means; proven for table 08940, long, with its headings in row 1."""
    cube = _cube(workbook)
    assert cube is not None, "read follows recognise"

    def is_proven(table: ModuleType) -> bool:
        return table is national_emissions and bool(cube.year_letters) and cube.heading_row == 1

    return reading_of(cube, context, key=KEY, title=TITLE, is_proven=is_proven)


def _cube(workbook: Workbook) -> Cube | None:
    return next((headed_cube(sheet) for sheet in workbook.sheets.values()), None)
