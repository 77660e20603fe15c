"""The publisher's own total beside the sum of what is counted, and what explains a difference."""

from itertools import combinations

import pandas as pd

from data.code_lists import OUTSIDE_TOTAL, SECTORS
from data.store import Store
from metrics.series_sql import mapped_slices
from texts import N_, Text

COLUMNS = ("year", "counted_tco2e", "published_tco2e", "difference_tco2e", "explanation")
_ASIDE = ("lulucf", "credits", "international_transport")  # what publishers count in or leave out of a total
_ROUNDING_TCO2E = 0.5  # a row, since publishers round each one
_SHARE = 1e-6


def published_totals(store: Store, municipality_id: str, *, dataset: str | None = None) -> pd.DataFrame:
    """The total that the publisher states, beside the sum of what is counted here, by year.

    Only years in which a total stands beside sectors; land use and credits are in no sum of ours. Returns the columns of
    COLUMNS: t, difference = counted - published, NaN = a sector is missing; explanation: a Text, None where the two agree
    (within 0.5 t for each row that was rounded)."""
    choice = {"areas": [municipality_id], "dataset": dataset, "all_datasets": False, "kinds": []}
    rows = store.query(f"with {mapped_slices(store, [municipality_id])}, {_ROWS}", choice)
    found = [_of_year(int(year), of_year) for year, of_year in rows.groupby("year")]
    table = pd.DataFrame([row for row in found if row], columns=list(COLUMNS))
    return table.astype({"year": "int64"} | dict.fromkeys(COLUMNS[1:4], "float64"))


def _of_year(year: int, rows: pd.DataFrame) -> dict[str, object] | None:
    totals, parts = rows[rows["sector"].isna()], rows[rows["sector"].notna()]  # a counted total is both
    if totals.empty or parts.empty:
        return None
    sizes = parts.groupby("sector")["amount"].sum()
    inside = rows[rows["is_counted"] & ~rows["sector"].isin(OUTSIDE_TOTAL)]
    counted = float("nan") if inside["is_blocked"].any() else float(inside["amount"].sum())
    published = float("nan") if totals["is_blocked"].any() else float(totals["amount"].sum())
    difference = round(counted - published, 6)
    allowed = _ROUNDING_TCO2E * len(rows) + _SHARE * abs(published)
    counted_sectors = set(inside["sector"])
    return {
        "year": year,
        "counted_tco2e": counted,
        "published_tco2e": published,
        "difference_tco2e": difference,
        "explanation": _explained(difference, sizes.to_dict(), counted_sectors, allowed),
    }


def _explained(difference: float, sizes: dict[str, float], counted: set[str], allowed: float) -> Text | None:
    """Which parts, put in or left out, make up the difference."""
    if difference != difference:
        return N_("A sector is missing, so that nothing can be compared.")
    if abs(difference) <= allowed:
        return None
    aside = [sector for sector in _ASIDE if sector in sizes]
    for count in range(1, len(aside) + 1):
        for chosen in combinations(aside, count):
            added = sum(sizes[sector] if sector in counted else -sizes[sector] for sector in chosen)
            if abs(difference - added) <= allowed:
                return _said(chosen, counted)
    return N_("Not explained: the sectors that the publisher gives do not add up to its total.")


def _said(chosen: tuple[str, ...], counted: set[str]) -> Text:
    """The sentence for parts that only one of the two sums holds."""
    [first, *more] = [SECTORS[sector] for sector in chosen]
    if more:
        return N_("The two differ by {first}, {others}.", first=first, others=more[0]) if len(more) == 1 else N_(
            "The two differ by {first}, {second} and {third}.", first=first, second=more[0], third=more[1]
        )  # fmt: skip
    if chosen[0] in counted:
        return N_("The publisher's total leaves out {part}.", part=first)
    return N_("The publisher's total includes {part}.", part=first)


_ROWS = """
facts as (
    select
        mapped.year, fact.sector, coalesce(fact.is_counted, false) as is_counted, fact.gas,
        case when fact.sector is null then 0 when fact.subsector is null then 1 else 2 end as level,
        bool_or(fact.gas is null) over (partition by mapped.year, fact.sector) as has_all_gases,
        fact.emissions_tco2e, coalesce(fact.missing_reason, '') as missing_reason
    from emissions fact
    join mapped on mapped.slice_id = fact.slice_id
    where mapped.table_name = 'emissions' and fact.basis = 'territorial'
),
aside as (
    select year, sector, bool_or(is_counted) as has_counted from facts where sector is not null group by year, sector
)
select
    facts.year::integer as year, facts.sector, facts.is_counted,
    coalesce(facts.emissions_tco2e, 0) as amount,
    facts.emissions_tco2e is null
        and facts.missing_reason not in ('not_occurring', 'included_elsewhere', 'not_applicable') as is_blocked
from facts
left join aside on aside.year = facts.year and aside.sector = facts.sector
where
    facts.is_counted
    or (
        (facts.sector is null or facts.level = 1 and not aside.has_counted)
        and (facts.gas is null or not facts.has_all_gases)
    )
order by facts.year, facts.sector
"""
