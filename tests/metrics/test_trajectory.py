"""The arithmetic of trend and trajectory, recomputed by hand."""

import math

import pytest

from metrics.errors import MetricError
from metrics.trajectory import (
    Path,
    achieved_percent_per_year,
    cumulative_overshoot,
    growth_rate_is_defined,
    historical_change_percent,
    linear_trend,
    needed_from_now,
    net_zero_year,
    path_value,
    projection,
    projection_fan,
    required_path,
    trend_through,
)


def test_a_trend_through_irregular_years_counts_elapsed_years_not_rows():
    # 100 - 2 a year: 2009 100, 2011 96, 2013 92, 2015 88, 2016 86; a fit by row number would give another
    # slope
    trend = linear_trend([2009, 2011, 2013, 2015, 2016], [100, 96, 92, 88, 86])
    assert trend is not None
    assert trend.slope_per_year == pytest.approx(-2.0)
    assert trend.value_at(2030) == pytest.approx(58.0)  # 100 - 2 * 21


def test_the_trend_takes_the_last_eight_data_years():
    years = list(range(2010, 2020))
    trend = linear_trend(years, [1000, 0, *[50 - year for year in range(8)]])
    assert trend is not None
    assert (trend.points_used, trend.first_year, trend.slope_per_year) == (8, 2012, pytest.approx(-1.0))


def test_a_trend_needs_four_data_years_and_a_missing_year_is_none():
    assert linear_trend([2020, 2021, 2022, 2023], [4.0, 3.0, math.nan, 2.0]) is None


def test_missing_years_are_left_out_and_are_not_zero():
    trend = linear_trend([2020, 2021, 2022, 2023, 2024], [5.0, 4.0, None, 2.0, 1.0])
    assert trend is not None
    assert trend.slope_per_year == pytest.approx(-1.0)
    assert trend.points_used == 4


def test_years_may_come_in_any_order_and_stay_as_they_were():
    years, values = [2023, 2020, 2022, 2021], [1.0, 4.0, 2.0, 3.0]
    trend = linear_trend(years, values)
    assert trend is not None and trend.slope_per_year == pytest.approx(-1.0)
    assert (years, values) == ([2023, 2020, 2022, 2021], [1.0, 4.0, 2.0, 3.0])


def test_a_year_given_twice_is_refused_with_the_year():
    with pytest.raises(MetricError, match="found 2021 twice"):
        linear_trend([2020, 2021, 2021, 2022], [1.0, 2.0, 3.0, 4.0])


def test_the_projection_has_a_prediction_interval_of_the_t_distribution():
    # 2020..2023: 100, 99, 101, 100. Mean year 2021.5, mean 100, Sxx 5, Sxy 1.0, slope 0.2. Residuals 0.3,
    # -0.9, 0.9, -0.3: sum of squares 1.8, s = sqrt(1.8 / 2) = 0.948683. 2030: 100 + 0.2 * 8.5 = 101.7; half
    # width t(0.95, 2) = 2.919986 * s * sqrt(1 + 1/4 + 72.25/5) = 10.975856
    trend = linear_trend([2020, 2021, 2022, 2023], [100, 99, 101, 100])
    assert trend is not None
    ahead = projection(trend, 2030)
    assert ahead.value == pytest.approx(101.7)
    assert ahead.high - ahead.value == pytest.approx(2.919986 * 0.948683 * math.sqrt(15.7), abs=1e-4)
    assert ahead.value - ahead.low == pytest.approx(ahead.high - ahead.value)


def test_gross_emissions_never_project_below_zero_and_net_ones_may():
    # 40, 30, 20, 10 falls by 10 a year and would be -60 in 2030
    trend = linear_trend([2020, 2021, 2022, 2023], [40, 30, 20, 10])
    assert trend is not None
    gross, net = projection(trend, 2030), projection(trend, 2030, is_gross=False)
    assert (gross.value, gross.low, gross.high) == (0.0, 0.0, 0.0)
    assert net.value == pytest.approx(-60.0)


def test_the_fan_widens_with_the_distance_in_time():
    trend = linear_trend([2020, 2021, 2022, 2023], [100, 99, 101, 100])
    assert trend is not None
    widths = [ahead.high - ahead.low for ahead in projection_fan(trend, [2024, 2027, 2030])]
    assert widths == sorted(widths) and widths[0] < widths[2]


def test_a_line_through_two_points_has_no_known_spread():
    trend = trend_through([(2020, 10.0), (2021, 9.0)], minimum=2)
    assert trend is not None
    assert projection(trend, 2022, is_gross=False).high == math.inf


