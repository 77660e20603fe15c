"""SSB's tables as text files, in small: what they give, and what they refuse with which sentence. Fjordvik and its
neighbours are fictional."""

import pytest

from loaders import formats
from loaders.cubes.cube import split_codes, tonnes_factor
from loaders.formats import pxweb_csv
from tests.loaders.published_layouts import rows_of, sentences
from tests.loaders.published_statistics import (
    ALL,
    CO2,
    EMISSIONS,
    EMISSIONS_HEADINGS,
    EMISSIONS_TITLE,
    EVERY_GAS,
    FARMS,
    KILOTONNES,
    PEOPLE,
    POPULATION_TITLE,
    PRODUCTS,
    ROAD,
    TONNES,
    WASTE,
    WASTE_HEADINGS,
    csv_of,
    emissions_csv,
    nordic,
    population_wide,
    waste_csv,
)


def read(workbook, **choices):
    return pxweb_csv.read(workbook, nordic(**choices))


def emissions(workbook=None):
    table = read(workbook or emissions_csv()).tables["emissions"]
    return rows_of(table, "year", "sector", "subsector", "gas", "emissions_tco2e", "is_counted")


def inhabitants(workbook):
    return rows_of(read(workbook).tables["population"], "area_id", "dataset", "year", "inhabitants")


# Recognition ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workbook", [emissions_csv(), population_wide(), waste_csv()])
def test_the_known_tables_are_recognised_by_their_number_or_their_contents(workbook):
    assert formats.recognise(workbook) is pxweb_csv


def test_a_table_of_another_number_is_left_to_the_mapping_whatever_its_contents():
    other = [*EMISSIONS_HEADINGS[:5], "13999: Noko anna, etter kilde"]
    assert formats.recognise(emissions_csv(headings=other)) is None


@pytest.mark.parametrize(
    "rows",
    [
        [("municipality", "year", "population"), ("Fjordvik", "2020", "17420")],
        [("kommune", "år", "Personer"), ("9101", "2020", "17420")],
        [("region", "Sysselsatte 2021"), ("9101 Fjordvik", "8000")],
    ],
)
def test_a_table_of_ones_own_and_another_measure_are_left_to_the_mapping(rows):
    assert formats.recognise(csv_of(rows)) is None


# Table 08940 ------------------------------------------------------------------------------------------------


def test_kilotonnes_become_tonnes_and_only_the_publishers_total_is_counted():
    # 44 kt = 44,000 t; the sources, 31 kt + 12 kt, are rounded on their own and not 44
    assert [row for row in emissions() if row[5]] == [
        (2020, None, None, None, 44000.0, True),
        (2021, None, None, None, 40000.0, True),
    ]


def test_sources_and_gases_are_kept_beside_the_total_in_their_sectors():
    assert (2020, "transport", "Veitrafikk", None, 31000.0, False) in emissions()
    assert (2020, "agriculture", "Jordbruk", None, 12000.0, False) in emissions()
    assert (2020, None, None, "CO2", 33000.0, False) in emissions()


def test_every_sign_has_its_reason_and_only_the_dash_is_zero():
    table = read(emissions_csv()).tables["emissions"]
    found = rows_of(table, "source_row", "emissions_tco2e", "missing_reason")
    assert [row for row in found if row[2]] == [
        (4, 0.0, "not_occurring"),
        (6, None, "not_applicable"),
        (9, None, "not_estimated"),
        (10, None, "confidential"),
    ]


def test_a_figure_walks_back_to_its_cell_and_stands_for_the_nation():
    table = read(emissions_csv()).tables["emissions"]
    columns = ("area_id", "dataset", "source_sheet", "source_row", "source_column", "source_label")
    assert rows_of(table, *columns)[3] == ("NO", "ssb-08940", "CSV", 5, "F", "Veitrafikk")


def test_it_says_that_it_is_context_and_no_municipality():
    assert [str(sentence) for sentence in read(emissions_csv()).summary] == [
        "National emissions of Norway, 2 years from 2020 to 2021: context beside the municipalities, and none of them"
    ]


def test_form_b_with_its_title_above_gives_the_same_and_is_not_proven():
    below = emissions_csv(above=[(EMISSIONS_TITLE,), ()], headings=[*EMISSIONS_HEADINGS[:5], "Utslipp"])
    assert emissions(below) == emissions()
    assert (read(emissions_csv()).is_proven, read(below).is_proven) == (True, False)


