"""Messy tables read through a mapping: every figure at its true cell, nothing counted twice, nothing guessed.

All places are fictional."""

import pytest

from data.tables import TABLES
from loaders.mappings.mapped_table import needs_decimal_mark, open_words, read_mapped, unmapped_columns
from loaders.mappings.mapping import Mapping
from loaders.sheets.workbook import open_workbook
from tests.loaders.published_layouts import context, rows_of, sentences, workbook_of
from tests.loaders.workbooks import raw_workbook, sheet_xml

WIDE = (
    ("Klimaregnskap for Fjordvik",),
    ("Tusen tonn CO2e",),
    ("Sektor", 2019, "2020", 2021.0),
    ("Biltrafikk", "12,5", 13, "1.234"),
    ("Jordbruk", 5, None, 7),
    ("Summa", 17.5, 13, 1241),
    (),
    ("Kilde: kommunens egne tall",),
)


def mapping(**parts):
    """A mapping of the wide table above, with these parts instead."""
    written = {
        "version": 1,
        "table": "emissions",
        "sheet": "Ark1",
        "heading_row": 3,
        "columns": {"sector": {"column": "A", "heading": "Sektor"}},
        "spread": {"column": "year", "heading": "#"},
        "constants": {"area_id": "NO-9101"},
        "unit": "kt",
        "translations": {"sector": {"biltrafikk": "transport", "Jordbruk": "agriculture"}},
        "skip": [{"heading": "Sektor", "texts": ["Summa"]}],
        **parts,
    }
    return Mapping.from_dict({name: value for name, value in written.items() if value is not None})


def long_mapping(headings, table="emissions", **parts):
    """A mapping of a long table on the sheet Ark1 with its headings in row 1: our column → heading."""
    columns = {name: {"heading": heading} for name, heading in headings.items()}
    none = {"spread": None, "skip": None, "translations": None, "constants": None, "unit": None}
    return mapping(**{**none, "table": table, "heading_row": 1, "columns": columns, **parts})


def read(rows, approved, **choices):
    return read_mapped(workbook_of({"Ark1": rows}), approved, context(**choices))


def facts(reading, *columns):
    errors = [problem for problem in reading.problems if problem.level == "error"]
    assert not errors, sentences(reading)
    return rows_of(next(iter(reading.tables.values())), *columns)


# Wide -------------------------------------------------------------------------------------------------------


def test_year_columns_become_one_row_a_year_in_tonnes_each_at_its_own_cell():
    found = facts(
        read(WIDE, mapping(), decimal_mark="comma"),
        "area_id", "year", "sector", "emissions_tco2e", "source_row", "source_column",
    )  # fmt: skip
    # 12,5 kt = 12 500 t; the text 1.234 groups thousands where the decimal mark is a comma: 1234 kt
    assert found[:3] == [
        ("NO-9101", 2019, "transport", 12500.0, 4, "B"),
        ("NO-9101", 2020, "transport", 13000.0, 4, "C"),
        ("NO-9101", 2021, "transport", 1234000.0, 4, "D"),
    ]


def test_an_empty_cell_between_figures_is_missing_and_never_zero():
    found = facts(
        read(WIDE, mapping(), decimal_mark="comma"), "sector", "year", "emissions_tco2e", "missing_reason"
    )
    assert ("agriculture", 2020, None, "not_estimated") in found


def test_a_row_without_any_figure_is_left_out():
    rows = (*WIDE[:4], ("Avfall", None, None, None), WIDE[4])
    found = facts(read(rows, mapping(), decimal_mark="comma"), "sector")
    assert {sector for (sector,) in found} == {"transport", "agriculture"}


def test_a_sum_that_is_skipped_is_in_no_row():
    found = facts(read(WIDE, mapping(), decimal_mark="comma"), "source_row")
    assert {row for (row,) in found} == {4, 5}


def test_a_sum_that_is_not_skipped_is_kept_as_the_total_and_counted_once():
    rows = (WIDE[2], ("Transport", 10, 20, 30), ("Avfall", 1, 2, 3), ("Summa", 11, 22, 33))
    found = facts(
        read(rows, mapping(heading_row=1, skip=None, translations={"sector": {"Avfall": "waste"}})),
        "year", "sector", "emissions_tco2e", "is_counted",
    )  # fmt: skip
    counted = [tonnes for year, _sector, tonnes, is_counted in found if year == 2019 and is_counted]
    assert sum(counted) == 11000.0  # 10 kt and 1 kt, and not their sum again


