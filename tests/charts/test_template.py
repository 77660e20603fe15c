import json

import pytest

from charts.scale import Axis
from charts.template import (
    TEMPLATE,
    above_annotation,
    across_axis,
    empty_chart,
    left_margin_px,
    line_across,
    line_upright,
    plotly_config,
    text_width_px,
    wrapped,
    year_ticks,
)
from texts import N_


def test_the_template_is_slim():
    assert len(json.dumps(TEMPLATE)) < 1_600  # Plotly's own is 7 000 characters per figure


def test_years_are_never_grouped_like_amounts():
    assert TEMPLATE["layout"]["xaxis"]["tickformat"] == "d"


def test_year_labels_do_not_touch_on_a_phone():
    # 21 years on 220 px: a label needs 38 px, which is 3.6 years
    ticks = year_ticks(2009, 2030, important=[2030, 2009, 2024])
    assert ticks == [2009, 2015, 2020, 2024, 2030]


def test_a_year_too_near_a_more_important_one_is_left_out():
    assert year_ticks(2009, 2031, important=[2031, 2009, 2029]) == [2009, 2015, 2020, 2025, 2031]


def test_text_is_broken_at_spaces_only():
    assert wrapped("Power and district heat production", most_letters=16) == [
        "Power and",
        "district heat",
        "production",
    ]


def test_a_number_stays_with_the_word_before_it():
    assert wrapped("Other sectors\u00a011.8", most_letters=16) == ["Other", "sectors\u00a011.8"]


def test_a_longer_text_is_wider_and_bold_is_wider_still():
    assert text_width_px("kt", 14) < text_width_px("kt CO2e", 14) < text_width_px("kt CO2e", 14, is_bold=True)


def test_the_left_margin_grows_with_the_tick_labels():
    assert left_margin_px(Axis(0, 10, 5)) < left_margin_px(Axis(0, 1_500_000, 500_000))


def test_the_saved_picture_is_named_and_nothing_else_is_in_the_bar():
    config = plotly_config("fjordvik-emissions")
    assert (
        config["modeBarButtons"] == [["toImage"]]
        and config["toImageButtonOptions"]["filename"] == "fjordvik-emissions"
    )


def test_an_empty_chart_says_what_to_do_in_picture_and_words(english):
    chart = empty_chart(N_("No figures yet. Load a workbook."), numbers=english)
    assert chart.takeaway == chart.alt == "No figures yet. Load a workbook."
    assert chart.figure.layout.annotations[0].text == "No figures yet. Load a workbook."


@pytest.mark.parametrize("text", ["<script>", "a & b"])
def test_what_a_person_wrote_is_escaped(text, english):
    assert "<script>" not in empty_chart(text, numbers=english).figure.layout.annotations[0].text


def test_an_axis_along_the_bottom_has_its_title_below_it_and_its_grid_unless_it_says_otherwise():
    axis, plain = across_axis((0, 30), 10, "kt < 1 a year"), across_axis((0, 30), 10, "kt", has_grid=False)
    assert axis["title"]["text"] == "kt &lt; 1 a year" and axis["range"] == [0, 30]
    assert axis["showgrid"] is True and "showgrid" not in plain


def test_lines_run_over_the_whole_plot():
    across, upright = line_across(100.0, {"width": 1}), line_upright(2024.5, {"width": 1})
    assert (across["xref"], across["y0"], across["y1"]) == ("paper", 100.0, 100.0)
    assert (upright["yref"], upright["x0"], upright["x1"]) == ("paper", 2024.5, 2024.5)


def test_words_above_the_plot_stand_at_either_end():
    left, right = above_annotation("a", yshift=4), above_annotation("b", yshift=4, across=1, anchor="right")
    assert (left["x"], left["xanchor"], right["x"], right["xanchor"]) == (0, "left", 1, "right")
