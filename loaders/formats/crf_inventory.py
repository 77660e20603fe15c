"""The reporting workbook of the Global Covenant of Mayors (CRF, "eCRF"): the inventory of one city. Built from its
description.

Sheet eCRF_1 names city, country and year; eCRF_3 has a row per GPC reference (I.1.1 to VI.1) and fuel, with tonnes CO2e
or a notation key: NO not occurring (zero), NE not estimated, IE included elsewhere, NA not applicable, C confidential.
"Please select" and {{…}} are places of the template that nobody filled. eCRF_2 repeats the sums and is not read.

What is counted, as the GPC adds up: scope 1 and scope 2 of buildings, industry, transport, products and farming, and the
city's own waste wherever it is treated. Kept and not counted: generation of grid-supplied energy (I.4.4), which scope 2
holds already, losses and journeys outside (scope 3), waste from elsewhere, and other scope 3."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import NATIONS, Area
from data.datasets import KNOWN_DATASETS, Dataset
from data.sql import frame_sql
from data.staging import staged
from loaders.problems import Problem
from loaders.published_tables.one_area import area_of_file
from loaders.published_tables.published import dated, numbered, unreadable_numbers, wrong_years
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
    missing_sheet,
    no_rows,
    normalised,
    rows_below,
    sheet_named,
    unreadable_cells,
    wrong_cell,
)
from loaders.sheets.workbook import Sheet, Workbook, cell_name, column_name
from texts import N_, Text

KEY = "crf-inventory"
TITLE = N_("Global Covenant of Mayors: inventory of one city, CRF (xlsx)")
ONE_AREA_IN = ""  # any country; whose municipalities may answer which area it is
DATASET: Dataset = KNOWN_DATASETS["gcom-crf"]

CITY_SHEET, ROWS_SHEET = "ecrf_1", "ecrf_3"
CITY_KEYS = ("name of city", "city name", "name of local authority", "city")
COUNTRY_KEYS, YEAR_KEYS = ("country",), ("inventory year", "year of inventory", "accounting year")
HEADINGS = {
    "gpc ref. no.": "GPC ref. no.",
    "crf - sector": "CRF - Sector",
    "crf - sub-sector": "CRF - Sub-sector",
    "scope": "Scope",
    "fuel type or activity": "Fuel type or activity",
    "notation key": "Notation key",
    "ghgs (metric tonnes co2e) - total co2e": "GHGs (metric tonnes CO2e) - Total CO2e",
}
NAMES = {
    "gpc ref. no.": "reference",
    "crf - sector": "sector_label",
    "crf - sub-sector": "subsector_label",
    "scope": "scope_label",
    "fuel type or activity": "fuel",
    "notation key": "key",
    "ghgs (metric tonnes co2e) - total co2e": "total",
}
YEAR_HEADING = "inventory year"
GASES = {
    "CO2": "ghgs (metric tonnes co2e) - co2",
    "CH4": "ghgs (metric tonnes co2e) - ch4",
    "N2O": "ghgs (metric tonnes co2e) - n2o",
}  # read where the total of a row is empty
NOTATION_KEYS = {
    "no": "not_occurring",
    "ne": "not_estimated",
    "ie": "included_elsewhere",
    "na": "not_applicable",
    "c": "confidential",
}
UNKNOWN = ("not_estimated", "confidential")  # emissions that are there and that the city's own sum leaves out
KEYS_EXPECTED = N_("tonnes CO2e as a number, or a notation key: NO, NE, IE, NA, C")
NOT_FILLED = re.compile(r"^(please select.*|\{\{.*\}\}|select.*)$")

_REFERENCE = re.compile(r"(I|II|III|IV|V|VI)\.(\d)(?:\.(\d))?")
SECTOR_OF = {
    "I": "stationary_energy",
    "II": "transport",
    "III": "waste",
    "IV": "ippu",
    "V": "agriculture",
    "VI": "other",
}
SECTOR_OF_PART = {
    "I.3": "industry",
    "II.3": "transport",
    "II.5": "off_road",
    "V.2": "lulucf",
}
GENERATION = ("I.4.4",)
# Where the reference is missing: the number of a sector or sub-sector by its label; "Produce Use" stands so in the template.
NUMBER_OF_SECTOR = {
    "stationary energy": "I",
    "transportation": "II",
    "transport": "II",
    "waste": "III",
    "industrial processes and product use (ippu)": "IV",
    "industrial processes and produce use (ippu)": "IV",
    "industrial processes and product use": "IV",
    "industrial processes and produce use": "IV",
    "ippu": "IV",
    "agriculture, forestry and other land use (afolu)": "V",
    "agriculture, forestry and other land use": "V",
    "afolu": "V",
    "other scope 3": "VI",
}
NUMBER_OF_SUBSECTOR = {
    "residential buildings": "I.1",
    "commercial buildings & facilities": "I.2",
    "commercial and institutional buildings and facilities": "I.2",
    "institutional buildings & facilities": "I.2",
    "manufacturing industries and construction": "I.3",
    "industrial buildings & facilities": "I.3",
    "energy industries": "I.4",
    "agriculture, forestry, and fishing activities": "I.5",
    "agriculture": "I.5",
    "non-specified sources": "I.6",
    "fugitive emissions": "I.7",
    "on-road": "II.1",
    "on-road transportation": "II.1",
    "rail": "II.2",
    "railways": "II.2",
    "waterborne navigation": "II.3",
    "aviation": "II.4",
    "off-road": "II.5",
    "solid waste disposal": "III.1",
    "biological treatment": "III.2",
    "incineration and open burning": "III.3",
    "wastewater": "III.4",
    "industrial process": "IV.1",
    "industrial processes": "IV.1",
    "product use": "IV.2",
    "produce use": "IV.2",
    "livestock": "V.1",
    "land use": "V.2",
    "land": "V.2",
    "other agriculture": "V.3",
}
LABEL_SLIPS = {"produce use": "Product Use"}  # the template's own slips in labels, by normalised label
SCOPE_OF_LABEL = {
    "1": "1", "2": "2", "3": "3", "scope 1": "1", "scope 2": "2", "scope 3": "3", "direct": "1", "direct emissions": "1",
    "indirect": "2", "indirect emissions": "2", "indirect emissions from the use of grid-supplied energy": "2",
    "outside boundary": "3", "emissions occurring outside the city boundary": "3", "other indirect emissions": "3",
}  # fmt: skip


def recognise(workbook: Workbook) -> bool:
    """The sheets eCRF_1 and eCRF_3, or a sheet with the headings of eCRF_3."""
    has_both = sheet_named(workbook, CITY_SHEET) is not None and sheet_named(workbook, ROWS_SHEET) is not None
    return has_both or _rows_sheet(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """The inventory by GPC reference and fuel."""
    sheet = _rows_sheet(workbook) or sheet_named(workbook, ROWS_SHEET)
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
    about = sheet_named(workbook, CITY_SHEET)
    area, found = _area(about, workbook, context)
    problems += found
    rows, found = _rows(sheet, _value(about, YEAR_KEYS) if about else None)
    problems += found
    if rows is None or area is None or is_refused(problems):
        return reading
    figures = numbered(rows, markers=NOTATION_KEYS)
    problems += unreadable_numbers(sheet.name, figures, KEYS_EXPECTED)
    unknown = decoded(figures["missing_reason"], lambda reason: reason in UNKNOWN, pa.bool_())
    figures = figures.append_column("is_unknown", pc.fill_null(unknown, False))
    if is_refused(problems):
        return reading
    constants = {
        "area_id": area.area_id,
        "dataset": DATASET.key,
        "sheet": sheet.name,
        "name": _value(about, CITY_KEYS) if about else None,
    }
    emissions = frame_sql(EMISSIONS, constants, figures=figures)
    problems += _keys_beside_figures(sheet, figures) + _unknown_parts(sheet, figures)
    reading.tables["emissions"] = staged("emissions", emissions)
    reading.releases[DATASET.key] = chosen_release(None, context)
    reading.summary.append(_summary(emissions, area))
    return reading


def _rows_sheet(workbook: Workbook) -> Sheet | None:
    return next((sheet for sheet in workbook.sheets.values() if _headings(sheet) is not None), None)


def _headings(sheet: Sheet) -> Headings | None:
    headings = find_headings(sheet, list(HEADINGS), at_least=4)
    wanted = ["gpc ref. no.", "crf - sector"]
    return None if headings is None or headings.missing(wanted) else headings


def _filled(text: str | None) -> str | None:
    """A text that somebody filled in; None for an empty cell and for the template's own words."""
    plain = " ".join((text or "").split())
    return None if not plain or NOT_FILLED.match(normalised(plain)) else plain


