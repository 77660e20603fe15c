"""Denmark: Energistyrelsen's energy and CO2 accounts of municipalities (klimaregnskabet.dk), built from its description.

The interface answers with rows type, sektor, enhed, værdi for the municipality and year that were asked for, and says
neither in the answer: the year must stand in the rows (år), the municipality may (kommune) or is asked for. Read are
the tonnes of CO2e of each sector; intensities, energy and shares are left out.

"Samlet" stands twice, for two boundaries. The six sectors add up to one of them, within 0.2 t: they are counted. The
other total is kept beside them. Where they add up to neither, the smaller total is counted. Agriculture includes land
use and may be below zero."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Area
from data.datasets import KNOWN_DATASETS, Dataset
from data.sql import frame_sql
from data.staging import staged
from loaders.checks.wording import amount, warnings_of
from loaders.problems import Problem
from loaders.published_tables.one_area import area_of_file
from loaders.published_tables.published import (
    coded,
    dated,
    numbered,
    placed,
    unknown_areas,
    unknown_labels,
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
    find_headings,
    listed,
    missing_columns,
    no_rows,
    rows_below,
    unreadable_cells,
    wrong_cell,
)
from loaders.sheets.workbook import Sheet, Workbook, column_name
from texts import N_, Text

KEY = "energistyrelsen-accounts"
TITLE = N_("Energistyrelsen: energy and CO2 accounts of Danish municipalities (json, csv, xlsx)")
ONE_AREA_IN = "DK"  # whose municipalities may answer which area it is
DATASET: Dataset = KNOWN_DATASETS["energistyrelsen-ghg"]
COUNTRY = "DK"

HEADINGS = {"type": "type", "sektor": "sektor", "enhed": "enhed", "værdi": "værdi"}
NESTED = "data."  # the answers of several calls in one list have the rows one level down
YEARS = ("år", "aar", "year")
MUNICIPALITIES = ("kommune", "kommunekode", "kommunenr", "kommunenavn", "municipality")
TYPE = "samlet co2-udledning"
UNIT = "ton co2e"
TOTAL = "Samlet"
SECTOR_OF = {
    "Energi": "energy",
    "Transport": "transport",
    "Landbrug": "agriculture",
    "Affaldsdeponi": "waste",
    "Spildevand": "waste",
    "Kemiske processer": "ippu",
}
AGREES_TCO2E = 0.2
AREA_EXPECTED = N_("the name or code of a Danish municipality")


def recognise(workbook: Workbook) -> bool:
    """A sheet with the four headings of the interface."""
    return _sheet(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """Tonnes of CO2e by sector for every municipality and year in the file."""
    sheet = _sheet(workbook)
    assert sheet is not None, "read follows recognise"
    problems = context_problems(context, (DATASET,), None)
    reading = Reading(
        KEY,
        TITLE,
        DATASET.publisher,
        DATASET.licence,
        is_proven=False,
        datasets=(DATASET,),
        problems=problems,
    )
    rows, found = _rows(sheet, context)
    problems += found
    if rows is None:
        return reading
    figures = numbered(rows, decimal="comma" if workbook.kind == "csv" else "point")
    problems += unreadable_numbers(sheet.name, figures, N_("tonnes CO2e as a number"))
    if is_refused(problems):
        return reading
    figures, strangers = coded(figures, "sektor", "sector", {TOTAL: "total", **SECTOR_OF}, otherwise="other")
    problems += unknown_labels(
        sheet.name,
        _letters(sheet, "sektor"),
        strangers,
        expected=N_("a sector known from earlier files"),
        fix=N_("Unusual, check. The rows are loaded under “Other”."),
    )
    judged = frame_sql(JUDGED, {"agrees": AGREES_TCO2E}, figures=figures)
    problems += _differing_totals(sheet, judged)
    emissions = frame_sql(EMISSIONS, {"dataset": DATASET.key, "sheet": sheet.name}, judged=judged)
    reading.tables["emissions"] = staged("emissions", emissions)
    reading.releases[DATASET.key] = chosen_release(None, context)
    reading.summary.append(_summary(emissions))
    return reading


def _sheet(workbook: Workbook) -> Sheet | None:
    return next((sheet for sheet in workbook.sheets.values() if _headings(sheet) is not None), None)


def _headings(sheet: Sheet) -> Headings | None:
    """The heading row, names without the level they are nested in."""
    for wanted in (list(HEADINGS), [NESTED + name for name in HEADINGS]):
        headings = find_headings(sheet, wanted, at_least=3)
        if headings is not None and not headings.missing([wanted[1], wanted[3]]):
            columns = {name.removeprefix(NESTED): column for name, column in headings.columns.items()}
            return Headings(headings.row, columns)
    return None


def _letters(sheet: Sheet, name: str) -> str:
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    return column_name(headings.columns[name] - 1)


def _rows(sheet: Sheet, context: ReadingContext) -> tuple[pa.Table | None, list[Problem]]:
    """The rows of tonnes CO2e with area_id and year; None when headings, areas or years are wrong."""
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    year = next((name for name in YEARS if name in headings.columns), None)
    area = next((name for name in MUNICIPALITIES if name in headings.columns), None)
    problems = missing_columns(sheet, headings, HEADINGS)
    problems += [_no_year(sheet, headings)] if year is None else []
    if problems or year is None:
        return None, problems + _area_of_file(sheet, area, context)[1]
    columns = {name: headings.columns[name] for name in HEADINGS}
    columns |= {"written_year": headings.columns[year], "kommune": headings.columns[area] if area else 0}
    problems = unreadable_cells(sheet, headings.row, columns)
    constants = {"type": TYPE, "unit": UNIT, "column": column_name(columns["værdi"] - 1)}
    rows = dated(frame_sql(WANTED, constants, grid=rows_below(sheet, headings.row, columns)))
    if rows.num_rows == 0 and not problems:
        return None, [_no_tonnes(sheet, headings)] if sheet.last_row > headings.row else [
            no_rows(sheet, headings.row)
        ]
    problems += wrong_years(sheet.name, rows, column_name(columns["written_year"] - 1))
    rows, found = _with_areas(sheet, rows, area, context)
    problems += found
    return (None if is_refused(problems) else rows), problems


WANTED = """
select source_row, $column as source_column, sektor, written_year, kommune, værdi as written
from grid
where
    lower(regexp_replace(trim(nfc_normalize(replace(type, '₂', '2'))), '\\s+', ' ', 'g')) = $type
    and lower(regexp_replace(trim(replace(enhed, '₂', '2')), '\\s+', ' ', 'g')) = $unit
