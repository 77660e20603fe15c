"""The hand-over bundle for a successor: what is due, what was decided, what was noted, which verdicts are open, and the package
of what the municipality shares."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date

import pandas as pd

from data.store import Store
from loaders.packages.package_export import NothingShared, package
from metrics.decisions import decisions
from metrics.innovation import follow_up
from metrics.notes import every_note
from metrics.progress import progress
from metrics.registry import INDICATORS, STATUSES
from metrics.yearly_wheel import yearly_wheel
from report.fictional import fictional_notice
from report.word_document import WordDocument
from texts import MISSING, _, current_language

ZIP = "application/zip"
DOCUMENT, PACKAGE = "handover.docx", "package.zip"
_SETTLED = ("target_achieved", "on_track", "no_data", "not_applicable")


def handover_bundle(store: Store, municipality_id: str, *, made_on: date) -> bytes:
    """A zip with handover.docx in the current language and, where the municipality shares anything, package.zip as partner
    cities get it.

    made_on: the day against which things are due. The document is for the house: it holds the names that notes carry. The
    same state of the store and day give the same content."""
    try:
        shared = {PACKAGE: package(store, [municipality_id])}
    except NothingShared:
        shared = {}
    document = handover_docx(store, municipality_id, made_on=made_on, has_package=bool(shared))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in {DOCUMENT: document, **shared}.items():
            entry = zipfile.ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
            zipped.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def handover_docx(store: Store, municipality_id: str, *, made_on: date, has_package: bool) -> bytes:
    """The document of the bundle, in the current language."""
    name = store.register().areas[municipality_id].name
    title = _("Hand-over: {name}", name=name)
    document = WordDocument(title, language=current_language(), written_on=made_on)
    if notice := fictional_notice([municipality_id]):
        document.paragraph(notice)
    document.paragraph(
        _(
            "Written on {day} from data version {version}, for whoever takes over. It names people and stays in the house.",
            day=made_on.isoformat(),
            version=str(store.version),
        ),
        is_lead=True,
    )
    _write_due(document, yearly_wheel(store, municipality_id, on=made_on))
    _write_verdicts(document, progress(store, municipality_ids=[municipality_id], methods=["linear_path"]))
    _write_projects(document, follow_up(store, municipality_id, on=made_on))
    _write_decisions(document, decisions(store, municipality_id))
    _write_notes(document, every_note(store, municipality_id))
    document.heading(_("What is shared"))
    document.paragraph(
        _(
            "The file {file} beside this document is what partner cities may have: it leaves names out.",
            file=PACKAGE,
        )
        if has_package
        else _("Nothing is shared with partner cities yet, so that there is no package beside this document.")
    )
    return document.content()


def _write_due(document: WordDocument, found: pd.DataFrame) -> None:
    rows = [
        (_(row["subject"]), _day(row["due_on"]), _("yes") if row["is_due"] else _("no"), _(row["reason"]))
        for row in found.to_dict("records")
    ]
    headings = (_("What"), _("Due on"), _("Due now"), _("Why"))
    _section(document, _("What is due"), headings, rows, (40, 14, 10, 36), _("Nothing has a date yet."))


def _write_verdicts(document: WordDocument, found: pd.DataFrame) -> None:
    """The indicators that have data and are not on their way."""
    rows = [
        (_(INDICATORS[row["indicator"]].title), _(STATUSES[row["status"]].word), _(row["reason"]))
        for row in found[~found["status"].isin(_SETTLED)].to_dict("records")
    ]
    headings = (_("Indicator"), _("Verdict"), _("Why"))
    nothing = _("Every indicator with data and a target is on its way.")
    _section(document, _("Open verdicts"), headings, rows, (36, 16, 48), nothing)


def _write_projects(document: WordDocument, found: pd.DataFrame) -> None:
    rows = [(row["title"], _day(row["reported_on"]), _(row["reason"])) for row in found.to_dict("records")]
    headings = (_("Project"), _("Last report"), _("Why"))
    nothing = _("No project is late or behind.")
    _section(document, _("Projects that need attention"), headings, rows, (40, 16, 44), nothing)


def _write_decisions(document: WordDocument, found: pd.DataFrame) -> None:
    rows = [
        (_(row["what"]), _day(row["decided_on"]), row["source"] or MISSING)
        for row in found.to_dict("records")
    ]
    headings = (_("Decision"), _("Day"), _("Source"))
    _section(document, _("Decisions"), headings, rows, (48, 14, 38), _("No decision is loaded."))


def _write_notes(document: WordDocument, found: pd.DataFrame) -> None:
    rows = [
        (row["subject"], row["note"], _day(row["noted_on"]), row["author"] or MISSING)
        for row in found.to_dict("records")
    ]
    headings = (_("About"), _("Note"), _("Day"), _("Author"))
    _section(document, _("Notes"), headings, rows, (24, 46, 14, 16), _("Nobody has written a note."))


def _section(
    document: WordDocument,
    title: str,
    headings: tuple[str, ...],
    rows: Sequence[Sequence[str]],
    widths: tuple[int, ...],
    nothing: str,
) -> None:
    """A heading with its table, or the sentence that there is nothing."""
    document.heading(title)
    if rows:
        document.table(title, headings, rows, widths=widths)
    else:
        document.paragraph(nothing)


def _day(day: object) -> str:
    return MISSING if pd.isna(day) else pd.Timestamp(day).date().isoformat()
