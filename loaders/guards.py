"""What a file must be before anything parses it: an Excel workbook of a size we can hold.

Runs in the reader's child process and imports the standard library only, so that the child starts fast.
Every part is read as a stream in bounded memory. A file that is refused raises `Refused` with a code;
`loaders.workbook` turns the code into the sentence the person reads. Files embedded in a workbook
(xl/embeddings, xl/vbaProject.bin, pictures) are never opened, and macros are never run."""

import io
import itertools
import posixpath
import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from xml.parsers import expat

MEGABYTE = 1024 * 1024
LARGEST_FILE_BYTES = 40 * MEGABYTE  # as server.maxUploadSize
LARGEST_UNZIPPED_BYTES = 512 * MEGABYTE  # 5 million cells are about 300 MB of XML
LARGEST_PART_LIST_BYTES = 16 * MEGABYTE  # workbook.xml and its list of parts
LARGEST_RATIO = 100  # of a part over 10 MB; a sheet of one repeated number reaches 14
MOST_ENTRIES = 10_000
MOST_CELLS = 5_000_000  # filled cells, and rows x columns of the used area (the parser holds all of it)
MOST_COLUMNS = 1_000
MOST_NAMED_CELLS = 100_000  # error cells and formulas without a value: beyond this a list helps nobody
CHUNK_BYTES = MEGABYTE
LONGEST_CELL_BYTES = 4 * MEGABYTE

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OPEN_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
IMAGE_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")


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


class Refused(Exception):  # noqa: N818 - the sibling of LoadRefused
    """The file is refused for the reason `code`; `details` hold what its sentence needs (sheet, cell,
    size)."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass
class SheetFacts:
    """What one pass over a worksheet's XML tells: its size, and the cells that a parser gives as empty or
    rounded.

    last_row, last_column: of the filled cells, 1-based, 0 = none; last_column is an upper bound, never
    too small.
    exact_numbers: column letters → rows (1-based) and the numbers there that have ten decimals or more,
    which the parser cuts at nine.
    doubtful_strings: the shared strings such as 1.234, by their numbers. doubtful_texts: the cells of text
    that read so; the parser does not tell them from numbers.
    scanned_part: the sheet's part of the archive whose numbers are to be looked at closely."""

    name: str = ""
    is_hidden: bool = False
    filled_cells: int = 0
    last_row: int = 0
    last_column: int = 0
    error_cells: dict[str, str] = field(default_factory=dict)
    uncached_formulas: list[str] = field(default_factory=list)
    exact_numbers: dict[bytes, tuple[array, array]] = field(default_factory=dict)
    doubtful_strings: set[bytes] = field(default_factory=set)
    doubtful_texts: list[str] = field(default_factory=list)
    scanned_part: str = ""


def refuse_too_large(content: bytes) -> None:
    """Raises Refused for more bytes than any file may have."""
    if len(content) > LARGEST_FILE_BYTES:
        raise Refused("file_too_large", size_bytes=len(content))


def refuse_unless_workbook(content: bytes) -> None:
    """Raises Refused for what is plainly no .xlsx: empty, too large, text, old Excel, password, PDF,
    picture."""
    if not content:
        raise Refused("empty_file")
    refuse_too_large(content)
    if not content.startswith(ZIP_MAGIC):
        raise Refused(_kind_of_file(content))


def inspect_workbook(content: bytes, *, with_numbers: bool = True) -> list[SheetFacts]:
    """The facts of every worksheet in the workbook's order; chart and dialog sheets are left out.

    content: the file's bytes. with_numbers: whether numbers are looked at closely now, or later by
    find_number_details. Raises Refused for a damaged, encrypted or too large archive, or no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _checked_parts(archive, len(content))
            inspected = list(_inspected_sheets(archive, parts))
    except DAMAGE as error:
        raise Refused("damaged_file", detail=str(error)) from error
    except RuntimeError as error:  # zipfile: "File ... is encrypted, password required for extraction"
        raise Refused("password", detail=str(error)) from error
    if with_numbers:
        find_number_details(content, inspected)
    return inspected


def find_number_details(content: bytes, inspected: list[SheetFacts]) -> None:
    """Fill in exact_numbers and doubtful_texts.

    A pass of its own, so that it can run beside the parser, which leaves Python alone meanwhile."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for facts in inspected:
            if facts.scanned_part:
                for piece in _cell_pieces(_chunks(archive, archive.getinfo(facts.scanned_part))):
                    _scan_numbers(piece, facts)
                    _scan_doubtful_texts(piece, facts)


