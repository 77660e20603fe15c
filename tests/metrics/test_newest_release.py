"""What the newest release of a municipality changed."""

from datetime import date

from metrics.newest_release import newest_release
from tests.metrics.test_borders import load

OSLO, BERGEN = "NO-0301", "NO-4601"


def test_a_release_of_another_municipality_is_none_of_its_own(store):
    load(store, {OSLO: {2020: 100.0}}, release="2023", released_on=date(2023, 6, 1))
    load(store, {OSLO: {2020: 110.0}}, release="2024", released_on=date(2024, 6, 1))
    load(store, {BERGEN: {2020: 50.0}}, release="2025", released_on=date(2025, 6, 1))
    found = newest_release(store, OSLO)
    assert (found.older, found.newer, found.unit) == ("2023", "2024", "t CO2e")
    assert found.changes["difference_tco2e"].tolist() == [10.0]


def test_a_municipality_with_one_release_has_no_change(store):
    load(store, {OSLO: {2020: 100.0}}, release="2023", released_on=date(2023, 6, 1))
    load(store, {OSLO: {2020: 110.0}}, release="2024", released_on=date(2024, 6, 1))
    load(store, {BERGEN: {2020: 50.0}}, release="2024", released_on=date(2024, 6, 1))
    assert newest_release(store, BERGEN) is None