def test_the_wide_form_with_contents_and_years_in_the_headings_gives_the_same_figures():
    wide = csv_of(
        [
            (EMISSIONS_TITLE,),
            (),
            (*EMISSIONS_HEADINGS[:3], f"{KILOTONNES} 2020", f"{KILOTONNES} 2021"),
            (ALL, PRODUCTS, EVERY_GAS, "44", "40"),
            (FARMS, PRODUCTS, EVERY_GAS, "12", ".."),
        ]
    )
    assert emissions(wide) == [
        (2020, None, None, None, 44000.0, True),
        (2021, None, None, None, 40000.0, True),
        (2020, "agriculture", "Jordbruk", None, 12000.0, False),
        (2021, "agriculture", "Jordbruk", None, None, False),
    ]


def test_decimals_and_groups_by_no_break_spaces_are_read_exactly():
    # 51 342,3 kt = 51,342,300 t
    rows = [(ALL, PRODUCTS, EVERY_GAS, "2020", KILOTONNES, "51\N{NO-BREAK SPACE}342,3")]
    assert emissions(emissions_csv(rows)) == [(2020, None, None, None, 51342300.0, True)]


def test_a_source_of_the_second_level_has_the_sector_of_its_first_and_a_product_its_name():
    rows = [
        *EMISSIONS,
        ("5.1 Personbiler", PRODUCTS, EVERY_GAS, "2020", KILOTONNES, "20"),
        ("5.1 Personbiler", "V1 Bensin", EVERY_GAS, "2020", KILOTONNES, "9"),
    ]
    assert emissions(emissions_csv(rows))[-2:] == [
        (2020, "transport", "Personbiler", None, 20000.0, False),
        (2020, "transport", "Personbiler – Bensin", None, 9000.0, False),
    ]


def test_a_new_source_is_other_with_a_warning_and_a_new_gas_is_left_out_with_one():
    rows = [
        *EMISSIONS,
        ("8 Romferder", PRODUCTS, EVERY_GAS, "2020", KILOTONNES, "1"),
        (ROAD, PRODUCTS, "K99 Ukjent gass", "2020", KILOTONNES, "1"),
    ]
    result = read(emissions_csv(rows))
    assert sentences(result) == [
        'CSV!A11: expected a source of emissions that has a sector here, found "Romferder". Unusual, check. It is '
        "loaded under “other”.",
        'CSV!C12: expected a greenhouse gas that has a place here, found "Ukjent gass". These rows are left out.',
    ]
    assert len(result.tables["emissions"]) == len(EMISSIONS) + 1


def test_years_without_the_publishers_total_are_counted_in_none_and_warned_about():
    result = read(emissions_csv([row for row in EMISSIONS if row[:4] != (ALL, PRODUCTS, EVERY_GAS, "2021")]))
    assert sentences(result) == [
        "CSV!F8: expected all sources, all energy products and all gases together, in each year, found parts alone "
        "in 2021. The parts are kept for looking up and counted in no total."
    ]


SOURCES = (
    "1 Olje- og gassutvinning", "2 Industri og bergverk", "3 Energiforsyning",
    "4 Oppvarming i andre næringer og husholdninger", ROAD, "6 Luftfart, sjøfart, fiske, motorredskaper m.m.", FARMS,
    "9 Andre kilder",
)  # fmt: skip


def with_all_sources(total):
    parts = [(source, PRODUCTS, EVERY_GAS, "2020", KILOTONNES, "100") for source in SOURCES]
    return emissions_csv([(ALL, PRODUCTS, EVERY_GAS, "2020", KILOTONNES, total), *parts])


def test_all_sources_that_do_not_add_up_to_the_total_are_warned_about():
    # 8 * 100 = 800 kt; 0.5 % of 804 is 4.02, of 805 4.025
    assert read(with_all_sources("804")).problems == []
    assert sentences(read(with_all_sources("805"))) == [
        "CSV!F2: expected sources that add up to the publisher's total within 0.5 %, "
        "found 2020: 800\N{NARROW NO-BREAK SPACE}000 t "
        "against 805\N{NARROW NO-BREAK SPACE}000 t. Unusual, check. The publisher's total is counted."
    ]


def test_another_unit_is_refused():
    rows = [(ALL, PRODUCTS, EVERY_GAS, "2020", "Utslipp til luft, endring (prosent)", "3")]
    result = read(emissions_csv(rows))
    assert sentences(result) == [
        "CSV!F2: expected emissions in tonnes or 1 000 tonnes of CO2 equivalents, found "
        '"Utslipp til luft, endring (prosent)". Fetch the table with this measure from the publisher, and load that.'
    ]
    assert result.tables == {}


