"""Inhabitants by year, as every per-head figure counts them."""

import pandas as pd

from metrics.population import inhabitants_of
from metrics.values import indicator_values
from tests.metrics.conftest import BERGEN, OSLO


def test_inhabitants_come_by_year_and_a_missing_year_stays_missing(store, desk):
    desk.population(OSLO, {2021: 110, 2020: 100, 2022: None})
    desk.population(BERGEN, {2020: 7})
    found = inhabitants_of(store, OSLO)
    assert found["year"].tolist() == [2020, 2021, 2022]
    assert found["inhabitants"].tolist()[:2] == [100, 110]
    assert pd.isna(found["inhabitants"].iloc[2])


def test_an_area_without_population_has_no_rows(store):
    assert inhabitants_of(store, OSLO).empty


def test_inhabitants_of_the_first_of_january_are_those_of_the_last_of_december(store, desk):
    desk.population(OSLO, {2021: 110, 2022: 120}, dataset="ssb-population")
    assert inhabitants_of(store, OSLO)["year"].tolist() == [2020, 2021]


def test_a_per_head_figure_divides_by_the_inhabitants_at_the_end_of_its_year(store, desk):
    # 1 January 2022 is 31 December 2021: 600 / 120 = 5
    desk.series(OSLO, {2021: 600.0})
    desk.population(OSLO, {2021: 110, 2022: 120}, dataset="ssb-population")
    found = indicator_values(store, indicators=["ghg_per_capita"])
    assert found["value"].tolist() == [5.0]
