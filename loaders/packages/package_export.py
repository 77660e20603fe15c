"""What a municipality shares, gathered from the store and written as one data package.

What leaves is decided here, by the sharing that data/tables.py declares; docs/package.md says it in words."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from data.code_lists import FEWEST_RESPONDENTS
from data.columns import Column, Table
from data.datasets import KNOWN_DATASETS, Dataset, Release
from data.spreadsheet_text import harmless
from data.sql import frame_sql
from data.store import Store
from data.tables import TABLES
from loaders.packages.open_licences import open_licence
from loaders.packages.package_descriptor import descriptor
from loaders.packages.package_layout import (
    DESCRIPTOR,
    FORMAT_KEY,
    OWN_KIND,
    file_name,
    is_free_text,
    package_columns,
    shared_tables,
)
from texts import N_, Text

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # a zip archive knows no earlier time
ATTEMPTS = 3


class NothingShared(ValueError):  # noqa: N818 - not a fault of the program
    """The chosen municipalities share no rows; the message says what would be shared."""

    def __init__(self) -> None:
        self.text = N_(
            "There is nothing to share: no own accounts, no targets, and no projects, needs or procurements that are "
            "marked to be shared. Load some, or name other municipalities."
        )
        super().__init__(str(self.text))


class Shared(NamedTuple):
    """Rows that a package holds: of one table, and of one dataset where the table has datasets.

    municipalities and datasets: ids and keys. licence: as stated; "" = not stated."""

    table: str
    rows: int
    municipalities: tuple[str, ...]
    datasets: tuple[str, ...]
    licence: str


class LeftOut(NamedTuple):
    """Speaking rows (of record tables: records) that stay, and why. dataset: "" for records."""

    table: str
    dataset: str
    rows: int
    reason: Text


@dataclass(frozen=True)
class Contents:
    """Everything that a package of these municipalities holds.

    municipalities: names by id, of those with rows. tables: rows with the columns of package_columns, sorted; none
    is empty. datasets: those the rows belong to, with the licence they leave under, in the order of their keys.
    releases: the releases that speak, by dataset. licence: of the records. changed_at: the last event that concerns
    these municipalities."""

    municipalities: dict[str, str]
    tables: dict[str, pa.Table]
    datasets: tuple[Dataset, ...]
    releases: dict[str, tuple[Release, ...]]
    licence: str
    changed_at: datetime
    left_out: tuple[LeftOut, ...] = field(default=())

    def licence_of(self, dataset: str | None) -> str:
        """The licence that rows of a dataset, or records (None), leave under; "" = not stated."""
        return next((known.licence for known in self.datasets if known.key == dataset), self.licence)

    def counts(self) -> list[dict[str, Any]]:
        """Rows per municipality, table and dataset: municipality_id, table, dataset (None for records), rows,
        licence."""
        return [
            {
                "municipality_id": row["area_id"],
                "table": name,
                "licence": self.licence_of(row["dataset"]),
                **row,
            }
            for name, rows in self.tables.items()
            for row in frame_sql(_counts_sql(TABLES[name]), rows=rows).to_pylist()
        ]

    def summary(self) -> list[Shared]:
        """What leaves, table by table and dataset by dataset."""
        grouped: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
        for row in self.counts():
            grouped.setdefault((row["table"], row["dataset"]), []).append(row)
        return [
            Shared(
                table,
                sum(row["rows"] for row in rows),
                tuple(row["municipality_id"] for row in rows),
                (dataset,) if dataset else (),
                rows[0]["licence"],
            )
            for (table, dataset), rows in grouped.items()
        ]


def shared_summary(store: Store, municipality_ids: Sequence[str] | None = None) -> list[Shared]:
    """What a package of these municipalities would hold; empty = nothing is shared.

    municipality_ids: None = those of own_municipalities."""
    return package_contents(store, municipality_ids).summary()


def package(store: Store, municipality_ids: Sequence[str] | None = None, *, licence: str = "") -> bytes:
    """The data package (zip) of what these municipalities share. Arguments as package_contents.

    Raises NothingShared. The same state of the store gives the same bytes."""
    return package_bytes(package_contents(store, municipality_ids, licence=licence))


def own_municipalities(store: Store) -> list[str]:
    """The municipalities whose own accounts or records came into this store by another way than a package."""
    records = [table.name for table in shared_tables() if table.slice_kind == "record"]
    params = {"records": records, "own": OWN_KIND, "package": FORMAT_KEY}
    found = store.arrow(_OWN_MUNICIPALITIES, params)["area_id"].to_pylist()
    return [str(area_id) for area_id in found]


def package_contents(
    store: Store, municipality_ids: Sequence[str] | None = None, *, licence: str = ""
) -> Contents:
    """What a package of these municipalities holds, all of it from one state of the store.

    municipality_ids: None = those of own_municipalities. licence: of own accounts and records for which none is
    stated; "" leaves that open."""
    for _attempt in range(ATTEMPTS):
        version = store.version
        chosen = own_municipalities(store) if municipality_ids is None else municipality_ids
        contents = _contents(store, sorted(set(chosen)), licence.strip())
        if store.version == version:
            break
    return contents


def package_bytes(contents: Contents) -> bytes:
    """The zip archive: datapackage.json first, then one CSV file per table. Raises NothingShared."""
    if not contents.tables:
        raise NothingShared
    files = {file_name(name): _csv(TABLES[name], rows) for name, rows in contents.tables.items()}
    described = json.dumps(descriptor(contents, files), ensure_ascii=False, indent=2) + "\n"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zipped:
        for name, content in {DESCRIPTOR: described.encode(), **files}.items():
            zipped.writestr(_entry(name, contents.changed_at), content)
    return archive.getvalue()


# Gathering ----------------------------------------------------------------------------------------------------


def _contents(store: Store, area_ids: list[str], licence: str) -> Contents:
    described = {dataset.key: dataset for dataset in _datasets(store, licence)}
    open_keys = [key for key, dataset in described.items() if _may_leave(dataset)]
    areas = {"areas": area_ids}
    tables = {
        table.name: store.arrow(
            _rows_sql(table), {**areas, "datasets": open_keys} if _is_yearly(table) else areas
        )
        for table in shared_tables()
    }
    tables = {name: rows for name, rows in tables.items() if rows.num_rows}
    releases = _releases(store, tables)
    present = {area for rows in tables.values() for area in pc.unique(rows["area_id"]).to_pylist()}
    return Contents(
        municipalities={area_id: _name(store, area_id) for area_id in area_ids if area_id in present},
        tables=tables,
        datasets=tuple(described[key] for key in sorted(releases)),
        releases=releases,
        licence=licence,
        changed_at=_changed_at(store, area_ids),
        left_out=tuple(_left_out(store, areas, described, open_keys)),
    )


def _datasets(store: Store, licence: str) -> list[Dataset]:
    """The store's datasets with the licences they leave under."""
    rows = store.arrow("select * from datasets order by dataset").to_pylist()
    return [_licensed(Dataset(key=row.pop("dataset"), **_filled(row)), licence) for row in rows]


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value or "" for name, value in row.items()}


