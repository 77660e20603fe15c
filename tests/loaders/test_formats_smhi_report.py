"""SMHI's county report, in small: what it gives, and what it refuses with which sentence. Norrlunda is
fictional."""

from datetime import date

import pytest

from loaders import formats
from loaders.formats import smhi_report
from tests.loaders.published_layouts import SMHI_PAIRS, context, rows_of, sentences, smhi, workbook_of

ROAD = ("Transporter", "Alla")


def reading(sheets=None, **choices):
    return smhi_report.read(workbook_of(sheets or smhi()), context(**choices))


def emissions(sheets=None):
    result = reading(sheets)
    assert not sentences(result)
    return result.tables["emissions"].to_pandas()


def with_value(pair, line, year, value):
    """The report with one figure changed: of a sector pair, place (0 nation … 3 Älvkulla) and year column."""
    pairs = {key: [list(values) for values in lines] for key, lines in SMHI_PAIRS.items()}
    pairs[pair][line][year] = value
    return smhi(pairs=pairs)


def test_it_is_recognised_by_its_titles_or_by_its_headings():
    assert formats.recognise(workbook_of(smhi())) is smhi_report
    untitled = {"Blad1": next(iter(smhi().values()))[4:]}
    assert formats.recognise(workbook_of(untitled)) is smhi_report


def test_sector_rows_are_counted_and_nothing_else():
    frame = emissions()
    counted = frame[frame["is_counted"] & (frame["year"] == 2021)]
    # Norrlunda 1000 + 400 + 100 = 1500, the stated total; every row of the sheet together would give far more
    assert counted.groupby("area_id")["emissions_tco2e"].sum().to_dict() == {
        "SE": 2600.0,
        "SE-91": 2400.0,
        "SE-9180": 1500.0,
        "SE-9181": 900.0,
    }
    assert frame.loc[frame["year"] == 2021, "emissions_tco2e"].sum() > 4 * 2600


def test_totals_and_subsectors_are_kept_uncounted():
    frame = emissions()
    total = frame[frame["sector"].isna()]
    cars = frame[frame["subsector"] == "Personbilar"]
    assert (len(total), total["is_counted"].any()) == (12, False)
    assert (len(cars), cars["is_counted"].any(), set(cars["sector"])) == (12, False, {"transport"})


def test_municipality_county_and_nation_are_told_apart_by_the_county_column():
    rows = rows_of(reading().tables["emissions"], "area_id", "source_name", "source_row")
    assert rows[::3][:4] == [
        ("SE", "Alla", 7),
        ("SE-91", "Norrlunda län", 8),
        ("SE-9180", "Norrlunda", 9),
        ("SE-9181", "Älvkulla", 10),
    ]


def test_a_misspelt_sector_label_still_finds_its_sector_and_stays_readable():
    frame = emissions()
    heating = frame[frame["sector"] == "stationary_energy"]
    assert set(heating["source_label"]) == {"Egen uppärmning av bostäder och lokaler"}


def test_it_is_fossil_co2_only_and_says_so():
    result = reading()
    (dataset,) = result.datasets
    assert (dataset.key, dataset.gas_coverage) == ("smhi-co2", "co2")
    assert set(result.tables["emissions"]["gas"].to_pylist()) == {"CO2"}
    assert [str(text) for text in result.summary] == [
        "4 areas, 3 years from 1990 to 2021: fossil CO2 only, not all greenhouse gases"
    ]


def test_the_release_and_its_date_come_from_inside_the_file():
    release = reading().releases["smhi-co2"]
    assert (release.label, release.released_on, release.origin) == (
        "Länsrapport, 2024-04-18",
        date(2024, 4, 18),
        "file",
    )


