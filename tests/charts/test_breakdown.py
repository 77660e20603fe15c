import math
from itertools import combinations

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.breakdown import breakdown_chart

TITLES = {
    "transport": "Transport",
    "stationary_energy": "Heating and stationary energy",
    "energy_generation": "Power and district heat production",
    "agriculture": "Agriculture",
    "waste": "Waste and wastewater",
    "industry": "Industry (energy and process)",
    "off_road": "Off-road machinery",
    "other": "Other",
    "lulucf": "Land use and forests",
}
LEVELS = {
    "transport": 52_000.0,
    "stationary_energy": 21_000.0,
    "industry": 15_000.0,
    "agriculture": 13_000.0,
    "energy_generation": 9_000.0,
    "off_road": 7_000.0,
    "waste": 6_500.0,
    "other": 8_000.0,
}
YEARS = [2009, 2011, 2013, 2015, 2016]


def rows(codes=tuple(LEVELS), years=YEARS, **changes):
    made = [
        (year, code, LEVELS.get(code, 0.0) * (1 - 0.02 * (year - 2009))) for code in codes for year in years
    ]
    frame = pd.DataFrame(made, columns=["year", "category", "value"])
    for code, values in changes.items():
        extra = pd.DataFrame({"year": years, "category": code, "value": values})
        frame = pd.concat([frame[frame["category"] != code], extra], ignore_index=True)
    return frame


@pytest.fixture
def draw(english):
    def draw_(frame, **more):
        options = {"dimension": "sector", "titles": TITLES, "unit_label": "t CO2e", **more}
        return breakdown_chart(frame, format=english, **options)

    return draw_


def words_in(chart):
    return " | ".join(label.text for label in chart.figure.layout.annotations)


def test_at_most_six_hues_are_drawn_and_the_smallest_become_one(draw):
    chart = draw(rows())
    assert [trace.name for trace in chart.figure.data] == [
        "Transport",
        "Heating and stationary energy",
        "Industry (energy and process)",
        "Agriculture",
        "Power and district heat production",
        "Other sectors",
    ]
    # 8 000 + 7 000 + 6 500, in kt
    assert chart.figure.data[-1].y[0] == pytest.approx(21.5)


def test_what_was_drawn_as_one_is_named_and_complete_in_the_table(draw):
    chart = draw(rows())
    assert "Drawn as one: Other, Off-road machinery, Waste and wastewater." in chart.notes
    assert chart.table.set_index("Year").loc[2009, "Off-road machinery, t CO2e"] == 7_000.0
    assert len(chart.table.columns) == 1 + 8 + 1


def test_six_parts_need_no_folding(draw):
    assert len(draw(rows(list(LEVELS)[:6])).figure.data) == 6


def test_a_sector_has_its_colour_on_every_chart(draw):
    alone, together = draw(rows(["transport", "waste"])), draw(rows())
    assert (
        alone.figure.data[0].fillcolor
        == together.figure.data[0].fillcolor
        == palette.SECTOR_COLOURS["transport"]
    )


def test_the_heading_names_the_largest_part_and_its_share(draw):
    # 2016: 52 000 * 0.86 = 44 720; all parts 131 500 * 0.86: 52 / 131.5 = 39.5 %
    assert (
        draw(rows()).takeaway == "Transport is the largest part in 2016: 44.7\u00a0kt, 40\u00a0% of the sum"
    )


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


def test_a_year_without_a_row_is_said_like_a_missing_one(draw):
    frame = rows(["transport", "waste"])
    chart = draw(frame[~((frame["category"] == "waste") & (frame["year"] == 2013))])
    assert "No figure for Waste and wastewater in 2013." in chart.notes


def test_a_sum_with_a_missing_part_is_missing(draw):
    table = draw(rows(["transport", "waste"], waste=[math.nan, 1.0, 1.0, 1.0, 1.0])).table.set_index("Year")
    assert math.isnan(table.loc[2009, "Sum of the parts, t CO2e"])


def test_a_folded_sum_with_a_missing_part_is_missing(draw):
    chart = draw(rows(off_road=[math.nan, 7_000.0, 7_000.0, 7_000.0, 7_000.0]), kind="bar")
    assert chart.figure.data[-1].name == "Other sectors" and chart.figure.data[-1].y[0] is None


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


def test_gases_have_their_own_colours(draw):
    frame = pd.DataFrame(
        {"year": [2020, 2021] * 2, "category": ["CO2"] * 2 + ["CH4"] * 2, "value": [9.0, 8.0, 1.0, 1.0]}
    )
    chart = draw(frame, dimension="gas", titles={"CO2": "Carbon dioxide", "CH4": "Methane"})
    assert [trace.fillcolor for trace in chart.figure.data] == [
        palette.GAS_COLOURS["CO2"],
        palette.GAS_COLOURS["CH4"],
    ]


@pytest.mark.parametrize(
    "frame", [rows().head(0), rows(["transport"]).assign(value=math.nan)], ids=["no rows", "all missing"]
)
def test_nothing_to_draw_says_what_to_do(draw, frame):
    assert draw(frame).takeaway.startswith("No sectors or gases to draw yet. Load a file")


def test_zero_everywhere_is_drawn_as_zero_and_not_called_missing(draw):
    chart = draw(rows(["transport"], transport=[0.0] * 5))
    assert list(chart.figure.data[0].y) == [0.0] * 5


@pytest.mark.parametrize("width_px", [358, 800])
@pytest.mark.parametrize("kind", ["area", "bar", "line"])
@pytest.mark.parametrize("is_indexed", [False, True])
def test_no_label_covers_another_or_leaves_the_picture(draw, label_boxes, kind, is_indexed, width_px):
    chart = draw(rows(), kind=kind, is_indexed=is_indexed)
    boxes = label_boxes(chart.figure, width_px)
    assert [pair for pair in combinations(boxes, 2) if boxes[pair[0]].overlap(boxes[pair[1]]) > 4] == []
    height = chart.figure.layout.height
    assert all(
        box.left >= 0 and box.right <= width_px and box.top >= 0 and box.bottom <= height
        for box in boxes.values()
    )


@pytest.mark.parametrize("kind", ["area", "bar", "line"])
def test_plotly_itself_accepts_the_figure(draw, kind):
    figure = draw(rows(lulucf=[-3_000.0] * 5), kind=kind).figure
    assert len(go.Figure(figure.to_dict()).data) == 6


def test_the_given_frame_is_left_as_it_was(draw):
    frame = rows()
    before = frame.copy()
    draw(frame)
    pd.testing.assert_frame_equal(frame, before)
