"""Emissions a thousand times off: kilotonnes or kilograms where tonnes are meant."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.code_lists import OUTSIDE_TOTAL, SECTORS
from data.sql import frame_sql
from data.staging import arrow_schema
from loaders.checks.given import Given, Names, encoded
from loaders.checks.levels import SUBSECTOR_SHARE
from loaders.checks.wording import amount, warnings_of
from loaders.problems import Problem
from texts import N_, Text

SLIP = 300.0  # between a true change and a factor of 1000
LOW_PER_HEAD_TCO2E, HIGH_PER_HEAD_TCO2E = (
    0.1,
    1_000.0,
)  # refineries reach 700 t a head, kt typed as t gives 0.005
LOW_TOTAL_TCO2E = 100.0  # a year; the smallest Nordic municipalities have over 1,000

KILOTONNES = N_(
    "It looks as if kilotonnes stand as tonnes: if so, put kt in the unit column (Mt for megatonnes), else "
    "load with a note."
)
KILOGRAMS = N_(
    "It looks as if kilograms stand as tonnes: if so, put kg in the unit column, else load with a note."
)
TONNES = N_("a figure in tonnes, about as large as in the other years or as is usual for so many inhabitants")

# A slip of a thousand, by whichever comparison is at hand, the strongest first: what speaks in the store for
# the nearest year, the median of the series, the inhabitants of that year, and a plain floor for
# municipalities. Inhabitants and floor judge no own operations: those may be small. Totals below zero have a
# check of their own.
SLIPS = """
with usual as (
    select *, median(total) filter (total > 0) over (partition by area_id, dataset, basis) as by_years
    from series
),
headline as (
    select area_id, basis, year as headline_year, sum(emissions_tco2e) as total
    from stored
    where is_headline and coalesce(sector, '') not in (select unnest($outside))
    group by area_id, basis, year
    having total > 0
),
nearest as (
    select
        usual.area_id, usual.dataset, usual.basis, usual.year,
        arg_min(headline.total, abs(headline_year - usual.year)) as by_store
    from usual
    join headline on headline.area_id = usual.area_id and headline.basis = usual.basis
    where usual.is_read
    group by all
),
sized as (
    select
        usual.*, usual.total as size, nearest.by_store, people.inhabitants,
        usual.total / nullif(people.inhabitants, 0) as per_head,
        usual.basis <> 'own_operations' as is_whole,
        usual.area_id in (select area_id from municipalities) as is_municipality
    from usual
    left join nearest using (area_id, dataset, basis, year)
    left join people using (area_id, year)
    where usual.is_read and usual.total > 0
),
judged as (
    select
        *,
        case
            when size * $slip <= by_store or size >= $slip * by_store then 'store'
            when size * $slip <= by_years or size >= $slip * by_years then 'years'
            when is_whole and per_head not between $low_per_head and $high_per_head then 'inhabitants'
            when is_whole and is_municipality and size < $low_total then 'floor'
        end as judged_by
    from sized
)
select
    *, cast(null as varchar) as sector,
    case judged_by
        when 'store' then size < by_store
        when 'years' then size < by_years
        when 'inhabitants' then per_head < 1
        else true
    end as is_small
from judged
where judged_by is not null
order by source_row
"""

SECTOR_SLIPS = """
with read_years as (
    select area_id, dataset, year, basis from series where is_read
),
years as (
    select area_id, dataset, year, basis, sector, emissions_tco2e, source_sheet, source_row, source_column,
        true as is_read
    from sums
    union all by name
    select area_id, dataset, year, basis, sector, emissions_tco2e, false as is_read
    from stored
    anti join read_years using (area_id, dataset, year, basis)
),
sized as (
    select *, emissions_tco2e as size
    from years
    where sector is not null and sector not in (select unnest($outside)) and emissions_tco2e > 0
),
usual as (
    select area_id, dataset, basis, sector, median(size) as by_years
    from sized
    group by area_id, dataset, basis, sector
    having max(size) >= $slip * min(size)
),
typical as (
    select area_id, dataset, basis, median(total) as total from series where total > 0 group by all
)
select sized.*, by_years, size < by_years as is_small, 'sector' as judged_by
from usual
join sized using (area_id, dataset, basis, sector)
join typical using (area_id, dataset, basis)
anti join whole using (area_id, dataset, basis, year)
where is_read and (size * $slip <= by_years or size >= $slip * by_years)
    and abs(size - by_years) > $share * typical.total
