"""The key above a picture: mark and name of each thing, in rows that fit a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from charts.template import SMALL_PX, above_annotation, small_html, text_width_px


@dataclass(frozen=True)
class KeyEntry:
    """A mark, its colour, and what it stands for."""

    glyph: str
    colour: str
    title: str


KeyRows = list[list[tuple[float, KeyEntry]]]


def key_rows(entries: Sequence[KeyEntry], *, gap_px: float, width_px: float) -> KeyRows:
    """The entries in rows of at most so many pixels, each with its place from the left in pixels.

    gap_px: between an entry and the next."""
    rows: KeyRows = [[]]
    at = 0.0
    for entry in entries:
        wide = text_width_px(f"{entry.glyph} {entry.title}", SMALL_PX) + gap_px
        if rows[-1] and at + wide > width_px:
            rows.append([])
            at = 0.0
        rows[-1].append((at, entry))
        at += wide
    return rows


def key_annotations(
    rows: KeyRows, *, row_px: float, lift_px: float, left_px: float = 0, glyph_px: int | None = None
) -> list[dict[str, Any]]:
    """The entries in Plotly's small HTML, escaped, above the plot. row_px: the height of a row.

    lift_px: of the last row above the plot. left_px: where the rows begin, from the plot's left edge. glyph_px: the
    size of the marks, None = that of the letters."""
    return [
        above_annotation(
            _html(entry, glyph_px),
            yshift=lift_px + row_px * (len(rows) - 1 - row),
            xshift=round(left) + left_px,
        )
        for row, entries in enumerate(rows)
        for left, entry in entries
    ]


def _html(entry: KeyEntry, glyph_px: int | None) -> str:
    size = "" if glyph_px is None else f";font-size:{glyph_px}px"
    mark = f'<span style="color:{entry.colour}{size}">{entry.glyph}</span>'
    return small_html(f"{mark} {escape(entry.title, quote=False)}")
