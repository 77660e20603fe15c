"""A breakdown as lines over the years: what each part amounts to, or its change since a common year."""

import pandas as pd
import plotly.graph_objects as go

from charts import palette
from charts.breakdown_parts import Part, latest_year, left_out_notes
from charts.chart import Chart, ChartFormat
from charts.index_lines import common_years, index_figure, index_scale, indexed
from charts.lines import NamedLine, lines_figure
from charts.scale import Scale, signed_percent
from charts.template import empty_chart
from charts.years import year_columns
from texts import _


def part_lines_figure(parts: list[Part], scale: Scale, *, numbers: ChartFormat, height_px: int) -> go.Figure:
    """A line for each part, in the shown unit."""
    return lines_figure(_lines(parts, scale), scale=scale, numbers=numbers, height_px=height_px)


def indexed_chart(
    parts: list[Part], small: list[Part], table: pd.DataFrame, *, numbers: ChartFormat, height_px: int
) -> Chart:
    """The parts with the first year in which all have a figure above zero = 100; those that never have one are named.

    small: drawn as one of the parts. table: of the amounts; the indices stand behind them. Without a common year an
    empty state says so."""
    able = [part for part in parts if part.has_one_sign and max(part.known) > 0]
    common = common_years([part.values for part in able])
    if not common:
        words = _(
            "There is no year in which every part has a figure above zero, so they cannot be set to 100 "
            "together. Choose tonnes instead."
        )
        return empty_chart(words, numbers=numbers, table=table)
    base, unit = common[0], index_scale(common[0]).unit
    shown = [Part(part.code, part.title, part.colour, indexed(part.values, base)) for part in able]
    figure = index_figure(_lines(shown, index_scale(base)), base, numbers=numbers, height_px=height_px)
    notes = [*left_out_notes(able, small), *_unable_notes([part for part in parts if part not in able])]
    changes = _changes(shown)
    takeaway = _(
        "From {base} to {year}: {changes}",
        base=str(base),
        year=str(latest_year(able)),
        changes="; ".join(changes[:2]),
    )
    alt = " ".join([_("Line chart of the parts, {unit}.", unit=unit), "; ".join(changes) + ".", *notes])
    return Chart(figure, takeaway, alt, _with_index(table, shown, unit), tuple(notes))


def _lines(parts: list[Part], scale: Scale) -> list[NamedLine]:
    return [
        NamedLine(
            part.title,
            tuple(part.values),
            tuple(scale.shown(value) for value in part.values.values()),
            part.colour,
            index,
            palette.DASHES[index],
        )
        for index, part in enumerate(parts)
    ]


def _unable_notes(parts: list[Part]) -> list[str]:
    names = ", ".join(part.title for part in parts)
    return [_("Not drawn, because it is not above zero: {names}.", names=names)] if parts else []


def _changes(indexed: list[Part]) -> list[str]:
    latest = {
        part.title: part.values[max(year for year, value in part.values.items() if value is not None)]
        for part in indexed
    }
    ordered = sorted(
        ((title, value - 100) for title, value in latest.items() if value is not None),
        key=lambda row: -abs(row[1]),
    )
    return [_("{name} {change} %", name=title, change=signed_percent(change)) for title, change in ordered]


def _with_index(table: pd.DataFrame, parts: list[Part], unit: str) -> pd.DataFrame:
    indices = {f"{part.title}, {unit}": part.values for part in parts}
    columns = year_columns(indices, table.iloc[:, 0].tolist())
    return pd.concat([table, pd.DataFrame(columns, index=table.index)], axis=1)
