"""The indicators beside the territorial ones, computed from rows: each by the worked example of its entry, then what
happens when a part is missing, given twice or counted differently."""

import math

import pandas as pd
import pytest

from metrics.indicator import Indicator
from metrics.progress import progress
from metrics.provenance import facts_behind
from metrics.registry import INDICATORS
from metrics.values import formula_parts, indicator_values
from tests.metrics.conftest import BERGEN, NORWEGIAN, OREBRO, OSLO, SWEDISH

OWN_OPERATIONS, CONSUMPTION = "own-accounts-own-operations", "own-accounts-consumption"


def _value(store, indicator: str, *, area: str = OSLO, year: int = 2020, **choice) -> pd.Series:
    rows = indicator_values(store, municipality_ids=[area], indicators=[indicator], **choice)
    of_year = rows[rows["year"] == year]
    assert len(of_year) == 1
    return of_year.iloc[0]


# The numbers of the worked examples in metrics/catalogue/, as figures of 2020 beside 20 000 inhabitants.
FIGURE_EXAMPLES = {
    "fossil_free_fleet": ({"vehicles_fossil_free": 120, "vehicles_all": 160}, 75.0),
    "buildings_energy": ({"building_energy_kwh": 9_000_000, "building_heated_area_m2": 60_000}, 150.0),
    "climate_plan": ({"climate_plan_adopted": 1}, 1.0),
    "drr_adaptation": ({"adaptation_elements": 0.7}, 0.7),
    "food_waste": ({"food_waste_tonnes": 1_800}, 90.0),
    "kitchen_food_waste": ({"kitchen_food_waste_g": 60_000_000, "kitchen_portions": 1_200_000}, 50.0),
    "sustainable_procurement": (
        {"contracts_value": 200e6, "contracts_value_with_criteria": 90e6},
        45.0,
    ),
    "organic_food": ({"food_cost": 30e6, "food_cost_organic": 9e6}, 30.0),
    "renewable_power": ({"solar_wind_power_kw": 12_000}, 600.0),
    "renewable_share": ({"power_production_mwh": 100_000, "renewable_production_mwh": 80_000}, 80.0),
    "climate_damage": ({"insured_damage_eur": 500_000}, 25.0),
    "climate_affected": ({"people_affected": 4}, 20.0),
    "certified_orgs": ({"workplaces_certified": 36, "enterprises": 1_800}, 20.0),
    "eco_schools": ({"schools_certified": 12, "schools_all": 40}, 30.0),
    "certified_tourism": ({"beds_certified": 150, "beds_all": 600}, 25.0),
}
_BUILT = {"origin": "construction"}
_BOUGHT = {"origin": "own_operations", "stage": "purchased"}
MATERIAL_EXAMPLES = {
    "msw_per_capita": ([{"stage": "generated", "amount_tonnes": 9_000}], 450.0),
    "residual_per_capita": (
        [
            {"material": "residual", "stage": "generated", "amount_tonnes": 2_400},
            {"material": "food", "stage": "energy_recovery", "amount_tonnes": 200},
        ],
        130.0,
    ),
    "recycling_rate": (
        [
            {"stage": "recycling", "amount_tonnes": 3_000},
            {"stage": "reuse", "amount_tonnes": 200},
            {"stage": "composting_digestion", "amount_tonnes": 1_300},
            {"stage": "energy_recovery", "amount_tonnes": 4_500},
            {"stage": "generated", "amount_tonnes": 9_000},
        ],
        50.0,
    ),
    "landfill_share": (
        [{"stage": "landfill", "amount_tonnes": 90}, {"stage": "generated", "amount_tonnes": 9_000}],
        1.0,
    ),
    "reuse_per_capita": ([{"stage": "reuse", "amount_tonnes": 60}], 3.0),
    "hazardous_collected": (
        [
            {"material": "hazardous", "stage": "generated", "amount_tonnes": 120},
            {"material": "electronics", "stage": "generated", "amount_tonnes": 180},
        ],
        15.0,
    ),
    "cdw_recovery": (
        [
            {**_BUILT, "material": "concrete_brick", "stage": "recycling", "amount_tonnes": 700},
            {**_BUILT, "material": "wood", "stage": "reuse", "amount_tonnes": 50},
            {**_BUILT, "material": "concrete_brick", "stage": "generated", "amount_tonnes": 800},
            {**_BUILT, "material": "wood", "stage": "generated", "amount_tonnes": 200},
            {**_BUILT, "material": "soil_stone", "stage": "generated", "amount_tonnes": 5_000},
        ],
        75.0,
    ),
    "secondary_content": (
        [
            {**_BOUGHT, "material": "wood", "amount_tonnes": 80, "secondary_percent": 10},
            {**_BOUGHT, "material": "metal", "amount_tonnes": 20, "secondary_percent": 60},
        ],
        20.0,
    ),
    "renewable_content": (
        [
            {**_BOUGHT, "material": "wood", "amount_tonnes": 80, "renewable_percent": 50},
            {**_BOUGHT, "material": "metal", "amount_tonnes": 20, "renewable_percent": 0},
        ],
        40.0,
    ),
}


