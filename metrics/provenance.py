"""From a figure back to the facts behind it: upload, file, sheet and cell."""

import pandas as pd

from data.code_lists import FIGURE_UNITS
from data.store import Store
from metrics.formulas import formula_tables
from metrics.indicator import EMISSION_TABLES
from metrics.indicator_sql import FACTS_BEHIND
from metrics.registry import indicator_named
from metrics.values import SUM_PARAMETERS


def facts_behind(
    store: Store, municipality_id: str, indicator: str, year: int, dataset: str | None = None
) -> pd.DataFrame:
    """The rows that an indicator's value of a year was made from, with the place of each in the original
    file.

    Headline dataset unless one is named; for a merged municipality the rows of its parts. Rows come in the order
    of the formula: what is measured first, what it is divided by last.
    Returns upload_id, file_name, sha256, sheet, cell ("E14"; missing when the file has no cell for it), row,
    sector, subsector, gas, emissions_tco2e (t, NaN = missing or not an emission row), inhabitants (persons, on
    the population row only), missing_reason, source_label, dataset, release, role (of the formula), table_name,
    input (key of the row in its table), amount (of a share the mass times that share) and its unit. The amounts,
    with the signs of their roles, add up to the value's numerator and denominator. Raises MetricError for an
    unknown indicator."""
    formulas = formula_tables([indicator])
    parameters = {
        "areas": [municipality_id],
        "dataset": dataset,
        "all_datasets": False,
        "kinds": [],
        "year": year,
        "tables": formulas.tables,
        **SUM_PARAMETERS,
    }
    behind = store.query(
        f"with {formulas.expressions(store, [municipality_id])}, {FACTS_BEHIND}",
        parameters,
        inputs=formulas.inputs,
        roles=formulas.roles,
    )
    tonnes = _UNIT_OF_GASES[indicator_named(indicator).gas_coverage]
    places = zip(behind["table_name"], behind["input"], strict=True)
    return behind.assign(unit=[_unit(table, name, tonnes=tonnes) for table, name in places])


def _unit(table: str, name: str, *, tonnes: str) -> str:
    if table in EMISSION_TABLES:
        return tonnes
    if table == "figures":
        return FIGURE_UNITS[name]
    return "persons" if table == "population" else "t"


_UNIT_OF_GASES = {"ghg": "t CO2e", "co2": "t CO2", "": "t CO2e"}
