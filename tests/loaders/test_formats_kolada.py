"""Kolada's key figures, in small: what they give, and what is refused with which sentence. Norrlunda is fictional."""

import pandas as pd
import pytest

from data.store import Store
from loaders import formats
from loaders.formats import kolada
from loaders.loading import commit, prepare
from tests.loaders.published_layouts import AREAS, context, rows_of, sentences, workbook_of
from tests.loaders.published_sweden import (
    ALVKULLA,
    KOLADA,
    NORRLUNDA,
    kolada_answer,
    kolada_json,
    kolada_sheet,
    sectors_of,
    table_of,
)


def read(workbook=None, **choices):
    return kolada.read(workbook or kolada_json(), context(**choices))


def counted(workbook, area="SE-9180"):
    rows = rows_of(read(workbook).tables["emissions"], "area_id", "sector", "emissions_tco2e", "is_counted")
    return {sector: tonnes for place, sector, tonnes, is_counted in rows if is_counted and place == area}


def test_it_is_recognised_as_json_of_the_api_and_as_a_table_with_swedish_headings_below_titles():
    assert formats.recognise(kolada_json()) is kolada
    assert formats.recognise(workbook_of(kolada_sheet())) is kolada


def test_another_table_with_such_headings_and_no_id_of_kolada_is_not_taken_for_it():
    other = table_of(
        [("kpi", "municipality", "period", "value"), ("waste", "x", 2022, 1)], sheet="JSON", kind="json"
    )
    assert formats.recognise(other) is None


def test_json_and_table_give_the_same_figures():
    for name, table in read().tables.items():
        same = read(workbook_of(kolada_sheet())).tables[name]
        gone = ["source_sheet", "source_row", "source_column"]
        assert table.drop_columns(gone).equals(same.drop_columns(gone))


def test_sectors_are_counted_where_they_add_up_to_the_total_and_the_total_where_there_is_no_more():
    # 300 + 200 + 100 + 90 + 80 + 70 + 60 + 50 + 50 = 1000
    assert sum(counted(kolada_json()).values()) == 1000
    assert len(counted(kolada_json())) == 9
    assert counted(kolada_json(), "SE-9181") == {None: 620.5}


@pytest.mark.parametrize(("total", "is_by_sector"), [(1005, True), (1006, False)])
def test_sectors_may_differ_from_the_total_by_half_a_percent(total, is_by_sector):
    # 0.5 % of 1005 is 5.025, of 1006 5.03
    figures = [("N07702", NORRLUNDA, 2022, total), *sectors_of(NORRLUNDA, 2022)]
    assert (len(counted(kolada_json(figures))) == 9) is is_by_sector
    if not is_by_sector:
        assert counted(kolada_json(figures)) == {None: 1006.0}


def test_international_transport_is_not_counted_where_the_total_leaves_it_out():
    # 1000 - 60 = 940
    figures = [("N07702", NORRLUNDA, 2022, 940), *sectors_of(NORRLUNDA, 2022)]
    found = counted(kolada_json(figures))
    assert "international_transport" not in found
    assert sum(found.values()) == 940


def test_single_sectors_without_a_total_are_kept_and_counted_in_none_with_a_warning():
    result = read(kolada_json([("N85533", NORRLUNDA, 2022, 300), ("N85538", NORRLUNDA, 2022, 100)]))
    assert result.tables["emissions"]["is_counted"].to_pylist() == [False, False]
    assert sentences(result)[0] == (
        "JSON!G2 and 1 more: expected the total (N07702) or all sectors of an area and year, found some sectors "
        "alone. They are kept for looking up and counted in no total: fetch them together with N07702 to have both."
    )


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ([("U07801", NORRLUNDA, 2022, 431), *sectors_of(NORRLUNDA, 2022)], "A3: {}, found sectors alone. {}"),
        ([("N07702", NORRLUNDA, 2022, 1000)], "A2: {}, found the total alone. {}"),
    ],
)
def test_a_file_with_the_total_or_with_sectors_alone_is_told_that_both_belong_in_one_file(figures, found):
    result = read(kolada_json(figures))
    assert [(problem.level, problem.code) for problem in result.problems] == [("notice", "one_level")]
    assert sentences(result) == [
        "JSON!"
        + found.format(
            "expected the total (N07702) and the sectors in one file",
            "Fetch them together to have both: a file of emissions that is loaded later replaces the same years of an "
            "earlier one, and if it comes on another day, all years of its areas.",
        )
    ]


