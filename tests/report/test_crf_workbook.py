"""The CRF-shaped workbook: what is written is read back by our own reader with equal figures, what is missing stays empty or
bears its key, and the last sheet says what to load."""

import io
import math
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from data.store import Store
from loaders import formats
from loaders.formats import crf_inventory
from loaders.reading import ReadingContext
from loaders.sheets.workbook import open_workbook
from metrics.errors import MetricError
from report.reporting.crf_workbook import HEADINGS, crf_workbook_bytes
from tests.loaders.published_cities import CRF_ROWS, crf
from tests.loaders.published_layouts import bytes_of
from tests.metrics.conftest import NORWEGIAN, OREBRO, OSLO, SWEDISH, Desk
from texts import in_language

DAY = date(2026, 11, 27)
CITY = (("Name of city", None, "Oslo"), ("Country", None, "Norway"), ("Inventory year", None, 2022))
NATIONAL = (
    {"sector": "stationary_energy", "subsector": "Vedfyring", "gas": "CH4", "emissions_tco2e": 967.2},
    {"sector": "stationary_energy", "subsector": "Vedfyring", "gas": "N2O", "emissions_tco2e": 72.8},
    {"sector": "industry", "emissions_tco2e": 8200.0},
    {"sector": "energy_generation", "emissions_tco2e": 24816.125},
    {"sector": "transport", "subsector": "Veitrafikk: Busser", "gas": "CO2", "emissions_tco2e": 762.8},
    {"sector": "transport", "subsector": "Sjøfart: Passasjer", "gas": "CO2", "emissions_tco2e": 1950.5},
    {"sector": "ippu", "subsector": "Bruk av HFK", "gas": "HFC", "emissions_tco2e": 1153.2},
    {"sector": "lulucf", "emissions_tco2e": -700.0},
)


@pytest.fixture
def store():
    opened = Store.open("duckdb::memory:")
    yield opened
    opened.close()


@pytest.fixture
def desk(store):
    return Desk(store)


@pytest.fixture(scope="module")
def oslo():
    """A store that holds the national inventory of Oslo in 2022, for tests that only read it."""
    opened = Store.open("duckdb::memory:")
    national(Desk(opened))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def workbook(oslo):
    return written(oslo)


def read_back(store: Store, content: bytes):
    return crf_inventory.read(open_workbook(content), ReadingContext(store.register(), received_on=DAY))


def written(store: Store, area: str = OSLO, year: int = 2022, **choices: object) -> bytes:
    return crf_workbook_bytes(store, area, year, made_on=DAY, **choices)


def rows(content: bytes, sheet: str) -> list[tuple]:
    return list(load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True))


def lines(content: bytes) -> dict[str, dict]:
    """The rows of eCRF_3 by reference and source."""
    found = [dict(zip(HEADINGS, cells, strict=True)) for cells in rows(content, "eCRF_3")[1:]]
    return {f"{row['GPC ref. no.']} {row['Fuel type or activity'] or ''}".strip(): row for row in found}


def missing(content: bytes) -> dict[str, list[str]]:
    """What the last sheet lists, by part."""
    found: dict[str, list[str]] = {}
    for part, what, *_rest in rows(content, "Missing")[1:]:
        found.setdefault(part, []).append(what)
    return found


def national(desk: Desk, *more: dict, area: str = OSLO, **fields: object) -> None:
    desk.emissions(area, [{"year": 2022, **row} for row in (*NATIONAL, *more)], **fields)


def figures(reading) -> dict[tuple, float]:
    table = reading.tables["emissions"].to_pylist()
    found: dict[tuple, float] = {}
    for row in table:
        key = (
            row["source_label"].split()[0],
            row["subsector"],
            row["scope"],
            row["missing_reason"],
            row["is_counted"],
        )
        found[key] = found.get(key, 0.0) + (row["emissions_tco2e"] or 0.0)
    return found


