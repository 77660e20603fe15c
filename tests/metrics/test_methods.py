"""The published progress methods, recomputed by hand, and what each does at the edges (docs/methods.md, verdicts)."""

import numpy as np
import pytest

from metrics.methods.open_sdg import aggregate, coefficient
from metrics.registry import INDICATORS, STATUSES
from metrics.series import series_set
from metrics.targets import Target
from metrics.trajectory import Points
from metrics.verdicts import METHODS, Verdict, described, verdict_on, verdicts_on

GROWTH = ("eurostat5", "eurostat4", "opensdg", "unsd")


def _judge(
    method: str,
    values: dict[int, float],
    target: float | None = None,
    *,
    base_year: int | None = 2015,
    **fields,
) -> Verdict:
    aim = Target(target_year=2030, target_value=target, base_year=base_year, is_gross=False, **fields)
    return verdict_on(sorted(values.items()), aim, METHODS[method])


def test_eurostat_compares_growth_rates():
    # a = (80 / 100)^(1/5) - 1 = -0.043648; r = (45 / 100)^(1/12) - 1 = -0.064377; a / r = 0.678002
    found = _judge("eurostat5", {2018: 100, 2023: 80}, 45, base_year=2018)
    assert found.ratio == pytest.approx(0.678002, abs=1e-6)
    assert (found.verdict, found.status) == ("moderate_progress", "too_slow")
    assert "67 %" in str(found.reason)


@pytest.mark.parametrize(
    ("latest", "five", "four"),
    [
        (94.0, "significant_progress", "significant_progress"),  # (94 / 100)^(1/5) - 1 = -1.23 %
        (98.0, "moderate_progress", "moderate_progress"),  # -0.40 %
        (99.9, "no_progress", "moderate_progress"),  # -0.02 %
        (100.0, "no_progress", "moderate_progress"),
        (100.1, "no_progress", "moderate_movement_away"),
        (102.0, "moderate_movement_away", "moderate_movement_away"),  # +0.40 %
        (106.0, "significant_movement_away", "significant_movement_away"),  # +1.17 %
    ],
)
def test_eurostat_without_target_classes_the_rate_and_the_status_stays_no_target(latest, five, four):
    for method, word in (("eurostat5", five), ("eurostat4", four)):
        found = _judge(method, {2018: 100, 2023: latest}, base_year=2018)
        assert (found.verdict, found.status) == (word, "no_target")


@pytest.mark.parametrize(
    ("rate", "five", "four"),
    [
        (0.01, "moderate_progress", "significant_progress"),
        (0.001, "no_progress", "moderate_progress"),
        (-0.001, "no_progress", "moderate_movement_away"),
        (-0.01, "moderate_movement_away", "moderate_movement_away"),
    ],
)
def test_a_rate_exactly_at_a_limit_is_decided(rate, five, four):
    for method, word in (("eurostat5", five), ("eurostat4", four)):
        found = _judge(method, {2020: 100, 2021: 100 * (1 + rate)}, base_year=2020, direction="up")
        assert found.verdict == word


def test_without_a_base_year_eurostat_looks_at_the_last_five_years():
    # 2019 to 2024: (110 / 100)^(1/5) - 1 = +1.92 %; since 2010 it fell
    values = {2010: 200, 2015: 150, 2019: 100, 2024: 110}
    waste = INDICATORS["msw_per_capita"]
    found = verdict_on(sorted(values.items()), None, METHODS["eurostat5"], indicator=waste)
    assert found.verdict == "significant_movement_away"
    assert "From 2019 to 2024 it changed by +1.9 % a year" in str(found.reason)


def test_the_direction_of_the_indicator_holds_where_no_target_is_set():
    points = [(2019, 40.0), (2024, 46.0)]
    found = verdict_on(points, None, METHODS["eurostat5"], indicator=INDICATORS["recycling_rate"])
    assert found.verdict == "significant_progress"


def test_the_score_of_eurostat_is_two_and_a_half_points_a_percent():
    # 1.15^(1/5) - 1 = 2.83 %: clipped at 5; (44 / 45)^(1/5) - 1 = -0.448 %, down is good: 250 * 0.00448 = 1.12
    assert _judge("eurostat5", {2018: 45, 2023: 44}, base_year=2018).details["score"] == pytest.approx(
        1.12, abs=0.01
    )


