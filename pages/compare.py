"""How do municipalities compare? One indicator, all indicators, sectors, or peers and learning: like with like, and
what differs between their methods named. Only the view in question is read and drawn."""

import streamlit as st

from texts import N_, Text, _
from ui import (
    borders,
    choices,
    compare,
    compare_answer,
    compare_figures,
    compare_profile,
    compare_ranking,
    compare_reads,
    compare_table,
    downloads,
    layout,
    learning,
    peer_suggestions,
    reads,
    session,
)
from ui.upload_flow import as_written

VIEWS: dict[str, Text] = {
    "one": N_("One indicator"),
    "all": N_("All indicators"),
    "sectors": N_("Sectors"),
    "peers": N_("Peers and learning"),
}

store = session.shown_store()
areas = {area["area_id"]: area for area in reads.areas_with_data(store)}
layout.question(_("How do they compare?"))
if len(areas) < 2:
    layout.empty(
        _("A comparison needs two municipalities with data; there are {count}.", count=len(areas)),
        words=_(
            "One file from SMHI brings every Swedish municipality; a file from Miljødirektoratet brings one, so "
            "load one for each."
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
    view = choices.one_of_few(
        "view", _("View"), list(VIEWS), "one", words=lambda key: _(VIEWS[key])
    )  # only this one is computed
    peer_suggestions.add_peer(store, area_ids, list(areas), most=compare.MOST)
if len(area_ids) < 2:
    st.info(_("Choose at least two municipalities in the list above."), icon=":material/info:")
    st.stop()
first_name = store.register().areas[area_ids[0]].name

if view == "one":
    with st.container(horizontal=True, key="vk-controls"):
        offered = compare.offered(store, area_ids)
        form = choices.one_of("what", _("Indicator"), offered, "total", words=compare.form_title)
        whole = compare.series(store, area_ids, form)
        found = whole
        measure = "indexed"
        if compare.is_drawn(form):
            measures = compare.measures(store, found, form)
            measure = choices.one_of_few(
                "show",
                _("Shown as"),
                measures,
                measures[0],
                words={"indexed": _("Index"), "absolute": _("Amounts")}.__getitem__,
            )
        if len(found):
            years = choices.years(int(found["year"].min()), int(found["year"].max()))
            found = found[found["year"].between(*years)]

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
    figures = compare_figures.figures_table(store, found, area_ids, form)
    layout.heading(_("Newest figures and change"))
    layout.table(compare_figures.without_repetition(figures), _("Newest figures and change"))
    with st.container(horizontal=True):
        downloads.buttons(figures, file_stem=f"compare-{form}", key="compare-newest")

    with st.spinner(_("Reading every municipality …")):
        standing = compare_ranking.standings(store, whole)
    if compare.is_drawn(form) and standing:
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

    layout.heading(_("What each series is"))
    differences = compare_figures.differences(store, whole, area_ids, form)
    if same := compare_figures.all_the_same(differences):
        st.markdown(as_written(same))
    else:
        layout.table(differences, _("What each series is"))

if view == "all":
    with st.spinner(_("Reading every municipality …")):
        lines = compare_table.lines(store, area_ids)
    with sentence_place:
        layout.answer(compare_table.answer(store, lines))
    if lines:
        st.html(compare_table.key())
        st.html(compare_table.markup(store, area_ids, lines))
        with st.container(horizontal=True):
            downloads.buttons(
                compare_table.table(store, lines), file_stem="compare-all-indicators", key="compare-all"
            )
        st.caption(
            _(
                "Newest value of each municipality's headline dataset. The year stands beside the indicator, and beside a "
                "value where it is another one."
            )
        )

if view == "sectors":
    profiles = compare_profile.profiles(store, area_ids)
    with sentence_place:
        layout.answer(compare_profile.answer(store, profiles))
    if profiles:
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
    if absent := compare_profile.without_sectors(store, area_ids, profiles):
        st.caption(as_written(absent))
    if profiles:
        layout.heading(_("Shares of the comparable total"))
        for profile in profiles:
            layout.table(
                compare_profile.share_table(store, profile), compare_profile.title(profile, "shares")
            )
        with st.container(horizontal=True):
            downloads.buttons(
                compare_profile.table(store, profiles), file_stem="compare-sectors", key="compare-sectors"
            )

if view == "peers":
    with st.spinner(_("Reading every municipality …")):
        peers = compare_reads.peers(store, area_ids[0])
        lessons = compare_reads.learning(store, area_ids[0])
    with sentence_place:
        layout.answer(learning.answer(lessons, peers, first_name))
    layout.heading(_("From whom {name} can learn", name=first_name))
    for sentence in learning.sentences(store, lessons, area_ids[0]):
        st.markdown(as_written(sentence))
    if len(lessons):
        lesson_table = learning.table(store, lessons)
        layout.table(lesson_table, _("From whom to learn"))
        with st.container(horizontal=True):
            downloads.buttons(lesson_table, file_stem="learn-from", key="compare-learning")
    st.caption(
        _(
            "Compared are the nearest peers of its country in the same dataset, over the years they share. A cut without a "
            "shared project has no known cause: a plant may have closed."
        )
    )
    if len(peers):
        layout.heading(_("The nearest peers of {name}", name=first_name))
        peer_table = peer_suggestions.table(peers)
        layout.table(peer_table, _("The nearest peers"))
        with st.container(horizontal=True):
            downloads.buttons(peer_table, file_stem="peers", key="compare-peers")
        st.caption(peer_suggestions.method(first_name))
