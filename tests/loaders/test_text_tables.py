"""Tables in text files: every encoding, separator and line end that agencies use, and the sentence for what is no table."""

import csv
import io
from datetime import date

import pytest

from loaders.loading import prepare
from loaders.mappings.mapping_desk import MappingDesk
from loaders.own_workbooks.templates import heading, sheet_columns
from loaders.problems import LoadRefused
from loaders.reading import ReadingContext
from loaders.returning.returned_workbook import ReturnRefused, returned_workbook
from loaders.sheets.text_tables import BLOCK_RECORDS, read_text_table, separator_of
from loaders.sheets.workbook import open_workbook
from texts import GROUP

TABLE = "Kommune;År;Utslipp\nNordøy;2020;12,5\nSørvik;2021;–\n"
ROWS = [["Kommune", "År", "Utslipp"], ["Nordøy", "2020", "12,5"], ["Sørvik", "2021", "–"]]


def sheet_of(content):
    book = open_workbook(content)
    assert (book.kind, list(book.sheets)) == ("csv", ["CSV"])
    return book.sheets["CSV"]


def rows_of(content):
    sheet = sheet_of(content)
    return sheet.head(sheet.last_row)


def refusal(content):
    with pytest.raises(LoadRefused) as refused:
        open_workbook(content)
    (problem,) = refused.value.problems
    return str(problem.sentence).replace(GROUP, ",")


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("cp1252"),
        TABLE.encode("utf-16"),
        TABLE.replace("–", "-").encode("utf-16-le"),
        TABLE.replace("–", "-").encode("utf-16-be"),
        TABLE.encode("utf-32"),
    ],
    ids=["UTF-8", "UTF-8 with mark", "cp1252", "UTF-16", "UTF-16 little", "UTF-16 big", "UTF-32"],
)
def test_the_same_table_is_read_in_every_encoding(content):
    found = rows_of(content)
    assert found[:2] == ROWS[:2] and found[2][:2] == ROWS[2][:2] and found[2][2] in ("–", "-")


def test_bytes_without_meaning_in_cp1252_are_read_as_latin_1():
    assert rows_of(b"a;b\n\xe5;\x81\n") == [["a", "b"], ["å", "\x81"]]


def test_a_file_with_a_mark_of_utf_8_that_is_not_utf_8_is_refused():
    assert refusal(b"\xef\xbb\xbfa;b\nNord\xf8y;1\n").startswith(
        "The file: expected readable text, found bytes that are no characters from line "
    )


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_separator_is_found(separator):
    lines = [separator.join(row) + "\n" for row in (["area", "year", "tonnes"], ["Nordby", "2020", "5"])]
    assert separator_of(lines) == separator


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b\n1,5;2,5\n3,5;4,5\n5,5;6,5\n", ";"),
        ("Emissions, all sectors, tonnes\n\nsector;year;tonnes\nRoads;2020;1,5\nShips;2021;2,5\n", ";"),
        ("name,note,tonnes\nA,x;y,1\nB,x;y,2\nC,x;y,3\n", ","),
        ('name;note\n"A";"x, y, z"\n"B";"x, y, z"\n', ";"),
        ("year\ttonnes\n2020\t1,5\n2021\t2,5\n", "\t"),
    ],
    ids=["decimal commas", "titles with commas", "semicolons in a text", "commas in quotes", "tabs"],
)
def test_what_looks_like_another_separator_is_not_taken_for_it(text, separator):
    assert separator_of(text.splitlines(keepends=True)) == separator


def test_records_are_numbered_and_empty_lines_kept_whatever_the_line_ends():
    assert rows_of(b'a;b\r\n\n"x\ny";2\r;3\n') == [["a", "b"], [None, None], ["x\ny", "2"], [None, "3"]]


def test_short_records_are_filled_up_and_empty_columns_and_lines_at_the_end_left_out():
    assert rows_of(b"title;;\na;b;\n1\n1;2;\n;;\n\n") == [
        ["title", None],
        ["a", "b"],
        ["1", None],
        ["1", "2"],
    ]


def test_cells_stand_as_they_are_written():
    assert rows_of('a;b\n 0301 ;"say ""hi"""\n5" pipe;é\n'.encode()) == [
        ["a", "b"], [" 0301 ", 'say "hi"'], ['5" pipe', "é"],
    ]  # fmt: skip


