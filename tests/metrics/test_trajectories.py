"""The table of all trajectories: a row for every municipality and indicator, and what stands in it."""

from datetime import date

import pandas as pd
import pytest

from metrics.errors import MetricError
from metrics.progress import progress
from metrics.targets import interim_targets
from metrics.trajectories import COLUMNS, trajectories
from tests.metrics.conftest import BERGEN, OREBRO, OSLO, OWN, SWEDISH

HISTORY = {2009: 100.0, 2017: 84.0, 2018: 82.0, 2019: 80.0, 2020: 78.0}  # falls by 2 a year
DECADE = {year: 120.0 - 2 * (year - 2010) for year in range(2010, 2021)}  # 120 in 2010, 100 in 2020
ODD = {2016: 100.0, 2017: 90.0, 2018: 80.0, 2019: 200.0, 2020: 60.0}
TREND = (
    "slope_per_year",
    "value_at_window_end",
    "net_zero_year",
    "projected_value",
    "projected_low",
    "projected_high",
)
NEEDS = ("required_per_year_from_now", "needed_cut_percent_per_year", "cumulative_overshoot")  # fmt: skip


def row_of(table: pd.DataFrame, area: str = OSLO, indicator: str | None = None) -> pd.Series:
    rows = table[table["municipality_id"] == area]
    rows = rows if indicator is None else rows[rows["indicator"] == indicator]
    assert len(rows) == 1
    return rows.iloc[0]


def is_missing(row: pd.Series, *names: str) -> list[bool]:
    return [bool(pd.isna(row[name])) for name in names]


def test_the_columns_are_those_of_the_command_line_also_without_any_row(store):
    table = trajectories(store)
    assert table.empty
    assert list(table.columns) == list(COLUMNS) == [
        "municipality_id", "indicator", "method", "window_start", "window_end", "points", "slope_per_year",
        "value_at_window_end", "last_value", "net_zero_year", "historical_change_percent_per_year",
        "required_per_year_from_now", "needed_cut_percent_per_year", "projected_value", "projected_low",
        "projected_high", "cumulative_overshoot",
    ]  # fmt: skip


def test_a_trajectory_towards_a_percentage_by_hand(store, desk):
    # -2 a year from 100 in 2009: 78 in 2020, 58 in 2030, zero in 2059; (78/100)^(1/11) - 1 = -2.2334 %
    # target 45: (45 - 78) / 10 = -3.3 a year, 1 - (45/78)^(1/10) = 5.3525 %
    desk.series(OSLO, HISTORY)
    desk.target(OSLO, reduction_percent=55.0)
    row = row_of(trajectories(store))
    assert (row["indicator"], row["method"]) == ("ghg_total", "linear")
    assert (row["window_start"], row["window_end"], row["points"]) == (2009, 2020, 5)
    assert (row["slope_per_year"], row["value_at_window_end"]) == (pytest.approx(-2.0), pytest.approx(78.0))
    assert (row["last_value"], row["net_zero_year"]) == (78.0, pytest.approx(2059.0))
    assert row["historical_change_percent_per_year"] == pytest.approx(-2.2334, abs=1e-4)
    assert row["required_per_year_from_now"] == pytest.approx(-3.3)
    assert row["needed_cut_percent_per_year"] == pytest.approx(5.3525, abs=1e-3)
    assert row["projected_value"] == pytest.approx(58.0)
    assert (row["projected_low"], row["projected_high"]) == (pytest.approx(58.0), pytest.approx(58.0))


def test_the_overshoot_runs_over_the_years_without_data(store, desk):
    # path 100 to 45: 79.0476 in 2017, 76.4286, 73.8095, 71.1905 in 2020; above it 0, 4.9524, 5.5714, 6.1905, 6.8095
    # 8 * 4.9524 / 2 + (4.9524 + 5.5714) / 2 + (5.5714 + 6.1905) / 2 + (6.1905 + 6.8095) / 2
    # = 19.8095 + 5.2619 + 5.8810 + 6.5 = 37.4524
    desk.series(OSLO, HISTORY)
    desk.target(OSLO, reduction_percent=55.0)
    assert row_of(trajectories(store))["cumulative_overshoot"] == pytest.approx(37.4524, abs=1e-4)


def test_without_a_target_the_projection_is_for_2030_and_nothing_is_needed(store, desk):
    desk.series(OSLO, HISTORY)
    row = row_of(trajectories(store))
    assert row["projected_value"] == pytest.approx(58.0)
    assert is_missing(row, *NEEDS) == [True] * 3


