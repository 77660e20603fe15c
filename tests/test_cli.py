"""The command line as docs/cli.md describes it: literal output, exit statuses, a sentence for every fault.

Figures belong to the fictional municipalities Fjordvik (NO-D01) and Norrlunda (SE-D01)."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

import cli
import data.demo
from data import schema
from data.demo import demo_areas, demo_changes, demo_targets, demo_workbooks
from data.store import NewUpload, Store
from data.tables import staged
from loaders import demonstration

ROOT = Path(__file__).parents[1]
HEADINGS = ("Municipality", "Year", "Sector", "Emissions (t CO2e)")
FJORDVIK = (
    ("NO-D01", 2009, "Transport", 60000),
    ("NO-D01", 2009, "Waste and wastewater", 40000),
    ("NO-D01", 2024, "Transport", 33000),
    ("NO-D01", 2024, "Waste and wastewater", 22000.5),
)
CHECK_HEADING = "file,sheet,cell,level,code,expected,found,fix"
LOAD_HEADING = "file,upload_id,table,new,changed,removed,unchanged"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A working directory with a store that knows the fictional municipalities and holds no data."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VEIKART_STORE", "duckdb:store.duckdb")
    monkeypatch.delenv("VEIKART_DEBUG", raising=False)
    store = Store.open("duckdb:store.duckdb")
    store.add_areas(pd.DataFrame(demo_areas()), pd.DataFrame(demo_changes()))
    store.close()
    return tmp_path


@pytest.fixture
def loaded(folder) -> Path:
    """The same with Fjordvik's emissions as upload 1, release 2025."""
    emissions_workbook(folder / "fjordvik.xlsx")
    assert run("load", "fjordvik.xlsx", "--release", "2025").exit_code == 0
    return folder


def emissions_workbook(
    path: Path,
    rows: Sequence[Sequence[object]] = FJORDVIK,
    headings: Sequence[str] = HEADINGS,
    sheet: str = "Emissions",
) -> Path:
    book = Workbook()
    book.active.title = sheet
    for row in (headings, *rows):
        book.active.append(list(row))
    book.save(path)
    return path


def population_workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    return emissions_workbook(
        path, rows, ("Municipality", "Year", "Inhabitants (persons)"), sheet="Population"
    )


