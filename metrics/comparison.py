"""Comparing like with like: which values may be ranked together, where a municipality stands among them, and what a
group of municipalities amounts to (docs/methods.md, comparison and peers)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.store import Store
from metrics.registry import Direction, indicator_named
from metrics.values import formula_parts, missing_reason_text, value_rows
from texts import N_, Text

QUARTILES = 4


def comparable_groups(values: pd.DataFrame, datasets: pd.DataFrame) -> pd.DataFrame:
    """The values with the group in which each may be ranked, and the break that sets the group apart.

    values: rows of metrics.values.indicator_values. datasets: rows of Store.datasets (dataset, title, kind). One group
    has one indicator, definition and dataset; own accounts never share a group with another municipality's, and
    what countries count differently (waste) never crosses a border. Returns the rows with group (text) and
    group_break (Text). values is left as it is."""
    cases = values[list(_CASE)].drop_duplicates().reset_index(drop=True)
    kinds = datasets.set_index("dataset")["kind"].to_dict()
    titles = datasets.set_index("dataset")["title"].to_dict()
    keys, breaks = [], []
    for row in cases.itertuples(index=False):
        is_own = kinds.get(row.dataset) == "own_accounts"
        stays_inside = not indicator_named(row.indicator).is_ranked_across_borders
        place = row.municipality_id if is_own else row.municipality_id[:2] if stays_inside else ""
        keys.append("|".join((row.indicator, row.definition, row.dataset, place)))
        breaks.append(_break(titles.get(row.dataset, row.dataset), is_own=is_own, stays_inside=stays_inside))
    cases["group"] = pd.Series(keys, dtype="str")
    cases["group_break"] = pd.Series(breaks, dtype=object)
    return values.merge(cases, how="left", on=list(_CASE)).set_axis(values.index)


_CASE = ("municipality_id", "indicator", "definition", "dataset")


def _break(title: str, *, is_own: bool, stays_inside: bool) -> Text:
    if is_own:
        return N_("Own accounts: every municipality keeps its own method, so they are not ranked.")
    if stays_inside:
        return N_("Ranked within the country and within {title} only.", title=title)
    return N_("Ranked within {title} only.", title=title)


@dataclass(frozen=True)
class Position:
    """Where a municipality stands in its group, in the newest year that it shares with most of the others.

    rank: 1 = best by the indicator's direction, ties share one; None where neither more nor less is better. of: how
    many are ranked. quartile: 1 = best. distance_*: value less the median, or less the edge of the best quartile, in
    the unit of the indicator. change (same unit) and change_percent: since the first year that all ranked ones share,
    negative = fell; None where there is none, and no percent of zero or less. left_out: who is not ranked, by id, each with
    the reason."""

    municipality_id: str
    indicator: str
    year: int
    value: float
    of: int
    rank: int | None
    quartile: int | None
    median: float
    distance_to_median: float
    distance_to_best_quartile: float | None
    common_base_year: int | None
    change: float | None
    change_percent: float | None
    left_out: dict[str, Text]
    group_break: Text


def position(
    grouped: pd.DataFrame, municipality_id: str, indicator: str, *, among: Sequence[str] | None = None
) -> Position | None:
    """Where a municipality stands for one indicator.

    grouped: rows of comparable_groups. among: rank against these only (None: the whole group). The year is the newest in
    which it and more than half of the ranked ones have a value, else its own newest. Returns None where it has no
    value."""
    of_indicator = grouped[grouped["indicator"] == indicator]
    own = of_indicator[of_indicator["municipality_id"] == municipality_id].dropna(subset=["value"])
    if own.empty:
        return None
    newest = own.loc[own["year"].idxmax()]
    group = of_indicator[of_indicator["group"] == newest["group"]]
    if among is not None:
        group = group[group["municipality_id"].isin([municipality_id, *among])]
    by_year = group.pivot(index="year", columns="municipality_id", values="value")
    year = _newest_shared_year(by_year[by_year[municipality_id].notna()])
    of_year = by_year.loc[year].dropna()
    wished = [each for each in among or () if each != municipality_id]
    missing = sorted({*by_year.columns, *wished} - set(of_year.index))
    base_year = _first_common_year(by_year[list(of_year.index)], year)
    return Position(
        municipality_id=municipality_id,
        indicator=indicator,
        year=year,
        **_place(of_year, municipality_id, indicator_named(indicator).direction),
        **_change(by_year[municipality_id], base_year, year),
        left_out={each: _why_not_ranked(of_indicator, each, str(newest["group"]), year) for each in missing},
        group_break=newest["group_break"],
    )


def _newest_shared_year(by_year: pd.DataFrame) -> int:
    """The newest year in which more than half have a value, else the newest at all. by_year: a column each."""
    counts = by_year.notna().sum(axis=1)
    most = counts[2 * counts > by_year.shape[1]]
    return int((most if len(most) else counts).index.max())


def _first_common_year(by_year: pd.DataFrame, year: int) -> int | None:
    """The first year before the given one in which all have a value."""
    common = by_year.dropna().index
    return int(common.min()) if common.min() < year else None


def _place(values: pd.Series, municipality_id: str, direction: Direction) -> dict[str, Any]:
    """Rank and distances. values: by id, none missing."""
    value, median = float(values[municipality_id]), float(values.median())
    found = {
        "value": value, "of": len(values), "rank": None, "quartile": None, "median": median,
        "distance_to_median": value - median, "distance_to_best_quartile": None,
    }  # fmt: skip
    if direction == "none":
        return found
    sign = 1.0 if direction == "down" else -1.0
    better = int((sign * values < sign * value).sum())
    edge = sign * float((sign * values).quantile(1 / QUARTILES))
    return found | {
        "rank": better + 1,
        "quartile": QUARTILES * better // len(values) + 1,
        "distance_to_best_quartile": value - edge,
    }


def _change(values: pd.Series, base_year: int | None, year: int) -> dict[str, Any]:
    """What changed since the base year, in the indicator's unit and in percent."""
    if base_year is None:
        return {"common_base_year": None, "change": None, "change_percent": None}
    base, now = float(values[base_year]), float(values[year])
    percent = 100 * (now / base - 1) if base > 0 else None
    return {"common_base_year": base_year, "change": now - base, "change_percent": percent}


