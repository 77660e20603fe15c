"""Where municipalities stand among all that count alike: a point for each on one axis, over the quarters of them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any, Literal

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.hover import hover_amount
from charts.scale import Axis, Scale, axis_for, drawn, scale_for
from charts.template import (
    BOTTOM_PX,
    above_annotation,
    across_axis,
    empty_chart,
    figure_of,
    line_across,
    small_html,
    small_text,
)
from charts.worded_rows import left_words, rows_layout
from texts import Text, _

QUARTILES = 4
_ROW_PX = 44  # a line of words and the line of its point below it
_HEAD_PX = 30
_ALL_PX = 44  # the line of all
_SIDE_PX = 14


@dataclass(frozen=True)
class RankedArea:
    """One of those compared: its id as in the frame, its name, and the rank it has among all."""

    area_id: str
    name: str
    rank: int
    quartile: int


@dataclass(frozen=True)
class _Quarter:
    """The part of the axis that a quarter of the ranking takes, in the shown unit; left < right."""

    quartile: int
    left: float
    right: float


def ranking_chart(
    frame: pd.DataFrame,
    areas: Sequence[RankedArea],
    *,
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    better: Literal["down", "up"],
    year: int,
    empty_text: str | Text | None = None,
) -> Chart:
    """One line per municipality: name, value and rank, and its point over the quarters of all that are ranked.

    frame: area_id, name, value (base unit, none missing), rank (1 = best), quartile (1 = best), one row for each
    that is ranked, whether chosen or not. areas: the chosen ones among them, in the order drawn. better: which way is
    better. The quarters are named from four ranked on; the border between two lies half-way between the last of one
    and the first of the next, so none is drawn where a value is shared across it. The table holds everybody."""
    table = _table(frame, unit_label)
    if frame.empty or not areas:
        return empty_chart(empty_text or _("Nobody can be ranked."), numbers=format, table=table)
    scale = scale_for(frame["value"].tolist(), unit_label)
    axis = axis_for([scale.shown(value) for value in frame["value"]])
    figure = _figure(frame, areas, scale, axis, numbers=format, better=better)
    takeaway = _takeaway(frame, areas, scale, format, year)
    alt = _("Points on one axis, in {unit}, over the quarters of all {count} that are ranked.", unit=scale.unit,
            count=len(frame))  # fmt: skip
    return Chart(figure, takeaway, f"{alt} {takeaway}.", table)


def _table(frame: pd.DataFrame, unit_label: str) -> pd.DataFrame:
    ordered = frame.sort_values(["rank", "name"])
    return pd.DataFrame(
        {
            _("Municipality"): ordered["name"].astype(str),
            _("Value, {unit}", unit=unit_label): ordered["value"].astype(float),
            _("Rank"): ordered["rank"].astype(int),
            _("Quarter"): ordered["quartile"].astype(int),
        }
    ).reset_index(drop=True)


def _takeaway(
    frame: pd.DataFrame, areas: Sequence[RankedArea], scale: Scale, numbers: ChartFormat, year: int
) -> str:
    values = frame.set_index("area_id")["value"]
    each = [
        _("{name} {value}, {rank} of {count}", name=area.name, rank=area.rank, count=len(frame),
          value=scale.amount(values[area.area_id], numbers))
        for area in areas
    ]  # fmt: skip
    return _("In {year}: {each}", year=str(year), each="; ".join(each))


def _figure(
    frame: pd.DataFrame,
    areas: Sequence[RankedArea],
    scale: Scale,
    axis: Axis,
    *,
    numbers: ChartFormat,
    better: str,
) -> Any:
    reach = 0.015 * (axis.high - axis.low)
    ends = (axis.low - reach, axis.high + reach)
    quarters = _quarters(frame, scale, ends, better) if len(frame) >= QUARTILES else []
    layout = rows_layout(
        _ALL_PX + _ROW_PX * len(areas),
        above_px=_HEAD_PX,
        below_px=BOTTOM_PX + 18,
        sides_px=(_SIDE_PX, _SIDE_PX),
        xaxis=across_axis(ends, axis.step, _axis_title(scale.unit, better), has_grid=False),
        shapes=[_band(quarter) for quarter in quarters] + [_row_line(row) for row in range(len(areas))],
        annotations=[
            *_quarter_names(quarters, is_best_left=better == "down"),
            _line_words(_("All {count}", count=len(frame)), 13, ends[0]),
            *(
                _line_words(_row_words(area, frame, scale, numbers), _ALL_PX + _ROW_PX * row + 13, ends[0])
                for row, area in enumerate(areas)
            ),
        ],
    )
    traces = [_everybody(frame, scale, numbers), *_chosen(frame, areas, scale, numbers)]
    return figure_of(traces, layout, numbers=numbers)


def _axis_title(unit: str, better: str) -> str:
    if better == "down":
        return _("{unit}, less is better", unit=unit)
    return _("{unit}, more is better", unit=unit)


def _quarters(
    frame: pd.DataFrame, scale: Scale, ends_of_axis: tuple[float, float], better: str
) -> list[_Quarter]:
    """The quarters that anybody is in, each from half-way to its neighbours; the outer ones reach the axis' ends."""
    shown = [(int(quartile), scale.shown(value) or 0.0)
             for quartile, value in zip(frame["quartile"], frame["value"], strict=True)]  # fmt: skip
    ends = {
        quartile: (min(value for each, value in shown if each == quartile),
                   max(value for each, value in shown if each == quartile))
        for quartile in sorted({each for each, _value in shown})
    }  # fmt: skip
    upwards = sorted(ends, reverse=better == "up")
    borders = [ends_of_axis[0]]
    borders += [(ends[one][1] + ends[two][0]) / 2 for one, two in pairwise(upwards)]
    borders.append(ends_of_axis[1])
    return [_Quarter(each, borders[index], borders[index + 1]) for index, each in enumerate(upwards)]


