"""Answers on the principles."""

from tests.loaders.checks.invented import table_warnings


def answer(number, principle, group):
    return {
        "record_id": "2026-spring",
        "respondent_number": number,
        "principle": principle,
        "respondent_group": group,
        "score": 2,
    }


def test_a_respondent_in_one_group_is_left_alone():
    rows = [
        answer(1, "people", "residents"),
        answer(1, "inclusion", "residents"),
        answer(2, "people", "business"),
    ]
    assert table_warnings("principle_scores", rows) == []


def test_a_respondent_in_two_groups_is_named_with_all_answers():
    rows = [
        answer(1, "people", "residents"),
        answer(1, "inclusion", "residents"),
        answer(1, "business", "academia"),
    ]
    (problem,) = table_warnings("principle_scores", rows)
    assert (problem.level, problem.code, problem.cells) == ("warning", "two_groups", ("H2", "H3", "H4"))
    assert str(problem.sentence) == (
        "Principles!H2 and 2 more: expected one group for all answers of a respondent, found Fjordvik, 2026-spring, "
        "respondent 1: Academia and Residents. Unusual, check. If these are two people, give one of them a number of "
        "its own."
    )
