"""Which target speaks, and which is refused."""

from datetime import date

import pandas as pd
import pytest

from metrics.errors import MetricError
from metrics.targets import check_target, speaking_target, targets
from tests.metrics.conftest import OSLO

GOOD = {
    "indicator": "ghg_total",
    "unit": "t CO2e",
    "target_year": 2030,
    "base_year": 2009,
    "reduction_percent": 55.0,
}


def test_a_target_that_fits_gives_its_indicator():
    assert check_target(**GOOD).key == "ghg_total"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"unit": "kt CO2e"}, 'expected the unit t CO2e, found "kt CO2e". State it in t CO2e.'),
        ({"unit": "t CO2"}, 'expected the unit t CO2e, found "t CO2".'),
        ({"indicator": "ghg_per_capita"}, "expected the unit t CO2e/inhabitant"),
        ({"indicator": "ghg"}, "expected one of"),
        ({"basis": "consumption"}, "boundary"),
        ({"includes_lulucf": True}, "land use included: yes"),
        ({"includes_compensation": True}, "compensation included: yes"),
        ({"target_value": 5.0}, "found both"),
        ({"reduction_percent": None}, "found neither"),
        ({"base_year": None}, "needs the base year"),
        ({"base_year": 2030}, "after the base year 2030"),
    ],
)
def test_a_target_that_does_not_fit_is_refused_with_a_sentence(change, sentence):
    with pytest.raises(MetricError) as refused:
        check_target(**{**GOOD, **change})
    assert sentence in str(refused.value.text)


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (
            {"indicator": "recycling_rate", "unit": "%", "target_value": 110.0},
            "Target for Recycling rate of municipal waste: expected at most 100 (%), found 110.",
        ),
        (
            {"indicator": "recycling_rate", "unit": "%", "target_value": -5.0},
            "Target for Recycling rate of municipal waste: expected a target of zero or more, found one below zero.",
        ),
        (
            {"indicator": "recycling_rate", "unit": "%", "base_year": 2020, "reduction_percent": 20.0},
            "Target for Recycling rate of municipal waste: more of it is better, and a cut of 20 % was found. Give the "
            "value to reach, or the rise as a percentage below zero.",
        ),
        (
            {"indicator": "climate_plan", "unit": "0/1", "target_value": 0.5},
            "Target for Adopted climate plan with a target year: it is a yes or no, so that the target is 1, given as a "
            "value.",
        ),
        (
            {"indicator": "climate_plan", "unit": "0/1", "base_year": 2020, "reduction_percent": -100.0},
            "Target for Adopted climate plan with a target year: it is a yes or no, so that the target is 1, given as a "
            "value.",
        ),
        (
            {"indicator": "drr_adaptation", "unit": "0-1", "target_value": 1.1},
            "Target for Local strategy for risk reduction and adaptation: expected at most 1 (0-1), found 1.1.",
        ),
        (
            {"indicator": "dmc_ctx", "unit": "t/inhabitant", "target_value": 10.0},
            "Target for Domestic material consumption per inhabitant: it is a figure of the country, for which no "
            "municipality sets a target.",
        ),
        (
            {"indicator": "msw_per_capita", "unit": "kg", "target_value": 130.0},
            'Target for Municipal waste per inhabitant: expected the unit kg/inhabitant, found "kg". State it in '
            "kg/inhabitant.",
        ),
    ],
)
def test_a_target_that_cannot_be_meant_is_refused_with_a_sentence(target, sentence):
    with pytest.raises(MetricError) as refused:
        check_target(target_year=2030, **target)
    assert str(refused.value.text) == sentence


@pytest.mark.parametrize(
    "target",
    [
        {"indicator": "recycling_rate", "unit": "%", "target_value": 100.0},
        {"indicator": "recycling_rate", "unit": "%", "base_year": 2020, "reduction_percent": -20.0},
        {"indicator": "climate_plan", "unit": "0/1", "target_value": 1.0},
        {"indicator": "residual_per_capita", "unit": "kg per inhabitant", "target_value": 130.0},
        {"indicator": "net_balance", "unit": "t CO2e", "base_year": 2009, "reduction_percent": 110.0},
    ],
)
def test_a_target_up_to_the_natural_limit_or_in_the_wished_direction_is_taken(target):
    assert check_target(target_year=2030, **target).key == target["indicator"]


