"""A map with borders: the area of each municipality in the colour of its class, a mark in its middle to point at.

Drawn as filled lines, not as Plotly's choropleth: that one asks another server for a map of the world, or needs files of our
own to silence it, and sends every corner as text of sixteen characters. Here all areas of a class are one line with gaps,
its corners whole numbers on a grid finer than the screen."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.map_classes import (
    PHONE_PX,
    Classed,
    MapClass,
    classed,
    hover_parts,
    map_key,
    map_layout,
    map_notes,
    map_table,
    map_takeaway,
    named,
)
from charts.scale import scale_for
from charts.template import empty_chart, figure_of
from texts import Text, _

Ring = Sequence[tuple[float, float]]
GridRing = list[tuple[int, int]]
GRID = 2000  # steps along the longer side; twice as many as the pixels it is drawn with
SMALLEST_RING = (
    3  # steps; a smaller island is a speck, and only the largest area of a municipality stays then
)
TALLEST_PX = 720
SHORTEST_PX = 120
POINTED_PX = 24  # how near the pointer must be to a mark
SYMBOL_FROM_PX = 13
# Lambert's conic projection with parallels that suit the Nordic countries.
PARALLELS, MIDDLE_LONGITUDE = (57.0, 68.0), 15.0


@dataclass(frozen=True)
class _Area:
    """The drawn rings of a municipality, and the place of its mark, in steps of the grid."""

    rings: list[GridRing]
    mark: tuple[int, int]
    breadth: int


def boundary_map(
    frame: pd.DataFrame,
    shapes: Mapping[str, Sequence[Ring]],
    *,
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    statuses: Sequence[MapClass] | None = None,
    chosen: str = "",
    empty_text: str | Text | None = None,
) -> Chart:
    """The municipalities within their borders, coloured by verdict or by value.

    frame: as for tile_map, without column and row. shapes: by municipality id its rings of (longitude, latitude) in
    degrees, outer ones counter-clockwise and holes clockwise, as RFC 7946 has them. A municipality without a shape is
    in the table and named in a note. No shape at all gives an empty state."""
    shown = frame[frame["municipality_id"].isin(list(shapes))].reset_index(drop=True)
    if shown.empty:
        return empty_chart(empty_text or _("No municipality to show yet."), numbers=format)
    is_valued = statuses is None
    found = classed(shown, statuses, unit_label=unit_label, numbers=format)
    whole = classed(frame, statuses, unit_label=unit_label, numbers=format)
    takeaway = map_takeaway(frame.reset_index(drop=True), whole, is_valued=is_valued)
    absent = frame["name"][~frame["municipality_id"].isin(list(shapes))].tolist()
    notes = (*(map_notes(frame, whole) if is_valued else ()), *_absent_note(absent))
    unit = scale_for(frame["value"].tolist(), unit_label).unit if is_valued else ""
    kind = _kind_words(len(shown))
    return Chart(
        _figure(shown, found, shapes, unit=unit, numbers=format, chosen=chosen),
        takeaway,
        " ".join([kind, takeaway + ".", *notes]),
        map_table(frame, whole, unit_label=unit_label, is_valued=is_valued),
        notes,
    )


def _kind_words(count: int) -> str:
    if count == 1:
        return _("A map of one municipality within its borders.")
    return _("A map of {count} municipalities within their borders.", count=count)


def _absent_note(names: list[str]) -> tuple[str, ...]:
    if not names:
        return ()
    return (_("No borders are loaded for {names}; the table has them.", names=named(names)),)


def _figure(
    frame: pd.DataFrame,
    found: Classed,
    shapes: Mapping[str, Sequence[Ring]],
    *,
    unit: str,
    numbers: ChartFormat,
    chosen: str,
) -> Any:
    areas, (width, height) = _on_grid([shapes[area_id] for area_id in frame["municipality_id"]])
    px_per_step = min(PHONE_PX / width, TALLEST_PX / height)
    plot_px = max(round(height * px_per_step), SHORTEST_PX)
    layout = map_layout(map_key(found, unit), plot_px, [0, width], [0, height], constrain="range")
    layout["hoverdistance"] = POINTED_PX
    traces = [_fill(areas, found, each) for each in found.classes]
    traces += [_marks(frame, areas, found, each, px_per_step) for each in found.classes]
    return figure_of([*traces, *_frame_around(frame, areas, chosen)], layout, numbers=numbers)


def _fill(areas: Sequence[_Area], found: Classed, each: MapClass) -> dict[str, Any]:
    rings = [ring for row in found.rows_of(each.key) for ring in areas[row].rings]
    return {
        **_lines(rings),
        "name": _(each.words),
        "fill": "toself",
        "fillcolor": each.fill,
        "line": {"color": palette.VINTAGE, "width": 0.8},
        "hoverinfo": "skip",
    }


def _lines(rings: Sequence[GridRing]) -> dict[str, Any]:
    """All rings as one line with gaps between them."""
    points: list[tuple[int | None, int | None]] = []
    for ring in rings:
        points += [*ring, (None, None)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _y in points[:-1]],
        "y": [y for _x, y in points[:-1]],
        "connectgaps": False,
    }


def _marks(
    frame: pd.DataFrame, areas: Sequence[_Area], found: Classed, each: MapClass, px_per_step: float
) -> dict[str, Any]:
    rows = found.rows_of(each.key)
    has_room = [areas[row].breadth * px_per_step >= SYMBOL_FROM_PX for row in rows]
    plain = {"textfont": {"color": each.ink}}
    return {
        "type": "scatter",
        "mode": "text",
        "name": _(each.words),
        "x": [areas[row].mark[0] for row in rows],
        "y": [areas[row].mark[1] for row in rows],
        "text": [each.symbol or "•" if room else "·" for room in has_room],
        "textfont": {"size": 12, "color": each.ink},
        **hover_parts(frame, rows, _(each.words) if each.symbol else ""),
        "hoverlabel": {"bgcolor": palette.SURFACE},
        "selected": plain,
        "unselected": plain,
    }


def _frame_around(frame: pd.DataFrame, areas: Sequence[_Area], chosen: str) -> list[dict[str, Any]]:
    rows = [row for row, area_id in enumerate(frame["municipality_id"]) if area_id == chosen]
    line = {"color": palette.TEXT, "width": 2.5}
    return [{**_lines(areas[row].rings), "line": line, "hoverinfo": "skip"} for row in rows]


# --- from degrees to the grid


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """A place on a flat map, east and north in earth radii: Lambert's conformal conic projection on a sphere, which
    keeps the forms of the Nordic countries. Source: Snyder, Map Projections (USGS 1395), p. 106."""
    south, north = (math.radians(each) for each in PARALLELS)
    cone = math.log(math.cos(south) / math.cos(north)) / math.log(_polar(north) / _polar(south))
    size = math.cos(south) * _polar(south) ** cone / cone
    middle, own = (size / _polar(math.radians(each)) ** cone for each in (sum(PARALLELS) / 2, latitude))
    turn = cone * math.radians(longitude - MIDDLE_LONGITUDE)
    return own * math.sin(turn), middle - own * math.cos(turn)


def _polar(latitude: float) -> float:
    return math.tan(math.pi / 4 + latitude / 2)


def _on_grid(shapes: Sequence[Sequence[Ring]]) -> tuple[list[_Area], tuple[int, int]]:
    """Every municipality in whole steps, north up, and the size of the grid."""
    flat = [[[projected(*point[:2]) for point in ring] for ring in rings] for rings in shapes]
    xs = [x for rings in flat for ring in rings for x, _y in ring]
    ys = [y for rings in flat for ring in rings for _x, y in ring]
    left, low = min(xs), min(ys)
    wide, tall = max(xs) - left, max(ys) - low
    step = max(wide, tall, 1e-9) / GRID
    areas = [
        _area([[(round((x - left) / step), round((y - low) / step)) for x, y in ring] for ring in rings])
        for rings in flat
    ]
    return areas, (max(1, math.ceil(wide / step)), max(1, math.ceil(tall / step)))


def _area(rings: list[GridRing]) -> _Area:
    """A municipality without repeated corners and specks, its largest ring kept whatever its size."""
    thinned = [_thinned(ring) for ring in rings]
    largest = max(thinned, key=lambda ring: abs(_doubled_area(ring)))
    kept = [ring for ring in thinned if ring is largest or _extent(ring) >= SMALLEST_RING]
    mark, breadth = _middle(largest)
    return _Area(kept, mark, breadth)


def _thinned(ring: GridRing) -> GridRing:
    return [point for number, point in enumerate(ring) if number == 0 or point != ring[number - 1]]


def _doubled_area(ring: GridRing) -> int:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def _extent(ring: GridRing) -> int:
    columns, rows = zip(*ring, strict=True)
    return min(max(columns) - min(columns), max(rows) - min(rows))


def _middle(ring: GridRing) -> tuple[tuple[int, int], int]:
    """A point inside the ring, in the middle of a wide stretch at one of seven heights, and how wide that is; heights
    near the middle go before others."""
    rows = [y for _x, y in ring]
    low, high = min(rows), max(rows)
    heights = [(low + (high - low) * part / 8 + 0.01, 1 - abs(part - 4) / 5) for part in range(1, 8)]
    stretches = [
        ((end - start) * weight, start, end, height)
        for height, weight in heights
        for start, end in _inside(ring, height)
    ]
    if not stretches:
        return ring[0], 0
    _worth, start, end, height = max(stretches)
    return (round((start + end) / 2), round(height)), round(end - start)


def _inside(ring: GridRing, height: float) -> list[tuple[float, float]]:
    """Where a level line runs within the ring."""
    crossings = sorted(
        x1 + (height - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 <= height) != (y2 <= height)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))
