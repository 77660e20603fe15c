"""Packages that another Veikart exported: every row goes through the same typing, checks and keys as our workbooks.

The descriptor says whose rows and which datasets they are; the sheets are the package's CSV files."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import AreaKind
from data.columns import Column, Table
from data.datasets import Dataset
from data.spreadsheet_text import as_written
from loaders.packages.package_contents import Described, described_package
from loaders.packages.package_file import ASK_AGAIN, parsed_descriptor
from loaders.packages.package_layout import (
    DESCRIPTOR,
    FORMAT_KEY,
    OWN_KIND,
    file_name,
    is_free_text,
    package_columns,
    shared_tables,
)
from loaders.problems import Problem
from loaders.reading import (
    Reading,
    ReadingContext,
    context_problems,
    is_refused,
    needless_municipality,
)
from loaders.rows.cell_meanings import yes_or_no
from loaders.rows.cells import decoded
from loaders.rows.number_words import NumberConvention
from loaders.rows.record_parents import parent_problems
from loaders.rows.sheet_rows import SheetRows, by_text, filled_rows, numbered
from loaders.rows.table_rows import TableRows, table_rows
from loaders.sheets.workbook import Sheet, Workbook
from texts import N_, Text

KEY = FORMAT_KEY
TITLE = N_("A package that another Veikart exported (zip)")
# A publisher's own layout decides which rows are counted and may repeat a key; our layout's rules are for people.
RULES_FOR_PEOPLE = ("repeated_key", "mixed_levels", "overlapping_rows")
AS_SENT = ("missing_reason", "gas")  # empty stays empty, where a person's empty cell would be filled in
CONVENTION = NumberConvention("point")
ALL_KINDS = get_args(AreaKind)  # a publisher's file has counties too, and a package may name one


def recognise(workbook: Workbook) -> bool:
    """The sheet datapackage.json, which only an opened package has."""
    return DESCRIPTOR in workbook.sheets


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """The rows of all tables. is_typed is False: published facts may repeat a key, and both rows are kept."""
    package, problems = described_package(parsed_descriptor(workbook.sheets[DESCRIPTOR].text(1, 1) or ""))
    problems += _needless_choices(package, context)
    reading = Reading(KEY, TITLE, package.senders, package.licences, is_proven=True, problems=problems)
    if is_refused(problems):
        return reading
    parts = [
        part
        for table, sheet in _tables(workbook)
        for part in _read_table(table, sheet, package, context, problems)
    ]
    records = {part.table.name: part for part in parts if part.dataset is None}
    orphans = (
        [] if is_refused(problems) else parent_problems(records, context)
    )  # a file that is not read has no ids
    problems += [problem for part in parts for problem in part.problems] + orphans
    for part in parts:
        problems += _strangers(part, package)
    return reading if is_refused(problems) else _with_rows(reading, parts, package)


def _with_rows(reading: Reading, parts: list[TableRows], package: Described) -> Reading:
    for name in dict.fromkeys(part.table.name for part in parts):
        reading.tables[name] = pa.concat_tables([part.staged() for part in parts if part.table.name == name])
    datasets = tuple(part.dataset for part in parts if part.dataset is not None)
    releases = {key: release for key, (_dataset, release, _table) in package.datasets.items()}
    reading.releases.update({dataset.key: releases[dataset.key] for dataset in datasets})
    reading.summary.extend(part.summary() for part in parts)
    reading.summary.extend(_passed_on(dataset, package) for dataset in datasets if dataset.kind != OWN_KIND)
    return replace(reading, datasets=datasets)


def _tables(workbook: Workbook) -> list[tuple[Table, Sheet]]:
    """The tables of the package in the order of their declaration."""
    return [
        (table, workbook.sheets[file_name(table.name)])
        for table in shared_tables()
        if file_name(table.name) in workbook.sheets
    ]


# One table --------------------------------------------------------------------------------------------------


def _read_table(
    table: Table, sheet: Sheet, package: Described, context: ReadingContext, problems: list[Problem]
) -> list[TableRows]:
    """The rows of one file, those of each dataset apart. Adds what is wrong with the file to the problems."""
    columns = package_columns(table)
    places = (
        {text: place for place, text in enumerate(sheet.head(1)[0], start=1) if text}
        if sheet.last_row
        else {}
    )
    wrong = _wrong_headings(sheet, places, [column.name for column in columns])
    if wrong:
        problems.extend(wrong)
        return []
    texts = _unescaped(filled_rows(sheet, 1, columns, places, ()), columns)
    asked = tuple(replace(column, default=None) for column in columns if _is_asked(table, column))
    rows = SheetRows(table, asked, sheet, texts, places, CONVENTION)
    if table.slice_kind == "record":
        return [table_rows(rows, None, context)] if texts.num_rows else []
    rows = replace(rows, table=replace(table, area_kinds=ALL_KINDS))
    problems.extend(_unknown_datasets(rows, package))
    found = []
    for key, (dataset, _release, name) in package.datasets.items():
        own = replace(
            rows, texts=numbered(texts.filter(pc.fill_null(pc.equal(texts["dataset"], key), False)))
        )
        if name == table.name and own.texts.num_rows:
            found.append(_facts(own, dataset, context))
    return found


def _is_asked(table: Table, column: Column) -> bool:
    """Whether the typing of our workbooks reads the column; the others follow from it or are taken as sent."""
    return column.is_on_sheet and any(column.name == own.name for own in table.columns)


def _facts(rows: SheetRows, dataset: Dataset, context: ReadingContext) -> TableRows:
    """The rows of one dataset; a publisher's keep what the sender's Veikart counted."""
    part = table_rows(rows, dataset, context)
    part = replace(part, rows=_as_sent(part.rows, rows.texts), dataset=dataset)
    if dataset.kind == OWN_KIND:
        return part
    problems = [problem for problem in part.problems if problem.code not in RULES_FOR_PEOPLE]
    if rows.table.name != "emissions":
        return replace(part, problems=problems)
    counted = decoded(rows.texts["is_counted"], yes_or_no, pa.bool_())
    problems += rows.problems(
        "is_counted", by_text(rows.texts["is_counted"], pc.is_null(counted)), code="wrong_code",
        words=lambda _text: (N_("true or false"), ASK_AGAIN),
    )  # fmt: skip
    return replace(part, rows=_with(part.rows, "is_counted", counted), problems=problems)


def _as_sent(rows: pa.Table, texts: pa.Table) -> pa.Table:
    """The rows with the sender's label, and with nothing filled in where the sender left a column empty."""
    for name in AS_SENT:
        if name in texts.column_names:
            is_empty = pc.is_null(texts[name])
            rows = _with(rows, name, pc.if_else(is_empty, pa.scalar(None, pa.string()), rows[name]))
    return _with(rows, "source_label", texts["source_label"])