def run(*arguments: object):
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def rows_of(result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def table(*arguments: object) -> list[dict[str, str]]:
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return rows_of(result)


def as_program(
    *arguments: object, python: str = sys.executable, script: Path = ROOT / "cli.py", **settings: str
):
    """cli.py in a process of its own, as a person starts it."""
    environment = {**os.environ, **settings}
    command = [python, str(script), *(str(argument) for argument in arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, timeout=120, check=False
    )


def python_outside() -> str:
    """The Python that .venv was made from: it lacks everything that .venv holds."""
    return str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}")


@contextmanager
def another_program_holding(url: str, *, read_only: bool) -> Iterator[None]:
    opening = f"from data.store import Store; store = Store.open({url!r}, read_only={read_only})"
    code = f"{opening}; print('holding', flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holding\n"
        yield
    finally:
        holder.communicate("\n", timeout=30)


# ── load ────────────────────────────────────────────────────────────────────────────────────────────────────


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
    assert "kt.xlsx: warning: Emissions!" in result.stderr


def test_load_takes_files_from_where_the_caller_stands_and_makes_the_store(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    population_workbook(tmp_path / "people.xlsx", [("Oslo", 2024, 0)])
    result = run("load", "people.xlsx", "--store", "duckdb:new/store.duckdb")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "new" / "store.duckdb").is_file()


# ── check ───────────────────────────────────────────────────────────────────────────────────────────────────


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
    (folder / "notes.xlsx").write_text("year;tonnes\n2024;5\n", encoding="utf-8")
    result = run("check", "notes.xlsx", "--format", "json")
    assert result.exit_code == 1
    [problem] = json.loads(result.stdout)
    assert list(problem) == CHECK_HEADING.split(",")
    assert (problem["code"], problem["sheet"], problem["cell"]) == ("text_file", None, None)
    assert problem["found"] == "a text file, such as CSV"


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


# ── uploads, undo, redo ─────────────────────────────────────────────────────────────────────────────────────


def test_uploads_says_what_each_upload_is(loaded):
    [upload] = table("uploads")
    times = (upload.pop("committed_at"), upload.pop("changed_at"))
    assert times[0] == times[1]
    assert time.strptime(times[0], "%Y-%m-%dT%H:%M:%SZ")
    assert len(upload.pop("sha256")) == 64
    assert upload.pop("actor")
    assert ",".join(upload.values()) == (
        "1,fjordvik.xlsx,veikart-template,committed,true,emissions,own-accounts,2025,1,4,2009,2024,"
    )


def test_undo_takes_the_figures_out_and_redo_brings_them_back(loaded):
    before = run("indicators").stdout
    assert table("undo", 1)[0]["state"] == "withdrawn"
    assert table("indicators") == []
    assert table("uploads")[0]["is_live"] == "false"
    assert table("redo", 1)[0]["state"] == "restored"
    assert run("indicators").stdout == before


def test_undo_of_a_correction_lets_the_first_figures_speak_again(loaded):
    emissions_workbook(loaded / "corrected.xlsx", [("NO-D01", 2024, "Transport", 35000)])
    run("load", "corrected.xlsx", "--release", "2025")
    assert value("ghg_total", 2024) == "35000.0"
    run("undo", 2)
    assert value("ghg_total", 2024) == "55000.5"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("undo", 7), "There is no upload 7.\n"),
        (("redo", 7), "There is no upload 7.\n"),
        (("redo", 1), "Upload 1 is live; there is nothing to redo.\n"),
    ],
)
def test_what_cannot_be_undone_or_redone_is_a_wrong_call(loaded, arguments, sentence):
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence)


def test_undoing_twice_is_a_wrong_call(loaded):
    run("undo", 1)
    result = run("undo", 1)
    assert (result.exit_code, result.stderr) == (2, "Upload 1 is already undone.\n")


# ── indicators ──────────────────────────────────────────────────────────────────────────────────────────────


def value(indicator: str, year: int, municipality: str = "NO-D01") -> str:
    rows = table("indicators", "--municipality", municipality, "--indicator", indicator)
    return next(row["value"] for row in rows if row["year"] == str(year))


def test_indicators_as_csv_to_the_letter(loaded):
    # 60000 + 40000 = 100000; 33000 + 22000.5 = 55000.5
    assert run("indicators", "--municipality", "Fjordvik", "--indicator", "ghg_total").stdout == (
        "municipality_id,indicator,year,value,unit,dataset,release,gas_coverage,value_status\n"
        "NO-D01,ghg_total,2009,100000.0,t CO2e,own-accounts,2025,ghg,reported\n"
        "NO-D01,ghg_total,2024,55000.5,t CO2e,own-accounts,2025,ghg,reported\n"
    )


def test_indicators_as_json_have_the_same_keys_in_the_same_order_and_null_for_missing(loaded):
    result = run("--format", "json", "indicators", "--indicator", "ghg_per_capita")
    rows = json.loads(result.stdout)
    assert list(rows[0]) == list(cli.INDICATORS)
    assert [(row["year"], row["value"], row["value_status"]) for row in rows] == [
        (2009, None, None),
        (2024, None, None),
    ]


def test_missing_is_an_empty_field_in_csv(loaded):
    rows = table("indicators", "--indicator", "ghg_per_capita")
    assert [(row["year"], row["value"]) for row in rows] == [("2009", ""), ("2024", "")]


def test_a_per_head_figure_appears_once_the_population_of_its_year_is_loaded(loaded):
    # 55000.5 / 10000 = 5.50005; 2009 has no population
    population_workbook(loaded / "people.xlsx", [("Fjordvik", 2024, 10000)])
    assert run("load", "people.xlsx").exit_code == 0
    assert value("ghg_per_capita", 2024) == "5.50005"
    assert value("ghg_per_capita", 2009) == ""


