"""What an upload would change: staged rows laid against what speaks today, before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from data.columns import Column, Table
from data.datasets import Release
from data.store import Store
from data.tables import TABLES

CHANGES = ("new", "changed", "removed", "unchanged")
ROWS_SHOWN = 500


@dataclass(frozen=True)
class TableChanges:
    """Changes of one table.

    counts: rows per kind of change. area_count, first_year, last_year: what the staged rows cover. rows: the
    largest changes first, at most ROWS_SHOWN; area_id, name, dataset, year, label, old, new, difference,
    difference_percent, change (values in the table's unit; NaN where it has none), and fields: of a changed
    row, the columns that differ as a list of name, old and new (as texts, None = missing).
    older_release_than: set when a newer release already speaks for all that is staged, so that this upload is
    kept as a vintage and changes no figure that speaks."""

    table: str
    counts: dict[str, int]
    area_count: int
    first_year: int | None
    last_year: int | None
    rows: pd.DataFrame
    older_release_than: str | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether committing would leave every figure as it is."""
        return all(self.counts[change] == 0 for change in ("new", "changed", "removed"))


def table_changes(
    store: Store,
    table_name: str,
    rows: pa.Table,
    releases: dict[str, Release],
    *,
    removed: Sequence[tuple[str, str]] = (),
    has_unique_keys: bool = False,
) -> TableChanges:
    """The staged rows of a table compared with the rows that they would replace.

    Compared are, area by area, the slices that would no longer speak: the same year, and in a recomputed
    dataset with a newer release all years, since one release speaks for the whole series. Where a newer
    release already speaks for the area, the rows become a vintage and are compared with that vintage alone. Of
    records, compared are those with the same id. removed: records (area_id, record_id) that end. A value that is
    missing on both sides is unchanged. has_unique_keys: the rows are known to bear no key twice."""
    table = TABLES[table_name]
    newer: list[dict] = []
    if table.slice_kind == "record":
        replaced = _replaced_records(store, table_name, rows, removed)
    else:
        replaced, newer = _replaced_facts(store, table_name, rows, releases)
    if replaced.num_rows == 0 and (has_unique_keys or _is_unique(store, table, rows)):
        counted = [{"change": "new", "rows": rows.num_rows}]
        compared = store.arrow(_filled(_ALL_NEW, _parts(table)), {"limit": ROWS_SHOWN}, staged=rows)
    else:
        compared = _compared(store, table, rows, replaced)
        counted = store.arrow(_COUNTS, compared=compared).to_pylist()
    shown = store.query(_filled(_ROWS, _parts(table)), {"limit": ROWS_SHOWN}, compared=compared)
    shown["fields"] = _changed_fields(store, table, rows, replaced, shown)
    year = "year" if "year" in table.column_names else "null::bigint"
    cover = store.arrow(_COVER.replace("{year}", year), staged=rows).to_pylist()[0]
    counts = dict.fromkeys(CHANGES, 0) | {row["change"]: int(row["rows"]) for row in counted}
    return TableChanges(
        table_name, counts, int(cover["area_count"]), cover["first_year"], cover["last_year"], shown,
        older_release_than=newer[0]["release"] if newer else None,
    )  # fmt: skip


def _replaced_records(
    store: Store, table_name: str, rows: pa.Table, removed: Sequence[tuple[str, str]]
) -> pa.Table:
    ending = pa.table(
        {
            "area_id": pa.array([area for area, _record in removed], pa.string()),
            "record_id": pa.array([record for _area, record in removed], pa.string()),
        }
    )
    return store.arrow(_REPLACED_RECORDS, {"table_name": table_name}, staged=rows, ending=ending)


def _replaced_facts(
    store: Store, table_name: str, rows: pa.Table, releases: dict[str, Release]
) -> tuple[pa.Table, list[dict]]:
    """The slices that rows of facts are compared with, and the newer release that silences all of them."""
    incoming = pa.table(
        {
            "dataset": pa.array(releases, pa.string()),
            "release": pa.array([release.label for release in releases.values()], pa.string()),
            "released_on": pa.array([release.released_on for release in releases.values()], pa.date32()),
        }
    )
    params = {"table_name": table_name}
    present = store.arrow(_HAS_ANY, params, incoming=incoming)["has_any"][0].as_py()
    if not present:
        return pa.table({"slice_id": pa.array([], pa.int32())}), []
    frames = {"staged_slices": store.arrow(_STAGED_SLICES, staged=rows, incoming=incoming)}
    replaced = store.arrow(f"with {_OUTRANKED} {_REPLACED}", params, **frames)
    newer = store.arrow(f"with {_OUTRANKED} {_NEWER}", params, **frames).to_pylist()
    return replaced, newer


_HAS_ANY = """
select exists (
    from live_slices where table_name = $table_name and dataset in (select dataset from incoming)
) as has_any
"""

_REPLACED_RECORDS = """
select slice_id
from live_slices
where table_name = $table_name and (area_id, record_id) in (
    select (area_id, record_id) from staged
    union all
    select (area_id, record_id) from ending
)
"""


# Which staged slices would stay silent because another release of the same series outranks theirs, by the
# rules of data/live.py: the later date, no date last, then the later first upload. A release already stored
# keeps its stored date.
_STAGED_SLICES = """
select
    staged.area_id, staged.dataset, incoming.release, staged.year,
    if(releases.release is null, incoming.released_on, releases.released_on) as released_on
from (select distinct area_id, dataset, year from staged) staged
join incoming on incoming.dataset = staged.dataset
left join releases on releases.dataset = incoming.dataset and releases.release = incoming.release
"""

_OUTRANKED = """
present as (
    select live_slices.*, releases.released_on, datasets.revision = 'recomputed' as is_recomputed
    from live_slices
    semi join staged_slices
        on staged_slices.area_id = live_slices.area_id and staged_slices.dataset = live_slices.dataset
    left join releases on releases.dataset = live_slices.dataset and releases.release = live_slices.release
    left join datasets on datasets.dataset = live_slices.dataset
    where live_slices.table_name = $table_name
),
first_uploads as (
    select area_id, dataset, release, min(first_event) as first_event
    from present
    group by area_id, dataset, release
),
outranking as (
    select distinct staged_slices.area_id, staged_slices.dataset, staged_slices.year, present.release, present.released_on
    from staged_slices
    left join first_uploads
        on first_uploads.area_id = staged_slices.area_id and first_uploads.dataset = staged_slices.dataset
        and first_uploads.release = staged_slices.release
    join present
        on present.area_id = staged_slices.area_id and present.dataset = staged_slices.dataset
        and present.release <> staged_slices.release and (present.is_recomputed or present.year = staged_slices.year)
    where
        coalesce(
            present.released_on > staged_slices.released_on,
            present.released_on is not null and staged_slices.released_on is null
        )
        or present.released_on is not distinct from staged_slices.released_on and present.first_event > first_uploads.first_event
)
"""

_NEWER = """
select outranking.release
from outranking
where (select count(*) from staged_slices anti join outranking using (area_id, dataset, year)) = 0
order by outranking.released_on desc nulls last, outranking.release
limit 1
"""

_COVER = "select count(distinct area_id) as area_count, min({year}) as first_year, max({year}) as last_year from staged"

_COUNTS = "select change, count(*) as rows from compared group by change"

_ROWS = """
select
    compared.area_id, coalesce(areas.name, compared.area_id) as name, compared.dataset, compared.shown_year as year,
    compared.label, compared.old, compared.new, compared.new - compared.old as difference,
    100 * (compared.new - compared.old) / nullif(abs(compared.old), 0) as difference_percent, compared.change,
    compared.copies, {extra_keys}
from compared
left join areas on areas.area_id = compared.area_id
where compared.change <> 'unchanged'
order by
    case compared.change when 'changed' then 0 when 'removed' then 1 else 2 end,
    abs(coalesce(compared.new, 0) - coalesce(compared.old, 0)) desc, compared.area_id, compared.shown_year, compared.label
limit $limit
"""


_REPLACED = """
select present.slice_id from present semi join staged_slices using (area_id, dataset, release, year)
union
select present.slice_id
from present
join staged_slices on staged_slices.area_id = present.area_id and staged_slices.dataset = present.dataset
    and staged_slices.release <> present.release and (present.is_recomputed or staged_slices.year = present.year)
anti join outranking
    on outranking.area_id = staged_slices.area_id and outranking.dataset = staged_slices.dataset
    and outranking.year = staged_slices.year
where present.is_speaking
"""


def _compared(store: Store, table: Table, rows: pa.Table, replaced: pa.Table) -> pa.Table:
    """One row per key with its label, its old and its new value, and the kind of change.

    replaced: slice_id of what the rows are compared with."""
    parts = _parts(table)
    if replaced.num_rows:
        return store.arrow(_filled(_COMPARED, parts), staged=rows, replaced=replaced)
    return store.arrow(_filled(_ALL_NEW_SUMMED, parts), staged=rows)


def _is_unique(store: Store, table: Table, rows: pa.Table) -> bool:
    """Whether no key stands twice: equal keys have equal hashes."""
    found = store.arrow(_filled(_IS_UNIQUE, _parts(table)), staged=rows)["is_unique"][0].as_py()
    return bool(found)


def _parts(table: Table) -> dict[str, str]:
    """What the statements below need to know of a table."""
    own_keys = [name for name in table.key_columns if name not in table.slice_columns]
    keys = [f"coalesce({name}, '') as {name}" if _is_text(table, name) else name for name in own_keys]
    record = ["record_id"] if table.slice_kind == "record" else []
    named = [*record, *(f"nullif({name}::varchar, '')" for name in own_keys if name not in ("basis", "year"))]
    facts = [_compared_as(column) for column in table.columns if not column.is_key]
    return {
        "{table}": table.name,
        "{keys}": ", ".join([*table.slice_columns, *keys]),
        "{key_names}": ", ".join([*table.slice_columns, *own_keys]),
        "{shown_keys}": ", ".join(f"{name} as key_{name}" for name in (*table.slice_columns, *own_keys)),
        "{extra_keys}": ", ".join(f"compared.key_{name}" for name in (*table.slice_columns, *own_keys)),
        "{dataset}": "dataset" if table.slice_kind == "yearly" else "null::varchar",
        "{year}": "year" if "year" in table.column_names else "null::bigint",
        "{label}": f"concat_ws(' · ', {', '.join(named)})" if named else "''",
        "{figure}": table.value or "null::double",
        "{facts}": ", ".join(facts) or "1",
    }


def _compared_as(column: Column) -> str:
    """What counts as the same in a column: an empty text and none, an empty cell and the default it stands for, and
    numbers that agree to 15 digits, which is what spreadsheet programs save."""
    if column.kind == "number":
        return f"printf('%.15g', {column.name})"
    if column.default is not None:
        default = str(column.default == "yes").lower() if column.kind == "boolean" else f"'{column.default}'"
        return f"coalesce({column.name}, {default})"
    return f"nullif({column.name}, '')" if column.kind in ("text", "quarter") else column.name


def _is_text(table: Table, name: str) -> bool:
    return table.column(name).kind in ("text", "quarter")


def _changed_fields(
    store: Store, table: Table, rows: pa.Table, replaced: pa.Table, shown: pd.DataFrame
) -> list[list[dict[str, str | None]]]:
    """Per row shown, the columns in which a changed row differs; empty for other rows and for keys that stand
    several times."""
    names = [column.name for column in table.columns if not column.is_key]
    changed = shown[(shown["change"] == "changed") & (shown["copies"] == 1)]
    if changed.empty or not names:
        return [[] for _row in range(len(shown))]
    keys = [column for column in shown.columns if str(column).startswith("key_")]
    wanted = changed[keys].assign(place=changed.index)
    pairs = ", ".join(
        f"{{'name': '{name}', 'old': spoken.{name}::varchar, 'new': proposed.{name}::varchar}}"
        for name in names
    )
    own = [str(key).removeprefix("key_") for key in keys]
    parts = {
        "{pairs}": pairs,
        "{table}": table.name,
        "{spoken}": " and ".join(f"{_same(table, 'spoken', name)} = wanted.key_{name}" for name in own),
        "{proposed}": " and ".join(f"{_same(table, 'proposed', name)} = wanted.key_{name}" for name in own),
    }
    sql = _filled(_FIELDS, parts)
    found = store.arrow(sql, wanted=wanted, staged=rows, replaced=replaced).to_pylist()
    by_place = {row["place"]: row["fields"] for row in found}
    return [by_place.get(place, []) for place in shown.index]


def _same(table: Table, side: str, name: str) -> str:
    """The key column of one side as the comparison sees it: an empty text is no text."""
    return f"coalesce({side}.{name}, '')" if _is_text(table, name) else f"{side}.{name}"


def _filled(statement: str, parts: dict[str, str]) -> str:
    for place, sql in parts.items():
        statement = statement.replace(place, sql)
    return statement


_FIELDS = """
select
    wanted.place,
    list_filter([{pairs}], lambda field: nullif(field.old, '') is distinct from nullif(field.new, '')) as fields
from wanted
join (select * from live_{table} semi join replaced using (slice_id)) spoken on {spoken}
join staged proposed on {proposed}
"""

_COMPARED = """
with proposed as (
    select {keys}, sum({figure}) as measured, count(*) as copies, sum(hash({facts})) as fingerprint
    from staged
    group by all
),
spoken as (
    select {keys}, sum({figure}) as measured, count(*) as copies, sum(hash({facts})) as fingerprint
    from live_{table}
    semi join replaced using (slice_id)
    group by all
)
select
    area_id, {dataset} as dataset, {year} as shown_year, {label} as label, spoken.measured::double as old,
    proposed.measured::double as new,
    case
        when spoken.copies is null then 'new'
        when proposed.copies is null then 'removed'
        when spoken.fingerprint <> proposed.fingerprint then 'changed'
        else 'unchanged'
    end as change,
    greatest(spoken.copies, proposed.copies) as copies, {shown_keys}
from proposed
full outer join spoken using ({key_names})
"""

# Nothing is replaced: every key is new, and only the rows shown need their words.
_IS_UNIQUE = "select count(distinct hash({key_names})) = count(*) as is_unique from staged"

_ALL_NEW = """
with largest as (
    select *
    from staged
    order by abs(coalesce({figure}, 0)) desc, {key_names}
    limit $limit
)
select
    area_id, {dataset} as dataset, {year} as shown_year, {label} as label, null::double as old,
    {figure}::double as new, 'new' as change, 1 as copies, {shown_keys}
from largest
"""

_ALL_NEW_SUMMED = """
with proposed as (select {keys}, sum({figure}) as measured, count(*) as copies from staged group by all)
select
    area_id, {dataset} as dataset, {year} as shown_year, {label} as label, null::double as old,
    measured::double as new, 'new' as change, copies, {shown_keys}
from proposed
"""