@pytest.mark.parametrize("key", list(FIGURE_EXAMPLES))
def test_an_indicator_of_figures_comes_out_as_its_worked_example(store, desk, key):
    figures, expected = FIGURE_EXAMPLES[key]
    desk.population(OSLO, {2020: 20_000})
    desk.figures(OSLO, {name: {2020: value} for name, value in figures.items()})
    assert _value(store, key)["value"] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("key", list(MATERIAL_EXAMPLES))
def test_an_indicator_of_materials_comes_out_as_its_worked_example(store, desk, key):
    rows, expected = MATERIAL_EXAMPLES[key]
    desk.population(OSLO, {2020: 20_000})
    desk.materials(OSLO, rows)
    assert _value(store, key)["value"] == pytest.approx(expected, rel=1e-12)


def test_own_operations_are_summed_from_their_own_basis(store, desk):
    # 400 + 250 + 50 = 700; the territorial rows stay outside
    desk.series(OSLO, {2020: 1e6})
    rows = [
        {"year": 2020, "sector": "stationary_energy", "emissions_tco2e": 400.0},
        {"year": 2020, "sector": "transport", "emissions_tco2e": 250.0},
        {"year": 2020, "sector": "other", "emissions_tco2e": 50.0},
    ]
    desk.emissions(OSLO, rows, dataset=OWN_OPERATIONS, basis="own_operations")
    assert _value(store, "own_ops_ghg")["value"] == 700.0
    assert _value(store, "ghg_total")["value"] == 1e6


def test_a_consumption_footprint_is_divided_by_the_inhabitants_of_the_year(store, desk):
    # 160 000 / 20 000 = 8
    desk.population(OSLO, {2020: 20_000})
    desk.emissions(
        OSLO, [{"year": 2020, "emissions_tco2e": 160_000.0}], dataset=CONSUMPTION, basis="consumption"
    )
    assert _value(store, "ghg_consumption")["value"] == 8.0


GROSS_AND_LAND = [
    {"year": 2020, "sector": "transport", "emissions_tco2e": 100.0},
    {"year": 2020, "sector": "lulucf", "emissions_tco2e": -20.0},
]


def test_net_emissions_are_total_and_land_use_less_compensation(store, desk):
    # 100 - 20 - 30 = 50
    desk.emissions(OSLO, GROSS_AND_LAND)
    desk.figures(OSLO, {"compensation_tco2e": {2020: 30}})
    assert _value(store, "net_balance")["value"] == 50.0