def test_open_sdg_takes_the_next_year_as_base_and_classes_the_ratio():
    # a = 0.9 - 1 = -10 % in a year; r = (50 / 100)^(1/14) - 1 = -4.83 %: ratio 2.07
    found = _judge("opensdg", {2016: 100, 2017: 90}, 50)
    assert found.details["base_year_used"] == 2016
    assert (found.verdict, found.status) == ("substantial_progress", "on_track")


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (200.0, 1.0),  # twice the limit
        (100.0, 0.0),  # at the limit
        (50.0, 1 - 0.5**4.44),
        (150.0, 1 - 0.5**4.44),  # 1 - ((200 - 150) / 100)^4.44
    ],
)
def test_a_natural_limit_shrinks_what_open_sdg_asks_for(base, expected):
    series = [[base], [100.0]]
    assert coefficient(*map(np.array, series))[0] == pytest.approx(expected)


def test_a_group_counts_once_at_any_depth():
    # ((1 + 3) / 2 + 4) / 2 = 3
    tree = [[_leaf(1.0), [_leaf(3.0)]], _leaf(4.0), _leaf(None)]
    assert aggregate(tree).score == pytest.approx(3.0)
    assert aggregate(tree).word == "substantial_progress"


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (2.5, "substantial_progress"),
        (0.0, "moderate_progress"),
        (-2.5, "limited_progress"),
        (-2.6, "deterioration"),
    ],
)
def test_a_mean_score_at_a_limit_belongs_to_the_better_class(score, word):
    assert aggregate([_leaf(score)]).word == word


def test_an_aggregate_is_achieved_only_when_every_series_is():
    assert aggregate([_leaf(5.0, True), _leaf(5.0, True)]).word == "target_achieved"
    assert aggregate([_leaf(5.0, True), _leaf(5.0)]).word == "substantial_progress"
    assert aggregate([_leaf(None)]).word == "not_available"


def _leaf(score: float | None, achieved: bool = False) -> dict:
    return {"score": score, "target_achieved": achieved}


def test_the_statistics_division_grows_the_value_on():
    # rate (46 / 40)^(1/8) - 1 = 1.7624 %; 46 * 1.017624^7 = 51.984; (51.984 - 40) / (60 - 40) = 0.599
    found = _judge("unsd", {2015: 40, 2023: 46}, 60, direction="up")
    assert found.details["expected"] == pytest.approx(51.98385, abs=1e-4)
    assert (found.verdict, found.status) == ("2", "too_slow")


@pytest.mark.parametrize(("latest", "word"), [(43.4, "1"), (40.5, "2"), (40.1, "3"), (39.0, "3")])
def test_the_statistics_division_classes_a_rate_without_target(latest, word):
    # four years from 40: 43.4 is 2.06 % a year, 40.5 is 0.31 % in 4 years = 0.3 %
    values = {2020: 40, 2024: latest} if word != "2" else {2022: 40, 2024: latest}  # 0.62 % a year
    assert _judge("unsd", values, base_year=min(values), direction="up").verdict == word


def test_within_one_percent_of_the_limit_counts_as_met():
    fields = {"direction": "up", "natural_limit": 100.0}
    assert _judge("unsd", {2015: 60, 2023: 99.2}, 100, **fields).status == "target_achieved"


def test_a_value_that_moves_away_is_the_last_class_and_the_wrong_way():
    found = _judge("unsd", {2015: 100, 2023: 110}, 45)
    assert (found.verdict, found.status) == ("3", "wrong_way")


@pytest.mark.parametrize(
    ("latest", "word", "status"),
    [
        (73.4, "moderately_improving", "too_slow"),  # path 100 - 50 * 8 / 15 = 73.33: 26.6 / 26.67 = 0.9975
        (73.3, "on_track", "on_track"),
        (90.0, "stagnating", "off_track"),
        (101.0, "decreasing", "wrong_way"),
        (49.0, "on_track", "target_achieved"),
    ],
)
def test_sdsn_compares_linear_rates(latest, word, status):
    found = _judge("sdsn", {2015: 100, 2023: latest}, 50)
    assert (found.verdict, found.status) == (word, status)


# The edges, row by row -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", GROWTH)
@pytest.mark.parametrize(
    ("values", "target", "direction"),
    [
        ({2015: 0, 2023: 5}, 10.0, "up"),  # base zero
        ({2015: 500, 2023: 400}, 0.0, "down"),  # target zero
        ({2015: 100, 2023: 60}, -20.0, "down"),  # target below zero
        ({2015: 10, 2023: -5}, -20.0, "down"),  # change of sign
    ],
)
def test_a_growth_rate_is_no_verdict_where_it_means_nothing(method, values, target, direction):
    found = _judge(method, values, target, direction=direction)
    assert found.status == "not_assessable"
    assert "linear path" in str(found.reason)


