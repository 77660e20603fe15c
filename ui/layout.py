"""How every page is built: question, answer, picture with its table and downloads, figures, tiles, source."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from charts.chart import Chart
from charts.template import plotly_config
from metrics.registry import STATUSES
from texts import _, format_number
from ui import downloads

LARGE = 100  # from here on a figure in a table is shown without decimals

# The few things the theme cannot say: measure of the page, the answer's size, figures in a column, tiles that
# wrap, and less air on a phone. Colours are the theme's or come from the status records.
STYLE = """
<style>
.stMainBlockContainer {max-width: 1240px; margin: 0 auto;}
.vk-question {font-size: 1.95rem; line-height: 1.2; font-weight: 700; margin: 0; padding: 0; letter-spacing: -0.01em;}
.vk-answer {font-size: 1.25rem; line-height: 1.5; max-width: 46rem; margin: .35rem 0 .5rem;}
.vk-heading {font-size: 1.05rem; font-weight: 600; margin: 0;}
.vk-facts {margin: 0 !important; padding: 0 !important;} .vk-facts dt {font-size: .9rem; color: #5B6B75;}
.vk-facts dd {margin: 0 0 .8rem !important; padding: 0; font-size: 1.5rem; line-height: 1.3; font-variant-numeric: tabular-nums;}
.vk-facts dd small {font-size: .9rem; color: #42525C;} .vk-facts dd.vk-words {font-size: .95rem; line-height: 1.5;}
.vk-tiles {display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 14px; list-style: none; margin: 0 !important; padding: 0 !important;}
.vk-tiles li {background: #fff; border: 1px solid #E1E6E8; border-radius: 8px; padding: 12px 14px; margin: 0 !important;}
.vk-tiles .vk-name {font-size: .92rem;} .vk-tiles .vk-value {font-size: 1.4rem; font-variant-numeric: tabular-nums;}
.vk-status {font-weight: 600; font-size: .95rem;} .vk-note {font-size: .83rem; color: #5B6B75;}
.vk-table {overflow-x: auto;} .vk-table table {border-collapse: collapse; width: 100%; font-size: .92rem;}
.vk-table caption {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);}
.vk-table th, .vk-table td {text-align: left; padding: 6px 10px; border: 0; border-bottom: 1px solid #E1E6E8; vertical-align: top;}
.vk-table thead th {color: #42525C; font-weight: 600;} .vk-table tbody th {font-weight: 400;}
.vk-table .vk-number {text-align: right; font-variant-numeric: tabular-nums;} .vk-table td.vk-number {white-space: nowrap;}
.vk-demo {font-size: .9rem; color: #42525C; margin: 0;}
@media (max-width: 640px) {
  .stMainBlockContainer {padding-left: 1rem; padding-right: 1rem;}
  .vk-question {font-size: 1.55rem;} .vk-answer {font-size: 1.1rem;}
  .vk-tiles {grid-template-columns: 1fr 1fr; gap: 10px;} .vk-tiles .vk-value {font-size: 1.2rem;}
}
</style>
"""


@dataclass(frozen=True)
class Fact:
    """One figure beside the picture: what it is, the figure as words, and a smaller remark."""

    term: str
    value: str
    remark: str = ""
    is_words: bool = False


@dataclass(frozen=True)
class Tile:
    """One indicator at a glance: name, value, status key and a note."""

    name: str
    value: str
    status: str
    note: str = ""


def demo_notice() -> None:
    """The line every page carries while it shows fictional data."""
    words = _(
        "Demonstration data: every municipality and figure here is fictional. Load your own file on the Upload page."
    )
    st.html(f'<p class="vk-demo">{escape(words)}</p>')


def question(text: str) -> None:
    """The page's question, its only first-level heading."""
    st.html(f'<h1 class="vk-question">{escape(text)}</h1>')


def answer(sentence: str, *, verdict: str = "", status: str | None = None) -> None:
    """The answer as one sentence with the number in it, the verdict's words first in the colour of its
    status."""
    lead = ""
    if verdict:
        colour = STATUSES[status].colour if status else "inherit"
        lead = f'<strong style="color:{colour}">{escape(verdict)}</strong> '
    st.html(f'<p class="vk-answer">{lead}{escape(sentence)}</p>')


def heading(text: str) -> None:
    """A section's heading."""
    st.html(f'<h2 class="vk-heading">{escape(text)}</h2>')


def facts(entries: Sequence[Fact]) -> None:
    """Figures in a column, as a description list."""
    rows = "".join(
        f'<dt>{escape(entry.term)}</dt><dd class="{"vk-words" if entry.is_words else ""}">{escape(entry.value)}'
        f"{f' <small>{escape(entry.remark)}</small>' if entry.remark else ''}</dd>"
        for entry in entries
    )
    st.html(f'<dl class="vk-facts">{rows}</dl>')


def tiles(entries: Sequence[Tile]) -> None:
    """Indicators as tiles: the status as word and symbol first, colour second."""
    items = "".join(_tile(entry) for entry in entries)
    st.html(f'<ul class="vk-tiles">{items}</ul>')


def picture(chart: Chart, *, key: str, source: str, file_stem: str) -> None:
    """A chart with its sentence as heading, its text alternative, table, downloads and link."""
    heading(chart.takeaway)
    st.plotly_chart(
        chart.figure, key=key, alt=chart.alt, theme=None, config=plotly_config(file_stem), width="stretch"
    )
    for note in chart.notes:
        st.caption(note)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover(_("Show as table"), icon=":material/table:"):
            st.dataframe(chart.table, hide_index=True, alt=chart.takeaway, key=f"{key}-table")
        downloads.buttons(chart.table, file_stem=file_stem, key=key)
        with st.popover(_("Link to this view"), icon=":material/link:"):
            st.code(st.context.url or "", language=None, wrap_lines=True)
    st.caption(source)


def empty(sentence: str, *, next_step: str, page: str | None = None) -> None:
    """An empty state: what is missing, and what to do next."""
    st.info(sentence, icon=":material/info:")
    if page is not None:
        st.page_link(page, label=next_step, icon=":material/arrow_forward:")
    else:
        st.markdown(next_step)


def table(frame: pd.DataFrame, caption: str) -> None:
    """A small table as real table markup: a hidden caption, headings per column and row, numbers aligned
    right.

    The first column names the row. Numbers are whole from a hundred, else with two decimals (percentages with
    one); downloads keep all."""
    head = "".join(
        f'<th scope="col" class="{"vk-number" if pd.api.types.is_float_dtype(kind) else ""}">{escape(str(name))}</th>'
        for name, kind in frame.dtypes.items()
    )
    rows = "".join(
        _row([str(name) for name in frame.columns], values) for values in frame.itertuples(index=False)
    )
    st.html(
        f'<div class="vk-table" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def number_columns(frame: pd.DataFrame) -> dict[str, Any]:
    """How the number columns of a long, scrolling table are shown; downloads keep all digits."""
    columns = {}
    for name in frame.columns[[pd.api.types.is_float_dtype(kind) for kind in frame.dtypes]]:
        is_large = frame[name].abs().max() >= LARGE
        columns[str(name)] = st.column_config.NumberColumn(
            format="localized" if is_large else "%.2f", step=1 if is_large else 0.01
        )
    return columns


def _row(names: list[str], values: tuple) -> str:
    first, *others = (_cell(name, value) for name, value in zip(names, values, strict=True))
    cells = "".join(
        f'<td class="{"vk-number" if is_number else ""}">{words}</td>' for words, is_number in others
    )
    return f'<tr><th scope="row">{first[0]}</th>{cells}</tr>'


def _cell(name: str, value: object) -> tuple[str, bool]:
    if isinstance(value, float):
        digits = 1 if name.endswith("%") else 0 if abs(value) >= LARGE else 2
        return format_number(value, digits=digits), True
    return escape("" if value is None or value is pd.NA else str(value)), False


def _tile(entry: Tile) -> str:
    status = STATUSES[entry.status]
    return (
        f'<li><div class="vk-name">{escape(entry.name)}</div><div class="vk-value">{escape(entry.value)}</div>'
        f'<div class="vk-status" style="color:{status.colour}"><span aria-hidden="true">{status.symbol}</span> {escape(_(status.word))}</div>'
        f'<div class="vk-note">{escape(entry.note)}</div></li>'
    )
