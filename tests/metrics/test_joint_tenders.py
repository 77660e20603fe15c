"""What could be put to the market together: who, how well it fits, and which requirement all could share."""

import math
from datetime import date

import pytest

from data.code_lists import ZERO_EMISSION_STEPS
from metrics.joint_tenders import (
    NEXT_STEPS,
    joint_tenders,
    listed_tenders,
    members,
    volumes,
    volumes_by_quarter,
)
from metrics.procurement import demand_calendar, joint_groups, tender_matches
from tests.metrics.conftest import BERGEN, OREBRO, OSLO
from tests.metrics.test_procurement import need, rate, tender


def first(store, **choices):
    return joint_tenders(store, **choices).iloc[0].to_dict()


# What a reader sees ---------------------------------------------------------------------------------


def test_of_others_only_what_is_open_and_still_to_come_is_listed(store, desk):
    tender(desk, OSLO, "own-closed", is_open_to_joint_buying=False)
    tender(desk, OSLO, "own-ended", status="ended")
    tender(desk, BERGEN, "open")
    tender(desk, BERGEN, "dialogue", status="market_dialogue")
    tender(desk, BERGEN, "closed", is_open_to_joint_buying=False)
    tender(desk, BERGEN, "unsaid", is_open_to_joint_buying=None)
    tender(desk, BERGEN, "published", status="published")
    need(desk, BERGEN, "closed-need", is_open_to_dialogue=False)
    need(desk, BERGEN, "open-need")
    found = listed_tenders(store, reader=OSLO)
    assert sorted(found["id"]) == ["dialogue", "open", "open-need", "own-closed", "own-ended"]


def test_without_a_reader_only_what_is_open_is_listed(store, desk):
    tender(desk, OSLO, "closed", is_open_to_joint_buying=False)
    tender(desk, OSLO, "open")
    assert listed_tenders(store)["id"].tolist() == ["open"]


def test_the_calendar_of_a_reader_leaves_out_what_others_have_not_opened(store, desk):
    tender(desk, OSLO, "own-closed", is_open_to_joint_buying=False, contract_value=100.0)
    tender(desk, BERGEN, "closed", is_open_to_joint_buying=False, contract_value=1_000.0)
    tender(desk, BERGEN, "published", status="published", contract_value=10_000.0)
    assert demand_calendar(store, reader=OSLO)["value"].tolist() == [100.0]
    assert demand_calendar(store)["value"].tolist() == [11_100.0]


# Groups -----------------------------------------------------------------------------------------------


def test_a_pair_has_the_score_that_its_match_has(store, desk):
    # one class, one quarter apart: 1 and 2/3; award criterion and required from the start: 1 - 2/5
    tender(desk, OSLO, "A", zero_emission_step="award_criterion")
    tender(desk, BERGEN, "B", quarter="2027-Q2", zero_emission_step="required_from_start")
    group = first(store)
    assert (group["class_score"], group["requirement_score"]) == (1.0, pytest.approx(0.6))
    assert group["time_score"] == pytest.approx(2 / 3)
    assert group["score"] == pytest.approx(tender_matches(store)["score"].iloc[0])


def test_a_group_of_three_has_the_mean_over_its_pairs(store, desk):
    # quarters 1, 1, 2: pairs 0, 1, 1 apart, (1 + 2/3 + 2/3) / 3 = 7/9
    tender(desk, OSLO, "A")
    tender(desk, BERGEN, "B")
    tender(desk, OREBRO, "C", quarter="2027-Q2")
    assert first(store)["time_score"] == pytest.approx(7 / 9)


def test_two_tenders_of_one_municipality_are_no_pair(store, desk):
    # Bergen's in Q2 is one quarter from each of Oslo's; Oslo's own, two quarters apart, are not counted
    tender(desk, OSLO, "A", quarter="2027-Q1")
    tender(desk, OSLO, "B", quarter="2027-Q3")
    tender(desk, BERGEN, "C", quarter="2027-Q2")
    assert first(store)["time_score"] == pytest.approx(2 / 3)


def test_requirements_that_nobody_states_are_left_out_of_the_score(store, desk):
    tender(desk, OSLO, "A")
    tender(desk, BERGEN, "B")
    group = first(store)
    assert math.isnan(group["requirement_score"])
    assert (group["score"], group["shared_step"], group["without_step"]) == (1.0, None, 2)


def test_all_share_the_lowest_stated_step_and_the_strictest_is_told_beside(store, desk):
    tender(desk, OSLO, "A", zero_emission_step="verified")
    tender(desk, BERGEN, "B", zero_emission_step="dialogue")
    tender(desk, OREBRO, "C")
    group = first(store)
    assert (group["shared_step"], group["strictest_step"], group["without_step"]) == (
        "dialogue",
        "verified",
        1,
    )


def test_a_division_is_told_where_it_brings_in_more_than_a_class(store, desk):
    # 6016 and 6016; all three of division 60: one pair of one class, two of others, (1 + 0.5 + 0.5) / 3
    tender(desk, OSLO, "A")
    tender(desk, BERGEN, "B")
    tender(desk, OREBRO, "C", cpv="60100000")
    found = joint_tenders(store).set_index("key")
    assert found["closeness"].to_dict() == {"6016-2027-Q1": "class", "60-2027-Q1": "division"}
    assert found.loc["60-2027-Q1", "class_score"] == pytest.approx(2 / 3)


