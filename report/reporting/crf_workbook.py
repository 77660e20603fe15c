"""The inventory of a year in the shape of the Common Reporting Framework of the Global Covenant of Mayors: what
loaders/formats/crf_inventory.py reads is what is written here, with equal figures.

Sheet eCRF_1 says whose inventory it is, eCRF_2 sums it up, eCRF_3 has a row per reference and source, each with its figure or
its notation key. Where each figure stands is decided in crf_references.py. Not an official form: docs/reporting.md."""

import math
from collections.abc import Iterable
from datetime import date

from data.areas import Area
from data.code_lists import SECTORS, VALUE_STATUSES
from data.store import Store
from metrics.population import inhabitants_of
from report.reporting.crf_inventory import GASES, Inventory, Line, crf_inventory
from report.reporting.crf_references import (
    FITS,
    REFERENCES,
    SCOPE_LABELS,
)
from report.reporting.crf_summary import summary_sheet
from report.reporting.missing_for_report import (
    CHANGE_PLACES,
    OUTSIDE_VEIKART,
    OWN_INVENTORY,
    POPULATION,
    Missing,
    missing_sheet,
)
from report.reporting.reporting_read_me import (
    country_name,
    notation_key_lines,
    read_me,
)
from report.reporting.reporting_workbook import Sheet, workbook_bytes
from texts import N_, _, current_language, format_number, in_language

ROWS_SHEET, CITY_SHEET = "eCRF_3", "eCRF_1"
_TONNES = "GHGs (metric tonnes CO2e) - "
HEADINGS = (
    "Inventory year", "GPC ref. no.", "CRF - Sector", "CRF - Sub-sector", "Scope", "Fuel type or activity", "Notation key",
    "Activity data - Amount", "Activity data - Unit", f"{_TONNES}CO2", f"{_TONNES}CH4", f"{_TONNES}N2O",
    f"{_TONNES}Fluorinated gases", f"{_TONNES}Total CO2e", "Explanation", "Sector in Veikart", "Placement", "Data status",
)  # fmt: skip


def crf_workbook_bytes(
    store: Store, municipality_id: str, year: int, *, made_on: date, language: str | None = None
) -> bytes:
    """The workbook (.xlsx) of a municipality's inventory of a year. language: of the first and the last sheet and of
    explanations, the current one unless named; the framework's own sheets are in English.

    The same data version, choices and day give the same bytes. Raises MetricError where no emissions of that year are
    loaded."""
    with in_language(language or current_language()):
        area = store.register().areas[municipality_id]
        inventory = crf_inventory(store, municipality_id, year)
        people = _inhabitants(store, municipality_id, year)
        title = _("Emission inventory of {name}, {year}", name=area.name, year=str(year))
        sheets = [
            _read_me(store, municipality_id, year, release=inventory.release, title=title, made_on=made_on),
            _city_sheet(area, year, people),
            summary_sheet(inventory.lines, covers_co2_only=inventory.covers_co2_only),
            _rows_sheet(inventory.lines, year),
            missing_sheet(missing_for_crf(inventory, people)),
        ]
        return workbook_bytes(sheets, title=title, made_on=made_on)


# --- the sheets


def _read_me(
    store: Store, municipality_id: str, year: int, *, release: str, title: str, made_on: date
) -> Sheet:
    shape = _(
        "Shaped after the reporting workbook (eCRF) of the Common Reporting Framework of the Global Covenant of Mayors. It "
        "is not an official form: check it, and copy it into the form that you are asked to fill in."
    )
    method = [
        _(
            "Every figure is the publisher's, in full precision; nothing is estimated, split or filled in here."
        ),
        _(
            "A figure whose sources the publisher does not tell apart stands in a row without a reference; the references "
            "that it holds for sure bear IE."
        ),
        _(
            "Energy delivered to a grid (I.4.4) and land use (V.2) stand beside the sums of eCRF_2, so that these differ from "
            "the publisher's total."
        ),
        *notation_key_lines(),
    ]
    return read_me(
        store,
        municipality_id,
        year,
        title=title,
        shape=shape,
        made_on=made_on,
        method=method,
        release=release,
    )


def _city_sheet(area: Area, year: int, people: int | None) -> Sheet:
    """Keys and values as the framework's first sheet has them: the value in the third column."""
    rows = [
        ("Type", None, "Emission inventory"),
        ("Name of city", None, area.name),
        ("Country", None, country_name(area)),
        ("Region", None, area.region or None),
        ("Inventory year", None, year),
        ("Inventory boundary", None, "Administrative boundary of the municipality"),
        ("Resident population", None, people),
        ("GWP", None, None),
        ("Unit of emissions", None, "metric tonnes CO2e"),
    ]
    return Sheet(CITY_SHEET, (), rows, widths={1: 24, 2: 4, 3: 44})


