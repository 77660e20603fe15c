"""What a currency was worth in euro on a day, with its source: sums across currencies use nothing else."""

from dataclasses import dataclass
from datetime import date

from data.store import Store

EURO = "EUR"


@dataclass(frozen=True)
class Rate:
    """What one unit of a currency is worth. euro_per_unit: EUR; rate_on: day of the rate; source: who published it."""

    currency: str
    euro_per_unit: float
    rate_on: date
    source: str


def euro_rates(store: Store, area_id: str, *, on: date | None = None) -> dict[str, Rate]:
    """The rates an area calculates with, by currency; the euro itself needs none.

    Of each currency the newest rate up to a day (None: the newest), the municipality's own before its country's."""
    parameters = {"areas": [area_id, area_id[:2]], "own": area_id, "on": on}
    rows = store.arrow(_RATES, parameters).to_pylist()
    return {row["currency"]: Rate(**row) for row in rows}


def converted(amount: float, currency: str, into: str, rates: dict[str, Rate]) -> float | None:
    """An amount in another currency, through the euro; None where a rate is not stated."""
    if currency == into:
        return amount
    worth = {EURO: 1.0} | {key: rate.euro_per_unit for key, rate in rates.items()}
    if currency not in worth or not worth.get(into):
        return None
    return amount * worth[currency] / worth[into]


_RATES = """
select currency, euro_per_unit, rate_on, coalesce(source, '') as source
from live_exchange_rates
where
    is_speaking and area_id in (select unnest($areas::varchar[])) and euro_per_unit > 0
    and ($on::date is null or rate_on <= $on)
qualify row_number() over (
    partition by currency order by area_id = $own desc, rate_on desc, record_id desc
) = 1
order by currency
"""
