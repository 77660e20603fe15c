"""What is wrong with a file, so that its maker can mend it: where, what was expected and found, what to
do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from texts import N_, Text

Level = Literal["error", "warning", "notice"]
LONGEST_FOUND = 60  # characters of a cell that a sentence quotes
LONGEST_RANGES = 80  # characters of the list of cells that a line shows
MOST_KEPT = 10_000  # cells that one problem remembers; its count goes on
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One problem of one file, or one kind of problem met `count` times, with the first place of it.

    level: error (nothing is loaded), warning (to be acknowledged) or notice. code: a stable key,
    "not_a_number".
    sheet, cell: the place ("Emissions", "E14"); cell is empty for a whole sheet, both for the whole file.
    cells: every cell of it, the first is `cell`; given only when there are several, and never more than
    10,000, while count goes on. others: problems of the same kind that are counted on this one, each with
    what was found there; their cells and counts are among cells and count.
    found: text exactly as it stands in the file (quoted in the sentence; "" = the cell is empty), or a
    Text of our own (not quoted)."""

    level: Level
    code: str
    sheet: str = ""
    cell: str = ""
    expected: Text
    found: str | Text
    fix: Text
    count: int = 1
    cells: tuple[str, ...] = ()
    others: tuple["Problem", ...] = ()

    def __post_init__(self) -> None:
        cells = self.cells[:MOST_KEPT] if self.cells else (self.cell,) * bool(self.cell)
        if cells and self.cell and cells[0] != self.cell:  # replace(problem, cell=…) moves it there
            cells = (self.cell,)
        object.__setattr__(self, "cell", cells[0] if cells else "")
        object.__setattr__(self, "count", max(self.count, len(self.cells)))
        object.__setattr__(self, "cells", cells)

    @property
    def column(self) -> str:
        """The letters of its first cell, "" for a whole sheet or file."""
        return self.cell.rstrip("0123456789")

    @property
    def parts(self) -> "tuple[Problem, ...]":
        """Itself alone, then the others counted on it: each with its own cells, found and fix."""
        if not self.others:
            return (self,)
        elsewhere = sum(len(other.cells) for other in self.others)
        count = self.count - sum(other.count for other in self.others)
        own = self.cells[: max(len(self.cells) - elsewhere, 1)] if self.cell else ()
        return (replace(self, cells=own, count=count, others=()), *self.others)

    @property
    def ranges(self) -> Text:
        """Its cells in the fewest words: "E14:E20, E31", shortened after about 80 characters; empty for a
        whole sheet or file."""
        shown, kept = _shown_ranges(self.cells)
        if self.count <= kept or not kept:
            return N_("{ranges}", ranges=shown)
        return N_("{ranges}, … and {others} more", ranges=shown, others=self.count - kept)

    @property
    def place(self) -> Text:
        """Where: "Emissions!E14", "Emissions" or "The file", with the number of further places."""
        first = _first_place(self.sheet, self.cell)
        if self.count == 1:
            return first
        return N_("{place} and {others} more", place=first, others=self.count - 1)

    @property
    def found_words(self) -> Text:
        """What was found, as it stands in a sentence: quoted and shortened if it comes from the file."""
        if isinstance(self.found, Text):
            return self.found
        if not self.found.strip():
            return N_("nothing")
        return N_('"{found}"', found=_shortened(self.found))

    @property
    def sentence(self) -> Text:
        """`Emissions!E14: expected tonnes CO2e as a number, found "12,5 kt". Write 12500.`"""
        parts = {"place": self.place, "expected": self.expected, "found": self.found_words, "fix": self.fix}
        return N_("{place}: expected {expected}, found {found}. {fix}", **parts)


class LoadRefused(Exception):  # noqa: N818 - a refusal is no fault of the program
    """The file cannot be read at all; `problems` says why (one or more, never none)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem.sentence) for problem in self.problems))


def _first_place(sheet: str, cell: str) -> Text:
    if not sheet:
        return N_("The file")
    return N_("{place}", place=f"{sheet}!{cell}" if cell else sheet)


def _shortened(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= LONGEST_FOUND else one_line[: LONGEST_FOUND - 1] + "…"


def cell_ranges(cells: Iterable[str]) -> list[tuple[str, int]]:
    """Cells as ranges down their columns, with how many cells each has: E14, E15, F2 → ("E14:E15", 2),
    ("F2", 1). Sorted by column and row; what is no cell name stays as it is."""
    named = sorted({_position(cell) for cell in cells})
    runs: list[list[tuple[int, str, int]]] = []
    for place in named:
        follows = runs and runs[-1][-1][1] == place[1] and runs[-1][-1][2] == place[2] - 1
        if follows:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [(_range_words(run), len(run)) for run in runs]


def _range_words(run: list[tuple[int, str, int]]) -> str:
    first, last = (f"{letters}{row or ''}" for _, letters, row in (run[0], run[-1]))
    return first if first == last else f"{first}:{last}"


def _position(cell: str) -> tuple[int, str, int]:
    """Sorts A before Z before AA."""
    found = _CELL.fullmatch(cell)
    return (len(found[1]), found[1], int(found[2])) if found else (9, cell, 0)


def _shown_ranges(cells: tuple[str, ...]) -> tuple[str, int]:
    """The ranges that a line has room for, and how many cells they hold."""
    shown: list[str] = []
    kept = length = 0
    for words, count in cell_ranges(cells):
        length += len(words) + 2
        if shown and length > LONGEST_RANGES:
            break
        shown.append(words)
        kept += count
    return ", ".join(shown), kept
