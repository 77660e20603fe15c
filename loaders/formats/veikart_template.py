"""Veikart's own workbook: sheets Emissions and Population, made by loaders/templates.py and read back here.

The layout is derived from data/tables.py, once, for both. Recognised by its hidden sheet _veikart, or, when
another program has dropped that, by our headings on a sheet of our name. Numbers are read strictly: a decimal
comma is asked about, never guessed."""

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from string import ascii_uppercase, digits
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Match, Register
from data.datasets import Dataset, Release
from data.sql import frame_sql
from data.tables import (
    SOURCE_COLUMNS,
    TABLES,
    Column,
    staged,
)
from loaders.cells import (
    Headings,
    decoded,
    different_texts,
    find_headings,
    listed,
    missing_columns,
    missing_headings,
    no_rows,
    normalised,
    number_sql,
    plain_number_sql,
    rows_below,
    sheet_named,
    unreadable_cells,
)
from loaders.levels import count_one_level
from loaders.number_words import number_fix, text_fix, unit_meant
from loaders.problems import Problem
from loaders.reading import (
    Reading,
    ReadingContext,
    is_refused,
    municipalities_in_words,
    needless_municipality,
    years_in_words,
)
from loaders.template_about import dataset_of
from loaders.template_layout import (
    ABOUT_SHEET,
    CODE_LISTS,
    DEFAULT_DATASET,
    MARK_SHEET,
    NOT_ON_SHEET,
    REQUIRED,
    SHEET_OF,
    VALUE_OF,
    VERSION,
    choices,
    heading,
    sheet_columns,
    short_title,
)
from loaders.workbook import Sheet, Workbook, cell_name, column_name
from texts import N_, Text

KEY = "veikart-template"
TITLE = N_("Veikart's own workbook template (xlsx)")


YES_WORDS, NO_WORDS = ("yes", "true", "1", "x", "ja", "kyllä", "já"), ("no", "false", "0", "nei", "nej", "ei")
TOTAL_WORDS = ("total", "all", "alle", "alla", "sum")
MOST_NAMES = 2_000  # different spellings looked up in the register; more than all Nordic municipalities


# Reading ----------------------------------------------------------------------------------------------------


def recognise(workbook: Workbook) -> bool:
    """The hidden sheet _veikart, or a sheet of our name with our headings."""
    if sheet_named(workbook, MARK_SHEET) is not None:
        return True
    return any(_has_our_headings(sheet, table_name) for table_name, sheet in _data_sheets(workbook).items())


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """The rows of the data sheets; an absent sheet is left alone, the Example sheet is never read."""
    problems = _version_problems(workbook) + needless_municipality(context)
    reading = Reading(KEY, TITLE, "", "", is_proven=True, is_typed=True, problems=problems)
    present = _data_sheets(workbook)
    if not present:
        problems.append(_no_data_sheet(workbook))
    found = [_read_sheet(name, sheet, workbook, context) for name, sheet in present.items()]
    problems += [problem for part in found for problem in part.problems]
    filled = [part for part in found if part.rows is not None]
    problems += [_hidden_sheet(part.sheet) for part in filled if part.sheet.is_hidden]
    if present and not filled and not is_refused(problems):
        first = next(iter(present.values()))
        problems.append(no_rows(first, _headings_row(first, next(iter(present)))))
    if is_refused(problems):
        return reading
    datasets = [part.dataset for part in filled]
    for part in filled:
        reading.tables[part.table_name] = _staged(part)
        reading.releases[part.dataset.key] = part.release
        reading.summary.append(_summary(part))
    publishers = ", ".join(dict.fromkeys(dataset.publisher for dataset in datasets))
    licences = ", ".join(dict.fromkeys(filter(None, (dataset.licence for dataset in datasets))))
    return replace(reading, publisher=publishers, licence=licences, datasets=tuple(datasets))


def _data_sheets(workbook: Workbook) -> dict[str, Sheet]:
    found = {table_name: sheet_named(workbook, normalised(name)) for table_name, name in SHEET_OF.items()}
    return {table_name: sheet for table_name, sheet in found.items() if sheet is not None}


