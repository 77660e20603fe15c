"""The climate budget: what may be emitted in a year, what would be without new measures, what adopted and proposed measures
take away, and what is still missing (docs/methods.md, climate budget)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data.code_lists import SECTORS
from data.store import Store
from metrics.reference_paths import ALL_SECTORS, ReferencePaths, reference_paths

ADOPTED, PROPOSED = "adopted", "proposed"
ENDS = ("low", "mid", "high")
COLUMNS = (
    "year", "sector", "ceiling_tco2e", "reference_tco2e",
    "adopted_low_tco2e", "adopted_mid_tco2e", "adopted_high_tco2e",
    "proposed_low_tco2e", "proposed_mid_tco2e", "proposed_high_tco2e",
    "after_adopted_tco2e", "after_proposed_tco2e", "gap_after_adopted_tco2e", "gap_after_proposed_tco2e",
    "reference_kind", "overlap_tco2e", "without_figure",
)  # fmt: skip
MEASURES = (
    "year", "measure_id", "title", "decision", "sector", "responsible_unit", "effect_low_tco2e", "effect_mid_tco2e",
    "effect_high_tco2e", "budget_amount", "currency", "result_indicator",
)  # fmt: skip
LISTED = (
    "measure_id", "title", "decision", "sector", "responsible_unit", "project_id", "project_title", "status",
    "effect_low_tco2e", "effect_mid_tco2e", "effect_high_tco2e", "budget_amount", "investment", "yearly_cost",
    "yearly_saving", "currency", "result_indicator",
)  # fmt: skip
_Ends = list[float | None]  # t at the low, middle and high end, None = not stated
_Effects = dict[tuple[str, str], list[_Ends]]  # of one year, by sector and decision


def climate_budget(store: Store, municipality_id: str, *, year: int | None = None) -> pd.DataFrame:
    """The climate budget of a municipality: one row per year and sector, and one for all sectors together (sector "").

    Years: those with a ceiling, an uploaded reference or the effect of a measure that is not rejected; year: only that
    one. adopted_*, proposed_*: the sums of the measures' cuts (an estimate without a range stands for its whole range),
    zero where there is no measure, missing where every one lacks its figure; without_figure counts those that lack it. What
    measures cut together is counted up to the reference of its sector, adopted ones first; overlap_tco2e is what goes
    beyond it, so that no effect is counted twice and nothing is hidden. after_adopted = reference - adopted (middle, as
    counted), after_proposed also less the proposed; the gaps are those less the ceiling; above zero = still missing.
    Returns the columns of COLUMNS: t, NaN = missing; reference_kind (metrics.reference_paths). Source: docs/methods.md,
    climate budget."""
    effects = measure_effects(store, municipality_id)
    ceilings = budget_ceilings(store, municipality_id)
    references = reference_paths(store, municipality_id)
    budget = budget_of(effects, ceilings, references)
    return budget if year is None else budget[budget["year"] == year].reset_index(drop=True)


def measure_effects(store: Store, municipality_id: str) -> pd.DataFrame:
    """What each measure that is not rejected cuts in each year, with its money and who answers for it: the columns of
    MEASURES, t and money in its currency a year, NaN = not stated."""
    return store.query(_MEASURES, {"area": municipality_id})[list(MEASURES)]


def listed_measures(store: Store, municipality_id: str, year: int) -> pd.DataFrame:
    """Every measure that is not rejected, also those without an effect in the year: the columns of LISTED; t and money of
    that year in the measure's currency, NaN = not stated. status: of the project that carries it out, empty without one."""
    return store.query(_LISTED, {"area": municipality_id, "year": year})[list(LISTED)]


