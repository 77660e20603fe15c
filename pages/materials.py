"""Which material stream should we work on first? The stream, treatment over the years, the flow from purchase to waste, targets,
what is bought, what burning emits, and what others offer and want."""

from datetime import UTC, datetime

import streamlit as st

from texts import _
from ui import (
    choices,
    downloads,
    layout,
    material_answer,
    material_emissions,
    material_exchange,
    material_purchases,
    material_reads,
    page_head,
    session,
    upload_flow,
    upload_templates,
)
from ui import materials as shown

store = session.shown_store()
area_id, question_place, _choices_place = page_head.of_municipality(
    store, _("Which material stream should we work on first?")
)
name = store.register().areas[area_id].name
today = datetime.now(UTC).date()
with question_place:
    layout.question(_("Which material stream should {name} work on first?", name=name))

origins = shown.origins(store, area_id)
origin = ""
if origins:
    answer_place = st.container()
    with st.container(horizontal=True, key="vk-controls"):
        origin = choices.one_of(
            "origin", _("Whose waste"), origins, origins[0], words=material_answer.origin_title
        )
        years = [str(year) for year in shown.years(store, area_id, origin)]
        year = int(choices.one_of("waste-year", _("Year"), years, years[0], words=str))
    first = material_reads.first_stream(store, area_id, origin, year)
    with answer_place:
        layout.answer(material_answer.answer(first, origin, year), verdict=material_answer.lead(first))
    source = shown.source(store, area_id, origin)
    notes = shown.stream_notes(store, area_id, origin, year)

    has_streams = shown.drawn_count(store, area_id, origin, year) > 1
    has_treatment = shown.has_treatment(store, area_id, origin)
    picture, figures = st.columns([3, 1], gap="large")
    with picture:
        if has_streams:
            layout.picture(
                shown.streams_chart(store, area_id, origin, year),
                key="streams",
                source=" ".join([*notes, source]),
                file_stem=f"{area_id}-{origin}-streams-{year}",
                title=shown.streams_title(store, area_id, origin, year),
            )
        elif has_treatment:
            layout.picture(
                shown.treatment_picture(store, area_id, origin),
                key="treatment",
                source=" ".join([*notes, source]),
                file_stem=f"{area_id}-{origin}-treatment",
            )
        else:
            st.markdown(
                _("What became of the waste is not stated: load amounts by treatment to see it here.")
            )
            st.page_link(
                "pages/upload.py",
                label=_("Load amounts by treatment"),
                icon=":material/arrow_forward:",
                query_params=upload_templates.query_of("materials"),
            )
    with figures:
        if facts := shown.facts(store, area_id, origin, year):
            layout.facts(facts)

    if has_streams:
        streams = shown.streams_table(store, area_id, origin, year)
        layout.table(streams, _("The streams of {year}", year=str(year)))
        if has_treatment:
            layout.picture(
                shown.treatment_picture(store, area_id, origin),
                key="treatment",
                source=source,
                file_stem=f"{area_id}-{origin}-treatment",
            )
else:
    said = material_answer.answer_without_tonnes(store, area_id, name)
    if said:
        layout.answer(said)
    layout.empty(
        _("No tonnes of {name} are loaded yet.", name=name),
        words=_(
            "With waste by material and treatment this page says which stream to work on first, and how many tonnes it is. Take "
            "the template for materials and waste on the Upload page, or load your statistics office's file."
        ),
        next_step=_("Load materials and waste"),
        page="pages/upload.py",
        query=upload_templates.query_of("materials"),
    )

