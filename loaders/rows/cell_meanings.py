"""What a text in a cell means: a year, a date, a quarter, an entry of a list, yes or no, an area."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

import pyarrow as pa

from data.areas import Area, AreaKind, Match, Register
from data.code_lists import GASES
from data.columns import Column, Table
from loaders.own_workbooks.template_layout import code_list, short_title
from loaders.rows.cells import different_texts, normalised
from loaders.rows.number_words import unit_in_cell
from texts import spellings

# The words of six languages, and what their spreadsheets call true and false.
YES_WORDS = ("yes", "true", "1", "x", "ja", "kyllä", "já", "sann", "sant", "sand", "tosi", "satt")
NO_WORDS = ("no", "false", "0", "nei", "nej", "ei", "usann", "falskt", "falsk", "epätosi", "ósatt")
TOTAL_WORDS = (
    "total",
    "totalt",
    "all",
    "alle",
    "alla",
    "sum",
    "summa",
    "samlet",
    "i alt",
    "yhteensä",
    "alls",
)
LARGER_KINDS: tuple[AreaKind, ...] = ("county", "nation")
MOST_NAMES = 2_000  # different spellings looked up in the register; more than all Nordic municipalities
FIRST_SERIAL_DAY = date(1899, 12, 30)  # what Excel counts its dates from

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_NORDIC = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_QUARTER_WORDS = r"(?:q|k|kv|kvartal|kvartalet|kvartti|quarter|ársfjórðungur|neljännes)"
_QUARTER_SIGN = (
    rf"(?:{_QUARTER_WORDS}\s?\.?\s?(?P<after>[1-4])|(?P<before>[1-4])\s?\.?\s?{_QUARTER_WORDS}\.?)"
)
_BETWEEN = r"\W{0,3}(?:(?:i|in|of|av)\s)?"
_QUARTERS = (
    re.compile(rf"(?P<year>20\d\d){_BETWEEN}{_QUARTER_SIGN}"),
    re.compile(rf"{_QUARTER_SIGN}{_BETWEEN}(?P<year>20\d\d)"),
)


def year_meant(text: str) -> int | None:
    """The year of a four-digit text or of a full date; None for anything else."""
    if re.fullmatch(r"(19|20)\d\d(\.0+)?", text):
        return int(text[:4])
    day = date_meant(text)
    return day.year if day is not None and 1900 <= day.year < 2100 else None


def date_meant(text: str) -> date | None:
    """The date of 2026-03-31, 31.3.2026 or 31/3/2026 (day first, as all Nordic countries write)."""
    iso, nordic = _ISO.fullmatch(text), _NORDIC.fullmatch(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif nordic:
        day, month, year = (int(part) for part in nordic.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def serial_date(text: str) -> date | None:
    """The date that a bare number such as 45292 would be in a spreadsheet, between 1990 and 2100."""
    if not re.fullmatch(r"\d{5}", text):
        return None
    day = FIRST_SERIAL_DAY + timedelta(days=int(text))
    return day if 1990 <= day.year < 2100 else None


def quarter_meant(text: str) -> str | None:
    """2027-Q1 of 2027-Q1, Q1 2027, 2027 K1 or 1. kvartal 2027; of a date, its quarter."""
    plain = normalised(text)
    day = date_meant(text)
    if day is not None:
        return f"{day.year}-Q{(day.month + 2) // 3}"
    found = next((match for shape in _QUARTERS if (match := shape.fullmatch(plain))), None)
    return f"{found['year']}-Q{found['after'] or found['before']}" if found else None


def code_meaning(column: Column) -> Callable[[str], Any]:
    """What a text means in a coded column: a code or its title in any language; for yes and no, a boolean."""
    if column.kind == "boolean":
        return yes_or_no
    if column.name == "unit" and column.codes:
        return unit_in_cell
    meant = _code_words(column.name, tuple(code_list(column).items()))
    return lambda text: meant.get(normalised(text))


def yes_or_no(text: str) -> bool | None:
    """True or False for yes and no in any of our languages; None for anything else."""
    plain = normalised(text)
    return True if plain in YES_WORDS else False if plain in NO_WORDS else None


@cache
def _code_words(_name: str, entries: tuple) -> dict[str, str]:
    words: dict[str, str] = {}
    for code, _title in entries:
        words.setdefault(normalised(code), code)
    for code, title in entries:
        for spelling in spellings(title):
            words.setdefault(normalised(spelling), code)
            words.setdefault(normalised(short_title(spelling)), code)
    if dict(entries).keys() == GASES.keys():
        words |= {"hfk": "HFC", "hfks": "HFC", "hfcs": "HFC", "pfk": "PFC", "pfcs": "PFC", "co₂": "CO2"}
    return words


def area_meanings(column: pa.ChunkedArray, register: Register, table: Table) -> dict[str, Match]:
    """What each different spelling of an area means; beyond a sane number of spellings the rest means
    nothing."""
    texts = different_texts(column)
    known = {text: _area(text, register, table) for text in texts[:MOST_NAMES]}
    return known | {text: Match(None) for text in texts[MOST_NAMES:]}


def _area(text: str, register: Register, table: Table) -> Match:
    matches = [register.resolve(text, kind=kind) for kind in table.area_kinds]
    found = next((match for match in matches if match.area is not None), matches[0])
    return found if found.area is not None or text.isdigit() else _of_other_kind(text, register) or found


def _of_other_kind(text: str, register: Register) -> Match | None:
    """The county or nation that a text means where only a municipality may stand, as the candidate."""
    for kind in LARGER_KINDS:
        area = register.resolve(text, kind=kind).area
        if area is not None:
            return Match(None, (area,))
    return None


def ids_of(matches: Mapping[str, Match]) -> Callable[[str], str | None]:
    """The area's id for each spelling, None where it is open."""
    return lambda text: area.area_id if (area := _matched(matches, text)) is not None else None


def _matched(matches: Mapping[str, Match], text: str) -> Area | None:
    return matches[text].area
