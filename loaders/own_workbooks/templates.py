"""Our own workbooks to fill in, made from the declared tables: headings, units, notes, drop-downs and a filled
example, in the current language.

What stands where is decided in loaders/own_workbooks/template_layout.py; this module only draws it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data.columns import Column
from data.datasets import KNOWN_DATASETS
from data.printable import printable
from data.tables import TABLES
from loaders.own_workbooks.template_examples import EXAMPLES
from loaders.own_workbooks.template_layout import (
    ABOUT_FIELDS,
    ABOUT_SHEET,
    EXAMPLE_SHEET,
    MARK_SHEET,
    READ_ME_SHEET,
    THEMES,
    VERSION,
    about_fields,
    choice,
    choices,
    code_list,
    heading,
    sheet_columns,
    sheet_name,
    unit_words,
)
from loaders.own_workbooks.template_read_me import read_me_lines
from loaders.own_workbooks.template_rules import (
    FJORD,
    FONT,
    PALE,
    Lists,
    add_rules,
    as_headings,
    cell_format,
    group_thousands,
    limit_about,
)
from texts import _, current_language, in_language

SLATE = "33424D"
WIDTHS = {"area_id": 24, "subsector": 32}
WIDEST, READ_ME_WIDTH, LINE_HEIGHT = 44, 110, 15
LETTERS_PER_NOTE_LINE, NOTE_LINE_HEIGHT = 44, 18
LONG_TEXTS = ("summary", "what_it_took", "obstacles", "report_text", "note", "evidence", "title", "what")
READ_AS_A_SIGN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ is how the file format spells an A


def template(name: str | Sequence[str], *, example: bool = True, language: str | None = None) -> bytes:
    """The empty workbook (.xlsx) of a theme or of tables, with a filled example sheet unless told otherwise.

    name: a key of template_layout.THEMES, a table, or several tables. language: of everything in it; the current
    one unless named. Raises KeyError for an unknown name."""
    return filled_template(name, {}, {}, example=example, language=language)


def filled_template(
    name: str | Sequence[str],
    tables: Mapping[str, pd.DataFrame],
    about: Mapping[str, Any],
    *,
    example: bool = False,
    language: str | None = None,
) -> bytes:
    """The template with rows in it.

    name: as in template. tables: per table a frame with columns of data/tables.py that are on the sheet (area_id,
    year, sector, …, codes as in the code lists, units as declared) and, beside amounts, optionally unit; NaN is
    missing. about: the fields of the About sheet by name (dataset, title, publisher, gas_coverage, kind, release,
    released_on, …), or per table a mapping of them; what is absent is as in own accounts. Returns the bytes of an
    .xlsx. Raises KeyError for an unknown name, table or column."""
    names = tables_of(name)
    with in_language(language or current_language()):
        return _drawn(names, _title(name, names), tables, about, example=example)


def tables_of(name: str | Sequence[str]) -> list[str]:
    """The tables that a theme, a table's name or several names mean. Raises KeyError for an unknown one."""
    if not isinstance(name, str):
        return [TABLES[table].name for table in name]
    return list(THEMES[name].tables) if name in THEMES else [TABLES[name].name]


def _title(name: str | Sequence[str], names: list[str]) -> str:
    if isinstance(name, str) and name in THEMES:
        return _(THEMES[name].title)
    return ", ".join(_(TABLES[table].title) for table in names)


