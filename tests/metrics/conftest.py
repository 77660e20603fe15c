"""A store in memory and a short way to put rows into it, through the same door as every upload."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from data.datasets import KNOWN_DATASETS, Dataset, Release
from data.staging import staged
from data.store import NewUpload, Store

OSLO, BERGEN, OREBRO = "NO-0301", "NO-4601", "SE-1880"
NORWEGIAN, SWEDISH, OWN, PEOPLE = "miljodirektoratet-ghg", "smhi-co2", "own-accounts", "own-population"


class Desk:
    """Commits rows to a store, one call an upload; every row gets a cell of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def emissions(
        self,
        area: str,
        rows: list[dict],
        *,
        dataset: str = NORWEGIAN,
        release: str = "2025",
        released_on: date = date(2025, 1, 1),
        **defaults: object,
    ) -> int:
        cells = [
            {
                "area_id": area,
                "dataset": dataset,
                "basis": "territorial",
                "is_counted": True,
                "value_status": "reported",
                "source_sheet": "Data",
                "source_row": number,
                "source_column": "E",
                **defaults,
                **row,
            }
            for number, row in enumerate(rows, start=2)
        ]
        described = _known(dataset, basis=str(defaults.get("basis", "territorial")))
        return self._commit("emissions", cells, described, Release(release, released_on, "file"))

    def series(self, area: str, values: dict[int, float | None], **defaults: object) -> int:
        """A total row a year."""
        return self.emissions(
            area, [{"year": y, "emissions_tco2e": v} for y, v in values.items()], **defaults
        )

    def population(
        self, area: str, people: dict[int, int | None], *, dataset: str = PEOPLE, **fields: object
    ) -> int:
        rows = [
            {"area_id": area, "dataset": dataset, "year": y, "inhabitants": n, **fields}
            for y, n in people.items()
        ]
        return self._commit("population", rows, _known(dataset), Release("2025", date(2025, 1, 1), "file"))

    def figures(
        self,
        area: str,
        values: dict[str, dict[int, float | None]],
        *,
        dataset: str = "own-figures",
        **fields: object,
    ) -> int:
        """Figures by key and year; None = missing."""
        rows = [
            {
                "area_id": area, "dataset": dataset, "figure": key, "year": year, "value": value,
                "value_status": "reported", "source_sheet": "Figures", "source_row": 2, "source_column": "D", **fields,
            }
            for key, of_key in values.items()
            for year, value in of_key.items()
        ]  # fmt: skip
        return self._commit("figures", rows, _known(dataset), Release("2025", date(2025, 1, 1), "file"))

    def materials(
        self, area: str, rows: list[dict], *, dataset: str = "own-materials", **defaults: object
    ) -> int:
        """Rows of materials; municipal waste of all materials in 2020 unless a row says otherwise."""
        cells = [
            {
                "area_id": area, "dataset": dataset, "year": 2020, "origin": "municipal", "material": "all",
                "value_status": "reported", "source_sheet": "Materials", "source_row": number, "source_column": "F",
                **defaults, **row,
            }
            for number, row in enumerate(rows, start=2)
        ]  # fmt: skip
        return self._commit("materials", cells, _known(dataset), Release("2025", date(2025, 1, 1), "file"))

    def target(self, area: str, indicator: str = "ghg_total", **fields: object) -> int:
        row = {
            "area_id": area,
            "record_id": indicator,
            "indicator": indicator,
            "unit": "t CO2e",
            "base_year": 2009,
            "target_year": 2030,
            **fields,
        }
        return self._commit("targets", [row], None, None)

    def records(self, table: str, area: str, *rows: dict) -> int:
        """Rows of a table that is not about years of a dataset: measures, projects, constants."""
        return self._commit(table, [{"area_id": area, **row} for row in rows], None, None)

    def _commit(self, table: str, rows: list[dict], dataset: Dataset | None, release: Release | None) -> int:
        sha256 = self.store.keep_original(repr(rows).encode(), file_name="book.xlsx")
        return self.store.commit(
            NewUpload(
                sha256,
                "book.xlsx",
                "test",
                "tester",
                {table: staged(table, pd.DataFrame(rows))},
                (dataset,) if dataset else (),
                {dataset.key: release} if dataset and release else {},
            )
        )


def _known(key: str, *, basis: str = "territorial") -> Dataset:
    known = KNOWN_DATASETS.get(key)
    return known or replace(KNOWN_DATASETS[OWN], key=key, title=key, basis=basis)  # type: ignore[arg-type]


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open("duckdb::memory:")
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)
