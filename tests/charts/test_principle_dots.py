"""Principles as respondents see them: a mark for each group, the line of the spread, and what is not told."""

import math
from itertools import combinations

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.principle_dots import principle_dots_chart
from data.code_lists import PRINCIPLES, RESPONDENT_GROUPS

SCALE = ("not started", "talked about", "planned", "practised", "learned from and shared")


def frame_of(**medians):
    """Per principle the median of each group; "all" is that of all respondents, None = not told."""
    rows = [
        {"principle": principle, "respondent_group": "" if group == "all" else group, "median": value, "respondents": 4}
        for principle, given in medians.items()
        for group, value in given.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["principle", "respondent_group", "median", "respondents"])


def chart_of(frame, numbers, principles=("people", "inclusion")):
    return principle_dots_chart(
        frame, principles, titles=PRINCIPLES, groups=RESPONDENT_GROUPS, scale_words=SCALE, format=numbers
    )


TWO = frame_of(
    people={"all": 2.0, "politicians": 2.5, "residents": 1.5},
    inclusion={"all": 1.5, "politicians": 3.0, "administration": 1.0, "residents": 1.0},
)


def traces(chart):
    return {trace.name: trace for trace in chart.figure.data if trace.name}


def test_the_takeaway_names_the_principle_with_the_widest_spread(english):
    # 3 - 1 = 2 against 2.5 - 1.5 = 1
    chart = chart_of(TWO, english)
    assert chart.takeaway == "Inclusion and co-creation: Administration, Residents: 1 – Politicians: 3"


def test_a_group_is_told_by_its_shape_and_keeps_it_whoever_else_answered(english):
    alone = chart_of(frame_of(people={"residents": 1.0}), english)
    for chart in (alone, chart_of(TWO, english)):
        marker = traces(chart)["Residents"].marker
        assert (marker.symbol, marker.color) == (palette.MARKERS[5], palette.AREA_COLOURS[5])


def test_the_line_reaches_from_the_lowest_to_the_highest_group(english):
    line = chart_of(TWO, english).figure.data[0]
    assert list(line.x) == [1.5, 2.5, None, 1.0, 3.0, None]


def test_groups_with_the_same_median_stand_above_each_other(english):
    found = traces(chart_of(TWO, english))
    first, second = found["Administration"].y[0], found["Residents"].y[1]
    assert (found["Administration"].x[0], found["Residents"].x[1]) == (1.0, 1.0)
    assert second - first >= found["Residents"].marker.size


def test_what_is_not_told_is_missing_and_no_zero(english):
    frame = frame_of(
        people={"all": 2.0, "politicians": 2.0, "residents": None}, inclusion={"all": 1.0, "residents": 0.0}
    )
    chart = chart_of(frame, english)
    table = chart.table.set_index("Principle")
    assert math.isnan(table.loc["People in the centre", "Residents"])
    assert table.loc["Inclusion and co-creation", "Residents"] == 0.0
    assert list(traces(chart)["Residents"].x) == [0.0]


def test_a_group_that_is_told_nowhere_has_neither_key_nor_column(english):
    chart = chart_of(frame_of(people={"politicians": 2.0, "business": None}), english)
    assert "Business" not in chart.table.columns
    assert not any("Business" in label.text for label in chart.figure.layout.annotations)


def test_the_text_alternative_tells_every_figure(english):
    assert (
        "People in the centre: Politicians 2.5, Residents 1.5, All respondents 2."
        in chart_of(TWO, english).alt
    )


def test_a_principle_without_figures_is_named_below(english):
    chart = chart_of(TWO, english, principles=("people", "open_data"))
    assert chart.notes == ("No figures for: Share and use open data.",)


def test_groups_that_agree_have_no_line_and_the_words_say_so(english):
    chart = chart_of(frame_of(people={"politicians": 2.0, "residents": 2.0}), english)
    assert chart.takeaway == "The groups agree on every principle"
    assert list(chart.figure.data[0].x) == []


def test_one_group_has_no_spread(english):
    chart = chart_of(frame_of(people={"all": 2.0, "politicians": 2.0}), english)
    assert chart.takeaway == "No two groups can be compared yet"
    assert math.isnan(chart.table.loc[0, "Spread"])


def test_no_figures_at_all_says_so(english):
    assert chart_of(TWO.head(0), english).takeaway == "No answers that can be shown yet."


def test_the_words_of_the_scale_stand_below_their_scores(english):
    axis = chart_of(TWO, english).figure.layout.xaxis
    assert (axis.tickvals[4], axis.ticktext[4]) == (4, "4<br>learned<br>from and<br>shared")
    assert list(axis.range) == [0, 4]


@pytest.mark.parametrize("width_px", [358, 800])
def test_no_label_covers_another_or_leaves_the_picture(english, label_boxes, width_px):
    medians = dict(zip(RESPONDENT_GROUPS, (0.5, 4.0, 0.5, 2.0, 0.5, 4.0), strict=True))
    figure = chart_of(
        frame_of(**dict.fromkeys(PRINCIPLES, medians | {"all": 1.0})), english, tuple(PRINCIPLES)
    ).figure
    boxes = label_boxes(figure, width_px)
    assert len(boxes) == len(PRINCIPLES) + len(RESPONDENT_GROUPS) + 1
    assert [pair for pair in combinations(boxes, 2) if boxes[pair[0]].overlap(boxes[pair[1]]) > 0] == []
    assert all(box.left >= 0 and box.right <= width_px for box in boxes.values())


def test_plotly_itself_accepts_the_figure(english):
    assert len(go.Figure(chart_of(TWO, english).figure.to_dict()).data) == 5
