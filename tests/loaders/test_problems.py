"""A problem as a person reads it."""

from dataclasses import replace

import pytest

from loaders.problem_groups import counted_on_first, grouped, problem_lines
from loaders.problems import LoadRefused, Problem, cell_ranges
from loaders.rows.cells import listed
from texts import N_


def problem(**changes):
    given = {
        "level": "error",
        "code": "not_a_number",
        "sheet": "Emissions",
        "cell": "E14",
        "expected": N_("tonnes CO2e as a number"),
        "found": "12,5 kt",
        "fix": N_("Write 12500, or put kt in the unit column."),
    }
    return Problem(**given | changes)


def test_a_problem_says_where_what_was_expected_what_was_found_and_what_to_do():
    assert str(problem().sentence) == (
        'Emissions!E14: expected tonnes CO2e as a number, found "12,5 kt". '
        "Write 12500, or put kt in the unit column."
    )


def test_a_problem_of_a_whole_sheet_names_the_sheet():
    assert str(problem(cell="").place) == "Emissions"


def test_a_problem_of_a_whole_file_says_so():
    assert str(problem(sheet="", cell="").place) == "The file"


def test_a_problem_met_twelve_times_counts_the_eleven_others():
    assert str(problem(count=12).place) == "Emissions!E14 and 11 more"


def test_an_empty_cell_is_found_to_hold_nothing():
    assert "found nothing. Write" in str(problem(found=" ").sentence)


def test_our_own_description_of_what_was_found_is_not_quoted():
    assert "found a PDF document. Write" in str(problem(found=N_("a PDF document")).sentence)


def test_braces_in_a_cell_or_a_sheet_name_stay_as_they_are():
    sentence = str(problem(sheet="{0}", found="{year}").sentence)
    assert sentence.startswith("{0}!E14: expected") and 'found "{year}"' in sentence


def test_a_long_cell_is_quoted_on_one_line_of_sixty_characters():
    words = str(problem(found="line\n" * 100).found_words)
    assert "\n" not in words and len(words) == 60 + len('""')


def test_a_problem_cannot_be_changed():
    with pytest.raises(AttributeError):
        problem().count = 2  # type: ignore[misc]


def test_a_refusal_speaks_in_the_sentences_of_its_problems():
    assert (
        str(LoadRefused([problem(), problem(cell="E15")]))
        .splitlines()[1]
        .startswith("Emissions!E15: expected")
    )


def in_cells(*cells, **changes):
    return [problem(cell=cell, **changes) for cell in cells]


def test_a_problem_of_one_cell_has_that_cell():
    assert (problem().cells, problem().count, str(problem().ranges)) == (("E14",), 1, "E14")


def test_a_problem_of_a_whole_file_has_no_cells():
    whole = problem(sheet="", cell="")
    assert (whole.cells, str(whole.ranges), whole.column) == ((), "", "")


def test_a_problem_of_several_cells_names_the_first_and_counts_them_all():
    several = problem(cell="", cells=("E14", "E15", "E31"))
    assert (several.cell, several.count, str(several.place)) == ("E14", 3, "Emissions!E14 and 2 more")


def test_a_problem_keeps_ten_thousand_cells_and_counts_on():
    many = problem(cell="E1", cells=tuple(f"E{row}" for row in range(1, 12_001)))
    assert (len(many.cells), many.cells[-1], many.count) == (10_000, "E10000", 12_000)


def test_a_problem_moved_to_another_cell_forgets_the_first():
    assert replace(problem(), cell="F2").cells == ("F2",)


def test_cells_below_each_other_are_named_as_a_range():
    several = problem(cells=("E14", "E15", "E16", "E31"))
    assert str(several.ranges) == "E14:E16, E31"


def test_ranges_stand_in_the_order_of_the_sheet_with_aa_after_z():
    assert cell_ranges(["AA2", "Z3", "Z2", "Z10", "B1"]) == [("B1", 1), ("Z2:Z3", 2), ("Z10", 1), ("AA2", 1)]


def test_more_ranges_than_fit_a_line_are_counted():
    # "E2, " to "E98, " are 4 + 49 * 5 - 5 characters; the first 80 have room for 4 of 4 and 12 of 5: 16
    several = problem(cell="E2", cells=tuple(f"E{row}" for row in range(2, 100, 2)))
    assert str(several.ranges) == (
        "E2, E4, E6, E8, E10, E12, E14, E16, E18, E20, E22, E24, E26, E28, E30, E32, … and 33 more"
    )


