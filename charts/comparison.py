"""Two to twelve municipalities side by side: small pictures with common axes, and one picture of change since a
common year.

At most six hues meet in one picture, so in the picture of change the first six municipalities chosen stand in colour
and the others in grey, named at their ends like the rest and told apart by marker: twelve lines in twelve colours
could be followed by nobody, and whoever wants another one in colour puts it further to the front. Small pictures need
no colours of their own."""

from collections.abc import Sequence

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.comparison_areas import AreaRow, ComparedArea, area_notes, rows_of, table_of
from charts.comparison_panels import panels_figure
from charts.index_lines import common_years, index_figure, index_scale, indexed
from charts.lines import NamedLine
from charts.scale import Scale, scale_for, signed_percent
from charts.template import HEIGHT_PX, empty_chart
from charts.years import year_table
from texts import Text, _

__all__ = ["ComparedArea", "index_chart", "small_multiples"]

_LABEL_PX = 40  # of height for each named line beyond six


def small_multiples(
    frame: pd.DataFrame,
    areas: Sequence[ComparedArea],
    *,
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    empty_text: str | Text | None = None,
) -> Chart:
    """One small picture per municipality, two in a row, all with the same axes, titled with name and
    coverage.

    frame: area_id, year (int), value (base unit, NaN = explicitly missing: the line breaks). areas: two to
    twelve, in the order drawn; more are refused with ValueError. A municipality without figures keeps its place
    and says so. unit_label: the base unit; where coverage differs pass the plain unit ("t"), since each title
    names what it covers."""
    rows = rows_of(frame, areas)
    table = table_of(rows, unit_label)
    if not any(row.known for row in rows):
        return empty_chart(empty_text or _nothing(), numbers=format, table=table)
    scale = scale_for([value for row in rows for _year, value in row.known], unit_label)
    figure = panels_figure(rows, scale, format)
    notes = area_notes(rows)
    amounts = [_latest_words(row, scale, format) for row in rows]
    takeaway = "; ".join(amounts)
    alt = " ".join(
        [_("{count} small line charts with the same axes.", count=len(rows)), takeaway + ".", *notes]
    )
    return Chart(figure, takeaway, alt, table, tuple(notes))


def index_chart(
    frame: pd.DataFrame,
    areas: Sequence[ComparedArea],
    *,
    format: ChartFormat,  # noqa: A002
    base_year: int | None = None,
    empty_text: str | Text | None = None,
) -> Chart:
    """Change since a common year = 100, one line per municipality, so that different methods may stand in one
    picture.

    frame: area_id, year (int), value (any unit, NaN = explicitly missing). base_year: the common year; the
    first one in which all have a figure above zero when absent. Differing methods are dashed and named at the
    line. Nobody is ranked: the sentences keep the given order. Without a common year an empty state says
    so."""
    chosen = rows_of(frame, areas)
    rows = [row for row in chosen if row.known]
    table = table_of(chosen, _("as given"))
    if not rows:
        return empty_chart(empty_text or _nothing(), numbers=format, table=table)
    base = _common_year(rows, base_year)
    if base is None:
        return empty_chart(
            _(
                "These municipalities have no year in common with a figure above zero. "
                "Choose others, or load more years."
            ),
            numbers=format,
            table=table,
        )
    unit = index_scale(base).unit
    lines = [_index_line(row, base) for row in rows]
    height_px = HEIGHT_PX + _LABEL_PX * max(0, len(lines) - palette.LARGEST_HUE_COUNT)
    figure = index_figure(lines, base, numbers=format, height_px=height_px)
    notes = [*_grey_notes(rows), *area_notes(chosen)]
    takeaway = _index_takeaway(rows, lines, base)
    alt = " ".join([_("Line chart, {unit}.", unit=unit), takeaway + ".", *notes])
    return Chart(figure, takeaway, alt, _index_table(lines, unit), tuple(notes))


def _common_year(rows: list[AreaRow], wished: int | None) -> int | None:
    years = common_years([row.values for row in rows])
    if wished is not None:
        return wished if wished in years else None
    return years[0] if years else None


def _index_line(row: AreaRow, base: int) -> NamedLine:
    values = indexed(row.values, base)
    note = _(row.area.coverage) if row.area.is_differing else ""
    return NamedLine(
        row.area.name, tuple(values), tuple(values.values()), row.colour, row.index, row.dash, note
    )


def _index_table(lines: list[NamedLine], unit: str) -> pd.DataFrame:
    return year_table(
        {f"{line.name}, {unit}": dict(zip(line.years, line.values, strict=True)) for line in lines}
    )


def _nothing() -> str:
    return _(
        "No figures yet for these municipalities. Load their workbooks on the Upload page, or choose others."
    )


def _latest_words(row: AreaRow, scale: Scale, numbers: ChartFormat) -> str:
    if not row.known:
        return _("{name}: no figures", name=row.area.name)
    year, value = row.known[-1]
    return _(
        "{name}: {value} in {year}",
        name=row.name_in_words,
        value=scale.amount(value, numbers),
        year=str(year),
    )


def _index_takeaway(rows: list[AreaRow], lines: list[NamedLine], base: int) -> str:
    years = {line.last[0] for line in lines}
    changes = []
    for row, line in zip(rows, lines, strict=True):
        year, index = line.last
        places = {"name": row.name_in_words, "change": signed_percent(index - 100)}
        if len(years) == 1:
            changes.append(_("{name} {change} %", **places))
        else:
            changes.append(_("{name} {change} % to {year}", **places, year=str(year)))
    if len(years) == 1:
        return _(
            "From {base} to {year}: {changes}",
            base=str(base),
            year=str(years.pop()),
            changes="; ".join(changes),
        )
    return _("Since {base}: {changes}", base=str(base), changes="; ".join(changes))


def _grey_notes(rows: list[AreaRow]) -> list[str]:
    grey = [row.area.name for row in rows if row.index >= palette.LARGEST_HUE_COUNT]
    return [_("In grey: {names}. The six chosen first are in colour.", names=", ".join(grey))] if grey else []
