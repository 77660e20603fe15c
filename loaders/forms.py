"""What a person enters on a page or the command line instead of in a workbook, kept and undone like any
upload."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from data.boundaries import BOUNDARY_FORM
from data.originals import ANSWER_FORM as ANSWER_FORM
from data.snapshots import SNAPSHOT_FORM, snapshot_content, snapshots
from data.staging import staged
from data.store import NewUpload, Store, StoreError
from texts import N_

TARGET_FORM = "form-target"
CHOICE_FORM = "form-headline"
NOTE_FORM = "form-note"
REPORT_FORM = "form-project-report"
_WEB_ADDRESS = re.compile(r"https?://[^\s<>]+")


@dataclass(frozen=True)
class TargetEntry:
    """A decided target as entered. Exactly one of reduction_percent (on the base year) and target_value (in
    unit) is given."""

    municipality_id: str
    indicator: str
    unit: str
    base_year: int | None
    target_year: int
    reduction_percent: float | None = None
    target_value: float | None = None
    basis: str = "territorial"
    includes_lulucf: bool = False
    includes_compensation: bool = False
    is_interim: bool = False
    decided_on: date | None = None
    decision_url: str = ""

    @property
    def record_id(self) -> str:
        """Stable for one indicator, basis and target year, so that a new decision for that year takes the old
        one's place."""
        return f"{self.indicator}/{self.basis}/{self.target_year}"


def set_target(store: Store, entry: TargetEntry, *, actor: str) -> int:
    """Record a target. Returns the upload's id, by which it can be undone.

    Raises StoreError unless exactly one of percentage and value is given, a percentage with its base year."""
    if (entry.reduction_percent is None) == (entry.target_value is None):
        raise StoreError(
            N_("A target is either a reduction in percent or a value to reach; give exactly one of them.")
        )
    if entry.reduction_percent is not None and entry.base_year is None:
        raise StoreError(N_("A reduction in percent needs the base year it is counted from."))
    if entry.decision_url and not _WEB_ADDRESS.fullmatch(entry.decision_url):
        raise StoreError(
            N_(
                'Decision: expected an address that begins with https://, found "{url}".',
                url=entry.decision_url,
            )
        )
    fields = asdict(entry)
    row = {"area_id": fields.pop("municipality_id"), "record_id": entry.record_id, **fields}
    return _commit_form(store, TARGET_FORM, "targets", row, actor=actor)


def remove_target(store: Store, municipality_id: str, record_id: str, *, actor: str) -> int:
    """End a target: the record stays in the history and no longer speaks. Returns the upload's id.

    Raises StoreError when the municipality has no such target."""
    live = store.arrow(_LIVE_TARGET, {"area_id": municipality_id, "record_id": record_id})
    if live.num_rows == 0:
        raise StoreError(
            N_("{municipality} has no target {record}.", municipality=municipality_id, record=record_id)
        )
    entry = {"area_id": municipality_id, "record_id": record_id, "action": "remove"}
    sha256 = _keep(store, TARGET_FORM, entry)
    removed = (("targets", municipality_id, record_id),)
    return store.commit(
        NewUpload(sha256, _file_name(TARGET_FORM, sha256), TARGET_FORM, actor, {}, removed_records=removed)
    )


def choose_headline(
    store: Store, municipality_id: str, dataset: str, *, table: str, basis: str, actor: str
) -> int:
    """Record which dataset speaks for an area, table and basis. Returns the upload's id.

    Raises StoreError when no live figures of that dataset stand there, since the choice would say nothing."""
    place = {"area_id": municipality_id, "table_name": table, "basis": basis, "dataset": dataset}
    if store.arrow(_LIVE_DATASET, place).num_rows == 0:
        raise StoreError(
            N_(
                "{municipality} has no figures of {dataset} to show first.",
                municipality=municipality_id,
                dataset=dataset,
            )
        )
    row = {
        "area_id": municipality_id,
        "record_id": f"{table}/{basis}",
        "table_name": table,
        "basis": basis,
        "dataset": dataset,
    }
    return _commit_form(store, CHOICE_FORM, "dataset_choices", row, actor=actor)


def acknowledge_warning(
    store: Store, municipality_id: str, warning: str, note: str, *, noted_on: date, actor: str
) -> int:
    """Record a note on a warning, named by its stable id, so that it counts as looked at. Returns the upload's id, whose
    undo makes the warning stand again.

    Raises StoreError for a note without words."""
    if not note.strip():
        raise StoreError(N_("A warning is acknowledged with a note that says why the figure is right."))
    row = {
        "area_id": municipality_id,
        "record_id": f"{warning}/{noted_on.isoformat()}",
        "subject": warning,
        "noted_on": noted_on,
        "note": note.strip(),
    }
    return _commit_form(store, NOTE_FORM, "notes", row, actor=actor)


def add_note(
    store: Store,
    area_id: str,
    subject: str,
    note: str,
    *,
    noted_on: date,
    actor: str,
    author: str = "",
    is_in_report: bool = False,
) -> int:
    """Record a note on a figure. subject: what it is about, such as "transport 2022"; a second note of the same day on the
    same subject stands beside the first. is_in_report: whether the council report tells it, without its author. Returns the
    upload's id, whose undo takes the note back.

    Raises StoreError for a note without words."""
    if not note.strip():
        raise StoreError(N_("A note needs words: what explains the figure?"))
    words = hashlib.sha256(note.strip().encode()).hexdigest()[:8]
    row = {
        "area_id": area_id,
        "record_id": f"{subject}/{noted_on.isoformat()}/{words}",
        "subject": subject,
        "noted_on": noted_on,
        "note": note.strip(),
        "author": author or actor,
        "is_in_report": is_in_report,
    }
    return _commit_form(store, NOTE_FORM, "notes", row, actor=actor)


