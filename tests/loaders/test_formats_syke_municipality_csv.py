"""SYKE's file of one municipality, in small: what it gives, and what it refuses with which sentence. All places are
fictional."""

import pytest

from loaders import formats
from loaders.formats import syke_municipality_csv
from tests.loaders.published_finland import (
    MUNICIPALITY_HEADINGS,
    MUNICIPALITY_ROWS,
    context,
    municipality_csv,
)
from tests.loaders.published_layouts import sentences


def reading(workbook=None, *, municipality_id="FI-003", **choices):
    return syke_municipality_csv.read(
        workbook or municipality_csv(), context(municipality_id=municipality_id, **choices)
    )


def emissions(workbook=None, *, dataset="syke-alas"):
    rows = reading(workbook).tables["emissions"].to_pandas()
    return rows[rows["dataset"] == dataset]


def with_row(index, *cells):
    rows = list(MUNICIPALITY_ROWS)
    rows[index] = cells
    return municipality_csv(rows)


def test_it_is_recognised_by_its_headings():
    assert formats.recognise(municipality_csv()) is syke_municipality_csv


def test_the_file_does_not_say_whose_it_is_and_so_it_is_asked():
    result = syke_municipality_csv.read(municipality_csv(), context())
    assert [problem.code for problem in result.problems] == ["unknown_municipality"]
    assert sentences(result) == [
        "CSV: expected the name of one Finnish municipality, found nothing. "
        "Say which municipality it is: choose it on the page, or give --municipality."
    ]
    assert result.tables == {}


def test_a_municipality_of_another_country_is_refused():
    result = reading(municipality_id="NO-9101")
    assert [problem.code for problem in result.problems] == ["unknown_municipality"]


def test_decimal_commas_become_tonnes():
    # 9,57 kt = 9570 t
    assert emissions()["emissions_tco2e"].tolist()[:2] == [9570.0, 1500.0]


def test_na_and_null_are_missing_and_not_zero():
    found = emissions().iloc[2]
    assert (str(found["emissions_tco2e"]), found["missing_reason"]) == ("nan", "not_estimated")


def test_three_letters_become_the_names_they_stand_for():
    rows = emissions()
    assert rows["subsector"].tolist()[:2] == ["Tieliikenne: Tiet: Henkilöautot", "Kulutussähkö: Asuminen"]
    assert rows["sector"].tolist() == ["transport", "stationary_energy", "agriculture", "industry", "credits"]


def test_the_hinku_series_leaves_emission_trading_out():
    assert emissions(dataset="syke-alas-hinku")["source_row"].tolist() == [2, 3, 4, 6]


def test_credits_stand_in_a_row_of_their_own():
    found = emissions().iloc[4]
    assert (found["sector"], found["emissions_tco2e"], found["source_column"]) == ("credits", -3400.0, "F")


def test_a_mark_never_seen_before_is_kept_under_other_with_a_warning():
    assert sentences(reading(with_row(0, "2022", "Xyz", "Ti", "Hen", "1", "1", "1", "TRUE", "FALSE"))) == [
        'CSV!B2: expected a sector known from earlier files, found "Xyz". '
        "Unusual, check. The rows are counted in the total, under “Other”."
    ]


@pytest.mark.parametrize(
    ("workbook", "sentence"),
    [
        (
            with_row(0, "2022", "Tie", "Ti", "Hen", "9.570,1", "9,57", "44", "TRUE", "FALSE"),
            'CSV!E2: expected kilotonnes CO2e as a number, found "9.570,1". '
            "Put the publisher's figure back: download the file again, and load it as it came.",
        ),
        (
            with_row(0, "22", "Tie", "Ti", "Hen", "9,5", "9,5", "44", "TRUE", "FALSE"),
            'CSV!A2: expected a year, such as 2024, found "22". Write the year as four digits.',
        ),
        (
            municipality_csv(headings=[name for name in MUNICIPALITY_HEADINGS if name != "päästökauppa"]),
            'CSV!A1: expected a column headed “päästökauppa”, found "vuosi, taso_3, taso_4, taso_5, kt, kt_tuuli, '
            'GWh, hinku_las…". '
            "Put the column back under this heading, with its figures below it.",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_cell_and_what_to_do(workbook, sentence):
    result = reading(workbook)
    assert sentences(result) == [sentence]
    assert result.tables == {}
