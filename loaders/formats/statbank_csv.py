"""Denmark: tables of Statistics Denmark's StatBank as text files (OMRÅDE;…;TID;INDHOLD; CC BY 4.0).

The file says neither its table nor its unit. Two tables are known: ARE207 (area in km², proven on a real file) and
LABY25 (household waste in kg per head, share to recycling; from the description). Which of them it is the file must
prove, or it is asked:
- LABY25 by a further column whose texts name the waste and its measure;
- ARE207 where the nation has Denmark's area in every year, with decimals, and regions and municipalities add up to it.
".." is missing, "-" zero or none. Regions are no areas here and are left out with a notice."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Area
from data.code_lists import FIGURE_UNITS, FIGURES
from data.datasets import KNOWN_DATASETS
from data.sql import frame_sql
from data.staging import staged
from loaders.checks.wording import amount, warnings_of
from loaders.cubes.cube import joined_texts
from loaders.problems import Problem
from loaders.published_tables.published import (
    Mark,
    Stranger,
    dated,
    numbered,
    placed,
    unknown_areas,
    unreadable_numbers,
    wrong_years,
)
from loaders.reading import (
    Reading,
    ReadingContext,
    chosen_release,
    is_refused,
    needless_municipality,
    years_in_words,
)
from loaders.rows.cells import (
    Headings,
    decoded,
    find_headings,
    listed,
    no_rows,
    normalised,
    rows_below,
)
from loaders.sheets.workbook import Sheet, Workbook, column_name
from texts import N_, Text

KEY = "statbank-csv"
TITLE = N_("Statistics Denmark: StatBank table (CSV)")
PUBLISHER, LICENCE = "Danmarks Statistik", "CC BY 4.0"
WHICH_TABLE = "which_statbank_table"  # the problem that an answer (dataset) takes away

AREA, TIME, VALUE = "område", "tid", "indhold"
HEADINGS = (AREA, TIME, VALUE)
MARKERS = {"..": "not_estimated", "...": "not_estimated", ".": "not_applicable", ":": "confidential", "-": "not_occurring",
           "–": "not_occurring"}  # fmt: skip
FIGURE_OF = {
    "dst-are207": "area_km2",
    "dst-laby25-waste": "household_waste_kg_per_capita",
    "dst-laby25-recycling": "household_recycling_percent",
}
NATION_WORDS = ("hele landet", "danmark", "i alt")
REGION_START = "region "
_CODED = re.compile(r"(\d{3})\s+(\S.*)")
DENMARK_KM2 = 43_000.0  # Statistics Denmark, ARE207: 42,890 to 43,098 since 2007, as the coast was measured
DENMARK_SHARE = 0.02
ADDS_UP_SHARE = 0.0005  # regions and municipalities against the nation, both rounded
JUMP = 2.0  # household waste per head that doubles or halves from one year to the next


def recognise(workbook: Workbook) -> bool:
    """A text table with the columns OMRÅDE, TID and INDHOLD in its first row."""
    return workbook.kind == "csv" and _sheet(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """Area or household waste of municipalities and the nation as figures; another table is refused with a question."""
    sheet = _sheet(workbook)
    assert sheet is not None, "read follows recognise"
    table = _table(sheet)
    problems = needless_municipality(context)
    if table.rows.num_rows == 0:
        return _reading((), [*problems, no_rows(sheet, 1)])
    rows, found = _typed(table, context)
    problems += found
    rows, strangers = placed(rows, ["area"], _area(context))
    rows, dataset_problems = _of_datasets(table, rows, context)
    problems += dataset_problems
    keys = tuple(key for key in FIGURE_OF if key in set(rows["dataset"].to_pylist()))
    problems += _unplaced(table, strangers) if keys else []
    rows = rows.filter(pc.and_(pc.is_valid(rows["area_id"]), pc.is_valid(rows["dataset"])))
    if keys and not is_refused(problems):
        problems += _impossible(table, rows)
        if rows.num_rows == 0:
            problems.append(no_rows(sheet, 1))
    reading = _reading(keys, problems)
    if not keys or is_refused(problems):
        return reading
    figures = staged("figures", _figures(table, rows))
    reading.tables["figures"] = figures
    reading.releases.update({key: chosen_release(None, context) for key in keys})
    reading.problems.extend(_jumps(table, figures, context))
    reading.summary.extend(_summary(figures, key) for key in keys)
    return reading


def _reading(keys: tuple[str, ...], problems: list[Problem]) -> Reading:
    return Reading(
        KEY, TITLE, PUBLISHER, LICENCE, is_proven=keys == ("dst-are207",),
        datasets=tuple(KNOWN_DATASETS[key] for key in keys), problems=problems,
    )  # fmt: skip


@dataclass(frozen=True)
class _Table:
    """The sheet's rows as area, words (the texts of all further columns), written_year, written; and its columns."""

    sheet: Sheet
    headings: Headings
    rows: pa.Table
    further: tuple[str, ...]

    def letters(self, heading: str) -> str:
        return column_name(self.headings.columns[heading] - 1)


