"""Nothing leaves the app's own address, whatever is opened, chosen or downloaded, and no console shows an error."""

from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from tests.browser.conftest import RunningServer
from tests.browser.walk import arrive, open_expanders, settle, walk_to
from ui.navigation import PAGES

OWN_SCHEMES = ("data", "blob")  # what the page holds itself
MOST_LISTS = 2
PROBES = (
    "_stcore/health",
    "_stcore/host-config",
)  # opened by its address, a page first looks for the server below it


class Heard:
    """Every address a page asked for, and every error its console showed."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        self.errors: list[str] = []
        page.context.on("request", lambda request: self.addresses.append(request.url))
        page.on("websocket", lambda socket: self.addresses.append(socket.url))
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def outside(self, server: RunningServer) -> set[str]:
        """The addresses that are not the server's own."""
        own = urlsplit(server.url).netloc
        return {
            address
            for address in self.addresses
            if urlsplit(address).scheme not in OWN_SCHEMES and urlsplit(address).netloc != own
        }

    def _console(self, message) -> None:
        place = message.location.get("url", "")
        if message.type == "error" and not place.endswith(PROBES):
            self.errors.append(f"{message.text} ({place})")


def try_everything(page: Page) -> None:
    """Take the last entry of the first lists and of every row of choices; open what is folded; look at a table; download."""
    number = 0
    while number < min(MOST_LISTS, seen_lists(page).count()):  # a choice may bring or take away the next list
        take_last(page, number)
        number += 1
    rows, number = page.get_by_test_id("stButtonGroup"), 0
    while number < rows.count():  # a choice may bring or take away the next row
        rows.nth(number).get_by_role("radio").last.click()
        settle(page)
        number += 1
    open_expanders(page)
    for name in ("Show as table", "Link to this view"):
        if page.get_by_role("button", name=name).count():
            page.get_by_role("button", name=name).first.click()
            settle(page)
            page.keyboard.press("Escape")
    if page.get_by_test_id("stDownloadButton").count():
        with page.expect_download():
            page.get_by_test_id("stDownloadButton").locator("button").first.click()


def seen_lists(page: Page) -> Locator:
    return page.get_by_test_id("stSelectbox").locator("visible=true")


def take_last(page: Page, number: int) -> None:
    """Choose the last entry of a list; it is brought into view first, since scrolling closes an open list."""
    box = seen_lists(page).nth(number).get_by_role("combobox")
    box.scroll_into_view_if_needed()
    settle(page)
    box.press("ArrowDown")
    page.get_by_role("option").last.click()
    settle(page)


def test_no_page_asks_anything_of_another_machine_and_no_console_shows_an_error(demo_server, page):
    heard = Heard(page)
    arrive(page, demo_server.address("/"))
    for spec in PAGES:
        walk_to(page, spec)
        try_everything(page)
    assert len(heard.addresses) > len(PAGES)
    assert (heard.outside(demo_server), heard.errors) == (set(), [])


def test_an_address_elsewhere_would_be_noticed(server, page):
    heard = Heard(page)
    arrive(page, server.address("/"))
    page.evaluate("fetch('http://127.0.0.2:9/elsewhere').catch(() => null)")
    page.evaluate("new Promise(done => { const s = new WebSocket('ws://127.0.0.3:9/'); s.onerror = done; })")
    settle(page)
    assert heard.errors != []
