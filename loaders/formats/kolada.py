"""Sweden: key figures ("nyckeltal") from Kolada (RKA; CC BY 4.0, "Källa: Kolada"), as JSON from its API or as a table.

JSON of v2 and v3: values with kpi, municipality, period and, for each gender, status and value. Tables have the same
columns with English or Swedish headings, below any titles. Municipality 0000 is the nation, 00LL the county LL. Only
totals of both genders are read; what Kolada divides by inhabitants is read only where no amount is published. Each
figure is a dataset of its own; emissions, total and sectors, are one."""

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Area
from data.code_lists import FIGURE_UNITS
from data.datasets import KNOWN_DATASETS, Dataset
from data.sql import frame_sql
from data.staging import staged
from loaders.problems import Problem
from loaders.published_tables.published import (
    Mark,
    Stranger,
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
    needless_municipality,
    years_in_words,
)
from loaders.rows.cells import (
    Headings,
    find_headings,
    listed,
    missing_columns,
    no_rows,
    normalised,
    rows_below,
    unreadable_cells,
    wrong_cell,
)
from loaders.sheets.workbook import Sheet, Workbook, column_name
from texts import N_, Text

KEY = "kolada"
TITLE = N_("Kolada: key figures of Swedish municipalities (JSON, xlsx)")
PUBLISHER, LICENCE = "Kolada (RKA)", "CC BY 4.0, Källa: Kolada"

# What each column may be called; the first that is there is read.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "kpi": ("kpi", "kpi_id", "nyckeltals-id", "nyckeltal-id", "nyckeltal"),
    "code": ("municipality", "municipality_id", "kommunkod", "kommun-id", "kommun"),
    "name": ("kommun", "kommunnamn", "municipality_title"),
    "written_year": ("period", "år", "year"),
    "gender": ("values.gender", "gender", "kön"),
    "status": ("values.status", "status"),
    "written": ("values.value", "value", "värde"),
}
NEEDED = {"kpi": "kpi", "code": "municipality", "written_year": "period", "written": "value"}
_KPI = re.compile(r"\b[NU]\d{5}\b", re.IGNORECASE)

EMISSIONS_TOTAL, INTERNATIONAL = "N07702", "international_transport"
SECTOR_OF = {
    "N85533": "transport",
    "N85537": "industry",
    "N85538": "agriculture",
    "N85536": "energy_generation",
    "N85532": "stationary_energy",
    "N85535": "off_road",
    "N85534": INTERNATIONAL,
    "N85540": "ippu",
    "N85542": "waste",
}
POPULATION = "N01951"
FIGURE_OF = {
    "U07801": "waste_kg_per_capita",
    "U07482": "residual_food_waste_kg_per_capita",
    "U07483": "packaging_paper_kg_per_capita",
    "U07484": "bulky_waste_kg_per_capita",
    "U07485": "hazardous_waste_kg_per_capita",
    "U07414": "material_recycling_percent",
}
DERIVED = "N00401"  # emissions per inhabitant: ours to compute
TABLE_OF = {
    EMISSIONS_TOTAL: "emissions",
    **dict.fromkeys(SECTOR_OF, "emissions"),
    POPULATION: "population",
    **dict.fromkeys(FIGURE_OF, "figures"),
    DERIVED: "derived",
}
DATASET_OF: dict[str, Dataset] = {
    **dict.fromkeys((EMISSIONS_TOTAL, *SECTOR_OF), KNOWN_DATASETS["kolada-ghg"]),
    POPULATION: KNOWN_DATASETS["kolada-population"],
    **{kpi: KNOWN_DATASETS[f"kolada-{kpi.lower()}"] for kpi in FIGURE_OF},
}
BOTH_GENDERS = ("", "t", "totalt", "total", "alla")
AGREES_SHARE = 0.005  # sectors against the stated total
LOOKED_AT = 1000  # rows in which an id of a key figure must be met
_GROUP = re.compile(r"G\d+", re.IGNORECASE)  # groups of municipalities have ids of their own


