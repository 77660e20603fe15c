"""How the declared tables lie in the database, and the numbered steps from every earlier version to this
one."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache

import duckdb
import pandas as pd
import pyarrow as pa

from data.areas import further_areas, reference_areas, reference_changes
from data.columns import Column, Table
from data.tables import SOURCE_COLUMNS, TABLES

SQL_TYPES = {
    "text": "varchar",
    "quarter": "varchar",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
}
SLICE_SOURCE_COLUMNS = ("source_code", "source_name")  # one area per slice: kept there, not on each fact

SYSTEM_TABLES = """
create table originals (sha256 varchar, content blob, size_bytes bigint, received_at timestamptz);
create table uploads (
    upload_id integer, sha256 varchar, file_name varchar, format_key varchar, actor varchar, received_at timestamptz,
    acknowledgement varchar, options varchar
);
create table upload_events (event_id integer, upload_id integer, event varchar, happened_at timestamptz, actor varchar);
create table datasets (
    dataset varchar, title varchar, publisher varchar, licence varchar, url varchar, substance varchar, gas_coverage varchar,
    basis varchar, population_rule varchar, kind varchar, revision varchar
);
create table releases (dataset varchar, release varchar, released_on date, origin varchar, upload_id integer);
create table slices (
    slice_id integer, upload_id integer, table_name varchar, area_id varchar, dataset varchar, release varchar, year integer,
    record_id varchar, source_code varchar, source_name varchar, row_count integer
);
create table live_slices (
    slice_id integer, table_name varchar, area_id varchar, dataset varchar, release varchar, year integer, record_id varchar,
    upload_id integer, committed_event integer, first_event integer, is_speaking boolean, is_headline boolean
);
create table areas (
    area_id varchar, country_code varchar, code varchar, name varchar, other_name varchar, kind varchar, region varchar,
    valid_to date
);
create table municipality_changes (
    country_code varchar, area_id varchar, earlier_code varchar, earlier_name varchar, kind varchar, from_year integer,
    to_year integer
);
"""


def migrate(connection: duckdb.DuckDBPyConnection, *, until: int | None = None) -> None:
    """Bring a store of any earlier version to this one (or only to version `until`), each step in its own
    transaction."""
    version = schema_version(connection)
    for number, step in enumerate(MIGRATIONS[version:until], start=version + 1):
        connection.begin()
        try:
            step(connection)
            connection.execute(
                "insert into schema_version values ($version, $now)",
                {"version": number, "now": datetime.now(UTC)},
            )
            connection.commit()
        except BaseException:
            connection.rollback()
            raise


def schema_version(connection: duckdb.DuckDBPyConnection) -> int:
    """The version of an open store; 0 for an empty file."""
    names = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    if "schema_version" not in names:
        return 0
    row = connection.execute("select coalesce(max(version), 0) from schema_version").fetchone()
    return int(row[0]) if row else 0


def is_foreign(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether an open database has tables and is no store of ours."""
    names = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    return bool(names) and not {"schema_version", "upload_events"} <= names


def facts_ddl(table: Table) -> str:
    """The table that holds the rows of a declared table: its slice's id, its own columns, and where each row
    came from."""
    columns = [f"{column.name} {SQL_TYPES[column.kind]}" for column in stored_columns(table)]
    return f"create table {table.name} (slice_id integer, {', '.join(columns)})"


