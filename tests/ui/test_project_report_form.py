"""What must be mended in a progress report before it is saved."""

from datetime import date

import pytest

from texts import _
from ui.project_report_form import Draft, Known, problems, went_back

TODAY = date(2026, 4, 30)
KNOWN = Known("SE-1880", "P-1", "pilot", "ongoing", 40.0, frozenset({date(2025, 12, 31)}))
WHOLE = {
    "reported_on": TODAY, "innovation_stage": "implementation", "status": "ongoing", "done_percent": 60.0,
    "report_text": "The quay stands.", "next_step": "Charge", "verified_year": 2025, "verified_tco2e": 91.0,
}  # fmt: skip


def mended(**fields) -> dict[str, str]:
    """The sentences by field, of a whole report with these fields otherwise."""
    found = problems(Draft(**WHOLE | fields), KNOWN, today=TODAY)
    return {field: _(text) for field, text in found.items()}


def test_a_whole_report_has_nothing_to_mend():
    assert mended() == {}


def test_what_may_stay_empty_may_stay_empty():
    empty = dict.fromkeys(("done_percent", "verified_year", "verified_tco2e"))
    assert mended(status="", next_step="", **empty) == {}


@pytest.mark.parametrize("percent", [0.0, 100.0])
def test_the_ends_of_the_percentage_are_within(percent):
    assert mended(done_percent=percent) == {}


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"report_text": " "}, "report_text", "Say in a sentence what has happened."),
        ({"done_percent": 120.0}, "done_percent", "Expected a percentage from 0 to 100, found 120."),
        ({"done_percent": -0.5}, "done_percent", "Expected a percentage from 0 to 100, found -0.5."),
        ({"reported_on": None}, "reported_on", "Give the date of the report."),
        ({"reported_on": date(2026, 5, 1)}, "reported_on",
         "The date is in the future. Expected 2026-04-30 or an earlier day."),
        ({"reported_on": date(2025, 12, 31)}, "reported_on",
         "There is a report of 2025-12-31 already. Let this one take its place, or give another date."),
        ({"innovation_stage": ""}, "innovation_stage", "Choose the stage that the project has reached."),
        ({"innovation_stage": "stopped"}, "innovation_stage",
         "A project that is stopped has both the stage and the status “Stopped”."),
        ({"innovation_stage": "idea"}, "why_back", "The project stood at Pilot. Say why it is at Idea again."),
        ({"verified_tco2e": None}, "verified_tco2e",
         "Say how many tonnes were verified, or leave the year empty."),
        ({"verified_year": None}, "verified_year", "Say of which year the verified cut is."),
        ({"verified_year": 2027}, "verified_year", "Expected a year from 1990 to 2026, found 2027."),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_right_is_told_in_a_sentence_of_its_own(fields, field, sentence):
    assert mended(**fields) == {field: sentence}


def test_a_step_may_go_back_with_a_word_why_which_becomes_part_of_the_report():
    back = {"innovation_stage": "idea", "why_back": "No power."}
    assert mended(**back) == {}
    assert Draft(**WHOLE | back).words == "The quay stands.\nNo power."


def test_a_report_of_the_same_day_may_take_the_place_of_the_old_one():
    assert mended(reported_on=date(2025, 12, 31), replaces_report=True) == {}


@pytest.mark.parametrize(
    ("before", "now", "is_back"),
    [("pilot", "concept", True), ("pilot", "pilot", False), ("pilot", "verified", False), ("pilot", "stopped", False),
     ("stopped", "idea", False)],
)  # fmt: skip
def test_only_an_earlier_step_of_the_ladder_is_a_step_back(before, now, is_back):
    assert went_back(before, now) is is_back
