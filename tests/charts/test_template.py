import json

import pytest

from charts.scale import Axis
from charts.template import (
    TEMPLATE,
    empty_chart,
    left_margin_px,
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
