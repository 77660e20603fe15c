"""The gap of each sector beside what its projects are expected to cut, drawn."""

from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.gap_coverage import gap_coverage_chart

TRANSPORT = {
    "title": "Transport",
    "projects": 2,
    "stated": 2,
    "gap": 2_800.0,
    "low": 1_000.0,
    "mid": 1_400.0,
    "high": 1_600.0,
}
FARMS = {
    "title": "Agriculture",
    "projects": 0,
    "stated": 0,
    "gap": 1_700.0,
    "low": 0.0,
    "mid": 0.0,
    "high": 0.0,
}
WASTE = {
    "title": "Waste and wastewater",
    "projects": 1,
    "stated": 0,
    "gap": 300.0,
    "low": 0.0,
    "mid": 0.0,
    "high": 0.0,
}
HEAT = {"title": "Heating", "projects": 0, "stated": 0, "gap": -500.0, "low": 0.0, "mid": 0.0, "high": 0.0}


def drawn(numbers, *rows):
    return gap_coverage_chart(
        pd.DataFrame(rows), format=numbers, unit_label="t CO2e", year=2030, empty_text="No gap is known."
    )


def test_a_sector_with_a_gap_and_no_project_is_named_in_words(english):
    chart = drawn(english, TRANSPORT, FARMS)
    assert chart.takeaway.startswith("Nobody works on Agriculture, where 1")
    assert "missing, nobody works on it" in chart.alt


def test_a_project_that_states_no_cut_is_not_nobody(english):
    chart = drawn(english, TRANSPORT, WASTE)
    assert "Waste and wastewater: 300\u00a0t missing; its projects state no cut." in chart.alt
    assert "nobody" not in chart.alt.lower()


def test_what_is_expected_is_a_part_of_the_gap(english):
    # 1 400 of 2 800 t are 50 %
    assert "50 %" in drawn(english, TRANSPORT).alt


def test_the_sector_with_most_left_open_comes_first(english):
    # 2 800 - 1 400 = 1 400 left in transport, 1 700 in agriculture
    labels = [label.text for label in drawn(english, TRANSPORT, FARMS).figure.layout.annotations]
    assert "Agriculture" in labels[0] and "Transport" in labels[1]


def test_the_range_reaches_from_the_low_to_the_high_end(english):
    # 1 400 - 1 000 = 400 to the left, 1 600 - 1 400 = 200 to the right
    effect = drawn(english, TRANSPORT).figure.data[1]
    assert (effect.error_x.arrayminus[0], effect.error_x.array[0]) == (400.0, 200.0)


def test_a_sector_in_which_nothing_is_missing_has_no_bar_and_is_named_below(english):
    chart = drawn(english, TRANSPORT, HEAT)
    assert list(chart.figure.data[0].x) == [2_800.0]
    assert chart.figure.layout.xaxis.range[0] == 0
    assert any("Heating" in note for note in chart.notes)


def test_an_unknown_gap_is_said_and_not_drawn_as_zero(english):
    chart = drawn(english, {**TRANSPORT, "gap": float("nan")})
    assert len(chart.figure.data[0].x) == 0
    assert "what is missing is not known" in chart.alt
    assert chart.table["Missing, t CO2e"].isna().all()


def test_many_sectors_without_a_project_are_counted_after_three_names(english):
    rows = [{**FARMS, "title": f"Sector {number}"} for number in range(5)]
    assert "Sector 0, Sector 1, Sector 2 (and 2 more)" in drawn(english, *rows).takeaway


def test_without_gap_and_project_it_says_so(english):
    assert drawn(english, HEAT).takeaway == "No gap is known."


@pytest.mark.parametrize("width_px", [358, 860])
def test_words_stand_above_their_bars_and_do_not_touch(english, label_boxes, width_px):
    chart = drawn(english, TRANSPORT, FARMS, WASTE)
    boxes = sorted(label_boxes(chart.figure, width_px).values(), key=lambda box: box.top)
    assert all(upper.bottom <= lower.top for upper, lower in pairwise(boxes))
    assert max(box.right for box in boxes) <= width_px
    go.Figure(chart.figure.to_plotly_json())


def test_projects_that_state_no_cut_have_no_figure_in_the_table(english):
    table = drawn(english, WASTE, FARMS).table.set_index("Sector")
    expected = table.filter(like="Expected")
    assert expected.loc["Waste and wastewater"].isna().all()
    assert expected.loc["Agriculture"].tolist() == [0.0, 0.0, 0.0]  # nobody works on it


def test_what_rounds_to_nothing_is_not_missing(english):
    chart = drawn(english, FARMS | {"gap": 0.4})
    assert "nobody works on it" not in chart.alt