def _has_our_headings(sheet: Sheet, table_name: str) -> bool:
    return _find(sheet, table_name, at_least=3) is not None


def _headings_row(sheet: Sheet, table_name: str) -> int:
    headings = _find(sheet, table_name)
    return headings.row if headings else 1


def _spellings(column: Column) -> tuple[str, ...]:
    """How the heading of a column may be written: with its unit, without, or by its name."""
    return tuple(
        dict.fromkeys(normalised(text) for text in (heading(column), str(column.title), column.name))
    )


def _find(sheet: Sheet, table_name: str, *, at_least: int = 2) -> Headings | None:
    """The heading row of a data sheet, with the columns by their names in the table."""
    spelled = {
        spelling: column.name for column in sheet_columns(table_name) for spelling in _spellings(column)
    }
    found = find_headings(sheet, list(spelled), at_least=at_least)
    if found is None:
        return None
    named = {spelled[text]: place for text, place in reversed(found.columns.items()) if text in spelled}
    return Headings(found.row, named)


@dataclass(frozen=True)
class _SheetRead:
    """One data sheet as understood so far: its rows (None = the sheet has none), and whose they are."""

    table_name: str
    sheet: Sheet
    dataset: Dataset
    release: Release
    rows: pa.Table | None
    problems: list[Problem]


def _read_sheet(table_name: str, sheet: Sheet, workbook: Workbook, context: ReadingContext) -> _SheetRead:
    """The typed rows and the dataset of one data sheet, with everything that is wrong on it in one list."""
    dataset, release, problems = dataset_of(
        table_name,
        sheet_named(workbook, normalised(ABOUT_SHEET)),
        context,
        is_chosen=table_name == next(iter(_data_sheets(workbook))),  # the only table, or the emissions
    )
    grid, cells, found = _grid(table_name, sheet)
    problems = problems + found
    if grid is None or cells is None:
        return _SheetRead(table_name, sheet, dataset, release, None, problems)
    rows, found = _typed(table_name, grid, cells, context.register)
    problems += found
    is_told = _is_told_apart(table_name, rows, cells)
    if table_name == "emissions":
        dataset, found = _with_basis(dataset, rows, sheet)
        problems += found
        rows = _with_gas(rows, dataset)
    problems += _repeated_keys(table_name, rows.filter(is_told), cells)
    if table_name == "emissions":
        rows, found = _with_levels(rows, is_told, cells, dataset)
        problems += found
    return _SheetRead(table_name, sheet, dataset, release, rows, problems)


def _staged(read: _SheetRead) -> pa.Table:
    """The rows in the shape of the declared table."""
    assert read.rows is not None
    rows = read.rows.append_column("dataset", pa.repeat(read.dataset.key, read.rows.num_rows))
    wanted = {column.name for column in (*TABLES[read.table_name].columns, *SOURCE_COLUMNS)}
    return staged(read.table_name, rows.select([name for name in rows.column_names if name in wanted]))


def _grid(table_name: str, sheet: Sheet) -> tuple[pa.Table | None, "_Cells | None", list[Problem]]:
    """The filled rows of a data sheet as texts, an absent column empty; None without headings or rows."""
    headings = _find(sheet, table_name)
    columns = sheet_columns(table_name)
    written = {column.name: heading(column) for column in columns}
    required = {name: written[name] for name in REQUIRED[table_name]}
    if headings is None:
        return None, None, [missing_headings(sheet, required)]
    places = {name: headings.columns[name] for name in written if name in headings.columns}
    problems = [
        *missing_columns(sheet, headings, required),
        *unreadable_cells(sheet, headings.row, places),
    ]
    cells = _Cells(sheet, places, set(sheet.error_cells) | set(sheet.uncached_formulas))
    grid = _without_total_words(_filled_rows(rows_below(sheet, headings.row, places), columns, cells))
    return (grid if grid.num_rows else None), cells, problems


