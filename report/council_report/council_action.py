"""The chapters on what is done: the climate budget with its measures, and the projects."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from charts.scale import present
from data.code_lists import DECISIONS, INNOVATION_STAGES
from metrics.innovation import follow_up
from metrics.portfolio import portfolio, project_effects
from metrics.reference_paths import ALL_SECTORS
from metrics.registry import STATUSES
from metrics.verdicts import REFERENCE_YEAR
from report import amounts
from report.council_report import report_charts
from report.council_report.council_subject import Subject
from report.document import Block, Chapter, Paragraph, Ruling, Table
from sentences import budget_words, project_words
from texts import _

# Climate budget -----------------------------------------------------------------------------------------------------


def budget(subject: Subject) -> Chapter:
    """Ceilings, measures and what is still missing; the frozen figures where a frozen report is asked for."""
    return Chapter("budget", _("Climate budget"), tuple(_budget(subject)))


def _budget(subject: Subject) -> Iterator[Block]:
    if subject.frozen is not None:
        yield Paragraph(_frozen_words(subject), "note")
    if subject.budget.empty:
        yield Paragraph(_("{name} has no climate budget here yet.", name=subject.name))
        return
    year = budget_words.first_open_year(subject.budget, subject.last_data_year)
    of_all = subject.budget[subject.budget["sector"] == ""].reset_index(drop=True)
    row = of_all[of_all["year"] == year].iloc[0]
    yield _budget_answer(row, of_all, year, subject.unit)
    drawn = report_charts.wedges(subject, of_all)
    if len(drawn.table):
        yield report_charts.picture(drawn)
    yield _gap_table(of_all, subject.unit)
    for words in budget_words.notes(row, subject.unit):
        yield Paragraph(words, "note")
    measures = subject.measures(year)
    if len(measures):
        yield _measures_table(measures, year, subject.unit)


def _frozen_words(subject: Subject) -> str:
    assert subject.frozen is not None
    return _(
        "The climate budget as it was frozen in report {label} on {date} (data version {version}).",
        label=subject.frozen.label,
        date=f"{subject.frozen.taken_on:%Y-%m-%d}",
        version=str(subject.frozen.data_version),
    )


def _budget_answer(row: pd.Series, of_all: pd.DataFrame, year: int, unit: str) -> Block:
    word, key = budget_words.verdict(row)
    said = budget_words.answer(row, unit), budget_words.outlook(of_all, year, unit)
    text = " ".join(filter(None, said))
    if key is None:
        return Paragraph(text, "lead")
    status = STATUSES[key]
    return Ruling(status.symbol, word.rstrip("."), status.colour, text, key)


def _gap_table(of_all: pd.DataFrame, unit: str) -> Table:
    titles = {
        "ceiling_tco2e": _("Ceiling"),
        "reference_tco2e": _("Without new measures"),
        "adopted_mid_tco2e": _("Adopted"),
        "proposed_mid_tco2e": _("Proposed"),
        "gap_after_adopted_tco2e": _("Missing after adopted"),
        "gap_after_proposed_tco2e": _("Missing after proposed"),
    }
    rows = [
        (str(row["year"]), *(amounts.whole(row[name]) for name in titles))
        for row in of_all.to_dict("records")
    ]
    return Table(
        _("The gap year by year, {unit}", unit=unit),
        (_("Year"), *titles.values()),
        tuple(rows),
        numbers=tuple(range(1, len(titles) + 1)),
        notes=(_("Below zero: to spare."),) if (of_all["gap_after_adopted_tco2e"] < 0).any() else (),
    )


def _measures_table(measures: pd.DataFrame, year: int, unit: str) -> Table:
    headings = [_("Measure"), _("Decision"), f"{_('Cut {year}', year=str(year))}, {unit}"]
    columns: list[list[str]] = [
        measures["title"].tolist(),
        [_(DECISIONS[code]) for code in measures["decision"]],
        [amounts.whole(cut) for cut in measures["effect_mid_tco2e"]],
    ]
    for name, words in (("responsible_unit", _("Responsible")), ("comment", _("Comment"))):
        written = measures[name].fillna("").astype(str).tolist()
        if any(written):
            headings.append(words)
            columns.append(written)
    rows = tuple(zip(*columns, strict=True))
    return Table(_("Measures in {year}", year=str(year)), tuple(headings), rows, numbers=(2,))


# Projects -----------------------------------------------------------------------------------------------------------


def projects(subject: Subject) -> Chapter:
    """What projects are expected to cut, weighted by how far they have come, and which are late."""
    return Chapter("projects", _("Projects"), tuple(_projects(subject)))


def _projects(subject: Subject) -> Iterator[Block]:
    year = subject.trend.target_year or REFERENCE_YEAR
    effects = project_effects(subject.store, subject.area_id, year)
    if effects.empty:
        yield Paragraph(_("No projects are loaded."))
        return
    whole = portfolio(subject.store, subject.area_id, year=year).iloc[0].to_dict()
    yield Paragraph(projects_answer(whole, year, subject.unit), "lead")
    reference = subject.references.at(ALL_SECTORS, year).kind
    if whole["gap_kind"] and reference in budget_words.KINDS:
        yield Paragraph(_(budget_words.KINDS[reference]), "note")
    yield _projects_table(effects, year, subject.unit)
    late = follow_up(subject.store, subject.area_id, on=subject.made_on)
    if len(late):
        yield _late_table(late, subject)


def projects_answer(whole: dict[str, Any], year: int, unit: str) -> str:
    """What the projects are expected to cut, and which part of which gap that is. whole: the first row of
    metrics.portfolio.portfolio."""
    like = (whole["expected_mid_tco2e"], present(whole["gap_tco2e"]))
    words = _expected(whole, year, unit, like), project_words.beside_gap(whole, unit, like=like)
    return " ".join(filter(None, words))


def _expected(whole: dict[str, Any], year: int, unit: str, like: tuple[float | None, ...]) -> str:
    places = {
        "count": int(whole["projects"]),
        "year": str(year),
        "expected": amounts.short_amount(whole["expected_mid_tco2e"], unit, like=like),
        "weighted": amounts.short_amount(whole["weighted_mid_tco2e"], unit, like=like),
        "low": amounts.short_amount(whole["weighted_low_tco2e"], unit, like=like),
        "high": amounts.short_amount(whole["weighted_high_tco2e"], unit, like=like),
    }
    if not whole["projects"]:
        return _("No project states what it will cut in {year}.", **places)
    if whole["projects"] == 1:
        return _(
            "One project is expected to cut {expected} in {year}; weighted by how far it has come, {weighted} "
            "({low} to {high}).",
            **places,
        )
    return _(
        "{count} projects are expected to cut {expected} in {year}; weighted by how far they have come, {weighted} "
        "({low} to {high}).",
        **places,
    )


def _projects_table(effects: pd.DataFrame, year: int, unit: str) -> Table:
    rows = [
        (
            row["title"],
            _(INNOVATION_STAGES[row["innovation_stage"]]),
            amounts.whole(row["expected_mid_tco2e"]),
            amounts.whole(row["expected_mid_tco2e"] * row["weight"]),
            amounts.whole(row["verified_tco2e"]),
        )
        for row in effects.sort_values("expected_mid_tco2e", ascending=False, na_position="last").to_dict(
            "records"
        )
    ]
    headings = (_("Project"), _("Stage"), _("Expected"), _("Weighted"), _("Verified"))
    caption = _("What projects cut in {year}, {unit}", year=str(year), unit=unit)
    return Table(caption, headings, tuple(rows), numbers=(2, 3, 4))


def _late_table(late: pd.DataFrame, subject: Subject) -> Table:
    reasons = late.groupby("title", sort=False)["reason"].apply(
        lambda found: " ".join(_(each) for each in found)
    )
    caption = _("Projects that need attention on {date}", date=f"{subject.made_on:%Y-%m-%d}")
    return Table(caption, (_("Project"), _("Why")), tuple(reasons.items()))
