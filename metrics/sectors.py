"""The sectors of municipalities side by side: tonnes, share of the comparable total, tonnes per inhabitant."""

from collections.abc import Sequence

import pandas as pd

from data.store import Store
from metrics.catalogue.territorial import OF_THE_COMPARABLE_TOTAL
from metrics.population import inhabitants_of
from metrics.series_sql import MAPPED_INPUTS


def sector_sums(
    store: Store, municipality_ids: Sequence[str] | None = None, *, years: Sequence[int] | None = None
) -> pd.DataFrame:
    """Counted territorial emissions by sector, from the headline dataset that speaks for each municipality.

    The sectors of the comparable total; years None: all. Returns municipality_id, dataset, gas_coverage, kind (of the
    dataset), release, year, sector, emissions_tco2e (t; NaN = a part is missing), in that order. A sector that has no
    rows, or whose rows all say that it is counted elsewhere or does not apply, is not there, which is not zero."""
    parameters = {
        "areas": None if municipality_ids is None else list(municipality_ids),
        "dataset": None,
        "all_datasets": False,
        "kinds": ["municipality"],
        "sectors": list(OF_THE_COMPARABLE_TOTAL),
        "years": None if years is None else list(years),
        "tables": ["emissions"],
    }
    return store.query(f"with {MAPPED_INPUTS} {_SECTOR_SUMS}", parameters)


def sector_profile(store: Store, municipality_ids: Sequence[str], year: int) -> pd.DataFrame:
    """How each municipality's comparable total of a year is made up.

    Returns municipality_id, sector, emissions_tco2e (t), share_percent (of the total, 0-100), emissions_per_capita_tco2e
    (over the inhabitants of the same year), one row per municipality × sector that any of them has. NaN = missing in that
    municipality, never zero: a sector that is not there, every share where a sector's figure is missing, and every
    amount per inhabitant where the inhabitants of that year are not loaded."""
    ids = list(dict.fromkeys(municipality_ids))
    found = sector_sums(store, ids, years=[year])
    sectors = [sector for sector in OF_THE_COMPARABLE_TOTAL if sector in set(found["sector"])]
    grid = pd.MultiIndex.from_product([ids, sectors], names=["municipality_id", "sector"])
    amounts = found.set_index(["municipality_id", "sector"])["emissions_tco2e"].reindex(grid)
    areas = grid.get_level_values("municipality_id")
    profile = pd.DataFrame({"emissions_tco2e": amounts})
    profile["share_percent"] = 100 * amounts / known_totals(found).reindex(areas).to_numpy()
    profile["emissions_per_capita_tco2e"] = amounts / _inhabitants(store, ids, year).reindex(areas).to_numpy()
    return profile.reset_index()


def known_totals(sums: pd.DataFrame) -> pd.Series:
    """The sums of the sectors by municipality: t, NaN where a sector's figure is missing or nothing is above zero.

    sums: rows of sector_sums of one year each."""
    totals = sums.groupby("municipality_id")["emissions_tco2e"].sum(min_count=1)
    has_gap = sums["emissions_tco2e"].isna().groupby(sums["municipality_id"]).any()
    return totals.where((totals > 0) & ~has_gap)


def _inhabitants(store: Store, municipality_ids: list[str], year: int) -> pd.Series:
    """Of the year by municipality: persons, NaN = not loaded."""
    people = {each: inhabitants_of(store, each).set_index("year")["inhabitants"] for each in municipality_ids}
    return pd.Series({each: found.get(year) for each, found in people.items()}, dtype="float64")


_SECTOR_SUMS = """
select
    mapped.area_id as municipality_id, mapped.dataset, datasets.gas_coverage, datasets.kind, max(mapped.release) as release,
    mapped.year::integer as year, fact.sector,
    if(
        count(*) = count(fact.emissions_tco2e) + count(*) filter (
            where fact.emissions_tco2e is null
            and coalesce(fact.missing_reason, '') in ('not_occurring', 'included_elsewhere', 'not_applicable')
        ),
        fsum(coalesce(fact.emissions_tco2e, if(fact.missing_reason = 'not_occurring', 0, null))), null
    ) as emissions_tco2e
from emissions fact
join mapped on mapped.slice_id = fact.slice_id
join datasets on datasets.dataset = mapped.dataset
where
    fact.is_counted and fact.basis = 'territorial'
    and fact.sector in (select unnest($sectors::varchar[]))
    and ($years::integer[] is null or mapped.year in (select unnest($years::integer[])))
group by mapped.area_id, mapped.dataset, datasets.gas_coverage, datasets.kind, mapped.year, fact.sector
having count(*) filter (
    where fact.emissions_tco2e is not null
    or coalesce(fact.missing_reason, '') not in ('included_elsewhere', 'not_applicable')
) > 0
order by municipality_id, mapped.dataset, mapped.year, fact.sector
"""
