"""The data dictionary says every column of every table."""

from data.dictionary import all_entries, entries, unit_of_code
from data.tables import SOURCE_COLUMNS, TABLES


def entry(table: str, column: str):
    return next(each for each in entries(TABLES[table]) if each.column.name == column)


def test_every_declared_column_is_an_entry_once():
    declared = [(table.name, column.name) for table in TABLES.values() for column in table.columns]
    assert [(each.table.name, each.column.name) for each in all_entries()] == declared


def test_a_table_ends_with_the_columns_that_say_where_a_row_came_from():
    last = entries(TABLES["targets"])[-len(SOURCE_COLUMNS) :]
    assert [each.is_source for each in last] == [True] * len(SOURCE_COLUMNS)


def test_limits_are_words_and_years_are_not_grouped():
    assert str(entry("emissions", "year").limits) == "1900 to 2100"
    assert str(entry("population", "inhabitants").limits) == "at least 0"
    assert str(entry("targets", "reduction_percent").limits) == "at most 200"
    assert entry("emissions", "emissions_tco2e").limits is None


def test_a_figure_brings_its_unit_and_a_sector_brings_none():
    assert unit_of_code(entry("figures", "figure"), "diesel_litres") == "l"
    assert unit_of_code(entry("emissions", "sector"), "transport") == ""
