"""The reporting workbook of the Global Covenant of Mayors, in small: what it gives, and what is refused with which
sentence. All places are fictional."""

import pytest

from loaders import formats
from loaders.checks import no_facts, plausibility
from loaders.formats import crf_inventory
from tests.loaders.published_cities import CRF_CITY, CRF_HEADINGS, CRF_ROWS, PICK, crf, crf_row
from tests.loaders.published_finland import NORDIC_AREAS, Register, context
from tests.loaders.published_layouts import rows_of, sentences, workbook_of


def reading(sheets=None, **choices):
    return crf_inventory.read(workbook_of(sheets or crf()), context(**choices))


def emissions(sheets=None, **choices):
    return reading(sheets, **choices).tables["emissions"].to_pandas()


def of(reference, sheets=None):
    rows = emissions(sheets)
    return rows[rows["source_label"].str.startswith(f"{reference} ")]


def about(*lines):
    return crf(city=lines)


def test_it_is_recognised_by_its_sheets():
    assert formats.recognise(workbook_of(crf())) is crf_inventory


def test_the_good_file_gives_no_problem_and_nothing_unusual():
    result = reading()
    assert sentences(result) == []
    assert plausibility(result, no_facts(), Register(NORDIC_AREAS)) == []


def test_city_and_year_are_those_of_the_first_sheet_and_the_rows():
    rows = emissions()
    assert (set(rows["area_id"]), set(rows["year"])) == ({"DK-959"}, {2022})


def test_the_total_is_scope_1_and_2_and_the_citys_own_waste():
    # 1,200.5 + 300 + 900 + (2,000 + 10 + 5) + 100 + 60 + 80 + 400 = 5,055.5; land use -700 stands outside the total
    rows = emissions()
    inside = rows[rows["is_counted"] & (rows["sector"] != "lulucf")]
    assert inside["emissions_tco2e"].sum() == pytest.approx(5055.5)


def test_generation_of_grid_supplied_energy_is_kept_and_not_counted_beside_scope_2():
    row = of("I.4.4").iloc[0]
    assert (row["sector"], row["emissions_tco2e"], row["is_counted"]) == ("energy_generation", 5000.0, False)


def test_scope_3_of_energy_and_other_scope_3_are_kept_and_not_counted():
    assert [of(ref).iloc[0][["scope", "is_counted"]].tolist() for ref in ("I.1.3", "VI.1")] == [
        ["3", False]
    ] * 2


def test_the_citys_waste_treated_elsewhere_is_counted_and_waste_from_elsewhere_is_not():
    assert [of(ref).iloc[0][["scope", "is_counted"]].tolist() for ref in ("III.1.1", "III.1.2", "III.1.3")] == [
        ["1", True], ["3", True], ["1", False],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("NO", "0.0", "not_occurring"),
        ("NE", "nan", "not_estimated"),
        ("IE", "nan", "included_elsewhere"),
        ("NA", "nan", "not_applicable"),
        ("C", "nan", "confidential"),
    ],
)
def test_a_notation_key_is_a_reason_and_only_not_occurring_is_zero(key, value, reason):
    row = emissions(crf([crf_row("I.2.1", key=key)])).iloc[0]
    assert (str(row["emissions_tco2e"]), row["missing_reason"], row["source_column"]) == (value, reason, "G")


def test_parts_that_are_not_estimated_stay_out_of_the_total_with_a_warning():
    result = reading(crf([crf_row("I.1.1", 5), crf_row("I.2.1", key="NE"), crf_row("I.5.1", key="C")]))
    assert result.tables["emissions"]["is_counted"].to_pylist() == [True, False, False]
    assert sentences(result) == [
        'eCRF_3!G3 and 1 more: expected a figure, or one of the keys NO, IE and NA, found "C, NE". '
        "Unusual, check. These parts are unknown: the total is without them, as the city's own sum is."
    ]


def test_a_notation_key_in_the_column_of_figures_is_read_too():
    row = emissions(crf([crf_row("I.2.1", "IE")])).iloc[0]
    assert (row["missing_reason"], row["source_column"]) == ("included_elsewhere", "M")


def test_what_the_template_holds_is_not_filled_and_left_out():
    rows = emissions(crf([crf_row("I.1.1", 1), crf_row("I.2.1", "{{total}}"), crf_row("I.5.1", PICK)]))
    assert rows["source_row"].tolist() == [2]


