"""The front door: page frame, session and navigation; the work is done in pages/."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data.store import StoreError
from texts import _
from ui import layout, session, view
from ui.navigation import PAGES, PageSpec

ROOT = Path(__file__).parent
MARK = str(ROOT / "ui" / "veikart-mark.svg")
GROUP = "menu-group"  # of the page of the run before


def listed_page(spec: PageSpec) -> StreamlitPage:
    """A page with its address; the one without an address of its own is the app's own address."""
    return st.Page(
        ROOT / spec.file,
        title=_(spec.title),
        icon=spec.icon,
        help=_(spec.purpose),
        url_path=spec.url_path or "start",
        default=not spec.url_path,
        visibility="visible" if spec.is_in_menu else "hidden",
    )


def forwarding_page(stem: str, page: StreamlitPage) -> StreamlitPage:
    """An address that leads on to a page with everything that stands behind the question mark
    (docs/adr/0001)."""

    def move() -> None:
        query = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
        st.switch_page(page, query_params=query)

    return st.Page(move, title=page.title, url_path=stem, visibility="hidden")


def group_of(spec: PageSpec) -> str:
    """The words of the entry of the menu that a page stands under; "": it stands in the menu itself."""
    return _(spec.group) if spec.group else ""


def menu(
    listed: list[StreamlitPage], forwards: list[StreamlitPage], marked: str
) -> dict[str, list[StreamlitPage]]:
    """The entries of the header's menu: pages, and groups of pages.

    marked: the group that holds the present page, in bold (ui/style.css gives it the ground of a present page)."""
    entries: dict[str, list[StreamlitPage]] = {"": []}
    for spec, page in zip(PAGES, listed, strict=True):
        words = group_of(spec)
        entries.setdefault(f"**{words}**" if words and words == marked else words, []).append(page)
    entries[""] += forwards
    return entries


def current_page(listed: list[StreamlitPage], forwards: list[StreamlitPage]) -> StreamlitPage:
    """The page that is asked for, with its group marked in the menu: Streamlit itself marks pages, and no groups.

    Only the menu says which page it is. So the menu is given once more where the run before was of another group."""
    before = st.session_state.get(GROUP, "")
    page = st.navigation(menu(listed, forwards, before), position="top")
    groups = {each.url_path: group_of(spec) for spec, each in zip(PAGES, listed, strict=True)}
    now = st.session_state[GROUP] = groups.get(page.url_path, "")
    return page if now == before else st.navigation(menu(listed, forwards, now), position="top")


session.begin()
st.set_page_config(
    page_title="Veikart", page_icon=MARK, layout="wide"
)  # before the menu, or its icon is fetched
st.html(layout.STYLE)
st.logo(str(ROOT / "ui" / "veikart.svg"), size="medium")

listed = [listed_page(spec) for spec in PAGES]
forwards = [forwarding_page(Path(spec.file).stem, page) for spec, page in zip(PAGES, listed, strict=True)]
page = current_page(listed, forwards)
session.arrive(page.url_path)
st.set_page_config(page_title=f"{page.title} · Veikart", page_icon=MARK, layout="wide")
session.language_chooser()
try:
    is_demo = session.is_demo(session.shown_store())
except StoreError as error:
    st.error(_(error.text), icon=":material/lock:")
    st.stop()
layout.menu([page for spec, page in zip(PAGES, listed, strict=True) if spec.is_in_menu])
if is_demo:
    layout.demo_notice()
try:
    page.run()
finally:
    view.write_address()
