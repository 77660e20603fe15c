"""Finding headings in a sheet of text cells and turning its columns into values: nothing is guessed, nothing
changed."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from loaders.problem_groups import counted_on_first, grouped
from loaders.problems import Problem
from loaders.sheets.workbook import Sheet, Workbook, cell_name
from texts import N_, Text

HEADING_ROWS = 40  # a heading further down than this is not looked for
SHOWN = 50  # so many cells of one kind are listed one by one; the rest is counted in the last one
NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
GROUPED = r"[+-]?\d{1,3}( \d{3})+(\.\d+)?"
COMMA_NUMBER = r"[+-]?(\d{1,3}( \d{3})+|\d+)(,\d+)?"
SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"


def normalised(text: str | None) -> str:
    """A heading or label for comparison: Unicode NFKC (CO₂ is CO2), one space between words, no case."""
    return " ".join(unicodedata.normalize("NFKC", text or "").replace("\u200b", "").casefold().split())


def plain_number_sql(column: str) -> str:
    """SQL for a text column with plain signs: U+2212 as minus, every kind of space as a space."""
    signs, plain = "\N{MINUS SIGN}" + SPACES, "-" + " " * len(SPACES)
    is_plain = (
        f"strlen({column}) = length({column}) and not contains({column}, ' ')"  # bytes as characters: ASCII
    )
    return f"if({is_plain}, {column}, trim(translate({column}, '{signs}', '{plain}')))"


def number_sql(plain: str) -> str:
    """SQL for the value of such a text, null unless it is a number: a decimal point, groups by spaces."""
    return finite_sql(
        f"case when regexp_full_match({plain}, '{NUMBER}') then try_cast({plain} as double) "
        f"when regexp_full_match({plain}, '{GROUPED}') then try_cast(replace({plain}, ' ', '') as double) end"
    )


def comma_number_sql(plain: str) -> str:
    """As number_sql, for texts with a decimal comma."""
    digits = f"replace(replace({plain}, ' ', ''), ',', '.')"
    return finite_sql(
        f"case when regexp_full_match({plain}, '{COMMA_NUMBER}') then try_cast({digits} as double) end"
    )


def finite_sql(number: str) -> str:
    """SQL for a number, null where it is larger than any whole number we can hold (9e18; 1e400 is infinite)."""
    return f"if(abs({number}) < 9e18, {number}, null)"


@dataclass(frozen=True)
class Headings:
    """Where a heading row stands: its row and, by normalised heading, the column; both counted from 1."""

    row: int
    columns: dict[str, int]

    def missing(self, wanted: Sequence[str]) -> list[str]:
        """Those of the wanted headings that are not there."""
        return [heading for heading in wanted if heading not in self.columns]


def find_headings(sheet: Sheet, wanted: Sequence[str], *, at_least: int = 1) -> Headings | None:
    """The row that holds most of the wanted normalised headings, the first of equals; None below at_least."""
    best: Headings | None = None
    most = at_least - 1
    for row, cells in enumerate(sheet.head(HEADING_ROWS), start=1):
        columns = _heading_columns(cells)
        hits = sum(heading in columns for heading in wanted)
        if hits > most:
            best, most = Headings(row, columns), hits
    return best


def find_cell(sheet: Sheet, start: str) -> tuple[int, int, str] | None:
    """Row, column and text of the first cell at the top whose normalised text begins so."""
    for row, cells in enumerate(sheet.head(HEADING_ROWS), start=1):
        for column, text in enumerate(cells, start=1):
            if normalised(text).startswith(start):
                return row, column, str(text)
    return None


def sheet_named(workbook: Workbook, name: str) -> Sheet | None:
    """The sheet whose normalised name is this, hidden or not."""
    for sheet in workbook.sheets.values():
        if normalised(sheet.name) == name:
            return sheet
    return None


def rows_below(sheet: Sheet, row: int, columns: Mapping[str, int]) -> pa.Table:
    """The text cells below a row: source_row (int) and one text column per name; null is an empty cell."""
    below = sheet.cells.slice(row)
    picked = {name: _column(sheet, below, column) for name, column in columns.items()}
    source_row = pa.array(range(row + 1, row + 1 + below.num_rows), pa.int64())
    return pa.table({"source_row": source_row, **picked})


def decoded(column: pa.ChunkedArray, meaning: Callable[[str], Any], kind: pa.DataType) -> pa.ChunkedArray:
    """Each text by its meaning, asked once per different text; null and no meaning (None) become null."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    meanings = pa.array([meaning(text) for text in encoded.dictionary.to_pylist()], kind)
    return pa.chunked_array([meanings.take(encoded.indices)])


def different_texts(column: pa.ChunkedArray) -> list[str]:
    """The different texts of a column in order of appearance, without null."""
    return [text for text in pc.unique(column).to_pylist() if text is not None]


