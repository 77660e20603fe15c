"""Every indicator and status answers what pages, report and documentation ask of it."""

import itertools
import re

import numpy as np
import pytest

from data.code_lists import BASES, FIGURE_UNITS, FIGURES, MATERIALS, ORIGINS, SECTORS, STAGES
from metrics.default_targets import defaults_shown
from metrics.errors import MetricError
from metrics.indicator import EMISSION_TABLES, INPUT_TABLES, DefaultTarget, Indicator, Role
from metrics.registry import CORE, INDICATORS, NOT_APPLICABLE, STATUSES, indicator_named, normal_unit
from metrics.sdg_targets import TITLES, target_of
from metrics.targets import check_target
from metrics.verdicts import METHODS

# Machado, Oliveira and Fernandes 2009, severity 1.0, linear RGB
SIGHTS = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}


# indicators.md a.1: what a municipality is always shown; the other forms of the emission indicators stand beside them.
CORE_OF_THE_CATALOGUE = {
    "ghg_total", "ghg_comparable_total", "ghg_per_capita", "ghg_transport", "ghg_off_road", "ghg_heat_power",
    "co2_total", "co2_comparable_total", "co2_per_capita", "co2_transport", "co2_off_road", "co2_heat_power",
    "net_balance", "own_ops_ghg", "fossil_free_fleet", "buildings_energy", "climate_plan", "drr_adaptation",
    "msw_per_capita", "residual_per_capita", "recycling_rate", "food_waste", "kitchen_food_waste",
    "sustainable_procurement", "organic_food",
}  # fmt: skip
NATIONAL = {"dmc_ctx", "rmc_ctx", "cmu_ctx"}
EVERY = pytest.mark.parametrize("indicator", INDICATORS.values(), ids=list(INDICATORS))
ROLES = [
    pytest.param(role, id=f"{indicator.key}-{definition.key or 'only'}-{role.name}")
    for indicator in INDICATORS.values()
    for definition in indicator.definitions
    for role in definition.roles
]
DEFAULTS = [
    pytest.param(indicator, default, id=f"{indicator.key}-{default.key}")
    for indicator in INDICATORS.values()
    for default in indicator.defaults
]
TREATED = {"total", "secondary", "renewable", *MATERIALS}


def test_the_core_indicators_are_those_of_the_catalogue():
    assert set(CORE) == CORE_OF_THE_CATALOGUE
    assert {
        key for key, each in INDICATORS.items() if each.indicator_class == "core"
    } == CORE_OF_THE_CATALOGUE


def test_national_figures_are_context_and_nothing_else_is():
    assert {key for key, each in INDICATORS.items() if each.indicator_class == "context"} == NATIONAL


def test_the_official_indicators_that_apply_to_no_municipality_have_a_reason_and_no_entry():
    codes = [each.sdg_indicator for each in NOT_APPLICABLE]
    assert codes == ["12.4.1", "12.c.1", "13.1.2", "13.a.1", "13.b.1"]
    assert all(str(each.title) and str(each.reason) for each in NOT_APPLICABLE)
    assert not set(codes) & {indicator.sdg_target for indicator in INDICATORS.values()}


@EVERY
def test_every_indicator_is_named_by_its_key(indicator: Indicator):
    assert indicator_named(indicator.key) is indicator


@EVERY
def test_every_indicator_has_all_its_texts(indicator: Indicator):
    texts = {
        name: str(getattr(indicator, name)).strip()
        for name in (
            "title", "short_title", "boundary", "formula", "input_rows", "worked_example", "source", "data_status",
        )
    }  # fmt: skip
    assert [name for name, words in texts.items() if not words] == []


@EVERY
def test_texts_begin_with_a_capital_or_a_figure_and_end_without_a_full_stop(indicator: Indicator):
    shown = (
        indicator.title,
        indicator.short_title,
        indicator.boundary,
        indicator.formula,
        indicator.worked_example,
    )
    words = [str(text) for text in (*shown, indicator.caveat, indicator.is_proxy_because) if text is not None]
    assert [text for text in words if text.endswith(".") or text[0].islower()] == []


