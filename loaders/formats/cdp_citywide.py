"""City-wide emissions that cities of the world reported to CDP, 2016 to 2021 (CDP and ICLEI, open data).

A row per city; the headings change from year to year and are told apart by their words. Only municipalities of the
register are read; all others are left out and counted. Tonnes CO2e, by each city's own protocol and boundary.

What is counted, one level for each city: the total by the GPC (BASIC), else the total of all emissions, else scope 1 and
scope 2, both without the generation of grid-supplied energy, else the totals by scope, else what there is. Generation
stands beside them, since adding it to scope 2 would count the same energy twice; scope 3 is kept and not counted. The
year is the calendar year that holds most of the accounting period. Inhabitants are not loaded, as they are of another
year; they only help to see a slip."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import NATIONS, Area, exact_key
from data.datasets import KNOWN_DATASETS, Dataset, Release
from data.sql import frame_sql
from data.staging import staged
from loaders.checks.wording import amount, warnings_of
from loaders.problems import Problem
from loaders.published_tables.accounting_period import year_of_period
from loaders.published_tables.published import (
    numbered,
    placed,
    unknown_areas,
    unreadable_numbers,
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
    HEADING_ROWS,
    decoded,
    listed,
    no_rows,
    normalised,
    rows_below,
    unreadable_cells,
    wrong_cell,
)
from loaders.sheets.workbook import Sheet, Workbook, column_name
from texts import N_, Text

KEY = "cdp-citywide"
TITLE = N_("CDP: city-wide emissions that cities reported, 2016 to 2021 (csv)")
DATASET: Dataset = KNOWN_DATASETS["cdp-citywide"]

# What a column of words is, by the headings of all years.
WORDS = {
    "reported": ("year reported to cdp", "reporting year"),
    "account": ("account number", "account no", "account no."),
    "organisation": ("organization", "organisation", "city name"),
    "city": ("city", "city short name"),
    "country": ("country",),
    "access": ("access",),
    "period": ("accounting year", "measurement year"),
    "boundary": ("inventory boundary (compared to administrative city boundary)",),
    "gases": ("gases included",),
    "people": ("population", "current population"),
}
NEEDED = {"organisation": "Organization", "country": "Country", "period": "Accounting year"}


@dataclass(frozen=True)
class Figure:
    """A kind of figure: the pattern of its heading, its scope, whether it is generation of grid-supplied energy, and
    which way of stating the emissions it belongs to, the first given is counted (None: never)."""

    pattern: str
    scope: str | None
    is_generation: bool = False
    preference: int | None = None


FIGURES = (
    Figure(r"^direct emissions.*excluding generation", "1", preference=3),
    Figure(r"^direct emissions.*generation of grid", "1", is_generation=True, preference=6),
    Figure(r"^indirect emissions.*excluding generation", "2", preference=3),
    Figure(r"^indirect emissions.*generation of grid", "2", is_generation=True),
    Figure(r"^emissions occurring outside.*excluding generation", "3", preference=5),
    Figure(r"^emissions occurring outside.*generation of grid", "3", is_generation=True),
    Figure(r"^total scope 1 emissions", "1", preference=3),
    Figure(r"^total scope 2 emissions", "2", preference=3),
    Figure(r"^total scope 3 emissions", "3", preference=5),
    Figure(r"^total basic\+ emissions", None, preference=4),
    Figure(r"^total basic emissions", None, preference=1),
    Figure(r"^total (city-?wide )?emissions", None, preference=2),
)
_BASIC = next(figure for figure in FIGURES if figure.preference == 1)
SCOPES_WAY, LAST_TOTAL_WAY = 3, 4
GENERATION = "Generation of grid-supplied energy"

# Names by which cities report and which no register holds.
CITY_NAMES = {
    "copenhagen": "København",
    "elsinore": "Helsingør",
    "gothenburg": "Göteborg",
    "reykjavik": "Reykjavíkurborg",
    "reykjavík": "Reykjavíkurborg",
    "akureyri": "Akureyrarkaupstaður",
}
DIGRAPHS = (("oe", "ø"), ("oe", "ö"), ("ae", "æ"), ("ae", "ä"))  # written so where keyboards lack the letters
COUNTRIES = {normalised(name): code for code, names in NATIONS.items() for name in names}
MARKERS = {"not applicable": "not_applicable", "n/a": "not_applicable", "-": "not_estimated"}
LOW_PER_HEAD_TCO2E, HIGH_PER_HEAD_TCO2E = 0.1, 100.0


def recognise(workbook: Workbook) -> bool:
    """A sheet whose headings name a country, an accounting year and CDP's emission columns."""
    return _table(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """What the municipalities of the register reported."""
    table = _table(workbook)
    assert table is not None, "read follows recognise"
    in_file, problems = _release(table)
    problems += context_problems(context, (DATASET,), in_file) + needless_municipality(context)
    reading = Reading(
        KEY,
        TITLE,
        DATASET.publisher,
        DATASET.licence,
        is_proven=_BASIC
        in table.figures.values(),  # the layout of 2020 and 2021, of which a file was at hand
        datasets=(DATASET,),
        problems=problems,
    )
    rows, found = _rows(table, context)
    problems += found
    if rows is None or is_refused(problems):
        return reading
    figures, found = _figures(table, rows)
    problems += found
    if is_refused(problems):
        return reading
    judged = frame_sql(JUDGED, {"scopes_way": SCOPES_WAY, "last_total_way": LAST_TOTAL_WAY}, figures=figures)
    problems += _warnings(table, judged)
    emissions = frame_sql(
        EMISSIONS,
        {"dataset": DATASET.key, "sheet": table.sheet.name, "generation": GENERATION},
        judged=judged,
    )
    reading.tables["emissions"] = staged("emissions", emissions)
    reading.releases[DATASET.key] = chosen_release(in_file, context)
    reading.summary.append(_summary(emissions))
    return reading


@dataclass(frozen=True)
class CityTable:
    """The table of cities: its heading row, the columns (1-based) of words and of figures, and the headings of the
    latter as published, by column."""

    sheet: Sheet
    row: int
    words: dict[str, int]
    figures: dict[int, Figure]
    headings: dict[int, str]

    def letters(self, name: str) -> str:
        return column_name(self.words[name] - 1)


def _table(workbook: Workbook) -> CityTable | None:
    for sheet in workbook.sheets.values():
        for row, cells in enumerate(sheet.head(HEADING_ROWS), start=1):
            table = _table_at(sheet, row, cells)
            if table is not None:
                return table
    return None


def _table_at(sheet: Sheet, row: int, cells: list[str | None]) -> CityTable | None:
    names = {column: _heading(text) for column, text in enumerate(cells, start=1) if text}
    words: dict[str, int] = {}
    figures: dict[int, Figure] = {}
    for column, name in names.items():
        role = next((role for role, headings in WORDS.items() if name in headings), None)
        figure = next((figure for figure in FIGURES if re.search(figure.pattern, name)), None)
        if role is not None:
            words.setdefault(role, column)
        elif figure is not None and figure not in figures.values():
            figures[column] = figure
    if "country" not in words or "period" not in words or not figures:
        return None
    headings = {column: " ".join(_bare(cells[column - 1]).split()) for column in figures}
    return CityTable(sheet, row, words, figures, headings)


def _bare(text: str | None) -> str:
    return (text or "").replace("\ufeff", "").replace("\u200b", "")


def _heading(text: str | None) -> str:
    return normalised(_bare(text))


def _release(table: CityTable) -> tuple[Release | None, list[Problem]]:
    """The year of reporting; a file of several years is refused, as each is a release of its own."""
    if "reported" not in table.words:
        return None, []
    cells = rows_below(table.sheet, table.row, {"reported": table.words["reported"]})
    years = sorted({text.strip() for text in cells["reported"].to_pylist() if text and text.strip()})
    if len(years) == 1 and re.fullmatch(r"(19|20)\d\d", years[0]):
        return Release(label=f"CDP {years[0]}", released_on=date(int(years[0]), 1, 1), origin="file"), []
    if not years:
        return None, []
    fix = N_("Load the file of each year of reporting by itself.")
    return None, [
        wrong_cell(
            table.sheet.name, table.row + 1, table.words["reported"], code="several_releases",
            expected=N_("one year of reporting in the whole file"), found=", ".join(years), fix=fix,
        )
    ]  # fmt: skip


def _rows(table: CityTable, context: ReadingContext) -> tuple[pa.Table | None, list[Problem]]:
    """The rows of Nordic municipalities that are public and have a figure and a year, one for each year."""
    missing = [
        wrong_cell(
            table.sheet.name, table.row, 1, code="missing_column",
            expected=N_("a column headed “{heading}”", heading=heading), found="",
            fix=N_("Put the column back under this heading, with its figures below it."),
        )
        for role, heading in NEEDED.items()
        if role not in table.words
    ]  # fmt: skip
    if missing:
        return None, missing
    columns = {role: table.words.get(role, 0) for role in WORDS}
    columns |= {f"figure_{column}": column for column in table.figures}
    problems = unreadable_cells(
        table.sheet, table.row, {name: column for name, column in columns.items() if column}
    )
    rows = rows_below(table.sheet, table.row, columns)
    if rows.num_rows == 0:
        return None, [*problems, no_rows(table.sheet, table.row)]
    for step in (_nordic, _public, _with_figures, _with_areas, _with_years, _once):
        rows, found = step(table, rows, context)
        problems += found
    return rows, problems


def _nordic(table: CityTable, rows: pa.Table, _context: ReadingContext) -> tuple[pa.Table, list[Problem]]:
    rows = rows.append_column(
        "country_code", decoded(rows["country"], lambda text: COUNTRIES.get(_heading(text)), pa.string())
    )
    is_filled = pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(rows["country"]), ""), False)
    is_abroad = pc.and_(is_filled, pc.is_null(rows["country_code"]))
    return rows.filter(rows["country_code"].is_valid()), _left_out(
        table, rows.filter(is_abroad), "country", expected=N_("cities of the Nordic countries"),
        found=N_("cities elsewhere"), fix=N_("They are left out."),
    )  # fmt: skip