def _place(sheet: Sheet, keys: tuple[str, ...]) -> tuple[int, int]:
    """Row and column of the cell that holds the value of a key: the first filled one right of it, else the next."""
    for key in keys:
        for row, cells in enumerate(sheet.head(60), start=1):
            for column, text in enumerate(cells, start=1):
                if normalised(text).rstrip(" *:") == key:
                    beside = (
                        place for place in range(column + 1, len(cells) + 1) if _filled(cells[place - 1])
                    )
                    return row, next(beside, column + 1)
    return 0, 0


def _value(sheet: Sheet, keys: tuple[str, ...]) -> str | None:
    row, column = _place(sheet, keys)
    return _filled(sheet.text(row, column)) if row else None


def _area(
    about: Sheet | None, workbook: Workbook, context: ReadingContext
) -> tuple[Area | None, list[Problem]]:
    """The city of eCRF_1 in its country; else as the user chose."""
    expected = N_("the name of one Nordic municipality, in its country")
    if about is None:
        return None, [missing_sheet("eCRF_1", workbook)]
    row, column = _place(about, CITY_KEYS)
    place = (about.name, cell_name(row, column) if row else "A1")
    written, country = _value(about, CITY_KEYS) or "", _value(about, COUNTRY_KEYS)
    codes = {normalised(name): code for code, names in NATIONS.items() for name in (*names, code)}
    if country is not None and normalised(country) not in codes:
        row, column = _place(about, COUNTRY_KEYS)
        fix = N_("Veikart holds the municipalities of the Nordic countries only.")
        nordic = N_("Denmark, Finland, Iceland, Norway or Sweden")
        return None, [
            wrong_cell(about.name, row, column, code="other_country", expected=nordic, found=country, fix=fix)
        ]
    code = codes[normalised(country)] if country else None
    return area_of_file(written, context, country=code, place=place, expected=expected)


