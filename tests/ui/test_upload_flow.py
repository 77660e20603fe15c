"""How far a file is, what is asked and answered about it, and a workbook that cannot be given back."""

from streamlit.testing.v1 import AppTest

from texts import N_
from ui.upload_flow import Dialogue, HowFar


class Place:
    """A place on the page that notes what is drawn in it."""

    def __init__(self) -> None:
        self.drawn: list[tuple[float, str]] = []

    def progress(self, share: float, text: str) -> None:
        self.drawn.append((round(share, 2), text))


def test_a_file_of_ten_thousand_rows_gets_a_bar_with_honest_shares_and_row_counts():
    place = Place()
    heard = HowFar(place)
    heard(0.05, N_("Reading the file"))
    heard(0.2, N_("Reading the file: {rows} rows so far", rows=4_000))
    heard(0.5, N_("Recognising the layout"))
    heard(0.6, N_("Checking {rows} rows", rows=12_000))
    assert place.drawn == [
        (0.2, "Reading the file: 4\u202f000 rows so far"),
        (0.5, "Recognising the layout"),
        (0.6, "Checking 12\u202f000 rows"),
    ]


def test_a_small_file_gets_no_bar_that_would_only_flash():
    place = Place()
    heard = HowFar(place)
    heard(0.05, N_("Reading the file"))
    heard(0.6, N_("Checking {rows} rows", rows=9_999))
    heard(1.0, N_("Ready"))
    assert place.drawn == []


def test_an_empty_answer_takes_the_earlier_one_back():
    dialogue = Dialogue("file")
    dialogue.answer("release", "2024")
    dialogue.answer("release", None)
    assert dialogue.answers == {}


def test_what_is_expensive_is_made_once_for_what_it_depends_on():
    dialogue, made = Dialogue("file"), []
    for of in ("a", "a", "b"):
        dialogue.once("effects", of, lambda of=of: made.append(of) or of)
    assert made == ["a", "b"]


def returned_page() -> None:
    from loaders.returning.returned_workbook import ReturnRefused
    from texts import N_
    from ui.upload_flow import Dialogue
    from ui.upload_problems import returned_workbook

    def refuses(language: str) -> bytes:
        raise ReturnRefused(N_("It is protected by a password."))

    import streamlit as st

    dialogue = st.session_state.setdefault("dialogue", Dialogue("file"))
    returned_workbook(dialogue, "a.xlsx", of=1, make=refuses, refusal=ReturnRefused, is_next_step=True)


def test_a_workbook_that_cannot_be_given_back_says_why():
    app = AppTest.from_function(returned_page).run()
    app.button(key="returned-make").click().run()
    assert app.warning[0].value == "It is protected by a password."
    assert not app.exception
