"""The only door to the database: originals, uploads, events, facts, and reads that never see half an
upload."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import duckdb
import pandas as pd
import pyarrow as pa

from data import schema
from data.areas import Area, Register
from data.commit import NewUpload, next_id, options_text, write_upload
from data.datasets import KNOWN_DATASETS, Dataset
from data.errors import StoreBusy, StoreChanged, StoreError
from data.live import LIVE_SLICES
from data.sql import CONFIG, run
from texts import N_

__all__ = ["NewUpload", "Store", "StoreBusy", "StoreChanged", "StoreError", "known_dataset", "options_text"]

DEFAULT_URL = "duckdb:var/veikart.duckdb"
MEMORY_URL = "duckdb::memory:"
# The log holds so much before it is folded into the file: the commit of 100,000 rows (15 MB) does not wait for that.
WRITE_AHEAD = {"checkpoint_threshold": "64MB"}
REFUSED_ORIGINALS_KEPT = timedelta(days=30)


class Store:
    """An open store. Reads may come from any thread; one write happens at a time."""

    def __init__(self, url: str, connection: duckdb.DuckDBPyConnection) -> None:
        self.url = url
        self._connection = connection
        self._writing = _writing_lock(_path(url))
        self._register: Register | None = None
        with connection.cursor() as cursor:
            self.version = _last_event(cursor)

    @classmethod
    def open(cls, url: str = DEFAULT_URL, *, read_only: bool = False) -> Self:
        """Open the store at duckdb:PATH (made when absent) or duckdb::memory:, brought to the present schema.

        Raises StoreBusy when another program holds it, StoreError when the address is of another engine, the
        file is no store, a newer version of Veikart wrote it, or it is older and read_only forbids to bring
        it up."""
        in_memory = _path(url) == ":memory:"
        read_only = read_only and not in_memory
        connection = _connect(url, read_only)
        try:
            _check_version(connection, url, read_only)
            if not read_only:
                schema.migrate(connection)
            connection.execute("set enable_external_access = false")
            store = cls(url, connection)
            if not read_only:
                store._expire_refused_originals()
        except BaseException:
            connection.close()
            raise
        return store

    def close(self) -> None:
        """Let go of the file; a closed store is not used again."""
        self._connection.close()

    # --- reading

    def query(
        self, sql: str, /, params: dict[str, Any] | None = None, **tables: pa.Table | pd.DataFrame
    ) -> pd.DataFrame:
        """Rows of a query as a frame; keyword frames are visible to it as tables. Each call has a cursor of
        its own."""
        with self._reading() as cursor:
            return run(cursor, sql, params, tables).df()

    def arrow(
        self, sql: str, /, params: dict[str, Any] | None = None, **tables: pa.Table | pd.DataFrame
    ) -> pa.Table:
        """As query, as an Arrow table: integers with gaps stay integers."""
        with self._reading() as cursor:
            return run(cursor, sql, params, tables).to_arrow_table()

    def register(self) -> Register:
        """All areas this store knows."""
        if self._register is None:
            self._register = Register(
                _area(row) for row in self.arrow("select * from areas order by area_id").to_pylist()
            )
        return self._register

    def datasets(self) -> pd.DataFrame:
        """The datasets that uploads have brought, one row each."""
        return self.query("select * from datasets order by dataset")

    def has_data(self) -> bool:
        """Whether any upload speaks."""
        return bool(self.query("select count(*) > 0 as has_data from live_slices")["has_data"].iloc[0])

    def uploads(self) -> pd.DataFrame:
        """Every committed upload with its present state, newest first.

        Columns: upload_id, file_name, format_key, received_at, committed_at, actor, state (committed,
        withdrawn, restored), is_live, row_count, area_count, datasets, releases, tables, first_year,
        last_year, sha256, acknowledgement; changed_at is the time of its last event."""
        return self.query(_UPLOADS)

    def events(self) -> pd.DataFrame:
        """What happened to uploads, in order: event_id, upload_id, event, happened_at, actor."""
        return self.query(
            "select event_id, upload_id, event, happened_at, actor from upload_events order by event_id"
        )

    def mappings(self, fingerprint: str) -> list[dict[str, Any]]:
        """The approved mappings of tables with these headings, the newest of each municipality first.

        Keys: area_id (empty = the rows name their own areas), mapping (as given to remember_mapping), actor,
        approved_at."""
        rows = self.arrow(_MAPPINGS, {"fingerprint": fingerprint}).to_pylist()
        return [{**row, "mapping": json.loads(row["mapping"])} for row in rows]

    @contextmanager
    def as_if_committed(self, upload: NewUpload) -> Iterator["Store"]:
        """This store as it would stand after a commit of the upload, to read from inside the block; nothing of
        it is kept.

        Other writers wait meanwhile, readers do not. Raises what commit raises, except StoreChanged."""
        with self._writing, self._connection.cursor() as cursor:
            cursor.begin()
            try:
                self._record_event(cursor, write_upload(cursor, upload), "committed", upload.actor)
                yield _Glimpse(self, cursor)
            finally:
                cursor.rollback()

    def original(self, sha256: str) -> bytes:
        """The bytes of a received file. Raises StoreError when the store does not hold it."""
        with self._reading() as cursor:
            row = cursor.execute(
                "select content from originals where sha256 = $sha256", {"sha256": sha256}
            ).fetchone()
        if row is None:
            raise StoreError(N_("The store holds no original with checksum {sha256}.", sha256=sha256))
        return bytes(row[0])

    # --- writing

    def keep_original(self, content: bytes, *, file_name: str) -> str:
        """Keep a received file before anything looks at it, in a transaction of its own. Returns its
        SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        with self._transaction() as cursor:
            known = cursor.execute(
                "select 1 from originals where sha256 = $sha256", {"sha256": sha256}
            ).fetchone()
            if known is None:
                cursor.execute(
                    "insert into originals values ($sha256, $content, $size_bytes, $received_at)",
                    {
                        "sha256": sha256,
                        "content": content,
                        "size_bytes": len(content),
                        "received_at": datetime.now(UTC),
                    },
                )
        return sha256

    def commit(self, upload: NewUpload) -> int:
        """Add an upload with all its rows in one transaction. Returns its id.

        Raises StoreChanged when the preview is out of date, and StoreError when a required value is missing,
        an area or a row's dataset is unknown, or a record is named twice; then nothing has changed."""
        with self._transaction() as cursor:
            if upload.previewed_version not in (None, _last_event(cursor)):
                raise StoreChanged(
                    N_("Somebody has loaded or undone something in the meantime. Look at the preview again.")
                )
            upload_id = write_upload(cursor, upload)
            self._record_event(cursor, upload_id, "committed", upload.actor)
        return upload_id

    def withdraw(self, upload_id: int, *, actor: str) -> None:
        """Undo an upload: it stays in the history and no longer speaks. Raises StoreError unless it is
        live."""
        self._change_state(upload_id, "withdrawn", actor=actor, allowed=("committed", "restored"))

    def restore(self, upload_id: int, *, actor: str) -> None:
        """Redo a withdrawn upload, in its old place. Raises StoreError unless it is withdrawn."""
        self._change_state(upload_id, "restored", actor=actor, allowed=("withdrawn",))

    def remember_mapping(
        self, fingerprint: str, mapping: dict[str, Any], *, area_id: str = "", actor: str
    ) -> None:
        """Keep an approved mapping of a table by its headings, for the next file of this municipality."""
        values = {
            "fingerprint": fingerprint,
            "area_id": area_id,
            "mapping": options_text(mapping),
            "actor": actor,
            "now": datetime.now(UTC),
        }
        with self._transaction() as cursor:
            cursor.execute(
                "insert into mappings values ($fingerprint, $area_id, $mapping, $actor, $now)", values
            )

    def add_areas(self, areas: pd.DataFrame, changes: pd.DataFrame | None = None) -> None:
        """Add areas, and dated changes of municipalities, that the register lacks; columns as the tables of
        those names."""
        with self._transaction() as cursor:
            run(cursor, _NEW_AREAS, None, {"new_areas": areas})
            if changes is not None and len(changes):
                run(cursor, _NEW_CHANGES, None, {"new_changes": changes})
        self._register = None  # only now: a reader must not keep a register from before the commit

    # --- inside

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._connection.cursor() as cursor:
            yield cursor

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._writing, self._connection.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
                cursor.commit()
            except BaseException:
                with suppress(
                    duckdb.Error
                ):  # a failed commit has ended the transaction already; its error is the one to tell
                    cursor.rollback()
                raise
            self.version = _last_event(cursor)

    def _change_state(self, upload_id: int, event: str, *, actor: str, allowed: tuple[str, ...]) -> None:
        with self._transaction() as cursor:
            row = cursor.execute(_LAST_EVENT, {"upload_id": upload_id}).fetchone()
            if row is None:
                raise StoreError(N_("There is no upload {upload_id}.", upload_id=str(upload_id)))
            if row[0] not in allowed:
                raise StoreError(_WRONG_STATE[event](upload_id))
            self._record_event(cursor, upload_id, event, actor)

    def _record_event(
        self, cursor: duckdb.DuckDBPyConnection, upload_id: int, event: str, actor: str
    ) -> None:
        event_id = next_id(cursor, "upload_events", "event_id")
        cursor.execute(
            "insert into upload_events values ($event_id, $upload_id, $event, $now, $actor)",
            {
                "event_id": event_id,
                "upload_id": upload_id,
                "event": event,
                "now": datetime.now(UTC),
                "actor": actor,
            },
        )
        cursor.execute(_FORGET_AREAS, {"upload_id": upload_id})
        cursor.execute(
            f"insert into live_slices by name {LIVE_SLICES}",
            {"until_event": event_id, "upload_id": upload_id},
        )

    def _expire_refused_originals(self) -> None:
        with self._transaction() as cursor:
            cursor.execute(
                "delete from originals where received_at < $before and sha256 not in (select sha256 from uploads)",
                {"before": datetime.now(UTC) - REFUSED_ORIGINALS_KEPT},
            )


