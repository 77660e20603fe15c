"""Trends, their ranges and what hangs on them, recomputed by hand and tried on many series made by chance."""

import math
import statistics
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import theilslopes

from metrics.errors import MetricError
from metrics.targets import Target
from metrics.trajectory import Path, known_points
from metrics.trend_lines import REPLICATES, _draws, prediction_ranges, theil_sen
from metrics.trends import (
    TREND_METHODS,
    TrendLine,
    YearSum,
    has_percentage_path,
    lad_trend,
    leave_one_out,
    line_projection,
    line_projections,
    percentage_path,
    percentage_path_value,
    robust_trend,
    sum_over_years,
    trend_line,
    trend_lines,
    trend_method,
    trend_window,
    trends_differ,
    zero_year,
)
from texts import N_

OUTLIER = [(2020, 100.0), (2021, 90.0), (2022, 80.0), (2023, 200.0), (2024, 60.0)]
GAPS = [(2010, 100.0), (2014, 90.0), (2015, 88.0), (2020, 70.0)]
BEND = [(2019, 14.0), (2021, 8.0), (2022, 7.0), (2023, 6.0)]
WAYS = [(method, is_anchored) for method in TREND_METHODS for is_anchored in (False, True)]


def drawn(window, method, *, is_anchored=False) -> TrendLine:
    line = trend_line(window, method, is_anchored=is_anchored)
    assert line is not None
    return line


def loss(line: TrendLine) -> float:
    return math.fsum(abs(value - line.value_at(year)) for year, value in line.points)


# Lines --------------------------------------------------------------------------------------------


def test_one_odd_year_hardly_moves_the_robust_trend_and_turns_the_linear_one():
    # slopes of the pairs: -10 six times, -140, 33.3, 55, 120; of ten in order the 5th and 6th are -10
    # least squares: (-2*100 - 90 + 200 + 2*60) / 10 = 3
    robust = robust_trend(OUTLIER)
    assert robust is not None
    assert robust.slope_per_year == pytest.approx(-10.0)
    assert drawn(OUTLIER, "linear").slope_per_year == pytest.approx(3.0)


def test_the_robust_line_runs_through_the_median_of_what_is_left():
    # pairs over elapsed years: -10/4 = -2.5, -12/5 = -2.4, -30/10 = -3, -2/1 = -2, -20/6 = -3.33, -18/5 = -3.6
    # in order -3.6 -3.33 -3 -2.5 -2.4 -2: median -2.75; e + 2.75 (t - 2020): 72.5, 73.5, 74.25, 70: median 73
    line = drawn(GAPS, "robust")
    assert (line.slope_per_year, line.value_at_end) == (pytest.approx(-2.75), pytest.approx(73.0))
    assert line.value_at(2030) == pytest.approx(45.5)  # 73 - 10 * 2.75


def test_the_line_of_least_deviations_is_the_best_of_the_six_through_four_points():
    # 10, 8, 7, 5. Through years 1 and 4: 10 - 5/3 a year, off by 1/3 + 1/3; the other five are off by 1, 1, 2, 2, 2
    line = lad_trend([(2020, 10.0), (2021, 8.0), (2022, 7.0), (2023, 5.0)])
    assert line is not None
    assert (line.slope_per_year, line.value_at_end) == (pytest.approx(-5 / 3), pytest.approx(5.0))
    assert loss(line) == pytest.approx(2 / 3)


def test_of_equally_good_lines_the_flattest_is_taken():
    # 10, 8, 7, 1. Off by 4 each: through years 1, 2 (-2 a year: 1 + 3), 1, 4 (-3: 1 + 3), 2, 4 (-3.5: 1.5 + 2.5)
    line = drawn([(2020, 10.0), (2021, 8.0), (2022, 7.0), (2023, 1.0)], "lad")
    assert (line.slope_per_year, line.value_at_end) == (pytest.approx(-2.0), pytest.approx(4.0))


