"""What is one is not counted in the plural."""

from types import SimpleNamespace

import pandas as pd
import pytest

from metrics.published_totals import COLUMNS
from metrics.release_changes import VerdictChange
from metrics.targets import Target
from metrics.verdicts import assess
from sentences import left_out
from tests.metrics.conftest import OSLO, desk, store
from texts import N_, _
from ui import (
    emissions,
    place_map,
    procurement_sections,
    project_partners,
    project_story,
    project_table,
    upload_boundaries,
    upload_file,
    upload_history,
    what_changed,
)

__all__ = ["desk", "store"]  # fixtures


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_one_tender_that_is_in_no_sum():
    assert left_out.without_value(1) == "Not in the value: one tender without a value, a currency or a rate."
    assert left_out.without_value(2) == "Not in the value: 2 tenders without a value, a currency or a rate."
    assert left_out.without_deliveries(1) == "Not in the deliveries: one tender that does not state them."
    assert left_out.without_deliveries(2) == "Not in the deliveries: 2 tenders that do not state them."


def test_one_tender_without_a_value_in_the_calendar():
    calendar = pd.DataFrame({"kind": ["tender"], "without_value": [1], "currency": ["NOK"], "rates": [None]})
    assert (
        "One tender has no value, currency or rate and is in no sum of values."
        in procurement_sections.calendar_notes(calendar, is_alone=True)
    )


@pytest.mark.parametrize(
    ("judged", "words"),
    [
        (["on_track"], "The only municipality with a verdict is on track or has reached its target."),
        (["too_slow"], "The only municipality with a verdict is not on track."),
        (["no_target"], "The only municipality cannot be judged yet: its target or figures are missing."),
        (
            ["on_track", "too_slow", "no_data"],
            "One of 2 municipalities with a verdict is on track or has reached its target. One has no verdict.",
        ),
        (
            ["on_track", "on_track", "no_data", "no_data"],
            "2 of 2 municipalities with a verdict are on track or have reached their target. 2 have no verdict.",
        ),
    ],
)
def test_one_municipality_on_the_map_of_verdicts(judged, words):
    assert place_map.verdict_answer(pd.DataFrame({"status": judged})) == words


def test_one_municipality_on_the_map_without_a_figure():
    found = pd.DataFrame({"is_comparable": [True], "value": [float("nan")]})
    assert place_map.value_answer(found) == "The only municipality has no figure of this."


@pytest.mark.parametrize(
    ("together", "all_of_them", "first_words"),
    [
        (1, 1, "The only project has all four sides:"),
        (0, 1, "The only project lacks some of the four sides:"),
        (1, 3, "One of 3 projects has all four sides:"),
        (2, 3, "2 of 3 projects have all four sides:"),
        (0, 3, "None of 3 projects has all four sides:"),
    ],
)
def test_one_project_with_its_sides(together, all_of_them, first_words):
    sides = pd.DataFrame({"helix_side": [project_partners.ALL_SIDES], "projects": [together]})
    assert project_partners.sides_words(sides, all_of_them).startswith(first_words)


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ([None], "Of one funder the amount is not told."),
        ([None, None], "Of 2 funders the amount is not told."),
        ([5.0], "In all 5 NOK."),
    ],
)
def test_one_funder_whose_amount_is_not_told(amounts, words):
    funding = pd.DataFrame({"amount": pd.Series(amounts, dtype="float64"), "currency": "NOK"})
    assert plain(project_story.money_words(funding)) == words


def test_one_project_that_states_its_cut():
    found = pd.DataFrame({"expected_mid_tco2e": [5.0, None]})
    assert project_table.count_words(found, 2030) == (
        "2 projects, the largest expected cut first; one states what it will cut in 2030."
    )


