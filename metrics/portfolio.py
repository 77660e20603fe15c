"""What a municipality's projects are expected to cut, weighted by how far they have come, beside what is verified and the
gap that is left (docs/methods.md, portfolio of projects)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data.code_lists import SECTORS
from data.store import Store
from metrics.climate_budget import budget_ceilings
from metrics.constants import Constant, constants_in_force
from metrics.reference_paths import ALL_SECTORS, reference_paths
from metrics.targets import Target, speaking_target
from texts import N_, Text

# How much of an expected effect is counted, by the step on the innovation ladder; a municipality may state its own as
# constants "stage_weight_idea" and so on.
STAGE_WEIGHTS = {
    "idea": 0.1, "concept": 0.2, "pilot": 0.4, "implementation": 0.7, "running": 0.9, "verified": 1.0, "stopped": 0.0,
}  # fmt: skip
ENDS = ("low", "mid", "high")
COLUMNS = (
    "municipality_id", "year", "sector", "projects", "expected_low_tco2e", "expected_mid_tco2e", "expected_high_tco2e",
    "weighted_low_tco2e", "weighted_mid_tco2e", "weighted_high_tco2e", "verified_tco2e", "gap_tco2e", "gap_kind",
    "coverage_percent",
)  # fmt: skip
PROJECTS = (
    "project_id", "title", "sector", "innovation_stage", "weight", "expected_low_tco2e", "expected_mid_tco2e",
    "expected_high_tco2e", "verified_tco2e", "left_out",
)  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """What is still missing in a year. tonnes: t CO2e, below zero = more than enough, None = cannot be told; kind: how it
    was found, `ceiling` (the climate budget), `target` (of that sector or total) or `same_cut` (the cut of the
    total's target in every sector); empty where there is none."""

    tonnes: float | None
    kind: str


def stage_weights(store: Store, municipality_id: str) -> dict[str, float]:
    """The weight (0-1) of each step on the ladder: the municipality's own, its country's, or the default."""
    stated = stated_weights(store, municipality_id)
    return {stage: _weight(stated.get(stage), default) for stage, default in STAGE_WEIGHTS.items()}


def stated_weights(store: Store, municipality_id: str) -> dict[str, Constant]:
    """The weights that the municipality or its country has stated, by stage, each with its source and the day from which it
    holds; the default holds for stages that are not there."""
    found = constants_in_force(store, municipality_id, [_key(stage) for stage in STAGE_WEIGHTS])
    return {stage: found[_key(stage)] for stage in STAGE_WEIGHTS if _key(stage) in found}


def _key(stage: str) -> str:
    return f"stage_weight_{stage}"


def _weight(stated: Constant | None, default: float) -> float:
    return default if stated is None else min(max(stated.value, 0.0), 1.0)


def project_effects(
    store: Store, municipality_id: str, year: int, *, weights: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """What each project is expected to cut in a year, with its weight; also those that are left out, with the reason.

    weights: 0-1 by stage, to see what other ones would give; None: stage_weights. An estimate without a range stands for
    its whole range. Left out are stopped projects and those without an expected cut for the year; a verified cut counts
    whatever else is missing. Returns the columns of PROJECTS: t CO2e, NaN = not stated; left_out Text or None."""
    by_stage = stage_weights(store, municipality_id) if weights is None else dict(weights)
    found = store.query(_EFFECTS, {"area": municipality_id, "year": year})
    found["weight"] = found["innovation_stage"].map(by_stage).where(~found["is_stopped"], 0.0)
    reasons = map(_left_out, found["is_stopped"], found["expected_mid_tco2e"])
    found["left_out"] = pd.Series(list(reasons), dtype=object, index=found.index)
    return found[list(PROJECTS)]


def _left_out(is_stopped: bool, expected: float) -> Text | None:
    if is_stopped:
        return N_("The project is stopped.")
    return N_("No expected cut is stated for that year.") if math.isnan(expected) else None


def portfolio(store: Store, municipality_id: str, *, year: int = 2030) -> pd.DataFrame:
    """The portfolio of a municipality in a year: one row for all sectors (sector "") and one per sector that has a project
    or a gap.

    expected_*: sums of the projects' cuts; weighted_*: the same times the weight of each one's step; verified_tco2e stands
    beside and is in none of them. gap: reference (uploaded path or trend) less what is allowed; coverage_percent: weighted
    middle over gap, missing where no gap is left or known. Returns the columns of COLUMNS: t CO2e, NaN = missing.
    Source: docs/methods.md, portfolio of projects."""
    effects = project_effects(store, municipality_id, year)
    return portfolio_of(effects, gaps_by_sector(store, municipality_id, year), municipality_id, year=year)


def portfolio_of(
    effects: pd.DataFrame, found: Mapping[str, Gap], municipality_id: str, *, year: int
) -> pd.DataFrame:
    """The rows of portfolio from what was read: effects as project_effects and found as gaps_by_sector, of that year."""
    named = set(effects["sector"]) | {sector for sector, gap in found.items() if gap.tonnes is not None}
    rows = [
        _row(municipality_id, year, sector, _of_sector(effects, sector), found[sector])
        for sector in (ALL_SECTORS, *SECTORS)
        if sector in named or sector == ALL_SECTORS
    ]
    texts = ("municipality_id", "sector", "gap_kind", "year", "projects")
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({name: "float64" for name in COLUMNS if name not in texts})


def _of_sector(effects: pd.DataFrame, sector: str) -> pd.DataFrame:
    return effects if sector == ALL_SECTORS else effects[effects["sector"] == sector]


def _row(municipality_id: str, year: int, sector: str, effects: pd.DataFrame, gap: Gap) -> dict:
    counted = effects[effects["left_out"].isna()]
    expected = {end: counted[f"expected_{end}_tco2e"] for end in ENDS}
    weighted = {end: float((amounts * counted["weight"]).sum()) for end, amounts in expected.items()}
    has_gap = gap.tonnes is not None and gap.tonnes > 0
    return {
        "municipality_id": municipality_id,
        "year": year,
        "sector": sector,
        "projects": len(counted),
        **{f"expected_{end}_tco2e": float(amounts.sum()) for end, amounts in expected.items()},
        **{f"weighted_{end}_tco2e": amount for end, amount in weighted.items()},
        "verified_tco2e": effects["verified_tco2e"].sum(min_count=1),
        "gap_tco2e": gap.tonnes,
        "gap_kind": gap.kind,
        "coverage_percent": 100 * weighted["mid"] / gap.tonnes if has_gap else None,  # type: ignore[operator]
    }


def newest_verified(store: Store, municipality_id: str) -> pd.DataFrame:
    """The newest verified cut of each project that has one: project_id, year, verified_tco2e (t CO2e a year)."""
    return store.query(_VERIFIED, {"area": municipality_id})


# --- the gap


def gaps_by_sector(store: Store, municipality_id: str, year: int) -> dict[str, Gap]:
    """What is still missing in a year, of every sector and of all together (sector "")."""
    gaps = Gaps(store, municipality_id)
    return {sector: gaps.at(sector, year) for sector in (ALL_SECTORS, *SECTORS)}


class Gaps:
    """What is still missing in a year, by sector, of one municipality."""

    def __init__(self, store: Store, municipality_id: str) -> None:
        self._store, self._municipality_id = store, municipality_id
        self._references = reference_paths(store, municipality_id)
        self._total = speaking_target(store, municipality_id, self._references.indicator)
        self._ceilings = budget_ceilings(store, municipality_id)

    def at(self, sector: str, year: int) -> Gap:
        """Reference less what is allowed: the ceiling of the climate budget, else what the target asks for."""
        reference = self._references.at(sector, year).value
        allowed, kind = self._allowed(sector, year)
        if reference is None or allowed is None:
            return Gap(None, "")
        return Gap(reference - allowed, kind)

    def _allowed(self, sector: str, year: int) -> tuple[float | None, str]:
        if (sector, year) in self._ceilings:
            return self._ceilings[sector, year], "ceiling"
        target = self._total if self._total is None or self._total.target_year == year else None
        if target is None or target.problem is not None:
            return None, ""
        known: dict[int | None, float] = dict(self._references.reported.get(sector, []))
        if sector == ALL_SECTORS:
            return target.value(known.get(target.base_year)), "target"
        return _same_cut(target, known.get(target.base_year)), "same_cut"


def _same_cut(target: Target, base_value: float | None) -> float | None:
    """What a sector may emit when every sector cuts as much as the total, in percent."""
    if target.reduction_percent is None or base_value is None:
        return None
    return base_value * (1 - target.reduction_percent / 100)


_EFFECTS = """
select
    projects.record_id as project_id, projects.title, coalesce(projects.sector, '') as sector, projects.innovation_stage,
    projects.innovation_stage = 'stopped' or coalesce(projects.status, '') = 'stopped' as is_stopped,
    coalesce(effects.expected_low_tco2e, effects.expected_mid_tco2e) as expected_low_tco2e, effects.expected_mid_tco2e,
    coalesce(effects.expected_high_tco2e, effects.expected_mid_tco2e) as expected_high_tco2e, effects.verified_tco2e
from live_projects projects
left join live_project_effects effects
    on effects.area_id = projects.area_id and effects.record_id = projects.record_id and effects.is_speaking
    and effects.year = $year
where projects.is_speaking and projects.area_id = $area
order by projects.record_id
"""

_VERIFIED = """
select effects.record_id as project_id, effects.year, effects.verified_tco2e
from live_project_effects effects
join live_projects projects
    on projects.area_id = effects.area_id and projects.record_id = effects.record_id and projects.is_speaking
where effects.is_speaking and effects.area_id = $area and effects.verified_tco2e is not null
qualify row_number() over (partition by effects.record_id order by effects.year desc) = 1
order by project_id
"""
