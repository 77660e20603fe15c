"""Veikart's own workbook: sheets Emissions and Population, made by loaders/templates.py and read back here.

The layout is derived from data/tables.py, once, for both. Recognised by its hidden sheet _veikart, or, when
another program has dropped that, by our headings on a sheet of our name. Numbers are read strictly: a decimal
comma is asked about, never guessed."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Match, Register
from data.datasets import KNOWN_DATASETS, Dataset, Release
from data.sql import frame_sql
from data.tables import (
    BASES,
    GASES,
    MISSING_REASONS,
    SCOPES,
    SECTORS,
    SOURCE_COLUMNS,
    TABLES,
    VALUE_STATUSES,
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
from loaders.problems import Problem
from loaders.reading import (
    Reading,
    ReadingContext,
    chosen_release,
    date_in,
    is_refused,
    needless_municipality,
)
from loaders.workbook import Sheet, Workbook, cell_name, column_name
from texts import N_, Text

KEY = "veikart-template"
TITLE = N_("Veikart's own workbook template (xlsx)")
VERSION = "1"

MARK_SHEET, LIST_SHEET, ABOUT_SHEET, EXAMPLE_SHEET, READ_ME_SHEET = (
    "_veikart",
    "_lists",
    "About",
    "Example",
    "Read me",
)
SHEET_OF = {"emissions": "Emissions", "population": "Population"}
VALUE_OF = {"emissions": "emissions_tco2e", "population": "inhabitants"}
DEFAULT_DATASET = {"emissions": "own-accounts", "population": "own-population"}
NOT_ON_SHEET = ("dataset", "is_counted")
REQUIRED = {
    "emissions": ("area_id", "year", "sector", "emissions_tco2e"),
    "population": ("area_id", "year", "inhabitants"),
}

UNIT = Column(
    "unit",
    "text",
    N_("Unit"),
    N_("t, kt or kg of the figure beside it; empty means tonnes"),
    allowed=("t", "kt", "kg"),
)
TONNES_PER_UNIT = {"t": 1.0, "kt": 1000.0, "kg": 0.001}
UNIT_WORDS = {
    "t": "t",
    "ton": "t",
    "tons": "t",
    "tonn": "t",
    "tonne": "t",
    "tonnes": "t",
    "tonnia": "t",
    "kt": "kt",
    "kton": "kt",
    "ktonn": "kt",
    "kilotonnes": "kt",
    "1000 t": "kt",
    "1000 tonnes": "kt",
    "1000 tonn": "kt",
    "kg": "kg",
    "kilogram": "kg",
}
CODE_LISTS: dict[str, Mapping[str, Text]] = {
    "basis": BASES,
    "scope": SCOPES,
    "sector": SECTORS,
    "gas": GASES,
    "value_status": VALUE_STATUSES,
    "missing_reason": MISSING_REASONS,
    "unit": {unit: N_(unit) for unit in TONNES_PER_UNIT},
    "is_preliminary": {"yes": N_("Yes"), "no": N_("No")},
}
CODES_SHOWN = ("scope", "gas", "unit")  # lists whose codes everybody knows; the others show words
YES_WORDS, NO_WORDS = ("yes", "true", "1", "x", "ja", "kyllä", "já"), ("no", "false", "0", "nei", "nej", "ei")
TOTAL_WORDS = ("total", "all", "alle", "alla", "sum")
MARKERS = (
    "-",
    "–",
    "—",
    ".",
    "..",
    "…",
    ":",
    "n/a",
    "na",
    "n.a.",
    "i.u.",
    "ie",
    "ne",
    "c",
    "null",
    "none",
    "x",
)
MOST_NAMES = 2_000  # different spellings looked up in the register; more than all Nordic municipalities


# The layout -------------------------------------------------------------------------------------------------


def sheet_columns(table_name: str) -> tuple[Column, ...]:
    """The columns of a data sheet: those of the table that a person fills in, and the unit of emissions."""
    columns: list[Column] = []
    for column in TABLES[table_name].columns:
        columns += [column] if column.name not in NOT_ON_SHEET else []
        columns += [UNIT] if column.name == "emissions_tco2e" else []
    return tuple(columns)


def heading(column: Column) -> str:
    """The heading of a column as the template writes it: title, and the unit in brackets."""
    return f"{column.title} ({column.unit})" if column.unit else str(column.title)


def choice(column_name: str, code: str) -> str:
    """What a drop-down shows for a code: a word, or the code where it is the common name."""
    if column_name in CODES_SHOWN:
        return code
    return _short(CODE_LISTS[column_name][code])


def choices(column_name: str) -> list[str]:
    """All entries of a coded column's drop-down."""
    return [choice(column_name, code) for code in CODE_LISTS[column_name]]


