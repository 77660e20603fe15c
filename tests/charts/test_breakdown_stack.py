"""Areas and bars of a breakdown, and where a figure is missing."""

import math
from functools import partial

import pytest

from tests.charts.breakdown_rows import YEARS, breakdown_of, rows


@pytest.fixture
def draw(english):
    return partial(breakdown_of, english)


def test_irregular_years_stand_at_their_true_place(draw):
    chart = draw(rows(), kind="bar")
    assert list(chart.figure.data[0].x) == YEARS and chart.figure.data[0].width == 0.8


def test_removals_are_stacked_below_zero_and_no_share_is_claimed(draw):
    chart = draw(rows(["transport", "waste"], lulucf=[-15_000.0] * 5))
    assert {trace.name: trace.stackgroup for trace in chart.figure.data} == {
        "Transport": "above",
        "Waste and wastewater": "above",
        "Land use and forests": "below",
    }
    assert chart.figure.layout.yaxis.range[0] < -15 and "%" not in chart.takeaway


def test_a_missing_figure_turns_areas_into_bars_so_that_nothing_is_bridged(draw):
    chart = draw(rows(["transport", "waste"], waste=[6_000.0, math.nan, 5_000.0, 5_000.0, 5_000.0]))
    assert {trace.type for trace in chart.figure.data} == {"bar"} and chart.figure.data[1].y[1] is None
    assert "No figure for Waste and wastewater in 2011." in chart.notes


def test_a_part_that_changes_sign_is_drawn_as_bars(draw):
    chart = draw(rows(["transport"], lulucf=[-5_000.0, 2_000.0, -1_000.0, 1_000.0, -2_000.0]))
    assert {trace.type for trace in chart.figure.data} == {
        "bar"
    } and chart.figure.layout.barmode == "relative"


def test_one_year_is_one_bar(draw):
    chart = draw(rows(years=[2023]))
    assert {trace.type for trace in chart.figure.data} == {
        "bar"
    } and "Chart of the parts in 2023" in chart.alt


def test_zero_everywhere_is_drawn_as_zero_and_not_called_missing(draw):
    chart = draw(rows(["transport"], transport=[0.0] * 5))
    assert list(chart.figure.data[0].y) == [0.0] * 5


def test_names_stand_at_the_middle_of_their_parts(draw):
    # 2016: transport 52 000 * 0.86 = 44.72 kt, its middle 22.36; waste 5.59 kt on top of it: 44.72 + 2.795 = 47.515
    labels = draw(rows(["transport", "waste"])).figure.layout.annotations[:2]
    assert [label.y for label in labels] == pytest.approx([22.36, 47.515])


def test_areas_end_where_their_names_begin_and_bars_at_their_right_edge(draw):
    frame = rows(["transport", "waste"])
    area, bar = (draw(frame, kind=kind).figure.layout.annotations[0].x for kind in ("area", "bar"))
    assert (area, bar) == (2016, 2016.4)
