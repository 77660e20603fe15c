"""The workbooks we give away: what stands in them in every language, and that what is filled in comes back. All
places are fictional."""

import re
from datetime import date
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from data.code_lists import FIGURE_UNITS
from data.tables import TABLES
from loaders import formats
from loaders.formats import veikart_template
from loaders.own_workbooks.template_examples import EXAMPLES
from loaders.own_workbooks.template_layout import (
    ABOUT_SHEET,
    EXAMPLE_SHEET,
    LIST_SHEET,
    READ_ME_SHEET,
    THEMES,
    choices,
    code_list,
    figure_unit,
    heading,
    is_year,
    sheet_columns,
    sheet_name,
    unit_words,
)
from loaders.own_workbooks.templates import filled_template, tables_of, template
from loaders.rows.cells import normalised
from loaders.sheets.workbook import open_workbook
from tests.loaders.published_layouts import context, rows_of, sentences
from tests.loaders.workbooks import saved
from texts import _, available_languages, in_language

LANGUAGES = available_languages()
EVERY_TABLE = tuple(TABLES)
EMISSIONS = pd.DataFrame(
    [
        ("NO-9101", 2023, "territorial", "1", "transport", "Cars", "CO2", 40000.25, "reported", False, None),
        ("NO-9101", 2023, "territorial", "1", "transport", "Buses", "CH4", -2.5, "estimated", True, None),
        ("NO-9101", 2023, "territorial", None, "waste", "Landfill", None, None, "modelled", False, "confidential"),
        ("SE-9180", 2024, "territorial", None, None, None, None, 81000.0, "reported", False, None),
    ],
    columns=[
        "area_id", "year", "basis", "scope", "sector", "subsector", "gas", "emissions_tco2e", "value_status",
        "is_preliminary", "missing_reason",
    ],
)  # fmt: skip
PEOPLE = pd.DataFrame(
    [
        ("NO-9101", 2023, 17420, "reported", False, None),
        ("SE-9180", 2024, None, "reported", True, "not_estimated"),
    ],
    columns=["area_id", "year", "inhabitants", "value_status", "is_preliminary", "missing_reason"],
)
ABOUT = {
    "dataset": "fjord-inventory",
    "title": "Fjord inventory",
    "publisher": "Fjord agency",
    "kind": "national_inventory",
    "gas_coverage": "ghg",
    "release": "2025",
    "released_on": date(2025, 3, 31),
}


def opened(content):
    return load_workbook(BytesIO(content))


@pytest.fixture(scope="module", params=LANGUAGES)
def book_of_language(request):
    """The workbook with every table, opened, in each language in turn."""
    return request.param, opened(template("everything", language=request.param))


@pytest.fixture
def everything(book_of_language, english):
    """The workbook with every table, and its language spoken while it is looked at."""
    language, book = book_of_language
    with in_language(language):
        yield book


def headings(sheet):
    return [cell.value for cell in sheet[1]]


def as_rows(frame):
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def reading(content, **choices_made):
    workbook = open_workbook(content)
    assert formats.recognise(workbook) is veikart_template
    return veikart_template.read(workbook, context(**choices_made))


def each_column():
    """Table, place of the column on its sheet, column."""
    for name in EVERY_TABLE:
        for index, column in enumerate(sheet_columns(name), start=1):
            yield name, index, column


def rules_at(sheet, index):
    """The validations that hold in the second and in a late row of a column."""
    letter = get_column_letter(index)
    found = []
    for rule in sheet.data_validations.dataValidation:
        ranges = [CellRange(part) for part in str(rule.sqref).split()]
        if any(part.issuperset(CellRange(f"{letter}2:{letter}50000")) for part in ranges):
            found.append(rule)
    return found


# Every theme, every table -----------------------------------------------------------------------------------


def test_every_table_has_a_sheet_in_a_theme_and_in_the_workbook_with_everything():
    in_themes = [name for key, theme in THEMES.items() if key != "everything" for name in theme.tables]
    assert sorted(in_themes) == sorted(TABLES)
    assert sorted(THEMES["everything"].tables) == sorted(TABLES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(THEMES))
