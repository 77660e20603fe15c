"""A table in a layout of its own, read through an approved mapping: every row and figure at its true cell."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.columns import Column
from data.tables import TABLES
from loaders.mappings.mapped_headings import Located, heading_cell, heading_names, located
from loaders.mappings.mapped_rows import mapped_rows, sheet_texts
from loaders.mappings.mapping import Mapping, SheetColumn, mappable_columns
from loaders.own_workbooks.template_about import described_dataset
from loaders.own_workbooks.template_layout import code_list, required_columns
from loaders.problems import Problem
from loaders.reading import Reading, ReadingContext, is_refused, needless_municipality
from loaders.rows.cell_meanings import TOTAL_WORDS, code_meaning
from loaders.rows.cells import NUMBER, different_texts, no_rows, normalised, rows_below, unreadable_cells
from loaders.rows.number_words import NumberConvention, convention_of, read_written
from loaders.rows.record_parents import parent_problems
from loaders.rows.sheet_rows import SheetRows
from loaders.rows.table_rows import TableRows, table_rows
from loaders.rows.typed_rows import is_year, typed_rows
from loaders.sheets.workbook import Sheet, Workbook, cell_name
from texts import N_, Text

KEY = "mapped-table"
TITLE = N_("A table of your own, read by its mapping")
MOST_EXAMPLES = 5

# What is wrong whatever the decimal mark is.
_APART_FROM_NUMBERS = frozenset({
    "unknown_municipality", "wrong_year", "wrong_date", "wrong_quarter", "wrong_text", "wrong_boolean", "wrong_code",
    "missing_value", "repeated_key", "unknown_record", "unknown_indicator", "wrong_unit", "date_order",
})  # fmt: skip


def read_mapped(workbook: Workbook, mapping: Mapping, context: ReadingContext) -> Reading:
    """The rows of one sheet of a workbook as its mapping says.

    The context's decimal mark, dataset and, where the mapping names no column of municipalities, its municipality go
    before those of the mapping. Where texts need a decimal mark and none is known, one problem asks for it. Never
    raises for bad input: its problems are in the reading, which then has no rows."""
    reading = Reading(KEY, TITLE, "", "", is_proven=True, is_typed=True)
    place = located(workbook, mapping)
    if place is None:
        reading.problems.append(_missing_sheet(workbook, mapping))
        return reading
    constants = _constants(mapping, context)
    problems = [
        *([] if "area_id" not in mapping.columns else needless_municipality(context)),
        *_missing_columns(place, mapping),
        *_unmapped(mapping, constants, place),
        *_unit_not_said(mapping, constants, place),
        *_wrong_constants(mapping, constants, place, context),
    ]
    if is_refused(problems):
        return replace(reading, problems=problems)
    return _with_rows(replace(reading, problems=problems), mapping, place, constants, context)


def needs_decimal_mark(workbook: Workbook, mapping: Mapping) -> list[str]:
    """Up to five texts in the mapped number columns that a decimal comma and a decimal point read differently, such
    as "12,5" or the text "1.234"; empty = nothing needs to be asked."""
    place = located(workbook, mapping)
    return [] if place is None else [text for _cell, text in _open_numbers(mapping, place)]


def open_words(workbook: Workbook, mapping: Mapping) -> dict[str, list[str]]:
    """By our column, the texts of the file that are no entry of its list and that the mapping does not translate."""
    place = located(workbook, mapping)
    if place is None:
        return {}
    texts, _notices = sheet_texts(mapping, place)
    found: dict[str, list[str]] = {}
    for column in mappable_columns(TABLES[mapping.table]):
        if column.name in place.places and code_list(column):
            unknown = [text for text in different_texts(texts[column.name]) if is_open_word(column, text)]
            found |= {column.name: unknown} if unknown else {}
    return found


def is_open_word(column: Column, text: str) -> bool:
    """Whether a text is no entry of a coded column, nor a word for the total of all sectors."""
    return code_meaning(column)(text) is None and not _is_total(column, text)


def _is_total(column: Column, text: str) -> bool:
    return column.name == "sector" and not column.is_required and normalised(text) in TOTAL_WORDS


_ANY_CONVENTION = NumberConvention("point")


# Rows -------------------------------------------------------------------------------------------------------


def _with_rows(
    reading: Reading, mapping: Mapping, place: Located, constants: dict[str, str], context: ReadingContext
) -> Reading:
    table = TABLES[mapping.table]
    mark = context.decimal_mark or mapping.decimal_mark
    asked = [] if mark else _open_numbers(mapping, place)
    convention = convention_of("", mark) if mark else _ANY_CONVENTION
    rows, notices = mapped_rows(mapping, place, constants, convention)
    problems = [
        *reading.problems,
        *unreadable_cells(place.sheet, place.heading_row, _all_places(place)),
        *notices,
    ]
    if not rows.texts.num_rows and not is_refused(problems):
        problems.append(no_rows(place.sheet, place.heading_row))
    dataset, release = None, None
    if table.slice_kind == "yearly":
        dataset, release, found = described_dataset(table, _about(mapping), context)
        problems += [_in_mapping(problem, mapping) for problem in found]
    read = table_rows(rows, dataset, context)
    found = [*read.problems, *parent_problems({table.name: read}, context)]
    if asked:
        problems.append(_number_question(mapping, asked))
        found = [problem for problem in found if problem.code in _APART_FROM_NUMBERS]
    reading = replace(reading, problems=[*problems, *found])
    if is_refused(reading.problems) or not read.rows.num_rows:
        return reading
    reading.tables[table.name] = read.staged()
    reading.summary.append(read.summary())
    return _with_dataset(reading, read, release)


def _with_dataset(reading: Reading, read: TableRows, release: Any) -> Reading:
    if read.dataset is None:
        return reading
    reading.releases[read.dataset.key] = release
    return replace(
        reading, publisher=read.dataset.publisher, licence=read.dataset.licence, datasets=(read.dataset,)
    )


def _all_places(place: Located) -> dict[str, int]:
    return {**place.places, **{f"spread {column}": column for column, _value in place.spread}}


def _constants(mapping: Mapping, context: ReadingContext) -> dict[str, str]:
    """What holds for all rows; the municipality chosen for the file goes before the one of the mapping."""
    given = {name: text for name, text in mapping.constants.items() if text}
    if context.municipality_id and "area_id" not in mapping.columns:
        given["area_id"] = context.municipality_id
    return given


def _about(mapping: Mapping) -> dict[str, str]:
    """The dataset of a mapping by the fields of the sheet About."""
    words = {name: text for name, text in asdict(mapping.dataset).items() if text}
    return {"dataset" if name == "key" else name: text for name, text in words.items()}


def _in_mapping(problem: Problem, mapping: Mapping) -> Problem:
    """A problem of the dataset, which stands in the mapping and not on a sheet About."""
    fix = N_("Correct the dataset in the mapping.") if problem.code == "wrong_about" else problem.fix
    return replace(problem, sheet=mapping.sheet, cell="", cells=(), fix=fix)


# What the mapping asks for and the file lacks ---------------------------------------------------------------


def _missing_sheet(workbook: Workbook, mapping: Mapping) -> Problem:
    return Problem(
        level="error",
        code="missing_sheet",
        expected=N_("a sheet named “{name}”, or one with the headings of the mapping", name=mapping.sheet),
        found=", ".join(workbook.sheets),
        fix=N_("Give the sheet its name back, or make a mapping for this file."),
    )


def _missing_columns(place: Located, mapping: Mapping) -> list[Problem]:
    names = heading_names(place.sheet, place.heading_row, has_group_row=mapping.has_group_row)
    found = ", ".join(name for name in names if name)
    return [
        Problem(
            level="error",
            code="missing_column",
            sheet=place.sheet.name,
            cell=heading_cell(place),
            expected=N_("a column headed “{heading}”", heading=column.heading or column.letters),
            found=found,
            fix=_missing_column_fix(column, names),
        )
        for column in dict.fromkeys(place.missing)
    ]


def _missing_column_fix(column: SheetColumn, names: list[str]) -> Text:
    alike = [name for name in names if column.heading and normalised(name) == normalised(column.heading)]
    if len(alike) > 1:
        return N_("Several columns are headed so: tell them apart, or map the columns of this file.")
    return N_("Put the column back under this heading, or map the columns of this file.")


def _unmapped(mapping: Mapping, constants: dict[str, str], place: Located) -> list[Problem]:
    """Columns that rows cannot do without, and that the mapping does not say where to find."""
    return [
        Problem(
            level="error",
            code="unmapped_column",
            sheet=place.sheet.name,
            cell=heading_cell(place),
            expected=N_("“{title}” of each row", title=column.title),
            found=N_("no column for it in the mapping"),
            fix=N_("Name the column that holds it, or give what holds for all rows."),
        )
        for column in unmapped_columns(mapping, constants)
    ]


def unmapped_columns(mapping: Mapping, constants: dict[str, str] | None = None) -> list[Column]:
    """The columns that rows cannot do without and that neither a column nor a constant gives; empty = readable.

    constants: those in force, the mapping's own by default."""
    table = TABLES[mapping.table]
    spread = {mapping.spread.column, table.value} if mapping.spread else set()
    given = {*mapping.columns, *(mapping.constants if constants is None else constants), *spread}
    return [
        column
        for column in required_columns(table.name)
        if (column.is_required or column.name == table.value) and column.name not in given
    ]


