"""The store as it would stand after an undo or redo, and the rows that speak otherwise for it: what an upload changed when
it was committed, and what undoing or redoing it would change. Nothing of it is kept."""

import pyarrow as pa

from data.changes import CHANGES, _compared_as
from data.columns import Table
from data.live import LIVE_SLICES
from data.store import Store
from data.tables import TABLES

RowCounts = dict[str, int]  # rows by kind of change (data.changes.CHANGES)


def rows_changed_by(store: Store, upload_id: int) -> dict[str, RowCounts]:
    """How many rows of each table an upload changed when it was committed, told from what spoke before and after.

    Returns new, changed, removed and unchanged rows by table, in the order of the tables; none for a table of which
    nothing spoke otherwise, as for a release older than the one that speaks."""
    event = int(store.arrow(_COMMITTED, {"upload_id": upload_id})["event_id"][0].as_py() or 0)
    before, after = (
        store.arrow(_SPEAKING_THEN, {"until_event": until, "upload_id": upload_id})
        for until in (event - 1, event)
    )
    return _compared(store, before, after)


def rows_changed_back(store: Store, upload_id: int, after: Store) -> dict[str, RowCounts]:
    """How many rows of each table speak otherwise in `after` (Store.as_if_changed) than in the store, in the areas of an
    upload; as rows_changed_by."""
    now, then = (one.arrow(_SPEAKING_NOW, {"upload_id": upload_id}) for one in (store, after))
    return _compared(store, now, then)


def _compared(store: Store, before: pa.Table, after: pa.Table) -> dict[str, RowCounts]:
    """Rows that are only in one of two sets of speaking slices (slice_id, table_name, row_count), by kind of change."""
    moved = store.arrow(_MOVED, before=before, after=after)
    sizes = {
        (row["table_name"], row["side"]): row["rows"] for row in store.arrow(_SIZES, moved=moved).to_pylist()
    }
    return {
        name: _counts(store, table, moved, sizes.get((name, "old"), 0), sizes.get((name, "new"), 0))
        for name, table in TABLES.items()
        if (name, "old") in sizes or (name, "new") in sizes
    }


def _counts(store: Store, table: Table, moved: pa.Table, old: int, new: int) -> RowCounts:
    if not old or not new:  # nothing to compare row by row
        return dict.fromkeys(CHANGES, 0) | {"new": int(new), "removed": int(old)}
    own = [name for name in table.key_columns if name not in table.slice_columns]
    facts = [_compared_as(column) for column in table.columns if not column.is_key]
    keys = ", ".join([*(f"slices.{name}" for name in table.slice_columns), *(f"fact.{name}" for name in own)])
    names = " and ".join(
        f"older.{name} is not distinct from newer.{name}" for name in (*table.slice_columns, *own)
    )
    parts = {"{table}": table.name, "{keys}": keys, "{same}": names, "{facts}": ", ".join(facts) or "1"}
    statement = _KINDS
    for place, sql in parts.items():
        statement = statement.replace(place, sql)
    found = store.arrow(statement, moved=moved).to_pylist()
    return dict.fromkeys(CHANGES, 0) | {row["change"]: int(row["rows"]) for row in found}


_COMMITTED = "select min(event_id) as event_id from upload_events where upload_id = $upload_id"

_SPEAKING_THEN = f"""
select live.slice_id, live.table_name, slices.row_count
from ({LIVE_SLICES}) live
join slices on slices.slice_id = live.slice_id
where live.is_speaking
order by live.slice_id
"""  # noqa: S608 - both parts are statements of ours

_SPEAKING_NOW = """
select live.slice_id, live.table_name, slices.row_count
from live_slices live
join slices on slices.slice_id = live.slice_id
where live.is_speaking and live.area_id in (select area_id from slices where upload_id = $upload_id)
order by live.slice_id
"""

_MOVED = """
select slice_id, table_name, row_count, 'old' as side
from before
anti join after using (slice_id)
union all
select slice_id, table_name, row_count, 'new' as side
from after
anti join before using (slice_id)
order by slice_id
"""

_SIZES = """
select table_name, side, sum(row_count)::bigint as rows
from moved
group by table_name, side
having sum(row_count) > 0
order by table_name, side
"""

_KINDS = """
with rows as (
    select moved.side, {keys}, sum(hash({facts})) as fingerprint
    from {table} fact
    join slices on slices.slice_id = fact.slice_id
    join moved on moved.slice_id = fact.slice_id
    group by all
),
sides as (
    select older.fingerprint as old_fingerprint, newer.fingerprint as new_fingerprint
    from (select * from rows where side = 'old') older
    full join (select * from rows where side = 'new') newer on {same}
)
select
    case
        when old_fingerprint is null then 'new'
        when new_fingerprint is null then 'removed'
        when old_fingerprint <> new_fingerprint then 'changed'
        else 'unchanged'
    end as change,
    count(*) as rows
from sides
group by change
order by change
"""
