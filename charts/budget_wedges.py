"""The cut that the ceilings of a climate budget ask for, as wedges of measures that close it exactly."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.end_labels import EndLabel
from charts.hover import titled_amount
from charts.scale import Scale, drawn, present, scale_for
from charts.template import HEIGHT_PX, empty_chart
from charts.years import stack_middles, year_bars, year_table, years_figure, years_of_bars
from texts import Text, _

MOST_WEDGES = 6  # as many as labels have room; the smallest are drawn as one, the table keeps all
WEDGES_PX = HEIGHT_PX + 100


@dataclass(frozen=True)
class _Wedge:
    """What one measure cuts. values: t by year, below zero = it raises emissions."""

    title: str
    sector: str
    is_proposed: bool
    values: dict[int, float]

    @property
    def words(self) -> str:
        """Its title, and that it is not decided where it is not."""
        return _("{name} (proposed)", name=self.title) if self.is_proposed else self.title

    @property
    def size(self) -> float:
        return max((abs(value) for value in self.values.values()), default=0.0)


def budget_wedges_chart(
    wedges: pd.DataFrame,
    needed: pd.DataFrame,
    *,
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    empty_text: str | Text,
    height_px: int = WEDGES_PX,
) -> Chart:
    """The cut that the ceilings ask for, year by year, filled by what each measure cuts; what is left is still missing.

    wedges: one row per measure and year: year (int), title, sector (code, "" = none), is_proposed (bool), value (base unit;
    below zero = it raises emissions, which then counts as missing). needed: year, value (reference less ceiling, NaN = not
    known). Colour says the sector, stripes say proposed. Measures and what is missing add up to what is needed; what goes
    beyond it is in no bar. The smallest measures are drawn as one; the table keeps all."""
    found, asked = _wedges(wedges), _by_year(needed)
    table = _wedges_table(found, asked, unit_label)
    if not found and not asked:
        return empty_chart(empty_text, numbers=format, table=table)
    missing = {year: value - _sum(found, year) for year, value in asked.items()}
    shown = _folded(found)
    scale = scale_for([*_heights(shown, asked), *asked.values()], unit_label)
    figure = _figure(shown, asked, missing, scale, format, height_px=height_px)
    takeaway = _takeaway(asked, missing, scale, format)
    notes = _notes(found, shown, asked)
    alt = " ".join([_("Stacked bars of what measures cut, in {unit}.", unit=scale.unit), takeaway + ".",
                    *_said(found, scale, format), *notes])  # fmt: skip
    return Chart(figure, takeaway, alt, table, tuple(notes))


def _wedges(frame: pd.DataFrame) -> list[_Wedge]:
    """The measures, adopted ones first, then the largest first."""
    known = frame.dropna(subset=["value"])
    made = [
        _Wedge(str(title), str(sector), bool(is_proposed), _by_year(rows))
        for (title, sector, is_proposed), rows in known.groupby(
            ["title", "sector", "is_proposed"], sort=False
        )
    ]
    return sorted(made, key=lambda wedge: (wedge.is_proposed, -wedge.size, wedge.title))


def _folded(wedges: list[_Wedge]) -> list[_Wedge]:
    """At most MOST_WEDGES: the largest, and the others of each decision as one."""
    if len(wedges) <= MOST_WEDGES:
        return wedges
    large = set(
        map(id, sorted(wedges, key=lambda wedge: -wedge.size)[: MOST_WEDGES - 2])
    )  # two places for the rest
    shown = []
    for is_proposed, words in (
        (False, _("Other adopted measures")),
        (True, _("Other proposed measures")),
    ):
        of_decision = [wedge for wedge in wedges if wedge.is_proposed == is_proposed]
        shown += [wedge for wedge in of_decision if id(wedge) in large]
        small = [wedge for wedge in of_decision if id(wedge) not in large]
        if len(small) == 1:
            shown += small
        elif small:
            years = sorted({year for wedge in small for year in wedge.values})
            shown.append(_Wedge(words, "", is_proposed, {year: _sum(small, year) for year in years}))
    return shown


def _sum(wedges: list[_Wedge], year: int) -> float:
    return sum(wedge.values.get(year, 0.0) for wedge in wedges)


def _by_year(frame: pd.DataFrame) -> dict[int, float]:
    pairs = ((int(year), present(value)) for year, value in zip(frame["year"], frame["value"], strict=True))
    return {year: value for year, value in pairs if value is not None}


def _years(wedges: list[_Wedge], asked: dict[int, float]) -> list[int]:
    return sorted({*asked, *(year for wedge in wedges for year in wedge.values)})


def _heights(wedges: list[_Wedge], asked: dict[int, float]) -> list[float]:
    """How far the stack of each year reaches above and below zero."""
    ends = []
    for year in _years(wedges, asked):
        cuts = [wedge.values.get(year, 0.0) for wedge in wedges]
        up, down = sum(max(cut, 0.0) for cut in cuts), sum(min(cut, 0.0) for cut in cuts)
        ends += [max(up, asked.get(year, 0.0) - down), down]
    return ends


def _figure(
    wedges: list[_Wedge],
    asked: dict[int, float],
    missing: dict[int, float],
    scale: Scale,
    numbers: ChartFormat,
    *,
    height_px: int,
) -> Any:
    years = _years(wedges, asked)
    still = {year: value for year, value in missing.items() if value > 0}
    traces = [_bar(wedge, scale, numbers) for wedge in wedges]
    traces += [_missing_bar(still, scale, numbers)] if still else []
    traces += [_needed_trace(asked, scale, numbers)] if asked else []
    return years_figure(
        traces,
        _names(wedges, still, asked, years[-1], scale, numbers),
        years=years_of_bars(years[0], years[-1]),
        reaches=[scale.shown(value) for value in [*_heights(wedges, asked), *asked.values()]],
        unit=scale.unit,
        numbers=numbers,
        height_px=height_px,
        barmode="relative",
    )


def _bar(wedge: _Wedge, scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    marker: dict[str, Any] = {"color": _colour(wedge), "line": {"color": palette.GROUND, "width": 1}}
    if wedge.is_proposed:
        marker["pattern"] = palette.PROPOSED_STRIPES
    bars = year_bars(wedge.title, wedge.values, scale=scale, numbers=numbers, marker=marker)
    return bars | {"hovertemplate": titled_amount(wedge.words, wedge.values.values(), scale, numbers)}


def _missing_bar(missing: dict[int, float], scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    marker = {"color": palette.SURFACE, "line": {"color": palette.TEXT, "width": 1.2}}
    return year_bars(_("Still missing"), missing, scale=scale, numbers=numbers, marker=marker)


def _needed_trace(asked: dict[int, float], scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": _("Needed cut"),
        "x": list(asked),
        "y": [drawn(scale.shown(value)) for value in asked.values()],
        "marker": {
            "symbol": "line-ew",
            "size": 26,
            "line": {"color": palette.TEXT, "width": 2.5},
        },
        "hovertemplate": titled_amount(_("Needed cut"), asked.values(), scale, numbers),
    }


def _colour(wedge: _Wedge) -> str:
    return palette.category_colour("sector", wedge.sector) if wedge.sector else palette.OTHER


def _names(
    wedges: list[_Wedge],
    missing: dict[int, float],
    asked: dict[int, float],
    year: int,
    scale: Scale,
    numbers: ChartFormat,
) -> list[tuple[EndLabel, float]]:
    """The names beside the last bar, each at the middle of its part, and that of what is needed."""
    parts = [(_glyph(wedge), _colour(wedge), wedge.title, wedge.values[year])
             for wedge in wedges if year in wedge.values]  # fmt: skip
    if year in missing:
        parts.append(("□", palette.TEXT, _("Still missing"), missing[year]))
    middles = stack_middles([part[-1] for part in parts], scale)
    if year in asked:
        parts.append(("━", palette.TEXT, _("Needed cut"), asked[year]))
        middles.append(asked[year] / scale.divisor)
    return [
        (EndLabel(glyph, colour, title, numbers.number(value / scale.divisor)), middle)
        for (glyph, colour, title, value), middle in zip(parts, middles, strict=True)
    ]


def _glyph(wedge: _Wedge) -> str:
    return "▨" if wedge.is_proposed else "■"


def _takeaway(asked: dict[int, float], missing: dict[int, float], scale: Scale, numbers: ChartFormat) -> str:
    if not asked:
        return _("What measures cut; no ceiling says how much is needed")
    year = max(asked)
    places = {"year": str(year), "needed": scale.amount(asked[year], numbers)}
    if missing[year] > 0:
        return _("In {year} a cut of {needed} is needed, and {missing} of it is still missing",
                 missing=scale.amount(missing[year], numbers), **places)  # fmt: skip
    return _("In {year} a cut of {needed} is needed, and measures bring it", **places)


def _said(wedges: list[_Wedge], scale: Scale, numbers: ChartFormat) -> list[str]:
    return [
        _("{name}: {value} in {year}.", name=wedge.title, value=scale.amount(wedge.values[max(wedge.values)], numbers),
          year=str(max(wedge.values)))
        for wedge in wedges
    ]  # fmt: skip


def _notes(wedges: list[_Wedge], shown: list[_Wedge], asked: dict[int, float]) -> list[str]:
    notes = []
    if any(wedge.is_proposed for wedge in wedges):
        notes.append(_("Striped: proposed, not decided."))
    if any(value < 0 for wedge in wedges for value in wedge.values.values()):
        notes.append(
            _("Below zero: measures that raise emissions. What they add is part of what is still missing.")
        )
    small = [wedge.title for wedge in wedges if wedge not in shown]
    if small:
        notes.append(_("Drawn as one: {names}.", names=", ".join(small)))
    years = {year for wedge in wedges for year in wedge.values} - set(asked)
    if years and asked:
        notes.append(_("No needed cut is known for {years}.", years=", ".join(map(str, sorted(years)))))
    return notes


def _wedges_table(wedges: list[_Wedge], asked: dict[int, float], unit_label: str) -> pd.DataFrame:
    left = {year: value - _sum(wedges, year) for year, value in asked.items()}
    return year_table(
        {
            f"{_('Needed cut')}, {unit_label}": asked,
            **{f"{wedge.words}, {unit_label}": wedge.values for wedge in wedges},
            f"{_('Still missing')}, {unit_label}": left,
        }
    )
