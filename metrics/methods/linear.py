"""The linear required path, and the linear trend carried to the target year (docs/methods.md, verdicts)."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from metrics.methods.judged import Judged, classed, is_met, share_of_way
from metrics.series import Floats, SeriesSet
from metrics.trajectory import CONFIDENCE, TREND_MINIMUM, TREND_WINDOW

CLASSES = ((0.95, "substantial_progress"), (0.60, "moderate_progress"), (0.0, "limited_progress"))
NOT_AVAILABLE = "not_available"


@dataclass(frozen=True)
class Trends:
    """Least-squares lines through the last data years of many series; NaN where a series has too few.

    Fields as metrics.trajectory.Trend."""

    slope_per_year: Floats
    mean_year: Floats
    mean_value: Floats
    deviation: Floats
    sum_of_squared_years: Floats
    points_used: Floats
    first_year: Floats
    last_year: Floats
    first_value: Floats
    last_value: Floats

    def value_at(self, year: Floats) -> Floats:
        """The lines at the years named for them; not limited below."""
        return self.mean_value + self.slope_per_year * (year - self.mean_year)

    def half_width_at(self, year: Floats) -> Floats:
        """Half the width of the prediction interval at the years named for them."""
        spread = 1 + 1 / self.points_used + (year - self.mean_year) ** 2 / self.sum_of_squared_years
        return stdtrit(self.points_used - 2, (1 + CONFIDENCE) / 2) * self.deviation * np.sqrt(spread)


def trends_of(series: SeriesSet) -> Trends:
    """The line through the last 8 data years of each series, where it has at least 4."""
    years, values = series.last(TREND_WINDOW)
    count = np.sum(~np.isnan(years), axis=1).astype(float)
    is_enough = count >= TREND_MINIMUM
    divisor = np.where(is_enough, count, np.nan)
    mean_year, mean_value = np.nansum(years, axis=1) / divisor, np.nansum(values, axis=1) / divisor
    off_year, off_value = years - mean_year[:, None], values - mean_value[:, None]
    squares = np.where(is_enough, np.nansum(off_year**2, axis=1), np.nan)
    slope = np.nansum(off_year * off_value, axis=1) / squares
    residual = np.nansum((off_value - slope[:, None] * off_year) ** 2, axis=1)
    last = np.maximum(count.astype(int) - 1, 0)[:, None]
    ends = [np.take_along_axis(each, last, axis=1)[:, 0] for each in (years, values)]
    return Trends(
        slope,
        mean_year,
        mean_value,
        np.sqrt(residual / (divisor - 2)),
        squares,
        divisor,
        np.where(is_enough, years[:, 0], np.nan),
        np.where(is_enough, ends[0], np.nan),
        np.where(is_enough, values[:, 0], np.nan),
        np.where(is_enough, ends[1], np.nan),
    )


def linear_path(series: SeriesSet) -> Judged:
    """p(t) = y0 + (yT - y0)(t - t0)/(tT - t0); ratio = (y - y0)/(p(t) - y0). Two points are needed."""
    year, value = series.latest
    base = series.value_in(series.base_year)
    ratio = share_of_way(
        value,
        base=base,
        wanted=series.path_at(year, base),
        target=series.target_value,
        direction=series.direction,
    )
    return _judged(series, value, np.where(series.counts > 1, ratio, np.nan), is_enough=series.counts > 1)


def ols_projection(series: SeriesSet) -> Judged:
    """Y = the trend of the last 8 data years at the target year; ratio = (Y - y0)/(yT - y0). At the target year
    itself Y is what was reached."""
    year, value = series.latest
    trends = trends_of(series)
    ahead = trends.value_at(series.target_year)
    ahead = np.where(series.is_gross, np.maximum(ahead, 0.0), ahead)
    reached = np.where(
        year == series.target_year, np.where(np.isnan(trends.slope_per_year), np.nan, value), ahead
    )
    base, wanted = series.value_in(series.base_year), series.target_value
    ratio = share_of_way(reached, base=base, wanted=wanted, target=wanted, direction=series.direction)
    return _judged(series, value, ratio, is_enough=~np.isnan(trends.slope_per_year))


def _judged(series: SeriesSet, value: Floats, ratio: Floats, *, is_enough: np.ndarray) -> Judged:
    met = is_met(value, series.target_value, series.direction) & is_enough
    word = classed(ratio, CLASSES, otherwise="deterioration", unknown=NOT_AVAILABLE)
    word = np.where(met, "target_achieved", word)
    return Judged(word, ratio, met, np.ones(len(word), dtype=bool))