@dataclass(frozen=True)
class _Cells:
    """Where the columns of a sheet stand, and the cells that are already reported as unreadable."""

    sheet: Sheet
    places: Mapping[str, int]
    reported: set[str]

    def name(self, row: int, column: str) -> str:
        return cell_name(row, self.places.get(column, 1))

    def rows_with_errors(self, columns: Collection[str]) -> set[int]:
        """The rows with a reported cell in one of these columns."""
        return self.rows_with(self.reported, columns)

    def rows_with(self, cells: Collection[str], columns: Collection[str]) -> set[int]:
        """The rows of those of the cells that stand in one of these columns."""
        letters = {column_name(self.places[name] - 1) for name in columns if name in self.places}
        return {int(cell.lstrip(ascii_uppercase)) for cell in cells if cell.rstrip(digits) in letters}


def _filled_rows(grid: pa.Table, columns: tuple[Column, ...], cells: "_Cells") -> pa.Table:
    """Rows in which any cell of ours holds text or an error, all cells trimmed, absent columns null."""
    for column in columns:
        if column.name not in grid.column_names:
            grid = grid.append_column(column.name, pa.nulls(grid.num_rows, pa.string()))
    names = [column.name for column in columns]
    for index, name in enumerate(grid.column_names):
        if name in names:
            trimmed = pc.utf8_trim_whitespace(grid[name])
            grid = grid.set_column(
                index, name, pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
            )
    filled = _any_valid([grid[name] for name in names])
    in_error = cells.rows_with_errors(names)
    if in_error:
        filled = pc.or_(filled, pc.is_in(grid["source_row"], pa.array(sorted(in_error), pa.int64())))
    return grid.filter(filled)


def _without_total_words(grid: pa.Table) -> pa.Table:
    """The rows with an empty sector where "Total" or the like is written as one."""
    if "sector" not in grid.column_names:
        return grid
    is_total = pc.is_in(pc.utf8_lower(grid["sector"]), pa.array(TOTAL_WORDS))
    sector = pc.if_else(is_total, pa.scalar(None, pa.string()), grid["sector"])
    return grid.set_column(grid.column_names.index("sector"), "sector", sector)


def _any_valid(columns: list[pa.ChunkedArray]) -> Any:
    valid = pc.is_valid(columns[0])
    for column in columns[1:]:
        valid = pc.or_(valid, pc.is_valid(column))
    return valid


def _typed(
    table_name: str, grid: pa.Table, cells: _Cells, register: Register
) -> tuple[pa.Table, list[Problem]]:
    """Codes, areas, years and numbers of a data sheet, with every cell that cannot be read as such."""
    value = VALUE_OF[table_name]
    areas = _area_meanings(grid["area_id"], register)
    coded = {name: _code_meaning(name) for name in CODE_LISTS if name in grid.column_names}
    meanings: dict[str, tuple[Callable[[str], Any], pa.DataType]] = {
        "area_id": (lambda text: _id_of(areas[text]), pa.string()),
        "year": (_year, pa.int64()),
        **{
            name: (meaning, pa.bool_() if name == "is_preliminary" else pa.string())
            for name, meaning in coded.items()
        },
    }
    columns = {name: decoded(grid[name], meaning, kind) for name, (meaning, kind) in meanings.items()}
    texts = {f"{name}_text": grid[name] for name in (*columns, value)}
    rest = {"subsector": grid["subsector"]} if "subsector" in grid.column_names else {}
    rows = pa.table({"source_row": grid["source_row"], **columns, **texts, **rest})
    rows = _with_columns(rows, frame_sql(_typed_sql(table_name), _constants(cells, value), rows=rows))
    rows = _with_columns(rows, pa.table({"source_name": rows["area_id_text"]}))
    problems = [
        *_unknown_areas(rows, cells, areas),
        *_wrong_years(rows, cells),
        *_wrong_codes(rows, cells, list(coded)),
        *_wrong_values(table_name, rows, cells),
        *_texts_for_numbers(table_name, rows, cells),
        *_missing_cells(table_name, rows, cells),
        *(_sourceless(rows, cells) if table_name == "emissions" else []),
    ]
    return rows, [problem for problem in problems if problem.cell not in cells.reported]


