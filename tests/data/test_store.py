import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.datasets import KNOWN_DATASETS
from data.store import (
    MEMORY_URL,
    NewUpload,
    Store,
    StoreBusy,
    StoreChanged,
    StoreError,
    known_dataset,
    options_text,
)
from tests.conftest import MakeUpload, small_upload, total_rows

ROOT = Path(__file__).parents[2]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"duckdb:{tmp_path / 'var' / 'veikart.duckdb'}"


def total(store: Store) -> float:
    found = store.query(
        "select sum(emissions_tco2e) as total from live_emissions where is_speaking and is_counted"
    )
    return float(found["total"].iloc[0])


def rows_left(store: Store) -> dict[str, int]:
    tables = ("uploads", "upload_events", "slices", "live_slices", "emissions", "datasets", "releases")
    return {name: int(store.query(f"select count(*) as n from {name}")["n"].iloc[0]) for name in tables}  # noqa: S608


# Originals ----------------------------------------------------------------------------------------


def test_bytes_are_kept_before_anything_looks_at_them(store: Store):
    sha256 = store.keep_original(b"\x00not a workbook", file_name="broken.xlsx")
    assert sha256 == hashlib.sha256(b"\x00not a workbook").hexdigest()
    assert store.original(sha256) == b"\x00not a workbook"
    assert store.uploads().empty


def test_the_same_bytes_are_kept_once(store: Store):
    for name in ("a.xlsx", "b.xlsx"):
        store.keep_original(b"same", file_name=name)
    assert store.query("select count(*) as n from originals")["n"].tolist() == [1]


def test_an_original_that_is_not_there_is_said_so(store: Store):
    with pytest.raises(StoreError, match="holds no original with checksum abc"):
        store.original("abc")


def test_an_upload_whose_bytes_were_not_kept_is_refused(store: Store, make_upload: MakeUpload):
    upload = make_upload(store, {2020: 100.0})
    stranger = NewUpload(**{**upload.__dict__, "sha256": "0" * 64})
    with pytest.raises(StoreError, match="the original was not kept"):
        store.commit(stranger)


def test_refused_originals_expire_after_30_days_and_committed_ones_stay(url: str):
    store = Store.open(url)
    store.commit(small_upload(store, {2020: 100.0}, content=b"committed"))
    for content in (b"refused long ago", b"refused lately"):
        store.keep_original(content, file_name="x.xlsx")
    age(store, b"committed", days=400)
    age(store, b"refused long ago", days=31)
    age(store, b"refused lately", days=29)
    store.close()
    store = Store.open(url)
    kept = {store.original(sha256) for sha256, _size in store.originals.kept()}
    assert kept == {b"committed", b"refused lately"}
    assert set(store.query("select sha256 from originals")["sha256"]) == {
        hashlib.sha256(content).hexdigest() for content in kept
    }
    store.close()


def age(store: Store, content: bytes, *, days: int) -> None:
    with store._transaction() as cursor:
        cursor.execute(
            "update originals set received_at = $then where sha256 = $sha256",
            {"then": datetime.now(UTC) - timedelta(days=days), "sha256": hashlib.sha256(content).hexdigest()},
        )


# Commit -------------------------------------------------------------------------------------------


def test_a_committed_figure_can_be_walked_back_to_its_cell(store: Store, make_upload: MakeUpload):
    upload_id = store.commit(make_upload(store, {2020: 100.0}, content=b"the workbook"))
    fact = store.arrow(
        "select upload_id, source_sheet, source_column, source_row, source_label, source_code"
        " from live_emissions"
    ).to_pylist()[0]
    assert fact == {
        "upload_id": upload_id, "source_sheet": "Emissions", "source_column": "E", "source_row": 2,
        "source_label": "Total", "source_code": "0301",
    }  # fmt: skip
    assert store.original(store.uploads()["sha256"].iloc[0]) == b"the workbook"


def test_the_history_says_what_an_upload_brought_and_who_stands_for_it(store: Store, make_upload: MakeUpload):
    upload = make_upload(store, {2019: 110.0, 2020: 100.0}, actor="Kari")
    store.commit(NewUpload(**{**upload.__dict__, "acknowledgement": "kt checked"}))
    row = store.uploads().iloc[0]
    assert (row["upload_id"], row["file_name"], row["actor"], row["state"]) == (
        1,
        "figures.xlsx",
        "Kari",
        "committed",
    )
    assert (row["row_count"], row["area_count"], row["first_year"], row["last_year"]) == (2, 1, 2019, 2020)
    assert (row["datasets"], row["releases"], row["tables"]) == ("inventory-ghg", "2025", "emissions")
    assert row["acknowledgement"] == "kt checked"
    assert bool(row["is_live"])


