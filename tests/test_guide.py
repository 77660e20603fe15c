"""The guide says what the pages say: every page has its place, every picture is drawn, every bold word stands on a page."""

import re
from functools import cache
from pathlib import Path

import pytest

from docs import guide_pictures
from translations import catalogues
from ui.navigation import PAGES

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
CHAPTERS = sorted(path.name for path in GUIDE.glob("*.md"))
LONGEST = 120  # lines of a chapter
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
BOLD = re.compile(r"\*\*([^*]+?)\*\*")
IN_README = {
    "The question is the title, the answer is the sentence below it"
}  # said of every page, no word of one


def chapter(name: str) -> str:
    return (GUIDE / name).read_text(encoding="utf-8")


def links(name: str) -> list[tuple[bool, str, str]]:
    """Whether it is a picture, its words, where it leads."""
    return [(mark == "!", words, target) for mark, words, target in LINK.findall(chapter(name))]


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@cache
def words_of_the_pages() -> frozenset[str]:
    """Every text of the product as it is written, without the marks of Markdown."""
    return frozenset(text.replace("**", "") for text in catalogues.texts_in_code())


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_short(name: str):
    assert len(chapter(name).splitlines()) <= LONGEST


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_link_within_the_project_leads_to_a_file_and_a_heading_that_are_there(name: str):
    broken = []
    for target in (target for _is_picture, _words, target in links(name) if "://" not in target):
        file, _, anchor = target.partition("#")
        path = (GUIDE / file).resolve() if file else GUIDE / name
        if not path.is_file() or (anchor and anchor not in anchors(path.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


def test_the_pictures_are_those_that_make_screenshots_draws():
    on_disk = {path.name for path in (GUIDE / "pictures").iterdir()}
    assert on_disk == set(guide_pictures.picture_names()), "run `make screenshots`"


def test_every_picture_is_shown_somewhere_and_says_what_it_shows():
    shown = {
        target.removeprefix("pictures/"): words
        for name in CHAPTERS
        for is_picture, words, target in links(name)
        if is_picture
    }
    assert (set(shown), "" in shown.values()) == (set(guide_pictures.picture_names()), False)


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: str(spec.title))
def test_every_page_has_a_section_with_its_picture_and_its_line_in_the_list(spec):
    name = f"page-{Path(spec.file).stem}.png"
    sections = [part for each in CHAPTERS for part in re.split(r"^## ", chapter(each), flags=re.MULTILINE)]
    with_picture = [part.partition("\n")[0] for part in sections if f"(pictures/{name})" in part]
    group = str(spec.group) if spec.is_in_menu else "reached from Projects"
    assert with_picture == [str(spec.title)]
    assert re.search(rf"^\| {spec.title} \| {group} ?\|", chapter("README.md"), flags=re.MULTILINE)


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_bold_word_is_written_so_on_a_page(name: str):
    bold = {words for words in BOLD.findall(chapter(name)) if words not in IN_README}
    assert sorted(bold - words_of_the_pages()) == []
