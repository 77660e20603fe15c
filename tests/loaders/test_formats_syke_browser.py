"""SYKE's browser workbook of one municipality, in small: what it gives, and what it refuses with which sentence.
Suvantola is fictional."""

import pytest

from loaders import formats
from loaders.checks import no_facts, plausibility
from loaders.formats import syke_browser
from tests.loaders.published_finland import (
    BROWSER_LINES,
    BROWSER_TOTALS,
    NORDIC_AREAS,
    Register,
    browser,
    context,
)
from tests.loaders.published_layouts import rows_of, sentences, workbook_of


def reading(sheets=None, **choices):
    return syke_browser.read(workbook_of(sheets or browser()), context(**choices))


def emissions(sheets=None):
    return reading(sheets).tables["emissions"].to_pandas()


def codes(result):
    return [problem.code for problem in result.problems]


def with_line(index, *cells):
    lines = list(BROWSER_LINES)
    lines[index] = cells
    return browser(lines=lines)


def test_it_is_recognised_by_its_sheet():
    assert formats.recognise(workbook_of(browser())) is syke_browser


def test_the_good_file_gives_no_problem():
    assert sentences(reading()) == []


def test_the_municipality_of_a1_stands_in_capitals():
    assert set(emissions()["area_id"]) == {"FI-003"}


def test_html_around_the_municipality_is_looked_through():
    wrapped = browser(area='<FONT DIR="AUTO" STYLE="vertical-align: inherit;">SUVANTOLA</FONT>')
    assert set(emissions(wrapped)["area_id"]) == {"FI-003"}


def test_a_swedish_name_is_the_same_municipality():
    assert set(emissions(browser(area="LUGNSUND"))["area_id"]) == {"FI-003"}


def test_years_written_as_text_are_years_and_gaps_between_them_stay():
    assert sorted(set(emissions()["year"])) == [1990, 2005, 2023, 2024]


def test_kilotonnes_become_tonnes_to_the_last_digit():
    # 0.57 kt = 570 t; as floats 0.57 * 1000 = 569.9999999999999
    rows = emissions(with_line(12, "F-kaasut", 0, 0.9, 0.57, 0.6))
    found = rows[(rows["source_label"] == "F-kaasut") & (rows["year"] == 2023)]
    assert found["emissions_tco2e"].tolist() == [570.0]


def test_the_publishers_total_is_counted_where_rounded_sectors_do_not_add_up_to_it():
    # 2023: the sectors add up to 37.2 kt, the publisher says 37.1
    rows = emissions()
    counted = rows[rows["is_counted"]]
    assert dict(zip(counted["year"], counted["emissions_tco2e"], strict=True)) == {
        1990: 62900.0, 2005: 58400.0, 2023: 37100.0, 2024: 35400.0,
    }  # fmt: skip
    assert rows[(rows["year"] == 2023) & rows["sector"].notna()]["emissions_tco2e"].sum() == pytest.approx(
        37200.0
    )


def test_sectors_are_counted_where_they_add_up_in_every_year():
    exact = browser(totals=("kokonaispäästöt, ktCO2e", 63.0, 58.4, 37.2, 35.3))
    rows = emissions(exact)
    assert rows[rows["is_counted"] & (rows["year"] == 2024)]["emissions_tco2e"].sum() == pytest.approx(
        35300.0
    )
    assert not rows[rows["sector"].isna()]["is_counted"].any()


def test_a_total_that_credits_were_taken_off_is_not_counted_and_credits_stand_apart():
    # 2024: sectors 35.3 kt, credits -5.0, the publisher's total 30.3
    net = browser(
        credits_line=("Päästöhyvitykset", 0, 0, 0, -5),
        totals=("kokonaispäästöt, ktCO2e", 63.0, 58.4, 37.2, 30.3),
        method="Hinku-laskenta päästöhyvityksillä",
    )
    result = reading(net)
    rows = result.tables["emissions"].to_pandas()
    counted = rows[rows["is_counted"] & (rows["year"] == 2024)]
    assert counted[counted["sector"] == "credits"]["emissions_tco2e"].tolist() == [-5000.0]
    assert counted[counted["sector"] != "credits"]["emissions_tco2e"].sum() == pytest.approx(35300.0)
    assert sentences(result) == [
        "KHK-päästöt!A16: expected a total before credits, found a total from which credits are taken off. "
        "Unusual, check. The sectors are counted; credits stand apart and lower no total."
    ]


def test_credits_beside_a_gross_total_leave_it_as_it_is():
    rows = emissions(browser(credits_line=("Päästöhyvitykset", 0, 0, 0, -5)))
    assert rows[rows["is_counted"] & (rows["year"] == 2024)]["emissions_tco2e"].tolist() == [35400.0]


def test_electricity_and_heat_are_scope_2_fuels_scope_1_and_rail_neither():
    rows = emissions().drop_duplicates("source_label").set_index("source_label")["scope"].fillna("")
    assert (rows["Kulutussähkö"], rows["Kaukolämpö"], rows["Öljylämmitys"], rows["Raideliikenne"]) == (
        "2", "2", "1", "",
    )  # fmt: skip


def test_the_line_below_the_table_says_which_series_it_is():
    assert set(emissions()["dataset"]) == {"syke-alas-hinku"}
    assert set(emissions(browser(method="Kaikki ALas-päästöt"))["dataset"]) == {"syke-alas"}