@EVERY
def test_every_indicator_has_unit_direction_and_a_known_sdg_target(indicator: Indicator):
    assert indicator.unit
    assert indicator.direction in ("up", "down", "none")
    assert target_of(indicator.sdg_target) in TITLES


@EVERY
def test_every_indicator_is_judged_by_a_known_method(indicator: Indicator):
    assert indicator.progress_method in METHODS


@EVERY
def test_a_worked_example_works_with_figures(indicator: Indicator):
    assert re.search(r"\d", str(indicator.worked_example))


@EVERY
def test_definitions_have_keys_of_their_own_and_a_title_each(indicator: Indicator):
    keys = [each.key for each in indicator.definitions]
    titles = [str(each.title) for each in indicator.definitions]
    assert len(set(keys)) == len(keys) and len(set(titles)) == len(titles)
    assert all(keys) if len(keys) > 1 else keys == [""]


@EVERY
def test_what_is_measured_comes_first_and_is_neither_divided_by_nor_taken_away(indicator: Indicator):
    measured = [each.measured for each in indicator.definitions]
    assert all(role.is_required and role.sign == 1 and not role.is_denominator for role in measured)


@EVERY
def test_the_sectors_measured_and_those_left_out_are_all_there_are(indicator: Indicator):
    assert sorted((*indicator.sectors, *indicator.sectors_excluded)) == sorted(SECTORS)


@EVERY
def test_a_basis_is_that_of_the_code_list_and_of_the_emissions_it_reads(indicator: Indicator):
    assert indicator.basis in BASES
    emissions = {table for table in indicator.tables if table in EMISSION_TABLES}
    suffix = "" if indicator.basis == "territorial" else f"_{indicator.basis}"
    assert emissions <= {f"emissions{suffix}"}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_rows_that_the_code_lists_know(role: Role):
    assert role.table in INPUT_TABLES
    assert role.inputs and len(set(role.inputs)) == len(role.inputs)
    assert [name for name in role.inputs if not is_known(role.table, name)] == []


def is_known(table: str, name: str) -> bool:
    """Whether a row of that name can be in the table: a sector, a figure, origin/material/stage, or people."""
    if table in EMISSION_TABLES:
        return name == "" or name in SECTORS
    if table == "figures":
        return name in FIGURES and name in FIGURE_UNITS
    if table == "population":
        return name == "people"
    origin, material, stage = name.split("/")
    return origin in ORIGINS and material in TREATED and stage in STAGES


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("emissions", "transports"),
        ("figures", "cars"),
        ("materials", "household/gold/reuse"),
        ("population", "cats"),
    ],
)
def test_a_row_that_no_code_list_knows_is_found_out(table, name):
    assert not is_known(table, name)


def test_no_industrial_waste_feeds_a_municipal_indicator():
    origins = {
        name.split("/")[0]
        for each in ROLES
        for role in each.values
        for name in role.inputs
        if role.table == "materials"
    }
    assert origins == {"municipal", "household", "construction", "own_operations"}


@EVERY
def test_only_rates_may_not_be_summed_over_the_parts_of_a_merger(indicator: Indicator):
    for definition in indicator.definitions:
        units = {
            FIGURE_UNITS[name] for role in definition.roles if not role.is_additive for name in role.inputs
        }
        assert units <= {"%", "0/1", "0-1", "t/inhabitant", "kg/inhabitant"}


@EVERY
def test_a_share_has_the_natural_limit_100_and_a_score_or_an_answer_1(indicator: Indicator):
    limits = {"amount": None, "share": 100.0, "score": 1.0, "binary": 1.0}
    # a budget may be overspent
    assert indicator.natural_limit == (None if indicator.key == "budget_used" else limits[indicator.scale])
    assert (indicator.unit == "%") == (indicator.scale == "share")


@pytest.mark.parametrize("key", [key for key, each in INDICATORS.items() if each.scale == "share"])
def test_a_share_is_multiplied_by_100_or_published_in_percent(key):
    for definition in INDICATORS[key].definitions:
        is_published = {FIGURE_UNITS.get(name) for name in definition.measured.inputs} == {"%"}
        assert definition.factor == (1.0 if is_published else 100.0)


