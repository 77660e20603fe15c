"""A mapping: which columns of somebody's own table are which of ours, as a value and as a JSON file.

Read with by loaders/mappings/mapped_table.py, suggested by loaders/mappings/mapping_suggestions.py; docs/mapping.md describes the
file."""

import re
from collections import abc
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from rapidfuzz import process

from data.columns import Column, Table
from data.tables import TABLES
from loaders.own_workbooks.template_layout import ACTION, TONNES_PER_UNIT, UNIT, sheet_columns
from texts import N_, Text

VERSION = 1
IN_CELLS = "cells"
UNITS = (*TONNES_PER_UNIT, IN_CELLS)
DECIMAL_MARKS = ("comma", "point")
YEAR_MARK = "#"  # stands for the year in a heading
UNITS_OF_TONNES = ("t", "t CO2e")
COVERAGES = ("ghg", "co2")
KINDS = ("own_accounts", "national_inventory", "register")

_LETTERS = re.compile(r"[A-Z]{1,3}")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class MappingError(ValueError):
    """A mapping that cannot be used; text says where, what was expected and what was found."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class SheetColumn:
    """A column of the sheet: its letters and its heading. The heading finds it where it has moved; the letters tell
    equal headings apart. One of the two may be empty."""

    letters: str = ""
    heading: str = ""


@dataclass(frozen=True)
class SpreadColumn:
    """A sheet column of a wide table with the entry of ours that its figures belong to ("transport", "2024")."""

    place: SheetColumn
    value: str


@dataclass(frozen=True)
class Spread:
    """A wide table: figures side by side, one sheet column for each entry of a column of ours.

    column: ours, such as year or sector. heading: the headings of year columns with # for the year ("#",
    "utslipp # (tonn)"): every column headed so is read, next year's too. columns: single ones by name."""

    column: str
    heading: str = ""
    columns: tuple[SpreadColumn, ...] = ()


@dataclass(frozen=True)
class Skip:
    """Rows to leave out: those with one of these texts in a sheet column; "Sum*" is every text that begins so."""

    place: SheetColumn
    texts: tuple[str, ...]


@dataclass(frozen=True)
class DatasetWords:
    """Whose figures a yearly table holds; key empty = the municipality's own."""

    key: str = ""
    title: str = ""
    publisher: str = ""
    licence: str = ""
    url: str = ""
    gas_coverage: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Mapping:
    """How one sheet of a workbook becomes rows of one table of ours.

    heading_row: as the spreadsheet counts. has_group_row: the row above heads groups of columns; its texts are put
    in front. columns: ours → the sheet's. constants: ours → what holds for all rows, as a person would write it.
    spread: given where the table is wide. unit: of amounts in tonnes: t, kt, Mt, kg, or "cells" (behind the figures;
    a figure alone is tonnes); empty where a column says it or nothing is in tonnes. decimal_mark: comma, point, or
    empty where no text needs it. translations: ours → text → entry. filled_down: ours whose empty cells repeat the
    one above."""

    table: str
    sheet: str
    heading_row: int
    has_group_row: bool = False
    columns: dict[str, SheetColumn] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    spread: Spread | None = None
    unit: str = ""
    decimal_mark: str = ""
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    filled_down: tuple[str, ...] = ()
    skip: tuple[Skip, ...] = ()
    dataset: DatasetWords = DatasetWords()

    @property
    def is_wide(self) -> bool:
        return self.spread is not None

    def to_dict(self) -> dict[str, Any]:
        """The mapping as JSON knows it; what says nothing is left out."""
        written: dict[str, Any] = {
            "version": VERSION,
            "table": self.table,
            "sheet": self.sheet,
            "heading_row": self.heading_row,
            "has_group_row": self.has_group_row,
            "columns": {name: _place_dict(place) for name, place in self.columns.items()},
            "constants": dict(self.constants),
            "spread": _spread_dict(self.spread) if self.spread else None,
            "unit": self.unit,
            "decimal_mark": self.decimal_mark,
            "translations": {name: dict(words) for name, words in self.translations.items()},
            "filled_down": list(self.filled_down),
            "skip": [{**_place_dict(rule.place), "texts": list(rule.texts)} for rule in self.skip],
            "dataset": {name: text for name, text in asdict(self.dataset).items() if text},
        }
        return {name: value for name, value in written.items() if value not in (None, "", {}, [], False)}

    @classmethod
    def from_dict(cls, written: Any) -> "Mapping":
        """The mapping that to_dict wrote or a person edited; a key "help" is passed over anywhere.

        Raises MappingError naming the first place that does not fit."""
        return _mapping_from(written)


