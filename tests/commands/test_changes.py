"""changes: two releases side by side. Figures are invented."""

from datetime import date

import pytest
from typer.testing import CliRunner

import cli
from commands.changes import CHANGES
from data.store import Store
from tests.metrics.test_borders import load


@pytest.fixture
def url(tmp_path):
    address = f"duckdb:{tmp_path / 'store.duckdb'}"
    store = Store.open(address)
    load(store, {"NO-0301": {2020: 1000.0}}, release="2023", released_on=date(2023, 6, 1))
    load(store, {"NO-0301": {2020: 1100.0, 2021: 900.0}}, release="2024", released_on=date(2024, 6, 1))
    store.close()
    return address


def run(url, *words):
    return CliRunner().invoke(
        cli.app, ["changes", "--dataset", "miljodirektoratet-ghg", *words, "--store", url]
    )


def test_the_newest_release_stands_against_the_one_before(url):
    result = run(url)
    assert result.stdout.splitlines() == [
        ",".join(CHANGES),
        "NO-0301,Oslo,2020,revised,1000.0,1100.0,100.0,10.0",
        "NO-0301,Oslo,2021,new_year,,900.0,,",
    ]
    assert "miljodirektoratet-ghg: release 2024 against 2023." in result.stderr


def test_a_release_that_is_not_there_is_refused_with_those_that_are(url):
    result = run(url, "--older", "2019")
    assert (result.exit_code, result.stderr) == (2, "Release 2019: expected one of 2024, 2023.\n")


def test_a_dataset_with_one_release_has_nothing_to_compare(url):
    store = Store.open(url)
    store.withdraw(2, actor="Kari")
    store.close()
    assert "has only one release" in run(url).stderr
