"""The SQL that makes indicator values out of mapped slices, and finds the facts behind one value; put together by
values.py and provenance.py.

It knows tables and inputs, no indicator: which inputs are added up and divided is data (`inputs` and `roles`, made
from the registry). All values come as $parameters."""

from collections.abc import Collection

# Every row that may be an input, with the key of the input and its place in the original file. Emissions count by
# sector (after the basis and a colon where that is not the territory, so that no two tables share a key), figures by
# their key, materials by origin, material and stage: an amount of all units together speaks before those of single
# units, and an amount of all materials before those of single materials.
# Parameters: those of MAPPED_INPUTS.
_EMISSION_COLUMNS = """
    missing_reason, sector, subsector, gas, source_sheet, source_row, source_column, source_label
"""
_OTHER_COLUMNS = """
    missing_reason, null as sector, null as subsector, null as gas, source_sheet, source_row, source_column, source_label
"""
_TERRITORIAL_ROWS = f"""
    select
        slice_id, coalesce(sector, '') as input, emissions_tco2e as amount, value_status, is_preliminary,
        {_EMISSION_COLUMNS}
    from emissions
    where
        is_counted and basis = 'territorial'
        and slice_id in (select slice_id from mapped where table_name = 'emissions')
"""  # noqa: S608 - our own words only
_ROWS_OF_OTHER_BASES = f"""
    select
        slice_id, basis || ':' || coalesce(sector, '') as input, emissions_tco2e as amount, value_status,
        is_preliminary, {_EMISSION_COLUMNS}
    from emissions
    where
        is_counted and basis <> 'territorial'
        and slice_id in (select slice_id from mapped where starts_with(table_name, 'emissions_'))
"""  # noqa: S608 - our own words only
_MATERIALS = """
material_rows as (
    select *
    from materials
    where slice_id in (select slice_id from mapped where table_name = 'materials')
    qualify
        (source_entity is null)
        = bool_or(source_entity is null) over (partition by slice_id, origin, material, stage)
),
whole_material_rows as (
    select *
    from material_rows
    qualify (material = 'all') = bool_or(material = 'all') over (partition by slice_id, origin, stage)
),
material_inputs as (
    select *, material as counted_as, amount_tonnes as amount from material_rows
    union all
    select *, 'total' as counted_as, amount_tonnes as amount from whole_material_rows
    union all
    select *, 'secondary' as counted_as, amount_tonnes * secondary_percent / 100 as amount from whole_material_rows
    union all
    select *, 'renewable' as counted_as, amount_tonnes * renewable_percent / 100 as amount from whole_material_rows
),
"""
_ROWS_OF_TABLES = {
    "emissions": _TERRITORIAL_ROWS,
    "emissions_consumption": _ROWS_OF_OTHER_BASES,
    "emissions_own_operations": _ROWS_OF_OTHER_BASES,
    "materials": f"""
    select
        slice_id, concat_ws('/', origin, counted_as, stage) as input, amount, value_status, is_preliminary,
        {_OTHER_COLUMNS}
    from material_inputs
""",  # noqa: S608 - our own words only
    "figures": f"""
    select
        slice_id, figure as input, value as amount, value_status, is_preliminary, {_OTHER_COLUMNS}
    from figures
    where slice_id in (select slice_id from mapped where table_name = 'figures')
""",  # noqa: S608 - our own words only
    "population": f"""
    select
        slice_id, 'people' as input, inhabitants as amount, value_status, is_preliminary, {_OTHER_COLUMNS}
    from population
    where slice_id in (select slice_id from mapped where table_name = 'population')
""",  # noqa: S608 - our own words only
}


def _input_rows(tables: Collection[str]) -> str:
    rows = "union all".join(dict.fromkeys(_ROWS_OF_TABLES[table] for table in tables))
    return f"{_MATERIALS if 'materials' in tables else ''} input_rows as ({rows})"


