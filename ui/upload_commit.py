"""The commit of a previewed file: its note, the button, what it still waits for, and what is remembered with it."""

from typing import Any

import streamlit as st

from data.store import StoreChanged, StoreError
from texts import N_, Text, _
from ui import session
from ui import upload_file as about
from ui import upload_flow as flow
from ui.upload_loaders import Loaders

LONGEST_NOTE = 300


def offer_commit(loaders: Loaders, dialogue: flow.Dialogue, preview: Any) -> None:
    """The note, the button, and what it still waits for."""
    note_key = f"note-{dialogue.file_id}"
    above, below = st.container(), st.container(horizontal=True, vertical_alignment="center")
    if preview.already_loaded_as is None:
        above.text_input(
            _("What did you check?") if preview.warnings else _("Note for the history (optional)"),
            key=note_key,
            max_chars=LONGEST_NOTE,
            width=620,
        )
    reasons = reasons_to_wait(preview, note=_note(note_key))
    with below:
        st.button(
            _("Commit"),
            type="primary",
            icon=":material/check:",
            disabled=preview.already_loaded_as is not None,
            on_click=_commit,
            args=(loaders, dialogue, preview, note_key),
            key="commit",
        )
        if reasons:
            st.markdown(" ".join(_(reason) for reason in reasons))


def reasons_to_wait(preview: Any, *, note: str) -> list[Text]:
    """What must happen before the file can be committed."""
    if preview.already_loaded_as is not None:
        return [N_("Committing it again would change nothing.")]
    reasons = [] if session.actor() else [N_("Give your name at the top of the page.")]
    if preview.warnings and not note:
        reasons.append(N_("Write what you checked."))
    return reasons


def _commit(loaders: Loaders, dialogue: flow.Dialogue, preview: Any, note_key: str) -> None:
    """Save the previewed file once its name and note are given; a preview of an earlier state of the store is
    shown anew instead."""
    note = _note(note_key)
    if reasons_to_wait(preview, note=note):
        return
    try:
        upload_id = loaders.commit(preview, actor=session.actor(), note=note)
        _remember_mapping(loaders, dialogue)
        _remember_proof(loaders, dialogue, preview, upload_id)
        flow.took(upload_id)
    except StoreChanged as changed:
        flow.say(changed.text, kind="info")
    except StoreError as error:
        flow.say(error.text)
    except loaders.refusal as refused:
        flow.say(refused.problems[0].sentence)  # type: ignore[attr-defined]


def _note(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()


def _remember_proof(loaders: Loaders, dialogue: flow.Dialogue, preview: Any, upload_id: int) -> None:
    """Keep that somebody found a layout read right which nobody had proven before."""
    reading = preview.reading
    if reading is not None and not reading.is_proven and st.session_state.get(about.proof_key(dialogue)):
        loaders.store.confirm_layout(reading.format_key, upload_id, actor=session.actor())


def _remember_mapping(loaders: Loaders, dialogue: flow.Dialogue) -> None:
    """Keep the mapping that the file was read by, for the next file with these headings of this municipality."""
    mapping, workbook = dialogue.answers.get("mapping"), dialogue.kept_for("workbook", dialogue.file_id)
    if mapping is not None and workbook is not None:
        mark = dialogue.answers.get("decimal_mark")
        loaders.remember_mapping(workbook, mapping, decimal_mark=mark, actor=session.actor())
