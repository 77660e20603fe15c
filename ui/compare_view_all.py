"""Compare, all indicators: one table of the newest value and verdict of each municipality."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.store import Store
from texts import _
from ui import compare_table, downloads, layout


def draw(store: Store, area_ids: list[str], sentence_place: DeltaGenerator) -> None:
    """The view. sentence_place: takes the answer."""
    with st.spinner(_("Reading every municipality …")):
        lines = compare_table.lines(store, area_ids)
    with sentence_place:
        layout.answer(compare_table.answer(store, lines))
    if not lines:
        return
    st.html(compare_table.key())
    st.html(compare_table.markup(store, area_ids, lines))
    with st.container(horizontal=True):
        downloads.buttons(
            compare_table.table(store, lines), file_stem="compare-all-indicators", key="compare-all"
        )
    st.caption(
        _(
            "Newest value of each municipality's headline dataset. The year stands beside the indicator, and beside a "
            "value where it is another one."
        )
    )
