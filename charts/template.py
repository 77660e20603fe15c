"""The look all charts share: one slim Plotly template, margins in pixels, year ticks, and the browser's chart
settings.

A figure does not know the width it will get, so everything that must not collide is measured in pixels and
judged at several widths, from a phone (358 px inside its margins) to a desktop."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.placement import Spot, Wish
from charts.scale import Axis
from texts import Text, _

FONT_FAMILY = '"Source Sans", "Source Sans 3", "Source Sans Pro", "Noto Sans", sans-serif'
LABEL_PX = 14
SMALL_PX = 13
LINE_HEIGHT_PX = 17
WIDTHS_PX = (358, 520, 860)
TOP_PX = 34
BOTTOM_PX = 30
HEIGHT_PX = 360
_NARROW = frozenset("ijltfrI.,:;'|!()[] -–·  ")
_WIDE = frozenset("mwMWØÆ%—●■◆▲✕★")

_AXIS = {
    "showgrid": False,
    "zeroline": False,
    "showline": False,
    "ticks": "outside",
    "ticklen": 5,
    "tickcolor": "rgba(0,0,0,0)",
    "fixedrange": True,
    "tickfont": {"size": SMALL_PX, "color": palette.TEXT_MUTED},
}
_SPIKE = {"spikecolor": palette.VINTAGE, "spikethickness": 1, "spikedash": "solid", "spikemode": "across"}
TEMPLATE: dict[str, Any] = {
    "layout": {
        "paper_bgcolor": palette.GROUND,
        "plot_bgcolor": palette.GROUND,
        "font": {"family": FONT_FAMILY, "size": LABEL_PX, "color": palette.TEXT},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": palette.SURFACE,
            "bordercolor": palette.CONTEXT,
            "font": {"family": FONT_FAMILY, "size": LABEL_PX, "color": palette.TEXT},
        },
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": palette.TEXT_MUTED, "activecolor": palette.ACCENT},
        "xaxis": {**_AXIS, **_SPIKE, "tickformat": "d", "hoverformat": "d"},
        "yaxis": {**_AXIS, "showgrid": True, "gridcolor": palette.GRID, "tickformat": ",~f"},
    }
}


def plotly_config(file_stem: str = "veikart") -> dict[str, Any]:
    """The `config` of a chart in the browser: one button that saves the picture at double size, no drag and
    no zoom."""
    return {
        "displaylogo": False,
        "responsive": True,
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": file_stem},
    }


def figure_of(traces: Sequence[dict[str, Any]], layout: dict[str, Any], *, numbers: ChartFormat) -> go.Figure:
    """A figure in the house's look. Plotly's own checking is left out for speed; the tests run it on every
    kind of figure."""
    whole = {"template": TEMPLATE, "autosize": True, "separators": numbers.separators, **layout}
    return go.Figure(data=list(traces), layout=whole, _validate=False)


def value_axis(axis: Axis, **more: Any) -> dict[str, Any]:
    """The layout of a value axis with fixed ends and round ticks, its zero line a little stronger than the
    grid."""
    zero = {"zeroline": True, "zerolinecolor": palette.ZERO_LINE, "zerolinewidth": 1}
    return {"range": [axis.low, axis.high], "tick0": 0, "dtick": axis.step, **zero, **more}


def across_axis(
    ends: Sequence[float], step: float, title: str, *, has_grid: bool = True, **more: Any
) -> dict[str, Any]:
    """The layout of a value axis along the bottom, for pictures that are read from left to right, its title below it."""
    grid = {"showgrid": True, "gridcolor": palette.GRID} if has_grid else {}
    return {
        "range": list(ends),
        "tick0": 0,
        "dtick": step,
        "tickformat": ",~f",
        "hoverformat": None,
        "showspikes": False,
        "title": {
            "text": escape(title, quote=False),
            "standoff": 6,
            "font": {"size": SMALL_PX, "color": palette.TEXT_MUTED},
        },
        **grid,
        **more,
    }


def line_across(level: float, look: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A straight line over the whole width of the plot, at a level of the vertical axis."""
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": level,
        "y1": level,
        "line": look,
        **more,
    }


def line_upright(place: float, look: dict[str, Any]) -> dict[str, Any]:
    """A straight line over the whole height of the plot, behind what is drawn, at a place of the horizontal axis."""
    return {
        "type": "line",
        "yref": "paper",
        "x0": place,
        "x1": place,
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": look,
    }


