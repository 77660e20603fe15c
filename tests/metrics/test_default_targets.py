"""Default targets in words, and who has checked them: the words that are checked are the words that hold."""

from dataclasses import replace

import pytest

from data.store import Store
from metrics.default_targets import as_stated, confirm, default_named, defaults_shown, goal_of
from metrics.errors import MetricError
from metrics.registry import INDICATORS

RECYCLING = INDICATORS["recycling_rate"]


@pytest.mark.parametrize(
    ("indicator", "default", "goal"),
    [
        ("recycling_rate", "wfd-2030", "At least 60 % in 2030"),
        ("landfill_share", "landfill-directive", "At most 10 % in 2035"),
        ("residual_per_capita", "se-city", "At most 130 kg/inhabitant in 2030"),
        ("net_balance", "neutral", "0 t CO2e in 2030"),
        ("fossil_free_fleet", "all-vehicles", "100 % in 2030"),
        ("climate_plan", "in-force", "1 in 2030"),
        ("ghg_total", "hinku", "80 % less in 2030 than in 2007"),
        ("food_waste", "eu-law-2025", "30 % less in 2030 than in the mean of 2021–2023"),
        ("food_waste", "sdg-12.3", "50 % less in 2030 than in the base year that the council chooses"),
        ("cmu_ctx", "eu-double", "100 % more in 2030 than in 2020"),
        ("dmc_ctx", "fi-2035", "No more in 2035 than in 2015"),
        ("buildings_energy", "eed-public-bodies", "1.9 % less every year until 2030"),
    ],
)
def test_a_goal_in_words(indicator, default, goal):
    found = INDICATORS[indicator]
    assert str(goal_of(found, default_named(found, default))) == goal


def test_what_is_checked_names_goal_source_and_countries():
    found = INDICATORS["organic_food"]
    assert as_stated(found, default_named(found, "se-ambition")) == (
        "At least 60 % in 2030. Swedish national ambition for public kitchens (SE)"
    )


def test_a_default_that_somebody_has_checked_says_who_and_is_no_longer_unverified(store: Store):
    shown = confirm(store, "recycling_rate", default="wfd-2030", actor="Kari")
    assert (shown.is_unverified, shown.checked_by) == (False, "Kari")
    assert shown.checked_at is not None


def test_only_the_default_that_was_checked_loses_the_mark(store: Store):
    confirm(store, "recycling_rate", default="wfd-2030", actor="Kari")
    shown = defaults_shown(RECYCLING, store.default_confirmations())
    assert [each.is_unverified for each in shown] == [
        False,
        False,
        True,
    ]  # 2025 was seen, 2030 checked, 2035 neither


@pytest.mark.parametrize("change", [{"target_value": 62.0}, {"target_year": 2031}, {"countries": ("SE",)}])
def test_a_default_that_is_stated_otherwise_is_unverified_again(store: Store, change):
    confirm(store, "recycling_rate", default="wfd-2030", actor="Kari")
    changed = replace(default_named(RECYCLING, "wfd-2030"), **change)
    [shown] = defaults_shown(replace(RECYCLING, defaults=(changed,)), store.default_confirmations())
    assert (shown.is_unverified, shown.checked_by, shown.checked_at) == (True, "", None)


def test_another_default_with_the_same_words_is_not_confirmed_with_it(store: Store):
    confirm(store, "recycling_rate", default="wfd-2030", actor="Kari")
    twin = replace(RECYCLING, key="another_rate")
    assert all(each.checked_by == "" for each in defaults_shown(twin, store.default_confirmations()))


def test_an_unknown_default_is_refused_with_the_known_ones(store: Store):
    with pytest.raises(MetricError, match=r'expected one of wfd-2025, wfd-2030, wfd-2035, found "wfd"'):
        confirm(store, "recycling_rate", default="wfd", actor="Kari")
    assert store.default_confirmations() == {}


def test_where_there_is_no_default_none_can_be_named():
    with pytest.raises(MetricError, match=r'expected one of –, found "eu"'):
        default_named(INDICATORS["ghg_per_capita"], "eu")