@dataclass(frozen=True)
class AboutField:
    """One line of the About sheet: what is asked, and what may stand there."""

    name: str
    title: Text
    meaning: Text
    allowed: tuple[str, ...] = ()
    tables: tuple[str, ...] = ("emissions", "population")


ABOUT_FIELDS: tuple[AboutField, ...] = (
    AboutField(
        "dataset",
        N_("Dataset key"),
        N_("Short name of the series, lower case; own-accounts is the municipality's own"),
    ),
    AboutField("title", N_("Title"), N_("What the series is called")),
    AboutField("publisher", N_("Publisher"), N_("Who made the figures")),
    AboutField("licence", N_("Licence"), N_("On which terms they may be used; may stay empty")),
    AboutField("url", N_("Web address"), N_("Where they are published; may stay empty")),
    AboutField(
        "gas_coverage",
        N_("Gas coverage"),
        N_("ghg: all greenhouse gases in CO2e; co2: fossil CO2 only"),
        allowed=("ghg", "co2"),
        tables=("emissions",),
    ),
    AboutField(
        "kind",
        N_("Kind"),
        N_("own_accounts: your own figures; national_inventory: an agency's, the same method for all"),
        allowed=("own_accounts", "national_inventory"),
        tables=("emissions",),
    ),
    AboutField(
        "kind",
        N_("Kind"),
        N_("own_accounts: your own figures; register: a population register's"),
        allowed=("own_accounts", "register"),
        tables=("population",),
    ),
    AboutField(
        "release",
        N_("Release"),
        N_("Name of this vintage, such as 2025; empty means the day the file is loaded"),
    ),
    AboutField("released_on", N_("Release date"), N_("Year-month-day; may stay empty")),
)


def _short(title: Text) -> str:
    return str(title).partition(":")[0]


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
    datasets: list[Dataset] = []
    present = _data_sheets(workbook)
    if not present:
        problems.append(_no_data_sheet(workbook))
    tables = {}
    for table_name, sheet in present.items():
        rows, dataset = _read_table(table_name, sheet, workbook, context, reading)
        if rows is not None and dataset is not None:
            tables[table_name] = rows
            datasets.append(dataset)
    if present and not tables and not is_refused(problems):
        first = next(iter(present.values()))
        problems.append(no_rows(first, _headings_row(first, next(iter(present)))))
    if is_refused(problems):
        reading.releases.clear()
        reading.summary.clear()
        return reading
    publishers = ", ".join(dict.fromkeys(dataset.publisher for dataset in datasets))
    licences = ", ".join(dict.fromkeys(filter(None, (dataset.licence for dataset in datasets))))
    reading.tables.update(tables)
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


def _read_table(
    table_name: str, sheet: Sheet, workbook: Workbook, context: ReadingContext, reading: Reading
) -> tuple[pa.Table | None, Dataset | None]:
    """The staged rows and the dataset of one data sheet; what is wrong is added to the reading."""
    dataset, release, found = _about(table_name, workbook, context)
    reading.problems.extend(found)
    rows, found = _typed_rows(table_name, sheet, context.register)
    reading.problems.extend(found)
    if rows is None or rows.num_rows == 0 or is_refused(reading.problems):
        return None, None
    rows = rows.append_column("dataset", pa.array([dataset.key] * rows.num_rows, pa.string()))
    if table_name == "emissions":
        dataset, found = _with_basis(dataset, rows, sheet)
        reading.problems.extend(found)
        rows = _with_gas(rows, dataset)
    reading.problems.extend(_repeated_keys(table_name, sheet, rows))
    if table_name == "emissions" and not is_refused(reading.problems):
        rows, found = count_one_level(rows, gas_coverage=dataset.gas_coverage)
        reading.problems.extend(found)
    reading.releases[dataset.key] = release
    reading.summary.append(_summary(table_name, rows, dataset))
    wanted = {column.name for column in (*TABLES[table_name].columns, *SOURCE_COLUMNS)}
    return staged(table_name, rows.select([name for name in rows.column_names if name in wanted])), dataset


