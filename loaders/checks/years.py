"""Years and days that have not come yet."""

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.sql import frame_sql
from data.tables import TABLES
from loaders.checks.given import Given
from loaders.checks.wording import warnings_of
from loaders.problems import Problem
from texts import N_, Text

FUTURE_YEARS = """
select area_id, year, source_sheet,
    list(source_column || source_row order by source_row, length(source_column), source_column) as cells
from rows
group by area_id, year, source_sheet
order by min(source_row), area_id, year
"""

_NOT_YET = {
    "emissions": N_(
        "The year has not happened yet: correct it; emissions of future years belong in a reference path."
    ),
    "population": N_("The year has not happened yet: correct it, or leave forecasts of inhabitants out."),
}
_NOT_YET_OTHERS = N_("The year has not happened yet: correct it, or leave plans out.")


def future_years(given: Given) -> list[Problem]:
    """Rows of a year that had not begun when the file came, whether or not they hold a figure."""
    if given.received_on is None:
        return []
    return [
        problem
        for table_name, rows in given.reading.tables.items()
        if TABLES[table_name].slice_kind == "yearly" and TABLES[table_name].column("year").is_on_sheet
        for problem in _future_years_of(table_name, rows, given.received_on.year, given)
    ]


def _future_years_of(table_name: str, rows: pa.Table, received_year: int, given: Given) -> list[Problem]:
    future = rows.filter(pc.greater(rows["year"], received_year))
    if not future.num_rows:
        return []
    found = frame_sql(FUTURE_YEARS, rows=future)

    def words(row: dict[str, Any]) -> Text:
        return N_("{name} {year}", name=given.names(row["area_id"]), year=str(row["year"]))

    expected = N_("years up to {year}, in which the file was received", year=str(received_year))
    advice = _NOT_YET.get(table_name, _NOT_YET_OTHERS)
    return warnings_of("future_year", found, words, expected=expected, advice=advice)


_DAYS = {"readings": "read_on", "project_reports": "reported_on", "principle_scores": "assessed_on"}

FUTURE_DAYS = """
select area_id, day, source_sheet, list(source_column || source_row order by source_row) as cells
from rows
group by area_id, day, source_sheet
order by min(source_row), area_id, day
"""


def future_days(given: Given) -> list[Problem]:
    """Readings, reports and answers of a day after the one on which the file came."""
    if given.received_on is None:
        return []
    tables = given.reading.tables
    return [
        problem
        for table_name, column in _DAYS.items()
        if table_name in tables
        for problem in _future_days_of(tables[table_name], column, given.received_on, given)
    ]


def _future_days_of(rows: pa.Table, column: str, received_on: date, given: Given) -> list[Problem]:
    future = rows.filter(pc.greater(rows[column], pa.scalar(received_on, pa.date32())))
    if not future.num_rows:
        return []
    found = frame_sql(FUTURE_DAYS, rows=future.append_column("day", future[column]))

    def words(row: dict[str, Any]) -> Text:
        return N_("{name} {day}", name=given.names(row["area_id"]), day=row["day"].isoformat())

    expected = N_("days up to {day}, on which the file was received", day=received_on.isoformat())
    advice = N_("The day has not come yet: correct the date, or leave plans out.")
    return warnings_of("future_day", found, words, expected=expected, advice=advice)