order by source_row
"""


def _no_year(sheet: Sheet, headings: Headings) -> Problem:
    return wrong_cell(
        sheet.name, headings.row, 1, code="missing_year",
        expected=N_("the year of each row, in a column or field “år”"), found=", ".join(headings.columns),
        fix=N_("The service leaves out what it was asked for: write the year into each row as “år”, and the municipality "
               "as “kommune”."),
    )  # fmt: skip


def _no_tonnes(sheet: Sheet, headings: Headings) -> Problem:
    return wrong_cell(
        sheet.name, headings.row + 1, headings.columns["type"], code="no_rows",
        expected=N_("rows of type “Samlet CO2-udledning” in “Ton CO2e”"), found="",
        fix=N_("Ask the service for the data type “Nøgletal”, and load its answer."),
    )  # fmt: skip


def _area_of_file(
    sheet: Sheet, column: str | None, context: ReadingContext
) -> tuple[Area | None, list[Problem]]:
    """The chosen municipality where no column names one."""
    if column is not None:
        return None, []
    return area_of_file("", context, country=COUNTRY, place=(sheet.name, ""), expected=AREA_EXPECTED)


def _with_areas(
    sheet: Sheet, rows: pa.Table, column: str | None, context: ReadingContext
) -> tuple[pa.Table, list[Problem]]:
    """The rows with area_id, from their own column (159, 0159 or a name), else as the user chose."""
    if column is None:
        area, problems = _area_of_file(sheet, column, context)
        ids = pa.array([area.area_id if area else None] * rows.num_rows, pa.string())
        return rows.append_column("area_id", ids), problems

    def municipality(written: str | None) -> Area | None:
        text = (written or "").strip()
        text = text.lstrip("0").zfill(3) if text.isdigit() else text
        resolve = context.register.resolve
        return resolve(text, country=COUNTRY).area or resolve(text, country=COUNTRY, kind="other").area

    rows, strangers = placed(rows, ["kommune"], municipality)
    fix = N_("Write the name or code as in the official register.")
    problems = unknown_areas(sheet.name, _letters(sheet, column), strangers, expected=AREA_EXPECTED, fix=fix)
    return rows, needless_municipality(context) + problems


# The total that the sectors add up to, else the smaller one, is the publisher's total of the boundary counted here.
JUDGED = """
with numbered_totals as (
    select
        *,
        if(
            sector = 'total',
            row_number() over (partition by area_id, year, sector order by value nulls last, source_row), null
        ) as total_rank,
        sum(value) filter (sector <> 'total') over (partition by area_id, year) as added,
        count(*) filter (sector <> 'total') over (partition by area_id, year) as sectors
    from figures
),
compared as (
    select
        *, coalesce(sector = 'total' and abs(value - added) <= $agrees, false) as agrees,
        min(value) filter (sector = 'total') over (partition by area_id, year) as smallest,
        count(*) filter (sector = 'total') over (partition by area_id, year) as totals
    from numbered_totals
)
select
    *, sectors > 0 and (totals = 0 or bool_or(agrees) over (partition by area_id, year)) as counts_sectors,
    row_number() over (partition by area_id, year, sector order by agrees desc, total_rank) = 1 as is_main
