"""What is shown of a thing when it is pointed at, escaped once and with the house's minus sign."""

from collections.abc import Iterable
from html import escape

from charts.chart import ChartFormat
from charts.scale import Scale


def hover_amount(scale: Scale, *, along: str = "y") -> str:
    """The place in a hover text where the value stands, with three significant figures and its short unit.

    along: the axis that the value is measured on, "x" in pictures that are read line by line."""
    return f"%{{{along}:,.3r}} {escape(scale.short_unit, quote=False)}"


def hover_template(
    pattern: str, values: Iterable[float | None], scale: Scale, numbers: ChartFormat
) -> str | list[str]:
    """The hover text of a trace: the pattern, or one per point where the house's minus sign is needed.

    pattern: holds hover_amount(scale). values: base unit, None = missing. Plotly itself would write a
    hyphen for a minus."""
    known = list(values)
    if all(value is None or value >= 0 for value in known):
        return pattern
    place = hover_amount(scale)
    return [
        pattern if value is None or value >= 0 else pattern.replace(place, scale.amount(value, numbers))
        for value in known
    ]


def titled_amount(
    title: str, values: Iterable[float | None], scale: Scale, numbers: ChartFormat
) -> str | list[str]:
    """The hover text of a trace with one title: the title, and the value in bold.

    values: base unit, None = missing."""
    pattern = f"{escape(title, quote=False)} <b>{hover_amount(scale)}</b><extra></extra>"
    return hover_template(pattern, values, scale, numbers)


def titled_words(title: str, words: str) -> str:
    """The hover text of one thing: its title, and below it in bold what is said of it."""
    return f"{escape(title, quote=False)}<br><b>{escape(words, quote=False)}</b><extra></extra>"
