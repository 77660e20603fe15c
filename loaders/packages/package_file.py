"""Opening a data package that somebody sent: what the archive may be, and its files as sheets of text.

Nothing in it is trusted: names, counts, sizes and depth are looked at before anything is unpacked, every part is
read up to its stated size only, and each table must have the checksum that its descriptor states."""

import contextlib
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv

from loaders.packages.package_layout import DESCRIPTOR, VERSION
from loaders.problems import LoadRefused, Problem
from loaders.sheets.archive_parts import MEGABYTE, Refused
from loaders.sheets.guards import LARGEST_FILE_BYTES
from loaders.sheets.workbook import Sheet, Workbook, column_name, problem_of
from texts import N_, Text

MOST_ENTRIES = 100
LARGEST_DIRECTORY_BYTES = 64 * 1024  # of the archive's own list of its files
LARGEST_UNZIPPED_BYTES = 200 * MEGABYTE
LARGEST_DESCRIPTOR_BYTES = 5 * MEGABYTE
LARGEST_RATIO = 200  # of a file over 10 MB
MOST_CELLS = 5_000_000
MOST_COLUMNS = 100
DEEPEST = 32  # levels of brackets in the descriptor; ours has 7
NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*\.(json|csv)")

_END, _END_BYTES, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_ZIP64 = b"PK\x06\x07"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    KeyError,
    ValueError,
    OSError,
    RuntimeError,
)

ASK_AGAIN = N_("Ask the sender for the package again, and load it as it came.")
ASK_FOR_LESS = N_("Ask the sender for a package of fewer municipalities.")


def is_package(content: bytes) -> bool:
    """Whether the bytes are a zip archive with a datapackage.json. Unpacks nothing; never raises."""
    if not content.startswith(b"PK\x03\x04") or not _has_small_directory(content):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except _DAMAGE:
        return False
    return DESCRIPTOR in names and "[Content_Types].xml" not in names


def open_package(content: bytes) -> Workbook:
    """The files of a package as sheets of text, the descriptor first as one cell of a hidden sheet.

    content: bytes that is_package takes. A sheet bears the file's name (emissions.csv), its first row is the
    heading line; null = empty field. Raises LoadRefused for an archive that is no package of ours, damaged, changed
    or too large, and for one of a newer version."""
    if len(content) > LARGEST_FILE_BYTES:
        raise LoadRefused([problem_of(Refused("file_too_large", size_bytes=len(content)))])
    with _opened(content) as archive:
        _refuse_archive(archive, len(content))
        described = archive.read(DESCRIPTOR)
        descriptor = parsed_descriptor(described)
        _refuse_version(descriptor)
        resources = _resources(descriptor, set(archive.namelist()))
        sheets, cells = [], 0
        for resource in resources:
            part = archive.read(resource["path"])
            _refuse_changed(resource, part)
            sheets.append(_sheet(resource["path"], part))
            cells += sheets[-1].cells.num_rows * sheets[-1].cells.num_columns
            if cells > MOST_CELLS:
                raise _too_large(N_("at most {limit} cells", limit=MOST_CELLS), N_("more cells"))
    text = pa.table({"A": pa.array([described.decode("utf-8-sig")], pa.string())})
    first = Sheet(DESCRIPTOR, text, is_hidden=True)
    return Workbook({sheet.name: sheet for sheet in (first, *sheets)})


def parsed_descriptor(content: bytes | str) -> dict[str, Any]:
    """The descriptor as an object. Raises LoadRefused unless it is a JSON object of a sane depth."""
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        found = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not _is_shallow(found):
        raise _refused("wrong_descriptor", N_("a description of the package that can be read"), N_("something else"),
                       ASK_AGAIN, sheet=DESCRIPTOR)  # fmt: skip
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _is_shallow(found: Any) -> bool:
    """Whether no more than DEEPEST lists and objects lie in each other."""
    level = [found]
    for _depth in range(DEEPEST):
        inner = [
            entry.values() if isinstance(entry, dict) else entry
            for entry in level
            if isinstance(entry, dict | list)
        ]
        level = [entry for entries in inner for entry in entries]
    return not any(isinstance(entry, dict | list) for entry in level)


# The archive ------------------------------------------------------------------------------------------------


def _has_small_directory(content: bytes) -> bool:
    """Whether the archive ends in a list of few files: read from its last bytes, before zipfile reads the list."""
    end = content.rfind(_END, max(0, len(content) - _END_BYTES - _LONGEST_COMMENT))
    if end < 0 or len(content) < end + _END_BYTES or content[max(0, end - 20) :][:4] == _ZIP64:
        return False
    entries = int.from_bytes(content[end + 10 : end + 12], "little")
    directory_bytes = int.from_bytes(content[end + 12 : end + 16], "little")
    return entries <= MOST_ENTRIES and directory_bytes <= LARGEST_DIRECTORY_BYTES


