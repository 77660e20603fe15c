"""Tables to take away: CSV for programs, a workbook for people; made only when someone clicks."""

import io
from collections.abc import Callable

import pandas as pd
import streamlit as st
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from data.printable import printable
from data.spreadsheet_text import begins_formula, harmless
from texts import _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def buttons(table: pd.DataFrame, *, file_stem: str, key: str) -> None:
    """Two buttons: the table as CSV (UTF-8, dot decimals, full precision, empty = missing) and as xlsx."""
    for label, suffix, mime, content in (
        (_("CSV"), "csv", "text/csv", csv_content),
        (_("Excel"), "xlsx", XLSX, xlsx_content),
    ):
        st.download_button(
            label,
            data=_later(content, table),
            file_name=f"{file_stem}.{suffix}",
            mime=mime,
            icon=":material/download:",
            key=f"{key}-{suffix}",
            on_click="ignore",
            help=_("Download this table as {kind}", kind=suffix),
        )


def csv_content(table: pd.DataFrame) -> bytes:
    """The table as CSV in UTF-8; an apostrophe stands before text that a spreadsheet would run as a formula
    (data/spreadsheet_text.py)."""
    return harmless_table(table).to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def xlsx_content(table: pd.DataFrame) -> bytes:
    """The table as a workbook with a frozen, bold heading; texts are cells of text and never formulas."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None  # a new workbook has one sheet
    for row, values in enumerate([table.columns, *table.itertuples(index=False)], start=1):
        for column, value in enumerate(values, start=1):
            _fill(sheet.cell(row, column), value)
    for index, name in enumerate(table.columns, start=1):
        sheet.cell(1, index).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(index)].width = max(12, min(40, len(str(name)) + 2))
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def harmless_table(table: pd.DataFrame) -> pd.DataFrame:
    """A copy in which no text runs as a formula; numbers stay as they are."""
    safe = table.copy()
    for name in safe.columns[[not pd.api.types.is_numeric_dtype(kind) for kind in safe.dtypes]]:
        safe[name] = safe[name].map(lambda value: harmless(value) if isinstance(value, str) else value)
    return safe.rename(columns=lambda name: harmless(str(name)))


def _fill(cell: Cell | MergedCell, value: object) -> None:
    """Put a value into a cell; what a spreadsheet would run is text, and marked as typed behind an apostrophe."""
    if value is None or pd.isna(value):
        return
    cell.value = printable(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = begins_formula(value)


def _later(content: Callable[[pd.DataFrame], bytes], table: pd.DataFrame) -> Callable[[], bytes]:
    return lambda: content(table)
