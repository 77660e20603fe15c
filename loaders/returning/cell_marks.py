"""Colouring cells of a worksheet: their style changes, cells and rows that are not there yet are added."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from loaders.returning.markup import (
    Element,
    Splices,
    end_tag,
    namespace_of,
    opened,
    outline,
    start_tag,
    with_attribute,
    without_attribute,
)
from loaders.returning.styles import Styles
from loaders.sheets.archive_parts import Refused, xml_parser
from loaders.sheets.sheet_scan import column_index, column_name

SHEET_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
SHEET_DATA = re.compile(rb"<(?:[A-Za-z0-9_.-]+:)?sheetData\s*(/?)>")
SHEET_DATA_END = re.compile(rb"</(?:[A-Za-z0-9_.-]+:)?sheetData\s*>")
CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
SELECTED = re.compile(rb"(\stabSelected\s*=\s*)(?:\"(?:1|true)\"|'(?:1|true)')")
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384


@dataclass
class Frame:
    """A worksheet without its cells: the rest and its outline, and where the cells stand."""

    rest: bytes
    root: Element
    cells_start: int
    cells_end: int


def frame_of(part: bytes) -> Frame:
    """Raises Refused for a part that is no worksheet."""
    begin = SHEET_DATA.search(part)
    if not begin:
        raise Refused("damaged_file", detail="a sheet without cells")
    end = begin.end()
    if not begin[1]:
        if not (closing := SHEET_DATA_END.search(part, end)):
            raise Refused("damaged_file", detail="a sheet without end")
        end = closing.start()
    rest = part[: begin.end()] + part[end:]
    return Frame(rest, outline(rest, depth=4), begin.end(), end)


def row_and_column(cell: str) -> tuple[int, int] | None:
    """The 1-based row and column of a cell's name; None for what is no cell of a sheet."""
    found = CELL.fullmatch(cell)
    place = (int(found[2]), column_index(found[1]) + 1) if found else (0, 0)
    return place if 0 < place[0] <= MOST_ROWS and 0 < place[1] <= MOST_COLUMNS else None


def marked_cells(part: bytes, levels: Mapping[tuple[int, int], str], styles: Styles) -> bytes:
    """The sheet with these cells, (row, column) → level, in the colour of their level."""
    frame = frame_of(part)
    marker = _Marker(part, frame, levels, styles)
    marker.parser.Parse(part, True)
    return marker.finished()


def with_child_after_cells(part: bytes, name: str, words: bytes) -> bytes:
    """The sheet with an element of that name at its place after the cells."""
    frame = frame_of(part)
    splices = Splices(frame.rest)
    splices.insert_child(frame.root, name, words, SHEET_ORDER)
    rest, start = splices.applied(), frame.cells_start
    return b"".join([rest[:start], memoryview(part)[start : frame.cells_end], rest[start:]])


def not_selected(part: bytes) -> bytes:
    """The sheet without being the selected one: two selected sheets would be edited together."""
    head = part[: begin.start()] if (begin := SHEET_DATA.search(part)) else part  # a chart's sheet has none
    if not SELECTED.search(head):
        return part
    return b"".join([SELECTED.sub(rb'\1"0"', head), memoryview(part)[len(head) :]])


