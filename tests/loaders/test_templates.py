"""The workbooks we give away: what stands in them, and that what is filled in comes back. All places are
fictional."""

from datetime import date
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook

from data.tables import TABLES
from loaders import formats, template_layout
from loaders.formats import veikart_template
from loaders.templates import TEMPLATES, emissions_template, filled_template, population_template, template
from loaders.workbook import open_workbook
from tests.loaders.published_layouts import context, rows_of, sentences

EMISSIONS = pd.DataFrame(
    [
        ("NO-9101", 2023, "territorial", "1", "transport", "Cars", "CO2", 40000.25, "reported", False, None),
        ("NO-9101", 2023, "territorial", "1", "transport", "Buses", "CH4", -2.5, "estimated", True, None),
        (
            "NO-9101",
            2023,
            "territorial",
            None,
            "waste",
            "Landfill",
            None,
            None,
            "modelled",
            False,
            "confidential",
        ),
        ("SE-9180", 2024, "territorial", None, None, None, None, 81000.0, "reported", False, None),
    ],
    columns=[
        "area_id",
        "year",
        "basis",
        "scope",
        "sector",
        "subsector",
        "gas",
        "emissions_tco2e",
        "value_status",
        "is_preliminary",
        "missing_reason",
    ],
)
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


def headings(sheet):
    return [cell.value for cell in sheet[1]]


def as_rows(frame):
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def reading(content):
    workbook = open_workbook(content)
    assert formats.recognise(workbook) is veikart_template
    return veikart_template.read(workbook, context())


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_its_sheets_in_order_and_hides_its_lists(name):
    book = opened(template(name))
    shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "hidden"]
    assert shown == ["Read me", "About", str(TABLES[name].title), "Example"]
    assert hidden == ["_lists", "_veikart"]


