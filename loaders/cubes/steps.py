"""The steps that every known statistics table goes through: one measure chosen, further dimensions brought to their
totals, numbers and years read, areas placed. What is left out is said."""

from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Area
from data.sql import frame_sql
from loaders.cubes.cube import SSB_MARKERS, Cube, Dimension, decimal_mark, is_total
from loaders.problems import Problem
from loaders.published_tables.published import (
    dated,
    numbered,
    placed,
    unknown_areas,
    unreadable_numbers,
    wrong_years,
)
from loaders.reading import ReadingContext, is_refused
from loaders.rows.cells import normalised
from texts import N_, Text

LEFT_OUT = N_("These rows are left out.")
NATION_WORDS = (
    "hele landet",
    "heile landet",
    "landet",
    "the whole country",
    "whole country",
    "norge",
    "norway",
)
NATION_CODES = ("0", "EAK")
PRELIMINARY = ("*", "p", "e")


def with_measure(
    cube: Cube, is_wanted: Callable[[str, str | None], bool], *, expected: Text
) -> tuple[Cube | None, list[Problem]]:
    """The rows of the one measure that is_wanted says yes to, by contents and unit; None when there is none, or several."""
    pairs = frame_sql(
        "select contents, unit, min(source_row) as source_row, arg_min(source_column, source_row) as source_column, "
        "count(*) as row_count from rows group by contents, unit order by source_row, source_column",
        rows=cube.rows,
    ).to_pylist()
    wanted = [pair for pair in pairs if is_wanted(pair["contents"] or "", pair["unit"])]
    if len(wanted) != 1:
        return None, [_no_measure(cube, wanted or pairs, expected, is_several=bool(wanted))]
    others = [pair for pair in pairs if pair is not wanted[0]]
    problems = [
        _left_out(
            cube,
            f"{pair['source_column']}{pair['source_row']}",
            pair["row_count"],
            expected,
            pair["contents"],
        )
        for pair in others
    ]
    chosen = frame_sql(
        "select * from rows where contents is not distinct from $contents and unit is not distinct from $unit "
        "order by source_row, source_column",
        {"contents": wanted[0]["contents"], "unit": wanted[0]["unit"]},
        rows=cube.rows,
    )
    return cube.with_rows(chosen), problems


def _no_measure(cube: Cube, pairs: list[dict], expected: Text, *, is_several: bool) -> Problem:
    pick = N_("Fetch the table with this measure from the publisher, and load that.")
    one = N_("Fetch the table with one of these measures alone, and load that.")
    cell = f"{pairs[0]['source_column']}{pairs[0]['source_row']}" if pairs else ""
    return Problem(
        level="error", code="several_measures" if is_several else "no_known_measure", sheet=cube.sheet, cell=cell,
        expected=expected, found=", ".join(pair["contents"] or "–" for pair in pairs), fix=one if is_several else pick,
    )  # fmt: skip


def _left_out(cube: Cube, cell: str, count: int, expected: Text, found: str | None) -> Problem:
    return Problem(
        level="notice", code="rows_left_out", sheet=cube.sheet, cell=cell, count=count, expected=expected,
        found=found or "", fix=LEFT_OUT,
    )  # fmt: skip


def at_totals(cube: Cube, dimensions: Iterable[Dimension]) -> tuple[Cube, list[Problem]]:
    """The rows in which these dimensions stand at their totals; an error for one of which no total is there.

    Nothing is added up: some categories of a dimension may be missing in the file."""
    problems: list[Problem] = []
    for dimension in dimensions:
        texts = cube.texts(dimension)
        totals = [text for text in texts if is_total(text)]
        is_kept = pc.fill_null(pc.is_in(cube.rows[dimension.text], pa.array(totals, pa.string())), False)
        rest = cube.rows.filter(pc.invert(is_kept))
        if rest.num_rows == 0:
            continue
        cell = f"{dimension.letters}{rest['source_row'][0].as_py()}"
        expected = N_("all of “{dimension}” together", dimension=dimension.name or dimension.letters)
        if not totals:
            problems.append(_no_total(cube, cell, expected, texts))
            continue
        problems.append(
            _left_out(cube, cell, rest.num_rows, expected, ", ".join(t for t in texts if t not in totals))
        )
        cube = cube.with_rows(cube.rows.filter(is_kept))
    return cube, problems


def _no_total(cube: Cube, cell: str, expected: Text, texts: list[str]) -> Problem:
    return Problem(
        level="error", code="no_total", sheet=cube.sheet, cell=cell, expected=expected, found=", ".join(texts),
        fix=N_("Fetch the table without this division, or with its total, and load that."),
    )  # fmt: skip


def typed(cube: Cube, context: ReadingContext, *, expected: Text) -> tuple[Cube, list[Problem]]:
    """The rows with year, is_preliminary, value, missing_reason and is_faulty; expected: what a figure is, in words."""
    decimal = "comma" if context.decimal_mark == "comma" else decimal_mark(cube)
    rows = numbered(dated(cube.rows), decimal=decimal, markers=SSB_MARKERS)
    by_status = pc.fill_null(pc.is_in(pc.utf8_lower(rows["status"]), pa.array(PRELIMINARY)), False)
    is_preliminary = pc.or_(pc.fill_null(rows["is_preliminary"], False), by_status)
    rows = rows.set_column(rows.column_names.index("is_preliminary"), "is_preliminary", is_preliminary)
    problems = wrong_years(cube.sheet, rows, cube.year_letters or "A")
    return cube.with_rows(rows), problems + unreadable_numbers(cube.sheet, rows, expected)