def test_inhabitants_become_population():
    table = reading().tables["population"]
    assert rows_of(table, "area_id", "dataset", "year", "inhabitants", "source_row", "source_column")[-1] == (
        "FI-003", "syke-population", 2024, 5990, 18, "E",
    )  # fmt: skip


def test_tonnes_per_inhabitant_are_not_read_as_a_sector():
    assert "per asukas, tCO2e" not in set(emissions()["source_label"])


def test_every_figure_walks_back_to_its_cell():
    rows = emissions()
    road = rows[(rows["source_label"] == "Tieliikenne") & (rows["year"] == 2005)].iloc[0]
    assert (road["source_sheet"], road["source_row"], road["source_column"]) == ("KHK-päästöt", 9, "C")


def test_a_last_year_marked_as_preliminary_is_so():
    rows = emissions(browser(years=("1990", "2005", "2023", "2024e")))
    assert set(rows[rows["is_preliminary"]]["year"]) == {2024}


def test_an_empty_cell_is_missing_and_not_zero():
    rows = emissions(with_line(0, "Kulutussähkö", 4.1, None, 1.2, 1))
    found = rows[(rows["source_label"] == "Kulutussähkö") & (rows["year"] == 2005)].iloc[0]
    assert (found["emissions_tco2e"] != found["emissions_tco2e"], found["missing_reason"]) == (
        True, "not_estimated",
    )  # fmt: skip


def test_a_sector_never_seen_before_is_kept_under_other_with_a_warning():
    result = reading(with_line(9, "Ilmaliikenne", 0.6, 0.6, 0.5, 0.5))
    assert sentences(result) == [
        'KHK-päästöt!A11 and 3 more: expected a sector known from earlier files, found "Ilmaliikenne". '
        "Unusual, check. The rows are counted in the total, under “Other”."
    ]


def test_an_unknown_municipality_is_asked_for_and_taken_as_chosen():
    unknown = browser(area="TUNTEMATON")
    assert codes(reading(unknown)) == ["unknown_municipality"]
    chosen = reading(unknown, municipality_id="FI-904")
    assert set(chosen.tables["emissions"]["area_id"].to_pylist()) == {"FI-904"}


def test_another_municipality_than_the_chosen_one_is_refused():
    assert codes(reading(municipality_id="FI-904")) == ["municipality_differs"]


def test_a_title_above_the_table_moves_nothing_but_the_rows():
    sheets = browser()
    sheets["KHK-päästöt"] = [("Kasvihuonekaasupäästöt",), (), *sheets["KHK-päästöt"]]
    result = reading(sheets)
    assert sentences(result) == []
    assert min(result.tables["emissions"]["source_row"].to_pylist()) == 4


def test_the_plausibility_checks_find_nothing_in_the_good_file():
    assert plausibility(reading(), no_facts(), Register(NORDIC_AREAS)) == []


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (
            with_line(0, "Kulutussähkö", 4.1, "n. 3", 1.2, 1),
            'KHK-päästöt!C2: expected kilotonnes CO2e as a number, found "n. 3". '
            "Put the publisher's figure back: download the file again, and load it as it came.",
        ),
        (
            browser(people=("asukasluku", 6100, 6320.5, 6005, 5990)),
            'KHK-päästöt!C18: expected inhabitants as a whole number, 0 or more, found "6320.5". '
            "Put the publisher's figure back: download the file again, and load it as it came.",
        ),
        (
            browser(years=("1990", "2005", "noin 2023", "2024")),
            'KHK-päästöt!D1: expected a year above each column of figures, found "noin 2023". Write the year as four digits.',
        ),
        (
            browser(totals=("kokonaispäästöt, tCO2e", *BROWSER_TOTALS[1:])),
            "KHK-päästöt!A16: expected one line with the total in kilotonnes, “kokonaispäästöt, ktCO2e”, found "
            '"kokonaispäästöt, tCO2e". Put the publisher\'s figure back: download the file again, and load it as it came.',
        ),
        (
            browser(method="Päästökaupan alaiset ALas-päästöt"),
            "KHK-päästöt!A20: expected the line below the table that says its rules: “Hinku-laskenta …” or “Kaikki "
            'ALas-päästöt”, found "Päästökaupan alaiset ALas-päästöt". '
            "Choose one of these rules in SYKE's service, and download the file again.",
        ),
        (
            browser(area="JÄRVIMAA"),
            'KHK-päästöt!A1: expected the name of one Finnish municipality, found "JÄRVIMAA". '
            "This is a region's file; download the municipality's own.",
        ),
        (
            {
                "GHG emissions": [('<FONT DIR="AUTO">LAKELAND</FONT>', "1990", "2005"), ("Road", 1, 2)],
                "emissions and energy": [("LAKELAND",)],
            },
            "GHG emissions!A1: expected the Finnish download of one municipality, with a sheet “KHK-päästöt”, found "
            '"LAKELAND". The English download is that of a region, which Veikart does not hold: choose one municipality in '
            "the Finnish view and download it there.",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_place_and_what_to_do(sheets, sentence):
    result = reading(sheets)
    assert sentences(result) == [sentence]
    assert result.tables == {}


def test_a_file_without_inhabitants_brings_emissions_alone():
    sheets = browser()
    table = [line for line in sheets["KHK-päästöt"] if not line or line[0] != "asukasluku"]
    result = reading({"KHK-päästöt": table})
    assert (set(result.tables), set(result.releases)) == ({"emissions"}, {"syke-alas-hinku"})
