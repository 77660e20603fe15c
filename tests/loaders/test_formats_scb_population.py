"""SCB's population table, in small: what it gives, and what it refuses with which sentence. Norrlunda is
fictional."""

import pytest

from loaders import formats
from loaders.formats import scb_population
from tests.loaders.published_layouts import SCB_ROWS, context, rows_of, scb, sentences, workbook_of


def reading(sheets=None, **choices):
    return scb_population.read(workbook_of(sheets or scb()), context(**choices))


def with_row(index, *cells):
    rows = list(SCB_ROWS)
    rows[index] = cells
    return scb(rows=rows)


def test_it_is_recognised_by_its_title():
    assert formats.recognise(workbook_of(scb())) is scb_population


def test_nation_county_and_municipality_are_told_apart_by_the_length_of_their_code():
    table = reading().tables["population"]
    assert rows_of(
        table, "area_id", "year", "inhabitants", "source_code", "source_name", "source_row", "source_column"
    ) == [
        ("SE", 2023, 31500, None, "Riket", 9, "C"),
        ("SE-91", 2023, 24100, "91", "Norrlunda", 10, "C"),
        ("SE-9180", 2023, 17420, "9180", "Norrlunda", 11, "C"),
        ("SE-9181", 2023, 6680, "9181", "Älvkulla", 12, "C"),
    ]


def test_only_the_sheet_of_both_sexes_is_read_and_footnotes_are_left_out():
    table = reading().tables["population"]
    assert (set(table["source_sheet"].to_pylist()), table.num_rows) == ({"Totalt"}, 4)


def test_the_release_is_the_table_of_its_year():
    assert reading().releases["scb-population"].label == "Folkmängd 31 december 2023"


def test_a_dot_is_missing_and_not_zero():
    table = reading(with_row(3, "9181", "Älvkulla", ".")).tables["population"]
    assert rows_of(table, "inhabitants", "missing_reason")[3] == (None, "not_estimated")


def test_spaces_that_group_thousands_are_read():
    table = reading(with_row(3, "9181", "Älvkulla", "16\N{NO-BREAK SPACE}680")).tables["population"]
    assert table["inhabitants"].to_pylist()[3] == 16680


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (
            with_row(3, "9181", "Älvkulla", "sex tusen"),
            'Totalt!C12: expected inhabitants as a whole number, 0 or more, found "sex tusen". '
            "Put the publisher's figure back: download the file again, and load it as it came.",
        ),
        (
            with_row(3, "9181", "Älvkulla", "1e40"),
            'Totalt!C12: expected inhabitants as a whole number, 0 or more, found "1e40". '
            "Put the publisher's figure back: download the file again, and load it as it came.",
        ),
        (
            with_row(3, "9181", "Älvkulla", -5),
            'Totalt!C12: expected inhabitants as a whole number, 0 or more, found "-5". '
            "Put the publisher's figure back: download the file again, and load it as it came.",
        ),
        (
            with_row(3, "9181", "Älvkulla", "#REF!"),
            'Totalt!C12: expected a value, found "#REF!". Correct the formula, or leave the cell empty.',
        ),
        (
            with_row(3, "9199", "Ingenstans", 10),
            "Totalt!A12: expected the code of a Swedish county (two digits) or municipality (four digits), "
            'found "9199 Ingenstans". Correct the code, or add the municipality to the register.',
        ),
        (
            with_row(3, "91x1", "Älvkulla", 6680),
            "Totalt!A12: expected the code of a Swedish county (two digits) or municipality (four digits), "
            'found "91x1 Älvkulla". Correct the code, or add the municipality to the register.',
        ),
        (
            with_row(3, None, "Älvkulla", 6680),
            "Totalt!A12: expected the code of a Swedish county (two digits) or municipality (four digits), "
            'found "Älvkulla". Correct the code, or add the municipality to the register.',
        ),
        (
            scb(headings=("Kommun", "Kommunnamn", "Antal")),
            'Totalt!A6: expected a column headed “Folkmängd”, found "Kommun, Kommunnamn, Antal, Folk-". '
            "Put the column back under this heading, with its figures below it.",
        ),
        (
            scb(title="Folkmängd i riket, län och kommuner. {sheet}"),
            "Totalt!A3: expected the year in the title, after “31 december”, found "
            '"Folkmängd i riket, län och kommuner. Totalt". '
            "Put SCB's title back above the table: download the file again, and load it as it came.",
        ),
        (
            {"Kvinnor": scb()["Kvinnor"]},
            'Totalt: expected a sheet named “Totalt”, found "Kvinnor". '
            "Download the file again from the publisher, and load it as it came.",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_place_and_what_to_do(sheets, sentence):
    result = reading(sheets)
    assert sentences(result) == [sentence]
    assert result.tables == {}
