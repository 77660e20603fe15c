"""Originals and journal beside the database: what was received is never lost, and what happened is written down."""

import hashlib
import json
from pathlib import Path

import pytest

from data.journal import Journal
from data.originals import Originals
from data.store import Store, StoreChanged, StoreError
from data.store_files import StoreFiles
from tests.conftest import small_upload


@pytest.fixture
def files(tmp_path: Path) -> StoreFiles:
    return StoreFiles(tmp_path / "veikart.duckdb")


def opened(files: StoreFiles) -> Store:
    return Store.open(f"duckdb:{files.database}")


def test_a_received_file_lies_beside_the_database_under_its_checksum(files: StoreFiles):
    store = opened(files)
    sha256 = store.keep_original(b"the workbook", file_name="a.xlsx")
    store.close()
    assert (files.originals / sha256[:2] / sha256).read_bytes() == b"the workbook"


def test_a_file_that_a_crash_left_without_its_row_is_registered_at_the_next_opening(files: StoreFiles):
    opened(files).close()
    sha256 = Originals(files.originals).keep(b"received, then the power went")
    store = opened(files)
    assert store.query("select sha256 from originals")["sha256"].tolist() == [sha256]
    store.close()


def test_an_unfinished_file_is_no_original(files: StoreFiles):
    folder = files.originals / "ab"
    folder.mkdir(parents=True)
    (folder / ".receiving-x").write_bytes(b"half a fi")
    assert list(Originals(files.originals).kept()) == []


def test_a_changed_original_is_never_given_out(files: StoreFiles):
    originals = Originals(files.originals)
    sha256 = originals.keep(b"as received")
    (files.originals / sha256[:2] / sha256).write_bytes(b"otherwise")
    with pytest.raises(StoreError, match="has been changed on the disk"):
        originals.read(sha256)


def test_every_event_is_one_line_and_a_commit_tells_how_its_file_was_read(files: StoreFiles):
    store = opened(files)
    store.commit(small_upload(store, {2020: 1.0}, content=b"file"))
    store.withdraw(1, actor="Ola")
    store.remember_mapping("headings", {"table": "emissions"}, actor="Kari")
    store.close()
    lines = [json.loads(line) for line in files.journal.read_text().splitlines()]
    assert [line["kind"] for line in lines] == ["event", "event", "mapping"]
    assert lines[0]["upload"]["sha256"] == hashlib.sha256(b"file").hexdigest()
    assert lines[0]["upload"]["rows"] == {"emissions": 1}
    assert (lines[1]["event"], lines[1]["actor"]) == ("withdrawn", "Ola")


def test_a_torn_last_line_is_passed_over_and_written_again(files: StoreFiles):
    store = opened(files)
    store.commit(small_upload(store, {2020: 1.0}))
    store.commit(small_upload(store, {2021: 1.0}))
    store.close()
    whole = files.journal.read_bytes()
    files.journal.write_bytes(whole[:-40])
    opened(files).close()
    assert [entry["event_id"] for entry in Journal(files.journal).entries()] == [1, 2]


def test_a_database_that_lacks_events_of_its_journal_is_not_opened(files: StoreFiles):
    store = opened(files)
    store.commit(small_upload(store, {2020: 1.0}))
    store.close()
    files.database.unlink()
    with pytest.raises(
        StoreError, match=r"lacks uploads that its journal knows of\. Bring it back with: cli\.py rebuild"
    ):
        opened(files)


def test_a_store_in_memory_keeps_no_journal(store: Store):
    store.commit(small_upload(store, {2020: 1.0}))
    assert list(store.journal_entries()) == []


# Two people at once -----------------------------------------------------------------------------------------


def test_the_second_of_two_people_is_told_who_changed_what_and_overwrites_nothing(store: Store):
    from dataclasses import replace

    second = replace(small_upload(store, {2020: 100.0}, actor="Ola"), previewed_version=store.version)
    store.commit(small_upload(store, {2020: 90.0}, actor="Kari"))
    with pytest.raises(StoreChanged) as refused:
        store.commit(second)
    assert str(refused.value) == (
        "Kari has changed the figures of Oslo in the meantime. Nothing was saved; look at the preview again."
    )
    assert store.query("select emissions_tco2e from live_emissions")["emissions_tco2e"].tolist() == [90.0]
    assert len(store.uploads()) == 1


def test_people_in_different_municipalities_do_not_stop_each_other(store: Store):
    from dataclasses import replace

    second = replace(small_upload(store, {2020: 100.0}, area_id="NO-5501"), previewed_version=store.version)
    store.commit(small_upload(store, {2020: 90.0}))
    assert store.commit(second) == 2


def test_an_undo_since_the_preview_counts_as_a_change_too(store: Store):
    from dataclasses import replace

    store.commit(small_upload(store, {2020: 90.0}))
    second = replace(small_upload(store, {2021: 100.0}), previewed_version=store.version)
    store.withdraw(1, actor="Kari")
    with pytest.raises(StoreChanged, match="Kari has changed the figures of Oslo"):
        store.commit(second)


def test_two_stores_of_one_process_on_one_file_see_one_version(files: StoreFiles):
    one, other = opened(files), opened(files)
    one.commit(small_upload(one, {2020: 1.0}))
    assert other.version == one.version == 1
    one.close()
    other.close()
