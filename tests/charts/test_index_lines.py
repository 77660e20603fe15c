"""Change since a common year."""

from charts.index_lines import common_years, index_figure, index_scale, indexed
from charts.lines import NamedLine


def test_a_common_year_has_a_figure_above_zero_in_every_series():
    # 2019 is missing in one, 2020 zero in the other
    series = [{2019: None, 2020: 4.0, 2021: 5.0}, {2019: 1.0, 2020: 0.0, 2021: 2.0}]
    assert common_years(series) == [2021]


def test_nothing_has_nothing_in_common():
    assert common_years([]) == []


def test_the_base_year_is_100_and_missing_stays_missing():
    # 40 / 50
    assert indexed({2020: 50.0, 2021: None, 2022: 40.0}, 2020) == {2020: 100.0, 2021: None, 2022: 80.0}


def test_the_unit_says_which_year_is_100_and_stands_behind_no_number(english):
    assert index_scale(2020).unit == "2020 = 100"
    assert index_scale(2020).amount(80.0, english) == "80.0"


def test_the_level_of_the_base_year_is_drawn(english):
    lines = [NamedLine("Waste", (2020, 2022), (100.0, 80.0), "#7B6E49", 0)]
    assert [shape.y0 for shape in index_figure(lines, 2020, numbers=english).layout.shapes] == [100.0]