def none_below_zero(cube: Cube, *, expected: Text, whole: bool = False) -> list[Problem]:
    """An error for each figure below zero and, where whole, for each that is no whole number."""
    value = cube.rows["value"]
    is_wrong = pc.less(value, 0)
    if whole:
        is_wrong = pc.or_(is_wrong, pc.not_equal(pc.floor(value), value))
    place = cube.rows.column_names.index("is_faulty")
    wrong = cube.rows.set_column(place, "is_faulty", pc.fill_null(is_wrong, False))
    return unreadable_numbers(cube.sheet, wrong, expected)


def placed_regions(cube: Cube, region: Dimension, context: ReadingContext) -> tuple[Cube, list[Problem]]:
    """The rows of the nation, counties and municipalities, with area_id; all others are left out with a notice."""
    rows, strangers = placed(cube.rows, [region.code, region.text], norwegian_area(context))
    problems = unknown_areas(
        cube.sheet,
        region.letters,
        strangers,
        expected=N_("a municipality or county of Norway, or the nation"),
        fix=N_("Its rows are left out: the register has no such area."),
        level="notice",
    )
    rows = rows.filter(pc.is_valid(rows["area_id"]))
    if rows.num_rows == 0 and not is_refused(problems):
        problems.append(_no_areas(cube, region))
    return cube.with_rows(rows), problems


def _no_areas(cube: Cube, region: Dimension) -> Problem:
    return Problem(
        level="error", code="no_known_area", sheet=cube.sheet,
        cell=f"{region.letters}{cube.heading_row + 1}",
        expected=N_("at least one municipality or county of Norway, or the nation"),
        found=", ".join(cube.texts(region)), fix=N_("Fetch the table with municipalities, and load that."),
    )  # fmt: skip


def norwegian_area(context: ReadingContext) -> Callable[[str | None, str | None], Area | None]:
    """By SSB's code, also an aggregated one (K-3103, F-31); by name only where there is no code."""
    resolve = context.register.resolve

    def area(code: str | None, name: str | None) -> Area | None:
        written = (code or "").strip()
        if written in NATION_CODES or (not written and normalised(name) in NATION_WORDS):
            return resolve("NO", country="NO", kind="nation").area
        digits = written.removeprefix("K-").removeprefix("F-")
        if digits.isdigit() and len(digits) in (2, 4):
            return resolve(digits, country="NO", kind="county" if len(digits) == 2 else "municipality").area
        if written:
            return None
        return resolve(name, country="NO").area or resolve(name, country="NO", kind="county").area

    return area


AFTER_THE_END = """
with ends as (select area_id, last_year from past)
select rows.*, ends.last_year is not null and rows.year > ends.last_year as is_after
from rows
left join ends on ends.area_id = rows.area_id
order by rows.source_row, rows.source_column
"""


def of_living_areas(cube: Cube, context: ReadingContext) -> tuple[Cube, list[Problem]]:
    """The rows without those of municipalities after their last year, which say nothing; a notice counts them."""
    past = [area for area in context.register.areas.values() if area.valid_to is not None]
    ends = pa.table(
        {
            "area_id": pa.array([area.area_id for area in past], pa.string()),
            "last_year": pa.array([area.valid_to.year for area in past if area.valid_to], pa.int64()),
        }
    )
    rows = frame_sql(AFTER_THE_END, rows=cube.rows, past=ends)
    return without(
        cube.with_rows(rows),
        rows["is_after"],
        expected=N_("years in which the municipality existed"),
        found=N_("years after its end"),
    )


def without(
    cube: Cube, is_left_out: pa.ChunkedArray, *, expected: Text, found: Text
) -> tuple[Cube, list[Problem]]:
    """The cube without these rows, and the notice that says so."""
    is_out = pc.fill_null(is_left_out, False)
    out = cube.rows.filter(is_out)
    if out.num_rows == 0:
        return cube, []
    cells = [
        f"{row['source_column']}{row['source_row']}"
        for row in out.select(["source_column", "source_row"]).to_pylist()
    ]
    notice = Problem(
        level="notice", code="rows_left_out", sheet=cube.sheet, cells=tuple(cells), count=len(cells), expected=expected,
        found=found, fix=LEFT_OUT,
    )  # fmt: skip
    return cube.with_rows(cube.rows.filter(pc.invert(is_out))), [notice]


# A code with K- or F- is a series on today's borders; other rows of a file with such codes are its totals.
SERIES = """
with kinds as (
    select bool_or(regexp_matches(coalesce(region_code, ''), '^[KF]-')) as has_today,
        bool_or(regexp_full_match(coalesce(region_code, ''), '\\d{4}')) as has_own
    from rows
)
select rows.*, case
        when regexp_matches(coalesce(region_code, ''), '^[KF]-') then true
        when regexp_full_match(coalesce(region_code, ''), '\\d{4}') then false
        else has_today and not has_own
    end as is_today
from rows
cross join kinds
order by source_row, source_column
"""


def by_borders(cube: Cube, region: Dimension) -> Cube:
    """The rows with is_today: whether the figures of all years stand on today's borders."""
    rows = cube.rows.append_column("region_code", cube.rows[region.code])
    return cube.with_rows(frame_sql(SERIES, rows=rows))


def municipality_count(table: pa.Table, context: ReadingContext) -> int:
    """How many municipalities staged rows are about; nation and counties are none."""
    areas = (context.register.resolve_id(area_id) for area_id in pc.unique(table["area_id"]).to_pylist())
    return sum(area is not None and area.kind == "municipality" for area in areas)
