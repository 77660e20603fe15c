"""What the indicators of an area were, year by year: one statement for all areas, years and indicators at
once.

Series rules (docs/methods.md section 1): counted rows only, missing is never zero, an aggregate takes the
weakest status of its parts, a per-head figure uses the same year's population."""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa

from data.code_lists import MISSING_REASONS, OUTSIDE_TOTAL
from data.store import Store
from metrics.errors import MetricError
from metrics.formulas import formula_tables
from metrics.indicator_sql import (
    FORMULA_PARTS,
    INDICATOR_POINTS,
    INDICATOR_VALUES,
    ROLES_EXPLAINED,
    VALUES_FOUND,
)
from metrics.registry import INDICATORS
from metrics.series_sql import (
    AREA_FACTS,
    CHOSEN_BY_GAS,
    CHOSEN_BY_SECTOR,
    CHOSEN_OF_VINTAGES,
    SPEAKING_DATASETS,
    SUMMED,
    SUMS_BY_PART,
    SUMS_OF_VINTAGES,
    mapped_slices,
)
from texts import N_, Text

# From strongest to weakest: a reported figure was measured or counted, an estimated one was derived from
# something measured nearby, a modelled one was spread out from national totals by a key and says least about
# the place.
STATUS_ORDER = ("reported", "estimated", "modelled")

# Why an aggregate is missing, beside the reasons a publisher gives (data.tables.MISSING_REASONS).
OWN_REASONS: dict[str, Text] = {
    "no_rows": N_("The dataset has no rows for it in that year"),
    "no_population": N_("The population of that year is not loaded"),
    "no_whole": N_("What it is divided by is not loaded for that year"),
    "zero_whole": N_("What it is divided by is zero in that year"),
    "no_land_use": N_("Land use of that year is not loaded"),
    "no_carbon_budget": N_("No carbon budget is stated that holds in that year"),
    "no_compensation": N_("Eligible compensation of that year is not loaded; where there is none, state 0"),
    "not_stated": N_("A part has no figure, and no reason is given"),
}

# Rows that say so are left out of a sum, which stands without them; every other reason stops it.
_PASSING = ("included_elsewhere", "not_applicable")
_BLOCKING = sorted({*MISSING_REASONS, *OWN_REASONS} - {"not_occurring", *_PASSING})
SUM_PARAMETERS: dict[str, object] = {
    "statuses": list(STATUS_ORDER),
    "reasons": [*_BLOCKING, *_PASSING],
    "blocking": len(_BLOCKING),
}

DIMENSIONS = ("sector", "gas")


def missing_reason_text(code: str | None) -> Text:
    """Why a figure is missing, in words, for every code in a missing_reason column."""
    return {**MISSING_REASONS, **OWN_REASONS}.get(code or "not_stated", OWN_REASONS["not_stated"])


def no_value_text(code: str | None) -> Text:
    """That a series has no value at all, and why its last year has none (a code in a missing_reason column)."""
    return N_("There is no value in any year: {why}.", why=missing_reason_text(code))


def indicator_values(
    store: Store,
    *,
    municipality_ids: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
    dataset: str | None = None,
    all_datasets: bool = False,
    area_kinds: Sequence[str] = ("municipality",),
) -> pd.DataFrame:
    """The values of the indicators, one row per area, indicator, dataset and data year, in that order.

    Emissions: speaking release of the headline dataset, of the named dataset, or of all datasets. Materials and
    figures: of the datasets that speak, the one that serves the indicator best (metrics/indicator_sql.py), the
    named one, or all. area_kinds applies when no ids are named. A municipality that was merged or renumbered
    continues its parts: where a dataset has no year of its own for it and all parts have that year, amounts are
    summed (rates never); what was split is not carried back.
    Returns municipality_id, indicator, year, value (unit of the indicator, NaN = missing), unit, dataset,
    release, gas_coverage (empty where no emission inventory is asked), value_status (weakest of the parts),
    is_preliminary, missing_reason (code, set where value is NaN), definition (key of the registry's definition
    that was counted, empty where there is one). An emission indicator appears only for datasets of its own gas
    coverage and for every year of them, others for the years that have what they measure; national figures
    appear for nations only. Raises MetricError for an unknown indicator.
    Source: docs/methods.md section 1."""
    rows = value_rows(
        store,
        municipality_ids=municipality_ids,
        indicators=indicators,
        dataset=dataset,
        all_datasets=all_datasets,
        area_kinds=area_kinds,
    )
    return rows.to_pandas()


def value_rows(
    store: Store,
    *,
    municipality_ids: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
    dataset: str | None = None,
    all_datasets: bool = False,
    area_kinds: Sequence[str] = ("municipality",),
) -> pa.Table:
    """As indicator_values, as an Arrow table with nulls, for reading many series quickly."""
    formulas = formula_tables(INDICATORS if indicators is None else indicators)
    choice = _choice(municipality_ids, dataset=dataset, all_datasets=all_datasets, area_kinds=area_kinds)
    parameters = choice | SUM_PARAMETERS | {"tables": formulas.tables}
    return store.arrow(
        f"with {formulas.expressions(store, municipality_ids)}, {_VALUES}",
        parameters,
        inputs=formulas.inputs,
        roles=formulas.roles,
    )