def left_margin_px(axis: Axis) -> int:
    """Room for the longest tick label of a value axis, grouped and with its decimals."""
    longest = max((f"{tick:,.6f}".rstrip("0").rstrip(".") for tick in axis.ticks), key=len, default="0")
    return max(34, round(text_width_px(longest, SMALL_PX)) + 14)


def unit_annotation(unit: str, *, left_px: int) -> dict[str, Any]:
    """The unit, above the value axis and flush with the left edge of the picture."""
    return above_annotation(
        escape(unit, quote=False),
        yshift=10,
        xshift=2 - left_px,
        align="left",
        font={"size": SMALL_PX, "color": palette.TEXT_MUTED},
    )


def above_annotation(
    html: str, *, yshift: float, across: float = 0, anchor: str = "left", **more: Any
) -> dict[str, Any]:
    """Words above the plot, lifted by so many pixels. html: Plotly's small HTML, escaped.

    across: where they stand, 0 = at its left end and 1 = at its right. more: of Plotly's annotation."""
    return {
        "text": html,
        "xref": "paper",
        "yref": "paper",
        "x": across,
        "y": 1,
        "xanchor": anchor,
        "yanchor": "bottom",
        "yshift": yshift,
        "showarrow": False,
        **more,
    }


def end_annotation(
    html: str, year: float, value: float, lift_px: float, *, shift_px: float = 12
) -> dict[str, Any]:
    """A label at the right end of a line, lifted by so many pixels to keep clear of its neighbours."""
    return {
        "text": html,
        "x": year,
        "y": value,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "xshift": shift_px,
        "yshift": round(lift_px, 1),
        "showarrow": False,
    }


def spot_annotation(html: str, wish: Wish, spot: Spot) -> dict[str, Any]:
    """A label inside the plot, at the spot that was found for it."""
    return {
        "text": html,
        "x": wish.year,
        "y": wish.value,
        "xanchor": spot.anchor,
        "yanchor": "middle",
        "align": spot.anchor,
        "xshift": spot.right,
        "yshift": -spot.down,
        "showarrow": False,
        "bgcolor": palette.GROUND_VEIL,
        "borderpad": 0,
    }


def small_html(html: str) -> str:
    """Plotly's small HTML in small letters."""
    return f'<span style="font-size:{SMALL_PX}px">{html}</span>'


def small_text(words: str, *, colour: str = palette.TEXT_MUTED) -> str:
    """Words in small grey letters as Plotly's small HTML; line breaks are kept, everything else is
    escaped."""
    text = escape(words, quote=False).replace("\n", "<br>")
    return f'<span style="color:{colour};font-size:{SMALL_PX}px">{text}</span>'


def text_width_px(text: str, size_px: float, *, is_bold: bool = False) -> float:
    """About how wide a line of text will be in the house's sans serif; a little too wide rather than too
    narrow."""
    ems = sum(0.32 if sign in _NARROW else 0.86 if sign in _WIDE else 0.56 for sign in text)
    return ems * size_px * (1.05 if is_bold else 1.0)


def wrapped(text: str, *, most_letters: int) -> list[str]:
    """The text in lines of at most so many letters, broken at spaces; a longer word stays whole."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= most_letters:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines or [""]


def year_ticks(first: int, last: int, *, important: Iterable[int] = (), plot_px: float = 220) -> list[int]:
    """Years to write below the axis so that no two touch on a phone.

    important: years that go before round ones, most important first. plot_px: the narrowest width the axis
    will have."""
    span = max(last - first, 1)
    apart = 38 / plot_px * span
    chosen: list[int] = []
    step = 5 if span < 40 else 10
    for year in [*important, first, last, *(year for year in range(first, last + 1) if year % step == 0)]:
        if first <= year <= last and all(abs(year - other) >= apart for other in chosen):
            chosen.append(year)
    return sorted(chosen)


def empty_chart(
    message: str | Text, *, numbers: ChartFormat, height_px: int = 220, table: pd.DataFrame | None = None
) -> Chart:
    """A chart without figures: the message says what is missing and what to do next."""
    words = _(message)
    text = "<br>".join(escape(line, quote=False) for line in wrapped(words, most_letters=42))
    note = {
        "text": text,
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.5,
        "showarrow": False,
        "font": {"size": LABEL_PX + 1, "color": palette.TEXT_MUTED},
    }
    hidden = {"visible": False, "range": [0, 1]}
    layout = {
        "height": height_px,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "xaxis": hidden,
        "yaxis": hidden,
        "annotations": [note],
        "hovermode": False,
    }
    return Chart(
        figure_of([], layout, numbers=numbers), words, words, pd.DataFrame() if table is None else table
    )
