"""The sources within the sectors of one municipality: passenger cars within transport, a plant within industry."""

import pandas as pd

from data.store import Store
from metrics.series_sql import mapped_slices

AGREES_SHARE = 0.005  # a sector is divided where its sources add up to it within this; else it stays whole


def sources_of(store: Store, municipality_id: str, *, dataset: str | None = None) -> pd.DataFrame:
    """Territorial emissions of an area by sector and source, from the headline dataset or the one named.

    A sector is divided into the sources that the publisher names where they add up to the sector's counted rows within
    half a percent in every year; any other stays whole, with an empty source. Returns year, sector (code), source (the
    publisher's words, "" = whole sector), emissions_tco2e (t; NaN = a part is missing, which is not zero), largest part of
    the newest year first."""
    choice = {"areas": [municipality_id], "dataset": dataset, "all_datasets": False, "kinds": []}
    rows = store.query(f"with {mapped_slices(store, [municipality_id])}, {_ROWS}", choice)
    whole = rows[rows["is_whole"]].assign(source="")
    divided = rows[~rows["is_whole"]]
    sectors = [code for code in whole["sector"].unique() if _agree(whole, divided, code)]
    parts = pd.concat([whole[~whole["sector"].isin(sectors)], divided[divided["sector"].isin(sectors)]])
    return _largest_first(parts[["year", "sector", "source", "emissions_tco2e"]])


def _agree(whole: pd.DataFrame, divided: pd.DataFrame, sector: str) -> bool:
    """Whether the sources of a sector are known wherever the sector is, and add up to it."""
    own = whole[whole["sector"] == sector].set_index("year")["emissions_tco2e"]
    parts = divided[divided["sector"] == sector]
    if parts["source"].nunique() < 2:
        return False
    added = parts.groupby("year")["emissions_tco2e"].sum(skipna=False).reindex(own.index)
    return bool((((added - own).abs() <= AGREES_SHARE * own.abs()) | own.isna()).all())


def _largest_first(parts: pd.DataFrame) -> pd.DataFrame:
    newest = parts[parts["year"] == parts["year"].max()]
    sizes = newest.groupby(["sector", "source"])["emissions_tco2e"].sum()
    keys = pd.MultiIndex.from_frame(parts[["sector", "source"]])
    ordered = parts.assign(size=sizes.reindex(keys).to_numpy())
    ordered = ordered.sort_values(["size", "sector", "source", "year"], ascending=[False, True, True, True])
    return ordered.drop(columns="size").reset_index(drop=True)


# is_whole: the sector as it is counted; the others are the publisher's sources, counted or listed beside their sector.
_ROWS = """
facts as (
    select
        mapped.year, fact.sector, fact.subsector, coalesce(fact.is_counted, false) as is_counted, fact.gas,
        fact.emissions_tco2e, coalesce(fact.missing_reason, '') as missing_reason
    from emissions fact
    join mapped on mapped.slice_id = fact.slice_id
    where mapped.table_name = 'emissions' and fact.basis = 'territorial' and fact.sector is not null
),
parts as (
    select year, sector, '' as source, true as is_whole, emissions_tco2e, missing_reason from facts where is_counted
    union all
    select year, sector, subsector as source, false as is_whole, emissions_tco2e, missing_reason
    from facts
    where subsector is not null
)
select
    year::integer as year, sector, source, is_whole,
    if(
        bool_or(emissions_tco2e is null and missing_reason not in ('not_occurring', 'included_elsewhere', 'not_applicable')),
        null,
        fsum(coalesce(emissions_tco2e, if(missing_reason = 'not_occurring', 0, null)))
    ) as emissions_tco2e
from parts
group by year, sector, source, is_whole
order by year, sector, source
"""