def test_the_year_stands_above_its_column_and_the_cell_is_known():
    frame = emissions()
    norrlunda = frame[
        (frame["area_id"] == "SE-9180") & (frame["sector"] == "transport") & frame["is_counted"]
    ]
    assert norrlunda[["year", "source_column", "emissions_tco2e"]].values.tolist() == [
        [1990, "E", 1500.0],
        [2020, "F", 1100.0],
        [2021, "G", 1000.0],
    ]


def test_one_title_row_more_changes_nothing_but_the_row_numbers():
    assert emissions(smhi(more_titles=1))["source_row"].min() == 8
    assert emissions(smhi(more_titles=1))["emissions_tco2e"].sum() == emissions()["emissions_tco2e"].sum()


def test_years_that_do_not_follow_each_other_keep_their_columns_in_the_newer_layout():
    frame = emissions(smhi(years=(2015, 2020, 2024), more_titles=1))
    total = frame[(frame["area_id"] == "SE-9180") & frame["sector"].isna()]
    assert total[["year", "source_column", "emissions_tco2e"]].values.tolist() == [
        [2015, "E", 2100.0],
        [2020, "F", 1600.0],
        [2024, "G", 1500.0],
    ]


def test_only_the_layout_and_substance_at_hand_count_as_proven():
    assert reading().is_proven
    assert not reading(smhi(more_titles=1)).is_proven
    assert not reading(smhi(substance="Växthusgaser totalt (GGT)")).is_proven


@pytest.mark.parametrize(
    "substance",
    ["Växthusgaser totalt (GGT)", "GGT", "Växthusgaser (CO2-ekv)", "Koldioxidekvivalenter (CO2-ekv)"],
)
def test_the_report_of_all_greenhouse_gases_is_a_dataset_of_its_own_even_if_its_title_says_co2_equivalents(
    substance,
):
    result = reading(smhi(substance=substance, unit="ton CO2-ekv/år", more_titles=1))
    assert not sentences(result)
    (dataset,) = result.datasets
    assert (dataset.key, dataset.gas_coverage) == ("smhi-ghg", "ghg")
    assert set(result.tables["emissions"]["gas"].to_pylist()) == {None}
    assert str(result.summary[0]).endswith("all greenhouse gases")


def test_tonnes_of_co2_equivalents_in_the_report_of_co2_are_refused():
    (problem,) = reading(smhi(unit="ton CO2-ekv/år")).problems
    assert problem.code == "wrong_unit"


def test_biogenic_carbon_dioxide_is_not_taken_for_fossil():
    assert [problem.code for problem in reading(smhi(substance="Koldioxid biogen (CO2)")).problems] == [
        "unknown_substance"
    ]


@pytest.mark.parametrize(
    ("label", "right"),
    [
        ("Slitage fran vägbanan", "Slitage från vägbanan"),
        ("Hastgödsel (lagring, användning och bete)", "Hästgödsel (lagring, användning och bete)"),
        ("Krematorier och förbranning av farligt avfall", "Krematorier och förbränning av farligt avfall"),
        (
            "inrikes civil sjöfart (inkl. privata fritidsbåtar)",
            "Inrikes civil sjöfart (inkl privata fritidsbåtar)",
        ),
        ("Övrigt gödselmedel m.m", "Övrigt gödselmedel m.m"),
        ("Personbilar", "Personbilar"),
    ],
)
def test_a_subsector_bears_the_same_name_in_a_release_that_misspells_it_and_in_one_that_does_not(
    label, right
):
    def subsectors(written):
        pairs = {**SMHI_PAIRS, ("Transporter", written): SMHI_PAIRS[("Transporter", "Bussar")]}
        return set(emissions(smhi(pairs=pairs))["subsector"].dropna()) - {"Bussar", "Personbilar"}

    assert subsectors(label) == subsectors(right) == {right} - {"Personbilar"}


