"""What does the council read? The first page of the report as it stands, and the report as PDF or Word file."""

import base64
from datetime import UTC, date, datetime
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from report import document
from report.council_report.council import CHAPTERS, DOCX, OCCASIONS, PDF, first_page, report_bytes
from report.council_report.council_indicators import waste_indicators
from texts import LANGUAGE_NAMES, _, available_languages, current_language
from ui import budget_reports, choices, council_chapters, layout, page_head, report_preview, session
from ui.upload_flow import as_written

NOW = "now"
AS_PAGE = "page"
PICTURE_STYLE = "width: 100%; max-width: 52rem; height: auto"
MIMES = {
    PDF: "application/pdf",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def draw(block: document.Block) -> None:
    """One block of the report, as the page draws it."""
    match block:
        case document.Ruling():
            layout.answer(block.text, verdict=f"{block.word}.", status=block.status)
        case document.Paragraph(look="note"):
            st.caption(as_written(block.text))
        case document.Paragraph():
            st.markdown(as_written(block.text))
        case document.Heading():
            layout.heading(block.text)
        case document.KeyFigures():
            layout.facts([layout.Fact(each.term, each.value, each.remark) for each in block.entries])
        case document.Picture():
            st.markdown(f"**{as_written(block.caption)}**")
            picture = base64.b64encode(block.svg.encode()).decode()
            st.html(
                f'<img src="data:image/svg+xml;base64,{picture}" alt="{escape(block.alt)}" style="{PICTURE_STYLE}">'
            )
        case document.Table():
            layout.table(pd.DataFrame(block.rows, columns=list(block.headings)), block.caption)


def made(kind: str, language: str, made_on: date) -> bytes:
    """The file, when somebody asks for it."""
    return report_bytes(
        store,
        area_id,
        occasion=occasion,
        chapters=chapters,
        language=language,
        file_kind=kind,
        snapshot=snapshot,
        made_on=made_on,
    )


store = session.shown_store()
area_id, question_place, _choices_place = page_head.of_municipality(store, _("What does the council read?"))
name = store.register().areas[area_id].name
with question_place:
    layout.question(_("What does the council of {name} read?", name=name))

today = datetime.now(UTC).date()
with st.container(horizontal=True, key="vk-controls"):
    occasion = choices.one_of_few(
        "occasion", _("Occasion"), list(OCCASIONS), "annual", words=lambda key: _(OCCASIONS[key].title)
    )
    spoken = choices.one_of(
        "report-language",
        _("Language of the report"),
        [AS_PAGE, *available_languages()],
        AS_PAGE,
        words=lambda code: LANGUAGE_NAMES.get(code, _("As this page")),
    )
    language = current_language() if spoken == AS_PAGE else spoken
    frozen = budget_reports.labels(store, area_id)
    label = NOW
    if frozen:
        label = choices.one_of(
            "snapshot", _("Climate budget"), [NOW, *frozen], NOW, words=budget_reports.label_words
        )
snapshot = None if label == NOW else label
silent = council_chapters.silent(store, area_id, snapshot, waste_indicators())
with st.container(key="vk-chapters"):
    chapters = choices.several_of(
        f"chapters-{occasion}",
        _("Chapters"),
        list(CHAPTERS),
        [key for key in OCCASIONS[occasion].chapters if key not in silent],
        words=lambda key: _(CHAPTERS[key].title),
        most=len(CHAPTERS),
        is_default_kept=False,
    )
left_out = [key for key in OCCASIONS[occasion].chapters if key in silent and key not in chapters]
if left_out:
    names = ", ".join(_(CHAPTERS[key].title) for key in left_out)
    st.caption(_("Left out, since there is nothing to tell yet: {chapters}.", chapters=names))
with st.container(horizontal=True):
    for kind, title in ((PDF, _("Report as PDF")), (DOCX, _("Report as Word file"))):
        st.download_button(
            title,
            data=partial(made, kind, language, today),
            file_name=f"{area_id}-{occasion}-{today.isoformat()}.{kind}",
            mime=MIMES[kind],
            icon=":material/picture_as_pdf:" if kind == PDF else ":material/description:",
            type="primary" if kind == PDF else "secondary",
            on_click="ignore",
            key=f"report-{kind}",
        )
st.caption(
    _(
        "The PDF is tagged for screen readers; the Word file has real tables and can be edited. Notes that are marked for the "
        "report stand in their chapter. The same data, choices and day give the same report."
    )
)

page = report_preview.kept(store, area_id, today, snapshot, first_page)
layout.heading(_("The first page"))
st.caption(as_written(page.title))
figures = [block for block in page.blocks if isinstance(block, document.KeyFigures)]
for block in page.blocks:
    if isinstance(block, document.Picture) and figures:
        picture_place, figures_place = st.columns([3, 1], gap="large")
        with picture_place:
            draw(block)
        with figures_place:
            draw(figures[0])
    elif not isinstance(block, document.KeyFigures):
        draw(block)
