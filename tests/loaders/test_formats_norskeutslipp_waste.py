"""Waste by facility from norskeutslipp.no, in small: what it gives, and what it refuses with which sentence.
Fjordvik and its plants are fictional."""

import pytest

from data.datasets import NORSKEUTSLIPP_TYPES
from loaders import formats
from loaders.checks import no_facts, plausibility
from loaders.formats import norskeutslipp_point_sources as point_sources
from loaders.formats import norskeutslipp_waste
from tests.loaders.published_layouts import rows_of, sentences, workbook_of
from tests.loaders.published_norway import (
    MIXED,
    WASTE,
    WASTE_HEADINGS,
    norway,
    waste_with,
)
from tests.loaders.published_norway import norskeutslipp_point_sources as points
from tests.loaders.published_norway import norskeutslipp_waste as waste


def reading(sheets=None, **choices):
    return norskeutslipp_waste.read(workbook_of(sheets or waste()), norway(**choices))


def amounts(sheets=None):
    return rows_of(
        reading(sheets).tables["materials"], "source_row", "stage", "amount_tonnes", "source_column"
    )


def of_row(row, sheets=None):
    return [values[1:] for values in amounts(sheets) if values[0] == row]


def test_it_is_recognised_by_its_headings_whatever_the_file_and_sheet_are_called():
    assert formats.recognise(workbook_of(waste())) is norskeutslipp_waste
    assert formats.recognise(workbook_of({"Ark1": waste()["Avfall"]})) is norskeutslipp_waste


def test_treatments_are_stages_and_every_amount_walks_back_to_its_cell():
    assert of_row(4) == [("recycling", 6.0, "I"), ("other", 4.0, "J"), ("generated", 10.0, "K")]


def test_without_any_treatment_the_whole_amount_is_unknown_and_not_zero():
    assert of_row(5) == [("generated", 30.0, "K"), ("unknown", 30.0, "K")]


def test_the_untreated_rest_is_unknown_and_a_written_zero_is_zero():
    # 2.5 - 0 - 1.5 = 1.0
    assert of_row(6) == [
        ("energy_recovery", 0.0, "H"),
        ("recycling", 1.5, "I"),
        ("generated", 2.5, "K"),
        ("unknown", 1.0, "K"),
    ]


def test_an_amount_that_is_not_reported_is_missing_with_its_reason_and_its_treatment_stays():
    rows = rows_of(reading().tables["materials"], "source_row", "stage", "amount_tonnes", "missing_reason")
    assert [row[1:] for row in rows if row[0] == 7] == [
        ("recycling", 5.0, None),
        ("generated", None, "not_estimated"),
    ]


def test_more_treated_than_reported_is_loaded_as_given_with_a_warning_and_unknown_is_never_negative():
    # 7 treated of 5; and 0 + 1.5 of 2.5 stands among the differing rows too
    assert of_row(8) == [("energy_recovery", 7.0, "H"), ("generated", 5.0, "K")]
    (warning,) = [problem for problem in reading().problems if problem.level == "warning"]
    assert (warning.code, warning.cells) == ("treatments_differ", ("K8", "K6"))
    assert str(warning.sentence) == (
        "Avfall!K8 and 1 more: expected treatments that add up to the amount of the row, found row 8: 7 t treated, "
        "5 t in all; row 6: 1.5 t treated, 2.5 t in all. Unusual, check. All are loaded as published; a rest that "
        "is above zero stands as unknown."
    )


def test_it_is_industrys_waste_by_plant_with_code_and_name_as_label():
    table = reading().tables["materials"]
    assert set(table["origin"].to_pylist()) == {"industry"}
    assert rows_of(table, "dataset", "material", "source_entity", "source_label", "source_name")[0] == (
        "norskeutslipp-plastic",
        "plastic",
        "Fjordvik fabrikk",
        "1711 Folieplast, emballasje",
        "Fjordvik",
    )


def test_municipalities_of_one_name_are_told_apart_by_the_county():
    table = reading().tables["materials"].to_pandas()
    assert table.groupby("source_row")["area_id"].first().to_dict() == {
        4: "NO-9101",
        5: "NO-9101",
        6: "NO-9102",
        7: "NO-9201",
        8: "NO-9101",
    }


def test_sea_and_islands_outside_all_municipalities_are_left_out_with_a_notice():
    notices = [problem for problem in reading().problems if problem.level == "notice"]
    assert [(problem.code, problem.cell, problem.count) for problem in notices] == [
        ("area_left_out", "C9", 1),
        ("area_left_out", "C10", 1),
    ]
    assert str(notices[0].sentence) == (
        'Avfall!C9: expected a municipality of Norway, in its county, found "Svalbard Svalbard". Its rows are left '
        "out: it is part of no municipality."
    )


def test_the_summary_says_how_many_rows_were_read_and_loaded():
    assert [str(text) for text in reading().summary] == [
        "Plastic from industry: 7 rows read, 5 of them in 3 municipalities, 2 years from 2022 to 2023"
    ]