def test_without_choice_all_indicators_of_the_gas_coverage_are_listed(loaded):
    keys = dict.fromkeys(row["indicator"] for row in table("indicators"))
    assert [key.removeprefix("ghg_") for key in keys] == [
        "total", "comparable_total", "per_capita", "transport", "off_road", "heat_power",
    ]  # fmt: skip


def test_a_named_dataset_and_all_datasets_show_more_than_the_headline(loaded):
    emissions_workbook(loaded / "other.xlsx", [("NO-D01", 2024, "Transport", 31000)])
    run("load", "other.xlsx", "--dataset", "second-accounts")
    chosen = ("--municipality", "NO-D01", "--indicator", "ghg_transport")
    assert [row["value"] for row in table("indicators", *chosen)] == ["60000.0", "33000.0"]
    assert [row["value"] for row in table("indicators", *chosen, "--dataset", "second-accounts")] == [
        "31000.0"
    ]
    everything = {
        (row["dataset"], row["year"], row["value"]) for row in table("indicators", *chosen, "--all-datasets")
    }
    assert everything == {
        ("own-accounts", "2009", "60000.0"),
        ("own-accounts", "2024", "33000.0"),
        ("second-accounts", "2024", "31000.0"),
    }


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


# ── progress and targets ────────────────────────────────────────────────────────────────────────────────────

TARGET = ("target", "set", "--municipality", "Fjordvik", "--indicator", "ghg_total")


def test_progress_has_a_row_for_every_method_even_without_a_target(loaded):
    rows = table("progress", "--municipality", "Fjordvik", "--indicator", "ghg_total")
    assert [(row["method"], row["status"], row["latest_year"], row["target_year"]) for row in rows] == [
        ("linear_path", "no_target", "2024", ""),
        ("ols_projection", "no_target", "2024", ""),
    ]
    assert list(rows[0]) == list(cli.PROGRESS)


def test_progress_covers_every_municipality_indicator_and_method(loaded):
    # 1 municipality with data × 12 indicators × 2 methods
    assert len(table("progress")) == 24


def test_progress_towards_a_percentage_to_the_letter(loaded):
    run(*TARGET, "--base-year", 2009, "--reduction", 80)
    # target 100000 × 0.2 = 20000; needed by 2024: 80000 × 15/21 = 57142.86; done: 44999.5
    # ratio 44999.5 / 57142.86 = 0.7875
    # left: (20000 - 55000.5) / 6 = -5833.4167 a year
    [row] = table(
        "progress", "--municipality", "Fjordvik", "--indicator", "ghg_total", "--method", "linear_path"
    )
    reason = "By 2024, 78 % of the change was made that the straight line from 2009 to 2030 asks for by then."
    assert row.pop("reason") == reason
    assert float(row.pop("ratio")) == pytest.approx(0.78749125)
    assert float(row.pop("required_per_year_from_now")) == pytest.approx(-5833.416667)
    assert float(row.pop("target_value")) == pytest.approx(20000)
    assert ",".join(row.values()) == (
        "NO-D01,ghg_total,linear_path,2009,100000.0,2024,55000.5,2030,moderate_progress,too_slow,,,"
    )


def test_the_life_of_a_target(loaded):
    assert run(*TARGET, "--base-year", 2009, "--reduction", 80, "--decided-on", "2020-06-18").stdout == (
        "municipality_id,indicator,unit,base_year,target_year,target_value,reduction_percent,is_interim,"
        "decided_on,decision_url,is_speaking,upload_id\n"
        "NO-D01,ghg_total,t CO2e,2009,2030,,80.0,false,2020-06-18,,true,2\n"
    )
    # A newer decision for the same year takes its place …
    run(*TARGET, "--value", 15000, "--base-year", 2009, "--decided-on", "2024-02-01")
    assert [(row["target_value"], row["upload_id"]) for row in table("target", "list")] == [("15000.0", "3")]
    # … undo brings the first back, remove ends it, undo of the removal brings it back again.
    run("undo", 3)
    assert [(row["reduction_percent"], row["upload_id"]) for row in table("target", "list")] == [
        ("80.0", "2")
    ]
    assert len(table("target", "remove", "--municipality", "Fjordvik", "--indicator", "ghg_total")) == 1
    assert table("target", "list") == []
    run("undo", 4)
    assert [row["upload_id"] for row in table("target", "list", "--municipality", "Fjordvik")] == ["2"]