def _band(quarter: _Quarter) -> dict[str, Any]:
    return {
        "type": "rect",
        "yref": "paper",
        "x0": drawn(quarter.left),
        "x1": drawn(quarter.right),
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"width": 1, "color": palette.GROUND},
        "fillcolor": palette.QUARTILE_TINTS[quarter.quartile - 1],
    }


def _row_line(row: int) -> dict[str, Any]:
    return line_across(_ALL_PX + _ROW_PX * row, {"color": palette.GROUND, "width": 2})


def _quarter_names(quarters: list[_Quarter], *, is_best_left: bool) -> list[dict[str, Any]]:
    """The ends of the ranking named above the bands; the quarters between them are read from the tints."""
    if not quarters:
        return []
    best, last = _("Best quarter"), _("Last quarter")
    words = (f"◀ {best}", last) if is_best_left else (last, f"{best} ▶")
    return [
        above_annotation(small_text(text), yshift=4, across=place, anchor=anchor)
        for text, place, anchor in zip(words, (0, 1), ("left", "right"), strict=True)
    ]


def _row_words(area: RankedArea, frame: pd.DataFrame, scale: Scale, numbers: ChartFormat) -> str:
    value = frame.set_index("area_id")["value"][area.area_id]
    places = {"value": scale.amount(value, numbers), "rank": area.rank, "count": len(frame)}
    rest = escape(_("{value}, {rank} of {count}", **places), quote=False)
    return f"<b>{escape(area.name, quote=False)}</b>  {rest}"


def _line_words(html: str, down: float, left: float) -> dict[str, Any]:
    """Words at the left end of a line of the picture, so many pixels down."""
    return left_words(small_html(html), left, down, xshift=4)


def _everybody(frame: pd.DataFrame, scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    values = frame["value"].tolist()
    return {
        "type": "scatter",
        "mode": "markers",
        "name": _("All that are ranked"),
        "x": [drawn(scale.shown(value)) for value in values],
        "y": [_ALL_PX - 12] * len(values),
        "cliponaxis": False,
        "text": [escape(name, quote=False) for name in frame["name"]],
        "marker": {"symbol": "line-ns-open", "size": 13, "color": palette.TEXT_MUTED, "line": {"width": 1.5}},
        "hovertemplate": _hover(values, scale, numbers),
    }


def _chosen(
    frame: pd.DataFrame, areas: Sequence[RankedArea], scale: Scale, numbers: ChartFormat
) -> list[dict[str, Any]]:
    values = frame.set_index("area_id")["value"]
    shown = [float(values[area.area_id]) for area in areas]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": _("Compared"),
            "x": [drawn(scale.shown(value)) for value in shown],
            "y": [_ALL_PX + _ROW_PX * row + 32 for row in range(len(areas))],
            "cliponaxis": False,
            "text": [escape(area.name, quote=False) for area in areas],
            "marker": {
                "symbol": "circle",
                "size": 12,
                "color": palette.ACCENT,
                "line": {"width": 1.5, "color": palette.SURFACE},
            },
            "hovertemplate": _hover(shown, scale, numbers),
        }
    ]


def _hover(values: Sequence[float], scale: Scale, numbers: ChartFormat) -> str | list[str]:
    place = hover_amount(scale, along="x")
    pattern = f"%{{text}} <b>{place}</b><extra></extra>"
    if all(value >= 0 for value in values):
        return pattern
    return [pattern.replace(place, scale.amount(value, numbers)) for value in values]
