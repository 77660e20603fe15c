"""The SQL that finds the slices of an area's series and adds their facts up; put together by values.py and
provenance.py.

Each constant is a list of common table expressions or a final select; all values come as $parameters."""

# Which slices make up each area's series: its own, and for years before a merger those of its parts when all
# of them are there (docs/methods.md, borders). A slice is found by its integer id; facts are touched only by
# the sums that follow.
#
# A spell is a time without a change; its parts are the codes in force at its end, among them the area's own
# where the municipality kept its code. A release stands on the borders of its own day, so that rows of its
# earlier years may bear the codes of any later spell; a dataset whose years stand on their own borders names
# the codes of the year itself. Parts of a recomputed dataset are summed within one release, and beside an own
# series only within that series' release, so that no vintage is spliced in.
# Parameters: $areas (ids or null), $kinds (when $areas is null), $dataset (key or null), $all_datasets.
MAPPED_SLICES = """
named_areas as (
    select area_id
    from areas
    where if(
        $areas::varchar[] is null,
        kind in (select unnest($kinds::varchar[])) and valid_to is null,
        area_id in (select unnest($areas::varchar[]))
    )
),
earlier as (
    select
        changes.area_id, changes.country_code || '-' || changes.earlier_code as part_id, changes.kind,
        coalesce(changes.from_year, 0) as from_year, coalesce(changes.to_year, 9999) as to_year
    from municipality_changes changes
    join named_areas on named_areas.area_id = changes.area_id
),
every_speaking as (
    select
        live.table_name, live.area_id, live.dataset, live.release, live.year, live.slice_id, live.is_headline,
        coalesce(datasets.borders, 'release') = 'year' as has_borders_of_year,
        datasets.revision = 'recomputed' as is_recomputed, year(releases.released_on) as release_year,
        case
            when live.table_name = 'population' then live.is_headline
            when $dataset::varchar is not null then live.dataset = $dataset
            else $all_datasets::boolean or live.is_headline
        end as is_chosen
    from live_slices live
    left join datasets on datasets.dataset = live.dataset
    left join releases on releases.dataset = live.dataset and releases.release = live.release
    where
        live.is_speaking
        and (live.area_id in (select area_id from named_areas) or live.area_id in (select part_id from earlier))
        and (
            live.table_name = 'population'
            or live.table_name = 'emissions' and datasets.basis = 'territorial'
        )
),
own as (
    select every_speaking.*
    from every_speaking
    join named_areas on named_areas.area_id = every_speaking.area_id
    where every_speaking.is_chosen
),
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
        part.* exclude (area_id, is_headline, is_chosen),
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
    select table_name, area_id, dataset, release, year, slice_id, null::integer as summed_until
    from whole_own
    union all
    select
        part_slices.table_name, part_slices.area_id, part_slices.dataset, part_slices.release,
        part_slices.year, part_slices.slice_id, part_slices.last_year as summed_until
    from part_slices
    join complete_years using (area_id, last_year, table_name, dataset, year, one_release)
    anti join whole_own using (area_id, table_name, dataset, year)
)
"""

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

