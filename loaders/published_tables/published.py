"""What the readers of published tables share: rows of texts become figures with a number, a year, an area and our
codes, and what cannot be understood becomes a problem in its cell.

The rows: an Arrow table, one row per figure, with source_row (int), source_column (letters) and the texts of the
cells. Each step takes rows and gives them back with more columns; nothing is guessed and nothing is dropped."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from data.areas import Area
from data.sql import frame_sql
from loaders.problems import Problem
from loaders.rows.cells import decoded, finite_sql, listed, normalised, plain_number_sql
from texts import N_, Text

FETCH_AGAIN = N_("Put the publisher's figure back: download the file again, and load it as it came.")
Mark = Literal["point", "comma"]
Grouping = Literal["", "point", "comma"]
_MARKS = {"point": ".", "comma": ","}


@dataclass(frozen=True)
class Stranger:
    """Texts of the rows that mean nothing to us: the texts, the first row they stand in, and how many rows do."""

    texts: tuple[str | None, ...]
    source_row: int
    count: int


def numbered(
    rows: pa.Table,
    *,
    written: str = "written",
    decimal: Mark = "point",
    grouping: Grouping = "",
    markers: Mapping[str, str] | None = None,
) -> pa.Table:
    """The rows with value (null = missing), missing_reason (code, where value is null) and is_faulty.

    decimal, grouping: the publisher's marks; groups of three by any kind of space are always read, and U+2212 is a
    minus. markers: the publisher's signs for a missing figure and the reason each stands for (".." not_estimated); a
    sign that stands for not_occurring gives 0. An empty cell is not_estimated. is_faulty: a text that is neither."""
    signs = {"": "not_estimated"} | dict(markers or {})
    marks = pa.table(
        {"mark": pa.array(list(signs), pa.string()), "reason": pa.array(list(signs.values()), pa.string())}
    )
    sql = _NUMBERED.replace("{plain}", plain_number_sql(f'rows."{written}"'))
    return frame_sql(
        sql.replace("{number}", _number_sql(decimal, grouping)), rows=_in_order(rows), marks=marks
    )


_NUMBERED = """
with plain as (
    select rows.*, lower(coalesce({plain}, '')) as plain_text
    from rows
),
read as (
    select plain.*, {number} as number, marks.reason
    from plain
    left join marks on lower(marks.mark) = plain.plain_text
)
select
    * exclude (place, plain_text, number, reason),
    if(reason = 'not_occurring', 0.0, number) as value,
    if(number is null, reason, null) as missing_reason,
    number is null and reason is null as is_faulty
from read
order by place
"""


def _number_sql(decimal: Mark, grouping: Grouping) -> str:
    """SQL for the number of plain_text by the publisher's marks, null unless the whole text is one."""
    point, group = _MARKS[decimal], _MARKS.get(grouping, "")
    whole = "(\\d+|\\d{1,3}( \\d{3})+" + (f"|\\d{{1,3}}(\\{group}\\d{{3}})+)" if group else ")")
    pattern = f"[+-]?({whole}(\\{point}\\d*)?|\\{point}\\d+)(e[+-]?\\d+)?"
    digits = "replace(plain_text, ' ', '')"
    for mark, plain in ((group, ""), (point, ".")):
        digits = f"replace({digits}, '{mark}', '{plain}')" if mark and mark != plain else digits
    return finite_sql(
        f"case when regexp_full_match(plain_text, '{pattern}') then try_cast({digits} as double) end"
    )


def unreadable_numbers(
    sheet: str, rows: pa.Table, expected: Text, *, written: str = "written"
) -> list[Problem]:
    """An error for each cell that `numbered` found faulty."""
    faulty = frame_sql(
        f'select source_row, source_column, "{written}" as written from rows where is_faulty order by source_row, '  # noqa: S608
        "source_column",
        rows=rows,
    ).to_pylist()
    return listed(
        Problem(
            level="error", code="wrong_number", sheet=sheet, cell=f"{row['source_column']}{row['source_row']}",
            expected=expected, found=row["written"] or "", fix=FETCH_AGAIN,
        )
        for row in faulty
    )  # fmt: skip


def dated(rows: pa.Table, *, written: str = "written_year") -> pa.Table:
    """The rows with year (null = the text is none) and is_preliminary: a year marked 2024*, 2024e or 2024p."""
    years = decoded(rows[written], _year, pa.int64())
    marked = decoded(rows[written], lambda text: text.strip()[-1:].lower() in ("*", "e", "p"), pa.bool_())
    return rows.append_column("year", years).append_column("is_preliminary", marked)


def _year(text: str) -> int | None:
    plain = text.strip().rstrip("*epEP ").removesuffix(".0")
    return int(plain) if len(plain) == 4 and plain.isdigit() and plain[:2] in ("19", "20") else None