def test_a_count_beyond_the_known_cells_is_told_after_the_ranges():
    assert str(problem(count=13).ranges) == "E14, … and 12 more"


def test_the_same_problem_in_many_cells_of_a_column_becomes_one():
    (one,) = grouped(in_cells("E14", "E15", "E31"))
    assert (one.cells, one.count, str(one.place)) == (("E14", "E15", "E31"), 3, "Emissions!E14 and 2 more")


def test_grouping_sums_the_counts_and_names_no_cell_twice():
    (one,) = grouped([problem(count=4), problem(), problem(cell="E15")])
    assert (one.cells, one.count) == (("E14", "E15"), 6)


@pytest.mark.parametrize(
    "change",
    [
        {"level": "warning"},
        {"code": "other"},
        {"sheet": "Population"},
        {"cell": "F14"},
        {"found": "12 kt"},
        {"found": N_("12,5 kt")},
        {"expected": N_("a number")},
        {"fix": N_("Write {number}.", number=3)},
    ],
)
def test_problems_that_differ_in_anything_but_the_row_stay_apart(change):
    given = [problem(), problem(**change)]
    assert grouped(given) == given


def test_groups_stand_in_the_order_of_first_appearance():
    given = [*in_cells("E14"), *in_cells("F2"), *in_cells("E3"), *in_cells("A1")]
    assert [one.cells for one in grouped(given)] == [("E14", "E3"), ("F2",), ("A1",)]


def test_of_many_different_problems_fifty_are_listed_and_the_last_keeps_the_cells_of_the_rest():
    given = [problem(cell=f"E{row}", found=str(row)) for row in range(2, 122)]
    shown = listed(given)
    assert [one.count for one in shown] == [1] * 49 + [71]
    assert shown[-1].cells == tuple(f"E{row}" for row in range(51, 122))


def test_a_problem_counted_with_others_gives_each_part_its_own_words():
    whole = counted_on_first([problem(cells=("E2", "E3"), cell="E2"), problem(cell="E9", found="x")])
    assert [(part.cells, part.count, part.found) for part in whole.parts] == [
        (("E2", "E3"), 2, "12,5 kt"),
        (("E9",), 1, "x"),
    ]


def test_grouping_again_leaves_a_problem_counted_with_others_alone():
    whole = counted_on_first([problem(), problem(cell="E9", found="x")])
    assert grouped([whole, problem(cell="E20")]) == [whole, problem(cell="E20")]


def test_repeated_problems_are_one_of_the_fifty():
    given = in_cells(*(f"E{row}" for row in range(2, 202)))
    assert [one.count for one in listed(given)] == [200]


def test_the_plain_list_has_errors_before_warnings_before_notices_and_goes_sheet_by_sheet():
    given = [
        problem(level="notice", sheet="", cell="", found="x"),
        problem(level="warning", cell="H3"),
        problem(sheet="Population", cell="B2"),
        problem(cell="E2", found="a"),
        problem(sheet="Population", cell="C2"),
        problem(sheet="", cell="", found="y"),
    ]
    lines = [str(line) for line in problem_lines("budget.xlsx", given)]
    assert [line.partition(":")[0] for line in lines] == [
        "Problems in budget.xlsx",
        "",
        "Errors (4)",
        "The file",
        "Emissions!E2",
        "Population!B2",
        "Population!C2",
        "",
        "Warnings (1)",
        "Emissions!H3",
        "",
        "Notices (1)",
        "The file",
    ]


def test_a_line_of_the_plain_list_counts_the_places_and_names_the_cells():
    lines = [str(line) for line in problem_lines("budget.xlsx", in_cells("E14", "E15", "E31"))]
    assert lines[3] == (
        'Emissions!E14 and 2 more: expected tonnes CO2e as a number, found "12,5 kt". '
        "Write 12500, or put kt in the unit column. Cells: E14:E15, E31."
    )


def test_a_file_without_problems_has_a_list_that_says_so():
    lines = [str(line) for line in problem_lines("budget.xlsx", [])]
    assert lines == ["Problems in budget.xlsx", "", "No problems were found."]
