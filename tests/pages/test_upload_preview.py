"""Before anything is saved: which rows and fields would change, which indicators and which verdicts."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from loaders.own_workbooks.templates import filled_template
from tests.pages.conftest import ROOT, unfolded, words
from tests.pages.upload_steps import THREE_YEARS, accounts, choose, commit, give_name, load, records, totals
from ui import upload_effects

PROJECT = {
    "record_id": "P-014",
    "title": "Electric ferry",
    "sector": "transport",
    "innovation_stage": "pilot",
    "status": "ongoing",
}
TARGET = {
    "indicator": "ghg_total",
    "unit": "t CO2e",
    "base_year": 2021,
    "target_year": 2031,
    "reduction_percent": 20.0,
}


@pytest.fixture
def app(opened) -> AppTest:
    """The upload page over an empty store, without a demonstration."""
    return opened("pages/upload.py")


def values_that_change(app: AppTest):
    """The table of indicator values, which stands below that of the rows."""
    return app.dataframe[-1].value


def test_a_changed_record_shows_its_fields_from_old_to_new_in_words(app):
    load(app, records("projects", PROJECT))
    changed = PROJECT | {
        "innovation_stage": "implementation",
        "starts_on": "2026-03-01",
        "is_shareable": True,
    }
    text = words(
        choose(app, records("projects", changed, PROJECT | {"record_id": "P-015", "title": "Biogas"}))
    )
    assert "New 1 Changed 1 Removed 0 Unchanged 0" in text
    assert "P-014 Electric ferry Changed" in text
    assert "Innovation stage: Pilot → Implementation" in text
    assert "May be shared: – → Yes" in text
    assert ": – → 2026-03-01" in text
    assert "P-015 Biogas New" in text


def test_a_removed_record_is_named(app):
    load(app, records("projects", PROJECT, PROJECT | {"record_id": "P-015", "title": "Biogas"}))
    gone = PROJECT | {"record_id": "P-015", "title": "Biogas", "action": "remove"}
    text = words(choose(app, records("projects", PROJECT, gone)))
    assert "New 0 Changed 0 Removed 1 Unchanged 1" in text
    assert "P-015 Removed" in text


def test_a_record_made_of_its_columns_is_named_by_them_in_words(app):
    text = words(choose(app, records("targets", TARGET)))
    assert "Total emissions · Territorial · 2031 New" in text


def test_many_tables_fold_under_a_line_with_their_counts(app):
    both = {
        "projects": [PROJECT],
        "project_partners": [{"record_id": "P-014", "partner": "Ferry Ltd", "helix_side": "business"}],
        "project_effects": [{"record_id": "P-014", "year": 2027, "expected_mid_tco2e": 500.0}],
    }
    tables = {
        name: pd.DataFrame([{"area_id": "NO-3201", **row} for row in rows]) for name, rows in both.items()
    }
    choose(app, filled_template("projects", tables, {}))
    labels = [expander.label for expander in app.expander]
    assert labels[:3] == [
        "**Projects:** 1 new",
        "**Effects of projects:** 1 new",
        "**Partners of projects:** 1 new",
    ]


def test_indicator_values_that_change_are_listed_with_old_new_and_percent(app):
    load(app, accounts(THREE_YEARS))
    choose(app, accounts({**THREE_YEARS, 2023: 91_200.0}), "revised.xlsx")
    table = values_that_change(app)
    # 91 200 against 96 000 is -5.0 %
    row = table[table["Indicator"] == "Total emissions"].iloc[0]
    assert (row["Year"], row["Old"], row["New"], row["Change, %"]) == (
        "2023",
        96_000.0,
        91_200.0,
        pytest.approx(-5.0),
    )
    assert "Municipality Bærum" in words(app)


def test_a_verdict_that_flips_is_shown_with_both_words_and_the_reason(app):
    # −20 % in ten years: the path is at 96 000 t in 2023; 90 000 t is ahead of it, 99 000 t far behind
    load(app, accounts({2021: 100_000.0, 2022: 95_000.0, 2023: 90_000.0}))
    load(app, records("targets", TARGET), "targets.xlsx")
    text = words(choose(app, accounts({2021: 100_000.0, 2022: 99_500.0, 2023: 99_000.0}), "revised.xlsx"))
    assert "Verdicts that change 1" in text
    assert "Total emissions: ● On track → ◔ Off track" in text
    assert "By 2023, 25 % of the change was made" in text  # 1 000 t of 4 000 t


def two_sectors(waste: dict[int, float]) -> bytes:
    rows = [
        {"area_id": "NO-3201", "year": year, "sector": sector, "emissions_tco2e": tonnes}
        for year, of_waste in waste.items()
        for sector, tonnes in (("transport", 60_000.0), ("waste", of_waste))
    ]
    return filled_template("emissions", {"emissions": pd.DataFrame(rows)}, {})


def test_what_would_be_unusual_beside_what_is_loaded_is_told_once(app):
    load(app, two_sectors({2022: 10_000.0, 2023: 10_000.0}))
    text = words(choose(app, two_sectors({2022: 10_000.0, 2023: 18_000.0}), "revised.xlsx"))
    # 18 000 t of waste are 80 % more than 10 000 t, and the total rises by 11 % only
    sentence = "Waste and wastewater: 10 000 t CO2e in 2022, 18 000 t CO2e in 2023. Unusual, check."
    assert text.replace("\N{NARROW NO-BREAK SPACE}", " ").count(sentence) == 1


def test_of_many_unusual_things_the_first_lines_are_shown(app):
    ids = [f"NO-{code}" for code in ("0301", "1101", "1103", "1106", "1108", "1111", "1112", "1114", "1119", "1120", "1121",
                                     "1122", "1124", "1127", "1130", "1133", "1134", "1135", "1144", "1145", "1146")]  # fmt: skip
    rows = [
        {"area_id": area, "year": year, "sector": sector, "emissions_tco2e": tonnes}
        for area in ids
        for year, waste in ((2022, 10_000.0), (2023, 18_000.0))
        for sector, tonnes in (("transport", 60_000.0), ("waste", waste))
    ]
    book = filled_template("emissions", {"emissions": pd.DataFrame(rows)}, {})
    text = words(choose(give_name(app), book))
    assert "Oslo · Waste and wastewater" in text
    assert "The first 20 of 21 are shown." in text


def test_a_file_that_touches_no_indicator_says_so(app):
    text = words(choose(app, records("projects", PROJECT)))
    assert "No indicator and no verdict changes." in text


def test_effects_that_cannot_be_computed_are_a_sentence_and_keep_no_file_out(app, monkeypatch, own_url):
    def fails(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(upload_effects, "upload_effects", fails)
    choose(give_name(app), accounts(THREE_YEARS))
    assert "What it does to the indicators could not be computed." in words(app)
    commit(app)
    assert totals(own_url) == THREE_YEARS


def test_looking_at_the_effects_saves_nothing(app, own_url):
    choose(app, accounts(THREE_YEARS))
    assert "New values" in words(app)
    assert totals(own_url) == {}


def test_what_is_shared_is_listed_and_what_is_not_marked_stays(downloads, app):
    load(app, accounts(THREE_YEARS))
    shared = PROJECT | {"is_shareable": True}
    load(app, records("projects", shared, PROJECT | {"record_id": "P-015"}), "projects.xlsx")
    text = words(unfolded(app, "sharing"))
    assert "Emissions (own-accounts) 3 CC BY 4.0" in text
    assert "Projects 1 CC BY 4.0" in text
    assert "Stays: Projects (1), since “May be shared” does not say yes." in text
    assert downloads["share-package"][0] == "veikart-package-NO-3201.zip"


def test_with_nothing_to_share_the_page_says_what_to_load_first(app):
    assert "There is nothing to share yet" in words(unfolded(app, "sharing"))


def test_a_package_of_another_city_is_loaded_as_any_file(downloads, app, tmp_path, monkeypatch):
    load(app, accounts(THREE_YEARS))
    unfolded(app, "sharing")
    file_name, make = downloads["share-package"]
    package = make()
    other = f"duckdb:{tmp_path / 'other.duckdb'}"
    monkeypatch.setenv("VEIKART_STORE", other)
    partner = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    partner.switch_page("pages/upload.py").run()
    choose(give_name(partner), package, file_name)
    assert "Areas Bærum" in words(partner)
    commit(partner)
    assert totals(other) == THREE_YEARS


def test_a_damaged_package_offers_nothing_to_mark(downloads, app):
    load(app, accounts(THREE_YEARS))
    unfolded(app, "sharing")
    file_name, make = downloads["share-package"]
    text = words(choose(app, make()[:-200], file_name))
    assert "One problem keeps this file out." in text
    assert "How to go on" not in text
    assert [button.key for button in app.button if button.key == "returned-make"] == []
