"""Borders: every area in its class, whole numbers in place of degrees, and a mark inside that can be chosen."""

import math
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.boundary_map import boundary_map, projected
from charts.map_classes import MapClass

ON_TRACK = MapClass("on_track", "On track", "#0B6FA4", "●")
NO_DATA = MapClass("no_data", "No data", symbol="○")


def box(west, south, east, north):
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


SHAPES = {"NO-9901": [box(10, 60, 11, 61)], "NO-9902": [box(11, 60, 12, 61), box(13, 60, 13.4, 60.4)]}


def cities(*ids, values=None):
    values = values or [float(number + 1) for number in range(len(ids))]
    return pd.DataFrame(
        {
            "municipality_id": list(ids),
            "name": [f"By {each[-1]}" for each in ids],
            "value": values,
            "year": pd.array([None if math.isnan(value) else 2023 for value in values], dtype="Int64"),
            "label": [f"{value:g} t in 2023" for value in values],
            "class_key": ["on_track"] * len(ids),
            "is_comparable": [True] * len(ids),
        }
    )


def drawn(frame, english, shapes=SHAPES, **more):
    return boundary_map(frame, shapes, format=english, unit_label="t", **more)


def fills(chart):
    return [trace for trace in chart.figure.data if trace.fill == "toself"]


def marks(chart):
    return [trace for trace in chart.figure.data if trace.mode == "text"]


TWO = ("NO-9901", "NO-9902")


def test_all_areas_of_a_class_are_one_line_with_gaps(english):
    # three rings of five corners and two gaps
    [fill] = fills(drawn(cities(*TWO), english, statuses=[ON_TRACK, NO_DATA]))
    assert (len(fill.x), list(fill.x).count(None), fill.fillcolor) == (17, 2, "#0B6FA4")


def test_corners_are_whole_steps_of_a_grid(english):
    [fill] = fills(drawn(cities(*TWO), english, statuses=[ON_TRACK]))
    corners = [x for x in fill.x if x is not None]
    assert all(isinstance(x, int) for x in corners)
    assert (min(corners), max(corners)) == (0, 2000)


def test_a_mark_lies_inside_its_area_and_knows_the_municipality(english):
    # of a U the middle of the box is outside
    horseshoe = [(10, 60), (13, 60), (13, 63), (12, 63), (12, 61), (11, 61), (11, 63), (10, 63), (10, 60)]
    [mark] = marks(drawn(cities("NO-9901"), english, {"NO-9901": [horseshoe]}, statuses=[ON_TRACK]))
    [fill] = fills(drawn(cities("NO-9901"), english, {"NO-9901": [horseshoe]}, statuses=[ON_TRACK]))
    assert mark.customdata[0][0] == "NO-9901"
    assert is_inside((mark.x[0], mark.y[0]), list(zip(fill.x, fill.y, strict=True)))


def is_inside(point, ring):
    x, y = point
    crossings = [
        x1 + (y + 0.5 - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 <= y + 0.5) != (y2 <= y + 0.5)
    ]
    return sum(crossing > x for crossing in crossings) % 2 == 1


def test_a_missing_value_is_drawn_without_colour_and_named(english):
    chart = drawn(cities(*TWO, values=[1.0, math.nan]), english)
    assert {fill.fillcolor for fill in fills(chart)} == {palette.TINTS[2], palette.GROUND}
    assert chart.notes == ("No figure: By 2.",)


def test_who_has_no_boundary_is_named_and_stays_in_the_table(english):
    chart = drawn(cities("NO-9901", "NO-9903"), english)
    assert chart.notes == ("No borders are loaded for By 3; the table has them.",)
    assert chart.table["Municipality"].tolist() == ["By 1", "By 3"]


def test_the_north_is_up_and_the_picture_keeps_its_form(english):
    layout = drawn(cities(*TWO), english).figure.layout
    assert layout.yaxis.range[0] < layout.yaxis.range[1]
    assert layout.xaxis.scaleanchor == "y"


def test_a_degree_of_longitude_is_half_as_long_at_sixty_degrees():
    # cos 60 = 0.5; the projection is true along 57 and 68 and stretches by about one percent between
    east = math.dist(projected(15, 60), projected(16, 60))
    north = math.dist(projected(15, 59.5), projected(15, 60.5))
    assert east / north == pytest.approx(0.5, rel=0.002)


def test_a_speck_is_left_out_but_never_the_only_ring_of_a_municipality(english):
    speck = box(10, 60, 10.0001, 60.0001)
    shapes = {"NO-9901": [speck], "NO-9902": [box(11, 60, 16, 64), box(17, 60, 17.0001, 60.0001)]}
    [fill] = fills(drawn(cities(*TWO), english, shapes, statuses=[ON_TRACK]))
    # one ring each: a single gap
    assert list(fill.x).count(None) == 1


def test_the_chosen_municipality_is_outlined(english):
    chart = drawn(cities(*TWO), english, chosen="NO-9901")
    assert (chart.figure.data[-1].line.color, chart.figure.data[-1].line.width) == (palette.TEXT, 2.5)


def test_nothing_of_it_asks_another_server(english):
    kinds = {trace.type for trace in drawn(cities(*TWO), english).figure.data}
    assert kinds == {"scatter"}


def test_a_map_as_tall_as_norway_stays_on_the_screen(english):
    shapes = {"NO-9901": [box(14, 55, 15, 71)]}
    assert drawn(cities("NO-9901"), english, shapes).figure.layout.height < 800


def test_plotly_knows_every_part_of_the_figure(english):
    whole = drawn(cities(*TWO), english, chosen="NO-9902").figure.to_dict()
    assert go.Figure(data=whole["data"], layout=whole["layout"])


def test_no_boundary_of_anybody_is_an_empty_state(english):
    assert drawn(cities("NO-9909"), english).takeaway == "No municipality to show yet."
