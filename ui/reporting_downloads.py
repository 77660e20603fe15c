"""Workbooks for those who ask a city to report: which year, and a button for each."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from data.store import Store
from texts import Text, _, current_language
from ui import choices, downloads, layout, reads

Maker = Callable[..., bytes]


def section(store: Store, area_id: str, makers: Mapping[str, tuple[Text, Maker]]) -> None:
    """The workbooks of a year that has emissions; nothing where there is none. makers: by a word for the file's name, title
    and what makes the file: make(store, area_id, year, made_on=…, language=…)."""
    known = reads.values(store, (area_id,), (choices.headline_indicator(store, area_id),)).dropna(
        subset=["value"]
    )
    years = [str(int(year)) for year in sorted(known["year"].unique(), reverse=True)]
    if not years:
        return
    layout.heading(_("For those who ask cities to report"))
    st.markdown(
        _("Each workbook says on its last sheet what is missing for a complete report, and where to load it.")
    )
    year = int(choices.one_of("report-year", _("Inventory year"), years, years[0], words=str))
    today, language = datetime.now(UTC).date(), current_language()
    with st.container(horizontal=True):
        for key, (title, make) in makers.items():
            st.download_button(
                _(title),
                data=partial(make, store, area_id, year, made_on=today, language=language),
                file_name=f"{area_id}-{key}-{year}.xlsx",
                mime=downloads.XLSX,
                icon=":material/download:",
                on_click="ignore",
                key=f"reporting-{key}",
            )