def test_a_template_has_its_sheets_in_order_and_hides_nothing_but_its_mark(name, language):
    book = opened(template(name, language=language))
    names = tables_of(name)
    with in_language(language):
        has_about = any(TABLES[table].slice_kind == "yearly" for table in names)
        shown = [
            _(READ_ME_SHEET), *([_(ABOUT_SHEET)] if has_about else []), *map(sheet_name, names),
            _(EXAMPLE_SHEET), _(LIST_SHEET),
        ]  # fmt: skip
        assert [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"] == shown
        assert book.active.title == sheet_name(names[0])
    hidden = [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]
    assert [sheet.title for sheet in hidden] == ["_veikart"]
    assert [tuple(cell.value for cell in row) for row in hidden[0].iter_rows()] == [
        ("template", "+".join(names)),
        ("version", "2"),
        ("language", language),
    ]


def test_a_template_of_one_table_or_of_several_has_their_sheets():
    assert "Needs" in opened(template("needs")).sheetnames
    assert {"Needs", "Targets"} < set(opened(template(["needs", "targets"])).sheetnames)
    with pytest.raises(KeyError, match="weather"):
        template("weather")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_names_are_such_as_excel_allows_and_no_two_are_alike(language):
    with in_language(language):
        ours = (READ_ME_SHEET, ABOUT_SHEET, EXAMPLE_SHEET, LIST_SHEET)
        names = [*map(sheet_name, TABLES), *(_(name) for name in ours)]
    assert [
        name
        for name in names
        if len(name) > 31 or re.search(r"[\[\]:*?/\\]", name) or name != name.strip("' ")
    ] == []
    assert len({normalised(name) for name in names}) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table_name", EVERY_TABLE)
def test_headings_of_a_sheet_are_all_different(table_name, language):
    with in_language(language):
        shown = [normalised(heading(column)) for column in sheet_columns(table_name)]
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table_name", EVERY_TABLE)
def test_the_words_of_a_list_are_all_different_and_none_is_empty(table_name, language):
    for column in sheet_columns(table_name):
        with in_language(language):
            words = [normalised(word) for word in choices(column)]
        assert len(set(words)) == len(words), (column.name, words)
        assert all(words)


def test_every_heading_has_a_note_with_its_meaning_and_unit(everything):
    for name, index, column in each_column():
        cell = everything[sheet_name(name)].cell(1, index)
        assert cell.value == heading(column)
        assert cell.comment.text.startswith(_(column.meaning))
        assert _(unit_words(column.unit)) in cell.comment.text
        assert ".." not in cell.comment.text
        # some 44 letters of a line of 18 points
        assert cell.comment.height >= 18 * len(cell.comment.text) / 44


def test_headings_fit_on_two_lines_of_their_column(everything):
    for name, index, column in each_column():
        sheet = everything[sheet_name(name)]
        width = sheet.column_dimensions[get_column_letter(index)].width
        words = heading(column).split()
        lines, line = 1, ""
        for word in words:
            if line and len(line) + 1 + len(word) > width:
                lines, line = lines + 1, word
            else:
                line = f"{line} {word}".strip()
        assert max(map(len, words)) <= width <= 44, column.name
        assert lines <= 2, (name, heading(column), width)
        assert sheet.row_dimensions[1].height == 32


def test_headings_stay_in_sight_and_the_first_row_to_fill_is_the_second(everything):
    for name in EVERY_TABLE:
        sheet = everything[sheet_name(name)]
        assert (sheet.freeze_panes, sheet.max_row) == ("A2", 1)
    assert everything[_(LIST_SHEET)].freeze_panes == "A2"


def test_every_coded_column_and_every_yes_and_no_has_a_drop_down_with_its_words(everything):
    for name, index, column in each_column():
        if not code_list(column):
            continue
        (rule,) = rules_at(everything[sheet_name(name)], index)
        sheet, cells = re.fullmatch(r"'(.+)'!(.+)", rule.formula1).groups()
        words = [row[0].value for row in everything[sheet.replace("''", "'")][cells.replace("$", "")]]
        assert (rule.type, words) == ("list", choices(column)), (name, column.name)


def test_every_rule_says_in_words_that_fit_excel_what_is_expected(everything):
    for name in EVERY_TABLE:
        for rule in everything[sheet_name(name)].data_validations.dataValidation:
            assert rule.showErrorMessage
            assert rule.allowBlank
            assert 0 < len(rule.errorTitle) <= 32
            assert 0 < len(rule.error) <= 225


def test_every_number_year_and_date_is_limited_to_what_the_reader_takes(everything):
    for name, index, column in each_column():
        rules = rules_at(everything[sheet_name(name)], index)
        if code_list(column) or column.kind in ("text", "quarter"):
            continue
        (rule,) = rules
        kind = {"number": "decimal", "integer": "whole", "date": "date"}[column.kind]
        assert rule.type == kind, column.name
        if column.minimum is not None:
            assert float(rule.formula1) == column.minimum, column.name
        if column.maximum is not None:
            assert float(rule.formula2) == column.maximum, column.name


@pytest.mark.parametrize(
    ("table_name", "heading_text", "words"),
    [
        ("emissions", "Year", "Write the year as four digits."),
        ("emissions", "Emissions (t CO2e)", "Write a number, without a unit."),
        ("emissions", "Sector", "Choose an entry of the list, or leave the cell empty."),
        ("materials", "Stage", "Choose an entry of the list."),
        ("materials", "Amount (t)", "Write a number, 0 or more, without a unit."),
        ("materials", "Renewable content (%)", "Write a number from 0 to 100, without a unit."),
        ("targets", "Reduction (%)", "Write a number up to 200, without a unit."),
        ("targets", "Decided on", "Write a date, such as 2026-04-30."),
        ("principle_scores", "Score", "Write a whole number from 0 to 4."),
        ("procurements", "Market answers", "Write a whole number, 0 or more."),
    ],
)
def test_what_a_spreadsheet_says_when_it_refuses_an_entry(table_name, heading_text, words):
    sheet = opened(template(table_name, example=False)).worksheets
    data = next(part for part in sheet if part.title == str(TABLES[table_name].sheet))
    (rule,) = rules_at(data, headings(data).index(heading_text) + 1)
    assert rule.error == words


def test_formats_survive_a_nordic_spreadsheet(everything):
    for name, index, column in each_column():
        sheet = everything[sheet_name(name)]
        shown = sheet.column_dimensions[get_column_letter(index)].number_format
        if column.kind in ("text", "quarter", "boolean"):
            assert shown == "@", (name, column.name)  # 0301, 1/2 and 2025-03 stay what they are
        elif column.kind == "date":
            assert shown == "yyyy-mm-dd"
        else:
            # a format with #.### ends whole numbers with a bare mark, one with 0.0 hides what is behind
            assert shown == ("0" if is_year(column) else "General"), (name, column.name)


def test_thousands_are_grouped_by_what_stands_in_the_cell_and_years_are_not():
    sheet = opened(template("emissions"))["Emissions"]
    grouped = {
        str(part.sqref): [(rule.formula[0], rule.dxf.numFmt.formatCode) for rule in part.rules]
        for part in sheet.conditional_formatting
    }
    assert grouped == {
        "H2:H100000": [
            ("AND(ISNUMBER(H2),ABS(H2)>=1000,INT(H2)=H2)", "#,##0"),
            ("AND(ISNUMBER(H2),ABS(H2)>=1000,INT(H2)<>H2)", "#,##0.######"),
        ]
    }


def test_the_lists_are_there_to_be_seen_with_the_unit_beside_each_figure(everything):
    sheet = everything[_(LIST_SHEET)]
    assert sheet.sheet_state == "visible"
    columns = {cell.value: cell.column for cell in sheet[1]}
    figure = columns[_(TABLES["figures"].column("figure").title)]
    pairs = [
        (row[figure - 1].value, row[figure].value)
        for row in sheet.iter_rows(min_row=2)
        if row[figure - 1].value
    ]
    words = choices(TABLES["figures"].column("figure"))
    assert pairs == [(word, _(figure_unit(code))) for word, code in zip(words, FIGURE_UNITS, strict=True)]


def test_units_that_are_words_are_spoken_in_the_language_of_the_workbook():
    with in_language("en"):
        assert [_(figure_unit(name)) for name in ("vehicles_all", "diesel_litres", "food_cost")] == [
            "vehicles",
            "l",
            "own currency",
        ]


def test_every_figure_has_a_unit():
    figures = TABLES["figures"].column("figure").allowed
    assert list(FIGURE_UNITS) == list(figures)
    assert all(FIGURE_UNITS.values())


def test_no_sheet_has_a_word_that_a_spreadsheet_reads_as_a_formula(everything):
    for sheet in everything.worksheets:
        for row in sheet.iter_rows():
            assert [cell.coordinate for cell in row if cell.data_type in ("f", "e")] == []


# About and Read me ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [name for name in THEMES if TABLES.get(THEMES[name].tables[0]).slice_kind == "yearly"]
)
def test_what_is_typed_on_the_about_sheet_stays_as_typed(name):
    about = opened(template(name))["About"]
    width = sum(TABLES[table].slice_kind == "yearly" for table in tables_of(name))
    cells = [cell for row in about.iter_rows(min_row=2) for cell in row[1 : 1 + width]]
    assert {cell.number_format for cell in cells} == {"@"}


