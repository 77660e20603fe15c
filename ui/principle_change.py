"""What has changed between the two newest rounds of answers to the principles, for all and by group."""

from dataclasses import dataclass

import pandas as pd

from charts.principle_dots import score_words
from data.code_lists import PRINCIPLES
from data.store import Store
from metrics.principles import ALL_GROUPS
from texts import _
from ui import principle_reads
from ui.principles import group_title, named, score_or_dash
from ui.remembered import remembered


@dataclass(frozen=True)
class ChangeWords:
    """The two newest dated rounds beside each other.

    older, newer: their names. file: every change with its group, to take away."""

    older: str
    newer: str
    sentence: str
    table: pd.DataFrame
    file: pd.DataFrame


@remembered(most=500, in_words=True)
def in_words(store: Store, area_id: str) -> ChangeWords | None:
    """What has changed; None with fewer than two dated rounds."""
    change = principle_reads.change(store, area_id)
    dated = change[change["principle"] != ""]
    if dated.empty:
        return None
    older, newer = str(dated["from_assessment"].iloc[0]), str(dated["to_assessment"].iloc[0])
    return ChangeWords(older, newer, change_sentence(dated), change_table(dated), change_file(dated))


@remembered(in_words=True)
def undated(store: Store, area_id: str) -> list[str]:
    """The rounds that have no place in time, each with the reason."""
    change = principle_reads.change(store, area_id)
    rows = change[change["principle"] == ""].to_dict("records")
    return [f"{row['to_assessment']}: {_(row['reason'])}" for row in rows]


def change_sentence(change: pd.DataFrame) -> str:
    """What has risen and fallen for all respondents. change: dated rows of metrics.principles.principle_change."""
    whole = change[change["respondent_group"] == ALL_GROUPS].dropna(subset=["change"])
    if whole.empty:
        return _("For all together no change can be shown: one of the two rounds has no figure.")
    risen, fallen = whole[whole["change"] > 0], whole[whole["change"] < 0]
    parts = [
        _("Up: {names}.", names=named(risen["principle"])) if len(risen) else "",
        _("Down: {names}.", names=named(fallen["principle"])) if len(fallen) else "",
    ]
    return " ".join(filter(None, parts)) or _("For all together every principle stands where it stood.")


def change_table(change: pd.DataFrame) -> pd.DataFrame:
    """The two newest rounds side by side, and which groups changed their mind. change: dated rows, as above."""
    whole = change[change["respondent_group"] == ALL_GROUPS]
    older, newer = str(change["from_assessment"].iloc[0]), str(change["to_assessment"].iloc[0])
    return pd.DataFrame(
        {
            _("Principle"): [_(PRINCIPLES[each]) for each in whole["principle"]],
            older: [score_or_dash(value) for value in whole["from_median"]],
            newer: [score_or_dash(value) for value in whole["to_median"]],
            _("What changed"): [_changes(change, each) for each in whole["principle"]],
        }
    )


def change_file(change: pd.DataFrame) -> pd.DataFrame:
    """Every change with its group and, where it is not told, the reason."""
    return pd.DataFrame(
        {
            _("Principle"): [_(PRINCIPLES[each]) for each in change["principle"]],
            _("Group"): [group_title(each) for each in change["respondent_group"]],
            _("Earlier round"): change["from_assessment"],
            _("Later round"): change["to_assessment"],
            _("Earlier median"): change["from_median"],
            _("Later median"): change["to_median"],
            _("Change"): change["change"],
            _("Reason"): [_(each) if each is not None else "" for each in change["reason"]],
        }
    ).reset_index(drop=True)


def _changes(change: pd.DataFrame, principle: str) -> str:
    """Who sees a principle otherwise than before: all together first, then each group."""
    of_one = change[change["principle"] == principle]
    if of_one["change"].isna().all():
        return _("not shown in both rounds")
    moved = of_one[of_one["change"].fillna(0.0) != 0]
    each = [
        f"{group_title(row['respondent_group'])} {_signed(row['change'])}" for row in moved.to_dict("records")
    ]
    return ", ".join(each) or _("unchanged")


def _signed(value: float) -> str:
    return f"+{score_words(value)}" if value > 0 else score_or_dash(value)
