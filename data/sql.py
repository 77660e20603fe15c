"""SQL over frames in memory, for checks that loaders state as queries; nothing is stored."""

import threading
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

CONFIG: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}

_memory: duckdb.DuckDBPyConnection | None = None
_memory_lock = threading.Lock()


def frame_sql(
    sql: str, /, params: dict[str, Any] | None = None, **tables: pa.Table | pd.DataFrame
) -> pa.Table:
    """The result of a query over the named frames, each visible as a table of its name. Arguments stay
    unchanged."""
    with _memory_connection().cursor() as cursor:
        return run(cursor, sql, params, tables).to_arrow_table()


def run(
    cursor: duckdb.DuckDBPyConnection,
    sql: str,
    params: dict[str, Any] | None,
    tables: dict[str, pa.Table | pd.DataFrame],
) -> duckdb.DuckDBPyConnection:
    """Execute on a cursor of the caller's with frames registered under their names."""
    for name, table in tables.items():
        cursor.register(name, table)
    return cursor.execute(sql, params or {})


def _memory_connection() -> duckdb.DuckDBPyConnection:
    global _memory
    with _memory_lock:
        if _memory is None:
            _memory = duckdb.connect(":memory:", config=CONFIG)
        return _memory