def _why_not_ranked(of_indicator: pd.DataFrame, municipality_id: str, group: str, year: int) -> Text:
    rows = of_indicator[of_indicator["municipality_id"] == municipality_id]
    known = rows.dropna(subset=["value"])
    if known.empty:
        return N_("It has no value in any year.")
    if group not in set(rows["group"]):
        return N_("It is counted in another dataset, by another definition or in own accounts.")
    return _no_value_in(rows[(rows["group"] == group) & (rows["year"] == year)], year)


def _no_value_in(of_year: pd.DataFrame, year: int) -> Text:
    """Why there is no value in the year. of_year: its row of that year, or none."""
    if of_year.empty:
        return N_("It has no value for {year}.", year=str(year))
    why = missing_reason_text(of_year["missing_reason"].iloc[0])
    return N_("It has no value for {year}: {why}.", year=str(year), why=why)


@dataclass(frozen=True)
class GroupValue:
    """An indicator of several municipalities together: sum over sum, never a mean of ratios.

    year: None where nobody has a value in any. value: unit of the indicator, None where it cannot be told. members: who
    is in both sums. datasets: what they are counted in. left_out: who is not, each with the reason."""

    indicator: str
    year: int | None
    value: float | None
    members: tuple[str, ...]
    datasets: tuple[str, ...]
    left_out: dict[str, Text]


def group_value(
    store: Store,
    municipality_ids: Sequence[str],
    indicator: str,
    year: int | None = None,
    *,
    is_strict: bool = False,
) -> GroupValue:
    """The indicator of a group in a year, from the sums of its members' numerators and denominators.

    year None: the newest in which more than half of them have a value, else the newest of any. A member that lacks a
    part, or counts by another definition than the first with a value, is left out of both sums; is_strict: then there is
    no value. Raises MetricError for an unknown indicator."""
    ids = list(dict.fromkeys(municipality_ids))
    values = value_rows(store, municipality_ids=ids, indicators=[indicator]).to_pandas()
    if year is None:
        year = _newest_year_of(values, ids)
    of_year = values[values["year"] == year].drop_duplicates("municipality_id").set_index("municipality_id")
    first = next(
        (each for each in ids if each in of_year.index and pd.notna(of_year.at[each, "value"])), None
    )
    definition = "" if first is None else str(of_year.at[first, "definition"])
    reasons = {each: _why_left_out(of_year, each, definition, year) for each in ids}
    left_out = {each: reason for each, reason in reasons.items() if reason is not None}
    members = tuple(each for each in ids if each not in left_out)
    if first is None or year is None:
        return GroupValue(indicator, year, None, (), (), left_out)
    if not all(role.is_additive for role in indicator_named(indicator).definition(definition).roles):
        return GroupValue(indicator, year, None, (), (), dict.fromkeys(ids, _not_added()))
    is_told = not (is_strict and left_out)
    value = _sum_over_sum(store, members, indicator, year) if is_told else None
    datasets = tuple(sorted(set(of_year.loc[list(members), "dataset"])))
    return GroupValue(indicator, year, value, members, datasets, left_out)


def _newest_year_of(values: pd.DataFrame, municipality_ids: Sequence[str]) -> int | None:
    known = values.dropna(subset=["value"])
    if known.empty:
        return None
    by_year = known.pivot_table(index="year", columns="municipality_id", values="value", aggfunc="first")
    return _newest_shared_year(by_year.reindex(columns=list(municipality_ids)))


def _not_added() -> Text:
    return N_("A rate that its publisher has worked out, a yes or no and a score cannot be added up.")


def _why_left_out(
    of_year: pd.DataFrame, municipality_id: str, definition: str, year: int | None
) -> Text | None:
    if year is None:
        return N_("It has no value in any year.")
    if municipality_id not in of_year.index or np.isnan(of_year.at[municipality_id, "value"]):
        return _no_value_in(of_year[of_year.index == municipality_id], year)
    if of_year.at[municipality_id, "definition"] != definition:
        return N_("It counts by another definition.")
    return None


def _sum_over_sum(store: Store, members: Sequence[str], indicator: str, year: int) -> float | None:
    """factor × Σ numerators / Σ denominators of members that all have a value."""
    parts = formula_parts(store, members, indicator)
    of_year = parts[parts["year"] == year].dropna(subset=["amount"])
    factor = indicator_named(indicator).definition(of_year["definition"].iloc[0]).factor
    is_below = of_year["is_denominator"].astype(bool)
    above = math.fsum(of_year["sign"][~is_below] * of_year["amount"][~is_below])
    whole = math.fsum(of_year["amount"][is_below]) if is_below.any() else 1.0
    return factor * above / whole
