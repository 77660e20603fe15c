"""Who pays for projects: sums by funder and by who leads, one for each currency."""

import math

import pytest

from metrics.project_money import project_money
from tests.metrics.conftest import BERGEN, OSLO


@pytest.fixture
def granted(desk):
    """Two projects: the city pays 5 and 3 m NOK and 1 m EUR, a fund pays an amount that nobody states."""
    led = {"innovation_stage": "pilot"}
    desk.records("projects", OSLO, {"record_id": "P-1", "title": "Ferry", "lead_kind": "port", **led},
                 {"record_id": "P-2", "title": "Heat", **led})  # fmt: skip
    desk.records(
        "project_funding",
        OSLO,
        {"record_id": "P-1", "funder": "City", "amount": 5e6, "currency": "NOK"},
        {"record_id": "P-2", "funder": "City", "amount": 3e6, "currency": "NOK"},
        {"record_id": "P-2", "funder": "City", "amount": 1e6, "currency": "EUR"},
        {"record_id": "P-2", "funder": "Fund", "amount": None, "currency": "NOK"},
    )


def test_money_is_added_by_funder_within_a_currency_and_never_across(store, granted):
    # NOK: 5 + 3 = 8 m; EUR stands apart
    found = project_money(store, OSLO, by="funder")
    sums = {(row.named, row.currency): row.amount for row in found.itertuples() if row.named == "City"}
    assert sums == {("City", "NOK"): 8e6, ("City", "EUR"): 1e6}


def test_an_amount_that_nobody_states_is_missing_and_counted(store, granted):
    fund = project_money(store, OSLO, by="funder").set_index("named").loc["Fund"]
    assert math.isnan(fund["amount"]) and fund["without_amount"] == 1


def test_money_is_added_by_the_kind_of_who_leads(store, granted):
    # P-1 is led by a port; nobody says who leads P-2
    found = project_money(store, OSLO, by="lead_kind")
    assert {(row.named, row.currency): row.projects for row in found.itertuples()} == {
        ("port", "NOK"): 1,
        ("", "NOK"): 1,
        ("", "EUR"): 1,
    }


def test_the_largest_sum_of_a_currency_comes_first(store, granted):
    found = project_money(store, OSLO, by="lead_kind")
    assert found[found["currency"] == "NOK"]["named"].tolist() == ["port", ""]


def test_money_of_others_does_not_count(store, granted):
    assert project_money(store, BERGEN, by="funder").empty