def test_of_equally_good_and_equally_flat_lines_the_one_that_ends_higher_is_taken():
    # 0, 1, 1, 0. Level at 0 and level at 1 are both off by 2, and so are +0.5 and -0.5 a year
    line = drawn([(2020, 0.0), (2021, 1.0), (2022, 1.0), (2023, 0.0)], "lad")
    assert (line.slope_per_year, line.value_at_end) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("method", "slope"),
    [
        # slopes to 6 in 2023: (14-6)/-4 = -2, (8-6)/-2 = -1, (7-6)/-1 = -1
        ("linear", -37 / 21),  # (-4*8 - 2*2 - 1*1) / (16 + 4 + 1)
        ("robust", -1.0),  # the median of -2, -1, -1
        ("lad", -2.0),  # -2 is off by 2 + 1 = 3, -1 by 14 - 10 = 4
    ],
)
def test_an_anchored_line_runs_through_the_last_point(method, slope):
    line = drawn(BEND, method, is_anchored=True)
    assert line.slope_per_year == pytest.approx(slope)
    assert (line.last_year, line.value_at_end) == (2023, 6.0)


@pytest.mark.parametrize(("method", "is_anchored"), WAYS)
def test_a_trend_needs_four_points(method, is_anchored):
    assert trend_line(BEND[:3], method, is_anchored=is_anchored) is None


def test_an_unknown_method_is_refused_with_those_there_are():
    with pytest.raises(MetricError, match='expected one of linear, robust, lad, found "cubic"'):
        trend_line(BEND, "cubic")


@pytest.mark.parametrize("key", TREND_METHODS)
def test_every_method_has_a_name_a_version_and_a_rule(key):
    method = trend_method(key)
    assert (method.key, method.version) == (key, "1.0")
    assert str(method.title) and str(method.rule)


# Windows ------------------------------------------------------------------------------------------

DECADE = [(year, float(year)) for year in range(2010, 2021)]


@pytest.mark.parametrize(
    ("bounds", "first", "last"),
    [
        ({}, 2013, 2020),  # the last 8 of 11
        ({"since": 2011}, 2011, 2020),  # all 10 from 2011 on
        ({"until": 2019}, 2012, 2019),  # the last 8 up to 2019
        ({"since": 2012, "until": 2017}, 2012, 2017),
    ],
)
def test_the_window_is_the_last_eight_data_years_or_all_from_a_year_on(bounds, first, last):
    window = trend_window(DECADE, **bounds)
    assert [year for year, _value in window] == list(range(first, last + 1))


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(MetricError, match="expected a first year up to the last one, 2010, found 2020"):
        trend_window(DECADE, since=2020, until=2010)


# The year of zero ---------------------------------------------------------------------------------


def test_the_net_zero_year_is_where_the_line_crosses_zero():
    # 73 in 2020, -2.75 a year: 2020 + 73 / 2.75 = 2046.5455
    assert zero_year(drawn(GAPS, "robust")) == pytest.approx(2046.545454, abs=1e-5)


@pytest.mark.parametrize(("method", "is_anchored"), WAYS)
@pytest.mark.parametrize("values", [(1.0, 2.0, 3.0, 5.0), (0.1, 0.1, 0.1, 0.1), (0.0, 0.0, 0.0, 0.0)])
def test_a_line_that_rises_or_stays_never_reaches_zero(method, is_anchored, values):
    window = list(zip((2010, 2013, 2014, 2020), values, strict=True))
    assert zero_year(drawn(window, method, is_anchored=is_anchored)) is None


# Ranges -------------------------------------------------------------------------------------------


def test_the_range_of_an_anchored_linear_trend_takes_its_last_point_as_exact():
    # residuals 0.952381, -1.523810, -0.761905: squares 80/21; s² = 80/21/2 = 1.904762 with 4 - 2 degrees of freedom
    # 2030: 6 - 7 * 37/21 = -6.333333; ± 2.919986 * sqrt(1.904762 * (1 + 49/21)) = 7.357672
    ahead = line_projection(drawn(BEND, "linear", is_anchored=True), 2030, is_gross=False)
    assert ahead.value == pytest.approx(-6.333333, abs=1e-6)
    assert ahead.high - ahead.value == pytest.approx(7.357672, abs=1e-5)
    assert ahead.value - ahead.low == pytest.approx(7.357672, abs=1e-5)


