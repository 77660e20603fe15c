"""Verdicts as sentences: the number, the unit and the direction read as meant."""

import pandas as pd
import pytest

from metrics.targets import Target
from metrics.verdicts import assess
from sentences import answers

FALLING = pd.DataFrame({"year": range(2015, 2023), "value": [100_000.0 - 3_000 * step for step in range(8)]})


def answer(series: pd.DataFrame, target: Target | None) -> str:
    path, trend = assess(series, target, "linear_path"), assess(series, target, "ols_projection")
    words = answers.target_in_words(target, path, "co2_total") if target else ""
    return (
        answers.overview_answer(path, trend, "co2_total", words).replace("\u00a0", " ").replace("\u202f", " ")
    )


def test_a_trend_below_the_target_is_not_called_a_gap():
    # trend 2030: 79 000 - 8 * 3 000 = 55 000; target 60 000: 5 000 / 60 000 = 8 % below
    target = Target(2030, reduction_percent=40.0, base_year=2015, indicator="co2_total", unit="t CO2")
    assert "would be 5.00 kt, or 8 %, below the target of −40 % on 2015" in answer(FALLING, target)


def test_path_and_trend_that_point_to_different_sides_are_both_told():
    # base 80 t in 2010, target 40 t in 2030: path 2022 = 80 - 40 * 12 / 20 = 56 t, and 60 t is 4 t above it.
    # Since 2015 it fell by 5 t a year from 95 t: 60 - 8 * 5 = 20 t in 2030, which is 20 t or 50 % below the
    # target.
    series = pd.DataFrame(
        {"year": [2010, *range(2015, 2023)], "value": [80.0, *(95.0 - 5.0 * step for step in range(8))]}
    )
    target = Target(2030, reduction_percent=50.0, base_year=2010, indicator="co2_total", unit="t CO2")
    assert answer(series, target).startswith(
        "The verdict looks at 2022: emissions were 4.00 t above the required path. The trend looks ahead and says otherwise. "
        "On the present trend emissions in 2030 would be 20.0 t, or 50 %, below"
    )


def test_a_verdict_that_the_trend_shares_is_not_said_to_differ():
    # base 80 t in 2010, target 40 t in 2030: path 2022 = 56 t, and 57 t is 1 t above it; 23 of 24 t are 96 %: on track.
    # Since 2015 it fell by 5 t a year: 57 - 8 * 5 = 17 t in 2030.
    series = pd.DataFrame(
        {"year": [2010, *range(2015, 2023)], "value": [80.0, *(92.0 - 5.0 * step for step in range(8))]}
    )
    target = Target(2030, reduction_percent=50.0, base_year=2010, indicator="co2_total", unit="t CO2")
    assert answer(series, target).startswith(
        "In 2022 emissions were 1.00 t above the required path. On the present trend emissions in 2030 would be 23.0 t,"
    )


def test_a_pace_that_is_needed_above_the_trend_that_suffices_is_explained_by_the_newest_year():
    # 100, 90, 80 and 90 t: trend 2022 = 84 t at -4 t a year, 84 - 8 * 4 = 52 t in 2030 below the target of 55 t;
    # from 90 t it takes 35 / 8 = 4.38 t a year, since 90 t lie 6 t above the trend
    series = pd.DataFrame({"year": range(2019, 2023), "value": [100.0, 90.0, 80.0, 90.0]})
    target = Target(2030, target_value=55.0, base_year=2019, indicator="co2_total", unit="t CO2")
    assert answer(series, target).endswith(
        "Needed from now: 4.38 t less every year, counted from 2022, which lies 6.00 t above the trend; "
        "achieved since 2019: 4.00 t a year."
    )


def test_two_data_years_are_told_against_the_path_without_a_trend():
    # path 2019: 100 000 - 55 000 * 4 / 15 = 85 333 t; 88 000 t is 2 667 t above it
    target = Target(2030, reduction_percent=55.0, base_year=2015, indicator="co2_total", unit="t CO2")
    words = answer(FALLING[FALLING["year"].isin([2015, 2019])], target)
    assert words.startswith("In 2019 emissions were 2.67 kt above the required path. A trend needs")


def test_a_rise_is_called_a_rise():
    rising = FALLING.assign(value=FALLING["value"].to_numpy()[::-1])
    target = Target(2030, reduction_percent=40.0, base_year=2015, indicator="co2_total", unit="t CO2")
    assert "since 2015 emissions rose by 3.00 kt a year" in answer(rising, target)


def test_a_target_in_tonnes_is_named_in_tonnes():
    target = Target(2030, target_value=45_000.0, base_year=2015, indicator="co2_total", unit="t CO2")
    assert "above the target of 45.0 kt CO2" in answer(FALLING, target)


def test_a_reached_target_states_both_figures():
    target = Target(2030, target_value=90_000.0, base_year=2015, indicator="co2_total", unit="t CO2")
    assert (
        answer(FALLING, target) == "Emissions in 2022 were 79.0 kt CO2. The target for 2030 is 90.0 kt CO2."
    )


def test_a_reached_percentage_is_told_with_its_amount():
    # 100 000 t less 10 % = 90 000 t
    target = Target(2030, reduction_percent=10.0, base_year=2015, indicator="co2_total", unit="t CO2")
    assert answer(FALLING, target).endswith("The target for 2030 is −10 % on 2015: 90.0 kt CO2.")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (100.0, 76.0, "down 24 % since 2015"),
        (100.0, 104.0, "up 4 % since 2015"),
        (100.0, 100.2, "unchanged since 2015"),
        (0.0, 5.0, ""),
    ],
)
def test_a_change_is_told_with_its_direction(first, last, expected):
    assert answers.change_since(2015, first, last).replace("\u00a0", " ") == expected


def parts(**of_sectors: float) -> pd.DataFrame:
    return pd.DataFrame({"year": 2022, "category": list(of_sectors), "value": list(of_sectors.values())})


def test_the_largest_sector_is_one_of_the_total():
    # land use and forests emit 100 t, which the total of 60 t leaves out: transport, 40 of 60 t, is 67 %
    totals = pd.DataFrame({"year": [2020, 2022], "value": [80.0, 60.0]})
    words = answers.largest_sector(
        totals, parts(transport=40.0, waste=20.0, lulucf=100.0, credits=90.0), "t CO2e"
    )
    assert words.replace("\u00a0", " ") == (
        "Transport is the largest: 40.0 t, 67 % of the total. The total was 60.0 t CO2e in 2022, down 25 % since 2020."
    )


def test_without_a_sector_of_the_total_only_the_total_is_told():
    totals = pd.DataFrame({"year": [2022], "value": [60.0]})
    words = answers.largest_sector(totals, parts(lulucf=100.0), "t CO2e")
    assert words.replace("\u00a0", " ") == "The total was 60.0 t CO2e in 2022."
