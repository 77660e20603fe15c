"""Comparing like with like: which values may be ranked together, where a municipality stands among them, and what a
group of municipalities amounts to (docs/methods.md, comparison and peers)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.store import Store
from metrics.registry import indicator_named
from metrics.values import formula_parts, value_rows
from texts import N_, Text

QUARTILES = 4


def comparable_groups(values: pd.DataFrame, datasets: pd.DataFrame) -> pd.DataFrame:
    """The values with the group in which each may be ranked, and the break that sets the group apart.

    values: rows of metrics.values.indicator_values. datasets: rows of Store.datasets (dataset, title, kind). One group
    has one indicator, definition and dataset; own accounts never share a group with another municipality's, and
    what countries count differently (waste) never crosses a border. Returns the rows with group (text) and
    group_break (Text). values is left as it is."""
    kinds = datasets.set_index("dataset")["kind"].to_dict()
    titles = datasets.set_index("dataset")["title"].to_dict()
    keys, breaks = [], []
    for row in values[["municipality_id", "indicator", "definition", "dataset"]].itertuples(index=False):
        is_own = kinds.get(row.dataset) == "own_accounts"
        stays_inside = not indicator_named(row.indicator).is_ranked_across_borders
        place = row.municipality_id if is_own else row.municipality_id[:2] if stays_inside else ""
        keys.append("|".join((row.indicator, row.definition, row.dataset, place)))
        breaks.append(_break(titles.get(row.dataset, row.dataset), is_own=is_own, stays_inside=stays_inside))
    return values.assign(
        group=pd.Series(keys, index=values.index, dtype="str"),
        group_break=pd.Series(breaks, index=values.index, dtype=object),
    )


def _break(title: str, *, is_own: bool, stays_inside: bool) -> Text:
    if is_own:
        return N_("Own accounts: every municipality keeps its own method, so they are not ranked.")
    if stays_inside:
        return N_("Ranked within the country and within {title} only.", title=title)
    return N_("Ranked within {title} only.", title=title)


@dataclass(frozen=True)
class Position:
    """Where a municipality stands in its group, in the newest year it has a value.

    rank: 1 = best by the indicator's direction, ties share one; None where neither more nor less is better. of: how
    many are ranked. quartile: 1 = best. distance_*: value less the median, or less the edge of the best quartile, in
    the unit of the indicator. change_percent: since the first year that all ranked ones share. left_out: municipalities
    of the group without a value in that year."""

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
    change_percent: float | None
    left_out: tuple[str, ...]
    group_break: Text


def position(
    grouped: pd.DataFrame, municipality_id: str, indicator: str, *, among: Sequence[str] | None = None
) -> Position | None:
    """Where a municipality stands for one indicator.

    grouped: rows of comparable_groups. among: rank against these only (None: the whole group). Returns None where it
    has no value."""
    own = grouped[(grouped["municipality_id"] == municipality_id) & (grouped["indicator"] == indicator)]
    known = own.dropna(subset=["value"])
    if known.empty:
        return None
    newest = known.loc[known["year"].idxmax()]
    group = grouped[grouped["group"] == newest["group"]]
    if among is not None:
        group = group[group["municipality_id"].isin([municipality_id, *among])]
    of_year = group[(group["year"] == newest["year"]) & group["value"].notna()]
    wished = set(group["municipality_id"]) | set(among or ())
    left_out = sorted(wished - set(of_year["municipality_id"]))
    values, value = of_year["value"].to_numpy(), float(newest["value"])
    sign = {"down": 1.0, "up": -1.0, "none": 0.0}[indicator_named(indicator).direction]
    better = int(np.sum(sign * values < sign * value)) if sign else 0
    edge = float(np.quantile(sign * values, 1 / QUARTILES)) * sign if sign else None
    base_year, change = _change(
        group, of_year["municipality_id"].tolist(), municipality_id, int(newest["year"])
    )
    return Position(
        municipality_id=municipality_id,
        indicator=indicator,
        year=int(newest["year"]),
        value=value,
        of=len(values),
        rank=better + 1 if sign else None,
        quartile=min(QUARTILES * better // len(values) + 1, QUARTILES) if sign else None,
        median=float(np.median(values)),
        distance_to_median=value - float(np.median(values)),
        distance_to_best_quartile=None if edge is None else value - edge,
        common_base_year=base_year,
        change_percent=change,
        left_out=tuple(left_out),
        group_break=newest["group_break"],
    )


def _change(
    group: pd.DataFrame, members: list[str], municipality_id: str, year: int
) -> tuple[int | None, float | None]:
    """The first year that all members have a value in, and the change since then in percent."""
    table = group.pivot_table(index="year", columns="municipality_id", values="value", aggfunc="first")
    shared = table.reindex(columns=members).dropna()
    first = int(shared.index.min()) if len(shared) else year
    if first >= year:
        return None, None
    base, now = table.at[first, municipality_id], table.at[year, municipality_id]
    return first, 100 * (now / base - 1) if base > 0 else None


@dataclass(frozen=True)
class GroupValue:
    """An indicator of several municipalities together: sum over sum, never a mean of ratios.

    value: unit of the indicator, None where no member can be added. members: who is in both sums. left_out: who is
    not, each with the reason."""

    indicator: str
    year: int
    value: float | None
    members: tuple[str, ...]
    left_out: dict[str, Text]


def group_value(store: Store, municipality_ids: Sequence[str], indicator: str, year: int) -> GroupValue:
    """The indicator of a group in a year, from the sums of its members' numerators and denominators.

    A member that lacks a part, or counts by another definition than the first, is left out of both sums. Raises
    MetricError for an unknown indicator."""
    entry = indicator_named(indicator)
    ids = list(dict.fromkeys(municipality_ids))
    values = value_rows(store, municipality_ids=ids, indicators=[indicator]).to_pandas()
    of_year = values[values["year"] == year].drop_duplicates("municipality_id").set_index("municipality_id")
    left_out: dict[str, Text] = {}
    members: list[str] = []
    key = next((of_year.at[each, "definition"] for each in ids if each in of_year.index), "")
    for each in ids:
        reason = _why_left_out(of_year, each, key, year)
        if reason is None:
            members.append(each)
        else:
            left_out[each] = reason
    if members and not all(role.is_additive for role in entry.definition(key).roles):
        return GroupValue(indicator, year, None, (), dict.fromkeys(ids, _NOT_ADDED))
    value = _sum_over_sum(store, members, indicator, year) if members else None
    return GroupValue(indicator, year, value, tuple(members), left_out)


_NOT_ADDED = N_("A rate that its publisher has worked out cannot be added up.")


def _why_left_out(of_year: pd.DataFrame, municipality_id: str, definition: str, year: int) -> Text | None:
    if municipality_id not in of_year.index or np.isnan(of_year.at[municipality_id, "value"]):
        return N_("It has no value for {year}.", year=str(year))
    if of_year.at[municipality_id, "definition"] != definition:
        return N_("It counts by another definition.")
    return None


def _sum_over_sum(store: Store, members: list[str], indicator: str, year: int) -> float | None:
    parts = formula_parts(store, members, indicator)
    of_year = parts[parts["year"] == year].dropna(subset=["amount"])
    factor = indicator_named(indicator).definition(of_year["definition"].iloc[0]).factor
    above = of_year[~of_year["is_denominator"]]
    below = of_year[of_year["is_denominator"]]
    numerator = float((above["sign"] * above["amount"]).sum())
    whole = float(below["amount"].sum()) if len(below) else 1.0
    return factor * numerator / whole if whole else None
