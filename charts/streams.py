"""Streams of waste below each other: how much of each is lost, how much comes back, and how much nobody has stated."""

from dataclasses import dataclass
from html import escape
from itertools import accumulate
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.scale import Scale, axis_for, drawn, present, scale_for
from charts.template import BOTTOM_PX, across_axis, empty_chart, figure_of, small_html, wrapped
from charts.treatment import TREATMENT_COLOURS
from charts.worded_rows import left_words, rows_layout
from texts import Text, _

MOST_STREAMS = 8
_BAR_PX = 18
_ROW_AIR_PX = 10  # around a bar and its words
_LINE_PX = 18
_MOST_LETTERS = 44  # of a line above a bar, so that it fits a phone
_SIDE_PX = 14
_COLOURS = {
    "lost": TREATMENT_COLOURS["landfill"],
    "back": TREATMENT_COLOURS["recycling"],
    "rest": palette.SURFACE,
}


@dataclass(frozen=True)
class _Stream:
    """One stream, t. lost, back: None = not stated; rest: what of the waste generated is in neither."""

    name: str
    lost: float | None
    back: float | None
    generated: float | None

    @property
    def rest(self) -> float:
        return max(0.0, (self.generated or 0.0) - (self.lost or 0.0) - (self.back or 0.0))

    @property
    def size(self) -> float:
        return (self.lost or 0.0) + (self.back or 0.0) + self.rest

    def part(self, code: str) -> float:
        return {"lost": self.lost or 0.0, "back": self.back or 0.0, "rest": self.rest}[code]


def streams_chart(
    frame: pd.DataFrame,
    *,
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    year: int,
    empty_text: str | Text,
) -> Chart:
    """One bar per stream in the order given: what is burnt or landfilled, what comes back, what is not stated.

    frame: name, lost_tonnes, recirculated_tonnes, generated_tonnes (base unit, NaN = not stated), most is lost first. At most
    MOST_STREAMS are drawn; the table keeps all."""
    streams = [
        _Stream(str(row.name), present(row.lost_tonnes), present(row.recirculated_tonnes), present(row.generated_tonnes))
        for row in frame[["name", "lost_tonnes", "recirculated_tonnes", "generated_tonnes"]].itertuples(index=False)
    ]  # fmt: skip
    table = _table(frame, unit_label)
    shown = [stream for stream in streams if stream.size > 0][:MOST_STREAMS]
    if not shown:
        return empty_chart(empty_text, numbers=format, table=table)
    scale = scale_for([stream.size for stream in shown], unit_label)
    said = [_words(stream, scale, format) for stream in shown]
    is_known = any(stream.lost is not None for stream in shown)
    takeaway = (
        _("In {year} most is lost of: {first}", year=str(year), first=said[0])
        if is_known
        else _("The largest stream in {year}: {first}", year=str(year), first=said[0])
    )
    kind = (
        _("Bars of {count} streams of waste, in {unit}, those of which most is lost first.", count=len(shown), unit=scale.unit)
        if is_known
        else _("Bars of {count} streams of waste, in {unit}, the largest first.", count=len(shown), unit=scale.unit)
    )  # fmt: skip
    notes = _notes([stream.name for stream in streams if stream not in shown and stream.size > 0])
    alt = " ".join([
        kind, *(f"{words}." for words in said), *notes,
    ])  # fmt: skip
    return Chart(_figure(shown, said, scale, format), takeaway, alt, table, tuple(notes))


def _words(stream: _Stream, scale: Scale, numbers: ChartFormat) -> str:
    places = {
        "name": stream.name,
        "lost": scale.amount(stream.lost, numbers),
        "whole": scale.amount(stream.generated, numbers),
    }
    if stream.lost is None:
        return _("{name}: {whole}, not stated how much is burnt or landfilled", **places)
    if stream.generated is None or stream.generated == stream.lost:
        return _("{name}: {lost}", **places)
    return _("{name}: {lost} of {whole}", **places)


