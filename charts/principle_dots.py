"""How groups of respondents see each principle: a row for each, a mark for every group's median, and a line between the
groups that are furthest apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.colour_key import KeyEntry, key_annotations, key_rows
from charts.scale import drawn, number_or_nan, present
from charts.template import (
    SMALL_PX,
    WIDTHS_PX,
    empty_chart,
    figure_of,
    small_html,
    small_text,
    text_width_px,
    wrapped,
)
from charts.worded_rows import left_words, rows_layout
from texts import Text, _, format_number

ALL = ""  # in the frame: all respondents together
_SIDE_PX = 34
_WORDS_PX = 44  # the principle's name and the groups at both ends
_MARK_PX = 13
_STACK_PX = 17  # from one mark to the next where several groups have the same median
_STROKE = 0.8  # of the height of the marks; Plotly draws an upright stroke 1.4 times its size
_ROW_GAP_PX = 16
_TICK_LETTERS = 10
_TICK_LINE_PX = 16
_KEY_ROW_PX = 20
_KEY_GAP_PX = 16
_ENDS_PX = WIDTHS_PX[0] - 4  # room on a phone for the line that names the groups at both ends
_ALL_GLYPH = "┃"


@dataclass(frozen=True)
class _Row:
    """One principle: medians by group (ALL among them where told), and respondents by group."""

    title: str
    medians: dict[str, float]
    respondents: dict[str, int]

    @property
    def of_groups(self) -> dict[str, float]:
        return {group: value for group, value in self.medians.items() if group != ALL}

    @property
    def spread(self) -> float | None:
        """Highest less lowest group; None with fewer than two."""
        values = self.of_groups.values()
        return max(values) - min(values) if len(values) > 1 else None

    @property
    def deepest(self) -> int:
        """How many marks stand at one place at most."""
        values = list(self.of_groups.values())
        return max((values.count(value) for value in values), default=1)

    @property
    def height_px(self) -> int:
        return _WORDS_PX + _STACK_PX * self.deepest + _ROW_GAP_PX


@dataclass(frozen=True)
class _Group:
    code: str
    title: str
    glyph: str
    symbol: str
    colour: str


def principle_dots_chart(
    frame: pd.DataFrame,
    principles: Sequence[str],
    *,
    titles: Mapping[str, str | Text],
    groups: Mapping[str, str | Text],
    scale_words: Sequence[str | Text],
    format: ChartFormat,  # noqa: A002
    empty_text: str | Text | None = None,
) -> Chart:
    """One row per principle on the scale of scores: a mark per group, which its shape tells as well as its colour, a line
    from the lowest to the highest group, and an upright stroke for all respondents.

    frame: principle, respondent_group ("" = all), median (score; NaN = not told), respondents. principles: those drawn, in
    their order; one without a median is left out and named. groups: every group that can be, so that each keeps its mark
    whoever else has answered. scale_words: what the scores mean, from 0."""
    rows = [_row(frame, code, titles) for code in principles]
    shown = [row for row in rows if row.medians]
    marks = [group for group in _marks(groups) if any(group.code in row.medians for row in shown)]
    table = _table(shown, [mark for mark in marks if mark.code != ALL])
    if not shown:
        words = empty_text or _("No answers that can be shown yet.")
        return empty_chart(words, numbers=format, table=table)
    left_out = [row.title for row in rows if not row.medians]
    notes = [_("No figures for: {names}.", names=", ".join(left_out))] if left_out else []
    takeaway = _takeaway(shown, marks)
    said = [_said(row, marks) for row in shown]
    alt = _("Points on a scale from 0 to {highest}, a row for each principle, a mark for each group.",
            highest=str(len(scale_words) - 1))  # fmt: skip
    figure = _figure(shown, marks, [_(words) for words in scale_words], format)
    return Chart(figure, takeaway, " ".join([alt, *said, *notes]), table, tuple(notes))


def score_words(value: float) -> str:
    """A median score as people say it: whole, or with the half between two scores."""
    return format_number(value, digits=0 if float(value).is_integer() else 1)


def _row(frame: pd.DataFrame, code: str, titles: Mapping[str, str | Text]) -> _Row:
    own = frame[frame["principle"] == code]
    known = {
        str(group): present(value)
        for group, value in zip(own["respondent_group"], own["median"], strict=True)
    }
    medians = {group: value for group, value in known.items() if value is not None}
    counts = zip(own["respondent_group"], own["respondents"], strict=True)
    return _Row(_(titles.get(code, code)), medians, {str(group): int(count) for group, count in counts})


def _marks(groups: Mapping[str, str | Text]) -> list[_Group]:
    """A shape and a colour for every group, by its place in the list; then the stroke of all."""
    looks = zip(palette.MARKER_GLYPHS, palette.MARKERS, palette.AREA_COLOURS, strict=True)
    single = [
        _Group(code, _(title), *look) for (code, title), look in zip(groups.items(), looks, strict=False)
    ]
    return [*single, _Group(ALL, _("All respondents"), _ALL_GLYPH, "line-ns-open", palette.TEXT)]


def _ends(row: _Row, marks: Sequence[_Group]) -> tuple[list[str], list[str]]:
    """The names of the groups with the highest and with the lowest median."""
    values = row.of_groups
    highest, lowest = max(values.values()), min(values.values())
    names = {mark.code: mark.title for mark in marks}
    return (
        [names[code] for code in names if values.get(code) == highest],
        [names[code] for code in names if values.get(code) == lowest],
    )


def _takeaway(rows: Sequence[_Row], marks: Sequence[_Group]) -> str:
    apart = [row for row in rows if row.spread is not None]
    if not apart:
        return _("No two groups can be compared yet")
    widest = max(apart, key=lambda row: row.spread or 0.0)
    if not widest.spread:
        return _("The groups agree on every principle")
    return _("{name}: {words}", name=widest.title, words=_ends_words(widest, marks))


def _levels(row: _Row) -> dict[str, str]:
    values = row.of_groups.values()
    return {"high": score_words(max(values)), "low": score_words(min(values))}


def _ends_words(row: _Row, marks: Sequence[_Group]) -> str:
    """The groups with the lowest and with the highest median: all by name where a phone has room, else one and how many
    more."""
    if row.spread is None:
        return _("No two groups can be compared yet")
    if not row.spread:
        return _("All groups {value}", value=_levels(row)["high"])
    high, low = _ends(row, marks)
    listed = _span(row, ", ".join(low), ", ".join(high))
    return (
        listed
        if text_width_px(listed, SMALL_PX) <= _ENDS_PX
        else _span(row, _shortened(low), _shortened(high))
    )


def _span(row: _Row, lowest: str, highest: str) -> str:
    return _("{lowest}: {low} – {highest}: {high}", lowest=lowest, highest=highest, **_levels(row))


def _shortened(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"


def _said(row: _Row, marks: Sequence[_Group]) -> str:
    each = [
        f"{mark.title} {score_words(row.medians[mark.code])}" for mark in marks if mark.code in row.medians
    ]
    return _("{name}: {words}.", name=row.title, words=", ".join(each))


def _table(rows: Sequence[_Row], groups: Sequence[_Group]) -> pd.DataFrame:
    columns = {group.title: [number_or_nan(row.medians.get(group.code)) for row in rows] for group in groups}
    return pd.DataFrame(
        {
            _("Principle"): [row.title for row in rows],
            **columns,
            _("All respondents"): [number_or_nan(row.medians.get(ALL)) for row in rows],
            _("Spread"): [number_or_nan(row.spread) for row in rows],
            _("Respondents"): [row.respondents.get(ALL, 0) for row in rows],
        }
    )


def _figure(
    rows: Sequence[_Row], marks: Sequence[_Group], scale_words: list[str], numbers: ChartFormat
) -> Any:
    tops = [sum(row.height_px for row in rows[:place]) for place in range(len(rows))]
    inner = sum(row.height_px for row in rows)
    ticks = [
        [str(score), *wrapped(words, most_letters=_TICK_LETTERS)] for score, words in enumerate(scale_words)
    ]
    below = _TICK_LINE_PX * max(len(lines) for lines in ticks) + 14
    entries = [KeyEntry(mark.glyph, mark.colour, mark.title) for mark in marks]
    key = key_rows(entries, gap_px=_KEY_GAP_PX, width_px=WIDTHS_PX[0])
    highest = len(scale_words) - 1
    layout = rows_layout(
        inner,
        above_px=12 + _KEY_ROW_PX * len(key),
        below_px=below,
        sides_px=(_SIDE_PX, _SIDE_PX),
        xaxis={
            "range": [0, highest], "tickmode": "array", "tickvals": list(range(highest + 1)), "showspikes": False,
            "ticktext": ["<br>".join(escape(line, quote=False) for line in lines) for lines in ticks],
            "showgrid": True, "gridcolor": palette.GRID, "hoverformat": None,
        },
        annotations=[
            *key_annotations(key, row_px=_KEY_ROW_PX, lift_px=8, left_px=2 - _SIDE_PX),
            *(_words(row, top, marks) for row, top in zip(rows, tops, strict=True)),
        ],
    )  # fmt: skip
    middles = [top + _WORDS_PX + _STACK_PX * row.deepest / 2 for row, top in zip(rows, tops, strict=True)]
    traces = [_lines(rows, middles), *(_points(mark, rows, middles, marks) for mark in _all_first(marks))]
    return figure_of(traces, layout, numbers=numbers)


def _all_first(marks: Sequence[_Group]) -> list[_Group]:
    """The stroke of all lies behind the marks of the groups."""
    return sorted(marks, key=lambda mark: mark.code != ALL)


def _lines(rows: Sequence[_Row], middles: Sequence[float]) -> dict[str, Any]:
    """From the lowest to the highest group of each row."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, middle in zip(rows, middles, strict=True):
        if row.spread:
            values = row.of_groups.values()
            x += [drawn(min(values)), drawn(max(values)), None]
            y += [middle, middle, None]
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "cliponaxis": False,
        "line": {"color": palette.ZERO_LINE, "width": 4},
    }  # fmt: skip


