"""Change since a common year: each series set to 100 in it, so that different levels and methods may stand in one
picture."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from charts.chart import ChartFormat
from charts.lines import NamedLine, lines_figure
from charts.scale import Scale
from charts.template import HEIGHT_PX
from texts import _

YearValues = Mapping[int, float | None]


def common_years(series: Sequence[YearValues]) -> list[int]:
    """The years in which every series has a value above zero, in order; none without a series.

    series: value by year, None = missing."""
    years = sorted({year for values in series for year in values})
    return [year for year in years if all((values.get(year) or 0.0) > 0 for values in series)]


def indexed(values: YearValues, base: int) -> dict[int, float | None]:
    """The values as percent of the one in the base year; a missing one stays missing. base: one of common_years."""
    start = values[base] or 1.0  # a common year has a value above zero
    return {year: None if value is None else value / start * 100 for year, value in values.items()}


def index_scale(base: int) -> Scale:
    """The scale of an index: its unit says which year is 100, and no unit stands behind a number."""
    unit = _("{year} = 100", year=str(base))
    return Scale(1.0, unit, "", unit)


def index_figure(
    lines: Sequence[NamedLine], base: int, *, numbers: ChartFormat, height_px: int = HEIGHT_PX
) -> go.Figure:
    """The lines, whose values are indexed, with the level of the base year."""
    return lines_figure(lines, scale=index_scale(base), numbers=numbers, reference=100.0, height_px=height_px)