def test_the_range_of_the_linear_trend_is_that_of_the_projection_of_the_verdict():
    # 100, 99, 101, 100: 101.7 ± 2.919986 * 0.948683 * sqrt(1 + 1/4 + 72.25/5) = 10.976194
    window = [(2020, 100.0), (2021, 99.0), (2022, 101.0), (2023, 100.0)]
    ahead = line_projection(drawn(window, "linear"), 2030)
    assert (ahead.value, ahead.high) == (pytest.approx(101.7), pytest.approx(112.676194, abs=1e-5))


@pytest.mark.parametrize(("method", "is_anchored"), WAYS)
def test_points_on_a_line_leave_no_range(method, is_anchored):
    window = [(year, 100.0 - 2.5 * (year - 2000)) for year in (2005, 2006, 2008, 2012)]
    ahead = line_projection(drawn(window, method, is_anchored=is_anchored), 2030)
    assert (ahead.low, ahead.value, ahead.high) == pytest.approx((25.0, 25.0, 25.0))


@pytest.mark.parametrize(("method", "is_anchored"), WAYS)
def test_gross_emissions_never_fall_below_zero_and_net_ones_may(method, is_anchored):
    # 40, 30, 20, 10: -10 a year, 10 - 70 = -60 in 2030
    line = drawn([(2020, 40.0), (2021, 30.0), (2022, 20.0), (2023, 10.0)], method, is_anchored=is_anchored)
    gross, net = line_projection(line, 2030), line_projection(line, 2030, is_gross=False)
    assert (gross.low, gross.value, gross.high) == (0.0, 0.0, 0.0)
    assert net.value == pytest.approx(-60.0)


@pytest.mark.parametrize(("method", "is_anchored"), WAYS)
def test_a_line_through_two_points_has_no_known_spread(method, is_anchored):
    line = trend_line([(2020, 10.0), (2021, 9.0)], method, is_anchored=is_anchored, minimum=2)
    assert line is not None
    ahead = line_projection(line, 2022, is_gross=False)
    assert (ahead.low, ahead.value, ahead.high) == (-math.inf, pytest.approx(8.0), math.inf)


def test_the_drawn_range_is_what_a_plain_loop_over_the_replicates_gives():
    elapsed, values = [-10.0, -6.0, -5.0, -2.0, 0.0], [100.0, 90.0, 97.0, 60.0, 70.0]
    low, high = prediction_ranges(
        theil_sen, np.array(elapsed), np.array([values]).T, years_ahead=np.array([7.0])
    )
    slope, end = plain_theil_sen(elapsed, values)
    # √(5/3) for 5 points and 2 parameters; t(3) / z at 95 % = 2.353363 / 1.644854
    widen = math.sqrt(5 / 3) * 2.353363 / 1.644854
    left = [(value - end - slope * year) * widen for year, value in zip(elapsed, values, strict=True)]
    left += [-residual for residual in left]
    places, new_places = _draws(5)
    errors = []
    for number in range(REPLICATES):
        again = plain_theil_sen(elapsed, [left[place] for place in places[:, number]])
        errors.append(again[1] + 7 * again[0] - left[new_places[number]])
    errors.sort()  # 499 of them: the 25th and the 475th are the 5 % and 95 % points
    assert low[0] == pytest.approx(end + 7 * slope - errors[474], rel=1e-5)
    assert high[0] == pytest.approx(end + 7 * slope - errors[24], rel=1e-5)


def plain_theil_sen(elapsed, values) -> tuple[float, float]:
    points = list(zip(elapsed, values, strict=True))
    slope = statistics.median((b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2))
    return slope, statistics.median(value - slope * year for year, value in points)


