"""Where do people see the municipality differently? The page empty, with few answers, full, and answered on the page."""

from datetime import date

import pandas as pd
import pytest

from data.code_lists import PRINCIPLES
from data.staging import staged
from data.store import NewUpload, Store
from loaders.principle_answers import ANONYMOUS, standing_answers
from tests.pages.conftest import charts, commit_series, words

PAGE = "pages/principles.py"
OREBRO, MALMO = "SE-1880", "SE-1280"
SPRING, AUTUMN = date(2026, 4, 20), date(2026, 10, 5)
TWO_GROUPS = {
    "people": {"politicians": [3, 3, 4], "residents": [1, 1, 2]},
    "open_data": {"politicians": [2, 2, 2], "residents": [2, 2, 2]},
}


def answers(url, scores, *, area=OREBRO, assessment="2026-spring", on=SPRING, evidence=None):
    """scores: by principle and group the answers of its respondents; evidence: by principle, of the first respondent."""
    rows = [
        {"area_id": area, "record_id": assessment, "respondent_number": 10 * place + number, "principle": principle,
         "assessed_on": on, "respondent_group": group, "score": score,
         "evidence": (evidence or {}).get(principle) if (place, number) == (0, 1) else None}
        for principle, groups in scores.items()
        for place, (group, given) in enumerate(groups.items())
        for number, score in enumerate(given, start=1)
    ]  # fmt: skip
    store = Store.shared(url)
    sha256 = store.keep_original(repr(rows).encode(), file_name="principles.xlsx")
    tables = {"principle_scores": staged("principle_scores", pd.DataFrame(rows))}
    store.commit(NewUpload(sha256, "principles.xlsx", "test", "tester", tables))


def button(app, label):
    return next(each for each in app.button if each.label == label)


def filled_in(app, group, scores, *, turn=0, evidence=None):
    """The form with a group and the scores of some principles; the rest is left without an answer."""
    app.selectbox(key=f"principles-group-{turn}").set_value(group)
    app.date_input(key=f"principles-day-{turn}").set_value(SPRING)
    for principle, score in scores.items():
        app.radio(key=f"principles-score-{principle}-{turn}").set_value(score)
    for principle, text in (evidence or {}).items():
        app.text_input(key=f"principles-evidence-{principle}-{turn}").set_value(text)
    return app


@pytest.fixture
def answered(own_url):
    """Örebro with three politicians and three residents; on people they are 3 - 1 = 2 apart, on open data they agree."""
    answers(own_url, TWO_GROUPS, evidence={"people": "Survey of travel *2025*"})
    return own_url


def test_an_empty_store_says_what_to_do_next(opened):
    text = words(opened(PAGE))
    assert "Where do people see the municipality differently?" in text
    assert "There is nothing to show yet." in text


def test_a_municipality_that_nobody_was_asked_about_learns_whom_to_ask_and_finds_the_form_open(
    opened, own_url
):
    commit_series(own_url, {2022: 79_000.0})
    app = opened(PAGE)
    assert "Nobody in Örebro has answered the eight questions yet." in words(app)
    assert len(app.radio) == len(PRINCIPLES)
    assert charts(app) == []


def test_the_answer_names_the_widest_spread_the_weakest_and_the_strongest(opened, answered):
    # people: 1, 1, 2, 3, 3, 4: 2.5 of all; open data: 2
    text = words(opened(PAGE))
    assert (
        "Furthest apart on “People in the centre”: Residents 1, Politicians 3 on the scale from 0 to 4. Across all groups "
        "weakest: “Share and use open data” (2), strongest: “People in the centre” (2.5)." in text
    )
    assert (
        "People in the centre – Politicians: “practised”. Residents: “talked about”. Ask together: Does climate work here "
        "start from people and their everyday lives?" in text
    )


def test_groups_that_agree_have_nothing_to_talk_about(opened, own_url):
    answers(own_url, {"open_data": TWO_GROUPS["open_data"]})
    text = words(opened(PAGE))
    assert "The groups agree. On every principle they give the same median." in text
    assert "What to talk about" not in text


