"""How do municipalities compare? One indicator, all indicators, sectors, or peers and learning: like with like, and
what differs between their methods named. Only the view in question is read and drawn."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.store import Store
from texts import N_, Text, _
from ui import (
    choices,
    compare,
    compare_table,
    compare_view_all,
    compare_view_one,
    compare_view_peers,
    compare_view_sectors,
    layout,
    peer_suggestions,
    reads,
    session,
)


@dataclass(frozen=True)
class View:
    """A way to compare: its name, and how it is drawn for some municipalities with a place for its answer."""

    title: Text
    draw: Callable[[Store, list[str], DeltaGenerator], None]


VIEWS: dict[str, View] = {
    "one": View(N_("One indicator"), compare_view_one.draw),
    "all": View(N_("All indicators"), compare_view_all.draw),
    "sectors": View(N_("Sectors"), compare_view_sectors.draw),
    "peers": View(N_("Peers and learning"), compare_view_peers.draw),
}

store = session.shown_store()
areas = {area["area_id"]: area for area in reads.areas_with_data(store)}
layout.question(_("How do they compare?"))
if len(areas) < 2:
    there_is = ", ".join(area["name"] for area in areas.values())
    layout.empty(
        _("A comparison needs two municipalities with data; so far there is {name}.", name=there_is)
        if areas
        else _("A comparison needs two municipalities with data; there is none yet."),
        words=_(
            "Miljødirektoratet, SMHI and SYKE each publish one file with every municipality of the country: load it once, "
            "and choose here whom to lay side by side. A partner city's package brings that city."
        ),
        next_step=_("Load an agency's file with several municipalities"),
        page="pages/upload.py",
    )
    st.stop()

st.html(compare_table.STYLE)
sentence_place = st.container()
area_ids = choices.several_of(
    "areas",
    _("Municipalities (two to twelve)"),
    list(areas),
    choices.in_order_of_loading(store)[:3],
    words=lambda key: choices.area_label(areas[key]),
    most=compare.MOST,
)
with st.container(horizontal=True, vertical_alignment="bottom", key="vk-compare-view"):
    view = choices.one_of_few("view", _("View"), list(VIEWS), "one", words=lambda key: _(VIEWS[key].title))
    peer_suggestions.add_peer(store, area_ids, list(areas), most=compare.MOST)
if len(area_ids) < 2:
    st.info(_("Choose at least two municipalities in the list above."), icon=":material/info:")
    st.stop()
VIEWS[view].draw(store, area_ids, sentence_place)
