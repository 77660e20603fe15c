"""Which chapters of the council report have nothing to tell: as the report itself finds when it makes them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.store import Store
from report.council_report.council import CHAPTERS
from report.council_report.council_indicators import waste_indicators
from report.council_report.council_subject import Subject
from report.document import Paragraph
from tests.metrics.conftest import OSLO, desk, store
from tests.metrics.test_budget_snapshots import take
from tests.metrics.test_climate_budget import ceiling, reference
from ui.council_chapters import silent

__all__ = ["desk", "store"]  # fixtures

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def demo(demo_path: Path) -> Iterator[Store]:
    opened = Store.open(f"duckdb:{demo_path}", read_only=True)
    yield opened
    opened.close()


def silent_when_made(store: Store, area_id: str, snapshot: str | None = None) -> set[str]:
    """The chapters that are one plain sentence when the report makes them."""
    subject = Subject(store, area_id, TODAY, snapshot)
    made = {key: chapter.made(subject).blocks for key, chapter in CHAPTERS.items()}
    alone = {key: blocks[0] for key, blocks in made.items() if len(blocks) == 1}
    return {key for key, block in alone.items() if isinstance(block, Paragraph) and block.look == "body"}


@pytest.mark.parametrize("area_id", ["NO-D01", "SE-D02", "IS-D02"])  # much, little, no emissions
def test_the_chapters_that_are_silent_are_those_that_the_report_has_nothing_for(demo, area_id):
    found = silent(demo, area_id, None, waste_indicators())
    assert found - {"indicators"} == silent_when_made(demo, area_id)


def test_the_chapter_on_indicators_is_silent_where_none_has_a_value(demo):
    assert "indicators" in silent(demo, "IS-D02", None, waste_indicators())
    assert "indicators" not in silent(demo, "SE-D02", None, waste_indicators())


@pytest.mark.parametrize(("snapshot", "is_silent"), [(None, False), ("2026-T2", False), ("2026-T1", True)])
def test_only_the_first_frozen_report_has_none_before_it_to_compare_with(desk, store, snapshot, is_silent):
    reference(desk, 1000.0)
    ceiling(desk, 600.0)
    for label in ("2026-T1", "2026-T2"):
        take(store, label)
    assert ("changes" in silent(store, OSLO, snapshot, waste_indicators())) == is_silent
    assert ("changes" in silent_when_made(store, OSLO, snapshot)) == is_silent


def test_an_empty_store_leaves_the_sources_only(store):
    assert silent(store, OSLO, None, waste_indicators()) == set(CHAPTERS) - {"sources"}
