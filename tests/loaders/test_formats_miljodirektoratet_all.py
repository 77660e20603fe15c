"""Norway's workbook of all municipalities, in small: what it gives, and what it refuses with which sentence.
Fjordvik, Nordnes and Gamlevik are fictional."""

import pytest

from loaders import formats
from loaders.formats import miljodirektoratet_all, miljodirektoratet_area
from tests.loaders.published_layouts import miljodirektoratet, rows_of, sentences, workbook_of
from tests.loaders.published_norway import (
    ALL_DETAILED_HEADINGS,
    ALL_DETAILS,
    ALL_SECTORS,
    FJORDVIK,
    NORDNES,
    detail_with,
    norway,
)
from tests.loaders.published_norway import miljodirektoratet_all as all_municipalities


def reading(sheets=None, **choices):
    return miljodirektoratet_all.read(workbook_of(sheets or all_municipalities()), norway(**choices))


def emissions(sheets=None):
    result = reading(sheets)
    assert not sentences(result)
    return result.tables["emissions"].to_pandas()


def counted_sums(frame):
    counted = frame[frame["is_counted"]]
    return counted.groupby(["area_id", "year"])["emissions_tco2e"].sum().to_dict()


def test_it_is_told_from_the_workbook_of_one_municipality_by_its_columns():
    assert formats.recognise(workbook_of(all_municipalities())) is miljodirektoratet_all
    assert formats.recognise(workbook_of(miljodirektoratet())) is miljodirektoratet_area


def test_it_is_the_same_series_as_the_workbook_of_one_municipality_and_not_proven_yet():
    result = reading()
    assert [dataset.key for dataset in result.datasets] == ["miljodirektoratet-ghg"]
    assert not result.is_proven


def test_details_are_counted_where_they_add_up_to_the_sectors_within_half_a_tonne():
    frame = emissions()
    # 700 + 5.2 + 30 + 200.5 = 935.7
    assert counted_sums(frame) == pytest.approx(
        {("NO-9101", 2022): 935.7, ("NO-0901", 2022): 40, ("NO-0901", 2023): 0, ("NO-9150", 2019): 12}
    )
    assert set(frame.loc[frame["is_counted"], "source_sheet"]) == {"Oversikt - detaljert"}


def test_sectors_are_counted_only_for_the_area_and_year_whose_details_do_not_add_up():
    sectors = [(*NORDNES, 2022, "Jordbruk", 90), *(row for row in ALL_SECTORS if row[:4] != (*NORDNES, 2022))]
    result = reading(all_municipalities(sectors=sectors))
    frame = result.tables["emissions"].to_pandas()
    assert counted_sums(frame)[("NO-0901", 2022)] == 90.0
    assert counted_sums(frame)[("NO-9101", 2022)] == pytest.approx(935.7)
    assert sentences(result) == [
        "Oversikt - detaljert!H6: expected details that add up to the sectors of Oversikt - sektorfordelt, found "
        "Nordnes 2022: 40.0 t against 90.0 t CO2e. Unusual, check. There the sectors are counted; the details are "
        "kept for looking up."
    ]


def test_details_and_sectors_that_differ_in_one_sector_and_not_in_all_still_count_as_sectors():
    # 700 + 5.2 against 605.3, and 30 against 130: the sums over both sectors agree
    moved = {("Veitrafikk"): 605.3, ("Luftfart"): 130}
    sectors = [(*row[:5], moved.get(row[4], row[5])) if row[:3] == FJORDVIK else row for row in ALL_SECTORS]
    frame = reading(all_municipalities(sectors=sectors)).tables["emissions"].to_pandas()
    fjordvik = frame[(frame["area_id"] == "NO-9101") & frame["is_counted"]]
    assert set(fjordvik["source_sheet"]) == {"Oversikt - sektorfordelt"}


def test_an_area_that_only_one_sheet_has_is_counted_there():
    without = [row for row in ALL_DETAILS if row[:3] != NORDNES]
    assert (
        counted_sums(reading(all_municipalities(details=without)).tables["emissions"].to_pandas())[
            ("NO-0901", 2022)
        ]
        == 40.0
    )
    fewer = [row for row in ALL_SECTORS if row[:3] != NORDNES]
    assert counted_sums(emissions(all_municipalities(sectors=fewer)))[("NO-0901", 2022)] == 40.0


@pytest.mark.parametrize("left_out", ["sectors", "details"])
def test_a_release_with_one_of_the_sheets_is_read_alone(left_out):
    frame = emissions(all_municipalities(**{left_out: None}))
    assert frame["is_counted"].all()
    assert frame["source_sheet"].nunique() == 1


def test_a_code_that_has_lost_its_zero_in_excel_is_found():
    rows = rows_of(reading().tables["emissions"], "area_id", "source_code", "source_name", "source_row")
    assert ("NO-0901", "901", "Nordnes", 6) in rows


def test_a_municipality_of_the_past_keeps_its_own_code():
    frame = emissions()
    assert set(frame.loc[frame["source_name"] == "Gamlevik", "area_id"]) == {"NO-9150"}