def test_two_respondents_are_told_nowhere_on_the_page(opened, own_url, downloads):
    answers(own_url, {"people": {"residents": [4, 4]}}, evidence={"people": "Only I know this"})
    app = opened(PAGE)
    text = words(app)
    assert "Respondents so far: 2. A group is shown from three respondents on" in text
    assert "Only I know this" not in text
    assert charts(app) == []
    assert "Only I know this" not in downloads["evidence-csv"][1]().decode()


def test_beside_two_groups_a_single_answer_cannot_be_worked_out(opened, own_url, downloads):
    # 3, 3, 4 and 1, 1, 2 with one 0 of a group of one: neither the group nor all together is told
    people = TWO_GROUPS["people"] | {"business": [0]}
    answers(own_url, {"people": people})
    app = opened(PAGE)
    assert "What all think together is not shown" in words(app)
    header, row, *_rest = downloads["dots-csv"][1]().decode().split("\r\n")
    told = dict(zip(header.split(","), row.split(","), strict=True))
    assert "Business" not in told
    assert (told["All respondents"], told["Residents"]) == ("", "1.0")
    assert "Too few to be shown on their own" in words(app)
    assert "Business" not in charts(app)[0].alt


def test_evidence_is_shown_as_written_and_without_its_group(opened, answered, downloads):
    app = opened(PAGE)
    assert r"- Survey of travel \*2025\*" in [each.value for each in app.markdown]
    assert downloads["evidence-csv"][1]().decode().split("\r\n")[:2] == [
        "Principle,Evidence",
        "People in the centre,Survey of travel *2025*",
    ]


def test_one_round_says_when_a_change_can_be_told(opened, answered):
    assert "What has changed can be shown after a second round with a date." in words(opened(PAGE))


def test_what_has_changed_is_told_for_all_and_for_each_group(opened, answered):
    # residents 1 -> 2, all 2.5 -> 3 (2, 2, 2, 4, 4, 4), politicians 3 -> 4
    later = {"people": {"politicians": [4, 4, 4], "residents": [2, 2, 2]}}
    answers(answered, later, assessment="2026-autumn", on=AUTUMN)
    text = words(opened(PAGE))
    assert "From 2026-spring to 2026-autumn" in text
    assert "Up: “People in the centre”." in text
    assert "People in the centre 2.5 3 All respondents +0.5, Politicians +1, Residents +1" in text


def test_an_older_round_is_shown_when_it_is_chosen(opened, answered):
    answers(
        answered,
        {"people": {"politicians": [0, 0, 0], "residents": [4, 4, 4]}},
        assessment="2025",
        on=date(2025, 4, 1),
    )
    assert "Residents 1, Politicians 3 on the scale" in words(opened(PAGE))
    assert "Politicians 0, Residents 4 on the scale" in words(opened(PAGE, round="2025"))


def test_a_round_without_a_date_is_named_and_not_compared(opened, answered):
    answers(answered, TWO_GROUPS, assessment="some day", on=None)
    assert "some day: The assessment has no date and is not compared." in words(opened(PAGE))


def test_beside_other_cities_the_page_says_from_whom_to_learn(opened, answered):
    # of all: Örebro 2 and Malmö 4 on open data; 2.5 and 3 on people
    high = {"people": {"politicians": [3, 3, 3]}, "open_data": {"politicians": [4, 4, 4]}}
    answers(answered, high, area=MALMO)
    text = words(opened(PAGE, area=OREBRO))
    assert "Most to learn from Malmö on “Share and use open data”: 4 there, 2 in Örebro." in text
    assert "Share and use open data 2 4 2 of 2" in text


def test_like_is_laid_beside_like(opened, answered):
    # residents were asked in Örebro only, politicians in both: 3 against 2
    answers(answered, {"people": {"politicians": [2, 2, 2]}}, area=MALMO)
    app = opened(PAGE, area=OREBRO, asked="politicians")
    assert "People in the centre 3 2 1 of 2" in words(app)
    assert "No other city's answers are loaded for this choice." in words(
        opened(PAGE, area=OREBRO, asked="residents")
    )


