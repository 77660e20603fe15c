"""Warnings that somebody has looked at, what still needs attention, and many warnings in few lines."""

from datetime import date

import pandas as pd
import pytest

from data.store import Store, StoreError
from loaders.forms import acknowledge_warning
from metrics.plausibility import (
    group_warnings,
    in_one_line,
    indicators_of,
    needs_attention,
    plausibility,
    subject_title,
    unusual_series,
)
from metrics.plausibility.grouping import years_in_words
from tests.metrics.conftest import BERGEN, OSLO, Desk
from tests.metrics.test_plausibility import sectors

JUMP = "unusual: jump total 2020"


def note(store: Store, text: str, *, day: int = 1, warning: str = JUMP, area: str = OSLO) -> int:
    return acknowledge_warning(store, area, warning, text, noted_on=date(2026, 3, day), actor="Kari")


def acknowledged(store: Store) -> list:
    return plausibility(store)["acknowledged_by_note"].tolist()


@pytest.fixture
def jumping(desk: Desk) -> Desk:
    desk.series(OSLO, {2019: 1000.0, 2020: 2000.0})
    return desk


def test_a_note_acknowledges_the_warning_it_names(store: Store, jumping: Desk):
    note(store, "  A new plant opened. ")
    assert acknowledged(store) == ["A new plant opened."]


def test_undoing_the_note_makes_the_warning_stand_again(store: Store, jumping: Desk):
    upload_id = note(store, "A new plant opened.")
    store.withdraw(upload_id, actor="Kari")
    assert acknowledged(store) == [None]


def test_the_newest_note_is_shown(store: Store, jumping: Desk):
    note(store, "Later.", day=9)
    note(store, "Earlier.", day=2)
    assert acknowledged(store) == ["Later."]


def test_a_note_on_another_year_or_municipality_acknowledges_nothing(store: Store, jumping: Desk):
    note(store, "Another year.", warning="unusual: jump total 2021")
    note(store, "Another municipality.", area=BERGEN)
    assert acknowledged(store) == [None]


def test_a_note_in_free_words_is_no_acknowledgement(store: Store, jumping: Desk):
    note(store, "A plant.", warning="total 2020")
    assert acknowledged(store) == [None]


def test_the_note_still_holds_when_the_figure_is_corrected(store: Store, jumping: Desk):
    note(store, "A new plant opened.")
    jumping.series(OSLO, {2019: 1000.0, 2020: 2100.0})
    assert acknowledged(store) == ["A new plant opened."]


def test_a_note_without_words_is_refused(store: Store, jumping: Desk):
    with pytest.raises(StoreError, match="acknowledged with a note"):
        note(store, "  ")


# --- what needs attention


def test_jumps_and_gaps_that_nobody_has_looked_at_keep_a_series_out(store: Store, desk: Desk):
    desk.emissions(
        OSLO,
        [*sectors(2019, transport=1000, waste=100), *sectors(2020, transport=1000, waste=300), *sectors(2021, transport=1000,
         waste=None)],
    )  # fmt: skip
    # waste jumps in 2020; in 2021 it is missing, and so is the total
    assert unusual_series(store).values.tolist() == [
        [OSLO, "total", 2021],
        [OSLO, "waste", 2020],
        [OSLO, "waste", 2021],
    ]


def test_an_acknowledged_jump_no_longer_keeps_a_series_out(store: Store, jumping: Desk):
    note(store, "A new plant opened.")
    assert unusual_series(store).empty
    assert needs_attention(store).empty


def test_a_total_that_jumps_concerns_the_indicators_of_all_emissions(store: Store, jumping: Desk):
    found = needs_attention(store, [OSLO])
    assert {"ghg_total", "ghg_comparable_total", "ghg_per_capita"} <= set(found["indicator"])
    assert "ghg_transport" not in set(found["indicator"])
    assert set(found["subject"]) == {"total"}


def test_a_sector_concerns_the_indicators_of_that_sector_only():
    assert indicators_of("transport") == ["ghg_transport", "co2_transport"]
    assert indicators_of("energy_generation") == ["ghg_heat_power", "co2_heat_power"]


