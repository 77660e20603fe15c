"""The rows of one sheet of ours as the store takes them: typed, keyed, and for emissions one level counted."""

from dataclasses import dataclass, replace
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from data.columns import Column, Table
from data.datasets import Dataset
from data.sql import frame_sql
from data.staging import staged
from data.tables import SOURCE_COLUMNS
from loaders.own_workbooks.template_layout import ACTION
from loaders.problems import Problem
from loaders.reading import ReadingContext, municipalities_in_words, years_in_words
from loaders.rows.cell_meanings import code_meaning
from loaders.rows.cells import decoded
from loaders.rows.levels import count_one_level
from loaders.rows.row_keys import (
    has_all_keys,
    is_told_apart,
    needless_removals,
    repeated_keys,
    split_removals,
    with_record_ids,
)
from loaders.rows.row_rules import row_problems
from loaders.rows.sheet_rows import SheetRows, numbered
from loaders.rows.typed_rows import typed_rows
from texts import N_, Text


@dataclass(frozen=True)
class TableRows:
    """One sheet as understood: typed rows, the records that end, what is wrong.

    ending: (area_id, record_id) of records whose rows say so. source: the texts and places the rows came from."""

    table: Table
    rows: pa.Table
    problems: list[Problem]
    source: SheetRows
    dataset: Dataset | None = None
    ending: tuple[tuple[str, str], ...] = ()

    def staged(self) -> pa.Table:
        """The rows in the shape of the declared table."""
        rows = self.rows
        if self.dataset is not None:
            rows = rows.append_column("dataset", pa.repeat(self.dataset.key, rows.num_rows))
        wanted = {column.name for column in (*self.table.columns, *SOURCE_COLUMNS)}
        return staged(self.table.name, rows.select([name for name in rows.column_names if name in wanted]))

    def summary(self) -> Text:
        """What the sheet brings, for the preview: rows, municipalities, years, dataset."""
        count = self.rows.num_rows
        places = {
            "table": self.table.title,
            "rows": N_("1 row") if count == 1 else N_("{count} rows", count=count),
            "municipalities": municipalities_in_words(len(pc.unique(self.rows["area_id"]))),
        }
        if self.dataset is None:
            return N_("{table}: {rows} for {municipalities}", **places)
        return N_(
            "{table}: {rows} for {municipalities}; {years}; as {title} ({key})",
            years=years_in_words(self.rows["year"]),
            title=self.dataset.title,
            key=self.dataset.key,
            **places,
        )


def table_rows(rows: SheetRows, dataset: Dataset | None, context: ReadingContext) -> TableRows:
    """The typed rows of a sheet with everything that is wrong in its cells and between them.

    dataset: of yearly tables; for emissions it comes back with the basis of the rows."""
    rows, ending, problems = _without_endings(rows, context)
    typed, found = typed_rows(rows, context.register)
    problems += found + row_problems(rows, typed, context.indicator_rules)
    typed = _with_derived(_with_target_basis(typed, rows.table, context), rows)
    is_told = is_told_apart(rows, typed)
    if dataset is not None and rows.table.name == "emissions":
        dataset, found = _with_basis(dataset, typed, rows)
        problems += found
        typed = _with_gas(typed, dataset)
    problems += repeated_keys(rows, typed.filter(is_told))
    if dataset is not None and rows.table.name == "emissions":
        typed, found = _with_levels(typed, is_told, rows, dataset)
        problems += found
    return TableRows(rows.table, typed, problems, rows, dataset, tuple(ending))


def _without_endings(
    rows: SheetRows, context: ReadingContext
) -> tuple[SheetRows, list[tuple[str, str]], list[Problem]]:
    """The rows that stay, and the records that end; a row that ends a record needs no more than its key."""
    if "action" not in rows.places:
        return rows, [], []
    meant = decoded(rows.texts["action"], code_meaning(ACTION), pa.string())
    ends = pc.fill_null(pc.equal(meant, "remove"), False)
    if not pc.any(ends).as_py():
        return rows, [], []
    keys = {"area_id", "record_id", *rows.table.record_from}
    columns: tuple[Column, ...] = tuple(column for column in rows.columns if column.name in keys)
    leaving = replace(rows, columns=columns, texts=numbered(rows.texts.filter(ends)))
    staying = replace(rows, texts=numbered(rows.texts.filter(pc.invert(ends))))
    ending, problems = typed_rows(leaving, context.register)
    ending = _with_target_basis(ending, rows.table, context)
    problems += needless_removals(
        leaving, with_record_ids(ending, rows.table), context.records.get(rows.table.name)
    )
    kept, _found = typed_rows(replace(staying, columns=columns), context.register)
    together = pa.concat_tables([_marked(ending, rows.table, "remove"), _marked(kept, rows.table, None)])
    return staying, split_removals(together)[1], problems