def test_notes_below_the_table_are_left_out_with_a_notice():
    found = sentences(read(WIDE, mapping(), decimal_mark="comma"))
    assert found == [
        "Ark1!A8: expected rows of the table, found notes below it. They are left out; if they belong to the table, "
        "fill in their other cells."
    ]


def test_a_new_year_column_is_read_without_touching_the_mapping():
    rows = (("Sektor", 2019, 2020, 2021, 2022), ("Transport", 1, 2, 3, 4))
    found = facts(read(rows, mapping(heading_row=1, skip=None)), "year")
    assert found == [(2019,), (2020,), (2021,), (2022,)]


def test_sectors_side_by_side_become_one_row_a_sector():
    columns = [
        {"heading": "Veitrafikk", "value": "transport"},
        {"heading": "Jordbruk", "value": "Agriculture"},
    ]
    approved = mapping(
        heading_row=1, skip=None, translations=None, unit="t", constants=None,
        columns={"area_id": {"heading": "Kommune"}, "year": {"heading": "År"}},
        spread={"column": "sector", "columns": columns},
    )  # fmt: skip
    rows = (("Kommune", "År", "Veitrafikk", "Jordbruk"), ("Fjordvik", 2023, 100, 50))
    found = facts(read(rows, approved), "year", "sector", "emissions_tco2e", "source_row", "source_column")
    assert found == [(2023, "transport", 100.0, 2, "C"), (2023, "agriculture", 50.0, 2, "D")]


def test_two_row_headings_are_read_with_the_upper_one_in_front():
    rows = (
        (None, 2022, None, 2023, None),
        ("Sektor", "Utslipp (tonn)", "Andel", "Utslipp (tonn)", "Andel"),
        ("Transport", 100, 0.5, 90, 0.4),
    )
    approved = mapping(
        heading_row=2,
        has_group_row=True,
        skip=None,
        unit="t",
        spread={"column": "year", "heading": "# utslipp (tonn)"},
    )
    found = facts(read(rows, approved), "year", "emissions_tco2e", "source_column")
    assert found == [(2022, 100.0, "B"), (2023, 90.0, "D")]


def test_a_wrong_figure_of_a_wide_table_is_named_at_its_own_cell():
    rows = (*WIDE[:3], ("Transport", 1, "mye", 3))
    found = sentences(read(rows, mapping()))
    assert len(found) == 1
    assert found[0].startswith('Ark1!C4: expected tonnes CO2e as a number, found "mye".')


def test_a_word_beside_several_figures_is_named_once():
    (problem,) = read((*WIDE[:3], ("Tull", 1, 2, 3)), mapping()).problems
    assert (problem.code, problem.cells, problem.count) == ("wrong_code", ("A4",), 1)


def test_a_climate_budget_of_years_side_by_side_leaves_empty_years_out_and_takes_kilotonnes():
    approved = mapping(table="budget_ceilings", heading_row=1, skip=None, translations=None, columns={})
    rows = (("", 2026, 2027, 2028), ("Ramme", 4, None, 3.5))
    found = facts(read(rows, approved), "year", "ceiling_tco2e", "source_column")
    assert found == [(2026, 4000.0, "B"), (2028, 3500.0, "D")]


# Long -------------------------------------------------------------------------------------------------------


def test_finnish_headings_and_a_unit_behind_each_figure_are_read():
    approved = long_mapping(
        {"area_id": "Kunta", "year": "Vuosi", "sector": "Sektori", "emissions_tco2e": "Päästöt"},
        unit="cells", decimal_mark="comma", translations={"sector": {"Tieliikenne": "transport"}},
    )  # fmt: skip
    rows = (("Kunta", "Vuosi", "Sektori", "Päästöt"), ("Fjordvik", "2023", "Tieliikenne", "12,5 kt"))
    assert facts(read(rows, approved), "area_id", "year", "sector", "emissions_tco2e") == [
        ("NO-9101", 2023, "transport", 12500.0)
    ]


def test_a_column_of_units_is_read_row_by_row():
    approved = long_mapping(
        {"year": "År", "emissions_tco2e": "Utslipp", "unit": "Enhet"}, constants={"area_id": "NO-9101"}
    )
    rows = (("År", "Utslipp", "Enhet"), (2022, 12, "kt"), (2023, 500, "kg"))
    assert facts(read(rows, approved), "year", "emissions_tco2e") == [(2022, 12000.0), (2023, 0.5)]


