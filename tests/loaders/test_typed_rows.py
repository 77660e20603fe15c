"""What each kind of entry in our workbooks means, and what is said of one that means nothing. All places are
fictional."""

from datetime import date

import pytest

from data.code_lists import FIGURE_UNITS, NATIONAL_FIGURES
from data.tables import TABLES
from loaders.own_workbooks.template_layout import choices, code_list, figure_unit, heading, sheet_columns
from loaders.rows.cell_meanings import code_meaning, quarter_meant
from tests.loaders.own_workbooks import PLACE, mark, only, read, reading, typed
from tests.loaders.published_layouts import rows_of, sentences
from texts import _, available_languages, in_language

LANGUAGES = available_languages()
NEED = {"record_id": "N-03", "what": "Excavators"}
TARGET = {"indicator": "ghg_total", "unit": "t CO2e", "target_year": 2030}
PROJECT = {"record_id": "P-1", "title": "Quiet roads", "innovation_stage": "pilot"}
SCORE = {
    "record_id": "2026", "respondent_number": 1, "principle": "people", "respondent_group": "business",
}  # fmt: skip


def errors(result):
    return [str(problem.sentence) for problem in result.problems if problem.level == "error"]


# Years ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", [2024, "2024", "2024.0", date(2024, 12, 31), "31.12.2024", "2024-12-31"])
def test_a_year_may_be_a_number_a_text_or_a_date(written):
    assert only(reading("emissions", {"year": written, "emissions_tco2e": 1}), "year") == [2024]


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("2024 (est.)", "Write 2024."),
        ("24", "Write the calendar year of the figure, such as 2024."),
        ("2023/2024", "Write the calendar year of the figure, such as 2024."),
        (1024, "Write the calendar year of the figure, such as 2024."),
        (45292, "It looks like the date 2024-01-01 shown as a number: write 2024."),
    ],
)
def test_what_is_no_year_is_named_with_what_to_write(written, fix):
    (sentence,) = errors(reading("emissions", {"year": written, "emissions_tco2e": 1}))
    assert sentence == f'Emissions!B2: expected a year as four digits, found "{written}". {fix}'


@pytest.mark.parametrize("year", [1989, "1950"])
def test_a_target_year_out_of_its_range_is_refused_with_the_range(year):
    row = {"indicator": "ghg_total", "unit": "t CO2e", "target_year": year, "target_value": 1}
    assert errors(reading("targets", row)) == [
        f'Targets!E2: expected a year from 1990 to 2100, found "{year}". Correct the year.'
    ]


# Dates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [date(2026, 3, 31), "2026-03-31", "31.3.2026", "31.03.2026", "31/3/2026", "2026-3-31"],
)
def test_a_date_may_be_written_as_the_nordic_countries_do(written):
    assert only(reading("projects", {**PROJECT, "starts_on": written}), "starts_on") == [date(2026, 3, 31)]


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        (46112, "Format the cell as a date, or write 2026-03-31."),
        ("2026", "Write the day as well, such as 2026-12-31."),
        ("31.2.2026", "Write year-month-day, or day.month.year with four digits of the year."),
        ("31.3.26", "Write year-month-day, or day.month.year with four digits of the year."),
        ("in spring", "Write year-month-day, or day.month.year with four digits of the year."),
    ],
)
def test_what_is_no_date_is_named_with_what_to_write(written, fix):
    # 46112 days after 30 December 1899
    (sentence,) = errors(reading("projects", {**PROJECT, "starts_on": written}))
    assert sentence == f'Projects!I2: expected a date, such as 2026-04-30, found "{written}". {fix}'


def test_a_reading_belongs_to_the_year_of_its_date():
    rows = (
        {"figure": "diesel_litres", "read_on": "2025-12-31", "value": 10},
        {"figure": "diesel_litres", "read_on": date(2026, 4, 30), "value": 20},
    )
    result = reading("readings", *rows)
    assert rows_of(result.tables["readings"], "year", "read_on", "value") == [
        (2025, date(2025, 12, 31), 10.0),
        (2026, date(2026, 4, 30), 20.0),
    ]


