"""Norway: the workbook of one area from Miljødirektoratet's "Utslipp av klimagasser i kommuner og fylker".

Sheets: Info names the area; Oversikt holds sectors; Oversikt - detaljert holds source and gas within each
sector; one more sheet per sector repeats the details and is not read. Tonnes CO2e, gases already converted.
The publisher's own page shows the sum of all sectors, so that Utenriks luftfart (international) is counted
here and left out only of the comparable total."""

import pyarrow as pa

from data.areas import Area, AreaKind, Match
from data.datasets import KNOWN_DATASETS, Dataset
from data.sql import frame_sql
from data.staging import staged
from loaders.problems import Problem
from loaders.published_tables.miljodirektoratet import (
    AGREES_TCO2E,
    clean,
    unknown_sectors_and_gases,
    with_codes,
)
from loaders.published_tables.one_area import area_of_file
from loaders.reading import (
    Reading,
    ReadingContext,
    chosen_release,
    context_problems,
    is_refused,
    years_in_words,
)
from loaders.rows.cells import (
    Headings,
    decoded,
    find_headings,
    listed,
    missing_columns,
    missing_headings,
    missing_sheet,
    no_rows,
    normalised,
    number_sql,
    plain_number_sql,
    rows_below,
    sheet_named,
    unreadable_cells,
    wrong_cell,
)
from loaders.sheets.workbook import Sheet, Workbook, cell_name, column_name
from texts import N_, Text

KEY = "miljodirektoratet-area"
TITLE = N_("Miljødirektoratet: greenhouse gases of one Norwegian municipality (xlsx)")
ONE_AREA_IN = "NO"  # whose municipalities may answer which area it is
DATASET: Dataset = KNOWN_DATASETS["miljodirektoratet-ghg"]

INFO, OVERVIEW, DETAILED = "info", "oversikt", "oversikt - detaljert"
AREA_MARK = "datasett:"
EMISSIONS = "utslipp (tonn co2-ekvivalenter)"
OVERVIEW_HEADINGS = {"år": "År", "sektor": "Sektor", EMISSIONS: "Utslipp (tonn CO₂-ekvivalenter)"}
DETAILED_HEADINGS = {
    "år": "År",
    "sektor": "Sektor",
    "utslippskilde": "Utslippskilde",
    "klimagass": "Klimagass",
    EMISSIONS: "Utslipp (tonn CO₂-ekvivalenter)",
}
NAMES = {
    "år": "year",
    "sektor": "sector",
    "utslippskilde": "source",
    "klimagass": "gas",
    EMISSIONS: "emissions",
}


def recognise(workbook: Workbook) -> bool:
    """An Info sheet with "Datasett:" beside a sheet Oversikt or Oversikt - detaljert."""
    info = sheet_named(workbook, INFO)
    has_overview = sheet_named(workbook, OVERVIEW) is not None or sheet_named(workbook, DETAILED) is not None
    return info is not None and has_overview and _written_area(info) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """The emissions of the one area: details counted when they add up to the sectors, else the sectors."""
    overview, detailed = sheet_named(workbook, OVERVIEW), sheet_named(workbook, DETAILED)
    release = chosen_release(None, context)
    area, problems = _area(workbook, context)
    problems += context_problems(context, (DATASET,), None)
    problems += [missing_sheet("Oversikt - detaljert", workbook)] if detailed is None else []
    problems += [missing_sheet("Oversikt", workbook)] if overview is None else []
    rows = []
    for sheet, wanted in ((overview, OVERVIEW_HEADINGS), (detailed, DETAILED_HEADINGS)):
        if sheet is not None:
            table, found = _rows(sheet, wanted)
            problems += found
            rows.append(table)
    reading = Reading(
        KEY, TITLE, DATASET.publisher, DATASET.licence, is_proven=True, datasets=(DATASET,), problems=problems
    )
    if is_refused(problems) or area is None:
        return reading
    emissions = _emissions(pa.concat_tables(rows), area, _written_area(sheet_named(workbook, INFO)))
    problems += unknown_sectors_and_gases(emissions) + _disagreement(emissions)
    reading.tables["emissions"] = staged("emissions", emissions.select(STAGED))
    reading.releases[DATASET.key] = release
    reading.summary.extend(_summary(emissions, area))
    return reading


STAGED = [
    "area_id",
    "dataset",
    "year",
    "basis",
    "scope",
    "sector",
    "subsector",
    "gas",
    "emissions_tco2e",
    "is_counted",
    "value_status",
    "is_preliminary",
    "missing_reason",
    "source_sheet",
    "source_row",
    "source_column",
    "source_label",
    "source_name",
]