@pytest.mark.parametrize("is_anchored", [False, True])
@pytest.mark.parametrize("method", ["robust", "lad"])
def test_a_90_percent_range_holds_about_nine_new_years_of_ten(method, is_anchored):
    # 600 series of noise around a straight line, 8 years and a new one 6 years on; an anchored line is right when the
    # last year lies on it
    random = np.random.RandomState(1)
    noise, new = random.normal(size=(600, 8)), random.normal(size=600)
    noise[:, 7] *= not is_anchored
    windows = [[(2017 + place, value) for place, value in enumerate(row)] for row in noise.tolist()]
    lines = [line for line in trend_lines(windows, method, is_anchored=is_anchored) if line is not None]
    ranges = line_projections(lines, [2030] * 600, is_gross=[False] * 600)
    held = sum(each.low <= value <= each.high for each, value in zip(ranges, new.tolist(), strict=True))
    assert 0.86 <= held / 600 <= 0.94


# How much hangs on one year and on the method -----------------------------------------------------

DROP = [(2020, 100.0), (2021, 100.0), (2022, 100.0), (2023, 40.0)]
TO_30 = Target(target_year=2030, target_value=30.0, base_year=2020)


def test_leaving_out_each_year_once_spans_the_slopes_and_the_values_of_2030():
    # without 2020: 100, 100, 40: -30 a year, mean 80 in 2022: 80 - 30 * 8 = -160; without 2023: 0 a year, 100
    # the others lie between: -80 / 4.6667 = -17.14 without 2021, -100 / 4.6667 = -21.43 without 2022
    span = leave_one_out(DROP)
    assert span is not None
    assert (span.year, span.slope_low, span.slope_high) == (2030, pytest.approx(-30.0), pytest.approx(0.0))
    assert (span.value_low, span.value_high) == (pytest.approx(-160.0), pytest.approx(100.0))


@pytest.mark.parametrize("target", [None, TO_30])
def test_a_last_year_that_alone_makes_the_trend_fall_carries_it(target):
    # of the way from 100 to 30 by 2030: -18 a year covers all (85 - 18 * 8.5 < 0), without 2023 it is 0
    span = leave_one_out(DROP, target)
    assert span is not None
    assert (span.is_carried_by_first, span.is_carried_by_last) == (False, True)


def test_a_first_year_can_carry_the_trend_as_well():
    span = leave_one_out([(2020, 10.0), (2021, 50.0), (2022, 50.0), (2023, 50.0)])
    assert span is not None
    assert (span.is_carried_by_first, span.is_carried_by_last) == (True, False)


def test_leaving_years_out_knows_windows_methods_and_anchors():
    # window 2021-2024: 90, 80, 200, 60; slopes to the last: -10, -10, -140. Left out: 2024 → anchored at 200 in 2023:
    # 55, 120, median 87.5; 2023 → -10, -10; 2021, 2022 → -10, -140, median -75
    span = leave_one_out(OUTLIER, method="robust", is_anchored=True, since=2021, until=2024)
    assert span is not None
    assert (span.slope_low, span.slope_high) == (pytest.approx(-75.0), pytest.approx(87.5))


def test_without_a_trend_nothing_can_be_left_out():
    assert leave_one_out(DROP[:3]) is None


def test_the_methods_differ_when_their_verdicts_do():
    # to 50 from 100: linear 106 + 3 * 8 = 130, share 30 / -50 < 0, wrong way; robust 60 - 60 = 0, share 2
    target = Target(target_year=2030, target_value=50.0, base_year=2020)
    assert trends_differ(OUTLIER, target)


def test_the_methods_agree_where_no_year_is_odd():
    assert not trends_differ(GAPS, Target(target_year=2030, target_value=20.0, base_year=2010))


def test_the_methods_are_compared_over_the_asked_years():
    # without 2023 and 2024: 110, 100, 90, 80 falls by 10 a year by either method
    target = Target(target_year=2030, target_value=50.0, base_year=2019)
    assert trends_differ([(2019, 110.0), *OUTLIER], target)
    assert not trends_differ([(2019, 110.0), *OUTLIER], target, until=2022)


def test_the_methods_differ_on_an_indicator_of_which_more_is_better():
    # from 20 to 60: linear 4 a year, 24 + 4 * 8 = 56 in 2030, share 36/40; robust 0 a year, 20, share 0
    points = [(2020, 20.0), (2021, 20.0), (2022, 20.0), (2023, 20.0), (2024, 40.0)]
    assert trends_differ(points, Target(target_year=2030, target_value=60.0, base_year=2020, direction="up"))


