import math
from itertools import combinations

import plotly.graph_objects as go
import pytest

from charts import palette
from charts.comparison import index_chart, small_multiples
from tests.charts.compared_rows import (
    FJORDVIK,
    LILLA,
    NORDBY,
    SIX,
    TWELVE,
    TWO,
    rows,
    six_rows,
    twelve_rows,
)


def test_the_heading_gives_each_its_newest_figure(english):
    chart = small_multiples(TWO, [FJORDVIK, LILLA], format=english, unit_label="t CO2e")
    assert (
        chart.takeaway
        == "Fjordvik: 98.0\u00a0kt in 2023; Lilla Strandköping (fossil CO2 only): 150\u00a0kt in 2023"
    )


def test_index_lines_are_100_in_the_first_common_year(english):
    chart = index_chart(TWO, [FJORDVIK, LILLA], format=english)
    fjordvik, lilla = chart.figure.data
    assert fjordvik.y[1] == lilla.y[1] == 100.0
    # 98 / 134 - 1 = -26.9 %; 150 / 200 - 1 = -25 %
    assert (
        chart.takeaway
        == "From 2011 to 2023: Fjordvik −27\u00a0%; Lilla Strandköping (fossil CO2 only) −25\u00a0%"
    )


def test_the_index_keeps_the_given_order_and_ranks_nobody(english):
    assert index_chart(TWO, [LILLA, FJORDVIK], format=english).takeaway.startswith(
        "From 2011 to 2023: Lilla Strandköping"
    )


def test_a_wished_base_year_is_used(english):
    assert index_chart(TWO, [FJORDVIK, LILLA], format=english, base_year=2015).figure.data[0].y[2] == 100.0


def test_a_base_year_that_one_of_them_lacks_is_refused_in_words(english):
    chart = index_chart(TWO, [FJORDVIK, LILLA], format=english, base_year=2009)
    assert chart.takeaway.startswith("These municipalities have no year in common")


def test_different_last_years_are_told(english):
    frame = TWO[~((TWO["area_id"] == "SE-9903") & (TWO["year"] == 2023))]
    chart = index_chart(frame, [FJORDVIK, LILLA], format=english)
    # 180 / 200 - 1 = -10 %
    assert (
        chart.takeaway
        == "Since 2011: Fjordvik −27\u00a0% to 2023; Lilla Strandköping (fossil CO2 only) −10\u00a0% to 2020"
    )


def test_index_lines_differ_in_marker_and_the_differing_method_in_dash(english):
    lines = index_chart(six_rows(), SIX, format=english).figure.data
    assert len({line.marker.symbol for line in lines}) == 6
    assert [line.line.dash for line in lines].count(palette.DIFFERING_METHOD_DASH) == 1


def test_a_zero_start_is_no_common_year(english):
    frame = rows(NO_9901=[0.0, 5.0, 4.0, 3.0, 2.0], NO_9902=[1.0, 5.0, 5.0, 5.0, 5.0])
    assert index_chart(frame, [FJORDVIK, NORDBY], format=english).figure.data[0].y[1] == 100.0


@pytest.mark.parametrize("chart_of", [small_multiples, index_chart])
@pytest.mark.parametrize("frame", [TWO.head(0), TWO.assign(value=math.nan)], ids=["no rows", "all missing"])
def test_nothing_to_compare_says_what_to_do(english, chart_of, frame):
    more = {"unit_label": "t"} if chart_of is small_multiples else {}
    chart = chart_of(frame, [FJORDVIK, LILLA], format=english, **more)
    assert chart.takeaway.startswith("No figures yet for these municipalities. Load their workbooks")


def test_the_first_six_stand_in_colour_and_the_others_in_grey(english):
    colours = [line.line.color for line in index_chart(twelve_rows(), TWELVE, format=english).figure.data]
    assert colours[:6] == list(palette.AREA_COLOURS)
    assert set(colours[6:]) == {palette.OTHER}


def test_who_stands_in_grey_is_named(english):
    notes = index_chart(twelve_rows(), TWELVE, format=english).notes
    assert notes[0].startswith("In grey: Town 0, Town 1, Town 2")


def test_grey_lines_are_told_apart_by_marker(english):
    lines = index_chart(twelve_rows(), TWELVE, format=english).figure.data
    assert len({line.marker.symbol for line in lines[6:]}) == 6


@pytest.mark.parametrize("width_px", [358, 800])
@pytest.mark.parametrize("chart_of", [small_multiples, index_chart])
@pytest.mark.parametrize("areas", [SIX, TWELVE], ids=["six", "twelve"])
def test_no_label_covers_another_or_leaves_the_picture(english, label_boxes, chart_of, width_px, areas):
    more = {"unit_label": "t"} if chart_of is small_multiples else {}
    figure = chart_of(twelve_rows(), areas, format=english, **more).figure
    boxes = label_boxes(figure, width_px)
    assert [pair for pair in combinations(boxes, 2) if boxes[pair[0]].overlap(boxes[pair[1]]) > 4] == []
    assert all(
        box.left >= 0 and box.right <= width_px and box.top >= 0 and box.bottom <= figure.layout.height
        for box in boxes.values()
    )


@pytest.mark.parametrize("chart_of", [small_multiples, index_chart])
def test_plotly_itself_accepts_the_figure(english, chart_of):
    more = {"unit_label": "t"} if chart_of is small_multiples else {}
    figure = chart_of(six_rows(), SIX, format=english, **more).figure
    assert len(go.Figure(figure.to_dict()).data) == len(figure.data)
