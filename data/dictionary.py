"""The data dictionary: every table and column that data/tables.py declares, in words for people.

The page Data and methods and docs/data-dictionary.md are both made from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.code_lists import FIGURE_UNITS, FIGURES
from data.columns import Column, Table
from data.tables import SOURCE_COLUMNS, TABLES
from texts import N_, Text

KINDS: Mapping[str, Text] = {
    "text": N_("text"),
    "integer": N_("whole number"),
    "number": N_("number"),
    "boolean": N_("yes or no"),
    "date": N_("date"),
    "quarter": N_("quarter of a year, such as 2027-Q1"),
}
SLICES: Mapping[str, Text] = {
    "yearly": N_("An upload replaces whole years: all rows of an area, dataset and year at once."),
    "record": N_("An upload replaces whole records: all rows with the same id at once."),
}
SHARING: Mapping[str, Text] = {
    "always": N_("Leaves with a package for partner cities."),
    "when_shareable": N_(
        "Leaves with a package for partner cities only where the record is marked to be shared."
    ),
    "never": N_("Stays in the house; no package takes it."),
}


@dataclass(frozen=True)
class Entry:
    """One column of one table, as the dictionary shows it.

    codes: what alone may stand there, each with its title; empty = anything of the kind. limits: of a number; None =
    none. is_source: says where the row came from, and is filled in by the loader."""

    table: Table
    column: Column
    kind: Text
    limits: Text | None
    is_source: bool = False

    @property
    def codes(self) -> Mapping[str, Text]:
        return self.column.codes


def entries(table: Table) -> tuple[Entry, ...]:
    """Every column of a table: those of its own, then those that say where a row came from."""
    own = tuple(Entry(table, column, KINDS[column.kind], _limits(column)) for column in table.columns)
    source = tuple(
        Entry(table, column, KINDS[column.kind], None, is_source=True) for column in SOURCE_COLUMNS
    )
    return (*own, *source)


def all_entries() -> tuple[Entry, ...]:
    """Every column of every table, in the order of the declaration; those that say where a row came from are the same in
    every table and are left out."""
    return tuple(entry for table in TABLES.values() for entry in entries(table) if not entry.is_source)


def unit_of_code(entry: Entry, code: str) -> str:
    """The unit that an allowed entry of a column brings with it: a figure has one; others have none."""
    return FIGURE_UNITS[code] if entry.codes is FIGURES else ""


def _limits(column: Column) -> Text | None:
    if column.minimum is None and column.maximum is None:
        return None
    if column.minimum is None:
        return N_("at most {maximum}", maximum=_plain(column.maximum))
    if column.maximum is None:
        return N_("at least {minimum}", minimum=_plain(column.minimum))
    return N_("{minimum} to {maximum}", minimum=_plain(column.minimum), maximum=_plain(column.maximum))


def _plain(limit: float | None) -> str:
    """A limit as it is typed: years are not grouped."""
    return f"{limit:g}"
