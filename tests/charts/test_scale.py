import math

import pytest

from charts.scale import Axis, axis_for, present, scale_for, short_unit_of, signed_percent


@pytest.mark.parametrize(
    ("largest", "unit"),
    [
        (9_999.0, "t CO2e"),
        (10_000.0, "kt CO2e"),
        (139_000.0, "kt CO2e"),
        (9_999_999.0, "kt CO2e"),
        (10_000_000.0, "Mt CO2e"),
    ],
)
def test_tonnes_become_kilotonnes_from_ten_thousand_and_megatonnes_from_ten_million(largest, unit):
    assert scale_for([1.0, largest, None, math.nan], "t CO2e").unit == unit


@pytest.mark.parametrize("unit", ["t CO2e/inhabitant", "t CO2e per inhabitant", "%", "kg"])
def test_other_units_are_left_as_they_are(unit):
    assert scale_for([250_000.0], unit).unit == unit


def test_a_large_removal_is_scaled_like_a_large_emission():
    assert scale_for([-20_000.0], "t CO2e").short_unit == "kt"


def test_missing_stays_missing_and_zero_stays_zero():
    scale = scale_for([94_490.0], "t CO2e")
    assert (scale.shown(None), scale.shown(math.nan), scale.shown(0.0), scale.shown(94_490.0)) == (
        None,
        None,
        0.0,
        94.49,
    )


def test_an_amount_is_three_figures_and_an_unbreakable_unit(english):
    assert scale_for([139_000.0], "t CO2e").amount(94_490.0, english) == "94.5\u00a0kt"


def test_an_amount_too_small_for_the_axis_keeps_tonnes(english):
    assert scale_for([139_000.0], "t CO2e").amount(640.0, english) == "640\u00a0t"


def test_a_missing_amount_is_a_dash(english):
    assert scale_for([139_000.0], "t CO2e").amount(math.nan, english) == "–"


def test_an_axis_holds_zero_and_ends_at_a_tick_when_that_is_near():
    assert axis_for([94.0, 139.0]) == Axis(0.0, 150.0, 50.0)


def test_an_axis_does_not_run_far_beyond_its_values():
    # the next tick, 1 500, is 500 above: 0.06 of the span instead
    assert axis_for([1_000.0, 1_137.0]).high == pytest.approx(1_137 * 1.06)


def test_an_axis_goes_below_zero_only_for_negative_values():
    axis = axis_for([-5_200.0, 2_100.0])
    assert axis.low <= -5_200 and axis.ticks == [-6_000.0, -4_000.0, -2_000.0, 0.0, 2_000.0]


def test_an_axis_without_values_is_zero_to_one():
    assert axis_for([None, math.nan, 0.0]) == Axis(0.0, 1.0, 1.0)


@pytest.mark.parametrize("value", [None, math.nan, math.inf, "12", object()])
def test_what_is_not_a_finite_number_counts_as_missing(value):
    assert present(value) is None


@pytest.mark.parametrize(("percent", "words"), [(-28.6, "−29"), (3.2, "+3"), (0.2, "0"), (-0.2, "0")])
def test_a_change_carries_its_sign_and_none_when_it_rounds_to_zero(percent, words):
    assert signed_percent(percent) == words


@pytest.mark.parametrize(
    ("unit", "short"),
    [
        ("kg/inhabitant", "kg"),
        ("t CO2e", "t"),
        ("%", "%"),
        ("0-1", ""),
        ("0/1", ""),
        ("per 1000", ""),
    ],
)
def test_what_is_no_measure_stands_behind_no_number(unit, short):
    assert short_unit_of(unit) == short


@pytest.mark.parametrize("largest", [46.0, 60.0, 83.0, 91.0, 95.0, 98.0, 100.0])
def test_an_axis_of_shares_ends_at_a_hundred_percent_at_the_latest(largest):
    assert axis_for([12.0, largest]).high <= 100.0
