"""Answers to the principles given on a page: numbers, neighbours, taking back, and what brings them back."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.store import Store, StoreError
from data.store_files import StoreFiles
from loaders.loading import commit, prepare
from loaders.own_workbooks.current_data import current_data_template
from loaders.packages.package_export import package, package_contents
from loaders.principle_answers import ANONYMOUS, PrincipleAnswers, add_answers, standing_answers, take_back
from loaders.rebuilding import rebuild
from tests.conftest import MakeUpload
from texts import translated

OSLO, SPRING = "NO-0301", "2026-spring"
ANSWER = PrincipleAnswers(
    OSLO,
    SPRING,
    "residents",
    {"people": 1, "open_data": 4},
    {"people": " The bus survey "},
    date(2026, 4, 20),
)


def scores(store: Store, assessment: str = SPRING) -> list[tuple]:
    return [
        (row["respondent_number"], row["respondent_group"], row["principle"], row["score"], row["evidence"])
        for row in standing_answers(store, OSLO, assessment)
    ]


def by_politician(number: int = 7) -> dict:
    return {
        "area_id": OSLO, "record_id": SPRING, "respondent_number": number, "principle": "people",
        "assessed_on": date(2026, 4, 1), "respondent_group": "politicians", "score": 3, "evidence": "Budget 2026",
    }  # fmt: skip


@pytest.fixture
def with_workbook(store: Store, make_upload: MakeUpload) -> Store:
    """An assessment that a workbook brought: one politician with the number 7."""
    upload = make_upload(store, table="principle_scores", rows=[by_politician()])
    store.commit(replace(upload, datasets=(), releases={}))
    return store


def test_an_answer_gets_the_next_free_number_and_the_older_ones_stay(with_workbook: Store):
    assert add_answers(with_workbook, ANSWER).respondent_number == 8
    assert scores(with_workbook) == [
        (7, "politicians", "people", 3, "Budget 2026"),
        (8, "residents", "people", 1, "The bus survey"),
        (8, "residents", "open_data", 4, None),
    ]


def test_a_question_without_an_answer_has_no_row_and_one_with_evidence_only_has_no_score(store: Store):
    given = replace(ANSWER, scores={"people": None, "inclusion": 0}, evidence={"people": "Asked in May"})
    add_answers(store, given)
    assert scores(store) == [
        (1, "residents", "people", None, "Asked in May"),
        (1, "residents", "inclusion", 0, None),
    ]


def test_a_round_of_another_name_begins_its_own_numbers(with_workbook: Store):
    sent = add_answers(with_workbook, replace(ANSWER, assessment_id="2027"))
    assert sent.respondent_number == 1
    assert len(scores(with_workbook)) == 1


def test_a_round_is_joined_whatever_its_capitals_and_spaces(with_workbook: Store):
    assert add_answers(with_workbook, replace(ANSWER, assessment_id=" 2026-Spring ")).assessment_id == SPRING


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"assessment_id": "  "}, "The round needs a name"),
        ({"respondent_group": ""}, "Say which group you belong to"),
        ({"scores": {"people": 5}}, "A score lies between 0 and 4"),
        ({"scores": {"peace": 1}}, "peace is none of the eight principles"),
        ({"scores": {"people": None}}, "Answer at least one of the eight questions"),
    ],
)
def test_an_answer_that_cannot_be_counted_is_refused_and_leaves_nothing(store: Store, change, words):
    with pytest.raises(StoreError, match=words):
        add_answers(store, replace(ANSWER, **change))
    assert store.uploads().empty


def test_no_name_stands_in_the_history_or_the_kept_file(store: Store):
    sent = add_answers(store, ANSWER)
    take_back(store, sent)
    assert set(store.events()["actor"]) == {ANONYMOUS}
    kept = json.loads(store.original(store.uploads().iloc[-1]["sha256"]))
    assert sorted(kept) == ["form", "tables"]
    assert sorted(kept["tables"]["principle_scores"][0]) == [
        "area_id", "assessed_on", "evidence", "principle", "record_id", "respondent_group", "respondent_number", "score",
    ]  # fmt: skip


def test_two_people_who_answer_at_the_same_moment_get_different_numbers(with_workbook: Store):
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda _turn: add_answers(with_workbook, ANSWER), range(8)))
    assert sorted(each.respondent_number for each in sent) == [8, 9, 10, 11, 12, 13, 14, 15]
    assert len({row[0] for row in scores(with_workbook)}) == 9


def test_an_answer_beside_files_that_are_loaded_meanwhile_is_saved_all_the_same(
    store: Store, make_upload: MakeUpload
):
    uploads = [make_upload(store, {2020: 100.0 + number}, release=str(number)) for number in range(4)]
    with ThreadPoolExecutor(2) as pool:
        loading = pool.submit(lambda: [store.commit(upload) for upload in uploads])
        sent = [add_answers(store, ANSWER) for _turn in range(4)]
        loading.result()
    assert [each.respondent_number for each in sent] == [1, 2, 3, 4]
    assert len(scores(store)) == 8


def test_what_was_sent_can_be_taken_back_and_later_answers_of_others_stay(with_workbook: Store):
    mine = add_answers(with_workbook, ANSWER)
    add_answers(with_workbook, replace(ANSWER, scores={"people": 4}, evidence={}))
    take_back(with_workbook, mine)
    assert scores(with_workbook) == [
        (7, "politicians", "people", 3, "Budget 2026"),
        (9, "residents", "people", 4, None),
    ]


def test_the_only_answer_of_a_round_taken_back_leaves_no_round(store: Store):
    take_back(store, add_answers(store, ANSWER))
    assert scores(store) == []


def test_nobody_takes_back_what_stands_under_the_number_by_now(store: Store):
    mine = add_answers(store, ANSWER)
    store.withdraw(mine.upload_id, actor="Kari")
    add_answers(store, replace(ANSWER, scores={"people": 3}))
    with pytest.raises(StoreError, match="not there any more as you sent them"):
        take_back(store, mine)
    assert [row[3] for row in scores(store)] == [3]


def test_the_workbook_of_current_answers_loaded_again_changes_nothing(with_workbook: Store):
    add_answers(with_workbook, ANSWER)
    content = current_data_template(with_workbook, "principles", [OSLO])
    preview = prepare(with_workbook, content, "principles.xlsx")
    assert [problem.sentence for problem in preview.problems if problem.level == "error"] == []
    [change] = [each for each in preview.changes if each.table == "principle_scores"]
    assert {kind: change.counts[kind] for kind in ("new", "changed", "removed")} == {
        "new": 0,
        "changed": 0,
        "removed": 0,
    }
    before = scores(with_workbook)
    commit(with_workbook, preview, actor="Kari")
    assert sorted(map(str, scores(with_workbook))) == sorted(map(str, before))


def test_a_package_carries_the_scores_of_large_groups_to_a_partner_and_what_people_wrote_stays(
    store: Store, make_upload: MakeUpload
):
    rows = [by_politician(number) for number in (1, 2, 3)]
    store.commit(replace(make_upload(store, table="principle_scores", rows=rows), datasets=(), releases={}))
    add_answers(store, ANSWER)  # the only resident
    partner = Store.open("duckdb::memory:")
    preview = prepare(partner, package(store, [OSLO], licence="CC BY 4.0"), "oslo.zip")
    commit(partner, preview, actor="Ola")
    assert sorted(scores(partner)) == [(number, "politicians", "people", 3, None) for number in (1, 2, 3)]
    [stays] = [each for each in package_contents(store, [OSLO]).left_out if each.table == "principle_scores"]
    assert (stays.rows, translated(stays.reason, "en")) == (2, "a group of fewer than 3 respondents")
    partner.close()


def test_a_rebuilt_store_has_the_answers_and_not_those_taken_back(tmp_path: Path):
    files = StoreFiles(tmp_path / "veikart.duckdb")
    store = Store.open(f"duckdb:{files.database}")
    add_answers(store, ANSWER)
    take_back(store, add_answers(store, replace(ANSWER, scores={"people": 4})))
    take_back(store, add_answers(store, replace(ANSWER, assessment_id="trial")))
    before = scores(store)
    store.close()
    assert all(each.is_whole for each in rebuild(files))
    again = Store.open(f"duckdb:{files.database}")
    assert scores(again) == before
    assert scores(again, "trial") == []
    again.close()
