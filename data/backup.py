"""A backup: one file with every table, every original and the journal of a store, as it stood at one moment, each
part with its checksum. Taking one lets everybody go on working; restoring proves that every table is the same.

The file is a zip archive: manifest.json, tables/NAME.parquet, originals/SHA256, journal."""

import hashlib
import io
import json
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from data import schema
from data.errors import StoreError
from data.originals import Originals
from data.sql import CONFIG
from data.store import Store, refuse_held
from data.store_files import StoreFiles
from texts import N_

MANIFEST = "manifest.json"
JOURNAL = "journal"
FORMAT = 1
_PIECE = 1 << 20


@dataclass(frozen=True)
class Backup:
    """What a backup holds: when it was taken, the store's version then, rows by table, how many originals, and how many
    it lacks because the store had lost them."""

    taken_at: datetime
    version: int
    schema_version: int
    rows: dict[str, int]
    originals: int
    lost_originals: int = 0


def back_up(store: Store, out: Path) -> Backup:
    """Write the store as it stands now into one file; others read and write on meanwhile. An original that the store has
    lost, or that was changed on the disk, is left out and counted.

    The file appears at its place only when it is whole. Raises OSError where it cannot be written."""
    growing = out.with_name(f".{out.name}.{os.getpid()}.growing")
    try:
        with zipfile.ZipFile(growing, "w", zipfile.ZIP_DEFLATED) as archive:
            backup = _write_parts(store, archive)
        with growing.open("rb") as file:
            os.fsync(file.fileno())
        growing.replace(out)
    finally:
        growing.unlink(missing_ok=True)
    return backup


def restore(source: Path, files: StoreFiles, *, is_replacing: bool = False) -> Backup:
    """Make the store of a backup at a place, and prove that every table and original is the same.

    Nothing stands there until all of it is proven; is_replacing sets a store that is there aside, under another name.
    Raises StoreError when the backup is damaged or newer than this Veikart, or a store is there already; StoreBusy
    when a program has that one open."""
    if files.exist and not is_replacing:
        raise StoreError(
            N_("There is a store at {path} already. Name another place, or let restore set it aside with --replace.",
               path=str(files.database))
        )  # fmt: skip
    files.database.parent.mkdir(parents=True, exist_ok=True)
    growing = StoreFiles(
        files.database.with_name(f"{files.database.stem}-restoring-{os.getpid()}{files.database.suffix}")
    )
    try:
        with _opened(source) as (archive, manifest):
            _restore_parts(archive, manifest, growing)
            backup = _described(manifest)
        if files.exist:
            refuse_held(files.database)
            files.set_aside(why="replaced")
        growing.arrive_at(files)
    finally:
        growing.remove()
    return backup


def read_backup(source: Path) -> Backup:
    """What a backup holds, once every part of it is found whole. Raises StoreError when it is damaged."""
    with _opened(source) as (archive, manifest):
        for name in manifest["sha256"]:
            _checked(archive, manifest, name)
        return _described(manifest)


# Writing ----------------------------------------------------------------------------------------------------


