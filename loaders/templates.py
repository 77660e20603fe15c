"""Our own workbooks to fill in, made from the declared tables: headings, units, notes, drop-downs and a
filled example.

What stands where is decided in loaders/template_layout.py; this module only draws it."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.datasets import KNOWN_DATASETS
from data.tables import TABLES, Column
from loaders.template_layout import (
    ABOUT_FIELDS,
    ABOUT_SHEET,
    CODE_LISTS,
    DEFAULT_DATASET,
    EXAMPLE_SHEET,
    LIST_SHEET,
    MARK_SHEET,
    READ_ME_SHEET,
    SHEET_OF,
    VERSION,
    AboutField,
    choice,
    choices,
    heading,
    sheet_columns,
)

TEMPLATES = tuple(SHEET_OF)
LAST_ROW = 100_000  # drop-downs reach down to here
FJORD, PALE, SLATE = "1B5E7D", "E8F0F4", "33424D"
WIDTHS = {
    "area_id": 24,
    "year": 9,
    "basis": 18,
    "scope": 9,
    "sector": 32,
    "subsector": 32,
    "gas": 10,
    "unit": 9,
}
NUMBER_FORMATS = {"number": "#,##0.0", "integer": "#,##0"}
FORMATS_BY_NAME = {"area_id": "@", "year": "0"}  # text keeps the zeros of 0301; years have no thousands

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "emissions": [
        {"area_id": "XX-0000", "year": 2023, "sector": "transport", "emissions_tco2e": 41250.5},
        {
            "area_id": "XX-0000",
            "year": 2023,
            "sector": "stationary_energy",
            "emissions_tco2e": 12.5,
            "unit": "kt",
        },
        {"area_id": "XX-0000", "year": 2023, "sector": "waste", "missing_reason": "not_estimated"},
        {
            "area_id": "XX-0000",
            "year": 2024,
            "sector": "transport",
            "emissions_tco2e": 39100,
            "is_preliminary": True,
        },
        {
            "area_id": "XX-0000",
            "year": 2024,
            "sector": "stationary_energy",
            "emissions_tco2e": 11800,
            "value_status": "estimated",
        },
        {"area_id": "XX-0000", "year": 2024, "sector": "waste", "emissions_tco2e": 2300},
    ],
    "population": [
        {"area_id": "XX-0000", "year": 2023, "inhabitants": 17420},
        {"area_id": "XX-0000", "year": 2024, "inhabitants": 17655, "is_preliminary": True},
    ],
}

READ_ME: dict[str, tuple[str, ...]] = {
    "": (
        "What this is: a workbook to fill in and load into Veikart. Only the sheets About and {sheets} are "
        "read.",
        "1. About: say once whose figures these are. What stands there already suits a municipality's own "
        "figures; for anybody else's, give the series its own dataset key, title and publisher.",
        "2. {sheets}: one row per figure, from row 2 on. Point at a heading to read what belongs below it; "
        "cells with an arrow offer a list.",
        "3. Save the workbook as .xlsx and load it on the page Upload. You see what is wrong, and what would "
        "change, before anything is saved; every load can be undone.",
        "Numbers: type them as numbers, with the decimal mark your spreadsheet uses and without a unit "
        "(41250,5 or 41250.5, not “41 250 t”).",
        "No figure? Leave the cell empty and choose a reason beside it. An empty cell means that the figure "
        "is missing; 0 means that there is nothing.",
        "Municipality: country and code (NO-0301), the official code, or the official name.",
        "You may leave out rows and optional columns and add columns of your own; do not rename the sheets or "
        "the headings.",
        "Loading a corrected workbook replaces the years in it for its municipalities, and nothing else.",
        "The sheet Example shows filled rows of a municipality that does not exist. It is never loaded.",
    ),
    "emissions": (
        "Emissions: tonnes of CO2 equivalents a year. If yours are in kilotonnes, megatonnes or kilograms, "
        "choose kt, Mt or kg in the column Unit instead of converting them.",
        "The total of a municipality has an empty Sector. A whole sector has an empty Source and an empty "
        "Gas. Only parts of a sector have a Source or a Gas.",
        "For one municipality and year give every sector as one row, or every sector in parts; rows of both "
        "kinds may stand together, and so may the total. Each tonne is counted once, and the sums are "
        "checked against each other.",
    ),
    "population": (
        "Population: persons on 31 December of the year, as whole numbers. They are what figures per "
        "inhabitant are divided by, so give the same years as for emissions.",
    ),
}


def emissions_template(*, example: bool = True) -> bytes:
    """The empty emissions workbook (.xlsx), with a filled example sheet unless told otherwise."""
    return template("emissions", example=example)


def population_template(*, example: bool = True) -> bytes:
    """The empty population workbook (.xlsx), with a filled example sheet unless told otherwise."""
    return template("population", example=example)


def template(
    name: str | Sequence[str], *, example: bool = True, rows: Mapping[str, pd.DataFrame] | None = None
) -> bytes:
    """A workbook for one or several of the tables "emissions" and "population"; rows as in
    filled_template."""
    return filled_template(name, rows or {}, {}, example=example)


def filled_template(
    name: str | Sequence[str],
    tables: Mapping[str, pd.DataFrame],
    about: Mapping[str, Any],
    *,
    example: bool = False,
) -> bytes:
    """The template with rows in it.

    name: "emissions", "population", or both. tables: per table a frame with columns of data/tables.py that
    are on the sheet (area_id, year, sector, …, codes as in the code lists, units as declared) and, for
    emissions, optionally unit; NaN is missing. about: the fields of the About sheet by name (dataset, title,
    publisher, gas_coverage, kind, release, released_on, …), or per table a mapping of them; what is absent is
    as in own accounts. Returns the bytes of an .xlsx. Raises KeyError for an unknown table or column."""
    names = [name] if isinstance(name, str) else list(name)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _write_read_me(workbook, names)
    _write_about(workbook, names, about)
    lists = _list_ranges()
    for table_name in names:
        sheet = workbook.create_sheet(SHEET_OF[table_name])
        _write_headings(sheet, table_name, row=1)
        _write_rows(sheet, table_name, tables.get(table_name))
        _add_drop_downs(sheet, table_name, lists)
    if example:
        _write_example(workbook, names)
    _write_lists(workbook)
    _write_mark(workbook, names)
    workbook.active = workbook.index(workbook[SHEET_OF[names[0]]])
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _write_read_me(workbook: Workbook, names: list[str]) -> None:
    sheet = workbook.create_sheet(READ_ME_SHEET)
    sheet.column_dimensions["A"].width = 110
    sheet.append(["Veikart: " + ", ".join(str(TABLES[name].title).lower() for name in names)])
    sheet["A1"].font = Font(bold=True, size=14, color=FJORD)
    sheet.append([])
    sheets = " and ".join(SHEET_OF[name] for name in names)
    for line in (*READ_ME[""], *(line for name in names for line in READ_ME[name])):
        sheet.append([line.format(sheets=sheets)])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")


def _write_about(workbook: Workbook, names: list[str], about: Mapping[str, Any]) -> None:
    """One line per field, one column per data sheet, and what to write at the end."""
    sheet = workbook.create_sheet(ABOUT_SHEET)
    sheet.append(["About the figures", *(SHEET_OF[name] for name in names), "What to write"])
    _as_headings(sheet, 1, len(names) + 2)
    fields = {entry.name: None for entry in ABOUT_FIELDS}
    for field_name in fields:
        entries = {
            table: entry for entry in ABOUT_FIELDS for table in entry.tables if entry.name == field_name
        }
        shown = [entries[name] for name in names if name in entries]
        if shown:
            values = [_about_value(name, field_name, about) if name in entries else "–" for name in names]
            sheet.append([str(shown[0].title), *values, str(shown[0].meaning)])
            _limit_about(sheet, sheet.max_row, names, entries)
            for cell in sheet[sheet.max_row][1 : len(names) + 1]:
                cell.number_format = "@"  # so that 2025-03 stays a name and becomes no date
    for column, width in enumerate([22, *(34 for _ in names), 90], start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"


def _about_value(table_name: str, field_name: str, about: Mapping[str, Any]) -> Any:
    given = about.get(table_name) if isinstance(about.get(table_name), Mapping) else about
    known = KNOWN_DATASETS[DEFAULT_DATASET[table_name]]
    usual = {
        "dataset": known.key,
        "title": known.title,
        "publisher": known.publisher,
        "gas_coverage": known.gas_coverage,
        "kind": known.kind,
    }
    value = (given or {}).get(field_name, usual.get(field_name))
    return value.isoformat() if isinstance(value, date) else value


def _limit_about(sheet: Worksheet, row: int, names: list[str], entries: Mapping[str, AboutField]) -> None:
    for column, name in enumerate(names, start=2):
        if name in entries and entries[name].allowed:
            words = ",".join(entries[name].allowed)
            rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
            sheet.add_data_validation(rule)
            rule.add(sheet.cell(row, column).coordinate)


def _write_headings(sheet: Worksheet, table_name: str, *, row: int) -> None:
    columns = sheet_columns(table_name)
    for index, column in enumerate(columns, start=1):
        cell = sheet.cell(row, index, heading(column))
        cell.comment = Comment(_note(column), "Veikart", width=320, height=110)
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = WIDTHS.get(column.name, 18)
        dimension.number_format = FORMATS_BY_NAME.get(column.name, NUMBER_FORMATS.get(column.kind, "General"))
    _as_headings(sheet, row, len(columns))
    sheet.freeze_panes = f"A{row + 1}"


def _note(column: Column) -> str:
    parts = [str(column.meaning) + "."]
    parts += ["The official code or name alone will do as well."] if column.name == "area_id" else []
    parts += [f"Unit: {column.unit}."] if column.unit else []
    parts += ["Must be filled in."] if column.is_required and not column.default else []
    parts += [f"Empty means {choice(column.name, column.default)}."] if column.default else []
    parts += ["Choose from the list."] if column.name in CODE_LISTS else []
    return " ".join(parts)


def _as_headings(sheet: Worksheet, row: int, count: int) -> None:
    for index in range(1, count + 1):
        cell = sheet.cell(row, index)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=FJORD)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[row].height = 32


def _write_rows(sheet: Worksheet, table_name: str, frame: pd.DataFrame | None) -> None:
    """Rows at the end of a sheet, codes as the drop-downs show them, missing values as empty cells."""
    if frame is None:
        return
    known = {column.name: column for column in sheet_columns(table_name)}
    unknown = [name for name in frame.columns if name not in known]
    if unknown:
        raise KeyError(f"{table_name} has no column {unknown[0]} on its sheet")
    cells = [_shown(frame[name], name) if name in frame.columns else [None] * len(frame) for name in known]
    for row in zip(*cells, strict=True):
        sheet.append({index: value for index, value in enumerate(row, start=1) if value is not None})


def _shown(values: pd.Series, name: str) -> list[Any]:
    plain = values.astype(object).where(values.notna(), None)
    if name == "is_preliminary":
        return [None if value is None else "Yes" if value else "No" for value in plain]
    if name in CODE_LISTS:
        return [None if value is None else choice(name, str(value)) for value in plain]
    return plain.tolist()


def _add_drop_downs(sheet: Worksheet, table_name: str, lists: Mapping[str, str]) -> None:
    for index, column in enumerate(sheet_columns(table_name), start=1):
        letter = get_column_letter(index)
        if column.name in lists:
            rule = DataValidation(
                type="list", formula1=lists[column.name], allow_blank=True, showErrorMessage=True
            )
            rule.errorTitle, rule.error = (
                str(column.title),
                "Choose an entry of the list, or leave the cell empty.",
            )
        elif column.name == "year":
            rule = DataValidation(
                type="whole", operator="between", formula1="1900", formula2="2100", allow_blank=True
            )
            rule.showErrorMessage, rule.errorTitle, rule.error = (
                True,
                "Year",
                "Write the year as four digits.",
            )
        elif column.kind in NUMBER_FORMATS:
            lowest = "0" if column.minimum == 0 else "-1E+15"
            rule = DataValidation(
                type="decimal", operator="greaterThanOrEqual", formula1=lowest, allow_blank=True
            )
            rule.showErrorMessage, rule.errorTitle, rule.error = (
                True,
                str(column.title),
                "Write a number, without a unit.",
            )
        else:
            continue
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{LAST_ROW}")


def _write_example(workbook: Workbook, names: list[str]) -> None:
    """Filled rows to look at, marked so in every way; the sheet's name is not one that is read."""
    sheet = workbook.create_sheet(EXAMPLE_SHEET)
    sheet.append(
        ["Example only: invented figures of a municipality that does not exist. This sheet is never loaded."]
    )
    sheet["A1"].font = Font(bold=True, italic=True, color=SLATE)
    sheet["A1"].fill = PatternFill("solid", fgColor=PALE)
    for name in names:
        start = sheet.max_row + 2
        _write_headings(sheet, name, row=start)
        _write_rows(sheet, name, pd.DataFrame(EXAMPLES[name]))
    sheet.freeze_panes = None
    sheet.sheet_properties.tabColor = PALE


def _list_ranges() -> dict[str, str]:
    """The cell range of each drop-down on the hidden list sheet, by column name."""
    ranges = {}
    for index, name in enumerate(CODE_LISTS, start=1):
        letter = get_column_letter(index)
        ranges[name] = f"'{LIST_SHEET}'!${letter}$2:${letter}${1 + len(choices(name))}"
    return ranges


def _write_lists(workbook: Workbook) -> None:
    sheet = workbook.create_sheet(LIST_SHEET)
    sheet.sheet_state = "hidden"
    for index, name in enumerate(CODE_LISTS, start=1):
        for row, word in enumerate([name, *choices(name)], start=1):
            sheet.cell(row, index, word)


def _write_mark(workbook: Workbook, names: list[str]) -> None:
    sheet = workbook.create_sheet(MARK_SHEET)
    sheet.sheet_state = "hidden"
    for pair in (("template", "+".join(names)), ("version", VERSION), ("language", "en")):
        sheet.append(pair)
