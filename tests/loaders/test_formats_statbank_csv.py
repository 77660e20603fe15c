"""StatBank tables of Statistics Denmark, in small: which table it is, what it gives, what it refuses. Havnkøbing and
its neighbours are fictional; only the size of Denmark is true."""

import pytest

from data.datasets import KNOWN_DATASETS
from loaders import formats
from loaders.formats import statbank_csv
from tests.loaders.published_layouts import rows_of, sentences
from tests.loaders.published_statistics import (
    AREA_KM2,
    PER_HEAD,
    WASTE_PER_HEAD,
    nordic,
    statbank,
    waste_per_head,
)

PLAIN = (("Havnkøbing", "2021", "590"), ("Havnkøbing", "2022", "600"))


def read(workbook=None, **choices):
    return statbank_csv.read(workbook or statbank(), nordic(**choices))


def figures(workbook=None, **choices):
    return rows_of(read(workbook, **choices).tables["figures"], "area_id", "figure", "year", "value", "unit")


def test_it_is_recognised_by_its_three_headings():
    assert formats.recognise(statbank()) is statbank_csv
    assert formats.recognise(waste_per_head()) is statbank_csv
    assert formats.recognise(statbank(headings=("OMRÅDE", "KØN", "INDHOLD"))) is None


def test_figures_that_can_only_be_square_kilometres_are_the_area():
    # 23000.10 + 0.40 + 20000.00 = 43000.50, Denmark
    assert figures()[:4] == [
        ("DK", "area_km2", 2020, 43000.5, "km2"),
        ("DK-901", "area_km2", 2020, 23000.1, "km2"),
        ("DK-903", "area_km2", 2020, 0.4, "km2"),
        ("DK-902", "area_km2", 2020, 20000.0, "km2"),
    ]
    assert read().is_proven


def test_two_points_are_missing_and_not_zero_for_an_area_outside_the_municipalities_too():
    table = read().tables["figures"]
    found = rows_of(table, "area_id", "year", "value", "missing_reason", "source_row", "source_column")
    assert [row for row in found if row[3]] == [("DK-903", 2021, None, "not_estimated", 11, "C")]


def test_a_dash_is_zero():
    rows = [row if row[0] != "Skæret" else (*row[:2], "-") for row in AREA_KM2]
    assert [row[3] for row in figures(statbank(rows)) if row[0] == "DK-903"] == [0.0, 0.0]


def test_regions_are_left_out_with_a_notice():
    assert sentences(read())[0] == (
        'CSV!A3 and 1 more: expected a municipality of Denmark, or the nation, found "Region Østhav". Its rows are '
        "left out: Danish regions are no areas here."
    )


@pytest.mark.parametrize(
    "rows",
    [
        PLAIN,
        [row for row in AREA_KM2 if not row[0].startswith("Region")],
        [(*row[:2], row[2].partition(",")[0]) for row in AREA_KM2],
        [(row[0], row[1], "99000,00" if row[0] == "Hele landet" else row[2]) for row in AREA_KM2],
        [(row[0], row[1], "22000,00" if row[0] == "Bakkelund" else row[2]) for row in AREA_KM2],
    ],
    ids=["no nation", "no regions", "no decimals", "another nation", "parts that do not add up"],
)
def test_what_proves_nothing_is_asked(rows):
    result = read(statbank(rows))
    assert sentences(result) == [
        "CSV!C1: expected to be told which StatBank table it is, since the file does not say, found "
        '"OMRÅDE, TID, INDHOLD". Choose it on the Upload page, or give --dataset with one of dst-are207, '
        "dst-laby25-waste, dst-laby25-recycling."
    ]
    assert [problem.code for problem in result.problems] == [statbank_csv.WHICH_TABLE]
    assert result.tables == {}


def test_the_answer_makes_it_that_table():
    assert figures(statbank(PLAIN), dataset="dst-laby25-waste") == [
        ("DK-901", "household_waste_kg_per_capita", 2021, 590.0, "kg/inhabitant"),
        ("DK-901", "household_waste_kg_per_capita", 2022, 600.0, "kg/inhabitant"),
    ]
    assert set(statbank_csv.FIGURE_OF) <= set(KNOWN_DATASETS)