def test_a_division_that_is_all_one_class_is_not_told_twice(store, desk):
    tender(desk, OSLO, "A")
    tender(desk, BERGEN, "B")
    assert joint_tenders(store)["key"].tolist() == ["6016-2027-Q1"]


def test_needs_join_tenders_and_are_not_said_to_lack_a_value(store, desk):
    tender(desk, OSLO, "A", contract_value=100.0, deliveries_per_year=12)
    tender(desk, BERGEN, "B")
    need(desk, OREBRO, "N", volume=24, volume_unit="vehicles")
    group = first(store)
    assert (group["tenders"], group["needs"], group["value"]) == (2, 1, 100.0)
    assert (group["tenders_without_value"], group["tenders_without_deliveries"]) == (1, 1)


def test_a_value_without_a_rate_is_counted_and_in_no_sum(store, desk):
    tender(desk, OSLO, "A", contract_value=100.0, currency="EUR")
    tender(desk, BERGEN, "B", contract_value=900.0, currency="NOK")
    group = first(store)
    assert (group["value"], group["currency"], group["tenders_without_value"]) == (100.0, "EUR", 1)


def test_groups_are_of_one_municipality_or_only_among_some(store, desk):
    tender(desk, OSLO, "A")
    tender(desk, BERGEN, "B", quarter="2027-Q2")
    tender(desk, OREBRO, "C", quarter="2027-Q3")
    assert first(store, municipality_ids=[OSLO])["ids"] == "A, B, C"
    assert first(store, municipality_ids=[OSLO], among=[OSLO, BERGEN])["ids"] == "A, B"
    assert joint_tenders(store, among=[OSLO]).empty


def test_the_members_are_those_that_the_group_counts(store, desk):
    for area in (OSLO, BERGEN, OREBRO):
        tender(desk, area, f"A-{area}", quarter="2027-Q1")
        tender(desk, area, f"B-{area}", cpv="60100000", quarter="2027-Q3")
        tender(desk, area, f"C-{area}", is_open_to_joint_buying=False)
    items = listed_tenders(store, reader=OSLO)
    for group in joint_tenders(store).to_dict("records"):
        assert sorted(members(items, group)["id"]) == sorted(group["ids"].split(", "))


def test_tenders_go_before_needs_where_the_fit_is_the_same(store, desk):
    for area in (OSLO, BERGEN):
        need(desk, area, f"N-{area}", cpv="15000000")
        tender(desk, area, f"A-{area}", cpv="60161000")
    assert joint_tenders(store)["cpv_class"].tolist() == ["6016", "1500"]


def test_groups_by_division_hold_two_digits(store, desk):
    tender(desk, OSLO, "A")
    tender(desk, BERGEN, "B", cpv="60100000")
    assert joint_groups(store).empty
    assert joint_groups(store, by="division")["cpv_class"].tolist() == ["60"]


def test_nothing_to_join_is_an_empty_table(store):
    assert joint_tenders(store).empty
    assert listed_tenders(store, reader=OSLO).empty


# Volumes ----------------------------------------------------------------------------------------------


def test_volumes_are_added_in_each_unit_and_missing_ones_are_in_none(store, desk):
    need(desk, OSLO, "A", volume=24, volume_unit="vehicles")
    need(desk, BERGEN, "B", volume=11, volume_unit="vehicles")
    need(desk, OREBRO, "C", volume=5, volume_unit="m2")
    need(desk, OREBRO, "D", volume_unit="m2")
    assert volumes(listed_tenders(store)) == [(5.0, "m2"), (35.0, "vehicles")]


def test_quarters_add_up_to_the_group_in_its_currency(store, desk):
    # Q1: 1 000 NOK at 0.1 = 100 EUR; Q2: 50 EUR
    tender(desk, OSLO, "A", contract_value=1000.0, deliveries_per_year=12)
    tender(desk, BERGEN, "B", quarter="2027-Q2", contract_value=50.0, currency="EUR")
    rate(desk, OSLO, "NOK", 0.1)
    group = first(store)
    quarters = volumes_by_quarter(
        store, listed_tenders(store), currency=group["currency"], on=date(2026, 6, 1)
    )
    assert quarters["value"].tolist() == [100.0, 50.0]
    assert quarters["value"].sum() == group["value"]
    assert quarters["without_deliveries"].tolist() == [0, 1]


def test_a_quarter_of_needs_only_has_no_value(store, desk):
    need(desk, OSLO, "A", volume=24, volume_unit="vehicles")
    [row] = volumes_by_quarter(store, listed_tenders(store)).to_dict("records")
    assert (row["tenders"], row["needs"], row["volumes"]) == (0, 1, [(24.0, "vehicles")])
    assert math.isnan(row["value"]) and row["without_value"] == 0


def test_every_step_of_the_ladder_has_a_next_one():
    assert list(NEXT_STEPS) == ["", *ZERO_EMISSION_STEPS]