def take_snapshot(
    store: Store,
    area_id: str,
    label: str,
    kind: str,
    rows: list[dict[str, Any]],
    *,
    taken_on: date,
    actor: str,
) -> int:
    """Freeze figures as they are shown (data/snapshots.py). Returns the upload's id, whose undo takes the snapshot back.

    Raises StoreError for a label that is empty or taken, and where there are no figures."""
    if not label.strip():
        raise StoreError(N_("A snapshot needs a name, such as 2026-T1."))
    if not rows:
        raise StoreError(N_("There is nothing to freeze: load ceilings, a reference path or measures first."))
    if any(each.label == label for each in snapshots(store, area_id, kind)):
        raise StoreError(
            N_('The snapshot "{label}" is there already and stays as it is; give another name.', label=label)
        )
    content = snapshot_content(area_id, label, kind, taken_on=taken_on, data_version=store.version, rows=rows)
    name = _file_name(SNAPSHOT_FORM, hashlib.sha256(content).hexdigest())
    sha256 = store.keep_original(content, file_name=name)
    return store.commit(NewUpload(sha256, name, SNAPSHOT_FORM, actor, {}))


def commit_rows(
    store: Store, form: str, tables: dict[str, list[dict[str, Any]]], *, actor: str, previewed_version: int
) -> int:
    """Record whole records of several tables as one form; rows are numbered as in a sheet. Returns the upload's id.

    previewed_version: the store's version that the rows were made from. Raises StoreChanged when one of their areas was
    changed since then, and what Store.commit raises."""
    kept = {"tables": {name: rows for name, rows in tables.items() if rows}}
    sha256 = _keep(store, form, kept)
    staged_rows = _rows_of_tables(form, kept["tables"])
    name = _file_name(form, sha256)
    return store.commit(
        NewUpload(sha256, name, form, actor, staged_rows, previewed_version=previewed_version)
    )


def end_record(
    store: Store, form: str, area_id: str, record_id: str, *, actor: str, previewed_version: int
) -> int:
    """End a record of a form's table: it stays in the history and no longer speaks. Returns the upload's id.

    Raises StoreChanged as commit_rows does."""
    entry = {"area_id": area_id, "record_id": record_id, "action": "remove"}
    sha256 = _keep(store, form, entry)
    removed = ((_TABLE_OF[form], area_id, record_id),)
    name = _file_name(form, sha256)
    return store.commit(
        NewUpload(sha256, name, form, actor, {}, removed_records=removed, previewed_version=previewed_version)
    )


def read_form(content: bytes) -> tuple[dict[str, pa.Table], tuple[tuple[str, str, str], ...]]:
    """What a kept form says: its staged rows by table, and the records that it ends. Raises StoreError for a file that
    is no form."""
    try:
        entry = json.loads(content)
        form = entry.pop("form")
        if form in (SNAPSHOT_FORM, BOUNDARY_FORM):  # what they hold stays in the file
            return {}, ()
        if "tables" in entry:  # whole records of several tables
            return _rows_of_tables(form, entry["tables"]), ()
        table = _TABLE_OF[form]
    except (ValueError, KeyError, AttributeError) as error:
        raise StoreError(N_("A kept form cannot be read: {detail}.", detail=str(error))) from error
    if entry.pop("action", "") == "remove":
        return {}, ((table, entry["area_id"], entry["record_id"]),)
    return {table: _form_rows(form, table, entry)}, ()


_TABLE_OF = {
    TARGET_FORM: "targets",
    CHOICE_FORM: "dataset_choices",
    NOTE_FORM: "notes",
    ANSWER_FORM: "principle_scores",
}
FORMS = (*_TABLE_OF, REPORT_FORM, SNAPSHOT_FORM, BOUNDARY_FORM)

_LIVE_TARGET = "select 1 from live_targets where area_id = $area_id and record_id = $record_id"

_LIVE_DATASET = """
select 1
from live_slices
join datasets on datasets.dataset = live_slices.dataset
where
    live_slices.area_id = $area_id and live_slices.table_name = $table_name and live_slices.dataset = $dataset
    and coalesce(datasets.basis, '') = $basis
limit 1
"""


def _commit_form(store: Store, form: str, table: str, row: dict[str, Any], *, actor: str) -> int:
    sha256 = _keep(store, form, row)
    rows = _form_rows(form, table, row)
    return store.commit(NewUpload(sha256, _file_name(form, sha256), form, actor, {table: rows}))


def _form_rows(form: str, table: str, row: dict[str, Any]) -> pa.Table:
    return staged(table, pd.DataFrame([{**row, "source_sheet": form, "source_row": 1}]))


def _rows_of_tables(form: str, tables: dict[str, list[dict[str, Any]]]) -> dict[str, pa.Table]:
    return {
        name: staged(name, pd.DataFrame(rows).assign(source_sheet=form, source_row=range(1, len(rows) + 1)))
        for name, rows in tables.items()
    }


def _keep(store: Store, form: str, row: dict[str, Any]) -> str:
    content = json.dumps({"form": form, **row}, default=str, ensure_ascii=False, sort_keys=True).encode()
    return store.keep_original(content, file_name=_file_name(form, hashlib.sha256(content).hexdigest()))


def _file_name(form: str, sha256: str) -> str:
    return f"{form}-{sha256[:8]}.json"
