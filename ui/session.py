"""What a browser session stands on: the open stores, which of them speaks, and who is at the keyboard."""

import os
from pathlib import Path

import streamlit as st

from data.own_store import own_url, rooted
from data.store import Store, StoreError
from texts import LANGUAGE_NAMES, _, available_languages, best_language, current_language, set_language
from ui import view

DEMO_URL = "duckdb:var/demo.duckdb"
ACTOR = "actor"
PAGE, IS_ARRIVAL = "page", "page-is-arrival"
LANGUAGE = "lang"
CHOOSER = "vk-language"


def begin() -> None:
    """Start a run, or a fragment's or a callback's own: speak the reader's language.

    The one chosen, in the address before the session's, else the browser's. Only a choice is written into the
    address: a link from someone who made none opens in its receiver's language."""
    chosen = view.chosen_if_any(LANGUAGE, available_languages())
    set_language(chosen or best_language([st.context.locale or ""]))


def arrive(page: str) -> None:
    """Note which page this run is about. page: its address."""
    st.session_state[IS_ARRIVAL] = st.session_state.get(PAGE) != page
    st.session_state[PAGE] = page


def has_just_arrived() -> bool:
    """Whether the reader comes to this page from another one."""
    return bool(st.session_state.get(IS_ARRIVAL, True))


def language_chooser() -> None:
    """The languages by their own names, under the name of the one that is spoken (at the right of the header:
    style.css)."""
    st.menu_button(
        LANGUAGE_NAMES[current_language()],
        available_languages(),
        format_func=LANGUAGE_NAMES.__getitem__,
        key=CHOOSER,
        on_click=_took_language,
        icon=":material/language:",
        type="tertiary",
        help=_("Language"),
    )


def own_store() -> Store:
    """The municipality's own store, open for reading and writing. Raises StoreError with the sentence to
    show."""
    return Store.shared(own_url())


def shown_store() -> Store:
    """The store that pages show: the own one as soon as it has data, until then the demonstration."""
    own = own_store()
    demo = demo_store()
    return own if demo is None or has_data(own) else demo


def demo_store() -> Store | None:
    """The demonstration store, if it has been made."""
    url = rooted(os.environ.get("VEIKART_DEMO", DEMO_URL))
    if not Path(url.partition(":")[2]).exists():
        return None
    try:
        return _opened_for_reading(url)
    except StoreError:
        return None


def is_demo(store: Store) -> bool:
    """Whether a store holds fictional data."""
    return store.url == rooted(os.environ.get("VEIKART_DEMO", DEMO_URL))


def has_data(store: Store) -> bool:
    """Whether any upload of the store speaks."""
    return _has_data(store.url, store.version, store)


def actor() -> str:
    """The name given in this session, empty until someone gives one. It is not verified: there is no sign-in
    yet."""
    return str(st.session_state.get(ACTOR, "")).strip()


def ask_actor() -> None:
    """Ask for the name under which changes are recorded; kept for the session."""
    if ACTOR not in st.session_state:
        st.session_state[ACTOR] = ""
    st.text_input(
        _("Your name"),
        key=f"{ACTOR}-asked",
        value=st.session_state[ACTOR],
        on_change=_took_actor,
        help=_("Shown in the history beside what you change, as “not verified”: there is no sign-in yet."),
        max_chars=80,
    )


def _took_language() -> None:
    code = st.session_state[CHOOSER]
    st.query_params[LANGUAGE] = code  # at once: a page that ends early (st.stop) writes no address
    view.choose(LANGUAGE, code)


def _took_actor() -> None:
    st.session_state[ACTOR] = st.session_state[f"{ACTOR}-asked"].strip()


@st.cache_resource(show_spinner=False)
def _opened_for_reading(url: str) -> Store:
    return Store.open(url, read_only=True)


@st.cache_data(show_spinner=False, max_entries=8)
def _has_data(url: str, version: int, _store: Store) -> bool:
    return _store.has_data()
