"""Materials and waste: what is warned about, and what is left alone."""

import pytest

from tests.loaders.checks.invented import check, codes, committed, spoken, table_reading, table_warnings
from texts import GROUP


def amount(year, tonnes, *, stage="generated", material="all", origin="municipal", entity=None):
    return {
        "year": year,
        "origin": origin,
        "material": material,
        "stage": stage,
        "source_entity": entity,
        "amount_tonnes": tonnes,
    }


def test_ordinary_amounts_give_no_warning():
    # 4,000 + 2,000 + 2,500 = 8,500 of 9,000 t
    rows = [amount(year, 9000.0) for year in (2022, 2023, 2024)]
    rows += [amount(2024, tonnes, stage=stage) for stage, tonnes in PARTS_OF_2024]
    assert table_warnings("materials", rows) == []


PARTS_OF_2024 = (("recycling", 4000.0), ("composting_digestion", 2000.0), ("energy_recovery", 2500.0))


def test_an_amount_typed_in_kilotonnes_is_noticed_beside_its_other_years():
    (problem,) = table_warnings("materials", [amount(2022, 9000.0), amount(2023, 9100.0), amount(2024, 9.2)])
    assert (problem.level, problem.code, problem.cells) == ("warning", "unit_slip", ("H4",))
    assert str(problem.sentence) == (
        "Materials!H4: expected an amount in tonnes, about as large as in the other years, found Fjordvik 2024, "
        "All materials together, Waste generated, Municipal waste: households and what resembles it: 9.2 t, median "
        f"of its years 9{GROUP}000 t. Unusual, check. It looks as if kilotonnes stand as tonnes: if so, put kt in "
        "the unit column (Mt for megatonnes), else load with a note."
    )


def test_an_amount_typed_in_kilograms_is_noticed_beside_the_store():
    facts = spoken("materials", [amount(2023, 9000.0)])
    (problem,) = table_warnings("materials", [amount(2024, 9e6)], facts=facts)
    assert (problem.code, "put kg in the unit column" in str(problem.fix)) == ("unit_slip", True)
    assert str(problem.found).endswith(f"9{GROUP}000{GROUP}000 t, in the store 9{GROUP}000 t")


def test_amounts_are_compared_with_the_same_thing_only():
    # 9,000 t of all waste, 9 t of batteries and the like, 9 t from one school: three different things
    rows = [
        amount(2024, 9000.0),
        amount(2024, 9.0, material="electronics"),
        amount(2024, 9.0, entity="School"),
    ]
    assert table_warnings("materials", rows) == []


def test_a_small_amount_may_be_three_hundred_times_another():
    # 0.01 t and 9 t of hazardous waste: a factor of 900, and below 10 t
    rows = [
        amount(year, tonnes, material="hazardous")
        for year, tonnes in ((2022, 9.0), (2023, 9.0), (2024, 0.01))
    ]
    assert table_warnings("materials", rows) == []


def test_a_year_of_the_same_dataset_that_the_file_replaces_is_no_neighbour():
    # the store holds 9 t for the one year that the file brings anew: compared with as what speaks, once
    facts = spoken("materials", [amount(2024, 9.0) | {"is_headline": False}], dataset="ours")
    assert table_warnings("materials", [amount(2024, 9000.0)], facts=facts) == []


def test_a_total_that_changes_by_more_than_half_is_named():
    # 9,000 to 4,000 t is a fall of 56 percent
    (problem,) = table_warnings(
        "materials", [amount(2022, 9100.0), amount(2023, 9000.0), amount(2024, 4000.0)]
    )
    assert (problem.code, problem.cells) == ("amount_jump", ("H4",))
    assert str(problem.found) == (
        "Fjordvik, Waste generated, Municipal waste: households and what resembles it: "
        f"9{GROUP}000 t in 2023, 4{GROUP}000 t in 2024"
    )


def test_a_total_is_the_row_of_all_materials_or_the_sum_of_the_materials():
    # 2023: 9,000 t in one row with 100 t of it told apart; 2024: 5,000 + 4,000 = 9,000 t
    rows = [amount(2023, 9000.0), amount(2023, 100.0, material="glass")]
    rows += [amount(2024, 5000.0, material="residual"), amount(2024, 4000.0, material="food")]
    assert table_warnings("materials", rows) == []


def test_amounts_of_units_beside_their_sum_are_not_counted_twice():
    # 2023: 60 t in all, 2024: 60 t in all and 30 + 30 t from two schools
    rows = [amount(2023, 60.0), amount(2024, 60.0)]
    rows += [amount(2024, 30.0, entity=name) for name in ("School A", "School B")]
    assert table_warnings("materials", rows) == []


