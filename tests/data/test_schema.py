import gzip
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import schema
from data.schema import SCHEMA_VERSION, schema_version
from data.staging import staged
from data.store import DEFAULT_URL, NewUpload, Store
from data.tables import TABLES
from tests.conftest import small_upload

STORES = Path(__file__).parent / "stores"


def make_store_of_version_1(path: Path) -> None:
    """How tests/data/stores/version_1.duckdb.gz was made, by the code of schema version 1; then `gzip -9n`.

    Oslo 100 t in 2020 and 90 t in 2021 of release 2024, withdrawn and restored; 95 t in 2021 of release
    2025."""
    store = Store.open(f"duckdb:{path}")
    first = store.commit(
        small_upload(
            store, {2020: 100.0, 2021: 90.0}, release="2024", released_on=None, content=b"first file"
        )
    )
    store.withdraw(first, actor="Ola")
    store.restore(first, actor="Kari")
    store.commit(small_upload(store, {2021: 95.0}, release="2025", released_on=None, content=b"second file"))
    store.close()


def make_store_of_version_2(path: Path) -> None:
    """How tests/data/stores/version_2.duckdb.gz was made, by the code of schema version 2; then `gzip -9n`.

    Oslo 100 t in 2020; project P-1 with two partners, of which the second upload leaves one; a mapping."""
    store = Store.open(f"duckdb:{path}")
    store.commit(small_upload(store, {2020: 100.0}, content=b"first file"))
    for partners in (["Example University", "Example Bus Company"], ["Example University"]):
        store.commit(_project_upload(store, partners))
    store.remember_mapping("headings", {"table": "emissions"}, area_id="NO-0301", actor="Kari")
    store.close()


def make_store_of_version_3(path: Path) -> None:
    """How tests/data/stores/version_3.duckdb.gz was made, by the code of schema version 3; then `gzip -9n`.

    Oslo 100 t in 2020, whose layout somebody confirmed; the originals lie beside the database and are not saved."""
    store = Store.open(f"duckdb:{path}")
    upload_id = store.commit(small_upload(store, {2020: 100.0}, content=b"first file"))
    store.confirm_layout("test", upload_id, actor="Kari")
    store.close()


def make_store_of_version_4(path: Path) -> None:
    """How tests/data/stores/version_4.duckdb.gz was made, by the code of schema version 4; then `gzip -9n`.

    Oslo 100 t in 2020; a default target that somebody has checked in the words "60 % by 2030"."""
    store = Store.open(f"duckdb:{path}")
    store.commit(small_upload(store, {2020: 100.0}, content=b"first file"))
    store.confirm_default("recycling_rate", "wfd-2030", stated="60 % by 2030", actor="Kari")
    store.close()


def _project_upload(store: Store, partners: list[str]) -> NewUpload:
    base = {"area_id": "NO-0301", "record_id": "P-1"}
    project = pd.DataFrame([{**base, "title": "Zero-emission sites", "innovation_stage": "pilot"}])
    helix = pd.DataFrame([{**base, "partner": name, "helix_side": "academia"} for name in partners])
    content = ",".join(partners).encode()
    return NewUpload(
        sha256=store.keep_original(content, file_name="projects.xlsx"),
        file_name="projects.xlsx",
        format_key="veikart-template",
        actor="Kari",
        tables={
            "projects": staged("projects", project),
            "project_partners": staged("project_partners", helix),
        },
    )


@pytest.fixture
def version_1(tmp_path: Path) -> Path:
    return saved_store(1, tmp_path)


@pytest.fixture
def version_2(tmp_path: Path) -> Path:
    return saved_store(2, tmp_path)


def saved_store(version: int, folder: Path) -> Path:
    path = folder / f"version_{version}.duckdb"
    path.write_bytes(gzip.decompress((STORES / f"{path.name}.gz").read_bytes()))
    return path


def test_the_saved_store_of_version_4_opens_and_still_says_the_same(tmp_path: Path):
    store = Store.open(f"duckdb:{saved_store(4, tmp_path)}")
    assert store.query("select emissions_tco2e from live_emissions")["emissions_tco2e"].tolist() == [100.0]
    [(checked, (actor, _when))] = store.default_confirmations().items()
    assert (checked, actor) == (("recycling_rate", "wfd-2030", "60 % by 2030"), "Kari")
    store.close()


def test_a_store_of_version_3_takes_the_confirmation_of_a_default_target(tmp_path: Path):
    store = Store.open(f"duckdb:{saved_store(3, tmp_path)}")
    store.confirm_default("recycling_rate", "wfd-2030", stated="60 % by 2030", actor="Ola")
    assert list(store.default_confirmations()) == [("recycling_rate", "wfd-2030", "60 % by 2030")]
    store.close()


def test_the_saved_store_of_version_3_opens_and_still_says_the_same(tmp_path: Path):
    store = Store.open(f"duckdb:{saved_store(3, tmp_path)}")
    assert store.query("select emissions_tco2e from live_emissions")["emissions_tco2e"].tolist() == [100.0]
    assert store.layout_confirmations()["test"][0] == "Kari"
    assert store.register().resolve("Rygge").area.valid_to is not None
    store.close()


