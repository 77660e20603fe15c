"""Sweden: SMHI's county report ("Länsrapport") of the national emissions database, fossil CO2 or all greenhouse
gases, for all municipalities.

One wide sheet: titles, a row of years, a row of headings (Huvudsektor, Undersektor, Län, Kommun), then a row
per sector pair and area. "Alla" marks the total of a dimension, so that nation, counties, sectors and
subsectors stand among each other: only the sector rows are counted, because subsectors do not add up to their
sector everywhere. Tonnes a year; modelled. Releases spell some labels differently ("Egen uppärmning", "fran" for
"från") and newer ones have a title row more: labels are compared and subsectors kept as they are rightly spelt.
Licence: SMHI open data (CC BY 4.0)."""

import re
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from data.datasets import KNOWN_DATASETS, Dataset, Release
from data.sql import frame_sql
from data.staging import staged
from loaders.problems import Problem
from loaders.reading import (
    KnownFault,
    Reading,
    ReadingContext,
    chosen_release,
    context_problems,
    date_in,
    is_refused,
    needless_municipality,
    years_in_words,
)
from loaders.rows.cells import (
    HEADING_ROWS,
    Headings,
    decoded,
    find_cell,
    find_headings,
    listed,
    missing_columns,
    missing_headings,
    no_rows,
    normalised,
    number_sql,
    plain_number_sql,
    rows_below,
    unreadable_cells,
    wrong_cell,
)
from loaders.sheets.workbook import Sheet, Workbook, cell_name, column_name
from texts import N_, Text

KEY = "smhi-report"
TITLE = N_("SMHI: county report of the national emissions database (xlsx)")

HEADINGS = {"huvudsektor": "Huvudsektor", "undersektor": "Undersektor", "län": "Län", "kommun": "Kommun"}
REPORT, TITLE_MARK, UNIT_MARK = "rapportnamn", "emissioner av", "enhet:"
UNITS = {
    "smhi-co2": ("ton/år",),
    "smhi-ghg": ("ton/år", "ton co2-ekv/år", "ton co2-ekv./år", "ton co2-ekvivalenter/år", "ton co2e/år"),
}
ALL = "alla"
# The layout proven on a published file: the report of CO2 with its headings in this row.
PROVEN = ("smhi-co2", 6)
# Words that releases spell wrongly, and how they are spelt.
SPELT = {
    "uppärmning": "uppvärmning",
    "fran": "från",
    "hastgödsel": "hästgödsel",
    "förbranning": "förbränning",
}
_MISSPELT = re.compile(rf"\b({'|'.join(SPELT)})\b", re.IGNORECASE)


def spelt(label: str) -> str:
    """A label as it is rightly spelt: known slips mended, one space between words, a capital first."""

    def mended(word: re.Match[str]) -> str:
        right = SPELT[word[0].casefold()]
        return right.capitalize() if word[0][0].isupper() else right

    words = " ".join(_MISSPELT.sub(mended, label).split())
    plain = re.sub(r"\b(inkl|m)\.(?=\w)", r"\1. ", words).replace("m. m", "m.m").replace("inkl. ", "inkl ")
    return plain[:1].upper() + plain[1:]


def _key(label: str | None) -> str:
    """A label for comparison between releases: spelling, case, points and commas make no difference."""
    return re.sub(r"[\s.,]+", " ", normalised(spelt(label or ""))).strip()


SECTOR_OF = {
    _key(label): sector
    for label, sector in {
        "Transporter": "transport",
        "Arbetsmaskiner": "off_road",
        "El och fjärrvärme": "energy_generation",
        "Egen uppvärmning av bostäder och lokaler": "stationary_energy",
        "Industri (energi + processer)": "industry",
        "Produktanvändning (inkl. lösningsmedel)": "ippu",
        "Jordbruk": "agriculture",
        "Avfall (inkl. avlopp)": "waste",
        "Utrikes transporter": "international_transport",
    }.items()
}
LAND_USE = ("markanvändning", "lulucf")  # what a sector of land use begins with, where a report has one
_WASTE = N_(
    "Kumla's waste subsectors far exceed its waste sector, which fits the total; the county shows it too."
)
KNOWN_FAULTS = tuple(
    KnownFault(
        date(2026, 11, 23), "smhi-co2", "Länsrapport, 2024-04-18", area_id, "Avfall (inkl.avlopp)", _WASTE
    )
    for area_id in ("SE-1881", "SE-18")
)