def _write_parts(store: Store, archive: zipfile.ZipFile) -> Backup:
    sums: dict[str, str] = {}
    rows: dict[str, int] = {}
    with store.snapshot() as cursor:
        version = _count(cursor, "select coalesce(max(event_id), 0) from upload_events")
        for name in _table_names(cursor):
            rows[name], sums[f"tables/{name}.parquet"] = _write_table(cursor, archive, name)
        kept = [row[0] for row in cursor.execute("select sha256 from originals order by sha256").fetchall()]
    lost = []
    for sha256 in kept:
        try:
            content = store.original(sha256)
        except StoreError:
            lost.append(sha256)
        else:
            sums[f"originals/{sha256}"] = _write(archive, f"originals/{sha256}", content)
    lines = [entry for entry in store.journal_entries() if entry["after_event"] <= version]
    text = "".join(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n" for entry in lines)
    sums[JOURNAL] = _write(archive, JOURNAL, text.encode())
    manifest: dict[str, Any] = {
        "veikart_backup": FORMAT,
        "taken_at": datetime.now(UTC).isoformat(),
        "version": version,
        "schema_version": schema.SCHEMA_VERSION,
        "rows": rows,
        "sha256": sums,
        "lost_originals": lost,
    }
    archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
    return _described(manifest)


def _write_table(cursor: duckdb.DuckDBPyConnection, archive: zipfile.ZipFile, name: str) -> tuple[int, str]:
    """Add a table as Parquet, batch by batch. Returns its rows and the checksum of the part."""
    batches = cursor.execute(f"select * from {name}").to_arrow_reader(100_000)  # noqa: S608
    count = 0
    with archive.open(f"tables/{name}.parquet", "w", force_zip64=True) as part:
        sink = _Summing(part)
        with pq.ParquetWriter(sink, batches.schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
                count += batch.num_rows
    return count, sink.sum.hexdigest()


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> str:
    archive.writestr(name, content)
    return hashlib.sha256(content).hexdigest()


class _Summing(io.RawIOBase):
    """A sink that passes bytes on and sums them up."""

    def __init__(self, sink: Any) -> None:
        self.sink = sink
        self.sum = hashlib.sha256()
        self.position = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.sum.update(content)
        self.sink.write(content)
        self.position += len(content)
        return len(content)

    def tell(self) -> int:
        return self.position


# Reading ----------------------------------------------------------------------------------------------------


@contextmanager
def _opened(source: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive, _manifest(archive, source)
    except _BROKEN_LIST as error:
        raise _damaged(source, str(error)) from error


def _manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(_part(archive, MANIFEST))
    if manifest["veikart_backup"] > FORMAT or manifest["schema_version"] > schema.SCHEMA_VERSION:
        raise StoreError(
            N_("{path} was written by a newer version of Veikart. Update Veikart, and restore it then.", path=str(source))
        )  # fmt: skip
    return manifest


def _checked(archive: zipfile.ZipFile, manifest: dict[str, Any], name: str) -> bytes:
    content = _part(archive, name)
    if hashlib.sha256(content).hexdigest() != manifest["sha256"][name]:
        raise _damaged(Path(archive.filename or ""), name)
    return content


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except _UNREADABLE as error:
        raise _damaged(Path(archive.filename or ""), str(error)) from error


# What opening raises for a damaged list of parts; a version that was hit asks for a program of tomorrow.
_BROKEN_LIST = (
    zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, LookupError, TypeError, ValueError,
)  # fmt: skip
# What unpacking raises for damaged bytes; a method or a flag that was hit makes it try what is not there.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, LookupError, ValueError, RuntimeError, OSError,
)  # fmt: skip


def _damaged(source: Path, detail: str) -> StoreError:
    return StoreError(
        N_("{path} is damaged or no backup of Veikart ({detail}). Nothing was restored; use another backup.",
           path=str(source), detail=detail)
    )  # fmt: skip


def _restore_parts(archive: zipfile.ZipFile, manifest: dict[str, Any], files: StoreFiles) -> None:
    originals = Originals(files.originals)
    for name in manifest["sha256"]:
        if name.startswith("originals/"):
            originals.keep(_checked(archive, manifest, name))
    journal = _checked(archive, manifest, JOURNAL)
    if journal:
        files.journal.write_bytes(journal)
    connection = duckdb.connect(str(files.database), config=CONFIG)
    try:
        schema.migrate(connection, until=manifest["schema_version"])
        for name, count in manifest["rows"].items():
            _restore_table(connection, name, count, _checked(archive, manifest, f"tables/{name}.parquet"))
        schema.migrate(connection)
    finally:
        connection.close()


def _restore_table(connection: duckdb.DuckDBPyConnection, name: str, count: int, content: bytes) -> None:
    """Fill a table, then compare it with the backup row by row."""
    if name not in _table_names(connection):  # a name becomes part of a statement only when it is one of ours
        raise StoreError(
            N_("The backup has a table {table} that no store has. Nothing was restored.", table=name)
        )
    connection.register("kept", pq.read_table(io.BytesIO(content)))
    connection.execute(f"delete from {name}")  # noqa: S608
    connection.execute(f"insert into {name} by name select * from kept")  # noqa: S608
    different = _count(connection, _DIFFERENT.replace("{name}", name))
    if different or _count(connection, f"select count(*) from {name}") != count:  # noqa: S608
        raise StoreError(
            N_("Table {table} could not be restored as it was ({count} rows differ). Nothing was restored.",
               table=name, count=different)
        )  # fmt: skip
    connection.unregister("kept")


_DIFFERENT = """
with lost as (
    select * from kept
    except all
    select * from {name}
),
added as (
    select * from {name}
    except all
    select * from kept
)
select (select count(*) from lost) + (select count(*) from added)
"""


def _described(manifest: dict[str, Any]) -> Backup:
    return Backup(
        taken_at=datetime.fromisoformat(manifest["taken_at"]),
        version=manifest["version"],
        schema_version=manifest["schema_version"],
        rows=manifest["rows"],
        originals=sum(name.startswith("originals/") for name in manifest["sha256"]),
        lost_originals=len(manifest.get("lost_originals", ())),
    )


def _table_names(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    found = cursor.execute("select table_name from duckdb_tables() where not internal order by table_name")
    return [row[0] for row in found.fetchall() if row[0] != "schema_version"]


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
