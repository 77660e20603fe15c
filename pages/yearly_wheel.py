"""What is due? Releases, reports, targets to review, now and within twelve months; and the bundle for a successor."""

from datetime import UTC, datetime

import streamlit as st

from report import handover
from texts import _, in_present_language
from ui import downloads, layout, page_head, session
from ui import yearly_wheel as wheel

store = session.shown_store()
area_id, question_place, _choices_place = page_head.of_municipality(store, _("What is due?"))
name = store.register().areas[area_id].name
with question_place:
    layout.question(_("What is due in {name}?", name=name))

today = datetime.now(UTC).date()
found = wheel.due_on(store, area_id, today)
layout.answer(wheel.answer(found, today))
if found.empty:
    layout.empty(
        _("{name} has nothing with a date yet.", name=name),
        words=_("Releases of agencies, targets, projects and a climate budget bring their dates with them."),
        next_step=_("Load a workbook or an agency's file"),
        page="pages/upload.py",
    )
    st.stop()

due, undated = found[found["is_due"]], found[found["due_on"].isna()]
ahead = found[~found["is_due"] & found["due_on"].notna()]
if len(due):
    layout.heading(_("Due now"))
    wheel.ways(due)
    layout.table(wheel.shown(due, _("Due since")), _("Due now"))
if len(ahead):
    layout.heading(_("The twelve months ahead"))
    layout.table(wheel.shown(ahead, _("Due on")), _("The twelve months ahead"))
if len(undated):
    layout.heading(_("Without a day"))
    layout.table(wheel.shown(undated, _("Due on")), _("Without a day"))
with st.container(horizontal=True):
    downloads.buttons(wheel.table(found, _("Due on")), file_stem=f"{area_id}-yearly-wheel", key="wheel")
st.caption(
    _(
        "A release is due a year after the loaded one, a report on the climate budget at the end of every four months, a target "
        "four years after its decision, a project about four months after its last report. Only this page and the age of data "
        "look at the calendar."
    )
)

layout.heading(_("Hand over"))
st.markdown(
    _(
        "For a successor: what is due, open verdicts, late projects, decisions and notes as a document, and beside it "
        "the package that partner cities may have. The document names people and stays in the house."
    )
)
st.download_button(
    _("Hand-over bundle (zip)"),
    data=in_present_language(lambda: handover.handover_bundle(store, area_id, made_on=today)),
    file_name=f"{area_id}-handover-{today.isoformat()}.zip",
    mime=handover.ZIP,
    icon=":material/work_history:",
    on_click="ignore",
    key="handover",
)