def _points(
    mark: _Group, rows: Sequence[_Row], middles: Sequence[float], marks: Sequence[_Group]
) -> dict[str, Any]:
    """The marks of one group, each in its place among those of the same median."""
    placed = [
        (row, middle + _lift(row, mark.code, marks))
        for row, middle in zip(rows, middles, strict=True)
        if mark.code in row.medians
    ]
    is_all = mark.code == ALL
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(mark.title, quote=False),
        "x": [drawn(row.medians[mark.code]) for row, _y in placed],
        "y": [y for _row, y in placed],
        "cliponaxis": False,
        "marker": {
            "symbol": mark.symbol,
            "color": mark.colour,
            "size": [round(_STACK_PX * row.deepest * _STROKE) for row, _y in placed] if is_all else _MARK_PX,
            "line": {"color": mark.colour if is_all else palette.GROUND, "width": 3 if is_all else 1},
        },
        "hovertemplate": [_hover(mark, row) for row, _y in placed],
    }


def _hover(mark: _Group, row: _Row) -> str:
    words = _("{group}, {principle}: {median} ({count} respondents)", group=mark.title, principle=row.title,
              median=score_words(row.medians[mark.code]), count=row.respondents.get(mark.code, 0))  # fmt: skip
    return f"{escape(words, quote=False)}<extra></extra>"


def _lift(row: _Row, code: str, marks: Sequence[_Group]) -> float:
    """How far below the middle of its row a mark stands, in pixels, so that equal medians do not cover each other."""
    if code == ALL:
        return 0.0
    values = row.of_groups
    same = [mark.code for mark in marks if values.get(mark.code) == values[code]]
    return _STACK_PX * (same.index(code) - (len(same) - 1) / 2)


def _words(row: _Row, top: float, marks: Sequence[_Group]) -> dict[str, Any]:
    """The principle, and below it which groups stand at the ends of the line."""
    name = f"<b>{small_html(escape(row.title, quote=False))}</b>"
    html = f"{name}<br>{small_text(_ends_words(row, marks))}"
    return left_words(html, 0, top + _WORDS_PX / 2, align="left", xshift=2 - _SIDE_PX)
