"""The table of all trajectories: municipality × indicator, with trend, projection and what the target asks for.

The arithmetic is in metrics/trends.py and metrics/trajectory.py (docs/methods.md, section 2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.store import Store
from metrics.indicator import Indicator
from metrics.judged_municipalities import judged_municipalities
from metrics.registry import INDICATORS, indicator_named
from metrics.targets import Target, speaking_targets
from metrics.trajectory import (
    Need,
    Path,
    Points,
    Projection,
    cumulative_overshoot,
    historical_change_percent,
    needed_from_now,
)
from metrics.trends import TrendLine, line_projections, trend_lines, trend_method, trend_window, zero_year
from metrics.values import value_rows
from metrics.verdicts import REFERENCE_YEAR

HEADLINES = ("ghg_total", "co2_total")

# The columns of the table and of the command line, each with its kind.
_KINDS = {
    "municipality_id": "str",
    "indicator": "str",
    "method": "str",
    "window_start": "Int64",
    "window_end": "Int64",
    "points": "Int64",
    "slope_per_year": "float64",
    "value_at_window_end": "float64",
    "last_value": "float64",
    "net_zero_year": "float64",
    "historical_change_percent_per_year": "float64",
    "required_per_year_from_now": "float64",
    "needed_cut_percent_per_year": "float64",
    "projected_value": "float64",
    "projected_low": "float64",
    "projected_high": "float64",
    "cumulative_overshoot": "float64",
}
COLUMNS = tuple(_KINDS)

Place = tuple[str, str]  # municipality and indicator


@dataclass(frozen=True)
class _Case:
    """A series up to the last year asked for, with its window and target.

    path: None without a target value, or without a value in the base year. target_value: in the indicator's unit,
    None = no target, or one that cannot be used or resolved."""

    place: Place
    points: Points
    window: Points
    target_year: int
    target_value: float | None
    path: Path | None

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        return INDICATORS[self.place[1]]

    @property
    def is_gross(self) -> bool:
        """Whether the series cannot fall below zero."""
        return not (self.indicator.includes_lulucf or self.indicator.includes_compensation)

    @property
    def is_ahead(self) -> bool:
        """Whether the target year lies after the last data year."""
        return bool(self.points) and self.points[-1][0] < self.target_year


def trajectories(
    store: Store,
    *,
    municipality_ids: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
    since: int | None = None,
    until: int | None = None,
    method: str = "linear",
    is_anchored: bool = False,
    dataset: str | None = None,
) -> pd.DataFrame:
    """Trend, projection and needs: one row per municipality × indicator, also where nothing can be said.

    municipality_ids None: every municipality with live figures or a live target. indicators None: the total of
    each one's dataset, ghg_total or co2_total. The trend goes through the last 8 data years, or all from `since` on;
    data after `until` are left out altogether, so that the last data year is one up to it. Projection and needs are
    to the target's year (2030 where there is no target, and then there are no needs) and are missing when no year is
    left. Fewer than 4 data years in the window: no trend.
    Returns the columns of COLUMNS: years and points Int64, values float64 in the indicator's unit, percentages
    0-100, missing = NaN. net_zero_year is missing where the line does not fall; cumulative_overshoot (unit × years)
    where there is no path from a base year's value, or less is not better.
    Raises MetricError for an unknown indicator or method, and for since after until."""
    trend_method(method)
    trend_window([], since=since, until=until)
    for key in indicators or ():
        indicator_named(key)
    keys = list(dict.fromkeys(HEADLINES if indicators is None else indicators))
    series = _series(store, municipality_ids, keys, dataset)
    areas = _areas(store, series) if municipality_ids is None else list(dict.fromkeys(municipality_ids))
    places = [
        (area, key) for area in areas for key in ([_headline(area, series)] if indicators is None else keys)
    ]
    targets = speaking_targets(store, areas)
    cases = []
    for place in places:
        window = trend_window(series.get(place, []), since=since, until=until)
        known = [point for point in series.get(place, []) if until is None or point[0] <= until]
        cases.append(_case(place, known, window, target=targets.get(place)))
    return _table(cases, method, is_anchored=is_anchored)


def headline_series(
    store: Store, municipality_ids: Sequence[str] | None, indicator: str | None
) -> dict[str, tuple[str, Points]]:
    """The known points of one indicator of each area, with its key: the named one, or the total of its dataset.

    municipality_ids None: every municipality with live figures or a live target. Years ascend; an area without a value
    has no points. Values in the unit of the indicator."""
    keys = list(HEADLINES) if indicator is None else [indicator]
    series = _series(store, municipality_ids, keys, None)
    areas = _areas(store, series) if municipality_ids is None else list(dict.fromkeys(municipality_ids))
    named = {area: indicator or _headline(area, series) for area in areas}
    return {area: (key, series.get((area, key), [])) for area, key in named.items()}


# --- reading


def _series(
    store: Store, areas: Sequence[str] | None, keys: list[str], dataset: str | None
) -> dict[Place, Points]:
    """The known points of each series; empty where it has years but no value.

    Where the parts of a merger follow different datasets the first one is taken; they are never spliced."""
    rows = value_rows(store, municipality_ids=areas, indicators=keys, dataset=dataset)
    names = ("municipality_id", "indicator", "dataset", "year", "value")
    columns = [rows.column(name).to_pylist() for name in names]
    points: dict[Place, Points] = {}
    first: dict[Place, str] = {}
    for area, key, of_dataset, year, value in zip(*columns, strict=True):
        known = points.setdefault((area, key), [])
        if value is not None and first.setdefault((area, key), of_dataset) == of_dataset:
            known.append((year, value))
    return points


def _areas(store: Store, series: dict[Place, Points]) -> list[str]:
    return sorted({*judged_municipalities(store), *(area for area, _key in series)})


def _headline(area: str, series: dict[Place, Points]) -> str:
    """The total that an area's dataset gives; of greenhouse gases where it has none."""
    return next((key for key in HEADLINES if (area, key) in series), HEADLINES[0])


