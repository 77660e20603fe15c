"""Series that jump from one data year to the next, and series with a gap."""

import pyarrow as pa

from metrics.plausibility.given import Given
from metrics.plausibility.slips import slips

JUMP_SHARE = 0.5  # from one data year to the next
SECTOR_SHARE = 0.01  # what a sector must move by, as a share of the area's total

# A step into or out of a year that looks like a slip of the unit is told there.
_JUMPS = """
with known as (
    select * from sums where value is not null
    union all by name
    select * from amounts where value is not null
),
steps as (
    select *, lag(value) over in_order as other, lag(year) over in_order as year_before,
        lag(area_total) over in_order as total_before
    from known
    window in_order as (partition by area_id, dataset, subject order by year)
),
sized as (
    select *, abs(value - other) as step, greatest(abs(area_total), abs(total_before)) as whole
    from steps
    where other is not null
)
select
    sized.area_id, sized.subject, sized.year,
    coalesce(step / nullif(coalesce(whole, abs(sized.other)), 0), 1) as size, sized.value, sized.other,
    sized.year_before, sized.unit
from sized
anti join slips
    on slips.area_id = sized.area_id and slips.subject in ('total', sized.subject)
    and slips.year in (sized.year, sized.year_before)
where step > $jump * abs(sized.other) and (sized.subject = 'total' or whole is null or step > $share * whole)
order by sized.area_id, sized.subject, sized.year
"""

# The data years of a dataset are those that most of the areas have whose series reach so far; own accounts have the
# years they have. A year with rows and without a figure is a gap as well, unless the series only begins later.
_GAPS = """
with spans as (
    select live.dataset, live.area_id, min(live.year) as first_year, max(live.year) as last_year
    from live_slices live
    join datasets on datasets.dataset = live.dataset
    where live.table_name = 'emissions' and live.is_speaking and coalesce(datasets.kind, '') <> 'own_accounts'
    group by live.dataset, live.area_id
),
held as (
    select dataset, year, count(distinct area_id) as areas
    from live_slices
    where table_name = 'emissions' and is_speaking
    group by dataset, year
),
data_years as (
    select held.dataset, held.year
    from held
    join spans on spans.dataset = held.dataset and held.year between spans.first_year and spans.last_year
    group by held.dataset, held.year, held.areas
    having 2 * held.areas > count(*)
),
expected as (
    select distinct series.area_id, series.dataset, series.subject, data_years.year
    from (select distinct area_id, dataset, subject from sums) series
    join data_years on data_years.dataset = series.dataset
    union
    select area_id, dataset, subject, year from sums where is_blocked
),
ranges as (
    select
        area_id, dataset, subject, any_value(unit) as unit, min(year) filter (where value is not null) as first_year,
        max(year) filter (where value is not null) as last_year
    from sums
    group by area_id, dataset, subject
),
lacking as (
    select
        expected.*, ranges.unit, before.year as year_before, before.value as other, before.area_total
    from expected
    join ranges using (area_id, dataset, subject)
    left join sums own using (area_id, dataset, subject, year)
    asof join (select * from sums where value is not null) before
        on before.area_id = expected.area_id and before.dataset = expected.dataset
        and before.subject = expected.subject and before.year <= expected.year
    where own.value is null and coalesce(own.is_blocked, expected.year < ranges.last_year)
)
select
    area_id, subject, year, coalesce(abs(other) / nullif(abs(area_total), 0), 1) as size, null::double as value, other,
    year_before, unit
from lacking
where subject = 'total' or abs(other) > $share * abs(area_total)
order by area_id, subject, year
"""


def jumps(given: Given) -> pa.Table:
    """What changes by more than half from one data year to the next; sectors only where the change passes 1 % of the
    area's total (of the larger year). other: the value before, in year_before."""
    parameters = {"jump": JUMP_SHARE, "share": SECTOR_SHARE}
    frames = {"sums": given.emissions, "amounts": given.amounts, "slips": slips(given)}
    return given.store.arrow(_JUMPS, parameters, **frames)


def gaps(given: Given) -> pa.Table:
    """Years in which a total, or a sector of more than 1 % of the total, has no figure between or after others. other:
    the last value before, in year_before."""
    return given.store.arrow(_GAPS, {"share": SECTOR_SHARE}, sums=given.emissions)
