"""What the chart tests share: a number format, and the boxes that a figure's labels take on a screen."""

import re
from collections.abc import Callable

import plotly.graph_objects as go
import pytest

from charts.chart import ChartFormat
from charts.placement import Box
from charts.template import text_width_px
from texts import format_number


@pytest.fixture
def english() -> ChartFormat:
    return ChartFormat(lambda value: format_number(value, significant=3), ". ")


@pytest.fixture
def label_boxes() -> Callable[[go.Figure, int], dict[str, Box]]:
    return _label_boxes


def _label_boxes(figure: go.Figure, width_px: int) -> dict[str, Box]:
    """Text of every label to its box, measured from the figure's own margins, ranges and shifts."""
    layout = figure.layout.to_plotly_json()
    margin, height = layout["margin"], layout["height"]
    boxes = {}
    for label in layout["annotations"]:
        if label.get("xref", "x") == "paper":
            x, y = margin["l"], margin["t"]
        else:
            x_axis = layout[label.get("xref", "x").replace("x", "xaxis")]
            y_axis = layout[label.get("yref", "y").replace("y", "yaxis")]
            inner_width, inner_height = (
                width_px - margin["l"] - margin["r"],
                height - margin["t"] - margin["b"],
            )
            left, right = x_axis.get("domain", (0, 1))
            bottom, top = y_axis.get("domain", (0, 1))
            (first, last), (low, high) = x_axis["range"], y_axis["range"]
            x = margin["l"] + inner_width * (left + (right - left) * (label["x"] - first) / (last - first))
            y = margin["t"] + inner_height * (1 - bottom - (top - bottom) * (label["y"] - low) / (high - low))
        lines = [re.sub("<[^>]+>", "", line) for line in label["text"].split("<br>")]
        wide, tall = max(text_width_px(line, 13) for line in lines), 16 * len(lines)
        left = (
            x
            + label.get("xshift", 0)
            - {"left": 0, "center": wide / 2, "right": wide}[label.get("xanchor", "center")]
        )
        lift = {"bottom": tall, "middle": tall / 2}[label.get("yanchor", "middle")]
        top = y - label.get("yshift", 0) - lift
        boxes[" / ".join(lines)] = Box(left, top, left + wide, top + tall)
    return boxes
