"""A document as a Word file that an officer can edit: headings and captions by style, numbered by fields, native tables,
pictures with their words.

Word shows no vectors everywhere, so a picture is 200 dots per inch, with its text alternative and its table in the text."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from data.printable import printable
from report.council_report.council_pdf import png_of
from report.document import (
    Block,
    Chapter,
    Document,
    Heading,
    KeyFigures,
    Paragraph,
    Picture,
    Ruling,
    Table,
    Terms,
    with_texts,
)
from report.svg import WIDTH_PX
from report.word_document import INK, WordDocument

PICTURE_CM = 14.0
DOTS_PER_INCH = 200
_NATURAL_CM = WIDTH_PX / 96 * 2.54  # of a picture
_MUTED = RGBColor(0x5B, 0x6B, 0x75)
_LINE_LETTERS = 90  # across the page in a table
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def docx_of(document: Document) -> bytes:
    """The document as a Word file. The same document gives the same bytes."""
    document = with_texts(document, printable)
    file = _ReportFile(document.title, language=document.language, written_on=document.made_on)
    file.words = dict(document.words)
    file.head_and_foot(document)
    file.subtitle(f"{document.made_on_words} · {document.words['data_version']}")
    file.chapter(document.opening)
    if document.chapters:
        file.contents(document.words["contents"], [chapter.title for chapter in document.chapters])
    for chapter in document.chapters:
        file.chapter(chapter)
    return file.content()


class _ReportFile(WordDocument):
    """A Word document of chapters."""

    words: dict[str, str]

    def __init__(self, title: str, *, language: str, written_on: date) -> None:
        super().__init__(title, language=language, written_on=written_on)
        self._counts = {"figure": 0, "table": 0}
        caption, within = self._file.styles["Caption"].font, self._file.styles["Heading 2"].font
        caption.size, caption.bold, caption.color.rgb = Pt(9.5), False, INK
        within.size, within.color.rgb = Pt(11.5), INK

    # --- the whole

    def head_and_foot(self, document: Document) -> None:
        """Title and warning above, date, data version and page number below every page."""
        section = self._file.sections[0]
        above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
        _small(above, " · ".join(filter(None, (document.title, document.warning))))
        _small(
            below, f"{document.made_on_words} · {document.words['data_version']}\t\t{document.words['page']} "
        )
        _add_field(below, "PAGE", "1")
        _small(below, " / ")
        _add_field(below, "NUMPAGES", "1")

    def subtitle(self, words: str) -> None:
        """The day and the data version below the title."""
        _small(self._file.add_paragraph(), words)

    def contents(self, title: str, titles: list[str]) -> None:
        """The chapters on a new page, as a field that Word fills with page numbers when it is updated."""
        heading = self._file.add_paragraph(title, style="TOC Heading")
        heading.paragraph_format.page_break_before = True
        for place, words in enumerate(titles):
            paragraph = self._file.add_paragraph()
            if place == 0:
                _begin_field(paragraph, r'TOC \o "1-1" \h \z \u')
            paragraph.add_run(words)
            if place == len(titles) - 1:
                _end_field(paragraph)

    def chapter(self, chapter: Chapter) -> None:
        """Its heading and everything below it."""
        self.heading(chapter.title)
        for block in chapter.blocks:
            self._write(block)

    def content(self) -> bytes:
        """The file, with the parts dated alike: otherwise it would tell the hour in which it was made."""
        made, same = io.BytesIO(super().content()), io.BytesIO()
        with zipfile.ZipFile(made) as parts, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as dated:
            for part in parts.infolist():
                about = zipfile.ZipInfo(part.filename, _ZIP_DATE)
                about.compress_type = zipfile.ZIP_DEFLATED
                dated.writestr(about, parts.read(part.filename))
        return same.getvalue()

    # --- its parts

    def _write(self, block: Block) -> None:
        ways: dict[type, Callable[[Any], None]] = {
            Paragraph: self._paragraph,
            Ruling: self._ruling,
            Heading: self._subheading,
            KeyFigures: self._key_figures,
            Picture: self._picture,
            Table: self._table,
            Terms: self._terms,
        }
        ways[type(block)](block)

    def _paragraph(self, block: Paragraph) -> None:
        if block.look == "note":
            _small(self._file.add_paragraph(), block.text)
        else:
            self.paragraph(block.text)

    def _ruling(self, block: Ruling) -> None:
        paragraph = self._file.add_paragraph()
        word = paragraph.add_run(f"{block.symbol} {block.word}. ")
        word.font.bold, word.font.size = True, Pt(14)
        word.font.color.rgb = RGBColor.from_string(block.colour.removeprefix("#"))
        paragraph.add_run(block.text).font.size = Pt(11.5)

    def _subheading(self, block: Heading) -> None:
        self._file.add_heading(block.text, level=2)

    def _key_figures(self, block: KeyFigures) -> None:
        """A table of one row: what each figure is stands in its head."""
        terms = [entry.term for entry in block.entries]
        values = ["\n".join(filter(None, (entry.value, entry.remark))) for entry in block.entries]
        self.table(", ".join(terms), terms, [values], widths=[1] * len(terms))

    def _picture(self, block: Picture) -> None:
        image = png_of(block.svg, dots_per_inch=DOTS_PER_INCH * PICTURE_CM / _NATURAL_CM)
        shape = self._file.add_picture(io.BytesIO(image), width=Cm(PICTURE_CM))
        shape._inline.docPr.set("descr", block.alt)
        self._file.paragraphs[-1].paragraph_format.keep_with_next = True
        self._caption("figure", block.caption)
        for words in block.notes:
            _small(self._file.add_paragraph(), words)

    def _table(self, block: Table) -> None:
        self._caption("table", block.caption).paragraph_format.keep_with_next = True
        widths = column_letters(block)
        self.table(block.caption, block.headings, block.rows, widths=widths, numbers=block.numbers)
        for words in block.notes:
            _small(self._file.add_paragraph(), words)

    def _terms(self, block: Terms) -> None:
        for term, meaning in block.entries:
            paragraph = self._file.add_paragraph()
            paragraph.add_run(f"{term}: ").font.bold = True
            paragraph.add_run(meaning)

    def _caption(self, kind: str, words: str) -> WordParagraph:
        """Numbered by a field, so that a caption that is added or taken away renumbers the others."""
        self._counts[kind] += 1
        paragraph = self._file.add_paragraph(style="Caption")
        paragraph.add_run(f"{self.words[kind]} ").font.bold = True
        _add_field(paragraph, f"SEQ {self.words[kind]} \\* ARABIC", str(self._counts[kind]))
        paragraph.add_run(f". {words}")
        return paragraph


def column_letters(table: Table) -> list[float]:
    """How many letters of a line each column gets: room for its longest word, and of what is left a part that follows
    its longest cell."""
    columns = list(zip(table.headings, *table.rows, strict=True))
    least = [max(len(word) for cell in column for word in cell.split() or [""]) + 3 for column in columns]
    wished = [max(map(len, column)) + 3 for column in columns]
    more = [most - fewest for most, fewest in zip(wished, least, strict=True)]
    left = max(_LINE_LETTERS - sum(least), 0)
    share = min(1.0, left / sum(more)) if sum(more) else 0.0
    return [fewest + share * extra for fewest, extra in zip(least, more, strict=True)]


def _small(paragraph: WordParagraph, words: str) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb = Pt(9), _MUTED


def _add_field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """A field with what it shows until it is updated."""
    _begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    _end_field(paragraph)


def _begin_field(paragraph: WordParagraph, instruction: str) -> None:
    _mark(paragraph, "begin")
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    paragraph.add_run()._r.append(text)
    _mark(paragraph, "separate")


def _end_field(paragraph: WordParagraph) -> None:
    _mark(paragraph, "end")


def _mark(paragraph: WordParagraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
