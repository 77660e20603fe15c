"""The emissions that a Climate City Contract asks for: baseline and inventory year, by sector and scope."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from data.code_lists import OUTSIDE_TOTAL, SECTORS
from data.store import Store
from metrics.datasets import datasets_of
from metrics.inventory import added_up, inventory_rows
from metrics.registry import INDICATORS
from metrics.targets import targets
from metrics.values import indicator_values
from report.reporting.reporting_read_me import KEY_OF_REASON, PASSING_REASONS
from texts import N_, Text, _

# The contract's sectors, and ours within them: general knowledge, as docs/reporting.md says.
CONTRACT_SECTORS: Mapping[str, Text] = {
    "stationary_energy": N_("Stationary energy: buildings and facilities"),
    "energy": N_("Stationary energy: buildings and facilities"),
    "industry": N_("Stationary energy: industry"),
    "energy_generation": N_("Energy delivered to a grid"),
    "transport": N_("Transport"),
    "off_road": N_("Transport"),
    "international_transport": N_("Transport outside the boundary"),
    "waste": N_("Waste"),
    "ippu": N_("Industrial processes and product use"),
    "agriculture": N_("Agriculture, forestry and other land use"),
    "lulucf": N_("Agriculture, forestry and other land use"),
}
_NOT_OF_THE_SECTORS = N_("Not among the contract's sectors")
_SCOPES = ("1", "2", "3", "")


@dataclass(frozen=True)
class SectorEmissions:
    """One sector in one year. by_scope: the sum of each scope ("" = not stated) that has rows, None = a part is missing;
    keys: the notation keys of parts without a figure."""

    year: int
    sector: str
    by_scope: dict[str, float | None]
    keys: tuple[str, ...]

    @property
    def together(self) -> float | None:
        """All scopes together; None where one is missing or nothing is known."""
        known = [amount for amount in self.by_scope.values() if amount is not None]
        return added_up(known) if known and len(known) == len(self.by_scope) else None


@dataclass(frozen=True)
class ContractEmissions:
    """Emissions of the inventory year and of the baseline. total, base_total: the headline total, None = missing; base_year:
    of the target that speaks, None = none is decided; release: of the inventory year, None = no figures."""

    year: int
    base_year: int | None
    indicator: str
    unit: str
    sectors: tuple[SectorEmissions, ...]
    total: float | None
    base_total: float | None
    release: str | None

    def of_year(self, year: int | None) -> list[SectorEmissions]:
        """The sectors of one year."""
        return [each for each in self.sectors if each.year == year]


def contract_emissions(store: Store, municipality_id: str, year: int) -> ContractEmissions:
    """What the headline dataset says of the inventory year and of the target's base year."""
    rows = _rows(store, municipality_id, year)
    indicator = _indicator(store, municipality_id)
    target = speaking_goal(store, municipality_id, indicator)
    base = None if target is None else _whole(target["base_year"])
    sectors = _by_sector(rows, year)
    if base is not None and base != year:
        sectors = [*_by_sector(_rows(store, municipality_id, base), base), *sectors]
    totals = indicator_values(store, municipality_ids=[municipality_id], indicators=[indicator])
    values = totals.dropna(subset=["value"]).set_index("year")["value"].to_dict()
    return ContractEmissions(
        year, base, indicator, INDICATORS[indicator].unit, tuple(sectors), values.get(year),
        None if base is None else values.get(base), rows[0]["release"] if rows else None,
    )  # fmt: skip


def speaking_goal(store: Store, municipality_id: str, indicator: str) -> Mapping[str, Any] | None:
    """The row of metrics.targets.targets that speaks for the emissions and can be used; None where there is none."""
    found = targets(store, [municipality_id])
    usable = found[(found["indicator"] == indicator) & found["problem"].isna()]
    rows: list[dict[str, Any]] = usable.to_dict("records")
    return rows[0] if rows else None


def emission_rows(emissions: ContractEmissions) -> list[tuple[object, ...]]:
    """The cells of the sheet, the baseline first, each year with its total as the last row."""
    rows: list[tuple[object, ...]] = []
    for year, total in ((emissions.base_year, emissions.base_total), (emissions.year, emissions.total)):
        if year is None or (year == emissions.base_year == emissions.year and rows):
            continue
        word = _what_it_is(year, emissions)
        rows += [_cells(each, word) for each in emissions.of_year(year)]
        if total is not None or emissions.of_year(year):
            rows.append(
                (
                    year,
                    word,
                    _("Total"),
                    _("Total as the indicator counts it"),
                    *(None,) * 4,
                    total,
                    None,
                    None,
                )
            )
    return rows


def _what_it_is(year: int, emissions: ContractEmissions) -> str:
    if year == emissions.base_year == emissions.year:
        return _("Baseline and inventory year")
    return _("Baseline") if year == emissions.base_year else _("Inventory year")


def _cells(each: SectorEmissions, word: str) -> tuple[object, ...]:
    return (
        each.year, word, _(CONTRACT_SECTORS.get(each.sector, _NOT_OF_THE_SECTORS)), _(SECTORS[each.sector]),
        *(each.by_scope.get(scope) for scope in _SCOPES), each.together,
        _("no") if each.sector in OUTSIDE_TOTAL else _("yes"), ", ".join(each.keys) or None,
    )  # fmt: skip


# --- reading


def _rows(store: Store, municipality_id: str, year: int) -> list[dict[str, Any]]:
    return inventory_rows(store, municipality_id, year).to_dict("records")


def _indicator(store: Store, municipality_id: str) -> str:
    """co2_total where the headline dataset covers fossil CO2 only."""
    found = datasets_of(store, municipality_id)
    return "co2_total" if len(found) and found["gas_coverage"].iloc[0] == "co2" else "ghg_total"


def _by_sector(rows: Iterable[dict[str, Any]], year: int) -> list[SectorEmissions]:
    """The counted rows by sector, in the order of the code list; rows that name no sector are the total's."""
    grouped: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in rows:
        if row["is_counted"] and row["sector"]:
            grouped.setdefault(row["sector"], {}).setdefault(row["scope"], []).append(row)
    return [_of_sector(sector, grouped[sector], year) for sector in SECTORS if sector in grouped]


def _of_sector(sector: str, by_scope: dict[str, list[dict[str, Any]]], year: int) -> SectorEmissions:
    sums = {scope: _sum(rows) for scope, rows in by_scope.items()}
    reasons = {row["missing_reason"] for rows in by_scope.values() for row in rows if row["missing_reason"]}
    return SectorEmissions(year, sector, sums, tuple(sorted(KEY_OF_REASON[reason] for reason in reasons)))


def _sum(rows: list[dict[str, Any]]) -> float | None:
    """The sum; None as soon as a part is missing that is neither zero nor counted elsewhere, or where none has a figure."""
    known = [row["emissions_tco2e"] for row in rows if not math.isnan(row["emissions_tco2e"])]
    unknown = [
        row
        for row in rows
        if math.isnan(row["emissions_tco2e"]) and row["missing_reason"] not in PASSING_REASONS
    ]
    return added_up(known) if known and not unknown else None


def _whole(year: Any) -> int | None:
    return None if year is None or year != year or str(year) == "<NA>" else int(year)
