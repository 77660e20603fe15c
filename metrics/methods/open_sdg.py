"""Open SDG's progress calculation, as sdg-build 2.4.0 has it (first used by Statistics Canada).

It replaces a base or target of zero by 0.001, so that its result then depends on the unit: such a word is shown and
never counts as a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from metrics.methods.growth import growth_rate, is_growth_defined
from metrics.methods.judged import Judged, Words, is_met
from metrics.series import Flags, Floats, SeriesSet

DEFAULT_BASE_YEAR = 2015
REPLACES_ZERO = 0.001
WITH_TARGET = (0.95, 0.60)
WITHOUT_TARGET = (0.015, 0.005)
LIMIT_EXPONENT = 4.44
NOT_AVAILABLE = "not_available"


def opensdg(series: SeriesSet) -> Judged:
    """Growth rate since the base over the rate the target asks for; without a target the rate itself, against limits
    that shrink towards a natural limit.

    Base: the base year or the next later data year, 2015 where none is named. Limits belong to the better class."""
    year, value = series.latest
    base_year, stated_base = base_of(series)
    base, target = (np.where(each == 0, REPLACES_ZERO, each) for each in (stated_base, series.target_value))
    is_possible = (
        (series.counts > 1) & (year > base_year) & ~((base < 0) & (value > 0)) & ~((base > 0) & (value < 0))
    )
    direction = np.where(series.direction > 0, 1.0, -1.0)  # its silent default is that less is better
    observed = growth_rate(base, value, year - base_year)
    required = growth_rate(base, target, series.target_year - base_year)
    oriented = np.where(base < 0, -1.0, 1.0) * direction * observed
    with np.errstate(divide="ignore", invalid="ignore"):
        by_target = np.where(required == 0, np.nan, oriented / np.abs(required))
    progress = np.where(is_possible, np.where(series.has_target, by_target, oriented), np.nan)
    met = is_met(value, series.target_value, direction) & series.has_target & is_possible
    shrink = np.where(series.has_target, 1.0, coefficient(base, _limit_ahead(series, base)))
    sound = is_growth_defined(stated_base, value, np.where(series.has_target, series.target_value, value))
    details = {
        "cagr_observed": observed, "cagr_required": np.where(series.has_target, required, np.nan),
        "progress_value": progress, "coefficient": shrink, "base_year_used": base_year, "base_value_used": base,
        "current_year": year, "current_value": value, "score": _score(series, progress, shrink, met),
    }  # fmt: skip
    word = np.where(met, "target_achieved", _words(series, progress, shrink))
    return Judged(word, np.where(series.has_target, progress, np.nan), met, sound, details)


def base_of(series: SeriesSet) -> tuple[Floats, Floats]:
    """Year and value of the base: the first data year at or after the one that is named (2015 where none is)."""
    asked = np.where(np.isnan(series.base_year), DEFAULT_BASE_YEAR, series.base_year)
    year = series.first_year_from(asked)
    return year, series.value_in(year)


def _limit_ahead(series: SeriesSet, base: Floats) -> Floats:
    """The natural limit, where it lies in the wished direction: 100 % is none for a share that should fall."""
    return np.where((series.direction < 0) & (base < series.limit), np.nan, series.limit)


def coefficient(base: Floats, limit: Floats) -> Floats:
    """What the class limits are multiplied by: near 0 when the base is near its natural limit, 1 far away.

    1 where there is no limit, or the base is at least twice as far from zero."""
    start, bound = np.abs(base), np.abs(limit)
    with np.errstate(divide="ignore", invalid="ignore"):
        below = 1 - (start / bound) ** LIMIT_EXPONENT
        above = 1 - (np.abs(2 * bound - start) / bound) ** LIMIT_EXPONENT
    inside = np.where(start <= bound, below, above)
    return np.where(np.isnan(bound) | (start >= 2 * bound), 1.0, inside)


def _limits(series: SeriesSet, shrink: Floats) -> tuple[Floats, Floats]:
    pairs = zip(WITH_TARGET, WITHOUT_TARGET, strict=True)
    high, medium = (np.where(series.has_target, target, plain * shrink) for target, plain in pairs)
    return high, medium


def _words(series: SeriesSet, progress: Floats, shrink: Floats) -> Words:
    high, medium = _limits(series, shrink)
    rounded = np.round(progress, 12)
    word = np.where(rounded >= 0, "limited_progress", "deterioration")
    word = np.where(rounded >= medium, "moderate_progress", word)
    word = np.where(rounded >= high, "substantial_progress", word)
    return np.where(np.isnan(progress), NOT_AVAILABLE, word).astype(object)


def _score(series: SeriesSet, progress: Floats, shrink: Floats, met: Flags) -> Floats:
    high, medium = _limits(series, shrink)
    by_target = np.where(
        progress >= 0.6, np.minimum(7.1429 * progress - 4.2857, 5), np.maximum(4.1667 * progress - 2.5, -5)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = np.where(
            progress >= high, np.minimum(500 * progress / shrink - 5, 5), 250 * progress / shrink - 1.25
        )
        rising = np.where(progress < medium, 500 * progress / shrink - 2.5, rising)
    rising = np.where(shrink == 0, 5.0, rising)
    by_rate = np.where(progress < 0, np.maximum(125 * progress - 2.5, -5), rising)
    return np.where(met, 5.0, np.where(series.has_target, by_target, by_rate))


@dataclass(frozen=True)
class Aggregate:
    """The progress of an indicator out of that of its series: mean score (-5 to 5, None = no series has one) and
    the word for it."""

    score: float | None
    word: str


def aggregate(tree: Sequence[Any]) -> Aggregate:
    """The mean of the scores that exist, a nested list counting once as its own mean, at any depth.

    tree: dicts with score (None = not available) and target_achieved, or lists of them."""
    score = _mean(tree)
    if score is None:
        return Aggregate(None, NOT_AVAILABLE)
    if all(leaf["target_achieved"] for leaf in _leaves(tree)):
        return Aggregate(score, "target_achieved")
    classes = ((2.5, "substantial_progress"), (0.0, "moderate_progress"), (-2.5, "limited_progress"))
    word = next((name for limit, name in classes if round(score, 9) >= limit), "deterioration")
    return Aggregate(score, word)


def _mean(tree: Sequence[Any]) -> float | None:
    scores = [_mean(node) if isinstance(node, list) else node["score"] for node in tree]
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known else None


def _leaves(tree: Sequence[Any]) -> list[dict[str, Any]]:
    return [leaf for node in tree for leaf in (_leaves(node) if isinstance(node, list) else [node])]