def test_an_indicator_concerns_itself():
    assert indicators_of("msw_per_capita") == ["msw_per_capita"]


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("total", "Total emissions"),
        ("waste", "Waste and wastewater"),
        ("population", "Inhabitants"),
        ("area_km2", "Area"),
    ],
)
def test_every_subject_has_a_title(subject: str, title: str):
    assert str(subject_title(subject)) == title


# --- in few lines


@pytest.fixture
def several(store: Store, desk: Desk) -> pd.DataFrame:
    rows = [
        sectors(year, transport=1000, waste=waste, industry=industry)
        for year, waste, industry in ((2019, 100, 100), (2020, 300, 100), (2021, 900, 100), (2022, 900, 200))
    ]
    desk.emissions(OSLO, [row for of_year in rows for row in of_year])
    desk.series(BERGEN, {2019: 1000.0, 2020: 2000.0})
    return plausibility(store)


def test_warnings_of_one_check_and_municipality_are_one_row_with_its_subjects_and_years(
    several: pd.DataFrame,
):
    groups = group_warnings(several)
    assert groups[["municipality_id", "check", "count", "subjects", "years"]].values.tolist() == [
        [OSLO, "jump", 3, "waste, industry", "2020–2022"],
        [BERGEN, "jump", 1, "total", "2020"],
    ]


def test_the_row_says_how_many_and_tells_the_largest(several: pd.DataFrame):
    text = str(group_warnings(several)["text"].iloc[0])
    assert text.startswith(
        "Changes by more than half: 3 cases (Waste and wastewater 2020–2021; Industry (energy and process) 2022). The largest: "
        "Waste and wastewater: 300 t CO2e in 2020, 900 t CO2e in 2021."
    )


def test_a_single_warning_stands_for_itself(several: pd.DataFrame):
    assert group_warnings(several)["text"].iloc[1] == several["text"].iloc[3]


def test_acknowledged_ones_are_counted_apart(store: Store, several: pd.DataFrame):
    note(store, "A new plant opened.", warning="unusual: jump waste 2021")
    assert group_warnings(plausibility(store))["acknowledged_count"].tolist() == [1, 0]


def test_a_check_over_two_municipalities_is_one_line_with_the_largest_of_each(several: pd.DataFrame):
    (line,) = in_one_line(several, {OSLO: "Oslo"})
    spaced = str(line).replace("\N{NARROW NO-BREAK SPACE}", " ")
    # Bergen moved by 1 000 t, waste in Oslo by 600 t at most; without a name the id stands
    assert spaced == (
        "Changes by more than half: 4, the largest NO-4601, Total emissions: 1 000 t CO2e in 2019, 2 000 t CO2e in 2020; Oslo, "
        "Waste and wastewater: 300 t CO2e in 2020, 900 t CO2e in 2021. Unusual, check."
    )


def test_a_check_over_many_municipalities_counts_them(store: Store, desk: Desk):
    areas = {OSLO: 2000.0, BERGEN: 3000.0, "NO-1103": 4000.0, "NO-5001": 5000.0}
    for area, value in areas.items():
        desk.series(area, {2019: 1000.0, 2020: value})
    (line,) = in_one_line(plausibility(store), {})
    assert str(line).startswith(
        "Changes by more than half: 4 in 4 municipalities, the largest NO-5001, Total"
    )


def test_few_cases_are_told_without_a_count(store: Store, jumping: Desk):
    (line,) = in_one_line(plausibility(store), {OSLO: "Oslo"})
    assert str(line).startswith("Changes by more than half: Oslo, Total emissions: ")


def test_no_warnings_make_no_line_and_no_row(store: Store):
    assert in_one_line(plausibility(store), {}) == []
    assert group_warnings(plausibility(store)).empty


def test_consecutive_years_are_a_range():
    assert years_in_words([2018, 2012, 2013, 2013, 2015, 2014]) == "2012–2015, 2018"
