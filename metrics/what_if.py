"""What would be if: a sector that falls faster, a measure more, later or less, another target; the whole chain is computed
again and both outcomes stand side by side (docs/methods.md, climate budget)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from data.code_lists import SECTORS
from data.store import Store
from metrics.climate_budget import ADOPTED, PROPOSED, budget_ceilings, budget_of, measure_effects
from metrics.errors import MetricError
from metrics.reference_paths import ALL_SECTORS, ReferencePaths, reference_paths
from metrics.registry import INDICATORS
from metrics.targets import Target, speaking_target
from metrics.trajectory import Path, required_path
from texts import N_

COLUMNS = (
    "year", "sector", "reference_before_tco2e", "reference_after_tco2e", "adopted_before_tco2e", "adopted_after_tco2e",
    "expected_before_tco2e", "expected_after_tco2e", "allowed_before_tco2e", "allowed_after_tco2e", "gap_before_tco2e",
    "gap_after_tco2e",
)  # fmt: skip
_COMPARED = ("reference", "adopted", "expected", "allowed", "gap")


@dataclass(frozen=True)
class SectorCut:
    """From a year on the sector falls by so many percent every year, seen from the year before."""

    sector: str
    percent_per_year: float
    first_year: int


@dataclass(frozen=True)
class MeasureAdded:
    """A measure more, as if it were adopted. effects: cut in t CO2e by year."""

    measure_id: str
    sector: str
    effects: dict[int, float]


@dataclass(frozen=True)
class MeasureAdopted:
    """A proposed measure is adopted."""

    measure_id: str


@dataclass(frozen=True)
class MeasureDelayed:
    """All effects of a measure come so many years later."""

    measure_id: str
    years: int


@dataclass(frozen=True)
class MeasureDropped:
    """A measure is not carried out."""

    measure_id: str


@dataclass(frozen=True)
class OtherTarget:
    """Another target for the total: a cut in percent on the present target's base year (else the first data year), or an
    amount in t."""

    year: int
    reduction_percent: float | None = None
    value: float | None = None


Change = SectorCut | MeasureAdded | MeasureAdopted | MeasureDelayed | MeasureDropped | OtherTarget


@dataclass(frozen=True)
class Situation:
    """All that the outcome of a municipality follows from: what it would emit without new measures, what its measures cut
    (rows of measure_effects), its ceilings in t by sector and year, and the target of its total."""

    references: ReferencePaths
    effects: pd.DataFrame
    ceilings: dict[tuple[str, int], float]
    target: Target | None

    @property
    def last_year(self) -> int | None:
        """The last data year of the total; None without data."""
        points = self.references.reported.get(ALL_SECTORS)
        return points[-1][0] if points else None


def what_if(
    store: Store, municipality_id: str, changes: Sequence[Change], *, until: int | None = None
) -> pd.DataFrame:
    """Both outcomes, year by year after the last data year, for all sectors together (sector "") and each sector.

    until None: the later one of the targets' years, 2030 without a target. expected = reference - adopted measures;
    allowed = the ceiling, for the total without one the required path of the target; gap = expected - allowed, above zero =
    too much. Returns the columns of COLUMNS, t CO2e, NaN = cannot be told. Raises MetricError for a change that names an
    unknown measure or sector or makes no sense."""
    before = situation_of(store, municipality_id)
    return compared(before, changed(before, changes), until=until)


def situation_of(store: Store, municipality_id: str) -> Situation:
    """What the present outcome of a municipality follows from."""
    references = reference_paths(store, municipality_id)
    return Situation(
        references,
        measure_effects(store, municipality_id),
        budget_ceilings(store, municipality_id),
        speaking_target(store, municipality_id, references.indicator),
    )


def changed(situation: Situation, changes: Iterable[Change]) -> Situation:
    """The situation with the changes made one after the other; the one given is left as it is."""
    for change in changes:
        situation = _with(situation, change)
    return situation


def compared(before: Situation, after: Situation, *, until: int | None = None) -> pd.DataFrame:
    """The outcomes of two situations side by side, as what_if."""
    last = before.last_year
    if last is None:
        return pd.DataFrame(columns=list(COLUMNS))
    ends = [each.target.target_year for each in (before, after) if each.target is not None]
    years = range(last + 1, (until or max(ends, default=2030)) + 1)
    keys = ["year", "sector"]
    both = _outcome(before, years).merge(
        _outcome(after, years), on=keys, how="outer", suffixes=("_before", "_after")
    )
    order = both["sector"].map({sector: place for place, sector in enumerate((ALL_SECTORS, *SECTORS))})
    ordered = both.assign(order=order).sort_values(["year", "order"], ignore_index=True)
    names = {f"{name}_{when}": f"{name}_{when}_tco2e" for name in _COMPARED for when in ("before", "after")}
    return ordered.rename(columns=names)[list(COLUMNS)]


def horizon(situation: Situation) -> int:
    """The year up to which outcomes are told: that of the target, 2030 without one."""
    return situation.target.target_year if situation.target is not None else 2030


def falling_percent(situation: Situation, sector: str) -> float | None:
    """By how much the sector's reference falls a year from the last data year to the horizon, as one rate: percent, below
    zero = it rises; None without a figure above zero at both ends."""
    last, until = situation.last_year, horizon(situation)
    if last is None or until <= last:
        return None
    start, end = situation.references.at(sector, last).value, situation.references.at(sector, until).value
    if start is None or end is None or start <= 0 or end < 0:
        return None
    return 100 * (1 - (end / start) ** (1 / (until - last)))


# --- one outcome


def _outcome(situation: Situation, years: range) -> pd.DataFrame:
    sectors = [ALL_SECTORS, *(sector for sector in SECTORS if situation.references.reported.get(sector))]
    ceilings = {
        (sector, year): 0.0 for sector in sectors for year in years
    }  # every year and sector gets a row
    budget = budget_of(situation.effects, ceilings | situation.ceilings, situation.references)
    budget = budget[budget["year"].isin(years) & budget["sector"].isin(sectors)]
    stated = pd.Series(list(zip(budget["sector"], budget["year"], strict=True)), index=budget.index)
    expected = budget["gap_after_adopted_tco2e"] + budget["ceiling_tco2e"]
    allowed = stated.map(lambda place: _allowed(situation, *place)).astype("float64")
    return pd.DataFrame(
        {
            "year": budget["year"],
            "sector": budget["sector"],
            "reference": budget["reference_tco2e"],
            "adopted": budget["reference_tco2e"] - expected,
            "expected": expected,
            "allowed": allowed,
            "gap": expected - allowed,
        }
    )


def _allowed(situation: Situation, sector: str, year: int) -> float | None:
    if (sector, year) in situation.ceilings:
        return situation.ceilings[sector, year]
    target = situation.target
    if sector != ALL_SECTORS or target is None or target.problem is not None or year > target.target_year:
        return None
    known: dict[int | None, float] = dict(situation.references.reported[ALL_SECTORS])
    base_value = known.get(target.base_year)
    value = target.value(base_value)
    if value is None or base_value is None or target.base_year is None:
        return value if year == target.target_year else None
    path = Path(target.base_year, base_value, target.target_year, value, target.on_the_way(known))
    return float(required_path(path, [year])[0])


# --- changes


def _with(situation: Situation, change: Change) -> Situation:
    if isinstance(change, SectorCut):
        return replace(situation, references=_cut(situation, change))
    if isinstance(change, OtherTarget):
        return replace(situation, target=_other_target(situation, change))
    return replace(situation, effects=_other_effects(situation.effects, change))


def _cut(situation: Situation, cut: SectorCut) -> ReferencePaths:
    references, last = situation.references, situation.last_year
    if cut.sector not in SECTORS:
        raise MetricError(
            N_(
                'Sector: expected one of {known}, found "{found}".',
                known=", ".join(SECTORS),
                found=cut.sector,
            )
        )
    if last is None or cut.first_year <= last or not cut.percent_per_year <= 100:
        raise MetricError(
            N_(
                "Sector cut: expected at most 100 percent a year from a year after the last data year, {last}, on.",
                last="-" if last is None else str(last),
            )
        )
    value = references.at(cut.sector, cut.first_year - 1).value
    uploaded = dict(references.uploaded)
    horizon = max([2050, *(year for _sector, year in [*uploaded, *situation.ceilings])])
    for year in range(cut.first_year, horizon + 1):
        of_sector, total = references.at(cut.sector, year).value, references.at(ALL_SECTORS, year).value
        if value is None or of_sector is None:
            break
        value *= 1 - cut.percent_per_year / 100
        uploaded[cut.sector, year] = value
        if total is not None:
            uploaded[ALL_SECTORS, year] = total + value - of_sector
    return replace(references, uploaded=uploaded)


def _other_target(situation: Situation, other: OtherTarget) -> Target:
    present, points = situation.target, situation.references.reported.get(ALL_SECTORS, [])
    if (other.reduction_percent is None) == (other.value is None):
        raise MetricError(
            N_("A target is either a reduction in percent or a value to reach; give exactly one of them.")
        )
    base_year = present.base_year if present is not None and present.base_year is not None else None
    base_year = base_year or (points[0][0] if points else None)
    indicator = INDICATORS[situation.references.indicator]
    return Target(
        unit=indicator.unit,
        base_year=base_year,
        target_year=other.year,
        reduction_percent=other.reduction_percent,
        target_value=other.value,
        direction=indicator.direction,
    )


def _other_effects(
    effects: pd.DataFrame, change: MeasureAdded | MeasureAdopted | MeasureDelayed | MeasureDropped
) -> pd.DataFrame:
    is_named = effects["measure_id"] == change.measure_id
    if isinstance(change, MeasureAdded):
        if is_named.any():
            raise MetricError(
                N_("Measure {id} is there already; adopt, delay or drop it.", id=change.measure_id)
            )
        return _appended(effects, change)
    if not is_named.any():
        known = ", ".join(sorted(set(effects["measure_id"]))) or "-"
        raise MetricError(
            N_('Measure: expected one of {known}, found "{found}".', known=known, found=change.measure_id)
        )
    if isinstance(change, MeasureDropped):
        return effects[~is_named].reset_index(drop=True)
    if isinstance(change, MeasureAdopted):
        return effects.assign(
            decision=effects["decision"].mask(is_named & (effects["decision"] == PROPOSED), ADOPTED)
        )
    return effects.assign(year=effects["year"] + is_named * change.years)


def _appended(effects: pd.DataFrame, added: MeasureAdded) -> pd.DataFrame:
    ends = ("effect_low_tco2e", "effect_mid_tco2e", "effect_high_tco2e")
    rows = pd.DataFrame(
        [
            {
                "year": year,
                "measure_id": added.measure_id,
                "decision": ADOPTED,
                "sector": added.sector,
                **dict.fromkeys(ends, cut),
            }
            for year, cut in added.effects.items()
        ]
    )
    return pd.concat([effects.astype(object), rows.astype(object)], ignore_index=True).astype(
        dict.fromkeys(ends, "float64") | {"year": "int64"}
    )
