"""How do municipalities compare? Side by side on common axes, with what differs between their methods
named."""

import streamlit as st

from texts import _
from ui import borders, choices, compare, downloads, layout, reads, session
from ui.upload_flow import as_written

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

sentence_place = st.container()
area_ids = choices.several_of(
    "areas",
    _("Municipalities (two to six)"),
    list(areas),
    choices.in_order_of_loading(store)[:3],
    words=lambda key: choices.area_label(areas[key]),
    most=compare.MOST,
)
if len(area_ids) < 2:
    st.info(_("Choose at least two municipalities in the list above."), icon=":material/info:")
    st.stop()

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
    layout.answer(compare.answer(store, found, area_ids, form))
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
figures = compare.figures_table(store, found, area_ids, form)
layout.heading(_("Newest figures and change"))
layout.table(compare.without_repetition(figures), _("Newest figures and change"))
with st.container(horizontal=True):
    downloads.buttons(figures, file_stem=f"compare-{form}", key="compare-newest")
layout.heading(_("What each series is"))
differences = compare.differences(store, whole, area_ids, form)
if same := compare.all_the_same(differences):
    st.markdown(as_written(same))
else:
    layout.table(differences, _("What each series is"))
