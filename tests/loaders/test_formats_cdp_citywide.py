"""CDP's city-wide emissions, in small: what they give, and what is refused with which sentence. All places are
fictional."""

import pytest

from loaders import formats
from loaders.checks import no_facts, plausibility
from loaders.formats import cdp_citywide
from tests.loaders.published_cities import CDP_HEADINGS, CDP_ROWS, cdp, cdp_row
from tests.loaders.published_finland import NORDIC_AREAS, Register, context
from tests.loaders.published_layouts import rows_of, sentences

GROUP = "\N{NARROW NO-BREAK SPACE}"


def reading(*rows, headings=CDP_HEADINGS, **choices):
    return cdp_citywide.read(cdp(rows or CDP_ROWS, headings=headings), context(**choices))


def emissions(*rows, headings=CDP_HEADINGS):
    return reading(*rows, headings=headings).tables["emissions"].to_pandas()


def counted(*rows, headings=CDP_HEADINGS):
    table = emissions(*rows, headings=headings)
    return table[table["is_counted"]]["emissions_tco2e"].tolist()


def codes(result):
    return [problem.code for problem in result.problems]


def test_it_is_recognised_by_its_headings():
    assert formats.recognise(cdp()) is cdp_citywide


def test_only_cities_of_the_register_are_read_and_the_others_counted_in_one_notice():
    result = reading(cdp_row("Hoshimura Town", country="Japan", scope_1="1"), *CDP_ROWS)
    assert set(result.tables["emissions"]["area_id"].to_pylist()) == {"DK-959", "NO-9101"}
    assert sentences(result) == [
        "CSV!E2 and 1 more: expected cities of the Nordic countries, found cities elsewhere: 2. They are left out."
    ]
    assert [problem.level for problem in result.problems] == ["notice"]


def test_the_good_file_holds_nothing_unusual():
    assert plausibility(reading(), no_facts(), Register(NORDIC_AREAS)) == []


def test_scope_1_without_generation_and_scope_2_are_counted_and_generation_stands_apart():
    # 60,500 + 35,000.5; generation 40,000 is kept, never added to scope 2
    rows = emissions(CDP_ROWS[1])
    assert rows[rows["is_counted"]]["emissions_tco2e"].sum() == 95500.5
    generation = rows[rows["sector"] == "energy_generation"]
    assert generation["emissions_tco2e"].tolist() == [40000.0]
    assert not generation["is_counted"].any()


def test_the_total_by_the_gpc_is_counted_before_the_totals_by_scope():
    assert counted(CDP_ROWS[2]) == [38000.0]


def test_the_total_by_the_gpc_is_counted_before_scopes_without_generation():
    assert counted(cdp_row(scope_1="60500", scope_2="35000", totals=("", "", "", "99000", ""))) == [99000.0]


def test_totals_by_scope_are_counted_where_nothing_else_is_given():
    assert counted(cdp_row(totals=("30000", "9000", "700", "", ""))) == [30000.0, 9000.0]


def test_a_total_by_scope_fills_in_for_the_scope_that_lacks_a_figure_without_generation():
    assert counted(cdp_row(scope_1="60500", totals=("70000", "9000", "", "", ""))) == [60500.0, 9000.0]


def test_scope_3_is_kept_and_not_counted():
    rows = emissions(CDP_ROWS[1])
    assert rows[rows["scope"] == "3"]["is_counted"].tolist() == [False]


def test_one_scope_alone_is_counted_with_a_warning():
    result = reading(cdp_row(scope_1="60500"))
    assert result.tables["emissions"]["is_counted"].to_pylist() == [True]
    assert sentences(result) == [
        "CSV!P2: expected a total, or both scope 1 and scope 2, found City of Bøgelev 2019: scope 1 alone. "
        "Unusual, check. What is given is counted; it is less than the whole."
    ]


def test_numbers_are_text_with_commas_between_thousands():
    assert counted(cdp_row(scope_1="1,234,567", scope_2="35,000.25")) == [1234567.0, 35000.25]


@pytest.mark.parametrize(
    "city",
    [
        "Hoeje-Lund Kommune",
        "Høje-Lund\N{NO-BREAK SPACE}kommune",
        "City of Høje-Lund",
        "Høje-Lund Kommune / High Grove Municipality",
        "Hoje-Lund Municipality",
    ],
)
def test_a_city_is_recognised_as_it_writes_itself(city):
    assert set(emissions(cdp_row(city, scope_1="60000", scope_2="1000"))["area_id"]) == {"DK-960"}