class _Glimpse(Store):
    """A store seen from inside a transaction that will not be kept. Used by one thread."""

    def __init__(self, store: Store, cursor: duckdb.DuckDBPyConnection) -> None:
        self.url = store.url
        self.version = _last_event(cursor)
        self._register = store.register()
        self._cursor = cursor

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        yield self._cursor


_locks: dict[str, threading.RLock] = {}


def _writing_lock(path: str) -> threading.RLock:
    """One lock per file, so that two Store objects of one process never hand out the same ids."""
    return (
        threading.RLock()
        if path == ":memory:"
        else _locks.setdefault(str(Path(path).resolve()), threading.RLock())
    )


def _last_event(cursor: duckdb.DuckDBPyConnection) -> int:
    row = cursor.execute("select coalesce(max(event_id), 0) from upload_events").fetchone()
    return int(row[0]) if row else 0


_LAST_EVENT = "select event from upload_events where upload_id = $upload_id order by event_id desc limit 1"

_FORGET_AREAS = """
delete from live_slices where area_id in (select area_id from slices where upload_id = $upload_id)
"""

_MAPPINGS = """
select area_id, mapping, actor, approved_at
from mappings
where fingerprint = $fingerprint
qualify row_number() over (partition by area_id order by approved_at desc) = 1
order by approved_at desc
"""

