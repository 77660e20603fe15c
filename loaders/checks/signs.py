"""Emissions below zero where nothing is taken up or credited."""

from typing import Any

import pyarrow.compute as pc

from data.code_lists import OUTSIDE_TOTAL, SECTORS
from data.sql import frame_sql
from loaders.checks.given import Given
from loaders.checks.wording import amount, warnings_of
from loaders.problems import Problem
from texts import N_, Text

HOLD_LAND_USE = ("agriculture",)  # some publishers count uptake in soils here

BELOW_ZERO = """
select area_id, year, source_label, emissions_tco2e, source_sheet, source_row, source_column
from rows
where emissions_tco2e < 0 and coalesce(sector, '') not in (select unnest($outside))
order by source_row
"""


def below_zero(given: Given) -> list[Problem]:
    """Figures below zero where nothing is taken up or credited: only land use and credits may be so.

    Where people type, a minus is a slip to be mended. A publisher's is loaded as it stands: its agriculture may hold
    land use, which is then no surprise."""
    negative = given.emissions.filter(pc.less(given.emissions["emissions_tco2e"], 0))
    if not negative.num_rows:
        return []
    is_typed = given.reading.is_typed
    outside = [*OUTSIDE_TOTAL, *([] if is_typed else HOLD_LAND_USE)]
    found = frame_sql(BELOW_ZERO, {"outside": outside}, rows=negative)

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name} {year}, {sector}: {value} t",
            name=given.names(row["area_id"]),
            year=str(row["year"]),
            sector=row["source_label"],
            value=amount(row["emissions_tco2e"]),
        )

    expected = N_("0 or more; only land use and credits go below zero")
    advice = N_(
        "Remove the minus sign, or put uptake under “{land_use}” and bought or sold emissions under "
        "“{credits}”; if the figure is right, load it with a note that says why.",
        land_use=SECTORS["lulucf"],
        credits=SECTORS["credits"],
    )
    if not is_typed:
        advice = N_("Unusual, check with the publisher. The figure is loaded as published.")
    return warnings_of("below_zero", found, words, expected=expected, advice=advice)
