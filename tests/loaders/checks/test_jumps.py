"""Totals that jump from year to year and from release to release."""

from tests.loaders.checks.invented import codes, facts_of, row, warnings
from texts import GROUP


def test_a_total_that_changes_by_more_than_half_is_named_with_both_years():
    # 41,000 to 20,000 is a fall of 51 percent, over a gap of two years
    (problem,) = warnings([row(2020, 42000.0), row(2022, 41000.0), row(2024, 20000.0)])
    assert (problem.code, problem.cell, problem.count) == ("jump", "H4", 1)
    assert str(problem.found) == f"Fjordvik: 41{GROUP}000 t in 2022, 20{GROUP}000 t in 2024"


def test_a_change_of_exactly_half_is_no_jump():
    assert warnings([row(2023, 42000.0), row(2024, 21000.0)]) == []


def test_a_jump_against_the_year_in_the_store_is_found():
    assert codes(warnings([row(2024, 90000.0)], facts=facts_of([row(2023, 42000.0)]))) == ["jump"]


def test_a_jump_that_land_use_would_hide_is_found():
    # transport 41,000 to 82,000 t; with land use 41,000 both times
    rows = [row(2023, 41000.0), row(2024, 82000.0), row(2024, -41000.0, sector="lulucf")]
    assert codes(warnings(rows)) == ["jump"]


def test_a_release_that_moves_a_year_by_more_than_five_percent_is_named():
    facts = facts_of([row(2023, 40000.0), row(2024, 40000.0)])
    (problem,) = warnings([row(2023, 41000.0), row(2024, 43000.0)], facts=facts)
    # 43,000 is 7.5 percent over 40,000; 41,000 is 2.5 percent over
    assert (problem.code, problem.count) == ("release_moves", 1)
    assert str(problem.found) == f"Fjordvik 2024: 40{GROUP}000 t before, 43{GROUP}000 t now"


def test_a_release_that_moves_only_land_use_moves_no_headline_total():
    # with land use 40,000 - 10,000 = 30,000 t before and 41,000 - 30,000 = 11,000 t now: 63 percent; without it
    # 40,000 and 41,000 t: 2.5 percent
    before = [row(2024, 40000.0), row(2024, -10000.0, sector="lulucf")]
    now = [row(2024, 41000.0), row(2024, -30000.0, sector="lulucf")]
    assert warnings(now, facts=facts_of(before)) == []


def test_a_release_whose_move_land_use_would_hide_is_found():
    # without land use 40,000 and 43,000 t: 7.5 percent; with it 30,000 t both times
    before = [row(2024, 40000.0), row(2024, -10000.0, sector="lulucf")]
    now = [row(2024, 43000.0), row(2024, -13000.0, sector="lulucf")]
    (problem,) = warnings(now, facts=facts_of(before))
    assert (problem.code, problem.cells) == ("release_moves", ("H2",))
    assert str(problem.found) == f"Fjordvik 2024: 40{GROUP}000 t before, 43{GROUP}000 t now"


def test_every_jump_has_its_cell_and_the_largest_comes_first():
    # 40,000 to 90,000 t is 125 percent, 90,000 to 30,000 t 67 percent, 30,000 to 60,000 t 100 percent
    rows = [row(year, amount) for year, amount in ((2021, 4e4), (2022, 9e4), (2023, 3e4), (2024, 6e4))]
    (problem,) = warnings(rows)
    assert (problem.code, problem.count, problem.cells) == ("jump", 3, ("H3", "H5", "H4"))


def test_a_jump_to_a_year_in_the_store_stands_at_the_year_that_was_read():
    (problem,) = warnings([row(2023, 90000.0)], facts=facts_of([row(2024, 42000.0)]))
    assert (problem.code, problem.sheet, problem.cells) == ("jump", "Emissions", ("H2",))
