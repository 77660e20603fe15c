"""Squares in place of borders: coloured by class, hollow without a figure, and never lost on a phone."""

import math

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.map_classes import MapClass, class_edges, class_of, named
from charts.tile_map import RegionLabel, tile_map
from tests.charts.test_palette import CLEARLY_APART, VISIONS, contrast, distance, lab

ON_TRACK = MapClass("on_track", "On track", "#0B6FA4", "●")
WRONG_WAY = MapClass("wrong_way", "Wrong way", "#5E0F1F", "▲")
NO_DATA = MapClass("no_data", "No data", symbol="○")
STATUSES = (ON_TRACK, WRONG_WAY, NO_DATA)
LABELS = (RegionLabel("Havland", 0, 0, 2),)


def cities(count, *, values=None, keys=None, columns=4, is_comparable=None):
    values = values or [float(number + 1) for number in range(count)]
    return pd.DataFrame(
        {
            "municipality_id": [f"NO-{number:04}" for number in range(count)],
            "name": [f"By {number}" for number in range(count)],
            "value": values,
            "year": pd.array([None if math.isnan(value) else 2023 for value in values], dtype="Int64"),
            "label": ["No figure" if math.isnan(value) else f"{value:g} t in 2023" for value in values],
            "class_key": keys or ["on_track"] * count,
            "is_comparable": is_comparable or [True] * count,
            "column": [number % columns for number in range(count)],
            "row": [number // columns for number in range(count)],
        }
    )


def drawn(frame, english, statuses=None, **more):
    return tile_map(frame, LABELS, format=english, unit_label="t", statuses=statuses, **more)


def trace_named(chart, name):
    return next(trace for trace in chart.figure.data if trace.name == name)


def test_every_municipality_is_a_marker_that_knows_its_id_and_says_its_name_value_and_year(english):
    trace = trace_named(drawn(cities(2, keys=["on_track", "on_track"]), english, STATUSES), "On track")
    assert [point[0] for point in trace.customdata] == ["NO-0000", "NO-0001"]
    assert (trace.hovertext[1], trace.customdata[1][1]) == ("By 1", "2 t in 2023")
    assert trace.hovertemplate.startswith("<b>%{hovertext}</b><br>%{customdata[1]}<br>On track")


def test_a_municipality_without_a_figure_is_hollow_and_named(english):
    chart = drawn(cities(3, values=[1.0, math.nan, 3.0]), english)
    assert trace_named(chart, "No figure").marker.color == palette.GROUND
    assert chart.notes == ("No figure: By 1.",)


def test_zero_is_a_value_and_not_missing(english):
    chart = drawn(cities(2, values=[0.0, 5.0]), english)
    assert "No figure" not in [trace.name for trace in chart.figure.data]


def test_what_is_counted_otherwise_is_not_coloured_by_value_and_is_named(english):
    chart = drawn(cities(3, is_comparable=[True, True, False]), english)
    assert trace_named(chart, "Counted otherwise").marker.color == palette.GROUND
    assert chart.notes[0] == "Counted otherwise than the others, so not coloured by value: By 2."


def test_no_verdict_is_hollow_and_a_verdict_has_its_symbol(english):
    chart = drawn(cities(2, keys=["wrong_way", "no_data"]), english, STATUSES)
    assert trace_named(chart, "No data").marker.color == palette.GROUND
    assert trace_named(chart, "Wrong way").text[0].startswith("▲")


def test_the_sentence_of_verdicts_counts_them(english):
    chart = drawn(cities(3, keys=["on_track", "no_data", "on_track"]), english, STATUSES)
    assert chart.takeaway == "On track: 2; No data: 1"
    assert "3 squares" in chart.alt and chart.takeaway in chart.alt


def test_the_sentence_of_values_names_the_lowest_and_the_highest_of_those_that_compare(english):
    chart = drawn(cities(3, values=[7.0, 2.0, 99.0], is_comparable=[True, True, False]), english)
    assert chart.takeaway == "From 2 t in 2023 in By 1 to 7 t in 2023 in By 0"


def test_the_table_keeps_full_precision_and_missing_stays_missing(english):
    table = drawn(cities(2, values=[1.23456789, math.nan]), english).table
    assert table["Value, t"].tolist()[0] == 1.23456789
    assert table[["Value, t", "Year"]].iloc[1].isna().all()


def test_values_fall_into_five_classes_of_equally_many():
    # ten values, two in each
    assert class_edges([float(number) for number in range(1, 11)]) == [2.0, 4.0, 6.0, 8.0, 10.0]


def test_equal_values_are_never_parted():
    edges = class_edges([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0])
    assert edges == [1.0, 2.0]
    assert (class_of(1.0, edges), class_of(2.0, edges)) == (0, 1)


def test_no_value_makes_no_class():
    assert class_edges([]) == []


@pytest.mark.parametrize("vision", VISIONS)
def test_neighbouring_tints_are_told_apart_by_every_eye(vision):
    pairs = zip(palette.TINTS, palette.TINTS[1:], strict=False)
    assert min(distance(lab(one, vision), lab(other, vision)) for one, other in pairs) > CLEARLY_APART


@pytest.mark.parametrize("tint", palette.TINTS)
def test_letters_on_a_tint_can_be_read(tint):
    assert contrast(MapClass("0", "", tint).ink, tint) >= 4.5  # WCAG 2.2, 1.4.3


def test_the_outline_of_the_lightest_tint_stands_out_from_the_ground(english):
    trace = drawn(cities(5), english).figure.data[0]
    assert trace.marker.line.color == palette.VINTAGE
    assert contrast(palette.VINTAGE, palette.GROUND) >= 3.0  # WCAG 2.2, 1.4.11


@pytest.mark.parametrize("count", [1, 12, 1200])
def test_a_map_of_any_size_fits_the_width_of_a_phone_without_squares_on_squares(english, count):
    columns = min(count, 75)
    figure = drawn(cities(count, columns=columns), english).figure
    layout = figure.layout
    rows = -(-count // columns)
    tile_px = (layout.height - layout.margin.t - layout.margin.b) / rows
    assert tile_px * columns <= 358 + columns  # a height in whole pixels may add one to a row
    assert figure.data[0].marker.size < tile_px + 0.1


def test_both_axes_share_one_scale(english):
    layout = drawn(cities(12), english).figure.layout
    assert (layout.xaxis.scaleanchor, layout.xaxis.constrain) == ("y", "range")


def test_tiles_too_small_for_letters_tell_verdicts_by_their_form(english):
    frame = cities(150, keys=["on_track"] * 75 + ["wrong_way"] * 75, columns=75)
    forms = [trace.marker.symbol for trace in drawn(frame, english, STATUSES).figure.data]
    assert len(set(forms)) == 2


def test_the_chosen_municipality_has_a_frame_and_nobody_is_dimmed(english):
    figure = drawn(cities(4), english, chosen="NO-0002").figure
    frame = figure.data[-1]
    assert (list(frame.x), list(frame.y), frame.marker.symbol) == ([2], [0], "square-open")
    assert figure.data[0].unselected.marker.opacity == 1


@pytest.mark.parametrize("name", ["<b>Vik</b>", "A&B"])
def test_a_name_from_a_file_is_shown_as_it_is_written(english, name):
    frame = cities(1).assign(name=name)
    assert "<b>" not in drawn(frame, english).figure.data[0].hovertext[0]


def test_plotly_knows_every_part_of_the_figure(english):
    figure = drawn(
        cities(12, keys=["on_track", "wrong_way", "no_data"] * 4), english, STATUSES, chosen="NO-0001"
    ).figure
    whole = figure.to_dict()
    assert go.Figure(data=whole["data"], layout=whole["layout"])


@pytest.mark.parametrize("count", [4, 60])
def test_words_of_key_and_regions_never_lie_on_one_another_on_a_phone(english, label_boxes, count):
    frame = cities(count, values=[1e3 * 1.7**number for number in range(count)], columns=8)
    figure = tile_map(
        frame,
        [RegionLabel("Havland", 0, 0, 3), RegionLabel("Dalmarken", 4, 0, 3)],
        format=english,
        unit_label="t CO2e",
    ).figure
    words = [(text, box) for text, box in label_boxes(figure, 358).items() if len(text) > 1]
    overlaps = [
        (one, other)
        for number, (one, box) in enumerate(words)
        for other, second in words[number + 1 :]
        if box.left < second.right
        and second.left < box.right
        and box.top < second.bottom
        and second.top < box.bottom
    ]
    assert overlaps == []


def test_no_municipality_at_all_is_an_empty_state(english):
    chart = drawn(cities(1).iloc[:0], english)
    assert chart.takeaway == "No municipality to show yet."


def test_many_names_are_counted_after_the_twelfth():
    assert named([f"By {number}" for number in range(15)]).endswith("By 11 and 3 more")


def test_the_frame_is_left_as_it_was(english):
    frame = cities(5, values=[1.0, math.nan, 2.0, 3.0, 4.0])
    before = frame.copy()
    drawn(frame, english)
    pd.testing.assert_frame_equal(frame, before)