def column_name(index: int) -> str:
    """The Excel letters of a 0-based column: 0 → "A", 26 → "AA"."""
    letters = ""
    number = index + 1
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def column_index(letters: str) -> int:
    """The 0-based column of Excel letters: "A" → 0, "AA" → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


# Kinds of files -----------------------------------------------------------------------------------


def _kind_of_file(content: bytes) -> str:
    start = content[:4096]
    if start.startswith(OLE_MAGIC):
        return _kind_of_compound_file(content)
    if b"%PDF-" in start[:1024]:
        return "pdf_file"
    if start.startswith(IMAGE_MAGIC) and not _is_text(start):
        return "image_file"
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta|head)", start, re.IGNORECASE):
        return "web_page"
    return "text_file" if _is_text(start) else "unknown_file"


def _kind_of_compound_file(content: bytes) -> str:
    if _utf16("EncryptedPackage") in content:
        return "password"
    if _utf16("Workbook") in content or _utf16("Book") in content:
        return "old_excel"
    return "unknown_file"


def _utf16(words: str) -> bytes:
    return words.encode("utf-16-le")


def _is_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):  # "Unicode text" of Excel
        return True
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1a" for byte in start)
    return controls == 0


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
    parts = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
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


def _inspected_sheets(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Iterator[SheetFacts]:
    doubtful = set()
    for shared in ("xl/sharedstrings.xml", "xl/styles.xml"):
        if shared in parts and _has_doubtful_texts(archive, parts[shared]):
            doubtful |= _doubtful_texts(archive, parts[shared])
    sheets = _sheet_parts(archive, parts)
    if not sheets:
        raise Refused("no_worksheet")
    filled_cells = 0
    for name, is_hidden, path in sheets:
        facts = _inspected_sheet(archive, parts[path], name, is_hidden, doubtful)
        filled_cells += facts.filled_cells
        _refuse_too_large_area(facts)
        if filled_cells > MOST_CELLS:
            raise Refused("too_many_cells", sheet=name, cells=filled_cells)
        yield facts


def _refuse_too_large_area(facts: SheetFacts) -> None:
    corner = f"{column_name(facts.last_column - 1)}{facts.last_row}"
    if facts.last_column > MOST_COLUMNS:
        raise Refused("too_many_columns", sheet=facts.name, cell=corner, columns=facts.last_column)
    if facts.last_row * facts.last_column > MOST_CELLS:
        raise Refused("too_large_area", sheet=facts.name, cell=corner)


def _refuse_too_many_faulty_cells(facts: SheetFacts) -> None:
    if len(facts.error_cells) + len(facts.uncached_formulas) > MOST_NAMED_CELLS:
        first = next(iter(facts.error_cells), "") or facts.uncached_formulas[0]
        raise Refused("too_many_faulty_cells", sheet=facts.name, cell=first)


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part unzipped piece by piece; zipfile checks its length and CRC after the last piece."""
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk


