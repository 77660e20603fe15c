"""Frame in, picture out: Plotly figures with the sentence that says what they show. Nothing here reads a
store."""

from charts.chart import Chart, ChartFormat

__all__ = ["Chart", "ChartFormat"]
