"""The frame that all pictures over years share."""

import ast
import math
from pathlib import Path

import pytest

from charts.end_labels import EndLabel
from charts.scale import Scale
from charts.years import (
    first_and_last,
    stack_middles,
    year_bars,
    year_table,
    years_figure,
    years_of_bars,
    years_of_lines,
)

CHARTS = Path(__file__).parents[2] / "charts"
KT = Scale(1_000.0, "kt CO2e", "kt", "t CO2e")
LABEL = EndLabel("■", "#7B6E49", "Waste", "6.5\u00a0kt")


def drawn(numbers, **more):
    bars = year_bars("Waste", {2020: 4_000.0, 2024: 6_500.0}, scale=KT, numbers=numbers, marker={})
    options = {"years": years_of_bars(2020, 2024), "reaches": [4.0, 6.5], "unit": "kt CO2e", **more}
    return years_figure([bars], [(LABEL, 3.25)], numbers=numbers, height_px=360, **options)


def test_a_picture_over_years_has_its_frame_from_one_place():
    # who imports both the ticks of the years and the value axis lays the frame a second time
    both = {
        path.name
        for path in CHARTS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "charts.template"
        if {"year_ticks", "value_axis"} <= {alias.name for alias in node.names}
    }
    assert both == {"years.py"}


def test_bars_have_half_a_year_and_a_little_beside_them_and_lines_half_a_marker():
    assert years_of_bars(2020, 2024).ends == (2019.45, 2024.55)
    # 0.018 of ten years
    assert years_of_lines(2014, 2024).ends == pytest.approx((2013.82, 2024.18))


def test_names_begin_where_the_last_bar_ends_and_where_lines_end():
    assert (years_of_bars(2020, 2024).names_at, years_of_lines(2020, 2024).names_at) == (2024.4, 2024)


def test_lines_of_a_single_year_get_a_year_on_both_sides():
    assert first_and_last([2024]) == (2023, 2025)
    assert first_and_last([2024, 2009, 2015]) == (2009, 2024)


def test_the_axis_starts_at_zero_and_the_unit_stands_above_it(english):
    layout = drawn(english).layout
    assert layout.yaxis.range[0] == 0
    assert layout.annotations[-1].text == "kt CO2e"


def test_the_last_and_the_first_year_are_written_unless_others_go_before_them(english):
    assert drawn(english).layout.xaxis.tickvals == (2020, 2024)
    lines = years_of_lines(2009, 2024, important=(2023,))
    assert 2024 not in drawn(english, years=lines).layout.xaxis.tickvals


def test_the_right_margin_has_room_for_the_longest_name_and_air(english):
    wide, narrow = (drawn(english, air_px=air).layout.margin.r for air in (24, 20))
    assert wide - narrow == 4
    assert narrow == round(LABEL.width_px) + 20


def test_a_picture_without_names_keeps_a_margin(english):
    figure = years_figure(
        [], [], years=years_of_bars(2020, 2024), reaches=[1.0], unit="kt", numbers=english, height_px=360
    )
    assert figure.layout.margin.r == 30  # 6 + 24


def test_bars_are_in_the_shown_unit_and_a_missing_one_is_no_bar(english):
    bars = year_bars("Waste", {2020: 4_000.0, 2021: None, 2022: 0.0}, scale=KT, numbers=english, marker={})
    assert (bars["x"], bars["y"]) == ([2020, 2021, 2022], [4.0, None, 0.0])


def test_parts_of_a_stack_stand_on_each_other_and_removals_hang_below():
    # 4 kt: middle 2; 2 kt on it: 5; -1 kt below zero: -0.5
    assert stack_middles([4_000.0, 2_000.0, -1_000.0], KT) == [2.0, 5.0, -0.5]


def test_a_table_has_every_year_of_any_series_and_missing_is_not_zero():
    table = year_table({"A, t": {2022: 1.0}, "B, t": {2020: 2.0, 2022: None}})
    assert table["Year"].tolist() == [2020, 2022]
    assert math.isnan(table["A, t"].iloc[0]) and math.isnan(table["B, t"].iloc[1])
