"""Bars of waste by treatment, up to what was generated."""

from itertools import combinations

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.treatment import TREATMENT_COLOURS, treatment_chart
from tests.charts.test_palette import CLEARLY_APART, VISIONS, distance, lab

TITLES = {
    "recycling": "Recycled",
    "landfill": "Landfilled",
    "unknown": "Unknown",
    "generated": "Generated",
    "reuse": "Reused",
}


@pytest.fixture
def draw(english):
    def draw_(*rows):
        frame = pd.DataFrame(rows, columns=["year", "stage", "amount_tonnes"])
        return treatment_chart(frame, titles=TITLES, format=english, unit_label="t", empty_text="Load waste.")

    return draw_


def heights(chart, name):
    return next(dict(zip(trace.x, trace.y, strict=True)) for trace in chart.figure.data if trace.name == name)


def test_treatments_and_what_is_not_accounted_for_add_up_to_what_was_generated(draw):
    # 100 - 60 - 30 = 10
    chart = draw((2020, "generated", 100.0), (2020, "recycling", 60.0), (2020, "landfill", 30.0))
    assert heights(chart, "Not accounted for") == {2020: 10.0}
    assert sum(trace.y[0] for trace in chart.figure.data) == 100.0


def test_the_takeaway_tells_the_three_shares(draw):
    chart = draw((2020, "generated", 100.0), (2020, "recycling", 60.0), (2020, "landfill", 30.0))
    assert chart.takeaway == (
        "In 2020 100\u00a0t were thrown away: 60 % were reused, recycled or composted, 30 % burnt or landfilled, "
        "10 % not accounted for"
    )


def test_shares_are_of_what_was_treated_where_nobody_states_what_was_generated(draw):
    # 30 of 90 are 33 %
    chart = draw((2020, "recycling", 60.0), (2020, "landfill", 30.0))
    assert "90.0\u00a0t were treated: 67 % were reused, recycled or composted, 33 % burnt" in chart.takeaway


def test_a_figure_that_is_missing_is_no_bar_and_is_said(draw):
    chart = draw((2019, "recycling", None), (2020, "recycling", 60.0))
    assert heights(chart, "Recycled") == {2020: 60.0}
    assert "Recycled: no figure for 2019." in chart.notes
    assert pd.isna(chart.table["Recycled, t"].iloc[0])


def test_more_treated_than_generated_is_said(draw):
    chart = draw((2020, "generated", 50.0), (2020, "recycling", 60.0))
    assert "More was treated than generated in 2020." in chart.notes
    assert "Not accounted for" not in [trace.name for trace in chart.figure.data]


def test_unknown_treatment_is_striped_and_has_no_colour_of_its_own(draw):
    chart = draw((2020, "unknown", 6.0), (2020, "recycling", 60.0))
    marker = next(trace.marker for trace in chart.figure.data if trace.name == "Unknown")
    assert (marker.color, marker.pattern.shape) == (palette.SURFACE, "/")
    assert "Striped: other or unknown treatment." in chart.notes


def test_a_treatment_that_ended_before_the_newest_year_is_named_below(draw):
    chart = draw((2018, "landfill", 6.0), (2020, "recycling", 60.0))
    assert "Landfilled: last stated for 2018." in chart.notes


def test_without_any_treatment_the_picture_says_what_to_load(draw):
    chart = draw((2020, "generated", 60.0))
    assert chart.takeaway == "Load waste."
    assert chart.table["Generated, t"].tolist() == [60.0]


@pytest.mark.parametrize("width_px", [358, 860])
def test_no_label_covers_another_or_leaves_the_picture(draw, label_boxes, width_px):
    chart = draw(
        (2019, "generated", 108.0), (2020, "generated", 105.0), (2020, "reuse", 1.0), (2020, "recycling", 40.0),
        (2020, "landfill", 1.0), (2020, "unknown", 2.0),
    )  # fmt: skip
    boxes = label_boxes(chart.figure, width_px)
    assert all(one.overlap(other) == 0 for one, other in combinations(boxes.values(), 2))
    assert all(box.right <= width_px for box in boxes.values())


def test_the_figure_is_one_that_plotly_accepts(draw):
    chart = draw((2020, "generated", 100.0), (2020, "recycling", 60.0), (2020, "unknown", 30.0))
    assert go.Figure(chart.figure.to_plotly_json()) is not None


@pytest.mark.parametrize("vision", VISIONS)
def test_treatments_stay_apart_for_every_reader(vision):
    pairs = combinations(TREATMENT_COLOURS.values(), 2)
    assert min(distance(lab(one, vision), lab(other, vision)) for one, other in pairs) >= CLEARLY_APART


def test_shares_are_told_of_the_newest_year_that_states_its_treatments(draw):
    # in 2021 only what was generated is known: nothing is 0 %
    chart = draw((2020, "generated", 100.0), (2020, "recycling", 100.0), (2021, "generated", 520.0))
    assert chart.takeaway.startswith("In 2020 100")


def test_where_a_treatment_has_no_figure_no_share_is_told(draw):
    chart = draw((2020, "generated", 100.0), (2020, "recycling", None), (2020, "landfill", 40.0))
    assert chart.takeaway == "Waste by treatment, 2020 to 2020"
