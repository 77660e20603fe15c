"""What pages read, computed once per state of the store and shared by all sessions.

The store's version is part of every key: a commit, undo or redo makes every earlier answer unreachable."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from data.boundaries import Shape, live_boundaries
from data.boundaries import boundary_credits as boundary_credits_of
from data.store import Store
from metrics.borders import BorderChange
from metrics.borders import border_changes as border_changes_of
from metrics.budget_snapshots import compared_measures, compared_snapshots, listed_snapshots
from metrics.climate_budget import climate_budget as climate_budget_of
from metrics.climate_budget import listed_measures, measure_effects
from metrics.comparison import comparable_groups
from metrics.datasets import datasets_of, loaded_datasets
from metrics.innovation import follow_up
from metrics.notes import notes_on_emissions
from metrics.population import inhabitants_of
from metrics.progress import progress
from metrics.provenance import facts_behind
from metrics.published_totals import published_totals as published_totals_of
from metrics.registry import INDICATORS
from metrics.release_changes import VerdictChange, releases_of
from metrics.release_changes import release_changes as changes_between
from metrics.release_changes import verdict_changes as verdict_changes_of
from metrics.sources import sources_of
from metrics.targets import Target, speaking_targets
from metrics.values import emissions_by, indicator_values, vintages_of
from metrics.verdicts import Verdict, assess
from metrics.what_if import Situation, situation_of

_cached = st.cache_data(show_spinner=False, max_entries=500)


def values(
    store: Store,
    area_ids: tuple[str, ...],
    indicators: tuple[str, ...] = tuple(INDICATORS),
    dataset: str | None = None,
) -> pd.DataFrame:
    """Indicator values of some areas (metrics.values.indicator_values).

    All indicators of the areas are read at once, since a page that shows one soon asks for the others."""
    found = _values(store.url, store.version, area_ids, dataset, store)
    return found.of_one(indicators[0]) if len(indicators) == 1 else found.of(indicators)


def breakdown(store: Store, area_id: str, dimension: str, dataset: str | None) -> pd.DataFrame:
    """Emissions of an area by sector or gas (metrics.values.emissions_by)."""
    return _breakdown(store.url, store.version, area_id, dimension, dataset, store)


def inhabitants(store: Store, area_id: str) -> pd.DataFrame:
    """Inhabitants of an area by year (metrics.values.inhabitants_of)."""
    return _inhabitants(store.url, store.version, area_id, store)


def datasets(store: Store, area_id: str) -> pd.DataFrame:
    """The emission datasets that speak for an area, headline first."""
    return _datasets(store.url, store.version, area_id, store)


def loaded(store: Store, area_id: str) -> pd.DataFrame:
    """Every dataset that speaks for an area, whatever its table (metrics.datasets.loaded_datasets)."""
    return _loaded(store.url, store.version, area_id, store)


def all_datasets(store: Store) -> pd.DataFrame:
    """Every dataset of the store with title and kind (Store.datasets)."""
    return _all_datasets(store.url, store.version, store)


def vintages(store: Store, area_id: str, dataset: str) -> pd.DataFrame:
    """Totals of older releases."""
    return _vintages(store.url, store.version, area_id, dataset, store)


def targets(store: Store, area_ids: tuple[str, ...]) -> dict[tuple[str, str], Target]:
    """The speaking target per (area, indicator)."""
    return _targets(store.url, store.version, area_ids, store)


def verdict(store: Store, area_id: str, indicator: str, method: str = "linear_path") -> Verdict:
    """The verdict on an area's headline series for one indicator. A trend is carried no further than the natural
    limit: no share grows beyond 100 %."""
    return _verdict(store.url, store.version, area_id, indicator, method, store)


def standings(store: Store) -> pd.DataFrame:
    """Verdict, newest value and its year of every municipality and indicator (metrics.progress), by the required path."""
    return _standings(store.url, store.version, store)


def newest_values(store: Store, indicators: tuple[str, ...]) -> pd.DataFrame:
    """The newest known value of every municipality, each with the group in which it may be ranked
    (metrics.comparison.comparable_groups)."""
    return _newest_values(store.url, store.version, indicators, store)


def boundary_credits(store: Store) -> list[str]:
    """Whom the map names for its borders (data.boundaries.boundary_credits)."""
    return _boundary_credits(store.url, store.version, store)


def boundaries(store: Store) -> dict[str, Shape]:
    """The borders that maps are drawn with, by municipality (data.boundaries)."""
    return _boundaries(store.url, store.version, store)


def provenance(
    store: Store, area_id: str, indicator: str, year: int, dataset: str | None = None
) -> pd.DataFrame:
    """The facts behind one figure, each with file, sheet and cell."""
    return _provenance(store.url, store.version, area_id, indicator, year, dataset, store)


def areas_with_data(store: Store) -> list[dict[str, Any]]:
    """Municipalities that have emissions, population or a target, by name: area_id, name, country_code,
    region, loaded (a number that grows in the order of loading)."""
    return _areas_with_data(store.url, store.version, store)


def border_changes(store: Store, area_id: str, dataset: str | None = None) -> list[BorderChange]:
    """The mergers and splits that an area's emission series crosses (metrics.borders)."""
    return _border_changes(store.url, store.version, area_id, dataset, store)


