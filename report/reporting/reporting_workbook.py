"""A workbook for those who ask a city to report: sheets of plain tables under frozen headings, the same bytes for the same
content and day.

Texts are cells of text and never formulas; a missing figure is an empty cell; figures keep their full precision."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from data.printable import printable
from data.spreadsheet_text import begins_formula
from texts import Text, _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHADE, FONT, POINTS, LINE_HEIGHT = "E8EEF2", "Calibri", 11, 15
LONGEST_NAME = 31  # Excel's own limit for the name of a sheet
NARROWEST, WIDEST, OF_A_READ_ME = 13, 48, 96
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_SAVED_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


@dataclass(frozen=True)
class Sheet:
    """One sheet. headings: one or more rows of headings, frozen and bold, () = none; rows: cells of text, numbers, dates or
    None; widths: characters by column number from 1, where the heading does not decide. is_prose: long lines in column B."""

    name: str
    headings: Sequence[Sequence[object]]
    rows: Sequence[Sequence[object]]
    widths: Mapping[int, float] | None = None
    is_prose: bool = False


def table_sheet(name: str, headings: Mapping[str, str], table: pd.DataFrame) -> Sheet:
    """A sheet of a frame. headings: by column of the frame, in their order; other columns stay out."""
    rows = table[list(headings)].itertuples(index=False, name=None)
    return Sheet(name, (tuple(headings.values()),), [tuple(row) for row in rows])


def workbook_bytes(sheets: Sequence[Sheet], *, title: str, made_on: date) -> bytes:
    """The sheets as a workbook (.xlsx). made_on: the day that it says it was made."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    moment = datetime.combine(made_on, time())
    workbook.properties.title, workbook.properties.creator = printable(title), "Veikart"
    workbook.properties.created = moment
    for sheet in sheets:
        _write(workbook.create_sheet(sheet_name(sheet.name)), sheet)
    content = io.BytesIO()
    workbook.save(content)
    return _without_the_hour(content.getvalue(), moment)


def sheet_name(name: str) -> str:
    """A name that every spreadsheet takes."""
    return _NOT_IN_NAMES.sub(" ", name)[:LONGEST_NAME]


def plain(value: Any) -> object:
    """A value as a cell takes it: Text in the current language, numbers and dates as they are, missing as None."""
    if isinstance(value, Text):
        return _(value)
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp | datetime):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def _write(sheet: Worksheet, content: Sheet) -> None:
    depth = len(content.headings)
    for row, cells in enumerate([*content.headings, *content.rows], start=1):
        for column, value in enumerate(cells, start=1):
            cell = sheet.cell(row, column)
            _fill(cell, plain(value))
            is_bold = row <= depth or (content.is_prose and column == 1)
            cell.font = Font(name=FONT, size=POINTS, bold=is_bold)
            if row <= depth:
                cell.fill = PatternFill("solid", fgColor=SHADE)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            elif content.is_prose:
                cell.alignment = Alignment(wrap_text=column > 1, vertical="top", horizontal="left")
    if depth:
        sheet.freeze_panes = f"A{depth + 1}"
        sheet.print_title_rows = f"1:{depth}"
    _set_sizes(sheet, content)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _fill(cell: Cell | MergedCell, value: Any) -> None:
    if value is None:
        return
    cell.value = printable(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = begins_formula(value)
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _set_sizes(sheet: Worksheet, content: Sheet) -> None:
    """Widths of the columns, and heights of the rows whose texts are broken into lines."""
    given = dict(content.widths or {})
    if content.is_prose:
        given = {1: 30, 2: OF_A_READ_ME} | given
    rows = [*content.headings, *content.rows]
    columns = range(1, max((len(row) for row in rows), default=0) + 1)
    widths = {column: given.get(column) or _width(content, column) for column in columns}
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    broken = rows if content.is_prose else content.headings
    for number, row in enumerate(broken, start=1):
        sheet.row_dimensions[number].height = LINE_HEIGHT * max(_lines(row, widths), 1)


def _lines(row: Sequence[object], widths: Mapping[int, float]) -> int:
    """How many lines the longest text of a row takes; bold letters are a little wider than the width counts."""
    cells = [
        (len(str(cell)), widths[column]) for column, cell in enumerate(row, start=1) if column > 1 and cell
    ]
    return max((-(-round(length * 1.15) // int(width)) for length, width in cells), default=1)


def _width(content: Sheet, column: int) -> float:
    """Wide enough for the texts of a column, within limits; a heading wraps."""
    cells = [row[column - 1] for row in content.rows if len(row) >= column]
    longest = max((len(str(plain(cell))) for cell in cells if plain(cell) is not None), default=0)
    headings = [str(row[column - 1]) for row in content.headings if len(row) >= column and row[column - 1]]
    words = [len(word) for heading in headings for word in heading.split()]
    return min(max([NARROWEST, longest + 2, *(length + 3 for length in words)]), WIDEST)


def _without_the_hour(content: bytes, moment: datetime) -> bytes:
    """The same workbook with the day it was made instead of the hour it was saved."""
    made = io.BytesIO()
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(content)) as saved, zipfile.ZipFile(made, "w") as archive:
        for name in saved.namelist():
            part = saved.read(name)
            if name == "docProps/core.xml":
                part = _SAVED_AT.sub(rb"\g<1>" + stamp + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    return made.getvalue()
