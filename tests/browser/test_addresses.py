"""Every address opens whole in a cold process: the menu, the page, no dialog (docs/adr/0001)."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walk import arrive, settle
from texts import _
from ui.navigation import PAGES

# In the menu itself, in a group of it, on no menu; by address and by file name.
COLD = ["/", "/side-by-side", "/initiative", "/emissions", "/council_report", "/project"]


def expect_whole(page: Page) -> None:
    """The page, which has settled, stands with every entry of the menu and no dialog."""
    for spec in PAGES:
        if spec.is_in_menu and not spec.group:
            assert page.get_by_role("link", name=_(spec.title), exact=False).count() > 0
    groups = page.get_by_test_id("stTopNavSection").all_inner_texts()
    assert {words.strip() for words in groups} == {_(spec.group) for spec in PAGES if spec.group}
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize("path", COLD)
def test_a_link_opens_the_whole_page_in_a_server_that_has_just_started(start_server, page, path):
    arrive(page, start_server().address(path))
    expect_whole(page)


def test_every_address_opens_the_whole_page_under_a_title_of_its_own(server, page):
    for spec in PAGES:
        arrive(page, server.address(f"/{spec.url_path}"))
        expect(page).to_have_title(f"{_(spec.title)} · Veikart")
        expect_whole(page)


def test_every_file_name_leads_to_the_pages_own_address(server, page):
    for spec in PAGES:
        page.goto(server.address(f"/{Path(spec.file).stem}?place=NO-0301"))
        page.wait_for_url(f"**/{spec.url_path}?place=NO-0301*")
        settle(page)
        assert page.get_by_role("dialog").count() == 0
