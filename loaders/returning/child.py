"""The child process that marks a workbook: takes a plan and the file on standard input, gives back the file.

Started by `loaders.returning.returned_workbook` as `python -m loaders.returning.child MEMORY_MEGABYTES SECONDS`, for
one file. It runs under a memory limit and an alarm, so that a hostile or huge workbook ends this process and
never the application. The request is an 8-byte length, the plan as JSON, and the file. The answer is an
8-byte length, a JSON head, and the file; the head's status is "returned", "refused" (with code and details)
or "failed" (with a reason for the log)."""

import json
import os
import signal
import struct
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO

from loaders.returning.book import earlier_check_sheet, put_check_sheet, sheets_of, styles_part
from loaders.returning.cell_marks import marked_cells, not_selected, row_and_column
from loaders.returning.check_sheet import check_sheet, filtered_range
from loaders.returning.notes import renew_notes
from loaders.returning.package import Package
from loaders.returning.styles import EMPTY, Styles
from loaders.sheets.archive_parts import MEGABYTE, Refused
from loaders.sheets.guards import DAMAGE, inspect_workbook

LENGTH = struct.Struct("<Q")
MOST_NOTES = 5_000  # a spreadsheet program becomes slow with more shapes; further cells are coloured only
RANKS = ("warning", "error")


def main() -> None:
    """Mark one file."""
    memory_bytes, seconds = int(sys.argv[1]) * MEGABYTE, float(sys.argv[2])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes to standard error
    _limit(memory_bytes, seconds)
    requests = sys.stdin.buffer
    plan = json.loads(requests.read(LENGTH.unpack(requests.read(LENGTH.size))[0]))
    head, content = _answer(requests.read(), plan)
    _send(answers, head, content)


def marked_workbook(content: bytes, plan: dict[str, Any]) -> bytes:
    """The workbook with its problems marked and listed.

    plan: what check_sheet lists, and "marks": sheet, level, words of the note and cells of each problem.
    Raises Refused."""
    facts = inspect_workbook(content)
    package = Package(content)
    styles_name = styles_part(package, EMPTY)
    styles = Styles(package.read(styles_name), second_colours_are_kept=_keeps_second_colours(package))
    ours = earlier_check_sheet(package)
    levels, notes = _by_cell(plan["marks"])
    for place, sheet in enumerate(sheets_of(package)):
        if place != ours and sheet.part in package:
            _renew_sheet(
                package, sheet.part, levels.get(sheet.name, {}) if sheet.is_worksheet else {}, styles
            )
        if place != ours and sheet.is_worksheet:
            renew_notes(package, sheet.part, notes.get(sheet.name, {}))
    listed = check_sheet(plan, styles)
    package.write(styles_name, styles.applied())
    put_check_sheet(
        package,
        listed,
        filtered=filtered_range(len(plan["rows"])),
        must_compute=any(sheet.uncached_formulas for sheet in facts),
    )
    return package.saved()


def _renew_sheet(package: Package, name: str, levels: Mapping[tuple[int, int], str], styles: Styles) -> None:
    before = package.read(name)
    part = not_selected(before)
    is_new = part is not before
    del before  # a part may have hundreds of megabytes
    if levels:
        part = marked_cells(part, levels, styles)
    if levels or is_new:
        package.write(name, part)


def _by_cell(
    marks: list[dict[str, Any]],
) -> tuple[dict[str, dict[tuple[int, int], str]], dict[str, dict[str, str]]]:
    """Per sheet the worst level of each cell, and the words of its note: several problems under each
    other."""
    levels: dict[str, dict[tuple[int, int], str]] = {}
    notes: dict[str, dict[str, list[str]]] = {}
    count = 0
    for mark in marks:
        in_sheet, words = levels.setdefault(mark["sheet"], {}), notes.setdefault(mark["sheet"], {})
        for cell in mark["cells"]:
            if place := row_and_column(cell):
                in_sheet[place] = max(in_sheet.get(place, mark["level"]), mark["level"], key=RANKS.index)
                if cell in words or count < MOST_NOTES:
                    count += cell not in words
                    words.setdefault(cell, []).append(mark["words"])
    joined = {
        sheet: {cell: "\n\n".join(dict.fromkeys(words)) for cell, words in cells.items()}
        for sheet, cells in notes.items()
    }
    return levels, joined


def _keeps_second_colours(package: Package) -> bool:
    return "docProps/app.xml" not in package or b"LibreOffice" not in package.read("docProps/app.xml")


def _answer(content: bytes, plan: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        return {"status": "returned"}, marked_workbook(content, plan)
    except Refused as refused:
        return {"status": "refused", "code": refused.code, "details": refused.details}, b""
    except MemoryError:
        return {"status": "refused", "code": "too_much_memory", "details": {}}, b""
    except DAMAGE as error:
        return {"status": "refused", "code": "damaged_file", "details": {"detail": str(error)[:500]}}, b""
    except Exception as error:  # whatever happened, the parent must hear of it
        return {"status": "failed", "reason": f"{type(error).__name__}: {error}"[:2000]}, b""


def _send(answers: BinaryIO, head: dict[str, Any], content: bytes) -> None:
    words = json.dumps(head).encode()
    answers.write(LENGTH.pack(len(words)) + words)
    answers.write(content)
    answers.flush()


def _limit(memory_bytes: int, seconds: float) -> None:
    """Let the system end this process beyond so much memory or time; no limit of memory outside Linux."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    main()
