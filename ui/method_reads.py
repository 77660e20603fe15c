"""What the page Data and methods reads beside ui/reads.py, kept per state of the store."""

from collections.abc import Callable, Mapping
from typing import Any

from data.store import Store
from metrics.judged_municipalities import judged_municipalities
from metrics.judged_values import count_of_values
from metrics.registry import INDICATORS
from metrics.values import missing_reason_text
from metrics.worked_example import LeftOut, Step, WorkedValue, verdict_steps, worked_value
from ui import reads
from ui.remembered import remembered


@remembered()
def worked(store: Store, area_id: str, indicator: str) -> WorkedValue | None:
    """The newest value of an indicator step by step (metrics.worked_example)."""
    return worked_value(store, area_id, indicator)


@remembered()
def steps_of_verdict(store: Store, area_id: str, indicator: str) -> tuple[Step, ...]:
    """The arithmetic of the required path (metrics.worked_example.verdict_steps)."""
    known = reads.values(store, (area_id,), (indicator,)).dropna(subset=["value"])
    values = dict(zip(known["year"].astype(int).tolist(), known["value"].astype(float).tolist(), strict=True))
    target = reads.targets(store, (area_id,)).get((area_id, indicator))
    verdict = reads.verdict(store, area_id, indicator)
    return verdict_steps(verdict, target, values, unit=INDICATORS[indicator].unit)


@remembered()
def years_without_value(store: Store, area_id: str, indicator: str) -> list[LeftOut]:
    """The years of an indicator that have no value, and why, the newest first."""
    values = reads.values(store, (area_id,), (indicator,))
    missing = values[values["value"].isna()].sort_values("year", ascending=False)
    return [LeftOut(int(row.year), missing_reason_text(row.missing_reason)) for row in missing.itertuples()]


@remembered()
def values_count(store: Store, area_id: str | None) -> int:
    """How many rows the table of all values has (metrics.judged_values); of all municipalities where none is named."""
    return count_of_values(store, [area_id] if area_id else judged_municipalities(store))


@remembered()
def row_counts(
    store: Store, area_id: str | None, read: Callable[[Store, str | None], Mapping[str, int]]
) -> Mapping[str, int]:
    """How many rows of each table speak. read: loaders.table_export.row_counts."""
    return read(store, area_id)


@remembered()
def sizes(
    store: Store, area_id: str | None, read: Callable[[Store, str | None], Mapping[str, Any]]
) -> Mapping[str, Any]:
    """How large the file of each table would be. read: loaders.table_export.table_sizes."""
    return read(store, area_id)


@remembered()
def shared(store: Store, area_id: str, read: Callable[[Store, list[str]], list[Any]]) -> list[Any]:
    """What a package of a municipality would hold. read: loaders.packages.package_export.shared_summary."""
    return read(store, [area_id])