def _licensed(dataset: Dataset, licence: str) -> Dataset:
    known = KNOWN_DATASETS.get(dataset.key)
    stated = dataset.licence or (known.licence if known else "")
    return replace(dataset, licence=stated or (licence if dataset.kind == OWN_KIND else ""))


def _may_leave(dataset: Dataset) -> bool:
    return dataset.kind == OWN_KIND or open_licence(dataset.licence) is not None


def _is_yearly(table: Table) -> bool:
    return table.slice_kind == "yearly"


def _name(store: Store, area_id: str) -> str:
    area = store.register().resolve_id(area_id)
    return area.name if area else area_id


def _rows_sql(table: Table) -> str:
    """The rows that may leave: by slice, and within it in the order of their source, so that sums come out alike."""
    columns = ", ".join(f"live.{column.name}" for column in package_columns(table))
    limits = "live.is_speaking and live.area_id in (select unnest($areas))"
    if _is_yearly(table):
        limits += " and live.dataset in (select unnest($datasets))"
    if table.shareable_column:
        limits += f" and live.{table.shareable_column}"
    if table.name == "principle_scores":
        limits += f" and {_OF_LARGE_GROUPS}"
    parent = TABLES.get(table.parent)
    joins = ""
    if parent is not None and parent.shareable_column:
        joins = (
            f" semi join (select area_id, record_id from live_{parent.name}"  # noqa: S608
            f" where is_speaking and {parent.shareable_column}) parent"
            " on parent.area_id = live.area_id and parent.record_id = live.record_id"
        )
    order = ", ".join([*(f"live.{name}" for name in table.slice_columns), "live.source_row", columns])
    return f"select {columns} from live_{table.name} live{joins} where {limits} order by {order}"  # noqa: S608


# A row tells its group: what one or two people answered stays, as metrics/principles.py keeps it from every page.
_OF_LARGE_GROUPS = f"""(live.area_id, live.record_id, live.respondent_group) in (
    select area_id, record_id, respondent_group from live_principle_scores
    where is_speaking group by all having count(distinct respondent_number) >= {FEWEST_RESPONDENTS}
)"""  # noqa: S608 - a number of ours


_SMALL_GROUPS = f"""
select count(*) as rows
from live_principle_scores live
where live.is_speaking and live.area_id in (select unnest($areas)) and not {_OF_LARGE_GROUPS}
"""  # noqa: S608 - a statement of ours


def _counts_sql(table: Table) -> str:
    dataset = "dataset" if _is_yearly(table) else "null::varchar as dataset"
    return f"select area_id, {dataset}, count(*) as rows from rows group by all order by all"  # noqa: S608