def test_the_linear_projection_is_that_of_the_verdict(store, desk):
    desk.series(OSLO, ODD | {2015: 110.0})
    desk.target(OSLO, base_year=2015, reduction_percent=55.0)
    verdict = progress(store, indicators=["ghg_total"], methods=["ols_projection"]).iloc[0]
    row = row_of(trajectories(store))
    for name in ("projected_value", "projected_low", "projected_high", "required_per_year_from_now"):
        assert row[name] == pytest.approx(verdict[name])


@pytest.mark.parametrize(
    ("method", "is_anchored", "slope", "end"),
    [
        ("linear", False, 3.0, 112.0),  # (-200 - 90 + 200 + 120) / 10 = 3; mean 106 + 2 * 3
        ("robust", False, -10.0, 60.0),  # of ten slopes -10 is in the middle; all but 2019 lie on 60 in 2020
        ("lad", False, -10.0, 60.0),  # off by 130 in 2019 only
        ("linear", True, -43 / 3, 60.0),  # (-4 * 40 - 3 * 30 - 2 * 20 - 1 * 140) / (16 + 9 + 4 + 1)
        ("robust", True, -10.0, 60.0),  # -10, -10, -10, -140
        ("lad", True, -10.0, 60.0),
    ],
)
def test_every_method_can_be_asked_for_with_and_without_an_anchor(
    store, desk, method, is_anchored, slope, end
):
    desk.series(OSLO, ODD)
    row = row_of(trajectories(store, method=method, is_anchored=is_anchored))
    assert row["method"] == method
    assert (row["slope_per_year"], row["value_at_window_end"]) == (pytest.approx(slope), pytest.approx(end))


def test_the_total_is_that_of_each_ones_dataset(store, desk):
    desk.series(OSLO, HISTORY)
    desk.series(OREBRO, HISTORY, dataset=SWEDISH)
    table = trajectories(store)
    assert table[["municipality_id", "indicator"]].to_numpy().tolist() == [
        [OSLO, "ghg_total"],
        [OREBRO, "co2_total"],
    ]


def test_every_named_municipality_and_indicator_has_its_row_also_without_data(store, desk):
    desk.series(OSLO, HISTORY)
    table = trajectories(
        store, municipality_ids=[BERGEN, OSLO, BERGEN], indicators=["ghg_total", "co2_total"]
    )
    assert table[["municipality_id", "indicator", "points"]].to_numpy().tolist() == [
        [BERGEN, "ghg_total", 0],
        [BERGEN, "co2_total", 0],
        [OSLO, "ghg_total", 5],
        [OSLO, "co2_total", 0],
    ]
    row = row_of(table, BERGEN, "ghg_total")
    assert is_missing(row, "window_start", "window_end", "last_value", *TREND, *NEEDS) == [True] * 12


def test_a_municipality_that_has_a_target_only_is_listed_too(store, desk):
    desk.series(OSLO, HISTORY)
    desk.target(BERGEN, reduction_percent=55.0)
    assert trajectories(store)["municipality_id"].tolist() == [OSLO, BERGEN]


def test_counties_and_nations_are_listed_only_when_named(store, desk):
    desk.series("NO", HISTORY)
    assert trajectories(store).empty
    assert row_of(trajectories(store, municipality_ids=["NO"]), "NO")["points"] == 5


def test_fewer_than_four_years_have_no_trend_and_keep_their_needs(store, desk):
    # (45 - 82) / 12 = -3.0833; (82/100)^(1/9) - 1 = -2.1809 %
    desk.series(OSLO, {2009: 100.0, 2017: 84.0, 2018: 82.0})
    desk.target(OSLO, reduction_percent=55.0)
    row = row_of(trajectories(store))
    assert (row["window_start"], row["window_end"], row["points"], row["last_value"]) == (2009, 2018, 3, 82.0)
    assert is_missing(row, *TREND) == [True] * 6
    assert row["required_per_year_from_now"] == pytest.approx(-3.0833, abs=1e-4)
    assert row["historical_change_percent_per_year"] == pytest.approx(-2.1809, abs=1e-3)


def test_a_missing_year_is_left_out_and_is_not_zero(store, desk):
    desk.series(OSLO, HISTORY | {2021: None})
    row = row_of(trajectories(store))
    assert (row["window_end"], row["points"], row["slope_per_year"]) == (2020, 5, pytest.approx(-2.0))


def test_the_trend_goes_through_the_last_eight_data_years_or_all_since_a_year(store, desk):
    desk.series(OSLO, DECADE)
    last_eight, since = row_of(trajectories(store)), row_of(trajectories(store, since=2011))
    assert (last_eight["window_start"], last_eight["points"]) == (2013, 8)
    assert (since["window_start"], since["points"]) == (2011, 10)


