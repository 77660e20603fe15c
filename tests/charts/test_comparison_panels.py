"""Small pictures with the same axes."""

import math

from charts import palette
from charts.comparison import small_multiples
from tests.charts.compared_rows import FJORDVIK, LILLA, NORDBY, SIX, TWO, rows, six_rows, words_in


def test_small_pictures_share_their_axes(english):
    layout = small_multiples(six_rows(), SIX, format=english, unit_label="t").figure.layout.to_plotly_json()
    names = ["", "2", "3", "4", "5", "6"]
    assert len({tuple(layout[f"xaxis{name}"]["range"]) for name in names}) == 1
    assert len({tuple(layout[f"yaxis{name}"]["range"]) for name in names}) == 1


def test_each_small_picture_is_titled_with_name_and_coverage(english):
    words = words_in(small_multiples(TWO, [FJORDVIK, LILLA], format=english, unit_label="t"))
    assert "<b>Fjordvik</b>" in words and "greenhouse gases" in words and "fossil CO2 only" in words


def test_figures_that_mean_something_else_are_never_laid_behind_one_another(english):
    chart = small_multiples(TWO, [FJORDVIK, LILLA], format=english, unit_label="t")
    assert len(chart.figure.data) == 2


def test_the_others_with_the_same_meaning_stand_in_grey_behind(english):
    frame = rows(NO_9901=[5.0, 4.0, 3.0, 2.0, 1.0], NO_9902=[9.0, 8.0, 7.0, 6.0, 5.0])
    behind = small_multiples(frame, [FJORDVIK, NORDBY], format=english, unit_label="t").figure.data[0]
    assert behind.line.color == palette.CONTEXT and list(behind.y) == [9.0, 8.0, 7.0, 6.0, 5.0, None]


def test_a_missing_value_leaves_a_gap_in_picture_and_table(english):
    chart = small_multiples(TWO, [LILLA, FJORDVIK], format=english, unit_label="t CO2")
    assert chart.figure.data[0].y[0] is None and chart.figure.data[0].connectgaps is False
    assert math.isnan(chart.table.set_index("Year").loc[2009, "Lilla Strandköping (fossil CO2 only), t CO2"])


def test_a_single_year_has_room_on_both_sides(english):
    frame = rows(NO_9901=[5.0, 4.0, 3.0, 2.0, 1.0]).head(1)
    axis = small_multiples(frame, [FJORDVIK], format=english, unit_label="t").figure.layout.xaxis
    assert axis.tickvals == (2008, 2010)
