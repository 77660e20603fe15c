"""What will be bought when, drawn: bubbles for tenders, rings for needs, and what is not stated."""

import math

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.demand_calendar import demand_calendar_chart

WORDS = {"60": "60 · Parcels", "34": "34 · Vans"}


def cells(*rows):
    return pd.DataFrame(rows, columns=["division", "quarter", "kind", "amount", "count"])


PARCELS, MAIL = ("60", "2027-Q1", "tender", 3_200_000.0, 1), ("60", "2027-Q3", "tender", 800_000.0, 2)
VANS = ("34", "2027-Q2", "need", math.nan, 1)


@pytest.fixture
def draw(english):
    def draw_(frame, words=WORDS):
        return demand_calendar_chart(
            frame,
            words,
            format=english,
            measure_title="Contract value",
            unit="NOK",
            empty_text="Nothing planned.",
        )

    return draw_


def trace(chart, name):
    return next(each for each in chart.figure.data if each.name == name)


def test_the_area_of_a_bubble_is_the_amount(draw):
    # a quarter of the value: half the diameter
    large, small = trace(draw(cells(PARCELS, MAIL)), "Tenders").marker.size
    assert large / small == pytest.approx(2.0)


def test_every_quarter_between_the_first_and_the_last_has_a_place(draw):
    axis = draw(cells(PARCELS, MAIL)).figure.layout.xaxis
    assert list(axis.ticktext) == ["Q1<br>2027", "Q2<br>2027", "Q3<br>2027"]


def test_large_amounts_stand_in_millions_and_the_unit_is_said(draw):
    chart = draw(cells(PARCELS, MAIL))
    assert list(trace(chart, "Tenders").text) == ["3.20", "0.800"]
    assert "Figures in million NOK." in chart.notes
    assert chart.takeaway == "Contract value: at most 3.20 million NOK in one quarter (2027-Q1)"


def test_a_need_is_a_ring_and_what_is_not_stated_is_grey_and_no_zero(draw):
    chart = draw(cells(PARCELS, VANS))
    ring = trace(chart, "Needs")
    assert (list(ring.text), list(ring.marker.symbol), list(ring.marker.color)) == (
        ["–"],
        ["circle-open"],
        [palette.VINTAGE],
    )
    assert math.isnan(chart.table["Contract value, NOK"].iloc[1])


def test_a_need_stands_beside_a_tender_of_the_same_cell(draw):
    chart = draw(cells(PARCELS, ("60", "2027-Q1", "need", 1.0, 1)))
    [tender_x], [need_x] = trace(chart, "Tenders").x, trace(chart, "Needs").x
    assert need_x - tender_x == pytest.approx(0.48)


def test_needs_are_not_added_to_tenders_in_the_sentence(draw):
    chart = draw(cells(PARCELS, ("60", "2027-Q1", "need", 9_000_000.0, 1)))
    assert "at most 3.20 million NOK" in chart.takeaway


def test_a_long_calendar_draws_the_first_quarters_and_counts_the_others(draw):
    rows = [
        ("60", f"{2027 + year}-Q{quarter}", "tender", 1.0, 1) for year in range(3) for quarter in (1, 2, 3, 4)
    ]
    chart = draw(cells(*rows))
    assert len(chart.figure.layout.xaxis.ticktext) == 8
    assert "Only in the table: 4 tenders and needs of other quarters and divisions." in chart.notes
    assert len(chart.table) == 12


def test_nothing_planned_is_said(draw):
    assert draw(cells()).takeaway == "Nothing planned."


def test_nothing_stated_is_said(draw):
    assert draw(cells(VANS)).takeaway == "Contract value: nothing is stated yet"


def test_the_words_of_buyers_are_escaped(draw):
    chart = draw(cells(PARCELS), {"60": "60 · <b>Mail</b> & more"})
    assert "60 · &lt;b&gt;Mail&lt;/b&gt; &amp; more" in chart.figure.layout.annotations[0].text


def test_plotly_itself_accepts_the_figure(draw):
    go.Figure(draw(cells(PARCELS, VANS)).figure.to_dict())
