"""Keys that occur twice: rows of a published file, and a dataset that is another one in the store."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from data.datasets import Dataset
from data.sql import frame_sql
from data.store import Store
from data.tables import TABLES
from loaders.checks.given import Given
from loaders.checks.wording import warnings_of
from loaders.problems import Problem
from texts import N_, Text

REPEATED = """
with repeated as (
    select {keys}, min(source_row) as first_row, max(source_row) as last_row,
        arg_min(source_sheet, source_row) as source_sheet
    from rows
    group by {keys}
    having count(*) > 1
)
select
    first_row, last_row, repeated.source_sheet,
    list(rows.source_column || rows.source_row order by rows.source_row) as cells
from repeated
join rows on rows.source_sheet is not distinct from repeated.source_sheet and {same_keys}
group by all
order by first_row, last_row
"""


def repeated_keys(given: Given) -> list[Problem]:
    """Rows of a published file with the same key and label: both are kept, since exact duplicates can be true data.

    Rows that their publisher's label tells apart, such as waste codes of one plant, are no repeats. Where people
    type, the same is an error that the format has already found."""
    if given.reading.is_typed:
        return []
    return [problem for name, rows in given.reading.tables.items() for problem in _repeated_in(name, rows)]


def _repeated_in(name: str, rows: pa.Table) -> list[Problem]:
    keys = (*TABLES[name].key_columns, "source_label")
    same = " and ".join(f"rows.{key} is not distinct from repeated.{key}" for key in keys)
    sql = REPEATED.replace("{keys}", ", ".join(keys)).replace("{same_keys}", same)
    found = frame_sql(sql, rows=rows)
    expected = N_("one row for each area, year, sector, source and gas")
    advice = N_("Both rows are kept and counted, since a publisher may split what it does not show.")
    return warnings_of("repeated_key", found, _rows_words, expected=expected, advice=advice)


def _rows_words(row: dict[str, Any]) -> Text:
    return N_("rows {first} and {second}", first=str(row["first_row"]), second=str(row["last_row"]))


def dataset_conflicts(store: Store, datasets: Iterable[Dataset]) -> list[Problem]:
    """An error where a dataset of this key covers another substance or basis in the store."""
    stored = {row["dataset"]: row for row in store.datasets().fillna("").to_dict("records")}
    problems = []
    for dataset in datasets:
        known = stored.get(dataset.key)
        if known and (known["gas_coverage"], known["basis"]) != (dataset.gas_coverage, dataset.basis):
            problems.append(_dataset_conflict(dataset, known))
    return problems


def _dataset_conflict(dataset: Dataset, known: dict[str, Any]) -> Problem:
    covered = ", ".join(filter(None, (known["gas_coverage"], known["basis"])))
    return Problem(
        level="error",
        code="dataset_conflict",
        expected=N_("{key} as in the store: {covered}", key=dataset.key, covered=covered),
        found=", ".join(filter(None, (dataset.gas_coverage, dataset.basis))),
        fix=N_("Give these figures a dataset key of their own on the sheet About."),
    )
