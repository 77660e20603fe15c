"""What the projects page says of a portfolio, in words."""

import pandas as pd
import pytest

from report.council_report.council_action import projects_answer
from sentences.project_words import beside_gap
from ui.projects import UNIT, Verified, answer, facts, verdict, verified_words

NOTHING = Verified(None, 0, None)


def whole(
    gap: float | None, low: float, mid: float, high: float, *, projects: int = 2, kind: str = "ceiling"
) -> pd.Series:
    """The row of all sectors; expected cuts in t, weighted."""
    covered = 100 * mid / gap if gap and gap > 0 else float("nan")
    return pd.Series({
        "year": 2030, "projects": projects, "gap_tco2e": float("nan") if gap is None else gap, "coverage_percent": covered,
        "weighted_low_tco2e": low, "weighted_mid_tco2e": mid, "weighted_high_tco2e": high, "expected_mid_tco2e": 2 * mid,
        "gap_kind": "" if gap is None else kind,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("row", "words", "status"),
    [
        (whole(500.0, 95.0, 185.0, 275.0), "Not yet.", None),
        (whole(180.0, 95.0, 185.0, 275.0), "Yes, in the middle of the range.", None),
        (whole(90.0, 95.0, 185.0, 275.0), "Yes.", "on_track"),
        (whole(-10.0, 95.0, 185.0, 275.0), "Yes.", "on_track"),
        (whole(None, 95.0, 185.0, 275.0), "", None),
        (whole(500.0, 0.0, 0.0, 0.0, projects=0), "", None),
    ],
)
def test_the_gap_is_closed_only_when_even_the_low_end_closes_it(row, words, status):
    assert verdict(row) == (words, status)


def test_a_gap_that_cannot_be_told_is_no_zero():
    words = answer(whole(None, 95.0, 185.0, 275.0), NOTHING, 0, (float("nan"),))
    assert "How large the gap is cannot be told" in words and "%" not in words


def test_where_nothing_is_missing_no_share_is_told():
    words = answer(whole(-10.0, 95.0, 185.0, 275.0), NOTHING, 0, (10.0,))
    assert "already be 10.0\u00a0t below the ceiling of 2030." in words and "%" not in words


def test_without_an_expected_cut_the_gap_is_still_told():
    words = answer(whole(500.0, 0.0, 0.0, 0.0, projects=0), NOTHING, 0, (500.0,)).replace("\u00a0", " ")
    assert words.startswith(
        "No project states what it will cut in 2030. Without new measures 500 t would be emitted above the ceiling of 2030."
    )


@pytest.mark.parametrize("kind", ["ceiling", "target"])
def test_the_page_and_the_council_report_tell_the_same_share_of_the_same_gap(kind):
    row = whole(500.0, 95.0, 185.0, 275.0, kind=kind)
    same = beside_gap(row, UNIT)
    assert f"above the {kind}" in same
    assert same in answer(row, NOTHING, 0, ())
    assert projects_answer(row.to_dict() | {"expected_mid_tco2e": 370.0}, 2030, UNIT).endswith(same)


@pytest.mark.parametrize(
    ("verified", "words"),
    [
        (NOTHING, "Nothing is verified so far."),
        (Verified(20.0, 1, (2025, 2025)), "Verified so far: 20.0 t a year by one project, in 2025."),
        (Verified(20.0, 2, (2025, 2025)), "Verified so far: 20.0 t a year by 2 projects, in 2025."),
        (Verified(20.0, 2, (2024, 2025)), "Verified so far: 20.0 t a year by 2 projects, in 2024 to 2025."),
    ],
)
def test_what_is_verified_is_told_with_its_years(verified, words):
    assert verified_words(verified, (500.0,)).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("late", "words"), [(0, "No project is late."), (1, "One project is late."), (3, "3 projects are late.")]
)
def test_the_answer_ends_with_how_many_are_late(late, words):
    assert answer(whole(500.0, 95.0, 185.0, 275.0), NOTHING, late, (500.0,)).endswith(words)


def test_figures_beside_the_picture_say_what_is_not_verified_in_words():
    figures = {
        fact.term: fact.value for fact in facts(whole(500.0, 95.0, 185.0, 275.0), NOTHING, 0, (500.0,))
    }
    assert figures["Verified so far, a year"] == "nothing yet"
    assert figures["Gap in 2030"].replace("\u00a0", " ") == "500 t"


def test_the_gap_beside_the_picture_says_which_one_it_is():
    row = whole(500.0, 95.0, 185.0, 275.0, kind="target")
    [gap] = [fact for fact in facts(row, NOTHING, 0, (500.0,)) if fact.term == "Gap in 2030"]
    assert gap.remark == "to the target, without new measures"