def weighed_columns(mapping: Mapping) -> list[Column]:
    """The mapped columns whose figures are tonnes in some unit."""
    value = {TABLES[mapping.table].value} if mapping.spread else set()
    return [
        column
        for column in mappable_columns(TABLES[mapping.table])
        if column.has_unit_choice and column.name in {*mapping.columns, *value}
    ]


def _unit_not_said(mapping: Mapping, constants: dict[str, str], place: Located) -> list[Problem]:
    if mapping.unit or "unit" in mapping.columns or "unit" in constants or not weighed_columns(mapping):
        return []
    return [
        Problem(
            level="error",
            code="unit_not_said",
            sheet=place.sheet.name,
            cell=heading_cell(place),
            expected=N_("the unit of the amounts: t, kt, Mt or kg"),
            found=N_("nothing in the mapping"),
            fix=N_("Say the unit, name the column that holds it, or say that it stands in the cells."),
        )
    ]


def _wrong_constants(
    mapping: Mapping, constants: dict[str, str], place: Located, context: ReadingContext
) -> list[Problem]:
    """Constants that mean nothing in their columns, judged as a cell would be."""
    return [
        replace(
            problem,
            code="wrong_constant",
            sheet=place.sheet.name,
            cell="",
            cells=(),
            expected=N_(
                "for “{title}” in all rows {expected}", title=column.title, expected=problem.expected
            ),
        )
        for column in mappable_columns(TABLES[mapping.table])
        if column.name in constants
        for problem in _constant_problems(column, constants[column.name], place.sheet, context, mapping)
    ]


