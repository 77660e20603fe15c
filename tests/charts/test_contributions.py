"""What each part contributed to a change."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.contributions import contributions_chart
from charts.template import SMALL_PX, WIDTHS_PX, text_width_px


@pytest.fixture
def draw(english):
    def draw_(*rows):
        frame = pd.DataFrame(rows, columns=["title", "sector", "change"])
        return contributions_chart(
            frame, format=english, unit_label="t CO2e", takeaway="It rose by 20 t.", empty_text="Nothing."
        )

    return draw_


def test_the_largest_change_stands_first_and_each_bar_has_its_sectors_colour(draw):
    chart = draw(("Cars", "transport", -10.0), ("Plant", "industry", 30.0))
    [bars] = chart.figure.data
    assert list(bars.x) == [30.0, -10.0]
    assert list(bars.marker.color) == [
        palette.SECTOR_COLOURS["industry"],
        palette.SECTOR_COLOURS["transport"],
    ]
    assert list(chart.figure.layout.yaxis.ticktext) == ["Plant", "Cars"]
    assert "Plant +30.0\u00a0t; Cars −10.0\u00a0t" in chart.alt


def test_more_than_eight_are_drawn_as_one_and_kept_in_the_table(draw):
    # 1 + 2 + 3 = 6
    chart = draw(*[(f"P{size}", "waste", float(size)) for size in range(1, 11)])
    [bars] = chart.figure.data
    assert len(bars.x) == 8
    assert bars.x[-1] == 6.0
    assert "Drawn as one: P3, P2, P1." in chart.notes
    assert len(chart.table) == 10


def test_a_part_that_is_not_known_in_both_years_is_named_and_not_drawn_as_zero(draw):
    chart = draw(("Plant", "industry", 30.0), ("Waste", "waste", None))
    assert len(chart.figure.data[0].x) == 1
    assert chart.notes == ("Not known in both years: Waste.",)


def test_nothing_known_says_so(draw):
    assert draw(("Waste", "waste", None)).takeaway == "Nothing."


def test_names_are_escaped_and_the_figure_is_valid(draw):
    chart = draw(("<b>Plant</b> & co", "industry", 30_000.0))
    go.Figure(chart.figure.to_plotly_json())
    assert "&lt;b&gt;Plant" in chart.figure.layout.yaxis.ticktext[0]
    assert chart.figure.layout.annotations[0].text == "kt CO2e"


def test_on_a_phone_no_figure_meets_the_name_of_its_bar(draw):
    chart = draw(("Transport within the borders", "transport", -1_790.0), ("Waste", "waste", -20.0))
    layout = chart.figure.layout
    low, high = layout.xaxis.range
    px = WIDTHS_PX[0] - layout.margin.l - layout.margin.r
    [figure] = [each for each in layout.annotations if "1" in each.text and "790" in each.text]
    end_px = px * (figure.x - low) / (high - low) + figure.xshift
    assert end_px > text_width_px(figure.text, SMALL_PX)