def test_about_offers_the_kinds_that_a_table_takes():
    about = opened(template("population"))["About"]
    rules = {str(rule.sqref): rule.formula1 for rule in about.data_validations.dataValidation}
    row = next(row[0].row for row in about.iter_rows() if row[0].value == "Kind")
    assert rules == {
        f"B{row}": '"own_accounts,register"',
        f"C{row}": '"own_accounts,national_inventory"',
        f"D{row}": '"own_accounts,national_inventory"',
    }


@pytest.mark.parametrize("name", list(THEMES))
def test_the_read_me_names_the_sheets_that_are_read_and_says_what_an_empty_cell_means(name):
    sheet = opened(template(name))["Read me"]
    lines = [row[0].value or "" for row in sheet.iter_rows()]
    assert lines[0] == f"Veikart: {THEMES[name].title}"
    named = ", ".join(str(TABLES[table].sheet) for table in tables_of(name))
    assert any(line.endswith(f"Only these sheets are read: {named}.") for line in lines)
    assert any(
        "An empty cell means that the figure is missing; 0 means that there is nothing." in line
        for line in lines
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_the_read_me_are_high_enough_for_their_lines(language):
    sheet = opened(template("everything", language=language)).worksheets[0]
    for row in sheet.iter_rows(min_row=3):
        # 110 letters to a line of 15 points
        assert sheet.row_dimensions[row[0].row].height >= 15 * len(row[0].value) / 110


# The example ------------------------------------------------------------------------------------------------


def test_every_table_has_an_example_that_fills_what_must_be_filled():
    assert set(EXAMPLES) == set(TABLES)
    for name, rows in EXAMPLES.items():
        required = {
            column.name for column in sheet_columns(name) if column.is_required and not column.default
        }
        assert rows
        assert all(required <= set(row) for row in rows), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(THEMES))
