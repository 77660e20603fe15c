"""Many series at once, each with the target it is judged against: the shape in which the progress methods work.

A series is a row; its known points stand in order of years and the row is filled up with NaN. One series is a set
of one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from metrics.indicator import Indicator
from metrics.targets import Target
from metrics.trajectory import Path, Points, path_value

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class SeriesSet:
    """Known points and targets of n series.

    years, values: n × most points, NaN after the last point of a series. base_year, target_year: NaN = none is
    named. target_value: in the unit of the series, NaN = none, or not known because the base year has no value.
    has_target: whether a target is set at all. direction: 1 up, -1 down, 0 neither is better, NaN = not known. limit:
    natural limit, NaN = none. is_gross: cannot fall below zero. is_binary: yes or no. is_score: self-assessed. interim: decided
    points on the way, of the few series that have any."""

    years: Floats
    values: Floats
    base_year: Floats
    target_year: Floats
    target_value: Floats
    has_target: Flags
    direction: Floats
    limit: Floats
    is_gross: Flags
    is_binary: Flags
    is_score: Flags
    interim: dict[int, tuple[tuple[int, float], ...]] = field(default_factory=dict)

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many points each series has."""
        return np.count_nonzero(~np.isnan(self.years), axis=1)

    @cached_property
    def latest(self) -> tuple[Floats, Floats]:
        """Year and value of the last point of each series; NaN where it has none."""
        place = np.maximum(self.counts - 1, 0)[:, None]
        has_any = self.counts > 0
        return tuple(  # type: ignore[return-value]
            np.where(has_any, np.take_along_axis(each, place, axis=1)[:, 0], np.nan)
            for each in (self.years, self.values)
        )

    def value_in(self, year: Floats) -> Floats:
        """The value of each series in the year named for it; NaN where it has none."""
        return _value_in(self.years, self.values, year)

    def first_year_from(self, year: Floats) -> Floats:
        """The first year with a value, from the one named for each series on; NaN where there is none."""
        later = np.where(self.years >= year[:, None], self.years, np.inf).min(axis=1)
        return np.where(np.isinf(later), np.nan, later)

    def until(self, year: Floats) -> "SeriesSet":
        """The series without the points after the year named for each (NaN = none is left out)."""
        is_late = self.years > np.where(np.isnan(year), np.inf, year)[:, None]
        return replace(
            self, years=np.where(is_late, np.nan, self.years), values=np.where(is_late, np.nan, self.values)
        )

    def last(self, count: int) -> tuple[Floats, Floats]:
        """Years and values of the last `count` points of each series, at the left, NaN behind them."""
        width = max(min(count, self.years.shape[1]), 1)
        first = np.maximum(self.counts - width, 0)[:, None]
        places = np.minimum(first + np.arange(width), max(self.years.shape[1] - 1, 0))
        beyond = first + np.arange(width) >= self.counts[:, None]
        return tuple(  # type: ignore[return-value]
            np.where(beyond, np.nan, np.take_along_axis(each, places, axis=1))
            for each in (self.years, self.values)
        )

    def path_at(self, year: Floats, base_value: Floats) -> Floats:
        """The required path of each series in the year named for it: NaN before the base year or without one."""
        span = self.target_year - self.base_year
        with np.errstate(divide="ignore", invalid="ignore"):
            straight = base_value + (self.target_value - base_value) * (year - self.base_year) / span
        found = np.where(year >= self.base_year, straight, np.nan)
        found = np.where((year > self.target_year) & ~np.isnan(found), self.target_value, found)
        for row, points in self.interim.items():
            if not np.isnan(found[row]):
                line = Path(
                    int(self.base_year[row]),
                    float(base_value[row]),
                    int(self.target_year[row]),
                    float(self.target_value[row]),
                    points,
                )
                found[row] = path_value(line, float(year[row]))
        return found


def series_set(
    points: Sequence[Points],
    targets: Sequence[Target | None],
    *,
    measured: Sequence[Indicator] | None = None,
) -> SeriesSet:
    """The set of some series given as lists of (year, value) in order of years; measured as in with_targets."""
    width = max((len(each) for each in points), default=0) or 1
    years = np.full((len(points), width), np.nan)
    values = years.copy()
    for row, known in enumerate(points):
        if known:
            years[row, : len(known)], values[row, : len(known)] = zip(*known, strict=True)
    return with_targets(years, values, targets, measured=measured)


def with_targets(
    years: Floats,
    values: Floats,
    targets: Sequence[Target | None],
    *,
    measured: Sequence[Indicator] | None = None,
) -> SeriesSet:
    """The set of series that stand in matrices already; years and values as SeriesSet has them.

    measured: the indicator of each series, whose direction and scale hold where no target is set (None: amounts, and
    whether more or less is better is not known)."""
    owners: Sequence[Target | Indicator | None] = [
        target or (measured[row] if measured else None) for row, target in enumerate(targets)
    ]
    traits = [_TRAITS_OF_NOTHING if owner is None else _traits(owner) for owner in owners]
    base_year = _numbers([target.base_year if target else None for target in targets])
    base_values = _value_in(years, values, base_year)
    reduction = _numbers([target.reduction_percent if target else None for target in targets])
    stated = _numbers([target.target_value if target else None for target in targets])
    is_unusable = np.array(
        [target is not None and target.problem is not None for target in targets], dtype=bool
    )
    value = np.where(np.isnan(reduction), stated, base_values * (1 - reduction / 100))
    return SeriesSet(
        years=years,
        values=values,
        base_year=base_year,
        target_year=_numbers([target.target_year if target else None for target in targets]),
        target_value=np.where(is_unusable, np.nan, value),
        has_target=np.array([_is_set(target) for target in targets], dtype=bool),
        direction=np.array([each.direction for each in traits], dtype=float),
        limit=np.array([each.limit for each in traits], dtype=float),
        is_gross=np.array([each.is_gross for each in traits], dtype=bool),
        is_binary=np.array([each.scale == "binary" for each in traits], dtype=bool),
        is_score=np.array([each.scale == "score" for each in traits], dtype=bool),
        interim={
            row: points
            for row, target in enumerate(targets)
            if target is not None
            and (target.interim or target.steps)
            and (
                points := target.on_the_way(dict(zip(years[row].tolist(), values[row].tolist(), strict=True)))
            )
        },
    )


@dataclass(frozen=True)
class _Traits:
    direction: float = np.nan
    limit: float = np.nan
    is_gross: bool = True
    scale: str = "amount"


_TRAITS_OF_NOTHING = _Traits()
_WAYS = {"up": 1.0, "down": -1.0, "none": 0.0}


def _traits(owner: Target | Indicator) -> _Traits:
    is_gross = (
        owner.is_gross
        if isinstance(owner, Target)
        else not (owner.includes_lulucf or owner.includes_compensation)
    )
    limit = np.nan if owner.natural_limit is None else owner.natural_limit
    return _Traits(_WAYS[owner.direction], limit, is_gross, owner.scale)


def _is_set(target: Target | None) -> bool:
    return target is not None and (
        target.problem is not None or target.target_value is not None or target.reduction_percent is not None
    )


def _numbers(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _value_in(years: Floats, values: Floats, year: Floats) -> Floats:
    is_there = years == year[:, None]
    found = values[np.arange(len(values)), is_there.argmax(axis=1)]
    return np.where(is_there.any(axis=1), found, np.nan)
