"""Carbon budgets: a part of a national one, what is used, what is left, and until when it lasts."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.carbon_budget import COLUMNS, NationalBudget, carbon_budgets, stated_carbon_budgets
from metrics.constants import constants_in_force
from metrics.errors import MetricError
from tests.metrics.conftest import BERGEN, NORWEGIAN, OREBRO, OSLO, SWEDISH

FLAT = dict.fromkeys(range(2015, 2021), 100.0)  # 100 t every year, 2015 to 2020
NATION = dict.fromkeys(range(2015, 2021), 1000.0)
TENTH = NationalBudget(10_000.0, 2018, "grandfathering")  # a tenth of it is 1 000 t


def row(store, national=TENTH, **choices):
    [found] = carbon_budgets(store, national, municipality_ids=[OSLO], **choices).to_dict("records")
    return found


@pytest.fixture
def flat(desk):
    desk.series(OSLO, FLAT)
    desk.series("NO", NATION)


def test_a_tenth_of_the_national_emissions_gets_a_tenth_of_the_budget(store, flat):
    # share 100 / 1000 in 2017; used 2018, 2019 and 2020: 300 of 1 000 t. E0 = 100, so 1 - exp(-100/700) = 13.31 %;
    # 700 t at 100 t a year last from 2021 to 2028
    found = row(store)
    assert (found["share"], found["budget_tonnes"], found["used_tonnes"]) == (0.1, 1000.0, 300.0)
    assert found["remaining_tonnes"] == 700.0
    assert found["needed_cut_percent_per_year"] == pytest.approx(100 * (1 - math.exp(-1 / 7)))
    assert found["runs_out_year"] == pytest.approx(2028.0)
    assert (found["estimated_years"], found["reason"]) == (0, None)


def test_a_share_of_several_years_is_sum_over_sum(store, desk):
    # (100 + 50) / (1000 + 250) = 12 %, and not the mean of 10 and 20 %
    desk.series(OSLO, FLAT | {2016: 50.0})
    desk.series("NO", NATION | {2016: 250.0})
    assert row(store, NationalBudget(1e4, 2018, "grandfathering", (2015, 2016)))["share"] == 0.12


def test_per_capita_is_the_part_of_the_inhabitants(store, desk, flat):
    # 30 of 600 people in 2017 are 5 % of the budget
    desk.population(OSLO, {2017: 30})
    desk.population("NO", {2017: 600})
    assert row(store, NationalBudget(1e4, 2018, "per_capita"))["budget_tonnes"] == 500.0


def test_a_later_moment_takes_the_trend_in_between(store, flat):
    # 2021 and 2022 on the trend of 100 t: 500 t used, 500 t left from 2023 on
    found = row(store, at=2023)
    assert (found["used_tonnes"], found["estimated_years"]) == (500.0, 2)
    assert found["runs_out_year"] == pytest.approx(2028.0)


def test_an_earlier_moment_takes_the_data_of_that_year(store, desk):
    # as of 2019: only 2018 is used, 100 of 1 000 t; E0 is the figure of 2019, 90 t
    desk.series(OSLO, FLAT | {2019: 90.0})
    desk.series("NO", NATION)
    found = row(store, at=2019)
    assert (found["used_tonnes"], found["remaining_tonnes"]) == (100.0, 900.0)
    assert found["needed_cut_percent_per_year"] == pytest.approx(100 * (1 - math.exp(-90 / 900)))


def test_a_budget_that_begins_later_has_used_nothing(store, flat):
    found = row(store, NationalBudget(1e4, 2025, "grandfathering"))
    assert (found["used_tonnes"], found["remaining_tonnes"], found["runs_out_year"]) == (0.0, 1000.0, 2035.0)


def test_a_year_without_data_lies_on_the_line_and_is_counted_as_estimated(store, desk):
    # 2019 between 100 and 80 is 90: 100 + 90 + 80 = 270
    desk.series(OSLO, {2015: 100.0, 2016: 100.0, 2017: 100.0, 2018: 100.0, 2020: 80.0})
    desk.series("NO", NATION)
    found = row(store)
    assert (found["used_tonnes"], found["estimated_years"]) == (270.0, 1)


def test_a_falling_trend_may_never_spend_the_budget(store, desk):
    # 100, 90 … 50 in 2020: line 40 in 2021, zero in 2025: 40 × 4 / 2 = 80 t are still to come, and 760 are left
    desk.series(OSLO, {2015 + step: 100.0 - 10 * step for step in range(6)})
    desk.series("NO", {2015 + step: 1000.0 - 100 * step for step in range(6)})
    found = row(store)
    assert found["remaining_tonnes"] == pytest.approx(1000 - 70 - 60 - 50)
    assert math.isnan(found["runs_out_year"])
    assert "does not run out" in str(found["reason"])


def test_a_falling_trend_spends_a_small_budget_before_it_is_zero(store, desk):
    # 252 - 180 = 72 t left; 40 t - 5 t² = 72: t = (40 - √(1600 - 1440)) / 10 = 2.735, in 2023.735
    desk.series(OSLO, {2015 + step: 100.0 - 10 * step for step in range(6)})
    desk.series("NO", {2015 + step: 1000.0 - 100 * step for step in range(6)})
    found = row(store, NationalBudget(2520.0, 2018, "grandfathering"))
    assert found["runs_out_year"] == pytest.approx(2021 + (40 - math.sqrt(160)) / 10)


def test_a_spent_budget_says_when_and_asks_for_no_cut(store, flat):
    # 250 t from 2018 at 100 t a year are gone in the middle of 2020; 300 t are used, 50 too many
    found = row(store, NationalBudget(2500.0, 2018, "grandfathering"))
    assert (found["remaining_tonnes"], found["runs_out_year"]) == (-50.0, 2020.5)
    assert math.isnan(found["needed_cut_percent_per_year"])
    assert str(found["reason"]) == "The budget is spent."


def test_a_budget_that_begins_before_the_data_is_not_guessed(store, desk, flat):
    found = row(store, NationalBudget(1e4, 2010, "grandfathering", (2015, 2015)))
    assert found["budget_tonnes"] == 1000.0
    assert math.isnan(found["used_tonnes"])
    assert "begins before its first data year" in str(found["reason"])


def test_without_national_figures_there_is_no_share_and_the_use_is_still_told(store, desk):
    desk.series(OSLO, FLAT)
    found = row(store)
    assert math.isnan(found["share"])
    assert found["used_tonnes"] == 300.0
    assert "national emissions" in str(found["reason"])
    per_head = row(store, NationalBudget(1e4, 2018, "per_capita"))
    assert "inhabitants of the country" in str(per_head["reason"])


@pytest.mark.parametrize(
    ("own", "whole", "years", "words"),
    [
        ({2015: 100.0}, NATION, (2015, 2016), "is not loaded for the municipality or the country"),
        ({2019: 100.0}, NATION, None, "is not loaded for the municipality or the country"),
        ({2015: 100.0}, {2015: 0.0}, (2015, 2015), "zero or less"),
    ],
)
def test_a_share_that_cannot_be_taken_says_why(store, desk, own, whole, years, words):
    desk.series(OSLO, own)
    desk.series("NO", whole)
    assert words in str(row(store, NationalBudget(1e4, 2018, "grandfathering", years), at=2018)["reason"])


def test_too_few_years_have_no_trend(store, desk):
    desk.series(OSLO, {2017: 100.0, 2018: 100.0})
    desk.series("NO", NATION)
    assert row(store)["used_tonnes"] == 100.0
    assert "no trend" in str(row(store)["reason"])
    assert math.isnan(row(store, at=2022)["used_tonnes"])


def test_a_municipality_without_figures_has_a_row_that_says_so(store, desk):
    found = row(store)
    assert str(found["reason"]) == "No emissions are loaded for it."
    assert all(math.isnan(found[name]) for name in COLUMNS[1:7])


def test_all_municipalities_are_told_at_once_each_with_its_own_gases(store, desk, flat):
    desk.series(BERGEN, FLAT)
    desk.series(OREBRO, FLAT, dataset=SWEDISH)
    table = carbon_budgets(store, TENTH)
    assert table["municipality_id"].tolist() == [OSLO, BERGEN, OREBRO]
    assert table["share"].tolist() == pytest.approx([0.1, 0.1, math.nan], nan_ok=True)


def test_another_indicator_can_be_asked_for(store, desk):
    for area, amount in ((OSLO, 30.0), ("NO", 600.0)):
        rows = [{"year": year, "sector": "transport", "emissions_tco2e": amount} for year in FLAT]
        desk.emissions(area, rows, dataset=NORWEGIAN)
    assert row(store, indicator="ghg_transport")["share"] == 0.05


def test_emissions_that_stay_at_zero_spend_nothing(store, desk):
    desk.series(OSLO, dict.fromkeys(range(2015, 2021), 0.0) | {2017: 100.0, 2018: 0.0})
    desk.series("NO", NATION)
    found = row(store, since=2018)
    assert (found["used_tonnes"], found["needed_cut_percent_per_year"]) == (0.0, 0.0) or math.isnan(
        found["needed_cut_percent_per_year"]
    )


@pytest.mark.parametrize(
    ("national", "at", "words"),
    [
        (NationalBudget(0.0, 2018, "per_capita"), None, "above zero"),
        (NationalBudget(math.nan, 2018, "per_capita"), None, "above zero"),
        (NationalBudget(1.0, 2018, "fair"), None, "expected one of grandfathering"),  # type: ignore[arg-type]
        (NationalBudget(1.0, 2018, "per_capita", (2019, 2015)), None, "first one before the last"),
        (NationalBudget(1.0, 2018, "per_capita"), 2017, "the budget begins then"),
    ],
)
def test_a_budget_that_makes_no_sense_is_refused(store, national, at, words):
    with pytest.raises(MetricError, match=words):
        carbon_budgets(store, national, at=at)


@settings(max_examples=8, derandomize=True, deadline=None)
@given(tonnes=st.floats(500, 5_000), factor=st.sampled_from([0.001, 1000.0]))
def test_another_unit_scales_tonnes_and_leaves_years_and_percent(tonnes, factor):
    from data.store import Store
    from tests.metrics.conftest import Desk

    found = []
    for scale in (1.0, factor):
        store = Store.open("duckdb::memory:")
        Desk(store).series(OSLO, {year: value * scale for year, value in FLAT.items()})
        Desk(store).series("NO", {year: value * scale for year, value in NATION.items()})
        found.append(row(store, NationalBudget(tonnes * scale, 2018, "grandfathering")))
        store.close()
    one, other = found
    for name in ("budget_tonnes", "used_tonnes", "remaining_tonnes"):
        assert other[name] == pytest.approx(one[name] * factor)
    for name in ("needed_cut_percent_per_year", "runs_out_year"):
        assert other[name] == pytest.approx(one[name], nan_ok=True)


def test_a_stated_budget_of_the_country_is_used_and_nothing_is_computed_without_one(store, desk, flat):
    # the same tenth of 10 000 t from 2018 as above; Örebro's country has stated none
    fields = {
        "record_id": "b",
        "constant": "national_carbon_budget_tonnes",
        "value": 10_000.0,
        "source": "Law",
    }
    desk.records("constants", "NO", fields | {"valid_from": date(2018, 1, 1)})
    desk.series(OREBRO, FLAT, dataset=SWEDISH)
    table = stated_carbon_budgets(store, "grandfathering")
    assert table["municipality_id"].tolist() == [OSLO, OREBRO]
    assert table["remaining_tonnes"].tolist() == pytest.approx([700.0, math.nan], nan_ok=True)
    assert "No carbon budget is stated" in str(table["reason"].iloc[1])
    assert stated_carbon_budgets(store, "grandfathering", municipality_ids=[OSLO])[
        "used_tonnes"
    ].tolist() == [300.0]


def test_a_decided_budget_is_all_its_own_and_the_newest_one_holds(store, desk, flat):
    # 450 t from 2019 on, of which 2019 and 2020 have used 200; Bergen's council has decided none
    desk.figures(OSLO, {"carbon_budget_tco2e": {2016: 900, 2019: 450}})
    desk.series(BERGEN, FLAT)
    own, other = stated_carbon_budgets(store, "decided").to_dict("records")
    assert (own["share"], own["budget_tonnes"], own["remaining_tonnes"]) == (1.0, 450.0, 250.0)
    assert "No carbon budget is stated" in str(other["reason"])


def test_nobody_has_no_budgets(store):
    assert stated_carbon_budgets(store, "per_capita").empty


# Constants ----------------------------------------------------------------------------------------


def _constant(value, since, **fields):
    return {"record_id": f"rate/{since}", "constant": "rate", "value": value, "valid_from": since, "source": "Own",
            "unit": "%", **fields}  # fmt: skip


def test_the_newest_constant_that_has_begun_holds(store, desk):
    desk.records("constants", OSLO, _constant(4.0, date(2024, 1, 1)), _constant(3.0, date(2026, 1, 1)))
    assert constants_in_force(store, OSLO, ["rate"], on=date(2025, 6, 1))["rate"].value == 4.0
    assert constants_in_force(store, OSLO, ["rate"])["rate"].value == 3.0
    assert constants_in_force(store, OSLO, ["rate"], on=date(2023, 1, 1)) == {}


def test_a_municipalitys_own_constant_goes_before_its_countrys(store, desk):
    desk.records("constants", "NO", _constant(5.0, date(2025, 1, 1)))
    assert constants_in_force(store, OSLO, ["rate"])["rate"].area_id == "NO"
    desk.records("constants", OSLO, _constant(4.0, date(2024, 1, 1)))
    assert constants_in_force(store, OSLO, ["rate"])["rate"].value == 4.0
