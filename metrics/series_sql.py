"""The SQL that finds the slices of an area's series and adds their facts up; put together by values.py and
provenance.py.

Each constant is a list of common table expressions or a final select; all values come as $parameters."""

from collections.abc import Sequence

from data.store import Store

# Which slices make up each area's series: its own, and for years before a merger those of its parts when all
# of them are there (docs/methods.md, borders). A slice is found by its integer id; facts are touched only by
# the sums that follow.
#
# A spell is a time without a change; its parts are the codes in force at its end, among them the area's own
# where the municipality kept its code. A release stands on the borders of its own day, so that rows of its
# earlier years may bear the codes of any later spell; a dataset whose years stand on their own borders names
# the codes of the year itself. Parts of a recomputed dataset are summed within one release, and beside an own
# series only within that series' release, so that no vintage is spliced in.
# Inhabitants counted on 1 January are those of 31 December of the year before, and stand there.
# Emissions on another basis than the territorial one are a table of their own here (metrics/indicator.py). Materials
# and figures come from every dataset that speaks: which of them serves is decided for each input.
# Parameters: $areas (ids or null), $kinds (when $areas is null), $dataset (key or null), $all_datasets; for
# MAPPED_INPUTS also $tables.
_NAMED = """
named_areas as (
    select area_id, kind
    from areas
    where if(
        $areas::varchar[] is null,
        kind in (select unnest($kinds::varchar[])) and valid_to is null,
        area_id in (select unnest($areas::varchar[]))
    )
),
"""
_EARLIER = """
earlier as (
    select
        changes.area_id, changes.country_code || '-' || changes.earlier_code as part_id, changes.kind,
        coalesce(changes.from_year, 0) as from_year, coalesce(changes.to_year, 9999) as to_year
    from municipality_changes changes
    join named_areas on named_areas.area_id = changes.area_id
),
wanted_areas as (
    select area_id from named_areas
    union
    select part_id from earlier
),
"""
_NO_EARLIER = """
wanted_areas as (select area_id from named_areas),
"""
_SPEAKING = """
speaking_slices as (
    select
        live.table_name || if(
            live.table_name = 'emissions' and datasets.basis is distinct from 'territorial',
            '_' || coalesce(datasets.basis, ''), ''
        ) as table_name,
        live.area_id, live.dataset, live.release, live.year, live.slice_id, live.is_headline, live.first_event,
        datasets.gas_coverage, coalesce(datasets.kind, '') = 'own_accounts' as is_own,
        coalesce(datasets.population_rule, '') = '1 January' as is_of_january,
        coalesce(datasets.borders, 'release') = 'year' as has_borders_of_year,
        datasets.revision = 'recomputed' as is_recomputed, year(releases.released_on) as release_year,
        case
            when live.table_name = 'population' then live.is_headline
            when live.table_name <> 'emissions' then true
            when $dataset::varchar is not null then live.dataset = $dataset
            else $all_datasets::boolean or live.is_headline
        end as is_chosen
    from live_slices live
    left join datasets on datasets.dataset = live.dataset
    left join releases on releases.dataset = live.dataset and releases.release = live.release
    where
        live.is_speaking
        and live.area_id in (select area_id from wanted_areas)
),
every_speaking as (
    select * from speaking_slices where table_name in (select table_name from wanted_tables)
),
own as (
    select every_speaking.*
    from every_speaking
    join named_areas on named_areas.area_id = every_speaking.area_id
    where every_speaking.is_chosen
),
"""
_WITH_PARTS = """
own_series as (
    select
        area_id, table_name, list(distinct dataset) as datasets
    from own
    group by area_id, table_name
),
spell_parts as (
    select ends.area_id, ends.to_year as last_year, earlier.part_id, earlier.kind
    from (select distinct area_id, to_year from earlier) ends
    join earlier
        on earlier.area_id = ends.area_id and ends.to_year between earlier.from_year and earlier.to_year
),
spells as (
    select
        area_id, last_year, count(distinct part_id) as part_count, bool_or(kind = 'split') as is_split,
        coalesce(lag(last_year) over (partition by area_id order by last_year), 0) as spell_before
    from spell_parts
    group by area_id, last_year
),
part_slices as (
    select
        spell_parts.area_id, spell_parts.last_year, spell_parts.part_id,
        part.* exclude (area_id, is_chosen),
        if(part.is_recomputed, part.release, '') as one_release
    from spell_parts
    join every_speaking part on part.area_id = spell_parts.part_id and part.year <= spell_parts.last_year
    left join own_series on own_series.area_id = spell_parts.area_id and own_series.table_name = part.table_name
    where if(own_series.area_id is null, part.is_chosen, list_contains(own_series.datasets, part.dataset))
),
part_years as (
    select
        area_id, last_year, table_name, dataset, year, one_release, bool_or(is_recomputed) as is_recomputed,
        bool_or(has_borders_of_year) as has_borders_of_year, count(distinct part_id) as present_count,
        bool_or(part_id = area_id) as has_own, bool_or(part_id <> area_id) as has_others,
        min(release_year) <= last_year as is_of_its_time
    from part_slices
    group by area_id, last_year, table_name, dataset, year, one_release
),
own_as_a_part as (
    select distinct area_id, table_name, dataset, year
    from part_years
    where
        has_own
        and (
            has_others and not has_borders_of_year or coalesce(is_of_its_time, false)
            or has_borders_of_year
        )
),
whole_own as (
    select own.*
    from own
    anti join own_as_a_part using (area_id, table_name, dataset, year)
),
own_releases as (
    select area_id, table_name, dataset, max(release) as release
    from whole_own
    group by area_id, table_name, dataset
),
complete_years as (
    select part_years.*
    from part_years
    join spells using (area_id, last_year)
    left join own_releases
        on own_releases.area_id = part_years.area_id and own_releases.table_name = part_years.table_name
        and own_releases.dataset = part_years.dataset
    where
        part_years.present_count = spells.part_count
        and not spells.is_split
        and (not part_years.has_borders_of_year or part_years.year > spells.spell_before)
        and (
            not part_years.is_recomputed or own_releases.release is null
            or own_releases.release = part_years.one_release
        )
    qualify row_number() over (
        partition by
            part_years.area_id, part_years.table_name, part_years.dataset, part_years.year
        order by part_years.last_year, part_years.one_release desc
    ) = 1
),
mapped as (
    select
        table_name, area_id, dataset, release, year - is_of_january::integer as year, slice_id, gas_coverage, is_own,
        is_headline, first_event, null::integer as summed_until
    from whole_own
    union all
    select
        part_slices.table_name, part_slices.area_id, part_slices.dataset, part_slices.release,
        part_slices.year - part_slices.is_of_january::integer as year, part_slices.slice_id,
        part_slices.gas_coverage, part_slices.is_own, part_slices.is_headline, part_slices.first_event,
        part_slices.last_year as summed_until
    from part_slices
    join complete_years using (area_id, last_year, table_name, dataset, year, one_release)
    anti join whole_own using (area_id, table_name, dataset, year)
)
"""
_WITHOUT_PARTS = """
mapped as (
    select
        table_name, area_id, dataset, release, year - is_of_january::integer as year, slice_id, gas_coverage, is_own,
        is_headline, first_event, null::integer as summed_until
    from own
)
"""
_MAPPED = f"{_NAMED} {_EARLIER} {_SPEAKING} {_WITH_PARTS}"
_MAPPED_OF_ONE_PIECE = f"{_NAMED} {_NO_EARLIER} {_SPEAKING} {_WITHOUT_PARTS}"

