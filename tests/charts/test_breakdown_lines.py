"""A breakdown as lines, and as change since a common year."""

import math
from functools import partial

import pytest

from tests.charts.breakdown_rows import breakdown_of, rows, words_in


@pytest.fixture
def draw(english):
    return partial(breakdown_of, english)


def test_indexed_lines_start_at_100_in_the_first_year_all_parts_have(draw):
    chart = draw(
        rows(["transport", "waste"], waste=[math.nan, 5_000.0, 5_000.0, 4_500.0, 4_000.0]), is_indexed=True
    )
    transport, waste = chart.figure.data
    assert transport.y[1] == waste.y[1] == 100.0 and waste.y[0] is None
    # 4 000 / 5 000
    assert waste.y[4] == 80.0 and "2011 = 100" in words_in(chart)
    # transport: 0.86 / 0.96 - 1 = -10.4 %
    assert chart.takeaway == "From 2011 to 2016: Waste and wastewater −20\u00a0%; Transport −10\u00a0%"


def test_removals_cannot_be_indexed_and_that_is_said(draw):
    chart = draw(rows(["transport"], lulucf=[-15_000.0] * 5), is_indexed=True)
    assert "Not drawn, because it is not above zero: Land use and forests." in chart.notes


def test_parts_without_a_common_year_are_not_indexed(draw):
    frame = rows(["transport", "waste"])
    chart = draw(frame[(frame["category"] == "waste") == (frame["year"] > 2012)], is_indexed=True)
    assert chart.takeaway.startswith("There is no year in which every part has a figure")


def test_lines_differ_in_marker_and_dash_and_not_in_colour_only(draw):
    lines = draw(rows(), kind="line").figure.data
    assert len({line.marker.symbol for line in lines}) == len({line.line.dash for line in lines}) == 6


def test_the_indices_stand_behind_the_amounts_in_the_table(draw):
    # 2016: 52 000 * 0.86 t; index 0.86 / 1 = 86
    table = draw(rows(["transport"]), is_indexed=True).table.set_index("Year")
    amount, index = table.loc[2016, ["Transport, t CO2e", "Transport, 2009 = 100"]]
    assert (amount, index) == (pytest.approx(44_720.0), pytest.approx(86.0))