def test_an_answer_on_the_page_counts_at_once_and_is_seen_in_another_session(opened, answered):
    other = opened(PAGE)
    app = opened(PAGE, answer="2026-spring")
    filled_in(app, "residents", {"people": 0, "open_data": 4}, evidence={"open_data": "The portal"})
    button(app, "Send the answers").click().run()
    assert "Your answers are counted as respondent 14 of 2026-spring; no name is stored." in words(app)
    assert "Residents 1, Politicians 3 on the scale" in words(app)  # 0, 1, 1, 2: 1
    assert "Respondents 7" in words(app)
    assert "Respondents 7" in words(other.run())
    assert app.radio(key="principles-score-people-1").value == -1  # empty for the next respondent


def test_what_was_sent_is_taken_back_by_its_sender_only(opened, answered):
    app = opened(PAGE, answer="2026-spring")
    button(filled_in(app, "residents", {"people": 0}), "Send the answers").click().run()
    other = opened(PAGE)
    assert "Take my answers back" not in [each.label for each in other.button]
    button(app, "Take my answers back").click().run()
    assert "Your answers are taken back and no longer counted." in words(app)
    assert "Respondents 6" in words(other.run())
    assert "Take my answers back" not in [each.label for each in app.button]


def test_the_address_for_respondents_opens_the_form_of_the_round(opened, answered):
    address = opened(PAGE, answer="2026-spring").code[-1].value
    assert address.endswith("?area=SE-1880&answer=2026-spring")
    assert len(opened(PAGE).radio) == 0


def test_no_name_is_stored_with_an_answer_even_where_the_session_has_one(opened, answered):
    app = opened(PAGE, answer="2026-spring")
    app.session_state["actor"] = "Kari Nordmann"
    button(filled_in(app, "residents", {"people": 0}), "Send the answers").click().run()
    assert Store.shared(answered).events()["actor"].iloc[-1] == ANONYMOUS


def test_without_a_group_nothing_is_saved_and_what_was_filled_in_stays(opened, answered):
    app = opened(PAGE, answer="2026-spring")
    app.radio(key="principles-score-people-0").set_value(3)
    button(app, "Send the answers").click().run()
    assert "Say which group you belong to." in words(app)
    assert app.radio(key="principles-score-people-0").value == 3
    assert len(standing_answers(Store.shared(answered), OREBRO, "2026-spring")) == 12


def test_the_first_round_begins_on_the_page(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    app = opened(PAGE)
    app.text_input(key="principles-round").set_value("2027").run()
    button(filled_in(app, "academia", {"people": 2}), "Send the answers").click().run()
    assert "Respondents so far: 1." in words(app)
    assert [row["score"] for row in standing_answers(Store.shared(own_url), OREBRO, "2027")] == [2]


def test_a_new_round_is_shown_once_it_has_an_answer(opened, answered):
    app = opened(PAGE, answer="new-round")
    app.text_input(key="principles-round").set_value("2027").run()
    button(filled_in(app, "academia", {"people": 2}), "Send the answers").click().run()
    assert app.selectbox(key="choice-round").value == "2027"
    assert app.query_params["round"] == "2027"


def test_the_demonstration_shows_the_form_and_saves_nothing(opened, demo_path):
    app = opened(PAGE, demo=demo_path, area="NO-D01", answer="2026-spring")
    assert "Furthest apart on “People in the centre”: Residents 0.5, Politicians 2.5" in words(app)
    assert "Answers are saved here once your own data are loaded." in words(app)
    assert button(app, "Send the answers").disabled


def test_every_choice_stands_in_the_address(opened, demo_path):
    app = opened(PAGE, demo=demo_path, area="NO-D01")
    app.segmented_control(key="choice-order").set_value("road-map").run()
    app.selectbox(key="choice-asked").set_value("politicians").run()
    app.selectbox(key="choice-round").set_value("2025-spring").run()
    found = {name: app.query_params[name] for name in ("order", "asked", "round", "beside")}
    assert found == {"order": "road-map", "asked": "politicians", "round": "2025-spring", "beside": "NO-D02"}
    assert charts(app)[0].spec.index("People in the centre") < charts(app)[0].spec.index("Act local")