def test_the_required_path_is_a_straight_line_at_any_year():
    # 500 - 500 * 8 / 15 = 233.3333
    path = Path(2015, 500, 2030, 0)
    assert required_path(path, [2015, 2023, 2030]) == pytest.approx([500, 233.3333333, 0])


def test_before_the_base_year_there_is_no_path_and_after_the_target_year_the_target_holds():
    path = Path(2015, 500, 2030, 200)
    assert math.isnan(path_value(path, 2014))
    assert path_value(path, 2035) == 200


def test_an_interim_target_makes_the_path_piecewise():
    # 100 in 2010 over 60 in 2020 to 0 in 2040: 2015 is 80, 2030 is 30
    path = Path(2010, 100, 2040, 0, interim=((2020, 60),))
    assert required_path(path, [2015, 2020, 2030]) == pytest.approx([80, 60, 30])


def test_needed_from_now_is_signed_in_tonnes_and_a_positive_cut_in_percent():
    # (225 - 400) / 7 = -25; 1 - (225 / 400)^(1 / 7) = 0.0789
    need = needed_from_now(2023, 400, target_year=2030, target_value=225)
    assert need is not None
    assert need.change_per_year == pytest.approx(-25)
    assert need.cut_percent_per_year == pytest.approx(7.89, abs=0.005)


def test_halving_in_ten_years_takes_6_7_percent_a_year():
    # 1 - 0.5 ** (1 / 10) = 0.0670
    need = needed_from_now(2020, 100, target_year=2030, target_value=50)
    assert need is not None and need.cut_percent_per_year == pytest.approx(6.70, abs=0.005)


def test_no_constant_percentage_leads_to_zero():
    # (0 - 400) / 7 = -57.142857 a year, and no percentage
    need = needed_from_now(2023, 400, target_year=2030, target_value=0)
    assert need is not None
    assert need.change_per_year == pytest.approx(-57.142857)
    assert need.cut_percent_per_year is None


def test_nothing_is_needed_from_now_when_no_year_is_left():
    assert needed_from_now(2030, 400, target_year=2030, target_value=0) is None


def test_historical_change_is_the_compound_rate_over_elapsed_years():
    # (81 / 100)^(1 / 2) - 1 = -0.10; the mean of yearly percentages of 100, 60, 81 would be -2.5 %
    assert historical_change_percent(2009, 100, 2011, 81) == pytest.approx(-10.0)


@pytest.mark.parametrize(("first", "last"), [(0, 5), (10, -5), (5, 0)])
def test_zero_and_a_change_of_sign_have_no_growth_rate(first, last):
    assert historical_change_percent(2015, first, 2023, last) is None
    assert not growth_rate_is_defined(first, last)


def test_the_achieved_rate_is_that_between_the_ends_of_the_window():
    # (50 / 100)^(1 / 4) - 1 = -15.91 % a year
    trend = linear_trend([2020, 2021, 2023, 2024], [100, 70, 60, 50])
    assert trend is not None
    assert achieved_percent_per_year(trend) == pytest.approx(-15.91, abs=0.005)


def test_cumulative_overshoot_is_the_trapezoid_above_the_path():
    # path 2020..2030 from 100 to 0; 2020: 0 above, 2022: 90 - 80 = 10, 2023: 85 - 70 = 15, 2025: 40 - 50 = 0
    # 2 * (0 + 10) / 2 + 1 * (10 + 15) / 2 + 2 * (15 + 0) / 2 = 10 + 12.5 + 15 = 37.5
    path = Path(2020, 100, 2030, 0)
    years, values = [2018, 2020, 2022, 2023, 2025], [130, 100, 90, 85, 40]
    assert cumulative_overshoot(years, values, path) == pytest.approx(37.5)


def test_years_below_the_path_do_not_pay_back_overshoot():
    path = Path(2020, 100, 2030, 0)
    assert cumulative_overshoot([2020, 2021, 2022], [100, 10, 10], path) == 0.0


def test_the_net_zero_year_is_where_the_line_crosses_zero():
    # 100 in 2020, -5 a year: zero in 2040
    falling = linear_trend([2020, 2021, 2022, 2023], [100, 95, 90, 85])
    rising = linear_trend([2020, 2021, 2022, 2023], [85, 90, 95, 100])
    assert falling is not None and rising is not None
    assert net_zero_year(falling) == pytest.approx(2040.0)
    assert net_zero_year(rising) is None