def test_a_store_of_version_2_brings_its_originals_out_of_the_database(version_2: Path):
    store = Store.open(f"duckdb:{version_2}")
    sha256 = store.uploads()["sha256"].iloc[-1]
    assert store.original(sha256) == b"first file"
    assert (version_2.with_suffix(".originals") / sha256[:2] / sha256).read_bytes() == b"first file"
    store.close()


def test_the_saved_store_of_version_2_opens_and_still_says_the_same(version_2: Path):
    store = Store.open(f"duckdb:{version_2}")
    projects = store.query("select record_id, title, innovation_stage from live_projects")
    assert projects.values.tolist() == [["P-1", "Zero-emission sites", "pilot"]]
    assert store.query("select partner from live_project_partners")["partner"].tolist() == [
        "Example University"
    ]
    assert [row["mapping"] for row in store.mappings("headings")] == [{"table": "emissions"}]
    store.close()


def test_the_saved_store_of_version_1_gets_the_tables_of_version_2(version_1: Path):
    store = Store.open(f"duckdb:{version_1}")
    store.commit(_project_upload(store, ["Example University"]))
    assert store.query("select record_id from live_projects")["record_id"].tolist() == ["P-1"]
    assert store.query("select count(*) as rows from live_emissions")["rows"].tolist() == [3]
    store.close()


def test_the_saved_store_of_version_1_opens_and_still_says_the_same(version_1: Path):
    store = Store.open(f"duckdb:{version_1}")
    speaking = store.query(
        "select release, year, emissions_tco2e from live_emissions where is_speaking order by year"
    )
    assert speaking.values.tolist() == [["2025", 2021, 95.0]]
    vintages = store.query(
        "select year, emissions_tco2e from live_emissions where not is_speaking order by year"
    )
    assert vintages.values.tolist() == [[2020, 100.0], [2021, 90.0]]
    assert store.events()["event"].tolist() == ["committed", "withdrawn", "restored", "committed"]
    assert store.original(store.uploads()["sha256"].iloc[-1]) == b"first file"
    assert store.version == 4
    store.close()


def test_the_saved_store_of_version_1_takes_new_uploads(version_1: Path):
    store = Store.open(f"duckdb:{version_1}")
    assert store.commit(small_upload(store, {2022: 80.0}, release="2026", released_on=None)) == 3
    speaking = store.query("select year, emissions_tco2e from live_emissions where is_speaking")
    assert speaking.values.tolist() == [[2022, 80.0]]
    store.close()


def test_an_older_store_is_brought_to_the_present_version_step_by_step(
    version_1: Path, monkeypatch: pytest.MonkeyPatch
):
    def second_version(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("alter table uploads add column note varchar default 'kept'")

    monkeypatch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], second_version))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", 2)
    store = Store.open(f"duckdb:{version_1}")
    assert store.query("select distinct note from uploads")["note"].tolist() == ["kept"]
    assert store.query("select version from schema_version order by version")["version"].tolist() == [1, 2]
    store.close()


def test_a_migration_that_fails_leaves_the_version_before_it(
    version_1: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("alter table uploads add column note varchar")
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], broken))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", 2)
    with pytest.raises(RuntimeError, match="the disk is full"):
        Store.open(f"duckdb:{version_1}")
    monkeypatch.undo()
    store = Store.open(f"duckdb:{version_1}")
    assert "note" not in store.query("select * from uploads").columns
    assert len(store.uploads()) == 2
    store.close()


def test_every_version_has_a_saved_store():
    saved = {path.name for path in STORES.glob("*.duckdb.gz")}
    assert saved == {f"version_{number}.duckdb.gz" for number in range(1, SCHEMA_VERSION + 1)}


def test_a_new_store_has_the_present_version_and_a_table_and_view_for_each_declared_table(store: Store):
    assert store.query("select max(version) as version from schema_version")["version"].tolist() == [
        SCHEMA_VERSION
    ]
    for name in TABLES:
        assert store.query(f"select * from {name}").empty  # noqa: S608
        assert store.query(f"select * from live_{name}").empty  # noqa: S608


@pytest.mark.parametrize("name", TABLES)
def test_a_live_view_shows_every_declared_column_and_where_a_row_came_from(store: Store, name: str):
    columns = set(store.query(f"select * from live_{name}").columns)  # noqa: S608
    sources = {"source_sheet", "source_row", "source_column", "source_label", "source_code", "source_name"}
    assert (
        set(TABLES[name].column_names) | sources | {"slice_id", "upload_id", "is_speaking", "is_headline"}
        <= columns
    )


def test_facts_do_not_repeat_the_columns_of_their_slice(store: Store):
    assert {"area_id", "dataset", "release", "year"}.isdisjoint(
        store.query("select * from emissions").columns
    )


def test_an_empty_database_has_version_0():
    with duckdb.connect(":memory:") as connection:
        assert schema_version(connection) == 0


def test_the_default_store_lies_in_var():
    assert DEFAULT_URL == "duckdb:var/veikart.duckdb"
