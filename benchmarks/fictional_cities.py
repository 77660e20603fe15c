"""Stores of fictional municipalities, filled through the same door as every upload: 35 years, 60 sector-gas rows a year,
inhabitants, the figures of the other core indicators, and a target each."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data.code_lists import GASES, SECTORS
from data.datasets import Dataset, Release
from data.staging import staged
from data.store import NewUpload, Store

YEARS = np.arange(1990, 2025)
SECTORS_USED = tuple(sector for sector in SECTORS if sector not in ("credits", "energy", "other"))
GASES_USED = tuple(GASES)[:6]
FIGURE_YEARS = np.arange(2015, 2025)
FIGURES_USED = (
    "vehicles_all", "vehicles_fossil_free", "building_energy_kwh", "building_heated_area_m2", "climate_plan_adopted",
    "adaptation_elements", "food_waste_tonnes", "kitchen_food_waste_g", "kitchen_portions", "contracts_value",
    "contracts_value_with_criteria", "food_cost", "food_cost_organic", "compensation_tco2e",
)  # fmt: skip
STAGES_USED = ("generated", "recycling", "composting_digestion")
AT_ONCE = 600  # municipalities in one upload
_EMISSIONS = Dataset("bench-ghg", "Fictional emissions", "Nobody", gas_coverage="ghg", basis="territorial")
_PEOPLE = Dataset("bench-people", "Fictional inhabitants", "Nobody", kind="register")
_OWN_FIGURES = Dataset("bench-figures", "Fictional figures", "Nobody", kind="own_accounts")
_OWN_WASTE = Dataset("bench-waste", "Fictional waste", "Nobody", kind="own_accounts")
_RELEASE = Release("2025", date(2025, 1, 1), "file")


def city_ids(count: int) -> list[str]:
    """The ids of that many fictional municipalities of a country that does not exist."""
    return [f"XX-{number:05d}" for number in range(count)]


def filled_store(path: Path, count: int) -> Store:
    """A new store at the path with `count` municipalities: count × 35 × 60 emission facts and more."""
    store = Store.open(f"duckdb:{path}")
    ids = city_ids(count)
    areas = {"area_id": ids, "country_code": "XX", "code": [each[3:] for each in ids], "name": ids,
             "kind": "municipality"}  # fmt: skip
    store.add_areas(pd.DataFrame(areas))
    for start in range(0, count, AT_ONCE):
        for upload in _uploads(store, ids[start : start + AT_ONCE], seed=start):
            store.commit(upload)
    return store


def frames(store: Store) -> dict[str, pd.DataFrame]:
    """The same rows as frames in memory, as an analyst would have them: emissions, people, figures, waste, targets."""
    return {
        "emissions": store.query(
            "select area_id, year, sector, emissions_tco2e from live_emissions where is_counted order by area_id, year"
        ),
        "people": store.query(
            "select area_id, year, inhabitants from live_population order by area_id, year"
        ),
        "figures": store.query(
            "select area_id, year, figure, value from live_figures order by area_id, year"
        ),
        "waste": store.query(
            "select area_id, year, stage, material, amount_tonnes from live_materials order by area_id, year"
        ),
        "targets": store.query(
            "select area_id, indicator, base_year, target_year, reduction_percent from live_targets order by area_id"
        ),
    }


def _uploads(store: Store, ids: list[str], *, seed: int) -> Iterator[NewUpload]:
    chance = np.random.default_rng(seed)
    emissions = _grid(ids, year=YEARS, sector=SECTORS_USED, gas=GASES_USED)
    emissions["emissions_tco2e"] = np.round(chance.random(len(emissions)) * 1000, 1)
    yield _upload(
        store, "emissions", emissions.assign(basis="territorial", is_counted=True), _EMISSIONS, seed
    )
    people = _grid(ids, year=YEARS)
    people["inhabitants"] = chance.integers(1_000, 100_000, len(people))
    yield _upload(store, "population", people, _PEOPLE, seed)
    figures = _grid(ids, year=FIGURE_YEARS, figure=FIGURES_USED)
    figures["value"] = np.round(chance.random(len(figures)) * 100 + 1, 1)
    yield _upload(store, "figures", figures, _OWN_FIGURES, seed)
    waste = _grid(ids, year=FIGURE_YEARS, stage=STAGES_USED)
    waste["amount_tonnes"] = np.round(chance.random(len(waste)) * 1000 + 1, 1)
    residual = waste[waste["stage"] == "generated"].assign(material="residual")
    both = pd.concat([waste.assign(material="all"), residual]).assign(origin="municipal")
    yield _upload(store, "materials", both, _OWN_WASTE, seed)
    yield _upload(store, "targets", _targets(ids), None, seed)


def _targets(ids: list[str]) -> pd.DataFrame:
    rows = _grid(ids, indicator=("ghg_total", "ghg_per_capita", "ghg_transport"))
    units = {"ghg_total": "t CO2e", "ghg_per_capita": "t CO2e/inhabitant", "ghg_transport": "t CO2e"}
    return rows.assign(
        record_id=rows["indicator"], unit=rows["indicator"].map(units), base_year=1990, target_year=2030,
        reduction_percent=80.0,
    )  # fmt: skip


def _grid(ids: list[str], **columns: object) -> pd.DataFrame:
    """Every combination of the ids and the entries of the columns."""
    index = pd.MultiIndex.from_product([ids, *columns.values()], names=["area_id", *columns])
    return index.to_frame(index=False)


def _upload(store: Store, table: str, rows: pd.DataFrame, dataset: Dataset | None, seed: int) -> NewUpload:
    if dataset is not None:
        rows = rows.assign(dataset=dataset.key, value_status="reported")
    sha256 = store.keep_original(f"{table} {seed}".encode(), file_name="fictional.xlsx")
    releases = {dataset.key: _RELEASE} if dataset is not None else {}
    datasets = (dataset,) if dataset is not None else ()
    return NewUpload(
        sha256, "fictional.xlsx", "bench", "bench", {table: staged(table, rows)}, datasets, releases
    )
