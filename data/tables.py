"""The schema as data: every table, column, unit and code list is declared here once.

The DDL, the checks of every loader, the Excel templates, the data dictionary and the open-data schema are
made from it."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from texts import N_, Text

ColumnKind = Literal["text", "integer", "number", "boolean", "date"]
SliceKind = Literal["yearly", "record"]

ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}

BASES: dict[str, Text] = {
    "territorial": N_("Territorial: what is emitted within the borders"),
    "consumption": N_("Consumption: what the inhabitants' consumption causes"),
    "own_operations": N_("Own operations of the municipal organisation"),
}
SCOPES: dict[str, Text] = {
    "1": N_("Scope 1: emitted inside the boundary"),
    "2": N_("Scope 2: from grid-supplied energy used inside"),
    "3": N_("Scope 3: outside, caused from inside"),
}
SECTORS: dict[str, Text] = {
    "stationary_energy": N_("Heating and stationary energy"),
    "energy_generation": N_("Power and district heat production"),
    "energy": N_("Energy (not separable)"),
    "transport": N_("Transport"),
    "off_road": N_("Off-road machinery"),
    "industry": N_("Industry (energy and process)"),
    "ippu": N_("Products and industrial processes"),
    "agriculture": N_("Agriculture"),
    "waste": N_("Waste and wastewater"),
    "international_transport": N_("International transport"),
    "lulucf": N_("Land use and forests"),
    "credits": N_("Credits"),
    "other": N_("Other"),
}
# What the headline total leaves out; only these may be below zero as a matter of course.
OUTSIDE_TOTAL = ("lulucf", "credits")
GASES: dict[str, Text] = {
    "CO2": N_("Carbon dioxide"),
    "CH4": N_("Methane"),
    "N2O": N_("Nitrous oxide"),
    "HFC": N_("Hydrofluorocarbons"),
    "PFC": N_("Perfluorocarbons"),
    "SF6": N_("Sulphur hexafluoride"),
    "NF3": N_("Nitrogen trifluoride"),
    "F-gases": N_("Fluorinated gases"),
}
VALUE_STATUSES: dict[str, Text] = {
    "reported": N_("Reported"),
    "estimated": N_("Estimated"),
    "modelled": N_("Modelled"),
}
MISSING_REASONS: dict[str, Text] = {
    "not_occurring": N_("Not occurring (zero)"),
    "not_estimated": N_("Not estimated"),
    "included_elsewhere": N_("Included elsewhere"),
    "confidential": N_("Confidential"),
    "not_applicable": N_("Not applicable"),
}


class TableError(ValueError):
    """A frame does not fit the declared table; the message names table and column."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class Column:
    """One column: name with its unit at the end, kind, heading, meaning, and what is allowed in it."""

    name: str
    kind: ColumnKind
    title: Text
    meaning: Text
    unit: str = ""
    is_required: bool = False
    is_key: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    default: str | None = None


@dataclass(frozen=True)
class Table:
    """One table: what a row is, and the slice that an upload replaces whole (a year's facts, or one
    record)."""

    name: str
    title: Text
    meaning: Text
    slice_kind: SliceKind
    columns: tuple[Column, ...]

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


_AREA = Column(
    "area_id",
    "text",
    N_("Municipality"),
    N_("Country and official code, such as NO-0301"),
    is_required=True,
    is_key=True,
)
_DATASET = Column(
    "dataset",
    "text",
    N_("Dataset"),
    N_("The publisher's series the figure belongs to"),
    is_required=True,
    is_key=True,
)
_YEAR = Column(
    "year", "integer", N_("Year"), N_("Calendar year of the figure"),
    is_required=True, is_key=True, minimum=1900, maximum=2100,
)  # fmt: skip
_RECORD = Column("record_id", "text", N_("Id"), N_("Stable id of the record"), is_required=True, is_key=True)
_STATUS = (
    Column(
        "value_status", "text", N_("Status"), N_("How the figure came about"),
        allowed=tuple(VALUE_STATUSES), default="reported",
    ),
    Column("is_preliminary", "boolean", N_("Preliminary"), N_("Yes when the publisher will still revise it")),
    Column(
        "missing_reason", "text", N_("Reason if missing"), N_("Why there is no figure; a missing figure is never zero"),
        allowed=tuple(MISSING_REASONS),
    ),
)  # fmt: skip