def test_a_target_for_residual_waste_is_never_laid_on_all_waste(store, desk):
    # 130 kg of food and residual waste, where all waste is 461 kg
    desk.target(
        OSLO, indicator="residual_per_capita", unit="kg/inhabitant", target_value=130.0, base_year=None
    )
    assert speaking_target(store, OSLO, "residual_per_capita").target_value == 130.0
    assert speaking_target(store, OSLO, "msw_per_capita") is None


def test_a_percent_target_is_resolved_from_the_base_years_value(store, desk):
    # -55 % on 200 t is 90 t
    desk.series(OSLO, {2009: 200.0, 2020: 150.0})
    desk.target(OSLO, reduction_percent=55.0)
    row = targets(store).iloc[0]
    assert (row["base_value"], row["target_value"]) == (200.0, pytest.approx(90.0))
    assert row["problem"] is None


def test_a_percent_target_follows_a_revision_of_the_history(store, desk):
    # -50 % on 220 t is 110 t
    desk.series(OSLO, {2009: 200.0}, release="2024", released_on=date(2024, 1, 1))
    desk.target(OSLO, reduction_percent=50.0)
    desk.series(OSLO, {2009: 220.0}, release="2025", released_on=date(2025, 1, 1))
    assert targets(store)["target_value"].tolist() == pytest.approx([110.0])


def test_a_percent_target_without_a_base_value_is_missing_and_not_zero(store, desk):
    desk.series(OSLO, {2020: 150.0})
    desk.target(OSLO, reduction_percent=55.0)
    assert pd.isna(targets(store)["target_value"].iloc[0])


def test_a_value_target_stays_as_decided(store, desk):
    desk.target(OSLO, target_value=80.0, base_year=None)
    row = targets(store, [OSLO]).iloc[0]
    assert row["target_value"] == 80.0
    assert row["base_year"] is pd.NA


def test_the_newest_decision_speaks_even_when_it_was_entered_first(store, desk):
    desk.target(OSLO, record_id="b", reduction_percent=60.0, decided_on=date(2023, 6, 1))
    desk.target(OSLO, record_id="a", reduction_percent=40.0, decided_on=date(2019, 6, 1))
    desk.target(OSLO, record_id="c", reduction_percent=30.0)
    assert targets(store)["reduction_percent"].tolist() == [60.0]


def test_of_undated_decisions_the_one_entered_last_speaks(store, desk):
    desk.target(OSLO, record_id="a", reduction_percent=40.0)
    desk.target(OSLO, record_id="b", reduction_percent=60.0)
    assert targets(store)["reduction_percent"].tolist() == [60.0]


def test_a_final_target_goes_before_a_newer_interim_one(store, desk):
    desk.target(OSLO, record_id="a", reduction_percent=95.0, is_interim=False, decided_on=date(2019, 1, 1))
    desk.target(OSLO, record_id="b", reduction_percent=40.0, is_interim=True, decided_on=date(2023, 1, 1))
    assert targets(store)["reduction_percent"].tolist() == [95.0]


def test_a_target_of_another_boundary_does_not_push_aside_the_one_that_fits(store, desk):
    desk.target(OSLO, record_id="a", reduction_percent=55.0, decided_on=date(2019, 1, 1))
    desk.target(
        OSLO, record_id="b", reduction_percent=100.0, includes_lulucf=True, decided_on=date(2023, 1, 1)
    )
    assert targets(store)["reduction_percent"].tolist() == [55.0]


def test_a_stored_target_in_another_unit_speaks_with_its_problem(store, desk):
    desk.target(OSLO, unit="kt CO2e", target_value=500.0)
    assert "kt CO2e" in str(targets(store)["problem"].iloc[0])


def test_an_undone_target_no_longer_speaks(store, desk):
    upload_id = desk.target(OSLO, reduction_percent=55.0)
    assert speaking_target(store, OSLO, "ghg_total") is not None
    store.withdraw(upload_id, actor="tester")
    assert speaking_target(store, OSLO, "ghg_total") is None
    assert targets(store).empty


@pytest.mark.parametrize("amount", [{"target_value": -1.0}, {"reduction_percent": 101.0}])
def test_a_target_below_zero_is_refused_where_sinks_are_not_counted(amount):
    with pytest.raises(MetricError, match="expected a target of zero or more"):
        check_target(indicator="ghg_total", unit="t CO2e", base_year=2009, target_year=2030, **amount)
