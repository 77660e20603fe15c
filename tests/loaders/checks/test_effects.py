"""Effects of measures and projects against all emissions of the municipality."""

import pytest

from tests.loaders.checks.invented import (
    check,
    codes,
    committed,
    facts_of,
    reading_of,
    row,
    table_reading,
    table_warnings,
)
from texts import GROUP

STORED = facts_of([row(2022, 42000.0), row(2023, 40000.0), row(2023, -30000.0, sector="lulucf")])


def cut(table_name, tonnes, **more):
    column = "effect_mid_tco2e" if table_name == "measure_effects" else "expected_mid_tco2e"
    return {"record_id": "M-07", "year": 2027, column: tonnes, **more}


@pytest.mark.parametrize(
    ("table_name", "sheet"), [("measure_effects", "Measure effects"), ("project_effects", "Project effects")]
)
def test_a_cut_larger_than_all_emissions_of_the_latest_year_is_unusual(table_name, sheet):
    # 40,000 t in 2023, land use left out
    assert table_warnings(table_name, [cut(table_name, 40000.0)], facts=STORED) == []
    (problem,) = table_warnings(table_name, [cut(table_name, 450000.0)], facts=STORED)
    assert (problem.level, problem.code, problem.cells) == ("warning", "effect_beyond_emissions", ("H2",))
    assert str(problem.sentence) == (
        f"{sheet}!H2: expected a cut that is smaller than all emissions of the municipality, found Fjordvik, M-07 in "
        f"2027: 450{GROUP}000 t, all emissions in 2023 40{GROUP}000 t. Unusual, check. It looks as if kilograms stand "
        "as tonnes: if so, write the cut in tonnes of CO2 equivalents, else load with a note."
    )


@pytest.mark.parametrize(
    ("table_name", "column"),
    [
        ("measure_effects", "effect_low_tco2e"),
        ("measure_effects", "effect_high_tco2e"),
        ("project_effects", "expected_low_tco2e"),
        ("project_effects", "expected_high_tco2e"),
        ("project_effects", "verified_tco2e"),
    ],
)
def test_every_estimate_of_a_cut_is_compared(table_name, column):
    rows = [cut(table_name, None, **{column: 450000.0})]
    assert codes(table_warnings(table_name, rows, facts=STORED)) == ["effect_beyond_emissions"]


def test_a_municipality_without_emissions_in_the_store_has_nothing_to_compare_with():
    assert table_warnings("measure_effects", [cut("measure_effects", 450000.0)]) == []


def test_own_operations_are_not_all_emissions():
    facts = facts_of([row(2023, 400.0, basis="own_operations")])
    assert table_warnings("measure_effects", [cut("measure_effects", 4000.0)], facts=facts) == []


def test_emissions_that_speak_in_the_store_are_compared_with(store):
    committed(store, reading_of([row(2023, 40000.0)]))
    effects = table_reading("measure_effects", [cut("measure_effects", 450000.0)])
    assert codes(check(store, effects)) == ["effect_beyond_emissions"]
