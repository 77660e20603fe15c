"""The journal beside a store: one line for everything that happened, so that a damaged database can be made again
from the kept originals (docs/adr/0014).

Each line is a JSON object with kind: event (an upload was committed, withdrawn or restored; a commit carries its
upload), mapping, confirmation (of a layout), default (a default target was checked) or areas. A line that was torn by
a crash is passed over."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb

Entry = dict[str, Any]
_TAIL_BYTES = 65_536


class Journal:
    """The journal of one store in its file; a store in memory keeps none."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def entries(self) -> Iterator[Entry]:
        """Every line in order, those that cannot be read left out."""
        if self.path is not None and self.path.exists():
            with self.path.open("rb") as file:
                yield from (entry for line in file if (entry := _entry(line)) is not None)

    def last_event(self) -> int:
        """The highest number among the events it knows; 0 = none."""
        if self.path is None or not self.path.exists():
            return 0
        with self.path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _TAIL_BYTES))
            lines = file.read().splitlines()
        known = _event_ids(entry for line in lines if (entry := _entry(line)) is not None)
        return max(known or _event_ids(self.entries()), default=0)

    def append(self, entries: Iterable[Entry]) -> None:
        """Add lines and wait until they are on the disk."""
        lines = [json.dumps(entry, ensure_ascii=False, default=str, sort_keys=True) for entry in entries]
        if self.path is None or not lines:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            torn = file.tell() > 0 and not _ends_with_a_line(self.path)
            file.write(("\n" * torn + "\n".join(lines) + "\n").encode())
            file.flush()
            os.fsync(file.fileno())

    def catch_up(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Add the events of the database that came after the last one it has."""
        if self.path is not None:
            self.append(_events_after(cursor, self.last_event()))

    def complete(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Add every event of the database that it lacks, those between its lines too."""
        if self.path is None:
            return
        known = _event_ids(self.entries())
        happened = cursor.execute("select event_id from upload_events").fetchall()
        missing = {row[0] for row in happened} - known
        if missing:
            later = _events_after(cursor, min(missing) - 1)
            self.append(entry for entry in later if entry["event_id"] in missing)


_EVENTS_AFTER = """
with counted as (
    select upload_id, table_name, sum(row_count)::bigint as row_count
    from slices
    group by upload_id, table_name
),
brought as (
    select upload_id, map_from_entries(list((table_name, row_count) order by table_name)) as rows
    from counted
    group by upload_id
),
released as (
    select distinct slices.upload_id, slices.dataset, slices.release, releases.released_on, releases.origin
    from slices
    join releases on releases.dataset = slices.dataset and releases.release = slices.release
),
editions as (
    select
        upload_id,
        list(
            struct_pack(dataset := dataset, label := release, released_on := released_on, origin := origin)
            order by dataset
        ) as releases
    from released
    group by upload_id
)
select
    upload_events.event_id, upload_events.upload_id, upload_events.event, upload_events.happened_at, upload_events.actor,
    uploads.sha256, uploads.file_name, uploads.format_key, uploads.received_at, uploads.acknowledgement, uploads.options,
    brought.rows, editions.releases
from upload_events
left join uploads on uploads.upload_id = upload_events.upload_id
left join brought on brought.upload_id = upload_events.upload_id
left join editions on editions.upload_id = upload_events.upload_id
where upload_events.event_id > $last
order by upload_events.event_id
"""
_OF_UPLOAD = (
    "sha256",
    "file_name",
    "format_key",
    "received_at",
    "acknowledgement",
    "options",
    "rows",
    "releases",
)


def _events_after(cursor: duckdb.DuckDBPyConnection, last: int) -> list[Entry]:
    found = cursor.execute(_EVENTS_AFTER, {"last": last})
    names = [column[0] for column in found.description or ()]
    return [_event(dict(zip(names, row, strict=True))) for row in found.fetchall()]


def _event_ids(entries: Iterable[Entry]) -> set[int]:
    return {entry["event_id"] for entry in entries if entry["kind"] == "event"}


def _event(row: Entry) -> Entry:
    upload = {name: row.pop(name) for name in _OF_UPLOAD}
    entry = {"kind": "event", "after_event": row["event_id"], **row}
    return entry | ({"upload": upload} if row["event"] == "committed" else {})


def _entry(line: bytes) -> Entry | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and "after_event" in entry else None


def _ends_with_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