def test_the_linear_path_works_where_growth_rates_break():
    # 500 to 400 in 8 of 15 years towards 0: path 233.33; 100 / 266.67 = 0.375, in any unit
    for unit in (1, 1000):
        found = _judge("linear_path", {2015: 500 * unit, 2023: 400 * unit}, 0.0)
        assert found.ratio == pytest.approx(0.375)
    assert _judge("linear_path", {2015: 0, 2023: 5}, 10.0, direction="up").ratio == pytest.approx(0.9375)


@pytest.mark.parametrize("method", ["eurostat5", "eurostat4", "opensdg"])
def test_a_growing_sink_has_a_growth_rate(method):
    # both below zero: 2^(1/8) - 1 = 9.05 % a year, and -35 asks for 3.5^(1/15) - 1 = 8.71 %
    found = _judge(method, {2015: -10, 2023: -20}, -35.0)
    assert found.status == "on_track"


@pytest.mark.parametrize("method", [*GROWTH, "linear_path", "sdsn"])
def test_a_target_that_is_met_is_achieved_in_every_method(method):
    assert _judge(method, {2015: 100, 2023: 40}, 45).status == "target_achieved"


@pytest.mark.parametrize("method", list(METHODS))
def test_what_was_met_and_moved_away_is_the_wrong_way(method):
    values = {2015: 60, 2017: 66, 2018: 69, 2019: 72, 2020: 75}
    assert _judge(method, values, 70).status == "wrong_way"


@pytest.mark.parametrize("method", [*GROWTH, "linear_path", "sdsn"])
def test_a_target_that_equals_the_base_cannot_be_measured(method):
    found = _judge(method, {2015: 50, 2020: 55}, 50)
    assert (found.status, found.ratio) == ("not_assessable", None)


@pytest.mark.parametrize("method", list(METHODS))
def test_one_point_is_no_progress(method):
    found = _judge(method, {2015: 50}, 40)
    assert (found.status, found.verdict) == ("not_assessable", METHODS[method].unknown)


@pytest.mark.parametrize("method", list(METHODS))
def test_a_passed_target_year_is_judged_by_its_own_year(method):
    # the target of 2030 is missed in 2030; what came after does not count
    values = {2015: 100, 2020: 90, 2025: 80, 2028: 75, 2029: 72, 2030: 70, 2035: 1}
    found = _judge(method, values, 45)
    assert found.latest_year == 2030
    assert found.status in ("too_slow", "off_track")


@pytest.mark.parametrize("method", list(METHODS))
def test_a_series_that_begins_after_the_target_year_is_not_judged(method):
    found = _judge(method, {2031: 100, 2032: 90}, 45)
    assert (found.status, found.ratio) == ("not_assessable", None)
    assert "begin in 2031" in str(found.reason)


def test_a_tiny_base_flatters_growth_rates_and_not_the_path():
    # 0.37 to 9.53 % towards 60 %: by rates 0.95, by the path (9.53 - 0.37) / (40.12 - 0.37) = 0.23
    values = {2015: 0.37, 2024: 14.63, 2025: 9.53}
    assert _judge("opensdg", values, 60, direction="up").status == "on_track"
    assert _judge("linear_path", values, 60, direction="up").status == "off_track"


@pytest.mark.parametrize("method", list(METHODS))
def test_a_yes_or_no_has_no_path(method):
    fields = {"direction": "up", "scale": "binary", "natural_limit": 1.0}
    not_yet = _judge(method, {2015: 0, 2020: 0}, 1, **fields)
    assert not_yet.status == "not_assessable"
    assert "yes or no" in str(not_yet.reason)
    assert _judge(method, {2015: 0, 2020: 1}, 1, **fields).status == "target_achieved"
    assert _judge(method, {2015: 0, 2030: 0}, 1, **fields).status == "off_track"


@pytest.mark.parametrize("method", GROWTH)
def test_a_self_assessed_score_has_no_growth_rate(method):
    fields = {"direction": "up", "scale": "score", "natural_limit": 1.0}
    found = _judge(method, {2015: 0.2, 2020: 0.4}, 1, **fields)
    assert found.status == "not_assessable"
    assert "self-assessed" in str(found.reason)
    assert _judge("linear_path", {2015: 0.2, 2020: 0.4}, 1, **fields).status == "too_slow"


@pytest.mark.parametrize("method", list(METHODS))
def test_an_indicator_without_direction_is_not_judged(method):
    points = [(year, 10.0 + year - 2015) for year in range(2015, 2025)]
    found = verdict_on(points, None, METHODS[method], indicator=INDICATORS["hazardous_collected"])
    assert found.status == "not_assessable"
    assert "Neither more nor less" in str(found.reason)


