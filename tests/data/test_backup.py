"""A backup is one consistent, checked file; what is restored is proven to be the same."""

import threading
import zipfile
from datetime import date
from pathlib import Path

import pytest

from data.backup import back_up, read_backup, restore
from data.schema import SCHEMA_VERSION
from data.store import Store, StoreBusy, StoreError
from data.store_files import StoreFiles
from data.verification import verify
from tests.conftest import small_upload


@pytest.fixture
def files(tmp_path: Path) -> StoreFiles:
    return StoreFiles(tmp_path / "var" / "veikart.duckdb")


@pytest.fixture
def opened(files: StoreFiles):
    """Two uploads of Oslo, the first undone; a mapping; a refused file that is kept."""
    store = Store.open(f"duckdb:{files.database}")
    store.commit(small_upload(store, {2020: 100.0, 2021: None}, content=b"first"))
    store.commit(
        small_upload(store, {2020: 90.0}, release="2026", released_on=date(2026, 1, 1), content=b"second")
    )
    store.withdraw(1, actor="Ola")
    store.remember_mapping("headings", {"table": "emissions"}, actor="Kari")
    store.keep_original(b"refused", file_name="x.xlsx")
    yield store
    store.close()


def facts(store: Store) -> list[tuple]:
    rows = store.query(
        "select area_id, release, year, emissions_tco2e, is_speaking from live_emissions order by all"
    )
    return [tuple(row) for row in rows.astype(object).where(rows.notna(), None).itertuples(index=False)]


def test_what_is_restored_says_the_same_table_by_table(opened: Store, tmp_path: Path):
    taken = back_up(opened, tmp_path / "backup.zip")
    place = StoreFiles(tmp_path / "elsewhere" / "veikart.duckdb")
    restored = restore(tmp_path / "backup.zip", place)
    assert restored.rows == taken.rows
    assert (taken.version, taken.originals, taken.rows["emissions"]) == (3, 3, 3)
    again = Store.open(f"duckdb:{place.database}")
    assert facts(again) == facts(opened)
    assert again.events().equals(opened.events())
    assert again.original(again.uploads()["sha256"].iloc[-1]) == b"first"
    assert [row["mapping"] for row in again.mappings("headings")] == [{"table": "emissions"}]
    assert verify(again) == []
    again.close()


def test_a_backup_taken_while_others_commit_is_of_one_moment(opened: Store, tmp_path: Path):
    stop = threading.Event()

    def commit_on() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            opened.commit(small_upload(opened, {2020: float(number)}, content=str(number).encode()))

    writer = threading.Thread(target=commit_on)
    writer.start()
    try:
        for number in range(3):
            back_up(opened, tmp_path / f"{number}.zip")
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        place = StoreFiles(tmp_path / str(number) / "veikart.duckdb")
        restore(tmp_path / f"{number}.zip", place)
        again = Store.open(f"duckdb:{place.database}")
        assert verify(again) == []  # every upload whole, with its event and its original
        again.close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:200] + bytes(byte ^ 255 for byte in content[200:260]) + content[260:],
        lambda content: b"no archive at all",
        lambda content: b"",
    ],
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(opened: Store, tmp_path: Path, damage):
    back_up(opened, tmp_path / "backup.zip")
    (tmp_path / "bad.zip").write_bytes(damage((tmp_path / "backup.zip").read_bytes()))
    place = StoreFiles(tmp_path / "elsewhere" / "veikart.duckdb")
    for refused in (lambda: restore(tmp_path / "bad.zip", place), lambda: read_backup(tmp_path / "bad.zip")):
        with pytest.raises(StoreError, match="is damaged or no backup of Veikart"):
            refused()
    assert not place.exist
    assert [path.name for path in (tmp_path / "elsewhere").glob("*")] == []


def test_a_part_that_was_changed_is_found_by_its_checksum(opened: Store, tmp_path: Path):
    back_up(opened, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as whole, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in whole.namelist():
            content = whole.read(name)
            bad.writestr(name, b"changed" if name.startswith("originals/") else content)
    with pytest.raises(StoreError, match="is damaged"):
        read_backup(tmp_path / "bad.zip")


def test_a_store_that_is_there_is_left_alone_or_set_aside(opened: Store, files: StoreFiles, tmp_path: Path):
    back_up(opened, tmp_path / "backup.zip")
    opened.commit(small_upload(opened, {2022: 1.0}, content=b"later"))
    opened.close()
    with pytest.raises(StoreError, match="There is a store at"):
        restore(tmp_path / "backup.zip", files)
    restore(tmp_path / "backup.zip", files, is_replacing=True)
    again = Store.open(f"duckdb:{files.database}")
    assert len(again.uploads()) == 2
    again.close()
    [aside] = files.database.parent.glob("veikart-replaced-*.duckdb")
    before = Store.open(f"duckdb:{aside}")
    assert len(before.uploads()) == 3
    before.close()


def test_a_table_that_no_store_has_never_reaches_the_database(opened: Store, tmp_path: Path):
    back_up(opened, tmp_path / "backup.zip")
    evil = 'x" ; drop table emissions --'
    with (
        zipfile.ZipFile(tmp_path / "backup.zip") as whole,
        zipfile.ZipFile(tmp_path / "evil.zip", "w") as bad,
    ):
        for name in whole.namelist():
            content = whole.read(name).replace(b"emissions", evil.replace('"', "'").encode())
            bad.writestr(
                name.replace("emissions", evil), content if name == "manifest.json" else whole.read(name)
            )
    place = StoreFiles(tmp_path / "elsewhere" / "veikart.duckdb")
    with pytest.raises(StoreError):
        restore(tmp_path / "evil.zip", place)
    assert not place.exist


def test_a_backup_of_a_newer_version_is_refused_in_words(opened: Store, tmp_path: Path):
    back_up(opened, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as whole, zipfile.ZipFile(tmp_path / "new.zip", "w") as new:
        for name in whole.namelist():
            content = whole.read(name)
            now = f'"schema_version": {SCHEMA_VERSION}'.encode()
            new.writestr(name, content.replace(now, b'"schema_version": 99'))
    with pytest.raises(StoreError, match="written by a newer version of Veikart"):
        read_backup(tmp_path / "new.zip")


def test_restoring_over_a_store_in_use_is_refused(opened: Store, files: StoreFiles, tmp_path: Path):
    back_up(opened, tmp_path / "backup.zip")
    with pytest.raises(StoreBusy):  # this process holds it for writing, as another program would
        restore(tmp_path / "backup.zip", files, is_replacing=True)
    assert len(opened.uploads()) == 2
