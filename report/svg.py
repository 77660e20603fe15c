"""The pictures of the pages as vectors: a chart of charts/ drawn as SVG, without a browser.

It reads the same figure that a page shows, with its axes, colours and labels, and draws what the house's charts use:
lines, dashes, markers, fans, stacked areas and bars, stripes, labels and marked years. A figure that holds anything
else is refused, so that nothing is left out in silence."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser
from typing import Any

import plotly.graph_objects as go

from charts import palette
from charts.template import LABEL_PX, SMALL_PX
from data.printable import printable
from texts import format_number

WIDTH_PX = 760
FONT = "Libertinus Serif"
LIKE_IT = "Georgia, serif"  # where a browser shows the picture, which has no such font
_LINE_HEIGHT = 1.25  # of a label's letters
_BASELINE = 0.33  # from the middle of a line down to its baseline, in letters
_YEAR_PX = 44  # room that a year needs below the axis
_GLYPH_PX = 12  # room of the mark before a label
_STRIPES = 6  # px from stripe to stripe


class UnknownTraceError(Exception):
    """A figure holds a trace of a kind that no chart of the house had when this was written."""


@dataclass(frozen=True)
class _Plane:
    """Where years and values stand in the picture, px from its upper left corner."""

    left: float
    top: float
    width: float
    height: float
    years: tuple[float, float]
    values: tuple[float, float]

    def x(self, year: float) -> float:
        first, last = self.years
        return self.left + (year - first) / (last - first) * self.width

    def y(self, value: float) -> float:
        low, high = self.values
        return self.top + (high - value) / (high - low) * self.height


def svg_of(figure: go.Figure, *, width_px: int = WIDTH_PX) -> str:
    """The picture of a chart as an SVG document, in the current language.

    figure: of charts/, with fixed axes and margins. width_px: how wide; the height is the figure's own. Raises
    UnknownTraceError for a trace of another kind than lines and bars."""
    spec = figure.to_plotly_json()
    layout, traces = spec["layout"], spec["data"]
    plane = _plane(layout, width_px)
    parts = [
        *_axes(layout, plane),
        *_shapes(layout.get("shapes", ()), plane),
        *_drawn_traces(traces, plane),
        *_annotations(layout.get("annotations", ()), plane),
    ]
    height_px = layout["height"]
    box = f'width="{width_px}" height="{height_px}" viewBox="0 0 {width_px} {height_px}"'
    style = f'font-family="{FONT}, {LIKE_IT}" font-size="{LABEL_PX}" fill="{palette.TEXT}"'
    body = printable("\n".join(parts))
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {style}>\n{body}\n</svg>\n'


def _plane(layout: dict[str, Any], width_px: int) -> _Plane:
    margin = layout["margin"]
    return _Plane(
        margin["l"],
        margin["t"],
        width_px - margin["l"] - margin["r"],
        layout["height"] - margin["t"] - margin["b"],
        tuple(layout["xaxis"]["range"]),
        tuple(layout["yaxis"]["range"]),
    )


# Axes -------------------------------------------------------------------------------------------------------


def _axes(layout: dict[str, Any], plane: _Plane) -> Iterator[str]:
    """Grid and words of the value axis, and the years below."""
    muted = f'font-size="{SMALL_PX}" fill="{palette.TEXT_MUTED}"'
    for tick in _ticks(layout["yaxis"], plane.values):
        colour = palette.ZERO_LINE if tick == 0 else palette.GRID
        yield _line(plane.left, plane.y(tick), plane.left + plane.width, plane.y(tick), colour)
        yield _words(plane.left - 6, plane.y(tick) + 4, format_number(tick), muted, anchor="end")
    below = plane.top + plane.height + 19
    for year in _year_ticks(layout["xaxis"]["tickvals"], plane):
        yield _words(plane.x(year), below, str(year), muted, anchor="middle")


def _ticks(axis: dict[str, Any], ends: tuple[float, float]) -> list[float]:
    start, step = axis["tick0"], axis["dtick"]
    first = math.ceil((ends[0] - start) / step - 1e-9)
    last = math.floor((ends[1] - start) / step + 1e-9)
    return [round(start + place * step, 10) + 0.0 for place in range(first, last + 1)]


def _year_ticks(chosen: Iterable[int], plane: _Plane) -> list[int]:
    """The years that the page shows on the narrowest screen, and here every year where there is room."""
    first, last = math.ceil(plane.years[0]), math.floor(plane.years[1])
    if plane.width / (last - first + 1) >= _YEAR_PX:
        return list(range(first, last + 1))
    return list(chosen)


def _shapes(shapes: Iterable[dict[str, Any]], plane: _Plane) -> Iterator[str]:
    """Marked years and levels."""
    for shape in shapes:
        x0, x1 = (_at(shape[end], shape.get("xref"), plane, is_year=True) for end in ("x0", "x1"))
        y0, y1 = (_at(shape[end], shape.get("yref"), plane, is_year=False) for end in ("y0", "y1"))
        line = shape["line"]
        yield _line(x0, y0, x1, y1, line["color"], width=line.get("width", 1), dash=line.get("dash", ""))


def _at(place: float, reference: str | None, plane: _Plane, *, is_year: bool) -> float:
    """A place in px; "paper" counts from 0 to 1 across the plane, upwards."""
    if is_year:
        return plane.left + place * plane.width if reference == "paper" else plane.x(place)
    return plane.top + (1 - place) * plane.height if reference == "paper" else plane.y(place)


# Traces -----------------------------------------------------------------------------------------------------


def _drawn_traces(traces: list[dict[str, Any]], plane: _Plane) -> Iterator[str]:
    stacks: dict[tuple[str, float], float] = {}
    for place, trace in enumerate(traces):
        if trace["type"] == "bar":
            yield from _bars(trace, stacks, plane, name=f"stripes-{place}")
        elif trace["type"] != "scatter":
            raise UnknownTraceError(trace["type"])
        elif "stackgroup" in trace:
            yield _area(trace, stacks, plane)
        else:
            yield from _scatter(trace, plane)


def _bars(
    trace: dict[str, Any], stacks: dict[tuple[str, float], float], plane: _Plane, *, name: str
) -> Iterator[str]:
    """Bars on those drawn before, above and below zero apart."""
    marker, half = trace["marker"], trace["width"] / 2
    fill = marker["color"]
    if "pattern" in marker:
        yield _stripes(name, fill, marker["pattern"]["fgcolor"])
        fill = f"url(#{name})"
    edge = marker.get("line", {})
    for year, value in _known(trace):
        start = stacks.get((_side(value), year), 0.0)
        stacks[(_side(value), year)] = start + value
        top, bottom = sorted((plane.y(start), plane.y(start + value)))
        left, right = plane.x(year - half), plane.x(year + half)
        size = f'x="{_px(left)}" y="{_px(top)}" width="{_px(right - left)}" height="{_px(bottom - top)}"'
        yield f'<rect {size} fill="{fill}" stroke="{edge["color"]}" stroke-width="{edge["width"]}"/>'


def _stripes(name: str, ground: str, stripe: str) -> str:
    box = (
        f'patternUnits="userSpaceOnUse" width="{_STRIPES}" height="{_STRIPES}" patternTransform="rotate(45)"'
    )
    inside = f'<rect width="{_STRIPES}" height="{_STRIPES}" fill="{ground}"/>'
    inside += f'<rect width="{_STRIPES / 3:g}" height="{_STRIPES}" fill="{stripe}"/>'
    return f'<defs><pattern id="{name}" {box}>{inside}</pattern></defs>'


def _area(trace: dict[str, Any], stacks: dict[tuple[str, float], float], plane: _Plane) -> str:
    """An area on those of its group drawn before."""
    lower, upper = [], []
    for year, value in _known(trace):
        start = stacks.get((trace["stackgroup"], year), 0.0)
        stacks[(trace["stackgroup"], year)] = start + value
        lower.append((plane.x(year), plane.y(start)))
        upper.append((plane.x(year), plane.y(start + value)))
    line = trace["line"]
    edge = f'stroke="{line["color"]}" stroke-width="{line["width"]}"'
    return f'<polygon points="{_points([*upper, *reversed(lower)])}" fill="{trace["fillcolor"]}" {edge}/>'


def _scatter(trace: dict[str, Any], plane: _Plane) -> Iterator[str]:
    if trace.get("fill") == "toself":
        outline = [(plane.x(year), plane.y(value)) for year, value in _known(trace)]
        yield f'<polygon points="{_points(outline)}" fill="{trace["fillcolor"]}"/>'
        return
    if "lines" in trace["mode"]:
        yield from _strokes(trace, plane)
    if "markers" in trace["mode"]:
        yield from _markers(trace, plane)


def _strokes(trace: dict[str, Any], plane: _Plane) -> Iterator[str]:
    """The line, broken where a value is missing."""
    line = trace["line"]
    dash = _dash(line.get("dash", ""))
    pen = f'fill="none" stroke="{line["color"]}" stroke-width="{line["width"]}" stroke-linejoin="round"{dash}'
    piece: list[tuple[float, float]] = []
    for year, value in [*zip(trace["x"], trace["y"], strict=True), (0, None)]:
        if _is_known(value):
            piece.append((plane.x(year), plane.y(value)))
            continue
        if len(piece) > 1:
            yield f'<polyline points="{_points(piece)}" {pen}/>'
        piece = []


def _markers(trace: dict[str, Any], plane: _Plane) -> Iterator[str]:
    marker = trace["marker"]
    colours, edge = marker.get("color"), marker.get("line", {})
    for place, (year, value) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if _is_known(value):
            fill = colours[place] if isinstance(colours, list) else colours or "none"
            stroke = edge.get("color", fill)
            pen = f'fill="{fill}" stroke="{stroke}" stroke-width="{edge.get("width", 0)}"'
            yield _symbol(
                marker.get("symbol", "circle"), plane.x(year), plane.y(value), marker["size"] / 2, pen
            )


_OUTLINES: dict[str, str] = {  # around a point, in halves of the marker's size
    "square": "M-.9,-.9H.9V.9H-.9Z",
    "diamond": "M0,-1.2L1.2,0L0,1.2L-1.2,0Z",
    "triangle-up": "M0,-1.15L1.1,.8H-1.1Z",
    "star": "M0,-1.3L.3,-.4H1.25L.5,.15L.77,1.05L0,.5L-.77,1.05L-.5,.15L-1.25,-.4H-.3Z",
    "x": "M-1,-.5L-.5,-1L0,-.5L.5,-1L1,-.5L.5,0L1,.5L.5,1L0,.5L-.5,1L-1,.5L-.5,0Z",
    "x-thin": "M-1,-1L1,1M-1,1L1,-1",
    "line-ew": "M-1,0H1",
}


def _symbol(name: str, x: float, y: float, half: float, pen: str) -> str:
    if name == "circle":
        return f'<circle cx="{_px(x)}" cy="{_px(y)}" r="{half:g}" {pen}/>'
    if name not in _OUTLINES:
        raise UnknownTraceError(name)
    width = pen.rpartition('stroke-width="')[2].rstrip('"')
    thin = f'{pen.rpartition(" stroke-width")[0]} stroke-width="{float(width) / half:.3g}"'
    return f'<path transform="translate({_px(x)},{_px(y)}) scale({half:g})" d="{_OUTLINES[name]}" {thin}/>'


def _side(value: float) -> str:
    return "up" if value >= 0 else "down"


def _known(trace: dict[str, Any]) -> list[tuple[float, float]]:
    return [(year, value) for year, value in zip(trace["x"], trace["y"], strict=True) if _is_known(value)]


def _is_known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


_GLYPHS: dict[str, tuple[str, bool]] = {  # the mark of a label: its symbol, and whether it is open
    "■": ("square", False), "▨": ("square", True), "□": ("square", True), "●": ("circle", False),
    "◆": ("diamond", False), "▲": ("triangle-up", False), "✕": ("x", False), "★": ("star", False),
    "━": ("line-ew", False),
}  # fmt: skip


# Labels -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Run:
    """Some words of one look."""

    words: str
    colour: str
    size: float
    is_bold: bool


class _Label(HTMLParser):
    """A label in Plotly's small HTML, read into lines of runs."""

    def __init__(self, size: float, colour: str) -> None:
        super().__init__()
        self.lines: list[list[_Run]] = [[]]
        self._looks = [(colour, size, False)]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.lines.append([])
            return
        style = dict(item.split(":", 1) for item in (dict(attributes).get("style") or "").split(";") if item)
        colour, size, is_bold = self._looks[-1]
        size = float(style.get("font-size", f"{size}px").removesuffix("px"))
        self._looks.append((style.get("color", colour), size, is_bold or tag == "b"))

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self._looks.pop()

    def handle_data(self, data: str) -> None:
        self.lines[-1].append(_Run(data, *self._looks[-1]))


