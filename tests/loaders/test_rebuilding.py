"""A damaged database is made again from the kept files and the journal: same figures, numbers, times and states."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.store import Store, StoreError
from data.store_files import StoreFiles
from data.verification import verify
from loaders.forms import TargetEntry, choose_headline, remove_target, set_target
from loaders.loading import commit, prepare
from loaders.rebuilding import rebuild
from tests.loaders.published_layouts import bytes_of, miljodirektoratet

OSLO = "NO-0301"
TABLES = ("live_emissions", "live_targets", "live_dataset_choices")


@pytest.fixture
def files(tmp_path: Path) -> StoreFiles:
    return StoreFiles(tmp_path / "veikart.duckdb")


@pytest.fixture
def filled(files: StoreFiles) -> StoreFiles:
    """Oslo in two releases named by hand, one undone; a target, a removed target, a headline; a mapping and an area."""
    store = Store.open(f"duckdb:{files.database}")
    for release, factor in (("2023", 1), ("2024", 2)):
        rows = [(2022, "Veitrafikk", "Personbiler", "CO2", 700 * factor)]
        content = bytes_of(
            miljodirektoratet(area="Oslo", details=rows, overview=[(2022, "Veitrafikk", 700 * factor)])
        )
        preview = prepare(store, content, f"oslo-{release}.xlsx", release=release)
        commit(store, preview, actor="Kari", acknowledgement="looked at")
    for year in (2030, 2040):
        entry = TargetEntry(
            OSLO, "ghg_total", "t CO2e", 2022, year, reduction_percent=50.0, decided_on=date(2024, 5, 1)
        )
        set_target(store, entry, actor="Ola")
    remove_target(store, OSLO, "ghg_total/territorial/2040", actor="Ola")
    choose_headline(store, OSLO, "miljodirektoratet-ghg", table="emissions", basis="territorial", actor="Ola")
    store.withdraw(2, actor="Kari")
    store.remember_mapping("headings", {"table": "emissions"}, actor="Kari")
    store.confirm_layout("miljodirektoratet-area", 1, actor="Kari")
    store.confirm_default("recycling_rate", "wfd-2030", stated="60 % by 2030", actor="Ola")
    area = {
        "area_id": "DK-998",
        "country_code": "DK",
        "code": "998",
        "name": "Fiktivø",
        "kind": "municipality",
    }
    store.add_areas(pd.DataFrame([area]))
    store.close()
    return files


def state(files: StoreFiles) -> dict[str, list[tuple]]:
    store = Store.open(f"duckdb:{files.database}")
    found = {
        name: rows_of(store.query(f"select * exclude (slice_id) from {name} order by all"))  # noqa: S608
        for name in TABLES
    }
    found["events"] = rows_of(store.events())
    found["uploads"] = rows_of(store.uploads())
    found["mappings"] = [tuple(row.values()) for row in store.mappings("headings")]
    found["confirmed"] = list(store.layout_confirmations().items())
    found["checked"] = list(store.default_confirmations().items())
    found["areas"] = [store.register().areas["DK-998"]]
    assert verify(store) == []
    store.close()
    return found


def rows_of(frame: pd.DataFrame) -> list[tuple]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [tuple(row) for row in plain.itertuples(index=False)]


@pytest.mark.parametrize("damage", ["garbage", "deleted", "cut"])
def test_everything_is_as_it_was_before_the_damage(filled: StoreFiles, damage: str):
    before = state(filled)
    if damage == "deleted":
        filled.database.unlink()
    elif damage == "garbage":
        filled.database.write_bytes(b"\xff" * 100_000)
    else:
        filled.database.write_bytes(filled.database.read_bytes()[:5000])
    rebuilt = rebuild(filled)
    assert [upload.is_whole for upload in rebuilt] == [True] * 6
    assert state(filled) == before


def test_the_damaged_database_is_set_aside_and_not_deleted(filled: StoreFiles):
    filled.database.write_bytes(b"damaged")
    rebuild(filled)
    [aside] = filled.database.parent.glob("veikart-damaged-*.duckdb")
    assert aside.read_bytes() == b"damaged"


def test_an_upload_whose_file_is_gone_keeps_its_place_and_is_reported(filled: StoreFiles):
    store = Store.open(f"duckdb:{filled.database}")
    sha256 = store.uploads().set_index("upload_id").loc[1, "sha256"]
    store.close()
    (filled.originals / sha256[:2] / sha256).unlink()
    filled.database.unlink()
    first, *others = rebuild(filled)
    assert (first.upload_id, first.rows, first.is_whole) == (1, 0, False)
    assert "holds no original" in str(first.trouble)
    assert all(upload.is_whole for upload in others)
    store = Store.open(f"duckdb:{filled.database}")
    assert len(store.uploads()) == 6
    store.close()


def test_new_uploads_go_on_after_the_old_numbers(filled: StoreFiles):
    filled.database.unlink()
    rebuild(filled)
    store = Store.open(f"duckdb:{filled.database}")
    entry = TargetEntry(OSLO, "ghg_total", "t CO2e", 2022, 2035, reduction_percent=70.0)
    assert set_target(store, entry, actor="Ola") == 7
    assert verify(store) == []
    store.close()


def test_without_a_journal_there_is_nothing_to_rebuild_from(files: StoreFiles):
    with pytest.raises(StoreError, match="There is no journal at"):
        rebuild(files)
