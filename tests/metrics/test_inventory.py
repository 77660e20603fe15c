"""The inventory of one year, row by row."""

import math

from metrics.inventory import added_up, inventory_rows, inventory_years
from tests.metrics.conftest import BERGEN, OSLO

ROWS = [
    {"year": 2024, "sector": "waste", "subsector": "Landfill gas", "gas": "CH4", "emissions_tco2e": 5.5},
    {"year": 2024, "sector": "transport", "scope": "1", "emissions_tco2e": 7.0, "is_counted": False},
    {"year": 2024, "sector": "ippu", "emissions_tco2e": None, "missing_reason": "not_estimated"},
    {"year": 2023, "sector": "waste", "emissions_tco2e": 6.0},
]


def test_the_rows_of_the_year_stand_in_order_with_what_they_state(store, desk):
    desk.emissions(OSLO, ROWS)
    found = inventory_rows(store, OSLO, 2024)
    assert found["sector"].tolist() == ["ippu", "transport", "waste"]
    assert found[["subsector", "scope", "gas", "is_counted", "missing_reason"]].to_numpy().tolist() == [
        ["", "", "", True, "not_estimated"],
        ["", "1", "", False, ""],
        ["Landfill gas", "", "CH4", True, ""],
    ]
    assert math.isnan(found["emissions_tco2e"][0])
    assert found["emissions_tco2e"].tolist()[1:] == [7.0, 5.5]


def test_emissions_of_another_basis_are_no_part_of_it(store, desk):
    desk.emissions(OSLO, ROWS[:1])
    desk.emissions(
        OSLO,
        [{"year": 2024, "sector": "transport", "emissions_tco2e": 1.0}],
        dataset="own-operations",
        basis="own_operations",
    )
    assert inventory_rows(store, OSLO, 2024)["sector"].tolist() == ["waste"]


def test_the_years_are_those_that_have_rows(store, desk):
    desk.emissions(OSLO, ROWS)
    assert (inventory_years(store, OSLO), inventory_years(store, BERGEN)) == ([2023, 2024], [])


def test_a_year_without_rows_is_empty_with_the_same_columns(store):
    assert list(inventory_rows(store, OSLO, 2024)["sector"]) == []


def test_a_sum_of_decimal_figures_is_written_as_people_add_them():
    # 0.1 + 0.2 = 0.3, which the sum of the two floats misses by 4e-17
    assert [added_up([0.1, 0.2]), added_up([])] == [0.3, 0.0]
