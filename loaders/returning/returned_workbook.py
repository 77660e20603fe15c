"""The person's own workbook given back: the bad cells coloured and with a note, and a sheet that lists all
problems."""

import json
import logging
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from loaders.problem_groups import LEVELS, by_level, count_of
from loaders.problems import Level, Problem
from loaders.returning.book import CHECK_SHEET
from loaders.sheets.guards import Refused, refuse_unless_workbook
from loaders.sheets.workbook import problem_of
from texts import N_, Text, _, in_language

__all__ = ["CHECK_SHEET", "ReturnRefused", "is_check_sheet", "returned_workbook"]

ROOT = Path(__file__).resolve().parents[2]

MEMORY_MEGABYTES = 1024  # 100,000 rows of eight cells take 160, 500,000 rows 700
SECONDS = 60.0
MOST_ROWS = 10_000  # of the list
LENGTH = struct.Struct("<Q")
LEVEL_WORDS: dict[Level, Text] = {"error": N_("Error"), "warning": N_("Warning"), "notice": N_("Notice")}

_log = logging.getLogger(__name__)
_places = threading.BoundedSemaphore(2)  # no more children at a time


class ReturnRefused(Exception):  # noqa: N818 - a refusal is no fault of the program
    """The workbook cannot be given back with marks; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(str(text))


def returned_workbook(
    content: bytes,
    problems: Iterable[Problem],
    *,
    language: str,
    memory_megabytes: int = MEMORY_MEGABYTES,
    seconds: float = SECONDS,
) -> bytes:
    """The workbook with its problems marked, to be corrected, saved and loaded again.

    content: an .xlsx or .xlsm. problems: those of the file; errors and warnings colour their cells (pale
    orange-red and pale yellow) and leave a note by "Veikart check" there; all are listed on a sheet "Veikart
    check", which readers leave out (is_check_sheet). language: of the notes and the list.

    Everything else stays byte for byte: values, formulas with their computed values, drop-downs, charts,
    hidden sheets, macros; a digital signature becomes invalid. Marks of an earlier return are renewed: our
    notes go, and a cell has its former colour again (after LibreOffice: none, as it forgets it). A cell with
    a pattern or gradient keeps it and has the note only; a note of somebody else is kept, ours below it; a
    conversation is left alone. At most 5,000 notes; cells beyond are coloured only. Formulas that were never
    computed are computed when a spreadsheet program opens the file.

    The work is done in a child process with limits. Raises ReturnRefused for what is no readable workbook, too
    large, or takes too long."""
    try:
        refuse_unless_workbook(content)
        with _places:
            return _marked(content, _plan(problems, language), memory_megabytes, seconds)
    except Refused as refused:
        raise ReturnRefused(problem_of(refused).sentence) from None


def is_check_sheet(name: str) -> bool:
    """Whether a sheet's name is one that the list of problems gets ("Veikart check", "Veikart check 2")."""
    head, rest = name[: len(CHECK_SHEET)], name[len(CHECK_SHEET) :]
    return head.casefold() == CHECK_SHEET.casefold() and (not rest or (rest[1:].isdigit() and rest[0] == " "))


def _marked(content: bytes, plan: dict[str, Any], memory_megabytes: int, seconds: float) -> bytes:
    words = json.dumps(plan).encode()
    command = [sys.executable, "-m", "loaders.returning.child", str(memory_megabytes), str(seconds + 5)]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            input=b"".join([LENGTH.pack(len(words)), words, content]),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("too_slow", seconds=seconds) from None
    return _received(done)


def _received(done: subprocess.CompletedProcess) -> bytes:
    """The file of an answer. Raises Refused for every other answer, and for none."""
    answer = done.stdout
    if len(answer) < LENGTH.size:
        _log.info("A returning process ended with status %s", done.returncode)
        raise Refused("unreadable_file" if done.returncode in (-4, -7, -8, -11) else "too_much_memory")
    end = LENGTH.size + LENGTH.unpack_from(answer)[0]
    head = json.loads(answer[LENGTH.size : end])
    if head["status"] == "refused":
        raise Refused(head["code"], **head["details"])
    if head["status"] != "returned":
        _log.warning("A workbook could not be marked: %s", head["reason"])
        raise Refused("unreadable_file")
    return answer[end:]


# What the child writes, in the words of the language ----------------------------------------------


def _plan(problems: Iterable[Problem], language: str) -> dict[str, Any]:
    levels = by_level(problems)
    parts = [part for level in LEVELS for problem in levels[level] for part in problem.parts]
    listed = sorted(parts, key=lambda part: part.sheet != "")[:MOST_ROWS]  # those of the whole file first
    with in_language(language):
        return {
            "lines": [_(line) for line in _top_lines(levels)],
            "headings": [_(heading) for heading in _headings()],
            "rows": [*(_row(part) for part in listed), *_not_listed(len(parts) - len(listed))],
            "marks": [_mark(part) for part in parts if part.cells and part.level != "notice"],
        }


def _top_lines(levels: dict[Level, list[Problem]]) -> list[Text]:
    counts = {level: count_of(found) for level, found in levels.items()}
    how = N_(
        "Correct the coloured cells in your own sheets, save the workbook and load it again. You may leave this "
        "sheet, the colours and the notes as they are: they are not read, and the next check renews them."
    )
    return [
        N_("Veikart check: what to correct in this workbook"),
        N_("Errors: {error}. Warnings: {warning}. Notices: {notice}.", **counts),
        how if any(counts.values()) else N_("No problems were found."),
    ]


def _headings() -> list[Text]:
    return [
        N_("Level"),
        N_("Sheet"),
        N_("Cell"),
        N_("How many"),
        N_("Expected"),
        N_("Found"),
        N_("What to do"),
    ]


def _row(part: Problem) -> dict[str, Any]:
    cells = [
        _(LEVEL_WORDS[part.level]),
        part.sheet or _("The file"),
        _(part.ranges),
        part.count,
        _(part.expected),
        _(part.found_words),
        _(part.fix),
    ]
    target = [part.sheet, part.cell] if part.sheet and part.cell else None
    return {"level": part.level, "cells": cells, "target": target}


def _not_listed(count: int) -> list[dict[str, Any]]:
    """The last line of a list that would be longer than anybody reads."""
    words = _("Further problems that this list has no room for.")
    return [{"level": "notice", "cells": ["", "", "", count, "", "", words], "target": None}] * (count > 0)


def _mark(part: Problem) -> dict[str, Any]:
    words = _(
        "{level}: expected {expected}, found {found}. {fix}",
        level=LEVEL_WORDS[part.level],
        expected=part.expected,
        found=part.found_words,
        fix=part.fix,
    )
    return {"sheet": part.sheet, "level": part.level, "words": words, "cells": part.cells}