buying = material_purchases.origin_of(store, area_id, origin)
if buying:
    bought_year = material_purchases.year_of(store, area_id, buying, year)
    layout.heading(material_purchases.heading(buying))
    st.markdown(material_purchases.sentence(store, area_id, buying, bought_year))
    if material_reads.balance(store, area_id, buying, bought_year).has_inflows:
        layout.picture(
            shown.flows_picture(store, area_id, buying, bought_year),
            key="flows",
            source=shown.flow_source(store, area_id, buying, bought_year),
            file_stem=f"{area_id}-{buying}-flows-{bought_year}",
        )
    bought = material_purchases.table(store, area_id, buying, bought_year)
    layout.heading(_("What purchases are made of"))
    layout.table(bought, _("What purchases are made of"))
    with st.container(horizontal=True):
        downloads.buttons(bought, file_stem=f"{area_id}-purchases-{bought_year}", key="purchases")
    st.caption(material_purchases.caption(buying))
    layout.tiles(shown.tiles(store, area_id, material_purchases.CONTENT, today))
elif origins:
    layout.heading(_("From what is bought to what is thrown away"))
    st.markdown(
        _(
            "No purchases are loaded. The sheet “Materials” takes them with the stage “Purchased”, with reused or recycled and "
            "renewable content; then the flow from purchase to treatment is drawn here."
        )
    )
    st.page_link(
        "pages/upload.py",
        label=_("Load purchases"),
        icon=":material/arrow_forward:",
        query_params=upload_templates.query_of("materials"),
    )

if tiles := shown.tiles(store, area_id, shown.TILES, today):
    layout.heading(_("Waste against its targets"))
    layout.tiles(tiles)
    st.page_link("pages/overview.py", label=_("See an indicator in full"), icon=":material/arrow_forward:")

if origin in shown.OWN_ORIGINS:
    burning = material_emissions.shown(store, area_id, origin, name)
    layout.heading(_("Residual waste and the climate"))
    st.markdown(upload_flow.as_written(burning.sentence))
    if burning.is_indexed:
        layout.picture(
            material_emissions.index_picture(store, area_id, origin),
            key="burning",
            source=material_emissions.caveat(name),
            file_stem=f"{area_id}-waste-incineration-index",
            title=material_emissions.index_title(store, area_id, origin),
        )
    if len(burning.table):
        caption = _("Waste burnt and emissions, year by year")
        with st.expander(caption, icon=":material/table:", key="burning-years", on_change="rerun") as panel:
            if panel.open:  # made and sent when someone asks for it
                layout.table(burning.table, caption)
                with st.container(horizontal=True):
                    file_stem = f"{area_id}-waste-incineration"
                    downloads.buttons(burning.table, file_stem=file_stem, key="burning-years")
        if not burning.is_indexed:  # else it stands below the picture
            st.caption(material_emissions.caveat(name))

layout.heading(_("Offers and matches"))
st.markdown(upload_flow.as_written(material_exchange.sentence(store, area_id, name)))
if len(matches := material_exchange.matches_table(store, area_id)):
    layout.table_or_list(matches, _("Offers and wants that fit"))
    with st.container(horizontal=True):
        downloads.buttons(matches, file_stem=f"{area_id}-exchange-matches", key="matches")
caption = _("Everything {name} offers and wants", name=name)
if len(offers := material_exchange.offers_table(store, area_id)):
    with st.expander(caption, icon=":material/swap_horiz:", key="offers", on_change="rerun") as panel:
        if panel.open:
            layout.table_or_list(offers, caption)
else:
    st.page_link(
        "pages/upload.py",
        label=_("Load offers and wants"),
        icon=":material/arrow_forward:",
        query_params=upload_templates.query_of("exchange"),
    )
caption = _("Streams that could become an offer")
if len(candidates := material_exchange.candidates_table(store, area_id)):
    with st.expander(caption, icon=":material/recycling:", key="candidates", on_change="rerun") as panel:
        if panel.open:
            layout.table_or_list(candidates, caption)
for line in material_exchange.left_out_lines(store, area_id):
    st.caption(upload_flow.as_written(line))

if origins:
    layout.next_steps(shown.next_steps(store, area_id, origin, year))
    with st.expander(_("How the first stream is chosen"), icon=":material/functions:"):
        st.markdown(shown.method())
