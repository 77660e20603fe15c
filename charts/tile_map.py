"""A map without borders: one square per municipality, regions in roughly their true place.

The squares are markers of a size in pixels, so that they can be chosen and need few bytes; the axes share one scale, which
is so chosen that the widest row fits a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
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
)
from charts.scale import scale_for
from charts.template import SMALL_PX, empty_chart, figure_of, small_text, text_width_px
from texts import Text, _

LARGEST_TILE_PX = 46
NAMED_FROM_PX = 28  # a tile that has room for the first letters of a name
SYMBOL_FROM_PX = 11
LABELLED_FROM_PX = 13  # tiles whose empty rows have room for the name of a region
LABEL_PX = 11
NAME_LETTERS = 4


@dataclass(frozen=True)
class RegionLabel:
    """The name above a block of tiles. column, row: the block's upper left tile; width: in tiles."""

    words: str
    column: int
    row: int
    width: int


def tile_map(
    frame: pd.DataFrame,
    labels: Sequence[RegionLabel],
    *,
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    statuses: Sequence[MapClass] | None = None,
    chosen: str = "",
    empty_text: str | Text | None = None,
) -> Chart:
    """One square per municipality, coloured by its verdict or by its value.

    frame: municipality_id, name, value (base unit, NaN = missing: hollow), year, label (value and year in words), column
    and row (tiles from the upper left); with statuses class_key, else is_comparable. statuses: the verdicts there are,
    with symbols; None = tints by value. chosen: the municipality with a frame around it. A frame without rows gives an
    empty state."""
    if frame.empty:
        return empty_chart(empty_text or _("No municipality to show yet."), numbers=format)
    found = classed(frame, statuses, unit_label=unit_label, numbers=format)
    is_valued = statuses is None
    unit = scale_for(frame["value"].tolist(), unit_label).unit if is_valued else ""
    takeaway = map_takeaway(frame, found, is_valued=is_valued)
    notes = map_notes(frame, found) if is_valued else ()
    kind = _("A map of {count} squares, one per municipality, in blocks per region.", count=len(frame))
    return Chart(
        _figure(frame, found, labels, unit=unit, numbers=format, chosen=chosen),
        takeaway,
        " ".join([kind, takeaway + ".", *notes]),
        map_table(frame, found, unit_label=unit_label, is_valued=is_valued),
        notes,
    )


def _figure(
    frame: pd.DataFrame,
    found: Classed,
    labels: Sequence[RegionLabel],
    *,
    unit: str,
    numbers: ChartFormat,
    chosen: str,
) -> Any:
    columns, rows = int(frame["column"].max()) + 1, int(frame["row"].max()) + 1
    tile_px = min(LARGEST_TILE_PX, PHONE_PX / columns)
    shown_labels = _labels(labels, tile_px) if tile_px >= LABELLED_FROM_PX else []
    layout = map_layout(
        map_key(found, unit),
        round(rows * tile_px),
        [-0.5, columns - 0.5],
        [rows - 0.5, -0.5],
        above_px=LABEL_PX + 6 if shown_labels else 0,
        labels=shown_labels,
    )
    traces = [_class_trace(frame, found, each, tile_px) for each in found.classes]
    return figure_of([*traces, *_frame_around(frame, chosen, tile_px)], layout, numbers=numbers)


def _class_trace(frame: pd.DataFrame, found: Classed, each: MapClass, tile_px: float) -> dict[str, Any]:
    rows = found.rows_of(each.key)
    names = frame["name"].tolist()
    words = [_tile_words(names[row], each.symbol, tile_px) for row in rows]
    has_words = any(words)
    shape = "square" if has_words or not each.symbol else _shape(found, each)
    return {
        "type": "scatter",
        "mode": "markers+text" if has_words else "markers",
        "name": _(each.words),
        "x": frame["column"].iloc[rows].tolist(),
        "y": frame["row"].iloc[rows].tolist(),
        **hover_parts(frame, rows, _(each.words) if each.symbol else ""),
        "marker": {
            "symbol": shape,
            "size": round(tile_px - 1.5 if tile_px > 8 else tile_px - 0.5, 1),
            "color": each.fill,
            "line": {"color": palette.VINTAGE, "width": 1 if tile_px > 8 else 0.5},
        },
        **({"text": words, "textfont": _letters(each, tile_px)} if has_words else {}),
        **_undimmed(each, has_words=has_words),
    }


def _undimmed(each: MapClass, *, has_words: bool) -> dict[str, Any]:
    """What is not chosen keeps its colour: on this map colour is the answer."""
    letters = {"textfont": {"color": each.ink}} if has_words else {}
    plain = {"marker": {"opacity": 1}, **letters}
    return {"selected": plain, "unselected": plain}


def _shape(found: Classed, each: MapClass) -> str:
    """A form of its own for each verdict on tiles too small for a symbol."""
    return palette.MARKERS[found.classes.index(each) % len(palette.MARKERS)] if each.colour else "square"


def _tile_words(name: str, symbol: str, tile_px: float) -> str:
    if tile_px >= NAMED_FROM_PX:
        short = name[:NAME_LETTERS]
        return f"{symbol}<br>{short}" if symbol else short
    return symbol if tile_px >= SYMBOL_FROM_PX else ""


def _letters(each: MapClass, tile_px: float) -> dict[str, Any]:
    return {
        "size": SMALL_PX - 1 if tile_px >= NAMED_FROM_PX else round(min(tile_px * 0.7, 12)),
        "color": each.ink,
    }


def _frame_around(frame: pd.DataFrame, chosen: str, tile_px: float) -> list[dict[str, Any]]:
    own = frame[frame["municipality_id"] == chosen]
    if own.empty:
        return []
    mark = {
        "symbol": "square-open",
        "size": round(tile_px + 2, 1),
        "color": palette.TEXT,
        "line": {"width": 3},
    }
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": own["column"].tolist(),
            "y": own["row"].tolist(),
            "hoverinfo": "skip",
            "marker": mark,
            "unselected": {"marker": {"opacity": 1}},
        }
    ]


def _labels(labels: Sequence[RegionLabel], tile_px: float) -> list[dict[str, Any]]:
    """The names that fit above their blocks."""
    fitting = (each for each in labels if text_width_px(each.words, LABEL_PX) <= (each.width + 0.9) * tile_px)
    return [
        {
            "text": small_text(each.words).replace(f"{SMALL_PX}px", f"{LABEL_PX}px"),
            "x": each.column - 0.5,
            "y": each.row - 0.5,
            "xanchor": "left",
            "yanchor": "bottom",
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
        }
        for each in fitting
    ]
