"""What a new release of a dataset says otherwise than the one before: the history it revised, the years it added, and the
verdicts that turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.code_lists import OUTSIDE_TOTAL
from data.store import Store
from metrics.registry import INDICATORS
from metrics.series import series_set
from metrics.series_sql import SUMMED
from metrics.targets import Target, speaking_targets
from metrics.values import STATUS_ORDER
from metrics.verdict_reasons import NO_VALUE
from metrics.verdicts import METHODS, Described, Verdict, Verdicts, described, verdicts_on

TOTAL_OF = {
    "ghg": "ghg_total",
    "co2": "co2_total",
}  # the indicator that a dataset's totals are, by gas coverage
METHOD = "linear_path"  # the one whose verdict the pages show
AGREES_TCO2E = 0.05  # publishers write one decimal: a smaller difference is none


def releases_of(store: Store) -> pd.DataFrame:
    """The live releases of every territorial emission dataset that has several, newest first.

    Returns dataset, title, publisher, gas_coverage, release, released_on, area_count (municipalities), first_year,
    last_year."""
    return store.query(_RELEASES)


def release_changes(
    store: Store, dataset: str, *, older: str, newer: str, municipality_ids: Sequence[str] | None = None
) -> pd.DataFrame:
    """The totals of two releases side by side, one row per area of today and year that either has.

    The total is the publisher's own, without land use and credits; missing is never zero. Returns municipality_id, name,
    area_kind, year, old_tco2e, new_tco2e (t, NaN = missing), difference_tco2e (new − old), difference_percent (of old),
    kind: revised, unchanged (below 0.05 t), new_year (the older release ends before it), filled (missing or absent in the
    older one), gone (absent or missing in the newer one) and missing (in both). Largest difference first.
    Source: docs/methods.md, releases."""
    parameters = {
        "dataset": dataset,
        "older": older,
        "newer": newer,
        "areas": None if municipality_ids is None else list(municipality_ids),
        "outside": list(OUTSIDE_TOTAL),
        "statuses": list(STATUS_ORDER),
        "agrees": AGREES_TCO2E,
    }
    return store.query(f"with {_CHOSEN}, {SUMMED}, {_CHANGES}", parameters)


@dataclass(frozen=True)
class VerdictChange:
    """The verdict on an area's target by the older and by the newer release."""

    municipality_id: str
    name: str
    before: Verdict
    after: Verdict

    @property
    def flips(self) -> bool:
        """Whether the status on screen is another one."""
        return self.before.status != self.after.status


def verdict_changes(store: Store, changes: pd.DataFrame, *, gas_coverage: str) -> list[VerdictChange]:
    """The verdicts on the speaking targets of the areas, by the older series and by the newer one; all areas are judged
    at once.

    changes: as release_changes gives them. A target in percent follows the base year of its own release. Areas without a
    target for the total are left out; turned verdicts come first, then by name. The verdicts hold no trend and no
    projection, which turn none of them."""
    indicator = TOTAL_OF.get(gas_coverage)
    municipalities = changes[changes["area_kind"] == "municipality"]
    if indicator not in INDICATORS or municipalities.empty:
        return []
    names = dict(zip(municipalities["municipality_id"], municipalities["name"], strict=True))
    targets = speaking_targets(store, tuple(names))
    decided = {area: targets[area, indicator] for area in names if (area, indicator) in targets}
    before = _verdicts(municipalities, "old_tco2e", decided)
    after = _verdicts(municipalities, "new_tco2e", decided)
    found = [VerdictChange(str(area), names[area], before[area], after[area]) for area in decided]
    return sorted(found, key=lambda change: (not change.flips, change.name))


def _verdicts(changes: pd.DataFrame, column: str, targets: Mapping[str, Target]) -> dict[str, Verdict]:
    """The verdict on each area's target by one of the two series (t, NaN = missing)."""
    if not targets:
        return {}
    known = changes.dropna(subset=[column]).sort_values("year")
    points: dict[str, list[tuple[int, float]]] = {area: [] for area in targets}
    for area, year, value in zip(known["municipality_id"], known["year"], known[column], strict=True):
        if area in points:
            points[area].append((int(year), float(value)))
    facts = described(series_set(list(points.values()), list(targets.values())))
    problems = {
        row: target.problem for row, target in enumerate(targets.values()) if target.problem is not None
    }
    judged = verdicts_on(facts, METHODS[METHOD], problems=problems)
    return {area: _verdict(facts, judged, row) for row, area in enumerate(targets)}


