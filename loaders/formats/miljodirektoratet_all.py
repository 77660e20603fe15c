"""Norway: the workbook of all municipalities from Miljødirektoratet's "Utslipp av klimagasser i kommuner og fylker"
(NLOD), published at miljodirektoratet.no/tjenester/klimagassutslipp-kommuner.

Sheet Oversikt - sektorfordelt holds the sectors of each municipality and year, Oversikt - detaljert source and gas
within each sector; older releases have only some of the columns, or one of the sheets. Tonnes CO2e. It is the same
series as the workbook of one municipality, and its codes may be of municipalities of the past."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Area
from data.datasets import KNOWN_DATASETS, Dataset
from data.sql import frame_sql
from data.staging import staged
from loaders.problems import Problem
from loaders.published_tables.miljodirektoratet import (
    AGREES_TCO2E,
    clean,
    is_outside,
    unknown_sectors_and_gases,
    with_codes,
)
from loaders.published_tables.published import (
    FETCH_AGAIN,
    dated,
    numbered,
    placed,
    unknown_areas,
    unreadable_numbers,
    wrong_years,
)
from loaders.reading import (
    Reading,
    ReadingContext,
    chosen_release,
    context_problems,
    is_refused,
    municipalities_in_words,
    needless_municipality,
    years_in_words,
)
from loaders.rows.cells import (
    Headings,
    decoded,
    find_headings,
    listed,
    missing_columns,
    no_rows,
    rows_below,
    sheet_named,
    unreadable_cells,
    wrong_cell,
)
from loaders.sheets.workbook import Sheet, Workbook, column_name
from texts import N_, Text

KEY = "miljodirektoratet-all"
TITLE = N_("Miljødirektoratet: greenhouse gases of all Norwegian municipalities (xlsx)")
DATASET: Dataset = KNOWN_DATASETS["miljodirektoratet-ghg"]

SECTORS_SHEET, DETAILED_SHEET = "oversikt - sektorfordelt", "oversikt - detaljert"
EMISSIONS = "utslipp (tonn co2-ekvivalenter)"
HEADINGS = {
    "fylke": "Fylke",
    "kommunenummer": "Kommunenummer",
    "kommune": "Kommune",
    "år": "År",
    "sektor": "Sektor",
    "utslippskilde": "Utslippskilde",
    "klimagass": "Klimagass",
    EMISSIONS: "Utslipp (tonn CO2-ekvivalenter)",
}
NEEDED = ("år", "sektor", EMISSIONS)
NAMES = {
    "fylke": "county",
    "kommunenummer": "code",
    "kommune": "name",
    "år": "written_year",
    "sektor": "label",
    "utslippskilde": "source",
    "klimagass": "written_gas",
    EMISSIONS: "written",
}


def recognise(workbook: Workbook) -> bool:
    """One of the two overview sheets with a column of municipalities or of their codes."""
    return bool(_sheets(workbook))


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """The emissions of every municipality: details counted where they add up to the sectors, else the sectors."""
    problems = needless_municipality(context) + context_problems(context, (DATASET,), None)
    parts = []
    for sheet in _sheets(workbook):
        rows, found = _rows(sheet, context)
        problems += found
        parts.append(rows)
    reading = Reading(
        KEY,
        TITLE,
        DATASET.publisher,
        DATASET.licence,
        is_proven=False,
        datasets=(DATASET,),
        problems=problems,
    )
    if is_refused(problems):
        return reading
    emissions = _counted(pa.concat_tables(part for part in parts if part is not None))
    problems += unknown_sectors_and_gases(emissions) + _disagreement(emissions)
    reading.tables["emissions"] = staged("emissions", emissions.drop_columns(HELPING))
    reading.releases[DATASET.key] = chosen_release(None, context)
    reading.summary.extend(_summary(emissions))
    return reading


def _sheets(workbook: Workbook) -> list[Sheet]:
    """The overview sheets that name municipalities: sectors first."""
    named = (sheet_named(workbook, name) for name in (SECTORS_SHEET, DETAILED_SHEET))
    return [sheet for sheet in named if sheet is not None and _headings(sheet) is not None]


def _headings(sheet: Sheet) -> Headings | None:
    headings = find_headings(sheet, list(HEADINGS), at_least=3)
    if headings is None or len(headings.missing(["kommune", "kommunenummer"])) == 2:
        return None
    return headings


def _rows(sheet: Sheet, context: ReadingContext) -> tuple[pa.Table | None, list[Problem]]:
    """The coded rows of one of the sheets, and what is wrong in its cells; None when columns or rows are missing."""
    headings = _headings(sheet)
    assert headings is not None, "as in _sheets"
    problems = missing_columns(sheet, headings, {name: HEADINGS[name] for name in NEEDED})
    if problems:
        return None, problems
    columns = {NAMES[name]: headings.columns[name] for name in HEADINGS if name in headings.columns}
    problems = unreadable_cells(sheet, headings.row, columns)
    grid = _grid(sheet, headings, columns)
    if grid.num_rows == 0 and not problems:
        return None, [no_rows(sheet, headings.row)]
    rows = numbered(dated(grid))
    problems += wrong_years(sheet.name, rows, column_name(columns["written_year"] - 1))
    problems += unreadable_numbers(sheet.name, rows, N_("tonnes CO2e as a number"))
    problems += _missing_sectors(sheet, rows, columns["label"])
    rows, found = _with_areas(sheet, rows, columns, context)
    return with_codes(rows), problems + found


FILLED = """
select
    * replace (nullif(trim(code), '') as code), $sheet as source_sheet, $column as source_column,
    $is_overview as is_overview
