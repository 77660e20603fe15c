"""Which rows are counted: of total, sectors and details, exactly one level for one area, dataset, year and
basis."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.sql import frame_sql
from loaders.problems import Problem
from loaders.rows.cells import listed
from texts import N_, Text

AGREES_SHARE = 0.005  # sums within 0.5 % of the level above agree with it (methods, section 9)


@dataclass(frozen=True)
class _Fault:
    code: str
    expected: Text
    fix: Text


# A part is a sector within a scope. It is complete on a level when it has rows there; details that overlap (a
# gas split beside a source split of the same part) would count the same emissions twice. Chosen is the finest
# complete level that adds up to the level above it; a total that the rest does not reach is counted itself.
LEVELS = """
with named as materialized (
    select
        row, area_id, year, basis, coalesce(scope, -1) as part_scope, sector, subsector, split_gas, emissions_tco2e,
        {level} as level
    from rows
),
sources as (
    select
        area_id, year, basis, sector, part_scope, subsector,
        bool_or(split_gas is null) and bool_or(split_gas is not null) as has_gas_and_none
    from named
    where level = 'detail'
    group by all
),
overlapping_parts as (
    select
        area_id, year, basis, sector, part_scope,
        (bool_or(subsector is null) and bool_or(subsector is not null))
            or bool_or(subsector is not null and has_gas_and_none) as is_overlapping
    from sources
    group by all
),
parts as (
    select
        area_id, year, basis, sector, part_scope,
        bool_or(level = 'sector') as has_sector, bool_or(level = 'detail') as has_detail,
        sum(emissions_tco2e) filter (level = 'sector') as sector_tco2e,
        sum(emissions_tco2e) filter (level = 'detail') as detail_tco2e,
        min(row) as row
    from named
    where sector is not null
    group by all
),
judged as (
    select parts.*, coalesce(overlapping_parts.is_overlapping, false) as is_overlapping
    from parts
    left join overlapping_parts using (area_id, year, basis, sector, part_scope)
),
scopes as (
    select
        area_id, year, basis, sector, bool_or(part_scope = -1) and bool_or(part_scope <> -1) as has_both
    from parts
    group by all
),
mixed_scopes as (
    select area_id, year, basis, bool_or(has_both) as has_both
    from scopes
    group by all
),
groups as (
    select
        area_id, year, basis,
        bool_and(has_sector) as all_sectors,
        bool_and(has_detail) as all_details,
        bool_or(is_overlapping) as is_overlapping,
        sum(sector_tco2e) as sector_tco2e,
        sum(detail_tco2e) as detail_tco2e,
        max(abs(coalesce(detail_tco2e, 0) - coalesce(sector_tco2e, 0))) as worst_difference,
        min(row) filter (not has_sector) as detail_only_row,
        min(row) filter (not has_detail) as sector_only_row,
        min(row) filter (is_overlapping) as overlap_row,
        min(row) as first_row
    from judged
    group by all
),
totals as (
    select
        area_id, year, basis, bool_or(level = 'total') as has_total,
        sum(emissions_tco2e) filter (level = 'total') as total_tco2e
    from named
    group by all
),
lower_level as (
    select
        totals.*, groups.* exclude (area_id, year, basis),
        coalesce(mixed_scopes.has_both, false) as has_both_scopes,
        groups.worst_difference <= $agrees * abs(groups.sector_tco2e) as details_agree,
        case
            when groups.area_id is null then null
            when all_details and not is_overlapping and (not all_sectors or details_agree) then 'detail'
            when all_sectors then 'sector'
            when all_details then 'overlapping'
            else 'mixed'
        end as lower_level,
        if(lower_level = 'detail', detail_tco2e, sector_tco2e) as lower_tco2e
    from totals
    left join groups using (area_id, year, basis)
    left join mixed_scopes using (area_id, year, basis)
)
select
    area_id, year, basis, lower_level, has_both_scopes, detail_only_row, sector_only_row, overlap_row,
    first_row,
    case
        when lower_level is null and has_total then 'total'
        when lower_level is null then 'total by gas'
        when total_tco2e is null then lower_level
        when abs(total_tco2e - lower_tco2e) <= $agrees * abs(total_tco2e) then lower_level
        else 'total'
    end as level
from lower_level
order by first_row
"""

COUNTED = """
select chosen.level = {level} as is_counted
from rows
join chosen using (area_id, year, basis)
order by rows.row
"""
LEVEL_OF_ROW = """case
    when sector is null and split_gas is null then 'total'
    when sector is null then 'total by gas'
    when subsector is null and split_gas is null then 'sector'
    else 'detail'
