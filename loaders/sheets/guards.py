"""What a file must be before anything parses it: an Excel workbook, a text table or JSON, of a size we can hold.

Runs in the reader's child process and imports the standard library only, so that the child starts fast.
Every part is read as a stream in bounded memory. A file that is refused raises `Refused` with a code;
`loaders.sheets.workbook` turns the code into the sentence the person reads. Files embedded in a workbook
(xl/embeddings, xl/vbaProject.bin, pictures) are never opened, and macros are never run."""

import contextlib
import io
import itertools
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal
from xml.parsers import expat

from loaders.sheets.archive_parts import MEGABYTE, Refused, chunks, refuse_doctype, xml_parser
from loaders.sheets.sheet_scan import (
    DOUBTFUL_BYTES,
    MOST_CELLS,
    OnPiece,
    SheetFacts,
    SheetPart,
    SizeLimits,
    scan_sheet,
)
from loaders.sheets.text_encodings import START_BYTES, has_wide_characters, is_text

__all__ = [
    "LARGEST_FILE_BYTES",
    "FileKind",
    "Refused",
    "inspect_workbook",
    "kind_of_file",
    "listed_sheets",
    "refuse_too_large",
    "refuse_unless_workbook",
    "scan_sheets",
]

LARGEST_FILE_BYTES = 40 * MEGABYTE  # as server.maxUploadSize
LARGEST_UNZIPPED_BYTES = 512 * MEGABYTE  # 5 million cells are about 300 MB of XML
LARGEST_PART_LIST_BYTES = 16 * MEGABYTE  # workbook.xml and its list of parts
LARGEST_RATIO = 100  # of a part over 10 MB; a sheet of one repeated number reaches 14
MOST_ENTRIES = 10_000
FileKind = Literal["excel", "csv", "json"]
SHARED_PARTS = ("xl/sharedstrings.xml", "xl/styles.xml")

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OPEN_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
IMAGE_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")
RICH_TEXT = b"{\\rtf"
HTML_START = re.compile(rb"\s*<(?:!doctype html|html|table|meta|head)", re.IGNORECASE)
XML_START = re.compile(rb"\s*<[?!a-zA-Z]")
JSON_START = re.compile(
    rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\]\"])"
)  # a heading in braces or brackets has no quote behind them

SHARED_STRING = re.compile(rb"<si\b[^<>]*(?:(?<=/)>|>.*?</si>)", re.DOTALL)
DOUBTFUL_STRING = re.compile(rb"<si[^<>]*><t[^<>]*>" + DOUBTFUL_BYTES + rb"</t>\s*</si>")

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    NotImplementedError,
    KeyError,
    ValueError,
    OSError,
)


def refuse_too_large(content: bytes) -> None:
    """Raises Refused for more bytes than any file may have."""
    if len(content) > LARGEST_FILE_BYTES:
        raise Refused("file_too_large", size_bytes=len(content))


def refuse_unless_workbook(content: bytes) -> None:
    """Raises Refused for what is plainly no .xlsx: empty, too large, text, old Excel, password, PDF,
    picture."""
    if kind_of_file(content) != "excel":
        raise Refused("text_file")


def kind_of_file(content: bytes) -> FileKind:
    """What a file is to be read as, by its first bytes.

    Raises Refused for what is plainly none of them: empty, too large, old Excel, password, PDF, picture, web page."""
    if not content:
        raise Refused("empty_file")
    refuse_too_large(content)
    if content.startswith(ZIP_MAGIC):
        return "excel"
    start = content[:START_BYTES]
    if code := _other_kind(content, start):
        raise Refused(code)
    return "json" if JSON_START.match(_plain_start(start)) else "csv"