@contextlib.contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    if not _has_small_directory(content):
        raise _too_large(N_("at most {limit} files", limit=MOST_ENTRIES), N_("more files"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except LoadRefused:
        raise
    except _DAMAGE:
        raise _damaged() from None


def _refuse_archive(archive: zipfile.ZipFile, file_bytes: int) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    strange = [
        name for name in names if not NAME.fullmatch(name) or (name.endswith(".json") and name != DESCRIPTOR)
    ]
    if strange:
        raise _refused("strange_file", N_("datapackage.json and CSV files only"), strange[0], ASK_AGAIN)
    if len(set(names)) != len(names) or sum(entry.compress_size for entry in entries) > file_bytes:
        raise _damaged()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _refused("password", N_("a package without a password"), N_("a protected one"), ASK_AGAIN)
    sizes = {entry.filename: entry.file_size for entry in entries}
    if sum(sizes.values()) > LARGEST_UNZIPPED_BYTES or any(map(_is_bomb, entries)):
        limit = LARGEST_UNZIPPED_BYTES // MEGABYTE
        raise _too_large(N_("at most {limit} MB when unpacked", limit=limit), N_("more than that"))
    if sizes[DESCRIPTOR] > LARGEST_DESCRIPTOR_BYTES:
        limit = LARGEST_DESCRIPTOR_BYTES // MEGABYTE
        raise _too_large(N_("a description of at most {limit} MB", limit=limit), N_("more than that"))


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > 10 * MEGABYTE and entry.file_size > LARGEST_RATIO * entry.compress_size


# The descriptor ---------------------------------------------------------------------------------------------


def _refuse_version(descriptor: dict[str, Any]) -> None:
    own = descriptor.get("veikart")
    version = own.get("version") if isinstance(own, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _refused(
            "other_package", N_("a package that Veikart exported"), N_("another data package"),
            N_("Copy its figures into one of Veikart's own templates, and load that."), sheet=DESCRIPTOR,
        )  # fmt: skip
    if version > VERSION:
        raise _refused(
            "package_version", N_("a package of version {version} or earlier", version=str(VERSION)), str(version),
            N_("The sender has a newer Veikart: update yours, then load the package again."), sheet=DESCRIPTOR,
        )  # fmt: skip


def _resources(descriptor: dict[str, Any], names: set[str]) -> list[dict[str, str]]:
    """The described tables, which must be the CSV files of the archive, each once."""
    listed = descriptor.get("resources")
    resources = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    paths = [entry.get("path") for entry in resources]
    if not paths or sorted(map(str, paths)) != sorted(names - {DESCRIPTOR}):
        raise _refused(
            "other_files", N_("exactly the files that datapackage.json describes"),
            ", ".join(sorted(names - {DESCRIPTOR})), ASK_AGAIN,
        )  # fmt: skip
    return resources


def _refuse_changed(resource: dict[str, str], part: bytes) -> None:
    if resource.get("hash") != f"sha256:{hashlib.sha256(part).hexdigest()}":
        raise _refused(
            "changed_file", N_("the file as it was exported, with the checksum that datapackage.json states"),
            N_("a file that was changed afterwards"),
            N_("Ask the sender to correct the figures in their Veikart and to export the package again."),
            sheet=resource["path"],
        )  # fmt: skip


# The tables -------------------------------------------------------------------------------------------------


def _sheet(name: str, part: bytes) -> Sheet:
    """A CSV file as a sheet, every field as text at its place."""
    columns = part.split(b"\n", 1)[0].count(b",") + 1
    if columns > MOST_COLUMNS:
        raise _too_large(N_("at most {limit} columns", limit=MOST_COLUMNS), N_("more columns"), sheet=name)
    if part.count(b",") + part.count(b"\n") > 4 * MOST_CELLS:  # texts hold commas and lines of their own
        raise _too_large(N_("at most {limit} cells", limit=MOST_CELLS), N_("more cells"), sheet=name)
    try:
        fields = pa_csv.read_csv(
            io.BytesIO(part),
            read_options=pa_csv.ReadOptions(
                column_names=[column_name(place) for place in range(columns)],
                block_size=16 * MEGABYTE,
                use_threads=False,
            ),
            parse_options=pa_csv.ParseOptions(newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types={column_name(place): pa.string() for place in range(columns)},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowException:
        raise _refused(
            "wrong_csv", N_("a CSV file in UTF-8, with the same number of fields in every line"), N_("something else"),
            ASK_AGAIN, sheet=name,
        ) from None  # fmt: skip
    return Sheet(name, fields)


# The sentences ----------------------------------------------------------------------------------------------


def _refused(code: str, expected: Text, found: str | Text, fix: Text, *, sheet: str = "") -> LoadRefused:
    return LoadRefused(
        [Problem(level="error", code=code, sheet=sheet, expected=expected, found=found, fix=fix)]
    )


def _too_large(expected: Text, found: Text, *, sheet: str = "") -> LoadRefused:
    return _refused("package_too_large", expected, found, ASK_FOR_LESS, sheet=sheet)


def _damaged() -> LoadRefused:
    return _refused("damaged_file", N_("a package that can be unpacked"), N_("a damaged file"), ASK_AGAIN)
