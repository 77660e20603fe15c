"""Whom to compare with: the municipalities most like the first one chosen, why, and a button that adds one."""

import math
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data.store import Store
from texts import N_, Text, _, format_number
from ui import compare_reads, view

MOST_SUGGESTED = 5
# How alike in one part, by its difference in standard deviations over all municipalities.
ALIKE, FAIRLY_ALIKE = 0.5, 1.0
PART_WORDS: dict[str, tuple[Text, Text, Text, Text]] = {
    "population": (
        N_("similar size"), N_("fairly similar size"), N_("another size"), N_("size not known"),
    ),
    "density": (
        N_("similar density"), N_("fairly similar density"), N_("another density"), N_("density not known"),
    ),
    "sector_mix": (
        N_("similar sector mix"), N_("fairly similar sector mix"), N_("another sector mix"),
        N_("sector mix not known"),
    ),
}  # fmt: skip


def why(peer: pd.Series) -> str:
    """What makes a peer alike, in words: size, density and sector mix, the most alike first.

    peer: a row of metrics.peers.peers, whose parts are squared differences in standard deviations."""
    parts = {part: peer[f"{part}_part"] for part in PART_WORDS}
    ordered = sorted(parts, key=lambda part: math.inf if pd.isna(parts[part]) else parts[part])
    return ", ".join(_(_words(part, parts[part])) for part in ordered)


def _words(part: str, squared: float) -> Text:
    alike, fairly, other, unknown = PART_WORDS[part]
    if pd.isna(squared):
        return unknown
    deviations = math.sqrt(squared)
    return alike if deviations <= ALIKE else fairly if deviations <= FAIRLY_ALIKE else other


def suggested(store: Store, area_ids: Sequence[str], offered: Sequence[str]) -> pd.DataFrame:
    """The nearest peers of the first one chosen that are not chosen yet and can be (rows of metrics.peers.peers)."""
    found = compare_reads.peers(store, area_ids[0])
    is_new = found["municipality_id"].isin(list(offered)) & ~found["municipality_id"].isin(list(area_ids))
    return found[is_new].head(MOST_SUGGESTED)


def add_peer(store: Store, area_ids: Sequence[str], offered: Sequence[str], *, most: int) -> None:
    """A panel with the nearest peers, each with its reason and a button; read when somebody opens it."""
    name = store.register().areas[area_ids[0]].name
    with st.popover(
        _("Add a peer"), icon=":material/group_add:", key="add-a-peer", on_change="rerun"
    ) as panel:
        if not panel.open:
            return
        if len(area_ids) >= most:
            st.markdown(_("Twelve are chosen already. Take one away to add another."))
            return
        found = suggested(store, area_ids, offered)
        if found.empty:
            st.markdown(_nobody(name))
            return
        st.markdown(_("Most like {name}, among all municipalities loaded:", name=name))
        for _index, peer in found.iterrows():
            _suggestion(peer, area_ids)


def _nobody(name: str) -> str:
    return _(
        "No further peer is known: {name} needs inhabitants or sectors that others have too, and others must be loaded.",
        name=name,
    )


def _suggestion(peer: pd.Series, area_ids: Sequence[str]) -> None:
    st.button(
        _("Add {name}", name=peer["name"]),
        key=f"add-{peer['municipality_id']}",
        icon=":material/add:",
        on_click=_add,
        args=(tuple(area_ids), peer["municipality_id"]),
        help=_("Distance {distance}", distance=format_number(peer["distance"], digits=2)),
    )
    st.caption(why(peer))


def _add(area_ids: tuple[str, ...], municipality_id: str) -> None:
    view.choose("areas", ",".join([*area_ids, municipality_id]))


def table(found: pd.DataFrame) -> pd.DataFrame:
    """The nearest peers with their distance and its parts as numbers, and what they mean in words.

    found: rows of metrics.peers.peers."""
    return pd.DataFrame(
        {
            _("Municipality"): found["name"].astype(str),
            _("Why"): [why(peer) for _index, peer in found.iterrows()],
            _("Distance"): _numbers(found["distance"]),
            _("Size"): _numbers(found["population_part"]),
            _("Density"): _numbers(found["density_part"]),
            _("Sector mix"): _numbers(found["sector_mix_part"]),
        }
    )


def _numbers(values: pd.Series) -> list[str]:
    return [format_number(value, digits=2) for value in values]


def method(name: str) -> str:
    """How the distance to the municipality of that name is made, for the reader who asks."""
    return _(
        "Distance 0 is alike. Each part is the squared difference to {name} in standard deviations over all municipalities: "
        "of the logarithm of inhabitants, of the logarithm of inhabitants per km², and of the shares of the sectors. The "
        "distance is the root of the mean of the known parts, all weighing the same.",
        name=name,
    )
