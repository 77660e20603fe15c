"""What one commit writes: an upload with its datasets, releases, slices and facts, inside the caller's transaction."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from data import schema
from data.datasets import Dataset, Release
from data.errors import StoreError
from data.sql import run
from data.tables import TABLES
from texts import N_


@dataclass(frozen=True)
class NewUpload:
    """What one commit adds: staged rows per table (data.tables.staged), their datasets and releases, and who
    stands for it.

    removed_records names records of record tables that end with this upload, as (table, area_id,
    record_id). previewed_version: the store's version that the preview was made against; None where nobody
    saw a preview."""

    sha256: str
    file_name: str
    format_key: str
    actor: str
    tables: dict[str, pa.Table]
    datasets: tuple[Dataset, ...] = ()
    releases: dict[str, Release] = field(default_factory=dict)
    acknowledgement: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    removed_records: tuple[tuple[str, str, str], ...] = ()
    previewed_version: int | None = None


def write_upload(
    cursor: duckdb.DuckDBPyConnection, upload: NewUpload, *, upload_id: int | None = None
) -> int:
    """Add an upload with all its rows; its event is the caller's to record. Returns its id: the next one, unless
    upload_id gives it one.

    Raises StoreError when the original was not kept, a required value is missing, an area or a row's dataset is
    unknown, or a key is repeated."""
    upload_id = upload_id or next_id(cursor, "uploads", "upload_id")
    _insert_upload(cursor, upload, upload_id)
    _insert_datasets(cursor, upload, upload_id)
    for table_name, rows in upload.tables.items():
        _insert_rows(cursor, table_name, rows, upload, upload_id)
    _insert_removals(cursor, upload, upload_id)
    return upload_id


def options_text(options: dict[str, Any]) -> str:
    """The choices of an upload as stored: the same choices always give the same text."""
    return json.dumps(options, ensure_ascii=False, sort_keys=True)


def next_id(cursor: duckdb.DuckDBPyConnection, table: str, column: str) -> int:
    row = cursor.execute(f"select coalesce(max({column}), 0) + 1 from {table}").fetchone()  # noqa: S608
    return int(row[0]) if row else 1


def _insert_upload(cursor: duckdb.DuckDBPyConnection, upload: NewUpload, upload_id: int) -> None:
    received = cursor.execute(
        "select received_at from originals where sha256 = $sha256", {"sha256": upload.sha256}
    ).fetchone()
    if received is None:
        raise StoreError(
            N_("{file}: the original was not kept. Upload the file again.", file=upload.file_name)
        )
    cursor.execute(
        "insert into uploads values"
        " ($upload_id, $sha256, $file_name, $format_key, $actor, $received_at, $acknowledgement, $options)",
        {
            "upload_id": upload_id,
            "sha256": upload.sha256,
            "file_name": upload.file_name,
            "format_key": upload.format_key,
            "actor": upload.actor,
            "received_at": received[0],
            "acknowledgement": upload.acknowledgement,
            "options": options_text(upload.options),
        },
    )


def _insert_datasets(cursor: duckdb.DuckDBPyConnection, upload: NewUpload, upload_id: int) -> None:
    for dataset in upload.datasets:
        fields = asdict(dataset)
        values = {"dataset": fields.pop("key"), **fields}
        frame = pd.DataFrame([values])
        run(
            cursor,
            "insert into datasets by name select * from new_dataset where dataset not in (select dataset from datasets)",
            None,
            {"new_dataset": frame},
        )
    for dataset_key, release in upload.releases.items():
        cursor.execute(
            "insert into releases select $dataset, $release, $released_on, $origin, $upload_id where not exists"
            " (select 1 from releases where dataset = $dataset and release = $release)",
            {
                "dataset": dataset_key,
                "release": release.label,
                "released_on": release.released_on,
                "origin": release.origin,
                "upload_id": upload_id,
            },
        )


def _insert_rows(
    cursor: duckdb.DuckDBPyConnection, table_name: str, rows: pa.Table, upload: NewUpload, upload_id: int
) -> None:
    table = TABLES[table_name]
    _check_keys(cursor, table_name, rows)
    cursor.register("staged", rows)
    labels = [release.label for release in upload.releases.values()]
    releases = {"dataset": pa.array(upload.releases, pa.string()), "release": pa.array(labels, pa.string())}
    cursor.register("staged_releases", pa.table(releases))
    base = {
        "base": next_id(cursor, "slices", "slice_id") - 1,
        "upload_id": upload_id,
        "table_name": table_name,
    }
    cursor.execute(_insert_slices_sql(table_name), base)
    own = [column.name for column in schema.stored_columns(table)]
    joined = " and ".join(f"slices.{name} = staged.{name}" for name in table.slice_columns)
    cursor.execute(
        f"insert into {table_name} (slice_id, {', '.join(own)})"  # noqa: S608
        f" select slices.slice_id, {', '.join(f'staged.{name}' for name in own)} from staged"
        f" join slices on slices.upload_id = $upload_id and slices.table_name = $table_name and {joined}"
        f" order by slices.slice_id, staged.source_row",
        {"upload_id": upload_id, "table_name": table_name},
    )
    written = cursor.execute(
        "select coalesce(sum(row_count), 0) from slices where upload_id = $upload_id and table_name = $table_name",
        {"upload_id": upload_id, "table_name": table_name},
    ).fetchone()
    if written is None or int(written[0]) != rows.num_rows:
        raise StoreError(
            N_("{table}: rows need a dataset that is described and has a release.", table=table_name)
        )
    cursor.unregister("staged")
    cursor.unregister("staged_releases")


def _insert_slices_sql(table_name: str) -> str:
    if TABLES[table_name].slice_kind == "record":
        return """
            insert into slices
            select
                $base + row_number() over (order by area_id, record_id), $upload_id, $table_name, area_id, null, null, null,
                record_id, null, null, count(*)
            from staged
            group by area_id, record_id
        """
    return """
        insert into slices
        select
            $base + row_number() over (order by area_id, staged.dataset, year), $upload_id, $table_name, area_id,
            staged.dataset, staged_releases.release, year, null, any_value(source_code), any_value(source_name), count(*)
        from staged
        join staged_releases on staged_releases.dataset = staged.dataset
        semi join datasets on datasets.dataset = staged.dataset
        group by area_id, staged.dataset, staged_releases.release, year
    """


def _insert_removals(cursor: duckdb.DuckDBPyConnection, upload: NewUpload, upload_id: int) -> None:
    for table_name, area_id, record_id in upload.removed_records:
        values = {
            "upload_id": upload_id,
            "table_name": table_name,
            "area_id": area_id,
            "record_id": record_id,
        }
        if cursor.execute(_SAME_RECORD, values).fetchone() is not None:
            raise StoreError(
                N_("{table}: record {record} is named twice.", table=table_name, record=record_id)
            )
        cursor.execute(
            "insert into slices (slice_id, upload_id, table_name, area_id, record_id, row_count)"
            " values ($slice_id, $upload_id, $table_name, $area_id, $record_id, 0)",
            {"slice_id": next_id(cursor, "slices", "slice_id"), **values},
        )


_SAME_RECORD = """
select 1 from slices
where upload_id = $upload_id and table_name = $table_name and area_id = $area_id and record_id = $record_id
"""


def _check_keys(cursor: duckdb.DuckDBPyConnection, table_name: str, rows: pa.Table) -> None:
    table = TABLES[table_name]
    for column in table.columns:
        if column.is_required and rows.column(column.name).null_count:
            raise StoreError(
                N_(
                    "{table}: {column} is empty in a row, and a fact needs it.",
                    table=table_name,
                    column=column.name,
                )
            )
    cursor.register("keyed", rows)
    unknown = cursor.execute(
        "select distinct area_id from keyed anti join areas using (area_id) order by 1"
    ).fetchall()
    if unknown:
        areas = ", ".join(row[0] for row in unknown[:5])
        raise StoreError(N_("{table}: the register does not know {areas}.", table=table_name, areas=areas))
    if table.slice_kind == "record":
        keys = ", ".join(table.key_columns)
        twice = cursor.execute(
            f"select record_id from keyed group by {keys} having count(*) > 1 limit 1"  # noqa: S608
        ).fetchone()
        if twice is not None:
            raise StoreError(
                N_("{table}: record {record} is named twice.", table=table_name, record=str(twice[0]))
            )
    cursor.unregister("keyed")