def wrong_years(sheet: str, rows: pa.Table, column: str, *, written: str = "written_year") -> list[Problem]:
    """An error for each row without a year; column: the letters of the column it stands in."""
    faulty = frame_sql(
        f'select distinct source_row, "{written}" as written from rows where year is null order by source_row',  # noqa: S608
        rows=rows,
    ).to_pylist()
    return listed(
        Problem(
            level="error", code="wrong_year", sheet=sheet, cell=f"{column}{row['source_row']}",
            expected=N_("a year, such as 2024"), found=row["written"] or "", fix=N_("Write the year as four digits."),
        )
        for row in faulty
    )  # fmt: skip


def placed(
    rows: pa.Table, by: Sequence[str], resolve: Callable[..., Area | None]
) -> tuple[pa.Table, list[Stranger]]:
    """The rows with area_id, and the areas that the register does not know, in the order of the file.

    by: the columns that name the area; resolve is asked once for each different combination of them."""
    return _looked_up(rows, by, "area_id", lambda *texts: (area := resolve(*texts)) and area.area_id)


def coded(
    rows: pa.Table, label: str, name: str, meaning: Mapping[str, str], *, otherwise: str | None = None
) -> tuple[pa.Table, list[Stranger]]:
    """The rows with the column `name`: our code of each label, by the label's normalised form.

    otherwise: the code of a label not seen before; such labels come back, to be warned about. A row without a label
    has no code and is no stranger."""
    known = {normalised(text): code for text, code in meaning.items()}
    rows, strangers = _looked_up(
        rows, [label], name, lambda text: known.get(normalised(text)) if text else None
    )
    strangers = [stranger for stranger in strangers if (stranger.texts[0] or "").strip()]
    if otherwise is not None:
        codes = decoded(rows[label], lambda text: known.get(normalised(text), otherwise) if text.strip() else None,
                        pa.string())  # fmt: skip
        rows = rows.set_column(rows.column_names.index(name), name, codes)
    return rows, strangers


def unknown_labels(
    sheet: str, column: str, strangers: Sequence[Stranger], *, expected: Text, fix: Text
) -> list[Problem]:
    """A warning for each label that no earlier file had; column: the letters of the column it stands in."""
    return listed(
        Problem(
            level="warning", code="unknown_label", sheet=sheet, cell=f"{column}{stranger.source_row}",
            expected=expected, found=stranger.texts[0] or "", fix=fix, count=stranger.count,
        )
        for stranger in strangers
    )  # fmt: skip


def unknown_areas(
    sheet: str,
    column: str,
    strangers: Sequence[Stranger],
    *,
    expected: Text,
    fix: Text,
    level: Literal["error", "notice"] = "error",
) -> list[Problem]:
    """A problem for each area that the register does not know: an error, or a notice that its rows are left out."""
    return listed(
        Problem(
            level=level, code="unknown_municipality" if level == "error" else "area_left_out", sheet=sheet,
            cell=f"{column}{stranger.source_row}", expected=expected,
            found=" ".join(filter(None, (text.strip() for text in stranger.texts if text))), fix=fix, count=stranger.count,
        )
        for stranger in strangers
    )  # fmt: skip


def _in_order(rows: pa.Table) -> pa.Table:
    return rows.append_column("place", pa.array(range(rows.num_rows), pa.int64()))


def _looked_up(
    rows: pa.Table, by: Sequence[str], name: str, meaning: Callable[..., Any]
) -> tuple[pa.Table, list[Stranger]]:
    """The rows with what each combination of texts means, asked once each, and the combinations without meaning."""
    columns = ", ".join(f'"{column}"' for column in by)
    groups = frame_sql(
        f"select {columns}, min(source_row) as first_row, count(*) as row_count from rows group by {columns} "  # noqa: S608
        "order by first_row",
        rows=rows,
    ).to_pylist()
    texts = [tuple(group[column] for column in by) for group in groups]
    found = [meaning(*combination) for combination in texts]
    keys = {
        f"key_{number}": pa.array([part[number] for part in texts], pa.string()) for number in range(len(by))
    }
    meanings = pa.table({**keys, name: pa.array(found, pa.string())})
    same = " and ".join(
        f'meanings.key_{number} is not distinct from rows."{column}"' for number, column in enumerate(by)
    )
    joined = frame_sql(
        f"select rows.* exclude (place), meanings.{name} from rows left join meanings on {same} order by rows.place",  # noqa: S608
        rows=_in_order(rows),
        meanings=meanings,
    )
    strangers = [
        Stranger(combination, int(group["first_row"]), int(group["row_count"]))
        for combination, group, answer in zip(texts, groups, found, strict=True)
        if answer is None
    ]
    return joined, strangers