# --- one series


def _case(place: Place, points: Points, window: Points, *, target: Target | None) -> _Case:
    if target is None:
        return _Case(place, points, window, REFERENCE_YEAR, None, None)
    known: dict[int | None, float] = dict(points)
    base_value = known.get(target.base_year)
    target_value = None if target.problem is not None else target.value(base_value)
    path = None
    if target.base_year is not None and base_value is not None and target_value is not None:
        steps = target.on_the_way(known)
        path = Path(target.base_year, base_value, target.target_year, target_value, steps)
    return _Case(place, points, window, target.target_year, target_value, path)


def _need(case: _Case) -> Need | None:
    if case.target_value is None or not case.is_ahead:
        return None
    year, value = case.points[-1]
    return needed_from_now(year, value, target_year=case.target_year, target_value=case.target_value)


def _overshoot(case: _Case) -> float | None:
    """What was too much since the base year; None without a path, or where less is not better."""
    if case.path is None or case.indicator.direction != "down":
        return None
    years, values = [year for year, _value in case.points], [value for _year, value in case.points]
    return cumulative_overshoot(years, values, case.path)


# --- the table


def _table(cases: list[_Case], method: str, *, is_anchored: bool) -> pd.DataFrame:
    lines = trend_lines([case.window for case in cases], method, is_anchored=is_anchored)
    ahead = _projections(cases, lines)
    rows = [_row(case, method, lines[place], ahead.get(place)) for place, case in enumerate(cases)]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    return pd.DataFrame(
        {
            name: pd.Series(list(column), dtype=kind)
            for (name, kind), column in zip(_KINDS.items(), columns, strict=True)
        }
    )


def _projections(cases: list[_Case], lines: list[TrendLine | None]) -> dict[int, Projection]:
    """The lines at the target years that lie ahead, by the places of the cases."""
    drawn = {place: line for place, line in enumerate(lines) if line is not None and cases[place].is_ahead}
    years = [cases[place].target_year for place in drawn]
    found = line_projections(list(drawn.values()), years, is_gross=[cases[place].is_gross for place in drawn])
    return dict(zip(drawn, found, strict=True))


def _row(case: _Case, method: str, line: TrendLine | None, ahead: Projection | None) -> tuple[Any, ...]:
    need = _need(case)
    return (
        *case.place,
        method,
        case.window[0][0] if case.window else None,
        case.window[-1][0] if case.window else None,
        len(case.window),
        line.slope_per_year if line else None,
        line.value_at_end if line else None,
        case.points[-1][1] if case.points else None,
        zero_year(line) if line and case.indicator.direction == "down" else None,
        historical_change_percent(*case.window[0], *case.window[-1]) if case.window else None,
        need.change_per_year if need else None,
        need.cut_percent_per_year if need else None,
        ahead.value if ahead else None,
        ahead.low if ahead else None,
        ahead.high if ahead else None,
        _overshoot(case),
    )


# Of several decisions for the same year the newest.
