"""What a trajectory chart draws, read once from the given frames into plain rows, and the table beside the
picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from charts.chart import ChartFormat
from charts.scale import Axis, Scale, axis_for, present, scale_for
from charts.years import first_and_last
from texts import Text, _

YearValue = tuple[int, float]
_FAN_ROOM = 1.5


@dataclass(frozen=True)
class TargetPoint:
    """A target to draw: the value in base unit that is to be reached in a year.

    is_reference: a value from law or literature that this municipality has not decided; drawn and named as
    such."""

    year: int
    value: float
    is_reference: bool = False


def target_point(year: int | None, value: float | None) -> TargetPoint | None:
    """The target to draw where both its year and its value (base unit) are known."""
    return None if year is None or value is None else TargetPoint(year, value)


@dataclass(frozen=True)
class YearMark:
    """A year at which the series changed its meaning: a merger of municipalities, a break in method."""

    year: float
    label: str | Text


@dataclass(frozen=True)
class Observation:
    """One year of the series; value None = explicitly missing."""

    year: int
    value: float | None
    is_preliminary: bool = False
    note: str = ""


@dataclass(frozen=True)
class Projected:
    """One year of the present trend carried on; low and high None = no range."""

    year: int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Facts:
    """Everything a trajectory chart draws, in years and base unit, ordered by year."""

    history: list[Observation]
    path: list[YearValue]
    target: TargetPoint | None
    projection: list[Projected]
    vintages: dict[str, list[YearValue]]
    marks: tuple[YearMark, ...]
    unit_label: str
    numbers: ChartFormat
    subject: str | Text | None

    @cached_property
    def reported(self) -> list[YearValue]:
        """The years that have a value."""
        return [(point.year, point.value) for point in self.history if point.value is not None]

    @cached_property
    def missing_years(self) -> list[int]:
        """The years whose value is explicitly missing."""
        return [point.year for point in self.history if point.value is None]

    @cached_property
    def latest(self) -> YearValue:
        """The newest year with a value; asked only when there is one."""
        return self.reported[-1]

    @cached_property
    def fan(self) -> list[tuple[int, float, float]]:
        """Year, low and high of the projection's range, opening from the latest value; empty without a
        range."""
        year, value = self.latest
        rows = [
            (p.year, p.low, p.high)
            for p in self.projection
            if p.low is not None and p.high is not None and p.year > year
        ]
        return [(year, value, value), *rows] if rows else []

    @cached_property
    def scale(self) -> Scale:
        """The unit that suits the lines (the fan and older releases do not decide it)."""
        return scale_for(self.line_values, self.unit_label)

    @cached_property
    def line_values(self) -> list[float]:
        """Values of history, path, target and trend."""
        values = [value for _year, value in [*self.reported, *self.path]] + [
            point.value for point in self.projection
        ]
        return values + ([self.target.value] if self.target else [])

    @cached_property
    def axis(self) -> Axis:
        """The value axis, in the shown unit. A wide range may not squeeze the history flat, nor open room
        below zero."""
        values = self.line_values + [value for rows in self.vintages.values() for _year, value in rows]
        low, high = min([0.0, *values]) * _FAN_ROOM, max([0.0, *values]) * _FAN_ROOM
        values += [min(max(bound, low), high) for _year, *bounds in self.fan for bound in bounds]
        scale = self.scale
        return axis_for([scale.shown(value) for value in values])

    @cached_property
    def years(self) -> tuple[int, int]:
        """First and last year of the picture; a single year gets one year of room on both sides."""
        years = [point.year for point in self.history] + [year for year, _value in self.path]
        years += [point.year for point in self.projection] + [
            year for rows in self.vintages.values() for year, _value in rows
        ]
        years += [self.target.year] if self.target else []
        return first_and_last(years)

    def required(self, year: float) -> float | None:
        """The required path at a year, on the straight line between its points; None outside them."""
        for (start, before), (end, after) in zip(self.path, self.path[1:] or self.path, strict=False):
            if start <= year <= end:
                return before if end == start else before + (after - before) * (year - start) / (end - start)
        return None


def observations(series: pd.DataFrame) -> list[Observation]:
    """The series as rows in order of year. Columns: year, value, optionally is_preliminary and note."""
    if series.empty:
        return []
    size = len(series)
    preliminary = series["is_preliminary"].tolist() if "is_preliminary" in series else [False] * size
    notes = series["note"].tolist() if "note" in series else [""] * size
    rows = zip(series["year"].tolist(), series["value"].tolist(), preliminary, notes, strict=True)
    made = [
        Observation(int(year), present(value), flag is True, note if isinstance(note, str) else "")
        for year, value, flag, note in rows
    ]
    return sorted(made, key=lambda point: point.year)


def year_values(frame: pd.DataFrame | None) -> list[YearValue]:
    """Year and value of the rows that have a value, in order of year."""
    if frame is None or frame.empty:
        return []
    return sorted(
        (int(y), float(v))
        for y, v in zip(frame["year"].tolist(), frame["value"].tolist(), strict=True)
        if present(v) is not None
    )


def projected(frame: pd.DataFrame | None) -> list[Projected]:
    """The projection as rows in order of year. Columns: year, value, optionally low and high."""
    if frame is None or frame.empty:
        return []
    nothing = [None] * len(frame)
    low, high = (frame[name].tolist() if name in frame else nothing for name in ("low", "high"))
    rows = zip(frame["year"].tolist(), frame["value"].tolist(), low, high, strict=True)
    made = [
        Projected(int(year), float(value), present(lo), present(hi))
        for year, value, lo, hi in rows
        if present(value) is not None
    ]
    return sorted(made, key=lambda point: point.year)


def by_release(frame: pd.DataFrame | None) -> dict[str, list[YearValue]]:
    """Earlier releases: label to year and value. Columns: release, year, value."""
    found: dict[str, list[YearValue]] = {}
    if frame is not None and not frame.empty:
        rows = zip(frame["release"].tolist(), frame["year"].tolist(), frame["value"].tolist(), strict=True)
        for release, year, value in sorted(rows, key=lambda row: (str(row[0]), int(row[1]))):
            if present(value) is not None:
                found.setdefault(str(release), []).append((int(year), float(value)))
    return found


def table_of(facts: Facts) -> pd.DataFrame:
    """What the picture draws, one row per year, base unit and full precision; headings carry the unit."""
    columns: dict[str, dict[int, float]] = {_("Reported"): dict(facts.reported)}
    columns |= {
        _("Release {release}", release=release): dict(rows) for release, rows in facts.vintages.items()
    }
    if facts.projection:
        columns[_("Trend")] = {point.year: point.value for point in facts.projection}
    if any(point.low is not None for point in facts.projection):
        columns[_("Trend, low")] = {p.year: p.low for p in facts.projection if p.low is not None}
        columns[_("Trend, high")] = {p.year: p.high for p in facts.projection if p.high is not None}
    years = {point.year for point in facts.history}.union(
        *columns.values(), (year for year, _value in facts.path)
    )
    if facts.path:
        columns[_("Required path")] = _known((year, facts.required(year)) for year in years)
    if facts.target is not None:
        years.add(facts.target.year)
        columns[_("Reference, not decided") if facts.target.is_reference else _("Target")] = {
            facts.target.year: facts.target.value
        }
    ordered = sorted(years)
    filled = {
        f"{title}, {facts.unit_label}": [values.get(year, float("nan")) for year in ordered]
        for title, values in columns.items()
    }
    return pd.DataFrame({_("Year"): ordered, **filled})


def _known(rows: Iterable[tuple[int, float | None]]) -> dict[int, float]:
    return {year: value for year, value in rows if value is not None}
