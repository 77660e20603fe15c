"""A municipality's inventory of a year in the rows of the Common Reporting Framework, each with its figure or its notation
key. Where a figure stands is decided in report/reporting/crf_references.py."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from data.code_lists import VALUE_STATUSES
from data.store import Store
from loaders.formats.crf_inventory import DATASET
from metrics.errors import MetricError
from metrics.inventory import added_up, inventory_rows, inventory_years
from report.reporting.crf_references import (
    GENERATION,
    REFERENCES,
    SCOPE_LABELS,
    Place,
    held_within,
    placed,
    written_reference,
)
from report.reporting.reporting_read_me import KEY_OF_REASON, PASSING_REASONS
from texts import N_, Text

GASES = ("CO2", "CH4", "N2O")  # columns of the framework; the fluorinated ones together are "F"


@dataclass(frozen=True)
class Line:
    """A row of eCRF_3. source: the publisher's own word for it; gases: t CO2e by gas of the framework's columns; total: t
    CO2e, None = not known, then key says why where that is known; is_counted: whether the city's sums take it."""

    place: Place
    source: str
    sector: str
    gases: dict[str, float]
    total: float | None
    key: str
    explanation: Text | None
    status: str
    is_counted: bool


@dataclass(frozen=True)
class Inventory:
    """The inventory of a year in the order of the framework. unplaced: t CO2e by our sector of what the framework has no row
    for, None = missing; covers_co2_only: whether the other gases are unknown; release: of the figures of the year."""

    lines: tuple[Line, ...]
    unplaced: dict[str, float | None]
    covers_co2_only: bool
    has_scope_2: bool
    release: str


def crf_inventory(store: Store, municipality_id: str, year: int) -> Inventory:
    """The inventory of a year from the headline dataset. Raises MetricError where it has no such year."""
    rows: list[dict[str, Any]] = inventory_rows(store, municipality_id, year).to_dict("records")
    if not rows:
        raise _no_such_year(store, municipality_id, year)
    own = [{**row, "number": _own_reference(row)} for row in rows]
    counted = [row for row in own if row["is_counted"] or row["number"]]
    placed_rows = [(row, _place(row)) for row in counted]
    covers_co2_only = rows[0]["gas_coverage"] == "co2"
    lines = _lines([(row, place) for row, place in placed_rows if place], covers_co2_only=covers_co2_only)
    lines += _included_elsewhere(counted, {line.place.number for line in lines})
    unplaced = [row for row, place in placed_rows if place is None]
    has_scope_2 = any(line.place.scope_label == SCOPE_LABELS["2"] for line in lines)
    release = ", ".join(dict.fromkeys(row["release"] for row in rows))
    return Inventory(tuple(sorted(lines, key=_order)), _sums(unplaced), covers_co2_only, has_scope_2, release)


def _no_such_year(store: Store, municipality_id: str, year: int) -> MetricError:
    name = store.register().areas[municipality_id].name
    years = inventory_years(store, municipality_id)
    if not years:
        return MetricError(N_("No emissions of {name} are loaded. Load a release first.", name=name))
    known = "-".join(dict.fromkeys(str(year) for year in (years[0], years[-1])))
    return MetricError(
        N_("Year: expected one with emissions of {name} ({known}), found {year}.", name=name, known=known, year=str(year))
    )  # fmt: skip


# --- where a row stands


def _own_reference(row: dict[str, Any]) -> str:
    """The reference that a row of a CRF workbook came with."""
    return written_reference(row["source_label"]) if row["dataset"] == DATASET.key else ""


def _place(row: dict[str, Any]) -> Place | None:
    if not row["number"]:
        return placed(row["sector"], row["subsector"], row["scope"])
    reference = REFERENCES[row["number"]]
    subsector = row["subsector"].partition(": ")[0] or reference.subsector
    return Place(reference.number, reference.sector, subsector, SCOPE_LABELS[reference.scope], "exact")


def _source(row: dict[str, Any]) -> str:
    return row["subsector"].partition(": ")[2] if row["number"] else row["subsector"]


