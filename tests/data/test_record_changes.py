"""What an upload of records would change: rows of the records it names, the columns that differ, and records that
end. All places are fictional in what they do."""

import pandas as pd
import pytest

from data.changes import TableChanges, table_changes
from data.staging import arrow_schema, staged
from data.store import NewUpload, Store

PROJECT = {
    "area_id": "NO-0301", "record_id": "P-1", "title": "Zero-emission sites", "innovation_stage": "idea",
    "is_shareable": True,
}  # fmt: skip
EFFECT = {"area_id": "NO-0301", "record_id": "P-1", "year": 2027, "expected_mid_tco2e": 200.0}


def rows(table: str, *entries: dict) -> object:
    return staged(table, pd.DataFrame(list(entries)))


def committed(store: Store, table: str, *entries: dict, removed: tuple = ()) -> None:
    content = repr((table, entries, removed)).encode()
    tables = {table: rows(table, *entries)} if entries else {}
    sha256 = store.keep_original(content, file_name="records.xlsx")
    store.commit(
        NewUpload(sha256, "records.xlsx", "veikart-template", "Kari", tables, removed_records=removed)
    )


def previewed(store: Store, table: str, *entries: dict, removed: tuple = ()) -> TableChanges:
    frame = rows(table, *entries) if entries else arrow_schema(table).empty_table()
    return table_changes(store, table, frame, {}, removed=removed)


def counts(changes: TableChanges) -> tuple[int, ...]:
    return tuple(changes.counts[kind] for kind in ("new", "changed", "removed", "unchanged"))


def test_a_record_that_nobody_has_is_new(store: Store):
    assert counts(previewed(store, "projects", PROJECT)) == (1, 0, 0, 0)


def test_the_same_record_again_is_unchanged_and_an_empty_text_is_no_text(store: Store):
    committed(store, "projects", {**PROJECT, "summary": ""})
    assert counts(previewed(store, "projects", {**PROJECT, "summary": None})) == (0, 0, 0, 1)


def test_a_changed_record_names_the_columns_that_differ_with_old_and_new(store: Store):
    committed(store, "projects", PROJECT)
    changes = previewed(store, "projects", {**PROJECT, "innovation_stage": "pilot", "contact": "town hall"})
    assert counts(changes) == (0, 1, 0, 0)
    assert sorted((field["name"], field["old"], field["new"]) for field in changes.rows["fields"][0]) == [
        ("contact", None, "town hall"),
        ("innovation_stage", "idea", "pilot"),
    ]


def test_a_changed_figure_of_a_record_has_its_difference(store: Store):
    committed(store, "project_effects", EFFECT, {**EFFECT, "year": 2028})
    row = previewed(
        store, "project_effects", {**EFFECT, "expected_mid_tco2e": 150.0}, {**EFFECT, "year": 2028}
    ).rows
    # 150 - 200 = -50, a quarter of 200
    assert row[["label", "year", "old", "new", "difference", "difference_percent"]].values.tolist() == [
        ["P-1", 2027, 200.0, 150.0, -50.0, -25.0]
    ]


def test_rows_that_a_record_no_longer_has_are_removed_and_other_records_left_alone(store: Store):
    committed(store, "project_effects", EFFECT, {**EFFECT, "year": 2028}, {**EFFECT, "record_id": "P-2"})
    assert counts(previewed(store, "project_effects", EFFECT)) == (0, 0, 1, 1)


def test_a_record_that_ends_is_removed(store: Store):
    committed(store, "projects", PROJECT, {**PROJECT, "record_id": "P-2"})
    changes = previewed(store, "projects", removed=(("NO-0301", "P-1"),))
    assert counts(changes) == (0, 0, 1, 0)
    assert changes.rows["label"].tolist() == ["P-1"]


def test_after_a_record_has_ended_the_same_record_is_new_again(store: Store):
    committed(store, "projects", PROJECT)
    committed(store, "projects", removed=(("projects", "NO-0301", "P-1"),))
    assert counts(previewed(store, "projects", PROJECT)) == (1, 0, 0, 0)


def test_a_record_of_another_municipality_is_not_compared_with(store: Store):
    committed(store, "projects", PROJECT)
    assert counts(previewed(store, "projects", {**PROJECT, "area_id": "NO-4601"})) == (1, 0, 0, 0)


@pytest.mark.parametrize("table", ["budget_ceilings", "reference_paths"])
def test_an_empty_sector_is_the_same_as_before(store: Store, table: str):
    value = {"budget_ceilings": "ceiling_tco2e", "reference_paths": "reference_tco2e"}[table]
    entry = {"area_id": "NO-0301", "record_id": "2027", "year": 2027, value: 48000.0}
    committed(store, table, entry, {**entry, "sector": "transport"})
    assert counts(previewed(store, table, entry, {**entry, "sector": "transport"})) == (0, 0, 0, 2)


def test_an_empty_cell_is_the_same_as_the_default_it_stands_for(store: Store):
    target = {
        "area_id": "NO-0301", "record_id": "ghg_total/territorial/2030", "indicator": "ghg_total", "unit": "t CO2e",
        "target_year": 2030, "target_value": 1.0,
    }  # fmt: skip
    committed(store, "targets", target)
    assert counts(previewed(store, "targets", {**target, "basis": "territorial"})) == (0, 0, 0, 1)


def test_numbers_are_the_same_to_the_15_digits_that_spreadsheets_save(store: Store):
    committed(store, "project_effects", {**EFFECT, "expected_mid_tco2e": 0.1 + 0.2})  # 0.30000000000000004
    assert counts(previewed(store, "project_effects", {**EFFECT, "expected_mid_tco2e": 0.3})) == (0, 0, 0, 1)
    assert counts(
        previewed(store, "project_effects", {**EFFECT, "expected_mid_tco2e": 0.300000000000001})
    ) == (0, 1, 0, 0)
