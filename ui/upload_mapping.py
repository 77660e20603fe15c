"""The step for a table of an unknown layout: which of its columns is which, with a look at how it would be read."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import streamlit as st

from data.areas import Register
from data.code_lists import YES_NO
from data.columns import Column
from data.tables import TABLES
from texts import N_, Text, _
from ui.upload_file import DECIMAL_MARKS
from ui.upload_flow import Dialogue, as_written
from ui.upload_mapping_preview import as_it_would_be_read, say_what_is_left_out
from ui.upload_words import value_words

NOT_READ, TAKEN_BACK = "", "taken-back"
WORDS_ASKED, HEADINGS_SHOWN, SAMPLES_SHOWN = 20, 4, 4
UNIT_TITLES: dict[str, Text] = {
    "t": N_("Tonnes"),
    "kt": N_("Thousand tonnes (kt)"),
    "Mt": N_("Million tonnes (Mt)"),
    "kg": N_("Kilograms"),
    "cells": N_("Written in the cells, behind the figures"),
}

GAS_TITLES: dict[str, Text] = {
    "ghg": N_("All greenhouse gases (CO2e)"),
    "co2": N_("Fossil CO2 only"),
}


def offer_same(dialogue: Dialogue, mapping: Any) -> None:
    """That a table with these headings was loaded before, and the button to read this one in the same way."""
    with st.container(border=True, key="vk-same"):
        words = _("You have loaded a table with these headings before, as {table}. Read this one in the same way?",
                  table=TABLES[mapping.table].title)  # fmt: skip
        st.markdown(words)
        st.button(
            _("Use the same mapping"), type="primary", icon=":material/check:", key="mapping-same",
            on_click=dialogue.answer, args=("mapping", mapping),
        )  # fmt: skip


def mapped_as(dialogue: Dialogue, mapping: Any) -> None:
    """What the file is read as, and the way back to the mapping."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            as_written(
                _(
                    "Read by your mapping: sheet “{sheet}” as {table}.",
                    sheet=mapping.sheet,
                    table=TABLES[mapping.table].title,
                )
            )
        )
        st.button(
            _("Change the mapping"), icon=":material/edit:", key="mapping-change", type="tertiary",
            on_click=_take_back, args=(dialogue, mapping),
        )  # fmt: skip


def _take_back(dialogue: Dialogue, mapping: Any) -> None:
    dialogue.kept[TAKEN_BACK] = (dialogue.file_id, mapping)
    dialogue.answer("mapping", None)


def taken_back(dialogue: Dialogue) -> Any:
    """The mapping that was used before its person wanted to change it; None when there is none."""
    return dialogue.kept_for(TAKEN_BACK, dialogue.file_id)


def mapping_step(
    dialogue: Dialogue, desk: Any, answers: Callable[..., Any], *, start: Any, municipality_id: str | None
) -> None:
    """Make a mapping with its person, question by question, and use it.

    desk: loaders.mappings.mapping_desk.MappingDesk. answers: its class Answers. start: the suggestion to begin with.
    municipality_id: whom the table is about, unless it or its person says otherwise."""
    suggestion = _table_asked(dialogue, desk, start)
    made_of = (suggestion.mapping.sheet, suggestion.mapping.heading_row, suggestion.mapping.table)
    key = f"map-{dialogue.file_id}-{'-'.join(map(str, made_of))}"
    spread = _spread_asked(desk, suggestion, key)
    columns = _columns_asked(desk, suggestion, spread, key)
    draft = desk.mapping(suggestion, answers(columns, spread))
    constants = _constants_asked(desk, draft, suggestion, key, municipality_id)
    with st.container(horizontal=True, gap="medium"):
        unit = _unit_asked(desk, draft, suggestion, key)
        gases = _gases_asked(desk, suggestion, key)
        mark = _mark_asked(dialogue, desk, draft, suggestion, key)
    words = _words_asked(dialogue, desk, draft, suggestion, key)
    mapping = desk.mapping(suggestion, answers(columns, spread, constants, unit, mark, words, gases))
    say_what_is_left_out(mapping)
    as_it_would_be_read(dialogue, desk, mapping)


# --- which table ---


