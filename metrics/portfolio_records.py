"""The projects of a municipality as they may leave the house: figures of all of them, words only of those that are marked to
be shared, and nobody's name."""

import pandas as pd

from data.store import Store

PROJECTS = (
    "project_id", "is_shareable", "title", "summary", "sector", "sdg_targets", "innovation_stage", "status", "starts_on",
    "ends_on", "lead_organisation", "lead_kind", "expected_low_tco2e", "expected_mid_tco2e", "expected_high_tco2e",
    "verified_tco2e",
)  # fmt: skip
FUNDING = ("project_id", "title", "funder", "amount", "currency")


def portfolio_records(store: Store, municipality_id: str, year: int) -> pd.DataFrame:
    """Every project with its cuts of a year, by id: the columns of PROJECTS.

    Title, summary and lead organisation are "" of a project that is not marked to be shared. t CO2e, NaN = not stated; an
    estimate without a range stands for its whole range; texts "" and dates NaT = not stated."""
    return store.query(_PROJECTS, {"area": municipality_id, "year": year})[list(PROJECTS)]


def shared_funding(store: Store, municipality_id: str) -> pd.DataFrame:
    """Who pays how much for the projects that are marked to be shared: the columns of FUNDING, by project and funder; amount
    in the currency of the row, NaN = not stated, currency "" = not stated."""
    return store.query(_FUNDING, {"area": municipality_id})[list(FUNDING)]


_PROJECTS = """
with known as (
    select *, coalesce(is_shareable, false) as is_shared
    from live_projects
    where is_speaking and area_id = $area
)
select
    known.record_id as project_id, known.is_shared as is_shareable,
    if(known.is_shared, coalesce(known.title, ''), '') as title,
    if(known.is_shared, coalesce(known.summary, ''), '') as summary,
    coalesce(known.sector, '') as sector, coalesce(known.sdg_targets, '') as sdg_targets, known.innovation_stage,
    coalesce(known.status, '') as status, known.starts_on, known.ends_on,
    if(known.is_shared, coalesce(known.lead_organisation, ''), '') as lead_organisation,
    coalesce(known.lead_kind, '') as lead_kind,
    coalesce(effects.expected_low_tco2e, effects.expected_mid_tco2e) as expected_low_tco2e, effects.expected_mid_tco2e,
    coalesce(effects.expected_high_tco2e, effects.expected_mid_tco2e) as expected_high_tco2e, effects.verified_tco2e
from known
left join live_project_effects effects
    on effects.area_id = known.area_id and effects.record_id = known.record_id and effects.is_speaking
    and effects.year = $year
order by known.record_id
"""

_FUNDING = """
select
    projects.record_id as project_id, coalesce(projects.title, '') as title, funding.funder, funding.amount,
    coalesce(funding.currency, '') as currency
from live_project_funding funding
join live_projects projects
    on projects.area_id = funding.area_id and projects.record_id = funding.record_id and projects.is_speaking
where funding.is_speaking and funding.area_id = $area and projects.is_shareable
order by projects.record_id, funding.funder, funding.currency
"""
