"""The reader's child process: takes the bytes of a workbook, text table or JSON file on standard input, gives back
Arrow tables on standard output.

Started by `loaders.sheets.reader_process` as `python -m loaders.sheets.reader_child MEMORY_MEGABYTES SECONDS FILES`;
holds nothing between two files. It runs under a memory limit and an alarm, so that a hostile or huge
workbook ends this process and never the application.

One request is a byte that says what is wanted (READ, or INSPECT for a file that ended a parser), an 8-byte
length and the file. One answer is an 8-byte length and a JSON head, then per table its length and its Arrow
IPC stream. The head's status is "read" (with sheets), "inspected", "refused" (with code and details) or
"failed" (with a reason for the log). Heads with the status "progress" may come before it."""

import contextlib
import ctypes
import json
import os
import signal
import struct
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # pyarrow does without it: half the start time, 10 MB less

# Arrow's own pool would reserve a gigabyte of addresses, which counts against the memory limit.
os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"

import fastexcel  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.compute as pc  # noqa: E402

from loaders.sheets.archive_parts import MEGABYTE, Refused  # noqa: E402
from loaders.sheets.guards import DAMAGE, inspect_workbook, kind_of_file, listed_sheets, scan_sheets  # noqa: E402
from loaders.sheets.json_tables import read_json_table  # noqa: E402
from loaders.sheets.sheet_pieces import LARGE_SHEET_BYTES, Unpieceable, sheet_pieces  # noqa: E402
from loaders.sheets.sheet_scan import SheetFacts, SheetPart, SizeLimits, column_index, column_name  # noqa: E402
from loaders.sheets.text_tables import TextTable, read_text_table  # noqa: E402

READ, INSPECT = b"R", b"I"
LENGTH = struct.Struct("<Q")
FAT_BYTES = 250 * MEGABYTE  # a child that grew beyond this makes way for a fresh one
PLAIN_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
SWITCH_SECONDS = (
    0.0005  # the parser asks for Python several times a sheet; the usual 5 ms would be most of the time
)
PARSER_GRACE_SECONDS = (
    0.2  # a refusal waits so long for the parser, which cannot be stopped; then the process ends
)
LEAST_ROWS_WITH_PROGRESS = 10_000
PROGRESS_SECONDS = 0.1
SCAN_SHARE = 0.6  # of the reading; the parser takes the rest, and says nothing while it works
TEXT_SHARE = 0.95  # of the reading of a text table; the rest is giving it back


def main() -> None:
    """Answer requests until standard input ends, the child grew fat, or it has served its number of files."""
    memory_bytes, seconds, files = int(sys.argv[1]) * MEGABYTE, float(sys.argv[2]), int(sys.argv[3])
    requests, answers = _private_streams()
    _limit_memory(memory_bytes)
    sys.setswitchinterval(SWITCH_SECONDS)
    for served in range(1, files + 1):
        request = _next_request(requests)
        if request is None:
            return
        _set_alarm(seconds)
        head, tables = _answer(*request, answers)
        del request
        head["is_last"] = served == files or _is_fat()
        _send(answers, head, tables)
        _set_alarm(0)
        if head["is_last"]:
            return
        del tables
        _give_back_memory()


def read_table(content: bytes, answers: BinaryIO) -> tuple[list[dict[str, Any]], list[pa.Table]]:
    """As read_sheets, for a text table or JSON file: one sheet. Raises Refused."""
    if kind_of_file(content) == "json":
        table = read_json_table(content)
    else:
        tell = _Progress(answers).tell
        table = read_text_table(content, lambda share, rows: tell(TEXT_SHARE * share, rows))
    return [_described_table(table)], [table.cells]


def read_sheets(content: bytes, answers: BinaryIO) -> tuple[list[dict[str, Any]], list[pa.Table]]:
    """The workbook's worksheets: what is known of each, and its cells as text columns named by their
    Excel letters.

    Row i of a table is Excel row i + 1. A sheet without a filled cell has an empty table. Progress goes to
    answers. Raises Refused; what the guards find goes before whatever the parser says."""
    sheets = listed_sheets(content)
    progress, is_parsed = _ScanProgress(_Progress(answers), sheets), threading.Event()
    # The parser needs no Python and the search no parser: on two cores they share the time.
    with ThreadPoolExecutor(1) as beside:
        scanned = beside.submit(_scanned, content, sheets, progress, is_parsed)
        try:
            parsed = list(_parsed_sheets(content, sheets))
        finally:
            is_parsed.set()
            scans = scanned.result()
    if not any(
        table.num_rows or scan.facts.has_faulty_cells for table, scan in zip(parsed, scans, strict=True)
    ):
        raise Refused("no_cells")
    tables = [_exact(table, scan) for table, scan in zip(parsed, scans, strict=True)]
    return [_described(scan.facts, table) for scan, table in zip(scans, tables, strict=True)], tables


@dataclass(frozen=True)
class _SheetScan:
    """The facts of a sheet, and by column letters the rows and all digits of the numbers that the parser cuts."""

    facts: SheetFacts
    exact_texts: dict[str, tuple[array, pa.Array]]


