"""What do you want to load? From an empty store through preview and commit to undo, redo and refusals."""

from datetime import date
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from loaders import templates
from tests.loaders.published_layouts import bytes_of, miljodirektoratet
from tests.loaders.workbooks import saved
from tests.pages.conftest import words
from ui import session

THREE_YEARS = {2021: 100_000.0, 2022: 98_000.0, 2023: 96_000.0}
TOTALS = """
select year, sum(emissions_tco2e) as total_tco2e
from live_emissions
where is_counted and is_speaking
group by year
order by year
"""


def accounts(totals: dict[int, float], *, area: str = "NO-3201", **about) -> bytes:
    """The emissions template with one sector of one municipality."""
    rows = [
        {"area_id": area, "year": year, "sector": "transport", "emissions_tco2e": tonnes}
        for year, tonnes in totals.items()
    ]
    return templates.filled_template("emissions", {"emissions": pd.DataFrame(rows)}, about)


def with_cell(content: bytes, cell: str, value: object) -> bytes:
    """The same workbook with another value in one cell of the sheet Emissions."""
    book = openpyxl.load_workbook(BytesIO(content))
    book["Emissions"][cell] = value
    return saved(book)


def cell_of(content: bytes, heading: str, row: int) -> str:
    """The address of a column's cell in the sheet Emissions, such as H3."""
    sheet = openpyxl.load_workbook(BytesIO(content))["Emissions"]
    return next(
        cell.coordinate for cell in sheet[row] if str(sheet.cell(1, cell.column).value).startswith(heading)
    )


def choose(app: AppTest, content: bytes, name: str = "accounts.xlsx") -> AppTest:
    app.file_uploader[0].upload(name, content)
    return app.run()


def give_name(app: AppTest, name: str = "Kari") -> AppTest:
    return app.text_input(key="actor-asked").set_value(name).run()


def commit(app: AppTest) -> AppTest:
    return app.button(key="commit").click().run()


def load(app: AppTest, content: bytes, name: str = "accounts.xlsx") -> AppTest:
    return commit(choose(give_name(app), content, name))


def totals(url: str) -> dict[int, float]:
    """The counted tonnes per year that speak in a store."""
    store = Store.open(url)
    rows = store.arrow(TOTALS).to_pylist()
    store.close()
    return {row["year"]: row["total_tco2e"] for row in rows}


def areas(url: str) -> list[str]:
    """The areas whose emissions speak in a store."""
    store = Store.open(url)
    rows = store.arrow(
        "select distinct area_id from live_emissions where is_speaking order by area_id"
    ).to_pylist()
    store.close()
    return [row["area_id"] for row in rows]


def uploads(url: str) -> pd.DataFrame:
    store = Store.open(url)
    listed = store.uploads()
    store.close()
    return listed


@pytest.fixture
def app(opened) -> AppTest:
    """The upload page over an empty store, without a demonstration."""
    return opened("pages/upload.py")


def test_an_empty_store_says_what_to_do_and_offers_both_templates(app):
    assert "Nothing is loaded yet. Choose a file below, or start from a template." in words(app)
    assert [button.label for button in app.get("download_button")] == [
        "Emissions template",
        "Population template",
    ]
    assert not app.button


def test_the_page_says_that_the_demonstration_disappears_with_the_first_file(opened, demo_path):
    app = opened("pages/upload.py", demo=demo_path)
    assert "The demonstration disappears from all pages as soon as your first file is committed." in words(
        app
    )
    app = load(app, accounts(THREE_YEARS))
    assert "demonstration" not in words(app).lower()


def test_a_file_is_recognised_and_previewed_before_anything_is_saved(app, own_url):
    text = words(choose(app, accounts(THREE_YEARS)))
    assert "Recognised: Veikart's own workbook template" in text
    assert "Areas Bærum" in text
    assert "Years 2021–2023" in text
    assert "Total 2023 96.0 kt CO2e" in text
    assert "New 3 Changed 0 Removed 0 Unchanged 0" in text
    assert totals(own_url) == {}


