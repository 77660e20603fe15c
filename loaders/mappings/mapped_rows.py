"""The rows of somebody's own table under our column names: total rows left out, words translated, wide made long,
each figure at its true cell."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from string import ascii_uppercase, digits
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.columns import Column
from data.tables import TABLES
from loaders.mappings.mapped_headings import Located
from loaders.mappings.mapping import IN_CELLS, mappable_columns
from loaders.mappings.mapping import Mapping as TableMapping
from loaders.own_workbooks.template_layout import UNIT
from loaders.problems import Problem
from loaders.rows.cells import decoded, normalised
from loaders.rows.number_words import NumberConvention
from loaders.rows.row_keys import key_columns
from loaders.rows.sheet_rows import SheetRows, filled_rows, numbered
from loaders.sheets.workbook import cell_name, column_name
from texts import N_

_SPREAD, _SKIPPED = (
    "spread {place}",
    "skipped {place}",
)  # names of the sheet's own columns while rows are made


@dataclass(frozen=True)
class MappedRows(SheetRows):
    """Rows to be typed, some of whose columns are not on the sheet: those hold for all rows, or are spread out.

    virtual: the columns that the sheet does not have."""

    virtual: frozenset[str] = frozenset()

    def cell(self, row: int, column: str) -> str:
        """The cell of a row's entry; for what the sheet has no column for, the cell of the row's figure."""
        value = self.table.value
        if self.letters is not None and (column in self.virtual or column == value):
            return f"{self.letters[row].as_py()}{self.source_rows[row]}"
        if column in self.virtual and value in self.places:
            column = value
        return cell_name(self.source_rows[row], self.places.get(column, 1))

    def problem(self, cells: list[str], **said: Any) -> Problem:
        """A problem at these cells, each named once: a cell of a wide row stands beside several figures."""
        return super().problem(list(dict.fromkeys(cells)), **said)

    def is_reported(self, names: Collection[str]) -> pa.Array:
        return super().is_reported([name for name in names if name not in self.virtual])


def mapped_rows(
    mapping: TableMapping, place: Located, constants: Mapping[str, str], convention: NumberConvention
) -> tuple[MappedRows, list[Problem]]:
    """The rows of a mapped sheet, ready to be typed, and a notice about notes below the table.

    constants: ours → what holds for every row. Left out are rows that hold none of the mapped columns, those that
    the mapping skips, and in a wide table those without any figure. In a table that keeps reasons for missing
    figures an empty cell between figures of a wide row stays, as missing; elsewhere it is left out."""
    table = TABLES[mapping.table]
    columns = mappable_columns(table)
    texts, problems = sheet_texts(mapping, place)
    letters = None
    if mapping.spread is not None:
        keeps_missing = any(column.name == "missing_reason" for column in columns)
        names = (mapping.spread.column, table.value)
        texts, letters = _long(texts, names, place, keeps_missing=keeps_missing)
    given = {**constants, **({"unit": mapping.unit} if mapping.unit not in ("", IN_CELLS) else {})}
    whole = _under_our_names(numbered(texts), columns, given)
    virtual = frozenset({*given, *key_columns(table, columns), *_spread_names(mapping)} - place.places.keys())
    anchor = next(iter(place.columns), place.sheet.first_column + 1)
    places = {**dict.fromkeys(virtual, anchor), **place.places}
    rows = MappedRows(
        table, columns, place.sheet, whole, places, convention, place.unreadable, letters, virtual=virtual
    )
    return rows, problems


def sheet_texts(mapping: TableMapping, place: Located) -> tuple[pa.Table, list[Problem]]:
    """The rows that count as the sheet has them, under our names, words translated; "spread 5" is column E of a
    wide table. With a notice about notes below the table."""
    texts, problems = _without_notes(_own_rows(place), place)
    texts = _without_skipped(texts, place)
    for name in mapping.filled_down:
        if name in place.places:
            texts = _with(texts, name, pc.fill_null_forward(texts[name].combine_chunks()))
    for name, words in mapping.translations.items():
        if name in place.places:
            texts = _with(texts, name, _translated(texts[name], words))
    if place.spread:
        texts = texts.filter(_has_figure(texts, place))
    return texts, problems


def _has_figure(texts: pa.Table, place: Located) -> Any:
    """Per row of a wide table, whether one of its figures is written, or cannot be read."""
    has_any = _is_in_error(texts, place, [column for column, _entry in place.spread])
    for column, _entry in place.spread:
        has_any = pc.or_(has_any, pc.is_valid(texts[_SPREAD.format(place=column)]))
    return has_any


def _is_in_error(texts: pa.Table, place: Located, columns: Collection[int]) -> Any:
    letters = {column_name(column - 1) for column in columns}
    rows = {int(cell.lstrip(ascii_uppercase)) for cell in place.unreadable if cell.rstrip(digits) in letters}
    return pc.is_in(texts["source_row"], pa.array(sorted(rows), pa.int64()))


def _spread_names(mapping: TableMapping) -> set[str]:
    return {mapping.spread.column, TABLES[mapping.table].value} if mapping.spread else set()


def _own_rows(place: Located) -> pa.Table:
    """The filled rows: our mapped columns, and under names of their own the spread and the skipping ones."""
    places = {
        **place.places,
        **{_SPREAD.format(place=column): column for column, _entry in place.spread},
        **{_SKIPPED.format(place=column): column for column, _texts in place.skipped},
    }
    columns = tuple(replace(UNIT, name=name) for name in places)
    return filled_rows(place.sheet, place.heading_row, columns, places, place.unreadable)


def _without_skipped(texts: pa.Table, place: Located) -> pa.Table:
    for column, words in place.skipped:
        leaves = decoded(texts[_SKIPPED.format(place=column)], partial(_is_skipped, words=words), pa.bool_())
        texts = texts.filter(pc.invert(pc.fill_null(leaves, False)))
    return texts.drop_columns([name for name in texts.column_names if name.startswith("skipped ")])


def _is_skipped(text: str, words: tuple[str, ...]) -> bool:
    plain = normalised(text)
    return any(plain.startswith(word[:-1]) if word.endswith("*") else plain == word for word in words)


def _without_notes(texts: pa.Table, place: Located) -> tuple[pa.Table, list[Problem]]:
    """The rows without the notes below the table: rows at the end with one cell only, where others have more."""
    read = {column: _name_of(column, place) for column in place.columns}
    filled = np.zeros(texts.num_rows, dtype=int)
    for name in read.values():
        filled += pc.is_valid(texts[name]).to_numpy(zero_copy_only=False)
    full = np.flatnonzero(filled > 1)
    end = int(full[-1]) + 1 if len(full) else texts.num_rows
    below = texts.slice(end)
    if not below.num_rows or pc.any(_is_in_error(below, place, place.columns)).as_py():
        return texts, []
    cells = [
        cell_name(row["source_row"], column)
        for row in below.to_pylist()
        for column, name in read.items()
        if row[name] is not None
    ]
    return texts.slice(0, end), [_notes_left_out(place.sheet.name, cells)] if cells else []


def _name_of(column: int, place: Located) -> str:
    """What a sheet column is called among the rows' texts; the first of ours where several are read from it."""
    ours = [name for name, at in place.places.items() if at == column]
    return ours[0] if ours else _SPREAD.format(place=column)


