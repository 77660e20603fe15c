"""Materials and waste: amounts a thousand times off, totals that jump, one unit that outweighs all others, more
treated than was generated.

Single plants come, go and swing. Where a publisher names them, what is unusual is looked for in the municipality's
total of each material and stage, and told only where it weighs something in the whole file."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.code_lists import MATERIALS, ORIGINS, STAGES
from data.sql import frame_sql
from loaders.checks.given import Given
from loaders.checks.jumps import JUMP_SHARE
from loaders.checks.unit_slips import KILOGRAMS, KILOTONNES, SLIP
from loaders.checks.usual_values import unusual_values
from loaders.checks.wording import ACKNOWLEDGE, amount, warnings_of
from loaders.problems import Problem
from texts import N_, Text

LOW_AMOUNT_TONNES = 10.0  # below, an amount may well be 300 times another: a campaign, a rare kind of waste
TREATED_SHARE = 0.005  # treated against generated
OUTWEIGHING_SHARE = 0.5  # one unit against all units of the file in a year
ENOUGH_UNITS = 20  # with fewer, one may well be the greater part
HEAVY_SHARE = 0.1  # of what all units of the file have in a year: below, a total of units may well swing
TREATMENTS = ("reuse", "recycling", "composting_digestion", "energy_recovery", "landfill")
# Single treatments change for good when a plant opens or closes; these go on.
TOTALLED = ("generated", "purchased", "used")

LOOK_UP = N_(
    "The amount may well be right: it is loaded as published. Look it up at the publisher before you use it."
)

AMOUNTS = """
select
    *, year as read_at, amount_tonnes as value,
    concat_ws('|', origin, material, stage, coalesce(source_entity, '')) as subject
from rows
"""
UNIT_AMOUNTS = """
select *, year as read_at, amount as value, concat_ws('|', origin, material, stage, '') as subject
from amounts
"""

# What all units of the file have in the year, at its largest stage: a small treatment swings and is no measure.
HEAVY = """
with stages as (
    select dataset, year, origin, material, stage, sum(amount) as amount
    from amounts
    group by dataset, year, origin, material, stage
),
wholes as (
    select dataset, year, origin, material, max(amount) as whole
    from stages
    group by dataset, year, origin, material
)
select found.*
from found
join wholes using (dataset, year, origin, material)
where greatest(value, usual) >= $share * whole
order by greatest(value, usual) desc, source_row
"""


def amount_slips(given: Given) -> list[Problem]:
    """Kilotonnes or kilograms where tonnes are meant: an amount a thousand times off the same in other years.

    Of units that a publisher names, the municipality's total that is, or usually is, a tenth of the whole file."""
    single, by_unit = _parts(given)
    read_values, stored_values = (
        frame_sql(AMOUNTS, rows=rows) for rows in (single, given.facts["materials"])
    )
    found = unusual_values(read_values, stored_values, at_least=LOW_AMOUNT_TONNES)
    problems = _slips(given, found, N_("an amount in tonnes, about as large as in the other years"))
    if by_unit.num_rows:
        expected = N_("totals of municipalities in tonnes, about as large as in the other years")
        problems += _slips(given, _slips_of_units(given, by_unit), expected)
    return problems


def _slips_of_units(given: Given, by_unit: pa.Table) -> pa.Table:
    amounts, stored = _amounts(by_unit), _amounts(_unplaced(given.facts["materials"]))
    read_values, stored_values = (frame_sql(UNIT_AMOUNTS, amounts=each) for each in (amounts, stored))
    found = unusual_values(read_values, stored_values, at_least=LOW_AMOUNT_TONNES)
    return frame_sql(HEAVY, {"share": HEAVY_SHARE}, found=found, amounts=amounts)


def _slips(given: Given, found: pa.Table, expected: Text) -> list[Problem]:
    """The warnings for unusual values: what to do about them depends on who can change the figure."""

    def words(row: dict[str, Any]) -> Text:
        places = {**_what(row, given), "value": amount(row["value"]), "usual": amount(row["usual"])}
        if row["is_off_store"]:
            return N_(
                "{name} {year}, {material}, {stage}, {origin}: {value} t, in the store {usual} t", **places
            )
        return N_(
            "{name} {year}, {material}, {stage}, {origin}: {value} t, median of its years {usual} t", **places
        )

    if not given.reading.is_typed:
        return warnings_of("unit_slip", found, words, expected=expected, advice=LOOK_UP)
    small, large = found.filter(found["is_small"]), found.filter(pc.invert(found["is_small"]))
    return [
        *warnings_of("unit_slip", small, words, expected=expected, advice=KILOTONNES),
        *warnings_of("unit_slip", large, words, expected=expected, advice=KILOGRAMS),
    ]


