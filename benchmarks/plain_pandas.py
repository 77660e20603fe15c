"""The core indicators and the linear path as an analyst would write them with pandas, from frames in memory."""

import numpy as np
import pandas as pd

GROSS_OUT = ("lulucf",)
COMPARABLE_OUT = (*GROSS_OUT, "international_transport")
SECTORS_OF = {
    "ghg_transport": ("transport",),
    "ghg_off_road": ("off_road",),
    "ghg_heat_power": ("stationary_energy", "energy_generation"),
}
RATIOS = {
    "fossil_free_fleet": ("vehicles_fossil_free", "vehicles_all", 100),
    "buildings_energy": ("building_energy_kwh", "building_heated_area_m2", 1),
    "sustainable_procurement": ("contracts_value_with_criteria", "contracts_value", 100),
    "organic_food": ("food_cost_organic", "food_cost", 100),
    "kitchen_food_waste": ("kitchen_food_waste_g", "kitchen_portions", 1),
}
Series = dict[str, pd.Series]


def core_with_verdicts(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Latest value and linear-path ratio: municipality_id, indicator, latest_value, ratio (NaN without a target)."""
    return pd.concat([_judged(key, values, frames["targets"]) for key, values in _series(frames).items()])


def every_value(frames: dict[str, pd.DataFrame]) -> pd.Series:
    """Every value by indicator, area_id and year; what is missing is left out."""
    return pd.concat(_series(frames), names=["indicator"]).rename("value").dropna()


def _series(frames: dict[str, pd.DataFrame]) -> Series:
    return {**_emissions(frames), **_others(frames)}


def _emissions(frames: dict[str, pd.DataFrame]) -> Series:
    rows = frames["emissions"]
    keys = ["area_id", "year"]
    gross = rows[~rows["sector"].isin(GROSS_OUT)].groupby(keys)["emissions_tco2e"].sum()
    comparable = rows[~rows["sector"].isin(COMPARABLE_OUT)].groupby(keys)["emissions_tco2e"].sum()
    land = rows[rows["sector"] == "lulucf"].groupby(keys)["emissions_tco2e"].sum()
    people = frames["people"].set_index(keys)["inhabitants"]
    figures = frames["figures"]
    compensation = figures[figures["figure"] == "compensation_tco2e"].set_index(keys)["value"]
    sectors = {
        key: rows[rows["sector"].isin(chosen)].groupby(keys)["emissions_tco2e"].sum()
        for key, chosen in SECTORS_OF.items()
    }
    return {
        "ghg_total": gross, "ghg_comparable_total": comparable, "ghg_per_capita": gross / people, **sectors,
        "net_balance": (gross + land - compensation).dropna(),
    }  # fmt: skip


def _others(frames: dict[str, pd.DataFrame]) -> Series:
    keys = ["area_id", "year"]
    people = frames["people"].set_index(keys)["inhabitants"]
    figures = frames["figures"].pivot_table(index=keys, columns="figure", values="value")
    waste = frames["waste"]
    whole = waste[waste["material"] == "all"].pivot_table(index=keys, columns="stage", values="amount_tonnes")
    residual = waste[waste["material"] == "residual"].set_index(keys)["amount_tonnes"]
    ratios = {key: factor * figures[above] / figures[below] for key, (above, below, factor) in RATIOS.items()}
    return {
        **ratios,
        "climate_plan": figures["climate_plan_adopted"],
        "drr_adaptation": figures["adaptation_elements"],
        "food_waste": (1000 * figures["food_waste_tonnes"] / people).dropna(),
        "msw_per_capita": (1000 * whole["generated"] / people).dropna(),
        "residual_per_capita": (1000 * residual / people).dropna(),
        "recycling_rate": 100 * (whole["recycling"] + whole["composting_digestion"]) / whole["generated"],
    }


def _judged(key: str, values: pd.Series, targets: pd.DataFrame) -> pd.DataFrame:
    known = values.rename("value").reset_index().sort_values(["area_id", "year"])
    latest = known.groupby("area_id").last()
    decided = targets[targets["indicator"] == key].set_index("area_id")
    joined = latest.join(decided)
    base = known.merge(decided[["base_year"]], left_on="area_id", right_index=True)
    base = base[base["year"] == base["base_year"]].set_index("area_id")["value"]
    joined["base"] = base
    wanted = joined["base"] * (1 - joined["reduction_percent"] / 100)
    share = (joined["year"] - joined["base_year"]) / (joined["target_year"] - joined["base_year"])
    path = joined["base"] + (wanted - joined["base"]) * share
    ratio = ((joined["value"] - joined["base"]) / (path - joined["base"])).replace([np.inf, -np.inf], np.nan)
    return pd.DataFrame(
        {"municipality_id": joined.index, "indicator": key, "latest_value": joined["value"].to_numpy(),
         "ratio": ratio.to_numpy(float)}
    )  # fmt: skip
