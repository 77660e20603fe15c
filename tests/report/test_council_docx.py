"""The council report as a Word file: styles, native tables, captions by fields, described pictures."""

import io

import docx
import pytest
from docx.oxml.ns import qn

from report.council_docx import column_letters, docx_of
from report.document import Picture, Table
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


def test_a_column_has_room_for_its_longest_word_and_more_where_cells_are_long():
    table = Table(
        "",
        ("Year", "Why"),
        (("2026", "a reason that is rather long and would need several lines of its own"),),
    )
    year, why = column_letters(table)
    assert year == 7  # "2026" and three letters of air
    assert why > 60
