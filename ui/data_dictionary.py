"""The data dictionary on the page: a table found by its words, its columns with unit and meaning, and what may stand there."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from data.dictionary import SHARING, SLICES, Entry, all_entries, entries, unit_of_code
from data.tables import TABLES
from sentences import formats
from texts import N_, _, format_number
from ui import choices, downloads, layout, view
from ui.layout import Fact

INLINE = 4  # so many allowed entries are named in the row of their column
MOST_LINES = 30  # a longer list scrolls
MOST_FOUND = 12  # columns that a search lists
PERSONAL = N_("May hold a person's name or address: it leaves only where it was given for partner cities.")


class _AnyWords(tuple[str, ...]):
    """Options of a search: whatever somebody writes."""

    __slots__ = ()

    def __contains__(self, words: object) -> bool:
        return isinstance(words, str)


def answer(counts: Mapping[str, int], name: str | None) -> str:
    """How much is declared, and how much of it the municipality has."""
    places = {"tables": len(TABLES), "columns": len(all_entries())}
    filled = [count for count in counts.values() if count]
    if name is None:
        return _(
            "{tables} tables with {columns} columns hold everything; no municipality has data yet.", **places
        )
    return _(
        "{tables} tables with {columns} columns hold everything. Rows of {name}: {rows}, in {filled} of them.",
        **places, name=name, rows=sum(filled), filled=len(filled),
    )  # fmt: skip


# Finding ------------------------------------------------------------------------------------------------------


def sought() -> str:
    """What the reader looks for, kept in the address; empty = everything."""
    words = view.chosen_if_any("find", _AnyWords()) or ""
    st.text_input(
        _("Find a table or a column"),
        key=view.widget_key("find", words),
        on_change=_took,
        placeholder=_("Such as waste, unit or CPV"),
        width=choices.WIDTH_PX,
        max_chars=60,
    )
    return words.strip()


def found_entries(words: str) -> list[Entry]:
    """The columns in whose names, meaning or allowed entries the words stand, in the reader's language or as the store has
    them; those of a table that is named so come first, then those that are named so themselves."""
    wanted = words.casefold()
    found = [(place, entry) for entry in all_entries() if (place := _place_of(wanted, entry)) is not None]
    return [entry for _place, entry in sorted(found, key=lambda each: each[0])]


def table_chosen(found: Sequence[Entry]) -> str:
    """The table in question: one of those in which something was found, else any."""
    offered = list(dict.fromkeys(entry.table.name for entry in found)) or list(TABLES)
    return choices.one_of(
        "table", _("Table"), offered, offered[0], words=title_of
    )  # fmt: skip


def found_words(words: str, found: Sequence[Entry]) -> str:
    """How much was found, in one sentence."""
    if not found:
        return _("Nothing is called {words}; the list below has every table.", words=f"“{words}”")
    return _("Columns that speak of {words}: {columns}.", columns=len(found), words=f"“{words}”")


def _took() -> None:
    view.choose("find", st.session_state["choice-find"])


def found_table(found: Sequence[Entry]) -> pd.DataFrame:
    """The first of the columns that were found, with their tables and what they mean."""
    shown = found[:MOST_FOUND]
    return pd.DataFrame(
        {
            _("Table"): [title_of(entry.table.name) for entry in shown],
            _("Column"): [f"{_(entry.column.title)} ({entry.column.name})" for entry in shown],
            _("Meaning"): [_(entry.column.meaning) for entry in shown],
        }
    )


def _place_of(wanted: str, entry: Entry) -> int | None:
    """Where the words stand: 0 in what the table is called, 1 in what the column is, 2 in what it means, 3 in what may
    stand there; None nowhere."""
    table, column = entry.table, entry.column
    places = (
        (table.name, _(table.title)),
        (column.name, _(column.title)),
        (_(table.meaning), _(column.meaning), column.unit),
        (*entry.codes, *(_(title) for title in entry.codes.values())),
    )
    return next(
        (number for number, words in enumerate(places) if wanted in "\n".join(words).casefold()), None
    )


# One table ------------------------------------------------------------------------------------------------------


def title_of(name: str) -> str:
    """The table's name in words and as the store has it."""
    return f"{_(TABLES[name].title)} ({name})"


