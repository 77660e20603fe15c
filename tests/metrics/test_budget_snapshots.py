"""Frozen climate budgets: what was reported stays, whatever is loaded later, and any two can be laid side by side."""

import math
from datetime import date

import pytest

from data.errors import StoreError
from data.snapshots import SNAPSHOT_FORM, snapshots
from data.store import NewUpload
from loaders.forms import read_form, take_snapshot
from metrics.budget_snapshots import (
    COMPARED,
    KIND,
    compared_measures,
    compared_snapshots,
    frozen_rows,
    listed_snapshots,
)
from metrics.errors import MetricError
from tests.metrics.conftest import BERGEN, OSLO
from tests.metrics.test_climate_budget import ceiling, measure, reference


def take(store, label, area=OSLO, **comments):
    rows = frozen_rows(store, area, comments=comments)
    return take_snapshot(store, area, label, KIND, rows, taken_on=date(2026, 4, 30), actor="Kari")


@pytest.fixture
def reported(store, desk):
    """A budget of 1 000 t without measures and a ceiling of 600 t, frozen as 2026-T1."""
    reference(desk, 1000.0)
    ceiling(desk, 600.0)
    take(store, "2026-T1")


def changes(store, first, second):
    table = compared_snapshots(store, OSLO, first, second)
    rows = zip(
        table["figure"], table["first_tco2e"], table["second_tco2e"], table["change_tco2e"], strict=True
    )
    return {figure: numbers for figure, *numbers in rows}


def test_a_later_upload_does_not_change_what_was_frozen(store, desk, reported):
    # the gap was 400 t; with 200 t adopted it is 200 t
    measure(desk, "M-1", "adopted", 200.0, sector=None)
    take(store, "2026-T2")
    found = changes(store, "2026-T1", "2026-T2")
    assert found["gap_after_adopted_tco2e"] == [400.0, 200.0, -200.0]
    assert found["adopted_mid_tco2e"] == [0.0, 200.0, 200.0]
    assert "ceiling_tco2e" not in found
    assert changes(store, "2026-T1", "2026-T1") == {}


def test_a_snapshot_can_be_laid_beside_today(store, desk, reported):
    ceiling(desk, 500.0)
    assert changes(store, "2026-T1", "now")["ceiling_tco2e"] == [600.0, 500.0, -100.0]


def test_a_figure_that_one_of_them_lacks_is_no_change_to_zero(store, desk, reported):
    reference(desk, 300.0, sector="transport")
    table = compared_snapshots(store, OSLO, "2026-T1", "now")
    [row] = table[(table["sector"] == "transport") & (table["figure"] == "reference_tco2e")].to_dict(
        "records"
    )
    assert math.isnan(row["first_tco2e"])
    assert math.isnan(row["change_tco2e"])


def test_snapshots_are_listed_with_day_actor_and_version_of_the_data(store, reported):
    [row] = listed_snapshots(store, OSLO).to_dict("records")
    assert (row["label"], row["taken_on"], row["actor"], row["row_count"]) == (
        "2026-T1",
        date(2026, 4, 30),
        "Kari",
        1,
    )
    assert row["data_version"] < store.version
    assert listed_snapshots(store, BERGEN).empty


def test_a_snapshot_is_undone_like_an_upload_and_then_its_name_is_free(store, reported):
    with pytest.raises(StoreError, match="is there already"):
        take(store, "2026-T1")
    [kept] = snapshots(store, OSLO, KIND)
    store.withdraw(kept.upload_id, actor="Kari")
    assert snapshots(store, OSLO, KIND) == []
    take(store, "2026-T1")


def test_nothing_and_a_name_without_letters_cannot_be_frozen(store, desk, reported):
    with pytest.raises(StoreError, match="nothing to freeze"):
        take(store, "2026-T1", area=BERGEN)
    with pytest.raises(StoreError, match="needs a name"):
        take(store, " ")


def test_an_unknown_snapshot_is_refused_with_those_there_are(store, reported):
    with pytest.raises(MetricError, match="expected one of 2026-T1, now"):
        compared_snapshots(store, OSLO, "2026-T1", "2026-T3")


def test_two_empty_budgets_do_not_differ(store):
    table = compared_snapshots(store, OSLO, "now", "now")
    assert list(table.columns) == list(COMPARED)
    assert table.empty


def test_a_rebuild_reads_a_snapshot_as_an_upload_without_rows(store, reported):
    [kept] = store.uploads()[store.uploads()["format_key"] == SNAPSHOT_FORM].to_dict("records")
    assert read_form(store.original(kept["sha256"])) == ({}, ())


def test_a_snapshot_that_cannot_be_read_is_said(store):
    sha256 = store.keep_original(b"{}", file_name="broken.json")
    store.commit(NewUpload(sha256, "broken.json", SNAPSHOT_FORM, "Kari", {}))
    with pytest.raises(StoreError, match="cannot be read"):
        snapshots(store, OSLO, KIND)


def test_each_measure_is_kept_with_its_cut_and_its_comment(store, desk, reported):
    measure(desk, "M1", "proposed", 200.0)
    take(store, "2026-T2", M1=" Waits for the council. ")
    measure(desk, "M1", "adopted", 150.0)
    [row] = compared_measures(store, OSLO, "2026-T2", "now", year=2027).to_dict("records")
    assert (row["first_decision"], row["second_decision"]) == ("proposed", "adopted")
    assert (row["first_tco2e"], row["second_tco2e"], row["change_tco2e"]) == (200.0, 150.0, -50.0)
    assert (row["first_comment"], row["second_comment"]) == ("Waits for the council.", "")


def test_a_measure_that_one_report_lacks_has_no_cut_there(store, desk, reported):
    measure(desk, "M1", "adopted", 200.0)
    [row] = compared_measures(store, OSLO, "2026-T1", "now", year=2027).to_dict("records")
    assert (row["first_decision"], row["second_tco2e"]) == ("", 200.0)
    assert math.isnan(row["first_tco2e"]) and math.isnan(row["change_tco2e"])


def test_a_comment_on_an_unknown_measure_is_refused(store, desk, reported):
    measure(desk, "M1", "adopted", 200.0)
    with pytest.raises(MetricError, match='expected one of M1, found "M2"'):
        take(store, "2026-T2", M2="What?")
