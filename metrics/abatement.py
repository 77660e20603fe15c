"""What it costs to avoid a tonne: abatement cost of each measure and the marginal abatement cost curve
(docs/methods.md, portfolio of projects).

A cost curve in which every measure is accounted for: what cannot stand on it is listed with its reason."""

import math
from datetime import date
from typing import Any

import pandas as pd

from data.store import Store
from metrics.constants import constants_in_force
from metrics.errors import MetricError
from metrics.exchange_rates import Rate, converted, euro_rates
from texts import N_, Text

DISCOUNT_RATE = "discount_rate_percent"
DEFAULT_DISCOUNT_PERCENT = 4.0
COLUMNS = (
    "municipality_id", "measure_id", "title", "decision", "sector", "currency", "yearly_effect_tco2e", "yearly_cost",
    "cost_per_tonne", "net_saving", "curve_from_tco2e", "curve_to_tco2e", "not_stated", "reason",
)  # fmt: skip
_MONEY = ("investment", "yearly_cost", "yearly_saving")


def capital_recovery_factor(rate_percent: float, years: float) -> float:
    """The yearly part of an investment that pays it back with interest: r(1+r)^n / ((1+r)^n - 1), 1/n where r = 0.

    rate_percent: 0-100. years: above zero."""
    rate = rate_percent / 100
    if rate == 0:
        return 1 / years
    growth = (1 + rate) ** years
    return rate * growth / (growth - 1)


