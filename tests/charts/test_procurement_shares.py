"""Shares of tenders over the years, drawn: by count and by value, few tenders told apart."""

import math

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.procurement_shares import procurement_shares_chart


def years(*rows):
    return pd.DataFrame(rows, columns=["year", "tenders", "stated", "yes", "count_percent", "value_percent"])


FEW, MANY = (2026, 3, 2, 1, 50.0, 88.0), (2027, 12, 10, 4, 40.0, 60.0)


@pytest.fixture
def draw(english):
    def draw_(frame):
        return procurement_shares_chart(
            frame, format=english, criterion="Zero-emission delivery", empty_text="No tender states it."
        )

    return draw_


def test_the_sentence_tells_the_newest_share_and_of_how_many(draw):
    assert draw(years(FEW, MANY)).takeaway == (
        "Zero-emission delivery: 40 % of the tenders of 2027 (4 of 10 that state it)"
    )


def test_a_year_of_few_tenders_is_ringed_and_named(draw):
    chart = draw(years(FEW, MANY))
    ring = next(trace for trace in chart.figure.data if trace.name == "Few tenders")
    assert (list(ring.x), list(ring.y)) == ([2026], [50.0])
    assert "2026 (2)" in chart.notes[0]


def test_years_with_enough_tenders_are_not_ringed(draw):
    chart = draw(years(MANY))
    assert [trace.name for trace in chart.figure.data] == ["By count", "By value"]
    assert chart.notes == ()


def test_a_year_in_which_nobody_states_it_breaks_the_line_and_is_no_zero(draw):
    chart = draw(years(FEW, (2027, 4, 0, 0, math.nan, math.nan), (2028, 9, 8, 4, 50.0, 70.0)))
    assert list(chart.figure.data[0].y) == [50.0, None, 50.0]


def test_without_values_there_is_one_line(draw):
    chart = draw(years((2027, 6, 6, 3, 50.0, math.nan)))
    assert [trace.name for trace in chart.figure.data] == ["By count"]


def test_a_criterion_that_nobody_states_is_said_and_not_drawn(draw):
    chart = draw(years((2027, 4, 0, 0, math.nan, math.nan)))
    assert (chart.takeaway, len(chart.figure.data)) == ("No tender states it.", 0)


def test_the_table_counts_what_is_stated(draw):
    assert draw(years(FEW)).table.iloc[0].tolist() == ["2026", 3, 2, 1, 50.0, 88.0]


def test_plotly_itself_accepts_the_figure(draw):
    go.Figure(draw(years(FEW, MANY)).figure.to_dict())
