"""The table of all verdicts: no gaps, and the reason for every verdict that could not be reached."""

from pathlib import Path

import pandas as pd
import pytest

from metrics.progress import COLUMNS, METHODS, progress
from metrics.registry import INDICATORS, STATUSES
from metrics.verdicts import ON_SCREEN
from tests.metrics.conftest import BERGEN, OREBRO, OSLO, OWN, SWEDISH

HISTORY = {2009: 100.0, 2017: 84.0, 2018: 82.0, 2019: 80.0, 2020: 78.0}  # falls by 2 a year


def _row(table: pd.DataFrame, indicator: str, method: str = "linear_path", area: str = OSLO) -> pd.Series:
    rows = table[
        (table["indicator"] == indicator) & (table["method"] == method) & (table["municipality_id"] == area)
    ]
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_columns_are_those_of_the_command_line(store):
    assert list(progress(store).columns) == [
        "municipality_id",
        "indicator",
        "method",
        "base_year",
        "base_value",
        "latest_year",
        "latest_value",
        "target_year",
        "target_value",
        "ratio",
        "verdict",
        "status",
        "reason",
        "required_per_year_from_now",
        "projected_value",
        "projected_low",
        "projected_high",
    ]
    assert list(COLUMNS) == list(progress(store).columns)
    assert progress(store).empty


def test_there_is_one_row_per_municipality_indicator_and_method_always(store, desk):
    desk.series(OSLO, HISTORY)
    desk.series(OREBRO, HISTORY, dataset=SWEDISH)
    desk.target(BERGEN, reduction_percent=55.0)
    table = progress(store)
    assert len(table) == 3 * len(INDICATORS) * len(ON_SCREEN)
    assert not table.duplicated(["municipality_id", "indicator", "method"]).any()
    assert set(table["status"]) <= set(STATUSES)
    assert all(str(reason) for reason in table["reason"])


def test_a_target_is_judged_by_both_methods(store, desk):
    # target 45; path(2020) = 100 - 55 * 11 / 21 = 71.190476; (78 - 100) / (71.190476 - 100) = 0.763636 needed
    # (45 - 78) / 10 = -3.3; the trend is 100 - 2 a year: 58 in 2030; (58 - 100) / (45 - 100) = 0.763636
    desk.series(OSLO, HISTORY)
    desk.target(OSLO, reduction_percent=55.0)
    table = progress(store, indicators=["ghg_total"])
    path, trend = _row(table, "ghg_total"), _row(table, "ghg_total", "ols_projection")
    assert path["ratio"] == pytest.approx(0.763636, abs=1e-6)
    assert (path["verdict"], path["status"]) == ("moderate_progress", "too_slow")
    assert path["required_per_year_from_now"] == pytest.approx(-3.3)
    assert (path["base_year"], path["base_value"], path["target_value"]) == (2009, 100.0, pytest.approx(45.0))
    assert (path["latest_year"], path["latest_value"]) == (2020, 78.0)
    assert trend["projected_value"] == pytest.approx(58.0)
    assert trend["ratio"] == pytest.approx(0.763636, abs=1e-6)
    assert pd.isna(path["projected_value"])


def test_without_target_the_projection_is_for_2030_and_the_status_no_target(store, desk):
    desk.series(OSLO, HISTORY)
    row = _row(progress(store), "ghg_total", "ols_projection")
    assert (row["status"], row["verdict"]) == ("no_target", "not_available")
    assert row["projected_value"] == pytest.approx(58.0)
    assert pd.isna(row["target_year"]) and pd.isna(row["ratio"])


def test_the_counterpart_of_the_other_gases_is_not_applicable_with_a_pointer(store, desk):
    desk.series(OSLO, HISTORY)
    desk.series(OREBRO, HISTORY, dataset=SWEDISH)
    table = progress(store)
    norwegian, swedish = _row(table, "co2_total"), _row(table, "ghg_total", area=OREBRO)
    assert (norwegian["status"], swedish["status"]) == ("not_applicable", "not_applicable")
    assert "see ghg_total" in str(norwegian["reason"])
    assert "fossil CO2 only; see co2_total" in str(swedish["reason"])