def _sheet(workbook: Workbook) -> Sheet | None:
    for sheet in workbook.sheets.values():
        headings = find_headings(sheet, HEADINGS, at_least=len(HEADINGS))
        if headings is not None and headings.row == 1:
            return sheet
    return None


def _table(sheet: Sheet) -> _Table:
    headings = find_headings(sheet, HEADINGS, at_least=len(HEADINGS))
    assert headings is not None, "as in recognise"
    further = tuple(heading for heading in headings.columns if heading not in HEADINGS)
    grid = rows_below(sheet, headings.row, headings.columns)
    is_filled = pc.or_(pc.is_valid(grid[AREA]), pc.is_valid(grid[VALUE]))
    grid = grid.filter(is_filled)
    rows = pa.table(
        {
            "source_row": grid["source_row"],
            "source_column": pa.array(
                [column_name(headings.columns[VALUE] - 1)] * grid.num_rows, pa.string()
            ),
            "area": decoded(grid[AREA], str.strip, pa.string()),
            "words": joined_texts(grid, further),
            "written_year": grid[TIME],
            "written": grid[VALUE],
        }
    )
    return _Table(sheet, headings, rows, further)


def _typed(table: _Table, context: ReadingContext) -> tuple[pa.Table, list[Problem]]:
    decimal: Mark = "point" if context.decimal_mark == "point" else "comma"
    rows = numbered(dated(table.rows), decimal=decimal, markers=MARKERS)
    problems = wrong_years(table.sheet.name, rows, table.letters(TIME))
    return rows, problems + unreadable_numbers(
        table.sheet.name, rows, N_("a number with a decimal comma, or ..")
    )


def _area(context: ReadingContext) -> Callable[[str | None], Area | None]:
    resolve = context.register.resolve

    def area(written: str | None) -> Area | None:
        code, name = _code_and_name(written)
        words = normalised(name)
        if words in NATION_WORDS:
            return resolve("DK", country="DK", kind="nation").area
        if words.startswith(REGION_START):
            return None
        text = code or name
        return resolve(text, country="DK").area or resolve(text, country="DK", kind="other").area

    return area


def _code_and_name(written: str | None) -> tuple[str, str]:
    """Code and name of an area fetched with its code ("101 København"); the code is "" without one."""
    found = _CODED.match((written or "").strip())
    return (found[1], found[2]) if found else ("", (written or "").strip())


def _is_region(written: str | None) -> bool:
    return normalised(_code_and_name(written)[1]).startswith(REGION_START)


def _unplaced(table: _Table, strangers: list[Stranger]) -> list[Problem]:
    """Regions are left out with a notice; a name that is no region is an error."""
    regions = [each for each in strangers if _is_region(each.texts[0])]
    unknown = [each for each in strangers if each not in regions]
    letters, expected = table.letters(AREA), N_("a municipality of Denmark, or the nation")
    correct = N_("Correct the name, or add the municipality to the register.")
    left_out = N_("Its rows are left out: Danish regions are no areas here.")
    return [
        *unknown_areas(table.sheet.name, letters, unknown, expected=expected, fix=correct),
        *unknown_areas(table.sheet.name, letters, regions, expected=expected, fix=left_out, level="notice"),
    ]


# Which table it is ----------------------------------------------------------------------------------------


