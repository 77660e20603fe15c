"""Are we on track? The verdict in words, the gap, what is needed, and the picture that shows why."""

from datetime import UTC, datetime

import streamlit as st

from data.store import Store, StoreError
from loaders import forms
from metrics.errors import MetricError
from metrics.registry import INDICATORS
from sentences import answers
from texts import N_, _
from ui import (
    borders,
    choices,
    gap_closers,
    indicator_tiles,
    layout,
    overview,
    page_head,
    reads,
    session,
    target_form,
    trajectory_picture,
    upload_flow,
    what_changed,
)

store = session.shown_store()
area_id, question_place, choices_place = page_head.of_municipality(store, _("Will we reach the 2030 target?"))
with choices_place:
    indicator = choices.indicator(store, area_id)

name = store.register().areas[area_id].name
target = reads.targets(store, (area_id,)).get((area_id, indicator))
path = reads.verdict(store, area_id, indicator, "linear_path")
trend = reads.verdict(store, area_id, indicator, "ols_projection")
target_words = answers.target_in_words(target, path, indicator) if target else ""

with question_place:
    layout.question(answers.question_about(name, target.target_year if target else None, indicator))
layout.answer(
    answers.overview_answer(path, trend, indicator, target_words),
    verdict=answers.verdict_words(path),
    status=path.status,
)
if note := overview.co2_note(indicator):
    st.caption(note)

entry = INDICATORS[indicator]
if path.status != "no_data":
    picture, figures = st.columns([3, 1], gap="large")
    source = f"{overview.what_it_is(indicator)} {overview.source(store, area_id, indicator)}"
    with picture:
        if entry.scale == "binary":
            layout.heading(_(entry.title))
            layout.table(overview.yes_or_no_table(store, area_id, indicator), _(entry.title))
            st.caption(upload_flow.as_written(source))
        else:
            layout.picture(
                trajectory_picture.trajectory(store, area_id, indicator),
                key="trajectory",
                source=source,
                file_stem=f"{area_id}-{indicator}",
            )
        if entry.is_emissions:
            borders.notes(store, [area_id])
    with figures:
        definition = overview.definition(store, area_id, indicator)
        figures_known = overview.facts(path, trend, indicator, definition)
        layout.facts([*figures_known, *overview.data_fact(store, area_id, indicator)])

if indicator == choices.headline_indicator(store, area_id):
    closing = gap_closers.section(store, area_id, indicator)
    if closing is not None:
        layout.heading(_("What closes the gap"))
        st.markdown(closing.answer)
        layout.table(closing.table, _("What closes the gap"))
        st.page_link(
            "pages/climate_budget.py", label=_("See the climate budget"), icon=":material/arrow_forward:"
        )

today = datetime.now(UTC).date()
for goal, tiles in indicator_tiles.tiles(store, area_id, indicator, today):
    layout.heading(goal)
    layout.tiles(tiles)

if entry.counterpart and (released := what_changed.newest_sentence(store, area_id)):
    layout.heading(_("Since the last release"))
    st.markdown(upload_flow.as_written(released))
    st.page_link("pages/what_changed.py", label=_("See what changed"), icon=":material/arrow_forward:")

if context := overview.national_context(store, area_id):
    layout.heading(_("The country as context"))
    st.caption("  \n".join(context))

is_demo = session.is_demo(store)
steps = overview.next_steps(store, area_id, indicator, today, is_demo=is_demo)
if steps:
    layout.next_steps(steps)


def remove_target(store: Store, area_id: str, record_id: str, aim: str) -> None:
    """End a target in the name of this session; another tab may have ended it already. aim: the target in words."""
    try:
        forms.remove_target(store, area_id, record_id, actor=session.actor())
        upload_flow.say(N_("Target removed: {target}.", target=aim), kind="saved")
    except StoreError as error:
        upload_flow.say(error.text)


upload_flow.show_what_was_said()
is_asked = path.status == "no_target" and not is_demo
with st.expander(_("Targets of {name}", name=name), icon=":material/flag:", expanded=is_asked):
    for row in reads.targets_in_force(store, area_id).to_dict("records"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(overview.target_line(row))
            if not session.is_demo(store):
                st.button(
                    _("Remove"),
                    key=f"remove-{row['record_id']}",
                    icon=":material/delete:",
                    disabled=not session.actor(),
                    help=None if session.actor() else _("Give your name below first."),
                    on_click=remove_target,
                    args=(store, area_id, row["record_id"], overview.aim_in_words(row)),
                )
    if session.is_demo(store):
        st.markdown(_("Targets can be set here once your own data are loaded."))
    else:
        session.ask_actor()
        try:
            entered = target_form.target_fields(indicator, overview.base_years(store, area_id, indicator))
        except MetricError as error:
            entered = None
            st.error(_(error.text))
        if entered and not session.actor():
            st.error(_("Give your name first, so that others can see who set the target."))
        elif entered:
            try:
                forms.set_target(
                    store, forms.TargetEntry(municipality_id=area_id, **entered), actor=session.actor()
                )
                saved = N_("Target saved: {target}.", target=overview.aim_in_words(entered))
                upload_flow.say(saved, kind="saved")
                st.rerun()
            except StoreError as error:
                st.error(_(error.text))

with st.expander(_("How this is judged"), icon=":material/functions:"):
    st.markdown(overview.method_words(path, trend, indicator))
