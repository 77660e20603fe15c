"""The council report as a Word file: styles, native tables, captions by fields, described pictures."""

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from report.council_report.council_docx import column_letters, docx_of
from report.document import Chapter, KeyFigures, Paragraph, Picture, Ruling, Table, Terms
from sentences.key_figures import KeyFigure
from tests.report.conftest import EMPTY


@pytest.fixture(scope="module")
def file(reported):
    """The annual report of the municipality that has everything, in Swedish."""
    return docx.Document(io.BytesIO(docx_of(reported(language="sv"))))


def every(document, kind):
    chapters = (document.opening, *document.chapters)
    return [block for chapter in chapters for block in chapter.blocks if isinstance(block, kind)]


def test_chapters_are_headings_by_style(file, reported):
    headings = [each.text for each in file.paragraphs if each.style.name == "Heading 1"]
    document = reported(language="sv")
    assert headings == [document.opening.title, *(chapter.title for chapter in document.chapters)]


def test_tables_are_native_with_a_head_that_is_repeated(file, reported):
    expected = len(every(reported(language="sv"), Table)) + 1  # and the figures of the first page
    assert len(file.tables) == expected == 15
    heads = [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in file.tables]
    assert all(heads)


def test_captions_are_numbered_by_fields(file):
    captions = [each for each in file.paragraphs if each.style.name == "Caption"]
    fields = ["".join(found.text for found in each._p.iter(qn("w:instrText"))).strip() for each in captions]
    assert len(captions) == 14 + 5
    assert {field.split()[0] for field in fields} == {"SEQ"}
    assert len(set(fields)) == 2  # figures and tables are counted apart


def test_every_picture_is_described(file, reported):
    described = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert described == [picture.alt for picture in every(reported(language="sv"), Picture)]


def test_the_file_names_its_language_and_title(file, reported):
    languages = {each.get(qn("w:val")) for each in file.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    assert file.core_properties.title == reported(language="sv").title


def test_every_page_says_what_is_fictional_and_which_page_it_is(file, reported):
    section = file.sections[0]
    assert reported(language="sv").warning in section.header.paragraphs[0].text
    fields = [each.text.strip() for each in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_same_document_gives_the_same_bytes(reported):
    assert docx_of(reported(EMPTY)) == docx_of(reported(EMPTY))


def test_signs_that_no_xml_can_hold_are_spaces_and_all_others_stay(reported):
    written, shown = "a\x0bb\x00c\ufffed\ud83d 😀", "a b c d  😀"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><text y="9">{written}</text></svg>'
    blocks = (
        Paragraph(written), Paragraph(written, "note"), Ruling("✓", written, "#000000", written, "on_track"),
        KeyFigures((KeyFigure(written, written, written),)), Picture(svg, written, written, (written,)),
        Table(written, (written,), ((written,),)), Terms(((written, written),)),
    )  # fmt: skip
    document = replace(reported(EMPTY), title=written, chapters=(Chapter("notes", written, blocks),))
    file = docx.Document(io.BytesIO(docx_of(document)))
    assert file.core_properties.title == file.paragraphs[0].text == shown
    assert file.inline_shapes[0]._inline.docPr.get("descr") == shown
    assert shown in [each.text for each in file.paragraphs]
    assert file.tables[-1].rows[0].cells[0].text == file.tables[-1].rows[1].cells[0].text == shown


def test_without_chapters_there_are_no_contents(reported):
    document = reported(chapters=[])
    words = [each.text for each in docx.Document(io.BytesIO(docx_of(document))).paragraphs]
    assert document.words["contents"] not in words


def test_a_column_has_room_for_its_longest_word_and_more_where_cells_are_long():
    table = Table(
        "",
        ("Year", "Why"),
        (("2026", "a reason that is rather long and would need several lines of its own"),),
    )
    year, why = column_letters(table)
    assert year == 7  # "2026" and three letters of air
    assert why > 60
