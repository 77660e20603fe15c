"""What a package would do to this store beside bringing rows: touch what is one's own, or leave behind what its
sender no longer shares."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.store import Store
from data.tables import TABLES
from loaders.packages.package_layout import FORMAT_KEY, OWN_KIND
from loaders.problems import Problem
from loaders.reading import Reading
from texts import N_

NAMED = 3  # so many are named in a sentence


def package_problems(store: Store, reading: Reading) -> list[Problem]:
    """A warning for municipalities whose own rows this store keeps, and a notice of shared records that the package
    no longer holds; nothing for a reading of another format."""
    if reading.format_key != FORMAT_KEY:
        return []
    areas = [area for rows in reading.tables.values() for area in pc.unique(rows["area_id"]).to_pylist()]
    params: dict[str, Any] = {"areas": sorted(set(areas)), "package": FORMAT_KEY}
    return [*_own_areas(store, params), *_no_longer_shared(store, reading, params)]


def _own_areas(store: Store, params: dict[str, Any]) -> list[Problem]:
    found = store.arrow(_OWN_AREAS, {**params, "own": OWN_KIND})["area_id"].to_pylist()
    if not found:
        return []
    return [
        Problem(
            level="warning",
            code="own_municipality",
            expected=N_(
                "rows of other municipalities than those whose own figures and records are kept here"
            ),
            found=_named(found, store),
            fix=N_(
                "Unusual, check. Where years or records are the same, the rows of the package take the place of your "
                "own; undoing the upload brings yours back."
            ),
        )
    ]


def _no_longer_shared(store: Store, reading: Reading, params: dict[str, Any]) -> list[Problem]:
    brought = [
        rows.select(["area_id", "record_id"]).append_column("table_name", pa.repeat(name, rows.num_rows))
        for name, rows in reading.tables.items()
        if TABLES[name].slice_kind == "record"
    ]
    empty = pa.schema([(name, pa.string()) for name in ("area_id", "record_id", "table_name")]).empty_table()
    rows = store.arrow(_NO_LONGER_SHARED, params, brought=pa.concat_tables([empty, *brought])).to_pylist()
    if not rows:
        return []
    return [
        Problem(
            level="notice",
            code="no_longer_shared",
            expected=N_("every record that an earlier package brought"),
            found=_shortened([f"{row['table_name']} {row['record_id']}" for row in rows]),
            fix=N_(
                "They stay as they are. If the sender no longer shares them, undo the upload of the earlier package "
                "after loading this one."
            ),
        )
    ]


def _named(area_ids: list[str], store: Store) -> str:
    areas = [store.register().resolve_id(area_id) for area_id in area_ids]
    return _shortened([area.name for area in areas if area is not None])


def _shortened(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" … ({len(names)})" if len(names) > NAMED else "")


_OWN_AREAS = """
select distinct live_slices.area_id
from live_slices
join slices on slices.slice_id = live_slices.slice_id
join uploads on uploads.upload_id = live_slices.upload_id
left join datasets on datasets.dataset = live_slices.dataset
where
    live_slices.area_id in (select unnest($areas)) and slices.row_count > 0 and uploads.format_key <> $package
    and (datasets.kind = $own or live_slices.record_id is not null and live_slices.table_name <> 'dataset_choices')
order by live_slices.area_id
"""

_NO_LONGER_SHARED = """
select live_slices.table_name, live_slices.record_id
from live_slices
join slices on slices.slice_id = live_slices.slice_id
join uploads on uploads.upload_id = live_slices.upload_id
anti join brought
    on brought.table_name = live_slices.table_name and brought.area_id = live_slices.area_id
    and brought.record_id = live_slices.record_id
where
    live_slices.area_id in (select unnest($areas)) and live_slices.record_id is not null and live_slices.is_speaking
    and slices.row_count > 0 and uploads.format_key = $package
order by live_slices.table_name, live_slices.record_id
"""
