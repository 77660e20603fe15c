"""Borders for the map from a GeoJSON file: which property is the code, what would be kept, and the button."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

import streamlit as st

from data.areas import Register
from data.store import Store, StoreError
from texts import N_, Text, _, format_number
from ui import reads, session
from ui.choices import COUNTRIES
from ui.upload_flow import ChosenFile, as_written, say

LARGEST_MB = 40
ROUND, READ = "boundaries-round", "boundaries-read"
MOST_CODES = 20  # of those left out that are named
COARSEST_METRES = 20_000
USUAL_METRES = 200
_LIKELY = re.compile(r"komm|lau|kunta|muni|code|kode|kod|nummer|_id|\bnr\b", re.IGNORECASE)


class ReadBoundaries(Protocol):
    """Borders that were read, as far as the page shows them."""

    @property
    def shapes(self) -> Mapping[str, Any]: ...
    @property
    def unmatched(self) -> tuple[str, ...]: ...
    @property
    def corners_before(self) -> int: ...
    @property
    def corners(self) -> int: ...


class BoundaryFile(Protocol):
    """What takes a file apart and keeps it (loaders/borders/boundaries.py)."""

    def code_properties(self, content: bytes) -> dict[str, str]: ...
    def read_boundaries(
        self,
        content: bytes,
        register: Register,
        *,
        file_name: str,
        code_property: str,
        country: str | None,
        simplify_metres: float,
    ) -> Any: ...
    def keep_boundaries(self, store: Store, boundaries: Any, *, actor: str, credit: str) -> int: ...


def upload_boundaries(store: Store, boundaries: BoundaryFile, *, refusal: type[Exception]) -> None:
    """The folded part of the page in which borders are loaded.

    boundaries: the module that reads and keeps them. refusal: what it raises, with the problems of the file."""
    with st.expander(
        _("Borders for the map"), icon=":material/map:", key="boundaries", on_change="rerun"
    ) as panel:
        if not panel.open:
            return
        st.markdown(_what_for(len(reads.boundaries(store))))
        file = st.file_uploader(
            _("GeoJSON in longitude and latitude (WGS 84), at most {size} MB", size=LARGEST_MB),
            type=["geojson", "json"],
            max_upload_size=LARGEST_MB,
            key=f"boundaries-file-{st.session_state.get(ROUND, 0)}",
        )
        if file is None:
            st.session_state.pop(READ, None)
            return
        try:
            _about_file(store, boundaries, file)
        except refusal as refused:
            for problem in getattr(refused, "problems", ()):
                st.error(as_written(_(problem.sentence)), icon=":material/error:")


def _what_for(count: int) -> str:
    now = (
        _("At present the map has the borders of one municipality.")
        if count == 1
        else _("At present the map has the borders of {count} municipalities.", count=count)
        if count
        else _("At present it shows every municipality as a tile.")
    )
    words = _("The map is drawn with the borders of a file from your mapping agency, once it is loaded here.")
    return f"{words} {now}"


def _about_file(store: Store, boundaries: BoundaryFile, file: ChosenFile) -> None:
    """The questions about the file, what it holds, and the button that keeps it."""
    properties = _once("properties", file.file_id, lambda: boundaries.code_properties(file.getvalue()))
    if not properties:
        st.error(_("The areas of this file have no properties, so nothing says which municipality is which."))
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        name, country, metres = _asked(properties)
    found = _once(
        "read",
        (file.file_id, name, country, metres, store.version),
        lambda: boundaries.read_boundaries(
            file.getvalue(),
            store.register(),
            file_name=file.name,
            code_property=name,
            country=country or None,
            simplify_metres=metres,
        ),
    )
    st.markdown(_found_words(found))
    if found.unmatched:
        st.warning(as_written(_left_out_words(found.unmatched)), icon=":material/warning:")
    credit = st.text_input(
        _("Publisher and licence, which the map names"), key="boundaries-credit", max_chars=200, width=520
    )
    st.button(
        _("Keep these borders"),
        type="primary",
        icon=":material/check:",
        disabled=not session.actor(),
        help=None if session.actor() else _("Give your name at the top of the page first."),
        on_click=_keep,
        args=(store, boundaries, found, credit),
        key="boundaries-keep",
    )


def _asked(properties: dict[str, str]) -> tuple[str, str, float]:
    names = list(properties)
    likely = next((number for number, name in enumerate(names) if _LIKELY.search(name)), 0)
    name = st.selectbox(
        _("Property with the official code"),
        names,
        index=likely,
        format_func=lambda each: _("{name} (such as {example})", name=each, example=properties[each][:30]),
        key="boundaries-property",
        width=320,
    )
    country = st.selectbox(
        _("Country"),
        ["", *COUNTRIES],
        format_func=lambda code: _(COUNTRIES[code]) if code else _("As the codes say"),
        key="boundaries-country",
        width=200,
    )
    metres = st.number_input(
        _("A border may move by, metres"),
        min_value=0,
        max_value=COARSEST_METRES,
        value=USUAL_METRES,
        step=100,
        key="boundaries-metres",
        width=200,
    )
    return name or "", country or "", float(metres)


def _found_words(found: ReadBoundaries) -> str:
    places = {
        "before": format_number(found.corners_before, digits=0),
        "after": format_number(found.corners, digits=0),
    }
    if len(found.shapes) == 1:
        return _("One municipality; {before} corners become {after}. Undo is in the history below.", **places)
    return _("{count} municipalities; {before} corners become {after}. Undo is in the history below.",
             count=len(found.shapes), **places)  # fmt: skip


def _left_out_words(codes: tuple[str, ...]) -> str:
    more = len(codes) - MOST_CODES
    shown = ", ".join(codes[:MOST_CODES])
    return (
        _("Not in the register of today, left out: {codes} and {more} more.", codes=shown, more=more)
        if more > 0
        else _("Not in the register of today, left out: {codes}.", codes=shown)
    )


def _once(name: str, of: Any, make: Any) -> Any:
    """What make returns for this file and these answers, made once."""
    kept = st.session_state.setdefault(READ, {})
    if name not in kept or kept[name][0] != of:
        kept[name] = (of, make())
    return kept[name][1]


def _keep(store: Store, boundaries: BoundaryFile, found: ReadBoundaries, credit: str) -> None:
    """Keep the borders in the name of this session and empty the chooser, or say what stands in the way."""
    try:
        upload_id = boundaries.keep_boundaries(store, found, actor=session.actor(), credit=credit)
    except StoreError as error:
        say(error.text)
        return
    st.session_state.pop(READ, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    say(_kept_words(len(found.shapes), upload_id), kind="info")


def _kept_words(count: int, upload_id: int) -> Text:
    if count == 1:
        return N_("The borders of one municipality are kept as upload {upload_id}. See them on the Map page.",
                  upload_id=str(upload_id))  # fmt: skip
    return N_("The borders of {count} municipalities are kept as upload {upload_id}. See them on the Map page.",
              count=count, upload_id=str(upload_id))  # fmt: skip
