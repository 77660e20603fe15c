"""Which vintage a file is: its release and the day it counts from, as the file says or as somebody knows better."""

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from data.datasets import Release
from data.store import Store
from texts import _
from ui.upload_flow import Dialogue, answered, as_written

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)


def ask_release(store: Store, dialogue: Dialogue, releases: Mapping[str, Release]) -> None:
    """The release and its day, where all datasets of the file have the same; both can be corrected.

    releases: by dataset. A release that is loaded already keeps its day: two uploads of it are one vintage."""
    labels = {release.label for release in releases.values()}
    if len(labels) != 1:
        return
    label = labels.pop()
    days = {release.released_on for release in releases.values()}
    known = _day_in_store(store, releases)
    with st.container(horizontal=True, gap="medium"):
        _ask_label(dialogue, label)
        if len(days) == 1:
            _ask_day(dialogue, label, known or days.pop(), is_fixed=known is not None)
    if known is not None:
        st.caption(as_written(_("Release {release} is loaded already and keeps its day.", release=label)))


def _ask_label(dialogue: Dialogue, in_file: str) -> None:
    key = f"release-{dialogue.file_id}-{dialogue.answers.get('municipality_id')}"
    take = answered(dialogue, "release", key, but_not=in_file)

    def take_anew() -> None:
        dialogue.answer("released_on", None)  # it was the day of the release that was named before
        take()

    st.text_input(
        _("Release"),
        value=in_file,
        key=key,
        on_change=take_anew,
        help=_("Which vintage of the dataset these figures are, so that a later one can take their "
               "place. Correct it if you know better."),
        max_chars=80,
        width=300,
    )  # fmt: skip


def _ask_day(dialogue: Dialogue, label: str, day: date | None, *, is_fixed: bool) -> None:
    key = f"released-{dialogue.file_id}-{label}-{is_fixed}"
    st.date_input(
        _("Released on"),
        value=day,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
        on_change=_took_day(dialogue, key),
        disabled=is_fixed,
        help=_("Of several releases the one of the latest day speaks."),
        width=200,
    )


def _took_day(dialogue: Dialogue, key: str) -> Callable[[], None]:
    return lambda: dialogue.answer("released_on", st.session_state.get(key))


def _day_in_store(store: Store, releases: Mapping[str, Release]) -> date | None:
    """The day that the store has for one of these releases; None where it knows none of them, or no day."""
    for dataset, release in releases.items():
        rows = store.arrow(_STORED, {"dataset": dataset, "release": release.label}).to_pylist()
        if rows:
            found: date = rows[0]["released_on"]
            return found
    return None


_STORED = """
select released_on
from releases
where dataset = $dataset and release = $release and released_on is not null
order by released_on
limit 1
"""
