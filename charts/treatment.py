"""What became of the waste: a bar a year, stacked by treatment, up to all that was generated."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.end_labels import EndLabel
from charts.scale import Scale, present, scale_for
from charts.template import HEIGHT_PX, empty_chart
from charts.years import stack_middles, year_bars, year_table, years_figure, years_of_bars
from texts import Text, _, format_number

# Five hues that stay apart for every reader; what is not known is white.
TREATMENT_COLOURS: dict[str, str] = dict(
    zip(
        ("recycling", "composting_digestion", "reuse", "energy_recovery", "landfill"),
        (palette.AREA_COLOURS[index] for index in (0, 1, 2, 4, 5)),
        strict=True,
    )
)
BACK = ("reuse", "recycling", "composting_digestion")
LOST = ("energy_recovery", "landfill")
UNSTATED = ("other", "unknown")
ORDER = (*BACK, *LOST, *UNSTATED)
GENERATED, UNACCOUNTED = "generated", "unaccounted"
STRIPES = {
    "shape": "/",
    "size": 7,
    "solidity": 0.25,
    "fgcolor": palette.TEXT_MUTED,
    "bgcolor": palette.SURFACE,
}
_NOISE_SHARE = 1e-9


@dataclass(frozen=True)
class _Part:
    """One treatment. values: t by year; years without a row, or whose row has no figure, are left out."""

    code: str
    title: str
    values: dict[int, float]
    missing_years: tuple[int, ...] = ()


def treatment_chart(
    frame: pd.DataFrame,
    *,
    titles: Mapping[str, str | Text],
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    empty_text: str | Text,
    height_px: int = HEIGHT_PX,
) -> Chart:
    """Waste by treatment over the years, with what of the waste generated is in no treatment.

    frame: year (int), stage (a code of ORDER, or GENERATED), amount_tonnes (NaN = a row without a figure). titles: code to
    words. Burnt and landfilled waste stands above what was reused, recycled or composted; stripes are other and unknown
    treatments, white is what was generated and not accounted for."""
    parts = [_part(frame, code, titles) for code in ORDER if code in set(frame["stage"])]
    generated = _part(frame, GENERATED, titles)
    table = _table(parts, generated, unit_label)
    shown = [part for part in parts if any(part.values.values())]
    if not shown:
        return empty_chart(empty_text, numbers=format, table=table)
    rest = _unaccounted(parts, generated)
    if any(rest.values.values()):
        shown = [*shown, rest]
    years = sorted({year for part in shown for year in part.values})
    scale = scale_for([sum(part.values.get(year, 0.0) for part in shown) for year in years], unit_label)
    notes = _notes(parts, generated, shown, years[-1])
    told = [
        year
        for year in years
        if any(year in part.values for part in parts)
        and not any(year in part.missing_years for part in parts)
    ]  # the years of which shares can be said
    takeaway = (
        _takeaway(parts, generated, told[-1], scale, format)
        if told
        else _("Waste by treatment, {first} to {last}", first=str(years[0]), last=str(years[-1]))
    )
    said = [
        f"{part.title} {scale.amount(part.values[years[-1]], format)}"
        for part in shown
        if years[-1] in part.values
    ]
    alt = " ".join([
        _("Stacked bars of waste by treatment, {first} to {last}, in {unit}.", first=str(years[0]), last=str(years[-1]),
          unit=scale.unit),
        f"{takeaway}.", f"{'; '.join(said)}.", *notes,
    ])  # fmt: skip
    return Chart(_figure(shown, years, scale, format, height_px), takeaway, alt, table, tuple(notes))


def _part(frame: pd.DataFrame, code: str, titles: Mapping[str, str | Text]) -> _Part:
    rows = frame[frame["stage"] == code]
    pairs = [
        (int(year), present(value)) for year, value in zip(rows["year"], rows["amount_tonnes"], strict=True)
    ]
    known = {year: value for year, value in sorted(pairs) if value is not None}
    missing = tuple(sorted(year for year, value in pairs if value is None))
    return _Part(code, _(titles.get(code, code)), known, missing)


def _unaccounted(parts: list[_Part], generated: _Part) -> _Part:
    rest = {year: whole - _sum(parts, year) for year, whole in generated.values.items()}
    values = {year: left for year, left in rest.items() if left > _NOISE_SHARE * generated.values[year]}
    return _Part(UNACCOUNTED, _("Not accounted for"), values)


def _sum(parts: list[_Part], year: int, codes: tuple[str, ...] = ORDER) -> float:
    return sum(part.values.get(year, 0.0) for part in parts if part.code in codes)


def _figure(shown: list[_Part], years: list[int], scale: Scale, numbers: ChartFormat, height_px: int) -> Any:
    return years_figure(
        [_bar(part, scale, numbers) for part in shown],
        _names(shown, years[-1], scale, numbers),
        years=years_of_bars(years[0], years[-1]),
        reaches=[scale.shown(sum(part.values.get(year, 0.0) for part in shown)) for year in years],
        unit=scale.unit,
        numbers=numbers,
        height_px=height_px,
        barmode="stack",
    )


def _bar(part: _Part, scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    return year_bars(part.title, part.values, scale=scale, numbers=numbers, marker=_marker(part.code))


def _marker(code: str) -> dict[str, Any]:
    if code in TREATMENT_COLOURS:
        return {"color": TREATMENT_COLOURS[code], "line": {"color": palette.GROUND, "width": 1}}
    outlined = {"color": palette.SURFACE, "line": {"color": palette.TEXT_MUTED, "width": 1}}
    return outlined | ({"pattern": STRIPES} if code in UNSTATED else {})


def glyph_and_colour(code: str) -> tuple[str, str]:
    """The mark that stands for a treatment beside its name, and its colour."""
    glyph = "■" if code in TREATMENT_COLOURS else "▨" if code in UNSTATED else "□"
    return glyph, TREATMENT_COLOURS.get(code, palette.TEXT_MUTED)


def _names(shown: list[_Part], year: int, scale: Scale, numbers: ChartFormat) -> list[tuple[EndLabel, float]]:
    """The names beside the last bar, each at the middle of its part."""
    there = [part for part in shown if year in part.values]
    labels = [
        EndLabel(*glyph_and_colour(part.code), part.title, scale.amount(part.values[year], numbers))
        for part in there
    ]
    return list(zip(labels, stack_middles([part.values[year] for part in there], scale), strict=True))


def _takeaway(parts: list[_Part], generated: _Part, year: int, scale: Scale, numbers: ChartFormat) -> str:
    """Shares of what was generated, with what is not accounted for; of what was treated where that is not stated."""
    treated = _sum(parts, year)
    whole = generated.values.get(year) or treated
    places = {
        "year": str(year),
        "whole": scale.amount(whole, numbers),
        "back": _percent(_sum(parts, year, BACK), whole),
        "lost": _percent(_sum(parts, year, LOST), whole),
    }
    if not generated.values.get(year):
        return _("In {year} {whole} were treated: {back} % were reused, recycled or composted, {lost} % burnt or landfilled",
                 **places)  # fmt: skip
    said = _("In {year} {whole} were thrown away: {back} % were reused, recycled or composted, {lost} % burnt or landfilled",
             **places)  # fmt: skip
    rest = _percent(max(whole - treated, 0.0), whole)
    return said if rest == "0" else _("{said}, {rest} % not accounted for", said=said, rest=rest)


def _percent(part: float, whole: float) -> str:
    return format_number(100 * part / whole, digits=0)


def _notes(parts: list[_Part], generated: _Part, shown: list[_Part], last: int) -> list[str]:
    notes = []
    if any(part.code == UNACCOUNTED for part in shown):
        notes.append(_("White: generated, and in no treatment that is stated."))
    if any(part.code in UNSTATED for part in shown):
        notes.append(_("Striped: other or unknown treatment."))
    over = [year for year, whole in generated.values.items() if _sum(parts, year) > whole * (1 + 1e-6)]
    if over:
        notes.append(_("More was treated than generated in {years}.", years=_listed(over)))
    notes += [
        _("{name}: no figure for {years}.", name=part.title, years=_listed(part.missing_years))
        for part in [*parts, generated]
        if part.missing_years
    ]
    unnamed = [part for part in shown if last not in part.values]
    notes += [
        _("{name}: last stated for {year}.", name=part.title, year=str(max(part.values)))
        for part in unnamed
        if part.code != UNACCOUNTED
    ]
    return notes


def _listed(years: list[int] | tuple[int, ...]) -> str:
    return ", ".join(map(str, years))


def _table(parts: list[_Part], generated: _Part, unit_label: str) -> pd.DataFrame:
    columns = [part for part in (generated, *parts) if part.values or part.missing_years]
    return year_table(
        {
            f"{part.title}, {unit_label}": {**dict.fromkeys(part.missing_years), **part.values}
            for part in columns
        }
    )