def listed_sheets(content: bytes) -> list[SheetPart]:
    """The worksheets in the workbook's order; chart and dialog sheets are left out. Nothing large is unzipped.

    content: the file's bytes. Raises Refused for an encrypted, implausible or too large archive, or no
    workbook."""
    with _opened(content) as archive:
        sheets = _sheet_parts(archive, _checked_parts(archive, len(content)))
    if not sheets:
        raise Refused("no_worksheet")
    return sheets


def scan_sheets(
    content: bytes, sheets: list[SheetPart], *, is_measured: bool = False, on_piece: OnPiece | None = None
) -> list[SheetFacts]:
    """What one pass over all XML tells of each sheet, with its size where is_measured.

    Can run beside the parser, which leaves Python alone meanwhile. on_piece hears, piece by piece, of
    which sheet, how many bytes and the last row. Raises Refused for damage, and where is_measured for too much."""
    limits, inspected = SizeLimits(), []
    with _opened(content) as archive:
        doubtful = _doubtful_strings(archive)
        for part in sheets:
            facts = scan_sheet(archive, part, doubtful, is_measured=is_measured, on_piece=on_piece)
            if is_measured:
                limits.add(
                    facts.name,
                    last_row=facts.last_row,
                    last_column=facts.last_column,
                    filled_cells=facts.filled_cells,
                )
            inspected.append(facts)
    return inspected


def inspect_workbook(content: bytes) -> list[SheetFacts]:
    """The facts of every worksheet and its size, without the help of a parser. Raises Refused."""
    return scan_sheets(content, listed_sheets(content), is_measured=True)


# Kinds of files -----------------------------------------------------------------------------------


def _other_kind(content: bytes, start: bytes) -> str:
    """The code of a file that is neither archive nor text table; "" where it may be a text table."""
    if start.startswith(OLE_MAGIC):
        return _kind_of_compound_file(content)
    if b"%PDF-" in start[:1024]:
        return "pdf_file"
    if start.startswith(IMAGE_MAGIC) and not is_text(start):
        return "image_file"
    if start.startswith(RICH_TEXT):
        return "other_document"
    plain = _plain_start(start)
    if HTML_START.match(plain) or (XML_START.match(plain) and b"<html" in plain.lower()):
        return "web_page"
    if XML_START.match(plain):
        return "xml_file"
    return "" if is_text(start) else "unknown_file"


def _plain_start(start: bytes) -> bytes:
    """The start of a text without its byte order mark, and without the NULs of UTF-16."""
    plain = start.removeprefix(b"\xef\xbb\xbf")
    return plain.lstrip(b"\xff\xfe").replace(b"\0", b"") if has_wide_characters(start) else plain


def _kind_of_compound_file(content: bytes) -> str:
    if _utf16("EncryptedPackage") in content:
        return "password"
    if _utf16("Workbook") in content or _utf16("Book") in content:
        return "old_excel"
    return "unknown_file"


def _utf16(words: str) -> bytes:
    return words.encode("utf-16-le")


def _kind_of_archive(names: set[str], archive: zipfile.ZipFile) -> str:
    if "xl/workbook.bin" in names:
        return "binary_workbook"
    if "mimetype" in names and archive.read("mimetype").startswith(OPEN_SPREADSHEET):
        return "open_document"
    if "word/document.xml" in names or "ppt/presentation.xml" in names or "mimetype" in names:
        return "other_document"
    if any(name.endswith(".iwa") for name in names):
        return "numbers_file"
    return "zipped_files"


# The archive --------------------------------------------------------------------------------------


def _checked_parts(archive: zipfile.ZipFile, file_bytes: int) -> dict[str, zipfile.ZipInfo]:
    """The parts by lower-case path, once the archive's own directory is plausible; nothing is unzipped
    yet."""
    entries = archive.infolist()
    parts = _parts(archive)
    if len(entries) > MOST_ENTRIES:
        raise Refused("archive_too_large")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused("password")
    if len(parts) != len(entries) or sum(entry.compress_size for entry in entries) > file_bytes:
        raise Refused("damaged_file", detail="repeated or overlapping parts")
    if sum(entry.file_size for entry in entries) > LARGEST_UNZIPPED_BYTES or any(map(_is_bomb, entries)):
        raise Refused("archive_too_large")
    if "xl/workbook.xml" not in parts:
        raise Refused(_kind_of_archive(set(parts), archive))
    return parts


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > 10 * MEGABYTE and entry.file_size > LARGEST_RATIO * entry.compress_size


