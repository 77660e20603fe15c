"""The first page of the council report, read in two minutes: the verdict, the gap, the picture, three measures, what changed."""

from collections.abc import Iterator

import pandas as pd

from data.code_lists import DECISIONS
from metrics.budget_snapshots import compared_rows
from metrics.reference_paths import ALL_SECTORS, UPLOADED
from metrics.registry import INDICATORS, STATUSES
from report import amounts
from report.council_report import report_charts
from report.council_report.council_subject import Subject
from report.document import Block, Chapter, Heading, KeyFigures, Paragraph, Ruling, Table
from sentences import answers, budget_words, key_figures, project_words
from texts import _


def opening(subject: Subject) -> Chapter:
    """The first page; its title is the question that it answers."""
    target = subject.target(subject.indicator)
    question = answers.question_about(subject.name, target.target_year if target else None)
    blocks = [*_verdict(subject), *_closing(subject), *_changed(subject)]
    return Chapter("opening", question, tuple(blocks))


def _verdict(subject: Subject) -> Iterator[Block]:
    path, trend = subject.path, subject.trend
    status = STATUSES[path.status]
    answer = answers.overview_answer(path, trend, subject.indicator, subject.target_words)
    yield Ruling(status.symbol, _(status.word), status.colour, answer, path.status)
    if INDICATORS[subject.indicator].gas_coverage == "co2":
        yield Paragraph(
            _("This is fossil CO2 only and is never compared with greenhouse gas totals."), "note"
        )
    figures = key_figures.key_figures(path, trend, subject.unit)
    if figures:
        yield KeyFigures(tuple(figures))
    if subject.last_data_year is not None:
        height_px = report_charts.OPENING_PX
        yield report_charts.picture(report_charts.trajectory(subject, subject.indicator, height_px=height_px))


# What closes the gap ------------------------------------------------------------------------------------------------


def _closing(subject: Subject) -> Iterator[Block]:
    yield Heading(_("What closes the gap"))
    decided = subject.target(subject.indicator)
    if decided is None:
        yield Paragraph(_("No target is decided, so there is no gap to close."))
        return
    year = decided.target_year
    largest = budget_words.largest(subject.measures(year))
    if largest.empty:
        yield Paragraph(" ".join(_without_cuts(subject, year)))
        return
    cuts = budget_words.counted(subject.budget, year)
    if cuts is not None:
        yield Paragraph(budget_words.closing_answer(cuts, subject.trend, subject.indicator))
    yield _largest_measures(subject, largest.head(budget_words.NAMED), year)
    yield from _next_budget_year(subject)


def _without_cuts(subject: Subject, year: int) -> Iterator[str]:
    """What is said where no measure cuts anything in the target year: which gap is left, and by which way of measuring."""
    is_reached = budget_words.reaches_its_target(subject.trend)
    if is_reached:
        yield _("On the present trend no gap is left to close.")
        yield from _gap_of_a_loaded_path(subject, year)
    if not is_reached or subject.path.status in answers.BEHIND:
        yield budget_words.no_cut(subject.measures(year), subject.trend)


def _gap_of_a_loaded_path(subject: Subject, year: int) -> Iterator[str]:
    """Projects and climate budget measure by that path, so that the first page names it where it says other than the trend."""
    found = subject.gap_without_measures(year)
    is_loaded = subject.references.at(ALL_SECTORS, year).kind == UPLOADED
    if is_loaded and found.tonnes is not None and found.tonnes > 0:
        yield project_words.loaded_path(found.tonnes, found.kind, year=year, unit=subject.unit)


def _next_budget_year(subject: Subject) -> Iterator[Block]:
    """Whether the next ceiling holds."""
    year = budget_words.first_open_year(subject.budget, subject.last_data_year)
    row = subject.budget[(subject.budget["sector"] == "") & (subject.budget["year"] == year)].iloc[0]
    if pd.notna(row["ceiling_tco2e"]):
        yield Paragraph(budget_words.answer(row, subject.unit))


def _largest_measures(subject: Subject, shown: pd.DataFrame, year: int) -> Table:
    missing = budget_words.gap(subject.trend)
    headings = [_("Measure"), _("Decision"), f"{_('Cut {year}', year=str(year))}, {subject.unit}"]
    columns = [
        shown["title"],
        [_(DECISIONS[code]) for code in shown["decision"]],
        [amounts.number(cut) for cut in shown["effect_mid_tco2e"]],
    ]
    if missing is not None and missing > 0:
        headings.append(_("Of the gap, %"))
        columns.append([amounts.number(100 * cut / missing) for cut in shown["effect_mid_tco2e"]])
    rows = tuple(zip(*columns, strict=True))
    caption = _("The measures that cut most in {year}", year=str(year))
    return Table(caption, tuple(headings), rows, numbers=tuple(range(2, len(headings))))


# What changed -------------------------------------------------------------------------------------------------------


def _changed(subject: Subject) -> Iterator[Block]:
    yield Heading(_("What changed"))
    sentences = [*released(subject), *since_last_report(subject)]
    yield Paragraph(" ".join(sentences) or _("There is no earlier release or report to compare with."))


def released(subject: Subject) -> list[str]:
    """What the newest release says otherwise; nothing where there is one release only."""
    return [subject.press_sentence] if subject.new_release else []


def since_last_report(subject: Subject) -> list[str]:
    """How the gap of the first open budget year has moved since the last frozen report before what is shown."""
    if not subject.earlier_reports or subject.budget.empty:
        return []
    year = budget_words.first_open_year(subject.budget, subject.last_data_year)
    changed = compared_rows(subject.earlier_rows, subject.shown_rows)
    moved = budget_words.moved_gap(changed, year=year, unit=subject.unit)
    return [_("Since report {label}: {sentence}", label=subject.earlier_reports[-1], sentence=moved)]
