"""What stands folded at the foot of the emissions page: the publisher's total, the cells behind a figure, earlier releases."""

import pandas as pd
import streamlit as st

from data.store import Store
from metrics.registry import INDICATORS
from texts import _
from ui import choices, downloads, emissions, layout, reads


def publishers_total(store: Store, area_id: str, dataset: str, indicator: str) -> None:
    """The publisher's totals beside ours; nothing where it publishes none."""
    compared = reads.published_totals(store, area_id, dataset)
    if compared.empty:
        return
    unit = INDICATORS[indicator].unit
    with st.expander(_("The publisher's total beside ours"), icon=":material/balance:"):
        st.markdown(emissions.totals_words(compared, unit))
        layout.table(emissions.totals_table(compared, unit), _("The publisher's total beside ours"))


def cells_behind(store: Store, area_id: str, dataset: str, indicator: str, found: pd.DataFrame) -> None:
    """File, sheet and cell of the total of a year. found: the parts shown, by year; their years can be asked for."""
    with st.expander(
        _("Where does a figure come from?"), icon=":material/account_tree:", key="traced", on_change="rerun"
    ) as panel:
        years = [str(year) for year in sorted({int(year) for year in found["year"]}, reverse=True)]
        if not (panel.open and years):  # read when someone asks for it
            return
        year = int(choices.one_of("year", _("Year"), years, years[0], words=str))
        facts = emissions.provenance_table(reads.provenance(store, area_id, indicator, year, dataset))
        st.markdown(_cells_words(len(facts), year))
        st.dataframe(
            layout.grouped(facts),
            hide_index=True,
            alt=_("Files, sheets and cells behind the total of {year}", year=str(year)),
        )
        with st.container(horizontal=True):
            downloads.buttons(facts, file_stem=f"{area_id}-{indicator}-{year}-cells", key="provenance")


def _cells_words(count: int, year: int) -> str:
    if count == 1:
        return _("One cell is the total of {year}.", year=str(year))
    return _("{count} cells make up the total of {year}.", count=count, year=str(year))


def earlier_releases(store: Store, area_id: str, dataset: str) -> None:
    """The totals of every release that was loaded; nothing where there is one only."""
    if reads.vintages(store, area_id, dataset).empty:
        return
    with st.expander(
        _("Earlier releases of this dataset"), icon=":material/history:", key="releases", on_change="rerun"
    ) as panel:
        if panel.open:
            st.markdown(
                _(
                    "The publisher recomputes the whole series at each release. Only the newest release speaks."
                )
            )
            st.dataframe(
                layout.grouped(emissions.releases_table(store, area_id, dataset)),
                hide_index=True,
                alt=_("Totals by year and release"),
            )