@pytest.mark.parametrize("key", [key for key, each in INDICATORS.items() if each.is_per_head])
def test_per_head_is_said_in_the_unit(key):
    assert "inhabitant" in INDICATORS[key].unit


EMISSIONS = [key for key, each in INDICATORS.items() if each.counterpart]


def test_every_form_of_the_territorial_emissions_has_a_counterpart_and_nothing_else_has():
    names = ("total", "comparable_total", "per_capita", "transport", "off_road", "heat_power")
    assert [f"{gases}_{name}" for gases in ("ghg", "co2") for name in names] == EMISSIONS


@pytest.mark.parametrize("key", EMISSIONS)
def test_every_indicator_and_its_counterpart_differ_only_in_the_gases(key):
    indicator, other = INDICATORS[key], INDICATORS[INDICATORS[key].counterpart]
    assert other.counterpart == key
    assert {indicator.gas_coverage, other.gas_coverage} == {"ghg", "co2"}
    assert (indicator.definitions, indicator.sdg_target) == (other.definitions, other.sdg_target)
    assert normal_unit(indicator.unit) != normal_unit(other.unit)


def test_net_emissions_keep_total_land_use_and_compensation_as_three_inputs():
    [definition] = INDICATORS["net_balance"].definitions
    assert [(role.name, role.sign, role.is_required) for role in definition.roles] == [
        ("gross", 1, True), ("lulucf", 1, True), ("compensation", -1, True),
    ]  # fmt: skip


@EVERY
def test_land_use_and_compensation_are_included_exactly_where_a_role_reads_them(indicator: Indicator):
    rows = {name for each in indicator.definitions for role in each.roles for name in role.inputs}
    if indicator.basis == "territorial":
        assert indicator.includes_lulucf == ("lulucf" in rows)
    assert indicator.includes_compensation == ("compensation_tco2e" in rows)


# Default targets --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("indicator", "default"), DEFAULTS)
def test_a_default_says_one_thing_with_its_source(indicator: Indicator, default: DefaultTarget):
    amounts = (default.target_value, default.reduction_percent, default.yearly_cut_percent)
    assert sum(amount is not None for amount in amounts) == 1
    assert str(default.source) and default.key
    assert set(default.countries) <= {"DK", "FI", "IS", "NO", "SE"}
    assert all(year < default.target_year for year in default.base_years)


@EVERY
def test_default_keys_of_an_indicator_are_unique(indicator: Indicator):
    keys = [default.key for default in indicator.defaults]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("indicator", "default"), [each for each in DEFAULTS if each.values[0].indicator_class != "context"]
)
def test_a_default_that_is_a_value_or_a_percentage_would_be_accepted_as_a_target(
    indicator: Indicator, default: DefaultTarget
):
    # a council that takes over a yearly cut states the year's percentage: 100 · (1 − 0.981 ** 7) = 12.6 from 2023 on
    cut = default.reduction_percent if default.yearly_cut_percent is None else 12.6
    found = check_target(
        indicator=indicator.key,
        unit=indicator.unit,
        target_year=default.target_year,
        base_year=default.base_years[0] if default.base_years else 2015,
        target_value=default.target_value,
        reduction_percent=cut,
        basis=indicator.basis,
        includes_lulucf=indicator.includes_lulucf,
        includes_compensation=indicator.includes_compensation,
    )
    assert found is indicator


@pytest.mark.parametrize(("indicator", "default"), DEFAULTS)
def test_a_default_leads_the_way_the_indicator_should_go(indicator: Indicator, default: DefaultTarget):
    cut = default.reduction_percent if default.yearly_cut_percent is None else default.yearly_cut_percent
    if cut is not None:
        assert cut >= 0 if indicator.direction == "down" else cut < 0
    elif indicator.natural_limit is not None and default.target_value is not None:
        assert 0 <= default.target_value <= indicator.natural_limit


