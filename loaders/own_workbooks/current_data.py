"""A theme's workbook with the rows that speak now, to be edited and loaded again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

from data.columns import Table
from data.datasets import KNOWN_DATASETS
from data.store import Store
from data.tables import TABLES
from loaders.own_workbooks.template_layout import sheet_columns
from loaders.own_workbooks.templates import filled_template, tables_of
from texts import N_, Text


class CurrentDataError(ValueError):
    """What was asked for cannot be given out for editing; text is the sentence a page can show."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class CurrentData:
    """The workbook (.xlsx), the number of rows in it by table, and what was left out of it and why."""

    content: bytes
    row_counts: Mapping[str, int]
    left_out: tuple[Text, ...] = field(default=())


def current_data_template(
    store: Store,
    theme: str | Sequence[str],
    municipality_ids: Sequence[str],
    *,
    dataset: str | None = None,
    language: str | None = None,
) -> bytes:
    """As current_data, the workbook alone."""
    return current_data(store, theme, municipality_ids, dataset=dataset, language=language).content


def current_data(
    store: Store,
    theme: str | Sequence[str],
    municipality_ids: Sequence[str],
    *,
    dataset: str | None = None,
    language: str | None = None,
) -> CurrentData:
    """The workbook of a theme or of tables, filled with the rows of these municipalities that speak now; loaded
    again unchanged, it changes nothing.

    Of yearly tables one dataset goes into the workbook, since a sheet holds one: the one named where the table
    has it, else the municipality's own accounts, else another dataset of its own. Published series are left out,
    because they are corrected by their publisher and loaded from the publisher's file. Of record tables all
    records go. dataset: must be one that speaks for one of the municipalities. language: of the workbook; the
    current one unless named. Raises CurrentDataError for a dataset that is published or has no rows here, KeyError for an unknown
    theme or table."""
    names = tables_of(theme)
    areas = pa.table({"area_id": pa.array(list(dict.fromkeys(municipality_ids)), pa.string())})
    speaking = {name: _speaking(store, name, areas) for name in names if TABLES[name].slice_kind == "yearly"}
    if dataset is not None:
        _refuse_unless_editable(dataset, speaking)
    chosen = {name: _chosen(TABLES[name], found, dataset) for name, found in speaking.items()}
    rows, about = {}, {}
    for name in names:
        series = chosen.get(name)
        if series is not None or TABLES[name].slice_kind == "record":
            rows[name] = _rows(store, TABLES[name], areas, series["dataset"] if series else None)
        if series is not None:
            about[name] = _about(series)
    content = filled_template(theme, rows, about, language=language)
    counts = {name: len(frame) for name, frame in rows.items()}
    return CurrentData(content, counts, _left_out(speaking, chosen))


def is_published(dataset: str) -> bool:
    """Whether a dataset is a publisher's series that Veikart knows by name."""
    known = KNOWN_DATASETS.get(dataset)
    return known is not None and known.kind != "own_accounts"


# One row per dataset that speaks for one of the areas, the release that years of it speak from last on top: a
# workbook names one release, and with the newest no year falls behind the release it speaks from now.
_SPEAKING = """
select
    live_slices.dataset, any_value(datasets.title) as title, any_value(datasets.publisher) as publisher,
    any_value(datasets.licence) as licence, any_value(datasets.url) as url,
    any_value(datasets.gas_coverage) as gas_coverage, any_value(datasets.kind) as kind,
    arg_max(
        {'label': live_slices.release, 'day': releases.released_on},
        {'has_day': releases.released_on is not null, 'day': releases.released_on, 'event': live_slices.first_event}
    ) as release,
    bool_or(live_slices.is_headline) as is_headline
from live_slices
join areas_asked on areas_asked.area_id = live_slices.area_id
left join datasets on datasets.dataset = live_slices.dataset
left join releases on releases.dataset = live_slices.dataset and releases.release = live_slices.release
where live_slices.table_name = $table_name and live_slices.is_speaking
group by live_slices.dataset
order by is_headline desc, live_slices.dataset
"""