@pytest.mark.parametrize("method", list(METHODS))
def test_no_value_is_no_data_and_every_word_has_a_status_of_ours(method):
    assert verdict_on([], None, METHODS[method]).status == "no_data"
    assert set(METHODS[method].statuses.values()) <= set(STATUSES)


def test_an_interim_target_bends_the_path():
    # 100 in 2015, 80 in 2025, 20 in 2030: the path of 2020 is 90, not 100 - 80 * 5 / 15 = 73.3
    bent = _judge("linear_path", {2015: 100, 2020: 90}, 20, interim=((2025, 80.0),))
    assert (bent.path_value, bent.ratio) == (pytest.approx(90.0), pytest.approx(1.0))


def test_interim_targets_that_ask_for_no_change_yet_leave_nothing_to_measure():
    found = _judge("linear_path", {2015: 100, 2020: 99}, 20, interim=((2025, 100.0),))
    assert (found.path_value, found.ratio) == (pytest.approx(100.0), None)
    assert "ask for no change on 2015" in str(found.reason)


def test_a_trend_that_returns_to_a_target_once_met_covers_all_of_the_way():
    # met in 2015 (60, target 70), lost, and falling again from 110 in 2017 by 5 a year to 75 in 2024: 45 in 2030
    values = {2015: 60, **{2017 + step: 110 - 5 * step for step in range(8)}}
    found = _judge("ols_projection", values, 70)
    assert found.projected_value == pytest.approx(45)
    assert (found.ratio, found.status) == (1.0, "on_track")


# What stands beside a verdict ----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", list(METHODS))
def test_a_yes_or_no_is_shown_without_path_ratio_or_yearly_need(method):
    found = _judge(method, {2015: 0, 2020: 0}, 1, direction="up", scale="binary")
    assert (found.ratio, found.path_value, found.required_per_year_from_now) == (None, None, None)


def test_a_ratio_that_depends_on_the_unit_is_not_shown():
    # Open SDG takes the target of zero as 0.001: 0.047 for 500 to 400, 0.033 in a unit a thousand times smaller
    found = _judge("opensdg", {2015: 500, 2023: 400}, 0.0)
    assert (found.verdict, found.ratio) == ("limited_progress", None)
    assert found.details["progress_value"] == pytest.approx(0.047177, abs=1e-6)


@pytest.mark.parametrize("method", GROWTH)
def test_a_self_assessed_score_has_no_ratio_of_growth_rates(method):
    found = _judge(method, {2015: 0.2, 2020: 0.4}, 1, direction="up", scale="score")
    assert found.ratio is None


@pytest.mark.parametrize("method", GROWTH)
def test_a_self_assessed_score_at_its_target_has_achieved_it_without_any_rate(method):
    found = _judge(method, {2015: 0.2, 2020: 1.0}, 1, direction="up", scale="score")
    assert found.status == "target_achieved"


def test_growth_rates_use_two_points_the_trend_eight_and_the_path_all():
    values = {2014 + step: 100.0 - step for step in range(10)}
    used = {method: _judge(method, values, 50).points_used for method in METHODS}
    assert used == {
        "linear_path": 10, "ols_projection": 8, "eurostat5": 2, "eurostat4": 2, "opensdg": 2, "unsd": 2, "sdsn": 10,
    }  # fmt: skip


def test_the_base_that_open_sdg_falls_forward_to_is_the_one_shown():
    found = _judge("opensdg", {2016: 100, 2023: 90}, 50)
    assert (found.base_year, found.base_value) == (2016, 100)
    assert "from 2016 to 2023" in str(found.reason)


def test_open_sdg_counts_from_2015_where_the_target_names_no_base_year():
    # (81 / 100)^(1/2) - 1 = -10 % a year; (50 / 100)^(1/15) - 1 = -4.516 %: 2.214
    found = _judge("opensdg", {2015: 100, 2017: 81}, 50, base_year=None)
    assert (found.base_year, found.ratio) == (2015, pytest.approx(2.214, abs=1e-3))
    assert _judge("eurostat5", {2015: 100, 2017: 81}, 50, base_year=None).status == "not_assessable"


# Without a target ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["eurostat5", "eurostat4", "unsd"])
def test_nobody_is_praised_or_blamed_while_it_is_not_known_whether_more_is_better(method):
    found = verdict_on([(2019, 40.0), (2024, 46.0)], None, METHODS[method])
    assert (found.verdict, found.status) == (METHODS[method].unknown, "no_target")
    assert str(found.reason) == "No target is set for it."


