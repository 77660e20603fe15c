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


session.begin()
st.set_page_config(
    page_title="Veikart", page_icon=MARK, layout="wide"
)  # before the menu, or its icon is fetched
st.html(layout.STYLE)
st.logo(str(ROOT / "ui" / "veikart.svg"), size="medium")

listed = [listed_page(spec) for spec in PAGES]
forwards = [forwarding_page(Path(spec.file).stem, page) for spec, page in zip(PAGES, listed, strict=True)]
menu: dict[str, list[StreamlitPage]] = {}
for spec, listed_one in zip(PAGES, listed, strict=True):
    menu.setdefault(_(spec.group) if spec.group else "", []).append(listed_one)
menu[""] += forwards
page = st.navigation(menu, position="top")
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
