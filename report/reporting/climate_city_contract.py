"""Tables for the action plan and the investment plan of a Climate City Contract (EU Mission Climate-Neutral and Smart
Cities): emissions by sector and scope, the gap to the goal, the portfolio of measures and projects, and their money.

Names of modules and what they ask for are general knowledge, and this is not an official form: docs/reporting.md. Figures come
from metrics/; what is not marked to be shared keeps its words in the house."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from data.code_lists import DECISIONS, INNOVATION_STAGES, ORGANISATION_KINDS, PROJECT_STATUSES, SECTORS
from data.store import Store
from metrics.abatement import abatement_costs
from metrics.climate_budget import climate_budget, listed_measures
from metrics.measure_money import measure_money
from metrics.portfolio import portfolio
from metrics.portfolio_records import portfolio_records, shared_funding
from report.reporting.contract_emissions import (
    ContractEmissions,
    contract_emissions,
    emission_rows,
    speaking_goal,
)
from report.reporting.contract_missing import missing_for_contract
from report.reporting.missing_for_report import missing_sheet
from report.reporting.reporting_read_me import notation_key_lines, read_me
from report.reporting.reporting_workbook import Sheet, table_sheet, workbook_bytes
from texts import N_, Text, _, current_language, in_language

MISSION_YEAR = 2030  # of the EU Mission; a city with a later target of its own is shown that year
GAP_KINDS: Mapping[str, Text] = {
    "ceiling": N_("Reference less the ceiling of the climate budget"),
    "target": N_("Reference less what the target allows"),
    "same_cut": N_("Reference less the target's cut, the same in every sector"),
}


def climate_city_contract_bytes(
    store: Store,
    municipality_id: str,
    year: int,
    *,
    made_on: date,
    language: str | None = None,
) -> bytes:
    """The workbook (.xlsx) of a municipality for an inventory year. The gap and the effects stand for the year of the target that
    speaks, else for 2030. language: the current one unless named.

    The same data version, choices and day give the same bytes. What is missing stays empty and is listed on the last
    sheet."""
    with in_language(language or current_language()):
        name = store.register().areas[municipality_id].name
        emissions = contract_emissions(store, municipality_id, year)
        goal = goal_of(store, municipality_id, emissions)
        measures = listed_measures(store, municipality_id, goal)
        costs = costs_in_own_currency(store, municipality_id, measures)
        projects = portfolio_records(store, municipality_id, goal)
        funding = shared_funding(store, municipality_id)
        gaps = contract_gaps(store, municipality_id, goal)
        title = _("Climate City Contract: tables of {name}, {year}", name=name, year=str(year))
        missing = missing_for_contract(emissions, gaps, measures, costs, projects, funding, goal=goal)
        sheets = [
            _read_me(store, municipality_id, emissions, goal, title=title, made_on=made_on),
            _emissions_sheet(emissions),
            _goal_sheet(store, municipality_id, emissions),
            _gap_sheet(gaps, goal, emissions.unit),
            _measures_sheet(measures, goal),
            _projects_sheet(projects, goal),
            _investment_sheet(measures, costs, goal),
            _sums_sheet(measures, goal),
            _funding_sheet(funding),
            missing_sheet(missing),
        ]
        return workbook_bytes(sheets, title=title, made_on=made_on)


def goal_of(store: Store, municipality_id: str, emissions: ContractEmissions) -> int:
    """The year of the target that speaks for the emissions, else the Mission's."""
    target = speaking_goal(store, municipality_id, emissions.indicator)
    return MISSION_YEAR if target is None else int(target["target_year"])


def contract_gaps(store: Store, municipality_id: str, goal: int) -> pd.DataFrame:
    """The climate budget and the portfolio of a year beside each other: one row for all sectors (sector "") and one per
    sector that either has; columns of metrics.climate_budget.COLUMNS and metrics.portfolio.COLUMNS, NaN = missing."""
    budget = climate_budget(store, municipality_id, year=goal).drop(columns="year")
    projects = portfolio(store, municipality_id, year=goal)
    together = budget.merge(projects, on="sector", how="outer")
    order = {sector: place for place, sector in enumerate(["", *SECTORS])}
    return together.sort_values("sector", key=lambda sectors: sectors.map(order), ignore_index=True)


def costs_in_own_currency(store: Store, municipality_id: str, measures: pd.DataFrame) -> pd.DataFrame:
    """The rows of metrics.abatement.abatement_costs, each measure in the currency it states, so that nothing is converted.

    measures: rows of listed_measures."""
    whole = abatement_costs(store, municipality_id)
    currencies = measures.set_index("measure_id")["currency"]
    found = [whole[~whole["measure_id"].isin(currencies.dropna().index)]]
    for currency in sorted(currencies.dropna().unique()):
        costs = abatement_costs(store, municipality_id, currency=currency)
        found.append(costs[costs["measure_id"].isin(currencies[currencies == currency].index)])
    return pd.concat([rows for rows in found if len(rows)] or [whole], ignore_index=True)


