"""The innovation ladder: funnel, time in each stage, the four sides of the helix, what is late and what is behind."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.code_lists import HELIX_SIDES, INNOVATION_STAGES
from data.store import Store
from metrics.innovation import ALL_SIDES, follow_up, funnel, helix
from tests.metrics.conftest import BERGEN, OSLO, Desk

TODAY = date(2026, 6, 1)


def project(desk, project_id, stage="pilot", *, area=OSLO, reports=(), partners=(), **fields):
    own = {"record_id": project_id, "title": project_id, "innovation_stage": stage}
    desk.records("projects", area, own | fields)
    if reports:
        rows = [
            {"record_id": project_id, "reported_on": day, "innovation_stage": of_day}
            for day, of_day in reports
        ]
        desk.records("project_reports", area, *rows)
    if partners:
        rows = [{"record_id": project_id, "partner": side, "helix_side": side} for side in partners]
        desk.records("project_partners", area, *rows)


def stages(store):
    return funnel(store, OSLO).set_index("innovation_stage")


def sides(store):
    return helix(store, OSLO).set_index("helix_side")


# The funnel ---------------------------------------------------------------------------------------


def test_a_project_has_reached_every_step_up_to_its_own(store, desk):
    # one idea, one pilot, one running: 3, 2, 2, 1, 1, 0 have reached the steps; 1 of 3 reached implementation
    for name, stage in (("P-1", "idea"), ("P-2", "pilot"), ("P-3", "running")):
        project(desk, name, stage)
    found = stages(store)
    assert found["projects"].tolist() == [1, 0, 1, 0, 1, 0, 0]
    assert found["reached"].tolist() == [3, 2, 2, 1, 1, 0, 0]
    assert found.loc["implementation", "reached_percent"] == pytest.approx(100 / 3)


def test_a_stopped_project_keeps_the_step_that_it_was_reported_on(store, desk):
    project(
        desk, "P-1", "stopped", reports=[(date(2025, 1, 1), "idea"), (date(2025, 3, 1), "implementation")]
    )
    project(desk, "P-2", "stopped")
    found = stages(store)
    assert (found.loc["implementation", "reached"], found.loc["idea", "reached"]) == (1, 1)
    assert (found.loc["stopped", "projects"], found.loc["stopped", "reached"]) == (2, 2)


def test_the_time_in_a_stage_is_the_median_between_first_reports(store, desk):
    # 10 and 30 days as an idea: median 20. Reports of the same stage in between do not count, and nobody has left pilot
    project(
        desk,
        "P-1",
        reports=[(date(2025, 1, 1), "idea"), (date(2025, 1, 5), "idea"), (date(2025, 1, 11), "pilot")],
    )
    project(desk, "P-2", reports=[(date(2025, 1, 1), "idea"), (date(2025, 1, 31), "pilot")])
    found = stages(store)
    assert (found.loc["idea", "median_days"], found.loc["idea", "left"]) == (20.0, 2)
    assert math.isnan(found.loc["pilot", "median_days"])


def test_no_projects_have_no_shares(store, desk):
    project(desk, "P-1", area=BERGEN)
    found = stages(store)
    assert found["projects"].sum() == 0
    assert found["reached_percent"].isna().all()
    assert sides(store)["share_percent"].isna().all()


# The helix ----------------------------------------------------------------------------------------


def test_the_share_of_projects_with_each_side_and_with_all_four(store, desk):
    # of two projects both have the public side, one all four
    project(desk, "P-1", partners=list(HELIX_SIDES))
    project(desk, "P-2", lead_kind="municipality")
    project(desk, "P-3", status="stopped", partners=["business"])
    found = sides(store)
    assert found["share_percent"].to_dict() == {
        "public": 100.0, "business": 50.0, "academia": 50.0, "civil_society": 50.0, ALL_SIDES: 50.0,
    }  # fmt: skip


def test_a_side_that_is_named_twice_counts_once_and_a_company_only_as_a_partner(store, desk):
    project(desk, "P-1", lead_kind="municipality", partners=["public"])
    project(desk, "P-2", lead_kind="energy_company")
    assert sides(store)["projects"].tolist() == [1, 0, 0, 0, 0]


# Late and behind ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "reports", "words"),
    [
        ({}, [(date(2026, 1, 1), "pilot")], "older than 122 days"),
        ({"starts_on": date(2026, 1, 1)}, [], "nothing is reported"),
        ({"ends_on": date(2026, 5, 1)}, [(date(2026, 5, 1), "pilot")], "end date has passed"),
        ({}, [(date(2026, 1, 1), "pilot"), (date(2026, 7, 1), "pilot")], "older than 122 days"),
    ],
)
def test_a_late_project_says_why(store, desk, fields, reports, words):
    project(desk, "P-1", reports=reports, **fields)
    [found] = follow_up(store, OSLO, on=TODAY).to_dict("records")
    assert words in str(found["reason"])
    assert (found["is_late"], found["is_behind"]) == (True, False)


@pytest.mark.parametrize(
    ("fields", "reports"),
    [
        ({}, []),
        ({}, [(date(2026, 5, 1), "pilot")]),
        ({"ends_on": date(2026, 7, 1)}, [(date(2026, 5, 1), "pilot")]),
        ({"status": "finished", "ends_on": date(2020, 1, 1)}, []),
        ({"status": "paused", "ends_on": date(2020, 1, 1)}, []),
        ({"innovation_stage": "stopped", "ends_on": date(2020, 1, 1)}, []),
    ],
)
def test_who_reports_in_time_or_is_done_is_not_late(store, desk, fields, reports):
    project(desk, "P-1", reports=reports, **fields)
    assert follow_up(store, OSLO, on=TODAY).empty


def test_behind_is_an_effect_below_the_plan_and_not_the_same_as_late(store, desk):
    project(desk, "P-1", reports=[(date(2026, 5, 1), "running")])
    effects = [
        {"record_id": "P-1", "year": year, "expected_mid_tco2e": 100.0, "verified_tco2e": verified}
        for year, verified in ((2024, 100.0), (2025, 60.0), (2030, None))
    ]
    desk.records("project_effects", OSLO, *effects)
    [found] = follow_up(store, OSLO, on=TODAY).to_dict("records")
    assert (found["is_late"], found["is_behind"], found["year"]) == (False, True, 2025)
    assert str(found["reason"]) == "The verified cut of 2025 is below the expected one."


def test_a_project_that_is_late_and_behind_has_a_line_for_each(store, desk):
    project(desk, "P-1", starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1))
    desk.records(
        "project_effects",
        OSLO,
        {"record_id": "P-1", "year": 2025, "expected_mid_tco2e": 9.0, "verified_tco2e": 1.0},
    )
    found = follow_up(store, OSLO, on=TODAY)
    assert len(found) == 3
    assert found["is_late"].all()
    assert found["is_behind"].all()


@settings(max_examples=8, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(list(INNOVATION_STAGES)), max_size=6))
def test_the_funnel_never_widens_upwards_and_counts_every_project_once(listed):
    opened = Store.open("duckdb::memory:")
    for number, stage in enumerate(listed):
        project(Desk(opened), f"P-{number}", stage)
    found = stages(opened)
    opened.close()
    ladder = found["reached"].tolist()[:-1]
    assert ladder == sorted(ladder, reverse=True)
    assert found["projects"].sum() == len(listed)
