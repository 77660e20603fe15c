"""Our own workbook read back: rows in, the same rows out, and each wrong cell with its sentence. All places
are fictional."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook as ExcelWorkbook
from openpyxl import load_workbook

from loaders import formats
from loaders.formats import veikart_template
from loaders.rows.number_words import number_fix
from loaders.sheets.workbook import open_workbook
from tests.loaders.published_layouts import bytes_of, context, rows_of, sentences, workbook_of
from tests.loaders.workbooks import saved

HEADINGS = (
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
)
PLACES = {heading: index for index, heading in enumerate(HEADINGS)}
PEOPLE = ("Municipality", "Year", "Inhabitants (persons)", "Status", "Preliminary", "Reason if missing")


def line(area="NO-9101", year=2024, sector="Transport", amount=40000, **more):
    """One row of the sheet Emissions, the other cells by their headings."""
    cells = [None] * len(HEADINGS)
    given = {"Municipality": area, "Year": year, "Sector": sector, "Emissions (t CO2e)": amount, **more}
    for heading, value in given.items():
        cells[PLACES[heading.replace("_", " ")]] = value
    return cells


def about(**fields):
    return [
        ("About the figures", "Emissions"),
        *((name.replace("_", " "), value) for name, value in fields.items()),
    ]


def emissions_sheets(*lines, headings=HEADINGS, about_sheet=()):
    sheets = {"Emissions": [headings, *lines], "_veikart": [("template", "emissions"), ("version", "1")]}
    return {**sheets, **({"About": about_sheet} if about_sheet else {})}


def reading(*lines, about_sheet=(), headings=HEADINGS, **choices):
    sheets = emissions_sheets(*lines, headings=headings, about_sheet=about_sheet)
    return veikart_template.read(workbook_of(sheets), context(**choices))


def people(*lines, **choices):
    return veikart_template.read(workbook_of({"Population": [PEOPLE, *lines]}), context(**choices))


def values(result, *columns):
    assert not sentences(result)
    return rows_of(result.tables["emissions"], *columns)


# Recognised and read ----------------------------------------------------------------------------------------


def test_it_is_recognised_by_its_hidden_sheet_or_by_its_headings():
    assert formats.recognise(workbook_of(emissions_sheets())) is veikart_template
    assert formats.recognise(workbook_of({"Emissions": [HEADINGS, line()]})) is veikart_template
    assert formats.recognise(workbook_of({"Emissions": [("Kommune", "År"), ("Fjordvik", 2024)]})) is None


def test_rows_come_out_as_they_were_written():
    result = reading(
        line(amount=40000.5, Gas="CO2"),
        line(sector="waste", amount=0, Gas="CH4", Status="Estimated", Preliminary="Yes"),
    )
    assert values(
        result,
        "area_id",
        "year",
        "basis",
        "sector",
        "gas",
        "emissions_tco2e",
        "value_status",
        "is_preliminary",
    ) == [
        ("NO-9101", 2024, "territorial", "transport", "CO2", 40000.5, "reported", False),
        ("NO-9101", 2024, "territorial", "waste", "CH4", 0.0, "estimated", True),
    ]


@pytest.mark.parametrize("written", ["NO-9101", "9101", "Fjordvik", "fjordvik kommune"])
def test_a_municipality_may_be_an_id_a_code_or_a_name(written):
    assert values(reading(line(area=written)), "area_id", "source_name") == [("NO-9101", written)]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Heating and stationary energy", "stationary_energy"),
        ("off_road", "off_road"),
        ("WASTE AND WASTEWATER", "waste"),
    ],
)
def test_a_sector_may_be_a_code_or_its_title(written, code):
    assert values(reading(line(sector=written)), "sector", "source_label") == [(code, written)]


@pytest.mark.parametrize("written", [None, "Total"])
def test_a_row_without_a_sector_is_the_total(written):
    assert values(reading(line(sector=written)), "sector", "source_label", "is_counted") == [
        (None, "Total", True)
    ]


@pytest.mark.parametrize(
    ("amount", "unit", "tonnes"),
    # 12.5 kt = 12,500 t; 0.5 Mt = 500,000 t; 2,500 kg = 2.5 t
    [
        (12.5, "kt", 12500.0),
        (0.5, "Mt", 500000.0),
        (2500, "kg", 2.5),
        (7, "t", 7.0),
        (7, None, 7.0),
        (7, "Tonnes", 7.0),
    ],
)
def test_the_unit_beside_a_figure_is_applied(amount, unit, tonnes):
    assert values(reading(line(amount=amount, Unit=unit)), "emissions_tco2e") == [(tonnes,)]


@pytest.mark.parametrize("written", ["tt", "ktt", "Mtt", "gt"])
def test_no_unit_is_suggested_by_its_nearness_only_the_units_there_are(written):
    (problem,) = reading(line(Unit=written)).problems
    assert (problem.code, str(problem.fix)) == ("wrong_code", "Choose one of: t, kt, Mt, kg.")


@pytest.mark.parametrize("written", ["MT", "mt"])
def test_a_unit_that_may_be_megatonnes_or_metric_tonnes_is_asked_about(written):
    assert sentences(reading(line(Unit=written))) == [
        f'Emissions!I2: expected an entry of the list “Unit”, or nothing, found "{written}". '
        "Choose Mt for megatonnes (a million tonnes), or t for metric tonnes."
    ]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("12 500", 12500.0),
        ("12\N{NO-BREAK SPACE}500", 12500.0),
        ("1\N{THIN SPACE}012\N{THIN SPACE}500.5", 1012500.5),
        ("\N{MINUS SIGN}500", -500.0),
        (" 42 ", 42.0),
    ],
)
def test_numbers_typed_as_text_with_spaces_and_a_true_minus_are_read(written, number):
    assert values(reading(line(amount=written)), "emissions_tco2e") == [(number,)]


def test_an_empty_figure_stays_missing_with_its_reason():
    rows = (line(amount=None), line(sector="waste", amount=None, Reason_if_missing="Confidential"))
    assert values(reading(*rows), "emissions_tco2e", "missing_reason") == [
        (None, "not_estimated"),
        (None, "confidential"),
    ]


def test_what_does_not_occur_is_zero():
    rows = (line(), line(sector="agriculture", amount=None, Reason_if_missing="Not occurring (zero)"))
    assert values(reading(*rows), "emissions_tco2e", "missing_reason")[1] == (0.0, "not_occurring")


def test_every_row_says_where_it_stands():
    assert values(reading(line()), "source_sheet", "source_row", "source_column") == [("Emissions", 2, "H")]


def test_empty_rows_between_are_skipped_and_headings_may_stand_lower():
    sheets = {"Emissions": [("Our figures",), (), HEADINGS, line(), [None] * 12, line(year=2023)]}
    result = veikart_template.read(workbook_of(sheets), context())
    assert values(result, "source_row", "year") == [(4, 2024), (6, 2023)]


def test_the_example_sheet_is_never_read():
    sheets = {**emissions_sheets(line()), "Example": [HEADINGS, line(area="Nowhere", year="x")]}
    assert values(veikart_template.read(workbook_of(sheets), context()), "area_id") == [("NO-9101",)]


def test_two_data_sheets_are_read_together_and_an_empty_one_is_left_alone():
    sheets = {"Emissions": [HEADINGS, line()], "Population": [PEOPLE, ("NO-9101", 2024, 17420)]}
    both = veikart_template.read(workbook_of(sheets), context())
    assert {name: rows.num_rows for name, rows in both.tables.items()} == {"emissions": 1, "population": 1}
    one = veikart_template.read(workbook_of({**sheets, "Population": [PEOPLE]}), context())
    assert (list(one.tables), sentences(one)) == (["emissions"], [])


def hidden(sheets, name="Emissions"):
    """A workbook with these sheets, one of them hidden."""
    book = load_workbook(BytesIO(bytes_of(sheets)))
    book.create_sheet("Front")
    book[name].sheet_state = "hidden"
    return open_workbook(saved(book))


def test_a_hidden_data_sheet_is_read_and_said_to_be_hidden():
    result = veikart_template.read(hidden(emissions_sheets(line())), context())
    assert [problem.level for problem in result.problems] == ["notice"]
    assert sentences(result) == [
        "Emissions: expected a sheet that can be seen, found a hidden sheet with rows. "
        "Its rows are read like those of any other sheet; unhide it to look at them."
    ]
    assert result.tables["emissions"].num_rows == 1


def test_a_hidden_data_sheet_without_rows_is_not_mentioned():
    sheets = {"Emissions": [HEADINGS, line()], "Population": [PEOPLE]}
    assert sentences(veikart_template.read(hidden(sheets, "Population"), context())) == []


def test_inhabitants_are_read_with_their_year():
    result = people(("NO-9101", 2023, 17420), ("Norrlunda", 2024, None, None, None, "Confidential"))
    assert rows_of(result.tables["population"], "area_id", "year", "inhabitants", "missing_reason") == [
        ("NO-9101", 2023, 17420, None),
        ("SE-9180", 2024, None, "confidential"),
    ]


# One level is counted ---------------------------------------------------------------------------------------


def counted(*lines, **choices):
    return [row[0] for row in values(reading(*lines, **choices), "is_counted")]


def test_a_total_alone_is_counted():
    assert counted(line(sector=None)) == [True]


def test_sectors_are_counted_and_not_the_total_they_add_up_to():
    # 30 + 70 = 100
    assert counted(line(sector=None, amount=100), line(amount=30), line(sector="waste", amount=70)) == [
        False,
        True,
        True,
    ]


def test_a_total_that_its_sectors_miss_is_counted_itself():
    # 30 + 60 = 90, ten percent short of 100
    assert counted(line(sector=None, amount=100), line(amount=30), line(sector="waste", amount=60)) == [
        True,
        False,
        False,
    ]


def test_details_are_counted_where_every_sector_is_split():
    rows = (
        line(Source="Cars", amount=20),
        line(Source="Buses", amount=10),
        line(sector="waste", Gas="CH4", amount=5),
    )
    assert counted(line(amount=30), *rows, line(sector="waste", amount=5)) == [False, True, True, True, False]


def test_sectors_are_counted_where_only_some_are_split():
    assert counted(line(amount=30), line(Source="Cars", amount=20), line(sector="waste", amount=5)) == [
        True,
        False,
        True,
    ]


def test_each_year_has_its_own_level():
    assert counted(line(year=2023, sector=None), line(year=2024), line(year=2024, sector="waste")) == [
        True,
        True,
        True,
    ]


def test_in_a_co2_only_dataset_a_gas_is_no_split():
    sheet = about(Dataset_key="ours-co2", Gas_coverage="co2")
    assert counted(line(Gas="CO2", amount=30), line(sector="waste", amount=5), about_sheet=sheet) == [
        True,
        True,
    ]


def test_mixed_levels_are_refused():
    result = reading(line(Source="Cars"), line(Source="Buses"), line(sector="waste"))
    assert sentences(result) == [
        "Emissions!A4: expected every sector on the same level: all as one row each, or all split into "
        "sources or gases, found in "
        "NO-9101 2024 a sector only as details (row 2) and one only as a sector (row 4). Split the "
        "sectors that have one row only, "
        "or add one row for each split sector; the details are kept beside it."
    ]
    assert result.tables == {}


def test_a_split_by_gas_beside_a_split_by_source_is_refused():
    result = reading(line(Source="Cars", amount=30), line(Gas="CO2", amount=30))
    assert [problem.code for problem in result.problems] == ["overlapping_rows"]


# The dataset ------------------------------------------------------------------------------------------------


def test_without_an_about_sheet_figures_are_own_accounts_received_today():
    result = reading(line())
    assert [dataset.key for dataset in result.datasets] == ["own-accounts"]
    assert result.releases["own-accounts"].label == "received 2026-04-01"


def test_the_about_sheet_names_dataset_and_release():
    sheet = about(
        Dataset_key="fjord-inventory",
        Title="Fjord inventory",
        Publisher="Fjord agency",
        Gas_coverage="co2",
        Kind="national_inventory",
        Release="2025",
        Release_date=date(2025, 3, 31),
    )
    result = reading(line(), about_sheet=sheet)
    (dataset,) = result.datasets
    assert (dataset.key, dataset.title, dataset.publisher) == (
        "fjord-inventory",
        "Fjord inventory",
        "Fjord agency",
    )
    assert (dataset.gas_coverage, dataset.kind, dataset.revision, dataset.basis) == (
        "co2",
        "national_inventory",
        "recomputed",
        "territorial",
    )
    release = result.releases["fjord-inventory"]
    assert (release.label, release.released_on, release.origin) == ("2025", date(2025, 3, 31), "file")
    assert result.tables["emissions"]["gas"].to_pylist() == ["CO2"]


def test_the_users_dataset_and_release_go_before_the_files():
    result = reading(
        line(), dataset="harbour-accounts", release="first draft", about_sheet=about(Release="2025")
    )
    assert {key: release.label for key, release in result.releases.items()} == {
        "harbour-accounts": "first draft"
    }
    assert set(result.tables["emissions"]["dataset"].to_pylist()) == {"harbour-accounts"}


def test_own_accounts_of_co2_only_or_of_another_basis_are_a_series_of_their_own():
    co2 = reading(line(), about_sheet=about(Gas_coverage="co2"))
    own = reading(line(Basis="Own operations of the municipal organisation"))
    assert [result.datasets[0].key for result in (co2, own)] == [
        "own-accounts-co2",
        "own-accounts-own-operations",
    ]


def test_two_bases_in_one_dataset_are_refused():
    result = reading(line(), line(sector="waste", Basis="consumption"))
    assert [problem.code for problem in result.problems] == ["mixed_basis"]


def test_figures_under_a_published_series_are_warned_about():
    result = reading(line(), about_sheet=about(Dataset_key="smhi-co2"))
    assert [(problem.level, problem.code) for problem in result.problems] == [("warning", "published_series")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"Gas_coverage": "all"},
            'About!B2: expected one of ghg, co2, found "all". Correct the cell on the sheet About.',
        ),
        (
            {"Kind": "guess"},
            'About!B2: expected one of own_accounts, national_inventory, found "guess". Correct the cell '
            "on the sheet About.",
        ),
        (
            {"Release_date": "in spring"},
            'About!B2: expected a date, such as 2025-03-31, found "in spring". Correct the cell on the '
            "sheet About.",
        ),
        (
            {"Dataset_key": "Our figures"},
            'About!B2: expected a short name of lower-case letters, digits and hyphens, found "Our figures". '
            "Correct the cell on the sheet About.",
        ),
    ],
)
def test_a_wrong_entry_on_the_about_sheet_is_refused(fields, sentence):
    assert sentences(reading(line(), about_sheet=about(**fields))) == [sentence]


# What is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            line(amount="12,5 kt"),
            'Emissions!H2: expected tonnes CO2e as a number, found "12,5 kt". Write 12500, or put kt in '
            "the unit column.",
        ),
        (
            line(amount="not yet"),
            'Emissions!H2: expected tonnes CO2e as a number, found "not yet". '
            "Write a number, or leave the cell empty and say why in the column “Reason if missing”.",
        ),
        (
            line(amount="#N/A"),
            'Emissions!H2: expected a value, found "#N/A". Correct the formula, or leave the cell empty.',
        ),
        (
            line(amount="=1+1"),
            "Emissions!H2: expected a value, or a formula with its computed value, found a formula that "
            "was never computed. "
            "Open the workbook in a spreadsheet program, save it, and load it again; or write the value.",
        ),
        (
            line(year="2024 (est.)"),
            'Emissions!B2: expected a year as four digits, found "2024 (est.)". Write 2024.',
        ),
        (
            line(year="last year"),
            'Emissions!B2: expected a year as four digits, found "last year". Write the calendar year of '
            "the figure, such as 2024.",
        ),
        (
            line(year=None),
            "Emissions!B2: expected a year as four digits, found nothing. Fill in the cell, or clear the "
            "whole row.",
        ),
        (
            line(area="Fjordvig"),
            'Emissions!A2: expected the id, code or name of one municipality, found "Fjordvig". '
            "Did you mean Fjordvik (NO-9101)? Write NO-9101.",
        ),
        (
            line(area="Skogheim"),
            'Emissions!A2: expected the id, code or name of one municipality, found "Skogheim". '
            "Did you mean one of Skogheim (NO-9102), Skogheim (NO-9201)? Write its id.",
        ),
        (
            line(area="Xyz"),
            'Emissions!A2: expected the id, code or name of one municipality, found "Xyz". '
            "Write the official code with its country, such as NO-0301, or the name in the official "
            "register.",
        ),
        (
            line(sector="Transprot"),
            'Emissions!E2: expected an entry of the list “Sector”, or nothing, found "Transprot". '
            "Did you mean Transport? Choose from the list in the cell.",
        ),
        (
            line(Unit="lb"),
            'Emissions!I2: expected an entry of the list “Unit”, or nothing, found "lb". Choose one of: '
            "t, kt, Mt, kg.",
        ),
        (
            line(amount=5, Reason_if_missing="Confidential"),
            'Emissions!L2: expected a figure, or a reason why it is missing, not both, found "Confidential". '
            "Remove the reason, or empty the figure (5).",
        ),
        (
            line(sector=None, Source="Cars"),
            "Emissions!E2: expected the sector of the source beside it, found nothing. "
            "Choose the sector from the list, or empty the source if the figure is the total.",
        ),
    ],
)
def test_a_wrong_cell_is_refused_with_its_place_and_what_to_do(row, sentence):
    result = reading(row, line(year=1990))
    assert sentences(result) == [sentence]
    assert (result.tables, result.releases, result.datasets) == ({}, {}, ())


def test_all_problems_are_in_one_list():
    result = reading(line(amount="x"), line(year="y"), line(area="z"))
    assert [(problem.code, problem.cell) for problem in result.problems] == [
        ("unknown_municipality", "A4"),
        ("wrong_year", "B3"),
        ("wrong_number", "H2"),
    ]


def test_a_repeated_key_and_mixed_levels_are_listed_beside_wrong_cells_elsewhere():
    result = reading(
        line(year=2020),
        line(year=2020, amount=7),
        line(year=2021, Source="Cars"),
        line(year=2021, sector="waste"),
        line(year=2022, amount="12,5 kt"),
        line(year="y", area="Älvkulla"),
        line(year=2022, area="Nowhere"),
        line(year=2023, area="SE-9180", amount="#N/A"),
        line(year=2024, sector="Transprot"),
    )
    assert [(problem.code, problem.cell) for problem in result.problems] == [
        ("error_value", "H9"),
        ("unknown_municipality", "A8"),
        ("wrong_year", "B7"),
        ("wrong_code", "E10"),
        ("wrong_number", "H6"),
        ("repeated_key", "A3"),
        ("mixed_levels", "A5"),
    ]


def test_a_workbook_with_every_kind_of_mistake_gets_one_list_in_plain_words():
    headings = ["Ours" if heading == "Sector" else heading for heading in HEADINGS]
    emissions = [
        line(year=2020, amount="12,5 kt"),
        line(year=2021, area="Fjordvig"),
        line(year="2024 (est.)"),
        line(year=2022, amount="#N/A"),
        line(year=2023, Unit="lb"),
        line(year=2024, amount=70),
        line(year=2024, amount=70),
    ]
    inhabitants = [
        ("NO-9101", 2023, 17420),
        ("NO-9101", 2023, 17655),
        ("NO-9101", None, 17001),
        ("SE-9180", 2024, 12.5),
    ]
    sheets = emissions_sheets(*emissions, headings=headings, about_sheet=about(Gas_coverage="all"))
    result = veikart_template.read(workbook_of({**sheets, "Population": [PEOPLE, *inhabitants]}), context())
    assert sentences(result) == [
        'About!B2: expected one of ghg, co2, found "all". Correct the cell on the sheet About.',
        "Emissions!A1: expected a column headed “Sector”, found "
        '"Municipality, Year, Basis, Scope, Ours, Source, Gas, Emissi…". Put the column back under this '
        "heading, with its figures below it.",
        'Emissions!H5: expected a value, found "#N/A". Correct the formula, or leave the cell empty.',
        'Emissions!A3: expected the id, code or name of one municipality, found "Fjordvig". Did you mean '
        "Fjordvik (NO-9101)? Write NO-9101.",
        'Emissions!B4: expected a year as four digits, found "2024 (est.)". Write 2024.',
        'Emissions!I6: expected an entry of the list “Unit”, or nothing, found "lb". Choose one of: t, kt, Mt, kg.',
        'Emissions!H2: expected tonnes CO2e as a number, found "12,5 kt". Write 12500, or put kt in the unit '
        "column.",
        "Emissions!A8: expected one row for each combination of municipality, year, basis, scope, source, "
        "gas, emissions, found the same in rows 7 and 8. Remove one of the two rows, or tell them apart.",
        'Population!C5: expected inhabitants as a whole number, 0 or more, found "12.5". Write a whole number '
        "of persons, without decimals, marks or words.",
        "Population!B4: expected a year as four digits, found nothing. Fill in the cell, or clear the whole "
        "row.",
        "Population!A3: expected one row for each combination of municipality, year, found the same in rows "
        "2 and 3. Remove one of the two rows, or tell them apart.",
    ]
    assert (result.tables, result.releases, result.datasets, result.summary) == ({}, {}, (), [])


def test_rows_whose_key_cannot_be_read_are_not_called_repeated():
    result = reading(line(area="Nowhere"), line(area="Nowhere"), line(year="y"), line(year="y"))
    assert [(problem.code, problem.cells) for problem in result.problems] == [
        ("unknown_municipality", ("A2", "A3")),
        ("wrong_year", ("B4", "B5")),
    ]


def test_without_a_column_of_the_key_only_equal_figures_above_zero_are_called_repeated():
    headings = ["Ours" if heading == "Sector" else heading for heading in HEADINGS]
    result = reading(line(amount=5), line(amount=7), line(amount=0), line(amount=0), headings=headings)
    assert [problem.code for problem in result.problems] == ["missing_column"]


def test_levels_of_a_year_with_an_unreadable_row_are_not_judged():
    # the row of the whole sector is there, but for its misspelt name: nothing is mixed
    result = reading(
        line(Source="Cars", amount=30), line(sector="Transprot", amount=30), line(sector="waste")
    )
    assert [problem.code for problem in result.problems] == ["wrong_code"]


def test_a_row_that_holds_nothing_but_an_error_in_a_column_of_its_own_is_no_row():
    sheets = emissions_sheets(line(), [*[None] * 12, "#N/A"], headings=(*HEADINGS, "My own sum"))
    assert values(veikart_template.read(workbook_of(sheets), context()), "source_row") == [(2,)]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            [line()],
            "Emissions: 1 row for 1 municipality; the year 2024; as Own climate accounts (own-accounts)",
        ),
        (
            [line(), line(year=2020), line(area="SE-9180")],
            "Emissions: 3 rows for 2 municipalities; 2 years from 2020 to 2024; as Own climate accounts "
            "(own-accounts)",
        ),
    ],
)
def test_the_summary_counts_rows_municipalities_and_years_in_singular_and_plural(lines, sentence):
    assert [str(text) for text in reading(*lines).summary] == [sentence]


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"Release": "2025"}, date(2025, 1, 1)),
        ({"Release": "2025-03"}, date(2025, 3, 1)),
        ({"Release": "second edition"}, date(2026, 4, 1)),
        ({"Release": "2025", "Release_date": date(2025, 3, 31)}, date(2025, 3, 31)),
    ],
)
def test_a_release_without_a_date_is_dated_by_its_name_or_the_day_it_came(fields, day):
    release = reading(line(), about_sheet=about(**fields)).releases["own-accounts"]
    assert (release.label, release.released_on) == (fields["Release"], day)


def test_figures_of_a_register_need_a_dataset_key_of_their_own():
    sheets = {"Population": [PEOPLE, ("NO-9101", 2024, 17420)]}
    about_sheet = [("About the figures", "Population"), ("Kind", "register")]
    result = veikart_template.read(workbook_of({**sheets, "About": about_sheet}), context())
    assert sentences(result) == [
        'About!B2: expected own_accounts, the kind of the dataset own-population, found "register". Give '
        "figures of another kind a dataset key of their own on the sheet About."
    ]
    own = [*about_sheet, ("Dataset key", "fjord-register")]
    result = veikart_template.read(workbook_of({**sheets, "About": own}), context())
    assert [dataset.kind for dataset in result.datasets] == ["register"]


def test_what_a_swedish_spreadsheet_writes_is_read_back():
    # Excel keeps numbers as numbers and SANT as true, whatever the language shows; words are typed
    rows = (
        line(amount=12500.5, Preliminary="Ja"),
        line(year=2023, Preliminary="nej"),
        line(year=2022, Preliminary=True),
    )
    assert values(reading(*rows), "emissions_tco2e", "is_preliminary") == [
        (12500.5, True),
        (40000.0, False),
        (40000.0, True),
    ]


def test_a_repeated_key_names_both_rows():
    assert sentences(reading(line(), line(sector="waste"), line(amount=1))) == [
        "Emissions!A4: expected one row for each combination of municipality, year, basis, scope, "
        "sector, source, gas, found the same "
        "in rows 2 and 4. Remove one of the two rows, or tell them apart."
    ]


@pytest.mark.parametrize("heading", ["Municipality", "Year", "Sector", "Emissions (t CO2e)"])
def test_a_missing_column_is_named(heading):
    headings = ["Other" if name == heading else name for name in HEADINGS]
    (problem,) = reading(line(), headings=headings).problems
    assert (problem.code, problem.cell, str(problem.expected)) == (
        "missing_column",
        "A1",
        f"a column headed “{heading}”",
    )


def test_a_workbook_without_rows_is_refused():
    assert sentences(reading()) == [
        "Emissions!A2: expected rows of figures below the headings, found nothing. "
        "Fill in at least one row, and load the workbook again."
    ]


def test_a_workbook_without_its_data_sheet_is_refused():
    result = veikart_template.read(workbook_of({"_veikart": [("version", "1")], "Ark1": [("x",)]}), context())
    assert [problem.code for problem in result.problems] == ["missing_sheet"]


def test_a_renamed_data_sheet_is_named_with_the_name_it_had():
    sheets = {"Accounts 2024": [HEADINGS, line()], "_veikart": [("version", "2")]}
    assert sentences(veikart_template.read(workbook_of(sheets), context())) == [
        'Accounts 2024: expected a sheet named “Emissions”, found "Accounts 2024". '
        "Give the sheet its name back: its headings are those of “Emissions”."
    ]


@pytest.mark.parametrize("name", ["Emissions (2)", "Utslipp"])
def test_a_second_sheet_of_the_same_table_is_not_read_and_said_so(name):
    sheets = {**emissions_sheets(line(amount=5)), name: [HEADINGS, line(amount=6)]}
    result = veikart_template.read(workbook_of(sheets), context())
    assert [str(problem.sentence) for problem in result.problems] == [
        f"{name}: expected rows of “Emissions” on one sheet of that name, found the same headings on another "
        "sheet. This sheet is not read. If its rows belong to the data, move them there."
    ]
    assert [problem.level for problem in result.problems] == ["notice"]
    assert result.tables["emissions"]["emissions_tco2e"].to_pylist() == [5.0]


def test_sheets_of_ones_own_and_empty_copies_are_not_mentioned():
    own = {"Sums": [("Municipality", "Total"), ("Fjordvik", 5)], "Emissions (2)": [HEADINGS]}
    assert sentences(veikart_template.read(workbook_of({**emissions_sheets(line()), **own}), context())) == []


def test_a_template_of_another_version_is_refused():
    sheets = {**emissions_sheets(line()), "_veikart": [("version", "9")]}
    assert [problem.code for problem in veikart_template.read(workbook_of(sheets), context()).problems] == [
        "template_version"
    ]


@pytest.mark.parametrize(("written", "found"), [(-5, "-5"), (12.5, "12.5"), ("many", "many")])
def test_inhabitants_are_a_whole_number_of_0_or_more(written, found):
    (problem,) = people(("NO-9101", 2024, written)).problems
    assert (problem.code, problem.cell, problem.found) == ("wrong_number", "C2", found)


def test_the_same_mistake_in_many_rows_is_one_problem_with_all_its_cells():
    (problem,) = reading(*(line(year=year, amount="x") for year in range(1900, 2020))).problems
    assert (problem.code, problem.count, problem.found) == ("wrong_number", 120, "x")
    assert problem.cells == tuple(f"H{row}" for row in range(2, 122))


def test_many_different_mistakes_are_listed_fifty_times_and_then_counted():
    result = reading(*(line(year=year, amount=f"x{year}") for year in range(1900, 2020)))
    # 120 wrong cells: 49 one by one, and the fiftieth stands for the remaining 71
    assert [problem.count for problem in result.problems] == [1] * 49 + [71]


def test_an_unknown_municipality_in_many_rows_is_one_problem():
    (problem,) = reading(*(line(area="Nowhere", year=year) for year in range(2000, 2020))).problems
    assert (problem.cell, problem.count) == ("A2", 20)


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("12,5 kt", "Write 12500, or put kt in the unit column."),
        ("500 kg", "Write 0.5, or put kg in the unit column."),
        ("1,2 Mt CO₂e", "Write 1200000, or put Mt in the unit column."),
        (
            "41250 MT",
            "Write the number alone, without “MT”; convert it first if that is another unit.",
        ),
        ("41250 t", "Write 41250, without the unit."),
        ("41 250 tonn CO2e", "Write 41250, without the unit."),
        ("12,5", "Write 12.5 (a decimal point, no other mark)."),
        ("1,250", "Write 1250 or 1.25, whichever is meant."),
        ("1.250.000", "Write 1250000 (a decimal point, no other mark)."),
        ("1.250,5", "Write 1250.5 (a decimal point, no other mark)."),
        ("\N{MINUS SIGN}12,5", "Write -12.5 (a decimal point, no other mark)."),
        ("..", "Leave the cell empty, and say why in the column “Reason if missing”."),
        (
            "about ten",
            "Write a number, or leave the cell empty and say why in the column “Reason if missing”.",
        ),
    ],
)
def test_what_to_write_instead_of_a_wrong_number_is_spelled_out(written, fix):
    assert str(number_fix(written)) == fix


def test_a_text_that_means_thousands_or_decimals_is_asked_about_and_the_same_number_is_not():
    # the first and third figure are text cells; the second is the number 1.234
    result = reading(line(amount="1.234"), line(year=2023, amount=1.234), line(year=2022, amount="-12.500 "))
    assert sentences(result) == [
        'Emissions!H2: expected tonnes CO2e as a number, found "1.234". 1.234 is text: write it as a number, '
        "1234 or 1.234, whichever is meant.",
        'Emissions!H4: expected tonnes CO2e as a number, found "-12.500". -12.500 is text: write it as a '
        "number, -12500 or -12.5, whichever is meant.",
    ]


def test_inhabitants_written_as_text_with_a_point_are_asked_about_once():
    assert sentences(people(("NO-9101", 2024, "17.000"), ("NO-9101", 2023, "17.420"))) == [
        'Population!C3: expected inhabitants as a whole number, 0 or more, found "17.420". Write a whole number '
        "of persons, without decimals, marks or words.",
        'Population!C2: expected inhabitants as a whole number, 0 or more, found "17.000". 17.000 is text: '
        "write it as a number, 17000 or 17, whichever is meant.",
    ]


def test_a_text_with_a_point_in_another_column_is_left_alone():
    assert values(reading(line(Source="1.234")), "subsector") == [("1.234",)]


def test_without_a_unit_column_the_unit_column_is_not_mentioned():
    assert str(number_fix("12,5 kt", has_unit=False)) == "Write 12500, without the unit."


def test_an_error_outside_our_columns_does_no_harm():
    sheets = emissions_sheets([*line(), "#N/A"], headings=(*HEADINGS, "My own sum"))
    assert not sentences(veikart_template.read(workbook_of(sheets), context()))


def test_the_file_stays_as_it_was():
    content = bytes_of(emissions_sheets(line()))
    first = veikart_template.read(open_workbook(content), context())
    again = veikart_template.read(open_workbook(content), context())
    assert first.tables["emissions"].equals(again.tables["emissions"])


def test_a_table_that_begins_in_another_corner_is_found_and_its_cells_named():
    book = ExcelWorkbook()
    book.active.title = "Emissions"
    for column, (heading, value) in enumerate(zip(HEADINGS, line(amount="x"), strict=True), start=3):
        book.active.cell(4, column, heading)
        book.active.cell(5, column, value)
    (problem,) = veikart_template.read(open_workbook(saved(book)), context()).problems
    assert (problem.code, problem.cell) == ("wrong_number", "J5")
