"""The figures that stand beside a verdict on territorial emissions, in words."""

from dataclasses import dataclass

from metrics.verdicts import Verdict
from sentences import answers, formats
from texts import _


@dataclass(frozen=True)
class KeyFigure:
    """One figure in large letters: what it is, the figure as words, a smaller remark."""

    term: str
    value: str
    remark: str = ""


def key_figures(path: Verdict, trend: Verdict, unit: str) -> list[KeyFigure]:
    """The figures beside the verdict, all on one scale; what is not known is left out."""
    found: list[KeyFigure] = []
    like = answers.page_scale(path)
    if path.latest_value is not None:
        found.append(
            KeyFigure(
                _("Emissions {year}", year=formats.year(path.latest_year)),
                formats.amount(path.latest_value, unit),
            )
        )
    if path.path_value is not None and path.latest_value is not None:
        above = path.latest_value - path.path_value
        term = _("Above the path") if above > 0 else _("Below the path")
        found.append(
            KeyFigure(
                term,
                formats.short_amount(abs(above), unit, like=like),
                answers.share_of(abs(above), path.path_value),
            )
        )
    if trend.projected_value is not None and trend.target_value is not None:
        gap = trend.projected_value - trend.target_value
        term = _("Gap in {year} on the trend") if gap > 0 else _("Margin in {year} on the trend")
        found.append(KeyFigure(term.format(year=formats.year(trend.target_year)), formats.short_amount(abs(gap), unit, like=like),
                          answers.share_of(abs(gap), trend.target_value)))  # fmt: skip
    if path.required_per_year_from_now is not None:
        percent = path.needed_cut_percent_per_year
        cut = formats.percent(percent, digits=1) if percent is not None and percent > 0 else ""
        amount = max(0.0, -path.required_per_year_from_now)
        needed = formats.short_amount(amount, unit, like=like) if amount else _("none")
        found.append(
            KeyFigure(_("Needed cut a year to {year}", year=formats.year(path.target_year)), needed, cut)
        )
    if path.achieved_per_year is not None and path.trend is not None:
        found.append(
            KeyFigure(
                _("Cut a year since {year}", year=formats.year(path.trend.first_year)),
                formats.short_amount(-path.achieved_per_year, unit, like=like),
            )
        )
    return found
