"""A workbook's cells as text at their true places."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from openpyxl import Workbook as ExcelWorkbook
from openpyxl.chart import BarChart, Reference

from loaders.problems import LoadRefused
from loaders.sheets.workbook import _WORDS, Refused, cell_name, open_workbook, problem_of
from tests.loaders.workbooks import MAIN, one_sheet, raw_workbook, saved, sheet_xml
from texts import GROUP


def first_sheet(content):
    return next(iter(open_workbook(content).sheets.values()))


def first_row(*values):
    return first_sheet(one_sheet([values])).head(1)[0]


def refusal(content):
    with pytest.raises(LoadRefused) as refused:
        open_workbook(content)
    (problem,) = refused.value.problems
    return str(problem.sentence)


def test_a_table_that_begins_at_d5_keeps_its_places():
    sheet = first_sheet(one_sheet([["year", "tonnes"], [2020, 12.5]], start=(5, 4)))
    assert (sheet.text(5, 4), sheet.text(6, 5)) == ("year", "12.5")
    assert (sheet.first_column, sheet.last_row, sheet.last_column) == (3, 6, 5)
    assert sheet.cells.column_names == ["D", "E"]
    assert sheet.head(5)[4] == [None, None, None, "year", "tonnes"]
    assert sheet.head(5)[0] == [None] * 5


def test_a_place_outside_the_used_area_is_empty():
    sheet = first_sheet(one_sheet([["a"]], start=(2, 2)))
    assert [sheet.text(row, column) for row, column in [(0, 2), (1, 2), (2, 1), (2, 3), (3, 2)]] == [None] * 5


def test_a_code_with_a_leading_zero_stays_text():
    assert first_row("0301", "0180", 301) == ["0301", "0180", "301"]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("0.30000000000000004", "0.30000000000000004"),
        (
            "84743.373693723261",
            "84743.37369372326",
        ),  # both read as the same number: 17 digits say no more than 16
        ("1.5E-12", "0.0000000000015"),
        ("-1.2345678901234E-3", "-0.0012345678901234"),
        ("2024", "2024"),
        ("2024.0", "2024"),
        ("1084233.5", "1084233.5"),
        ("1E+21", "1000000000000000000000"),
        ("1234567890123456", "1234567890123456"),
    ],
)
def test_a_number_is_the_plain_text_that_reads_back_as_the_stored_number(stored, text):
    sheet = first_sheet(raw_workbook({"A": sheet_xml(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>')}))
    assert sheet.text(1, 1) == text
    assert float(text) == float(stored)


def test_ten_thousand_random_numbers_come_back_as_they_were():
    random = Random(2030)
    numbers = [random.uniform(-1, 1) * 10 ** random.randint(-9, 9) for _ in range(10_000)]
    cells = (f'<c r="C{row}"><v>{number!r}</v></c>' for row, number in enumerate(numbers, start=1))
    rows = "".join(f"<row>{cell}</row>" for cell in cells)
    sheet = first_sheet(raw_workbook({"A": sheet_xml(rows)}))
    assert [float(text) for text in sheet.cells.column("C").to_pylist()] == numbers


def test_text_that_looks_like_a_number_is_left_untouched():
    spaced, minus = "1\N{NO-BREAK SPACE}234", "\N{MINUS SIGN}5"
    texts = ["1 234,56", "12,5 kt", spaced, minus, "..", "–", " padded ", "1,442,878"]
    assert first_row(*texts) == texts


def test_long_decimals_in_a_text_cell_are_left_untouched():
    assert first_row("0.10000000000000", 0.1) == ["0.10000000000000", "0.1"]


def test_dates_are_iso_text_and_never_patched_into_numbers():
    moment = datetime(2024, 12, 31, 13, 37, 42, tzinfo=UTC).replace(tzinfo=None)  # Excel knows no time zone
    assert first_row(date(2024, 12, 31), moment) == ["2024-12-31 00:00:00", "2024-12-31 13:37:42"]


def test_truth_is_true_or_false():
    assert first_row(True, False) == ["true", "false"]


def test_an_empty_text_is_not_an_empty_cell():
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t></t></is></c><c r="C1"><v>1</v></c></row>'
    assert first_sheet(raw_workbook({"A": sheet_xml(row)})).head(1) == [["", None, "1"]]


def test_shared_strings_and_rich_text_are_read():
    row = '<row r="3"><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>0</v></c></row>'
    strings = "<si><t>tonn</t></si><si><r><t>CO</t></r><r><rPr/><t>2</t></r></si>"
    sheet = first_sheet(raw_workbook({"A": sheet_xml(row)}, strings=strings))
    assert (sheet.text(3, 2), sheet.text(3, 3)) == ("CO2", "tonn")


def test_cells_and_rows_without_names_stand_where_they_are_counted():
    rows = '<row r="3"><c><v>1</v></c><c t="e"><v>#REF!</v></c></row><row><c/><c><v>2</v></c></row>'
    sheet = first_sheet(raw_workbook({"A": sheet_xml(rows)}))
    assert (sheet.text(3, 1), sheet.text(4, 2), sheet.error_cells) == ("1", "2", {"B3": "#REF!"})


def test_a_sheet_with_a_namespace_prefix_is_read():
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2">'
        "<x:v>0.12345678901234</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert first_sheet(raw_workbook({"A": xml})).text(2, 2) == "0.12345678901234"


def test_error_cells_are_named_with_their_value_and_read_as_empty():
    sheet = first_sheet(one_sheet([["year", "tonnes"], [2020, "#N/A"], [2021, "#DIV/0!"]]))
    assert sheet.error_cells == {"B2": "#N/A", "B3": "#DIV/0!"}
    assert sheet.text(2, 2) is None and sheet.last_row == 3


def test_a_formula_that_was_never_computed_is_named():
    sheet = first_sheet(one_sheet([["tonnes", 1], ["sum", "=B1*2"]]))
    assert sheet.uncached_formulas == ["B2"]


def test_a_workbook_of_nothing_but_formulas_that_were_never_computed_is_not_called_empty():
    sheet = first_sheet(raw_workbook({"A": sheet_xml('<row r="1"><c r="B1"><f>1+1</f></c></row>')}))
    assert (sheet.uncached_formulas, sheet.last_row) == (["B1"], 0)


def test_progress_is_a_share_and_the_rows_seen_so_far():
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 12_001))
    heard = []
    open_workbook(raw_workbook({"A": sheet_xml(rows)}), on_progress=lambda *news: heard.append(news))
    # 12,000 rows are one piece of XML: the scan of all of it is 0.6 of the reading
    assert heard == [(pytest.approx(0.6, abs=0.01), 12_000)]


def test_the_computed_value_of_a_formula_is_read():
    row = '<row r="1"><c r="A1"><f>5/4</f><v>1.25</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c></row>'
    sheet = first_sheet(raw_workbook({"A": sheet_xml(row)}))
    assert (sheet.head(1), sheet.uncached_formulas) == ([["1.25", "a"]], [])


def test_all_sheets_are_given_in_their_order_hidden_and_empty_ones_too():
    workbook = ExcelWorkbook()
    workbook.active.title = "Info"
    workbook["Info"]["A1"] = "Oslo"
    for name, state in [("Blank", "visible"), ("Lists & more", "hidden"), ("Deep", "veryHidden")]:
        workbook.create_sheet(name).sheet_state = state
    workbook["Deep"]["B2"] = "x"
    sheets = open_workbook(saved(workbook)).sheets
    assert [(sheet.name, sheet.is_hidden) for sheet in sheets.values()] == [
        ("Info", False), ("Blank", False), ("Lists & more", True), ("Deep", True),
    ]  # fmt: skip
    assert (sheets["Blank"].last_row, sheets["Blank"].head(3), sheets["Blank"].text(1, 1)) == (0, [], None)
    assert sheets["Deep"].text(2, 2) == "x"


def test_chart_sheets_are_left_out():
    workbook = ExcelWorkbook()
    workbook.active.append([1])
    chart = BarChart()
    chart.add_data(Reference(workbook.active, min_col=1, min_row=1))
    workbook.create_chartsheet("Picture").add_chart(chart)
    workbook.move_sheet("Picture", -1)
    assert list(open_workbook(saved(workbook)).sheets) == ["Sheet"]


def test_two_hundred_equal_headings_are_only_text():
    sheet = first_sheet(one_sheet([["CO2"] * 200, list(range(200))]))
    assert (sheet.text(1, 200), sheet.text(2, 200), sheet.last_column) == ("CO2", "199", 200)


def test_a_workbook_of_empty_sheets_says_that_they_are_empty():
    assert refusal(saved(ExcelWorkbook())) == (
        "The file: expected a worksheet with a table, found only empty sheets. "
        "Fill in the table, save the workbook, and load it again."
    )


def test_a_web_page_under_the_name_of_a_workbook_is_told_how_to_become_one():
    assert refusal(b"<html><body><table>") == (
        "The file: expected an Excel workbook (.xlsx), found a web page saved under the name of a workbook. "
        "Open it in Excel, choose Save as and the file type Excel workbook (.xlsx), and load that file."
    )


def test_a_protected_workbook_is_told_how_to_lose_its_password():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    assert refusal(ole) == (
        "The file: expected an Excel workbook (.xlsx), found a file protected by a password. "
        "Open it in Excel, remove the password under File, Info, Protect workbook, save it, "
        "and load it again."
    )


def test_a_file_over_forty_megabytes_is_told_its_size():
    assert "expected a file of at most 40 MB, found a file of 41 MB." in refusal(
        b"x" * (40 * 1024 * 1024 + 1)
    )


def test_a_stray_cell_in_column_xfd_is_named():
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
    sentence = refusal(raw_workbook({"Data": sheet_xml(row)}))
    # 24 x 26 x 26 + 6 x 26 + 4 = 16384
    assert sentence.startswith(
        f"Data!XFD1: expected at most 1{GROUP}000 columns, found 16{GROUP}384. Delete the whole columns"
    )


def test_what_the_parser_cannot_read_is_refused_in_a_sentence():
    row = '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'  # a shared string that is not there
    assert refusal(raw_workbook({"A": sheet_xml(row)}, strings="<si><t>x</t></si>")).startswith(
        "The file: expected an Excel workbook (.xlsx), found a workbook whose content cannot be read."
    )


@pytest.mark.parametrize("code", sorted(_WORDS))
def test_every_refusal_has_its_sentence(code):
    details = {"sheet": "Data", "cell": "A1", "columns": 2000, "cells": 6_000_000, "size_bytes": 1}
    details |= {"line": 7, "column": 3, "word": "NaN", "found": 3, "expected": 4}
    sentence = str(problem_of(Refused(code, **details)).sentence)
    assert sentence.startswith("Data!A1: expected ") and ", found " in sentence and sentence.endswith(".")


def test_cells_are_named_as_excel_names_them():
    assert (cell_name(14, 5), cell_name(1, 28)) == ("E14", "AB1")
