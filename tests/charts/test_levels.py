"""Levels over the years, named at their ends."""

import pandas as pd
import plotly.graph_objects as go

from charts import palette
from charts.levels import Level, levels_chart

LEVELS = [
    Level("reported", "Reported", palette.ACCENT, "solid"),
    Level("ceiling", "Ceiling", palette.TEXT, "7px,5px"),
]


def test_levels_are_named_at_their_ends_and_unknown_years_left_out(english):
    frame = pd.DataFrame(
        {
            "year": [2024, 2026, 2030],
            "reported": [94_490.0, None, None],
            "ceiling": [None, 88_000.0, 62_500.0],
        }
    )
    chart = levels_chart(frame, LEVELS, format=english, unit_label="t CO2e", empty_text="Nothing.")
    assert [list(trace.x) for trace in chart.figure.data] == [[2024], [2026, 2030]]
    assert "Ceiling: 62.5\u00a0kt in 2030" in chart.alt
    go.Figure(chart.figure.to_plotly_json())


def test_no_level_says_what_to_do(english):
    frame = pd.DataFrame({"year": [], "reported": [], "ceiling": []})
    chart = levels_chart(frame, LEVELS, format=english, unit_label="t CO2e", empty_text="Nothing.")
    assert chart.takeaway == "Nothing."
