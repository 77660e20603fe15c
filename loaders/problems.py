"""What is wrong with a file, so that its maker can mend it: where, what was expected and found, what to
do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from texts import N_, Text

Level = Literal["error", "warning", "notice"]
LONGEST_FOUND = 60  # characters of a cell that a sentence quotes


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One problem of one file, or one kind of problem met `count` times, with the first place of it.

    level: error (nothing is loaded), warning (to be acknowledged) or notice. code: a stable key,
    "not_a_number".
    sheet, cell: the place ("Emissions", "E14"); cell is empty for a whole sheet, both for the whole file.
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
