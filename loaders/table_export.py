"""Whole tables to take away: the rows that speak, with where each came from, read batch by batch.

Names, addresses and telephone numbers stay, as they do in a package (loaders/packages/package_layout.py): of the columns that may
hold one, those that were given for partner cities leave with records that are marked to be shared, and no others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import pyarrow as pa

from data.columns import Table
from data.store import Store
from data.table_files import FileKind, csv_bytes_of, write_table
from data.tables import TABLES
from loaders.packages.package_layout import GIVEN_FOR_PARTNERS

ROWS_AT_A_TIME = 400_000
SAMPLE_ROWS = 400
WHOSE = ("area_id", "area_name")
OF_DATASET = ("publisher", "licence")
PROVENANCE = (
    "upload_id", "file_name", "source_sheet", "source_row", "source_column", "source_label", "source_code", "source_name",
)  # fmt: skip

_Area = dict[str, Any]  # area_id, rows of a table, first_slice and last_slice of them


WITHHELD = {
    "principle_scores": ("respondent_group",)
}  # beside a score it tells what one person of a small group said


@dataclass(frozen=True)
class TableSize:
    """How much of a table there is. csv_bytes: about, from a sample of the rows; 0 where there are none."""

    rows: int
    csv_bytes: int


def exported_columns(table: Table) -> tuple[str, ...]:
    """The columns of a table's file: whose the row is, its own columns, and where it came from."""
    given = GIVEN_FOR_PARTNERS.get(table.name, ())
    own = [
        column.name
        for column in table.columns
        if column.name != "area_id"
        and (not column.is_personal or column.name in given)
        and column.name not in WITHHELD.get(table.name, ())
    ]
    if table.slice_kind == "yearly":
        own.insert(own.index("dataset") + 1, "release")
        return (*WHOSE, *own, *OF_DATASET, *PROVENANCE)
    return (*WHOSE, *own, *PROVENANCE)


def row_counts(store: Store, municipality_id: str | None = None) -> dict[str, int]:
    """How many rows of each table speak, in the order of the tables; a merged municipality's with those of its parts.

    municipality_id: None = of all areas."""
    found = _rows_by_area(store, municipality_id)
    counts = found.group_by("table_name").aggregate([("rows", "sum")]).to_pylist()
    rows = {row["table_name"]: row["rows_sum"] for row in counts}
    return {name: rows.get(name, 0) for name in TABLES}


def table_sizes(store: Store, municipality_id: str | None = None) -> dict[str, TableSize]:
    """How large the file of each table would be."""
    found = _rows_by_area(store, municipality_id).to_pylist()
    of_table = {name: [row for row in found if row["table_name"] == name] for name in TABLES}
    return {
        name: TableSize(sum(row["rows"] for row in rows), _csv_bytes(store, name, rows))
        for name, rows in of_table.items()
    }


def write_rows(
    store: Store, table_name: str, municipality_id: str | None, target: BinaryIO, kind: FileKind
) -> int:
    """Write the rows of a table that speak as a file, and return how many they are.

    municipality_id: None = of all areas. They are of one state of the store, whatever is committed meanwhile, and come in
    the order of area, dataset, year and place in the file, or of area and record."""
    with store.snapshot() as cursor:
        found = cursor.execute(_ROWS_BY_AREA, {"area": municipality_id}).to_arrow_table().to_pylist()
        areas = [row for row in found if row["table_name"] == table_name]
        sql = _rows_sql(TABLES[table_name])
        nothing = cursor.execute(sql, _choice([])).to_arrow_table()
        batches = (
            batch
            for some in _some_at_a_time(areas)
            for batch in cursor.execute(sql, _choice(some)).to_arrow_table().to_batches()
        )
        rows = sum(row["rows"] for row in areas)
        reader = pa.RecordBatchReader.from_batches(nothing.schema, batches)
        write_table(reader, target, kind, name=table_name, rows=rows)
    return rows


def _some_at_a_time(areas: Iterable[_Area]) -> Iterator[list[_Area]]:
    """The areas in their order, as many at a time as have some hundred thousand rows: to put millions of rows in order at
    once takes much memory."""
    some: list[_Area] = []
    for area in areas:
        some.append(area)
        if sum(each["rows"] for each in some) >= ROWS_AT_A_TIME:
            yield some
            some = []
    if some:
        yield some


def _choice(areas: Sequence[_Area]) -> dict[str, Any]:
    """The parameters of a query for the rows of these areas. Their slices are named from the first to the last, since the
    facts of other slices are then not even looked at."""
    return {
        "areas": [area["area_id"] for area in areas],
        "first_slice": min((area["first_slice"] for area in areas), default=0),
        "last_slice": max((area["last_slice"] for area in areas), default=0),
    }


def _rows_by_area(store: Store, municipality_id: str | None) -> pa.Table:
    """table_name, area_id, rows, first_slice, last_slice: in the order of areas."""
    return store.arrow(_ROWS_BY_AREA, {"area": municipality_id})


def _csv_bytes(store: Store, table_name: str, areas: Sequence[_Area]) -> int:
    if not areas:
        return 0
    sample = store.arrow(_rows_sql(TABLES[table_name], most=SAMPLE_ROWS), _choice(areas))
    return round(csv_bytes_of(sample) / max(sample.num_rows, 1) * sum(area["rows"] for area in areas))


def _rows_sql(table: Table, *, most: int | None = None) -> str:
    """most: that many rows, whichever; they are not put in order."""
    columns = ", ".join(_selected(table, name) for name in exported_columns(table))
    joins = "join areas on areas.area_id = live.area_id join uploads on uploads.upload_id = live.upload_id"
    if table.slice_kind == "yearly":
        joins += " left join datasets on datasets.dataset = live.dataset"
    limits = "live.is_speaking and live.area_id in (select unnest($areas::varchar[]))"
    limits += " and live.slice_id between $first_slice and $last_slice"
    order = ", ".join(
        f"live.{name}" for name in (*table.slice_columns, "slice_id", "source_row", "source_column")
    )
    end = f"limit {most}" if most else f"order by {order}"
    return f"select {columns} from live_{table.name} live {joins} where {limits} {end}"  # noqa: S608


def _selected(table: Table, name: str) -> str:
    column = _FROM_BESIDE.get(name, f"live.{name}")
    is_given = name in GIVEN_FOR_PARTNERS.get(table.name, ())
    if is_given and table.shareable_column:
        return f"if(live.{table.shareable_column}, {column}, null) as {name}"
    return f"{column} as {name}"


_FROM_BESIDE = {
    "area_name": "areas.name",
    "publisher": "datasets.publisher",
    "licence": "datasets.licence",
    "file_name": "uploads.file_name",
}
# A merged municipality's figures are those of its parts; a split one's are not those of what it came from.
_ROWS_BY_AREA = """
with wanted as (
    select $area::varchar as area_id
    union
    select country_code || '-' || earlier_code
    from municipality_changes
    where area_id = $area and kind <> 'split'
)
select live.table_name, live.area_id, sum(slices.row_count)::bigint as rows,
    min(live.slice_id) as first_slice, max(live.slice_id) as last_slice
from live_slices live
join slices on slices.slice_id = live.slice_id
where
    live.is_speaking and slices.row_count > 0
    and ($area::varchar is null or live.area_id in (select area_id from wanted))
group by live.table_name, live.area_id
order by live.area_id, live.table_name
"""
