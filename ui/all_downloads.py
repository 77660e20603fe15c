"""Everything to take away: which tables there are and how large, the files of one of them, and the package for partners.

Files are made when somebody clicks, one after the other, and never while a page is drawn."""

import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

import pandas as pd
import streamlit as st

from data.spreadsheet_file import MOST_ROWS
from data.store import Store
from data.table_files import MEDIA_TYPES, SUFFIXES, FileKind, write_table
from data.tables import TABLES
from metrics.judged_municipalities import judged_municipalities
from metrics.judged_values import judged_batches
from sentences import formats
from texts import N_, Text, _, current_language, format_number, translated
from ui import choices, layout, method_reads

VALUES = "values"
WHOSE: Mapping[str, Text] = {"one": N_("This municipality"), "all": N_("All municipalities")}
PACKED_FROM_BYTES = (
    20_000_000  # a larger CSV comes in a zip archive, a tenth as long and shorter in our memory
)
BYTES_OF_A_VALUE = 230  # of a row of values as CSV, about: measured on the demonstration data
KILOBYTE, MEGABYTE, GIGABYTE = 1e3, 1e6, 1e9
LABELS: Mapping[FileKind, Text] = {
    "csv": N_("CSV"),
    "zip": N_("CSV in a zip file"),
    "parquet": N_("Parquet"),
    "xlsx": N_("Excel"),
}
WriteRows = Callable[[Store, str, str | None, BinaryIO, FileKind], object]

_one_at_a_time = threading.Lock()  # two files of millions of rows at once would need twice the memory


class Size(Protocol):
    """How much of a table there is."""

    @property
    def rows(self) -> int: ...
    @property
    def csv_bytes(self) -> int: ...


@dataclass(frozen=True)
class Offered:
    """Something to take away: its key, what it is, and how much of it there is (csv_bytes: about)."""

    key: str
    title: str
    rows: int
    csv_bytes: int


def offered(sizes: Mapping[str, Size], values: int) -> list[Offered]:
    """All values first, then every table that has rows. values: the rows of all values."""
    first = Offered(VALUES, _("All indicator values with their verdicts"), values, values * BYTES_OF_A_VALUE)
    tables = [
        Offered(name, f"{_(TABLES[name].title)} ({name})", size.rows, size.csv_bytes)
        for name, size in sizes.items()
        if size.rows
    ]
    return [*([first] if values else []), *tables]


def answer(found: Sequence[Offered], name: str | None) -> str:
    """How much there is to take away, in one sentence. name: of the municipality; None = of all."""
    if not found:
        return _("There is nothing to take away yet.")
    places = {
        "rows": sum(each.rows for each in found),
        "count": len(found),
        "size": size_words(sum(each.csv_bytes for each in found)),
    }
    if name is None:
        return _("{rows} rows of all municipalities in {count} files, about {size} as CSV.", **places)
    return _("{rows} rows of {name} in {count} files, about {size} as CSV.", name=name, **places)


def list_of(found: Sequence[Offered]) -> pd.DataFrame:
    """What there is, with rows and size."""
    return pd.DataFrame(
        {
            _("What"): [each.title for each in found],
            _("Rows"): [format_number(each.rows, digits=0) for each in found],
            _("Size as CSV, about"): [size_words(each.csv_bytes) for each in found],
        }
    )


def size_words(size_bytes: float) -> str:
    """A size as people say it: 24 MB."""
    for unit, of_bytes in (("GB", GIGABYTE), ("MB", MEGABYTE), ("kB", KILOBYTE)):
        if size_bytes >= of_bytes:
            return f"{format_number(size_bytes / of_bytes, significant=2)}{formats.FIXED_SPACE}{unit}"
    return f"{format_number(size_bytes, digits=0)}{formats.FIXED_SPACE}B"


def chosen(found: Sequence[Offered]) -> Offered:
    """What to take away."""
    by_key = {each.key: each for each in found}
    key = choices.one_of(
        "file", _("What to take away"), list(by_key), found[0].key, words=lambda each: by_key[each].title
    )  # fmt: skip
    return by_key[key]


