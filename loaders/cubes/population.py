"""SSB's tables 07459 and 11342: inhabitants of Norwegian municipalities on 1 January.

Codes as they were in the year stand on that year's borders; aggregated codes (K-3103) are a series on today's borders
and a dataset of their own."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from data.datasets import KNOWN_DATASETS
from data.sql import frame_sql
from data.staging import staged
from loaders.cubes.cube import Cube, Dimension, has_coded_regions, region_of
from loaders.cubes.household_waste import datasets_in, no_region
from loaders.cubes.meaning import Meaning
from loaders.cubes.steps import (
    at_totals,
    by_borders,
    municipality_count,
    none_below_zero,
    of_living_areas,
    placed_regions,
    typed,
    with_measure,
    without,
)
from loaders.reading import ReadingContext, is_refused, municipalities_in_words, years_in_words
from loaders.rows.cells import normalised
from texts import N_

TABLE_IDS = ("07459", "11342")
OWN_BORDERS, TODAYS_BORDERS = KNOWN_DATASETS["ssb-population"], KNOWN_DATASETS["ssb-population-today"]
_MEASURE = re.compile(
    r"(befolkning|befolkninga|folkemengde|folkemengda|folketal|folketall|personer|personar|persons|population|innbyggere"
    r"|innbyggjarar)( per)?( 1\. ?januar)?( \((personer|personar|persons|antall)\))?"
)
EXPECTED = N_("inhabitants as a whole number, 0 or more")


def fits(cube: Cube) -> bool:
    """Whether a table without a number is this one: inhabitants by region."""
    return has_coded_regions(cube) and any(_is_wanted(contents, None) for contents in cube.contents)


def read(cube: Cube, context: ReadingContext) -> Meaning:
    """Inhabitants of nation, counties and municipalities; sexes and ages are left out where their total is there."""
    meaning = Meaning(datasets=(OWN_BORDERS,))
    region = region_of(cube)
    if region is None:
        meaning.problems.append(no_region(cube))
        return meaning
    chosen, meaning.problems = with_measure(cube, _is_wanted, expected=N_("inhabitants (persons)"))
    if chosen is None:
        return meaning
    chosen, found = at_totals(chosen, [each for each in cube.dimensions if each != region])
    meaning.problems += found
    chosen, found = typed(chosen, context, expected=EXPECTED)
    meaning.problems += found + none_below_zero(chosen, expected=EXPECTED, whole=True)
    chosen, found = placed_regions(chosen, region, context)
    meaning.problems += found
    if is_refused(meaning.problems):
        return meaning
    chosen, found = of_living_areas(chosen, context)
    meaning.problems += found
    chosen, found = without(
        chosen,
        pc.equal(chosen.rows["value"], 0),
        expected=N_("years in which the municipality existed"),
        found=N_("0 inhabitants, which the publisher writes for the other years"),
    )
    meaning.problems += found
    table = staged("population", _population(by_borders(chosen, region), region))
    meaning.datasets = datasets_in(table, (OWN_BORDERS, TODAYS_BORDERS))
    meaning.tables["population"] = table
    meaning.summary.append(
        N_(
            "Inhabitants of {municipalities} on 1 January, {years}",
            municipalities=municipalities_in_words(municipality_count(table, context)),
            years=years_in_words(table["year"]),
        )
    )
    return meaning


def _is_wanted(contents: str, unit: str | None) -> bool:
    return _MEASURE.fullmatch(normalised(contents)) is not None


POPULATION = """
select
    area_id, if(is_today, $today, $own) as dataset, year, cast(value as bigint) as inhabitants,
    'reported' as value_status, is_preliminary, missing_reason, $sheet as source_sheet, source_row, source_column,
    region_name as source_label, region_code as source_code, region_name as source_name
from rows
order by source_row, source_column
"""


def _population(cube: Cube, region: Dimension) -> pa.Table:
    rows = cube.rows.append_column("region_name", cube.rows[region.text])
    every = {"own": OWN_BORDERS.key, "today": TODAYS_BORDERS.key, "sheet": cube.sheet}
    return frame_sql(POPULATION, every, rows=rows)
