"""Whether a store is whole: every block readable, every original as it was received, no upload torn, and what speaks as
the events say."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from data.errors import StoreError
from data.live import LIVE_SLICES
from data.store import Store
from data.tables import TABLES
from texts import N_, Text


@dataclass(frozen=True)
class Fault:
    """One thing that is not whole: which check found it, on what, in which words, and what to do."""

    check: str
    subject: str
    found: Text
    fix: Text


REBUILD = N_("Bring it back: cli.py restore BACKUP, or cli.py rebuild from the kept files.")
RESTORE_FILES = N_("Bring the file back from a backup.")


def verify(store: Store) -> list[Fault]:
    """Everything that is not whole in a store; empty = it is. Reads every table and every original once."""
    try:
        unreadable = list(_unreadable_tables(store))
        if unreadable:
            return unreadable
        return [
            *_originals(store),
            *_torn_uploads(store),
            *_strange_rows(store),
            *_events(store),
            *_live_slices(store),
            *_journal(store),
        ]
    except duckdb.Error as error:
        return [Fault("database", store.url, N_("{detail}", detail=_first_line(error)), REBUILD)]


def _unreadable_tables(store: Store) -> Iterator[Fault]:
    names = store.arrow("select table_name from duckdb_tables() where not internal order by table_name")
    for name in names["table_name"].to_pylist():
        try:
            store.arrow(f"select sum(hash(rows)) as read_through from {name} rows")  # noqa: S608
        except duckdb.Error as error:
            yield Fault("readable", name, N_("{detail}", detail=_first_line(error)), REBUILD)


def _originals(store: Store) -> Iterator[Fault]:
    for row in store.arrow(_KEPT).to_pylist():
        try:
            store.original(row["sha256"])
        except StoreError as error:
            yield Fault("original", row["file_name"], error.text, RESTORE_FILES)


_KEPT = """
select distinct coalesce(uploads.sha256, originals.sha256) as sha256, coalesce(uploads.file_name, originals.sha256) as file_name
from uploads
full join originals on originals.sha256 = uploads.sha256
order by file_name, sha256
"""


def _torn_uploads(store: Store) -> Iterator[Fault]:
    for name in TABLES:
        rows = store.arrow(_TORN.replace("{name}", name), {"table_name": name}).to_pylist()
        for row in rows:
            found = N_(
                "{table}: {found} rows of {expected}",
                table=TABLES[name].title,
                found=str(row["found"]),
                expected=str(row["expected"]),
            )
            yield Fault("torn", f"upload {row['upload_id']}", found, REBUILD)


_TORN = """
with counted as (
    select slice_id, count(*) as rows
    from {name}
    group by slice_id
)
select slices.upload_id, sum(coalesce(counted.rows, 0))::bigint as found, sum(slices.row_count)::bigint as expected
from slices
left join counted on counted.slice_id = slices.slice_id
where slices.table_name = $table_name
group by slices.upload_id
having bool_or(coalesce(counted.rows, 0) <> slices.row_count)
order by slices.upload_id
"""


def _strange_rows(store: Store) -> Iterator[Fault]:
    for name in TABLES:
        rows = store.arrow(
            f"select count(*) as rows from {name} anti join slices using (slice_id)"  # noqa: S608
        )
        count = rows["rows"][0].as_py()
        if count:
            yield Fault("torn", name, N_("{count} rows that belong to no upload", count=count), REBUILD)


def _events(store: Store) -> Iterator[Fault]:
    without = store.arrow(_WITHOUT_EVENT).to_pylist()
    for row in without:
        yield Fault("events", f"upload {row['upload_id']}", N_("an upload without any event"), REBUILD)
    for row in store.arrow(_WITHOUT_UPLOAD).to_pylist():
        yield Fault(
            "events", f"event {row['event_id']}", N_("an event of an upload that is not there"), REBUILD
        )


_WITHOUT_EVENT = """
select upload_id
from uploads
anti join upload_events using (upload_id)
order by upload_id
"""

_WITHOUT_UPLOAD = """
select event_id
from upload_events
anti join uploads using (upload_id)
order by event_id
"""


def _live_slices(store: Store) -> Iterator[Fault]:
    replayed = LIVE_SLICES.replace("$until_event", "(select coalesce(max(event_id), 0) from upload_events)")
    sql = _DIFFERENT_LIVE.replace("{replayed}", replayed.replace("$upload_id", "null"))
    count = store.arrow(sql)["different"][0].as_py()
    if count:
        yield Fault(
            "live",
            "live_slices",
            N_("{count} slices speak otherwise than the events say", count=count),
            REBUILD,
        )


_DIFFERENT_LIVE = """
with replayed as ({replayed}),
wanted as (
    select slice_id, is_speaking, is_headline from replayed
),
stored as (
    select slice_id, is_speaking, is_headline from live_slices
),
different as (
    (from wanted except all from stored)
    union all
    (from stored except all from wanted)
)
select count(*) as different from different
"""


def _journal(store: Store) -> Iterator[Fault]:
    known = {entry["event_id"] for entry in store.journal_entries() if entry["kind"] == "event"}
    if store.has_journal:
        missing = [event for event in store.events()["event_id"].tolist() if event not in known]
        if missing:
            found = N_(
                "{count} events are missing, the first is {event}", count=len(missing), event=str(missing[0])
            )
            yield Fault(
                "journal", "journal", found, N_("Open the store once for writing, which writes them again.")
            )


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