def abatement_costs(
    store: Store,
    municipality_id: str,
    *,
    discount_percent: float | None = None,
    since: int | None = None,
    until: int | None = None,
    currency: str | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """The cost of each measure that is not rejected, the cheapest first; what has none comes last with its reason.

    yearly_effect_tco2e: the mean of the middle cuts stated for the years since..until (None: all). yearly_cost = investment ×
    capital recovery factor + running cost - saving, over the lifetime; cost_per_tonne = yearly_cost / effect. What is not
    stated beside another amount is taken as none, and named in not_stated. net_saving: -yearly_cost where the cost is below
    zero, since there a lower cost a tonne does not mean a better measure. curve_from/to: where its bar begins and ends on
    the curve, t CO2e a year. discount_percent None: the constant discount_rate_percent, else 4. currency None: that of
    most measures; others are converted at the newest stated rate up to `on` or have none.
    Returns the columns of COLUMNS: money in `currency`, NaN = missing, reason Text or None. Raises MetricError for a rate
    below zero or years in the wrong order. Source: docs/methods.md, portfolio of projects."""
    if since is not None and until is not None and since > until:
        raise MetricError(
            N_(
                "Years: expected the first before the last, found {since}-{until}.",
                since=str(since),
                until=str(until),
            )
        )
    rate = discount_rate(store, municipality_id, on=on) if discount_percent is None else discount_percent
    if not (math.isfinite(rate) and 0 <= rate <= 100):
        raise MetricError(N_("Discount rate: expected 0 to 100 percent, found {found}.", found=f"{rate:g}"))
    measures = store.query(_MEASURES, {"area": municipality_id, "since": since, "until": until})
    into = currency or _most_common(measures["currency"])
    rates = euro_rates(store, municipality_id, on=on)
    rows = [
        _row(municipality_id, measure, rate=rate, into=into, rates=rates)
        for measure in measures.to_dict("records")
    ]
    return _on_the_curve(pd.DataFrame(rows, columns=list(COLUMNS)))


def discount_rate(store: Store, municipality_id: str, *, on: date | None = None) -> float:
    """The discount rate in percent, 0 to 100: the municipality's own constant, its country's, or 4."""
    stated = constants_in_force(store, municipality_id, [DISCOUNT_RATE], on=on)
    return min(max(stated[DISCOUNT_RATE].value, 0.0), 100.0) if stated else DEFAULT_DISCOUNT_PERCENT


def _most_common(currencies: pd.Series) -> str:
    """The currency of most measures; of equally many the first by name."""
    counts = currencies.dropna().value_counts()
    return "" if counts.empty else str(min(counts[counts == counts.max()].index))


def _row(
    municipality_id: str, measure: dict[str, Any], *, rate: float, into: str, rates: dict[str, Rate]
) -> dict[str, Any]:
    named = ("measure_id", "title", "decision", "sector", "yearly_effect_tco2e")
    found = dict.fromkeys(COLUMNS) | {name: measure[name] for name in named}
    stated = {name: None if pd.isna(measure[name]) else float(measure[name]) for name in _MONEY}
    reason = _why_not(measure, stated)
    found |= {
        "municipality_id": municipality_id,
        "currency": into,
        "not_stated": ", ".join(name for name, amount in stated.items() if amount is None),
        "reason": reason,
    }
    if reason is not None:
        return found
    yearly = _yearly_cost(stated, measure["lifetime_years"], rate)
    cost = converted(yearly, measure["currency"], into, rates)
    if cost is None:
        return found | {
            "reason": N_("No exchange rate is stated for {currency}.", currency=measure["currency"])
        }
    return found | {
        "yearly_cost": cost,
        "cost_per_tonne": cost / measure["yearly_effect_tco2e"],
        "net_saving": -cost if cost < 0 else None,
    }


def _why_not(measure: dict[str, Any], stated: dict[str, float | None]) -> Text | None:
    effect = measure["yearly_effect_tco2e"]
    if pd.isna(effect):
        return N_("No effect is stated for those years.")
    if effect == 0:
        return N_("It has no effect: nothing to divide the cost by.")
    if effect < 0:
        return N_("It raises emissions.")
    if all(amount is None for amount in stated.values()):
        return N_("No cost is stated.")
    if pd.isna(measure["currency"]):
        return N_("No currency is stated.")
    if stated["investment"] and not (measure["lifetime_years"] > 0):
        return N_("An investment is stated and no lifetime to spread it over.")
    return None


def _yearly_cost(stated: dict[str, float | None], lifetime_years: float, rate: float) -> float:
    investment, running, saving = (stated[name] or 0.0 for name in _MONEY)
    return (
        (investment * capital_recovery_factor(rate, lifetime_years) if investment else 0.0) + running - saving
    )


def _on_the_curve(table: pd.DataFrame) -> pd.DataFrame:
    """The bars side by side, cheapest first, ties by id; the others after them."""
    numbers = (
        "yearly_effect_tco2e",
        "yearly_cost",
        "cost_per_tonne",
        "net_saving",
        "curve_from_tco2e",
        "curve_to_tco2e",
    )
    table = table.astype(dict.fromkeys(numbers, "float64"))
    ordered = table.sort_values(["cost_per_tonne", "measure_id"], na_position="last", ignore_index=True)
    widths = ordered["yearly_effect_tco2e"].where(ordered["cost_per_tonne"].notna())
    ordered["curve_to_tco2e"] = widths.cumsum()
    ordered["curve_from_tco2e"] = ordered["curve_to_tco2e"] - widths
    return ordered


_MEASURES = """
select
    measures.record_id as measure_id, any_value(measures.title) as title, any_value(measures.decision) as decision,
    coalesce(any_value(measures.sector), '') as sector, any_value(measures.currency) as currency,
    any_value(measures.investment) as investment, any_value(measures.yearly_cost) as yearly_cost,
    any_value(measures.yearly_saving) as yearly_saving, any_value(measures.lifetime_years) as lifetime_years,
    avg(effects.effect_mid_tco2e) as yearly_effect_tco2e
from live_measures measures
left join live_measure_effects effects
    on effects.area_id = measures.area_id and effects.record_id = measures.record_id and effects.is_speaking
    and ($since::integer is null or effects.year >= $since) and ($until::integer is null or effects.year <= $until)
where measures.is_speaking and measures.area_id = $area and measures.decision <> 'rejected'
group by measures.record_id
order by measures.record_id
"""
