"""trajectory: trend, projection and needs on standard output, and what a wrong call says."""

import json

import pytest

from commands.trajectory import TRAJECTORY
from tests.commands.conftest import TARGET, emissions_workbook, run, table

FALLING = {2009: 100000, 2015: 88000, 2017: 84000, 2018: 82000, 2019: 80000, 2020: 78000}  # 2000 t a year
ODD = {2016: 100, 2017: 90, 2018: 80, 2019: 200, 2020: 60}
NORDBY = "NO-D02"


@pytest.fixture
def two(folder):
    """Fjordvik falls by 2000 t a year from 2009; Nordby has one odd year."""
    rows = [("NO-D01", year, "Transport", value) for year, value in FALLING.items()]
    rows += [(NORDBY, year, "Transport", value) for year, value in ODD.items()]
    emissions_workbook(folder / "two.xlsx", rows)
    assert run("load", "two.xlsx", "--release", "2025").exit_code == 0
    return folder


def test_a_trajectory_as_csv_to_the_letter(two):
    # points on a line from 2017 on: 78000 in 2020, zero 39 years on, 58000 in 2030 and no range
    # (78000 / 84000)^(1/3) - 1 = -2.4400 %
    result = run("trajectory", "--municipality", "Fjordvik", "--since", 2017)
    heading, line = result.stdout.splitlines()
    assert heading == ",".join(TRAJECTORY)
    cells = line.split(",")
    assert float(cells.pop(10)) == pytest.approx(-2.4400, abs=1e-4)
    assert ",".join(cells) == (
        "NO-D01,ghg_total,linear,2017,2020,4,-2000.0,78000.0,78000.0,2059.0,,,58000.0,58000.0,58000.0,"
    )


def test_without_a_municipality_all_are_listed(two):
    assert [row["municipality_id"] for row in table("trajectory")] == ["NO-D01", NORDBY]


def test_a_target_says_what_is_needed_from_now_on(two):
    # half of 100000: (50000 - 78000) / 10 = -2800 a year; 1 - (50/78)^(1/10) = 4.3496 %
    # path: 85714.29 in 2015, 80952.38, 78571.43, 76190.48, 73809.52 in 2020
    # above it: 0, 2285.71, 3047.62, 3428.57, 3809.52, 4190.48
    # 6 * 1142.857 + 2 * 2666.667 + 3238.095 + 3619.048 + 4000 = 6857.143 + 5333.333 + 10857.143 = 23047.62
    run(*TARGET, "--base-year", 2009, "--reduction", 50)
    [row] = table("trajectory", "--municipality", "NO-D01")
    assert float(row["required_per_year_from_now"]) == pytest.approx(-2800)
    assert float(row["needed_cut_percent_per_year"]) == pytest.approx(4.3496, abs=1e-3)
    assert float(row["cumulative_overshoot"]) == pytest.approx(23047.62, abs=0.01)


@pytest.mark.parametrize(
    ("options", "slope"),
    [
        ([], "3.0"),  # (-2 * 100 - 90 + 200 + 2 * 60) / 10
        (["--method", "robust"], "-10.0"),
        (["--method", "lad"], "-10.0"),
        (["--anchor"], str(-430 / 30)),  # (-4 * 40 - 3 * 30 - 2 * 20 - 140) / (16 + 9 + 4 + 1)
    ],
)
def test_the_method_and_the_anchor_are_chosen_by_option(two, options, slope):
    [row] = table("trajectory", "--municipality", NORDBY, *options)
    assert float(row["slope_per_year"]) == pytest.approx(float(slope))


def test_the_years_are_bounded_by_since_and_until(two):
    [row] = table("trajectory", "--municipality", NORDBY, "--since", 2017, "--until", 2019)
    assert [row[name] for name in ("window_start", "window_end", "points", "slope_per_year")] == [
        "2017",
        "2019",
        "3",
        "",
    ]


def test_json_has_the_same_keys_in_the_same_order_whole_numbers_and_null_for_missing(two):
    result = run("--format", "json", "trajectory", "--indicator", "ghg_total", "--indicator", "co2_total")
    rows = json.loads(result.stdout)
    assert list(rows[0]) == list(TRAJECTORY)
    assert [(row["indicator"], row["points"], row["window_start"]) for row in rows[:2]] == [
        ("ghg_total", 6, 2009),
        ("co2_total", 0, None),
    ]


def test_an_empty_store_gives_the_heading(folder):
    result = run("trajectory")
    assert (result.exit_code, result.stdout) == (0, ",".join(TRAJECTORY) + "\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--method", "cubic"), 'Method: expected one of linear, robust, lad, found "cubic".\n'),
        (
            ("--since", 2020, "--until", 2010),
            "Years: expected a first year up to the last one, 2010, found 2020. Exchange them.\n",
        ),
        (("--dataset", "none"), "Dataset none: expected one of those loaded (own-accounts).\n"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_status_2(two, options, sentence):
    result = run("trajectory", *options)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence)


def test_an_unknown_indicator_is_one_sentence_with_those_there_are(two):
    result = run("trajectory", "--indicator", "nonsense")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Indicator: expected one of ghg_total, ")
    assert result.stderr.endswith('found "nonsense".\n') and result.stderr.count("\n") == 1
