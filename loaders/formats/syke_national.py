"""Finland: SYKE's national workbook of municipal emissions (ALas, paastot.hiilineutraalisuomi.fi, CC BY 4.0).

Sheet DATA: a row per municipality, year, five levels and two flags, in kilotonnes. Built from its description. All
years stand on the municipalities of the release; the last may be preliminary. Two series come of it: all emissions,
and those of the Hinku rules."""

import pyarrow as pa

from data.areas import Area
from data.sql import frame_sql
from loaders.problems import Problem
from loaders.published_tables.published import Stranger, placed, unknown_areas
from loaders.published_tables.syke_labels import ALL, COUNTRY, HINKU
from loaders.published_tables.syke_rows import LongSheet, emissions_of
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
    missing_columns,
    no_rows,
    rows_below,
    unreadable_cells,
)
from loaders.sheets.workbook import Sheet, Workbook, column_name
from texts import N_, Text

KEY = "syke-national"
TITLE = N_("SYKE: emissions of all Finnish municipalities, ALas (xlsx)")

HEADINGS = {
    "kuntanumero": "kuntanumero",
    "kunta": "kunta",
    "maakunta": "maakunta",
    "vuosi": "vuosi",
    "taso_1": "taso_1",
    "taso_2": "taso_2",
    "taso_3": "taso_3",
    "taso_4": "taso_4",
    "taso_5": "taso_5",
    "hinku-laskenta": "hinku-laskenta",
    "päästökauppa": "päästökauppa",
    "ktco2e": "ktCO2e",
    "ktco2e_tuuli": "ktCO2e_tuuli",
}
NAMES = {
    "kuntanumero": "source_code",
    "kunta": "source_name",
    "maakunta": "region",
    "vuosi": "year_text",
    **{f"taso_{level}": f"level_{level}" for level in range(1, 6)},
    "hinku-laskenta": "hinku",
    "päästökauppa": "trading",
    "ktco2e": "kt",
    "ktco2e_tuuli": "kt_wind",
}
ENERGY = "energiankulutus"  # not loaded: it only helps to tell a repeated row from another one


def recognise(workbook: Workbook) -> bool:
    """A sheet whose headings name municipality, levels and kilotonnes of CO2e."""
    return _sheet(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """Emissions of every municipality by source, for both series."""
    sheet = _sheet(workbook)
    assert sheet is not None, "read follows recognise"
    problems = needless_municipality(context) + context_problems(context, (ALL, HINKU), None)
    reading = Reading(
        KEY, TITLE, ALL.publisher, ALL.licence, is_proven=False, datasets=(ALL, HINKU), problems=problems
    )
    rows, found = _rows(sheet)
    problems += found
    if rows is None:
        return reading
    rows, found = _with_areas(sheet, rows, context)
    problems += found
    emissions, found = emissions_of(rows, _layout(sheet, workbook))
    problems += found
    if emissions is None or is_refused(problems):
        return reading
    reading.tables["emissions"] = emissions
    reading.releases.update({dataset.key: chosen_release(None, context) for dataset in (ALL, HINKU)})
    reading.summary.extend(_summary(emissions))
    return reading


def _sheet(workbook: Workbook) -> Sheet | None:
    return next((sheet for sheet in workbook.sheets.values() if _headings(sheet) is not None), None)


def _headings(sheet: Sheet) -> Headings | None:
    headings = find_headings(sheet, list(HEADINGS), at_least=6)
    return None if headings is None or headings.missing(["kunta", "taso_3"]) else headings


def _layout(sheet: Sheet, workbook: Workbook) -> LongSheet:
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    columns = {NAMES[heading]: headings.columns[heading] for heading in HEADINGS}
    columns["year"] = columns.pop("year_text")
    return LongSheet(sheet, columns, "comma" if workbook.kind == "csv" else "point")


def _rows(sheet: Sheet) -> tuple[pa.Table | None, list[Problem]]:
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    problems = missing_columns(sheet, headings, HEADINGS)
    if problems:
        return None, problems
    columns = {NAMES[heading]: headings.columns[heading] for heading in HEADINGS}
    problems = unreadable_cells(sheet, headings.row, columns)
    energy = next((column for name, column in headings.columns.items() if name.startswith(ENERGY)), 0)
    grid = frame_sql(FILLED, grid=rows_below(sheet, headings.row, columns | {"energy": energy}))
    if grid.num_rows == 0 and not problems:
        return None, [no_rows(sheet, headings.row)]
    return (None if problems else grid), problems


FILLED = """
select *
from grid
where coalesce(trim(source_code), trim(source_name), trim(year_text), trim(level_3), trim(kt), '') <> ''
order by source_row
"""


def _with_areas(sheet: Sheet, rows: pa.Table, context: ReadingContext) -> tuple[pa.Table, list[Problem]]:
    """The rows with area_id, by the municipality's number (published without zeros: 50 is 050), else its name."""

    def municipality(number: str | None, name: str | None) -> Area | None:
        resolve = context.register.resolve
        digits = (number or "").strip()
        by_number = resolve(digits.zfill(3), country=COUNTRY).area if digits.isdigit() else None
        return by_number or resolve(name, country=COUNTRY).area

    rows, strangers = placed(rows, ["source_code", "source_name"], municipality)
    return rows, _unknown(sheet, strangers)


def _unknown(sheet: Sheet, strangers: list[Stranger]) -> list[Problem]:
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    return unknown_areas(
        sheet.name,
        column_name(headings.columns["kuntanumero"] - 1),
        strangers,
        expected=N_("the number or name of a Finnish municipality"),
        fix=N_("Write the name as in the official register, or add the municipality to the register."),
    )


def _summary(emissions: pa.Table) -> list[Text]:
    return [
        N_(
            "{municipalities}, {years}: all emissions and those of the Hinku rules, electricity and heat where they are "
            "used; credits stand apart",
            municipalities=municipalities_in_words(len(emissions["area_id"].unique())),
            years=years_in_words(emissions["year"]),
        )
    ]
