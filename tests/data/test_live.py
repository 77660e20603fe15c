from datetime import date

import pytest

from data.live import LIVE_SLICES
from data.store import Store
from loaders.forms import choose_headline
from tests.conftest import MakeUpload, total_rows


def speaking(store: Store, area_id: str = "NO-0301") -> list[list]:
    """[dataset, release, year, tonnes] of every row that speaks for the area, in order."""
    return store.query(
        "select dataset, release, year, emissions_tco2e from live_emissions"
        " where is_speaking and area_id = $area_id order by dataset, year",
        {"area_id": area_id},
    ).values.tolist()


def vintages(store: Store) -> list[list]:
    return store.query(
        "select release, year, emissions_tco2e from live_emissions"
        " where not is_speaking order by release, year"
    ).values.tolist()


def headline(store: Store, area_id: str = "NO-0301") -> list[str]:
    return store.query(
        "select distinct dataset from live_slices"
        " where is_headline and dataset is not null and area_id = $area_id",
        {"area_id": area_id},
    )["dataset"].tolist()


# One slice ----------------------------------------------------------------------------------------


def test_the_upload_committed_last_speaks_for_a_slice(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0}))
    store.commit(make_upload(store, {2020: 110.0}))
    assert speaking(store) == [["inventory-ghg", "2025", 2020, 110.0]]


def test_a_slice_is_replaced_whole_and_the_others_are_left_alone(store: Store, make_upload: MakeUpload):
    sectors = [
        {**total_rows({2020: 60.0})[0], "sector": "transport"},
        {**total_rows({2020: 40.0})[0], "sector": "waste"},
    ]
    store.commit(make_upload(store, rows=[*sectors, *total_rows({2021: 90.0})]))
    store.commit(make_upload(store, rows=[{**sectors[0], "emissions_tco2e": 55.0}]))
    # 2020 now has only the 55 t of transport: the 40 t of waste are gone with their slice; 2021 is untouched
    assert speaking(store) == [["inventory-ghg", "2025", 2020, 55.0], ["inventory-ghg", "2025", 2021, 90.0]]


def test_undoing_lets_the_upload_before_speak_again(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0}))
    second = store.commit(make_upload(store, {2020: 110.0}))
    store.withdraw(second, actor="Kari")
    assert speaking(store) == [["inventory-ghg", "2025", 2020, 100.0]]


def test_a_restored_upload_takes_its_old_place_beneath_a_later_one(store: Store, make_upload: MakeUpload):
    first = store.commit(make_upload(store, {2020: 100.0, 2021: 95.0}))
    store.withdraw(first, actor="Kari")
    store.commit(make_upload(store, {2020: 110.0}))
    store.restore(first, actor="Kari")
    assert speaking(store) == [["inventory-ghg", "2025", 2020, 110.0], ["inventory-ghg", "2025", 2021, 95.0]]


def test_an_event_of_one_area_leaves_other_areas_as_they_were(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 50.0}, area_id="SE-1880"))
    before = store.query("select * from live_slices where area_id = 'SE-1880'")
    oslo = store.commit(make_upload(store, {2020: 100.0}))
    store.withdraw(oslo, actor="Kari")
    assert store.query("select * from live_slices where area_id = 'SE-1880'").equals(before)
    assert speaking(store, "NO-0301") == []


# Releases -----------------------------------------------------------------------------------------


def test_the_newest_release_speaks_and_years_only_in_the_older_one_are_vintages(
    store: Store, make_upload: MakeUpload
):
    store.commit(make_upload(store, {2009: 130.0, 2020: 100.0}, release="2024", released_on=date(2024, 6, 1)))
    store.commit(make_upload(store, {2020: 98.0, 2021: 90.0}, release="2025", released_on=date(2025, 6, 1)))
    assert speaking(store) == [["inventory-ghg", "2025", 2020, 98.0], ["inventory-ghg", "2025", 2021, 90.0]]
    assert vintages(store) == [["2024", 2009, 130.0], ["2024", 2020, 100.0]]


def test_an_older_release_loaded_later_does_not_speak(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 98.0}, release="2025", released_on=date(2025, 6, 1)))
    store.commit(make_upload(store, {2020: 100.0}, release="2024", released_on=date(2024, 6, 1)))
    assert speaking(store) == [["inventory-ghg", "2025", 2020, 98.0]]


def test_undoing_the_newest_release_lets_the_whole_series_before_speak(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2009: 130.0, 2020: 100.0}, release="2024", released_on=date(2024, 6, 1)))
    newest = store.commit(make_upload(store, {2020: 98.0}, release="2025", released_on=date(2025, 6, 1)))
    store.withdraw(newest, actor="Kari")
    assert [row[1:] for row in speaking(store)] == [["2024", 2009, 130.0], ["2024", 2020, 100.0]]


