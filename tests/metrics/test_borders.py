"""Mergers and splits: parts are summed once and only when all are there, and every chart is told. Places are
fictional."""

from datetime import date

import pandas as pd
import pytest

from data.datasets import KNOWN_DATASETS, Release
from data.staging import staged
from data.store import NewUpload, Store
from metrics.borders import border_changes
from metrics.values import indicator_values

NEW, OLD_A, OLD_B = "NO-9900", "NO-9901", "NO-9902"


@pytest.fixture
def parted(store: Store) -> Store:
    """Nyby, merged in 2020 of Gamleby and Vesleby; both codes end with 2019."""
    with_changes(store, [(NEW, "9901", "merged"), (NEW, "9902", "merged")])
    return store


def with_changes(store: Store, changes: list[tuple[str, str, str]], *, from_year: int | None = None) -> None:
    names = {NEW: "Nyby", OLD_A: "Gamleby", OLD_B: "Vesleby", "NO-9903": "Utby"}
    areas = [
        {"area_id": area_id, "country_code": "NO", "code": area_id[3:], "name": name, "other_name": "",
         "kind": "municipality", "region": "", "valid_to": None if area_id in (NEW, "NO-9903") else date(2019, 12, 31)}
        for area_id, name in names.items()
    ]  # fmt: skip
    rows = [
        {"country_code": "NO", "area_id": area_id, "earlier_code": code, "earlier_name": names.get(f"NO-{code}", code),
         "kind": kind, "from_year": from_year, "to_year": 2019}
        for area_id, code, kind in changes
    ]  # fmt: skip
    frame = pd.DataFrame(rows).astype({"from_year": "Int64", "to_year": "Int64"})
    store.add_areas(pd.DataFrame(areas), frame)


def load(
    store: Store,
    figures: dict[str, dict[int, float]],
    *,
    release: str = "2024",
    released_on: date | None = date(2024, 6, 1),
    dataset: str = "miljodirektoratet-ghg",
) -> None:
    """One upload with a total for each area and year."""
    rows = [
        {"area_id": area_id, "dataset": dataset, "year": year, "basis": "territorial", "scope": "1",
         "sector": "transport", "emissions_tco2e": value, "is_counted": True, "value_status": "reported",
         "is_preliminary": False, "source_sheet": "Data", "source_row": number, "source_column": "E"}
        for area_id, years in figures.items()
        for number, (year, value) in enumerate(years.items(), start=2)
    ]  # fmt: skip
    store.commit(
        NewUpload(
            sha256=store.keep_original(f"{figures}{release}".encode(), file_name="x.xlsx"),
            file_name="x.xlsx",
            format_key="test",
            actor="Kari",
            tables={"emissions": staged("emissions", pd.DataFrame(rows))},
            datasets=(KNOWN_DATASETS[dataset],),
            releases={dataset: Release(release, released_on, "file")},
        )
    )


def totals(store: Store, area_id: str = NEW) -> dict[int, float]:
    found = indicator_values(store, municipality_ids=[area_id], indicators=["ghg_total"])
    return dict(zip(found["year"], found["value"], strict=True))


def sentences(store: Store) -> list[str]:
    return [str(change.sentence) for change in border_changes(store, NEW)]


def test_parts_are_summed_when_all_are_there_and_the_chart_says_so(parted: Store):
    load(parted, {OLD_A: {2018: 60.0, 2019: 50.0}, OLD_B: {2018: 40.0, 2019: 30.0}, NEW: {2020: 70.0}})
    assert totals(parted) == {2018: 100.0, 2019: 80.0, 2020: 70.0}
    assert sentences(parted) == [
        "Before 2020 the figures are the sums of the municipalities that merged then: Gamleby, Vesleby."
    ]


def test_a_part_without_a_year_stops_the_sum_of_that_year_and_the_year_is_named(parted: Store):
    load(parted, {OLD_A: {2018: 60.0, 2019: 50.0}, OLD_B: {2019: 30.0}, NEW: {2020: 70.0}})
    assert totals(parted) == {2019: 80.0, 2020: 70.0}
    assert sentences(parted) == [
        "Not comparable before 2020: Gamleby, Vesleby merged then, and not all of them have figures for 2018."
    ]


def test_a_release_on_todays_borders_is_never_summed_with_its_parts_again(parted: Store):
    load(parted, {OLD_A: {2019: 50.0}, OLD_B: {2019: 30.0}}, release="2019", released_on=date(2019, 6, 1))
    load(parted, {NEW: {2019: 81.0, 2020: 70.0}})
    assert totals(parted) == {2019: 81.0, 2020: 70.0}
    assert sentences(parted) == [
        "Borders changed in 2020 (earlier: Gamleby, Vesleby); the publisher has worked out earlier years on "
        "today's borders."
    ]


