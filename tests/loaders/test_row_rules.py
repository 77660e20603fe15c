"""What the cells of a row must say together, and to which record a row belongs. All places are fictional."""

from datetime import date

import pytest

from data.code_lists import NATIONAL_FIGURES
from data.indicator_rules import IndicatorRules
from metrics.registry import INDICATORS
from tests.loaders.own_workbooks import mark, only, read, reading, typed
from tests.loaders.published_layouts import sentences

RULES = {
    "ghg_total": IndicatorRules("t CO2e"),
    "ghg_per_capita": IndicatorRules("t CO2e"),
    "recycling_percent": IndicatorRules("%", most=100.0, direction="up"),
    "climate_plan": IndicatorRules("0/1", most=1.0, direction="up", is_yes_or_no=True),
    "fleet_percent": IndicatorRules("%", basis="own_operations"),
    "dmc_ctx": IndicatorRules("t/inhabitant", is_national=True),
}
TARGET = {"indicator": "ghg_total", "unit": "t CO2e", "base_year": 2016, "target_year": 2030}
PROJECT = {"record_id": "P-014", "title": "Quiet roads", "innovation_stage": "pilot"}
PARTNER = {"record_id": "P-014", "partner": "Fjord Bygg", "helix_side": "business"}
MEASURE = {"record_id": "M-1", "title": "Buses", "decision": "adopted"}


def codes(result):
    return [(problem.level, problem.code, problem.cell) for problem in result.problems]


# Figures and their units ------------------------------------------------------------------------------------


def test_a_unit_that_is_not_the_figures_is_refused():
    result = reading("figures", {"year": 2024, "figure": "building_energy_kwh", "value": 18.4, "unit": "GWh"})
    assert sentences(result) == [
        'Figures!E2: expected kWh, the unit of this figure, found "GWh". '
        "Convert the value to kWh, or empty the cell if the value is in kWh already."
    ]


@pytest.mark.parametrize(
    ("constant", "value", "most"),
    [
        ("discount_rate_percent", 400, "100"),
        ("discount_rate_percent", -1, "100"),
        ("stage_weight_pilot", 40, "1"),
    ],
)
def test_a_constant_that_cannot_be_one_is_refused_at_its_cell(constant, value, most):
    row = {"constant": constant, "valid_from": date(2026, 1, 1), "value": value, "source": "Budget"}
    [said] = sentences(reading("constants", row))
    assert f"expected 0 to {most}, as {constant} is counted" in said
    assert "Write a figure from 0 to" in said


@pytest.mark.parametrize(("constant", "value"), [("discount_rate_percent", 100), ("stage_weight_pilot", 0)])
def test_a_constant_at_either_end_of_its_limits_is_read(constant, value):
    row = {"constant": constant, "valid_from": date(2026, 1, 1), "value": value, "source": "Budget"}
    assert sentences(reading("constants", row)) == []


def test_readings_have_the_units_of_figures():
    row = {"figure": "diesel_litres", "read_on": "2026-04-30", "value": 21.4, "unit": "m3"}
    assert codes(reading("readings", row)) == [("error", "wrong_unit", "E2")]


@pytest.mark.parametrize(
    ("figure", "unit"),
    [
        ("building_heated_area_m2", "m²"),
        ("compensation_tco2e", "t CO₂e"),
        ("diesel_litres", "L"),
        ("building_energy_kwh", "kwh"),
        ("vehicles_all", None),
    ],
)
def test_a_unit_may_be_written_in_its_own_signs_or_stay_empty(figure, unit):
    assert sentences(reading("figures", {"year": 2024, "figure": figure, "value": 1, "unit": unit})) == []


@pytest.mark.parametrize("figure", NATIONAL_FIGURES)
def test_a_figure_of_the_country_is_refused_for_a_municipality(figure):
    result = reading("figures", {"year": 2023, "figure": figure, "value": 12})
    assert codes(result) == [("error", "national_figure", "C2")]


def test_the_refusal_says_what_to_do_with_a_figure_of_the_country():
    row = {"year": 2023, "figure": "circular_material_use_percent", "value": 12}
    assert sentences(reading("figures", row)) == [
        'Figures!C2: expected a figure that a municipality can have, found "circular_material_use_percent". Circular '
        "material use rate (national) is a figure of the country, shown as context. Name the nation in its row, or take "
        "the row out."
    ]


