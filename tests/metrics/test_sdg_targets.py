"""Indicators under their SDG targets, and their input rows as people read them."""

import pytest

from metrics.input_rows import input_rows
from metrics.registry import INDICATORS
from metrics.sdg_targets import by_target, target_of


@pytest.mark.parametrize(("code", "target"), [("12.5.1", "12.5"), ("12.5", "12.5"), ("12.a.1", "12.a")])
def test_an_indicator_stands_under_the_target_of_its_code(code, target):
    assert target_of(code) == target


def test_targets_are_in_the_order_of_the_goals_with_letters_behind_numbers():
    assert list(by_target()) == [
        "7.2", "12.2", "12.3", "12.4", "12.5", "12.6", "12.7", "12.8", "12.a", "12.b", "13.1", "13.2",
    ]  # fmt: skip


def test_every_indicator_stands_under_one_target():
    listed = [indicator.key for found in by_target().values() for indicator in found]
    assert sorted(listed) == sorted(INDICATORS)


def test_core_indicators_come_before_optional_ones_and_national_figures():
    classes = [indicator.indicator_class for indicator in by_target()["12.2"]]
    assert classes == ["core", "optional", "optional", "optional", "context", "context", "context"]


def rows_of(key: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(str(row.part), row.table, row.rows) for row in input_rows(INDICATORS[key])]


def test_a_ratio_of_figures_names_both():
    assert rows_of("organic_food") == [
        ("added", "figures", ("food_cost_organic",)),
        ("divided by", "figures", ("food_cost",)),
    ]


def test_compensation_is_taken_away():
    assert ("taken away", "figures", ("compensation_tco2e",)) in rows_of("net_balance")


def test_the_publishers_own_total_is_a_row_with_a_name():
    [(_part, table, rows)] = rows_of("ghg_total")
    assert (table, rows[-1]) == ("emissions", "total row")


def test_emissions_on_another_basis_stand_in_the_same_table():
    [(_part, table, _rows)] = rows_of("own_ops_ghg")
    assert table == "emissions (basis own_operations)"


def test_few_materials_are_named_and_many_are_said_by_what_is_left_out():
    assert rows_of("hazardous_collected")[1][2] == (
        "municipal/hazardous/generated",
        "municipal/electronics/generated",
    )
    assert rows_of("cdw_recovery")[1][2] == ("construction/*/generated (* = not all, soil_stone)",)


def test_a_part_that_only_adds_where_it_is_stated_is_marked():
    required = {row.rows[0]: row.is_required for row in input_rows(INDICATORS["recycling_rate"])}
    assert required["municipal/total/recycling"] and not required["municipal/total/reuse"]