def test_numbers_as_people_write_them_are_read_by_one_convention():
    approved = long_mapping(
        {"year": "År", "inhabitants": "Folketall"}, "population", constants={"area_id": "NO-9101"}
    )
    rows = (
        ("År", "Folketall"),
        ("2020", "12\N{NARROW NO-BREAK SPACE}345"), ("2021-12-31", "12\N{NO-BREAK SPACE}400"),
        ("2022", "12'410"), ("2023", "12.420"), ("2024", "–"),
    )  # fmt: skip
    found = facts(read(rows, approved, decimal_mark="comma"), "year", "inhabitants")
    assert found == [(2020, 12345), (2021, 12400), (2022, 12410), (2023, 12420), (2024, None)]


def test_a_minus_as_typographers_set_it_is_a_minus():
    approved = long_mapping(
        {"year": "År", "sector": "Sektor", "emissions_tco2e": "Tonn"},
        unit="t",
        constants={"area_id": "NO-9101"},
    )
    rows = (("År", "Sektor", "Tonn"), (2023, "lulucf", "\N{MINUS SIGN}1 200"))
    assert facts(read(rows, approved), "emissions_tco2e") == [(-1200.0,)]


def test_a_list_of_projects_with_its_own_words_becomes_projects_at_their_rows():
    approved = long_mapping(
        {"record_id": "Nr", "title": "Prosjekt", "innovation_stage": "Fase", "starts_on": "Oppstart"}, "projects",
        translations={"innovation_stage": {"Prøves ut": "pilot"}},
    )  # fmt: skip
    rows = (("Nr", "Prosjekt", "Fase", "Oppstart"), ("P-1", "Sykkelhotell", "prøves  ut", "1.3.2025"))
    reading = read(rows, approved, municipality_id="NO-9102")
    found = facts(reading, "area_id", "record_id", "title", "innovation_stage", "source_row", "source_column")
    assert found == [("NO-9102", "P-1", "Sykkelhotell", "pilot", 2, "A")]


def test_a_word_without_a_meaning_is_an_error_at_its_cell_and_listed_for_the_mapping():
    approved = long_mapping({"record_id": "Nr", "title": "Navn", "innovation_stage": "Fase"}, "projects")
    rows = (("Nr", "Navn", "Fase"), ("P-1", "Sykkelhotell", "Halvveis"), ("P-2", "Ombruk", "Pilot"))
    assert open_words(workbook_of({"Ark1": rows}), approved) == {"innovation_stage": ["Halvveis"]}
    (sentence,) = sentences(read(rows, approved, municipality_id="NO-9101"))
    assert sentence.startswith("Ark1!C2: expected")
    assert 'found "Halvveis"' in sentence


def test_cpv_codes_that_are_numbers_are_read_as_codes():
    approved = long_mapping(
        {"record_id": "Id", "title": "Avtal", "cpv_code": "CPV"},
        "procurements",
        constants={"area_id": "SE-9180"},
    )
    rows = (("Id", "Avtal", "CPV"), ("A-1", "Bussar", 60161000))
    assert facts(read(rows, approved), "cpv_code") == [("60161000",)]


def test_one_sheet_column_may_be_two_of_ours():
    approved = long_mapping(
        {"record_id": "Avtal", "title": "Avtal"}, "procurements", constants={"area_id": "SE-9180"}
    )
    assert facts(read((("Avtal",), ("Bussar",)), approved), "record_id", "title") == [("Bussar", "Bussar")]


def test_empty_cells_repeat_the_one_above_where_the_mapping_says_so():
    approved = long_mapping(
        {"area_id": "Kommune", "year": "År", "inhabitants": "Folketall"},
        "population",
        filled_down=["area_id"],
    )
    rows = (("Kommune", "År", "Folketall"), ("Fjordvik", 2023, 10), (None, 2024, 11), ("Norrlunda", 2024, 5))
    found = facts(read(rows, approved), "area_id", "year")
    assert found == [("NO-9101", 2023), ("NO-9101", 2024), ("SE-9180", 2024)]


def test_rows_to_skip_may_be_named_by_how_their_text_begins():
    approved = long_mapping(
        {"material": "Fraksjon", "amount_tonnes": "Tonn"}, "materials", unit="t",
        constants={"area_id": "NO-9101", "year": "2024", "origin": "household", "stage": "recycling"},
        skip=[{"column": "A", "texts": ["Sum*"]}],
    )  # fmt: skip
    rows = (("Fraksjon", "Tonn"), ("Glass", 10), ("Sum emballasje", 10), ("SUM", 10))
    assert facts(read(rows, approved), "material", "amount_tonnes", "source_row") == [("glass", 10.0, 2)]


