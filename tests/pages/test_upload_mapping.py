"""A table of an unknown layout: suggested, corrected by its person, read, loaded, and known again next time."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.loaders.workbooks import one_sheet
from tests.pages.conftest import words
from tests.pages.upload_steps import choose, commit, give_name, labelled, totals, uploads

MESSY = [
    ["Klimaregnskap, tonn CO2-ekvivalenter", None, None, None, None],
    [],
    ["Sektor", "Kommentar", 2021, 2022, 2023],
    ["Veitrafikk", "fra SSB", "60 000,5", "59 000", "58 000,2"],
    ["Avfall og avløp", None, "40 000", "39 000,5", "38 500"],
]
# 60 000.5 + 40 000, 59 000 + 39 000.5, 58 000.2 + 38 500
READ = {2021: 100_000.5, 2022: 98_000.5, 2023: 96_500.2}


@pytest.fixture
def app(opened) -> AppTest:
    """The upload page over an empty store, without a demonstration."""
    return opened("pages/upload.py")


def say_municipality(app: AppTest, area_id: str = "NO-3201") -> AppTest:
    return labelled(app.selectbox, "Municipality").set_value(area_id).run()


def use(app: AppTest) -> AppTest:
    return app.button(key="mapping-use").click().run()


def test_an_unknown_table_asks_what_its_columns_are_with_suggestions_and_samples(app):
    text = words(choose(app, one_sheet(MESSY, name="Regnskap"), "regnskap.xlsx"))
    assert "Which column is which?" in text
    assert "Sektor Veitrafikk · Avfall og avløp" in text
    assert labelled(app.selectbox, "What the table holds").value == "emissions"
    assert labelled(app.selectbox, "What “Sektor” is").value == "sector"
    assert labelled(app.selectbox, "What “Kommentar” is").value == ""
    assert labelled(app.selectbox, "What “Veitrafikk” means").value == "transport"
    assert labelled(app.selectbox, "Unit of the amounts").value == "t"
    assert labelled(app.radio, "How are numbers written in this file?").value == "comma"
    assert not app.error


def test_what_the_sheet_does_not_say_is_asked_before_the_mapping_can_be_used(app):
    choose(app, one_sheet(MESSY), "regnskap.xlsx")
    assert "Still to be said: Municipality." in words(app)
    assert app.button(key="mapping-use").disabled
    say_municipality(app)
    assert not app.button(key="mapping-use").disabled
    assert "6 rows without a problem." in words(app)
    assert "Bærum 2021 Transport" in words(app)


def test_one_row_of_a_new_table_is_not_called_rows(app):
    only = [["Klimaregnskap, tonn CO2-ekvivalenter", None], [], ["Sektor", 2021], ["Veitrafikk", "60 000,5"]]
    choose(app, one_sheet(only), "regnskap.xlsx")
    say_municipality(app)
    assert "One row, without a problem:" in words(app)


def test_a_messy_workbook_is_mapped_previewed_loaded_and_known_again(app, own_url):
    choose(give_name(app), one_sheet(MESSY), "regnskap.xlsx")
    use(say_municipality(app))
    assert "Read by your mapping: sheet “Data” as Emissions." in words(app)
    assert "New 6 Changed 0 Removed 0 Unchanged 0" in words(app)
    commit(app)
    assert totals(own_url) == pytest.approx(READ)

    next_year = [
        [*row, value] for row, value in zip(MESSY, (None, None, 2024, "57 000", "38 000"), strict=True)
    ]
    next_year[1] = []
    choose(app, one_sheet(next_year), "regnskap 2024.xlsx")
    assert "You have loaded a table with these headings before, as Emissions." in words(app)
    app.button(key="mapping-same").click().run()
    assert "New 2 Changed 0 Removed 0 Unchanged 6" in words(app)
    commit(app)
    assert totals(own_url) == pytest.approx({**READ, 2024: 95_000.0})


def test_the_mapping_can_be_changed_after_it_was_used(app):
    choose(app, one_sheet(MESSY), "regnskap.xlsx")
    use(say_municipality(app))
    app.button(key="mapping-change").click().run()
    assert "Which column is which?" in words(app)
    assert labelled(app.selectbox, "Municipality").value == "NO-3201"


def test_words_that_nobody_knows_can_be_told_or_left_out(app, own_url):
    rows = [*MESSY, ["Diverse", None, "1", "1", "1"], ["Herav kjøp", None, "7", "7", "7"]]
    choose(give_name(app), one_sheet(rows), "regnskap.xlsx")
    labelled(app.selectbox, "What “Diverse” means").set_value("other").run()
    labelled(app.selectbox, "What “Herav kjøp” means").set_value("").run()
    say_municipality(app)
    assert "Rows with “Herav kjøp” are left out." in words(app)
    commit(use(app))
    assert totals(own_url) == pytest.approx({year: total + 1 for year, total in READ.items()})


def test_problems_of_a_mapped_table_name_the_cells_of_the_file(app, own_url):
    rows = [*MESSY[:4], ["Avfall og avløp", None, "ukjent", "39 000,5", "38 500"]]
    choose(give_name(app), one_sheet(rows), "regnskap.xlsx")
    assert "One problem so far: Data!C5: expected" in words(say_municipality(app))
    assert 'Data C5 tonnes CO2e as a number "ukjent"' in words(use(app))
    assert app.button(key="returned-make")
    assert len(uploads(own_url)) == 0


def test_how_numbers_are_written_is_asked_once_where_nothing_tells_it(app, own_url):
    rows = [["Sektor", "År", "Utslipp (tonn)"], ["Transport", 2021, "1.234"], ["Avfall", 2021, "2.345"]]
    choose(give_name(app), one_sheet(rows), "regnskap.xlsx")
    assert labelled(app.radio, "How are numbers written in this file?").value is None
    use(say_municipality(app))
    text = words(app)
    assert 'In the file: such as "1.234", "2.345". Your answer holds for the whole file.' in text
    assert not app.error
    labelled(app.radio, "How are numbers written in this file?").set_value("comma").run()
    commit(app)
    assert totals(own_url) == {2021: 3_579.0}  # 1 234 + 2 345


def test_a_sheet_without_any_table_is_refused_with_the_layouts_that_are_known(app):
    text = words(choose(app, one_sheet([["Hello"]]), "letter.xlsx"))
    assert "One problem keeps this file out." in text
    assert "Which column is which?" not in text
