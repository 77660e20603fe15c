"""Compare, peers and learning: from whom the first of the municipalities can learn, and which ones are most like it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.store import Store
from texts import _
from ui import compare_reads, downloads, layout, learning, peer_suggestions
from ui.upload_flow import as_written


def draw(store: Store, area_ids: list[str], sentence_place: DeltaGenerator) -> None:
    """The view. sentence_place: takes the answer."""
    area_id = area_ids[0]
    name = store.register().areas[area_id].name
    with st.spinner(_("Reading every municipality …")):
        peers = compare_reads.peers(store, area_id)
        lessons = compare_reads.learning(store, area_id)
    with sentence_place:
        layout.answer(learning.answer(lessons, peers, name))
    layout.heading(_("From whom {name} can learn", name=name))
    for sentence in learning.sentences(store, lessons, area_id):
        st.markdown(as_written(sentence))
    if len(lessons):
        lesson_table = learning.table(store, lessons)
        layout.table(lesson_table, _("From whom to learn"))
        with st.container(horizontal=True):
            downloads.buttons(lesson_table, file_stem="learn-from", key="compare-learning")
    st.caption(
        _(
            "Compared are the nearest peers of its country in the same dataset, over the years they share. A cut without a "
            "shared project has no known cause: a plant may have closed."
        )
    )
    if len(peers):
        layout.heading(_("The nearest peers of {name}", name=name))
        peer_table = peer_suggestions.table(peers)
        layout.table(peer_table, _("The nearest peers"))
        with st.container(horizontal=True):
            downloads.buttons(peer_table, file_stem="peers", key="compare-peers")
        st.caption(peer_suggestions.method(name))
