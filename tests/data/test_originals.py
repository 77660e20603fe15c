"""A received file is kept whole, comes back as it came, and its loss is told and never spreads."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from data.backup import back_up, read_backup, restore
from data.originals import Originals
from data.store import Store
from data.store_files import StoreFiles
from data.verification import verify
from tests.conftest import small_upload

ROOT = Path(__file__).parents[2]
KEEPS_ON = """
import os, sys
from pathlib import Path
from data.originals import Originals
originals = Originals(Path(sys.argv[1]))
while True:
    print(originals.keep(os.urandom(3_000_000)), flush=True)
"""


@pytest.fixture
def files(tmp_path: Path) -> StoreFiles:
    return StoreFiles(tmp_path / "veikart.duckdb")


def place_of(files: StoreFiles, sha256: str) -> Path:
    return files.originals / sha256[:2] / sha256


def said(store: Store) -> list[tuple[str, str]]:
    return [(fault.check, fault.subject) for fault in verify(store)]


def test_a_process_killed_while_it_keeps_files_leaves_whole_ones_only(tmp_path: Path):
    with subprocess.Popen(
        [sys.executable, "-c", KEEPS_ON, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        second = process.stdout.readline().strip()  # the third is being written
        os.kill(process.pid, signal.SIGKILL)
        acknowledged = {second, *process.stdout.read().split()}
    originals = Originals(tmp_path)
    kept = {sha256: len(originals.read(sha256)) for sha256, _size in originals.kept()}
    assert set(kept.values()) == {3_000_000}
    assert acknowledged <= set(kept)


def test_a_file_that_was_changed_on_the_disk_is_mended_when_it_is_received_again(files: StoreFiles):
    originals = Originals(files.originals)
    sha256 = originals.keep(b"as received")
    place_of(files, sha256).write_bytes(b"otherwise")
    assert originals.keep(b"as received") == sha256
    assert originals.read(sha256) == b"as received"


def test_a_refused_file_that_is_gone_is_found_too(files: StoreFiles):
    store = Store.open(f"duckdb:{files.database}")
    sha256 = store.keep_original(b"refused", file_name="x.xlsx")
    place_of(files, sha256).unlink()
    assert said(store) == [("original", sha256)]
    store.close()


def test_a_lost_file_keeps_nobody_from_a_backup_and_is_counted_and_still_named_after_it(
    files: StoreFiles, tmp_path: Path
):
    store = Store.open(f"duckdb:{files.database}")
    for number in (1, 2):
        store.commit(small_upload(store, {2020 + number: 1.0}, content=bytes([number])))
    lost = store.uploads().set_index("upload_id").loc[1, "sha256"]
    place_of(files, lost).unlink()
    taken = back_up(store, tmp_path / "backup.zip")
    store.close()
    assert (taken.originals, taken.lost_originals) == (1, 1)  # two uploads, one file of them lost
    assert read_backup(tmp_path / "backup.zip") == taken
    elsewhere = StoreFiles(tmp_path / "elsewhere" / "veikart.duckdb")
    restore(tmp_path / "backup.zip", elsewhere)
    again = Store.open(f"duckdb:{elsewhere.database}")
    assert said(again) == [("original", "figures.xlsx")]
    again.close()


def test_what_a_killed_process_left_unfinished_is_removed_after_a_day(tmp_path):
    import os
    import time

    originals = Originals(tmp_path / "x.originals")
    sha256 = originals.keep(b"whole")
    for name, age in (("old", 90_000), ("new", 60)):
        left = tmp_path / "x.originals" / sha256[:2] / f".receiving-{name}"
        left.write_bytes(b"half")
        os.utime(left, (time.time() - age,) * 2)
    originals.sweep()
    kept = sorted(path.name for path in (tmp_path / "x.originals" / sha256[:2]).iterdir())
    assert kept == [".receiving-new", sha256]