def _notes(left_out: list[str]) -> list[str]:
    return [_("Not drawn, but in the table: {names}.", names=", ".join(left_out))] if left_out else []


def _figure(shown: list[_Stream], said: list[str], scale: Scale, numbers: ChartFormat) -> Any:
    axis = axis_for([scale.shown(stream.size) for stream in shown], most_ticks=4)
    parts = [code for code in ("lost", "back", "rest") if any(stream.part(code) > 0 for stream in shown)]
    lines = [wrapped(words, most_letters=_MOST_LETTERS) for words in said]
    ends = list(
        accumulate(_LINE_PX * len(each) + _BAR_PX + _ROW_AIR_PX for each in lines)
    )  # of each row, from the top
    top = _LINE_PX * len(parts) + 10
    layout = rows_layout(
        ends[-1],
        above_px=top,
        below_px=BOTTOM_PX + 18,
        sides_px=(_SIDE_PX, _SIDE_PX + 8),
        barmode="stack",
        xaxis=across_axis((axis.low, axis.high), axis.step, scale.unit),
        annotations=[
            *_key(parts, top),
            *(_line(each, end) for each, end in zip(lines, ends, strict=True)),
        ],
    )
    middles = [end - _BAR_PX / 2 - 4 for end in ends]
    return figure_of([_bar(code, shown, middles, scale, numbers) for code in parts], layout, numbers=numbers)


def _bar(
    code: str, shown: list[_Stream], middles: list[float], scale: Scale, numbers: ChartFormat
) -> dict[str, Any]:
    title = escape(_titles()[code], quote=False)
    values = [stream.part(code) for stream in shown]
    return {
        "type": "bar",
        "orientation": "h",
        "name": title,
        "y": middles,
        "x": [drawn(scale.shown(value)) for value in values],
        "width": _BAR_PX,
        "customdata": [
            f"{escape(stream.name, quote=False)}: {title} <b>{scale.amount(value, numbers)}</b>"
            for stream, value in zip(shown, values, strict=True)
        ],
        "marker": {
            "color": _COLOURS[code],
            "line": {"color": palette.TEXT_MUTED if code == "rest" else palette.GROUND, "width": 1},
        },
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _titles() -> dict[str, str]:
    return {
        "lost": _("Burnt or landfilled"),
        "back": _("Reused, recycled or composted"),
        "rest": _("Other treatment, or not stated"),
    }


def _key(parts: list[str], top_px: int) -> list[dict[str, Any]]:
    """What each colour says, above the bars."""
    place = {"xref": "paper", "yref": "paper", "align": "left"}
    return [
        left_words(
            small_html(f"{_mark(code)} {escape(_titles()[code], quote=False)}"),
            0,
            1,
            yshift=top_px - 12 - _LINE_PX * row,
            **place,
        )
        for row, code in enumerate(parts)
    ]


def _mark(code: str) -> str:
    colour, glyph = (palette.TEXT_MUTED, "□") if code == "rest" else (_COLOURS[code], "■")
    return f'<span style="color:{colour}">{glyph}</span>'


def _line(lines: list[str], end_px: float) -> dict[str, Any]:
    """The words above the bar of a row that ends there."""
    html = "<br>".join(escape(line, quote=False) for line in lines)
    return left_words(small_html(html), 0, end_px - _BAR_PX - 6 - _LINE_PX * len(lines) / 2, align="left")


def _table(frame: pd.DataFrame, unit_label: str) -> pd.DataFrame:
    columns = {
        _("Burnt or landfilled"): "lost_tonnes",
        _("Reused, recycled or composted"): "recirculated_tonnes",
        _("Waste generated"): "generated_tonnes",
    }
    names = {_("Material"): frame["name"].astype(str).to_list()}
    return pd.DataFrame(
        names
        | {
            f"{title}, {unit_label}": frame[column].astype(float).to_list()
            for title, column in columns.items()
        }
    )
