import math
from datetime import date

import numpy as np
import pandas as pd

from data.changes import ROWS_SHOWN, TableChanges, table_changes
from data.datasets import Release
from data.staging import staged
from data.store import NewUpload, Store
from tests.conftest import MakeUpload, total_rows


def changes_of(store: Store, upload: NewUpload, table: str = "emissions") -> TableChanges:
    return table_changes(store, table, upload.tables[table], upload.releases)


def counts(new: int = 0, changed: int = 0, removed: int = 0, unchanged: int = 0) -> dict[str, int]:
    return {"new": new, "changed": changed, "removed": removed, "unchanged": unchanged}


def test_in_an_empty_store_every_row_is_new(store: Store, make_upload: MakeUpload):
    found = changes_of(store, make_upload(store, {2020: 100.0, 2021: 90.0}))
    assert found.counts == counts(new=2)
    assert (found.area_count, found.first_year, found.last_year) == (1, 2020, 2021)
    assert found.rows[["name", "year", "new", "change"]].values.tolist() == [
        ["Oslo", 2020, 100.0, "new"],
        ["Oslo", 2021, 90.0, "new"],
    ]


def test_a_preview_changes_nothing(store: Store, make_upload: MakeUpload):
    upload = make_upload(store, {2020: 100.0})
    changes_of(store, upload)
    assert store.version == 0
    assert store.uploads().empty


def test_the_same_file_again_changes_nothing(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0, 2021: None}))
    found = changes_of(store, make_upload(store, {2020: 100.0, 2021: None}))
    assert found.counts == counts(unchanged=2)
    assert found.is_nothing
    assert found.rows.empty


def test_a_changed_row_says_old_new_and_difference(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0, 2021: 90.0}))
    found = changes_of(store, make_upload(store, {2020: 80.0, 2021: 90.0}))
    assert found.counts == counts(changed=1, unchanged=1)
    row = found.rows.iloc[0]
    # 80 - 100 = -20 t, -20 %
    assert (row["old"], row["new"], row["difference"], row["difference_percent"]) == (
        100.0,
        80.0,
        -20.0,
        -20.0,
    )


def test_a_figure_that_goes_missing_is_changed_and_not_zero(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 100.0}))
    found = changes_of(store, make_upload(store, {2020: None}))
    assert found.counts == counts(changed=1)
    assert math.isnan(found.rows["new"].iloc[0])
    assert math.isnan(found.rows["difference"].iloc[0])


def test_a_change_from_zero_has_no_percentage(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 0.0}))
    found = changes_of(store, make_upload(store, {2020: 5.0}))
    assert found.rows["difference"].tolist() == [5.0]
    assert math.isnan(found.rows["difference_percent"].iloc[0])


def test_a_row_that_the_new_slice_lacks_is_removed(store: Store, make_upload: MakeUpload):
    transport = {**total_rows({2020: 60.0})[0], "sector": "transport"}
    waste = {**total_rows({2020: 40.0})[0], "sector": "waste", "is_counted": False}
    store.commit(make_upload(store, rows=[transport, waste]))
    found = changes_of(store, make_upload(store, rows=[transport]))
    assert found.counts == counts(removed=1, unchanged=1)
    assert found.rows[["label", "old", "change"]].values.tolist() == [["waste", 40.0, "removed"]]


def test_a_changed_status_is_a_change_though_the_figure_is_the_same(store: Store, make_upload: MakeUpload):
    row = total_rows({2020: 100.0})[0]
    store.commit(make_upload(store, rows=[row]))
    found = changes_of(store, make_upload(store, rows=[{**row, "is_preliminary": True}]))
    assert found.counts == counts(changed=1)


def test_where_a_row_stands_in_the_file_is_no_change(store: Store, make_upload: MakeUpload):
    row = total_rows({2020: 100.0})[0]
    store.commit(make_upload(store, rows=[row]))
    assert changes_of(store, make_upload(store, rows=[{**row, "source_row": 99}])).is_nothing


def test_rows_with_a_repeated_key_are_one_line_with_their_sum(store: Store, make_upload: MakeUpload):
    row = total_rows({2020: 100.0})[0]
    store.commit(make_upload(store, rows=[row, row]))
    assert changes_of(store, make_upload(store, rows=[row, row])).is_nothing
    found = changes_of(store, make_upload(store, rows=[row]))
    assert found.rows[["old", "new", "change"]].values.tolist() == [[200.0, 100.0, "changed"]]


def test_years_and_areas_that_the_file_does_not_name_are_left_out(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2019: 110.0, 2020: 100.0}))
    store.commit(make_upload(store, {2020: 70.0}, area_id="NO-4601"))
    assert changes_of(store, make_upload(store, {2020: 99.0})).counts == counts(changed=1)


def test_a_new_release_of_a_recomputed_dataset_is_laid_against_the_whole_series(
    store: Store, make_upload: MakeUpload
):
    store.commit(make_upload(store, {2009: 130.0, 2020: 100.0}, release="2024", released_on=date(2024, 6, 1)))
    found = changes_of(
        store, make_upload(store, {2020: 98.0, 2021: 90.0}, release="2025", released_on=date(2025, 6, 1))
    )
    # 2009 no longer speaks, 2020 is revised, 2021 is new
    assert found.counts == counts(new=1, changed=1, removed=1)
    assert found.older_release_than is None


def test_a_new_release_of_an_accumulating_dataset_touches_its_own_years_only(
    store: Store, make_upload: MakeUpload
):
    own = {"dataset": "own", "revision": "accumulating"}
    store.commit(
        make_upload(store, {2019: 130.0, 2020: 100.0}, release="2024", released_on=date(2024, 6, 1), **own)
    )
    found = changes_of(
        store, make_upload(store, {2020: 98.0}, release="2025", released_on=date(2025, 6, 1), **own)
    )
    assert found.counts == counts(changed=1)


