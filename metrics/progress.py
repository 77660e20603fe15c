"""The table of all verdicts: municipality × indicator × method, without gaps.

The methods and what they decide are in metrics/verdicts.py; Target, Verdict, METHODS and assess are also
found here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from data.store import Store
from metrics.registry import INDICATORS, Indicator, indicator_named
from metrics.targets import Target, speaking_targets
from metrics.trajectory import Points
from metrics.values import no_value_text, speaking_datasets, value_rows
from metrics.verdicts import METHODS, NOT_AVAILABLE, Method, Verdict, assess, method_named, verdict_on
from texts import N_, Text

__all__ = ["COLUMNS", "METHODS", "Method", "Target", "Verdict", "assess", "progress"]

# The columns of the table and of the command line, each with its kind.
_KINDS = {
    "municipality_id": "str",
    "indicator": "str",
    "method": "str",
    "base_year": "Int64",
    "base_value": "float64",
    "latest_year": "Int64",
    "latest_value": "float64",
    "target_year": "Int64",
    "target_value": "float64",
    "ratio": "float64",
    "verdict": "str",
    "status": "str",
    "reason": "object",
    "required_per_year_from_now": "float64",
    "projected_value": "float64",
    "projected_low": "float64",
    "projected_high": "float64",
}
COLUMNS = tuple(_KINDS)


@dataclass(frozen=True)
class _Series:
    """The known points of a series, and why its last year without a value has none."""

    points: Points
    missing_reason: str | None


_NO_SERIES = _Series([], None)


def progress(
    store: Store,
    *,
    municipality_ids: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
    methods: Sequence[str] | None = None,
    dataset: str | None = None,
) -> pd.DataFrame:
    """Every verdict: one row per municipality × indicator × method, always, also without data or target.

    municipality_ids None: every municipality with live emissions or a live target. Headline dataset unless
    one is named. An indicator of the other gas coverage than the area's dataset is not_applicable.
    Returns the columns of COLUMNS: years Int64, values float64 in the indicator's unit (missing = NaN),
    reason as Text. Raises MetricError for an unknown indicator or method."""
    chosen = [indicator_named(key) for key in (INDICATORS if indicators is None else indicators)]
    ways = [method_named(key) for key in (METHODS if methods is None else methods)]
    areas = _areas(store) if municipality_ids is None else list(dict.fromkeys(municipality_ids))
    coverage = _coverage(store, areas, dataset)
    series = _series(store, areas, chosen, dataset)
    decided = speaking_targets(store, areas)
    rows: list[tuple[Any, ...]] = []
    for area in areas:
        for indicator in chosen:
            found = series.get((area, indicator.key), _NO_SERIES)
            target = decided.get((area, indicator.key))
            if found.points:
                verdicts = [verdict_on(found.points, target, way) for way in ways]
            else:
                nothing = _nothing(found, target, indicator, coverage=coverage.get(area), dataset=dataset)
                verdicts = [nothing] * len(ways)
            rows += [
                _row(area, indicator.key, way.key, verdict)
                for way, verdict in zip(ways, verdicts, strict=True)
            ]
    return _table(rows)


def _nothing(
    series: _Series,
    target: Target | None,
    indicator: Indicator,
    *,
    coverage: dict[str, str] | None,
    dataset: str | None,
) -> Verdict:
    """What every method says on a series without any value, beside the target that waits for it."""
    status, reason = _why_nothing(series, indicator, coverage, dataset)
    verdict = Verdict("", NOT_AVAILABLE, status, reason)
    if target is None or target.problem is not None:
        return verdict
    value = target.value(None)
    return replace(verdict, base_year=target.base_year, target_year=target.target_year, target_value=value)


def _why_nothing(
    series: _Series, indicator: Indicator, coverage: dict[str, str] | None, dataset: str | None
) -> tuple[str, Text]:
    if coverage is None and dataset is not None:
        return "no_data", N_("It has no emissions in dataset {dataset}.", dataset=dataset)
    if coverage is None:
        return "no_data", N_("No emissions are loaded for it.")
    if indicator.gas_coverage not in coverage:
        return "not_applicable", _other_gases(indicator, dataset=next(iter(coverage.values())))
    return "no_data", no_value_text(series.missing_reason)


def _other_gases(indicator: Indicator, *, dataset: str) -> Text:
    places = {"dataset": dataset, "counterpart": indicator.counterpart}
    if indicator.gas_coverage == "ghg":
        return N_("Its dataset, {dataset}, covers fossil CO2 only; see {counterpart}.", **places)
    return N_("Its dataset, {dataset}, covers all greenhouse gases; see {counterpart}.", **places)


def _areas(store: Store) -> list[str]:
    return [str(area) for area in store.arrow(_AREAS_WITH_SOMETHING).column("area_id").to_pylist()]


def _coverage(store: Store, areas: list[str], dataset: str | None) -> dict[str, dict[str, str]]:
    """Per area, the gas coverage of its speaking dataset and that dataset's key."""
    found: dict[str, dict[str, str]] = {}
    for row in speaking_datasets(store, municipality_ids=areas, dataset=dataset).itertuples(index=False):
        found.setdefault(str(row.municipality_id), {})[str(row.gas_coverage)] = str(row.dataset)
    return found


def _series(
    store: Store, areas: list[str], indicators: list[Indicator], dataset: str | None
) -> dict[tuple[str, str], _Series]:
    keys = [indicator.key for indicator in indicators]
    rows = value_rows(store, municipality_ids=areas, indicators=keys, dataset=dataset)
    names = ("municipality_id", "indicator", "year", "value", "missing_reason")
    columns = [rows.column(name).to_pylist() for name in names]
    points: dict[tuple[str, str], Points] = {}
    missing: dict[tuple[str, str], str | None] = {}
    for area, key, year, value, reason in zip(*columns, strict=True):
        known = points.setdefault((area, key), [])
        if value is None:
            missing[(area, key)] = reason
        else:
            known.append((year, value))
    return {place: _Series(known, missing.get(place)) for place, known in points.items()}


def _row(area: str, indicator: str, method: str, verdict: Verdict) -> tuple[Any, ...]:
    return (
        area,
        indicator,
        method,
        verdict.base_year,
        verdict.base_value,
        verdict.latest_year,
        verdict.latest_value,
        verdict.target_year,
        verdict.target_value,
        verdict.ratio,
        verdict.verdict,
        verdict.status,
        verdict.reason,
        verdict.required_per_year_from_now,
        verdict.projected_value,
        verdict.projected_low,
        verdict.projected_high,
    )


def _table(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    return pd.DataFrame(
        {
            name: pd.Series(list(column), dtype=kind)
            for (name, kind), column in zip(_KINDS.items(), columns, strict=True)
        }
    )


_AREAS_WITH_SOMETHING = """
select areas.area_id
from areas
where
    areas.kind = 'municipality'
    and areas.area_id in (
        select area_id from live_slices where table_name = 'emissions' union select area_id from live_targets
    )
order by areas.area_id
"""
