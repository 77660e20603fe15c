"""What the fictional municipalities have decided, try, buy and offer, as data: climate budget, projects, tenders, exchange,
principles.

All of it is invented, also the exchange rates; web addresses lead to a domain that is reserved for examples. One measure
raises emissions, one lacks its effect, one its cost, two overlap, and one project is late: so are real ones."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

FJORDVIK, ELVESUND, GROENNLIA = "NO-D01", "NO-D02", "NO-D03"
DECISION, INVENTED = "https://example.org/demonstration/no-d01/budget-2026", "Invented for the demonstration"
Rows = list[dict[str, Any]]


def demo_records() -> dict[str, pd.DataFrame]:
    """The records by table, columns as on the sheets that people fill in. Returns the same rows at every call."""
    return {name: pd.DataFrame(rows) for name, rows in _records().items()}


def demo_reports() -> list[dict[str, Any]]:
    """The climate budgets that were frozen: area_id, label, kind, taken_on (date) and the rows that a snapshot keeps."""
    kept = json.loads(Path(__file__).with_name("frozen_reports.json").read_text(encoding="utf-8"))
    return [report | {"taken_on": date.fromisoformat(report["taken_on"])} for report in kept]


def _records() -> dict[str, Rows]:
    return {
        "budget_ceilings": list(_ceilings()),
        "reference_paths": list(_references()),
        "measures": _MEASURES,
        "measure_effects": list(_measure_effects()),
        "projects": _PROJECTS,
        "project_effects": list(_project_effects()),
        "project_partners": list(_partners()),
        "project_funding": _FUNDING,
        "project_reports": list(_reports()),
        "needs": _NEEDS,
        "procurements": list(_procurements()),
        "exchange_offers": list(_offers()),
        "principle_scores": list(_scores()),
        "notes": _NOTES,
        "exchange_rates": [
            {"area_id": area_id, "currency": currency, "rate_on": date(2026, 6, 30), "euro_per_unit": euro, "source": INVENTED}
            for area_id in (FJORDVIK, ELVESUND, GROENNLIA)
            for currency, euro in (("NOK", 0.085), ("SEK", 0.09), ("DKK", 0.134))
        ],
        "constants": [
            {"area_id": FJORDVIK, "constant": constant, "valid_from": date(2026, 1, 1), "value": value, "unit": unit,
             "source": "Fjordvik council, budget 2026 (invented)"}
            for constant, value, unit in (("discount_rate_percent", 4.0, "%"), ("stage_weight_concept", 0.25, "0-1"))
        ],
    }  # fmt: skip


# --- climate budget

_CEILINGS = {
    None: {2026: 88_000, 2027: 82_000, 2028: 75_500, 2029: 69_000, 2030: 62_500},
    "transport": {2026: 36_500, 2027: 34_000, 2028: 31_000, 2029: 28_500, 2030: 26_000},
    "energy_generation": {2026: 27_500, 2027: 25_500, 2028: 23_500, 2029: 21_500, 2030: 19_500},
    "off_road": {2026: 8_900, 2027: 8_300, 2028: 7_600, 2029: 6_900, 2030: 6_200},
}


def _ceilings() -> Iterator[dict[str, Any]]:
    for year in range(2026, 2031):
        for sector, of_year in _CEILINGS.items():
            yield {"area_id": FJORDVIK, "year": year, "sector": sector, "ceiling_tco2e": of_year[year],
                   "decided_on": date(2025, 12, 11), "source": DECISION}  # fmt: skip


def _references() -> Iterator[dict[str, Any]]:
    """Elvesund has calculated its own path; Fjordvik follows its trend."""
    for year, tonnes in {2026: 152_000, 2027: 150_500, 2028: 149_000, 2029: 147_500, 2030: 146_000}.items():
        yield {"area_id": ELVESUND, "year": year, "sector": None, "reference_tco2e": tonnes,
               "decided_on": date(2025, 10, 1), "source": INVENTED}  # fmt: skip


def _measure(
    record_id: str, title: str, decision: str, sector: str, unit: str, **money: Any
) -> dict[str, Any]:
    fields = dict.fromkeys(
        ("investment", "yearly_cost", "yearly_saving", "lifetime_years", "result_indicator", "project_id")
    )
    return {"area_id": FJORDVIK, "record_id": record_id, "title": title, "decision": decision, "sector": sector,
            "responsible_unit": unit, "currency": "NOK", **fields, **money}  # fmt: skip


_MEASURES: Rows = [
    _measure("M-01", "Shore power at the ferry quay", "adopted", "transport", "Port", investment=20_000_000,
             yearly_saving=400_000, lifetime_years=20, project_id="P-01", result_indicator="Hours of shore power"),
    _measure("M-02", "Electric buses on the town lines", "adopted", "transport", "Transport", investment=48_000_000,
             yearly_cost=900_000, yearly_saving=2_100_000, lifetime_years=12, result_indicator="Electric buses in service"),
    _measure("M-03", "Heat from the sea for the town centre", "proposed", "energy_generation", "Energy",
             investment=95_000_000, yearly_cost=1_500_000, yearly_saving=4_200_000, lifetime_years=25,
             project_id="P-03", result_indicator="Buildings connected"),
    _measure("M-04", "Emission-free building sites", "adopted", "off_road", "Procurement", yearly_cost=3_800_000,
             project_id="P-02", result_indicator="Share of machine hours without emissions"),
    _measure("M-05", "Parking charged by emissions", "proposed", "transport", "Transport", investment=600_000,
             yearly_saving=1_900_000, lifetime_years=10, result_indicator="Share of electric cars that park"),
    _measure("M-06", "Insulation of schools", "adopted", "stationary_energy", "Property", investment=31_000_000,
             yearly_saving=2_600_000, lifetime_years=30, result_indicator="kWh a square metre"),
    _measure("M-07", "Car sharing with the housing companies", "proposed", "transport", "Planning", yearly_cost=250_000),
    _measure("M-08", "Bypass road", "proposed", "transport", "Planning", investment=140_000_000, lifetime_years=40),
    _measure("M-09", "Volunteers map draughts in homes", "adopted", "stationary_energy", "Energy"),
    _measure("M-10", "Ban on private cars in the centre", "rejected", "transport", "Planning", yearly_cost=100_000),
]  # fmt: skip

# measure -> (first year, its cut in t, more every year), low and high in percent, money of the first year
_EFFECTS: dict[str, tuple[int, int, int, int, int, int | None]] = {
    "M-01": (2026, 900, 0, 80, 110, 20_000_000),
    "M-02": (2026, 600, 350, 75, 120, 12_000_000),
    "M-03": (2028, 500, 400, 60, 130, None),
    "M-04": (2026, 350, 250, 70, 115, 3_800_000),
    "M-05": (2027, 700, 150, 40, 140, 600_000),
    "M-06": (2026, 150, 80, 85, 110, 9_000_000),
    "M-08": (2029, -450, 0, 80, 150, None),
    "M-09": (2026, 40, 10, 50, 150, None),
    "M-10": (2027, 2_000, 0, 60, 120, None),
}


def _measure_effects() -> Iterator[dict[str, Any]]:
    for record_id, (first, tonnes, more, low, high, money) in _EFFECTS.items():
        for year in range(first, 2031):
            middle = tonnes + more * (year - first)
            yield {"area_id": FJORDVIK, "record_id": record_id, "year": year, "effect_low_tco2e": middle * low / 100,
                   "effect_mid_tco2e": middle, "effect_high_tco2e": middle * high / 100,
                   "budget_amount": money if year == first else None}  # fmt: skip


_NOTES: Rows = [
    {"area_id": FJORDVIK, "subject": "industry 2021", "noted_on": date(2023, 2, 1), "is_in_report": True,
     "note": "The smelter closed one of its two lines in the spring (fictional)."},
    {"area_id": FJORDVIK, "subject": "transport 2020", "noted_on": date(2022, 1, 20), "is_in_report": False,
     "note": "The ferries ran on half their timetable (fictional)."},
]  # fmt: skip


# --- projects


def _project(
    area_id: str,
    record_id: str,
    title: str,
    sector: str,
    stage: str,
    status: str,
    lead: tuple[str, str],
    **fields: Any,
) -> dict[str, Any]:
    name, kind = lead
    return {"area_id": area_id, "record_id": record_id, "title": title, "sector": sector, "innovation_stage": stage,
            "status": status, "lead_organisation": name, "lead_kind": kind, "is_shareable": True, **fields}  # fmt: skip


_PROJECTS: Rows = [
    _project(FJORDVIK, "P-01", "Electric ferry over the fjord", "transport", "implementation", "ongoing",
             ("Fjordvik port (fictional)", "port"), starts_on=date(2023, 3, 1), ends_on=date(2027, 12, 31),
             summary="A battery ferry takes over the crossing, and charges at both quays.",
             sdg_targets="9.4, 13.2", what_it_took="A joint tender with two municipalities, and a quay with power",
             obstacles="The grid at the north quay was too weak; a battery on land evens out the load.",
             business_model="The county buys crossings; the port sells power to the ferry by night tariff.",
             idea_origin="A study visit to a ferry town further north (fictional)"),
    _project(FJORDVIK, "P-02", "Shared electric excavators", "off_road", "pilot", "ongoing",
             ("Fjordvik municipality", "municipality"), starts_on=date(2025, 1, 15), ends_on=date(2026, 12, 31)),
    _project(FJORDVIK, "P-03", "Heat from the brewery", "energy_generation", "concept", "ongoing",
             ("Fjordvik district heating (fictional)", "energy_company"), starts_on=date(2024, 9, 1), ends_on=date(2026, 3, 31)),
    _project(FJORDVIK, "P-04", "Cargo bicycles for home care", "transport", "verified", "finished",
             ("Fjordvik municipality", "municipality"), starts_on=date(2021, 5, 1), ends_on=date(2024, 5, 31)),
    _project(FJORDVIK, "P-05", "Hydrogen lorry for waste", "transport", "stopped", "stopped",
             ("Fjordvik waste (fictional)", "waste_company"), starts_on=date(2022, 2, 1), ends_on=date(2024, 1, 31),
             obstacles="No filling station within reach"),
    _project(FJORDVIK, "P-06", "Repair café in every village", "waste", "idea", "planned",
             ("Fjordvik women's association (fictional)", "civil_society")),
    _project(ELVESUND, "P-11", "Electric buses along the river", "transport", "running", "ongoing",
             ("Elvesund municipality", "municipality"), starts_on=date(2020, 1, 1), ends_on=date(2028, 12, 31),
             idea_origin="Charging at the stop, as Fjordvik does it in: Electric ferry over the fjord"),
    _project(ELVESUND, "P-12", "Biogas from fish waste", "waste", "pilot", "ongoing",
             ("Elvesund university college (fictional)", "academia"), starts_on=date(2025, 2, 1), ends_on=date(2027, 6, 30)),
    _project(GROENNLIA, "P-21", "Wood instead of concrete in schools", "other", "idea", "planned",
             ("Grønnlia municipality", "municipality")),
]  # fmt: skip

# project -> (area, {year: (low, middle, high, verified)})
_PROJECT_EFFECTS: dict[str, tuple[str, dict[int, tuple[int, int, int, int | None]]]] = {
    "P-01": (FJORDVIK, {2027: (700, 1_000, 1_200, None), 2030: (1_500, 2_000, 2_300, None)}),
    "P-02": (FJORDVIK, {2026: (60, 100, 140, None), 2030: (500, 800, 1_100, None)}),
    "P-03": (FJORDVIK, {2030: (900, 1_600, 2_000, None)}),
    "P-04": (FJORDVIK, {2024: (15, 20, 25, 17), 2025: (15, 20, 25, 21), 2030: (15, 20, 25, None)}),
    "P-05": (FJORDVIK, {2030: (200, 300, 400, None)}),
    "P-11": (ELVESUND, {2024: (1_500, 1_800, 2_000, 1_350), 2030: (3_000, 3_600, 4_000, None)}),
    "P-12": (ELVESUND, {2030: (400, 700, 900, None)}),
}


def _project_effects() -> Iterator[dict[str, Any]]:
    names = ("expected_low_tco2e", "expected_mid_tco2e", "expected_high_tco2e", "verified_tco2e")
    for record_id, (area_id, by_year) in _PROJECT_EFFECTS.items():
        for year, amounts in by_year.items():
            yield {
                "area_id": area_id,
                "record_id": record_id,
                "year": year,
                **dict(zip(names, amounts, strict=True)),
            }


_PARTNERS = {
    (FJORDVIK, "P-01"): {"Havland county (fictional)": "public", "Fjordvik ferries (fictional)": "business",
                         "Havland college (fictional)": "academia", "Friends of the fjord (fictional)": "civil_society"},
    (FJORDVIK, "P-02"): {"Builders of Fjordvik (fictional)": "business"},
    (FJORDVIK, "P-03"): {"Fjordvik brewery (fictional)": "business", "Havland college (fictional)": "academia"},
    (ELVESUND, "P-11"): {"Elvesund buses (fictional)": "business"},
    (ELVESUND, "P-12"): {"Elvesund fish (fictional)": "business", "Elvesund municipality": "public"},
}  # fmt: skip


def _partners() -> Iterator[dict[str, Any]]:
    for (area_id, record_id), partners in _PARTNERS.items():
        for partner, side in partners.items():
            yield {"area_id": area_id, "record_id": record_id, "partner": partner, "helix_side": side}


_FUNDING: Rows = [
    {"area_id": FJORDVIK, "record_id": "P-01", "funder": "Fjordvik municipality", "amount": 14_000_000, "currency": "NOK"},
    {"area_id": FJORDVIK, "record_id": "P-01", "funder": "National climate scheme (fictional)", "amount": 9_000_000,
     "currency": "NOK"},
    {"area_id": ELVESUND, "record_id": "P-12", "funder": "Nordic research fund (fictional)", "amount": 400_000,
     "currency": "EUR"},
    {"area_id": FJORDVIK, "record_id": "P-03", "funder": "Nordic research fund (fictional)", "amount": 250_000,
     "currency": "EUR"},
    {"area_id": FJORDVIK, "record_id": "P-02", "funder": "Fjordvik municipality", "amount": None, "currency": "NOK"},
]  # fmt: skip

_REPORTS: dict[tuple[str, str], dict[date, tuple[str, float]]] = {
    (FJORDVIK, "P-01"): {date(2023, 4, 30): ("idea", 5), date(2023, 12, 31): ("concept", 15),
                         date(2024, 12, 31): ("pilot", 35), date(2026, 4, 30): ("implementation", 60)},
    (FJORDVIK, "P-02"): {date(2025, 4, 30): ("concept", 20), date(2026, 4, 30): ("pilot", 45)},
    (FJORDVIK, "P-03"): {date(2024, 12, 31): ("idea", 10), date(2025, 8, 31): ("concept", 30)},
    (FJORDVIK, "P-04"): {date(2021, 8, 31): ("pilot", 30), date(2022, 4, 30): ("implementation", 60),
                         date(2023, 4, 30): ("running", 90), date(2025, 4, 30): ("verified", 100)},
    (FJORDVIK, "P-05"): {date(2022, 8, 31): ("pilot", 20), date(2024, 1, 31): ("stopped", 20)},
    (ELVESUND, "P-11"): {date(2022, 4, 30): ("implementation", 50), date(2024, 4, 30): ("running", 80)},
}  # fmt: skip


# what was written in a report: status, what has happened, next step
_REPORT_WORDS: dict[tuple[str, date], tuple[str, str, str]] = {
    ("P-01", date(2024, 12, 31)): ("ongoing", "The tender is decided; both quays are drawn.", "Strengthen the grid in the north"),
    ("P-01", date(2026, 4, 30)): ("ongoing", "The south quay has power, and the hull is launched.", "Trial runs in the autumn"),
    ("P-02", date(2026, 4, 30)): ("ongoing", "Two excavators work at the school site; the third waits for its battery.",
                                  "Share them with the county's road works"),
    ("P-03", date(2025, 8, 31)): ("ongoing", "The brewery has measured its waste heat for a year.", "Decide on the pipe"),
    ("P-04", date(2025, 4, 30)): ("finished", "Kilometres and recharging were counted for two years.", "Tell other districts"),
    ("P-05", date(2024, 1, 31)): ("stopped", "The filling station was never built.", ""),
}  # fmt: skip


def _reports() -> Iterator[dict[str, Any]]:
    for (area_id, record_id), reports in _REPORTS.items():
        for reported_on, (stage, done) in reports.items():
            status, words, next_step = _REPORT_WORDS.get((record_id, reported_on), (None, None, None))
            yield {"area_id": area_id, "record_id": record_id, "reported_on": reported_on, "innovation_stage": stage,
                   "status": status, "done_percent": done, "report_text": words, "next_step": next_step or None}  # fmt: skip


# --- procurement and exchange

_NEEDS: Rows = [
    {"area_id": FJORDVIK, "record_id": "N-01", "what": "Electric vans for home care", "cpv_code": "34136000", "volume": 24,
     "volume_unit": "vehicles", "earliest_quarter": "2027-Q3", "wished_requirement": "required_from_start",
     "is_open_to_dialogue": True},
    {"area_id": ELVESUND, "record_id": "N-02", "what": "Vans for the workshops", "cpv_code": "34136100", "volume": 11,
     "volume_unit": "vehicles", "earliest_quarter": "2027-Q4", "wished_requirement": "award_criterion",
     "is_open_to_dialogue": True},
    {"area_id": GROENNLIA, "record_id": "N-03", "what": "Playground equipment", "cpv_code": "37535200", "volume": 6,
     "volume_unit": "playgrounds", "earliest_quarter": "2027-Q2", "wished_requirement": "dialogue",
     "is_open_to_dialogue": False},
]  # fmt: skip

# area, id, title, CPV, quarter, value in NOK, deliveries a year, zero-emission step, criteria, take-back, status, open
_TENDERS: tuple[tuple[Any, ...], ...] = (
    (FJORDVIK, "A-01", "Parcels and internal mail", "60161000", "2027-Q1", 3_200_000, 5_200, "required_from_start", True, False,
     "planned", True),
    (ELVESUND, "A-11", "Delivery of goods to schools", "60160000", "2027-Q2", 7_500_000, 9_400, "award_criterion", True, False,
     "planned", True),
    (GROENNLIA, "A-21", "Road transport services", "60100000", "2027-Q2", 1_100_000, 900, "dialogue", True, False,
     "planned", True),
    (FJORDVIK, "A-02", "Office furniture", "39130000", "2026-Q4", 2_400_000, 60, "award_criterion", True, True,
     "market_dialogue", True),
    (ELVESUND, "A-12", "Furniture for two schools", "39160000", "2027-Q1", 5_900_000, 40, "none", True, True, "planned", True),
    (FJORDVIK, "A-03", "Food for kitchens", "15000000", "2026-Q2", 18_000_000, 7_800, "required_from_date", True, False,
     "awarded", False),
    (GROENNLIA, "A-22", "Computers", "30213000", "2026-Q3", None, 12, None, None, True, "published", False),
    (FJORDVIK, "A-10", "Food for kitchens from 2028", "15000000", "2028-Q1", 18_000_000, 7_800, "required_from_start", True,
     False, "planned", True),
    (ELVESUND, "A-13", "Food for homes and schools", "15000000", "2027-Q4", 21_000_000, 9_100, "award_criterion", True, False,
     "planned", True),
    (GROENNLIA, "A-23", "Food for schools", "15000000", "2028-Q1", 2_400_000, 1_300, "dialogue", True, False,
     "market_dialogue", True),
    (FJORDVIK, "A-04", "Bread and milk for schools", "15500000", "2023-Q2", 4_200_000, 1_900, "none", False, False,
     "ended", False),
    (FJORDVIK, "A-05", "Cleaning goods", "39830000", "2023-Q4", 1_600_000, 420, "none", True, False, "ended", False),
    (FJORDVIK, "A-06", "School transport", "60130000", "2024-Q1", 22_000_000, None, "award_criterion", True, False,
     "running", False),
    (FJORDVIK, "A-07", "Collection of waste", "90511000", "2024-Q3", 31_000_000, None, "required_from_date", True, False,
     "running", False),
    (FJORDVIK, "A-08", "Work clothes", "18110000", "2025-Q1", 1_900_000, 150, "dialogue", True, True, "running", False),
    (FJORDVIK, "A-09", "Computers for schools", "30213000", "2025-Q3", 5_500_000, 80, "award_criterion", True, True,
     "running", False),
)  # fmt: skip


def _procurements() -> Iterator[dict[str, Any]]:
    for tender in _TENDERS:
        (
            area_id,
            record_id,
            title,
            cpv,
            quarter,
            value,
            deliveries,
            step,
            criteria,
            takes_back,
            status,
            is_open,
        ) = tender
        yield {"area_id": area_id, "record_id": record_id, "title": title, "cpv_code": cpv, "planned_quarter": quarter,
               "contract_value": value, "currency": "NOK", "deliveries_per_year": deliveries, "zero_emission_step": step,
               "has_environmental_criteria": criteria, "asks_take_back": takes_back, "status": status,
               "is_open_to_joint_buying": is_open}  # fmt: skip


# area, id, actor, kind, material, thing, amount, unit, from, until
_OFFERS: tuple[tuple[Any, ...], ...] = (
    (FJORDVIK, "X-01", "Fjordvik municipality", "offers", "wood", "Beams of the old gymnasium", 38, "t", date(2026, 9, 1),
     date(2027, 3, 31)),
    (ELVESUND, "X-11", "Elvesund housing (fictional)", "wants", "wood", "Beams for a new hall", 25, "t", date(2026, 11, 1),
     date(2027, 6, 30)),
    (ELVESUND, "X-12", "Elvesund fish (fictional)", "offers", "food", "Fish waste", 420, "t", date(2026, 1, 1), None),
    (GROENNLIA, "X-21", "Grønnlia farmers (fictional)", "wants", "food", "Feed for biogas", 600, "t", date(2026, 6, 1), None),
    (FJORDVIK, "X-02", "Fjordvik municipality", "offers", None, "Electric excavator, eight tonnes", 1, "pieces",
     date(2026, 7, 1), date(2026, 12, 31)),
    (GROENNLIA, "X-22", "Grønnlia municipality", "wants", None, "Electric excavator, eight tonnes", 1, "pieces",
     date(2026, 10, 1), date(2026, 11, 30)),
)  # fmt: skip


def _offers() -> Iterator[dict[str, Any]]:
    names = (
        "area_id",
        "record_id",
        "actor",
        "offer_kind",
        "material",
        "thing",
        "amount",
        "amount_unit",
        "starts_on",
        "ends_on",
    )
    for offer in _OFFERS:
        yield dict(zip(names, offer, strict=True))


# --- principles

_PRINCIPLES = (
    "people", "bigger_picture", "climate_first", "inclusion", "business", "open_data", "readiness", "act_local",
)  # fmt: skip
# area, round, day -> scores by group, one figure per principle; respondents lie up to one step around them
_ROUNDS: dict[tuple[str, str, date], dict[str, tuple[int, ...]]] = {
    (FJORDVIK, "2025-spring", date(2025, 4, 15)): {
        "politicians": (3, 2, 3, 2, 2, 1, 2, 3), "administration": (2, 2, 2, 1, 2, 1, 1, 2),
        "business": (2, 1, 2, 1, 3, 1, 2, 2),
    },
    (FJORDVIK, "2026-spring", date(2026, 4, 20)): {
        "politicians": (3, 3, 3, 3, 2, 2, 2, 3), "administration": (2, 2, 3, 2, 2, 2, 2, 2),
        "business": (2, 1, 2, 1, 3, 2, 2, 2), "residents": (1, 2, 2, 1, 2, 1, 2, 2),
    },
    (ELVESUND, "2026-spring", date(2026, 5, 6)): {
        "politicians": (2, 2, 2, 2, 2, 2, 1, 2), "administration": (2, 1, 2, 2, 1, 3, 2, 2),
    },
}  # fmt: skip
RESPONDENTS = 4

# area, round, principle -> what respondents name, one text for each of the first respondents
_EVIDENCE: dict[tuple[str, str, str], tuple[str, ...]] = {
    (FJORDVIK, "2026-spring", "people"): (
        "Survey of travel habits, answered by 1 100 households (fictional)", "Walks through the quarters before every plan",
        "Nobody has asked us yet",
    ),
    (FJORDVIK, "2026-spring", "inclusion"): (
        "Citizens' panel on the bypass road (fictional)", "The panel met once, and nothing came of it",
    ),
    (FJORDVIK, "2026-spring", "climate_first"): ("The climate budget is decided together with the money",),
    (FJORDVIK, "2026-spring", "open_data"): ("Energy use of every school on the open data portal (fictional)",),
    (ELVESUND, "2026-spring", "open_data"): ("Counts of the electric buses are published every week (fictional)",),
}  # fmt: skip


def _scores() -> Iterator[dict[str, Any]]:
    for (area_id, record_id, assessed_on), groups in _ROUNDS.items():
        for place, (group, middles) in enumerate(groups.items()):
            for respondent in range(RESPONDENTS):
                for number, (principle, middle) in enumerate(zip(_PRINCIPLES, middles, strict=True)):
                    step = (respondent + number) % 3 - 1
                    texts = _EVIDENCE.get((area_id, record_id, principle), ())
                    turn = place if respondent == 0 else len(texts)
                    yield {"area_id": area_id, "record_id": record_id, "respondent_number": RESPONDENTS * place + respondent + 1,
                           "principle": principle, "assessed_on": assessed_on, "respondent_group": group,
                           "score": min(max(middle + step, 0), 4),
                           "evidence": texts[turn] if turn < len(texts) else None}  # fmt: skip
