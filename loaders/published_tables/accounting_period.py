"""The calendar year of an accounting period, as city reports write it."""

import re
from datetime import date, timedelta

_ISO = r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.]+)?"
_RANGE = re.compile(rf"(?:{_ISO})?\s*[-–]\s*(?:{_ISO})?")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s+[\d:]+\s*(?:AM|PM)?)?", re.IGNORECASE)
_YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0)?")
YEAR_DAYS = 365


def year_of_period(text: str | None) -> int | None:
    """The calendar year that holds most days of a period; of two that hold as many, the earlier.

    text: "2015-01-01 - 2015-12-31"; one open end ("2016-01-01 -") stands for twelve months; "12/31/2014 12:00:00 AM"
    and "2014-12-31 00:00:00" are a day of their year; "2014" is itself. None: nothing, 0, or no period at all."""
    plain = (text or "").strip()
    whole = _YEAR.fullmatch(plain)
    if whole:
        return int(whole[1])
    american = _AMERICAN.fullmatch(plain)
    if american:
        return _year_of(_day(american[3], american[1], american[2]))
    day = re.fullmatch(_ISO, plain)
    if day:
        return _year_of(_day(day[1], day[2], day[3]))
    period = _RANGE.fullmatch(plain)
    return _of_most_days(period.groups()) if period else None


def _of_most_days(parts: tuple[str | None, ...]) -> int | None:
    first, last = _day(*parts[:3]), _day(*parts[3:])
    if (parts[0] and first is None) or (parts[3] and last is None) or not (first or last):
        return None
    first = first or _shifted(last, -YEAR_DAYS)
    last = last or _shifted(first, YEAR_DAYS)
    if first is None or last is None or last < first:
        return None
    days = {
        year: (min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days
        for year in range(first.year, last.year + 1)
    }
    return max(days, key=lambda year: (days[year], -year))


def _shifted(day: date | None, days: int) -> date | None:
    """The first or last day of the twelve months that end or begin on a day."""
    if day is None:
        return None
    try:
        return day + timedelta(days=days - 1 if days > 0 else days + 1)
    except OverflowError:
        return None


def _day(year: str | None, month: str | None, day: str | None) -> date | None:
    try:
        return date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None


def _year_of(day: date | None) -> int | None:
    return day.year if day else None
