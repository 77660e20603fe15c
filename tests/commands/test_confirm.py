"""confirm --indicator --default: somebody has checked a default target against its source."""

import pytest

from data.store import Store
from tests.commands.conftest import rows_of, run, table

CONFIRM = ("confirm", "--indicator", "recycling_rate", "--default", "wfd-2030")
STATED = "At least 60 % in 2030. Waste Framework Directive"


def test_a_default_is_confirmed_in_the_words_it_is_stated_in(folder):
    result = run(*CONFIRM)
    assert result.stderr == f"Marked as checked against its source by you: {STATED}\n"
    [row] = rows_of(result)
    assert (row["indicator"], row["default"], row["stated"]) == ("recycling_rate", "wfd-2030", STATED)
    assert row["checked_by"] and row["checked_at"].endswith("Z")


def test_the_store_knows_who_confirmed_it(folder):
    [row] = table(*CONFIRM)
    store = Store.open("duckdb:store.duckdb")
    [(checked, (actor, _when))] = store.default_confirmations().items()
    store.close()
    assert (checked, actor) == (("recycling_rate", "wfd-2030", STATED), row["checked_by"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("--indicator", "recycling_rate", "--default", "wfd"),
            "Default target of Recycling rate of municipal waste: expected one of wfd-2025, wfd-2030, wfd-2035, "
            'found "wfd".\n',
        ),
        (
            ("--indicator", "ghg_per_capita", "--default", "eu"),
            'Default target of Emissions of greenhouse gases per inhabitant: expected one of –, found "eu".\n',
        ),
        (("--indicator", "recycling_rate"), "Give an UPLOAD_ID, or --indicator and --default.\n"),
        (("1", "--default", "wfd-2030"), "Give an UPLOAD_ID, or --indicator and --default.\n"),
        ((), "Give an UPLOAD_ID, or --indicator and --default.\n"),
    ],
)
def test_what_names_no_default_is_a_wrong_call(folder, arguments, sentence):
    result = run("confirm", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence)


def test_a_wrong_call_makes_no_store(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VEIKART_STORE", "duckdb:none.duckdb")
    assert run("confirm", "--indicator", "recycling_rate", "--default", "wfd").exit_code == 2
    assert not (tmp_path / "none.duckdb").exists()


def test_confirming_twice_keeps_one_row_for_the_same_words(folder):
    run(*CONFIRM)
    run(*CONFIRM)
    store = Store.open("duckdb:store.duckdb")
    assert len(store.default_confirmations()) == 1
    store.close()
