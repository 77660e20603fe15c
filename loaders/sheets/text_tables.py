"""A table in a text file (CSV) as one sheet of text: its encoding and its separator found, its quotes resolved.

Runs in the reader's child process. The file is decoded line by line and becomes Arrow columns block by block, so
that little more than the table itself is held."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

import pyarrow as pa
import pyarrow.compute as pc

from data.spreadsheet_text import texts_as_written
from loaders.sheets.archive_parts import MEGABYTE, Refused
from loaders.sheets.sheet_scan import SizeLimits, column_name
from loaders.sheets.text_encodings import encoding_of

SHEET = "CSV"
SEPARATORS = ";\t|,"  # in the order in which they are believed where all fit equally well
LONGEST_CHARACTERS = MEGABYTE  # of a record, and with it of a field
SAMPLE_LINES = 200
SAMPLE_CHARACTERS = 256 * 1024
BLOCK_RECORDS = 8192
DOUBTFUL_TEXT = r"^\s*[-+]?[1-9][0-9]{0,2}\.[0-9]{3}\s*$"  # as sheet_scan.DOUBTFUL
DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
QUOTED = re.compile(r'(?:^|(?<=[;\t|,\r\n]))"(?:[^"]|""){0,2000}+"(?=[;\t|,\r\n]|$)')

OnRows = Callable[[float, int], None]


@dataclass(frozen=True)
class TextTable:
    """A table of texts, columns named by their Excel letters, and its cells such as 1.234."""

    name: str
    cells: pa.Table
    doubtful_texts: list[str] = field(default_factory=list)


def read_text_table(content: bytes, on_rows: OnRows = lambda share, rows: None) -> TextTable:
    """The records of a text file as a sheet "CSV": row i is record i, an empty line a row without cells.

    A field without characters is null, every other is as written, without the apostrophe that kept it from running in a
    spreadsheet (data/spreadsheet_text.py); short records are filled up with null. on_rows
    hears the share that is done and the records so far. Raises Refused for what is no table, for a quotation mark
    that is never closed, a NUL, and more than we can hold."""
    encoding = encoding_of(content)
    separator = separator_of(_sample(content, encoding))
    lines = _Lines(content, encoding)
    columns, size = _Columns(), SizeLimits()
    for block in _blocks(lines, separator):
        columns.add(block)
        SizeLimits().add(SHEET, last_row=columns.rows, last_column=columns.width, filled_cells=columns.filled)
        on_rows(lines.share, columns.rows)
    table = columns.table()
    size.add(SHEET, last_row=table.num_rows, last_column=table.num_columns, filled_cells=columns.filled)
    if not columns.filled:
        raise Refused("no_records")
    return TextTable(SHEET, table, columns.doubtful_texts)


def separator_of(lines: list[str]) -> str:
    """The character between the fields: the one that splits most of the lines into equally many.

    What stands in quotation marks does not count, and a comma between two digits beside another separator is a
    decimal comma. Raises Refused where none splits them."""
    plain = QUOTED.sub("q", "".join(lines)).splitlines()
    found = {separator: _evidence(plain, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: found[separator])
    if not found[best] or (best == "," and _is_prose(plain)):
        raise Refused("no_text_table")
    return best


def _evidence(lines: list[str], separator: str) -> int:
    """How much speaks for a separator: the lines with the commonest number of it, the more of it the more."""
    read = _without_decimal_commas(lines) if separator == "," else lines
    counts = Counter(count for line in read if (count := line.count(separator)))
    return max((lines_alike * min(count, 3) for count, lines_alike in counts.items()), default=0)


def _without_decimal_commas(lines: list[str]) -> list[str]:
    others = [separator for separator in SEPARATORS if separator != ","]
    return [
        DECIMAL_COMMA.sub(".", line) if any(other in line for other in others) else line for line in lines
    ]


def _is_prose(lines: list[str]) -> bool:
    """Whether the commas are those of sentences: most are followed by a space, and they split no two lines alike."""
    filled = [line for line in lines if line.strip()]
    commas, spaced = (sum(line.count(mark) for line in filled) for mark in (",", ", "))
    widths = Counter(line.count(",") for line in filled)
    return spaced * 2 > commas and max(widths.values()) * 4 < len(filled) * 3


def _sample(content: bytes, encoding: str) -> list[str]:
    lines, whole = _Lines(content, encoding), []
    characters = 0
    for line in lines:
        whole.append(line)
        lines.record_characters, characters = 0, characters + len(line)
        if len(whole) == SAMPLE_LINES or characters > SAMPLE_CHARACTERS:
            break
    return whole


# Lines and records --------------------------------------------------------------------------------


class _Lines:
    """The lines of a file with their ends, whichever of CR, LF and CRLF they are.

    record_characters: since whoever reads set it to 0. Raises Refused for a NUL and for too long a record."""

    def __init__(self, content: bytes, encoding: str) -> None:
        self._bytes, self._size = io.BytesIO(content), max(len(content), 1)
        self._text = io.TextIOWrapper(self._bytes, encoding=encoding, newline="")
        self.count = self.record_characters = 0

    def __iter__(self) -> Iterator[str]:
        readline, longest = self._text.readline, LONGEST_CHARACTERS + 1
        try:
            while line := readline(longest):
                self.count += 1
                self.record_characters += len(line)
                if "\0" in line:
                    raise Refused("nul_character", line=self.count)
                if len(line) == longest:
                    raise Refused("too_long_line", line=self.count)
                if self.record_characters > LONGEST_CHARACTERS:
                    raise _TooLongRecord
                yield line
        except UnicodeError:
            raise Refused("damaged_text", line=self.count + 1) from None

    @property
    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return self._bytes.tell() / self._size


class _TooLongRecord(Exception):  # noqa: N818
    """A record goes on over many lines, as after a quotation mark that is never closed."""


def _blocks(lines: _Lines, separator: str) -> Iterator[list[list[str]]]:
    """The records in blocks. Empty records at the end of the file are left out."""
    csv.field_size_limit(LONGEST_CHARACTERS)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    block: list[list[str]] = []
    began = 1
    try:
        for record in reader:
            block.append(record)
            began, lines.record_characters = lines.count + 1, 0
            if len(block) >= BLOCK_RECORDS and any(record):
                yield block
                block = []
    except (csv.Error, _TooLongRecord) as error:
        is_open = isinstance(error, _TooLongRecord) or "expected after" not in str(error)
        raise Refused("open_quote" if is_open else "text_after_quote", line=began) from None
    while block and not any(block[-1]):
        block.pop()
    if block:
        yield block


# Columns ------------------------------------------------------------------------------------------


class _Columns:
    """The columns of a table that grows downwards, and now and then to the right."""

    def __init__(self) -> None:
        self._parts: list[list[pa.Array]] = []
        self.rows = self.filled = 0
        self.doubtful_texts: list[str] = []

    @property
    def width(self) -> int:
        return len(self._parts)

    def add(self, records: list[list[str]]) -> None:
        """Add the next records below."""
        widest = max(map(len, records))
        if widest > self.width:
            _refuse_too_wide(widest, row=self.rows + 1 + list(map(len, records)).index(widest))
            above = [pa.nulls(self.rows, pa.string())] if self.rows else []
            self._parts += [list(above) for _ in range(widest - self.width)]
        for column, texts in enumerate(zip_longest(*records, fillvalue="")):
            self._add_part(column, texts_as_written(_filled_only(pa.array(texts, pa.string()))))
        for column in range(widest, self.width):
            self._parts[column].append(pa.nulls(len(records), pa.string()))
        self.rows += len(records)

    def _add_part(self, column: int, texts: pa.Array) -> None:
        self.doubtful_texts += doubtful_cells(texts, column, above=self.rows)
        self.filled += len(texts) - texts.null_count
        self._parts[column].append(texts)

    def table(self) -> pa.Table:
        """The whole table, without the empty columns at its right."""
        columns = [pa.chunked_array(parts, pa.string()) for parts in self._parts]
        while columns and columns[-1].null_count == len(columns[-1]):
            columns.pop()
        return pa.table(columns, names=[column_name(column) for column in range(len(columns))])


def doubtful_cells(texts: pa.Array, column: int, *, above: int) -> list[str]:
    """The names of the cells that read as thousands or as decimals, in a 0-based column below `above` rows."""
    if not pc.any(pc.match_substring(texts, ".")).as_py():
        return []
    is_doubtful = pc.fill_null(pc.match_substring_regex(texts, DOUBTFUL_TEXT), False)
    letters = column_name(column)
    return [f"{letters}{above + 1 + row}" for row in pc.indices_nonzero(is_doubtful).to_pylist()]


def _filled_only(texts: pa.Array) -> pa.Array:
    is_empty = pc.equal(texts, "")
    return pc.if_else(is_empty, pa.scalar(None, pa.string()), texts) if pc.any(is_empty).as_py() else texts


def _refuse_too_wide(width: int, *, row: int) -> None:
    """Before the columns of so many fields are made."""
    SizeLimits().add(SHEET, last_row=row, last_column=width, filled_cells=0)
