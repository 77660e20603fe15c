"""The council report: one page that is read in two minutes, and the chapters that were chosen, as PDF or docx.

The same store version, choices and date give the same report. What it says is put together here; council_pdf.py
and council_docx.py turn it into files."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from data.store import Store
from metrics.errors import MetricError
from report.council_report import (
    council_action,
    council_emissions,
    council_indicators,
    council_opening,
    council_sources,
)
from report.council_report.council_subject import Subject
from report.document import Chapter, Document
from report.fictional import fictional_notice
from texts import N_, Text, _, available_languages, in_language

PDF, DOCX = "pdf", "docx"
FILE_KINDS = (PDF, DOCX)
LOCALES = {"en": "en_GB"}  # whose dates are written the Nordic way, the day first


@dataclass(frozen=True)
class ChapterKind:
    """A chapter that can be chosen: its title in a list of choices, and how it is made."""

    title: Text
    made: Callable[[Subject], Chapter]


CHAPTERS: dict[str, ChapterKind] = {
    "emissions": ChapterKind(N_("Emissions by sector"), council_emissions.emissions),
    "targets": ChapterKind(N_("Targets and trajectory"), council_emissions.targets),
    "budget": ChapterKind(N_("Climate budget"), council_action.budget),
    "projects": ChapterKind(N_("Projects"), council_action.projects),
    "materials": ChapterKind(N_("Materials and waste"), council_indicators.materials),
    "indicators": ChapterKind(N_("Indicators of SDG 12 and 13"), council_indicators.indicators),
    "changes": ChapterKind(N_("What changed"), council_sources.changes),
    "notes": ChapterKind(N_("The officer's notes"), council_sources.notes),
    "sources": ChapterKind(N_("Sources and methods"), council_sources.sources),
}


@dataclass(frozen=True)
class Occasion:
    """When a council meets a report, and the chapters that it then has unless others are chosen."""

    title: Text
    chapters: tuple[str, ...]


OCCASIONS: dict[str, Occasion] = {
    "budget": Occasion(
        N_("Climate report for the budget"),
        ("budget", "targets", "emissions", "projects", "notes", "sources"),
    ),
    "tertial": Occasion(N_("Tertial climate report"), ("budget", "projects", "changes", "notes", "sources")),
    "annual": Occasion(N_("Annual climate report"), tuple(CHAPTERS)),
}


def report_bytes(
    store: Store,
    municipality_id: str,
    *,
    occasion: str,
    chapters: Sequence[str] | None = None,
    language: str,
    file_kind: str,
    snapshot: str | None = None,
    made_on: date,
) -> bytes:
    """The report as a file. file_kind: "pdf" or "docx"; the rest as council_report, which also says what it raises."""
    _expect(N_("File kind"), file_kind, FILE_KINDS)
    document = council_report(
        store,
        municipality_id,
        occasion=occasion,
        chapters=chapters,
        language=language,
        snapshot=snapshot,
        made_on=made_on,
    )
    if file_kind == PDF:
        from report.council_report.council_pdf import pdf_of

        return pdf_of(document)
    from report.council_report.council_docx import docx_of

    return docx_of(document)


def council_report(
    store: Store,
    municipality_id: str,
    *,
    occasion: str,
    chapters: Sequence[str] | None = None,
    language: str,
    snapshot: str | None = None,
    made_on: date,
) -> Document:
    """What the report says, in words and pictures.

    occasion: a key of OCCASIONS. chapters: keys of CHAPTERS, in the order of the report; None: those of the occasion.
    snapshot: the label of a frozen climate budget to show instead of today's. made_on: the day on its first page, and the
    day against which projects are late; nothing else depends on it. Raises MetricError for an occasion, chapter,
    language or label that is not there."""
    _expect(N_("Occasion"), occasion, OCCASIONS)
    _expect(N_("Language"), language, available_languages())
    chosen = OCCASIONS[occasion].chapters if chapters is None else tuple(dict.fromkeys(chapters))
    for key in chosen:
        _expect(N_("Chapter"), key, CHAPTERS)
    subject = Subject(store, municipality_id, made_on, snapshot)
    with in_language(language):
        return Document(
            title=_("{occasion}: {name}", occasion=_(OCCASIONS[occasion].title), name=subject.name),
            subtitle=_(OCCASIONS[occasion].title),
            language=language,
            made_on=made_on,
            made_on_words=format_date(made_on, format="long", locale=LOCALES.get(language, language)),
            data_version=str(store.version),
            opening=council_opening.opening(subject),
            chapters=tuple(CHAPTERS[key].made(subject) for key in chosen),
            warning=fictional_notice([municipality_id]),
            words=_layout_words(subject),
        )


def first_page(store: Store, municipality_id: str, *, made_on: date, snapshot: str | None = None) -> Chapter:
    """The first page of the report in the current language, for whoever looks before a file is made. Arguments and errors
    as council_report."""
    return council_opening.opening(Subject(store, municipality_id, made_on, snapshot))


def _layout_words(subject: Subject) -> dict[str, str]:
    return {
        "name": subject.name,
        "contents": _("Contents"),
        "figure": _("Figure {number}", number="").strip(),
        "table": _("Table {number}", number="").strip(),
        "page": _("Page"),
        "data_version": _("Data version {version}", version=str(subject.store.version)),
    }


def _expect(what: Text, found: str, known: Collection[str]) -> None:
    if found not in known:
        raise MetricError(
            N_(
                '{what}: expected one of {known}, found "{found}".',
                what=what,
                known=", ".join(known),
                found=found,
            )
        )
