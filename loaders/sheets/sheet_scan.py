"""What one pass over a worksheet's XML tells: its size, and the cells that the parser gives as empty or rounded.

Searches the bytes, several times faster than an XML parser; sheets in a form that Excel and the usual
libraries do not write are walked through by one."""

import re
import zipfile
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from loaders.sheets import archive_parts
from loaders.sheets.archive_parts import MEGABYTE, Refused

MOST_CELLS = 5_000_000  # filled cells of a workbook
MOST_AREA_CELLS = 8_000_000  # rows x columns of a sheet's used area: the parser holds the empty ones too
MOST_COLUMNS = 1_000
MOST_NAMED_CELLS = 100_000  # error cells and formulas without a value: beyond this a list helps nobody
LONGEST_CELL_BYTES = 4 * MEGABYTE

OnPiece = Callable[[str, int, int], None]


@dataclass(frozen=True)
class SheetPart:
    """A worksheet as the archive lists it, before anything of it is unzipped."""

    name: str
    is_hidden: bool
    entry: zipfile.ZipInfo


@dataclass
class SheetFacts:
    """What is known of a worksheet beside its cells' texts.

    filled_cells, last_row, last_column: 0 unless measured; last_row and last_column are 1-based and those of
    the filled cells, last_column an upper bound, never too small.
    exact_numbers: column letters → rows (1-based) and the numbers there that have ten decimals or more,
    which the parser cuts at nine.
    doubtful_texts: the cells of text such as 1.234; the parser does not tell them from numbers.
    hidden_rows: the rows (1-based) with cells that a person does not see."""

    name: str = ""
    is_hidden: bool = False
    filled_cells: int = 0
    last_row: int = 0
    last_column: int = 0
    error_cells: dict[str, str] = field(default_factory=dict)
    uncached_formulas: list[str] = field(default_factory=list)
    exact_numbers: dict[bytes, tuple[array, array]] = field(default_factory=dict)
    doubtful_texts: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)

    @property
    def has_faulty_cells(self) -> bool:
        """Whether it has cells that the parser gives as empty and a person sees as filled."""
        return bool(self.error_cells or self.uncached_formulas)


class SizeLimits:
    """Adds up the sheets of one workbook, and refuses it as soon as they are more than we can hold."""

    def __init__(self) -> None:
        self.filled_cells = 0

    def add(self, name: str, *, last_row: int, last_column: int, filled_cells: int) -> None:
        """Count one more sheet. Raises Refused for too many columns, too large an area or too many cells."""
        corner = f"{column_name(last_column - 1)}{last_row}"
        if last_column > MOST_COLUMNS:
            raise Refused("too_many_columns", sheet=name, cell=corner, columns=last_column)
        if last_row * last_column > MOST_AREA_CELLS:
            raise Refused("too_large_area", sheet=name, cell=corner)
        self.filled_cells += filled_cells
        if self.filled_cells > MOST_CELLS:
            raise Refused("too_many_cells", sheet=name, cells=self.filled_cells)


def scan_sheet(
    archive: zipfile.ZipFile,
    part: SheetPart,
    doubtful_strings: set[bytes],
    *,
    is_measured: bool,
    on_piece: OnPiece | None = None,
) -> SheetFacts:
    """The facts of one worksheet.

    doubtful_strings: the numbers of the shared strings such as 1.234. is_measured: its size too, which
    otherwise the parsed table tells. on_piece hears, piece by piece, of which sheet, how many bytes and the last row.
    Raises Refused, and what zipfile and expat raise for damage."""
    reads_columns = is_measured and part.entry.file_size > LARGE_SHEET_BYTES
    scan = _Scan(archive, part, doubtful_strings, is_measured=is_measured, on_piece=on_piece)
    try:
        facts = scan.searched(reads_columns=reads_columns)
        if facts.last_row > ROWS_THAT_FIT_26_COLUMNS and not reads_columns:
            facts = scan.searched(reads_columns=True)
    except _Unusual:
        facts = scan.walked()
    return facts


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


# Searching the bytes ------------------------------------------------------------------------------

