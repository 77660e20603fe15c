"""The person's own workbook given back: marked where it is wrong, listed, and otherwise as it was."""

import io
import re
import zipfile

import pandas as pd
import pytest
from openpyxl import Workbook as ExcelWorkbook
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

import texts
from data.store import Store
from loaders.loading import prepare
from loaders.own_workbooks.templates import filled_template
from loaders.problems import Problem
from loaders.returning import child
from loaders.returning import returned_workbook as returned_workbook_module
from loaders.returning.book import HIDDEN_NAME
from loaders.returning.returned_workbook import CHECK_SHEET, ReturnRefused, is_check_sheet, returned_workbook
from loaders.returning.styles import COLOURS
from tests.charts.test_palette import VISIONS, contrast, distance, lab
from tests.loaders.workbooks import MAIN, one_sheet, raw_workbook, saved, sheet_xml, zipped
from texts import N_

ERROR, WARNING = COLOURS["error"], COLOURS["warning"]
RULE = "\N{EM DASH} Veikart check \N{EM DASH}"


def problem(cell="B3", **changes):
    given = {
        "level": "error",
        "code": "not_a_number",
        "sheet": "Data",
        "expected": N_("a number"),
        "found": "12,5 kt",
        "fix": N_("Write 12500."),
    }
    return Problem(cell=cell, **given | changes)


def returned(content, *problems, language="en"):
    return returned_workbook(content, problems, language=language)


def opened(content, **how):
    return load_workbook(io.BytesIO(content), **how)