def test_without_codes_the_county_tells_municipalities_of_one_name_apart():
    headings = ("Fylke", "Kommune", "År", "Sektor", "Utslipp (tonn CO2-ekvivalenter)")
    rows = [
        ("Fjordfylket", "Skogheim", 2022, "Jordbruk", 5),
        ("Innlandsfylket", "Skogheim", 2022, "Jordbruk", 7),
    ]
    frame = emissions(all_municipalities(sectors=rows, sectors_headings=headings, details=None))
    assert frame[["area_id", "emissions_tco2e"]].values.tolist() == [["NO-9102", 5.0], ["NO-9201", 7.0]]


def test_sources_gases_and_status_are_coded_as_in_the_workbook_of_one_municipality():
    rows = rows_of(reading().tables["emissions"], "sector", "subsector", "gas", "source_row", "is_counted")
    assert [row[:3] for row in rows if row[4]][:4] == [
        ("transport", "Veitrafikk: Personbiler", "CO2"),
        ("transport", "Veitrafikk: Personbiler", "CH4"),
        ("international_transport", "Luftfart: Utenriks luftfart", "CO2"),
        ("off_road", "Andre næringer", "CO2"),
    ]


def test_every_row_walks_back_to_its_cell_and_zero_is_not_missing():
    rows = rows_of(
        reading().tables["emissions"],
        "source_sheet", "source_row", "source_column", "emissions_tco2e", "missing_reason",
    )  # fmt: skip
    assert ("Oversikt - detaljert", 7, "H", 0.0, None) in rows
    assert ("Oversikt - sektorfordelt", 2, "F", 705.3, None) in rows


def test_an_empty_cell_is_missing_and_not_zero():
    rows = rows_of(
        reading(detail_with(8, 8, None)).tables["emissions"],
        "source_row",
        "emissions_tco2e",
        "missing_reason",
        "source_column",
    )
    assert (8, None, "not_estimated", "H") in rows


def test_what_is_part_of_no_municipality_is_left_out_with_a_notice():
    sea = ("Kontinentalsokkelen", "2300", "Kontinentalsokkelen", 2022, "Sjøfart", "Offshore", "CO2", 99)
    result = reading(all_municipalities(details=[*ALL_DETAILS, sea]))
    assert [(problem.level, problem.code, problem.cell) for problem in result.problems] == [
        ("notice", "area_left_out", "B9")
    ]
    assert result.tables["emissions"].num_rows == len(ALL_DETAILS) + len(ALL_SECTORS)


def test_a_new_sector_and_a_new_gas_are_counted_with_a_warning_each():
    rows = [(*NORDNES, 2022, "Havvind", "Bygging", "CO2", 7), (*NORDNES, 2022, "Jordbruk", "Beite", "H2", 1)]
    result = reading(all_municipalities(details=rows, sectors=None))
    assert [(problem.level, problem.cell, problem.found) for problem in result.problems] == [
        ("warning", "H2", "Havvind"),
        ("warning", "H3", "H2"),
    ]
    assert counted_sums(result.tables["emissions"].to_pandas()) == {("NO-0901", 2022): 8.0}


def test_the_summary_says_how_many_municipalities_and_years():
    assert [str(text) for text in reading().summary] == [
        "3 municipalities, 3 years from 2019 to 2023: all greenhouse gases in t CO2e"
    ]


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (
            detail_with(6, 8, "12,5 kt"),
            'Oversikt - detaljert!H6: expected tonnes CO2e as a number, found "12,5 kt". Put the publisher\'s figure '
            "back: download the file again, and load it as it came.",
        ),
        (
            detail_with(6, 4, "i fjor"),
            'Oversikt - detaljert!D6: expected a year, such as 2024, found "i fjor". Write the year as four digits.',
        ),
        (
            detail_with(6, 2, "9999"),
            "Oversikt - detaljert!B6: expected the code or name of a municipality of Norway, of today or of the "
            'past, found "Fjordfylket 9999 Nordnes". Correct the code, or add the municipality to the register.',
        ),
        (
            detail_with(6, 5, None),
            "Oversikt - detaljert!E6: expected the name of a sector, found nothing. Put the publisher's figure back: "
            "download the file again, and load it as it came.",
        ),
        (
            detail_with(6, 8, "#DIV/0!"),
            'Oversikt - detaljert!H6: expected a value, found "#DIV/0!". Correct the formula, or leave the cell '
            "empty.",
        ),
        (
            all_municipalities(detailed_headings=(*ALL_DETAILED_HEADINGS[:7], "Tonn")),
            "Oversikt - detaljert!A1: expected a column headed “Utslipp (tonn CO2-ekvivalenter)”, found "
            '"Fylke, Kommunenummer, Kommune, År, Sektor, Utslippskilde, K…". Put the column back under this heading, '
            "with its figures below it.",
        ),
        (
            all_municipalities(details=[]),
            "Oversikt - detaljert!A2: expected rows of figures below the headings, found nothing. Fill in at least "
            "one row, and load the workbook again.",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_place_and_what_to_do(sheets, sentence):
    result = reading(sheets)
    assert sentences(result) == [sentence]
    assert result.tables == {}
