"""The table of projects, the largest expected cut first, with the way from each row to the project's page; and their
timeline."""

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from charts.chart import Chart
from charts.project_timeline import project_timeline_chart
from data.code_lists import HELIX_SIDES, PROJECT_STATUSES
from data.store import Store
from sentences import formats
from texts import _, format_number
from ui import choices, downloads, late_projects, layout, project_reads, projects
from ui.navigation import PAGES
from ui.project_filters import ALL, EVERYBODY, Narrowed
from ui.project_reads import Weights
from ui.remembered import remembered
from ui.upload_flow import as_written

MOST_LINES = 30  # as a table with a link in each row
MOST_ROWS = 100  # of a scrolling one; the download has all


def _status_words(code: str) -> str:
    return _(PROJECT_STATUSES[code]) if code in PROJECT_STATUSES else ""


def _side_words(code: str) -> str:
    return _(HELIX_SIDES[code])


@remembered(most=60)
def listed(
    store: Store, area_id: str, narrowed: Narrowed, year: int, weights: Weights | None, today: date
) -> pd.DataFrame:
    """The projects of the table, the largest expected cut first: the columns of project_reads.projects with expected_low_tco2e,
    expected_mid_tco2e, expected_high_tco2e of the year, weight and weighted_tco2e (NaN for others' projects), verified_tco2e with
    verified_year (the newest), sides, reported_on (the newest; NaT = none), is_late."""
    found = project_reads.projects_of(store, area_id, is_everybody=narrowed.scope == EVERYBODY)
    everybody = project_reads.municipalities(found)
    keys = ["municipality_id", "project_id"]
    effects = project_reads.effects(store, everybody)
    of_year = effects.loc[
        effects["year"] == year, [*keys, *(f"expected_{end}_tco2e" for end in ("low", "mid", "high"))]
    ]
    newest = effects.dropna(subset=["verified_tco2e"]).drop_duplicates(keys, keep="last")
    newest = newest.rename(columns={"year": "verified_year"})[[*keys, "verified_year", "verified_tco2e"]]
    reports = project_reads.reports(store, everybody).drop_duplicates(keys)[[*keys, "reported_on"]]
    sides = (
        project_reads.partners(store, everybody)
        .groupby(keys)["helix_side"]
        .agg(lambda each: tuple(dict.fromkeys(each)))
    )
    for part in (of_year, newest, reports, sides.rename("sides").reset_index()):
        found = found.merge(part, on=keys, how="left")
    found = _weighted(store, area_id, found, year, weights).assign(
        sides=[each if isinstance(each, tuple) else () for each in found["sides"]],
        is_late=(found["municipality_id"] == area_id)
        & found["project_id"].isin(late_projects.late_ones(store, area_id, today)["project_id"]),
    )
    narrow = found[_is_wanted(found, narrowed)]
    return narrow.sort_values(
        "expected_mid_tco2e", ascending=False, na_position="last", kind="stable", ignore_index=True
    )


def _weighted(
    store: Store, area_id: str, found: pd.DataFrame, year: int, weights: Weights | None
) -> pd.DataFrame:
    """The weights are the municipality's own, so that others' projects have none."""
    own = project_reads.expected(store, area_id, year, weights)
    weight = own.set_index("project_id")["weight"]
    is_own = found["municipality_id"] == area_id
    each = found["project_id"].map(weight).where(is_own).astype(float)
    return found.assign(weight=each, weighted_tco2e=each * found["expected_mid_tco2e"])


def _is_wanted(found: pd.DataFrame, narrowed: Narrowed) -> pd.Series:
    wanted = pd.Series(True, index=found.index)
    for column, code in (
        ("sector", narrowed.sector),
        ("innovation_stage", narrowed.stage),
        ("status", narrowed.status),
    ):
        wanted &= (found[column] == code) | (code == ALL)
    if narrowed.side != ALL:
        wanted &= found["sides"].map(lambda sides: narrowed.side in sides)
    return wanted & (found["is_late"] | (narrowed.report == ALL))


@dataclass(frozen=True)
class Asked:
    """Which table it is: whose page, what it is narrowed to, and what its figures are computed with."""

    area_id: str
    narrowed: Narrowed
    year: int
    weights: Weights | None
    today: date


def section(store: Store, asked: Asked) -> None:
    """The table with its downloads and the way to each project."""
    found = of_asked(store, asked)
    if found.empty:
        st.markdown(_("No project is like this: take back one of the choices above."))
        return
    st.markdown(count_words(found, asked.year))
    if len(found) <= MOST_LINES:
        st.html(linked_table(store, asked, st.query_params.get("lang")))
    else:
        _long_table(store, found, asked)
    with st.container(horizontal=True):
        downloads.buttons(file(store, asked), file_stem=f"{asked.area_id}-projects", key="projects")


def of_asked(store: Store, asked: Asked) -> pd.DataFrame:
    """The rows of the table (listed)."""
    return listed(store, asked.area_id, asked.narrowed, asked.year, asked.weights, asked.today)


