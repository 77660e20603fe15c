"""The form in which one respondent answers the eight questions on the page.

It asks for the group and no name. What was sent is remembered in this browser session only, so that its sender, and nobody
else, can take it back."""

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

import streamlit as st

from data.code_lists import PRINCIPLES, RESPONDENT_GROUPS
from metrics.principles import FEWEST
from texts import _
from ui import choices, upload_flow, view
from ui.principles import QUESTIONS, SCORES

ROUND, NEW = "answer", "new-round"  # in the address: the round that is answered
SHOWN_ROUND = "round"  # in the address: the round that the page is about
NO_ANSWER = -1
MOST_LETTERS, MOST_NAME_LETTERS = 400, 40
SENT, TURN = "principles-sent", "principles-turn"


class Sent(Protocol):
    """What the saving of answers gives back."""

    @property
    def assessment_id(self) -> str: ...
    @property
    def respondent_number(self) -> int: ...


def round_asked(rounds: list[str]) -> str:
    """The round to answer: one that is there, or the name of a new one ("" = none given)."""
    if rounds:
        with st.container(horizontal=True, key="vk-answer-round"):
            chosen = choices.one_of(
                ROUND, _("Round to answer"), [*rounds, NEW], rounds[0],
                words=lambda each: _("A new round") if each == NEW else each,
            )  # fmt: skip
        if chosen != NEW:
            return chosen
    named = st.text_input(
        _("Name of the new round"),
        key="principles-round",
        placeholder="2026-spring",
        max_chars=MOST_NAME_LETTERS,
    )
    return named.strip()


def form(area_id: str, assessment_id: str, *, is_demo: bool) -> dict[str, Any] | None:
    """Ask a respondent. Returns the fields of loaders.principle_answers.PrincipleAnswers when they were sent, unchecked.

    assessment_id: the round. is_demo: shown, but nothing can be sent."""
    turn = st.session_state.get(TURN, 0)  # the next respondent at this screen finds the form empty
    st.markdown(
        _(
            "No name is asked or stored. Your group is shown on its own from {count} respondents on. A question left without an "
            "answer is not counted as zero.",
            count=FEWEST,
        )
    )
    with st.form(f"principles-{turn}", border=False):
        who, when = st.columns(2)
        group = who.selectbox(
            _("Which group do you belong to?"), list(RESPONDENT_GROUPS), index=None, placeholder=_("Choose a group"),
            format_func=lambda code: _(RESPONDENT_GROUPS[code]), key=f"principles-group-{turn}",
        )  # fmt: skip
        day = when.date_input(_("Date"), key=f"principles-day-{turn}", format="YYYY-MM-DD")
        answers = {principle: _asked(principle, turn) for principle in PRINCIPLES}
        is_sent = st.form_submit_button(
            _("Send the answers"), type="primary", icon=":material/send:", disabled=is_demo
        )
    if is_demo:
        st.caption(_("Answers are saved here once your own data are loaded."))
    if not is_sent or is_demo:
        return None
    return {
        "municipality_id": area_id,
        "assessment_id": assessment_id,
        "respondent_group": group or "",
        "scores": {principle: score for principle, (score, _text) in answers.items()},
        "evidence": {principle: text for principle, (_score, text) in answers.items()},
        "assessed_on": day if isinstance(day, date) else None,
    }


def address(area_id: str, assessment_id: str) -> str:
    """The address that opens the form for a round, with nothing else that this reader has chosen."""
    query = urlencode({"area": area_id, ROUND: assessment_id})
    return urlsplit(view.address())._replace(query=query).geturl()


def begin_anew(sent: Sent) -> None:
    """Run the page again with the round that was answered and an empty form, and remember what was sent."""
    st.session_state[SENT] = sent
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    for choice in (SHOWN_ROUND, ROUND):
        view.choose(choice, sent.assessment_id)
    view.write_address()  # a rerun begins with the address as it stands now
    st.rerun()


def show_sent(undo: Callable[[], None]) -> None:
    """What was last sent in this session, with the way to take it back. undo: called when its sender asks for it."""
    sent: Sent | None = st.session_state.get(SENT)
    if sent is None:
        return
    st.success(
        upload_flow.as_written(
            _("Thank you. Your answers are counted as respondent {number} of {round}; no name is stored.",
              number=str(sent.respondent_number), round=sent.assessment_id)
        ),
        icon=":material/check_circle:",
    )  # fmt: skip
    with st.container(horizontal=True):
        st.button(_("Take my answers back"), icon=":material/undo:", key="principles-undo", on_click=undo)
        st.button(
            _("Next respondent"), icon=":material/person_add:", key="principles-next", on_click=forget_sent
        )


def forget_sent() -> Any:
    """Let go of what was last sent, and return it; None where nothing was."""
    return st.session_state.pop(SENT, None)


def _asked(principle: str, turn: int) -> tuple[int | None, str]:
    """One question: its score (None = no answer) and what shows it."""
    words = {NO_ANSWER: _("No answer")} | {score: f"{score} {_(text)}" for score, text in enumerate(SCORES)}
    score = st.radio(
        f"**{_(PRINCIPLES[principle])}** – {_(QUESTIONS[principle])}", list(words), format_func=words.__getitem__,
        horizontal=True, key=f"principles-score-{principle}-{turn}",
    )  # fmt: skip
    text = st.text_input(
        _("What shows it? ({principle})", principle=_(PRINCIPLES[principle])), max_chars=MOST_LETTERS,
        placeholder=_("Shown as you write it; no names, please"), key=f"principles-evidence-{principle}-{turn}",
    )  # fmt: skip
    return (None if score == NO_ANSWER else int(score)), text
