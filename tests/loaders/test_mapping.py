"""The mapping as a value and as a file: what is written comes back, and a wrong file is told what is wrong."""

import json

import pytest

from data.tables import TABLES
from loaders.mappings.mapping import (
    DatasetWords,
    Mapping,
    MappingError,
    SheetColumn,
    Skip,
    Spread,
    SpreadColumn,
    mappable_columns,
    spreadable_columns,
)

WRITTEN = {
    "version": 1,
    "table": "emissions",
    "sheet": "Ark1",
    "heading_row": 3,
    "columns": {"sector": {"column": "A", "heading": "Sektor"}},
    "spread": {"column": "year", "heading": "#"},
    "constants": {"area_id": "NO-9101"},
    "unit": "kt",
}


def refused(**changes):
    """What is said of the written mapping with these entries changed; None takes an entry out."""
    written = {name: value for name, value in {**WRITTEN, **changes}.items() if value is not None}
    with pytest.raises(MappingError) as refusal:
        Mapping.from_dict(written)
    return str(refusal.value.text)


def test_a_mapping_comes_back_from_json_as_it_was_written():
    mapping = Mapping(
        table="emissions",
        sheet="Ark1",
        heading_row=3,
        has_group_row=True,
        columns={"area_id": SheetColumn("A", "Kommune"), "year": SheetColumn("B")},
        constants={"basis": "territorial"},
        spread=Spread("sector", "", (SpreadColumn(SheetColumn("C", "Veitrafikk"), "transport"),)),
        unit="kt",
        decimal_mark="comma",
        translations={"gas": {"metangass": "CH4"}},
        filled_down=("area_id",),
        skip=(Skip(SheetColumn("A", "Kommune"), ("Sum*",)),),
        dataset=DatasetWords(key="own-inventory", title="Our inventory", gas_coverage="ghg"),
    )
    assert Mapping.from_dict(json.loads(json.dumps(mapping.to_dict()))) == mapping


def test_what_says_nothing_is_left_out_of_the_file():
    assert Mapping.from_dict(WRITTEN).to_dict() == WRITTEN


def test_help_in_the_file_is_passed_over():
    assert Mapping.from_dict({**WRITTEN, "help": {"unit": "Unit of the amounts"}}) == Mapping.from_dict(
        WRITTEN
    )


def test_a_column_may_be_written_as_letters_or_as_a_heading():
    mapping = Mapping.from_dict({**WRITTEN, "columns": {"sector": "A", "gas": "Klimagass"}})
    assert mapping.columns == {"sector": SheetColumn("A", ""), "gas": SheetColumn("", "Klimagass")}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"version": 2},
            'Mapping, version: expected 1, the version of mappings that this Veikart knows, found "2".',
        ),
        (
            {"version": None},
            "Mapping, version: expected 1, the version of mappings that this Veikart knows, found nothing.",
        ),
        ({"heading_row": 0}, 'Mapping, heading_row: expected a whole number from 1, found "0".'),
        ({"heading_row": "3"}, 'Mapping, heading_row: expected a whole number from 1, found "3".'),
        ({"has_group_row": "yes"}, 'Mapping, has_group_row: expected true or false, found "yes".'),
        ({"unit": "tons"}, 'Mapping, unit: expected one of t, kt, Mt, kg, cells, found "tons".'),
        ({"decimal_mark": ","}, 'Mapping, decimal_mark: expected one of comma, point, found ",".'),
        ({"columns": ["A"]}, "Mapping, columns: expected an object with named entries, found \"['A']\"."),
        (
            {"columns": {"sector": {"column": "1"}}},
            'Mapping, columns.sector.column: expected the letters of a column, such as C, found "1".',
        ),
        (
            {"columns": {"sector": {}}},
            'Mapping, columns.sector: expected the letters or the heading of a column of the sheet, found "{}".',
        ),
        ({"constants": {"area_id": True}}, 'Mapping, constants.area_id: expected a text, found "True".'),
        (
            {"spread": {"column": "year"}},
            'Mapping, spread: expected the columns, or the heading of year columns with # for the year, found "year".',
        ),
        (
            {"spread": {"column": "year", "heading": "2024"}},
            'Mapping, spread.heading: expected the heading of year columns with # for the year, found "2024".',
        ),
        (
            {"spread": {"column": "sector", "columns": ["C"]}},
            'Mapping, spread.columns.1: expected a column with the value that its figures belong to, found "C".',
        ),
        (
            {"skip": [{"column": "A"}]},
            'Mapping, skip.1: expected a column with the texts whose rows are left out, found "A".',
        ),
        (
            {"skip": {"column": "A"}},
            "Mapping, skip: expected a list in square brackets, found \"{'column': 'A'}\".",
        ),
        (
            {"dataset": {"key": "Own Data"}},
            'Mapping, dataset.key: expected a short name of lower-case letters, digits and hyphens, found "Own Data".',
        ),
        (
            {"dataset": {"gas_coverage": "all"}},
            'Mapping, dataset.gas_coverage: expected one of ghg, co2, found "all".',
        ),
        (
            {"columns": {"sector": "A", "year": "B"}},
            'Mapping, columns.year: expected each column once: of the sheet, as a constant, or spread out, found "year".',
        ),
        (
            {"columns": {"unit": "B"}},
            'Mapping, unit: expected no unit for the whole table beside a column of units, found "kt".',
        ),
    ],
)  # fmt: skip
def test_a_wrong_mapping_file_says_where_what_was_expected_and_what_was_found(changes, sentence):
    assert refused(**changes) == sentence


def test_a_misspelt_key_or_column_is_told_the_right_ones():
    assert 'found "colums".' in refused(colums={})
    assert "expected only these keys: version, table, sheet, heading_row," in refused(colums={})
    assert "(did you mean sector?)" in refused(columns={"sectors": "A"})
    assert "(did you mean emissions?)" in refused(table="emission")


def test_a_file_that_is_no_object_is_refused():
    with pytest.raises(MappingError, match="Mapping, the whole file: expected an object with named entries"):
        Mapping.from_dict(["emissions"])


def test_a_table_without_figures_cannot_be_wide():
    written = {**WRITTEN, "table": "projects", "columns": {}, "spread": {"column": "year", "heading": "#"}}
    with pytest.raises(MappingError, match="expected nothing: Projects cannot be wide"):
        Mapping.from_dict(written)


def test_a_wide_table_is_spread_over_years_or_entries_of_a_list():
    assert [column.name for column in spreadable_columns(TABLES["emissions"])] == [
        "year",
        "basis",
        "scope",
        "sector",
        "gas",
    ]
    assert [column.name for column in spreadable_columns(TABLES["budget_ceilings"])] == ["year", "sector"]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_takes_a_mapping_and_one_unit_for_all_its_tonnes(name):
    names = [column.name for column in mappable_columns(TABLES[name])]
    assert len(names) == len(set(names))
    assert "action" not in names
    mapping = Mapping.from_dict(
        {"version": 1, "table": name, "sheet": "A", "heading_row": 1, "columns": {names[0]: "A"}}
    )
    assert mapping.columns == {names[0]: SheetColumn("A")}
