"""backup, restore, verify, rebuild and confirm, as a script calls them. Figures are invented."""

import csv
import io
from datetime import date

import pytest
from typer.testing import CliRunner

import cli
from data.store import Store
from tests.metrics.test_borders import load


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    address = f"duckdb:{tmp_path / 'store.duckdb'}"
    store = Store.open(address)
    load(store, {"NO-0301": {2020: 1000.0}}, release="2024", released_on=date(2024, 6, 1))
    store.close()
    return address


def run(url, *words):
    return CliRunner().invoke(cli.app, [*words, "--store", url])


def rows(result):
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_backup_is_restored_elsewhere_and_verified(url, tmp_path):
    taken = run(url, "backup", "b.zip")
    assert taken.exit_code == 0
    assert {row["table"]: row["rows"] for row in rows(taken)}["emissions"] == "1"
    assert taken.stderr == "b.zip: the store as it stood at event 1, with 1 received files.\n"
    elsewhere = f"duckdb:{tmp_path / 'elsewhere.duckdb'}"
    restored = run(elsewhere, "restore", "b.zip")
    assert (restored.exit_code, restored.stdout) == (0, taken.stdout)
    assert run(elsewhere, "verify").stderr == "The store is whole.\n"
    assert run(url, "verify", "b.zip").stderr == "b.zip: whole.\n"


def test_a_backup_overwrites_nothing_unasked(url):
    run(url, "backup", "b.zip")
    assert (
        run(url, "backup", "b.zip").stderr == "b.zip exists already. Name another file, or add --overwrite.\n"
    )
    assert run(url, "backup", "b.zip", "--overwrite").exit_code == 0


def test_a_store_that_is_there_is_replaced_only_when_asked(url):
    run(url, "backup", "b.zip")
    refused = run(url, "restore", "b.zip")
    assert refused.exit_code == 2
    assert "There is a store at" in refused.stderr
    assert run(url, "restore", "b.zip", "--replace").exit_code == 0


def test_what_is_not_whole_is_listed_with_status_1(url, tmp_path):
    [original] = (tmp_path / "store.originals").glob("??/*")
    original.unlink()
    result = run(url, "verify")
    assert result.exit_code == 1
    assert [(row["check"], row["subject"]) for row in rows(result)] == [("original", "x.xlsx")]


def test_a_deleted_database_says_how_to_bring_it_back(url, tmp_path):
    (tmp_path / "store.duckdb").unlink()
    result = run(url, "uploads")
    assert result.exit_code == 2
    assert "cli.py rebuild" in result.stderr


def test_an_upload_that_cannot_be_read_again_is_listed_with_status_1(url, tmp_path):
    # the upload was made by the test itself, so its original is no file that any layout knows
    (tmp_path / "store.duckdb").unlink()
    result = run(url, "rebuild")
    assert result.exit_code == 1
    [row] = rows(result)
    assert (row["upload_id"], row["rows_before"], row["rows"]) == ("1", "1", "0")
    assert row["trouble"]
    assert "Uploads that are as they were: 0 of 1." in result.stderr


def test_a_file_that_is_no_backup_is_refused(url, tmp_path):
    assert "found nothing there" in run(url, "restore", "none.zip").stderr
    (tmp_path / "bad.zip").write_bytes(b"x")
    assert "is damaged or no backup of Veikart" in run(url, "verify", "bad.zip").stderr


def test_a_layout_is_confirmed_by_the_upload_that_was_compared(url):
    result = run(url, "confirm", "1")
    assert result.exit_code == 0
    assert "The layout test is now marked as confirmed by you." in result.stderr
    assert run(url, "confirm", "9").stderr == "There is no upload 9.\n"
