"""Who pays for projects: sums by funder or by the kind of organisation that leads; currencies are never added
(docs/methods.md, portfolio of projects)."""

from typing import Literal

import pandas as pd

from data.store import Store

COLUMNS = ("named", "currency", "projects", "amount", "without_amount")


def project_money(store: Store, municipality_id: str, *, by: Literal["funder", "lead_kind"]) -> pd.DataFrame:
    """The money of a municipality's projects by funder, or by the kind of organisation that leads the project.

    Returns the columns of COLUMNS, one row for each name and currency ("" = not stated), the largest sum first: amount the
    sum of what is stated, NaN = nobody states one; without_amount: how many grants state none; projects: how many are paid."""
    return store.query(_MONEY, {"area": municipality_id, "by": by})[list(COLUMNS)]


_MONEY = """
with grants as (
    select
        case when $by = 'funder' then funding.funder else coalesce(projects.lead_kind, '') end as named,
        coalesce(funding.currency, '') as currency, funding.record_id, funding.amount
    from live_project_funding funding
    join live_projects projects
        on projects.area_id = funding.area_id and projects.record_id = funding.record_id and projects.is_speaking
    where funding.is_speaking and funding.area_id = $area
)
select
    named, currency, count(distinct record_id) as projects, sum(amount) as amount,
    count(*) filter (where amount is null) as without_amount
from grants
group by named, currency
order by currency, amount desc nulls last, named
"""
