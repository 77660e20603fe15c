"""Where do people see the municipality differently? The eight principles by group of respondents, what to talk about, what
has changed, other cities, and the form to answer."""

from functools import partial
from typing import Any

import streamlit as st

from data.code_lists import PRINCIPLES
from data.store import Store, StoreError
from loaders.principle_answers import PrincipleAnswers, add_answers, take_back
from texts import N_, _
from ui import (
    choices,
    downloads,
    layout,
    page_head,
    principle_form,
    session,
    upload_flow,
    upload_templates,
    view,
)
from ui import principle_change as over_time
from ui import principle_neighbours as neighbours
from ui import principles as shown

EVIDENCE_SHOWN = 30  # texts; the download has all
BESIDE, MOST_BESIDE = 2, 4  # other cities: to begin with, and at most

store = session.shown_store()
area_id, question_place, _choices_place = page_head.of_municipality(
    store, _("Where do people see the municipality differently?")
)

name = store.register().areas[area_id].name
rounds = shown.rounds(store, area_id)
with question_place:
    layout.question(_("Where do people see {name} differently?", name=name))

if not rounds:
    layout.empty(
        _("Nobody in {name} has answered the eight questions yet.", name=name),
        words=_(
            "Ask politicians, administration, business, academia, civil society and residents how far you have come on each "
            "of the eight principles. Where their answers lie apart, there is something to talk about. Answer below, or fill "
            "in the template for principles."
        ),
        next_step=_("Load answers from a workbook"),
        page="pages/upload.py",
        query=upload_templates.query_of("principles"),
    )
else:
    answer_place = st.container()
    with st.container(horizontal=True, key="vk-controls"):
        round_id = choices.one_of(principle_form.SHOWN_ROUND, _("Round"), rounds, rounds[0], words=str)
        said = shown.in_words(store, area_id, round_id)
        if said.has_figures:
            order = choices.one_of_few(
                "order",
                _("Order"),
                list(shown.ORDERS),
                shown.BY_SPREAD,
                words=lambda key: _(shown.ORDERS[key]),
            )
    with answer_place:
        layout.answer(said.answer, verdict=said.lead)

    if said.has_figures:
        picture, figures = st.columns([3, 1], gap="large")
        with picture:
            layout.picture(
                shown.dots_chart(store, area_id, round_id, order),
                key="dots",
                title=_("The eight principles as each group sees them"),
                source=_(
                    "Median of each group that has at least three respondents; the line reaches from the lowest to the highest "
                    "group. Self-assessment in the round {round}.",
                    round=round_id,
                ),
                file_stem=f"{area_id}-principles-{round_id}",
            )
        with figures:
            layout.facts(said.facts)

    if said.talks:
        layout.heading(_("What to talk about"))
        for talk in said.talks:
            st.markdown(talk)

    written = shown.evidence_of(store, area_id, round_id)
    if len(written):
        layout.heading(_("What shows it"))
        named = list(dict.fromkeys(written["principle"]))
        with st.columns([1, 2])[0]:
            principle = choices.one_of(
                "principle", _("Principle"), named, named[0], words=lambda key: _(PRINCIPLES[key])
            )
        of_one = written[written["principle"] == principle]
        if of_one["evidence"].isna().all():
            st.markdown(_(of_one["reason"].iloc[0]))
        texts = of_one["evidence"].dropna().head(EVIDENCE_SHOWN)
        st.markdown("\n".join(f"- {upload_flow.as_written(' '.join(text.split()))}" for text in texts))
        if len(of_one) > EVIDENCE_SHOWN:
            st.caption(_("{count} more are in the download.", count=len(of_one) - EVIDENCE_SHOWN))
        st.caption(_("As written, in the order of their letters, without group or number."))
        with st.container(horizontal=True):
            downloads.buttons(
                shown.evidence_file(written), file_stem=f"{area_id}-evidence-{round_id}", key="evidence"
            )

    changed = over_time.in_words(store, area_id)
    if changed is not None:
        layout.heading(_("From {older} to {newer}", older=changed.older, newer=changed.newer))
        st.markdown(upload_flow.as_written(changed.sentence))
        layout.table(changed.table, _("The two newest rounds side by side"))
        with st.container(horizontal=True):
            downloads.buttons(changed.file, file_stem=f"{area_id}-principles-change", key="change")
    elif len(rounds) == 1:
        st.caption(_("What has changed can be shown after a second round with a date."))
    for undated in over_time.undated(store, area_id):
        st.caption(upload_flow.as_written(undated))

    layout.heading(_("Beside other cities"))
    left, right = st.columns([1, 2])
    with left:
        asked = choices.one_of(
            "asked", _("Answers of"), neighbours.ASKED, neighbours.EVERYBODY, words=neighbours.asked_title
        )
    if others := neighbours.others(store, area_id, asked):
        with right:
            beside = choices.several_of(
                "beside", _("Beside"), others, others[:BESIDE], words=neighbours.names_of(store, others).__getitem__,
                most=MOST_BESIDE,
            )  # fmt: skip
        compared = neighbours.in_words(store, (area_id, *beside), asked)
        st.markdown(upload_flow.as_written(compared.sentence))
        layout.table(compared.table, _("The principles side by side"))
        st.caption(
            _(
                "The newest round of each. Who was asked, and how, differs: a rank of self-assessment is where a conversation "
                "starts and no verdict. It is counted among all cities here that have answers."
            )
        )
        with st.container(horizontal=True):
            downloads.buttons(compared.table, file_stem=f"{area_id}-principles-beside", key="beside")
        st.page_link(
            "pages/projects.py", label=_("See the projects of the cities"), icon=":material/arrow_forward:"
        )
    else:
        st.markdown(
            _(
                "No other city's answers are loaded for this choice. A data package of a partner city brings them."
            )
        )
        st.page_link("pages/upload.py", label=_("Load a data package"), icon=":material/arrow_forward:")


def send(store: Store, fields: dict[str, Any]) -> None:
    """Save answers and begin anew with an empty form, or say what is missing and keep what was filled in."""
    try:
        sent = add_answers(store, PrincipleAnswers(**fields))
    except StoreError as error:
        st.error(upload_flow.as_written(_(error.text)), icon=":material/error:")
    else:
        principle_form.begin_anew(sent)


def undo(store: Store) -> None:
    """Take back what this session sent last; the next run says what became of it."""
    try:
        if sent := principle_form.forget_sent():
            take_back(store, sent)
            upload_flow.say(N_("Your answers are taken back and no longer counted."), kind="info")
    except StoreError as error:
        upload_flow.say(error.text)


layout.heading(_("Answer the eight questions"))
upload_flow.show_what_was_said()
principle_form.show_sent(partial(undo, store))
with st.expander(
    _("Open the form"), icon=":material/edit_note:", key="principles-form", on_change="rerun",
    expanded=not rounds or view.chosen_if_any(principle_form.ROUND, [*rounds, principle_form.NEW]) is not None,
) as panel:  # fmt: skip
    if panel.open:
        round_answered = principle_form.round_asked(rounds)
        fields = principle_form.form(area_id, round_answered, is_demo=session.is_demo(store))
        if fields is not None:
            send(store, fields)
        if round_answered in rounds:
            st.caption(_("Send this address to those who should answer; it opens the form."))
            st.code(principle_form.address(area_id, round_answered), language=None, wrap_lines=True)
