"""The notice for rows that were read although a person does not see them in the workbook."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from loaders.problems import Problem
from loaders.reading import Reading
from loaders.sheets.workbook import Sheet, Workbook
from texts import N_


def hidden_row_notices(workbook: Workbook, reading: Reading) -> list[Problem]:
    """One notice for each sheet of which hidden rows became rows of a table."""
    return [
        _notice(sheet, rows)
        for sheet in workbook.sheets.values()
        if sheet.hidden_rows and (rows := sorted(set(_read_rows(sheet, reading))))
    ]


def _read_rows(sheet: Sheet, reading: Reading) -> Iterator[int]:
    hidden = pa.array(sheet.hidden_rows, pa.int64())
    for table in reading.tables.values():
        of_sheet = table.filter(pc.equal(table["source_sheet"].cast(pa.string()), sheet.name))
        rows = of_sheet["source_row"].cast(pa.int64())
        yield from pc.unique(rows.filter(pc.fill_null(pc.is_in(rows, hidden), False))).to_pylist()


def _notice(sheet: Sheet, rows: list[int]) -> Problem:
    return Problem(
        level="notice",
        code="hidden_rows",
        sheet=sheet.name,
        cells=tuple(f"A{row}" for row in rows),
        expected=N_("rows that a person sees"),
        found=N_("hidden rows"),
        fix=N_("They are read like all others; delete them from the workbook if they should not count."),
    )
