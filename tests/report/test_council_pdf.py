"""The council report as PDF: tagged, in its language, vectors only, the first page alone."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from report.council_pdf import pdf_of, png_of
from report.document import Chapter, Paragraph
from tests.report.conftest import EMPTY

FICTIONAL = "Fictional demonstration data"


@pytest.fixture(scope="module")
def pdf(reported):
    """The annual report of the municipality that has everything."""
    return PdfReader(io.BytesIO(pdf_of(reported())))


def tags(node):
    """Every tag of the structure below a node, with its dictionary."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node["/S"], node
        if "/K" in node:
            yield from tags(node["/K"])


def tagged(pdf, tag):
    return [node for found, node in tags(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]) if found == tag]


def test_it_is_a_tagged_document_that_says_so(pdf):
    root = pdf.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


@pytest.mark.parametrize(("language", "code"), [("en", "en"), ("nb", "nb"), ("sv", "sv")])
def test_it_names_its_language_and_title_and_keeps_the_first_page_alone(reported, language, code):
    document = reported(language=language, chapters=["sources"])
    pdf = PdfReader(io.BytesIO(pdf_of(document)))
    assert pdf.trailer["/Root"]["/Lang"] == code
    assert pdf.metadata.title == document.title
    assert document.words["contents"] in pdf.pages[1].extract_text()[:200]
    assert document.opening.blocks[-1].text[-20:].split()[-1] in pdf.pages[0].extract_text()


def test_the_viewer_shows_the_title(pdf):
    assert bool(pdf.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"])


def test_every_picture_is_described(pdf, reported):
    described = [node["/Alt"] for node in tagged(pdf, "/Figure")]
    assert len(described) == 5
    assert described[0] == reported().opening.blocks[2].alt


def test_every_table_has_a_head(pdf):
    tables = tagged(pdf, "/Table")
    assert len(tables) == 14
    assert all("/TH" in {tag for tag, _node in tags(table["/K"])} for table in tables)


def test_chapters_are_headings_and_bookmarks(pdf, reported):
    assert len(tagged(pdf, "/H1")) == 2 + len(reported().chapters)  # the question and the contents besides
    assert [each.title for each in pdf.outline if not isinstance(each, list)][1] == "Contents" or len(
        pdf.outline
    ) > 1


def test_every_page_says_that_it_is_fictional_of_which_day_and_which_of_how_many(pdf):
    for number, page in enumerate(pdf.pages, start=1):
        words = page.extract_text()
        assert FICTIONAL in words
        assert "27 November 2026" in words
        assert f"Page {number} / {len(pdf.pages)}" in words


def test_pictures_are_vectors(pdf):
    assert [image for page in pdf.pages for image in page.images] == []


def test_the_same_document_gives_the_same_bytes(reported):
    document = reported(EMPTY)
    assert pdf_of(document) == pdf_of(document)


def test_what_people_wrote_is_shown_and_never_run(reported):
    # a title that would end a string, a command and a file in the typesetter's language
    nasty = '#panic("x") $ \\ ] } <img src=x> *bold* _under_ @cite'
    document = replace(reported(EMPTY), chapters=(Chapter("notes", nasty, (Paragraph(nasty),)),))
    words = PdfReader(io.BytesIO(pdf_of(document))).pages[1].extract_text()
    assert nasty.replace(" ", "") in words.replace(" ", "").replace("\n", "")


def test_a_picture_can_be_made_of_dots():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><rect width="96" height="48"/></svg>'
    )
    made = png_of(svg, dots_per_inch=100)
    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20]) == 100  # 96 px of SVG are an inch
