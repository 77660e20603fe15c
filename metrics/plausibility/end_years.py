"""Trends that one year carries: without the first or the last of its years the projection is judged otherwise."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from metrics.methods.judged import Words, classed, is_met, share_of_way
from metrics.methods.linear import CLASSES, NOT_AVAILABLE, Trends, trends_of
from metrics.plausibility.given import Given
from metrics.registry import INDICATORS
from metrics.series import Flags, Floats, SeriesSet, series_set
from metrics.targets import Target, speaking_targets
from metrics.trajectory import TREND_WINDOW, Points
from metrics.values import value_rows
from metrics.verdicts import METHODS

METHOD = METHODS["ols_projection"]
_SCHEMA = pa.schema(
    [
        ("area_id", pa.string()),
        ("subject", pa.string()),
        ("year", pa.int32()),
        ("size", pa.float64()),
        ("value", pa.float64()),
        ("other", pa.float64()),
        ("unit", pa.string()),
        ("with_it", pa.string()),
        ("without_it", pa.string()),
    ]
)


def end_years(given: Given) -> pa.Table:
    """First and last years of a trend without which the linear projection gets another verdict; only where a target is
    set and not met yet.

    subject: the indicator. other: what the trend of the other years gives for the year. with_it, without_it: our
    status (metrics.registry.STATUSES) for the projection with that year and without it."""
    decided = speaking_targets(given.store, given.named)
    targets = {key: each for key, each in decided.items() if given.asks_about(key[0]) and _is_usable(each)}
    points = _points(given, targets)
    keys = [key for key in targets if key in points]
    series = series_set([points[key] for key in keys], [targets[key] for key in keys])
    rows = [
        {
            "area_id": keys[place][0],
            "subject": keys[place][1],
            "unit": INDICATORS[keys[place][1]].unit,
            **found,
        }
        for is_first in (True, False)
        for place, found in _carried(series, is_first=is_first)
    ]
    rows.sort(key=lambda row: (row["area_id"], row["subject"], row["year"]))
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _is_usable(target: Target) -> bool:
    return target.problem is None and target.base_year is not None and target.scale in ("amount", "share")


def _points(given: Given, targets: dict[tuple[str, str], Target]) -> dict[tuple[str, str], Points]:
    """The known points of each series with a target, of the first dataset where there are two."""
    areas, indicators = ({key[place] for key in targets} for place in (0, 1))
    if not targets:
        return {}
    rows = value_rows(given.store, municipality_ids=sorted(areas), indicators=sorted(indicators))
    names = ("municipality_id", "indicator", "dataset", "year", "value")
    columns = (rows.column(name).to_pylist() for name in names)
    points: dict[tuple[str, str], Points] = {}
    datasets: dict[tuple[str, str], str] = {}
    for area, indicator, dataset, year, value in zip(*columns, strict=True):
        key = (area, indicator)
        if key in targets and value is not None and datasets.setdefault(key, dataset) == dataset:
            points.setdefault(key, []).append((year, value))
    return points


def _carried(series: SeriesSet, *, is_first: bool) -> list[tuple[int, dict[str, object]]]:
    """The series whose projection turns when one end of the trend is left out, with their place in the set."""
    until = series.until(series.target_year)
    years, values = until.last(TREND_WINDOW)
    end = _ends(years, is_first=is_first)
    whole = trends_of(until)
    rest = trends_of(
        replace(
            until,
            years=_without(years, end, is_first=is_first),
            values=_without(values, end, is_first=is_first),
        )
    )
    with_it, without_it = _words(series, whole), _words(series, rest)
    at = np.where(end, years, 0.0).sum(axis=1), np.where(end, values, 0.0).sum(axis=1)
    turns = _is_judged(series, until) & (with_it != without_it) & (without_it != NOT_AVAILABLE)
    line = rest.value_at(at[0])
    return [(int(row), _finding(int(row), at, line, with_it, without_it)) for row in np.flatnonzero(turns)]


def _finding(
    row: int, at: tuple[Floats, Floats], line: Floats, with_it: Words, without_it: Words
) -> dict[str, object]:
    value, other = float(at[1][row]), float(line[row])
    return {
        "year": int(at[0][row]),
        "size": abs(value - other) / max(abs(value), abs(other), 1e-9),
        "value": value,
        "other": other,
        "with_it": METHOD.statuses[with_it[row]],
        "without_it": METHOD.statuses[without_it[row]],
    }


def _ends(years: Floats, *, is_first: bool) -> NDArray[np.bool_]:
    """Which point of each window is its first or its last; windows begin at the left."""
    last = np.maximum(np.sum(~np.isnan(years), axis=1) - 1, 0)
    place = np.zeros(len(years), dtype=int) if is_first else last
    return np.arange(years.shape[1]) == place[:, None]


def _without(window: Floats, end: NDArray[np.bool_], *, is_first: bool) -> Floats:
    """The window without one end, its points at the left again."""
    return np.roll(np.where(end, np.nan, window), -1 if is_first else 0, axis=1)


def _words(series: SeriesSet, trends: Trends) -> Words:
    """The class of the share of the way that a trend covers, as the method of the linear projection has it."""
    ahead = trends.value_at(series.target_year)
    ahead = np.where(series.is_gross, np.maximum(ahead, 0.0), ahead)
    base, target = series.value_in(series.base_year), series.target_value
    ratio = share_of_way(ahead, base=base, wanted=target, target=target, direction=series.direction)
    return classed(ratio, CLASSES, otherwise="deterioration", unknown=NOT_AVAILABLE)


def _is_judged(series: SeriesSet, until: SeriesSet) -> Flags:
    """Whether the projection is what the verdict rests on: a target ahead that is not met yet."""
    year, value = until.latest
    is_ahead = (year > series.base_year) & (series.latest[0] < series.target_year)
    return is_ahead & (series.direction != 0) & ~is_met(value, series.target_value, series.direction)
