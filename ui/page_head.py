"""The head of a page about one municipality: its question, the choice of municipality, and first steps where there is none."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.store import Store
from texts import _
from ui import choices, layout


def of_municipality(store: Store, question: str) -> tuple[str, DeltaGenerator, DeltaGenerator]:
    """The municipality that the page is about, with the places of its question and of further choices.

    question: asked where the store has no data yet; then the page ends with what awaits whoever loads some."""
    question_place, choices_place = layout.page_top()
    with choices_place:
        area_id = choices.municipality(store)
    if area_id is None:
        with question_place:
            layout.question(question)
        layout.empty(
            _("There is nothing to show yet."),
            words=first_steps(),
            next_step=_("Load a workbook or an agency's file"),
            page="pages/upload.py",
        )
        st.stop()
    _say_who_was_meant(store, area_id)
    return area_id, question_place, choices_place


def _say_who_was_meant(store: Store, shown: str) -> None:
    """One line where the address names a municipality that has no data here, so that another one is shown."""
    areas, asked = store.register().areas, st.query_params.get("area", shown)
    if asked != shown and asked in areas:
        st.info(
            _(
                "{name} has no data here yet; this is {shown}.",
                name=areas[asked].name,
                shown=areas[shown].name,
            )
        )


def first_steps() -> str:
    """What awaits whoever opens an empty store."""
    return _(
        "1. Load the file your national agency publishes (Miljødirektoratet, SMHI, SCB), or fill in our template.\n"
        "2. Look through what was found, and commit it. Every upload can be undone.\n"
        "3. Set the target your council decided. This page then says whether it will be reached."
    )
