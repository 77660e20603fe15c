"""The marginal abatement cost curve: measures side by side, the cheapest first, as wide as their effect and as high as a
tonne costs."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.hover import titled_words
from charts.scale import NO_BREAK, Axis, Scale, axis_for, drawn, scale_for
from charts.template import (
    BOTTOM_PX,
    HEIGHT_PX,
    SMALL_PX,
    TOP_PX,
    WIDTHS_PX,
    across_axis,
    empty_chart,
    figure_of,
    left_margin_px,
    small_html,
    text_width_px,
    unit_annotation,
    value_axis,
)
from texts import Text, _

_RIGHT_PX = 14
_NUMBER_PX = 11  # above or below the end of a bar


@dataclass(frozen=True)
class _Bar:
    """A measure on the curve. number: its place, the cheapest is 1; cost: a tonne; start, end: t a year."""

    number: int
    title: str
    is_proposed: bool
    cost: float
    start: float
    end: float

    @property
    def effect(self) -> float:
        return self.end - self.start


def macc_chart(
    frame: pd.DataFrame,
    *,
    format: ChartFormat,  # noqa: A002
    currency: str,
    unit_label: str,
    empty_text: str | Text,
) -> Chart:
    """A bar for each measure whose cost is known: as wide as what it cuts a year, as high as what a tonne costs, the cheapest
    first; a bar below zero saves money.

    frame: title, is_proposed (bool), cost_per_tonne (currency a tonne), start, end (base unit a year; where its bar begins
    and ends), sorted by cost, none missing. Every bar has its number, which is its place in the table; bars too narrow for
    it stand without. Stripes say proposed."""
    bars = [
        _Bar(
            number,
            str(row["title"]),
            bool(row["is_proposed"]),
            row["cost_per_tonne"],
            row["start"],
            row["end"],
        )
        for number, row in enumerate(frame.to_dict("records"), start=1)
    ]
    table = _table(bars, currency, unit_label)
    if not bars:
        return empty_chart(empty_text, numbers=format, table=table)
    scale = scale_for([bar.end for bar in bars], unit_label)
    takeaway = _takeaway(bars, scale, format, currency)
    said = [_("{number}. {title}: {cost}, {effect} a year.", number=bar.number, title=bar.title,
              cost=_cost(bar.cost, format, currency), effect=scale.amount(bar.effect, format)) for bar in bars]  # fmt: skip
    alt = " ".join([_("Cost curve of measures, in {unit}.", unit=_unit(currency)), takeaway + ".", *said])
    return Chart(_figure(bars, scale, format, currency), takeaway, alt, table, tuple(_notes(bars)))


def _unit(currency: str) -> str:
    return _("{currency} a tonne", currency=currency)


def _cost(cost: float, numbers: ChartFormat, currency: str) -> str:
    return f"{numbers.number(cost)}{NO_BREAK}{_unit(currency)}"


def _takeaway(bars: list[_Bar], scale: Scale, numbers: ChartFormat, currency: str) -> str:
    places = {
        "total": scale.amount(bars[-1].end, numbers),
        "highest": _cost(bars[-1].cost, numbers, currency),
    }
    saving = sum(1 for bar in bars if bar.cost < 0)
    if not saving:
        return _("The measures cut {total} a year; the dearest costs {highest}", **places)
    kept = scale.amount(max(bar.end for bar in bars if bar.cost < 0), numbers)
    if saving == 1:
        return _("Of {total} a year, {kept} come from a measure that saves money; the dearest costs {highest}",
                 kept=kept, **places)  # fmt: skip
    return _("Of {total} a year, {kept} come from {count} measures that save money; the dearest costs {highest}",
             kept=kept, count=saving, **places)  # fmt: skip


def _notes(bars: list[_Bar]) -> list[str]:
    notes = []
    if any(bar.is_proposed for bar in bars):
        notes.append(_("Striped: proposed, not decided."))
    if any(bar.cost < 0 for bar in bars):
        notes.append(
            _(
                "Below zero a lower cost a tonne does not mean a better measure: compare the net saving in the table."
            )
        )
    return notes


def _figure(bars: list[_Bar], scale: Scale, numbers: ChartFormat, currency: str) -> Any:
    axis = axis_for([bar.cost for bar in bars])
    left_px, width = left_margin_px(axis), scale.shown(bars[-1].end) or 0.0
    layout = {
        "height": HEIGHT_PX,
        "margin": {"l": left_px, "r": _RIGHT_PX, "t": TOP_PX, "b": BOTTOM_PX + 20, "pad": 0},
        "hovermode": "closest",
        "xaxis": across_axis((0, width), axis_for([width]).step, _("{unit} a year", unit=scale.unit), has_grid=False),
        "yaxis": value_axis(_with_room(axis)),
        "annotations": [*_numbers(bars, scale, WIDTHS_PX[0] - left_px - _RIGHT_PX),
                        unit_annotation(_unit(currency), left_px=left_px)],
    }  # fmt: skip
    return figure_of([_trace(bars, scale, numbers, currency)], layout, numbers=numbers)


def _with_room(axis: Axis) -> Axis:
    """The axis with room for a number beyond the highest and the lowest bar."""
    room = 0.08 * (axis.high - axis.low)
    return Axis(axis.low - room if axis.low < 0 else axis.low, axis.high + room, axis.step)


def _trace(bars: list[_Bar], scale: Scale, numbers: ChartFormat, currency: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": _("Measures"),
        "x": [drawn(scale.shown((bar.start + bar.end) / 2)) for bar in bars],
        "y": [drawn(bar.cost) for bar in bars],
        "width": [drawn(scale.shown(bar.effect)) for bar in bars],
        "marker": {
            "color": palette.ACCENT,
            "line": {"color": palette.GROUND, "width": 1.5},
            "pattern": {
                **palette.PROPOSED_STRIPES,
                "shape": ["/" if bar.is_proposed else "" for bar in bars],
            },
        },
        "hovertemplate": [
            _hover(bar, _cost(bar.cost, numbers, currency), scale.amount(bar.effect, numbers)) for bar in bars
        ],
    }


def _hover(bar: _Bar, cost: str, effect: str) -> str:
    words = _("{cost}, {effect} a year", cost=cost, effect=effect)
    return titled_words(f"{bar.number}. {bar.title}", words)


def _numbers(bars: list[_Bar], scale: Scale, plot_px: float) -> list[dict[str, Any]]:
    """The numbers at the ends of the bars, as far as they keep clear of each other on a phone."""
    whole, reached = bars[-1].end, float("-inf")
    placed = []
    for bar in bars:
        middle = (bar.start + bar.end) / 2
        at_px, half_px = middle / whole * plot_px, text_width_px(str(bar.number), SMALL_PX) / 2 + 2
        if at_px - half_px < reached:
            continue
        reached = at_px + half_px
        shift = _NUMBER_PX if bar.cost >= 0 else -_NUMBER_PX
        placed.append({
            "text": small_html(str(bar.number)), "x": scale.shown(middle), "y": bar.cost,
            "xanchor": "center", "yanchor": "middle", "yshift": shift, "showarrow": False,
        })  # fmt: skip
    return placed


def _table(bars: list[_Bar], currency: str, unit_label: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Number"): [bar.number for bar in bars],
            _("Measure"): [bar.title for bar in bars],
            _("Proposed"): [bar.is_proposed for bar in bars],
            f"{_('Cost a tonne')}, {currency}": [float(bar.cost) for bar in bars],
            f"{_('Cut a year')}, {unit_label}": [float(bar.effect) for bar in bars],
        }
    )
