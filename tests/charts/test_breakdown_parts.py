"""Sectors and gases before they are drawn: which are drawn as one, and what is missing."""

import math
from functools import partial

import pandas as pd
import pytest

from charts import palette
from charts.breakdown_parts import folded, left_out_notes, parts_of
from tests.charts.breakdown_rows import LEVELS, TITLES, breakdown_of, rows


@pytest.fixture
def draw(english):
    return partial(breakdown_of, english)


def test_at_most_six_hues_are_drawn_and_the_smallest_become_one(draw):
    chart = draw(rows())
    assert [trace.name for trace in chart.figure.data] == [
        "Transport",
        "Heating and stationary energy",
        "Industry (energy and process)",
        "Agriculture",
        "Power and district heat production",
        "Other sectors",
    ]
    # 8 000 + 7 000 + 6 500, in kt
    assert chart.figure.data[-1].y[0] == pytest.approx(21.5)


def test_what_was_drawn_as_one_is_named_and_complete_in_the_table(draw):
    chart = draw(rows())
    assert "Drawn as one: Other, Off-road machinery, Waste and wastewater." in chart.notes
    assert chart.table.set_index("Year").loc[2009, "Off-road machinery, t CO2e"] == 7_000.0
    assert len(chart.table.columns) == 1 + 8 + 1


def test_six_parts_need_no_folding(draw):
    assert len(draw(rows(list(LEVELS)[:6])).figure.data) == 6


def test_a_sector_has_its_colour_on_every_chart(draw):
    alone, together = draw(rows(["transport", "waste"])), draw(rows())
    assert (
        alone.figure.data[0].fillcolor
        == together.figure.data[0].fillcolor
        == palette.SECTOR_COLOURS["transport"]
    )


def test_gases_have_their_own_colours(draw):
    frame = pd.DataFrame(
        {"year": [2020, 2021] * 2, "category": ["CO2"] * 2 + ["CH4"] * 2, "value": [9.0, 8.0, 1.0, 1.0]}
    )
    chart = draw(frame, dimension="gas", titles={"CO2": "Carbon dioxide", "CH4": "Methane"})
    assert [trace.fillcolor for trace in chart.figure.data] == [
        palette.GAS_COLOURS["CO2"],
        palette.GAS_COLOURS["CH4"],
    ]


def test_a_year_without_a_row_is_said_like_a_missing_one(draw):
    frame = rows(["transport", "waste"])
    chart = draw(frame[~((frame["category"] == "waste") & (frame["year"] == 2013))])
    assert "No figure for Waste and wastewater in 2013." in chart.notes


def test_a_sum_with_a_missing_part_is_missing(draw):
    table = draw(rows(["transport", "waste"], waste=[math.nan, 1.0, 1.0, 1.0, 1.0])).table.set_index("Year")
    assert math.isnan(table.loc[2009, "Sum of the parts, t CO2e"])


def test_a_folded_sum_with_a_missing_part_is_missing(draw):
    chart = draw(rows(off_road=[math.nan, 7_000.0, 7_000.0, 7_000.0, 7_000.0]), kind="bar")
    assert chart.figure.data[-1].name == "Other sectors" and chart.figure.data[-1].y[0] is None


def test_removals_stay_a_part_of_their_own_however_small():
    # eight sectors and removals of 1 t, the smallest of all
    parts = parts_of(rows(lulucf=[-1.0] * 5), "sector", TITLES)
    shown, small = folded(parts, "sector")
    assert "lulucf" in {part.code for part in shown} and "lulucf" not in {part.code for part in small}


def test_a_part_without_any_figure_is_named_once_and_not_year_by_year():
    parts = parts_of(rows(["transport", "waste"], waste=[math.nan] * 5), "sector", TITLES)
    assert left_out_notes(parts, []) == ["No figures for Waste and wastewater."]