# An amount of all units together speaks before those of single units; both are null-safe sums of one material.
BY_MATERIAL = """
select
    area_id, dataset, year, origin, material, stage, min(source_row) as source_row,
    coalesce(
        sum(amount_tonnes) filter (source_entity is null), sum(amount_tonnes) filter (source_entity is not null)
    ) as amount,
    arg_min(source_sheet, source_row) as source_sheet, arg_min(source_column, source_row) as source_column,
    bool_or(is_headline) as is_headline
from rows
where amount_tonnes is not null
group by area_id, dataset, year, origin, material, stage
"""

# The total of a stage is the row of all materials together, else the sum of the materials; with $is_by_material each
# material has its own. A change counts from $share of what all areas together have, in the larger of the two years.
TOTAL_JUMPS = """
with by_material as (
    select *, true as is_read from read_amounts
    union all by name
    select *, false as is_read from stored_amounts
    anti join (select distinct area_id, dataset, year from read_amounts) using (area_id, dataset, year)
),
totals as (
    select
        area_id, dataset, year, origin, stage, if($is_by_material, material, null) as told_material, is_read,
        min(source_row) as source_row, coalesce(sum(amount) filter (material = 'all'), sum(amount)) as total,
        arg_min(source_sheet, source_row) as source_sheet, arg_min(source_column, source_row) as source_column
    from by_material
    where stage in (select unnest($stages))
    group by area_id, dataset, year, origin, stage, told_material, is_read
),
weighed as (
    select *, sum(total) over (partition by dataset, year, origin, stage, told_material) as whole
    from totals
),
steps as (
    select
        *, lag(total) over series_order as before, lag(year) over series_order as year_before,
        lag(whole) over series_order as whole_before,
        lag(is_read) over series_order as read_before, lag(source_sheet) over series_order as sheet_before,
        lag(source_row) over series_order as row_before, lag(source_column) over series_order as column_before
    from weighed
    window series_order as (partition by area_id, dataset, origin, stage, told_material order by year)
)
select
    area_id, year, origin, stage, told_material, total, before, year_before, abs(total - before) / before as change,
    if(is_read, source_sheet, sheet_before) as source_sheet, if(is_read, source_row, row_before) as source_row,
    if(is_read, source_column, column_before) as source_column
from steps
where before > 0 and (is_read or read_before) and greatest(total, before) >= $at_least
    and abs(total - before) > $jump * before and total < $slip * before and before < $slip * total
    and abs(total - before) >= $share * greatest(whole, whole_before)
order by if($share > 0, abs(total - before), change) desc, area_id, year
"""


def total_jumps(given: Given) -> list[Problem]:
    """What was generated, bought or used in all changes by more than half from one data year to the next.

    Of units that a publisher names, each material by itself, and changes of a tenth of the whole file."""
    single, by_unit = _parts(given)
    expected = N_("a total that changes by less than half from one data year to the next")
    problems = _jumps(given, _jumping(given, single, share=0.0), expected)
    if by_unit.num_rows:
        expected = N_(
            "totals of municipalities that change, from one data year to the next, by less than half or by less than a "
            "tenth of the whole file"
        )
        problems += _jumps(given, _jumping(given, by_unit, share=HEAVY_SHARE), expected)
    return problems


def _jumping(given: Given, rows: pa.Table, *, share: float) -> pa.Table:
    """The steps that jump. share: of the whole file, from which a step counts; above 0 material by material."""
    params = {"jump": JUMP_SHARE, "slip": SLIP, "at_least": LOW_AMOUNT_TONNES, "stages": list(TOTALLED)}
    params |= {"share": share, "is_by_material": share > 0}
    stored = _amounts(_unplaced(given.facts["materials"]))
    return frame_sql(TOTAL_JUMPS, params, read_amounts=_amounts(rows), stored_amounts=stored)


def _jumps(given: Given, found: pa.Table, expected: Text) -> list[Problem]:
    def words(row: dict[str, Any]) -> Text:
        places = {
            "name": given.names(row["area_id"]),
            "stage": STAGES[row["stage"]],
            "origin": ORIGINS[row["origin"]],
            "before": amount(row["before"]),
            "year_before": str(row["year_before"]),
            "total": amount(row["total"]),
            "year": str(row["year"]),
        }
        if row["told_material"] is not None:
            material = MATERIALS[row["told_material"]]
            return N_(
                "{name}, {material}, {stage}, {origin}: {before} t in {year_before}, {total} t in {year}",
                material=material,
                **places,
            )
        return N_("{name}, {stage}, {origin}: {before} t in {year_before}, {total} t in {year}", **places)

    advice = ACKNOWLEDGE if given.reading.is_typed else LOOK_UP
    return warnings_of("amount_jump", found, words, expected=expected, advice=advice)