def test_data_after_the_last_year_asked_for_are_left_out_altogether(store, desk):
    # as of 2015: 110, and (60 - 110) / 15 = -3.3333 a year; 2016-2020 do not count
    desk.series(OSLO, DECADE | {2016: 1000.0})
    desk.target(OSLO, base_year=2010, reduction_percent=50.0)
    row = row_of(trajectories(store, until=2015))
    assert (row["window_start"], row["window_end"], row["last_value"]) == (2010, 2015, 110.0)
    assert row["slope_per_year"] == pytest.approx(-2.0)
    assert row["required_per_year_from_now"] == pytest.approx(-3.3333, abs=1e-4)


def test_a_base_year_after_the_last_year_asked_for_is_left_out_too(store, desk):
    desk.series(OSLO, DECADE)
    desk.target(OSLO, base_year=2018, reduction_percent=50.0)
    row = row_of(trajectories(store, until=2015))
    assert is_missing(row, *NEEDS) == [True] * 3
    assert row["projected_value"] == pytest.approx(80.0)  # 110 - 2 * 15


def test_a_window_after_the_data_is_empty_and_the_needs_are_still_told(store, desk):
    desk.series(OSLO, HISTORY)
    desk.target(OSLO, reduction_percent=55.0)
    row = row_of(trajectories(store, since=2025))
    assert (row["points"], row["last_value"]) == (0, 78.0)
    assert is_missing(row, "window_start", "window_end", *TREND) == [True] * 8
    assert row["required_per_year_from_now"] == pytest.approx(-3.3)


def test_a_target_year_that_is_reached_has_no_projection_and_no_needs(store, desk):
    desk.series(OSLO, HISTORY)
    desk.target(OSLO, target_year=2020, reduction_percent=55.0)
    row = row_of(trajectories(store))
    names = ("projected_value", "required_per_year_from_now", "needed_cut_percent_per_year")
    assert is_missing(row, *names) == [True] * 3
    assert row["cumulative_overshoot"] > 0


def test_a_target_of_another_unit_is_not_laid_on_the_series(store, desk):
    desk.series(OSLO, HISTORY)
    desk.target(OSLO, unit="kt CO2e", target_value=45.0)
    row = row_of(trajectories(store))
    assert is_missing(row, *NEEDS) == [True] * 3
    assert row["projected_value"] == pytest.approx(58.0)


def test_a_target_without_a_base_year_has_needs_and_no_overshoot(store, desk):
    desk.series(OSLO, HISTORY)
    desk.target(OSLO, base_year=None, target_value=38.0)
    row = row_of(trajectories(store))
    assert row["required_per_year_from_now"] == pytest.approx(-4.0)  # (38 - 78) / 10
    assert is_missing(row, "cumulative_overshoot") == [True]


def test_a_target_of_zero_has_no_needed_percentage(store, desk):
    desk.series(OSLO, HISTORY)
    desk.target(OSLO, reduction_percent=100.0)
    row = row_of(trajectories(store))
    assert row["required_per_year_from_now"] == pytest.approx(-7.8)
    assert is_missing(row, "needed_cut_percent_per_year") == [True]


def test_where_more_is_better_there_is_no_zero_year_and_no_overshoot(store, desk):
    # 40 of 100, falling by 2 points a year: 32 in 2020, 12 in 2030
    of_all = dict.fromkeys(range(2016, 2021), 100.0)
    free = {year: 40.0 - 2 * (year - 2016) for year in range(2016, 2021)}
    desk.figures(OSLO, {"vehicles_fossil_free": free, "vehicles_all": of_all})
    desk.target(OSLO, "fossil_free_fleet", unit="%", base_year=2016, target_value=80.0)
    row = row_of(trajectories(store, indicators=["fossil_free_fleet"]))
    assert (row["slope_per_year"], row["projected_value"]) == (pytest.approx(-2.0), pytest.approx(12.0))
    assert row["required_per_year_from_now"] == pytest.approx(4.8)  # (80 - 32) / 10
    assert is_missing(row, "net_zero_year", "cumulative_overshoot") == [True, True]


def test_net_emissions_are_carried_below_zero_and_gross_ones_are_not(store, desk):
    # gross 100, 80, 60, 40 less 30 of sinks: 70, 50, 30, 10 in 2020, -20 a year: -190 in 2030; gross 40 - 200 < 0
    gross = {2017: 100.0, 2018: 80.0, 2019: 60.0, 2020: 40.0}
    sinks = [{"year": year, "sector": "lulucf", "emissions_tco2e": -30.0} for year in gross]
    totals = [{"year": year, "emissions_tco2e": value} for year, value in gross.items()]
    desk.emissions(OSLO, [*totals, *sinks])
    desk.figures(OSLO, {"compensation_tco2e": dict.fromkeys(gross, 0.0)})
    table = trajectories(store, indicators=["ghg_total", "net_balance"])
    assert row_of(table, OSLO, "ghg_total")["projected_value"] == 0.0
    assert row_of(table, OSLO, "net_balance")["projected_value"] == pytest.approx(-190.0)


