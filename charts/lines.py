"""Several named lines in one picture: markers and dashes besides colour, each named at its right end."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from charts import palette
from charts.chart import ChartFormat
from charts.placement import Plane, spread
from charts.scale import NO_BREAK, Scale, axis_for
from charts.template import (
    BOTTOM_PX,
    HEIGHT_PX,
    LABEL_PX,
    LINE_HEIGHT_PX,
    SMALL_PX,
    TOP_PX,
    WIDTHS_PX,
    end_annotation,
    figure_of,
    hover_amount,
    hover_template,
    left_margin_px,
    text_width_px,
    unit_annotation,
    value_axis,
    wrapped,
    year_ticks,
)

MOST_LABEL_LETTERS = 18
_INDENT = "\N{EN SPACE}\N{THIN SPACE}"


@dataclass(frozen=True)
class NamedLine:
    """A line and its name. values: in the unit drawn, None = explicitly missing: the line breaks there.

    note: what differs about it, in grey below the name. marker: index into palette.MARKERS."""

    name: str
    years: tuple[int, ...]
    values: tuple[float | None, ...]
    colour: str
    marker: int
    dash: str = "solid"
    note: str = ""

    @property
    def last(self) -> tuple[int, float]:
        """The newest year that has a value, and the value."""
        return [
            (year, value) for year, value in zip(self.years, self.values, strict=True) if value is not None
        ][-1]


@dataclass(frozen=True)
class EndLabel:
    """A name in the right margin: glyph and colour of the thing it names, name lines, what it comes to, a
    grey note."""

    glyph: str
    colour: str
    name: str
    amount: str
    note: str
    y_px: float

    @property
    def name_lines(self) -> list[str]:
        """The name with its amount, broken into short lines."""
        return wrapped(f"{self.name}{NO_BREAK}{self.amount}", most_letters=MOST_LABEL_LETTERS)

    @property
    def note_lines(self) -> list[str]:
        """The grey note in short lines; none without a note."""
        return wrapped(self.note, most_letters=MOST_LABEL_LETTERS) if self.note else []

    @property
    def height_px(self) -> float:
        """Height with a little air."""
        return LINE_HEIGHT_PX * (len(self.name_lines) + len(self.note_lines)) + 3

    @property
    def width_px(self) -> float:
        """Width of the longest line, with the glyph."""
        widths = [text_width_px(line, SMALL_PX) for line in [*self.name_lines, *self.note_lines]]
        return max(widths) + text_width_px(self.glyph + " ", SMALL_PX)

    @property
    def html(self) -> str:
        """The label in Plotly's small HTML, everything a person wrote escaped."""
        mark = f'<span style="color:{self.colour}">{self.glyph}</span> '
        lines = [
            f'<span style="color:{palette.TEXT}">{escape(line, quote=False)}</span>'
            for line in self.name_lines
        ]
        lines += [
            f'<span style="color:{palette.TEXT_MUTED}">{escape(line, quote=False)}</span>'
            for line in self.note_lines
        ]
        return f'<span style="font-size:{SMALL_PX}px">{mark}{f"<br>{_INDENT}".join(lines)}</span>'


def end_column(labels: Sequence[EndLabel], *, height_px: float) -> list[float]:
    """How far each label is lifted from its own height so that none covers another; pixels, up is
    positive."""
    wished = [label.y_px + (label.height_px - LINE_HEIGHT_PX) / 2 for label in labels]
    placed = spread(wished, [label.height_px for label in labels], low=-16, high=height_px + 8)
    return [label.y_px - centre for label, centre in zip(labels, placed, strict=True)]


def lines_figure(
    lines: Sequence[NamedLine],
    *,
    scale: Scale,
    numbers: ChartFormat,
    reference: float | None = None,
    height_px: int = HEIGHT_PX,
) -> go.Figure:
    """The lines on one axis with zero, names at the right. values are in the shown unit; at least one line
    with a value.

    reference: a level drawn thin and grey, such as 100 for an index."""
    years = [year for line in lines for year in line.years]
    first, last = (min(years) - 1, max(years) + 1) if min(years) == max(years) else (min(years), max(years))
    axis = axis_for([value for line in lines for value in line.values])
    height = height_px - TOP_PX - BOTTOM_PX
    span = last - first
    shown_years = (first - 0.018 * span, last + 0.018 * span)
    plane = Plane(1, height, shown_years, (axis.low, axis.high))
    labels = [_end_label(line, plane, numbers) for line in lines]
    left_px, right_px = left_margin_px(axis), round(max(label.width_px for label in labels)) + 20
    lifts = end_column(labels, height_px=height)
    annotations = [
        end_annotation(label.html, last, line.last[1], lift, shift_px=10)
        for label, line, lift in zip(labels, lines, lifts, strict=True)
    ]
    layout = {
        "height": height_px,
        "margin": {"l": left_px, "r": right_px, "t": TOP_PX, "b": BOTTOM_PX, "pad": 0},
        "xaxis": {
            "range": list(shown_years),
            "tickvals": year_ticks(
                first, last, important=[last, first], plot_px=WIDTHS_PX[0] - left_px - right_px
            ),
        },
        "yaxis": value_axis(axis),
        "annotations": [*annotations, unit_annotation(scale.unit, left_px=left_px)],
        "shapes": [] if reference is None else [_reference_line(reference)],
    }
    return figure_of([_trace(line, scale, numbers) for line in lines], layout, numbers=numbers)


def _end_label(line: NamedLine, plane: Plane, numbers: ChartFormat) -> EndLabel:
    year, value = line.last
    amount = numbers.number(value)
    glyph = palette.MARKER_GLYPHS[line.marker % len(palette.MARKER_GLYPHS)]
    return EndLabel(glyph, line.colour, line.name, amount, line.note, plane.at(year, value)[1])


def _trace(line: NamedLine, scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    name = escape(line.name, quote=False)
    pattern = f"{name} <b>{hover_amount(scale)}</b><extra></extra>"
    in_base_unit = [None if value is None else value * scale.divisor for value in line.values]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": list(line.years),
        "y": [None if value is None else float(f"{value:.7g}") for value in line.values],
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": line.colour, "width": 2.2, "dash": line.dash},
        "marker": {
            "symbol": palette.MARKERS[line.marker % len(palette.MARKERS)],
            "size": 7,
            "color": line.colour,
        },
        "hovertemplate": hover_template(pattern, in_base_unit, scale, numbers),
    }


def _reference_line(level: float) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": level,
        "y1": level,
        "layer": "below",
        "line": {"color": palette.VINTAGE, "width": 1, "dash": "7px,5px"},
    }


def title_html(name: str, note: str) -> str:
    """A small heading: the name in bold, what is to be known about it in grey below."""
    lines = [
        f'<span style="font-size:{LABEL_PX}px"><b>{escape(line, quote=False)}</b></span>'
        for line in wrapped(name, most_letters=17)
    ]
    lines += [
        f'<span style="font-size:{SMALL_PX}px;color:{palette.TEXT_MUTED}">{escape(line, quote=False)}</span>'
        for line in (wrapped(note, most_letters=21) if note else [])
    ]
    return "<br>".join(lines)
