"""Rebuilding from a journal that lost a line or says one twice, and of files that were received before they were loaded."""

import json
from pathlib import Path

import pytest

from data.store import Store
from data.store_files import StoreFiles
from data.verification import verify
from loaders.loading import commit, prepare
from loaders.rebuilding import rebuild
from tests.loaders.published_layouts import bytes_of, miljodirektoratet

AREAS = ("Oslo", "Bergen", "Tromsø")


def workbook(area: str, tonnes: float) -> bytes:
    details = [(2024, "Veitrafikk", "Personbiler", "CO2", tonnes)]
    return bytes_of(miljodirektoratet(area=area, details=details, overview=[(2024, "Veitrafikk", tonnes)]))


@pytest.fixture
def files(tmp_path: Path) -> StoreFiles:
    """Three municipalities with invented figures, an upload each; the second undone."""
    place = StoreFiles(tmp_path / "veikart.duckdb")
    store = opened(place)
    for tonnes, area in enumerate(AREAS, start=1):
        commit(store, prepare(store, workbook(area, tonnes), f"{area}.xlsx"), actor="Kari")
    store.withdraw(2, actor="Ola")
    store.close()
    return place


def opened(files: StoreFiles) -> Store:
    return Store.open(f"duckdb:{files.database}")


def received(store: Store) -> list[list[dict]]:
    """What the store knows of releases and of what was received when."""
    statements = ("select * from releases", "select * from uploads", "select * from originals")
    return [store.arrow(sql).to_pylist() for sql in statements]


def without_line(files: StoreFiles, number: int) -> None:
    lines = files.journal.read_text().splitlines(keepends=True)
    files.journal.write_text("".join(lines[:number] + lines[number + 1 :]))


def uploads_and_events(files: StoreFiles) -> tuple[list[int], list[int]]:
    store = opened(files)
    found = sorted(store.uploads()["upload_id"].tolist()), store.events()["event_id"].tolist()
    store.close()
    return found


def test_what_stands_behind_a_lost_line_keeps_its_numbers_and_the_store_opens(files: StoreFiles):
    without_line(files, 0)  # the commit of upload 1
    files.database.unlink()
    assert [upload.is_whole for upload in rebuild(files)] == [True, True]
    assert uploads_and_events(files) == ([2, 3], [2, 3, 4])


def test_an_event_whose_commit_line_is_lost_is_reported(files: StoreFiles):
    without_line(files, 1)  # the commit of upload 2, which was undone later
    files.database.unlink()
    rebuilt = {upload.upload_id: upload for upload in rebuild(files)}
    assert {number for number, upload in rebuilt.items() if not upload.is_whole} == {2}
    assert str(rebuilt[2].trouble) == (
        "The journal has lost the line that says which file this was. Restore a backup."
    )
    store = opened(files)
    assert [(fault.check, fault.subject) for fault in verify(store)] == [("events", "event 4")]
    store.close()


def test_a_line_that_stands_twice_or_late_happens_once_and_in_its_place(files: StoreFiles):
    before = uploads_and_events(files)
    first, second, third, undone = files.journal.read_text().splitlines(keepends=True)
    files.journal.write_text(first + third + undone + second + third)
    files.database.unlink()
    assert len(rebuild(files)) == 3
    assert uploads_and_events(files) == before


def test_a_release_named_by_the_day_of_loading_keeps_its_name_though_the_file_came_earlier(tmp_path: Path):
    place = StoreFiles(tmp_path / "veikart.duckdb")
    store = opened(place)
    content = workbook("Oslo", 7)
    store.keep_original(content, file_name="refused at first.xlsx")
    with store._transaction() as cursor:
        cursor.execute("update originals set received_at = received_at - interval 9 day")
    commit(store, prepare(store, content, "oslo.xlsx"), actor="Kari")
    before = received(store)
    store.close()
    place.database.unlink()
    assert [upload.is_whole for upload in rebuild(place)] == [True]
    store = opened(place)
    after = received(store)
    store.close()
    assert after == before


def test_a_journal_of_a_version_that_wrote_no_releases_is_read_too(files: StoreFiles):
    entries = [json.loads(line) for line in files.journal.read_text().splitlines()]
    for entry in entries:
        entry.get("upload", {}).pop("releases", None)
    files.journal.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    files.database.unlink()
    assert all(upload.is_whole for upload in rebuild(files))