def buttons(store: Store, what: Offered, area_id: str | None, *, write_rows: WriteRows) -> None:
    """A button for each kind of file, and what is to be known before the click.

    area_id: None = all municipalities. write_rows: writes the rows of a table (loaders.table_export.write_rows)."""
    csv: FileKind = "zip" if what.csv_bytes > PACKED_FROM_BYTES else "csv"
    with st.container(horizontal=True, gap="small"):
        for kind in (csv, "parquet", "xlsx"):
            is_too_long = kind == "xlsx" and what.rows > MOST_ROWS
            st.download_button(
                _(LABELS[kind]),
                data=b"" if is_too_long else maker(store, what.key, area_id, kind=kind, write_rows=write_rows),
                file_name=f"veikart-{what.key}-{area_id or 'all'}.{SUFFIXES[kind]}",
                mime=MEDIA_TYPES[kind],
                icon=":material/download:",
                key=f"take-{kind}",
                on_click="ignore",
                disabled=is_too_long,
            )  # fmt: skip
    st.caption(size_sentence(what))


def size_sentence(what: Offered) -> str:
    """How much comes, and what Excel cannot hold."""
    said = [_("Rows: {rows}, about {size} as CSV.", rows=what.rows, size=size_words(what.csv_bytes))]
    if what.csv_bytes > MEGABYTE:
        said.append(_("Parquet and Excel are a good deal smaller, and a long CSV comes in a zip file."))
    said.append(_("The file is made when you click."))
    if what.rows > MOST_ROWS:
        said.append(
            _("Excel holds {most} rows at most: take CSV or Parquet, or one municipality.", most=MOST_ROWS)
        )
    return " ".join(said)


def maker(
    store: Store, key: str, area_id: str | None, *, kind: FileKind, write_rows: WriteRows
) -> Callable[[], bytes]:
    """What makes a file when somebody clicks. The language is that of the page, since a click is answered elsewhere."""
    language = current_language()

    def make() -> bytes:
        with _one_at_a_time, tempfile.TemporaryFile() as target:
            if key == VALUES:
                _write_values(store, area_id, target, kind=kind, language=language)
            else:
                write_rows(store, key, area_id, target, kind)
            target.seek(0)
            return target.read()

    return make


def _write_values(
    store: Store, area_id: str | None, target: BinaryIO, *, kind: FileKind, language: str
) -> None:
    areas = [area_id] if area_id else judged_municipalities(store)
    reader = judged_batches(store, areas, words=lambda text: translated(text, language))
    write_table(reader, target, kind, name=VALUES, rows=method_reads.values_count(store, area_id))


def what_is_in_them() -> list[str]:
    """What is to be known about every file."""
    return [
        _("Each file has the rows that count today, each with the file, sheet and cell it came from and the licence of its "
          "publisher. Older releases are on the page What changed."),
        _("Names, addresses and telephone numbers stay here, except where they were given for partner cities and the record "
          "is marked to be shared."),
        _("Numbers have all their digits; an empty cell is missing and never zero. In CSV an apostrophe stands before a text "
          "that a spreadsheet would run as a formula; in Excel it is a cell of text. Veikart reads both back unchanged."),
    ]  # fmt: skip


def package(area_id: str, shared: Sequence[Any], make: Callable[[], bytes]) -> None:
    """The data package for partner cities. shared: what it would hold, table by table. make: its bytes."""
    layout.heading(_("Data package for partner cities"))
    if not shared:
        st.markdown(_("There is nothing to share yet: load your own accounts, targets or projects first."))
        return
    st.markdown(
        _("Rows that may be shared: {rows}. The package is a Frictionless data package: CSV files with a description of every "
          "column. On the page Upload you can state a licence and take several municipalities.",
          rows=sum(each.rows for each in shared))
    )  # fmt: skip
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.download_button(
            _("Download the package"), data=make, file_name=f"veikart-package-{area_id}.zip", mime="application/zip",
            icon=":material/download:", key="take-package", on_click="ignore",
        )  # fmt: skip
        st.page_link("pages/upload.py", label=_("Share with partner cities"), icon=":material/arrow_forward:")
