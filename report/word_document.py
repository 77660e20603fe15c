"""A Word document that anybody can read: headings by style, real tables with a repeated head, its language and title set."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from docx import Document
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row

from data.printable import printable

LANGUAGE_TAGS = {"en": "en-GB", "nb": "nb-NO", "sv": "sv-SE", "da": "da-DK", "fi": "fi-FI", "is": "is-IS"}
INK, ACCENT, HEAD_GROUND = RGBColor(0x1B, 0x2A, 0x33), RGBColor(0x14, 0x54, 0x6B), "E6EEF1"
_FONT = "Calibri"
_SHORT = 12  # rows of a table that is not divided between pages
_PAGE_CM, _SIDE_CM = 21.0, 2.0
_TEXT_CM = _PAGE_CM - 2 * _SIDE_CM


class WordDocument:
    """A document of A4 pages that is written from top to bottom.

    title: the heading at the top and the file's own title. language: its code (nb); of the whole text. written_on: the
    day that the file says it was made."""

    def __init__(self, title: str, *, language: str, written_on: date) -> None:
        title = printable(title)
        self._file: WordFile = Document()
        self._set_page()
        self._set_styles(LANGUAGE_TAGS.get(language, "en-GB"))
        self._set_properties(title, LANGUAGE_TAGS.get(language, "en-GB"), written_on)
        self._file.add_heading(title, level=0)

    def heading(self, words: str) -> None:
        """A section's heading."""
        self._file.add_heading(printable(words), level=1)

    def paragraph(self, words: str, *, is_lead: bool = False, leads_on: bool = False) -> None:
        """A paragraph; the lead stands in larger letters. leads_on: it stays on the page of what follows."""
        paragraph = self._file.add_paragraph()
        paragraph.paragraph_format.keep_with_next = leads_on
        run = paragraph.add_run(printable(words))
        if is_lead:
            run.font.size = Pt(13)

    def bullets(self, entries: Sequence[str]) -> None:
        """A list without an order."""
        for words in entries:
            self._file.add_paragraph(printable(words), style="List Bullet")

    def numbered(self, entries: Sequence[str]) -> None:
        """A list with numbers; at most one in a document, since Word would count on."""
        for words in entries:
            self._file.add_paragraph(printable(words), style="List Number")

    def table(
        self,
        caption: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float],
        numbers: Sequence[int] = (),
    ) -> None:
        """A table whose head is repeated on every page and whose rows stay whole.

        caption: what it holds, for those who hear it read. widths: of the columns, beside each other. numbers: places of
        the columns that are aligned right."""
        table = self._file.add_table(rows=1, cols=len(headings), style="Table Grid")
        table.autofit = False
        _describe(table, caption)
        _fill(table.rows[0], headings, numbers, is_head=True)
        for values in rows:
            _fill(table.add_row(), values, numbers)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(_TEXT_CM * width / sum(widths))
            for cell in column.cells:
                cell.width = column.width
        if len(rows) <= _SHORT:
            _keep_on_one_page(table)
        after = self._file.add_paragraph().paragraph_format
        after.space_after, after.line_spacing = Pt(0), Pt(6)

    def content(self) -> bytes:
        """The document as a .docx file."""
        buffer = io.BytesIO()
        self._file.save(buffer)
        return buffer.getvalue()

    def _set_page(self) -> None:
        section = self._file.sections[0]
        section.page_width, section.page_height = Cm(_PAGE_CM), Cm(29.7)
        section.left_margin = section.right_margin = Cm(_SIDE_CM)
        section.top_margin = section.bottom_margin = Cm(2.0)

    def _set_styles(self, tag: str) -> None:
        styles = self._file.styles
        for name, size, colour in (("Normal", 10.5, INK), ("Title", 22, INK), ("Heading 1", 14, ACCENT)):
            font = styles[name].font
            font.name, font.size, font.color.rgb = _FONT, Pt(size), colour
            fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            for theme in (
                "asciiTheme",
                "hAnsiTheme",
                "eastAsiaTheme",
                "cstheme",
            ):  # a theme's font goes before a named one
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn("w:hAnsi"), _FONT)
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), tag)

    def _set_properties(self, title: str, tag: str, written_on: date) -> None:
        about = self._file.core_properties
        about.title, about.language, about.author, about.comments = title, tag, "Veikart", ""
        about.created = about.modified = datetime.combine(written_on, time(), tzinfo=UTC)
        about.last_modified_by = "Veikart"


def _describe(table: Table, caption: str) -> None:
    """The caption where screen readers look for it."""
    for name in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(name)
        element.set(qn("w:val"), printable(caption))
        table._tbl.tblPr.append(element)


def _keep_on_one_page(table: Table) -> None:
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _fill(row: _Row, values: Sequence[str], numbers: Sequence[int], *, is_head: bool = False) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    for place, (cell, words) in enumerate(zip(row.cells, values, strict=True)):
        _write(cell, words, is_number=place in numbers, is_head=is_head)


def _write(cell: _Cell, words: str, *, is_number: bool, is_head: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(printable(words))
    run.font.size, run.font.bold = Pt(9.5), is_head
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if is_head:
        ground = OxmlElement("w:shd")
        ground.set(qn("w:val"), "clear")
        ground.set(qn("w:fill"), HEAD_GROUND)
        cell._tc.get_or_add_tcPr().append(ground)