def test_gases_are_read_where_the_total_of_a_row_is_empty():
    rows = of("II.1.1")
    assert rows["gas"].tolist() == ["CO2", "CH4", "N2O"]
    assert rows["emissions_tco2e"].tolist() == [2000.0, 10.0, 5.0]


def test_gases_beside_a_total_are_not_read_as_well():
    assert len(emissions(crf([crf_row("II.1.1", 2015, gases=(2000, 10, 5))]))) == 1


def test_a_reference_that_is_missing_is_found_by_labels_with_the_templates_slip():
    row = emissions(crf([crf_row(None, 80, sector="IPPU", part="Produce Use")])).iloc[0]
    assert (row["sector"], row["scope"], row["subsector"]) == ("ippu", "1", "Product Use")


def test_a_label_of_the_template_is_kept_as_published_beside_its_correction():
    row = of("IV.2").iloc[0]
    assert (row["subsector"], row["source_label"]) == ("Product Use", "IV.2 Produce Use")


def test_a_year_missing_in_the_rows_is_that_of_the_first_sheet():
    assert set(emissions(crf([crf_row("I.1.1", 5, year=None)]))["year"]) == {2022}


def test_every_figure_walks_back_to_its_cell():
    table = reading().tables["emissions"]
    assert rows_of(table, "source_sheet", "source_row", "source_column", "source_label", "source_name")[0] == (
        "eCRF_3", 2, "M", "I.1.1 Residential buildings Natural gas", "Bøgelev",
    )  # fmt: skip


def test_a_figure_beside_a_notation_key_is_loaded_with_a_warning():
    result = reading(crf([crf_row("I.2.1", 70, key="NE")]))
    assert result.tables["emissions"]["emissions_tco2e"].to_pylist() == [70.0]
    assert sentences(result) == [
        'eCRF_3!M2: expected either a figure or a notation key, found "NE". Unusual, check. The figure is loaded.'
    ]


def test_a_city_that_nobody_filled_in_is_asked_for():
    unfilled = about(("Name of city", None, PICK), *CRF_CITY[2:])
    assert [problem.code for problem in reading(unfilled).problems] == ["unknown_municipality"]
    assert set(emissions(unfilled, municipality_id="DK-960")["area_id"]) == {"DK-960"}


def test_another_municipality_than_the_chosen_one_is_refused():
    assert [problem.code for problem in reading(municipality_id="DK-960").problems] == [
        "municipality_differs"
    ]


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (
            crf([crf_row("I.1.1", "12,5 kt")]),
            "eCRF_3!M2: expected tonnes CO2e as a number, or a notation key: NO, NE, IE, NA, C, found "
            '"12,5 kt". Put the publisher\'s figure back: download the file again, and load it as it came.',
        ),
        (
            crf([crf_row("IX.1", 5)]),
            "eCRF_3!B2: expected a GPC reference, such as I.1.1, or a sector, sub-sector and scope of the CRF, found "
            '"IX.1, Stationary Energy, Residential buildings, Direct emis…". '
            "Write the reference as in the template, and load the workbook again.",
        ),
        (
            crf([crf_row("I.1.1", 5, year="20x2")]),
            'eCRF_3!A2: expected a year, such as 2024, found "20x2". Write the year as four digits.',
        ),
        (
            about(*CRF_CITY[:2], ("Country", None, "Atlantis"), *CRF_CITY[3:]),
            'eCRF_1!C3: expected Denmark, Finland, Iceland, Norway or Sweden, found "Atlantis". '
            "Veikart holds the municipalities of the Nordic countries only.",
        ),
        (
            crf([crf_row("I.1.1")]),
            "eCRF_3!B2: expected rows with tonnes CO2e or a notation key, found nothing. "
            "Fill in the inventory, and load the workbook again.",
        ),
        (
            crf(headings=[name if name != "Notation key" else "Key" for name in CRF_HEADINGS]),
            "eCRF_3!A1: expected a column headed “Notation key”, found "
            '"Inventory year, GPC ref. no., CRF - Sector, CRF - Sub-secto…". '
            "Put the column back under this heading, with its figures below it.",
        ),
        (
            {"eCRF_3": [CRF_HEADINGS, *CRF_ROWS[:1]]},
            'eCRF_1: expected a sheet named “eCRF_1”, found "eCRF_3". '
            "Download the file again from the publisher, and load it as it came.",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_place_and_what_to_do(sheets, sentence):
    result = reading(sheets)
    assert sentences(result) == [sentence]
    assert result.tables == {}
