"""Files that were received and are part of no upload: refused ones, and those that nobody committed. Each is kept for
30 days, and can be taken away or checked again."""

import zipfile
from html import escape
from io import BytesIO

import streamlit as st

from data.store import Store, StoreError
from sentences.formats import FIXED_SPACE
from texts import N_, Text, _, format_number
from ui.moments import moment
from ui.upload_flow import NAMES, check_again
from ui.upload_reads import ReceivedFile, received_files

SHOWN = 20
KINDS: dict[str, Text] = {
    "xlsx": N_("Excel workbook"),
    "zip": N_("Package or archive"),
    "json": N_("JSON file"),
    "csv": N_("Text table"),
}


def received(store: Store, *, but_not: str) -> None:
    """The folded list of such files, the last received first; nothing where there are none.

    but_not: the SHA-256 of the file that the page is about."""
    files = [each for each in received_files(store) if each.sha256 != but_not]
    if not files:
        return
    label = _("Received, but not loaded: {count}", count=len(files))
    with st.expander(label, icon=":material/inbox:", key="received", on_change="rerun") as panel:
        if panel.open:
            _listed(store, files)


def _listed(store: Store, files: list[ReceivedFile]) -> None:
    st.markdown(
        _("Files that were refused, or that nobody committed. Each is kept for 30 days after it came last, so that it can be "
          "looked into; then it is deleted.")
    )  # fmt: skip
    for file in files[:SHOWN]:
        _entry(store, file)
    if len(files) > SHOWN:
        st.caption(_("The first {shown} of {count} are shown.", shown=SHOWN, count=len(files)))


def _entry(store: Store, file: ReceivedFile) -> None:
    try:
        kind = kind_of(store.original(file.sha256))
    except StoreError:  # it went meanwhile, or was changed on the disk
        return
    known = st.session_state.get(NAMES, {}).get(file.sha256)
    name = known or f"received-{file.received_at:%Y-%m-%d}-{file.sha256[:8]}.{kind}"
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"received-{file.sha256[:12]}"
    ):
        with st.container(width="stretch"):
            _line(file, known or _(KINDS[kind]))
        with st.container(horizontal=True, width="content"):
            st.download_button(
                _("Original"),
                data=lambda: store.original(file.sha256),
                file_name=name,
                mime="application/octet-stream",
                icon=":material/download:",
                on_click="ignore",
                key=f"received-original-{file.sha256[:12]}",
                help=_("The file as it was received, byte for byte"),
            )
            st.button(
                _("Check again"),
                icon=":material/fact_check:",
                on_click=check_again,
                args=(store, file.sha256, name),
                key=f"received-check-{file.sha256[:12]}",
                help=_("Reads it as if it were chosen now; it is then kept for another 30 days."),
            )


def _line(file: ReceivedFile, name: str) -> None:
    size = _("{size} kB", size=format_number(max(1, round(file.size_bytes / 1000)), digits=0))
    lines = (
        size.replace(" ", FIXED_SPACE),
        _("Received {time}", time=moment(file.received_at)),
        _("Kept until {day}", day=moment(file.kept_until)[:10]),
    )
    st.html(
        f'<p class="vk-upload"><strong>{escape(name)}</strong><small>{escape(" · ".join(lines))}</small></p>'
    )


def kind_of(content: bytes) -> str:
    """The ending that fits a file's bytes: xlsx, zip, json or csv; names of files that were not loaded are not kept."""
    if content[:2] == b"PK":
        try:
            names = zipfile.ZipFile(BytesIO(content)).namelist()
        except zipfile.BadZipFile:
            return "zip"
        return "xlsx" if "[Content_Types].xml" in names else "zip"
    return "json" if content.lstrip()[:1] in (b"{", b"[") else "csv"
