"""The only door to the database: originals, uploads, events, facts, and reads that never see half an
upload."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Self

import duckdb
import pandas as pd
import pyarrow as pa

from data import schema
from data.areas import Area, Register
from data.commit import NewUpload, next_id, options_text, write_upload
from data.datasets import KNOWN_DATASETS, Dataset
from data.errors import StoreBusy, StoreChanged, StoreError
from data.journal import Journal
from data.live import LIVE_SLICES
from data.originals import Originals
from data.own_store import DEFAULT_URL
from data.sql import CONFIG, run
from data.store_files import StoreFiles
from texts import N_

__all__ = [
    "NewUpload",
    "Store",
    "StoreBusy",
    "StoreChanged",
    "StoreError",
    "known_dataset",
    "options_text",
    "refuse_held",
]

StateChange = Literal["withdrawn", "restored"]
MEMORY_URL = "duckdb::memory:"
# The log holds so much before it is folded into the file: the commit of 100,000 rows (15 MB) does not wait for that.
WRITE_AHEAD = {"checkpoint_threshold": "64MB"}
REFUSED_ORIGINALS_KEPT = timedelta(days=30)


class Store:
    """An open store. Reads may come from any thread; one write happens at a time."""

    def __init__(self, url: str, connection: duckdb.DuckDBPyConnection) -> None:
        self.url = url
        self.originals = Originals.beside(_path(url))
        self._journal = _journal_of(url)
        self._is_rebuilding = False  # its journal is then the older and the longer one
        self._connection = connection
        self._state = _state_of(_path(url))
        self._writing = self._state.writing
        self._register: Register | None = None
        with connection.cursor() as cursor:
            self._state.version = _last_event(cursor)

    @property
    def version(self) -> int:
        """The number of the last event: it rises with every commit, undo and redo, for all who hold this file open."""
        return self._state.version

    @classmethod
    def open(cls, url: str = DEFAULT_URL, *, read_only: bool = False, is_rebuilding: bool = False) -> Self:
        """Open the store at duckdb:PATH (made when absent) or duckdb::memory:, brought to the present schema.

        is_rebuilding: the database is behind its journal on purpose. Raises StoreBusy when another program holds it,
        StoreError when the address is of another engine, the file is no store or damaged, a newer version of Veikart
        wrote it, its journal knows of events that it lacks, or it is older and read_only forbids to bring it up."""
        in_memory = _path(url) == ":memory:"
        read_only = read_only and not in_memory
        connection = _connect(url, read_only)
        try:
            _check_version(connection, url, read_only)
            if not read_only:
                _bring_out_originals(connection, Originals.beside(_path(url)))
                schema.migrate(connection)
            connection.execute("set enable_external_access = false")
            store = cls(url, connection)
            store._is_rebuilding = is_rebuilding
            if not read_only:
                store._take_stock()
        except duckdb.Error as error:  # a damaged block that opening reads
            connection.close()
            raise _not_opened(_path(url)) from error
        except BaseException:
            connection.close()
            raise
        return store

    @classmethod
    def shared(cls, url: str = DEFAULT_URL) -> Self:
        """The store of this process at an address, opened for writing on first use and never closed by its users.
        Raises what open raises."""
        with _sharing:
            if url not in _shared:
                _shared[url] = cls.open(url)
            return _shared[url]  # type: ignore[return-value]

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
    def snapshot(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees the store as it stands now, however much others write meanwhile. For reading."""
        with self._connection.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
            finally:
                cursor.rollback()

    @property
    def has_journal(self) -> bool:
        """Whether a journal is kept; a store in memory has none."""
        return self._journal.path is not None

    def journal_entries(self) -> Iterator[dict[str, Any]]:
        """Everything that happened, line by line (data.journal)."""
        return self._journal.entries()

    @contextmanager
    def as_if_committed(self, upload: NewUpload) -> Iterator["Store"]:
        """This store as it would stand after a commit of the upload, to read from inside the block; nothing of
        it is kept.

        Other writers wait meanwhile, readers do not. Raises what commit raises, except StoreChanged."""
        with self._rolled_back() as cursor:
            self._record_event(cursor, write_upload(cursor, upload), "committed", upload.actor)
            yield _Glimpse(self, cursor)

    @contextmanager
    def as_if_changed(self, upload_id: int, change: StateChange) -> Iterator["Store"]:
        """As as_if_committed, after an upload is withdrawn or restored; one that is so already changes nothing."""
        with self._rolled_back() as cursor:
            self._record_event(cursor, upload_id, change, "")
            yield _Glimpse(self, cursor)

    @contextmanager
    def _rolled_back(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction of which nothing is kept; other writers wait meanwhile."""
        with self._writing, self._connection.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
            finally:
                cursor.rollback()

    def original(self, sha256: str) -> bytes:
        """The bytes of a received file. Raises StoreError when the store does not hold it as it was received."""
        return self.originals.read(sha256)

    # --- writing

    def keep_original(self, content: bytes, *, file_name: str) -> str:
        """Keep a received file before anything looks at it. Returns its SHA-256."""
        sha256 = self.originals.keep(content)
        with self._transaction() as cursor:
            _register_original(cursor, sha256, len(content), datetime.now(UTC))
            cursor.execute(_RECEIVED_AGAIN, {"sha256": sha256, "now": datetime.now(UTC)})
        return sha256

    def commit(self, upload: NewUpload) -> int:
        """Add an upload with all its rows in one transaction. Returns its id.

        Raises StoreChanged when somebody has changed an area of the upload since its preview, and StoreError when a
        required value is missing, an area or a row's dataset is unknown, or a record is named twice; then nothing has
        changed."""
        with self._transaction() as cursor:
            upload_id = write_upload(cursor, upload)
            if upload.previewed_version is not None:
                _refuse_overlap(cursor, upload_id, upload.previewed_version)
            self._record_event(cursor, upload_id, "committed", upload.actor)
        return upload_id

    def replay(
        self,
        event: str,
        upload: NewUpload | None,
        *,
        event_id: int,
        upload_id: int,
        happened_at: datetime,
        actor: str,
        received_at: datetime | None = None,
    ) -> None:
        """Let an event of the journal happen again, with its own numbers, time and actor; a commit also writes its
        upload, received at its own time. Raises what commit raises."""
        with self._transaction() as cursor:
            if upload is not None:
                _register_original(cursor, upload.sha256, None, received_at or happened_at)
                write_upload(cursor, upload, upload_id=upload_id)
                received = {"received_at": received_at or happened_at}
                cursor.execute(_UPLOAD_RECEIVED, {"upload_id": upload_id, **received})
                cursor.execute(_ORIGINAL_RECEIVED, {"sha256": upload.sha256, **received})
            self._record_event(cursor, upload_id, event, actor, happened_at=happened_at, event_id=event_id)

    def replay_note(self, entry: dict[str, Any]) -> None:
        """Remember a mapping, a confirmed layout or a confirmed default again as a line of the journal tells it."""
        sql, names = _NOTES[entry["kind"]]
        with self._transaction() as cursor:
            cursor.execute(sql, {name: entry[name] for name in names})

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
        with self._noted({"kind": "mapping", **values}) as cursor:
            cursor.execute(_NEW_MAPPING, values)

    def confirm_layout(self, format_key: str, upload_id: int, *, actor: str) -> None:
        """Record that somebody has compared an upload with its file and found the layout read right."""
        values = {"format_key": format_key, "upload_id": upload_id, "actor": actor, "now": datetime.now(UTC)}
        with self._noted({"kind": "confirmation", **values}) as cursor:
            cursor.execute(_NEW_CONFIRMATION, values)

    def layout_confirmations(self) -> dict[str, tuple[str, datetime]]:
        """Who confirmed the reading of a layout, and when, by its key; the newest confirmation of each."""
        rows = self.arrow(
            "select format_key, actor, confirmed_at from layout_confirmations order by confirmed_at"
        ).to_pylist()
        return {row["format_key"]: (row["actor"], row["confirmed_at"]) for row in rows}

    def confirm_default(self, indicator: str, default_key: str, *, stated: str, actor: str) -> None:
        """Record that somebody has checked a default target of an indicator against its source, as it is stated."""
        values = {
            "indicator": indicator,
            "default_key": default_key,
            "stated": stated,
            "actor": actor,
            "now": datetime.now(UTC),
        }
        with self._noted({"kind": "default", **values}) as cursor:
            cursor.execute(_NEW_DEFAULT_CONFIRMATION, values)

    def default_confirmations(self) -> dict[tuple[str, str, str], tuple[str, datetime]]:
        """Who checked a default target, and when, by indicator, key and the words that were checked; the newest of each.

        A default that is stated otherwise by now has other words and is therefore not among them."""
        rows = self.arrow(_DEFAULT_CONFIRMATIONS).to_pylist()
        return {
            (row["indicator"], row["default_key"], row["stated"]): (row["actor"], row["confirmed_at"])
            for row in rows
        }

    def add_areas(self, areas: pd.DataFrame, changes: pd.DataFrame | None = None) -> None:
        """Add areas, and dated changes of municipalities, that the register lacks; columns as the tables of
        those names."""
        rows = {"areas": _records(areas), "changes": _records(changes)}
        with self._noted({"kind": "areas", **rows}) as cursor:
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
            self._state.version = _last_event(cursor)
            self._journal.catch_up(cursor)

    @contextmanager
    def _noted(self, note: dict[str, Any]) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction for what has no event of its own: the journal hears of it first, behind the event it follows."""
        with self._writing:
            if not self._is_rebuilding:
                self._journal.append([{"after_event": self.version, **note}])
            with self._transaction() as cursor:
                yield cursor

    def _change_state(self, upload_id: int, event: str, *, actor: str, allowed: tuple[str, ...]) -> None:
        with self._transaction() as cursor:
            row = cursor.execute(_LAST_EVENT, {"upload_id": upload_id}).fetchone()
            if row is None:
                raise StoreError(N_("There is no upload {upload_id}.", upload_id=str(upload_id)))
            if row[0] not in allowed:
                raise StoreError(_WRONG_STATE[event](upload_id))
            self._record_event(cursor, upload_id, event, actor)

    def _record_event(
        self,
        cursor: duckdb.DuckDBPyConnection,
        upload_id: int,
        event: str,
        actor: str,
        *,
        happened_at: datetime | None = None,
        event_id: int | None = None,
    ) -> None:
        event_id = event_id or next_id(cursor, "upload_events", "event_id")
        cursor.execute(
            "insert into upload_events values ($event_id, $upload_id, $event, $now, $actor)",
            {
                "event_id": event_id,
                "upload_id": upload_id,
                "event": event,
                "now": happened_at or datetime.now(UTC),
                "actor": actor,
            },
        )
        cursor.execute(_FORGET_AREAS, {"upload_id": upload_id})
        cursor.execute(
            f"insert into live_slices by name {LIVE_SLICES}",
            {"until_event": event_id, "upload_id": upload_id},
        )

    def _take_stock(self) -> None:
        """Bring the lists beside the files into step: after a crash a file may be kept that no list names yet."""
        with self._transaction() as cursor:
            if self._journal.last_event() > _last_event(cursor) and not self._is_rebuilding:
                raise StoreError(
                    N_("The database of the store {url} lacks uploads that its journal knows of. Bring it back with: cli.py "
                       "rebuild", url=self.url)
                )  # fmt: skip
            self._journal.complete(cursor)
            known = {row[0] for row in cursor.execute("select sha256 from originals").fetchall()}
            for sha256, size_bytes in self.originals.kept():
                if sha256 not in known:
                    _register_original(cursor, sha256, size_bytes, datetime.now(UTC))
            expired = cursor.execute(
                _EXPIRED, {"before": datetime.now(UTC) - REFUSED_ORIGINALS_KEPT}
            ).fetchall()
        for (sha256,) in expired:
            self.originals.remove(sha256)
        self.originals.sweep()


class _Glimpse(Store):
    """A store seen from inside a transaction that will not be kept. Used by one thread."""

    def __init__(self, store: Store, cursor: duckdb.DuckDBPyConnection) -> None:
        self.url = store.url
        self.originals = store.originals
        self._version = _last_event(cursor)
        self._register = store.register()
        self._cursor = cursor

    @property
    def version(self) -> int:
        return self._version

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        yield self._cursor


class _FileState:
    """What all Store objects of one process share about a file: who writes, and the last event."""

    def __init__(self) -> None:
        self.writing = threading.RLock()
        self.version = 0


_states: dict[str, _FileState] = {}
_shared: dict[str, Store] = {}
_sharing = threading.Lock()


def _state_of(path: str) -> _FileState:
    return _FileState() if path == ":memory:" else _states.setdefault(str(Path(path).resolve()), _FileState())


def _journal_of(url: str) -> Journal:
    path = _path(url)
    return Journal(None if path == ":memory:" else StoreFiles(Path(path)).journal)


def _bring_out_originals(connection: duckdb.DuckDBPyConnection, originals: Originals) -> None:
    """Files that an earlier version kept in the database, put beside it before the database lets them go."""
    if schema.schema_version(connection) in range(1, schema.ORIGINALS_OUTSIDE_SINCE):
        found = connection.execute("select content from originals")
        while (row := found.fetchone()) is not None:
            originals.keep(bytes(row[0]))


def _register_original(
    cursor: duckdb.DuckDBPyConnection, sha256: str, size_bytes: int | None, received_at: datetime
) -> None:
    cursor.execute(
        "insert into originals select $sha256, $size_bytes, $received_at"
        " where $sha256 not in (select sha256 from originals)",
        {"sha256": sha256, "size_bytes": size_bytes, "received_at": received_at},
    )


def _refuse_overlap(cursor: duckdb.DuckDBPyConnection, upload_id: int, previewed_version: int) -> None:
    """Raises StoreChanged when an event since the preview touched an area that the upload names: what stands in such
    an area is judged as a whole, and another area's preview still holds."""
    found = cursor.execute(_OVERLAP, {"upload_id": upload_id, "version": previewed_version}).fetchone()
    if found is not None:
        raise StoreChanged(
            N_("{actor} has changed the figures of {area} in the meantime. Nothing was saved; look at the preview again.",
               actor=found[0] or "–", area=found[1])
        )  # fmt: skip


def _records(frame: pd.DataFrame | None) -> list[dict[str, Any]]:
    rows = [] if frame is None else frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


_UPLOAD_RECEIVED = "update uploads set received_at = $received_at where upload_id = $upload_id"

_ORIGINAL_RECEIVED = """
update originals set received_at = least(received_at, $received_at) where sha256 = $sha256
"""

# A refused file that comes again begins its 30 days anew; that of an upload keeps its first day.
_RECEIVED_AGAIN = """
update originals
set received_at = $now
where sha256 = $sha256 and sha256 not in (select sha256 from uploads)
"""

_EXPIRED = """
delete from originals
where received_at < $before and sha256 not in (select sha256 from uploads)
returning sha256
"""

_OVERLAP = """
with since as (
    select distinct upload_id, actor
    from upload_events
    where event_id > $version
)
select since.actor, coalesce(areas.name, theirs.area_id) as area
from since
join slices theirs on theirs.upload_id = since.upload_id
join slices ours on ours.upload_id = $upload_id and ours.area_id = theirs.area_id
left join areas on areas.area_id = theirs.area_id
order by since.upload_id desc, theirs.area_id
limit 1
"""


def _last_event(cursor: duckdb.DuckDBPyConnection) -> int:
    row = cursor.execute("select coalesce(max(event_id), 0) from upload_events").fetchone()
    return int(row[0]) if row else 0


_LAST_EVENT = "select event from upload_events where upload_id = $upload_id order by event_id desc limit 1"

_FORGET_AREAS = """
delete from live_slices where area_id in (select area_id from slices where upload_id = $upload_id)
"""

_NEW_MAPPING = "insert into mappings values ($fingerprint, $area_id, $mapping, $actor, $now::timestamptz)"

_NEW_CONFIRMATION = (
    "insert into layout_confirmations values ($format_key, $upload_id, $actor, $now::timestamptz)"
)

_NEW_DEFAULT_CONFIRMATION = (
    "insert into default_confirmations values ($indicator, $default_key, $stated, $actor, $now::timestamptz)"
)

_DEFAULT_CONFIRMATIONS = """
select indicator, default_key, stated, actor, confirmed_at
from default_confirmations
order by confirmed_at
"""

_NOTES = {
    "mapping": (_NEW_MAPPING, ("fingerprint", "area_id", "mapping", "actor", "now")),
    "confirmation": (_NEW_CONFIRMATION, ("format_key", "upload_id", "actor", "now")),
    "default": (_NEW_DEFAULT_CONFIRMATION, ("indicator", "default_key", "stated", "actor", "now")),
}

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
        raise _not_opened(path) from error


def _not_opened(path: str) -> StoreError:
    return StoreError(
        N_("The store {path} cannot be opened. Expected a Veikart database file that may be read and written. Name another "
           "one with --store or VEIKART_STORE; if it is damaged, bring it back with: cli.py rebuild", path=path)
    )  # fmt: skip


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


def refuse_held(database: Path) -> None:
    """Raises StoreBusy while another program has the database open, damaged or not."""
    try:
        _connect(f"duckdb:{database}", True).close()
    except StoreBusy:
        raise
    except StoreError:
        return


def known_dataset(store: Store, key: str) -> Dataset | None:
    """The dataset of that key as this store holds it, else as Veikart knows it by name, else None."""
    rows = store.arrow("select * from datasets where dataset = $key", {"key": key}).to_pylist()
    if not rows:
        return KNOWN_DATASETS.get(key)
    fields = rows[0]
    return Dataset(key=fields.pop("dataset"), **fields)
