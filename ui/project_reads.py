"""What the pages about projects read beside ui/reads.py, computed once per state of the store and shared by all sessions.

Who can help and the contact are read of shareable projects only; a project is named by its municipality and its id."""

from typing import Literal

import pandas as pd

from data.store import Store
from metrics.abatement import abatement_costs, discount_rate
from metrics.constants import Constant
from metrics.exchange_rates import Rate, euro_rates
from metrics.innovation import funnel as funnel_of
from metrics.innovation import helix as helix_of
from metrics.portfolio import (
    Gap,
    gaps_by_sector,
    newest_verified,
    portfolio_of,
    project_effects,
    stage_weights,
    stated_weights,
)
from metrics.project_money import project_money
from ui.remembered import remembered

Weights = tuple[tuple[str, float], ...]  # stage and weight; hashable, so that an answer can be kept by it
PROJECT_PAGE = "pages/project.py"


def query_of(municipality_id: str, project_id: str, **more: str) -> dict[str, str]:
    """What stands behind the question mark of a project's page."""
    return {"area": municipality_id, "project": project_id, **more}


# --- the records of projects


@remembered()
def projects(store: Store, municipality_ids: tuple[str, ...]) -> pd.DataFrame:
    """Every project of some municipalities: municipality_id, project_id and the columns of the sheet, by municipality and id.

    sector, status and texts: "" = not stated; dates: NaT = not stated. who_can_help and contact: "" unless the project may be
    shared. source_sheet, source_row, upload_id: where its row stands."""
    return store.query(_PROJECTS, {"areas": list(municipality_ids), "is_shared_of_all": False})


@remembered()
def shared_projects(store: Store) -> pd.DataFrame:
    """The projects of all municipalities that may be shared: the columns of projects."""
    return store.query(_PROJECTS, {"areas": [], "is_shared_of_all": True})


@remembered()
def projects_of(store: Store, municipality_id: str, *, is_everybody: bool) -> pd.DataFrame:
    """The projects of a municipality; of everybody: the shared ones of others after them."""
    own = projects(store, (municipality_id,))
    if not is_everybody:
        return own
    others = shared_projects(store)
    return pd.concat([own, others[others["municipality_id"] != municipality_id]], ignore_index=True)


def municipalities(found: pd.DataFrame) -> tuple[str, ...]:
    """Whose the projects are, each once."""
    return tuple(sorted(set(found["municipality_id"])))


@remembered()
def reports(store: Store, municipality_ids: tuple[str, ...]) -> pd.DataFrame:
    """Every report: municipality_id, project_id, reported_on, innovation_stage, status, done_percent (0-100, NaN = not
    stated), report_text, next_step, upload_id; the newest of a project first."""
    return store.query(_REPORTS, {"areas": list(municipality_ids)})


@remembered()
def partners(store: Store, municipality_ids: tuple[str, ...]) -> pd.DataFrame:
    """Who takes part: municipality_id, project_id, partner, helix_side."""
    return store.query(_PARTNERS, {"areas": list(municipality_ids)})


@remembered()
def funding(store: Store, municipality_ids: tuple[str, ...]) -> pd.DataFrame:
    """Who pays: municipality_id, project_id, funder, amount (NaN = not stated), currency ("" = not stated)."""
    return store.query(_FUNDING, {"areas": list(municipality_ids)})


@remembered()
def effects(store: Store, municipality_ids: tuple[str, ...]) -> pd.DataFrame:
    """What projects cut, by year: municipality_id, project_id, year, expected_low_tco2e, expected_mid_tco2e,
    expected_high_tco2e, verified_tco2e (t CO2e a year, NaN = not stated)."""
    return store.query(_EFFECTS, {"areas": list(municipality_ids)})


# --- what is computed from them


@remembered()
def weights(store: Store, municipality_id: str) -> dict[str, float]:
    """The weight of each stage (metrics.portfolio.stage_weights)."""
    return stage_weights(store, municipality_id)


@remembered()
def constants(store: Store, municipality_id: str) -> dict[str, Constant]:
    """The weights that somebody has stated, by stage (metrics.portfolio.stated_weights)."""
    return stated_weights(store, municipality_id)


@remembered()
def expected(store: Store, municipality_id: str, year: int, of_stages: Weights | None = None) -> pd.DataFrame:
    """What each project is expected to cut in a year (metrics.portfolio.project_effects)."""
    return project_effects(store, municipality_id, year, weights=dict(of_stages) if of_stages else None)


@remembered()
def portfolio(
    store: Store, municipality_id: str, year: int, of_stages: Weights | None = None
) -> pd.DataFrame:
    """The portfolio by sector beside the gap (metrics.portfolio.portfolio); the gap is found once for all weights."""
    found = expected(store, municipality_id, year, of_stages)
    return portfolio_of(found, gaps(store, municipality_id, year), municipality_id, year=year)


