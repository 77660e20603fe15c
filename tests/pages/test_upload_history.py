"""The history of uploads: what each brought and changed, filters and pages, originals, and undo after a look at what changes
back."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.datasets import Dataset, Release
from data.staging import staged
from data.store import NewUpload, Store
from loaders.forms import TargetEntry, set_target
from tests.metrics.test_borders import load as load_release
from tests.pages.conftest import words
from tests.pages.upload_steps import (
    THREE_YEARS,
    accounts,
    choose,
    commit,
    give_name,
    labelled,
    load,
    records,
    totals,
    uploads,
)

PAGE = "pages/upload.py"
OSLO, BERGEN = "NO-0301", "NO-4601"
OWN = Dataset("own", "Own", "City", kind="own_accounts", gas_coverage="ghg", basis="territorial")


@pytest.fixture
def app(opened, downloads) -> AppTest:
    """The upload page over an empty store, without a demonstration."""
    return opened(PAGE)


def many(url: str, count: int) -> None:
    """Uploads of one figure each, by turns of Kari about Oslo and of Ola about Bergen."""
    store = Store.open(url)
    for number in range(count):
        area, actor = ((OSLO, "Kari"), (BERGEN, "Ola"))[number % 2]
        row = {"area_id": area, "dataset": "own", "year": 1990 + number, "basis": "territorial", "sector": "waste",
               "emissions_tco2e": 1.0, "is_counted": True, "value_status": "reported"}  # fmt: skip
        sha256 = store.keep_original(str(number).encode(), file_name="x.xlsx")
        tables = {"emissions": staged("emissions", pd.DataFrame([row]))}
        releases = {"own": Release("2024", date(2024, 1, 1), "file")}
        store.commit(NewUpload(sha256, f"file-{number}.xlsx", "test", actor, tables, (OWN,), releases))
    store.close()


def listed(app: AppTest) -> list[str]:
    """The files of the entries that are shown."""
    bodies = [each.proto.body for each in app.get("html")]
    return [
        body.split("<strong>")[1].split("</strong>")[0] for body in bodies if '<p class="vk-upload' in body
    ]


def test_an_entry_says_what_whom_when_who_and_which_rows_it_changed(app):
    load(app, accounts(THREE_YEARS, release="2024"))
    text = words(
        load(app, accounts({**THREE_YEARS, 2023: 91_200.0, 2024: 90_000.0}, release="2024"), "revised.xlsx")
    )
    assert (
        "revised.xlsx Upload 2 Veikart's own workbook template (xlsx) · Bærum · 2021–2024 · release 2024 "
        "Emissions: 1 new · 1 changed · 2 unchanged Loaded "
    ) in text
    assert "Emissions: 3 new Loaded" in text


def test_undo_says_first_what_changes_back_and_leaves_it_if_told_so(app, own_url):
    load(app, accounts(THREE_YEARS))
    load(app, accounts({**THREE_YEARS, 2023: 91_200.0}), "revised.xlsx")
    app.button(key="change-2").click().run()
    text = words(app)
    assert "Undo upload 2, revised.xlsx? It stays in the history and can be redone." in text
    assert "Emissions: 1 changed · 2 unchanged" in text
    table = app.dataframe[-1].value
    row = table[table["Indicator"] == "Total emissions"].iloc[0]
    assert (row["Year"], row["Old"], row["New"]) == ("2023", 91_200.0, 96_000.0)
    app.button(key="change-leave").click().run()
    assert "Undo upload 2" not in words(app)
    assert totals(own_url)[2023] == 91_200.0


def test_redo_asks_too_and_brings_the_upload_back(app, own_url):
    load(app, accounts(THREE_YEARS))
    app.button(key="change-last").click().run()
    app.button(key="change-1").click().run()
    assert "Redo upload 1, accounts.xlsx? It comes back in its old place." in words(app)
    assert "Emissions: 3 new" in words(app)
    app.button(key="change-confirm").click().run()
    assert totals(own_url) == THREE_YEARS


def test_undoing_what_no_longer_speaks_says_that_nothing_changes(app):
    load(app, accounts(THREE_YEARS))
    load(app, accounts(dict.fromkeys(THREE_YEARS, 1000.0)), "all anew.xlsx")
    app.button(key="change-1").click().run()
    assert "No row, no indicator and no verdict changes." in words(app)


def test_of_many_uploads_a_page_is_shown_and_the_others_are_a_click_away(opened, own_url):
    many(own_url, 23)
    app = opened(PAGE)
    assert listed(app) == [f"file-{number}.xlsx" for number in range(22, 12, -1)]
    assert "Uploads 1 to 10 of 23" in words(app)
    app.button(key="history-older").click().run()
    app.button(key="history-older").click().run()
    assert listed(app) == ["file-2.xlsx", "file-1.xlsx", "file-0.xlsx"]
    assert app.button(key="history-older").disabled
    assert app.query_params["history-page"] == "3"


def test_the_history_is_narrowed_to_a_municipality_a_person_and_a_kind(opened, own_url):
    many(own_url, 12)
    store = Store.open(own_url)
    set_target(
        store, TargetEntry(BERGEN, "ghg_total", "t CO2e", 2020, 2030, reduction_percent=20.0), actor="Kari"
    )
    store.close()
    app = opened(PAGE, **{"history-area": BERGEN})
    assert listed(app)[0] == "Target set on a page"
    assert len(listed(app)) == 7  # six files of Ola and the target
    app = opened(PAGE, **{"history-area": BERGEN, "history-person": "Kari"})
    assert listed(app) == ["Target set on a page"]
    app = opened(PAGE, **{"history-area": OSLO, "history-kind": "form-target"})
    assert "No upload fits these choices." in words(app)


def test_the_original_comes_down_byte_for_byte_under_its_name(app, downloads, own_url):
    content = accounts(THREE_YEARS)
    load(app, content, "våre tall.xlsx")
    name, make = downloads["original-1"]
    assert (name, make()) == ("våre tall.xlsx", content)


def test_what_was_entered_on_a_page_comes_down_as_json(opened, downloads, own_url):
    store = Store.open(own_url)
    set_target(
        store, TargetEntry(OSLO, "ghg_total", "t CO2e", 2020, 2030, reduction_percent=20.0), actor="Kari"
    )
    store.close()
    opened(PAGE)
    name, make = downloads["original-1"]
    assert name.startswith("form-target-") and name.endswith(".json")
    assert b'"reduction_percent": 20.0' in make()


def test_a_release_with_a_neighbour_leads_to_what_changed(opened, own_url):
    store = Store.open(own_url)
    load_release(store, {OSLO: {2020: 1000.0}}, release="2023", released_on=date(2023, 6, 1))
    load_release(store, {OSLO: {2020: 1100.0}}, release="2024", released_on=date(2024, 6, 1))
    store.close()
    app = opened(PAGE)
    links = [
        link.proto
        for link in app.get("page_link")
        if link.proto.label == "What changed" and link.proto.query_string
    ]
    expected = "dataset=miljodirektoratet-ghg&newer=2024&older=2023"
    assert [link.query_string for link in links] == [
        expected,
        expected,
    ]  # the oldest leads to the one after it


def test_a_note_is_kept_without_anything_unusual_too(app, own_url):
    choose(give_name(app), records("projects", {"record_id": "P-1", "title": "Ferry", "sector": "transport",
                                                "innovation_stage": "pilot", "status": "ongoing"}))  # fmt: skip
    labelled(app.text_input, "Note for the history (optional)").set_value("From the board of March").run()
    assert "Note: From the board of March" in words(commit(app))
    assert list(uploads(own_url)["acknowledgement"]) == ["From the board of March"]


def test_after_a_commit_the_pages_that_show_it_are_named(app):
    load(app, records("projects", {"record_id": "P-1", "title": "Ferry", "sector": "transport",
                                   "innovation_stage": "pilot", "status": "ongoing"}))  # fmt: skip
    links = {
        link.proto.label: link.proto.query_string for link in app.get("page_link") if link.proto.query_string
    }
    assert links == {"See Bærum on the Overview page": "area=NO-3201", "Projects": "area=NO-3201"}
