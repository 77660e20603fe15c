"""Files that were received and not loaded: listed until they expire, taken away, checked again."""

import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from tests.pages.conftest import unfolded, words
from tests.pages.upload_steps import THREE_YEARS, accounts, cell_of, commit, give_name, totals, with_cell
from ui.upload_received import kind_of

PAGE = "pages/upload.py"


@pytest.fixture
def refused(own_url) -> bytes:
    """A workbook that was refused in an earlier session, and the store that has kept it."""
    content = accounts(THREE_YEARS)
    broken = with_cell(content, cell_of(content, "Year", 2), "then")
    keep(own_url, broken)
    return broken


def keep(url: str, content: bytes) -> None:
    store = Store.open(url)
    store.keep_original(content, file_name="accounts.xlsx")
    store.close()


def only(app: AppTest, start: str):
    """The one button whose key starts so."""
    [button] = [each for each in app.button if each.key.startswith(start)]
    return button


def test_a_refused_file_is_listed_with_its_last_day_and_comes_down_as_it_was(
    opened, downloads, refused, own_url
):
    app = opened(PAGE)
    assert "Received, but not loaded: 1" in [expander.label for expander in app.expander]
    text = words(unfolded(app, "received"))
    store = Store.open(own_url)
    day = store.query("select (received_at + interval 30 day)::date::varchar as day from originals")["day"][0]
    store.close()
    assert f"Kept until {day}" in text
    [(name, make)] = [given for key, given in downloads.items() if key.startswith("received-original")]
    assert name.startswith("received-") and name.endswith(".xlsx")
    assert make() == refused


def test_a_file_that_is_checked_again_is_as_if_chosen_now(opened, refused):
    app = unfolded(opened(PAGE), "received")
    only(app, "received-check").click().run()
    assert "One problem keeps this file out." in words(app)
    app.button(key="file-leave").click().run()
    assert "keeps this file out" not in words(app)


def test_a_file_that_nobody_committed_can_be_committed_later(opened, own_url):
    keep(own_url, accounts(THREE_YEARS))
    app = unfolded(give_name(opened(PAGE)), "received")
    only(app, "received-check").click().run()
    commit(app)
    assert totals(own_url) == THREE_YEARS
    assert [expander.label for expander in app.expander if "Received" in expander.label] == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b'{"a": 1}', "json"), (b"year;tonnes\n", "csv"), (b"PK\x03\x04 torn", "zip"), (b"", "csv")],
)
def test_what_a_file_is_shows_from_its_bytes(content, kind):
    assert kind_of(content) == kind