def _annotations(annotations: Iterable[dict[str, Any]], plane: _Plane) -> Iterator[str]:
    for each in annotations:
        font = each.get("font", {})
        label = _Label(font.get("size", LABEL_PX), font.get("color", palette.TEXT))
        label.feed(each["text"])
        label.close()
        x = _at(each["x"], each.get("xref"), plane, is_year=True) + each.get("xshift", 0)
        y = _at(each["y"], each.get("yref"), plane, is_year=False) - each.get("yshift", 0)
        yield from _label_lines(label.lines, x, y, each)


def _label_lines(lines: list[list[_Run]], x: float, y: float, about: dict[str, Any]) -> Iterator[str]:
    """The lines below each other, around, above or below the point; a veil keeps them clear of what they cover."""
    heights = [_LINE_HEIGHT * max((run.size for run in line), default=SMALL_PX) for line in lines]
    whole = sum(heights)
    top = {"bottom": y - whole, "top": y}.get(about.get("yanchor", "middle"), y - whole / 2)
    anchor = {"left": "start", "right": "end"}.get(about.get("xanchor", "center"), "middle")
    veil = f' stroke="{palette.SURFACE}" stroke-width="3" paint-order="stroke"' if "bgcolor" in about else ""
    has_mark = bool(lines[0]) and lines[0][0].words in _GLYPHS
    start = x + (_GLYPH_PX if has_mark else 0)
    for line, height in zip(lines, heights, strict=True):
        middle = top + height / 2
        mark, words = _mark(line, x, middle - 0.5) if has_mark else ("", line)
        baseline = middle + _BASELINE * height / _LINE_HEIGHT
        runs = "".join(_run(run) for run in words)
        yield (
            f'{mark}<text x="{_px(start)}" y="{_px(baseline)}" text-anchor="{anchor}" xml:space="preserve"{veil}>'
            f"{runs}</text>"
        )
        top += height