def test_an_inventory_that_came_as_crf_is_written_and_read_back_with_equal_figures(store, desk):
    came = read_back(store, bytes_of(crf(CRF_ROWS, city=CITY)))
    table = [
        {name: value for name, value in row.items() if value is not None}
        for row in came.tables["emissions"].to_pylist()
    ]
    desk.emissions(OSLO, table, dataset="gcom-crf", release="2022")
    again = read_back(store, written(store))
    assert figures(again) == figures(came)


def test_a_national_inventory_is_read_back_with_every_tonne(oslo):
    reading = read_back(oslo, written(oslo))
    amounts = [row["emissions_tco2e"] for row in reading.tables["emissions"].to_pylist()]
    # 967.2 + 72.8 + 8,200 + 24,816.125 + 762.8 + 1,950.5 + 1,153.2 - 700 = 37,222.625
    assert math.fsum(each for each in amounts if each is not None) == pytest.approx(37222.625)
    assert [problem for problem in reading.problems if problem.level == "error"] == []


def test_our_own_workbook_is_recognised_as_a_reporting_workbook_in_any_language(oslo):
    with in_language("nb"):
        assert formats.recognise(open_workbook(written(oslo))) is crf_inventory


def test_sources_that_the_framework_knows_stand_at_their_reference(workbook):
    found = lines(workbook)
    total = "GHGs (metric tonnes CO2e) - Total CO2e"
    places = {
        "I.4.4": 24816.125,
        "II.1.1 Veitrafikk: Busser": 762.8,
        "II.3.1 Sjøfart: Passasjer": 1950.5,
        "IV.2 Bruk av HFK": 1153.2,
        "V.2": -700.0,
    }
    assert {key: found[key][total] for key in places} == places


def test_what_is_not_told_apart_has_no_reference_and_those_it_holds_bear_ie(workbook):
    found = lines(workbook)
    assert found["None Vedfyring"]["CRF - Sub-sector"] == "Not told apart by source"
    assert [found[number]["Notation key"] for number in ("I.1.1", "I.2.1", "IV.1", "I.5.1")] == [
        "IE",
        "IE",
        "IE",
        None,
    ]
    assert found["IV.1"]["Explanation"] == "Included in the row I.3.1."


def test_gases_stand_beside_each_other_and_their_sum_behind_them(workbook):
    row = lines(workbook)["None Vedfyring"]
    gases = [row[f"GHGs (metric tonnes CO2e) - {gas}"] for gas in ("CO2", "CH4", "N2O", "Total CO2e")]
    assert gases == [None, 967.2, 72.8, 1040.0]  # 967.2 + 72.8


def test_generation_and_land_use_stand_beside_the_sums(workbook):
    found = {(row[0], row[1]): row[2] for row in rows(workbook, "eCRF_2")}
    # 1,040 + 8,200 + 762.8 + 1,950.5 + 1,153.2 = 13,106.5
    assert found["Total, without land use and energy delivered to a grid", None] == pytest.approx(13106.5)
    assert found["Energy generation", "Delivered to a grid"] == 24816.125


@pytest.mark.parametrize(
    ("reason", "key"),
    [
        ("not_occurring", "NO"),
        ("not_estimated", "NE"),
        ("included_elsewhere", "IE"),
        ("not_applicable", "NA"),
        ("confidential", "C"),
    ],
)
def test_a_missing_figure_is_an_empty_cell_with_the_key_of_its_reason(store, desk, reason, key):
    national(
        desk, {"sector": "waste", "subsector": "Avløp", "emissions_tco2e": None, "missing_reason": reason}
    )
    row = lines(written(store))["III.4.1 Avløp"]
    assert (row["Notation key"], row["GHGs (metric tonnes CO2e) - Total CO2e"]) == (key, None)


def test_a_part_that_is_not_estimated_leaves_the_total_empty_and_what_is_known_in_its_gas(store, desk):
    part = {"sector": "waste", "subsector": "Avløp"}
    national(
        desk,
        {**part, "gas": "CH4", "emissions_tco2e": 150.0},
        {**part, "gas": "N2O", "emissions_tco2e": None, "missing_reason": "not_estimated"},
    )
    row = lines(written(store))["III.4.1 Avløp"]
    assert [row["Notation key"], row[f"{'GHGs (metric tonnes CO2e)'} - CH4"], row["GHGs (metric tonnes CO2e) - Total CO2e"]] == [
        "NE", 150.0, None,
    ]  # fmt: skip


