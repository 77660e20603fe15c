"""A workbook as cells of text at their true places, whatever the file claims to be; read in a guarded
child process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from loaders.problems import LoadRefused, Problem
from loaders.sheets import guards
from loaders.sheets.archive_parts import MEGABYTE, Refused
from loaders.sheets.guards import LARGEST_FILE_BYTES, FileKind, kind_of_file
from loaders.sheets.reader_process import (
    SECONDS_PER_FILE,
    OnProgress,
    ReaderPool,
    ReadSheet,
    reader_pool,
    warm_up,
)
from loaders.sheets.sheet_scan import (
    MOST_AREA_CELLS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_NAMED_CELLS,
    column_index,
    column_name,
)
from texts import N_, Text

__all__ = [
    "Sheet",
    "Workbook",
    "cell_name",
    "column_index",
    "column_name",
    "open_workbook",
    "refuse_too_large",
    "warm_up",
]


def cell_name(row: int, column: int) -> str:
    """The name of a cell by its 1-based Excel row and column: (14, 5) → "E14"."""
    return f"{column_name(column - 1)}{row}"


@dataclass(frozen=True)
class Sheet:
    """One worksheet, every cell as text.

    cells: row i is Excel row i + 1, or record i + 1 of a text table (empty rows above the table are kept); columns are
    text, named by their Excel letters, and begin at first_column (0-based, "D" is 3). null = empty cell, error cell or
    formula without a value; "" = a text cell without characters.
    Numbers are written with a decimal point and all their digits (0301 typed as text stays "0301"), dates
    as "2024-12-31 00:00:00", truth as "true" or "false".
    error_cells: "E14" → "#N/A". uncached_formulas: cells whose formula was never computed.
    doubtful_texts: cells of text such as "1.234", which reads as thousands or as decimals.
    hidden_rows: 1-based rows with cells that a person does not see in Excel; they are read like all others."""

    name: str
    cells: pa.Table
    first_column: int = 0
    is_hidden: bool = False
    error_cells: dict[str, str] = field(default_factory=dict)
    uncached_formulas: list[str] = field(default_factory=list)
    doubtful_texts: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)

    @property
    def last_row(self) -> int:
        """The 1-based row of the last filled cell; 0 = the sheet is empty."""
        return int(self.cells.num_rows)

    @property
    def last_column(self) -> int:
        """The 1-based column of the last filled cell; 0 = the sheet is empty."""
        return self.first_column + int(self.cells.num_columns)

    def text(self, row: int, column: int) -> str | None:
        """The text at a 1-based Excel row and column; None where the cell is empty or outside the used
        area."""
        index = column - 1 - self.first_column
        if not (0 < row <= self.last_row and 0 <= index < self.cells.num_columns):
            return None
        return self.cells.column(index)[row - 1].as_py()

    def head(self, count: int) -> list[list[str | None]]:
        """The first rows as lists of texts, each beginning at Excel column A, so that head[0][4] is cell
        E1."""
        rows = self.cells.slice(0, count)
        columns = [column.to_pylist() for column in rows.columns]
        left: list[str | None] = [None] * self.first_column
        return [left + list(row) for row in zip(*columns, strict=True)]


@dataclass(frozen=True)
class Workbook:
    """A workbook's worksheets by name, in the workbook's order, hidden ones too; chart sheets are left
    out.

    kind: what kind of file it was; a text table is one sheet "CSV", a JSON document one sheet of its records."""

    sheets: dict[str, Sheet]
    kind: FileKind = "excel"


def open_workbook(
    content: bytes, *, pool: ReaderPool | None = None, on_progress: OnProgress | None = None
) -> Workbook:
    """Read an Excel workbook (.xlsx, .xlsm; macros are never run), a text table (CSV) or a JSON file into cells of
    text.

    content: the file's bytes. pool: the reading processes to use, the application's own by default.
    on_progress hears, while a table of 10,000 rows or more is read, the share that is done (0 to 1) and the
    rows seen so far. Raises LoadRefused with one Problem if the file is none of them, protected, damaged, empty or too large."""
    try:
        kind = kind_of_file(content)
        sheets = (pool or reader_pool()).read(content, on_progress)
    except Refused as refused:
        raise LoadRefused([problem_of(refused)]) from None
    return Workbook({sheet.name: _sheet(sheet) for sheet in sheets}, kind)


def refuse_too_large(content: bytes) -> None:
    """Raises LoadRefused for a file larger than any workbook may be, before anything is done with it."""
    try:
        guards.refuse_too_large(content)
    except Refused as refused:
        raise LoadRefused([problem_of(refused)]) from None


def problem_of(refused: Refused) -> Problem:
    """The sentence for a file that was refused before its content was understood."""
    found, fix = _WORDS[refused.code](refused.details)
    sheet, cell = str(refused.details.get("sheet", "")), str(refused.details.get("cell", ""))
    expected = _EXPECTED.get(refused.code, N_("an Excel workbook (.xlsx)"))
    return Problem(
        level="error", code=refused.code, sheet=sheet, cell=cell, expected=expected, found=found, fix=fix
    )


def _sheet(read: ReadSheet) -> Sheet:
    names = read.cells.column_names
    first_column = column_index(names[0]) if names else 0
    return Sheet(
        read.name,
        read.cells,
        first_column,
        read.is_hidden,
        read.error_cells,
        read.uncached_formulas,
        read.doubtful_texts,
        read.hidden_rows,
    )


def _megabytes(details: dict[str, Any]) -> int:
    return -(-int(details["size_bytes"]) // MEGABYTE)


SAVE_AS_XLSX = N_(
    "Open it in Excel, choose Save as and the file type Excel workbook (.xlsx), and load that file."
)
SAVE_AGAIN = N_("Open it in Excel and save it again as .xlsx; if Excel cannot open it, fetch the file anew.")
REMOVE_PASSWORD = N_(
    "Open it in Excel, remove the password under File, Info, Protect workbook, save it, and load it again."
)
KEEP_ONLY_THE_TABLE = N_("Copy the table alone into a new workbook, or split it by year, and load that.")
DELETE_STRAY_CELLS = N_(
    "Delete the whole columns to the right of the table and the rows below it, save it, and load it again."
)

SAVE_AS_CSV = N_("Save the table as CSV or as Excel workbook (.xlsx), and load that file.")
DOWNLOAD_AGAIN = N_("Download the file again from its publisher, and load it as it came.")
TEXT_TABLE = N_("a table with a heading and a value in every column, separated by ; , | or tabs")
CLOSED_QUOTES = N_("quotation marks that are opened before a text and closed behind it")
TEXT = N_("readable text")
STRICT_JSON = N_("JSON by its rules")
JSON_TABLE = N_("JSON with a table: a list of records, or JSON-stat 2")
WHOLE_JSON_STAT = N_("as many values and categories as its dimensions say")

_EXPECTED: dict[str, Text] = {
    "no_text_table": TEXT_TABLE,
    "no_records": TEXT_TABLE,
    "open_quote": CLOSED_QUOTES,
    "text_after_quote": CLOSED_QUOTES,
    "too_long_line": N_("records of at most a million characters"),
    "nul_character": TEXT,
    "damaged_text": TEXT,
    "json_syntax": STRICT_JSON,
    "json_no_number": STRICT_JSON,
    "json_too_deep": N_("JSON of a few levels"),
    "json_no_table": JSON_TABLE,
    "json_stat_broken": WHOLE_JSON_STAT,
    "json_stat_values": WHOLE_JSON_STAT,
    "file_too_large": N_("a file of at most {limit} MB", limit=LARGEST_FILE_BYTES // MEGABYTE),
    "archive_too_large": N_("a workbook that unpacks to a reasonable size"),
    "no_worksheet": N_("a worksheet with a table"),
    "no_cells": N_("a worksheet with a table"),
    "too_many_cells": N_("at most {limit} filled cells", limit=MOST_CELLS),
    "too_large_area": N_("a table of at most {limit} cells", limit=MOST_AREA_CELLS),
    "too_many_columns": N_("at most {limit} columns", limit=MOST_COLUMNS),
    "too_many_faulty_cells": N_("computed values"),
    "too_slow": N_("a workbook that can be read within {seconds} seconds", seconds=SECONDS_PER_FILE),
    "too_much_memory": N_("a workbook that fits into the memory set aside for reading"),
}

_WORDS: dict[str, Callable[[dict[str, Any]], tuple[Text, Text]]] = {
    "empty_file": lambda _details: (
        N_("an empty file"),
        N_("Save or download the workbook again, and load it then."),
    ),
    "file_too_large": lambda details: (
        N_("a file of {size} MB", size=_megabytes(details)),
        N_("Remove pictures and sheets that are not needed, or split the workbook by year."),
    ),
    "text_file": lambda _details: (N_("a text file, such as CSV"), SAVE_AS_XLSX),
    "web_page": lambda _details: (N_("a web page saved under the name of a workbook"), SAVE_AS_XLSX),
    "xml_file": lambda _details: (N_("an XML document"), SAVE_AS_XLSX),
    "old_excel": lambda _details: (N_("a workbook in Excel's old format (.xls)"), SAVE_AS_XLSX),
    "binary_workbook": lambda _details: (N_("a workbook in Excel's binary format (.xlsb)"), SAVE_AS_XLSX),
    "open_document": lambda _details: (
        N_("an OpenDocument spreadsheet (.ods)"),
        N_("Open it, choose Save as and the file type Excel workbook (.xlsx), and load that file."),
    ),
    "numbers_file": lambda _details: (
        N_("an Apple Numbers document"),
        N_("Open it in Numbers, choose File, Export to, Excel, and load that file."),
    ),
    "password": lambda _details: (N_("a file protected by a password"), REMOVE_PASSWORD),
    "pdf_file": lambda _details: (
        N_("a PDF document"),
        N_("Ask for the figures as an Excel workbook, or copy them into one of our templates."),
    ),
    "image_file": lambda _details: (
        N_("a picture"),
        N_("Ask for the figures as an Excel workbook, or copy them into one of our templates."),
    ),
    "other_document": lambda _details: (
        N_("a text document or presentation"),
        N_("Copy the table into an Excel workbook or one of our templates, and load that."),
    ),
    "zipped_files": lambda _details: (
        N_("a zip archive without a workbook's parts"),
        N_("Unpack the archive and load the .xlsx file inside it."),
    ),
    "unknown_file": lambda _details: (
        N_("a file of an unknown kind"),
        N_("Choose the workbook itself, or save it from Excel as Excel workbook (.xlsx)."),
    ),
    "damaged_file": lambda _details: (N_("a damaged workbook"), SAVE_AGAIN),
    "unreadable_file": lambda _details: (N_("a workbook whose content cannot be read"), SAVE_AGAIN),
    "archive_too_large": lambda _details: (
        N_("one that unpacks to far more than its tables need"),
        KEEP_ONLY_THE_TABLE,
    ),
    "no_worksheet": lambda _details: (
        N_("only chart sheets"),
        N_("Put the figures into a worksheet, and load the workbook again."),
    ),
    "no_cells": lambda _details: (
        N_("only empty sheets"),
        N_("Fill in the table, save the workbook, and load it again."),
    ),
    "too_many_cells": lambda details: (N_("{cells}", cells=details["cells"]), KEEP_ONLY_THE_TABLE),
    "too_large_area": lambda details: (
        N_("filled cells as far as {cell}", cell=details["cell"]),
        DELETE_STRAY_CELLS,
    ),
    "too_many_columns": lambda details: (N_("{columns}", columns=details["columns"]), DELETE_STRAY_CELLS),
    "too_many_faulty_cells": lambda _details: (
        N_(
            "more than {limit} cells with an error or a formula that was never computed",
            limit=MOST_NAMED_CELLS,
        ),
        N_("Open it in Excel, let it compute, save it, and load it again."),
    ),
    "too_slow": lambda _details: (N_("one that takes longer"), KEEP_ONLY_THE_TABLE),
    "too_much_memory": lambda _details: (N_("one that needs more"), KEEP_ONLY_THE_TABLE),
    "no_text_table": lambda _details: (N_("text without columns"), SAVE_AS_CSV),
    "no_records": lambda _details: (N_("only empty lines"), SAVE_AS_CSV),
    "open_quote": lambda details: (
        N_("one that is opened in line {line} and never closed", line=details["line"]),
        N_("Close it, or remove it, and load the file again."),
    ),
    "text_after_quote": lambda details: (
        N_("more text behind the closed quotation mark of line {line}", line=details["line"]),
        N_("Write a quotation mark inside a text twice, and load the file again."),
    ),
    "too_long_line": lambda details: (
        N_("a longer one in line {line}", line=details["line"]),
        SAVE_AS_CSV,
    ),
    "nul_character": lambda details: (
        N_("a character without meaning (NUL) in line {line}", line=details["line"]),
        DOWNLOAD_AGAIN,
    ),
    "damaged_text": lambda details: (
        N_("bytes that are no characters from line {line}", line=details["line"]),
        DOWNLOAD_AGAIN,
    ),
    "json_syntax": lambda details: (
        N_("something else in line {line}, column {column}", line=details["line"], column=details["column"]),
        DOWNLOAD_AGAIN,
    ),
    "json_no_number": lambda details: (
        N_("{word}, which is no number", word=details["word"]),
        N_("Write null where there is no figure, and load the file again."),
    ),
    "json_too_deep": lambda _details: (N_("lists within lists without end"), DOWNLOAD_AGAIN),
    "json_no_table": lambda _details: (
        N_("none"),
        N_("Download the table as JSON-stat 2, CSV or Excel workbook (.xlsx), and load that file."),
    ),
    "json_stat_broken": lambda _details: (N_("dimensions that do not fit together"), DOWNLOAD_AGAIN),
    "json_stat_values": lambda details: (
        N_("{found} values for {cells} cells", found=details["found"], cells=details["expected"]),
        DOWNLOAD_AGAIN,
    ),
}
