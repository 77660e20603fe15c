"""Undo and redo of an upload of the history: what would change back is shown first, then it is done."""

from typing import Any

import streamlit as st

from data.store import Store
from data.tables import TABLES
from data.upload_states import RowCounts
from metrics.upload_effects import StateEffects, state_effects
from texts import _
from ui import session
from ui.upload_changes import counted_rows
from ui.upload_effects import show_effects
from ui.upload_flow import as_written, redo, undo
from ui.upload_reads import PastUpload

ASKED, FOUND = "upload-asked", "upload-asked-effects"


def change_button(store: Store, upload: PastUpload, *, key: str, at_once: bool = False) -> None:
    """The button that undoes or redoes an upload; it asks first, unless the upload was made a moment ago."""
    is_asked = not at_once and st.session_state.get(ASKED) == upload.upload_id
    st.button(
        _("Undo") if upload.is_live else _("Redo"),
        icon=":material/undo:" if upload.is_live else ":material/redo:",
        on_click=_do if at_once else _ask,
        args=(store, upload) if at_once else (upload.upload_id,),
        disabled=not session.actor() or is_asked,
        help=None if session.actor() else _("Give your name at the top of the page first."),
        key=key,
    )


def confirmation(store: Store, upload: PastUpload) -> None:
    """What undoing or redoing the upload would change, and the two buttons; nothing unless it was asked for."""
    if st.session_state.get(ASKED) != upload.upload_id:
        return
    with st.spinner(_("Computing what would change back …")):
        found = _effects(store, upload)
    st.markdown(_question(upload))
    _rows_list(found.rows)
    if found.is_nothing:
        st.markdown(_("No row, no indicator and no verdict changes."))
    elif not found.figures.is_nothing:
        show_effects(store.register(), found.figures, of_undo=True)
    with st.container(horizontal=True):
        st.button(
            _("Undo it") if upload.is_live else _("Redo it"),
            type="primary",
            icon=":material/check:",
            on_click=_do,
            args=(store, upload),
            key="change-confirm",
        )
        st.button(_("Leave it as it is"), on_click=_ask, args=(None,), key="change-leave")


def _question(upload: PastUpload) -> str:
    places = {"upload_id": str(upload.upload_id), "file": as_written(upload.file_name)}
    if upload.is_live:
        return _("**Undo upload {upload_id}, {file}?** It stays in the history and can be redone.", **places)
    return _("**Redo upload {upload_id}, {file}?** It comes back in its old place.", **places)


def _rows_list(rows: dict[str, RowCounts]) -> None:
    """How many rows of each table come, change and go."""
    lines = [f"{_(TABLES[table].title)}: {counted_rows(counts)}" for table, counts in rows.items()]
    if lines:
        st.markdown("  \n".join(lines))


def _effects(store: Store, upload: PastUpload) -> StateEffects:
    """The effects, computed once for this state of the store."""
    of = (upload.upload_id, store.url, store.version)
    kept: Any = st.session_state.get(FOUND)
    if kept is None or kept[0] != of:
        kept = (of, state_effects(store, upload.upload_id, "withdrawn" if upload.is_live else "restored"))
        st.session_state[FOUND] = kept
    effects: StateEffects = kept[1]
    return effects


def _ask(upload_id: int | None) -> None:
    st.session_state.pop(FOUND, None)
    st.session_state[ASKED] = upload_id


def _do(store: Store, upload: PastUpload) -> None:
    _ask(None)
    (undo if upload.is_live else redo)(store, upload.upload_id)
