"""What was decided, as far as it was loaded."""

from datetime import date

import pandas as pd

from loaders.forms import take_snapshot
from metrics.budget_snapshots import KIND, frozen_rows
from metrics.decisions import DECISIONS, decisions
from metrics.notes import every_note
from tests.metrics.conftest import BERGEN, OSLO
from texts import translated


def said(store):
    """Kind, day (None = not stated), words and source of each decision of Oslo."""
    found = decisions(store, OSLO)
    days = [None if pd.isna(day) else day.date() for day in found["decided_on"]]
    words = [translated(what, "en") for what in found["what"]]
    return list(zip(found["kind"], days, words, found["source"], strict=True))


def test_nothing_decided_is_an_empty_table(store):
    found = decisions(store, OSLO)
    assert (len(found), tuple(found.columns)) == (0, DECISIONS)


def test_targets_are_told_as_they_were_decided_the_newest_first(store, desk):
    desk.target(
        OSLO, reduction_percent=55.0, decided_on=date(2021, 6, 17), decision_url="https://example.org/1"
    )
    desk.target(
        OSLO, "recycling_rate", unit="%", target_value=60.0, base_year=None, decided_on=date(2022, 1, 1)
    )
    desk.target(BERGEN, reduction_percent=50.0, decided_on=date(2023, 1, 1))
    assert said(store) == [
        ("target", date(2022, 1, 1), "Recycling rate of municipal waste: 60 % in 2030", ""),
        (
            "target",
            date(2021, 6, 17),
            "Territorial emissions of greenhouse gases: 55 % less in 2030 than in 2009",
            "https://example.org/1",
        ),
    ]


def test_ceilings_of_one_decision_are_one_and_a_day_that_is_not_stated_comes_last(store, desk):
    of_budget = {"ceiling_tco2e": 5.0, "decided_on": date(2025, 12, 11), "source": "Budget 2026"}
    desk.records(
        "budget_ceilings",
        OSLO,
        {"record_id": "1", "year": 2026, **of_budget},
        {"record_id": "2", "year": 2027, **of_budget},
        {"record_id": "3", "year": 2028, "ceiling_tco2e": 4.0},
    )
    assert said(store) == [
        ("ceiling", date(2025, 12, 11), "Ceilings of the climate budget for 2026 to 2027", "Budget 2026"),
        ("ceiling", None, "Ceilings of the climate budget for 2028", ""),
    ]


def test_frozen_reports_and_constants_are_decisions_too(store, desk):
    desk.records("budget_ceilings", OSLO, {"record_id": "1", "year": 2026, "ceiling_tco2e": 5.0})
    rows = frozen_rows(store, OSLO)
    take_snapshot(store, OSLO, "2026-T1", KIND, rows, taken_on=date(2026, 4, 30), actor="Kari")
    desk.records(
        "constants",
        OSLO,
        {
            "record_id": "r",
            "constant": "discount_rate_percent",
            "value": 4.0,
            "unit": "%",
            "source": "Budget",
            "valid_from": date(2026, 1, 1),
        },
    )
    assert [(kind, day) for kind, day, _words, _source in said(store)] == [
        ("report", date(2026, 4, 30)),
        ("constant", date(2026, 1, 1)),
        ("ceiling", None),
    ]


def test_every_note_is_told_also_on_a_warning(store, desk):
    desk.records(
        "notes",
        OSLO,
        {"record_id": "a", "subject": "transport 2022", "noted_on": date(2024, 1, 1), "note": "Warm winter"},
        {
            "record_id": "b",
            "subject": "jump/NO-0301/2019",
            "noted_on": date(2025, 1, 1),
            "note": "Plant closed",
            "author": "Kari",
        },
    )
    found = every_note(store, OSLO)
    assert found[["note", "author"]].to_numpy().tolist() == [["Plant closed", "Kari"], ["Warm winter", ""]]