def _with_columns(rows: pa.Table, columns: pa.Table) -> pa.Table:
    """The rows with these columns instead of, or beside, their own; both in the same order."""
    for name in columns.column_names:
        rows = rows.drop_columns(name) if name in rows.column_names else rows
        rows = rows.append_column(name, columns[name])
    return rows


def _constants(cells: _Cells, value: str) -> dict[str, Any]:
    return {
        "sheet": cells.sheet.name,
        "column": column_name(cells.places[value] - 1) if value in cells.places else None,
    }


# A missing figure stays missing and has a reason; "not occurring" is a true zero. What is written but not
# understood stays null beside its text, and is reported.
_WRITTEN = """
with plain as (select *, {plain_number} as number from rows),
written as (select *, {number_value} as written from plain),
filled as (select *, {amount} as amount from written)
select
    number, written,
    if(value_status_text is null, 'reported', value_status) as value_status,
    if(is_preliminary_text is null, false, is_preliminary) as is_preliminary,
    if(amount is null and missing_reason_text is null, 'not_estimated', missing_reason) as missing_reason,
    $sheet as source_sheet, $column as source_column, {own_columns}
from filled
"""
_AMOUNT = {
    "emissions": """
        case
            when number is null and missing_reason = 'not_occurring' then 0.0
            when unit = 'kt' then written * 1000.0
            when unit = 'Mt' then written * 1000000.0
            when unit = 'kg' then written / 1000.0
            else written
        end""",
    "population": """
        case
            when number is null and missing_reason = 'not_occurring' then 0
            when written = floor(written) and abs(written) < 1e12 then cast(written as bigint)
        end""",
}
_OWN_COLUMNS = {
    "emissions": """
        if(basis_text is null, 'territorial', basis) as basis, coalesce(sector_text, 'Total') as source_label,
        amount as emissions_tco2e""",
    "population": "area_id_text as source_label, amount as inhabitants",
}


def _typed_sql(table_name: str) -> str:
    """The statement that turns the written figures of a data sheet into amounts with their defaults."""
    parts = {
        "{plain_number}": plain_number_sql(f"{VALUE_OF[table_name]}_text"),
        "{number_value}": number_sql("number"),
        "{amount}": _AMOUNT[table_name],
        "{own_columns}": _OWN_COLUMNS[table_name],
    }
    statement = _WRITTEN
    for place, sql in parts.items():
        statement = statement.replace(place, sql)
    return statement


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"(19|20)\d\d", text) else None


def _area_meanings(column: pa.ChunkedArray, register: Register) -> dict[str, Match]:
    """What each different spelling means; beyond a sane number of spellings the rest means nothing."""
    texts = different_texts(column)
    known = {text: register.resolve(text) for text in texts[:MOST_NAMES]}
    return known | {text: Match(None) for text in texts[MOST_NAMES:]}


def _id_of(match: Match) -> str | None:
    return match.area.area_id if match.area is not None else None


def _code_meaning(name: str) -> Callable[[str], Any]:
    """The code meant by a code or an English title of a list; for yes and no, a boolean."""
    if name == "is_preliminary":
        return lambda text: (
            True if normalised(text) in YES_WORDS else False if normalised(text) in NO_WORDS else None
        )
    if name == "unit":
        return unit_meant
    meant: dict[str, str] = {}
    for code, title in CODE_LISTS[name].items():
        for spelling in (code, str(title), short_title(title)):
            meant.setdefault(normalised(spelling), code)
    return lambda text: meant.get(normalised(text))


# Problems in cells ------------------------------------------------------------------------------------------


