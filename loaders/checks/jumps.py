"""Emission totals that jump: from one data year to the next, and from one release to the next."""

from typing import Any

import pyarrow as pa

from data.code_lists import OUTSIDE_TOTAL
from data.sql import frame_sql
from loaders.checks.given import Given
from loaders.checks.unit_slips import SLIP
from loaders.checks.wording import ACKNOWLEDGE, amount, warnings_of
from loaders.problems import Problem
from texts import N_, Text

JUMP_SHARE = 0.5  # from one data year to the next
RELEASE_SHARE = 0.05  # a new release against the one before, per year

# Where only the earlier of the two years was read, the case stands at that year.
JUMPS = """
with steps as (
    select
        *, lag(total) over series_order as before, lag(year) over series_order as year_before,
        lag(is_read) over series_order as read_before, lag(source_sheet) over series_order as sheet_before,
        lag(source_row) over series_order as row_before, lag(source_column) over series_order as column_before
    from series
    window series_order as (partition by area_id, dataset, basis order by year)
)
select
    area_id, year, total, before, year_before, abs(total - before) / abs(before) as change,
    if(is_read, source_sheet, sheet_before) as source_sheet, if(is_read, source_row, row_before) as source_row,
    if(is_read, source_column, column_before) as source_column
from steps
where before <> 0 and (is_read or read_before)
    and abs(total - before) > $jump * abs(before)
    and abs(total) < $slip * abs(before) and abs(before) < $slip * abs(total)
order by change desc, area_id, year
"""


def jumps(given: Given) -> list[Problem]:
    """A total that changes by more than half from one data year to the next."""
    found = frame_sql(JUMPS, {"jump": JUMP_SHARE, "slip": SLIP}, series=given.series)

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name}: {before} t in {year_before}, {total} t in {year}",
            name=given.names(row["area_id"]),
            before=amount(row["before"]),
            year_before=str(row["year_before"]),
            total=amount(row["total"]),
            year=str(row["year"]),
        )

    expected = N_("a total that changes by less than half from one data year to the next")
    return warnings_of("jump", found, words, expected=expected, advice=ACKNOWLEDGE)


# Both totals are of the sectors in the headline total: land use is recalculated often and swings.
RELEASES = """
with stored_totals as (
    select area_id, dataset, release, year, basis, sum(emissions_tco2e) as total
    from stored
    where coalesce(sector, '') not in (select unnest($outside))
    group by area_id, dataset, release, year, basis
)
select series.*, stored_totals.total as before,
    abs(series.total - stored_totals.total) / abs(stored_totals.total) as change
from series
join releases on releases.dataset = series.dataset
join stored_totals
    on stored_totals.area_id = series.area_id and stored_totals.dataset = series.dataset
    and stored_totals.year = series.year and stored_totals.basis = series.basis
    and stored_totals.release <> releases.release
where series.is_read and abs(series.total - stored_totals.total) > $share * abs(stored_totals.total)
order by change desc, series.area_id, series.year
"""


def moved_by_release(given: Given) -> list[Problem]:
    """A release that moves a year by more than 5 % against the one that speaks now."""
    stored = given.facts["emissions"]
    if stored.num_rows == 0:
        return []
    params = {"share": RELEASE_SHARE, "outside": list(OUTSIDE_TOTAL)}
    found = frame_sql(RELEASES, params, series=given.series, stored=stored, releases=_releases(given))

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name} {year}: {before} t before, {total} t now",
            name=given.names(row["area_id"]),
            year=str(row["year"]),
            before=amount(row["before"]),
            total=amount(row["total"]),
        )

    expected = N_("a release that moves no year by more than 5 %")
    advice = N_("The release that spoke before stays as a marked vintage.")
    return warnings_of("release_moves", found, words, expected=expected, advice=advice)


def _releases(given: Given) -> pa.Table:
    releases = given.reading.releases
    labels = [release.label for release in releases.values()]
    return pa.table(
        {"dataset": pa.array(list(releases), pa.string()), "release": pa.array(labels, pa.string())}
    )
