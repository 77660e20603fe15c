"""Words of the page of indicators that no registry gives it."""

import pandas as pd
import pytest

from metrics.registry import INDICATORS
from metrics.verdicts import METHODS
from texts import N_
from ui.indicators import METHOD_WORDS, common_ground, judged_against, method_word

WORDS = {word for method in METHODS.values() for word in (*method.statuses, method.unknown)}


@pytest.mark.parametrize("word", sorted(WORDS | {"target_achieved"}))
def test_every_word_of_a_method_has_its_words_for_people(word):
    assert word in METHOD_WORDS


def test_a_word_without_a_text_is_shown_as_the_method_writes_it():
    assert method_word("somewhat_better") == "somewhat better"


def found(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame([{"status": status, "reason": N_(reason)} for status, reason in rows])


def test_a_reason_that_all_methods_share_is_said_once():
    said = common_ground(found(("no_data", "Nothing is loaded."), ("no_data", "Nothing is loaded.")))
    assert said.replace("\N{NO-BREAK SPACE}", " ") == "○ No data. Nothing is loaded."


@pytest.mark.parametrize(
    "rows",
    [
        (("on_track", "It falls."), ("on_track", "It falls.")),
        (("no_target", "No target."), ("no_target", "No target; the trend is carried on.")),
    ],
    ids=["verdicts", "different reasons"],
)
def test_verdicts_and_different_reasons_stand_in_the_table(rows):
    assert common_ground(found(*rows)) == ""


def against(**fields: float | None) -> str:
    row = {"target_year": 2030, "target_value": 1.0, "base_year": 2015, "base_value": 0.0} | fields
    sentence = judged_against(pd.DataFrame([row]), INDICATORS["climate_plan"], "Oslo")
    return sentence.replace("\N{NO-BREAK SPACE}", " ")


def test_an_answer_of_yes_or_no_has_no_unit():
    assert against() == "Oslo has a target of 1.00 in 2030, from 0 in 2015."


def test_a_target_without_a_base_names_none():
    assert against(base_value=None) == "Oslo has a target of 1.00 in 2030."


def test_a_percentage_of_a_missing_base_says_what_is_missing():
    assert (
        against(target_value=None, base_value=None)
        == "Oslo has a target for 2030; its base year 2015 has no value."
    )


def test_without_a_target_the_sentence_says_so():
    assert against(target_year=None) == "Oslo has set no target for it."
