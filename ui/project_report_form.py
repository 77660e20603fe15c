"""The form that reports how far a project is: filled in from the last report, checked field by field before it is sent,
and taken back by its upload's number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from data.code_lists import INNOVATION_STAGES, PROJECT_STATUSES
from data.store import Store, StoreError
from texts import N_, Text, _
from ui import session, upload_flow

STOPPED = "stopped"
MOST_LETTERS = 2_000
FIRST_YEAR = 1990  # of a verified cut
SAVED, TRIED, OPENED = "project-report-saved", "project-report-tried", "project-report-opened"
FIELDS = (
    "reported_on", "innovation_stage", "status", "done_percent", "report_text", "why_back", "next_step", "verified_year",
    "verified_tco2e", "replaces_report",
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """What stands in the form. done_percent 0-100, verified_tco2e in t CO2e; None = left empty. why_back: why the project
    is at an earlier stage than before."""

    reported_on: date | None
    innovation_stage: str
    status: str = ""
    done_percent: float | None = None
    report_text: str = ""
    why_back: str = ""
    next_step: str = ""
    verified_year: int | None = None
    verified_tco2e: float | None = None
    replaces_report: bool = False

    @property
    def words(self) -> str:
        """What has happened, with why the stage is an earlier one as a line of its own."""
        return "\n".join(filter(None, (self.report_text.strip(), self.why_back.strip())))


@dataclass(frozen=True)
class Known:
    """What is known of a project before the report: where it stands, and the days of its reports.

    done_percent None and status "" = not told."""

    area_id: str
    project_id: str
    innovation_stage: str
    status: str = ""
    done_percent: float | None = None
    days: frozenset[date] = frozenset()


def went_back(before: str, now: str) -> bool:
    """Whether a stage is an earlier one of the ladder; stopping and being taken up again are not."""
    ladder = [stage for stage in INNOVATION_STAGES if stage != STOPPED]
    return before in ladder and now in ladder and ladder.index(now) < ladder.index(before)


def problems(draft: Draft, known: Known, *, today: date) -> dict[str, Text]:
    """What must be mended before the report can be saved: a sentence by the name of its field; empty = nothing."""
    found = {
        "reported_on": _about_day(draft, known, today),
        "innovation_stage": _about_stage(draft),
        "done_percent": _about_percent(draft.done_percent),
        "report_text": None if draft.report_text.strip() else N_("Say in a sentence what has happened."),
        "why_back": _about_going_back(draft, known),
        **_about_verified(draft),
    }
    return {field: text for field, text in found.items() if text is not None}


def _about_day(draft: Draft, known: Known, today: date) -> Text | None:
    day = draft.reported_on
    if day is None:
        return N_("Give the date of the report.")
    if day > today:
        return N_("The date is in the future. Expected {today} or an earlier day.", today=today.isoformat())
    if day in known.days and not draft.replaces_report:
        return N_("There is a report of {day} already. Let this one take its place, or give another date.",
                  day=day.isoformat())  # fmt: skip
    return None


def _about_stage(draft: Draft) -> Text | None:
    if draft.innovation_stage not in INNOVATION_STAGES:
        return N_("Choose the stage that the project has reached.")
    if (draft.innovation_stage == STOPPED) != (draft.status == STOPPED) and draft.status:
        return N_("A project that is stopped has both the stage and the status “Stopped”.")
    return None


def _about_percent(done_percent: float | None) -> Text | None:
    if done_percent is None or 0 <= done_percent <= 100:
        return None
    return N_("Expected a percentage from 0 to 100, found {value}.", value=f"{done_percent:g}")


def _about_going_back(draft: Draft, known: Known) -> Text | None:
    if not went_back(known.innovation_stage, draft.innovation_stage) or draft.why_back.strip():
        return None
    return N_("The project stood at {before}. Say why it is at {now} again.",
              before=INNOVATION_STAGES[known.innovation_stage], now=INNOVATION_STAGES[draft.innovation_stage])  # fmt: skip


def _about_verified(draft: Draft) -> dict[str, Text | None]:
    year, tonnes, day = draft.verified_year, draft.verified_tco2e, draft.reported_on
    if year is not None and day is not None and not FIRST_YEAR <= year <= day.year:
        return {
            "verified_year": N_("Expected a year from {first} to {last}, found {year}.", first=str(FIRST_YEAR),
                                last=str(day.year), year=str(year))
        }  # fmt: skip
    if year is None and tonnes is not None:
        return {"verified_year": N_("Say of which year the verified cut is.")}
    if year is not None and tonnes is None:
        return {"verified_tco2e": N_("Say how many tonnes were verified, or leave the year empty.")}
    return {}


# --- the form on the page


def form(known: Known, save: Callable[[Draft], int], *, today: date, is_open: bool, can_save: bool) -> None:
    """Draw the form. save: records what was entered and returns the upload's number; it raises StoreError with the
    sentence for the reader. can_save: False in the demonstration, where the fields can be tried."""
    is_open = (is_open or _is_about(OPENED, known)) and not _is_about(SAVED, known)
    with st.expander(_("Report progress"), icon=":material/edit_note:", expanded=is_open):
        if not can_save:
            st.markdown(_("Reports can be saved here once your own data are loaded."))
        _begin(known, today)
        draft = _fields(known, today)
        session.ask_actor()
        _say(_name_is_missing(known), "actor")
        st.button(
            _("Save the report"),
            type="primary",
            icon=":material/send:",
            key=_key(known, "save"),
            disabled=not can_save,
            on_click=_sent,
            args=(known, save, today),
        )
        if _is_about(TRIED, known) and problems(draft, known, today=today):
            _say(N_("Nothing was saved. Mend what is marked above."), "all")


def _key(known: Known, field: str) -> str:
    return f"report-{known.area_id}-{known.project_id}-{field}"


def _begin(known: Known, today: date) -> None:
    """Put what the last report said into fields that nobody has touched."""
    first: dict[str, Any] = {
        "reported_on": today,
        "innovation_stage": known.innovation_stage,
        "status": known.status or None,
        "done_percent": known.done_percent,
        "report_text": "",
        "why_back": "",
        "next_step": "",
        "verified_year": None,
        "verified_tco2e": None,
        "replaces_report": False,
    }
    for field, value in first.items():
        st.session_state.setdefault(_key(known, field), value)


def _fields(known: Known, today: date) -> Draft:
    """The fields, each with what must be mended below it."""
    found = problems(_drafted(known), known, today=today)
    later = set() if _is_about(TRIED, known) else {"report_text", *_day_offered(known)}
    is_told = {field: text for field, text in found.items() if field not in later}
    when, stage, status, done = st.columns([1, 1, 1, 1])
    with when:
        st.date_input(
            _("Date of the report"), value=None, key=_key(known, "reported_on"), format="YYYY-MM-DD"
        )
        _say(is_told.get("reported_on"), "reported_on")
        _replace_asked(known)
    with stage:
        st.selectbox(_("Stage"), list(INNOVATION_STAGES), format_func=lambda code: _(INNOVATION_STAGES[code]),
                     key=_key(known, "innovation_stage"))  # fmt: skip
        _say(is_told.get("innovation_stage"), "innovation_stage")
    with status:
        st.selectbox(_("Status"), list(PROJECT_STATUSES), index=None, placeholder=_("Not told"),
                     format_func=lambda code: _(PROJECT_STATUSES[code]), key=_key(known, "status"))  # fmt: skip
    with done:
        st.number_input(_("Done, %"), value=None, step=5.0, format="%g", key=_key(known, "done_percent"))
        _say(is_told.get("done_percent"), "done_percent")
    _why_asked(known, is_told.get("why_back"))
    st.text_area(_("What has happened"), key=_key(known, "report_text"), max_chars=MOST_LETTERS, height=100)
    _say(is_told.get("report_text"), "report_text")
    st.text_input(_("Next step (may stay empty)"), key=_key(known, "next_step"), max_chars=MOST_LETTERS)
    _verified_asked(known, is_told)
    return _drafted(known)


def _day_offered(known: Known) -> set[str]:
    """The field of the date, where the box beside it says already that the day has a report."""
    return {"reported_on"} if st.session_state[_key(known, "reported_on")] in known.days else set()


def _replace_asked(known: Known) -> None:
    day = st.session_state[_key(known, "reported_on")]
    if day in known.days:
        st.checkbox(
            _("Take the place of the report of {day}", day=day.isoformat()),
            key=_key(known, "replaces_report"),
        )


def _why_asked(known: Known, text: Text | None) -> None:
    if went_back(known.innovation_stage, st.session_state[_key(known, "innovation_stage")]):
        st.text_input(_("Why it went back"), key=_key(known, "why_back"), max_chars=MOST_LETTERS)
        _say(text, "why_back")


def _verified_asked(known: Known, is_told: dict[str, Text]) -> None:
    year, tonnes = st.columns(2)
    with year:
        st.number_input(_("Year of a verified cut (may stay empty)"), value=None, step=1, format="%d",
                        key=_key(known, "verified_year"))  # fmt: skip
        _say(is_told.get("verified_year"), "verified_year")
    with tonnes:
        st.number_input(_("Verified cut, t CO2e in that year"), value=None, step=1.0, format="%g",
                        key=_key(known, "verified_tco2e"))  # fmt: skip
        _say(is_told.get("verified_tco2e"), "verified_tco2e")


def _say(text: Text | None, field: str) -> None:
    """What must be mended, below its field."""
    if text is not None:
        st.html(f'<p class="vk-mend" role="alert" data-field="{field}">{escape(_(text))}</p>')


def _drafted(known: Known) -> Draft:
    kept = {field: st.session_state.get(_key(known, field)) for field in FIELDS}
    texts = ("innovation_stage", "status", "report_text", "why_back", "next_step")
    filled = kept | {field: kept[field] or "" for field in texts}
    return Draft(**filled | {"replaces_report": bool(kept["replaces_report"])})


# --- sending and taking back


def _is_about(mark: str, known: Known) -> bool:
    """Whether what the session remembers under a mark is about this project."""
    return st.session_state.get(mark, ())[:2] == (known.area_id, known.project_id)


def _name_is_missing(known: Known) -> Text | None:
    if session.actor() or not _is_about(TRIED, known):
        return None
    return N_("Give your name, so that others can see who reported.")


def _sent(known: Known, save: Callable[[Draft], int], today: date) -> None:
    """Save what stands in the form in the name of this session; the next run says what became of it."""
    draft = _drafted(known)
    st.session_state[TRIED] = (known.area_id, known.project_id)
    if problems(draft, known, today=today) or not session.actor():
        return
    try:
        upload_id = save(draft)
    except StoreError as error:
        upload_flow.say(error.text)
        return
    st.session_state[SAVED] = (known.area_id, known.project_id, upload_id, draft)
    _empty(known)


def _empty(known: Known) -> None:
    st.session_state.pop(TRIED, None)
    for field in FIELDS:
        st.session_state.pop(_key(known, field), None)


def just_saved(store: Store, known: Known, standing: set[int]) -> None:
    """The report that this session saved last, and the way to take it back. standing: the uploads that the project's
    reports stand in now."""
    upload_flow.show_what_was_said()
    if not _is_about(SAVED, known):
        return
    *_place, upload_id, _draft = st.session_state[SAVED]
    words = _("Your report is saved as upload {upload_id}, and everybody sees it.", upload_id=str(upload_id))
    st.success(words, icon=":material/check_circle:")
    if upload_id in standing:
        st.button(_("Take back upload {upload_id}", upload_id=str(upload_id)), icon=":material/undo:",
                  key="take-back-report", on_click=_taken_back, args=(store, known))  # fmt: skip
    else:
        st.caption(
            _("The project was changed again since. On the Upload page the later upload is taken back first.")
        )


def _taken_back(store: Store, known: Known) -> None:
    """Undo the upload, and put what was entered back into the form, to be mended and sent again."""
    *_place, upload_id, draft = st.session_state[SAVED]
    st.session_state[OPENED] = (known.area_id, known.project_id)
    upload_flow.undo(store, upload_id)
    if upload_flow.SAID in st.session_state:  # what stood in the way
        return
    st.session_state.pop(SAVED)
    for field in FIELDS:
        value = getattr(draft, field)
        st.session_state[_key(known, field)] = (value or None) if field == "status" else value
    upload_flow.say(
        N_("Upload {upload_id} is taken back: its report no longer counts. What you wrote stands in the form again.",
           upload_id=str(upload_id)), kind="info",
    )  # fmt: skip