def _long_table(store: Store, found: pd.DataFrame, asked: Asked) -> None:
    """A scrolling table of the largest, and one project out of all to open."""
    rows = file(store, asked)[_columns_on_screen(asked)].head(MOST_ROWS)
    st.dataframe(layout.grouped(rows), hide_index=True, alt=_("Projects, the largest expected cut first"))
    if len(found) > MOST_ROWS:
        st.caption(
            _("The first {count} of {all} are shown; the download has all.", count=MOST_ROWS, all=len(found))
        )
    _open_one(store, found.head(MOST_ROWS))


def _columns_on_screen(asked: Asked) -> list[str]:
    """The columns of the file that fit on a screen."""
    who = [_("Municipality")] if asked.narrowed.scope == EVERYBODY else []
    mine = [] if asked.narrowed.scope == EVERYBODY else [
        f"{_('Weighted')}, {projects.UNIT}", f"{_('Verified')}, {projects.UNIT}", _("Last report"),
    ]  # fmt: skip
    expected = f"{_('Expected {year}, middle', year=str(asked.year))}, {projects.UNIT}"
    return [_("Project"), *who, _("Sector"), _("Stage"), _("Status"), expected, *mine]


def _open_one(store: Store, found: pd.DataFrame) -> None:
    """One project out of many, chosen by its name."""
    titles = {
        f"{row.municipality_id}/{row.project_id}": f"{row.title} · {_name(store, row.municipality_id)}"
        for row in found.itertuples()
    }
    key = choices.one_of(
        "opened-project", _("Open a project"), list(titles), next(iter(titles)), words=titles.__getitem__
    )
    municipality_id, _slash, project_id = key.partition("/")
    st.page_link(
        project_reads.PROJECT_PAGE,
        label=_("Open {title}", title=as_written(titles[key])),
        icon=":material/arrow_forward:",
        query_params=project_reads.query_of(municipality_id, project_id),
    )


def _name(store: Store, municipality_id: str) -> str:
    return store.register().areas[municipality_id].name


def count_words(found: pd.DataFrame, year: int) -> str:
    """How many projects are listed, and how many of them say what they will cut."""
    stated = int(found["expected_mid_tco2e"].notna().sum())
    if len(found) == 1:
        return _("One project.")
    if stated == 1:
        return _("{count} projects, the largest expected cut first; one states what it will cut in {year}.",
                 count=len(found), year=str(year))  # fmt: skip
    return _("{count} projects, the largest expected cut first; {stated} state what they will cut in {year}.",
             count=len(found), stated=stated, year=str(year))  # fmt: skip