def test_a_name_is_needed_before_a_commit(app):
    choose(app, accounts(THREE_YEARS))
    assert app.button(key="commit").disabled
    assert "Give your name at the top of the page." in words(app)
    give_name(app)
    assert not app.button(key="commit").disabled


def test_a_committed_file_speaks_and_the_way_to_its_figures_is_shown(app, own_url):
    load(app, accounts(THREE_YEARS))
    assert totals(own_url) == THREE_YEARS
    assert app.success[0].value == "accounts.xlsx is loaded as upload 1: Bærum · 2021–2023 · 3 rows."
    link = next(link.proto for link in app.get("page_link") if link.proto.label.startswith("See"))
    assert (link.label, link.query_string) == ("See Bærum on the Overview page", "area=NO-3201")
    assert "by Kari (not verified)" in words(app)


def test_after_a_commit_the_uploader_is_empty_for_the_next_file(app, own_url):
    load(app, accounts(THREE_YEARS))
    assert app.file_uploader[0].value is None
    load(app, accounts({2021: 60_000.0}, area="NO-3203"), "askers accounts.xlsx")
    assert list(uploads(own_url)["file_name"]) == ["askers accounts.xlsx", "accounts.xlsx"]


def test_a_revised_file_shows_old_and_new_with_the_difference(app):
    load(app, accounts(THREE_YEARS))
    choose(app, accounts({2021: 100_000.0, 2022: 98_000.0, 2023: 91_200.0, 2024: 90_000.0}), "revised.xlsx")
    assert "New 1 Changed 1 Removed 0 Unchanged 2" in words(app)
    # 91 200 - 96 000 = -4 800 t, which is -5.0 % of 96 000
    shown = app.dataframe[0].value.iloc[0].to_dict()
    assert shown == {
        "Year": "2023", "What": "Transport", "Old": 96_000.0, "New": 91_200.0, "Difference": -4_800.0,
        "Difference, %": pytest.approx(-5.0), "Change": "Changed",
    }  # fmt: skip


def test_undo_takes_the_figures_back_at_once_and_redo_brings_them_again(app, own_url):
    load(app, accounts(THREE_YEARS))
    app.button(key="change-last").click().run()
    assert totals(own_url) == {}
    assert "accounts.xlsx (upload 1) is undone: its figures no longer speak." in words(app)
    app.button(key="change-last").click().run()
    assert totals(own_url) == THREE_YEARS


def test_any_upload_of_the_history_can_be_undone(app, own_url):
    load(app, accounts(THREE_YEARS))
    load(app, accounts({2023: 91_200.0}), "revised.xlsx")
    app.button(key="change-2").click().run()
    assert totals(own_url) == THREE_YEARS
    assert "revised.xlsx Upload 2 · undone" in words(app)


def test_undo_waits_for_a_name_in_a_new_session(app, opened):
    load(app, accounts(THREE_YEARS))
    later = opened("pages/upload.py")
    assert later.button(key="change-1").disabled
    assert not give_name(later).button(key="change-1").disabled


def test_the_name_is_kept_while_the_reader_looks_at_other_pages(app):
    give_name(app)
    app.switch_page("pages/overview.py").run()
    app.switch_page("pages/upload.py").run()
    assert app.text_input(key="actor-asked").value == "Kari"


def test_every_problem_of_a_workbook_is_listed_with_its_cell_and_nothing_is_loaded(app, own_url):
    content = accounts(THREE_YEARS)
    amount, year = cell_of(content, "Emissions", 3), cell_of(content, "Year", 4)
    text = words(choose(give_name(app), with_cell(with_cell(content, amount, "12,5 kt"), year, "last year")))
    assert "2 problems keep this file out. Nothing has been loaded, not even in part." in text
    assert f'Emissions {amount} tonnes CO2e as a number "12,5 kt" Write 12500' in text
    assert f'Emissions {year} a year as four digits "last year"' in text
    assert [button.label for button in app.button] == []
    assert len(uploads(own_url)) == 0


def test_a_file_that_is_no_workbook_gets_a_sentence(app):
    text = words(choose(app, b"year;tonnes\n2023;96000\n", "figures.xlsx"))
    assert "One problem keeps this file out." in text
    assert "What to do" in text