def test_english_names_are_only_for_matching():
    assert cdp_citywide._own_name("City of Copenhagen") == "København"
    assert cdp_citywide._own_name("City of Gothenburg") == "Göteborg"


def test_a_nordic_name_that_no_municipality_bears_is_left_out_with_a_notice():
    result = reading(cdp_row("Greater Bay Region", scope_1="1"), CDP_ROWS[1])
    assert sentences(result) == [
        'CSV!C2: expected a municipality of the register, found "Greater Bay Region DK". '
        "It is left out; write the name as in the official register to load it."
    ]


def test_a_municipality_is_looked_for_in_its_own_country():
    assert codes(reading(cdp_row("Bøgelev", country="Sweden", scope_1="1"), CDP_ROWS[1])) == ["area_left_out"]


def test_answers_that_are_not_public_are_left_out():
    result = reading(cdp_row("City of Høje-Lund", scope_1="1", access="private"), CDP_ROWS[1])
    assert sentences(result) == [
        "CSV!G2: expected answers that are public, found answers that are not public: 1. They are left out."
    ]


@pytest.mark.parametrize("period", ["", "0", "-", "Not Applicable"])
def test_without_an_accounting_year_the_row_is_left_out_with_a_warning(period):
    result = reading(cdp_row("City of Høje-Lund", scope_1="1", period=period), CDP_ROWS[1])
    assert set(result.tables["emissions"]["area_id"].to_pylist()) == {"DK-959"}
    found = f'"{period}"' if period else "nothing"
    assert sentences(result) == [
        f"CSV!I2: expected the accounting year of City of Høje-Lund, found {found}. "
        "Unusual, check. Without a year the row is left out."
    ]


def test_the_year_is_the_one_that_holds_most_of_the_period():
    assert set(
        emissions(cdp_row(scope_1="60500", scope_2="1", period="2017-10-01 - 2018-09-30"))["year"]
    ) == {2018}


def test_cities_without_any_figure_are_left_out_with_a_notice():
    result = reading(cdp_row("City of Høje-Lund"), CDP_ROWS[1])
    assert sentences(result) == [
        "CSV!C2: expected a figure of emissions, found cities without any figure: 1. They are left out."
    ]


def test_a_second_report_of_the_same_year_is_left_out_with_a_warning():
    result = reading(CDP_ROWS[1], cdp_row("Bøgelev Kommune", scope_1="1", scope_2="1"))
    assert set(result.tables["emissions"]["source_row"].to_pylist()) == {2}
    assert codes(result) == ["reported_twice"]


def test_emissions_that_are_too_large_for_so_many_inhabitants_are_warned_about_and_kept():
    # 150,000,000 t / 20,000 = 7,500 t a head
    result = reading(cdp_row(scope_1="150,000,000", scope_2="1"))
    assert sentences(result) == [
        "CSV!P2: expected emissions between 0.1 and 100 t for each of the inhabitants reported, found City of Bøgelev 2019: "
        f"150{GROUP}000{GROUP}001 t for 20{GROUP}000 inhabitants. Unusual, check. The figures are loaded as reported."
    ]
    assert result.tables["emissions"]["emissions_tco2e"].to_pylist()[0] == 150000000.0


def test_emissions_in_kilotonnes_are_too_small_for_so_many_inhabitants():
    # 1,500 t / 400,000 = 0.004 t a head
    assert codes(reading(cdp_row(totals=("", "", "", "1500", ""), people="400000"))) == ["per_head_unusual"]


def test_inhabitants_written_with_a_point_between_thousands_are_warned_about():
    result = reading(cdp_row(scope_1="60500", scope_2="1", people="20.500"))
    assert sentences(result) == [
        "CSV!AA2: expected the inhabitants as a whole number, found City of Bøgelev: “20.500”. "
        "Unusual, check. Inhabitants are not loaded from this file."
    ]


def test_inhabitants_are_not_loaded():
    assert set(reading().tables) == {"emissions"}


def test_another_boundary_than_the_municipality_is_warned_about():
    result = reading(
        cdp_row(scope_1="60500", scope_2="1", boundary="Larger – covers the whole city and adjoining areas")
    )
    assert codes(result) == ["other_boundary"]


