"""principles on the command line: one command, four views."""

from datetime import date

import pytest

from commands.principles import CHANGE, COMPARISON, MEDIANS, SPREAD
from data.store import Store
from tests.commands.conftest import run, table
from tests.metrics.conftest import Desk

FJORDVIK, NORRLUNDA = "NO-D01", "SE-D01"


@pytest.fixture
def assessed(folder):
    """Fjordvik in spring, autumn and one without a date, Norrlunda in spring, with one respondent of business, and in
    autumn."""
    store = Store.open(f"duckdb:{folder / 'store.duckdb'}")
    for area, assessment, on, score in (
        (FJORDVIK, "spring", date(2026, 4, 1), 1),
        (FJORDVIK, "autumn", date(2026, 10, 1), 3),
        (FJORDVIK, "undated", None, 4),
        (NORRLUNDA, "spring", date(2026, 4, 1), 2),
        (NORRLUNDA, "autumn", date(2026, 10, 1), 2),
    ):
        is_with_business = (area, assessment) == (NORRLUNDA, "spring")
        groups = ["politicians"] * 3 + ["residents"] * 3 + ["business"] * is_with_business
        rows = [_answer(assessment, on, number, group, score) for number, group in enumerate(groups, start=1)]
        Desk(store).records("principle_scores", area, *rows)
    store.close()
    return folder


def _answer(assessment: str, on: date | None, number: int, group: str, score: int) -> dict:
    """Residents see it one lower than all others."""
    return {
        "record_id": assessment, "respondent_number": number, "principle": "people", "assessed_on": on,
        "respondent_group": group, "score": score - (group == "residents"), "evidence": "Minutes",
    }  # fmt: skip


def test_groups_stand_below_all_together_and_what_is_not_told_says_why(assessed):
    rows = table("principles", "--municipality", NORRLUNDA)
    # in autumn all are 1, 1, 1, 2, 2, 2: 1.5; in spring the figures of all would tell the one answer of business
    assert [(row["assessment_id"], row["respondent_group"], row["median"]) for row in rows] == [
        ("spring", "", ""),
        ("spring", "politicians", "2.0"),
        ("spring", "business", ""),
        ("spring", "residents", "1.0"),
        ("autumn", "", "1.5"),
        ("autumn", "politicians", "2.0"),
        ("autumn", "residents", "1.0"),
    ]
    assert rows[2]["reason"] == "Fewer than 3 respondents: their answers are not told apart."
    assert rows[0]["reason"].startswith("Not told: beside the other groups")


def test_the_spread_names_its_groups(assessed):
    [_spring, row] = table("principles", "--municipality", NORRLUNDA, "--by", "spread")
    assert (row["spread"], row["highest_group"], row["lowest_group"]) == ("1.0", "politicians", "residents")


def test_change_names_the_assessment_that_has_no_date_last(assessed):
    rows = table("principles", "--municipality", FJORDVIK, "--by", "change")
    # 3 - 1 = 2
    assert [(row["respondent_group"], row["change"], row["to_assessment"]) for row in rows] == [
        ("", "2.0", "autumn"),
        ("politicians", "2.0", "autumn"),
        ("residents", "2.0", "autumn"),
        ("", "", "undated"),
    ]


def test_a_change_from_what_is_not_told_says_so(assessed):
    rows = table("principles", "--municipality", NORRLUNDA, "--by", "change")
    assert (rows[0]["change"], rows[0]["reason"]) == ("", "In one of the two assessments it is not told.")


def test_cities_are_ranked_by_their_newest_dated_assessment(assessed):
    rows = table("principles", "--by", "comparison")
    assert [(row["municipality_id"], row["median"], row["rank"], row["of"]) for row in rows] == [
        (FJORDVIK, "2.5", "1", "2"),
        (NORRLUNDA, "1.5", "2", "2"),
    ]


@pytest.mark.parametrize(
    ("view", "heading"),
    [("group", MEDIANS), ("spread", SPREAD), ("change", CHANGE), ("comparison", COMPARISON)],
)
def test_an_empty_store_gives_the_heading(folder, view, heading):
    assert run("principles", "--by", view).stdout == ",".join(heading) + "\n"


@pytest.mark.parametrize("arguments", [("--by", "mood"), ("--municipality", "Atlantis")])
def test_an_unknown_view_and_an_unknown_municipality_are_refused(folder, arguments):
    assert run("principles", *arguments).exit_code == 2