def _read_me(
    store: Store, municipality_id: str, emissions: ContractEmissions, goal: int, *, title: str, made_on: date
) -> Sheet:
    shape = _(
        "Shaped after the tables that the action plan (modules A-1, B-1 and B-2) and the investment plan of a Climate City "
        "Contract ask for. It is not an official form: check it, and copy it into the document of the Mission."
    )
    method = [
        _("Emissions are the publisher's, in full precision, by the scope that the publisher states."),
        _("Gap, effects and projects stand for {goal}.", goal=str(goal)),
        _("Measures are all that are proposed or adopted; rejected ones are left out."),
        _("Projects that are not marked to be shared are listed with figures only."),
        _("Amounts stay in their currency; different currencies are never added."),
        *notation_key_lines(),
    ]
    return read_me(
        store,
        municipality_id,
        emissions.year,
        title=title,
        shape=shape,
        made_on=made_on,
        method=method,
        release=emissions.release,
    )


# --- A-1 and B-1


def _emissions_sheet(emissions: ContractEmissions) -> Sheet:
    unit = emissions.unit
    headings = (
        _("Year"), _("What the year is"), _("Sector of the contract"), _("Sector of the dataset"),
        *(_("Scope {number} ({unit})", number=number, unit=unit) for number in "123"),
        _("Scope not stated ({unit})", unit=unit), _("Together ({unit})", unit=unit), _("Counted in the total"),
        _("Notation key"),
    )  # fmt: skip
    return Sheet(_("A-1 Emissions"), (headings,), emission_rows(emissions))


def _goal_sheet(store: Store, municipality_id: str, emissions: ContractEmissions) -> Sheet:
    """The target that speaks, and how far the emissions have come; empty where none is decided."""
    unit = emissions.unit
    headings = (
        _("Base year"), _("Emissions of the base year ({unit})", unit=unit), _("Target year"), _("Cut on the base year (%)"),
        _("Target ({unit})", unit=unit), _("Year"), _("Emissions of the year ({unit})", unit=unit), _("Cut so far (%)"),
        _("Decided on"), _("Where the decision can be read"),
    )  # fmt: skip
    target = speaking_goal(store, municipality_id, emissions.indicator)
    rows = [] if target is None else [_goal_cells(target, emissions)]
    return Sheet(_("A-1 Goal"), (headings,), rows)


def _goal_cells(target: Mapping[str, Any], emissions: ContractEmissions) -> tuple[object, ...]:
    base, value = target["base_value"], emissions.total
    so_far = None if value is None or pd.isna(base) or base == 0 else 100 * (1 - value / base)
    return (
        target["base_year"], base, target["target_year"], target["reduction_percent"], target["target_value"],
        emissions.year, value, so_far, target["decided_on"], target["decision_url"],
    )  # fmt: skip


def _gap_sheet(gaps: pd.DataFrame, goal: int, unit: str) -> Sheet:
    shown = gaps.assign(
        sector_words=gaps["sector"].map(_all_or_sector),
        kind_words=gaps["gap_kind"].map(lambda kind: _(GAP_KINDS[kind]) if kind in GAP_KINDS else None),
    )
    headings = {
        "sector_words": _("Sector"),
        "reference_tco2e": _("Without new measures, {year} ({unit})", year=str(goal), unit=unit),
        "ceiling_tco2e": _("Ceiling of the climate budget ({unit})", unit=unit),
        "adopted_mid_tco2e": _("Cut by adopted measures ({unit})", unit=unit),
        "proposed_mid_tco2e": _("Cut by proposed measures ({unit})", unit=unit),
        "overlap_tco2e": _("Cut counted twice and taken off ({unit})", unit=unit),
        "after_proposed_tco2e": _("Left after all measures ({unit})", unit=unit),
        "gap_after_proposed_tco2e": _("Left above the ceiling ({unit})", unit=unit),
        "projects": _("Projects"),
        "expected_mid_tco2e": _("Cut that projects expect ({unit})", unit=unit),
        "weighted_mid_tco2e": _("The same, weighted by stage ({unit})", unit=unit),
        "verified_tco2e": _("Verified cut ({unit})", unit=unit),
        "gap_tco2e": _("Gap that projects are to close ({unit})", unit=unit),
        "kind_words": _("How the gap was found"),
        "coverage_percent": _("Gap covered by projects (%)"),
    }
    return table_sheet(_("B-1 Emission gap"), headings, shown)


def _all_or_sector(sector: str) -> str:
    return _(SECTORS[sector]) if sector in SECTORS else _("All sectors together")


# --- B-2


def _measures_sheet(measures: pd.DataFrame, goal: int) -> Sheet:
    shown = measures.assign(
        sector=_words(measures["sector"], SECTORS),
        decision=_words(measures["decision"], DECISIONS),
        status=_words(measures["status"], PROJECT_STATUSES),
    )
    headings = {
        "measure_id": _("Measure id"), "title": _("Title"), "sector": _("Sector"), "decision": _("Decision"),
        "responsible_unit": _("Responsible unit"), "project_id": _("Belongs to project"), "status": _("Project status"),
        "effect_low_tco2e": _("Cut in {year}, low (t CO2e)", year=str(goal)),
        "effect_mid_tco2e": _("Cut in {year}, middle (t CO2e)", year=str(goal)),
        "effect_high_tco2e": _("Cut in {year}, high (t CO2e)", year=str(goal)),
        "result_indicator": _("Result indicator"),
    }  # fmt: skip
    return table_sheet(_("B-2 Measures"), headings, shown)


