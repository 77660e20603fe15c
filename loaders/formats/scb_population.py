"""Sweden: SCB's table of inhabitants on 31 December, nation, counties and municipalities on one sheet.

Sheet Totalt: titles, a heading row in three levels, then rows told apart by the length of their code (18 a
county, 1880 a municipality), names padded with spaces, footnotes at the end. The sheets Män and Kvinnor
repeat it by sex and are not read."""

import re

import pyarrow as pa

from data.areas import AreaKind
from data.datasets import KNOWN_DATASETS, Dataset, Release
from data.sql import frame_sql
from data.staging import staged
from loaders.problems import Problem
from loaders.reading import (
    Reading,
    ReadingContext,
    chosen_release,
    context_problems,
    is_refused,
    municipalities_in_words,
    needless_municipality,
)
from loaders.rows.cells import (
    Headings,
    find_cell,
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

KEY = "scb-population"
TITLE = N_("SCB: inhabitants of Sweden's municipalities on 31 December (xlsx)")
DATASET: Dataset = KNOWN_DATASETS["scb-population"]

SHEET, TITLE_MARK = "totalt", "folkmängd i riket"
HEADINGS = {"kommun": "Kommun", "kommunnamn": "Kommunnamn", "folkmängd": "Folkmängd"}
NATION = "riket"
_YEAR_IN_TITLE = re.compile(r"31 december\s+((?:19|20)\d\d)")


def recognise(workbook: Workbook) -> bool:
    """A sheet whose title begins "Folkmängd i riket, län och kommuner"."""
    return any(find_cell(sheet, TITLE_MARK) for sheet in workbook.sheets.values())


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """Inhabitants of the nation, every county and every municipality in the year of the title."""
    sheet = sheet_named(workbook, SHEET)
    problems = context_problems(context, (DATASET,), None) + needless_municipality(context)
    reading = Reading(
        KEY, TITLE, DATASET.publisher, DATASET.licence, is_proven=True, datasets=(DATASET,), problems=problems
    )
    if sheet is None:
        problems.append(missing_sheet("Totalt", workbook))
        return reading
    year, found = _year(sheet)
    problems += found
    rows, found = _rows(sheet, context)
    problems += found
    if rows is None or year is None or is_refused(problems):
        return reading
    reading.tables["population"] = staged(
        "population", frame_sql(POPULATION, _constants(sheet, year), rows=rows)
    )
    reading.releases[DATASET.key] = chosen_release(_release(year), context)
    reading.summary.append(_summary(rows, year))
    return reading


def _release(year: int) -> Release:
    return Release(label=f"Folkmängd 31 december {year}", released_on=None, origin="file")


def _year(sheet: Sheet) -> tuple[int | None, list[Problem]]:
    row, column, title = find_cell(sheet, TITLE_MARK) or (1, 1, "")
    in_title = _YEAR_IN_TITLE.findall(normalised(title))
    if in_title:
        return int(in_title[0]), []
    problem = wrong_cell(
        sheet.name,
        row,
        column,
        code="wrong_year",
        expected=N_("the year in the title, after “31 december”"),
        found=title,
        fix=N_("Put SCB's title back above the table: download the file again, and load it as it came."),
    )
    return None, [problem]


def _rows(sheet: Sheet, context: ReadingContext) -> tuple[pa.Table | None, list[Problem]]:
    headings = find_headings(sheet, list(HEADINGS), at_least=2)
    if headings is None:
        return None, [missing_headings(sheet, HEADINGS)]
    problems = missing_columns(sheet, headings, HEADINGS)
    if problems:
        return None, problems
    columns = {name: headings.columns[name] for name in HEADINGS}
    problems = unreadable_cells(sheet, headings.row, columns)
    rows = frame_sql(TYPED, grid=rows_below(sheet, headings.row, columns))
    if rows.num_rows == 0 and not problems:
        return None, [no_rows(sheet, headings.row)]
    problems += _wrong_numbers(sheet, headings, rows) if not problems else []
    rows, found = _with_areas(sheet, headings, rows, context)
    return rows, problems + found


TYPED = """
with plain as (
    select source_row, trim(kommun) as code, trim(kommunnamn) as name, folkmängd as written,
        plain_number_of_cell as number
    from grid
),
areas as (
    select
        source_row, name, written, number, code as written_code,
        if(regexp_full_match(code, '[0-9]{1,4}'), lpad(code, if(length(code) <= 2, 2, 4), '0'), null) as code,
        lower(name) = 'riket' and coalesce(code, '') = '' as is_nation
    from plain
)
select source_row, code, written_code, name, is_nation, written, number, value_of_number as value
from areas
where code is not null or is_nation or coalesce(number, '') <> ''
order by source_row
""".replace("plain_number_of_cell", plain_number_sql("folkmängd")).replace(
    "value_of_number", number_sql("number")
)

POPULATION = """
select
    area_id, $dataset as dataset, $year as year, cast(value as bigint) as inhabitants,
    'reported' as value_status, false as is_preliminary,
    if(value is null, 'not_estimated', null) as missing_reason,
    $sheet as source_sheet, source_row, $column as source_column, name as source_label, code as source_code,
    name as source_name
from rows
order by source_row
"""


def _constants(sheet: Sheet, year: int) -> dict:
    headings = find_headings(sheet, list(HEADINGS))
    column = headings.columns["folkmängd"] if headings else 1
    return {"dataset": DATASET.key, "year": year, "sheet": sheet.name, "column": column_name(column - 1)}


def _wrong_numbers(sheet: Sheet, headings: Headings, rows: pa.Table) -> list[Problem]:
    """Errors for figures that are no whole number; a single dot is SCB's mark for "not applicable"."""
    faulty = frame_sql(
        "select source_row, written from rows where (value is null and coalesce(number, '') not in ('', "
        "'.', '..')) "
        "or value < 0 or value <> floor(value) order by source_row",
        rows=rows,
    ).to_pylist()
    return listed(
        wrong_cell(
            sheet.name,
            row["source_row"],
            headings.columns["folkmängd"],
            code="wrong_number",
            expected=N_("inhabitants as a whole number, 0 or more"),
            found=row["written"],
            fix=N_("Put the publisher's figure back: download the file again, and load it as it came."),
        )
        for row in faulty
    )


def _with_areas(
    sheet: Sheet, headings: Headings, rows: pa.Table, context: ReadingContext
) -> tuple[pa.Table, list[Problem]]:
    found = [_area_id(row, context) for row in rows.select(["code", "is_nation"]).to_pylist()]
    missing = [row for row, area in zip(rows.to_pylist(), found, strict=True) if area is None]
    problems = listed(_unknown_area(sheet, headings, row) for row in missing)
    return rows.append_column("area_id", pa.array(found, pa.string())), problems


def _area_id(row: dict, context: ReadingContext) -> str | None:
    if row["is_nation"]:
        return _resolved("SE", "nation", context)
    if row["code"] is None:  # a figure beside a code that is none: never a footnote
        return None
    return _resolved(row["code"], "county" if len(row["code"]) == 2 else "municipality", context)


def _resolved(text: str, kind: AreaKind, context: ReadingContext) -> str | None:
    area = context.register.resolve(text, country="SE", kind=kind).area
    return area.area_id if area else None


def _unknown_area(sheet: Sheet, headings: Headings, row: dict) -> Problem:
    return Problem(
        level="error",
        code="unknown_municipality",
        sheet=sheet.name,
        cell=cell_name(row["source_row"], headings.columns["kommun"]),
        expected=N_("the code of a Swedish county (two digits) or municipality (four digits)"),
        found=f"{row['code'] or row['written_code'] or ''} {row['name'] or ''}".strip(),
        fix=N_("Correct the code, or add the municipality to the register."),
    )


def _summary(rows: pa.Table, year: int) -> Text:
    codes = rows["code"].to_pylist()
    municipalities = sum(code is not None and len(code) == 4 for code in codes)
    return N_(
        "Inhabitants of {municipalities} on 31 December {year}",
        year=str(year),
        municipalities=municipalities_in_words(municipalities),
    )