def test_what_is_unusual_is_acknowledged_before_a_commit_and_the_note_is_kept(app, own_url):
    choose(give_name(app), accounts({2021: 100_000.0, 2022: 98_000.0, 2023: 96.0}))  # kt where t is meant
    assert "Unusual, check" in words(app)
    assert app.button(key="commit").disabled
    app.checkbox[0].check().run()
    note = next(field for field in app.text_input if field.label.startswith("Note"))
    note.set_value("The plant closed").run()
    commit(app)
    assert list(uploads(own_url)["acknowledgement"]) == ["The plant closed"]


def test_a_file_that_leaves_its_municipality_open_asks_for_it(app, own_url):
    choose(
        give_name(app), bytes_of(miljodirektoratet(area="Herøy"))
    )  # one in Nordland, one in Møre og Romsdal
    question = next(field for field in app.selectbox if field.label == "Municipality")
    assert sorted(question.options[:2]) == ["Herøy · Møre og Romsdal", "Herøy · Nordland"]
    assert not app.error
    question.select_index(question.options.index("Herøy · Nordland")).run()
    commit(app)
    assert areas(own_url) == ["NO-1818"]


def test_fossil_co2_is_said_to_be_fossil_co2_and_not_greenhouse_gases(app):
    content = accounts(
        THREE_YEARS, dataset="county-co2", title="County figures", publisher="County", gas_coverage="co2"
    )
    text = words(choose(app, content))
    assert "This dataset covers fossil CO2 only." in text
    assert "never compared with greenhouse gases" in text
    assert "Total 2023 96.0 kt CO2 " in text


def test_the_release_can_be_corrected_before_the_commit(app, own_url):
    choose(give_name(app), accounts(THREE_YEARS, release="2024"))
    release = next(field for field in app.text_input if field.label == "Release")
    assert release.value == "2024"
    release.set_value("2024, corrected").run()
    commit(app)
    assert list(uploads(own_url)["releases"]) == ["2024, corrected"]


def test_an_older_release_is_kept_as_a_vintage_and_changes_no_figure(app, own_url):
    about = {"dataset": "agency-ghg", "title": "Agency", "publisher": "Agency", "kind": "national_inventory"}
    load(app, accounts(THREE_YEARS, release="2025", released_on=date(2025, 6, 1), **about))
    choose(
        app, accounts({2021: 90_000.0}, release="2024", released_on=date(2024, 6, 1), **about), "older.xlsx"
    )
    assert "A newer release, 2025, already speaks." in words(app)
    if app.checkbox:
        app.checkbox[0].check().run()
    commit(app)
    assert totals(own_url) == THREE_YEARS


def test_the_same_figures_in_another_file_are_unchanged(app):
    load(app, accounts(THREE_YEARS))
    choose(app, accounts(THREE_YEARS, url="https://example.org"), "another.xlsx")
    assert "New 0 Changed 0 Removed 0 Unchanged 3" in words(app)


def test_the_same_bytes_again_are_recognised_as_already_loaded(app):
    content = accounts(THREE_YEARS)
    load(app, content)
    choose(app, content)
    assert "This file is already loaded, as upload 1." in words(app)
    assert app.button(key="commit").disabled


def test_a_preview_made_before_somebody_elses_upload_is_shown_anew_instead_of_committed(app, own_url):
    load(app, accounts(THREE_YEARS))
    choose(app, accounts({2023: 91_200.0}), "revised.xlsx")
    session.own_store().withdraw(1, actor="Ola")
    commit(app)
    assert "Somebody has loaded or undone something in the meantime." in words(app)
    assert len(uploads(own_url)) == 1
    commit(app)
    assert totals(own_url) == {2023: 91_200.0}


def test_a_file_name_is_shown_as_it_is_written(app):
    load(app, accounts(THREE_YEARS), "plan $2023$ *final*.xlsx")
    assert app.success[0].value.startswith(r"plan \$2023\$ \*final\*.xlsx is loaded")
