"""Projects whose report is late on a day, and those that cut less than planned: for the Overview and the Projects page."""

from datetime import date

import pandas as pd
import streamlit as st

from data.store import Store
from metrics.innovation import REPORTING_DAYS
from sentences import formats
from texts import _
from ui import layout, project_reads, reads
from ui.layout import Step
from ui.remembered import remembered
from ui.upload_flow import as_written

PROJECTS_PAGE = "pages/projects.py"
MOST_LINES = 8  # the table, filtered by what is late, has the others


def step(store: Store, area_id: str, today: date) -> list[Step]:
    """What the Overview says of project reports that are late on the day; nothing where none is."""
    late = late_ones(store, area_id, today)
    if late.empty:
        return []
    names = ", ".join(as_written(title) for title in late["title"])
    why = (
        _("A project report is late: {names}.", names=names)
        if len(late) == 1
        else _("{count} project reports are late: {names}.", count=len(late), names=names)
    )
    return [Step(why, _("Report on the projects"), PROJECTS_PAGE)]


@remembered()
def late_ones(store: Store, area_id: str, today: date) -> pd.DataFrame:
    """The late projects, one row each (metrics.innovation.follow_up)."""
    found = reads.late_reports(store, area_id, today)
    return found[found["is_late"].astype(bool)].drop_duplicates("project_id").reset_index(drop=True)


@remembered()
def behind_ones(store: Store, area_id: str, today: date) -> pd.DataFrame:
    """The projects that cut less than planned, one row each (metrics.innovation.follow_up)."""
    found = reads.late_reports(store, area_id, today)
    return found[found["is_behind"].astype(bool)].drop_duplicates("project_id").reset_index(drop=True)


def section(store: Store, area_id: str, today: date) -> None:
    """The reminders: each late project with the day of its last report and the way to its form; then what is behind."""
    late, behind = late_ones(store, area_id, today), behind_ones(store, area_id, today)
    layout.heading(_("Reports that are due"))
    st.markdown(summary(late, today))
    with st.container(key="vk-steps", gap="small"):
        for row in late.head(MOST_LINES).to_dict("records"):
            _line(area_id, row, today)
    if len(late) > MOST_LINES:
        st.caption(_("And {count} more: choose “Late” in the table below.", count=len(late) - MOST_LINES))
    for row in behind.head(MOST_LINES).to_dict("records"):
        st.markdown(behind_words(row))


def _line(area_id: str, row: dict, today: date) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(late_words(row, today), width="stretch")
        st.page_link(
            project_reads.PROJECT_PAGE,
            label=_("Report progress"),
            icon=":material/edit_square:",
            query_params=project_reads.query_of(area_id, row["project_id"], report="1"),
        )


def summary(late: pd.DataFrame, today: date) -> str:
    """How many reports are late on the day, and the rhythm."""
    places = {"day": f"{today:%Y-%m-%d}", "days": str(REPORTING_DAYS)}
    if late.empty:
        return _("No report is late on {day}; projects report every {days} days.", **places)
    if len(late) == 1:
        return _("One project is late on {day}; projects report every {days} days.", **places)
    return _(
        "{count} projects are late on {day}; projects report every {days} days.", count=len(late), **places
    )


def late_words(row: dict, today: date) -> str:
    """Why a project is late: its last report, and its last day where that has passed. row: of follow_up."""
    title = as_written(row["title"])
    words = (
        _("**{title}** has not reported yet.", title=title)
        if pd.isna(row["reported_on"])
        else _("**{title}** reported last on {day}.", title=title, day=f"{row['reported_on']:%Y-%m-%d}")
    )
    if pd.isna(row["ends_on"]) or row["ends_on"] >= pd.Timestamp(today):
        return words
    last = f"{row['ends_on']:%Y-%m-%d}"
    return f"{words} {_('It was to end on {day}.', day=last)}"


def behind_words(row: dict) -> str:
    """What a project cut beside what it was to cut. row: of follow_up."""
    return _(
        "**{title}** is behind its plan: {verified} verified of {expected} expected in {year}.",
        title=as_written(row["title"]), year=formats.year(row["year"]),
        expected=formats.short_amount(row["expected_tco2e"], "t CO2e"),
        verified=formats.short_amount(row["verified_tco2e"], "t CO2e", like=(row["expected_tco2e"],)),
    )  # fmt: skip
