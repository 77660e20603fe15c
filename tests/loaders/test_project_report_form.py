"""A progress report entered on a page: kept beside the older ones, undone, brought back, and shared. Fictional throughout."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest

from data.demo import demo_areas, demo_changes
from data.staging import staged
from data.store import NewUpload, Store, StoreError
from data.store_files import StoreFiles
from data.tables import TABLES
from loaders.loading import prepare
from loaders.own_workbooks.current_data import current_data_template
from loaders.own_workbooks.templates import filled_template
from loaders.packages.package_export import package
from loaders.project_reports import ReportEntry, report_progress
from loaders.rebuilding import rebuild
from tests.loaders.packages import load, new_store

FJORDVIK = "NO-D01"
FERRY = {
    "projects": [
        {"record_id": "P-1", "title": "Electric ferry", "innovation_stage": "pilot", "status": "ongoing", "is_shareable": True,
         "starts_on": date(2024, 1, 1), "contact": "Ada Contact", "what_it_took": "A quay with power"},
        {"record_id": "P-2", "title": "Quiet heat", "innovation_stage": "idea", "is_shareable": False},
    ],
    "project_reports": [
        {"record_id": "P-1", "reported_on": date(2025, 4, 30), "innovation_stage": "concept", "done_percent": 20,
         "report_text": "Drawings done"},
        {"record_id": "P-1", "reported_on": date(2025, 12, 31), "innovation_stage": "pilot", "done_percent": 40.5},
    ],
    "project_effects": [
        {"record_id": "P-1", "year": 2025, "expected_low_tco2e": 80, "expected_mid_tco2e": 100, "expected_high_tco2e": 120},
        {"record_id": "P-1", "year": 2030, "expected_mid_tco2e": 900},
    ],
}  # fmt: skip
APRIL = ReportEntry(
    FJORDVIK, "P-1", date(2026, 4, 30), "implementation", "The quay is built.\nThe ferry sails.",
    status="ongoing", done_percent=60, next_step="Charge at night",
)  # fmt: skip


def loaded(store: Store) -> Store:
    """The projects as a workbook brings them, the first row of each sheet in row 2."""
    tables = {
        name: staged(name, pd.DataFrame(rows).assign(
            area_id=FJORDVIK, source_sheet=str(TABLES[name].sheet), source_row=range(2, len(rows) + 2)))
        for name, rows in FERRY.items()
    }  # fmt: skip
    sha256 = store.keep_original(b"plans", file_name="plans.xlsx")
    store.commit(NewUpload(sha256, "plans.xlsx", "test", "Kari", tables))
    return store


@pytest.fixture
def store():
    store = loaded(new_store())
    yield store
    store.close()


def reports(store: Store, project_id: str = "P-1") -> list[tuple]:
    found = store.arrow(
        "select reported_on, innovation_stage, done_percent, report_text from live_project_reports"
        " where is_speaking and record_id = $project_id order by reported_on",
        {"project_id": project_id},
    )
    return [tuple(row.values()) for row in found.to_pylist()]


def standing(store: Store) -> dict:
    return store.arrow("select * from live_projects where is_speaking and record_id = 'P-1'").to_pylist()[0]


OLDER = [
    (date(2025, 4, 30), "concept", 20.0, "Drawings done"),
    (date(2025, 12, 31), "pilot", 40.5, None),
]
NEW = (date(2026, 4, 30), "implementation", 60.0, "The quay is built.\nThe ferry sails.")


def test_a_new_report_stands_beside_the_older_ones(store):
    report_progress(store, APRIL, actor="Kari")
    assert reports(store) == [*OLDER, NEW]


def test_a_second_new_report_keeps_the_first(store):
    report_progress(store, APRIL, actor="Kari")
    may = ReportEntry(FJORDVIK, "P-1", date(2026, 5, 31), "implementation", "Charged at night.")
    report_progress(store, may, actor="Ola")
    assert reports(store) == [
        *OLDER,
        NEW,
        (date(2026, 5, 31), "implementation", None, "Charged at night."),
    ]


def test_a_report_taken_back_leaves_what_was_there_before(store):
    before = standing(store)
    upload_id = report_progress(store, APRIL, actor="Kari")
    store.withdraw(upload_id, actor="Kari")
    assert reports(store) == OLDER
    assert standing(store) == before


def test_the_project_stands_where_its_newest_report_says_and_keeps_all_else(store):
    report_progress(store, APRIL, actor="Kari")
    project = standing(store)
    assert (project["innovation_stage"], project["status"]) == ("implementation", "ongoing")
    assert (project["title"], project["contact"], project["is_shareable"], project["starts_on"]) == (
        "Electric ferry",
        "Ada Contact",
        True,
        date(2024, 1, 1),
    )


def test_a_report_of_an_earlier_day_does_not_move_the_project_back(store):
    earlier = ReportEntry(FJORDVIK, "P-1", date(2024, 12, 31), "idea", "We began to think.")
    report_progress(store, earlier, actor="Kari")
    assert standing(store)["innovation_stage"] == "pilot"
    assert [row[1] for row in reports(store)] == ["idea", "concept", "pilot"]


def test_a_project_that_stays_on_its_step_is_not_written_again(store):
    stays = ReportEntry(FJORDVIK, "P-1", date(2026, 4, 30), "pilot", "More of the same.", status="ongoing")
    upload_id = report_progress(store, stays, actor="Kari")
    assert standing(store)["upload_id"] != upload_id


def test_a_verified_cut_is_written_beside_what_was_expected_of_its_year(store):
    report_progress(
        store,
        ReportEntry(FJORDVIK, "P-1", date(2026, 4, 30), "pilot", "Measured.", verified_year=2025, verified_tco2e=91.5),
        actor="Kari",
    )  # fmt: skip
    effects = store.arrow(
        "select year, expected_low_tco2e, expected_mid_tco2e, verified_tco2e from live_project_effects"
        " where is_speaking and record_id = 'P-1' order by year"
    ).to_pylist()
    assert [tuple(row.values()) for row in effects] == [
        (2025, 80.0, 100.0, 91.5),
        (2030, None, 900.0, None),
    ]


def test_a_verified_cut_of_a_year_without_an_expected_one_is_kept_too(store):
    report_progress(
        store,
        ReportEntry(FJORDVIK, "P-1", date(2026, 4, 30), "pilot", "Worse.", verified_year=2026, verified_tco2e=-3),
        actor="Kari",
    )  # fmt: skip
    row = store.arrow("select * from live_project_effects where is_speaking and year = 2026").to_pylist()[0]
    assert (row["expected_mid_tco2e"], row["verified_tco2e"]) == (None, -3.0)


def test_a_report_of_the_same_day_gives_way_only_when_that_was_said(store):
    again = ReportEntry(FJORDVIK, "P-1", date(2025, 12, 31), "pilot", "With words now.")
    with pytest.raises(StoreError, match="There is a report of 2025-12-31 already"):
        report_progress(store, again, actor="Kari")
    report_progress(store, ReportEntry(**{**vars(again), "replaces_report": True}), actor="Kari")
    assert [row[3] for row in reports(store)] == ["Drawings done", "With words now."]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"report_text": "  "}, "A report needs words"),
        ({"done_percent": 120}, "expected a percentage from 0 to 100, found 120"),
        ({"innovation_stage": "moon"}, "a stage and a status that the lists know"),
        ({"verified_year": 2025}, "both its year and its tonnes"),
        ({"project_id": "P-9"}, r"NO-D01 has no project P-9\."),
    ],
    ids=["words", "percent", "step", "verified", "project"],
)
def test_a_report_that_cannot_be_right_is_refused_and_leaves_no_upload(store, fields, sentence):
    count = len(store.uploads())
    with pytest.raises(StoreError, match=sentence):
        report_progress(store, ReportEntry(**{**vars(APRIL), **fields}), actor="Kari")
    assert len(store.uploads()) == count


def test_two_who_save_at_the_same_moment_both_keep_their_reports(store):
    days = [date(2026, 5, day) for day in range(1, 5)]
    entries = [ReportEntry(FJORDVIK, "P-1", day, "pilot", f"Words of {day}.") for day in days]
    threads = [
        Thread(target=report_progress, args=(store, entry), kwargs={"actor": "Kari"}) for entry in entries
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row[0] for row in reports(store)] == [date(2025, 4, 30), date(2025, 12, 31), *days]


def test_a_report_that_is_written_again_says_where_it_came_from_first(store):
    report_progress(store, APRIL, actor="Kari")
    report_progress(store, ReportEntry(FJORDVIK, "P-1", date(2026, 5, 31), "pilot", "More."), actor="Ola")
    labels = store.arrow(
        "select source_label from live_project_reports where is_speaking and record_id = 'P-1' order by reported_on"
    )["source_label"].to_pylist()
    # the workbook's rows 2 and 3, then the form of April with its three rows
    assert labels[:2] == ["plans.xlsx · Reports · 2", "plans.xlsx · Reports · 3"]
    assert labels[2].startswith("form-project-report-") and labels[2].endswith("· form-project-report · 3")
    assert labels[3] is None


def test_what_was_entered_is_kept_as_a_file_like_any_other(store):
    report_progress(store, APRIL, actor="Kari")
    upload = store.uploads().iloc[0]
    kept = json.loads(store.original(upload["sha256"]))
    assert kept["tables"]["project_reports"][-1]["next_step"] == "Charge at night"
    # three reports and the project on its new step
    assert (upload["actor"], upload["format_key"], upload["row_count"]) == (
        "Kari",
        "form-project-report",
        4,
    )


def test_a_workbook_with_the_current_data_changes_nothing_after_a_report(store):
    entry = ReportEntry(**{**vars(APRIL), "verified_year": 2025, "verified_tco2e": 91.5})
    report_progress(store, entry, actor="Kari")
    names = ["projects", "project_reports", "project_effects"]
    preview = prepare(store, current_data_template(store, names, [FJORDVIK]), "again.xlsx")
    assert not preview.errors, [str(problem.sentence) for problem in preview.errors]
    changed = {
        change.table: [change.counts[kind] for kind in ("new", "changed", "removed")]
        for change in preview.changes
    }
    assert changed == {name: [0, 0, 0] for name in names}


def test_a_package_carries_the_new_report_of_a_shared_project_and_nothing_of_others(store):
    report_progress(store, APRIL, actor="Kari")
    report_progress(
        store, ReportEntry(FJORDVIK, "P-2", date(2026, 4, 30), "idea", "Hidden words."), actor="Kari"
    )
    with zipfile.ZipFile(io.BytesIO(package(store, [FJORDVIK]))) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    everything = "".join(texts.values())
    assert "The quay is built." in everything
    assert "Hidden words." not in everything


def test_a_rebuilt_store_has_the_reports_again(tmp_path: Path):
    files = StoreFiles(tmp_path / "veikart.duckdb")
    store = Store.open(f"duckdb:{files.database}")
    store.add_areas(pd.DataFrame(demo_areas()), pd.DataFrame(demo_changes()))
    frames = {name: pd.DataFrame(rows).assign(area_id=FJORDVIK) for name, rows in FERRY.items()}
    load(store, filled_template(list(frames), frames, {}))
    report_progress(store, APRIL, actor="Kari")
    early = ReportEntry(FJORDVIK, "P-1", date(2026, 5, 31), "running", "Too early.")
    store.withdraw(report_progress(store, early, actor="Kari"), actor="Kari")
    before = live_reports(store)
    store.close()
    assert [upload for upload in rebuild(files) if not upload.is_whole] == []
    again = Store.open(f"duckdb:{files.database}")
    pd.testing.assert_frame_equal(live_reports(again), before)
    assert reports(again) == [*OLDER, NEW]
    again.close()


def live_reports(store: Store) -> pd.DataFrame:
    return store.query("select * exclude (slice_id) from live_project_reports order by all")
