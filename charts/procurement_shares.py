"""What share of tenders meets a criterion, year by year: by count and by value; years with few tenders are told apart."""

from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.lines import NamedLine, lines_figure
from charts.scale import PERCENT, present, scale_for
from charts.template import empty_chart
from texts import Text, _, format_number

FEW = 5  # tenders that state the criterion; below it a single one moves the share by more than 20 points
_HEIGHT_PX = 300


def procurement_shares_chart(
    frame: pd.DataFrame,
    *,
    format: ChartFormat,  # noqa: A002
    criterion: str,
    empty_text: str | Text,
) -> Chart:
    """Two lines of one criterion: the share of the tenders, and of their value.

    frame: one row per year; year (int), stated (tenders that state the criterion), yes, count_percent and value_percent
    (0-100, NaN = nothing to tell it from; the line breaks there). criterion: its title. Years in which fewer than FEW
    tenders state it have a ring around their points."""
    ordered = frame.sort_values("year")
    table = _table(ordered)
    known = ordered.dropna(subset=["count_percent"])
    if known.empty:
        return empty_chart(empty_text, numbers=format, table=table)
    lines = [line for line in (_count_line(ordered), _value_line(ordered)) if any(_known(line))]
    figure = lines_figure(lines, scale=scale_for([], PERCENT), numbers=format, height_px=_HEIGHT_PX)
    few = known[known["stated"] < FEW]
    if len(few):
        figure.add_trace(_rings(few))
    takeaway, notes = _takeaway(known.iloc[-1], criterion), _notes(few)
    alt = _("Lines of the share of tenders by year, in percent.")
    return Chart(figure, takeaway, " ".join([alt, takeaway + ".", *notes]), table, tuple(notes))


def _known(line: NamedLine) -> list[bool]:
    return [value is not None for value in line.values]


def _count_line(ordered: pd.DataFrame) -> NamedLine:
    return _line(ordered, "count_percent", _("By count"), palette.ACCENT, 0)


def _value_line(ordered: pd.DataFrame) -> NamedLine:
    return _line(ordered, "value_percent", _("By value"), palette.AREA_COLOURS[1], 1, dash=palette.DASHES[1])


def _line(
    ordered: pd.DataFrame, column: str, name: str, colour: str, marker: int, dash: str = "solid"
) -> NamedLine:
    years = tuple(int(year) for year in ordered["year"])
    return NamedLine(name, years, tuple(present(value) for value in ordered[column]), colour, marker, dash)


def _rings(few: pd.DataFrame) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": _("Few tenders"),
        "x": [int(year) for year in few["year"]],
        "y": [float(share) for share in few["count_percent"]],
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {"symbol": "circle-open", "size": 15, "color": palette.TEXT_MUTED, "line": {"width": 1.5}},
    }


def _takeaway(newest: pd.Series, criterion: str) -> str:
    places = {
        "criterion": criterion,
        "year": str(int(newest["year"])),
        "yes": int(newest["yes"]),
        "stated": int(newest["stated"]),
        "share": f"{format_number(float(newest['count_percent']), digits=0)} %",
    }
    return _("{criterion}: {share} of the tenders of {year} ({yes} of {stated} that state it)", **places)


def _notes(few: pd.DataFrame) -> list[str]:
    if few.empty:
        return []
    years = ", ".join(
        _("{year} ({count})", year=str(int(year)), count=int(stated))
        for year, stated in zip(few["year"], few["stated"], strict=True)
    )
    return [
        _("Ringed: fewer than {few} tenders state it, so one more may turn the share: {years}.", few=FEW, years=years)
    ]  # fmt: skip


def _table(ordered: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Year"): [str(int(year)) for year in ordered["year"]],
            _("Tenders"): ordered["tenders"].astype(int).tolist(),
            _("State it"): ordered["stated"].astype(int).tolist(),
            _("Meet it"): ordered["yes"].astype(int).tolist(),
            f"{_('By count')}, %": ordered["count_percent"].astype("float64").tolist(),
            f"{_('By value')}, %": ordered["value_percent"].astype("float64").tolist(),
        }
    )
