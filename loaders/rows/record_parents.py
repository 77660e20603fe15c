"""Whether the rows of a child sheet belong to a record that exists: in the workbook, or in the store."""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from data.tables import TABLES
from loaders.problems import Problem
from loaders.reading import ReadingContext
from loaders.rows.row_keys import nearest_id
from loaders.rows.sheet_rows import by_text
from loaders.rows.table_rows import TableRows
from texts import N_, Text

Removed = Sequence[tuple[str, str, str]]  # table, area_id, record_id


def parent_problems(read: Mapping[str, TableRows], context: ReadingContext) -> list[Problem]:
    """Errors for rows of children whose parent is neither in the workbook nor in the store.

    read: the sheets of the workbook by table."""
    return [
        problem
        for part in read.values()
        if part.table.parent
        for problem in _orphans(part, read.get(part.table.parent), context)
    ]


def with_children(removed: Removed, context: ReadingContext) -> list[tuple[str, str, str]]:
    """The records that end, with the rows that the store holds of them on other sheets: nothing is left behind
    that belongs to no record."""
    children = [
        (child.name, area, record)
        for table, area, record in removed
        for child in TABLES.values()
        if child.parent == table and (area, record) in context.records.get(child.name, ())
    ]
    return list(dict.fromkeys([*removed, *children]))


def _orphans(part: TableRows, parent: TableRows | None, context: ReadingContext) -> list[Problem]:
    known = set(context.records.get(part.table.parent, ()))
    if parent is not None:
        ids = parent.rows.select(["area_id", "record_id"]).to_pylist()
        known = (known | {(row["area_id"], row["record_id"]) for row in ids}) - set(parent.ending)
    keys = zip(part.rows["area_id"].to_pylist(), part.rows["record_id"].to_pylist(), strict=True)
    is_orphan = pa.array(
        [bool(area and record) and (area, record) not in known for area, record in keys], pa.bool_()
    )
    if not pc.any(is_orphan).as_py():
        return []
    title = part.table.column("record_id").title
    names = sorted({record for _area, record in known})
    ended = {record for _area, record in (parent.ending if parent is not None else ())}
    return part.source.problems(
        "record_id",
        by_text(part.rows["record_id"], is_orphan),
        code="unknown_record",
        words=lambda text: (N_("“{title}” of a record that exists", title=title), _fix(text, names, ended)),
    )


def _fix(text: str, names: list[str], ended: set[str]) -> Text:
    if text in ended:
        return N_(
            "Its own sheet ends this record: delete this row too, or empty the cell Action of the record."
        )
    near = nearest_id(text, names)
    if near:
        return N_("Did you mean {word}?", word=near)
    return N_("Add the record on its own sheet, or correct the id.")
