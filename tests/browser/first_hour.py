"""The first hour with one's own city, as docs/guide/first-hour.md tells it: each step, and what a reader does in it.

The test walks it; the pictures of the guide are taken on the way."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd
from playwright.sync_api import Page

from data.store import Store
from tests.browser.walk import arrive, settle
from tests.loaders.published_layouts import (
    AMOUNT,
    AREAS,
    DETAILED_HEADINGS,
    Rows,
    bytes_of,
    miljodirektoratet,
)
from tests.loaders.published_statistics import population_sheet

READ_MILLISECONDS = 60_000
MOMENTS = ("preview", "loaded", "without-target", "verdict", "report")  # where the walk stands still
CITY = "Fjordvik"
CITY_ID = "NO-9101"
PUBLISHED_YEARS = (2009, 2011, 2013, *range(2015, 2025))
# Tonnes beside the line from 2017 on: they neither lift nor turn it, since they and their products with the year sum to 0.
BESIDE_THE_LINE = dict(zip(range(2017, 2025), (500, -500, -500, 500, 500, -500, -500, 500), strict=True))


@dataclass
class Walk:
    """A walk through the first hour: whose page it is, the actions so far, and who looks at each moment.

    actions: what a person does, by the words of the button, link or field; a file is chosen. seen: called with the name of
    a moment."""

    page: Page
    seen: Callable[[str], None] = lambda moment: None
    actions: list[str] = field(default_factory=list)

    def look(self, moment: str) -> None:
        """Stand still at the top of the page, and let whoever looks look."""
        settle(self.page)
        self.page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
        self.seen(moment)

    def click(self, name: str, *, role: str = "button") -> None:
        """Click what bears this name."""
        self.page.get_by_role(role, name=name).locator("visible=true").first.click()  # type: ignore[arg-type]
        self.actions.append(name)

    def fill_in(self, name: str, value: str, *, role: str = "textbox") -> None:
        """Write a value into the field with this label, and leave it."""
        field_there = self.page.get_by_role(role, name=name)  # type: ignore[arg-type]
        field_there.fill(value)
        field_there.press("Tab")
        self.actions.append(name)

    def choose_file(self, path: Path) -> None:
        """Choose a file on the Upload page, and wait until it is read."""
        self.page.locator("input[type=file]").set_input_files(path)
        self.page.get_by_role("button", name="Commit").first.wait_for(timeout=READ_MILLISECONDS)
        self.actions.append("Choose the file")

    def download(self, name: str, folder: Path) -> Path:
        """Click a button that gives a file; the file in a folder under the name that it came with."""
        with self.page.expect_download(timeout=READ_MILLISECONDS) as download:
            self.click(name)
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path


def first_hour(
    walk: Walk, address: str, files: Sequence[Path], folder: Path, *, city: str, cut_percent: int
) -> list[Path]:
    """Walk from an empty store to the council report. Returns the report's files, PDF and Word.

    address: of the app. files: an agency's files in the order in which they are loaded; the last one decides the
    links that are offered afterwards. folder: takes the report."""
    arrive(walk.page, address)
    open_the_upload_page(walk)
    for path in files:
        load(walk, path)
    see_the_overview(walk, city)
    set_the_target(walk, cut_percent)
    return make_the_council_report(walk, folder, city)


def open_the_upload_page(walk: Walk) -> None:
    """From any page to Upload, and say who loads."""
    walk.click("Upload", role="link")
    walk.page.get_by_role("heading", name="What do you want to load?").wait_for()
    walk.fill_in("Your name", "Kari")


def load(walk: Walk, path: Path) -> None:
    """Choose a file, look at what it would change, and commit it."""
    walk.choose_file(path)
    walk.look("preview")
    if walk.page.get_by_role("textbox", name="What did you check?").count():
        walk.fill_in("What did you check?", "Compared with the publisher's table")
    walk.click("Commit")
    walk.page.get_by_text(f"{path.name} is loaded as upload").wait_for(timeout=READ_MILLISECONDS)
    walk.look("loaded")


def see_the_overview(walk: Walk, city: str) -> None:
    """Follow the link to the figures; of many municipalities, say first which one."""
    chooser = walk.page.get_by_role("combobox", name="Municipality to look at")
    if chooser.count():
        chooser.click()
        chooser.fill(city)
        walk.page.get_by_role("option", name=city, exact=True).first.click()
        walk.actions.append("Municipality to look at")
        settle(walk.page)
    walk.click(f"See {city} on the Overview page", role="link")
    walk.page.get_by_role("heading", name=f"Where are {city}'s emissions heading?").wait_for()
    walk.look("without-target")


def set_the_target(walk: Walk, cut_percent: int) -> None:
    """What the council decided: a cut on the first year of the data, by 2030."""
    walk.fill_in("Cut in percent", str(cut_percent), role="spinbutton")
    walk.click("Save the target")
    walk.page.get_by_role("heading", name="reach its 2030 target?").wait_for()
    walk.look("verdict")


def make_the_council_report(walk: Walk, folder: Path, city: str) -> list[Path]:
    """By the menu to the report; its first page is there to read, then both files come down."""
    walk.click("Reports and methods")
    walk.click("Council report", role="menuitem")
    walk.page.get_by_role("heading", name=f"What does the council of {city} read?").wait_for()
    walk.look("report")
    return [walk.download("Report as PDF", folder), walk.download("Report as Word file", folder)]


def invented_files(folder: Path) -> list[Path]:
    """The two national files of a municipality that does not exist, in the layouts of Miljødirektoratet and SSB.

    Emissions fall by 2 000 t a year from 100 000 t in 2009, from 2017 on with 500 t more or less; 17 625 people live there
    at the end of 2024."""
    files = {"klimagassregnskap_fjordvik.xlsx": emission_sheets(), "07459_befolkning.xlsx": people_sheets()}
    for name, sheets in files.items():
        (folder / name).write_bytes(bytes_of(sheets))
    return [folder / name for name in files]


def emission_sheets() -> dict[str, Rows]:
    """Road traffic 60 000 − 1 200 t a year with what stands beside the line, district heat 40 000 − 800 t a year."""
    details: list[tuple[object, ...]] = []
    for year in PUBLISHED_YEARS:
        since = year - PUBLISHED_YEARS[0]
        road = 60_000 - 1_200 * since + BESIDE_THE_LINE.get(year, 0)
        details.append((year, "Veitrafikk", "Personbiler", "CO2", road))
        details.append((year, "Energiforsyning", "Fjernvarme", "CO2", 40_000 - 800 * since))
    sheets = miljodirektoratet(details=details, overview=[(row[0], row[1], row[4]) for row in details])
    repeated = [(row[0], *row[2:]) for row in details if row[1] == "Veitrafikk"]
    return {**sheets, "Veitrafikk": [("År", *DETAILED_HEADINGS[2:4], AMOUNT), *repeated]}


def people_sheets() -> dict[str, Rows]:
    """Table 07459 of the newest two years; it counts on 1 January, so that 2025 gives the end of 2024."""
    people = (("0 Hele landet", "31500", "31600"), ("9101 Fjordvik", "17400", "17625"))
    title, blank, measure, _years, *rows = population_sheet(people)["Befolkning"]
    return {"Befolkning": [title, blank, measure, (None, "2024", "2025"), *rows]}


def empty_store_with_invented_places(folder: Path) -> None:
    """A store without any upload whose register knows the invented municipality, where a server will look for it."""
    store = Store.open(f"duckdb:{folder / 'veikart.duckdb'}")
    store.add_areas(pd.DataFrame([asdict(area) for area in AREAS]))
    store.close()
