"""Veikart's own workbooks: one sheet per table, made by loaders/own_workbooks/templates.py and read back here.

The layout is derived from data/tables.py, once, for both. Recognised by the hidden sheet _veikart, or, when
another program has dropped that, by our headings on a sheet of our name, in any of our languages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.columns import Table
from data.datasets import Dataset, Release
from data.tables import TABLES
from loaders.own_workbooks.template_about import about_sheet, dataset_of
from loaders.own_workbooks.template_layout import (
    ABOUT_SHEET,
    EXAMPLE_SHEET,
    LIST_SHEET,
    MARK_SHEET,
    READ_ME_SHEET,
    READABLE_VERSIONS,
    VERSION,
    heading,
    heading_spellings,
    language_of_headings,
    required_columns,
    sheet_columns,
    sheet_spellings,
)
from loaders.problems import Problem
from loaders.reading import (
    Reading,
    ReadingContext,
    is_refused,
    needless_municipality,
)
from loaders.rows.cells import (
    Headings,
    find_headings,
    missing_columns,
    missing_headings,
    no_rows,
    normalised,
    sheet_named,
    unreadable_cells,
)
from loaders.rows.number_words import convention_of
from loaders.rows.record_parents import parent_problems, with_children
from loaders.rows.sheet_rows import SheetRows, filled_rows
from loaders.rows.table_rows import TableRows, table_rows
from loaders.sheets.workbook import Sheet, Workbook
from texts import LANGUAGES, N_, spellings

KEY = "veikart-template"
TITLE = N_("Veikart's own workbook template (xlsx)")
_NEVER_READ = (READ_ME_SHEET, ABOUT_SHEET, EXAMPLE_SHEET, LIST_SHEET)


def recognise(workbook: Workbook) -> bool:
    """The hidden sheet _veikart, or a sheet of our name with our headings."""
    if sheet_named(workbook, MARK_SHEET) is not None:
        return True
    return any(_find(sheet, name, at_least=3) is not None for name, sheet in _data_sheets(workbook).items())


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """The rows of the data sheets; an absent sheet is left alone, the sheet with the example is never read."""
    problems = _version_problems(workbook) + needless_municipality(context)
    reading = Reading(KEY, TITLE, "", "", is_proven=True, is_typed=True, problems=problems)
    present = _data_sheets(workbook)
    if not present:
        problems.append(_no_data_sheet(workbook))
    found = [_read_sheet(name, sheet, workbook, context) for name, sheet in present.items()]
    problems += [problem for part in found for problem in part.problems]
    filled = [part for part in found if part.read is not None]
    problems += parent_problems({part.table.name: part.read for part in filled if part.read}, context)
    problems += [_hidden_sheet(part.sheet) for part in filled if part.sheet.is_hidden]
    problems += [_sheet_not_read(sheet, name) for sheet, name in _unread_sheets(workbook, present) if present]
    if present and not filled and not is_refused(problems):
        first = next(iter(present.values()))
        problems.append(no_rows(first, _headings_row(first, next(iter(present)))))
    if is_refused(problems):
        return reading
    return _with_rows(reading, filled, context)


@dataclass(frozen=True)
class _SheetRead:
    """One data sheet as understood so far: its rows (None = the sheet has none), and whose they are."""

    table: Table
    sheet: Sheet
    problems: list[Problem]
    read: TableRows | None = None
    release: Release | None = None


def _with_rows(reading: Reading, filled: list[_SheetRead], context: ReadingContext) -> Reading:
    datasets: list[Dataset] = []
    for part in filled:
        assert part.read is not None
        if part.read.rows.num_rows:
            reading.tables[part.table.name] = part.read.staged()
            reading.summary.append(part.read.summary())
        reading.removed_records.extend((part.table.name, *record) for record in part.read.ending)
        if part.read.dataset is not None and part.release is not None:
            datasets.append(part.read.dataset)
            reading.releases[part.read.dataset.key] = part.release
    reading.removed_records[:] = with_children(reading.removed_records, context)
    publishers = ", ".join(dict.fromkeys(dataset.publisher for dataset in datasets))
    licences = ", ".join(dict.fromkeys(filter(None, (dataset.licence for dataset in datasets))))
    return replace(reading, publisher=publishers, licence=licences, datasets=tuple(datasets))


def _data_sheets(workbook: Workbook) -> dict[str, Sheet]:
    """The sheets that bear the name of a table, in any language; the first of two of the same table."""
    names = sheet_spellings()
    found: dict[str, Sheet] = {}
    for sheet in workbook.sheets.values():
        if (table_name := names.get(normalised(sheet.name))) is not None:
            found.setdefault(table_name, sheet)
    return {name: found[name] for name in TABLES if name in found}


def _unread_sheets(workbook: Workbook, present: Mapping[str, Sheet]) -> list[tuple[Sheet, str]]:
    """Sheets with rows under all headings of a table that are not its sheet, such as a copy or a renamed one."""
    ours = {normalised(name) for title in _NEVER_READ for name in spellings(title)} | {MARK_SHEET}
    read_names = {sheet.name for sheet in present.values()}
    others = [
        sheet
        for sheet in workbook.sheets.values()
        if sheet.name not in read_names and normalised(sheet.name) not in ours
    ]
    return [(sheet, name) for sheet in others if (name := _table_of_headings(sheet)) is not None]


def _table_of_headings(sheet: Sheet) -> str | None:
    """The table whose headings a sheet with rows has: all that are needed, and most of the others."""
    hits: dict[str, int] = {}
    for name in TABLES:
        headings = _find(sheet, name, at_least=3)
        needed = [column.name for column in required_columns(name)]
        if headings is not None and sheet.last_row > headings.row and not headings.missing(needed):
            hits[name] = len(headings.columns)
    return max(hits, key=lambda name: hits[name]) if hits else None


def _headings_row(sheet: Sheet, table_name: str) -> int:
    headings = _find(sheet, table_name)
    return headings.row if headings else 1


def _find(sheet: Sheet, table_name: str, *, at_least: int = 2) -> Headings | None:
    """The heading row of a data sheet, with the columns by their names in the table."""
    spelled = heading_spellings(table_name)
    found = find_headings(sheet, list(spelled), at_least=at_least)
    if found is None:
        return None
    named = {spelled[text]: place for text, place in reversed(found.columns.items()) if text in spelled}
    return Headings(found.row, named)


def _read_sheet(table_name: str, sheet: Sheet, workbook: Workbook, context: ReadingContext) -> _SheetRead:
    """The typed rows and the dataset of one data sheet, with everything that is wrong on it in one list."""
    table = TABLES[table_name]
    rows, found = _sheet_rows(table, sheet, workbook, context)
    if rows is None:
        return _SheetRead(table, sheet, found)
    dataset: Dataset | None = None
    release: Release | None = None
    problems: list[Problem] = []
    if table.slice_kind == "yearly":
        is_chosen = table_name == next(iter(_data_sheets(workbook)))  # the only table, or the emissions
        dataset, release, problems = dataset_of(table, about_sheet(workbook), context, is_chosen=is_chosen)
    read = table_rows(rows, dataset, context)
    return _SheetRead(table, sheet, problems + found + read.problems, read, release)


def _sheet_rows(
    table: Table, sheet: Sheet, workbook: Workbook, context: ReadingContext
) -> tuple[SheetRows | None, list[Problem]]:
    """The filled rows of a data sheet as texts; None without headings or rows."""
    headings = _find(sheet, table.name)
    columns = sheet_columns(table.name)
    required = {column.name: heading(column) for column in required_columns(table.name)}
    if headings is None:
        return None, [missing_headings(sheet, required)] if _has_text(sheet) else []
    places = {
        column.name: headings.columns[column.name] for column in columns if column.name in headings.columns
    }
    problems = [
        *missing_columns(sheet, headings, required),
        *unreadable_cells(sheet, headings.row, places),
    ]
    reported = frozenset(sheet.error_cells) | frozenset(sheet.uncached_formulas)
    texts = filled_rows(sheet, headings.row, columns, places, reported)
    if not texts.num_rows:
        return None, problems
    language = _language(workbook) or language_of_headings(table.name, _heading_texts(sheet, headings.row))
    convention = convention_of(language, context.decimal_mark)
    return SheetRows(table, columns, sheet, texts, places, convention, reported), problems


def _has_text(sheet: Sheet) -> bool:
    return sheet.last_row > 0


def _heading_texts(sheet: Sheet, row: int) -> set[str]:
    return {normalised(text) for text in sheet.head(row)[row - 1] if text}


# The workbook as a whole ------------------------------------------------------------------------------------


def _mark(workbook: Workbook) -> Mapping[str, str]:
    mark = sheet_named(workbook, MARK_SHEET)
    if mark is None:
        return {}
    return {normalised(cells[0]): (cells[1] or "").strip() for cells in mark.head(10) if len(cells) > 1}


def _language(workbook: Workbook) -> str | None:
    """The language the workbook was made in; that of version 1 was English; None where nothing says."""
    mark = _mark(workbook)
    language = mark.get("language", "en" if mark else "")
    return language if language in LANGUAGES else None


def _version_problems(workbook: Workbook) -> list[Problem]:
    version = _mark(workbook).get("version", VERSION)
    if version in READABLE_VERSIONS:
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
    renamed = _unread_sheets(workbook, {})
    if renamed:
        sheet, table_name = renamed[0]
        return Problem(
            level="error",
            code="missing_sheet",
            sheet=sheet.name,
            expected=N_("a sheet named “{name}”", name=TABLES[table_name].sheet),
            found=sheet.name,
            fix=N_(
                "Give the sheet its name back: its headings are those of “{name}”.",
                name=TABLES[table_name].sheet,
            ),
        )
    return Problem(
        level="error",
        code="missing_sheet",
        sheet="",
        cell="",
        expected=N_("a sheet of one of our tables, such as Emissions or Projects"),
        found=", ".join(workbook.sheets),
        fix=N_("Give the sheet its name back, or download the template again and copy the rows into it."),
    )


def _sheet_not_read(sheet: Sheet, table_name: str) -> Problem:
    """A sheet of ours under another name may hold rows that somebody believes to be loaded."""
    return Problem(
        level="notice",
        code="sheet_not_read",
        sheet=sheet.name,
        expected=N_("rows of “{name}” on one sheet of that name", name=TABLES[table_name].sheet),
        found=N_("the same headings on another sheet"),
        fix=N_("This sheet is not read. If its rows belong to the data, move them there."),
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