def _unknown_areas(rows: pa.Table, cells: _Cells, areas: Mapping[str, Match]) -> list[Problem]:
    """One error per spelling that is no municipality, with the nearest names; counted, at its first cell."""
    found = frame_sql(
        """
        select area_id_text as text, min(source_row) as source_row, count(*) as rows
        from rows
        where area_id is null and area_id_text is not null
        group by area_id_text
        order by source_row
        """,
        rows=rows,
    ).to_pylist()
    return listed(
        Problem(
            level="error",
            code="unknown_municipality",
            sheet=cells.sheet.name,
            cell=cells.name(row["source_row"], "area_id"),
            expected=N_("the id, code or name of one municipality"),
            found=row["text"],
            fix=_area_fix(areas[row["text"]]),
            count=row["rows"],
        )
        for row in found
    )


def _area_fix(match: Match) -> Text:
    if not match.candidates:
        return N_(
            "Write the official code with its country, such as NO-0301, or the name in the official register."
        )
    names = ", ".join(f"{area.name} ({area.area_id})" for area in match.candidates)
    if len(match.candidates) == 1:
        return N_("Did you mean {names}? Write {area_id}.", names=names, area_id=match.candidates[0].area_id)
    return N_("Did you mean one of {names}? Write its id.", names=names)


def _wrong_years(rows: pa.Table, cells: _Cells) -> list[Problem]:
    found = frame_sql(
        "select source_row, year_text from rows where year is null and year_text is not null order by "
        "source_row",
        rows=rows,
    ).to_pylist()
    return listed(
        Problem(
            level="error",
            code="wrong_year",
            sheet=cells.sheet.name,
            cell=cells.name(row["source_row"], "year"),
            expected=N_("a year as four digits"),
            found=row["year_text"],
            fix=_year_fix(row["year_text"]),
        )
        for row in found
    )


def _year_fix(text: str) -> Text:
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
    if len(years) == 1:
        return N_("Write {year}.", year=years.pop())
    return N_("Write the calendar year of the figure, such as 2024.")


def _wrong_codes(rows: pa.Table, cells: _Cells, names: list[str]) -> list[Problem]:
    """One error per column and text that is neither code nor title of its list, at its first cell."""
    problems = []
    for name in names:
        text = rows[f"{name}_text"]
        wrong = pc.and_(pc.is_null(rows[name]), pc.is_valid(text))
        if pc.any(wrong).as_py():
            faulty = pa.table({"text": text, "source_row": rows["source_row"]}).filter(wrong)
            problems += listed(
                _wrong_code(name, row, cells) for row in frame_sql(_BY_TEXT, faulty=faulty).to_pylist()
            )
    return problems


_BY_TEXT = """
select text, min(source_row) as source_row, count(*) as rows
from faulty
group by text
order by source_row
"""


def _wrong_code(name: str, row: dict[str, Any], cells: _Cells) -> Problem:
    titles = {column.name: column.title for table in SHEET_OF for column in sheet_columns(table)}
    return Problem(
        level="error",
        code="wrong_code",
        sheet=cells.sheet.name,
        cell=cells.name(row["source_row"], name),
        expected=N_("an entry of the list “{title}”, or nothing", title=titles[name]),
        found=row["text"],
        fix=_code_fix(name, row["text"]),
        count=row["rows"],
    )


def _code_fix(name: str, text: str) -> Text:
    words = choices(name)
    if name == "unit":  # the nearest unit may be a million times another
        return _unit_fix(text, words)
    near = difflib.get_close_matches(normalised(text), [normalised(word) for word in words], n=1, cutoff=0.6)
    meant = [word for word in words if near and normalised(word) == near[0]]
    if meant:
        return N_("Did you mean {word}? Choose from the list in the cell.", word=meant[0])
    return N_("Choose one of: {words}.", words=", ".join(words))


def _unit_fix(text: str, words: list[str]) -> Text:
    if normalised(text) == "mt":
        return N_("Choose Mt for megatonnes (a million tonnes), or t for metric tonnes.")
    return N_("Choose one of: {words}.", words=", ".join(words))


