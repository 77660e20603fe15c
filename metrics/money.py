"""Sums of amounts in several currencies: in the one they share, else in euro at stated rates; what cannot be added is counted."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.store import Store
from metrics.exchange_rates import EURO, Rate, converted, euro_rates


@dataclass(frozen=True)
class Sum:
    """A sum within one currency. value: None = nothing can be added; without: how many amounts are not in it; rates: what
    was used to change currencies, such as "NOK 0.1 EUR, 2026-01-01, Norges Bank"."""

    value: float | None
    currency: str | None
    without: int
    rates: str | None


class Money:
    """Adds amounts: as they are where they share a currency, else in euro at the stated rates of each one's municipality."""

    def __init__(self, store: Store, on: date | None) -> None:
        self._store, self._on = store, on
        self._rates: dict[str, dict[str, Rate]] = {}
        self._owners: set[str] | None = None  # who state rates of their own: all others share their country's

    def sum(self, items: Iterable[tuple[str, float, str | None]], *, into: str | None = None) -> Sum:
        """The sum of (municipality, amount, currency); into: the currency, None = theirs or the euro."""
        listed = list(items)
        known = [
            (area, amount, currency)
            for area, amount, currency in listed
            if isinstance(currency, str) and not pd.isna(amount)
        ]
        currencies = {currency for _area, _amount, currency in known}
        chosen = into or (next(iter(currencies)) if len(currencies) == 1 else EURO)
        amounts = [converted(amount, currency, chosen, self._of(area)) for area, amount, currency in known]
        added = [amount for amount in amounts if amount is not None]
        used = {
            _said(rate)
            for area, _amount, currency in known
            if currency != chosen and (rate := self._of(area).get(currency)) is not None
        }
        return Sum(
            math.fsum(added) if added else None,
            chosen if added else None,
            len(listed) - len(added),
            "; ".join(sorted(used)) or None,
        )

    def is_convertible(self, area: str, currency: str) -> bool:
        """Whether amounts of a municipality in this currency can be changed into euro."""
        return currency == EURO or currency in self._of(area)

    def _of(self, area: str) -> dict[str, Rate]:
        if self._owners is None:
            self._owners = set(self._store.query(_OWNERS)["area_id"])
        owner = area if area in self._owners else area[:2]
        if owner not in self._rates:
            self._rates[owner] = euro_rates(self._store, owner, on=self._on)
        return self._rates[owner]


def _said(rate: Rate) -> str:
    parts = (f"{rate.currency} {rate.euro_per_unit:g} EUR", rate.rate_on.isoformat(), rate.source)
    return ", ".join(part for part in parts if part)


_OWNERS = "select distinct area_id from live_exchange_rates where is_speaking order by area_id"
