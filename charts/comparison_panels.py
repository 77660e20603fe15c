"""Small pictures of municipalities with the same axes, two in a row, each titled with name and coverage.

They stand two in a row also on a desk, since a picture does not know its width and three in a row leave no room for
names on a phone."""

from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from charts import palette
from charts.chart import ChartFormat
from charts.comparison_areas import AreaRow, ComparedArea
from charts.hover import titled_amount
from charts.placement import Plane, Spot, Wish, place
from charts.scale import Axis, Scale, axis_for, drawn
from charts.template import (
    BOTTOM_PX,
    LABEL_PX,
    LINE_HEIGHT_PX,
    SMALL_PX,
    WIDTHS_PX,
    figure_of,
    left_margin_px,
    small_text,
    spot_annotation,
    text_width_px,
    unit_annotation,
    value_axis,
    wrapped,
)
from charts.years import first_and_last
from texts import _

_COLUMNS = 2
_PANEL_PX = 132
_HEAD_PX = 62
_GUTTER_PX = 32
_TOP_PX, _RIGHT_PX = 16, 10
_PITCH_PX = _HEAD_PX + _PANEL_PX + BOTTOM_PX  # from one row of pictures to the next


@dataclass(frozen=True)
class _Grid:
    """What the small pictures share: their axes, in years and shown unit, and their places in the whole picture."""

    rows: list[AreaRow]
    scale: Scale
    years: tuple[int, int]
    axis: Axis

    @property
    def shown_years(self) -> tuple[float, float]:
        first, last = self.years
        return first - 0.03 * (last - first), last + 0.03 * (last - first)

    @property
    def left_px(self) -> int:
        return left_margin_px(self.axis)

    @property
    def height_px(self) -> int:
        lines = (len(self.rows) + _COLUMNS - 1) // _COLUMNS
        return lines * _PITCH_PX + 16

    @property
    def planes(self) -> list[Plane]:
        """The plot of one small picture at every width."""
        values = (self.axis.low, self.axis.high)
        plot_px = [(width - self.left_px - _RIGHT_PX) * _column_domain(0)[1] for width in WIDTHS_PX]
        return [Plane(width, _PANEL_PX, self.shown_years, values) for width in plot_px]

    def axes_of(self, row: AreaRow) -> dict[str, Any]:
        """The axes of one small picture, in its place."""
        (line, column), name = divmod(row.index, _COLUMNS), _axis_name(row)
        inner = self.height_px - _TOP_PX - BOTTOM_PX
        high = 1 - (line * _PITCH_PX + _HEAD_PX) / inner
        domain = [max(0.0, high - _PANEL_PX / inner), high]
        across = {"range": list(self.shown_years), "tickvals": list(self.years)}
        return {
            f"xaxis{name}": {"domain": list(_column_domain(column)), "anchor": f"y{name}", **across},
            f"yaxis{name}": value_axis(
                self.axis, domain=domain, anchor=f"x{name}", showticklabels=column == 0
            ),
        }


def panels_figure(rows: list[AreaRow], scale: Scale, numbers: ChartFormat) -> go.Figure:
    """A small picture for each area, those that mean the same in grey behind it, its newest figure in words."""
    years = first_and_last([year for row in rows for year in row.values])
    values = [scale.shown(value) for row in rows for _year, value in row.known]
    grid = _Grid(rows, scale, years, axis_for(values, most_ticks=4))
    planes = grid.planes
    layout: dict[str, Any] = {
        "height": grid.height_px,
        "margin": {"l": grid.left_px, "r": _RIGHT_PX, "t": _TOP_PX, "b": BOTTOM_PX, "pad": 0},
        "annotations": [
            unit_annotation(scale.unit, left_px=grid.left_px) | {"yshift": -4},
            *(words for row in rows for words in _panel_annotations(row, grid, planes, numbers)),
        ],
    }
    for row in rows:
        layout |= grid.axes_of(row)
    traces = [
        trace for row in rows for trace in (*_context_traces(row, grid), _own_trace(row, scale, numbers))
    ]
    return figure_of(traces, layout, numbers=numbers)


def _axis_name(row: AreaRow) -> str:
    """What Plotly puts behind x and y for the axes of a small picture: nothing for the first."""
    return "" if row.index == 0 else str(row.index + 1)