def test_an_older_release_becomes_a_vintage_and_is_laid_against_that_vintage(
    store: Store, make_upload: MakeUpload
):
    old = {"release": "2024", "released_on": date(2024, 6, 1)}
    store.commit(make_upload(store, {2020: 98.0}, release="2025", released_on=date(2025, 6, 1)))
    first = changes_of(store, make_upload(store, {2020: 100.0}, **old))
    assert (first.counts, first.older_release_than) == (counts(new=1), "2025")
    store.commit(make_upload(store, {2020: 100.0}, **old))
    again = changes_of(store, make_upload(store, {2020: 101.0}, **old))
    assert again.counts == counts(changed=1)
    assert again.rows[["old", "new"]].values.tolist() == [[100.0, 101.0]]


def test_a_newer_release_of_another_municipality_makes_no_vintage_of_this_one(
    store: Store, make_upload: MakeUpload
):
    store.commit(
        make_upload(store, {2020: 70.0}, area_id="NO-4601", release="2025", released_on=date(2025, 6, 1))
    )
    upload = make_upload(store, {2020: 100.0}, release="2024", released_on=date(2024, 6, 1))
    assert changes_of(store, upload).older_release_than is None
    store.commit(upload)
    assert store.query("select is_speaking from live_emissions where area_id = 'NO-0301'")[
        "is_speaking"
    ].tolist() == [True]


def test_a_release_without_a_date_is_a_vintage_beside_one_with_a_date(store: Store, make_upload: MakeUpload):
    store.commit(make_upload(store, {2020: 98.0}, release="2025", released_on=date(2025, 6, 1)))
    assert (
        changes_of(
            store, make_upload(store, {2020: 1.0}, release="draft", released_on=None)
        ).older_release_than
        == "2025"
    )


def test_an_accumulating_year_that_a_newer_release_has_already_becomes_a_vintage(
    store: Store, make_upload: MakeUpload
):
    own = {"dataset": "own", "revision": "accumulating"}
    store.commit(make_upload(store, {2020: 98.0}, release="2025", released_on=date(2025, 6, 1), **own))
    upload = make_upload(store, {2020: 100.0}, release="2024", released_on=date(2024, 6, 1), **own)
    found = changes_of(store, upload)
    assert (found.counts, found.older_release_than) == (counts(new=1), "2025")
    store.commit(upload)
    assert store.query("select emissions_tco2e from live_emissions where is_speaking")[
        "emissions_tco2e"
    ].tolist() == [98.0]


def test_a_withdrawn_upload_is_not_compared_with(store: Store, make_upload: MakeUpload):
    store.withdraw(store.commit(make_upload(store, {2020: 100.0})), actor="Kari")
    assert changes_of(store, make_upload(store, {2020: 100.0})).counts == counts(new=1)


def test_population_is_compared_in_persons(store: Store, make_upload: MakeUpload):
    def people(inhabitants: int) -> NewUpload:
        rows = [{"area_id": "NO-0301", "dataset": "register", "year": 2020, "inhabitants": inhabitants}]
        return make_upload(
            store, dataset="register", table="population", rows=rows, basis="", gas_coverage=""
        )

    store.commit(people(700_000))
    found = changes_of(store, people(700_100), "population")
    assert found.rows[["label", "old", "new", "difference"]].values.tolist() == [["", 700_000, 700_100, 100]]


def test_the_preview_says_what_the_commit_then_does(store: Store, make_upload: MakeUpload):
    before = {2018: 120.0, 2019: 110.0, 2020: 100.0}
    store.commit(make_upload(store, before, release="2024", released_on=date(2024, 6, 1)))
    upload = make_upload(
        store, {2019: 110.0, 2020: 98.0, 2021: 90.0}, release="2025", released_on=date(2025, 6, 1)
    )
    foreseen = changes_of(store, upload).counts
    store.commit(upload)
    after = (
        store.query("select year, emissions_tco2e from live_emissions where is_speaking")
        .set_index("year")["emissions_tco2e"]
        .to_dict()
    )
    both = before.keys() & after.keys()
    changed = sum(before[year] != after[year] for year in both)
    assert foreseen == counts(
        len(after.keys() - before.keys()), changed, len(before.keys() - after.keys()), len(both) - changed
    )


def test_100_000_rows_are_counted_in_full_and_the_largest_changes_are_shown(
    store: Store, make_upload: MakeUpload
):
    areas = store.query("select area_id from areas where kind = 'municipality' order by area_id limit 250")[
        "area_id"
    ]
    keys = pd.MultiIndex.from_product(
        [areas, range(2009, 2025), range(25)], names=["area_id", "year", "number"]
    ).to_frame(index=False)
    frame = keys.assign(
        dataset="inventory-ghg", basis="territorial", is_counted=True,
        subsector="source " + keys["number"].astype(str),
        emissions_tco2e=np.arange(100_000, dtype=float),
    ).drop(columns="number")  # fmt: skip
    store.commit(
        NewUpload(
            **{
                **make_upload(store, {2020: 1.0}).__dict__,
                "tables": {"emissions": staged("emissions", frame)},
            }
        )
    )
    frame.loc[frame.index % 100 == 0, "emissions_tco2e"] += 1 + frame.index[frame.index % 100 == 0]
    found = table_changes(
        store,
        "emissions",
        staged("emissions", frame),
        {"inventory-ghg": Release("2025", date(2025, 6, 1), "file")},
    )
    assert found.counts == counts(changed=1_000, unchanged=99_000)
    assert len(found.rows) == ROWS_SHOWN
    assert found.rows["difference"].iloc[0] == 99_901  # row 99 900 grew by 1 + 99 900
