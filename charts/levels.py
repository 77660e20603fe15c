"""Several levels of one thing over the years: reported, expected, allowed."""

from dataclasses import dataclass

import pandas as pd

from charts.chart import Chart, ChartFormat
from charts.lines import NamedLine, lines_figure
from charts.scale import present, scale_for
from charts.template import HEIGHT_PX, empty_chart
from texts import Text, _


@dataclass(frozen=True)
class Level:
    """One line. column: of the frame; title: its name at the line."""

    column: str
    title: str | Text
    colour: str
    dash: str


def levels_chart(
    frame: pd.DataFrame,
    levels: list[Level],
    *,
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    empty_text: str | Text,
    height_px: int = HEIGHT_PX,
) -> Chart:
    """Emissions as reported, expected and allowed, as lines that are named at their ends.

    frame: year (int), and a column per level (base unit, NaN = not known: left out of its line). Returns the chart; without
    any figure an empty state with the given text."""
    lines = [line for level in levels if (line := _line(frame, level))]
    table = _levels_table(frame, levels, unit_label)
    if not lines:
        return empty_chart(empty_text, numbers=format, table=table)
    scale = scale_for([value for line in lines for value in line.values], unit_label)
    shown = [
        NamedLine(line.name, line.years, tuple(scale.shown(value) for value in line.values), line.colour, line.marker, line.dash)
        for line in lines
    ]  # fmt: skip
    figure = lines_figure(shown, scale=scale, numbers=format, height_px=height_px)
    said = [_("{name}: {value} in {year}", name=line.name, value=scale.amount(line.last[1], format), year=str(line.last[0]))
            for line in lines]  # fmt: skip
    alt = f"{_('Line chart of levels, in {unit}.', unit=scale.unit)} {'; '.join(said)}."
    return Chart(figure, "; ".join(said), alt, table)


def _line(frame: pd.DataFrame, level: Level) -> NamedLine | None:
    known = [(int(year), value) for year, value in zip(frame["year"], map(present, frame[level.column]), strict=True)
             if value is not None]  # fmt: skip
    if not known:
        return None
    years, values = zip(*known, strict=True)
    return NamedLine(_(level.title), years, values, level.colour, 0, level.dash)


def _levels_table(frame: pd.DataFrame, levels: list[Level], unit_label: str) -> pd.DataFrame:
    columns = {f"{_(level.title)}, {unit_label}": frame[level.column].tolist() for level in levels}
    return pd.DataFrame({_("Year"): frame["year"].tolist(), **columns})
