"""Draws the pictures of docs/guide/ from the running app: `make screenshots`.

The pages are shown with the demonstration, the first hour with an invented municipality on the way from an empty store to
the council report. A picture that nobody draws any more goes."""

import json
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

import typst  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from data.store import Store  # noqa: E402
from report.council_report.council import council_report  # noqa: E402
from report.council_report.council_pdf import TEMPLATE, fonts  # noqa: E402
from report.document import as_plain  # noqa: E402
from tests.browser import first_hour as hour  # noqa: E402
from tests.browser.conftest import QUIET, as_root, running_server  # noqa: E402
from tests.browser.find_browser import ADVICE, find_browser  # noqa: E402
from tests.browser.walk import arrive  # noqa: E402
from ui.navigation import PAGES  # noqa: E402

FOLDER = ROOT / "docs" / "guide" / "pictures"
DEMO = f"duckdb:{ROOT / 'var' / 'demo.duckdb'}"
SIZE = {"width": 1280, "height": 800}
TOWN = "NO-D01"
# What a page is about beside the municipality, where its first view shows little.
QUERIES = {"project": "&project=P-01"}
REPORT_DAY = date(2026, 4, 30)
REPORT_DOTS_PER_INCH = 100


def page_names() -> list[str]:
    """The pictures of the pages: page-NAME, by the page's script."""
    return [f"page-{Path(spec.file).stem}" for spec in PAGES]


def hour_names() -> list[str]:
    """The pictures of the first hour: hour-MOMENT."""
    return [f"hour-{moment}" for moment in hour.MOMENTS]


def picture_names() -> list[str]:
    """Every file of docs/guide/pictures/."""
    return [f"{name}.png" for name in (*page_names(), *hour_names(), "council-report")]


def main() -> int:
    """Write every picture. Returns 0, or 1 without a browser."""
    browser_path = find_browser()
    if browser_path is None:
        sys.stderr.write(f"{ADVICE}\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(browser_path), args=[*QUIET, *as_root()])
        draw_the_pages(browser)
        draw_the_first_hour(browser)
        browser.close()
    (FOLDER / "council-report.png").write_bytes(first_page_of_the_report())
    for left_over in set(FOLDER.glob("*.png")) - {FOLDER / name for name in picture_names()}:
        left_over.unlink()
    return 0


def draw_the_pages(browser: Browser) -> None:
    """Every page of the menu with the demonstration."""
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder), environment=demo()) as server:
        page = new_page(browser)
        for spec, name in zip(PAGES, page_names(), strict=True):
            query = f"?area={TOWN}{QUERIES.get(Path(spec.file).stem, '')}"
            arrive(page, server.address(f"/{spec.url_path}{query}"))
            keep(page, name)


def draw_the_first_hour(browser: Browser) -> None:
    """The moments of the first hour; of two files, the first one's."""
    drawn: set[str] = set()
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        hour.empty_store_with_invented_places(folder)
        with running_server(folder, environment=demo()) as server:
            walk = hour.Walk(new_page(browser))
            walk.seen = lambda moment: keep_once(walk.page, f"hour-{moment}", drawn)
            files = hour.invented_files(folder)
            hour.first_hour(walk, server.address("/"), files, folder, city=hour.CITY, cut_percent=55)


def first_page_of_the_report() -> bytes:
    """The page that a politician reads, as dots."""
    store = Store.open(DEMO, read_only=True)
    try:
        report = council_report(store, TOWN, occasion="budget", language="en", made_on=REPORT_DAY)
    finally:
        store.close()
    pages: object = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=REPORT_DOTS_PER_INCH,
        sys_inputs={"report": json.dumps(as_plain(report), ensure_ascii=False)},
    )
    first = pages[0] if isinstance(pages, list) else pages
    assert isinstance(first, bytes)
    return first


def demo() -> dict[str, str]:
    """The environment of a server that shows the demonstration until own data are there."""
    return {"VEIKART_DEMO": DEMO}


def new_page(browser: Browser) -> Page:
    """A page as wide as a desk, in English."""
    return browser.new_page(viewport=SIZE, locale="en-GB", accept_downloads=True)  # type: ignore[arg-type]


def keep_once(page: Page, name: str, drawn: set[str]) -> None:
    """Keep the first of several views of one name. drawn: the names so far; this one is added."""
    if name not in drawn:
        keep(page, name)
    drawn.add(name)


def keep(page: Page, name: str) -> None:
    """Keep what the window shows as a picture."""
    page.screenshot(path=FOLDER / f"{name}.png")
    sys.stdout.write(f"docs/guide/pictures/{name}.png\n")


if __name__ == "__main__":
    sys.exit(main())