# Quarters ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "2027-Q1", "2027 Q1", "2027Q1", "2027/Q1", "Q1 2027", "Q1/2027", "Q1-2027", "q1 2027", "K1 2027", "2027 K1",
        "2027-K1", "1. kvartal 2027", "1 kvartal 2027", "1. quarter 2027", "1. ársfjórðungur 2027", "1. neljännes 2027",
        "Kvartal 1 2027", "kvartal 1, 2027", "Q1, 2027", "2027, Q1", "2027 kv 1", "kv1 2027", "2027-02-15", "15.2.2027",
        date(2027, 1, 1), "1. kvartal i 2027", "2027 1. kvartal",
    ],
)  # fmt: skip
def test_a_quarter_may_be_written_in_many_ways(written):
    assert only(reading("needs", {**NEED, "earliest_quarter": written}), "earliest_quarter") == ["2027-Q1"]


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        ("2027-03-31", "2027-Q1"),
        ("2027-04-01", "2027-Q2"),
        ("2027-09-30", "2027-Q3"),
        ("2027-10-01", "2027-Q4"),
    ],
)
def test_a_day_belongs_to_its_quarter(day, quarter):
    assert quarter_meant(day) == quarter


@pytest.mark.parametrize("written", ["2027-Q5", "Q0 2027", "2027", "spring 2027", "1 2027", "Q1", "2027-1"])
def test_what_is_no_quarter_is_refused(written):
    assert errors(reading("needs", {**NEED, "earliest_quarter": written})) == [
        f'Needs!G2: expected a quarter, such as 2027-Q1, found "{written}". '
        "Write the year and the quarter, such as 2027-Q1."
    ]


# Yes and no -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Yes", True), ("Ja", True), ("JA", True), ("Kyllä", True), ("Já", True), (True, True), (1, True), ("x", True),
        ("TRUE", True), ("SANT", True), ("SANN", True), ("SAND", True), ("TOSI", True), ("SATT", True),
        ("No", False), ("Nei", False), ("Nej", False), ("Ei", False), (False, False), (0, False), ("FALSE", False),
        ("USANN", False), ("FALSKT", False), ("FALSK", False), ("EPÄTOSI", False), ("ÓSATT", False), (None, None),
    ],
)  # fmt: skip
def test_yes_and_no_are_understood_in_six_languages_and_as_their_spreadsheets_write_them(written, meant):
    assert only(reading("projects", {**PROJECT, "is_shareable": written}), "is_shareable") == [meant]


def test_a_yes_or_no_that_means_neither_is_refused():
    assert errors(reading("projects", {**PROJECT, "is_shareable": "perhaps"})) == [
        'Projects!O2: expected an entry of the list “May be shared”, or nothing, found "perhaps". Choose one of: Yes, No.'
    ]


# Codes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table_name", list(TABLES))
def test_every_word_of_every_list_means_its_code_in_every_language(table_name, language):
    for column in sheet_columns(table_name):
        meaning = code_meaning(column)
        with in_language(language):
            words = choices(column)
        codes = (
            [code == "yes" for code in code_list(column)]
            if column.kind == "boolean"
            else list(code_list(column))
        )
        assert [meaning(word) for word in words] == codes, column.name
        assert [meaning(word.upper()) for word in words if column.name != "unit"] == (
            codes if column.name != "unit" else []
        )


def test_a_long_list_is_counted_and_not_told():
    (sentence,) = errors(reading("figures", {"year": 2024, "figure": "biler", "value": 5}))
    assert sentence == (
        'Figures!C2: expected an entry of the list “Figure”, found "biler". '
        f"Choose from the list in the cell; it has {len(FIGURE_UNITS)} entries."
    )


def test_a_near_miss_is_asked_about_and_anything_else_gets_the_list():
    rows = (
        {**PROJECT, "innovation_stage": "Pilott"},
        {**PROJECT, "record_id": "P-2", "innovation_stage": "Zzz"},
    )
    assert errors(reading("projects", *rows)) == [
        'Projects!G2: expected an entry of the list “Innovation stage”, found "Pilott". '
        "Did you mean Pilot? Choose from the list in the cell.",
        'Projects!G3: expected an entry of the list “Innovation stage”, found "Zzz". '
        "Choose one of: Idea, Concept, Pilot, Implementation, Running, Verified, Stopped.",
    ]


@pytest.mark.parametrize("written", ["HFK", "HFKs", "hfc"])
def test_gases_are_known_by_their_nordic_names(written):
    row = {"year": 2024, "sector": "ippu", "gas": written, "emissions_tco2e": 1}
    assert only(reading("emissions", row), "gas") == ["HFC"]


# Texts with a form ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["60161000", "03000000", "60161000-4", 60161000])
def test_a_cpv_code_is_eight_digits_with_or_without_its_check_digit(written):
    assert only(reading("needs", {**NEED, "cpv_code": written}), "cpv_code") == [str(written)]


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        (3000000, "Write 03000000: the spreadsheet has dropped the zero in front."),
        ("6016", "Write it in the same form as the example."),
        ("transport", "Write it in the same form as the example."),
    ],
)
def test_a_cpv_code_that_lost_its_zero_is_given_back(written, fix):
    assert errors(reading("needs", {**NEED, "cpv_code": written})) == [
        f'Needs!D2: expected “CPV code” such as 60161000, found "{written}". {fix}'
    ]