@pytest.mark.parametrize(
    "target",
    [
        None,
        Target(target_year=2030, target_value=50.0),  # names no base year
        Target(target_year=2030, target_value=50.0, base_year=2019),  # no value in 2019
        Target(target_year=2030, target_value=100.0, base_year=2020),  # asks for no change
        Target(target_year=2030, target_value=70.0, base_year=2020),  # met: 60 in 2024
        Target(target_year=2024, target_value=50.0, base_year=2020),  # its year is reached
        Target(target_year=2030, target_value=50.0, base_year=2020, direction="none"),
        Target(target_year=2030, target_value=0.0, base_year=2020, scale="binary"),
        Target(target_year=2030, target_value=50.0, base_year=2020, problem=N_("Another unit.")),
    ],
)
def test_where_a_trend_decides_no_verdict_the_methods_do_not_differ(target):
    assert not trends_differ(OUTLIER, target)


@pytest.mark.parametrize("points", [[], DROP[:3]])
def test_too_few_years_do_not_differ(points):
    assert not trends_differ(points, TO_30)


# Paths and sums -----------------------------------------------------------------------------------


def test_a_constant_percentage_halves_in_half_the_time_to_a_quarter():
    # 100 in 2020 to 25 in 2040: 100 * 0.25^(10/20) = 50; the straight path would be at 62.5
    path = Path(2020, 100.0, 2040, 25.0)
    assert percentage_path(path, [2020, 2030, 2040, 2045]) == pytest.approx([100.0, 50.0, 25.0, 25.0])
    assert math.isnan(percentage_path_value(path, 2019))


def test_an_interim_target_makes_the_percentage_path_piecewise():
    # 100 over 64 in 2030 to 16 in 2040: 100 * 0.64^(5/10) = 80; 64 * 0.25^(5/10) = 32
    path = Path(2020, 100.0, 2040, 16.0, interim=((2030, 64.0),))
    assert percentage_path(path, [2025, 2030, 2035]) == pytest.approx([80.0, 64.0, 32.0])


@pytest.mark.parametrize("target_value", [0.0, -10.0])
def test_no_constant_percentage_leads_to_zero_or_below(target_value):
    path = Path(2020, 100.0, 2040, target_value)
    assert not has_percentage_path(path)
    assert math.isnan(percentage_path_value(path, 2030))


SPARSE = [(2019, 10.0), (2021, 14.0), (2024, 8.0)]


@pytest.mark.parametrize(
    ("since", "until", "total", "estimated"),
    [
        (2019, 2024, 66.0, 3),  # 10 + 12 + 14 + 12 + 10 + 8
        (2020, 2022, 38.0, 2),  # 12 + 14 + 12
        (2021, 2021, 14.0, 0),
        (2022, 2021, 0.0, 0),  # no year
    ],
)
def test_a_sum_over_years_fills_years_without_data_and_counts_them(since, until, total, estimated):
    assert sum_over_years(SPARSE, since, until) == YearSum(pytest.approx(total), estimated)


@pytest.mark.parametrize(("since", "until"), [(2018, 2024), (2019, 2025)])
def test_years_outside_the_data_are_not_guessed(since, until):
    assert sum_over_years(SPARSE, since, until) is None


def test_without_data_there_is_no_sum():
    assert sum_over_years([], 2019, 2024) is None


# Properties that hold for any series --------------------------------------------------------------

repeatable = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
windows = st.dictionaries(
    st.integers(1990, 2030), st.integers(0, 10**6).map(float), min_size=4, max_size=12
).map(lambda values: sorted(values.items()))
ways = st.sampled_from(WAYS)


@repeatable
@given(window=windows, way=ways, factor=st.sampled_from([1e-6, 0.001, 3.7, 1000.0]))
def test_another_unit_scales_the_slope_and_the_projection(window, way, factor):
    line, scaled = (
        drawn(points, way[0], is_anchored=way[1])
        for points in (window, [(year, value * factor) for year, value in window])
    )
    size = factor * max(value for _year, value in window) + 1e-12
    assert scaled.slope_per_year == pytest.approx(factor * line.slope_per_year, abs=1e-9 * size)
    ahead, ahead_scaled = (line_projection(each, 2040, is_gross=False) for each in (line, scaled))
    for name in ("value", "low", "high"):
        assert getattr(ahead_scaled, name) == pytest.approx(factor * getattr(ahead, name), abs=1e-7 * size)