def _mark(line: list[_Run], x: float, y: float) -> tuple[str, list[_Run]]:
    """The mark that a label begins with, drawn, since the fonts of a document do not have them all; and the words
    of the line without the space that is kept for it."""
    drawn = ""
    if line and line[0].words in _GLYPHS:
        glyph, line = line[0], line[1:]
        symbol, is_open = _GLYPHS[glyph.words]
        fill = palette.SURFACE if is_open else glyph.colour
        thick = 2.5 if symbol == "line-ew" else 1.2 if is_open else 0
        pen = f'fill="{fill}" stroke="{glyph.colour}" stroke-width="{thick}"'
        drawn = _symbol(symbol, x + 4, y, 4, pen)
        if glyph.words == "▨":
            drawn += _line(x + 0.5, y + 3.5, x + 7.5, y - 3.5, glyph.colour, width=1.5)
    while line and not line[0].words.strip():
        line = line[1:]
    return drawn, [replace(run, words=run.words.lstrip()) if run is line[0] else run for run in line]


def _run(run: _Run) -> str:
    weight = ' font-weight="bold"' if run.is_bold else ""
    return f'<tspan fill="{run.colour}" font-size="{run.size:g}"{weight}>{escape(run.words)}</tspan>'


# Small parts ------------------------------------------------------------------------------------------------


def _line(
    x0: float, y0: float, x1: float, y1: float, colour: str, *, width: float = 1, dash: str = ""
) -> str:
    ends = f'x1="{_px(x0)}" y1="{_px(y0)}" x2="{_px(x1)}" y2="{_px(y1)}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"{_dash(dash)}/>'


def _dash(dash: str) -> str:
    """Plotly's dashes in px; "solid" is none."""
    if dash in ("", "solid"):
        return ""
    lengths = {"dot": "2,3", "dash": "7,5", "dashdot": "7,3,2,3"}.get(dash, dash.replace("px", ""))
    return f' stroke-dasharray="{lengths}"'


def _words(x: float, y: float, words: str, style: str, *, anchor: str) -> str:
    return f'<text x="{_px(x)}" y="{_px(y)}" text-anchor="{anchor}" {style}>{escape(words)}</text>'


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{_px(x)},{_px(y)}" for x, y in points)


def _px(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
