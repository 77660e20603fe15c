"""Peers by size, density and sectors: the distance is the root of the mean of its parts."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import Store
from metrics.errors import MetricError
from metrics.peers import peers
from tests.metrics.conftest import BERGEN, OREBRO, OSLO, OWN, SWEDISH, Desk
from tests.metrics.test_borders import NEW, OLD_A, OLD_B, with_changes

TROMSO, TRONDHEIM = "NO-5501", "NO-5001"


def _city(
    desk, area: str, people: int, km2: float | None = None, *, transport: float = 50.0, dataset=None
) -> None:
    desk.population(area, {2020: people})
    if km2 is not None:
        desk.figures(area, {"area_km2": {2020: km2}}, dataset="areas")
    rows = [{"year": 2020, "sector": "transport", "emissions_tco2e": transport},
            {"year": 2020, "sector": "waste", "emissions_tco2e": 100 - transport}]  # fmt: skip
    desk.emissions(area, rows, **({"dataset": dataset} if dataset else {}))


def test_the_most_alike_come_first_and_one_is_not_its_own_peer(store, desk):
    _city(desk, OSLO, 10_000, 100.0)
    _city(desk, BERGEN, 10_500, 100.0)
    _city(desk, TROMSO, 90_000, 100.0)
    assert peers(store, OSLO)["municipality_id"].tolist() == [BERGEN, TROMSO]


def test_the_distance_is_the_root_of_the_mean_of_its_parts(store, desk):
    _city(desk, OSLO, 10_000, 100.0, transport=50)
    _city(desk, BERGEN, 20_000, 400.0, transport=60)
    found = peers(store, OSLO).iloc[0]
    # two candidates: standardised values are -1 and 1, so that every part is (1 - -1)^2 = 4
    assert found[["population_part", "density_part", "sector_mix_part"]].tolist() == pytest.approx(
        [4.0, 4.0, 4.0]
    )
    assert found["distance"] == pytest.approx(2.0)


def test_a_part_that_one_lacks_is_left_out_and_named(store, desk):
    _city(desk, OSLO, 10_000, 100.0)
    _city(desk, BERGEN, 20_000)
    found = peers(store, OSLO).iloc[0]
    assert math.isnan(found["density_part"])
    assert found["parts_missing"] == "density"


def test_who_is_known_by_one_part_only_comes_last(store, desk):
    _city(desk, OSLO, 10_000)
    _city(desk, BERGEN, 90_000, transport=10)
    desk.population(TROMSO, {2020: 10_000})
    assert peers(store, OSLO)["municipality_id"].tolist() == [BERGEN, TROMSO]


def test_mixes_of_other_gases_are_not_compared(store, desk):
    _city(desk, OSLO, 10_000, 100.0)
    _city(desk, OREBRO, 10_000, 100.0, dataset=SWEDISH)
    assert peers(store, OSLO)["parts_missing"].tolist() == ["sector_mix"]


def test_the_same_country_can_be_asked_for(store, desk):
    _city(desk, OSLO, 10_000)
    _city(desk, OREBRO, 10_000, dataset=SWEDISH)
    _city(desk, BERGEN, 99_000)
    assert peers(store, OSLO, same_country=True)["municipality_id"].tolist() == [BERGEN]


def test_equal_ones_come_in_the_order_of_their_ids_and_no_more_than_asked(store, desk):
    for area in (OSLO, TRONDHEIM, TROMSO, BERGEN):
        _city(desk, area, 10_000, 100.0)
    assert peers(store, OSLO, count=2)["municipality_id"].tolist() == [BERGEN, TRONDHEIM]


def test_another_unit_of_the_emissions_moves_no_distance(store, desk):
    for area, transport in ((OSLO, 50.0), (BERGEN, 60.0), (TROMSO, 90.0)):
        _city(desk, area, 10_000, 100.0, transport=transport)
    before = peers(store, OSLO)["distance"].tolist()
    for area, transport in ((OSLO, 50.0), (BERGEN, 60.0), (TROMSO, 90.0)):
        rows = [{"year": 2020, "sector": "transport", "emissions_tco2e": transport * 1000},
                {"year": 2020, "sector": "waste", "emissions_tco2e": (100 - transport) * 1000}]  # fmt: skip
        desk.emissions(area, rows)
    assert peers(store, OSLO)["distance"].tolist() == pytest.approx(before)


def test_nobody_is_like_a_municipality_of_which_nothing_is_known(store, desk):
    _city(desk, BERGEN, 10_000)
    assert peers(store, OSLO).empty


def test_counties_and_nations_are_no_peers(store, desk):
    _city(desk, OSLO, 10_000)
    _city(desk, BERGEN, 10_000)
    desk.population("NO", {2020: 5_000_000})
    assert peers(store, OSLO)["municipality_id"].tolist() == [BERGEN]


def test_inhabitants_alone_make_peers(store, desk):
    for area, people in ((OSLO, 10_000), (BERGEN, 20_000)):
        desk.population(area, {2020: people})
    assert peers(store, OSLO)["parts_missing"].tolist() == ["density, sector_mix"]


def test_a_sector_without_a_figure_makes_the_mix_unknown_and_never_zero(store, desk):
    for area in (OSLO, BERGEN):
        _city(desk, area, 10_000, 100.0)
    rows = [{"year": 2020, "sector": "transport", "emissions_tco2e": 50.0},
            {"year": 2020, "sector": "waste", "emissions_tco2e": None}]  # fmt: skip
    desk.population(TROMSO, {2020: 10_000})
    desk.emissions(TROMSO, rows)
    found = peers(store, OSLO).set_index("municipality_id")
    assert found["parts_missing"].to_dict() == {BERGEN: "", TROMSO: "density, sector_mix"}


def test_mixes_are_compared_in_the_newest_year_that_both_have(store, desk):
    # in 2020 both are 50 : 50; Oslo's 90 : 10 of 2021 has no counterpart
    for area in (OSLO, BERGEN):
        _city(desk, area, 10_000)
    rows = [{"year": year, "sector": sector, "emissions_tco2e": value}
            for year, transport in ((2020, 50.0), (2021, 90.0))
            for sector, value in (("transport", transport), ("waste", 100 - transport))]  # fmt: skip
    desk.emissions(OSLO, rows)
    assert peers(store, OSLO)["sector_mix_part"].tolist() == [0.0]


def test_a_year_in_common_is_looked_for_among_the_five_newest(store, desk):
    for area in (OSLO, BERGEN):
        desk.population(area, {2020: 10_000})
    desk.emissions(
        OSLO, [{"year": year, "sector": "transport", "emissions_tco2e": 1.0} for year in range(2015, 2021)]
    )
    desk.emissions(BERGEN, [{"year": 2015, "sector": "transport", "emissions_tco2e": 1.0}])
    assert peers(store, OSLO)["parts_missing"].tolist() == ["density, sector_mix"]


def test_only_the_features_that_are_asked_for_count(store, desk):
    _city(desk, OSLO, 10_000, 100.0)
    _city(desk, BERGEN, 90_000, 900.0)
    _city(desk, TROMSO, 10_000, 900.0, transport=90)
    # density of Bergen is Oslo's, 100 a km2
    found = peers(store, OSLO, features=["density"])
    assert found["municipality_id"].tolist() == [BERGEN, TROMSO]
    assert found.loc[0, "distance"] == pytest.approx(0.0)
    assert found[["population_part", "sector_mix_part"]].isna().all(axis=None)


@pytest.mark.parametrize("features", [["colour"], []])
def test_an_unknown_feature_is_refused(store, features):
    with pytest.raises(MetricError, match="Feature: expected one of population, density, sector_mix"):
        peers(store, OSLO, features=features)


def test_of_two_areas_a_publishers_goes_before_own_figures(store, desk):
    # 100 inhabitants per km2 both, by the publisher's 100 km2
    for area in (OSLO, BERGEN):
        desk.population(area, {2020: 10_000})
        desk.figures(area, {"area_km2": {2019: 100.0}}, dataset="kolada-u07801")
    desk.figures(BERGEN, {"area_km2": {2020: 5.0}}, dataset="own-figures")
    assert peers(store, OSLO)["density_part"].tolist() == [0.0]


def test_own_accounts_make_no_mix(store, desk):
    for area in (OSLO, BERGEN):
        _city(desk, area, 10_000, 100.0, dataset=OWN)
    assert peers(store, OSLO)["parts_missing"].tolist() == ["sector_mix"]


def test_a_merged_municipality_has_the_inhabitants_and_sectors_of_its_parts(store, desk):
    with_changes(store, [(NEW, "9901", "merged"), (NEW, "9902", "merged")])
    for part in (OLD_A, OLD_B):
        desk.population(part, {2019: 5_000})
        desk.emissions(part, [{"year": 2019, "sector": "transport", "emissions_tco2e": 10.0}])
    desk.population(OSLO, {2019: 10_000})
    desk.emissions(OSLO, [{"year": 2019, "sector": "transport", "emissions_tco2e": 10.0}])
    found = peers(store, OSLO)
    assert found[["municipality_id", "name", "population_part", "sector_mix_part"]].values.tolist() == [
        [NEW, "Nyby", 0.0, 0.0]
    ]


@settings(max_examples=5, deadline=None)
@given(st.permutations([OSLO, BERGEN, TROMSO, TRONDHEIM]))
def test_the_order_in_which_they_were_loaded_moves_no_distance(areas):
    sizes = {OSLO: (10_000, 50.0), BERGEN: (30_000, 60.0), TROMSO: (90_000, 20.0), TRONDHEIM: (12_000, 90.0)}
    store = Store.open("duckdb::memory:")
    for area in areas:
        people, transport = sizes[area]
        _city(Desk(store), area, people, 100.0, transport=transport)
    found = peers(store, OSLO)
    store.close()
    # ln of people 9.2103, 10.3090, 11.4076, 9.3927: deviation 0.8723; one area, so that density is the same part again
    # shares of transport 0.5, 0.6, 0.2, 0.9: deviation 0.25, and of waste likewise
    # Bergen (2 × 1.5862 + 0.16) / 3, Tromsø (2 × 6.3446 + 1.44) / 3, Trondheim (2 × 0.0437 + 2.56) / 3, each under the root
    assert found["municipality_id"].tolist() == [TRONDHEIM, BERGEN, TROMSO]
    assert found["distance"].tolist() == pytest.approx([0.9394, 1.0539, 2.1702], abs=2e-4)
