"""What a Climate City Contract asks for and Veikart cannot fill from what is loaded."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from data.code_lists import SECTORS
from report.reporting.contract_emissions import ContractEmissions
from report.reporting.missing_for_report import (
    MEASURES,
    OUTSIDE_VEIKART,
    OWN_INVENTORY,
    PROJECTS,
    RELEASES,
    TARGETS,
    Missing,
)
from texts import N_, Text, _

_NEVER_HERE: tuple[tuple[str, Text], ...] = (
    ("A-1", N_("Final energy use and activity by sector, and the emission factors applied")),
    ("A-2", N_("Current policies and strategies")),
    ("A-3", N_("Systemic barriers and opportunities")),
    ("B-1", N_("Impact pathways: early changes, later outcomes, co-benefits")),
    ("B-2", N_("How residual emissions are compensated for")),
    ("B-3", N_("Indicators for monitoring: the flat indicator table holds those of Veikart")),
    ("C", N_("Governance, participation and social innovation")),
    ("IP", N_("Economic and financial indicators, capital planning, risks")),
)
_MOST_NAMED = 12  # ids in one line; more are counted


def missing_for_contract(
    emissions: ContractEmissions,
    gaps: pd.DataFrame,
    measures: pd.DataFrame,
    costs: pd.DataFrame,
    projects: pd.DataFrame,
    funding: pd.DataFrame,
    *,
    goal: int,
) -> list[Missing]:
    """The list, module by module. measures: rows of listed_measures; costs: of abatement_costs; projects and funding: of
    metrics.portfolio_records; gaps: of contract_gaps."""
    return [
        *_of_emissions(emissions),
        *_of_gaps(gaps, goal),
        *_of_measures(measures, costs, goal),
        *_of_projects(projects, goal),
        *([] if len(funding) else [Missing("IP", N_("Funders and amounts of projects that may be shared"), PROJECTS)]),
        *(Missing(part, what, OUTSIDE_VEIKART) for part, what in _NEVER_HERE),
    ]  # fmt: skip


def _of_emissions(emissions: ContractEmissions) -> list[Missing]:
    found = []
    if not emissions.of_year(emissions.year):
        found.append(Missing("A-1", N_("Emissions by sector of {year}", year=str(emissions.year)), RELEASES))
    if emissions.base_year is None:
        found.append(Missing("A-1", N_("A baseline: the base year of a decided target"), TARGETS))
    elif not emissions.of_year(emissions.base_year):
        found.append(
            Missing("A-1", N_("Emissions by sector of the base year {year}", year=str(emissions.base_year)), RELEASES)
        )  # fmt: skip
    if emissions.unit == "t CO2":
        found.append(Missing("A-1", N_("Every gas but fossil CO2"), OWN_INVENTORY))
    without = [each.sector for each in emissions.of_year(emissions.year) if "" in each.by_scope]
    if without:
        what = N_("The scope of: {sectors}", sectors=_joined([SECTORS[each] for each in without]))
        found.append(Missing("A-1", what, OWN_INVENTORY))
    return found


def _of_gaps(gaps: pd.DataFrame, goal: int) -> list[Missing]:
    whole = gaps[gaps["sector"] == ""]
    if len(whole) and whole["gap_tco2e"].notna().all():
        return []
    what = N_("The gap in {year}: a target for that year, or a ceiling of the climate budget", year=str(goal))
    return [Missing("B-1", what, TARGETS)]


def _of_measures(measures: pd.DataFrame, costs: pd.DataFrame, goal: int) -> list[Missing]:
    if measures.empty:
        return [Missing("B-2", N_("Measures, with their effects and money"), MEASURES)]
    without_cost = costs[costs["cost_per_tonne"].isna()]
    lacking: tuple[tuple[str, Text, Iterable[str]], ...] = (
        ("B-2", N_("The cut in {year} of measures {ids}"), _ids(measures, "effect_mid_tco2e")),
        ("B-2", N_("The responsible unit of measures {ids}"), _ids(measures, "responsible_unit")),
        ("B-2", N_("The result indicator of measures {ids}"), _ids(measures, "result_indicator")),
        ("IP", N_("The investment of measures {ids}"), _ids(measures, "investment")),
        ("IP", N_("What a cost of a tonne needs, of measures {ids}"), list(without_cost["measure_id"])),
    )
    return [_listed(part, what, ids, MEASURES, goal) for part, what, ids in lacking if ids]


def _of_projects(projects: pd.DataFrame, goal: int) -> list[Missing]:
    if projects.empty:
        return [Missing("B-2", N_("Projects, with stage and expected cut"), PROJECTS)]
    kept = list(projects.loc[~projects["is_shareable"].astype(bool), "project_id"])
    lacking = (
        (
            N_("The expected cut in {year} of projects {ids}"),
            _ids(projects, "expected_mid_tco2e", "project_id"),
        ),
        (N_("Title and summary of projects {ids}: mark them as to be shared"), kept),
    )
    return [_listed("B-2", what, ids, PROJECTS, goal) for what, ids in lacking if ids]


def _ids(table: pd.DataFrame, column: str, name: str = "measure_id") -> list[str]:
    """The ids of the rows that state nothing."""
    return list(table.loc[table[column].isna() | (table[column].astype(str) == ""), name])


def _listed(part: str, what: Text, ids: Iterable[str], where: Text, goal: int) -> Missing:
    named = list(ids)
    more = "" if len(named) <= _MOST_NAMED else f" (+{len(named) - _MOST_NAMED})"
    shown = ", ".join(named[:_MOST_NAMED]) + more
    return Missing(part, replace(what, params={"ids": shown, "year": str(goal)}), where)


def _joined(sectors: Sequence[Text]) -> str:
    return ", ".join(_(each) for each in sectors)
