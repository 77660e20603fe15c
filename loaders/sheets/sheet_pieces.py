"""A tall worksheet as several small workbooks, so that the parser never holds more than a part of it.

The parser keeps every cell of a sheet twice before it gives back a column; half a million rows would need more memory
than the reading process may have."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.sheets import archive_parts
from loaders.sheets.archive_parts import MEGABYTE
from loaders.sheets.sheet_scan import SHEET_DATA, SheetPart

LARGE_SHEET_BYTES = (
    128 * MEGABYTE
)  # of XML; smaller ones are parsed whole, which is faster and takes up to 350 MB
PIECE_BYTES = 8 * MEGABYTE
LONGEST_HEAD_BYTES = MEGABYTE
SHARED_STRINGS = "xl/sharedstrings.xml"
KEPT_PARTS = (
    "[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", SHARED_STRINGS,
)  # fmt: skip
DIMENSION = re.compile(rb"<dimension [^<>]*/>")
ROW = re.compile(rb'<row r="([0-9]{1,7})"')
# A cell in column A of the row above: the piece's table then begins in a row and a column that are known.
ANCHOR = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>'


@dataclass(frozen=True)
class SheetPiece:
    """A workbook with the rows below row_above. The first piece has row 0 above and no anchor; every other has its
    anchor in cell A of row_above."""

    row_above: int
    workbook: bytes


class Unpieceable(Exception):  # noqa: N818
    """The rows of the sheet have no numbers, or do not follow each other: it can only be parsed whole."""


def sheet_pieces(content: bytes, part: SheetPart) -> Iterator[SheetPiece]:
    """The pieces of a sheet from top to bottom. Raises Unpieceable, and what zipfile raises for damage."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = {
            entry.filename: archive.read(entry)
            for entry in archive.infolist()
            if entry.filename.replace("\\", "/").lstrip("/").lower() in KEPT_PARTS
        }
        # Every piece has all shared strings: pieces no smaller than they are keep the work in step with the size.
        size = max([PIECE_BYTES, *(len(xml) for name, xml in kept.items() if name.lower() == SHARED_STRINGS)])
        last_row = 0
        for head, rows in _row_pieces(archive_parts.chunks(archive, part.entry), size):
            first, last = _row_number(rows, 0), _row_number(rows, rows.rfind(b"<row"))
            if first <= last_row or last < first:
                raise Unpieceable
            above = first - 1 if last_row else 0
            anchor = ANCHOR % (above, above) if above else b""
            sheet = [head, anchor, rows, b"</sheetData></worksheet>"]
            yield SheetPiece(above, _stored(kept, part.entry.filename, sheet))
            last_row = last


def _row_number(rows: bytes, place: int) -> int:
    found = ROW.match(rows, place)
    if not found:
        raise Unpieceable
    return int(found[1])


def _row_pieces(chunks: Iterator[bytes], size: int) -> Iterator[tuple[bytes, bytes]]:
    """What stands before the rows, and the next rows, cut between two of them."""
    head, rest = _head(chunks)
    parts, held = [rest], len(rest)
    for chunk in chunks:
        parts.append(chunk)
        held += len(chunk)
        if b"</sheetData>" in parts[-2][-12:] + chunk:
            break
        if held >= size and (cut := chunk.rfind(b"<row ")) > 0:
            yield head, b"".join([*parts[:-1], chunk[:cut]])
            parts, held = [chunk[cut:]], len(chunk) - cut
    for _ in chunks:  # to the end of the part, for its CRC
        pass
    rows = b"".join(parts).partition(b"</sheetData>")[0]
    if rows.strip():
        yield head, rows


def _head(chunks: Iterator[bytes]) -> tuple[bytes, bytes]:
    start = b""
    for chunk in chunks:
        start += chunk
        if (begin := SHEET_DATA.search(start)) and not begin[1]:
            archive_parts.refuse_doctype(start)
            return DIMENSION.sub(b"", start[: begin.end()]), start[begin.end() :].lstrip()
        if len(start) > LONGEST_HEAD_BYTES:
            break
    raise Unpieceable


def _stored(parts: dict[str, bytes], sheet_name: str, sheet: list[bytes]) -> bytes:
    """An archive of the parts and the sheet, not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        with archive.open(sheet_name, "w") as written:
            for xml in sheet:
                written.write(xml)
    return stream.getvalue()
