"""export: what a municipality shares, as one file that another Veikart loads."""

import shutil
import zipfile

import pytest

from tests.commands.conftest import rows_of, run, table, value


@pytest.fixture
def exported(loaded):
    result = run("export", "--package", "fjordvik.zip")
    assert result.exit_code == 0, result.stderr
    return result


def test_export_writes_a_package_and_prints_what_is_in_it(exported):
    assert exported.stdout == (
        "municipality_id,table,dataset,rows,licence\nNO-D01,emissions,own-accounts,4,\n"
    )
    assert zipfile.ZipFile("fjordvik.zip").namelist() == ["datapackage.json", "emissions.csv"]


def test_export_says_on_standard_error_what_leaves_and_under_which_licence(exported):
    assert exported.stderr == (
        "Emissions: 4 rows of Fjordvik; own-accounts; licence: not stated.\n"
        "fjordvik.zip: written. Send it to partner cities; their Veikart loads it.\n"
    )


def test_a_target_leaves_with_the_figures_and_has_no_dataset(loaded):
    run(
        "target",
        "set",
        "--municipality",
        "Fjordvik",
        "--indicator",
        "ghg_total",
        "--base-year",
        2009,
        "--reduction",
        55,
    )
    rows = table("export", "--package", "fjordvik.zip", "--licence", "CC BY 4.0")
    assert [(row["table"], row["dataset"], row["licence"]) for row in rows] == [
        ("emissions", "own-accounts", "CC BY 4.0"),
        ("targets", "", "CC BY 4.0"),
    ]


def test_an_existing_file_is_left_alone_unless_it_may_be_replaced(exported):
    refused = run("export", "--package", "fjordvik.zip")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "fjordvik.zip exists already. Name another file, or add --overwrite.\n"
    assert run("export", "--package", "fjordvik.zip", "--overwrite").exit_code == 0


def test_a_municipality_without_rows_writes_no_file(loaded):
    result = run("export", "--package", "norrlunda.zip", "--municipality", "Norrlunda")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("There is nothing to share: no own accounts, no targets")
    assert not (loaded / "norrlunda.zip").exists()


def test_a_partner_loads_the_package_and_sees_the_same_value(exported, loaded, monkeypatch):
    ours = value("ghg_total", 2024)
    shutil.copy("store.duckdb", "partner.duckdb")
    monkeypatch.setenv("VEIKART_STORE", "duckdb:partner.duckdb")
    run("undo", 1)
    rows = rows_of(run("load", "fjordvik.zip"))
    assert [(row["upload_id"], row["table"], row["new"]) for row in rows] == [("2", "emissions", "4")]
    # 33000 + 22000.5
    assert (ours, value("ghg_total", 2024)) == ("55000.5", "55000.5")
    run("undo", 2)
    assert table("indicators", "--municipality", "Fjordvik") == []


def test_two_exports_of_the_same_state_are_the_same_file(exported, loaded):
    run("export", "--package", "again.zip")
    assert (loaded / "again.zip").read_bytes() == (loaded / "fjordvik.zip").read_bytes()