def test_what_was_seen_in_published_material_is_verified_and_what_is_general_knowledge_is_not():
    # indicators.md a.1, marks [S] and [K]
    seen = {
        "ghg_total/hinku", "co2_per_capita/sdsn-green", "msw_per_capita/se-city", "residual_per_capita/se-city",
        "recycling_rate/wfd-2025", "food_waste/eu-law-2025", "landfill_share/landfill-directive",
    }  # fmt: skip
    by_definition = {"net_balance/neutral", "climate_plan/in-force", "drr_adaptation/complete"}
    verified = {
        f"{each.values[0].key}/{each.values[1].key}" for each in DEFAULTS if each.values[1].is_verified
    }
    assert verified == seen | by_definition


@pytest.mark.parametrize(("indicator", "default"), DEFAULTS)
def test_a_default_that_is_not_verified_says_so_until_somebody_has_checked_it(
    indicator: Indicator, default: DefaultTarget
):
    shown = next(each for each in defaults_shown(indicator, {}) if each.default is default)
    assert shown.is_unverified == (not default.is_verified)


def test_an_indicator_without_a_better_direction_has_no_default():
    neither = [key for key, each in INDICATORS.items() if each.direction == "none"]
    assert neither == ["budget_used", "hazardous_collected"]
    assert all(INDICATORS[key].defaults == () for key in neither)


def test_the_total_leaves_out_land_use_and_credits_and_the_comparable_total_also_international_transport():
    assert INDICATORS["ghg_total"].sectors_excluded == ("lulucf", "credits")
    excluded = ("international_transport", "lulucf", "credits")
    assert INDICATORS["ghg_comparable_total"].sectors_excluded == excluded


def test_an_unknown_indicator_is_refused_with_the_known_ones():
    with pytest.raises(MetricError, match=r'ghg_total, .*found "ghg"'):
        indicator_named("ghg")


@pytest.mark.parametrize("spelling", ["t CO2e", "tCO2e", "t CO₂e", "tonnes CO2e", "tonnes CO2-eq"])
def test_a_unit_may_be_spelled_in_more_than_one_way(spelling):
    assert normal_unit(spelling) == normal_unit("t CO2e")


@pytest.mark.parametrize("other", ["kt CO2e", "t CO2", "t CO2e/inhabitant", "%"])
def test_another_unit_stays_another_unit(other):
    assert normal_unit(other) != normal_unit("t CO2e")


def test_per_head_units_are_one():
    assert (
        normal_unit("tCO2e per inhabitant") == normal_unit("t CO2e/inh") == normal_unit("t CO2e/inhabitant")
    )


def test_statuses_are_in_order_and_the_last_four_are_no_verdicts_and_never_red():
    statuses = list(STATUSES.values())
    assert [status.order for status in statuses] == list(range(1, 10))
    assert list(STATUSES)[-4:] == ["no_data", "no_target", "not_applicable", "not_assessable"]
    assert not any(status.is_red or status.is_verdict for status in statuses[-4:])
    assert [status.key for status in statuses if status.is_red] == ["off_track", "wrong_way"]


def test_every_status_has_its_own_word_and_symbol():
    assert len({str(status.word) for status in STATUSES.values()}) == len(STATUSES)
    assert len({status.symbol for status in STATUSES.values()}) == len(STATUSES)


@pytest.mark.parametrize("key", list(STATUSES))
def test_the_word_of_a_status_can_be_read_on_white(key):
    # WCAG 1.4.3: contrast (1.05) / (luminance + 0.05) of at least 4.5
    luminance = _linear(STATUSES[key].colour) @ np.array([0.2126, 0.7152, 0.0722])
    assert 1.05 / (luminance + 0.05) >= 4.5


@pytest.mark.parametrize("sight", list(SIGHTS))
def test_verdict_colours_are_told_apart_with_any_colour_vision(sight):
    # CIE76 difference of at least 15 between any two; 2.3 is the least that people see
    colours = {status.colour for status in STATUSES.values()}
    seen = [_lab(np.array(SIGHTS[sight]) @ _linear(colour)) for colour in colours]
    assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)) >= 15


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _lab(linear: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(linear, 0, 1) / np.array([0.9505, 1.0, 1.089])
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