def _constant_problems(
    column: Column, text: str, sheet: Sheet, context: ReadingContext, mapping: Mapping
) -> list[Problem]:
    texts = pa.table({"row": [0], "source_row": [1], column.name: [text]})
    convention = convention_of("", context.decimal_mark or mapping.decimal_mark or "point")
    rows = SheetRows(TABLES[mapping.table], (column,), sheet, texts, {}, convention)
    return [problem for problem in typed_rows(rows, context.register)[1] if problem.level == "error"]


# The decimal mark -------------------------------------------------------------------------------------------


def _open_numbers(mapping: Mapping, place: Located) -> list[tuple[str, str]]:
    """The first texts in number columns that the two decimal marks read differently, each with its cell."""
    found: dict[str, str] = {}
    for column, unit in _number_places(mapping, place):
        for cell, text in _open_in_column(place, column, unit):
            found.setdefault(text, cell)
            if len(found) == MOST_EXAMPLES:
                return [(cell, text) for text, cell in found.items()]
    return [(cell, text) for text, cell in found.items()]


def _number_places(mapping: Mapping, place: Located) -> list[tuple[int, str]]:
    """The sheet columns that hold numbers, with the unit that may stand behind them."""
    table = TABLES[mapping.table]
    columns = {column.name: column for column in mappable_columns(table)}
    spread = [(at, columns[table.value]) for at, _value in place.spread]
    mapped = [(at, columns[name]) for name, at in place.places.items()]
    return [
        (at, column.unit or ("t" if column.has_unit_choice else ""))
        for at, column in (*mapped, *spread)
        if column.kind in ("number", "integer") and not is_year(column) and not code_list(column)
    ]


def _open_in_column(place: Located, column: int, unit: str) -> Iterator[tuple[str, str]]:
    rows = rows_below(place.sheet, place.heading_row, {"text": column})
    texts = pc.utf8_trim_whitespace(rows["text"])
    is_odd = pc.and_(
        pc.match_substring_regex(texts, "[.,]"), pc.invert(pc.match_substring_regex(texts, f"^{NUMBER}$"))
    )
    doubtful = {cell for cell in place.sheet.doubtful_texts if cell == cell_name(_row(cell), column)}
    in_doubt = pc.is_in(rows["source_row"], pa.array(sorted(map(_row, doubtful)), pa.int64()))
    marked = pa.table({"row": rows["source_row"], "text": texts}).filter(
        pc.and_(pc.is_valid(texts), pc.or_(pc.fill_null(is_odd, False), in_doubt))
    )
    seen: set[str] = set()
    for start in range(0, marked.num_rows, 1000):
        for row in marked.slice(start, 1000).to_pylist():
            if row["text"] not in seen and _is_open(row["text"], unit):
                yield cell_name(row["row"], column), row["text"]
            seen.add(row["text"])


def _row(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _is_open(text: str, unit: str) -> bool:
    return read_written(text, convention_of("", "comma"), unit=unit) != read_written(
        text, convention_of("", "point"), unit=unit
    )


def likely_decimal_mark(texts: list[str]) -> str:
    """comma or point, where more of the texts are numbers with it than with the other; "" where they are equal.

    Only a choice made beforehand for a person to confirm."""
    hits = {
        mark: sum(read_written(text, convention_of("", mark), unit="t") is not None for text in texts)
        for mark in ("comma", "point")
    }
    if hits["comma"] == hits["point"]:
        return ""
    return max(hits, key=lambda mark: hits[mark])


def _number_question(mapping: Mapping, asked: list[tuple[str, str]]) -> Problem:
    return Problem(
        level="error",
        code="number_convention",
        sheet=mapping.sheet,
        cells=tuple(cell for cell, _text in asked),
        expected=N_("to be told which mark begins the decimals of this file's numbers"),
        found=N_('such as "{texts}"', texts='", "'.join(text for _cell, text in asked)),
        fix=N_("Say once for the whole file whether the decimal mark is a comma or a point."),
    )