@pytest.mark.parametrize(("published", "material"), NORSKEUTSLIPP_TYPES.items())
def test_each_type_of_waste_is_a_dataset_of_its_own_so_that_none_replaces_another(published, material):
    result = reading(waste(kind=published))
    assert set(result.tables["materials"]["material"].to_pylist()) == {material}
    assert [dataset.key for dataset in result.datasets] == [f"norskeutslipp-{material}"]


def test_rows_of_two_waste_codes_are_no_repeats_and_exact_duplicates_are_kept_with_a_warning():
    def repeated(sheets):
        result = reading(sheets)
        found = plausibility(result, no_facts(), norway().register)
        return [problem for problem in found if problem.code == "repeated_key"]

    assert repeated(waste()) == []
    (warning,) = repeated(waste(rows=[WASTE[0], WASTE[0]]))
    assert str(warning.found).startswith("rows 4 and 5")
    assert len(amounts(waste(rows=[WASTE[0], WASTE[0]]))) == 6


def test_the_release_is_the_day_it_came_because_the_file_names_none():
    assert reading().releases["norskeutslipp-plastic"].label == "received 2026-04-01"


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (
            waste(kind="Stein"),
            "Avfall!A1: expected the type of waste, one of Glass, Plast, Metaller, Papir/papp/kartong, Gummi, "
            'Tekstiler, EE-produkt, Organisk, Uorganisk, Medisinsk, found "Type: Stein". Put the publisher\'s '
            "figure back: download the file again, and load it as it came.",
        ),
        (
            waste_with(5, 11, "ca. 30"),
            'Avfall!K5: expected an amount in tonnes, 0 or more, found "ca. 30". Put the publisher\'s figure back: '
            "download the file again, and load it as it came.",
        ),
        (
            waste_with(5, 11, -30),
            'Avfall!K5: expected an amount in tonnes, 0 or more, found "-30". Put the publisher\'s figure back: '
            "download the file again, and load it as it came.",
        ),
        (
            waste_with(5, 12, "kg"),
            'Avfall!L5: expected tonnes (“tonn”), found "kg". Put the publisher\'s figure back: download the file '
            "again, and load it as it came.",
        ),
        (
            waste_with(5, 5, "i fjor"),
            'Avfall!E5: expected a year, such as 2024, found "i fjor". Write the year as four digits.',
        ),
        (
            waste_with(5, 3, "Nordvik"),
            'Avfall!C5: expected a municipality of Norway, in its county, found "Fjordfylket Nordvik". Write the '
            "name as in the official register, or add the municipality to the register.",
        ),
        (
            waste_with(5, 11, "#N/A"),
            'Avfall!K5: expected a value, found "#N/A". Correct the formula, or leave the cell empty.',
        ),
        (
            waste(headings=(*WASTE_HEADINGS[:10], "Tonn", "Enhet")),
            "Avfall!A3: expected a column headed “Mengde avfall”, found "
            '"Anleggsnavn, Fylke, Kommune, NACE Kode, År, Avfallskode, Av…". Put the column back under this '
            "heading, with its figures below it.",
        ),
        (
            waste(rows=[]),
            "Avfall!A4: expected rows of figures below the headings, found nothing. Fill in at least one row, and "
            "load the workbook again.",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_place_and_what_to_do(sheets, sentence):
    result = reading(sheets)
    assert [str(problem.sentence) for problem in result.problems if problem.level == "error"] == [sentence]
    assert result.tables == {}


def test_one_row_that_outweighs_all_others_is_marked_and_nobody_is_named():
    plants = [
        (f"Verk {number}", "Fjordfylket", "Fjordvik", "22", 2022, *MIXED, "", "", "", 10, "tonn")
        for number in range(20)
    ]
    large = ("Stort verk", "Fjordfylket", "Skogheim", "22", 2022, *MIXED, "", "", "", 300, "tonn")
    found = plausibility(reading(waste(rows=[*plants, large])), no_facts(), norway().register)
    (warning,) = [problem for problem in found if problem.code == "amount_outweighs"]
    # 300 of 20 x 10 + 300 = 500 t
    assert (warning.level, warning.cells) == ("warning", ("K24",))
    assert "Skogheim 2022, Plastic, Industry: 300 t in one row of 500 t in all" in str(warning.sentence)
    assert "Unusual, check." in str(warning.sentence)
    assert "Stort verk" not in str(warning.sentence)


def test_emissions_of_single_plants_are_recognised_and_refused_because_the_inventory_holds_them():
    workbook = workbook_of(points())
    assert formats.recognise(workbook) is point_sources
    result = point_sources.read(workbook, norway())
    assert sentences(result) == [
        "Utslipp!A3: expected the inventory of a municipality or waste by facility, found emissions of single "
        "plants. Point-source emissions are already part of the municipality's inventory; nothing is loaded. Load "
        "the inventory of the municipality instead."
    ]
    assert result.tables == {}
