"""Sectors side by side: in one year that all have, gases never mixed, shares as the metrics have them."""

import io

import pandas as pd
import pytest

from data.store import Store
from metrics.sectors import sector_profile
from tests.pages.conftest import charts, commit_population, commit_series, words

PAGE = "pages/compare.py"


def test_the_shares_are_those_of_the_metric(opened, demo_path, downloads):
    opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02", view="sectors")
    content = downloads["compare-sectors-csv"][1]
    shown = pd.read_csv(io.BytesIO(content()))
    store = Store.open(f"duckdb:{demo_path}", read_only=True)
    expected = sector_profile(store, ["NO-D01", "NO-D02"], 2024)
    store.close()
    assert shown["Share of the comparable total, %"].tolist() == pytest.approx(
        expected["share_percent"].tolist(), nan_ok=True
    )


def test_the_answer_names_the_largest_source_and_what_it_is_elsewhere(opened, demo_path):
    # 39 000 of 94 490 t = 41.3 %; 51 000 of 88 900 t = 57.4 %
    text = words(opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02", view="sectors"))
    assert (
        "Transport is Fjordvik's largest source in 2024: 41 % of the comparable total. In Elvesund it is 57 %."
        in text
    )


def test_fossil_co2_is_drawn_apart_from_greenhouse_gases(opened, demo_path):
    app = opened(PAGE, demo=demo_path, areas="NO-D01,SE-D01", view="sectors")
    assert len(charts(app)) == 2
    assert "Fossil CO2 and greenhouse gases are different totals, so they are drawn apart." in words(app)


def test_the_year_is_the_newest_that_all_have(opened, demo_path):
    # Norway until 2024, Denmark until 2023
    text = words(opened(PAGE, demo=demo_path, areas="NO-D01,DK-D01", view="sectors"))
    assert "Sectors as shares of the comparable total, greenhouse gases, 2023" in text


def test_without_a_common_year_the_one_without_figures_is_named(opened, own_url):
    commit_series(own_url, {2015: 100.0})
    commit_series(own_url, {2022: 200.0}, area_id="SE-1480")
    app = opened(PAGE, view="sectors")
    assert "They have no year in common: 2022 is the newest that most of them have." in words(app)
    assert "Örebro: no figures for 2022" in charts(app)[0].alt


def test_a_missing_figure_leaves_the_shares_unknown(opened, own_url):
    commit_series(own_url, {2022: 100.0})
    commit_series(own_url, {2022: None}, area_id="SE-1480")
    alt = charts(opened(PAGE, areas="SE-1880,SE-1480", view="sectors"))[0].alt
    assert "Göteborg: no figures for 2022" in alt


def test_per_inhabitant_without_inhabitants_says_so(opened, own_url):
    commit_series(own_url, {2022: 100.0})
    commit_series(own_url, {2022: 200.0}, area_id="SE-1480")
    commit_population(own_url, {2022: 50})
    alt = charts(opened(PAGE, areas="SE-1880,SE-1480", view="sectors", mix="per_head"))[0].alt
    # 100 t over 50 inhabitants
    assert "Örebro: Transport 2.00\u00a0t" in alt
    assert "Göteborg: the inhabitants of 2022 are not loaded" in alt


def test_who_has_no_sectors_is_named(opened, demo_path):
    text = words(opened(PAGE, demo=demo_path, areas="NO-D01,IS-D02", view="sectors"))
    assert "No sectors are loaded for Mánabyggð." in text


def test_datasets_that_divide_differently_are_named(opened, demo_path):
    text = words(opened(PAGE, demo=demo_path, areas="NO-D01,DK-D01", view="sectors"))
    assert "They divide and count sectors each in its own way" in text