def test_net_emissions_keep_their_three_inputs(store, desk):
    desk.emissions(OSLO, GROSS_AND_LAND)
    desk.figures(OSLO, {"compensation_tco2e": {2020: 30}})
    parts = formula_parts(store, [OSLO], "net_balance")
    assert list(zip(parts["role"], parts["sign"], parts["amount"], strict=True)) == [
        ("gross", 1, 100.0),
        ("lulucf", 1, -20.0),
        ("compensation", -1, 30.0),
    ]


def test_an_input_that_is_not_loaded_says_so_beside_those_that_are(store, desk):
    desk.emissions(OSLO, GROSS_AND_LAND)
    parts = formula_parts(store, [OSLO], "net_balance")
    missing = parts[parts["amount"].isna()]
    assert missing["role"].tolist() == ["compensation"]
    assert missing["missing_reason"].tolist() == ["no_compensation"]


def test_net_emissions_without_a_word_on_compensation_are_missing_and_say_so(store, desk):
    desk.emissions(OSLO, GROSS_AND_LAND)
    row = _value(store, "net_balance")
    assert math.isnan(row["value"])
    assert row["missing_reason"] == "no_compensation"


def test_a_stated_absence_of_compensation_is_zero(store, desk):
    # 100 - 20 - 0 = 80
    desk.emissions(OSLO, GROSS_AND_LAND)
    desk.figures(OSLO, {"compensation_tco2e": {2020: None}}, missing_reason="not_occurring")
    assert _value(store, "net_balance")["value"] == 80.0


def test_net_emissions_without_land_use_are_missing(store, desk):
    desk.emissions(OSLO, GROSS_AND_LAND[:1])
    desk.figures(OSLO, {"compensation_tco2e": {2020: 0}})
    assert _value(store, "net_balance")["missing_reason"] == "no_land_use"


def test_the_used_share_of_a_carbon_budget_adds_up_since_it_began(store, desk):
    # a budget of 1 000 t from 2020: 200 t in 2020 and 180 t in 2021 are 100 x 380 / 1000 = 38 %; 2019 is before it
    desk.series(OSLO, {2019: 500.0, 2020: 200.0, 2021: 180.0})
    desk.figures(OSLO, {"carbon_budget_tco2e": {2020: 1000}})
    found = indicator_values(store, indicators=["budget_used"])
    assert dict(zip(found["year"], found["value"], strict=True)) == {2020: 20.0, 2021: 38.0}


def test_without_a_carbon_budget_its_used_share_does_not_appear(store, desk):
    desk.series(OSLO, {2020: 200.0})
    assert indicator_values(store, indicators=["budget_used"]).empty
    [row] = progress(store, indicators=["budget_used"], methods=["linear_path"]).to_dict("records")
    assert row["status"] == "no_data"
    assert "No carbon budget is stated" in str(row["reason"])


def test_a_budget_that_is_decided_anew_counts_from_its_own_year(store, desk):
    # 2022: 100 x 150 / 600 = 25 %
    desk.series(OSLO, {2020: 200.0, 2021: 180.0, 2022: 150.0})
    desk.figures(OSLO, {"carbon_budget_tco2e": {2020: 1000, 2022: 600}})
    assert indicator_values(store, indicators=["budget_used"])["value"].tolist() == [20.0, 38.0, 25.0]


def test_a_year_without_a_figure_stops_the_sum_of_a_budget(store, desk):
    desk.series(OSLO, {2020: 200.0, 2021: None, 2022: 150.0, 2023: 100.0})
    desk.figures(OSLO, {"carbon_budget_tco2e": {2020: 1000}})
    assert indicator_values(store, indicators=["budget_used"])["value"].isna().tolist() == [
        False,
        True,
        True,
        True,
    ]


def test_a_year_that_is_not_there_stops_the_sum_of_a_budget(store, desk):
    desk.series(OSLO, {2020: 200.0, 2022: 150.0})
    desk.figures(OSLO, {"carbon_budget_tco2e": {2020: 1000}})
    rows = indicator_values(store, indicators=["budget_used"])
    assert rows["value"].isna().tolist() == [False, True]
    assert rows["missing_reason"].tolist()[1] == "no_rows"