def _has_doubtful_texts(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Check a shared part as a whole, and whether a string in it may be one of the doubtful."""
    strings, end, found = 0, b"", False
    for position, chunk in enumerate(_chunks(archive, entry)):
        if position == 0:
            _refuse_doctype(chunk)
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
    for chunk in itertools.chain(_chunks(archive, entry), [b"<si"]):
        rest += chunk
        cut = rest.rfind(b"<si")
        for string in SHARED_STRING.findall(rest[:cut]):
            found |= {b"%d" % count} if DOUBTFUL_STRING.match(string) else set()
            count += 1
        rest = rest[cut:]
    return found


def _refuse_doctype(start: bytes) -> None:
    if b"<!DOCTYPE" in start[:65536] or b"<!ENTITY" in start[:65536]:
        raise Refused("damaged_file", detail="document type declaration")


# The list of sheets -------------------------------------------------------------------------------


def _sheet_parts(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> list[tuple[str, bool, str]]:
    """Name, hidden?, path of the XML part for each worksheet, in the workbook's order."""
    targets = _worksheet_targets(archive, parts)
    listed = _elements(archive, parts["xl/workbook.xml"], "sheet")
    sheets = [
        (sheet["name"], sheet.get("state", "visible") != "visible", targets[identifier])
        for sheet in listed
        if (identifier := _relationship(sheet)) in targets
    ]
    if len({name for name, *_ in sheets}) != len(sheets) or any(path not in parts for *_, path in sheets):
        raise Refused("damaged_file", detail="sheets named twice or absent")
    return sheets


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
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: (
        found.append(attributes) if name.split(":")[-1] == local_name else None
    )
    for chunk in _chunks(archive, entry):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return found


def _parser() -> expat.XMLParserType:
    """An XML parser that refuses document type declarations, and with them every entity."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declaration
    return parser


def _refuse_declaration(*_unused: object) -> None:
    raise Refused("damaged_file", detail="document type declaration")


# One sheet ----------------------------------------------------------------------------------------

SHEET_DATA = re.compile(rb"<sheetData\s*(/?)>")
WIDE = re.compile(rb'r="[A-Z][A-Z]')
FILLED_COLUMN = re.compile(rb'<c r="([A-Z]+)[0-9]+"[^<>/]*>(?!\s*</c>)')
REFERENCE = re.compile(rb'<c r="([A-Z]+)([0-9]+)"')
LONG_DECIMALS = re.compile(rb"\.[0-9]{10,}(?:[eE][-+]?[0-9]+)?</v>")
SMALL_NUMBERS = {b"E-": re.compile(rb"E-[0-9]+</v>"), b"e-": re.compile(rb"e-[0-9]+</v>")}
NUMBER_CELL = re.compile(  # what follows `<c r="`, one cell after the other
    rb'^([A-Z]{1,3})([0-9]{1,7})"(?![^<>]* t="str")[^<>]*>\s*(?:<f[^<]*(?:</f>\s*)?)?'
    rb"<v>(-?[0-9]*\.?[0-9]*(?:[eE][-+]?[0-9]+)?)</v>$",
    re.MULTILINE,
)
_FORMULA = rb"<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*"
ERROR_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]* t="e"[^<>]*>\s*(?:' + _FORMULA + rb")?<v>([^<]*)</v>")
UNCACHED_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"(?:(?! t="str")[^<>])*>\s*' + _FORMULA + rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
# A text such as 1.234 may mean thousands or decimals; as a number it would be the latter without a word.
_DOUBTFUL = rb"\s*[-+]?[1-9][0-9]{0,2}\.[0-9]{3}\s*"
DOUBTFUL = re.compile(_DOUBTFUL)
SHARED_STRING = re.compile(rb"<si\b[^<>]*(?:(?<=/)>|>.*?</si>)", re.DOTALL)
DOUBTFUL_STRING = re.compile(rb"<si[^<>]*><t[^<>]*>" + _DOUBTFUL + rb"</t>\s*</si>")
DOUBTFUL_INLINE = re.compile(rb"<t[^<>]*>" + _DOUBTFUL + rb"</t>|<v>" + _DOUBTFUL + rb"</v>")
TEXT_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]* t="(inlineStr|str)"')
STRING_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]* t="s"[^<>]*>\s*<v>([0-9]+)</v>')
# Up to Z a sheet of this many rows stays inside MOST_CELLS, so that its columns need no counting.
ROWS_THAT_FIT_26_COLUMNS = MOST_CELLS // 26
LARGE_SHEET_BYTES = 64 * MEGABYTE


class _Unusual(Exception):  # noqa: N818
    """The XML is not in the form that Excel and the usual libraries write; the slow reader takes over."""


def _inspected_sheet(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, is_hidden: bool, doubtful: set[bytes]
) -> SheetFacts:
    is_large = entry.file_size > LARGE_SHEET_BYTES
    nothing_yet = partial(SheetFacts, name, is_hidden, doubtful_strings=doubtful)
    try:
        facts = _scanned(archive, entry, nothing_yet(), is_exact=is_large)
        if facts.last_row > ROWS_THAT_FIT_26_COLUMNS and not is_large:
            facts = _scanned(archive, entry, nothing_yet(), is_exact=True)
    except _Unusual:
        facts = _walked(archive, entry, nothing_yet())
    return facts


def _scanned(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, facts: SheetFacts, *, is_exact: bool
) -> SheetFacts:
    """The facts by searching the bytes, several times faster than an XML parser; all cells must begin `<c
    r="A1"`.

    is_exact: also find the last filled column among A to Z (a long search that only tall sheets need)."""
    for piece in _cell_pieces(_chunks(archive, entry)):
        _scan_size(piece, facts, is_exact=is_exact)
        _scan_faulty_cells(piece, facts)
    facts.scanned_part = entry.filename if facts.filled_cells else ""
    return facts


def _cell_pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The inside of sheetData in pieces that begin and end between two cells."""
    rest = _up_to_sheet_data(chunks)
    for chunk in chunks:
        rest += chunk
        if (end := rest.find(b"</sheetData>")) >= 0:
            yield rest[:end]
            for _ in chunks:  # to the end of the part, for its CRC
                pass
            return
        cut = max(rest.rfind(b"<c "), rest.rfind(b"<row"), 0)
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > LONGEST_CELL_BYTES:
            raise Refused("damaged_file", detail="a cell without end")
    yield rest.partition(b"</sheetData>")[0]


def _up_to_sheet_data(chunks: Iterator[bytes]) -> bytes:
    head = b""
    for chunk in chunks:
        if not head:
            _refuse_doctype(chunk)
        head += chunk
        if begin := SHEET_DATA.search(head):
            return b"</sheetData>" if begin[1] else head[begin.end() :]
        if len(head) > LONGEST_CELL_BYTES:
            break
    raise _Unusual


def _scan_size(piece: bytes, facts: SheetFacts, *, is_exact: bool) -> None:
    if piece.count(b"<c") != piece.count(b'c r="') or b"<!" in piece:
        raise _Unusual
    last_value = max(piece.rfind(b"</v>"), piece.rfind(b"<is"))
    if last_value < 0:
        return
    if not (reference := REFERENCE.match(piece, piece.rfind(b'<c r="', 0, last_value))):
        raise _Unusual
    facts.filled_cells += piece.count(b"</v>") + piece.count(b"<is")
    facts.last_row = max(facts.last_row, int(reference[2][:10]))
    facts.last_column = max(facts.last_column, _last_column(piece) if is_exact or WIDE.search(piece) else 26)


def _last_column(piece: bytes) -> int:
    letters = set(FILLED_COLUMN.findall(piece))
    return max((column_index(name[:10].decode()) + 1 for name in letters), default=0)


def _scan_faulty_cells(piece: bytes, facts: SheetFacts) -> None:
    if errors := piece.count(b't="e"'):
        named = ERROR_CELL.findall(piece)
        if len(named) != errors:
            raise _Unusual
        facts.error_cells.update((cell.decode(), value.decode()) for cell, value in named)
    if b"<f" in piece:
        facts.uncached_formulas.extend(cell.decode() for cell in UNCACHED_CELL.findall(piece))
    _refuse_too_many_faulty_cells(facts)


def _scan_doubtful_texts(piece: bytes, facts: SheetFacts) -> None:
    if facts.doubtful_strings:
        cells = STRING_CELL.findall(piece)
        facts.doubtful_texts += [cell.decode() for cell, text in cells if text in facts.doubtful_strings]
    if b"<is" in piece or b't="str"' in piece:
        for found in DOUBTFUL_INLINE.finditer(piece):
            start = piece.rfind(b'<c r="', 0, found.start())
            if start >= 0 and (cell := TEXT_CELL.match(piece, start)):
                facts.doubtful_texts.append(cell[1].decode())


def _scan_numbers(piece: bytes, facts: SheetFacts) -> None:
    cells = [
        piece[piece.rfind(b'<c r="', 0, found.start()) + len(b'<c r="') : found.end()]
        for pattern in (LONG_DECIMALS, *(small for sign, small in SMALL_NUMBERS.items() if sign in piece))
        for found in pattern.finditer(piece)
    ]
    columns = facts.exact_numbers
    for letters, row, number in NUMBER_CELL.findall(b"\n".join(cells)):
        if letters not in columns:
            columns[letters] = _no_numbers()
        rows, numbers = columns[letters]
        rows.append(int(row))
        numbers.append(float(number))


def _no_numbers() -> tuple[array, array]:
    return array("l"), array("d")


def _walked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, facts: SheetFacts) -> SheetFacts:
    """The facts by an XML parser: for sheets with a namespace prefix, or cells without positions."""
    walker = _SheetWalker(facts)
    for chunk in _chunks(archive, entry):
        walker.parser.Parse(chunk, False)
        _refuse_too_many_faulty_cells(facts)
    walker.parser.Parse(b"", True)
    return facts


