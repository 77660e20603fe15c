"""Plausibility: what is unusual in rows that can be read. Warns, never changes, and accuses nobody (methods,
section 9).

Every check is a query over the staged rows, grouped into one warning for each sheet with its count, the cells of
its cases and the most striking ones in words."""

from collections.abc import Callable
from datetime import date

from data.areas import Register
from data.store import Store
from loaders.checks.answers import two_groups
from loaders.checks.effects import measure_effects, project_effects
from loaders.checks.facts import Facts, no_facts, speaking_facts
from loaders.checks.figures import figure_slips, parts_beyond_wholes, reading_slips
from loaders.checks.given import Given, Names
from loaders.checks.inhabitants import population_jumps
from loaders.checks.jumps import jumps, moved_by_release
from loaders.checks.keys import dataset_conflicts, repeated_keys
from loaders.checks.levels import stated_totals, subsectors
from loaders.checks.materials import amount_slips, outweighing_units, total_jumps, treated_beyond_generated
from loaders.checks.packages import package_problems
from loaders.checks.signs import below_zero
from loaders.checks.unit_slips import unit_slips
from loaders.checks.years import future_days, future_years
from loaders.problems import Problem
from loaders.reading import Reading

__all__ = ["check", "no_facts", "plausibility", "speaking_facts"]

Check = Callable[[Given], list[Problem]]

# What is asked of every file comes first and last; the rest is asked where the table is there.
TABLE_CHECKS: dict[str, tuple[Check, ...]] = {
    "emissions": (stated_totals, subsectors, below_zero, unit_slips, jumps, moved_by_release),
    "population": (population_jumps,),
    "materials": (amount_slips, total_jumps, outweighing_units, treated_beyond_generated),
    "figures": (parts_beyond_wholes, figure_slips),
    "readings": (reading_slips,),
    "measure_effects": (measure_effects,),
    "project_effects": (project_effects,),
    "principle_scores": (two_groups,),
}


def check(store: Store, reading: Reading, *, received_on: date) -> list[Problem]:
    """Everything unusual in a reading, against itself and against what speaks in the store.

    received_on: the day the file came. Warnings, and an error only where the dataset's key stands for
    something else in the store."""
    facts = speaking_facts(store, reading.tables)
    return [
        *dataset_conflicts(store, reading.datasets),
        *package_problems(store, reading),
        *plausibility(reading, facts, store.register(), received_on=received_on),
    ]


def plausibility(
    reading: Reading, facts: Facts, register: Register, *, received_on: date | None = None
) -> list[Problem]:
    """The warnings for staged rows. facts: as speaking_facts gives them, or no_facts().

    received_on: the day the file came; None leaves open which years and days have come."""
    given = Given(reading, facts, Names(register), received_on)
    of_tables = [checks for name, checks in TABLE_CHECKS.items() if name in reading.tables]
    asked = (future_years, future_days, *(each for checks in of_tables for each in checks), repeated_keys)
    return [problem for ask in asked for problem in ask(given)]
