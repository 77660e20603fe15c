"""The figures beside the picture of an indicator that is no form of territorial emissions."""

from metrics.indicator import Indicator
from metrics.verdicts import Verdict
from sentences import formats
from sentences.indicator_answers import WAYS, falls_short
from texts import _
from ui.layout import Fact


def indicator_facts(path: Verdict, trend: Verdict, entry: Indicator, definition: str) -> list[Fact]:
    """Newest value, distance to the path, end of the trend, and change a year, needed and achieved; what is not known
    is left out.

    definition: which of several was counted, beside the value; empty where there is one."""
    found = [_value(path, entry, definition)] if path.latest_value is not None else []
    if entry.scale == "binary":
        return found
    entries = (
        _beside_path(path, entry),
        _end_of_trend(path, trend, entry),
        _needed(path, entry),
        _achieved(path, entry),
    )
    return [*found, *(fact for fact in entries if fact is not None)]  # fmt: skip


def _value(path: Verdict, entry: Indicator, definition: str) -> Fact:
    term = _(
        "{indicator} {year}", indicator=_(entry.short_title), year=formats.year(path.latest_year)
    )  # fmt: skip
    return Fact(term, formats.indicator_value(path.latest_value, entry.unit), definition)


def _beside_path(path: Verdict, entry: Indicator) -> Fact | None:
    if path.path_value is None or path.latest_value is None:
        return None
    above = path.latest_value - path.path_value
    return Fact(_("Above the path") if above > 0 else _("Below the path"), _difference(above, path, entry))


def _end_of_trend(path: Verdict, trend: Verdict, entry: Indicator) -> Fact | None:
    if trend.projected_value is None or trend.target_value is None:
        return None
    is_short = falls_short(trend, entry)
    term = _("Gap in {year} on the trend") if is_short else _("Margin in {year} on the trend")
    gap = trend.projected_value - trend.target_value
    return Fact(term.format(year=formats.year(trend.target_year)), _difference(gap, path, entry))


def _needed(path: Verdict, entry: Indicator) -> Fact | None:
    required = path.required_per_year_from_now
    if required is None:
        return None
    year = formats.year(path.target_year)
    if required * WAYS[entry.direction] <= 0:
        return Fact(_("Needed a year to {year}", year=year), _("none"))
    term = (
        _("Needed rise a year to {year}", year=year)
        if required > 0
        else _("Needed cut a year to {year}", year=year)
    )
    return Fact(term, _difference(required, path, entry))


def _achieved(path: Verdict, entry: Indicator) -> Fact | None:
    if path.achieved_per_year is None or path.trend is None:
        return None
    year = formats.year(path.trend.first_year)
    term = (
        _("Rise a year since {year}", year=year)
        if path.achieved_per_year > 0
        else _("Cut a year since {year}", year=year)
    )
    return Fact(term, _difference(path.achieved_per_year, path, entry))


def _difference(value: float, path: Verdict, entry: Indicator) -> str:
    return formats.difference(value, entry.unit, like=(path.latest_value, path.base_value))
