"""Several named lines in one picture: markers and dashes besides colour, each named at its right end."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from charts import palette
from charts.chart import ChartFormat
from charts.end_labels import EndLabel
from charts.hover import titled_amount
from charts.scale import Scale, drawn
from charts.template import HEIGHT_PX, line_across
from charts.years import first_and_last, years_figure, years_of_lines


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
    return years_figure(
        [_trace(line, scale, numbers) for line in lines],
        [(_end_label(line, numbers), line.last[1]) for line in lines],
        years=years_of_lines(*first_and_last([year for line in lines for year in line.years])),
        reaches=[value for line in lines for value in line.values],
        unit=scale.unit,
        numbers=numbers,
        height_px=height_px,
        air_px=20,
        shapes=[] if reference is None else [_reference_line(reference)],
    )


def _end_label(line: NamedLine, numbers: ChartFormat) -> EndLabel:
    glyph = palette.MARKER_GLYPHS[line.marker % len(palette.MARKER_GLYPHS)]
    return EndLabel(glyph, line.colour, line.name, numbers.number(line.last[1]), line.note)


def _trace(line: NamedLine, scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    in_base_unit = [None if value is None else value * scale.divisor for value in line.values]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(line.name, quote=False),
        "x": list(line.years),
        "y": [drawn(value) for value in line.values],
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": line.colour, "width": 2.2, "dash": line.dash},
        "marker": {
            "symbol": palette.MARKERS[line.marker % len(palette.MARKERS)],
            "size": 7,
            "color": line.colour,
        },
        "hovertemplate": titled_amount(line.name, in_base_unit, scale, numbers),
    }


def _reference_line(level: float) -> dict[str, Any]:
    return line_across(level, {"color": palette.VINTAGE, "width": 1, "dash": "7px,5px"}, layer="below")
