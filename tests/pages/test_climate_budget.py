"""Does the climate budget hold? The page empty, without ceilings, full, and with frozen reports."""

from datetime import date

import pandas as pd
import pytest

from data.staging import staged
from data.store import NewUpload, Store
from loaders.forms import take_snapshot
from metrics.budget_snapshots import KIND, frozen_rows
from metrics.climate_budget import climate_budget
from tests.pages.conftest import charts, commit_series, words

PAGE = "pages/climate_budget.py"
OREBRO = "SE-1880"
MONEY_AND_RANGE = {"effect_low_tco2e": 200.0, "effect_high_tco2e": 300.0, "budget_amount": 4_000_000.0}


def records(url: str, **tables: list[dict]) -> None:
    """Rows of records, as a workbook would bring them."""
    store = Store.shared(url)
    rows = {
        name: staged(name, pd.DataFrame([{"area_id": OREBRO, **row} for row in each]))
        for name, each in tables.items()
    }
    sha256 = store.keep_original(repr(tables).encode(), file_name="plans.xlsx")
    store.commit(NewUpload(sha256, "plans.xlsx", "test", "tester", rows))


def ceiling(tonnes: float, year: int = 2027, sector: str | None = None) -> dict:
    return {"record_id": f"{year}/{sector}", "year": year, "sector": sector, "ceiling_tco2e": tonnes}


def reference(tonnes: float, year: int = 2027, sector: str | None = None) -> dict:
    return {"record_id": f"{year}/{sector}", "year": year, "sector": sector, "reference_tco2e": tonnes}


def measure(record_id: str, decision: str, **fields) -> dict:
    return {
        "record_id": record_id,
        "title": f"Measure {record_id}",
        "decision": decision,
        "currency": "SEK",
        **fields,
    }


def effect(record_id: str, tonnes: float, year: int = 2027, **fields) -> dict:
    return {"record_id": record_id, "year": year, "effect_mid_tco2e": tonnes, **fields}


@pytest.fixture
def planned(own_url):
    """1 000 t without measures, a ceiling of 600 t, 250 t adopted and 100 t proposed: 150 t and then 50 t missing."""
    commit_series(own_url, {2021: 1_200.0, 2022: 1_100.0})
    records(
        own_url,
        budget_ceilings=[ceiling(600.0)],
        reference_paths=[reference(1_000.0)],
        measures=[measure("M1", "adopted", responsible_unit="Traffic"), measure("M2", "proposed"), measure("M3", "proposed")],
        measure_effects=[effect("M1", 250.0, **MONEY_AND_RANGE), effect("M2", 100.0)],
    )  # fmt: skip
    return own_url


def test_an_empty_store_says_what_to_do_next(opened):
    assert "There is nothing to show yet." in words(opened(PAGE))