def book(*rows):
    """A workbook with one sheet, Data, to be dressed up."""
    workbook = ExcelWorkbook()
    workbook.active.title = "Data"
    for row in rows or (("Area", "Tonnes"), ("Here", 1), ("There", "12,5 kt")):
        workbook.active.append(row)
    return workbook


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def raw_book(**sheets):
    """A workbook of sheets in raw XML that other programs can open too."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    named = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{kind}.worksheet+xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{named}</Types>'
    )
    return raw_workbook(sheets, parts={"[Content_Types].xml": types})


def with_parts(content, **changes):
    """The archive with parts replaced or added, by name; dots and slashes as in the archive."""
    return zipped({**parts(content), **changes})


def colour(cell):
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None


def note(cell):
    return (cell.comment.author, cell.comment.text) if cell.comment else None


def list_of(content):
    """The rows of the list below its headings, as words."""
    sheet = opened(content)[CHECK_SHEET]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]


# The marks ----------------------------------------------------------------------------------------


def test_a_bad_cell_is_coloured_and_says_what_was_expected_what_was_found_and_what_to_do():
    cell = opened(returned(saved(book()), problem()))["Data"]["B3"]
    assert colour(cell) == ERROR
    assert note(cell) == ("Veikart check", 'Error: expected a number, found "12,5 kt". Write 12500.')


def test_a_warning_has_a_colour_of_its_own():
    sheet = opened(returned(saved(book()), problem(level="warning"), problem("B2")))["Data"]
    assert (colour(sheet["B3"]), colour(sheet["B2"])) == (WARNING, ERROR)


def test_other_cells_keep_their_look_and_have_no_note():
    sheet = opened(returned(saved(book()), problem()))["Data"]
    assert [(colour(sheet[name]), note(sheet[name])) for name in ("A3", "B2", "B1")] == [(None, None)] * 3


def test_several_problems_of_a_cell_share_its_note_and_the_worst_gives_the_colour():
    warning = problem(level="warning", found="x", fix=N_("Check it."))
    cell = opened(returned(saved(book()), warning, problem()))["Data"]["B3"]
    assert colour(cell) == ERROR
    assert cell.comment.text.split("\n\n") == [
        'Error: expected a number, found "12,5 kt". Write 12500.',
        'Warning: expected a number, found "x". Check it.',
    ]


def test_a_notice_is_listed_and_marks_no_cell():
    content = returned(saved(book()), problem(level="notice"))
    cell = opened(content)["Data"]["B3"]
    assert (colour(cell), note(cell), list_of(content)[0][0]) == (None, None, "Notice")


def test_every_cell_of_a_problem_is_marked():
    sheet = opened(returned(saved(book()), problem(cells=("B3", "B7", "D2"))))["Data"]
    assert [colour(sheet[name]) for name in ("B3", "B7", "D2")] == [ERROR] * 3
    assert len({sheet[name].comment.text for name in ("B3", "B7", "D2")}) == 1


def test_problems_counted_with_others_leave_their_own_words_in_each_cell():
    first, second = problem("B2", found="a"), problem("B3", found="b")
    whole = Problem(
        level="error",
        code="not_a_number",
        sheet="Data",
        cells=("B2", "B3"),
        others=(second,),
        expected=first.expected,
        found="a",
        fix=first.fix,
    )
    sheet = opened(returned(saved(book()), whole))["Data"]
    assert ['found "a"' in sheet["B2"].comment.text, 'found "b"' in sheet["B3"].comment.text] == [True, True]


def test_a_marked_cell_keeps_its_value_number_format_and_font():
    workbook = book(("Area", "Tonnes"), ("Here", 1), ("There", 1234.5))
    workbook["Data"]["B3"].number_format = "#,##0.00"
    workbook["Data"]["B3"].font = Font(bold=True, color="FF112233")
    cell = opened(returned(saved(workbook), problem()))["Data"]["B3"]
    assert (cell.value, cell.number_format, cell.font.b, cell.font.color.rgb) == (
        1234.5,
        "#,##0.00",
        True,
        "FF112233",
    )


def test_an_empty_cell_is_marked_in_the_number_format_of_its_column():
    workbook = book()
    workbook["Data"].column_dimensions["C"].number_format = "0.000"
    sheet = opened(returned(saved(workbook), problem("C3"), problem("C9"), problem("A3")))["Data"]
    assert [(colour(sheet[name]), sheet[name].number_format) for name in ("C3", "C9")] == [
        (ERROR, "0.000")
    ] * 2
    assert [sheet[name].value for name in ("A3", "B3", "C3")] == ["There", "12,5 kt", None]


def test_rows_and_cells_without_positions_are_counted():
    rows = "<row><c><v>1</v></c></row><row/><row><c><v>2</v></c><c><v>3</v></c></row>"
    sheet = opened(returned(raw_book(Data=sheet_xml(rows)), problem("B3"), problem("A2")))["Data"]
    assert [colour(sheet[name]) for name in ("A1", "A2", "A3", "B3")] == [None, ERROR, None, ERROR]
    assert (sheet["A3"].value, sheet["B3"].value) == (2, 3)


def test_a_sheet_written_with_a_namespace_prefix_is_marked_all_the_same():
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    content = returned(raw_book(Data=xml), problem("A2"), problem("C2"), problem("B5"))
    sheet = opened(content)["Data"]
    assert [(colour(sheet[name]), sheet[name].value) for name in ("A2", "C2", "B5")] == [
        (ERROR, 1),
        (ERROR, None),
        (ERROR, None),
    ]


def test_an_empty_sheet_can_be_marked():
    sheet = opened(
        returned(
            raw_book(Data=sheet_xml("<row r='1'><c r='A1'><v>1</v></c></row>"), Empty=sheet_xml("")),
            problem("A1", sheet="Empty"),
        )
    )["Empty"]
    assert colour(sheet["A1"]) == ERROR


def test_a_place_that_is_no_cell_of_a_sheet_is_listed_only():
    content = returned(saved(book()), problem("XFE1"), problem("B3", sheet="Gone"), problem("A1048577"))
    assert [row[2] for row in list_of(content)] == ["XFE1", "A1048577", "B3"]
    assert {colour(cell) for row in opened(content)["Data"].iter_rows() for cell in row} == {None}


def test_beyond_a_number_of_notes_cells_are_coloured_only(monkeypatch):
    monkeypatch.setattr(child, "MOST_NOTES", 2)
    marks = [{"sheet": "Data", "level": "error", "words": "Wrong", "cells": ["A1", "A2", "A3"]}]
    plan = {"lines": ["", "", ""], "headings": [""] * 7, "rows": [], "marks": marks}
    sheet = opened(child.marked_workbook(saved(book()), plan))["Data"]
    assert [(colour(sheet[name]), note(sheet[name]) is None) for name in ("A1", "A2", "A3")] == [
        (ERROR, False),
        (ERROR, False),
        (ERROR, True),
    ]


@pytest.mark.parametrize("vision", VISIONS)
def test_the_two_colours_stay_apart_from_each_other_and_from_white_for_every_reader(vision):
    colours = ["#" + ERROR[2:], "#" + WARNING[2:], "#FFFFFF"]
    pairs = [(0, 1), (0, 2), (1, 2)]
    assert min(distance(lab(colours[a], vision), lab(colours[b], vision)) for a, b in pairs) > 8


def test_text_reads_well_on_both_colours():
    assert min(contrast("#000000", "#" + shade[2:]) for shade in COLOURS.values()) > 12


# The list -----------------------------------------------------------------------------------------


def test_the_list_has_a_line_for_every_problem_those_of_the_whole_file_first():
    given = (problem(level="warning", sheet="", cell=""), problem(), problem("A2", level="warning"))
    rows = list_of(returned(saved(book()), *given))
    assert [row[:4] for row in rows] == [
        ["Warning", "The file", None, 1],
        ["Error", "Data", "B3", 1],
        ["Warning", "Data", "A2", 1],
    ]
    assert rows[1][4:] == ["a number", '"12,5 kt"', "Write 12500."]


def test_the_same_problem_in_many_cells_is_one_line_with_their_ranges():
    rows = list_of(returned(saved(book()), *(problem(f"B{row}") for row in (2, 3, 4, 9))))
    assert [row[2:4] for row in rows] == [["B2:B4, B9", 4]]


def test_the_cell_in_the_list_leads_to_the_cell():
    workbook = book()
    workbook["Data"].title = "Per's & co"
    content = returned(saved(workbook), problem(sheet="Per's & co"))
    assert opened(content)[CHECK_SHEET]["C6"].hyperlink.location == "'Per''s & co'!B3"


def test_the_list_stands_last_is_shown_first_and_has_frozen_headings_and_a_filter():
    workbook = opened(returned(saved(book()), problem(), problem("B2", found="x")))
    sheet = workbook[CHECK_SHEET]
    assert (workbook.sheetnames, workbook.active.title) == (["Data", CHECK_SHEET], CHECK_SHEET)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A6", "A5:G7")
    assert [cell.value for cell in sheet[5]] == [
        "Level",
        "Sheet",
        "Cell",
        "How many",
        "Expected",
        "Found",
        "What to do",
    ]
    assert sheet["G6"].alignment.wrap_text and sheet.column_dimensions["G"].width > 50


def test_only_the_list_is_selected_so_that_no_two_sheets_are_edited_together():
    workbook = opened(returned(saved(book()), problem()))
    assert [sheet.title for sheet in workbook if sheet.sheet_view.tabSelected] == [CHECK_SHEET]


def test_a_list_longer_than_ten_thousand_lines_says_how_many_are_left_out(monkeypatch):
    monkeypatch.setattr(returned_workbook_module, "MOST_ROWS", 2)
    rows = list_of(returned(saved(book()), *(problem(f"B{row}", found=str(row)) for row in range(2, 7))))
    assert [row[2:4] for row in rows] == [["B2", 1], ["B3", 1], [None, 3]]


def test_the_list_counts_errors_warnings_and_notices():
    sheet = opened(returned(saved(book()), problem(count=3), problem("A2", level="warning")))[CHECK_SHEET]
    assert sheet["A2"].value == "Errors: 3. Warnings: 1. Notices: 0."


def test_a_workbook_without_problems_says_so_in_its_list():
    assert opened(returned(saved(book())))[CHECK_SHEET]["A3"].value == "No problems were found."


def test_words_from_the_file_are_text_in_the_list_and_never_a_formula():
    content = returned(saved(book()), problem(found="=1+1"), problem("A1", found="a\x01<b>&"))
    assert [row[5] for row in list_of(content)] == ['"=1+1"', '"a<b>&"']
    assert opened(content)[CHECK_SHEET]["F6"].data_type == "s"


def test_notes_and_list_speak_the_language_asked_for(monkeypatch):
    words = {"Error": "Feil", "a number": "et tall", "Level": "Nivå"}
    monkeypatch.setattr(texts, "_catalogue", lambda language: words if language == "nb" else {})
    workbook = opened(returned(saved(book()), problem(), language="nb"))
    assert workbook[CHECK_SHEET]["A5"].value == "Nivå"
    assert [workbook[CHECK_SHEET][name].value for name in ("A6", "E6")] == ["Feil", "et tall"]
    assert workbook["Data"]["B3"].comment.text.startswith("Feil: ")
    assert texts.current_language() == "en"


def test_the_name_of_the_list_is_free_where_the_person_has_a_sheet_of_that_name():
    workbook = book()
    workbook.create_sheet("veikart CHECK").append(["mine"])
    names = opened(returned(saved(workbook), problem())).sheetnames
    assert names == ["Data", "veikart CHECK", "Veikart check 2"]


def test_readers_know_the_list_by_its_name():
    names = ("Veikart check", "veikart check 2", "Veikart checks", "Veikart check list", "Data")
    assert [is_check_sheet(name) for name in names] == [True, True, False, False, False]


# Nothing of the person's is lost ------------------------------------------------------------------


def test_parts_that_have_nothing_to_do_with_the_marks_stay_byte_for_byte():
    workbook = book()
    chart = BarChart()
    other = workbook.create_sheet("Figures")
    other.append([1, 2, 3])
    chart.add_data(Reference(other, min_col=1, max_col=3, min_row=1))
    other.add_chart(chart, "A5")
    before = saved(workbook)
    after = parts(returned(before, problem()))
    changed = {name for name, part in parts(before).items() if after[name] != part}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }


def test_formulas_keep_their_computed_values():
    rows = '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f>A1*2</f><v>4</v></c><c r="C1"><f>A1*3</f><v>6</v></c></row>'
    content = returned(raw_book(Data=sheet_xml(rows)), problem("B1"))
    assert [cell.value for cell in opened(content, data_only=True)["Data"][1]] == [2, 4, 6]
    assert [cell.value for cell in opened(content)["Data"][1]] == [2, "=A1*2", "=A1*3"]
    assert b"fullCalcOnLoad" not in parts(content)["xl/workbook.xml"]


def test_formulas_that_were_never_computed_are_computed_when_the_file_is_opened():
    content = returned(saved(book(("a", "=1+1"))), problem("A1"))
    assert opened(content).calculation.fullCalcOnLoad is True


def test_drop_downs_hidden_sheets_widths_and_frozen_headings_stay():
    workbook = book()
    sheet = workbook["Data"]
    sheet.add_data_validation(DataValidation(type="list", formula1='"a,b"', sqref="B2:B9"))
    sheet.column_dimensions["A"].width = 33
    sheet.freeze_panes = "A2"
    workbook.create_sheet("Hidden").sheet_state = "hidden"
    workbook.create_sheet("Deep").sheet_state = "veryHidden"
    after = opened(returned(saved(workbook), problem()))
    (rule,) = after["Data"].data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ('"a,b"', "B2:B9")
    assert (after["Data"].column_dimensions["A"].width, after["Data"].freeze_panes) == (33, "A2")
    assert [after[name].sheet_state for name in ("Hidden", "Deep")] == ["hidden", "veryHidden"]


def test_what_only_excel_understands_stays_in_a_marked_sheet():
    # Excel writes drop-downs that point to another sheet as an extension, which libraries throw away.
    extension = "<extLst><ext uri='{CCE6A557}'><x14:dataValidations xmlns:x14='x'/></ext></extLst>"
    xml = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
        "</worksheet>", extension + "</worksheet>"
    )
    part = parts(returned(raw_book(Data=xml), problem("A1")))["xl/worksheets/sheet1.xml"].decode()
    assert part.endswith(extension + "</worksheet>")
    assert re.search(r"</sheetData><legacyDrawing [^>]*/><extLst>", part)


def test_macros_stay_in_a_workbook_with_macros():
    content = with_parts(saved(book()), **{"xl/vbaProject.bin": b"\xd0\xcf macros"})
    assert parts(returned(content, problem()))["xl/vbaProject.bin"] == b"\xd0\xcf macros"


def test_a_note_of_somebody_else_is_kept_with_ours_below_it():
    workbook = book()
    workbook["Data"]["B1"].comment = Comment("Unit: tonnes.", "Veikart")
    workbook["Data"]["B3"].comment = Comment("Ask Kari.", "Ola")
    sheet = opened(returned(saved(workbook), problem(fix=N_("Mend it."))))["Data"]
    assert note(sheet["B1"]) == ("Veikart", "Unit: tonnes.")
    assert note(sheet["B3"]) == (
        "Ola",
        f'Ask Kari.\n\n{RULE}\nError: expected a number, found "12,5 kt". Mend it.',
    )


def test_the_stand_in_for_a_conversation_is_left_alone():
    workbook = book()
    workbook["Data"]["B3"].comment = Comment("[Threaded comment]", "tc={0C1D}")
    cell = opened(returned(saved(workbook), problem()))["Data"]["B3"]
    assert (colour(cell), note(cell)) == (ERROR, ("tc={0C1D}", "[Threaded comment]"))


def test_a_cell_with_a_pattern_keeps_it_and_has_the_note():
    workbook = book()
    workbook["Data"]["B3"].fill = PatternFill("lightGrid", fgColor="FF00AA00")
    cell = opened(returned(saved(workbook), problem()))["Data"]["B3"]
    assert (cell.fill.fill_type, note(cell)[0]) == ("lightGrid", "Veikart check")


# Returned again -----------------------------------------------------------------------------------


def edited(content, **cells):
    """As a person would hand it in again: opened, cells of Data changed, saved."""
    workbook = opened(content)
    for name, value in cells.items():
        workbook["Data"][name] = value
    return saved(workbook)


def test_returned_again_a_corrected_cell_has_its_own_look_back():
    workbook = book()
    workbook["Data"]["A3"].fill = PatternFill("solid", fgColor="FFCCEEFF")
    workbook["Data"]["A3"].comment = Comment("Ask Kari.", "Ola")
    first = returned(saved(workbook), problem("A3"), problem("B3"), problem("A2", level="warning"))
    sheet = opened(returned(edited(first, B3=12500), problem("B2")))["Data"]
    looks = {name: (colour(sheet[name]), note(sheet[name])) for name in ("A2", "A3", "B3")}
    assert looks == {
        "A2": (None, None),
        "A3": ("FFCCEEFF", ("Ola", "Ask Kari.")),
        "B3": (None, None),
    }
    assert (sheet["B3"].value, colour(sheet["B2"])) == (12500, ERROR)


def test_returned_again_without_being_opened_the_marks_are_the_new_ones_only():
    content = returned(returned(saved(book()), problem(), problem("A3")), problem("A3", found="new"))
    sheet = opened(content)["Data"]
    assert [colour(sheet[name]) for name in ("B3", "A3")] == [None, ERROR]
    assert (note(sheet["B3"]), 'found "new"' in sheet["A3"].comment.text) == (None, True)
    shapes = parts(content)["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ")
    assert (shapes, sheet["A3"].comment.text.count("Error")) == (1, 1)


def test_a_note_of_ours_that_another_program_rewrote_goes_with_its_shape():
    first = edited(returned(saved(book()), problem(), problem("A3")), B3=12500)
    content = returned(first, problem("A3"))
    (drawing,) = (part for name, part in parts(content).items() if name.endswith(".vml"))
    assert drawing.count(b'ObjectType="Note"') == 1
    assert [note(opened(content)["Data"][name]) is None for name in ("B3", "A3")] == [True, False]


def test_the_look_comes_back_where_the_person_inserted_rows_meanwhile():
    workbook = book()
    workbook["Data"]["B3"].fill = PatternFill("solid", fgColor="FFCCEEFF")
    meanwhile = opened(returned(saved(workbook), problem()))
    meanwhile["Data"].insert_rows(1, 5)
    assert colour(opened(returned(saved(meanwhile)))["Data"]["B8"]) == "FFCCEEFF"


def test_there_is_one_list_however_often_a_workbook_is_returned_and_whatever_it_was_renamed_to():
    first = opened(returned(saved(book()), problem()))
    first[CHECK_SHEET].title = "Done, I think"
    first.defined_names[HIDDEN_NAME].attr_text = "'Done, I think'!$A$1"  # as Excel does by itself
    first.move_sheet("Done, I think", -1)
    second = opened(returned(saved(first), problem("A1")))
    assert second.sheetnames == [CHECK_SHEET, "Data"]
    assert [second[CHECK_SHEET]["C6"].value, second[CHECK_SHEET]["C7"].value] == ["A1", None]


def test_a_list_that_the_person_deleted_is_made_anew():
    first = opened(returned(saved(book()), problem()))
    del first[CHECK_SHEET]
    assert opened(returned(saved(first), problem())).sheetnames == ["Data", CHECK_SHEET]


def test_after_libreoffice_a_corrected_cell_has_no_colour_since_its_former_one_is_forgotten():
    workbook = book()
    workbook["Data"]["B3"].fill = PatternFill("solid", fgColor="FFCCEEFF")
    first = returned(saved(workbook), problem())
    program = "<Properties><Application>LibreOffice/24.2</Application></Properties>"
    assert colour(opened(returned(with_parts(first, **{"docProps/app.xml": program})))["Data"]["B3"]) is None


def test_the_marks_are_read_as_nothing_by_the_reader():
    rows = pd.DataFrame(
        {
            "area_id": ["NO-0301"] * 2,
            "year": [2023, 2024],
            "sector": ["transport"] * 2,
            "emissions_tco2e": [1200.0, 1100.0],
        }
    )
    content = filled_template("emissions", {"emissions": rows}, {})
    wrong = [problem(cell, sheet="Emissions") for cell in ("A2", "B3", "L3", "A9")]
    store = Store.open("duckdb::memory:")
    preview = prepare(store, returned(content, *wrong), "returned.xlsx")
    store.close()
    assert [str(found.sentence) for found in preview.errors] == []
    assert preview.reading is not None and preview.reading.tables["emissions"].num_rows == 2


def test_a_broken_template_loads_after_its_coloured_cells_were_corrected():
    rows = pd.DataFrame(
        {
            "area_id": ["NO-0301"] * 3,
            "year": [2022, 2023, 2024],
            "sector": ["transport"] * 3,
            "emissions_tco2e": [1300.0, 1200.0, 1100.0],
        }
    )
    workbook = opened(filled_template("emissions", {"emissions": rows}, {}))
    sheet = workbook["Emissions"]
    columns = {str(cell.value).partition(" ")[0]: cell.column for cell in sheet[1]}
    right = {}
    for row, (heading, wrong) in enumerate(
        [("Municipality", "NO-9999999"), ("Emissions", "a lot"), ("Year", "long ago")], start=2
    ):
        cell = sheet.cell(row, columns[heading])
        right[cell.coordinate] = cell.value
        cell.value = wrong
    store = Store.open("duckdb::memory:")
    broken = saved(workbook)
    again = opened(returned(broken, *prepare(store, broken, "broken.xlsx").problems))
    coloured = [
        cell for line in again["Emissions"].iter_rows(min_row=2) for cell in line if colour(cell) == ERROR
    ]
    assert {cell.coordinate for cell in coloured} == set(right)
    for cell in coloured:
        cell.value = right[cell.coordinate]
    preview = prepare(store, saved(again), "corrected.xlsx")
    store.close()
    assert [str(found.sentence) for found in preview.errors] == []
    assert preview.reading is not None and preview.reading.tables["emissions"].num_rows == 3


# Files that must not take the application down ----------------------------------------------------


def refusal(content, **limits):
    with pytest.raises(ReturnRefused) as refused:
        returned_workbook(content, [problem()], language="en", **limits)
    return str(refused.value)


def test_what_is_no_workbook_is_refused_with_a_sentence():
    assert "found a PDF document" in refusal(b"%PDF-1.7 " + bytes(100))


def test_a_damaged_workbook_is_refused_with_a_sentence():
    assert "found a damaged workbook" in refusal(saved(book())[:-300])


def test_a_workbook_that_declares_entities_is_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert "found a damaged workbook" in refusal(raw_workbook({"Data": bomb}))


def test_entities_in_the_styles_are_refused_too():
    styles = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><styleSheet xmlns="{MAIN}"/>'
    assert "found a damaged workbook" in refusal(with_parts(saved(book()), **{"xl/styles.xml": styles}))


def test_a_part_in_another_encoding_is_refused():
    part = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>').replace("UTF-8", "ISO-8859-1")
    assert "found a damaged workbook" in refusal(raw_workbook({"Data": part}))


def test_a_workbook_that_takes_too_long_is_refused():
    assert "that can be read within" in refusal(saved(book()), seconds=0.001)


def test_a_workbook_that_needs_too_much_memory_is_refused():
    rows = [[float(row * column) for column in range(1, 9)] for row in range(2_000)]
    assert "fits into the memory" in refusal(one_sheet(rows), memory_megabytes=1)
