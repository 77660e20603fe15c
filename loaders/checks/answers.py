"""Answers on the principles: one respondent belongs to one group."""

from typing import Any

from data.code_lists import RESPONDENT_GROUPS
from data.sql import frame_sql
from loaders.checks.given import Given
from loaders.checks.wording import warnings_of
from loaders.problems import Problem
from texts import N_, Text

GROUPS = """
select
    area_id, record_id, respondent_number, min(respondent_group) as one_group,
    max(respondent_group) as other_group, source_sheet,
    list(source_column || source_row order by source_row) as cells
from rows
group by area_id, record_id, respondent_number, source_sheet
having count(distinct respondent_group) > 1
order by min(source_row)
"""


def two_groups(given: Given) -> list[Problem]:
    """A respondent whose answers in one assessment stand under two groups: perhaps two people with one number."""
    found = frame_sql(GROUPS, rows=given.reading.tables["principle_scores"])

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name}, {assessment}, respondent {number}: {one_group} and {other_group}",
            name=given.names(row["area_id"]),
            assessment=row["record_id"],
            number=str(row["respondent_number"]),
            one_group=RESPONDENT_GROUPS[row["one_group"]],
            other_group=RESPONDENT_GROUPS[row["other_group"]],
        )

    expected = N_("one group for all answers of a respondent")
    advice = N_("If these are two people, give one of them a number of its own.")
    return warnings_of("two_groups", found, words, expected=expected, advice=advice)
