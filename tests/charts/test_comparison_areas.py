"""Who is compared, and what is said of each."""

import math

import pytest

from charts import palette
from charts.comparison import index_chart, small_multiples
from charts.comparison_areas import area_notes, rows_of, table_of
from tests.charts.compared_rows import FJORDVIK, LILLA, NORDBY, SIX, TWO, six_rows, words_in


def test_a_differing_method_is_dashed_and_named(english):
    chart = small_multiples(TWO, [FJORDVIK, LILLA], format=english, unit_label="t")
    dashes = {trace.name: trace.line.dash for trace in chart.figure.data}
    assert dashes == {"Fjordvik": "solid", "Lilla Strandköping": palette.DIFFERING_METHOD_DASH}
    assert "Lilla Strandköping (fossil CO2 only)" in chart.notes[0]


def test_a_municipality_without_figures_keeps_its_place_and_says_so(english):
    chart = small_multiples(TWO, [FJORDVIK, NORDBY], format=english, unit_label="t CO2e")
    assert "no figures" in words_in(chart) and "No figures for Nordby." in chart.notes


def test_more_than_twelve_are_refused(english):
    with pytest.raises(ValueError, match="expected at most 12 areas to compare, found 13"):
        index_chart(six_rows(), [*SIX, *SIX, FJORDVIK], format=english)


def test_areas_keep_the_order_chosen_and_years_are_put_in_theirs():
    [lilla, fjordvik] = rows_of(TWO.iloc[::-1], [LILLA, FJORDVIK])
    assert (lilla.area, fjordvik.area) == (LILLA, FJORDVIK)
    assert list(fjordvik.values) == [2009, 2011, 2015, 2020, 2023]


def test_headings_say_what_the_figures_cover():
    table = table_of(rows_of(TWO, [LILLA]), "t CO2")
    assert list(table.columns) == ["Year", "Lilla Strandköping (fossil CO2 only), t CO2"]
    assert math.isnan(table.iloc[0, 1])


def test_a_missing_year_is_named_with_its_municipality():
    assert area_notes(rows_of(TWO, [LILLA]))[-1] == "No figure for Lilla Strandköping in 2009."
