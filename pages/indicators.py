"""What is measured, and how is it judged? Every indicator with its definition, default targets and verdicts by method."""

import streamlit as st

from data.store import StoreError
from metrics import default_targets
from metrics.errors import MetricError
from metrics.indicator import Indicator
from texts import _
from ui import choices, layout, session, upload_flow
from ui import indicators as shown

store = session.shown_store()
own = session.own_store()  # who has checked a default is kept there, also while the demonstration is shown
st.html(shown.STYLE)
question_place, choices_place = layout.page_top()
with choices_place:
    area_id = choices.municipality(store)
    indicator = shown.chosen(store, area_id)
with question_place:
    layout.question(_("What is measured, and how is it judged?"))
layout.answer(shown.answer(shown.waiting(own)))


def confirm(asked: Indicator, default_key: str) -> None:
    """Record in the name of this session that a default target stands so in its source."""
    try:
        default_targets.confirm(own, asked.key, default=default_key, actor=session.actor())
    except (MetricError, StoreError) as error:
        upload_flow.say(error.text)


upload_flow.show_what_was_said()
described, referred = st.columns([3, 2], gap="large")
with described:
    shown.about(indicator)
    layout.facts(shown.definition_facts(indicator))
with referred:
    layout.heading(_("Default targets"))
    defaults = default_targets.defaults_shown(indicator, own.default_confirmations())
    if not defaults:
        st.markdown(_("There is none: the council decides."))
    for each in defaults:
        with st.container(border=True):
            shown.goal(each)
            if each.is_unverified:
                st.button(
                    _("I have checked this against the source"),
                    key=f"confirm-{indicator.key}-{each.default.key}",
                    icon=":material/fact_check:",
                    disabled=not session.actor(),
                    help=None if session.actor() else _("Give your name below first."),
                    on_click=confirm,
                    args=(indicator, each.default.key),
                )
    if any(each.is_unverified for each in defaults):
        session.ask_actor()

layout.heading(_("Input rows"))
layout.table(shown.input_table(indicator), _("Rows that the formula takes"))

layout.heading(_("The verdict by every method"))
if indicator.indicator_class == "context":
    st.markdown(_("None: a national figure is context, and no municipality is judged by it."))
elif area_id is None:
    shown.first_steps()
else:
    found = shown.verdicts(store, area_id, indicator)
    st.markdown(shown.judged_against(found, indicator, store.register().areas[area_id].name))
    if sentence := shown.common_ground(found):
        st.markdown(upload_flow.as_written(sentence))
    else:
        layout.table(shown.verdict_table(found), _("The verdict by every method"))

layout.heading(_("All indicators by SDG target"))
shown.catalogue(indicator)

layout.heading(_("Not applicable to municipalities"))
layout.table(shown.not_applicable_table(), _("Official indicators that no municipality can report"))

layout.heading(_("The methods"))
layout.table(shown.method_table(), _("The methods and their rules"))
