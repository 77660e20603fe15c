"""What waste incineration emits where its publisher tells it apart, beside the waste that is burnt."""

import math

from metrics.material_flows import material_amounts
from metrics.waste_emissions import MUNICIPAL, OTHER, emissions_beside_waste, waste_emissions
from tests.metrics.conftest import OREBRO, OSLO, SWEDISH


def emission(sector, subsector, tonnes, year=2020):
    return {"year": year, "sector": sector, "subsector": subsector, "emissions_tco2e": tonnes, "gas": "CO2"}


HEAT = emission("energy_generation", "Fjernvarme unntatt avfallsforbrenning", 50.0)


def test_incineration_is_found_as_miljodirektoratet_names_it(store, desk):
    desk.emissions(OSLO, [emission("energy_generation", "Avfallsforbrenning", 200.0), HEAT])
    [found] = waste_emissions(store, OSLO).to_dict("records")
    assert (found["kind"], found["source"], found["emissions_tco2e"]) == (
        MUNICIPAL,
        "Avfallsforbrenning",
        200.0,
    )


def test_heat_without_waste_incineration_is_none(store, desk):
    desk.emissions(OSLO, [HEAT, emission("energy_generation", "Elektrisitetsproduksjon", 10.0)])
    assert waste_emissions(store, OSLO).empty


def test_what_smhi_tells_apart_burns_other_waste(store, desk):
    rows = [
        emission("waste", "Krematorier och förbränning av farligt avfall", 3.0),
        emission("waste", "Avfallsdeponier", 20.0),
    ]
    desk.emissions(OREBRO, rows, dataset=SWEDISH)
    assert waste_emissions(store, OREBRO)["kind"].tolist() == [OTHER]


def test_kilograms_per_tonne_are_told_only_where_both_are_of_one_year(store, desk):
    # 200 t CO2e and 400 t of waste give 500 kg per tonne; 2021 has no waste, 2022 no emissions
    desk.emissions(
        OSLO,
        [
            emission("energy_generation", "Avfallsforbrenning", tonnes, year)
            for year, tonnes in ((2020, 200.0), (2021, 210.0))
        ]
        + [HEAT, {**HEAT, "year": 2021}],
    )
    desk.materials(
        OSLO,
        [
            {"stage": "energy_recovery", "amount_tonnes": 400.0},
            {"stage": "energy_recovery", "amount_tonnes": 410.0, "year": 2022},
            {"stage": "energy_recovery", "amount_tonnes": 9_000.0, "origin": "industry"},
        ],
    )
    burning, amounts = waste_emissions(store, OSLO), material_amounts(store, OSLO)
    found = emissions_beside_waste(burning, amounts, "municipal").set_index("year")
    assert found.loc[2020, "emissions_kgco2e_per_tonne"] == 500.0
    assert math.isnan(found.loc[2021, "burnt_tonnes"])
    assert math.isnan(found.loc[2022, "emissions_tco2e"])
    assert found["emissions_kgco2e_per_tonne"].notna().sum() == 1


def test_nothing_burnt_gives_no_quotient(store, desk):
    desk.emissions(OSLO, [emission("energy_generation", "Avfallsforbrenning", 200.0), HEAT])
    desk.materials(OSLO, [{"stage": "energy_recovery", "amount_tonnes": 0.0}])
    found = emissions_beside_waste(waste_emissions(store, OSLO), material_amounts(store, OSLO), "municipal")
    assert found["burnt_tonnes"].tolist() == [0.0]
    assert found["emissions_kgco2e_per_tonne"].isna().all()


def test_waste_burnt_of_some_materials_is_not_taken_for_all_of_it(store, desk):
    # all that was generated is stated, how much of it was burnt only of wood; in 2021 nothing is stated of all: 5 + 7 = 12
    desk.emissions(OSLO, [emission("energy_generation", "Avfallsforbrenning", 200.0), HEAT])
    desk.materials(
        OSLO,
        [
            {"stage": "generated", "amount_tonnes": 100.0},
            {"stage": "energy_recovery", "amount_tonnes": 5.0, "material": "wood"},
            {"stage": "energy_recovery", "amount_tonnes": 5.0, "material": "wood", "year": 2021},
            {"stage": "energy_recovery", "amount_tonnes": 7.0, "material": "food", "year": 2021},
        ],
    )
    found = emissions_beside_waste(waste_emissions(store, OSLO), material_amounts(store, OSLO), "municipal")
    burnt = found.set_index("year")["burnt_tonnes"]
    assert math.isnan(burnt[2020])
    assert burnt[2021] == 12.0