def test_the_example_shows_filled_rows_of_every_table_and_is_never_loaded(name, language):
    content = template(name, language=language)
    with in_language(language):
        sheet = opened(content)[_(EXAMPLE_SHEET)]
        headed = [[heading(column) for column in sheet_columns(table)] for table in tables_of(name)]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert all(row in rows for row in headed)
    places = [row for row in rows if row and row[0] == "XX-0000"]
    assert len(places) == sum(len(EXAMPLES[table]) for table in tables_of(name))
    result = reading(content)
    assert ([problem.code for problem in result.problems], result.tables) == (["no_rows"], {})


@pytest.mark.parametrize("name", EVERY_TABLE)
def test_rows_of_the_example_left_on_a_data_sheet_are_refused_and_never_loaded(name):
    result = reading(filled_template(name, {name: pd.DataFrame(EXAMPLES[name])}, {}))
    assert result.tables == {}
    assert "unknown_municipality" in [problem.code for problem in result.problems]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_the_example_with_a_real_municipality_are_read_without_a_word(language):
    names = list(TABLES)
    rows = {name: pd.DataFrame(EXAMPLES[name]).assign(area_id="NO-9101") for name in names}
    result = reading(filled_template(names, rows, {}, language=language))
    assert sentences(result) == []
    assert {name: table.num_rows for name, table in result.tables.items()} == {
        name: len(EXAMPLES[name]) for name in names
    }


