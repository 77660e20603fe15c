"""What has been loaded: every upload with what it brought and changed, who, when, its note, its original, and undo or redo.

Filters and page stand in the address, so that a link shows the same lines."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from data.store import Store
from data.tables import TABLES
from data.upload_states import RowCounts
from texts import N_, Text, _, format_number
from ui import choices, view, what_changed
from ui.moments import moment
from ui.upload_changes import counted_rows
from ui.upload_file import counted_areas, year_words
from ui.upload_reads import (
    PastUpload,
    areas_with_uploads,
    editions,
    named_areas,
    past_uploads,
    rows_changed,
    uploads_about,
)
from ui.upload_undo import change_button, confirmation

PAGE = 10  # uploads shown at once
TABLES_NAMED = 3
ALL = "all"
Editions = Sequence[tuple[str, str]]  # dataset and release
AREA, KIND, PERSON, PAGE_NUMBER = "history-area", "history-kind", "history-person", "history-page"
CHANGED_WORDS = {
    "withdrawn": N_("Undone {time} by {name} (not verified)"),
    "restored": N_("Loaded again {time} by {name} (not verified)"),
}


def history(store: Store, *, kinds: Mapping[str, Text]) -> None:
    """All uploads, newest first, a page at a time. kinds: words per format key."""
    uploads = past_uploads(store)
    if not uploads:
        st.markdown(_("Nothing has been loaded yet. What you load, and who undoes it, will be listed here."))
        return
    chosen = _filtered(store, uploads, kinds) if len(uploads) > PAGE else list(uploads)
    if not chosen:
        st.markdown(_("No upload fits these choices."))
        return
    shown = _page_of(chosen)
    ids = tuple(upload.upload_id for upload in shown)
    areas, brought = named_areas(store, ids), editions(store, ids)
    for upload in shown:
        about = areas.get(upload.upload_id)
        whom = counted_areas(about.names, about.kinds) if about else ""
        what = _(kinds.get(upload.format_key, upload.format_key))
        _entry(store, upload, what=what, whom=whom, releases=brought[upload.upload_id])
    _turn_pages(len(chosen))


# --- which


def _filtered(store: Store, uploads: Sequence[PastUpload], kinds: Mapping[str, Text]) -> list[PastUpload]:
    """The uploads about the chosen municipality, of the chosen kind and person."""
    names = areas_with_uploads(store)
    of_kind = list(dict.fromkeys(upload.format_key for upload in uploads))
    people = sorted({upload.actor for upload in uploads})
    with st.container(horizontal=True, key="vk-controls"):
        area = choices.one_of(
            AREA, _("Municipality"), [ALL, *names], ALL,
            words=lambda key: names.get(key) or _("All municipalities"),
        )  # fmt: skip
        kind = choices.one_of(
            KIND, _("Kind"), [ALL, *of_kind], ALL,
            words=lambda key: _("All kinds") if key == ALL else _(kinds.get(key, key)),
        )  # fmt: skip
        person = choices.one_of(
            PERSON, _("Loaded by"), [ALL, *people], ALL,
            words=lambda key: _("Everybody") if key == ALL else key,
        )  # fmt: skip
    about = None if area == ALL else uploads_about(store, area)
    return [
        upload
        for upload in uploads
        if (about is None or upload.upload_id in about)
        and kind in (ALL, upload.format_key)
        and person in (ALL, upload.actor)
    ]


def _page_of(uploads: Sequence[PastUpload]) -> Sequence[PastUpload]:
    first = (_page_number(len(uploads)) - 1) * PAGE
    return uploads[first : first + PAGE]


def _page_number(count: int) -> int:
    """The page that is asked for, from 1 on; the last one where there are fewer."""
    pages = [str(number) for number in range(1, _pages(count) + 1)]
    return int(view.chosen_if_any(PAGE_NUMBER, pages) or 1)


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE))


def _turn_pages(count: int) -> None:
    """Which uploads are shown, and the ways to newer and older ones."""
    number, last = _page_number(count), _pages(count)
    if last == 1:
        return
    shown = _("Uploads {first} to {last} of {count}", first=format_number((number - 1) * PAGE + 1, digits=0),
              last=format_number(min(number * PAGE, count), digits=0), count=count)  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        _turn(
            _("Newer"), number - 1, icon=":material/chevron_left:", disabled=number == 1, key="history-newer"
        )
        st.markdown(shown)
        _turn(
            _("Older"),
            number + 1,
            icon=":material/chevron_right:",
            disabled=number == last,
            key="history-older",
        )


def _turn(label: str, number: int, *, icon: str, disabled: bool, key: str) -> None:
    st.button(
        label, icon=icon, disabled=disabled, key=key, on_click=view.choose, args=(PAGE_NUMBER, str(number))
    )


# --- one upload


def _entry(store: Store, upload: PastUpload, *, what: str, whom: str, releases: Editions) -> None:
    with st.container(border=True, key=f"upload-{upload.upload_id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch"):
                _line(upload, what=what, whom=whom, rows=rows_changed(store, upload))
            with st.container(horizontal=True, vertical_alignment="center", width="content"):
                release_link(store, releases if upload.is_live else ())
                _original(store, upload)
                change_button(store, upload, key=f"change-{upload.upload_id}")
        confirmation(store, upload)


def release_link(store: Store, releases: Editions) -> None:
    """The way to what one of these releases says otherwise than its neighbour, where its dataset has several."""
    place = what_changed.place_of(store, releases)
    if place is not None:
        st.page_link(
            "pages/what_changed.py",
            label=_("What changed"),
            icon=":material/history:",
            query_params=place,
        )


def _original(store: Store, upload: PastUpload) -> None:
    """The file as it came; answers to the principles are not given out, since each file is one person's."""
    if upload.holds_answers:
        return
    st.download_button(
        _("Original"),
        data=lambda: store.original(upload.sha256),
        file_name=upload.file_name,
        mime="application/octet-stream",
        icon=":material/download:",
        on_click="ignore",
        key=f"original-{upload.upload_id}",
        help=_("What was entered, as Veikart keeps it: a JSON file with one entry per field of the form.")
        if upload.is_form
        else _("The file as it was received, byte for byte"),
    )


