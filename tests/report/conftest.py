"""What tests of the council report share: the demonstration store, and a report on one of its municipalities."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from data.store import Store
from report.council_report.council import council_report
from report.document import Document
from tests.metrics.conftest import desk, store

__all__ = ["desk", "store"]  # fixtures

RICH, CO2_ONLY, EMPTY = "NO-D01", "SE-D01", "IS-D02"  # Fjordvik, Norrlunda, Mánabyggð
MADE_ON = date(2026, 11, 27)
Reported = Callable[..., Document]


@pytest.fixture(scope="session")
def demo(demo_path: Path) -> Iterator[Store]:
    """The demonstration store, read only."""
    opened = Store.open(f"duckdb:{demo_path}", read_only=True)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reported(demo: Store) -> Reported:
    """reported(area, language=…, chapters=…) is the annual report of 27 November 2026; the same choices are made once."""
    made: dict[tuple, Document] = {}

    def report(area: str = RICH, **choices: object) -> Document:
        asked = {"occasion": "annual", "language": "en", "made_on": MADE_ON} | choices
        key = (area, *sorted((name, str(value)) for name, value in asked.items()))
        if key not in made:
            made[key] = council_report(demo, area, **asked)  # type: ignore[arg-type]
        return made[key]

    return report
