"""Frozen figures: what a report showed on a day, kept as a file of its own that no later upload changes.

A snapshot is an upload without rows whose original holds the figures: it is listed, undone, backed up and rebuilt like every
other upload."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.errors import StoreError
from data.store import Store
from texts import N_

SNAPSHOT_FORM = "form-snapshot"


@dataclass(frozen=True)
class Snapshot:
    """What was shown. label: its name, such as 2026-T1; kind: what the figures are, such as climate_budget; data_version:
    the store's version at that moment; rows: the figures as shown, None = missing."""

    upload_id: int
    area_id: str
    label: str
    kind: str
    taken_on: date
    data_version: int
    actor: str
    rows: list[dict[str, Any]]


def snapshot_content(
    area_id: str, label: str, kind: str, *, taken_on: date, data_version: int, rows: list[dict[str, Any]]
) -> bytes:
    """The file of a snapshot."""
    entry = {
        "form": SNAPSHOT_FORM,
        "area_id": area_id,
        "label": label,
        "kind": kind,
        "taken_on": taken_on.isoformat(),
        "data_version": data_version,
        "rows": rows,
    }
    return json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()


def snapshots(store: Store, area_id: str, kind: str) -> list[Snapshot]:
    """The live snapshots of an area, the oldest first. Raises StoreError where a kept file cannot be read."""
    uploads = store.uploads()
    kept = uploads[(uploads["format_key"] == SNAPSHOT_FORM) & uploads["is_live"]].sort_values("upload_id")
    found = [_read(store, row) for row in kept.to_dict("records")]
    return [each for each in found if each.area_id == area_id and each.kind == kind]


def _read(store: Store, upload: dict[str, Any]) -> Snapshot:
    try:
        entry = json.loads(store.original(upload["sha256"]))
        return Snapshot(
            int(upload["upload_id"]),
            entry["area_id"],
            entry["label"],
            entry["kind"],
            date.fromisoformat(entry["taken_on"]),
            entry["data_version"],
            upload["actor"],
            entry["rows"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(N_("A kept snapshot cannot be read: {detail}.", detail=str(error))) from error
