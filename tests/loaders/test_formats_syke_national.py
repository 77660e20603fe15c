"""SYKE's national workbook, in small: what it gives, and what it refuses with which sentence. All places are fictional."""

import pytest

from loaders import formats
from loaders.checks import no_facts, plausibility
from loaders.formats import syke_national
from tests.loaders.published_finland import (
    MILL,
    NATIONAL_HEADINGS,
    NATIONAL_ROWS,
    NORDIC_AREAS,
    ROAD,
    SKARHOLM,
    SUVANTOLA,
    Register,
    context,
    national,
)
from tests.loaders.published_layouts import rows_of, sentences, workbook_of


def reading(sheets=None, **choices):
    return syke_national.read(workbook_of(sheets or national()), context(**choices))


def emissions(sheets=None, *, dataset="syke-alas"):
    rows = reading(sheets).tables["emissions"].to_pandas()
    return rows[rows["dataset"] == dataset]


def with_row(index, *cells):
    rows = list(NATIONAL_ROWS)
    rows[index] = cells
    return national(rows)


def test_it_is_recognised_by_its_headings():
    assert formats.recognise(workbook_of(national())) is syke_national


def test_the_good_file_gives_no_problem_and_nothing_unusual():
    result = reading()
    assert sentences(result) == []
    assert plausibility(result, no_facts(), Register(NORDIC_AREAS)) == []


def test_a_number_without_its_zeros_is_the_municipality():
    # 3 is 003
    assert set(emissions()["area_id"]) == {"FI-003", "FI-977"}


def test_all_emissions_and_those_of_the_hinku_rules_are_two_series():
    # all 2023: 9.1 + 1.5 + 0.8 + 2.2 + 5 + 0.05 = 18.65 kt; by Hinku without the 5 kt of emission trading: 13.65
    totals = {}
    for dataset in ("syke-alas", "syke-alas-hinku"):
        rows = emissions(dataset=dataset)
        rows = rows[(rows["area_id"] == "FI-003") & (rows["year"] == 2023) & (rows["sector"] != "credits")]
        totals[dataset] = rows[rows["is_counted"]]["emissions_tco2e"].sum()
    assert totals == {"syke-alas": pytest.approx(18650.0), "syke-alas-hinku": pytest.approx(13650.0)}


def test_kilotonnes_become_tonnes_to_the_last_digit():
    rows = emissions()
    assert rows[rows["year"] == 1990]["emissions_tco2e"].tolist() == [12300.0, 570.0, 4000.0]


def test_credits_for_wind_are_rows_of_their_own_and_lower_no_sector():
    # electricity 1.5 kt without wind and 1.25 with it: a credit of 250 t; the row of credits itself: 3,400 t
    rows = emissions()
    credit_rows = rows[rows["sector"] == "credits"]
    assert credit_rows["emissions_tco2e"].tolist() == [-250.0, -3400.0]
    assert credit_rows["source_column"].tolist() == ["M", "M"]
    assert rows[(rows["source_row"] == 6) & (rows["sector"] != "credits")]["emissions_tco2e"].tolist() == [
        1500.0
    ]


def test_credits_as_large_as_the_emissions_are_warned_about():
    # Skärholm: 2.5 kt emitted, 0 with wind
    result = reading(with_row(10, *SKARHOLM, "2023e", *ROAD, "On", "Ei", 2.5, 0, 11))
    assert sentences(result) == [
        "DATA!M12: expected credits for wind power smaller than the emissions, found Skärholm 2023: credits "
        "\N{MINUS SIGN}2\N{NARROW NO-BREAK SPACE}500 t, emissions 2\N{NARROW NO-BREAK SPACE}500 t. Unusual, check. "
        "Credits stand outside the total, which they do not change."
    ]


def test_electricity_is_scope_2_fuels_scope_1_and_rail_by_its_source():
    rows = emissions()
    rows = rows[rows["year"] == 2023].drop_duplicates("source_row").set_index("source_row")["scope"]
    assert rows[[6, 7, 8, 10]].tolist() == ["2", "1", "1", "2"]


def test_a_year_marked_2023e_is_preliminary():
    rows = emissions()
    assert set(rows[rows["is_preliminary"]]["year"]) == {2023}


def test_years_are_not_consecutive_and_none_is_made_up():
    assert sorted(set(emissions()["year"])) == [1990, 2023]


def test_rows_of_aland_that_repeat_another_are_left_out_with_a_warning():
    result = reading(national([*NATIONAL_ROWS, NATIONAL_ROWS[10]]))
    rows = result.tables["emissions"].to_pandas()
    assert rows[(rows["area_id"] == "FI-977") & (rows["dataset"] == "syke-alas")][
        "emissions_tco2e"
    ].tolist() == [2500.0]
    assert sentences(result) == [
        "DATA!L13: expected each row of Åland once, as SYKE is known to have published some of them twice, found a row that "
        "repeats another one in every cell. Unusual, check. The repeated rows are left out, so that nothing is counted twice."
    ]