def _rows(sheet: Sheet, year: str | None) -> tuple[pa.Table | None, list[Problem]]:
    """One row per figure or notation key, with what its reference means; rows that nobody filled are left out."""
    headings = _headings(sheet)
    if headings is None:
        return None, [no_rows(sheet, 1)]
    problems = missing_columns(sheet, headings, HEADINGS)
    if problems:
        return None, problems
    columns = {NAMES[heading]: headings.columns[heading] for heading in HEADINGS}
    columns |= {gas: headings.columns.get(heading, 0) for gas, heading in GASES.items()}
    columns["own_year"] = headings.columns.get(YEAR_HEADING, 0)
    problems = unreadable_cells(
        sheet, headings.row, {name: column for name, column in columns.items() if column}
    )
    grid = rows_below(sheet, headings.row, columns)
    for name in columns:
        grid = grid.set_column(grid.column_names.index(name), name, decoded(grid[name], _filled, pa.string()))
    letters = {name: column_name(max(column - 1, 0)) for name, column in columns.items()}
    places = {f"{name}_column": letters[name] for name in ("total", "key", *GASES)}
    rows = frame_sql(GIVEN, {"year": year, **places}, grid=grid)
    if rows.num_rows == 0 and not problems:
        return None, [_nothing_filled(sheet, headings)]
    rows = dated(rows)
    problems += wrong_years(sheet.name, rows, letters["own_year"])
    rows = _with_references(rows)
    problems += _unknown_references(sheet, rows, letters["reference"])
    return (None if is_refused(problems) else rows), problems


# The total of a row; where it is empty its gases, else its notation key.
GIVEN = """
with rows as (
    select *, coalesce(own_year, $year) as written_year, coalesce("CO2", "CH4", "N2O") is not null as has_gases
    from grid
),
given as (
    select *, null::varchar as gas, total as written, $total_column as source_column, 0 as step
    from rows where total is not null
    union all by name
    select *, 'CO2' as gas, "CO2" as written, $CO2_column as source_column, 1 as step
    from rows where total is null and "CO2" is not null
    union all by name
    select *, 'CH4' as gas, "CH4" as written, $CH4_column as source_column, 2 as step
    from rows where total is null and "CH4" is not null
    union all by name
    select *, 'N2O' as gas, "N2O" as written, $N2O_column as source_column, 3 as step
    from rows where total is null and "N2O" is not null
    union all by name
    select *, null::varchar as gas, key as written, $key_column as source_column, 0 as step
    from rows where total is null and not has_gases and key is not null
)
select * from given
order by source_row, step
"""


def _nothing_filled(sheet: Sheet, headings: Headings) -> Problem:
    return wrong_cell(
        sheet.name, headings.row + 1, headings.columns["gpc ref. no."], code="no_rows",
        expected=N_("rows with tonnes CO2e or a notation key"), found="",
        fix=N_("Fill in the inventory, and load the workbook again."),
    )  # fmt: skip


def _with_references(rows: pa.Table) -> pa.Table:
    """The rows with our sector, scope, whether they are counted, and sub-sector in words; null sector = unknown."""
    texts = rows.select(["reference", "sector_label", "subsector_label", "scope_label"]).to_pylist()
    meanings = [_meaning(**row) for row in texts]
    for name, kind in (
        ("sector", pa.string()),
        ("scope", pa.string()),
        ("is_counted", pa.bool_()),
        ("words", pa.string()),
    ):
        rows = rows.append_column(name, pa.array([meaning[name] for meaning in meanings], kind))
    return rows


