"""From the rows a check has found to one warning: how many, where, and the most striking ones in words."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from loaders.problems import MOST_KEPT, Problem
from texts import N_, Text, format_number

NAMED = 3  # so many cases are named in a sentence
ACKNOWLEDGE = N_("If the figures are right, load them with a note that says why.")

Words = Callable[[dict[str, Any]], Text]


def warnings_of(code: str, found: pa.Table, words: Words, *, expected: Text, advice: Text) -> list[Problem]:
    """One warning for all cases of a check on one sheet, naming the first ones; none for none.

    found: one row per case, the most striking first, with source_sheet, source_row and source_column (null = no
    place of its own), or, where a case has several cells, cells (a list of names) in place of the last two.
    words: a case as a part of the sentence. Sheets follow in the order in which cases name them."""
    sheets = pc.unique(found["source_sheet"]).to_pylist()
    parts = [(sheet, found if len(sheets) == 1 else _on_sheet(found, sheet)) for sheet in sheets]
    return [
        _warning(code, sheet or "", part, words, expected=expected, advice=advice) for sheet, part in parts
    ]


def _warning(
    code: str, sheet: str, found: pa.Table, words: Words, *, expected: Text, advice: Text
) -> Problem:
    named = [words(row) for row in found.slice(0, NAMED).to_pylist()]
    cells = _cells(found)
    return Problem(
        level="warning",
        code=code,
        sheet=sheet,
        cells=tuple(dict.fromkeys(cells.slice(0, MOST_KEPT).drop_null().to_pylist())),
        expected=expected,
        found=_joined(named, more=found.num_rows - len(named)),
        fix=N_("Unusual, check. {advice}", advice=advice),
        count=len(cells),
    )


def _on_sheet(found: pa.Table, sheet: str | None) -> pa.Table:
    column = found["source_sheet"]
    return found.filter(pc.is_null(column) if sheet is None else pc.equal(column, sheet))


def _cells(found: pa.Table) -> pa.ChunkedArray:
    """The name of each place, null where a case has none."""
    if "cells" in found.column_names:
        return pc.list_flatten(found["cells"])
    rows = found["source_row"].cast(pa.string())
    return pc.binary_join_element_wise(found["source_column"].cast(pa.string()), rows, "")


def _joined(words: list[Text], *, more: int) -> Text:
    places = {f"case_{number}": text for number, text in enumerate(words)}
    template = "; ".join("{" + name + "}" for name in places)
    cases = Text(template, places)
    return cases if more == 0 else N_("{cases}; and {more} more", cases=cases, more=more)


def amount(value: float | None) -> str:
    """Whole tonnes, persons or other units; small amounts with decimals, so that a slip can be seen."""
    return format_number(value, digits=0 if value is None or abs(value) >= 10 else None)