_SLICES = "wanted_tables as (select unnest(['emissions', 'population']) as table_name),"
_INPUTS = "wanted_tables as (select unnest($tables::varchar[]) as table_name),"
MAPPED_SLICES = f"{_SLICES} {_MAPPED}"
MAPPED_INPUTS = f"{_INPUTS} {_MAPPED}"


def mapped_slices(store: Store, area_ids: Sequence[str] | None) -> str:
    """MAPPED_SLICES, without what is about parts where none of the areas has any: a third of the time of a query of one
    municipality."""
    return MAPPED_SLICES if have_parts(store, area_ids) else f"{_SLICES} {_MAPPED_OF_ONE_PIECE}"


def mapped_inputs(store: Store, area_ids: Sequence[str] | None) -> str:
    """MAPPED_INPUTS, in the same way."""
    return MAPPED_INPUTS if have_parts(store, area_ids) else f"{_INPUTS} {_MAPPED_OF_ONE_PIECE}"


def have_parts(store: Store, area_ids: Sequence[str] | None) -> bool:
    """Whether one of the areas (None: all) continues earlier ones."""
    return area_ids is None or store.arrow(_CHANGED, {"areas": list(area_ids)}).num_rows > 0


_CHANGED = "select 1 from municipality_changes where area_id in (select unnest($areas::varchar[])) limit 1"