def test_open_sdg_takes_more_to_be_worse_where_nobody_says():
    assert verdict_on([(2019, 40.0), (2024, 46.0)], None, METHODS["opensdg"]).verdict == "deterioration"


def test_five_years_without_a_second_point_are_no_short_term():
    found = _without_target("eurostat5", [(2010, 500.0), (2024, 400.0)], "msw_per_capita")
    assert (found.verdict, found.status) == ("not_assessable", "no_target")


def test_the_short_term_is_shorter_where_the_data_are():
    # 2022 to 2024: (396 / 400)^(1/2) - 1 = -0.50 % a year
    found = _without_target("eurostat5", [(2022, 400.0), (2024, 396.0)], "msw_per_capita")
    assert found.verdict == "moderate_progress"
    assert "From 2022 to 2024 it changed by -0.5 % a year" in str(found.reason)


def test_the_statistics_division_counts_from_2015_without_a_target():
    # 2016 is the first year since 2015: (110 / 100)^(1/8) - 1 = 1.20 % a year; from 2010 it would be 2.9 %
    found = _without_target("unsd", [(2010, 74.0), (2016, 100.0), (2024, 110.0)], "reuse_per_capita")
    assert (found.verdict, found.status) == ("2", "no_target")
    assert "From 2016 to 2024 it changed by +1.2 % a year" in str(found.reason)


def test_a_limit_of_100_percent_does_not_stand_in_the_way_of_a_share_that_should_fall():
    # (78 / 80)^(1/5) - 1 = -0.505 % a year, more than 0.5 %; a limit of 100 would lower that to 0.5 % * 0.63
    found = _without_target("opensdg", [(2018, 80.0), (2023, 78.0)], "landfill_share")
    assert (found.details["coefficient"], found.verdict) == (1.0, "moderate_progress")


def test_net_emissions_are_projected_below_zero_also_without_a_target():
    # 20, 10, 0, -10: ten less a year, -80 in 2030
    points = [(2020, 20.0), (2021, 10.0), (2022, 0.0), (2023, -10.0)]
    assert _without_target("ols_projection", points, "net_balance").projected_value == pytest.approx(-80)


@pytest.mark.parametrize("scale", ["drr_adaptation", "climate_plan"])
@pytest.mark.parametrize("method", list(METHODS))
def test_without_a_target_scores_and_yes_or_no_get_no_word_for_a_rate(method, scale):
    points = [(2016 + step, step / 8) for step in range(8)]
    found = _without_target(method, points, scale)
    assert (found.verdict, found.status) == (METHODS[method].unknown, "no_target")


def _without_target(method: str, points: Points, indicator: str) -> Verdict:
    return verdict_on(points, None, METHODS[method], indicator=INDICATORS[indicator])


# Many at once --------------------------------------------------------------------------------------------------

MIXED: list[tuple[Points, Target | None]] = [
    (
        [(2015, 100.0), (2019, 90.0), (2020, 85.0), (2021, 84.0), (2022, 82.0)],
        Target(2030, 50.0, base_year=2015),
    ),
    ([(2015, 100.0), (2020, 85.0)], Target(2030, reduction_percent=55, base_year=2015)),
    ([], Target(2030, 50.0, base_year=2015)),
    ([(2022, 5.0)], None),
    ([(2015, 100.0), (2020, 51.0), (2022, 10.0)], Target(2020, 50.0, base_year=2015)),
    ([(2015, 100.0), (2020, 90.0)], Target(2030, 20.0, base_year=2015, interim=((2025, 80.0),))),
    ([(2015, 0.0), (2020, 1.0)], Target(2030, 1.0, base_year=2015, direction="up", scale="binary")),
]


@pytest.mark.parametrize("method", list(METHODS))
def test_a_series_among_many_is_judged_as_it_is_alone(method):
    together = verdicts_on(described(series_set(*map(list, zip(*MIXED, strict=True)))), METHODS[method])
    for row, (points, target) in enumerate(MIXED):
        alone = verdict_on(points, target, METHODS[method])
        ratio = None if np.isnan(together.ratio[row]) else together.ratio[row]
        assert (together.word[row], together.status[row], ratio) == (alone.verdict, alone.status, alone.ratio)
        assert together.reason[row] == alone.reason


def test_equal_sentences_are_one_text():
    twice = [MIXED[0], MIXED[0]]
    found = verdicts_on(described(series_set(*map(list, zip(*twice, strict=True)))), METHODS["linear_path"])
    assert found.reason[0] is found.reason[1]
