"""Inhabitants by year, as every per-head figure counts them."""

import pandas as pd

from metrics.population import inhabitants_of
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
