"""The top of a sheet that holds a table: its heading row, its columns with samples, and how it is wide."""

from dataclasses import dataclass

from data.columns import Column
from loaders.mappings.column_shapes import SampledColumn, bare_heading, entry_meant, is_rate, sampled_columns
from loaders.mappings.heading_matches import heading_hits
from loaders.mappings.mapped_headings import heading_names, heading_rows, year_heading
from loaders.mappings.mapping import YEAR_MARK, Spread
from loaders.rows.cells import normalised
from loaders.sheets.workbook import Sheet


@dataclass(frozen=True)
class SheetHead:
    """A sheet with its heading row found: names, columns with samples, and the lines above."""

    sheet: Sheet
    row: int
    has_group_row: bool
    columns: list[SampledColumn]
    titles: list[str]


def sheet_head(sheet: Sheet, row: int | None, has_group_row: bool | None) -> SheetHead | None:
    """The head of a sheet, with the heading row that a person named, else the likeliest; None without any."""
    rows = heading_rows(sheet) if row is None else [row]
    if not rows:
        return None
    best = max(rows, key=lambda one: (heading_hits(heading_names(sheet, one)), -one))
    grouped = _is_grouped(sheet, best) if has_group_row is None else has_group_row
    names = heading_names(sheet, best, has_group_row=grouped)
    above = sheet.head(best - 2 if grouped else best - 1)
    titles = [sheet.name, *(text for cells in above for text in cells if text)]
    return SheetHead(sheet, best, grouped, sampled_columns(sheet, best, names), titles)


def _is_grouped(sheet: Sheet, row: int) -> bool:
    """Whether the row above heads groups: years or repeated headings below it tell."""
    names = heading_names(sheet, row)
    joined = heading_names(sheet, row, has_group_row=True)
    if joined == names or row < 2:
        return False
    upper = [normalised(text) for text in sheet.head(row)[row - 2]]
    named = [place for place, text in enumerate(upper) if text]
    filled = [normalised(name) for name in names if name]
    has_years = any(year_heading(text) for text in upper if text) and not any(map(year_heading, filled))
    is_title = len(named) == 1 and named[0] == sheet.first_column
    return not is_title and (has_years or len(set(filled)) < len(filled) or _names_more(upper, names))


def _names_more(upper: list[str], names: list[str]) -> bool:
    """Whether the upper row names columns that have no heading below it, or a group of several columns."""
    alone = any(text and not name for text, name in zip(upper, names, strict=True))
    groups = [
        place
        for place in range(len(upper) - 1)
        if upper[place] and names[place] and not upper[place + 1] and names[place + 1]
    ]
    return alone and bool(groups)


def year_pattern(head: SheetHead) -> tuple[str, set[int]] | None:
    """The headings of year columns with # for the year, of the largest group that holds numbers."""
    groups: dict[str, set[int]] = {}
    for column in head.columns:
        found = year_heading(column.heading) if column.heading else None
        if (
            found is not None
            and (column.number_share > 0.5 or not column.texts)
            and not is_rate(column.heading)
        ):
            groups.setdefault(found.pattern, set()).add(column.place)
    wide = {pattern: places for pattern, places in groups.items() if len(places) > 1 or pattern == YEAR_MARK}
    return max(wide.items(), key=lambda group: len(group[1])) if wide else None


def entry_columns(head: SheetHead, column: Column) -> dict[SampledColumn, str]:
    """The columns of numbers whose headings are entries of a coded column, each entry once."""
    found: dict[SampledColumn, str] = {}
    for one in head.columns:
        meant = (
            entry_meant(column, bare_heading(one.heading)) if one.heading and one.number_share > 0.5 else None
        )
        if isinstance(meant, str) and meant != "total" and meant not in found.values():
            found[one] = meant
    return found


def is_spread(column: SampledColumn, spread: Spread) -> bool:
    """Whether a column is one of those that a wide table spreads its figures over."""
    found = year_heading(column.heading)
    is_year = found is not None and found.pattern == spread.heading
    return is_year or any(one.place.letters == column.letters for one in spread.columns)
