"""The reader's child process: takes workbook bytes on standard input, gives back Arrow tables on standard
output.

Started by `loaders.reader_process` as `python -m loaders.reader_child MEMORY_MEGABYTES SECONDS FILES`;
holds nothing between two files. It runs under a memory limit and an alarm, so that a hostile or huge
workbook ends this process and never the application.

One request is an 8-byte length and the file. One answer is an 8-byte length and a JSON head, then per
table its length and its Arrow IPC stream. The head's status is "read" (with sheets), "refused" (with code
and details) or "failed" (with a reason for the log)."""

import contextlib
import ctypes
import json
import os
import signal
import struct
import sys
from array import array
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any, BinaryIO

sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # pyarrow does without it: half the start time, 10 MB less

import fastexcel  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.compute as pc  # noqa: E402

from loaders.guards import MEGABYTE, Refused, SheetFacts, column_name, find_number_details, inspect_workbook  # noqa: E402

LENGTH = struct.Struct("<Q")
FAT_BYTES = 250 * MEGABYTE  # a child that grew beyond this makes way for a fresh one
PLAIN_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"


def main() -> None:
    """Answer requests until standard input ends, the child grew fat, or it has served its number of files."""
    memory_bytes, seconds, files = int(sys.argv[1]) * MEGABYTE, float(sys.argv[2]), int(sys.argv[3])
    requests, answers = _private_streams()
    _limit_memory(memory_bytes)
    for served in range(1, files + 1):
        content = _next_request(requests)
        if content is None:
            return
        _set_alarm(seconds)
        head, tables = _answer(content)
        del content
        head["is_last"] = served == files or _is_fat()
        _send(answers, head, tables)
        _set_alarm(0)
        if head["is_last"]:
            return
        del tables
        _give_back_memory()


def read_sheets(content: bytes) -> tuple[list[dict[str, Any]], list[pa.Table]]:
    """The workbook's worksheets: what is known of each, and its cells as text columns named by their
    Excel letters.

    Row i of a table is Excel row i + 1. A sheet without a filled cell has an empty table. Raises Refused."""
    inspected = inspect_workbook(content, with_numbers=False)
    if not any(facts.filled_cells for facts in inspected):
        raise Refused("no_cells")
    # The parser needs no Python and the search no parser: on two cores they share the time.
    with ThreadPoolExecutor(1) as beside:
        searched = beside.submit(find_number_details, content, inspected)
        reader = fastexcel.read_excel(content)
        parsed = [_parsed(reader, facts) if facts.filled_cells else pa.table({}) for facts in inspected]
        searched.result()
    tables = [_exact(table, facts) for table, facts in zip(parsed, inspected, strict=True)]
    return [_described(facts, table) for facts, table in zip(inspected, tables, strict=True)], tables


def _parsed(reader: fastexcel.ExcelReader, facts: SheetFacts) -> pa.Table:
    # No header row: the parser is slow on many equal headings. Text: codes keep their zeros.
    sheet = reader.load_sheet(facts.name, header_row=None, skip_rows=0, dtypes="string")
    names = [column_name(column.absolute_index) for column in sheet.available_columns()]
    return pa.table(sheet.to_arrow().columns, schema=pa.schema([(name, pa.string()) for name in names]))


def _exact(table: pa.Table, facts: SheetFacts) -> pa.Table:
    """The table with all digits of its numbers."""
    for letters, (rows, numbers) in facts.exact_numbers.items():
        if (name := letters.decode()) in table.column_names:
            place = table.column_names.index(name)
            table = table.set_column(
                place, name, _with_exact_numbers(table[name].combine_chunks(), rows, numbers)
            )
    return table


def _with_exact_numbers(cells: pa.Array, rows: array, numbers: array) -> pa.Array:
    """The column with all digits of the numbers that the parser cut after nine decimals; dates and texts
    stay as they are."""
    if min(rows) < 1 or max(rows) > len(cells):
        raise Refused("damaged_file", detail="a number outside the used area")
    positions = array("i", [-1]) * len(cells)
    for position, row in enumerate(rows):
        positions[row - 1] = position
    chosen = pa.Array.from_buffers(pa.int32(), len(cells), [None, pa.py_buffer(positions)])
    is_exact = pc.and_(pc.greater_equal(chosen, 0), pc.match_substring_regex(cells, PLAIN_NUMBER))
    return pc.if_else(is_exact, pc.take(_plain(numbers), pc.max_element_wise(chosen, 0)), cells)


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
        "columns": table.num_columns,
    }


def _answer(content: bytes) -> tuple[dict[str, Any], list[pa.Table]]:
    try:
        sheets, tables = read_sheets(content)
    except Refused as refused:
        return {"status": "refused", "code": refused.code, "details": refused.details}, []
    except MemoryError:
        return {"status": "refused", "code": "too_much_memory", "details": {}}, []
    except (
        BaseException
    ) as error:  # the parser's panics are no Exception; whatever happened, the parent must hear of it
        return {"status": "failed", "reason": f"{type(error).__name__}: {error}"[:2000]}, []
    return {"status": "read", "sheets": sheets}, tables


def _send(answers: BinaryIO, head: dict[str, Any], tables: list[pa.Table]) -> None:
    words = json.dumps(head).encode()
    answers.write(LENGTH.pack(len(words)) + words)
    for table in tables:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
        buffer = sink.getvalue()
        answers.write(LENGTH.pack(buffer.size))
        answers.write(buffer)
    answers.flush()


def _next_request(requests: BinaryIO) -> bytes | None:
    length = requests.read(LENGTH.size)
    return requests.read(LENGTH.unpack(length)[0]) if len(length) == LENGTH.size else None


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for us alone: whatever a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


def _limit_memory(memory_bytes: int) -> None:
    """Allow this many bytes of writable memory beyond what is held now; no limit outside Linux."""
    try:
        import resource

        limit = _held_bytes("VmData") + memory_bytes
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def _held_bytes(kind: str) -> int:
    """What this process holds: VmData is writable, VmHWM the most in memory. Raises OSError outside Linux.

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
