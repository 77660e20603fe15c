"""A JSON-stat 2 table as a cube: its sheet holds the head, an empty row, the headings and one row per value."""

import pyarrow as pa
import pyarrow.compute as pc

from loaders.cubes.cube import CONTENTS_WORDS, TIME_WORDS, Cube, Dimension, titled
from loaders.rows.cells import normalised, rows_below
from loaders.sheets.workbook import Sheet, column_name

SHEET = "JSON-stat"
HEAD_ROWS = 30


def stat_cube(sheet: Sheet) -> Cube | None:
    """The cube of a JSON-stat sheet; None where it has no dimension of years. A missing value is written as its sign."""
    top = sheet.head(HEAD_ROWS)
    empty = next((row for row, cells in enumerate(top, 1) if not any(cells)), None)
    if empty is None or len(top) <= empty:
        return None
    head = {cells[0]: cells[1] or "" for cells in top[: empty - 1] if cells[0]}
    headings = {text: column for column, text in enumerate(top[empty], 1) if text}
    names = [text for text in headings if f"{text} (text)" in headings]
    time = _role(head, "time", names, TIME_WORDS)
    metric = _role(head, "metric", names, CONTENTS_WORDS)
    if time is None or not {"value", "status"} <= headings.keys():
        return None
    others = [name for name in names if name not in (time, metric)]
    grid = rows_below(sheet, empty + 1, headings)
    number, title = titled(head.get("label"))
    dimensions = tuple(
        Dimension(name, place, column_name(headings[f"{name} (text)"] - 1))
        for place, name in enumerate(others)
    )
    return Cube(
        sheet.name, head.get("table") or number, title, head.get("updated", ""), dimensions,
        _rows(grid, time, metric, others, title, column_name(headings["value"] - 1)),
        year_letters=column_name(headings[time] - 1), heading_row=empty + 1, source=head.get("source", ""),
    )  # fmt: skip


def _role(head: dict[str, str], role: str, names: list[str], words: tuple[str, ...]) -> str | None:
    """The dimension of a role, as the head says, else by its name."""
    said = [name for name in head.get(role, "").split(",") if name in names]
    by_name = [name for name in names if normalised(name) in words]
    return next(iter([*said, *by_name]), None)


def _rows(
    grid: pa.Table, time: str, metric: str | None, others: list[str], title: str, letters: str
) -> pa.Table:
    count = grid.num_rows
    table = {
        "source_row": grid["source_row"],
        "source_column": pa.array([letters] * count, pa.string()),
        "contents": grid[f"{metric} (text)"] if metric else pa.array([title] * count, pa.string()),
        "unit": grid["unit"] if "unit" in grid.column_names else pa.nulls(count, pa.string()),
        "written_year": grid[time],
        "written": pc.coalesce(grid["value"], grid["status"]),
        "status": pc.if_else(pc.is_valid(grid["value"]), grid["status"], pa.scalar(None, pa.string())),
    }
    for place, name in enumerate(others):
        table[f"code_{place}"], table[f"text_{place}"] = grid[name], grid[f"{name} (text)"]
    return pa.table(table)
