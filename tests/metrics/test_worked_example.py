"""The newest value worked through: every step can be followed by hand, and the last one is the value on the page."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data.store import Store
from metrics.provenance import facts_behind
from metrics.registry import INDICATORS, indicator_named
from metrics.targets import Target, speaking_targets
from metrics.values import indicator_values
from metrics.verdicts import assess
from metrics.worked_example import Step, part_words, value_steps, verdict_steps, worked_value
from tests.metrics.conftest import OSLO

FJORDVIK = "NO-D01"


@pytest.fixture(scope="module")
def demo(demo_path: Path) -> Iterator[Store]:
    opened = Store.open(f"duckdb:{demo_path}", read_only=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def demo_values(demo: Store) -> pd.DataFrame:
    return indicator_values(demo).dropna(subset=["value"])


def by_hand(step: Step) -> float:
    """What the expression gives that a reader sees."""
    return eval(step.form.replace("×", "*").replace("−", "-").format(**step.numbers))


def shown(steps: tuple[Step, ...]) -> list[tuple[str, str, float]]:
    return [(str(step.what), step.form.format(**step.numbers), step.result) for step in steps]


def test_the_last_step_is_the_value_of_the_page_for_every_indicator_that_the_demonstration_has(
    demo, demo_values
):
    newest = demo_values.sort_values("year").drop_duplicates("indicator", keep="last")
    assert len(newest) > 25
    different = [
        row.indicator
        for row in newest.itertuples()
        if worked_value(demo, row.municipality_id, row.indicator, year=row.year).steps[-1].result != row.value
    ]
    assert different == []


def test_every_expression_gives_what_stands_behind_its_equals_sign(demo, demo_values):
    keys = demo_values.loc[demo_values["municipality_id"] == FJORDVIK, "indicator"].unique()
    steps = [step for key in keys for step in worked_value(demo, FJORDVIK, key).steps if step.form]
    assert len(steps) > 20
    assert [step for step in steps if by_hand(step) != pytest.approx(step.result, rel=1e-12)] == []


def test_the_arithmetic_of_every_verdict_of_the_demonstration_gives_its_ratio(demo, demo_values):
    targets = speaking_targets(demo)
    judged = 0
    for (area, key), target in targets.items():
        series = demo_values[(demo_values["municipality_id"] == area) & (demo_values["indicator"] == key)]
        verdict = assess(series[["year", "value"]], target, indicator=INDICATORS[key])
        steps = verdict_steps(
            verdict, target, dict(zip(series["year"], series["value"], strict=True)), unit=""
        )
        assert [step for step in steps if by_hand(step) != pytest.approx(step.result, rel=1e-9)] == []
        judged += bool(steps) and steps[-1].result == verdict.ratio
    assert judged > 15


def test_emissions_per_head_are_added_up_and_divided(store, desk):
    rows = [{"sector": "transport", "emissions_tco2e": 60.0}, {"sector": "waste", "emissions_tco2e": 40.0}]
    desk.emissions(OSLO, rows, year=2020)
    desk.population(OSLO, {2020: 50})
    # 60 + 40 = 100 t, and 100 / 50 = 2 t per inhabitant
    assert shown(worked_value(store, OSLO, "ghg_per_capita").steps) == [
        ("Emissions", "60.0 + 40.0", 100.0),
        ("Inhabitants", "50.0", 50.0),
        ("The value", "100.0 / 50.0", 2.0),
    ]


def test_what_is_taken_away_has_its_sign(store, desk):
    rows = [{"sector": "transport", "emissions_tco2e": 100.0}, {"sector": "lulucf", "emissions_tco2e": -30.0}]
    desk.emissions(OSLO, rows, year=2020)
    desk.figures(OSLO, {"compensation_tco2e": {2020: 10.0}})
    # 100 - 30 - 10 = 60
    put_together = worked_value(store, OSLO, "net_balance").steps[-1]
    assert (put_together.form.format(**put_together.numbers), put_together.result) == (
        "100.0 + -30.0 − 10.0",
        60.0,
    )


def test_a_rate_has_its_factor_and_an_optional_part_that_is_not_stated_is_named(store, desk):
    desk.materials(
        OSLO, [{"stage": "generated", "amount_tonnes": 200.0}, {"stage": "recycling", "amount_tonnes": 50.0}]
    )
    found = worked_value(store, OSLO, "recycling_rate")
    # 100 × 50 / 200 = 25 %
    assert shown(found.steps)[-1] == ("The value", "100.0 × 50.0 / 200.0", 25.0)
    assert [str(part) for part in found.not_stated] == [
        "Prepared for reuse (Municipal waste: households and what resembles it)"
    ]


def test_many_rows_are_added_up_in_their_table_and_not_written_out(store, desk):
    rows = [{"sector": "transport", "subsector": f"Road {n}", "emissions_tco2e": 1.0} for n in range(7)]
    desk.emissions(OSLO, rows, year=2020)
    [step] = worked_value(store, OSLO, "ghg_total").steps
    assert (step.form, dict(step.numbers), step.result) == ("", {}, 7.0)


def test_a_year_without_a_value_is_passed_over_and_said_with_its_reason(store, desk):
    desk.series(OSLO, {2020: 100.0, 2021: 90.0})
    desk.population(OSLO, {2020: 50})
    found = worked_value(store, OSLO, "ghg_per_capita")
    assert (found.year, found.value) == (2020, 2.0)
    assert [(each.year, str(each.why)) for each in found.without_value] == [
        (2021, "The population of that year is not loaded")
    ]


def test_a_year_may_be_named(store, desk):
    desk.series(OSLO, {2020: 100.0, 2021: 90.0})
    assert worked_value(store, OSLO, "ghg_total", year=2020).value == 100.0


def test_without_any_value_there_is_nothing_to_work_through(store, desk):
    desk.series(OSLO, {2020: 100.0})
    assert worked_value(store, OSLO, "ghg_per_capita") is None
    assert worked_value(store, OSLO, "ghg_total", year=1999) is None


def test_a_part_without_a_figure_adds_nothing_and_the_facts_stay_unchanged(store, desk):
    rows = [
        {"sector": "transport", "emissions_tco2e": 60.0},
        {"sector": "waste", "emissions_tco2e": None, "missing_reason": "included_elsewhere"},
    ]
    desk.emissions(OSLO, rows, year=2020)
    facts = facts_behind(store, OSLO, "ghg_total", 2020)
    before = facts.copy()
    entry = indicator_named("ghg_total")
    [step], _not_stated = value_steps(facts, entry.definitions[0], entry)
    assert (step.form, step.result) == ("{row_1}", 60.0)
    pd.testing.assert_frame_equal(facts, before)


def test_every_part_of_every_formula_has_words():
    roles = [role for entry in INDICATORS.values() for each in entry.definitions for role in each.roles]
    assert [role.name for role in roles if not str(part_words(role))] == []


SERIES = pd.DataFrame({"year": [2010, 2020], "value": [100.0, 80.0]})
VALUES: dict[int | None, float] = {2010: 100.0, 2020: 80.0}


def steps_towards(target: Target) -> tuple[Step, ...]:
    entry = INDICATORS["ghg_total"]
    return verdict_steps(assess(SERIES, target, indicator=entry), target, VALUES, unit="t CO2e")


def test_a_cut_in_percent_is_worked_out_and_laid_beside_the_path():
    target = Target(2030, reduction_percent=50.0, base_year=2010, indicator="ghg_total")
    # 100 × (1 - 50 / 100) = 50; in 2020 half the way: 100 + (50 - 100) × 10 / 20 = 75; (80 - 100) / (75 - 100) = 0.8
    assert shown(steps_towards(target)) == [
        ("The target", "100.0 × (1 − 50.0 / 100)", 50.0),
        ("The path in 2020", "100.0 + (50.0 − 100.0) × (2020 − 2010) / (2030 − 2010)", 75.0),
        ("Change made", "80.0 − 100.0", -20.0),
        ("Change asked for by then", "75.0 − 100.0", -25.0),
        ("Ratio", "-20.0 / -25.0", 0.8),
    ]


def test_through_an_interim_target_the_path_is_the_line_between_the_corners_around_the_year():
    target = Target(2030, target_value=50.0, base_year=2010, interim=((2025, 70.0),), indicator="ghg_total")
    # 100 + (70 - 100) × 10 / 15 = 80
    path = steps_towards(target)[0]
    assert shown((path,)) == [
        ("The path in 2020", "100.0 + (70.0 − 100.0) × (2020 − 2010) / (2025 − 2010)", 80.0)
    ]


def test_a_target_that_was_met_in_the_base_year_has_no_plain_quotient():
    target = Target(2030, target_value=150.0, base_year=2010, indicator="ghg_total")
    assert steps_towards(target) == ()


def test_without_a_target_or_a_base_value_there_is_no_arithmetic():
    entry = INDICATORS["ghg_total"]
    assert verdict_steps(assess(SERIES, None, indicator=entry), None, VALUES, unit="t CO2e") == ()
    without_base = Target(2030, target_value=50.0, base_year=2005, indicator="ghg_total")
    assert steps_towards(without_base) == ()
