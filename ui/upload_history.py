"""What has been loaded: the upload just made with the way to its figures; all uploads with undo and redo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Literal

import streamlit as st

from data.store import Store
from texts import N_, Text, _
from ui import session
from ui.formats import moment
from ui.upload_file import Coverage, area_words, coverage, year_words
from ui.upload_flow import LAST_UPLOAD, as_written, redo, undo

SHOWN_AT_FIRST = 10
CHANGED_WORDS = {
    "withdrawn": N_("Undone {time} by {name} (not verified)"),
    "restored": N_("Loaded again {time} by {name} (not verified)"),
}


@dataclass(frozen=True)
class PastUpload:
    """One line of the history. years and releases are words, empty where there are none."""

    upload_id: int
    file_name: str
    format_key: str
    sha256: str
    state: str
    is_live: bool
    row_count: int
    years: str
    releases: str
    actor: str
    committed_at: datetime
    changed_by: str
    changed_at: datetime
    acknowledgement: str


def past_uploads(store: Store) -> list[PastUpload]:
    """Every upload of a store, newest first, with who changed it last."""
    events = store.events().drop_duplicates("upload_id", keep="last")
    last_actor = dict(zip(events["upload_id"], events["actor"], strict=True))
    return [_past_upload(row, last_actor[row["upload_id"]]) for row in store.uploads().to_dict("records")]


def just_loaded(store: Store, uploads: Sequence[PastUpload]) -> None:
    """The upload this session made last: what it brought, the way to its figures, and undo at once."""
    made = st.session_state.get(LAST_UPLOAD)
    upload = next((past for past in uploads if past.upload_id == made), None)
    if upload is None:
        return
    covered = coverage_of(store, upload.upload_id)
    _say_what_happened(upload, covered)
    alignment: Literal["bottom", "center"] = "bottom" if len(covered.municipalities) > 1 else "center"
    with st.container(horizontal=True, vertical_alignment=alignment, gap="medium"):
        if upload.is_live:
            _way_to_the_figures(covered)
        _undo_or_redo(store, upload, key="change-last")


def history(store: Store, uploads: Sequence[PastUpload], *, what: Mapping[str, Text]) -> None:
    """All uploads, newest first, each with its original and undo or redo. what: words per format key."""
    if not uploads:
        st.markdown(_("Nothing has been loaded yet. What you load, and who undoes it, will be listed here."))
    is_whole = len(uploads) <= SHOWN_AT_FIRST or st.toggle(
        _("Show all {count} uploads", count=len(uploads)), key="whole-history"
    )
    for upload in uploads if is_whole else uploads[:SHOWN_AT_FIRST]:
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"upload-{upload.upload_id}"
        ):
            with st.container(width="stretch"):
                _line(upload, what=_(what.get(upload.format_key, upload.format_key)))
            with st.container(horizontal=True, width="content"):
                _original(store, upload)
                _undo_or_redo(store, upload, key=f"change-{upload.upload_id}")


def coverage_of(store: Store, upload_id: int) -> Coverage:
    """The areas and years that an upload brought."""
    return coverage(store.register(), {"slices": store.arrow(_UPLOAD_SLICES, {"upload_id": upload_id})})


def _past_upload(row: dict, changed_by: str) -> PastUpload:
    return PastUpload(
        upload_id=int(row["upload_id"]),
        file_name=row["file_name"],
        format_key=row["format_key"],
        sha256=row["sha256"],
        state=row["state"],
        is_live=bool(row["is_live"]),
        row_count=int(row["row_count"]),
        years=year_words(row["first_year"], row["last_year"]),
        releases=row["releases"] if isinstance(row["releases"], str) else "",
        actor=row["actor"],
        committed_at=row["committed_at"],
        changed_by=changed_by,
        changed_at=row["changed_at"],
        acknowledgement=row["acknowledgement"] or "",
    )


def _say_what_happened(upload: PastUpload, covered: Coverage) -> None:
    places = {
        "file": as_written(upload.file_name),
        "content": " · ".join(
            filter(None, (area_words(covered.areas), upload.years, _row_words(upload.row_count)))
        ),
        "upload_id": str(upload.upload_id),
    }
    if upload.is_live:
        st.success(
            _("{file} is loaded as upload {upload_id}: {content}.", **places), icon=":material/check_circle:"
        )
    else:
        st.info(
            _("{file} (upload {upload_id}) is undone: its figures no longer speak.", **places),
            icon=":material/undo:",
        )


def _way_to_the_figures(covered: Coverage) -> None:
    """A link to the overview of the municipality that was loaded; of several, the one chosen."""
    seen = covered.municipalities
    if not seen:
        return
    area = seen[0]
    if len(seen) > 1:
        area = st.selectbox(
            _("Municipality to look at"), seen, format_func=lambda one: one.name, key="seen", width=280
        )
    st.page_link(
        "pages/overview.py",
        label=_("See {name} on the Overview page", name=area.name),
        icon=":material/arrow_forward:",
        query_params={"area": area.area_id},
    )


def _undo_or_redo(store: Store, upload: PastUpload, *, key: str) -> None:
    st.button(
        _("Undo") if upload.is_live else _("Redo"),
        icon=":material/undo:" if upload.is_live else ":material/redo:",
        on_click=undo if upload.is_live else redo,
        args=(store, upload.upload_id),
        disabled=not session.actor(),
        help=None if session.actor() else _("Give your name at the top of the page first."),
        key=key,
    )


def _original(store: Store, upload: PastUpload) -> None:
    st.download_button(
        _("Original"),
        data=lambda: store.original(upload.sha256),
        file_name=upload.file_name,
        mime="application/octet-stream",
        icon=":material/download:",
        on_click="ignore",
        key=f"original-{upload.upload_id}",
        help=_("Download the file as it was received"),
    )


def _line(upload: PastUpload, *, what: str) -> None:
    """The file and its number; below, smaller: what, when, who, what became of it, and the note."""
    is_form = upload.format_key.startswith("form-")  # made by the page itself; its file has no name to know
    brought = ["" if is_form else what, upload.years, _row_words(upload.row_count)]
    brought += [_("release {release}", release=upload.releases)] if upload.releases else []
    lines = [
        " · ".join(filter(None, brought)),
        _("Loaded {time} by {name} (not verified)", time=moment(upload.committed_at), name=upload.actor),
    ]
    if upload.state in CHANGED_WORDS:
        changed = CHANGED_WORDS[upload.state].template
        lines.append(_(changed, time=moment(upload.changed_at), name=upload.changed_by))
    if upload.acknowledgement:
        lines.append(_("Unusual values: {note}", note=upload.acknowledgement))
    number = _("Upload {upload_id}", upload_id=str(upload.upload_id))
    state = "" if upload.is_live else f" · {_('undone')}"
    name = f"<strong>{escape(what if is_form else upload.file_name)}</strong> {escape(number + state)}"
    small = "".join(f"<small>{escape(line)}</small>" for line in lines)
    st.html(f'<p class="vk-upload{"" if upload.is_live else " vk-undone"}">{name}{small}</p>')


def _row_words(count: int) -> str:
    return _("1 row") if count == 1 else _("{count} rows", count=count) if count else ""


_UPLOAD_SLICES = (
    "select distinct area_id, year from slices where upload_id = $upload_id order by area_id, year"
)
