"""How far projects have come: each stage of the ladder with how many stand on it and how many have reached it."""

import math
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.scale import axis_for, present
from charts.template import BOTTOM_PX, across_axis, empty_chart, figure_of
from charts.worded_rows import DARK_PX, PALE_PX, WordedRow, bar_middles, worded_layout
from texts import Text, _, format_number

AXIS_PX = BOTTOM_PX + 20


def funnel_chart(
    frame: pd.DataFrame,
    *,
    format: ChartFormat,  # noqa: A002
    implementation: str,
    empty_text: str | Text,
) -> Chart:
    """One line per stage, the first stage on top: how many have reached it as a pale bar, how many stand there now as a dark
    one.

    frame: stage (in words), is_end (bool: stopped, not a step up), here, reached, projects (int; all of them), median_days
    (NaN = nobody has left it), left (int, over how many the median is). implementation: the stage from which on a project
    counts as carried out, in words."""
    table = _table(frame)
    if frame.empty or not frame["projects"].iloc[0]:
        return empty_chart(empty_text, numbers=format, table=table)
    rows = [WordedRow(str(row["stage"]), _words(row)) for row in frame.to_dict("records")]
    takeaway = _takeaway(frame, implementation)
    said = [f"{row.name}: {row.rest}." for row in rows]
    alt = " ".join(
        [
            _("Bars by stage: how many projects stand there and how many have reached it."),
            takeaway + ".",
            *said,
        ]
    )
    note = _("Pale bar: have reached the stage, now or in an earlier report. Dark bar: stand there now.")
    return Chart(_figure(frame, rows, format), takeaway, alt, table, (note,))


def _words(row: dict[str, Any]) -> str:
    if row["is_end"]:
        return _("{count} of {all}", count=int(row["here"]), all=int(row["projects"]))
    words = _("{count} now, {reached} of {all} reached it", count=int(row["here"]), reached=int(row["reached"]),
              all=int(row["projects"]))  # fmt: skip
    days = present(row["median_days"])
    if days is None:
        return words
    return f"{words}; {_('median {days} days', days=format_number(days, digits=0))}"


def _takeaway(frame: pd.DataFrame, implementation: str) -> str:
    reached = frame.loc[frame["stage"] == implementation, "reached"]
    words = _("{count} of {all} projects have reached implementation", count=int(reached.sum()),
              all=int(frame["projects"].iloc[0]))  # fmt: skip
    stays = frame.dropna(subset=["median_days"])
    if stays.empty:
        return words
    longest = stays.loc[stays["median_days"].idxmax()]
    return words + _("; they stand longest on {stage}, {days} days in the median", stage=longest["stage"],
                     days=format_number(longest["median_days"], digits=0))  # fmt: skip


def _figure(frame: pd.DataFrame, rows: list[WordedRow], numbers: ChartFormat) -> Any:
    axis = axis_for([float(frame["projects"].iloc[0])])
    across = across_axis((0, axis.high), math.ceil(axis.step), _("projects"), tickformat=",d")
    layout = worded_layout(rows, across, below_px=AXIS_PX)
    places = bar_middles(rows)
    reached = _bars(
        frame["reached"].where(~frame["is_end"], 0), rows, places, _("Have reached it"), is_pale=True
    )
    here = _bars(frame["here"], rows, places, _("Stand there now"), is_pale=False)
    return figure_of([reached, here], layout, numbers=numbers)


def _bars(
    counts: pd.Series, rows: list[WordedRow], places: list[float], name: str, *, is_pale: bool
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": [int(count) for count in counts],
        "y": places,
        "width": PALE_PX if is_pale else DARK_PX,
        "marker": palette.PALE_BAR if is_pale else {"color": palette.ACCENT},
        "hovertemplate": [row.hover for row in rows],
    }


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    shares = 100 * frame["reached"] / frame["projects"].where(frame["projects"] > 0)
    return pd.DataFrame(
        {
            _("Stage"): frame["stage"].tolist(),
            _("Stand there now"): frame["here"].tolist(),
            _("Have reached it"): frame["reached"].tolist(),
            _("Have reached it, %"): shares.astype(float).tolist(),
            _("Median time there, days"): frame["median_days"].astype(float).tolist(),
            _("Have left it"): frame["left"].tolist(),
        }
    )
