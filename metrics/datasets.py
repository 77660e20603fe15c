"""Which datasets are loaded for an area, from which release, and which of them is the headline."""

from collections.abc import Sequence

import pandas as pd

from data.store import Store


def loaded_datasets(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Every dataset that speaks for the named areas (None: all), per table the headline first.

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
with speaking as (
    select
        live.area_id, live.table_name, live.dataset, arg_max(live.release, live.year) as release,
        min(live.year) as first_year, max(live.year) as last_year, bool_or(live.is_headline) as is_headline
    from live_slices live
    where
        live.is_speaking and live.dataset is not null
        and ($areas::varchar[] is null or live.area_id in (select unnest($areas::varchar[])))
    group by live.area_id, live.table_name, live.dataset
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
