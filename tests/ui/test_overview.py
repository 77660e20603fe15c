"""What the overview asks for where measures lack or say nothing of the target year."""

from datetime import date

import pytest

from report.council_report.council import council_report
from report.document import Paragraph
from tests.metrics.conftest import OSLO, desk, store
from ui import overview

__all__ = ["desk", "store"]  # fixtures

TODAY = date(2026, 11, 27)
# 100 t in 2015 and 3 t less every year: 79 t in 2022 and 55 t in 2030 on the trend
EIGHT_YEARS = {2015 + step: 100.0 - 3.0 * step for step in range(8)}
MEASURE = {"record_id": "M1", "title": "Shore power", "decision": "adopted"}


def asked(store) -> list[str]:
    return [step.why for step in overview.next_steps(store, OSLO, "ghg_total", TODAY)]


def closing(store) -> str:
    report = council_report(store, OSLO, occasion="annual", language="en", made_on=TODAY)
    return " ".join(block.text for block in report.opening.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize(
    ("cuts", "words"),
    [
        ([], "No measures are loaded, so nobody sees what closes the gap."),
        ([2027], "No measure states a cut in 2030, so nobody sees what closes the gap."),
    ],
)
def test_page_and_council_report_say_alike_that_no_measure_closes_the_gap(desk, store, cuts, words):
    desk.series(OSLO, EIGHT_YEARS)
    desk.target(OSLO, base_year=2015, reduction_percent=90.0)
    if cuts:
        desk.records("measures", OSLO, MEASURE)
        desk.records(
            "measure_effects",
            OSLO,
            *({"record_id": "M1", "year": year, "effect_mid_tco2e": 5.0} for year in cuts),
        )
    assert words in asked(store)
    assert words in closing(store)


def test_where_only_the_path_is_missed_both_say_that_it_is_the_path(desk, store):
    # 100 t in 2009, target 50 t in 2030: path 2022 = 100 - 50 * 13 / 21 = 69.0 t, and 79 t is above it; since 2015 6 t less
    # every year, from 121 t: 79 - 8 * 6 = 31 t in 2030, below the target
    desk.series(OSLO, {2009: 100.0} | {2015 + step: 121.0 - 6.0 * step for step in range(8)})
    desk.target(OSLO, reduction_percent=50.0)
    words = "No measures are loaded, so nobody sees what brings emissions back to the required path."
    assert words in asked(store)
    assert f"On the present trend no gap is left to close. {words}" in closing(store)


def test_a_loaded_path_that_leaves_a_gap_stands_on_the_first_page_beside_the_trend(desk, store):
    # target 50 t, the path that was loaded has 65 t in 2030: 15 t above it, which is what Projects measures by
    desk.series(OSLO, {2009: 100.0} | {2015 + step: 121.0 - 6.0 * step for step in range(8)})
    desk.target(OSLO, reduction_percent=50.0)
    desk.records("reference_paths", OSLO, {"record_id": "2030", "year": 2030, "reference_tco2e": 65.0})
    desk.records("projects", OSLO, {"record_id": "P1", "title": "Ferry", "innovation_stage": "verified"})
    desk.records("project_effects", OSLO, {"record_id": "P1", "year": 2030, "expected_mid_tco2e": 3.0})
    assert "without new measures 15.0\u00a0t would be emitted above the target of 2030." in closing(store)
    report = council_report(
        store, OSLO, occasion="annual", language="en", made_on=TODAY, chapters=["projects"]
    )
    [lead, note, *_rest] = [block for block in report.chapters[0].blocks if isinstance(block, Paragraph)]
    assert lead.text.replace("\u00a0", " ") == (
        "One project is expected to cut 3.00 t in 2030; weighted by how far it has come, 3.00 t (3.00 t to 3.00 t). "
        "That is 20 % of the 15.0 t that would be emitted above the target without new measures."
    )
    assert note.text.startswith("Without new measures: the path that was calculated and loaded")


def test_one_data_year_is_not_called_years(desk, store):
    desk.series(OSLO, {2022: 100.0})
    [fact] = overview.data_fact(store, OSLO, "ghg_total")
    assert fact.value == "2022 is the newest year\none data year"