def _on_axes(row: AreaRow) -> dict[str, str]:
    return {"xaxis": f"x{_axis_name(row)}", "yaxis": f"y{_axis_name(row)}"}


def _column_domain(column: int) -> tuple[float, float]:
    # The gutter is a share of the plot, since its width is not known; 32 px on a phone.
    gutter = _GUTTER_PX / (WIDTHS_PX[0] - 50)
    width = (1 - gutter * (_COLUMNS - 1)) / _COLUMNS
    return column * (width + gutter), column * (width + gutter) + width


def _own_trace(row: AreaRow, scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(row.area.name, quote=False),
        "x": list(row.values),
        "y": [drawn(scale.shown(value)) for value in row.values.values()],
        **_on_axes(row),
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": palette.ACCENT, "width": 2.4, "dash": row.dash},
        "marker": {"size": 5, "color": palette.ACCENT},
        "hovertemplate": titled_amount(row.area.name, row.values.values(), scale, numbers),
    }


def _context_traces(shown: AreaRow, grid: _Grid) -> list[dict[str, Any]]:
    # The others stand in grey behind, but only those whose figures mean the same; one trace, parted by gaps.
    alike = [row for row in grid.rows if row is not shown and _covers_the_same(row.area, shown.area)]
    points: list[tuple[int | None, float | None]] = []
    for row in alike:
        values = ((year, drawn(grid.scale.shown(value))) for year, value in row.values.items())
        points += [*values, (None, None)]
    if not points:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [year for year, _value in points],
            "y": [value for _year, value in points],
            **_on_axes(shown),
            "connectgaps": False,
            "hoverinfo": "skip",
            "line": {"color": palette.CONTEXT, "width": 1.2},
        }
    ]


def _covers_the_same(area: ComparedArea, other: ComparedArea) -> bool:
    return area.is_differing == other.is_differing and str(area.coverage) == str(other.coverage)


def _panel_annotations(
    row: AreaRow, grid: _Grid, planes: list[Plane], numbers: ChartFormat
) -> list[dict[str, Any]]:
    axes = {"xref": f"x{_axis_name(row)}", "yref": f"y{_axis_name(row)}"}
    words = _newest_words(row, grid.scale, planes, numbers) if row.known else _no_figures(grid)
    return [_title(row, grid) | axes, words | axes]


def _title(row: AreaRow, grid: _Grid) -> dict[str, Any]:
    return {
        "text": _title_html(row.area.name, _(row.area.coverage)),
        "x": grid.shown_years[0],
        "y": grid.axis.high,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "yshift": 6,
        "showarrow": False,
    }


def _title_html(name: str, note: str) -> str:
    """The name in bold, what is to be known about it in grey below."""
    lines = [
        f'<span style="font-size:{LABEL_PX}px"><b>{escape(line, quote=False)}</b></span>'
        for line in wrapped(name, most_letters=17)
    ]
    lines += [
        f'<span style="font-size:{SMALL_PX}px;color:{palette.TEXT_MUTED}">{escape(line, quote=False)}</span>'
        for line in (wrapped(note, most_letters=21) if note else [])
    ]
    return "<br>".join(lines)


def _no_figures(grid: _Grid) -> dict[str, Any]:
    return {
        "text": small_text(_("no figures")),
        "x": sum(grid.shown_years) / 2,
        "y": (grid.axis.low + grid.axis.high) / 2,
        "showarrow": False,
    }


def _newest_words(row: AreaRow, scale: Scale, planes: list[Plane], numbers: ChartFormat) -> dict[str, Any]:
    """The newest figure in words, at its point and clear of the line."""
    year, value = row.known[-1]
    words = _("{value} in {year}", value=scale.amount(value, numbers), year=str(year))
    points = [(known, scale.shown(amount) or 0.0) for known, amount in row.known]
    spots = tuple(Spot(3, down, "right") for down in (-13, 13, -20, 20, -28, 28, -38, 38))
    wish = Wish(year, points[-1][1], text_width_px(words, SMALL_PX), LINE_HEIGHT_PX, spots)
    [spot] = place([wish], planes, lines=[points])
    return spot_annotation(small_text(words, colour=palette.ACCENT), wish, spot)