def test_a_report_of_carbon_dioxide_alone_names_the_gas_and_is_warned_about():
    result = reading(cdp_row(scope_1="60500", scope_2="1", gases="CO2"))
    assert set(result.tables["emissions"]["gas"].to_pylist()) == {"CO2"}
    assert codes(result) == ["co2_only"]


def test_not_applicable_is_a_reason_and_no_zero():
    rows = emissions(cdp_row(generation="Not Applicable", scope_1="60500", scope_2="1"))
    assert rows[["missing_reason", "is_counted"]].iloc[0].tolist() == ["not_applicable", False]


def test_the_release_is_the_year_of_reporting():
    release = reading().releases["cdp-citywide"]
    assert (release.label, release.released_on.year, release.origin) == ("CDP 2021", 2021, "file")


def test_every_figure_walks_back_to_its_cell_and_heading():
    table = reading(CDP_ROWS[1]).tables["emissions"]
    assert rows_of(table, "source_sheet", "source_row", "source_column", "source_label", "source_code")[1] == (
        "CSV", 2, "P", CDP_HEADINGS[15], "900001",
    )  # fmt: skip


def test_a_zero_width_space_or_byte_order_mark_in_a_heading_is_looked_through():
    headings = ("\ufeff" + CDP_HEADINGS[0], *(f"{heading}\u200b" for heading in CDP_HEADINGS[1:]))
    assert len(emissions(headings=headings)) == len(emissions())


LAYOUTS = {
    2016: (
        ("City Name", "Country", "Measurement Year", "Total City-wide Emissions (metric tonnes CO2e)",
         "Total Scope 1 Emissions (metric tonnes CO2e)", "Total Scope 2 Emissions (metric tonnes CO2e)", "Current Population"),
        ("City of Bøgelev", "Denmark", "12/31/2014 12:00:00 AM", "90000", "60000", "30000", "20000"),
        [90000.0],
    ),
    2017: (
        ("Organization", "Country", "Accounting year", "Total emissions (metric tonnes CO2e)"),
        ("City of Bøgelev", "Denmark", "2015-01-01 - 2015-12-31", "90,000"),
        [90000.0],
    ),
    2018: (
        ("Organization", "Country", "Accounting Year", "Chnage in emissions",
         "Direct emissions/ Scope 1 (metric tonnes CO2e) for Total generation of grid-supplied energy",
         "Direct emissions/ Scope 1 (metric tonnes CO2e) for Total emissions (excluding generation of grid-supplied energy) ",
         "Indirect emissions from use of grid supplied energy/ Scope 2 (metric tonnes CO2e) for Total emissions "
         "(excluding generation of grid-supplied energy)"),
        ("City of Bøgelev", "Denmark", "2016-01-01 -", "Increased", "40000", "60000", "30000"),
        [60000.0, 30000.0],
    ),
}  # fmt: skip


@pytest.mark.parametrize("year", LAYOUTS)
def test_the_headings_of_every_year_are_told_apart_by_their_words(year):
    headings, row, amounts = LAYOUTS[year]
    assert counted(row, headings=headings) == amounts
    assert reading(row, headings=headings).is_proven is False


def test_the_layout_of_2021_is_proven():
    assert reading().is_proven is True


@pytest.mark.parametrize(
    ("rows", "headings", "sentence"),
    [
        (
            [cdp_row(scope_1="about 60000")],
            CDP_HEADINGS,
            'CSV!P2: expected tonnes CO2e as a number, found "about 60000". '
            "Put the publisher's figure back: download the file again, and load it as it came.",
        ),
        (
            [CDP_ROWS[1], cdp_row("City of Høje-Lund", scope_1="1", scope_2="1", reported="2020")],
            CDP_HEADINGS,
            'CSV!A2: expected one year of reporting in the whole file, found "2020, 2021". '
            "Load the file of each year of reporting by itself.",
        ),
        (
            [CDP_ROWS[1]],
            tuple("Reporter" if heading == "Organization" else heading for heading in CDP_HEADINGS),
            "CSV!A1: expected a column headed “Organization”, found nothing. "
            "Put the column back under this heading, with its figures below it.",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_place_and_what_to_do(rows, headings, sentence):
    result = reading(*rows, headings=headings)
    assert sentences(result) == [sentence]
    assert result.tables == {}
