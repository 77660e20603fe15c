"""The first cell behind a value, for many values at once."""

import pyarrow as pa

from data.code_lists import OUTSIDE_TOTAL
from metrics.formulas import formula_tables
from metrics.plausibility.given import Given
from metrics.values import SUM_PARAMETERS

# Parameters: those of indicator_series. `asked`: area_id, subject (an indicator), year.
_FIRST = """
behind as (
    select distinct asked.area_id, asked.subject, asked.year, members.slice_id, inputs.input
    from asked
    join (select distinct definition_id, indicator from roles) defined on defined.indicator = asked.subject
    join series on series.definition_id = defined.definition_id and series.year = asked.year
    join series_years on series_years.series_year = series.series_year and series_years.area_id = asked.area_id
    join used on used.series_year = series.series_year and used.definition_id = series.definition_id
    join inputs on inputs.sum_id = used.sum_id
    join members on members.series_year = used.source_year
    where used.role_number = 1
),
first_cells as (
    select
        behind.area_id, behind.subject, behind.year,
        min({
            'upload_id': slices.upload_id, 'sheet': fact.source_sheet, 'row': fact.source_row,
            'width': length(fact.source_column), 'letters': fact.source_column
        }) as place
    from behind
    join input_rows fact on fact.slice_id = behind.slice_id and fact.input = behind.input
    join slices on slices.slice_id = behind.slice_id
    where fact.amount is not null
    group by behind.area_id, behind.subject, behind.year
)
select
    area_id, subject, year, place.upload_id as upload_id, place.sheet as sheet,
    place.letters || place.row as cell
from first_cells
order by area_id, subject, year
"""


# What makes a value missing goes before figures, and a counted row before the details beside it.
_OF_EMISSIONS = """
with behind as (
    select
        asked.area_id, asked.subject, asked.year,
        min({
            'is_figure': fact.emissions_tco2e is not null or coalesce(fact.missing_reason, '') = 'not_occurring',
            'is_beside': not coalesce(fact.is_counted, false),
            'is_detail': fact.subsector is not null or fact.gas is not null,
            'upload_id': chosen.upload_id, 'sheet': fact.source_sheet, 'row': fact.source_row,
            'width': length(fact.source_column), 'letters': fact.source_column
        }) as place
    from asked
    join chosen
        on chosen.area_id = asked.area_id and chosen.year = asked.year and chosen.table_name = 'emissions'
    join emissions fact on fact.slice_id = chosen.slice_id
    where
        fact.basis = 'territorial' and coalesce(fact.sector, '') not in (select unnest($outside::varchar[]))
        and if(asked.subject = 'total', coalesce(fact.is_counted, false), fact.sector = asked.subject)
        and (fact.emissions_tco2e is not null or asked.is_missing)
    group by asked.area_id, asked.subject, asked.year
)
select
    area_id, subject, year, place.upload_id as upload_id, place.sheet as sheet, place.letters || place.row as cell
from behind
order by area_id, subject, year
"""


def cells_of_emissions(given: Given, asked: pa.Table) -> pa.Table:
    """Upload, sheet and cell of the first row behind emissions of an area, by its total or a sector.

    asked: area_id, subject, year, and is_missing (whether it has no figure: then the row that lacks it). Returns
    area_id, subject, year, upload_id, sheet, cell (missing where the file has none), of those with any row."""
    return given.store.arrow(
        _OF_EMISSIONS, {"outside": list(OUTSIDE_TOTAL)}, chosen=given.slices, asked=asked
    )


def cells_of_indicators(given: Given, asked: pa.Table) -> pa.Table:
    """The same for values of indicators, of the first figure that was measured. subject: the indicator."""
    keys = sorted(set(asked["subject"].to_pylist()))
    formulas = formula_tables(keys)
    areas = sorted(set(asked["area_id"].to_pylist()))
    parameters = {
        "areas": areas,
        "kinds": [],
        "dataset": None,
        "all_datasets": False,
        **SUM_PARAMETERS,
        "tables": formulas.tables,
    }
    frames = {"inputs": formulas.inputs, "roles": formulas.roles, "asked": asked}
    return given.store.arrow(
        f"with {formulas.expressions(given.store, areas)}, {_FIRST}", parameters, **frames
    )
