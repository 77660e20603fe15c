"""Texts that leave in a CSV file and that no spreadsheet may run as formulas: an apostrophe stands before what would begin
one, and whoever reads the file back takes exactly that one off again (docs/adr/0023).

Numbers are no texts: a number below zero keeps its sign and nothing else."""

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

# A spreadsheet takes ; tab and new line for the start of a cell where its own list separator is not the comma. Each run
# of spaces, quotation marks and semicolons is looked at once, however long a sender has made it.
_RUN = r"((?<![\s\";])[\s\";]++|^)"
_BEGINS_FORMULA = r"(?=['=+\-@＝＋－＠])"
_NEEDS_ESCAPE = re.compile(_RUN + _BEGINS_FORMULA)
_ESCAPED = re.compile(_RUN + "'" + _BEGINS_FORMULA)
_BEGINS_CELL = re.compile(r"[;\t\r\n]")
_FIRST_SIGNS = ("\t", "\r")  # some spreadsheets drop these at the start of a cell, and run what stands behind
# Every text that harmless changes, and some that it does not: which of many texts are looked at one by one.
_SPACE = r"\s\v\p{Z}\x1c-\x1f\x85"  # what Python takes for space, in the words of Arrow's expressions
_SUSPECT = rf"(^|[;\t\r\n])[{_SPACE}\";]*['=+\-@＝＋－＠]|^[\t\r]"
FIRST_OF_CELL = r"^[\s\"]*['=+\-@＝＋－＠]|^[\t\r]"
_FIRST_OF_CELL = re.compile(FIRST_OF_CELL)
_ESCAPED_SUSPECT = rf"(^|[{_SPACE}\";])'"


def harmless(text: str) -> str:
    """A text that no spreadsheet runs as a formula: an apostrophe stands before =, +, -, @ or an apostrophe
    wherever a cell may begin, and before a tab or a carriage return at the start. as_written takes exactly those off
    again."""
    escaped = _NEEDS_ESCAPE.sub(lambda found: f"{found[0]}'" if _is_cell_start(found) else found[0], text)
    return f"'{escaped}" if text.startswith(_FIRST_SIGNS) else escaped


def as_written(text: str) -> str:
    """The text that harmless was given; a text that harmless would not have made stays as it is."""
    inner = text[1:] if text.startswith("'") and text[1:].startswith(_FIRST_SIGNS) else text
    return _ESCAPED.sub(lambda found: found[1] if _is_cell_start(found) else found[0], inner)


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet that is given the text as one cell could run it, or takes its first sign for a mark of its own."""
    return _FIRST_OF_CELL.match(text) is not None


def harmless_texts(texts: pa.Array) -> pa.Array:
    """As harmless, for a column of texts (null = missing, and stays so); each different text is looked at once."""
    return _changed(texts, harmless, _SUSPECT)


def texts_as_written(texts: pa.Array) -> pa.Array:
    """As as_written, for a column of texts (null = missing, and stays so)."""
    has_apostrophe = pc.any(pc.match_substring(texts, "'")).as_py()
    return _changed(texts, as_written, _ESCAPED_SUSPECT) if has_apostrophe else texts


def _is_cell_start(run: re.Match[str]) -> bool:
    return run.start() == 0 or _BEGINS_CELL.search(run[1]) is not None


def _changed(texts: pa.Array, change: Callable[[str], str], suspect: str) -> pa.Array:
    encoded = texts.dictionary_encode()
    values = encoded.dictionary.cast(pa.string())
    if not pc.any(pc.match_substring_regex(values, suspect)).as_py():
        return texts
    changed = pa.array([change(value) for value in values.to_pylist()], pa.string())
    return changed.take(encoded.indices)
