"""The ladder of stages, drawn."""

import pandas as pd
import plotly.graph_objects as go

from charts.funnel import funnel_chart

LADDER = [
    {"stage": "Idea", "is_end": False, "here": 1, "reached": 4, "median_days": 244.0, "left": 3},
    {"stage": "Implementation", "is_end": False, "here": 2, "reached": 2, "median_days": None, "left": 0},
    {"stage": "Stopped", "is_end": True, "here": 1, "reached": 1, "median_days": None, "left": 0},
]


def drawn(numbers, rows=LADDER, projects=4):
    frame = pd.DataFrame(rows).assign(projects=projects)
    return funnel_chart(
        frame, format=numbers, implementation="Implementation", empty_text="There is no project yet."
    )


def test_the_sentence_says_how_many_reached_implementation_and_where_they_stand_longest(english):
    words = "2 of 4 projects have reached implementation; they stand longest on Idea, 244 days in the median"
    assert drawn(english).takeaway == words


def test_bars_show_who_stands_there_and_who_has_been_there(english):
    reached, here = drawn(english).figure.data
    assert (list(reached.x), list(here.x)) == ([4, 2, 0], [1, 2, 1])


def test_a_stage_that_nobody_has_left_has_no_median(english):
    chart = drawn(english)
    assert "Implementation: 2 now, 2 of 4 reached it." in chart.alt
    assert chart.table["Median time there, days"].isna().tolist() == [False, True, True]


def test_shares_are_of_all_projects(english):
    # 2 of 4 are 50 %
    assert drawn(english).table["Have reached it, %"].tolist() == [100.0, 50.0, 25.0]


def test_a_count_of_projects_is_never_a_fraction_on_the_axis(english):
    assert drawn(english).figure.layout.xaxis.dtick == 1
    go.Figure(drawn(english).figure.to_plotly_json())


def test_without_projects_it_says_so(english):
    assert drawn(english, projects=0).takeaway == "There is no project yet."
