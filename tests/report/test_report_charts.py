"""The pictures of a report are those of the pages."""

from datetime import date

import pytest

from report.council_report import report_charts
from report.council_report.council_subject import Subject
from ui import trajectory_picture


@pytest.mark.parametrize("area_id", ["NO-D01", "SE-D01", "FI-D02"])
def test_a_trajectory_has_the_same_lines_in_the_report_as_on_its_page(demo, area_id):
    subject = Subject(demo, area_id, date(2026, 1, 15))
    reported = report_charts.trajectory(subject, subject.indicator)
    shown = trajectory_picture.trajectory(demo, area_id, subject.indicator)
    lines = [[trace.to_plotly_json() for trace in chart.figure.data] for chart in (reported, shown)]
    # Notes of single years are shown where a point is pointed at, which is nowhere on paper.
    for traces in lines:
        for trace in traces:
            trace.pop("customdata", None)
    assert lines[0] == lines[1]
    assert reported.takeaway == shown.takeaway