# The inhabitants of each area and year; missing as soon as one part is missing.
# Parameters: those above, $statuses (strongest first).
PEOPLE = """
people as (
    select
        mapped.area_id, mapped.year,
        if(count(*) = count(fact.inhabitants), nullif(sum(fact.inhabitants), 0), null) as inhabitants,
        max(list_position($statuses::varchar[], fact.value_status)) as weakness,
        coalesce(bool_or(fact.is_preliminary), false) as is_preliminary
    from population fact
    join mapped on mapped.slice_id = fact.slice_id
    group by mapped.area_id, mapped.year
)
"""

SPEAKING_DATASETS = """
named as (
    select distinct area_id, dataset from mapped where table_name = 'emissions'
)
select named.area_id as municipality_id, datasets.dataset, datasets.title, datasets.gas_coverage
from named
join datasets on datasets.dataset = named.dataset
order by municipality_id, datasets.dataset
"""

# Territorial rows of the area with their level: 0 total, 1 sector, 2 source within the sector.
AREA_FACTS = """
facts as (
    select
        mapped.year, fact.sector, fact.gas, coalesce(fact.is_counted, false) as is_counted,
        fact.emissions_tco2e, fact.missing_reason, fact.value_status,
        case when fact.sector is null then 0 when fact.subsector is null then 1 else 2 end as level
    from emissions fact
    join mapped on mapped.slice_id = fact.slice_id
    where mapped.table_name = 'emissions' and fact.basis = 'territorial'
)
"""

CHOSEN_BY_SECTOR = """
counted_levels as (
    select year, bool_or(is_counted and sector is not null) as has_counted_sectors from facts group by year
),
chosen as (
    select facts.year, facts.sector as part, facts.emissions_tco2e, facts.missing_reason, facts.value_status
    from facts
    join counted_levels using (year)
    where
        facts.sector is not null
        and if(counted_levels.has_counted_sectors, facts.is_counted, facts.level = 1 and facts.gas is null)
)
"""

CHOSEN_BY_GAS = """
counted_rows as (
    select year, count(*) = count(gas) as all_name_a_gas from facts where is_counted group by year
),
levels as (
    select year, min(level) as level from facts where gas is not null group by year
),
chosen as (
    select facts.year, facts.gas as part, facts.emissions_tco2e, facts.missing_reason, facts.value_status
    from facts
    join levels using (year)
    left join counted_rows using (year)
    where
        facts.gas is not null
        and if(coalesce(counted_rows.all_name_a_gas, false), facts.is_counted, facts.level = levels.level)
)
"""

CHOSEN_OF_VINTAGES = """
chosen as (
    select year, release as part, emissions_tco2e, missing_reason, value_status
    from live_emissions
    where
        area_id = $area and dataset = $dataset and not is_speaking and is_counted and basis = 'territorial'
        and coalesce(sector, '') not in (select unnest($outside::varchar[]))
)
"""

# The same rule about missing parts as in metrics/indicator_sql.py, for chosen rows (year, part, …).
SUMMED = """
explained as (
    select
        year, part, emissions_tco2e, list_position($statuses::varchar[], value_status) as weakness,
        if(emissions_tco2e is null, coalesce(missing_reason, 'not_stated'), null) as reason
    from chosen
),
summed as (
    select
        year::integer as year, part, count(emissions_tco2e) as figures,
        fsum(coalesce(emissions_tco2e, if(reason = 'not_occurring', 0, null))) as raw_amount,
        min(reason) filter (where reason in ('included_elsewhere', 'not_applicable')) as passing_reason,
        min(reason) filter (where reason not in ('not_occurring', 'included_elsewhere', 'not_applicable'))
            as blocking_reason,
        ($statuses::varchar[])[max(weakness)] as value_status
    from explained
    group by year, part
),
rounded as (
    select
        *, case
            when raw_amount = 0 then raw_amount
            else round(raw_amount, greatest(14 - floor(log10(abs(raw_amount))), 0)::integer)
        end as amount
    from summed
),
sums as (
    select
        year, part, value_status,
        coalesce(blocking_reason, if(figures = 0, passing_reason, null)) as missing_reason,
        if(blocking_reason is null and (figures > 0 or passing_reason is null), amount, null)
            as emissions_tco2e
    from rounded
)
"""

SUMS_BY_PART = """
select year, part, emissions_tco2e, value_status, missing_reason from sums order by year, part
"""

SUMS_OF_VINTAGES = """
dated as (
    select release, max(released_on) as released_on from releases where dataset = $dataset group by release
)
select sums.part as release, dated.released_on, sums.year, sums.emissions_tco2e as total_tco2e
from sums
left join dated on dated.release = sums.part
order by dated.released_on desc nulls last, release desc, sums.year
"""