def test_a_figure_of_the_country_is_read_for_the_nation():
    row = {"area_id": "Norge", "year": 2023, "figure": "circular_material_use_percent", "value": 12}
    result = reading("figures", row)
    assert codes(result) == []
    assert only(result, "area_id") == ["NO"]


def test_the_figures_of_the_country_are_those_of_the_context_indicators():
    inputs = {
        name
        for indicator in INDICATORS.values()
        if indicator.indicator_class == "context"
        for name in indicator.definitions[0].measured.inputs
    }
    assert inputs == set(NATIONAL_FIGURES)


# Targets ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amounts", [{}, {"reduction_percent": 60, "target_value": 30000}])
def test_a_target_says_exactly_one_of_percentage_and_value(amounts):
    assert sentences(reading("targets", {**TARGET, **amounts})) == [
        "Targets!F2: expected either a reduction in percent or a value to reach, found both or neither. "
        "Fill in exactly one of the two."
    ]


@pytest.mark.parametrize("amounts", [{"reduction_percent": 60}, {"target_value": 0}])
def test_a_target_with_one_of_the_two_is_read(amounts):
    result = reading("targets", {**TARGET, **amounts})
    assert only(result, "reduction_percent") == [amounts.get("reduction_percent")]
    assert only(result, "target_value") == [amounts.get("target_value")]


def test_a_percentage_needs_the_year_it_is_counted_from():
    result = reading("targets", {**TARGET, "base_year": None, "reduction_percent": 60})
    assert sentences(result) == [
        "Targets!D2: expected the base year that the reduction is counted from, found nothing. "
        "Write the base year, or give the target as a value."
    ]


@pytest.mark.parametrize("base_year", [2030, 2031])
def test_a_base_year_comes_before_the_target_year(base_year):
    assert sentences(reading("targets", {**TARGET, "base_year": base_year, "reduction_percent": 60})) == [
        "Targets!D2: expected a base year before the target year, found the same or a later year. "
        "Correct one of the two years."
    ]


def test_a_cut_below_zero_is_unusual_and_may_be_meant():
    result = reading("targets", {**TARGET, "reduction_percent": "-55 %"})
    assert codes(result) == [("warning", "negative_reduction", "G2")]
    assert only(result, "reduction_percent") == [-55.0]


def test_an_unknown_indicator_gets_the_nearest_one():
    result = reading("targets", {**TARGET, "indicator": "ghg_totl", "target_value": 1}, indicator_rules=RULES)
    assert sentences(result) == [
        'Targets!B2: expected the key of an indicator, found "ghg_totl". Did you mean ghg_total?'
    ]


def test_an_indicator_like_no_other_gets_the_list():
    result = reading("targets", {**TARGET, "indicator": "zzz", "target_value": 1}, indicator_rules=RULES)
    assert sentences(result) == [
        'Targets!B2: expected the key of an indicator, found "zzz". '
        "Choose one of: ghg_total, ghg_per_capita, recycling_percent, climate_plan, fleet_percent, dmc_ctx."
    ]


def test_the_unit_of_a_target_is_the_indicators():
    result = reading("targets", {**TARGET, "unit": "kt", "target_value": 30}, indicator_rules=RULES)
    assert sentences(result) == [
        'Targets!C2: expected t CO2e, the unit of ghg_total, found "kt". '
        "Write t CO2e, or name the indicator that the target belongs to."
    ]


@pytest.mark.parametrize("unit", ["t CO2e", "t CO₂e"])
def test_the_unit_of_a_target_may_be_written_with_signs_of_its_own(unit):
    result = reading("targets", {**TARGET, "unit": unit, "target_value": 30}, indicator_rules=RULES)
    assert only(result, "unit") == ["t CO2e"]


def test_a_stated_boundary_is_the_indicators():
    stated = {"indicator": "fleet_percent", "unit": "%", "target_value": 100, "basis": "territorial"}
    assert sentences(reading("targets", {**TARGET, **stated}, indicator_rules=RULES)) == [
        'Targets!H2: expected Own operations of the municipal organisation, as fleet_percent counts, found "territorial". '
        "Empty the cell, or name the indicator that the decision is about."
    ]


def test_a_boundary_that_is_not_stated_is_left_to_the_indicator():
    stated = {"indicator": "fleet_percent", "unit": "%", "target_value": 100}
    result = reading("targets", {**TARGET, **stated}, indicator_rules=RULES)
    assert only(result, "basis") == ["own_operations"]
    assert only(result, "record_id") == ["fleet_percent/own_operations/2030"]


