"""Workbooks that come down from the Upload page: templates of every theme, current data, the returned workbook."""

from io import BytesIO

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from loaders.own_workbooks.template_layout import THEMES, sheet_name
from tests.pages.conftest import commit_series, links, words
from tests.pages.upload_steps import (
    THREE_YEARS,
    accounts,
    cell_of,
    choose,
    commit,
    give_name,
    load,
    totals,
    with_cell,
)
from texts import set_language


@pytest.fixture
def app(opened, downloads) -> AppTest:
    """The upload page over an empty store, without a demonstration."""
    return opened("pages/upload.py")


def sheets(content: bytes) -> list[str]:
    return openpyxl.load_workbook(BytesIO(content), read_only=True).sheetnames


def test_every_theme_comes_down_as_a_workbook_with_its_sheets(app, downloads):
    for key, theme in THEMES.items():
        app.selectbox(key="template-theme").set_value(key).run()
        file_name, make = downloads["template-download"]
        assert file_name == f"veikart-{key}.xlsx"
        assert {sheet_name(table) for table in theme.tables} <= set(sheets(make())), key


def test_a_theme_says_what_it_is_for(app):
    app.selectbox(key="template-theme").set_value("targets").run()
    assert "What the council has decided to reach, and by when" in words(app)


def test_the_workbook_speaks_the_language_that_is_chosen_for_it(app, downloads):
    app.selectbox(key="template-language-en").set_value("nb").run()
    _name, make = downloads["template-download"]
    set_language("nb")
    assert sheet_name("emissions") == "Utslipp"
    assert "Utslipp" in sheets(make())


def test_without_data_only_the_empty_workbook_is_offered(app):
    assert not app.radio


def test_a_workbook_with_what_is_loaded_now_changes_nothing_when_it_comes_back(app, downloads):
    load(app, accounts(THREE_YEARS))
    app.radio(key="template-content").set_value("filled").run()
    file_name, make = downloads["template-download"]
    assert file_name == "veikart-emissions-NO-3201.xlsx"
    assert "New 0 Changed 0 Removed 0 Unchanged 3" in words(choose(app, make(), file_name))


def test_the_same_problem_in_many_cells_stands_in_the_list_once(app):
    content = accounts(THREE_YEARS)
    for row in (2, 3, 4):
        content = with_cell(content, cell_of(content, "Sector", row), "Trafic")
    first, last = cell_of(content, "Sector", 2), cell_of(content, "Sector", 4)
    text = words(choose(app, content))
    assert "3 problems keep this file out." in text
    assert f"Emissions {first}:{last} " in text
    assert text.count('"Trafic"') == 1


def test_the_returned_workbook_has_its_cells_marked_and_loads_when_they_are_corrected(
    app, downloads, own_url
):
    content = accounts(THREE_YEARS)
    cell = cell_of(content, "Emissions", 3)
    choose(give_name(app), with_cell(content, cell, "about 98"))
    app.button(key="returned-make").click().run()
    file_name, returned = downloads["returned-workbook"]
    assert file_name == "accounts-checked.xlsx"
    book = openpyxl.load_workbook(BytesIO(returned))
    assert "Veikart check" in book.sheetnames
    assert 'found "about 98"' in book["Emissions"][cell].comment.text
    choose(app, with_cell(returned, cell, 98_000.0), file_name)
    commit(app)
    assert totals(own_url) == THREE_YEARS


def test_the_list_of_problems_comes_down_as_plain_text(app, downloads):
    content = accounts(THREE_YEARS)
    cell = cell_of(content, "Year", 2)
    choose(app, with_cell(content, cell, "last year"))
    file_name, text = downloads["problems-text"]
    lines = text.decode().splitlines()
    assert file_name == "accounts-problems.txt"
    assert lines[0] == "Problems in accounts.xlsx"
    assert lines[2] == "Errors (1): nothing is loaded before they are mended"
    assert lines[3].startswith(f'Emissions!{cell}: expected a year as four digits, found "last year".')


def test_a_norwegian_reads_the_page_its_problems_and_the_returned_workbook_in_norwegian(opened, downloads):
    set_language("nb")  # AppTest words the options of lists in this thread
    app = opened("pages/upload.py", lang="nb")
    assert "Hva vil du laste inn?" in words(app)
    assert app.selectbox(key="template-language-nb").value == "nb"
    content = accounts(THREE_YEARS)
    cell = next(
        cell.coordinate
        for cell in openpyxl.load_workbook(BytesIO(content))["Utslipp"][2]
        if cell.value == 2021
    )
    choose(app, with_cell(content, cell, "i fjor", sheet="Utslipp"), "regnskap.xlsx")
    assert f'Utslipp {cell} et år med fire sifre "i fjor"' in words(app)
    app.button(key="returned-make").click().run()
    _name, returned = downloads["returned-workbook"]
    assert "et år med fire sifre" in openpyxl.load_workbook(BytesIO(returned))["Utslipp"][cell].comment.text


def test_a_link_opens_the_page_with_the_template_that_it_asks_for(opened):
    app = opened("pages/upload.py", template="climate-budget")
    part = next(box for box in app.expander if box.label == "Start from a template")
    assert part.proto.expanded
    assert app.selectbox(key="template-theme").value == "climate-budget"
    assert (
        "Download the workbook “Measures and climate budget” below, fill it in, and choose it here."
        in words(app)
    )


@pytest.mark.parametrize("address", [{}, {"template": "nonsense"}], ids=["none", "unknown"])
def test_without_a_template_asked_for_the_part_stays_folded(opened, address):
    app = opened("pages/upload.py", **address)
    assert not next(box for box in app.expander if box.label == "Start from a template").proto.expanded
    assert app.selectbox(key="template-theme").value == "emissions"


@pytest.mark.parametrize(
    ("page", "label", "theme"),
    [
        ("climate_budget", "Load ceilings and measures", "climate-budget"),
        ("projects", "Load projects", "projects"),
        ("project", "Load projects", "projects"),
        ("materials", "Load materials and waste", "materials"),
        ("materials", "Load offers and wants", "exchange"),
        ("procurement", "Load tenders and needs", "procurement"),
        ("principles", "Load answers from a workbook", "principles"),
    ],
)
def test_an_empty_page_leads_to_the_template_that_fills_it(opened, own_url, page, label, theme):
    commit_series(own_url, {2022: 79_000.0})
    [link] = links(opened(f"pages/{page}.py"), label)
    assert (link.proto.page, link.proto.query_string) == ("load", f"template={theme}")
    assert theme in THEMES
