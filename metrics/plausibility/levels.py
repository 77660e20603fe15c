"""Levels against each other: sectors against the stated total, subsectors against their sector."""

import pyarrow as pa

from data.code_lists import OUTSIDE_TOTAL
from metrics.plausibility.given import Given

STATED_TOTAL_SHARE = 0.005  # sectors against the stated total
SUBSECTOR_SHARE = 0.01  # subsectors against their sector, as a share of the area's total

# A level with a part that is missing is not compared. A sector's own row bears no subsector, or its own label as one
# (published sectors that share one of ours).
_SHAPED = """
shaped as (
    select
        chosen.area_id, chosen.dataset, chosen.gas_coverage, chosen.year, fact.sector, fact.source_label,
        fact.gas is null or coalesce(chosen.gas_coverage = 'co2', false) as has_all_gases,
        fact.subsector is null as is_whole, fact.subsector is null or fact.subsector = fact.source_label as is_own_row,
        fact.emissions_tco2e as amount,
        fact.emissions_tco2e is null
            and coalesce(fact.missing_reason, '') not in ('not_occurring', 'included_elsewhere', 'not_applicable')
            as is_missing, chosen.upload_id, fact.source_sheet, fact.source_row, fact.source_column
    from emissions fact
    join chosen on chosen.slice_id = fact.slice_id
    where chosen.table_name = 'emissions' and fact.basis = 'territorial'
        and coalesce(fact.sector, '') not in (select unnest($outside::varchar[]))
)
"""

_STATED_TOTALS = """
compared as (
    select
        area_id, dataset, gas_coverage, year, sum(amount) filter (where sector is null) as stated,
        sum(amount) filter (where sector is not null) as added,
        min({
            'upload_id': upload_id, 'sheet': source_sheet, 'row': source_row, 'width': length(source_column),
            'letters': source_column
        }) filter (where sector is null) as place
    from shaped
    where is_whole and has_all_gases
    group by area_id, dataset, gas_coverage, year
    having not bool_or(is_missing)
)
select
    area_id, 'total' as subject, year, abs(stated - added) / nullif(abs(stated), 0) as size, added as value,
    stated as other, if(gas_coverage = 'co2', 't CO2', 't CO2e') as unit, place.upload_id as upload_id,
    place.sheet as sheet, place.letters || place.row as cell
from compared
where abs(stated - added) > $share * abs(stated)
order by area_id, year
"""

_SUBSECTORS = """
compared as (
    select
        area_id, dataset, gas_coverage, year, sector, sum(amount) filter (where is_own_row and has_all_gases) as stated,
        sum(amount) filter (where not is_own_row) as added
    from shaped
    where sector is not null
    group by area_id, dataset, gas_coverage, year, sector, source_label
    having not bool_or(is_missing)
)
select
    compared.area_id, compared.sector as subject, compared.year,
    abs(stated - added) / nullif(abs(totals.value), 0) as size, compared.added as value,
    compared.stated as other, totals.unit
from compared
join totals
    on totals.area_id = compared.area_id and totals.dataset = compared.dataset and totals.year = compared.year
where totals.subject = 'total' and abs(stated - added) > $share * abs(totals.value)
qualify row_number() over (
    partition by compared.area_id, compared.sector, compared.year order by abs(stated - added) desc, stated
) = 1
order by compared.area_id, compared.sector, compared.year
"""


def stated_totals(given: Given) -> pa.Table:
    """Sectors that add up to another total than the stated one, from 0.5 % on. value: the sectors; other: stated."""
    parameters = {"share": STATED_TOTAL_SHARE, "outside": list(OUTSIDE_TOTAL)}
    return given.store.arrow(f"with {_SHAPED}, {_STATED_TOTALS}", parameters, chosen=given.slices)


def subsectors(given: Given) -> pa.Table:
    """Subsectors that add up to another amount than their sector, from 1 % of the area's total on. value: the
    subsectors; other: the sector."""
    parameters = {"share": SUBSECTOR_SHARE, "outside": list(OUTSIDE_TOTAL)}
    return given.store.arrow(
        f"with {_SHAPED}, {_SUBSECTORS}", parameters, chosen=given.slices, totals=given.emissions
    )