def recognise(workbook: Workbook) -> bool:
    """A table of key figures, municipalities and periods whose key figures bear Kolada's ids."""
    return _sheet(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """Emissions, inhabitants and waste figures of the key figures known here; others are left out with a warning."""
    sheet = _sheet(workbook)
    assert sheet is not None, "read follows recognise"
    rows, problems = _rows(sheet)
    datasets = _datasets(rows)
    problems += needless_municipality(context) + (
        context_problems(context, datasets, None) if datasets else []
    )
    if rows is not None:
        rows, found = _typed(sheet, rows, context, decimal="comma" if workbook.kind == "csv" else "point")
        problems += found
    reading = Reading(KEY, TITLE, PUBLISHER, LICENCE, is_proven=False, datasets=datasets, problems=problems)
    if rows is None or is_refused(problems):
        return reading
    reading.releases.update((dataset.key, chosen_release(None, context)) for dataset in datasets)
    for table, sql in SQL_OF.items():
        chosen = rows.filter(pc.equal(rows["table_name"], table))
        if chosen.num_rows:
            reading.tables[table] = staged(table, _staged(sql, chosen, sheet))
    problems += _uncounted(sheet, reading.tables.get("emissions")) + _one_level(sheet, rows)
    reading.summary.append(_summary(rows))
    return reading


def _sheet(workbook: Workbook) -> Sheet | None:
    return next((sheet for sheet in workbook.sheets.values() if _has_key_figures(sheet)), None)


def _has_key_figures(sheet: Sheet) -> bool:
    headings = _headings(sheet)
    if headings is None or len(headings.missing(list(NEEDED))) > 1 or "kpi" not in headings.columns:
        return False
    column = headings.columns["kpi"]
    below = rows_below(sheet, headings.row, {"kpi": column})["kpi"].drop_null()
    return any(_KPI.search(text) for text in below.slice(0, LOOKED_AT).to_pylist())


def _headings(sheet: Sheet) -> Headings | None:
    """The heading row with its columns by our names."""
    written = find_headings(sheet, [word for words in SYNONYMS.values() for word in words], at_least=3)
    if written is None:
        return None
    columns = {
        name: written.columns[word]
        for name, words in SYNONYMS.items()
        if (word := next((word for word in words if word in written.columns), None))
    }
    return Headings(written.row, columns)


def _letters(sheet: Sheet, name: str) -> str:
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    return column_name(headings.columns[name] - 1)


def _rows(sheet: Sheet) -> tuple[pa.Table | None, list[Problem]]:
    """The rows of key figures known here, totals of both genders, with id and table; None when there are none."""
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    problems = missing_columns(sheet, headings, NEEDED)
    if problems:
        return None, problems
    problems = unreadable_cells(sheet, headings.row, headings.columns)
    grid = _grid(sheet, headings)
    if grid.num_rows == 0 and not problems:
        return None, [no_rows(sheet, headings.row)]
    problems += _without_key_figure(sheet, grid)
    rows, strangers = coded(grid, "kpi", "table_name", TABLE_OF)
    rows, found = _known(sheet, rows, strangers)
    return rows, problems + found


FILLED = """
select
    source_row, $column as source_column, nullif(trim(kpi), '') as kpi_text,
    coalesce(nullif(upper(regexp_extract(kpi, '\\b[NnUu]\\d{5}\\b')), ''), trim(kpi)) as kpi,
    nullif(trim(code), '') as code, nullif(trim(name), '') as name, written_year,
    lower(trim(coalesce(gender, ''))) in (select unnest($both)) as is_both,
    lower(trim(coalesce(status, ''))) as status, written
from grid
where coalesce(trim(kpi), trim(written), '') <> ''
order by source_row
"""


def _grid(sheet: Sheet, headings: Headings) -> pa.Table:
    """The filled rows with all columns by our names, null where the table has no such column."""
    grid = rows_below(sheet, headings.row, headings.columns)
    for name in SYNONYMS:
        if name not in headings.columns:
            grid = grid.append_column(name, pa.nulls(grid.num_rows, pa.string()))
    return frame_sql(FILLED, {"column": _letters(sheet, "written"), "both": list(BOTH_GENDERS)}, grid=grid)


def _without_key_figure(sheet: Sheet, grid: pa.Table) -> list[Problem]:
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    return listed(
        wrong_cell(
            sheet.name,
            row,
            headings.columns["kpi"],
            code="missing_value",
            expected=N_("the id of a key figure, such as N07702"),
            found="",
            fix=N_("Repeat the id of the key figure in each row."),
        )
        for row in grid.filter(pc.is_null(grid["kpi_text"]))["source_row"].to_pylist()
    )


def _known(sheet: Sheet, rows: pa.Table, strangers: list[Stranger]) -> tuple[pa.Table | None, list[Problem]]:
    """The rows to be loaded; what is left out is said, and a file of which nothing is left is refused."""
    loaded = pc.fill_null(pc.is_in(rows["table_name"], pa.array(list(SQL_OF))), False)
    if not pc.any(loaded).as_py():
        return None, [_nothing_known(sheet, rows)]
    problems = unknown_labels(
        sheet.name,
        _letters(sheet, "kpi"),
        strangers,
        expected=N_("a key figure that has a place here"),
        fix=N_("Unusual, check. Its rows are left out."),
    )
    derived = pc.fill_null(pc.equal(rows["table_name"], "derived"), False)
    problems += _left_out(
        sheet,
        rows.filter(derived),
        column="kpi",
        expected=N_("amounts, from which figures per inhabitant are computed here"),
        found=N_("emissions per inhabitant ({kpi})", kpi=DERIVED),
    )
    both = rows["is_both"]
    problems += _left_out(
        sheet,
        rows.filter(pc.and_(loaded, pc.invert(both))),
        column="gender",
        expected=N_("figures of women and men together"),
        found=N_("figures of women or of men"),
    )
    return rows.filter(pc.and_(loaded, both)), problems


def _nothing_known(sheet: Sheet, rows: pa.Table) -> Problem:
    found = list(dict.fromkeys(text for text in rows["kpi"].to_pylist() if text))
    return Problem(
        level="error",
        code="no_known_key_figure",
        sheet=sheet.name,
        cell=f"{_letters(sheet, 'kpi')}{rows['source_row'][0].as_py()}",
        expected=N_(
            "one of the key figures {known}", known=", ".join(kpi for kpi in TABLE_OF if kpi != DERIVED)
        ),
        found=", ".join(found),
        fix=N_("Fetch one of these from Kolada; other key figures have no place yet."),
    )


def _left_out(sheet: Sheet, rows: pa.Table, *, column: str, expected: Text, found: Text) -> list[Problem]:
    """A notice that rows are left out, at their cells; none for no rows."""
    if not rows.num_rows:
        return []
    letters = _letters(sheet, column)
    return [
        Problem(
            level="notice",
            code="rows_left_out",
            sheet=sheet.name,
            cells=tuple(f"{letters}{row}" for row in rows["source_row"].to_pylist()),
            count=rows.num_rows,
            expected=expected,
            found=found,
            fix=N_("These rows are left out."),
        )
    ]


def _typed(
    sheet: Sheet, rows: pa.Table, context: ReadingContext, *, decimal: Mark
) -> tuple[pa.Table, list[Problem]]:
    """The rows with year, number and area, and what is wrong in their cells."""
    rows = numbered(dated(rows), decimal=decimal)
    problems = wrong_years(sheet.name, rows, _letters(sheet, "written_year"))
    problems += unreadable_numbers(sheet.name, rows, N_("a number"))
    problems += unreadable_numbers(
        sheet.name, _no_persons(rows), N_("inhabitants as a whole number, 0 or more")
    )
    rows, strangers = placed(rows, ["code", "name"], _area(context))
    groups = [stranger for stranger in strangers if _is_group(stranger)]
    unknown = [stranger for stranger in strangers if not _is_group(stranger)]
    letters, expected = _letters(sheet, "code"), N_("a municipality, county or nation of Kolada")
    correct = N_("Correct the code, or add the municipality to the register.")
    left_out = N_("Its rows are left out: it is a group of municipalities.")
    problems += unknown_areas(sheet.name, letters, unknown, expected=expected, fix=correct)
    problems += unknown_areas(sheet.name, letters, groups, expected=expected, fix=left_out, level="notice")
    rows = rows.filter(pc.is_valid(rows["area_id"]))
    headings = _headings(sheet)
    if not rows.num_rows and not is_refused(problems):
        problems.append(no_rows(sheet, headings.row if headings else 1))
    return rows, problems


def _no_persons(rows: pa.Table) -> pa.Table:
    """The inhabitants, faulty where they are below zero or no whole number."""
    people = rows.filter(pc.equal(rows["table_name"], "population"))
    value = people["value"]
    wrong = pc.or_(pc.less(value, 0), pc.not_equal(pc.floor(value), value))
    return people.set_column(people.column_names.index("is_faulty"), "is_faulty", pc.fill_null(wrong, False))


def _area(context: ReadingContext) -> Callable[[str | None, str | None], Area | None]:
    """By Kolada's id, whose zeros a spreadsheet may have taken, else by name."""
    resolve = context.register.resolve

    def area(code: str | None, name: str | None) -> Area | None:
        text = (code or name or "").strip().removesuffix(".0")
        if not text.isdigit():
            return named(text)
        digits = text.zfill(4)
        if digits == "0000":
            return resolve("SE", country="SE", kind="nation").area
        if digits.startswith("00"):
            return resolve(digits[2:], country="SE", kind="county").area
        return resolve(digits, country="SE").area

    def named(text: str) -> Area | None:
        words = normalised(text)
        if words in ("riket", "sverige"):
            return resolve("SE", country="SE", kind="nation").area
        if words.endswith(" län") or words.startswith("region "):
            county = re.sub("^region ", "", text, flags=re.IGNORECASE)
            return resolve(county, country="SE", kind="county").area
        return resolve(text, country="SE").area

    return area


def _is_group(stranger: Stranger) -> bool:
    words = [text.strip() for text in stranger.texts if text]
    return any(
        _GROUP.fullmatch(word) or normalised(word).startswith(("samtliga ", "alla ")) for word in words
    )


_SOURCE = """
    $sheet as source_sheet, source_row, source_column, kpi_text as source_label, code as source_code,
    coalesce(name, code) as source_name
"""
_STATUS = """
    is_preliminary or starts_with(status, 'prel') as is_preliminary,
    case
        when value is not null then null
        when status = 'private' then 'confidential'
        else coalesce(missing_reason, 'not_estimated')
    end as missing_reason
"""

# The stated total is counted, or the sectors in its place where they add up to it; international transport is among
# them only where the publisher's total holds it. Without a total only all sectors together are one.
EMISSIONS = """
with figures as (
    select rows.*, codes.dataset, codes.code_of_kpi as sector, rows.kpi = $total as is_total
    from rows
    join codes on codes.kpi = rows.kpi
),
sums as (
    select
        area_id, year, sum(value) filter (is_total) as stated, sum(value) filter (not is_total) as added,
        sum(value) filter (not is_total and sector <> $international) as domestic,
        count(distinct sector) filter (not is_total and value is not null) = $sector_count as has_all,
        bool_or(is_total) as has_total
    from figures
    group by area_id, year
),
levels as (
    select
        area_id, year,
        case
            when stated is null and has_all then 'sectors'
            when stated is null then if(has_total, 'total', 'none')
            when abs(stated - added) <= $share * abs(stated) then 'sectors'
            when abs(stated - domestic) <= $share * abs(stated) then 'domestic'
            else 'total'
        end as level
    from sums
)
select
    area_id, dataset, year, 'territorial' as basis, '1' as scope, sector, value as emissions_tco2e,
    case levels.level
        when 'sectors' then not is_total
        when 'domestic' then not is_total and sector <> $international
        when 'total' then is_total
        else false
    end as is_counted,
    'modelled' as value_status, {status}, {source}
from figures
join levels using (area_id, year)
order by source_row
"""
POPULATION_SQL = """
select
    area_id, codes.dataset, year, cast(value as bigint) as inhabitants, 'reported' as value_status,
    {status}, {source}
from rows
join codes on codes.kpi = rows.kpi
order by source_row
"""
FIGURES_SQL = """
select
    area_id, codes.dataset, year, codes.code_of_kpi as figure, value, codes.unit, 'reported' as value_status,
    {status}, {source}
from rows
join codes on codes.kpi = rows.kpi
order by source_row
"""
SQL_OF = {
    table: sql.replace("{status}", _STATUS.strip()).replace("{source}", _SOURCE.strip())
    for table, sql in (("emissions", EMISSIONS), ("population", POPULATION_SQL), ("figures", FIGURES_SQL))
}


def _staged(sql: str, rows: pa.Table, sheet: Sheet) -> pa.Table:
    kpis = list(DATASET_OF)
    codes = [{**SECTOR_OF, **FIGURE_OF}.get(kpi) for kpi in kpis]
    by_kpi = pa.table(
        {
            "kpi": pa.array(kpis, pa.string()),
            "dataset": pa.array([DATASET_OF[kpi].key for kpi in kpis], pa.string()),
            "code_of_kpi": pa.array(codes, pa.string()),
            "unit": pa.array([FIGURE_UNITS.get(code or "") for code in codes], pa.string()),
        }
    )
    every = {
        "sheet": sheet.name,
        "total": EMISSIONS_TOTAL,
        "international": INTERNATIONAL,
        "sector_count": len(SECTOR_OF),
        "share": AGREES_SHARE,
    }
    return frame_sql(
        sql, {name: value for name, value in every.items() if f"${name}" in sql}, rows=rows, codes=by_kpi
    )


UNCOUNTED = """
select source_row, source_column
from emissions
where (area_id, year) not in (select (area_id, year) from emissions where is_counted)
order by source_row
"""


def _uncounted(sheet: Sheet, emissions: pa.Table | None) -> list[Problem]:
    """A warning for sectors that are not the whole of an area's year and have no total beside them."""
    found = frame_sql(UNCOUNTED, emissions=emissions) if emissions is not None else None
    if found is None or not found.num_rows:
        return []
    return [
        Problem(
            level="warning",
            code="no_total",
            sheet=sheet.name,
            cells=tuple(f"{row['source_column']}{row['source_row']}" for row in found.to_pylist()),
            count=found.num_rows,
            expected=N_("the total ({kpi}) or all sectors of an area and year", kpi=EMISSIONS_TOTAL),
            found=N_("some sectors alone"),
            fix=N_(
                "They are kept for looking up and counted in no total: fetch them together with {kpi} to have both.",
                kpi=EMISSIONS_TOTAL,
            ),
        )
    ]


def _one_level(sheet: Sheet, rows: pa.Table) -> list[Problem]:
    """A notice for a file of emissions with the total alone or with sectors alone."""
    emissions = rows.filter(pc.equal(rows["table_name"], "emissions"))
    is_total = pc.equal(emissions["kpi"], EMISSIONS_TOTAL)
    if len(pc.unique(is_total)) != 1:
        return []
    return [
        Problem(
            level="notice",
            code="one_level",
            sheet=sheet.name,
            cell=f"{_letters(sheet, 'kpi')}{emissions['source_row'][0].as_py()}",
            expected=N_("the total ({kpi}) and the sectors in one file", kpi=EMISSIONS_TOTAL),
            found=N_("the total alone") if is_total[0].as_py() else N_("sectors alone"),
            fix=N_(
                "Fetch them together to have both: a file of emissions that is loaded later replaces the same years of "
                "an earlier one, and if it comes on another day, all years of its areas."
            ),
        )
    ]


def _datasets(rows: pa.Table | None) -> tuple[Dataset, ...]:
    """The datasets of the key figures in the file, each once."""
    found = set(rows["kpi"].to_pylist()) if rows is not None else set()
    return tuple(dict.fromkeys(dataset for kpi, dataset in DATASET_OF.items() if kpi in found))


def _summary(rows: pa.Table) -> Text:
    return N_(
        "{areas}, {years}: {kpis}. Source: Kolada",
        areas=_areas_in_words(len(pc.unique(rows["area_id"]))),
        years=years_in_words(rows["year"]),
        kpis=", ".join(kpi for kpi in TABLE_OF if kpi in set(rows["kpi"].to_pylist())),
    )


def _areas_in_words(count: int) -> Text:
    return N_("1 area") if count == 1 else N_("{count} areas", count=count)
