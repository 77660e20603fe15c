"""Pictures with the years along the bottom: the value axis with its unit above it, names in the right margin, and bars
that stand at their year."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.chart import ChartFormat
from charts.end_labels import EndLabel, end_column
from charts.hover import titled_amount
from charts.placement import Plane
from charts.scale import Axis, Scale, axis_for, drawn, number_or_nan
from charts.template import (
    BOTTOM_PX,
    TOP_PX,
    WIDTHS_PX,
    end_annotation,
    figure_of,
    left_margin_px,
    unit_annotation,
    value_axis,
    year_ticks,
)
from texts import _

BAR_YEARS = 0.8  # of a year: how wide a bar is
_BESIDE_BARS = 0.55  # of a year: shown before the first bar's year and after the last one's
_BESIDE_LINES_SHARE = 0.018  # of the years shown, on both sides of lines: half a marker


@dataclass(frozen=True)
class ShownYears:
    """The years of a picture, first to last, and the part of a year that is shown beside both.

    names_at: where on the axis the names in the right margin begin. important: years whose tick goes before others,
    most important first; the last and the first where none is given."""

    first: int
    last: int
    beside: float
    names_at: float
    important: tuple[int, ...] = ()

    @property
    def ends(self) -> tuple[float, float]:
        """Where the axis begins and ends."""
        return self.first - self.beside, self.last + self.beside


def first_and_last(years: Collection[int]) -> tuple[int, int]:
    """The first and the last year of lines; a single year gets one year of room on both sides."""
    first, last = min(years), max(years)
    return (first - 1, last + 1) if first == last else (first, last)


def years_of_lines(
    first: int, last: int, *, beside_share: float = _BESIDE_LINES_SHARE, important: Sequence[int] = ()
) -> ShownYears:
    """The years of lines and areas, named where they end. beside_share: of the years between first and last."""
    return ShownYears(first, last, beside_share * (last - first), last, tuple(important))


def years_of_bars(first: int, last: int) -> ShownYears:
    """The years of bars, named at the right edge of the last one."""
    return ShownYears(first, last, _BESIDE_BARS, last + BAR_YEARS / 2)


def years_layout(
    years: ShownYears, axis: Axis, *, left_px: int, right_px: int, height_px: int
) -> dict[str, Any]:
    """Height, margins and both axes; the years that are written keep clear of each other on a phone."""
    important = years.important or (years.last, years.first)
    plot_px = WIDTHS_PX[0] - left_px - right_px
    return {
        "height": height_px,
        "margin": {"l": left_px, "r": right_px, "t": TOP_PX, "b": BOTTOM_PX, "pad": 0},
        "xaxis": {
            "range": list(years.ends),
            "tickvals": year_ticks(years.first, years.last, important=important, plot_px=plot_px),
        },
        "yaxis": value_axis(axis),
    }


def years_figure(
    traces: Sequence[dict[str, Any]],
    names: Sequence[tuple[EndLabel, float]],
    *,
    years: ShownYears,
    reaches: Iterable[float | None],
    unit: str,
    numbers: ChartFormat,
    height_px: int,
    air_px: int = 24,
    shift_px: int = 10,
    **layout: Any,
) -> go.Figure:
    """Traces over years, zero on the axis, each named in the right margin.

    names: a label and its height in the shown unit. reaches: what the axis must hold, in the shown unit, None =
    missing. air_px: of the right margin beyond the longest name; shift_px: how much of it stands before the names.
    layout: more of Plotly's layout."""
    axis = axis_for(reaches)
    plane = Plane(1, height_px - TOP_PX - BOTTOM_PX, years.ends, (axis.low, axis.high))
    labels, levels = [label for label, _level in names], [level for _label, level in names]
    heights = [plane.at(years.last, level)[1] for level in levels]
    left_px = left_margin_px(axis)
    right_px = round(max((label.width_px for label in labels), default=6)) + air_px
    lifts = end_column(labels, heights, height_px=plane.height_px)
    annotations = [
        end_annotation(label.html, years.names_at, level, lift, shift_px=shift_px)
        for label, level, lift in zip(labels, levels, lifts, strict=True)
    ]
    frame = years_layout(years, axis, left_px=left_px, right_px=right_px, height_px=height_px)
    named = {"annotations": [*annotations, unit_annotation(unit, left_px=left_px)]}
    return figure_of(traces, {**frame, **named, **layout}, numbers=numbers)


def year_bars(
    title: str,
    values: Mapping[int, float | None],
    *,
    scale: Scale,
    numbers: ChartFormat,
    marker: dict[str, Any],
    width: float = BAR_YEARS,
) -> dict[str, Any]:
    """A bar at each year. values: base unit by year, None = missing: no bar. width: of a year."""
    return {
        "type": "bar",
        "name": escape(title, quote=False),
        "x": list(values),
        "y": [drawn(scale.shown(value)) for value in values.values()],
        "width": width,
        "marker": marker,
        "hovertemplate": titled_amount(title, values.values(), scale, numbers),
    }


def stack_middles(values: Iterable[float], scale: Scale) -> list[float]:
    """The middle of each part of a stacked bar, in the shown unit; parts below zero hang below it.

    values: base unit, from zero outwards."""
    above = below = 0.0
    middles = []
    for value in values:
        start = above if value >= 0 else below
        middles.append((start + value / 2) / scale.divisor)
        above, below = (above + value, below) if value >= 0 else (above, below + value)
    return middles


def year_columns(
    series: Mapping[str, Mapping[int, float | None]], years: Sequence[int]
) -> dict[str, list[float]]:
    """The columns of a table with a row per year: heading to values; a year that a series does not have is NaN."""
    return {
        heading: [number_or_nan(values.get(year)) for year in years] for heading, values in series.items()
    }


def year_table(series: Mapping[str, Mapping[int, float | None]]) -> pd.DataFrame:
    """A row for every year that any series has, a column for each series; missing is NaN.

    series: heading to value by year."""
    years = sorted({year for values in series.values() for year in values})
    return pd.DataFrame({_("Year"): years, **year_columns(series, years)})