_WRONG_STATE = {
    "withdrawn": lambda upload_id: N_("Upload {upload_id} is already undone.", upload_id=str(upload_id)),
    "restored": lambda upload_id: N_(
        "Upload {upload_id} is live; there is nothing to redo.", upload_id=str(upload_id)
    ),
}

_NEW_AREAS = """
insert into areas by name
select * from new_areas where area_id not in (select area_id from areas)
"""

_NEW_CHANGES = """
insert into municipality_changes by name
select new_changes.*
from new_changes
anti join municipality_changes known
    on known.area_id = new_changes.area_id and known.country_code = new_changes.country_code
    and known.earlier_code = new_changes.earlier_code and known.to_year is not distinct from new_changes.to_year
"""

_UPLOADS = """
with states as (
    select
        upload_id, arg_max(event, event_id) as state, min(happened_at) as committed_at,
        arg_max(happened_at, event_id) as changed_at
    from upload_events
    group by upload_id
),
contents as (
    select
        upload_id, sum(row_count)::bigint as row_count, count(distinct area_id) as area_count,
        string_agg(distinct table_name, ', ' order by table_name) as tables,
        string_agg(distinct dataset, ', ' order by dataset) as datasets,
        string_agg(distinct release, ', ' order by release) as releases,
        min(year) as first_year, max(year) as last_year
    from slices
    group by upload_id
)
select
    uploads.upload_id, uploads.file_name, uploads.format_key, uploads.received_at, states.committed_at, states.changed_at,
    uploads.actor, states.state, states.state <> 'withdrawn' as is_live, coalesce(contents.row_count, 0) as row_count,
    coalesce(contents.area_count, 0) as area_count, contents.tables, contents.datasets, contents.releases, contents.first_year,
    contents.last_year, uploads.sha256, uploads.acknowledgement
from uploads
join states on states.upload_id = uploads.upload_id
left join contents on contents.upload_id = uploads.upload_id
order by uploads.upload_id desc
"""


