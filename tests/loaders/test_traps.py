"""Every known trap of published files has its test; this list keeps it, whoever renames or removes what.

The traps are those that a survey of the Nordic agencies' files found. What can be shown in a line is shown here."""

import ast
from pathlib import Path

import pyarrow as pa
import pytest

from loaders.problems import LoadRefused
from loaders.published_tables.published import numbered
from loaders.rows.cells import normalised
from loaders.sheets.workbook import open_workbook

TESTS = Path(__file__).parents[1]
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")

# number, the trap, file and test that hold it
TRAPS = (
    (1, "the area stands outside the table, or nowhere", "loaders/test_formats_syke_municipality_csv.py",
     "test_the_file_does_not_say_whose_it_is_and_so_it_is_asked"),
    (2, "totals stand among the data", "loaders/test_formats_smhi_report.py", "test_totals_and_subsectors_are_kept_uncounted"),
    (3, "the headings move between releases", "loaders/test_formats_smhi_report.py",
     "test_one_title_row_more_changes_nothing_but_the_row_numbers"),
    (4, "years are not consecutive", "metrics/test_trajectory.py",
     "test_a_trend_through_irregular_years_counts_elapsed_years_not_rows"),
    (5, "years are text", "loaders/test_formats_syke_browser.py",
     "test_years_written_as_text_are_years_and_gaps_between_them_stay"),
    (6, "numbers are text with groups", "loaders/test_formats_cdp_citywide.py",
     "test_numbers_are_text_with_commas_between_thousands"),
    (7, "decimal commas in text tables", "loaders/test_formats_syke_municipality_csv.py", "test_decimal_commas_become_tonnes"),
    (8, "units differ", "loaders/test_formats_syke_national.py", "test_kilotonnes_become_tonnes_to_the_last_digit"),
    (9, "signs for what is missing", "loaders/test_formats_pxweb_csv.py",
     "test_every_sign_has_its_reason_and_only_the_dash_is_zero"),
    (10, "CO₂ in one heading and CO2 in another", "loaders/test_formats_miljodirektoratet_area.py",
     "test_headings_are_found_below_title_rows_and_with_a_plain_2"),
    (11, "line breaks, byte order marks and zero-width spaces", "loaders/test_formats_cdp_citywide.py",
     "test_a_zero_width_space_or_byte_order_mark_in_a_heading_is_looked_through"),
    (12, "labels change between releases", "loaders/test_formats_smhi_report.py",
     "test_a_subsector_bears_the_same_name_in_a_release_that_misspells_it_and_in_one_that_does_not"),
    (13, "the whole series is recomputed each year", "data/test_live.py",
     "test_the_newest_release_speaks_and_years_only_in_the_older_one_are_vintages"),
    (14, "exact duplicates are true data", "loaders/test_formats_norskeutslipp_waste.py",
     "test_rows_of_two_waste_codes_are_no_repeats_and_exact_duplicates_are_kept_with_a_warning"),
    (15, "figures below zero are true", "loaders/test_formats_smhi_report.py",
     "test_land_use_below_zero_is_true_and_outside_the_headline_total"),
    (16, "codes lose their zeros", "loaders/test_formats_kolada.py", "test_a_code_that_lost_its_zeros_and_a_name_are_found"),
    (17, "a county has the name of a municipality", "loaders/test_formats_smhi_report.py",
     "test_municipality_county_and_nation_are_told_apart_by_the_county_column"),
    (18, "reporters err by a thousand", "loaders/test_formats_norskeutslipp_waste.py",
     "test_one_row_that_outweighs_all_others_is_marked_and_nobody_is_named"),
    (19, "encodings differ", "loaders/test_text_tables.py", "test_the_same_table_is_read_in_every_encoding"),
    (20, "old binary workbooks", "loaders/test_traps.py", "test_an_old_binary_workbook_is_refused_with_what_to_do"),
)  # fmt: skip


@pytest.mark.parametrize(("number", "trap", "file", "name"), TRAPS, ids=[str(trap[0]) for trap in TRAPS])
def test_every_trap_has_its_test(number: int, trap: str, file: str, name: str):
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    tests = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert name in tests, f"trap {number}, {trap}: {file} has no {name} any more"


def test_the_list_has_all_twenty():
    assert [trap[0] for trap in TRAPS] == list(range(1, 21))


@pytest.mark.parametrize(
    ("written", "decimal", "grouping", "value"),
    [
        ("2 485 948", "point", "", 2485948.0),
        ("2\N{NO-BREAK SPACE}485\N{NO-BREAK SPACE}948", "point", "", 2485948.0),
        ("1,442,878", "point", "comma", 1442878.0),
        ("350.963", "comma", "point", 350963.0),
        ("350.963", "point", "", 350.963),
        ("12,5", "comma", "", 12.5),
        ("\N{MINUS SIGN}10.587", "comma", "point", -10587.0),
    ],
)
def test_a_number_is_read_by_its_publishers_marks_and_no_others(written, decimal, grouping, value):
    rows = pa.table({"source_row": [1], "source_column": ["A"], "written": [written]})
    assert numbered(rows, decimal=decimal, grouping=grouping)["value"].to_pylist() == [value]


def test_a_subscript_and_a_plain_figure_are_one_heading():
    assert normalised("Utslipp (tonn CO₂-ekvivalenter)\n") == normalised("utslipp (tonn CO2-ekvivalenter)")


def test_an_old_binary_workbook_is_refused_with_what_to_do():
    with pytest.raises(LoadRefused) as refused:
        open_workbook(OLD_EXCEL)
    assert str(refused.value.problems[0].sentence) == (
        "The file: expected an Excel workbook (.xlsx), found a workbook in Excel's old format (.xls). Open it in Excel, choose "
        "Save as and the file type Excel workbook (.xlsx), and load that file."
    )
