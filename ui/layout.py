"""How every page is built: question, answer, picture with its table and downloads, figures, tiles, source."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from charts.chart import Chart
from charts.template import plotly_config
from metrics.registry import STATUSES
from sentences import formats
from texts import _, format_number
from ui import downloads, view
from ui.upload_flow import as_written

WIDEST_ON_A_PHONE = 4  # a table with more columns is shown there as one card per row
SHORT = 30  # rows up to which a table is shown whole
LARGE = 100  # from here on a figure in a table is shown without decimals

STYLE = f"<style>{(Path(__file__).parent / 'style.css').read_text(encoding='utf-8')}</style>"


@dataclass(frozen=True)
class Fact:
    """One figure beside the picture: what it is, the figure as words, and a smaller remark."""

    term: str
    value: str
    remark: str = ""
    is_words: bool = False


@dataclass(frozen=True)
class Step:
    """Something to do next: why in a sentence, what in a few words, and the page's script; without one it is
    done where the reader is.

    query: the choices of that page which show what is meant."""

    why: str
    what: str = ""
    page: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tile:
    """One indicator at a glance: name, value, status key and a note.

    picture: address of its course as a small picture; data: what is to be known about the data."""

    name: str
    value: str
    status: str
    note: str = ""
    picture: str = ""
    data: str = ""


def demo_notice() -> None:
    """The line every page carries while it shows fictional data."""
    words = _(
        "Demonstration data: every municipality and figure here is fictional. Load your own file on the Upload page."
    )
    st.html(f'<p class="vk-demo">{escape(words)}</p>')


def menu(pages: Sequence[StreamlitPage]) -> None:
    """The pages as links on a phone, where the menu of the header is folded away."""
    with st.container(horizontal=True, key="vk-menu"):
        for page in pages:
            st.page_link(page)


def page_top() -> tuple[DeltaGenerator, DeltaGenerator]:
    """The places of the question and, at its right, of the choices it depends on; on a phone one below the
    other."""
    with st.container(horizontal=True, key="vk-top"):
        return st.container(), st.container(horizontal=True, key="vk-choices", width="content")


def question(text: str) -> None:
    """The page's question, its only first-level heading."""
    st.html(f'<h1 class="vk-question">{escape(text)}</h1>')


def answer(sentence: str, *, verdict: str = "", status: str | None = None) -> None:
    """The answer as one sentence with the number in it, the verdict's words first in the colour of its
    status."""
    lead = ""
    if verdict:
        colour, symbol = (STATUSES[status].colour, STATUSES[status].symbol) if status else ("inherit", "")
        mark = f'<span aria-hidden="true">{symbol}</span> ' if symbol else ""
        lead = f'<strong style="color:{colour}">{mark}{escape(verdict)}</strong> '
    st.html(f'<p class="vk-answer">{lead}{escape(sentence)}</p>')


def heading(text: str) -> None:
    """A section's heading."""
    st.html(f'<h2 class="vk-heading vk-section">{escape(text)}</h2>')


def facts(entries: Sequence[Fact]) -> None:
    """Figures in a column, as a description list."""
    rows = "".join(
        f'<div><dt>{escape(entry.term)}</dt><dd class="{"vk-words" if entry.is_words else ""}">{escape(entry.value)}'
        f"{f' <small>{escape(entry.remark)}</small>' if entry.remark else ''}</dd></div>"
        for entry in entries
    )
    st.html(f'<dl class="vk-facts">{rows}</dl>')


def tiles(entries: Sequence[Tile]) -> None:
    """Indicators as tiles: the status as word and symbol first, colour second."""
    items = "".join(_tile(entry) for entry in entries)
    st.html(f'<ul class="vk-tiles">{items}</ul>')


def picture(
    chart: Chart,
    *,
    key: str,
    source: str,
    file_stem: str,
    title: str = "",
    on_select: Callable[[], None] | None = None,
) -> None:
    """A chart with its sentence as heading, its text alternative, table, downloads and link.

    title: takes the sentence's place where the page's answer has just said the same. on_select: called when the reader
    chooses a point of it."""
    st.html(f'<h2 class="vk-heading">{escape(title or chart.takeaway)}</h2>')
    st.plotly_chart(
        chart.figure,
        key=key,
        alt=chart.alt,
        theme=None,
        config=plotly_config(file_stem),
        width="stretch",
        on_select=on_select or "ignore",
        selection_mode="points",
    )
    for note in chart.notes:
        st.caption(as_written(note))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover(
            _("Show as table"), icon=":material/table:", key=f"{key}-as-table", on_change="rerun"
        ) as panel:
            if panel.open:  # made and sent when someone asks for it
                st.dataframe(grouped(chart.table), hide_index=True, alt=chart.takeaway, key=f"{key}-table")
        downloads.buttons(chart.table, file_stem=file_stem, key=key)
        with st.popover(_("Link to this view"), icon=":material/link:"):
            st.code(view.address(), language=None, wrap_lines=True)
    st.caption(as_written(source))  # publisher, title and release come from the file