def test_headings_come_from_the_declared_tables_with_their_units():
    assert headings(opened(emissions_template())["Emissions"]) == [
        "Municipality",
        "Year",
        "Basis",
        "Scope",
        "Sector",
        "Source",
        "Gas",
        "Emissions (t CO2e)",
        "Unit",
        "Status",
        "Preliminary",
        "Reason if missing",
    ]
    assert headings(opened(population_template())["Population"])[:3] == [
        "Municipality",
        "Year",
        "Inhabitants (persons)",
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_heading_has_a_note_with_its_meaning_and_unit(name):
    sheet = opened(template(name))[str(TABLES[name].title)]
    notes = {cell.value: cell.comment.text for cell in sheet[1]}
    for column in template_layout.sheet_columns(name):
        note = notes[template_layout.heading(column)]
        assert str(column.meaning) in note
        assert column.unit in note


def test_coded_columns_have_drop_downs_from_the_hidden_lists():
    book = opened(emissions_template())
    rules = {
        str(rule.sqref): rule.formula1
        for rule in book["Emissions"].data_validations.dataValidation
        if rule.type == "list"
    }
    lists = {
        column[0].value: [cell.value for cell in column[1:] if cell.value]
        for column in book["_lists"].columns
    }
    assert len(rules) == 8
    # the fifth list is … of the column Sector, E
    assert rules["E2:E100000"] == "'_lists'!$C$2:$C$14"
    assert lists["sector"][:2] == ["Heating and stationary energy", "Power and district heat production"]
    assert lists["basis"] == ["Territorial", "Consumption", "Own operations of the municipal organisation"]
    assert lists["unit"] == ["t", "kt", "Mt", "kg"]


def test_columns_keep_leading_zeros_and_show_figures_with_their_groups_and_years_without():
    sheet = opened(emissions_template())["Emissions"]
    formats_of = {cell.value: sheet.column_dimensions[cell.column_letter].number_format for cell in sheet[1]}
    assert formats_of["Municipality"] == "@"
    assert (formats_of["Year"], formats_of["Emissions (t CO2e)"]) == ("0", "#,##0.0")
    people = opened(population_template())["Population"]
    assert people.column_dimensions["C"].number_format == "#,##0"


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_is_typed_on_the_about_sheet_stays_as_typed(name):
    about = opened(template(name))["About"]
    assert {row[1].number_format for row in about.iter_rows(min_row=2)} == {"@"}


def test_a_release_that_a_spreadsheet_turned_into_a_date_is_a_plain_day_again():
    about = {**ABOUT, "release": "2025-03-01 00:00:00"}
    result = reading(filled_template("emissions", {"emissions": EMISSIONS}, about))
    assert result.releases["fjord-inventory"].label == "2025-03-01"


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_read_me_names_the_sheets_that_are_read_and_says_what_an_empty_cell_means(name):
    words = " ".join(row[0].value or "" for row in opened(template(name))["Read me"].iter_rows())
    assert f"Only the sheets About and {TABLES[name].title} are read." in words
    assert "An empty cell means that the figure is missing; 0 means that there is nothing." in words


def test_a_register_of_inhabitants_comes_back_as_one():
    about = {"dataset": "fjord-register", "kind": "register"}
    (dataset,) = reading(filled_template("population", {"population": PEOPLE}, about)).datasets
    assert (dataset.key, dataset.kind) == ("fjord-register", "register")


def test_headings_stay_in_sight_and_the_first_row_to_fill_is_the_second():
    sheet = opened(emissions_template())["Emissions"]
    assert (sheet.freeze_panes, sheet.max_row) == ("A2", 1)


def test_the_example_says_that_it_is_one_and_is_never_loaded():
    book = opened(emissions_template())
    assert book["Example"]["A1"].value.startswith("Example only")
    assert book["Example"].max_row > 5
    assert [problem.code for problem in reading(emissions_template()).problems] == ["no_rows"]
    assert "Example" not in opened(emissions_template(example=False)).sheetnames


def test_the_examples_own_rows_could_be_read_if_they_stood_on_the_sheet():
    book = opened(emissions_template())
    rows = [[cell.value for cell in row] for row in book["Example"].iter_rows(min_row=4)]
    for row in rows:
        book["Emissions"].append(["NO-9101" if value == "XX-0000" else value for value in row])
    content = BytesIO()
    book.save(content)
    assert rows_of(
        reading(content.getvalue()).tables["emissions"], "year", "sector", "emissions_tco2e", "missing_reason"
    ) == [
        (2023, "transport", 41250.5, None),
        (2023, "stationary_energy", 12500.0, None),
        (2023, "waste", None, "not_estimated"),
        (2024, "transport", 39100.0, None),
        (2024, "stationary_energy", 11800.0, None),
        (2024, "waste", 2300.0, None),
    ]


def test_filled_emissions_come_back_as_the_same_rows():
    result = reading(filled_template("emissions", {"emissions": EMISSIONS}, ABOUT))
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
    result = reading(
        filled_template(["emissions", "population"], {"emissions": EMISSIONS, "population": PEOPLE}, about)
    )
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


def test_a_unit_column_is_written_and_applied():
    kilotonnes = pd.DataFrame(
        [("NO-9101", 2024, "waste", 12.5, "kt")],
        columns=["area_id", "year", "sector", "emissions_tco2e", "unit"],
    )
    result = reading(filled_template("emissions", {"emissions": kilotonnes}, {}))
    assert result.tables["emissions"]["emissions_tco2e"].to_pylist() == [12500.0]


def test_an_unknown_column_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError, match="emissions has no column colour"):
        filled_template("emissions", {"emissions": pd.DataFrame({"colour": ["red"]})}, {})


def test_the_frame_given_stays_as_it_was():
    before = EMISSIONS.copy(deep=True)
    filled_template("emissions", {"emissions": EMISSIONS}, ABOUT)
    pd.testing.assert_frame_equal(EMISSIONS, before)