# The sums that indicators ask for, by area, table, dataset and year. A part without a figure stops the sum unless its
# publisher says that nothing is lost by leaving it out: not_occurring is zero, included_elsewhere sits in another row,
# not_applicable has nothing to report. A sum of nothing but such rows is no figure, unless all of them do not occur.
# Sums are rounded to the 15 significant digits that a workbook holds, so that 0.1 + 0.2 is 0.3 and a total has the
# publisher's own digits.
# A reason is its place in a list, in which those that stop a sum ($blocking of them) come before those that do not.
# Parameters: those above, $statuses (strongest first), $reasons, $blocking, and the table `inputs` (sum_id, input, is_additive).
_INPUT_SUMS = """
parts as (
    select
        slice_id, input, count(amount) as figures,
        fsum(coalesce(amount, if(missing_reason = 'not_occurring', 0, null))) as amount,
        min(
            case
                when amount is not null or missing_reason = 'not_occurring' then null
                else coalesce(
                    list_position($reasons::varchar[], missing_reason), list_position($reasons::varchar[], 'not_stated')
                )
            end
        ) as reason,
        max(list_position($statuses::varchar[], value_status)) as weakness,
        coalesce(bool_or(is_preliminary), false) as is_preliminary
    from input_rows
    group by slice_id, input
),
series_years as (
    select
        row_number() over (order by area_id, dataset, year, table_name) as series_year,
        dense_rank() over (order by area_id) as area_number, area_id, table_name, dataset, year,
        max(release) as release, any_value(gas_coverage) as gas_coverage, bool_or(is_own) as is_own,
        bool_or(is_headline) as is_headline, min(first_event) as first_event
    from mapped
    group by area_id, table_name, dataset, year
),
members as (
    select
        mapped.slice_id, mapped.table_name, mapped.summed_until is not null as is_of_parts, series_years.series_year
    from mapped
    join series_years
        on series_years.area_id = mapped.area_id and series_years.table_name = mapped.table_name
        and series_years.dataset = mapped.dataset and series_years.year = mapped.year
),
sums_of_slices as (
    select
        parts.slice_id, inputs.sum_id, bool_or(inputs.is_additive) as is_additive, fsum(parts.amount) as raw_amount,
        sum(parts.figures) as figures, min(parts.reason) as reason, max(parts.weakness) as weakness,
        bool_or(parts.is_preliminary) as is_preliminary
    from parts
    join inputs on inputs.input = parts.input
    group by parts.slice_id, inputs.sum_id
),
raw_sums as (
    select
        members.series_year, each.sum_id, each.raw_amount, each.figures, each.reason, each.weakness, each.is_preliminary
    from sums_of_slices each
    join members on members.slice_id = each.slice_id and not members.is_of_parts
    union all
    select
        members.series_year, each.sum_id, fsum(each.raw_amount), sum(each.figures), min(each.reason),
        max(each.weakness), bool_or(each.is_preliminary)
    from sums_of_slices each
    join members on members.slice_id = each.slice_id and members.is_of_parts
    where each.is_additive
    group by members.series_year, each.sum_id
),
sums as (
    select
        series_year, sum_id, weakness, is_preliminary,
        if(
            raw_amount = 0, raw_amount, round(raw_amount, greatest(14 - floor(log10(abs(raw_amount))), 0)::integer)
        ) as amount,
        if(reason <= $blocking or figures = 0, reason, null) as reason
    from raw_sums
)
"""

# Which series stand: of an emission inventory every year that it has, of other tables the years that have what is
# measured. Where several datasets or definitions could serve an area, a publisher's goes before own accounts, then the
# definition that the registry names first, then the headline, then what was loaded first. What another table adds
# (inhabitants, compensation) comes from the dataset that is best there. A running sum takes the years since its whole
# was last stated, each of them a row of `used`; before that it does not appear.
# Parameters: those above, $dataset, $all_datasets, and the table `roles` (one row per indicator, definition and role).
_SERIES = """
candidates as (
    select
        series_years.series_year, series_years.area_number, series_years.dataset, series_years.year,
        series_years.is_own, series_years.is_headline, series_years.first_event, measured.position,
        measured.definition_id, measured.definition_number, measured.is_emission_table
    from series_years
    join (select * from roles where role_number = 1) measured on measured.table_name = series_years.table_name
    left join sums on sums.series_year = series_years.series_year and sums.sum_id = measured.sum_id
    where
        (measured.gas_coverage = '' or measured.gas_coverage = series_years.gas_coverage)
        and (measured.is_emission_table or sums.sum_id is not null)
        and (measured.is_emission_table or $dataset::varchar is null or series_years.dataset = $dataset)
        and (
            not measured.is_national
            or series_years.area_id in (select area_id from named_areas where kind = 'nation')
        )
),
preferred as (
    select area_number, definition_id, dataset
    from candidates
    group by area_number, position, definition_id, definition_number, dataset, is_emission_table
    qualify row_number() over (
        partition by
            area_number, position,
            if(is_emission_table or $all_datasets::boolean or $dataset::varchar is not null, dataset, '')
        order by bool_or(is_own), definition_number, bool_or(is_headline) desc, min(first_event), dataset
    ) = 1
),
series as (
    select candidates.series_year, candidates.area_number, candidates.year, candidates.position, candidates.definition_id
    from candidates
    join preferred using (area_number, definition_id, dataset)
)
"""