def test_each_area_speaks_from_its_own_newest_release(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0}, release="2024", released_on=date(2024, 6, 1)))
    store.commit(
        make_upload(store, {2020: 70.0}, area_id="NO-4601", release="2025", released_on=date(2025, 6, 1))
    )
    assert speaking(store, "NO-0301") == [["inventory-ghg", "2024", 2020, 100.0]]
    assert speaking(store, "NO-4601") == [["inventory-ghg", "2025", 2020, 70.0]]


def test_a_release_without_a_date_stands_behind_one_with_a_date(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 98.0}, release="2025", released_on=date(2025, 6, 1)))
    store.commit(make_upload(store, {2020: 100.0}, release="draft", released_on=None))
    assert speaking(store)[0][1] == "2025"


def test_of_releases_without_a_date_the_one_first_loaded_last_speaks(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0}, release="spring", released_on=None))
    store.commit(make_upload(store, {2020: 98.0}, release="autumn", released_on=None))
    assert speaking(store)[0][1] == "autumn"


def test_loading_an_old_release_again_to_correct_it_does_not_make_it_the_newest(
    store: Store, make_upload: MakeUpload
):
    store.commit(make_upload(store, {2020: 100.0}, release="spring", released_on=None))
    store.commit(make_upload(store, {2020: 98.0}, release="autumn", released_on=None))
    store.commit(make_upload(store, {2020: 101.0}, release="spring", released_on=None))
    assert speaking(store) == [["inventory-ghg", "autumn", 2020, 98.0]]
    assert vintages(store) == [["spring", 2020, 101.0]]


def test_an_accumulating_dataset_speaks_for_each_year_from_the_newest_release_that_has_it(
    store: Store, make_upload: MakeUpload
):
    own = {"dataset": "own", "revision": "accumulating", "kind": "own_accounts"}
    store.commit(
        make_upload(store, {2019: 120.0, 2020: 100.0}, release="2020", released_on=date(2021, 1, 1), **own)
    )
    store.commit(
        make_upload(store, {2020: 99.0, 2021: 90.0}, release="2021", released_on=date(2022, 1, 1), **own)
    )
    assert speaking(store) == [
        ["own", "2020", 2019, 120.0],
        ["own", "2021", 2020, 99.0],
        ["own", "2021", 2021, 90.0],
    ]
    assert vintages(store) == [["2020", 2020, 100.0]]


# Headline -----------------------------------------------------------------------------------------

GHG = {"dataset": "inventory-ghg", "gas_coverage": "ghg"}
CO2 = {"dataset": "inventory-co2", "gas_coverage": "co2"}
OWN = {"dataset": "own", "gas_coverage": "ghg", "kind": "own_accounts"}
OTHER = {"dataset": "another-ghg", "gas_coverage": "ghg"}


@pytest.mark.parametrize(
    ("loaded", "speaks"),
    [
        ([CO2], "inventory-co2"),
        ([CO2, GHG], "inventory-ghg"),  # all gases before CO2 only, whichever came first
        ([GHG, CO2], "inventory-ghg"),
        ([OWN, CO2], "inventory-co2"),  # a national inventory before own accounts, even if it is CO2 only
        ([GHG, OTHER], "inventory-ghg"),  # the first loaded
        ([OTHER, GHG], "another-ghg"),
        ([OWN], "own"),
    ],
)
def test_without_a_choice_the_first_national_inventory_speaks_and_all_gases_come_before_co2(
    store: Store, make_upload: MakeUpload, loaded: list[dict], speaks: str
):
    for described in loaded:
        store.commit(make_upload(store, {2020: 100.0}, **described))
    assert headline(store) == [speaks]


def test_loading_the_first_inventory_again_keeps_it_headline(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0}, **GHG))
    store.commit(make_upload(store, {2020: 80.0}, **OTHER))
    store.commit(make_upload(store, {2020: 101.0}, **GHG))  # the same release, corrected
    assert headline(store) == ["inventory-ghg"]


def test_every_year_of_a_headline_dataset_is_headline(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0, 2021: 90.0}, **GHG))
    assert store.query("select year from live_slices where is_headline order by year")["year"].tolist() == [
        2020,
        2021,
    ]


def test_headline_is_chosen_area_by_area(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0}, **CO2))
    store.commit(make_upload(store, {2020: 100.0}, area_id="SE-1880", **GHG))
    assert headline(store, "NO-0301") == ["inventory-co2"]
    assert headline(store, "SE-1880") == ["inventory-ghg"]


def test_each_basis_has_a_headline_of_its_own(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0}, **GHG))
    store.commit(make_upload(store, {2020: 300.0}, dataset="consumption-ghg", basis="consumption"))
    assert sorted(headline(store)) == ["consumption-ghg", "inventory-ghg"]


