"""Trend and trajectory: small pure functions over a series of years and values (docs/methods.md, sections 1
and 2).

Years need not follow each other: every rate is per year of elapsed time. A missing value (None or NaN) is
left out, never zero. Values are in the unit of the series, most often t CO2e a year; where a result has
another unit its name says so."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from scipy.special import stdtrit

from metrics.errors import MetricError
from texts import N_

TREND_WINDOW = 8  # data years, docs/methods.md section 2
TREND_MINIMUM = 4
CONFIDENCE = 0.90

Points = list[tuple[int, float]]


@dataclass(frozen=True)
class Trend:
    """A least-squares line through the last data years of a series, with what its uncertainty needs.

    slope_per_year: unit a year, negative = falls. deviation: residual standard deviation (n - 2 degrees of
    freedom)."""

    slope_per_year: float
    mean_year: float
    mean_value: float
    deviation: float
    sum_of_squared_years: float
    points_used: int
    first_year: int
    last_year: int
    first_value: float
    last_value: float

    def value_at(self, year: float) -> float:
        """The line at a year, in the unit of the series; not limited below."""
        return self.mean_value + self.slope_per_year * (year - self.mean_year)


@dataclass(frozen=True)
class Projection:
    """The trend carried to a year: value and the range in which a new year would lie with the stated
    confidence (0-1)."""

    year: int
    value: float
    low: float
    high: float
    confidence: float = CONFIDENCE


@dataclass(frozen=True)
class Path:
    """The required path: straight lines from the base year through any interim targets to the target."""

    base_year: int
    base_value: float
    target_year: int
    target_value: float
    interim: tuple[tuple[int, float], ...] = ()

    @property
    def corners(self) -> Points:
        """Base, interim targets and target as (year, value), in order of years."""
        inside = [point for point in self.interim if self.base_year < point[0] < self.target_year]
        return [(self.base_year, self.base_value), *sorted(inside), (self.target_year, self.target_value)]


@dataclass(frozen=True)
class Need:
    """What the years left must bring: change a year (negative = must fall) and the constant cut in percent a
    year.

    cut_percent_per_year is positive for a cut and None where a constant percentage cannot get there (target
    zero or below)."""

    change_per_year: float
    cut_percent_per_year: float | None


def known_points(years: Sequence[int], values: Sequence[float | None]) -> Points:
    """The years that have a value, in order. Raises MetricError for a year given twice."""
    points = sorted(
        (int(year), float(value))
        for year, value in zip(years, values, strict=True)
        if value is not None and not math.isnan(value)
    )
    for (year, _), (next_year, _) in pairwise(points):
        if year == next_year:
            raise MetricError(
                N_(
                    "Series: expected one value a year, found {year} twice. Remove one of them.",
                    year=str(year),
                )
            )
    return points


def linear_trend(
    years: Sequence[int],
    values: Sequence[float | None],
    *,
    window: int | None = TREND_WINDOW,
    minimum: int = TREND_MINIMUM,
) -> Trend | None:
    """The least-squares line e = k·t + m through the last `window` data years (None: all of them).

    Returns None when fewer than `minimum` years have a value: the line would promise more than it knows."""
    points = known_points(years, values)
    return trend_through(points if window is None else points[-window:], minimum=minimum)


def trend_through(points: Points, *, minimum: int = TREND_MINIMUM) -> Trend | None:
    """The least-squares line through all given points (in order of years), or None when they are fewer than
    `minimum`."""
    count = len(points)
    if count < max(minimum, 2):
        return None
    mean_year = sum(year for year, _ in points) / count
    mean_value = sum(value for _, value in points) / count
    squares = sum((year - mean_year) ** 2 for year, _ in points)
    slope = sum((year - mean_year) * (value - mean_value) for year, value in points) / squares
    residual = sum((value - mean_value - slope * (year - mean_year)) ** 2 for year, value in points)
    deviation = math.sqrt(residual / (count - 2)) if count > 2 else 0.0
    return Trend(
        slope,
        mean_year,
        mean_value,
        deviation,
        squares,
        count,
        points[0][0],
        points[-1][0],
        points[0][1],
        points[-1][1],
    )


def projection(
    trend: Trend, year: int, *, confidence: float = CONFIDENCE, is_gross: bool = True
) -> Projection:
    """The trend at a year with its prediction interval: value ± t(n - 2) · s · √(1 + 1/n + (year - mean)² /
    Sxx).

    is_gross: gross emissions never fall below zero, so value, low and high are cut there; net series are
    unbounded. A trend through two points has no known spread and its range is as wide as the numbers go.
    Returns the series' unit."""
    value = trend.value_at(year)
    half = _half_width(trend, year, confidence)
    floor = 0.0 if is_gross else -math.inf
    return Projection(year, max(value, floor), max(value - half, floor), max(value + half, floor), confidence)


