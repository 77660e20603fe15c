"""Where municipalities stand among all that count alike, drawn: quarters, points, words."""

from itertools import combinations

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.ranking import RankedArea, ranking_chart
from tests.charts.test_palette import contrast

LONG = "Höfðabyggð á Ströndum"


def frame_of(values):
    ranks = pd.Series(values).rank(method="min").astype(int)
    return pd.DataFrame(
        {
            "area_id": [f"NO-{index}" for index in range(len(values))],
            "name": [f"Town {index}" for index in range(len(values))],
            "value": values,
            "rank": ranks,
            "quartile": 4 * (ranks - 1) // len(values) + 1,
        }
    )


def chart_of(values, chosen, numbers, *, better="down", names=()):
    frame = frame_of(values)
    areas = [
        RankedArea(f"NO-{index}", names[at] if names else f"Town {index}", int(frame["rank"][index]), 1)
        for at, index in enumerate(chosen)
    ]
    return ranking_chart(
        frame, areas, format=numbers, unit_label="t CO2e/inhabitant", better=better, year=2024
    )


def bands(chart):
    return [shape for shape in chart.figure.layout.shapes if shape.type == "rect"]


def test_the_quarters_meet_half_way_between_the_last_of_one_and_the_first_of_the_next(english):
    # 1, 2 | 4, 5 | 7, 8 | 9, 10: (2 + 4) / 2 = 3, (5 + 7) / 2 = 6, (8 + 9) / 2 = 8.5
    drawn = bands(chart_of([1.0, 2.0, 4.0, 5.0, 7.0, 8.0, 9.0, 10.0], [0], english))
    assert [band.x1 for band in drawn][:3] == [3.0, 6.0, 8.5]


def test_the_best_quarter_is_at_the_high_end_where_more_is_better(english):
    frame = frame_of([4.0, 3.0, 2.0, 1.0]).assign(rank=[1, 2, 3, 4], quartile=[1, 2, 3, 4])
    chart = ranking_chart(
        frame, [RankedArea("NO-0", "Town 0", 1, 1)], format=english, unit_label="%", better="up", year=2024
    )
    assert [band.fillcolor for band in bands(chart)] == list(reversed(palette.QUARTILE_TINTS))
    assert "Best quarter ▶" in [label.text for label in chart.figure.layout.annotations][1]


def test_fewer_than_four_have_no_quarters(english):
    assert bands(chart_of([1.0, 2.0, 3.0], [0], english)) == []


def test_everybody_is_marked_and_the_chosen_ones_have_a_point(english):
    everybody, chosen = chart_of([1.0, 2.0, 3.0, 4.0], [1, 2], english).figure.data
    assert (list(everybody.x), list(chosen.x)) == ([1.0, 2.0, 3.0, 4.0], [2.0, 3.0])


def test_the_sentence_holds_value_and_rank(english):
    chart = chart_of([1.0, 2.0, 3.0, 4.0], [1], english)
    assert chart.takeaway == "In 2024: Town 1 2.00\u00a0t, 2 of 4"


def test_the_table_holds_everybody_best_first(english):
    table = chart_of([3.0, 1.0, 2.0, 4.0], [0], english).table
    assert table["Municipality"].tolist() == ["Town 1", "Town 2", "Town 0", "Town 3"]
    assert table["Rank"].tolist() == [1, 2, 3, 4]


def test_nobody_to_rank_is_said(english):
    chart = ranking_chart(frame_of([]), [], format=english, unit_label="%", better="up", year=2024)
    assert chart.takeaway == "Nobody can be ranked."


@pytest.mark.parametrize("tint", palette.QUARTILE_TINTS)
@pytest.mark.parametrize("ink", [palette.TEXT, palette.ACCENT])
def test_words_and_points_are_readable_on_every_quarter(tint, ink):
    assert contrast(ink, tint) >= 4.5  # WCAG 2.2, 1.4.3


def test_the_tints_grow_lighter_from_the_best_quarter_on():
    on_text = [contrast(palette.TEXT, tint) for tint in palette.QUARTILE_TINTS]
    assert on_text == sorted(on_text)


@pytest.mark.parametrize("width_px", [358, 800])
def test_no_label_covers_another_or_leaves_the_picture(english, label_boxes, width_px):
    names = [f"{LONG} {index}" for index in range(12)]
    figure = chart_of([float(value) for value in range(1, 41)], range(12), english, names=names).figure
    boxes = label_boxes(figure, width_px)
    inside = {words: box for words, box in boxes.items() if "quarter" not in words}
    assert [pair for pair in combinations(inside, 2) if inside[pair[0]].overlap(inside[pair[1]]) > 0] == []
    assert all(box.left >= 0 and box.right <= width_px for box in inside.values())


def test_plotly_itself_accepts_the_figure(english):
    figure = chart_of([-1.0, 2.0, 3.0, 4.0], [0, 1], english).figure
    assert len(go.Figure(figure.to_dict()).data) == 2
