"""What changed with the new release? History apart from the new year, the verdict, and a sentence to quote."""

from datetime import date

import pytest

from data.datasets import Dataset
from data.store import Store
from loaders.forms import TargetEntry, set_target
from tests.metrics.test_borders import load
from tests.pages.conftest import charts, commit, unfolded, words
from ui.what_changed import place_of

PAGE = "pages/what_changed.py"
OSLO, TROMSO = "NO-0301", "NO-5501"


@pytest.fixture
def two_releases(own_url):
    """Oslo: 2020 revised by +10 % and a new year; Tromsø unchanged."""
    store = Store.open(own_url)
    load(
        store,
        {OSLO: {2020: 1000.0, 2022: 900.0}, TROMSO: {2020: 50.0}},
        release="2023",
        released_on=date(2023, 6, 1),
    )
    load(
        store,
        {OSLO: {2020: 1100.0, 2022: 900.0, 2023: 850.0}, TROMSO: {2020: 50.0}},
        release="2024",
        released_on=date(2024, 6, 1),
    )
    store.close()
    return own_url


def test_without_a_second_release_the_page_says_what_it_is_for(opened):
    text = words(opened(PAGE))
    assert "No dataset has two releases yet." in text


def test_the_answer_counts_the_municipalities_and_names_the_largest_revision(opened, two_releases):
    text = words(opened(PAGE))
    assert "Release 2024 revised earlier years of 1 of 2 municipalities." in text
    # 1100 − 1000 = 100
    assert "The largest revision is Oslo 2020: +100 t CO2e (+10.0 %)." in text


def test_one_municipality_has_a_sentence_for_the_press_and_its_chart(opened, two_releases):
    app = opened(PAGE, municipality=OSLO)
    sentence = (
        "Miljødirektoratet has revised its figures: emissions in Oslo in 2020 were 1\N{NARROW NO-BREAK SPACE}100 t CO2e, "
        "100 t CO2e (10.0 %) more than the earlier release said."
    )
    plain = words(app).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert sentence.replace("\N{NARROW NO-BREAK SPACE}", " ") in plain
    assert app.code[0].value.startswith("Miljødirektoratet has revised its figures")
    assert len(charts(app)) == 1


def test_a_verdict_that_turns_is_said_in_the_sentence_and_in_the_table(opened, two_releases):
    store = Store.open(two_releases)
    # −20 %: of 1000 that is 800 (900 is on the way), of 1100 it is 880, and 850 is below
    set_target(
        store, TargetEntry(OSLO, "ghg_total", "t CO2e", 2020, 2030, reduction_percent=20.0), actor="Kari"
    )
    store.close()
    text = words(opened(PAGE, municipality=OSLO))
    assert "turns from “On track” to “Target achieved”" in text
    assert "By the earlier release" in text


def test_the_answer_says_how_many_verdicts_turn(opened, two_releases):
    assert "turn" not in words(opened(PAGE)).split("Revised history")[0]  # no target, no verdict
    store = Store.open(two_releases)
    for area, percent in ((OSLO, 20.0), (TROMSO, 20.0)):
        entry = TargetEntry(area, "ghg_total", "t CO2e", 2020, 2030, reduction_percent=percent)
        set_target(store, entry, actor="Kari")
    store.close()
    text = words(opened(PAGE))
    assert "1 of 2 verdicts on targets turns." in text


def test_of_more_verdicts_than_can_be_read_those_that_stay_are_folded(opened, own_url):
    store = Store.open(own_url)
    norwegian = (area for area in store.register().of_kind("municipality") if area.country_code == "NO")
    codes = [area.area_id for area in norwegian if area.valid_to is None][:32]
    old = {area: {2020: 1000.0, 2022: 900.0} for area in codes}
    load(store, old, release="2023", released_on=date(2023, 6, 1))
    load(store, {**old, codes[0]: {2020: 1000.0, 2022: 1100.0}}, release="2024", released_on=date(2024, 6, 1))
    store.close()
    target = {"record_id": "ghg_total", "indicator": "ghg_total", "unit": "t CO2e", "basis": "territorial",
              "base_year": 2020, "target_year": 2030, "reduction_percent": 20.0}  # fmt: skip
    rows = [{"area_id": area, **target} for area in codes]
    commit(own_url, "targets", rows, Dataset("own", "Own", "City"), file_name="targets.xlsx")
    app = opened(PAGE)
    assert "1 of 32 verdicts on targets turns." in words(app)
    assert "Verdicts that stay: 31" in [expander.label for expander in app.expander]
    assert len(app.dataframe[-1].value) == 1
    assert len(unfolded(app, "verdicts-staying").dataframe[-1].value) == 31


def test_a_link_from_the_history_opens_its_two_releases(opened, own_url):
    store = Store.open(own_url)
    for year in (2023, 2024, 2025):
        load(store, {OSLO: {2020: float(year)}}, release=str(year), released_on=date(year, 6, 1))
    assert place_of(store, [("miljodirektoratet-ghg", "2024")]) == {
        "dataset": "miljodirektoratet-ghg", "newer": "2024", "older": "2023",
    }  # fmt: skip
    assert place_of(store, [("own", "2024"), ("miljodirektoratet-ghg", "2023")])["newer"] == "2024"
    assert place_of(store, [("own", "2024")]) is None
    store.close()
    text = words(opened(PAGE, dataset="miljodirektoratet-ghg", newer="2024", older="2023"))
    assert "Thick: release 2024. Thin: release 2023." in text


def test_an_unrevised_municipality_is_said_to_be_as_it_was(opened, two_releases):
    assert "leaves the earlier emissions of Tromsø as they were" in words(opened(PAGE, municipality=TROMSO))


def test_the_demonstration_opens_without_a_fault(opened, demo_path):
    app = opened(PAGE, demo=demo_path)
    assert not app.exception
    assert "Revised history" in words(app)
