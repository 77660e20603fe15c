"""What stands in a package: its files and the columns of its tables.

Written by package_export.py, read back by package_file.py and loaders/formats/veikart_package.py;
docs/package.md describes it."""

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


def one_release(releases: Iterable[Release]) -> Release:
    """The release that all rows of a dataset in a package come under: its own, or several under one name.

    "2024 + 2025" where a dataset speaks from both, dated as the newest of them."""
    ordered = sorted(set(releases), key=lambda release: (release.released_on or date.min, release.label))
    labels = list(dict.fromkeys(release.label for release in ordered))
    together = " + ".join(labels) if len(labels) <= LABELS_SHOWN else f"{labels[0]} … {labels[-1]}"
    return Release(together, ordered[-1].released_on, "file")
