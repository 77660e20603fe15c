"""What closes the gap to the target: the measures that cut most in the target year, and what they leave."""

from dataclasses import dataclass

import pandas as pd

from data.code_lists import DECISIONS
from data.store import Store
from metrics.registry import INDICATORS
from metrics.verdicts import Verdict
from sentences import budget_words, formats
from texts import _
from ui import reads
from ui.remembered import remembered


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
    measures = budget_words.largest(reads.measures(store, area_id, trend.target_year))
    if measures.empty:
        return None
    cuts = budget_words.counted(reads.climate_budget(store, area_id), trend.target_year)
    answer = budget_words.closing_answer(cuts, trend, indicator) if cuts else ""
    return GapClosers(answer, table(measures, trend, indicator))


def table(measures: pd.DataFrame, trend: Verdict, indicator: str) -> pd.DataFrame:
    """The largest measures: what each cuts in the target year, and which part of the gap that is."""
    unit, missing = INDICATORS[indicator].unit, budget_words.gap(trend)
    shown = measures.head(budget_words.NAMED)
    columns = {
        _("Measure"): shown["title"],
        _("Decision"): [_(DECISIONS[code]) for code in shown["decision"]],
        f"{_('Cut {year}', year=formats.year(trend.target_year))}, {unit}": shown["effect_mid_tco2e"],
    }
    if missing is not None and missing > 0:
        columns[_("Of the gap, %")] = 100 * shown["effect_mid_tco2e"] / missing
    return pd.DataFrame(columns)
