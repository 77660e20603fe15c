"""Trends of a series by three methods, their ranges, and what hangs on them (docs/methods.md, section 2).

Small pure functions over known points (year, value) in order of years, as metrics.trajectory.known_points gives
them. Values are in the unit of the series; what is missing is not among the points. Straight paths, needs, growth
rates and overshoot are in metrics/trajectory.py; the arithmetic of the robust lines in metrics/trend_lines.py."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import stdtrit

from metrics.errors import MetricError
from metrics.methods.judged import classed
from metrics.methods.linear import CLASSES, NOT_AVAILABLE
from metrics.targets import Target
from metrics.trajectory import (
    CONFIDENCE,
    TREND_MINIMUM,
    TREND_WINDOW,
    Path,
    Points,
    Projection,
    growth_rate_is_defined,
    projection,
    trend_through,
)
from metrics.trend_lines import (
    Array,
    Fit,
    fitted,
    least_deviations,
    least_deviations_to_last,
    prediction_ranges,
    theil_sen,
    theil_sen_to_last,
)
from metrics.verdicts import REFERENCE_YEAR
from texts import N_, Text

SLIGHTEST = 1e-12  # a change over the window below this share of the values is none: a double rounds at 1e-16


@dataclass(frozen=True)
class TrendMethod:
    """A way to draw a line through a series; key and version stand beside what comes of it."""

    key: str
    version: str
    title: Text
    rule: Text


TREND_METHODS: dict[str, TrendMethod] = {
    method.key: method
    for method in (
        TrendMethod(
            "linear", "1.0", N_("Linear trend"), N_("Least squares; every year pulls, a far one most")
        ),
        TrendMethod(
            "robust",
            "1.0",
            N_("Robust trend"),
            N_(
                "Theil–Sen: the median of the slopes between all pairs of years; a single odd year hardly moves it"
            ),
        ),
        TrendMethod(
            "lad",
            "1.0",
            N_("Least absolute deviations"),
            N_("The line that is off by the fewest tonnes in all; it runs through two of the years"),
        ),
    )
}
# The robust methods' arithmetic, free and anchored at the last point.
_FITS: dict[tuple[str, bool], Fit] = {
    ("robust", False): theil_sen,
    ("robust", True): theil_sen_to_last,
    ("lad", False): least_deviations,
    ("lad", True): least_deviations_to_last,
}


@dataclass(frozen=True)
class TrendLine:
    """A line through the points of a window.

    method: key of TREND_METHODS. is_anchored: runs through the last point. slope_per_year: unit a year, negative =
    falls. value_at_end: the line (not the data) in the last year of the window."""

    method: str
    is_anchored: bool
    points: tuple[tuple[int, float], ...]
    slope_per_year: float
    value_at_end: float

    @property
    def last_year(self) -> int:
        """The last data year of the window."""
        return self.points[-1][0]

    def value_at(self, year: float) -> float:
        """The line at a year, in the unit of the series; not limited below."""
        return self.value_at_end + self.slope_per_year * (year - self.last_year)


@dataclass(frozen=True)
class LeaveOneOut:
    """How far the trend moves when any one year of its window is left out.

    Slopes in the unit a year, values in the unit at `year` (the target year, or 2030), both not limited below.
    is_carried_by_first, is_carried_by_last: leaving out that year alone gives the trend another outcome, which is
    the class of its verdict, or, where a target does not judge it, whether it falls, rises or stays."""

    year: int
    slope_low: float
    slope_high: float
    value_low: float
    value_high: float
    is_carried_by_first: bool
    is_carried_by_last: bool


@dataclass(frozen=True)
class YearSum:
    """A sum over calendar years: total in unit × year, and how many of the years were filled in."""

    total: float
    estimated_years: int


# --- windows and lines


def trend_method(key: str) -> TrendMethod:
    """The method of that key. Raises MetricError naming the keys there are."""
    if key not in TREND_METHODS:
        raise MetricError(
            N_('Method: expected one of {known}, found "{key}".', known=", ".join(TREND_METHODS), key=key)
        )
    return TREND_METHODS[key]


def trend_window(points: Points, *, since: int | None = None, until: int | None = None) -> Points:
    """The points a trend is drawn through: the last 8, or all from `since` on; none after `until`.

    Raises MetricError when since is after until."""
    if since is not None and until is not None and since > until:
        raise MetricError(
            N_(
                "Years: expected a first year up to the last one, {until}, found {since}. Exchange them.",
                since=str(since),
                until=str(until),
            )
        )
    known = _until(points, until)
    return known[-TREND_WINDOW:] if since is None else [point for point in known if point[0] >= since]


def trend_line(
    window: Points, method: str = "linear", *, is_anchored: bool = False, minimum: int = TREND_MINIMUM
) -> TrendLine | None:
    """The line of a method through all points of a window; None when they are fewer than `minimum`.

    linear: least squares. robust: median of the slopes of all pairs of points (Theil–Sen), through the median of
    e - k·t. lad: least absolute deviations, the best of the lines through two points; of equally good ones the
    flattest, then the one that ends higher. is_anchored: through the last point; then least squares to it, the median
    slope to it, the best line through it and one other point. Raises MetricError for an unknown method."""
    return trend_lines([window], method, is_anchored=is_anchored, minimum=minimum)[0]


def robust_trend(window: Points, *, is_anchored: bool = False) -> TrendLine | None:
    """The Theil–Sen line through a window of at least 4 points, as trend_line."""
    return trend_line(window, "robust", is_anchored=is_anchored)


def lad_trend(window: Points, *, is_anchored: bool = False) -> TrendLine | None:
    """The line of least absolute deviations through a window of at least 4 points, as trend_line."""
    return trend_line(window, "lad", is_anchored=is_anchored)


def trend_lines(
    windows: Sequence[Points],
    method: str = "linear",
    *,
    is_anchored: bool = False,
    minimum: int = TREND_MINIMUM,
) -> list[TrendLine | None]:
    """As trend_line, for many windows at once, in their order."""
    trend_method(method)
    lines: list[TrendLine | None] = [None] * len(windows)
    long_enough = [place for place, window in enumerate(windows) if len(window) >= max(minimum, 2)]
    if method == "linear":
        for place in long_enough:
            lines[place] = _least_squares(windows[place], is_anchored=is_anchored)
        return lines
    for places in _of_one_kind({place: _years(windows[place]) for place in long_enough}):
        some = [tuple(windows[place]) for place in places]
        found = fitted(_FITS[(method, is_anchored)], _elapsed(some[0]), _matrix(some))
        ends = zip(places, some, found.slopes.tolist(), found.ends.tolist(), strict=True)
        for place, window, slope, end in ends:
            lines[place] = TrendLine(method, is_anchored, window, slope, end)
    return lines


def zero_year(line: TrendLine) -> float | None:
    """The moment (year with decimals) at which a falling line is zero: -m / k for e = k·t + m. None = never."""
    span = line.last_year - line.points[0][0]
    size = max(abs(value) for _year, value in line.points)
    if line.slope_per_year * span >= -SLIGHTEST * size:
        return None
    return line.last_year - line.value_at_end / line.slope_per_year


# --- ranges


def line_projection(line: TrendLine, year: int, *, is_gross: bool = True) -> Projection:
    """The line at a year with its 90 % prediction range, in the unit of the series.

    linear: Student's t with n - 2 degrees of freedom, ± t · s · √(1 + 1/n + (year - mean)²/Sxx); anchored
    ± t · s · √(1 + (year - L)²/Σ(t - L)²), the last point being taken as exact. robust and lad: residuals drawn anew
    (metrics/trend_lines.py), 499 times and always the same draws. is_gross: value and range are cut at zero."""
    return line_projections([line], [year], is_gross=[is_gross])[0]


def line_projections(
    lines: Sequence[TrendLine], years: Sequence[int], *, is_gross: Sequence[bool]
) -> list[Projection]:
    """As line_projection, for many lines at once, each to its own year; in their order."""
    ranges = {
        place: _squares_range(line, years[place])
        for place, line in enumerate(lines)
        if line.method == "linear"
    }
    drawn = {
        place: (line.method, line.is_anchored, _years(line.points))
        for place, line in enumerate(lines)
        if line.method != "linear"
    }
    for places in _of_one_kind(drawn):
        found = _drawn_ranges([lines[place] for place in places], [years[place] for place in places])
        ranges.update(zip(places, found, strict=True))
    return [
        _limited(line, year, ranges[place], is_gross=is_gross[place])
        for place, (line, year) in enumerate(zip(lines, years, strict=True))
    ]


# --- how much hangs on one year, and on the method


def leave_one_out(
    points: Points,
    target: Target | None = None,
    *,
    method: str = "linear",
    is_anchored: bool = False,
    since: int | None = None,
    until: int | None = None,
) -> LeaveOneOut | None:
    """The span of the trends that come of leaving out each year of the window once; None without a trend.

    points: the whole series, of which the window is taken as trend_window does. target: what the outcome is told by,
    at its year; None: the sign of the slope, and 2030. An anchored line whose last year is left out is anchored at
    the one before."""
    window = trend_window(points, since=since, until=until)
    whole = trend_line(window, method, is_anchored=is_anchored)
    if whole is None:
        return None
    year = target.target_year if target else REFERENCE_YEAR
    windows = [window[:place] + window[place + 1 :] for place in range(len(window))]
    found = trend_lines(windows, method, is_anchored=is_anchored, minimum=TREND_MINIMUM - 1)
    lines = [line for line in found if line is not None]
    slopes, values = [line.slope_per_year for line in lines], [line.value_at(year) for line in lines]
    way = _way(_until(points, until), target)
    outcome, without_first, without_last = (_outcome(line, way) for line in (whole, lines[0], lines[-1]))
    return LeaveOneOut(
        year,
        min(slopes),
        max(slopes),
        min(values),
        max(values),
        is_carried_by_first=without_first != outcome,
        is_carried_by_last=without_last != outcome,
    )


def trends_differ(
    points: Points, target: Target | None, *, since: int | None = None, until: int | None = None
) -> bool:
    """Whether the robust trend gives another verdict on a target than the linear one, so that both are shown.

    points: the whole series. False where the trend gives no verdict: no target, one that cannot be used or is met
    already, its year reached, no value in its base year, fewer than 4 data years."""
    window = trend_window(points, since=since, until=until)
    linear, robust = trend_line(window), robust_trend(window)
    way = _way(_until(points, until), target)
    if linear is None or robust is None or way is None:
        return False
    return _outcome(linear, way) != _outcome(robust, way)


# --- paths and sums


def has_percentage_path(path: Path) -> bool:
    """Whether a constant yearly percentage leads from each corner of a path to the next: none leads to zero, or
    across it."""
    return growth_rate_is_defined(*(value for _year, value in path.corners))


def percentage_path_value(path: Path, year: float) -> float:
    """The required path at a year, falling by a constant percentage a year between its corners.

    e(t) = e0 · (e1 / e0)^((t - t0) / (t1 - t0)). NaN before the base year and where no such path leads to the target
    (has_percentage_path); after the target year the target holds."""
    corners = path.corners
    if year < corners[0][0] or not has_percentage_path(path):
        return math.nan
    for (start, start_value), (end, end_value) in pairwise(corners):
        if year <= end:
            return start_value * (end_value / start_value) ** ((year - start) / (end - start))
    return path.target_value


def percentage_path(path: Path, years: Sequence[int]) -> list[float]:
    """The constant-percentage path at each of the years; NaN as in percentage_path_value."""
    return [percentage_path_value(path, year) for year in years]


def sum_over_years(points: Points, since: int, until: int) -> YearSum | None:
    """The sum of the values of the calendar years since..until, both included.

    A year without data between two data years lies on the straight line between them and is counted as estimated.
    None where the years begin before the first or end after the last data year: what lies outside is not guessed.
    No year at all (until before since) sums to zero."""
    if until < since:
        return YearSum(0.0, 0)
    if not points or since < points[0][0] or until > points[-1][0]:
        return None
    known = dict(points)
    years = range(since, until + 1)
    filled = np.interp(years, list(known), list(known.values())).tolist()
    total = math.fsum(known.get(year, value) for year, value in zip(years, filled, strict=True))
    return YearSum(total, sum(year not in known for year in years))


# --- inside

Window = Sequence[tuple[int, float]]
Range = tuple[float, float]


@dataclass(frozen=True)
class _Way:
    """The way from the base year's value to the target's, which a verdict measures a trend by."""

    base_value: float
    target_value: float
    target_year: int
    is_gross: bool


def _until(points: Points, until: int | None) -> Points:
    return [point for point in points if until is None or point[0] <= until]


def _least_squares(window: Points, *, is_anchored: bool) -> TrendLine:
    last_year, last_value = window[-1]
    if is_anchored:
        pull = math.fsum((year - last_year) * (value - last_value) for year, value in window)
        return TrendLine("linear", True, tuple(window), pull / _squares_to_last(window), last_value)
    trend = trend_through(window, minimum=2)
    assert trend is not None  # two points are there
    return TrendLine("linear", False, tuple(window), trend.slope_per_year, trend.value_at(last_year))


def _squares_range(line: TrendLine, year: int) -> Range:
    if not line.is_anchored:
        trend = trend_through(list(line.points), minimum=2)
        assert trend is not None  # a line has at least two points
        ahead = projection(trend, year, is_gross=False)
        return ahead.low, ahead.high
    freedom = len(line.points) - 2
    if freedom < 1:
        return -math.inf, math.inf
    left = math.fsum((value - line.value_at(at)) ** 2 for at, value in line.points)
    spread = 1 + (year - line.last_year) ** 2 / _squares_to_last(line.points)
    half = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * math.sqrt(left / freedom * spread)
    return line.value_at(year) - half, line.value_at(year) + half


def _drawn_ranges(lines: Sequence[TrendLine], years: Sequence[int]) -> list[Range]:
    """The ranges of lines of one method through the same years."""
    first = lines[0]
    if len(first.points) < 3:
        return [(-math.inf, math.inf)] * len(lines)
    low, high = prediction_ranges(
        _FITS[(first.method, first.is_anchored)],
        _elapsed(first.points),
        _matrix([line.points for line in lines]),
        years_ahead=np.array(years, dtype=float) - first.last_year,
        is_anchored=first.is_anchored,
    )
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _limited(line: TrendLine, year: int, ends: Range, *, is_gross: bool) -> Projection:
    floor = 0.0 if is_gross else -math.inf
    return Projection(year, *(max(value, floor) for value in (line.value_at(year), *ends)))


def _way(known: Points, target: Target | None) -> _Way | None:
    """The way that a verdict on a trend is measured by; None where the trend decides none."""
    if target is None or target.problem is not None or target.scale == "binary" or not known:
        return None
    base_value = dict(known).get(target.base_year) if target.base_year is not None else None
    target_value = target.value(base_value)
    year, value = known[-1]
    if base_value is None or target_value is None or target_value == base_value or year >= target.target_year:
        return None
    if target.direction == "none" or _is_met(value, target_value, target):
        return None
    return _Way(base_value, target_value, target.target_year, target.is_gross)


def _is_met(value: float, target_value: float, target: Target) -> bool:
    return value >= target_value if target.direction == "up" else value <= target_value


def _outcome(line: TrendLine, way: _Way | None) -> str:
    """The class of the share of the way that the line covers; without a way whether it falls, rises or stays."""
    if way is None:
        change = line.slope_per_year * (line.last_year - line.points[0][0])
        size = max(abs(value) for _year, value in line.points)
        return "stays" if abs(change) <= SLIGHTEST * size else "falls" if change < 0 else "rises"
    reached = line.value_at(way.target_year)
    reached = max(reached, 0.0) if way.is_gross else reached
    share = np.array([(reached - way.base_value) / (way.target_value - way.base_value)])
    return str(classed(share, CLASSES, otherwise="deterioration", unknown=NOT_AVAILABLE)[0])


def _of_one_kind(kinds: Mapping[int, Hashable]) -> Iterable[list[int]]:
    """The places that are of the same kind, group by group."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, kind in kinds.items():
        groups[kind].append(place)
    return groups.values()


def _years(window: Window) -> tuple[int, ...]:
    return tuple(year for year, _value in window)


def _elapsed(window: Window) -> Array:
    return np.array(_years(window), dtype=float) - window[-1][0]


def _matrix(windows: Sequence[Window]) -> Array:
    """One column a window, which all have the same years."""
    return np.array([[value for _year, value in window] for window in windows], dtype=float).T.copy()


def _squares_to_last(window: Window) -> float:
    return math.fsum((year - window[-1][0]) ** 2 for year, _value in window)