def test_missing_stays_missing_and_zero_stays_zero(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2019: None, 2020: 0.0}))
    values = store.arrow("select emissions_tco2e from live_emissions order by year")[
        "emissions_tco2e"
    ].to_pylist()
    assert values == [None, 0.0]


BAD_SECOND_TABLES: list[tuple[str, list[dict[str, Any]], str]] = [
    (
        "population",
        [{"area_id": "NO-9999", "dataset": "inventory-ghg", "year": 2020}],
        "register does not know NO-9999",
    ),
    ("population", [{"area_id": "NO-0301", "dataset": "inventory-ghg", "year": None}], "year is empty"),
    (
        "population",
        [{"area_id": "NO-0301", "dataset": "unheard-of", "year": 2020}],
        "a dataset that is described",
    ),
    (
        "targets",
        [{"area_id": "NO-0301", "record_id": "a", "indicator": "x", "unit": "t", "target_year": 2030}] * 2,
        "record a is named twice",
    ),
    (
        "targets",
        [{"area_id": "NO-0301", "record_id": "a", "unit": "t", "target_year": 2030}],
        "indicator is empty",
    ),
]


@pytest.mark.parametrize(
    ("table", "rows", "sentence"), BAD_SECOND_TABLES, ids=[case[2] for case in BAD_SECOND_TABLES]
)
def test_an_error_in_the_second_table_leaves_nothing_of_the_first(
    store: Store, make_upload: MakeUpload, table: str, rows: list[dict[str, Any]], sentence: str
):
    good = make_upload(store, {2020: 100.0})
    bad = make_upload(store, table=table, rows=rows)
    before = rows_left(store)
    with pytest.raises(StoreError, match=sentence):
        store.commit(NewUpload(**{**good.__dict__, "tables": good.tables | bad.tables}))
    assert rows_left(store) == before == dict.fromkeys(before, 0)
    assert store.version == 0
    assert store.commit(good) == 1


def test_a_row_without_its_basis_is_refused(store: Store, make_upload: MakeUpload):
    with pytest.raises(StoreError, match="emissions: basis is empty"):
        store.commit(make_upload(store, rows=[{**total_rows({2020: 100.0})[0], "basis": None}]))


def test_a_record_set_and_removed_in_one_upload_is_refused(store: Store, make_upload: MakeUpload):
    row = {"area_id": "NO-0301", "record_id": "a", "indicator": "x", "unit": "t", "target_year": 2030}
    upload = make_upload(store, table="targets", rows=[row])
    with pytest.raises(StoreError, match="record a is named twice"):
        store.commit(NewUpload(**{**upload.__dict__, "removed_records": (("targets", "NO-0301", "a"),)}))


def test_both_rows_of_a_repeated_key_are_kept(store: Store, make_upload: MakeUpload):
    # design: in a published file both rows are kept, with a warning by the loader
    store.commit(make_upload(store, rows=total_rows({2020: 60.0}) * 2))
    assert total(store) == 120.0


# Undo and redo ------------------------------------------------------------------------------------


def test_undo_and_redo_stay_in_the_history(store: Store, make_upload: MakeUpload):
    upload_id = store.commit(make_upload(store, {2020: 100.0}))
    store.withdraw(upload_id, actor="Ola")
    store.restore(upload_id, actor="Kari")
    assert store.events()[["event", "actor"]].values.tolist() == [
        ["committed", "Kari"], ["withdrawn", "Ola"], ["restored", "Kari"],
    ]  # fmt: skip
    assert store.uploads()[["state", "is_live"]].values.tolist() == [["restored", True]]
    assert total(store) == 100.0


def test_an_undone_upload_speaks_no_more_and_is_still_there(store: Store, make_upload: MakeUpload):
    upload_id = store.commit(make_upload(store, {2020: 100.0}))
    assert store.has_data()
    store.withdraw(upload_id, actor="Kari")
    assert not store.has_data()
    assert store.uploads()[["state", "is_live", "row_count"]].values.tolist() == [["withdrawn", False, 1]]


