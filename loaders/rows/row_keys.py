"""What tells rows apart: ids of records, rows that end a record, and keys that stand twice."""

from collections.abc import Collection, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process

from data.columns import Column, Table
from data.sql import frame_sql
from loaders.own_workbooks.template_layout import required_columns
from loaders.problems import Problem
from loaders.rows.cells import listed
from loaders.rows.sheet_rows import SheetRows
from texts import N_


def with_record_ids(rows: pa.Table, table: Table) -> pa.Table:
    """The rows of a record table with record_id: as written, else made of the columns that the table names."""
    if not table.record_from:
        return rows
    parts = [pc.fill_null(_as_text(rows[name]), "") for name in table.record_from]
    return rows.append_column("record_id", pc.binary_join_element_wise(*parts, "/"))


def _as_text(values: Any) -> Any:
    return values.cast(pa.string()) if not pa.types.is_date(values.type) else pc.strftime(values, "%Y-%m-%d")


def split_removals(rows: pa.Table) -> tuple[pa.Table, list[tuple[str, str]]]:
    """The rows that stay, and the records (area_id, record_id) that end because none of their rows stays."""
    if "action" not in rows.column_names:
        return rows, []
    ends = pc.fill_null(pc.equal(rows["action"], "remove"), False)
    staying = rows.filter(pc.invert(ends))
    ending = _records(rows.filter(ends))
    kept = set(_records(staying)) if ending else set()
    return staying, [record for record in ending if record not in kept]


def _records(rows: pa.Table) -> list[tuple[str, str]]:
    pairs = zip(rows["area_id"].to_pylist(), rows["record_id"].to_pylist(), strict=True)
    return list(dict.fromkeys((area, record) for area, record in pairs if area and record))


NEAR_ENOUGH = 60


def nearest_id(text: str, names: Sequence[str]) -> str | None:
    """The id that a mistyped one comes nearest to; None where none is near."""
    near = process.extractOne(
        text, names, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=NEAR_ENOUGH
    )
    return str(near[0]) if near else None


def needless_removals(
    rows: SheetRows, ids: pa.Table, known: Collection[tuple[str, str]] | None
) -> list[Problem]:
    """A notice for each row that ends a record which is not there, so that a mistyped id is seen.

    ids: area_id and record_id of the rows. known: the records there are; None = not known here."""
    if known is None:
        return []
    pairs = list(zip(ids["area_id"].to_pylist(), ids["record_id"].to_pylist(), strict=True))
    column = "record_id" if "record_id" in rows.places else next(iter(rows.table.record_from), "area_id")
    return listed(
        _needless_removal(rows, rows.cell(row, column), pair, known)
        for row, pair in enumerate(pairs)
        if all(pair) and pair not in known
    )


def _needless_removal(
    rows: SheetRows, cell: str, pair: tuple[str, str], known: Collection[tuple[str, str]]
) -> Problem:
    area, record = pair
    near = nearest_id(record, sorted(name for place, name in known if place == area))
    return rows.problem(
        [cell],
        code="nothing_to_remove",
        level="notice",
        expected=N_("a record that is loaded, since its row says “Remove”"),
        found=record,
        fix=N_("Did you mean {word}?", word=near)
        if near
        else N_("Nothing is removed by this row; correct the id if another record is meant."),
    )


def key_columns(table: Table, columns: tuple[Column, ...]) -> list[str]:
    """The columns on the sheet that tell its rows apart, in the sheet's order."""
    keys = {*table.key_columns, *table.record_from}
    return [column.name for column in columns if column.name in keys]


def is_told_apart(rows: SheetRows, typed: pa.Table) -> Any:
    """Per row, whether every cell of its key could be read; the others can be laid against no row."""
    keys = key_columns(rows.table, rows.columns)
    is_told: Any = pc.invert(rows.is_reported(keys))
    for name in keys:
        if name in rows.places:
            is_known: Any = pc.is_valid(typed[name])
            if not rows.table.column(name).is_required or rows.table.column(name).default is not None:
                is_known = pc.or_(is_known, pc.is_null(typed[f"{name}_text"]))
            is_told = pc.and_(is_told, is_known)
    return is_told


def has_all_keys(rows: SheetRows) -> bool:
    """Whether the sheet has every column that its rows cannot be told apart without."""
    keys = key_columns(rows.table, rows.columns)
    needed = [column.name for column in required_columns(rows.table.name) if column.name in keys]
    return all(name in rows.places for name in needed)


# Equal keys have equal hashes: as many hashes as rows means that no key is repeated.
_MAY_REPEAT = "select count(distinct hash({keys})) < count(*) as may_repeat from rows"
_REPEATED = """
with first_rows as (
    select row, min(row) over (partition by {keys}) as first_row from rows
)
select row, first_row
from first_rows
where row > first_row
order by row
"""


def repeated_keys(rows: SheetRows, typed: pa.Table) -> list[Problem]:
    """An error for each row whose key stands in a row above, naming both rows.

    typed: the rows whose keys could be read. Where a column of the key is missing, rows are the same when their
    figure is as well, and not 0."""
    table = rows.table
    keys = [name for name in key_columns(table, rows.columns) if name in rows.places]
    if not has_all_keys(rows):
        if not table.value:
            return []
        typed = typed.filter(pc.fill_null(pc.not_equal(typed[table.value], 0), False))
        keys.append(table.value)
    slim = typed.select(["row", *keys])
    if not frame_sql(_MAY_REPEAT.replace("{keys}", ", ".join(keys)), rows=slim)["may_repeat"][0].as_py():
        return []
    found = frame_sql(_REPEATED.replace("{keys}", ", ".join(keys)), rows=slim).to_pylist()
    titles = ", ".join(str(table.column(name).title).lower() for name in keys)
    return listed(_repeated(rows, pair, titles) for pair in found)


def _repeated(rows: SheetRows, pair: dict[str, int], titles: str) -> Problem:
    first, second = (str(rows.source_rows[pair[name]]) for name in ("first_row", "row"))
    return rows.problem(
        [rows.cell(pair["row"], "area_id")],
        code="repeated_key",
        expected=N_("one row for each combination of {columns}", columns=titles),
        found=N_("the same in rows {first} and {second}", first=first, second=second),
        fix=N_("Remove one of the two rows, or tell them apart."),
    )
