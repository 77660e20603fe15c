"""Effects of measures and projects that are larger than all emissions of their area."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.code_lists import OUTSIDE_TOTAL
from data.sql import frame_sql
from loaders.checks.given import PLACE, Given
from loaders.checks.wording import amount, warnings_of
from loaders.problems import Problem
from texts import N_, Text

CUTS = {
    "measure_effects": ("effect_low_tco2e", "effect_mid_tco2e", "effect_high_tco2e"),
    "project_effects": ("expected_low_tco2e", "expected_mid_tco2e", "expected_high_tco2e", "verified_tco2e"),
}

BEYOND_EMISSIONS = """
with totals as (
    select area_id, year, sum(emissions_tco2e) as total
    from stored
    where is_headline and basis = 'territorial' and coalesce(sector, '') not in (select unnest($outside))
    group by area_id, year
),
latest as (
    select area_id, arg_max(total, year) as total, max(year) as total_year
    from totals
    where total > 0
    group by area_id
)
select effects.*, latest.total, latest.total_year
from effects
join latest using (area_id)
where effects.cut_tco2e > latest.total
order by effects.cut_tco2e / latest.total desc, effects.source_row
"""


def measure_effects(given: Given) -> list[Problem]:
    """A measure that cuts more in one year than the area emitted in the latest year of the store."""
    return _beyond("measure_effects", given)


def project_effects(given: Given) -> list[Problem]:
    """A project that cuts more in one year, as expected or verified, than the area emitted."""
    return _beyond("project_effects", given)


def _beyond(table_name: str, given: Given) -> list[Problem]:
    effects = _cuts(given.reading.tables[table_name], CUTS[table_name])
    stored = given.facts["emissions"]
    found = frame_sql(BEYOND_EMISSIONS, {"outside": list(OUTSIDE_TOTAL)}, effects=effects, stored=stored)

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name}, {record} in {year}: {cut} t, all emissions in {total_year} {total} t",
            name=given.names(row["area_id"]),
            record=row["record_id"],
            year=str(row["year"]),
            cut=amount(row["cut_tco2e"]),
            total_year=str(row["total_year"]),
            total=amount(row["total"]),
        )

    expected = N_("a cut that is smaller than all emissions of the municipality")
    advice = N_(
        "It looks as if kilograms stand as tonnes: if so, write the cut in tonnes of CO2 equivalents, else load "
        "with a note."
    )
    return warnings_of("effect_beyond_emissions", found, words, expected=expected, advice=advice)


def _cuts(rows: pa.Table, columns: tuple[str, ...]) -> pa.Table:
    """The rows with their largest estimate."""
    largest = pc.max_element_wise(*(rows[name] for name in columns))
    return rows.select(["area_id", "record_id", "year", *PLACE]).append_column("cut_tco2e", largest)
