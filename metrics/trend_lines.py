"""Robust lines through many series of the same years at once, and how far a new year may lie from them.

Pure functions over matrices: values[n, s] holds one series a column, its points in the order of `elapsed`, the years
counted from the last of them (0 = the last, earlier ones below). A line is its slope (unit a year) and its value in
the last year. Every step is element by element, so a series gives the same numbers alone and among a thousand.
Source: docs/methods.md section 2; P. K. Sen, Journal of the American Statistical Association 63 (1968) 1379-1389;
A. C. Davison and D. V. Hinkley, Bootstrap Methods and their Application (1997), algorithm 6.4."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

REPLICATES = (
    499  # (499 + 1) × 5 % and × 95 % are whole, so the ends of a 90 % range are themselves replicates
)
SEED = 2030  # fixed: the same series has the same range every time
TIE_SHARE = 1e-12  # losses closer than this share of the values' size are equal; a double rounds at 1e-16
CHUNK = 30_000  # numbers worked on at once, so that they stay in the processor's cache
SERIES_AT_ONCE = 50

Array = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Lines:
    """One line per series: slope (unit a year, negative = falls) and value in the last year."""

    slopes: Array
    ends: Array


Fit = Callable[[Array, Array], Lines]


def theil_sen(elapsed: Array, values: Array) -> Lines:
    """The median of the slopes between all pairs of points, through the median of what is left."""
    slopes = _median(_slopes_of_pairs(elapsed, values))
    return Lines(slopes, _median(values - slopes * elapsed[:, None]))


def theil_sen_to_last(elapsed: Array, values: Array) -> Lines:
    """The median of the slopes to the last point, through that point."""
    return Lines(_median(_slopes_to_last(elapsed, values)), values[-1])


def least_deviations(elapsed: Array, values: Array) -> Lines:
    """The line with the least sum of absolute deviations: the best of the lines through two points.

    Of several that are equally good the flattest, and of two that are equally steep (one up, one down) the one
    that ends higher."""
    second = _pairs(len(elapsed))[1]
    slopes = _slopes_of_pairs(elapsed, values)
    return _best(elapsed, values, slopes, values[second] - slopes * elapsed[second, None])


def least_deviations_to_last(elapsed: Array, values: Array) -> Lines:
    """The best, in the same sense, of the lines through the last point and one other."""
    slopes = _slopes_to_last(elapsed, values)
    return _best(elapsed, values, slopes, np.broadcast_to(values[-1], slopes.shape))


def fitted(fit: Fit, elapsed: Array, values: Array) -> Lines:
    """The lines of one of the fits above through any number of series, some at a time."""
    size = max(1, CHUNK // len(_pairs(len(elapsed))[0]))
    parts = [fit(elapsed, part) for part in _chunks(values, size)]
    return Lines(
        np.concatenate([each.slopes for each in parts]), np.concatenate([each.ends for each in parts])
    )


def prediction_ranges(
    fit: Fit, elapsed: Array, values: Array, *, years_ahead: Array, is_anchored: bool = False
) -> tuple[Array, Array]:
    """The ends of the 90 % range in which a new year would lie, by drawing the residuals anew.

    years_ahead: per series, counted from its last year. Each replicate sets the residuals, with either sign and
    widened for what the line used up, at other years, draws the line again and a new year beside it; the range is the
    line's value less the 95 % and the 5 % point of (line of the replicate - its new year), and holds at least the
    line's value. An anchored line (through its last point, which is taken as exact) has no residual there.
    Returns low and high in the values' unit, not limited below."""
    lines = fitted(fit, elapsed, values)
    residuals = _to_draw_from(values - lines.ends - lines.slopes * elapsed[:, None], is_anchored=is_anchored)
    errors = np.empty((2, values.shape[1]))
    for start in range(0, values.shape[1], SERIES_AT_ONCE):
        some = slice(start, start + SERIES_AT_ONCE)
        errors[:, some] = _errors(fit, elapsed, residuals[:, some], years_ahead=years_ahead[some])
    centre = lines.ends + lines.slopes * years_ahead
    return centre - np.maximum(errors[1], 0.0), centre - np.minimum(errors[0], 0.0)


