"""Which target speaks for an area and indicator, and whether a target belongs to its indicator at all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pyarrow as pa

from data.store import Store
from metrics.errors import MetricError
from metrics.indicator import Direction, Indicator, Scale
from metrics.registry import INDICATORS, indicator_named, normal_unit
from metrics.values import value_rows
from texts import N_, Text


@dataclass(frozen=True)
class Target:
    """A target for one indicator: a value, or a cut in percent on the base year's value.

    target_value is in the indicator's unit and left out when reduction_percent is given (the percentage
    survives a revision of the history). interim: decided points on the way as (year, value). is_gross: the
    series cannot fall below zero. problem: why the target cannot be used, as a sentence, or None. natural_limit and
    scale are the indicator's. steps: decided interim targets, in order of years, which become points once the values
    of their base years are known."""

    target_year: int
    target_value: float | None = None
    reduction_percent: float | None = None
    base_year: int | None = None
    indicator: str = ""
    unit: str = ""
    direction: Direction = "down"
    is_gross: bool = True
    interim: tuple[tuple[int, float], ...] = ()
    problem: Text | None = None
    natural_limit: float | None = None
    scale: Scale = "amount"
    steps: tuple["Target", ...] = ()

    def value(self, base_value: float | None) -> float | None:
        """The target in the indicator's unit, from the base year's value where it is a percentage; None when
        that is missing."""
        if self.reduction_percent is None:
            return self.target_value
        return None if base_value is None else base_value * (1 - self.reduction_percent / 100)

    def on_the_way(self, values: Mapping[int | None, float]) -> tuple[tuple[int, float], ...]:
        """The decided points on the way as (year, value): those given, else the steps whose base year is among the
        values (by year)."""
        if self.interim or not self.steps:
            return self.interim
        resolved = [(step.target_year, step.value(values.get(step.base_year))) for step in self.steps]
        return tuple((year, value) for year, value in resolved if value is not None)


def check_target(
    *,
    indicator: str,
    unit: str,
    target_year: int,
    base_year: int | None = None,
    target_value: float | None = None,
    reduction_percent: float | None = None,
    basis: str | None = None,
    includes_lulucf: bool | None = None,
    includes_compensation: bool | None = None,
) -> Indicator:
    """The indicator a target belongs to, when indicator, unit, boundary and years fit together.

    None for the boundary means as the indicator has it. Raises MetricError with the sentence for the user
    when anything does not fit: a target for one thing must never be laid on the series of another."""
    found = indicator_named(indicator)
    if found.indicator_class == "context":
        raise _refusal(found, N_("it is a figure of the country, for which no municipality sets a target"))
    if normal_unit(unit) != normal_unit(found.unit):
        raise _refusal(
            found,
            N_(
                'expected the unit {expected}, found "{unit}". State it in {expected}',
                expected=found.unit,
                unit=unit,
            ),
        )
    _check_boundary(found, basis, includes_lulucf, includes_compensation)
    if (target_value is None) == (reduction_percent is None):
        word = N_("neither") if target_value is None else N_("both")
        raise _refusal(found, N_("expected either a value or a cut in percent, found {found}", found=word))
    if reduction_percent is not None and base_year is None:
        raise _refusal(
            found, N_("a cut in percent needs the base year it is measured from. Give the base year")
        )
    if base_year is not None and base_year >= target_year:
        places = {"base_year": str(base_year), "target_year": str(target_year)}
        raise _refusal(
            found,
            N_("expected a target year after the base year {base_year}, found {target_year}", **places),
        )
    _check_reachable(found, target_value=target_value, reduction_percent=reduction_percent)
    return found


def targets(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """The target that speaks for each area and indicator: the newest decision with the indicator's boundary.

    A final target goes before an interim one. Returns municipality_id, record_id, indicator, unit, base_year,
    base_value, target_year, target_value (resolved from reduction_percent × base value where it is a
    percentage; NaN when the base year has no value), reduction_percent, basis, includes_lulucf,
    includes_compensation, is_interim, decided_on, decision_url, upload_id, problem (Text or None: why it
    cannot be used)."""
    rows = _speaking(store, municipality_ids)
    bases = _base_values(store, rows)
    for row in rows:
        target = target_of(row)
        row["problem"] = target.problem
        row["base_value"] = bases.get((row["municipality_id"], row["indicator"], row["base_year"]))
        row["target_value"] = target.value(row["base_value"])
    years = {"base_year": "Int64", "target_year": "Int64"}
    numbers = {"base_value": "float64", "target_value": "float64", "reduction_percent": "float64"}
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(years | numbers)


def targets_in_force(
    store: Store, municipality_ids: Sequence[str] | None = None, indicators: Sequence[str] | None = None
) -> pd.DataFrame:
    """Every live target of the named areas and indicators (None: all), by indicator and year.

    Returns municipality_id, record_id, indicator, unit, base_year, target_year, target_value,
    reduction_percent (as decided), is_interim, decided_on, decision_url, upload_id, is_speaking. Raises
    MetricError for an unknown indicator."""
    for key in indicators or ():
        indicator_named(key)
    choice = {
        "areas": None if municipality_ids is None else list(municipality_ids),
        "indicators": list(indicators) if indicators else None,
    }
    found = store.query(_TARGETS_IN_FORCE, choice)
    speaking = {(row["municipality_id"], row["record_id"]) for row in _speaking(store, municipality_ids)}
    places = zip(found["municipality_id"], found["record_id"], strict=True)
    return found.assign(is_speaking=[place in speaking for place in places])


def speaking_target(store: Store, municipality_id: str, indicator: str) -> Target | None:
    """The target that speaks for an area and indicator, ready to be judged; None when there is none."""
    return speaking_targets(store, [municipality_id]).get((municipality_id, indicator))


def speaking_targets(
    store: Store, municipality_ids: Sequence[str] | None = None
) -> dict[tuple[str, str], Target]:
    """The target that speaks for each (area, indicator)."""
    steps = interim_targets(store, municipality_ids)
    return {
        place: replace(target_of(row), steps=_on_the_way(steps.get(place, ()), row["target_year"]))
        for row in _speaking(store, municipality_ids)
        for place in [(row["municipality_id"], row["indicator"])]
    }


def _on_the_way(steps: tuple[Target, ...], target_year: int) -> tuple[Target, ...]:
    return tuple(step for step in steps if step.target_year < target_year)


def interim_targets(
    store: Store, municipality_ids: Sequence[str] | None = None
) -> dict[tuple[str, str], tuple[Target, ...]]:
    """The decided points on the way to the target of each municipality and indicator, in order of years.

    Of several decisions for the same year the newest; those that do not fit their indicator are left out."""
    found: dict[tuple[str, str], list[Target]] = defaultdict(list)
    areas = None if municipality_ids is None else list(municipality_ids)
    for row in store.arrow(_INTERIM_TARGETS, {"areas": areas}).to_pylist():
        target = target_of(row)
        if target.problem is None:
            found[(row["municipality_id"], row["indicator"])].append(target)
    return {place: tuple(points) for place, points in found.items()}


def target_of(row: dict[str, Any]) -> Target:
    """A target from a stored row (columns of the targets table), with the sentence on what is wrong with it,
    if anything."""
    indicator = INDICATORS.get(row["indicator"])
    return Target(
        target_year=row["target_year"],
        target_value=None if row["reduction_percent"] is not None else row["target_value"],
        reduction_percent=row["reduction_percent"],
        base_year=row["base_year"],
        indicator=row["indicator"],
        unit=row["unit"] or "",
        direction=indicator.direction if indicator else "down",
        is_gross=not (indicator and (indicator.includes_lulucf or indicator.includes_compensation)),
        problem=_problem(row),
        natural_limit=indicator.natural_limit if indicator else None,
        scale=indicator.scale if indicator else "amount",
    )


def _problem(row: dict[str, Any]) -> Text | None:
    names = (
        "indicator",
        "target_year",
        "base_year",
        "basis",
        "includes_lulucf",
        "includes_compensation",
        "reduction_percent",
    )
    fields = {name: row[name] for name in names}
    value = None if row["reduction_percent"] is not None else row["target_value"]
    try:
        check_target(**fields, unit=row["unit"] or "", target_value=value)
    except MetricError as error:
        return error.text
    return None


def _check_reachable(
    indicator: Indicator, *, target_value: float | None, reduction_percent: float | None
) -> None:
    """No target lies beyond a natural limit, asks for a cut of what should rise, or for half a yes."""
    limit = indicator.natural_limit
    if indicator.scale == "binary" and target_value != limit:
        raise _refusal(indicator, N_("it is a yes or no, so that the target is 1, given as a value"))
    if indicator.direction == "up" and reduction_percent is not None and reduction_percent > 0:
        raise _refusal(
            indicator,
            N_(
                "more of it is better, and a cut of {percent} % was found. Give the value to reach, or the rise as a "
                "percentage below zero",
                percent=f"{reduction_percent:g}",
            ),
        )
    if limit is not None and target_value is not None and target_value > limit:
        places = {"most": f"{limit:g}", "unit": indicator.unit, "found": f"{target_value:g}"}
        raise _refusal(indicator, N_("expected at most {most} ({unit}), found {found}", **places))
    _check_floor(indicator, target_value=target_value, reduction_percent=reduction_percent)


def _check_floor(
    indicator: Indicator, *, target_value: float | None, reduction_percent: float | None
) -> None:
    """What counts no sinks and no compensation cannot fall below zero, so neither can its target."""
    if indicator.includes_lulucf or indicator.includes_compensation:
        return
    if (target_value is not None and target_value < 0) or (
        reduction_percent is not None and reduction_percent > 100
    ):
        raise _refusal(
            indicator,
            N_(
                "expected a target of zero or more, since sinks and compensation are not counted here, found one "
                "below zero"
            )
            if indicator.is_emissions
            else N_("expected a target of zero or more, found one below zero"),
        )


def _check_boundary(
    indicator: Indicator, basis: str | None, includes_lulucf: bool | None, includes_compensation: bool | None
) -> None:
    expected = (
        (basis, indicator.basis, N_("basis")),
        (includes_lulucf, indicator.includes_lulucf, N_("land use included")),
        (includes_compensation, indicator.includes_compensation, N_("compensation included")),
    )
    for found, wanted, name in expected:
        if found is not None and found != wanted:
            raise _refusal(
                indicator,
                N_(
                    "its boundary ({name}: {found}) is not the indicator's ({wanted}). Choose the "
                    "indicator that the decision is about",
                    name=name,
                    found=_word(found),
                    wanted=_word(wanted),
                ),
            )


def _refusal(indicator: Indicator, what: Text) -> MetricError:
    return MetricError(N_("Target for {title}: {what}.", title=indicator.title, what=what))


def _word(value: str | bool) -> str | Text:
    if isinstance(value, bool):
        return N_("yes") if value else N_("no")
    return value


def _speaking(store: Store, municipality_ids: Sequence[str] | None) -> list[dict[str, Any]]:
    areas = None if municipality_ids is None else list(municipality_ids)
    return store.arrow(_SPEAKING_TARGETS, {"areas": areas}, boundaries=_boundaries()).to_pylist()


def _boundaries() -> pa.Table:
    fields = ("basis", "includes_lulucf", "includes_compensation")
    rows = [
        {"indicator": key, **{name: getattr(indicator, name) for name in fields}}
        for key, indicator in INDICATORS.items()
    ]
    return pa.Table.from_pylist(rows)


def _base_values(store: Store, rows: list[dict[str, Any]]) -> dict[tuple[str, str, int], float]:
    areas = sorted({row["municipality_id"] for row in rows})
    keys = [key for key in INDICATORS if any(row["indicator"] == key for row in rows)]
    if not areas or not keys:
        return {}
    found = value_rows(store, municipality_ids=areas, indicators=keys)
    columns = [found.column(name).to_pylist() for name in ("municipality_id", "indicator", "year", "value")]
    return {
        (area, key, year): value for area, key, year, value in zip(*columns, strict=True) if value is not None
    }


COLUMNS = (
    "municipality_id",
    "record_id",
    "indicator",
    "unit",
    "base_year",
    "base_value",
    "target_year",
    "target_value",
    "reduction_percent",
    "basis",
    "includes_lulucf",
    "includes_compensation",
    "is_interim",
    "decided_on",
    "decision_url",
    "upload_id",
    "problem",
)

# Newest decision first; among them the boundary that the registry gives the indicator goes before others, and a final
# target before an interim one.
_SPEAKING_TARGETS = """
select
    target.area_id as municipality_id, target.record_id, target.indicator, target.unit, target.base_year,
    target.target_year, target.target_value, target.reduction_percent, target.basis, target.includes_lulucf,
    target.includes_compensation, target.is_interim, target.decided_on, target.decision_url, target.upload_id
