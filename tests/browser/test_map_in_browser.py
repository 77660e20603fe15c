"""The map in a real browser: a tile is chosen by a click, nothing is asked of another server, little is sent."""

from playwright.sync_api import expect

from tests.browser.walk import arrive, settle


def tiles(page):
    return page.locator(".js-plotly-plot .scatterlayer .points path")


def click_on(page, tile):
    """A click where the tile lies; Plotly's own layer over it takes the click."""
    tile.wait_for()
    box = tile.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".js-plotly-plot .hoverlayer .hovertext").wait_for()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_click_on_a_tile_shows_that_municipality_and_the_way_to_its_overview(demo_server, page):
    arrive(page, demo_server.address("/places?place=NO-D02"))
    click_on(page, tiles(page).first)  # the first class drawn is that of targets achieved, Norrlunda's alone
    expect(page.get_by_role("link", name="See Norrlunda on the Overview page")).to_be_visible()
    settle(page)
    assert "place=SE-D01" in page.url


def test_the_map_asks_nothing_of_another_server(demo_server, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    arrive(page, demo_server.address("/places"))
    tiles(page).first.wait_for()
    assert [url for url in asked if not url.startswith((demo_server.url, "data:", "blob:"))] == []


def test_a_link_of_the_list_leads_to_the_overview_by_keyboard(demo_server, page):
    arrive(page, demo_server.address("/places"))
    page.get_by_role("link", name="Koivuharju").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_title("Overview · Veikart")
    page.get_by_role("heading", level=1, name="Koivuharju").wait_for()
