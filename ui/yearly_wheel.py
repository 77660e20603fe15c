"""What is due for a municipality, in the words of its page: the answer, what can be done now, the twelve months ahead."""

from datetime import date

import pandas as pd
import streamlit as st

from data.store import Store
from metrics.yearly_wheel import yearly_wheel
from texts import MISSING, N_, Text, _
from ui.remembered import remembered

UNBROKEN_HYPHEN = "\N{NON-BREAKING HYPHEN}"
# Where each kind of thing is done: how many of them in words, the page's script, and what the link says.
WAYS: dict[str, tuple[Text, str, Text]] = {
    "release": (N_("Releases to look for: {count}"), "pages/upload.py", N_("Load the newer file")),
    "tertial_report": (N_("Reports to freeze: {count}"), "pages/climate_budget.py", N_("Freeze the report")),
    "target_review": (N_("Targets to review: {count}"), "pages/overview.py", N_("See the target")),
    "project_report": (N_("Projects to report: {count}"), "pages/projects.py", N_("Report progress")),
}


@remembered(most=500)
def due_on(store: Store, area_id: str, on: date) -> pd.DataFrame:
    """What is due on a day and within a year after it (metrics.yearly_wheel)."""
    return yearly_wheel(store, area_id, on=on)


def answer(found: pd.DataFrame, on: date) -> str:
    """How much is due on the day, and what comes next, as one sentence."""
    due, ahead = found[found["is_due"]], found[~found["is_due"] & found["due_on"].notna()]
    first = (
        _("Nothing is due on {day}.", day=on.isoformat())
        if due.empty
        else _("One thing is due on {day}: {what}.", day=on.isoformat(), what=_(due["subject"].iloc[0]))
        if len(due) == 1
        else _(
            "{count} things are due on {day}, the oldest since {since}: {what}.",
            count=len(due),
            day=on.isoformat(),
            since=_day(due["due_on"].iloc[0]),
            what=_(due["subject"].iloc[0]),
        )
    )
    if ahead.empty:
        return first
    following = _(
        "Next, on {day}: {what}.", day=_day(ahead["due_on"].iloc[0]), what=_(ahead["subject"].iloc[0])
    )
    return f"{first} {following}"


def table(rows: pd.DataFrame, heading: str) -> pd.DataFrame:
    """Rows of the wheel as a table. heading: of the column that holds the days."""
    return pd.DataFrame(
        {
            _("What"): [_(subject) for subject in rows["subject"]],
            heading: [_day(day) for day in rows["due_on"]],
            _("Why"): [_(reason) for reason in rows["reason"]],
        }
    )


def shown(rows: pd.DataFrame, heading: str) -> pd.DataFrame:
    """As table, on screen: a day stays on one line."""
    made = table(rows, heading)
    made[heading] = made[heading].str.replace("-", UNBROKEN_HYPHEN)
    return made


def ways(due: pd.DataFrame) -> None:
    """The pages on which what is due is done, one link a kind."""
    with st.container(key="vk-steps", gap="small"):
        for kind, (how_many, page, what) in WAYS.items():
            if count := int((due["kind"] == kind).sum()):
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(_(how_many, count=count), width="stretch")
                    st.page_link(page, label=_(what), icon=":material/arrow_forward:")


def _day(day: pd.Timestamp) -> str:
    return MISSING if pd.isna(day) else day.date().isoformat()
