"""The pictures of pages as vectors."""

from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.breakdown import breakdown_chart
from charts.budget_wedges import budget_wedges_chart
from charts.trajectory import TargetPoint, YearMark, trajectory_chart
from report.amounts import chart_format
from report.svg import UnknownTraceError, svg_of


def trajectory(values, **more):
    series = pd.DataFrame({"year": list(values), "value": list(values.values())})
    return trajectory_chart(series, format=chart_format(), unit_label="t CO2e", **more).figure


def test_a_line_breaks_where_a_figure_is_missing_and_the_missing_year_is_crossed():
    svg = svg_of(trajectory({2018: 9.0, 2019: 8.0, 2020: None, 2021: 6.0, 2022: 5.0}))
    assert svg.count("<polyline") == 2
    assert svg.count("M-1,-1L1,1M-1,1L1,-1") == 1


def test_a_value_stands_where_its_axis_says():
    # zero at the bottom of the plane and 10 at its top: 34 px from the top, 30 px left below, 360 px high
    svg = svg_of(trajectory({2018: 0.0, 2022: 10.0}))
    points = svg.partition('<polyline points="')[2].partition('"')[0]
    assert [pair.split(",")[1] for pair in points.split()] == ["330", "34"]


def test_target_required_path_and_marked_year_are_drawn():
    path = pd.DataFrame({"year": [2018, 2030], "value": [10.0, 5.0]})
    figure = trajectory(
        {2018: 10.0, 2022: 9.0},
        path=path,
        target=TargetPoint(2030, 5.0),
        marks=[YearMark(2020, "Merger 2020")],
    )
    svg = svg_of(figure)
    assert 'stroke-dasharray="7,5"' in svg
    assert "Target 5.00" in svg
    assert "Merger 2020" in svg


def test_sectors_are_stacked_on_each_other():
    frame = pd.DataFrame(
        {
            "year": [2020, 2021] * 2,
            "category": ["transport"] * 2 + ["waste"] * 2,
            "value": [6.0, 6.0, 4.0, 4.0],
        }
    )
    chart = breakdown_chart(frame, dimension="sector", titles={}, format=chart_format(), unit_label="t CO2e")
    first, second = (
        part.partition('"')[0].split() for part in svg_of(chart.figure).split('<polygon points="')[1:]
    )
    assert first[0] == second[-1]  # the lower edge of the second is the upper edge of the first


def wedges(effects):
    frame = pd.DataFrame(effects, columns=["year", "title", "sector", "is_proposed", "value"])
    needed = pd.DataFrame({"year": [2030], "value": [100.0]})
    return budget_wedges_chart(frame, needed, format=chart_format(), unit_label="t", empty_text="").figure


def test_what_is_proposed_is_striped_and_what_is_adopted_is_not():
    svg = svg_of(wedges([(2030, "Buses", "transport", False, 40.0), (2030, "Heat", "waste", True, 20.0)]))
    assert svg.count("<pattern ") == 1
    assert svg.count('fill="url(#') == 1


def test_a_measure_that_adds_emissions_hangs_below_zero():
    svg = svg_of(
        wedges([(2030, "Buses", "transport", False, 40.0), (2030, "Road", "transport", False, -20.0)])
    )
    tops = [float(part.split('y="')[1].split('"')[0]) for part in svg.split("<rect ")[1:3]]
    heights = [float(part.split('height="')[1].split('"')[0]) for part in svg.split("<rect ")[1:3]]
    assert tops[1] == pytest.approx(tops[0] + heights[0], abs=0.02)
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.02)


def test_what_people_wrote_stays_words():
    svg = svg_of(wedges([(2030, "<b>Rail & bus</b>", "transport", False, 40.0)]))
    assert "&lt;b&gt;Rail" in svg
    assert "&amp;" in svg


def test_years_are_all_written_where_there_is_room():
    rows = [(year, "Buses", "transport", False, 40.0) for year in range(2026, 2031)]
    svg = svg_of(wedges(rows))
    assert all(f">{year}</text>" in svg for year in range(2026, 2031))


def test_a_picture_of_another_kind_is_refused():
    figure = trajectory({2018: 1.0, 2019: 2.0})
    figure.add_trace(go.Pie(labels=["a"], values=[1]))
    with pytest.raises(UnknownTraceError, match="pie"):
        svg_of(figure)


def test_a_name_with_a_sign_that_no_xml_can_hold_does_not_break_the_picture():
    svg = svg_of(trajectory({2018: 10.0, 2022: 9.0}, marks=[YearMark(2020, "New\x0bborders\x00\ufffe")]))
    assert "New borders" in "".join(ElementTree.fromstring(svg).itertext())
