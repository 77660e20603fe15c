"""What closes the gap to the target: the measures that cut most in the target year, and what they leave."""

from dataclasses import dataclass

import pandas as pd

from data.code_lists import DECISIONS
from data.store import Store
from metrics.registry import INDICATORS
from metrics.verdicts import Verdict
from texts import _
from ui import formats, reads
from ui.remembered import remembered

NAMED = 3


@dataclass(frozen=True)
class GapClosers:
    """The answer in words and the table of the largest measures."""

    answer: str
    table: pd.DataFrame


@remembered(most=500, in_words=True)
def section(store: Store, area_id: str, indicator: str) -> GapClosers | None:
    """What closes the gap of an indicator in its target year; None without a target or without measures."""
    trend = reads.verdict(store, area_id, indicator, "ols_projection")
    if trend.target_year is None:
        return None
    measures = largest(store, area_id, trend.target_year)
    if measures.empty:
        return None
    cuts = counted(store, area_id, trend.target_year)
    return GapClosers(answer(cuts, trend, indicator), table(measures, trend, indicator))


def largest(store: Store, area_id: str, year: int) -> pd.DataFrame:
    """The measures with a cut in the year, the largest first (metrics.climate_budget.listed_measures)."""
    found = reads.measures(store, area_id, year).dropna(subset=["effect_mid_tco2e"])
    found = found[found["effect_mid_tco2e"] > 0]
    return found.sort_values("effect_mid_tco2e", ascending=False, ignore_index=True)


def gap(trend: Verdict) -> float | None:
    """What the trend leaves above the target, t; None where that cannot be told."""
    if trend.projected_value is None or trend.target_value is None:
        return None
    return trend.projected_value - trend.target_value


def counted(store: Store, area_id: str, year: int) -> tuple[float, float]:
    """What the adopted measures cut in a year, and all of them, as the climate budget counts them: less what overlaps and
    what measures add."""
    budget = reads.climate_budget(store, area_id)
    row = budget[(budget["year"] == year) & (budget["sector"] == "")].iloc[0]
    if pd.isna(row["reference_tco2e"]):
        adopted, proposed = row[["adopted_mid_tco2e", "proposed_mid_tco2e"]].fillna(0.0)
        return float(adopted), float(adopted + proposed)
    return float(row["reference_tco2e"] - row["after_adopted_tco2e"]), float(
        row["reference_tco2e"] - row["after_proposed_tco2e"]
    )


def answer(cuts: tuple[float, float], trend: Verdict, indicator: str) -> str:
    """How much of the gap the adopted and the proposed measures close, in words. cuts: of counted.

    The trend holds what earlier measures have brought about, so that only what is new counts."""
    unit, missing = INDICATORS[indicator].unit, gap(trend)
    adopted, every = cuts
    places = {
        "year": formats.year(trend.target_year),
        "gap": formats.short_amount(missing, unit),
        "adopted": formats.short_amount(adopted, unit, like=(missing,)),
        "every": formats.short_amount(every, unit, like=(missing,)),
    }
    if missing is None or missing <= 0:
        return _("Measures would cut {every} in {year}.", **places)
    if adopted >= missing:
        return _(
            "Adopted measures cut {adopted} in {year}: more than the gap of {gap} on the trend.", **places
        )
    left = formats.short_amount(missing - adopted, unit, like=(missing,))
    if every >= missing:
        return _(
            "Of the gap of {gap} in {year}, adopted measures close {adopted}; with the proposed ones it is closed.",
            **places,
        )
    rest = formats.short_amount(missing - every, unit, like=(missing,))
    if every > adopted:
        return _(
            "Of the gap of {gap} in {year}, adopted measures close {adopted}; the proposed ones too would leave {rest}.",
            rest=rest, **places,
        )  # fmt: skip
    return _(
        "Of the gap of {gap} in {year}, adopted measures close {adopted}: {left} are left.",
        left=left,
        **places,
    )


def table(measures: pd.DataFrame, trend: Verdict, indicator: str) -> pd.DataFrame:
    """The largest measures: what each cuts in the target year, and which part of the gap that is."""
    unit, missing = INDICATORS[indicator].unit, gap(trend)
    shown = measures.head(NAMED)
    columns = {
        _("Measure"): shown["title"],
        _("Decision"): [_(DECISIONS[code]) for code in shown["decision"]],
        f"{_('Cut {year}', year=formats.year(trend.target_year))}, {unit}": shown["effect_mid_tco2e"],
    }
    if missing is not None and missing > 0:
        columns[_("Of the gap, %")] = 100 * shown["effect_mid_tco2e"] / missing
    return pd.DataFrame(columns)
