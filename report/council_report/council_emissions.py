"""The chapters on emissions: what they are made of, and where they are to go."""

from collections.abc import Iterator

import pandas as pd

from charts.scale import present
from data.code_lists import OUTSIDE_TOTAL, SECTORS
from metrics.registry import INDICATORS
from metrics.targets import targets_in_force
from report import amounts
from report.council_report import report_charts
from report.council_report.council_subject import Subject
from report.document import Block, Chapter, Paragraph, Table
from sentences import answers
from texts import _

PER_HEAD = {"ghg_total": "ghg_per_capita", "co2_total": "co2_per_capita"}


# Sectors ------------------------------------------------------------------------------------------------------------


def emissions(subject: Subject) -> Chapter:
    """What the emissions are made of."""
    return Chapter("emissions", _("Emissions by sector"), tuple(_sectors(subject)))


def _sectors(subject: Subject) -> Iterator[Block]:
    parts = report_charts.sectors(subject)
    if subject.last_data_year is None:
        yield Paragraph(_("There are no emissions for it yet."))
        return
    totals = subject.series(subject.indicator).dropna(subset=["value"])
    yield Paragraph(answers.largest_sector(totals, parts, subject.unit), "lead")
    if parts["value"].notna().any():
        yield report_charts.picture(report_charts.sector_chart(parts, subject.unit))
        yield _newest_parts(parts, subject.unit)
    else:
        yield Paragraph(_("The publisher does not divide these emissions by sector."))
    for change in subject.border_changes:
        yield Paragraph(_(change.sentence), "note")
    per_head = PER_HEAD[subject.indicator]
    if subject.series(per_head)["value"].notna().any():
        yield report_charts.picture(report_charts.trajectory(subject, per_head))


def _newest_parts(parts: pd.DataFrame, unit: str) -> Table:
    """The newest year sector by sector, also those without a figure, largest first."""
    known = parts.dropna(subset=["value"])
    first, last = int(known["year"].min()), int(known["year"].max())
    newest = parts[parts["year"] == last].sort_values("value", ascending=False, na_position="last")
    total = newest.loc[~newest["category"].isin(OUTSIDE_TOTAL), "value"].sum()
    before = known[known["year"] == first].set_index("category")["value"]
    rows = [
        (
            _(SECTORS.get(code, code)),
            amounts.whole(value),
            _share(code, value, total),
            _change(value, before.get(code)),
        )
        for code, value in zip(newest["category"], newest["value"], strict=True)
    ]
    headings = (_("Sector"), f"{last}, {unit}", _("Share, %"), _("Change since {year}, %", year=str(first)))
    caption = _("Emissions by sector in {year}", year=str(last))
    return Table(caption, headings, tuple(rows), numbers=(1, 2, 3), notes=_outside(newest["category"]))


def _share(code: str, value: float, total: float) -> str:
    """Of the total; what lies outside it has no share."""
    if code in OUTSIDE_TOTAL:
        return ""
    return amounts.missing() if present(value) is None or total <= 0 else amounts.number(100 * value / total)


def _change(value: float, before: float | None) -> str:
    if present(value) is None or before is None or before <= 0:
        return amounts.missing()
    return amounts.number(100 * (value / before - 1))


def _outside(codes: pd.Series) -> tuple[str, ...]:
    names = [_(SECTORS[code]) for code in OUTSIDE_TOTAL if code in set(codes)]
    return (_("Not part of the total: {names}.", names=", ".join(names)),) if names else ()


# Targets ------------------------------------------------------------------------------------------------------------


def targets(subject: Subject) -> Chapter:
    """What the council has decided, and the way there."""
    return Chapter("targets", _("Targets and trajectory"), tuple(_targets(subject)))


def _targets(subject: Subject) -> Iterator[Block]:
    decided = targets_in_force(subject.store, [subject.area_id])
    if decided.empty:
        yield Paragraph(_("No target is decided."))
    else:
        yield _decided(decided)
    if subject.last_data_year is None:
        return
    yield Paragraph(_(subject.path.reason))
    if subject.trend.reason != subject.path.reason:
        yield Paragraph(_(subject.trend.reason))
    yield _by_year(subject)


def _decided(decided: pd.DataFrame) -> Table:
    rows = [
        (
            _(INDICATORS[row["indicator"]].short_title)
            if row["indicator"] in INDICATORS
            else row["indicator"],
            _aim(row),
            amounts.year(row["target_year"]) + (f" ({_('interim target')})" if row["is_interim"] else ""),
            f"{row['decided_on']:%Y-%m-%d}" if pd.notna(row["decided_on"]) else _("not stated"),
        )
        for row in decided[decided["is_speaking"]].to_dict("records")
    ]
    headings = (_("Indicator"), _("Target"), _("Target year"), _("Decided on"))
    return Table(_("Targets in force"), headings, tuple(rows))


def _aim(row: dict) -> str:
    if pd.notna(row["reduction_percent"]):
        cut = amounts.percent(-row["reduction_percent"], signed=True)
        return _("{cut} on {base_year}", cut=cut, base_year=amounts.year(row["base_year"]))
    return amounts.indicator_value(row["target_value"], row["unit"])


def _by_year(subject: Subject) -> Table:
    """The years of the series and of the way ahead, in whole units; a year without a report says so."""
    drawn = report_charts.trajectory(subject, subject.indicator).table
    names = [f"{words}, {subject.unit}" for words in (_("Reported"), _("Required path"), _("Trend"))]
    shown = [name for name in names if name in drawn.columns]
    year = _("Year")
    rows = [
        (str(row[year]), *(_cell(row, name, names[0], subject.last_data_year or 0) for name in shown))
        for row in drawn.to_dict("records")
        if any(present(row[name]) is not None for name in shown)
    ]
    caption = _("Emissions, required path and trend by year")
    return Table(caption, (year, *shown), tuple(rows), numbers=tuple(range(1, len(shown) + 1)))


def _cell(row: dict, name: str, reported: str, last_data_year: int) -> str:
    """The figure; a reported one that is missing says so up to the last data year, and nothing stands where there is
    nothing to say."""
    value = row[name]
    if present(value) is None and (name != reported or row[_("Year")] > last_data_year):
        return ""
    return amounts.whole(value)