@pytest.mark.parametrize("figures", [KOLADA, [("U07801", NORRLUNDA, 2022, 431)]])
def test_a_file_with_both_and_a_file_without_emissions_are_told_nothing(figures):
    assert not sentences(read(kolada_json(figures)))


def test_all_nine_sectors_without_a_total_are_counted():
    assert sum(counted(kolada_json(sectors_of(NORRLUNDA, 2022))).values()) == 1000


def test_a_sector_that_is_missing_is_not_zero_and_the_total_is_counted_instead():
    figures = [("N07702", NORRLUNDA, 2022, 1000), *sectors_of(NORRLUNDA, 2022, but={"N85533": None})]
    rows = rows_of(
        read(kolada_json(figures)).tables["emissions"], "sector", "emissions_tco2e", "missing_reason"
    )
    assert ("transport", None, "not_estimated") in rows
    assert counted(kolada_json(figures)) == {None: 1000.0}


def test_nation_county_and_municipality_are_told_apart_by_the_code():
    rows = rows_of(read().tables["emissions"], "area_id", "sector", "source_code")
    assert [row for row in rows if row[1] is None] == [
        ("SE-9180", None, "9180"),
        ("SE-9181", None, "9181"),
        ("SE-91", None, "0091"),
        ("SE", None, "0000"),
    ]


@pytest.mark.parametrize(
    ("written", "area_id"),
    [
        (91, "SE-91"),
        (0, "SE"),
        ("9180.0", "SE-9180"),
        ("Riket", "SE"),
        ("Region Norrlunda", "SE-91"),
        ("Norrlunda län", "SE-91"),
        ("Norrlunda", "SE-9180"),
        ("Älvkulla kommun", "SE-9181"),
    ],
)
def test_a_code_that_lost_its_zeros_and_a_name_are_found(written, area_id):
    result = read(workbook_of(kolada_sheet([("N01951", written, 2022, 5)])))
    assert not sentences(result)
    assert result.tables["population"]["area_id"].to_pylist() == [area_id]


def test_a_column_of_codes_comes_before_a_column_of_names():
    headings = ("Nyckeltal", "Kommun", "Kommun-id", "År", "Värde")
    row = ("Utsläpp av växthusgaser totalt, ton (N07702)", "Norrlunda", "9181", "2022", 5)
    (found,) = rows_of(
        read(workbook_of({"Data": [headings, row]})).tables["emissions"],
        "area_id",
        "source_name",
        "source_label",
    )
    assert found == ("SE-9181", "Norrlunda", "Utsläpp av växthusgaser totalt, ton (N07702)")


def test_inhabitants_and_waste_figures_go_to_their_tables_and_datasets_with_their_units():
    tables = read().tables
    assert rows_of(tables["population"], "area_id", "dataset", "year", "inhabitants") == [
        ("SE-9180", "kolada-population", 2022, 17420)
    ]
    assert rows_of(tables["figures"], "figure", "value", "unit", "dataset") == [
        ("waste_kg_per_capita", 431.0, "kg/inhabitant", "kolada-u07801"),
        ("material_recycling_percent", 41.5, "%", "kolada-u07414"),
    ]


def test_each_figure_is_a_dataset_with_the_title_of_its_key_figure():
    every = [(kpi, NORRLUNDA, 2022, 1) for kpi in kolada.FIGURE_OF]
    result = read(kolada_json(every))
    keys = [f"kolada-{kpi.lower()}" for kpi in kolada.FIGURE_OF]
    assert [dataset.key for dataset in result.datasets] == keys
    assert result.tables["figures"]["dataset"].to_pylist() == keys
    assert len({dataset.title for dataset in result.datasets}) == 6
    assert result.datasets[0].title == (
        "Insamlat kommunalt avfall totalt, kg/invånare (justerat) (Kolada, U07801)"
    )
    assert {(dataset.publisher, dataset.licence) for dataset in result.datasets} == {
        ("Kolada (RKA)", "CC BY 4.0, Källa: Kolada")
    }


def test_every_row_walks_back_to_its_cell():
    rows = rows_of(read().tables["figures"], "source_sheet", "source_row", "source_column", "source_label")
    assert rows[0] == ("JSON", len(KOLADA), "G", "U07801")