# Per material that has both; and all treatments of all materials against a stated total of what was generated.
TREATED = """
with treated as (
    select
        area_id, dataset, year, origin, material, sum(amount) filter (stage = 'generated') as generated,
        sum(amount) filter (stage in (select unnest($treatments))) as treated,
        min(source_row) filter (stage = 'generated') as source_row,
        arg_min(source_sheet, source_row) filter (stage = 'generated') as source_sheet,
        arg_min(source_column, source_row) filter (stage = 'generated') as source_column
    from amounts
    group by area_id, dataset, year, origin, material
),
stages as (
    select
        area_id, dataset, year, origin, stage,
        coalesce(sum(amount) filter (material = 'all'), sum(amount)) as amount
    from amounts
    where stage in (select unnest($treatments))
    group by area_id, dataset, year, origin, stage
),
whole as (
    select area_id, dataset, year, origin, sum(amount) as treated
    from stages
    group by area_id, dataset, year, origin
),
compared as (
    select * from treated where material <> 'all'
    union all by name
    select treated.* replace (whole.treated as treated)
    from treated
    join whole using (area_id, dataset, year, origin)
    where material = 'all'
)
select *, treated / nullif(generated, 0) as times
from compared
where treated > generated * (1 + $share)
order by times desc nulls first, area_id, year
"""


def treated_beyond_generated(given: Given) -> list[Problem]:
    """Amounts reused to landfilled that add up to more than what was generated, by more than 0.5 %."""
    params = {"share": TREATED_SHARE, "treatments": list(TREATMENTS)}
    found = frame_sql(TREATED, params, amounts=_amounts(given.reading.tables["materials"]))

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name} {year}, {material}, {origin}: {treated} t treated, {generated} t generated",
            name=given.names(row["area_id"]),
            year=str(row["year"]),
            material=MATERIALS[row["material"]],
            origin=ORIGINS[row["origin"]],
            treated=amount(row["treated"]),
            generated=amount(row["generated"]),
        )

    expected = N_("treated amounts that add up to no more than what was generated, within 0.5 %")
    check_treatments = N_(
        "Check whether a treatment stands twice, or whether waste from elsewhere or from stores is among it; if the "
        "figures are right, load them with a note that says why."
    )
    advice = check_treatments if given.reading.is_typed else LOOK_UP
    return warnings_of("treated_beyond_generated", found, words, expected=expected, advice=advice)


# One amount of one unit against all other units' of the same kind in the file, in a year that enough of them report.
OUTWEIGHING = """
with units as (
    select *, sum(amount_tonnes) over same_year as whole, count(*) over same_year as unit_count
    from rows
    where stage = 'generated' and source_entity is not null and amount_tonnes is not null
    window same_year as (partition by dataset, year, origin, material)
)
select *
from units
where amount_tonnes > $share * whole and unit_count >= $at_least_units and amount_tonnes >= $at_least
order by amount_tonnes / whole desc, source_row
"""


def outweighing_units(given: Given) -> list[Problem]:
    """An amount of one unit that is more than half of what all units of the file generated in the year.

    It says which municipality, year and cell, and never which unit."""
    params = {"share": OUTWEIGHING_SHARE, "at_least_units": ENOUGH_UNITS, "at_least": LOW_AMOUNT_TONNES}
    found = frame_sql(OUTWEIGHING, params, rows=given.reading.tables["materials"])

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name} {year}, {material}, {origin}: {value} t in one row of {whole} t in all",
            name=given.names(row["area_id"]),
            year=str(row["year"]),
            material=MATERIALS[row["material"]],
            origin=ORIGINS[row["origin"]],
            value=amount(row["amount_tonnes"]),
            whole=amount(row["whole"]),
        )

    expected = N_("amounts of single units that are at most half of what all units generated in the year")
    return warnings_of("amount_outweighs", found, words, expected=expected, advice=LOOK_UP)


def _parts(given: Given) -> tuple[pa.Table, pa.Table]:
    """The rows that are judged one by one, and those of published datasets that name their units."""
    rows = given.reading.tables["materials"]
    if given.reading.is_typed:
        return rows, rows.slice(0, 0)
    named = pc.unique(rows.filter(pc.is_valid(rows["source_entity"]))["dataset"])
    is_by_unit = pc.is_in(rows["dataset"], named)
    return rows.filter(pc.invert(is_by_unit)), rows.filter(is_by_unit)


def _amounts(rows: pa.Table) -> pa.Table:
    """Amounts of all units together; is_headline is empty for rows that were read."""
    if "is_headline" not in rows.column_names:
        rows = rows.append_column("is_headline", pa.nulls(rows.num_rows, pa.bool_()))
    return frame_sql(BY_MATERIAL, rows=rows)


def _unplaced(facts: pa.Table) -> pa.Table:
    """Facts of the store with empty places: they stand in no cell of this file."""
    facts = facts.append_column("source_row", pa.nulls(facts.num_rows, pa.int64()))
    for name in ("source_sheet", "source_column"):
        facts = facts.append_column(name, pa.nulls(facts.num_rows, pa.string()))
    return facts


def _what(row: dict[str, Any], given: Given) -> dict[str, Any]:
    return {
        "name": given.names(row["area_id"]),
        "year": str(row["year"]),
        "material": MATERIALS[row["material"]],
        "stage": STAGES[row["stage"]],
        "origin": ORIGINS[row["origin"]],
    }
