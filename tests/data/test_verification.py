"""verify finds whatever is not whole."""

from pathlib import Path

import pytest

from data.store import Store, StoreError
from data.store_files import StoreFiles
from data.verification import verify
from tests.conftest import small_upload


@pytest.fixture
def files(tmp_path: Path) -> StoreFiles:
    return StoreFiles(tmp_path / "veikart.duckdb")


@pytest.fixture
def opened(files: StoreFiles):
    store = Store.open(f"duckdb:{files.database}")
    store.commit(small_upload(store, {2020: 100.0, 2021: 90.0}, content=b"first"))
    store.commit(small_upload(store, {2020: 80.0}, area_id="NO-5501", content=b"second"))
    yield store
    store.close()


def said(store: Store) -> list[tuple[str, str, str]]:
    return [(fault.check, fault.subject, str(fault.found)) for fault in verify(store)]


def original_of(files: StoreFiles, store: Store, upload_id: int) -> Path:
    listed = store.uploads().set_index("upload_id")
    sha256 = listed.loc[upload_id, "sha256"]
    return files.originals / sha256[:2] / sha256


def spoil(store: Store, sql: str) -> None:
    with store._transaction() as cursor:
        cursor.execute(sql)


def test_a_whole_store_has_no_fault(opened: Store):
    assert verify(opened) == []


def test_an_original_that_is_gone_is_found(opened: Store, files: StoreFiles):
    original_of(files, opened, 1).unlink()
    [(check, _subject, found)] = said(opened)
    assert check == "original"
    assert "holds no original with checksum" in found


def test_an_original_that_was_changed_is_found(opened: Store, files: StoreFiles):
    original_of(files, opened, 2).write_bytes(b"something else")
    [(check, _subject, found)] = said(opened)
    assert check == "original"
    assert "has been changed on the disk" in found


def test_a_torn_upload_is_found_with_its_rows(opened: Store):
    spoil(opened, "delete from emissions where emissions_tco2e = 90")
    assert said(opened) == [("torn", "upload 1", "Emissions: 1 rows of 2")]


def test_rows_of_no_upload_are_found(opened: Store):
    spoil(opened, "insert into emissions (slice_id, emissions_tco2e) values (999, 1)")
    assert said(opened) == [("torn", "emissions", "1 rows that belong to no upload")]


def test_an_upload_without_event_is_found(opened: Store):
    spoil(opened, "delete from upload_events where upload_id = 2")
    assert ("events", "upload 2", "an upload without any event") in said(opened)


def test_what_speaks_against_the_events_is_found(opened: Store):
    spoil(opened, "update live_slices set is_speaking = false where area_id = 'NO-5501'")
    assert said(opened) == [("live", "live_slices", "2 slices speak otherwise than the events say")]


def test_a_gap_in_the_journal_is_found_and_filled_at_the_next_opening(opened: Store, files: StoreFiles):
    lines = files.journal.read_text().splitlines(keepends=True)
    files.journal.write_text(lines[0])
    assert said(opened) == [("journal", "journal", "1 events are missing, the first is 2")]
    opened.close()
    again = Store.open(f"duckdb:{files.database}")
    assert verify(again) == []
    again.close()


def test_damaged_blocks_are_found_or_the_store_is_not_opened(files: StoreFiles):
    store = Store.open(f"duckdb:{files.database}")
    store.commit(small_upload(store, {year: float(year) for year in range(1950, 2021)}))
    store.close()
    content = bytearray(files.database.read_bytes())
    middle = len(content) // 3
    content[middle : 2 * middle] = bytes(middle)
    files.database.write_bytes(content)
    try:
        spoilt = Store.open(f"duckdb:{files.database}", read_only=True)
    except StoreError as refused:
        said = str(refused)
    else:
        said = ", ".join(fault.check for fault in verify(spoilt))
        spoilt.close()
    assert any(word in said for word in ("rebuild", "readable", "database", "torn"))
