"""Values a thousand times off what is usual for the same thing in other years or in the store."""

import pyarrow as pa

from data.sql import frame_sql
from loaders.checks.unit_slips import SLIP

# read_values and stored_values are about one thing per area and subject; read_at tells years or days apart.
# The store's values of a slice that the file replaces are no neighbours; what speaks there for the nearest
# time is a comparison of its own, and the stronger one.
UNUSUAL = """
with read_slices as (
    select distinct area_id, dataset, year from read_values
),
neighbours as (
    select area_id, dataset, subject, value from read_values
    union all
    select area_id, dataset, subject, value from stored_values
    anti join read_slices using (area_id, dataset, year)
),
typical as (
    select area_id, dataset, subject, median(value) as by_years
    from neighbours
    where value > 0
    group by area_id, dataset, subject
),
nearest as (
    select
        read_values.area_id, read_values.subject, read_values.read_at,
        arg_min(stored_values.value, abs(stored_values.read_at - read_values.read_at)) as by_store
    from read_values
    join stored_values using (area_id, subject)
    where stored_values.is_headline and stored_values.value > 0
    group by read_values.area_id, read_values.subject, read_values.read_at
),
judged as (
    select
        read_values.*,
        if(value * $slip <= by_store or value >= $slip * by_store, by_store, null) as off_store,
        if(value * $slip <= by_years or value >= $slip * by_years, by_years, null) as off_years
    from read_values
    join typical using (area_id, dataset, subject)
    left join nearest using (area_id, subject, read_at)
    where value > 0
)
select
    *, coalesce(off_store, off_years) as usual, off_store is not null as is_off_store,
    value < coalesce(off_store, off_years) as is_small
from judged
where greatest(value, off_store, off_years) >= $at_least and coalesce(off_store, off_years) is not null
order by source_row
"""


def unusual_values(read_values: pa.Table, stored_values: pa.Table, *, at_least: float = 0.0) -> pa.Table:
    """The values read that are 300 times larger or smaller than in the store at the nearest time, or than the
    median of the series.

    Both have area_id, dataset, year, subject (what the value is about), read_at (a year or a day number) and value
    (zero, negative and null are not compared); stored_values also is_headline. at_least: what the larger of the
    two must reach. Returns the rows read in the order of the file, with usual (what they were compared with),
    is_off_store (else off the median) and is_small."""
    frames = {"read_values": read_values, "stored_values": stored_values}
    return frame_sql(UNUSUAL, {"slip": SLIP, "at_least": at_least}, **frames)
