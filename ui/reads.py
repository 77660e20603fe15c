"""What pages read, computed once per state of the store and shared by all sessions.

The store's version is part of every key: a commit, undo or redo makes every earlier answer unreachable."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

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
from metrics.targets import targets_in_force as targets_in_force_of
from metrics.values import emissions_by, indicator_values, vintages_of
from metrics.verdicts import Verdict, assess
from metrics.what_if import Situation, situation_of
from ui.remembered import remembered


def values(
    store: Store,
    area_ids: tuple[str, ...],
    indicators: tuple[str, ...] = tuple(INDICATORS),
    dataset: str | None = None,
) -> pd.DataFrame:
    """Indicator values of some areas (metrics.values.indicator_values).

    All indicators of the areas are read at once, since a page that shows one soon asks for the others."""
    found = _values(store, area_ids, dataset)
    return found.of_one(indicators[0]) if len(indicators) == 1 else found.of(indicators)


def values_of_dataset(store: Store, area_id: str, indicator: str, dataset: str) -> pd.DataFrame:
    """The values of an emission indicator by one dataset; those of the headline are among those that every page asks for."""
    if not _is_headline(store, area_id, dataset):
        return values(store, (area_id,), (indicator,), dataset)
    found = values(store, (area_id,), (indicator,))
    return found[found["dataset"] == dataset].reset_index(drop=True)


def _is_headline(store: Store, area_id: str, dataset: str | None) -> bool:
    known = datasets(store, area_id)["dataset"]
    return len(known) > 0 and dataset == known.iloc[0]


@remembered()
def breakdown(store: Store, area_id: str, dimension: str, dataset: str | None) -> pd.DataFrame:
    """Emissions of an area by sector or gas (metrics.values.emissions_by)."""
    return emissions_by(store, area_id, dimension=dimension, dataset=dataset)


@remembered()
def inhabitants(store: Store, area_id: str) -> pd.DataFrame:
    """Inhabitants of an area by year (metrics.values.inhabitants_of)."""
    return inhabitants_of(store, area_id)


@remembered()
def datasets(store: Store, area_id: str) -> pd.DataFrame:
    """The emission datasets that speak for an area, headline first."""
    return datasets_of(store, area_id)


@remembered()
def loaded(store: Store, area_id: str) -> pd.DataFrame:
    """Every dataset that speaks for an area, whatever its table (metrics.datasets.loaded_datasets)."""
    return loaded_datasets(store, [area_id])


@remembered()
def all_datasets(store: Store) -> pd.DataFrame:
    """Every dataset of the store with title and kind (Store.datasets)."""
    return store.datasets()


@remembered()
def vintages(store: Store, area_id: str, dataset: str) -> pd.DataFrame:
    """Totals of older releases."""
    return vintages_of(store, area_id, dataset)


@remembered()
def targets(store: Store, area_ids: tuple[str, ...]) -> dict[tuple[str, str], Target]:
    """The speaking target per (area, indicator)."""
    return speaking_targets(store, area_ids)


@remembered()
def targets_in_force(store: Store, area_id: str) -> pd.DataFrame:
    """Every target that speaks, as it was decided (metrics.targets.targets_in_force)."""
    return targets_in_force_of(store, [area_id])


@remembered(most=20_000)  # small, and a page has one for every indicator
def verdict(store: Store, area_id: str, indicator: str, method: str = "linear_path") -> Verdict:
    """The verdict on an area's headline series for one indicator. A trend is carried no further than the natural
    limit: no share grows beyond 100 %."""
    series = values(store, (area_id,), (indicator,))
    target = targets(store, (area_id,)).get((area_id, indicator))
    entry = INDICATORS[indicator]
    return _within(assess(series, target, method, indicator=entry), entry.natural_limit)


@remembered()
def standings(store: Store) -> pd.DataFrame:
    """Verdict, newest value and its year of every municipality and indicator (metrics.progress), by the required path."""
    columns = ["municipality_id", "indicator", "latest_year", "latest_value", "status"]
    return progress(store, methods=["linear_path"])[columns]


@remembered()
def newest_values(store: Store, indicators: tuple[str, ...]) -> pd.DataFrame:
    """The newest known value of every municipality, each with the group in which it may be ranked
    (metrics.comparison.comparable_groups)."""
    known = indicator_values(store, indicators=indicators).dropna(subset=["value"])
    newest = known.sort_values("year", kind="stable").drop_duplicates("municipality_id", keep="last")
    return comparable_groups(newest, all_datasets(store)).reset_index(drop=True)


@remembered()
def boundary_credits(store: Store) -> list[str]:
    """Whom the map names for its borders (data.boundaries.boundary_credits)."""
    return boundary_credits_of(store)


@remembered()
def boundaries(store: Store) -> dict[str, Shape]:
    """The borders that maps are drawn with, by municipality (data.boundaries)."""
    return live_boundaries(store)


@remembered()
def provenance(
    store: Store, area_id: str, indicator: str, year: int, dataset: str | None = None
) -> pd.DataFrame:
    """The facts behind one figure, each with file, sheet and cell."""
    return facts_behind(store, area_id, indicator, year, dataset)


@remembered()
def areas_with_data(store: Store) -> list[dict[str, Any]]:
    """Municipalities that have emissions, population or a target, by name: area_id, name, country_code,
    region, loaded (a number that grows in the order of loading)."""
    return store.arrow(_AREAS_WITH_DATA).to_pylist()


def border_changes(store: Store, area_id: str, dataset: str | None = None) -> list[BorderChange]:
    """The mergers and splits that an area's emission series crosses (metrics.borders); the headline's, unless one is named."""
    return _border_changes(store, area_id, None if _is_headline(store, area_id, dataset) else dataset)


@remembered()
def _border_changes(store: Store, area_id: str, dataset: str | None) -> list[BorderChange]:
    return border_changes_of(store, area_id, dataset)


@remembered()
def releases(store: Store) -> pd.DataFrame:
    """The releases of every dataset that has several (metrics.release_changes.releases_of)."""
    return releases_of(store)


@remembered()
def release_changes(store: Store, dataset: str, older: str, newer: str) -> pd.DataFrame:
    """Two releases side by side (metrics.release_changes.release_changes)."""
    return changes_between(store, dataset, older=older, newer=newer)


@remembered()
def verdict_changes(
    store: Store, dataset: str, older: str, newer: str, gas_coverage: str
) -> list[VerdictChange]:
    """The verdicts by both releases (metrics.release_changes.verdict_changes)."""
    changes = release_changes(store, dataset, older, newer)
    return verdict_changes_of(store, changes, gas_coverage=gas_coverage)


@remembered()
def late_reports(store: Store, area_id: str, on: date) -> pd.DataFrame:
    """The projects that need somebody's attention on a day (metrics.innovation.follow_up)."""
    return follow_up(store, area_id, on=on)


