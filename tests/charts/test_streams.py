"""Streams of waste below each other: what is lost, what comes back, what nobody states."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.streams import MOST_STREAMS, streams_chart


@pytest.fixture
def draw(english):
    def draw_(*rows):
        frame = pd.DataFrame(rows, columns=["name", "lost_tonnes", "recirculated_tonnes", "generated_tonnes"])
        frame = frame.astype(dict.fromkeys(frame.columns[1:], "float64"))
        return streams_chart(frame, format=english, unit_label="t", year=2020, empty_text="Load waste.")

    return draw_


def parts(chart, row):
    return [trace.x[row] for trace in chart.figure.data]


def test_a_bar_is_made_of_what_is_lost_what_comes_back_and_the_rest(draw):
    # 100 - 60 - 30 = 10
    chart = draw(("Wood", 60.0, 30.0, 100.0))
    assert parts(chart, 0) == [60.0, 30.0, 10.0]
    assert [trace.name for trace in chart.figure.data] == [
        "Burnt or landfilled", "Reused, recycled or composted", "Other treatment, or not stated",
    ]  # fmt: skip


def test_the_takeaway_names_the_first_stream_with_its_tonnes(draw):
    chart = draw(("Wood", 60.0, 30.0, 100.0), ("Glass", 5.0, None, None))
    assert chart.takeaway == "In 2020 most is lost of: Wood: 60.0\u00a0t of 100\u00a0t"


def test_a_stream_whose_loss_is_not_stated_says_so_and_is_no_zero(draw):
    chart = draw(("Wood", 60.0, 30.0, 100.0), ("Textiles", None, None, 25.0))
    assert "Textiles: 25.0\u00a0t, not stated how much is burnt or landfilled." in chart.alt
    assert pd.isna(chart.table["Burnt or landfilled, t"].iloc[1])
    assert parts(chart, 1) == [0.0, 0.0, 25.0]


def test_streams_beyond_those_drawn_are_named_and_stand_in_the_table(draw):
    names = [f"Stream {number}" for number in range(MOST_STREAMS + 2)]
    chart = draw(*((name, 10.0, None, None) for name in names))
    assert len(chart.figure.data[0].x) == MOST_STREAMS
    assert chart.notes == (f"Not drawn, but in the table: {names[-2]}, {names[-1]}.",)
    assert len(chart.table) == MOST_STREAMS + 2


def test_words_that_look_like_markup_are_written_as_they_are(draw):
    chart = draw(("<b>Wood</b>", 60.0, None, None))
    assert "&lt;b&gt;Wood" in chart.figure.layout.annotations[-1].text


def test_without_any_stream_the_picture_says_what_to_load(draw):
    assert draw(("Wood", None, None, None)).takeaway == "Load waste."


def test_the_figure_is_one_that_plotly_accepts(draw):
    chart = draw(("Wood", 60.0, 30.0, 100.0))
    assert go.Figure(chart.figure.to_plotly_json()) is not None


def test_words_fit_a_phone_and_stand_between_the_bars(draw, label_boxes):
    long = "Electrical and electronic equipment of the municipal organisation"
    chart = draw((long, None, None, 270.0), ("Wood", 60.0, 30.0, 100.0))
    boxes = label_boxes(chart.figure, 358)
    words = [box for text, box in boxes.items() if text.startswith(("Electrical", "Wood"))]
    assert all(box.right <= 358 for box in words)
    assert words[0].bottom < words[1].top


def test_where_nobody_states_what_is_lost_the_picture_claims_no_loss(draw):
    chart = draw(("Plastic", None, None, 300.0))
    assert chart.takeaway.startswith("The largest stream in 2020: Plastic: 300")
    assert "lost first" not in chart.alt
