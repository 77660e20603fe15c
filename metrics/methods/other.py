"""Two more published methods, for cross-checks: the United Nations Statistics Division's and SDSN's trend arrows."""

import numpy as np

from metrics.methods.growth import growth_rate, is_growth_defined
from metrics.methods.judged import Judged, classed, is_met, share_of_way
from metrics.series import Flags, Floats, SeriesSet

NOT_AVAILABLE = "not_available"
FIRST_YEAR = 2015  # of the goals: what a rate without target is counted from
NEAR_LIMIT = 1.0  # percentage points: within 1 % of 0 or 100 counts as met


def unsd(series: SeriesSet) -> Judged:
    """The value grown on to the target year: share of the way from base to target, classes 1 (at least 0.95), 2 (at
    least 0.10) and 3. Without a target the rate itself since 2015 or the next data year, at least 2 % and 0.5 %.
    Limits belong to the better class."""
    year, value = series.latest
    base_year = np.where(
        series.has_target | ~np.isnan(series.base_year),
        series.base_year,
        series.first_year_from(np.full(len(series.base_year), float(FIRST_YEAR))),
    )
    base = series.value_in(base_year)
    rate = growth_rate(base, value, year - base_year)
    expected = value * (1 + rate) ** (series.target_year - year)
    ratio = share_of_way(
        expected,
        base=base,
        wanted=series.target_value,
        target=series.target_value,
        direction=series.direction,
    )
    oriented = np.where(base < 0, -1.0, 1.0) * series.direction * rate
    is_there = is_met(value, series.target_value, series.direction) | _is_near(series, value)
    met = is_there & series.has_target & (series.counts > 1)
    sound = is_growth_defined(base, value, np.where(series.has_target, series.target_value, value))
    word = np.where(
        series.has_target,
        classed(ratio, ((0.95, "1"), (0.10, "2")), otherwise="3", unknown=NOT_AVAILABLE),
        classed(oriented, ((0.02, "1"), (0.005, "2")), otherwise="3", unknown=NOT_AVAILABLE),
    )
    word = np.where(met, "1", np.where(sound, word, NOT_AVAILABLE))
    details = {"expected": expected, "cagr_observed": rate, "oriented_cagr": oriented,
               "base_year_used": base_year}  # fmt: skip
    return Judged(word, np.where(sound, ratio, np.nan), met, sound, details)


def sdsn(series: SeriesSet) -> Judged:
    """The linear rate since the base over the linear rate that the target asks for: from 1 on track, from 0.5
    moderately improving, from 0 stagnating, below 0 decreasing."""
    year, value = series.latest
    base = series.value_in(series.base_year)
    wanted = base + (series.target_value - base) * (year - series.base_year) / (
        series.target_year - series.base_year
    )
    ratio = np.where(
        series.counts > 1,
        share_of_way(value, base=base, wanted=wanted, target=series.target_value, direction=series.direction),
        np.nan,
    )
    met = is_met(value, series.target_value, series.direction) & (series.counts > 1)
    classes = ((1.0, "on_track"), (0.5, "moderately_improving"), (0.0, "stagnating"))
    word = classed(ratio, classes, otherwise="decreasing", unknown=NOT_AVAILABLE)
    return Judged(np.where(met, "on_track", word), ratio, met, np.ones(len(word), dtype=bool))


def _is_near(series: SeriesSet, value: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        is_share = series.limit == 100
        is_full = (series.direction > 0) & (value >= 100 - NEAR_LIMIT)
        is_none = (series.direction < 0) & (np.abs(value) <= NEAR_LIMIT)
    return is_share & (is_full | is_none)
