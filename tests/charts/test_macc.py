"""The cost curve of measures, drawn."""

from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.macc import macc_chart

COLUMNS = ["title", "is_proposed", "cost_per_tonne", "start", "end"]
CURVE = [("Insulation", False, -2_604.0, 0.0, 310.0), ("Shore power", True, 1_191.0, 310.0, 1_210.0)]


def drawn(numbers, rows=CURVE):
    return macc_chart(
        pd.DataFrame(rows, columns=COLUMNS),
        format=numbers,
        currency="NOK",
        unit_label="t CO2e",
        empty_text="No cost.",
    )


def test_bars_are_as_wide_as_their_effect_and_as_high_as_a_tonne_costs(english):
    # 1 210 - 310 = 900 t wide, its middle at 310 + 450 = 760
    bars = drawn(english).figure.data[0]
    assert (list(bars.width), list(bars.y)) == ([310.0, 900.0], [-2_604.0, 1_191.0])
    assert bars.x[1] == 760.0


def test_the_sentence_says_what_saves_money_and_what_the_dearest_costs(english):
    takeaway = drawn(english).takeaway
    assert "310\u00a0t come from a measure that saves money" in takeaway
    assert "NOK a tonne" in takeaway


def test_below_zero_the_net_saving_is_pointed_to(english):
    assert any("net saving" in note for note in drawn(english).notes)
    assert not any("net saving" in note for note in drawn(english, CURVE[1:]).notes)


def test_proposed_measures_are_striped(english):
    assert list(drawn(english).figure.data[0].marker.pattern.shape) == ["", "/"]


def test_numbers_in_the_picture_are_those_of_the_table(english):
    chart = drawn(english)
    assert chart.table["Number"].tolist() == [1, 2]
    assert [">1<" in label.text or ">2<" in label.text for label in chart.figure.layout.annotations[:2]] == [
        True,
        True,
    ]


@pytest.mark.parametrize("width_px", [358, 860])
def test_numbers_of_narrow_bars_keep_clear_of_each_other(english, label_boxes, width_px):
    rows = [(f"M {place}", False, 10.0 * place, 5.0 * place, 5.0 * place + 5) for place in range(1, 60)]
    rows = [("First", False, 1.0, 0.0, 5.0), *rows]
    chart = drawn(english, rows)
    boxes = sorted(
        (box for text, box in label_boxes(chart.figure, width_px).items() if text.isdigit()),
        key=lambda box: box.left,
    )
    assert 5 < len(boxes) < 60
    assert all(first.right <= second.left + 1 for first, second in pairwise(boxes))
    go.Figure(chart.figure.to_plotly_json())


def test_every_measure_is_read_out_with_cost_and_effect(english):
    assert "1. Insulation: −2" in drawn(english).alt


def test_without_a_cost_it_says_so(english):
    assert drawn(english, []).takeaway == "No cost."
