"""Two to twelve municipalities side by side: small pictures with common axes, and one picture of change since a
common year.

At most six hues meet in one picture, so in the picture of change the first six municipalities chosen stand in colour
and the others in grey, named at their ends like the rest and told apart by marker: twelve lines in twelve colours
could be followed by nobody, and whoever wants another one in colour puts it further to the front. Small pictures need
no colours of their own. They stand two in a row also on a desk, since a picture does not know its width and three in
a row leave no room for names on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.lines import NamedLine, lines_figure, title_html
from charts.placement import Plane, Spot, Wish, place
from charts.scale import Axis, Scale, axis_for, drawn, number_or_nan, present, scale_for, signed_percent
from charts.template import (
    BOTTOM_PX,
    HEIGHT_PX,
    LINE_HEIGHT_PX,
    SMALL_PX,
    WIDTHS_PX,
    empty_chart,
    figure_of,
    hover_amount,
    hover_template,
    left_margin_px,
    small_text,
    spot_annotation,
    text_width_px,
    unit_annotation,
    value_axis,
)
from texts import Text, _

MOST_AREAS = 12
_COLUMNS = 2
_PANEL_PX = 132
_HEAD_PX = 62
_GUTTER_PX = 32
_LABEL_PX = 40  # of height for each named line beyond six


@dataclass(frozen=True)
class ComparedArea:
    """A municipality in a comparison.

    area_id: as in the frame. name: in words. coverage: what its figures cover, in words ("greenhouse gases",
    "fossil CO2 only"). is_differing: its method or coverage is not that of the others; drawn dashed and
    named."""

    area_id: str
    name: str
    coverage: str | Text = ""
    is_differing: bool = False


@dataclass(frozen=True)
class _Row:
    area: ComparedArea
    index: int
    values: dict[int, float | None]

    @property
    def known(self) -> list[tuple[int, float]]:
        return [(year, value) for year, value in self.values.items() if value is not None]

    @property
    def dash(self) -> str:
        return palette.DIFFERING_METHOD_DASH if self.area.is_differing else "solid"

    @property
    def colour(self) -> str:
        is_in_hue = self.index < palette.LARGEST_HUE_COUNT
        return palette.AREA_COLOURS[self.index] if is_in_hue else palette.OTHER


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
    rows = _rows(frame, areas)
    table = _table(rows, unit_label)
    if not any(row.known for row in rows):
        return empty_chart(empty_text or _nothing(), numbers=format, table=table)
    scale = scale_for([value for row in rows for _year, value in row.known], unit_label)
    figure = _panels_figure(rows, scale, format)
    notes = _notes(rows)
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
    rows = [row for row in _rows(frame, areas) if row.known]
    table = _table(_rows(frame, areas), _("as given"))
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
    unit = _("{year} = 100", year=str(base))
    scale = Scale(1.0, unit, "", unit)
    lines = [_index_line(row, base) for row in rows]
    height_px = HEIGHT_PX + _LABEL_PX * max(0, len(lines) - palette.LARGEST_HUE_COUNT)
    figure = lines_figure(lines, scale=scale, numbers=format, reference=100.0, height_px=height_px)
    notes = [*_grey_notes(rows), *_notes(_rows(frame, areas))]
    takeaway = _index_takeaway(rows, lines, base)
    alt = " ".join([_("Line chart, {unit}.", unit=unit), takeaway + ".", *notes])
    return Chart(figure, takeaway, alt, _index_table(lines, unit), tuple(notes))


def _rows(frame: pd.DataFrame, areas: Sequence[ComparedArea]) -> list[_Row]:
    if len(areas) > MOST_AREAS:
        raise ValueError(f"expected at most {MOST_AREAS} areas to compare, found {len(areas)}")
    found: dict[str, dict[int, float | None]] = {area.area_id: {} for area in areas}
    if not frame.empty:
        for area_id, year, value in zip(
            frame["area_id"].tolist(), frame["year"].tolist(), frame["value"].tolist(), strict=True
        ):
            if area_id in found:
                found[area_id][int(year)] = present(value)
    return [_Row(area, index, dict(sorted(found[area.area_id].items()))) for index, area in enumerate(areas)]


def _common_year(rows: list[_Row], wished: int | None) -> int | None:
    years = sorted({year for row in rows for year in row.values})
    able = [year for year in years if all((row.values.get(year) or 0.0) > 0 for row in rows)]
    if wished is not None:
        return wished if wished in able else None
    return able[0] if able else None


def _table(rows: list[_Row], unit_label: str) -> pd.DataFrame:
    years = sorted({year for row in rows for year in row.values})
    columns = {
        _heading(row.area, unit_label): [number_or_nan(row.values.get(year)) for year in years]
        for row in rows
    }
    return pd.DataFrame({_("Year"): years, **columns})


def _heading(area: ComparedArea, unit: str) -> str:
    coverage = _(area.coverage)
    return f"{area.name} ({coverage}), {unit}" if coverage else f"{area.name}, {unit}"


def _index_table(lines: list[NamedLine], unit: str) -> pd.DataFrame:
    years = sorted({year for line in lines for year in line.years})
    values = [dict(zip(line.years, line.values, strict=True)) for line in lines]
    columns = {
        f"{line.name}, {unit}": [number_or_nan(known.get(year)) for year in years]
        for line, known in zip(lines, values, strict=True)
    }
    return pd.DataFrame({_("Year"): years, **columns})


def _panels_figure(rows: list[_Row], scale: Scale, numbers: ChartFormat) -> Any:
    years = [year for row in rows for year in row.values]
    first, last = (min(years) - 1, max(years) + 1) if min(years) == max(years) else (min(years), max(years))
    shown_years = (first - 0.03 * (last - first), last + 0.03 * (last - first))
    axis = axis_for([scale.shown(value) for row in rows for _year, value in row.known], most_ticks=4)
    lines_of_panels = (len(rows) + _COLUMNS - 1) // _COLUMNS
    pitch = _HEAD_PX + _PANEL_PX + BOTTOM_PX
    top, height = 16, lines_of_panels * pitch + 16
    left_px, right_px = left_margin_px(axis), 10
    inner = height - top - BOTTOM_PX
    layout: dict[str, Any] = {
        "height": height,
        "margin": {"l": left_px, "r": right_px, "t": top, "b": BOTTOM_PX, "pad": 0},
        "annotations": [unit_annotation(scale.unit, left_px=left_px) | {"yshift": -4}],
    }
    traces: list[dict[str, Any]] = []
    plot_px = [(width - left_px - right_px) * _column_domain(0)[1] for width in WIDTHS_PX]
    planes = [Plane(width, _PANEL_PX, shown_years, (axis.low, axis.high)) for width in plot_px]
    for row in rows:
        line, column = divmod(row.index, _COLUMNS)
        name = "" if row.index == 0 else str(row.index + 1)
        high = 1 - (line * pitch + _HEAD_PX) / inner
        domain = [max(0.0, high - _PANEL_PX / inner), high]
        layout[f"xaxis{name}"] = {
            "domain": list(_column_domain(column)),
            "anchor": f"y{name}",
            "range": list(shown_years),
            "tickvals": [first, last],
        }
        layout[f"yaxis{name}"] = value_axis(
            axis, domain=domain, anchor=f"x{name}", showticklabels=column == 0
        )
        traces += [*_context_traces(rows, row, scale, name), *_panel_traces(row, scale, numbers, name)]
        layout["annotations"] += _panel_annotations(row, scale, numbers, planes, axis, name, shown_years)
    return figure_of(traces, layout, numbers=numbers)


def _column_domain(column: int) -> tuple[float, float]:
    # The gutter is a share of the plot, since its width is not known; 32 px on a phone.
    gutter = _GUTTER_PX / (WIDTHS_PX[0] - 50)
    width = (1 - gutter * (_COLUMNS - 1)) / _COLUMNS
    return column * (width + gutter), column * (width + gutter) + width


def _panel_traces(row: _Row, scale: Scale, numbers: ChartFormat, name: str) -> list[dict[str, Any]]:
    title = escape(row.area.name, quote=False)
    pattern = f"{title} <b>{hover_amount(scale)}</b><extra></extra>"
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": title,
            "x": list(row.values),
            "y": [drawn(scale.shown(value)) for value in row.values.values()],
            "xaxis": f"x{name}",
            "yaxis": f"y{name}",
            "connectgaps": False,
            "cliponaxis": False,
            "line": {"color": palette.ACCENT, "width": 2.4, "dash": row.dash},
            "marker": {"size": 5, "color": palette.ACCENT},
            "hovertemplate": hover_template(pattern, row.values.values(), scale, numbers),
        }
    ]


def _context_traces(rows: list[_Row], shown: _Row, scale: Scale, name: str) -> list[dict[str, Any]]:
    # The others stand in grey behind, but only those whose figures mean the same; one trace, parted by gaps.
    alike = [row for row in rows if row is not shown and _covers_the_same(row.area, shown.area)]
    points: list[tuple[int | None, float | None]] = []
    for row in alike:
        points += [*((year, drawn(scale.shown(value))) for year, value in row.values.items()), (None, None)]
    if not points:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [year for year, _value in points],
            "y": [value for _year, value in points],
            "xaxis": f"x{name}",
            "yaxis": f"y{name}",
            "connectgaps": False,
            "hoverinfo": "skip",
            "line": {"color": palette.CONTEXT, "width": 1.2},
        }
    ]


def _covers_the_same(area: ComparedArea, other: ComparedArea) -> bool:
    return area.is_differing == other.is_differing and str(area.coverage) == str(other.coverage)


def _panel_annotations(
    row: _Row,
    scale: Scale,
    numbers: ChartFormat,
    planes: list[Plane],
    axis: Axis,
    name: str,
    shown_years: tuple[float, float],
) -> list[dict[str, Any]]:
    axes = {"xref": f"x{name}", "yref": f"y{name}"}
    title = {
        "text": title_html(row.area.name, _(row.area.coverage)),
        "x": shown_years[0],
        "y": axis.high,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "yshift": 6,
        "showarrow": False,
        **axes,
    }
    if not row.known:
        middle = sum(shown_years) / 2
        return [
            title,
            {
                "text": small_text(_("no figures")),
                "x": middle,
                "y": (axis.low + axis.high) / 2,
                "showarrow": False,
                **axes,
            },
        ]
    year, value = row.known[-1]
    words = _("{value} in {year}", value=scale.amount(value, numbers), year=str(year))
    points = [(known, scale.shown(amount) or 0.0) for known, amount in row.known]
    spots = tuple(Spot(3, down, "right") for down in (-13, 13, -20, 20, -28, 28, -38, 38))
    wish = Wish(year, points[-1][1], text_width_px(words, SMALL_PX), LINE_HEIGHT_PX, spots)
    [spot] = place([wish], planes, lines=[points])
    return [title, spot_annotation(small_text(words, colour=palette.ACCENT), wish, spot) | axes]


def _index_line(row: _Row, base: int) -> NamedLine:
    start = row.values[base] or 1.0
    values = tuple(None if value is None else value / start * 100 for value in row.values.values())
    note = _(row.area.coverage) if row.area.is_differing else ""
    return NamedLine(row.area.name, tuple(row.values), values, row.colour, row.index, row.dash, note)


def _nothing() -> str:
    return _(
        "No figures yet for these municipalities. Load their workbooks on the Upload page, or choose others."
    )


def _latest_words(row: _Row, scale: Scale, numbers: ChartFormat) -> str:
    if not row.known:
        return _("{name}: no figures", name=row.area.name)
    year, value = row.known[-1]
    return _(
        "{name}: {value} in {year}",
        name=_name_with_difference(row.area),
        value=scale.amount(value, numbers),
        year=str(year),
    )


def _index_takeaway(rows: list[_Row], lines: list[NamedLine], base: int) -> str:
    years = {line.last[0] for line in lines}
    changes = []
    for row, line in zip(rows, lines, strict=True):
        year, index = line.last
        places = {"name": _name_with_difference(row.area), "change": signed_percent(index - 100)}
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


def _name_with_difference(area: ComparedArea) -> str:
    coverage = _(area.coverage)
    return f"{area.name} ({coverage})" if area.is_differing and coverage else area.name


def _grey_notes(rows: list[_Row]) -> list[str]:
    grey = [row.area.name for row in rows if row.index >= palette.LARGEST_HUE_COUNT]
    return [_("In grey: {names}. The six chosen first are in colour.", names=", ".join(grey))] if grey else []


def _notes(rows: list[_Row]) -> list[str]:
    notes = []
    differing = [_name_with_difference(row.area) for row in rows if row.area.is_differing]
    if differing:
        notes.append(
            _(
                "Dashed, because the figures come from another dataset than the first, or count something else: "
                "{names}. Compare the change, not the level.",
                names=", ".join(differing),
            )
        )
    absent = [row.area.name for row in rows if not row.known]
    if absent:
        notes.append(_("No figures for {names}.", names=", ".join(absent)))
    for row in rows:
        missing = [str(year) for year, value in row.values.items() if value is None]
        if missing and row.known:
            notes.append(_("No figure for {name} in {years}.", name=row.area.name, years=", ".join(missing)))
    return notes
