"""Inhabitants and area that jump, as they do when borders change."""

import pyarrow as pa

from metrics.plausibility.given import Given

POPULATION_SHARE_A_YEAR = 0.1
AREA_SHARE = 0.1  # land does not grow with time: from one data year to the next

# A change of borders belongs to the step in which it falls: an earlier code was last in force in the year before it.
_STEPS = """
with series as (
    select
        chosen.area_id, 'population' as subject, chosen.dataset, chosen.year, fact.inhabitants::double as amount,
        'persons' as unit, chosen.upload_id, fact.source_sheet, fact.source_row, fact.source_column
    from population fact
    join chosen on chosen.slice_id = fact.slice_id
    where chosen.table_name = 'population'
    union all
    select
        chosen.area_id, 'area_km2' as subject, chosen.dataset, chosen.year, fact.value as amount, 'km2' as unit,
        chosen.upload_id, fact.source_sheet, fact.source_row, fact.source_column
    from figures fact
    join chosen on chosen.slice_id = fact.slice_id
    where chosen.table_name = 'figures' and fact.figure = 'area_km2'
),
yearly as (
    select
        area_id, subject, dataset, year, any_value(unit) as unit,
        if(count(*) = count(amount), sum(amount), null) as value,
        min({
            'upload_id': upload_id, 'sheet': source_sheet, 'row': source_row, 'width': length(source_column),
            'letters': source_column
        }) as place
    from series
    group by area_id, subject, dataset, year
),
steps as (
    select *, lag(value) over in_order as other, lag(year) over in_order as year_before
    from yearly
    where value is not null
    window in_order as (partition by area_id, subject, dataset order by year)
),
unusual as (
    select *
    from steps
    where other > 0 and abs(value - other)
        > other * if(subject = 'population', $population_share * (year - year_before), $area_share)
    qualify row_number() over (partition by area_id, subject, year order by abs(value - other) / other desc, dataset) = 1
),
changed as (
    select
        unusual.area_id, unusual.subject, unusual.year, max(changes.to_year) + 1 as border_year,
        string_agg(distinct changes.earlier_name, ', ' order by changes.earlier_name) as earlier_names
    from unusual
    join municipality_changes changes
        on changes.area_id = unusual.area_id and changes.to_year between unusual.year_before and unusual.year - 1
    where changes.kind in ('merged', 'split')
    group by unusual.area_id, unusual.subject, unusual.year
)
select
    unusual.area_id, unusual.subject, unusual.year, abs(value - other) / other as size, value, other, year_before,
    changed.border_year, changed.earlier_names, unit, place.upload_id as upload_id, place.sheet as sheet,
    place.letters || place.row as cell
from unusual
left join changed using (area_id, subject, year)
order by unusual.area_id, unusual.subject, unusual.year
"""


def border_jumps(given: Given) -> pa.Table:
    """Inhabitants that change by more than 10 % a year, and areas that change by more than 10 %. other: the value
    before, in year_before; border_year and earlier_names where the register knows a merger or split in between."""
    parameters = {"population_share": POPULATION_SHARE_A_YEAR, "area_share": AREA_SHARE}
    return given.store.arrow(_STEPS, parameters, chosen=given.slices)
