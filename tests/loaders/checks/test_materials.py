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


# Files of a publisher that name each plant ---------------------------------------------------------

SKOGHEIM = "NO-9102"
LOOK_UP = (
    "Unusual, check. The amount may well be right: it is loaded as published. Look it up at the publisher before you "
    "use it."
)


def plant(year, tonnes, *, entity="Plant A", material="plastic", stage="generated", area_id="NO-9101"):
    row = amount(year, tonnes, stage=stage, material=material, origin="industry", entity=entity)
    return {**row, "area_id": area_id}


def published(rows, *, facts=None):
    return table_warnings("materials", rows, facts=facts, typed=False)


def test_plants_that_jump_and_slip_within_a_steady_total_are_left_alone():
    # plant A from 5,000 to 5 t, plant B from 5 to 5,000 t: 5,005 t in every year
    rows = [
        plant(year, 5000.0 if (year == 2024) is (name == "B") else 5.0, entity=name)
        for year in (2022, 2023, 2024)
        for name in ("A", "B")
    ]
    assert published(rows) == []
    assert codes(table_warnings("materials", rows)) == ["unit_slip", "unit_slip"]


def test_a_jump_of_the_total_of_plants_is_named_with_its_material_and_looked_up_at_the_publisher():
    # 3,000 + 1,000 = 4,000 t, then 900 + 600 = 1,500 t: a fall of 62.5 percent
    rows = [plant(2023, 3000.0), plant(2023, 1000.0, entity="Plant B")]
    rows += [plant(2024, 900.0), plant(2024, 600.0, entity="Plant B")]
    (problem,) = published(rows)
    assert (problem.code, problem.count) == ("amount_jump", 1)
    assert str(problem.sentence) == (
        "Materials!H4: expected totals of municipalities that change, from one data year to the next, by less than half "
        "or by less than a tenth of the whole file, found Fjordvik, Plastic, Waste generated, Industry: "
        f"4{GROUP}000 t in 2023, 1{GROUP}500 t in 2024. {LOOK_UP}"
    )


@pytest.mark.parametrize(("elsewhere", "is_told"), [(8900.0, True), (8901.0, False)])
def test_a_jump_of_plants_counts_from_a_tenth_of_what_the_whole_file_has(elsewhere, is_told):
    # 100 to 1,100 t: 1,000 of 1,100 + 8,900 = 10,000 t is a tenth
    rows = [plant(2023, 100.0), plant(2024, 1100.0)]
    rows += [plant(year, elsewhere, area_id=SKOGHEIM) for year in (2023, 2024)]
    assert codes(published(rows)) == (["amount_jump"] if is_told else [])


def test_a_jump_is_weighed_by_the_larger_of_its_two_years():
    # 500 to 100 t: 400 of 600 t in 2024, and of 500 + 5,000 = 5,500 t in 2023, as Skogheim falls to 500 t
    rows = [plant(2023, 500.0), plant(2024, 100.0)]
    rows += [plant(2023, 5000.0, area_id=SKOGHEIM), plant(2024, 500.0, area_id=SKOGHEIM)]
    (problem,) = published(rows)
    assert (problem.count, str(problem.found).startswith("Skogheim")) == (1, True)


def test_materials_of_plants_are_not_set_off_against_each_other():
    # plastic from 5,000 to 1,000 t, glass from 1,000 to 5,000 t: 6,000 t of both in either year
    rows = [plant(2023, 5000.0), plant(2024, 1000.0)]
    rows += [plant(2023, 1000.0, material="glass"), plant(2024, 5000.0, material="glass")]
    assert [(problem.code, problem.count) for problem in published(rows)] == [("amount_jump", 2)]
    assert table_warnings("materials", rows) == []


def test_a_total_of_plants_a_thousand_times_off_is_looked_up_at_the_publisher():
    rows = [plant(2022, 40.0), plant(2023, 40.0), plant(2024, 40000.0)]
    (problem,) = published(rows)
    assert (problem.code, problem.cells) == ("unit_slip", ("H4",))
    assert str(problem.sentence) == (
        "Materials!H4: expected totals of municipalities in tonnes, about as large as in the other years, found Fjordvik "
        f"2024, Plastic, Waste generated, Industry: 40{GROUP}000 t, median of its years 40 t. {LOOK_UP}"
    )


@pytest.mark.parametrize(("elsewhere", "is_told"), [(360000.0, True), (360001.0, False)])
def test_a_total_of_plants_a_thousand_times_off_counts_from_a_tenth_of_the_whole_file(elsewhere, is_told):
    # 40,000 of 40,000 + 360,000 = 400,000 t is a tenth
    rows = [plant(2022, 40.0), plant(2023, 40.0), plant(2024, 40000.0)]
    rows += [plant(year, elsewhere, area_id=SKOGHEIM) for year in (2022, 2023, 2024)]
    assert codes(published(rows)) == (["unit_slip"] if is_told else [])


def test_a_treatment_is_weighed_by_what_was_generated():
    # 40 t burnt are all that is burnt in the file in 2024, and little of the 9,000 t generated
    rows = [plant(year, 9000.0) for year in (2022, 2023, 2024)]
    rows += [plant(year, 0.04, stage="energy_recovery") for year in (2022, 2023)]
    rows += [plant(2024, 40.0, stage="energy_recovery")]
    assert published(rows) == []


def test_totals_of_plants_are_compared_with_those_in_the_store():
    stored = [plant(2023, 3000.0), plant(2023, 1000.0, entity="Plant B")]
    facts = spoken("materials", stored, dataset="ours")
    assert codes(published([plant(2024, 1500.0)], facts=facts)) == ["amount_jump"]
    # 4 t against 3,000 + 1,000 t
    (problem,) = published([plant(2024, 4.0)], facts=facts)
    assert str(problem.found).endswith(f"4 t, in the store 4{GROUP}000 t")


def test_a_published_file_without_plants_is_judged_as_a_typed_one_and_has_no_unit_column():
    slip = published([amount(2022, 9000.0), amount(2023, 9100.0), amount(2024, 9.2)])
    jump = published([amount(2023, 9000.0), amount(2024, 4000.0)])
    treated = published([amount(2024, 9000.0), amount(2024, 9100.0, stage="landfill")])
    found = [*slip, *jump, *treated]
    assert codes(found) == ["unit_slip", "amount_jump", "treated_beyond_generated"]
    assert {str(problem.fix) for problem in found} == {LOOK_UP}


def test_each_dataset_of_a_package_is_judged_by_whether_it_names_its_units():
    # 9,000 to 4,000 t of the municipality, beside plants that have 200,000 t
    rows = [amount(2023, 9000.0), amount(2024, 4000.0)]
    rows += [plant(year, 200000.0) | {"dataset": "plants"} for year in (2023, 2024)]
    (problem,) = published(rows)
    assert (problem.code, problem.cells) == ("amount_jump", ("H3",))
    assert "Plastic" not in str(problem.found)
