"""What do you want to load? From an empty store through preview and commit to undo, redo and refusals."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from loaders import loading
from tests.loaders.published_layouts import bytes_of, miljodirektoratet
from tests.pages.conftest import words
from tests.pages.upload_steps import (
    THREE_YEARS,
    accounts,
    areas,
    cell_of,
    choose,
    commit,
    give_name,
    labelled,
    load,
    totals,
    uploads,
    with_cell,
)
from ui import session


@pytest.fixture
def app(opened) -> AppTest:
    """The upload page over an empty store, without a demonstration."""
    return opened("pages/upload.py")


def test_an_empty_store_says_what_to_do_and_offers_templates_with_one_button(app):
    assert "Nothing is loaded yet. Choose a file below, or start from a template." in words(app)
    assert [button.label for button in app.get("download_button")] == ["Download the workbook"]
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


def test_a_name_is_needed_before_a_commit(app, own_url):
    commit(choose(app, accounts(THREE_YEARS)))
    assert len(uploads(own_url)) == 0
    assert "Give your name at the top of the page." in words(app)
    commit(give_name(app))
    assert len(uploads(own_url)) == 1


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
    app.button(key="change-confirm").click().run()
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
    text = words(choose(give_name(app), with_cell(with_cell(content, amount, "about 12"), year, "last year")))
    assert "2 problems keep this file out. Nothing has been loaded, not even in part." in text
    assert f'Emissions {amount} tonnes CO2e as a number "about 12"' in text
    assert f'Emissions {year} a year as four digits "last year"' in text
    assert [button.label for button in app.button] == ["Mark the cells in my workbook"]
    assert len(uploads(own_url)) == 0


def test_a_file_that_is_no_workbook_gets_a_sentence_and_nothing_to_mark(app):
    text = words(choose(app, b"year;tonnes\n2023;96000\n", "figures.xlsx"))
    assert "One problem keeps this file out." in text
    assert "How to go on: mend it in the file, save it, and choose it again above." in text
    assert not app.button


def test_what_is_unusual_needs_a_note_on_what_was_checked_before_a_commit(app, own_url):
    choose(give_name(app), accounts({2021: 100_000.0, 2022: 98_000.0, 2023: 96.0}))  # kt where t is meant
    assert "Unusual, check" in words(app)
    assert "Write what you checked." in words(commit(app))
    labelled(app.text_input, "What did you check?").set_value("   ").run()
    commit(app)
    assert len(uploads(own_url)) == 0
    labelled(app.text_input, "What did you check?").set_value("The plant closed").run()
    commit(app)
    assert list(uploads(own_url)["acknowledgement"]) == ["The plant closed"]


def test_a_fault_of_the_program_is_a_sentence_too(app, monkeypatch, own_url):
    def fails(*_arguments, **_choices):
        raise ZeroDivisionError

    monkeypatch.setattr(loading, "prepare", fails)
    choose(app, accounts(THREE_YEARS))
    assert "Veikart failed at this file. Nothing was loaded." in words(app)
    assert len(uploads(own_url)) == 0


def test_a_file_that_leaves_its_municipality_open_asks_for_it(app, own_url):
    choose(
        give_name(app), bytes_of(miljodirektoratet(area="Herøy"))
    )  # one in Nordland, one in Møre og Romsdal
    question = labelled(app.selectbox, "Municipality")
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
    release = labelled(app.text_input, "Release")
    assert release.value == "2024"
    release.set_value("2024, corrected").run()
    commit(app)
    assert list(uploads(own_url)["releases"]) == ["2024, corrected"]


def test_the_day_of_a_release_can_be_corrected_and_decides_which_one_speaks(app, own_url):
    about = {"dataset": "agency-ghg", "title": "Agency", "publisher": "Agency", "kind": "national_inventory"}
    load(app, accounts(THREE_YEARS, release="A", released_on=date(2025, 6, 1), **about))
    choose(app, accounts({**THREE_YEARS, 2021: 97_000.0}, release="B", released_on=date(2024, 6, 1), **about))
    day = labelled(app.date_input, "Released on")
    assert day.value == date(2024, 6, 1)
    assert "A newer release, A, already speaks." in words(app)
    day.set_value(date(2025, 7, 1)).run()
    assert "already speaks" not in words(app)
    commit(app)
    assert totals(own_url)[2021] == 97_000.0
    choose(app, accounts({2024: 95_000.0}, release="B", released_on=date(2020, 1, 1), **about), "more.xlsx")
    assert labelled(app.date_input, "Released on").disabled
    assert "Release B is loaded already and keeps its day." in words(app)


def test_an_older_release_is_kept_as_a_vintage_and_changes_no_figure(app, own_url):
    about = {"dataset": "agency-ghg", "title": "Agency", "publisher": "Agency", "kind": "national_inventory"}
    load(app, accounts(THREE_YEARS, release="2025", released_on=date(2025, 6, 1), **about))
    choose(
        app, accounts({2021: 90_000.0}, release="2024", released_on=date(2024, 6, 1), **about), "older.xlsx"
    )
    assert "A newer release, 2025, already speaks." in words(app)
    for note in (field for field in app.text_input if field.label == "What did you check?"):
        note.set_value("The older edition").run()
    commit(app)
    assert len(uploads(own_url)) == 2
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
    assert "Ola has changed the figures of" in words(app)
    assert len(uploads(own_url)) == 1
    commit(app)
    assert totals(own_url) == {2023: 91_200.0}


def test_a_file_name_is_shown_as_it_is_written(app):
    load(app, accounts(THREE_YEARS), "plan $2023$ *final*.xlsx")
    assert app.success[0].value.startswith(r"plan \$2023\$ \*final\*.xlsx is loaded")
