"""How a part of a workbook's archive is read: piece by piece, in bounded memory, and without a document type."""

import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

MEGABYTE = 1024 * 1024
CHUNK_BYTES = MEGABYTE


class Refused(Exception):  # noqa: N818 - the sibling of LoadRefused
    """The file is refused for the reason `code`; `details` hold what its sentence needs (sheet, cell,
    size)."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part unzipped piece by piece; zipfile checks its length and CRC after the last piece."""
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk


def refuse_doctype(start: bytes) -> None:
    if b"<!DOCTYPE" in start[:65536] or b"<!ENTITY" in start[:65536]:
        raise Refused("damaged_file", detail="document type declaration")


def xml_parser() -> expat.XMLParserType:
    """An XML parser that refuses document type declarations, and with them every entity."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declaration
    return parser


def _refuse_declaration(*_unused: object) -> None:
    raise Refused("damaged_file", detail="document type declaration")