def _of_datasets(table: _Table, rows: pa.Table, context: ReadingContext) -> tuple[pa.Table, list[Problem]]:
    """The rows with dataset (null = left out): by the words beside them, as chosen, or as the figures prove."""
    by_words = decoded(rows["words"], _dataset_of_words, pa.string())
    named = set(by_words.drop_null().to_pylist())
    chosen = (context.dataset or "").strip()
    if chosen and (chosen not in FIGURE_OF or (named and chosen not in named)):
        return _with_dataset(rows, None), [_other_table(table, chosen, named)]
    if named:
        is_chosen = pc.equal(by_words, chosen or None)
        kept = pc.if_else(is_chosen, by_words, pa.scalar(None, pa.string())) if chosen else by_words
        return rows.append_column("dataset", kept), _left_out(table, rows.filter(pc.is_null(kept)))
    proven = _is_area(table, rows)
    if proven and chosen not in ("", "dst-are207"):
        return _with_dataset(rows, None), [_other_table(table, chosen, {"dst-are207"})]
    if not chosen and not proven:
        return _with_dataset(rows, None), [_which_table(table)]
    if table.further:
        return _with_dataset(rows, None), [_unknown_columns(table)]
    key = chosen or "dst-are207"
    return _with_dataset(rows, key), _unlike_denmark(table, rows) if key == "dst-are207" else []


def _with_dataset(rows: pa.Table, key: str | None) -> pa.Table:
    return rows.append_column("dataset", pa.array([key] * rows.num_rows, pa.string()))


def _dataset_of_words(text: str) -> str | None:
    """Which measure of LABY25 the texts beside a figure name."""
    words = normalised(text)
    if "affald" not in words:
        return None
    if "genanvend" in words and ("pct" in words or "procent" in words or "andel" in words or "%" in words):
        return "dst-laby25-recycling"
    is_total = not any(word in words for word in ("genanvend", "forbrænding", "deponi"))
    return "dst-laby25-waste" if is_total and ("kg" in words or "pr. indbygger" in words) else None


NATION_AGAINST_PARTS = """
with figures as (
    select year, value, area_id = 'DK' as is_nation, regexp_matches(lower(area), '^(\\d{3} )?region ') as is_region, written
    from rows
    where area is not null
),
by_year as (
    select
        year, sum(value) filter (is_nation) as nation, count(*) filter (is_nation) as nation_count,
        sum(value) filter (is_region) as regions,
        sum(value) filter (not is_region and not coalesce(is_nation, false)) as municipalities
    from figures
    group by year
)
select
    bool_and(nation_count = 1 and abs(nation - $whole) <= $whole_share * $whole)
        and bool_and(coalesce(abs(regions - nation) <= $share * nation, false))
        and bool_and(coalesce(abs(municipalities - nation) <= $share * nation, false)) as is_area,
    (select bool_or(contains(written, ',')) from figures) as has_decimals
from by_year
"""


def _is_area(table: _Table, rows: pa.Table) -> bool:
    """Whether the figures can be nothing but square kilometres."""
    if table.further:
        return False
    shares = {"whole": DENMARK_KM2, "whole_share": DENMARK_SHARE, "share": ADDS_UP_SHARE}
    answer = frame_sql(NATION_AGAINST_PARTS, shares, rows=rows).to_pylist()[0]
    return bool(answer["is_area"] and answer["has_decimals"])


def _unlike_denmark(table: _Table, rows: pa.Table) -> list[Problem]:
    """A warning where the nation's area, as somebody said it is, is far from Denmark's."""
    sql = (
        "select source_row, source_column, $sheet as source_sheet, year, value from rows "
        "where area_id = 'DK' and abs(value - $whole) > $share * $whole order by source_row"
    )
    params = {"sheet": table.sheet.name, "whole": DENMARK_KM2, "share": DENMARK_SHARE}
    return warnings_of(
        "area_differs",
        frame_sql(sql, params, rows=rows),
        lambda row: N_("{value} in {year}", value=amount(row["value"]), year=str(row["year"])),
        expected=N_("about {area} km² for the whole of Denmark", area=DENMARK_KM2),
        advice=N_("Another table may have been taken for that of areas."),
    )


def _which_table(table: _Table) -> Problem:
    """The question: the file does not say what its figures are."""
    return Problem(
        level="error", code=WHICH_TABLE, sheet=table.sheet.name, cell=f"{table.letters(VALUE)}1",
        expected=N_("to be told which StatBank table it is, since the file does not say"),
        found=", ".join([*table.further, *HEADINGS]).upper(),
        fix=N_("Choose it on the Upload page, or give --dataset with one of {keys}.", keys=", ".join(FIGURE_OF)),
    )  # fmt: skip


def _other_table(table: _Table, chosen: str, named: set[str]) -> Problem:
    return Problem(
        level="error", code="dataset_differs" if named else WHICH_TABLE, sheet=table.sheet.name,
        cell=f"{table.letters(VALUE)}1",
        expected=N_("one of the datasets {keys}", keys=", ".join(sorted(named) or FIGURE_OF)), found=chosen,
        fix=N_("Choose one of these; other StatBank tables have no place yet."),
    )  # fmt: skip


