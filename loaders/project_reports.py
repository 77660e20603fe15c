"""A progress report that a project lead enters on a page instead of in a workbook, kept and undone like any upload.

All reports of a project are one record, and an upload replaces whole records (data/commit.py). So the form writes the
reports that stand there again, with the new one among them; likewise the effects when a verified cut is told, and the
project itself when its stage or status is another one now. A row that is written again says in `source_label` where it
came from first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from data.code_lists import INNOVATION_STAGES, PROJECT_STATUSES
from data.store import Store, StoreChanged, StoreError
from data.tables import TABLES
from loaders.forms import REPORT_FORM, commit_rows
from texts import N_

ATTEMPTS = 5  # when others save at the same moment
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class ReportEntry:
    """A report as entered. innovation_stage and status: codes, status "" = not told. done_percent: 0-100, None = not told.

    verified_tco2e: the cut of verified_year as measured or verified, t CO2e, below zero when emissions rose; both or
    neither. replaces_report: the report of the same day, if there is one, gives way to this one."""

    municipality_id: str
    project_id: str
    reported_on: date
    innovation_stage: str
    report_text: str
    status: str = ""
    done_percent: float | None = None
    next_step: str = ""
    verified_year: int | None = None
    verified_tco2e: float | None = None
    replaces_report: bool = False


def report_progress(store: Store, entry: ReportEntry, *, actor: str) -> int:
    """Record a report beside the older ones. Returns the upload's id, by which it can be taken back.

    The newest report also says where the project stands: stage and status of the project follow it. Two people who save at
    the same moment both keep their reports. Raises StoreError where something is missing, the project is not known, or
    the day has a report that shall not give way."""
    _check(entry)
    for attempt in range(1, ATTEMPTS + 1):
        version = store.version
        rows = _records(store, entry)
        try:
            return commit_rows(store, REPORT_FORM, rows, actor=actor, previewed_version=version)
        except StoreChanged:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")  # pragma: no cover - the loop returns or raises


def _check(entry: ReportEntry) -> None:
    if not entry.report_text.strip():
        raise StoreError(N_("A report needs words: what has happened since the last one?"))
    if entry.innovation_stage not in INNOVATION_STAGES or entry.status not in ("", *PROJECT_STATUSES):
        raise StoreError(N_("A report needs a stage and a status that the lists know."))
    if entry.done_percent is not None and not 0 <= entry.done_percent <= 100:
        raise StoreError(
            N_("Done: expected a percentage from 0 to 100, found {value}.", value=f"{entry.done_percent:g}")
        )
    if (entry.verified_year is None) != (entry.verified_tco2e is None):
        raise StoreError(N_("A verified cut needs both its year and its tonnes."))


def _records(store: Store, entry: ReportEntry) -> dict[str, Rows]:
    """The whole records that the report is part of, by table; empty where nothing changes."""
    projects = _rows(store, "projects", entry)
    if not projects:
        places = {"municipality": entry.municipality_id, "project": entry.project_id}
        raise StoreError(N_("{municipality} has no project {project}.", **places))
    reports = _rows(store, "project_reports", entry)
    return {
        "projects": _project(projects[0], entry) if _is_newest(reports, entry) else [],
        "project_reports": _reports(reports, entry),
        "project_effects": _effects(_rows(store, "project_effects", entry), entry),
    }


def _is_newest(reports: Rows, entry: ReportEntry) -> bool:
    return all(row["reported_on"] <= entry.reported_on for row in reports)


def _project(project: dict[str, Any], entry: ReportEntry) -> Rows:
    """The project at its new stage; nothing where it stands there already."""
    changed = project | {
        "innovation_stage": entry.innovation_stage,
        "status": entry.status or project["status"],
    }
    return [] if changed == project else [changed | {"source_label": None}]


def _reports(reports: Rows, entry: ReportEntry) -> Rows:
    others = [row for row in reports if row["reported_on"] != entry.reported_on]
    if len(others) < len(reports) and not entry.replaces_report:
        day = entry.reported_on.isoformat()
        raise StoreError(
            N_("There is a report of {day} already. Let the new one take its place, or give another date.", day=day)
        )  # fmt: skip
    new = {
        "area_id": entry.municipality_id,
        "record_id": entry.project_id,
        "reported_on": entry.reported_on,
        "innovation_stage": entry.innovation_stage,
        "status": entry.status or None,
        "done_percent": entry.done_percent,
        "report_text": entry.report_text.strip(),
        "next_step": entry.next_step.strip() or None,
    }
    return sorted([*others, new], key=lambda row: row["reported_on"])


def _effects(effects: Rows, entry: ReportEntry) -> Rows:
    """The effects with the verified cut of its year; nothing where none is told."""
    if entry.verified_year is None:
        return []
    same = next((row for row in effects if row["year"] == entry.verified_year), {})
    key = {"area_id": entry.municipality_id, "record_id": entry.project_id, "year": entry.verified_year}
    others = [row for row in effects if row["year"] != entry.verified_year]
    told = same | key | {"verified_tco2e": entry.verified_tco2e, "source_label": None}  # entered here
    return sorted([*others, told], key=lambda row: row["year"])


def _rows(store: Store, table: str, entry: ReportEntry) -> Rows:
    """The rows of the project that speak now, with where each came from first."""
    columns = ", ".join(f"facts.{column.name}" for column in TABLES[table].columns)
    statement = _ROWS.replace("{columns}", columns).replace("{table}", table)
    place = {"area_id": entry.municipality_id, "record_id": entry.project_id, "form": REPORT_FORM}
    return store.arrow(statement, place).to_pylist()


# What {columns} and {table} stand for comes from data/tables.py.
_ROWS = """
select
    {columns},
    if(
        uploads.format_key = $form and facts.source_label is not null, facts.source_label,
        concat_ws(' · ', uploads.file_name, facts.source_sheet, facts.source_row)
    ) as source_label
from live_{table} facts
join uploads on uploads.upload_id = facts.upload_id
where facts.is_speaking and facts.area_id = $area_id and facts.record_id = $record_id
order by facts.source_row
"""
