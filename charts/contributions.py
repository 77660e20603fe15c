"""What each part has contributed to a change: bars to the right where it rose, to the left where it fell."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.scale import Scale, axis_for, drawn, number_or_nan, present, scale_for
from charts.template import (
    BOTTOM_PX,
    LINE_HEIGHT_PX,
    SMALL_PX,
    TOP_PX,
    WIDTHS_PX,
    empty_chart,
    figure_of,
    text_width_px,
    unit_annotation,
    wrapped,
)
from texts import Text, _

MOST_BARS = 8
_ROW_PX = 34
_RIGHT_PX = 8
_NAME_LETTERS = 20
_ROOM_SHARE = (
    0.28  # of the axis on each side, for the figures at the ends of the bars; more where a phone needs it
)
_AT_END_PX = 10  # beside a figure: the space to its bar, and to the names


@dataclass(frozen=True)
class _Bar:
    title: str
    sector: str
    change: float


def contributions_chart(
    frame: pd.DataFrame,
    *,
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    takeaway: str,
    empty_text: str | Text,
) -> Chart:
    """Parts by what they have contributed, the largest change first, zero in the middle.

    frame: title, sector (code, for the colour), change (base unit, > 0 = rose, NaN = not known: named below, not drawn).
    At most eight bars; the others are drawn as one, the table keeps all. takeaway: the sentence above the picture."""
    table = pd.DataFrame({_("Part"): frame["title"].to_list(), _("Change, {unit}", unit=unit_label): [
        number_or_nan(present(value)) for value in frame["change"]]})  # fmt: skip
    bars, unknown = _bars(frame)
    if not bars:
        return empty_chart(empty_text, numbers=format, table=table)
    shown, folded = _folded(bars)
    scale = scale_for([bar.change for bar in shown], unit_label)
    figure = _figure(shown, scale, format)
    notes = _notes(folded, unknown)
    said = [_("{name} {change}", name=bar.title, change=_signed(bar.change, scale, format)) for bar in shown]
    alt = " ".join([_("Bars of what each part contributed."), f"{takeaway}", f"{'; '.join(said)}.", *notes])
    return Chart(figure, takeaway, alt, table, tuple(notes))


def _bars(frame: pd.DataFrame) -> tuple[list[_Bar], list[str]]:
    """The parts with a known change, the largest first, and the names of the others."""
    rows = zip(frame["title"], frame["sector"], map(present, frame["change"]), strict=True)
    known, unknown = [], []
    for title, sector, change in rows:
        if change is None:
            unknown.append(str(title))
        else:
            known.append(_Bar(str(title), str(sector), change))
    return sorted(known, key=lambda bar: -abs(bar.change)), unknown


def _folded(bars: list[_Bar]) -> tuple[list[_Bar], list[_Bar]]:
    if len(bars) <= MOST_BARS:
        return bars, []
    shown, rest = bars[: MOST_BARS - 1], bars[MOST_BARS - 1 :]
    others = _Bar(_("{count} others", count=len(rest)), "", sum(bar.change for bar in rest))
    return [*shown, others], rest


def _figure(bars: Sequence[_Bar], scale: Scale, numbers: ChartFormat) -> Any:
    names = [wrapped(bar.title, most_letters=_NAME_LETTERS) for bar in bars]
    left_px = 14 + round(max(text_width_px(line, SMALL_PX) for lines in names for line in lines))
    values = [bar.change / scale.divisor for bar in bars]
    low, high = min(0.0, *values), max(0.0, *values)
    room = (high - low or 1.0) * _room_share(
        bars, scale, numbers, left_px=left_px, sides=(low < 0) + (high > 0)
    )
    row_px = max(_ROW_PX, LINE_HEIGHT_PX * max(map(len, names)) + 6)
    layout = {
        "height": TOP_PX + BOTTOM_PX + row_px * len(bars),
        "margin": {"l": left_px, "r": _RIGHT_PX, "t": TOP_PX, "b": BOTTOM_PX, "pad": 0},
        "hovermode": "closest",
        "bargap": 0.3,
        "xaxis": {
            "range": [low - (room if low < 0 else 0.02 * room), high + (room if high > 0 else 0.02 * room)],
            "tickformat": ",~f",
            "hoverformat": "",
            "nticks": 5,
            "dtick": axis_for(values).step,
            "tick0": 0,
            "showgrid": True,
            "gridcolor": palette.GRID,
            "zeroline": True,
            "zerolinecolor": palette.ZERO_LINE,
        },
        "yaxis": {
            "range": [len(bars) - 0.5, -0.5],
            "tickvals": list(range(len(bars))),
            "ticktext": ["<br>".join(escape(line, quote=False) for line in lines) for lines in names],
            "showgrid": False,
            "tickfont": {"size": SMALL_PX, "color": palette.TEXT},
        },
        "annotations": [unit_annotation(scale.unit, left_px=left_px), *_amounts(bars, scale, numbers)],
    }
    return figure_of([_trace(bars, scale, numbers)], layout, numbers=numbers)


def _room_share(
    bars: Sequence[_Bar], scale: Scale, numbers: ChartFormat, *, left_px: int, sides: int
) -> float:
    """How much of the axis each side that has bars needs for its figures, so that none meets a name on a phone."""
    longest = max(text_width_px(_signed(bar.change, scale, numbers), SMALL_PX) for bar in bars) + _AT_END_PX
    bars_px = WIDTHS_PX[0] - left_px - _RIGHT_PX - sides * longest
    return max(_ROOM_SHARE, longest / max(bars_px, longest))


def _amounts(bars: Sequence[_Bar], scale: Scale, numbers: ChartFormat) -> list[dict[str, Any]]:
    """The figure at the end of each bar."""
    return [
        {
            "text": escape(_signed(bar.change, scale, numbers)),
            "x": bar.change / scale.divisor,
            "y": place,
            "xanchor": "right" if bar.change < 0 else "left",
            "yanchor": "middle",
            "xshift": -6 if bar.change < 0 else 6,
            "showarrow": False,
            "font": {"size": SMALL_PX, "color": palette.TEXT},
        }
        for place, bar in enumerate(bars)
    ]


def _trace(bars: Sequence[_Bar], scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(bars))),
        "x": [drawn(bar.change / scale.divisor) for bar in bars],
        "marker": {
            "color": [
                palette.category_colour("sector", bar.sector) if bar.sector else palette.OTHER for bar in bars
            ]
        },
        "hovertemplate": [
            f"{escape(bar.title, quote=False)} <b>{escape(_signed(bar.change, scale, numbers))}</b><extra></extra>"
            for bar in bars
        ],
    }


def _signed(change: float, scale: Scale, numbers: ChartFormat) -> str:
    words = scale.amount(change, numbers)
    return f"+{words}" if change > 0 else words


def _notes(folded: list[_Bar], unknown: list[str]) -> list[str]:
    notes = []
    if folded:
        notes.append(_("Drawn as one: {names}.", names=", ".join(bar.title for bar in folded)))
    if unknown:
        notes.append(_("Not known in both years: {names}.", names=", ".join(unknown)))
    return notes
