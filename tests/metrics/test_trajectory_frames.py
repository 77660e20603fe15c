"""What a picture of a trajectory draws, recomputed by hand."""

import ast
import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from metrics.progress import Target, assess
from metrics.registry import INDICATORS
from metrics.trajectory_frames import fan_frame, path_frame, vintages_frame

ROOT = Path(__file__).parents[2]
GROSS = INDICATORS["ghg_total"]


def _series(values: dict[int, float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {"year": list(values), "value": [math.nan if v is None else v for v in values.values()]}
    )


def _path(values: dict[int, float | None], target: Target | None) -> pd.DataFrame | None:
    series = _series(values)
    return path_frame(assess(series, target), target, series)


def _fan(values: dict[int, float | None], target: Target, entry=GROSS) -> pd.DataFrame | None:
    return fan_frame(assess(_series(values), target, "ols_projection"), entry)


def test_the_path_runs_from_the_base_year_to_the_target():
    path = _path({2010: 100, 2020: 85}, Target(2030, 50, base_year=2010))
    assert path.to_dict("list") == {"year": [2010, 2030], "value": [100, 50]}


def test_the_path_runs_through_interim_targets_in_order_of_years():
    target = Target(2030, 50, base_year=2010, interim=((2025, 60), (2020, 80)))
    assert _path({2010: 100, 2020: 85}, target).to_dict("list") == {
        "year": [2010, 2020, 2025, 2030],
        "value": [100, 80, 60, 50],
    }


def test_an_interim_target_in_percent_is_a_cut_on_the_value_of_its_base_year():
    # 40 % below 2012's 90 is 54
    step = Target(2025, reduction_percent=40, base_year=2012)
    target = Target(2030, 20, base_year=2010, steps=(step,))
    path = _path({2010: 100, 2012: 90, 2020: 85}, target)
    assert dict(zip(path["year"], path["value"], strict=True))[2025] == pytest.approx(54)


def test_an_interim_target_whose_base_year_has_no_value_is_left_out_and_not_zero():
    step = Target(2025, reduction_percent=40, base_year=2012)
    path = _path({2010: 100, 2012: None, 2020: 85}, Target(2030, 20, base_year=2010, steps=(step,)))
    assert path["year"].tolist() == [2010, 2030]


@pytest.mark.parametrize(
    ("values", "target"),
    [
        ({2011: 100, 2020: 85}, Target(2030, 50, base_year=2010)),  # the base year has no value
        ({2010: 100, 2020: 85}, Target(2030, 50)),  # no base year
        ({2010: 100, 2020: 85}, None),
    ],
    ids=["no base value", "no base year", "no target"],
)
def test_without_base_or_target_there_is_no_path(values, target):
    assert _path(values, target) is None


def test_the_fan_opens_in_the_year_after_the_newest_and_ends_at_the_target():
    # a straight line, 2 a year down from 100 in 2012: 82 in 2021, 64 in 2030, and no spread
    fan = _fan({2012 + step: 100.0 - 2 * step for step in range(9)}, Target(2030, 50, base_year=2012))
    assert fan["year"].tolist() == list(range(2021, 2031))
    assert fan["value"].tolist()[::9] == pytest.approx([82, 64])
    assert fan["low"].tolist() == pytest.approx(fan["high"].tolist())


def test_gross_emissions_fall_no_further_than_zero():
    # 10 a year down from 100 in 2012: 20 in 2020, 0 in 2022
    values = {2012 + step: 100.0 - 10 * step for step in range(9)}
    assert _fan(values, Target(2030, 0, base_year=2012))["value"].tolist()[1:] == [0.0] * 9


@pytest.mark.parametrize("sinks", ["includes_lulucf", "includes_compensation"])
def test_what_nets_out_sinks_may_fall_below_zero(sinks):
    values = {2012 + step: 100.0 - 10 * step for step in range(9)}
    net = replace(GROSS, **{sinks: True})
    # 20 in 2020, ten years on: -80
    assert _fan(values, Target(2030, 0, base_year=2012), net)["value"].iloc[-1] == pytest.approx(-80)


def test_a_share_rises_no_further_than_its_natural_limit():
    # 5 a year up from 50 in 2012: 90 in 2020, 140 in 2030
    values = {2012 + step: 50.0 + 5 * step for step in range(9)}
    share = replace(GROSS, natural_limit=100.0)
    fan = _fan(values, Target(2030, 95, base_year=2012, direction="up"), share)
    assert fan[["value", "low", "high"]].max().tolist() == pytest.approx([100, 100, 100])


def test_too_few_years_carry_no_trend():
    assert _fan({2019: 100, 2020: 90}, Target(2030, 50, base_year=2019)) is None


def test_a_target_year_that_has_passed_carries_nothing_on():
    assert (
        _fan({2012 + step: 100.0 - 2 * step for step in range(9)}, Target(2020, 50, base_year=2012)) is None
    )


def test_a_fan_without_a_year_ahead_has_its_columns_and_no_row():
    series = _series({2012 + step: 100.0 - 2 * step for step in range(9)})
    judged = assess(series, Target(2030, 50, base_year=2012), "ols_projection")
    fan = fan_frame(replace(judged, projected_year=2020), GROSS)
    assert fan.empty and list(fan.columns) == ["value", "low", "high", "year"]


def test_earlier_releases_are_drawn_by_their_value():
    older = pd.DataFrame({"release": ["2024"], "year": [2022], "total_tco2e": [math.nan]})
    assert vintages_frame(older)["value"].isna().tolist() == [True]


def test_without_earlier_releases_there_is_nothing_to_draw():
    assert vintages_frame(pd.DataFrame({"release": [], "year": [], "total_tco2e": []})) is None


def test_page_and_report_take_path_and_fan_from_one_place():
    importers = {
        path.relative_to(ROOT).as_posix()
        for room in ("metrics", "sentences", "ui", "pages", "report", "commands")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "metrics.trajectory"
        if "projection_fan" in {alias.name for alias in node.names}
    }
    assert importers == {"metrics/trajectory_frames.py"}
