"""Figures and readings: parts beyond their wholes, and slips of unit."""

from datetime import date

import pytest

from data.code_lists import FIGURES
from loaders.checks.figures import WHOLES
from tests.loaders.checks.invented import check, codes, committed, spoken, table_reading, table_warnings
from texts import GROUP


def figure(year, name, value):
    return {"year": year, "figure": name, "value": value}


def reading(day, value):
    return {"figure": "electricity_kwh", "read_on": day, "year": day.year, "value": value}


def test_ordinary_figures_give_no_warning():
    rows = [figure(2024, "vehicles_all", 120.0), figure(2024, "vehicles_fossil_free", 120.0)]
    assert table_warnings("figures", rows) == []


def test_more_fossil_free_vehicles_than_vehicles_are_unusual():
    rows = [figure(2024, "vehicles_all", 120.0), figure(2024, "vehicles_fossil_free", 130.0)]
    (problem,) = table_warnings("figures", rows)
    assert (problem.level, problem.code, problem.cells) == ("warning", "part_beyond_whole", ("H3",))
    assert str(problem.sentence) == (
        "Figures!H3: expected a part that is no larger than its whole, found Fjordvik 2024: 130 for “Municipal "
        "vehicles that are fossil-free”, 120 for “Municipal vehicles, all”. Unusual, check. Check whether the two "
        "figures are exchanged, or count different things."
    )


@pytest.mark.parametrize(("part", "whole"), WHOLES.items())
def test_every_part_is_held_against_its_whole_of_the_same_year(part, whole):
    assert {part, whole} <= FIGURES.keys()
    assert codes(table_warnings("figures", [figure(2024, whole, 100.0), figure(2024, part, 101.0)])) == [
        "part_beyond_whole"
    ]
    assert table_warnings("figures", [figure(2023, whole, 100.0), figure(2024, part, 101.0)]) == []


def test_a_figure_a_thousand_times_off_its_other_years_is_noticed():
    rows = [
        figure(year, "building_energy_kwh", value)
        for year, value in ((2022, 5.1e6), (2023, 5e6), (2024, 4900.0))
    ]
    (problem,) = table_warnings("figures", rows)
    assert (problem.level, problem.code, problem.cells) == ("warning", "value_slip", ("H4",))
    assert str(problem.sentence) == (
        "Figures!H4: expected a value about as large as the others of the same figure, found Fjordvik 2024, Energy "
        f"bought for municipal buildings, degree-day corrected: 4{GROUP}900, median of its series 5{GROUP}000{GROUP}000. "
        "Unusual, check. It looks as if the unit or a decimal mark has slipped: write the value in the unit of the "
        "figure, else load it with a note."
    )


def test_a_figure_is_compared_with_what_the_store_says_of_the_nearest_year():
    # 5,000,000 in 2015 and 9,000 in 2023: 9,500 is near the nearer one
    stored = [figure(2015, "building_energy_kwh", 5e6), figure(2023, "building_energy_kwh", 9000.0)]
    near = [figure(2024, "building_energy_kwh", 9500.0)]
    assert table_warnings("figures", near, facts=spoken("figures", stored)) == []
    (problem,) = table_warnings("figures", near, facts=spoken("figures", stored[:1]))
    assert str(problem.found).endswith(f"9{GROUP}500, in the store 5{GROUP}000{GROUP}000")


def test_a_figure_that_is_zero_in_a_year_is_no_slip():
    rows = [figure(2023, "people_affected", 4000.0), figure(2024, "people_affected", 0.0)]
    assert table_warnings("figures", rows) == []


def test_a_reading_a_thousand_times_off_the_others_is_noticed():
    rows = [reading(date(2025, month, 28), 5000.0) for month in (1, 2, 3)] + [
        reading(date(2025, 4, 28), 5.1e6)
    ]
    (problem,) = table_warnings("readings", rows)
    assert (problem.code, problem.sheet, problem.cells) == ("value_slip", "Readings", ("H5",))
    assert str(problem.found) == (
        f"Fjordvik 2025-04-28, Electricity used: 5{GROUP}100{GROUP}000, median of its series 5{GROUP}000"
    )


def test_figures_and_readings_in_the_store_are_compared_with(store):
    committed(store, table_reading("figures", [figure(2023, "building_energy_kwh", 5e6)]))
    assert codes(check(store, table_reading("figures", [figure(2024, "building_energy_kwh", 5000.0)]))) == [
        "value_slip"
    ]
    committed(store, table_reading("readings", [reading(date(2025, 1, 31), 5000.0)]))
    assert codes(check(store, table_reading("readings", [reading(date(2025, 2, 28), 5e6)]))) == ["value_slip"]
