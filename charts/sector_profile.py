"""What the emissions of municipalities are made of, side by side: a bar for each, divided into sectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.colour_key import KeyEntry, key_annotations, key_rows
from charts.scale import PERCENT, Scale, axis_for, drawn, number_or_nan, present, scale_for
from charts.template import (
    BOTTOM_PX,
    WIDTHS_PX,
    across_axis,
    empty_chart,
    figure_of,
    small_html,
)
from charts.worded_rows import left_words, rows_layout
from texts import Text, _, format_number

_ROW_PX = 48  # a line of words and the bar below it
_BAR_PX = 20
_KEY_ROW_PX = 19
_SIDE_PX = 14
_GAP_PX = 14  # between two names of the key
_SQUARE_PX = 17
_OTHERS = "other"


@dataclass(frozen=True)
class ProfiledArea:
    """One municipality in the order drawn; note: why it has no bar, empty where it has one."""

    area_id: str
    name: str
    note: str | Text = ""


@dataclass(frozen=True)
class _Sector:
    code: str
    title: str
    colour: str
    values: dict[str, float | None]  # by area; None = not there or missing


def sector_profile_chart(
    frame: pd.DataFrame,
    areas: Sequence[ProfiledArea],
    *,
    titles: Mapping[str, str | Text],
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    year: int,
    empty_text: str | Text | None = None,
) -> Chart:
    """One bar per municipality, all on one axis, the sectors in the same order and the colours of every other page.

    frame: area_id, sector (code), value ("%" of the comparable total, or an amount per inhabitant; NaN = not there or
    missing). titles: sector to words. At most six hues: the five sectors that are largest over all of them, and the rest
    drawn as one; the table keeps all. The names of the colours stand above the bars, in the order of the bars."""
    sectors = _sectors(frame, titles)
    table = _table(sectors, areas, unit_label)
    shown, folded = _folded(sectors)
    if not any(value is not None for sector in shown for value in sector.values.values()):
        words = empty_text or _("No sectors to draw yet. Load a file that divides the total.")
        return empty_chart(words, numbers=format, table=table)
    largest = max(_lengths(shown, areas))
    scale = scale_for([largest], unit_label)
    figure = _figure(shown, areas, scale, 100.0 if unit_label == PERCENT else largest, numbers=format)
    takeaway = "; ".join(_largest_words(sectors, area, scale, format) for area in areas)
    notes = [_("Drawn as one: {names}.", names=", ".join(each.title for each in folded))] if folded else []
    alt = _("Bars divided into sectors, {year}, in {unit}.", year=str(year), unit=scale.unit)
    return Chart(figure, takeaway, " ".join([alt, f"{takeaway}.", *notes]), table, tuple(notes))


def _sectors(frame: pd.DataFrame, titles: Mapping[str, str | Text]) -> list[_Sector]:
    found: dict[str, dict[str, float | None]] = {}
    for area_id, code, value in zip(frame["area_id"], frame["sector"], frame["value"], strict=True):
        found.setdefault(str(code), {})[str(area_id)] = present(value)
    return sorted(
        (
            _Sector(code, _(titles.get(code, code)), palette.category_colour("sector", code), values)
            for code, values in found.items()
        ),
        key=lambda sector: (sector.code == _OTHERS, -_size(sector), sector.code),
    )


def _size(sector: _Sector) -> float:
    """Over all municipalities together, so that one with an unusual sector does not decide alone."""
    return sum(abs(value) for value in sector.values.values() if value is not None)


def _folded(sectors: list[_Sector]) -> tuple[list[_Sector], list[_Sector]]:
    """The sectors drawn, and those drawn as one of them: the smallest beyond five."""
    visible = [sector for sector in sectors if _size(sector) > 0]
    if len(visible) <= palette.LARGEST_HUE_COUNT:
        return visible, []
    kept, small = visible[: palette.LARGEST_HUE_COUNT - 1], visible[palette.LARGEST_HUE_COUNT - 1 :]
    areas = dict.fromkeys(area_id for sector in small for area_id in sector.values)
    sums = {area_id: _sum([sector.values.get(area_id) for sector in small]) for area_id in areas}
    return [*kept, _Sector(_OTHERS, _("Other sectors"), palette.OTHER, sums)], small


def _sum(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _lengths(sectors: list[_Sector], areas: Sequence[ProfiledArea]) -> list[float]:
    return [sum(max(sector.values.get(area.area_id) or 0.0, 0.0) for sector in sectors) for area in areas]


def _table(sectors: list[_Sector], areas: Sequence[ProfiledArea], unit_label: str) -> pd.DataFrame:
    columns = {
        f"{sector.title}, {unit_label}": [number_or_nan(sector.values.get(area.area_id)) for area in areas]
        for sector in sectors
    }
    return pd.DataFrame({_("Municipality"): [area.name for area in areas], **columns})


def _figure(
    sectors: list[_Sector],
    areas: Sequence[ProfiledArea],
    scale: Scale,
    longest: float,
    *,
    numbers: ChartFormat,
) -> Any:
    axis = axis_for([scale.shown(longest)], most_ticks=5)
    entries = [KeyEntry("■", sector.colour, sector.title) for sector in sectors]
    key = key_rows(entries, gap_px=_GAP_PX, width_px=WIDTHS_PX[0] - 2 * _SIDE_PX)
    ends = (min(axis.low, 0.0), max(axis.high, scale.shown(longest) or 0.0))
    layout = rows_layout(
        _ROW_PX * len(areas),
        above_px=10 + _KEY_ROW_PX * len(key),
        below_px=BOTTOM_PX + 18,
        sides_px=(_SIDE_PX, _SIDE_PX),
        barmode="relative",
        xaxis=across_axis(ends, axis.step, scale.unit),
        annotations=[
            *key_annotations(key, row_px=_KEY_ROW_PX, lift_px=4, glyph_px=_SQUARE_PX),
            *(_row_words(row, area, sectors, scale, numbers) for row, area in enumerate(areas)),
        ],
    )
    return figure_of([_bars(sector, areas, scale, numbers) for sector in sectors], layout, numbers=numbers)


def _bars(
    sector: _Sector, areas: Sequence[ProfiledArea], scale: Scale, numbers: ChartFormat
) -> dict[str, Any]:
    values = [sector.values.get(area.area_id) for area in areas]
    title = escape(sector.title, quote=False)
    return {
        "type": "bar",
        "orientation": "h",
        "name": title,
        "x": [drawn(scale.shown(value)) for value in values],
        "y": [_ROW_PX * row + 32 for row in range(len(areas))],
        "width": _BAR_PX,
        "text": [escape(area.name, quote=False) for area in areas],
        "textposition": "none",
        "marker": {"color": sector.colour, "line": {"color": palette.GROUND, "width": 1}},
        "hovertemplate": [
            f"%{{text}}, {title} <b>{escape(scale.amount(value, numbers), quote=False)}</b><extra></extra>"
            for value in values
        ],
    }


def _row_words(
    row: int, area: ProfiledArea, sectors: list[_Sector], scale: Scale, numbers: ChartFormat
) -> dict[str, Any]:
    rest = _(area.note) or _first_words(sectors, area, scale, numbers)
    name = f"<b>{escape(area.name, quote=False)}</b>"
    return left_words(small_html(f"{name}  {escape(rest, quote=False)}"), 0, _ROW_PX * row + 12)


def _first_words(sectors: list[_Sector], area: ProfiledArea, scale: Scale, numbers: ChartFormat) -> str:
    """The largest sector of one municipality with its figure; empty where nothing is known."""
    known = [(value, sector) for sector in sectors if (value := sector.values.get(area.area_id)) is not None]
    if not known:
        return ""
    value, sector = max(known, key=lambda each: each[0])
    return _("{name} {value}", name=sector.title, value=_amount(value, scale, numbers))


def _amount(value: float, scale: Scale, numbers: ChartFormat) -> str:
    """Shares as whole percent, since a tenth of a percent of a total is no difference."""
    if scale.base_unit == PERCENT:
        return f"{format_number(value, digits=0)}\N{NO-BREAK SPACE}%"
    return scale.amount(value, numbers)


def _largest_words(sectors: list[_Sector], area: ProfiledArea, scale: Scale, numbers: ChartFormat) -> str:
    words = _(area.note) or _first_words(sectors, area, scale, numbers)
    return _("{name}: {words}", name=area.name, words=words) if words else area.name