def test_the_parts_of_a_budget_are_its_emissions_so_far_and_the_whole(store, desk):
    desk.series(OSLO, {2020: 200.0, 2021: 180.0})
    desk.figures(OSLO, {"carbon_budget_tco2e": {2020: 1000}})
    parts = formula_parts(store, [OSLO], "budget_used")
    of_2021 = parts[parts["year"] == 2021]
    assert dict(zip(of_2021["role"], of_2021["amount"], strict=True)) == {
        "emissions": 380.0,
        "budget": 1000.0,
    }
    facts = facts_behind(store, OSLO, "budget_used", 2021)
    assert facts["amount"].tolist() == [200.0, 180.0, 1000.0]


def test_net_emissions_are_those_of_greenhouse_gases_only(store, desk):
    desk.emissions(OREBRO, GROSS_AND_LAND, dataset=SWEDISH)
    desk.figures(OREBRO, {"compensation_tco2e": {2020: 0}})
    assert indicator_values(store, indicators=["net_balance"]).empty


def test_industrial_waste_never_feeds_a_municipal_rate(store, desk):
    rows = [{"stage": "recycling", "amount_tonnes": 5.0}, {"stage": "generated", "amount_tonnes": 10.0}]
    desk.materials(OSLO, rows, origin="industry")
    assert indicator_values(store, indicators=["recycling_rate", "landfill_share"]).empty


def test_a_rate_without_its_whole_is_missing_and_not_a_hundred_percent(store, desk):
    desk.materials(OSLO, [{"stage": "recycling", "amount_tonnes": 3_000.0}])
    assert _value(store, "recycling_rate")["missing_reason"] == "no_whole"


def test_composting_alone_is_no_recycling_rate(store, desk):
    rows = [
        {"stage": "composting_digestion", "amount_tonnes": 1.0},
        {"stage": "generated", "amount_tonnes": 9.0},
    ]
    desk.materials(OSLO, rows)
    assert indicator_values(store, indicators=["recycling_rate"]).empty


def test_a_missing_treatment_makes_the_rate_missing_and_an_absent_one_adds_nothing(store, desk):
    rows = [{"stage": "recycling", "amount_tonnes": 3.0}, {"stage": "generated", "amount_tonnes": 9.0}]
    desk.materials(OSLO, rows)
    desk.materials(
        BERGEN, [*rows, {"stage": "reuse", "amount_tonnes": None, "missing_reason": "not_estimated"}]
    )
    assert _value(store, "recycling_rate")["value"] == pytest.approx(100 / 3)
    assert _value(store, "recycling_rate", area=BERGEN)["missing_reason"] == "not_estimated"


def test_a_whole_of_zero_gives_no_rate(store, desk):
    desk.figures(OSLO, {"vehicles_fossil_free": {2020: 0}, "vehicles_all": {2020: 0}})
    assert _value(store, "fossil_free_fleet")["missing_reason"] == "zero_whole"


def test_a_missing_numerator_stays_missing_with_its_reason(store, desk):
    desk.figures(OSLO, {"vehicles_all": {2020: 10}})
    desk.figures(OSLO, {"vehicles_fossil_free": {2020: None}}, missing_reason="confidential", dataset="other")
    desk.figures(OSLO, {"vehicles_fossil_free": {2020: None}, "vehicles_all": {2020: 10}})
    assert _value(store, "fossil_free_fleet")["missing_reason"] == "not_stated"


def test_a_year_without_what_is_measured_is_no_year_of_the_series(store, desk):
    desk.figures(OSLO, {"vehicles_all": {2019: 10, 2020: 10}, "vehicles_fossil_free": {2020: 4}})
    found = indicator_values(store, indicators=["fossil_free_fleet"])
    assert found["year"].tolist() == [2020]