def projection_fan(
    trend: Trend, years: Sequence[int], *, confidence: float = CONFIDENCE, is_gross: bool = True
) -> list[Projection]:
    """The projection at each of the years, for a fan in a chart."""
    return [projection(trend, year, confidence=confidence, is_gross=is_gross) for year in years]


def path_value(path: Path, year: float) -> float:
    """The required path at a year: on the straight line between its corners.

    Before the base year the path is not defined (NaN); after the target year the target holds."""
    corners = path.corners
    if year < corners[0][0]:
        return math.nan
    for (start, start_value), (end, end_value) in pairwise(corners):
        if year <= end and end > start:
            return start_value + (end_value - start_value) * (year - start) / (end - start)
    return path.target_value


def required_path(path: Path, years: Sequence[int]) -> list[float]:
    """The required path at each of the years; NaN before the base year."""
    return [path_value(path, year) for year in years]


def needed_from_now(
    latest_year: int, latest_value: float, *, target_year: int, target_value: float
) -> Need | None:
    """What each year from the latest data year to the target year must bring.

    Returns (target - latest) / years, signed, and 100 · (1 - (target / latest)^(1 / years)). None when no
    year is left."""
    years_left = target_year - latest_year
    if years_left <= 0:
        return None
    change = (target_value - latest_value) / years_left
    if latest_value <= 0 or target_value <= 0:
        return Need(change, None)
    return Need(change, 100 * (1 - (target_value / latest_value) ** (1 / years_left)))


def growth_rate_is_defined(*values: float) -> bool:
    """Whether a growth rate between these values means anything: all above zero, or all below.

    Zero and changes of sign have none: the result would depend on the unit, or be a complex number that looks
    like a real one."""
    return all(value > 0 for value in values) or all(value < 0 for value in values)


def historical_change_percent(
    first_year: int, first_value: float, last_year: int, last_value: float
) -> float | None:
    """The constant yearly change that leads from one value to the other: 100 · ((last / first)^(1 / years) -
    1).

    Percent a year, negative = fell. None where a growth rate is not defined or no time passes. The mean of
    yearly percentages is biased upward and is not used. For values below zero the sign is that of the
    magnitude: a growing sink is positive."""
    years = last_year - first_year
    if years <= 0 or not growth_rate_is_defined(first_value, last_value):
        return None
    return 100 * ((last_value / first_value) ** (1 / years) - 1)


def achieved_percent_per_year(trend: Trend) -> float | None:
    """The constant yearly change between the first and last data year of the trend's window, percent a year,
    negative = fell."""
    return historical_change_percent(trend.first_year, trend.first_value, trend.last_year, trend.last_value)


def cumulative_overshoot(years: Sequence[int], values: Sequence[float | None], path: Path) -> float:
    """Emissions above the required path added up since the base year: the trapezoid of max(0, e - path) over
    the data years.

    Years without data lie on the straight line between their neighbours. Returns unit × years (for t a year:
    t), never negative; 0 when fewer than two years since the base year have a value."""
    over = [
        (year, max(0.0, value - path_value(path, year)))
        for year, value in known_points(years, values)
        if year >= path.base_year
    ]
    pairs = pairwise(over)
    return math.fsum((end - start) * (above + next_above) / 2 for (start, above), (end, next_above) in pairs)


def net_zero_year(trend: Trend) -> float | None:
    """The moment (year with decimals) at which the trend line reaches zero: -m / k. None when the line does
    not fall."""
    if trend.slope_per_year >= 0:
        return None
    return trend.mean_year - trend.mean_value / trend.slope_per_year


def _half_width(trend: Trend, year: int, confidence: float) -> float:
    if trend.points_used < 3:
        return math.inf
    spread = 1 + 1 / trend.points_used + (year - trend.mean_year) ** 2 / trend.sum_of_squared_years
    return _t_quantile(trend.points_used - 2, (1 + confidence) / 2) * trend.deviation * math.sqrt(spread)


@lru_cache(maxsize=256)
def _t_quantile(degrees_of_freedom: int, probability: float) -> float:
    return float(stdtrit(degrees_of_freedom, probability))