order by source_row
"""


# Each case with the cells of all figures that make it up: the unit beside every one of them is to be mended.
CELLS = """
with placed as (
    select cases.*, list(rows.source_column || rows.source_row order by rows.source_row) as cells
    from cases
    join rows using (area_id, dataset, year, basis)
    where
        rows.is_counted and rows.emissions_tco2e <> 0 and rows.source_sheet is not distinct from cases.source_sheet
        and if(
            cases.sector is null,
            coalesce(rows.sector, '') not in (select unnest($outside)),
            rows.sector = cases.sector
        )
    group by all
)
select *
from placed
order by sector is not null, source_row, area_id, year
"""


def unit_slips(given: Given) -> list[Problem]:
    """Kilotonnes or kilograms where tonnes are meant: a total or a sector a thousand times off."""
    totals = _total_slips(given)
    cases = pa.concat_tables([totals, *_sector_slips(given, totals)], promote_options="default")
    if not cases.num_rows:
        return []
    cases = frame_sql(CELLS, {"outside": list(OUTSIDE_TOTAL)}, cases=cases, rows=given.emissions)

    def words(row: dict[str, Any]) -> Text:
        return _words(row, given.names)

    is_small = cases["is_small"]
    small, large = cases.filter(is_small), cases.filter(pc.invert(is_small))
    return [
        *warnings_of("unit_slip", small, words, expected=TONNES, advice=KILOTONNES),
        *warnings_of("unit_slip", large, words, expected=TONNES, advice=KILOGRAMS),
    ]


def _total_slips(given: Given) -> pa.Table:
    params = {
        "slip": SLIP,
        "low_per_head": LOW_PER_HEAD_TCO2E,
        "high_per_head": HIGH_PER_HEAD_TCO2E,
        "low_total": LOW_TOTAL_TCO2E,
        "outside": list(OUTSIDE_TOTAL),
    }
    frames = {"series": given.series, "people": _people(given), "municipalities": _municipalities(given)}
    return frame_sql(SLIPS, params, stored=given.facts["emissions"], **frames)


def _sector_slips(given: Given, totals: pa.Table) -> list[pa.Table]:
    """Single sectors a thousand times off their other years; only in layouts that people type into, and where
    the total of the year is not said to be one."""
    if not given.reading.is_typed or not _has_far_years(given):
        return []
    params = {"slip": SLIP, "share": SUBSECTOR_SHARE, "outside": list(OUTSIDE_TOTAL)}
    frames = {"sums": given.sums, "series": given.series, "whole": totals}
    return [frame_sql(SECTOR_SLIPS, params, stored=given.facts["emissions"], **frames)]


def _has_far_years(given: Given) -> bool:
    """Whether the years of any sector are so far apart; most files have none and need no closer look."""
    names = ["area_id", "dataset", "basis", "sector", "emissions_tco2e"]
    stored = encoded(given.facts["emissions"].select(names))
    years = pa.concat_tables([given.sums.select(names), stored]).unify_dictionaries()
    years = years.filter(pc.greater(years["emissions_tco2e"], 0))
    ranges = years.group_by(names[:-1]).aggregate([("emissions_tco2e", "min"), ("emissions_tco2e", "max")])
    lowest, highest = ranges["emissions_tco2e_min"], ranges["emissions_tco2e_max"]
    return bool(pc.any(pc.greater_equal(highest, pc.multiply(lowest, SLIP))).as_py())


def _words(row: dict[str, Any], names: Names) -> Text:
    place = {"name": names(row["area_id"]), "year": str(row["year"])}
    total, size = amount(row["total"]), amount(row["size"])
    by_years, by_store = amount(row["by_years"]), amount(row["by_store"])
    match row["judged_by"]:
        case "years":
            return N_(
                "{name} {year}: {total} t, median of its years {usual} t",
                total=total,
                usual=by_years,
                **place,
            )
        case "store":
            return N_(
                "{name} {year}: {total} t, in the store {usual} t", total=total, usual=by_store, **place
            )
        case "inhabitants":
            people = amount(row["inhabitants"])
            return N_(
                "{name} {year}: {total} t for {people} inhabitants", total=total, people=people, **place
            )
        case "floor":
            return N_("{name} {year}: {total} t in the whole municipality", total=total, **place)
    return N_(
        "{name} {year}, {sector}: {value} t, median of its years {usual} t",
        sector=SECTORS[row["sector"]],
        value=size,
        usual=by_years,
        **place,
    )


def _people(given: Given) -> pa.Table:
    """Inhabitants by area and year: of the same file first, else of the store."""
    in_file = given.reading.tables.get("population", arrow_schema("population").empty_table())
    return frame_sql(
        """
        with both_sources as (
            select area_id, year, inhabitants, 0 as place from in_file
            union all
            select area_id, year, inhabitants, 1 as place from in_store
        )
        select area_id, year, arg_min(inhabitants, place) as inhabitants
        from both_sources
        where inhabitants is not null
        group by area_id, year
        """,
        in_file=in_file,
        in_store=given.facts["population"],
    )


def _municipalities(given: Given) -> pa.Table:
    ids = pc.unique(given.emissions["area_id"]).to_pylist()
    found = [area_id for area_id in ids if given.names.is_municipality(area_id)]
    return pa.table({"area_id": pa.array(found, pa.string())})
