"""Numbers on screen: three significant figures, the unit beside, missing as a dash."""

import math

import pytest

from sentences import formats
from texts import set_language


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (944853.2, "t CO2e", "945 kt CO2e"),
        (12_345_678.0, "t CO2e", "12.3 Mt CO2e"),
        (3.9, "t CO2e/inhabitant", "3.90 t CO2e/inhabitant"),
        (0.0, "t CO2e", "0 t CO2e"),
        (None, "t CO2e", "–"),
        (math.nan, "t CO2e", "–"),
    ],
)
def test_an_amount_is_rescaled_and_keeps_its_unit(value, unit, expected):
    assert plain(formats.amount(value, unit)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(41.27, "41 %"), (0.42, "0.4 %"), (-55.0, "−55 %"), (None, "–")]
)
def test_a_percentage_is_whole_unless_it_is_below_one(value, expected):
    assert plain(formats.percent(value)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (45.88, "%", "45.9 %"),
        (1.0, "0/1", "Yes"),
        (0.0, "0/1", "No"),
        (0.75, "0-1", "0.75 of 1"),
        (421.49, "kg/inhabitant", "421 kg/inhabitant"),
        (20.0, "per 1000", "20.0 per 1000"),
        (None, "0/1", "–"),
        (math.nan, "0-1", "–"),
    ],
)
def test_the_value_of_an_indicator_is_written_as_its_unit_asks(value, unit, expected):
    assert plain(formats.indicator_value(value, unit)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (-15.0, "%", "15.0 percentage points"),
        (0.25, "0-1", "0.25"),
        (-20_000.0, "t CO2e", "20.0 kt"),
        (5.0, "kg/inhabitant", "5.00 kg"),
        (math.nan, "%", "–"),
    ],
)
def test_values_are_apart_by_points_plain_numbers_or_amounts(value, unit, expected):
    assert plain(formats.difference(value, unit)) == expected


def test_a_swede_reads_a_comma_and_an_icelander_a_point_as_group():
    set_language("sv")
    try:
        assert plain(formats.amount(3.9, "t CO2e/inhabitant")) == "3,90 t CO2e/invånare"
        set_language("is")
        assert plain(formats.number(1234.0)) == "1.230"
    finally:
        set_language("en")
