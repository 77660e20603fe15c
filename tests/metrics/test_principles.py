"""The eight principles: medians by group, the spread between groups, change, and cities side by side."""

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import Store
from metrics.principles import (
    ALL_GROUPS,
    CHANGE,
    COMPARISON,
    MEDIANS,
    SPREAD,
    principle_change,
    principle_comparison,
    principle_medians,
    principle_spread,
)
from tests.metrics.conftest import BERGEN, OSLO, Desk

SPRING, AUTUMN = date(2026, 4, 1), date(2026, 10, 1)


def assess(desk, scores, *, area=OSLO, assessment="2026-spring", on=SPRING, principle="people"):
    """scores: per group the answers, None = no answer."""
    listed = [(group, score) for group, of_group in scores.items() for score in of_group]
    rows = [
        {"record_id": assessment, "respondent_number": number, "principle": principle, "assessed_on": on,
         "respondent_group": group, "score": score}
        for number, (group, score) in enumerate(listed, start=1)
    ]  # fmt: skip
    desk.records("principle_scores", area, *rows)


def medians(store):
    return principle_medians(store).set_index("respondent_group")


def test_medians_and_quartiles_of_each_group_and_of_all(store, desk):
    # politicians 1, 2, 3, 4: 2.5; business 0, 2, 2: 2; all of 0, 1, 2, 2, 2, 3, 4: 2
    assess(desk, {"politicians": [1, 2, 3, 4], "business": [0, 2, 2]})
    found = medians(store)
    assert found["median"].to_dict() == {ALL_GROUPS: 2.0, "politicians": 2.5, "business": 2.0}
    assert (found.loc["politicians", "low"], found.loc["politicians", "high"]) == (1.75, 3.25)
    assert found["respondents"].tolist() == [7, 4, 3]


def test_a_small_group_is_not_told_by_itself_and_counts_in_the_whole(store, desk):
    assess(desk, {"politicians": [4, 4], "business": [0]})
    found = medians(store)
    assert found.loc[ALL_GROUPS, "median"] == 4.0
    assert math.isnan(found.loc["business", "median"])
    assert "Fewer than 3 respondents" in str(found.loc["business", "reason"])


@pytest.mark.parametrize(
    ("hidden", "low"),
    [
        ({"business": [0]}, math.nan),  # beside three fours a low of 3.0 would tell the 0
        ({"business": [0], "academia": [0]}, math.nan),
        (
            {"business": [0], "academia": [0], "residents": [0]},
            0.0,
        ),  # 0, 0, 0, 4, 4, 4: three hide each other
        ({"business": [0, None, None]}, math.nan),
        ({"business": [None]}, 4.0),  # nobody has answered
    ],
)
def test_the_figures_of_all_do_not_tell_one_or_two_hidden_answers(store, desk, hidden, low):
    assess(desk, {"politicians": [4] * 3, **hidden})
    whole = medians(store).loc[ALL_GROUPS]
    assert whole["low"] == pytest.approx(low, nan_ok=True)
    assert (whole["reason"] is not None) == math.isnan(low)
    assert math.isnan(whole["median"]) == math.isnan(low)


def test_a_round_answered_on_several_days_is_one_assessment_of_its_last_day(store, desk):
    rows = [
        {"record_id": "round", "respondent_number": number, "principle": "people", "respondent_group": "residents",
         "assessed_on": on, "score": 2}
        for number, on in enumerate((SPRING, date(2026, 4, 2), None), start=1)
    ]  # fmt: skip
    desk.records("principle_scores", OSLO, *rows)
    found = medians(store).loc["residents"]
    assert (found["respondents"], found["assessed_on"]) == (3, pd.Timestamp(2026, 4, 2))
    assert principle_change(store).empty


def test_an_answer_that_is_missing_is_no_zero(store, desk):
    assess(desk, {"politicians": [3, 3, 3, None]})
    found = medians(store)
    assert (found.loc["politicians", "median"], found.loc["politicians", "respondents"]) == (3.0, 3)


def test_assessments_principles_and_groups_stand_in_order(store, desk):
    assess(desk, {"residents": [1] * 3, "politicians": [1] * 3}, assessment="B", principle="act_local")
    assess(desk, {"politicians": [1] * 3}, assessment="A", on=date(2025, 1, 1))
    found = principle_medians(store)
    assert found["assessment_id"].drop_duplicates().tolist() == ["A", "B"]
    assert found["respondent_group"].tolist()[-3:] == [ALL_GROUPS, "politicians", "residents"]


def test_the_spread_lies_between_the_highest_and_the_lowest_group(store, desk):
    # 4 - 1 = 3, between politicians and residents
    assess(desk, {"politicians": [4] * 3, "business": [2] * 3, "residents": [1] * 3, "academia": [0]})
    [found] = principle_spread(store).to_dict("records")
    assert (found["spread"], found["highest_group"], found["lowest_group"]) == (
        3.0,
        "politicians",
        "residents",
    )
    assert found["groups"] == 3


