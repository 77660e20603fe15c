"""Inhabitants that jump from one year to the next."""

from typing import Any

from data.sql import frame_sql
from loaders.checks.given import Given
from loaders.checks.wording import ACKNOWLEDGE, amount, warnings_of
from loaders.problems import Problem
from texts import N_, Text

POPULATION_SHARE_A_YEAR = 0.1

PEOPLE_STEPS = """
with series as (
    select area_id, year, inhabitants, source_sheet, source_row, source_column, true as is_read from rows
    union all by name
    select stored.*, false as is_read
    from stored
    anti join rows on rows.area_id = stored.area_id and rows.year = stored.year
),
steps as (
    select *, lag(inhabitants) over series_order as before, lag(year) over series_order as year_before,
        lag(is_read) over series_order as read_before, lag(source_sheet) over series_order as sheet_before,
        lag(source_row) over series_order as row_before, lag(source_column) over series_order as column_before
    from series
    where inhabitants is not null
    window series_order as (partition by area_id order by year)
)
select
    area_id, year, inhabitants, before, year_before, abs(inhabitants - before) / before as change,
    if(is_read, source_sheet, sheet_before) as source_sheet, if(is_read, source_row, row_before) as source_row,
    if(is_read, source_column, column_before) as source_column
from steps
where before > 0 and (is_read or read_before)
    and abs(inhabitants - before) > $share * before * (year - year_before)
order by change desc, area_id, year
"""


def population_jumps(given: Given) -> list[Problem]:
    """Inhabitants that change by more than 10 % a year, as in a merger or by a slip of the keyboard."""
    rows, stored = given.reading.tables["population"], given.facts["population"]
    found = frame_sql(PEOPLE_STEPS, {"share": POPULATION_SHARE_A_YEAR}, rows=rows, stored=stored)

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name}: {before} in {year_before}, {inhabitants} in {year}",
            name=given.names(row["area_id"]),
            before=amount(row["before"]),
            year_before=str(row["year_before"]),
            inhabitants=amount(row["inhabitants"]),
            year=str(row["year"]),
        )

    expected = N_("inhabitants that change by less than 10 % a year")
    return warnings_of("population_jump", found, words, expected=expected, advice=ACKNOWLEDGE)
