"""What a file would change, table by table: how many rows, which, and from what to what."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from data.changes import CHANGES, TableChanges
from data.tables import TABLES
from sentences import formats
from texts import MISSING, N_, _, format_number
from ui.upload_flow import as_written
from ui.upload_words import field_words, value_words

MANY_TABLES = 3  # from here on each table folds away
RECORDS_SHOWN = 50
DIGITS = {"emissions": 1, "population": 0}  # as published; full precision is kept in the store
CHANGE_WORDS = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "removed": N_("Removed"),
    "unchanged": N_("Unchanged"),
}
COUNTS = {
    "new": N_("{count} new"),
    "changed": N_("{count} changed"),
    "removed": N_("{count} removed"),
    "unchanged": N_("{count} unchanged"),
}
NOT_IN_LABELS = (
    "area_id",
    "dataset",
    "year",
    "basis",
    "record_id",
)  # columns of their own, or the same throughout


def changes_of_tables(
    changes: Sequence[TableChanges], staged: Mapping[str, pa.Table], *, units: Mapping[str, str]
) -> None:
    """Every table's counts and rows; many tables fold, those that change nothing to one line.

    staged: the rows of the file, from which records get their titles. units: of tables whose values are in another
    unit than the declared one."""
    titles = record_titles(staged)
    folds = len(changes) >= MANY_TABLES
    first = next((one.table for one in changes if not one.is_nothing), None)
    for one in changes:
        title = _(TABLES[one.table].title)
        if not folds:
            st.markdown(f"**{title}**")
            change_figures(one)
            _rows_of(one, titles, unit=units.get(one.table, _declared_unit(one.table)))
        elif one.is_nothing:
            st.markdown(f"**{title}:** {count_words(one)}")
        else:
            label = f"**{title}:** {count_words(one)}"
            with st.expander(label, expanded=one.table == first, key=f"table-{one.table}"):
                _rows_of(one, titles, unit=units.get(one.table, _declared_unit(one.table)))


def _declared_unit(table_name: str) -> str:
    table = TABLES[table_name]
    return table.column(table.value).unit if table.value else ""


def _rows_of(changes: TableChanges, titles: Mapping[tuple[str, str], str], *, unit: str) -> None:
    if changes.older_release_than:
        st.info(
            _("A newer release, {release}, already speaks. These figures are kept beside it as an "
              "older vintage and change none of its.", release=as_written(changes.older_release_than)),
            icon=":material/history:",
        )  # fmt: skip
    if changes.is_nothing:
        return
    if TABLES[changes.table].slice_kind == "record":
        records_table(changes, titles)
    else:
        changes_table(changes, unit=unit)


def change_figures(changes: TableChanges) -> None:
    """How many rows of a table are new, changed, removed and unchanged."""
    counts = ((_(CHANGE_WORDS[kind]), format_number(changes.counts[kind], digits=0)) for kind in CHANGES)
    shown = (f"<div><dt>{escape(word)}</dt><dd>{escape(count)}</dd></div>" for word, count in counts)
    st.html(f'<dl class="vk-counts">{"".join(shown)}</dl>')


def count_words(changes: TableChanges) -> str:
    """The same in a line, without the zeros."""
    return counted_rows(changes.counts)


def counted_rows(counts: Mapping[str, int]) -> str:
    """Rows by kind of change in a line, without the zeros: 1 new · 40 unchanged."""
    shown = ((kind, counts[kind]) for kind in CHANGES if counts[kind])
    return " · ".join(_(COUNTS[kind], count=count) for kind, count in shown)


# --- figures ---


def changes_frame(changes: TableChanges) -> pd.DataFrame:
    """A table's changed figures under the headings of the page, old and new beside each other.

    Columns that say nothing are left out: old figures when all is new, the area when there is one, the key where
    a table has one figure a year, what else changed where nothing did."""
    rows = changes.rows
    labels = row_labels(changes)
    others = [_other_fields(changes.table, fields) for fields in rows["fields"]]
    frame = pd.DataFrame(
        {
            _("Area"): rows["name"],
            _("Year"): rows["year"].map(formats.year),
            _("What"): labels,
            _("Old"): rows["old"],
            _("New"): rows["new"],
            _("Difference"): rows["difference"],
            _("Difference, %"): rows["difference_percent"],
            _("Change"): [_(CHANGE_WORDS[kind]) for kind in rows["change"]],
            _("Also changed"): others,
        }
    )
    of_no_use = [] if any(labels) else [_("What")]
    of_no_use += [_("Area")] if rows["area_id"].nunique() == 1 else []
    of_no_use += [] if any(others) else [_("Also changed")]
    of_no_use += [_("Change"), _("Old"), _("Difference"), _("Difference, %")] if _is_all_new(changes) else []
    return frame.drop(columns=of_no_use)


def changes_table(changes: TableChanges, *, unit: str) -> None:
    """The largest changes, or the largest new figures; numbers as the reader's language writes them."""
    title = _("The largest new figures") if _is_all_new(changes) else _("The largest changes")
    title = f"{title}, {unit}" if unit else title
    st.caption(title)
    frame = changes_frame(changes)
    amounts = dict.fromkeys((_("Old"), _("New"), _("Difference")), DIGITS.get(changes.table))
    digits = amounts | {_("Difference, %"): 1}
    shapes = {name: _figure_words(count) for name, count in digits.items() if name in frame}
    st.dataframe(
        frame.style.format(shapes),
        hide_index=True,
        height=min(38 + 35 * len(frame), 388),
        column_config={
            _("Year"): st.column_config.Column(width=60),
            _("What"): st.column_config.Column(width=150),
        },
        placeholder=MISSING,
        alt=title,
        key=f"changes-{changes.table}",
    )