def unreadable_cells(sheet: Sheet, row: int, columns: Mapping[str, int]) -> list[Problem]:
    """Errors for cells in the columns read that hold an Excel error or a formula never computed."""
    read = {_letters(cell_name(1, column)) for column in columns.values()}
    wrong = [(cell, found) for cell, found in sheet.error_cells.items() if _is_below(cell, row, read)]
    empty = [cell for cell in sheet.uncached_formulas if _is_below(cell, row, read)]
    return [
        *listed(_error_value(sheet.name, cell, found) for cell, found in sorted(wrong, key=_position)),
        *listed(_uncached(sheet.name, cell) for cell in sorted(empty, key=_position)),
    ]


def listed(problems: Any) -> list[Problem]:
    """Problems of one kind, repeated ones as one, the first fifty one by one; what is left is counted on the
    last of them, which keeps its cells."""
    whole = grouped(problems)
    return [*whole[: SHOWN - 1], counted_on_first(whole[SHOWN - 1 :])] if len(whole) > SHOWN else whole


def missing_columns(sheet: Sheet, headings: Headings, wanted: Mapping[str, str]) -> list[Problem]:
    """An error for each wanted heading (normalised: as written) that the heading row lacks."""
    found = ", ".join(text.strip() for text in _row_texts(sheet, headings.row)) or "–"
    return [
        Problem(
            level="error",
            code="missing_column",
            sheet=sheet.name,
            cell=cell_name(headings.row, 1),
            expected=N_("a column headed “{heading}”", heading=wanted[heading]),
            found=found,
            fix=N_("Put the column back under this heading, with its figures below it."),
        )
        for heading in headings.missing(list(wanted))
    ]


def missing_headings(sheet: Sheet, wanted: Mapping[str, str]) -> Problem:
    """The error for a sheet in which no heading row was found at all."""
    return Problem(
        level="error",
        code="missing_column",
        sheet=sheet.name,
        cell="A1",
        expected=N_("a row of headings: {headings}", headings=", ".join(wanted.values())),
        found=", ".join(text.strip() for text in _row_texts(sheet, 1)) or "–",
        fix=N_("Put the heading row back above the figures."),
    )


def missing_sheet(name: str, workbook: Workbook) -> Problem:
    """The error for a published workbook that lacks the sheet its figures stand on."""
    return Problem(
        level="error",
        code="missing_sheet",
        sheet=name,
        cell="",
        expected=N_("a sheet named “{name}”", name=name),
        found=", ".join(workbook.sheets),
        fix=N_("Download the file again from the publisher, and load it as it came."),
    )


def no_rows(sheet: Sheet, row: int) -> Problem:
    """The error for a sheet without any figures below its headings."""
    return Problem(
        level="error",
        code="no_rows",
        sheet=sheet.name,
        cell=cell_name(row + 1, 1),
        expected=N_("rows of figures below the headings"),
        found="",
        fix=N_("Fill in at least one row, and load the workbook again."),
    )


def wrong_cell(
    sheet: str, row: int, column: int, *, code: str, expected: Text, found: Any, fix: Text
) -> Problem:
    """An error in one cell."""
    place = cell_name(row, column)
    return Problem(
        level="error", code=code, sheet=sheet, cell=place, expected=expected, found=str(found or ""), fix=fix
    )


def _heading_columns(cells: Sequence[str | None]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, text in enumerate(cells, start=1):
        if normalised(text):
            columns.setdefault(normalised(text), column)
    return columns


def _row_texts(sheet: Sheet, row: int) -> list[str]:
    head = sheet.head(row)
    return [text for text in head[row - 1] if text] if len(head) >= row else []


def _column(sheet: Sheet, rows: pa.Table, column: int) -> pa.ChunkedArray | pa.Array:
    index = column - 1 - sheet.first_column
    return rows.column(index) if 0 <= index < rows.num_columns else pa.nulls(rows.num_rows, pa.string())


def _letters(cell: str) -> str:
    return re.sub(r"\d", "", cell)


def _is_below(cell: str, row: int, read: set[str]) -> bool:
    return _letters(cell) in read and _position((cell,))[0] > row


def _position(found: Sequence[str] | str) -> tuple[int, int, str]:
    cell = found if isinstance(found, str) else found[0]
    letters = _letters(cell)
    return int(cell.removeprefix(letters)), len(letters), letters


def _error_value(sheet: str, cell: str, found: str) -> Problem:
    return Problem(
        level="error",
        code="error_value",
        sheet=sheet,
        cell=cell,
        expected=N_("a value"),
        found=found,
        fix=N_("Correct the formula, or leave the cell empty."),
    )


def _uncached(sheet: str, cell: str) -> Problem:
    return Problem(
        level="error",
        code="formula_without_value",
        sheet=sheet,
        cell=cell,
        expected=N_("a value, or a formula with its computed value"),
        found=N_("a formula that was never computed"),
        fix=N_("Open the workbook in a spreadsheet program, save it, and load it again; or write the value."),
    )
