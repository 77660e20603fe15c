"""Compare, one indicator: its course on common axes or as an index, the newest figures, who stands where, and what
differs between the methods."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.store import Store
from texts import _
from ui import borders, choices, compare, compare_answer, compare_figures, compare_ranking, downloads, layout
from ui.upload_flow import as_written


def draw(store: Store, area_ids: list[str], sentence_place: DeltaGenerator) -> None:
    """The view. sentence_place: takes the answer."""
    with st.container(horizontal=True, key="vk-controls"):
        form = choices.one_of(
            "what", _("Indicator"), compare.offered(store, area_ids), "total", words=compare.form_title
        )
        whole = compare.series(store, area_ids, form)
        measure = _measure_asked(store, whole, form)
        found = _years_asked(whole)
    with sentence_place:
        layout.answer(compare_answer.answer(store, found, area_ids, form))
    if what_differs := compare.difference(store, found, form):
        st.info(what_differs, icon=":material/balance:")
    if compare.is_drawn(form):
        layout.picture(
            compare.chart(store, found, area_ids, measure),
            key="comparison",
            title=compare.picture_title(form, measure),
            source=_("Each municipality's headline dataset; publishers and releases stand below."),
            file_stem=f"compare-{form}-{measure}",
        )
    if compare.entry_of(form).is_emissions:
        borders.notes(store, area_ids)
    _newest_figures(store, found, area_ids, form)
    _standing(store, whole, area_ids, form)
    _what_each_is(store, whole, area_ids, form)


def _measure_asked(store: Store, whole: pd.DataFrame, form: str) -> str:
    if not compare.is_drawn(form):
        return "indexed"
    measures = compare.measures(store, whole, form)
    words = {"indexed": _("Index"), "absolute": _("Amounts")}
    return choices.one_of_few("show", _("Shown as"), measures, measures[0], words=words.__getitem__)


def _years_asked(whole: pd.DataFrame) -> pd.DataFrame:
    """The series within the years that are asked for."""
    if whole.empty:
        return whole
    years = choices.years(int(whole["year"].min()), int(whole["year"].max()))
    return whole[whole["year"].between(*years)]


def _newest_figures(store: Store, found: pd.DataFrame, area_ids: list[str], form: str) -> None:
    figures = compare_figures.figures_table(store, found, area_ids, form)
    layout.heading(_("Newest figures and change"))
    layout.table(compare_figures.without_repetition(figures), _("Newest figures and change"))
    with st.container(horizontal=True):
        downloads.buttons(figures, file_stem=f"compare-{form}", key="compare-newest")


def _standing(store: Store, whole: pd.DataFrame, area_ids: list[str], form: str) -> None:
    """Rank and quarter among all municipalities that are loaded and count alike."""
    with st.spinner(_("Reading every municipality …")):
        standing = compare_ranking.standings(store, whole)
    if not (compare.is_drawn(form) and standing):
        return
    ranked = compare_ranking.ranked_groups(standing)
    layout.heading(_("Who stands where among all that count alike"))
    if ranked:
        groups = list(ranked)
        group = groups[0]
        if len(groups) > 1:
            group = choices.one_of(
                "ranked",
                _("Ranked among"),
                groups,
                groups[0],
                words=lambda key: compare_ranking.group_words(store, key),
            )
        layout.picture(
            compare_ranking.chart(store, whole, standing, group, ranked[group]),
            key="ranking",
            title=compare_ranking.summary(store, standing, ranked[group]),
            source=_("Ranked among all municipalities loaded, not only those chosen."),
            file_stem=f"ranking-{form}",
        )
        for sentence in compare_ranking.left_out(store, standing, ranked[group]):
            st.caption(as_written(sentence))
    ranks, among = compare_ranking.without_repetition(compare_ranking.table(store, area_ids, standing))
    layout.table(ranks, _("Rank and quarter"))
    for note in filter(None, (among, compare_ranking.size_note(form) if ranked else "")):
        st.caption(as_written(note))


def _what_each_is(store: Store, whole: pd.DataFrame, area_ids: list[str], form: str) -> None:
    layout.heading(_("What each series is"))
    differences = compare_figures.differences(store, whole, area_ids, form)
    if same := compare_figures.all_the_same(differences):
        st.markdown(as_written(same))
    else:
        layout.table(differences, _("What each series is"))
