"""Numbers as a report writes them: as pages do (sentences/formats.py), and words where there is none, since in print a dash
could be read as zero."""

from collections.abc import Sequence

from charts.scale import present
from sentences import formats
from sentences.formats import chart_format as chart_format
from sentences.formats import unit_words as unit_words
from texts import _, format_number


def missing() -> str:
    """What stands where there is no figure."""
    return _("no data")


def is_missing(value: float | None) -> bool:
    """Whether there is no figure: None, NaN or pandas' NA."""
    return present(value) is None


def number(value: float | None) -> str:
    """A figure with three significant digits, as the reader's language writes it."""
    return missing() if is_missing(value) else formats.number(value)


def whole(value: float | None) -> str:
    """A figure without decimals, for a table whose heading names the unit."""
    return missing() if is_missing(value) else format_number(value, digits=0)


def amount(value: float | None, unit: str) -> str:
    """An amount with its unit, rescaled."""
    return missing() if is_missing(value) else formats.amount(value, unit)


def indicator_value(value: float | None, unit: str) -> str:
    """The value of an indicator with its unit."""
    return missing() if is_missing(value) else formats.indicator_value(value, unit)


def short_amount(value: float | None, unit: str, *, like: Sequence[float | None] = ()) -> str:
    """As amount, with the short unit (t, kt, Mt) for running text; like: figures whose scale it follows."""
    return missing() if is_missing(value) else formats.short_amount(value, unit, like=like)


def percent(value: float | None, *, signed: bool = False, digits: int = 0) -> str:
    """A percentage (0–100), whole unless digits are asked for."""
    return missing() if is_missing(value) else formats.percent(value, signed=signed, digits=digits)


def year(value: float | int | None) -> str:
    """A year, never grouped."""
    return missing() if is_missing(value) else formats.year(value)
