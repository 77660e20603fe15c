"""What the history of uploads reads, computed once and shared by all sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import streamlit as st

from data.originals import ANSWER_FORM
from data.store import REFUSED_ORIGINALS_KEPT, Store
from data.upload_states import RowCounts, rows_changed_by
from ui.remembered import remembered


@dataclass(frozen=True)
class PastUpload:
    """One upload with its present state. years are 0 and texts empty where there are none; changed_by: who did what
    happened to it last."""

    upload_id: int
    file_name: str
    format_key: str
    sha256: str
    state: str
    is_live: bool
    row_count: int
    tables: tuple[str, ...]
    releases: str
    first_year: int
    last_year: int
    actor: str
    committed_at: datetime
    changed_by: str
    changed_at: datetime
    acknowledgement: str

    @property
    def is_form(self) -> bool:
        """Whether it was entered on a page or at the command line, so that its file is Veikart's own."""
        return self.format_key.startswith("form-")

    @property
    def holds_answers(self) -> bool:
        """Whether it is what one person answered to the principles."""
        return self.format_key == ANSWER_FORM


@dataclass(frozen=True)
class NamedAreas:
    """Whom an upload is about: the first names, and how many areas of each kind."""

    names: tuple[str, ...]
    kinds: Mapping[str, int]


@dataclass(frozen=True)
class ReceivedFile:
    """A file that was received and is part of no upload, and the moment from which it may be deleted."""

    sha256: str
    size_bytes: int
    received_at: datetime

    @property
    def kept_until(self) -> datetime:
        kept: timedelta = REFUSED_ORIGINALS_KEPT
        return self.received_at + kept


@remembered()
def past_uploads(store: Store) -> tuple[PastUpload, ...]:
    """Every upload of a store, newest first, with who changed it last."""
    events = store.events().drop_duplicates("upload_id", keep="last")
    last_actor = dict(zip(events["upload_id"], events["actor"], strict=True))
    rows = store.uploads().to_dict("records")
    return tuple(_past_upload(row, last_actor[row["upload_id"]]) for row in rows)


def _past_upload(row: dict[Any, Any], changed_by: str) -> PastUpload:
    return PastUpload(
        upload_id=int(row["upload_id"]),
        file_name=row["file_name"],
        format_key=row["format_key"],
        sha256=row["sha256"],
        state=row["state"],
        is_live=bool(row["is_live"]),
        row_count=int(row["row_count"]),
        tables=tuple(row["tables"].split(", ")) if isinstance(row["tables"], str) else (),
        releases=row["releases"] if isinstance(row["releases"], str) else "",
        first_year=_whole(row["first_year"]),
        last_year=_whole(row["last_year"]),
        actor=row["actor"],
        committed_at=row["committed_at"],
        changed_by=changed_by,
        changed_at=row["changed_at"],
        acknowledgement=row["acknowledgement"] or "",
    )


def _whole(year: Any) -> int:
    return 0 if year is None or year != year else int(year)


@remembered()
def named_areas(store: Store, upload_ids: tuple[int, ...]) -> dict[int, NamedAreas]:
    """Whom each of these uploads is about; one that names nobody is left out."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in store.arrow(_AREAS, {"uploads": list(upload_ids)}).to_pylist():
        found.setdefault(row["upload_id"], []).append(row)
    return {
        upload_id: NamedAreas(
            tuple(sorted(name for row in rows for name in row["names"])),
            {row["kind"]: int(row["areas"]) for row in rows},
        )
        for upload_id, rows in found.items()
    }


@remembered()
def editions(store: Store, upload_ids: tuple[int, ...]) -> dict[int, tuple[tuple[str, str], ...]]:
    """The datasets that each of these uploads brought, each with its release."""
    found: dict[int, tuple[tuple[str, str], ...]] = dict.fromkeys(upload_ids, ())
    for row in store.arrow(_EDITIONS, {"uploads": list(upload_ids)}).to_pylist():
        found[row["upload_id"]] += ((row["dataset"], row["release"]),)
    return found


@remembered()
def areas_with_uploads(store: Store) -> dict[str, str]:
    """The municipalities that any upload is about, by name: names by id."""
    rows = store.arrow(_AREAS_WITH_UPLOADS).to_pylist()
    return {row["area_id"]: row["name"] for row in rows}


@remembered()
def uploads_about(store: Store, area_id: str) -> frozenset[int]:
    """The uploads that bring something of a municipality, or end it."""
    rows = store.arrow(_UPLOADS_ABOUT, {"area_id": area_id})
    return frozenset(rows["upload_id"].to_pylist())


def rows_changed(store: Store, upload: PastUpload) -> dict[str, RowCounts]:
    """How many rows of each table an upload changed when it was committed (data.upload_states.rows_changed_by).

    Kept without the version of the store, since nothing that comes later changes it."""
    return _rows_changed(store.url, upload.upload_id, upload.sha256, upload.committed_at, store)


@st.cache_data(show_spinner=False, max_entries=5_000)
def _rows_changed(
    url: str, upload_id: int, sha256: str, committed_at: datetime, _store: Store
) -> dict[str, RowCounts]:
    return rows_changed_by(_store, upload_id)


def received_files(store: Store) -> list[ReceivedFile]:
    """The files that are part of no upload, the last received first. Not remembered: receiving one is no event."""
    return [ReceivedFile(**row) for row in store.arrow(_RECEIVED).to_pylist()]


_AREAS = """
with named as (
    select distinct slices.upload_id, areas.area_id, areas.name, areas.kind
    from slices
    join areas on areas.area_id = slices.area_id
    where slices.upload_id in (select unnest($uploads))
)
select upload_id, kind, count(*) as areas, list(name order by name)[1:4] as names
from named
group by upload_id, kind
order by upload_id, kind
"""

_EDITIONS = """
select distinct upload_id, dataset, release
from slices
where upload_id in (select unnest($uploads)) and dataset is not null
order by upload_id, dataset, release
"""

_AREAS_WITH_UPLOADS = """
select distinct areas.area_id, areas.name
from slices
join areas on areas.area_id = slices.area_id
where areas.kind = 'municipality'
order by areas.name, areas.area_id
"""

_UPLOADS_ABOUT = """
select distinct upload_id
from slices
where area_id = $area_id
order by upload_id
"""

_RECEIVED = """
select sha256, size_bytes, received_at
from originals
where sha256 not in (select sha256 from uploads)
order by received_at desc, sha256
"""