def _speaking(store: Store, table_name: str, areas: pa.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = store.arrow(
        _SPEAKING, {"table_name": table_name}, areas_asked=areas
    ).to_pylist()
    return found


def _refuse_unless_editable(dataset: str, speaking: Mapping[str, list[dict[str, Any]]]) -> None:
    if is_published(dataset):
        known = KNOWN_DATASETS[dataset]
        raise CurrentDataError(
            N_(
                "{title} is published by {publisher} and is not edited here. Load the publisher's own file to correct it.",
                title=known.title,
                publisher=known.publisher,
            )
        )
    if not any(series["dataset"] == dataset for found in speaking.values() for series in found):
        raise CurrentDataError(N_("There are no figures of {dataset} here to edit.", dataset=dataset))


def _chosen(table: Table, speaking: list[dict[str, Any]], dataset: str | None) -> dict[str, Any] | None:
    """The series whose rows go onto the table's sheet: the one named, the usual one, or the first of its own."""
    own = {series["dataset"]: series for series in speaking if not is_published(series["dataset"])}
    return own.get(dataset or "") or own.get(table.dataset) or next(iter(own.values()), None)


def _left_out(
    speaking: Mapping[str, list[dict[str, Any]]], chosen: Mapping[str, dict[str, Any] | None]
) -> tuple[Text, ...]:
    return tuple(
        _reason(TABLES[name], series)
        for name, found in speaking.items()
        for series in found
        if series is not chosen[name]
    )


def _reason(table: Table, series: Mapping[str, Any]) -> Text:
    places = {"table": table.title, "title": series["title"] or series["dataset"]}
    if is_published(series["dataset"]):
        return N_(
            "{table}: {title} is left out, since {publisher} publishes it. Load the publisher's own file to correct it.",
            publisher=series["publisher"],
            **places,
        )
    return N_(
        "{table}: {title} is left out, since a sheet holds one dataset. Choose the dataset {dataset} to edit it.",
        dataset=series["dataset"],
        **places,
    )


def _about(series: Mapping[str, Any]) -> dict[str, Any]:
    """The lines of About by which the same dataset and release are read back."""
    fields = ("dataset", "title", "publisher", "licence", "url", "gas_coverage", "kind")
    described = {name: series[name] or None for name in fields}
    return {**described, "release": series["release"]["label"], "released_on": series["release"]["day"]}


# What {columns} and {order} stand for comes from data/tables.py.
_ROWS = """
select {columns}
from live_{table} facts
join areas_asked on areas_asked.area_id = facts.area_id
where facts.is_speaking and ($dataset is null or facts.dataset = $dataset) and {has_parent}
order by {order}
"""

# Effects of a project whose own row was undone: they could not be loaded again.
_HAS_PARENT = """exists (
    select 1 from live_{parent} parents where parents.area_id = facts.area_id and parents.record_id = facts.record_id
)"""


def _rows(store: Store, table: Table, areas: pa.Table, dataset: str | None) -> pd.DataFrame:
    """The live rows with the columns that the sheet has, in the order of area, slice and the original sheet."""
    own = {column.name for column in table.columns}
    columns = [f"facts.{column.name}" for column in sheet_columns(table.name) if column.name in own]
    keys = [name for name in (*table.slice_columns, *table.key_columns) if name != "dataset"]
    order = dict.fromkeys([*[name for name in table.slice_columns if name != "dataset"], "source_row", *keys])
    statement = _ROWS if table.slice_kind == "yearly" else _ROWS.replace("facts.dataset", "null")
    for place, sql in {
        "{columns}": ", ".join(columns),
        "{table}": table.name,
        "{has_parent}": _HAS_PARENT.replace("{parent}", table.parent) if table.parent else "true",
        "{order}": ", ".join(f"facts.{name}" for name in order),
    }.items():
        statement = statement.replace(place, sql)
    rows = store.arrow(statement, {"dataset": dataset}, areas_asked=areas)
    return rows.to_pandas(integer_object_nulls=True, date_as_object=True)