def test_a_repeated_key_names_both_rows_though_the_municipality_is_a_constant():
    approved = long_mapping(
        {"year": "År", "inhabitants": "Folketall"}, "population", constants={"area_id": "NO-9101"}
    )
    (sentence,) = sentences(read((("År", "Folketall"), (2023, 10), (2023, 11)), approved))
    assert "found the same in rows 2 and 3" in sentence


# Where columns stand ----------------------------------------------------------------------------------------


def test_a_moved_column_and_a_moved_heading_row_are_found_by_their_headings():
    approved = long_mapping(
        {"year": "År", "inhabitants": "Folketall"}, "population", constants={"area_id": "NO-9101"}
    )
    rows = (("Folketall i Fjordvik",), ("Merknad", "Folketall", "År"), (None, 10, 2023))
    assert facts(read(rows, approved), "year", "inhabitants", "source_row", "source_column") == [
        (2023, 10, 3, "B")
    ]


def test_a_column_that_is_gone_is_named_with_the_headings_that_are_there():
    found = sentences(read((("Gren", 2019), ("Transport", 1)), mapping(heading_row=1, skip=None)))
    assert found == [
        'Ark1!A1: expected a column headed “Sektor”, found "Gren, 2019". Put the column back under this heading, or map '
        "the columns of this file."
    ]


def test_equal_headings_are_told_apart_by_their_letters_and_else_asked_about():
    rows = (("År", "Tonn", "Tonn"), (2023, 1, 2))
    by_letters = long_mapping({}, columns={"year": "A", "emissions_tco2e": {"column": "C", "heading": "Tonn"}}, unit="t",
                              constants={"area_id": "NO-9101"})  # fmt: skip
    assert facts(read(rows, by_letters), "emissions_tco2e") == [(2.0,)]
    by_heading = long_mapping(
        {"year": "År", "emissions_tco2e": "Tonn"}, unit="t", constants={"area_id": "NO-9101"}
    )
    (sentence,) = sentences(read(rows, by_heading))
    assert sentence.endswith(
        "Several columns are headed so: tell them apart, or map the columns of this file."
    )


def test_a_renamed_sheet_is_found_by_its_headings():
    book = workbook_of({"Forside": [("Fjordvik",)], "2025": WIDE})
    assert read_mapped(book, mapping(), context(decimal_mark="comma")).tables["emissions"].num_rows == 6


def test_a_workbook_without_the_sheet_is_refused_with_the_sheets_it_has():
    reading = read_mapped(workbook_of({"Forside": [("Fjordvik", "x")]}), mapping(), context())
    assert sentences(reading) == [
        'The file: expected a sheet named “Ark1”, or one with the headings of the mapping, found "Forside". Give the sheet '
        "its name back, or make a mapping for this file."
    ]


# What is asked ----------------------------------------------------------------------------------------------


def test_the_decimal_mark_is_asked_for_once_with_examples_as_they_stand():
    book = workbook_of({"Ark1": WIDE})
    assert needs_decimal_mark(book, mapping()) == ["12,5", "1.234"]
    reading = read_mapped(book, mapping(), context())
    questions = [problem for problem in reading.problems if problem.code == "number_convention"]
    assert [str(problem.sentence) for problem in questions] == [
        "Ark1!B4 and 1 more: expected to be told which mark begins the decimals of this file's numbers, found such as "
        '"12,5", "1.234". Say once for the whole file whether the decimal mark is a comma or a point.'
    ]
    assert questions[0].cells == ("B4", "D4")
    assert reading.tables == {}


def test_the_question_stands_beside_what_is_wrong_apart_from_numbers():
    rows = (*WIDE[:3], ("Tull", "12,5", 1, 2))
    codes = {problem.code for problem in read(rows, mapping()).problems}
    assert codes == {"number_convention", "wrong_code"}


def test_numbers_that_are_numbers_need_no_decimal_mark():
    rows = (("Sektor", 2019, 2020), ("Transport", 12.5, 1.234))
    approved = mapping(heading_row=1, skip=None)
    assert needs_decimal_mark(workbook_of({"Ark1": rows}), approved) == []
    assert facts(read(rows, approved), "emissions_tco2e") == [(12500.0,), (pytest.approx(1234.0),)]