def releases(store: Store) -> pd.DataFrame:
    """The releases of every dataset that has several (metrics.release_changes.releases_of)."""
    return _releases(store.url, store.version, store)


def release_changes(store: Store, dataset: str, older: str, newer: str) -> pd.DataFrame:
    """Two releases side by side (metrics.release_changes.release_changes)."""
    return _release_changes(store.url, store.version, dataset, older, newer, store)


def verdict_changes(
    store: Store, dataset: str, older: str, newer: str, gas_coverage: str
) -> list[VerdictChange]:
    """The verdicts by both releases (metrics.release_changes.verdict_changes)."""
    return _verdict_changes(store.url, store.version, dataset, older, newer, gas_coverage, store)


def release_changes_of(
    store: Store, area_id: str, dataset: str, older: str, newer: str, gas_coverage: str
) -> tuple[pd.DataFrame, list[VerdictChange]]:
    """Two releases side by side for one area, and its verdicts by both (metrics.release_changes)."""
    return _release_changes_of(store.url, store.version, area_id, dataset, older, newer, gas_coverage, store)


def late_reports(store: Store, area_id: str, on: date) -> pd.DataFrame:
    """The projects that need somebody's attention on a day (metrics.innovation.follow_up)."""
    return _late_reports(store.url, store.version, area_id, on, store)


def sources(store: Store, area_id: str, dataset: str) -> pd.DataFrame:
    """Emissions by sector and source (metrics.sources.sources_of)."""
    return _sources(store.url, store.version, area_id, dataset, store)


def published_totals(store: Store, area_id: str, dataset: str) -> pd.DataFrame:
    """The publisher's totals beside ours (metrics.published_totals.published_totals)."""
    return _published_totals(store.url, store.version, area_id, dataset, store)


def notes(store: Store, area_id: str) -> pd.DataFrame:
    """Notes on yearly figures (metrics.notes.notes_on_emissions)."""
    return _notes(store.url, store.version, area_id, store)


def situation(store: Store, area_id: str) -> Situation:
    """What a municipality's outcome follows from (metrics.what_if.situation_of)."""
    return _situation(store.url, store.version, area_id, store)


def climate_budget(store: Store, area_id: str) -> pd.DataFrame:
    """The climate budget of an area, by year and sector (metrics.climate_budget.climate_budget)."""
    return _climate_budget(store.url, store.version, area_id, store)


def effects_of_measures(store: Store, area_id: str) -> pd.DataFrame:
    """What each measure cuts, by year (metrics.climate_budget.measure_effects)."""
    return _effects_of_measures(store.url, store.version, area_id, store)


def measures(store: Store, area_id: str, year: int) -> pd.DataFrame:
    """Every measure with its cut and money of a year (metrics.climate_budget.listed_measures)."""
    return _measures(store.url, store.version, area_id, year, store)


def frozen_budgets(store: Store, area_id: str) -> pd.DataFrame:
    """The frozen climate budgets, the oldest first (metrics.budget_snapshots.listed_snapshots)."""
    return _frozen_budgets(store.url, store.version, area_id, store)


def changed_budget(store: Store, area_id: str, first: str, second: str) -> pd.DataFrame:
    """What differs between two climate budgets (metrics.budget_snapshots.compared_snapshots)."""
    return _changed_budget(store.url, store.version, area_id, first, second, store)


