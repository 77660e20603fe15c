"""Energistyrelsen's accounts of a municipality, in small: what they give, and what is refused with which sentence. All
places are fictional."""

import pytest

from loaders import formats
from loaders.checks import no_facts, plausibility
from loaders.formats import energistyrelsen_accounts
from tests.loaders.published_cities import CO2, DANISH_ANSWER, DANISH_HEADINGS, DANISH_ROWS, TONNES, danish
from tests.loaders.published_finland import NORDIC_AREAS, Register, context
from tests.loaders.published_layouts import rows_of, sentences, workbook_of


def reading(workbook=None, **choices):
    return energistyrelsen_accounts.read(workbook or danish(), context(**choices))


def emissions(workbook=None, **choices):
    return reading(workbook, **choices).tables["emissions"].to_pandas()


def with_value(index, value):
    rows = [list(row) for row in DANISH_ROWS]
    rows[index][-1] = value
    return danish(rows)


def without(*names):
    keep = [place for place, name in enumerate(DANISH_HEADINGS) if name not in names]
    return danish(
        [[row[place] for place in keep] for row in DANISH_ROWS],
        headings=[DANISH_HEADINGS[place] for place in keep],
    )


def test_it_is_recognised_by_its_headings():
    assert formats.recognise(danish()) is energistyrelsen_accounts


def test_the_six_sectors_are_counted_as_they_add_up_to_the_smaller_total():
    # 300.5 + 200 - 20.25 + 4 + 3 + 12.75 = 500; the totals are 500.1 and 620
    rows = emissions()
    counted = rows[rows["is_counted"]]
    assert (len(counted), counted["emissions_tco2e"].sum()) == (6, pytest.approx(500.0))
    assert reading().problems == []


def test_both_totals_are_kept_and_none_is_counted():
    rows = emissions()
    totals = rows[rows["source_label"] == "Samlet"]
    assert totals["emissions_tco2e"].tolist() == [620.0, 500.1]
    assert totals["subsector"].fillna("").tolist() == ["Samlet", ""]
    assert not totals["is_counted"].any()


def test_sectors_that_add_up_to_the_larger_total_are_counted_as_well():
    # 120 t more energy: the sectors add up to 620
    rows = emissions(with_value(1, "420.5"))
    assert rows[rows["is_counted"]]["emissions_tco2e"].sum() == pytest.approx(620.0)


def test_sectors_that_add_up_to_no_total_leave_the_smaller_total_counted_with_a_warning():
    result = reading(with_value(1, "310.5"))
    rows = result.tables["emissions"].to_pandas()
    assert rows[rows["is_counted"]]["emissions_tco2e"].tolist() == [500.1]
    assert sentences(result) == [
        "JSON!F7: expected six sectors that add up to one of the totals “Samlet” within 0.2 t, found 2022: sectors 510 t, "
        "total 500 t. Unusual, check. The smaller total is counted, the sectors are kept beside it."
    ]


def test_agriculture_below_zero_is_kept_as_it_is():
    rows = emissions()
    assert rows[rows["sector"] == "agriculture"]["emissions_tco2e"].tolist() == [-20.25]


def test_only_tonnes_are_read_and_shares_and_energy_left_out():
    assert len(emissions()) == 8


@pytest.mark.parametrize("code", ["959", "0959", "Bøgelev", "Bøgelev Kommune"])
def test_a_code_with_or_without_zeros_and_a_name_are_the_same_municipality(code):
    rows = danish([(code, *row[1:]) for row in DANISH_ROWS])
    assert set(emissions(rows)["area_id"]) == {"DK-959"}


def test_an_island_outside_all_municipalities_is_known():
    assert set(emissions(danish([("0999", *row[1:]) for row in DANISH_ROWS]))["area_id"]) == {"DK-999"}