def _marked(rows: pa.Table, table: Table, action: str | None) -> pa.Table:
    keyed = with_record_ids(rows, table).select(["area_id", "record_id"])
    return keyed.append_column("action", pa.repeat(pa.scalar(action, pa.string()), rows.num_rows))


def _with_derived(typed: pa.Table, rows: SheetRows) -> pa.Table:
    """The rows with what no cell says: ids of records, the year of a reading, and where each row stands."""
    typed = with_record_ids(typed, rows.table)
    if "year" not in typed.column_names and "read_on" in typed.column_names:
        typed = typed.append_column("year", pc.year(typed["read_on"]))
    source = {
        "source_sheet": pa.repeat(rows.sheet.name, typed.num_rows),
        "source_column": rows.source_columns(),
        "source_label": _labels(typed, rows.table),
        "source_name": typed["area_id_text"],
    }
    for name, values in source.items():
        typed = typed.append_column(name, values)
    return typed


def _labels(typed: pa.Table, table: Table) -> Any:
    """What each row is called on the sheet."""
    if table.name == "emissions":
        return pc.fill_null(typed["sector_text"], "Total")
    named = ("material", "figure", "title", "what", "thing", "partner", "funder", "record_id")
    name = next((name for name in named if f"{name}_text" in typed.column_names), "area_id")
    return typed[f"{name}_text"]


# Emissions --------------------------------------------------------------------------------------------------


def _with_target_basis(typed: pa.Table, table: Table, context: ReadingContext) -> pa.Table:
    """Targets with the basis that their indicator has where the row leaves it open."""
    if table.name != "targets":
        return typed
    bases = {key: rules.basis for key, rules in context.indicator_rules.items()}
    meant = [bases.get(key, "territorial") for key in typed["indicator"].to_pylist()]
    filled = pc.if_else(pc.is_null(typed["basis_text"]), pa.array(meant, pa.string()), typed["basis"])
    return typed.set_column(typed.column_names.index("basis"), "basis", filled)


def _with_basis(dataset: Dataset, typed: pa.Table, rows: SheetRows) -> tuple[Dataset, list[Problem]]:
    """The dataset with the one basis of its rows; own accounts on another basis are a series of their own."""
    bases = [basis for basis in pc.unique(typed["basis"]).to_pylist() if basis]
    if len(bases) > 1:
        problem = Problem(
            level="error",
            code="mixed_basis",
            sheet=rows.sheet.name,
            expected=N_("one basis in one dataset"),
            found=", ".join(bases),
            fix=N_("Put each basis in a workbook of its own, with its own dataset key on the sheet About."),
        )
        return dataset, [problem]
    basis = bases[0] if bases else "territorial"
    own = (rows.table.dataset, f"{rows.table.dataset}-co2")
    if basis != (dataset.basis or "territorial") and dataset.key in own:
        key, title = f"{dataset.key}-{basis.replace('_', '-')}", f"{dataset.title}, {basis.replace('_', ' ')}"
        return replace(dataset, key=key, title=title, basis=cast(Any, basis)), []
    return replace(dataset, basis=cast(Any, basis)), []


def _with_gas(typed: pa.Table, dataset: Dataset) -> pa.Table:
    """The rows; in a CO2-only dataset every gas is CO2."""
    if dataset.gas_coverage != "co2":
        return typed
    return typed.set_column(typed.column_names.index("gas"), "gas", pc.fill_null(typed["gas"], "CO2"))


# A row whose area, year or basis could not be read may belong to any: null stands for all of them.
_UNTOUCHED = """
with unread as (
    select distinct area_id, year, basis from untold
)
select told.*
from told
where not exists (
    select 1
    from unread
    where
        coalesce(unread.area_id, told.area_id) = told.area_id and coalesce(unread.year, told.year) = told.year
        and coalesce(unread.basis, told.basis) = told.basis
)
order by told.row
"""


def _with_levels(
    typed: pa.Table, is_told: Any, rows: SheetRows, dataset: Dataset
) -> tuple[pa.Table, list[Problem]]:
    """The rows with is_counted; where some cannot be read, the mixed levels among the years left whole."""
    if not has_all_keys(rows):
        return typed, []
    told = typed.filter(is_told)
    if told.num_rows == typed.num_rows:
        return count_one_level(typed, gas_coverage=dataset.gas_coverage)
    whole = frame_sql(_UNTOUCHED, told=told, untold=typed.filter(pc.invert(is_told)))
    return typed, count_one_level(whole, gas_coverage=dataset.gas_coverage)[1]