def _drawn(
    names: list[str],
    title: str,
    tables: Mapping[str, pd.DataFrame],
    about: Mapping[str, Any],
    *,
    example: bool,
) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _write_read_me(workbook, title, names)
    _write_about(workbook, [name for name in names if about_fields(name)], about)
    lists = Lists(names)
    for table_name in names:
        sheet = workbook.create_sheet(sheet_name(table_name))
        _write_headings(sheet, table_name, row=1)
        _write_rows(sheet, table_name, tables.get(table_name))
        add_rules(sheet, table_name, lists)
    if example:
        _write_example(workbook, names)
    lists.write(workbook)
    _write_mark(workbook, names)
    workbook.active = workbook.index(workbook[sheet_name(names[0])])
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _write_read_me(workbook: Workbook, title: str, names: list[str]) -> None:
    sheet = workbook.create_sheet(_(READ_ME_SHEET))
    sheet.column_dimensions["A"].width = READ_ME_WIDTH
    sheet.append([f"Veikart: {title}"])
    sheet["A1"].font = Font(name=FONT, bold=True, size=14, color=FJORD)
    sheet.append([])
    for line in read_me_lines(names):
        sheet.append([line])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[sheet.max_row].height = 4 + LINE_HEIGHT * -(-len(line) // (READ_ME_WIDTH - 10))


def _write_about(workbook: Workbook, names: list[str], about: Mapping[str, Any]) -> None:
    """One line per field, one column per data sheet, and what to write at the end; none without figures."""
    if not names:
        return
    sheet = workbook.create_sheet(_(ABOUT_SHEET))
    sheet.append([_("About the figures"), *(sheet_name(name) for name in names), _("What to write")])
    as_headings(sheet, 1, len(names) + 2)
    for field_name in dict.fromkeys(entry.name for entry in ABOUT_FIELDS):
        entries = {name: entry for name in names for entry in about_fields(name) if entry.name == field_name}
        if entries:
            shown = next(iter(entries.values()))
            values = [_about_value(name, field_name, about) if name in entries else "–" for name in names]
            sheet.append([_(shown.title), *values, _(shown.meaning)])
            limit_about(sheet, sheet.max_row, names, entries)
            for cell in sheet[sheet.max_row][1 : len(names) + 1]:
                cell.number_format = "@"  # so that 2025-03 stays a name and becomes no date
    for column, width in enumerate([22, *(34 for _name in names), 90], start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"


def _about_value(table_name: str, field_name: str, about: Mapping[str, Any]) -> Any:
    given = about.get(table_name) if isinstance(about.get(table_name), Mapping) else about
    known = KNOWN_DATASETS[TABLES[table_name].dataset]
    usual = {
        "dataset": known.key,
        "title": known.title,
        "publisher": known.publisher,
        "gas_coverage": known.gas_coverage,
        "kind": known.kind,
    }
    value = (given or {}).get(field_name, usual.get(field_name))
    return value.isoformat() if isinstance(value, date) else value


def _write_headings(sheet: Worksheet, table_name: str, *, row: int) -> None:
    columns = sheet_columns(table_name)
    for index, column in enumerate(columns, start=1):
        words = _note(column)
        lines = 2 + len(words) // LETTERS_PER_NOTE_LINE
        cell = sheet.cell(row, index, heading(column))
        cell.comment = Comment(words, "Veikart", width=320, height=lines * NOTE_LINE_HEIGHT)
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = _width(column)
        dimension.number_format = cell_format(column)
    as_headings(sheet, row, len(columns))
    for cell, column in zip(sheet[row], columns, strict=False):
        if column.kind in ("number", "integer", "date"):  # above the figures, which stand on the right
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="right")
    sheet.freeze_panes = f"A{row + 1}"


def _width(column: Column) -> int:
    """Wide enough for the heading on two lines, the entries of the list, and what a person writes."""
    words = heading(column).split()
    half = len(heading(column)) / 2
    two_lines = max(*(len(word) for word in words), round(half) + max(map(len, words)) // 2) + 2
    entries = max((len(word) for word in choices(column)), default=0) + 4
    usual = 40 if column.name in LONG_TEXTS else WIDTHS.get(column.name, 12)
    return min(max(two_lines, entries, usual), WIDEST)


def _note(column: Column) -> str:
    parts = [_(column.meaning) + "."]
    parts += [_("The official code or name alone will do as well.")] if column.name == "area_id" else []
    parts += [_("Unit: {unit}.", unit=unit_words(column.unit))] if column.unit else []
    parts += [_("Must be filled in.")] if column.is_required and not column.default else []
    parts += [_("Empty means {word}.", word=choice(column, column.default))] if column.default else []
    parts += [_("Choose from the list.")] if code_list(column) else []
    return " ".join(parts)


def _write_rows(sheet: Worksheet, table_name: str, frame: pd.DataFrame | None) -> None:
    """Rows at the end of a sheet, codes as the drop-downs show them, missing values as empty cells."""
    if frame is None:
        return
    known = {column.name: column for column in sheet_columns(table_name)}
    unknown = [name for name in frame.columns if name not in known]
    if unknown:
        raise KeyError(f"{table_name} has no column {unknown[0]} on its sheet")
    formats = [cell_format(column) for column in known.values()]
    cells = [
        _shown(frame[name], column) if name in frame.columns else [None] * len(frame)
        for name, column in known.items()
    ]
    for row, values in enumerate(zip(*cells, strict=True), start=sheet.max_row + 1):
        for index, value in enumerate(values, start=1):
            if value is not None:
                _write_cell(sheet.cell(row, index), value, formats[index - 1])


def _write_cell(cell: Cell | MergedCell, value: Any, number_format: str) -> None:
    """A value exactly as it is: "=1+1" is a text here and no formula, and 0.1 + 0.2 keeps its last digit, which
    openpyxl would round away."""
    is_decimal = isinstance(value, float)
    cell.value = repr(float(value)) if is_decimal else value
    cell.number_format = number_format
    if is_decimal or isinstance(value, str):
        cell.data_type = "n" if is_decimal else "s"


def _cell_text(text: str) -> str:
    """A text as the file format spells it: without what XML forbids, and with what it would read otherwise."""
    spelled = READ_AS_A_SIGN.sub("_x005F_", printable(text, instead=""))
    return spelled.replace("\r", "_x000D_")


def _shown(values: pd.Series, column: Column) -> list[Any]:
    plain = values.astype(object).where(values.notna(), None).tolist()
    if column.kind == "boolean":
        return [None if value is None else choice(column, "yes" if value else "no") for value in plain]
    if code_list(column):
        return [None if value is None else choice(column, str(value)) for value in plain]
    if column.kind in ("text", "quarter"):
        return [None if value is None else _cell_text(str(value)) for value in plain]
    return plain


def _write_example(workbook: Workbook, names: list[str]) -> None:
    """Filled rows to look at, marked so in every way; the sheet's name is not one that is read."""
    sheet = workbook.create_sheet(_(EXAMPLE_SHEET))
    sheet.append(
        [
            _(
                "Example only: invented figures of a municipality that does not exist. This sheet is never loaded."
            )
        ]
    )
    sheet["A1"].font = Font(name=FONT, bold=True, italic=True, color=SLATE)
    sheet["A1"].fill = PatternFill("solid", fgColor=PALE)
    for name in names:
        start = sheet.max_row + 2
        if len(names) > 1:
            sheet.cell(start, 1, sheet_name(name)).font = Font(name=FONT, bold=True, color=SLATE)
            start += 1
        _write_headings(sheet, name, row=start)
        _write_rows(sheet, name, pd.DataFrame(EXAMPLES[name]))
        group_thousands(sheet, dict(enumerate(sheet_columns(name), start=1)), start + 1, sheet.max_row)
    for index in range(1, sheet.max_column + 1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.number_format, dimension.width = "General", _widest(sheet, index)
    sheet.freeze_panes = None
    sheet.sheet_properties.tabColor = PALE


def _widest(sheet: Worksheet, index: int) -> int:
    """The width of an example's column, under the sentence on top that runs across."""
    texts = [str(sheet.cell(row, index).value or "") for row in range(2, sheet.max_row + 1)]
    return min(max(12, *(len(text) + 2 for text in texts)), WIDEST)


def _write_mark(workbook: Workbook, names: list[str]) -> None:
    sheet = workbook.create_sheet(MARK_SHEET)
    sheet.sheet_state = "hidden"
    for pair in (("template", "+".join(names)), ("version", VERSION), ("language", current_language())):
        sheet.append(pair)
