"""Portfolios: what projects are expected to cut, weighted by their step, beside what is verified and the gap."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import Store
from metrics.portfolio import (
    STAGE_WEIGHTS,
    gaps_by_sector,
    newest_verified,
    portfolio,
    portfolio_of,
    project_effects,
    stage_weights,
    stated_weights,
)
from tests.metrics.conftest import BERGEN, NORWEGIAN, OSLO, Desk


def project(desk, project_id, stage, mid=None, *, area=OSLO, year=2030, effects=True, **fields):
    own = {"record_id": project_id, "title": project_id, "innovation_stage": stage, "sector": "transport"}
    of_effect = ("expected_low_tco2e", "expected_high_tco2e", "verified_tco2e")
    effect = {name: fields.pop(name) for name in of_effect if name in fields}
    desk.records("projects", area, {**own, **fields})
    if effects:
        desk.records(
            "project_effects",
            area,
            {"record_id": project_id, "year": year, "expected_mid_tco2e": mid, **effect},
        )


def row(store, sector="", **choices):
    table = portfolio(store, OSLO, **choices).set_index("sector")
    return table.loc[sector]


def test_the_worked_example_gives_14_000_tonnes(store, desk):
    # 10 000 × 0.7 + 20 000 × 0.1 + 5 000 × 1.0 + 9 000 × 0 = 7 000 + 2 000 + 5 000 = 14 000
    project(desk, "P-1", "implementation", 10_000.0)
    project(desk, "P-2", "idea", 20_000.0)
    project(desk, "P-3", "verified", 5_000.0)
    project(desk, "P-4", "stopped", 9_000.0)
    found = row(store)
    assert found["weighted_mid_tco2e"] == 14_000.0
    assert (found["expected_mid_tco2e"], found["projects"]) == (35_000.0, 3)


def test_the_range_is_the_sum_of_each_end(store, desk):
    # low 80 + 50 = 130, high 150 + 50 = 200: an estimate without a range stands for its whole range
    project(desk, "P-1", "running", 100.0, expected_low_tco2e=80.0, expected_high_tco2e=150.0)
    project(desk, "P-2", "running", 50.0)
    found = row(store)
    assert (found["expected_low_tco2e"], found["expected_high_tco2e"]) == (130.0, 200.0)
    assert found["weighted_low_tco2e"] == pytest.approx(0.9 * 130)


def test_what_is_verified_stands_beside_and_is_in_no_expected_sum(store, desk):
    project(desk, "P-1", "verified", 100.0, verified_tco2e=60.0)
    project(desk, "P-2", "stopped", 40.0, verified_tco2e=5.0)
    found = row(store)
    assert (found["expected_mid_tco2e"], found["weighted_mid_tco2e"], found["verified_tco2e"]) == (
        100.0,
        100.0,
        65.0,
    )


def test_nothing_verified_is_missing_and_not_zero(store, desk):
    project(desk, "P-1", "running", 100.0)
    assert math.isnan(row(store)["verified_tco2e"])


def test_who_is_left_out_is_named_with_the_reason(store, desk):
    project(desk, "P-1", "running", None, effects=False)
    project(desk, "P-2", "running", 10.0, status="stopped")
    found = project_effects(store, OSLO, 2030).set_index("project_id")["left_out"]
    assert str(found["P-1"]) == "No expected cut is stated for that year."
    assert str(found["P-2"]) == "The project is stopped."
    assert row(store)["expected_mid_tco2e"] == 0.0


def test_other_years_and_other_municipalities_do_not_count(store, desk):
    project(desk, "P-1", "running", 100.0, year=2028)
    project(desk, "P-2", "running", 100.0, area=BERGEN)
    assert row(store)["projects"] == 0
    assert row(store, year=2028)["projects"] == 1


def test_a_municipality_may_weigh_its_steps_itself(store, desk):
    stated = {"record_id": "w", "constant": "stage_weight_idea", "value": 0.3, "valid_from": date(2026, 1, 1),
              "source": "Decided"}  # fmt: skip
    desk.records("constants", OSLO, stated)
    assert stage_weights(store, OSLO) == STAGE_WEIGHTS | {"idea": 0.3}
    project(desk, "P-1", "idea", 100.0)
    assert row(store)["weighted_mid_tco2e"] == 30.0


def test_a_weight_outside_0_and_1_is_held_there(store, desk):
    rows = [
        {
            "record_id": key,
            "constant": f"stage_weight_{key}",
            "value": value,
            "valid_from": date(2026, 1, 1),
            "source": "x",
        }
        for key, value in (("idea", -1.0), ("pilot", 40.0))
    ]
    desk.records("constants", OSLO, *rows)
    assert (stage_weights(store, OSLO)["idea"], stage_weights(store, OSLO)["pilot"]) == (0.0, 1.0)


# The gap ------------------------------------------------------------------------------------------

FLAT = dict.fromkeys(range(2015, 2025), 100.0)


def flat(desk, **sectors):
    rows = [
        {"year": year, "sector": sector, "emissions_tco2e": amount}
        for year in FLAT
        for sector, amount in sectors.items()
    ]
    desk.emissions(OSLO, rows, dataset=NORWEGIAN)


def test_coverage_is_the_weighted_effect_over_the_gap_to_the_ceiling(store, desk):
    # trend 100 t, ceiling 60 t: 40 t are missing; 20 t × 0.9 = 18 t are 45 % of it
    flat(desk, transport=100.0)
    desk.records(
        "budget_ceilings",
        OSLO,
        {"record_id": "2030", "year": 2030, "sector": "transport", "ceiling_tco2e": 60.0},
    )
    project(desk, "P-1", "running", 20.0)
    found = row(store, "transport")
    assert (found["gap_tco2e"], found["gap_kind"]) == (pytest.approx(40.0), "ceiling")
    assert found["coverage_percent"] == pytest.approx(45.0)


def test_without_ceilings_the_gap_is_the_cut_of_the_target_in_every_sector(store, desk):
    # -50 % on 2015: 50 of 100 t in transport and 15 of 30 t in waste; nobody works on waste
    flat(desk, transport=100.0, waste=30.0)
    desk.target(OSLO, base_year=2015, reduction_percent=50.0)
    project(desk, "P-1", "verified", 25.0)
    whole, transport, waste = row(store), row(store, "transport"), row(store, "waste")
    assert (whole["gap_tco2e"], whole["gap_kind"]) == (pytest.approx(65.0), "target")
    assert (transport["gap_kind"], transport["coverage_percent"]) == ("same_cut", pytest.approx(50.0))
    assert (waste["gap_tco2e"], waste["coverage_percent"], waste["projects"]) == (pytest.approx(15.0), 0.0, 0)


def test_a_target_given_as_a_value_says_nothing_about_sectors(store, desk):
    flat(desk, transport=100.0)
    desk.target(OSLO, base_year=2015, target_value=50.0)
    assert row(store)["gap_tco2e"] == pytest.approx(50.0)
    assert list(portfolio(store, OSLO)["sector"]) == [""]


def test_a_target_of_another_year_is_no_gap_in_this_one(store, desk):
    flat(desk, transport=100.0)
    desk.target(OSLO, base_year=2015, reduction_percent=50.0)
    assert math.isnan(row(store, year=2035)["gap_tco2e"])


def test_where_nothing_is_missing_there_is_nothing_to_cover(store, desk):
    flat(desk, transport=100.0)
    desk.records("budget_ceilings", OSLO, {"record_id": "2030", "year": 2030, "ceiling_tco2e": 120.0})
    found = row(store)
    assert found["gap_tco2e"] == pytest.approx(-20.0)
    assert math.isnan(found["coverage_percent"])


def test_an_uploaded_reference_goes_before_the_trend(store, desk):
    flat(desk, transport=100.0)
    desk.records("reference_paths", OSLO, {"record_id": "2030", "year": 2030, "reference_tco2e": 90.0})
    desk.records("budget_ceilings", OSLO, {"record_id": "2030", "year": 2030, "ceiling_tco2e": 60.0})
    assert row(store)["gap_tco2e"] == 30.0


def test_no_data_at_all_gives_one_row_of_nothing(store):
    [found] = portfolio(store, OSLO).to_dict("records")
    assert (found["projects"], found["expected_mid_tco2e"], found["gap_kind"]) == (0, 0.0, "")


@settings(max_examples=8, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(STAGE_WEIGHTS)), st.floats(-1e5, 1e5)), max_size=5))
def test_the_order_of_projects_and_a_project_of_zero_change_nothing(projects):
    found = []
    for listed in (projects, projects[::-1], [*projects, ("idea", 0.0)]):
        opened = Store.open("duckdb::memory:")
        for number, (stage, mid) in enumerate(listed):
            project(Desk(opened), f"P-{number}", stage, mid)
        found.append(row(opened)[["expected_mid_tco2e", "weighted_mid_tco2e"]].tolist())
        opened.close()
    assert found[1] == pytest.approx(found[0])
    assert found[2] == pytest.approx(found[0])


# What else is asked of a portfolio ---------------------------------------------------------------


def test_other_weights_can_be_tried_without_being_stated(store, desk):
    # 100 t as an idea: 10 t by default, 60 t at a weight of 0.6
    project(desk, "P-1", "idea", 100.0)
    tried = project_effects(store, OSLO, 2030, weights=STAGE_WEIGHTS | {"idea": 0.6})
    whole = portfolio_of(tried, gaps_by_sector(store, OSLO, 2030), OSLO, year=2030).iloc[0]
    assert (whole["weighted_mid_tco2e"], row(store)["weighted_mid_tco2e"]) == (60.0, 10.0)


def test_a_stopped_project_counts_nothing_whatever_weight_is_tried(store, desk):
    project(desk, "P-1", "running", 100.0, status="stopped")
    tried = project_effects(store, OSLO, 2030, weights=dict.fromkeys(STAGE_WEIGHTS, 1.0))
    assert tried["weight"].tolist() == [0.0]


def test_a_stated_weight_comes_with_its_source_and_day(store, desk):
    stated = {"record_id": "w", "constant": "stage_weight_idea", "value": 0.3, "valid_from": date(2026, 1, 1),
              "source": "Decided"}  # fmt: skip
    desk.records("constants", OSLO, stated)
    found = stated_weights(store, OSLO)
    assert list(found) == ["idea"]
    assert (found["idea"].value, found["idea"].source, found["idea"].valid_from) == (
        0.3,
        "Decided",
        date(2026, 1, 1),
    )


def test_the_newest_verified_cut_of_each_project_counts_as_verified_so_far(store, desk):
    # P-1: 17 t in 2024, 21 t in 2025; P-2 has verified nothing
    project(desk, "P-1", "verified", 20.0, year=2024, verified_tco2e=17.0)
    newer = {"record_id": "P-1", "year": 2025, "verified_tco2e": 21.0}
    desk.records("project_effects", OSLO, newer)
    project(desk, "P-2", "running", 50.0)
    found = newest_verified(store, OSLO)
    assert found.values.tolist() == [["P-1", 2025, 21.0]]
