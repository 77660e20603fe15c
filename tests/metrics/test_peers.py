"""Peers by size, density and sectors: the distance is the root of the mean of its parts."""

import math

import pytest

from metrics.peers import peers
from tests.metrics.conftest import BERGEN, OREBRO, OSLO, SWEDISH

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


def test_a_sector_without_a_figure_is_left_out_of_the_mix_and_is_not_zero(store, desk):
    for area in (OSLO, BERGEN):
        _city(desk, area, 10_000)
    rows = [{"year": 2020, "sector": "transport", "emissions_tco2e": 50.0},
            {"year": 2020, "sector": "waste", "emissions_tco2e": None}]  # fmt: skip
    desk.emissions(TROMSO, rows)
    desk.population(TROMSO, {2020: 10_000})
    found = peers(store, OSLO).set_index("municipality_id")
    # transport alone is compared: shares 0.5, 0.5 and 1.0, standardised -0.7071 and 1.4142: (2.1213)^2 = 4.5
    assert found.at[TROMSO, "sector_mix_part"] == pytest.approx(4.5)


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