SHEET_DATA = re.compile(rb"<sheetData\s*(/?)>")
UNREFERENCED = re.compile(rb'<c(?! r="[A-Z])')
PREFIXED = re.compile(rb":c[ >/]")
WIDE = re.compile(rb'r="[A-Z][A-Z]')
FILLED_COLUMN = re.compile(rb'<c r="([A-Z]+)[0-9]+"[^<>/]*>(?!\s*</c>)')
REFERENCE = re.compile(rb'<c r="([A-Z]+)([0-9]+)"')
FORMULA = re.compile(rb"<f[ >/]")
_FORMULA = rb"<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*"
ERROR_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]* t="e"[^<>]*>\s*(?:' + _FORMULA + rb")?<v>([^<]*)</v>")
UNCACHED_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"(?:(?! t="str")[^<>])*>\s*' + _FORMULA + rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
# All that is looked for behind a point or a minus: one such byte is found many times faster than a tag.
# Group 1 is a number of ten decimals or more, which ends in </v>; else a text may end in three.
_LONG_DECIMALS = rb"([0-9]{10,}(?:[eE][-+]?[0-9]+)?</v>)"
POINT = re.compile(rb"\.(?:" + _LONG_DECIMALS + rb"|[0-9]{3}\s*</t>)")
POINT_WITH_TEXT_VALUES = re.compile(rb"\.(?:" + _LONG_DECIMALS + rb"|[0-9]{3}\s*</[tv]>)")
MINUS = re.compile(rb"-[0-9]+</v>")
NUMBER_CELL = re.compile(  # what follows `<c r="`, one cell after the other
    rb'^([A-Z]{1,3})([0-9]{1,7})"(?![^<>]* t="str")[^<>]*>\s*(?:<f[^<]*(?:</f>\s*)?)?'
    rb"<v>(-?[0-9]*\.?[0-9]*(?:[eE][-+]?[0-9]+)?)</v>$",
    re.MULTILINE,
)
# A text such as 1.234 may mean thousands or decimals; as a number it would be the latter without a word.
DOUBTFUL_BYTES = rb"\s*[-+]?[1-9][0-9]{0,2}\.[0-9]{3}\s*"
DOUBTFUL = re.compile(DOUBTFUL_BYTES)
DOUBTFUL_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^<>]* t="(?:inlineStr|str)".*<[tv](?: [^<>]*)?>' + DOUBTFUL_BYTES + rb"</[tv]>",
    re.DOTALL,
)
STRING_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]* t="s"[^<>]*>\s*<v>([0-9]+)</v>')
HIDDEN_ROW = re.compile(
    rb'<row (?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="([0-9]{1,7})"[^<>]*(?<!/)>(?!\s*</row>)'
)
CELL = b'<c r="'
# Up to Z a sheet of this many rows stays inside MOST_AREA_CELLS, so that its columns need no counting.
ROWS_THAT_FIT_26_COLUMNS = MOST_AREA_CELLS // 26
LARGE_SHEET_BYTES = 64 * MEGABYTE


class _Unusual(Exception):  # noqa: N818
    """The XML is not in the form that Excel and the usual libraries write; the slow reader takes over."""


@dataclass(frozen=True)
class _Scan:
    """The passes over one sheet's XML, each from the beginning."""

    archive: zipfile.ZipFile
    part: SheetPart
    doubtful_strings: set[bytes]
    is_measured: bool
    on_piece: OnPiece | None

    def searched(self, *, reads_columns: bool) -> SheetFacts:
        """The facts by searching the bytes; all cells must begin `<c r="A1"`.

        reads_columns: also find the last filled column among A to Z (a long search that only tall sheets
        need)."""
        facts = SheetFacts(self.part.name, self.part.is_hidden)
        for piece in _cell_pieces(archive_parts.chunks(self.archive, self.part.entry)):
            _refuse_unusual(piece)
            if self.is_measured:
                _scan_size(piece, facts, reads_columns=reads_columns)
            _scan_faulty_cells(piece, facts)
            if b' hidden="' in piece:
                facts.hidden_rows += map(int, HIDDEN_ROW.findall(piece))
            _scan_numbers_and_texts(piece, facts)
            if self.doubtful_strings:
                _scan_strings(piece, facts, self.doubtful_strings)
            if self.on_piece:
                self.on_piece(facts.name, len(piece), _last_row(piece))
        return facts

    def walked(self) -> SheetFacts:
        """The facts by an XML parser: for sheets with a namespace prefix, or cells without positions."""
        facts = SheetFacts(self.part.name, self.part.is_hidden)
        walker = _SheetWalker(facts, self.doubtful_strings)
        for chunk in archive_parts.chunks(self.archive, self.part.entry):
            walker.parser.Parse(chunk, False)
            _refuse_too_many_faulty_cells(facts)
            if self.on_piece:
                self.on_piece(facts.name, len(chunk), walker.row)
        walker.parser.Parse(b"", True)
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
            archive_parts.refuse_doctype(chunk)
        head += chunk
        if begin := SHEET_DATA.search(head):
            return b"</sheetData>" if begin[1] else head[begin.end() :]
        if len(head) > LONGEST_CELL_BYTES:
            break
    raise _Unusual


def _refuse_unusual(piece: bytes) -> None:
    has_declaration = b"!" in piece and b"<!" in piece
    if has_declaration or UNREFERENCED.search(piece) or (b":" in piece and PREFIXED.search(piece)):
        raise _Unusual


