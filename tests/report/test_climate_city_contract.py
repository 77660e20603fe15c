"""The tables of a Climate City Contract: emissions by sector and scope, the gap, measures and projects, their money, and
what is missing. Nobody's name is in them."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from data.store import Store
from report.reporting.climate_city_contract import climate_city_contract_bytes
from tests.metrics.conftest import BERGEN, OREBRO, OSLO, SWEDISH, Desk

DAY = date(2026, 11, 27)
SECRETS = ("Kari Nordmann", "kari@example.org", "Ola Hansen", "Hidden harbour", "Secret fund")


@pytest.fixture(scope="module")
def store():
    """Oslo with two years by scope, a target, measures and projects; Bergen with nothing; Örebro with CO2 and no target."""
    opened = Store.open("duckdb::memory:")
    desk = Desk(opened)
    _emissions(desk)
    desk.target(OSLO, reduction_percent=55.0, decided_on=date(2023, 6, 17))
    _measures(desk)
    _projects(desk)
    desk.emissions(
        OREBRO, [{"year": 2024, "sector": "transport", "emissions_tco2e": 9.0}], dataset=SWEDISH, gas="CO2"
    )
    yield opened
    opened.close()


def _emissions(desk: Desk) -> None:
    years = {2009: (1000.0, 600.0, 400.0), 2024: (700.0, 300.25, 200.0)}
    desk.emissions(
        OSLO,
        [
            {"year": year, "sector": sector, "scope": scope, "emissions_tco2e": amount}
            for year, amounts in years.items()
            for (sector, scope), amount in zip(
                (("transport", "1"), ("stationary_energy", "1"), ("stationary_energy", "2")), amounts, strict=True
            )
        ]
        + [
            {
                "year": 2024,
                "sector": "waste",
                "scope": "1",
                "emissions_tco2e": None,
                "missing_reason": "not_estimated",
            }
        ],
    )  # fmt: skip


def _measures(desk: Desk) -> None:
    shared = {"sector": "transport", "decision": "adopted", "responsible_person": "Kari Nordmann"}
    desk.records(
        "measures",
        OSLO,
        {**shared, "record_id": "M-1", "title": "=Buses", "investment": 1000.0, "currency": "NOK", "lifetime_years": 10.0,
         "responsible_unit": "Transport", "result_indicator": "Buses"},
        {**shared, "record_id": "M-2", "title": "Parking", "investment": 500.0, "currency": "EUR", "lifetime_years": 10.0},
        {**shared, "record_id": "M-3", "title": "No", "decision": "rejected"},
    )  # fmt: skip
    desk.records(
        "measure_effects", OSLO, {"record_id": "M-1", "year": 2030, "effect_mid_tco2e": 80.5, "budget_amount": 70.0}
    )  # fmt: skip


def _projects(desk: Desk) -> None:
    secret = {
        "who_can_help": "Ola Hansen",
        "contact": "kari@example.org",
        "innovation_stage": "pilot",
        "sector": "transport",
    }
    desk.records(
        "projects",
        OSLO,
        {**secret, "record_id": "P-1", "title": "Ferry", "is_shareable": True},
        {**secret, "record_id": "P-2", "title": "Hidden harbour", "summary": "Hidden harbour", "is_shareable": False},
    )  # fmt: skip
    desk.records(
        "project_effects", OSLO,
        {"record_id": "P-1", "year": 2030, "expected_mid_tco2e": 20.0},
        {"record_id": "P-2", "year": 2030, "expected_mid_tco2e": 30.0},
    )  # fmt: skip
    desk.records(
        "project_funding", OSLO,
        {"record_id": "P-1", "funder": "State", "amount": 9.5, "currency": "NOK"},
        {"record_id": "P-2", "funder": "Secret fund", "amount": 5.0, "currency": "NOK"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def sheets(store) -> dict[str, list[tuple]]:
    return read(climate_city_contract_bytes(store, OSLO, 2024, made_on=DAY))


def read(content: bytes) -> dict[str, list[tuple]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def listed(rows: list[tuple]) -> list[dict]:
    """The rows below the headings, by heading."""
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_sheets_are_those_of_the_modules(sheets):
    assert list(sheets) == [
        "Read me", "A-1 Emissions", "A-1 Goal", "B-1 Emission gap", "B-2 Measures", "B-2 Projects",
        "Investment by measure", "Investment by sector", "Funding", "Missing",
    ]  # fmt: skip


def test_emissions_stand_by_year_sector_and_scope(sheets):
    rows = {(row["Year"], row["Sector of the dataset"]): row for row in listed(sheets["A-1 Emissions"])}
    heating = rows[2024, "Heating and stationary energy"]
    assert [heating[f"Scope {number} (t CO2e)"] for number in "123"] == [300.25, 200.0, None]
    assert heating["Together (t CO2e)"] == 500.25  # 300.25 + 200
    assert rows[2009, "Transport"]["What the year is"] == "Baseline"


def test_a_sector_that_is_not_estimated_is_empty_with_its_key_and_so_is_the_total(sheets):
    rows = {(row["Year"], row["Sector of the contract"]): row for row in listed(sheets["A-1 Emissions"])}
    waste = rows[2024, "Waste"]
    assert (waste["Together (t CO2e)"], waste["Notation key"]) == (None, "NE")
    assert rows[2024, "Total"]["Together (t CO2e)"] is None
    assert rows[2009, "Total"]["Together (t CO2e)"] == 2000.0  # 1,000 + 600 + 400


def test_the_goal_is_the_target_that_speaks(sheets):
    [goal] = listed(sheets["A-1 Goal"])
    # 2,000 × (1 - 0.55) = 900
    assert [goal[name] for name in ("Base year", "Target year", "Cut on the base year (%)", "Target (t CO2e)")] == [
        2009, 2030, 55.0, pytest.approx(900.0),
    ]  # fmt: skip


def test_measures_have_their_cut_of_the_goal_year_and_rejected_ones_are_left_out(sheets):
    found = {row["Measure id"]: row["Cut in 2030, middle (t CO2e)"] for row in listed(sheets["B-2 Measures"])}
    assert found == {"M-1": 80.5, "M-2": None}


def test_a_project_that_is_not_to_be_shared_has_figures_and_no_words(sheets):
    found = {row["Project id"]: row for row in listed(sheets["B-2 Projects"])}
    assert [(row["Title"], row["Expected cut in 2030, middle (t CO2e)"]) for row in found.values()] == [
        ("Ferry", 20.0), (None, 30.0),
    ]  # fmt: skip


def test_no_name_and_nothing_unshared_is_in_any_cell(sheets):
    words = " ".join(str(cell) for rows in sheets.values() for row in rows for cell in row)
    assert [secret for secret in SECRETS if secret in words] == []


def test_money_is_added_by_sector_and_never_across_currencies(sheets):
    found = [
        (row["Currency"], row["Investment (in the currency)"])
        for row in listed(sheets["Investment by sector"])
    ]
    assert found == [("EUR", 500.0), ("NOK", 1000.0)]


def test_a_cost_of_a_tonne_stands_where_it_can_be_told_and_else_why_not(sheets):
    found = {row["Measure id"]: row for row in listed(sheets["Investment by measure"])}
    # 1,000 × 0.04 × 1.04^10 / (1.04^10 - 1) = 123.29 a year; 123.29 / 80.5 t = 1.5316
    assert found["M-1"]["Cost of a tonne avoided (in the currency, per t CO2e)"] == pytest.approx(
        1.5316, abs=1e-4
    )
    assert found["M-2"]["Why there is no cost of a tonne"] == "No effect is stated for those years."


def test_what_is_missing_is_listed_module_by_module_with_where_to_load_it(sheets):
    found = [(row["Part"], row["What is missing"]) for row in listed(sheets["Missing"])]
    assert ("B-2", "The cut in 2030 of measures M-2") in found
    assert ("B-2", "Title and summary of projects P-2: mark them as to be shared") in found
    assert ("A-1", "Final energy use and activity by sector, and the emission factors applied") in found


def test_a_text_that_a_spreadsheet_would_run_is_a_cell_of_text(store):
    sheet = load_workbook(io.BytesIO(climate_city_contract_bytes(store, OSLO, 2024, made_on=DAY)))[
        "B-2 Measures"
    ]
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=Buses"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_municipality_without_anything_gets_empty_tables_and_the_whole_list(store):
    found = read(climate_city_contract_bytes(store, BERGEN, 2024, made_on=DAY))
    assert [
        len(found[name]) for name in ("A-1 Emissions", "A-1 Goal", "B-2 Measures", "B-2 Projects", "Funding")
    ] == [1] * 5
    wanted = [row["What is missing"] for row in listed(found["Missing"])]
    assert wanted[:2] == ["Emissions by sector of 2024", "A baseline: the base year of a decided target"]


def test_a_dataset_of_co2_alone_says_so_in_its_headings_and_among_what_is_missing(store):
    found = read(climate_city_contract_bytes(store, OREBRO, 2024, made_on=DAY))
    assert "Together (t CO2)" in found["A-1 Emissions"][0]
    units = [heading.rpartition("(t ")[2] for heading in found["B-1 Emission gap"][0] if "(t " in heading]
    assert units == ["CO2)"] * 11
    assert "Every gas but fossil CO2" in [row["What is missing"] for row in listed(found["Missing"])]


def test_the_same_state_and_day_give_the_same_bytes(store):
    assert climate_city_contract_bytes(store, OSLO, 2024, made_on=DAY) == climate_city_contract_bytes(
        store, OSLO, 2024, made_on=DAY
    )