@remembered()
def sources(store: Store, area_id: str, dataset: str) -> pd.DataFrame:
    """Emissions by sector and source (metrics.sources.sources_of)."""
    return sources_of(store, area_id, dataset=dataset)


@remembered()
def published_totals(store: Store, area_id: str, dataset: str) -> pd.DataFrame:
    """The publisher's totals beside ours (metrics.published_totals.published_totals)."""
    return published_totals_of(store, area_id, dataset=dataset)


@remembered()
def notes(store: Store, area_id: str) -> pd.DataFrame:
    """Notes on yearly figures (metrics.notes.notes_on_emissions)."""
    return notes_on_emissions(store, area_id)


@remembered()
def situation(store: Store, area_id: str) -> Situation:
    """What a municipality's outcome follows from (metrics.what_if.situation_of)."""
    return situation_of(store, area_id)


@remembered()
def climate_budget(store: Store, area_id: str) -> pd.DataFrame:
    """The climate budget of an area, by year and sector (metrics.climate_budget.climate_budget)."""
    return climate_budget_of(store, area_id)


@remembered()
def effects_of_measures(store: Store, area_id: str) -> pd.DataFrame:
    """What each measure cuts, by year (metrics.climate_budget.measure_effects)."""
    return measure_effects(store, area_id)


@remembered()
def measures(store: Store, area_id: str, year: int) -> pd.DataFrame:
    """Every measure with its cut and money of a year (metrics.climate_budget.listed_measures)."""
    return listed_measures(store, area_id, year)


@remembered()
def frozen_budgets(store: Store, area_id: str) -> pd.DataFrame:
    """The frozen climate budgets, the oldest first (metrics.budget_snapshots.listed_snapshots)."""
    return listed_snapshots(store, area_id)


@remembered()
def changed_budget(store: Store, area_id: str, first: str, second: str) -> pd.DataFrame:
    """What differs between two climate budgets (metrics.budget_snapshots.compared_snapshots)."""
    return compared_snapshots(store, area_id, first, second)


@remembered()
def changed_measures(store: Store, area_id: str, first: str, second: str, year: int) -> pd.DataFrame:
    """What two climate budgets say of each measure (metrics.budget_snapshots.compared_measures)."""
    return compared_measures(store, area_id, first, second, year=year)


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


@remembered(most=200)
def _values(store: Store, area_ids: tuple[str, ...], dataset: str | None) -> _Values:
    return _Values(indicator_values(store, municipality_ids=area_ids, dataset=dataset))


def _within(verdict: Verdict, limit: float | None) -> Verdict:
    ends = ("projected_value", "projected_low", "projected_high")
    known = {name: value for name in ends if (value := getattr(verdict, name)) is not None}
    return (
        replace(verdict, **{name: min(value, limit) for name, value in known.items()}) if limit else verdict
    )


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