def facts_of_table(name: str, *, municipality: str | None, rows: int) -> list[Fact]:
    """What a row is, how many there are, and what becomes of them."""
    table = TABLES[name]
    found = [
        Fact(_("A row is"), _(table.meaning), is_words=True),
        Fact(_("Sheet in our workbooks"), _(table.sheet), is_words=True),
        Fact(_("Upload"), _(SLICES[table.slice_kind]), is_words=True),
        Fact(_("Sharing"), _(SHARING[table.sharing]), is_words=True),
    ]
    if municipality is not None:
        found.insert(1, Fact(_("Rows of {name}", name=municipality), format_number(rows, digits=0)))
    return found


def column_table(name: str) -> pd.DataFrame:
    """Every column of a table that people fill in or that is derived, as words."""
    rows = [entry for entry in entries(TABLES[name]) if not entry.is_source]
    return _frame(rows)


def source_table() -> pd.DataFrame:
    """The columns that say where a row came from, as words."""
    frame = _frame([entry for entry in entries(TABLES["emissions"]) if entry.is_source])
    return frame.drop(columns=[_("Required"), _("Allowed")])


def coded(name: str) -> list[Entry]:
    """The columns of a table in which nothing but certain entries may stand."""
    return [entry for entry in entries(TABLES[name]) if entry.codes]


def allowed_entries(entry: Entry) -> None:
    """What may stand in a column, folded away until somebody asks."""
    title = _("Allowed in {column}: {count} entries", column=_(entry.column.title), count=len(entry.codes))
    with st.expander(
        title, key=f"allowed-{entry.table.name}-{entry.column.name}", on_change="rerun"
    ) as panel:
        if not panel.open:
            return
        frame = _code_table(entry)
        if len(frame) <= MOST_LINES:
            layout.table(frame, title)
        else:
            st.dataframe(frame, hide_index=True, alt=title, key=f"codes-{entry.column.name}")


def whole_dictionary() -> pd.DataFrame:
    """Every column of every table, with the allowed entries written out, to take away."""
    rows = all_entries()
    return pd.DataFrame(
        {
            "table": [each.table.name for each in rows],
            _("Table"): [_(each.table.title) for each in rows],
            "column": [each.column.name for each in rows],
            **{name: list(values) for name, values in _frame(rows, is_whole=True).items()},
        }
    )


def take_away() -> None:
    """The whole dictionary as files."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        downloads.buttons(whole_dictionary(), file_stem="veikart-data-dictionary", key="dictionary")


def _frame(rows: Sequence[Entry], *, is_whole: bool = False) -> pd.DataFrame:
    names = [_(each.column.title) for each in rows]
    both = [f"{name} ({each.column.name})" for name, each in zip(names, rows, strict=True)]
    kinds = {_("Type"): [_kind(each, is_whole=is_whole) for each in rows]}
    units = {_("Unit"): [each.column.unit for each in rows]} if is_whole else {}
    columns = {
        _("Column"): names if is_whole else both,
        **kinds,
        **units,
        _("Required"): [_("yes") if each.column.is_required else "" for each in rows],
        _("Allowed"): [_allowed(each, is_whole=is_whole) for each in rows],
        _("Meaning"): [_meaning(each) for each in rows],
    }
    return pd.DataFrame(columns)


def _kind(entry: Entry, *, is_whole: bool) -> str:
    unit = "" if is_whole else entry.column.unit.replace(" ", formats.FIXED_SPACE)
    return f"{_(entry.kind)}, {unit}" if unit else _(entry.kind)


def _allowed(entry: Entry, *, is_whole: bool) -> str:
    if entry.codes and is_whole:
        return "; ".join(f"{code} ({_(title)})" for code, title in entry.codes.items())
    if entry.codes and len(entry.codes) <= INLINE:
        return ", ".join(entry.codes)
    if entry.codes:
        return _("one of {count}, listed below", count=len(entry.codes))
    return _(entry.limits) if entry.limits is not None else ""


def _meaning(entry: Entry) -> str:
    words = _(entry.column.meaning)
    return f"{words}. {_(PERSONAL)}" if entry.column.is_personal else words


def _code_table(entry: Entry) -> pd.DataFrame:
    frame = {
        _("Entry"): list(entry.codes),
        _("Meaning"): [_(title) for title in entry.codes.values()],
    }
    units = [unit_of_code(entry, code) for code in entry.codes]
    return pd.DataFrame(frame | ({_("Unit"): units} if any(units) else {}))
