"""The yearly wheel: what is due and when, each kind by itself."""

from datetime import date

import pandas as pd
import pytest

from loaders.forms import take_snapshot
from metrics.budget_snapshots import KIND, frozen_rows
from metrics.yearly_wheel import DUE, yearly_wheel
from tests.metrics.conftest import BERGEN, OSLO
from tests.metrics.test_climate_budget import ceiling, reference
from tests.metrics.test_innovation import project
from texts import translated

TODAY = date(2026, 6, 1)


def due(store, kind, *, on=TODAY):
    """Subject, day (None = not known) and whether it has come, of one kind."""
    found = yearly_wheel(store, OSLO, on=on)
    of_kind = found[found["kind"] == kind]
    days = [None if pd.isna(day) else day.date() for day in of_kind["due_on"]]
    return list(
        zip((translated(each, "en") for each in of_kind["subject"]), days, of_kind["is_due"], strict=True)
    )


def freeze(store, label, taken_on):
    take_snapshot(store, OSLO, label, KIND, frozen_rows(store, OSLO), taken_on=taken_on, actor="Kari")


def test_nothing_is_due_where_nothing_is_loaded(store):
    found = yearly_wheel(store, OSLO, on=TODAY)
    assert (len(found), list(found.columns)) == (0, list(DUE))


def test_the_next_release_is_due_a_year_after_the_one_that_is_loaded(store, desk):
    desk.series(OSLO, {2023: 5.0}, released_on=date(2025, 5, 15))
    desk.series(BERGEN, {2023: 5.0}, released_on=date(2025, 5, 15))
    assert due(store, "release") == [
        ("Next release of Klimagassregnskap for kommuner og fylker", date(2026, 5, 15), True)
    ]


def test_the_next_release_lies_ahead_until_its_day(store, desk):
    desk.series(OSLO, {2023: 5.0}, released_on=date(2025, 6, 2))
    assert due(store, "release")[0][1:] == (date(2026, 6, 2), False)


def test_a_release_of_29_february_is_followed_by_one_of_1_march(store, desk):
    desk.series(OSLO, {2023: 5.0}, released_on=date(2024, 2, 29))
    assert due(store, "release")[0][1:] == (date(2025, 3, 1), True)


def test_a_release_whose_day_is_not_known_is_named_without_a_day(store, desk):
    desk.series(OSLO, {2023: 5.0}, released_on=None)
    assert due(store, "release")[0][1:] == (None, False)


def test_own_accounts_await_no_release(store, desk):
    desk.series(OSLO, {2023: 5.0}, dataset="own-accounts")
    assert due(store, "release") == []


def test_a_climate_budget_is_reported_at_the_end_of_each_four_months(store, desk):
    # on 1 June 2026 the last past end is 30 April; those within a year after follow
    reference(desk, 1000.0)
    ceiling(desk, 600.0)
    assert due(store, "tertial_report") == [
        ("Report 2026-T1 on the climate budget", date(2026, 4, 30), True),
        ("Report 2026-T2 on the climate budget", date(2026, 8, 31), False),
        ("Report 2026-T3 on the climate budget", date(2026, 12, 31), False),
        ("Report 2027-T1 on the climate budget", date(2027, 4, 30), False),
    ]


@pytest.mark.parametrize(
    ("label", "taken_on"),
    [("2026-T1", date(2026, 4, 20)), ("Spring", date(2026, 4, 30)), ("Spring", date(2026, 8, 30))],
)
def test_a_frozen_report_of_its_name_or_its_time_settles_it(store, desk, label, taken_on):
    ceiling(desk, 600.0)
    reference(desk, 1000.0)
    freeze(store, label, taken_on)
    assert "Report 2026-T1 on the climate budget" not in [each[0] for each in due(store, "tertial_report")]


def test_a_frozen_report_of_the_months_before_settles_nothing(store, desk):
    ceiling(desk, 600.0)
    reference(desk, 1000.0)
    freeze(store, "Winter", date(2026, 4, 29))
    assert due(store, "tertial_report")[0][0] == "Report 2026-T1 on the climate budget"


def test_a_target_is_reviewed_four_years_after_its_decision(store, desk):
    desk.target(OSLO, reduction_percent=55.0, decided_on=date(2022, 6, 1))
    assert due(store, "target_review") == [
        ("Target for 2030: Territorial emissions of greenhouse gases", date(2026, 6, 1), True)
    ]


def test_a_target_of_a_year_that_has_passed_is_reviewed_from_the_next_year_on(store, desk):
    desk.target(OSLO, reduction_percent=55.0, target_year=2025, decided_on=date(2020, 1, 1))
    assert due(store, "target_review")[0][1:] == (date(2026, 1, 1), True)


def test_a_target_whose_decision_has_no_day_is_left_alone(store, desk):
    desk.target(OSLO, reduction_percent=55.0)
    assert due(store, "target_review") == []


def test_a_project_is_due_to_report_122_days_after_its_last_report(store, desk):
    # 1 March 2026 + 122 days = 1 July 2026
    project(desk, "P-1", reports=[(date(2025, 10, 1), "idea"), (date(2026, 3, 1), "pilot")])
    assert due(store, "project_report") == [("Report of the project P-1", date(2026, 7, 1), False)]


def test_a_project_without_a_report_is_due_after_its_start_or_without_a_day(store, desk):
    # 1 January 2026 + 122 days = 3 May 2026
    project(desk, "P-1", starts_on=date(2026, 1, 1))
    project(desk, "P-2")
    project(desk, "P-3", status="finished", starts_on=date(2024, 1, 1))
    assert due(store, "project_report") == [
        ("Report of the project P-1", date(2026, 5, 3), True),
        ("Report of the project P-2", None, False),
    ]


def test_what_is_due_comes_first_and_what_has_no_day_last(store, desk):
    project(desk, "P-1")
    desk.series(OSLO, {2023: 5.0}, released_on=date(2025, 6, 2))
    desk.target(OSLO, reduction_percent=55.0, decided_on=date(2022, 1, 1))
    found = yearly_wheel(store, OSLO, on=TODAY)
    assert found["kind"].tolist() == ["target_review", "release", "project_report"]


def test_a_late_report_of_four_months_does_not_stand_for_the_next_four(store, desk):
    ceiling(desk, 600.0)
    reference(desk, 1000.0)
    freeze(store, "2026-T1", date(2026, 9, 3))
    found = due(store, "tertial_report", on=date(2026, 10, 2))
    assert found[0] == ("Report 2026-T2 on the climate budget", date(2026, 8, 31), True)