end"""

_MIXED = _Fault(
    "mixed_levels",
    N_("every sector on the same level: all as one row each, or all split into sources or gases"),
    N_(
        "Split the sectors that have one row only, or add one row for each split sector; the details are "
        "kept beside it."
    ),
)
_OVERLAPPING = _Fault(
    "overlapping_rows",
    N_("each emission once: a sector split by source, by gas, or by both"),
    N_("The same emissions would be counted twice: remove the rows that are contained in others."),
)
_SCOPES = _Fault(
    "overlapping_rows",
    N_("a scope on all rows of a sector, or on none"),
    N_("The same emissions would be counted twice: fill in the scope, or remove the row without one."),
)
_KINDS = {"mixed": _MIXED, "overlapping": _OVERLAPPING}


def count_one_level(rows: pa.Table, *, gas_coverage: str) -> tuple[pa.Table, list[Problem]]:
    """Emission rows with is_counted, true on exactly one level of each area, year and basis.

    rows: emissions columns of one dataset in the order of row, their running number; missing figures are
    null. A stated total is counted itself where sectors or details miss it by more than 0.5 %. Returns the
    rows, and errors where levels are mixed (some sectors only as details, others only as a sector) or rows
    contain each other; such rows must not be loaded."""
    coded = _coded(rows, is_co2_only=gas_coverage == "co2")
    chosen = frame_sql(LEVELS.replace("{level}", LEVEL_OF_ROW), {"agrees": AGREES_SHARE}, rows=coded)
    faulty = chosen.filter(
        pc.or_(pc.is_in(chosen["lower_level"], pa.array(["mixed", "overlapping"])), chosen["has_both_scopes"])
    )
    slim = chosen.select(["area_id", "year", "basis", "level"])
    counted = frame_sql(COUNTED.replace("{level}", LEVEL_OF_ROW), rows=coded, chosen=slim)
    problems = _problems(rows, faulty) if faulty.num_rows else []
    return rows.append_column("is_counted", counted["is_counted"]), problems


def _coded(rows: pa.Table, *, is_co2_only: bool) -> pa.Table:
    """What tells levels apart, as whole numbers: grouping by them is several times as fast as by texts.

    In a dataset of CO2 only, naming that gas is no split."""
    gas = rows["gas"]
    if is_co2_only:
        gas = pc.if_else(pc.equal(gas, "CO2"), pa.scalar(None, pa.string()), gas)
    names = ("area_id", "basis", "scope", "sector", "subsector")
    texts = {name: rows[name] for name in names} | {"split_gas": gas}
    codes = {name: _codes(values) for name, values in texts.items()}
    numbers = {name: rows[name] for name in ("row", "year", "emissions_tco2e")}
    return pa.table({**codes, **numbers})


def _codes(texts: pa.ChunkedArray) -> pa.Array:
    encoded = texts.combine_chunks().dictionary_encode()
    return (encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded).indices


def _problems(rows: pa.Table, faulty: pa.Table) -> list[Problem]:
    """The errors, with the area and the row of the sheet in place of running numbers."""
    places = dict(zip(rows["row"].to_pylist(), rows["source_row"].to_pylist(), strict=True))
    areas = dict(zip(rows["row"].to_pylist(), rows["area_id"].to_pylist(), strict=True))
    found = [{**fault, "area_id": areas[fault["first_row"]]} for fault in faulty.to_pylist()]
    return listed(_problem(rows["source_sheet"][0].as_py(), _placed(fault, places)) for fault in found)


def _placed(fault: dict[str, Any], places: dict[int, int]) -> dict[str, Any]:
    """The fault with the rows of the sheet in place of the running numbers."""
    named = ("detail_only_row", "sector_only_row", "overlap_row", "first_row")
    return {name: places.get(value) if name in named else value for name, value in fault.items()}


def _problem(sheet: str, fault: dict[str, Any]) -> Problem:
    kind = _KINDS.get(fault["lower_level"], _SCOPES)
    mixed_row = max(fault["detail_only_row"] or 0, fault["sector_only_row"] or 0)
    row = mixed_row if kind is _MIXED else fault["overlap_row"] or fault["first_row"]
    return Problem(
        level="error",
        code=kind.code,
        sheet=sheet,
        cell=f"A{row}",
        expected=kind.expected,
        found=_found(kind, fault),
        fix=kind.fix,
    )


def _found(kind: _Fault, fault: dict[str, Any]) -> Text:
    where = {"area_id": fault["area_id"], "year": str(fault["year"])}
    if kind is not _MIXED:
        return N_("rows of {area_id} {year} that contain each other", **where)
    return N_(
        "in {area_id} {year} a sector only as details (row {details}) and one only as a sector (row "
        "{sector})",
        details=str(fault["detail_only_row"]),
        sector=str(fault["sector_only_row"]),
        **where,
    )
