"""The front door: page frame, session and navigation; the work is done in pages/."""

from pathlib import Path

import streamlit as st

from data.store import StoreError
from texts import _
from ui import session
from ui.layout import STYLE
from ui.navigation import PAGES

ROOT = Path(__file__).parent

session.begin()
st.set_page_config(page_title="Veikart", page_icon=str(ROOT / "ui" / "veikart-mark.svg"), layout="wide")
st.html(STYLE)
st.logo(str(ROOT / "ui" / "veikart.svg"), size="medium")
page = st.navigation(
    [
        st.Page(ROOT / spec.file, title=_(spec.title), url_path=spec.url_path or None, icon=spec.icon, help=_(spec.purpose), default=index == 0)
        for index, spec in enumerate(PAGES)
    ],
    position="top",
)
try:
    store = session.shown_store()
except StoreError as error:
    st.error(_(error.text), icon=":material/lock:")
    st.stop()
if session.is_demo(store):
    st.html(
        f'<p class="vk-demo">{_("Demonstration data: every municipality and figure here is fictional. Load your own file on the Upload page.")}</p>'
    )
page.run()