def _table_asked(dialogue: Dialogue, desk: Any, start: Any) -> Any:
    """The suggestion for the sheet, the heading row and the table that are chosen."""
    with st.container(horizontal=True, gap="medium"):
        sheets = desk.sheets()
        sheet = start.mapping.sheet
        if len(sheets) > 1:
            sheet = st.selectbox(
                _("Sheet"), sheets, index=sheets.index(sheet) if sheet in sheets else 0,
                key=f"map-sheet-{dialogue.file_id}", width=220,
            )  # fmt: skip
        near = start if sheet == start.mapping.sheet else desk.suggestion(sheet=sheet) or start
        rows = desk.rows(sheet) or {near.mapping.heading_row: []}
        row = st.selectbox(
            _("Row of the headings"),
            list(rows),
            index=list(rows).index(near.mapping.heading_row) if near.mapping.heading_row in rows else 0,
            format_func=lambda number: _row_words(number, rows[number]),
            key=f"map-row-{dialogue.file_id}-{sheet}",
            width=340,
        )
        tables = desk.tables()
        table = st.selectbox(
            _("What the table holds"),
            tables,
            index=tables.index(near.mapping.table),
            format_func=lambda name: _(TABLES[name].title),
            key=f"map-table-{dialogue.file_id}-{sheet}",
            width=320,
        )
    st.caption(_(TABLES[table].meaning))
    chosen = (sheet, row, table)
    if chosen == (start.mapping.sheet, start.mapping.heading_row, start.mapping.table):
        return start
    return dialogue.once(
        "suggestion", chosen, lambda: desk.suggestion(sheet=sheet, heading_row=row, table=table) or start
    )


def _row_words(number: int, headings: Sequence[str]) -> str:
    more = " …" if len(headings) > HEADINGS_SHOWN else ""
    return _("{row}: {headings}", row=str(number), headings=", ".join(headings[:HEADINGS_SHOWN]) + more)


def _spread_asked(desk: Any, suggestion: Any, key: str) -> Any:
    """Whether there is one figure a row, or a column for each year or entry."""
    spreads = desk.spreads(suggestion)
    if len(spreads) == 1:
        return spreads[0]
    chosen = st.radio(
        _("How the figures stand"),
        range(len(spreads)),
        format_func=lambda place: _spread_words(desk, suggestion, spreads[place]),
        key=f"{key}-spread",
        horizontal=True,
    )
    return spreads[chosen]


def _spread_words(desk: Any, suggestion: Any, spread: Any) -> str:
    if spread is None:
        return _("One figure in each row")
    headings = desk.spread_headings(suggestion, spread)
    shown = f"{headings[0]} … {headings[-1]}" if len(headings) > 2 else ", ".join(headings)
    if spread.column == "year":
        return _("A column for each year: {headings}", headings=shown)
    column = TABLES[suggestion.mapping.table].column(spread.column)
    return _("A column for each entry of “{title}”: {headings}", title=column.title, headings=shown)


# --- which column is which ---


def _columns_asked(desk: Any, suggestion: Any, spread: Any, key: str) -> dict[str, str]:
    """Ours → letters. A column of ours that is chosen twice is read where it stands first, and that is said."""
    ours = {column.name: column for column in desk.choices(suggestion, spread)}
    suggested = desk.suggested(suggestion)
    options = [NOT_READ, *ours]
    found: dict[str, str] = {}
    twice: list[str] = []
    st.html(f'<h3 class="vk-heading vk-section">{escape(_("What each column is"))}</h3>')
    for column in desk.columns(suggestion, spread):
        heading = column.heading or _("Column {letters}", letters=column.letters)
        what, which = st.columns([3, 2], vertical_alignment="center")
        samples = " · ".join(column.samples[:SAMPLES_SHOWN])
        what.html(
            f'<p class="vk-upload"><strong>{escape(heading)}</strong><small>{escape(samples)}</small></p>'
        )
        is_likely = suggested.get(column.letters)
        name = which.selectbox(
            _("What “{heading}” is", heading=heading),
            options,
            index=options.index(is_likely) if is_likely in options else 0,
            format_func=lambda name: _column_words(ours.get(name)),
            label_visibility="collapsed",
            key=f"{key}-{spread is None}-{column.letters}",
        )
        if name in found:
            twice.append(_column_words(ours[name]))
        elif name != NOT_READ:
            found[name] = column.letters
    for title in twice:
        st.warning(
            _("“{title}” is chosen for several columns; the first is read.", title=title),
            icon=":material/info:",
        )
    return found


def _column_words(column: Column | None) -> str:
    if column is None:
        return _("Leave out")
    return (
        f"{_(column.title)} ({column.unit})"
        if column.unit and not column.has_unit_choice
        else _(column.title)
    )


# --- what the sheet does not say ---


def _constants_asked(
    desk: Any, draft: Any, suggestion: Any, key: str, municipality_id: str | None
) -> dict[str, str]:
    """What holds for all rows, for every column that they cannot do without and the sheet does not have."""
    missing = desk.missing(draft)
    given = suggestion.mapping.constants
    kept = {name: text for name, text in given.items() if name not in {column.name for column in missing}}
    if not missing:
        return kept
    st.html(f'<h3 class="vk-heading vk-section">{escape(_("The same in every row"))}</h3>')
    with st.container(horizontal=True, gap="medium"):
        asked = {
            column.name: _constant(
                desk.register, column, given.get(column.name, ""), f"{key}-is", municipality_id
            )
            for column in missing
        }
    return {**kept, **asked}


