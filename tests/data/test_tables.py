import math

import pandas as pd
import pyarrow as pa
import pytest

from data.tables import ARROW_TYPES, SOURCE_COLUMNS, TABLES, Table, TableError, arrow_schema, staged


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
def test_a_default_is_one_of_the_allowed_values(table: Table):
    assert all(
        column.default in column.allowed for column in table.columns if column.default and column.allowed
    )


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_keys_values_and_source_columns_do_not_overlap(table: Table):
    names = [*table.key_columns, *table.value_columns, *(column.name for column in SOURCE_COLUMNS)]
    assert len(names) == len(set(names))


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
