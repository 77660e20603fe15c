"""Finland: SYKE's file of one municipality (ALas, kunta_<number>.csv; CC BY 4.0), built from its description.

Semicolons and decimal commas, three letters for each level, kilotonnes. The file does not say whose it is, except in
its name, which is never trusted: the municipality is asked for."""

from functools import partial

import pyarrow as pa

from data.areas import Area
from data.sql import frame_sql
from loaders.problems import Problem
from loaders.published_tables.one_area import area_of_file
from loaders.published_tables.syke_labels import ALL, AREA_EXPECTED, COUNTRY, HINKU, MARKS_3, MARKS_4, MARKS_5
from loaders.published_tables.syke_rows import LongSheet, emissions_of
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
    missing_columns,
    no_rows,
    rows_below,
    unreadable_cells,
)
from loaders.sheets.workbook import Sheet, Workbook
from texts import N_

KEY = "syke-municipality"
TITLE = N_("SYKE: emissions of one Finnish municipality, ALas (csv)")
ONE_AREA_IN = "FI"  # whose municipalities may answer which area it is

HEADINGS = {
    "vuosi": "vuosi",
    "taso_3": "taso_3",
    "taso_4": "taso_4",
    "taso_5": "taso_5",
    "kt": "kt",
    "kt_tuuli": "kt_tuuli",
    "hinku_laskenta": "hinku_laskenta",
    "päästökauppa": "päästökauppa",
}
NAMES = {
    "vuosi": "year_text",
    "taso_3": "level_3",
    "taso_4": "level_4",
    "taso_5": "level_5",
    "kt": "kt",
    "kt_tuuli": "kt_wind",
    "hinku_laskenta": "hinku",
    "päästökauppa": "trading",
}
ENERGY = "gwh"
MARKS = {"level_3": MARKS_3, "level_4": MARKS_4, "level_5": MARKS_5}
MISSING = ("na", "null", "")


def recognise(workbook: Workbook) -> bool:
    """A sheet whose headings name the levels and kilotonnes, and no municipality."""
    return _sheet(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """Emissions of the municipality that the user names, by source, for both series."""
    sheet = _sheet(workbook)
    assert sheet is not None, "read follows recognise"
    area, problems = area_of_file(
        "", context, country=COUNTRY, place=(sheet.name, ""), expected=AREA_EXPECTED
    )
    problems += context_problems(context, (ALL, HINKU), None)
    reading = Reading(
        KEY, TITLE, ALL.publisher, ALL.licence, is_proven=False, datasets=(ALL, HINKU), problems=problems
    )
    rows, found = _rows(sheet, area)
    problems += found
    if rows is None or area is None:
        return reading
    emissions, found = emissions_of(rows, _layout(sheet, workbook))
    problems += found
    if emissions is None or is_refused(problems):
        return reading
    reading.tables["emissions"] = emissions
    reading.releases.update({dataset.key: chosen_release(None, context) for dataset in (ALL, HINKU)})
    years = years_in_words(emissions["year"])
    reading.summary.append(
        N_(
            "{name}, {years}: all emissions and those of the Hinku rules, electricity and heat where they are used; "
            "credits stand apart",
            name=area.name,
            years=years,
        )
    )
    return reading


def _sheet(workbook: Workbook) -> Sheet | None:
    return next((sheet for sheet in workbook.sheets.values() if _headings(sheet) is not None), None)


def _headings(sheet: Sheet) -> Headings | None:
    headings = find_headings(sheet, list(HEADINGS), at_least=5)
    return None if headings is None or headings.missing(["taso_3", "kt"]) else headings


def _layout(sheet: Sheet, workbook: Workbook) -> LongSheet:
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    columns = {NAMES[heading]: headings.columns[heading] for heading in HEADINGS}
    columns["year"] = columns.pop("year_text")
    return LongSheet(sheet, columns, "comma" if workbook.kind == "csv" else "point")


def _rows(sheet: Sheet, area: Area | None) -> tuple[pa.Table | None, list[Problem]]:
    """The rows with the names that the marks stand for; a mark not seen before stays as it is."""
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    problems = missing_columns(sheet, headings, HEADINGS)
    if problems:
        return None, problems
    columns = {NAMES[heading]: headings.columns[heading] for heading in HEADINGS}
    problems = unreadable_cells(sheet, headings.row, columns)
    grid = rows_below(sheet, headings.row, columns | {"energy": headings.columns.get(ENERGY, 0)})
    rows = frame_sql(FILLED, _area_texts(area), grid=grid)
    if rows.num_rows == 0 and not problems:
        return None, [no_rows(sheet, headings.row)]
    for name, marks in MARKS.items():
        names = decoded(rows[name], partial(_name, marks), pa.string())
        rows = rows.set_column(rows.column_names.index(name), name, names)
    return (None if problems else rows), problems


def _name(marks: dict[str, str], text: str) -> str | None:
    mark = text.strip()
    return None if mark.casefold() in MISSING else marks.get(mark, mark)


def _area_texts(area: Area | None) -> dict[str, str | None]:
    return {"area_id": area.area_id if area else None, "region": area.region if area else None}


FILLED = """
select
    *, $area_id::varchar as area_id, $region::varchar as region, null::varchar as source_code,
    null::varchar as source_name, null::varchar as level_1, null::varchar as level_2
from grid
where coalesce(trim(year_text), trim(level_3), trim(kt), '') <> ''
order by source_row
"""
