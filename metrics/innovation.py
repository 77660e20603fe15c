"""How projects move up the innovation ladder, who takes part, and which are late or behind (docs/methods.md, portfolio of
projects).

The day is given by whoever asks: the same figures give the same answer on any machine."""

from datetime import date

import pandas as pd

from data.code_lists import HELIX_SIDES, INNOVATION_STAGES
from data.store import Store
from texts import N_, Text

REPORTING_DAYS = 122  # three reports a year
REACHED = ("implementation", "running", "verified")
FUNNEL = (
    "municipality_id",
    "innovation_stage",
    "projects",
    "reached",
    "reached_percent",
    "median_days",
    "left",
)
HELIX = ("municipality_id", "helix_side", "projects", "share_percent")
FOLLOW_UP = (
    "municipality_id", "project_id", "title", "innovation_stage", "is_late", "is_behind", "reported_on", "ends_on",
    "expected_tco2e", "verified_tco2e", "year", "reason",
)  # fmt: skip
NEXT_REPORTS = ("municipality_id", "project_id", "title", "reported_on", "due_on")
ALL_SIDES = "all"


def funnel(store: Store, municipality_id: str) -> pd.DataFrame:
    """The ladder of one municipality: one row per stage, from idea to verified, and stopped.

    projects: how many stand there now. reached: how many stand there or further up, or have been reported so before;
    reached_percent: of all projects. median_days: between the first report in a stage and the first in a later one, over the
    `left` projects that have left it; missing where nobody has. Returns the columns of FUNNEL."""
    projects = store.query(_PROJECTS, {"area": municipality_id})
    reports = store.query(_REPORTS, {"area": municipality_id})
    furthest = _furthest(projects, reports)
    stays = _stays(reports)
    rows = []
    for place, stage in enumerate(INNOVATION_STAGES):
        reached = int(
            (projects["innovation_stage"] == stage).sum() if stage == "stopped" else (furthest >= place).sum()
        )
        days = stays.loc[stays["stage"] == stage, "days"]
        rows.append({
            "municipality_id": municipality_id,
            "innovation_stage": stage,
            "projects": int((projects["innovation_stage"] == stage).sum()),
            "reached": reached,
            "reached_percent": 100 * reached / len(projects) if len(projects) else None,
            "median_days": days.median() if len(days) else None,
            "left": len(days),
        })  # fmt: skip
    return pd.DataFrame(rows, columns=list(FUNNEL)).astype(
        {"reached_percent": "float64", "median_days": "float64"}
    )


def helix(store: Store, municipality_id: str) -> pd.DataFrame:
    """How many projects each side of the quadruple helix takes part in, and all four together (helix_side "all").

    The lead organisation counts for its side where its kind has one; ports, utilities and housing companies may be
    owned by anybody, and count where they are named as a partner. share_percent: of all projects that are not
    stopped, missing where there are none. Returns the columns of HELIX."""
    projects = store.query(_PROJECTS, {"area": municipality_id})
    running = projects[~projects["is_stopped"]]
    partners = helix_sides(store, municipality_id)
    sides = partners[partners["project_id"].isin(running["project_id"])].drop_duplicates()
    counts = {side: int((sides["helix_side"] == side).sum()) for side in HELIX_SIDES}
    counts[ALL_SIDES] = int((sides.groupby("project_id").size() == len(HELIX_SIDES)).sum())
    rows = [
        (municipality_id, side, count, 100 * count / len(running) if len(running) else None)
        for side, count in counts.items()
    ]
    return pd.DataFrame(rows, columns=list(HELIX)).astype({"share_percent": "float64"})


def helix_sides(store: Store, municipality_id: str) -> pd.DataFrame:
    """Which sides of the helix take part in each project, its lead organisation among them: project_id, helix_side."""
    return store.query(_PARTNERS, {"area": municipality_id})


def follow_up(
    store: Store, municipality_id: str, *, on: date, rhythm_days: int = REPORTING_DAYS
) -> pd.DataFrame:
    """The projects that need somebody's attention on a day: late ones, and behind ones apart from them.

    Late: planned or ongoing, and its newest report (or its start, where there is none) is older than the rhythm, or its end
    date has passed. Behind: in the newest year up to that day with both figures the verified cut is below the expected
    middle one. Finished, paused and stopped projects are never late. Returns the columns of FOLLOW_UP, reason as Text."""
    projects = store.query(_FOLLOWED, {"area": municipality_id, "on": on})
    rows = []
    for project in projects.to_dict("records"):
        reasons = _why_late(project, on, rhythm_days)
        is_behind = project["verified_tco2e"] < project["expected_tco2e"]
        if reasons or is_behind:
            behind = [_behind(project)] if is_behind else []
            is_late = bool(reasons)
            rows += [
                {
                    **project,
                    "municipality_id": municipality_id,
                    "is_late": is_late,
                    "is_behind": is_behind,
                    "reason": reason,
                }
                for reason in [*reasons, *behind]
            ]
    return pd.DataFrame(rows, columns=list(FOLLOW_UP))


