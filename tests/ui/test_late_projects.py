"""Reminders of reports, in words."""

from datetime import date

import pandas as pd
import pytest

from ui.late_projects import behind_words, late_words, summary

TODAY = date(2026, 6, 30)
FERRY = {"title": "Ferry", "reported_on": pd.Timestamp(2025, 8, 31), "ends_on": pd.NaT}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "**Ferry** reported last on 2025-08-31."),
        ({"reported_on": pd.NaT}, "**Ferry** has not reported yet."),
        ({"ends_on": pd.Timestamp(2027, 1, 1)}, "**Ferry** reported last on 2025-08-31."),
        (
            {"ends_on": pd.Timestamp(2026, 3, 31)},
            "**Ferry** reported last on 2025-08-31. It was to end on 2026-03-31.",
        ),
        ({"title": "A *ferry*"}, r"**A \*ferry\*** reported last on 2025-08-31."),
    ],
)
def test_a_late_project_says_when_it_reported_and_was_to_end(changes, words):
    assert late_words(FERRY | changes, TODAY) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "No report is late on 2026-06-30"),
        (1, "One project is late on 2026-06-30"),
        (4, "4 projects are late on 2026-06-30"),
    ],
)
def test_lateness_is_told_with_its_day_and_the_rhythm(count, words):
    said = summary(pd.DataFrame({"project_id": range(count)}), TODAY)
    assert said == f"{words}; projects report every 122 days."


def test_a_project_behind_its_plan_says_by_how_much():
    row = {"title": "Buses", "verified_tco2e": 1_350.0, "expected_tco2e": 1_800.0, "year": 2024}
    said = behind_words(row).replace("\u00a0", " ")
    assert said.startswith("**Buses** is behind its plan: 1") and said.endswith("expected in 2024.")
