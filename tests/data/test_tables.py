import math
import re

import pandas as pd
import pyarrow as pa
import pytest

from data.code_lists import FIGURE_UNITS, FIGURES, UNIT_WORDS
from data.columns import Table, TableError
from data.staging import ARROW_TYPES, arrow_schema, staged
from data.tables import SOURCE_COLUMNS, TABLES

RECORD_TABLES = [table for table in TABLES.values() if table.slice_kind == "record"]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_says_its_heading_and_meaning_and_has_a_known_kind(table: Table):
    for column in table.columns:
        assert str(column.title)
        assert str(column.meaning)
        assert column.kind in ARROW_TYPES


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_slice_is_part_of_the_key_and_its_columns_are_required(table: Table):
    assert set(table.slice_columns) <= set(table.key_columns)
    assert all(table.column(name).is_required for name in table.slice_columns)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_keys_values_and_source_columns_do_not_overlap(table: Table):
    names = [*table.key_columns, *table.value_columns, *(column.name for column in SOURCE_COLUMNS)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_default_fits_its_column(table: Table):
    for column in table.columns:
        if column.default is not None:
            assert column.default in (("yes", "no") if column.kind == "boolean" else column.allowed)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_limits_are_in_order_and_only_numbers_have_them(table: Table):
    for column in table.columns:
        if column.minimum is not None or column.maximum is not None:
            assert column.kind in ("number", "integer"), column.name
        if column.minimum is not None and column.maximum is not None:
            assert column.minimum < column.maximum


@pytest.mark.parametrize(
    "table", [table for table in TABLES.values() if table.value], ids=lambda table: table.name
)
def test_a_change_is_measured_by_a_number(table: Table):
    assert table.column(table.value).kind in ("number", "integer")


@pytest.mark.parametrize("table", RECORD_TABLES, ids=lambda table: table.name)
def test_an_id_is_written_by_people_or_made_of_columns_that_are_never_empty(table: Table):
    assert table.column("record_id").is_on_sheet is not bool(table.record_from)
    for name in table.record_from:
        column = table.column(name)
        assert column.is_required or column.default or name == "basis", name


@pytest.mark.parametrize(
    "table", [table for table in TABLES.values() if table.parent], ids=lambda table: table.name
)
def test_a_child_has_a_parent_that_is_a_record_with_an_id_of_its_own(table: Table):
    parent = TABLES[table.parent]
    assert (parent.slice_kind, parent.parent, parent.record_from) == ("record", "", ())
    assert table.column("record_id").title == parent.column("record_id").title


def test_what_is_shared_when_shareable_has_a_column_that_says_so_or_a_parent():
    shared = [table for table in TABLES.values() if table.sharing == "when_shareable"]
    says = [TABLES[table.parent] if table.parent else table for table in shared]
    assert {table.column(table.shareable_column).kind for table in says} == {"boolean"}


def test_every_yearly_table_names_the_dataset_of_figures_that_name_none():
    names = {table.name: table.dataset for table in TABLES.values() if table.slice_kind == "yearly"}
    assert names == {
        "emissions": "own-accounts",
        "population": "own-population",
        "materials": "own-materials",
        "figures": "own-figures",
        "readings": "own-readings",
    }


def test_every_figure_has_one_unit_and_every_unit_in_words_is_used():
    assert list(FIGURE_UNITS) == list(FIGURES)
    declared = {column.unit for table in TABLES.values() for column in table.columns}
    assert set(UNIT_WORDS) < declared | set(FIGURE_UNITS.values())


def test_an_example_has_the_form_that_its_column_asks_for():
    assert [
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.pattern and not re.fullmatch(column.pattern, column.example)
    ] == []


def test_units_stand_at_the_end_of_names():
    assert TABLES["emissions"].column("emissions_tco2e").unit == "t CO2e"
    assert TABLES["targets"].column("reduction_percent").unit == "%"


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(TableError, match=r"Table emissions has no column emision\."):
        TABLES["emissions"].column("emision")


def test_staged_rows_have_every_declared_column_in_order_and_absent_ones_are_null():
    rows = staged("population", pd.DataFrame({"year": [2020], "area_id": ["NO-0301"]}))
    assert rows.schema == arrow_schema("population")
    assert rows["year"].to_pylist() == [2020]
    assert rows["inhabitants"].to_pylist() == [None]


@pytest.mark.parametrize("make", [pd.DataFrame, pa.table], ids=["pandas", "arrow"])
def test_nan_is_missing_and_zero_is_zero(make):
    rows = staged("emissions", make({"emissions_tco2e": [0.0, math.nan, -1.5]}))
    assert rows["emissions_tco2e"].to_pylist() == [0.0, None, -1.5]


def test_whole_numbers_with_gaps_become_integers_again():
    rows = staged("population", pd.DataFrame({"inhabitants": [700_000.0, math.nan]}))
    assert rows["inhabitants"].to_pylist() == [700_000, None]


def test_leading_zeros_of_codes_survive():
    assert staged("emissions", pd.DataFrame({"source_code": ["0301"]}))["source_code"].to_pylist() == ["0301"]


def test_staging_leaves_the_given_frame_as_it_was():
    frame = pd.DataFrame({"year": [2020]})
    staged("emissions", frame)
    assert list(frame.columns) == ["year"]


def test_an_unknown_column_is_refused_by_name():
    with pytest.raises(TableError, match=r"Table emissions has no column tonnes\."):
        staged("emissions", pd.DataFrame({"tonnes": [1.0]}))


@pytest.mark.parametrize("values", [["12 kt"], [1.0, "x"]], ids=["text", "mixed"])
def test_a_value_of_another_kind_is_refused_with_the_table_named(values: list):
    with pytest.raises(TableError, match="emissions"):
        staged("emissions", pd.DataFrame({"emissions_tco2e": values}))


def test_half_a_year_or_half_a_person_is_refused():
    with pytest.raises(TableError, match="population\\.inhabitants"):
        staged("population", pd.DataFrame({"inhabitants": [12.5]}))