from grid
where coalesce(trim(written), '') <> '' or written_year is not null or label is not null
order by source_row
"""


def _grid(sheet: Sheet, headings: Headings, columns: dict[str, int]) -> pa.Table:
    """The filled rows with all columns by our names, null where the release has no such column."""
    grid = rows_below(sheet, headings.row, columns)
    for name in NAMES.values():
        if name not in columns:
            grid = grid.append_column(name, pa.nulls(grid.num_rows, pa.string()))
    for name in ("label", "source", "written_gas"):
        grid = grid.set_column(grid.column_names.index(name), name, decoded(grid[name], clean, pa.string()))
    constants = {
        "sheet": sheet.name,
        "column": column_name(columns["written"] - 1),
        "is_overview": "source" not in columns and "written_gas" not in columns,
    }
    return frame_sql(FILLED, constants, grid=grid.select(["source_row", *NAMES.values()]))


def _missing_sectors(sheet: Sheet, rows: pa.Table, column: int) -> list[Problem]:
    without = rows.filter(pc.is_null(rows["label"]))["source_row"].to_pylist()
    return listed(
        wrong_cell(
            sheet.name,
            row,
            column,
            code="missing_value",
            expected=N_("the name of a sector"),
            found="",
            fix=FETCH_AGAIN,
        )
        for row in without
    )


def _with_areas(
    sheet: Sheet, rows: pa.Table, columns: dict[str, int], context: ReadingContext
) -> tuple[pa.Table, list[Problem]]:
    """The rows of municipalities with area_id; what is part of no municipality is left out with a notice."""
    rows, strangers = placed(rows, ["county", "code", "name"], _municipality(context))
    outside = [stranger for stranger in strangers if is_outside(*stranger.texts)]
    unknown = [stranger for stranger in strangers if not is_outside(*stranger.texts)]
    letters = column_name(columns.get("code", columns.get("name", 1)) - 1)
    expected = N_("the code or name of a municipality of Norway, of today or of the past")
    correct = N_("Correct the code, or add the municipality to the register.")
    left_out = N_("Its rows are left out: it is part of no municipality.")
    problems = unknown_areas(sheet.name, letters, unknown, expected=expected, fix=correct)
    problems += unknown_areas(sheet.name, letters, outside, expected=expected, fix=left_out, level="notice")
    return rows.filter(pc.is_valid(rows["area_id"])), problems


def _municipality(context: ReadingContext) -> Callable[[str | None, str | None, str | None], Area | None]:
    """By code, whose zeros a spreadsheet may have taken (301 is 0301); without a code by name and county."""

    def municipality(county: str | None, code: str | None, name: str | None) -> Area | None:
        if code:
            return context.register.resolve(code.removesuffix(".0").zfill(4), country="NO").area
        return context.register.resolve(name, country="NO", region=(county or "").strip() or None).area

    return municipality


# The details speak where, for the area and year, each sector has the same sum on both sheets; else the sectors, and
# what stands on one sheet alone is counted there.
COUNTED = """
with sums as (
    select
        area_id, year, label, sum(value) filter (is_overview) as stated, sum(value) filter (not is_overview) as added,
        count(*) filter (is_overview) as overview_rows, count(*) filter (not is_overview) as detail_rows
    from rows
    group by area_id, year, label
),
levels as (
    select
        area_id, year, sum(stated) as stated, sum(added) as added,
        sum(overview_rows) > 0 and sum(detail_rows) > 0 as has_both,
        sum(overview_rows) = 0
            or bool_and(abs(coalesce(stated, 0) - coalesce(added, 0)) <= $agrees_tco2e) and sum(detail_rows) > 0
            as details_speak
    from sums
    group by area_id, year
)
select
    rows.area_id, $dataset as dataset, rows.year, 'territorial' as basis, '1' as scope, sector, subsector, gas,
    value as emissions_tco2e, is_overview <> details_speak as is_counted, value_status, is_preliminary,
    missing_reason, source_sheet, source_row, source_column, source_label, code as source_code,
    coalesce(nullif(trim(name), ''), code) as source_name, label, written_gas, is_overview, has_both, details_speak,
    stated, added