def _wrong_values(table_name: str, rows: pa.Table, cells: _Cells) -> list[Problem]:
    """Errors for what is no number or no whole number of persons, and for figures given as missing."""
    name = VALUE_OF[table_name]
    params = {"may_be_negative": TABLES[table_name].column(name).minimum != 0}
    faulty = frame_sql(_FAULTY, params, rows=rows.rename_columns(_generic(rows, name))).to_pylist()
    has_unit = "unit" in cells.places
    numbers = (
        Problem(
            level="error",
            code="wrong_number",
            sheet=cells.sheet.name,
            cell=cells.name(row["source_row"], name),
            expected=_EXPECTED[table_name],
            found=row["value_text"],
            fix=number_fix(row["value_text"], table_name, has_unit=has_unit),
        )
        for row in faulty
        if row["is_wrong"]
    )
    reasons = (
        Problem(
            level="error",
            code="value_and_reason",
            sheet=cells.sheet.name,
            cell=cells.name(row["source_row"], "missing_reason"),
            expected=N_("a figure, or a reason why it is missing, not both"),
            found=row["missing_reason_text"],
            fix=N_("Remove the reason, or empty the figure ({value}).", value=row["value_text"]),
        )
        for row in faulty
        if not row["is_wrong"]
    )
    return [*listed(numbers), *listed(reasons)]


def _texts_for_numbers(table_name: str, rows: pa.Table, cells: _Cells) -> list[Problem]:
    """Errors for figures that are text and read as thousands or as decimals; a true number is not asked."""
    name = VALUE_OF[table_name]
    places = cells.rows_with(cells.sheet.doubtful_texts, [name])
    is_doubtful = pc.and_(
        pc.is_in(rows["source_row"], pa.array(sorted(places), pa.int64())), pc.is_valid(rows[name])
    )
    found = rows.filter(is_doubtful).select(["source_row", f"{name}_text"]).to_pylist()
    return listed(
        Problem(
            level="error",
            code="wrong_number",
            sheet=cells.sheet.name,
            cell=cells.name(row["source_row"], name),
            expected=_EXPECTED[table_name],
            found=row[f"{name}_text"],
            fix=text_fix(row[f"{name}_text"]),
        )
        for row in found
    )


_EXPECTED = {
    "emissions": N_("tonnes CO2e as a number"),
    "population": N_("inhabitants as a whole number, 0 or more"),
}
_FAULTY = """
with judged as (
    select
        source_row, value_text, missing_reason_text,
        number is not null and (value is null or (value < 0 and not $may_be_negative)) as is_wrong,
        missing_reason is not null and number is not null
            and not (missing_reason = 'not_occurring' and value = 0) as has_both
    from rows
)
select source_row, value_text, missing_reason_text, is_wrong
from judged
where is_wrong or has_both
order by source_row
"""


def _generic(rows: pa.Table, name: str) -> list[str]:
    names = {name: "value", f"{name}_text": "value_text"}
    return [names.get(column, column) for column in rows.column_names]


def _missing_cells(table_name: str, rows: pa.Table, cells: _Cells) -> list[Problem]:
    """Errors for rows that do not say which municipality or year they are about."""
    needs = {"area_id": N_("the id, code or name of one municipality"), "year": N_("a year as four digits")}
    problems = []
    for name, expected in needs.items():
        if name not in cells.places:
            continue
        empty = rows.filter(pc.is_null(rows[f"{name}_text"]))["source_row"].to_pylist()
        problems += listed(
            Problem(
                level="error",
                code="missing_value",
                sheet=cells.sheet.name,
                cell=cells.name(row, name),
                expected=expected,
                found="",
                fix=N_("Fill in the cell, or clear the whole row."),
            )
            for row in empty
        )
    return problems


def _sourceless(rows: pa.Table, cells: _Cells) -> list[Problem]:
    """Errors for a source within a sector that is not named."""
    if "sector" not in cells.places:
        return []
    found = rows.filter(pc.and_(pc.is_null(rows["sector_text"]), pc.is_valid(rows["subsector"])))[
        "source_row"
    ].to_pylist()
    return listed(
        Problem(
            level="error",
            code="missing_value",
            sheet=cells.sheet.name,
            cell=cells.name(row, "sector"),
            expected=N_("the sector of the source beside it"),
            found="",
            fix=N_("Choose the sector from the list, or empty the source if the figure is the total."),
        )
        for row in found
    )


