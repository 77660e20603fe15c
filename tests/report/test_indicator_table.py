"""The flat indicator table: a row an indicator with its UN code, value or reason, and a list of what is missing."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from data.store import Store
from metrics.registry import INDICATORS
from report.reporting.indicator_table import indicator_table_bytes
from report.reporting.un_indicators import UN_INDICATORS
from tests.metrics.conftest import OSLO, Desk

DAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def store():
    """Oslo with emissions of 2009 to 2024 and a target, inhabitants of 2023 only, vehicles of 2024."""
    opened = Store.open("duckdb::memory:")
    desk = Desk(opened)
    desk.series(OSLO, {2009: 2000.0, 2023: 1500.0, 2024: 1400.5}, gas=None)
    desk.population(OSLO, {2023: 1000})
    desk.figures(OSLO, {"vehicles_all": {2024: 50.0}, "vehicles_fossil_free": {2024: 20.0}})
    desk.target(OSLO, reduction_percent=55.0, decided_on=date(2023, 6, 17))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def sheets(store) -> dict[str, list[dict]]:
    book = load_workbook(io.BytesIO(indicator_table_bytes(store, OSLO, 2024, made_on=DAY)))
    return {
        sheet.title: listed(list(sheet.iter_rows(values_only=True)))
        for sheet in book
        if sheet.title != "Read me"
    }


def listed(rows: list[tuple]) -> list[dict]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.fixture(scope="module")
def by_key(sheets) -> dict[str, dict]:
    return {row["Key"]: row for row in sheets["Indicators"]}


def test_every_indicator_of_the_registry_has_one_row_in_the_order_of_the_codes(sheets):
    keys = [row["Key"] for row in sheets["Indicators"]]
    targets = [row["SDG target"] for row in sheets["Indicators"]]
    assert sorted(keys) == sorted(INDICATORS)
    assert list(dict.fromkeys(targets)) == [
        "7.2", "12.2", "12.3", "12.4", "12.5", "12.6", "12.7", "12.8", "12.a", "12.b", "13.1", "13.2",
    ]  # fmt: skip


def test_a_value_stands_with_its_code_unit_target_release_and_licence(by_key):
    row = by_key["ghg_total"]
    names = ("UN indicator", "SDG target", "Value", "Unit", "Target year", "Release", "Licence")
    assert [row[name] for name in names] == ["13.2.2", "13.2", 1400.5, "t CO2e", 2030, "2025", "NLOD"]
    assert row["Target value"] == pytest.approx(900.0)  # 2,000 × (1 - 0.55)


def test_a_share_is_counted_from_its_figures(by_key):
    assert by_key["fossil_free_fleet"]["Value"] == pytest.approx(40.0)  # 20 / 50


def test_a_missing_value_is_empty_with_its_reason_and_the_newest_one_beside_it(by_key):
    row = by_key["ghg_per_capita"]
    names = ("Value", "Reason if missing", "Newest year with a value", "Newest value")
    assert [row[name] for name in names] == [None, "The population of that year is not loaded", 2023, 1.5]


def test_what_is_not_loaded_at_all_names_the_sheet_rows_it_needs(by_key):
    assert by_key["food_waste"]["Reason if missing"] == (
        "Not loaded for that year: Food waste of households, shops and food service"
    )


def test_a_code_of_a_target_alone_is_no_indicator_code(by_key):
    assert [by_key["msw_per_capita"][name] for name in ("UN indicator", "SDG target")] == [None, "12.5"]


def test_a_stand_in_says_that_it_is_not_the_official_indicator_and_why(by_key):
    row = by_key["fossil_free_fleet"]
    why = str(INDICATORS["fossil_free_fleet"].is_proxy_because)
    assert (row["Is the official indicator"], row["Why it is not"]) == ("no", why)
    assert [by_key["ghg_total"][name] for name in ("Is the official indicator", "Why it is not")] == [
        "yes",
        None,
    ]


def test_a_national_figure_is_not_applicable_and_not_missing(sheets, by_key):
    assert by_key["dmc_ctx"]["Verdict"] == "Not applicable"
    assert not [
        row for row in sheets["Missing"] if "Domestic material consumption per" in row["What is missing"]
    ]


def test_the_series_hold_every_year_up_to_the_reported_one(store, sheets):
    years = [row["Year"] for row in sheets["Series"] if row["Key"] == "ghg_total"]
    assert years == [2009, 2023, 2024]
    earlier = load_workbook(io.BytesIO(indicator_table_bytes(store, OSLO, 2023, made_on=DAY)))
    cells = listed(list(earlier["Series"].iter_rows(values_only=True)))
    assert {row["Year"] for row in cells if row["Key"] == "ghg_total"} == {2009, 2023}


def test_what_is_missing_names_values_targets_and_codes_that_nothing_answers(sheets):
    found = {(row["Part"], row["What is missing"]) for row in sheets["Missing"]}
    per_head, fleet = (INDICATORS[key].title for key in ("ghg_per_capita", "fossil_free_fleet"))
    assert ("13.2.2", f"{per_head}, 2024: The population of that year is not loaded") in found
    assert ("12.7.1", f"A target for: {fleet}") in found
    plans = "Countries with plans for sustainable consumption and production: asked of countries only"
    assert ("12.1.1", plans) in found


def test_every_code_of_the_registry_under_goals_12_and_13_is_one_of_the_united_nations():
    codes = {
        indicator.sdg_target for indicator in INDICATORS.values() if indicator.sdg_target.count(".") == 2
    }
    assert {code for code in codes if code.startswith(("12.", "13."))} <= set(UN_INDICATORS)


def test_the_same_state_and_day_give_the_same_bytes(store):
    first, second = (indicator_table_bytes(store, OSLO, 2024, made_on=DAY) for _time in range(2))
    assert first == second
