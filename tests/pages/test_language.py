"""The reader's language: chosen in the frame, kept in the address and the session, else the browser's."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import ROOT, words
from texts import set_language
from ui.navigation import PAGES

NOTHING = {
    "en": "There is nothing to show yet.",
    "nb": "Det er ingenting å vise ennå.",
    "sv": "Det finns inget att visa ännu.",
}


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, own_url: str, tmp_path: Path) -> AppTest:
    """The app over an empty store, not run yet."""
    monkeypatch.setenv("VEIKART_STORE", own_url)
    monkeypatch.setenv("VEIKART_DEMO", f"duckdb:{tmp_path / 'no-demo.duckdb'}")
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def speak(app: AppTest, language: str) -> None:
    """Choose a language in the frame. AppTest words the options of lists in this thread, so that it must speak
    it too."""
    app.menu_button[0].click(language).run()
    set_language(language)


def address_language(app: AppTest) -> str:
    value = app.query_params.get("lang", "")
    return value if isinstance(value, str) else value[0]


@pytest.mark.parametrize(
    ("locale", "language"),
    [("nb-NO", "nb"), ("nn-NO", "nb"), ("no", "nb"), ("sv-SE", "sv"), ("en-GB", "en"), ("de-DE", "en")],
)
def test_without_a_choice_the_browsers_language_is_spoken_and_the_address_says_nothing_of_it(
    app: AppTest, locale: str, language: str
):
    app.context["locale"] = locale
    app.run()
    assert NOTHING[language] in words(app)
    assert "lang" not in app.query_params


def test_a_browser_that_names_no_language_gets_english(app: AppTest):
    assert NOTHING["en"] in words(app.run())


def test_the_address_speaks_before_the_browser(app: AppTest):
    app.context["locale"] = "sv-SE"
    app.query_params["lang"] = "nb"
    assert NOTHING["nb"] in words(app.run())


def test_a_language_nobody_has_is_passed_over(app: AppTest):
    app.context["locale"] = "sv-SE"
    app.query_params["lang"] = "tlh"
    assert NOTHING["sv"] in words(app.run())


def test_the_languages_are_offered_by_their_own_names_under_the_one_that_is_spoken(app: AppTest):
    app.context["locale"] = "nb-NO"
    (chooser,) = app.run().menu_button
    assert chooser.label == "Norsk bokmål"
    assert chooser.options == ["English", "Norsk bokmål", "Svenska"]


def test_a_chosen_language_speaks_at_once_and_stands_in_the_address(app: AppTest):
    app.context["locale"] = "nb-NO"
    app.run()
    speak(app, "sv")
    assert NOTHING["sv"] in words(app)
    assert app.menu_button[0].label == "Svenska"
    assert address_language(app) == "sv"


def test_a_chosen_language_takes_the_place_of_the_addresss(app: AppTest):
    app.query_params["lang"] = "nb"
    app.run()
    speak(app, "en")
    assert NOTHING["en"] in words(app)
    assert address_language(app) == "en"


def test_a_chosen_language_goes_along_to_other_pages_and_into_their_address(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, demo_path: Path
):
    monkeypatch.setenv("VEIKART_DEMO", f"duckdb:{demo_path}")
    app.run()
    speak(app, "nb")
    app.query_params.clear()  # a link of the menu brings no query along
    app.switch_page("pages/emissions.py").run()
    assert "Hvor kommer utslippene i Fjordvik fra?" in words(app)
    assert address_language(app) == "nb"


def test_the_link_to_a_view_keeps_the_language(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, demo_path: Path
):
    monkeypatch.setenv("VEIKART_DEMO", f"duckdb:{demo_path}")
    app.context["url"] = "http://127.0.0.1:8501/"
    app.run()
    speak(app, "nb")
    assert "lang=nb" in app.code[0].value


@pytest.mark.parametrize("page", [spec.file for spec in PAGES])
def test_every_page_changes_its_language_and_back_and_keeps_its_choices(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, demo_path: Path, page: str
):
    monkeypatch.setenv("VEIKART_DEMO", f"duckdb:{demo_path}")
    app.run()
    app.switch_page(page).run()
    english = words(app)
    chosen = {name: value for name, value in app.query_params.items() if name != "lang"}
    speak(app, "nb")
    assert words(app) != english
    speak(app, "en")
    assert words(app) == english
    assert {name: value for name, value in app.query_params.items() if name != "lang"} == chosen


def test_the_button_of_the_uploader_has_the_words_of_the_language(opened):
    styles = [each.proto.body for each in opened("pages/upload.py", lang="nb").get("html")]
    assert any('--vk-choose-a-file: "Velg en fil"' in body for body in styles)