def test_a_text_among_the_figures_and_a_year_that_is_none_are_refused_in_their_cells():
    rows = [*EMISSIONS, (ALL, PRODUCTS, CO2, "i fjor", KILOTONNES, "12x")]
    assert sentences(read(emissions_csv(rows))) == [
        'CSV!D11: expected a year, such as 2024, found "i fjor". Write the year as four digits.',
        'CSV!F11: expected emissions in tonnes or 1 000 tonnes of CO2 equivalents, found "12x". Put the publisher\'s '
        "figure back: download the file again, and load it as it came.",
    ]


def test_the_table_without_sources_is_refused():
    rows = [("energiprodukt", "år", EMISSIONS_TITLE), (PRODUCTS, "2020", "44")]
    assert sentences(read(csv_of(rows))) == [
        'CSV!A1: expected emissions by source (kilde) and gas (komponent), found "energiprodukt". Fetch the table in '
        "Norwegian with both, and load that."
    ]


def test_a_chosen_dataset_of_another_name_is_refused():
    assert sentences(read(emissions_csv(), dataset="smhi-ghg")) == [
        'The file: expected the dataset ssb-08940, which this publication is, found "smhi-ghg". Load it without '
        "naming a dataset."
    ]


# Population -------------------------------------------------------------------------------------------------


def test_inhabitants_of_nation_county_and_municipality_by_their_codes():
    assert inhabitants(population_wide())[:6] == [
        ("NO", "ssb-population", 2019, 31500),
        ("NO", "ssb-population", 2020, 31600),
        ("NO-91", "ssb-population", 2019, 24000),
        ("NO-91", "ssb-population", 2020, 24100),
        ("NO-9101", "ssb-population", 2019, 17400),
        ("NO-9101", "ssb-population", 2020, 17420),
    ]


def test_a_municipality_of_the_past_has_its_own_years_and_no_zero_after_them():
    assert inhabitants(population_wide())[6:] == [("NO-9109", "ssb-population", 2019, 900)]


def test_areas_outside_the_register_are_left_out_and_said():
    assert sentences(read(population_wide()))[:2] == [
        'CSV!A6 and 1 more: expected a municipality or county of Norway, or the nation, found "9999 Uoppgitt". Its '
        "rows are left out: the register has no such area.",
        'CSV!A7 and 1 more: expected a municipality or county of Norway, or the nation, found "2199 Nordøya". Its '
        "rows are left out: the register has no such area.",
    ]


def test_a_file_without_any_area_of_the_register_is_refused():
    (*_, last) = sentences(read(population_wide(PEOPLE[-1:])))
    assert last == (
        'CSV!A2: expected at least one municipality or county of Norway, or the nation, found "Nordøya". Fetch the '
        "table with municipalities, and load that."
    )


def test_zero_inhabitants_of_a_municipality_mean_that_it_did_not_exist_and_are_no_figure():
    result = read(population_wide([("9101 Fjordvik", "0", "17420")]))
    assert result.tables["population"]["inhabitants"].to_pylist() == [17420]
    assert sentences(result) == [
        "CSV!B2: expected years in which the municipality existed, found 0 inhabitants, which the publisher writes "
        "for the other years. These rows are left out."
    ]


def test_aggregated_codes_are_todays_municipality_in_a_dataset_on_todays_borders():
    rows = [("K-9101 Fjordvik", "17400", "17420"), ("0 Hele landet", "31500", "31600")]
    assert inhabitants(population_wide(rows, above=[(POPULATION_TITLE,), ()])) == [
        ("NO-9101", "ssb-population-today", 2019, 17400),
        ("NO-9101", "ssb-population-today", 2020, 17420),
        ("NO", "ssb-population-today", 2019, 31500),
        ("NO", "ssb-population-today", 2020, 31600),
    ]


def test_a_code_keeps_its_leading_zero():
    codes, texts = split_codes(csv_of([("0301 Oslo", "x"), ("1103 Vik", "x")]).sheets["CSV"].cells["A"])
    assert codes.to_pylist() == ["0301", "1103"]
    assert texts.to_pylist() == ["Oslo", "Vik"]


def by_sex(*sexes):
    headings = ("region", "kjønn", "statistikkvariabel", "år", POPULATION_TITLE)
    return csv_of([headings, *(("9101 Fjordvik", sex, "Personer", "2020", "10") for sex in sexes)])


