"""Writes docs/data-dictionary.md from the declared tables (data/tables.py): `make docs`. A second run changes nothing."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from data.columns import Table  # noqa: E402
from data.dictionary import SHARING, SLICES, Entry, all_entries, entries, unit_of_code  # noqa: E402
from data.tables import TABLES  # noqa: E402
from texts import Text  # noqa: E402

PAGE = ROOT / "docs" / "data-dictionary.md"
INLINE = 4  # so many allowed entries are named in the table itself
HEAD = ("Column", "Title", "Type", "Unit", "Required", "Allowed", "Meaning")
MADE = "_Made from the declaration by `make docs`; change data/tables.py and not this page._\n"
INTRODUCTION = (
    "{tables} tables with {columns} columns. Every figure in the store is a row of one of them, with the place it came from. "
    "*Required* means that a row without it is refused; everything else may be missing, and missing is never zero. The same "
    "tables are on the page *Data and methods*, in the reader's language and with the municipality's own rows.\n"
)
PERSONAL = "May hold a person's name or address: it leaves only where it was given for partner cities."


def page() -> str:
    """The text of the page."""
    parts = [
        "# Data dictionary\n",
        MADE,
        INTRODUCTION.format(tables=len(TABLES), columns=len(all_entries())),
        _table(("Table", "Title", "What a row is"), [_link(table) for table in TABLES.values()]),
        *(_of_table(table) for table in TABLES.values()),
        "## Where a row came from\n",
        "These stand beside every row of every table and are filled in when a file is read.\n",
        _table(HEAD, [_row(entry) for entry in entries(TABLES["emissions"]) if entry.is_source]),
        "## Allowed entries\n",
        *(_of_codes(entry, tables) for entry, tables in _long_lists()),
    ]
    return "\n".join(parts)


def write(path: Path = PAGE) -> None:
    """Make the file hold exactly this page."""
    path.write_text(page(), encoding="utf-8")


def _link(table: Table) -> tuple[str, str, str]:
    return f"[`{table.name}`](#{table.name})", str(table.title), str(table.meaning)


def _of_table(table: Table) -> str:
    rows = [_row(entry) for entry in entries(table) if not entry.is_source]
    return (
        f"## {table.name}\n\n**{table.title}.** {table.meaning}. {SLICES[table.slice_kind]} {SHARING[table.sharing]}\n\n"
        f"{_table(HEAD, rows)}"
    )


def _row(entry: Entry) -> tuple[str, ...]:
    column = entry.column
    meaning = f"{column.meaning}. {PERSONAL}" if column.is_personal else str(column.meaning)
    return (
        f"`{column.name}`",
        str(column.title),
        str(entry.kind),
        column.unit,
        "yes" if column.is_required else "",
        _allowed(entry),
        meaning,
    )


def _allowed(entry: Entry) -> str:
    if len(entry.codes) > INLINE:
        return f"[one of {len(entry.codes)}](#{_anchor(entry.codes)})"
    if entry.codes:
        return ", ".join(f"`{code}`" for code in entry.codes)
    return str(entry.limits) if entry.limits is not None else ""


def _long_lists() -> list[tuple[Entry, list[str]]]:
    """Every list of allowed entries that is too long for its row, once, with the columns that use it."""
    found: dict[str, tuple[Entry, list[str]]] = {}
    for entry in all_entries():
        if len(entry.codes) > INLINE:
            place = f"`{entry.table.name}.{entry.column.name}`"
            found.setdefault(_anchor(entry.codes), (entry, []))[1].append(place)
    return list(found.values())


def _of_codes(entry: Entry, places: list[str]) -> str:
    names, rows = ["Entry", "Meaning"], [[f"`{code}`", str(title)] for code, title in entry.codes.items()]
    if any(unit_of_code(entry, code) for code in entry.codes):
        names.append("Unit")
        rows = [[*row, unit_of_code(entry, code)] for row, code in zip(rows, entry.codes, strict=True)]
    return f"### {_anchor(entry.codes)}\n\nOf {', '.join(places)}.\n\n{_table(names, rows)}"


def _anchor(codes: Mapping[str, Text]) -> str:
    """The heading of a list: that of the first column that has it."""
    first = next(entry for entry in all_entries() if entry.codes == codes)
    return f"{first.table.name}-{first.column.name}"


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"{_line(cells)}\n" for cells in (names, ["---"] * len(names), *rows))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    write()
