"""Procurement: shares of what is stated, what is bought when, and what could be bought together."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import Store
from metrics.procurement import (
    demand_calendar,
    joint_groups,
    procurement_left_out,
    procurement_shares,
    tender_matches,
)
from tests.metrics.conftest import BERGEN, OREBRO, OSLO, Desk


def tender(desk, area, record_id, cpv="60161000", quarter="2027-Q1", **fields):
    own = {
        "record_id": record_id,
        "title": record_id,
        "cpv_code": cpv,
        "planned_quarter": quarter,
        "currency": "NOK",
    }
    desk.records(
        "procurements", area, {**own, "is_open_to_joint_buying": True, "status": "planned", **fields}
    )


def need(desk, area, record_id, cpv="60161000", quarter="2027-Q1", **fields):
    own = {"record_id": record_id, "what": record_id, "cpv_code": cpv, "earliest_quarter": quarter}
    desk.records("needs", area, {**own, "is_open_to_dialogue": True, **fields})


def rate(desk, area, currency, euro):
    desk.records("exchange_rates", area, rate_row(currency, euro, date(2026, 1, 1)))


def rate_row(currency, euro, rate_on, **fields):
    record_id = f"{currency}-{rate_on}"
    return {
        "record_id": record_id,
        "currency": currency,
        "rate_on": rate_on,
        "euro_per_unit": euro,
        **fields,
    }


def share(store, criterion, **choices):
    table = procurement_shares(store, **choices)
    return table[table["criterion"] == criterion].iloc[0]


# Shares -------------------------------------------------------------------------------------------


def test_shares_are_of_those_that_state_it_by_count_and_by_value(store, desk):
    # yes 100, no 300, one unknown: 1 of 2 by count, 100 of 400 by value
    tender(desk, OSLO, "A", has_environmental_criteria=True, contract_value=100.0)
    tender(desk, OSLO, "B", has_environmental_criteria=False, contract_value=300.0)
    tender(desk, OSLO, "C", contract_value=600.0)
    tender(desk, OSLO, "D", has_environmental_criteria=True, contract_value=900.0, status="cancelled")
    found = share(store, "environmental")
    assert (found["tenders"], found["yes_count"], found["no_count"], found["unknown_count"]) == (3, 1, 1, 1)
    assert (found["count_share_percent"], found["value_share_percent"], found["currency"]) == (
        50.0,
        25.0,
        "NOK",
    )


@pytest.mark.parametrize(
    ("step", "answer"),
    [("none", 0.0), ("dialogue", 0.0), ("award_criterion", 0.0), ("required_from_date", 100.0), ("required_from_start", 100.0),
     ("verified", 100.0)],
)  # fmt: skip
def test_zero_emission_is_required_and_not_only_asked_for(store, desk, step, answer):
    tender(desk, OSLO, "A", zero_emission_step=step)
    assert share(store, "zero_emission")["count_share_percent"] == answer


@pytest.mark.parametrize(
    ("reuse", "repair", "take_back", "unknown", "percent"),
    [(True, None, None, 0, 100.0), (False, False, False, 0, 0.0), (False, None, False, 1, math.nan)],
)
def test_circular_is_any_of_the_three_and_unknown_while_one_is_open(
    store, desk, reuse, repair, take_back, unknown, percent
):
    tender(desk, OSLO, "A", asks_reuse=reuse, asks_repair=repair, asks_take_back=take_back)
    found = share(store, "circular")
    assert found["unknown_count"] == unknown
    assert found["count_share_percent"] == pytest.approx(percent, nan_ok=True)


def test_values_of_two_currencies_are_added_in_euro_or_left_out(store, desk):
    # 100 EUR and 1 000 NOK at 0.1 = 100 EUR: half of it
    tender(desk, OSLO, "A", has_environmental_criteria=True, contract_value=100.0, currency="EUR")
    tender(desk, OSLO, "B", has_environmental_criteria=False, contract_value=1000.0)
    tender(desk, OSLO, "C", has_environmental_criteria=False)
    assert share(store, "environmental")["without_value"] == 2
    rate(desk, OSLO, "NOK", 0.1)
    found = share(store, "environmental")
    assert (found["value_share_percent"], found["currency"], found["without_value"]) == (50.0, "EUR", 1)


def test_the_newest_rate_up_to_a_day_is_used_and_said_with_its_day_and_source(store, desk):
    # 100 EUR beside 1 000 NOK: at 0.1 in January 100 of 200, at 0.3 in June 100 of 400
    tender(desk, OSLO, "A", has_environmental_criteria=True, contract_value=100.0, currency="EUR")
    tender(desk, OSLO, "B", has_environmental_criteria=False, contract_value=1000.0)
    early = rate_row("NOK", 0.1, date(2026, 1, 1), source="Norges Bank")
    desk.records("exchange_rates", "NO", early, rate_row("NOK", 0.3, date(2026, 6, 1)))
    january, june = share(store, "environmental", on=date(2026, 5, 31)), share(store, "environmental")
    assert (january["value_share_percent"], january["rates"]) == (
        50.0,
        "NOK 0.1 EUR, 2026-01-01, Norges Bank",
    )
    assert (june["value_share_percent"], june["rates"]) == (25.0, "NOK 0.3 EUR, 2026-06-01")
    before = share(store, "environmental", on=date(2025, 1, 1))
    assert (before["without_value"], before["rates"]) == (1, None)


def test_one_currency_needs_no_rate(store, desk):
    tender(desk, OSLO, "A", has_environmental_criteria=True, contract_value=100.0)
    rate(desk, OSLO, "NOK", 0.1)
    found = share(store, "environmental")
    assert (found["currency"], found["rates"]) == ("NOK", None)


def test_a_value_without_a_currency_is_left_out_and_the_others_stay_in_theirs(store, desk):
    # 100 of 400 NOK; what 600 of no currency are worth nobody knows
    tender(desk, OSLO, "A", has_environmental_criteria=True, contract_value=100.0)
    tender(desk, OSLO, "B", has_environmental_criteria=False, contract_value=300.0)
    tender(desk, OSLO, "C", has_environmental_criteria=False, contract_value=600.0, currency=None)
    found = share(store, "environmental")
    assert (found["value_share_percent"], found["currency"], found["without_value"]) == (25.0, "NOK", 1)


def test_no_values_have_no_share(store, desk):
    tender(desk, OSLO, "A", has_environmental_criteria=True)
    found = share(store, "environmental")
    assert math.isnan(found["value_share_percent"])
    assert found["currency"] is None


def test_shares_by_division_and_by_year(store, desk):
    tender(desk, OSLO, "A", has_environmental_criteria=True)
    tender(desk, OSLO, "B", cpv="39130000", quarter="2026-Q4", has_environmental_criteria=False)
    by_division = procurement_shares(store, by="division")
    environmental = by_division[by_division["criterion"] == "environmental"]
    assert dict(zip(environmental["cpv_division"], environmental["count_share_percent"], strict=True)) == {
        "39": 0.0,
        "60": 100.0,
    }
    by_year = procurement_shares(store, [OSLO], by="year")
    assert sorted(set(by_year["year"])) == [2026, 2027]
    assert procurement_shares(store, [BERGEN]).empty


def test_what_is_left_out_is_listed_with_the_reason(store, desk):
    tender(desk, OSLO, "A", contract_value=100.0)
    tender(desk, OSLO, "B", cpv=None, contract_value=100.0, currency="EUR")
    tender(desk, OSLO, "C", quarter=None, contract_value=100.0, currency=None)
    tender(desk, OSLO, "D", quarter=None, status="ended")
    tender(desk, OSLO, "E", contract_value=0.0, currency="EUR")
    tender(desk, OSLO, "F", status="cancelled")
    tender(desk, BERGEN, "G")
    need(desk, OSLO, "N", cpv=None)
    need(desk, OSLO, "O")
    found = procurement_left_out(store, [OSLO])
    assert set(found["municipality_id"]) == {OSLO}
    listed = zip(found["kind"], found["id"], found["left_out_of"], found["reason"].map(str), strict=True)
    assert list(listed) == [
        ("need", "N", "calendar", "It has no CPV code."),
        ("tender", "A", "value", "There is no rate of NOK in euro; it is added up with amounts in NOK only."),
        ("tender", "B", "calendar", "It has no CPV code."),
        ("tender", "C", "value", "Its contract value has no currency."),
        ("tender", "C", "calendar", "It has no quarter."),
        ("tender", "D", "value", "It has no contract value."),
    ]
    rate(desk, OSLO, "NOK", 0.1)
    assert "A" not in set(procurement_left_out(store, [OSLO])["id"])
    assert "G" in set(procurement_left_out(store)["id"])


# Calendar -----------------------------------------------------------------------------------------


def test_the_calendar_adds_what_is_planned_and_keeps_needs_apart(store, desk):
    tender(desk, OSLO, "A", contract_value=100.0, deliveries_per_year=10)
    tender(desk, BERGEN, "B", contract_value=50.0, status="published")
    tender(desk, BERGEN, "C", contract_value=900.0, status="awarded")
    need(desk, BERGEN, "N")
    needs, tenders = demand_calendar(store).sort_values("kind").to_dict("records")
    assert (tenders["count"], tenders["value"], tenders["municipality_ids"]) == (
        2,
        150.0,
        f"{OSLO}, {BERGEN}",
    )
    assert (tenders["deliveries_per_year"], tenders["without_deliveries"]) == (10.0, 1)
    assert (needs["count"], needs["without_value"]) == (1, 1)
    assert math.isnan(needs["value"])
    assert math.isnan(needs["deliveries_per_year"])


def test_the_calendar_of_nothing_is_empty(store):
    assert demand_calendar(store).empty
    assert tender_matches(store).empty
    assert joint_groups(store).empty
    assert procurement_shares(store).empty
    assert procurement_left_out(store).empty


# Matches ------------------------------------------------------------------------------------------


def matches(store, **choices):
    table = tender_matches(store, **choices)
    return {(row["first_id"], row["second_id"]): row for row in table.to_dict("records")}


def test_the_worked_example(store, desk):
    # 60161000 and 60160000 are of class 6016, a quarter apart: (1 + 2/3) / 2; 60100000 is of division 60 only:
    # (0.5 + 2/3) / 2 beside the first and (0.5 + 1) / 2 beside the second
    tender(desk, OSLO, "A", "60161000", "2027-Q1")
    tender(desk, BERGEN, "B", "60160000", "2027-Q2")
    tender(desk, OREBRO, "C", "60100000", "2027-Q2")
    tender(desk, BERGEN, "D", "60161000", "2027-Q1", is_open_to_joint_buying=False)
    tender(desk, BERGEN, "E", "60161000", "2028-Q1")
    found = matches(store)
    assert set(found) == {("A", "B"), ("A", "C"), ("B", "C")}
    assert (found["A", "B"]["closeness"], found["A", "B"]["score"]) == ("class", pytest.approx(5 / 6))
    assert (found["A", "C"]["closeness"], found["A", "C"]["score"]) == ("division", pytest.approx(7 / 12))
    assert found["B", "C"]["score"] == pytest.approx(0.75)
    assert tender_matches(store)["score"].is_monotonic_decreasing


def test_two_quarters_apart_across_a_new_year_is_the_farthest(store, desk):
    tender(desk, OSLO, "A", quarter="2026-Q4")
    tender(desk, BERGEN, "B", quarter="2027-Q2")
    tender(desk, BERGEN, "C", quarter="2027-Q3")
    [found] = matches(store).values()
    assert (found["second_id"], found["quarters_apart"], found["time_score"]) == (
        "B",
        2,
        pytest.approx(1 / 3),
    )


def test_requirements_that_lie_apart_lower_the_score_and_unknown_ones_do_not(store, desk):
    # none and required from the start are four of five steps apart: 1/5; (1 + 1 + 0.2) / 3
    tender(desk, OSLO, "A", zero_emission_step="none")
    tender(desk, BERGEN, "B", zero_emission_step="required_from_start")
    tender(desk, OREBRO, "C", currency="SEK")
    found = matches(store)
    assert found["A", "B"]["score"] == pytest.approx(2.2 / 3)
    assert math.isnan(found["A", "C"]["requirement_score"])
    assert found["A", "C"]["score"] == 1.0


@pytest.mark.parametrize("status", ["published", "awarded", "running", "ended", "cancelled"])
def test_what_is_already_on_the_market_is_no_match(store, desk, status):
    tender(desk, OSLO, "A")
    tender(desk, BERGEN, "B", status=status)
    assert tender_matches(store).empty


def test_a_municipality_does_not_match_itself_and_only_the_asked_ones_are_told(store, desk):
    tender(desk, OSLO, "A")
    tender(desk, OSLO, "B")
    tender(desk, BERGEN, "C")
    tender(desk, OREBRO, "D")
    assert set(matches(store, municipality_ids=[BERGEN])) == {("A", "C"), ("B", "C"), ("C", "D")}


def test_needs_match_before_there_is_a_tender_and_beside_one(store, desk):
    need(desk, OSLO, "N", volume=10.0, volume_unit="vehicles")
    need(desk, BERGEN, "M", volume=5.0, volume_unit="vehicles")
    need(desk, OREBRO, "O", volume=5.0, volume_unit="t")
    need(desk, OREBRO, "P", is_open_to_dialogue=False)
    tender(desk, OREBRO, "T", contract_value=100.0, deliveries_per_year=4)
    found = matches(store)
    assert (found["N", "M"]["kind"], found["N", "M"]["volume"], found["N", "M"]["volume_unit"]) == (
        "need",
        15.0,
        "vehicles",
    )
    assert math.isnan(found["N", "O"]["volume"])
    mixed = found["N", "T"]
    assert (mixed["kind"], mixed["value"], mixed["deliveries_per_year"], mixed["without_value"]) == (
        "need-tender",
        100.0,
        4.0,
        1,
    )
    assert not any("P" in pair for pair in found)


def test_a_joint_group_holds_the_tenders_of_a_class_within_two_quarters(store, desk):
    # Q1 to Q3 of 2027 stand together; 2028 stands alone, and so does the one class of one municipality
    tender(desk, OSLO, "A", contract_value=100.0, deliveries_per_year=5)
    tender(desk, BERGEN, "B", "60160000", "2027-Q3", contract_value=50.0)
    tender(desk, BERGEN, "C", quarter="2028-Q1")
    tender(desk, OSLO, "D", "39130000")
    [found] = joint_groups(store).to_dict("records")
    assert (found["cpv_class"], found["from_quarter"], found["to_quarter"]) == ("6016", "2027-Q1", "2027-Q3")
    assert (found["ids"], found["value"], found["deliveries_per_year"]) == ("A, B", 150.0, 5.0)


def test_an_early_tender_of_the_same_municipality_takes_nobody_out_of_a_group(store, desk):
    # A and B are of one municipality, and C is three quarters after A: B and C are the group
    tender(desk, OSLO, "A", quarter="2027-Q1")
    tender(desk, OSLO, "B", quarter="2027-Q3")
    tender(desk, BERGEN, "C", quarter="2027-Q4")
    assert joint_groups(store)["ids"].tolist() == ["B, C"]


def test_a_tender_between_two_others_is_in_both_groups(store, desk):
    tender(desk, OSLO, "A", quarter="2027-Q1")
    tender(desk, BERGEN, "B", quarter="2027-Q3")
    tender(desk, OREBRO, "C", quarter="2027-Q4")
    assert joint_groups(store)["ids"].tolist() == ["A, B", "B, C"]
    assert joint_groups(store, [OSLO])["ids"].tolist() == ["A, B"]


@settings(max_examples=8, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([OSLO, BERGEN, OREBRO]), st.integers(1, 4)), max_size=5))
def test_the_order_of_loading_changes_no_match(listed):
    found = []
    for order in (1, -1):
        opened = Store.open("duckdb::memory:")
        for number, (area, quarter) in list(enumerate(listed))[::order]:
            tender(Desk(opened), area, f"T-{number}", quarter=f"2027-Q{quarter}")
        found.append({pair: row["score"] for pair, row in matches(opened).items()})
        opened.close()
    assert found[0] == found[1]
    assert all(0 < score <= 1 for score in found[0].values())


@settings(max_examples=8, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([OSLO, BERGEN, OREBRO]), st.integers(0, 7)), max_size=6))
def test_tenders_of_one_class_that_match_are_together_in_a_group(listed):
    opened = Store.open("duckdb::memory:")
    for number, (area, quarter) in enumerate(listed):
        tender(Desk(opened), area, f"T-{number}", quarter=f"{2027 + quarter // 4}-Q{1 + quarter % 4}")
    groups = [set(ids.split(", ")) for ids in joint_groups(opened)["ids"]]
    pairs = [set(pair) for pair in matches(opened)]
    opened.close()
    assert all(any(pair <= group for group in groups) for pair in pairs)
    assert not any(one < other for one in groups for other in groups)
