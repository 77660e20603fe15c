"""A table of any length as an Excel workbook of one sheet, written batch by batch, so that little of it is held at once.

Texts are cells of text and never formulas: one whose first sign a spreadsheet would run also bears the mark that Excel
gives to what is typed behind an apostrophe (quotePrefix), so that it stays text when somebody edits it, and nothing is
added to it. Numbers are numbers, dates are dates, a missing figure is an empty cell."""

import zipfile
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.compute as pc

from data.printable import NOT_IN_XML
from data.spreadsheet_text import FIRST_OF_CELL

MOST_ROWS = 1_048_575  # of data: Excel's 1,048,576 less the heading
LONGEST_TEXT = 32_767  # characters of a cell; what is longer is cut there, since Excel opens no such file
BATCH_ROWS = 20_000
_DAYS_BEFORE_1970 = 25_569  # Excel counts days from 30 December 1899
_FIRST_DAY = 61  # 1 March 1900: earlier ones differ between Excel and the calendar
_LARGE_BYTES = 2**31 - 1  # beyond that a zip entry needs the longer form, of which Excel may warn
_NARROWEST, _WIDEST = 12, 40  # characters of a column
_HEADING, _MARKED, _DATE = ' s="1"', ' s="2"', ' s="3"'  # places in the list of cell formats below

_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
        "</Relationships>"
    ),
    "xl/styles.xml": (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
_WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET_BEGINS = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>'
    '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
    "</sheetViews><cols>{columns}</cols><sheetData>"
)
_SHEET_ENDS = "</sheetData></worksheet>"


def write_workbook(reader: pa.RecordBatchReader, target: BinaryIO, *, sheet: str, rows: int) -> None:
    """Write the rows that a reader gives as a workbook with a bold, frozen heading.

    reader: columns of texts, numbers, booleans and dates; null and NaN = missing. sheet: at most 31 characters.
    rows: how many there are; more than MOST_ROWS do not fit, and whoever calls has said so."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, content in _PARTS.items():
            archive.writestr(_entry(name), content)
        archive.writestr(_entry("xl/workbook.xml"), _WORKBOOK.format(name=escape(sheet, {'"': "&quot;"})))
        pieces = _sheet(reader)
        heading = next(pieces)
        first = next(pieces, b"")
        a_row = len(first) / min(max(rows, 1), BATCH_ROWS)
        is_large = a_row * rows * 1.2 > _LARGE_BYTES
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=is_large) as written:
            for piece in chain([heading, first], pieces, [_SHEET_ENDS.encode()]):
                written.write(piece)


def column_letters(place: int) -> str:
    """The letters of a column, counted from 0: A, B, … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, left = divmod(place - 1, 26)
        letters = chr(ord("A") + left) + letters
    return letters


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that says nothing of the hour it was written."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _sheet(reader: pa.RecordBatchReader) -> Iterator[bytes]:
    """The sheet in pieces: what stands before the first row with the heading, then some rows at a time."""
    names = list(reader.schema.names)
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{max(_NARROWEST, min(_WIDEST, len(name) + 2))}" customWidth="1"/>'
        for place, name in enumerate(names, start=1)
    )
    heading = _rows_as_xml([pa.array([name]) for name in names], first_row=1, style=_HEADING)
    yield _SHEET_BEGINS.format(columns=widths).encode() + heading
    first_row = 2
    for batch in reader:
        for start in range(0, batch.num_rows, BATCH_ROWS):
            some = batch.slice(start, BATCH_ROWS)
            yield _rows_as_xml(some.columns, first_row=first_row)
            first_row += some.num_rows


def _rows_as_xml(columns: list[pa.Array], *, first_row: int, style: str = "") -> bytes:
    count = len(columns[0])
    numbers = pa.array(range(first_row, first_row + count)).cast(pa.string())
    cells = [
        _cells(column, _joined(column_letters(place), numbers), style) for place, column in enumerate(columns)
    ]
    rows = _joined('<row r="', numbers, '">', *cells, "</row>", is_missing_empty=True)
    return _content(rows)


def _cells(column: pa.Array, places: pa.Array, style: str) -> pa.Array:
    """The cells of a column; null where there is none."""
    kind = column.type
    if pa.types.is_boolean(kind):
        return _joined('<c r="', places, '" t="b"><v>', column.cast(pa.int8()).cast(pa.string()), "</v></c>")
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_finite(column), column, pa.scalar(None, kind))
    if pa.types.is_floating(kind) or pa.types.is_integer(kind):
        return _joined('<c r="', places, '"><v>', column.cast(pa.string()), "</v></c>")
    if pa.types.is_date(kind):
        return _dates(column.cast(pa.date32()), places)
    return _texts(column.cast(pa.string()), places, style)


def _dates(column: pa.Array, places: pa.Array) -> pa.Array:
    days = pc.add(column.cast(pa.int32()), _DAYS_BEFORE_1970)
    as_dates = _joined('<c r="', places, f'"{_DATE}><v>', days.cast(pa.string()), "</v></c>")
    return pc.if_else(
        pc.greater_equal(days, _FIRST_DAY), as_dates, _texts(column.cast(pa.string()), places, "")
    )


def _texts(column: pa.Array, places: pa.Array, style: str) -> pa.Array:
    marks = pc.if_else(pc.match_substring_regex(column, FIRST_OF_CELL), _MARKED, style)
    written = _as_xml(pc.utf8_slice_codeunits(column, 0, LONGEST_TEXT))
    return _joined(
        '<c r="', places, '"', marks, ' t="inlineStr"><is><t xml:space="preserve">', written, "</t></is></c>"
    )  # fmt: skip


def _as_xml(texts: pa.Array) -> pa.Array:
    """The texts as XML: what it cannot hold is a space, and a carriage return is written so that it stays one."""
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        if pc.any(pc.match_substring(texts, sign)).as_py():
            texts = pc.replace_substring(texts, sign, written)
    return pc.replace_substring_regex(texts, NOT_IN_XML, " ")


def _joined(*parts: pa.Array | str, is_missing_empty: bool = False) -> pa.Array:
    """The parts one behind the other, row by row; null where one is missing, unless that is to be empty."""
    handling = "replace" if is_missing_empty else "emit_null"
    return pc.binary_join_element_wise(*parts, "", null_handling=handling, null_replacement="")


def _content(texts: pa.Array) -> bytes:
    """All texts of a column, none of which is missing, one behind the other."""
    _nulls, offsets, content = texts.buffers()
    places = memoryview(offsets).cast("i")
    return bytes(memoryview(content)[places[texts.offset] : places[texts.offset + len(texts)]])
