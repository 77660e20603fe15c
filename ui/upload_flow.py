"""From a chosen file to its commit: what the session remembers, and how problems and changes are shown."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal, Protocol

import pandas as pd
import pyarrow as pa
import streamlit as st

from data.areas import Area, Register
from data.changes import CHANGES, TableChanges
from data.store import Store, StoreError
from data.tables import SCOPES, SECTORS
from texts import N_, Text, _, format_number
from ui import formats, session

_MARKS = re.compile(r"([\\`*_\[\]$~<>#|]|:(?=\w))")
PREVIEWS, ROUND, LAST_UPLOAD, SAID = "upload-previews", "upload-round", "upload-last", "upload-said"
PREVIEWS_KEPT = 2  # as the file stands, and with a corrected release
PROBLEMS_SHOWN = 50
AREAS_NAMED = 3
DIGITS = {"emissions": 1, "population": 0}  # as published; full precision is kept in the store
CHANGE_WORDS = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "removed": N_("Removed"),
    "unchanged": N_("Unchanged"),
}

# Facts and counts in grids; problems as a table that wraps its sentences, on a phone as cards; history lines.
STYLE = """
<style>
.vk-grid, .vk-counts {display: grid; margin: 0 !important; padding: 0 !important;}
.vk-grid {grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: .7rem 1.6rem;}
.vk-counts {grid-template-columns: repeat(4, minmax(0, 140px)); gap: .5rem 1.4rem;}
.vk-grid dt, .vk-counts dt {font-size: .85rem; font-weight: 400; color: #5B6B75; margin: 0; padding: 0;}
.vk-grid dd, .vk-counts dd {margin: 0 !important; padding: 0;}
.vk-grid dd {font-size: 1rem; line-height: 1.45; overflow-wrap: anywhere;}
.vk-counts dd {font-size: 1.5rem; line-height: 1.3; font-variant-numeric: tabular-nums;}
.vk-problems {width: 100%; border-collapse: collapse; font-size: .92rem; line-height: 1.45; background: #fff;}
.vk-problems th {text-align: left; font-weight: 600; color: #42525C; background: #F0F3F4;}
.vk-problems th, .vk-problems td {padding: .45rem .7rem; border: 1px solid #E1E6E8; vertical-align: top;}
.vk-problems td {overflow-wrap: anywhere;}
.vk-problems td:nth-child(-n+2) {min-width: 5.5rem; overflow-wrap: break-word;}
[data-testid="stFileUploaderDropzoneInstructions"] {display: none;}
.vk-upload {margin: 0; line-height: 1.45; overflow-wrap: anywhere;} .vk-upload strong {font-weight: 600;}
.vk-upload small {display: block; font-size: .87rem; color: #5B6B75;} .vk-undone {color: #5B6B75;}
@media (max-width: 640px) {
  .vk-grid {grid-template-columns: 1fr 1fr; gap: .6rem 1rem;} .vk-counts {grid-template-columns: 1fr 1fr;}
  .vk-problems, .vk-problems tbody, .vk-problems tr, .vk-problems td {display: block; border: 0;}
  .vk-problems thead {position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden;}
  .vk-problems tr {border: 1px solid #E1E6E8; border-radius: 8px; padding: .5rem .7rem; margin-bottom: .6rem;}
  .vk-problems td {padding: .12rem 0;} .vk-problems td:empty {display: none;}
  .vk-problems td::before {content: attr(data-head) ": "; color: #5B6B75;}
}
</style>
"""


class ShownProblem(Protocol):
    """A loader's problem as far as the page shows it."""

    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def expected(self) -> Text: ...
    @property
    def found_words(self) -> Text: ...
    @property
    def fix(self) -> Text: ...
    @property
    def sentence(self) -> Text: ...


class ChosenFile(Protocol):
    """A file in the uploader."""

    @property
    def file_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    def getvalue(self) -> bytes: ...


@dataclass(frozen=True)
class Coverage:
    """What rows cover: areas and years."""

    areas: tuple[Area, ...]
    first_year: int | None
    last_year: int | None

    @property
    def municipalities(self) -> list[Area]:
        """The municipalities among the areas, by name."""
        return sorted(
            (area for area in self.areas if area.kind == "municipality"), key=lambda area: area.name
        )


# --- what the session remembers ---


def uploader_key() -> str:
    """Key of the file uploader; another one after each commit, so that it is empty for the next file."""
    return f"upload-file-{st.session_state.get(ROUND, 0)}"


def prepared(store: Store, file: ChosenFile, prepare: Callable[..., Any], **choices: str | None) -> Any:
    """The file's preview, read once for its choices and the store's state; a bar shows how far it is.

    prepare: loaders.loading.prepare. choices: municipality_id, release; None leaves it to the file."""
    chosen = sorted((name, value) for name, value in choices.items() if value)
    key = (file.file_id, store.url, store.version, *chosen)
    kept = dict(st.session_state.get(PREVIEWS, {}))
    preview = kept.pop(key, None) or _with_a_bar(store, file, prepare, **choices)
    st.session_state[PREVIEWS] = dict([*kept.items(), (key, preview)][-PREVIEWS_KEPT:])
    return preview


def _with_a_bar(store: Store, file: ChosenFile, prepare: Callable[..., Any], **choices: str | None) -> Any:
    bar = st.progress(0.0, text=_("Reading the file"))
    try:
        return prepare(
            store,
            file.getvalue(),
            file.name,
            on_progress=lambda share, text: bar.progress(share, text=_(text)),
            **choices,
        )
    finally:
        bar.empty()


def forget_previews() -> None:
    """Let go of every preview: no file is chosen."""
    st.session_state.pop(PREVIEWS, None)


def took(upload_id: int) -> None:
    """Remember what was just committed, and empty the uploader for the next file."""
    forget_previews()
    st.session_state[LAST_UPLOAD] = upload_id
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def say(text: Text, *, kind: Literal["error", "info"] = "error") -> None:
    """Leave a sentence for the next run, from a button's callback."""
    st.session_state[SAID] = (kind, text)


def show_what_was_said() -> None:
    """The sentence a callback left, once."""
    kind, text = st.session_state.pop(SAID, (None, None))
    if kind == "error":
        st.error(as_written(_(text)), icon=":material/error:")
    elif kind == "info":
        st.info(as_written(_(text)), icon=":material/info:")


def as_written(words: str) -> str:
    """Words that may come from a file, so that Markdown shows them as they are written."""
    return _MARKS.sub(r"\\\1", words)


def undo(store: Store, upload_id: int) -> None:
    """Withdraw an upload in the name of this session, or say on the page what stands in the way."""
    _change(store.withdraw, upload_id)


def redo(store: Store, upload_id: int) -> None:
    """Restore a withdrawn upload in the name of this session, or say what stands in the way."""
    _change(store.restore, upload_id)


def _change(change: Callable[..., None], upload_id: int) -> None:
    if not session.actor():
        say(N_("Give your name first, so that others can see who changed what."))
        return
    try:
        change(upload_id, actor=session.actor())
    except StoreError as error:
        say(error.text)


# --- the file ---


def coverage(register: Register, tables: Mapping[str, pa.Table]) -> Coverage:
    """Areas and years of staged tables, or of slices."""
    areas = (register.resolve_id(area_id) for area_id in _values(tables, "area_id"))
    years = _values(tables, "year")
    return Coverage(
        tuple(area for area in areas if area is not None), min(years, default=None), max(years, default=None)
    )


def _values(tables: Mapping[str, pa.Table], name: str) -> list:
    columns = [table[name].unique().to_pylist() for table in tables.values() if name in table.column_names]
    return sorted({value for column in columns for value in column if value is not None})


def area_words(areas: Sequence[Area]) -> str:
    """The names of a few areas, or how many municipalities, counties and nations there are."""
    if len(areas) <= AREAS_NAMED:
        return ", ".join(area.name for area in areas)
    kinds = [area.kind for area in areas]
    words = (
        _("{count} municipalities", count=kinds.count("municipality")) if "municipality" in kinds else "",
        _("{count} counties", count=kinds.count("county")) if "county" in kinds else "",
        _("the nation") if "nation" in kinds else "",
    )
    return ", ".join(filter(None, words))


def year_words(first: float | None, last: float | None) -> str:
    """A span of years: 2009–2024, one year, or nothing."""
    if first is None or last is None or pd.isna(first):
        return ""
    return formats.year(first) if first == last else f"{formats.year(first)}–{formats.year(last)}"


def latest_total(
    store: Store, tables: Mapping[str, pa.Table], covered: Coverage, *, unit: str
) -> tuple[str, str]:
    """The counted total of the latest year as term and words, when the emissions cover one area."""
    if "emissions" not in tables or len(covered.areas) != 1:
        return "", ""
    total = store.arrow(_LATEST_TOTAL, staged=tables["emissions"]).to_pylist()[0]
    return _("Total {year}", year=formats.year(total["year"])), formats.amount(total["emissions_tco2e"], unit)


def facts_grid(entries: Sequence[tuple[str, str]]) -> None:
    """Terms with their words, beside each other where there is room; empty ones are left out."""
    shown = [
        f"<div><dt>{escape(term)}</dt><dd>{escape(words)}</dd></div>" for term, words in entries if words
    ]
    if shown:
        st.html(f'<dl class="vk-grid">{"".join(shown)}</dl>')


def municipality_options(register: Register, written: str, country: str) -> list[str]:
    """Ids of a country's municipalities in force: first those near to what the file says, then by name."""
    near = [area.area_id for area in register.resolve(written, country=country).candidates]
    in_force = (area for area in register.of_kind("municipality") if area.valid_to is None)
    every = [area.area_id for area in in_force if area.country_code == country]
    return [*near, *(area_id for area_id in every if area_id not in near)]


# --- problems ---


def problems_table(problems: Sequence[ShownProblem], *, title: str) -> None:
    """Sheet, cell, expected, found and what to do; sentences wrap, and on a phone each problem is a card."""
    heads = (_("Sheet"), _("Cell"), _("Expected"), _("Found"), _("What to do"))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    rows = "".join(_problem_row(problem, heads) for problem in problems[:PROBLEMS_SHOWN])
    st.html(
        f'<table class="vk-problems" aria-label="{escape(title)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    if len(problems) > PROBLEMS_SHOWN:
        words = _(
            "The first {shown} are shown; the download has all {count}.",
            shown=PROBLEMS_SHOWN,
            count=len(problems),
        )
        st.caption(words)


def _problem_row(problem: ShownProblem, heads: Sequence[str]) -> str:
    cell = problem.cell
    if problem.count > 1:
        cell = _("{cell} and {others} more", cell=cell, others=problem.count - 1).strip()
    words = (
        problem.sheet or _("The file"),
        cell,
        _(problem.expected),
        _(problem.found_words),
        _(problem.fix),
    )
    cells = (
        f'<td data-head="{escape(head)}">{escape(word)}</td>' for head, word in zip(heads, words, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def problems_text(file_name: str, problems: Sequence[ShownProblem]) -> bytes:
    """All problems as sentences, one a line, to send to whoever made the file."""
    lines = [file_name, "", *(_(problem.sentence) for problem in problems), ""]
    return "\r\n".join(lines).encode("utf-8")


# --- what would change ---


def change_figures(changes: TableChanges) -> None:
    """How many rows of a table are new, changed, removed and unchanged."""
    counts = ((_(CHANGE_WORDS[kind]), format_number(changes.counts[kind], digits=0)) for kind in CHANGES)
    shown = (f"<div><dt>{escape(word)}</dt><dd>{escape(count)}</dd></div>" for word, count in counts)
    st.html(f'<dl class="vk-counts">{"".join(shown)}</dl>')


def changes_frame(changes: TableChanges) -> pd.DataFrame:
    """A table's changes under the headings of the page, old and new beside each other.

    Columns that say nothing are left out: old figures when all is new, the area when there is one, the kind
    of row where a table has one figure a year."""
    rows = changes.rows
    frame = pd.DataFrame(
        {
            _("Area"): rows["name"],
            _("Year"): rows["year"].map(formats.year),
            _("What"): [what_words(label) for label in rows["label"]],
            _("Old"): rows["old"],
            _("New"): rows["new"],
            _("Difference"): rows["difference"],
            _("Difference, %"): rows["difference_percent"],
            _("Change"): [_(CHANGE_WORDS[kind]) for kind in rows["change"]],
        }
    )
    of_no_use = [_("What")] if changes.table != "emissions" else []
    of_no_use += [_("Area")] if rows["area_id"].nunique() == 1 else []
    of_no_use += [_("Change"), _("Old"), _("Difference"), _("Difference, %")] if _is_all_new(changes) else []
    return frame.drop(columns=of_no_use)


def changes_table(changes: TableChanges, *, unit: str) -> None:
    """The largest changes, or the largest new figures; numbers as the reader's language writes them."""
    title = _("The largest new figures") if _is_all_new(changes) else _("The largest changes")
    title = f"{title}, {unit}" if unit else title
    st.caption(title)
    frame = changes_frame(changes)
    amounts = dict.fromkeys((_("Old"), _("New"), _("Difference")), DIGITS.get(changes.table, 1))
    digits = amounts | {_("Difference, %"): 1}
    shapes = {name: _figure_words(count) for name, count in digits.items() if name in frame}
    st.dataframe(
        frame.style.format(shapes),
        hide_index=True,
        height=min(38 + 35 * len(frame), 388),
        column_config={
            _("Year"): st.column_config.Column(width=60),
            _("What"): st.column_config.Column(width=180),
        },
        alt=title,
        key=f"changes-{changes.table}",
    )


def what_words(label: str) -> str:
    """A row's key in words: titles for sector codes, the scope left out; without a sector it is the total."""
    parts = [part for part in label.split(" · ") if part and part not in SCOPES]
    total = [] if any(part in SECTORS for part in parts) else [_("Total")]
    return " · ".join([*total, *(_(SECTORS[part]) if part in SECTORS else part for part in parts)])


def _is_all_new(changes: TableChanges) -> bool:
    return changes.counts["changed"] == 0 and changes.counts["removed"] == 0


def _figure_words(digits: int) -> Callable[[float], str]:
    return lambda value: format_number(value, digits=digits)


_LATEST_TOTAL = """
select year, sum(emissions_tco2e) as emissions_tco2e
from staged
where is_counted
group by year
order by year desc
limit 1
"""
