"""A breakdown stacked over the years: areas where every figure is there, else a bar for each reported year."""

from html import escape
from typing import Any, Literal

from charts import palette
from charts.breakdown_parts import Part, latest_year, totals, years_of
from charts.chart import ChartFormat
from charts.end_labels import EndLabel
from charts.hover import titled_amount
from charts.scale import Scale, drawn
from charts.years import (
    ShownYears,
    stack_middles,
    year_bars,
    years_figure,
    years_of_bars,
    years_of_lines,
)

Kind = Literal["area", "bar", "line"]
_BESIDE_AREAS_SHARE = 0.02  # of the years shown, on both sides


def stack_figure(parts: list[Part], scale: Scale, *, kind: Kind, numbers: ChartFormat, height_px: int) -> Any:
    """The parts on top of each other, named beside the newest year that has a figure; what is below zero hangs below
    the axis. kind: areas are drawn where may_be_area, else bars."""
    is_area = kind == "area" and may_be_area(parts)
    low = [sum(min(part.values.get(year) or 0.0, 0.0) for part in parts) for year in years_of(parts)]
    return years_figure(
        # Drawn from the axis outwards, the largest first.
        [(_area if is_area else _bar)(part, scale, numbers) for part in parts],
        _names(parts, scale, numbers),
        years=_shown_years(years_of(parts), is_area=is_area),
        reaches=[scale.shown(value) for value in [*totals(parts).values(), *low]],
        unit=scale.unit,
        numbers=numbers,
        height_px=height_px,
        air_px=20,
        barmode="relative",
    )


def may_be_area(parts: list[Part]) -> bool:
    """Whether areas would invent nothing: more than one year, every figure there, and no change of sign."""
    years = years_of(parts)
    return len(years) > 1 and all(
        part.has_one_sign and part.values.get(year) is not None for part in parts for year in years
    )


def _shown_years(years: list[int], *, is_area: bool) -> ShownYears:
    first, last = years[0], years[-1]
    if is_area:
        return years_of_lines(first, last, beside_share=_BESIDE_AREAS_SHARE)
    return years_of_bars(first, last)


def _area(part: Part, scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "stackgroup": "below" if any(value < 0 for value in part.known) else "above",
        "name": escape(part.title, quote=False),
        "x": list(part.values),
        "y": [drawn(scale.shown(value)) for value in part.values.values()],
        "line": {"color": palette.GROUND, "width": 1.2},
        "fillcolor": part.colour,
        "hovertemplate": titled_amount(part.title, part.values.values(), scale, numbers),
        "hoverlabel": {"bordercolor": part.colour},
    }


def _bar(part: Part, scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    marker = {"color": part.colour, "line": {"color": palette.GROUND, "width": 1}}
    return year_bars(part.title, part.values, scale=scale, numbers=numbers, marker=marker)


def _names(parts: list[Part], scale: Scale, numbers: ChartFormat) -> list[tuple[EndLabel, float]]:
    year = latest_year(parts)
    values = [part.values.get(year) for part in parts]
    amounts = ["–" if value is None else numbers.number(value / scale.divisor) for value in values]
    labels = [
        EndLabel("■", part.colour, part.title, amount) for part, amount in zip(parts, amounts, strict=True)
    ]
    return list(zip(labels, stack_middles([value or 0.0 for value in values], scale), strict=True))
