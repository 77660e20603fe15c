import math
from functools import partial
from itertools import combinations

import pandas as pd
import plotly.graph_objects as go
import pytest

from tests.charts.breakdown_rows import breakdown_of, rows


@pytest.fixture
def draw(english):
    return partial(breakdown_of, english)


def test_the_heading_names_the_largest_part_and_its_share(draw):
    # 2016: 52 000 * 0.86 = 44 720; all parts 131 500 * 0.86: 52 / 131.5 = 39.5 %
    assert (
        draw(rows()).takeaway == "Transport is the largest part in 2016: 44.7\u00a0kt, 40\u00a0% of the sum"
    )


@pytest.mark.parametrize(
    "frame", [rows().head(0), rows(["transport"]).assign(value=math.nan)], ids=["no rows", "all missing"]
)
def test_nothing_to_draw_says_what_to_do(draw, frame):
    assert draw(frame).takeaway.startswith("No sectors or gases to draw yet. Load a file")


@pytest.mark.parametrize("width_px", [358, 800])
@pytest.mark.parametrize("kind", ["area", "bar", "line"])
@pytest.mark.parametrize("is_indexed", [False, True])
def test_no_label_covers_another_or_leaves_the_picture(draw, label_boxes, kind, is_indexed, width_px):
    chart = draw(rows(), kind=kind, is_indexed=is_indexed)
    boxes = label_boxes(chart.figure, width_px)
    assert [pair for pair in combinations(boxes, 2) if boxes[pair[0]].overlap(boxes[pair[1]]) > 4] == []
    height = chart.figure.layout.height
    assert all(
        box.left >= 0 and box.right <= width_px and box.top >= 0 and box.bottom <= height
        for box in boxes.values()
    )


@pytest.mark.parametrize("kind", ["area", "bar", "line"])
def test_plotly_itself_accepts_the_figure(draw, kind):
    figure = draw(rows(lulucf=[-3_000.0] * 5), kind=kind).figure
    assert len(go.Figure(figure.to_dict()).data) == 6


def test_the_given_frame_is_left_as_it_was(draw):
    frame = rows()
    before = frame.copy()
    draw(frame)
    pd.testing.assert_frame_equal(frame, before)