def test_an_area_without_any_data_is_no_data_beside_the_target_that_waits(store, desk):
    desk.target(BERGEN, target_value=50.0)
    row = _row(progress(store), "ghg_total", area=BERGEN)
    assert row["status"] == "no_data"
    assert (row["target_year"], row["target_value"]) == (2030, 50.0)


def test_a_named_municipality_without_anything_has_its_rows_too(store):
    table = progress(store, municipality_ids=[OSLO], methods=["linear_path"])
    assert len(table) == len(INDICATORS)
    assert set(table["status"]) == {"no_data", "not_applicable"}
    context = [key for key, entry in INDICATORS.items() if entry.indicator_class == "context"]
    assert table[table["status"] == "not_applicable"]["indicator"].tolist() == context


def test_an_indicator_without_values_says_why(store, desk):
    desk.series(OSLO, HISTORY)
    table = progress(store)
    assert "population" in str(_row(table, "ghg_per_capita")["reason"])
    assert _row(table, "ghg_transport")["status"] == "no_data"


def test_a_missing_year_is_skipped_and_never_zero(store, desk):
    # 2021 is missing: judged as of 2020, as without the row
    desk.series(OSLO, {**HISTORY, 2021: None})
    desk.target(OSLO, reduction_percent=55.0)
    row = _row(progress(store), "ghg_total")
    assert (row["latest_year"], row["ratio"]) == (2020, pytest.approx(0.763636, abs=1e-6))


def test_a_target_of_another_unit_is_not_laid_on_the_series(store, desk):
    desk.series(OSLO, HISTORY)
    desk.target(OSLO, unit="kt CO2e", target_value=45.0)
    for key, method in METHODS.items():
        row = _row(progress(store, methods=[key]), "ghg_total", key)
        assert (row["status"], row["verdict"]) == ("not_assessable", method.unknown)
        assert "kt CO2e" in str(row["reason"])
        assert pd.isna(row["ratio"]) and pd.isna(row["required_per_year_from_now"])


def test_a_missing_base_year_is_not_assessable(store, desk):
    desk.series(OSLO, {year: value for year, value in HISTORY.items() if year > 2009})
    desk.target(OSLO, reduction_percent=55.0)
    row = _row(progress(store), "ghg_total")
    assert (row["status"], str(row["reason"])) == ("not_assessable", "The base year 2009 has no value.")


def test_another_dataset_can_be_asked_for(store, desk):
    desk.series(OSLO, HISTORY)
    desk.series(OSLO, {2009: 100.0, 2020: 50.0}, dataset=OWN)
    desk.target(OSLO, reduction_percent=55.0)
    assert _row(progress(store, dataset=OWN), "ghg_total")["latest_value"] == 50.0
    assert "no emissions in dataset x" in str(_row(progress(store, dataset="x"), "ghg_total")["reason"])


def test_years_stay_whole_numbers_in_csv_and_missing_is_empty(store, desk, tmp_path: Path):
    desk.series(OSLO, HISTORY)
    lines = progress(store, indicators=["ghg_total"]).to_csv(index=False).splitlines()
    assert lines[1].startswith(
        f"{OSLO},ghg_total,linear_path,,,2020,78.0,,,,not_available,no_target,No target is set"
    )


def test_the_methods_on_screen_are_given_and_every_other_one_by_its_name(store, desk):
    desk.series(OSLO, HISTORY)
    shown = progress(store, indicators=["ghg_total"])
    named = progress(store, indicators=["ghg_total"], methods=["unsd", "sdsn", "opensdg", "eurostat4"])
    assert shown["method"].tolist() == ["linear_path", "ols_projection", "eurostat5"]
    assert named["method"].tolist() == ["unsd", "sdsn", "opensdg", "eurostat4"]


def test_without_a_target_eurostat_gives_its_word_and_the_status_stays_no_target(store, desk):
    # 2017 is the first data year of the last five: (78 / 84)^(1/3) - 1 = -2.44 % a year
    desk.series(OSLO, HISTORY)
    row = _row(progress(store), "ghg_total", "eurostat5")
    assert (row["verdict"], row["status"]) == ("significant_progress", "no_target")
    assert "From 2017 to 2020 it changed by -2.4 % a year" in str(row["reason"])


