"""The workbooks for those who ask a city to report: what a cell takes."""

import io
from datetime import date

from openpyxl import load_workbook

from report.reporting.reporting_workbook import Sheet, workbook_bytes


def test_a_sign_that_no_xml_can_hold_is_a_space_in_cells_and_in_the_title():
    sheet = Sheet("Notes", (("Note",),), [("Warm\x0bwinter\ufffe\x00!",)])
    made = workbook_bytes([sheet], title="Oslo\x0b2024", made_on=date(2026, 11, 27))
    book = load_workbook(io.BytesIO(made))
    assert book["Notes"]["A2"].value == "Warm winter  !"
    assert book.properties.title == "Oslo 2024"