def _scanned(
    content: bytes, sheets: list[SheetPart], progress: "_ScanProgress", is_parsed: threading.Event
) -> list[_SheetScan]:
    try:
        inspected = scan_sheets(content, sheets, on_piece=progress.note)
    except Refused as refused:
        if not is_parsed.wait(PARSER_GRACE_SECONDS):
            _send(progress.teller.answers, _refusal(refused) | {"is_last": True}, [])
            os._exit(0)
        raise
    return [_SheetScan(facts, _exact_texts(facts)) for facts in inspected]


@dataclass
class _Progress:
    """Tells now and then how much has been read, once it is clear that the file is no small one."""

    answers: BinaryIO
    told_at: float = float("-inf")

    def tell(self, share: float, rows: int) -> None:
        """Hear of the share of the file that has been seen, 0 to 1, and of the rows so far."""
        now = time.monotonic()
        if rows >= LEAST_ROWS_WITH_PROGRESS and now - self.told_at >= PROGRESS_SECONDS:
            self.told_at = now
            _send(self.answers, {"status": "progress", "share": share, "rows": rows}, [])


@dataclass
class _ScanProgress:
    """How much of a workbook's sheets has been searched."""

    teller: _Progress
    sheets: list[SheetPart]
    scanned_bytes: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    def note(self, sheet: str, piece_bytes: int, last_row: int) -> None:
        """Hear of one more piece of a sheet, and of the row that it ends in."""
        self.scanned_bytes += piece_bytes
        self.rows[sheet] = max(self.rows.get(sheet, 0), last_row)
        whole = sum(part.entry.file_size for part in self.sheets)
        self.teller.tell(SCAN_SHARE * min(1.0, self.scanned_bytes / whole), sum(self.rows.values()))


def _parsed_sheets(content: bytes, sheets: list[SheetPart]) -> Iterator[pa.Table]:
    """The tables of text, as long as together they are of a size that we can hold."""
    reader, limits = fastexcel.read_excel(content), SizeLimits()
    for part in sheets:
        table = _parsed_in_pieces(content, part) if part.entry.file_size > LARGE_SHEET_BYTES else None
        if table is None:
            table = _parsed(reader, part.name)
        if table.num_rows:
            filled_cells = sum(len(column) - column.null_count for column in table.columns)
            last_column = column_index(table.column_names[-1]) + 1
            limits.add(part.name, last_row=table.num_rows, last_column=last_column, filled_cells=filled_cells)
        yield table


def _parsed_in_pieces(content: bytes, part: SheetPart) -> pa.Table | None:
    """The table of a tall sheet, or None where it can only be parsed whole."""
    stack = _Stack()
    try:
        for piece in sheet_pieces(content, part):
            reader = fastexcel.read_excel(piece.workbook)
            if not piece.row_above:
                stack.add(0, _parsed(reader, part.name))
            else:
                below = _parsed(reader, part.name, skip_rows=None)
                stack.add(piece.row_above, below.slice(1))  # without the anchor
    except (Unpieceable, *DAMAGE):
        return None
    return stack.table()


class _Stack:
    """Tables of one sheet, one below the other, each at its true rows and columns."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns: dict[int, list[pa.Array]] = {}

    def add(self, row_above: int, table: pa.Table) -> None:
        if not table.num_rows:
            return
        between, filled = row_above - self.rows, {column_index(name) for name in table.column_names}
        for place in filled - self.columns.keys():
            if not row_above or table[column_name(place)].null_count < table.num_rows:
                self.columns[place] = [pa.nulls(self.rows, pa.string())]
        for place, chunks in self.columns.items():
            below = (
                table[column_name(place)].chunks
                if place in filled
                else [pa.nulls(table.num_rows, pa.string())]
            )
            chunks += [pa.nulls(between, pa.string()), *below]
        self.rows = row_above + table.num_rows

    def table(self) -> pa.Table:
        if not self.columns:
            return pa.table({})
        places = range(min(self.columns), max(self.columns) + 1)
        empty = [pa.nulls(self.rows, pa.string())]
        columns = [pa.chunked_array(self.columns.get(place, empty), pa.string()) for place in places]
        return pa.table(columns, names=[column_name(place) for place in places])


def _parsed(reader: fastexcel.ExcelReader, name: str, *, skip_rows: int | None = 0) -> pa.Table:
    """Row 1 of the sheet is the table's first; with skip_rows=None its first filled row is."""
    # No header row: the parser is slow on many equal headings. Text: codes keep their zeros.
    sheet = reader.load_sheet(name, header_row=None, skip_rows=skip_rows, dtypes="string")
    names = [column_name(column.absolute_index) for column in sheet.available_columns()]
    return pa.table(sheet.to_arrow().columns, schema=pa.schema([(name, pa.string()) for name in names]))


def _exact_texts(facts: SheetFacts) -> dict[str, tuple[array, pa.Array]]:
    return {
        letters.decode(): (rows, _plain(numbers)) for letters, (rows, numbers) in facts.exact_numbers.items()
    }