def test_an_older_release_of_the_parts_is_not_spliced_before_a_newer_one(parted: Store):
    load(parted, {OLD_A: {2018: 50.0}, OLD_B: {2018: 30.0}}, release="2019", released_on=date(2019, 6, 1))
    load(parted, {NEW: {2020: 70.0}})
    assert totals(parted) == {2020: 70.0}


def test_parts_of_different_releases_are_not_added(parted: Store):
    load(parted, {OLD_A: {2018: 50.0}}, release="2018", released_on=date(2018, 6, 1))
    load(parted, {OLD_B: {2018: 30.0}}, release="2019", released_on=date(2019, 6, 1))
    assert totals(parted) == {}


def test_parts_alone_make_a_series_before_the_new_municipality_has_any_year(parted: Store):
    load(parted, {OLD_A: {2018: 60.0}, OLD_B: {2018: 40.0}})
    assert totals(parted) == {2018: 100.0}


def test_codes_of_a_later_spell_serve_a_releases_earlier_years(store: Store):
    # Vesleby had the code 9902 only from 2018, but the release of 2019 gives its whole series under it
    with_changes(store, [(NEW, "9901", "merged"), (NEW, "9902", "merged")], from_year=2018)
    load(
        store,
        {OLD_A: {2009: 60.0}, OLD_B: {2009: 40.0}},
        release="2019",
        released_on=date(2019, 6, 1),
    )
    assert totals(store) == {2009: 100.0}


def test_one_that_kept_its_code_is_only_a_part_in_a_release_from_before_the_merger(store: Store):
    # Nyby took Vesleby in and kept its code: 60 + 40 in the release of 2019, and 60 is never shown as the whole
    with_changes(store, [(NEW, "9900", "merged"), (NEW, "9902", "merged")])
    load(store, {NEW: {2018: 60.0}, OLD_B: {2018: 40.0}}, release="2019", released_on=date(2019, 6, 1))
    assert totals(store) == {2018: 100.0}


def test_one_that_kept_its_code_has_no_year_from_before_the_merger_without_the_other_part(store: Store):
    with_changes(store, [(NEW, "9900", "merged"), (NEW, "9902", "merged")])
    load(store, {NEW: {2018: 60.0}}, release="2019", released_on=date(2019, 6, 1))
    assert totals(store) == {}


def test_one_that_kept_its_code_stands_whole_in_a_release_from_after_the_merger(store: Store):
    with_changes(store, [(NEW, "9900", "merged"), (NEW, "9902", "merged")])
    load(store, {NEW: {2018: 101.0, 2020: 90.0}})
    assert totals(store) == {2018: 101.0, 2020: 90.0}


def test_what_was_split_is_not_carried_back_and_the_chart_says_so(store: Store):
    with_changes(store, [(NEW, "9901", "split"), ("NO-9903", "9901", "split")])
    load(store, {OLD_A: {2018: 60.0, 2019: 50.0}, NEW: {2020: 30.0}, "NO-9903": {2020: 18.0}})
    assert totals(store) == {2020: 30.0}
    assert sentences(store) == [
        "Not comparable before 2020: the figures of Gamleby, which was split then, cannot be divided."
    ]


def test_a_new_number_alone_is_no_change_of_borders_and_the_series_goes_on(store: Store):
    with_changes(store, [(NEW, "9901", "renumbered")])
    load(store, {OLD_A: {2019: 50.0}, NEW: {2020: 48.0}})
    assert totals(store) == {2019: 50.0, 2020: 48.0}
    assert sentences(store) == []


def test_own_figures_do_not_say_which_borders_they_stand_on(parted: Store):
    load(parted, {NEW: {2018: 99.0, 2020: 70.0}}, dataset="own-accounts")
    assert sentences(parted) == [
        "Borders changed in 2020 (earlier: Gamleby, Vesleby); the municipality's own figures do not say which "
        "borders earlier years stand on."
    ]


def test_a_missing_figure_of_a_part_leaves_the_sum_missing(parted: Store):
    load(parted, {OLD_A: {2019: 50.0}, OLD_B: {2019: float("nan")}, NEW: {2020: 70.0}})
    assert pd.isna(totals(parted)[2019])


def test_norways_history_names_the_three_that_kept_their_codes(store: Store):
    kept = store.query(
        "select area_id, from_year, to_year from municipality_changes where area_id = country_code || '-' || "
        "earlier_code order by area_id"
    )
    assert [tuple(row) for row in kept.fillna(0).astype({"from_year": int}).itertuples(index=False)] == [
        ("NO-1103", 0, 2019),
        ("NO-1804", 0, 2004),
        ("NO-5001", 2018, 2019),
    ]
