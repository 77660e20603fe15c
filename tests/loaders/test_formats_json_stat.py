"""SSB's tables as JSON-stat 2, in small. Fjordvik is fictional."""

import pytest

from loaders import formats
from loaders.formats import json_stat
from tests.loaders.published_layouts import rows_of, sentences
from tests.loaders.published_statistics import nordic, population_stat, stat_of, waste_stat


def read(workbook):
    return json_stat.read(workbook, nordic())


def test_it_is_recognised_by_its_number_in_the_extension_or_the_label():
    assert formats.recognise(waste_stat()) is json_stat
    assert formats.recognise(population_stat()) is json_stat


def test_a_document_of_another_table_is_left_to_the_mapping():
    assert formats.recognise(population_stat(table="13999")) is None


@pytest.mark.parametrize(
    ("source", "layout"), [("Statistisk sentralbyrå", json_stat), ("Some other office", None)]
)
def test_a_document_without_a_number_is_known_by_its_contents_only_where_ssb_is_its_source(source, layout):
    dimensions = {"Region": {"9101": "Fjordvik"}, "Tid": {"2020": "2020"}}
    assert formats.recognise(stat_of("Personer", dimensions, [1], source=source)) is layout


def test_null_is_missing_for_the_reason_of_its_status():
    found = rows_of(
        read(waste_stat()).tables["materials"], "material", "stage", "amount_tonnes", "missing_reason"
    )
    assert found == [
        ("all", "generated", 100.5, None),
        ("all", "recycling", None, "not_applicable"),
        ("paper_cardboard", "generated", 20.0, None),
        ("paper_cardboard", "recycling", 18.0, None),
        ("hazardous", "generated", None, "confidential"),
        ("hazardous", "recycling", None, "not_estimated"),
    ]


def test_null_without_a_status_is_missing_and_never_zero():
    table = read(population_stat((None, 17420))).tables["population"]
    assert rows_of(table, "inhabitants", "missing_reason") == [(None, "not_estimated"), (17420, None)]


def test_the_day_of_the_last_change_is_the_release_and_an_asterisk_marks_a_preliminary_figure():
    result = read(population_stat(status={"1": "*"}))
    assert result.releases["ssb-population"].label == "2024-02-21"
    assert result.tables["population"]["is_preliminary"].to_pylist() == [False, True]


def test_a_figure_walks_back_to_its_row_of_the_document():
    # nine rows of the head, an empty one, the headings; columns: three dimensions of two, the unit, the value
    found = rows_of(
        read(population_stat()).tables["population"], "source_sheet", "source_row", "source_column"
    )
    assert found == [("JSON-stat", 12, "H"), ("JSON-stat", 13, "H")]


def test_half_a_person_is_refused_in_its_cell():
    assert sentences(read(population_stat((17400.5, 17420)))) == [
        'JSON-stat!H12: expected inhabitants as a whole number, 0 or more, found "17400.5". Put the publisher\'s '
        "figure back: download the file again, and load it as it came."
    ]
