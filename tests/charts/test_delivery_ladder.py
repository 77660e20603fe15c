"""The ladder of zero-emission delivery, drawn: how many tenders stand on each step."""

import plotly.graph_objects as go
import pytest

from charts import palette
from charts.delivery_ladder import Rung, delivery_ladder_chart

RUNGS = (
    Rung("Required", ("Mail",), ()),
    Rung("Award criterion", ("Desks",), ("Chairs", "Food")),
    Rung("Not stated", ("Paper",), (), is_step=False),
)


@pytest.fixture
def draw(english):
    def draw_(rungs):
        return delivery_ladder_chart(rungs, format=english, name="Vik", empty_text="No tender is planned.")

    return draw_


def test_ours_and_others_are_stacked(draw):
    ours, others = draw(RUNGS).figure.data
    assert (list(ours.x), list(others.x)) == ([1, 1, 1], [0, 2, 0])


def test_the_sentence_counts_those_that_state_a_step(draw):
    assert "“Required”, with 1 of 4 tenders that state one" in draw(RUNGS).takeaway


def test_those_without_a_statement_are_grey_and_stand_on_no_step(draw):
    assert draw(RUNGS).figure.data[0].marker.color[-1] == palette.VINTAGE
    assert draw(RUNGS[2:]).takeaway == (
        "Zero-emission delivery: the only tender does not state where it stands on the ladder"
    )


def test_alone_there_are_no_others(draw):
    chart = draw(RUNGS[:1])
    assert (len(chart.figure.data), chart.notes) == (1, ())


def test_the_table_has_the_titles(draw):
    table = draw(RUNGS).table
    assert table["Others"].tolist() == ["", "Chairs; Food", ""]
    assert table["Tenders"].tolist() == [1, 3, 1]


def test_no_tender_is_said(draw):
    assert draw([Rung("Required", (), ())]).takeaway == "No tender is planned."


def test_a_title_is_escaped(draw):
    chart = draw([Rung("Required", ("<i>Mail</i>",), ())])
    assert chart.figure.data[0].customdata[0] == "&lt;i&gt;Mail&lt;/i&gt;"


def test_plotly_itself_accepts_the_figure(draw):
    go.Figure(draw(RUNGS).figure.to_dict())
