"""From a chosen file to its commit: what the session remembers, what was asked and answered, and how far it is."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Literal, Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.store import Store, StoreError
from texts import N_, Text, _
from ui import session

_MARKS = re.compile(r"([\\`*_\[\]$~<>#|]|:(?=\w))")
PREVIEWS, DIALOGUE, ROUND = "upload-previews", "upload-dialogue", "upload-round"
LAST_UPLOAD, SAID, AGAIN = "upload-last", "upload-said", "upload-again"
NAMES = "upload-names"  # of the files of this session, by SHA-256
PREVIEWS_KEPT = 2  # before and after the last answer
ROWS_WITH_A_BAR = 10_000  # smaller files are read before a bar could be followed
LARGE_FROM, LARGE_UNTIL = 0.05, 0.5  # the shares between which loaders.loading tells of rows read so far
STYLE = f"<style>{(Path(__file__).parent / 'upload.css').read_text(encoding='utf-8')}</style>"

_log = logging.getLogger(__name__)


def style() -> str:
    """The look of the page, with the words that Streamlit has in English only."""
    words = _("Choose a file").replace("\\", r"\\").replace('"', r"\"")
    return f'{STYLE}<style>:root {{--vk-choose-a-file: "{words}";}}</style>'


class ChosenFile(Protocol):
    """A file in the uploader."""

    @property
    def name(self) -> str: ...
    @property
    def file_id(self) -> str: ...
    def getvalue(self) -> bytes: ...


@dataclass
class Dialogue:
    """What has been asked about the chosen file, and answered.

    answers: arguments of loaders.loading.prepare by name. questions: what the file left open, by the code of its
    problem; a question stays on the page after its answer, so that it can be answered otherwise. kept: what is
    expensive and belongs to this file, by a key of its own."""

    file_id: str
    answers: dict[str, Any] = field(default_factory=dict)
    questions: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def answer(self, name: str, value: Any) -> None:
        """Take an answer; None takes it back."""
        if value is None:
            self.answers.pop(name, None)
        else:
            self.answers[name] = value

    def kept_for(self, name: str, of: Any) -> Any:
        """What was made for `of`, on which it depends; None when nothing was."""
        made_of, made = self.kept.get(name, (None, None))
        return made if made_of == of else None

    def once(self, name: str, of: Any, make: Callable[[], Any]) -> Any:
        """What make returns, made again only when `of`, which it depends on, is another one."""
        if self.kept_for(name, of) is None:
            self.kept[name] = (of, make())
        return self.kept[name][1]


def answered(dialogue: Dialogue, name: str, key: str, *, but_not: str = "") -> Callable[[], None]:
    """Takes a widget's value as an answer; an empty one, and what the file says itself, is none."""

    def take() -> None:
        given = str(st.session_state.get(key) or "").strip()
        dialogue.answer(name, given if given and given != but_not else None)

    return take


@dataclass(frozen=True)
class KeptFile:
    """A file that the store has received before, to be checked again as if it were chosen now."""

    name: str
    sha256: str
    store: Store

    @property
    def file_id(self) -> str:
        return f"kept-{self.sha256}"

    def getvalue(self) -> bytes:
        return self.store.original(self.sha256)


def check_again(store: Store, sha256: str, name: str) -> None:
    """Take a file that was received before as the chosen one, in the place of one in the uploader."""
    forget_file()
    st.session_state[AGAIN] = KeptFile(name, sha256, store)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def chosen_file(in_uploader: ChosenFile | None) -> ChosenFile | None:
    """The file that the page is about: the one in the uploader, else the one that is checked again."""
    if in_uploader is not None:
        st.session_state.pop(AGAIN, None)
        return in_uploader
    again: KeptFile | None = st.session_state.get(AGAIN)
    return again


def leave_file() -> None:
    """Let go of the file that is checked again."""
    forget_file()
    st.session_state.pop(AGAIN, None)


def uploader_key() -> str:
    """Key of the file uploader; another one after each commit, so that it is empty for the next file."""
    return f"upload-file-{st.session_state.get(ROUND, 0)}"


def dialogue_about(file: ChosenFile) -> Dialogue:
    """What was asked and answered about this file so far in this session."""
    kept = st.session_state.get(DIALOGUE)
    if kept is None or kept.file_id != file.file_id:
        kept = st.session_state[DIALOGUE] = Dialogue(file.file_id)
    return kept


def preview_key(store: Store, dialogue: Dialogue) -> tuple:
    """What a preview depends on: the file, the answers, and the state of the store."""
    answers = sorted((name, repr(value)) for name, value in dialogue.answers.items())
    return (dialogue.file_id, store.url, store.version, *answers)


def prepared(
    store: Store, file: ChosenFile, dialogue: Dialogue, prepare: Callable[..., Any], state: DeltaGenerator
) -> Any:
    """The file's preview, read once for its answers and the store's state; None when the program failed at it.

    prepare: reads and checks bytes under a name with the answers. state: the place that says how far it is."""
    key = preview_key(store, dialogue)
    kept = dict(st.session_state.get(PREVIEWS, {}))
    preview = kept.pop(key, None) or _read(store, file, dialogue, prepare, state)
    if preview is not None:
        st.session_state.setdefault(NAMES, {})[preview.sha256] = file.name
        st.session_state[PREVIEWS] = dict([*kept.items(), (key, preview)][-PREVIEWS_KEPT:])
    return preview