def test_without_an_example_there_is_no_example_sheet():
    assert "Example" not in opened(template("emissions", example=False)).sheetnames


def test_the_example_says_that_it_is_one():
    assert opened(template("emissions"))["Example"]["A1"].value == (
        "Example only: invented figures of a municipality that does not exist. This sheet is never loaded."
    )


# One sheet in full ------------------------------------------------------------------------------------------


def test_headings_come_from_the_declared_tables_with_their_units():
    assert headings(opened(template("emissions"))["Emissions"]) == [
        "Municipality", "Year", "Basis", "Scope", "Sector", "Source", "Gas", "Emissions (t CO2e)", "Unit", "Status",
        "Preliminary", "Reason if missing",
    ]  # fmt: skip
    assert headings(opened(template("population"))["Population"])[:3] == [
        "Municipality",
        "Year",
        "Inhabitants",
    ]
    assert headings(opened(template("procurement"))["Needs"]) == [
        "Municipality", "Need id", "What is needed", "CPV code", "Volume", "Unit of the volume", "Earliest quarter",
        "Requirement wished", "Open to joint dialogue", "Action",
    ]  # fmt: skip


def test_lists_show_words_and_for_gases_and_units_the_codes_that_people_know():
    book = opened(template("emissions"))
    lists = {
        column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book["Lists"].columns
    }
    assert lists["Basis"] == ["Territorial", "Consumption", "Own operations of the municipal organisation"]
    assert lists["Sector"][:2] == ["Heating and stationary energy", "Power and district heat production"]
    assert lists["Gas"][:3] == ["CO2", "CH4", "N2O"]
    assert lists["Unit"] == ["t", "kt", "Mt", "kg"]
    assert lists["Yes or no"] == ["Yes", "No"]


# What is filled in comes back -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_emissions_come_back_as_the_same_rows(language):
    result = reading(filled_template("emissions", {"emissions": EMISSIONS}, ABOUT, language=language))
    assert not sentences(result)
    assert rows_of(result.tables["emissions"], *EMISSIONS.columns) == as_rows(EMISSIONS)


def test_filled_inhabitants_come_back_as_the_same_rows():
    result = reading(filled_template("population", {"population": PEOPLE}, {}))
    assert rows_of(result.tables["population"], *PEOPLE.columns) == as_rows(PEOPLE)


def test_one_workbook_may_hold_both_with_a_dataset_each():
    about = {
        "emissions": ABOUT,
        "population": {"dataset": "fjord-people", "kind": "register", "release": "2025"},
    }
    tables = {"emissions": EMISSIONS, "population": PEOPLE}
    result = reading(filled_template(["emissions", "population"], tables, about))
    assert [(dataset.key, dataset.kind) for dataset in result.datasets] == [
        ("fjord-inventory", "national_inventory"),
        ("fjord-people", "register"),
    ]
    assert {key: release.label for key, release in result.releases.items()} == {
        "fjord-inventory": "2025",
        "fjord-people": "2025",
    }