@repeatable
@given(data=st.data(), window=windows, way=ways)
def test_the_order_of_rows_does_not_matter(data, window, way):
    shuffled = data.draw(st.permutations(window))
    again = known_points([year for year, _value in shuffled], [value for _year, value in shuffled])
    one, other = drawn(window, way[0], is_anchored=way[1]), drawn(again, way[0], is_anchored=way[1])
    assert (one, line_projection(one, 2040)) == (other, line_projection(other, 2040))


@repeatable
@given(some=st.lists(windows, min_size=1, max_size=6), way=ways, data=st.data())
def test_a_series_has_the_same_line_and_range_alone_and_among_others(some, way, data):
    # several with the same years, which are computed together
    years = [year for year, _value in some[0]]
    values = st.lists(st.integers(0, 10**6).map(float), min_size=len(years), max_size=len(years))
    twins = data.draw(st.lists(values, max_size=60))
    everything = [*some, *(list(zip(years, twin, strict=True)) for twin in twins)]
    lines = [line for line in trend_lines(everything, way[0], is_anchored=way[1]) if line is not None]
    together = line_projections(lines, [2040] * len(lines), is_gross=[True] * len(lines))
    for window, line, ahead in list(zip(everything, lines, together, strict=True))[-3:]:
        alone = drawn(window, way[0], is_anchored=way[1])
        assert (alone, line_projection(alone, 2040)) == (line, ahead)


@repeatable
@given(window=windows, way=ways)
def test_what_is_given_stays_as_it_was(window, way):
    before = list(window)
    line = drawn(window, way[0], is_anchored=way[1])
    line_projection(line, 2040)
    leave_one_out(window, TO_30, method=way[0], is_anchored=way[1])
    sum_over_years(window, 2000, 2010)
    assert window == before


@repeatable
@given(window=windows, way=ways)
def test_the_range_holds_the_line_and_is_not_below_zero(window, way):
    ahead = line_projection(drawn(window, way[0], is_anchored=way[1]), 2040)
    assert 0 <= ahead.low <= ahead.value <= ahead.high


@repeatable
@given(window=windows)
def test_no_other_line_is_off_by_less_than_the_line_of_least_deviations(window):
    line = drawn(window, "lad")
    slack = 1e-9 * (1 + loss(line))
    assert loss(line) <= loss(drawn(window, "linear")) + slack
    assert loss(line) <= loss(drawn(window, "robust")) + slack
    assert loss(line) <= loss(drawn(window, "lad", is_anchored=True)) + slack
    assert loss(line) == pytest.approx(float(least_loss(window)), rel=1e-9, abs=1e-6)


def least_loss(window) -> Fraction:
    """The least loss of all lines through two points, in exact fractions."""
    points = [(Fraction(year), Fraction(value)) for year, value in window]
    losses = []
    for (year, value), (next_year, next_value) in combinations(points, 2):
        slope = (next_value - value) / (next_year - year)
        losses.append(sum(abs(e - value - slope * (t - year)) for t, e in points))
    return min(losses)


@repeatable
@given(window=windows)
def test_the_robust_line_is_the_theil_sen_line_of_others(window):
    years, values = zip(*window, strict=True)
    slope, intercept, _low, _high = theilslopes(values, years, method="joint")
    line = drawn(window, "robust")
    assert line.slope_per_year == pytest.approx(slope, abs=1e-6)
    assert line.value_at_end == pytest.approx(intercept + slope * years[-1], abs=1e-3)


@repeatable
@given(window=windows)
def test_leaving_years_out_spans_from_low_to_high(window):
    span = leave_one_out(window, method="robust")
    assert span is not None
    assert span.slope_low <= span.slope_high and span.value_low <= span.value_high
