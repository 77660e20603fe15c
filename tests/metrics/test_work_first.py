"""Which stream of waste to work on first, and what is said where materials or treatments are not stated."""

import math

import pytest

from metrics.material_flows import material_amounts
from metrics.work_first import (
    BY_MATERIAL,
    GENERATED_ONLY,
    NOTHING,
    TOTAL_ONLY,
    lost_streams,
    recirculated_and_generated,
    tonnes_to_target,
    work_first,
)
from tests.metrics.conftest import OSLO


def row(material, stage, tonnes, **fields):
    return {"material": material, "stage": stage, "amount_tonnes": tonnes, **fields}


@pytest.fixture
def first_of(store, desk):
    def found(*rows, origin="municipal", year=2020):
        desk.materials(OSLO, list(rows))
        return work_first(material_amounts(store, OSLO), origin, year=year)

    return found


@pytest.fixture
def streams_of(store, desk):
    def found(*rows, origin="municipal", year=2020):
        desk.materials(OSLO, list(rows))
        return lost_streams(material_amounts(store, OSLO), origin, year=year).set_index("material")

    return found


def test_first_is_what_is_burnt_or_landfilled_most_and_not_what_is_thrown_away_most(first_of):
    # food: 90 thrown away, 20 burnt; wood: 30 + 5 = 35 of all 200 are 17.5 %
    found = first_of(
        row("all", "generated", 200.0),
        row("food", "generated", 90.0),
        row("food", "energy_recovery", 20.0),
        row("wood", "energy_recovery", 30.0),
        row("wood", "landfill", 5.0),
    )
    assert (found.kind, found.material, found.lost_tonnes) == (BY_MATERIAL, "wood", 35.0)
    assert (found.share_of_waste_percent, found.is_whole_stated) == (17.5, True)
    assert (found.is_mixed, found.next_material) == (False, "")


def test_other_and_unknown_treatment_counts_neither_as_lost_nor_as_brought_back(streams_of):
    found = streams_of(
        row("wood", "landfill", 1.0), row("wood", "other", 50.0), row("wood", "unknown", 40.0)
    ).loc["wood"]
    assert found["lost_tonnes"] == 1.0
    assert math.isnan(found["recirculated_tonnes"])


def test_residual_waste_without_a_stated_treatment_counts_whole(first_of):
    found = first_of(
        row("residual", "generated", 60.0), row("wood", "landfill", 7.0), row("food", "landfill", 3.0)
    )
    assert (found.material, found.lost_tonnes, found.is_by_definition, found.is_mixed) == (
        "residual",
        60.0,
        True,
        True,
    )
    assert (found.next_material, found.next_lost_tonnes) == ("wood", 7.0)


def test_residual_waste_with_a_stated_treatment_counts_what_is_lost_of_it(first_of):
    # of 60 t 20 t are recycled after sorting
    found = first_of(
        row("residual", "generated", 60.0),
        row("residual", "energy_recovery", 40.0),
        row("residual", "recycling", 20.0),
    )
    assert (found.lost_tonnes, found.is_by_definition) == (40.0, False)


def test_waste_of_industry_never_enters_municipal_waste(first_of):
    found = first_of(row("plastic", "landfill", 900.0, origin="industry"), row("wood", "landfill", 2.0))
    assert (found.material, found.lost_tonnes) == ("wood", 2.0)


def test_a_loss_without_a_figure_is_missing_and_ranked_last(streams_of):
    found = streams_of(
        row("wood", "landfill", None, missing_reason="not_estimated"),
        row("wood", "energy_recovery", 900.0),
        row("glass", "landfill", 1.0),
    )
    assert found.index.tolist() == ["glass", "wood"]
    assert math.isnan(found.loc["wood", "lost_tonnes"])


def test_a_stream_that_came_back_whole_has_lost_none(streams_of):
    found = streams_of(
        row("metal", "generated", 9.0), row("metal", "recycling", 9.0), row("glass", "generated", 9.0)
    )
    assert found.loc["metal", "lost_tonnes"] == 0.0
    assert math.isnan(found.loc["glass", "lost_tonnes"])