_BESIDE = """
sources_beside as (
    select series_years.area_number, sums.sum_id, series_years.dataset
    from sums
    join series_years on series_years.series_year = sums.series_year
    where sums.sum_id in (select sum_id from roles where not is_of_measured_table)
    group by series_years.area_number, sums.sum_id, series_years.dataset
    qualify row_number() over (
        partition by series_years.area_number, sums.sum_id
        order by
            bool_or(series_years.is_own), bool_or(series_years.is_headline) desc, min(series_years.first_event),
            series_years.dataset
    ) = 1
),
sums_beside as (
    select series_years.area_number, series_years.year, sums.sum_id, sums.series_year
    from sums
    join series_years on series_years.series_year = sums.series_year
    join sources_beside
        on sources_beside.area_number = series_years.area_number and sources_beside.sum_id = sums.sum_id
        and sources_beside.dataset = series_years.dataset
)
"""

_RUNNING = """
running_wholes as materialized (
    select
        roles.definition_id, roles.role_number, roles.sum_id, sums_beside.area_number, sums_beside.year,
        sums_beside.series_year
    from roles
    join sums_beside on sums_beside.sum_id = roles.sum_id
    where roles.is_running and roles.is_denominator
),
running as (
    select series.*, whole.role_number, whole.sum_id, whole.series_year as whole_year, whole.year as started
    from series
    join running_wholes whole
        on whole.definition_id = series.definition_id and whole.area_number = series.area_number
        and whole.year <= series.year
    qualify row_number() over (partition by series.series_year, series.definition_id order by whole.year desc) = 1
),
running_years as (
    select series_year, area_number, definition_id, unnest(range(started::bigint, year + 1)) as year
    from running
)
"""

# Which sum each role of a year of a series takes.
_USED_OF_MEASURED = """
    select
        series.series_year, series.definition_id, roles.role_number, roles.sum_id, series.series_year as source_year
    from series
    join roles on roles.definition_id = series.definition_id
    where roles.is_of_measured_table and not roles.is_running
"""
_USED_OF_BESIDE = """
    select
        series.series_year, series.definition_id, roles.role_number, roles.sum_id,
        sums_beside.series_year as source_year
    from series
    join roles on roles.definition_id = series.definition_id
    left join sums_beside
        on sums_beside.area_number = series.area_number and sums_beside.year = series.year
        and sums_beside.sum_id = roles.sum_id
    where not roles.is_of_measured_table and not roles.is_running
"""
_USED_OF_RUNNING = """
    select series_year, definition_id, role_number, sum_id, whole_year as source_year
    from running
    union all
    select
        running_years.series_year, running_years.definition_id, roles.role_number, roles.sum_id,
        source.series_year as source_year
    from running_years
    join roles on roles.definition_id = running_years.definition_id and roles.is_of_measured_table
    left join series source
        on source.area_number = running_years.area_number and source.definition_id = running_years.definition_id
        and source.year = running_years.year
"""


def indicator_series(mapped: str, tables: Collection[str], *, has_beside: bool, has_running: bool) -> str:
    """The expressions up to `series` and `used`, with no more than the formulas need: half of what a query of one
    municipality takes is planning.

    mapped: metrics.series_sql.mapped_inputs. tables: those that the formulas read. has_beside: whether one takes rows
    of a second table. has_running: whether one adds up years."""
    parts, used = [mapped, _input_rows(tables), _INPUT_SUMS, _SERIES], [_USED_OF_MEASURED]
    if has_beside:
        parts.append(_BESIDE)
        used.append(_USED_OF_BESIDE)
    if has_running:
        parts.append(_RUNNING)
        used.append(_USED_OF_RUNNING)
    return ", ".join([*parts, f"used as ({'union all'.join(used)})"])


# What each role of a formula amounts to in a year of a series, or why it does not.
ROLES_EXPLAINED = """
explained as (
    select
        used.series_year, used.definition_id, used.role_number, roles.role, roles.is_denominator, roles.sign,
        sums.amount, sums.weakness, sums.is_preliminary,
        case
            when sums.sum_id is null
                then if(roles.is_required, list_position($reasons::varchar[], roles.absent), null)
            when sums.reason is not null then sums.reason
            when roles.is_denominator and sums.amount = 0
                then list_position(
                    $reasons::varchar[], if(roles.table_name = 'population', 'no_population', 'zero_whole')
                )
        end as reason
    from used
    join roles on roles.definition_id = used.definition_id and roles.role_number = used.role_number
    left join sums on sums.series_year = used.source_year and sums.sum_id = used.sum_id
)
"""

