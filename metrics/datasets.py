"""Which datasets are loaded for an area, from which release, and which of them is the headline."""

from collections.abc import Sequence

import pandas as pd

from data.store import Store


def loaded_datasets(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Every dataset that speaks for the named areas (None: all), per table the headline first; of a merged
    municipality without any row of its own, those of its parts.

    Returns municipality_id, table, dataset, title, publisher, licence, url, gas_coverage, basis, kind,
    release, released_on, first_year, last_year, is_headline (per table and basis)."""
    areas = None if municipality_ids is None else list(municipality_ids)
    return store.query(_LOADED_DATASETS, {"areas": areas})


def datasets_of(store: Store, municipality_id: str) -> pd.DataFrame:
    """The territorial emission datasets that speak for one area, which are what indicators sum, headline first;
    columns as loaded_datasets."""
    loaded = loaded_datasets(store, [municipality_id])
    is_summed = (loaded["table"] == "emissions") & (loaded["basis"] == "territorial")
    return loaded[is_summed].reset_index(drop=True)


_LOADED_DATASETS = """
with standing as (
    select area_id, table_name, dataset, release, year, is_headline
    from live_slices
    where is_speaking and dataset is not null
),
heirs as (
    select country_code || '-' || earlier_code as part_id, area_id
    from municipality_changes
    where kind <> 'split' and part_id <> area_id
),
of_parts as (
    select
        heirs.area_id, standing.table_name, standing.dataset, standing.release, standing.year, standing.is_headline
    from standing
    join heirs on heirs.part_id = standing.area_id
    anti join standing own on own.area_id = heirs.area_id and own.table_name = standing.table_name
),
speaking as (
    select
        area_id, table_name, dataset, arg_max(release, year) as release, min(year) as first_year,
        max(year) as last_year, bool_or(is_headline) as is_headline
    from (select * from standing union all select * from of_parts)
    where $areas::varchar[] is null or area_id in (select unnest($areas::varchar[]))
    group by area_id, table_name, dataset
)
select
    speaking.area_id as municipality_id, speaking.table_name as table, speaking.dataset, datasets.title,
    datasets.publisher, datasets.licence, datasets.url, datasets.gas_coverage, datasets.basis, datasets.kind,
    speaking.release, releases.released_on, speaking.first_year, speaking.last_year, speaking.is_headline
from speaking
join datasets on datasets.dataset = speaking.dataset
left join releases on releases.dataset = speaking.dataset and releases.release = speaking.release
order by municipality_id, speaking.table_name, speaking.is_headline desc, speaking.dataset
"""
