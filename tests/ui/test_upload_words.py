"""Stored values as a person reads them, and changed rows under the headings of the page."""

import pandas as pd
import pytest

from data.changes import TableChanges
from data.tables import TABLES
from texts import set_language
from ui import upload_changes
from ui.upload_words import field_words, value_words


@pytest.mark.parametrize(
    ("table", "column", "text", "words"),
    [
        ("projects", "innovation_stage", "implementation", "Implementation"),
        ("projects", "is_shareable", "true", "Yes"),
        ("projects", "is_shareable", "false", "No"),
        ("projects", "starts_on", "2026-03-01", "2026-03-01"),
        ("emissions", "basis", "territorial", "Territorial"),
        ("emissions", "gas", "CH4", "CH4"),
        ("emissions", "emissions_tco2e", "12500.5", "12\u202f500.5\u00a0t CO2e"),
        ("targets", "indicator", "ghg_total", "Total emissions"),
        ("targets", "target_year", "2030", "2030"),
        ("targets", "reduction_percent", "55.0", "55\u00a0%"),
        ("projects", "title", None, "–"),
        ("projects", "title", "", "–"),
    ],
)
def test_a_stored_value_is_written_for_people(table, column, text, words):
    assert value_words(TABLES[table].column(column), text) == words


def test_a_changed_field_names_its_column_and_both_values_in_the_readers_language():
    field = {"name": "innovation_stage", "old": "pilot", "new": "implementation"}
    assert field_words(TABLES["projects"], field) == "Innovation stage: Pilot → Implementation"
    set_language("nb")
    assert field_words(TABLES["projects"], {"name": "is_shareable", "old": None, "new": "true"}).endswith(
        ": – → Ja"
    )


def changes(table: str, *rows: dict, **counts: int) -> TableChanges:
    """Changes of one table with these rows; what a row does not say is missing."""
    columns = [
        "area_id",
        "name",
        "year",
        "label",
        "old",
        "new",
        "difference",
        "difference_percent",
        "change",
        "fields",
    ]
    frame = pd.DataFrame(rows)
    frame = frame.reindex(columns=list(dict.fromkeys([*columns, *frame.columns])))
    none = dict.fromkeys(("new", "changed", "removed", "unchanged"), 0)
    return TableChanges(table, none | counts, 1, 2023, 2023, frame)


def row(**values) -> dict:
    return {"area_id": "NO-3201", "name": "Bærum", "year": 2023, "change": "changed", "fields": [], **values}


def test_a_change_beside_the_figure_itself_is_named_too():
    fields = [
        {"name": "emissions_tco2e", "old": "10.0", "new": "12.0"},
        {"name": "value_status", "old": "reported", "new": "estimated"},
    ]
    frame = upload_changes.changes_frame(
        changes("emissions", row(key_sector="waste", old=10.0, new=12.0, fields=fields), changed=1)
    )
    assert frame["What"].tolist() == ["Waste and wastewater"]
    assert frame["Also changed"].tolist() == ["Status: Reported → Estimated"]


def test_columns_that_say_nothing_are_left_out():
    frame = upload_changes.changes_frame(changes("population", row(change="new", new=128_000.0), new=1))
    assert list(frame.columns) == ["Year", "New"]


def test_emissions_without_a_sector_are_the_total_and_other_keys_stand_in_words():
    labels = upload_changes.row_labels(
        changes(
            "emissions", row(key_sector="", key_gas="CH4"), row(key_sector="waste", key_gas=None), changed=2
        )
    )
    assert labels == ["Total · CH4", "Waste and wastewater"]


def test_a_line_of_counts_leaves_out_the_zeros():
    assert upload_changes.count_words(changes("projects", new=1, unchanged=40)) == "1 new · 40 unchanged"