def _connect(url: str, read_only: bool) -> duckdb.DuckDBPyConnection:
    path = _path(url)
    try:
        if path != ":memory:" and not read_only:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(path, read_only=read_only, config=CONFIG | WRITE_AHEAD)
    except (duckdb.Error, OSError) as error:
        if "Could not set lock" in str(error) or "different configuration" in str(error):
            raise StoreBusy(
                N_("The store {path} is in use by another program, most likely the running app. Use the app's Upload page, or "
                   "stop the app and try again.", path=path)
            ) from error  # fmt: skip
        raise StoreError(
            N_("The store {path} cannot be opened. Expected a Veikart database file that may be read and written. Name another "
               "one with --store or VEIKART_STORE.", path=path)
        ) from error  # fmt: skip


def _path(url: str) -> str:
    engine, _, path = url.partition(":")
    if engine != "duckdb" or not path:
        raise StoreError(
            N_("Store {url}: expected duckdb:PATH, such as {default}, found another address. Correct --store or VEIKART_STORE.",
               url=url, default=DEFAULT_URL)
        )  # fmt: skip
    return path


def _check_version(connection: duckdb.DuckDBPyConnection, url: str, read_only: bool) -> None:
    if schema.is_foreign(connection):
        raise StoreError(
            N_("The store {url} is a database of something else; nothing was changed in it. Name another one with --store or "
               "VEIKART_STORE.", url=url)
        )  # fmt: skip
    found = schema.schema_version(connection)
    if read_only and found < schema.SCHEMA_VERSION:
        raise StoreError(
            N_("The store {url} has schema version {found}, this Veikart needs {known}. Open it once for writing, which "
               "brings it up to date.", url=url, found=str(found), known=str(schema.SCHEMA_VERSION))
        )  # fmt: skip
    if found > schema.SCHEMA_VERSION:
        raise StoreError(
            N_("The store {url} has schema version {found}, this Veikart knows up to {known}. Update Veikart.",
               url=url, found=str(found), known=str(schema.SCHEMA_VERSION))
        )  # fmt: skip


def _area(row: dict[str, Any]) -> Area:
    values = {key: row[key] if row[key] is not None else "" for key in row}
    return Area(**{**values, "valid_to": row["valid_to"]})


def known_dataset(store: Store, key: str) -> Dataset | None:
    """The dataset of that key as this store holds it, else as Veikart knows it by name, else None."""
    rows = store.arrow("select * from datasets where dataset = $key", {"key": key}).to_pylist()
    if not rows:
        return KNOWN_DATASETS.get(key)
    fields = rows[0]
    return Dataset(key=fields.pop("dataset"), **fields)
