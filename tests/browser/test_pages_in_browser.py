"""The pages with the demonstration data, as a browser shows them on a desk and on a phone."""

from data.store import Store
from metrics.values import indicator_values
from tests.browser.walk import arrive
from ui.navigation import PAGES


def test_the_figure_on_the_page_is_that_of_the_command_line(demo_server, page, demo_path):
    store = Store.open(f"duckdb:{demo_path}", read_only=True)
    values = indicator_values(store, municipality_ids=["NO-D01"], indicators=["ghg_total"])
    store.close()
    newest = values.iloc[-1]
    assert (newest["year"], newest["value"]) == (2024, 94_490.0)
    arrive(page, demo_server.address("/?area=NO-D01"))
    page.get_by_text("94.5\u00a0kt CO2e").first.wait_for()


def test_a_table_and_the_cells_behind_it_come_when_they_are_opened(demo_server, page):
    arrive(page, demo_server.address(f"/{PAGES[1].url_path}"))
    page.get_by_role("button", name="Show as table").first.click()
    page.get_by_test_id("stDataFrame").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Where does a figure come from?").click()
    page.get_by_text("cells make up the total of 2024").wait_for()


def test_the_occasions_and_chapters_of_the_council_report_stand_whole_on_a_phone(demo_server, phone):
    arrive(phone, demo_server.address("/council"))
    for box in (one.bounding_box() for one in phone.get_by_role("radio").all()):
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    chapters = phone.locator(":has(> [data-testid=stMultiSelectTagsContainer])")
    assert chapters.evaluate("box => box.scrollHeight <= box.clientHeight")
