"""What many tests share: an empty store in memory, and small uploads made from rows."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.datasets import Dataset, Release
from data.staging import staged
from data.store import MEMORY_URL, NewUpload, Store
from loaders.demonstration import make_demo
from texts import set_language

MakeUpload = Callable[..., NewUpload]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test starts in English, whatever language another one chose."""
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(scope="session")
def demo_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration store, made once for all tests that only read it."""
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    make_demo(path, "for the tests")
    return path


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store in memory, with the official register in it."""
    opened = Store.open(MEMORY_URL)
    yield opened
    opened.close()


@pytest.fixture
def make_upload() -> MakeUpload:
    """Makes a small upload of emissions (or another table) and keeps its original; nothing is committed yet.

    make_upload(store, {2020: 100.0}) is Oslo's total of 100 t in 2020. Also: area_id, dataset (key),
    release (label), released_on, gas_coverage, kind, revision, basis, actor, content, and rows with table
    for anything else."""
    return small_upload


def small_upload(
    store: Store,
    totals: dict[int, float | None] | None = None,
    *,
    area_id: str = "NO-0301",
    dataset: str = "inventory-ghg",
    release: str = "2025",
    released_on: date | None = date(2025, 6, 1),
    gas_coverage: Any = "ghg",
    kind: Any = "national_inventory",
    revision: Any = "recomputed",
    basis: Any = "territorial",
    actor: str = "Kari",
    table: str = "emissions",
    rows: list[dict[str, Any]] | None = None,
    content: bytes | None = None,
) -> NewUpload:
    figures = rows if rows is not None else total_rows(totals or {}, area_id=area_id, dataset=dataset)
    described = Dataset(
        dataset,
        dataset.title(),
        "Agency",
        gas_coverage=gas_coverage,
        kind=kind,
        revision=revision,
        basis=basis,
    )
    bytes_received = content if content is not None else repr((figures, dataset, release)).encode()
    return NewUpload(
        sha256=store.keep_original(bytes_received, file_name="figures.xlsx"),
        file_name="figures.xlsx",
        format_key="test",
        actor=actor,
        tables={table: staged(table, pd.DataFrame(figures))},
        datasets=(described,),
        releases={dataset: Release(release, released_on, "file")},
    )


def total_rows(
    totals: dict[int, float | None], *, area_id: str = "NO-0301", dataset: str = "inventory-ghg"
) -> list[dict[str, Any]]:
    """One counted total row per year, the first in row 2 of the sheet Emissions."""
    return [
        {
            "area_id": area_id,
            "dataset": dataset,
            "year": year,
            "basis": "territorial",
            "emissions_tco2e": total,
            "is_counted": True,
            "value_status": "reported",
            "source_sheet": "Emissions",
            "source_row": number,
            "source_column": "E",
            "source_label": "Total",
            "source_code": area_id[3:],
            "source_name": "as published",
        }
        for number, (year, total) in enumerate(totals.items(), start=2)
    ]
