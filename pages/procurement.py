"""Which tenders should we join? What could be put to the market together, what is bought when and with which requirements,
and a summary of the joint need for a dialogue with the market."""

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from report.joint_need import DOCX, joint_need, joint_need_docx
from texts import _, in_present_language
from ui import (
    choices,
    downloads,
    layout,
    page_head,
    reads,
    session,
    tender_group,
    tender_reads,
    tender_words,
    upload_templates,
)
from ui import procurement as shown
from ui import procurement_sections as sections
from ui.upload_flow import as_written

store = session.shown_store()
area_id, question_place, _choices_place = page_head.of_municipality(store, _("Which tenders should we join?"))
name = tender_words.name(store, area_id)
with question_place:
    layout.question(_("Which tenders should {name} join?", name=name))


def summary(group: dict) -> bytes:
    """The summary of a group as a file, when somebody asks for it."""
    need = joint_need(store, group)
    return joint_need_docx(need, written_on=datetime.now(UTC).date())


answer_place = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="vk-controls"):
    scope = choices.one_of_few(
        "scope", _("Shown"), list(shown.SCOPES), shown.OWN, words=lambda key: _(shown.SCOPES[key])
    )
area_ids: tuple[str, ...] = (area_id,)
among: tuple[str, ...] | None = None
if scope == shown.CHOSEN:
    areas = {area["area_id"]: area for area in reads.areas_with_data(store)}
    near = shown.partners(tender_reads.joint(store, area_ids, None), area_id)
    others = [each for each in near if each in areas] or [each for each in areas if each != area_id]
    chosen = tuple(
        choices.several_of(
            "tender-areas",
            _("Municipalities (two to twelve)"),
            list(areas),
            [area_id, *others[:2]],
            words=lambda key: choices.area_label(areas[key]),
            most=shown.MOST_AREAS,
        )
    )
    among = area_ids = tuple(dict.fromkeys((area_id, *chosen)))[: shown.MOST_AREAS]
    if len(area_ids) < 2:
        st.info(_("Choose at least two municipalities in the list above."), icon=":material/info:")
        st.stop()

items = tender_reads.listed(store, area_ids, area_id)
if items.empty:
    layout.empty(
        _("{names}: no tenders and no needs here yet.", names=tender_words.names(store, area_ids)),
        words=_(
            "Tell what you will buy and when, and which requirements you wish for: the page then finds whom you could buy "
            "it together with. Take the template for procurement on the Upload page, fill in the sheets Procurements and "
            "Needs, and load it."
        ),
        next_step=_("Load tenders and needs"),
        page="pages/upload.py",
        query=upload_templates.query_of("procurement"),
    )
    st.stop()
with answer_place:
    told = (shown.answer(store, area_id, area_ids, among), shown.of_all(store, area_id, among or ()))
    layout.answer(" ".join(filter(None, told)))

if titles := shown.titles(store, area_id, area_ids, among):
    layout.heading(_("What could go to the market together"))
    layout.table_or_list(
        shown.groups_table(store, area_id, area_ids, among), _("What could go to the market together")
    )
    with st.container(horizontal=True):
        downloads.buttons(
            shown.groups_file(store, area_ids, among), file_stem=f"{area_id}-joint-tenders", key="joint"
        )
    st.caption(f"{_(sections.OTHERS)} {shown.groups_note()}")
    opened = choices.one_of(
        "joint", _("Look into one of them"), list(titles), next(iter(titles)), words=titles.__getitem__
    )
    group = tender_group.opened_group(store, area_id, area_ids, among, opened)
    layout.heading(titles[opened])
    listed, figures = st.columns([3, 1], gap="large")
    with listed:
        layout.table(group.table, titles[opened])
        for note in group.notes:
            st.caption(as_written(note))
        with st.container(horizontal=True):
            st.download_button(
                _("Summary of the joint need (Word)"),
                data=in_present_language(partial(summary, group.row)),
                file_name=f"joint-need-{opened}.docx",
                mime=DOCX,
                icon=":material/description:",
                type="primary",
                key="joint-need",
                on_click="ignore",
                help=_(
                    "For a dialogue with the market: who, what, how much and when, requirements and questions."
                ),
            )
            downloads.buttons(group.file, file_stem=f"joint-need-{opened}", key="members")
    with figures:
        layout.facts(group.facts)

calendar = tender_reads.calendar(store, area_ids, area_id)
if len(calendar):
    measures = sections.measures(calendar)
    layout.heading(_("What will be bought when"))
    measure = choices.one_of_few(
        "amount", _("Bubbles show"), measures, measures[0], words=lambda key: _(sections.MEASURES[key])
    )
    chart = sections.calendar_chart(store, area_ids, area_id, measure)
    layout.picture(
        chart,
        key="calendar",
        source=sections.calendar_notes(calendar, is_alone=among is None),
        file_stem=f"{area_id}-demand-{measure}",
    )

needs = sections.needs_table(store, area_ids, area_id)
layout.heading(_("Needs, before there is a tender"))
if len(needs):
    layout.table_or_list(needs, _("Needs, before there is a tender"))
else:
    st.markdown(
        _("No needs are loaded. Fill in the sheet Needs of the template, so that others see them in time.")
    )
    st.page_link(
        "pages/upload.py",
        label=_("Load tenders and needs"),
        icon=":material/arrow_forward:",
        query_params=upload_templates.query_of("procurement"),
    )

ladder = sections.ladder_table(store, area_ids, area_id)
if len(ladder):
    layout.picture(
        sections.ladder_chart(store, area_ids, area_id),
        key="ladder",
        source=sections.ladder_notes(is_alone=among is None),
        file_stem=f"{area_id}-delivery-ladder",
    )
    layout.table_or_list(ladder, _("Each tender and its next step"))

if len(tender_reads.shares(store, area_id)):
    layout.heading(_("Requirements in the tenders of {name}", name=name))
    criterion = choices.one_of_few(
        "criterion",
        _("Criterion"),
        list(sections.CRITERIA),
        "environmental",
        words=lambda key: _(sections.CRITERIA[key]),
    )
    layout.picture(
        sections.shares_chart(store, area_id, criterion),
        key="shares",
        source=sections.shares_notes(store, area_id, criterion),
        file_stem=f"{area_id}-tenders-{criterion}",
    )

layout.heading(_("All of it, to take away"))
st.markdown(
    _("One tender or need, with what is stated of it.")
    if len(items) == 1
    else _("{count} tenders and needs, each with what is stated of it.", count=len(items))
)
with st.container(horizontal=True):
    downloads.buttons(
        shown.every_item(store, area_ids, area_id), file_stem=f"{area_id}-tenders-and-needs", key="items"
    )

left_out = sections.left_out_table(store, area_ids, area_id)
if len(left_out):
    layout.heading(_("Left out, and why"))
    layout.table_or_list(left_out, _("Left out, and why"))

layout.next_steps(
    [
        layout.Step(
            _(
                "Open your tenders to joint buying, and state quarter, CPV code and requirements: then partners find them."
            ),
            _("Load tenders and needs"),
            "pages/upload.py",
            upload_templates.query_of("procurement"),
        ),
        layout.Step(
            _("What the materials you buy and throw away say about what to ask for."),
            _("Materials"),
            "pages/materials.py",
        ),
    ]
)