def _public(table: CityTable, rows: pa.Table, _context: ReadingContext) -> tuple[pa.Table, list[Problem]]:
    if "access" not in table.words:
        return rows, []
    is_public = pc.equal(decoded(rows["access"], normalised, pa.string()), "public")
    is_public = pc.fill_null(is_public, False)
    return rows.filter(is_public), _left_out(
        table, rows.filter(pc.invert(is_public)), "access", expected=N_("answers that are public"),
        found=N_("answers that are not public"), fix=N_("They are left out."),
    )  # fmt: skip


def _with_figures(
    table: CityTable, rows: pa.Table, _context: ReadingContext
) -> tuple[pa.Table, list[Problem]]:
    names = [f"figure_{column}" for column in table.figures]
    texts = zip(*(rows[name].to_pylist() for name in names), strict=True)
    has_any = pa.array([any(text and text.strip() for text in cells) for cells in texts], pa.bool_())
    return rows.filter(has_any), _left_out(
        table, rows.filter(pc.invert(has_any)), "organisation", expected=N_("a figure of emissions"),
        found=N_("cities without any figure"), fix=N_("They are left out."),
    )  # fmt: skip


def _with_areas(table: CityTable, rows: pa.Table, context: ReadingContext) -> tuple[pa.Table, list[Problem]]:
    def municipality(organisation: str | None, city: str | None, country: str) -> Area | None:
        written = (organisation or "").strip() or (city or "").strip()
        spellings = (_own_name(written), *(written.casefold().replace(*pair) for pair in DIGRAPHS))
        found = (context.register.resolve(spelling, country=country).area for spelling in spellings)
        return next((area for area in found if area is not None), None)

    rows, strangers = placed(rows, ["organisation", "city", "country_code"], municipality)
    problems = unknown_areas(
        table.sheet.name,
        table.letters("organisation"),
        strangers,
        expected=N_("a municipality of the register"),
        fix=N_("It is left out; write the name as in the official register to load it."),
        level="notice",
    )
    return rows.filter(rows["area_id"].is_valid()), problems