# Rows against each other ------------------------------------------------------------------------------------


def _sheet_keys(table_name: str) -> list[str]:
    """What tells the rows of one sheet apart."""
    return [name for name in TABLES[table_name].key_columns if name not in NOT_ON_SHEET]


def _has_all_keys(table_name: str, cells: _Cells) -> bool:
    return all(name in cells.places for name in REQUIRED[table_name] if name in _sheet_keys(table_name))


def _is_told_apart(table_name: str, rows: pa.Table, cells: _Cells) -> Any:
    """Per row, whether every cell of its key could be read; the others can be laid against no row."""
    keys = _sheet_keys(table_name)
    faulty = pa.array(sorted(cells.rows_with_errors(keys)), pa.int64())
    is_told: Any = pc.invert(pc.is_in(rows["source_row"], faulty))
    for name in keys:
        if name in cells.places and name in rows.column_names and f"{name}_text" in rows.column_names:
            is_known: Any = pc.is_valid(rows[name])
            if name not in ("area_id", "year"):
                is_known = pc.or_(is_known, pc.is_null(rows[f"{name}_text"]))
            is_told = pc.and_(is_told, is_known)
    return is_told


# Equal keys have equal hashes: as many hashes as rows means that no key is repeated.
_MAY_REPEAT = "select count(distinct hash({keys})) < count(*) as may_repeat from rows"
_REPEATED = """
with first_rows as (
    select source_row, min(source_row) over (partition by {keys}) as first_row from rows
)
select source_row, first_row
from first_rows
where source_row > first_row
order by source_row
"""


def _repeated_keys(table_name: str, rows: pa.Table, cells: _Cells) -> list[Problem]:
    """An error for each row whose key stands in a row above, naming both rows.

    rows: those whose keys could be read. Where a column of the key is missing, rows are the same when their
    figure is as well, and not 0."""
    keys = [name for name in _sheet_keys(table_name) if name in cells.places and name in rows.column_names]
    if not _has_all_keys(table_name, cells):
        rows = rows.filter(pc.fill_null(pc.not_equal(rows[VALUE_OF[table_name]], 0), False))
        keys.append(VALUE_OF[table_name])
    slim = rows.select(["source_row", *keys])
    if not frame_sql(_MAY_REPEAT.replace("{keys}", ", ".join(keys)), rows=slim)["may_repeat"][0].as_py():
        return []
    found = frame_sql(_REPEATED.replace("{keys}", ", ".join(keys)), rows=slim).to_pylist()
    titles = ", ".join(str(TABLES[table_name].column(name).title).lower() for name in keys)
    return listed(
        Problem(
            level="error",
            code="repeated_key",
            sheet=cells.sheet.name,
            cell=cells.name(row["source_row"], "area_id"),
            expected=N_("one row for each combination of {columns}", columns=titles),
            found=N_(
                "the same in rows {first} and {second}",
                first=str(row["first_row"]),
                second=str(row["source_row"]),
            ),
            fix=N_("Remove one of the two rows, or tell them apart."),
        )
        for row in found
    )


# A row whose area, year or basis could not be read may belong to any: null stands for all of them.
_UNTOUCHED = """
with unread as (
    select distinct area_id, year, basis from untold
)
select told.*
from told
where not exists (
    select 1
    from unread
    where
        coalesce(unread.area_id, told.area_id) = told.area_id and coalesce(unread.year, told.year) = told.year
        and coalesce(unread.basis, told.basis) = told.basis
)
order by told.source_row
"""


