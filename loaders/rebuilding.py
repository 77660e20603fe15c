"""Making a damaged database again from what lies beside it: the kept originals are read anew, in the order and with the
choices that the journal tells, and every event happens again at its own time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from data.datasets import Release
from data.errors import StoreError
from data.indicator_rules import IndicatorRules
from data.journal import Entry, Journal
from data.store import NewUpload, Store, refuse_held
from data.store_files import StoreFiles
from data.tables import TABLES
from loaders.forms import FORMS, read_form
from loaders.loading import known_records, read_file
from loaders.mappings.mapping import Mapping
from loaders.problems import LoadRefused
from loaders.reading import ReadingContext
from texts import N_, Text


@dataclass(frozen=True)
class RebuiltUpload:
    """What became of one upload: the rows it had, the rows it has again, and what was in the way, if anything."""

    upload_id: int
    file_name: str
    rows_before: int
    rows: int
    trouble: Text | None = None

    @property
    def is_whole(self) -> bool:
        return self.trouble is None and self.rows == self.rows_before


def rebuild(
    files: StoreFiles, *, indicator_rules: dict[str, IndicatorRules] | None = None
) -> list[RebuiltUpload]:
    """Make the database of a store again; the old one is set aside under another name, never deleted.

    An upload that cannot be read again keeps its place in the history without rows, and its trouble is in what comes
    back. Raises StoreError where there is no journal, or the database is held by another program."""
    journal = Journal(files.journal)
    if not files.journal.exists():
        raise StoreError(
            N_("There is no journal at {path}, so there is nothing to rebuild from. Restore a backup.", path=str(files.journal))
        )  # fmt: skip
    entries = list(journal.entries())
    if files.database.exists():
        refuse_held(files.database)
        files.set_aside(why="damaged", only_database=True)
    store = Store.open(f"duckdb:{files.database}", is_rebuilding=True)
    try:
        return list(_replayed(store, entries, indicator_rules or {}))
    finally:
        store.close()


def _replayed(
    store: Store, entries: list[Entry], rules: dict[str, IndicatorRules]
) -> Iterator[RebuiltUpload]:
    committed: set[int] = set()
    for entry in _in_order(entries):
        if entry["kind"] == "areas":
            store.add_areas(_frame(entry["areas"]), _frame(entry["changes"]))
        elif entry["kind"] in ("mapping", "confirmation", "default"):
            store.replay_note(entry)
        elif entry["event"] == "committed":
            committed.add(entry["upload_id"])
            yield _committed_again(store, entry, rules)
        else:
            if entry["upload_id"] not in committed:
                committed.add(entry["upload_id"])
                yield RebuiltUpload(entry["upload_id"], "", 0, 0, _LOST_LINE)
            store.replay(
                entry["event"],
                None,
                event_id=entry["event_id"],
                upload_id=entry["upload_id"],
                happened_at=_moment(entry["happened_at"]),
                actor=entry["actor"],
            )


_LOST_LINE = N_("The journal has lost the line that says which file this was. Restore a backup.")


def _in_order(entries: list[Entry]) -> list[Entry]:
    """Each event once, by its number; what has no event stands behind the one it followed."""
    events = {entry["event_id"]: entry for entry in entries if entry["kind"] == "event"}
    notes = [entry for entry in entries if entry["kind"] != "event"]
    return sorted(
        [*events.values(), *notes], key=lambda entry: (entry["after_event"], entry["kind"] != "event")
    )


def _committed_again(store: Store, entry: Entry, rules: dict[str, IndicatorRules]) -> RebuiltUpload:
    kept = entry["upload"]
    upload, trouble = _read_again(store, kept, entry["actor"], rules)
    try:
        _replay(store, entry, upload)
    except StoreError as error:
        trouble = error.text
        upload = _without_rows(kept, entry["actor"])
        _replay(store, entry, upload)
    rows = sum(table.num_rows for table in upload.tables.values())
    before = sum((kept["rows"] or {}).values())
    return RebuiltUpload(entry["upload_id"], kept["file_name"], before, rows, trouble)


def _replay(store: Store, entry: Entry, upload: NewUpload) -> None:
    store.replay(
        "committed",
        upload,
        event_id=entry["event_id"],
        upload_id=entry["upload_id"],
        happened_at=_moment(entry["happened_at"]),
        received_at=_moment(entry["upload"]["received_at"]),
        actor=entry["actor"],
    )


def _read_again(
    store: Store, kept: dict[str, Any], actor: str, rules: dict[str, IndicatorRules]
) -> tuple[NewUpload, Text | None]:
    """The upload as its original says today; without rows, and why, where it cannot be read."""
    try:
        content = store.original(kept["sha256"])
        if kept["format_key"] in FORMS:
            tables, removed = read_form(content)
            return _upload(kept, actor, tables, removed_records=removed), None
        return _upload_of_file(store, kept, actor, content, rules), None
    except StoreError as error:
        return _without_rows(kept, actor), error.text
    except LoadRefused as refused:
        return _without_rows(kept, actor), refused.problems[0].sentence


def _upload_of_file(
    store: Store, kept: dict[str, Any], actor: str, content: bytes, rules: dict[str, IndicatorRules]
) -> NewUpload:
    options = _options(kept)
    mapping = Mapping.from_dict(options["mapping"]) if options.get("mapping") else None
    context = ReadingContext(
        store.register(),
        municipality_id=options.get("municipality"),
        dataset=options.get("dataset"),
        release=options.get("release"),
        decimal_mark=options.get("decimal_mark"),
        records=known_records(store),
        indicator_rules=rules,
        received_on=_received_on(kept),
    )
    reading = read_file(content, context, mapping=mapping)
    errors = [problem for problem in reading.problems if problem.level == "error"]
    if errors:
        raise LoadRefused(errors)
    return _upload(
        kept,
        actor,
        reading.tables,
        datasets=tuple(reading.datasets),
        releases=reading.releases | _kept_releases(kept, reading.releases),
        removed_records=tuple(reading.removed_records),
    )


def _kept_releases(kept: dict[str, Any], read: dict[str, Release]) -> dict[str, Release]:
    """The releases as they were committed: one named by the day of reading would have another name today."""
    return {
        release["dataset"]: Release(
            release["label"],
            date.fromisoformat(release["released_on"]) if release["released_on"] else None,
            release["origin"],
        )
        for release in kept.get("releases") or ()
        if release["dataset"] in read
    }


def _without_rows(kept: dict[str, Any], actor: str) -> NewUpload:
    return _upload(kept, actor, {})


def _upload(kept: dict[str, Any], actor: str, tables: dict[str, pa.Table], **more: Any) -> NewUpload:
    return NewUpload(
        sha256=kept["sha256"],
        file_name=kept["file_name"],
        format_key=kept["format_key"],
        actor=actor,
        tables={name: rows for name, rows in tables.items() if name in TABLES},
        acknowledgement=kept["acknowledgement"] or "",
        options=_stored_options(kept),
        **more,
    )


def _stored_options(kept: dict[str, Any]) -> dict[str, Any]:
    return json.loads(kept["options"] or "{}")


def _options(kept: dict[str, Any]) -> dict[str, Any]:
    """The choices made for the file; the mapping is kept as the text of its own."""
    options = _stored_options(kept)
    return options | ({"mapping": json.loads(options["mapping"])} if options.get("mapping") else {})


def _received_on(kept: dict[str, Any]) -> date:
    return _moment(kept["received_at"]).date()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows)