def _releases(store: Store, tables: dict[str, pa.Table]) -> dict[str, tuple[Release, ...]]:
    """The releases that the rows of each dataset are from, in the order of their dates."""
    pairs = [
        rows.select(["dataset", "release"]).group_by(["dataset", "release"]).aggregate([])
        for name, rows in tables.items()
        if _is_yearly(TABLES[name])
    ]
    if not pairs:
        return {}
    found: dict[str, tuple[Release, ...]] = {}
    for row in store.arrow(_RELEASES, spoken=pa.concat_tables(pairs)).to_pylist():
        release = Release(row["release"], row["released_on"], "file")
        found[row["dataset"]] = (*found.get(row["dataset"], ()), release)
    return found


def _changed_at(store: Store, area_ids: list[str]) -> datetime:
    moment = store.arrow(_CHANGED_AT, {"areas": area_ids})["changed_at"][0].as_py()
    return max(moment.astimezone(UTC).replace(microsecond=0), EARLIEST) if moment else EARLIEST


def _left_out(
    store: Store, areas: dict[str, Any], datasets: dict[str, Dataset], open_keys: list[str]
) -> Iterable[LeftOut]:
    """Datasets without an open licence, and records that nobody has marked to be shared."""
    for table in shared_tables():
        if _is_yearly(table):
            sql = _CLOSED_ROWS.replace("{table}", table.name)
            for row in store.arrow(sql, {**areas, "datasets": open_keys}).to_pylist():
                licence = datasets[row["dataset"]].licence
                yield LeftOut(table.name, row["dataset"], row["rows"], _not_open(licence))
        elif table.shareable_column:
            sql = _UNMARKED.replace("{table}", table.name).replace("{mark}", table.shareable_column)
            count = store.arrow(sql, areas)["rows"][0].as_py()
            if count:
                title = table.column(table.shareable_column).title
                yield LeftOut(table.name, "", count, N_("“{column}” does not say yes", column=title))
    few = store.arrow(_SMALL_GROUPS, areas)["rows"][0].as_py()
    if few:
        words = N_("a group of fewer than {count} respondents", count=str(FEWEST_RESPONDENTS))
        yield LeftOut("principle_scores", "", few, words)


def _not_open(licence: str) -> Text:
    if not licence:
        return N_("the publisher's licence is not stated")
    return N_("the licence {licence} is not known as an open one", licence=licence)


_OWN_MUNICIPALITIES = """
select distinct live_slices.area_id
from live_slices
join slices on slices.slice_id = live_slices.slice_id
join uploads on uploads.upload_id = live_slices.upload_id
join areas on areas.area_id = live_slices.area_id
left join datasets on datasets.dataset = live_slices.dataset
where
    live_slices.is_speaking and slices.row_count > 0 and areas.kind = 'municipality' and uploads.format_key <> $package
    and (datasets.kind = $own or live_slices.table_name in (select unnest($records)))
order by live_slices.area_id
"""

_RELEASES = """
select spoken.dataset, spoken.release, releases.released_on
from (select distinct dataset, release from spoken) spoken
left join releases using (dataset, release)
order by spoken.dataset, releases.released_on nulls first, spoken.release
"""

_CHANGED_AT = """
select max(happened_at) as changed_at
from upload_events
where upload_id in (select upload_id from slices where area_id in (select unnest($areas)))
"""

_CLOSED_ROWS = """
select dataset, count(*) as rows
from live_{table}
where is_speaking and area_id in (select unnest($areas)) and dataset not in (select unnest($datasets))
group by dataset
order by dataset
"""

_UNMARKED = """
select count(*) as rows
from live_{table}
where is_speaking and area_id in (select unnest($areas)) and not coalesce({mark}, false)
"""


# Writing ------------------------------------------------------------------------------------------------------


def _csv(table: Table, rows: pa.Table) -> bytes:
    """The rows as RFC 4180 asks: UTF-8, a heading line, commas, CRLF; an empty field is missing."""
    columns = package_columns(table)
    texts = [_texts(column, rows[column.name]) for column in columns]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows(zip(*texts, strict=True))
    return stream.getvalue().encode()


def _texts(column: Column, values: pa.ChunkedArray) -> list[str]:
    """The column as its file holds it; each different value is written once."""
    written = harmless if is_free_text(column) else _WRITTEN.get(column.kind, str)
    encoded = values.combine_chunks().dictionary_encode()
    texts = pa.array([written(value) for value in encoded.dictionary.to_pylist()], pa.string())
    return [text or "" for text in texts.take(encoded.indices).to_pylist()]


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "boolean": lambda value: str(value).lower(),
    "number": repr,  # the shortest digits that give back the same double
    "date": lambda value: value.isoformat(),
}


def _entry(name: str, moment: datetime) -> zipfile.ZipInfo:
    """An entry that says nothing of the machine or the hour it was written on."""
    entry = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
