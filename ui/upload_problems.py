"""What is wrong with a file, and what is unusual in it: as a table, as plain text, and in the person's own workbook."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Literal, Protocol

import streamlit as st

from texts import Text, _, current_language
from ui import downloads, layout
from ui.upload_flow import ChosenFile, Dialogue, as_written, preview_key
from ui.upload_loaders import Loaders

PROBLEMS_SHOWN = 50
NOTICES_OPEN = 3
MACRO_XLSX = "application/vnd.ms-excel.sheet.macroEnabled.12"


class ShownProblem(Protocol):
    """A loader's problem as far as the page shows it."""

    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def ranges(self) -> Text: ...
    @property
    def expected(self) -> Text: ...
    @property
    def found_words(self) -> Text: ...
    @property
    def fix(self) -> Text: ...
    @property
    def sentence(self) -> Text: ...


def show_problems(loaders: Loaders, dialogue: Dialogue, preview: Any, file: ChosenFile) -> None:
    """Errors, then what is unusual, grouped; the list and the person's own workbook to take away."""
    found = loaders.problems(preview)
    errors, warnings = found["error"], found["warning"]
    if errors:
        count = loaders.places(errors)
        st.error(
            _("{count} problems keep this file out. Nothing has been loaded, not even in part.", count=count)
            if count > 1
            else _("One problem keeps this file out. Nothing has been loaded, not even in part."),
            icon=":material/error:",
        )
        problems_table(errors, title=_("Problems"))
    if warnings:
        layout.heading(_("Unusual, check"))
        st.markdown(_("This may be right. Check it, and write what you checked before you commit."))
        problems_table(warnings, title=_("Unusual, check"))
    if errors or warnings:
        _take_away(loaders, dialogue, preview, file)
    _notices(found["notice"])


def _notices(notices: Sequence[Any]) -> None:
    """What is good to know: a line or two as they are, more of them folded."""
    if len(notices) <= NOTICES_OPEN:
        for problem in notices:
            st.caption(as_written(_(problem.sentence)))
        return
    with st.expander(_("Good to know: {count} notices", count=len(notices)), icon=":material/info:"):
        for problem in notices:
            st.caption(as_written(_(problem.sentence)))


def _take_away(loaders: Loaders, dialogue: Dialogue, preview: Any, file: ChosenFile) -> None:
    """The problems as text, and marked in the person's own workbook where they stand in cells of it (a text table has
    no cells to colour); a package comes from somebody else, and its problems say whom to ask."""
    is_own = not file.name.lower().endswith(".zip")
    is_workbook = file.name.lower().endswith((".xlsx", ".xlsm"))
    marked = is_workbook and any(problem.sheet for problem in preview.problems)
    if preview.errors and marked:
        st.markdown(
            _("How to go on: let the cells be marked, correct the coloured ones in that workbook, save it, and choose it "
              "again above. Each says what was expected.")
        )  # fmt: skip
    elif preview.errors and is_own:
        st.markdown(_("How to go on: mend it in the file, save it, and choose it again above."))
    with st.container(horizontal=True):
        if marked:
            returned_workbook(
                dialogue,
                file.name,
                of=preview_key(loaders.store, dialogue),
                make=lambda language: loaders.returned(file.getvalue(), preview, language=language),
                refusal=loaders.return_refusal,
                is_next_step=bool(preview.errors),
            )
        text_download(file.name, loaders.problem_lines(preview))


def problems_table(problems: Sequence[ShownProblem], *, title: str) -> None:
    """Sheet, cells, expected, found and what to do; sentences wrap, and on a phone each problem is a card."""
    heads = (_("Sheet"), _("Cells"), _("Expected"), _("Found"), _("What to do"))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    rows = "".join(_problem_row(problem, heads) for problem in problems[:PROBLEMS_SHOWN])
    st.html(
        f'<table class="vk-lines"><caption>{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    if len(problems) > PROBLEMS_SHOWN:
        words = _(
            "The first {shown} are shown; the downloads have all {count}.",
            shown=PROBLEMS_SHOWN,
            count=len(problems),
        )
        st.caption(words)


def _problem_row(problem: ShownProblem, heads: Sequence[str]) -> str:
    cells = _(problem.ranges) if problem.cell else ""
    if not cells and problem.count > 1:
        cells = _("{count} places", count=problem.count)
    words = (
        problem.sheet or _("The file"),
        cells,
        _(problem.expected),
        _(problem.found_words),
        _(problem.fix),
    )
    entries = (
        f'<td data-head="{escape(head)}">{escape(word)}</td>' for head, word in zip(heads, words, strict=True)
    )
    return f"<tr>{''.join(entries)}</tr>"


def problems_text(lines: Sequence[Text]) -> bytes:
    """The lines of a plain text in the reader's language, as a text editor of any system opens it."""
    return "\r\n".join([*(_(line) for line in lines), ""]).encode("utf-8")


def text_download(file_name: str, lines: Sequence[Text]) -> None:
    """All problems as sentences, one a line, to send to whoever made the file."""
    st.download_button(
        _("This list as text"),
        data=problems_text(lines),
        file_name=f"{_stem(file_name)}-problems.txt",
        mime="text/plain",
        icon=":material/download:",
        on_click="ignore",
        key="problems-text",
    )


def returned_workbook(
    dialogue: Dialogue,
    file_name: str,
    *,
    of: object,
    make: Callable[[str], bytes],
    refusal: type[Exception],
    is_next_step: bool,
) -> None:
    """The way to the person's own workbook with its cells coloured: made when asked for, then downloaded.

    of: what the marks depend on. make: the workbook in a language. refusal: what make raises when it cannot be
    made; its `text` is shown. is_next_step: whether the file cannot be loaded without it being corrected."""
    kind: Literal["primary", "secondary"] = "primary" if is_next_step else "secondary"
    of = (of, current_language())
    made = dialogue.kept_for("returned", of)
    if made is None:
        if st.button(
            _("Mark the cells in my workbook"),
            type=kind,
            icon=":material/format_color_fill:",
            key="returned-make",
        ):
            with st.spinner(_("Colouring the cells …")):
                dialogue.once("returned", of, lambda: _workbook_or_why_not(make, refusal))
            st.rerun()
    elif isinstance(made, Text):
        st.warning(as_written(_(made)), icon=":material/info:")
    else:
        is_macro = file_name.lower().endswith(".xlsm")
        st.download_button(
            _("Download my workbook with the cells marked"),
            data=made,
            file_name=_(
                "{name}-checked.{suffix}", name=_stem(file_name), suffix="xlsm" if is_macro else "xlsx"
            ),
            mime=MACRO_XLSX if is_macro else downloads.XLSX,
            type=kind,
            icon=":material/download:",
            on_click="ignore",
            key="returned-workbook",
        )


def _workbook_or_why_not(make: Callable[[str], bytes], refusal: type[Exception]) -> bytes | Text:
    try:
        return make(current_language())
    except refusal as refused:
        return refused.text  # type: ignore[attr-defined]


def _stem(file_name: str) -> str:
    return file_name.rpartition(".")[0] or file_name