from rows
join levels on levels.area_id = rows.area_id and levels.year = rows.year
order by is_overview, source_row
"""
HELPING = ["label", "written_gas", "is_overview", "has_both", "details_speak", "stated", "added"]


def _counted(rows: pa.Table) -> pa.Table:
    return frame_sql(COUNTED, {"dataset": DATASET.key, "agrees_tco2e": AGREES_TCO2E}, rows=rows)


DISAGREEMENT = """
with differing as (
    select
        area_id, year, any_value(stated) as stated, any_value(added) as added, any_value(source_name) as name,
        any_value(source_sheet) filter (not is_overview) as sheet,
        arg_min(source_column || source_row, source_row) filter (not is_overview) as cell
    from emissions
    where has_both and not details_speak
    group by area_id, year
)
select *
from differing
order by abs(stated - added) desc, area_id, year
"""


def _disagreement(emissions: pa.Table) -> list[Problem]:
    """One warning for the areas and years whose details do not add up to their sectors, the farthest named."""
    found = frame_sql(DISAGREEMENT, emissions=emissions)
    if not found.num_rows:
        return []
    first = found.slice(0, 1).to_pylist()[0]
    return [
        Problem(
            level="warning",
            code="details_differ",
            sheet=first["sheet"],
            cells=tuple(found["cell"].to_pylist()),
            count=found.num_rows,
            expected=N_("details that add up to the sectors of Oversikt - sektorfordelt"),
            found=N_(
                "{name} {year}: {added:,.1f} t against {stated:,.1f} t CO2e",
                name=first["name"],
                year=str(first["year"]),
                added=first["added"] or 0.0,
                stated=first["stated"] or 0.0,
            ),
            fix=N_("Unusual, check. There the sectors are counted; the details are kept for looking up."),
        )
    ]


def _summary(emissions: pa.Table) -> list[Text]:
    return [
        N_(
            "{municipalities}, {years}: all greenhouse gases in t CO2e",
            municipalities=municipalities_in_words(len(pc.unique(emissions["area_id"]))),
            years=years_in_words(emissions["year"]),
        )
    ]