# Value = factor × (numerators, with their signs) / (denominators). The first role that is missing says why.
VALUES_FOUND = """
put_together as (
    select
        series_year, definition_id, sum(sign * amount) filter (not is_denominator) as raw_amount,
        sum(amount) filter (is_denominator) as whole, arg_min(reason, role_number) as reason,
        max(weakness) as weakness, coalesce(bool_or(is_preliminary), false) as is_preliminary
    from explained
    group by series_year, definition_id
),
values_found as (
    select
        *, if(
            raw_amount = 0, raw_amount, round(raw_amount, greatest(14 - floor(log10(abs(raw_amount))), 0)::integer)
        ) as amount
    from put_together
),
headings as (
    select distinct definition_id, indicator, position, unit, definition, factor, gas_coverage from roles
)
"""

INDICATOR_VALUES = """
select
    series_years.area_id as municipality_id, headings.indicator, series_years.year::integer as year,
    if(
        values_found.reason is null, headings.factor * values_found.amount / coalesce(values_found.whole, 1), null
    ) as value,
    headings.unit, series_years.dataset, series_years.release,
    if(headings.gas_coverage = '', '', series_years.gas_coverage) as gas_coverage,
    if(values_found.reason is null, ($statuses::varchar[])[values_found.weakness], null) as value_status,
    values_found.is_preliminary, ($reasons::varchar[])[values_found.reason] as missing_reason, headings.definition
from series
join series_years on series_years.series_year = series.series_year
join headings on headings.definition_id = series.definition_id
join values_found
    on values_found.series_year = series.series_year and values_found.definition_id = series.definition_id
order by series.area_number, series.position, series.series_year
"""

# The same with no more than is needed to judge.
INDICATOR_POINTS = """
select
    series_years.area_id as municipality_id, headings.position, series_years.year::integer as year,
    if(
        values_found.reason is null, headings.factor * values_found.amount / coalesce(values_found.whole, 1), null
    ) as value,
    ($reasons::varchar[])[values_found.reason] as missing_reason, series_years.dataset
from series
join series_years on series_years.series_year = series.series_year
join headings on headings.definition_id = series.definition_id
join values_found
    on values_found.series_year = series.series_year and values_found.definition_id = series.definition_id
order by series.area_number, series.position, series.series_year
"""

FORMULA_PARTS = """
select
    series_years.area_id as municipality_id, series_years.year::integer as year, parts_of_role.role,
    parts_of_role.sign, parts_of_role.is_denominator,
    if(parts_of_role.reason is null, parts_of_role.amount, null) as amount,
    ($reasons::varchar[])[parts_of_role.reason] as missing_reason,
    series_years.dataset, headings.definition
from series
join series_years on series_years.series_year = series.series_year
join (
    select
        series_year, definition_id, role_number, any_value(role) as role, any_value(sign) as sign,
        any_value(is_denominator) as is_denominator, sum(amount) as amount, min(reason) as reason
    from explained
    group by series_year, definition_id, role_number
) parts_of_role
    on parts_of_role.series_year = series.series_year and parts_of_role.definition_id = series.definition_id
join (select distinct definition_id, definition from roles) headings on headings.definition_id = series.definition_id
order by series.area_number, series.series_year, parts_of_role.role_number
"""

# Parameters: those above, $year.
FACTS_BEHIND = """
behind as (
    select distinct
        used.role_number, roles.role, roles.table_name, members.slice_id, inputs.input
    from used
    join roles on roles.definition_id = used.definition_id and roles.role_number = used.role_number
    join series on series.series_year = used.series_year and series.definition_id = used.definition_id
    join inputs on inputs.sum_id = used.sum_id
    join members on members.series_year = used.source_year
    where series.year = $year and (inputs.is_additive or not members.is_of_parts)
)
select
    uploads.upload_id, uploads.file_name, uploads.sha256, fact.source_sheet as sheet,
    fact.source_column || fact.source_row as cell, fact.source_row as row, fact.sector, fact.subsector, fact.gas,
    if(starts_with(behind.table_name, 'emissions'), fact.amount, null) as emissions_tco2e,
    if(behind.table_name = 'population', fact.amount::bigint, null) as inhabitants,
    fact.missing_reason, fact.source_label, slices.dataset, slices.release, behind.role, behind.table_name,
    split_part(behind.input, ':', -1) as input, fact.amount
from behind
join input_rows fact on fact.slice_id = behind.slice_id and fact.input = behind.input
join slices on slices.slice_id = behind.slice_id
join uploads on uploads.upload_id = slices.upload_id
order by
    behind.role_number, behind.input, fact.subsector nulls first, fact.gas nulls first, sheet, fact.source_row
"""