def test_a_file_with_decimal_points_reads_the_same_text_as_decimals():
    rows = (("Sektor", 2019), ("Transport", "1.234"), ("Avfall", "1,234.5"))
    approved = mapping(heading_row=1, skip=None, translations={"sector": {"Avfall": "waste"}})
    found = facts(read(rows, approved, decimal_mark="point"), "emissions_tco2e")
    assert found == [(pytest.approx(1234.0),), (1234500.0,)]


def test_a_column_that_rows_cannot_do_without_is_asked_for():
    approved = mapping(constants=None)
    assert [column.name for column in unmapped_columns(approved)] == ["area_id"]
    assert sentences(read(WIDE, approved, decimal_mark="comma")) == [
        "Ark1!A3: expected “Municipality” of each row, found no column for it in the mapping. Name the column that holds "
        "it, or give what holds for all rows."
    ]


def test_the_municipality_chosen_for_the_file_goes_before_the_one_of_the_mapping():
    found = facts(read(WIDE, mapping(), decimal_mark="comma", municipality_id="NO-9102"), "area_id")
    assert set(found) == {("NO-9102",)}


def test_a_unit_that_nobody_said_is_asked_for_and_never_taken_as_tonnes():
    (sentence,) = sentences(read(WIDE, mapping(unit=None), decimal_mark="comma"))
    assert sentence.startswith(
        "Ark1!A3: expected the unit of the amounts: t, kt, Mt or kg, found nothing in the mapping."
    )


def test_a_constant_that_means_nothing_is_named_once():
    (sentence,) = sentences(read(WIDE, mapping(constants={"area_id": "Fjordvikk"}), decimal_mark="comma"))
    assert sentence == (
        'Ark1: expected for “Municipality” in all rows the id, code or name of one municipality, found "Fjordvikk". '
        "Did you mean Fjordvik (NO-9101)? Write NO-9101."
    )


def test_a_table_without_rows_says_so():
    (sentence,) = sentences(read((("Sektor", 2019),), mapping(heading_row=1, skip=None)))
    assert sentence.startswith("Ark1!A2: expected rows of figures below the headings, found nothing.")


def test_a_cell_with_an_error_is_named_and_keeps_the_file_out():
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Sektor</t></is></c><c r="B1"><v>2019</v></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Transport</t></is></c><c r="B2" t="e"><v>#N/A</v></c></row>'
    )
    book = open_workbook(raw_workbook({"Ark1": sheet_xml(cells)}))
    reading = read_mapped(book, mapping(heading_row=1, skip=None), context())
    assert sentences(reading) == [
        'Ark1!B2: expected a value, found "#N/A". Correct the formula, or leave the cell empty.'
    ]


# Whose figures ----------------------------------------------------------------------------------------------


def test_figures_are_the_municipalitys_own_unless_the_mapping_names_a_dataset():
    own = read(WIDE, mapping(), decimal_mark="comma")
    assert [dataset.key for dataset in own.datasets] == ["own-accounts"]
    words = {
        "key": "fjordfylket-inventory",
        "title": "County inventory",
        "publisher": "Fjordfylket",
        "gas_coverage": "co2",
    }
    (dataset,) = read(WIDE, mapping(dataset=words), decimal_mark="comma").datasets
    assert (dataset.key, dataset.title, dataset.publisher, dataset.gas_coverage) == tuple(words.values())
    assert own.is_typed


def test_a_dataset_of_another_table_is_refused():
    (sentence,) = [
        sentence
        for sentence in sentences(
            read(WIDE, mapping(dataset={"key": "own-population"}), decimal_mark="comma")
        )
        if "dataset" in sentence
    ]
    assert sentence.endswith("Correct the dataset in the mapping.")


@pytest.mark.parametrize("name", [name for name in TABLES if TABLES[name].parent])
def test_rows_that_belong_to_a_record_need_the_record(name):
    keys = {"record_id": "Nr", "year": "År", "partner": "Partner", "funder": "Hvem", "reported_on": "Dato"}
    table = TABLES[name]
    headings = {key: heading for key, heading in keys.items() if key in table.column_names}
    given = (
        {"area_id": "NO-9101", "helix_side": "public"}
        if "helix_side" in table.column_names
        else {"area_id": "NO-9101"}
    )
    approved = long_mapping(headings, name, constants=given)
    cells = {"Nr": "P-9", "År": 2024, "Partner": "Havn", "Hvem": "Stat", "Dato": "2024-04-30"}
    reading = read(
        (tuple(headings.values()), tuple(cells[heading] for heading in headings.values())), approved
    )
    assert "unknown_record" in {problem.code for problem in reading.problems}