def test_texts_that_read_as_thousands_or_decimals_are_named():
    assert sheet_of(b"a;b\n1.234;1.23\nx;12.500\n0.123;1.2345\n").doubtful_texts == ["A2", "B3"]


def test_a_table_wider_below_than_above_keeps_its_places_over_many_blocks():
    lines = ["a;b"] * BLOCK_RECORDS + ["a;b;c"] * 3
    table = read_text_table("\n".join(lines).encode())
    assert (table.cells.num_rows, table.cells.column_names) == (BLOCK_RECORDS + 3, ["A", "B", "C"])
    assert table.cells["C"].to_pylist()[-4:] == [None, "c", "c", "c"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'a;b\n1;2\n"c;d\n1;2\n', "found one that is opened in line 3 and never closed. Close it, or remove it"),
        (b'a;b\n"c"d;e\n', "found more text behind the closed quotation mark of line 2. Write a quotation mark"),
        (b"a;b\nc;\0d\n", "found a character without meaning (NUL) in line 2. Download the file again"),
        ("a;b\nc;\0d\n".encode("utf-16"), "found a character without meaning (NUL) in line 2."),
        (b"a;b\n1;" + b"x" * 1_100_000, "expected records of at most a million characters, found a longer one in line 2."),
        (b'a;b\n"' + b"x\n" * 600_000, "found one that is opened in line 2 and never closed."),
        (b"a;b\n" + b';"""a' * 50_000, "found more text behind the closed quotation mark of line 2."),
        (b"Only words\nand more of them\n", "found text without columns. Save the table as CSV or as Excel"),
        (b"Dear you, here, it is.\nNo, not it, not, at all.\nAnd, so on.\nEnd.\n", "found text without columns."),
        (b";;\n;;\n", "found only empty lines."),
        (b'<?xml version="1.0"?><a/>', "found an XML document. Open it in Excel"),
        (b"{\\rtf1 text; text}", "found a text document or presentation."),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_sentence(content, found):
    assert found in refusal(content)


def test_more_than_a_thousand_columns_are_refused_with_their_corner():
    assert refusal(b"a;b\n" + b";".join([b"1"] * 1001)) == (
        "CSV!ALM2: expected at most 1,000 columns, found 1,001. Delete the whole columns to the right of the table and the "
        "rows below it, save it, and load it again."
    )


def test_more_cells_than_can_be_held_are_refused():
    content = b";".join([b"1"] * 1000) + b"\n"
    assert "expected at most 5,000,000 filled cells" in refusal(content * 5001)


def as_csv(rows):
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def test_a_csv_file_reaches_the_mapping_like_a_workbook(store):
    content = as_csv(
        [["Kommune", "Sektor", "År", "Utslipp (tonn CO2e)"], ["Oslo", "Transport", "2022", "12,5"]]
    )
    preview = prepare(store, content, "table.csv")
    assert [problem.code for problem in preview.problems] == ["unknown_layout"]
    mapping = (
        MappingDesk(preview.workbook, ReadingContext(store.register(), received_on=date(2026, 1, 1)))
        .start()
        .mapping
    )
    read = prepare(store, content, "table.csv", mapping=mapping, decimal_mark="comma").reading
    (row,) = read.tables["emissions"].to_pylist()
    assert (row["area_id"], row["year"], row["emissions_tco2e"]) == ("NO-0301", 2022, 12.5)
    assert (row["source_sheet"], row["source_row"]) == ("CSV", 2)


def test_a_sheet_of_our_template_saved_as_csv_reaches_the_mapping(store):
    headings = [str(heading(column)) for column in sheet_columns("emissions")]
    preview = prepare(
        store, as_csv([headings, ["NO-0301", "2022", *["x"] * (len(headings) - 2)]]), "emissions.csv"
    )
    suggestion = MappingDesk(
        preview.workbook, ReadingContext(store.register(), received_on=date(2026, 1, 1))
    ).start()
    assert suggestion.mapping.table == "emissions"
    assert {"area_id", "year", "sector", "emissions_tco2e"} <= suggestion.mapping.columns.keys()


def test_a_csv_file_cannot_be_given_back_with_marks_and_the_sentence_says_so():
    with pytest.raises(ReturnRefused, match=r"expected an Excel workbook .*found a text file, such as CSV"):
        returned_workbook(TABLE.encode(), [], language="en")