def test_a_jump_against_the_year_in_the_store_of_the_same_dataset_is_found():
    facts = spoken("materials", [amount(2023, 9000.0)], dataset="ours")
    assert codes(table_warnings("materials", [amount(2024, 4000.0)], facts=facts)) == ["amount_jump"]


def test_a_treatment_that_ends_is_no_jump():
    # landfill closed: 4,000 t, then 10 t
    rows = [amount(year, 9000.0) for year in (2023, 2024)]
    rows += [amount(2023, 4000.0, stage="landfill"), amount(2024, 20.0, stage="landfill")]
    assert table_warnings("materials", rows) == []


def test_more_treated_than_was_generated_is_named():
    # 5,000 + 4,100 = 9,100 t of 9,000 t: 1.1 percent too much
    rows = [
        amount(2024, 9000.0),
        amount(2024, 5000.0, stage="recycling"),
        amount(2024, 4100.0, stage="landfill"),
    ]
    (problem,) = table_warnings("materials", rows)
    assert (problem.code, problem.cells) == ("treated_beyond_generated", ("H2",))
    assert str(problem.sentence) == (
        "Materials!H2: expected treated amounts that add up to no more than what was generated, within 0.5 %, found "
        "Fjordvik 2024, All materials together, Municipal waste: households and what resembles it: "
        f"9{GROUP}100 t treated, 9{GROUP}000 t generated. Unusual, check. Check whether a treatment stands twice, or "
        "whether waste from elsewhere or from stores is among it; if the figures are right, load them with a note that "
        "says why."
    )


def test_half_a_percent_more_treated_than_generated_is_left_alone():
    # 5,000 + 4,040 = 9,040 t of 9,000 t: 0.44 percent
    rows = [
        amount(2024, 9000.0),
        amount(2024, 5000.0, stage="recycling"),
        amount(2024, 4040.0, stage="landfill"),
    ]
    assert table_warnings("materials", rows) == []


def test_treated_materials_add_up_against_the_stated_total():
    # 3,000 + 2,000 recycled, 4,500 burnt = 9,500 t of 9,000 t
    rows = [
        amount(2024, 9000.0),
        amount(2024, 3000.0, stage="recycling", material="food"),
        amount(2024, 2000.0, stage="recycling", material="glass"),
        amount(2024, 4500.0, stage="energy_recovery"),
    ]
    (problem,) = table_warnings("materials", rows)
    assert f"9{GROUP}500 t treated, 9{GROUP}000 t generated" in str(problem.found)


def test_a_material_is_compared_only_where_it_is_said_how_much_was_generated():
    # 500 t of glass recycled of 400 t generated; paper recycled without a figure for what was generated
    rows = [
        amount(2024, 400.0, material="glass"),
        amount(2024, 500.0, material="glass", stage="recycling"),
        amount(2024, 900.0, material="paper_cardboard", stage="recycling"),
    ]
    (problem,) = table_warnings("materials", rows)
    assert (problem.code, problem.count) == ("treated_beyond_generated", 1)
    assert "Glass" in str(problem.found)


@pytest.mark.parametrize("stage", ["other", "unknown", "used"])
def test_what_is_no_treatment_does_not_count_as_treated(stage):
    assert table_warnings("materials", [amount(2024, 9000.0), amount(2024, 9500.0, stage=stage)]) == []


def test_amounts_in_the_store_are_compared_with(store):
    committed(store, table_reading("materials", [amount(2023, 9000.0)]))
    assert codes(check(store, table_reading("materials", [amount(2024, 9.0)]))) == ["unit_slip"]


def units(count, *, large):
    rows = [
        amount(2024, 10.0, material="plastic", origin="industry", entity=f"Unit {n}") for n in range(count)
    ]
    return [*rows, amount(2024, large, material="plastic", origin="industry", entity="Large unit")]


def test_one_unit_that_outweighs_all_others_together_is_noticed_and_not_named():
    # 300 of 19 x 10 + 300 = 490 t
    (problem,) = table_warnings("materials", units(19, large=300.0))
    assert (problem.level, problem.code, problem.cells) == ("warning", "amount_outweighs", ("H21",))
    assert str(problem.found) == "Fjordvik 2024, Plastic, Industry: 300 t in one row of 490 t in all"
    assert "Large unit" not in str(problem.sentence)


def test_half_of_the_whole_and_the_greater_part_of_few_units_are_left_alone():
    # 190 of 19 x 10 + 190 = 380 t is half; 300 of 18 x 10 + 300 = 480 t, of 19 units
    assert table_warnings("materials", units(19, large=190.0)) == []
    assert table_warnings("materials", units(18, large=300.0)) == []