def _own_name(written: str) -> str:
    return CITY_NAMES.get(exact_key(written), written)


def _with_years(table: CityTable, rows: pa.Table, _context: ReadingContext) -> tuple[pa.Table, list[Problem]]:
    """The rows with year; those whose accounting period says none are left out with a warning."""
    rows = rows.append_column("year", decoded(rows["period"], year_of_period, pa.int64()))
    without = rows.filter(pc.is_null(rows["year"])).to_pylist()
    problems = listed(
        Problem(
            level="warning", code="no_accounting_year", sheet=table.sheet.name,
            cell=f"{table.letters('period')}{row['source_row']}",
            expected=N_("the accounting year of {name}", name=(row["organisation"] or row["city"] or "").strip()),
            found=row["period"] or "", fix=N_("Unusual, check. Without a year the row is left out."),
        )
        for row in without
    )  # fmt: skip
    return rows.filter(rows["year"].is_valid()), problems


def _once(table: CityTable, rows: pa.Table, _context: ReadingContext) -> tuple[pa.Table, list[Problem]]:
    """The first row of each municipality and year; a second one is left out with a warning."""
    seen: set[tuple[str, int]] = set()
    is_first, problems = [], []
    for row in rows.select(["source_row", "area_id", "year", "organisation"]).to_pylist():
        key = (row["area_id"], row["year"])
        is_first.append(key not in seen)
        if key in seen:
            problems.append(_second(table, row))
        seen.add(key)
    return rows.filter(pa.array(is_first, pa.bool_())), listed(problems)


