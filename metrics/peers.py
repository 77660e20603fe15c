"""The municipalities most like one: by size, density and the mix of sectors, with the distance and its parts
(docs/methods.md, comparison and peers)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.store import Store
from metrics.sectors import sector_sums
from metrics.series import Floats

ENOUGH_PARTS = 2  # known by fewer, a municipality comes after all others
PARTS = ("population", "density", "sector_mix")
COLUMNS = (
    "municipality_id",
    "name",
    "country_code",
    "distance",
    *(f"{part}_part" for part in PARTS),
    "parts_missing",
)


@dataclass(frozen=True)
class _Features:
    """What municipalities are compared by, an entry each, NaN = not known; mix is one column per sector (shares 0-1),
    gases the gas coverage that the mix is of."""

    ids: list[str]
    log_population: Floats
    log_density: Floats
    mix: Floats
    gases: np.ndarray


def peers(store: Store, municipality_id: str, *, count: int = 8, same_country: bool = False) -> pd.DataFrame:
    """The nearest municipalities, nearest first.

    Each part is the squared difference of standardised values (mean 0, deviation 1 over all candidates): natural
    logarithm of inhabitants, logarithm of inhabitants per km2, and the mean over sectors of the shares of the
    comparable total, which are compared within one gas coverage only. Distance = root of the mean of the parts that
    both have; every part weighs the same. Inhabitants and sectors are those of each one's newest year. Returns the
    columns of COLUMNS: the parts (NaN = not available) and parts_missing (their names); those known by one part only
    come last, ties by id. Empty where the municipality has none of the features. Source: docs/methods.md."""
    found = _features(store)
    if municipality_id not in found.ids:
        return pd.DataFrame(columns=list(COLUMNS))
    own = found.ids.index(municipality_id)
    parts = np.column_stack(
        [_squared(found.log_population, own), _squared(found.log_density, own), _mix_distance(found, own)]
    )
    known = np.count_nonzero(~np.isnan(parts), axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.sqrt(np.where(known > 0, np.nansum(parts, axis=1) / known, np.nan))
    table = pd.DataFrame(parts, columns=[f"{part}_part" for part in PARTS])
    table.insert(0, "municipality_id", found.ids)
    table["distance"] = distance
    table["is_thin"] = known < ENOUGH_PARTS
    table["parts_missing"] = [
        ", ".join(part for part, value in zip(PARTS, row, strict=True) if np.isnan(value)) for row in parts
    ]
    areas = store.register().areas
    table["name"] = [areas[each].name for each in found.ids]
    table["country_code"] = [each[:2] for each in found.ids]
    chosen = table[(table["municipality_id"] != municipality_id) & table["distance"].notna()]
    if same_country:
        chosen = chosen[chosen["country_code"] == municipality_id[:2]]
    ordered = chosen.sort_values(["is_thin", "distance", "municipality_id"], ignore_index=True)
    return ordered[list(COLUMNS)].head(count)


def _features(store: Store) -> _Features:
    sizes = store.query(_SIZES).set_index("municipality_id")
    sums = sector_sums(store)
    national = sums[sums["kind"] != "own_accounts"]
    newest = national[national["year"] == national.groupby("municipality_id")["year"].transform("max")]
    shares = _shares(newest)
    ids = sorted(set(sizes.index) | set(shares.index))
    sizes, shares = sizes.reindex(ids), shares.reindex(ids)
    gases = newest.groupby("municipality_id")["gas_coverage"].first().reindex(ids).fillna("")
    population, area = sizes["inhabitants"].to_numpy(dtype=float), sizes["area_km2"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        density = np.where(area > 0, population / area, np.nan)
        return _Features(
            ids,
            np.log(np.where(population > 0, population, np.nan)),
            np.log(np.where(density > 0, density, np.nan)),
            shares.to_numpy(dtype=float),
            gases.to_numpy(),
        )


def _shares(newest: pd.DataFrame) -> pd.DataFrame:
    """Each municipality's shares by sector; a sector that is missing stays NaN."""
    table = newest.groupby(["municipality_id", "sector"])["emissions_tco2e"].sum(min_count=1).unstack()
    totals = table.sum(axis=1)
    return table.div(totals.where(totals > 0), axis=0)


def _standardised(values: Floats) -> Floats:
    known = values[~np.isnan(values)]
    if not len(known):
        return values
    deviation = float(known.std())
    return (values - known.mean()) / (deviation if deviation > 0 else 1.0)


def _squared(values: Floats, own: int) -> Floats:
    standardised = _standardised(values)
    return (standardised - standardised[own]) ** 2


def _mix_distance(found: _Features, own: int) -> Floats:
    """The mean over sectors that both have of the squared differences of standardised shares."""
    if not found.mix.shape[1]:
        return np.full(len(found.ids), np.nan)
    of_same_gases = np.where((found.gases == found.gases[own])[:, None], found.mix, np.nan)
    squared = np.column_stack(
        [_squared(of_same_gases[:, column], own) for column in range(found.mix.shape[1])]
    )
    known = np.count_nonzero(~np.isnan(squared), axis=1)
    return np.where(known > 0, np.nansum(squared, axis=1) / np.maximum(known, 1), np.nan)


_SIZES = """
with people as (
    select area_id, arg_max(inhabitants, year) as inhabitants
    from live_population
    where is_speaking and is_headline and inhabitants is not null
    group by area_id
),
sizes as (
    select area_id, arg_max(value, year) as area_km2
    from live_figures
    where is_speaking and figure = 'area_km2' and value is not null
    group by area_id
)
select people.area_id as municipality_id, people.inhabitants, sizes.area_km2
from people
join areas on areas.area_id = people.area_id and areas.kind = 'municipality' and areas.valid_to is null
left join sizes on sizes.area_id = people.area_id
order by municipality_id
"""