def test_rows_of_aland_that_differ_in_one_figure_are_both_counted():
    other = (*SKARHOLM, "2023e", *ROAD, "On", "Ei", 0.5, 0.5, 2)
    rows = emissions(national([*NATIONAL_ROWS, other]))
    assert rows[rows["area_id"] == "FI-977"]["emissions_tco2e"].sum() == 3000.0


def test_a_repeated_row_elsewhere_is_counted_and_left_to_the_general_warning():
    result = reading(national([*NATIONAL_ROWS, NATIONAL_ROWS[0]]))
    found = plausibility(result, no_facts(), Register(NORDIC_AREAS))
    assert "repeated_key" in [problem.code for problem in found]
    assert sentences(result) == []


def test_rows_that_differ_in_their_flags_alone_are_told_apart_by_label():
    rows = emissions()
    labels = rows[rows["sector"] == "industry"]["source_label"].tolist()
    assert labels == [" / ".join(MILL), " / ".join((*MILL, "päästökauppa", "ei Hinku"))]


def test_spaces_and_line_ends_around_labels_are_looked_through():
    rows = emissions(
        with_row(
            0, *SUVANTOLA, 1990, *ROAD[:2], "Tieliikenne \n", "Tiet\n", " Henkilöautot", "On", "Ei", 1, 1, 1
        )
    )
    assert rows.iloc[0][["sector", "subsector"]].tolist() == ["transport", "Tieliikenne: Tiet: Henkilöautot"]


def test_headings_below_a_title_are_found():
    sheets = {"DATA": [("ALas",), (), *national()["DATA"]]}
    assert emissions(sheets)["source_row"].tolist()[0] == 4


def test_every_figure_walks_back_to_its_cell():
    table = reading().tables["emissions"]
    assert rows_of(table, "source_sheet", "source_row", "source_column", "source_code", "source_name")[0] == (
        "DATA", 2, "L", "3", "Suvantola",
    )  # fmt: skip


def test_an_empty_figure_is_missing_and_not_zero():
    rows = emissions(
        with_row(2, *SUVANTOLA, 1990, *ROAD[:2], "Kaukolämpö", None, None, "On", "Ei", None, None, None)
    )
    found = rows[rows["source_row"] == 4].iloc[0]
    assert (str(found["emissions_tco2e"]), found["missing_reason"]) == ("nan", "not_estimated")


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (
            with_row(0, *SUVANTOLA, 1990, *ROAD, "On", "Ei", "12,3 kt", 12.3, 50),
            'DATA!L2: expected kilotonnes CO2e as a number, found "12,3 kt". '
            "Put the publisher's figure back: download the file again, and load it as it came.",
        ),
        (
            with_row(0, *SUVANTOLA, "noin 1990", *ROAD, "On", "Ei", 12.3, 12.3, 50),
            'DATA!D2: expected a year, such as 2024, found "noin 1990". Write the year as four digits.',
        ),
        (
            with_row(0, *SUVANTOLA, 1990, *ROAD, "ehkä", "Ei", 12.3, 12.3, 50),
            'DATA!J2: expected On (yes) or Ei (no), found "ehkä". '
            "Download the file again from the publisher, and load it as it came.",
        ),
        (
            with_row(0, 888, "Tuntematon", "Järvimaa", 1990, *ROAD, "On", "Ei", 12.3, 12.3, 50),
            'DATA!A2: expected the number or name of a Finnish municipality, found "888 Tuntematon". '
            "Write the name as in the official register, or add the municipality to the register.",
        ),
        (
            with_row(
                0, *SUVANTOLA, 1990, "Energia", "Liikenne", None, None, None, "On", "Ei", 12.3, 12.3, 50
            ),
            "DATA!G2: expected a sector known from earlier files, found nothing. "
            "Download the file again from the publisher, and load it as it came.",
        ),
        (
            national(headings=[name if name != "ktCO2e" else "tCO2e" for name in NATIONAL_HEADINGS]),
            "DATA!A1: expected a column headed “ktCO2e”, found "
            '"kuntanumero, kunta, maakunta, vuosi, taso_1, taso_2, taso_3…". '
            "Put the column back under this heading, with its figures below it.",
        ),
        (
            national([]),
            "DATA!A2: expected rows of figures below the headings, found nothing. "
            "Fill in at least one row, and load the workbook again.",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_place_and_what_to_do(sheets, sentence):
    result = reading(sheets)
    assert sentences(result) == [sentence]
    assert result.tables == {}
