"""The first hour with one's own city: from an empty store to a council report, exactly as the guide tells it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from tests.browser import first_hour as hour
from tests.browser.conftest import RunningServer, running_server

ROOT = Path(__file__).parents[2]
CHAPTER = (ROOT / "docs" / "guide" / "first-hour.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^\d+\. (.+)$", CHAPTER, flags=re.MULTILINE)
SECONDS_AN_ACTION = 15  # to find the place on the page and to do it
WORDS_A_MINUTE = 150  # read slowly
OSLO = "miljodirektoratet_oslo_2009-2024.xlsx"
SMHI = "smhi_lansrapport_CO2_2024-04-18_alla_kommuner.xlsx"
SCB = "scb_be0101_tabhel2024.xlsx"


@pytest.fixture
def own_server(tmp_path: Path, demo_path: Path) -> Iterator[RunningServer]:
    """A server as `make run` starts it: the demonstration is there, nothing of one's own is loaded."""
    hour.empty_store_with_invented_places(tmp_path)
    with running_server(tmp_path, environment={"VEIKART_DEMO": f"duckdb:{demo_path}"}) as server:
        yield server


def sample(name: str) -> Path:
    """A published file; fails where the samples are absent."""
    path = Path(os.environ.get("VEIKART_SAMPLES", "")) / name
    assert path.is_file(), f"{path} is missing: name the folder with make test-samples SAMPLES=DIR"
    return path


def words_of_pdf(path: Path) -> str:
    """All text of a PDF, spaces of any width plain."""
    return plain(" ".join(page.extract_text() for page in PdfReader(path).pages))


def words_of_docx(path: Path) -> str:
    return plain(" ".join(paragraph.text for paragraph in Document(str(path)).paragraphs))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_two_national_files_become_a_council_report_as_the_guide_tells_it(own_server, page, tmp_path):
    walk = hour.Walk(page)
    files = hour.invented_files(tmp_path)
    pdf, docx = hour.first_hour(
        walk, own_server.address("/"), files, tmp_path, city=hour.CITY, cut_percent=55
    )
    # On the trend 100 000 − 21 · 2 000 = 58 000 t in 2030, 13 000 t or 29 % above 45 000 t.
    for words in (words_of_pdf(pdf), words_of_docx(docx)):
        assert "Will Fjordvik reach its 2030 target?" in words
        assert "13.0 kt too much" in words
    # 100 000 − 15 · 2 000 + 500 = 70 500 t in 2024, divided by 17 625 people
    assert "4.00 t CO2e/inhabitant" in words_of_pdf(pdf)
    told = [action.replace(hour.CITY, "{name}") for action in walk.actions]
    assert [action in step for action, step in zip(told, STEPS, strict=True)] == [True] * 13, (told, STEPS)


def test_the_chapter_counts_its_steps_right():
    assert f"It takes {len(STEPS)} actions" in CHAPTER


def test_reading_the_chapter_and_doing_it_takes_a_stranger_less_than_fifteen_minutes():
    minutes = len(CHAPTER.split()) / WORDS_A_MINUTE + len(STEPS) * SECONDS_AN_ACTION / 60
    assert minutes <= 15


@pytest.mark.samples
@pytest.mark.parametrize(
    ("names", "city", "newest"),
    [
        ([OSLO], "Oslo", "945 kt CO2e"),  # the publisher's own total: 944 853.2 t in 2024
        ([SMHI, SCB], "Örebro", "262 kt CO2"),  # the municipality's 261 897.121 t in 2022
    ],
    ids=["Norway", "Sweden"],
)
def test_the_real_files_of_an_agency_become_a_council_report(own_server, page, tmp_path, names, city, newest):
    walk = hour.Walk(page)
    files = [sample(name) for name in names]
    pdf, docx = hour.first_hour(walk, own_server.address("/"), files, tmp_path, city=city, cut_percent=50)
    assert f"Will {city} reach its 2030 target?" in words_of_docx(docx)
    assert newest in words_of_pdf(pdf)