def test_one_municipality_whose_borders_are_kept():
    assert "the borders of one municipality." in upload_boundaries._what_for(1)
    assert "the borders of 2 municipalities." in upload_boundaries._what_for(2)
    assert _(upload_boundaries._kept_words(1, 7)) == (
        "The borders of one municipality are kept as upload 7. See them on the Map page."
    )


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ({"municipality": 1, "county": 3}, "one municipality, 3 counties"),
        ({"municipality": 357, "county": 1, "nation": 1}, "357 municipalities, one county, the nation"),
        ({"municipality": 12}, "12 municipalities"),
    ],
)
def test_one_area_of_a_kind_in_a_file(kinds, words):
    assert upload_file.counted_areas(["Oslo"], kinds) == words


@pytest.mark.parametrize(
    ("count", "of", "words"),
    [
        (1, 1, "Release 2025 revised earlier years of Oslo, most of all 2019: +5.00 t CO2e (+2.0 %)."),
        (
            1,
            3,
            "Release 2025 revised earlier years of 1 of 3 municipalities. The largest revision is Oslo 2019: +5.00 t CO2e "
            "(+2.0 %).",
        ),
    ],
)
def test_one_municipality_whose_years_were_revised(count, of, words):
    changes = pd.DataFrame({
        "municipality_id": [f"NO-{place}" for place in range(of)],
        "area_kind": "municipality",
        "kind": ["revised"] * count + ["same"] * (of - count),
        "name": "Oslo", "year": 2019, "difference_tco2e": 5.0, "difference_percent": 2.0,
    })  # fmt: skip
    found = what_changed.Comparison("inventory", "Inventory", "Agency", "ghg", "2024", "2025", changes, [])
    assert plain(what_changed.answer(found)) == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(2022, 0.0, None)], "Our total is the publisher's own in the only year."),
        ([(2021, 0.0, None), (2022, 0.0, None)], "Our totals are the publisher's own in all 2 years."),
        ([(2021, 0.0, None), (2022, 30.0, "Why.")], "One year differs: 2022, by 30.0 t. Why."),
        ([(2022, float("nan"), "Why.")], "One year cannot be compared: 2022. Why."),
        (
            [(2021, 10.0, "Why."), (2022, 30.0, "Why.")],
            "2 of 2 years differ. The largest difference is 30.0 t in 2022. Why.",
        ),
    ],
)
def test_one_year_in_which_totals_differ(rows, words):
    compared = pd.DataFrame(
        [(year, 100.0, 100.0, difference, why and N_(why)) for year, difference, why in rows],
        columns=list(COLUMNS),
    )
    assert plain(emissions.totals_words(compared, "t CO2e")) == words


def test_one_verdict_that_turns():
    series = pd.DataFrame({"year": [2015, 2022], "value": [100.0, 80.0]})
    target = Target(2030, reduction_percent=40.0, base_year=2015, indicator="ghg_total", unit="t CO2e")
    on_track, behind = (
        assess(series.assign(value=[100.0, last]), target, "linear_path") for last in (80.0, 95.0)
    )
    turned = VerdictChange("NO-0301", "Oslo", on_track, behind)
    assert what_changed.verdict_words([turned]) == "The verdict on the target turns."
    assert what_changed.verdict_words([turned, turned]) == "2 of 2 verdicts on targets turn."


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 row kept as an older vintage"), (2, "2 rows kept as an older vintage"), (0, "")],
)
def test_one_row_that_does_not_speak(count, words):
    assert upload_history._silent_words(SimpleNamespace(row_count=count)) == words


@pytest.mark.parametrize(
    ("grants", "words"),
    [(1, "One grant states no amount."), (2, "2 grants state no amount.")],
)
def test_one_grant_without_an_amount(desk, store, grants, words):
    desk.records("projects", OSLO, {"record_id": "P1", "title": "Ferry", "innovation_stage": "pilot"})
    rows = ({"record_id": "P1", "funder": f"Fund {number}"} for number in range(grants))
    desk.records("project_funding", OSLO, *rows)
    assert project_partners.money_words(store, OSLO) == words
