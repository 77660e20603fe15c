import math
import threading
from pathlib import Path

import numpy as np
import pytest

import texts
from texts import (
    N_,
    Text,
    _,
    available_languages,
    best_language,
    current_language,
    format_number,
    in_language,
    separators,
    set_language,
    spellings,
    translated,
)

THIN = "\N{NARROW NO-BREAK SPACE}"
HARD = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def norwegian_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "nb"
    folder.mkdir()
    (folder / "veikart.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "{count} rows of {what}"\nmsgstr "{count} rader med {what}"\n\n'
        'msgid "emissions"\nmsgstr "utslipp"\n\n'
        'msgid "Not yet said"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "Guessed by a tool"\nmsgstr "Gjettet"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(texts, "CATALOGUES", tmp_path)
    texts._catalogue.cache_clear()
    yield
    texts._catalogue.cache_clear()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", f"1{THIN}084{THIN}233.5"),
        ("nb", f"1{HARD}084{HARD}233,5"),
        ("sv", f"1{HARD}084{HARD}233,5"),
        ("da", "1.084.233,5"),
        ("fi", f"1{HARD}084{HARD}233,5"),
        ("is", "1.084.233,5"),
    ],
)
def test_a_number_is_grouped_and_marked_by_the_rule_of_its_language(language: str, words: str):
    set_language(language)
    assert format_number(1_084_233.5) == words


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_negative_number_has_the_true_minus_sign_in_every_language(language: str):
    set_language(language)
    assert format_number(-7, digits=0) == f"{MINUS}7"


@pytest.mark.parametrize("missing", [None, math.nan, np.float64("nan"), math.inf])
def test_a_missing_number_is_a_dash(missing: float | None):
    assert format_number(missing) == "–"


@pytest.mark.parametrize(
    ("value", "significant", "words"),
    [
        (1_084_233, 3, f"1{THIN}080{THIN}000"),
        (0.012345, 3, "0.0123"),
        (99.96, 3, "100"),  # rounding gains a figure: 100, not 100.0
        (9.996, 3, "10.0"),
        (0.09996, 3, "0.100"),
        (999_950, 3, f"1{THIN}000{THIN}000"),
        (-0.5, 1, f"{MINUS}0.5"),
        (0, 3, "0"),
    ],
)
def test_significant_figures_are_counted_after_rounding(value: float, significant: int, words: str):
    assert format_number(value, significant=significant) == words


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [(12.5, 2, "12.50"), (12.0, None, "12"), (12.3456, None, "12.346"), (-0.0004, None, "0"), (-0.4, 0, "0")],
)
def test_decimals_are_fixed_when_asked_and_never_leave_a_negative_zero(
    value: float, digits: int | None, words: str
):
    assert format_number(value, digits=digits) == words


def test_numbers_of_numpy_read_like_those_of_python():
    assert format_number(np.int64(12_000)) == f"12{THIN}000"
    assert _("{count} rows", count=np.int64(12_000)) == f"12{THIN}000 rows"


def test_a_text_reads_in_english_until_an_edge_translates_it(norwegian_catalogue: None):
    set_language("nb")
    sentence = N_("{count} rows of {what}", count=1234.5, what=N_("emissions"))
    assert str(sentence) == f"1{THIN}234.5 rows of emissions"
    assert _(sentence) == f"1{HARD}234,5 rader med utslipp"


def test_a_text_without_a_finished_translation_is_shown_in_english(norwegian_catalogue: None):
    set_language("nb")
    assert [_("Not yet said"), _("Guessed by a tool"), _("Never seen")] == [
        "Not yet said",
        "Guessed by a tool",
        "Never seen",
    ]


def test_only_languages_with_a_catalogue_are_offered(norwegian_catalogue: None):
    assert available_languages() == ("en", "nb")


def test_an_unknown_language_is_english():
    set_language("tlh")
    assert current_language() == "en"


def test_the_language_of_one_session_does_not_reach_another():
    seen = []
    set_language("sv")
    other = threading.Thread(target=lambda: seen.append(current_language()))
    other.start()
    other.join()
    assert seen == ["en"]


