"""What a declared column and table are; the tables themselves are declared in data/tables.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from texts import N_, Text

ColumnKind = Literal["text", "integer", "number", "boolean", "date", "quarter"]
SliceKind = Literal["yearly", "record"]
Sharing = Literal["always", "when_shareable", "never"]


class TableError(ValueError):
    """A frame does not fit the declared table; the message names table and column."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class Column:
    """One column: name with its unit at the end, kind, heading, meaning, and what is allowed in it.

    codes: the only entries allowed, each with its title; shows_codes: people know the codes themselves (CH4,
    SEK). pattern: what a text must match as a whole. example: a fitting entry, for notes and sentences.
    has_unit_choice: on a sheet the column has a unit beside it (t, kt, Mt or kg). is_on_sheet: people fill it
    in; else it is derived. needs_heading: a sheet without this column cannot be read, though a cell may be
    empty. is_personal: may hold a person's name or address, and never leaves with a package unless its record is
    shared."""

    name: str
    kind: ColumnKind
    title: Text
    meaning: Text
    unit: str = ""
    is_required: bool = False
    is_key: bool = False
    codes: Mapping[str, Text] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    default: str | None = None
    shows_codes: bool = False
    pattern: str = ""
    example: str = ""
    has_unit_choice: bool = False
    is_on_sheet: bool = True
    needs_heading: bool = False
    is_personal: bool = False

    @property
    def allowed(self) -> tuple[str, ...]:
        """The codes allowed; empty = any entry of the kind."""
        return tuple(self.codes)


@dataclass(frozen=True)
class Table:
    """One table: what a row is, and the slice that an upload replaces whole.

    A yearly table's slice is an area's year in a dataset; a record table's is one record, which may have
    several rows told apart by further keys. sheet: the name of its sheet in our workbooks. value: the column
    that a change is measured by, where there is one. record_from: the columns that make up a record's id; empty =
    people give the id themselves. parent: the record table whose ids this one uses. dataset: the dataset of
    figures that name none. area_kinds: whom rows may be about. sharing: whether a package takes the rows;
    shareable_column: the column that says so of a record (rows of a child table follow their parent)."""

    name: str
    title: Text
    meaning: Text
    slice_kind: SliceKind
    columns: tuple[Column, ...]
    sheet: Text = field(kw_only=True)
    value: str = ""
    record_from: tuple[str, ...] = ()
    parent: str = ""
    dataset: str = ""
    area_kinds: tuple[Literal["municipality", "county", "nation"], ...] = ("municipality",)
    sharing: Sharing = "never"
    shareable_column: str = ""

    @property
    def slice_columns(self) -> tuple[str, ...]:
        return ("area_id", "dataset", "year") if self.slice_kind == "yearly" else ("area_id", "record_id")

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def key_columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.is_key)

    @property
    def value_columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if not column.is_key)

    @property
    def stored_columns(self) -> tuple[Column, ...]:
        """The columns a fact keeps itself; those of its slice are reached through the slice's integer id."""
        return tuple(column for column in self.columns if column.name not in self.slice_columns)

    def column(self, name: str) -> Column:
        """The column of that name. Raises TableError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise TableError(N_("Table {table} has no column {column}.", table=self.name, column=name))