class _SheetWalker:
    """Follows a sheet's XML cell by cell, counting positions where the file leaves them out."""

    def __init__(self, facts: SheetFacts) -> None:
        self.facts = facts
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.row = self.column = 0
        self.kind = ""
        self.value = ""
        self.has_formula = self.has_value = self.is_in_value = self.is_over = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
                self.column = 0
            case "c":
                self._place(attributes.get("r", ""))
                self.kind = attributes.get("t", "n")
                self.value, self.has_formula, self.has_value = "", False, False
            case "f":
                self.has_formula = True
            case "v" | "t":
                self.is_in_value = True
            case "is":
                self.has_value = True

    def _place(self, reference: str) -> None:
        if position := re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference):
            self.column, self.row = column_index(position[1]) + 1, int(position[2])
        else:
            self.column += 1

    def _text(self, words: str) -> None:
        if self.is_in_value and len(self.value) < 100:
            self.value += words[:100]

    def _end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v" | "t":
                self.is_in_value = False
                self.has_value = True
            case "c" if not self.is_over:
                self._note_cell()
            case "sheetData":
                self.is_over = True

    def _is_doubtful(self) -> bool:
        value = self.value.encode()
        if self.kind == "s":
            return value in self.facts.doubtful_strings
        return self.kind in ("str", "inlineStr") and DOUBTFUL.fullmatch(value) is not None

    def _note_cell(self) -> None:
        cell = f"{column_name(self.column - 1)}{self.row}"
        if self.has_formula and not self.value.strip() and self.kind != "str":
            self.facts.uncached_formulas.append(cell)
        if not self.has_value:
            return
        self.facts.filled_cells += 1
        self.facts.last_row = max(self.facts.last_row, self.row)
        self.facts.last_column = max(self.facts.last_column, self.column)
        if self._is_doubtful():
            self.facts.doubtful_texts.append(cell)
        if self.kind == "e":
            self.facts.error_cells[cell] = self.value
        elif self.kind == "n" and re.search(r"\.[0-9]{10}|[eE]-", self.value):
            letters = column_name(self.column - 1).encode()
            rows, numbers = self.facts.exact_numbers.setdefault(letters, _no_numbers())
            rows.append(self.row)
            numbers.append(float(self.value))