def _unknown_columns(table: _Table) -> Problem:
    return Problem(
        level="error", code="unknown_division", sheet=table.sheet.name, cell=f"{table.letters(table.further[0])}1",
        expected=N_("one figure for each area and year"), found=", ".join(table.further).upper(),
        fix=N_("Fetch the table with one choice for each of these, with the columns OMRÅDE, TID and INDHOLD alone."),
    )  # fmt: skip


def _left_out(table: _Table, rows: pa.Table) -> list[Problem]:
    """A notice for each kind of rows that is neither waste per head nor its share to recycling."""
    groups = frame_sql(
        "select words, min(source_row) as source_row, count(*) as row_count from rows group by words order by source_row",
        rows=rows,
    ).to_pylist()
    return listed(
        Problem(
            level="notice", code="rows_left_out", sheet=table.sheet.name,
            cell=f"{table.letters(table.further[0])}{group['source_row']}", count=group["row_count"],
            expected=N_("household waste in kg per head, or its share to recycling"), found=group["words"] or "",
            fix=N_("These rows are left out."),
        )
        for group in groups
    )  # fmt: skip


# Figures ----------------------------------------------------------------------------------------------------


def _impossible(table: _Table, rows: pa.Table) -> list[Problem]:
    """An error for a figure below zero, and for a share beyond 100 percent."""
    value = rows["value"]
    is_share = pc.equal(rows["dataset"], "dst-laby25-recycling")
    wrong = pc.or_(pc.less(value, 0), pc.and_(is_share, pc.greater(value, 100)))
    faulty = rows.set_column(rows.column_names.index("is_faulty"), "is_faulty", pc.fill_null(wrong, False))
    return unreadable_numbers(table.sheet.name, faulty, N_("0 or more, and a share of at most 100"))


FIGURES_SQL = """
select
    area_id, rows.dataset, year, kinds.figure, value, kinds.unit, 'reported' as value_status, is_preliminary,
    missing_reason, $sheet as source_sheet, source_row, source_column, coalesce(nullif(words, ''), area) as source_label,
    area as source_name
from rows
join kinds on kinds.dataset = rows.dataset
order by source_row
"""


def _figures(table: _Table, rows: pa.Table) -> pa.Table:
    kinds = pa.table(
        {
            "dataset": pa.array(list(FIGURE_OF), pa.string()),
            "figure": pa.array(list(FIGURE_OF.values()), pa.string()),
            "unit": pa.array([FIGURE_UNITS[figure] for figure in FIGURE_OF.values()], pa.string()),
        }
    )
    return frame_sql(FIGURES_SQL, {"sheet": table.sheet.name}, rows=rows, kinds=kinds)


JUMPS = """
with steps as (
    select
        *, lag(value) over series as before, lag(year) over series as year_before
    from figures
    where figure = 'household_waste_kg_per_capita' and value > 0
    window series as (partition by area_id order by year)
)
select *, greatest(value / before, before / value) as change
from steps
where greatest(value / before, before / value) >= $jump
order by change desc, area_id, year
"""


def _jumps(table: _Table, figures: pa.Table, context: ReadingContext) -> list[Problem]:
    """A warning for household waste per head that at least doubles or halves from one year to the next."""
    found = frame_sql(JUMPS, {"jump": JUMP}, figures=figures)

    def words(row: dict) -> Text:
        area = context.register.resolve_id(row["area_id"])
        return N_(
            "{name}: {before} kg in {year_before}, {value} kg in {year}",
            name=area.name if area else row["area_id"],
            before=amount(row["before"]),
            year_before=str(row["year_before"]),
            value=amount(row["value"]),
            year=str(row["year"]),
        )

    expected = N_("household waste per head that changes by less than half from one year to the next")
    return warnings_of(
        "figure_jump", found, words, expected=expected, advice=N_("It is loaded as published.")
    )


def _summary(figures: pa.Table, key: str) -> Text:
    rows = figures.filter(pc.equal(figures["dataset"], key))
    return N_(
        "{figure}: {areas}, {years}",
        figure=FIGURES[FIGURE_OF[key]],
        areas=_areas_in_words(len(pc.unique(rows["area_id"]))),
        years=years_in_words(rows["year"]),
    )


def _areas_in_words(count: int) -> Text:
    return N_("1 area") if count == 1 else N_("{count} areas", count=count)
