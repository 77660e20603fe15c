"""Like is ranked with like, groups are sum over sum, and what is missing is named and left out."""

import math

import pandas as pd
import pytest

from metrics.comparison import comparable_groups, group_value, position
from metrics.sectors import sector_profile
from metrics.values import indicator_values
from tests.metrics.conftest import BERGEN, OREBRO, OSLO, OWN, SWEDISH

TROMSO, GOTEBORG = "NO-5501", "SE-1480"


def _grouped(store, *indicators: str) -> pd.DataFrame:
    return comparable_groups(indicator_values(store, indicators=list(indicators)), store.datasets())


def test_one_dataset_is_one_group_and_another_dataset_is_another(store, desk):
    for area in (OSLO, BERGEN):
        desk.series(area, {2020: 1.0})
    desk.series(OREBRO, {2020: 1.0}, dataset="syke-alas")
    grouped = _grouped(store, "ghg_total").set_index("municipality_id")["group"]
    assert grouped[OSLO] == grouped[BERGEN] != grouped[OREBRO]


def test_own_accounts_are_never_ranked_with_each_other(store, desk):
    for area in (OSLO, BERGEN):
        desk.series(area, {2020: 1.0}, dataset=OWN)
    grouped = _grouped(store, "ghg_total")
    assert grouped["group"].nunique() == 2
    assert "not ranked" in str(grouped["group_break"].iloc[0])


def test_waste_is_not_ranked_across_borders_and_definitions(store, desk):
    figures = {"waste_kg_per_capita": {2020: 400.0}}
    for area in (OREBRO, GOTEBORG, OSLO):
        desk.figures(area, figures, dataset="ssb-12313")
    desk.figures(TROMSO, {"household_waste_kg_per_capita": {2020: 400.0}}, dataset="ssb-12313")
    grouped = _grouped(store, "msw_per_capita").set_index("municipality_id")["group"]
    assert grouped[OREBRO] == grouped[GOTEBORG]
    assert len({grouped[OREBRO], grouped[OSLO], grouped[TROMSO]}) == 3


def test_the_best_of_a_downward_indicator_is_the_smallest_and_ties_share_a_rank(store, desk):
    # 10, 20, 20, 40: ranks 1, 2, 2, 4; median 20; the edge of the best quarter is 10 + 0.75 × 10 = 17.5
    for area, value in ((OSLO, 20.0), (BERGEN, 10.0), (TROMSO, 20.0), ("NO-5001", 40.0)):
        desk.series(area, {2020: value})
    grouped = _grouped(store, "ghg_total")
    ranks = {area: position(grouped, area, "ghg_total").rank for area in (BERGEN, OSLO, TROMSO, "NO-5001")}
    assert list(ranks.values()) == [1, 2, 2, 4]
    own = position(grouped, OSLO, "ghg_total")
    assert (own.of, own.median, own.distance_to_median) == (4, 20.0, 0.0)
    assert own.distance_to_best_quartile == pytest.approx(2.5)
    assert [position(grouped, area, "ghg_total").quartile for area in (BERGEN, "NO-5001")] == [1, 4]


def test_the_best_of_an_upward_indicator_is_the_largest(store, desk):
    for area, value in ((OREBRO, 40.0), (GOTEBORG, 50.0)):
        desk.figures(area, {"material_recycling_percent": {2020: value}}, dataset="ssb-12313")
    assert position(_grouped(store, "recycling_rate"), GOTEBORG, "recycling_rate").rank == 1


def test_an_indicator_without_direction_has_a_place_and_no_rank(store, desk):
    for area, value in ((OREBRO, 10.0), (GOTEBORG, 12.0)):
        desk.figures(area, {"hazardous_waste_kg_per_capita": {2020: value}}, dataset="ssb-12313")
    found = position(_grouped(store, "hazardous_collected"), OREBRO, "hazardous_collected")
    assert (found.rank, found.quartile, found.distance_to_best_quartile, found.of) == (None, None, None, 2)


def test_years_are_not_mixed_and_who_lacks_the_year_is_named(store, desk):
    desk.series(OSLO, {2019: 12.0, 2020: 10.0})
    desk.series(BERGEN, {2019: 5.0, 2020: None})
    found = position(_grouped(store, "ghg_total"), OSLO, "ghg_total")
    assert (found.year, found.of, found.left_out) == (2020, 1, (BERGEN,))