# A part without a figure stops the sum unless its publisher says that nothing is lost by leaving it out:
# not_occurring is zero, included_elsewhere sits in another row, not_applicable has nothing to report. A sum
# of nothing but such rows is no figure, unless all of them do not occur. Sums are rounded to the 15
# significant digits that a workbook holds, so that 0.1 + 0.2 is 0.3 and a total has the publisher's own
# digits.
# Parameters: those above, and the table `rules` (which sectors each indicator sums). Needs PEOPLE before it.
INDICATOR_VALUES = """
amounts as (
    select
        slice_id, coalesce(sector, '') as sector, emissions_tco2e, is_preliminary,
        list_position($statuses::varchar[], value_status) as weakness,
        if(emissions_tco2e is null, coalesce(missing_reason, 'not_stated'), null) as reason
    from emissions
    where
        is_counted and basis = 'territorial'
        and slice_id in (select slice_id from mapped where table_name = 'emissions')
),
parts as (
    select
        slice_id, sector, count(emissions_tco2e) as figures,
        fsum(coalesce(emissions_tco2e, if(reason = 'not_occurring', 0, null))) as amount,
        min(reason) filter (where reason in ('included_elsewhere', 'not_applicable')) as passing_reason,
        min(reason) filter (where reason not in ('not_occurring', 'included_elsewhere', 'not_applicable'))
            as blocking_reason,
        max(weakness) as weakness, coalesce(bool_or(is_preliminary), false) as is_preliminary
    from amounts
    group by slice_id, sector
),
series as (
    select
        mapped.area_id, mapped.dataset, mapped.year, max(mapped.release) as release,
        any_value(datasets.gas_coverage) as gas_coverage
    from mapped
    join datasets on datasets.dataset = mapped.dataset
    where mapped.table_name = 'emissions'
    group by mapped.area_id, mapped.dataset, mapped.year
),
raw_sums as (
    select
        mapped.area_id, mapped.dataset, mapped.year, rules.indicator, fsum(parts.amount) as raw_amount,
        sum(parts.figures) as figures, min(parts.blocking_reason) as blocking_reason,
        min(parts.passing_reason) as passing_reason, max(parts.weakness) as weakness,
        bool_or(parts.is_preliminary) as is_preliminary
    from mapped
    join parts on parts.slice_id = mapped.slice_id
    join rules on rules.sector = parts.sector
    group by mapped.area_id, mapped.dataset, mapped.year, rules.indicator
),
sums as (
    select
        *, case
            when raw_amount = 0 then raw_amount
            else round(raw_amount, greatest(14 - floor(log10(abs(raw_amount))), 0)::integer)
        end as amount
    from raw_sums
),
wanted as (
    select distinct indicator, position, unit, gas_coverage, is_per_head from rules
),
judged as (
    select
        series.area_id, series.dataset, series.release, series.year, series.gas_coverage,
        wanted.indicator, wanted.position, wanted.unit,
        if(wanted.is_per_head, sums.amount / people.inhabitants, sums.amount) as amount,
        greatest(sums.weakness, if(wanted.is_per_head, people.weakness, null)) as weakness,
        coalesce(sums.is_preliminary or (wanted.is_per_head and people.is_preliminary), false)
            as is_preliminary,
        case
            when sums.indicator is null then 'no_rows'
            when sums.blocking_reason is not null then sums.blocking_reason
            when sums.figures = 0 and sums.passing_reason is not null then sums.passing_reason
            when wanted.is_per_head and people.inhabitants is null then 'no_population'
        end as missing_reason
    from series
    join wanted on wanted.gas_coverage = series.gas_coverage
    left join sums
        on sums.area_id = series.area_id and sums.dataset = series.dataset and sums.year = series.year
        and sums.indicator = wanted.indicator
    left join people on people.area_id = series.area_id and people.year = series.year
)
select
    area_id as municipality_id, indicator, year::integer as year,
    if(missing_reason is null, amount, null) as value, unit, dataset, release, gas_coverage,
    if(missing_reason is null, ($statuses::varchar[])[weakness], null) as value_status,
    is_preliminary, missing_reason
from judged
order by municipality_id, position, dataset, year
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

# The same rule about missing parts as in INDICATOR_VALUES, for chosen rows (year, part, …).
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

FACTS_BEHIND = """
emission_facts as (
    select
        1 as part, mapped.slice_id, mapped.dataset, mapped.release, fact.source_sheet, fact.source_row,
        fact.source_column, fact.source_label, fact.sector, fact.subsector, fact.gas, fact.emissions_tco2e,
        null::bigint as inhabitants, fact.missing_reason
    from emissions fact
    join mapped on mapped.slice_id = fact.slice_id
    join datasets on datasets.dataset = mapped.dataset
    where
        mapped.table_name = 'emissions' and mapped.year = $year and datasets.gas_coverage = $gas_coverage
        and fact.is_counted and fact.basis = 'territorial'
        and coalesce(fact.sector, '') in (select unnest($sectors::varchar[]))
),
population_facts as (
    select
        2 as part, mapped.slice_id, mapped.dataset, mapped.release, fact.source_sheet, fact.source_row,
        fact.source_column, fact.source_label, null as sector, null as subsector, null as gas,
        null::double as emissions_tco2e, fact.inhabitants, fact.missing_reason
    from population fact
    join mapped on mapped.slice_id = fact.slice_id
    where $is_per_head and mapped.table_name = 'population' and mapped.year = $year
),
facts as (
    select * from emission_facts union all select * from population_facts
)
select
    uploads.upload_id, uploads.file_name, uploads.sha256, facts.source_sheet as sheet,
    facts.source_column || facts.source_row as cell, facts.source_row as row, facts.sector, facts.subsector,
    facts.gas, facts.emissions_tco2e, facts.inhabitants, facts.missing_reason, facts.source_label,
    facts.dataset, facts.release
from facts
join slices on slices.slice_id = facts.slice_id
join uploads on uploads.upload_id = slices.upload_id
order by
    facts.part, facts.sector nulls first, facts.subsector nulls first, facts.gas nulls first, sheet,
    facts.source_row
"""
