"""Wedges of measures that close the needed cut exactly."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.budget_wedges import budget_wedges_chart


def wedges(*rows):
    return pd.DataFrame(rows, columns=["year", "title", "sector", "is_proposed", "value"])


def needed(**by_year):
    return pd.DataFrame({"year": [int(year[1:]) for year in by_year], "value": list(by_year.values())})


BUSES, HEAT = (2030, "Buses", "transport", False, 5_000.0), (2030, "Heat", "energy_generation", True, 2_000.0)


@pytest.fixture
def draw(english):
    def draw_(parts, asked):
        return budget_wedges_chart(
            parts, asked, format=english, unit_label="t CO2e", empty_text="Load measures."
        )

    return draw_


def heights(chart, name):
    return next(list(trace.y) for trace in chart.figure.data if trace.name == name)


def test_measures_and_what_is_missing_add_up_to_the_needed_cut(draw):
    # 12 000 - 5 000 - 2 000 = 5 000, in kt
    chart = draw(wedges(BUSES, HEAT), needed(y2030=12_000.0))
    assert heights(chart, "Still missing") == [5.0]
    bars = [trace.y[0] for trace in chart.figure.data if trace.type == "bar"]
    assert sum(bars) == pytest.approx(12.0)
    assert (
        chart.takeaway == "In 2030 a cut of 12.0\u00a0kt is needed, and 5.00\u00a0kt of it is still missing"
    )


def test_a_measure_that_raises_emissions_stands_below_zero_and_is_made_up_for(draw):
    # 12 000 - 5 000 + 1 000 = 8 000 are missing
    road = (2030, "Road", "transport", True, -1_000.0)
    chart = draw(wedges(BUSES, road), needed(y2030=12_000.0))
    assert heights(chart, "Still missing") == [8.0]
    assert heights(chart, "Road") == [-1.0]
    assert any("raise emissions" in note for note in chart.notes)


def test_enough_measures_leave_nothing_missing(draw):
    chart = draw(wedges(BUSES, HEAT), needed(y2030=6_000.0))
    assert "Still missing" not in [trace.name for trace in chart.figure.data]
    assert "measures bring it" in chart.takeaway
    # the table says by how much it is more than enough: 6 000 - 7 000
    assert chart.table["Still missing, t CO2e"].tolist() == [-1_000.0]


def test_colour_says_the_sector_and_stripes_say_proposed(draw):
    chart = draw(wedges(BUSES, HEAT), needed(y2030=12_000.0))
    marker = {trace.name: trace.marker for trace in chart.figure.data if trace.type == "bar"}
    assert marker["Buses"].color == palette.SECTOR_COLOURS["transport"]
    assert marker["Buses"].pattern.shape is None
    assert marker["Heat"].pattern.shape == "/"
    assert "Striped: proposed, not decided." in chart.notes


def test_the_smallest_measures_are_drawn_as_one_and_kept_in_the_table(draw):
    many = [(2030, f"M{size}", "transport", False, float(size)) for size in range(1, 11)]
    chart = draw(wedges(*many), needed(y2030=100.0))
    # ten measures: the four largest, and 1 + 2 + 3 + 4 + 5 + 6 = 21 t as one; a place is left for proposed ones
    assert heights(chart, "Other adopted measures") == [21.0]
    assert "Drawn as one: M6, M5, M4, M3, M2, M1." in chart.notes
    assert chart.table["M1, t CO2e"].tolist() == [1.0]


def test_measures_without_a_ceiling_are_drawn_and_said_to_have_none(draw):
    chart = draw(wedges(BUSES), needed())
    assert chart.takeaway == "What measures cut; no ceiling says how much is needed"


def test_nothing_says_what_to_do(draw):
    assert draw(wedges(), needed()).takeaway == "Load measures."


def test_a_needed_cut_without_measures_is_missing_as_a_whole(draw):
    assert heights(draw(wedges(), needed(y2030=900.0)), "Still missing") == [900.0]


def test_a_picture_of_wedges_is_valid_and_its_labels_keep_apart(draw, label_boxes):
    chart = draw(
        wedges(BUSES, HEAT, (2029, "Buses", "transport", False, 4_000.0)),
        needed(y2029=9_000.0, y2030=12_000.0),
    )
    go.Figure(chart.figure.to_plotly_json())
    boxes = list(label_boxes(chart.figure, 358).values())
    assert all(one.overlap(other) == 0 for index, one in enumerate(boxes) for other in boxes[:index])
