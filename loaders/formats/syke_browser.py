"""Finland: SYKE's workbook of one municipality, downloaded in the browser (ALas; CC BY 4.0). Built from its description.

Sheet KHK-päästöt: A1 names the municipality in capitals, the years stand beside it as text, then a row per sector, the
credits, the publisher's total, tonnes per inhabitant and the inhabitants; a line below says which rules it follows.
Kilotonnes rounded to 0.1, so that sectors and total differ by some tenths. The other sheets repeat or explain it.

What is counted: the sectors where they add up to the total in every year, else the total itself, so that the headline
is the publisher's; the sectors are kept beside it. Where the publisher takes credits off its total, the sectors are
counted and the credits stand apart, since credits never lower the headline unseen."""

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Area
from data.datasets import KNOWN_DATASETS, Dataset
from data.sql import frame_sql
from data.staging import staged
from loaders.problems import Problem
from loaders.published_tables.one_area import area_of_file
from loaders.published_tables.published import (
    FETCH_AGAIN,
    coded,
    numbered,
    unknown_labels,
    unreadable_numbers,
)
from loaders.published_tables.syke_labels import (
    ALL,
    AREA_EXPECTED,
    COUNTRY,
    FIGURE_EXPECTED,
    HINKU,
    SCOPE_OF,
    SECTOR_EXPECTED,
    SECTOR_FIX,
    SECTOR_OF,
    bare,
    in_tonnes,
    is_credits,
    marked_years,
)
from loaders.reading import (
    Reading,
    ReadingContext,
    chosen_release,
    context_problems,
    is_refused,
    years_in_words,
)
from loaders.rows.cells import normalised, rows_below, sheet_named, unreadable_cells, wrong_cell
from loaders.sheets.workbook import Sheet, Workbook, cell_name, column_name
from texts import N_, Text

KEY = "syke-browser"
TITLE = N_("SYKE: emissions of one Finnish municipality, downloaded in the browser (xlsx)")
ONE_AREA_IN = "FI"  # whose municipalities may answer which area it is
POPULATION: Dataset = KNOWN_DATASETS["syke-population"]

SHEET, ENGLISH, ENGLISH_ENERGY = "khk-päästöt", "ghg emissions", "emissions and energy"
TOTAL, PER_HEAD, INHABITANTS = "kokonaispäästöt", "per asukas", "asukasluku"
UNIT = "ktco2e"
HINKU_METHOD = "hinku-laskenta"
ALL_METHOD = "kaikki alas-päästöt"
_METHOD = re.compile(r"hinku-laskenta|alas-päästö")
_YEAR = re.compile(r"(19|20)\d\d(\.0)?\s*([*ep]|\(?ennakko\w*\.?\)?)?", re.IGNORECASE)
LINES = 60  # the table and the text below it are no longer
AGREES_TCO2E = 1e-3


@dataclass(frozen=True)
class Frame:
    """Where the table stands: the row of years, and year texts by column (1-based)."""

    row: int
    years: dict[int, str]