def changed_measures(store: Store, area_id: str, first: str, second: str, year: int) -> pd.DataFrame:
    """What two climate budgets say of each measure (metrics.budget_snapshots.compared_measures)."""
    return _changed_measures(store.url, store.version, area_id, first, second, year, store)


class _Values:
    """All values of some areas, shared by every session, and those of one indicator set apart when first asked for: a
    page asks for one indicator after the other, and to read and sift all of them each time took most of a rerun."""

    def __init__(self, every: pd.DataFrame) -> None:
        self._every = every
        self._of_one: dict[str, pd.DataFrame] = {}

    def of(self, indicators: tuple[str, ...]) -> pd.DataFrame:
        return self._every[self._every["indicator"].isin(indicators)].reset_index(drop=True)

    def of_one(self, indicator: str) -> pd.DataFrame:
        """Whoever writes into what is returned writes into a copy of their own (pandas copies on write)."""
        if indicator not in self._of_one:
            self._of_one[indicator] = self.of((indicator,))
        return self._of_one[indicator].copy(deep=False)


@st.cache_resource(show_spinner=False, max_entries=200)
def _values(url: str, version: int, area_ids: tuple[str, ...], dataset: str | None, _store: Store) -> _Values:
    return _Values(indicator_values(_store, municipality_ids=area_ids, dataset=dataset))


@_cached
def _breakdown(
    url: str, version: int, area_id: str, dimension: str, dataset: str | None, _store: Store
) -> pd.DataFrame:
    return emissions_by(_store, area_id, dimension=dimension, dataset=dataset)


@_cached
def _inhabitants(url: str, version: int, area_id: str, _store: Store) -> pd.DataFrame:
    return inhabitants_of(_store, area_id)


@_cached
def _datasets(url: str, version: int, area_id: str, _store: Store) -> pd.DataFrame:
    return datasets_of(_store, area_id)


@_cached
def _loaded(url: str, version: int, area_id: str, _store: Store) -> pd.DataFrame:
    return loaded_datasets(_store, [area_id])


@_cached
def _all_datasets(url: str, version: int, _store: Store) -> pd.DataFrame:
    return _store.datasets()


@st.cache_data(show_spinner=False, max_entries=5_000)  # small, and a page has one for every indicator
def _verdict(url: str, version: int, area_id: str, indicator: str, method: str, _store: Store) -> Verdict:
    series = values(_store, (area_id,), (indicator,))
    target = targets(_store, (area_id,)).get((area_id, indicator))
    entry = INDICATORS[indicator]
    return _within(assess(series, target, method, indicator=entry), entry.natural_limit)


def _within(verdict: Verdict, limit: float | None) -> Verdict:
    ends = ("projected_value", "projected_low", "projected_high")
    known = {name: value for name in ends if (value := getattr(verdict, name)) is not None}
    return (
        replace(verdict, **{name: min(value, limit) for name, value in known.items()}) if limit else verdict
    )


@_cached
def _vintages(url: str, version: int, area_id: str, dataset: str, _store: Store) -> pd.DataFrame:
    return vintages_of(_store, area_id, dataset)


@_cached
def _targets(
    url: str, version: int, area_ids: tuple[str, ...], _store: Store
) -> dict[tuple[str, str], Target]:
    return speaking_targets(_store, area_ids)


@_cached
def _standings(url: str, version: int, _store: Store) -> pd.DataFrame:
    columns = ["municipality_id", "indicator", "latest_year", "latest_value", "status"]
    return progress(_store, methods=["linear_path"])[columns]


@_cached
def _newest_values(url: str, version: int, indicators: tuple[str, ...], _store: Store) -> pd.DataFrame:
    known = indicator_values(_store, indicators=indicators).dropna(subset=["value"])
    newest = known.sort_values("year", kind="stable").drop_duplicates("municipality_id", keep="last")
    return comparable_groups(newest, _all_datasets(url, version, _store)).reset_index(drop=True)


@_cached
def _boundary_credits(url: str, version: int, _store: Store) -> list[str]:
    return boundary_credits_of(_store)


@_cached
def _boundaries(url: str, version: int, _store: Store) -> dict[str, Shape]:
    return live_boundaries(_store)