def _meaning(
    reference: str | None, sector_label: str | None, subsector_label: str | None, scope_label: str | None
) -> dict[str, str | bool | None]:
    found = _REFERENCE.fullmatch((reference or "").upper().rstrip("."))
    own_scope = SCOPE_OF_LABEL.get(normalised(scope_label))
    words = LABEL_SLIPS.get(normalised(subsector_label), subsector_label)
    if found:
        part, last = f"{found[1]}.{found[2]}", found[3]
        scope = _scope(found[1], last, own_scope)
    elif reference is None:
        number = NUMBER_OF_SECTOR.get(normalised(sector_label), "")
        part, last, scope = NUMBER_OF_SUBSECTOR.get(normalised(subsector_label), number), None, own_scope
        part = part if part.split(".")[0] == number or not number else number
    else:
        part, last, scope = "", None, None
    group = part.split(".")[0]
    if group not in SECTOR_OF or scope is None:
        return {"sector": None, "scope": None, "is_counted": None, "words": words}
    is_generation = f"{part}.{last}" in GENERATION
    sector = "energy_generation" if is_generation else SECTOR_OF_PART.get(part, SECTOR_OF[group])
    is_counted = not is_generation and _is_counted(group, last, scope)
    return {"sector": sector, "scope": scope, "is_counted": is_counted, "words": words}


def _scope(group: str, last: str | None, own_scope: str | None) -> str | None:
    """The scope of a reference: its last number, except for waste, where 2 is waste treated elsewhere and 3 comes from
    elsewhere; products and farming are scope 1."""
    if group == "III":
        return {"1": "1", "2": "3", "3": "1"}.get(last or "1")
    if group in ("IV", "V"):
        return "1"
    if group == "VI":
        return "3"
    return {"1": "1", "2": "2", "3": "3", "4": "1"}.get(last or "", own_scope)


def _is_counted(group: str, last: str | None, scope: str) -> bool:
    if group == "III":
        return last != "3"
    return scope != "3" and group != "VI"


def _unknown_references(sheet: Sheet, rows: pa.Table, letters: str) -> list[Problem]:
    unknown = rows.filter(pc.is_null(rows["sector"])).to_pylist()
    return listed(
        Problem(
            level="error", code="unknown_reference", sheet=sheet.name, cell=f"{letters}{row['source_row']}",
            expected=N_("a GPC reference, such as I.1.1, or a sector, sub-sector and scope of the CRF"),
            found=", ".join(filter(None, (row["reference"], row["sector_label"], row["subsector_label"], row["scope_label"]))),
            fix=N_("Write the reference as in the template, and load the workbook again."),
        )
        for row in unknown
    )  # fmt: skip


EMISSIONS = """
select
    $area_id as area_id, $dataset as dataset, year, 'territorial' as basis, scope, sector,
    nullif(concat_ws(': ', coalesce(words, sector_label, reference), fuel), '') as subsector, gas, value as emissions_tco2e,
    is_counted and not is_unknown as is_counted, 'reported' as value_status, is_preliminary, missing_reason,
    $sheet as source_sheet, source_row, source_column,
    concat_ws(' ', reference, coalesce(subsector_label, sector_label), fuel) as source_label,
    $name::varchar as source_name
from figures
order by source_row, source_column
"""


def _keys_beside_figures(sheet: Sheet, figures: pa.Table) -> list[Problem]:
    """A warning for rows that have a figure and a notation key that says there is none."""
    rows = frame_sql(
        "select distinct source_row, source_column, key from figures where key is not null and key <> written "
        "and value <> 0 order by source_row",
        figures=figures,
    ).to_pylist()
    return listed(
        Problem(
            level="warning", code="key_beside_figure", sheet=sheet.name, cell=f"{row['source_column']}{row['source_row']}",
            expected=N_("either a figure or a notation key"), found=row["key"],
            fix=N_("Unusual, check. The figure is loaded."),
        )
        for row in rows
    )  # fmt: skip


def _unknown_parts(sheet: Sheet, figures: pa.Table) -> list[Problem]:
    """A warning where the total is without parts that are not estimated or confidential."""
    unknown = figures.filter(pc.and_(figures["is_counted"], figures["is_unknown"]))
    places = zip(unknown["source_column"].to_pylist(), unknown["source_row"].to_pylist(), strict=True)
    keys = ", ".join(sorted(set(unknown["written"].to_pylist())))
    if not unknown.num_rows:
        return []
    return [
        Problem(
            level="warning", code="parts_unknown", sheet=sheet.name,
            cells=tuple(f"{letters}{row}" for letters, row in places),
            expected=N_("a figure, or one of the keys NO, IE and NA"), found=keys,
            fix=N_("Unusual, check. These parts are unknown: the total is without them, as the city's own sum is."),
        )
    ]  # fmt: skip


def _summary(emissions: pa.Table, area: Area) -> Text:
    return N_(
        "{name}, {years}: scope 1 and 2 and the city's own waste are counted; generation of grid-supplied energy and scope "
        "3 stand beside them",
        name=area.name,
        years=years_in_words(emissions["year"]),
    )