def test_the_base_year_of_a_row_is_the_one_its_method_used(store, desk):
    # the target names 2009, for which there is no value; Open SDG takes the next data year
    desk.series(OSLO, {year: value for year, value in HISTORY.items() if year > 2009})
    desk.target(OSLO, target_value=45.0)
    table = progress(store, indicators=["ghg_total"], methods=["linear_path", "opensdg"])
    path, open_sdg = _row(table, "ghg_total"), _row(table, "ghg_total", "opensdg")
    assert (path["base_year"], pd.isna(path["base_value"])) == (2009, True)
    assert (open_sdg["base_year"], open_sdg["base_value"]) == (2017, 84.0)


def test_a_municipality_that_loaded_figures_only_has_its_verdicts(store, desk):
    desk.figures(BERGEN, {"climate_plan_adopted": {2020: 0, 2023: 1}})
    desk.target(BERGEN, "climate_plan", unit="0/1", target_value=1.0, base_year=None)
    row = _row(progress(store), "climate_plan", area=BERGEN)
    assert (row["verdict"], row["status"]) == ("target_achieved", "target_achieved")


def test_a_figure_that_is_there_without_a_value_says_why(store, desk):
    desk.figures(BERGEN, {"climate_plan_adopted": {2023: None}})
    row = _row(progress(store), "climate_plan", area=BERGEN)
    assert row["status"] == "no_data"
    assert str(row["reason"]).startswith("There is no value in any year: ")


def test_what_is_not_loaded_is_named(store, desk):
    desk.series(OSLO, HISTORY)
    row = _row(progress(store), "climate_plan")
    assert str(row["reason"]) == "What it measures is not loaded: climate_plan_adopted in table figures."


def test_net_emissions_are_not_asked_of_a_dataset_of_fossil_co2_and_point_nowhere(store, desk):
    desk.series(OREBRO, HISTORY, dataset=SWEDISH)
    row = _row(progress(store), "net_balance", area=OREBRO)
    assert row["status"] == "not_applicable"
    assert str(row["reason"]) == "Its dataset, smhi-co2, covers fossil CO2 only."


def test_many_municipalities_are_judged_as_each_is_alone(store, desk):
    desk.series(OSLO, HISTORY)
    desk.series(BERGEN, {2009: 50.0, 2020: 20.0})
    for area in (OSLO, BERGEN):
        desk.target(area, reduction_percent=55.0)
    together = progress(store)
    alone = pd.concat([progress(store, municipality_ids=[area]) for area in (OSLO, BERGEN)])
    pd.testing.assert_frame_equal(together, alone.reset_index(drop=True))


def test_a_decided_interim_target_bends_the_path(store, desk):
    desk.series(OSLO, HISTORY)
    desk.target(OSLO, reduction_percent=55.0)
    desk.target(OSLO, record_id="step", reduction_percent=20.0, target_year=2025, is_interim=True)
    row = _row(progress(store, indicators=["ghg_total"]), "ghg_total")
    # path(2020) = 100 - 20 * 11 / 16 = 86.25; (78 - 100) / (86.25 - 100) = 1.6
    assert row["ratio"] == pytest.approx(1.6)
    assert row["status"] == "on_track"


def test_the_order_in_which_municipalities_and_indicators_are_asked_for_changes_no_figure(store, desk):
    # the second municipality has more years than the first, so that rows of one must not fall into the other's place
    desk.series(OSLO, {2009: 100.0, 2010: 90.0, 2011: 80.0})
    desk.series(BERGEN, {2010: 50.0})
    desk.population(OSLO, {2009: 10, 2010: 10, 2011: 20})
    keys = ["ghg_total", "ghg_per_capita"]
    asked = progress(store, municipality_ids=[OSLO, BERGEN], indicators=keys)
    backwards = progress(store, municipality_ids=[BERGEN, OSLO], indicators=keys[::-1])
    places = ["municipality_id", "indicator", "method"]
    columns = ["latest_year", "latest_value"]
    one, other = (table.set_index(places).sort_index()[columns] for table in (asked, backwards))
    pd.testing.assert_frame_equal(one, other)
    assert one.loc[(OSLO, "ghg_total", "linear_path"), "latest_value"] == 80.0
