"""Emissions by sector of many municipalities at once: what their mix is made of, and how each sector changed."""

from collections.abc import Sequence

import pandas as pd

from data.store import Store
from metrics.catalogue.territorial import OF_THE_COMPARABLE_TOTAL
from metrics.series_sql import MAPPED_SLICES


def sector_sums(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Counted territorial emissions by sector, from the headline dataset that speaks for each municipality.

    The sectors of the comparable total. Returns municipality_id, dataset, gas_coverage, kind (of the dataset),
    release, year, sector, emissions_tco2e (t; NaN = a part is missing), in that order. A sector without rows is not
    there, which is not zero."""
    parameters = {
        "areas": None if municipality_ids is None else list(municipality_ids),
        "dataset": None,
        "all_datasets": False,
        "kinds": ["municipality"],
        "sectors": list(OF_THE_COMPARABLE_TOTAL),
    }
    return store.query(f"with {MAPPED_SLICES} {_SECTOR_SUMS}", parameters)


def sector_profile(store: Store, municipality_ids: Sequence[str], year: int) -> pd.DataFrame:
    """How each municipality's comparable total of a year is made up.

    Returns municipality_id, sector, emissions_tco2e (t), share_percent (of the sectors that are known), one row per
    municipality × sector that any of them has; NaN = missing in that municipality, never zero."""
    found = sector_sums(store, municipality_ids)
    of_year = found[found["year"] == year]
    sectors = [sector for sector in OF_THE_COMPARABLE_TOTAL if sector in set(of_year["sector"])]
    grid = pd.MultiIndex.from_product([list(municipality_ids), sectors], names=["municipality_id", "sector"])
    amounts = of_year.set_index(["municipality_id", "sector"])["emissions_tco2e"].reindex(grid)
    totals = amounts.groupby(level="municipality_id").transform("sum")
    shares = (100 * amounts / totals).where(totals > 0)
    return pd.DataFrame({"emissions_tco2e": amounts, "share_percent": shares}).reset_index()


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
    mapped.table_name = 'emissions' and fact.is_counted and fact.basis = 'territorial'
    and fact.sector in (select unnest($sectors::varchar[]))
group by mapped.area_id, mapped.dataset, datasets.gas_coverage, datasets.kind, mapped.year, fact.sector
order by municipality_id, mapped.dataset, mapped.year, fact.sector
"""
