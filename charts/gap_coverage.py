"""What is missing in each sector, and how much of it the projects are expected to cut."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.scale import Scale, axis_for, drawn, number_or_nan, present, scale_for
from charts.template import BOTTOM_PX, across_axis, empty_chart, figure_of
from charts.worded_rows import DARK_PX, PALE_PX, WordedRow, bar_middles, worded_layout
from texts import Text, _, format_number

AXIS_PX = BOTTOM_PX + 20
MOST_NAMES = 3  # in the sentence above the picture
LEAST = 0.5  # base unit: what rounds to nothing is not missing


@dataclass(frozen=True)
class _Sector:
    """A sector. projects: that go on; stated: how many of them state a cut; gap: base unit, below zero = more than enough,
    None = not known; ends: low, middle, high."""

    title: str
    projects: int
    stated: int
    gap: float | None
    ends: tuple[float, float, float]

    @property
    def is_open(self) -> bool:
        return self.gap is not None and self.gap >= LEAST

    @property
    def is_abandoned(self) -> bool:
        """Something is missing and nobody works on it."""
        return self.is_open and self.projects == 0

    @property
    def left(self) -> float:
        """What the projects leave open; nothing where the gap is closed or not known."""
        return max((self.gap or 0.0) - self.ends[1], 0.0)


def gap_coverage_chart(
    frame: pd.DataFrame,
    *,
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    year: int,
    empty_text: str | Text,
) -> Chart:
    """One line per sector: what is missing as a pale bar, the cut that projects are expected to bring as a dark one over it
    with its range, and both in words; a sector with a gap and no project says so.

    frame: title, projects (int, those that go on), stated (int, how many of them state their cut), gap (base unit, below
    zero = more than enough, NaN = not known), low, mid, high (expected cut, base unit). The sector with most left open comes
    first; sectors without project in which nothing is missing are named below. The table holds all."""
    sectors = [_sector(row) for row in frame.to_dict("records")]
    table = _table(sectors, unit_label)
    shown = sorted(
        (each for each in sectors if each.projects or each.is_open), key=lambda each: (-each.left, each.title)
    )
    if not shown:
        return empty_chart(empty_text, numbers=format, table=table)
    scale = scale_for([end for each in shown for end in (each.gap, *each.ends)], unit_label)
    rows = [WordedRow(each.title, _words(each, scale, format)) for each in shown]
    notes = _notes(sectors, shown)
    takeaway = _takeaway(shown, scale, format, year)
    said = [f"{row.name}: {row.rest}." for row in rows]
    alt = " ".join(
        [_("Bars by sector, in {unit}: what is missing, and what projects are expected to cut.", unit=scale.unit),
         takeaway + ".", *said])  # fmt: skip
    return Chart(_figure(shown, rows, scale, format), takeaway, alt, table, tuple(notes))


def _sector(row: dict[str, Any]) -> _Sector:
    low, mid, high = (present(row[end]) or 0.0 for end in ("low", "mid", "high"))
    counts = int(row["projects"]), int(row["stated"])
    return _Sector(str(row["title"]), *counts, present(row["gap"]), (low, mid, high))


def _words(sector: _Sector, scale: Scale, numbers: ChartFormat) -> str:
    cut = scale.amount(sector.ends[1], numbers) if sector.stated else _("no cut stated")
    if sector.gap is None:
        return _("{cut}; what is missing is not known", cut=cut)
    gap = scale.amount(sector.gap, numbers)
    if sector.is_abandoned:
        return _("{gap} missing, nobody works on it", gap=gap)
    if sector.is_open and not sector.stated:
        return _("{gap} missing; its projects state no cut", gap=gap)
    if not sector.is_open:
        return _("{cut}; nothing is missing", cut=cut)
    percent = format_number(100 * sector.ends[1] / sector.gap, digits=0)
    return _("{cut} of {gap}, {percent} %", cut=cut, gap=gap, percent=percent)


def _takeaway(shown: list[_Sector], scale: Scale, numbers: ChartFormat, year: int) -> str:
    abandoned = [each for each in shown if each.is_abandoned]
    if abandoned:
        gap = scale.amount(sum(each.gap or 0.0 for each in abandoned), numbers)
        return _("Nobody works on {names}, where {gap} are missing in {year}", names=_names(abandoned), gap=gap,
                 year=str(year))  # fmt: skip
    first = shown[0]
    if not first.left:
        return _(
            "In no sector do the projects leave anything open in {year}, as far as the gap is known",
            year=str(year),
        )
    return _("Most is left open in {name}: {left} of {gap} in {year}", name=first.title,
             left=scale.amount(first.left, numbers), gap=scale.amount(first.gap, numbers), year=str(year))  # fmt: skip


def _names(sectors: list[_Sector]) -> str:
    """The first of them by name, the others by their number."""
    first = ", ".join(each.title for each in sectors[:MOST_NAMES])
    more = len(sectors) - MOST_NAMES
    return first if more < 1 else _("{names} (and {count} more)", names=first, count=more)


def _notes(sectors: list[_Sector], shown: list[_Sector]) -> list[str]:
    notes = [
        _(
            "Pale bar: what is missing. Dark bar: the expected cut of projects, weighted by stage; line: its range."
        )
    ]
    enough = [each.title for each in sectors if each not in shown and each.gap is not None]
    if enough:
        notes.append(_("Without a project, and nothing is missing there: {names}.", names=", ".join(enough)))
    return notes


def _figure(shown: list[_Sector], rows: list[WordedRow], scale: Scale, numbers: ChartFormat) -> Any:
    axis = axis_for([scale.shown(end) for each in shown for end in _drawn_ends(each)])
    across = across_axis(
        (axis.low, axis.high), axis.step, scale.unit, zeroline=True, zerolinecolor=palette.ZERO_LINE
    )
    layout = worded_layout(rows, across, below_px=AXIS_PX)
    places = bar_middles(rows)
    return figure_of(
        [_gap_bars(shown, rows, places, scale), _effect_bars(shown, rows, places, scale)],
        layout,
        numbers=numbers,
    )


def _drawn_ends(sector: _Sector) -> list[float | None]:
    """What the axis has to hold: a gap that is left, and an effect that is stated."""
    return [sector.gap if sector.is_open else None, *(sector.ends if sector.stated else ())]


def _gap_bars(
    shown: list[_Sector], rows: list[WordedRow], places: list[float], scale: Scale
) -> dict[str, Any]:
    open_ones = [place for place, each in enumerate(shown) if each.is_open]
    return {
        "type": "bar",
        "orientation": "h",
        "name": _("Missing"),
        "x": [drawn(scale.shown(shown[place].gap)) for place in open_ones],
        "y": [places[place] for place in open_ones],
        "width": PALE_PX,
        "marker": palette.PALE_BAR,
        "hovertemplate": [rows[place].hover for place in open_ones],
    }


def _effect_bars(
    shown: list[_Sector], rows: list[WordedRow], places: list[float], scale: Scale
) -> dict[str, Any]:
    working = [place for place, each in enumerate(shown) if each.stated]
    ends = [[scale.shown(end) or 0.0 for end in shown[place].ends] for place in working]
    return {
        "type": "bar",
        "orientation": "h",
        "name": _("Expected cut"),
        "x": [drawn(mid) for _low, mid, _high in ends],
        "y": [places[place] for place in working],
        "width": DARK_PX,
        "marker": {"color": palette.ACCENT},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [drawn(high - mid) for _low, mid, high in ends],
            "arrayminus": [drawn(mid - low) for low, mid, _high in ends],
            "color": palette.TEXT,
            "thickness": 1.5,
            "width": 5,
        },
        "hovertemplate": [rows[place].hover for place in working],
    }


def _table(sectors: list[_Sector], unit_label: str) -> pd.DataFrame:
    not_stated = (float("nan"),) * 3
    ends = [each.ends if each.stated or not each.projects else not_stated for each in sectors]
    lows, mids, highs = zip(*ends, strict=True) if ends else ((), (), ())
    gaps = [number_or_nan(each.gap) for each in sectors]
    covered = [
        100 * mid / each.gap if each.is_open and each.gap else float("nan")
        for each, mid in zip(sectors, mids, strict=True)
    ]
    return pd.DataFrame(
        {
            _("Sector"): [each.title for each in sectors],
            _("Projects"): [each.projects for each in sectors],
            _("State their cut"): [each.stated for each in sectors],
            f"{_('Missing')}, {unit_label}": gaps,
            f"{_('Expected, low')}, {unit_label}": list(lows),
            f"{_('Expected, middle')}, {unit_label}": list(mids),
            f"{_('Expected, high')}, {unit_label}": list(highs),
            _("Of what is missing, %"): covered,
        }
    )