TYPED = """
with plain as (
    select *, plain_number_of_written as number, trim(written_year) as year_text
    from grid
    where coalesce(trim(written), '') <> '' or written_year is not null or label is not null
)
select
    *,
    if(regexp_full_match(year_text, '(19|20)[0-9][0-9]'), try_cast(year_text as integer), null) as year,
    value_of_number as emissions_tco2e
from plain
order by source_row
""".replace("plain_number_of_written", plain_number_sql("written")).replace(
    "value_of_number", number_sql("number")
)

COUNTED = """
with overview as (
    select year, label, sum(emissions_tco2e) as stated from typed where is_overview group by all
),
details as (
    select year, label, sum(emissions_tco2e) as added from typed where not is_overview group by all
),
agreement as (
    select
        coalesce(
            bool_and(abs(coalesce(overview.stated, 0) - coalesce(details.added, 0)) <= $agrees_tco2e), false
        ) as details_agree
    from overview
    full join details on details.year = overview.year and details.label = overview.label
)
select
    $area_id as area_id, $dataset as dataset, 'territorial' as basis, '1' as scope,
    $source_name as source_name, typed.*,
    typed.is_overview <> agreement.details_agree as is_counted, agreement.details_agree,
    false as is_preliminary, if(typed.emissions_tco2e is null, 'not_estimated', null) as missing_reason
from typed
cross join agreement
order by typed.is_overview, typed.source_row
"""


def _written_area(info: Sheet | None) -> str | None:
    for cells in info.head(10) if info is not None else []:
        texts = [text.strip() for text in cells if text and text.strip()]
        if len(texts) >= 1 and normalised(texts[0]) == AREA_MARK:
            return texts[1] if len(texts) > 1 else ""
    return None


def _area(workbook: Workbook, context: ReadingContext) -> tuple[Area | None, list[Problem]]:
    """The municipality of the file: as its Info sheet says, else as the user chose."""
    info = sheet_named(workbook, INFO)
    written = _written_area(info) or ""
    larger = _larger_area(written, context, context.register.resolve(written, country=ONE_AREA_IN))
    if larger is not None:
        return None, [_larger_area_problem(info, larger, written)]
    return area_of_file(written, context, country=ONE_AREA_IN, place=_area_cell(info), expected=AREA_EXPECTED)


AREA_EXPECTED = N_("the name of one Norwegian municipality")
DOWNLOAD_THE_MUNICIPALITYS: dict[AreaKind, Text] = {
    "county": N_("This is a county's file; download the municipality's own."),
    "nation": N_("This is the whole country's file; download the municipality's own."),
}


def _larger_area(written: str, context: ReadingContext, match: Match) -> AreaKind | None:
    """Whether the name is that of a county or the country and of no municipality; Oslo is its own county."""
    named = [area for area in match.candidates if normalised(area.name) == normalised(written)]
    if match.area is not None or named:
        return None
    resolve = context.register.resolve
    kinds = (kind for kind in DOWNLOAD_THE_MUNICIPALITYS if resolve(written, country="NO", kind=kind).area)
    return next(kinds, None)


def _larger_area_problem(info: Sheet | None, kind: AreaKind, found: str) -> Problem:
    name, cell = _area_cell(info)
    return Problem(
        level="error",
        code=f"area_is_{kind}",
        sheet=name,
        cell=cell,
        expected=AREA_EXPECTED,
        found=found,
        fix=DOWNLOAD_THE_MUNICIPALITYS[kind],
    )


def _area_cell(info: Sheet | None) -> tuple[str, str]:
    for row, cells in enumerate(info.head(10) if info is not None else [], start=1):
        for column, text in enumerate(cells, start=1):
            if normalised(text) == AREA_MARK:
                return (info.name if info else "Info"), cell_name(row, column + 1)
    return "Info", ""


def _rows(sheet: Sheet, wanted: dict[str, str]) -> tuple[pa.Table, list[Problem]]:
    """The typed rows of one of the two overview sheets, and what is wrong in its cells."""
    headings = find_headings(sheet, list(wanted), at_least=2)
    if headings is None:
        return TYPED_NOTHING, [missing_headings(sheet, wanted)]
    problems = missing_columns(sheet, headings, wanted)
    if problems:
        return TYPED_NOTHING, problems
    columns = {NAMES[heading]: headings.columns[heading] for heading in wanted}
    problems = unreadable_cells(sheet, headings.row, columns)
    typed = _typed(sheet, headings, columns)
    if typed.num_rows == 0 and not problems:
        return typed, [no_rows(sheet, headings.row)]
    return typed, problems or _wrong_cells(sheet, typed, columns)