def test_a_dataset_of_co2_alone_fills_the_column_of_co2_and_no_total(store, desk):
    desk.emissions(
        OREBRO, [{"year": 2022, "sector": "transport", "emissions_tco2e": 500.0}], dataset=SWEDISH, gas="CO2"
    )
    content = written(store, OREBRO)
    row = lines(content)["None"]
    assert [row["GHGs (metric tonnes CO2e) - CO2"], row["GHGs (metric tonnes CO2e) - Total CO2e"]] == [
        500.0,
        None,
    ]
    assert "Every gas but fossil CO2, and with them the totals" in missing(content)["eCRF_3"]


def test_scope_2_stands_in_its_own_rows_and_is_then_not_missing(store, desk):
    national(desk, {"sector": "stationary_energy", "scope": "2", "emissions_tco2e": 400.0})
    content = written(store)
    indirect = {row[1]: row[4] for row in rows(content, "eCRF_2") if row[0] == "Stationary Energy"}
    assert indirect["Not told apart by source"] == 400.0
    assert "I, II" not in missing(content)


def test_what_the_framework_asks_for_and_is_not_there_is_listed_and_its_row_left_empty(workbook):
    assert "Rail, Direct emissions" in missing(workbook)["II.2.1"]
    assert set(lines(workbook)["II.2.1"].values()) == {
        2022, "II.2.1", "Transportation", "Rail", "Direct emissions", None,
    }  # fmt: skip


def test_what_the_framework_has_no_row_for_is_named_with_its_amount(store, desk):
    national(desk, {"sector": "credits", "emissions_tco2e": -1234.5})
    assert missing(written(store))["–"] == [
        "Credits: −1\N{NARROW NO-BREAK SPACE}234.5 t CO2e that the framework has no row for, and that stand in no sheet"
    ]


def test_inhabitants_of_another_year_are_missing_for_the_year(store, desk):
    national(desk)
    desk.population(OSLO, {2021: 700000})
    content = written(store)
    assert {row[0]: row[2] for row in rows(content, "eCRF_1")}["Resident population"] is None
    assert "Inhabitants of the year" in missing(content)["eCRF_1"]


def test_the_first_sheet_says_whose_figures_from_which_release_and_that_it_is_no_official_form(store, desk):
    national(desk, release="2025")
    cells = [cell for row in rows(written(store), "Read me") for cell in row]
    about = dict(zip(cells[::2], cells[1::2], strict=True))
    assert [about[name] for name in ("Municipality", "Year", "Release", "Licence", "Data version")] == [
        "Oslo", 2022, "2025", "NLOD", store.version,
    ]  # fmt: skip
    assert "It is not an official form" in cells[3]


def test_a_text_that_a_spreadsheet_would_run_is_a_cell_of_text(store, desk):
    national(desk, {"sector": "transport", "subsector": "=1+1", "emissions_tco2e": 1.0})
    sheet = load_workbook(io.BytesIO(written(store)))["eCRF_3"]
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_headings_are_frozen(workbook):
    book = load_workbook(io.BytesIO(workbook))
    assert {name: book[name].freeze_panes for name in ("eCRF_2", "eCRF_3", "Missing")} == {
        "eCRF_2": "A3", "eCRF_3": "A2", "Missing": "A2",
    }  # fmt: skip


def test_the_same_state_and_day_give_the_same_bytes_whatever_the_hour(oslo):
    content = written(oslo)
    assert written(oslo) == content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.read("docProps/core.xml").count(b"2026-11-27T00:00:00Z") == 2  # created and modified


def test_a_year_without_emissions_is_refused_with_the_years_there_are(store, desk):
    national(desk, dataset=NORWEGIAN)
    with pytest.raises(
        MetricError, match=r"Year: expected one with emissions of Oslo \(2022\), found 2019\."
    ):
        written(store, year=2019)
