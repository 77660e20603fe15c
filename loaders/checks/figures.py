"""Figures and readings: a part larger than its whole, and values a thousand times off."""

from typing import Any

import pyarrow as pa

from data.code_lists import FIGURES
from data.sql import frame_sql
from loaders.checks.given import Given
from loaders.checks.usual_values import unusual_values
from loaders.checks.wording import amount, warnings_of
from loaders.problems import Problem
from texts import N_, Text

WHOLES = {
    "vehicles_fossil_free": "vehicles_all",
    "food_cost_organic": "food_cost",
    "schools_certified": "schools_all",
    "beds_certified": "beds_all",
    "contracts_value_with_criteria": "contracts_value",
    "renewable_production_mwh": "power_production_mwh",
}

PARTS = """
select
    part.area_id, part.year, part.figure, part.value, wholes.whole_figure, whole.value as whole_value,
    part.source_sheet, part.source_row, part.source_column
from rows part
join wholes on wholes.part_figure = part.figure
join rows whole
    on whole.area_id = part.area_id and whole.dataset = part.dataset and whole.year = part.year
    and whole.figure = wholes.whole_figure
where part.value > whole.value
order by part.source_row
"""


def parts_beyond_wholes(given: Given) -> list[Problem]:
    """A figure that is part of another and larger than it, such as more fossil-free vehicles than vehicles."""
    wholes = pa.table({"part_figure": list(WHOLES), "whole_figure": list(WHOLES.values())})
    found = frame_sql(PARTS, rows=given.reading.tables["figures"], wholes=wholes)

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name} {year}: {value} for “{part}”, {whole_value} for “{whole}”",
            name=given.names(row["area_id"]),
            year=str(row["year"]),
            value=amount(row["value"]),
            part=FIGURES[row["figure"]],
            whole_value=amount(row["whole_value"]),
            whole=FIGURES[row["whole_figure"]],
        )

    expected = N_("a part that is no larger than its whole")
    advice = N_("Check whether the two figures are exchanged, or count different things.")
    return warnings_of("part_beyond_whole", found, words, expected=expected, advice=advice)


YEARLY = "select *, year as read_at, figure as subject, cast(year as varchar) as read_when from rows"

DAILY = """
select *, read_on - date '1970-01-01' as read_at, figure as subject, cast(read_on as varchar) as read_when
from rows
"""


def figure_slips(given: Given) -> list[Problem]:
    """A figure a thousand times off its other years."""
    return _slips("figures", YEARLY, given)


def reading_slips(given: Given) -> list[Problem]:
    """A reading a thousand times off the other readings of the same thing."""
    return _slips("readings", DAILY, given)


def _slips(table_name: str, sql: str, given: Given) -> list[Problem]:
    read_values = frame_sql(sql, rows=given.reading.tables[table_name])
    stored_values = frame_sql(sql, rows=given.facts[table_name])
    found = unusual_values(read_values, stored_values)

    def words(row: dict[str, Any]) -> Text:
        places = {
            "name": given.names(row["area_id"]),
            "when": row["read_when"],
            "figure": FIGURES[row["figure"]],
            "value": amount(row["value"]),
            "usual": amount(row["usual"]),
        }
        if row["is_off_store"]:
            return N_("{name} {when}, {figure}: {value}, in the store {usual}", **places)
        return N_("{name} {when}, {figure}: {value}, median of its series {usual}", **places)

    expected = N_("a value about as large as the others of the same figure")
    advice = N_(
        "It looks as if the unit or a decimal mark has slipped: write the value in the unit of the figure, else load "
        "it with a note."
    )
    return warnings_of("value_slip", found, words, expected=expected, advice=advice)
