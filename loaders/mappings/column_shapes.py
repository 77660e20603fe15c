"""What the values of a sheet's columns look like, from the rows at the top and the bottom: years, names of
municipalities, entries of a list, dates, numbers."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from data.areas import AreaKind, Register
from data.columns import Column
from loaders.mappings.heading_synonyms import ENTRY_WORDS, NO_AMOUNT
from loaders.own_workbooks.template_layout import code_list
from loaders.rows.cell_meanings import TOTAL_WORDS, code_meaning, date_meant, quarter_meant, year_meant
from loaders.rows.cells import normalised
from loaders.rows.number_words import NumberConvention, read_written
from loaders.rows.typed_rows import is_year
from loaders.sheets.workbook import Sheet, column_name

FIRST_ROWS, LAST_ROWS = 60, 20
SHOWN = 5  # different values shown of each column
ASKED = 6  # different values looked up in the register
MOST_NO_NAME = 3  # so many that are no area, and the column holds none

_UNITS: tuple[tuple[str, str], ...] = (
    (
        "kt",
        r"kt|kton\w*|kilo ?ton\w*|1[ .]?000 ?t|1[ .]?000 ?ton\w*|tusen ton\w*|tuhat(ta)? tonnia|þús\.? ?tonn",
    ),
    (
        "Mt",
        r"mton\w*|mega ?ton\w*|miljoner ton|millioner tonn?|million tonnes|milj\.? ?(t|tonnia)|milljón\w* tonn\w*",
    ),
    ("kg", r"kg|kilo|kilogram\w*|kiloa"),
    ("t", r"t|tons?|tonn|tonnes?|tonnia|tonnin|tonneina|tco2\w*"),
)
_UNIT_WORDS = tuple((unit, re.compile(rf"(?<![\w/])(?:{words})(?!\w)")) for unit, words in _UNITS)
_MEGATONNES = re.compile(r"(?<!\w)Mt(?!\w)")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_BOTH_MARKS = (NumberConvention("comma", True), NumberConvention("point", True))
_PATTERNS: dict[str, Callable[[str], bool]] = {
    "year": lambda text: year_meant(text) is not None,
    "date": lambda text: date_meant(text) is not None,
    "quarter": lambda text: quarter_meant(text) is not None and year_meant(text) is None,
}


@dataclass(frozen=True)
class SampledColumn:
    """A column of the sheet as a person is shown it: letters, heading ("" = none), up to five different values.

    texts: all sampled values in order, those of the last rows too."""

    place: int
    heading: str
    texts: tuple[str, ...]

    @property
    def letters(self) -> str:
        return column_name(self.place - 1)

    @cached_property
    def different(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.texts))

    @property
    def samples(self) -> tuple[str, ...]:
        return self.different[:SHOWN]

    @cached_property
    def number_share(self) -> float:
        return share(self.different, is_number)


def sampled_columns(sheet: Sheet, heading_row: int, names: list[str]) -> list[SampledColumn]:
    """The columns with a heading or a value below the heading row, with values from its first and last rows."""
    below = sheet.cells.slice(heading_row)
    first = below.slice(0, FIRST_ROWS)
    last = below.slice(max(FIRST_ROWS, below.num_rows - LAST_ROWS))
    found = []
    for index in range(below.num_columns):
        texts = [*first.column(index).to_pylist(), *last.column(index).to_pylist()]
        place = sheet.first_column + index + 1
        written = tuple(text.strip() for text in texts if text and text.strip())
        heading = names[place - 1] if place <= len(names) else ""
        if heading or written:
            found.append(SampledColumn(place, heading, written))
    return found


def share(texts: Iterable[str], is_so: Callable[[str], bool]) -> float:
    """The share of texts that are so, 0 for none at all."""
    known = [is_so(text) for text in texts]
    return sum(known) / len(known) if known else 0.0


def is_number(text: str) -> bool:
    """Whether a text is a number, or a mark for a missing one, with either decimal mark."""
    return any(read_written(text, one, unit=unit) for one in _BOTH_MARKS for unit in ("t", "%"))


def fit(column: Column, sampled: SampledColumn, register: Register, kinds: tuple[AreaKind, ...]) -> float:
    """How well the values fit a column of ours, 0 to 1; 0.5 where anything fits or there are none."""
    if not sampled.texts:
        return 0.5
    if column.name == "area_id":
        return area_share(sampled, register, kinds)
    if is_year(column):
        return share(sampled.texts, _PATTERNS["year"])
    if column.kind in _PATTERNS:
        return share(sampled.texts, _PATTERNS[column.kind])
    if column.pattern:
        return share(sampled.texts, lambda text: re.fullmatch(column.pattern, text) is not None)
    if code_list(column):
        return share(sampled.different, lambda text: entry_meant(column, text) is not None)
    if column.kind in ("number", "integer"):
        return sampled.number_share * (0.3 if share(sampled.texts, _PATTERNS["year"]) == 1 else 1.0)
    return 0.5 if sampled.number_share > 0.8 and column.name != "record_id" else 0.8


def area_share(sampled: SampledColumn, register: Register, kinds: tuple[AreaKind, ...]) -> float:
    """The share of the first different values that are areas of the register."""
    hits = misses = 0
    for text in sampled.different[:ASKED]:
        if any(register.resolve(text, kind=kind).area for kind in kinds):
            hits += 1
        else:
            misses += 1
        if misses == MOST_NO_NAME:
            break
    return hits / (hits + misses) if hits else 0.0


def entry_meant(column: Column, text: str) -> object:
    """The entry of a coded column that a text means, by our titles or by words that people use; None for none."""
    meant = code_meaning(column)(text)
    if meant is not None:
        return meant
    plain = normalised(text)
    if column.name == "sector" and plain in TOTAL_WORDS:
        return "total"
    return entry_words(column).get(plain)


def entry_words(column: Column) -> dict[str, str]:
    """Words of ENTRY_WORDS for the entries that the column has: normalised word → code."""
    return _entry_words(column.name, column.allowed)


@cache
def _entry_words(name: str, allowed: tuple[str, ...]) -> dict[str, str]:
    known = ENTRY_WORDS.get(name, {})
    return {normalised(word): code for code, words in known.items() if code in allowed for word in words}


# Units ------------------------------------------------------------------------------------------------------


def unit_in(heading: str) -> str:
    """The unit of tonnes that a heading or title names: t, kt, Mt, kg; "" for none, or where it is a rate."""
    plain = normalised(heading)
    if is_rate(heading):
        return ""
    if _MEGATONNES.search(heading):
        return "Mt"
    return next((unit for unit, words in _UNIT_WORDS if words.search(plain)), "")


def is_rate(heading: str) -> bool:
    """Whether a heading says that its figures are shares, rates or changes and no amounts."""
    plain = normalised(heading)
    return "%" in plain or any(word in plain for word in NO_AMOUNT)


def has_unit_behind(texts: Iterable[str]) -> bool:
    """Whether figures have their unit behind them, as in "12,5 kt"."""
    readings = (read_written(text, one, unit="t") for text in texts for one in _BOTH_MARKS)
    return any(written is not None and bool(written.unit) for written in readings)


def bare_heading(heading: str) -> str:
    """A heading for looking up: no brackets, units or punctuation around it."""
    plain = normalised(_BRACKETS.sub(" ", heading))
    for _unit, words in _UNIT_WORDS:
        plain = words.sub(" ", plain)
    return " ".join(plain.strip(" ,;:*.–-").split()) or normalised(heading)
