"""Whom to learn from on the eight principles, in a sentence."""

import pandas as pd

from ui.principle_neighbours import comparison_sentence

NAMES = {"A": "Ayrby", "B": "Beeby"}


def medians(*rows):
    return pd.DataFrame(rows, columns=["municipality_id", "principle", "median"])


def test_two_that_are_told_on_different_principles_cannot_be_compared():
    said = comparison_sentence(medians(("A", "people", 2.0), ("B", "inclusion", 3.0)), "A", NAMES)
    assert said == "Ayrby has no figure to compare here."


def test_the_principle_on_which_another_stands_furthest_above_is_named():
    rows = medians(
        ("A", "people", 2.0), ("B", "people", 3.0), ("A", "inclusion", 1.0), ("B", "inclusion", 3.0)
    )
    assert "Most to learn from Beeby on" in comparison_sentence(rows, "A", NAMES)