def _line(upload: PastUpload, *, what: str, whom: str, rows: Mapping[str, RowCounts]) -> None:
    """The file and its number; below, smaller: what, whom, when, who, what became of it, and the note."""
    about = [
        "" if upload.is_form else what,
        whom,
        year_words(upload.first_year or None, upload.last_year or None),
        _("release {release}", release=upload.releases) if upload.releases else "",
    ]
    lines = [
        " · ".join(filter(None, about)),
        row_words(rows) if rows else _silent_words(upload),
        _("Loaded {time} by {name} (not verified)", time=moment(upload.committed_at), name=upload.actor),
    ]
    if upload.state in CHANGED_WORDS:
        changed = CHANGED_WORDS[upload.state].template
        lines.append(_(changed, time=moment(upload.changed_at), name=upload.changed_by))
    if upload.acknowledgement:
        lines.append(_("Note: {note}", note=upload.acknowledgement))
    number = _("Upload {upload_id}", upload_id=str(upload.upload_id))
    state = "" if upload.is_live else f" · {_('undone')}"
    name = f"<strong>{escape(what if upload.is_form else upload.file_name)}</strong> {escape(number + state)}"
    small = "".join(f"<small>{escape(line)}</small>" for line in lines if line)
    st.html(f'<p class="vk-upload{"" if upload.is_live else " vk-undone"}">{name}{small}</p>')


def row_words(rows: Mapping[str, RowCounts]) -> str:
    """What an upload did to the rows that spoke, table by table; of many tables their sum."""
    if len(rows) <= TABLES_NAMED:
        return "; ".join(f"{_(TABLES[name].title)}: {counted_rows(counts)}" for name, counts in rows.items())
    together = {kind: sum(counts[kind] for counts in rows.values()) for kind in next(iter(rows.values()))}
    return _("{count} tables: {words}", count=len(rows), words=counted_rows(together))


def _silent_words(upload: PastUpload) -> str:
    """Rows that did not speak when they came, since a newer release did."""
    if not upload.row_count:
        return ""
    if upload.row_count == 1:
        return _("1 row kept as an older vintage")
    return _("{count} rows kept as an older vintage", count=upload.row_count)
