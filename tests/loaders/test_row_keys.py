"""What tells rows apart: ids of records, those made of columns, keys that stand twice, and records that end. All
places are fictional."""

from datetime import date

import pytest

from tests.loaders.own_workbooks import mark, only, read, reading, typed
from tests.loaders.published_layouts import sentences

PROJECT = {"record_id": "P-1", "title": "Quiet roads", "innovation_stage": "pilot"}
PARTNER = {"record_id": "P-1", "partner": "Fjord Bygg", "helix_side": "business"}
KNOWN = {"projects": frozenset({("NO-9101", "P-1"), ("NO-9101", "P-2")})}
TARGET = {"indicator": "ghg_total", "unit": "t CO2e", "target_year": 2030, "target_value": 30000}


def codes(result):
    return [(problem.code, problem.cell) for problem in result.problems]


# Ids made of columns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "row", "record_id"),
    [
        ("targets", TARGET, "ghg_total/territorial/2030"),
        ("targets", {**TARGET, "basis": "Consumption", "target_year": "2030"}, "ghg_total/consumption/2030"),
        ("budget_ceilings", {"year": 2027, "ceiling_tco2e": 48000}, "2027"),
        ("reference_paths", {"year": date(2027, 12, 31), "reference_tco2e": 51500}, "2027"),
        ("notes", {"subject": "2022", "noted_on": "3.2.2026", "note": "Closed"}, "2022/2026-02-03"),
        (
            "exchange_rates",
            {"currency": "NOK", "rate_on": "2026-06-30", "euro_per_unit": 0.1},
            "NOK/2026-06-30",
        ),
        (
            "constants",
            {"constant": "rate", "valid_from": date(2026, 1, 1), "value": 4, "source": "Own"},
            "rate/2026-01-01",
        ),
        (
            "dataset_choices",
            {"table_name": "emissions", "basis": "territorial", "dataset": "own-accounts"},
            "emissions/territorial",
        ),
    ],
)
def test_a_record_without_an_id_of_its_own_is_known_by_what_it_is_about(table, row, record_id):
    assert only(reading(table, row), "record_id") == [record_id]


def test_ceilings_of_one_year_are_one_record_told_apart_by_sector():
    rows = (
        {"year": 2027, "ceiling_tco2e": 48000},
        {"year": 2027, "sector": "transport", "ceiling_tco2e": 34000},
    )
    result = reading("budget_ceilings", *rows)
    assert only(result, "record_id") == ["2027", "2027"]
    assert only(result, "sector") == [None, "transport"]


# Keys that stand twice --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "rows", "found"),
    [
        ("projects", [PROJECT, {**PROJECT, "title": "Other"}], "municipality, project id"),
        ("targets", [TARGET, {**TARGET, "target_value": 1}], "municipality, indicator, target year, basis"),
        (
            "targets",
            [TARGET, {**TARGET, "basis": "territorial"}],
            "municipality, indicator, target year, basis",
        ),
        (
            "budget_ceilings",
            [{"year": 2027, "ceiling_tco2e": 1}, {"year": "2027", "ceiling_tco2e": 2}],
            "municipality, year, sector",
        ),
        (
            "figures",
            [
                {"year": 2024, "figure": "beds_all", "value": 1},
                {"year": 2024, "figure": "beds_all", "value": 2},
            ],
            "municipality, year, figure",
        ),
    ],
)
def test_a_key_that_stands_twice_is_refused_with_both_rows(table, rows, found):
    result = reading(table, *rows)
    (problem,) = result.problems
    assert (problem.code, problem.cell) == ("repeated_key", "A3")
    assert str(problem.expected) == f"one row for each combination of {found}"
    assert str(problem.found) == "the same in rows 2 and 3"


def test_the_same_id_in_two_municipalities_is_two_records():
    result = reading("projects", PROJECT, {**PROJECT, "area_id": "SE-9180"})
    assert only(result, "area_id") == ["NO-9101", "SE-9180"]


def test_two_readings_of_one_year_on_different_days_are_two_rows():
    row = {"figure": "diesel_litres", "value": 5}
    result = reading("readings", {**row, "read_on": "2026-04-30"}, {**row, "read_on": "2026-08-31"})
    assert only(result, "year") == [2026, 2026]


# Records that end -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["Remove", "remove", "REMOVE"])
def test_remove_ends_a_record(word):
    result = reading("projects", {**PROJECT, "action": word}, {**PROJECT, "record_id": "P-2"})
    assert result.removed_records == [("projects", "NO-9101", "P-1")]
    assert only(result, "record_id") == ["P-2"]


def test_a_workbook_that_only_ends_records_has_no_rows_and_is_no_error():
    result = reading("projects", {**PROJECT, "action": "Remove"})
    assert (sentences(result), result.tables) == ([], {})
    assert result.removed_records == [("projects", "NO-9101", "P-1")]


def test_ending_a_record_asks_for_nothing_but_its_key():
    result = reading("projects", {"record_id": "P-1", "action": "Remove"})
    assert sentences(result) == []
    assert result.removed_records == [("projects", "NO-9101", "P-1")]
    target = {"indicator": "ghg_total", "target_year": 2030, "action": "Remove"}
    ended = reading("targets", target)
    assert (sentences(ended), ended.removed_records) == (
        [],
        [("targets", "NO-9101", "ghg_total/territorial/2030")],
    )


