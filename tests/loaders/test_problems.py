"""A problem as a person reads it."""

import pytest

from loaders.problems import LoadRefused, Problem
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
