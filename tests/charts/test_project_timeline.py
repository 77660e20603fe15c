"""Projects from their first to their last day, drawn."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette
from charts.project_timeline import STAGE_SIGNS, STAGE_TINTS, project_timeline_chart
from data.code_lists import INNOVATION_STAGES

FERRY = {"title": "Ferry", "stage": "pilot", "stage_words": "Pilot", "starts_on": date(2025, 1, 1),
         "ends_on": date(2027, 1, 1), "reported_on": (date(2026, 1, 1),)}  # fmt: skip


def drawn(numbers, *rows, data_year=2024, **choices):
    frame = pd.DataFrame(rows).astype({"starts_on": "datetime64[us]", "ends_on": "datetime64[us]"})
    return project_timeline_chart(
        frame, format=numbers, data_year=data_year, empty_text="No days.", **choices
    )


def test_a_bar_reaches_from_the_first_to_the_last_day(english):
    # from the start of 2025, two years long
    bars = drawn(english, FERRY).figure.data[0]
    assert (bars.base[0], bars.x[0]) == (2025.0, 2.0)


def test_reports_are_marked_on_their_days(english):
    assert list(drawn(english, FERRY).figure.data[-1].x) == [2026.0]


def test_the_end_of_the_newest_data_year_is_marked(english):
    layout = drawn(english, FERRY).figure.layout
    assert layout.shapes[0].x0 == 2025.0
    assert "Emissions are known up to 2024" in layout.annotations[-1].text


def test_nothing_is_marked_without_data(english):
    assert len(drawn(english, FERRY, data_year=None).figure.layout.shapes) == 0


def test_the_stage_stands_in_words_and_as_a_sign(english):
    chart = drawn(english, FERRY)
    assert "◑ Ferry</b>  Pilot" in chart.figure.layout.annotations[0].text
    assert "Ferry: Pilot, from 2025-01-01 to 2027-01-01." in chart.alt


def test_a_project_with_one_of_its_days_is_a_point_that_says_what_is_missing(english):
    chart = drawn(english, {**FERRY, "ends_on": None})
    assert [trace.type for trace in chart.figure.data] == ["bar", "scatter", "scatter"]
    assert "no last day stated" in chart.figure.layout.annotations[0].text


def test_a_project_without_days_is_named_and_not_drawn(english):
    chart = drawn(
        english, FERRY, {**FERRY, "title": "Café", "starts_on": None, "ends_on": None, "reported_on": ()}
    )
    assert any("Café" in note for note in chart.notes)
    assert len(chart.table) == 2


def test_more_projects_than_fit_are_counted_and_kept_in_the_table(english):
    chart = drawn(english, *[{**FERRY, "title": f"Ferry {number}"} for number in range(4)], most_rows=3)
    assert "The first 3 of 4 are drawn; the table holds all." in chart.notes
    assert len(chart.table) == 4


def test_without_any_day_it_says_so(english):
    assert (
        drawn(english, {**FERRY, "starts_on": None, "ends_on": None, "reported_on": ()}).takeaway
        == "No days."
    )


def test_every_stage_has_a_step_of_one_hue_and_a_sign_of_its_own(english):
    assert set(STAGE_TINTS) == set(INNOVATION_STAGES) == set(STAGE_SIGNS)
    assert len(set(STAGE_SIGNS.values())) == len(INNOVATION_STAGES)
    assert set(STAGE_TINTS.values()) <= {*palette.TINTS, palette.GROUND}


@pytest.mark.parametrize(
    "title", ["<b>Ferry</b>", "A ferry with a very long name that no phone can show on one line at all"]
)
def test_titles_are_shown_as_written_and_wrapped(english, title):
    chart = drawn(english, {**FERRY, "title": title})
    text = chart.figure.layout.annotations[0].text
    assert "&lt;b&gt;Ferry" in text or text.count("<br>") >= 2
    go.Figure(chart.figure.to_plotly_json())


def test_one_project_that_begins_on_the_first_of_january_has_an_axis_of_a_year(english):
    one = FERRY | {"starts_on": date(2025, 1, 1), "ends_on": None, "reported_on": ()}
    chart = drawn(english, one)
    assert tuple(chart.figure.layout.xaxis.range) == (2025, 2026)
    assert chart.takeaway == "One project between 2025 and 2025"
