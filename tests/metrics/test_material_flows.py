"""Materials: which dataset speaks, what missing does to a sum, and how tonnes flow from purchase to treatment."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.material_flows import (
    TREATED,
    TREATMENTS,
    Flow,
    balance,
    material_amounts,
    material_balance,
    origins_of,
    purchased_streams,
    stage_amounts,
    years_of,
)
from tests.metrics.conftest import OSLO

NATIONAL = "national-waste"


def row(material, stage, tonnes, **fields):
    return {"material": material, "stage": stage, "amount_tonnes": tonnes, **fields}


def amount(amounts, material, stage, year=2020):
    [found] = amounts.query("material == @material and stage == @stage and year == @year")["amount_tonnes"]
    return found


def test_a_missing_amount_stays_missing_and_what_does_not_occur_is_zero(store, desk):
    desk.materials(
        OSLO,
        [
            row("plastic", "landfill", None, missing_reason="not_estimated"),
            row("wood", "landfill", None, missing_reason="not_occurring"),
            row("metal", "landfill", None, missing_reason="included_elsewhere"),
        ],
    )
    found = material_amounts(store, OSLO)
    assert math.isnan(amount(found, "plastic", "landfill"))
    assert amount(found, "wood", "landfill") == 0.0
    assert math.isnan(amount(found, "metal", "landfill"))


def test_units_are_added_unless_an_amount_of_all_units_is_stated(store, desk):
    # 3 + 4 = 7 for wood; metal states 5 for all together
    desk.materials(
        OSLO,
        [
            row("wood", "generated", 3.0, source_entity="Depot"),
            row("wood", "generated", 4.0, source_entity="School"),
            row("metal", "generated", 2.0, source_entity="Depot"),
            row("metal", "generated", 5.0),
        ],
    )
    found = material_amounts(store, OSLO)
    assert amount(found, "wood", "generated") == 7.0
    assert amount(found, "metal", "generated") == 5.0


def test_one_unit_without_a_figure_makes_the_sum_missing(store, desk):
    desk.materials(
        OSLO,
        [
            row("wood", "generated", 3.0, source_entity="Depot"),
            row("wood", "generated", None, source_entity="School", missing_reason="not_estimated"),
        ],
    )
    assert math.isnan(amount(material_amounts(store, OSLO), "wood", "generated"))


def test_the_dataset_that_reaches_the_newest_year_speaks_for_a_material(store, desk):
    desk.materials(OSLO, [row("wood", "generated", 30.0)], dataset=NATIONAL)
    desk.materials(OSLO, [row("wood", "generated", 33.0), row("wood", "generated", 35.0, year=2021)])
    found = material_amounts(store, OSLO)
    assert set(found["dataset"]) == {"own-materials"}
    assert amount(found, "wood", "generated") == 33.0


def test_a_material_that_only_the_other_dataset_has_is_kept(store, desk):
    desk.materials(OSLO, [row("all", "generated", 300.0)], dataset=NATIONAL)
    desk.materials(OSLO, [row("wood", "generated", 35.0, year=2021)])
    found = material_amounts(store, OSLO)
    assert dict(zip(found["material"], found["dataset"], strict=True)) == {
        "all": NATIONAL,
        "wood": "own-materials",
    }


def test_content_is_weighted_by_mass_and_missing_where_a_part_does_not_state_it(store, desk):
    # (80 x 10 + 20 x 60) / 100 = 20 %
    desk.materials(
        OSLO,
        [
            row("wood", "purchased", 80.0, source_entity="A", secondary_percent=10.0, renewable_percent=90.0),
            row("wood", "purchased", 20.0, source_entity="B", secondary_percent=60.0),
        ],
    )
    [found] = material_amounts(store, OSLO).to_dict("records")
    assert found["secondary_percent"] == pytest.approx(20.0)
    assert math.isnan(found["renewable_percent"])


def test_a_merged_municipality_is_the_sum_of_its_parts_when_every_part_states_the_row(store, desk):
    # Kristiansand is 1001, 1017 and 1018 until 2019: 5 + 2 + 1 = 8; glass is stated by one part alone
    for part, tonnes in (("NO-1001", 5.0), ("NO-1017", 2.0), ("NO-1018", 1.0)):
        rows = [row("wood", "generated", tonnes, year=2018)]
        rows += [row("glass", "generated", 9.0, year=2018)] if part == "NO-1001" else []
        desk.materials(part, rows)
    found = material_amounts(store, "NO-4204")
    assert amount(found, "wood", "generated", 2018) == 8.0
    assert math.isnan(amount(found, "glass", "generated", 2018))


def test_origins_begin_with_the_municipalitys_own_and_years_with_the_newest(store, desk):
    desk.materials(
        OSLO,
        [
            row("wood", "generated", 1.0, origin="industry"),
            row("all", "generated", 2.0, origin="household"),
            row("all", "generated", 3.0, origin="household", year=2022),
            row("all", "generated", None, origin="construction", missing_reason="not_estimated"),
        ],
    )
    found = material_amounts(store, OSLO)
    assert origins_of(found) == ["household", "industry"]
    assert years_of(found, "household") == [2022, 2020]


def test_an_amount_of_all_materials_goes_before_the_sum_of_single_ones(store, desk):
    # 10 is stated for all; nobody states recycling of all: 2 + 3 = 5
    desk.materials(
        OSLO,
        [
            row("all", "generated", 10.0),
            row("wood", "generated", 4.0),
            row("wood", "recycling", 2.0),
            row("glass", "recycling", 3.0),
        ],
    )
    found = stage_amounts(material_amounts(store, OSLO), "municipal")
    assert dict(zip(found["stage"], found["amount_tonnes"], strict=True)) == {
        "generated": 10.0,
        "recycling": 5.0,
    }


def test_what_is_bought_and_not_thrown_away_is_an_end_of_its_own():
    # 100 bought, 70 used, 40 thrown away: 30 and 30 are left; 25 + 10 treated of 40 leave 5
    found = balance(
        {"purchased": 100.0, "used": 70.0, "generated": 40.0, "recycling": 25.0, "landfill": 10.0}, year=2020
    )
    assert found.flows == (
        Flow("purchased", "used", 70.0),
        Flow("purchased", "unaccounted_after_purchased", 30.0),
        Flow("used", "generated", 40.0),
        Flow("used", "unaccounted_after_used", 30.0),
        Flow("generated", "recycling", 25.0),
        Flow("generated", "landfill", 10.0),
        Flow("generated", "unaccounted_after_generated", 5.0),
    )
    assert found.has_inflows


def test_more_thrown_away_than_bought_comes_from_a_beginning_of_its_own():
    found = balance({"purchased": 10.0, "generated": 14.0}, year=2020)
    assert found.flows == (
        Flow("purchased", "generated", 10.0),
        Flow("unaccounted_before_generated", "generated", 4.0),
        Flow("generated", "unaccounted_after_generated", 14.0),
    )


def test_more_treated_than_generated_is_shown_and_not_scaled_away():
    # 9 + 3 = 12 treated of 10
    found = balance({"generated": 10.0, "recycling": 9.0, "landfill": 3.0}, year=2020)
    assert found.stages[TREATED] == 12.0
    assert Flow("unaccounted_before_treated", TREATED, 2.0) in found.flows


def test_without_what_was_generated_the_treatments_stand_for_it():
    found = balance({"purchased": 20.0, "recycling": 8.0}, year=2020)
    assert found.flows == (
        Flow("purchased", TREATED, 8.0),
        Flow("purchased", "unaccounted_after_purchased", 12.0),
        Flow(TREATED, "recycling", 8.0),
    )


def test_purchases_alone_are_no_flow():
    found = balance({"purchased": 20.0}, year=2020)
    assert (found.flows, found.has_inflows) == ((), False)


def test_nothing_known_gives_no_flow():
    assert balance({}, year=2020).flows == ()


def test_a_treatment_of_zero_is_a_stage_without_a_flow():
    found = balance({"generated": 5.0, "recycling": 5.0, "landfill": 0.0}, year=2020)
    assert found.stages["landfill"] == 0.0
    assert found.flows == (Flow("generated", "recycling", 5.0),)


@given(
    st.dictionaries(
        st.sampled_from(["purchased", "used", "generated", *TREATMENTS]),
        st.floats(0.001, 1e6, allow_nan=False),
    )
)
def test_what_goes_into_a_stage_is_what_it_holds_and_what_goes_out(known):
    found = balance(known, year=2020)
    chain = [stage for stage in ("purchased", "used", "generated", TREATED) if stage in found.stages]
    for stage in chain:
        into = sum(flow.amount_tonnes for flow in found.flows if flow.target == stage)
        out = sum(flow.amount_tonnes for flow in found.flows if flow.source == stage)
        if stage != chain[0]:
            assert into == pytest.approx(found.stages[stage])
        if stage not in ("purchased", "used") or stage != chain[-1]:
            assert out == pytest.approx(found.stages[stage])


def test_use_stated_for_some_of_the_materials_bought_is_left_out(store, desk):
    desk.materials(
        OSLO,
        [
            row("food", "purchased", 10.0),
            row("food", "used", 9.0),
            row("paper_cardboard", "purchased", 5.0),
            row("food", "generated", 4.0),
        ],
    )
    found = material_balance(material_amounts(store, OSLO), "municipal", year=2020)
    assert found.is_use_partial
    assert dict(found.stages) == {"purchased": 15.0, "generated": 4.0}


def test_a_single_material_has_a_balance_of_its_own(store, desk):
    desk.materials(
        OSLO, [row("food", "purchased", 10.0), row("food", "used", 9.0), row("wood", "purchased", 5.0)]
    )
    found = material_balance(material_amounts(store, OSLO), "municipal", year=2020, material="food")
    assert (dict(found.stages), found.is_use_partial) == ({"purchased": 10.0, "used": 9.0}, False)


def test_what_is_bought_and_comes_back_least_stands_first(store, desk):
    # wood: 100 - 10 = 90 do not come back; glass: 20 - 15 = 5; nothing is stated of textiles
    desk.materials(
        OSLO,
        [
            row("glass", "purchased", 20.0),
            row("glass", "recycling", 15.0),
            row("textiles", "purchased", 500.0),
            row("wood", "purchased", 100.0),
            row("wood", "reuse", 4.0),
            row("wood", "recycling", 6.0),
            row("wood", "landfill", 50.0),
        ],
    )
    found = purchased_streams(material_amounts(store, OSLO), "municipal", year=2020)
    assert found["material"].tolist() == ["wood", "glass", "textiles"]
    assert found["returned_percent"].tolist()[:2] == [10.0, 75.0]
    assert math.isnan(found["not_returned_tonnes"].iloc[2])


def test_purchases_stated_all_together_are_one_row(store, desk):
    desk.materials(OSLO, [row("all", "purchased", 20.0), row("all", "recycling", 30.0)])
    [found] = purchased_streams(material_amounts(store, OSLO), "municipal", year=2020).to_dict("records")
    assert (found["material"], found["not_returned_tonnes"], found["returned_percent"]) == ("all", 0.0, 150.0)


def test_a_treatment_without_a_figure_leaves_open_what_came_back(store, desk):
    desk.materials(
        OSLO,
        [
            row("wood", "purchased", 100.0),
            row("wood", "recycling", None),
            row("wood", "composting_digestion", 10.0),
        ],
    )
    [found] = purchased_streams(material_amounts(store, OSLO), "municipal", year=2020).to_dict("records")
    assert math.isnan(found["returned_tonnes"]) and math.isnan(found["not_returned_tonnes"])
