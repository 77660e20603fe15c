"""The filled rows of the example sheet: invented entries of a municipality that does not exist."""

from datetime import date
from typing import Any

PLACE = "XX-0000"


def _rows(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"area_id": PLACE, **row} for row in rows]


EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "emissions": _rows(
        {"year": 2023, "sector": "transport", "emissions_tco2e": 41250.5},
        {"year": 2023, "sector": "stationary_energy", "emissions_tco2e": 12.5, "unit": "kt"},
        {"year": 2023, "sector": "waste", "missing_reason": "not_estimated"},
        {"year": 2024, "sector": "transport", "emissions_tco2e": 39100, "is_preliminary": True},
        {"year": 2024, "sector": "stationary_energy", "emissions_tco2e": 11800, "value_status": "estimated"},
        {"year": 2024, "sector": "waste", "emissions_tco2e": 2300},
    ),
    "population": _rows(
        {"year": 2023, "inhabitants": 17420},
        {"year": 2024, "inhabitants": 17655, "is_preliminary": True},
    ),
    "materials": _rows(
        {"year": 2024, "origin": "municipal", "material": "all", "stage": "generated", "amount_tonnes": 7840},
        {"year": 2024, "origin": "municipal", "material": "all", "stage": "recycling", "amount_tonnes": 3310.5},
        {
            "year": 2024, "origin": "municipal", "material": "residual", "stage": "energy_recovery", "amount_tonnes": 2.9,
            "unit": "kt",
        },
        {
            "year": 2024, "origin": "own_operations", "material": "asphalt", "stage": "purchased", "amount_tonnes": 1200,
            "secondary_percent": 30, "source_entity": "Road maintenance",
        },
    ),
    "figures": _rows(
        {"year": 2024, "figure": "vehicles_all", "value": 164},
        {"year": 2024, "figure": "vehicles_fossil_free", "value": 71},
        {"year": 2024, "figure": "building_energy_kwh", "value": 18400000, "unit": "kWh", "value_status": "estimated"},
    ),
    "readings": _rows(
        {"figure": "diesel_litres", "read_on": date(2026, 4, 30), "value": 21400},
        {"figure": "diesel_litres", "read_on": date(2026, 8, 31), "value": 18950},
    ),
    "targets": _rows(
        {
            "indicator": "ghg_total", "unit": "t CO2e", "base_year": 2016, "target_year": 2030, "reduction_percent": 60,
            "decided_on": date(2023, 5, 11),
        },
        {
            "indicator": "ghg_transport", "unit": "t CO2e", "target_year": 2027, "target_value": 30000, "is_interim": True,
        },
    ),
    "dataset_choices": _rows({"table_name": "emissions", "basis": "territorial", "dataset": "own-accounts"}),
    "budget_ceilings": _rows(
        {"year": 2027, "ceiling_tco2e": 48000, "decided_on": date(2026, 6, 18), "source": "Council decision 41/26"},
        {"year": 2027, "sector": "transport", "ceiling_tco2e": 34000, "decided_on": date(2026, 6, 18)},
    ),
    "reference_paths": _rows(
        {"year": 2027, "reference_tco2e": 51500, "source": "Own calculation"},
        {"year": 2027, "sector": "transport", "reference_tco2e": 37200},
    ),
    "measures": _rows(
        {
            "record_id": "M-01", "title": "Electric buses on line 4", "decision": "adopted", "sector": "transport",
            "responsible_unit": "Transport office", "investment": 12000000, "yearly_saving": 450000, "currency": "NOK",
            "lifetime_years": 12, "indicator": "ghg_transport", "result_indicator": "Share of zero-emission bus kilometres",
        },
    ),
    "measure_effects": _rows(
        {
            "record_id": "M-01", "year": 2027, "effect_low_tco2e": 300, "effect_mid_tco2e": 420, "effect_high_tco2e": 500,
            "budget_amount": 4000000,
        },
        {"record_id": "M-01", "year": 2028, "effect_low_tco2e": 300, "effect_mid_tco2e": 420, "effect_high_tco2e": 500},
    ),
    "projects": _rows(
        {
            "record_id": "P-014", "title": "Zero-emission building sites",
            "summary": "All municipal building sites run on electricity.",
            "sector": "off_road", "sdg_targets": "12.7, 13.2", "innovation_stage": "pilot", "status": "ongoing",
            "starts_on": date(2025, 3, 1), "ends_on": date(2027, 12, 31), "lead_organisation": "Property office",
            "lead_kind": "municipality", "idea_origin": "A partner city", "is_shareable": True,
            "contact": "climate@example.org",
        },
    ),
    "project_effects": _rows(
        {"record_id": "P-014", "year": 2027, "expected_low_tco2e": 150, "expected_mid_tco2e": 240, "expected_high_tco2e": 300},
        {"record_id": "P-014", "year": 2026, "expected_mid_tco2e": 100, "verified_tco2e": 84},
    ),
    "project_partners": _rows(
        {"record_id": "P-014", "partner": "Example Construction", "helix_side": "business"},
        {"record_id": "P-014", "partner": "Example University", "helix_side": "academia"},
    ),
    "project_funding": _rows(
        {"record_id": "P-014", "funder": "The municipality", "amount": 3500000, "currency": "NOK"},
    ),
    "project_reports": _rows(
        {
            "record_id": "P-014", "reported_on": date(2026, 4, 30), "innovation_stage": "pilot", "status": "ongoing",
            "done_percent": 40, "report_text": "Two sites run without diesel.", "next_step": "Tender for the third site",
        },
    ),
    "needs": _rows(
        {
            "record_id": "N-03", "what": "Electric excavators, 8 tonnes", "cpv_code": "43260000", "volume": 4,
            "volume_unit": "machines", "earliest_quarter": "2027-Q2", "wished_requirement": "required_from_start",
            "is_open_to_dialogue": True,
        },
    ),
    "procurements": _rows(
        {
            "record_id": "A-2027-12", "title": "Transport of goods to schools", "cpv_code": "60161000",
            "planned_quarter": "2027-Q1", "contract_value": 8500000, "currency": "NOK", "deliveries_per_year": 5200,
            "zero_emission_step": "award_criterion", "has_environmental_criteria": True, "status": "planned",
            "is_open_to_joint_buying": True,
        },
    ),
    "exchange_offers": _rows(
        {
            "record_id": "X-21", "actor": "Road maintenance", "offer_kind": "offers", "material": "soil_stone",
            "thing": "Clean fill", "amount": 900, "amount_unit": "t", "starts_on": date(2026, 9, 1),
            "ends_on": date(2026, 12, 31), "contact": "roads@example.org",
        },
    ),
    "principle_scores": _rows(
        {
            "record_id": "2026-spring", "respondent_number": 1, "principle": "people", "assessed_on": date(2026, 3, 12),
            "respondent_group": "administration", "score": 2, "evidence": "Citizens' panel twice a year",
        },
        {
            "record_id": "2026-spring", "respondent_number": 1, "principle": "open_data", "assessed_on": date(2026, 3, 12),
            "respondent_group": "administration", "score": 1,
        },
    ),
    "notes": _rows(
        {
            "subject": "industry 2022", "noted_on": date(2026, 2, 3), "note": "The plant closed in May 2022.",
            "author": "Climate adviser", "is_in_report": True,
        },
    ),
    "exchange_rates": _rows(
        {"currency": "NOK", "rate_on": date(2026, 6, 30), "euro_per_unit": 0.09, "source": "Invented for this example"},
    ),
    "constants": _rows(
        {
            "constant": "discount_rate_percent", "valid_from": date(2026, 1, 1), "value": 4, "unit": "%",
            "source": "Invented for this example",
        },
    ),
}  # fmt: skip
