"""indicators, progress, facts: literal values with their arithmetic."""

import json

import pytest

from commands.figures import INDICATORS, PROGRESS
from metrics.registry import INDICATORS as REGISTRY
from tests.commands.conftest import (
    TARGET,
    emissions_workbook,
    population_workbook,
    rows_of,
    run,
    table,
    value,
)


def test_indicators_as_csv_to_the_letter(loaded):
    # 60000 + 40000 = 100000; 33000 + 22000.5 = 55000.5
    assert run("indicators", "--municipality", "Fjordvik", "--indicator", "ghg_total").stdout == (
        "municipality_id,indicator,year,value,unit,dataset,release,gas_coverage,value_status\n"
        "NO-D01,ghg_total,2009,100000.0,t CO2e,own-accounts,2025,ghg,reported\n"
        "NO-D01,ghg_total,2024,55000.5,t CO2e,own-accounts,2025,ghg,reported\n"
    )


def test_indicators_as_json_have_the_same_keys_in_the_same_order_and_null_for_missing(loaded):
    result = run("--format", "json", "indicators", "--indicator", "ghg_per_capita")
    rows = json.loads(result.stdout)
    assert list(rows[0]) == list(INDICATORS)
    assert [(row["year"], row["value"], row["value_status"]) for row in rows] == [
        (2009, None, None),
        (2024, None, None),
    ]


def test_missing_is_an_empty_field_in_csv(loaded):
    rows = table("indicators", "--indicator", "ghg_per_capita")
    assert [(row["year"], row["value"]) for row in rows] == [("2009", ""), ("2024", "")]


def test_a_per_head_figure_appears_once_the_population_of_its_year_is_loaded(loaded):
    # 55000.5 / 10000 = 5.50005; 2009 has no population
    population_workbook(loaded / "people.xlsx", [("Fjordvik", 2024, 10000)])
    assert run("load", "people.xlsx").exit_code == 0
    assert value("ghg_per_capita", 2024) == "5.50005"
    assert value("ghg_per_capita", 2009) == ""


def test_without_choice_all_indicators_of_the_gas_coverage_are_listed(loaded):
    keys = dict.fromkeys(row["indicator"] for row in table("indicators"))
    assert [key.removeprefix("ghg_") for key in keys] == [
        "total", "comparable_total", "per_capita", "transport", "off_road", "heat_power", "net_balance",
    ]  # fmt: skip


def test_a_named_dataset_and_all_datasets_show_more_than_the_headline(loaded):
    emissions_workbook(loaded / "other.xlsx", [("NO-D01", 2024, "Transport", 31000)])
    run("load", "other.xlsx", "--dataset", "second-accounts")
    chosen = ("--municipality", "NO-D01", "--indicator", "ghg_transport")
    assert [row["value"] for row in table("indicators", *chosen)] == ["60000.0", "33000.0"]
    assert [row["value"] for row in table("indicators", *chosen, "--dataset", "second-accounts")] == [
        "31000.0"
    ]
    everything = {
        (row["dataset"], row["year"], row["value"]) for row in table("indicators", *chosen, "--all-datasets")
    }
    assert everything == {
        ("own-accounts", "2009", "60000.0"),
        ("own-accounts", "2024", "33000.0"),
        ("second-accounts", "2024", "31000.0"),
    }


def test_progress_has_a_row_for_every_method_even_without_a_target(loaded):
    rows = table("progress", "--municipality", "Fjordvik", "--indicator", "ghg_total")
    assert [(row["method"], row["status"], row["latest_year"], row["target_year"]) for row in rows] == [
        ("linear_path", "no_target", "2024", ""),
        ("ols_projection", "no_target", "2024", ""),
        ("eurostat5", "no_target", "2024", ""),
    ]
    assert list(rows[0]) == list(PROGRESS)


def test_progress_covers_every_municipality_indicator_and_method(loaded):
    # 1 municipality with data × every indicator × the 3 methods that pages show
    assert len(table("progress")) == len(REGISTRY) * 3


def test_progress_towards_a_percentage_to_the_letter(loaded):
    run(*TARGET, "--base-year", 2009, "--reduction", 80)
    # target 100000 × 0.2 = 20000; needed by 2024: 80000 × 15/21 = 57142.86; done: 44999.5
    # ratio 44999.5 / 57142.86 = 0.7875
    # left: (20000 - 55000.5) / 6 = -5833.4167 a year
    [row] = table(
        "progress", "--municipality", "Fjordvik", "--indicator", "ghg_total", "--method", "linear_path"
    )
    reason = "By 2024, 78 % of the change was made that the straight line from 2009 to 2030 asks for by then."
    assert row.pop("reason") == reason
    assert float(row.pop("ratio")) == pytest.approx(0.78749125)
    assert float(row.pop("required_per_year_from_now")) == pytest.approx(-5833.416667)
    assert float(row.pop("target_value")) == pytest.approx(20000)
    assert ",".join(row.values()) == (
        "NO-D01,ghg_total,linear_path,2009,100000.0,2024,55000.5,2030,moderate_progress,too_slow,,,"
    )


def test_facts_name_file_sheet_and_cell_of_every_part(loaded):
    rows = table("facts", "--municipality", "Fjordvik", "--indicator", "ghg_total", "--year", 2024)
    places = [
        (row["file"], row["sheet"], row["cell"], row["value"], row["unit"], row["sector"], row["upload_id"])
        for row in rows
    ]
    assert places == [
        ("fjordvik.xlsx", "Emissions", "D4", "33000.0", "t CO2e", "transport", "1"),
        ("fjordvik.xlsx", "Emissions", "D5", "22000.5", "t CO2e", "waste", "1"),
    ]


def test_facts_of_a_per_head_figure_end_with_the_inhabitants(loaded):
    population_workbook(loaded / "people.xlsx", [("Fjordvik", 2024, 10000)])
    run("load", "people.xlsx")
    last = table("facts", "--municipality", "NO-D01", "--indicator", "ghg_per_capita", "--year", 2024)[-1]
    assert (last["file"], last["cell"], last["value"], last["unit"]) == (
        "people.xlsx",
        "C2",
        "10000",
        "persons",
    )


def test_facts_of_a_year_without_data_are_an_empty_table_with_a_sentence(loaded):
    result = run("facts", "--municipality", "NO-D01", "--indicator", "ghg_total", "--year", 1990)
    assert (result.exit_code, rows_of(result)) == (0, [])
    assert result.stderr == "No facts: NO-D01 has no ghg_total for 1990.\n"


@pytest.mark.parametrize("method", ["eurostat4", "opensdg", "unsd", "sdsn"])
def test_a_method_that_pages_do_not_show_is_had_by_its_name(loaded, method):
    rows = table("progress", "--municipality", "NO-D01", "--indicator", "ghg_total", "--method", method)
    assert [(row["method"], row["status"]) for row in rows] == [(method, "no_target")]