def test_a_municipality_without_a_climate_budget_learns_what_one_is(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    text = words(opened(PAGE))
    assert "Örebro has no climate budget here yet." in text
    assert "tonnes as money" in text


def test_the_answer_tells_ceiling_expected_and_gap(opened, planned):
    # 1 000 - 250 = 750, 150 above 600; less the proposed 100 leaves 50
    text = words(opened(PAGE))
    assert "Above the ceiling." in text
    assert (
        "The ceiling of 2027 is 600 t CO2. With the adopted measures 750 t are expected: 150 t too much. "
        "The proposed measures would leave 50.0 t of it." in text
    )


def test_measures_and_what_is_missing_add_up_to_the_needed_cut_in_the_table(opened, planned):
    # 1 000 - 600 = 400 = 250 + 100 + 50
    store = Store.shared(planned)
    [row] = climate_budget(store, OREBRO).query("sector == ''").to_dict("records")
    assert row["reference_tco2e"] - row["ceiling_tco2e"] == 250.0 + 100.0 + row["gap_after_proposed_tco2e"]
    assert "50.0\u00a0t of it is still missing" in words_of_charts(opened(PAGE))


def words_of_charts(app) -> str:
    return " ".join(chart.alt for chart in charts(app))


def test_measures_are_listed_with_range_money_and_owner_also_without_an_effect(opened, planned):
    text = words(opened(PAGE))
    assert "Measure M1 Adopted Traffic 250 200 – 300 4 000 000 SEK" in text
    assert "Measure M3" in text


def test_the_finance_system_gets_plain_numbers_between_tabs(opened, planned):
    pasted = next(code.value for code in opened(PAGE).code if "\t" in code.value)
    heading, first, *_rest = pasted.split("\n")
    row = dict(zip(heading.split("\t"), first.split("\t"), strict=True))
    assert (row["Measure id"], row["Cut, t"], row["Money of the year"], row["Currency"]) == (
        "M1",
        "250",
        "4000000",
        "SEK",
    )


def test_without_a_ceiling_nothing_is_judged(opened, own_url):
    commit_series(own_url, {2021: 1_200.0, 2022: 1_100.0})
    records(own_url, reference_paths=[reference(1_000.0)])
    text = words(opened(PAGE))
    assert "No ceiling is decided for 2027. Without new measures 1 000 t are expected." in text
    assert "Above the ceiling." not in text


def test_without_emissions_the_reference_cannot_be_told(opened, own_url):
    commit_series(own_url, {2022: 1_100.0})
    records(own_url, budget_ceilings=[ceiling(600.0)])
    assert "What would be emitted in 2027 without new measures cannot be told" in words(opened(PAGE))


def test_a_sector_has_a_budget_of_its_own(opened, planned):
    records(
        planned,
        budget_ceilings=[ceiling(300.0, sector="transport")],
        reference_paths=[reference(280.0, sector="transport")],
    )
    text = words(opened(PAGE, sector="transport"))
    assert (
        "The ceiling of 2027 is 300 t CO2. With the adopted measures 280 t are expected, 20.0 t below it."
        in text
    )


def test_a_report_is_frozen_with_a_comment_and_laid_beside_today(opened, planned):
    app = opened(PAGE)
    app.text_input(key="actor-asked").set_value("Kari").run()
    app.text_input(key="report-name").set_value("2026-T1").run()
    next(button for button in app.button if button.label == "Freeze").click().run()
    assert "2026-T1 is frozen; no later upload changes it." in words(app)
    records(planned, measure_effects=[effect("M1", 300.0)])
    # 150 t were missing; 1 000 - 300 - 600 = 100
    text = words(opened(PAGE))
    assert "What is missing in 2027 went from 150 t to 100 t: 50.0 t less." in text
    assert "Missing after adopted" in text


def test_comments_of_a_frozen_report_stand_beside_their_measures(opened, planned):
    store = Store.shared(planned)
    rows = frozen_rows(store, OREBRO, comments={"M1": "Delivered in May."})
    take_snapshot(store, OREBRO, "2026-T1", KIND, rows, taken_on=date(2026, 5, 1), actor="Kari")
    text = words(opened(PAGE))
    assert "Comment 2026-T1" in text and "Delivered in May." in text
    assert "Nothing has changed between the two." in text


def test_a_name_that_is_taken_is_refused_with_a_sentence(opened, planned):
    store = Store.shared(planned)
    take_snapshot(
        store, OREBRO, "T1", KIND, frozen_rows(store, OREBRO), taken_on=date(2026, 5, 1), actor="Kari"
    )
    app = opened(PAGE)
    app.text_input(key="actor-asked").set_value("Kari").run()
    app.text_input(key="report-name").set_value("T1").run()
    next(button for button in app.button if button.label == "Freeze").click().run()
    assert 'The snapshot "T1" is there already' in words(app)


def test_the_demonstration_shows_a_budget_with_a_frozen_report(opened, demo_path):
    text = words(opened(PAGE, demo=demo_path))
    assert "The ceiling of 2026 is 88.0 kt CO2e." in text
    assert "From 2029 on they do not suffice: 3.05 kt are missing in 2030." in text
    assert "Reports can be frozen here once your own data are loaded." in text
    assert "2026-T1" in text
