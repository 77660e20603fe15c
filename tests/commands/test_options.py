"""What every command takes: municipalities, the store; and a sentence for every wrong call."""

import pytest

from data import schema
from tests.commands.conftest import another_program_holding, run, table, value


@pytest.mark.parametrize("municipality", ["NO-D01", "no-d01", "Fjordvik", "Fjordvik kommune"])
def test_a_municipality_goes_by_id_or_name(loaded, municipality):
    assert value("ghg_total", 2024, municipality) == "55000.5"


def test_a_municipality_goes_by_its_official_code_too(folder):
    run("target", "set", "--municipality", "0301", "--indicator", "ghg_total", "--value", 0)
    assert [row["municipality_id"] for row in table("target", "list", "--municipality", "0301")] == [
        "NO-0301"
    ]


def test_an_ambiguous_municipality_is_refused_with_its_candidates(folder):
    result = run("indicators", "--municipality", "Herøy")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        'Municipality "Herøy" could be NO-1515 Herøy (Møre og Romsdal); NO-1818 Herøy (Nordland). '
        "Name it by its id.\n"
    )


def test_an_unknown_municipality_is_refused(folder):
    result = run("progress", "--municipality", "Qwxz")
    assert result.exit_code == 2
    assert (
        result.stderr
        == 'Municipality "Qwxz": the register does not know it. Look it up with: cli.py areas TEXT\n'
    )


@pytest.mark.parametrize(
    ("arguments", "beginning"),
    [
        (("indicators", "--indicator", "ghg_totl"), "Indicator: expected one of ghg_total, "),
        (("progress", "--method", "guess"), "Method: expected one of linear_path, ols_projection"),
        (("indicators", "--dataset", "smhi"), "Dataset smhi: expected one of those loaded (own-accounts)."),
        (
            ("indicators", "--dataset", "own-accounts", "--all-datasets"),
            "Give --dataset or --all-datasets, not both.",
        ),
        (
            ("facts", "--municipality", "NO-D01", "--indicator", "x", "--year", "2024"),
            "Indicator: expected one of",
        ),
        (("target", "list", "--indicator", "x"), "Indicator: expected one of"),
        (("indicators", "--format", "xml"), "Usage: "),
        (("undo", "first"), "Usage: "),
        (("indicator",), "Usage: "),
        (("load",), "Usage: "),
        (("--store", "sqlite:x", "uploads"), "Store sqlite:x: expected duckdb:PATH"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_exit_status_2(loaded, arguments, beginning):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(beginning)


@pytest.mark.parametrize(
    "command",
    [("uploads",), ("indicators",), ("progress",), ("target", "list"), ("dataset", "list")],
    ids=" ".join,
)
def test_reading_a_store_that_does_not_exist_gives_an_empty_table_and_makes_nothing(tmp_path, command):
    path = tmp_path / "none.duckdb"
    result = run(*command, "--store", f"duckdb:{path}")
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert "," in result.stdout
    assert result.stderr == f"The store {path} does not exist yet; load makes it.\n"
    assert not path.exists()
    assert run(*command, "--store", f"duckdb:{path}", "--format", "json").stdout == "[]\n"


def test_the_store_after_the_command_goes_before_the_one_in_front_and_both_before_the_environment(loaded):
    assert len(table("--store", "duckdb:none.duckdb", "uploads", "--store", "duckdb:store.duckdb")) == 1
    assert table("--store", "duckdb:none.duckdb", "uploads") == []


@pytest.mark.parametrize(
    "command", [("uploads",), ("indicators",), ("undo", "1"), ("check", "fjordvik.xlsx")], ids=" ".join
)
def test_while_another_program_holds_the_store_every_command_says_so(loaded, command):
    with another_program_holding(f"duckdb:{loaded / 'store.duckdb'}", read_only=False):
        result = run(*command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "The store store.duckdb is in use by another program, most likely the running app. "
        "Use the app's Upload page, or stop the app and try again.\n"
    )


def test_several_programs_may_read_at_once_and_none_may_write_meanwhile(loaded):
    with another_program_holding(f"duckdb:{loaded / 'store.duckdb'}", read_only=True):
        assert run("uploads").exit_code == 0
        assert run("undo", 1).exit_code == 2


def test_a_file_that_is_no_store_is_refused_with_a_sentence(folder):
    (folder / "letter.txt").write_text("Dear council", encoding="utf-8")
    result = run("uploads", "--store", "duckdb:letter.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("The store letter.txt cannot be opened.")
    assert (folder / "letter.txt").read_text(encoding="utf-8") == "Dear council"


def test_reading_a_store_of_an_earlier_schema_brings_it_up_to_date(loaded, monkeypatch):
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, lambda connection: None))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    assert [row["file_name"] for row in table("uploads")] == ["fjordvik.xlsx"]