def mappable_columns(table: Table) -> tuple[Column, ...]:
    """The columns that a table of somebody's own may have: those of our sheet, and one unit for all its tonnes."""
    columns = [column for column in sheet_columns(table.name) if column is not ACTION]
    is_weighed = any(column.has_unit_choice for column in columns)
    if is_weighed or not any(column.unit in UNITS_OF_TONNES for column in columns):
        return tuple(columns)
    weighed = [replace(column, has_unit_choice=column.unit in UNITS_OF_TONNES) for column in columns]
    return (*weighed, UNIT)


def spreadable_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table that a wide layout may spread out: the year, and what has a list of entries."""
    if not table.value:
        return ()
    keys = {*table.key_columns, *table.record_from} - {"area_id", "record_id", table.value}
    return tuple(
        column
        for column in mappable_columns(table)
        if column.name in keys and (column.codes or column.name == "year")
    )


# To JSON ----------------------------------------------------------------------------------------------------


def _place_dict(place: SheetColumn) -> dict[str, str]:
    return {name: text for name, text in (("column", place.letters), ("heading", place.heading)) if text}


def _spread_dict(spread: Spread) -> dict[str, Any]:
    columns = [{**_place_dict(one.place), "value": one.value} for one in spread.columns]
    written = {"column": spread.column, "heading": spread.heading, "columns": columns}
    return {name: value for name, value in written.items() if value}


# From JSON --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """A part of what was written, with its place in the file for the sentence about it."""

    value: Any
    place: str

    def refuse(self, expected: Text, found: Any = None) -> MappingError:
        shown = self.value if found is None else found
        words = N_("nothing") if shown in (None, "") else N_('"{found}"', found=_shortened(shown))
        place = N_("{place}", place=self.place) if self.place else N_("the whole file")
        return MappingError(
            N_(
                "Mapping, {place}: expected {expected}, found {found}.",
                place=place,
                expected=expected,
                found=words,
            )
        )

    def inside(self, key: str | int, value: Any) -> "_Part":
        return _Part(value, f"{self.place}.{key}" if self.place else str(key))

    def parts(self, known: abc.Collection[str] | None = None) -> "dict[str, _Part]":
        """The entries of an object; unknown keys are refused where the known ones are given."""
        if not isinstance(self.value, dict):
            raise self.refuse(N_("an object with named entries"))
        found = {str(key): self.inside(key, value) for key, value in self.value.items() if key != "help"}
        for key in found:
            if known is not None and key not in known:
                raise self.refuse(N_("only these keys: {words}", words=", ".join(known)), key)
        return found

    def items(self) -> "list[_Part]":
        if not isinstance(self.value, list):
            raise self.refuse(N_("a list in square brackets"))
        return [self.inside(number, value) for number, value in enumerate(self.value, start=1)]

    def text(self) -> str:
        if not isinstance(self.value, str | int | float) or isinstance(self.value, bool):
            raise self.refuse(N_("a text"))
        return str(self.value).strip()

    def number(self) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 1:
            raise self.refuse(N_("a whole number from 1"))
        return self.value

    def truth(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.refuse(N_("true or false"))
        return self.value

    def one_of(self, words: abc.Sequence[str]) -> str:
        text = self.text()
        if text not in ("", *words):
            raise self.refuse(N_("one of {words}", words=", ".join(words)))
        return text

    def named(self, words: abc.Sequence[str]) -> str:
        """One of these words and not empty; a near one is suggested."""
        text = self.text()
        if text in words:
            return text
        near = process.extractOne(text, words, score_cutoff=60) if text else None
        if near:
            raise self.refuse(
                N_("one of {words} (did you mean {word}?)", words=", ".join(words), word=near[0])
            )
        raise self.refuse(N_("one of {words}", words=", ".join(words)))


def _mapping_from(written: Any) -> Mapping:
    whole = _Part(written, "")
    parts = whole.parts(("version", *(entry.name for entry in fields(Mapping))))
    _expect_version(parts.get("version", whole.inside("version", None)))
    table = TABLES[parts.get("table", whole.inside("table", "")).named(tuple(TABLES))]
    names = tuple(column.name for column in mappable_columns(table))
    mapping = Mapping(
        table=table.name,
        sheet=parts.get("sheet", whole.inside("sheet", "")).text(),
        heading_row=parts.get("heading_row", whole.inside("heading_row", None)).number(),
        has_group_row="has_group_row" in parts and parts["has_group_row"].truth(),
        columns=_by_column(parts.get("columns"), names, _sheet_column),
        constants=_by_column(parts.get("constants"), names, _Part.text),
        spread=_spread(parts.get("spread"), table),
        unit=parts["unit"].one_of(UNITS) if "unit" in parts else "",
        decimal_mark=parts["decimal_mark"].one_of(DECIMAL_MARKS) if "decimal_mark" in parts else "",
        translations=_by_column(parts.get("translations"), names, _words),
        filled_down=tuple(part.named(names) for part in _list(parts.get("filled_down"))),
        skip=tuple(_skip(part) for part in _list(parts.get("skip"))),
        dataset=_dataset(parts.get("dataset")),
    )
    _refuse_twice(mapping, whole)
    return mapping


def _expect_version(part: _Part) -> None:
    if part.value != VERSION:
        raise part.refuse(
            N_("{version}, the version of mappings that this Veikart knows", version=str(VERSION))
        )


def _list(part: _Part | None) -> list[_Part]:
    return part.items() if part is not None and part.value is not None else []


def _by_column(part: _Part | None, names: tuple[str, ...], reading: Any) -> dict[str, Any]:
    if part is None or part.value is None:
        return {}
    found = part.parts()
    for key in found:
        part.inside(key, key).named(names)
    return {key: reading(entry) for key, entry in found.items()}


def _sheet_column(part: _Part, *more: str) -> SheetColumn:
    """A column as an object with column and heading, or as one text: its letters, else its heading."""
    if isinstance(part.value, str):
        text = part.text()
        place = SheetColumn(letters=text) if _LETTERS.fullmatch(text) else SheetColumn(heading=text)
    else:
        entries = part.parts(("column", "heading", *more))
        letters = entries["column"].text().upper() if "column" in entries else ""
        if letters and not _LETTERS.fullmatch(letters):
            raise entries["column"].refuse(N_("the letters of a column, such as C"))
        place = SheetColumn(letters, entries["heading"].text() if "heading" in entries else "")
    if place == SheetColumn():
        raise part.refuse(N_("the letters or the heading of a column of the sheet"))
    return place


def _spread(part: _Part | None, table: Table) -> Spread | None:
    if part is None or part.value is None:
        return None
    entries = part.parts(("column", "heading", "columns"))
    allowed = tuple(column.name for column in spreadable_columns(table))
    if not allowed:
        raise part.refuse(N_("nothing: {table} cannot be wide", table=table.title), "spread")
    column = entries.get("column", part.inside("column", "")).named(allowed)
    heading = entries["heading"].text() if "heading" in entries else ""
    if heading and (column != "year" or YEAR_MARK not in heading):
        raise entries["heading"].refuse(N_("the heading of year columns with # for the year"))
    columns = tuple(_spread_column(one) for one in _list(entries.get("columns")))
    if not heading and not columns:
        raise part.refuse(N_("the columns, or the heading of year columns with # for the year"), column)
    return Spread(column, heading, columns)


def _spread_column(part: _Part) -> SpreadColumn:
    place = _sheet_column(part, "value")
    value = part.parts().get("value", part.inside("value", "")) if isinstance(part.value, dict) else part
    if not isinstance(part.value, dict) or not value.text():
        raise part.refuse(N_("a column with the value that its figures belong to"))
    return SpreadColumn(place, value.text())


def _words(part: _Part) -> dict[str, str]:
    return {text: entry.text() for text, entry in part.parts().items()}


def _skip(part: _Part) -> Skip:
    place = _sheet_column(part, "texts")
    texts = tuple(
        one.text() for one in _list(part.parts().get("texts") if isinstance(part.value, dict) else None)
    )
    if not any(texts):
        raise part.refuse(
            N_("a column with the texts whose rows are left out"), place.heading or place.letters
        )
    return Skip(place, texts)


def _dataset(part: _Part | None) -> DatasetWords:
    if part is None or part.value is None:
        return DatasetWords()
    entries = part.parts(tuple(entry.name for entry in fields(DatasetWords)))
    words = {name: entry.text() for name, entry in entries.items()}
    if words.get("key") and not _KEY.fullmatch(words["key"]):
        raise entries["key"].refuse(N_("a short name of lower-case letters, digits and hyphens"))
    for name, allowed in (("gas_coverage", COVERAGES), ("kind", KINDS)):
        if name in entries:
            entries[name].one_of(allowed)
    return DatasetWords(**words)


def _refuse_twice(mapping: Mapping, whole: _Part) -> None:
    """A column of ours is either a column of the sheet, a fixed value, or spread out."""
    spread = {mapping.spread.column, TABLES[mapping.table].value} if mapping.spread else set()
    taken = [*mapping.columns, *(name for name, text in mapping.constants.items() if text), *sorted(spread)]
    for name in taken:
        if taken.count(name) > 1:
            raise whole.inside(f"columns.{name}", name).refuse(
                N_("each column once: of the sheet, as a constant, or spread out"), name
            )
    if mapping.unit and "unit" in (*mapping.columns, *mapping.constants):
        raise whole.inside("unit", mapping.unit).refuse(
            N_("no unit for the whole table beside a column of units")
        )


def _shortened(value: Any) -> str:
    words = " ".join(str(value).split())
    return words if len(words) <= 60 else words[:59] + "…"