def test_the_change_is_counted_from_the_first_year_that_all_share(store, desk):
    # shared from 2015: 60 / 80 - 1 = -25 %
    desk.series(OSLO, {2010: 100.0, 2015: 80.0, 2020: 60.0})
    desk.series(BERGEN, {2015: 10.0, 2020: 10.0})
    found = position(_grouped(store, "ghg_total"), OSLO, "ghg_total")
    assert (found.common_base_year, found.change_percent) == (2015, pytest.approx(-25.0))


def test_a_municipality_can_be_ranked_among_some_only(store, desk):
    for area, value in ((OSLO, 20.0), (BERGEN, 10.0), (TROMSO, 5.0)):
        desk.series(area, {2020: value})
    found = position(_grouped(store, "ghg_total"), OSLO, "ghg_total", among=[BERGEN, OREBRO])
    assert (found.rank, found.of, found.left_out) == (2, 2, (OREBRO,))


def test_without_a_value_there_is_no_position(store, desk):
    desk.series(OSLO, {2020: None})
    assert position(_grouped(store, "ghg_total"), OSLO, "ghg_total") is None


def test_grouping_leaves_its_input_as_it_was(store, desk):
    desk.series(OSLO, {2020: 1.0})
    values = indicator_values(store, indicators=["ghg_total"])
    before = values.copy()
    comparable_groups(values, store.datasets())
    pd.testing.assert_frame_equal(values, before)


def test_a_group_is_sum_over_sum_and_not_a_mean_of_ratios(store, desk):
    # 100 / 10 = 10 and 300 / 90 = 3.33: the mean would be 6.67, the group is 400 / 100 = 4
    for area, tonnes, people in ((OSLO, 100.0, 10), (BERGEN, 300.0, 90)):
        desk.series(area, {2020: tonnes})
        desk.population(area, {2020: people})
    found = group_value(store, [OSLO, BERGEN], "ghg_per_capita", 2020)
    assert (found.value, found.members) == (4.0, (OSLO, BERGEN))


def test_a_member_without_inhabitants_is_in_neither_sum(store, desk):
    for area in (OSLO, BERGEN):
        desk.series(area, {2020: 100.0})
    desk.population(OSLO, {2020: 10})
    found = group_value(store, [OSLO, BERGEN], "ghg_per_capita", 2020)
    assert (found.value, found.members, list(found.left_out)) == (10.0, (OSLO,), [BERGEN])


def test_a_member_of_another_definition_is_left_out(store, desk):
    for area, origin in ((OSLO, "municipal"), (BERGEN, "household")):
        desk.population(area, {2020: 1_000})
        desk.materials(area, [{"origin": origin, "stage": "generated", "amount_tonnes": 400.0}])
    found = group_value(store, [OSLO, BERGEN], "msw_per_capita", 2020)
    assert (found.value, list(found.left_out)) == (400.0, [BERGEN])


def test_rates_of_a_publisher_are_not_added(store, desk):
    for area in (OREBRO, GOTEBORG):
        desk.figures(area, {"waste_kg_per_capita": {2020: 400.0}}, dataset="ssb-12313")
    found = group_value(store, [OREBRO, GOTEBORG], "msw_per_capita", 2020)
    assert found.value is None and len(found.left_out) == 2


def test_a_group_without_anybody_has_no_value(store):
    found = group_value(store, [OSLO, BERGEN], "ghg_total", 2020)
    assert (found.value, found.members) == (None, ())


def test_a_sector_that_is_missing_in_one_is_missing_and_not_zero(store, desk):
    # 30 of 40 t is 75 %
    rows = [{"year": 2020, "sector": "transport", "emissions_tco2e": 30.0},
            {"year": 2020, "sector": "waste", "emissions_tco2e": 10.0}]  # fmt: skip
    desk.emissions(OSLO, rows)
    desk.emissions(BERGEN, rows[:1])
    profile = sector_profile(store, [OSLO, BERGEN], 2020).set_index(["municipality_id", "sector"])
    assert profile.at[(OSLO, "transport"), "share_percent"] == pytest.approx(75.0)
    assert math.isnan(profile.at[(BERGEN, "waste"), "emissions_tco2e"])


def test_fossil_co2_is_never_in_a_group_of_greenhouse_gases(store, desk):
    desk.series(OSLO, {2020: 1.0})
    desk.series(OREBRO, {2020: 1.0}, dataset=SWEDISH)
    grouped = _grouped(store, "ghg_total", "co2_total")
    assert grouped["group"].nunique() == 2