def test_what_the_about_sheet_says_comes_back():
    result = reading(filled_template("emissions", {"emissions": EMISSIONS}, ABOUT))
    (dataset,) = result.datasets
    assert (dataset.key, dataset.title, dataset.publisher, dataset.kind) == (
        "fjord-inventory",
        "Fjord inventory",
        "Fjord agency",
        "national_inventory",
    )
    assert result.releases["fjord-inventory"].released_on == date(2025, 3, 31)


def test_a_register_of_inhabitants_comes_back_as_one():
    about = {"dataset": "fjord-register", "kind": "register"}
    (dataset,) = reading(filled_template("population", {"population": PEOPLE}, about)).datasets
    assert (dataset.key, dataset.kind) == ("fjord-register", "register")


def test_a_release_that_a_spreadsheet_turned_into_a_date_is_a_plain_day_again():
    about = {**ABOUT, "release": "2025-03-01 00:00:00"}
    result = reading(filled_template("emissions", {"emissions": EMISSIONS}, about))
    assert result.releases["fjord-inventory"].label == "2025-03-01"


def test_a_unit_column_is_written_and_applied():
    kilotonnes = pd.DataFrame(
        [("NO-9101", 2024, "waste", 12.5, "kt")],
        columns=["area_id", "year", "sector", "emissions_tco2e", "unit"],
    )
    result = reading(filled_template("emissions", {"emissions": kilotonnes}, {}))
    assert result.tables["emissions"]["emissions_tco2e"].to_pylist() == [12500.0]


def test_texts_are_written_as_texts_and_figures_to_the_last_digit():
    rows = EMISSIONS.assign(subsector="=1+1", emissions_tco2e=0.1 + 0.2)
    sheet = opened(filled_template("emissions", {"emissions": rows}, {}))["Emissions"]
    # 0.1 + 0.2 is 0.30000000000000004
    assert (sheet["F2"].data_type, sheet["F2"].value) == ("s", "=1+1")
    assert sheet["H2"].value == 0.30000000000000004


def test_a_cell_keeps_the_format_of_its_column():
    sheet = opened(filled_template("emissions", {"emissions": EMISSIONS}, {}))["Emissions"]
    assert [sheet[f"{letter}2"].number_format for letter in "ABH"] == ["@", "0", "General"]


def test_an_unknown_column_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError, match="emissions has no column colour"):
        filled_template("emissions", {"emissions": pd.DataFrame({"colour": ["red"]})}, {})


def test_the_frame_given_stays_as_it_was():
    before = EMISSIONS.copy(deep=True)
    filled_template("emissions", {"emissions": EMISSIONS}, ABOUT)
    pd.testing.assert_frame_equal(EMISSIONS, before)


# Workbooks of other languages -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_its_mark_sheet_a_workbook_is_known_by_its_headings(language):
    book = opened(filled_template("emissions", {"emissions": EMISSIONS}, ABOUT, language=language))
    del book["_veikart"]
    result = reading(saved(book))
    assert not sentences(result)
    assert rows_of(result.tables["emissions"], *EMISSIONS.columns) == as_rows(EMISSIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_and_words_of_several_languages_may_stand_in_one_workbook(language):
    book = opened(filled_template("emissions", {"emissions": EMISSIONS}, ABOUT))
    sheet = book["Emissions"]
    with in_language(language):
        for index, column in enumerate(sheet_columns("emissions"), start=1):
            if index % 2:
                sheet.cell(1, index).value = heading(column)
            if code_list(column) and sheet.cell(2, index).value:
                place = list(code_list(column)).index({"Yes": "yes", "No": "no"}.get(
                    sheet.cell(2, index).value, EMISSIONS.iloc[0].get(column.name)
                ))  # fmt: skip
                sheet.cell(2, index).value = choices(column)[place]
        sheet.title = sheet_name("emissions")
    result = reading(saved(book))
    assert not sentences(result)
    assert rows_of(result.tables["emissions"], *EMISSIONS.columns) == as_rows(EMISSIONS)