def row_labels(changes: TableChanges) -> list[str]:
    """What each row is about beside its area and year, in words: titles of codes; emissions without a sector are
    the total."""
    table = TABLES[changes.table]
    names = [
        name for name in table.key_columns if name not in NOT_IN_LABELS and f"key_{name}" in changes.rows
    ]
    hidden = ("scope",) if changes.table == "emissions" else ()
    keys = [[_text(value) for value in changes.rows[f"key_{name}"]] for name in names if name not in hidden]
    shown = [name for name in names if name not in hidden]
    labels = []
    for place in range(len(changes.rows)):
        parts = {name: values[place] for name, values in zip(shown, keys, strict=True) if values[place]}
        total = [_("Total")] if changes.table == "emissions" and "sector" not in parts else []
        labels.append(
            " · ".join([*total, *(value_words(table.column(name), text) for name, text in parts.items())])
        )
    return labels


def _other_fields(table_name: str, fields: Sequence[Mapping[str, str | None]]) -> str:
    """The columns beside the figure itself that differ."""
    table = TABLES[table_name]
    others = (one for one in fields if one["name"] != table.value)
    return "; ".join(field_words(table, one) for one in others)


def _is_all_new(changes: TableChanges) -> bool:
    return changes.counts["changed"] == 0 and changes.counts["removed"] == 0


def _figure_words(digits: int | None) -> Callable[[float], str]:
    return lambda value: format_number(value, digits=digits)


# --- records ---


def records_table(changes: TableChanges, titles: Mapping[tuple[str, str], str]) -> None:
    """The records of a table one by one: new, changed with each field from old to new, or removed."""
    title = _(TABLES[changes.table].title)
    heads = (_("Record"), _("Change"), _("What changes"))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    labels = row_labels(changes)
    several = changes.rows["area_id"].nunique() > 1
    rows = changes.rows.head(RECORDS_SHOWN).to_dict("records")
    body = "".join(
        _record_row(changes.table, row, label, titles, heads, with_area=several)
        for row, label in zip(rows, labels, strict=False)
    )
    st.html(
        f'<table class="vk-lines"><caption>{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    count = sum(changes.counts[kind] for kind in ("new", "changed", "removed"))
    if count > RECORDS_SHOWN:
        st.caption(_("The first {shown} of {count} are shown.", shown=RECORDS_SHOWN, count=count))


def _record_row(
    table_name: str,
    row: Mapping[Any, Any],
    label: str,
    titles: Mapping[tuple[str, str], str],
    heads: Sequence[str],
    *,
    with_area: bool,
) -> str:
    table = TABLES[table_name]
    record = _record_words(table_name, _text(row.get("key_record_id")))
    year = formats.year(row["year"]) if _text(row["year"]) and "year" not in table.record_from else ""
    smaller = [
        titles.get((row["area_id"], _text(row.get("key_record_id"))), ""),
        row["name"] if with_area else "",
    ]
    name = escape(" · ".join(filter(None, (record, label, year))))
    small = "".join(f"<small>{escape(words)}</small>" for words in smaller if words)
    fields = "".join(f"<li>{escape(field_words(table, one))}</li>" for one in row["fields"])
    words = (
        f"{name}{small}",
        escape(_(CHANGE_WORDS[row["change"]])),
        f"<ul>{fields}</ul>" if fields else _figure(row),
    )
    cells = (f'<td data-head="{escape(head)}">{entry}</td>' for head, entry in zip(heads, words, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _figure(row: Mapping[Any, Any]) -> str:
    """The figure of a record that is new or goes, where its table has one."""
    value = row["new"] if row["change"] == "new" else row["old"]
    return "" if value is None or pd.isna(value) else escape(format_number(value))


def _record_words(table_name: str, record_id: str) -> str:
    """A record's id; one that is made of columns as their words."""
    table = TABLES[table_name]
    parts = record_id.split("/")
    if not table.record_from or len(parts) != len(table.record_from):
        return record_id
    named = zip(table.record_from, parts, strict=True)
    return " · ".join(value_words(table.column(name), text) for name, text in named if text)


def record_titles(staged: Mapping[str, pa.Table]) -> dict[tuple[str, str], str]:
    """The titles of the file's records by area and id, also for the rows of their children."""
    titled = [rows for name, rows in staged.items() if {"record_id", "title"} <= set(rows.column_names)]
    return {
        (row["area_id"], row["record_id"]): row["title"]
        for rows in titled
        for row in rows.select(["area_id", "record_id", "title"]).to_pylist()
        if row["title"]
    }


def _text(value: Any) -> str:
    """A key as text, empty where there is none."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    return str(value)