def _order(line: Line) -> tuple[int, int, str]:
    """In the order of the framework; what has no reference before the references of its sector."""
    sectors = list(dict.fromkeys(each.sector for each in REFERENCES.values()))
    numbers = list(REFERENCES)
    place = numbers.index(line.place.number) if line.place.number else -1
    return sectors.index(line.place.sector), place, line.source


# --- the figures


def _lines(rows: Iterable[tuple[dict[str, Any], Place]], *, covers_co2_only: bool) -> list[Line]:
    """A line for each place and source: its gases beside each other."""
    grouped: dict[tuple[Place, str, str], list[dict[str, Any]]] = {}
    for row, place in rows:
        grouped.setdefault((place, _source(row), row["sector"]), []).append(row)
    return [
        _line(place, source, sector, of_place, covers_co2_only=covers_co2_only)
        for (place, source, sector), of_place in grouped.items()
    ]


def _line(
    place: Place, source: str, sector: str, rows: Sequence[dict[str, Any]], *, covers_co2_only: bool
) -> Line:
    gases = _gases(rows, covers_co2_only=covers_co2_only)
    total, key = _total(rows)
    statuses = [name for name in VALUE_STATUSES if any(row["value_status"] == name for row in rows)]
    is_counted = any(row["is_counted"] for row in rows) and place.number != GENERATION
    total = None if covers_co2_only else total
    weakest = statuses[-1] if statuses else ""
    return Line(place, source, sector, gases, total, key, place.why, weakest, is_counted)


def _gases(rows: Sequence[dict[str, Any]], *, covers_co2_only: bool) -> dict[str, float]:
    """t CO2e by gas, of those that are known: the framework's three, and the fluorinated ones together."""
    found: dict[str, list[float]] = {}
    for row in rows:
        gas = row["gas"] or ("CO2" if covers_co2_only else "")
        if gas and not math.isnan(row["emissions_tco2e"]):
            found.setdefault(gas if gas in GASES else "F", []).append(row["emissions_tco2e"])
    return {gas: added_up(amounts) for gas, amounts in found.items()}


def _total(rows: Sequence[dict[str, Any]]) -> tuple[float | None, str]:
    """The sum with the key of what it lacks: None as soon as a part is unknown, or where no part has a figure."""
    known = [row["emissions_tco2e"] for row in rows if not math.isnan(row["emissions_tco2e"])]
    reasons = [
        row["missing_reason"] for row in rows if row["missing_reason"] or math.isnan(row["emissions_tco2e"])
    ]
    blocking = [reason for reason in reasons if reason not in PASSING_REASONS]
    if blocking:
        return None, KEY_OF_REASON.get(blocking[0], "")
    if reasons and all(row["missing_reason"] for row in rows):
        return None, KEY_OF_REASON[reasons[0]]
    return added_up(known), ""


def _included_elsewhere(rows: Iterable[dict[str, Any]], taken: set[str]) -> list[Line]:
    """A line with IE for each reference whose emissions stand in a row that does not tell them apart."""
    found: dict[str, Line] = {}
    for row in rows:
        held = () if row["number"] else held_within(row["sector"], row["subsector"], row["scope"])
        within = placed(row["sector"], row["subsector"], row["scope"])
        for number in held:
            if number not in taken and number not in found and within is not None:
                found[number] = _elsewhere(number, within, row["sector"])
    return list(found.values())


def _elsewhere(number: str, within: Place, sector: str) -> Line:
    reference = REFERENCES[number]
    place = Place(
        number, reference.sector, reference.subsector, SCOPE_LABELS[reference.scope], "not_separable"
    )
    row = within.number or f"{within.sector}: {within.subsector}"
    why = N_("Included in the row {row}.", row=row)
    return Line(place, "", sector, {}, None, "IE", why, "", is_counted=True)


def _sums(rows: Iterable[dict[str, Any]]) -> dict[str, float | None]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["sector"], []).append(row)
    return {sector: _total(of_sector)[0] for sector, of_sector in grouped.items()}