@remembered(most=60, in_words=True)
def linked_table(store: Store, asked: Asked, language: str | None) -> str:
    """The rows as table markup; the name of each project leads to its page. language: the one in the address."""
    caption, scope = escape(_("Projects, the largest expected cut first")), asked.narrowed.scope
    heads = _heads(asked.year, scope)
    columns = "".join(f'<th scope="col"{_class(name)}>{escape(name)}</th>' for name in heads)
    rows = "".join(
        _line(store, row, heads, scope, language) for row in of_asked(store, asked).to_dict("records")
    )
    return (
        f'<div class="vk-table vk-projects" tabindex="0" role="region" aria-label="{caption}"><table class="vk-stack">'
        f"<caption>{caption}</caption><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _heads(year: int, scope: str) -> list[str]:
    expected = f"{_('Expected {year}', year=str(year))}, t"
    if scope == EVERYBODY:
        return [
            _("Project"),
            _("Municipality"),
            _("Sector"),
            _("Stage"),
            _("Status"),
            expected,
            _("What it took"),
        ]
    return [_("Project"), _("Sector"), _("Stage"), _("Status"), expected, f"{_('Weighted')}, t", f"{_('Verified')}, t",
            _("Last report")]  # fmt: skip


def _class(name: str) -> str:
    return ' class="vk-number"' if name.endswith(", t") else ""


def _line(store: Store, row: dict, heads: list[str], scope: str, language: str | None) -> str:
    to = address(row["municipality_id"], row["project_id"], language)
    link = f'<a href="{to}" target="_self">{escape(row["title"])}</a>'
    named = [_name(store, row["municipality_id"])] if scope == EVERYBODY else []
    words = (
        projects.sector_words(row["sector"]),
        projects.stage_words(row["innovation_stage"]),
        _status_words(row["status"]),
    )
    cells = [*named, *words, _expected(row)]
    if scope == EVERYBODY:
        cells.append(row["what_it_took"])
    else:
        cells += [_figure(row["weighted_tco2e"]), _verified(row), _reported(row)]
    body = "".join(
        f'<td data-head="{escape(head)}"{_class(head)}>{escape(cell)}</td>'
        for head, cell in zip(heads[1:], cells, strict=True)
    )
    return f'<tr><th scope="row">{link}</th>{body}</tr>'


def _figure(value: float) -> str:
    if pd.isna(value):
        return ""
    return format_number(value, digits=0) if abs(value) >= layout.LARGE else formats.number(value)


def _expected(row: dict) -> str:
    middle = _figure(row["expected_mid_tco2e"])
    low, high = _figure(row["expected_low_tco2e"]), _figure(row["expected_high_tco2e"])
    if not middle:
        return _("not stated")
    return f"{middle} ({low}–{high})" if low and high else middle


def _verified(row: dict) -> str:
    amount = _figure(row["verified_tco2e"])
    return f"{amount} ({formats.year(row['verified_year'])})" if amount else ""


def _reported(row: dict) -> str:
    day = _("none") if pd.isna(row["reported_on"]) else f"{row['reported_on']:%Y-%m-%d}"
    return f"{day}, {_('late')}" if row["is_late"] else day


def address(municipality_id: str, project_id: str, language: str | None) -> str:
    """The address of a project's page, seen from this one; the language that was chosen goes along."""
    page = next(spec.url_path for spec in PAGES if spec.file == project_reads.PROJECT_PAGE)
    query = project_reads.query_of(municipality_id, project_id) | ({"lang": language} if language else {})
    return f"./{page}?{escape(urlencode(query))}"


@remembered(most=60, in_words=True)
def file(store: Store, asked: Asked) -> pd.DataFrame:
    """The table to take away: every column but the contact and who can help, which stay on the project's page."""
    found, year = of_asked(store, asked), asked.year
    return pd.DataFrame(
        {
            _("Municipality"): [_name(store, each) for each in found["municipality_id"]],
            _("Project id"): found["project_id"],
            _("Project"): found["title"],
            _("Sector"): [projects.sector_words(code) for code in found["sector"]],
            _("Stage"): [projects.stage_words(code) for code in found["innovation_stage"]],
            _("Status"): [_status_words(code) for code in found["status"]],
            _("Lead organisation"): found["lead_organisation"],
            _("Sides of the helix"): [", ".join(_side_words(side) for side in sides) for sides in found["sides"]],
            _("First day"): [_day(day) for day in found["starts_on"]],
            _("Last day"): [_day(day) for day in found["ends_on"]],
            _("Last report"): [_day(day) for day in found["reported_on"]],
            f"{_('Expected {year}, low', year=str(year))}, {projects.UNIT}": found["expected_low_tco2e"],
            f"{_('Expected {year}, middle', year=str(year))}, {projects.UNIT}": found["expected_mid_tco2e"],
            f"{_('Expected {year}, high', year=str(year))}, {projects.UNIT}": found["expected_high_tco2e"],
            _("Weight"): found["weight"],
            f"{_('Weighted')}, {projects.UNIT}": found["weighted_tco2e"],
            f"{_('Verified')}, {projects.UNIT}": found["verified_tco2e"],
            _("Year of the verified cut"): [formats.year(year) if pd.notna(year) else "" for year in found["verified_year"]],
        }
    )  # fmt: skip


def _day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else f"{day:%Y-%m-%d}"


def has_days(store: Store, asked: Asked) -> bool:
    """Whether any project of the table states its first or its last day."""
    return bool(of_asked(store, asked)[["starts_on", "ends_on"]].notna().any(axis=None))


@remembered(most=60, in_words=True)
def timeline(store: Store, asked: Asked) -> Chart:
    """The projects of the table from their first to their last day, the earliest first."""
    found = of_asked(store, asked)
    found = found.sort_values(["starts_on", "ends_on", "title"], na_position="last", kind="stable")
    days = _days_of_reports(store, project_reads.municipalities(found))
    frame = pd.DataFrame(
        {
            "title": [_title(store, row, asked.narrowed.scope) for row in found.itertuples()],
            "stage": found["innovation_stage"].to_numpy(),
            "stage_words": [projects.stage_words(code) for code in found["innovation_stage"]],
            "starts_on": found["starts_on"].to_numpy(),
            "ends_on": found["ends_on"].to_numpy(),
            "reported_on": [
                days.get((row.municipality_id, row.project_id), ()) for row in found.itertuples()
            ],
        }
    )
    return project_timeline_chart(
        frame, format=formats.chart_format(), data_year=projects.last_data_year(store, asked.area_id),
        empty_text=_("No project states its first or last day."),
    )  # fmt: skip


def _days_of_reports(
    store: Store, municipality_ids: tuple[str, ...]
) -> dict[tuple[str, str], tuple[pd.Timestamp, ...]]:
    """The days of all reports by municipality and project."""
    reports = project_reads.reports(store, municipality_ids)
    found: dict[tuple[str, str], list[pd.Timestamp]] = {}
    for municipality_id, project_id, day in zip(
        reports["municipality_id"], reports["project_id"], reports["reported_on"], strict=True
    ):
        found.setdefault((municipality_id, project_id), []).append(day)
    return {key: tuple(days) for key, days in found.items()}


def _title(store: Store, row: Any, scope: str) -> str:
    return f"{row.title} ({_name(store, row.municipality_id)})" if scope == EVERYBODY else row.title
