"""Everybody's rank on the picture is what the metric says of each, also where values are shared."""

import pandas as pd
import pytest

from data.datasets import Dataset
from data.store import Store
from metrics.comparison import comparable_groups, position
from metrics.registry import INDICATORS
from metrics.values import indicator_values
from tests.pages.conftest import commit
from ui import compare, compare_ranking

IDS = ["SE-1880", "SE-1480", "SE-0180", "SE-1280", "SE-1980", "SE-0380", "SE-0580"]


@pytest.fixture
def store(tmp_path):
    """Recycling rates of seven Swedish municipalities in one dataset, two of them alike."""
    url = f"duckdb:{tmp_path / 'own.duckdb'}"
    rates = dict(zip(IDS, (30.0, 37.0, 37.0, 41.0, 52.0, 20.0, 44.0), strict=True))
    rows = [
        {
            "area_id": area_id,
            "dataset": "waste",
            "year": 2022,
            "figure": "material_recycling_percent",
            "value": value,
        }
        for area_id, value in rates.items()
    ]
    commit(url, "figures", rows, Dataset("waste", "Waste figures", "Test agency"), file_name="waste.xlsx")
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture
def found(store):
    return compare.series(store, IDS[:2], "recycling_rate")


def group_of(store, found):
    standing = compare_ranking.standings(store, found)
    return next(iter(compare_ranking.ranked_groups(standing)))


def test_rank_and_quarter_of_everybody_are_the_metrics(store, found):
    grouped = comparable_groups(indicator_values(store, indicators=["recycling_rate"]), store.datasets())
    places = {area_id: position(grouped, area_id, "recycling_rate") for area_id in IDS}
    shown = compare_ranking.members(store, found, group_of(store, found), 2022).set_index("area_id")
    assert shown["rank"].to_dict() == {area_id: place.rank for area_id, place in places.items()}
    assert shown["quartile"].to_dict() == {area_id: place.quartile for area_id, place in places.items()}


def test_more_is_better_puts_the_largest_first(store, found):
    shown = compare_ranking.members(store, found, group_of(store, found), 2022)
    assert shown["value"].tolist() == [52.0, 44.0, 41.0, 37.0, 37.0, 30.0, 20.0]
    assert shown["rank"].tolist() == [1, 2, 3, 4, 4, 6, 7]


def test_a_group_that_ends_at_a_border_names_its_country(store, found):
    assert compare_ranking.group_words(store, group_of(store, found)) == "Waste figures, Sweden"


def test_many_that_are_left_out_are_counted_after_five(store, found):
    assert compare_ranking._names(["A", "B", "C", "D", "E", "F", "G"]) == "A, B, C, D, E and 2 more"


@pytest.mark.parametrize(
    ("indicator", "follows"),
    [("ghg_total", True), ("ghg_per_capita", False), ("recycling_rate", False), ("msw_per_capita", False)],
)
def test_tonnes_follow_the_size_of_a_municipality_and_rates_do_not(indicator, follows):
    assert compare_ranking.depends_on_size(INDICATORS[indicator]) is follows


def test_what_all_rows_are_ranked_among_is_said_once():
    table = pd.DataFrame({"Municipality": ["A", "B"], "Ranked among": ["Within X.", "Within X."]})
    assert compare_ranking.without_repetition(table)[1] == "Within X."