def test_undoing_twice_redoing_what_is_live_and_undoing_nothing_are_refused_in_words(
    store: Store, make_upload: MakeUpload
):
    upload_id = store.commit(make_upload(store, {2020: 100.0}))
    with pytest.raises(StoreError, match="Upload 1 is live; there is nothing to redo"):
        store.restore(upload_id, actor="Kari")
    store.withdraw(upload_id, actor="Kari")
    with pytest.raises(StoreError, match="Upload 1 is already undone"):
        store.withdraw(upload_id, actor="Kari")
    with pytest.raises(StoreError, match="There is no upload 7"):
        store.withdraw(7, actor="Kari")
    assert len(store.events()) == 2


def test_the_version_rises_with_every_commit_undo_and_redo_and_with_nothing_else(
    store: Store, make_upload: MakeUpload
):
    upload = make_upload(store, {2020: 100.0})
    seen = [store.version]
    upload_id = store.commit(upload)
    seen.append(store.version)
    store.withdraw(upload_id, actor="Kari")
    seen.append(store.version)
    store.restore(upload_id, actor="Kari")
    seen.append(store.version)
    assert seen == [0, 1, 2, 3]


# Register and datasets ----------------------------------------------------------------------------


def test_areas_that_the_register_lacks_can_be_added_once(store: Store):
    area = {
        "area_id": "DK-998",
        "country_code": "DK",
        "code": "998",
        "name": "Fiktivø",
        "other_name": "",
        "kind": "municipality",
    }
    change = {
        "country_code": "DK",
        "area_id": "DK-998",
        "earlier_code": "997",
        "earlier_name": "X",
        "kind": "renumbered",
        "to_year": 2006,
    }
    assert store.register().resolve("Fiktivø").area is None
    for _ in range(2):
        store.add_areas(pd.DataFrame([area]), pd.DataFrame([change]))
    assert store.register().resolve("Fiktivø").area.area_id == "DK-998"
    assert store.query("select count(*) as n from areas where area_id = 'DK-998'")["n"].tolist() == [1]
    assert store.query("select count(*) as n from municipality_changes where area_id = 'DK-998'")[
        "n"
    ].tolist() == [1]


def test_a_dataset_is_described_by_the_store_first_and_by_name_else(store: Store, make_upload: MakeUpload):
    assert known_dataset(store, "smhi-co2") == KNOWN_DATASETS["smhi-co2"]
    assert known_dataset(store, "inventory-ghg") is None
    upload = make_upload(store, {2020: 100.0})
    store.commit(upload)
    assert known_dataset(store, "inventory-ghg") == upload.datasets[0]
    assert store.datasets()["dataset"].tolist() == ["inventory-ghg"]


def test_the_same_choices_give_the_same_text_in_whatever_order():
    assert (
        options_text({"release": "2025", "dataset": "å"})
        == options_text({"dataset": "å", "release": "2025"})
        == ('{"dataset": "å", "release": "2025"}')
    )


def test_a_query_binds_values_and_sees_frames_by_name(store: Store):
    found = store.query(
        "select name from areas join asked on asked.area_id = areas.area_id where country_code = $country",
        {"country": "NO"},
        asked=pd.DataFrame({"area_id": ["NO-0301", "SE-1880"]}),
    )
    assert found["name"].tolist() == ["Oslo"]


def test_a_query_reaches_no_file_outside_the_store(store: Store):
    with pytest.raises(duckdb.PermissionException):
        store.query("select * from read_text('/etc/hostname')")


# Readers beside a writer --------------------------------------------------------------------------


def test_eight_readers_beside_a_writer_never_see_half_an_upload(store: Store, make_upload: MakeUpload):
    # every upload replaces 40 years of 1 t each, in two tables: a reader counts 40 rows or 0, alike in both
    years = range(1981, 2021)
    people = [
        {"area_id": "NO-0301", "dataset": "inventory-ghg", "year": year, "inhabitants": 1} for year in years
    ]
    uploads = []
    for number in range(6):
        facts = make_upload(store, dict.fromkeys(years, 1.0), content=b"%d" % number)
        tables = facts.tables | make_upload(store, table="population", rows=people).tables
        uploads.append(NewUpload(**{**facts.__dict__, "tables": tables}))
    torn: list[tuple[int, int]] = []
    stop = threading.Event()
    counted = """
        select
            (select count(*) from emissions semi join live_slices using (slice_id)) as facts,
            (select count(*) from population semi join live_slices using (slice_id)) as people
    """

    def read() -> None:
        while not stop.wait(0.01):
            facts, persons = (column[0].as_py() for column in store.arrow(counted).columns)
            if facts not in (0, 40) or facts != persons:
                torn.append((int(facts), int(persons)))

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for upload in uploads:
        store.commit(upload)
    store.withdraw(1, actor="Kari")
    stop.set()
    for reader in readers:
        reader.join()
    assert torn == []


