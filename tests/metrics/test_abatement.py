"""Abatement costs: the annuity, the sign, and that no measure is dropped in silence."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.abatement import abatement_costs, capital_recovery_factor, discount_rate
from metrics.errors import MetricError
from metrics.exchange_rates import converted, euro_rates
from tests.metrics.conftest import OSLO


def measure(desk, measure_id, effects, **fields):
    own = {
        "record_id": measure_id,
        "title": measure_id,
        "decision": "adopted",
        "currency": "NOK",
        "sector": "transport",
    }
    desk.records("measures", OSLO, own | fields)
    if effects:
        rows = [
            {"record_id": measure_id, "year": year, "effect_mid_tco2e": mid} for year, mid in effects.items()
        ]
        desk.records("measure_effects", OSLO, *rows)


def rows(store, **choices):
    return abatement_costs(store, OSLO, **choices).set_index("measure_id")


def rate(desk, currency, euro, on=date(2026, 1, 1), area=OSLO):
    fields = {
        "record_id": f"{currency}/{on}",
        "currency": currency,
        "rate_on": on,
        "euro_per_unit": euro,
        "source": "Bank",
    }
    desk.records("exchange_rates", area, fields)


def test_the_worked_example_gives_107_nok_a_tonne(store, desk):
    # CRF(4 %, 20) = 0.04 × 1.04^20 / (1.04^20 - 1) = 0.0735818; 20 m × that = 1 471 635; - 400 000 = 1 071 635 a year;
    # over 10 000 t = 107.16 NOK a tonne
    measure(desk, "M-1", {2030: 10_000.0}, investment=20e6, lifetime_years=20.0, yearly_saving=400_000.0)
    found = rows(store).loc["M-1"]
    assert round(found["cost_per_tonne"]) == 107
    assert found["cost_per_tonne"] == pytest.approx(107.1635, abs=1e-4)
    assert (found["currency"], found["not_stated"]) == ("NOK", "yearly_cost")


def test_without_interest_an_investment_is_spread_evenly():
    assert capital_recovery_factor(0, 20) == 0.05


@settings(max_examples=8, derandomize=True, deadline=None)
@given(st.floats(0.01, 30), st.floats(1, 60))
def test_the_present_value_of_what_is_paid_back_is_the_investment(percent, years):
    # Σ CRF / (1+r)^t over n years = CRF × (1 - (1+r)^-n) / r = 1
    interest = percent / 100
    factor = capital_recovery_factor(percent, years)
    assert factor * (1 - (1 + interest) ** -years) / interest == pytest.approx(1.0)


def test_the_curve_is_sorted_by_cost_with_the_effect_as_width(store, desk):
    # 300/10 = 30 and 100/20 = 5 NOK a tonne: the cheap one is 0 to 20 t, the other 20 to 30 t
    measure(desk, "M-1", {2030: 10.0}, yearly_cost=300.0)
    measure(desk, "M-2", {2030: 20.0}, yearly_cost=100.0)
    found = abatement_costs(store, OSLO)
    assert found["measure_id"].tolist() == ["M-2", "M-1"]
    assert found["curve_from_tco2e"].tolist() == [0.0, 20.0]
    assert found["curve_to_tco2e"].tolist() == [20.0, 30.0]


def test_what_saves_money_shows_its_net_saving_beside(store, desk):
    # 100 - 500 = -400 a year, over 10 t = -40 NOK a tonne
    measure(desk, "M-1", {2030: 10.0}, yearly_cost=100.0, yearly_saving=500.0)
    found = rows(store).loc["M-1"]
    assert (found["cost_per_tonne"], found["net_saving"]) == (-40.0, 400.0)


def test_the_effect_is_the_mean_of_the_years_of_the_window(store, desk):
    measure(desk, "M-1", {2027: 10.0, 2028: 30.0, 2035: 80.0}, yearly_cost=100.0)
    assert rows(store)["yearly_effect_tco2e"].tolist() == [40.0]
    assert rows(store, since=2027, until=2030)["yearly_effect_tco2e"].tolist() == [20.0]


@pytest.mark.parametrize(
    ("effects", "fields", "words"),
    [
        ({}, {"yearly_cost": 1.0}, "No effect is stated"),
        ({2030: 0.0}, {"yearly_cost": 1.0}, "no effect"),
        ({2030: -5.0}, {"yearly_cost": 1.0}, "raises emissions"),
        ({2030: 5.0}, {}, "No cost is stated"),
        ({2030: 5.0}, {"yearly_cost": 1.0, "currency": None}, "No currency"),
        ({2030: 5.0}, {"investment": 100.0}, "no lifetime"),
    ],
)
def test_no_measure_is_dropped_and_each_says_why_it_is_not_on_the_curve(store, desk, effects, fields, words):
    measure(desk, "M-1", effects, **fields)
    measure(desk, "M-2", {2030: 10.0}, yearly_cost=300.0)
    found = abatement_costs(store, OSLO)
    assert found["measure_id"].tolist() == ["M-2", "M-1"]
    assert words in str(found["reason"].iloc[1])
    assert math.isnan(found["cost_per_tonne"].iloc[1])


def test_a_rejected_measure_is_none(store, desk):
    measure(desk, "M-1", {2030: 10.0}, yearly_cost=300.0, decision="rejected")
    assert abatement_costs(store, OSLO).empty


def test_an_investment_of_nothing_needs_no_lifetime(store, desk):
    measure(desk, "M-1", {2030: 10.0}, investment=0.0, yearly_cost=300.0)
    assert rows(store)["cost_per_tonne"].tolist() == [30.0]


def test_the_rate_is_a_constant_that_the_municipality_may_state(store, desk):
    measure(desk, "M-1", {2030: 10.0}, investment=1000.0, lifetime_years=10.0)
    stated = {
        "record_id": "r",
        "constant": "discount_rate_percent",
        "value": 0.0,
        "valid_from": date(2026, 1, 1),
        "source": "x",
    }
    desk.records("constants", OSLO, stated)
    assert rows(store)["yearly_cost"].tolist() == [100.0]
    assert rows(store, discount_percent=4.0)["yearly_cost"].iloc[0] > 100.0


def test_other_currencies_are_converted_at_a_stated_rate_or_left_out(store, desk):
    # 10 EUR at 0.08 EUR a krone are 125 NOK, over 10 t = 12.5 NOK a tonne
    measure(desk, "M-1", {2030: 10.0}, yearly_cost=100.0)
    measure(desk, "M-2", {2030: 10.0}, yearly_cost=200.0)
    measure(desk, "M-3", {2030: 10.0}, yearly_cost=10.0, currency="EUR")
    measure(desk, "M-4", {2030: 10.0}, yearly_cost=10.0, currency="SEK")
    assert "No exchange rate" in str(rows(store).loc["M-3", "reason"])
    rate(desk, "NOK", 0.08)
    found = rows(store)
    assert found.loc["M-3", "cost_per_tonne"] == pytest.approx(12.5)
    assert "No exchange rate is stated for SEK" in str(found.loc["M-4", "reason"])
    assert rows(store, currency="EUR").loc["M-1", "cost_per_tonne"] == pytest.approx(0.8)


def test_the_newest_rate_up_to_a_day_holds_the_municipalitys_own_first(store, desk):
    rate(desk, "NOK", 0.08)
    rate(desk, "NOK", 0.09, on=date(2026, 6, 1))
    rate(desk, "SEK", 0.1, area="NO")
    assert euro_rates(store, OSLO)["NOK"].euro_per_unit == 0.09
    assert euro_rates(store, OSLO, on=date(2026, 2, 1))["NOK"].euro_per_unit == 0.08
    assert euro_rates(store, OSLO)["SEK"].source == "Bank"
    assert converted(5.0, "NOK", "NOK", {}) == 5.0
    assert converted(5.0, "NOK", "SEK", {}) is None


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"discount_percent": -1.0}, "0 to 100"),
        ({"discount_percent": math.nan}, "0 to 100"),
        ({"since": 2030, "until": 2027}, "first before"),
    ],
)
def test_choices_that_make_no_sense_are_refused(store, choices, words):
    with pytest.raises(MetricError, match=words):
        abatement_costs(store, OSLO, **choices)


@pytest.mark.parametrize(("stated", "used"), [(150.0, 100.0), (-1.0, 0.0)])
def test_a_stated_discount_rate_outside_0_to_100_percent_counts_as_the_nearer_end(store, desk, stated, used):
    desk.records(
        "constants",
        OSLO,
        {"record_id": "r", "constant": "discount_rate_percent", "value": stated, "unit": "%", "source": "Budget",
         "valid_from": date(2026, 1, 1)},
    )  # fmt: skip
    assert discount_rate(store, OSLO) == used
