"""The yearly wheel: what is due for a municipality, and when: releases of the agencies, reports on the climate budget, targets
to be reviewed, reports of projects."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from data.snapshots import snapshots
from data.store import Store
from metrics.budget_snapshots import KIND
from metrics.climate_budget import climate_budget
from metrics.datasets import loaded_datasets
from metrics.innovation import next_reports
from metrics.registry import INDICATORS
from metrics.targets import targets_in_force
from texts import N_, Text

DUE = ("municipality_id", "kind", "due_on", "is_due", "subject", "reason")
NAMED_REPORT = re.compile(r"\d{4}-T[123]")  # stands for its own four months, however late it is frozen
TERTIAL_ENDS = ((4, 30), (8, 31), (12, 31))
REVIEW_YEARS = 4  # a council's term; climate_plan counts a plan as current for as long
AHEAD_DAYS = 365
PUBLISHED = ("national_inventory", "register")
Kind = Literal["release", "tertial_report", "target_review", "project_report"]


@dataclass(frozen=True)
class Due:
    """One thing to do. due_on: the day from which it can be or has to be done, None = not known."""

    kind: Kind
    due_on: date | None
    subject: Text
    reason: Text


def yearly_wheel(store: Store, municipality_id: str, *, on: date) -> pd.DataFrame:
    """What is due for a municipality on a day, and what comes within a year after it, the oldest first.

    A release is due a year after the newest loaded one of its dataset (agencies publish yearly; the day is theirs). A report
    on the climate budget is due at the end of each four months, unless one is frozen under its name ("2026-T1") or, under
    another name, between that day and the next; of those that are past, the last. A target is due for review four years
    after its decision, or when its year has passed. A project is due to report a rhythm after its last report
    (metrics.innovation).

    Returns the columns of DUE: kind (release, tertial_report, target_review, project_report), due_on (NaT: not known),
    is_due (that day has come), subject and reason (Text)."""
    every = [
        *_releases(store, municipality_id),
        *_tertial_reports(store, municipality_id, on),
        *_target_reviews(store, municipality_id, on),
        *_project_reports(store, municipality_id, on),
    ]
    near = [each for each in every if each.due_on is None or each.due_on <= on + timedelta(days=AHEAD_DAYS)]
    rows = [
        (municipality_id, each.kind, each.due_on, _has_come(each, on), each.subject, each.reason)
        for each in near
    ]
    found = pd.DataFrame(rows, columns=list(DUE)).astype({"due_on": "datetime64[us]", "is_due": bool})
    return found.sort_values(["due_on", "kind"], kind="stable", na_position="last").reset_index(drop=True)


def _has_come(each: Due, on: date) -> bool:
    return each.due_on is not None and each.due_on <= on


def _releases(store: Store, municipality_id: str) -> Iterator[Due]:
    loaded = loaded_datasets(store, [municipality_id])
    published = loaded[loaded["kind"].isin(PUBLISHED)].drop_duplicates("dataset")
    for row in published.to_dict("records"):
        subject = N_("Next release of {dataset}", dataset=row["title"])
        words = {"release": row["release"], "year": str(row["last_year"])}
        if pd.isna(row["released_on"]):
            reason = N_(
                "The day of the loaded release {release} is not known; its newest year is {year}.", **words
            )
            yield Due("release", None, subject, reason)
        else:
            reason = N_(
                "The loaded release {release} ends with {year}. Agencies publish once a year: look whether the next is there.",
                **words,
            )
            yield Due("release", _years_after(pd.Timestamp(row["released_on"]).date(), 1), subject, reason)


def _tertial_reports(store: Store, municipality_id: str, on: date) -> Iterator[Due]:
    if climate_budget(store, municipality_id).empty:
        return
    kept = snapshots(store, municipality_id, KIND)
    labels = {each.label for each in kept}
    days = [each.taken_on for each in kept if not NAMED_REPORT.fullmatch(each.label)]
    ends = [date(year, *end) for year in range(on.year - 1, on.year + 2) for end in TERTIAL_ENDS]
    last_past = max(number for number, end in enumerate(ends) if end <= on)
    for end, following in zip(ends[last_past:], ends[last_past + 1 :], strict=False):
        label = f"{end.year}-T{TERTIAL_ENDS.index((end.month, end.day)) + 1}"
        if label not in labels and not any(end <= day < following for day in days):
            subject = N_("Report {label} on the climate budget", label=label)
            reason = N_("Four months end; freezing the report keeps its figures as they stand.")
            yield Due("tertial_report", end, subject, reason)


def _target_reviews(store: Store, municipality_id: str, on: date) -> Iterator[Due]:
    found = targets_in_force(store, [municipality_id])
    for row in found[found["is_speaking"].astype(bool)].to_dict("records"):
        title, year = INDICATORS[row["indicator"]].title, int(row["target_year"])
        subject = N_("Target for {year}: {indicator}", year=str(year), indicator=title)
        if year < on.year:
            yield Due("target_review", date(year + 1, 1, 1), subject, N_("Its year has passed."))
        elif pd.notna(row["decided_on"]):
            decided = pd.Timestamp(row["decided_on"]).date()
            reason = N_("It was decided on {day}; a council's term is four years.", day=decided.isoformat())
            yield Due("target_review", _years_after(decided, REVIEW_YEARS), subject, reason)


def _project_reports(store: Store, municipality_id: str, on: date) -> Iterator[Due]:
    for row in next_reports(store, municipality_id, on=on).to_dict("records"):
        due = None if pd.isna(row["due_on"]) else pd.Timestamp(row["due_on"]).date()
        if pd.notna(row["reported_on"]):
            last = pd.Timestamp(row["reported_on"]).date()
            reason = N_("Its last report is of {day}.", day=last.isoformat())
        elif due is not None:
            reason = N_("Nothing is reported since it began.")
        else:
            reason = N_("Neither a start nor a report is known.")
        subject = N_("Report of the project {title}", title=row["title"])
        yield Due("project_report", due, subject, reason)


def _years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
