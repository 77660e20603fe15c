"""A StatBank table that does not say what it is: the Upload page asks, and reads it as answered."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import words
from tests.pages.upload_steps import choose, labelled

TABLE = "OMRÅDE;TID;INDHOLD\r\nHele landet;2021;510,5\r\nHele landet;2022;500\r\n".encode("utf-8-sig")


@pytest.fixture
def app(opened) -> AppTest:
    """The upload page over an empty store."""
    return opened("pages/upload.py")


def test_the_page_asks_which_table_it_is_and_the_answer_makes_it_that_table(app):
    app = choose(app, TABLE, "table.csv")
    assert "Which table is it?" in words(app)
    assert "problem keeps this file out" not in words(app)
    app = labelled(app.selectbox, "Table").set_value("dst-laby25-waste").run()
    assert "Household waste per inhabitant: 1 area, 2 years from 2021 to 2022." in words(app)
    assert "New 2 Changed 0 Removed 0 Unchanged 0" in words(app)