def _to_draw_from(residuals: Array, *, is_anchored: bool) -> Array:
    """The m residuals that are free and the same with the other sign, times √(m / (m - p)) · t(m - p) / z.

    The root gives them the spread that the p parameters of the line took away; Student's t over the normal quantile
    makes up for a spread that is known from few points only. Both signs, because a few residuals lie to one side by
    chance. Without these, a 90 % range of 8 points would hold 8 new years of 10."""
    free = residuals[:-1] if is_anchored else residuals
    freedom = len(free) - (1 if is_anchored else 2)
    widened = free * (math.sqrt(len(free) / freedom) * float(stdtrit(freedom, 0.95) / ndtri(0.95)))
    return np.concatenate([widened, -widened])


def _errors(fit: Fit, elapsed: Array, residuals: Array, *, years_ahead: Array) -> Array:
    """The 5 % and the 95 % point of the replicates' line less new year, seen from the line itself.

    Both methods move with the line a series is moved along, so the residuals are fitted by themselves."""
    series, free = residuals.shape[1], len(residuals) // 2
    places, new_places = _draws(free)
    noise = np.zeros((len(elapsed), series * REPLICATES))
    noise[:free] = residuals[places].transpose(0, 2, 1).reshape(free, -1)
    lines = fitted(fit, elapsed, noise)
    ends, slopes = (part.reshape(series, REPLICATES) for part in (lines.ends, lines.slopes))
    errors = ends + slopes * years_ahead[:, None] - residuals[new_places].T
    lower = (REPLICATES + 1) // 20 - 1
    upper = REPLICATES - 1 - lower
    return np.partition(errors, (lower, upper), axis=1)[:, [lower, upper]].T


def _chunks(values: Array, size: int) -> Iterator[Array]:
    for start in range(0, values.shape[1], size):
        yield np.ascontiguousarray(values[:, start : start + size])


@lru_cache(maxsize=128)
def _draws(free: int) -> tuple[Places, Places]:
    """Which of 2 · free residuals stands at which point of each replicate, and which at its new year: each one about
    equally often.

    They depend on the number of residuals only. RandomState, because its stream of numbers is promised to stay
    the same in every version of NumPy."""
    random = np.random.RandomState(SEED)
    places = random.permutation(np.arange(free * REPLICATES) % (2 * free)).reshape(free, REPLICATES)
    return places, random.permutation(np.arange(REPLICATES) % (2 * free))


@lru_cache(maxsize=128)
def _pairs(count: int) -> tuple[Places, Places]:
    first, second = np.triu_indices(count, 1)
    return first, second


def _slopes_of_pairs(elapsed: Array, values: Array) -> Array:
    first, second = _pairs(len(elapsed))
    return (values[second] - values[first]) / (elapsed[second] - elapsed[first])[:, None]


def _slopes_to_last(elapsed: Array, values: Array) -> Array:
    return (values[:-1] - values[-1]) / elapsed[:-1, None]


def _best(elapsed: Array, values: Array, slopes: Array, ends: Array) -> Lines:
    """Of the lines of each series (a column of slopes and ends) the one with the least absolute deviations."""
    loss = _losses(elapsed, values, slopes, ends)
    slack = TIE_SHARE * len(elapsed) * np.abs(values).max(axis=0)
    is_best = loss <= loss.min(axis=0) + slack
    steepness = np.where(is_best, np.abs(slopes), np.inf)
    is_flattest = steepness <= steepness.min(axis=0) - slack / elapsed[0]
    place = np.where(is_flattest, ends, -np.inf).argmax(axis=0)[None]
    return Lines(*(np.take_along_axis(part, place, axis=0)[0] for part in (slopes, ends)))


def _losses(elapsed: Array, values: Array, slopes: Array, ends: Array) -> Array:
    loss, deviation = np.zeros_like(slopes), np.empty_like(slopes)
    for year, value in zip(elapsed, values, strict=True):
        np.multiply(slopes, year, out=deviation)
        deviation += ends
        deviation -= value
        loss += np.abs(deviation, out=deviation)
    return loss


def _median(values: Array) -> Array:
    """The middle value of each column, or the mean of the two in the middle."""
    ordered, count = np.sort(values, axis=0), len(values)
    return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
