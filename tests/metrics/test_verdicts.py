"""What the two methods say, recomputed by hand, and what they say when they cannot."""

import math

import pandas as pd
import pytest

from metrics.errors import MetricError
from metrics.progress import METHODS, Target, assess
from metrics.registry import STATUSES


def _series(values: dict[int, float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {"year": list(values), "value": [math.nan if v is None else v for v in values.values()]}
    )


def _target(
    value: float | None = None, *, base_year: int | None = 2010, year: int = 2030, **fields
) -> Target:
    return Target(target_year=year, target_value=value, base_year=base_year, **fields)


def test_linear_path_compares_the_change_made_with_the_change_the_path_asks_for():
    # path(2020) = 100 - 50 * 10 / 20 = 75; (85 - 100) / (75 - 100) = 0.6; still needed (50 - 85) / 10 = -3.5
    verdict = assess(_series({2010: 100, 2020: 85}), _target(50))
    assert verdict.path_value == pytest.approx(75)
    assert verdict.ratio == pytest.approx(0.6)
    assert verdict.required_per_year_from_now == pytest.approx(-3.5)


@pytest.mark.parametrize(
    ("latest", "verdict", "status"),
    [
        (76.25, "substantial_progress", "on_track"),  # 23.75 / 25 = 0.95, on the boundary
        (76.26, "moderate_progress", "too_slow"),  # 0.9496
        (85.0, "moderate_progress", "too_slow"),  # 15 / 25 = 0.60, on the boundary
        (85.01, "limited_progress", "off_track"),  # 0.5996
        (100.0, "limited_progress", "off_track"),  # no change at all
        (100.01, "deterioration", "wrong_way"),
    ],
)
def test_a_boundary_value_belongs_to_the_better_class(latest, verdict, status):
    found = assess(_series({2010: 100, 2020: latest}), _target(50))
    assert (found.verdict, found.status) == (verdict, status)


def test_a_decimal_boundary_is_not_lost_in_binary_fractions():
    # 0.3 - 0.1 * 0.95 * ... : base 0.3, target 0.0 in 10 years, after 1 year on 95 % of the path: 0.3 - 0.03
    # * 0.95
    found = assess(_series({2020: 0.3, 2021: 0.2715}), _target(0.0, base_year=2020))
    assert found.ratio is not None and abs(found.ratio - 0.95) < 1e-9
    assert found.status == "on_track"


def test_a_share_just_below_a_boundary_is_not_rounded_up_in_the_reason():
    # (100 - 76.26) / 25 = 0.9496
    assert "94 %" in str(assess(_series({2010: 100, 2020: 76.26}), _target(50)).reason)


def test_a_percent_target_is_taken_from_the_base_years_value():
    # -55 % on 200 is 90
    verdict = assess(_series({2010: 200, 2020: 150}), _target(reduction_percent=55))
    assert verdict.target_value == pytest.approx(90)


def test_a_met_target_is_achieved_and_the_reason_says_when_the_trend_leads_back():
    # the last eight years rise by 4 a year: 48 in 2020, 88 in 2030
    values = {2010: 100, **{2013 + step: 20 + 4 * step for step in range(8)}}
    verdict = assess(_series(values), _target(50))
    assert verdict.status == "target_achieved"
    assert "leads back" in str(verdict.reason)


def test_an_indicator_that_should_rise_is_achieved_from_above():
    falling = assess(_series({2010: 10, 2020: 55}), _target(50, direction="up"))
    assert falling.status == "target_achieved"


def test_a_missing_base_year_is_not_replaced_by_its_neighbour():
    verdict = assess(_series({2009: 100, 2011: 95, 2020: 85}), _target(50))
    assert (verdict.verdict, verdict.status, verdict.ratio) == ("not_available", "not_assessable", None)
    assert str(verdict.reason) == "The base year 2010 has no value."
    assert verdict.required_per_year_from_now == pytest.approx(-3.5)


def test_one_year_is_no_progress():
    verdict = assess(_series({2010: 100}), _target(50))
    assert verdict.status == "not_assessable"
    assert "needs two" in str(verdict.reason)


def test_a_target_equal_to_the_base_cannot_be_measured():
    verdict = assess(_series({2010: 50, 2020: 55}), _target(50))
    assert (verdict.verdict, verdict.ratio) == ("not_available", None)


def test_data_that_end_in_the_base_year_are_not_judged():
    verdict = assess(_series({2008: 90, 2010: 100}), _target(50))
    assert "No year after the base year 2010" in str(verdict.reason)


def test_a_target_without_base_year_can_still_be_achieved_but_not_measured():
    series = _series({2010: 100, 2020: 60})
    assert assess(series, _target(70, base_year=None)).status == "target_achieved"
    assert "names no base year" in str(assess(series, _target(50, base_year=None)).reason)


def test_a_passed_target_year_freezes_the_verdict():
    # judged as of 2020: (55 - 100) / (50 - 100) = 0.9, although 2022 is back at 70
    series = _series({2010: 100, 2020: 55, 2022: 70})
    verdict = assess(series, _target(50, year=2020))
    assert (verdict.latest_year, verdict.latest_value, verdict.required_per_year_from_now) == (2020, 55, None)
    assert verdict.ratio == pytest.approx(0.9)
    assert verdict.status == "too_slow"
    assert "has passed" in str(verdict.reason)


def test_a_target_missed_at_its_year_is_never_on_track():
    # (51 - 100) / (50 - 100) = 0.98 is substantial progress, and the target was still missed
    verdict = assess(_series({2010: 100, 2020: 51}), _target(50, year=2020))
    assert (verdict.verdict, verdict.status) == ("substantial_progress", "too_slow")


def test_a_target_achieved_in_its_year_stays_achieved_afterwards():
    verdict = assess(_series({2010: 100, 2020: 49, 2022: 70}), _target(50, year=2020))
    assert verdict.status == "target_achieved"


def test_data_that_begin_after_the_target_year_are_not_judged():
    verdict = assess(_series({2021: 100, 2022: 90}), _target(50, year=2020))
    assert (verdict.status, verdict.latest_year) == ("not_assessable", 2022)


def test_an_interim_target_bends_the_path_that_is_asked_for():
    # path 2010 100, 2020 90, 2030 0; in 2020 (90 - 100) / (90 - 100) = 1
    verdict = assess(_series({2010: 100, 2020: 90}), _target(0, interim=((2020, 90),)))
    assert verdict.ratio == pytest.approx(1.0)


def test_ols_projection_carries_the_trend_to_the_target_year():
    # 2020..2023: 100, 98, 96, 94: -2 a year, 2030: 80; (80 - 100) / (50 - 100) = 0.4
    verdict = assess(
        _series({2020: 100, 2021: 98, 2022: 96, 2023: 94}), _target(50, base_year=2020), "ols_projection"
    )
    assert verdict.projected_value == pytest.approx(80)
    assert (verdict.projected_low, verdict.projected_high) == (pytest.approx(80), pytest.approx(80))
    assert verdict.ratio == pytest.approx(0.4)
    assert (verdict.status, verdict.points_used, verdict.achieved_per_year) == (
        "off_track",
        4,
        pytest.approx(-2),
    )


def test_ols_projection_needs_four_data_years():
    verdict = assess(_series({2010: 100, 2019: 80, 2020: 70}), _target(50), "ols_projection")
    assert (verdict.status, verdict.projected_value) == ("not_assessable", None)
    assert "at least 4 data years, found 3" in str(verdict.reason)


def test_ols_projection_judges_the_value_itself_when_the_target_year_is_reached():
    # 2020: (60 - 100) / (50 - 100) = 0.8, nothing left to project
    values = {2010: 100, 2017: 75, 2018: 70, 2019: 65, 2020: 60}
    verdict = assess(_series(values), _target(50, year=2020), "ols_projection")
    assert verdict.ratio == pytest.approx(0.8)
    assert verdict.projected_value is None


def test_a_gross_series_is_projected_to_zero_and_not_below():
    # 40, 30, 20, 10 would be -60 in 2030; (0 - 40) / (0 - 40) = 1
    values = {2020: 40, 2021: 30, 2022: 20, 2023: 10}
    verdict = assess(_series(values), _target(0, base_year=2020), "ols_projection")
    assert (verdict.projected_value, verdict.ratio) == (0.0, pytest.approx(1.0))


def test_without_target_the_trend_is_carried_to_2030_and_nothing_is_judged():
    # 100, 98, 96, 94: 2030 is 80
    series = _series({2020: 100, 2021: 98, 2022: 96, 2023: 94})
    projected, path = assess(series, None, "ols_projection"), assess(series, None)
    assert (projected.status, projected.projected_year) == ("no_target", 2030)
    assert projected.projected_value == pytest.approx(80)
    assert projected.target_year is None
    assert (path.status, path.projected_value) == ("no_target", None)


def test_an_empty_series_is_no_data_with_and_without_target():
    for target in (None, _target(50)):
        assert assess(_series({2020: None}), target).status == "no_data"


def test_a_series_is_left_as_it_was():
    series = _series({2020: 1.0, 2010: 2.0})
    before = series.copy()
    assess(series, _target(0.5))
    pd.testing.assert_frame_equal(series, before)


def test_an_unknown_method_is_refused_with_the_known_ones():
    with pytest.raises(MetricError, match="linear_path, ols_projection"):
        assess(_series({2020: 1.0}), None, "destatis")


def test_every_method_says_its_name_version_and_rule():
    for key, method in METHODS.items():
        assert method.key == key
        assert method.version and str(method.title) and str(method.rule)


def test_every_verdict_word_has_a_status_of_the_registry():
    assert {status for method in METHODS.values() for status in method.statuses.values()} <= set(STATUSES)


def test_a_series_without_any_value_says_why_as_far_as_it_is_known():
    nothing = _series({2020: None, 2022: None})
    assert str(assess(nothing, None).reason) == "There is no value in any year."
    verdict = assess(nothing.assign(missing_reason="no_population"), None)
    assert str(verdict.reason) == "There is no value in any year: The population of that year is not loaded."