def _verdict(facts: Described, judged: Verdicts, row: int) -> Verdict:
    if facts.is_empty[row]:
        return Verdict(METHOD, METHODS[METHOD].unknown, "no_data", NO_VALUE)
    return Verdict(
        METHOD,
        str(judged.word[row]),
        str(judged.status[row]),
        judged.reason[row],
        ratio=_number(judged.ratio[row]),
        base_year=_year(judged.base_year[row]),
        base_value=_number(judged.base_value[row]),
        latest_year=_year(facts.latest_year[row]),
        latest_value=_number(facts.latest_value[row]),
        target_year=_year(facts.series.target_year[row]),
        target_value=_number(facts.series.target_value[row]),
        path_value=_number(facts.path_value[row]),
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _year(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


@dataclass(frozen=True)
class Revision:
    """What a release changed in one area's history, in the numbers that a sentence needs.

    year: the year revised most; old_tco2e and new_tco2e its totals; years: how many years were revised; new_year, and its
    total, is the newest year that the older release did not have (None = there is none)."""

    year: int | None
    old_tco2e: float | None
    new_tco2e: float | None
    years: int
    new_year: int | None
    new_year_tco2e: float | None


def revision_of(changes: pd.DataFrame) -> Revision:
    """The revision of one area. changes: its rows of release_changes."""
    revised = changes[changes["kind"] == "revised"]
    added = changes[changes["kind"] == "new_year"].sort_values("year")
    most: dict[str, Any] = {} if revised.empty else revised.iloc[0].to_dict()
    newest: dict[str, Any] = {} if added.empty else added.iloc[-1].to_dict()
    return Revision(
        year=int(most["year"]) if most else None,
        old_tco2e=most.get("old_tco2e"),
        new_tco2e=most.get("new_tco2e"),
        years=len(revised),
        new_year=int(newest["year"]) if newest else None,
        new_year_tco2e=newest.get("new_tco2e"),
    )


_RELEASES = """
with standing as (
    select
        live.dataset, live.release, count(distinct live.area_id) filter (areas.kind = 'municipality') as area_count,
        min(live.year) as first_year, max(live.year) as last_year, max(live.first_event) as first_event
    from live_slices live
    join areas on areas.area_id = live.area_id
    where live.table_name = 'emissions'
    group by live.dataset, live.release
),
compared as (
    select dataset
    from standing
    group by dataset
    having count(*) > 1
)
select
    datasets.dataset, datasets.title, datasets.publisher, datasets.gas_coverage, standing.release,
    releases.released_on, standing.area_count, standing.first_year, standing.last_year
from standing
join compared on compared.dataset = standing.dataset
join datasets on datasets.dataset = standing.dataset
left join releases on releases.dataset = standing.dataset and releases.release = standing.release
where datasets.basis = 'territorial'
order by datasets.title, datasets.dataset, releases.released_on desc nulls last, standing.first_event desc
"""

# The part is the release and the area; release labels may hold anything, area ids no bar.
_CHOSEN = """
chosen as (
    select
        live.year, live.area_id || '|' || if(live.release = $newer, 'new', 'old') as part, live.emissions_tco2e,
        live.missing_reason, live.value_status
    from live_emissions live
    join areas on areas.area_id = live.area_id
    where
        live.dataset = $dataset and live.release in ($older, $newer) and live.is_counted
        and live.basis = 'territorial' and areas.valid_to is null
        and ($areas::varchar[] is null or live.area_id in (select unnest($areas::varchar[])))
        and coalesce(live.sector, '') not in (select unnest($outside::varchar[]))
)
"""

_CHANGES = """
totals as (
    select
        split_part(part, '|', 1) as area_id, split_part(part, '|', 2) as age, year, emissions_tco2e
    from sums
),
sides as (
    select
        area_id, year, max(emissions_tco2e) filter (age = 'old') as old_tco2e,
        max(emissions_tco2e) filter (age = 'new') as new_tco2e
    from totals
    group by area_id, year
),
ends as (
    select area_id, max(year) as last_old_year
    from totals
    where age = 'old'
    group by area_id
),
judged as (
    select
        sides.area_id, sides.year, old_tco2e, new_tco2e, new_tco2e - old_tco2e as difference_tco2e,
        if(old_tco2e = 0, null, 100 * (new_tco2e - old_tco2e) / abs(old_tco2e)) as difference_percent,
        case
            when old_tco2e is null and new_tco2e is null then 'missing'
            when new_tco2e is null then 'gone'
            when old_tco2e is null and sides.year > coalesce(ends.last_old_year, 0) then 'new_year'
            when old_tco2e is null then 'filled'
            when abs(new_tco2e - old_tco2e) < $agrees then 'unchanged'
            else 'revised'
        end as kind
    from sides
    left join ends on ends.area_id = sides.area_id
)
select
    judged.area_id as municipality_id, areas.name, areas.kind as area_kind, judged.year, judged.old_tco2e,
    judged.new_tco2e, judged.difference_tco2e, judged.difference_percent, judged.kind
from judged
join areas on areas.area_id = judged.area_id
order by abs(judged.difference_tco2e) desc nulls last, judged.area_id, judged.year
"""
