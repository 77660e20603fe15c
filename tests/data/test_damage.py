"""Wherever a database or a backup is damaged, it is refused in words, or found, or holds what it held."""

import random
from pathlib import Path

import pandas as pd
import pytest

from data.backup import back_up, read_backup, restore
from data.store import Store, StoreError
from data.store_files import StoreFiles
from data.verification import verify
from tests.conftest import small_upload

BLOCK_BYTES = 262_144  # DuckDB's
FACTS = "select * from live_emissions order by all"


def filled(files: StoreFiles, years: range) -> Store:
    chance = random.Random(1)
    store = Store.open(f"duckdb:{files.database}")
    store.commit(small_upload(store, {year: chance.random() for year in years}))
    return store


def facts(files: StoreFiles) -> pd.DataFrame:
    store = Store.open(f"duckdb:{files.database}")
    found = store.query(FACTS)
    store.close()
    return found


def test_whichever_block_of_a_database_is_damaged_no_figure_changes_in_silence(tmp_path: Path):
    files = StoreFiles(tmp_path / "veikart.duckdb")
    store = filled(files, range(1000, 9000))
    before = store.query(FACTS)
    store.close()
    whole = files.database.read_bytes()
    outcomes = set()
    for start in range(0, len(whole), BLOCK_BYTES):
        files.database.write_bytes(whole[: start + 9000] + b"\x55" * 60_000 + whole[start + 69_000 :])
        try:
            store = Store.open(f"duckdb:{files.database}")
        except StoreError as refused:
            outcomes.add(f"refused, naming rebuild: {'cli.py rebuild' in str(refused)}")
            continue
        found = verify(store)
        outcomes.add("found" if found else "as before")
        assert found or store.query(FACTS).equals(before)
        store.close()
    assert {"found", "refused, naming rebuild: True"} <= outcomes
    assert "refused, naming rebuild: False" not in outcomes


def test_whichever_byte_of_a_backup_is_damaged_it_is_refused_or_restored_as_it_was(tmp_path: Path):
    files = StoreFiles(tmp_path / "veikart.duckdb")
    store = filled(files, range(2000, 2010))
    back_up(store, tmp_path / "whole.zip")
    store.close()
    whole, before = (tmp_path / "whole.zip").read_bytes(), facts(files)
    chance, refused_count = random.Random(1), 0
    bad = tmp_path / "bad.zip"
    for number in range(100):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        bad.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        try:
            read_backup(bad)
        except StoreError:
            refused_count += 1
            continue
        elsewhere = StoreFiles(tmp_path / str(number) / "veikart.duckdb")
        restore(bad, elsewhere)  # what was hit says nothing, such as a time in the archive's own list
        assert facts(elsewhere).equals(before)
    assert refused_count > 50


def test_a_backup_whose_list_asks_for_a_zip_of_tomorrow_is_refused(tmp_path: Path):
    store = filled(StoreFiles(tmp_path / "veikart.duckdb"), range(2000, 2010))
    back_up(store, tmp_path / "whole.zip")
    store.close()
    content = bytearray((tmp_path / "whole.zip").read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 109  # the version that is needed to read the first part
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        read_backup(tmp_path / "bad.zip")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_backup_that_is_cut_short_is_refused_and_leaves_nothing(tmp_path: Path, share: float):
    store = filled(StoreFiles(tmp_path / "veikart.duckdb"), range(2000, 2010))
    back_up(store, tmp_path / "whole.zip")
    store.close()
    whole = (tmp_path / "whole.zip").read_bytes()
    (tmp_path / "bad.zip").write_bytes(whole[: int(len(whole) * share)])
    elsewhere = StoreFiles(tmp_path / "elsewhere" / "veikart.duckdb")
    with pytest.raises(StoreError, match="is damaged or no backup of Veikart"):
        restore(tmp_path / "bad.zip", elsewhere)
    assert list(elsewhere.database.parent.iterdir()) == []