def _read(
    store: Store, file: ChosenFile, dialogue: Dialogue, prepare: Callable[..., Any], state: DeltaGenerator
) -> Any:
    say_state(state, _("Reading the file …"))
    try:
        return prepare(file.getvalue(), file.name, on_progress=HowFar(state), **dialogue.answers)
    except StoreError as error:
        state.error(as_written(_(error.text)), icon=":material/error:")
    except Exception:
        _log.exception("A file could not be prepared")
        state.error(
            _("Veikart failed at this file. Nothing was loaded. Save a copy of it anew in Excel and try that, or ask whoever "
              "runs Veikart: the server's log says why."),
            icon=":material/error:",
        )  # fmt: skip
    return None


class HowFar:
    """Hears how far reading and checking is; draws a bar from 10,000 rows on, and leaves the line for smaller files."""

    def __init__(self, state: DeltaGenerator) -> None:
        self._state = state
        self._has_bar = False

    def __call__(self, share: float, text: Text) -> None:
        rows = text.params.get("rows", 0)
        is_within = LARGE_FROM < share < LARGE_UNTIL and bool(
            rows
        )  # only large workbooks say so while being read
        self._has_bar = self._has_bar or is_within or rows >= ROWS_WITH_A_BAR
        if self._has_bar:
            self._state.progress(min(max(share, 0.0), 1.0), text=_(text))


def first_words(store: Store, *, workbook: str = "") -> None:
    """What to do while no file is chosen: with the workbook that a link asked for, else while nothing is loaded yet.

    workbook: its theme in words; empty where none was asked for."""
    if st.session_state.get(uploader_key()) is not None:
        return
    if workbook and LAST_UPLOAD not in st.session_state:
        st.info(
            _("Download the workbook “{theme}” below, fill it in, and choose it here.", theme=workbook),
            icon=":material/info:",
        )
        return
    if session.has_data(store):
        return
    st.info(
        _("Nothing of your own is loaded yet. Choose a file below, or start from a template. The "
          "demonstration disappears from all pages as soon as your first file is committed.")
        if session.demo_store() is not None
        else _("Nothing is loaded yet. Choose a file below, or start from a template."),
        icon=":material/info:",
    )  # fmt: skip


def file_heading(file: ChosenFile) -> DeltaGenerator:
    """The file's name, and the way out of one that is checked again. Returns the place that says how far it is."""
    st.html(f'<h2 class="vk-heading vk-section">{escape(file.name)}</h2>')
    state = st.empty()
    if isinstance(file, KeptFile):
        st.button(
            _("Leave this file"),
            icon=":material/close:",
            type="tertiary",
            on_click=leave_file,
            key="file-leave",
        )
    return state


def say_state(state: DeltaGenerator, words: str) -> None:
    """A line of plain words in the place that says how far it is, as high as the bar."""
    state.html(f'<p class="vk-state" role="status">{escape(words)}</p>')


def forget_file() -> None:
    """Let go of every preview and answer: no file is chosen."""
    st.session_state.pop(PREVIEWS, None)
    st.session_state.pop(DIALOGUE, None)


def took(upload_id: int) -> None:
    """Remember what was just committed, and empty the uploader for the next file."""
    forget_file()
    st.session_state.pop(AGAIN, None)
    st.session_state[LAST_UPLOAD] = upload_id
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def forget_last() -> None:
    """Let go of what was committed last: it was said, and the history lists it."""
    st.session_state.pop(LAST_UPLOAD, None)


def say(text: Text, *, kind: Literal["error", "info", "saved"] = "error") -> None:
    """Leave a sentence for the next run, from a button's callback or before a rerun."""
    st.session_state[SAID] = (kind, text)


def show_what_was_said() -> None:
    """The sentence a callback left, once."""
    kind, text = st.session_state.pop(SAID, (None, None))
    if kind == "error":
        st.error(as_written(_(text)), icon=":material/error:")
    elif kind == "info":
        st.info(as_written(_(text)), icon=":material/info:")
    elif kind == "saved":
        st.success(as_written(_(text)), icon=":material/check_circle:")


def as_written(words: str) -> str:
    """Words that may come from a file, so that Markdown shows them as they are written."""
    return _MARKS.sub(r"\\\1", words)


def undo(store: Store, upload_id: int) -> None:
    """Withdraw an upload in the name of this session, or say on the page what stands in the way."""
    _change(store.withdraw, upload_id)


def redo(store: Store, upload_id: int) -> None:
    """Restore a withdrawn upload in the name of this session, or say what stands in the way."""
    _change(store.restore, upload_id)


def _change(change: Callable[..., None], upload_id: int) -> None:
    if not session.actor():
        say(N_("Give your name first, so that others can see who changed what."))
        return
    try:
        change(upload_id, actor=session.actor())
    except StoreError as error:
        say(error.text)
