"""Tertial reports of the climate budget: freeze it with a comment per measure, and lay any two beside each other."""

import pandas as pd
import streamlit as st

from data.code_lists import DECISIONS
from data.store import Store
from metrics.budget_snapshots import NOW
from sentences import budget_words, formats
from texts import _
from ui import reads

DRAFT = "budget-comments"


def labels(store: Store, area_id: str) -> list[str]:
    """The names of the frozen budgets, the newest first."""
    return reads.frozen_budgets(store, area_id)["label"].tolist()[::-1]


def label_words(label: str) -> str:
    """A frozen budget's name; the one of today in words."""
    return _("Today") if label == NOW else label


def kept_table(store: Store, area_id: str) -> pd.DataFrame:
    """The frozen budgets for the screen: name, day, who."""
    kept = reads.frozen_budgets(store, area_id).iloc[::-1]
    return pd.DataFrame(
        {
            _("Report"): kept["label"],
            _("Frozen on"): [f"{day:%Y-%m-%d}" for day in kept["taken_on"]],
            _("By"): kept["actor"],
            _("Upload"): [str(number) for number in kept["upload_id"]],
        }
    )


def differences(store: Store, area_id: str, first: str, second: str, *, year: int, unit: str) -> pd.DataFrame:
    """The figures of all sectors together that are not the same in both, of one year."""
    changed = reads.changed_budget(store, area_id, first, second)
    changed = changed[(changed["year"] == year) & (changed["sector"] == "")]
    titles = _titles()
    changed = changed[changed["figure"].isin(titles)]
    return pd.DataFrame(
        {
            _("Figure"): [titles[name] for name in changed["figure"]],
            f"{label_words(first)}, {unit}": changed["first_tco2e"].to_list(),
            f"{label_words(second)}, {unit}": changed["second_tco2e"].to_list(),
            _("Change, {unit}", unit=unit): changed["change_tco2e"].to_list(),
        }
    )


def _titles() -> dict[str, str]:
    return {
        "ceiling_tco2e": _("Ceiling"),
        "reference_tco2e": _("Without new measures"),
        "adopted_mid_tco2e": _("Adopted measures cut"),
        "proposed_mid_tco2e": _("Proposed measures would cut"),
        "gap_after_adopted_tco2e": _("Missing after adopted"),
        "gap_after_proposed_tco2e": _("Missing after proposed"),
    }


def measure_differences(store: Store, area_id: str, first: str, second: str, *, year: int) -> pd.DataFrame:
    """Every measure in both reports: decision, its cut of the year, and the comments."""
    found = reads.changed_measures(store, area_id, first, second, year)
    decisions = zip(found["first_decision"], found["second_decision"], strict=True)
    return pd.DataFrame(
        {
            _("Measure"): found["title"],
            _("Decision"): [_decision(before, after) for before, after in decisions],
            _("{report}, t", report=label_words(first)): found["first_tco2e"],
            _("{report}, t", report=label_words(second)): found["second_tco2e"],
            _("Change, t"): found["change_tco2e"],
            _("Comment {report}", report=label_words(first)): found["first_comment"],
            _("Comment {report}", report=label_words(second)): found["second_comment"],
        }
    ).pipe(_without_empty_comments)


def _without_empty_comments(table: pd.DataFrame) -> pd.DataFrame:
    """Today has no comments yet, and a report may have none: no empty column."""
    empty = [name for name in table.columns[-2:] if not table[name].astype(bool).any()]
    return table.drop(columns=empty)


def _decision(before: str, after: str) -> str:
    words = [_(DECISIONS[code]) if code else _("not there") for code in (before, after)]
    return words[0] if before == after else " → ".join(words)


def sentence(store: Store, area_id: str, first: str, second: str, *, year: int, unit: str) -> str:
    """How the gap of a year has moved between two reports."""
    changed = reads.changed_budget(store, area_id, first, second)
    return budget_words.moved_gap(changed, year=year, unit=unit)


def report_text(answer: str, listed: pd.DataFrame, comments: dict[str, str], unit: str) -> str:
    """The report as text to paste: the answer, then a line per measure with its cut and comment."""
    lines = [answer, ""]
    for row in listed.to_dict("records"):
        cut = formats.short_amount(row["effect_mid_tco2e"], unit)
        words = _("{measure} ({decision}): {cut}.", measure=row["title"], decision=_(DECISIONS[row["decision"]]).lower(),
                  cut=cut if cut != "–" else _("no effect stated"))  # fmt: skip
        lines.append(f"– {words} {comments.get(row['measure_id'], '')}".rstrip())
    return "\n".join(lines)


def comments_asked(listed: pd.DataFrame, unit: str) -> dict[str, str]:
    """A comment for each measure, typed into a table; by the measure's id."""
    asked = pd.DataFrame(
        {
            _("Measure"): listed["title"].to_list(),
            _("Cut"): [formats.short_amount(value, unit) for value in listed["effect_mid_tco2e"]],
            _("Comment"): [""] * len(listed),
        },
        index=listed["measure_id"],
    )
    edited = st.data_editor(
        asked,
        hide_index=True,
        disabled=[_("Measure"), _("Cut")],
        key=DRAFT,
        column_config={_("Comment"): st.column_config.TextColumn(width="large", max_chars=500)},
    )
    return {
        str(measure): str(words).strip()
        for measure, words in edited[_("Comment")].items()
        if str(words or "").strip()
    }
