"""What people take away: full precision, missing stays empty, and no text that a spreadsheet would run."""

import io

import openpyxl
import pandas as pd

from ui import downloads

TABLE = pd.DataFrame({"Year": [2009, 2010], "t CO2e": [1388245.6, None], "Label": ["=1+1", "Transport"]})


def test_csv_keeps_all_digits_and_leaves_missing_empty():
    assert (
        downloads.csv_content(TABLE).decode()
        == "Year,t CO2e,Label\r\n2009,1388245.6,'=1+1\r\n2010,,Transport\r\n"
    )


def test_a_workbook_keeps_numbers_as_numbers_and_missing_as_empty_cells():
    sheet = openpyxl.load_workbook(io.BytesIO(downloads.xlsx_content(TABLE))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Year", "t CO2e", "Label"], [2009, 1388245.6, "=1+1"], [2010, None, "Transport"],
    ]  # fmt: skip


def test_what_a_spreadsheet_would_run_is_a_cell_of_text_that_stays_text_when_it_is_edited():
    sheet = openpyxl.load_workbook(io.BytesIO(downloads.xlsx_content(TABLE))).active
    assert [(cell.data_type, bool(cell.quotePrefix)) for cell in sheet["C"]] == [
        ("s", False),
        ("s", True),
        ("s", False),
    ]


def test_a_download_leaves_the_shown_table_unchanged():
    before = TABLE.copy()
    downloads.xlsx_content(TABLE)
    pd.testing.assert_frame_equal(TABLE, before)


def test_a_heading_that_a_spreadsheet_would_run_is_made_harmless_too():
    assert downloads.csv_content(pd.DataFrame({"=cmd": [1]})).decode() == "'=cmd\r\n1\r\n"


def test_negative_numbers_are_no_formulas():
    assert downloads.csv_content(pd.DataFrame({"t": [-5.5]})).decode() == "t\r\n-5.5\r\n"