def _projects_sheet(projects: pd.DataFrame, goal: int) -> Sheet:
    shown = projects.assign(
        sector=_words(projects["sector"], SECTORS),
        innovation_stage=_words(projects["innovation_stage"], INNOVATION_STAGES),
        status=_words(projects["status"], PROJECT_STATUSES),
        lead_kind=_words(projects["lead_kind"], ORGANISATION_KINDS),
        is_shareable=[_("yes") if each else _("no") for each in projects["is_shareable"]],
    )
    headings = {
        "project_id": _("Project id"), "is_shareable": _("May be shared"), "title": _("Title"), "summary": _("Summary"),
        "sector": _("Sector"), "sdg_targets": _("SDG targets"), "innovation_stage": _("Innovation stage"),
        "status": _("Project status"), "starts_on": _("Starts on"), "ends_on": _("Ends on"),
        "lead_organisation": _("Lead organisation"), "lead_kind": _("Kind of lead organisation"),
        "expected_low_tco2e": _("Expected cut in {year}, low (t CO2e)", year=str(goal)),
        "expected_mid_tco2e": _("Expected cut in {year}, middle (t CO2e)", year=str(goal)),
        "expected_high_tco2e": _("Expected cut in {year}, high (t CO2e)", year=str(goal)),
        "verified_tco2e": _("Verified cut in {year} (t CO2e)", year=str(goal)),
    }  # fmt: skip
    return table_sheet(_("B-2 Projects"), headings, shown)


def _words(column: pd.Series, words: Mapping[str, Text]) -> list[str | None]:
    """The codes in words; None where there is none."""
    return [_(words[code]) if code in words else None for code in column]


# --- the investment plan


def _investment_sheet(measures: pd.DataFrame, costs: pd.DataFrame, goal: int) -> Sheet:
    """The money of each measure as stated, and what a tonne costs where that can be told, else why not."""
    names = [
        "measure_id",
        "currency",
        "yearly_effect_tco2e",
        "yearly_cost",
        "cost_per_tonne",
        "not_stated",
        "reason",
    ]
    counted = costs[names].rename(columns={"yearly_cost": "annual_cost", "currency": "cost_currency"})
    shown = measures.merge(counted, on="measure_id", how="left")
    shown["sector"] = _words(shown["sector"], SECTORS)
    shown["decision"] = _words(shown["decision"], DECISIONS)
    shown["not_stated"] = [_amounts_named(names) for names in shown["not_stated"]]
    headings = {
        "measure_id": _("Measure id"), "title": _("Title"), "sector": _("Sector"), "decision": _("Decision"),
        "currency": _("Currency"), "investment": _("Investment (in the currency)"),
        "yearly_cost": _("Running cost a year (in the currency)"),
        "yearly_saving": _("Saving a year (in the currency)"),
        "budget_amount": _("Money in the budget of {year} (in the currency)", year=str(goal)),
        "yearly_effect_tco2e": _("Mean cut a year (t CO2e)"),
        "annual_cost": _("Cost a year with the investment spread out (in the currency)"),
        "cost_per_tonne": _("Cost of a tonne avoided (in the currency, per t CO2e)"),
        "not_stated": _("Taken as none, since not stated"), "reason": _("Why there is no cost of a tonne"),
    }  # fmt: skip
    return table_sheet(_("Investment by measure"), headings, shown)


_AMOUNTS: Mapping[str, Text] = {
    "investment": N_("Investment"),
    "yearly_cost": N_("Yearly cost"),
    "yearly_saving": N_("Yearly saving"),
}


def _amounts_named(names: object) -> str | None:
    """The names of amounts in words; None where all are stated."""
    listed = [] if not isinstance(names, str) or not names else names.split(", ")
    return ", ".join(_(_AMOUNTS[name]) for name in listed) or None


def _sums_sheet(measures: pd.DataFrame, goal: int) -> Sheet:
    sums = measure_money(measures)
    shown = sums.assign(
        sector=_words(sums["sector"], SECTORS), currency=[each or None for each in sums["currency"]]
    )
    headings = {
        "sector": _("Sector"), "currency": _("Currency"), "measures": _("Measures"),
        "investment": _("Investment (in the currency)"), "yearly_cost": _("Running cost a year (in the currency)"),
        "yearly_saving": _("Saving a year (in the currency)"),
        "budget_amount": _("Money in the budget of {year} (in the currency)", year=str(goal)),
        "without_money": _("Measures that state no money"),
    }  # fmt: skip
    return table_sheet(_("Investment by sector"), headings, shown)


def _funding_sheet(funding: pd.DataFrame) -> Sheet:
    headings = {
        "project_id": _("Project id"), "title": _("Title"), "funder": _("Funder"),
        "amount": _("Amount granted (in the currency)"), "currency": _("Currency"),
    }  # fmt: skip
    return table_sheet(_("Funding"), headings, funding)
