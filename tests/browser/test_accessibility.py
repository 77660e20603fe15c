"""Nothing that axe-core calls serious or critical, and nothing cut off, on any page, with and without data, on a desk and on a
phone.

Rules: WCAG 2.0, 2.1 and 2.2, levels A and AA. The checker comes out of the wheel of axe-playwright-python and runs in the
page; of Streamlit's own markup nothing had to be excepted."""

from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from loaders.own_workbooks import templates
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.walk import arrive, open_expanders, settle, walk_to
from ui.navigation import PAGES

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
GRAVE = ("serious", "critical")
WIDTH = "Math.max(document.documentElement.scrollWidth, document.querySelector('.stMain').scrollWidth)"
SAME_EVERYWHERE = {"Link to this view"}  # popovers that no page draws otherwise


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    """A sector of Bærum in two years, with a year between them that is missing."""
    rows = [
        {"area_id": "NO-3201", "year": year, "sector": "transport", "emissions_tco2e": tonnes}
        for year, tonnes in ((2021, 60_000.0), (2023, 58_000.0))
    ]
    path = tmp_path / "accounts.xlsx"
    path.write_bytes(templates.filled_template("emissions", {"emissions": pd.DataFrame(rows)}, {}))
    return path


def faults(page: Page, within: str = "body") -> list[str]:
    """One line per element that breaks a rule gravely: rule, place, what it asks for."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("([within, rules]) => axe.run(within, rules)", [within, RULES])
    return [
        f"{rule['impact']} {rule['id']} at {node['target']}: {rule['help']}. {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


def faults_in_popovers(page: Page, known: set[str]) -> list[str]:
    """What axe finds in the popovers of the page, one of each name, opened one by one.

    known: names of those that are the same on every page and were looked at; one that is new is added."""
    found: list[str] = []
    buttons = page.get_by_test_id("stPopoverButton").locator("visible=true")
    names = buttons.all_inner_texts()
    for number, name in enumerate(names):
        shared = {words for words in SAME_EVERYWHERE if words in name}
        if name not in names[:number] and not shared & known:
            known |= shared
            buttons.nth(number).click()
            page.get_by_test_id("stPopoverBody").wait_for()
            settle(page)
            found += faults(page, '[data-testid="stPopoverBody"]')
            page.keyboard.press("Escape")
            page.get_by_test_id("stPopoverBody").wait_for(state="detached")
    return found


def too_wide(page: Page) -> list[str]:
    """Whether a reader has to scroll sideways (WCAG 1.4.10, reflow), which axe does not look for."""
    width, screen = page.evaluate(WIDTH), page.evaluate("window.innerWidth")
    return (
        [f"serious reflow: the page is {width} px wide on a screen of {screen} px"] if width > screen else []
    )


def faults_everywhere(page: Page, known: set[str]) -> list[str]:
    """The page as it comes, with all expanders and each popover open, and on a phone. known: as faults_in_popovers."""
    found = faults(page)
    open_expanders(page)
    found += faults_in_popovers(page, known)
    found += faults(page)
    page.set_viewport_size(PHONE)
    settle(page)
    found += faults(page) + too_wide(page)
    page.set_viewport_size(DESKTOP)
    settle(page)
    return found


def faults_by_page(page: Page) -> dict[str, list[str]]:
    """What axe finds on the pages that have something to be found."""
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    for spec in PAGES:
        walk_to(page, spec)
        found[spec.file] = faults_everywhere(page, known)
    return {file: faulty for file, faulty in found.items() if faulty}


def test_every_page_with_data_keeps_the_rules_at_both_widths(demo_server, page):
    arrive(page, demo_server.address("/"))
    assert faults_by_page(page) == {}


def test_every_page_without_data_keeps_the_rules_at_both_widths(server, page):
    arrive(page, server.address("/"))
    assert faults_by_page(page) == {}


def test_a_workbook_that_is_looked_at_committed_and_listed_keeps_the_rules(start_server, page, accounts):
    server = start_server()
    arrive(page, server.address("/load"))
    page.get_by_role("textbox", name="Your name").fill("Kari")
    page.keyboard.press("Tab")
    page.locator("input[type=file]").set_input_files(accounts)
    page.get_by_role("button", name="Commit").wait_for()
    settle(page)
    before = faults_everywhere(page, set())
    page.get_by_role("button", name="Commit").click()
    page.get_by_text("accounts.xlsx is loaded as upload 1").wait_for()
    settle(page)
    assert (before, faults_everywhere(page, set())) == ([], [])


def test_a_picture_without_words_and_words_too_pale_are_found(server, page):
    arrive(page, server.address("/"))
    page.evaluate("""document.querySelector('h1').insertAdjacentHTML(
        'beforeend', '<img src="data:,"><span style="color: #CCCCCC">pale</span>')""")
    assert sorted(fault.split(" at ")[0] for fault in faults(page)) == [
        "critical image-alt",
        "serious color-contrast",
    ]


def test_what_a_phone_cannot_show_without_scrolling_sideways_is_found(server, phone):
    arrive(phone, server.address("/"))
    assert too_wide(phone) == []
    phone.evaluate("""document.querySelector('h1').insertAdjacentHTML(
        'beforeend', '<div style="width: 500px; position: relative">wide</div>')""")
    assert [fault.split(":")[0] for fault in too_wide(phone)] == ["serious reflow"]


def test_a_page_in_motion_has_not_settled(server, page):
    arrive(page, server.address("/"))
    page.evaluate("document.querySelector('h1').animate({opacity: [0.9, 1]}, 1500)")
    settle(page)
    assert page.evaluate("document.getAnimations().length") == 0