def _second(table: CityTable, row: dict[str, Any]) -> Problem:
    return Problem(
        level="warning",
        code="reported_twice",
        sheet=table.sheet.name,
        cell=f"{table.letters('organisation')}{row['source_row']}",
        expected=N_("one report of a municipality for {year}", year=str(row["year"])),
        found=(row["organisation"] or "").strip(),
        fix=N_("Unusual, check. The first report is loaded, this one is left out."),
    )


def _left_out(
    table: CityTable, rows: pa.Table, role: str, *, expected: Text, found: Text, fix: Text
) -> list[Problem]:
    """One notice for all rows left out for one reason."""
    if rows.num_rows == 0:
        return []
    places = tuple(f"{table.letters(role)}{row}" for row in rows["source_row"].to_pylist()[:10_000])
    return [
        Problem(
            level="notice", code="rows_left_out", sheet=table.sheet.name, cells=places, expected=expected,
            found=N_("{found}: {rows}", found=found, rows=rows.num_rows), fix=fix, count=rows.num_rows,
        )
    ]  # fmt: skip


def _figures(table: CityTable, rows: pa.Table) -> tuple[pa.Table, list[Problem]]:
    """One row per municipality and figure given, with its number, what it is, and the inhabitants reported."""
    people = numbered(rows.append_column("written", rows["people"]), grouping="comma")
    rows = rows.append_column("inhabitants", people["value"])
    parts = []
    for column, figure in table.figures.items():
        part = rows.select(
            [
                "source_row",
                "area_id",
                "year",
                "organisation",
                "account",
                "boundary",
                "gases",
                "people",
                "inhabitants",
            ]
        )
        fixed = {
            "written": rows[f"figure_{column}"],
            "source_column": pa.array([column_name(column - 1)] * rows.num_rows, pa.string()),
            "source_label": pa.array([table.headings[column]] * rows.num_rows, pa.string()),
            "scope": pa.array([figure.scope] * rows.num_rows, pa.string()),
            "is_generation": pa.array([figure.is_generation] * rows.num_rows, pa.bool_()),
            "preference": pa.array([figure.preference] * rows.num_rows, pa.int64()),
            "turn": pa.array([FIGURES.index(figure)] * rows.num_rows, pa.int64()),
        }
        for name, values in fixed.items():
            part = part.append_column(name, values)
        parts.append(part)
    given = frame_sql(
        "select * from figures where coalesce(trim(written), '') <> '' order by source_row, turn",
        figures=pa.concat_tables(parts),
    )
    figures = numbered(given, decimal="point", grouping="comma", markers=MARKERS)
    expected = N_("tonnes CO2e as a number")
    return figures, unreadable_numbers(table.sheet.name, figures, expected)


# The way of stating the emissions that is counted: the first that has a figure. Of two figures for one scope the
# first kind counts, which is the one without generation.
JUDGED = """
with ways as (
    select source_row, min(preference) filter (value is not null) as way
    from figures
    group by source_row
),
chosen as (
    select
        figures.*, ways.way,
        coalesce(figures.preference = ways.way and figures.value is not null, false) as is_of_way,
        row_number() over (
            partition by figures.source_row, figures.preference, figures.scope order by figures.value is null, turn
        ) = 1 as is_first
    from figures
    join ways using (source_row)
),
counted as (
    select *, is_of_way and is_first as is_counted
    from chosen
)
select
    *,
    sum(value) filter (is_counted) over (partition by source_row) as total,
    count(*) filter (is_counted) over (partition by source_row) as counted_rows,
    way > $last_total_way or (way = $scopes_way and count(*) filter (is_counted) over (partition by source_row) < 2) as is_part,
    regexp_full_match(lower(trim(coalesce(gases, ''))), 'co2') as is_co2_only
from counted
order by source_row, length(source_column), source_column
"""

EMISSIONS = """
select
    area_id, $dataset as dataset, year, 'territorial' as basis, scope,
    if(is_generation, 'energy_generation', null) as sector, if(is_generation, $generation, null) as subsector,
    if(is_co2_only, 'CO2', null) as gas, value as emissions_tco2e, is_counted, 'reported' as value_status,
    false as is_preliminary, missing_reason, $sheet as source_sheet, source_row, source_column, source_label,
    trim(account) as source_code, trim(organisation) as source_name
from judged
order by source_row, length(source_column), source_column
"""

