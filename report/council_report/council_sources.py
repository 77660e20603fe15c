"""The last chapters: what changed, where figures come from and how they are judged, and the officer's notes."""

from collections.abc import Iterator

import pandas as pd

from data.code_lists import SECTORS
from data.tables import TABLES
from metrics.budget_snapshots import compared_measure_rows
from metrics.notes import TOTAL, notes_in_report
from metrics.registry import INDICATORS, STATUSES
from metrics.verdicts import METHODS
from report import amounts
from report.council_report import council_opening
from report.council_report.council_subject import Subject
from report.document import Block, Chapter, Heading, Paragraph, Table, Terms
from sentences import budget_words
from texts import N_, Text, _

MOST_REVISED = 12
GLOSSARY: tuple[tuple[Text, Text], ...] = (
    (
        N_("t CO2e"),
        N_(
            "tonnes of carbon dioxide equivalents: all greenhouse gases counted together by their effect over 100 years"
        ),
    ),
    (
        N_("Required path"),
        N_("the straight line from the base year to the target, through interim targets that were decided"),
    ),
    (
        N_("Trend"),
        N_(
            "the straight line through the last 8 data years, carried on to the target year; it shows where things are "
            "heading and decides nothing"
        ),
    ),
    (N_("Range"), N_("where the figure would lie with a probability of 90 % if the trend went on")),
    (N_("Gap"), N_("what the trend leaves above the target in the target year")),
    (N_("Ceiling"), N_("what may be emitted in a budget year by the council's decision")),
    (
        N_("Without new measures"),
        N_("what would be emitted if nothing more were done: a path that was calculated, or the trend"),
    ),
    (N_("Adopted, proposed"), N_("a measure that the council has decided, and one that it has not")),
    (N_("Release"), N_("one edition of a publisher's figures; a new one may revise earlier years")),
    (N_("No data"), N_("there is no figure, which is not zero")),
)


# What changed -------------------------------------------------------------------------------------------------------


def changes(subject: Subject) -> Chapter:
    """What the newest release and the time since the last report have changed."""
    blocks = [*_releases(subject), *_reports(subject)]
    nothing = Paragraph(_("There is no earlier release or report to compare with."))
    return Chapter("changes", _("What changed"), tuple(blocks or [nothing]))


def _releases(subject: Subject) -> Iterator[Block]:
    found = subject.new_release
    if found is None:
        return
    yield Heading(_("Since the last release"))
    yield Paragraph(subject.press_sentence)
    revised = found.changes[found.changes["kind"] == "revised"]
    rows = [
        (
            str(row["year"]),
            amounts.whole(row["old_tco2e"]),
            amounts.whole(row["new_tco2e"]),
            amounts.whole(row["difference_tco2e"]),
            amounts.number(row["difference_percent"]),
        )
        for row in revised.head(MOST_REVISED).to_dict("records")
    ]
    if rows:
        headings = (
            _("Year"),
            _("Earlier release, {unit}", unit=found.unit),
            _("New release, {unit}", unit=found.unit),
            _("Change, {unit}", unit=found.unit),
            _("Change, %"),
        )
        caption = _(
            "Years that release {newer} revised, the largest first", newer=found.newer, older=found.older
        )
        yield Table(caption, headings, tuple(rows), numbers=(1, 2, 3, 4))
    if found.verdict is not None and found.verdict.flips:
        before, after = (
            _(STATUSES[each.status].word) for each in (found.verdict.before, found.verdict.after)
        )
        yield Paragraph(
            _("By the earlier release: {before}. By the new one: {after}.", before=before, after=after)
        )


def _reports(subject: Subject) -> Iterator[Block]:
    sentences = council_opening.since_last_report(subject)
    if not sentences:
        return
    yield Heading(_("Since the last report"))
    yield Paragraph(sentences[0])
    year = budget_words.first_open_year(subject.budget, subject.last_data_year)
    both = compared_measure_rows(subject.earlier_rows, subject.shown_rows, year=year)
    rows = [
        (
            row["title"],
            amounts.whole(row["first_tco2e"]),
            amounts.whole(row["second_tco2e"]),
            row["first_comment"],
        )
        for row in both.to_dict("records")
    ]
    if not rows:
        return
    label = subject.earlier_reports[-1]
    headings = (
        _("Measure"),
        _("{report}, t", report=label),
        _("{report}, t", report=subject.snapshot or _("Today")),
        _("Comment {report}", report=label),
    )
    width = 4 if any(row[3] for row in rows) else 3
    caption = _("The cut of each measure in {year}", year=str(year))
    yield Table(caption, headings[:width], tuple(row[:width] for row in rows), numbers=(1, 2))


# Sources and methods ------------------------------------------------------------------------------------------------


def sources(subject: Subject) -> Chapter:
    """The datasets with publisher, licence and release; the methods with their version; the words."""
    return Chapter("sources", _("Sources and methods"), tuple(_sources(subject)))


def _sources(subject: Subject) -> Iterator[Block]:
    yield _datasets(subject.datasets) if len(subject.datasets) else Paragraph(_("No datasets are loaded."))
    yield Heading(_("How it is judged"))
    entry = INDICATORS[subject.indicator]
    terms = [(_(entry.title), f"{_(entry.formula)}. {_(entry.boundary)}.")]
    for key in ("linear_path", "ols_projection"):
        method = METHODS[key]
        terms.append(
            (
                _("{method}, version {version}", method=_(method.title), version=method.version),
                f"{_(method.rule)}.",
            )
        )
    yield Terms(tuple(terms))
    yield Heading(_("Words"))
    yield Terms(tuple((_(word), f"{_(meaning)}.") for word, meaning in GLOSSARY))
    yield Paragraph(
        _("Made from data version {version} of the store. The same version, choices and date give the same report.",
          version=str(subject.store.version)), "note",
    )  # fmt: skip


def _datasets(found: pd.DataFrame) -> Table:
    rows = [
        (
            _(TABLES[row["table"]].title),
            row["title"],
            row["publisher"] or amounts.missing(),
            row["licence"] or amounts.missing(),
            row["release"] or amounts.missing(),
            _years(row["first_year"], row["last_year"]),
        )
        for row in found.to_dict("records")
    ]
    headings = (_("Table"), _("Dataset"), _("Publisher"), _("Licence"), _("Release"), _("Years"))
    return Table(_("Datasets that speak in this report"), headings, tuple(rows))


def _years(first: float, last: float) -> str:
    if pd.isna(first):
        return ""
    return f"{int(first)}" if first == last else f"{int(first)}–{int(last)}"


# Notes --------------------------------------------------------------------------------------------------------------


def notes(subject: Subject) -> Chapter:
    """What the municipality's officer wrote for the report; who wrote it is not said."""
    return Chapter("notes", _("The officer's notes"), tuple(_notes(subject)))


def _notes(subject: Subject) -> Iterator[Block]:
    found = notes_in_report(subject.store, subject.area_id)
    if found.empty:
        yield Paragraph(_("No notes are marked for the report."))
        return
    entries = [
        (f"{_about(row)} ({row['noted_on']:%Y-%m-%d})", str(row["note"])) for row in found.to_dict("records")
    ]
    yield Terms(tuple(entries))


def _about(row: dict) -> str:
    """What a note is about, in words."""
    if row["sector"] == TOTAL:
        return f"{_('Total')} {row['year']}"
    return f"{_(SECTORS[row['sector']])} {row['year']}" if row["sector"] else row["subject"]
