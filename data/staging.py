"""Rows on their way into the store: frames brought into the declared shape of their table."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.columns import TableError
from data.tables import SOURCE_COLUMNS, TABLES
from texts import N_

ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "quarter": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


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
