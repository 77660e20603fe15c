"""What one project was expected to cut, with its range, beside what was verified afterwards, year by year."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.end_labels import EndLabel
from charts.hover import hover_amount, hover_template
from charts.scale import Scale, drawn, number_or_nan, present, scale_for
from charts.template import HEIGHT_PX, empty_chart
from charts.years import ShownYears, year_bars, years_figure, years_of_bars
from texts import Text, _

_WIDE, _SLIM = (
    0.64,
    0.26,
)  # of a year: the bar of what was expected, and the one of what was verified within it
_FEWEST_YEARS = 4  # shown, so that one bar does not fill the picture
_VERIFIED = {"color": palette.ACCENT, "line": {"color": palette.GROUND, "width": 1}}


@dataclass(frozen=True)
class _Year:
    """One year in the base unit; None = not told."""

    year: int
    low: float | None
    middle: float | None
    high: float | None
    verified: float | None

    @property
    def has_range(self) -> bool:
        return self.low is not None and self.high is not None and self.low != self.high

    @property
    def can_be_drawn(self) -> bool:
        """Whether there is a bar or a range; one end of a range alone is neither."""
        return self.middle is not None or self.verified is not None or self.has_range


def project_effect_chart(
    effects: pd.DataFrame,
    *,
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    empty_text: str | Text,
    height_px: int = HEIGHT_PX,
) -> Chart:
    """Expected cuts as pale bars with a line over their range, verified ones as dark bars within them.

    effects: one row per year: year (int), low, middle, high, verified (base unit a year, NaN = not told; below zero =
    emissions rise). A year without a figure is left out of the picture and stays in the table; nothing is added up over
    the years. Without any figure an empty state with the given text."""
    years = [_year(row) for row in effects.sort_values("year").to_dict("records")]
    table = _table(years, unit_label)
    told = [each for each in years if each.can_be_drawn]
    if not told:
        return empty_chart(empty_text, numbers=format, table=table)
    scale = scale_for([value for each in told for value in _amounts(each)], unit_label)
    takeaway = _takeaway(told, scale, format)
    kind = _("Bars of expected and verified cuts by year, in {unit}.", unit=scale.unit)
    alt = " ".join([kind, *(_said(each, scale, format) for each in told)])
    return Chart(_figure(told, scale, format, height_px=height_px), takeaway, alt, table, tuple(_notes(told)))


def _year(row: dict[Any, Any]) -> _Year:
    values = {name: present(row[name]) for name in ("low", "middle", "high", "verified")}
    return _Year(int(row["year"]), **values)


def _amounts(each: _Year) -> list[float]:
    known = (each.low, each.middle, each.high, each.verified)
    return [value for value in known if value is not None]


# --- the picture


def _figure(years: list[_Year], scale: Scale, numbers: ChartFormat, *, height_px: int) -> Any:
    return years_figure(
        _traces(years, scale, numbers),
        _names(years, scale, numbers),
        years=_shown_years([each.year for each in years]),
        reaches=[scale.shown(value) for each in years for value in _amounts(each)],
        unit=scale.unit,
        numbers=numbers,
        height_px=height_px,
        shift_px=8,
        barmode="overlay",
    )


def _shown_years(told: list[int]) -> ShownYears:
    """The years told and those that fill the picture after them; names stand clear of both."""
    bars = years_of_bars(told[0], max(told[-1], told[0] + _FEWEST_YEARS - 1))
    return replace(bars, names_at=bars.ends[1], important=tuple(told[::-1]))


def _traces(years: list[_Year], scale: Scale, numbers: ChartFormat) -> list[dict[str, Any]]:
    expected = [each for each in years if each.middle is not None]
    verified = [each for each in years if each.verified is not None]
    ranges = [each for each in years if each.has_range]
    found = [_expected_bars(expected, scale, numbers)] if expected else []
    found += [_verified_bars(verified, scale, numbers)] if verified else []
    return found + ([_range_lines(ranges, scale)] if ranges else [])


def _expected_bars(years: list[_Year], scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    values = {each.year: each.middle for each in years}
    bars = year_bars(
        _("Expected"), values, scale=scale, numbers=numbers, marker=palette.PALE_BAR, width=_WIDE
    )
    return bars | {"hovertemplate": _expected_hover(years, scale, numbers)}


def _expected_hover(years: list[_Year], scale: Scale, numbers: ChartFormat) -> list[str]:
    """The amount of each year, its range behind it."""
    pattern = f"{_('Expected')} <b>{hover_amount(scale)}</b>"
    templates = hover_template(pattern, [each.middle for each in years], scale, numbers)
    each_one = [templates] * len(years) if isinstance(templates, str) else templates
    return [
        f"{words}{_hover_range(each, scale, numbers)}<extra></extra>"
        for words, each in zip(each_one, years, strict=True)
    ]


def _verified_bars(years: list[_Year], scale: Scale, numbers: ChartFormat) -> dict[str, Any]:
    values = {each.year: each.verified for each in years}
    return year_bars(_("Verified"), values, scale=scale, numbers=numbers, marker=_VERIFIED, width=_SLIM)


def _range_lines(years: list[_Year], scale: Scale) -> dict[str, Any]:
    """A line from low to high in each year, with a foot and a head."""
    pairs = [(drawn(scale.shown(each.low)), drawn(scale.shown(each.high))) for each in years]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": _("Range"),
        "x": [place for each in years for place in (_beside(each), _beside(each), None)],
        "y": [place for low, high in pairs for place in (low, high, None)],
        "line": {"color": palette.TEXT, "width": 1.5},
        "marker": {"symbol": "line-ew", "size": 8, "line": {"color": palette.TEXT, "width": 1.5}},
        "hoverinfo": "skip",
    }


def _beside(each: _Year) -> float:
    """Where the line of a range stands: beside the dark bar of what was verified, on the pale one."""
    return each.year if each.verified is None else each.year + (_WIDE + _SLIM) / 4


def _hover_range(each: _Year, scale: Scale, numbers: ChartFormat) -> str:
    return f" ({_range(each, scale, numbers)})" if each.has_range else ""


def _names(years: list[_Year], scale: Scale, numbers: ChartFormat) -> list[tuple[EndLabel, float]]:
    """What the bars are, at the height of the newest of each; the range where nothing else is told."""
    bars = (
        (palette.VINTAGE, _("Expected"), _newest(years, "middle")),
        (palette.ACCENT, _("Verified"), _newest(years, "verified")),
    )
    named = [
        (EndLabel("■", colour, name, scale.amount(newest[1], numbers), _year_note(newest[0])), newest[1] / scale.divisor)
        for colour, name, newest in bars
        if newest is not None
    ]  # fmt: skip
    range_label = EndLabel("┃", palette.TEXT, _("Expected"), "", _year_note(years[-1].year))
    return named or [(range_label, _top(years[-1], scale))]


def _year_note(year: int) -> str:
    return _("in {year}", year=str(year))


def _top(each: _Year, scale: Scale) -> float:
    return max(_amounts(each)) / scale.divisor


def _newest(years: list[_Year], name: str) -> tuple[int, float] | None:
    known = [(each.year, value) for each in years if (value := getattr(each, name)) is not None]
    return known[-1] if known else None


# --- in words


def _takeaway(years: list[_Year], scale: Scale, numbers: ChartFormat) -> str:
    verified = [each for each in years if each.verified is not None]
    expected = _newest(years, "middle")
    if not verified:
        if expected is None:
            return _("A range is expected, and nothing is verified yet")
        return _("{amount} is expected in {year}, and nothing is verified yet",
                 amount=scale.amount(expected[1], numbers), year=str(expected[0]))  # fmt: skip
    newest = verified[-1]
    places = {"verified": scale.amount(newest.verified, numbers), "year": str(newest.year)}
    if newest.middle is None:
        return _("{verified} is verified for {year}; what was expected is not told", **places)
    return _("Verified for {year}: {verified} of the {expected} expected",
             expected=scale.amount(newest.middle, numbers), **places)  # fmt: skip


def _said(each: _Year, scale: Scale, numbers: ChartFormat) -> str:
    parts = []
    if each.middle is not None:
        words = _("expected {amount}", amount=scale.amount(each.middle, numbers))
        parts.append(f"{words} ({_range(each, scale, numbers)})" if each.has_range else words)
    elif each.has_range:
        parts.append(_("expected {amount}", amount=_range(each, scale, numbers)))
    if each.verified is not None:
        parts.append(_("verified {amount}", amount=scale.amount(each.verified, numbers)))
    return f"{each.year}: {', '.join(parts)}."


def _range(each: _Year, scale: Scale, numbers: ChartFormat) -> str:
    low, high = (scale.amount(value, numbers) for value in (each.low, each.high))
    return _("{low} to {high}", low=low, high=high)


def _notes(years: list[_Year]) -> list[str]:
    notes = []
    if any(each.has_range for each in years):
        notes.append(_("The line over a bar reaches from the cautious to the hopeful estimate."))
    if any(value < 0 for each in years for value in _amounts(each)):
        notes.append(_("Below zero: emissions rise."))
    return notes


def _table(years: list[_Year], unit_label: str) -> pd.DataFrame:
    titles = {
        "low": _("Expected, low"), "middle": _("Expected"), "high": _("Expected, high"), "verified": _("Verified"),
    }  # fmt: skip
    columns = {
        f"{title}, {unit_label}": [number_or_nan(getattr(each, name)) for each in years]
        for name, title in titles.items()
    }
    return pd.DataFrame({_("Year"): [each.year for each in years], **columns})
