import json
from datetime import date

import pytest

from data.store import Store, StoreError
from loaders.forms import TargetEntry, choose_headline, remove_target, set_target
from tests.conftest import MakeUpload

HALVED = TargetEntry(
    "NO-0301", "ghg_total", "t CO2e", 2009, 2030, reduction_percent=55.0, decided_on=date(2024, 5, 1)
)


def live_targets(store: Store) -> list[list]:
    return store.query(
        "select area_id, record_id, base_year, target_year, reduction_percent"
        " from live_targets order by area_id, record_id"
    ).values.tolist()


def test_a_target_entered_on_a_page_speaks_at_once(store: Store):
    set_target(store, HALVED, actor="Kari")
    assert live_targets(store) == [["NO-0301", "ghg_total/territorial/2030", 2009, 2030, 55.0]]


def test_every_field_of_a_target_is_kept_and_what_was_not_said_is_missing(store: Store):
    set_target(store, HALVED, actor="Kari")
    row = store.arrow("select * from live_targets").to_pylist()[0]
    assert row["decided_on"] == date(2024, 5, 1)
    assert row["target_value"] is None
    assert (row["includes_lulucf"], row["is_interim"], row["unit"], row["indicator"]) == (
        False,
        False,
        "t CO2e",
        "ghg_total",
    )


def test_what_was_entered_is_kept_as_a_file_like_any_other(store: Store):
    set_target(store, HALVED, actor="Kari")
    upload = store.uploads().iloc[0]
    kept = json.loads(store.original(upload["sha256"]))
    assert kept["reduction_percent"] == 55.0
    assert kept["area_id"] == "NO-0301"
    assert (upload["actor"], upload["format_key"], upload["row_count"]) == ("Kari", "form-target", 1)


def test_a_new_decision_for_the_same_year_takes_the_old_ones_place_and_undo_brings_it_back(store: Store):
    set_target(store, HALVED, actor="Kari")
    sharper = TargetEntry("NO-0301", "ghg_total", "t CO2e", 2009, 2030, reduction_percent=95.0)
    second = set_target(store, sharper, actor="Kari")
    assert [row[-1] for row in live_targets(store)] == [95.0]
    store.withdraw(second, actor="Kari")
    assert [row[-1] for row in live_targets(store)] == [55.0]


def test_targets_of_two_years_stand_side_by_side(store: Store):
    set_target(store, HALVED, actor="Kari")
    set_target(
        store, TargetEntry("NO-0301", "ghg_total", "t CO2e", None, 2040, target_value=0.0), actor="Kari"
    )
    assert [row[3] for row in live_targets(store)] == [2030, 2040]


def test_a_removed_target_no_longer_speaks_and_its_removal_can_be_undone(store: Store):
    set_target(store, HALVED, actor="Kari")
    removal = remove_target(store, "NO-0301", HALVED.record_id, actor="Ola")
    assert live_targets(store) == []
    store.withdraw(removal, actor="Ola")
    assert len(live_targets(store)) == 1


def test_a_removed_target_can_be_set_anew(store: Store):
    set_target(store, HALVED, actor="Kari")
    remove_target(store, "NO-0301", HALVED.record_id, actor="Kari")
    set_target(store, HALVED, actor="Kari")
    assert len(live_targets(store)) == 1


def test_removing_a_target_that_is_not_there_is_refused_and_leaves_no_upload(store: Store):
    with pytest.raises(StoreError, match=r"NO-0301 has no target ghg_total/territorial/2030\."):
        remove_target(store, "NO-0301", "ghg_total/territorial/2030", actor="Kari")
    assert store.uploads().empty


@pytest.mark.parametrize(
    "given", [{}, {"reduction_percent": 55.0, "target_value": 100.0}], ids=["neither", "both"]
)
def test_a_target_is_either_a_percentage_or_a_value(store: Store, given: dict):
    with pytest.raises(StoreError, match="give exactly one of them"):
        set_target(store, TargetEntry("NO-0301", "ghg_total", "t CO2e", 2009, 2030, **given), actor="Kari")
    assert store.uploads().empty


def test_a_percentage_needs_its_base_year(store: Store):
    with pytest.raises(StoreError, match="needs the base year"):
        set_target(
            store,
            TargetEntry("NO-0301", "ghg_total", "t CO2e", None, 2030, reduction_percent=55.0),
            actor="Kari",
        )


def test_a_target_of_a_municipality_that_is_not_in_the_register_is_refused(store: Store):
    with pytest.raises(StoreError, match=r"targets: the register does not know NO-9999\."):
        set_target(
            store,
            TargetEntry("NO-9999", "ghg_total", "t CO2e", 2009, 2030, reduction_percent=55.0),
            actor="Kari",
        )
    assert store.uploads().empty


def test_choosing_a_dataset_without_figures_there_is_refused(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0}))
    with pytest.raises(StoreError, match=r"NO-0301 has no figures of smhi-co2 to show first\."):
        choose_headline(store, "NO-0301", "smhi-co2", table="emissions", basis="territorial", actor="Kari")
    with pytest.raises(StoreError, match="to show first"):
        choose_headline(
            store, "NO-0301", "inventory-ghg", table="emissions", basis="consumption", actor="Kari"
        )


def test_a_population_series_can_be_chosen_too(store: Store, make_upload: MakeUpload):
    for dataset in ("register", "own"):
        rows = [{"area_id": "NO-0301", "dataset": dataset, "year": 2020, "inhabitants": 700_000}]
        store.commit(
            make_upload(store, dataset=dataset, table="population", rows=rows, basis="", gas_coverage="")
        )
    choose_headline(store, "NO-0301", "own", table="population", basis="", actor="Kari")
    assert store.query("select dataset from live_population where is_headline")["dataset"].tolist() == ["own"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "saksarkiv 12/2024", "https://x y", "https://a>b"]
)
def test_a_decision_is_linked_by_a_web_address_or_not_at_all(store, address):
    entry = TargetEntry(
        "NO-0301", "ghg_total", "t CO2e", 2009, 2030, reduction_percent=55.0, decision_url=address
    )
    with pytest.raises(StoreError, match="expected an address that begins with https://"):
        set_target(store, entry, actor="tester")
