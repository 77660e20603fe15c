"""The notes under a chart whose series crosses a merger or a split."""

from collections.abc import Sequence

import streamlit as st

from charts.trajectory import YearMark
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


def marks(store: Store, area_id: str) -> list[YearMark]:
    """A line in the chart at each year in which the municipality was merged or split, if the series crosses it."""
    words = {"merged": _("Merger"), "split": _("Split")}
    changes = reads.border_changes(store, area_id)
    return [YearMark(change.year, f"{words[change.kind]} {change.year}") for change in changes]