def point_rows(
    store: Store, municipality_ids: Sequence[str], indicators: Sequence[str], *, dataset: str | None = None
) -> pa.Table:
    """As value_rows, in the same order, with no more than is needed to judge: municipality_id, position (of the
    indicator in the registry), year, value, missing_reason, dataset."""
    formulas = formula_tables(indicators)
    parameters = _choice(municipality_ids, dataset=dataset) | SUM_PARAMETERS | {"tables": formulas.tables}
    sql = f"with {formulas.expressions(store, municipality_ids)}, {_POINTS}"
    return store.arrow(sql, parameters, inputs=formulas.inputs, roles=formulas.roles)


def formula_parts(
    store: Store, municipality_ids: Sequence[str], indicator: str, *, dataset: str | None = None
) -> pd.DataFrame:
    """What each role of an indicator's formula amounts to, year by year: gross emissions, land use and compensation
    of a net balance stay three figures.

    Returns municipality_id, year, role (of the registry), sign (1 or -1), is_denominator, amount (unit of its rows, without the
    sign; NaN = missing), missing_reason (code; None also where an optional role has no rows), dataset,
    definition. Raises MetricError for an unknown indicator."""
    formulas = formula_tables([indicator])
    choice = _choice(municipality_ids, dataset=dataset)
    parameters = choice | SUM_PARAMETERS | {"tables": formulas.tables}
    return store.query(
        f"with {formulas.expressions(store, municipality_ids)}, {_PARTS}",
        parameters,
        inputs=formulas.inputs,
        roles=formulas.roles,
    )


def speaking_datasets(
    store: Store,
    *,
    municipality_ids: Sequence[str] | None = None,
    dataset: str | None = None,
    all_datasets: bool = False,
    area_kinds: Sequence[str] = ("municipality",),
) -> pd.DataFrame:
    """The territorial emission dataset that speaks for each area: municipality_id, dataset, title,
    gas_coverage."""
    choice = _choice(municipality_ids, dataset=dataset, all_datasets=all_datasets, area_kinds=area_kinds)
    return store.query(f"with {mapped_slices(store, municipality_ids)}, {SPEAKING_DATASETS}", choice)


def emissions_by(
    store: Store, municipality_id: str, *, dimension: str, dataset: str | None = None
) -> pd.DataFrame:
    """Territorial emissions of an area split by sector or by gas, one row per year and part.

    By sector: the counted rows; where only a total is counted, the publisher's sector rows beside it. By gas:
    the rows that name a gas, from the coarsest level that has them. Land use and credits are parts like
    others and carry their own code.
    Returns year, sector or gas (code), emissions_tco2e (t, NaN = a part is missing), value_status (weakest),
    missing_reason; empty where the split is not published. Raises MetricError for another dimension."""
    if dimension not in DIMENSIONS:
        raise MetricError(
            N_(
                'Split: expected one of {known}, found "{found}".',
                known=", ".join(DIMENSIONS),
                found=dimension,
            )
        )
    choice = _choice([municipality_id], dataset=dataset) | {"statuses": list(STATUS_ORDER)}
    chosen = CHOSEN_BY_SECTOR if dimension == "sector" else CHOSEN_BY_GAS
    parts = store.query(
        f"with {mapped_slices(store, [municipality_id])}, {AREA_FACTS}, {chosen}, {SUMMED} {SUMS_BY_PART}",
        choice,
    )
    return parts.rename(columns={"part": dimension})


def vintages_of(store: Store, municipality_id: str, dataset: str) -> pd.DataFrame:
    """The totals that older live releases of a dataset gave for an area, newest release first.

    Returns release, released_on, year, total_tco2e (the publisher's own total without land use and credits,
    t; NaN = missing)."""
    parameters = {
        "area": municipality_id,
        "dataset": dataset,
        "outside": list(OUTSIDE_TOTAL),
        "statuses": list(STATUS_ORDER),
    }
    return store.query(f"with {CHOSEN_OF_VINTAGES}, {SUMMED}, {SUMS_OF_VINTAGES}", parameters)


def _choice(
    municipality_ids: Sequence[str] | None,
    *,
    dataset: str | None,
    all_datasets: bool = False,
    area_kinds: Sequence[str] = (),
) -> dict[str, object]:
    return {
        "areas": None if municipality_ids is None else list(municipality_ids),
        "dataset": dataset,
        "all_datasets": all_datasets,
        "kinds": list(area_kinds),
    }


_VALUES = f"{ROLES_EXPLAINED}, {VALUES_FOUND} {INDICATOR_VALUES}"
_POINTS = f"{ROLES_EXPLAINED}, {VALUES_FOUND} {INDICATOR_POINTS}"
_PARTS = f"{ROLES_EXPLAINED} {FORMULA_PARTS}"
