"""The filled rows of one sheet as texts under our column names, and where each cell stands."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase, digits
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.columns import Column, Table
from loaders.problems import Problem
from loaders.rows.cells import listed, rows_below
from loaders.rows.number_words import NumberConvention
from loaders.sheets.workbook import Sheet, cell_name, column_name
from texts import Text


@dataclass(frozen=True)
class SheetRows:
    """Rows to be typed.

    texts: row (0, 1, …: what tells rows apart here), source_row (as the spreadsheet counts), and one text column
    per column of the sheet, trimmed, null = empty. places: the 1-based sheet column of each of ours that the sheet
    has. reported: cells that are named as unreadable already. letters: of a wide table made long, the column of
    each row's figure. convention: how its texts write numbers."""

    table: Table
    columns: tuple[Column, ...]
    sheet: Sheet
    texts: pa.Table
    places: Mapping[str, int]
    convention: NumberConvention
    reported: frozenset[str] = frozenset()
    letters: pa.Array | None = None

    @cached_property
    def source_rows(self) -> list[int]:
        return self.texts["source_row"].to_pylist()

    def cell(self, row: int, column: str) -> str:
        """The name of the cell that holds a row's entry in a column."""
        if self.letters is not None and column in (self.table.value, "year"):
            return f"{self.letters[row].as_py()}{self.source_rows[row]}"
        return cell_name(self.source_rows[row], self.places.get(column, 1))

    def source_columns(self) -> pa.ChunkedArray | pa.Array:
        """Per row the letters of the column that a figure of the table stands in, null where the sheet has
        none."""
        if self.letters is not None:
            return self.letters
        place = (
            self.places.get(self.table.value) or self.places.get("record_id") or self.places.get("area_id")
        )
        letters = pa.scalar(column_name(place - 1) if place else None, pa.string())
        return pa.repeat(letters, self.texts.num_rows)

    def is_reported(self, names: Collection[str]) -> pa.Array:
        """Per row, whether one of its cells in these columns is reported as unreadable."""
        letters = {column_name(self.places[name] - 1) for name in names if name in self.places}
        rows = {int(cell.lstrip(ascii_uppercase)) for cell in self.reported if cell.rstrip(digits) in letters}
        return pc.is_in(self.texts["source_row"], pa.array(sorted(rows), pa.int64()))

    def problems(
        self,
        column: str,
        faulty: Iterable[tuple[str, list[int]]],
        *,
        code: str,
        words: Any,
        level: Any = "error",
    ) -> list[Problem]:
        """One problem per different text, at all its cells. words: text → (expected, fix)."""
        found = []
        for text, rows in faulty:
            cells = [cell for row in rows if (cell := self.cell(row, column)) not in self.reported]
            if cells:
                expected, fix = words(text)
                found.append(
                    self.problem(cells, code=code, expected=expected, found=text, fix=fix, level=level)
                )
        return listed(found)

    def problem(
        self,
        cells: list[str],
        *,
        code: str,
        expected: Text,
        found: str | Text,
        fix: Text,
        level: Any = "error",
    ) -> Problem:
        """A problem at these cells of the sheet."""
        return Problem(
            level=level,
            code=code,
            sheet=self.sheet.name,
            cells=tuple(cells),
            expected=expected,
            found=found,
            fix=fix,
        )


def filled_rows(
    sheet: Sheet,
    heading_row: int,
    columns: tuple[Column, ...],
    places: Mapping[str, int],
    reported: Collection[str],
) -> pa.Table:
    """The rows below a heading row in which a cell of ours holds a text or an error; absent columns are null."""
    grid = rows_below(sheet, heading_row, places)
    texts = {
        column.name: _trimmed(grid[column.name])
        if column.name in places
        else pa.nulls(grid.num_rows, pa.string())
        for column in columns
    }
    table = pa.table({"source_row": grid["source_row"], **texts})
    is_filled = _any_valid([table[name] for name in texts])
    if reported:
        letters = {column_name(place - 1) for place in places.values()}
        in_error = {int(cell.lstrip(ascii_uppercase)) for cell in reported if cell.rstrip(digits) in letters}
        is_filled = pc.or_(is_filled, pc.is_in(table["source_row"], pa.array(sorted(in_error), pa.int64())))
    return numbered(table.filter(is_filled))


def numbered(table: pa.Table) -> pa.Table:
    """The rows with their running number in front."""
    rows = pa.array(range(table.num_rows), pa.int64())
    table = table.drop_columns("row") if "row" in table.column_names else table
    return table.add_column(0, "row", rows)


def by_text(texts: Any, is_wrong: Any) -> list[tuple[str, list[int]]]:
    """The different texts of the rows marked, in order of appearance, each with the rows it stands in."""
    rows = pc.indices_nonzero(pc.fill_null(is_wrong, False))
    found: dict[str, list[int]] = {}
    for row, text in zip(rows.to_pylist(), pc.take(texts, rows).to_pylist(), strict=True):
        found.setdefault(text or "", []).append(row)
    return list(found.items())


def _trimmed(texts: Any) -> Any:
    trimmed = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _any_valid(columns: list[Any]) -> Any:
    valid = pc.is_valid(columns[0])
    for column in columns[1:]:
        valid = pc.or_(valid, pc.is_valid(column))
    return valid
