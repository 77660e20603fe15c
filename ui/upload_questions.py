"""What a file leaves open and its person answers: which municipality, how numbers are written, which table, or, for an
unknown layout, which column is which."""

from typing import Any

import streamlit as st

from texts import _
from ui import layout
from ui import upload_file as about
from ui import upload_mapping as mapping_page
from ui.upload_flow import Dialogue
from ui.upload_loaders import Loaders


def ask(loaders: Loaders, dialogue: Dialogue, preview: Any) -> bool:
    """The questions that the file leaves open, each once; a question stays, so that its answer can be changed.

    Returns whether one of them is still without an answer."""
    if preview.workbook is not None and _map_columns(loaders, dialogue, preview):
        return True
    if "mapping" in dialogue.answers:
        mapping_page.mapped_as(dialogue, dialogue.answers["mapping"])
    asked = loaders.questions(preview)
    for name, problem in asked.items():
        dialogue.questions[name] = problem
        dialogue.questions["country"] = loaders.country_asked(preview)
    _ask_each(loaders, dialogue)
    return bool(asked)


def _ask_each(loaders: Loaders, dialogue: Dialogue) -> None:
    municipality, mark = dialogue.questions.get("municipality"), dialogue.questions.get("mark")
    table = dialogue.questions.get("table")
    if municipality is not None:
        about.ask_municipality(
            loaders.store.register(),
            dialogue,
            written=str(municipality.found),
            sentence=municipality.sentence,
            country=dialogue.questions.get("country") or "",
        )
    if mark is not None:
        about.ask_decimal_mark(dialogue, examples=mark.found_words)
    if table is not None:
        about.ask_dataset(dialogue, loaders.tables_asked, sentence=table.sentence)


def _map_columns(loaders: Loaders, dialogue: Dialogue, preview: Any) -> bool:
    """The step for a workbook of an unknown layout: as an earlier one with these headings, or column by column.

    Returns whether there is a table in the workbook that can be mapped."""
    version = loaders.store.version
    workbook = dialogue.once("workbook", dialogue.file_id, lambda: preview.workbook)
    desk = dialogue.once("desk", version, lambda: loaders.mapping_desk(workbook))
    own = dialogue.once("own", version, lambda: (loaders.own_municipalities(),))[0]
    same = dialogue.once("same", version, lambda: (loaders.same_as_before(workbook, own),))[0]
    base = mapping_page.taken_back(dialogue) or same
    start = dialogue.once("start", repr(base), lambda: (desk.start(base),))[0]
    if start is None:
        return False
    layout.heading(_("Which column is which?"))
    st.markdown(
        _("Veikart does not know this layout. Say once what its columns are; the next table with these headings is read in "
          "the same way.")
    )  # fmt: skip
    if same is not None and not desk.unanswered(same):
        mapping_page.offer_same(dialogue, same)
    mapping_page.mapping_step(
        dialogue, desk, loaders.answers, start=start, municipality_id=own[0] if len(own) == 1 else None
    )
    return True
