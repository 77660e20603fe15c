"""Eurostat's classes for Sustainable development in the EU, as Eustat reads the note of 2026 (eurostat5) and as older
editions had them (eurostat4).

Limits with a target belong to the better class. Without a target, eurostat5 asks for more than 1 % and 0.1 % (strictly)
and counts exactly ±0.1 % as no progress and exactly -1 % as moderate; eurostat4 counts a limit to the better class."""

from collections.abc import Callable

import numpy as np

from metrics.methods.growth import growth_rate, is_growth_defined
from metrics.methods.judged import Judged, Words, classed, is_met
from metrics.series import Floats, SeriesSet

WITH_TARGET = ((0.95, "significant_progress"), (0.60, "moderate_progress"), (0.0, "insufficient_progress"))
NOT_ASSESSABLE = "not_assessable"
SHORT_TERM_YEARS = 5


def eurostat5(series: SeriesSet) -> Judged:
    """Growth rate since the base over the rate that the target asks for; without a target the rate itself, with a
    band of no progress."""
    return _judged(series, _five_classes)


def eurostat4(series: SeriesSet) -> Judged:
    """As eurostat5, without the band of no progress."""
    return _judged(series, _four_classes)


def base_of(series: SeriesSet) -> tuple[Floats, Floats]:
    """Year and value that growth is counted from: the base year where one is named, else the first data year of the
    last five years; a longer gap is never bridged."""
    first = series.first_year_from(series.latest[0] - SHORT_TERM_YEARS)
    year = np.where(np.isnan(series.base_year), first, series.base_year)
    return year, series.value_in(year)


def _judged(series: SeriesSet, without_target: Callable[[Floats], Words]) -> Judged:
    year, value = series.latest
    base_year, base = base_of(series)
    observed = growth_rate(base, value, year - base_year)
    required = growth_rate(base, series.target_value, series.target_year - base_year)
    oriented = np.where(base < 0, -1.0, 1.0) * series.direction * observed
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(required == 0, np.nan, oriented / np.abs(required))
    met = is_met(value, series.target_value, series.direction) & (series.counts > 1)
    word = np.where(
        series.has_target,
        np.where(
            met,
            "significant_progress",
            classed(ratio, WITH_TARGET, otherwise="movement_away", unknown=NOT_ASSESSABLE),
        ),
        without_target(oriented),
    )
    sound = is_growth_defined(base, value, np.where(series.has_target, series.target_value, value))
    word = np.where((sound | met) & (series.direction != 0), word, NOT_ASSESSABLE)
    details = {"cagr_observed": observed, "cagr_required": required, "oriented_cagr": oriented,
               "score": _score(series, ratio, oriented, met)}  # fmt: skip
    return Judged(word, np.where(series.has_target & sound, ratio, np.nan), met, sound, details)


def _five_classes(oriented: Floats) -> Words:
    rate = np.round(oriented, 9)
    word = np.where(
        rate > 0.01, "significant_progress", np.where(rate > 0.001, "moderate_progress", "no_progress")
    )
    word = np.where(rate < -0.001, "moderate_movement_away", word)
    word = np.where(rate < -0.01, "significant_movement_away", word)
    return np.where(np.isnan(rate), NOT_ASSESSABLE, word).astype(object)


def _four_classes(oriented: Floats) -> Words:
    classes = ((0.01, "significant_progress"), (0.0, "moderate_progress"), (-0.01, "moderate_movement_away"))
    return classed(oriented, classes, otherwise="significant_movement_away", unknown=NOT_ASSESSABLE)


def _score(series: SeriesSet, ratio: Floats, oriented: Floats, met: np.ndarray) -> Floats:
    """-5 to 5: without a target 2.5 points a percent, with one by the ratio."""
    by_rate = np.clip(250 * oriented, -5, 5)
    by_ratio = np.where(ratio >= 0.6, 5 / 0.7 * (ratio - 0.6), 5 / 1.2 * (ratio + 0.6) - 5)
    with_target = np.where(met, 5.0, np.where(np.isnan(ratio), np.nan, np.clip(by_ratio, -5, 5)))
    return np.where(series.has_target, with_target, by_rate)
