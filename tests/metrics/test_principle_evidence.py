"""What respondents name as evidence: as written, without a way to who wrote it."""

from metrics.principle_evidence import EVIDENCE, principle_evidence
from tests.metrics.conftest import BERGEN, OSLO


def wrote(desk, texts, *, area=OSLO, principle="people", scores=None):
    """One respondent for each text (None = none), of the group residents, with the score 2 unless told otherwise."""
    rows = [
        {"record_id": "2026", "respondent_number": number, "principle": principle, "respondent_group": "residents",
         "score": 2 if scores is None else scores[number - 1], "evidence": text}
        for number, text in enumerate(texts, start=1)
    ]  # fmt: skip
    desk.records("principle_scores", area, *rows)


def test_texts_stand_in_the_order_of_their_letters_and_not_of_the_respondents(store, desk):
    wrote(desk, ["Survey of travel", " bus stops asked ", None, "A panel"])
    found = principle_evidence(store)
    assert found["evidence"].tolist() == ["A panel", "bus stops asked", "Survey of travel"]
    assert found["reason"].tolist() == [None, None, None]


def test_nothing_but_the_text_stands_beside_a_text(store, desk):
    wrote(desk, ["One", "Two", "Three"])
    assert tuple(principle_evidence(store).columns) == EVIDENCE


def test_what_two_respondents_wrote_is_not_shown_and_the_reason_is_said_once(store, desk):
    wrote(desk, ["One", "Two", "Three"], scores=[1, 2, None])
    [row] = principle_evidence(store).to_dict("records")
    assert row["evidence"] is None
    assert str(row["reason"]) == "Fewer than 3 respondents: what they wrote is not shown."


def test_of_several_municipalities_the_chosen_one_is_read(store, desk):
    wrote(desk, ["One", "Two", "Three"])
    wrote(desk, ["Four", "Five", "Six"], area=BERGEN)
    assert principle_evidence(store, [BERGEN])["evidence"].tolist() == ["Five", "Four", "Six"]


def test_principles_stand_as_the_road_map_lists_them(store, desk):
    texts = {"act_local": "Twin towns", "people": "Panel"}
    rows = [
        {"record_id": "2026", "respondent_number": number, "principle": principle, "respondent_group": "residents",
         "score": 1, "evidence": text if number == 1 else None}
        for principle, text in texts.items()
        for number in (1, 2, 3)
    ]  # fmt: skip
    desk.records("principle_scores", OSLO, *rows)
    assert principle_evidence(store)["principle"].tolist() == ["people", "act_local"]


def test_nothing_written_gives_no_rows_with_the_columns(store, desk):
    wrote(desk, [None, "  ", None])
    found = principle_evidence(store)
    assert found.empty
    assert tuple(found.columns) == EVIDENCE
