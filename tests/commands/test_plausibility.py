"""plausibility: what is unusual in the store, the notes on it, and what check and load say of it. Figures are invented."""

import json

import pytest

from commands.plausibility import CASES, GROUPS
from data.store import Store
from tests.commands.conftest import emissions_workbook, rows_of, run, table

STEADY = [
    ("NO-D01", year, sector, amount)
    for year in (2019, 2020, 2021)
    for sector, amount in (("Transport", 60000), ("Waste and wastewater", 40000))
]
JUMPING = [row if row[1:3] != (2021, "Waste and wastewater") else (*row[:3], 70000) for row in STEADY]
FOUND = "Waste and wastewater: 40 000 t CO2e in 2020, 70 000 t CO2e in 2021."


def spaced(text: str) -> str:
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.fixture
def jumping(folder):
    emissions_workbook(folder / "fjordvik.xlsx", JUMPING)
    assert run("load", "fjordvik.xlsx").exit_code == 0
    return folder


def test_what_is_unusual_is_a_row_per_municipality_and_check(jumping):
    result = run("plausibility")
    (row,) = rows_of(result)
    assert list(row) == list(GROUPS)
    assert (row["municipality_id"], row["name"], row["check"], row["count"]) == (
        "NO-D01",
        "Fjordvik",
        "jump",
        "1",
    )
    assert spaced(row["text"]) == f"{FOUND} Unusual, check."
    assert spaced(result.stderr) == f"Changes by more than half: Fjordvik, {FOUND[:-1]}. Unusual, check.\n"


def test_each_case_is_shown_with_its_cell_and_name(jumping):
    (row,) = table("plausibility", "--each")
    assert list(row) == list(CASES)
    assert (row["subject"], row["year"], row["value"], row["other"]) == (
        "waste",
        "2021",
        "70000.0",
        "40000.0",
    )
    assert (row["upload_id"], row["sheet"], row["cell"]) == ("1", "Emissions", "D7")
    assert row["warning"] == "unusual: jump waste 2021"


def test_one_municipality_and_one_check_can_be_named(jumping):
    assert table("plausibility", "--municipality", "SE-D01") == []
    assert table("plausibility", "--check", "gap", "--check", "release") == []
    assert len(table("plausibility", "--municipality", "Fjordvik", "--check", "jump")) == 1


def test_an_unknown_check_is_a_wrong_call(jumping):
    result = run("plausibility", "--check", "leap")
    assert result.exit_code == 2
    assert result.stderr.startswith("Check: expected one of unit_slip, ")


def test_a_store_that_is_not_there_is_an_empty_table(tmp_path):
    result = run("plausibility", "--store", f"duckdb:{tmp_path / 'none.duckdb'}", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def acknowledge(*more: str, subject: str = "jump waste 2021"):
    return run("plausibility", "acknowledge", "--municipality", "Fjordvik", "--subject", subject,
               "--note", "A new plant opened", *more)  # fmt: skip


def test_an_acknowledged_warning_is_shown_only_with_all(jumping):
    (row,) = rows_of(acknowledge())
    assert row["acknowledged_by_note"] == "A new plant opened"
    assert table("plausibility") == []
    (row,) = table("plausibility", "--all")
    assert (row["count"], row["acknowledged_count"]) == ("1", "1")


def test_undo_of_the_note_shows_the_warning_again(jumping):
    assert acknowledge(subject="unusual: jump waste 2021").stderr == (
        "The note is recorded as upload 2; undo takes it back.\n"
    )
    assert run("undo", 2).exit_code == 0
    assert len(table("plausibility")) == 1


def test_a_note_survives_the_making_anew_of_a_damaged_database(jumping):
    acknowledge()
    (jumping / "store.duckdb").unlink()
    assert run("rebuild").exit_code == 0
    (row,) = table("plausibility", "--all", "--each")
    assert row["acknowledged_by_note"] == "A new plant opened"


def test_the_store_may_be_named_before_the_word_acknowledge(jumping, monkeypatch):
    monkeypatch.delenv("VEIKART_STORE")
    result = run("plausibility", "--store", "duckdb:store.duckdb", "acknowledge", "--municipality", "Fjordvik",
                 "--subject", "jump waste 2021", "--note", "A new plant opened")  # fmt: skip
    assert result.exit_code == 0
    assert table("plausibility", "--store", "duckdb:store.duckdb") == []


def test_a_warning_that_does_not_stand_is_refused_with_those_that_do(jumping):
    result = acknowledge(subject="jump transport 2021")
    assert (result.exit_code, result.stderr) == (
        2,
        'NO-D01 has no warning "jump transport 2021"; expected one of: unusual: jump waste 2021.\n',
    )


def test_nothing_unusual_leaves_nothing_to_acknowledge(folder):
    result = acknowledge()
    assert (result.exit_code, result.stderr) == (2, "NO-D01 has nothing unusual to acknowledge.\n")


# --- check and load


@pytest.fixture
def steady(folder):
    emissions_workbook(folder / "first.xlsx", STEADY)
    assert run("load", "first.xlsx").exit_code == 0
    emissions_workbook(folder / "second.xlsx", JUMPING)
    return folder


def test_check_says_what_would_be_unusual_in_the_store_and_saves_nothing(steady):
    result = run("check", "second.xlsx")
    assert f"second.xlsx: beside what is loaded: Changes by more than half: Fjordvik, {FOUND}" in spaced(
        result.stderr
    )
    assert table("plausibility") == []


def test_load_says_what_is_unusual_now(steady):
    result = run("load", "second.xlsx")
    assert f"second.xlsx: beside what is loaded: Changes by more than half: Fjordvik, {FOUND}" in spaced(
        result.stderr
    )


def test_what_was_unusual_already_is_not_said_again(jumping):
    more = [*JUMPING, ("NO-D01", 2022, "Transport", 60000), ("NO-D01", 2022, "Waste and wastewater", 70000)]
    emissions_workbook(jumping / "more.xlsx", more)
    assert "beside what is loaded" not in run("load", "more.xlsx").stderr


def test_the_same_file_again_says_nothing(jumping):
    assert "beside what is loaded" not in run("load", "fjordvik.xlsx").stderr
    assert "beside what is loaded" not in run("check", "fjordvik.xlsx").stderr


def test_a_file_with_an_error_is_not_asked_what_it_would_do(folder):
    emissions_workbook(folder / "wrong.xlsx", [*JUMPING, ("NO-D01", 2022, "Transport", "much")])
    result = run("check", "wrong.xlsx")
    assert result.exit_code == 1
    assert "beside what is loaded" not in result.stderr


def test_the_note_is_kept_with_its_day_and_who_wrote_it(jumping):
    acknowledge()
    store = Store.open("duckdb:store.duckdb", read_only=True)
    upload = store.uploads().iloc[0]
    note = store.arrow("select subject, note, record_id, noted_on from live_notes").to_pylist()[0]
    store.close()
    assert (upload["format_key"], upload["tables"]) == ("form-note", "notes")
    assert note["record_id"] == f"{note['subject']}/{note['noted_on'].isoformat()}"
