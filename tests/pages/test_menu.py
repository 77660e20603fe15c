"""The menu of the header: the group of the present page is marked, whichever way it was reached."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest


@pytest.fixture
def menus(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The entries of each menu that the app gave, the last one as it stays."""
    given: list[list[str]] = []
    drawn = st.navigation

    def noted(pages, **options):
        given.append([words for words in pages if words])
        return drawn(pages, **options)

    monkeypatch.setattr(st, "navigation", noted)
    return given


def last_menu(app: AppTest, menus: list[list[str]]) -> list[str]:
    assert not app.exception
    return menus[-1]


def test_the_group_of_the_present_page_is_marked(opened, menus):
    app = opened("pages/compare.py")
    assert last_menu(app, menus) == ["**Cities together**", "Reports and methods"]
    app = app.switch_page("pages/indicators.py").run()
    assert last_menu(app, menus) == ["Cities together", "**Reports and methods**"]


def test_a_page_that_stands_in_the_menu_itself_marks_no_group(opened, menus):
    app = opened("pages/compare.py").switch_page("pages/upload.py").run()
    assert last_menu(app, menus) == ["Cities together", "Reports and methods"]


def test_a_page_that_is_drawn_again_gives_its_menu_once(opened, menus):
    app = opened("pages/compare.py")
    menus.clear()
    app.run()
    assert menus == [["**Cities together**", "Reports and methods"]]
