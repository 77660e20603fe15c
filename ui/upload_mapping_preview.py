"""A mapping in the making: what is left out, what must still be said, and the first rows as they would be read."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from data.areas import Register
from data.tables import TABLES
from texts import MISSING, _
from ui import layout
from ui.upload_flow import Dialogue, as_written
from ui.upload_words import value_words

ROWS_SHOWN = 6


def say_what_is_left_out(mapping: Any) -> None:
    texts = list(dict.fromkeys(text for rule in mapping.skip for text in rule.texts))
    if texts:
        quoted = ", ".join(f"“{text}”" for text in texts)
        st.caption(as_written(_("Rows with {words} are left out.", words=quoted)))


def as_it_would_be_read(dialogue: Dialogue, desk: Any, mapping: Any) -> None:
    """The first rows, or what stands in the way, and the button."""
    still_missing = [column for column in desk.missing(mapping) if not mapping.constants.get(column.name)]
    has_unit = not desk.units(mapping) or bool(mapping.unit)
    st.html(f'<h3 class="vk-heading vk-section">{escape(_("As it would be read"))}</h3>')
    if still_missing or not has_unit:
        titles = [_(column.title) for column in still_missing] + (
            [] if has_unit else [_("Unit of the amounts")]
        )
        st.markdown(as_written(_("Still to be said: {what}.", what=", ".join(titles))))
    else:
        reading = dialogue.once("draft", repr(mapping), lambda: desk.read(mapping))
        _first_rows(desk.register, reading, mapping)
    st.button(
        _("Use this mapping"),
        type="primary",
        icon=":material/check:",
        disabled=bool(still_missing) or not has_unit,
        on_click=dialogue.answer,
        args=("mapping", mapping),
        key="mapping-use",
    )


def _first_rows(register: Register, reading: Any, mapping: Any) -> None:
    rows = reading.tables.get(mapping.table)
    errors = [problem for problem in reading.problems if problem.level == "error"]
    if errors:
        count = sum(problem.count for problem in errors)
        first = _("{count} problems so far, the first: {sentence}", count=count, sentence=errors[0].sentence)
        only = _("One problem so far: {sentence}", sentence=errors[0].sentence)
        st.warning(as_written(first if count > 1 else only), icon=":material/info:")
    elif rows is not None:
        caption = (
            _("One row, without a problem:")
            if rows.num_rows == 1
            else _("{count} rows without a problem. The first of them:", count=rows.num_rows)
        )
        st.markdown(caption)
        layout.table(rows_frame(register, mapping.table, rows.slice(0, ROWS_SHOWN).to_pylist()), caption)


def rows_frame(register: Register, table_name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of ours in words, without the columns in which all of them are empty or as they are by default."""
    columns = [column for column in TABLES[table_name].columns if column.is_on_sheet]
    texts = {column.name: [_text(row.get(column.name)) for row in rows] for column in columns}
    said = [
        column
        for column in columns
        if set(texts[column.name]) - {None, column.default, _truth(column.default)}
    ]
    words = {column.name: [value_words(column, text) for text in texts[column.name]] for column in said}
    if "area_id" in words:
        areas = (register.resolve_id(area_id or "") for area_id in texts["area_id"])
        words["area_id"] = [area.name if area else MISSING for area in areas]
    return pd.DataFrame({_(column.title): words[column.name] for column in said})


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _truth(default: str | None) -> str | None:
    """A default of yes or no as it stands in a row."""
    return {"yes": "True", "no": "False"}.get(default or "")