@_cached
def _provenance(
    url: str, version: int, area_id: str, indicator: str, year: int, dataset: str | None, _store: Store
) -> pd.DataFrame:
    return facts_behind(_store, area_id, indicator, year, dataset)


@_cached
def _areas_with_data(url: str, version: int, _store: Store) -> list[dict[str, Any]]:
    return _store.arrow(_AREAS_WITH_DATA).to_pylist()


@_cached
def _border_changes(
    url: str, version: int, area_id: str, dataset: str | None, _store: Store
) -> list[BorderChange]:
    return border_changes_of(_store, area_id, dataset)


@_cached
def _releases(url: str, version: int, _store: Store) -> pd.DataFrame:
    return releases_of(_store)


@_cached
def _release_changes(
    url: str, version: int, dataset: str, older: str, newer: str, _store: Store
) -> pd.DataFrame:
    return changes_between(_store, dataset, older=older, newer=newer)


@_cached
def _verdict_changes(
    url: str, version: int, dataset: str, older: str, newer: str, gas_coverage: str, _store: Store
) -> list[VerdictChange]:
    changes = _release_changes(url, version, dataset, older, newer, _store)
    return verdict_changes_of(_store, changes, gas_coverage=gas_coverage)


@_cached
def _release_changes_of(
    url: str,
    version: int,
    area_id: str,
    dataset: str,
    older: str,
    newer: str,
    gas_coverage: str,
    _store: Store,
) -> tuple[pd.DataFrame, list[VerdictChange]]:
    changes = changes_between(_store, dataset, older=older, newer=newer, municipality_ids=[area_id])
    return changes, verdict_changes_of(_store, changes, gas_coverage=gas_coverage)


@_cached
def _late_reports(url: str, version: int, area_id: str, on: date, _store: Store) -> pd.DataFrame:
    return follow_up(_store, area_id, on=on)


@_cached
def _sources(url: str, version: int, area_id: str, dataset: str, _store: Store) -> pd.DataFrame:
    return sources_of(_store, area_id, dataset=dataset)


@_cached
def _published_totals(url: str, version: int, area_id: str, dataset: str, _store: Store) -> pd.DataFrame:
    return published_totals_of(_store, area_id, dataset=dataset)


@_cached
def _notes(url: str, version: int, area_id: str, _store: Store) -> pd.DataFrame:
    return notes_on_emissions(_store, area_id)


@_cached
def _situation(url: str, version: int, area_id: str, _store: Store) -> Situation:
    return situation_of(_store, area_id)


@_cached
def _climate_budget(url: str, version: int, area_id: str, _store: Store) -> pd.DataFrame:
    return climate_budget_of(_store, area_id)


@_cached
def _effects_of_measures(url: str, version: int, area_id: str, _store: Store) -> pd.DataFrame:
    return measure_effects(_store, area_id)


@_cached
def _measures(url: str, version: int, area_id: str, year: int, _store: Store) -> pd.DataFrame:
    return listed_measures(_store, area_id, year)


@_cached
def _frozen_budgets(url: str, version: int, area_id: str, _store: Store) -> pd.DataFrame:
    return listed_snapshots(_store, area_id)


@_cached
def _changed_budget(
    url: str, version: int, area_id: str, first: str, second: str, _store: Store
) -> pd.DataFrame:
    return compared_snapshots(_store, area_id, first, second)


@_cached
def _changed_measures(
    url: str, version: int, area_id: str, first: str, second: str, year: int, _store: Store
) -> pd.DataFrame:
    return compared_measures(_store, area_id, first, second, year=year)


_AREAS_WITH_DATA = """
with heirs as (
    select country_code || '-' || earlier_code as part_id, area_id from municipality_changes where kind <> 'split'
),
standing as (
    select area_id, slice_id, table_name from live_slices
    union all
    select heirs.area_id, live_slices.slice_id, live_slices.table_name
    from live_slices
    join heirs on heirs.part_id = live_slices.area_id
)
select
    areas.area_id, areas.name, areas.country_code, areas.region, min(standing.slice_id) as loaded,
    bool_or(standing.table_name = 'emissions') as has_emissions
from areas
join standing on standing.area_id = areas.area_id
where areas.kind = 'municipality' and areas.valid_to is null
group by all
order by areas.name, areas.area_id
"""