@pytest.mark.parametrize("record_id", ["007", "P 14", "1/2", "2025-03", "1e5"])
def test_an_id_is_kept_letter_by_letter(record_id):
    assert only(reading("projects", {**PROJECT, "record_id": record_id}), "record_id") == [record_id]


def test_an_id_that_the_spreadsheet_made_a_date_of_is_refused():
    assert errors(reading("projects", {**PROJECT, "record_id": date(2026, 2, 1)})) == [
        'Projects!B2: expected “Project id” as text, found "2026-02-01 00:00:00". '
        "The spreadsheet has made a date of it: format the cell as text, and write the id again."
    ]


# Numbers and their limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("score", [0, 1, 4, "3"])
def test_scores_run_from_0_to_4(score):
    assert only(reading("principle_scores", {**SCORE, "score": score}), "score") == [int(score)]


@pytest.mark.parametrize(
    ("score", "fix"),
    [
        (5, "Correct the figure, or leave the cell empty."),
        (-1, "Correct the figure, or leave the cell empty."),
        (2.5, "Write a whole number."),
    ],
)
def test_scores_out_of_range_are_refused(score, fix):
    assert errors(reading("principle_scores", {**SCORE, "score": score})) == [
        f'Principles!G2: expected “Score” as a whole number from 0 to 4, found "{score}". {fix}'
    ]


def test_a_number_beyond_all_measure_is_no_number():
    assert [problem.code for problem in reading("targets", TARGET | {"target_value": "1e400"}).problems] == [
        "wrong_number"
    ]


@pytest.mark.parametrize(("number", "fix"), [("Ola", "Write a number."), (0, "Correct the figure.")])
def test_a_number_that_must_be_there_is_never_said_to_be_left_out(number, fix):
    found = errors(reading("principle_scores", {**SCORE, "respondent_number": number}))
    assert found[0].endswith(f" {fix}")


@pytest.mark.parametrize(("percent", "is_fine"), [(0, True), (100, True), (100.1, False), (-1, False)])
def test_shares_run_from_0_to_100(percent, is_fine):
    row = {"year": 2024, "origin": "household", "material": "all", "stage": "generated", "amount_tonnes": 5}
    assert (errors(reading("materials", {**row, "secondary_percent": percent})) == []) is is_fine


def test_amounts_of_materials_are_never_negative():
    row = {"year": 2024, "origin": "household", "material": "all", "stage": "generated", "amount_tonnes": -5}
    assert errors(reading("materials", row)) == [
        'Materials!G2: expected “Amount” as a number, 0 or more, found "-5". Correct the figure, or leave the cell empty.'
    ]


def test_what_must_be_filled_in_is_named_cell_by_cell():
    result = reading("project_partners", {"record_id": "P-1"})
    assert errors(result)[:2] == [
        "Partners!C2: expected “Partner”, found nothing. Fill in the cell, or clear the whole row.",
        "Partners!D2: expected “Side of the helix”, found nothing. Fill in the cell, or clear the whole row.",
    ]


def test_an_empty_figure_of_a_record_is_missing_and_zero_is_zero():
    rows = (NEED, {**NEED, "record_id": "N-04", "volume": 0})
    assert only(reading("needs", *rows), "volume") == [None, 0.0]


# Areas ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table_name", ["figures", "notes", "constants"])
def test_some_tables_are_about_counties_and_nations_too(table_name):
    rows = {
        "figures": {"year": 2024, "figure": "area_km2", "value": 20},
        "notes": {"subject": "2022", "noted_on": "2026-01-01", "note": "Revised"},
        "constants": {"constant": "rate", "valid_from": "2026-01-01", "value": 4, "source": "Own"},
    }
    found = reading(
        table_name, *({**rows[table_name], "area_id": area} for area in ("NO", "NO-91", "NO-9101"))
    )
    assert only(found, "area_id") == ["NO", "NO-91", "NO-9101"]


@pytest.mark.parametrize(("written", "name"), [("Norge", "Norge"), ("SE-91", "Norrlunda län")])
def test_a_county_or_nation_where_a_municipality_belongs_is_named_as_such(written, name):
    assert errors(reading("emissions", {"area_id": written, "year": 2024, "emissions_tco2e": 1})) == [
        f'Emissions!A2: expected the id, code or name of one municipality, found "{written}". '
        f"{name} is a county or a nation. Name the municipality that the row is about."
    ]


