"""Values a thousand times off: kilotonnes or kilograms where tonnes are meant."""

import pyarrow as pa

from metrics.plausibility.given import Given, given

SLIP = 300.0  # between a true change and a factor of 1000
SECTOR_SHARE = 0.01  # what a sector must be off by, as a share of the area's usual total
PEERS_AT_LEAST = 5  # municipalities with a figure for the year
USUAL_PER_HEAD_TCO2E = (1.0, 100.0)  # inside, no comparison with peers is needed: their median lies here too

# A publisher's sector may shrink so far when a plant closes; only what people type is compared by sector.
_BY_YEARS = """
with every_year as (
    select * from sums where value > 0
    union all by name
    select * from amounts where value > 0
),
usual as (
    select *, median(value) over (partition by area_id, dataset, subject) as other,
        median(area_total) over (partition by area_id, dataset, subject) as usual_total
    from every_year
),
off as (
    select *
    from usual
    where
        (value * $slip <= other or value >= $slip * other)
        and (subject = 'total' or is_own)
        and (subject = 'total' or usual_total is null or abs(value - other) > $share * usual_total)
)
select
    off.area_id, off.subject, off.year, greatest(off.value / off.other, off.other / off.value) as size, off.value,
    off.other, 'years' as judged_by, off.unit
from off
anti join (select area_id, dataset, year from off where subject = 'total') whole
    on off.area_id = whole.area_id and off.dataset = whole.dataset and off.year = whole.year and off.subject <> 'total'
order by off.area_id, off.subject, off.year
"""

_PEOPLE = """
people as (
    select chosen.area_id, chosen.year, if(count(*) = count(fact.inhabitants), sum(fact.inhabitants), null) as inhabitants
    from population fact
    join chosen on chosen.slice_id = fact.slice_id
    where chosen.table_name = 'population'
    group by chosen.area_id, chosen.year
),
per_head as (
    select sums.*, people.inhabitants, sums.value / people.inhabitants as per_head
    from sums
    join people on people.area_id = sums.area_id and people.year = sums.year
    where sums.subject = 'total' and sums.value > 0 and people.inhabitants > 0
)
"""

_PER_HEAD = """
select * exclude (dataset, area_total, is_own)
from per_head
where per_head not between $low and $high
order by area_id, year
"""

_PEERS = """
select gas_coverage, year, median(per_head) as usual
from per_head
group by gas_coverage, year
having count(*) >= $least
order by gas_coverage, year
"""

_BY_PEERS = """
with sized as (
    select striking.*, peers.usual * striking.inhabitants as other
    from striking
    join peers on peers.gas_coverage = striking.gas_coverage and peers.year = striking.year
)
select
    sized.area_id, sized.subject, sized.year, greatest(sized.value / sized.other, sized.other / sized.value) as size,
    sized.value, sized.other, 'peers' as judged_by, sized.unit
from sized
anti join by_years using (area_id, subject, year)
where sized.value * $slip <= sized.other or sized.value >= $slip * sized.other
order by sized.area_id, sized.year
"""


def slips(given: Given) -> pa.Table:
    """Totals, sectors and amounts that are 300 times larger or smaller than the median of their years, and totals that
    are so beside what the municipalities of the same year have per inhabitant (at least 5 of them, the same gases).

    other: the usual value; judged_by: years or peers."""
    by_years = given.store.arrow(
        _BY_YEARS, {"slip": SLIP, "share": SECTOR_SHARE}, sums=given.emissions, amounts=given.amounts
    )
    striking = _striking(given)
    if not striking.num_rows:
        return by_years
    by_peers = given.store.arrow(
        _BY_PEERS, {"slip": SLIP}, striking=striking, peers=_peers(given), by_years=by_years
    )
    return pa.concat_tables([by_years, by_peers], promote_options="permissive")


def _striking(given: Given) -> pa.Table:
    low, high = USUAL_PER_HEAD_TCO2E
    return given.store.arrow(
        f"with {_PEOPLE} {_PER_HEAD}", {"low": low, "high": high}, chosen=given.slices, sums=given.emissions
    )


def _peers(one: Given) -> pa.Table:
    """The median of tonnes per inhabitant over all municipalities, by gas coverage and year."""
    every = one if one.areas is None else given(one.store, None)
    return every.store.arrow(
        f"with {_PEOPLE} {_PEERS}", {"least": PEERS_AT_LEAST}, chosen=every.slices, sums=every.emissions
    )
