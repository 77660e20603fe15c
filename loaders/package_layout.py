"""What stands in a package: its files, the columns of its tables, and how texts are kept from running as formulas.

Written by loaders/package_export.py, read back by loaders/package_file.py and loaders/formats/veikart_package.py;
docs/package.md describes it."""

import re
from collections.abc import Iterable
from datetime import date

from data.columns import Column, Table
from data.datasets import Release
from data.tables import SOURCE_COLUMNS, TABLES
from texts import N_

FORMAT_KEY = "veikart-package"
DESCRIPTOR = "datapackage.json"
VERSION = 1
OWN_KIND = "own_accounts"

# The only personal columns that leave: in a shared record they are there for partner cities.
GIVEN_FOR_PARTNERS = {"projects": ("who_can_help", "contact"), "exchange_offers": ("contact",)}
RELEASE = Column(
    "release", "text", N_("Release"), N_("Name of the edition of the dataset that the row is from")
)
LABEL = next(column for column in SOURCE_COLUMNS if column.name == "source_label")
LABELS_SHOWN = 3

# A spreadsheet takes ; tab and new line for the start of a cell where its own list separator is not the comma. Each run
# of spaces, quotation marks and semicolons is looked at once, however long a sender has made it.
_RUN = r"((?<![\s\";])[\s\";]++|^)"
_BEGINS_FORMULA = r"(?=['=+\-@＝＋－＠])"
_NEEDS_ESCAPE = re.compile(_RUN + _BEGINS_FORMULA)
_ESCAPED = re.compile(_RUN + "'" + _BEGINS_FORMULA)
_BEGINS_CELL = re.compile(r"[;\t\r\n]")


def shared_tables() -> list[Table]:
    """The tables that a package may hold, in the order of their declaration."""
    return [table for table in TABLES.values() if table.sharing != "never"]


def package_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table's file: all but those that may hold a name and were not given for partner cities."""
    given = GIVEN_FOR_PARTNERS.get(table.name, ())
    columns = tuple(column for column in table.columns if not column.is_personal or column.name in given)
    return (*columns, RELEASE, LABEL) if table.slice_kind == "yearly" else columns


def file_name(table_name: str) -> str:
    """The file of a table in the package."""
    return f"{table_name}.csv"


def is_free_text(column: Column) -> bool:
    """Whether people write what they like in the column, so that its texts are escaped."""
    return column.kind == "text" and not column.codes


def harmless(text: str) -> str:
    """A text that no spreadsheet runs as a formula: an apostrophe stands before =, +, -, @ or an apostrophe
    wherever a cell may begin. as_written takes exactly those off again."""
    return _NEEDS_ESCAPE.sub(lambda found: f"{found[0]}'" if _is_cell_start(found) else found[0], text)


def as_written(text: str) -> str:
    """The text that harmless was given."""
    return _ESCAPED.sub(lambda found: found[1] if _is_cell_start(found) else found[0], text)


def _is_cell_start(run: re.Match[str]) -> bool:
    return run.start() == 0 or _BEGINS_CELL.search(run[1]) is not None


def one_release(releases: Iterable[Release]) -> Release:
    """The release that all rows of a dataset in a package come under: its own, or several under one name.

    "2024 + 2025" where a dataset speaks from both, dated as the newest of them."""
    ordered = sorted(set(releases), key=lambda release: (release.released_on or date.min, release.label))
    labels = list(dict.fromkeys(release.label for release in ordered))
    together = " + ".join(labels) if len(labels) <= LABELS_SHOWN else f"{labels[0]} … {labels[-1]}"
    return Release(together, ordered[-1].released_on, "file")
