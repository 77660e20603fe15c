"""Marks of mergers and splits."""

from types import SimpleNamespace

import pytest

from charts.trajectory import YearMark
from sentences.border_words import border_marks
from texts import set_language


@pytest.mark.parametrize(("language", "words"), [("en", "Merger 2020"), ("nb", "Sammenslåing 2020")])
def test_a_merger_is_marked_at_its_year_in_the_readers_language(language, words):
    set_language(language)
    assert border_marks([SimpleNamespace(kind="merged", year=2020)]) == [YearMark(2020, words)]


def test_a_split_is_told_from_a_merger():
    assert border_marks([SimpleNamespace(kind="split", year=2017)]) == [YearMark(2017, "Split 2017")]
