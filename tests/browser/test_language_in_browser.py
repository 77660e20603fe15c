"""The reader's language in a real browser: the chooser by keyboard, the link, the page's lang attribute."""

from playwright.sync_api import expect

from tests.browser.walk import arrive


def test_a_language_is_chosen_by_keyboard_and_the_link_to_the_view_opens_in_it(
    start_server, demo_path, page, new_page
):
    server = start_server(environment={"VEIKART_DEMO": f"duckdb:{demo_path}"})
    arrive(page, server.address("/"))
    chooser = page.get_by_role("button", name="English")
    chooser.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Norsk bokmål")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**lang=nb*")
    expect(page.get_by_role("button", name="Norsk bokmål")).to_be_visible()
    page.get_by_role("link", name="Utslipp").first.click()
    page.wait_for_url("**/sources?*lang=nb*")

    other = new_page()
    arrive(other, page.url)
    expect(other.get_by_role("button", name="Norsk bokmål")).to_be_visible()
    assert other.evaluate("document.documentElement.lang") == "nb"


def test_the_chooser_is_in_the_header_of_a_phone_and_cuts_nothing_off(server, phone):
    arrive(phone, server.address("/?lang=nb"))
    chooser = phone.get_by_role("button", name="Norsk bokmål")
    chooser.wait_for()
    box = chooser.bounding_box()
    assert box["x"] + box["width"] <= 390 and box["y"] + box["height"] <= 60
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    chooser.click()
    expect(phone.get_by_role("menuitem", name="Svenska")).to_be_in_viewport()


def test_the_uploaders_button_bears_the_words_of_the_language_and_opens_the_choice_of_a_file(server, page):
    arrive(page, server.address("/load?lang=nb"))
    button = page.get_by_role("button", name="Velg en fil")
    with page.expect_file_chooser():
        button.click()
