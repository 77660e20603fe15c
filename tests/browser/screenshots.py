"""Draw every page with the demonstration data, as wide as a desk and as a phone, into docs/screenshots/."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import DESKTOP, PHONE, QUIET, as_root, running_server  # noqa: E402
from tests.browser.find_browser import ADVICE, find_browser  # noqa: E402
from ui.navigation import PAGES  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
SETTLED_MILLISECONDS = 1500


def main() -> int:
    """Write one picture per page and width. Returns 0, or 1 without a browser."""
    browser_path = find_browser()
    if browser_path is None:
        print(ADVICE, file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    demo = {"VEIKART_DEMO": f"duckdb:{ROOT / 'var' / 'demo.duckdb'}"}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder), environment=demo) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=str(browser_path), args=[*QUIET, *as_root()])
        for size in (DESKTOP, PHONE):
            page = browser.new_page(viewport=size, locale="en-GB")
            for spec in PAGES:
                draw(page, server.address(f"/{spec.url_path}"), f"{Path(spec.file).stem}-{size['width']}.png")
        browser.close()
    return 0


def draw(page: Page, address: str, name: str) -> None:
    """Open an address, wait until it stands still, and keep the whole page as a picture."""
    page.goto(address)
    page.get_by_role("heading", level=1).first.wait_for()
    page.wait_for_timeout(SETTLED_MILLISECONDS)
    page.screenshot(path=FOLDER / name, full_page=True)
    print(f"docs/screenshots/{name}")


if __name__ == "__main__":
    sys.exit(main())
