"""A statistics table with a row of headings: PxWeb's text files in both forms, long and wide, and such worksheets.

Form A begins with the headings; in Form B the title and an empty row stand above. Long: a column of years. Wide: the
headings of the figures hold contents and year ("Personer 2021"), or the year alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from loaders.cubes.cube import (
    CONTENTS_WORDS,
    REGION_WORDS,
    TIME_WORDS,
    Cube,
    Dimension,
    split_codes,
    titled,
)
from loaders.rows.cells import normalised, rows_below
from loaders.sheets.workbook import Sheet, column_name

TOP_ROWS = 12  # the headings are not looked for further down
LOOKED_AT = 200  # rows in which a column must hold figures or signs alone
_YEAR_AT_END = re.compile(r"^(?P<contents>.*?)\s*(?P<year>(?:19|20)\d\d\*?)$", re.DOTALL)
_FIGURE = re.compile(r"[+\-\N{MINUS SIGN}]?[\d\s]*[.,]?\d+|\.{1,3}|[:\-–]")


@dataclass(frozen=True)
class _Layout:
    """Which column is which: columns counted from 1; contents and year of each column of figures, None = in a column."""

    row: int
    title: str
    dimensions: dict[int, str]
    time: int | None
    contents: int | None
    figures: dict[int, tuple[str | None, str | None]]


def headed_cube(sheet: Sheet) -> Cube | None:
    """The cube of a sheet with headings; None where it has no years or no figures."""
    layout = _layout(sheet)
    if layout is None:
        return None
    grid = _body(sheet, layout)
    parts = [_part(grid, layout, column) for column in layout.figures]
    rows = pa.concat_tables(parts).sort_by([("source_row", "ascending")])
    dimensions = tuple(
        Dimension(name, place, column_name(column - 1))
        for place, (column, name) in enumerate(layout.dimensions.items())
    )
    number, title = titled(layout.title)
    return Cube(
        sheet.name, number, title, "", dimensions, rows,
        year_letters=column_name(layout.time - 1) if layout.time else "", heading_row=layout.row,
    )  # fmt: skip


def _layout(sheet: Sheet) -> _Layout | None:
    head = sheet.head(TOP_ROWS)
    row = next((number for number, cells in enumerate(head, 1) if _filled_cells(cells) > 1), None)
    if row is None:
        return None
    headings = {column: text.strip() for column, text in enumerate(head[row - 1], 1) if text and text.strip()}
    above = [text for cells in head[: row - 1] for text in cells[:1] if text]
    figures = _figure_columns(sheet, row, headings)
    left = {column: text for column, text in headings.items() if column not in figures}
    time = _column_of(left, TIME_WORDS)
    contents = _column_of(left, CONTENTS_WORDS)
    meanings = {column: _meaning(headings[column], has_time=time is not None) for column in figures}
    if not left or not meanings or (time is None and any(year is None for _, year in meanings.values())):
        return None
    title = above[0] if above else next((text for text in headings.values() if titled(text)[0]), "")
    dimensions = {column: text for column, text in left.items() if column not in (time, contents)}
    return _Layout(row, title, dimensions, time, contents, meanings)


def _filled_cells(cells: Sequence[str | None]) -> int:
    return sum(bool(text and text.strip()) for text in cells)


def _figure_columns(sheet: Sheet, row: int, headings: dict[int, str]) -> list[int]:
    """The columns at the right that hold figures and signs alone, and are headed neither region nor year."""
    grid = rows_below(sheet, row, {str(column): column for column in headings}).slice(0, LOOKED_AT)
    found: list[int] = []
    for column in sorted(headings, reverse=True):
        texts = grid[str(column)].drop_null().to_pylist()
        is_named = normalised(headings[column]) in (*TIME_WORDS, *CONTENTS_WORDS, *REGION_WORDS)
        says_figures = (
            _says_year(headings[column]) or titled(headings[column])[0] or len(headings) - len(found) > 1
        )
        if is_named or not says_figures or not (_are_figures(texts) or _says_year(headings[column])):
            break
        found.insert(0, column)
    last = max(headings)
    if not found and titled(headings[last])[0]:  # figures that are none: refused cell by cell
        found = [last]
    return found


def _says_year(heading: str) -> bool:
    return _YEAR_AT_END.match(heading) is not None and not titled(heading)[0]


def _are_figures(texts: Sequence[str]) -> bool:
    """Most are figures: single faulty ones are refused in their cells."""
    figures = sum(_FIGURE.fullmatch(text.strip()) is not None for text in texts)
    return figures * 2 > len(texts)


def _column_of(headings: dict[int, str], words: Sequence[str]) -> int | None:
    return next((column for column, text in headings.items() if normalised(text) in words), None)


def _meaning(heading: str, *, has_time: bool) -> tuple[str | None, str | None]:
    """Contents and year that a heading of figures says."""
    number, title = titled(heading)
    if has_time:
        return (title if number else heading), None
    found = _YEAR_AT_END.match(heading)
    return (found["contents"] or None, found["year"]) if found else (None, None)


def _body(sheet: Sheet, layout: _Layout) -> pa.Table:
    """The rows below the headings as far as the figures go; empty rows and the notes below them are left out."""
    named = [*layout.dimensions, *filter(None, (layout.time, layout.contents)), *layout.figures]
    grid = rows_below(sheet, layout.row, {str(column): column for column in named})
    is_filled = _any_filled(grid, list(layout.figures))
    further = [column for column in named if column not in layout.figures][1:]
    return grid.filter(pc.or_(is_filled, _any_filled(grid, further)) if further else is_filled)


def _any_filled(grid: pa.Table, columns: Sequence[int]) -> pa.ChunkedArray:
    filled = pc.is_valid(grid[str(columns[0])])
    for column in columns[1:]:
        filled = pc.or_(filled, pc.is_valid(grid[str(column)]))
    return filled


def _part(grid: pa.Table, layout: _Layout, column: int) -> pa.Table:
    """The figures of one column as rows of a cube."""
    contents, year = layout.figures[column]
    count = grid.num_rows
    parts = {
        "source_row": grid["source_row"],
        "source_column": pa.array([column_name(column - 1)] * count, pa.string()),
        "contents": grid[str(layout.contents)]
        if layout.contents
        else pa.array([contents or titled(layout.title)[1]] * count, pa.string()),
        "unit": pa.nulls(count, pa.string()),
        "written_year": grid[str(layout.time)] if layout.time else pa.array([year] * count, pa.string()),
        "written": grid[str(column)],
        "status": pa.nulls(count, pa.string()),
    }
    for place, dimension in enumerate(layout.dimensions):
        parts[f"code_{place}"], parts[f"text_{place}"] = split_codes(pa.chunked_array(grid[str(dimension)]))
    return pa.table(parts).combine_chunks()
