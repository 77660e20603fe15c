"""What would be if: the whole chain again, both outcomes side by side, and nothing of the store touched."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import Store
from metrics.errors import MetricError
from metrics.what_if import (
    COLUMNS,
    MeasureAdded,
    MeasureAdopted,
    MeasureDelayed,
    MeasureDropped,
    OtherTarget,
    SectorCut,
    changed,
    compared,
    falling_percent,
    horizon,
    situation_of,
    what_if,
)
from tests.metrics.conftest import NORWEGIAN, OSLO, Desk
from tests.metrics.test_climate_budget import ceiling, measure

YEARS = range(2015, 2025)


@pytest.fixture
def flat(desk):
    """Transport 100 t and waste 50 t every year from 2015 to 2024."""
    rows = [
        {"year": year, "sector": sector, "emissions_tco2e": amount}
        for year in YEARS
        for sector, amount in (("transport", 100.0), ("waste", 50.0))
    ]
    desk.emissions(OSLO, rows, dataset=NORWEGIAN)


def at(store, *changes, sector="", year=2030, until=None):
    table = what_if(store, OSLO, changes, until=until).set_index(["sector", "year"])
    return table.loc[(sector, year)]


def test_without_a_change_both_outcomes_are_the_same(store, flat, desk):
    measure(desk, "M-1", "adopted", 10.0, year=2030)
    desk.target(OSLO, base_year=2015, reduction_percent=40.0)
    table = what_if(store, OSLO, [])
    for name in ("reference", "adopted", "expected", "allowed", "gap"):
        pd.testing.assert_series_equal(
            table[f"{name}_before_tco2e"], table[f"{name}_after_tco2e"], check_names=False
        )


def test_a_sector_that_falls_faster_lowers_the_total_as_much(store, flat, desk):
    # transport 100 × 0.9^3 = 72.9 in 2030 from 2028 on; total 150 - 27.1 = 122.9; the target allows 60 % of 150 = 90
    desk.target(OSLO, base_year=2015, reduction_percent=40.0)
    cut = SectorCut("transport", 10.0, 2028)
    of_sector, total = at(store, cut, sector="transport"), at(store, cut)
    assert (of_sector["expected_before_tco2e"], of_sector["expected_after_tco2e"]) == pytest.approx(
        (100.0, 72.9)
    )
    assert (total["expected_after_tco2e"], total["allowed_after_tco2e"]) == pytest.approx((122.9, 90.0))
    assert (total["gap_before_tco2e"], total["gap_after_tco2e"]) == pytest.approx((60.0, 32.9))
    assert at(store, cut, year=2027)["expected_after_tco2e"] == pytest.approx(150.0)


def test_a_measure_more_cuts_its_sector_and_the_total(store, flat):
    added = MeasureAdded("M-9", "waste", {2029: 5.0, 2030: 20.0})
    assert at(store, added, sector="waste")["expected_after_tco2e"] == pytest.approx(30.0)
    assert at(store, added)["expected_after_tco2e"] == pytest.approx(130.0)
    assert at(store, added, year=2029)["adopted_after_tco2e"] == pytest.approx(5.0)


def test_a_proposed_measure_counts_when_it_is_adopted(store, flat, desk):
    measure(desk, "M-1", "proposed", 10.0, year=2030)
    found = at(store, MeasureAdopted("M-1"))
    assert (found["adopted_before_tco2e"], found["adopted_after_tco2e"]) == pytest.approx((0.0, 10.0))


def test_a_delayed_measure_cuts_later_and_a_dropped_one_never(store, flat, desk):
    measure(desk, "M-1", "adopted", 10.0, year=2028)
    delayed = MeasureDelayed("M-1", 2)
    assert at(store, delayed, year=2028)["adopted_after_tco2e"] == pytest.approx(0.0)
    assert at(store, delayed)["adopted_after_tco2e"] == pytest.approx(10.0)
    assert at(store, MeasureDropped("M-1"), year=2028)["adopted_after_tco2e"] == pytest.approx(0.0)


def test_another_target_moves_what_is_allowed(store, flat, desk):
    # -40 % on 150 is 90 t in 2030; -60 % is 60 t; half way, in 2022.5, the path is at 120 and 105 t
    desk.target(OSLO, base_year=2015, reduction_percent=40.0)
    found = at(store, OtherTarget(2030, reduction_percent=60.0))
    assert (found["allowed_before_tco2e"], found["allowed_after_tco2e"]) == pytest.approx((90.0, 60.0))
    assert at(store, OtherTarget(2035, value=0.0), year=2035)["allowed_after_tco2e"] == 0.0
    assert math.isnan(at(store, OtherTarget(2035, value=0.0), year=2035)["allowed_before_tco2e"])


def test_without_a_target_the_first_data_year_is_the_base(store, flat):
    assert at(store, OtherTarget(2030, reduction_percent=50.0))["allowed_after_tco2e"] == pytest.approx(75.0)


def test_a_ceiling_goes_before_the_path(store, flat, desk):
    desk.target(OSLO, base_year=2015, reduction_percent=40.0)
    ceiling(desk, 140.0, year=2026)
    ceiling(desk, 80.0, sector="transport", year=2026)
    assert at(store, year=2026)["allowed_before_tco2e"] == 140.0
    assert at(store, year=2026, sector="transport")["gap_before_tco2e"] == pytest.approx(20.0)


def test_a_target_without_a_base_value_is_known_in_its_year_only(store, flat, desk):
    desk.target(OSLO, base_year=2009, target_value=70.0)
    assert at(store)["allowed_before_tco2e"] == 70.0
    assert math.isnan(at(store, year=2029)["allowed_before_tco2e"])


def test_changes_build_on_one_another_and_leave_the_first_situation_as_it_is(store, flat, desk):
    measure(desk, "M-1", "proposed", 10.0, year=2028)
    before = situation_of(store, OSLO)
    kept = before.effects.copy()
    after = changed(
        before, [MeasureAdopted("M-1"), MeasureDelayed("M-1", 2), SectorCut("waste", 100.0, 2030)]
    )
    table = compared(before, after).set_index(["sector", "year"])
    # 150 - 10 adopted - 50 waste gone
    assert table.loc[("", 2030), "expected_after_tco2e"] == pytest.approx(90.0)
    pd.testing.assert_frame_equal(before.effects, kept)


def test_land_use_may_cut_below_zero_and_a_rise_is_a_cut_below_zero(store, flat):
    assert at(store, SectorCut("waste", -10.0, 2030), sector="waste")[
        "expected_after_tco2e"
    ] == pytest.approx(55.0)


def test_a_sector_without_data_cannot_be_cut(store, flat):
    table = what_if(store, OSLO, [SectorCut("agriculture", 10.0, 2028)])
    assert "agriculture" not in set(table["sector"])


def test_a_total_that_is_not_known_stays_so(store, desk):
    rows = [{"year": year, "sector": "transport", "emissions_tco2e": 100.0} for year in YEARS]
    rows += [{"year": year, "sector": "waste", "emissions_tco2e": None} for year in range(2018, 2025)]
    desk.emissions(OSLO, rows, dataset=NORWEGIAN)
    found = at(store, SectorCut("transport", 10.0, 2028), until=2030)
    assert math.isnan(found["expected_after_tco2e"])


def test_no_data_give_no_rows(store):
    table = what_if(store, OSLO, [OtherTarget(2030, value=0.0)])
    assert list(table.columns) == list(COLUMNS)
    assert table.empty


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (SectorCut("cars", 10.0, 2028), "Sector: expected one of"),
        (SectorCut("transport", 10.0, 2024), "after the last data year, 2024"),
        (SectorCut("transport", 101.0, 2028), "at most 100 percent"),
        (SectorCut("transport", math.nan, 2028), "at most 100 percent"),
        (MeasureDropped("M-7"), 'found "M-7"'),
        (MeasureAdded("M-1", "waste", {2030: 1.0}), "is there already"),
        (OtherTarget(2030), "exactly one of them"),
        (OtherTarget(2030, reduction_percent=50.0, value=1.0), "exactly one of them"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(store, flat, desk, change, words):
    measure(desk, "M-1", "adopted", 10.0, year=2030)
    with pytest.raises(MetricError, match=words):
        what_if(store, OSLO, [change])


@settings(max_examples=8, derandomize=True, deadline=None)
@given(st.floats(0, 100), st.floats(0, 60))
def test_a_larger_cut_never_leaves_a_larger_gap(percent, tonnes):
    opened = Store.open("duckdb::memory:")
    desk = Desk(opened)
    rows = [{"year": year, "sector": "transport", "emissions_tco2e": 100.0} for year in YEARS]
    desk.emissions(OSLO, rows, dataset=NORWEGIAN)
    desk.target(OSLO, base_year=2015, reduction_percent=40.0)
    changes = [SectorCut("transport", percent, 2026), MeasureAdded("M-1", "transport", {2030: tonnes})]
    found = at(opened, *changes)
    opened.close()
    assert found["gap_after_tco2e"] <= found["gap_before_tco2e"] + 1e-9
    assert found["expected_after_tco2e"] >= -1e-9


def test_the_rate_at_which_a_sector_falls_anyway_comes_from_its_reference(store, flat, desk):
    # 100 t in 2024 and 53.1441 t in 2030 are 6 years of 10 %: 0.9 ** 6 = 0.531441
    desk.records(
        "reference_paths",
        OSLO,
        {"record_id": "r", "year": 2030, "sector": "transport", "reference_tco2e": 53.1441},
    )
    situation = situation_of(store, OSLO)
    assert horizon(situation) == 2030
    assert falling_percent(situation, "transport") == pytest.approx(10.0)
    assert falling_percent(situation, "waste") == pytest.approx(0.0)
    assert falling_percent(situation, "agriculture") is None


def test_nothing_falls_without_data(store):
    assert falling_percent(situation_of(store, OSLO), "transport") is None


def test_the_horizon_is_the_year_of_the_target(store, flat, desk):
    desk.target(OSLO, base_year=2015, target_year=2035, reduction_percent=40.0)
    assert horizon(situation_of(store, OSLO)) == 2035
