"""A journal that lacks lines is made whole from the database, and no line of another kind hides that it lacks one."""

import threading
from pathlib import Path

import pytest

from data.journal import Journal
from data.store import Store
from data.store_files import StoreFiles
from data.verification import verify
from tests.conftest import small_upload


@pytest.fixture
def files(tmp_path: Path) -> StoreFiles:
    return StoreFiles(tmp_path / "veikart.duckdb")


def opened(files: StoreFiles) -> Store:
    return Store.open(f"duckdb:{files.database}")


def three_commits(files: StoreFiles) -> list[str]:
    """The lines of a journal of three uploads."""
    store = opened(files)
    for year in (2020, 2021, 2022):
        store.commit(small_upload(store, {year: 1.0}))
    store.close()
    return files.journal.read_text().splitlines(keepends=True)


def events(files: StoreFiles) -> list[int]:
    return [entry["event_id"] for entry in Journal(files.journal).entries() if entry["kind"] == "event"]


@pytest.mark.parametrize("spoilt", ["", "{torn\n", "[]\n"])
def test_a_line_lost_between_others_is_found_and_written_again_at_the_next_opening(
    files: StoreFiles, spoilt: str
):
    first, _second, third = three_commits(files)
    files.journal.write_text(first + spoilt + third)
    store = Store.open(f"duckdb:{files.database}", read_only=True)
    assert [str(fault.found) for fault in verify(store)] == ["1 events are missing, the first is 2"]
    store.close()
    store = opened(files)
    assert verify(store) == []
    assert events(files) == [1, 3, 2]
    store.commit(
        small_upload(store, {2023: 1.0})
    )  # the last line is not the last event, and 3 is not told twice
    assert events(files) == [1, 3, 2, 4]
    store.close()


def test_a_mapping_does_not_hide_that_the_commit_before_it_was_not_written_down(files: StoreFiles):
    three_commits(files)
    store = opened(files)
    store.remember_mapping("headings", {"table": "emissions"}, actor="Kari")
    store.close()
    first, second, _third, mapping = files.journal.read_text().splitlines(keepends=True)
    files.journal.write_text(first + second + mapping)
    opened(files).close()
    assert sorted(events(files)) == [1, 2, 3]


def test_commits_and_mappings_at_once_are_told_once_each(files: StoreFiles):
    store = opened(files)

    def remember() -> None:
        for number in range(20):
            store.remember_mapping(f"headings {number}", {"table": "emissions"}, actor="Kari")

    other = threading.Thread(target=remember)
    other.start()
    for number in range(20):
        store.commit(small_upload(store, {2020: float(number)}))
    other.join()
    store.close()
    assert events(files) == list(range(1, 21))
    assert len(list(Journal(files.journal).entries())) == 40  # 20 commits and 20 mappings
