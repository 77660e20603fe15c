"""The way of a workbook through a real browser: chosen, previewed, committed, read on a page, undone."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from loaders.own_workbooks import templates
from tests.browser.conftest import DESKTOP, PHONE, RunningServer
from tests.browser.walk import arrive, open_expanders, settle

OVERFLOW = """
() => Math.max(
    ...[document.documentElement, ...document.querySelectorAll('[data-testid="stMain"]')]
        .map(box => box.scrollWidth - box.clientWidth)
)
"""
COUNT_COMMIT_BUTTONS = """
() => {
    const count = () => [...document.querySelectorAll('button')].filter(one => one.innerText.includes('Commit')).length;
    window.mostCommitButtons = count();
    new MutationObserver(() => { window.mostCommitButtons = Math.max(window.mostCommitButtons, count()); })
        .observe(document.body, {subtree: true, childList: true});
}
"""
WIDTHS = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    """Two sectors of Bærum, 2019 to 2023: 60 000 + 40 000 t at first, 1 000 t less of each every year."""
    rows = [
        {
            "area_id": "NO-3201",
            "year": year,
            "sector": sector,
            "emissions_tco2e": first - 1_000.0 * (year - 2019),
        }
        for sector, first in (("transport", 60_000.0), ("waste", 40_000.0))
        for year in range(2019, 2024)
    ]
    return saved(tmp_path / "accounts.xlsx", rows)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A workbook about a municipality that the register does not know."""
    rows = [{"area_id": "Bærom", "year": 2023, "sector": "waste", "emissions_tco2e": 40_000.0}]
    return saved(tmp_path / "faulty.xlsx", rows)


@pytest.fixture
def unusual(tmp_path: Path) -> Path:
    """A workbook whose last year is a thousandth of the years before."""
    rows = [
        {"area_id": "NO-3201", "year": year, "sector": "transport", "emissions_tco2e": tonnes}
        for year, tonnes in ((2021, 100_000.0), (2022, 98_000.0), (2023, 96.0))
    ]
    return saved(tmp_path / "unusual.xlsx", rows)


def saved(path: Path, rows: list[dict]) -> Path:
    path.write_bytes(templates.filled_template("emissions", {"emissions": pd.DataFrame(rows)}, {}))
    return path


def open_upload_page(page: Page, server: RunningServer) -> None:
    """Open it and wait until it stands: what is pressed while a page is first drawn may be lost."""
    arrive(page, server.address("/load"))
    page.get_by_role("heading", name="What do you want to load?").wait_for()


def choose(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("heading", name=path.name).wait_for()


@WIDTHS
def test_a_workbook_is_committed_read_on_the_overview_and_undone(
    start_server, new_page, accounts, tmp_path, size
):
    server = start_server(environment={"VEIKART_DEMO": f"duckdb:{tmp_path / 'no-demo.duckdb'}"})
    page = new_page(**size)
    open_upload_page(page, server)
    choose(page, accounts)
    expect(page.get_by_text("Total 2023").locator("xpath=following-sibling::dd")).to_have_text("92.0 kt CO2e")
    expect(page.get_by_text("Give your name at the top of the page.")).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0

    page.get_by_role("textbox", name="Your name").fill("Kari")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Commit").click()
    page.get_by_text("accounts.xlsx is loaded as upload 1").wait_for()
    assert page.evaluate(OVERFLOW) <= 0

    # 60 000 + 40 000 - 2 * 4 * 1 000 = 92 000 t in 2023
    page.get_by_role("link", name="See Bærum on the Overview page").click()
    page.wait_for_url("**/?area=NO-3201*")
    expect(page.get_by_text("Emissions in 2023 were 92.0 kt CO2e.").first).to_be_visible()

    open_upload_page(page, server)
    page.get_by_role("textbox", name="Your name").fill("Kari")
    page.keyboard.press("Tab")
    settle(page)
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo it").wait_for()
    settle(page)
    page.get_by_role("button", name="Undo it").click()
    page.get_by_text("Upload 1 · undone").wait_for()
    assert page.evaluate(OVERFLOW) <= 0
    arrive(page, server.address("/?area=NO-3201"))
    expect(page.get_by_text("There is nothing to show yet.")).to_be_visible()


@WIDTHS
def test_a_faulty_workbook_shows_its_cell_and_what_to_do_and_the_page_keeps_its_width(
    server, new_page, faulty, size
):
    page = new_page(**size)
    open_upload_page(page, server)
    choose(page, faulty)
    expect(page.get_by_text("Did you mean one of Bærum (NO-3201)")).to_be_visible()
    expect(page.get_by_text("Nothing has been loaded, not even in part.")).to_be_visible()
    assert page.get_by_role("button", name="Commit").count() == 0
    assert page.evaluate(OVERFLOW) <= 0


def test_the_way_from_name_to_commit_goes_by_keyboard_alone(start_server, page, accounts):
    open_upload_page(page, start_server())
    choose(page, accounts)
    page.get_by_role("textbox", name="Your name").focus()
    page.keyboard.type("Kari")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Commit").wait_for()
    settle(page)
    press_tab_until(page, "Commit")
    page.keyboard.press("Enter")
    page.get_by_text("accounts.xlsx is loaded as upload 1").wait_for()
    settle(page)  # a key that is pressed while the page is drawn anew reaches a button that goes
    press_tab_until(page, "Undo")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Undo it").wait_for()
    settle(page)
    press_tab_until(page, "Undo it")
    page.keyboard.press("Enter")
    page.get_by_text("accounts.xlsx (upload 1) is undone").wait_for()


def test_the_template_comes_down_as_a_workbook_that_names_itself(server, page):
    open_upload_page(page, server)
    open_expanders(page)  # a file that is made on a click is made only when the page's run has ended
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the workbook").click()
    assert download.value.suggested_filename == "veikart-emissions.xlsx"
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


def test_the_workbook_with_its_cells_marked_comes_down(server, page, faulty):
    open_upload_page(page, server)
    choose(page, faulty)
    page.get_by_role("button", name="Mark the cells in my workbook").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my workbook with the cells marked").click()
    assert download.value.suggested_filename == "faulty-checked.xlsx"
    assert (
        "Veikart check"
        in openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes())).sheetnames
    )


def test_a_note_typed_and_commit_pressed_at_once_is_enough(start_server, page, unusual):
    open_upload_page(page, start_server())
    page.get_by_role("textbox", name="Your name").fill("Kari")
    page.keyboard.press("Tab")
    choose(page, unusual)
    page.get_by_role("textbox", name="What did you check?").fill("The plant closed")
    page.get_by_role("button", name="Commit").click()
    page.get_by_text("unusual.xlsx is loaded as upload 1").wait_for()


def test_while_the_page_is_drawn_anew_there_is_never_a_second_commit_button(start_server, page, accounts):
    open_upload_page(page, start_server())
    choose(page, accounts)
    page.get_by_role("button", name="Commit").wait_for()
    page.evaluate(COUNT_COMMIT_BUTTONS)
    page.get_by_role("textbox", name="Release").fill("2024, corrected")
    page.keyboard.press("Tab")
    page.get_by_role("textbox", name="Your name").fill("Kari")
    page.keyboard.press("Tab")
    page.get_by_text("Give your name at the top of the page.").wait_for(state="detached")
    assert page.evaluate("window.mostCommitButtons") == 1


def press_tab_until(page: Page, words: str) -> None:
    """Press Tab until the button in focus says the words; fail after a page's worth of stops."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.closest('button')?.innerText || ''"):
            return
    raise AssertionError(f"Tab never reached {words}")