def _with(rows: pa.Table, name: str, values: Any) -> pa.Table:
    if name not in rows.column_names:
        return rows.append_column(name, values)
    return rows.set_column(rows.column_names.index(name), name, values)


def _unescaped(texts: pa.Table, columns: tuple[Column, ...]) -> pa.Table:
    """The texts as the sender wrote them, without the apostrophes that keep them from running as formulas."""
    for column in columns:
        if is_free_text(column) and pc.any(pc.match_substring(texts[column.name], "'")).as_py():
            texts = _with(texts, column.name, decoded(texts[column.name], as_written, pa.string()))
    return texts


# What can be wrong ------------------------------------------------------------------------------------------


def _wrong_headings(sheet: Sheet, places: Mapping[str, int], wanted: list[str]) -> list[Problem]:
    if sorted(places) == sorted(wanted):
        return []
    return [
        Problem(
            level="error", code="missing_column", sheet=sheet.name, cell="A1",
            expected=N_("the columns {columns}", columns=", ".join(wanted)), found=", ".join(places), fix=ASK_AGAIN,
        )
    ]  # fmt: skip


def _unknown_datasets(rows: SheetRows, package: Described) -> list[Problem]:
    known = [key for key, (_dataset, _release, name) in package.datasets.items() if name == rows.table.name]
    texts = rows.texts["dataset"]
    is_unknown = pc.invert(pc.fill_null(pc.is_in(texts, pa.array(known, pa.string())), False))
    words = N_("one of the datasets that the package describes"), ASK_AGAIN
    return rows.problems(
        "dataset", by_text(texts, is_unknown), code="unknown_dataset", words=lambda _text: words
    )


def _strangers(part: TableRows, package: Described) -> list[Problem]:
    """Rows of areas that the package does not name: it may touch nobody else's."""
    named = pa.array(list(package.municipalities), pa.string())
    is_other = pc.and_(pc.is_valid(part.rows["area_id"]), pc.invert(pc.is_in(part.rows["area_id"], named)))
    words = N_("a municipality that the package names"), ASK_AGAIN
    return part.source.problems(
        "area_id",
        by_text(part.rows["area_id"], is_other),
        code="other_municipality",
        words=lambda _text: words,
    )


def _needless_choices(package: Described, context: ReadingContext) -> list[Problem]:
    datasets = tuple(dataset for dataset, _release, _table in package.datasets.values())
    problems = needless_municipality(context) + context_problems(context, datasets, None)
    if context.release:
        problems.append(
            Problem(
                level="notice", code="release_not_needed", found=context.release,
                expected=N_("releases from the package, which names them itself"),
                fix=N_("The rows keep the releases of the package."),
            )
        )  # fmt: skip
    return problems


# What was read ----------------------------------------------------------------------------------------------


def _passed_on(dataset: Dataset, package: Described) -> Text:
    return N_(
        "{title} by {publisher} is passed on by {sender}, under the licence {licence}.",
        title=dataset.title,
        publisher=dataset.publisher,
        sender=package.senders,
        licence=dataset.licence or "–",
    )
