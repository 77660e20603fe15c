"""Notes on the figures of the emissions page: a list, and the form that adds one."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.code_lists import SECTORS
from data.store import Store, StoreError
from metrics.notes import TOTAL, note_subject
from texts import N_, _
from ui import layout, reads, session, upload_flow, year_change
from ui.remembered import remembered

MOST_LETTERS = 500


@dataclass(frozen=True)
class NewNote:
    """A note as somebody wrote it. sector: a code of SECTORS, or "total". is_in_report: the council report tells it."""

    sector: str
    year: int
    words: str
    is_in_report: bool

    @property
    def subject(self) -> str:
        """What it is about, as it is stored."""
        return note_subject(self.sector, self.year)

    @property
    def subject_in_words(self) -> str:
        """What it is about, as it is read."""
        return f"{_sector_words(self.sector)} {self.year}"


@remembered(in_words=True)
def by_year(store: Store, area_id: str) -> dict[int, str]:
    """What was written about each year's figures, in one text a year: for the hover of the total."""
    notes = reads.notes(store, area_id)
    return {
        int(year): "; ".join(_line(row) for row in of_year.to_dict("records"))
        for year, of_year in notes.groupby("year")
    }


@remembered(in_words=True)
def of_year(store: Store, area_id: str, year: int) -> list[str]:
    """The notes on one year, each with what it is about."""
    notes = reads.notes(store, area_id)
    return [_line(row) for row in notes[notes["year"] == year].to_dict("records")]


def _line(row: dict) -> str:
    return f"{_about(row)}: {row['note']}"


def _about(row: dict) -> str:
    return _sector_words(row["sector"]) if row["sector"] else row["subject"]


def _sector_words(sector: str) -> str:
    return _("Total") if sector == TOTAL else _(SECTORS[sector])


def table(store: Store, area_id: str) -> pd.DataFrame:
    """Every note for the screen, the newest year first."""
    notes = reads.notes(store, area_id)
    written = {
        _("Year"): [str(year) for year in notes["year"]],
        _("About"): [_about(row) for row in notes.to_dict("records")],
        _("Note"): notes["note"],
    }
    return pd.DataFrame(written | ({_("By"): notes["author"]} if notes["author"].any() else {}))


def panel(store: Store, area_id: str, dataset: str, *, save: Callable[[NewNote], None]) -> None:
    """The notes and, below them, the form that adds one. save: stores it, or raises StoreError."""
    written = table(store, area_id)
    if len(written):
        layout.table(written, _("Notes"))
    else:
        st.markdown(_("Nothing is noted yet. A note explains a figure: a plant that closed, a cold winter."))
    upload_flow.show_what_was_said()
    if session.is_demo(store):
        st.markdown(_("Notes can be written here once your own data are loaded."))
        return
    parts = year_change.sources(store, area_id, dataset)
    years = sorted({int(year) for year in parts["year"]}, reverse=True)
    note = form(list(dict.fromkeys(parts["sector"])), years)
    if note is not None:
        _save(note, save)


def _save(note: NewNote, save: Callable[[NewNote], None]) -> None:
    try:
        save(note)
    except StoreError as error:
        st.error(upload_flow.as_written(_(error.text)))
        return
    saved = N_("Note saved: {about}. It can be undone on the Upload page.", about=note.subject_in_words)
    upload_flow.say(saved, kind="saved")
    st.rerun()


def form(sectors: list[str], years: list[int]) -> NewNote | None:
    """Ask for a note on a sector and year, both of those that have figures. Returns it when submitted with a name, else
    None."""
    session.ask_actor()
    with st.form("note", border=False, clear_on_submit=True):
        about, when = st.columns(2)
        sector = about.selectbox(
            _("About"), [TOTAL, *sectors], format_func=_sector_words, key="note-sector",
        )  # fmt: skip
        year = when.selectbox(_("Year"), years, key="note-year")
        words = st.text_area(_("Note"), key="note-words", max_chars=MOST_LETTERS, height=90)
        is_in_report = st.checkbox(_("Tell it in the council report, without my name"), key="note-in-report")
        is_submitted = st.form_submit_button(_("Save the note"), type="primary", icon=":material/edit_note:")
    if is_submitted and not session.actor():
        st.error(_("Give your name first, so that others can see who wrote the note."))
    elif is_submitted:
        return NewNote(sector, int(year), words, is_in_report)
    return None
