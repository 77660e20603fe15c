"""The council report as PDF: tagged, in its language, vectors only, the first page alone."""

import io
from dataclasses import replace

import pytest
import typst
from pypdf import PdfReader

from report.council_report.council_pdf import STAND_IN, pdf_of, png_of
from report.document import Chapter, Paragraph, Picture, Table, Terms
from tests.report.conftest import EMPTY

FICTIONAL = "every municipality and figure here is fictional"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48" font-family="Libertinus Serif">'
    '<text y="20">{}</text></svg>'
)


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


def words_of(document):
    """What stands on the last page, without spaces and line breaks."""
    return "".join(PdfReader(io.BytesIO(pdf_of(document))).pages[-1].extract_text().split())


def with_chapter(document, title, *blocks):
    return replace(document, chapters=(Chapter("notes", title, blocks),))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Buss\U0001f68cog ferje", f"Buss{STAND_IN}og ferje"),  # an emoji
        ("\uf0b7 punkt", f"{STAND_IN} punkt"),  # the bullet of a word processor, in nobody's font but its own
        ("\u6c17\u5019 klima", f"{STAND_IN}{STAND_IN} klima"),
        ("a\uff1db", f"a{STAND_IN}b"),  # a full-width sign
        ("1\ufe0f\u20e3 først", f"1{STAND_IN} først"),  # a digit in a frame
        ("e\u0301t \U0001f468\u200d\U0001f469", f"ét {STAND_IN}{STAND_IN}"),  # what is in a font stays
        ("a\x0bb\x07c\x00d\ufffee", "a b c d e"),  # what no file can hold is a space
        ("\ud83d alene", "alene"),  # half a sign
    ],
)
def test_a_sign_that_no_font_has_gets_a_visible_stand_in_wherever_it_stands(reported, written, shown):
    table = Table(written, (written,), ((written,),))
    picture = Picture(SVG.format(written), written, written, (written,))
    document = with_chapter(
        reported(EMPTY), written, Paragraph(written), table, picture, Terms(((written, written),))
    )
    document = replace(document, title=written)
    words = words_of(document)
    # page head, contents, chapter, paragraph, caption, head and cell, picture, its caption and note, term and meaning
    assert words.count("".join(shown.split())) == 12
    assert PdfReader(io.BytesIO(pdf_of(document))).metadata.title.split() == shown.split()


def test_what_a_picture_cannot_mix_keeps_the_letters_of_the_document(reported):
    picture = Picture(SVG.format("Veiḋ ⤜"), "", "Picture")  # of fonts without each other's signs
    assert f"Veiḋ{STAND_IN}" in words_of(with_chapter(reported(EMPTY), "Picture", picture))


def test_symbols_that_a_font_has_stay_beside_those_that_none_has(reported):
    assert "✓→½≤é" in words_of(with_chapter(reported(EMPTY), "Signs", Paragraph("\U0001f68c ✓ → ½ ≤ é")))


def test_any_other_mistake_is_not_hidden(reported):
    with pytest.raises(typst.TypstError, match="SVG"):
        pdf_of(with_chapter(reported(EMPTY), "Broken", Picture("<svg", "", "Picture")))


def test_a_picture_can_be_made_of_dots():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><rect width="96" height="48"/></svg>'
    )
    made = png_of(svg, dots_per_inch=100)
    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20]) == 100  # 96 px of SVG are an inch