def test_a_place_may_say_its_decimals_and_still_follows_the_language():
    set_language("nb")
    assert _("{share:.1f} %", share=-12.34) == f"{MINUS}12,3 %"
    set_language("en")
    assert _("{tonnes:,.0f} t", tonnes=12345.6) == f"12{THIN}346 t"


def test_a_year_is_not_grouped_when_the_place_says_d_or_the_value_is_a_string():
    assert _("by {year:d}", year=2030) == "by 2030"
    assert _("by {year}", year="2030") == "by 2030"


@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_missing_number_in_a_sentence_is_a_dash(missing: float | None):
    assert _("{value} t, {value:.1f} %", value=missing) == "– t, – %"


def test_values_are_never_read_as_templates():
    assert _("found {found}", found="{secret}") == "found {secret}"


def test_places_given_at_the_edge_fill_a_text_too():
    assert _(N_("{count} of {all}", count=1), all=2) == "1 of 2"


def test_equal_texts_have_equal_hashes():
    assert N_("{count} rows", count=3) == N_("{count} rows", count=3.0)
    assert hash(N_("{count} rows", count=3)) == hash(N_("{count} rows", count=3.0))
    assert {N_("a"): 1}[Text("a")] == 1


def test_a_chart_gets_the_marks_of_the_language():
    set_language("da")
    assert separators() == (",", ".")
    set_language("en")
    assert separators() == (".", THIN)


def test_a_number_that_no_reader_counts_is_written_short():
    assert format_number(1e300) == "1e+300"
    assert format_number(-2.5e22, digits=1) == f"{MINUS}2.5e+22"


def test_a_piece_of_work_may_speak_another_language_and_the_session_keeps_its_own(norwegian_catalogue: None):
    set_language("sv")
    with in_language("nb"):
        inside = _("emissions")
    assert (inside, current_language()) == ("utslipp", "sv")


def test_the_session_keeps_its_language_when_the_work_in_another_one_fails():
    set_language("sv")
    with pytest.raises(ValueError), in_language("nb"):
        raise ValueError
    assert current_language() == "sv"


def test_a_text_is_said_in_another_language_with_its_numbers_and_inner_texts(norwegian_catalogue: None):
    sentence = N_("{count} rows of {what}", count=1234.5, what=N_("emissions"))
    assert translated(sentence, "nb") == f"1{HARD}234,5 rader med utslipp"
    assert translated("{count} rows of {what}", "nb", count=2, what="avfall") == "2 rader med avfall"
    assert translated("Never seen", "nb") == "Never seen"
    assert current_language() == "en"


def test_the_spellings_of_a_text_are_english_first_and_each_one_once(norwegian_catalogue: None):
    set_language("nb")
    assert spellings("emissions") == spellings(N_("emissions")) == ("emissions", "utslipp")
    assert spellings("Not yet said") == ("Not yet said",)


def test_the_spellings_of_a_text_with_places_are_filled(norwegian_catalogue: None):
    assert spellings(N_("{count} rows of {what}", count=3, what=N_("emissions"))) == (
        "3 rows of emissions",
        "3 rader med utslipp",
    )


@pytest.mark.parametrize(
    ("tags", "language"),
    [
        (["nb-NO"], "nb"),
        (["nn-NO", "en"], "nb"),  # there is no nynorsk: its readers get bokmål
        (["no"], "nb"),
        (["NB"], "nb"),
        (["sv-SE", "nb"], "nb"),  # no Swedish catalogue here
        (["de-DE", "en-GB", "nb"], "en"),
        (["de-DE"], "en"),
        ([""], "en"),
        ([], "en"),
    ],
)
def test_a_reader_gets_the_first_available_language_asked_for(
    norwegian_catalogue: None, tags: list[str], language: str
):
    assert best_language(tags) == language


def test_every_language_has_its_own_name():
    assert [texts.LANGUAGE_NAMES[code] for code in ("en", "nb", "sv")] == [
        "English",
        "Norsk bokmål",
        "Svenska",
    ]
