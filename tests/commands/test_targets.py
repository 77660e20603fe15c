"""target set, list, remove."""

import pytest

from tests.commands.conftest import TARGET, run, table


def test_the_life_of_a_target(loaded):
    assert run(*TARGET, "--base-year", 2009, "--reduction", 80, "--decided-on", "2020-06-18").stdout == (
        "municipality_id,indicator,unit,base_year,target_year,target_value,reduction_percent,is_interim,"
        "decided_on,decision_url,is_speaking,upload_id\n"
        "NO-D01,ghg_total,t CO2e,2009,2030,,80.0,false,2020-06-18,,true,2\n"
    )
    # A newer decision for the same year takes its place …
    run(*TARGET, "--value", 15000, "--base-year", 2009, "--decided-on", "2024-02-01")
    assert [(row["target_value"], row["upload_id"]) for row in table("target", "list")] == [("15000.0", "3")]
    # … undo brings the first back, remove ends it, undo of the removal brings it back again.
    run("undo", 3)
    assert [(row["reduction_percent"], row["upload_id"]) for row in table("target", "list")] == [
        ("80.0", "2")
    ]
    assert len(table("target", "remove", "--municipality", "Fjordvik", "--indicator", "ghg_total")) == 1
    assert table("target", "list") == []
    run("undo", 4)
    assert [row["upload_id"] for row in table("target", "list", "--municipality", "Fjordvik")] == ["2"]


def test_of_two_targets_the_newest_decision_speaks_and_remove_asks_which(loaded):
    run(*TARGET, "--base-year", 2009, "--reduction", 50, "--target-year", 2025, "--decided-on", "2016-01-01")
    run(*TARGET, "--base-year", 2009, "--reduction", 80, "--decided-on", "2020-01-01")
    assert [(row["target_year"], row["is_speaking"]) for row in table("target", "list")] == [
        ("2025", "false"),
        ("2030", "true"),
    ]
    remove = ("target", "remove", "--municipality", "NO-D01", "--indicator", "ghg_total")
    refused = run(*remove)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "NO-D01 has targets for ghg_total in 2025, 2030; name one with --target-year.\n"
    assert [row["target_year"] for row in table(*remove, "--target-year", 2025)] == ["2025"]
    assert [row["target_year"] for row in table("target", "list")] == ["2030"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "expected either a value or a cut in percent, found neither"),
        (("--reduction", 50, "--value", 5, "--base-year", 2009), "found both"),
        (("--reduction", 50), "needs the base year"),
        (("--reduction", 50, "--base-year", 2009, "--unit", "kt CO2e"), "expected the unit t CO2e, found"),
        (("--reduction", 50, "--base-year", 2031), "expected a target year after the base year"),
        (("--value", "nan"), "expected a finite number"),
        (("--value", 5, "--decided-on", "18.6.2020"), "18.6.2020"),
    ],
)
def test_a_target_that_does_not_fit_is_refused_and_not_recorded(loaded, options, words):
    result = run(*TARGET, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert len(table("uploads")) == 1


def test_removing_a_target_that_is_not_there_is_a_wrong_call(loaded):
    result = run("target", "remove", "--municipality", "NO-D01", "--indicator", "ghg_total")
    assert (result.exit_code, result.stderr) == (2, "NO-D01 has no such target for ghg_total.\n")


def test_a_target_takes_the_boundary_of_its_indicator(loaded):
    chosen = ("--municipality", "NO-D01", "--indicator", "fossil_free_fleet")
    assert run("target", "set", *chosen, "--value", "100").exit_code == 0
    assert [row["is_speaking"] for row in table("target", "list", *chosen)] == ["true"]


@pytest.mark.parametrize(
    ("boundary", "named"), [(("--basis", "consumption"), "basis"), (("--with-land-use",), "land use")]
)
def test_a_target_of_another_boundary_is_refused(loaded, boundary, named):
    chosen = ("--municipality", "NO-D01", "--indicator", "ghg_total")
    refused = run("target", "set", *chosen, "--reduction", "55", "--base-year", "2009", *boundary)
    assert refused.exit_code == 2
    assert named in refused.stderr