def test_several_municipalities_and_years_are_judged_each_by_itself():
    more = [("960", "2021", *row) for row in DANISH_ANSWER]
    rows = emissions(danish([*DANISH_ROWS, *more]))
    assert rows[rows["is_counted"]].groupby(["area_id", "year"])["emissions_tco2e"].sum().to_dict() == {
        ("DK-959", 2022): 500.0, ("DK-960", 2021): 500.0,
    }  # fmt: skip


def test_a_municipality_that_no_row_names_is_asked_for():
    assert [problem.code for problem in reading(without("kommune")).problems] == ["unknown_municipality"]
    assert set(emissions(without("kommune"), municipality_id="DK-960")["area_id"]) == {"DK-960"}


def test_answers_of_several_calls_in_one_list_are_read():
    headings = ("kommune", "år", "data.type", "data.sektor", "data.enhed", "data.værdi")
    assert len(emissions(danish(headings=headings))) == 8


def test_a_csv_has_decimal_commas():
    rows = danish([(*row[:-1], str(row[-1]).replace(".", ",")) for row in DANISH_ROWS], kind="csv")
    assert emissions(rows)["emissions_tco2e"].tolist()[1] == 300.5


def test_a_workbook_of_the_same_columns_is_read():
    rows = [(*row[:-1], float(str(row[-1]))) for row in DANISH_ROWS]
    assert len(emissions(workbook_of({"Ark1": [DANISH_HEADINGS, *rows]}))) == 8


def test_every_figure_walks_back_to_its_cell():
    table = reading().tables["emissions"]
    assert rows_of(table, "source_sheet", "source_row", "source_column", "source_label")[0] == (
        "JSON", 2, "F", "Affaldsdeponi",
    )  # fmt: skip


def test_an_empty_value_is_missing_and_not_zero():
    found = emissions(with_value(6, None))
    row = found[found["source_label"] == "Spildevand"].iloc[0]
    assert (str(row["emissions_tco2e"]), row["missing_reason"]) == ("nan", "not_estimated")


def test_a_sector_never_seen_before_is_kept_under_other_with_a_warning():
    result = reading(danish([*DANISH_ROWS, ("959", "2022", CO2, "Rumfart", TONNES, "0")]))
    assert [problem.code for problem in result.problems] == ["unknown_label"]


def test_nothing_is_unusual_in_the_good_file_not_even_agriculture_below_zero_which_holds_land_use():
    found = plausibility(reading(), no_facts(), Register(NORDIC_AREAS))
    assert found == []


@pytest.mark.parametrize(
    ("workbook", "sentence"),
    [
        (
            without("år"),
            'JSON!A1: expected the year of each row, in a column or field “år”, found "kommune, type, sektor, enhed, værdi". '
            "The service leaves out what it was asked for: write the year into each row as “år”, and the municipality as "
            "“kommune”.",
        ),
        (
            with_value(1, "300,5 t"),
            'JSON!F3: expected tonnes CO2e as a number, found "300,5 t". '
            "Put the publisher's figure back: download the file again, and load it as it came.",
        ),
        (
            danish([("888", *row[1:]) for row in DANISH_ROWS]),
            'JSON!A2 and 7 more: expected the name or code of a Danish municipality, found "888". '
            "Write the name or code as in the official register.",
        ),
        (
            danish([(row[0], "22", *row[2:]) for row in DANISH_ROWS[:1]]),
            'JSON!B2: expected a year, such as 2024, found "22". Write the year as four digits.',
        ),
        (
            danish(DANISH_ROWS[8:]),
            "JSON!C2: expected rows of type “Samlet CO2-udledning” in “Ton CO2e”, found nothing. "
            "Ask the service for the data type “Nøgletal”, and load its answer.",
        ),
        (
            without("enhed"),
            'JSON!A1: expected a column headed “enhed”, found "kommune, år, type, sektor, værdi". '
            "Put the column back under this heading, with its figures below it.",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_place_and_what_to_do(workbook, sentence):
    result = reading(workbook)
    assert sentences(result) == [sentence]
    assert result.tables == {}
