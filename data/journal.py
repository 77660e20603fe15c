"""The journal beside a store: one line for everything that happened, so that a damaged database can be made again
from the kept originals (docs/adr/0014).

Each line is a JSON object with kind: event (an upload was committed, withdrawn or restored; a commit carries its
upload), mapping, confirmation or areas. A line that was torn by a crash is passed over."""

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
        """The number of the last event it knows; 0 = none."""
        if self.path is None or not self.path.exists():
            return 0
        with self.path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _TAIL_BYTES))
            lines = file.read().splitlines()
        known = (_entry(line) for line in reversed(lines))
        last = next((entry for entry in known if entry is not None), None)
        if last is None:
            return max((entry["after_event"] for entry in self.entries()), default=0)
        return int(last["after_event"])

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
        """Add the events of the database that it does not have yet."""
        if self.path is None:
            return
        found = cursor.execute(_EVENTS_AFTER, {"last": self.last_event()})
        names = [column[0] for column in found.description or ()]
        self.append(_event(dict(zip(names, row, strict=True))) for row in found.fetchall())


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
)
select
    upload_events.event_id, upload_events.upload_id, upload_events.event, upload_events.happened_at, upload_events.actor,
    uploads.sha256, uploads.file_name, uploads.format_key, uploads.received_at, uploads.acknowledgement, uploads.options,
    brought.rows
from upload_events
left join uploads on uploads.upload_id = upload_events.upload_id
left join brought on brought.upload_id = upload_events.upload_id
where upload_events.event_id > $last
order by upload_events.event_id
"""
_OF_UPLOAD = ("sha256", "file_name", "format_key", "received_at", "acknowledgement", "options", "rows")


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
