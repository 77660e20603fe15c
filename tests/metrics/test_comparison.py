"""Like is ranked with like, groups are sum over sum, and what is missing is named and left out."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.comparison import Position, comparable_groups, group_value, position
from metrics.sectors import sector_profile
from metrics.values import indicator_values
from tests.metrics.conftest import BERGEN, NORWEGIAN, OREBRO, OSLO, OWN, SWEDISH

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


def test_years_are_not_mixed_and_who_lacks_the_year_is_named_with_the_reason(store, desk):
    # 2020 is known of two of three, which is most
    desk.series(OSLO, {2019: 12.0, 2020: 10.0})
    desk.series(TROMSO, {2019: 9.0, 2020: 8.0})
    desk.emissions(BERGEN, [{"year": 2020, "emissions_tco2e": None, "missing_reason": "confidential"},
                            {"year": 2019, "emissions_tco2e": 5.0}])  # fmt: skip
    found = position(_grouped(store, "ghg_total"), OSLO, "ghg_total")
    assert (found.year, found.rank, found.of) == (2020, 2, 2)
    assert {area: str(why) for area, why in found.left_out.items()} == {
        BERGEN: "It has no value for 2020: Confidential."
    }


def test_a_year_that_few_have_is_not_ranked_alone(store, desk):
    # 2021 is known of one of three; all have 2020
    desk.series(OSLO, {2020: 10.0, 2021: 1.0})
    for area in (BERGEN, TROMSO):
        desk.series(area, {2020: 8.0})
    found = position(_grouped(store, "ghg_total"), OSLO, "ghg_total")
    assert (found.year, found.value, found.rank, found.of) == (2020, 10.0, 3, 3)


def test_where_no_year_is_shared_its_own_newest_is_told(store, desk):
    desk.series(OSLO, {2021: 1.0})
    desk.series(BERGEN, {2020: 8.0})
    found = position(_grouped(store, "ghg_total"), OSLO, "ghg_total")
    assert (found.year, found.of, found.common_base_year) == (2021, 1, None)
    assert str(found.left_out[BERGEN]) == "It has no value for 2021."


def test_the_change_is_counted_from_the_first_year_that_all_share(store, desk):
    # shared from 2015: 60 - 80 = -20 t, 60 / 80 - 1 = -25 %
    desk.series(OSLO, {2010: 100.0, 2015: 80.0, 2020: 60.0})
    desk.series(BERGEN, {2015: 10.0, 2020: 10.0})
    found = position(_grouped(store, "ghg_total"), OSLO, "ghg_total")
    assert (found.common_base_year, found.change) == (2015, -20.0)
    assert found.change_percent == pytest.approx(-25.0)


def test_a_change_from_zero_has_no_percentage(store, desk):
    desk.series(OSLO, {2015: 0.0, 2020: 60.0})
    found = position(_grouped(store, "ghg_total"), OSLO, "ghg_total")
    assert (found.change, found.change_percent) == (60.0, None)


def test_a_municipality_can_be_ranked_among_some_only(store, desk):
    for area, value in ((OSLO, 20.0), (BERGEN, 10.0), (TROMSO, 5.0)):
        desk.series(area, {2020: value})
    found = position(_grouped(store, "ghg_total"), OSLO, "ghg_total", among=[BERGEN, OREBRO])
    assert (found.rank, found.of) == (2, 2)
    assert {area: str(why) for area, why in found.left_out.items()} == {
        OREBRO: "It has no value in any year."
    }


def test_a_peer_that_counts_otherwise_is_left_out_and_says_so(store, desk):
    desk.series(OSLO, {2020: 20.0})
    desk.series(BERGEN, {2020: 10.0}, dataset="syke-alas")
    found = position(_grouped(store, "ghg_total"), OSLO, "ghg_total", among=[BERGEN])
    assert found.of == 1
    assert "another dataset" in str(found.left_out[BERGEN])


def test_without_a_value_there_is_no_position(store, desk):
    desk.series(OSLO, {2020: None})
    assert position(_grouped(store, "ghg_total"), OSLO, "ghg_total") is None


def test_grouping_leaves_its_input_as_it_was(store, desk):
    desk.series(OSLO, {2020: 1.0})
    values = indicator_values(store, indicators=["ghg_total"])
    before = values.copy()
    comparable_groups(values, store.datasets())
    pd.testing.assert_frame_equal(values, before)


_AMOUNTS = st.lists(st.integers(1, 10**6), min_size=1, max_size=8)


def _frame(amounts: list[int], *, factor: float = 1.0) -> pd.DataFrame:
    """Each of some municipalities with an amount in 2019 and 2020."""
    rows = [
        {"municipality_id": f"NO-{number:04}", "indicator": "ghg_total", "year": year, "value": factor * amount,
         "dataset": NORWEGIAN, "definition": "", "missing_reason": None}
        for number, amount in enumerate(amounts)
        for year in (2019, 2020)
    ]  # fmt: skip
    datasets = pd.DataFrame(
        [{"dataset": NORWEGIAN, "title": "National accounts", "kind": "national_inventory"}]
    )
    return comparable_groups(pd.DataFrame(rows), datasets)


def _positions(grouped: pd.DataFrame) -> list[Position]:
    return [position(grouped, area, "ghg_total") for area in sorted(grouped["municipality_id"].unique())]


@settings(max_examples=30, deadline=None)
@given(_AMOUNTS, st.sampled_from([0.25, 4.0, 1024.0]))
def test_another_unit_moves_no_rank_and_scales_the_distances(amounts, factor):
    for one, other in zip(
        _positions(_frame(amounts)), _positions(_frame(amounts, factor=factor)), strict=True
    ):
        assert (other.rank, other.quartile, other.change_percent) == (
            one.rank,
            one.quartile,
            one.change_percent,
        )
        assert other.distance_to_median == pytest.approx(factor * one.distance_to_median)
        assert other.distance_to_best_quartile == pytest.approx(factor * one.distance_to_best_quartile)


@settings(max_examples=30, deadline=None)
@given(_AMOUNTS, st.randoms())
def test_the_order_of_the_rows_moves_no_position(amounts, chance):
    grouped = _frame(amounts)
    order = list(grouped.index)
    chance.shuffle(order)
    shuffled = grouped.loc[order]
    before = shuffled.copy()
    assert _positions(shuffled) == _positions(grouped)
    pd.testing.assert_frame_equal(shuffled, before)


@settings(max_examples=30, deadline=None)
@given(_AMOUNTS)
def test_ranks_count_those_that_are_better(amounts):
    assert [each.rank for each in _positions(_frame(amounts))] == [
        1 + sum(other < own for other in amounts) for own in amounts
    ]


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
    assert (found.value, found.members) == (10.0, (OSLO,))
    assert "population of that year is not loaded" in str(found.left_out[BERGEN])


def test_a_strict_group_has_no_value_when_one_is_left_out(store, desk):
    desk.series(OSLO, {2020: 100.0})
    found = group_value(store, [OSLO, BERGEN], "ghg_total", 2020, is_strict=True)
    assert (found.value, found.members, list(found.left_out)) == (None, (OSLO,), [BERGEN])


def test_a_strict_group_of_all_has_its_sum_and_names_its_datasets(store, desk):
    desk.series(OSLO, {2020: 100.0})
    desk.series(OREBRO, {2020: 50.0}, dataset="syke-alas")
    found = group_value(store, [OSLO, OREBRO], "ghg_total", 2020, is_strict=True)
    assert (found.value, found.datasets) == (150.0, (NORWEGIAN, "syke-alas"))


def test_without_a_year_the_newest_that_most_members_have_is_taken(store, desk):
    # all three have 2019, two of three 2020, one of three 2021
    desk.series(OSLO, {2019: 1.0, 2020: 2.0, 2021: 3.0})
    desk.series(BERGEN, {2019: 10.0, 2020: 20.0})
    desk.series(TROMSO, {2019: 100.0})
    found = group_value(store, [OSLO, BERGEN, TROMSO], "ghg_total")
    assert (found.year, found.value, list(found.left_out)) == (2020, 22.0, [TROMSO])


def test_without_a_year_and_any_value_nothing_is_told(store):
    found = group_value(store, [OSLO, BERGEN], "ghg_total")
    assert (found.year, found.value) == (None, None)
    assert {str(why) for why in found.left_out.values()} == {"It has no value in any year."}


def test_a_member_named_twice_counts_once(store, desk):
    desk.series(OSLO, {2020: 100.0})
    assert group_value(store, [OSLO, OSLO], "ghg_total", 2020).value == 100.0


def test_a_yes_or_no_is_not_added(store, desk):
    for area in (OSLO, BERGEN):
        desk.figures(area, {"climate_plan_adopted": {2020: 1.0}})
    assert group_value(store, [OSLO, BERGEN], "climate_plan", 2020).value is None


def test_a_share_of_a_group_is_the_share_of_all_its_vehicles(store, desk):
    # 10 of 10 and 0 of 90: the mean would be 50 %, the group is 10 / 100 = 10 %
    for area, free, every in ((OSLO, 10.0, 10.0), (BERGEN, 0.0, 90.0)):
        desk.figures(area, {"vehicles_fossil_free": {2020: free}, "vehicles_all": {2020: every}})
    found = group_value(store, [OSLO, BERGEN], "fossil_free_fleet", 2020)
    assert found.value == pytest.approx(10.0)


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


def test_a_profile_has_amounts_per_inhabitant_and_none_without_them(store, desk):
    # 30 t over 60 people is 0.5 t
    for area in (OSLO, BERGEN):
        desk.emissions(area, [{"year": 2020, "sector": "transport", "emissions_tco2e": 30.0}])
    desk.population(OSLO, {2020: 60})
    profile = sector_profile(store, [OSLO, BERGEN], 2020).set_index("municipality_id")
    assert profile.at[OSLO, "emissions_per_capita_tco2e"] == 0.5
    assert math.isnan(profile.at[BERGEN, "emissions_per_capita_tco2e"])


def test_no_share_is_told_where_a_sector_has_no_figure(store, desk):
    desk.emissions(OSLO, [{"year": 2020, "sector": "transport", "emissions_tco2e": 30.0},
                          {"year": 2020, "sector": "waste", "emissions_tco2e": None}])  # fmt: skip
    profile = sector_profile(store, [OSLO], 2020).set_index("sector")
    assert profile.at["transport", "emissions_tco2e"] == 30.0
    assert profile["share_percent"].isna().all()


def test_a_sector_that_is_counted_elsewhere_leaves_the_other_shares_whole(store, desk):
    # 30 of 40 t is 75 %; off-road is in transport
    rows = [{"year": 2020, "sector": "transport", "emissions_tco2e": 30.0},
            {"year": 2020, "sector": "waste", "emissions_tco2e": 10.0},
            {"year": 2020, "sector": "off_road", "emissions_tco2e": None, "missing_reason": "included_elsewhere"}]  # fmt: skip
    desk.emissions(OSLO, rows)
    profile = sector_profile(store, [OSLO], 2020).set_index("sector")
    assert profile["share_percent"].to_dict() == pytest.approx({"transport": 75.0, "waste": 25.0})


def test_a_year_without_sectors_has_an_empty_profile(store):
    assert sector_profile(store, [OSLO], 2020).empty


def test_fossil_co2_is_never_in_a_group_of_greenhouse_gases(store, desk):
    desk.series(OSLO, {2020: 1.0})
    desk.series(OREBRO, {2020: 1.0}, dataset=SWEDISH)
    grouped = _grouped(store, "ghg_total", "co2_total")
    assert grouped["group"].nunique() == 2
