"""Projects as they may leave the house."""

import math

import pytest

from metrics.portfolio_records import portfolio_records, shared_funding
from tests.metrics.conftest import OSLO


@pytest.fixture
def two_projects(desk):
    desk.records(
        "projects", OSLO,
        {"record_id": "P-1", "title": "Ferry", "innovation_stage": "pilot", "is_shareable": True, "lead_organisation": "Port"},
        {"record_id": "P-2", "title": "Hidden", "innovation_stage": "idea", "lead_organisation": "Firm", "summary": "Hidden"},
    )  # fmt: skip
    desk.records("project_effects", OSLO, {"record_id": "P-1", "year": 2030, "expected_mid_tco2e": 20.0})
    desk.records(
        "project_funding", OSLO,
        {"record_id": "P-1", "funder": "State", "currency": "NOK"},
        {"record_id": "P-2", "funder": "Fund", "amount": 5.0, "currency": "NOK"},
    )  # fmt: skip


def test_words_are_told_of_shared_projects_only(store, two_projects):
    found = portfolio_records(store, OSLO, 2030)
    assert found[
        ["project_id", "is_shareable", "title", "summary", "lead_organisation"]
    ].to_numpy().tolist() == [
        ["P-1", True, "Ferry", "", "Port"],
        ["P-2", False, "", "", ""],
    ]


def test_an_estimate_without_a_range_stands_for_its_whole_range_and_a_missing_one_stays_missing(
    store, two_projects
):
    found = portfolio_records(store, OSLO, 2030)
    assert found.loc[0, ["expected_low_tco2e", "expected_high_tco2e"]].tolist() == [20.0, 20.0]
    assert math.isnan(found.loc[1, "expected_mid_tco2e"])


def test_no_column_is_about_a_person(store):
    assert not {"contact", "who_can_help", "responsible_person"} & set(
        portfolio_records(store, OSLO, 2030).columns
    )


def test_funding_is_that_of_shared_projects_and_an_amount_that_is_not_stated_is_missing(store, two_projects):
    found = shared_funding(store, OSLO)
    assert found["funder"].tolist() == ["State"]
    assert math.isnan(found["amount"][0])
