"""The entries of declared columns in a reader's words: code words, yes and no, numbers with their unit."""

import re
from collections.abc import Mapping

from data.code_lists import YES_NO
from data.columns import Column, Table
from metrics.registry import INDICATORS
from sentences import formats
from texts import MISSING, _, format_number

TRUTH = {"true": "yes", "false": "no"}
_PLAIN_NUMBER = re.compile(r"[a-z_]*year")  # columns whose numbers are never grouped


def value_words(column: Column, text: str | None) -> str:
    """A stored value, given as text, as a person reads it; "–" where there is none."""
    if text is None or text == "":
        return MISSING
    if column.kind == "boolean":
        code = TRUTH.get(text.lower(), text)
        return _(YES_NO[code]) if code in YES_NO else text
    if column.codes:
        return (
            text
            if column.shows_codes or text not in column.codes
            else _(column.codes[text]).partition(":")[0]
        )
    if column.name == "indicator" and text in INDICATORS:
        return _(INDICATORS[text].short_title)
    if column.kind in ("number", "integer") and not _PLAIN_NUMBER.fullmatch(column.name):
        return _number_words(column, text)
    return text


def field_words(table: Table, field: Mapping[str, str | None]) -> str:
    """One column of a changed row: "Innovation stage: Pilot → Implementation"."""
    column = table.column(str(field["name"]))
    return _(
        "{title}: {old} → {new}",
        title=column.title,
        old=value_words(column, field["old"]),
        new=value_words(column, field["new"]),
    )


def _number_words(column: Column, text: str) -> str:
    try:
        number = format_number(float(text))
    except ValueError:
        return text
    return f"{number}{formats.FIXED_SPACE}{column.unit}" if column.unit else number