def test_emissions_are_about_municipalities_alone():
    result = reading("emissions", {"area_id": "NO-91", "year": 2024, "emissions_tco2e": 1})
    assert [problem.code for problem in result.problems] == ["unknown_municipality"]


# Workbooks in several languages -----------------------------------------------------------------------------

FILLED = {
    "emissions": {
        "year": 2024, "basis": "territorial", "scope": "1", "sector": "stationary_energy", "subsector": "Boilers",
        "gas": "CO2", "emissions_tco2e": 12.5, "unit": "kt", "value_status": "estimated", "is_preliminary": True,
    },
    "projects": {
        **PROJECT, "status": "ongoing", "lead_kind": "municipality", "is_shareable": False, "starts_on": date(2026, 1, 2),
    },
    "needs": {**NEED, "wished_requirement": "required_from_start", "is_open_to_dialogue": True, "volume": 3},
}  # fmt: skip


def in_words(table_name, row, language):
    """The row with its codes as the drop-downs of a language show them."""
    with in_language(language):
        shown = dict(row)
        for column in sheet_columns(table_name):
            value = row.get(column.name)
            if value is not None and code_list(column):
                code = ("yes" if value else "no") if column.kind == "boolean" else value
                shown[column.name] = choices(column)[list(code_list(column)).index(code)]
        return shown


@pytest.mark.parametrize("words", LANGUAGES)
@pytest.mark.parametrize("headings", LANGUAGES)
@pytest.mark.parametrize("table_name", list(FILLED))
def test_headings_sheet_names_and_words_of_any_languages_are_read_as_the_same_rows(
    table_name, headings, words
):
    usual = reading(table_name, FILLED[table_name])
    sheets = typed(table_name, in_words(table_name, FILLED[table_name], words), language=headings)
    for marked in (mark(headings), mark(words), {}):
        result = read({**sheets, **marked})
        assert sentences(result) == []
        names = [column.name for column in TABLES[table_name].columns]
        assert rows_of(result.tables[table_name], *names) == rows_of(usual.tables[table_name], *names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_its_mark_sheet_the_headings_say_how_numbers_are_written(language):
    sheets = typed("emissions", {"year": 2024, "emissions_tco2e": "12,5"}, language=language)
    result = read(sheets)
    if language == "en":
        assert [problem.code for problem in result.problems] == ["wrong_number"]
    else:
        assert only(result, "emissions_tco2e") == [12.5]


def test_headings_of_two_languages_may_stand_on_one_sheet():
    sheets = typed("needs", FILLED["needs"])
    with in_language(LANGUAGES[-1]):
        other = [heading(column) for column in sheet_columns("needs")]
    (name,) = sheets
    sheets[name][0][1::2] = other[1::2]
    result = read({**sheets, **mark()})
    assert only(result, "record_id") == ["N-03"]
    assert only(result, "wished_requirement") == ["required_from_start"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_of_different_languages_may_stand_in_one_workbook(language):
    sheets = {
        **typed("projects", PROJECT),
        **typed(
            "project_partners",
            {"record_id": "P-1", "partner": "Fjord Bygg", "helix_side": "business"},
            language=language,
        ),
    }
    result = read({**sheets, **mark()})
    assert sentences(result) == []
    assert {name: rows.num_rows for name, rows in result.tables.items()} == {
        "projects": 1,
        "project_partners": 1,
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("figure", ["vehicles_all", "food_cost", "kitchen_portions", "diesel_litres"])
def test_the_unit_of_a_figure_may_be_said_in_words_of_any_language(figure, language):
    with in_language(language):
        unit = _(figure_unit(figure))
    row = {"year": 2024, "figure": figure, "value": 5, "unit": unit}
    assert only(reading("figures", row), "unit") == [unit]


@pytest.mark.parametrize("figure", list(FIGURE_UNITS))
def test_each_figure_takes_its_own_unit_in_writing(figure):
    area = "NO" if figure in NATIONAL_FIGURES else PLACE
    row = {"area_id": area, "year": 2024, "figure": figure, "value": 1, "unit": FIGURE_UNITS[figure]}
    assert only(reading("figures", row), "figure") == [figure]


def test_a_number_too_large_to_be_one_is_refused():
    (problem,) = reading("emissions", {"year": 2024, "emissions_tco2e": "1e400"}).problems
    assert problem.code == "wrong_number"
