"""Inhabitants that jump."""

from tests.loaders.checks.invented import codes, facts_of, row, warnings
from texts import GROUP


def test_inhabitants_that_jump_are_named():
    # 17,420 to 25,000 in one year is 44 percent
    problems = warnings([row()], inhabitants=[("NO-9101", 2023, 17420), ("NO-9101", 2024, 25000)])
    assert codes(problems) == ["population_jump"]
    assert str(problems[0].found) == f"Fjordvik: 17{GROUP}420 in 2023, 25{GROUP}000 in 2024"


def test_a_jump_to_inhabitants_in_the_store_stands_at_the_year_that_was_read():
    # 17,420 to 25,000 in one year is 44 percent; 2024 is in the store
    facts = facts_of(inhabitants=[("NO-9101", 2024, 25000)])
    (problem,) = warnings([row(2023)], inhabitants=[("NO-9101", 2023, 17420)], facts=facts)
    assert (problem.code, problem.sheet, problem.cells) == ("population_jump", "Population", ("C2",))
