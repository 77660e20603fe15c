"""What the emissions are made of: sectors or gases over the years, stacked, or each as a line."""

from collections.abc import Mapping

import pandas as pd

from charts.breakdown_lines import indexed_chart, part_lines_figure
from charts.breakdown_parts import (
    OTHERS,
    Dimension,
    Part,
    folded,
    latest_year,
    left_out_notes,
    parts_of,
    table_of,
    totals,
    years_of,
)
from charts.breakdown_stack import Kind, may_be_area, stack_figure
from charts.chart import Chart, ChartFormat
from charts.scale import Scale, scale_for
from charts.template import HEIGHT_PX, empty_chart
from texts import Text, _, format_number


def breakdown_chart(
    frame: pd.DataFrame,
    *,
    dimension: Dimension,
    titles: Mapping[str, str | Text],
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    kind: Kind = "area",
    is_indexed: bool = False,
    empty_text: str | Text | None = None,
    height_px: int = HEIGHT_PX + 20,
) -> Chart:
    """Sectors or gases over time at their true place on the year axis, at most six hues, named at the right.

    frame: year (int), category (a code of data/tables.py), value (base unit, NaN = explicitly missing).
    dimension: whose colours. titles: code to words; a code without a title shows itself. kind: "area", "bar"
    (one bar per reported year) or "line"; areas turn into bars where a figure is missing, a part changes sign
    or there is one year only, because an area would invent. is_indexed: lines with the first common year =
    100. The smallest parts beyond five are drawn as one; the table keeps all. Values below zero are stacked
    below the axis."""
    parts = parts_of(frame, dimension, titles)
    table = table_of(parts, unit_label)
    visible = [part for part in parts if part.size > 0] or [part for part in parts if part.known]
    shown, small = folded(visible, dimension)
    if not shown:
        words = empty_text or _(
            "No sectors or gases to draw yet. Load a file that divides the total, on the Upload page."
        )
        return empty_chart(words, numbers=format, table=table)
    if is_indexed:
        return indexed_chart(shown, small, table, numbers=format, height_px=height_px)
    scale = scale_for(
        [*(value for part in shown for value in part.known), *totals(shown).values()], unit_label
    )
    notes = [*left_out_notes(parts, small), *_bar_notes(shown, kind)]
    if kind == "line":
        figure = part_lines_figure(shown, scale, numbers=format, height_px=height_px)
    else:
        figure = stack_figure(shown, scale, kind=kind, numbers=format, height_px=height_px)
    return Chart(
        figure,
        _takeaway(shown, scale, format),
        _alternative(shown, scale, format, notes),
        table,
        tuple(notes),
    )


def _takeaway(parts: list[Part], scale: Scale, numbers: ChartFormat) -> str:
    year = latest_year(parts)
    present_now = {
        part.title: part.values[year] or 0.0
        for part in parts
        if part.values.get(year) is not None and part.code != OTHERS
    }
    if not present_now:
        present_now = {part.title: part.values.get(year) or 0.0 for part in parts}
    title, value = max(present_now.items(), key=lambda item: item[1])
    is_whole = all(part.values.get(year) is not None for part in parts) and all(
        (part.values[year] or 0.0) >= 0 for part in parts
    )
    total = totals(parts)[year]
    if is_whole and total > 0 and len(parts) > 1:
        return _(
            "{name} is the largest part in {year}: {value}, {percent} % of the sum",
            name=title,
            year=str(year),
            value=scale.amount(value, numbers),
            percent=format_number(value / total * 100, digits=0),
        )
    return _(
        "{name} is the largest part in {year}: {value}",
        name=title,
        year=str(year),
        value=scale.amount(value, numbers),
    )


def _alternative(parts: list[Part], scale: Scale, numbers: ChartFormat, notes: list[str]) -> str:
    year, years = latest_year(parts), years_of(parts)
    shares = [
        _("{name} {value}", name=part.title, value=scale.amount(part.values.get(year), numbers))
        for part in parts
    ]
    opening = _("Chart of the parts in {year}, in {unit}.", year=str(year), unit=scale.unit)
    if len(years) > 1:
        places = {"first": str(years[0]), "last": str(years[-1]), "unit": scale.unit}
        opening = _("Chart of the parts from {first} to {last}, in {unit}.", **places)
    return " ".join([opening, _("In {year}: {shares}.", year=str(year), shares="; ".join(shares)), *notes])


def _bar_notes(parts: list[Part], kind: Kind) -> list[str]:
    if kind != "area" or may_be_area(parts) or len(years_of(parts)) == 1:
        return []
    return [_("Drawn as bars, because an area would bridge missing figures or a change of sign.")]
