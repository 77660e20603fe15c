"""Many problems as few: the same one in many cells once, and all of a file as a list to read or to send."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from loaders.problems import MOST_KEPT, Level, Problem
from texts import N_, Text

LEVELS: tuple[Level, ...] = ("error", "warning", "notice")
BLANK = Text("")


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """Problems that say the same of cells in one column as one problem with all its cells.

    Same means level, code, sheet, column, expected, found and fix. Counts are summed; the order is that of
    first appearance."""
    alike: dict[Hashable, list[Problem]] = {}
    for problem in problems:
        alike.setdefault(_sameness(problem), []).append(problem)
    return [_joined(group) for group in alike.values()]


def counted_on_first(problems: Sequence[Problem]) -> Problem:
    """Several problems of one kind (at least one) as their first, with the cells and counts of all.

    What was found in the others, and how to mend it, stays in `others`."""
    first, *rest = problems
    cells: list[str] = list(first.cells)
    others: list[Problem] = []
    for problem in rest:
        if len(cells) + len(problem.cells) > MOST_KEPT:
            break
        cells += problem.cells
        others += problem.parts
    count = sum(problem.count for problem in problems)
    return replace(first, cells=tuple(cells), count=count, others=(*first.others, *others))


def by_level(problems: Iterable[Problem]) -> dict[Level, list[Problem]]:
    """Errors, warnings and notices, each grouped: those of the whole file first, then sheet by sheet."""
    whole = grouped(problems)
    sheets = list(dict.fromkeys(["", *(problem.sheet for problem in whole)]))
    ordered = sorted(whole, key=lambda problem: sheets.index(problem.sheet))
    return {level: [problem for problem in ordered if problem.level == level] for level in LEVELS}


def count_of(problems: Iterable[Problem]) -> int:
    """How many places the problems have together."""
    return sum(problem.count for problem in problems)


def problem_lines(file_name: str, problems: Iterable[Problem]) -> list[Text]:
    """All problems of a file as the lines of a plain text, to send to whoever made it.

    A title, then errors, warnings and notices under a heading with their number: one sentence a line, with
    the cells of those that have several. Levels without problems are left out; BLANK parts the levels."""
    lines = [N_("Problems in {file}", file=file_name)]
    for level, found in by_level(problems).items():
        if found:
            lines += [BLANK, _heading(level, count_of(found)), *(_line(problem) for problem in found)]
    return lines if len(lines) > 1 else [*lines, BLANK, N_("No problems were found.")]


def _heading(level: Level, count: int) -> Text:
    if level == "error":
        return N_("Errors ({count}): nothing is loaded before they are mended", count=count)
    if level == "warning":
        return N_("Warnings ({count}): unusual, check them", count=count)
    return N_("Notices ({count}): good to know", count=count)


def _line(problem: Problem) -> Text:
    if len(problem.cells) < 2:
        return problem.sentence
    return N_("{sentence} Cells: {ranges}.", sentence=problem.sentence, ranges=problem.ranges)


def _joined(group: list[Problem]) -> Problem:
    first = group[0]
    if len(group) == 1:
        return first
    cells = dict.fromkeys(cell for problem in group for cell in problem.cells)
    return replace(first, cells=tuple(cells)[:MOST_KEPT], count=count_of(group))


def _sameness(problem: Problem) -> Hashable:
    if problem.others:
        return id(problem)  # counted together already
    words = (_key(text) for text in (problem.expected, problem.found, problem.fix))
    return (problem.level, problem.code, problem.sheet, problem.column, *words)


def _key(text: str | Text) -> Hashable:
    return text if isinstance(text, str) else (text.template, repr(text.params))