def _constant(register: Register, column: Column, given: str, key: str, municipality_id: str | None) -> str:
    label, key = _(column.title), f"{key}-{column.name}"
    if column.name == "area_id":
        options = _in_force(register)
        chosen = given or municipality_id
        return (
            st.selectbox(
                label, options, index=options.index(chosen) if chosen in options else None,
                format_func=lambda area_id: f"{register.areas[area_id].name} · {register.areas[area_id].region}",
                placeholder=_("Choose the municipality"), key=key, width=320,
            )
            or ""
        )  # fmt: skip
    entries = YES_NO if column.kind == "boolean" else column.codes
    if entries:
        options = list(entries)
        return (
            st.selectbox(
                label, options, index=options.index(given) if given in options else None,
                format_func=lambda code: value_words(column, code), placeholder=_("Choose"), key=key, width=320,
            )
            or ""
        )  # fmt: skip
    return (st.text_input(label, value=given, help=_(column.meaning), key=key, width=220) or "").strip()


def _in_force(register: Register) -> list[str]:
    areas = (area for area in register.of_kind("municipality") if area.valid_to is None)
    return [area.area_id for area in sorted(areas, key=lambda area: (area.name, area.area_id))]


def _unit_asked(desk: Any, draft: Any, suggestion: Any, key: str) -> str:
    units = list(desk.units(draft))
    if not units:
        return ""
    given = suggestion.mapping.unit
    return (
        st.selectbox(
            _("Unit of the amounts"), units, index=units.index(given) if given in units else None,
            format_func=lambda unit: _(UNIT_TITLES[unit]), placeholder=_("Choose the unit"), key=f"{key}-unit", width=320,
        )
        or ""
    )  # fmt: skip


def _gases_asked(desk: Any, suggestion: Any, key: str) -> str:
    """What emissions cover; fossil CO2 is never counted among greenhouse gases."""
    likely = desk.likely_gases(suggestion)
    if not likely:
        return ""
    return st.selectbox(
        _("What the emissions cover"), list(GAS_TITLES), index=list(GAS_TITLES).index(likely),
        format_func=lambda gases: _(GAS_TITLES[gases]), key=f"{key}-gases", width=320,
    )  # fmt: skip


def _mark_asked(dialogue: Dialogue, desk: Any, draft: Any, suggestion: Any, key: str) -> str:
    """The decimal mark, where texts of the file read differently with a comma and with a point."""
    texts = dialogue.once("numbers", repr(draft), lambda: desk.open_numbers(draft))
    if not texts:
        return ""
    marks = list(DECIMAL_MARKS)
    likely = suggestion.mapping.decimal_mark or suggestion.likely_decimal_mark
    with st.container(width=340):
        mark = st.radio(
            _("How are numbers written in this file?"),
            marks,
            index=marks.index(likely) if likely in marks else None,
            format_func=lambda name: _(DECIMAL_MARKS[name]),
            horizontal=True,
            key=f"{key}-mark",
        )
        quoted = ", ".join(f"“{text}”" for text in texts)
        st.caption(
            as_written(_("In the file: {examples}. Your answer holds for the whole file.", examples=quoted))
        )
    return mark or ""


def _words_asked(
    dialogue: Dialogue, desk: Any, draft: Any, suggestion: Any, key: str
) -> dict[str, dict[str, str]]:
    """What words of the file mean that are no entries of our lists; those not answered stay as they are."""
    answers: dict[str, dict[str, str]] = {}
    asked = dialogue.once("words", repr((draft, suggestion.mapping)), lambda: desk.words(draft, suggestion))
    for name, words in asked.items():
        column = TABLES[draft.table].column(name)
        title = _("What the words under “{title}” mean", title=column.title)
        st.html(f'<h3 class="vk-heading vk-section">{escape(title)}</h3>')
        entries = YES_NO if column.kind == "boolean" else column.codes
        options = [NOT_READ, *entries]
        answers[name] = {}
        for text, likely in list(words.items())[:WORDS_ASKED]:
            said, means = st.columns([3, 2], vertical_alignment="center")
            said.html(f'<p class="vk-upload"><strong>{escape(text)}</strong></p>')
            entry = means.selectbox(
                _("What “{word}” means", word=text),
                options,
                index=options.index(likely) if likely in options else None,
                format_func=lambda code, column=column: (
                    value_words(column, code) if code else _("Leave these rows out")
                ),
                placeholder=_("Choose what it means"),
                label_visibility="collapsed",
                key=f"{key}-word-{name}-{text}",
            )
            if entry is not None:
                answers[name][text] = entry
        if len(words) > WORDS_ASKED:
            st.caption(_("The first {shown} of {count} are shown.", shown=WORDS_ASKED, count=len(words)))
    return answers
