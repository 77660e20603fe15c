"""Expected against verified cuts of one project, year by year."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.project_effect import project_effect_chart

NO_BREAK = "\u00a0"


def chart_of(english, *rows: tuple):
    frame = pd.DataFrame(rows, columns=["year", "low", "middle", "high", "verified"])
    return project_effect_chart(
        frame, format=english, unit_label="t CO2e", empty_text="No effect is told.", height_px=360
    )


def trace(chart, name: str):
    return next(each for each in chart.figure.data if each.name == name)


def test_the_newest_verified_cut_is_told_beside_what_was_expected_of_its_year(english):
    chart = chart_of(english, (2024, 15, 20, 25, 17), (2025, 15, 20, 25, 21), (2030, 15, 20, 25, None))
    assert chart.takeaway == f"Verified for 2025: 21.0{NO_BREAK}t of the 20.0{NO_BREAK}t expected"


def test_without_a_verified_cut_the_last_expected_one_is_told(english):
    chart = chart_of(english, (2027, 700, 1_000, 1_200, None), (2030, 1_500, 2_000, 2_300, None))
    assert chart.takeaway == f"2\u202f000{NO_BREAK}t is expected in 2030, and nothing is verified yet"


def test_a_verified_cut_without_an_expected_one_is_told_alone(english):
    chart = chart_of(english, (2025, None, None, None, 21))
    assert chart.takeaway == f"21.0{NO_BREAK}t is verified for 2025; what was expected is not told"


def test_a_range_without_a_middle_is_drawn_and_told(english):
    chart = chart_of(english, (2030, 100, None, 300, None))
    assert chart.takeaway == "A range is expected, and nothing is verified yet"
    assert [each.name for each in chart.figure.data] == ["Range"]
    assert f"2030: expected 100{NO_BREAK}t to 300{NO_BREAK}t." in chart.alt


def test_missing_years_have_no_bar_and_stay_empty_in_the_table(english):
    chart = chart_of(english, (2024, None, None, None, None), (2025, 15, 20, 25, 0))
    assert list(trace(chart, "Expected").x) == [2025]
    # zero is a figure
    assert list(trace(chart, "Verified").y) == [0.0]
    assert pd.isna(chart.table["Verified, t CO2e"].iloc[0]) and chart.table["Verified, t CO2e"].iloc[1] == 0.0


def test_the_alternative_tells_every_year_with_its_range(english):
    chart = chart_of(english, (2025, 15, 20, 25, 21), (2030, None, 20, None, None))
    assert (
        f"2025: expected 20.0{NO_BREAK}t (15.0{NO_BREAK}t to 25.0{NO_BREAK}t), verified 21.0{NO_BREAK}t."
        in chart.alt
    )
    assert f"2030: expected 20.0{NO_BREAK}t." in chart.alt


def test_a_cut_below_zero_is_said_to_raise_emissions(english):
    chart = chart_of(english, (2025, -30, -20, -10, -25))
    assert "Below zero: emissions rise." in chart.notes
    assert "\u221225.0" in chart.takeaway


def test_large_cuts_are_drawn_in_kilotonnes_and_kept_in_tonnes_in_the_table(english):
    chart = chart_of(english, (2030, 10_000, 20_000, 30_000, None))
    assert list(trace(chart, "Expected").y) == [20.0]
    assert chart.table["Expected, t CO2e"].tolist() == [20_000.0]


def test_no_figure_says_what_to_do(english):
    assert chart_of(english).takeaway == "No effect is told."


@pytest.mark.parametrize("width_px", [358, 860])
def test_names_of_the_bars_do_not_cover_each_other(english, label_boxes, width_px):
    chart = chart_of(english, (2024, 15, 20, 25, 17), (2025, 15, 20, 25, 20.4), (2030, 15, 20, 25, None))
    boxes = [box for text, box in label_boxes(chart.figure, width_px).items() if "■" in text]
    assert len(boxes) == 2
    assert boxes[0].overlap(boxes[1]) == 0
    assert all(box.right <= width_px for box in boxes)


def test_the_picture_is_one_that_the_browser_can_draw(english):
    chart = chart_of(english, (2024, 15, 20, 25, 17), (2030, 15, 20, 25, None))
    go.Figure(chart.figure.to_plotly_json())


def test_one_end_of_a_range_alone_is_no_picture(english):
    assert chart_of(english, (2030, 100, None, None, None)).takeaway == "No effect is told."
