"""The notes under a chart whose series crosses a merger or a split."""

from collections.abc import Sequence

import streamlit as st

from data.store import Store
from texts import N_, _
from ui import reads
from ui.upload_flow import as_written


def notes(store: Store, area_ids: Sequence[str], dataset: str | None = None) -> None:
    """One line for each change of borders that a shown series crosses; several areas are told apart by name."""
    names = store.register().areas
    for area_id in area_ids:
        for change in reads.border_changes(store, area_id, dataset):
            sentence = change.sentence
            if len(area_ids) > 1:
                sentence = N_("{name}: {sentence}", name=names[area_id].name, sentence=sentence)
            st.caption(as_written(_(sentence)))
