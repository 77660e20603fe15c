"""Answers about what is no territorial emission: the direction of the indicator decides which words are used."""

import pandas as pd
import pytest

from metrics.registry import INDICATORS
from metrics.targets import Target
from metrics.verdicts import assess
from sentences.answers import overview_answer, question_about, target_in_words


def answer(key: str, values: dict[int, float], *, target_value: float | None, base_year: int) -> str:
    entry = INDICATORS[key]
    series = pd.DataFrame({"year": list(values), "value": list(values.values())})
    target = Target(
        2030, target_value=target_value, base_year=base_year, indicator=key, unit=entry.unit,
        direction=entry.direction, natural_limit=entry.natural_limit, scale=entry.scale,
    ) if target_value is not None else None  # fmt: skip
    path, trend = (
        assess(series, target, method, indicator=entry) for method in ("linear_path", "ols_projection")
    )
    words = target_in_words(target, path, key) if target else ""
    return overview_answer(path, trend, key, words).replace("\u00a0", " ")


def test_a_rate_behind_its_path_whose_trend_meets_the_target_is_told_both():
    # path 2022: 10 + 50 * 12 / 20 = 40 %, and 35 % is 5 points below it; since 2015 5 points a year from 0 %:
    # 35 + 8 * 5 = 75 % in 2030, above 60 %
    values = {2010: 10.0} | {2015 + step: 5.0 * step for step in range(8)}
    words = answer("recycling_rate", values, target_value=60.0, base_year=2010)
    assert words.startswith(
        "The verdict looks at 2022: it was 5.0 percentage points below the required path. The trend looks ahead and says "
        "otherwise. On the present trend it would be 75.0 % in 2030 "
        "(range 75.0 % to 75.0 %) and meet the target of 60.0 %."
    )


def test_two_data_years_are_told_against_the_path_without_a_trend():
    # path 2019: 200 - 70 * 4 / 15 = 181.3 kg; 190 kg is 8.67 kg above it
    words = answer("residual_per_capita", {2015: 200.0, 2019: 190.0}, target_value=130.0, base_year=2015)
    assert words.startswith(
        "In 2019 it was 8.67 kg above the required path. A trend needs at least 4 data years"
    )


def test_an_amount_that_grows_while_it_should_fall_is_told_as_a_rise():
    # 4 kg more every year since 2015: 228 + 8 * 4 = 260 kg in 2030, 130 too many; (228 - 130) / 8 = 12.25 a year
    values = {2015 + step: 200.0 + 4 * step for step in range(8)}
    words = answer("residual_per_capita", values, target_value=130.0, base_year=2015)
    assert "miss the target of 130 kg/inhabitant by 130 kg" in words
    assert words.endswith("Needed from now: 12.2 kg less every year; since 2015 it rose by 4.00 kg a year.")


def test_a_reached_target_states_both_figures():
    words = answer("recycling_rate", {2015: 50.0, 2022: 66.0}, target_value=65.0, base_year=2015)
    assert words == "Recycling rate in 2022: 66.0 %. The target for 2030 is 65.0 %."


def test_without_a_target_the_trend_is_told_and_a_target_asked_for():
    values = {2015 + step: 30.0 + step for step in range(8)}
    words = answer("recycling_rate", values, target_value=None, base_year=2015)
    assert words == (
        "Recycling rate in 2022: 37.0 %. On the present trend it would be 45.0 % in 2030 (range 45.0 % to 45.0 %). Set a "
        "target to see whether that is enough."
    )


@pytest.mark.parametrize(
    ("key", "target_year", "question"),
    [
        ("ghg_total", None, "Where are Nes's emissions heading?"),
        ("ghg_total", 2030, "Will Nes reach its 2030 target?"),
        ("recycling_rate", None, "Recycling rate: where is Nes heading?"),
        ("recycling_rate", 2030, "Recycling rate: will Nes reach its 2030 target?"),
        ("climate_plan", None, "Climate plan: is it in place in Nes?"),
    ],
)
def test_the_question_names_what_it_is_about_where_that_is_no_emission(key, target_year, question):
    assert question_about("Nes", target_year, key) == question
