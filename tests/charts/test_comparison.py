import math
from itertools import combinations

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.comparison import ComparedArea, index_chart, small_multiples

FJORDVIK = ComparedArea("NO-9901", "Fjordvik", "greenhouse gases")
NORDBY = ComparedArea("NO-9902", "Nordby", "greenhouse gases")
LILLA = ComparedArea("SE-9903", "Lilla Strandköping", "fossil CO2 only", is_differing=True)
SIX = [
    FJORDVIK,
    NORDBY,
    LILLA,
    ComparedArea("IS-9904", "Höfðabyggð á Ströndum", "greenhouse gases"),
    ComparedArea("FI-9905", "Sund", "greenhouse gases"),
    ComparedArea("DK-9906", "Østerø", "greenhouse gases"),
]
YEARS = [2009, 2011, 2015, 2020, 2023]


def rows(**values):
    made = [
        (area_id.replace("_", "-"), year, value)
        for area_id, given in values.items()
        for year, value in zip(YEARS, given, strict=True)
    ]
    return pd.DataFrame(made, columns=["area_id", "year", "value"])


def six_rows():
    return rows(
        **{
            area.area_id.replace("-", "_"): [
                (index + 1) * 40_000.0 * share for share in (1, 0.97, 0.9, 0.8, 0.7 + index / 40)
            ]
            for index, area in enumerate(SIX)
        }
    )


TWELVE = [*SIX, *(ComparedArea(f"XX-{index}", f"Town {index}", "greenhouse gases") for index in range(6))]


def twelve_rows():
    others = {f"XX_{index}": [100.0, 98.0, 90.0 + index, 80.0, 60.0 + 3 * index] for index in range(6)}
    return pd.concat([six_rows(), rows(**others)])


def words_in(chart):
    return " | ".join(label.text for label in chart.figure.layout.annotations)


TWO = rows(
    NO_9901=[139_000.0, 134_000.0, 125_000.0, 110_000.0, 98_000.0],
    SE_9903=[math.nan, 200_000.0, 190_000.0, 180_000.0, 150_000.0],
)


def test_small_pictures_share_their_axes(english):
    layout = small_multiples(six_rows(), SIX, format=english, unit_label="t").figure.layout.to_plotly_json()
    names = ["", "2", "3", "4", "5", "6"]
    assert len({tuple(layout[f"xaxis{name}"]["range"]) for name in names}) == 1
    assert len({tuple(layout[f"yaxis{name}"]["range"]) for name in names}) == 1


def test_each_small_picture_is_titled_with_name_and_coverage(english):
    words = words_in(small_multiples(TWO, [FJORDVIK, LILLA], format=english, unit_label="t"))
    assert "<b>Fjordvik</b>" in words and "greenhouse gases" in words and "fossil CO2 only" in words


def test_a_differing_method_is_dashed_and_named(english):
    chart = small_multiples(TWO, [FJORDVIK, LILLA], format=english, unit_label="t")
    dashes = {trace.name: trace.line.dash for trace in chart.figure.data}
    assert dashes == {"Fjordvik": "solid", "Lilla Strandköping": palette.DIFFERING_METHOD_DASH}
    assert "Lilla Strandköping (fossil CO2 only)" in chart.notes[0]


def test_figures_that_mean_something_else_are_never_laid_behind_one_another(english):
    chart = small_multiples(TWO, [FJORDVIK, LILLA], format=english, unit_label="t")
    assert len(chart.figure.data) == 2


def test_the_others_with_the_same_meaning_stand_in_grey_behind(english):
    frame = rows(NO_9901=[5.0, 4.0, 3.0, 2.0, 1.0], NO_9902=[9.0, 8.0, 7.0, 6.0, 5.0])
    behind = small_multiples(frame, [FJORDVIK, NORDBY], format=english, unit_label="t").figure.data[0]
    assert behind.line.color == palette.CONTEXT and list(behind.y) == [9.0, 8.0, 7.0, 6.0, 5.0, None]


def test_the_heading_gives_each_its_newest_figure(english):
    chart = small_multiples(TWO, [FJORDVIK, LILLA], format=english, unit_label="t CO2e")
    assert (
        chart.takeaway
        == "Fjordvik: 98.0\u00a0kt in 2023; Lilla Strandköping (fossil CO2 only): 150\u00a0kt in 2023"
    )


def test_a_municipality_without_figures_keeps_its_place_and_says_so(english):
    chart = small_multiples(TWO, [FJORDVIK, NORDBY], format=english, unit_label="t CO2e")
    assert "no figures" in words_in(chart) and "No figures for Nordby." in chart.notes


def test_a_missing_value_leaves_a_gap_in_picture_and_table(english):
    chart = small_multiples(TWO, [LILLA, FJORDVIK], format=english, unit_label="t CO2")
    assert chart.figure.data[0].y[0] is None and chart.figure.data[0].connectgaps is False
    assert math.isnan(chart.table.set_index("Year").loc[2009, "Lilla Strandköping (fossil CO2 only), t CO2"])


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


def test_more_than_twelve_are_refused(english):
    with pytest.raises(ValueError, match="expected at most 12 areas to compare, found 13"):
        index_chart(six_rows(), [*SIX, *SIX, FJORDVIK], format=english)


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
