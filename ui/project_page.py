"""How far one project is: which one the page is about, the answer in words, expected and verified effect, and the figures
beside it. What was reported and what others can learn: ui/project_story.py."""

from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from charts.chart import Chart
from charts.project_effect import project_effect_chart
from data.code_lists import (
    INNOVATION_STAGES,
    ORGANISATION_KINDS,
    PROJECT_STATUSES,
    SECTORS,
)
from data.store import Store
from metrics.innovation import next_reports
from sentences import formats
from texts import _
from ui import view
from ui.layout import Fact
from ui.project_report_form import STOPPED, Known
from ui.project_story import UNIT, Project, day_of
from ui.remembered import remembered

CHOICE = "project"
GOAL_YEAR = 2030
STYLE = f"<style>{(Path(__file__).parent / 'project_page.css').read_text(encoding='utf-8')}</style>"


# --- which project


def chosen(projects: pd.DataFrame) -> tuple[str | None, str]:
    """The project that the address names, else the one last chosen; None where there is none of the municipality. With it
    the id that was asked for and is unknown, else ""."""
    ids = projects["project_id"].tolist()
    asked = st.query_params.get(CHOICE)
    if asked and asked not in ids:
        return None, asked
    return view.chosen_if_any(CHOICE, ids), ""


def choice(projects: pd.DataFrame, project_id: str | None) -> None:
    """The choice of a project by its title; it goes into the address at once."""
    titles = dict(zip(projects["project_id"], projects["title"], strict=True))
    st.selectbox(
        _("Project"),
        list(titles),
        index=0 if project_id else None,  # none can be un-chosen
        format_func=lambda key: f"{titles[key]} ({key})",
        placeholder=_("Choose a project"),
        key=view.widget_key(CHOICE, project_id),
        on_change=_took,
        label_visibility="collapsed",
    )


def _took() -> None:
    value = st.session_state[f"choice-{CHOICE}"]
    if value is not None:
        st.query_params[CHOICE] = value  # at once: an id that is unknown stands there else
        view.choose(CHOICE, value)


def count_words(projects: pd.DataFrame, name: str) -> str:
    """How many projects there are, and how many of them are not stopped."""
    stopped = (projects["innovation_stage"] == STOPPED) | (projects["status"] == STOPPED)
    if len(projects) == 1:
        return _("{name} has one project.", name=name)
    if not stopped.any():
        return _("{name} has {count} projects.", name=name, count=len(projects))
    return _("{name} has {count} projects; {stopped} of them stopped.", name=name, count=len(projects),
             stopped=int(stopped.sum()))  # fmt: skip


# --- what is read


def project_of(projects: pd.DataFrame, project_id: str) -> Project:
    """One project of ui.project_reads.projects."""
    found = projects[projects["project_id"] == project_id].iloc[0]
    return {str(name): value for name, value in found.items()}


def of_project(frame: pd.DataFrame, project_id: str) -> pd.DataFrame:
    """The rows of one project."""
    return frame[frame["project_id"] == project_id].reset_index(drop=True)


@remembered()
def due(store: Store, area_id: str, on: date) -> pd.DataFrame:
    """When each project reports next (metrics.innovation.next_reports)."""
    return next_reports(store, area_id, on=on)


def known(project: Project, reports: pd.DataFrame) -> Known:
    """What the form begins with: where the project stands, and what its newest report told."""
    newest = reports.iloc[0] if len(reports) else None
    done = None if newest is None or pd.isna(newest["done_percent"]) else float(newest["done_percent"])
    days = frozenset(day.date() for day in reports["reported_on"])
    return Known(
        project["municipality_id"],
        project["project_id"],
        project["innovation_stage"],
        project["status"],
        done,
        days,
    )


# --- the answer


def answer(project: Project, reports: pd.DataFrame, effects: pd.DataFrame) -> str:
    """Where the project stands, and what it is expected to cut and has cut."""
    return f"{_standing(project, reports)} {_effect(effects, is_stopped=_is_stopped(project))}"


def _is_stopped(project: Project) -> bool:
    return STOPPED in (project["innovation_stage"], project["status"])


def _standing(project: Project, reports: pd.DataFrame) -> str:
    is_stopped = _is_stopped(project)
    stage = _(INNOVATION_STAGES[project["innovation_stage"]])
    if reports.empty:
        return _("It is stopped, and nothing was reported.") if is_stopped else _(
            "It is at the stage {stage}, and nothing has been reported yet.", stage=stage)  # fmt: skip
    newest = reports.iloc[0]
    places = {
        "stage": stage,
        "day": _unbroken(day_of(newest["reported_on"])),
        "percent": formats.percent(newest["done_percent"]),
    }
    if is_stopped:
        return _("It is stopped; the last report is of {day}.", **places)
    if pd.isna(newest["done_percent"]):
        return _("It is at the stage {stage}; the last report is of {day}.", **places)
    return _("It is at the stage {stage}: {percent} of the work is done, says the report of {day}.", **places)


