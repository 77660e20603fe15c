"""A table as CSV, zip, Parquet and Excel: all digits, missing as nothing, and no text that runs."""

import io
import zipfile
from datetime import date

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from data.spreadsheet_file import column_letters
from data.table_files import FileKind, csv_bytes_of, write_table

ROWS = pa.table(
    {
        "label": ["=1+1", None, "x & <y>", "\rtab", "two\nlines", "b\x07d"],
        "tonnes": [0.1 + 0.2, 1e20, 100.0, None, -5.5, float("nan")],
        "is_counted": [True, None, False, True, True, None],
        "rows": [1, 2, None, 4, 5, 6],
        "read_on": [date(2024, 12, 31), None, date(1899, 5, 1), date(1900, 3, 1), None, None],
    }
)


def written(kind: FileKind, table: pa.Table = ROWS, *, name: str = "figures") -> bytes:
    target = io.BytesIO()
    write_table(table.to_reader(max_chunksize=2), target, kind, name=name, rows=table.num_rows)
    return target.getvalue()


def test_csv_has_all_digits_missing_as_nothing_and_texts_that_do_not_run():
    assert written("csv").decode() == (
        "label,tonnes,is_counted,rows,read_on\r\n"
        '"\'=1+1",0.30000000000000004,true,1,2024-12-31\r\n'
        ",1e+20,,2,\r\n"
        '"x & <y>",100,false,,1899-05-01\r\n'
        '"\'\rtab",,true,4,1900-03-01\r\n'
        '"two\nlines",-5.5,true,5,\r\n'
        '"b\x07d",,,6,\r\n'
    )


def test_the_zip_holds_the_same_csv_under_the_tables_name():
    archive = zipfile.ZipFile(io.BytesIO(written("zip")))
    assert archive.namelist() == ["figures.csv"]
    assert archive.read("figures.csv") == written("csv")


def test_parquet_gives_back_the_texts_as_they_were_written():
    read = pyarrow.parquet.read_table(io.BytesIO(written("parquet")))
    assert read["label"].to_pylist() == ROWS["label"].to_pylist()
    assert read["tonnes"].to_pylist()[:5] == ROWS["tonnes"].to_pylist()[:5]


@pytest.fixture(scope="module")
def sheet():
    return openpyxl.load_workbook(io.BytesIO(written("xlsx"))).active


def column(sheet, letter: str) -> list:
    return [cell.value for cell in sheet[letter]]


def test_a_workbook_keeps_numbers_booleans_and_dates_as_what_they_are(sheet):
    assert column(sheet, "B") == ["tonnes", 0.1 + 0.2, 1e20, 100, None, -5.5, None]
    assert column(sheet, "C") == ["is_counted", True, None, False, True, True, None]
    assert [value.isoformat()[:10] for value in column(sheet, "E")[1:5:3]] == ["2024-12-31", "1900-03-01"]


def test_a_day_before_march_1900_is_text_since_excel_has_other_days_there(sheet):
    assert sheet["E4"].value == "1899-05-01"


def test_a_text_is_never_a_formula_and_stays_as_it_was(sheet):
    assert column(sheet, "A") == ["label", "=1+1", None, "x & <y>", "\rtab", "two\nlines", "b d"]
    assert {cell.data_type for cell in sheet["A"]} == {"s", "n"}  # n: the empty cell


def test_only_a_text_that_a_spreadsheet_would_run_bears_its_mark(sheet):
    assert [bool(cell.quotePrefix) for cell in sheet["A"]] == [False, True, False, False, True, False, False]


def test_a_workbook_has_a_bold_heading_that_stays_and_the_tables_name(sheet):
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.b) == ("figures", "A2", True)


def test_a_name_with_signs_of_xml_is_the_name_of_the_sheet():
    workbook = openpyxl.load_workbook(io.BytesIO(written("xlsx", name='A & "b"')))
    assert workbook.sheetnames == ['A & "b"']


def test_an_empty_table_is_its_heading():
    empty = ROWS.slice(0, 0)
    assert written("csv", empty) == b"label,tonnes,is_counted,rows,read_on\r\n"
    assert openpyxl.load_workbook(io.BytesIO(written("xlsx", empty))).active.max_row == 1


def test_a_text_longer_than_a_cell_of_excel_is_cut_there():
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx", pa.table({"t": ["a" * 40_000]})))).active
    assert len(sheet["A2"].value) == 32_767


def test_the_length_of_a_csv_is_told_without_its_heading():
    # b"1\r\n" + b"22\r\n"
    assert csv_bytes_of(pa.table({"n": [1, 22]})) == 3 + 4


def test_columns_have_the_letters_of_a_spreadsheet():
    assert [column_letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
