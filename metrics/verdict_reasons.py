"""Why a verdict is what it is, in words, for many verdicts at once: equal sentences are made once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.trajectory import TREND_MINIMUM
from texts import N_, Text

NO_VALUE = N_("There is no value in any year.")
NOT_JUDGED = N_("Not judged.")

# The words for growth without a target, which some methods classify too.
RATE_WORDS: dict[str, Text] = {
    "significant_progress": N_("significant progress"),
    "substantial_progress": N_("substantial progress"),
    "moderate_progress": N_("moderate progress"),
    "limited_progress": N_("limited progress"),
    "no_progress": N_("no progress"),
    "moderate_movement_away": N_("moderate movement away"),
    "significant_movement_away": N_("significant movement away"),
    "deterioration": N_("deterioration"),
    "1": N_("class 1 of 3"),
    "2": N_("class 2 of 3"),
    "3": N_("class 3 of 3"),
}


@dataclass(frozen=True)
class ReasonFacts:
    """The numbers that the sentences name, an entry per verdict: years, counts and whole percents; 0 = not known.

    done: percent of the change asked for, rounded down. rate: tenths of a percent a year. rate_word: place of the
    word in RATE_WORDS."""

    base_year: NDArray[np.int64]
    year: NDArray[np.int64]
    target_year: NDArray[np.int64]
    first_year: NDArray[np.int64]
    count: NDArray[np.int64]
    trend_first: NDArray[np.int64]
    trend_last: NDArray[np.int64]
    trend_count: NDArray[np.int64]
    done: NDArray[np.int64]
    rate: NDArray[np.int64]
    rate_word: NDArray[np.int64]


def rate_word_places(words: NDArray[np.object_]) -> NDArray[np.int64]:
    """The places of words in RATE_WORDS; 0 for a word that is not one of them."""
    places = np.zeros(len(words), dtype=np.int64)
    for number, key in enumerate(RATE_WORDS):
        places[words == key] = number
    return places


def reason_texts(codes: NDArray[np.int64], facts: ReasonFacts) -> NDArray[np.object_]:
    """The sentence of each code (place in SENTENCES) with its numbers. Equal sentences are one text."""
    texts = np.empty(len(codes), dtype=object)
    sentences = list(SENTENCES.values())
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        rows, sentence = np.flatnonzero(codes == code), sentences[code]
        texts[rows] = _said(sentence, facts, rows)
    return texts


def _said(sentence: "Sentence", facts: ReasonFacts, rows: NDArray[np.int64]) -> list[Text]:
    if not sentence.names:
        return [sentence.say(_Places())] * len(rows)
    known: dict[tuple[int, ...], Text] = {}
    numbers = zip(*(getattr(facts, name)[rows].tolist() for name in sentence.names), strict=True)
    return [known.get(each) or known.setdefault(each, sentence.with_numbers(each)) for each in numbers]


@dataclass(frozen=True)
class _Places:
    base_year: int = 0
    year: int = 0
    target_year: int = 0
    first_year: int = 0
    count: int = 0
    trend_first: int = 0
    trend_last: int = 0
    trend_count: int = 0
    done: int = 0
    rate: int = 0
    rate_word: int = 0

    def words(self, *names: str) -> dict[str, str]:
        return {name: str(getattr(self, name)) for name in names}


@dataclass(frozen=True)
class Sentence:
    """A reason: how it is said, and which of the facts it names."""

    say: Callable[[_Places], Text]
    names: tuple[str, ...] = ()

    def with_numbers(self, numbers: tuple[int, ...]) -> Text:
        """The sentence with the numbers it names, in the order of the names."""
        return self.say(_Places(**dict(zip(self.names, numbers, strict=True))))


def _path_done(at: _Places) -> Text:
    if at.done < 0:
        return N_(
            "Between {base_year} and {year} it moved away from the target.", **at.words("base_year", "year")
        )
    return N_(
        "By {year}, {done} % of the change was made that the straight line from {base_year} to {target_year} "
        "asks for by then.",
        **at.words("done", "target_year", "base_year", "year"),
    )


def _trend_done(at: _Places) -> Text:
    places = {"first": str(at.trend_first), "last": str(at.trend_last), "count": str(at.trend_count)}
    if at.done < 0:
        return N_("The trend of {first}–{last} ({count} data years) leads away from the target.", **places)
    return N_(
        "On the trend of {first}–{last} ({count} data years), {done} % of the way from {base_year} to the "
        "target is covered by {target_year}.",
        **places,
        **at.words("done", "base_year", "target_year"),
    )


def _growth_done(at: _Places) -> Text:
    if at.done < 0:
        return N_(
            "Between {base_year} and {year} the yearly rate led away from the target.",
            **at.words("base_year", "year"),
        )
    return N_(
        "The yearly rate from {base_year} to {year} is {done} % of the one that leads to the target in {target_year}.",
        **at.words("base_year", "year", "done", "target_year"),
    )


def _expected_done(at: _Places) -> Text:
    if at.done < 0:
        return N_("Grown on at its yearly rate, it leads away from the target.")
    return N_(
        "Grown on at the yearly rate from {base_year} to {year}, {done} % of the way to the target is covered by "
        "{target_year}.",
        **at.words("base_year", "year", "done", "target_year"),
    )


def _rate_alone(at: _Places) -> Text:
    return N_(
        "No target is set for it. From {base_year} to {year} it changed by {rate} % a year: {word}.",
        rate=f"{at.rate / 10:+.1f}",
        word=list(RATE_WORDS.values())[at.rate_word],
        **at.words("base_year", "year"),
    )


SENTENCES: dict[str, Sentence] = {
    "no_value": Sentence(lambda _at: NO_VALUE),
    "problem": Sentence(lambda _at: NOT_JUDGED),
    "path": Sentence(_path_done, ("base_year", "year", "target_year", "done")),
    "trend": Sentence(
        _trend_done, ("base_year", "target_year", "trend_first", "trend_last", "trend_count", "done")
    ),
    "growth": Sentence(_growth_done, ("base_year", "year", "target_year", "done")),
    "expected": Sentence(_expected_done, ("base_year", "year", "target_year", "done")),
    "rate": Sentence(_rate_alone, ("base_year", "year", "rate", "rate_word")),
    "no_target": Sentence(lambda _at: N_("No target is set for it.")),
    "no_target_trend": Sentence(
        lambda at: N_("No target is set for it; the trend is carried to {year}.", year=str(at.target_year)),
        ("target_year",),
    ),
    "no_direction": Sentence(
        lambda _at: N_("Neither more nor less of it is better, so progress is not judged.")
    ),
    "begins_late": Sentence(
        lambda at: N_(
            "The data begin in {first}, after the target year {target_year}.",
            first=str(at.first_year),
            target_year=str(at.target_year),
        ),
        ("first_year", "target_year"),
    ),
    "one_year": Sentence(lambda _at: N_("Only one year has a value; progress needs two.")),
    "too_few": Sentence(
        lambda at: N_(
            "A trend needs at least {least} data years, found {count}.",
            least=str(TREND_MINIMUM),
            count=str(at.count),
        ),
        ("count",),
    ),
    "no_base_year": Sentence(
        lambda _at: N_("The target names no base year, so the way to it cannot be measured.")
    ),
    "none_after_base": Sentence(
        lambda at: N_("No year after the base year {year} has a value.", year=str(at.base_year)),
        ("base_year",),
    ),
    "base_missing": Sentence(
        lambda at: N_("The base year {year} has no value.", year=str(at.base_year)), ("base_year",)
    ),
    "equal": Sentence(
        lambda at: N_(
            "The target equals the value of the base year {year}, so there is no way to measure.",
            year=str(at.base_year),
        ),
        ("base_year",),
    ),
    "nothing_yet": Sentence(
        lambda at: N_(
            "By {year} the interim targets ask for no change on {base_year}, so there is no way to measure yet.",
            **at.words("year", "base_year"),
        ),
        ("year", "base_year"),
    ),
    "growth_undefined": Sentence(
        lambda _at: N_(
            "A growth rate means nothing here: base, latest value and target must all be above zero, or all below. See "
            "the linear path."
        )
    ),
    "self_assessed": Sentence(
        lambda _at: N_("It is self-assessed, and a growth rate of it means nothing. See the linear path.")
    ),
    "met": Sentence(
        lambda at: N_("The target for {target_year} is met in {year}.", **at.words("target_year", "year")),
        ("target_year", "year"),
    ),
    "met_leads_back": Sentence(
        lambda at: N_(
            "The target for {target_year} is met in {year}, but the present trend leads back behind it.",
            **at.words("target_year", "year"),
        ),
        ("target_year", "year"),
    ),
    "passed": Sentence(
        lambda at: N_(
            "The target year {target_year} has passed and the target was missed; judged as of {year}.",
            **at.words("target_year", "year"),
        ),
        ("target_year", "year"),
    ),
    "not_yet": Sentence(
        lambda at: N_(
            "It is a yes or no, and not reached by {year}; the target is due in {target_year}.",
            **at.words("year", "target_year"),
        ),
        ("year", "target_year"),
    ),
    "not_reached": Sentence(
        lambda at: N_("It is a yes or no, and was not reached by {target_year}.", **at.words("target_year")),
        ("target_year",),
    ),
}
CODES: dict[str, int] = {key: place for place, key in enumerate(SENTENCES)}