def _effect(effects: pd.DataFrame, *, is_stopped: bool) -> str:
    expected, verified = _newest_expected(effects), _newest(effects, "verified_tco2e")
    if expected is None and verified is None:
        return _("What it cuts is not told yet.")
    if expected is None:
        return _("{verified} is verified for {year}.", **_verified_places(verified))
    places = {"amount": formats.amount(expected[1], UNIT), "goal": str(expected[0])}
    if is_stopped:
        return _("It was expected to cut {amount} in {goal}, which no longer counts.", **places)
    if verified is None:
        return _("It is expected to cut {amount} in {goal}; nothing is verified yet.", **places)
    return _("It is expected to cut {amount} in {goal}; {verified} is verified for {year}.",
             **places, **_verified_places(verified))  # fmt: skip


def _verified_places(verified: tuple[int, float] | None) -> dict[str, str]:
    year, tonnes = verified or (0, float("nan"))
    return {"verified": formats.short_amount(tonnes, UNIT), "year": str(year)}


def _newest_expected(effects: pd.DataFrame) -> tuple[int, float] | None:
    """The expected cut of 2030, else of the last year that has one."""
    goal = effects[effects["year"] == GOAL_YEAR].dropna(subset=["expected_mid_tco2e"])
    return _newest(goal if len(goal) else effects, "expected_mid_tco2e")


def _newest(effects: pd.DataFrame, column: str) -> tuple[int, float] | None:
    told = effects.dropna(subset=[column]).sort_values("year")
    return None if told.empty else (int(told["year"].iloc[-1]), float(told[column].iloc[-1]))


def verdict(follow_up: pd.DataFrame, due_on: date | None) -> tuple[str, str | None]:
    """Late, behind or on time, with the status whose colour it takes; nothing where no report is due.

    follow_up: of this project (metrics.innovation.follow_up)."""
    if follow_up["is_late"].any():
        return _("Late."), "too_slow"
    if follow_up["is_behind"].any():
        return _("Behind."), "too_slow"
    return ("", None) if due_on is None else (_("On time."), "on_track")


def follow_up_words(follow_up: pd.DataFrame, due_on: date | None, today: date) -> str:
    """Why it is late or behind, or when it reports next; with the day that it was looked at."""
    if len(follow_up):
        reasons = " ".join(_(reason) for reason in follow_up["reason"])
        return f"{reasons} {_('Looked at on {day}.', day=_unbroken(today.isoformat()))}"
    return "" if due_on is None else _("The next report is due by {day}.", day=_unbroken(due_on.isoformat()))


def due_day(store: Store, area_id: str, project_id: str, today: date) -> date | None:
    """The day of the next report; None where none is due or nobody can say."""
    found = of_project(due(store, area_id, today), project_id)["due_on"].dropna()
    return None if found.empty else found.iloc[0].date()


# --- picture and figures


def has_effects(effects: pd.DataFrame) -> bool:
    """Whether any cut is told."""
    return bool(effects.filter(like="_tco2e").notna().any(axis=None))


def effect_chart(effects: pd.DataFrame) -> Chart:
    """Expected against verified cuts by year."""
    names = {
        "expected_low_tco2e": "low", "expected_mid_tco2e": "middle", "expected_high_tco2e": "high",
        "verified_tco2e": "verified",
    }  # fmt: skip
    return project_effect_chart(
        effects[["year", *names]].rename(columns=names),
        format=formats.chart_format(),
        unit_label=UNIT,
        empty_text=_("What the project cuts is not told yet."),
    )


def facts(project: Project, reports: pd.DataFrame, due_on: date | None) -> list[Fact]:
    """Where the project stands, as figures and words; what is not told is left out."""
    newest = reports.iloc[0] if len(reports) else None
    is_measured = newest is not None and not pd.isna(newest["done_percent"])
    entries = [
        (
            _("Done"),
            formats.percent(newest["done_percent"]) if is_measured and newest is not None else "",
            False,
        ),
        (_("Stage"), _(INNOVATION_STAGES[project["innovation_stage"]]), True),
        (_("Status"), _(PROJECT_STATUSES[project["status"]]) if project["status"] else "", True),
        (_("Next report due by"), due_on.isoformat() if due_on else "", True),
        (_("Period"), _period(project["starts_on"], project["ends_on"]), True),
        (_("Led by"), _lead(project), True),
        (_("Sector"), _(SECTORS[project["sector"]]) if project["sector"] else "", True),
    ]
    return [Fact(term, value, is_words=is_words) for term, value, is_words in entries if value]


def _period(starts_on: pd.Timestamp, ends_on: pd.Timestamp) -> str:
    if pd.isna(starts_on) and pd.isna(ends_on):
        return ""
    if pd.isna(ends_on):
        return _("From {day}", day=day_of(starts_on))
    if pd.isna(starts_on):
        return _("Until {day}", day=day_of(ends_on))
    return _("{first} to {last}", first=day_of(starts_on), last=day_of(ends_on))


def _lead(project: Project) -> str:
    kind = _(ORGANISATION_KINDS[project["lead_kind"]]) if project["lead_kind"] else ""
    name = project["lead_organisation"]
    return f"{name} ({kind})" if name and kind and kind.lower() not in name.lower() else name or kind


def _unbroken(day: str) -> str:
    """A day that stays on one line in running text."""
    return day.replace("-", "\N{NON-BREAKING HYPHEN}")