from compared
order by source_row
"""

EMISSIONS = """
select
    area_id, $dataset as dataset, year, 'territorial' as basis, null::varchar as scope,
    if(sector = 'total', null, sector) as sector, if(sector = 'total' and not is_main, trim(sektor), null) as subsector,
    value as emissions_tco2e,
    if(sector = 'total', not counts_sectors and is_main, counts_sectors and value is not null) as is_counted,
    'modelled' as value_status, is_preliminary, missing_reason, $sheet as source_sheet, source_row, source_column,
    trim(sektor) as source_label, trim(kommune) as source_name
from judged
order by source_row
"""


def _differing_totals(sheet: Sheet, judged: pa.Table) -> list[Problem]:
    """A warning where the sectors add up to no total: the smaller total is counted."""
    is_case = pc.and_(
        pc.and_(pc.equal(judged["sector"], "total"), judged["is_main"]), pc.invert(judged["counts_sectors"])
    )
    found = judged.filter(is_case)
    found = found.append_column("source_sheet", pa.array([sheet.name] * found.num_rows, pa.string()))

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{year}: sectors {added} t, total {stated} t",
            year=str(row["year"]),
            added=amount(row["added"]),
            stated=amount(row["value"]),
        )

    expected = N_("six sectors that add up to one of the totals “Samlet” within 0.2 t")
    advice = N_("The smaller total is counted, the sectors are kept beside it.")
    return listed(warnings_of("sectors_differ", found, words, expected=expected, advice=advice))


def _summary(emissions: pa.Table) -> Text:
    return N_(
        "{municipalities}, {years}: tonnes of CO2e by sector, agriculture with land use; energy and shares are left out",
        municipalities=municipalities_in_words(len(emissions["area_id"].unique())),
        years=years_in_words(emissions["year"]),
    )