class _Marker:
    """Follows the rows and cells of a sheet and notes the changes; cells may lack their position."""

    def __init__(
        self, part: bytes, frame: Frame, levels: Mapping[tuple[int, int], str], styles: Styles
    ) -> None:
        self._part = part
        self._styles = styles
        self._splices = Splices(part)
        self._end = frame.cells_end
        root_tag = part[: frame.root.tag_end][frame.root.start :]
        self._space = namespace_of(root_tag).encode()
        data = frame.root.child("sheetData")
        columns = frame.root.child("cols")
        self._data = data if data else frame.root
        self._columns = columns.children if columns else []
        self._rows: dict[int, dict[int, str]] = {}
        for (row, column), level in sorted(levels.items()):
            self._rows.setdefault(row, {})[column] = level
        self._waiting = list(self._rows)  # rows not met yet, in order
        self._row = self._column = 0
        self._row_style: int | None = None
        self._cells: dict[int, str] = {}  # cells of the current row not met yet
        prefix = start_tag(part, self._data.start)[1:].partition(b"sheetData")[0].decode()
        self._row_name, self._cell_name = prefix + "row", prefix + "c"
        self.parser = xml_parser()
        self.parser.StartElementHandler = self._start

    def finished(self) -> bytes:
        words = b"".join(self._new_row(row) for row in self._waiting)
        if words and self._data.is_closed_at_once:
            tag = self._part[self._data.start : self._data.tag_end]
            self._splices.replace(self._data.start, self._data.tag_end, opened(tag) + words + end_tag(tag))
        elif words:
            self._splices.insert(self._end, words)
        return self._splices.applied()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._cell_name:
            if self._cells:
                self._meet_cell(attributes)
        elif name == self._row_name and self.parser.CurrentByteIndex < self._end:
            self._meet_row(attributes)

    def _meet_row(self, attributes: dict[str, str]) -> None:
        position = self.parser.CurrentByteIndex
        self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        while self._waiting and self._waiting[0] < self._row:
            self._splices.insert(position, self._new_row(self._waiting.pop(0)))
        if not self._waiting or self._waiting[0] != self._row:
            return
        self._waiting.pop(0)
        has_style = attributes.get("customFormat") in ("1", "true")
        self._row_style = int(attributes.get("s", "0")) if has_style else None
        self._cells = dict(self._rows[self._row])
        tag = start_tag(self._part, position)
        free = without_attribute(tag, "spans")  # Excel's own hint; our cells may lie outside it
        if tag.endswith(b"/>"):
            words = opened(free) + self._new_cells(MOST_COLUMNS + 1) + end_tag(tag)
            self._splices.replace(position, position + len(tag), words)
            return
        self._splices.replace(position, position + len(tag), free)
        self.parser.EndElementHandler = self._leave

    def _meet_cell(self, attributes: dict[str, str]) -> None:
        position = self.parser.CurrentByteIndex
        place = row_and_column(attributes.get("r", ""))
        self._column = place[1] if place else self._column + 1
        if words := self._new_cells(self._column):
            self._splices.insert(position, words)
        level = self._cells.pop(self._column, "")
        if level:
            tag = start_tag(self._part, position)
            style = self._styles.marked(int(attributes.get("s", "0")), level)
            self._splices.replace(position, position + len(tag), with_attribute(tag, "s", style))

    def _leave(self, name: str) -> None:
        if name == self._row_name:
            if words := self._new_cells(MOST_COLUMNS + 1):
                self._splices.insert(self.parser.CurrentByteIndex, words)
            self.parser.EndElementHandler = None

    def _new_cells(self, before: int) -> bytes:
        """The cells of the current row that stand before a column and are not in the file."""
        columns = [column for column in self._cells if column < before]
        return b"".join(self._new_cell(column, self._cells.pop(column)) for column in columns)

    def _new_cell(self, column: int, level: str) -> bytes:
        own = self._row_style if self._row_style is not None else self._column_style(column)
        style = self._styles.marked(own, level)
        cell = f"{column_name(column - 1)}{self._row}"
        return b'<c%b r="%b" s="%d"/>' % (self._space, cell.encode(), style)

    def _new_row(self, row: int) -> bytes:
        kept = self._row, self._cells, self._row_style
        self._row, self._cells, self._row_style = row, dict(self._rows[row]), None
        words = b'<row%b r="%d">%b</row>' % (self._space, row, self._new_cells(MOST_COLUMNS + 1))
        self._row, self._cells, self._row_style = kept
        return words

    def _column_style(self, column: int) -> int:
        for found in self._columns:
            if int(found.attributes["min"]) <= column <= int(found.attributes["max"]):
                return int(found.attributes.get("style", "0"))
        return 0
