"""A line the size of a word."""

from urllib.parse import unquote
from xml.etree import ElementTree

from charts.sparkline import HEIGHT_PX, WIDTH_PX, sparkline


def places(address):
    svg = ElementTree.fromstring(unquote(address.removeprefix("data:image/svg+xml,")))
    line = svg.find("{http://www.w3.org/2000/svg}polyline")
    return [tuple(float(part) for part in pair.split(",")) for pair in line.get("points").split()]


def test_the_line_runs_from_the_first_to_the_newest_year_with_zero_on_the_lower_edge():
    # 0 lies 3 px above the edge, the largest value 3 px below the top, half of it in the middle
    assert places(sparkline([(2009, 100.0), (2020, 50.0), (2024, 0.0)])) == [
        (3.0, 3.0),
        (69.0, HEIGHT_PX / 2),
        (WIDTH_PX - 3.0, HEIGHT_PX - 3.0),
    ]


def test_values_below_zero_have_room():
    assert places(sparkline([(2020, -10.0), (2024, -20.0)]))[1][1] == HEIGHT_PX - 3.0


def test_one_point_is_no_line():
    assert sparkline([(2024, 1.0)]) == ""
    assert sparkline([]) == ""


def test_nothing_but_zero_is_a_level_line():
    assert {y for _x, y in places(sparkline([(2020, 0.0), (2024, 0.0)]))} == {HEIGHT_PX / 2}
