"""Projects from their first to their last day, each with its stage, its reports, and the year up to which there are data."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.hover import titled_words
from charts.scale import drawn
from charts.template import (
    BOTTOM_PX,
    WIDTHS_PX,
    empty_chart,
    figure_of,
    line_upright,
    small_text,
    year_ticks,
)
from charts.worded_rows import SIDE_PX, WordedRow, bar_middles, worded_layout
from texts import Text, _

MOST_ROWS = 24
MOST_NAMES = 8
TOP_PX, AXIS_PX = 26, BOTTOM_PX
_BAR_PX = 11
# The ladder as steps of one hue, darker further up; a sign for each, since shades alone are told apart by few.
STAGE_TINTS = dict(
    zip(("idea", "concept", "pilot", "implementation", "running"), palette.TINTS, strict=True)
) | {
    "verified": palette.TINTS[-1],
    "stopped": palette.GROUND,
}
STAGE_SIGNS = {
    "idea": "○", "concept": "◔", "pilot": "◑", "implementation": "◕", "running": "●", "verified": "✓", "stopped": "✕",
}  # fmt: skip


@dataclass(frozen=True)
class _Span:
    """A project with at least one of its days, as fractions of a year; None = not stated."""

    title: str
    stage: str
    stage_words: str
    starts_on: date | None
    ends_on: date | None
    reported_on: tuple[date, ...]

    @property
    def is_dated(self) -> bool:
        return self.starts_on is not None or self.ends_on is not None

    @property
    def first(self) -> date:
        return min(day for day in (self.starts_on, self.ends_on, *self.reported_on) if day)

    @property
    def last(self) -> date:
        return max(day for day in (self.starts_on, self.ends_on, *self.reported_on) if day)


def project_timeline_chart(
    frame: pd.DataFrame,
    *,
    format: ChartFormat,  # noqa: A002
    data_year: int | None,
    empty_text: str | Text,
    most_rows: int = MOST_ROWS,
) -> Chart:
    """One line per project in the order of the frame: title and stage in words, and a bar from its first to its last day with
    a mark for each report.

    frame: title, stage (code), stage_words, starts_on, ends_on (NaT = not stated), reported_on (a tuple of days). data_year:
    the newest year with emissions, marked at its end; None = no mark. Projects without both days have no bar, those without
    any day are named below, and no more than most_rows are drawn; the table holds all."""
    spans = [_span(row) for row in frame.to_dict("records")]
    table = _table(spans)
    dated = [each for each in spans if each.is_dated]
    shown = dated[:most_rows]
    if not shown:
        return empty_chart(empty_text, numbers=format, table=table)
    rows = [
        WordedRow(f"{STAGE_SIGNS.get(each.stage, '')} {each.title}".strip(), _words(each)) for each in shown
    ]
    takeaway = _takeaway(dated)
    said = [f"{each.title}: {each.stage_words}, {_days(each)}." for each in shown]
    alt = " ".join([_("Bars from the first to the last day of each project."), takeaway + ".", *said])
    return Chart(
        _figure(shown, rows, data_year, format), takeaway, alt, table, tuple(_notes(spans, dated, shown))
    )


def _span(row: dict[str, Any]) -> _Span:
    days = [
        None if pd.isna(row[name]) else pd.Timestamp(row[name]).date() for name in ("starts_on", "ends_on")
    ]
    reported = tuple(sorted(pd.Timestamp(day).date() for day in row["reported_on"]))
    return _Span(str(row["title"]), str(row["stage"]), str(row["stage_words"]), days[0], days[1], reported)


def _words(span: _Span) -> str:
    if span.ends_on is None:
        return _("{stage}, no last day stated", stage=span.stage_words)
    if span.starts_on is None:
        return _("{stage}, no first day stated", stage=span.stage_words)
    return span.stage_words


def _days(span: _Span) -> str:
    days = [_("not stated") if day is None else f"{day:%Y-%m-%d}" for day in (span.starts_on, span.ends_on)]
    return _("from {first} to {last}", first=days[0], last=days[1])


def _takeaway(dated: list[_Span]) -> str:
    first, last = min(each.first for each in dated).year, max(each.last for each in dated).year
    places = {"first": str(first), "last": str(last)}
    if len(dated) == 1:
        return _("One project between {first} and {last}", **places)
    return _("{count} projects between {first} and {last}", count=len(dated), **places)


def _notes(spans: list[_Span], dated: list[_Span], shown: list[_Span]) -> list[str]:
    signs = ", ".join(
        dict.fromkeys(f"{STAGE_SIGNS.get(each.stage, '')} {each.stage_words}" for each in shown)
    )
    notes = [_("Darker = further up the ladder: {signs}. White dots: reports.", signs=signs)]
    undated = [each.title for each in spans if not each.is_dated]
    if 0 < len(undated) <= MOST_NAMES:
        notes.append(_("Without any day, so not drawn: {names}.", names=", ".join(undated)))
    elif undated:
        notes.append(_("{count} projects state no day and are not drawn.", count=len(undated)))
    if len(dated) > len(shown):
        notes.append(
            _("The first {count} of {all} are drawn; the table holds all.", count=len(shown), all=len(dated))
        )
    return notes


def _figure(shown: list[_Span], rows: list[WordedRow], data_year: int | None, numbers: ChartFormat) -> Any:
    days = [_year_part(day) for each in shown for day in (each.first, each.last)]
    marks = [data_year + 1.0] if data_year is not None else []
    first = int(min(days + marks))
    last = max(int(max(days + marks) - 1e-9) + 1, first + 1)
    across = {
        "range": [first, last], "showspikes": False, "showgrid": True, "gridcolor": palette.GRID,
        "tickvals": year_ticks(first, last, plot_px=WIDTHS_PX[0] - 2 * SIDE_PX), "hoverformat": None,
    }  # fmt: skip
    layout = worded_layout(
        rows,
        across,
        above_px=TOP_PX,
        below_px=AXIS_PX,
        shapes=[_mark(mark) for mark in marks],
        annotations=[_mark_words(mark, data_year, first, last) for mark in marks],
    )
    places = bar_middles(rows)
    return figure_of(
        [_bars(shown, places), *_points(shown, places), _reports(shown, places)], layout, numbers=numbers
    )


def _mark(mark: float) -> dict[str, Any]:
    return line_upright(mark, {"color": palette.TEXT_MUTED, "width": 1.2, "dash": "4px,3px"})


def _mark_words(mark: float, data_year: int | None, first: int, last: int) -> dict[str, Any]:
    """The words of the mark stand where they have room: left of it in the right half of the picture."""
    is_right = mark > (first + last) / 2
    return {
        "text": small_text(_("Emissions are known up to {year}", year=str(data_year))), "x": mark, "y": 1, "yref": "paper",
        "xanchor": "right" if is_right else "left", "yanchor": "bottom", "xshift": 0, "yshift": 4, "showarrow": False,
    }  # fmt: skip


def _bars(shown: list[_Span], places: list[float]) -> dict[str, Any]:
    """One bar for each project that has both days; every bar has an outline, so that pale ones stand out too."""
    both = [
        (each, place) for each, place in zip(shown, places, strict=True) if each.starts_on and each.ends_on
    ]
    starts = [_year_part(each.starts_on) for each, _place in both]
    return {
        "type": "bar",
        "orientation": "h",
        "name": _("Projects"),
        "base": [drawn(start) for start in starts],
        "x": [
            drawn(max(_year_part(each.ends_on) - start, 0.02))
            for (each, _place), start in zip(both, starts, strict=True)
        ],
        "y": [place for _each, place in both],
        "width": _BAR_PX,
        "marker": {
            "color": [STAGE_TINTS.get(each.stage, palette.CONTEXT) for each, _place in both],
            "line": {"color": palette.TEXT_MUTED, "width": 1},
        },
        "hovertemplate": [_hover(each) for each, _place in both],
    }


def _points(shown: list[_Span], places: list[float]) -> list[dict[str, Any]]:
    """Projects with one of their days only: a point that shows which."""
    single = [
        (each, place)
        for each, place in zip(shown, places, strict=True)
        if not (each.starts_on and each.ends_on)
    ]
    if not single:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": _("One day stated"),
            "x": [drawn(_year_part(each.starts_on or each.ends_on)) for each, _place in single],
            "y": [place for _each, place in single],
            "cliponaxis": False,
            "marker": {
                "symbol": [
                    "triangle-right" if each.starts_on else "triangle-left" for each, _place in single
                ],
                "size": 11,
                "color": [STAGE_TINTS.get(each.stage, palette.CONTEXT) for each, _place in single],
                "line": {"color": palette.TEXT_MUTED, "width": 1},
            },
            "hovertemplate": [_hover(each) for each, _place in single],
        }
    ]


def _reports(shown: list[_Span], places: list[float]) -> dict[str, Any]:
    days = [(each, day, place) for each, place in zip(shown, places, strict=True) for day in each.reported_on]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": _("Reports"),
        "x": [drawn(_year_part(day)) for _each, day, _place in days],
        "y": [place for _each, _day, place in days],
        "marker": {
            "symbol": "circle",
            "size": 7,
            "color": palette.SURFACE,
            "line": {"color": palette.TEXT, "width": 1},
        },
        "hovertemplate": [
            titled_words(each.title, _("Report of {day}", day=f"{day:%Y-%m-%d}"))
            for each, day, _place in days
        ],
    }


def _hover(span: _Span) -> str:
    return titled_words(span.title, f"{span.stage_words}, {_days(span)}")


def _year_part(day: date | None) -> float:
    """A day as a year with its fraction: the 2nd of July 2025 is 2025.5."""
    assert day is not None
    return day.year + (day.timetuple().tm_yday - 1) / (366 if day.year % 4 == 0 else 365)


def _table(spans: list[_Span]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Project"): [each.title for each in spans],
            _("Stage"): [each.stage_words for each in spans],
            _("First day"): [
                "" if each.starts_on is None else f"{each.starts_on:%Y-%m-%d}" for each in spans
            ],
            _("Last day"): ["" if each.ends_on is None else f"{each.ends_on:%Y-%m-%d}" for each in spans],
            _("Reports"): [", ".join(f"{day:%Y-%m-%d}" for day in each.reported_on) for each in spans],
        }
    )
