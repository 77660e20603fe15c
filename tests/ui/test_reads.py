"""What pages read together: the same answer for everyone, and nobody's changes in it."""

import pytest

from data.store import Store
from ui import reads


@pytest.fixture
def store(tmp_path):
    """A store with an address of its own: what is remembered is remembered by address and version."""
    opened = Store.open(f"duckdb:{tmp_path / 'own.duckdb'}")
    yield opened
    opened.close()


def test_what_one_reader_writes_into_a_series_is_not_there_for_the_next(store, make_upload):
    store.commit(make_upload(store, {2020: 100.0, 2021: 90.0}))
    found = reads.values(store, ("NO-0301",), ("ghg_total",))
    found.loc[found["year"] == 2021, "value"] = 1.0
    assert reads.values(store, ("NO-0301",), ("ghg_total",))["value"].tolist() == [100.0, 90.0]


def test_one_indicator_alone_is_what_it_is_among_several(store, make_upload):
    store.commit(make_upload(store, {2020: 100.0, 2021: 90.0}))
    several = reads.values(store, ("NO-0301",), ("ghg_total", "ghg_per_capita"))
    alone = reads.values(store, ("NO-0301",), ("ghg_total",))
    assert several[several["indicator"] == "ghg_total"].reset_index(drop=True).equals(alone)


def test_after_a_commit_the_series_is_the_new_one(store, make_upload):
    store.commit(make_upload(store, {2020: 100.0}))
    reads.values(store, ("NO-0301",), ("ghg_total",))
    store.commit(make_upload(store, {2020: 100.0, 2021: 90.0}, release="2026"))
    assert reads.values(store, ("NO-0301",), ("ghg_total",))["year"].tolist() == [2020, 2021]


def test_the_values_of_a_dataset_are_the_same_whether_it_is_the_headline_or_not(store, make_upload):
    first, second = {2020: 100.0, 2021: 90.0}, {2020: 80.0, 2021: 70.0, 2022: 60.0}
    store.commit(make_upload(store, first, dataset="inventory-ghg"))
    store.commit(make_upload(store, second, dataset="own-accounts", kind="own_accounts"))
    headline = reads.datasets(store, "NO-0301")["dataset"].tolist()
    assert headline == ["inventory-ghg", "own-accounts"]
    for dataset in headline:
        found = reads.values_of_dataset(store, "NO-0301", "ghg_total", dataset)
        named = reads.values(store, ("NO-0301",), ("ghg_total",), dataset)
        assert found.equals(named)
        assert found["value"].tolist() == list((first if dataset == headline[0] else second).values())
