"""The emission inventory of one year as its publisher gives it: row by row, by scope, sector, source and gas."""

import math
from collections.abc import Iterable

import pandas as pd

from data.store import Store
from metrics.series_sql import mapped_slices

COLUMNS = (
    "dataset", "release", "gas_coverage", "scope", "sector", "subsector", "gas", "emissions_tco2e", "is_counted",
    "value_status", "is_preliminary", "missing_reason", "source_label",
)  # fmt: skip


def inventory_rows(
    store: Store, municipality_id: str, year: int, *, dataset: str | None = None
) -> pd.DataFrame:
    """The territorial emissions of a year, in the order of the publisher's sectors; of a merged municipality those of its
    parts where all have that year.

    dataset None: the headline. Returns the columns of COLUMNS: t CO2e (t CO2 where gas_coverage is co2), below zero = a
    sink, NaN = missing with its reason; texts "" = not stated; is_counted: sums take the row. Empty where the dataset has
    no such year."""
    sql = f"with {mapped_slices(store, [municipality_id])} {_ROWS}"
    return store.query(sql, _choice(municipality_id, dataset) | {"year": year})[list(COLUMNS)]


def inventory_years(store: Store, municipality_id: str, *, dataset: str | None = None) -> list[int]:
    """The years of inventory_rows, in their order."""
    sql = f"with {mapped_slices(store, [municipality_id])} {_YEARS}"
    return [int(year) for year in store.query(sql, _choice(municipality_id, dataset))["year"]]


def added_up(amounts: Iterable[float]) -> float:
    """The sum of figures of an inventory, in the 15 digits that are sure of a sum of decimal figures; 0 for none."""
    return float(f"{math.fsum(amounts):.15g}")


def _choice(municipality_id: str, dataset: str | None) -> dict[str, object]:
    return {"areas": [municipality_id], "dataset": dataset, "all_datasets": False, "kinds": []}


_ROWS = """
select
    mapped.dataset, mapped.release, mapped.gas_coverage, coalesce(fact.scope, '') as scope,
    coalesce(fact.sector, '') as sector, coalesce(fact.subsector, '') as subsector, coalesce(fact.gas, '') as gas,
    fact.emissions_tco2e, coalesce(fact.is_counted, false) as is_counted, coalesce(fact.value_status, '') as value_status,
    coalesce(fact.is_preliminary, false) as is_preliminary, coalesce(fact.missing_reason, '') as missing_reason,
    coalesce(fact.source_label, '') as source_label
from emissions fact
join mapped on mapped.slice_id = fact.slice_id
where mapped.table_name = 'emissions' and fact.basis = 'territorial' and mapped.year = $year
order by mapped.dataset, fact.sector, fact.subsector, fact.scope, fact.gas, fact.source_row, fact.source_column, mapped.slice_id
"""

_YEARS = """
select distinct mapped.year::integer as year
from emissions fact
join mapped on mapped.slice_id = fact.slice_id
where mapped.table_name = 'emissions' and fact.basis = 'territorial'
order by year
"""