def test_an_amount_of_all_materials_goes_before_the_single_ones(store, desk):
    # 10 of all together; 4 + 5 of single ones would count twice
    rows = [
        {"stage": "generated", "amount_tonnes": 10.0},
        {"stage": "generated", "material": "plastic", "amount_tonnes": 4.0},
        {"stage": "generated", "material": "paper_cardboard", "amount_tonnes": 5.0},
    ]
    desk.population(OSLO, {2020: 1_000})
    desk.materials(OSLO, rows)
    assert _value(store, "msw_per_capita")["value"] == 10.0


def test_single_materials_are_added_where_no_whole_is_stated(store, desk):
    rows = [
        {"stage": "generated", "material": "plastic", "amount_tonnes": 4.0},
        {"stage": "generated", "material": "paper_cardboard", "amount_tonnes": 5.0},
    ]
    desk.population(OSLO, {2020: 1_000})
    desk.materials(OSLO, rows)
    assert _value(store, "msw_per_capita")["value"] == 9.0


def test_an_amount_of_all_units_goes_before_the_single_ones(store, desk):
    rows = [
        {"stage": "generated", "amount_tonnes": 10.0},
        {"stage": "generated", "source_entity": "North station", "amount_tonnes": 4.0},
        {"stage": "generated", "source_entity": "South station", "amount_tonnes": 5.0},
    ]
    desk.population(OSLO, {2020: 1_000})
    desk.materials(OSLO, rows)
    assert _value(store, "msw_per_capita")["value"] == 10.0


def test_a_share_that_is_not_stated_makes_the_content_missing(store, desk):
    rows = [
        {**_BOUGHT, "material": "wood", "amount_tonnes": 80, "secondary_percent": 10},
        {**_BOUGHT, "material": "metal", "amount_tonnes": 20},
    ]
    desk.materials(OSLO, rows)
    assert _value(store, "secondary_content")["missing_reason"] == "not_stated"


def test_a_published_rate_goes_before_own_amounts_and_names_its_definition(store, desk):
    desk.population(OREBRO, {2020: 1_000})
    desk.materials(OREBRO, [{"stage": "generated", "amount_tonnes": 400.0}])
    desk.figures(OREBRO, {"waste_kg_per_capita": {2020: 461.0}}, dataset="kolada-u07801")
    row = _value(store, "msw_per_capita", area=OREBRO)
    assert (row["value"], row["definition"], row["dataset"]) == (461.0, "adjusted", "kolada-u07801")


def test_all_datasets_give_every_series_with_its_own_definition(store, desk):
    desk.population(OREBRO, {2020: 1_000})
    desk.materials(OREBRO, [{"stage": "generated", "amount_tonnes": 400.0}])
    desk.figures(OREBRO, {"waste_kg_per_capita": {2020: 461.0}}, dataset="kolada-u07801")
    found = indicator_values(store, indicators=["msw_per_capita"], all_datasets=True)
    assert dict(zip(found["definition"], found["value"], strict=True)) == {
        "adjusted": 461.0,
        "municipal": 400.0,
    }


def test_a_named_dataset_speaks_alone(store, desk):
    desk.population(OREBRO, {2020: 1_000})
    desk.materials(OREBRO, [{"stage": "generated", "amount_tonnes": 400.0}])
    desk.figures(OREBRO, {"waste_kg_per_capita": {2020: 461.0}}, dataset="kolada-u07801")
    row = _value(store, "msw_per_capita", area=OREBRO, dataset="own-materials")
    assert row["value"] == 400.0


def test_household_waste_is_a_definition_of_its_own(store, desk):
    desk.population(OSLO, {2020: 1_000})
    desk.materials(OSLO, [{"origin": "household", "stage": "generated", "amount_tonnes": 300.0}])
    row = _value(store, "msw_per_capita")
    assert (row["value"], row["definition"]) == (300.0, "household")