def _last_row(piece: bytes) -> int:
    reference = REFERENCE.match(piece, max(piece.rfind(CELL), 0))
    return int(reference[2][:10]) if reference else 0


def _scan_size(piece: bytes, facts: SheetFacts, *, reads_columns: bool) -> None:
    last_value = max(piece.rfind(b"</v>"), piece.rfind(b"<is"))
    if last_value < 0:
        return
    if not (reference := REFERENCE.match(piece, piece.rfind(CELL, 0, last_value))):
        raise _Unusual
    facts.filled_cells += piece.count(b"</v>") + piece.count(b"<is")
    facts.last_row = max(facts.last_row, int(reference[2][:10]))
    is_wide = reads_columns or WIDE.search(piece)
    facts.last_column = max(facts.last_column, _last_column(piece) if is_wide else 26)


def _last_column(piece: bytes) -> int:
    letters = set(FILLED_COLUMN.findall(piece))
    return max((column_index(name[:10].decode()) + 1 for name in letters), default=0)


def _scan_faulty_cells(piece: bytes, facts: SheetFacts) -> None:
    # Every error's value has this sign, and one byte is found many times faster than an attribute.
    if b"#" in piece and (errors := piece.count(b't="e"')):
        named = ERROR_CELL.findall(piece)
        if len(named) != errors:
            raise _Unusual
        facts.error_cells.update((cell.decode(), value.decode()) for cell, value in named)
    if FORMULA.search(piece):
        facts.uncached_formulas.extend(cell.decode() for cell in UNCACHED_CELL.findall(piece))
    _refuse_too_many_faulty_cells(facts)


def _refuse_too_many_faulty_cells(facts: SheetFacts) -> None:
    if len(facts.error_cells) + len(facts.uncached_formulas) > MOST_NAMED_CELLS:
        first = next(iter(facts.error_cells), "") or facts.uncached_formulas[0]
        raise Refused("too_many_faulty_cells", sheet=facts.name, cell=first)


def _scan_numbers_and_texts(piece: bytes, facts: SheetFacts) -> None:
    """Note the numbers of many decimals or with a negative exponent, and the doubtful among the texts that
    stand in the sheet itself."""
    point = POINT_WITH_TEXT_VALUES if b't="str"' in piece else POINT
    numbers = []
    for found in point.finditer(piece):
        start = piece.rfind(CELL, 0, found.start())
        if found.lastindex:
            numbers.append(piece[start + len(CELL) : found.end()])
        elif start >= 0 and (cell := DOUBTFUL_CELL.fullmatch(piece, start, found.end())):
            facts.doubtful_texts.append(cell[1].decode())
    for found in MINUS.finditer(piece):
        if piece[found.start() - 1] in b"eE":
            start = piece.rfind(CELL, 0, found.start())
            numbers.append(piece[start + len(CELL) : found.end()])
    if numbers:
        _note_numbers(b"\n".join(numbers), facts.exact_numbers)


def _note_numbers(cells: bytes, columns: dict[bytes, tuple[array, array]]) -> None:
    for letters, row, number in NUMBER_CELL.findall(cells):
        if letters not in columns:
            columns[letters] = _no_numbers()
        rows, numbers = columns[letters]
        rows.append(int(row))
        numbers.append(float(number))


def _no_numbers() -> tuple[array, array]:
    return array("l"), array("d")


def _scan_strings(piece: bytes, facts: SheetFacts, doubtful_strings: set[bytes]) -> None:
    cells = STRING_CELL.findall(piece)
    facts.doubtful_texts += [cell.decode() for cell, text in cells if text in doubtful_strings]


# Walking through the XML --------------------------------------------------------------------------


class _SheetWalker:
    """Follows a sheet's XML cell by cell, counting positions where the file leaves them out."""

    def __init__(self, facts: SheetFacts, doubtful_strings: set[bytes]) -> None:
        self.facts = facts
        self.doubtful_strings = doubtful_strings
        self.parser = archive_parts.xml_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.row = self.column = 0
        self.kind = ""
        self.value = ""
        self.has_formula = self.has_value = self.is_in_value = self.is_over = self.is_hidden = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
                self.column = 0
                self.is_hidden = attributes.get("hidden") in ("1", "true")
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
            return value in self.doubtful_strings
        return self.kind in ("str", "inlineStr") and DOUBTFUL.fullmatch(value) is not None

    def _note_cell(self) -> None:
        cell = f"{column_name(self.column - 1)}{self.row}"
        if self.has_formula and not self.value.strip() and self.kind != "str":
            self.facts.uncached_formulas.append(cell)
        if not self.has_value:
            return
        if self.is_hidden and self.facts.hidden_rows[-1:] != [self.row]:
            self.facts.hidden_rows.append(self.row)
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