def test_writers_in_several_threads_get_different_ids_and_the_version_is_the_last_event(url: str):
    store, second = Store.open(url), Store.open(url)
    ids: list[int] = []

    def write(of: Store, number: int) -> None:
        ids.append(of.commit(small_upload(of, {2000 + number: 1.0})))

    threads = [
        threading.Thread(target=write, args=(of, number)) for number, of in enumerate([store, second] * 3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ids) == [1, 2, 3, 4, 5, 6]
    assert max(store.version, second.version) == 6
    assert total(store) == 6.0
    second.close()
    store.close()


# Opening ------------------------------------------------------------------------------------------


def test_a_new_store_makes_its_folder_and_a_reopened_one_says_the_same(url: str):
    store = Store.open(url)
    store.commit(small_upload(store, {2020: 100.0}))
    store.close()
    store = Store.open(url)
    assert (total(store), store.version) == (100.0, 1)
    store.close()


def test_a_store_opened_for_reading_reads_and_refuses_to_write(url: str):
    store = Store.open(url)
    upload = small_upload(store, {2020: 100.0})
    store.commit(upload)
    store.close()
    store = Store.open(url, read_only=True)
    assert total(store) == 100.0
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        store.withdraw(1, actor="Kari")
    assert store.version == 1
    store.close()


def test_a_store_in_memory_ignores_read_only(make_upload: MakeUpload):
    store = Store.open(MEMORY_URL, read_only=True)
    store.commit(make_upload(store, {2020: 100.0}))
    assert total(store) == 100.0
    store.close()


OPENED_TWICE = """
import sys
from data.store import Store, StoreBusy
try:
    Store.open(sys.argv[1])
except StoreBusy as busy:
    print(busy)
"""


def test_a_second_process_is_told_who_holds_the_store(url: str):
    store = Store.open(url)
    told = subprocess.run(
        [sys.executable, "-c", OPENED_TWICE, url], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert "is in use by another program, most likely the running app" in told.stdout
    store.close()


def test_reading_beside_a_writer_of_the_same_process_is_refused_in_words(url: str):
    store = Store.open(url)
    with pytest.raises(StoreBusy, match="is in use"):
        Store.open(url, read_only=True)
    store.close()


def test_a_file_that_is_no_database_is_refused_in_words_even_in_a_folder_named_lock(tmp_path: Path):
    path = tmp_path / "lock" / "veikart.duckdb"
    path.parent.mkdir()
    path.write_bytes(b"municipality;year;tonnes\n" * 400)
    with pytest.raises(StoreError, match="cannot be opened\\. Expected a Veikart database file") as refused:
        Store.open(f"duckdb:{path}")
    assert not isinstance(refused.value, StoreBusy)
    assert str(path) in str(refused.value.text)


def test_a_folder_an_impossible_place_and_an_absent_file_are_refused_in_words(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    for place, read_only in (
        (tmp_path, False),
        (tmp_path / "file" / "x.duckdb", False),
        (tmp_path / "none.duckdb", True),
    ):
        with pytest.raises(StoreError, match="cannot be opened"):
            Store.open(f"duckdb:{place}", read_only=read_only)


@pytest.mark.parametrize("url", ["postgres:host", "veikart.duckdb", "duckdb:", ""])
def test_an_address_of_another_engine_is_refused_in_words(url: str):
    with pytest.raises(StoreError, match="expected duckdb:PATH"):
        Store.open(url)


def test_a_database_of_something_else_is_refused_and_left_as_it_was(tmp_path: Path):
    path = tmp_path / "sales.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table sales as select 1 as amount")
    with pytest.raises(StoreError, match="is a database of something else; nothing was changed in it"):
        Store.open(f"duckdb:{path}")
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("select table_name from duckdb_tables()").fetchall() == [("sales",)]


def test_a_store_of_a_newer_version_is_refused_in_words(url: str):
    store = Store.open(url)
    with store._transaction() as cursor:
        cursor.execute("insert into schema_version values (99, now())")
    store.close()
    with pytest.raises(
        StoreError, match=r"has schema version 99, this Veikart knows up to 4\. Update Veikart\."
    ):
        Store.open(url)


def test_an_empty_database_is_not_opened_for_reading_only(tmp_path: Path):
    path = tmp_path / "empty.duckdb"
    duckdb.connect(str(path)).close()
    with pytest.raises(StoreError, match="has schema version 0, this Veikart needs 4"):
        Store.open(f"duckdb:{path}", read_only=True)


# Killed in the middle -----------------------------------------------------------------------------

KILLED = """
import sys
from data.store import Store
from tests.conftest import small_upload
store = Store.open(sys.argv[1])
store.commit(small_upload(store, {2020: 1.0}))
print("ready", flush=True)
number = 0
while True:
    number += 1
    store.commit(small_upload(store, {year: float(number) for year in range(1950, 2021)}))
    print(number, flush=True)
"""


def test_after_kill_9_during_commits_every_acknowledged_upload_is_there_and_none_is_half(url: str):
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.stdout.readline()
        time.sleep(0.15)  # somewhere inside a later commit
        os.kill(process.pid, signal.SIGKILL)
        acknowledged = 2 + len(process.stdout.read().split())
    store = Store.open(url)
    uploads = store.uploads()
    assert len(uploads) in (acknowledged, acknowledged + 1)
    assert set(uploads["row_count"]) == {1, 71}
    facts = store.query(
        "select upload_id, count(*) as n, count(distinct emissions_tco2e) as values"
        " from live_emissions group by upload_id"
    )
    assert facts[["n", "values"]].values.tolist() == [[71, 1]]  # the last upload alone speaks, whole
    assert facts["upload_id"].tolist() == [uploads["upload_id"].max()]
    assert (
        store.commit(small_upload(store, {2021: 5.0}, release="later", released_on=date(2026, 1, 1)))
        == len(uploads) + 1
    )
    store.close()


def test_a_commit_over_a_preview_that_is_out_of_date_is_refused_and_changes_nothing(store: Store):
    previewed = replace(small_upload(store, {2020: 100.0}), previewed_version=store.version)
    store.commit(small_upload(store, {2020: 90.0}))
    with pytest.raises(StoreChanged, match="in the meantime"):
        store.commit(previewed)
    assert total(store) == 90.0


# As if it had been committed ----------------------------------------------------------------------


def test_a_store_as_if_committed_shows_the_upload_and_keeps_nothing_of_it(store: Store):
    store.commit(small_upload(store, {2020: 100.0}))
    version = store.version
    with store.as_if_committed(small_upload(store, {2020: 90.0})) as after:
        assert total(after) == 90.0
        assert total(store) == 100.0  # readers beside it see what is there
    assert (total(store), store.version, len(store.uploads())) == (100.0, version, 1)


def test_a_store_as_if_committed_lets_the_next_commit_through(store: Store):
    with store.as_if_committed(small_upload(store, {2020: 90.0})):
        pass
    store.commit(small_upload(store, {2020: 80.0}))
    assert total(store) == 80.0


def test_a_row_that_cannot_be_committed_is_refused_as_if_committed_too(store: Store):
    unknown = small_upload(store, {2020: 1.0}, area_id="XX-0000")
    with (
        pytest.raises(StoreError, match="the register does not know XX-0000"),
        store.as_if_committed(unknown),
    ):
        pass
    assert store.uploads().empty


# Mappings -----------------------------------------------------------------------------------------


def test_of_the_mappings_of_a_table_the_newest_of_each_municipality_is_offered(store: Store):
    store.remember_mapping("a b c", {"sheet": "Old"}, area_id="NO-0301", actor="Kari")
    store.remember_mapping("a b c", {"sheet": "New"}, area_id="NO-0301", actor="Ola")
    store.remember_mapping("a b c", {"sheet": "Any"}, actor="Ola")
    store.remember_mapping("other", {"sheet": "Other"}, actor="Ola")
    found = {row["area_id"]: row["mapping"] for row in store.mappings("a b c")}
    assert found == {"NO-0301": {"sheet": "New"}, "": {"sheet": "Any"}}