def test_one_group_has_no_spread(store, desk):
    assess(desk, {"politicians": [4] * 3})
    [found] = principle_spread(store).to_dict("records")
    assert math.isnan(found["spread"])
    assert found["groups"] == 1


def test_the_widest_spread_comes_first(store, desk):
    rows = []
    for principle, groups in (
        ("people", {"politicians": 2, "residents": 1}),
        ("open_data", {"politicians": 4, "residents": 0}),
    ):
        for place, (group, score) in enumerate(groups.items()):
            rows += [
                {"record_id": "r", "respondent_number": 3 * place + number, "principle": principle, "assessed_on": SPRING,
                 "respondent_group": group, "score": score}
                for number in range(1, 4)
            ]  # fmt: skip
    desk.records("principle_scores", OSLO, *rows)
    assert principle_spread(store)["principle"].tolist() == ["open_data", "people"]


def test_change_is_between_the_two_newest_assessments_by_their_dates(store, desk):
    # politicians 2 -> 3; residents only in the newer one; the oldest and the undated one have no part in it,
    # and the undated one stands last
    assess(desk, {"politicians": [0] * 3}, assessment="2025", on=date(2025, 4, 1))
    assess(desk, {"politicians": [3] * 3, "residents": [1] * 3}, assessment="2026-autumn", on=AUTUMN)
    assess(desk, {"politicians": [2] * 3})
    assess(desk, {"politicians": [4] * 3}, assessment="undated", on=None)
    rows = principle_change(store)
    found = rows[rows["principle"] == "people"].set_index("respondent_group")
    assert (found.loc["politicians", "from_assessment"], found.loc["politicians", "to_assessment"]) == (
        "2026-spring",
        "2026-autumn",
    )
    assert found.loc["politicians", "change"] == 1.0
    assert found.loc["politicians", "reason"] is None
    assert math.isnan(found.loc["residents", "change"])
    assert "one of the two" in str(found.loc["residents", "reason"])
    last = rows.iloc[-1]
    assert (last["to_assessment"], str(last["reason"])) == (
        "undated",
        "The assessment has no date and is not compared.",
    )
    assert (len(rows), math.isnan(last["change"])) == (4, True)


def test_one_assessment_has_no_change(store, desk):
    assess(desk, {"politicians": [2] * 3})
    assert principle_change(store).empty


def test_cities_stand_side_by_side_with_their_newest_assessment(store, desk):
    assess(desk, {"politicians": [1] * 3})
    assess(desk, {"politicians": [3] * 3}, assessment="2026-autumn", on=AUTUMN)
    assess(desk, {"politicians": [3] * 3}, area=BERGEN, assessment="own", on=None)
    found = principle_comparison(store).set_index("municipality_id")
    assert found["median"].to_dict() == {OSLO: 3.0, BERGEN: 3.0}
    assert (found["rank"].tolist(), found["of"].tolist()) == ([1, 1], [2, 2])
    assert found.loc[OSLO, "assessment_id"] == "2026-autumn"
    assert principle_comparison(store, [BERGEN])["of"].tolist() == [1]


def test_one_group_of_each_city_is_laid_beside_the_same_group_of_the_others(store, desk):
    # residents 1 and 3; the two politicians in Bergen are too few to be told
    assess(desk, {"politicians": [3] * 3, "residents": [1] * 3})
    assess(desk, {"politicians": [1] * 2, "residents": [3] * 3}, area=BERGEN)
    found = principle_comparison(store, respondent_group="residents").set_index("municipality_id")
    assert found["median"].to_dict() == {OSLO: 1.0, BERGEN: 3.0}
    assert found["rank"].to_dict() == {OSLO: 2, BERGEN: 1}
    told = principle_comparison(store, respondent_group="politicians").set_index("municipality_id")
    assert (told.loc[OSLO, "of"], math.isnan(told.loc[BERGEN, "median"])) == (1, True)


@pytest.mark.parametrize(
    ("view", "columns"),
    [
        (principle_medians, MEDIANS),
        (principle_spread, SPREAD),
        (principle_change, CHANGE),
        (principle_comparison, COMPARISON),
    ],
)
def test_nobody_asked_gives_no_rows_with_the_columns(store, view, columns):
    table = view(store)
    assert list(table.columns) == list(columns)
    assert table.empty


@settings(max_examples=8, derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=3, max_size=9))
def test_the_order_of_respondents_does_not_matter_and_the_median_is_one_between(scores):
    found = []
    for listed in (scores, scores[::-1]):
        opened = Store.open("duckdb::memory:")
        assess(Desk(opened), {"residents": listed})
        found.append(medians(opened)[["median", "low", "high"]])
        opened.close()
    pd.testing.assert_frame_equal(*found)
    assert min(scores) <= found[0].loc["residents", "median"] <= max(scores)
