"""How far an upload is: the line of steps in every state of the page."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.loaders.published_layouts import bytes_of, miljodirektoratet
from tests.loaders.workbooks import one_sheet
from tests.pages.upload_steps import THREE_YEARS, accounts, cell_of, choose, commit, give_name, with_cell


@pytest.fixture
def app(opened) -> AppTest:
    """The upload page over an empty store, without a demonstration."""
    return opened("pages/upload.py")


def present_step(app: AppTest) -> str:
    """The step that is marked as the present one, for screen readers too."""
    [line] = [
        each.proto.body
        for each in app.get("html")
        if "vk-way" in each.proto.body and "<ol" in each.proto.body
    ]
    [step] = re.findall(r'<li aria-current="step">([^<]+)</li>', line)
    return step


def test_the_line_follows_a_file_from_its_choice_to_its_commit(app):
    content = accounts(THREE_YEARS)
    assert present_step(app) == "Choose a file"
    assert present_step(choose(app, with_cell(content, cell_of(content, "Year", 2), "then"))) == "Checked"
    assert present_step(choose(give_name(app), content)) == "Commit"
    assert present_step(commit(app)) == "Done"
    assert present_step(choose(app, content)) == "What changes"  # it is loaded already


def test_who_comes_back_from_another_page_begins_anew(app):
    commit(choose(give_name(app), accounts(THREE_YEARS)))
    assert present_step(app) == "Done"
    app.switch_page("pages/overview.py").run()
    app.switch_page("pages/upload.py").run()
    assert present_step(app) == "Choose a file"
    assert not app.success


def test_a_file_with_an_open_question_is_still_being_recognised(app):
    assert present_step(choose(app, bytes_of(miljodirektoratet(area="Herøy")))) == "Recognised"


def test_a_table_of_an_unknown_layout_is_still_being_recognised(app):
    table = one_sheet([["Sektor", "År", "Utslipp (tonn)"], ["Transport", 2021, 12.5]])
    assert present_step(choose(app, table, "regnskap.xlsx")) == "Recognised"
