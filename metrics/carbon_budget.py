"""A municipality's part of a national carbon budget: what it is, what is used, how fast emissions must fall to keep it, and
when it runs out on the present trend (docs/methods.md, carbon budget).

A year's emissions are given off evenly within it, from its first moment (year.0) to the next."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from data.store import Store
from metrics.constants import constants_in_force
from metrics.errors import MetricError
from metrics.population import inhabitants_of
from metrics.registry import indicator_named
from metrics.trajectories import headline_series
from metrics.trajectory import Points
from metrics.trends import TrendLine, trend_line, trend_window
from texts import N_, Text

Share = Literal["grandfathering", "per_capita", "decided"]
SHARES: tuple[Share, ...] = ("grandfathering", "per_capita", "decided")
COLUMNS = (
    "municipality_id", "share", "budget_tonnes", "used_tonnes", "remaining_tonnes", "needed_cut_percent_per_year",
    "runs_out_year", "estimated_years", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class NationalBudget:
    """What a country may emit from a year on, and how a municipality's part of it is found.

    tonnes: from the first moment of first_year on, in the unit of the indicator. share: "grandfathering" (its part of
    national emissions) or "per_capita" (of the inhabitants), over share_years, both included; None = the last year
    before first_year that both have; "decided": the tonnes are what the council has decided, all of them its own."""

    tonnes: float
    first_year: int
    share: Share
    share_years: tuple[int, int] | None = None


NATIONAL_BUDGET = "national_carbon_budget_tonnes"


def stated_carbon_budgets(
    store: Store,
    share: Share,
    *,
    share_years: tuple[int, int] | None = None,
    municipality_ids: Sequence[str] | None = None,
    since: int | None = None,
    at: int | None = None,
    indicator: str | None = None,
) -> pd.DataFrame:
    """As carbon_budgets, each municipality with the national budget that it or its country has stated as a constant
    (national_carbon_budget_tonnes, which begins in the year in which it is valid), or, with the share "decided", with the
    budget that its council has decided (the figure carbon_budget_tco2e of the newest year, which begins then).

    Where nobody has stated one there is a row that says so: no carbon budget is computed unasked."""
    _check_share(share)
    areas = list(headline_series(store, municipality_ids, indicator))
    budgets: dict[NationalBudget, list[str]] = {}
    without: list[str] = []
    for area in areas:
        budget = _stated(store, area, share, share_years)
        if budget is None:
            without.append(area)
        else:
            budgets.setdefault(budget, []).append(area)
    parts = [
        carbon_budgets(store, budget, municipality_ids=listed, since=since, at=at, indicator=indicator)
        for budget, listed in budgets.items()
    ]
    rows = [(area, *[None] * 7, _NO_BUDGET) for area in without]
    table = pd.concat([*parts, _table(rows)]) if rows or not parts else pd.concat(parts)
    places = {area: place for place, area in enumerate(areas)}
    return table.sort_values("municipality_id", key=lambda column: column.map(places), ignore_index=True)


def _stated(
    store: Store, area: str, share: Share, share_years: tuple[int, int] | None
) -> NationalBudget | None:
    if share == "decided":
        rows = store.arrow(_DECIDED, {"area": area}).to_pylist()
        return NationalBudget(rows[0]["value"], rows[0]["year"], share) if rows else None
    stated = constants_in_force(store, area, [NATIONAL_BUDGET]).get(NATIONAL_BUDGET)
    return (
        None if stated is None else NationalBudget(stated.value, stated.valid_from.year, share, share_years)
    )


def carbon_budgets(
    store: Store,
    national: NationalBudget,
    *,
    municipality_ids: Sequence[str] | None = None,
    since: int | None = None,
    at: int | None = None,
    indicator: str | None = None,
) -> pd.DataFrame:
    """The carbon budget of each municipality as of `at`; one row each, also where nothing can be said.

    municipality_ids None: every municipality with live figures. at None: the year after the last data year, but not before
    the budget begins. indicator None: the total of each one's dataset. used_tonnes: calendar years from the budget's
    first year to the one before `at`; years without data between two data years lie on the line between them, later ones
    on the trend (through the last 8 data years, or all from `since` on; never below zero), both counted in
    estimated_years. needed_cut_percent_per_year: 100 · (1 - exp(-E0 / remaining)), the constant cut that spends exactly
    what remains, where E0 are the emissions at `at`. runs_out_year: a moment (year with decimals), of the years so far
    or on the trend line; missing = not on this trend.
    Returns the columns of COLUMNS: share 0-1, amounts in t of the indicator, missing = NaN, reason = why (Text).
    Raises MetricError for an unknown indicator or share, years in the wrong order or a budget that is not above zero.
    Source: docs/methods.md, carbon budget."""
    _check(national, at)
    if indicator is not None:
        indicator_named(indicator)
    series = headline_series(store, municipality_ids, indicator)
    nations = _Nations(store, national)
    rows = []
    for area, (key, points) in series.items():
        share = nations.share_of(area, key, points)
        rows.append((area, *_row(points, share, national, since=since, at=at)))
    return _table(rows)


def _table(rows: list[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    kinds: dict[str, str] = dict.fromkeys(COLUMNS[1:7], "float64") | {"estimated_years": "Int64"}
    return table.astype(kinds)


def _check_share(share: str) -> None:
    if share not in SHARES:
        raise MetricError(
            N_(
                'Share: expected one of {known}, found "{found}".',
                known=", ".join(SHARES),
                found=share,
            )
        )


def _check(national: NationalBudget, at: int | None) -> None:
    _check_share(national.share)
    if not (math.isfinite(national.tonnes) and national.tonnes > 0):
        raise MetricError(
            N_("National budget: expected tonnes above zero, found {found}.", found=f"{national.tonnes:g}")
        )
    if national.share_years is not None and national.share_years[0] > national.share_years[1]:
        first, last = national.share_years
        raise MetricError(
            N_(
                "Share years: expected the first one before the last, found {first}-{last}.",
                first=str(first),
                last=str(last),
            )
        )
    if at is not None and at < national.first_year:
        raise MetricError(
            N_(
                "Year: expected {first} or later, since the budget begins then, found {found}.",
                first=str(national.first_year),
                found=str(at),
            )
        )


# --- the share


@dataclass(frozen=True)
class _Share:
    """A part of the national budget (0-1), or why there is none."""

    value: float | None = None
    reason: Text | None = None


class _Nations:
    """The national figures that shares are taken of, each read once."""

    def __init__(self, store: Store, national: NationalBudget) -> None:
        self._store, self._national = store, national
        self._wholes: dict[tuple[str, str], Points] = {}

    def share_of(self, area: str, indicator: str, points: Points) -> _Share:
        """The part of one municipality in its country."""
        if self._national.share == "decided":
            return _Share(1.0)
        is_per_head = self._national.share == "per_capita"
        own = _people(self._store, area) if is_per_head else points
        return _share(own, self._whole(area[:2], "people" if is_per_head else indicator), self._national)

    def _whole(self, country: str, what: str) -> Points:
        if (country, what) not in self._wholes:
            self._wholes[country, what] = (
                _people(self._store, country)
                if what == "people"
                else headline_series(self._store, [country], what)[country][1]
            )
        return self._wholes[country, what]


def _people(store: Store, area: str) -> Points:
    found = inhabitants_of(store, area).dropna(subset=["inhabitants"])
    return [
        (int(year), float(people)) for year, people in zip(found["year"], found["inhabitants"], strict=True)
    ]


def _share(own: Points, whole: Points, national: NationalBudget) -> _Share:
    """Sum over sum of the share years; every one of them must be known of both."""
    of_own, of_whole = dict(own), dict(whole)
    if not of_whole:
        return _Share(reason=_NO_NATION[national.share])
    years = _share_years(of_own, of_whole, national)
    if not years or any(year not in of_own or year not in of_whole for year in years):
        return _Share(
            reason=N_("A year that the share is taken of is not loaded for the municipality or the country.")
        )
    total = math.fsum(of_whole[year] for year in years)
    if total <= 0:
        return _Share(reason=N_("The national figures of the share years add up to zero or less."))
    return _Share(math.fsum(of_own[year] for year in years) / total)


def _share_years(own: dict[int, float], whole: dict[int, float], national: NationalBudget) -> list[int]:
    if national.share_years is not None:
        return list(range(national.share_years[0], national.share_years[1] + 1))
    before = [year for year in own.keys() & whole.keys() if year < national.first_year]
    return [max(before)] if before else []


_NO_NATION: dict[str, Text] = {
    "grandfathering": N_("The national emissions of the same gases are not loaded."),
    "per_capita": N_("The inhabitants of the country are not loaded."),
}


# --- one municipality


def _row(
    points: Points, share: _Share, national: NationalBudget, *, since: int | None, at: int | None
) -> tuple[float | int | Text | None, ...]:
    """The columns after the id."""
    if not points:
        return (share.value, None, None, None, None, None, None, _NO_SERIES)
    budget = None if share.value is None else national.tonnes * share.value
    line = trend_line(trend_window(points, since=since))
    until = max(national.first_year, points[-1][0] + 1) if at is None else at
    years = _years(points, line, range(national.first_year, until))
    if years is None:
        why = share.reason or (_BEGINS_BEFORE if points[0][0] > national.first_year else _NO_TREND)
        return (share.value, budget, None, None, None, None, None, why)
    used = math.fsum(each.tonnes for each in years)
    estimated = sum(each.is_estimated for each in years)
    if budget is None:
        return (None, None, used, None, None, None, estimated, share.reason)
    remaining = budget - used
    ahead = _ahead(points, line, until)
    needed = None if ahead is None or remaining <= 0 else 100 * (1 - math.exp(-max(ahead, 0.0) / remaining))
    runs_out = _runs_out(budget, years) if remaining <= 0 else _runs_out_on(line, until, remaining)
    return (
        share.value,
        budget,
        used,
        remaining,
        needed,
        runs_out,
        estimated,
        _why(remaining, ahead, runs_out),
    )


def _why(remaining: float, ahead: float | None, runs_out: float | None) -> Text | None:
    if remaining <= 0:
        return N_("The budget is spent.")
    if ahead is None:
        return _NO_TREND
    return N_("On this trend the budget does not run out.") if runs_out is None else None


@dataclass(frozen=True)
class _Year:
    """What one calendar year takes from the budget."""

    year: int
    tonnes: float
    is_estimated: bool


def _years(points: Points, line: TrendLine | None, years: range) -> list[_Year] | None:
    """Each of the years: data, the line between two data years, or the trend after the last; None where one cannot be
    told."""
    known = dict(points)
    if years and (years[0] < points[0][0] or (years[-1] > points[-1][0] and line is None)):
        return None
    between = np.interp(years, list(known), list(known.values())).tolist()
    return [
        _Year(year, known[year], is_estimated=False)
        if year in known
        else _Year(year, filled if year < points[-1][0] else _on_trend(line, year), is_estimated=True)
        for year, filled in zip(years, between, strict=True)
    ]


def _on_trend(line: TrendLine | None, year: int) -> float:
    assert line is not None
    return max(line.value_at(year), 0.0)


def _ahead(points: Points, line: TrendLine | None, year: int) -> float | None:
    """The emissions at a year: the data where they reach it, else the trend."""
    if year <= points[-1][0]:
        return float(np.interp(year, [each for each, _value in points], [value for _each, value in points]))
    return None if line is None else line.value_at(year)


def _runs_out(budget: float, years: list[_Year]) -> float | None:
    """The moment in the years so far at which the budget was spent."""
    left = budget
    for each in years:
        if each.tonnes >= left:
            return each.year + max(left, 0.0) / each.tonnes if each.tonnes > 0 else float(each.year)
        left -= each.tonnes
    return None


def _runs_out_on(line: TrendLine | None, year: int, remaining: float) -> float | None:
    """The moment at which the integral of the trend line from the start of `year` on is what remains; None = never.

    A falling line gives off no more after it has reached zero: s·t + k·t²/2 = B with start s and slope k."""
    if line is None:
        return None
    start, slope = line.value_at(year), line.slope_per_year
    under_root = start**2 + 2 * slope * remaining
    if start <= 0 or under_root < 0:
        return None
    return year + 2 * remaining / (start + math.sqrt(under_root))


_NO_BUDGET = N_("No carbon budget is stated: give a national one, or load it with its source.")
_NO_SERIES = N_("No emissions are loaded for it.")
_BEGINS_BEFORE = N_("The budget begins before its first data year, and what lies before is not guessed.")
_NO_TREND = N_("Fewer than 4 data years: no trend can be drawn.")

_DECIDED = """
select year::integer as year, value
from live_figures
where is_speaking and area_id = $area and figure = 'carbon_budget_tco2e' and value is not null
order by year desc
limit 1
"""