def _notes_left_out(sheet: str, cells: list[str]) -> Problem:
    return Problem(
        level="notice",
        code="left_out",
        sheet=sheet,
        cells=tuple(cells),
        expected=N_("rows of the table"),
        found=N_("notes below it"),
        fix=N_("They are left out; if they belong to the table, fill in their other cells."),
    )


def _translated(column: Any, words: Mapping[str, str]) -> Any:
    meant = {normalised(text): entry for text, entry in words.items()}
    return decoded(column, lambda text: meant.get(normalised(text), text) or None, pa.string())


def _long(
    texts: pa.Table, names: tuple[str, str], place: Located, *, keeps_missing: bool
) -> tuple[pa.Table, pa.Array]:
    """One row for each figure of a wide table, row by row from left to right, and the letters of its column.

    names: of the column that is spread out, and of the figures."""
    cells = [texts[_SPREAD.format(place=column)].combine_chunks() for column, _entry in place.spread]
    letters = pa.array([column_name(column - 1) for column, _entry in place.spread], pa.string())
    entries = pa.array([entry for _column, entry in place.spread], pa.string())
    down = np.repeat(np.arange(texts.num_rows), len(cells))
    across = np.tile(np.arange(len(cells)), texts.num_rows)
    figures = pa.chunked_array(cells, pa.string()).take(pa.array(across * texts.num_rows + down))
    kept = [name for name in texts.column_names if not name.startswith("spread ")]
    whole = texts.select(kept).take(pa.array(down))
    whole = whole.append_column(names[0], entries.take(pa.array(across))).append_column(names[1], figures)
    lettered = letters.take(pa.array(across))
    if keeps_missing:
        return whole, lettered
    own_cells = pc.binary_join_element_wise(lettered, whole["source_row"].cast(pa.string()), "")
    is_said = pc.or_(
        pc.is_valid(figures), pc.is_in(own_cells, pa.array(sorted(place.unreadable), pa.string()))
    )
    return whole.filter(is_said), lettered.filter(is_said.combine_chunks())


def _under_our_names(texts: pa.Table, columns: tuple[Column, ...], given: Mapping[str, str]) -> pa.Table:
    """row, source_row and every column of ours: from the sheet, the same for all rows, or empty."""
    count = texts.num_rows
    filled = {
        column.name: texts[column.name]
        if column.name in texts.column_names
        else pa.chunked_array([pa.repeat(pa.scalar(given.get(column.name) or None, pa.string()), count)])
        for column in columns
    }
    return pa.table({"row": texts["row"], "source_row": texts["source_row"], **filled})


def _with(texts: pa.Table, name: str, column: Any) -> pa.Table:
    return texts.set_column(texts.column_names.index(name), name, column)