def _rows_sheet(lines: Iterable[Line], year: int) -> Sheet:
    """Lines with a figure or a key first told, then each reference of the framework that has neither, left empty."""
    rows = [_cells(line, year) for line in lines]
    filled = {row[1] for row in rows}
    empty = [
        (year, each.number, each.sector, each.subsector, SCOPE_LABELS[each.scope])
        for each in REFERENCES.values()
        if each.number not in filled
    ]
    return Sheet(ROWS_SHEET, (HEADINGS,), [*rows, *empty], widths={15: 60})


def _cells(line: Line, year: int) -> tuple[object, ...]:
    place = line.place
    return (
        year, place.number or None, place.sector, place.subsector, place.scope_label, line.source or None, line.key or None,
        None, None, *(line.gases.get(gas) for gas in (*GASES, "F")), line.total, line.explanation,
        SECTORS.get(line.sector), FITS[place.fit], VALUE_STATUSES.get(line.status),
    )  # fmt: skip


def _inhabitants(store: Store, municipality_id: str, year: int) -> int | None:
    people = inhabitants_of(store, municipality_id).set_index("year")["inhabitants"].get(year)
    return None if people is None or math.isnan(people) else int(people)


# --- what is missing


def missing_for_crf(inventory: Inventory, people: int | None) -> list[Missing]:
    """What the framework asks for and the inventory lacks, in the order of the framework; what may be left out last."""
    found = [_missing_people()] if people is None else []
    found.append(
        Missing("eCRF_1", N_("The global warming potentials that the publisher used"), OUTSIDE_VEIKART)
    )
    if inventory.covers_co2_only:
        found.append(
            Missing("eCRF_3", N_("Every gas but fossil CO2, and with them the totals"), OWN_INVENTORY)
        )
    if not inventory.has_scope_2:
        found.append(Missing("I, II", _NO_SCOPE_2, OWN_INVENTORY))
    found += [
        _missing_unknown(line) for line in inventory.lines if _is_unknown(line, inventory.covers_co2_only)
    ]
    not_split = [line for line in inventory.lines if line.place.fit == "not_separable" and not line.key]
    found += dict.fromkeys(_missing_split(line) for line in not_split)
    found += [_missing_place(sector, amount) for sector, amount in inventory.unplaced.items()]
    found.append(
        Missing(
            "eCRF_3",
            N_("Activity data (amounts of fuel, electricity, waste) and their sources"),
            OWN_INVENTORY,
        )
    )
    known = {line.place.number for line in inventory.lines}
    absent = [each for each in REFERENCES.values() if each.number not in known]
    listed = [
        Missing(
            each.number, f"{each.subsector}, {SCOPE_LABELS[each.scope]}", OWN_INVENTORY, each.is_asked_of_all
        )
        for each in absent
    ]
    return [*found, *sorted(listed, key=lambda each: not each.is_asked_of_all)]


_NO_SCOPE_2 = N_("Grid-supplied energy by user (scope 2): the publisher counts emissions where they occur")


def _missing_people() -> Missing:
    return Missing("eCRF_1", N_("Inhabitants of the year"), POPULATION)


def _is_unknown(line: Line, covers_co2_only: bool) -> bool:
    """Whether its figure is missing, or a part of it, and not because it is zero or stands elsewhere."""
    if line.key:
        return line.key in ("NE", "C")
    return line.total is None and not (covers_co2_only and line.gases)


def _missing_unknown(line: Line) -> Missing:
    what = N_(
        "{source}: {key} or not stated", source=line.source or line.place.subsector, key=line.key or "–"
    )
    return Missing(line.place.number, what, OWN_INVENTORY)


def _missing_split(line: Line) -> Missing:
    what = N_(
        "{sector} by source, {scope}: one figure holds them all",
        sector=line.place.sector,
        scope=line.place.scope_label,
    )
    return Missing(line.place.number or _group(line), what, OWN_INVENTORY)


def _group(line: Line) -> str:
    return next(each.number.split(".")[0] for each in REFERENCES.values() if each.sector == line.place.sector)


def _missing_place(sector: str, amount: float | None) -> Missing:
    what = N_(
        "{sector}: {tonnes} t CO2e that the framework has no row for, and that stand in no sheet",
        sector=SECTORS.get(sector, N_("No sector stated")),
        tonnes=format_number(amount, digits=1),
    )
    return Missing("–", what, CHANGE_PLACES, is_asked_of_all=False)