def live_view_ddl(table: Table) -> str:
    """The view of all live rows: slice columns, own columns, and whether the row speaks and is headline."""
    slice_columns = (
        ["area_id", "dataset", "release", "year"]
        if table.slice_kind == "yearly"
        else ["area_id", "record_id"]
    )
    own = [column.name for column in stored_columns(table)]
    released = ", release.released_on" if table.slice_kind == "yearly" else ""
    about = (
        ", dataset_info.gas_coverage, dataset_info.kind as dataset_kind"
        if table.slice_kind == "yearly"
        else ", live.committed_event"
    )
    joins = (
        " left join releases release on release.dataset = live.dataset and release.release = live.release"
        " left join datasets dataset_info on dataset_info.dataset = live.dataset"
        if table.slice_kind == "yearly"
        else ""
    )
    return (
        f"create view live_{table.name} as select {', '.join(f'live.{name}' for name in slice_columns)}{released}, "  # noqa: S608
        f"{', '.join(f'fact.{name}' for name in own)}, source.source_code, source.source_name, "
        f"fact.slice_id, live.upload_id, live.is_speaking, live.is_headline{about} "
        f"from {table.name} fact join live_slices live on live.slice_id = fact.slice_id "
        f"join slices source on source.slice_id = fact.slice_id{joins}"
    )


def stored_columns(table: Table) -> tuple[Column, ...]:
    """The columns a stored fact carries besides the id of its slice."""
    source = tuple(column for column in SOURCE_COLUMNS if column.name not in SLICE_SOURCE_COLUMNS)
    return (*table.stored_columns, *source)


def _first_version(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table schema_version (version integer, applied_at timestamptz)")
    connection.execute(SYSTEM_TABLES)
    _create_tables(connection, FIRST_TABLES)
    _insert(connection, "insert into areas by name select * from shipped", reference_areas)
    _insert(connection, "insert into municipality_changes by name select * from shipped", reference_changes)


def _second_version(connection: duckdb.DuckDBPyConnection) -> None:
    """Every table of the design, and the mappings of other people's tables that somebody has approved."""
    _create_tables(connection, [name for name in TABLES if name not in FIRST_TABLES])
    connection.execute(
        "create table mappings (fingerprint varchar, area_id varchar, mapping varchar, actor varchar,"
        " approved_at timestamptz)"
    )


def _third_version(connection: duckdb.DuckDBPyConnection) -> None:
    """Originals lie beside the database (the store has brought them out before this step); municipalities of the past;
    whose borders the rows of a dataset stand on; and who has found that a layout is read right."""
    connection.execute("alter table originals drop column content")
    connection.execute(
        "create table layout_confirmations (format_key varchar, upload_id integer, actor varchar, confirmed_at timestamptz)"
    )
    connection.execute("alter table datasets add column borders varchar default 'release'")
    _insert(
        connection,
        "insert into areas by name select * from shipped where area_id not in (select area_id from areas)",
        further_areas,
    )
    _insert(
        connection,
        "insert into municipality_changes by name select * from shipped anti join municipality_changes known"
        " using (country_code, area_id, earlier_code, to_year)",
        reference_changes,
    )


def _fourth_version(connection: duckdb.DuckDBPyConnection) -> None:
    """Who has checked a default target against its source, and in which words it stood then."""
    connection.execute(
        "create table default_confirmations (indicator varchar, default_key varchar, stated varchar, actor varchar,"
        " confirmed_at timestamptz)"
    )


def _insert(connection: duckdb.DuckDBPyConnection, statement: str, rows: Callable[[], pd.DataFrame]) -> None:
    """Run a statement over rows that come with the project, which it calls shipped."""
    connection.register("shipped", _as_arrow(rows))
    connection.execute(statement)
    connection.unregister("shipped")


@cache
def _as_arrow(rows: Callable[[], pd.DataFrame]) -> pa.Table:
    """The rows in the form that the database takes without looking at each value's type; made once for all stores."""
    return pa.Table.from_pandas(rows(), preserve_index=False)


def _create_tables(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    for name in names:
        connection.execute(facts_ddl(TABLES[name]))
        connection.execute(live_view_ddl(TABLES[name]))


FIRST_TABLES = ("emissions", "population", "targets", "dataset_choices")
MIGRATIONS: tuple[Callable[[duckdb.DuckDBPyConnection], None], ...] = (
    _first_version,
    _second_version,
    _third_version,
    _fourth_version,
)
SCHEMA_VERSION = len(MIGRATIONS)
ORIGINALS_OUTSIDE_SINCE = 3