def next_reports(
    store: Store, municipality_id: str, *, on: date, rhythm_days: int = REPORTING_DAYS
) -> pd.DataFrame:
    """When each project that is planned or under way is to report next: a rhythm after its newest report up to the day, or
    after its start; NaT where neither is known.

    Returns the columns of NEXT_REPORTS; reported_on NaT: nothing is reported yet."""
    projects = store.query(_FOLLOWED, {"area": municipality_id, "on": on})
    open_ones = projects[projects["is_under_way"].astype(bool)]
    last = open_ones["reported_on"].fillna(open_ones["starts_on"])
    due = last + pd.Timedelta(days=rhythm_days)
    found = open_ones.assign(municipality_id=municipality_id, due_on=due)
    return found[list(NEXT_REPORTS)].reset_index(drop=True)


def _furthest(projects: pd.DataFrame, reports: pd.DataFrame) -> pd.Series:
    """The place on the ladder that each project has reached, now or in a report; -1 = none (stopped at once)."""
    places = {stage: place for place, stage in enumerate(INNOVATION_STAGES) if stage != "stopped"}
    both = pd.concat(
        [projects[["project_id", "innovation_stage"]], reports[["project_id", "innovation_stage"]]]
    )
    reached = both["innovation_stage"].map(places).fillna(-1)
    return reached.groupby(both["project_id"]).max().reindex(projects["project_id"])


def _stays(reports: pd.DataFrame) -> pd.DataFrame:
    """How long each project stood in each stage that it has left: stage, days."""
    first = reports.groupby(["project_id", "innovation_stage"], as_index=False)["reported_on"].min()
    ordered = first.sort_values(["project_id", "reported_on"])
    until = ordered.groupby("project_id")["reported_on"].shift(-1)
    days = (until - ordered["reported_on"]).dt.days
    return pd.DataFrame({"stage": ordered["innovation_stage"], "days": days}).dropna()


def _why_late(project: dict, on: date, rhythm_days: int) -> list[Text]:
    if not project["is_under_way"]:
        return []
    reasons = []
    last = project["reported_on"] if pd.notna(project["reported_on"]) else project["starts_on"]
    if pd.notna(last) and (pd.Timestamp(on) - last).days > rhythm_days:
        reasons.append(
            N_("Its last report is older than {days} days.", days=str(rhythm_days))
            if pd.notna(project["reported_on"])
            else N_("It has begun more than {days} days ago, and nothing is reported.", days=str(rhythm_days))
        )
    if pd.notna(project["ends_on"]) and project["ends_on"] < pd.Timestamp(on):
        reasons.append(N_("Its end date has passed."))
    return reasons


def _behind(project: dict) -> Text:
    return N_("The verified cut of {year} is below the expected one.", year=str(int(project["year"])))


_PROJECTS = """
select
    record_id as project_id, innovation_stage,
    innovation_stage = 'stopped' or coalesce(status, '') = 'stopped' as is_stopped
from live_projects
where is_speaking and area_id = $area
order by record_id
"""

_REPORTS = """
select record_id as project_id, innovation_stage, reported_on::timestamp as reported_on
from live_project_reports
where is_speaking and area_id = $area and innovation_stage is not null
order by record_id, reported_on
"""

_PARTNERS = """
select record_id as project_id, helix_side
from live_project_partners
where is_speaking and area_id = $area
union
select record_id as project_id, sides.side as helix_side
from live_projects
join (
    values ('municipality', 'public'), ('region', 'public'), ('state', 'public'), ('business', 'business'),
        ('academia', 'academia'), ('civil_society', 'civil_society')
) sides (lead_kind, side) using (lead_kind)
where is_speaking and area_id = $area
order by project_id, helix_side
"""

_FOLLOWED = """
with newest as (
    select record_id, max(reported_on) as reported_on
    from live_project_reports
    where is_speaking and area_id = $area and reported_on <= $on
    group by record_id
),
effects as (
    select record_id, year, expected_mid_tco2e as expected_tco2e, verified_tco2e
    from live_project_effects
    where
        is_speaking and area_id = $area and expected_mid_tco2e is not null and verified_tco2e is not null
        and year <= year($on::date)
    qualify row_number() over (partition by record_id order by year desc) = 1
)
select
    projects.record_id as project_id, projects.title, projects.innovation_stage,
    projects.starts_on::timestamp as starts_on, projects.ends_on::timestamp as ends_on,
    newest.reported_on::timestamp as reported_on, effects.year, effects.expected_tco2e, effects.verified_tco2e,
    coalesce(projects.status, 'ongoing') in ('planned', 'ongoing') and projects.innovation_stage <> 'stopped'
        as is_under_way
from live_projects projects
left join newest on newest.record_id = projects.record_id
left join effects on effects.record_id = projects.record_id
where projects.is_speaking and projects.area_id = $area
order by projects.record_id
"""
