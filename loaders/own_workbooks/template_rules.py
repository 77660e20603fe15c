"""What a cell of our workbooks takes and how it shows it: number formats, drop-downs with their lists, and the
limits of numbers and dates."""

from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.code_lists import FIGURE_UNITS
from data.columns import Column
from loaders.own_workbooks.template_layout import (
    LIST_SHEET,
    AboutField,
    choices,
    code_list,
    figure_unit,
    is_year,
    sheet_columns,
)
from texts import N_, _

LAST_ROW = 100_000  # drop-downs and limits reach down to here
LONGEST_TITLE, LONGEST_ERROR = 32, 225  # of a message, in Excel
FJORD, PALE, FONT = "1B5E7D", "E8F0F4", "Calibri"
WHOLE, WITH_DECIMALS = "#,##0", "#,##0.######"


def cell_format(column: Column) -> str:
    """The number format of a column: texts keep the zeros of 0301 and the form of 2025-03 and 1/2, years have no
    thousands, dates are year-month-day, and a number shows the decimals it has."""
    if column.kind in ("text", "quarter", "boolean"):
        return "@"
    if column.kind == "date":
        return "yyyy-mm-dd"
    return "0" if is_year(column) else "General"


def group_thousands(sheet: Worksheet, columns: Mapping[int, Column], first_row: int, last_row: int) -> None:
    """Group the thousands of numbers by the rule that a spreadsheet applies to what stands in the cell.

    columns: by their place from 1. A format of the cell itself cannot: one with fixed decimals rounds or adds
    zeros, and one with optional decimals ends whole numbers with a bare decimal mark."""
    for index, column in columns.items():
        if column.kind not in ("number", "integer") or is_year(column):
            continue
        letter = get_column_letter(index)
        cell = f"{letter}{first_row}"
        cells = f"{letter}{first_row}:{letter}{last_row}"
        is_number = f"ISNUMBER({cell})"
        _show(sheet, cells, f"AND({is_number},ABS({cell})>=1000,INT({cell})={cell})", WHOLE, 3)
        _show(sheet, cells, f"AND({is_number},ABS({cell})>=1000,INT({cell})<>{cell})", WITH_DECIMALS, 190)


def _show(sheet: Worksheet, cells: str, formula: str, code: str, number: int) -> None:
    style = DifferentialStyle(numFmt=NumberFormat(numFmtId=number, formatCode=code))
    sheet.conditional_formatting.add(cells, Rule(type="expression", formula=[formula], dxf=style))


def add_rules(sheet: Worksheet, table_name: str, lists: "Lists") -> None:
    """Drop-downs, limits and grouped thousands for the rows below the headings of a data sheet."""
    columns = dict(enumerate(sheet_columns(table_name), start=1))
    for index, column in columns.items():
        rule = _rule(column, lists)
        if rule is not None:
            letter = get_column_letter(index)
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
    group_thousands(sheet, columns, 2, LAST_ROW)


def limit_about(sheet: Worksheet, row: int, names: list[str], entries: Mapping[str, AboutField]) -> None:
    """A drop-down on the lines of About that take one of a few words."""
    for column, name in enumerate(names, start=2):
        if name in entries and entries[name].allowed:
            words = ",".join(entries[name].allowed)
            rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            _explain(rule, _(entries[name].title), _("Choose an entry of the list, or leave the cell empty."))
            sheet.add_data_validation(rule)
            rule.add(sheet.cell(row, column).coordinate)


def _rule(column: Column, lists: "Lists") -> DataValidation | None:
    rule = _list_rule(column, lists) if code_list(column) else _value_rule(column)
    if rule is not None:
        _explain(rule, _(column.title), _rule_words(column))
    return rule


def _list_rule(column: Column, lists: "Lists") -> DataValidation:
    return DataValidation(type="list", formula1=lists.range(column), allow_blank=True)


