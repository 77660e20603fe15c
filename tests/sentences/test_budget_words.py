"""The climate budget in words: what measures close, what lacks, and how the gap moved between reports."""

import pandas as pd
import pytest

from metrics.climate_budget import COLUMNS
from metrics.verdicts import Verdict
from sentences.budget_words import answer, closing_answer, moved_gap, no_cut, notes


def plain(words):
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def trend(projected, target=100.0):
    fields = dict.fromkeys(Verdict.__dataclass_fields__)
    return Verdict(**fields | {"projected_value": projected, "target_value": target, "target_year": 2030})


@pytest.mark.parametrize(
    ("cuts", "projected", "expected"),
    [
        ((20.0, 20.0), 150.0, "Of the gap of 50.0 t on the trend in 2030, adopted measures close 20.0 t: 30.0 t are left."),
        ((20.0, 35.0), 150.0, "adopted measures close 20.0 t; the proposed ones too would leave 15.0 t."),
        ((20.0, 60.0), 150.0, "adopted measures close 20.0 t; with the proposed ones it is closed."),
        ((60.0, 60.0), 150.0, "Adopted measures cut 60.0 t in 2030: more than the gap of 50.0 t on the trend."),
        ((20.0, 35.0), 90.0, "On the present trend no gap is left; measures would cut 35.0 t in 2030."),
        ((20.0, 35.0), None, "Measures would cut 35.0 t in 2030."),
    ],
)  # fmt: skip
def test_the_gap_on_the_trend_is_set_beside_what_measures_cut(cuts, projected, expected):
    assert expected in plain(closing_answer(cuts, trend(projected), "ghg_total"))


@pytest.mark.parametrize(
    ("measures", "projected", "words"),
    [
        ([], 150.0, "No measures are loaded, so nobody sees what closes the gap."),
        ([None], 150.0, "No measure states a cut in 2030, so nobody sees what closes the gap."),
        ([None], None, "No measure states a cut in 2030, so nobody sees what closes the gap."),
        ([], 90.0, "No measures are loaded, so nobody sees what brings emissions back to the required path."),
        ([0.0], 90.0, "No measure states a cut in 2030, so nobody sees what brings emissions back to the required path."),
    ],
)  # fmt: skip
def test_measures_without_a_cut_are_not_called_missing(measures, projected, words):
    frame = pd.DataFrame({"effect_mid_tco2e": pd.Series(measures, dtype="float64")})
    assert no_cut(frame, trend(projected)) == words


def row(**fields):
    """A year of the climate budget in which nothing is stated but what is named."""
    figures = {name: float("nan") for name in COLUMNS if name.endswith("_tco2e")}
    return pd.Series(
        figures | {"year": 2027, "reference_kind": "", "overlap_tco2e": 0.0, "without_figure": 0} | fields
    )


def test_what_overlaps_is_told_in_the_gases_of_the_municipality():
    [words] = notes(row(overlap_tco2e=37.0), "t CO2")
    assert "together they cut 37.0 t more" in plain(words)
    # kilograms have no shorter form, so the unit that was given is seen
    [words] = notes(row(overlap_tco2e=37.0), "kg")
    assert "together they cut 37.0 kg more" in plain(words)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "One measure states no effect and counts as nothing."),
        (2, "2 measures state no effect and count as nothing."),
    ],
)
def test_measures_without_a_figure_are_counted_in_words(count, words):
    assert notes(row(without_figure=count), "t CO2e") == [words]


@pytest.mark.parametrize(
    ("adopted", "words"),
    [
        (0.0, "Without new measures 152 t are expected."),
        (10.0, "With the adopted measures 142 t are expected."),
    ],
)
def test_where_no_measure_is_adopted_the_year_is_told_without_any(adopted, words):
    of_year = row(reference_tco2e=152.0, adopted_mid_tco2e=adopted, after_adopted_tco2e=152.0 - adopted)
    assert plain(answer(of_year, "t CO2e")) == f"No ceiling is decided for 2027. {words}"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (300.0, 200.0, "What is missing in 2027 went from 300 t to 200 t: 100 t less."),
        (200.0, 300.0, "What is missing in 2027 went from 200 t to 300 t: 100 t more."),
        (-3970.0, -4420.0, "What is to spare in 2027 went from 3 970 t to 4 420 t: 450 t more."),
        (-4420.0, -3970.0, "What is to spare in 2027 went from 4 420 t to 3 970 t: 450 t less."),
        (0.0, -50.0, "What is to spare in 2027 went from 0 t to 50.0 t: 50.0 t more."),
        (300.0, -200.0, "The budget of 2027 went from 300 t missing to 200 t to spare."),
        (-200.0, 300.0, "The budget of 2027 went from 200 t to spare to 300 t missing."),
    ],
)
def test_a_gap_that_moved_says_what_is_missing_and_what_is_to_spare_and_has_no_sign(before, after, words):
    changed = pd.DataFrame({
        "year": [2027], "sector": [""], "figure": ["gap_after_adopted_tco2e"], "first_tco2e": [before],
        "second_tco2e": [after], "change_tco2e": [after - before],
    })  # fmt: skip
    assert plain(moved_gap(changed, year=2027, unit="t CO2e")) == words
