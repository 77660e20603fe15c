"""Compare, sectors: what the emissions of each municipality are made of; different gases are drawn apart."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.store import Store
from texts import _
from ui import choices, compare_profile, downloads, layout
from ui.compare_profile import Profile
from ui.upload_flow import as_written


def draw(store: Store, area_ids: list[str], sentence_place: DeltaGenerator) -> None:
    """The view. sentence_place: takes the answer."""
    profiles = compare_profile.profiles(store, area_ids)
    with sentence_place:
        layout.answer(compare_profile.answer(store, profiles))
    if profiles:
        _pictures(store, profiles)
    if absent := compare_profile.without_sectors(store, area_ids, profiles):
        st.caption(as_written(absent))
    if profiles:
        _shares(store, profiles)


def _pictures(store: Store, profiles: list[Profile]) -> None:
    shown = choices.one_of_few(
        "mix",
        _("Shown as"),
        list(compare_profile.SHOWN),
        "shares",
        words=lambda key: _(compare_profile.SHOWN[key]),
    )
    if len(profiles) > 1:
        st.info(
            _("Fossil CO2 and greenhouse gases are different totals, so they are drawn apart."),
            icon=":material/balance:",
        )
    for profile in profiles:
        layout.picture(
            compare_profile.chart(store, profile, shown),
            key=f"sectors-{profile.gas_coverage}",
            title=compare_profile.title(profile, shown),
            source=compare_profile.source(store, profile),
            file_stem=f"sectors-{profile.gas_coverage}-{shown}",
        )
        if note := compare_profile.year_note(profile):
            st.caption(note)


def _shares(store: Store, profiles: list[Profile]) -> None:
    layout.heading(_("Shares of the comparable total"))
    for profile in profiles:
        layout.table(compare_profile.share_table(store, profile), compare_profile.title(profile, "shares"))
    with st.container(horizontal=True):
        downloads.buttons(
            compare_profile.table(store, profiles), file_stem="compare-sectors", key="compare-sectors"
        )
