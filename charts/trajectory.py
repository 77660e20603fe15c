"""Are we on track? History, the required path to the target, and where the present trend leads, in one
picture."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.hover import hover_amount, hover_template
from charts.scale import drawn
from charts.template import HEIGHT_PX, empty_chart, figure_of
from charts.trajectory_facts import (
    Facts,
    TargetPoint,
    YearMark,
    by_release,
    observations,
    projected,
    table_of,
    target_point,
    year_values,
)
from charts.trajectory_labels import trajectory_layout
from charts.trajectory_words import alternative, notes, nothing_to_draw, takeaway
from texts import Text, _

__all__ = ["TargetPoint", "YearMark", "target_point", "trajectory_chart"]


def trajectory_chart(
    series: pd.DataFrame,
    *,
    path: pd.DataFrame | None = None,
    target: TargetPoint | None = None,
    projection: pd.DataFrame | None = None,
    vintages: pd.DataFrame | None = None,
    marks: Sequence[YearMark] = (),
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    subject: str | Text | None = None,
    empty_text: str | Text | None = None,
    height_px: int = HEIGHT_PX,
) -> Chart:
    """History against the required path, the target and the projection, zero on the axis, labels at the
    lines.

    series: one row per year; year (int), value (base unit, NaN = explicitly missing: the line breaks there;
    years without a row are simply not reported and the line runs on); optionally is_preliminary (bool, open
    marker) and note (text shown with the point). path, projection: year, value and, for the projection, low
    and high (NaN = no range); vintages: release, year, value of earlier releases. unit_label: the base unit
    ("t CO2e", "t CO2e/inhabitant"). subject: what is drawn, as the sentences name it; "Emissions" when
    absent. Returns the chart; without any value an empty state that says what to do."""
    facts = Facts(
        observations(series),
        year_values(path),
        target,
        projected(projection),
        by_release(vintages),
        tuple(marks),
        unit_label,
        format,
        subject,
    )
    if not facts.reported:
        return empty_chart(empty_text or nothing_to_draw(facts), numbers=format, table=table_of(facts))
    traces = [
        *_vintage_traces(facts),
        *_trend_traces(facts),
        *_path_traces(facts),
        *_history_traces(facts),
        *_target_traces(facts),
    ]
    figure = figure_of(traces, trajectory_layout(facts, height_px=height_px), numbers=format)
    return Chart(figure, takeaway(facts), alternative(facts), table_of(facts), notes(facts))


def _history_traces(facts: Facts) -> list[dict[str, Any]]:
    scale = facts.scale
    extras = [
        [_("preliminary")] * point.is_preliminary + [point.note] * bool(point.note) for point in facts.history
    ]
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": _("Reported"),
        "x": [point.year for point in facts.history],
        "y": [scale.shown(point.value) for point in facts.history],
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": palette.ACCENT, "width": 3},
        "marker": {
            "size": 7 if len(facts.history) <= 30 else 4,
            "color": [palette.GROUND if point.is_preliminary else palette.ACCENT for point in facts.history],
            "line": {"color": palette.ACCENT, "width": 1.5},
        },
        "customdata": [escape("".join(f", {extra}" for extra in found), quote=False) for found in extras],
        "hovertemplate": _hover(
            facts, f"<b>{hover_amount(scale)}</b>%{{customdata}}", [point.value for point in facts.history]
        ),
    }
    return [line, *_missing_traces(facts)]


def _missing_traces(facts: Facts) -> list[dict[str, Any]]:
    if not facts.missing_years:
        return []
    cross = {"symbol": "x-thin", "size": 7, "line": {"color": palette.TEXT_MUTED, "width": 1.5}}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": _("No figure"),
            "x": facts.missing_years,
            "y": [0] * len(facts.missing_years),
            "marker": cross,
            "cliponaxis": False,
            "hovertemplate": _("no figure") + "<extra></extra>",
        }
    ]


def _path_traces(facts: Facts) -> list[dict[str, Any]]:
    if not facts.path:
        return []
    years = list(range(facts.path[0][0], facts.path[-1][0] + 1))
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": _("Required path"),
            "x": years,
            "y": [drawn(facts.scale.shown(facts.required(year))) for year in years],
            "line": {"color": palette.TEXT, "width": 1.4, "dash": "7px,5px"},
            "hovertemplate": _hover(
                facts,
                _("required {value}", value=hover_amount(facts.scale)),
                [facts.required(year) for year in years],
            ),
        }
    ]


def _trend_traces(facts: Facts) -> list[dict[str, Any]]:
    if not facts.projection:
        return []
    scale, (year, value) = facts.scale, facts.latest
    ahead = [point for point in facts.projection if point.year > year]
    outline = [(x, low) for x, low, _high in facts.fan] + [(x, high) for x, _low, high in reversed(facts.fan)]
    fan = {
        "type": "scatter",
        "mode": "lines",
        "name": _("Range of the trend"),
        "x": [x for x, _bound in outline],
        "y": [drawn(scale.shown(bound)) for _x, bound in outline],
        "fill": "toself",
        "fillcolor": palette.ACCENT_TINT,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    look = {
        "type": "scatter",
        "mode": "lines",
        "line": {"color": palette.ACCENT, "width": 2, "dash": "2px,5px"},
    }
    bridge = {  # from the latest reported value to the trend; not a value of the trend
        **look,
        "name": _("Trend"),
        "x": [year, *(point.year for point in ahead[:1])],
        "y": [drawn(scale.shown(bound)) for bound in (value, *(point.value for point in ahead[:1]))],
        "hoverinfo": "skip",
    }
    trend = {
        **look,
        "name": _("Trend"),
        "x": [point.year for point in ahead],
        "y": [drawn(scale.shown(point.value)) for point in ahead],
        "hovertemplate": _hover(
            facts, _("trend {value}", value=hover_amount(scale)), [point.value for point in ahead]
        ),
    }
    return [fan, bridge, trend] if outline else [bridge, trend]


def _target_traces(facts: Facts) -> list[dict[str, Any]]:
    if facts.target is None:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": _("Target"),
            "x": [facts.target.year],
            "y": [facts.scale.shown(facts.target.value)],
            "marker": {"size": 11, "color": palette.SURFACE, "line": {"color": palette.TEXT, "width": 2}},
            "cliponaxis": False,
            "hovertemplate": _hover(
                facts,
                f"<b>{_('target {value}', value=hover_amount(facts.scale))}</b>",
                [facts.target.value],
            ),
        }
    ]


def _vintage_traces(facts: Facts) -> list[dict[str, Any]]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": escape(release, quote=False),
            "x": [year for year, _value in rows],
            "y": [drawn(facts.scale.shown(value)) for _year, value in rows],
            "line": {"color": palette.VINTAGE, "width": 1.2},
            "hovertemplate": _hover(
                facts,
                _("release {release}: {value}", release=escape(release), value=hover_amount(facts.scale)),
                [value for _year, value in rows],
            ),
        }
        for release, rows in facts.vintages.items()
    ]


def _hover(facts: Facts, words: str, values: list[float | None]) -> str | list[str]:
    return hover_template(f"{words}<extra></extra>", values, facts.scale, facts.numbers)