@pytest.mark.parametrize(
    "label",
    [
        "Egen uppvärmning av bostäder och lokaler",
        "Egen uppärmning av bostäder och lokaler",
        "egen  uppvärmning av bostäder och lokaler ",
    ],
)
def test_a_sector_is_the_same_in_every_spelling(label):
    pairs = {ROAD: SMHI_PAIRS[ROAD], (label, "Alla"): SMHI_PAIRS[ROAD]}
    assert set(emissions(smhi(pairs=pairs))["sector"]) == {"transport", "stationary_energy"}


def test_land_use_below_zero_is_true_and_outside_the_headline_total():
    land = tuple((-50, -60, -70) for _place in range(4))
    frame = emissions(
        smhi(substance="Växthusgaser (GGT)", pairs={**SMHI_PAIRS, ("Markanvändning (LULUCF)", "Alla"): land})
    )
    rows = frame[frame["sector"] == "lulucf"]
    assert (rows["emissions_tco2e"].min(), rows["is_counted"].all()) == (-70.0, True)


def test_an_empty_cell_is_missing_and_not_zero():
    frame = emissions(with_value(ROAD, 2, 1, None))
    missing = frame[frame["emissions_tco2e"].isna()]
    assert missing[["area_id", "year", "missing_reason"]].values.tolist() == [
        ["SE-9180", 2020, "not_estimated"]
    ]


def test_a_chosen_municipality_is_noted_as_not_needed():
    result = reading(municipality_id="SE-9180")
    assert [(problem.level, problem.code) for problem in result.problems] == [
        ("notice", "municipality_not_needed")
    ]
    assert result.tables["emissions"].num_rows == 72


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (
            smhi(substance="Kväveoxider (NOx)"),
            "Kväveoxider (NOx)!A2: expected emissions of carbon dioxide (CO2) or of all greenhouse gases (GGT), found "
            '"Emissioner av Kväveoxider (NOx)". Download the report for one of these from the national emissions '
            "database; other substances have no place yet.",
        ),
        (
            smhi(unit="kg/år"),
            'Koldioxid (CO2)!A3: expected tonnes a year (“Enhet: ton/år”), found "Enhet: kg/år". '
            "Download the report in tonnes a year.",
        ),
        (
            smhi(years=(1990, "igår", 2021)),
            'Koldioxid (CO2)!F5: expected a year above each column of figures, found "igår". Write the '
            "year as four digits.",
        ),
        (
            smhi(headings=("Huvudsektor", "Undersektor", "Län", "Ort")),
            'Koldioxid (CO2)!A6: expected a column headed “Kommun”, found "Huvudsektor, Undersektor, '
            'Län, Ort, CO2, CO2, CO2". '
            "Put the column back under this heading, with its figures below it.",
        ),
        (
            with_value(ROAD, 2, 1, "12,5 kt"),
            'Koldioxid (CO2)!F13: expected tonnes a year as a number, found "12,5 kt". '
            "Put the publisher's figure back: download the file again, and load it as it came.",
        ),
        (
            with_value(ROAD, 2, 1, "#DIV/0!"),
            'Koldioxid (CO2)!F13: expected a value, found "#DIV/0!". Correct the formula, or leave the '
            "cell empty.",
        ),
        (
            smhi(
                places=(
                    ("Alla", "Alla"),
                    ("Norrlunda län", "Alla"),
                    ("Norrlunda län", "Norlunda"),
                    ("Norrlunda län", "Älvkulla"),
                )
            ),
            "Koldioxid (CO2)!D9 and 17 more: expected a county or municipality of Sweden, in its county, "
            'found "Norlunda, Norrlunda län". Did you mean Norrlunda (SE-9180, Norrlunda län)? '
            "Write the name as in the official register.",
        ),
        (
            smhi(pairs={}),
            "Koldioxid (CO2)!A7: expected rows of figures below the headings, found nothing. "
            "Fill in at least one row, and load the workbook again.",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_place_and_what_to_do(sheets, sentence):
    result = reading(sheets)
    assert sentences(result) == [sentence]
    assert result.tables == {}
