"""The municipalities most like one: by size, density and the mix of sectors, with the distance and its parts
(docs/methods.md, comparison and peers)."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from data.store import Store
from metrics.errors import MetricError
from metrics.sectors import sector_sums
from metrics.series import Floats
from metrics.series_sql import MAPPED_INPUTS, PEOPLE
from texts import N_

ENOUGH_PARTS = 2  # known by fewer, a municipality comes after all others
MIX_YEARS = 5  # the newest data years of a municipality among which a common one is looked for
PARTS = ("population", "density", "sector_mix")
COLUMNS = (
    "municipality_id",
    "name",
    "country_code",
    "distance",
    *(f"{part}_part" for part in PARTS),
    "parts_missing",
)


def peers(
    store: Store,
    municipality_id: str,
    *,
    count: int = 8,
    same_country: bool = False,
    features: Collection[str] = PARTS,
) -> pd.DataFrame:
    """The nearest municipalities, nearest first.

    Three differences, each in standard deviations over all municipalities and squared: natural logarithm of inhabitants,
    logarithm of inhabitants per km2, and the mean over sectors of the shares of the comparable total, in the newest year
    that both have and within one gas coverage only. Distance = root of the mean of the parts that both have and that
    features names; every part weighs the same. Returns the columns of COLUMNS: distance (0 = alike), the parts (NaN = not
    available) and parts_missing (their names); those known by one of several parts only come last, ties by id. Empty where
    the municipality has none of the features. Raises MetricError for an unknown feature. Source: docs/methods.md."""
    chosen = _named(features)
    sizes = _sizes(store)
    mix = _mix_differences(store, municipality_id) if "sector_mix" in chosen else pd.Series(dtype=float)
    ids = sorted({*sizes.index, *mix.index, municipality_id})
    squared = pd.DataFrame(
        {
            "population": _squared_differences(sizes["inhabitants"].reindex(ids), municipality_id),
            "density": _squared_differences(sizes["density"].reindex(ids), municipality_id),
            "sector_mix": mix.reindex(ids),
        }
    )
    table = _distances(squared[chosen].drop(index=municipality_id))
    if same_country:
        table = table[table["municipality_id"].str[:2] == municipality_id[:2]]
    ordered = table.sort_values(["is_thin", "distance", "municipality_id"], ignore_index=True).head(count)
    areas = store.register().areas
    ordered["name"] = [areas[each].name for each in ordered["municipality_id"]]
    ordered["country_code"] = ordered["municipality_id"].str[:2]
    return ordered[list(COLUMNS)]


def _named(features: Collection[str]) -> list[str]:
    unknown = [each for each in features if each not in PARTS]
    if unknown or not features:
        raise MetricError(
            N_(
                'Feature: expected one of {known}, found "{found}".',
                known=", ".join(PARTS),
                found=", ".join(unknown),
            )
        )
    return [part for part in PARTS if part in features]


def _distances(squared: pd.DataFrame) -> pd.DataFrame:
    """Distance and parts of those that have any. squared: squared differences by id, a column per part asked for."""
    parts = {f"{part}_part": squared.get(part, np.nan) for part in PARTS}
    table = pd.DataFrame(parts, index=squared.index)
    table["distance"] = np.sqrt(squared.mean(axis=1))
    table["is_thin"] = squared.notna().sum(axis=1) < min(ENOUGH_PARTS, squared.shape[1])
    table["parts_missing"] = [
        ", ".join(part for part, is_known in zip(squared.columns, row, strict=True) if not is_known)
        for row in squared.notna().to_numpy()
    ]
    return table[table["distance"].notna()].rename_axis("municipality_id").reset_index()


def _squared_differences(values: pd.Series, municipality_id: str) -> pd.Series:
    """Of the logarithms, in standard deviations. values: above zero by id, NaN = not known."""
    logarithms = np.log(values)
    return ((logarithms - logarithms[municipality_id]) / _deviation(logarithms.to_numpy())) ** 2


def _deviation(values: Floats) -> float:
    known = values[~np.isnan(values)]
    deviation = float(known.std()) if len(known) else 0.0
    is_spread = deviation > 1e-12 * float(np.abs(known).max(initial=0.0))
    return deviation if is_spread else 1.0


def _sizes(store: Store) -> pd.DataFrame:
    """Inhabitants (newest year, persons) and density (inhabitants per km2) by municipality; NaN = not known."""
    parameters = {
        "areas": None,
        "dataset": None,
        "all_datasets": False,
        "kinds": ["municipality"],
        "tables": ["population", "figures"],
        "statuses": [],
    }
    sizes = store.query(f"with {MAPPED_INPUTS}, {PEOPLE}, {_SIZES}", parameters)
    sizes["density"] = sizes["inhabitants"] / sizes["area_km2"]
    return sizes.set_index("municipality_id")


def _mix_differences(store: Store, municipality_id: str) -> pd.Series:
    """The mean squared difference of shares by id, in the newest year that both have; of one gas coverage only.

    A sector counts where both have it; its deviation is that of the newest shares of all."""
    own_years = sorted(set(sector_sums(store, [municipality_id])["year"]))[-MIX_YEARS:]
    sums = sector_sums(store, years=own_years)
    sums = sums[sums["kind"] != "own_accounts"]
    shares = _shares(sums[sums["gas_coverage"].isin(_gases_of(sums, municipality_id))])
    if municipality_id not in shares.index:
        return pd.Series(dtype=float)
    own = shares.loc[[municipality_id]].droplevel("municipality_id")
    in_common = shares[shares.index.get_level_values("year").isin(own.index)]
    newest = in_common.groupby(level="municipality_id").tail(1)
    scale = np.array([_deviation(newest[sector].to_numpy()) for sector in newest])
    of_own = own.loc[newest.index.get_level_values("year")].to_numpy()
    squared = ((newest.to_numpy() - of_own) / scale) ** 2
    differences = pd.DataFrame(squared, index=newest.index.get_level_values("municipality_id"))
    return differences.mean(axis=1)


def _gases_of(sums: pd.DataFrame, municipality_id: str) -> set[str]:
    return set(sums.loc[sums["municipality_id"] == municipality_id, "gas_coverage"])


def _shares(sums: pd.DataFrame) -> pd.DataFrame:
    """Shares of the comparable total (0-1) by municipality and year, a column per sector; NaN = the sector is not there.

    Years in which a sector's figure is missing have no shares, since their total is not known."""
    by_year = ["municipality_id", "year"]
    amounts = sums.set_index([*by_year, "sector"])["emissions_tco2e"]
    table = amounts.unstack("sector")
    has_gap = amounts.isna().groupby(level=by_year).any()
    totals = table.sum(axis=1)
    return table.div(totals, axis=0)[(totals > 0) & ~has_gap]


# Of each municipality the inhabitants of its newest year, and its newest area, a publisher's before own figures; those of
# a merged one are the sums of its parts where it has none of its own.
_SIZES = """
newest_people as (
    select area_id, arg_max(inhabitants, year)::double as inhabitants
    from people
    where inhabitants is not null
    group by area_id
),
areas_km2 as (
    select
        mapped.area_id, mapped.dataset, mapped.year, bool_or(mapped.is_own) as is_own, min(mapped.first_event) as first_event,
        if(count(*) = count(fact.value), sum(fact.value), null) as area_km2
    from figures fact
    join mapped on mapped.slice_id = fact.slice_id
    where fact.figure = 'area_km2'
    group by mapped.area_id, mapped.dataset, mapped.year
),
newest_areas as (
    select area_id, area_km2
    from areas_km2
    where area_km2 > 0
    qualify row_number() over (partition by area_id order by is_own, year desc, first_event, dataset) = 1
)
select newest_people.area_id as municipality_id, newest_people.inhabitants, newest_areas.area_km2
from newest_people
left join newest_areas on newest_areas.area_id = newest_people.area_id
order by municipality_id
"""
