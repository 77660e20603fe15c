"""Sectors of municipalities side by side: colours, folding, what is missing."""

import math
from itertools import combinations

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.sector_profile import ProfiledArea, sector_profile_chart
from data.code_lists import SECTORS

FJORDVIK, NORDBY = ProfiledArea("NO-1", "Fjordvik"), ProfiledArea("NO-2", "Nordby")
EIGHT = ("transport", "agriculture", "waste", "industry", "off_road", "stationary_energy", "ippu", "other")


def frame_of(**shares):
    rows = [
        (area.replace("_", "-"), sector, value)
        for area, given in shares.items()
        for sector, value in given.items()
    ]
    return pd.DataFrame(rows, columns=["area_id", "sector", "value"])


def chart_of(frame, numbers, areas=(FJORDVIK, NORDBY), unit="%"):
    return sector_profile_chart(frame, areas, titles=SECTORS, format=numbers, unit_label=unit, year=2022)


TWO = frame_of(NO_1={"transport": 60.0, "waste": 40.0}, NO_2={"transport": 25.0, "waste": 75.0})


def test_a_sector_has_the_colour_of_every_other_page(english):
    colours = {trace.name: trace.marker.color for trace in chart_of(TWO, english).figure.data}
    assert colours == {
        "Transport": palette.SECTOR_COLOURS["transport"],
        "Waste and wastewater": palette.SECTOR_COLOURS["waste"],
    }


def test_each_municipality_is_named_with_its_largest_sector(english):
    chart = chart_of(TWO, english)
    assert chart.takeaway == "Fjordvik: Transport 60\u00a0%; Nordby: Waste and wastewater 75\u00a0%"


def test_at_most_six_hues_and_the_small_ones_drawn_as_one(english):
    # 30 + 20 + 15 + 12 + 9 are kept; 7 + 4 + 3 = 14 are one
    values = dict(zip(EIGHT, (30.0, 20.0, 15.0, 12.0, 9.0, 7.0, 4.0, 3.0), strict=True))
    chart = chart_of(frame_of(NO_1=values), english, areas=(FJORDVIK,))
    assert len(chart.figure.data) == 6
    assert list(chart.figure.data[-1].x) == [14.0]
    assert len(chart.table.columns) == 9


def test_a_sector_that_is_not_there_is_no_zero(english):
    chart = chart_of(frame_of(NO_1={"transport": 100.0}, NO_2={"waste": 100.0}), english)
    assert chart.figure.data[0].x == (100.0, None)
    assert math.isnan(chart.table.set_index("Municipality").loc["Nordby", "Transport, %"])


def test_a_municipality_without_a_bar_says_why(english):
    absent = ProfiledArea("NO-2", "Nordby", "no figures for 2022")
    chart = chart_of(frame_of(NO_1={"transport": 100.0}), english, areas=(FJORDVIK, absent))
    assert "Nordby: no figures for 2022" in chart.takeaway


def test_no_sectors_at_all_says_what_to_do(english):
    assert chart_of(TWO.head(0), english).takeaway.startswith("No sectors to draw yet.")


def test_amounts_per_inhabitant_keep_their_unit(english):
    frame = frame_of(NO_1={"transport": 1.5}, NO_2={"transport": 2.0})
    chart = chart_of(frame, english, unit="t CO2e/inhabitant")
    assert chart.figure.layout.xaxis.title.text == "t CO2e/inhabitant"


@pytest.mark.parametrize("width_px", [358, 800])
def test_no_label_covers_another_or_leaves_the_picture(english, label_boxes, width_px):
    areas = [ProfiledArea(f"NO-{index}", f"Höfðabyggð á Ströndum {index}") for index in range(12)]
    values = dict.fromkeys(EIGHT, 12.5)
    figure = chart_of(frame_of(**{f"NO_{index}": values for index in range(12)}), english, areas=areas).figure
    boxes = {words: box for words, box in label_boxes(figure, width_px).items() if "■" not in words}
    assert [pair for pair in combinations(boxes, 2) if boxes[pair[0]].overlap(boxes[pair[1]]) > 0] == []
    assert all(box.right <= width_px for box in boxes.values())


def test_the_names_of_the_colours_fit_a_phone(english):
    figure = chart_of(frame_of(NO_1=dict.fromkeys(EIGHT, 12.5)), english, areas=(FJORDVIK,)).figure
    keys = [label for label in figure.layout.annotations if "■" in label.text]
    rows = {label.yshift for label in keys}
    assert len(keys) == 6
    assert figure.layout.margin.t >= 19 * len(rows)
    assert all(label.xshift < 250 for label in keys)


def test_plotly_itself_accepts_the_figure(english):
    assert len(go.Figure(chart_of(TWO, english).figure.to_dict()).data) == 2