def test_a_stored_choice_beats_the_rule_and_its_undo_brings_the_rule_back(
    store: Store, make_upload: MakeUpload
):
    store.commit(make_upload(store, {2020: 100.0}, **GHG))
    store.commit(make_upload(store, {2020: 90.0}, **OWN))
    choice = choose_headline(store, "NO-0301", "own", table="emissions", basis="territorial", actor="Kari")
    assert headline(store) == ["own"]
    store.withdraw(choice, actor="Kari")
    assert headline(store) == ["inventory-ghg"]
    store.restore(choice, actor="Kari")
    assert headline(store) == ["own"]


def test_a_choice_of_inhabitants_counts_when_its_basis_is_an_empty_cell(
    store: Store, make_upload: MakeUpload
):
    for dataset in ("a-register", "b-register"):
        rows = [{"area_id": "NO-0301", "dataset": dataset, "year": 2024, "inhabitants": 5}]
        store.commit(make_upload(store, table="population", rows=rows, dataset=dataset, basis=None))
    choice = {"area_id": "NO-0301", "record_id": "population/", "table_name": "population"}
    chosen = [{**choice, "basis": None, "dataset": "b-register"}]
    store.commit(make_upload(store, table="dataset_choices", rows=chosen))
    headline = store.arrow("select dataset from live_population where is_headline").to_pylist()
    assert headline == [{"dataset": "b-register"}]


def test_the_newest_choice_counts_and_undoing_it_brings_back_the_one_before(
    store: Store, make_upload: MakeUpload
):
    for described in (GHG, OWN, CO2):
        store.commit(make_upload(store, {2020: 90.0}, **described))
    choose_headline(store, "NO-0301", "own", table="emissions", basis="territorial", actor="Kari")
    second = choose_headline(
        store, "NO-0301", "inventory-co2", table="emissions", basis="territorial", actor="Kari"
    )
    assert headline(store) == ["inventory-co2"]
    store.withdraw(second, actor="Kari")
    assert headline(store) == ["own"]


def test_a_choice_is_of_one_area_only(store: Store, make_upload: MakeUpload):
    for area_id in ("NO-0301", "NO-4601"):
        store.commit(make_upload(store, {2020: 100.0}, area_id=area_id, **GHG))
        store.commit(make_upload(store, {2020: 90.0}, area_id=area_id, **OWN))
    choose_headline(store, "NO-4601", "own", table="emissions", basis="territorial", actor="Kari")
    assert headline(store, "NO-0301") == ["inventory-ghg"]


def test_a_choice_whose_dataset_is_undone_falls_back_to_the_rule(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0}, **GHG))
    own = store.commit(make_upload(store, {2020: 90.0}, **OWN))
    choose_headline(store, "NO-0301", "own", table="emissions", basis="territorial", actor="Kari")
    store.withdraw(own, actor="Kari")
    assert headline(store) == ["inventory-ghg"]


# As it stood --------------------------------------------------------------------------------------


def as_it_stood(store: Store, event_id: int) -> list[list]:
    return store.query(
        f"with stood as ({LIVE_SLICES})"  # noqa: S608
        " select slice_id, upload_id, is_speaking, is_headline from stood order by slice_id",
        {"until_event": event_id, "upload_id": None},
    ).values.tolist()


def test_replaying_the_events_gives_the_store_as_it_stood_after_each(store: Store, make_upload: MakeUpload):
    first = store.commit(make_upload(store, {2020: 100.0}, release="2024", released_on=date(2024, 6, 1)))
    store.commit(make_upload(store, {2020: 98.0}, release="2025", released_on=date(2025, 6, 1)))
    store.withdraw(2, actor="Kari")
    store.restore(2, actor="Kari")
    assert as_it_stood(store, 0) == []
    assert as_it_stood(store, 1) == [[1, first, True, True]]
    assert as_it_stood(store, 2) == [[1, 1, False, True], [2, 2, True, True]]
    assert as_it_stood(store, 3) == [[1, 1, True, True]]
    assert as_it_stood(store, 4) == as_it_stood(store, 2)


def test_what_is_kept_step_by_step_equals_a_replay_from_the_start(store: Store, make_upload: MakeUpload):
    for number, area_id in enumerate(["NO-0301", "NO-4601", "SE-1880", "NO-0301"]):
        for described in (GHG, CO2, OWN):
            store.commit(make_upload(store, {2019: 1.0, 2020: float(number)}, area_id=area_id, **described))
    for upload_id in (1, 4, 7, 11):
        store.withdraw(upload_id, actor="Kari")
    store.restore(4, actor="Kari")
    choose_headline(store, "NO-4601", "own", table="emissions", basis="territorial", actor="Kari")
    kept = store.query(
        "select slice_id, upload_id, is_speaking, is_headline from live_slices order by slice_id"
    )
    assert kept.values.tolist() == as_it_stood(store, store.version)
