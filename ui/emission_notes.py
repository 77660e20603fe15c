"""Notes on the figures of the emissions page: a list, and the form that adds one."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from data.code_lists import SECTORS
from data.store import Store, StoreError
from loaders.forms import add_note
from metrics.notes import TOTAL, note_subject
from texts import N_, _
from ui import reads, session, upload_flow
from ui.upload_flow import as_written

MOST_LETTERS = 500


def by_year(store: Store, area_id: str) -> dict[int, str]:
    """What was written about each year's figures, in one text a year: for the hover of the total."""
    notes = reads.notes(store, area_id)
    return {
        int(year): "; ".join(_line(row) for row in of_year.to_dict("records"))
        for year, of_year in notes.groupby("year")
    }


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
    return pd.DataFrame(
        {
            _("Year"): [str(year) for year in notes["year"]],
            _("About"): [_about(row) for row in notes.to_dict("records")],
            _("Note"): notes["note"],
            _("By"): notes["author"],
        }
    )


def form(store: Store, area_id: str, sectors: list[str], years: list[int]) -> None:
    """Ask for a note on a sector and year; the next run shows it. sectors, years: that have figures."""
    session.ask_actor()
    with st.form("note", border=False, clear_on_submit=True):
        about, when = st.columns(2)
        sector = about.selectbox(
            _("About"), [TOTAL, *sectors],
            format_func=lambda code: _("Total") if code == TOTAL else _(SECTORS[code]), key="note-sector",
        )  # fmt: skip
        year = when.selectbox(_("Year"), years, key="note-year")
        words = st.text_area(_("Note"), key="note-words", max_chars=MOST_LETTERS, height=90)
        is_submitted = st.form_submit_button(_("Save the note"), type="primary", icon=":material/edit_note:")
    if is_submitted and not session.actor():
        st.error(_("Give your name first, so that others can see who wrote the note."))
    elif is_submitted:
        _save(store, area_id, note_subject(sector, int(year)), words)


def _save(store: Store, area_id: str, subject: str, words: str) -> None:
    try:
        add_note(store, area_id, subject, words, noted_on=datetime.now(UTC).date(), actor=session.actor())
    except StoreError as error:
        st.error(as_written(_(error.text)))
        return
    upload_flow.say(N_("The note is saved. It can be undone on the Upload page."), kind="info")
    st.rerun()