def test_women_and_men_apart_are_left_out_with_a_notice():
    more = [("N01951", NORRLUNDA, 2022, gender, 1, "", 8710) for gender in ("K", "M")]
    result = read(kolada_json(more=more))
    assert result.tables["population"]["inhabitants"].to_pylist() == [17420]
    assert [(problem.level, problem.code, problem.count) for problem in result.problems] == [
        ("notice", "rows_left_out", 2)
    ]


@pytest.mark.parametrize(("status", "reason"), [("Missing", "not_estimated"), ("Private", "confidential")])
def test_a_missing_value_keeps_its_reason(status, reason):
    result = read(kolada_json([], more=[("N07702", ALVKULLA, 2022, "T", 0, status, None)]))
    assert rows_of(result.tables["emissions"], "emissions_tco2e", "missing_reason", "is_counted") == [
        (None, reason, True)
    ]


def test_emissions_per_inhabitant_are_left_out_with_a_notice_because_they_are_computed_here():
    result = read(kolada_json([*KOLADA, ("N00401", NORRLUNDA, 2022, 0.06)]))
    assert sentences(result) == [
        "JSON!A18: expected amounts, from which figures per inhabitant are computed here, found emissions per "
        "inhabitant (N00401). These rows are left out."
    ]
    assert result.tables["emissions"].num_rows == 13


def test_a_key_figure_that_is_not_known_is_left_out_with_a_warning():
    result = read(kolada_json([*KOLADA, ("N99999", NORRLUNDA, 2022, 7), ("N99999", ALVKULLA, 2022, 7)]))
    assert [(problem.level, problem.count) for problem in result.problems] == [("warning", 2)]
    assert sentences(result) == [
        'JSON!A18 and 1 more: expected a key figure that has a place here, found "N99999". Unusual, check. Its rows '
        "are left out."
    ]


def test_groups_of_municipalities_are_left_out_with_a_notice():
    result = read(kolada_json([*KOLADA, ("N07702", "G35876", 2022, 7)]))
    assert [(problem.level, problem.code, problem.cell) for problem in result.problems] == [
        ("notice", "area_left_out", "B18")
    ]


def test_below_zero_is_true_for_emissions():
    table = read(kolada_json([("N07702", NORRLUNDA, 2022, -5)])).tables["emissions"]
    assert table["emissions_tco2e"].to_pylist() == [-5.0]


def test_publisher_licence_and_release_are_said_and_the_layout_is_not_proven_yet():
    result = read()
    assert (result.publisher, result.licence, result.is_proven) == (
        "Kolada (RKA)",
        "CC BY 4.0, Källa: Kolada",
        False,
    )
    assert {key: release.label for key, release in result.releases.items()} == dict.fromkeys(
        ("kolada-ghg", "kolada-population", "kolada-u07801", "kolada-u07414"), "received 2026-04-01"
    )
    assert str(result.summary[0]).endswith("N01951, U07801, U07414. Source: Kolada")


