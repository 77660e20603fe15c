"""What every check is given: the speaking headline series of the areas it is asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from data.code_lists import OUTSIDE_TOTAL
from data.store import Store
from metrics.registry import INDICATORS
from metrics.series_sql import MAPPED_INPUTS
from metrics.values import value_rows

TOTAL = "total"  # the subject of what concerns an area's whole emissions
TABLES = ("emissions", "population", "figures")


@dataclass(frozen=True)
class Given:
    """The part of a store that is checked. areas: ids, None for every municipality of today."""

    store: Store
    areas: tuple[str, ...] | None = None

    @cached_property
    def slices(self) -> pa.Table:
        """The slices that make up the series, merged municipalities with their parts before the merger: table_name,
        area_id, dataset, year, slice_id, gas_coverage, is_own, upload_id."""
        return self.store.arrow(
            f"with {MAPPED_INPUTS} {_CHOSEN}",
            {
                "areas": self.named,
                "kinds": ["municipality"],
                "dataset": None,
                "all_datasets": False,
                "tables": list(TABLES),
            },
        )

    @property
    def named(self) -> list[str] | None:
        """The ids as a query takes them."""
        return None if self.areas is None else list(self.areas)

    def asks_about(self, area_id: str) -> bool:
        """Whether an area is among those that are checked."""
        if self.areas is not None:
            return area_id in self.areas
        area = self.store.register().resolve_id(area_id)
        return area is not None and area.kind == "municipality" and area.valid_to is None

    @cached_property
    def emissions(self) -> pa.Table:
        """Territorial emissions, one row per area, dataset, subject (total or sector) and year.

        The sectors are those of the headline total: land use and credits swing by their nature. value: t, null where a
        part is missing (is_blocked) or all of it stands elsewhere; area_total: the total of the year; is_own: of the
        municipality's own accounts. Other columns: gas_coverage, unit."""
        return self.store.arrow(_EMISSIONS, {"outside": list(OUTSIDE_TOTAL)}, chosen=self.slices)

    @cached_property
    def amounts(self) -> pa.Table:
        """The same rows for the core indicators that are amounts and no territorial emissions, such as waste per
        inhabitant: subject is the indicator's key, dataset names the definition too."""
        found = value_rows(self.store, municipality_ids=self.named, indicators=AMOUNTS)
        return self.store.arrow(_AMOUNTS, found=found)


def given(store: Store, municipality_ids: Sequence[str] | None) -> Given:
    """What is checked of the named areas, or of all."""
    return Given(store, None if municipality_ids is None else tuple(municipality_ids))


# Amounts whose course is steady; what happens in single years (damage by weather) jumps by its nature.
AMOUNTS = tuple(
    key
    for key, indicator in INDICATORS.items()
    if indicator.scale == "amount"
    and indicator.indicator_class == "core"
    and not (indicator.basis == "territorial" and indicator.sectors)
)

_CHOSEN = """
select
    mapped.table_name, mapped.area_id, mapped.dataset, mapped.year::integer as year, mapped.slice_id,
    mapped.gas_coverage, mapped.is_own, slices.upload_id
from mapped
join slices on slices.slice_id = mapped.slice_id
order by mapped.slice_id
"""

# Where only a total is counted, the publisher's sector rows beside it are the sectors. Missing parts as in
# metrics/indicator_sql.py. Facts are added up by the ids of their slices first: that is a fraction of the work.
_EMISSIONS = """
with parts as (
    select
        slice_id, sector, coalesce(is_counted, false) as is_counted, subsector is null and gas is null as is_plain,
        count(emissions_tco2e) as figures,
        fsum(coalesce(emissions_tco2e, if(missing_reason = 'not_occurring', 0, null))) as amount,
        bool_or(
            emissions_tco2e is null and coalesce(missing_reason, '') in ('included_elsewhere', 'not_applicable')
        ) as has_passing,
        bool_or(
            emissions_tco2e is null
            and coalesce(missing_reason, '') not in ('not_occurring', 'included_elsewhere', 'not_applicable')
        ) as is_blocked
    from emissions
    where
        slice_id in (select slice_id from chosen where table_name = 'emissions') and basis = 'territorial'
        and coalesce(sector, '') not in (select unnest($outside::varchar[]))
    group by slice_id, sector, coalesce(is_counted, false), subsector is null and gas is null
),
facts as (
    select chosen.area_id, chosen.dataset, chosen.gas_coverage, chosen.is_own, chosen.year, parts.*
    from parts
    join chosen on chosen.slice_id = parts.slice_id
),
levels as (
    select area_id, dataset, year, bool_or(is_counted and sector is not null) as has_counted_sectors
    from facts
    group by area_id, dataset, year
),
members as (
    select *, 'total' as subject from facts where is_counted
    union all
    select facts.*, facts.sector as subject
    from facts
    join levels using (area_id, dataset, year)
    where facts.sector is not null and if(levels.has_counted_sectors, facts.is_counted, facts.is_plain)
),
sums as (
    select
        area_id, dataset, gas_coverage, is_own, subject, year, sum(figures) as figures, fsum(amount) as raw_amount,
        bool_or(has_passing) as has_passing, bool_or(is_blocked) as is_blocked
    from members
    group by area_id, dataset, gas_coverage, is_own, subject, year
),
known as (
    select
        *, case
            when is_blocked or figures = 0 and has_passing then null
            when raw_amount = 0 then raw_amount
            else round(raw_amount, greatest(14 - floor(log10(abs(raw_amount))), 0)::integer)
        end as value
    from sums
)
select
    area_id, dataset, gas_coverage, is_own, subject, year, value, is_blocked,
    max(value) filter (where subject = 'total') over (partition by area_id, dataset, year) as area_total,
    if(gas_coverage = 'co2', 't CO2', 't CO2e') as unit
from known
order by area_id, dataset, subject, year
"""

_AMOUNTS = """
select
    municipality_id as area_id, dataset || '/' || definition as dataset, gas_coverage, true as is_own,
    indicator as subject, year::integer as year, value, false as is_blocked, null::double as area_total,
    unit
from found
order by area_id, dataset, subject, year
"""
