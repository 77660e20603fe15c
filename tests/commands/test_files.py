"""check and load: literal output, and what becomes of a file with errors."""

import json

import pytest

from tests.commands.conftest import FJORDVIK, emissions_workbook, population_workbook, rows_of, run, table
from texts import in_language

CHECK_HEADING = "file,sheet,cell,level,code,expected,found,fix"
LOAD_HEADING = "file,upload_id,table,new,changed,removed,unchanged"


def test_load_prints_one_row_per_file_and_table(folder):
    emissions_workbook(folder / "fjordvik.xlsx")
    result = run("load", "fjordvik.xlsx", "--release", "2025")
    assert result.stdout == f"{LOAD_HEADING}\nfjordvik.xlsx,1,emissions,4,0,0,0\n"
    assert result.stderr.startswith(
        "fjordvik.xlsx: recognised as Veikart's own workbook template (xlsx), loaded as upload 1.\n"
    )
    assert result.exit_code == 0


def test_loading_the_same_file_again_changes_nothing_and_names_the_upload_it_is_in(loaded):
    result = run("load", "fjordvik.xlsx", "--release", "2025")
    assert result.stdout == f"{LOAD_HEADING}\nfjordvik.xlsx,1,emissions,0,0,0,4\n"
    assert result.stderr == "fjordvik.xlsx: already loaded as upload 1; nothing has changed.\n"
    assert len(table("uploads")) == 1


def test_a_corrected_file_tells_what_changed(loaded):
    rows = [
        *FJORDVIK[:2],
        ("NO-D01", 2024, "Transport", 34000),
        ("NO-D01", 2024, "Waste and wastewater", 22000.5),
    ]
    emissions_workbook(loaded / "corrected.xlsx", rows)
    assert table("load", "corrected.xlsx", "--release", "2025") == [
        {
            "file": "corrected.xlsx",
            "upload_id": "2",
            "table": "emissions",
            "new": "0",
            "changed": "1",
            "removed": "0",
            "unchanged": "3",
        }
    ]


def test_a_note_is_kept_with_the_upload(folder):
    emissions_workbook(folder / "fjordvik.xlsx")
    run("load", "fjordvik.xlsx", "--note", "Plant closed in 2019")
    assert table("uploads")[0]["acknowledgement"] == "Plant closed in 2019"


def test_of_several_files_those_without_errors_load_and_the_errors_of_the_others_are_listed(folder):
    emissions_workbook(folder / "good.xlsx")
    emissions_workbook(folder / "wrong.xlsx", [("NO-D01", 2024, "Transport", "12,5 kt")])
    result = run("load", "wrong.xlsx", "good.xlsx")
    assert result.exit_code == 1
    assert [(row["file"], row["sheet"], row["cell"], row["level"]) for row in rows_of(result)] == [
        ("wrong.xlsx", "Emissions", "D2", "error")
    ]
    assert "wrong.xlsx: not loaded; errors 1, warnings 0, notices 0.\n" in result.stderr
    assert (
        "good.xlsx: recognised as Veikart's own workbook template (xlsx), loaded as upload 1.\n"
        in result.stderr
    )
    assert [row["file_name"] for row in table("uploads")] == ["good.xlsx"]


def test_warnings_are_sentences_and_do_not_fail_a_load(folder):
    # 100 000 t in 2009 and 30 t in 2024: the size of kilotonnes typed as tonnes
    emissions_workbook(
        folder / "kt.xlsx", [("NO-D01", 2009, "Transport", 100000), ("NO-D01", 2010, "Transport", 99)]
    )
    result = run("load", "kt.xlsx")
    assert result.exit_code == 0
    assert result.stdout == f"{LOAD_HEADING}\nkt.xlsx,1,emissions,2,0,0,0\n"
    assert "kt.xlsx: Warning: Emissions!" in result.stderr


def test_the_level_of_a_problem_is_said_in_the_readers_language(folder):
    emissions_workbook(
        folder / "kt.xlsx", [("NO-D01", 2009, "Transport", 100000), ("NO-D01", 2010, "Transport", 99)]
    )
    with in_language("nb"):
        result = run("load", "kt.xlsx")
    assert "kt.xlsx: Advarsel: Emissions!" in result.stderr


def test_load_takes_files_from_where_the_caller_stands_and_makes_the_store(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    population_workbook(tmp_path / "people.xlsx", [("Oslo", 2024, 0)])
    result = run("load", "people.xlsx", "--store", "duckdb:new/store.duckdb")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "new" / "store.duckdb").is_file()


def test_check_lists_every_problem_with_its_cell_and_commits_nothing(folder):
    rows = [
        ("NO-D01", 2024, "Transport", "12,5 kt"),
        ("Nowhere at all", 2024, "Transport", 5),
        ("NO-D01", "last year", "Transport", 5),
        ("NO-D01", 2023, "Transport", "#N/A"),
    ]
    emissions_workbook(folder / "broken.xlsx", rows)
    result = run("check", "broken.xlsx")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == CHECK_HEADING
    found = {row["cell"]: (row["level"], row["found"]) for row in rows_of(result)}
    assert found == {
        "D2": ("error", "12,5 kt"),
        "A3": ("error", "Nowhere at all"),
        "B4": ("error", "last year"),
        "D5": ("error", "#N/A"),
    }
    assert all(row["expected"] and row["fix"] and row["code"] for row in rows_of(result))
    assert result.stderr == "broken.xlsx: errors 4, warnings 0, notices 0.\n"
    assert table("uploads") == []


def test_check_of_a_sound_file_lists_nothing_and_commits_nothing(folder):
    emissions_workbook(folder / "fjordvik.xlsx")
    result = run("check", "fjordvik.xlsx")
    assert (result.exit_code, result.stdout) == (0, f"{CHECK_HEADING}\n")
    assert table("uploads") == []


def test_check_of_a_file_that_is_no_workbook_says_what_it_is(folder):
    (folder / "notes.xlsx").write_bytes(b"%PDF-1.7\nnotes")
    result = run("check", "notes.xlsx", "--format", "json")
    assert result.exit_code == 1
    [problem] = json.loads(result.stdout)
    assert list(problem) == CHECK_HEADING.split(",")
    assert (problem["code"], problem["sheet"], problem["cell"]) == ("pdf_file", None, None)
    assert problem["found"] == "a PDF document"


def test_check_makes_no_store(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    population_workbook(tmp_path / "people.xlsx", [("Oslo", 2024, 0)])
    result = run("check", "people.xlsx", "--store", "duckdb:none.duckdb")
    assert result.exit_code == 0, result.stderr
    assert not (tmp_path / "none.duckdb").exists()


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_file_that_is_not_there_is_a_wrong_call_and_nothing_is_loaded(folder, command):
    emissions_workbook(folder / "fjordvik.xlsx")
    result = run(command, "fjordvik.xlsx", "absent.xlsx")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "absent.xlsx: expected a file, found nothing there.\n"
    assert table("uploads") == []


def test_a_folder_is_no_file(folder):
    result = run("check", folder)
    assert result.exit_code == 2
    assert result.stderr == f"{folder}: expected a file, found a folder.\n"