def _value_rule(column: Column) -> DataValidation | None:
    if column.kind == "date":
        return DataValidation(type="date", operator="greaterThan", formula1="1", allow_blank=True)
    if column.kind not in ("number", "integer"):
        return None
    kind = "whole" if column.kind == "integer" else "decimal"
    lowest = f"{column.minimum:g}" if column.minimum is not None else "-1E+15"
    highest = f"{column.maximum:g}" if column.maximum is not None else "1E+15"
    return DataValidation(type=kind, operator="between", formula1=lowest, formula2=highest, allow_blank=True)


def _explain(rule: DataValidation, title: str, words: str) -> None:
    rule.showErrorMessage = True
    rule.errorTitle, rule.error = title[:LONGEST_TITLE], words[:LONGEST_ERROR]


def _rule_words(column: Column) -> str:
    if code_list(column):
        if column.is_required and column.default is None:
            return _("Choose an entry of the list.")
        return _("Choose an entry of the list, or leave the cell empty.")
    if is_year(column):
        return _("Write the year as four digits.")
    if column.kind == "date":
        return _("Write a date, such as 2026-04-30.")
    return _number_rule_words(column)


def _number_rule_words(column: Column) -> str:
    is_whole = column.kind == "integer"
    if column.minimum is not None and column.maximum is not None:
        limits = {"least": f"{column.minimum:g}", "most": f"{column.maximum:g}"}
        if is_whole:
            return _("Write a whole number from {least} to {most}.", **limits)
        return _("Write a number from {least} to {most}, without a unit.", **limits)
    if column.minimum is not None:
        least = f"{column.minimum:g}"
        if is_whole:
            return _("Write a whole number, {least} or more.", least=least)
        return _("Write a number, {least} or more, without a unit.", least=least)
    if column.maximum is not None:
        return _("Write a number up to {most}, without a unit.", most=f"{column.maximum:g}")
    return _("Write a number, without a unit.")


def as_headings(sheet: Worksheet, row: int, count: int) -> None:
    """Draw the first cells of a row as headings, high enough for two lines."""
    for index in range(1, count + 1):
        cell = sheet.cell(row, index)
        cell.font = Font(name=FONT, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=FJORD)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[row].height = 32


class Lists:
    """The sheet with the lists that drop-downs offer, each list once; beside the figures stand their units."""

    def __init__(self, names: list[str]) -> None:
        self.titles: dict[tuple[str, ...], str] = {}
        self.words: dict[tuple[str, ...], list[str]] = {}
        self.places: dict[tuple[str, ...], int] = {}
        place = 1
        for name in names:
            for column in sheet_columns(name):
                key = tuple(code_list(column))
                if key and key not in self.words:
                    title = N_("Yes or no") if column.kind == "boolean" else column.title
                    self.titles[key], self.words[key] = _(title), choices(column)
                    self.places[key] = place
                    place += 2 if key == tuple(FIGURE_UNITS) else 1

    def range(self, column: Column) -> str:
        """The cells of a column's list, as a drop-down names them."""
        key = tuple(code_list(column))
        letter = get_column_letter(self.places[key])
        sheet = _(LIST_SHEET).replace("'", "''")
        return f"'{sheet}'!${letter}$2:${letter}${1 + len(key)}"

    def write(self, workbook: Workbook) -> None:
        """Draw the sheet at the end of the workbook."""
        sheet = workbook.create_sheet(_(LIST_SHEET))
        for key, words in self.words.items():
            _write_list(sheet, self.places[key], [self.titles[key], *words])
        units = self.places.get(tuple(FIGURE_UNITS))
        if units is not None:
            words = [_(figure_unit(figure)) for figure in FIGURE_UNITS]
            _write_list(sheet, units + 1, [_("Unit of the value"), *words])
        as_headings(sheet, 1, sheet.max_column)
        sheet.freeze_panes = "A2"
        sheet.sheet_properties.tabColor = PALE


def _write_list(sheet: Worksheet, place: int, words: list[str]) -> None:
    for row, word in enumerate(words, start=1):
        cell = sheet.cell(row, place, word)
        cell.number_format = "@"
    sheet.column_dimensions[get_column_letter(place)].width = max(map(len, words)) + 3