def test_the_total_of_sexes_is_taken_and_its_parts_are_left_out():
    result = read(by_sex("Begge kjønn", "Kvinner", "Menn"))
    assert result.tables["population"]["source_row"].to_pylist() == [2]
    assert sentences(result) == [
        'CSV!B3 and 1 more: expected all of “kjønn” together, found "Kvinner, Menn". These rows are left out.'
    ]


def test_sexes_without_their_total_are_not_added_up():
    assert sentences(read(by_sex("Kvinner", "Menn"))) == [
        'CSV!B2: expected all of “kjønn” together, found "Kvinner, Menn". Fetch the table without this division, or '
        "with its total, and load that."
    ]


def test_half_a_person_is_refused():
    assert sentences(read(population_wide([("9101 Fjordvik", "17400,5", "17420")]))) == [
        'CSV!B2: expected inhabitants as a whole number, 0 or more, found "17400,5". Put the publisher\'s figure '
        "back: download the file again, and load it as it came."
    ]


# Table 12313 ------------------------------------------------------------------------------------------------


def test_household_waste_is_generated_and_treated_by_kind_in_tonnes():
    table = read(waste_csv()).tables["materials"]
    assert rows_of(table, "area_id", "origin", "material", "stage", "amount_tonnes") == [
        ("NO-9101", "household", "all", "generated", 100.5),
        ("NO-9101", "household", "paper_cardboard", "generated", 20.0),
        ("NO-9101", "household", "paper_cardboard", "recycling", 18.0),
        ("NO-9101", "household", "paper_cardboard", "energy_recovery", 2.0),
        ("NO-9101", "household", "hazardous", "generated", None),
        ("NO", "household", "all", "generated", 1000.0),
    ]


def test_kilograms_per_inhabitant_and_the_country_without_one_city_are_left_out():
    assert sentences(read(waste_csv())) == [
        'CSV!F3: expected household waste in tonnes, found "Husholdningsavfall per innbygger (kg)". These rows are '
        "left out.",
        'CSV!A8: expected a municipality or county of Norway, or the nation, found "EAKUO Landet uten Fjordvik". Its '
        "rows are left out: the register has no such area.",
    ]


def test_kilotonnes_of_waste_are_tonnes_too():
    # 2,5 kt = 2,500 t
    rows = [("9101 Fjordvik", "I alt", "I alt", "Husholdningsavfall (1 000 tonn)", "2022", "2,5")]
    assert read(waste_csv(rows)).tables["materials"]["amount_tonnes"].to_pylist() == [2500.0]


def test_two_measures_in_tonnes_are_refused_rather_than_added():
    rows = [*WASTE, ("9101 Fjordvik", "I alt", "I alt", "Utsortert (tonn)", "2022", "50")]
    assert sentences(read(waste_csv(rows))) == [
        f'CSV!F2: expected household waste in tonnes, found "{TONNES}, Utsortert (tonn)". Fetch the table with one of '
        "these measures alone, and load that."
    ]


def test_waste_below_zero_is_refused_and_a_new_kind_is_other_with_a_warning():
    below = [("9101 Fjordvik", "I alt", "I alt", TONNES, "2022", "-5,5")]
    assert sentences(read(waste_csv(below))) == [
        'CSV!F2: expected tonnes, 0 or more, found "-5,5". Put the publisher\'s figure back: download the file again, '
        "and load it as it came."
    ]
    new = [*WASTE[:3], ("9101 Fjordvik", "Måneavfall", "I alt", TONNES, "2022", "1")]
    result = read(waste_csv(new))
    assert result.tables["materials"]["material"].to_pylist()[-1] == "other"
    assert sentences(result)[-1] == (
        'CSV!B5: expected a kind or treatment of household waste that has a place here, found "Måneavfall". Unusual, '
        "check. It is loaded under “other”."
    )


def test_a_table_without_regions_is_refused():
    rows = [WASTE_HEADINGS[1:], *(row[1:] for row in WASTE[:1])]
    assert sentences(read(csv_of(rows))) == [
        'CSV!A1: expected figures by region, found "avfallstype, behandlingsmåte". Fetch the table with its regions, '
        "and load that."
    ]


@pytest.mark.parametrize(
    ("contents", "unit", "factor"),
    [
        ("Mengde (tonn)", None, 1.0),
        (KILOTONNES, None, 1000.0),
        ("Mengde", "1 000 tonn", 1000.0),
        ("Mengde per innbygger (kg)", None, None),
        ("Avfall per innbygger (tonn)", None, None),
    ],
)
def test_a_unit_is_read_from_the_measure_or_beside_it(contents, unit, factor):
    assert tonnes_factor(contents, unit) == factor
