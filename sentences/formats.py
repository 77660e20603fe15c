"""Numbers and times on screen: rescaled and rounded here and nowhere else, unit always beside."""

import math
from collections.abc import Sequence

from charts.chart import ChartFormat
from charts.scale import PERCENT, points, scale_for
from data.code_lists import UNIT_WORDS, YES_NO
from texts import MISSING, N_, Text, _, format_number, separators

SIGNIFICANT = 3
SCORE_DIGITS = 2  # of a self-assessed score between 0 and 1
FIXED_SPACE = "\N{NO-BREAK SPACE}"  # keeps a number and its unit on one line
YES_OR_NO, SELF_ASSESSED = "0/1", "0-1"  # units that are no measures
# Units of indicators that hold a word; all others are symbols, the same in every language.
UNITS: dict[str, Text] = UNIT_WORDS | {
    "t CO2e/inhabitant": N_("t CO2e/inhabitant"),
    "t CO2/inhabitant": N_("t CO2/inhabitant"),
    "g/portion": N_("g/portion"),
    "EUR/inhabitant": N_("EUR/inhabitant"),
    "W/inhabitant": N_("W/inhabitant"),
    "persons/100 000 inhabitants": N_("persons/100 000 inhabitants"),
    "per 1000": N_("per 1000"),
}


def number(value: float | None) -> str:
    """A figure with three significant digits, as the reader's language writes it."""
    return format_number(value, significant=SIGNIFICANT)


def amount(value: float | None, unit: str) -> str:
    """An amount with its unit, rescaled (1 084 233 t CO2e becomes 1.08 Mt CO2e); "–" when missing."""
    if value is None or math.isnan(value):
        return MISSING
    scale = scale_for([value], unit_words(unit))
    return f"{number(value / scale.divisor)}{FIXED_SPACE}{scale.unit}"


def unit_words(unit: str) -> str:
    """A unit as the reader's language writes it; symbols stay as they are."""
    return _(UNITS[unit]) if unit in UNITS else unit


def indicator_value(value: float | None, unit: str) -> str:
    """The value of an indicator with its unit; a yes or no in words, a self-assessed score as a part of one."""
    if value is None or math.isnan(value):
        return MISSING
    if unit == YES_OR_NO:
        return _(YES_NO["yes" if value >= 1 else "no"])
    if unit == SELF_ASSESSED:
        return _("{value} of 1", value=format_number(value, digits=SCORE_DIGITS))
    return amount(value, unit)


def difference(value: float | None, unit: str, *, like: Sequence[float | None] = ()) -> str:
    """How far two values of an indicator are apart, without a sign: percentages differ by points, scores by a plain
    number.

    like: figures of the same page whose scale it follows."""
    if value is None or math.isnan(value):
        return MISSING
    if unit == PERCENT:
        return _("{points} percentage points", points=points(value))
    if unit == SELF_ASSESSED:
        return format_number(abs(value), digits=SCORE_DIGITS)
    return short_amount(abs(value), unit, like=like)


def short_amount(value: float | None, unit: str, *, like: Sequence[float | None] = ()) -> str:
    """As amount, with the short unit (t, kt, Mt) for running text.

    like: figures of the same page whose scale it follows (7 850 t beside 94.5 kt becomes 7.85 kt)."""
    if value is None or math.isnan(value):
        return MISSING
    return scale_for([*like, value], unit_words(unit)).amount(value, chart_format())


def percent(value: float | None, *, signed: bool = False, digits: int = 0) -> str:
    """A percentage (0–100), whole unless digits are asked for; below one it keeps a decimal."""
    if value is None or math.isnan(value):
        return MISSING
    words = format_number(value, digits=max(digits, 1) if 0 < abs(value) < 1 else digits)
    return f"{'+' if signed and value > 0 else ''}{words}{FIXED_SPACE}%"


def year(value: float | int | None) -> str:
    """A year, never grouped."""
    return MISSING if value is None or math.isnan(value) else str(int(value))


def chart_format() -> ChartFormat:
    """How charts write numbers for this reader."""
    decimal, group = separators()
    return ChartFormat(number=number, separators=decimal + group)
