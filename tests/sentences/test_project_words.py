"""Every gap says which one it is: to the ceiling or to the target, without new measures."""

import math

import pytest

from sentences.project_words import beside_gap, gap_remark, loaded_path


def whole(gap, kind, *, projects=2, mid=100.0):
    covered = 100 * mid / gap if gap > 0 else math.nan
    return {
        "year": 2030,
        "gap_tco2e": gap,
        "gap_kind": kind,
        "coverage_percent": covered,
        "projects": projects,
    }


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (whole(400.0, "ceiling"), "That is 25 % of the 400 t that would be emitted above the ceiling without new measures."),
        (whole(400.0, "target"), "That is 25 % of the 400 t that would be emitted above the target without new measures."),
        (whole(400.0, "ceiling", projects=0), "Without new measures 400 t would be emitted above the ceiling of 2030."),
        (whole(400.0, "target", projects=0), "Without new measures 400 t would be emitted above the target of 2030."),
        (whole(-40.0, "ceiling"), "Without new measures emissions would already be 40.0 t below the ceiling of 2030."),
        (whole(-40.0, "target"), "Without new measures emissions would already be 40.0 t below the target of 2030."),
        (whole(math.nan, ""), "How large the gap is cannot be told without emissions and a ceiling or a target."),
        (whole(math.nan, "", projects=0), ""),
    ],
)  # fmt: skip
def test_what_projects_close_is_told_of_a_gap_that_is_named(row, words):
    assert beside_gap(row, "t CO2e").replace("\u00a0", " ") == words


def test_a_figure_says_beside_it_which_gap_it_is():
    assert [gap_remark(kind) for kind in ("ceiling", "target", "")] == [
        "to the ceiling, without new measures",
        "to the target, without new measures",
        "",
    ]


def test_a_loaded_path_that_leaves_a_gap_is_set_against_the_trend():
    assert loaded_path(500.0, "target", year=2030, unit="t CO2e").replace("\u00a0", " ") == (
        "The path that was calculated and loaded says otherwise: without new measures 500 t would be emitted above the target "
        "of 2030."
    )