def test_of_two_targets_the_newest_decision_speaks_and_remove_asks_which(loaded):
    run(*TARGET, "--base-year", 2009, "--reduction", 50, "--target-year", 2025, "--decided-on", "2016-01-01")
    run(*TARGET, "--base-year", 2009, "--reduction", 80, "--decided-on", "2020-01-01")
    assert [(row["target_year"], row["is_speaking"]) for row in table("target", "list")] == [
        ("2025", "false"),
        ("2030", "true"),
    ]
    remove = ("target", "remove", "--municipality", "NO-D01", "--indicator", "ghg_total")
    refused = run(*remove)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "NO-D01 has targets for ghg_total in 2025, 2030; name one with --target-year.\n"
    assert [row["target_year"] for row in table(*remove, "--target-year", 2025)] == ["2025"]
    assert [row["target_year"] for row in table("target", "list")] == ["2030"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "expected either a value or a cut in percent, found neither"),
        (("--reduction", 50, "--value", 5, "--base-year", 2009), "found both"),
        (("--reduction", 50), "needs the base year"),
        (("--reduction", 50, "--base-year", 2009, "--unit", "kt CO2e"), "expected the unit t CO2e, found"),
        (("--reduction", 50, "--base-year", 2031), "expected a target year after the base year"),
        (("--value", "nan"), "expected a finite number"),
        (("--value", 5, "--decided-on", "18.6.2020"), "18.6.2020"),
    ],
)
def test_a_target_that_does_not_fit_is_refused_and_not_recorded(loaded, options, words):
    result = run(*TARGET, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert len(table("uploads")) == 1


def test_removing_a_target_that_is_not_there_is_a_wrong_call(loaded):
    result = run("target", "remove", "--municipality", "NO-D01", "--indicator", "ghg_total")
    assert (result.exit_code, result.stderr) == (2, "NO-D01 has no such target for ghg_total.\n")


# ── facts, datasets, areas, templates ───────────────────────────────────────────────────────────────────────


def test_facts_name_file_sheet_and_cell_of_every_part(loaded):
    rows = table("facts", "--municipality", "Fjordvik", "--indicator", "ghg_total", "--year", 2024)
    places = [
        (row["file"], row["sheet"], row["cell"], row["value"], row["unit"], row["sector"], row["upload_id"])
        for row in rows
    ]
    assert places == [
        ("fjordvik.xlsx", "Emissions", "D4", "33000.0", "t CO2e", "transport", "1"),
        ("fjordvik.xlsx", "Emissions", "D5", "22000.5", "t CO2e", "waste", "1"),
    ]


def test_facts_of_a_per_head_figure_end_with_the_inhabitants(loaded):
    population_workbook(loaded / "people.xlsx", [("Fjordvik", 2024, 10000)])
    run("load", "people.xlsx")
    last = table("facts", "--municipality", "NO-D01", "--indicator", "ghg_per_capita", "--year", 2024)[-1]
    assert (last["file"], last["cell"], last["value"], last["unit"]) == (
        "people.xlsx",
        "C2",
        "10000",
        "persons",
    )


def test_facts_of_a_year_without_data_are_an_empty_table_with_a_sentence(loaded):
    result = run("facts", "--municipality", "NO-D01", "--indicator", "ghg_total", "--year", 1990)
    assert (result.exit_code, rows_of(result)) == (0, [])
    assert result.stderr == "No facts: NO-D01 has no ghg_total for 1990.\n"


def test_the_headline_can_be_chosen_and_the_choice_undone(loaded):
    emissions_workbook(loaded / "other.xlsx", [("NO-D01", 2024, "Transport", 31000)])
    run("load", "other.xlsx", "--dataset", "second-accounts")
    headline = lambda: [row["dataset"] for row in table("dataset", "list") if row["is_headline"] == "true"]  # noqa: E731
    assert headline() == ["own-accounts"]
    rows = table("dataset", "choose", "--municipality", "Fjordvik", "--dataset", "second-accounts")
    assert [(row["dataset"], row["is_headline"]) for row in rows] == [
        ("second-accounts", "true"),
        ("own-accounts", "false"),
    ]
    assert [row["year"] for row in table("indicators", "--indicator", "ghg_total")] == ["2024"]
    run("undo", 3)
    assert headline() == ["own-accounts"]


def test_a_dataset_that_is_not_loaded_cannot_be_the_headline(loaded):
    result = run("dataset", "choose", "--municipality", "Fjordvik", "--dataset", "smhi-co2")
    assert result.exit_code == 2
    assert result.stderr == "Dataset smhi-co2: expected one that is loaded for NO-D01 (own-accounts).\n"


def test_areas_finds_official_codes_with_their_leading_zeros(folder):
    assert run("areas", "herøy").stdout == (
        "area_id,country_code,code,name,other_name,kind,region,valid_to\n"
        "NO-1515,NO,1515,Herøy,,municipality,Møre og Romsdal,\n"
        "NO-1818,NO,1818,Herøy,,municipality,Nordland,\n"
    )
    assert [row["code"] for row in table("areas", "0301")] == ["0301"]


def test_areas_offers_the_nearest_names_for_a_slip_of_the_pen(folder):
    result = run("areas", "Trondhiem")
    assert rows_of(result)[0]["name"].startswith("Trondheim")
    assert result.stderr == "No area is called Trondhiem; these are the nearest.\n"


@pytest.mark.parametrize("name", ["emissions", "population"])
def test_a_template_is_written_once_and_an_existing_file_is_left_alone(folder, name):
    assert table("template", name, "--output", "empty.xlsx") == [{"template": name, "file": "empty.xlsx"}]
    written = (folder / "empty.xlsx").read_bytes()
    refused = run("template", name, "--output", "empty.xlsx")
    assert refused.exit_code == 2
    assert refused.stderr == "empty.xlsx exists already. Name another file, or add --overwrite.\n"
    assert (folder / "empty.xlsx").read_bytes() == written
    assert run("template", name, "--output", "empty.xlsx", "--overwrite").exit_code == 0


# ── the store ───────────────────────────────────────────────────────────────────────────────────────────────


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


def test_a_fault_of_our_own_is_one_sentence_and_a_traceback_for_those_who_look(loaded, monkeypatch):
    def broken(self: Store) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(Store, "uploads", broken)
    result = run("uploads")
    assert result.exit_code == 2
    assert result.stderr == (
        "uploads failed: ZeroDivisionError: division by zero. "
        "This is a fault in Veikart; VEIKART_DEBUG=1 shows where.\n"
    )
    monkeypatch.setenv("VEIKART_DEBUG", "1")
    assert "Traceback" in run("uploads").stderr


# ── as a program ────────────────────────────────────────────────────────────────────────────────────────────


def test_any_python_finds_the_projects_own_environment_from_any_directory(loaded):
    result = as_program("indicators", "--indicator", "ghg_total", python=python_outside())
    assert result.returncode == 0, result.stderr
    assert (
        result.stdout.splitlines()[1]
        == "NO-D01,ghg_total,2009,100000.0,t CO2e,own-accounts,2025,ghg,reported"
    )


@pytest.mark.parametrize("is_begun", [False, True], ids=["no .venv", "a .venv without libraries"])
def test_without_its_environment_it_says_how_to_make_it(tmp_path, is_begun):
    (tmp_path / "cli.py").write_bytes((ROOT / "cli.py").read_bytes())
    if is_begun:
        subprocess.run([python_outside(), "-m", "venv", "--without-pip", str(tmp_path / ".venv")], check=True)
    result = as_program("uploads", python=python_outside(), script=tmp_path / "cli.py", PYTHONPATH="")
    assert (result.returncode, result.stdout) == (2, "")
    assert (
        result.stderr
        == "Veikart's own environment is not there yet: run make run or make test once, which makes .venv.\n"
    )


def test_help_names_every_command():
    result = as_program("--help")
    assert result.returncode == 0
    listed = [line.split()[0] for line in result.stdout.partition("Commands:\n")[2].splitlines() if line]
    documented = re.findall(r"^python cli\.py (\w+)", documentation().partition("```\n\n")[0], flags=re.M)
    assert sorted(listed) == sorted(documented)


def test_help_waits_for_no_heavy_library():
    heavy = "{'duckdb', 'pandas', 'pyarrow', 'openpyxl', 'rich'}"
    code = f"import sys, cli; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "nb_NO.UTF-8"}, "nb"),
        ({"LANG": "no_NO"}, "nb"),
        ({"LANG": "sv_SE.UTF-8", "VEIKART_LANG": "fi"}, "fi"),
        ({"LANG": "sv_SE.UTF-8", "VEIKART_LANG": "xx"}, "sv"),
    ],
)
def test_the_language_is_that_of_the_environment_if_we_know_it(settings, language):
    assert cli.language_of(settings) == language


