"""What the emissions are made of: sectors or gases over the years, stacked, or each as a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.lines import EndLabel, NamedLine, end_column, lines_figure
from charts.placement import Plane
from charts.scale import Scale, axis_for, drawn, number_or_nan, present, scale_for, signed_percent
from charts.template import (
    BOTTOM_PX,
    HEIGHT_PX,
    TOP_PX,
    WIDTHS_PX,
    empty_chart,
    end_annotation,
    figure_of,
    hover_amount,
    hover_template,
    left_margin_px,
    unit_annotation,
    value_axis,
    year_ticks,
)
from texts import Text, _, format_number

Dimension = Literal["sector", "gas"]
Kind = Literal["area", "bar", "line"]
_OTHERS = "other"


@dataclass(frozen=True)
class _Part:
    """One sector or gas: its value per year, None = explicitly missing, no entry = no row for that year."""

    code: str
    title: str
    colour: str
    values: dict[int, float | None]

    @property
    def known(self) -> list[float]:
        return [value for value in self.values.values() if value is not None]

    @property
    def size(self) -> float:
        return max((abs(value) for value in self.known), default=0.0)

    @property
    def has_one_sign(self) -> bool:
        return all(value >= 0 for value in self.known) or all(value <= 0 for value in self.known)


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
    parts = _parts(frame, dimension, titles)
    table = _table(parts, unit_label)
    visible = [part for part in parts if part.size > 0] or [part for part in parts if part.known]
    shown, folded = _folded(visible, dimension)
    if not shown:
        words = empty_text or _(
            "No sectors or gases to draw yet. Load a file that divides the total, on the Upload page."
        )
        return empty_chart(words, numbers=format, table=table)
    if is_indexed:
        return _indexed_chart(shown, folded, table, numbers=format, height_px=height_px)
    scale = scale_for(
        [*(value for part in shown for value in part.known), *_totals(shown).values()], unit_label
    )
    notes = [*_fold_notes(folded), *_missing_notes(parts), *_bar_notes(shown, kind)]
    if kind == "line":
        figure = lines_figure(_lines(shown, scale), scale=scale, numbers=format, height_px=height_px)
    else:
        figure = _stack_figure(shown, scale, kind=kind, numbers=format, height_px=height_px)
    return Chart(
        figure,
        _takeaway(shown, scale, format),
        _alternative(shown, scale, format, notes),
        table,
        tuple(notes),
    )


def _parts(frame: pd.DataFrame, dimension: Dimension, titles: Mapping[str, str | Text]) -> list[_Part]:
    found: dict[str, dict[int, float | None]] = {}
    if not frame.empty:
        rows = zip(frame["year"].tolist(), frame["category"].tolist(), frame["value"].tolist(), strict=True)
        for year, code, value in sorted(rows, key=lambda row: (int(row[0]), str(row[1]))):
            found.setdefault(str(code), {})[int(year)] = present(value)
    named = ((code, _(titles.get(code, code)), palette.category_colour(dimension, code)) for code in found)
    return sorted(
        (_Part(code, title, colour, found[code]) for code, title, colour in named),
        key=lambda part: (-part.size, part.code),
    )


def _folded(parts: list[_Part], dimension: Dimension) -> tuple[list[_Part], list[_Part]]:
    if len(parts) <= palette.LARGEST_HUE_COUNT:
        return parts, []
    # "Other" itself goes first into the sum of the small ones; removals stay visible as long as possible.
    ranked = sorted(
        parts, key=lambda part: (part.code == _OTHERS, not any(value < 0 for value in part.known), -part.size)
    )
    kept, small = ranked[: palette.LARGEST_HUE_COUNT - 1], ranked[palette.LARGEST_HUE_COUNT - 1 :]
    title = _("Other sectors") if dimension == "sector" else _("Other gases")
    years = sorted({year for part in small for year in part.values})
    rest = _Part(
        _OTHERS,
        title,
        palette.OTHER,
        {year: _sum([part.values.get(year, 0.0) for part in small]) for year in years},
    )
    return [*sorted(kept, key=lambda part: -part.size), rest], sorted(small, key=lambda part: -part.size)


def _sum(values: list[float | None]) -> float | None:
    # A sum is missing when one of its parts is.
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _years(parts: list[_Part]) -> list[int]:
    return sorted({year for part in parts for year in part.values})


def _totals(parts: list[_Part]) -> dict[int, float]:
    """The largest height of the stack in a year, without what lies below zero."""
    return {year: sum(max(part.values.get(year) or 0.0, 0.0) for part in parts) for year in _years(parts)}


def _latest_year(parts: list[_Part]) -> int:
    return max(year for part in parts for year, value in part.values.items() if value is not None)


def _table(parts: list[_Part], unit_label: str) -> pd.DataFrame:
    years = _years(parts)
    columns = {
        f"{part.title}, {unit_label}": [number_or_nan(part.values.get(year)) for year in years]
        for part in parts
    }
    sums = [
        number_or_nan(_sum([part.values[year] for part in parts if year in part.values])) for year in years
    ]
    return pd.DataFrame({_("Year"): years, **columns, f"{_('Sum of the parts')}, {unit_label}": sums})


def _stack_figure(
    parts: list[_Part], scale: Scale, *, kind: Kind, numbers: ChartFormat, height_px: int
) -> Any:
    years = _years(parts)
    is_area = kind == "area" and _may_be_area(parts)
    low = {year: sum(min(part.values.get(year) or 0.0, 0.0) for part in parts) for year in years}
    axis = axis_for([scale.shown(value) for value in [*_totals(parts).values(), *low.values()]])
    first, last = years[0], years[-1]
    beside = 0.02 * (last - first) if is_area else 0.55
    shown_years = (first - beside, last + beside)
    plane = Plane(1, height_px - TOP_PX - BOTTOM_PX, shown_years, (axis.low, axis.high))
    labels, levels = _stack_labels(parts, scale, numbers, plane)
    left_px, right_px = left_margin_px(axis), round(max(label.width_px for label in labels)) + 20
    lifts = end_column(labels, height_px=plane.height_px)
    right_end = last if is_area else last + 0.4
    layout = {
        "height": height_px,
        "margin": {"l": left_px, "r": right_px, "t": TOP_PX, "b": BOTTOM_PX, "pad": 0},
        "barmode": "relative",
        "xaxis": {
            "range": list(shown_years),
            "tickvals": year_ticks(
                first, last, important=[last, first], plot_px=WIDTHS_PX[0] - left_px - right_px
            ),
        },
        "yaxis": value_axis(axis),
        "annotations": [
            *(
                end_annotation(label.html, right_end, level, lift, shift_px=10)
                for label, level, lift in zip(labels, levels, lifts, strict=True)
            ),
            unit_annotation(scale.unit, left_px=left_px),
        ],
    }
    # Drawn from the axis outwards, the largest first.
    return figure_of(
        [(_area if is_area else _bar)(part, scale, numbers) for part in parts], layout, numbers=numbers
    )


def _may_be_area(parts: list[_Part]) -> bool:
    years = _years(parts)
    return len(years) > 1 and all(
        part.has_one_sign and part.values.get(year) is not None for part in parts for year in years
    )


def _area(part: _Part, scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "stackgroup": "below" if any(value < 0 for value in part.known) else "above",
        "name": escape(part.title, quote=False),
        "x": list(part.values),
        "y": [drawn(scale.shown(value)) for value in part.values.values()],
        "line": {"color": palette.GROUND, "width": 1.2},
        "fillcolor": part.colour,
        "hovertemplate": _hover(part, scale, numbers),
        "hoverlabel": {"bordercolor": part.colour},
    }


def _bar(part: _Part, scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": escape(part.title, quote=False),
        "x": list(part.values),
        "y": [drawn(scale.shown(value)) for value in part.values.values()],
        "width": 0.8,
        "marker": {"color": part.colour, "line": {"color": palette.GROUND, "width": 1}},
        "hovertemplate": _hover(part, scale, numbers),
    }


def _hover(part: _Part, scale: Scale, numbers: ChartFormat) -> str | list[str]:
    pattern = f"{escape(part.title, quote=False)} <b>{hover_amount(scale)}</b><extra></extra>"
    return hover_template(pattern, part.values.values(), scale, numbers)


def _stack_labels(
    parts: list[_Part], scale: Scale, numbers: ChartFormat, plane: Plane
) -> tuple[list[EndLabel], list[float]]:
    year = _latest_year(parts)
    above, below = 0.0, 0.0
    labels, levels = [], []
    for part in parts:
        known = part.values.get(year)
        value = known or 0.0
        start = above if value >= 0 else below
        middle = (start + value / 2) / scale.divisor
        above, below = (above + value, below) if value >= 0 else (above, below + value)
        amount = "–" if known is None else numbers.number(value / scale.divisor)
        labels.append(EndLabel("■", part.colour, part.title, amount, "", plane.at(year, middle)[1]))
        levels.append(middle)
    return labels, levels


def _lines(parts: list[_Part], scale: Scale) -> list[NamedLine]:
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


def _indexed_chart(
    parts: list[_Part], folded: list[_Part], table: pd.DataFrame, *, numbers: ChartFormat, height_px: int
) -> Chart:
    able = [part for part in parts if part.has_one_sign and max(part.known) > 0]
    common = [
        year for year in _years(able) if able and all((part.values.get(year) or 0.0) > 0 for part in able)
    ]
    unable = [part.title for part in parts if part not in able]
    if not common:
        words = _(
            "There is no year in which every part has a figure above zero, so they cannot be set to 100 "
            "together. Choose tonnes instead."
        )
        return empty_chart(words, numbers=numbers, table=table)
    base = common[0]
    unit = _("{year} = 100", year=str(base))
    indexed = [_Part(part.code, part.title, part.colour, _index_of(part.values, base)) for part in able]
    scale = Scale(1.0, unit, "", unit)
    figure = lines_figure(
        _lines(indexed, scale), scale=scale, numbers=numbers, reference=100.0, height_px=height_px
    )
    notes = [*_fold_notes(folded), *_missing_notes(able)]
    if unable:
        notes.append(_("Not drawn, because it is not above zero: {names}.", names=", ".join(unable)))
    changes = _changes(indexed)
    takeaway = _(
        "From {base} to {year}: {changes}",
        base=str(base),
        year=str(_latest_year(able)),
        changes="; ".join(changes[:2]),
    )
    alt = " ".join([_("Line chart of the parts, {unit}.", unit=unit), "; ".join(changes) + ".", *notes])
    return Chart(figure, takeaway, alt, _with_index(table, indexed, unit), tuple(notes))


def _index_of(values: dict[int, float | None], base: int) -> dict[int, float | None]:
    start = values[base] or 1.0  # the base year was chosen because all are above zero in it
    return {year: None if value is None else value / start * 100 for year, value in values.items()}


def _changes(indexed: list[_Part]) -> list[str]:
    latest = {
        part.title: part.values[max(year for year, value in part.values.items() if value is not None)]
        for part in indexed
    }
    ordered = sorted(
        ((title, value - 100) for title, value in latest.items() if value is not None),
        key=lambda row: -abs(row[1]),
    )
    return [_("{name} {change} %", name=title, change=signed_percent(change)) for title, change in ordered]


def _with_index(table: pd.DataFrame, indexed: list[_Part], unit: str) -> pd.DataFrame:
    years = table.iloc[:, 0].tolist()
    columns = {
        f"{part.title}, {unit}": [number_or_nan(part.values.get(year)) for year in years] for part in indexed
    }
    return pd.concat([table, pd.DataFrame(columns, index=table.index)], axis=1)


def _takeaway(parts: list[_Part], scale: Scale, numbers: ChartFormat) -> str:
    year = _latest_year(parts)
    present_now = {
        part.title: part.values[year] or 0.0
        for part in parts
        if part.values.get(year) is not None and part.code != _OTHERS
    }
    if not present_now:
        present_now = {part.title: part.values.get(year) or 0.0 for part in parts}
    title, value = max(present_now.items(), key=lambda item: item[1])
    is_whole = all(part.values.get(year) is not None for part in parts) and all(
        (part.values[year] or 0.0) >= 0 for part in parts
    )
    total = _totals(parts)[year]
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


def _alternative(parts: list[_Part], scale: Scale, numbers: ChartFormat, notes: list[str]) -> str:
    year, years = _latest_year(parts), _years(parts)
    shares = [
        _("{name} {value}", name=part.title, value=scale.amount(part.values.get(year), numbers))
        for part in parts
    ]
    opening = _("Chart of the parts in {year}, in {unit}.", year=str(year), unit=scale.unit)
    if len(years) > 1:
        places = {"first": str(years[0]), "last": str(years[-1]), "unit": scale.unit}
        opening = _("Chart of the parts from {first} to {last}, in {unit}.", **places)
    return " ".join([opening, _("In {year}: {shares}.", year=str(year), shares="; ".join(shares)), *notes])


def _fold_notes(folded: list[_Part]) -> list[str]:
    return [_("Drawn as one: {names}.", names=", ".join(part.title for part in folded))] if folded else []


def _missing_notes(parts: list[_Part]) -> list[str]:
    # A part without a row in a year is as absent from the picture as one whose figure is marked as missing.
    years = _years(parts)
    notes = []
    for part in parts:
        absent = [str(year) for year in years if part.values.get(year) is None]
        if len(absent) == len(years):
            notes.append(_("No figures for {name}.", name=part.title))
        elif absent:
            notes.append(_("No figure for {name} in {years}.", name=part.title, years=", ".join(absent)))
    return notes


def _bar_notes(parts: list[_Part], kind: Kind) -> list[str]:
    if kind != "area" or _may_be_area(parts) or len(_years(parts)) == 1:
        return []
    return [_("Drawn as bars, because an area would bridge missing figures or a change of sign.")]
