"""Makes the demonstration data out of municipalities.py: always the same rows, as data.tables declares."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.code_lists import FIGURE_UNITS, SECTORS
from data.datasets import Dataset, DatasetKind, Release
from data.demo.accounts import (
    MATERIALS,
    OWN_FIGURES,
    OWN_OPERATIONS,
    PUBLISHED_FIGURES,
    AccountPath,
    FigurePath,
)
from data.demo.municipalities import (
    GAS_SHARES,
    MUNICIPALITIES,
    PREDECESSORS,
    SOURCES,
    Anchors,
    DemoMunicipality,
    DemoPredecessor,
    SectorPath,
    Source,
)
from data.tables import TABLES

Place = DemoMunicipality | DemoPredecessor

DEMO_VERSION = 5  # raise it whenever a figure changes: the demonstration store is then made anew
FIRST_YEAR, LAST_YEAR = 2009, 2024
SEED = 20_300_101
PUBLISHER = "Demonstration data (fictional)"
LICENCE = "CC0, invented figures"
POPULATION_DATASET = "demo-population"
WASTE_DATASET, WASTE_FIGURES_DATASET = "demo-no-waste", "demo-se-waste"
OWN_FIGURES_DATASET, OWN_OPERATIONS_DATASET = "demo-own-figures", "demo-own-operations"
DECISIONS = "https://example.org/demonstration"  # a domain reserved for examples (RFC 2606)

# What the release of 2024 said against that of 2025, in percent by sector: methods improved in between.
REVISION_PERCENT = {"transport": 2.4, "off_road": 8.0, "waste": 5.0, "industry": 0.6, "lulucf": -6.0}
YEARS: dict[str, tuple[int, ...]] = {
    "demo-no-ghg": (2009, 2011, 2013, *range(2015, 2025)),
    "demo-se-co2": (2010, *range(2015, 2025)),
    "demo-dk-ghg": tuple(range(2018, 2024)),
    "demo-fi-ghg": tuple(range(2009, 2025)),
    "demo-is-ghg": (2019, 2022),
}
RELEASES: dict[str, tuple[Release, ...]] = {
    "demo-no-ghg": (Release("2024", date(2024, 12, 12), "file"), Release("2025", date(2025, 12, 11), "file")),
    "demo-se-co2": (Release("2025", date(2025, 10, 2), "file"),),
    "demo-dk-ghg": (Release("2025", date(2025, 3, 20), "file"),),
    "demo-fi-ghg": (Release("2025", date(2025, 6, 12), "file"),),
    "demo-is-ghg": (Release("2024", date(2024, 5, 7), "file"),),
    POPULATION_DATASET: (Release("2025", date(2025, 2, 21), "file"),),
    WASTE_DATASET: (Release("2025", date(2025, 6, 26), "file"),),
    WASTE_FIGURES_DATASET: (Release("2025", date(2025, 9, 18), "file"),),
    OWN_FIGURES_DATASET: (Release("2025", date(2025, 4, 1), "file"),),
    OWN_OPERATIONS_DATASET: (Release("2025", date(2025, 4, 1), "file"),),
}
REVISED = ("demo-no-ghg", "2024")  # the older release: other methods, and one year shorter
TITLES = {
    "demo-no-ghg": "Greenhouse gases by source and gas (Norwegian demonstration)",
    "demo-se-co2": "Fossil CO2 by sector (Swedish demonstration)",
    "demo-dk-ghg": "Energy and CO2 accounts by sector (Danish demonstration)",
    "demo-fi-ghg": "Greenhouse gases by sector and gas (Finnish demonstration)",
    "demo-is-ghg": "Greenhouse gases by sector (Icelandic demonstration)",
}
STATUSES = {
    "demo-no-ghg": "reported",
    "demo-se-co2": "modelled",
    "demo-dk-ghg": "estimated",
    "demo-fi-ghg": "modelled",
    "demo-is-ghg": "estimated",
}
PRELIMINARY = {("demo-fi-ghg", 2024)}
_SECTOR_NUMBERS = {sector: number for number, sector in enumerate(sorted(SECTORS))}


@dataclass(frozen=True)
class DemoWorkbook:
    """One dataset in one release, as a publisher would send it: rows per table as declared there."""

    name: str
    dataset: Dataset
    release: Release
    tables: dict[str, pd.DataFrame]


def demo_areas() -> list[dict[str, Any]]:
    """The twelve municipalities, then the two that were merged; columns as the areas view.

    valid_to is the last day, None = in force."""
    present = [_area(place, other_name=place.other_name, valid_to=None) for place in MUNICIPALITIES]
    past = [_area(place, other_name="", valid_to=date(place.last_year, 12, 31)) for place in PREDECESSORS]
    return present + past


def demo_changes() -> list[dict[str, Any]]:
    """The merger of 2020, one row per part; columns as municipality_changes.

    from_year and to_year are the years in which the earlier code was in force, None = since before."""
    return [
        {
            "country_code": place.became[:2],
            "area_id": place.became,
            "earlier_code": place.area_id[3:],
            "earlier_name": place.name,
            "kind": "merged",
            "from_year": None,
            "to_year": place.last_year,
        }
        for place in PREDECESSORS
    ]


def demo_targets() -> list[dict[str, Any]]:
    """The decided targets, fields as loaders.forms.TargetEntry, in the order of decision.

    reduction_percent is on the base year, target_value in the unit of the indicator; one of them is None."""
    targets = [
        {
            "municipality_id": place.area_id,
            "indicator": target.indicator,
            "unit": target.unit,
            "basis": target.basis,
            "includes_lulucf": target.is_net,
            "includes_compensation": target.is_net,
            "base_year": target.base_year,
            "target_year": target.target_year,
            "reduction_percent": target.reduction_percent,
            "target_value": target.target_value,
            "decided_on": target.decided_on,
            "decision_url": f"{DECISIONS}/{place.area_id.lower()}/{target.decided_on.isoformat()}",
        }
        for place in MUNICIPALITIES
        for target in place.targets
    ]
    return sorted(targets, key=lambda target: target["decided_on"])


def demo_workbooks() -> list[DemoWorkbook]:
    """Every dataset in every release, in loading order: inventories, the older release before the newer, then
    population, waste and the municipalities' own accounts.

    Emissions in t CO2e (t CO2 for demo-se-co2) to 0.1 t, materials in t, figures in their units; missing = not
    published, with its reason.
    Returns the same rows at every call."""
    return [
        DemoWorkbook(f"{key}-{release.label}", dataset, release, _tables(key, release))
        for key, dataset in _datasets().items()
        for release in RELEASES[key]
    ]


def _datasets() -> dict[str, Dataset]:
    population = Dataset(
        key=POPULATION_DATASET,
        title="Population 31 December (demonstration)",
        publisher=PUBLISHER,
        licence=LICENCE,
        population_rule="31 December",
        kind="register",
        revision="accumulating",
    )
    inventories = {key: _inventory(key, title) for key, title in TITLES.items()}
    return {**inventories, POPULATION_DATASET: population, **{each.key: each for each in _ACCOUNTS}}


def _inventory(key: str, title: str) -> Dataset:
    is_co2 = key == "demo-se-co2"
    return Dataset(
        key=key,
        title=title,
        publisher=PUBLISHER,
        licence=LICENCE,
        substance="fossil CO2" if is_co2 else "greenhouse gases, CO2e GWP100",
        gas_coverage="co2" if is_co2 else "ghg",
        basis="territorial",
        kind="national_inventory",
    )


def _account(
    key: str, title: str, *, kind: DatasetKind = "own_accounts", is_own_operations: bool = False
) -> Dataset:
    return Dataset(
        key=key,
        title=title,
        publisher=PUBLISHER,
        licence=LICENCE,
        substance="greenhouse gases, CO2e GWP100" if is_own_operations else "",
        gas_coverage="ghg" if is_own_operations else "",
        basis="own_operations" if is_own_operations else "",
        kind=kind,
    )


_ACCOUNTS = (
    _account(WASTE_DATASET, "Waste by origin and treatment (Norwegian demonstration)", kind="national_inventory"),
    _account(WASTE_FIGURES_DATASET, "Waste per inhabitant (Swedish demonstration)", kind="national_inventory"),
    _account(OWN_FIGURES_DATASET, "The municipalities' own figures (demonstration)"),
    _account(
        OWN_OPERATIONS_DATASET, "Emissions of the municipal organisations (demonstration)", is_own_operations=True
    ),
)  # fmt: skip


def _tables(dataset: str, release: Release) -> dict[str, pd.DataFrame]:
    table_name, rows = _rows(dataset, release)
    return {table_name: _in_order(table_name, pd.DataFrame(list(rows)))}


def _rows(dataset: str, release: Release) -> tuple[str, Iterator[dict[str, Any]]]:
    """The table that a dataset fills, and its rows."""
    if dataset == POPULATION_DATASET:
        return "population", _population_rows()
    if dataset == WASTE_DATASET:
        return "materials", _material_rows()
    if dataset == WASTE_FIGURES_DATASET:
        return "figures", _figure_rows(dataset, PUBLISHED_FIGURES)
    if dataset == OWN_FIGURES_DATASET:
        return "figures", _figure_rows(dataset, OWN_FIGURES)
    if dataset == OWN_OPERATIONS_DATASET:
        return "emissions", _own_emission_rows()
    return "emissions", _emission_rows(dataset, release)


def _emission_rows(dataset: str, release: Release) -> Iterator[dict[str, Any]]:
    is_older = (dataset, release.label) == REVISED
    years = YEARS[dataset][:-1] if is_older else YEARS[dataset]
    for place in MUNICIPALITIES:
        for path in place.sectors if place.dataset == dataset else ():
            revised_share = 1 + (REVISION_PERCENT.get(path.sector, 0.0) / 100 if is_older else 0.0)
            amounts = _sector_tonnes(place, path)
            for year in (year for year in years if year in amounts):
                yield from _sector_rows(place, path, year, amounts[year] * revised_share)


def _sector_rows(
    place: DemoMunicipality, path: SectorPath, year: int, tonnes: float
) -> Iterator[dict[str, Any]]:
    reason = dict(path.missing).get(year)
    parts = _parts(place.dataset, path, year)
    amounts = _shared_out(tonnes, [share for _, _, share in parts])
    for (subsector, gas, _), amount in zip(parts, amounts, strict=True):
        yield {
            "area_id": place.area_id,
            "dataset": place.dataset,
            "year": year,
            "basis": "territorial",
            "scope": path.scope or None,
            "sector": path.sector,
            "subsector": subsector,
            "gas": gas,
            "emissions_tco2e": float("nan") if reason else amount,
            "is_counted": path.is_counted,
            "value_status": STATUSES[place.dataset],
            "is_preliminary": (place.dataset, year) in PRELIMINARY,
            "missing_reason": reason,
        }


def _parts(dataset: str, path: SectorPath, year: int) -> list[tuple[str | None, str | None, float]]:
    """The published detail of a sector: (source, gas, share of the sector) with shares that add up to 1."""
    if dataset == "demo-no-ghg":
        return [
            (source.label, gas, _source_share(source, year) * gas_share)
            for source in SOURCES[path.sources or path.sector]
            for gas, gas_share in source.gases
        ]
    if dataset == "demo-fi-ghg":
        return [(None, gas, gas_share) for gas, gas_share in GAS_SHARES[path.sector]]
    return [(None, "CO2" if dataset == "demo-se-co2" else None, 1.0)]


def _source_share(source: Source, year: int) -> float:
    elapsed_share = (year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)
    return source.share_2009 + (source.share_2024 - source.share_2009) * elapsed_share


def _shared_out(tonnes: float, shares: list[float]) -> list[float]:
    """Tonnes split by shares, each to 0.1 t; the largest takes the remainder, so that the sum stays."""
    tenths = [round(tonnes * share * 10) for share in shares]
    largest = max(range(len(shares)), key=lambda index: abs(shares[index]))
    tenths[largest] += round(tonnes * 10) - sum(tenths)
    return [tenth / 10 for tenth in tenths]


def _sector_tonnes(place: DemoMunicipality, path: SectorPath) -> dict[int, float]:
    """Year -> tonnes between the outer anchors: exact in anchor years, on a wobbly line in between."""
    key = [SEED, *place.area_id.encode(), _SECTOR_NUMBERS[path.sector], int(path.scope or 0)]
    return _between(path.tonnes, path.wobble_percent, np.random.default_rng(key))


def _between(anchors: Anchors, wobble_percent: float, generator: np.random.Generator) -> dict[int, float]:
    wobbles = generator.normal(0.0, wobble_percent / 100, LAST_YEAR - FIRST_YEAR + 1)
    values: dict[int, float] = {}
    for year, wobble in zip(range(FIRST_YEAR, LAST_YEAR + 1), wobbles, strict=True):
        if min(anchors) <= year <= max(anchors):
            on_line = float(np.interp(year, list(anchors), list(anchors.values())))
            values[year] = on_line if year in anchors else on_line * (1 + float(wobble))
    return values


def _population_rows() -> Iterator[dict[str, Any]]:
    places: tuple[Place, ...] = (*MUNICIPALITIES, *PREDECESSORS)
    for place in places:
        generator = np.random.default_rng([SEED, *place.area_id.encode()])
        unestimated = place.unestimated_population if isinstance(place, DemoMunicipality) else ()
        for year, inhabitants in _between(place.population, 0.15, generator).items():
            if year not in place.absent_population:
                yield {
                    "area_id": place.area_id,
                    "dataset": POPULATION_DATASET,
                    "year": year,
                    "inhabitants": None if year in unestimated else round(inhabitants),
                    "value_status": "reported",
                    "is_preliminary": False,
                    "missing_reason": "not_estimated" if year in unestimated else None,
                }


def _material_rows() -> Iterator[dict[str, Any]]:
    for path in MATERIALS:
        for year, tonnes, reason in _account_years(path, f"{path.origin}/{path.material}/{path.stage}"):
            yield _account_row(path, WASTE_DATASET, year, reason) | {
                "origin": path.origin,
                "material": path.material,
                "stage": path.stage,
                "source_entity": None,
                "amount_tonnes": tonnes,
                "secondary_percent": _percent(path.secondary_percent),
                "renewable_percent": _percent(path.renewable_percent),
            }


def _percent(value: float | None) -> float:
    """A share as the table holds it: NaN = not stated."""
    return float("nan") if value is None else float(value)


def _figure_rows(dataset: str, paths: Iterable[FigurePath]) -> Iterator[dict[str, Any]]:
    for path in paths:
        for year, value, reason in _account_years(path, path.figure):
            yield _account_row(path, dataset, year, reason) | {
                "figure": path.figure,
                "value": value,
                "unit": FIGURE_UNITS[path.figure],
            }


def _own_emission_rows() -> Iterator[dict[str, Any]]:
    for path in OWN_OPERATIONS:
        for year, tonnes, reason in _account_years(path, path.sector):
            yield _account_row(path, OWN_OPERATIONS_DATASET, year, reason) | {
                "basis": "own_operations",
                "scope": None,
                "sector": path.sector,
                "subsector": None,
                "gas": None,
                "emissions_tco2e": tonnes,
                "is_counted": True,
            }


def _account_years(path: AccountPath, name: str) -> Iterator[tuple[int, float, str | None]]:
    """Year, amount (NaN = missing) and the reason why it is missing, for every year that has a row."""
    generator = np.random.default_rng([SEED, *path.area_id.encode(), *name.encode()])
    reasons = dict(path.missing)
    for year, amount in _between(path.amounts, path.wobble_percent, generator).items():
        if path.has_row(year):
            value = float("nan") if year in reasons else round(amount, path.decimals)
            yield year, value, reasons.get(year)


def _account_row(path: AccountPath, dataset: str, year: int, reason: str | None) -> dict[str, Any]:
    return {
        "area_id": path.area_id,
        "dataset": dataset,
        "year": year,
        "value_status": "reported",
        "is_preliminary": False,
        "missing_reason": reason,
    }


def _in_order(table_name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the declared columns, in their order."""
    whole = rows.astype({"inhabitants": "Int64"}) if table_name == "population" else rows
    return whole[list(TABLES[table_name].column_names)]


def _area(place: Place, *, other_name: str, valid_to: date | None) -> dict[str, Any]:
    return {
        "area_id": place.area_id,
        "country_code": place.area_id[:2],
        "code": place.area_id[3:],
        "name": place.name,
        "other_name": other_name,
        "kind": "municipality",
        "region": place.region,
        "valid_to": valid_to,
    }


def _sorted_names(names: Iterable[str]) -> list[str]:
    """The content types first, as the format asks; then by name."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
