"""What an upload would change: staged rows laid against what speaks today, before anything is saved."""

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from data.datasets import Release
from data.store import Store
from data.tables import TABLES, Table

CHANGES = ("new", "changed", "removed", "unchanged")
VALUE_COLUMNS = {"emissions": "emissions_tco2e", "population": "inhabitants"}
ROWS_SHOWN = 500


@dataclass(frozen=True)
class TableChanges:
    """Changes of one table.

    counts: rows per kind of change. area_count, first_year, last_year: what the staged rows cover. rows: the
    largest changes first, at most ROWS_SHOWN; area_id, name, dataset, year, label, old, new, difference,
    difference_percent, change (values in the table's unit). older_release_than: set when a newer release
    already speaks for all that is staged, so that this upload is kept as a vintage and changes no figure that
    speaks."""

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
    store: Store, table_name: str, rows: pa.Table, releases: dict[str, Release]
) -> TableChanges:
    """The staged rows of a table compared with the rows that they would replace.

    Compared are, area by area, the slices that would no longer speak: the same year, and in a recomputed
    dataset with a newer release all years, since one release speaks for the whole series. Where a newer
    release already speaks for the area, the rows become a vintage and are compared with that vintage alone. A
    value that is missing on both sides is unchanged."""
    incoming = pa.table(
        {
            "dataset": pa.array(releases, pa.string()),
            "release": pa.array([release.label for release in releases.values()], pa.string()),
            "released_on": pa.array([release.released_on for release in releases.values()], pa.date32()),
        }
    )
    params = {"table_name": table_name}
    frames = {"staged_slices": store.arrow(_STAGED_SLICES, staged=rows, incoming=incoming)}
    replaced = store.arrow(f"with {_OUTRANKED} {_REPLACED}", params, **frames)
    newer = store.arrow(f"with {_OUTRANKED} {_NEWER}", params, **frames).to_pylist()
    compared = _compared(store, TABLES[table_name], rows, replaced)
    counted = store.arrow(_COUNTS, compared=compared).to_pylist()
    shown = store.query(_ROWS, {"limit": ROWS_SHOWN}, compared=compared)
    cover = store.arrow(_COVER, staged=rows).to_pylist()[0]
    counts = dict.fromkeys(CHANGES, 0) | {row["change"]: int(row["rows"]) for row in counted}
    return TableChanges(
        table_name, counts, int(cover["area_count"]), cover["first_year"], cover["last_year"], shown,
        older_release_than=newer[0]["release"] if newer else None,
    )  # fmt: skip


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

_COVER = "select count(distinct area_id) as area_count, min(year) as first_year, max(year) as last_year from staged"

_COUNTS = "select change, count(*) as rows from compared group by change"

_ROWS = """
select
    compared.area_id, coalesce(areas.name, compared.area_id) as name, compared.dataset, compared.year, compared.label,
    compared.old, compared.new, compared.new - compared.old as difference,
    100 * (compared.new - compared.old) / nullif(abs(compared.old), 0) as difference_percent, compared.change
from compared
left join areas on areas.area_id = compared.area_id
where compared.change <> 'unchanged'
order by
    case compared.change when 'changed' then 0 when 'removed' then 1 else 2 end,
    abs(coalesce(compared.new, 0) - coalesce(compared.old, 0)) desc, compared.area_id, compared.year, compared.label
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
    own_keys = [name for name in table.key_columns if name not in table.slice_columns]
    keys = ", ".join([*table.slice_columns, *(f"coalesce({name}, '') as {name}" for name in own_keys)])
    label_parts = ", ".join(f"nullif({name}, '')" for name in own_keys if name != "basis")
    parts = {
        "{table}": table.name,
        "{keys}": keys,
        "{key_names}": ", ".join([*table.slice_columns, *own_keys]),
        "{label}": f"concat_ws(' · ', {label_parts})" if label_parts else "''",
        "{figure}": VALUE_COLUMNS[table.name],
        "{facts}": ", ".join(column.name for column in table.columns if not column.is_key),
    }
    if replaced.num_rows:
        return store.arrow(_filled(_COMPARED, parts), staged=rows, replaced=replaced)
    is_unique = store.arrow(_filled(_IS_UNIQUE, parts), staged=rows)["is_unique"][0].as_py()
    return store.arrow(_filled(_ALL_NEW if is_unique else _ALL_NEW_SUMMED, parts), staged=rows)


def _filled(statement: str, parts: dict[str, str]) -> str:
    for place, sql in parts.items():
        statement = statement.replace(place, sql)
    return statement


_COMPARED = """
with proposed as (
    select {keys}, sum({figure}) as figure, count(*) as copies, sum(hash({facts})) as fingerprint
    from staged
    group by all
),
spoken as (
    select {keys}, sum({figure}) as figure, count(*) as copies, sum(hash({facts})) as fingerprint
    from live_{table}
    semi join replaced using (slice_id)
    group by all
)
select
    area_id, dataset, year, {label} as label, spoken.figure as old, proposed.figure as new,
    case
        when spoken.copies is null then 'new'
        when proposed.copies is null then 'removed'
        when spoken.fingerprint <> proposed.fingerprint then 'changed'
        else 'unchanged'
    end as change
from proposed
full outer join spoken using ({key_names})
"""

# Nothing is replaced: every key is new, and grouping a first load by its long keys would only cost time.
_IS_UNIQUE = "select count(distinct hash({key_names})) = count(*) as is_unique from staged"

_ALL_NEW = """
select area_id, dataset, year, {label} as label, null::double as old, {figure} as new, 'new' as change
from staged
"""

_ALL_NEW_SUMMED = """
with proposed as (select {keys}, sum({figure}) as figure from staged group by all)
select area_id, dataset, year, {label} as label, null::double as old, figure as new, 'new' as change
from proposed
"""