def test_ending_a_record_needs_a_key_that_can_be_read():
    assert codes(reading("projects", {"area_id": "Fjordvig", "record_id": "P-1", "action": "Remove"})) == [
        ("unknown_municipality", "A2")
    ]
    assert codes(reading("projects", {"title": "Quiet roads", "action": "Remove"})) == [
        ("missing_value", "B2")
    ]


def test_the_cells_of_a_row_that_goes_may_hold_anything():
    row = {**PROJECT, "innovation_stage": "nonsense", "starts_on": "some day", "action": "Remove"}
    assert sentences(reading("projects", row)) == []


def test_of_a_record_with_several_rows_one_may_go_and_the_others_stay():
    rows = (PARTNER, {**PARTNER, "partner": "Fjord Academy", "helix_side": "academia", "action": "Remove"})
    result = reading("project_partners", *rows, records=KNOWN)
    assert result.removed_records == []
    assert only(result, "partner") == ["Fjord Bygg"]


def test_when_all_rows_of_a_record_go_the_record_ends():
    rows = (
        {**PARTNER, "action": "Remove"},
        {**PARTNER, "partner": "Fjord Academy", "action": "Remove"},
        {**PARTNER, "record_id": "P-2"},
    )
    result = reading("project_partners", *rows, records=KNOWN)
    assert result.removed_records == [("project_partners", "NO-9101", "P-1")]
    assert only(result, "record_id") == ["P-2"]


def test_problems_below_a_row_that_goes_name_the_right_cell():
    rows = (
        {**PROJECT, "action": "Remove"},
        {**PROJECT, "record_id": "P-2", "innovation_stage": "Pilott"},
        {**PROJECT, "record_id": "P-3", "action": "Remove"},
        {**PROJECT, "record_id": "P-4", "starts_on": "some day"},
    )
    assert sorted(codes(reading("projects", *rows))) == [("wrong_code", "G3"), ("wrong_date", "I5")]


def test_a_project_and_its_children_may_end_together():
    sheets = {
        **typed("projects", {"record_id": "P-1", "action": "Remove"}),
        **typed("project_partners", {"record_id": "P-1", "partner": "Fjord Bygg", "action": "Remove"}),
        **mark(),
    }
    result = read(sheets, records=KNOWN)
    assert sentences(result) == []
    assert result.removed_records == [
        ("projects", "NO-9101", "P-1"),
        ("project_partners", "NO-9101", "P-1"),
    ]


def test_what_a_project_has_on_other_sheets_ends_with_it():
    known = {
        "projects": frozenset({("NO-9101", "P-1"), ("NO-9101", "P-2")}),
        "project_effects": frozenset({("NO-9101", "P-1"), ("NO-9101", "P-2")}),
        "project_partners": frozenset({("NO-9101", "P-1")}),
        "project_funding": frozenset({("NO-9102", "P-1")}),
        "measure_effects": frozenset({("NO-9101", "P-1")}),
    }
    sheets = {
        **typed("projects", {"record_id": "P-1", "action": "Remove"}),
        **typed("project_partners", {"record_id": "P-1", "partner": "Fjord Bygg", "action": "Remove"}),
        **mark(),
    }
    assert sorted(read(sheets, records=known).removed_records) == [
        ("project_effects", "NO-9101", "P-1"),
        ("project_partners", "NO-9101", "P-1"),
        ("projects", "NO-9101", "P-1"),
    ]


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("P-11", "Did you mean P-1?"),
        ("zzz", "Nothing is removed by this row; correct the id if another record is meant."),
    ],
)
def test_a_row_that_ends_a_record_which_is_not_there_is_noticed(written, fix):
    result = reading("projects", {"record_id": written, "action": "Remove"}, records=KNOWN)
    assert [problem.level for problem in result.problems] == ["notice"]
    assert sentences(result) == [
        "Projects!B2: expected a record that is loaded, since its row says “Remove”, "
        f'found "{written}". {fix}'
    ]


def test_a_target_that_is_not_there_is_noticed_by_what_its_id_is_made_of():
    known = {"targets": frozenset({("NO-9101", "ghg_total/territorial/2030")})}
    gone = {"indicator": "ghg_total", "target_year": 2030, "action": "Remove"}
    assert sentences(reading("targets", gone, records=known)) == []
    result = reading("targets", {**gone, "target_year": 2031}, records=known)
    assert codes(result) == [("nothing_to_remove", "B2")]


def test_another_word_in_the_column_action_is_refused():
    assert sentences(reading("projects", {**PROJECT, "action": "Delete"})) == [
        'Projects!T2: expected an entry of the list “Action”, or nothing, found "Delete". Choose one of: Remove.'
    ]


# Sheets under other names -----------------------------------------------------------------------------------


def test_a_copy_of_a_sheet_is_not_read_and_that_is_said():
    sheets = typed("projects", PROJECT)
    copy = {"Projects (2)": sheets["Projects"]}
    result = read({**sheets, **copy, **mark()})
    assert [(problem.level, problem.code, problem.sheet) for problem in result.problems] == [
        ("notice", "sheet_not_read", "Projects (2)")
    ]
    assert result.tables["projects"].num_rows == 1


def test_a_renamed_sheet_is_refused_with_the_name_it_should_have():
    (problem,) = read({"Ours": typed("projects", PROJECT)["Projects"], **mark()}).problems
    assert (problem.code, problem.sheet) == ("missing_sheet", "Ours")
    assert "“Projects”" in str(problem.expected)