def _typed_rows(table_name: str, sheet: Sheet, register: Register) -> tuple[pa.Table | None, list[Problem]]:
    """The rows of a data sheet with every value typed, or None when the sheet has no rows or no headings."""
    headings = _find(sheet, table_name)
    columns = sheet_columns(table_name)
    written = {column.name: heading(column) for column in columns}
    if headings is None:
        return None, [missing_headings(sheet, {name: written[name] for name in REQUIRED[table_name]})]
    problems = missing_columns(sheet, headings, {name: written[name] for name in REQUIRED[table_name]})
    if problems:
        return None, problems
    places = {
        column.name: headings.columns[column.name] for column in columns if column.name in headings.columns
    }
    problems = unreadable_cells(sheet, headings.row, places)
    grid = _without_total_words(_filled_rows(rows_below(sheet, headings.row, places), columns, sheet))
    if grid.num_rows == 0:
        return None, problems
    cells = _Cells(sheet, places, set(sheet.error_cells) | set(sheet.uncached_formulas))
    typed, found = _typed(table_name, grid, cells, register)
    return typed, problems + found


@dataclass(frozen=True)
class _Cells:
    """Where the columns of a sheet stand, and the cells that are already reported as unreadable."""

    sheet: Sheet
    places: Mapping[str, int]
    reported: set[str]

    def name(self, row: int, column: str) -> str:
        return cell_name(row, self.places.get(column, 1))


def _filled_rows(grid: pa.Table, columns: tuple[Column, ...], sheet: Sheet) -> pa.Table:
    """Rows in which any cell of ours holds text, all cells trimmed, absent columns null."""
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
    in_error = _rows_with_errors(sheet)
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


def _rows_with_errors(sheet: Sheet) -> set[int]:
    return {int(re.sub(r"\D", "", cell)) for cell in (*sheet.error_cells, *sheet.uncached_formulas)}


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
    rows = frame_sql(_typed_sql(table_name), _constants(cells, value), rows=rows)
    problems = [
        *_unknown_areas(rows, cells, areas),
        *_wrong_years(rows, cells),
        *_wrong_codes(rows, cells, list(coded)),
        *_wrong_values(table_name, rows, cells),
        *_missing_cells(table_name, rows, cells),
        *(_sourceless(rows, cells) if table_name == "emissions" else []),
    ]
    return rows, [problem for problem in problems if problem.cell not in cells.reported]


def _constants(cells: _Cells, value: str) -> dict[str, Any]:
    return {"sheet": cells.sheet.name, "column": column_name(cells.places[value] - 1)}