def test_a_target_that_counts_land_use_is_refused_where_the_indicator_does_not():
    result = reading(
        "targets", {**TARGET, "target_value": 1, "includes_lulucf": "yes"}, indicator_rules=RULES
    )
    assert codes(result) == [("error", "wrong_boundary", "I2")]


def test_a_share_above_the_whole_is_refused():
    stated = {"indicator": "recycling_percent", "unit": "%", "target_value": 110}
    assert codes(reading("targets", {**TARGET, **stated}, indicator_rules=RULES)) == [
        ("error", "beyond_limit", "F2")
    ]


def test_a_figure_of_the_country_takes_no_target():
    stated = {"indicator": "dmc_ctx", "unit": "t/inhabitant", "target_value": 10}
    assert codes(reading("targets", {**TARGET, **stated}, indicator_rules=RULES)) == [
        ("error", "national_indicator", "B2")
    ]


def test_a_cut_of_what_should_rise_is_refused():
    stated = {"indicator": "recycling_percent", "unit": "%", "reduction_percent": 20}
    assert sentences(reading("targets", {**TARGET, **stated}, indicator_rules=RULES)) == [
        "Targets!G2: expected a value to reach, or a rise as a percentage below zero, since more of recycling_percent "
        "is better, found a cut. Write the value to reach, or -20 for a rise of 20 %."
    ]


def test_a_rise_of_what_should_rise_is_nothing_unusual():
    stated = {"indicator": "recycling_percent", "unit": "%", "reduction_percent": -20}
    assert codes(reading("targets", {**TARGET, **stated}, indicator_rules=RULES)) == []


@pytest.mark.parametrize("amount", [{"target_value": 0}, {"target_value": 0.5}, {"reduction_percent": -100}])
def test_a_yes_or_no_has_yes_as_its_target(amount):
    stated = {"indicator": "climate_plan", "unit": "0/1", **amount}
    assert codes(reading("targets", {**TARGET, **stated}, indicator_rules=RULES)) == [
        ("error", "yes_or_no_target", "F2")
    ]


def test_where_the_indicators_are_not_known_none_is_unknown():
    assert only(reading("targets", {**TARGET, "indicator": "zzz", "target_value": 1}), "indicator") == ["zzz"]


# Money, ranges, dates, shares -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "row", "cell"),
    [
        ("measures", {**MEASURE, "yearly_saving": 5}, "L2"),
        ("project_funding", {"record_id": "P-014", "funder": "The state", "amount": 5}, "E2"),
        ("procurements", {"record_id": "A-1", "title": "Goods", "contract_value": 5}, "G2"),
    ],
)
def test_an_amount_of_money_needs_its_currency(table, row, cell):
    result = read({**typed("projects", PROJECT), **typed(table, row), **mark()})
    assert codes(result) == [("error", "missing_value", cell)]
    again = read({**typed("projects", PROJECT), **typed(table, {**row, "currency": "nok"}), **mark()})
    assert again.tables[table]["currency"].to_pylist() == ["NOK"]


def test_a_range_in_another_order_is_unusual_and_not_wrong():
    rows = {**typed("measures", MEASURE), **mark()}
    effect = {
        "record_id": "M-1",
        "year": 2027,
        "effect_low_tco2e": 500,
        "effect_mid_tco2e": 400,
        "effect_high_tco2e": 450,
    }
    result = read({**rows, **typed("measure_effects", effect)})
    assert sentences(result) == [
        "Measure effects!E2: expected a low figure that is at most the middle, and a middle that is at most the high one, "
        "found another order. Unusual, check. Put the cautious estimate under low."
    ]
    assert codes(result) == [("warning", "range_order", "E2")]


def test_a_range_may_be_left_open():
    effect = {"record_id": "M-1", "year": 2027, "effect_mid_tco2e": 400}
    result = read({**typed("measures", MEASURE), **typed("measure_effects", effect), **mark()})
    assert codes(result) == []


def test_an_end_before_the_start_is_refused():
    result = reading("projects", {**PROJECT, "starts_on": "2026-05-01", "ends_on": "2026-04-30"})
    assert sentences(result) == [
        "Projects!J2: expected an end on or after the start, found an earlier date. Correct one of the two dates."
    ]
    assert codes(reading("projects", {**PROJECT, "starts_on": "2026-05-01", "ends_on": "2026-05-01"})) == []


