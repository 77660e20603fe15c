"""A statistics table as PxWeb lays it out in a worksheet: the title, headings over the figures on one or more rows,
labels at the left written once for all rows they hold for, and the publisher's notes below an empty row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from loaders.cubes.cube import (
    CONTENTS_WORDS,
    Cube,
    Dimension,
    is_code,
    split_codes,
    titled,
)
from loaders.rows.cells import normalised
from loaders.sheets.workbook import Sheet, column_name

TOP_ROWS = 20
_YEAR = re.compile(r"(19|20)\d\d\*?(\.0)?")
_NAMES = re.compile(r",\s*(?:etter|efter|by)\s+(?P<names>.+)$", re.DOTALL)
_MEASURE = re.compile(
    r"\b(tonn\w*|kg|personer|persons|befolkning|folkemengd\w*|population|utslipp)\b", re.IGNORECASE
)
_CHANGED = ("sist endret", "siste endring", "sist oppdatert", "last updated", "senast uppdaterad", "updated")
_DAY = re.compile(r"\b(?P<year>20\d\d)-?(?P<month>[01]\d)-?(?P<day>[0-3]\d)\b")

Texts = list[str | None]


@dataclass(frozen=True)
class _Label:
    """One dimension as the sheet has it: the text of each figure's row or column, and the codes where they stand apart."""

    texts: dict[int, str | None]
    codes: dict[int, str | None]
    is_of_rows: bool
    letters: str


def cross_cube(sheet: Sheet) -> Cube | None:
    """The cube of a sheet with headings over the figures; None where it is laid out otherwise or has no years."""
    top = sheet.head(TOP_ROWS)
    number, title = titled(top[0][0] if top and top[0] else None)
    first = _first_row(top)
    if not title or first is None:
        return None
    levels = [row for row in range(2, first) if any(top[row - 1])]
    columns = [column for column, text in enumerate(top[levels[-1] - 1], 1) if text] if levels else []
    if not columns or columns[0] == 1:
        return None
    grid = sheet.head(sheet.last_row)
    last = _last_row(grid, first)
    labels = [
        *_row_labels(grid, first, last, columns[0] - 1),
        *(_heading(grid, row, columns) for row in levels),
    ]
    time = next((label for label in labels if _are_years(label)), None)
    if time is None:
        return None
    names = _names(title, labels)
    contents = _contents(labels, names, time)
    others = [
        (name, label)
        for name, label in zip(names, labels, strict=True)
        if label is not time and label is not contents
    ]
    rows = _rows(grid, range(first, last + 1), columns, time, contents, [label for _, label in others], title)
    dimensions = tuple(Dimension(name, place, label.letters) for place, (name, label) in enumerate(others))
    return Cube(
        sheet.name, number, title, _changed(grid[last:]), dimensions, rows,
        year_letters=time.letters if time.is_of_rows else "", heading_row=levels[-1],
    )  # fmt: skip


def _first_row(grid: Sequence[Texts]) -> int | None:
    """The first row below the title with a label at its left and a figure."""
    for row, cells in enumerate(grid[1:TOP_ROWS], 2):
        if cells and cells[0] and any(cells[1:]):
            return row
    return None


def _last_row(grid: Sequence[Texts], first: int) -> int:
    for row in range(first, len(grid) + 1):
        if not any(grid[row - 1]):
            return row - 1
    return len(grid)


def _row_labels(grid: Sequence[Texts], first: int, last: int, count: int) -> list[_Label]:
    """The labels at the left, filled down; a column of codes belongs to the column of texts right of it."""
    filled = [_filled_down(grid, first, last, column) for column in range(1, count + 1)]
    labels: list[_Label] = []
    column = 0
    while column < count:
        texts = filled[column]
        has_codes = column + 1 < count and _are_codes(texts) and not _are_codes(filled[column + 1])
        codes: dict[int, str | None] = texts if has_codes and not _years_in(texts) else {}
        column += bool(codes)
        labels.append(_Label(filled[column], codes, True, column_name(column)))
        column += 1
    return labels