CITIES = """
select
    source_row, arg_min(source_column, not is_counted) as source_column, any_value(trim(organisation)) as name,
    any_value(year) as year, any_value(total) as total, any_value(inhabitants) as inhabitants,
    any_value(trim(people)) as people, any_value(trim(boundary)) as boundary, bool_or(is_part) as is_part,
    bool_or(is_co2_only) as is_co2_only, $sheet as source_sheet,
    string_agg(scope, ', ' order by scope) filter (is_counted) as scopes
from judged
group by source_row
order by source_row
"""


def _warnings(table: CityTable, judged: pa.Table) -> list[Problem]:
    """What is unusual in a report, each kind in one warning."""
    cities = frame_sql(CITIES, {"sheet": table.sheet.name}, judged=judged)
    people = frame_sql(ODD_PEOPLE, {"column": _people_column(table)}, cities=cities)
    heads = frame_sql(ODD_HEADS, {"low": LOW_PER_HEAD_TCO2E, "high": HIGH_PER_HEAD_TCO2E}, cities=cities)
    parts = frame_sql("select * from cities where is_part order by source_row", cities=cities)
    bounds = frame_sql(
        "select * from cities where regexp_matches(lower(boundary), '^(larger|smaller|partial)') order by source_row",
        cities=cities,
    )
    co2 = frame_sql("select * from cities where is_co2_only order by source_row", cities=cities)
    as_reported = N_("The figures are loaded as reported.")
    return [
        *warnings_of("people_unusual", people, _people_words, expected=N_("the inhabitants as a whole number"),
                     advice=N_("Inhabitants are not loaded from this file.")),
        *warnings_of("per_head_unusual", heads, _head_words,
                     expected=N_("emissions between 0.1 and 100 t for each of the inhabitants reported"), advice=as_reported),
        *warnings_of("part_of_total", parts, _part_words, expected=N_("a total, or both scope 1 and scope 2"),
                     advice=N_("What is given is counted; it is less than the whole.")),
        *warnings_of("other_boundary", bounds, _boundary_words,
                     expected=N_("an inventory of the municipality and nothing else"), advice=as_reported),
        *warnings_of("co2_only", co2, _city_words, expected=N_("all greenhouse gases"),
                     advice=N_("These reports cover carbon dioxide only; their rows name the gas.")),
    ]  # fmt: skip


def _people_column(table: CityTable) -> str:
    return table.letters("people") if "people" in table.words else "A"


ODD_PEOPLE = """
select * replace ($column as source_column)
from cities
where coalesce(people, '') not in ('', '0') and (inhabitants is null or inhabitants < 0 or inhabitants <> floor(inhabitants))
order by source_row
"""

ODD_HEADS = """
select *, total / inhabitants as per_head
from cities
where inhabitants > 0 and inhabitants = floor(inhabitants) and total / inhabitants not between $low and $high
order by abs(ln(greatest(abs(total), 1) / inhabitants)) desc, source_row
"""


def _city_words(row: dict[str, Any]) -> Text:
    return N_("{name} {year}", name=row["name"] or "", year=str(row["year"]))


def _people_words(row: dict[str, Any]) -> Text:
    return N_("{name}: “{people}”", name=row["name"] or "", people=row["people"])


def _head_words(row: dict[str, Any]) -> Text:
    return N_(
        "{name} {year}: {total} t for {inhabitants} inhabitants",
        name=row["name"] or "",
        year=str(row["year"]),
        total=amount(row["total"]),
        inhabitants=amount(row["inhabitants"]),
    )


def _part_words(row: dict[str, Any]) -> Text:
    if not row["scopes"]:
        return _city_words(row)
    return N_(
        "{name} {year}: scope {scope} alone",
        name=row["name"] or "",
        year=str(row["year"]),
        scope=row["scopes"],
    )


def _boundary_words(row: dict[str, Any]) -> Text:
    return N_(
        "{name} {year}: “{boundary}”",
        name=row["name"] or "",
        year=str(row["year"]),
        boundary=row["boundary"],
    )


def _summary(emissions: pa.Table) -> Text:
    return N_(
        "{municipalities}, {years}, as the cities reported them",
        municipalities=municipalities_in_words(len(emissions["area_id"].unique())),
        years=years_in_words(emissions["year"]),
    )