def _typed(sheet: Sheet, headings: Headings, columns: dict[str, int]) -> pa.Table:
    rows = rows_below(sheet, headings.row, columns)
    is_overview = "source" not in columns
    nothing = pa.nulls(rows.num_rows, pa.string())
    source = nothing if is_overview else decoded(rows["source"], clean, pa.string())
    gas = nothing if is_overview else decoded(rows["gas"], clean, pa.string())
    grid = pa.table(
        {
            "source_sheet": pa.array([sheet.name] * rows.num_rows, pa.string()),
            "source_row": rows["source_row"],
            "source_column": pa.array([column_name(columns["emissions"] - 1)] * rows.num_rows, pa.string()),
            "written_year": rows["year"],
            "label": decoded(rows["sector"], clean, pa.string()),
            "source": source,
            "written_gas": gas,
            "written": rows["emissions"],
            "is_overview": pa.array([is_overview] * rows.num_rows, pa.bool_()),
        }
    )
    return with_codes(frame_sql(TYPED, grid=grid))


TYPED_NOTHING = with_codes(
    frame_sql(
        TYPED,
        grid=pa.table(
            {
                "source_sheet": pa.array([], pa.string()),
                "source_row": pa.array([], pa.int64()),
                "source_column": pa.array([], pa.string()),
                "written_year": pa.array([], pa.string()),
                "label": pa.array([], pa.string()),
                "source": pa.array([], pa.string()),
                "written_gas": pa.array([], pa.string()),
                "written": pa.array([], pa.string()),
                "is_overview": pa.array([], pa.bool_()),
            }
        ),
    )
)


def _wrong_cells(sheet: Sheet, typed: pa.Table, columns: dict[str, int]) -> list[Problem]:
    """Errors for years and figures that are none, and rows without a sector."""
    faulty = frame_sql(
        """
        select source_row, written_year, written, label, year is null as no_year,
            emissions_tco2e is null and coalesce(number, '') <> '' as no_number
        from typed
        where year is null or label is null or (emissions_tco2e is null and coalesce(number, '') <> '')
        order by source_row
        """,
        typed=typed,
    ).to_pylist()
    years = (
        wrong_cell(
            sheet.name,
            row["source_row"],
            columns["year"],
            code="wrong_year",
            expected=N_("a year, such as 2024"),
            found=row["written_year"],
            fix=N_("Write the year as four digits."),
        )
        for row in faulty
        if row["no_year"]
    )
    numbers = (
        wrong_cell(
            sheet.name,
            row["source_row"],
            columns["emissions"],
            code="wrong_number",
            expected=N_("tonnes CO2e as a number"),
            found=row["written"],
            fix=N_("Put the publisher's figure back: download the file again, and load it as it came."),
        )
        for row in faulty
        if row["no_number"]
    )
    labels = (
        wrong_cell(
            sheet.name,
            row["source_row"],
            columns["sector"],
            code="missing_value",
            expected=N_("the name of a sector"),
            found="",
            fix=N_("Put the publisher's label back: download the file again, and load it as it came."),
        )
        for row in faulty
        if row["label"] is None
    )
    return [*listed(years), *listed(numbers), *listed(labels)]


def _emissions(typed: pa.Table, area: Area, source_name: str | None) -> pa.Table:
    params = {
        "area_id": area.area_id,
        "dataset": DATASET.key,
        "source_name": source_name,
        "agrees_tco2e": AGREES_TCO2E,
    }
    return frame_sql(COUNTED, params, typed=typed)


def _disagreement(emissions: pa.Table) -> list[Problem]:
    """A warning when the details do not add up to the sectors, so that the sectors are counted."""
    if emissions["details_agree"][0].as_py():
        return []
    sums = frame_sql(
        "select sum(emissions_tco2e) filter (is_overview) as stated, sum(emissions_tco2e) filter (not "
        "is_overview) as added "
        "from emissions",
        emissions=emissions,
    ).to_pylist()[0]
    return [
        Problem(
            level="warning",
            code="details_differ",
            sheet="Oversikt - detaljert",
            cell="",
            expected=N_(
                "the same sums as on sheet Oversikt, {stated:,.1f} t CO2e over all years",
                stated=sums["stated"] or 0.0,
            ),
            found=f"{sums['added'] or 0.0:,.1f} t CO2e",
            fix=N_(
                "Unusual, check. The sectors of Oversikt are counted; the details are kept for looking up."
            ),
        )
    ]


def _summary(emissions: pa.Table, area: Area) -> list[Text]:
    return [
        N_(
            "{name} ({area_id}): {years}, all greenhouse gases in t CO2e",
            name=area.name,
            area_id=area.area_id,
            years=years_in_words(emissions["year"]),
        )
    ]