def empty(
    sentence: str, *, next_step: str, page: str, words: str = "", query: Mapping[str, str] | None = None
) -> None:
    """An empty state: what is missing, what the reader gets out of filling it, and the way there.

    query: the choices of that page which show what is meant."""
    with st.container(border=True, key="vk-empty"):
        st.html(f'<h2 class="vk-heading">{escape(sentence)}</h2>')
        if words:
            st.markdown(words)
        st.page_link(page, label=next_step, icon=":material/arrow_forward:", query_params=query)


def next_steps(steps: Sequence[Step]) -> None:
    """What to do next: why, and the page on which it is done."""
    heading(_("What to do next"))
    with st.container(key="vk-steps", gap="small"):
        for step in steps:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(step.why, width="stretch")
                if step.page:
                    st.page_link(
                        step.page, label=step.what, icon=":material/arrow_forward:", query_params=step.query
                    )


def table(frame: pd.DataFrame, caption: str) -> None:
    """A small table as real table markup: a hidden caption, headings per column and row, numbers aligned
    right.

    The first column names the row. Numbers are whole from a hundred, else with three figures (percentages with
    one decimal); downloads keep all."""
    is_wide = len(frame.columns) > WIDEST_ON_A_PHONE
    head = "".join(
        f'<th scope="col" class="{"vk-number" if pd.api.types.is_float_dtype(kind) else ""}">{escape(_unbroken(str(name)))}</th>'
        for name, kind in frame.dtypes.items()
    )
    rows = "".join(
        _row([str(name) for name in frame.columns], values) for values in frame.itertuples(index=False)
    )
    st.html(
        f'<div class="vk-table" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="{"vk-stack" if is_wide else "vk-narrow"}">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def table_or_list(frame: pd.DataFrame, caption: str) -> None:
    """A short table as it is, a long one scrolling."""
    if len(frame) <= SHORT:
        table(frame, caption)
    else:
        st.dataframe(grouped(frame), hide_index=True, alt=caption)


def grouped(frame: pd.DataFrame) -> Styler:
    """A long, scrolling table with its figures grouped as everywhere else, up to three decimals; downloads keep
    all."""
    amounts = frame.columns[[pd.api.types.is_float_dtype(kind) for kind in frame.dtypes]]
    return frame.style.format(dict.fromkeys(amounts, format_number))


def _unbroken(heading: str) -> str:
    """A heading whose unit stays on one line: "Change since 2009, %" never leaves the sign alone."""
    words, comma, unit = heading.rpartition(", ")
    return f"{words},{formats.FIXED_SPACE}{unit.replace(' ', formats.FIXED_SPACE)}" if comma else heading


def _row(names: list[str], values: tuple) -> str:
    first, *others = (_cell(name, value) for name, value in zip(names, values, strict=True))
    cells = "".join(
        f'<td data-head="{escape(name)}" class="{"vk-number" if is_number else ""}">{words}</td>'
        for name, (words, is_number) in zip(names[1:], others, strict=True)
    )
    return f'<tr><th scope="row">{first[0]}</th>{cells}</tr>'


def _cell(name: str, value: object) -> tuple[str, bool]:
    if isinstance(value, float):
        digits = 1 if name.endswith("%") else 0 if abs(value) >= LARGE else None
        sign = "+" if value > 0 and name.startswith(_("Change")) else ""
        words = format_number(value, digits=digits) if digits is not None else formats.number(value)
        return f"{sign}{words}", True
    return escape("" if value is None or value is pd.NA else str(value)), False


def _tile(entry: Tile) -> str:
    status = STATUSES[entry.status]
    number, _space, unit = escape(entry.value).partition(formats.FIXED_SPACE)
    small = f" <small>{unit}</small>" if unit else ""
    word = f'<span aria-hidden="true">{status.symbol}</span> {escape(_(status.word))}'
    picture = (
        f'<img class="vk-spark" src="{entry.picture}" alt="" width="77" height="21">' if entry.picture else ""
    )
    data = f'<div class="vk-note">{escape(entry.data)}</div>' if entry.data else ""
    return (
        f'<li><div class="vk-name">{escape(entry.name)}</div><div class="vk-value">{number}{small}</div>'
        f'<div class="vk-status"><span style="color:{status.colour}">{word}</span>{picture}</div>'
        f'<div class="vk-note">{escape(entry.note)}</div>{data}</li>'
    )
