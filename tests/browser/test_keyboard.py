"""The Overview by keyboard alone: the municipality is changed, a page of the menu opened, a table downloaded."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walk import arrive
from ui.navigation import PAGES

IN_FOCUS = """
() => {
    const one = document.activeElement;
    const kind = one.getAttribute('role') || one.tagName.toLowerCase();
    return `${kind} ${one.getAttribute('aria-label') || one.innerText || ''}`;
}
"""
# Outline, shadow and border of an element and of what stands close around it: how a mark of focus is drawn.
KEEP_LOOKS = """
() => {
    window.looks = element => {
        const drawn = [];
        for (let one = element, steps = 0; one && steps < 5; one = one.parentElement, steps++) {
            const style = getComputedStyle(one);
            drawn.push(style.outlineStyle === 'none' ? '' : style.outline, style.boxShadow, style.borderColor);
        }
        return drawn.join('|');
    };
    window.stops = [];
}
"""
KEEP_STOP = "window.stops.push([document.activeElement, window.looks(document.activeElement)])"
UNSEEN_STOPS = """
() => window.stops
    .filter(([element, focused]) => element !== document.body && window.looks(element) === focused)
    .map(([element]) => element.outerHTML.slice(0, 200))
"""
MOST_STOPS = 60


@pytest.fixture
def overview(demo_server, page) -> Page:
    """The Overview of the first demonstration municipality, with nothing in focus."""
    arrive(page, demo_server.address("/?area=NO-D01"))
    return page


def tab_to(page: Page, pattern: str, *, key: str = "Tab") -> None:
    """Press Tab until what is in focus says the words; fail after a page's worth of stops."""
    passed = []
    for _stop in range(MOST_STOPS):
        page.keyboard.press(key)
        passed.append(page.evaluate(IN_FOCUS).replace("\n", " "))
        if re.search(pattern, passed[-1]):
            return
    raise AssertionError(f"Tab never reached {pattern}, but {passed}")


def test_another_municipality_is_chosen_with_tab_arrows_and_enter(overview):
    tab_to(overview, "^combobox .*Municipality")
    overview.keyboard.press("ArrowDown")
    overview.keyboard.press("ArrowDown")
    overview.keyboard.press("Enter")
    overview.wait_for_url(re.compile(r"area=(?!NO-D01)"))


def test_a_page_of_the_menu_is_opened_with_tab_and_enter(overview):
    tab_to(overview, "^a .*Emissions")
    overview.keyboard.press("Enter")
    expect(overview).to_have_title("Emissions · Veikart")


def test_the_figures_behind_the_picture_are_downloaded_with_tab_and_enter(overview):
    tab_to(overview, "^button .*CSV")
    with overview.expect_download() as download:
        overview.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")


def test_where_the_keyboard_stands_is_seen_at_every_stop_of_the_page(overview):
    overview.evaluate(KEEP_LOOKS)
    stops = 0
    while stops < MOST_STOPS and (
        stops == 0 or overview.evaluate("document.activeElement !== document.body")
    ):
        overview.keyboard.press("Tab")
        overview.wait_for_timeout(200)  # marks fade in
        overview.evaluate(KEEP_STOP)
        stops += 1
    overview.evaluate("document.activeElement.blur()")
    overview.wait_for_timeout(200)
    assert stops > len(PAGES)
    assert overview.evaluate(UNSEEN_STOPS) == []