def recognise(workbook: Workbook) -> bool:
    """A sheet KHK-päästöt, or the two sheets of the English export."""
    return sheet_named(workbook, SHEET) is not None or _english(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """Emissions by sector, the publisher's total, and the inhabitants."""
    sheet = sheet_named(workbook, SHEET)
    if sheet is None:
        english = _english(workbook)
        assert english is not None, "read follows recognise"
        return _reading((ALL, HINKU, POPULATION), [_not_finnish(english)])
    dataset, problems = _dataset(sheet)
    datasets = (dataset or HINKU, POPULATION)
    problems += context_problems(context, datasets, None)
    frame, found = _frame(sheet)
    row = frame.row if frame else 1
    area, asked = _area(sheet, row, context)
    problems += asked + found
    reading = _reading(datasets, problems)
    if frame is None:
        return reading
    rows, found = _rows(sheet, frame)
    problems += found
    if area is None or dataset is None or is_refused(problems):
        return reading
    emissions, found = _emissions(sheet, rows, area, dataset, name=bare(sheet.text(row, 1)))
    problems += found
    reading.tables["emissions"] = emissions
    people = _population(sheet, rows, area, name=bare(sheet.text(row, 1)))
    if people.num_rows:
        reading.tables["population"] = people
    tables = (dataset, POPULATION) if people.num_rows else (dataset,)
    reading.releases.update({each.key: chosen_release(None, context) for each in tables})
    reading.summary.append(_summary(rows, area, dataset, emissions))
    return reading


def _reading(datasets: tuple[Dataset, ...], problems: list[Problem]) -> Reading:
    return Reading(
        KEY, TITLE, ALL.publisher, ALL.licence, is_proven=False, datasets=datasets, problems=problems
    )


def _english(workbook: Workbook) -> Sheet | None:
    return sheet_named(workbook, ENGLISH) if sheet_named(workbook, ENGLISH_ENERGY) else None


def _not_finnish(sheet: Sheet) -> Problem:
    return wrong_cell(
        sheet.name, 1, 1, code="not_a_municipality",
        expected=N_("the Finnish download of one municipality, with a sheet “KHK-päästöt”"), found=bare(sheet.text(1, 1)),
        fix=N_("The English download is that of a region, which Veikart does not hold: choose one municipality in the "
               "Finnish view and download it there."),
    )  # fmt: skip


def _area(sheet: Sheet, row: int, context: ReadingContext) -> tuple[Area | None, list[Problem]]:
    """The municipality in the corner of the table; a region's name is refused, whatever the user chose."""
    written = bare(sheet.text(row, 1))
    towns = [area for area in context.register.of_kind("municipality") if area.country_code == COUNTRY]
    is_region = normalised(written) in {normalised(area.region) for area in towns if area.region}
    if is_region and context.register.resolve(written, country=COUNTRY).area is None:
        fix = N_("This is a region's file; download the municipality's own.")
        return None, [
            wrong_cell(
                sheet.name, row, 1, code="area_is_county", expected=AREA_EXPECTED, found=written, fix=fix
            )
        ]
    place = (sheet.name, cell_name(row, 1))
    return area_of_file(written, context, country=COUNTRY, place=place, expected=AREA_EXPECTED)


def _dataset(sheet: Sheet) -> tuple[Dataset | None, list[Problem]]:
    """The series by the line that says which rules the table follows."""
    lines = [
        (row, bare(cells[0])) for row, cells in enumerate(sheet.head(LINES), start=1) if cells and cells[0]
    ]
    row, found = next(((row, text) for row, text in lines if _METHOD.search(normalised(text))), (0, ""))
    if normalised(found).startswith(HINKU_METHOD):
        return HINKU, []
    if normalised(found).startswith(ALL_METHOD):
        return ALL, []
    problem = wrong_cell(
        sheet.name, row or 1, 1, code="unknown_method",
        expected=N_("the line below the table that says its rules: “Hinku-laskenta …” or “Kaikki ALas-päästöt”"),
        found=found,
        fix=N_("Choose one of these rules in SYKE's service, and download the file again."),
    )  # fmt: skip
    return None, [problem]


def _frame(sheet: Sheet) -> tuple[Frame | None, list[Problem]]:
    """The first row with two years or more beside its first cell."""
    for row, cells in enumerate(sheet.head(LINES), start=1):
        filled = {column: text for column, text in enumerate(cells[1:], start=2) if text and text.strip()}
        years = {column: text for column, text in filled.items() if _YEAR.fullmatch(text.strip())}
        if len(years) > 1 or (years and row == 1):
            odd = [(column, text) for column, text in filled.items() if column not in years]
            return Frame(row, years), [_wrong_year(sheet, row, column, text) for column, text in odd]
    return None, [_wrong_year(sheet, 1, 2, sheet.text(1, 2) or "")]


def _wrong_year(sheet: Sheet, row: int, column: int, found: str) -> Problem:
    return wrong_cell(
        sheet.name, row, column, code="wrong_year", expected=N_("a year above each column of figures"), found=found,
        fix=N_("Write the year as four digits."),
    )  # fmt: skip


LONG = """
with labelled as (
    select *, min(source_row) filter (part = 'total') over () as total_row
    from rows
),
read_rows as (
    select * from labelled where part <> 'sector' or source_row < coalesce(total_row, source_row + 1)
)
select read_rows.source_row, label, part, years.source_column, years.written_year, written
from read_rows
join written using (source_row)
join years on years.source_column = written.source_column
order by source_row, years.place
"""


def _rows(sheet: Sheet, frame: Frame) -> tuple[pa.Table, list[Problem]]:
    """One row per line and year: label, part (sector, credits, total, inhabitants), year, value in the line's unit."""
    columns = {"label": 1} | {column_name(column - 1): column for column in frame.years}
    problems = unreadable_cells(sheet, frame.row, columns)
    grid = rows_below(sheet, frame.row, columns)
    lines = [
        (row, bare(label))
        for row, label in zip(grid["source_row"].to_pylist(), grid["label"].to_pylist(), strict=True)
    ]
    parts = pa.table(
        {
            "source_row": pa.array([row for row, _ in lines], pa.int64()),
            "label": pa.array([label for _, label in lines], pa.string()),
            "part": pa.array([_part(label) for _, label in lines], pa.string()),
        }
    )
    letters = list(columns)[1:]
    written = pa.concat_tables(
        pa.table(
            {"source_row": grid["source_row"], "written": grid[name],
             "source_column": pa.array([name] * grid.num_rows, pa.string())}
        )
        for name in letters
    )  # fmt: skip
    years = pa.table(
        {
            "source_column": pa.array(letters, pa.string()),
            "written_year": pa.array(list(frame.years.values()), pa.string()),
            "place": pa.array(range(len(letters)), pa.int64()),
        }
    )
    rows = frame_sql(LONG, rows=parts.filter(parts["part"].is_valid()), written=written, years=years)
    rows = marked_years(numbered(rows))
    problems += _wrong_lines(sheet, parts) + _wrong_numbers(sheet, rows)
    return rows, problems


def _part(label: str) -> str | None:
    """What a line is; None for lines without figures of their own."""
    name = normalised(label)
    if not name or _METHOD.search(name) or name.startswith(PER_HEAD):
        return None
    if is_credits(label):
        return "credits"
    if name.startswith(TOTAL):
        return "total"
    return "inhabitants" if name.startswith(INHABITANTS) else "sector"


def _wrong_lines(sheet: Sheet, parts: pa.Table) -> list[Problem]:
    """Errors for a total in another unit, and for none or several of them."""
    totals = [row for row in parts.to_pylist() if row["part"] == "total"]
    if len(totals) == 1 and UNIT in normalised(totals[0]["label"]):
        return []
    place = totals[-1]["source_row"] if totals else 1
    return [
        wrong_cell(
            sheet.name, place, 1, code="missing_total",
            expected=N_("one line with the total in kilotonnes, “kokonaispäästöt, ktCO2e”"),
            found=totals[-1]["label"] if totals else "", fix=FETCH_AGAIN,
        )
    ]  # fmt: skip


def _wrong_numbers(sheet: Sheet, rows: pa.Table) -> list[Problem]:
    """Errors for figures that are no number, and inhabitants that are no whole one."""
    sql = "select * replace (is_faulty or (part = 'inhabitants' and (value < 0 or value <> floor(value))) as is_faulty) from rows"
    judged = frame_sql(sql + " order by source_row", rows=rows)
    people = judged.filter(pc.equal(judged["part"], "inhabitants"))
    others = judged.filter(pc.not_equal(judged["part"], "inhabitants"))
    whole = N_("inhabitants as a whole number, 0 or more")
    return unreadable_numbers(sheet.name, others, FIGURE_EXPECTED) + unreadable_numbers(
        sheet.name, people, whole
    )


AGREEMENT = """
with yearly as (
    select
        year, sum(value) filter (part = 'total') as stated, coalesce(sum(value) filter (part = 'sector'), 0) as added,
        coalesce(sum(value) filter (part = 'credits'), 0) as credits
    from rows
    group by year
)
select
    coalesce(bool_and(abs(stated - added) <= $agrees), false) as is_exact,
    coalesce(bool_or(abs(stated - added - credits) + $agrees < abs(stated - added)), false) as is_net
from yearly
where stated is not null
"""

EMISSIONS = """
select
    $area_id as area_id, $dataset as dataset, year, 'territorial' as basis, scope, sector,
    if(part = 'credits' and not $is_net, label, null) as subsector, value as emissions_tco2e,
    (part = 'total') <> $counts_sectors and (part = 'total' or value is not null) as is_counted,
    'modelled' as value_status, is_preliminary, missing_reason,
    $sheet as source_sheet, source_row, source_column, label as source_label, $source_name as source_name
from rows
order by source_row, year
"""


def _emissions(
    sheet: Sheet, rows: pa.Table, area: Area, dataset: Dataset, *, name: str
) -> tuple[pa.Table, list[Problem]]:
    """The staged emissions, one level of them counted, and warnings about new labels and a net total."""
    figures = in_tonnes(rows.filter(pc.not_equal(rows["part"], "inhabitants")), "value")
    agreement = frame_sql(AGREEMENT, {"agrees": AGREES_TCO2E}, rows=figures).to_pylist()[0]
    named = figures.filter(pc.not_equal(figures["part"], "total"))
    named, strangers = coded(named, "label", "sector", SECTOR_OF, otherwise="other")
    named, _no_scope = coded(named, "label", "scope", SCOPE_OF)
    totals = figures.filter(pc.equal(figures["part"], "total"))
    for name in ("sector", "scope"):
        totals = totals.append_column(name, pa.nulls(totals.num_rows, pa.string()))
    constants = {
        "area_id": area.area_id,
        "dataset": dataset.key,
        "is_net": agreement["is_net"],
        "counts_sectors": agreement["is_exact"] or agreement["is_net"],
        "sheet": sheet.name,
        "source_name": name,
    }
    emissions = frame_sql(EMISSIONS, constants, rows=pa.concat_tables([named, totals]))
    problems = unknown_labels(sheet.name, "A", strangers, expected=SECTOR_EXPECTED, fix=SECTOR_FIX)
    problems += [_net_total(sheet, rows)] if agreement["is_net"] else []
    return staged("emissions", emissions), problems


def _net_total(sheet: Sheet, rows: pa.Table) -> Problem:
    line = next(row for row in rows.to_pylist() if row["part"] == "total")
    return Problem(
        level="warning",
        code="total_with_credits",
        sheet=sheet.name,
        cell=cell_name(line["source_row"], 1),
        expected=N_("a total before credits"),
        found=N_("a total from which credits are taken off"),
        fix=N_("Unusual, check. The sectors are counted; credits stand apart and lower no total."),
    )


PEOPLE = """
select
    $area_id as area_id, $dataset as dataset, year, cast(value as bigint) as inhabitants, 'reported' as value_status,
    is_preliminary, missing_reason, $sheet as source_sheet, source_row, source_column, label as source_label,
    $source_name as source_name
from rows
where part = 'inhabitants'
order by source_row, year
"""


def _population(sheet: Sheet, rows: pa.Table, area: Area, *, name: str) -> pa.Table:
    constants = {
        "area_id": area.area_id,
        "dataset": POPULATION.key,
        "sheet": sheet.name,
        "source_name": name,
    }
    return staged("population", frame_sql(PEOPLE, constants, rows=rows))


def _summary(rows: pa.Table, area: Area, dataset: Dataset, emissions: pa.Table) -> Text:
    rules = N_("the Hinku rules") if dataset is HINKU else N_("all emissions")
    counts_sectors = pc.any(emissions.filter(emissions["is_counted"])["sector"].is_valid()).as_py()
    return N_(
        "{name}, {years}: {rules}, electricity and heat where they are used; {counted}",
        name=area.name,
        years=years_in_words(rows["year"]),
        rules=rules,
        counted=N_("the sectors are counted")
        if counts_sectors
        else N_("the publisher's total is counted, since the rounded sectors do not add up to it"),
    )