@contextlib.contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except DAMAGE as error:
        raise Refused("damaged_file", detail=str(error)) from error
    except RuntimeError as error:  # zipfile: "File ... is encrypted, password required for extraction"
        raise Refused("password", detail=str(error)) from error


def _parts(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    return {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in archive.infolist()}


def _doubtful_strings(archive: zipfile.ZipFile) -> set[bytes]:
    """The numbers of the doubtful among the shared strings, once the shared parts are found whole."""
    parts, doubtful = _parts(archive), set()
    for shared in SHARED_PARTS:
        if shared in parts and _has_doubtful_texts(archive, parts[shared]):
            doubtful |= _doubtful_texts(archive, parts[shared])
    return doubtful


def _has_doubtful_texts(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Check a shared part as a whole, and whether a string in it may be one of the doubtful."""
    strings, end, found = 0, b"", False
    for position, chunk in enumerate(chunks(archive, entry)):
        if position == 0:
            refuse_doctype(chunk)
        strings += chunk.count(b"<si>") + chunk.count(b"<si/>")
        found = found or DOUBTFUL_STRING.search(end + chunk) is not None
        end = (end + chunk)[-200:]
    if strings > MOST_CELLS:
        raise Refused("archive_too_large")
    return found


def _doubtful_texts(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> set[bytes]:
    """The numbers by which sheets refer to the doubtful among the shared strings."""
    found: set[bytes] = set()
    count, rest = 0, b""
    for chunk in itertools.chain(chunks(archive, entry), [b"<si"]):
        rest += chunk
        cut = rest.rfind(b"<si")
        for string in SHARED_STRING.findall(rest[:cut]):
            found |= {b"%d" % count} if DOUBTFUL_STRING.match(string) else set()
            count += 1
        rest = rest[cut:]
    return found


# The list of sheets -------------------------------------------------------------------------------


def _sheet_parts(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> list[SheetPart]:
    targets = _worksheet_targets(archive, parts)
    listed = _elements(archive, parts["xl/workbook.xml"], "sheet")
    found = [
        (sheet["name"], sheet.get("state", "visible") != "visible", targets[identifier])
        for sheet in listed
        if (identifier := _relationship(sheet)) in targets
    ]
    if len({name for name, *_ in found}) != len(found) or any(path not in parts for *_, path in found):
        raise Refused("damaged_file", detail="sheets named twice or absent")
    return [SheetPart(name, is_hidden, parts[path]) for name, is_hidden, path in found]


def _worksheet_targets(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    links = _elements(archive, parts["xl/_rels/workbook.xml.rels"], "Relationship")
    return {link["Id"]: _path(link["Target"]) for link in links if link["Type"].endswith("/worksheet")}


def _relationship(sheet: dict[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.split(":")[-1] == "id" and ":" in name), "")


def _path(target: str) -> str:
    joined = posixpath.join("xl", target.replace("\\", "/"))
    return posixpath.normpath(joined).lstrip("/").lower()


def _elements(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, local_name: str) -> list[dict[str, str]]:
    """The attributes of every element of that name in a small part."""
    if entry.file_size > LARGEST_PART_LIST_BYTES:
        raise Refused("archive_too_large")
    found: list[dict[str, str]] = []
    parser = xml_parser()
    parser.StartElementHandler = lambda name, attributes: (
        found.append(attributes) if name.split(":")[-1] == local_name else None
    )
    for chunk in chunks(archive, entry):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return found