def _with_levels(
    rows: pa.Table, is_told: Any, cells: _Cells, dataset: Dataset
) -> tuple[pa.Table, list[Problem]]:
    """The rows with is_counted; where some cannot be read, the mixed levels among the years left whole."""
    if not _has_all_keys("emissions", cells):
        return rows, []
    told = rows.filter(is_told)
    if told.num_rows == rows.num_rows:
        return count_one_level(rows, gas_coverage=dataset.gas_coverage)
    whole = frame_sql(_UNTOUCHED, told=told, untold=rows.filter(pc.invert(is_told)))
    return rows, count_one_level(whole, gas_coverage=dataset.gas_coverage)[1]


# The one dataset of the rows ------------------------------------------------------------------------------------------


def _with_basis(dataset: Dataset, rows: pa.Table, sheet: Sheet) -> tuple[Dataset, list[Problem]]:
    """The dataset with the one basis of its rows; own accounts on another basis are a series of their own."""
    bases = [basis for basis in pc.unique(rows["basis"]).to_pylist() if basis]
    if len(bases) > 1:
        problem = Problem(
            level="error",
            code="mixed_basis",
            sheet=sheet.name,
            expected=N_("one basis in one dataset"),
            found=", ".join(bases),
            fix=N_("Put each basis in a workbook of its own, with its own dataset key on the sheet About."),
        )
        return dataset, [problem]
    basis = bases[0] if bases else "territorial"
    if basis != dataset.basis and dataset.key in (
        DEFAULT_DATASET["emissions"],
        f"{DEFAULT_DATASET['emissions']}-co2",
    ):
        suffix = basis.replace("_", "-")
        return replace(
            dataset,
            key=f"{dataset.key}-{suffix}",
            title=f"{dataset.title}, {basis.replace('_', ' ')}",
            basis=cast(Any, basis),
        ), []
    return replace(dataset, basis=cast(Any, basis)), []


def _with_gas(rows: pa.Table, dataset: Dataset) -> pa.Table:
    """The rows; in a CO2-only dataset every gas is CO2."""
    if dataset.gas_coverage != "co2":
        return rows
    return rows.set_column(rows.column_names.index("gas"), "gas", pc.fill_null(rows["gas"], "CO2"))


# The workbook as a whole ------------------------------------------------------------------------------------


def _version_problems(workbook: Workbook) -> list[Problem]:
    mark = sheet_named(workbook, MARK_SHEET)
    pairs = (
        {normalised(cells[0]): (cells[1] or "") for cells in mark.head(10) if len(cells) > 1}
        if mark is not None
        else {}
    )
    version = pairs.get("version", VERSION).strip()
    if version == VERSION:
        return []
    return [
        Problem(
            level="error",
            code="template_version",
            sheet=MARK_SHEET,
            cell="",
            expected=N_("template version {version}", version=VERSION),
            found=version,
            fix=N_("Download the template again, and copy the rows into it."),
        )
    ]


def _no_data_sheet(workbook: Workbook) -> Problem:
    return Problem(
        level="error",
        code="missing_sheet",
        sheet="",
        cell="",
        expected=N_("a sheet named Emissions or Population"),
        found=", ".join(workbook.sheets),
        fix=N_("Give the sheet its name back, or download the template again and copy the rows into it."),
    )


def _hidden_sheet(sheet: Sheet) -> Problem:
    return Problem(
        level="notice",
        code="hidden_sheet",
        sheet=sheet.name,
        expected=N_("a sheet that can be seen"),
        found=N_("a hidden sheet with rows"),
        fix=N_("Its rows are read like those of any other sheet; unhide it to look at them."),
    )


def _summary(read: _SheetRead) -> Text:
    assert read.rows is not None
    rows = read.rows
    return N_(
        "{table}: {rows} for {municipalities}; {years}; as {title} ({key})",
        table=TABLES[read.table_name].title,
        rows=N_("1 row") if rows.num_rows == 1 else N_("{count} rows", count=rows.num_rows),
        municipalities=municipalities_in_words(len(pc.unique(rows["area_id"]))),
        years=years_in_words(rows["year"]),
        title=read.dataset.title,
        key=read.dataset.key,
    )