def recognise(workbook: Workbook) -> bool:
    """A sheet with the report's titles ("Rapportnamn:", "Emissioner av …") or its four headings."""
    return _sheet(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """Every area, year and sector pair; sector rows counted, totals and subsectors kept beside them."""
    sheet = _sheet(workbook)
    assert sheet is not None, "read follows recognise"
    dataset, problems = _dataset(sheet)
    in_file = _release(sheet)
    problems += _unit_problems(sheet, dataset) + needless_municipality(context)
    problems += context_problems(context, (dataset,), in_file) if dataset else []
    rows, found = _rows(sheet)
    problems += found
    reading = Reading(
        KEY,
        TITLE,
        "SMHI",
        dataset.licence if dataset else "",
        is_proven=_is_proven(sheet, dataset),
        datasets=(dataset,) if dataset else (),
        problems=problems,
        known_faults=KNOWN_FAULTS,
    )
    if rows is None or dataset is None:
        return reading
    rows, found = _with_areas(sheet, rows, context)
    problems += found
    rows, found = _with_sectors(sheet, rows)
    problems += found
    if is_refused(problems):
        return reading
    reading.tables["emissions"] = staged("emissions", _emissions(sheet, rows, dataset))
    reading.releases[dataset.key] = chosen_release(in_file, context)
    reading.summary.extend(_summary(rows, dataset))
    return reading


def _sheet(workbook: Workbook) -> Sheet | None:
    for sheet in workbook.sheets.values():
        headings = find_headings(sheet, list(HEADINGS), at_least=3)
        titled = find_cell(sheet, REPORT) is not None and find_cell(sheet, TITLE_MARK) is not None
        if titled or (headings is not None and "huvudsektor" in headings.columns):
            return sheet
    return None


def _dataset(sheet: Sheet) -> tuple[Dataset | None, list[Problem]]:
    """The series of the sheet's substance; any but fossil CO2 and all greenhouse gases is refused."""
    title = find_cell(sheet, TITLE_MARK)
    key = _substance(normalised(f"{sheet.name} {title[2] if title else ''}"))
    if key is not None:
        return KNOWN_DATASETS[key], []
    row, column, found = title or (1, 1, sheet.name)
    problem = wrong_cell(
        sheet.name,
        row,
        column,
        code="unknown_substance",
        expected=N_("emissions of carbon dioxide (CO2) or of all greenhouse gases (GGT)"),
        found=found,
        fix=N_(
            "Download the report for one of these from the national emissions database; other substances have no "
            "place yet."
        ),
    )
    return None, [problem]


def _substance(words: str) -> str | None:
    """The dataset that the titles mean: "CO2-ekvivalenter" are all gases, and biogenic CO2 is neither."""
    if "biogen" in words:
        return None
    if re.search(r"växthusgas|\bggt\b|\bco2[- ]?e", words):
        return "smhi-ghg"
    return "smhi-co2" if re.search(r"\bco2\b", words) else None


def _is_proven(sheet: Sheet, dataset: Dataset | None) -> bool:
    headings = find_headings(sheet, list(HEADINGS), at_least=2)
    return dataset is not None and headings is not None and (dataset.key, headings.row) == PROVEN


def _release(sheet: Sheet) -> Release | None:
    mark = find_cell(sheet, REPORT)
    if mark is None:
        return None
    row, column, text = mark
    label = (sheet.text(row, column + 1) or text.partition(":")[2]).strip()
    return Release(label=label, released_on=date_in(label), origin="file") if label else None


def _unit_problems(sheet: Sheet, dataset: Dataset | None) -> list[Problem]:
    mark = find_cell(sheet, UNIT_MARK)
    units = UNITS[dataset.key] if dataset else UNITS["smhi-ghg"]
    if mark is None or normalised(mark[2]).removeprefix(UNIT_MARK).strip() in units:
        return []
    return [
        wrong_cell(
            sheet.name,
            mark[0],
            mark[1],
            code="wrong_unit",
            expected=N_("tonnes a year (“Enhet: ton/år”)"),
            found=mark[2],
            fix=N_("Download the report in tonnes a year."),
        )
    ]


def _rows(sheet: Sheet) -> tuple[pa.Table | None, list[Problem]]:
    """One row per sheet row and year, labels as published; None when headings, years or figures are wrong."""
    headings = find_headings(sheet, list(HEADINGS), at_least=2)
    if headings is None:
        return None, [missing_headings(sheet, HEADINGS)]
    problems = missing_columns(sheet, headings, HEADINGS)
    if problems:
        return None, problems
    years, problems = _years(sheet, headings)
    if problems:
        return None, problems
    columns = {name: headings.columns[name] for name in HEADINGS} | {
        column_name(column - 1): column for column in years
    }
    problems = unreadable_cells(sheet, headings.row, columns)
    rows = _unpivoted(rows_below(sheet, headings.row, columns), years)
    if rows.num_rows == 0 and not problems:
        return None, [no_rows(sheet, headings.row)]
    problems = problems or _wrong_numbers(sheet, rows)
    return (None if problems else rows), problems


def _years(sheet: Sheet, headings: Headings) -> tuple[dict[int, int], list[Problem]]:
    """The year of each column right of the headings, from the row above them."""
    first = max(headings.columns[name] for name in HEADINGS if name in headings.columns) + 1
    above = sheet.head(HEADING_ROWS)[headings.row - 2] if headings.row > 1 else []
    named = sheet.head(HEADING_ROWS)[headings.row - 1]
    years: dict[int, int] = {}
    problems = []
    for column in range(first, max(len(above), len(named)) + 1):
        text = (above[column - 1] if column <= len(above) else None) or ""
        name = (named[column - 1] if column <= len(named) else None) or ""
        if re.fullmatch(r"(19|20)\d\d", text.strip()):
            years[column] = int(text)
        elif text.strip() or name.strip():
            problems.append(_wrong_year(sheet, headings.row - 1, column, text))
    if not years and not problems:
        problems.append(_wrong_year(sheet, max(headings.row - 1, 1), first, ""))
    return years, problems


def _wrong_year(sheet: Sheet, row: int, column: int, found: str) -> Problem:
    return wrong_cell(
        sheet.name,
        row,
        column,
        code="wrong_year",
        expected=N_("a year above each column of figures"),
        found=found,
        fix=N_("Write the year as four digits."),
    )


UNPIVOTED = """
with long as (
    select *
    from grid
    unpivot include nulls (
        written for source_column in (columns(* exclude (source_row, huvudsektor, undersektor, län, kommun)))
    )
),
plain as (
    select long.*, years.year, plain_number_of_cell as number
    from long
    join years on years.source_column = long.source_column
    where coalesce(huvudsektor, undersektor, län, kommun, written) is not null
)
select
    source_row, source_column, year, huvudsektor, undersektor, län, kommun, written, number,
    value_of_number as emissions_tco2e
from plain
order by source_row, year
""".replace("plain_number_of_cell", plain_number_sql("long.written")).replace(
    "value_of_number", number_sql("number")
)


def _unpivoted(grid: pa.Table, years: dict[int, int]) -> pa.Table:
    letters = [column_name(column - 1) for column in years]
    by_column = pa.table(
        {"source_column": pa.array(letters, pa.string()), "year": pa.array(list(years.values()), pa.int64())}
    )
    return frame_sql(UNPIVOTED, grid=grid, years=by_column)


def _wrong_numbers(sheet: Sheet, rows: pa.Table) -> list[Problem]:
    faulty = frame_sql(
        "select source_row, source_column, written from rows "
        "where emissions_tco2e is null and coalesce(number, '') <> '' order by source_row, year",
        rows=rows,
    ).to_pylist()
    return listed(
        Problem(
            level="error",
            code="wrong_number",
            sheet=sheet.name,
            cell=f"{row['source_column']}{row['source_row']}",
            expected=N_("tonnes a year as a number"),
            found=row["written"],
            fix=N_("Put the publisher's figure back: download the file again, and load it as it came."),
        )
        for row in faulty
    )


def _with_areas(sheet: Sheet, rows: pa.Table, context: ReadingContext) -> tuple[pa.Table, list[Problem]]:
    """The rows with area_id: nation (Alla, Alla), county (Län, Alla) or municipality (Län, Kommun)."""
    pairs = frame_sql(
        "select län, kommun, min(source_row) as source_row, count(*) as rows from rows group by all "
        "order by source_row",
        rows=rows,
    ).to_pylist()
    areas = [_area_id(pair["län"], pair["kommun"], context) for pair in pairs]
    problems = [
        _unknown_area(sheet, pair, context) for pair, area in zip(pairs, areas, strict=True) if area is None
    ]
    columns = {name: pa.array([pair[name] for pair in pairs], pa.string()) for name in ("län", "kommun")}
    by_name = pa.table({**columns, "area_id": pa.array(areas, pa.string())})
    joined = frame_sql(
        "select rows.*, areas.area_id from rows left join areas on areas.län is not distinct from rows.län "
        "and areas.kommun is not distinct from rows.kommun",
        rows=rows,
        areas=by_name,
    )
    return joined, listed(problems)


def _area_id(county: str | None, municipality: str | None, context: ReadingContext) -> str | None:
    county, municipality = (county or "").strip(), (municipality or "").strip()
    if not county or not municipality:
        return None
    if normalised(municipality) != ALL:
        area = context.register.resolve(municipality, country="SE", region=county).area
    elif normalised(county) != ALL:
        area = context.register.resolve(county, country="SE", kind="county").area
    else:
        area = context.register.resolve("SE", country="SE", kind="nation").area
    return area.area_id if area else None


def _unknown_area(sheet: Sheet, pair: dict, context: ReadingContext) -> Problem:
    is_county = normalised(pair["kommun"]) == ALL
    written = pair["län"] if is_county else pair["kommun"]
    match = context.register.resolve(written, country="SE", kind="county" if is_county else "municipality")
    names = ", ".join(
        f"{area.name} ({area.area_id}, {area.region})" if area.region else area.name
        for area in match.candidates
    )
    headings = find_headings(sheet, list(HEADINGS))
    column = headings.columns["län" if is_county else "kommun"] if headings else 1
    return Problem(
        level="error",
        code="unknown_municipality",
        sheet=sheet.name,
        cell=cell_name(pair["source_row"], column),
        expected=N_("a county or municipality of Sweden, in its county"),
        found=", ".join(filter(None, (pair["kommun"], pair["län"]))),
        fix=N_("Did you mean {names}? Write the name as in the official register.", names=names)
        if names
        else N_("Write the name as in the official register."),
        count=pair["rows"],
    )


def _with_sectors(sheet: Sheet, rows: pa.Table) -> tuple[pa.Table, list[Problem]]:
    """The rows with our sector and subsector, null for a total; "other" with a warning for a sector not seen before."""
    rows = rows.append_column("sector", decoded(rows["huvudsektor"], _sector, pa.string()))
    rows = rows.append_column("subsector", decoded(rows["undersektor"], _subsector, pa.string()))
    new = frame_sql(
        "select huvudsektor as label, min(source_row) as source_row, count(*) as rows from rows "
        "where sector = 'other' group by all order by source_row",
        rows=rows,
    ).to_pylist()
    return rows, [_unknown_sector(sheet, row) for row in new]


def _sector(label: str) -> str | None:
    name = _key(label)
    if name == ALL:
        return None
    return "lulucf" if name.startswith(LAND_USE) else SECTOR_OF.get(name, "other")


def _subsector(label: str) -> str | None:
    return None if normalised(label) == ALL else spelt(label)


def _unknown_sector(sheet: Sheet, row: dict) -> Problem:
    return Problem(
        level="warning",
        code="unknown_label",
        sheet=sheet.name,
        cell=cell_name(row["source_row"], 1),
        expected=N_("a sector known from earlier reports"),
        found=row["label"] or "",
        fix=N_("Unusual, check. The rows are counted in the total, under “Other”."),
        count=row["rows"],
    )


EMISSIONS = """
select
    area_id, $dataset as dataset, year, 'territorial' as basis, '1' as scope, sector,
    subsector, $gas as gas, emissions_tco2e,
    sector is not null and subsector is null as is_counted,
    'modelled' as value_status, false as is_preliminary, if(emissions_tco2e is null, 'not_estimated',
        null) as missing_reason,
    $sheet as source_sheet, source_row, source_column, trim(huvudsektor) as source_label,
    trim(if(lower(trim(kommun)) = 'alla', län, kommun)) as source_name
from rows
"""


def _emissions(sheet: Sheet, rows: pa.Table, dataset: Dataset) -> pa.Table:
    gas = "CO2" if dataset.gas_coverage == "co2" else None
    return frame_sql(EMISSIONS, {"dataset": dataset.key, "gas": gas, "sheet": sheet.name}, rows=rows)


def _summary(rows: pa.Table, dataset: Dataset) -> list[Text]:
    areas = len(pc.unique(rows["area_id"]))
    covers = (
        N_("fossil CO2 only, not all greenhouse gases")
        if dataset.gas_coverage == "co2"
        else N_("all greenhouse gases")
    )
    return [
        N_(
            "{areas}, {years}: {covers}",
            areas=N_("1 area") if areas == 1 else N_("{count} areas", count=areas),
            years=years_in_words(rows["year"]),
            covers=covers,
        )
    ]