@remembered()
def gaps(store: Store, municipality_id: str, year: int) -> dict[str, Gap]:
    """What is still missing by sector (metrics.portfolio.gaps_by_sector)."""
    return gaps_by_sector(store, municipality_id, year)


@remembered()
def verified(store: Store, municipality_id: str) -> pd.DataFrame:
    """The newest verified cut of each project (metrics.portfolio.newest_verified)."""
    return newest_verified(store, municipality_id)


@remembered()
def funnel(store: Store, municipality_id: str) -> pd.DataFrame:
    """The ladder (metrics.innovation.funnel)."""
    return funnel_of(store, municipality_id)


@remembered()
def helix(store: Store, municipality_id: str) -> pd.DataFrame:
    """Who takes part (metrics.innovation.helix)."""
    return helix_of(store, municipality_id)


@remembered()
def going_on(store: Store, municipality_id: str) -> pd.DataFrame:
    """The projects that are not stopped, as metrics.innovation.helix counts them: the columns of projects."""
    found = projects(store, (municipality_id,))
    return found[(found["innovation_stage"] != "stopped") & (found["status"] != "stopped")]


@remembered()
def money(store: Store, municipality_id: str, by: Literal["funder", "lead_kind"]) -> pd.DataFrame:
    """Who pays how much (metrics.project_money.project_money)."""
    return project_money(store, municipality_id, by=by)


@remembered()
def stated_discount_percent(store: Store, municipality_id: str) -> float:
    """The discount rate of the municipality (metrics.abatement.discount_rate)."""
    return discount_rate(store, municipality_id)


@remembered()
def costs(
    store: Store,
    municipality_id: str,
    discount_percent: float,
    since: int | None,
    until: int | None,
    currency: str | None,
) -> pd.DataFrame:
    """What each measure costs a tonne (metrics.abatement.abatement_costs)."""
    return abatement_costs(
        store, municipality_id, discount_percent=discount_percent, since=since, until=until, currency=currency
    )


@remembered()
def exchange_rates(store: Store, municipality_id: str) -> dict[str, Rate]:
    """What currencies are worth (metrics.exchange_rates.euro_rates)."""
    return euro_rates(store, municipality_id)


_PROJECTS = """
select
    area_id as municipality_id, record_id as project_id, title, coalesce(summary, '') as summary,
    coalesce(sector, '') as sector, coalesce(sdg_targets, '') as sdg_targets, innovation_stage,
    coalesce(status, '') as status, starts_on::timestamp as starts_on, ends_on::timestamp as ends_on,
    coalesce(lead_organisation, '') as lead_organisation, coalesce(lead_kind, '') as lead_kind,
    coalesce(idea_origin, '') as idea_origin, coalesce(business_model, '') as business_model,
    coalesce(is_shareable, false) as is_shareable, coalesce(what_it_took, '') as what_it_took,
    coalesce(obstacles, '') as obstacles,
    case when is_shareable then coalesce(who_can_help, '') else '' end as who_can_help,
    case when is_shareable then coalesce(contact, '') else '' end as contact,
    source_sheet, source_row, upload_id
from live_projects
where is_speaking and (area_id in (select unnest($areas::varchar[])) or ($is_shared_of_all and is_shareable))
order by municipality_id, project_id
"""
_REPORTS = """
select
    area_id as municipality_id, record_id as project_id, reported_on::timestamp as reported_on,
    coalesce(innovation_stage, '') as innovation_stage, coalesce(status, '') as status, done_percent,
    coalesce(report_text, '') as report_text, coalesce(next_step, '') as next_step, upload_id
from live_project_reports
where is_speaking and area_id in (select unnest($areas::varchar[]))
order by municipality_id, project_id, reported_on desc
"""
_PARTNERS = """
select area_id as municipality_id, record_id as project_id, partner, helix_side
from live_project_partners
where is_speaking and area_id in (select unnest($areas::varchar[]))
order by municipality_id, project_id, helix_side, partner
"""
_FUNDING = """
select area_id as municipality_id, record_id as project_id, funder, amount, coalesce(currency, '') as currency
from live_project_funding
where is_speaking and area_id in (select unnest($areas::varchar[]))
order by municipality_id, project_id, funder, currency
"""
_EFFECTS = """
select
    area_id as municipality_id, record_id as project_id, year, expected_low_tco2e, expected_mid_tco2e,
    expected_high_tco2e, verified_tco2e
from live_project_effects
where is_speaking and area_id in (select unnest($areas::varchar[]))
order by municipality_id, project_id, year
"""