def _exact(table: pa.Table, scan: _SheetScan) -> pa.Table:
    """The table with all digits of its numbers."""
    for name, (rows, texts) in scan.exact_texts.items():
        if name in table.column_names:
            place = table.column_names.index(name)
            column = _with_exact_numbers(table[name].combine_chunks(), rows, texts)
            table = table.set_column(place, name, column)
    return table


def _with_exact_numbers(cells: pa.Array, rows: array, texts: pa.Array) -> pa.Array:
    """The column with all digits of the numbers that the parser cut after nine decimals; dates and texts
    stay as they are."""
    if min(rows) < 1 or max(rows) > len(cells):
        raise Refused("damaged_file", detail="a number outside the used area")
    positions = array("i", [-1]) * len(cells)
    for position, row in enumerate(rows):
        positions[row - 1] = position
    chosen = pa.Array.from_buffers(pa.int32(), len(cells), [None, pa.py_buffer(positions)])
    is_exact = pc.and_(pc.greater_equal(chosen, 0), pc.match_substring_regex(cells, PLAIN_NUMBER))
    return pc.if_else(is_exact, pc.take(texts, pc.max_element_wise(chosen, 0)), cells)


def _plain(numbers: array) -> pa.Array:
    """The shortest texts that read back as exactly these numbers, without exponents."""
    texts = pa.Array.from_buffers(pa.float64(), len(numbers), [None, pa.py_buffer(numbers)]).cast(pa.string())
    if not pc.any(pc.match_substring(texts, "e")).as_py():
        return texts
    return pa.array([format(Decimal(text), "f") for text in texts.to_pylist()], pa.string())


def _described(facts: SheetFacts, table: pa.Table) -> dict[str, Any]:
    return {
        "name": facts.name,
        "is_hidden": facts.is_hidden,
        "error_cells": facts.error_cells,
        "uncached_formulas": facts.uncached_formulas,
        "doubtful_texts": facts.doubtful_texts,
        "hidden_rows": facts.hidden_rows,
        "columns": table.num_columns,
    }


def _described_table(table: TextTable) -> dict[str, Any]:
    facts = SheetFacts(table.name, doubtful_texts=table.doubtful_texts)
    return _described(facts, table.cells)


def _answer(wish: bytes, content: bytes, answers: BinaryIO) -> tuple[dict[str, Any], list[pa.Table]]:
    try:
        is_workbook = kind_of_file(content) == "excel"
        if wish == INSPECT:
            if is_workbook:
                inspect_workbook(content)
            return {"status": "inspected"}, []
        sheets, tables = (read_sheets if is_workbook else read_table)(content, answers)
    except Refused as refused:
        return _refusal(refused), []
    except MemoryError:
        return _refusal(Refused("too_much_memory")), []
    except (
        BaseException
    ) as error:  # the parser's panics are no Exception; whatever happened, the parent must hear of it
        return {"status": "failed", "reason": f"{type(error).__name__}: {error}"[:2000]}, []
    return {"status": "read", "sheets": sheets}, tables


def _refusal(refused: Refused) -> dict[str, Any]:
    return {"status": "refused", "code": refused.code, "details": refused.details}


def _send(answers: BinaryIO, head: dict[str, Any], tables: list[pa.Table]) -> None:
    words = json.dumps(head).encode()
    answers.write(LENGTH.pack(len(words)) + words)
    for table in tables:
        size = pa.MockOutputStream()  # counts only, so that no second copy of the table is made
        _write_stream(size, table)
        answers.write(LENGTH.pack(size.size()))
        _write_stream(answers, table)
    answers.flush()


def _write_stream(sink: Any, table: pa.Table) -> None:
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)


def _next_request(requests: BinaryIO) -> tuple[bytes, bytes] | None:
    """What is wanted, and the file; None when nobody asks any more."""
    head = requests.read(len(READ) + LENGTH.size)
    if len(head) < len(READ) + LENGTH.size:
        return None
    return head[:1], requests.read(LENGTH.unpack(head[1:])[0])


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for us alone: whatever a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


def _limit_memory(memory_bytes: int) -> None:
    """Allow this process so many bytes of memory as a whole, of which its program files take some; no limit outside
    Linux."""
    try:
        import resource

        limit = memory_bytes - _held_bytes("RssFile")
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def _held_bytes(kind: str) -> int:
    """What this process holds: RssFile are its program files, VmHWM the most in memory. Raises OSError outside Linux.

    getrusage would not do: its peak counts what the parent held when it started us."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        lines = dict(line.split(":", 1) for line in status)
    return int(lines[kind].split()[0]) * 1024


def _give_back_memory() -> None:
    """Let the system have what the last file took, while this process waits for the next one."""
    pa.default_memory_pool().release_unused()
    with contextlib.suppress(OSError, AttributeError):  # malloc_trim is glibc's own
        ctypes.CDLL(None).malloc_trim(0)


def _is_fat() -> bool:
    try:
        return _held_bytes("VmHWM") > FAT_BYTES
    except OSError:
        return False


def _set_alarm(seconds: float) -> None:
    """Let the system end this process after so many seconds, in case the parent is gone; 0 stops the
    clock."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