def budget_of(
    effects: pd.DataFrame, ceilings: dict[tuple[str, int], float], references: ReferencePaths
) -> pd.DataFrame:
    """The rows of climate_budget from what was read: effects as measure_effects, ceilings (t) by sector and year."""
    by_year = _by_year(effects)
    years = (
        {year for _sector, year in ceilings} | {year for _sector, year in references.uploaded} | set(by_year)
    )
    rows = [
        row for year in sorted(years) for row in _of_year(by_year.get(year, {}), ceilings, references, year)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    texts = {"sector", "reference_kind"}
    whole = {"year": "int64", "without_figure": "int64"}
    return table.astype({name: "float64" for name in COLUMNS if name not in texts} | whole)


def _by_year(effects: pd.DataFrame) -> dict[int, _Effects]:
    """The effects as plain numbers, since they are asked for by year, sector and decision many times."""
    found: dict[int, _Effects] = {}
    columns = ["year", "sector", "decision", *(f"effect_{end}_tco2e" for end in ENDS)]
    known = effects[effects["year"].notna()]
    for year, sector, decision, *ends in known[columns].itertuples(index=False, name=None):
        places = found.setdefault(int(year), {})
        places.setdefault((sector, decision), []).append(
            [None if pd.isna(end) else float(end) for end in ends]
        )
    return found


@dataclass(frozen=True)
class _Cut:
    """What measures cut together. by_end: t at the low, middle and high end, None = not stated by any of them; counted:
    the part of the middle that its sector can hold; unknown: how many lack their figure."""

    by_end: dict[str, float | None]
    counted: float
    unknown: int


def _of_year(
    effects: _Effects, ceilings: dict[tuple[str, int], float], references: ReferencePaths, year: int
) -> list[dict]:
    named = {sector for sector, of_year in [*ceilings, *references.uploaded] if of_year == year}
    named |= {sector for sector, _decision in effects}
    sectors = [each for each in SECTORS if each in named]
    rows, counted = [], dict.fromkeys((ADOPTED, PROPOSED), 0.0)
    for sector in sectors:
        cuts = _cuts(effects, sector, references.at(sector, year).value)
        counted = {decision: counted[decision] + cuts[decision].counted for decision in cuts}
        rows.append(_row(year, sector, cuts, ceilings, references))
    whole = _all_together(effects, counted, references.at(ALL_SECTORS, year).value)
    return [_row(year, ALL_SECTORS, whole, ceilings, references), *rows]


def _cuts(effects: _Effects, sector: str, reference: float | None) -> dict[str, _Cut]:
    """Adopted measures first, then proposed ones, as far as the reference reaches."""
    found, left = {}, reference
    for decision in (ADOPTED, PROPOSED):
        cut = _cut(effects.get((sector, decision), []), left)
        left = None if left is None else left - cut.counted
        found[decision] = cut
    return found


def _cut(effects: Sequence[_Ends], room: float | None) -> _Cut:
    by_end = {end: _sum([ends[place] for ends in effects]) for place, end in enumerate(ENDS)}
    middle = by_end["mid"] or 0.0
    counted = middle if room is None else min(middle, max(room, 0.0))
    return _Cut(by_end, counted, sum(1 for ends in effects if ends[1] is None))


def _all_together(effects: _Effects, counted: dict[str, float], reference: float | None) -> dict[str, _Cut]:
    """The measures of all sectors: those of a sector as far as it holds them, then those without one."""
    found, left = {}, reference
    for decision in (ADOPTED, PROPOSED):
        without_sector = _cut(effects.get((ALL_SECTORS, decision), []), None).counted
        together = counted[decision] + without_sector
        held = together if left is None else min(together, max(left, 0.0))
        left = None if left is None else left - held
        every = [ends for (_sector, decided), rows in effects.items() if decided == decision for ends in rows]
        cut = _cut(every, None)
        found[decision] = _Cut(cut.by_end, held, cut.unknown)
    return found


def _row(
    year: int,
    sector: str,
    cuts: dict[str, _Cut],
    ceilings: dict[tuple[str, int], float],
    references: ReferencePaths,
) -> dict:
    reference, ceiling = references.at(sector, year), ceilings.get((sector, year))
    adopted, proposed = cuts[ADOPTED], cuts[PROPOSED]
    after_adopted = None if reference.value is None else reference.value - adopted.counted
    after_proposed = None if after_adopted is None else after_adopted - proposed.counted
    overlap = sum((each.by_end["mid"] or 0.0) - each.counted for each in (adopted, proposed))
    return {
        "year": year,
        "sector": sector,
        "ceiling_tco2e": ceiling,
        "reference_tco2e": reference.value,
        **{f"{name}_{end}_tco2e": cut.by_end[end] for name, cut in cuts.items() for end in ENDS},
        "after_adopted_tco2e": after_adopted,
        "after_proposed_tco2e": after_proposed,
        "gap_after_adopted_tco2e": _less(after_adopted, ceiling),
        "gap_after_proposed_tco2e": _less(after_proposed, ceiling),
        "reference_kind": reference.kind,
        "overlap_tco2e": overlap,
        "without_figure": adopted.unknown + proposed.unknown,
    }


def _less(value: float | None, other: float | None) -> float | None:
    return None if value is None or other is None else value - other


def _sum(figures: Sequence[float | None]) -> float | None:
    """Zero where there is no measure, None where none of them has a figure."""
    known = [figure for figure in figures if figure is not None]
    return None if figures and not known else math.fsum(known)


def budget_ceilings(store: Store, municipality_id: str) -> dict[tuple[str, int], float]:
    """The ceilings that the council has decided, t CO2e by sector ("" = all together) and year."""
    rows = store.arrow(_CEILINGS, {"area": municipality_id}).to_pylist()
    return {(row["sector"], row["year"]): row["ceiling_tco2e"] for row in rows}


_CEILINGS = """
select coalesce(sector, '') as sector, year, ceiling_tco2e
from live_budget_ceilings
where is_speaking and area_id = $area and ceiling_tco2e is not null
"""

_MEASURES = """
select
    effects.year, measures.record_id as measure_id, measures.title, measures.decision,
    coalesce(measures.sector, '') as sector, measures.responsible_unit,
    coalesce(effects.effect_low_tco2e, effects.effect_mid_tco2e) as effect_low_tco2e, effects.effect_mid_tco2e,
    coalesce(effects.effect_high_tco2e, effects.effect_mid_tco2e) as effect_high_tco2e, effects.budget_amount,
    measures.currency, measures.result_indicator
from live_measures measures
join live_measure_effects effects
    on effects.area_id = measures.area_id and effects.record_id = measures.record_id and effects.is_speaking
where measures.is_speaking and measures.area_id = $area and measures.decision <> 'rejected'
order by effects.year, measures.decision, measures.record_id
"""

_LISTED = """
select
    measures.record_id as measure_id, measures.title, measures.decision, coalesce(measures.sector, '') as sector,
    measures.responsible_unit, measures.project_id, projects.title as project_title, coalesce(projects.status, '') as status,
    coalesce(effects.effect_low_tco2e, effects.effect_mid_tco2e) as effect_low_tco2e, effects.effect_mid_tco2e,
    coalesce(effects.effect_high_tco2e, effects.effect_mid_tco2e) as effect_high_tco2e, effects.budget_amount,
    measures.investment, measures.yearly_cost, measures.yearly_saving, measures.currency, measures.result_indicator
from live_measures measures
left join live_measure_effects effects
    on effects.area_id = measures.area_id and effects.record_id = measures.record_id and effects.is_speaking
    and effects.year = $year
left join live_projects projects
    on projects.area_id = measures.area_id and projects.record_id = measures.project_id and projects.is_speaking
where measures.is_speaking and measures.area_id = $area and measures.decision <> 'rejected'
order by measures.decision, effects.effect_mid_tco2e desc nulls last, measures.record_id
"""