def test_amounts_of_merged_municipalities_are_summed_and_rates_are_not(store, desk):
    areas = pd.DataFrame(
        [
            {
                "area_id": f"XX-{code}",
                "country_code": "XX",
                "code": code,
                "name": code,
                "kind": "municipality",
            }
            for code in ("1", "2", "9")
        ]
    )
    changes = pd.DataFrame(
        [
            {
                "country_code": "XX", "area_id": "XX-9", "earlier_code": code, "earlier_name": code,
                "kind": "merged", "from_year": None, "to_year": 2020,
            }
            for code in ("1", "2")
        ]
    )  # fmt: skip
    store.add_areas(areas, changes)
    for code, kilograms in (("1", 400.0), ("2", 500.0)):
        desk.figures(
            f"XX-{code}",
            {
                "vehicles_all": {2020: 10},
                "vehicles_fossil_free": {2020: 4},
                "waste_kg_per_capita": {2020: kilograms},
            },
        )
    assert _value(store, "fossil_free_fleet", area="XX-9")["value"] == 40.0  # (4 + 4) / (10 + 10)
    found = indicator_values(store, municipality_ids=["XX-9"], indicators=["msw_per_capita"])
    assert found.empty  # 400 + 500 kg a head would be nonsense


@pytest.mark.parametrize("key", ["dmc_ctx", "rmc_ctx", "cmu_ctx"])
def test_a_national_figure_is_the_nations_and_never_a_municipalitys(store, desk, key):
    figure = INDICATORS[key].definitions[0].measured.inputs[0]
    for area in ("NO", OSLO):
        desk.figures(area, {figure: {2020: 12.5}})
    assert _value(store, key, area="NO")["value"] == 12.5
    assert indicator_values(store, municipality_ids=[OSLO], indicators=[key]).empty


def test_a_value_has_the_weakest_status_of_what_it_is_made_of(store, desk):
    desk.population(OSLO, {2020: 20_000}, value_status="estimated")
    desk.figures(OSLO, {"food_waste_tonnes": {2020: 1_800}}, is_preliminary=True)
    row = _value(store, "food_waste")
    assert (row["value_status"], row["is_preliminary"]) == ("estimated", True)


def test_an_indicator_of_figures_needs_no_emissions(store, desk):
    desk.figures(OSLO, {"climate_plan_adopted": {2020: 1}})
    row = _value(store, "climate_plan")
    assert (row["gas_coverage"], row["dataset"], row["unit"]) == ("", "own-figures", "0/1")


def test_emissions_keep_their_inventory_when_other_datasets_stand_beside(store, desk):
    desk.series(OSLO, {2020: 100.0}, dataset=NORWEGIAN)
    desk.emissions(
        OSLO, [{"year": 2020, "emissions_tco2e": 7.0}], dataset=OWN_OPERATIONS, basis="own_operations"
    )
    desk.figures(OSLO, {"vehicles_all": {2020: 3}})
    found = indicator_values(store, indicators=["ghg_total"])
    assert found["value"].tolist() == [100.0]


COMPUTED_ELSEWHERE = (
    "net_balance",
    "budget_used",
    "own_ops_ghg",
    "ghg_consumption",
    "dmc_ctx",
    "rmc_ctx",
    "cmu_ctx",
)


def test_every_indicator_has_a_computed_example():
    territorial = [key for key, entry in INDICATORS.items() if entry.is_emissions and entry.counterpart]
    proven = {*territorial, *FIGURE_EXAMPLES, *MATERIAL_EXAMPLES, *COMPUTED_ELSEWHERE}
    assert set(INDICATORS) == proven


@pytest.mark.parametrize("key", [*FIGURE_EXAMPLES, *MATERIAL_EXAMPLES])
def test_the_worked_example_of_the_entry_ends_with_the_computed_figure(key):
    entry: Indicator = INDICATORS[key]
    expected = {**FIGURE_EXAMPLES, **MATERIAL_EXAMPLES}[key][1]
    assert f"{expected:g}" in str(entry.worked_example)