def test_output_is_utf_8_whatever_the_terminal_says(folder):
    result = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "areas", "Herøy"], capture_output=True, check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
    )  # fmt: skip
    assert "Herøy,,municipality,Møre og Romsdal" in result.stdout.decode("utf-8")


@pytest.mark.parametrize(
    "name",
    ["PROBLEMS", "LOADED", "UPLOADS", "INDICATORS", "PROGRESS", "FACTS", "TARGETS", "DATASETS", "AREAS"],
)
def test_the_documentation_explains_every_column(name):
    cells = [line.split("|")[1] for line in documentation().splitlines() if line.startswith("| ")]
    explained = {column.strip() for cell in cells for column in cell.split(",")}
    assert set(getattr(cli, name)) <= explained


def documentation() -> str:
    return (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


# ── the demonstration ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def demo_url(tmp_path_factory) -> str:
    """A demonstration store as make run gets it; never changed by a test."""
    url = f"duckdb:{tmp_path_factory.mktemp('demo') / 'var' / 'demo.duckdb'}"
    result = run("demo", "--store", url)
    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert result.stderr == f"{url.removeprefix('duckdb:')}: made from the demonstration data.\n"
    return url


def test_the_demonstration_is_made_once_and_left_alone_while_it_is_up_to_date(demo_url):
    path = Path(demo_url.removeprefix("duckdb:"))
    before = (path.stat().st_mtime_ns, path.stat().st_ino)
    result = run("demo", "--store", demo_url)
    assert (result.exit_code, result.stderr) == (0, f"{path}: the demonstration data are up to date.\n")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert [file.name for file in path.parent.iterdir()] == ["demo.duckdb"]


def test_the_demonstration_is_loaded_from_workbooks_like_any_file(demo_url):
    files = {row["file_name"]: row for row in table("uploads", "--store", demo_url)}
    assert {f"{workbook.name}.xlsx" for workbook in demo_workbooks()} <= set(files)
    assert {row["actor"] for row in files.values()} == {"demonstration"}
    cell = table(
        "facts",
        "--municipality",
        "DK-D01",
        "--indicator",
        "ghg_transport",
        "--year",
        2023,
        "--store",
        demo_url,
    )[0]
    assert (cell["file"], cell["sheet"]) == ("demo-dk-ghg-2025.xlsx", "Emissions")


def test_the_demonstration_gives_back_the_figures_of_the_generator_to_the_tonne(demo_url):
    newest = pd.concat([w.tables["emissions"] for w in demo_workbooks() if w.name in NEWEST])
    expected = newest[newest["is_counted"]].groupby(["area_id", "year"])["emissions_tco2e"].sum(skipna=False)
    found = {
        (row["municipality_id"], int(row["year"])): float(row["value"] or "nan")
        for key in ("ghg_total", "co2_total")
        for row in table("indicators", "--indicator", key, "--store", demo_url)
    }
    assert found == pytest.approx(expected.to_dict(), nan_ok=True)


NEWEST = ("demo-no-ghg-2025", "demo-se-co2-2025", "demo-dk-ghg-2025", "demo-fi-ghg-2025", "demo-is-ghg-2024")


def test_the_demonstration_has_its_targets_and_every_status_of_a_verdict(demo_url):
    places = {(row["municipality_id"], row["indicator"], row["target_year"]) for row in demo_targets()}
    assert len(table("target", "list", "--store", demo_url)) == len(places)
    statuses = {row["status"] for row in table("progress", "--method", "linear_path", "--store", demo_url)}
    assert statuses == {
        "target_achieved", "on_track", "too_slow", "off_track", "wrong_way",
        "no_data", "no_target", "not_applicable",
    }  # fmt: skip


def test_another_version_of_the_demonstration_is_made_anew(folder, monkeypatch):
    monkeypatch.setattr(demonstration, "fill", one_demo_target)
    monkeypatch.setattr(data.demo, "DEMO_VERSION", 1)
    run("demo", "--store", "duckdb:demo.duckdb")
    run("undo", 1, "--store", "duckdb:demo.duckdb")
    assert run("demo", "--store", "duckdb:demo.duckdb").stderr.endswith("up to date.\n")
    assert table("target", "list", "--store", "duckdb:demo.duckdb") == []
    monkeypatch.setattr(data.demo, "DEMO_VERSION", 2)
    assert run("demo", "--store", "duckdb:demo.duckdb").stderr.endswith("made from the demonstration data.\n")
    assert len(table("target", "list", "--store", "duckdb:demo.duckdb")) == 1


def test_a_demonstration_that_fails_half_way_leaves_the_old_one_and_nothing_else(folder, monkeypatch):
    monkeypatch.setattr(demonstration, "fill", one_demo_target)
    run("demo", "--store", "duckdb:demo/demo.duckdb")

    def broken(store: Store, note: str) -> None:
        one_demo_target(store, note)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demonstration, "fill", broken)
    monkeypatch.setattr(data.demo, "DEMO_VERSION", 99)
    result = run("demo", "--store", "duckdb:demo/demo.duckdb")
    assert (result.exit_code, result.stderr) == (2, "demo: No space left on device.\n")
    assert [file.name for file in (folder / "demo").iterdir()] == ["demo.duckdb"]
    assert len(table("target", "list", "--store", "duckdb:demo/demo.duckdb")) == 1


def one_demo_target(store: Store, note: str) -> None:
    """A demonstration of one target, for tests of how it is put in place."""
    content = b"a demonstration"
    row = {
        "area_id": "NO-0301",
        "record_id": "r",
        "indicator": "ghg_total",
        "unit": "t CO2e",
        "target_year": 2030,
    }
    rows = staged("targets", pd.DataFrame([{**row, "target_value": 0.0}]))
    sha256 = store.keep_original(content, file_name="demo")
    store.commit(
        NewUpload(sha256, "demo", "form-target", "demonstration", {"targets": rows}, acknowledgement=note)
    )


def test_a_store_with_other_data_is_never_replaced_by_the_demonstration(loaded):
    before = (loaded / "store.duckdb").read_bytes()
    result = run("demo", "--store", "duckdb:store.duckdb")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "store.duckdb holds other data than the demonstration;" in result.stderr
    assert (loaded / "store.duckdb").read_bytes() == before


def test_the_demonstration_goes_into_a_file(folder):
    result = run("demo", "--store", "duckdb::memory:")
    assert (result.exit_code, result.stdout) == (2, "")
    assert list(folder.glob(":memory:*")) == []