def _filled_down(grid: Sequence[Texts], first: int, last: int, column: int) -> dict[int, str | None]:
    above: str | None = None
    filled: dict[int, str | None] = {}
    for row in range(first, last + 1):
        above = grid[row - 1][column - 1] or above
        filled[row] = above
    return filled


def _heading(grid: Sequence[Texts], row: int, columns: Sequence[int]) -> _Label:
    """A row of headings, filled to the right."""
    before: str | None = None
    filled: dict[int, str | None] = {}
    for column in range(columns[0], columns[-1] + 1):
        before = grid[row - 1][column - 1] or before
        filled[column] = before
    return _Label(filled, {}, False, column_name(columns[0] - 1))


def _are_codes(texts: dict[int, str | None]) -> bool:
    return all(text is None or is_code(text) for text in texts.values())


def _years_in(texts: dict[int, str | None]) -> bool:
    return all(text is not None and _YEAR.fullmatch(text.strip()) for text in texts.values())


def _are_years(label: _Label) -> bool:
    return _years_in(label.texts)


def _names(title: str, labels: Sequence[_Label]) -> list[str]:
    """The names that the title gives the dimensions, where it names as many as there are."""
    found = _NAMES.search(title)
    names = re.split(r",\s+|\s+(?:og|och|and)\s+", found["names"].strip()) if found else []
    return names if len(names) == len(labels) else [""] * len(labels)


def _contents(labels: Sequence[_Label], names: Sequence[str], time: _Label) -> _Label | None:
    """What is measured: as the title names it, else the headings that name a measure; None = the title says it."""
    for name, label in zip(names, labels, strict=True):
        if normalised(name) in CONTENTS_WORDS and label is not time:
            return label
    return next(
        (
            label
            for label in reversed(labels)
            if label is not time and all(text and _MEASURE.search(text) for text in label.texts.values())
        ),
        None,
    )


def _rows(
    grid: Sequence[Texts],
    rows: Sequence[int],
    columns: Sequence[int],
    time: _Label,
    contents: _Label | None,
    others: Sequence[_Label],
    title: str,
) -> pa.Table:
    """One row per figure; rows of labels alone give none."""
    cells = [
        (row, column)
        for row in rows
        if any(grid[row - 1][column - 1] for column in columns)
        for column in columns
    ]
    measured = _NAMES.sub("", title)

    def at(label: _Label) -> Texts:
        return [label.texts.get(row if label.is_of_rows else column) for row, column in cells]

    table: dict[str, pa.Array | pa.ChunkedArray] = {
        "source_row": pa.array([row for row, _ in cells], pa.int64()),
        "source_column": pa.array([column_name(column - 1) for _, column in cells], pa.string()),
        "contents": pa.array(at(contents) if contents else [measured] * len(cells), pa.string()),
        "unit": pa.nulls(len(cells), pa.string()),
        "written_year": pa.array(at(time), pa.string()),
        "written": pa.array([grid[row - 1][column - 1] for row, column in cells], pa.string()),
        "status": pa.nulls(len(cells), pa.string()),
    }
    for place, label in enumerate(others):
        codes, texts = split_codes(pa.chunked_array([pa.array(at(label), pa.string())]))
        if label.codes:
            codes = pa.array([label.codes.get(row) for row, _ in cells], pa.string())
        table[f"code_{place}"], table[f"text_{place}"] = codes, texts
    return pa.table(table)


def _changed(below: Sequence[Texts]) -> str:
    """The day of the last change in the notes, as an ISO date; "" where none is said."""
    is_near = False
    for cells in below:
        words = " ".join(text for text in cells if text)
        is_near = is_near or normalised(words).startswith(_CHANGED)
        day = _DAY.search(words) if is_near else None
        if day:
            return f"{day['year']}-{day['month']}-{day['day']}"
    return ""