def test_an_answer_that_no_table_has_or_that_the_figures_contradict_is_refused():
    assert sentences(read(statbank(PLAIN), dataset="dst-folk1a")) == [
        "CSV!C1: expected one of the datasets dst-are207, dst-laby25-waste, dst-laby25-recycling, found "
        '"dst-folk1a". Choose one of these; other StatBank tables have no place yet.'
    ]
    assert sentences(read(dataset="dst-laby25-waste")) == [
        'CSV!C1: expected one of the datasets dst-are207, found "dst-laby25-waste". Choose one of these; other '
        "StatBank tables have no place yet."
    ]


def test_an_area_of_denmark_that_is_not_denmarks_is_loaded_as_told_with_a_warning():
    result = read(statbank([("Hele landet", "2021", "5840000"), *PLAIN]), dataset="dst-are207")
    (warning,) = result.problems
    assert (warning.level, warning.code, warning.cell) == ("warning", "area_differs", "C2")
    assert result.tables["figures"].num_rows == 3


def test_a_further_column_says_which_figures_of_household_waste_they_are():
    assert figures(waste_per_head()) == [
        ("DK-901", "household_waste_kg_per_capita", 2021, 590.0, "kg/inhabitant"),
        ("DK-901", "household_waste_kg_per_capita", 2022, 57.0, "kg/inhabitant"),
        ("DK-901", "household_recycling_percent", 2022, 51.5, "%"),
        ("DK-902", "household_waste_kg_per_capita", 2021, 600.0, "kg/inhabitant"),
        ("DK-902", "household_waste_kg_per_capita", 2022, 640.0, "kg/inhabitant"),
    ]


def test_an_outlier_is_loaded_as_published_and_warned_about_and_other_measures_are_left_out():
    # 590 / 57 = 10.4 times; 640 / 600 = 1.07
    assert sentences(read(waste_per_head())) == [
        'CSV!B7: expected household waste in kg per head, or its share to recycling, found "Husholdningsaffald til '
        'forbrænding (ton)". These rows are left out.',
        "CSV!D3: expected household waste per head that changes by less than half from one year to the next, found "
        "Havnkøbing: 590 kg in 2021, 57 kg in 2022. Unusual, check. It is loaded as published.",
    ]


def test_one_of_the_two_can_be_chosen():
    result = read(waste_per_head(), dataset="dst-laby25-recycling")
    assert result.tables["figures"]["figure"].to_pylist() == ["household_recycling_percent"]
    assert list(result.releases) == ["dst-laby25-recycling"]


def test_a_share_beyond_100_percent_and_a_text_are_refused_in_their_cells():
    rows = [("Havnkøbing", "Andel husholdningsaffald til genanvendelse (pct.)", "2022", "101,5")]
    assert sentences(read(waste_per_head(rows))) == [
        'CSV!D2: expected 0 or more, and a share of at most 100, found "101,5". Put the publisher\'s figure back: '
        "download the file again, and load it as it came."
    ]
    rows = [("Havnkøbing", PER_HEAD, "2022", "mange")]
    assert sentences(read(waste_per_head(rows))) == [
        'CSV!D2: expected a number with a decimal comma, or .., found "mange". Put the publisher\'s figure back: '
        "download the file again, and load it as it came."
    ]


def test_a_place_that_is_neither_region_nor_municipality_is_refused():
    rows = [*WASTE_PER_HEAD, ("Månekøbing", PER_HEAD, "2022", "500")]
    assert (
        'CSV!A8: expected a municipality of Denmark, or the nation, found "Månekøbing". Correct the name, or add the '
        "municipality to the register."
    ) in sentences(read(waste_per_head(rows)))


def test_a_division_that_nobody_knows_is_refused_even_when_the_table_is_named():
    table = statbank([("Havnkøbing", "Mænd", "2022", "5")], headings=("OMRÅDE", "KØN", "TID", "INDHOLD"))
    assert sentences(read(table, dataset="dst-laby25-waste")) == [
        'CSV!B1: expected one figure for each area and year, found "KØN". Fetch the table with one choice for each of '
        "these, with the columns OMRÅDE, TID and INDHOLD alone."
    ]


def test_headings_alone_are_refused():
    assert sentences(read(statbank([]))) == [
        "CSV!A2: expected rows of figures below the headings, found nothing. Fill in at least one row, and load the "
        "workbook again."
    ]


def test_areas_fetched_with_their_codes_are_placed_by_the_code():
    codes = {"Hele landet": "000", "Region Østhav": "084", "Havnkøbing": "901", "Region Vesthav": "085"}
    codes |= {"Bakkelund": "902", "Skæret": "903"}
    coded = [(f"{codes[row[0]]} {row[0]}", *row[1:]) for row in AREA_KM2]
    assert figures(statbank(coded)) == figures()