from live_targets target
left join boundaries on boundaries.indicator = target.indicator
where $areas::varchar[] is null or target.area_id in (select unnest($areas::varchar[]))
qualify row_number() over (
    partition by target.area_id, target.indicator
    order by
        coalesce(target.basis <> boundaries.basis, false)
        or coalesce(target.includes_lulucf <> boundaries.includes_lulucf, false)
        or coalesce(target.includes_compensation <> boundaries.includes_compensation, false),
        coalesce(target.is_interim, false), target.decided_on desc nulls last, target.committed_event desc,
        target.record_id desc
) = 1
order by municipality_id, target.indicator
"""

_TARGETS_IN_FORCE = """
select
    area_id as municipality_id, record_id, indicator, unit, base_year, target_year, target_value,
    reduction_percent, coalesce(is_interim, false) as is_interim, decided_on, decision_url, upload_id
from live_targets
where
    ($areas::varchar[] is null or area_id in (select unnest($areas::varchar[])))
    and ($indicators::varchar[] is null or indicator in (select unnest($indicators::varchar[])))
order by municipality_id, indicator, target_year, record_id
"""

_INTERIM_TARGETS = """
select
    target.area_id as municipality_id, target.indicator, target.unit, target.base_year, target.target_year,
    target.target_value, target.reduction_percent, target.basis, target.includes_lulucf, target.includes_compensation
from live_targets target
where
    coalesce(target.is_interim, false)
    and ($areas::varchar[] is null or target.area_id in (select unnest($areas::varchar[])))
qualify row_number() over (
    partition by target.area_id, target.indicator, target.target_year
    order by target.decided_on desc nulls last, target.committed_event desc, target.record_id desc
) = 1
order by municipality_id, target.indicator, target.target_year
"""
