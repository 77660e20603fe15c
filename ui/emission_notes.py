"""Notes on the figures of the emissions page: a list, and the form that adds one."""

import pandas as pd
import streamlit as st

from data.code_lists import SECTORS
from data.store import Store
from metrics.notes import TOTAL, note_subject
from texts import _
from ui import reads, session
from ui.remembered import remembered

MOST_LETTERS = 500


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
    if row["sector"] == TOTAL:
        return _("Total")
    return _(SECTORS[row["sector"]]) if row["sector"] else row["subject"]


def table(store: Store, area_id: str) -> pd.DataFrame:
    """Every note for the screen, the newest year first."""
    notes = reads.notes(store, area_id)
    written = {
        _("Year"): [str(year) for year in notes["year"]],
        _("About"): [_about(row) for row in notes.to_dict("records")],
        _("Note"): notes["note"],
    }
    return pd.DataFrame(written | ({_("By"): notes["author"]} if notes["author"].any() else {}))


def form(sectors: list[str], years: list[int]) -> tuple[str, str, bool] | None:
    """Ask for a note on a sector and year, both of those that have figures. Returns its subject, its words and whether the
    council report tells it when submitted with a name, else None."""
    session.ask_actor()
    with st.form("note", border=False, clear_on_submit=True):
        about, when = st.columns(2)
        sector = about.selectbox(
            _("About"), [TOTAL, *sectors],
            format_func=lambda code: _("Total") if code == TOTAL else _(SECTORS[code]), key="note-sector",
        )  # fmt: skip
        year = when.selectbox(_("Year"), years, key="note-year")
        words = st.text_area(_("Note"), key="note-words", max_chars=MOST_LETTERS, height=90)
        is_in_report = st.checkbox(_("Tell it in the council report, without my name"), key="note-in-report")
        is_submitted = st.form_submit_button(_("Save the note"), type="primary", icon=":material/edit_note:")
    if is_submitted and not session.actor():
        st.error(_("Give your name first, so that others can see who wrote the note."))
    elif is_submitted:
        return note_subject(sector, int(year)), words, is_in_report
    return None
