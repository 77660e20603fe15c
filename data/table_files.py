"""Tables of any length as files: CSV, CSV in a zip archive, Parquet, and Excel. They are written batch by batch, so that a
table of millions of rows needs little memory."""

import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from data.spreadsheet_file import write_workbook
from data.spreadsheet_text import harmless_texts

FileKind = Literal["csv", "zip", "parquet", "xlsx"]
SUFFIXES: dict[FileKind, str] = {"csv": "csv", "zip": "csv.zip", "parquet": "parquet", "xlsx": "xlsx"}
MEDIA_TYPES: dict[FileKind, str] = {
    "csv": "text/csv",
    "zip": "application/zip",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CSV = pyarrow.csv.WriteOptions(include_header=False, eol="\r\n", batch_size=8192)


def write_table(
    reader: pa.RecordBatchReader, target: BinaryIO, kind: FileKind, *, name: str, rows: int
) -> None:
    """Write the rows that a reader gives as a file of a kind.

    CSV: UTF-8, a heading line, commas, CRLF, dot decimals with all digits, an empty field = missing; no text of it runs in
    a spreadsheet (data/spreadsheet_text.py). zip: that CSV, packed. Parquet: texts as they are, since nothing runs there.
    Excel: data/spreadsheet_file.py. name: of the sheet, or of the file in the archive. rows: how many there are."""
    if kind == "parquet":
        _write_parquet(reader, target)
    elif kind == "xlsx":
        write_workbook(reader, target, sheet=name, rows=rows)
    elif kind == "zip":
        _write_zip(reader, target, name=f"{name}.csv")
    else:
        _write_csv(reader, target)


def csv_bytes_of(table: pa.Table) -> int:
    """How long a table is as CSV, in bytes, without its heading."""
    target = io.BytesIO()
    _write_csv(table.to_reader(), target)
    return target.tell() - len(_heading(table.schema))


def _write_csv(reader: pa.RecordBatchReader, target: BinaryIO) -> None:
    target.write(_heading(reader.schema))
    for batch in _harmless(reader):
        pyarrow.csv.write_csv(batch, target, _CSV)


def _write_zip(reader: pa.RecordBatchReader, target: BinaryIO, *, name: str) -> None:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive,
        archive.open(entry, "w", force_zip64=True) as packed,
    ):
        packed.write(_heading(reader.schema))
        for batch in _harmless(reader):
            lines = io.BytesIO()
            pyarrow.csv.write_csv(batch, lines, _CSV)
            packed.write(lines.getbuffer())


def _write_parquet(reader: pa.RecordBatchReader, target: BinaryIO) -> None:
    with pyarrow.parquet.ParquetWriter(target, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)


def _heading(schema: pa.Schema) -> bytes:
    """The names of the columns, which are our own words without commas or quotation marks."""
    return (",".join(schema.names) + "\r\n").encode()


def _harmless(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    for batch in reader:
        yield pa.record_batch([_written(column) for column in batch.columns], names=batch.schema.names)


def _written(column: pa.Array) -> pa.Array:
    """A column as a CSV file has it: texts that nothing runs, and no number where there is none."""
    if pa.types.is_string(column.type):
        return harmless_texts(column)
    if pa.types.is_floating(column.type):
        return pc.if_else(pc.is_finite(column), column, pa.scalar(None, column.type))
    return column