def test_another_dataset_can_be_asked_for(store, desk):
    desk.series(OSLO, HISTORY)
    desk.series(OSLO, {2009: 100.0, 2020: 50.0}, dataset=OWN)
    assert row_of(trajectories(store, dataset=OWN))["last_value"] == 50.0


@pytest.mark.parametrize("method", ["linear", "robust", "lad"])
def test_another_municipality_changes_nothing(store, desk, method):
    desk.series(OSLO, ODD)
    alone = row_of(trajectories(store, method=method))
    desk.series(BERGEN, {year: value * 7 for year, value in ODD.items()})
    desk.series(OREBRO, HISTORY, dataset=SWEDISH)
    together = row_of(trajectories(store, method=method))
    pd.testing.assert_series_equal(alone, together, check_exact=True, check_names=False)


@pytest.mark.parametrize("method", ["linear", "robust", "lad"])
def test_the_order_of_rows_changes_nothing(store, desk, method):
    desk.series(OSLO, ODD)
    desk.series(BERGEN, dict(reversed(ODD.items())))
    table = trajectories(store, method=method)
    names = ["municipality_id"]
    one, other = row_of(table).drop(names), row_of(table, BERGEN).drop(names)
    pd.testing.assert_series_equal(one, other, check_exact=True, check_names=False)


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"method": "cubic"}, 'Method: expected one of linear, robust, lad, found "cubic".'),
        (
            {"since": 2020, "until": 2010},
            "Years: expected a first year up to the last one, 2010, found 2020.",
        ),
        ({"indicators": ["nonsense"]}, 'found "nonsense"'),
    ],
)
def test_a_wrong_choice_is_refused_with_a_sentence(store, choice, sentence):
    with pytest.raises(MetricError) as refused:
        trajectories(store, **choice)
    assert sentence in str(refused.value)


# Interim targets ----------------------------------------------------------------------------------


def test_an_interim_target_bends_the_path_that_the_overshoot_is_counted_from(store, desk):
    # 100 in 2010 to 40 in 2020 to 0 in 2030: 70 in 2015. Data 100, 90 in 2015: above by 0 and 20: 5 * 20 / 2 = 50
    # without the interim target the path is at 75: 5 * 15 / 2 = 37.5
    desk.series(OSLO, {2010: 100.0, 2015: 90.0})
    desk.target(OSLO, base_year=2010, target_value=0.0)
    assert row_of(trajectories(store))["cumulative_overshoot"] == pytest.approx(37.5)
    desk.target(
        OSLO, record_id="interim", base_year=2010, target_year=2020, target_value=40.0, is_interim=True
    )
    row = row_of(trajectories(store))
    assert row["cumulative_overshoot"] == pytest.approx(50.0)
    assert row["required_per_year_from_now"] == pytest.approx(-6.0)  # to the final target: (0 - 90) / 15


def test_an_interim_percentage_is_measured_from_its_own_base_year(store, desk):
    # 60 % less than in 2010 is 40; above the path by 20 in 2015 as before
    desk.series(OSLO, {2010: 100.0, 2015: 90.0})
    desk.target(OSLO, base_year=2010, target_value=0.0)
    desk.target(
        OSLO, record_id="interim", base_year=2010, target_year=2020, reduction_percent=60.0, is_interim=True
    )
    assert row_of(trajectories(store))["cumulative_overshoot"] == pytest.approx(50.0)


def test_an_interim_percentage_of_a_year_without_a_value_bends_nothing(store, desk):
    desk.series(OSLO, {2010: 100.0, 2015: 90.0})
    desk.target(OSLO, base_year=2010, target_value=0.0)
    desk.target(
        OSLO, record_id="interim", base_year=2011, target_year=2020, reduction_percent=60.0, is_interim=True
    )
    assert row_of(trajectories(store))["cumulative_overshoot"] == pytest.approx(37.5)


def test_of_two_interim_targets_for_a_year_the_newest_decision_counts_and_a_wrong_one_never(store, desk):
    common = {"base_year": 2010, "target_year": 2020, "is_interim": True}
    desk.target(OSLO, record_id="a", target_value=50.0, decided_on=date(2020, 1, 1), **common)
    desk.target(OSLO, record_id="b", target_value=40.0, decided_on=date(2022, 1, 1), **common)
    desk.target(OSLO, record_id="c", unit="kt CO2e", target_value=0.01, **(common | {"target_year": 2025}))
    [(place, points)] = interim_targets(store).items()
    assert place == (OSLO, "ghg_total")
    assert [(point.target_year, point.target_value) for point in points] == [(2020, 40.0)]
    assert interim_targets(store, [BERGEN]) == {}