@pytest.mark.parametrize(
    ("workbook", "sentence"),
    [
        (
            kolada_json([("N99999", NORRLUNDA, 2022, 7)]),
            "JSON!A2: expected one of the key figures N07702, N85533, N85537, N85538, N85536, N85532, N85535, N85534, "
            "N85540, N85542, N01951, U07801, U07482, U07483, U07484, U07485, U07414, found \"N99999\". Fetch one of "
            "these from Kolada; other key figures have no place yet.",
        ),
        (
            kolada_json([("N07702", NORRLUNDA, 2022, "12,5 kt")]),
            'JSON!G2: expected a number, found "12,5 kt". Put the publisher\'s figure back: download the file again, '
            "and load it as it came.",
        ),
        (
            kolada_json([("N01951", NORRLUNDA, 2022, 22.626)]),
            'JSON!G2: expected inhabitants as a whole number, 0 or more, found "22.626". Put the publisher\'s figure '
            "back: download the file again, and load it as it came.",
        ),
        (
            kolada_json([("N07702", NORRLUNDA, "i fjor", 7)]),
            'JSON!C2: expected a year, such as 2024, found "i fjor". Write the year as four digits.',
        ),
        (
            kolada_json([("N07702", "9999", 2022, 7)]),
            'JSON!B2: expected a municipality, county or nation of Kolada, found "9999". Correct the code, or add the '
            "municipality to the register.",
        ),
        (
            kolada_json([], more=[("N07702", NORRLUNDA, 2022, "K", 1, "", 7)]),
            "JSON!A2: expected rows of figures below the headings, found nothing. Fill in at least one row, and load "
            "the workbook again.",
        ),
        (
            workbook_of(kolada_sheet(headings=("Nyckeltal", "Kommun", "År", "Kön", "Tal"))),
            "Data!A4: expected a column headed “value”, found \"Nyckeltal, Kommun, År, Kön, Tal\". Put the column back "
            "under this heading, with its figures below it.",
        ),
        (
            workbook_of(kolada_sheet([("N07702", NORRLUNDA, 2021, 7), (None, NORRLUNDA, 2022, 7)])),
            "Data!A6: expected the id of a key figure, such as N07702, found nothing. Repeat the id of the key figure "
            "in each row.",
        ),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_whole_with_the_place_and_what_to_do(workbook, sentence):
    result = read(workbook)
    errors = [str(problem.sentence) for problem in result.problems if problem.level == "error"]
    assert errors == [sentence]
    assert result.tables == {}


@pytest.fixture
def store():
    opened = Store.open("duckdb::memory:")
    known = opened.register().areas
    frame = pd.DataFrame([vars(area) for area in AREAS if area.area_id not in known])
    opened.add_areas(frame.astype({"valid_to": "datetime64[s]"}))
    yield opened
    opened.close()


def loaded(store, figures, **choices):
    """The bytes of an answer of the API, read, checked and saved."""
    preview = prepare(store, kolada_answer(figures), "kolada.json", **choices)
    assert preview.is_committable, [str(problem.sentence) for problem in preview.errors]
    commit(store, preview, actor="a test")
    return preview


INHABITANTS = "select area_id, dataset, year, inhabitants from live_population where is_speaking"
FIGURES = "select dataset, figure, year, value from live_figures where is_speaking order by dataset"
COUNTED = """
select area_id, sum(emissions_tco2e) as emissions_tco2e
from live_emissions
where is_speaking and is_counted
group by area_id
order by area_id
"""
LEVELS = (
    "select distinct year, sector is null as is_total from live_emissions where is_speaking order by year"
)


def found_in(store, sql):
    return list(store.query(sql).itertuples(index=False, name=None))


def test_a_json_file_goes_the_whole_way_into_the_store(store):
    preview = loaded(store, KOLADA)
    assert preview.reading.format_key == "kolada"
    assert found_in(store, INHABITANTS) == [("SE-9180", "kolada-population", 2022, 17420)]
    assert found_in(store, FIGURES) == [
        ("kolada-u07414", "material_recycling_percent", 2022, 41.5),
        ("kolada-u07801", "waste_kg_per_capita", 2022, 431.0),
    ]
    # Norrlunda: its nine sectors, 300 + 200 + 100 + 90 + 80 + 70 + 60 + 50 + 50 = 1,000 t, and not the total as well
    assert found_in(store, COUNTED) == [
        ("SE", 9000.0),
        ("SE-91", 1620.5),
        ("SE-9180", 1000.0),
        ("SE-9181", 620.5),
    ]


def test_figures_from_files_of_one_key_figure_each_stand_side_by_side(store):
    for kpi, value in (("U07801", 431.0), ("U07484", 61.0), ("N01951", 17420)):
        loaded(store, [(kpi, NORRLUNDA, 2022, value)])
    assert found_in(store, FIGURES) == [
        ("kolada-u07484", "bulky_waste_kg_per_capita", 2022, 61.0),
        ("kolada-u07801", "waste_kg_per_capita", 2022, 431.0),
    ]
    assert found_in(store, INHABITANTS) == [("SE-9180", "kolada-population", 2022, 17420)]


@pytest.mark.parametrize(
    ("release", "levels"),
    [("2026-05-01", [(2021, False), (2022, True)]), ("2026-06-01", [(2022, True)])],
)
def test_of_emissions_a_later_file_replaces_the_same_years_and_a_later_release_all_years(
    store, release, levels
):
    sectors = [*sectors_of(NORRLUNDA, 2021), *sectors_of(NORRLUNDA, 2022)]
    loaded(store, sectors, release="2026-05-01")
    loaded(store, [("N07702", NORRLUNDA, 2022, 1000)], release=release)
    assert found_in(store, LEVELS) == levels