def test_the_change_is_told_from_the_first_year_of_the_streams_own_series(first_of):
    found = first_of(row("wood", "landfill", 40.0, year=2015), row("wood", "landfill", 30.0))
    assert (found.first_year, found.first_lost_tonnes, found.lost_tonnes) == (2015, 40.0, 30.0)


def test_the_first_year_of_residual_waste_is_that_of_what_was_generated(first_of):
    found = first_of(row("residual", "generated", 80.0, year=2016), row("residual", "generated", 60.0))
    assert (found.first_year, found.first_lost_tonnes) == (2016, 80.0)


def test_the_share_is_of_the_stated_materials_where_nobody_states_all(first_of):
    # 5 of 20 + 30 = 10 %
    found = first_of(
        row("wood", "generated", 20.0), row("wood", "landfill", 5.0), row("glass", "generated", 30.0)
    )
    assert (found.share_of_waste_percent, found.is_whole_stated) == (10.0, False)


def test_one_material_alone_has_no_share_of_all_waste(first_of):
    assert first_of(row("residual", "generated", 60.0)).share_of_waste_percent is None


def test_without_single_materials_only_the_total_can_be_told(first_of):
    # 30 + 10 = 40 of 100
    found = first_of(
        row("all", "generated", 100.0), row("all", "energy_recovery", 30.0), row("all", "landfill", 10.0),
        row("all", "landfill", 20.0, year=2018),
    )  # fmt: skip
    assert (found.kind, found.lost_tonnes, found.share_of_waste_percent) == (TOTAL_ONLY, 40.0, 40.0)
    assert (found.first_year, found.first_lost_tonnes) == (2018, 20.0)


def test_without_any_treatment_the_largest_stream_generated_is_named(first_of):
    found = first_of(row("wood", "generated", 20.0), row("glass", "generated", 30.0))
    assert (found.kind, found.material, found.lost_tonnes) == (GENERATED_ONLY, "glass", 30.0)


def test_only_a_total_generated_is_told_as_such(first_of):
    found = first_of(row("all", "generated", 30.0))
    assert (found.kind, found.material, found.lost_tonnes) == (GENERATED_ONLY, "all", 30.0)


def test_a_year_without_waste_has_no_first_stream(first_of):
    assert first_of(row("wood", "purchased", 30.0)).kind == NOTHING


def test_missing_tonnes_for_a_target_are_those_of_the_year(first_of):
    # 60 % of 10 200 = 6 120, less 4 680 = 1 440
    assert tonnes_to_target(4_680.0, 10_200.0, target_percent=60.0) == pytest.approx(1_440.0)


def test_a_rate_that_is_reached_asks_for_nothing_more():
    assert tonnes_to_target(7_000.0, 10_000.0, target_percent=60.0) == 0.0


def test_what_came_back_is_known_only_with_every_part_stated(store, desk):
    # 3 + 2 = 5 of 10; in 2021 recycling has no figure
    desk.materials(
        OSLO,
        [
            row("all", "generated", 10.0), row("all", "recycling", 3.0), row("all", "reuse", 2.0),
            row("all", "generated", 10.0, year=2021), row("all", "reuse", 2.0, year=2021),
            row("all", "recycling", None, year=2021, missing_reason="not_estimated"),
        ],
    )  # fmt: skip
    amounts = material_amounts(store, OSLO)
    assert recirculated_and_generated(amounts, "municipal", year=2020) == (5.0, 10.0)
    assert recirculated_and_generated(amounts, "municipal", year=2021) is None


def test_the_amounts_given_are_left_unchanged(store, desk):
    desk.materials(OSLO, [row("wood", "landfill", 2.0), row("glass", "landfill", 3.0)])
    amounts = material_amounts(store, OSLO)
    before = amounts.copy()
    work_first(amounts, "municipal", year=2020)
    assert amounts.equals(before)
