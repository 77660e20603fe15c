"""The published files themselves through the Upload page of a real browser (make test-samples)."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import RunningServer
from tests.browser.walk import arrive

pytestmark = pytest.mark.samples
OSLO = "miljodirektoratet_oslo_2009-2024.xlsx"
SMHI = "smhi_lansrapport_CO2_2024-04-18_alla_kommuner.xlsx"
SCB = "scb_be0101_tabhel2024.xlsx"
READ_MILLISECONDS = 60_000


def sample(name: str) -> Path:
    """A published file; fails where the samples are absent."""
    path = Path(os.environ.get("VEIKART_SAMPLES", "")) / name
    assert path.is_file(), f"{path} is missing: name the folder with make test-samples SAMPLES=DIR"
    return path


@pytest.fixture
def empty_server(start_server, tmp_path: Path) -> RunningServer:
    return start_server(environment={"VEIKART_DEMO": f"duckdb:{tmp_path / 'no-demo.duckdb'}"})


def give_name(page: Page) -> None:
    page.get_by_role("textbox", name="Your name").fill("Kari")
    page.keyboard.press("Tab")


def load(page: Page, server: RunningServer, name: str) -> None:
    """Choose a file on the Upload page, say what was checked of the unusual, and commit."""
    arrive(page, server.address("/load"))
    give_name(page)
    page.locator("input[type=file]").set_input_files(sample(name))
    page.get_by_role("button", name="Commit").first.wait_for(timeout=READ_MILLISECONDS)
    note = page.get_by_role("textbox", name="What did you check?")
    if note.count():
        note.fill("Compared with the publisher's table")
    page.get_by_role("button", name="Commit").click()
    page.get_by_text(f"{name} is loaded as upload").wait_for(timeout=READ_MILLISECONDS)


def test_the_oslo_workbook_is_loaded_read_judged_and_undone(empty_server, page):
    load(page, empty_server, OSLO)
    # the publisher's own total: 944 853.2 t in 2024
    arrive(page, empty_server.address("/?area=NO-0301"))
    page.get_by_text("Emissions in 2024 were 945").first.wait_for()

    # −50 % on 1 388 245.6 t: (944 853.2 − 1 388 245.6) / (892 443.6 − 1 388 245.6) = 0.89, too slow
    give_name(page)
    page.get_by_role("spinbutton", name="Cut in percent").fill("50")
    page.get_by_role("button", name="Save the target").click()
    page.get_by_text("Too slow.").first.wait_for()
    page.get_by_text("52.4\u00a0kt").first.wait_for()

    arrive(page, empty_server.address("/load"))
    give_name(page)
    page.get_by_role("button", name="Undo").last.click()
    page.get_by_role("button", name="Undo it").click()
    page.get_by_role("button", name="Redo").first.wait_for()
    arrive(page, empty_server.address("/?area=NO-0301"))
    expect(page.get_by_text("945")).to_have_count(0)


def test_fossil_co2_of_sweden_says_so_from_preview_to_picture(empty_server, page):
    load(page, empty_server, SMHI)
    load(page, empty_server, SCB)
    arrive(page, empty_server.address("/?area=SE-1880"))
    page.get_by_text("Emissions in 2022 were 262").first.wait_for()  # 261 897.121 t, the municipality
    page.get_by_text("This is fossil CO2 only").first.wait_for()
    expect(page.get_by_text("greenhouse gases.", exact=True)).to_have_count(0)