# A missing figure stays missing and has a reason; "not occurring" is a true zero. What is written but not
# understood stays null beside its text, and is reported.
_WRITTEN = """
with plain as (select *, {plain_number} as number from rows),
written as (select *, {number_value} as written from plain),
filled as (select *, {amount} as amount from written)
select
    * exclude ({replaced}),
    if(value_status_text is null, 'reported', value_status) as value_status,
    if(is_preliminary_text is null, false, is_preliminary) as is_preliminary,
    if(amount is null and missing_reason_text is null, 'not_estimated', missing_reason) as missing_reason,
    area_id_text as source_name, $sheet as source_sheet, $column as source_column,
    {own_columns}
from filled
"""
_AMOUNT = {
    "emissions": """
        case
            when number is null and missing_reason = 'not_occurring' then 0.0
            when unit = 'kt' then written * 1000.0
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
_REPLACED = {
    "emissions": "value_status, is_preliminary, missing_reason, basis",
    "population": "value_status, is_preliminary, missing_reason",
}


def _typed_sql(table_name: str) -> str:
    """The statement that turns the written figures of a data sheet into amounts with their defaults."""
    parts = {
        "{plain_number}": plain_number_sql(f"{VALUE_OF[table_name]}_text"),
        "{number_value}": number_sql("number"),
        "{amount}": _AMOUNT[table_name],
        "{replaced}": _REPLACED[table_name],
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
    meant: dict[str, str] = dict(UNIT_WORDS) if name == "unit" else {}
    for code, title in CODE_LISTS[name].items():
        for spelling in (code, str(title), _short(title)):
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
    near = difflib.get_close_matches(normalised(text), [normalised(word) for word in words], n=1, cutoff=0.6)
    meant = [word for word in words if near and normalised(word) == near[0]]
    if meant:
        return N_("Did you mean {word}? Choose from the list in the cell.", word=meant[0])
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


_WITH_UNIT = re.compile(r"(?P<number>[-+]?[\d.,\s]*\d)\s*(?P<unit>[^\d\s].*)")


def number_fix(text: str, table_name: str = "emissions", *, has_unit: bool = True) -> Text:
    """What to write instead of a text that is no number, as far as it can be told what is meant."""
    plain = " ".join(text.replace("\N{MINUS SIGN}", "-").split())
    if normalised(plain) in MARKERS:
        return N_("Leave the cell empty, and say why in the column “Reason if missing”.")
    with_unit = _WITH_UNIT.fullmatch(plain)
    unit = UNIT_WORDS.get(_bare_unit(with_unit["unit"])) if with_unit and table_name == "emissions" else None
    if with_unit and unit:
        return _unit_fix(_meant(with_unit["number"]), unit, has_unit)
    meant = _meant(plain)
    if not meant:
        return N_("Write a number, or leave the cell empty and say why in the column “Reason if missing”.")
    if table_name == "population":
        return N_("Write a whole number of persons, without decimals, marks or words.")
    if len(meant) > 1:
        return N_(
            "Write {first} or {second}, whichever is meant.",
            first=_written(meant[0]),
            second=_written(meant[1]),
        )
    return N_("Write {number} (a decimal point, no other mark).", number=_written(meant[0]))


def _unit_fix(meant: list[float], unit: str, has_unit: bool) -> Text:
    if len(meant) != 1:
        return N_("Write the number alone, in tonnes.")
    tonnes = _written(meant[0] * TONNES_PER_UNIT[unit])
    if unit == "t" or not has_unit:
        return N_("Write {number}, without the unit.", number=tonnes)
    return N_("Write {number}, or put {unit} in the unit column.", number=tonnes, unit=unit)


def _bare_unit(words: str) -> str:
    return re.sub(r"\s*(co2e?q?|co2-?e(kv.*)?|/år|/year|a year)\s*", "", normalised(words)).strip(" .")


def _meant(text: str) -> list[float]:
    """The numbers a text can mean: one; two when its mark may group thousands or begin decimals; none."""
    digits = text.replace(" ", "")
    if re.fullmatch(r"[-+]?\d+", digits):
        return [float(digits)]
    if re.fullmatch(r"[-+]?\d{1,3}([.,])\d{3}(\1\d{3})+", digits):
        return [float(re.sub(r"[.,]", "", digits))]
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", digits):
        return [float(re.sub(r"[.,]", "", digits)), float(digits.replace(",", "."))]
    if re.fullmatch(r"[-+]?\d+[.,]\d+", digits):
        return [float(digits.replace(",", "."))]
    both = re.fullmatch(r"([-+]?\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)([.,])(\d+)", digits)
    if both and both[2] != both[3]:
        return [float(re.sub(r"[.,]", "", both[1]) + "." + both[4])]
    return []


def _written(number: float) -> str:
    """A number as it is to be typed: no groups, a decimal point, no needless zeros."""
    return f"{round(number, 6):.6f}".rstrip("0").rstrip(".")


def _missing_cells(table_name: str, rows: pa.Table, cells: _Cells) -> list[Problem]:
    """Errors for rows that do not say which municipality or year they are about."""
    needs = {"area_id": N_("the id, code or name of one municipality"), "year": N_("a year as four digits")}
    problems = []
    for name, expected in needs.items():
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


def _repeated_keys(table_name: str, sheet: Sheet, rows: pa.Table) -> list[Problem]:
    """An error for each row whose key stands in a row above, naming both rows."""
    keys = [
        name for name in TABLES[table_name].key_columns if name in rows.column_names and name != "dataset"
    ]
    slim = rows.select(["source_row", *keys])
    if not frame_sql(_MAY_REPEAT.replace("{keys}", ", ".join(keys)), rows=slim)["may_repeat"][0].as_py():
        return []
    found = frame_sql(_REPEATED.replace("{keys}", ", ".join(keys)), rows=slim).to_pylist()
    titles = ", ".join(str(TABLES[table_name].column(name).title).lower() for name in keys)
    return listed(
        Problem(
            level="error",
            code="repeated_key",
            sheet=sheet.name,
            cell=cell_name(row["source_row"], 1),
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


# About the dataset ------------------------------------------------------------------------------------------


def _about(
    table_name: str, workbook: Workbook, context: ReadingContext
) -> tuple[Dataset, Release, list[Problem]]:
    """The dataset and release of a sheet: as the user chose, else as About says, else own accounts."""
    sheet = sheet_named(workbook, normalised(ABOUT_SHEET))
    values, places = _about_values(table_name, sheet)
    problems = _about_problems(table_name, sheet, values, places)
    chosen = context.dataset if table_name == _chosen_table(workbook) else None
    key = chosen or values.get("dataset") or DEFAULT_DATASET[table_name]
    dataset, found = _dataset(table_name, key, values, sheet, places)
    in_file = _release(values)
    return dataset, chosen_release(in_file, context), problems + found


def _chosen_table(workbook: Workbook) -> str:
    """The table that a dataset chosen by the user is about: the only one, or the emissions."""
    return next(iter(_data_sheets(workbook)))


def _about_values(table_name: str, sheet: Sheet | None) -> tuple[dict[str, str], dict[str, str]]:
    """What the About sheet says of a table, by field, and the cell each field stands in."""
    names = {
        normalised(text): entry.name for entry in ABOUT_FIELDS for text in (str(entry.title), entry.name)
    }
    values: dict[str, str] = {}
    places: dict[str, str] = {}
    column = 2
    for row, cells in enumerate(sheet.head(40) if sheet is not None else [], start=1):
        marked = [
            place
            for place, text in enumerate(cells, start=1)
            if normalised(text) == normalised(SHEET_OF[table_name])
        ]
        column = marked[0] if marked else column
        name = names.get(normalised(cells[0])) if cells else None
        if name is not None and not marked:
            places[name] = cell_name(row, column)
            text = (cells[column - 1] or "").strip() if len(cells) >= column else ""
            values |= {name: text} if text else {}
    return values, places


def about_fields(table_name: str) -> list[AboutField]:
    """The lines of the About sheet that concern a table."""
    return [entry for entry in ABOUT_FIELDS if table_name in entry.tables]


def _about_problems(
    table_name: str, sheet: Sheet | None, values: Mapping[str, str], places: Mapping[str, str]
) -> list[Problem]:
    problems = []
    for entry in about_fields(table_name):
        text = values.get(entry.name)
        if text and entry.allowed and normalised(text) not in entry.allowed:
            problems.append(
                _about_problem(
                    sheet, places[entry.name], N_("one of {words}", words=", ".join(entry.allowed)), text
                )
            )
    if values.get("released_on") and date_in(values["released_on"]) is None:
        problems.append(
            _about_problem(
                sheet, places["released_on"], N_("a date, such as 2025-03-31"), values["released_on"]
            )
        )
    if values.get("dataset") and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", values["dataset"]):
        expected = N_("a short name of lower-case letters, digits and hyphens")
        problems.append(_about_problem(sheet, places["dataset"], expected, values["dataset"]))
    return problems


def _about_problem(sheet: Sheet | None, cell: str, expected: Text, found: str) -> Problem:
    return Problem(
        level="error",
        code="wrong_about",
        sheet=sheet.name if sheet else ABOUT_SHEET,
        cell=cell,
        expected=expected,
        found=found,
        fix=N_("Correct the cell on the sheet About."),
    )


def _release(values: Mapping[str, str]) -> Release | None:
    released_on = date_in(values.get("released_on"))
    label = values.get("release") or (released_on.isoformat() if released_on else "")
    return Release(label=label, released_on=released_on or date_in(label), origin="file") if label else None


def _dataset(
    table_name: str, key: str, values: Mapping[str, str], sheet: Sheet | None, places: Mapping[str, str]
) -> tuple[Dataset, list[Problem]]:
    """The dataset of that key: a known one as known, any other as the About sheet describes it."""
    known = KNOWN_DATASETS.get(key)
    coverage = normalised(values.get("gas_coverage")) or "ghg"
    if known is None:
        return _own_dataset(table_name, key, values), []
    if (table_name == "emissions") != bool(known.gas_coverage):
        expected = N_("the key of a dataset of {table}", table=TABLES[table_name].title)
        return known, [_about_problem(sheet, places.get("dataset", ""), expected, key)]
    if known.kind != "own_accounts" and key not in DEFAULT_DATASET.values():
        return known, [_published_series(sheet, places.get("dataset", ""), known)]
    if table_name == "emissions" and coverage == "co2":
        return replace(
            known,
            key=f"{key}-co2",
            title=f"{known.title}, CO2 only",
            gas_coverage="co2",
            substance="fossil CO2",
        ), []
    return known, []


def _own_dataset(table_name: str, key: str, values: Mapping[str, str]) -> Dataset:
    is_emissions = table_name == "emissions"
    is_co2 = is_emissions and normalised(values.get("gas_coverage")) == "co2"
    kind = normalised(values.get("kind")) or "own_accounts"
    dataset = Dataset(
        key=key,
        title=values.get("title") or key,
        publisher=values.get("publisher") or KNOWN_DATASETS["own-accounts"].publisher,
        licence=values.get("licence", ""),
        url=values.get("url", ""),
        substance="fossil CO2"
        if is_co2
        else KNOWN_DATASETS["own-accounts"].substance
        if is_emissions
        else "",
        gas_coverage="co2" if is_co2 else "ghg" if is_emissions else "",
        population_rule="" if is_emissions else "31 December",
    )
    if kind == "national_inventory":
        return replace(dataset, kind="national_inventory", revision="recomputed")
    return replace(
        dataset, kind="register" if kind == "register" else "own_accounts", revision="accumulating"
    )


def _published_series(sheet: Sheet | None, cell: str, known: Dataset) -> Problem:
    return Problem(
        level="warning",
        code="published_series",
        sheet=sheet.name if sheet else ABOUT_SHEET,
        cell=cell,
        expected=N_("a dataset of your own"),
        found=known.key,
        fix=N_(
            "Unusual, check. These figures would stand as {title} by {publisher}; better load the "
            "publisher's own file.",
            title=known.title,
            publisher=known.publisher,
        ),
    )


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
    """The rows with their dataset's final key; in a CO2-only dataset every gas is CO2."""
    rows = rows.set_column(
        rows.column_names.index("dataset"), "dataset", pa.array([dataset.key] * rows.num_rows, pa.string())
    )
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


def _summary(table_name: str, rows: pa.Table, dataset: Dataset) -> Text:
    years = [year for year in pc.unique(rows["year"]).to_pylist() if year is not None]
    areas = len(pc.unique(rows["area_id"]))
    return N_(
        "{table}: {rows} rows for {areas} municipalities, {first} to {last}, as {title} ({key})",
        table=TABLES[table_name].title,
        rows=rows.num_rows,
        areas=areas,
        first=str(min(years)),
        last=str(max(years)),
        title=dataset.title,
        key=dataset.key,
    )