def material(percent, year=2024):
    return {
        "year": year, "origin": "household", "material": "all", "stage": "generated", "amount_tonnes": 5,
        "secondary_percent": percent,
    }  # fmt: skip


def test_shares_where_percent_is_meant_are_unusual():
    result = reading("materials", material(0.41), material(0.3, 2023), material(0, 2022))
    assert codes(result) == [("warning", "share_for_percent", "I2")]
    assert result.problems[0].cells == ("I2", "I3")


def test_a_hundred_percent_in_a_cell_formatted_so_is_one_and_unusual():
    result = reading("materials", material(0.41), material(1, 2023))
    assert codes(result) == [("warning", "share_for_percent", "I2")]
    assert codes(reading("targets", {**TARGET, "reduction_percent": 1})) == [
        ("warning", "share_for_percent", "G2")
    ]


def test_one_percentage_above_one_shows_that_percent_is_meant():
    assert codes(reading("materials", material(0.41), material(30, 2023))) == []


# Headline choices -------------------------------------------------------------------------------------------


def test_a_headline_choice_names_a_table_and_a_basis_that_there_are():
    row = {"table_name": "Emission", "basis": "nearby", "dataset": "own-accounts"}
    assert codes(reading("dataset_choices", row)) == [
        ("error", "wrong_code", "B2"),
        ("error", "wrong_code", "C2"),
    ]
    right = reading("dataset_choices", {**row, "table_name": "Emissions", "basis": "Territorial"})
    assert only(right, "record_id") == ["emissions/territorial"]


# Children and their records ---------------------------------------------------------------------------------


def test_a_row_of_an_unknown_project_gets_the_nearest_id():
    sheets = {
        **typed("projects", PROJECT),
        **typed("project_partners", {**PARTNER, "record_id": "P-0l4"}),
        **mark(),
    }
    result = read(sheets)
    assert sentences(result) == [
        'Partners!B2: expected “Project id” of a record that exists, found "P-0l4". Did you mean P-014?'
    ]
    assert result.tables == {}


def test_an_id_like_no_other_is_to_be_added_or_corrected():
    assert sentences(reading("project_partners", {**PARTNER, "record_id": "zzz"})) == [
        'Partners!B2: expected “Project id” of a record that exists, found "zzz". '
        "Add the record on its own sheet, or correct the id."
    ]


@pytest.mark.parametrize(("written", "near"), [("14", "014"), ("p-O14", "P-014"), ("60161001", None)])
def test_only_an_id_that_is_nearly_the_same_is_suggested(written, near):
    known = {"projects": frozenset({("NO-9101", near or "M-01")})}
    (problem,) = reading("project_partners", {**PARTNER, "record_id": written}, records=known).problems
    expected = f"Did you mean {near}?" if near else "Add the record on its own sheet, or correct the id."
    assert str(problem.fix) == expected


def test_a_project_of_the_store_is_known_too():
    known = {"projects": frozenset({("NO-9101", "P-014")})}
    assert only(reading("project_partners", PARTNER, records=known), "partner") == ["Fjord Bygg"]


def test_another_municipalitys_project_is_not_ones_own():
    known = {"projects": frozenset({("NO-9102", "P-014")})}
    assert codes(reading("project_partners", PARTNER, records=known)) == [("error", "unknown_record", "B2")]


def test_a_project_that_ends_in_the_workbook_has_no_children_any_more():
    sheets = {
        **typed("projects", {**PROJECT, "action": "Remove"}, {**PROJECT, "record_id": "P-2"}),
        **typed("project_partners", PARTNER),
        **mark(),
    }
    known = {"projects": frozenset({("NO-9101", "P-014")})}
    result = read(sheets, records=known)
    assert codes(result) == [("error", "unknown_record", "B2")]
    assert str(result.problems[0].fix) == (
        "Its own sheet ends this record: delete this row too, or empty the cell Action of the record."
    )


def test_effects_of_a_measure_belong_to_measures_and_not_to_projects():
    effect = {"record_id": "P-014", "year": 2027, "effect_mid_tco2e": 400}
    sheets = {**typed("projects", PROJECT), **typed("measure_effects", effect), **mark()}
    assert [problem.code for problem in read(sheets).problems] == ["unknown_record"]