SOURCE_COLUMNS: tuple[Column, ...] = (
    Column("source_sheet", "text", N_("Sheet"), N_("Sheet of the original file")),
    Column(
        "source_row", "integer", N_("Row"), N_("Row in the original sheet, counted as the spreadsheet does")
    ),
    Column("source_column", "text", N_("Column"), N_("Column letter in the original sheet")),
    Column("source_label", "text", N_("Label"), N_("The publisher's own label of the row")),
    Column("source_code", "text", N_("Source code"), N_("The area's code as published")),
    Column("source_name", "text", N_("Source name"), N_("The area's name as published")),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "emissions",
            N_("Emissions"),
            N_("Greenhouse gas or fossil CO2 emissions of an area in a year"),
            "yearly",
            (
                _AREA,
                _DATASET,
                _YEAR,
                Column(
                    "basis", "text", N_("Basis"), N_("What the boundary counts"),
                    is_required=True, is_key=True, allowed=tuple(BASES), default="territorial",
                ),
                Column("scope", "text", N_("Scope"), N_("1, 2, 3 or empty"), is_key=True, allowed=tuple(SCOPES)),
                Column("sector", "text", N_("Sector"), N_("Empty for the total"), is_key=True, allowed=tuple(SECTORS)),
                Column("subsector", "text", N_("Source"), N_("Emission source within the sector, in own words"), is_key=True),
                Column("gas", "text", N_("Gas"), N_("Empty when gases are not told apart"), is_key=True, allowed=tuple(GASES)),
                Column(
                    "emissions_tco2e", "number", N_("Emissions"),
                    N_("Tonnes of CO2 equivalents in the year; negative for sinks"), unit="t CO2e",
                ),
                Column("is_counted", "boolean", N_("Counted"), N_("Whether sums take this row: one level per area and year")),
                *_STATUS,
            ),
        ),
        Table(
            "population",
            N_("Population"),
            N_("Inhabitants of an area at the end of the year"),
            "yearly",
            (
                _AREA,
                _DATASET,
                _YEAR,
                Column("inhabitants", "integer", N_("Inhabitants"), N_("Persons on 31 December"), unit="persons", minimum=0),
                *_STATUS,
            ),
        ),
        Table(
            "targets",
            N_("Targets"),
            N_("A decided target of an area for one indicator; the newest decision per boundary speaks"),
            "record",
            (
                _AREA,
                _RECORD,
                Column("indicator", "text", N_("Indicator"), N_("Key of the indicator the target belongs to"), is_required=True),
                Column("unit", "text", N_("Unit"), N_("Unit of the indicator; a mismatch is refused"), is_required=True),
                Column(
                    "base_year", "integer", N_("Base year"), N_("Year the target is compared with"),
                    minimum=1900, maximum=2100,
                ),
                Column(
                    "target_year", "integer", N_("Target year"), N_("Year the target is due"),
                    is_required=True, minimum=1990, maximum=2100,
                ),
                Column(
                    "target_value", "number", N_("Target value"),
                    N_("In the indicator's unit; empty when a percentage is given"),
                ),
                Column(
                    "reduction_percent", "number", N_("Reduction"), N_("Cut on the base year in percent"),
                    unit="%", maximum=200,
                ),
                Column("basis", "text", N_("Basis"), N_("What the boundary counts"), allowed=tuple(BASES), default="territorial"),
                Column("includes_lulucf", "boolean", N_("Includes land use"), N_("Whether sinks count towards the target")),
                Column("includes_compensation", "boolean", N_("Includes compensation"), N_("Whether bought compensation counts")),
                Column("is_interim", "boolean", N_("Interim"), N_("An interim target on the way")),
                Column("decided_on", "date", N_("Decided on"), N_("Date of the council's decision")),
                Column("decision_url", "text", N_("Decision"), N_("Where the decision can be read")),
            ),
        ),
        Table(
            "dataset_choices",
            N_("Headline choices"),
            N_("Which dataset speaks for an area, table and basis"),
            "record",
            (
                _AREA,
                _RECORD,
                Column("table_name", "text", N_("Table"), N_("emissions or population"), is_required=True),
                Column("basis", "text", N_("Basis"), N_("What the boundary counts")),
                Column("dataset", "text", N_("Dataset"), N_("The dataset that speaks"), is_required=True),
            ),
        ),
    )
}  # fmt: skip


def arrow_schema(table_name: str) -> pa.Schema:
    """The Arrow schema of staged rows: the declared columns, then where each row came from."""
    columns = (*TABLES[table_name].columns, *SOURCE_COLUMNS)
    return pa.schema([(column.name, ARROW_TYPES[column.kind]) for column in columns])


def staged(table_name: str, frame: pd.DataFrame | pa.Table) -> pa.Table:
    """Rows in the declared shape, ready for checks and commit.

    frame: any subset of the table's columns and SOURCE_COLUMNS; absent columns become null, NaN is null.
    Returns an Arrow table with every declared column in order. Raises TableError for an unknown column or a
    value of another kind."""
    schema = arrow_schema(table_name)
    try:
        rows = pa.Table.from_pandas(frame, preserve_index=False) if isinstance(frame, pd.DataFrame) else frame
    except pa.ArrowException as error:
        raise TableError(
            N_(
                "{table}: a column holds values of several kinds. {detail}",
                table=table_name,
                detail=str(error),
            )
        ) from error
    for name in rows.column_names:
        if name not in schema.names:
            raise TableError(N_("Table {table} has no column {column}.", table=table_name, column=name))
    return pa.table([_cast(rows, field, table_name) for field in schema], schema=schema)


def _cast(rows: pa.Table, field: pa.Field, table_name: str) -> pa.ChunkedArray | pa.Array:
    if field.name not in rows.column_names:
        return pa.nulls(rows.num_rows, field.type)
    try:
        values = rows.column(field.name).cast(field.type)
        return pc.if_else(pc.is_nan(values), None, values) if pa.types.is_floating(field.type) else values
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise TableError(
            N_("{table}.{column}: expected {kind}, and a value is not. {detail}",
               table=table_name, column=field.name, kind=str(field.type), detail=str(error))
        ) from error  # fmt: skip
