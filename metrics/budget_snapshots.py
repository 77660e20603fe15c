"""Climate budgets as they were reported, three times a year, and what changed between any two (docs/methods.md, climate
budget)."""

import math
from typing import Any

import pandas as pd

from data.snapshots import Snapshot, snapshots
from data.store import Store
from metrics.climate_budget import COLUMNS, climate_budget
from metrics.errors import MetricError
from texts import N_

KIND = "climate_budget"
NOW = "now"
LISTED = ("label", "taken_on", "data_version", "actor", "row_count", "upload_id")
COMPARED = ("year", "sector", "figure", "first_tco2e", "second_tco2e", "change_tco2e")
_FIGURES = tuple(name for name in COLUMNS if name.endswith("_tco2e"))


def frozen_rows(store: Store, municipality_id: str) -> list[dict[str, Any]]:
    """The climate budget as it stands now, in the form that a snapshot keeps: None = missing."""
    return [
        {
            name: None if isinstance(value, float) and math.isnan(value) else value
            for name, value in row.items()
        }
        for row in climate_budget(store, municipality_id).to_dict("records")
    ]


def listed_snapshots(store: Store, municipality_id: str) -> pd.DataFrame:
    """The snapshots of a municipality's climate budget, the oldest first: the columns of LISTED."""
    rows = [{**vars(each), "row_count": len(each.rows)} for each in snapshots(store, municipality_id, KIND)]
    return pd.DataFrame(rows, columns=list(LISTED))


def compared_snapshots(store: Store, municipality_id: str, first: str, second: str) -> pd.DataFrame:
    """What differs between two snapshots: one row per year, sector and figure that is not the same in both.

    first, second: labels, or "now" for the climate budget of today. change = second - first, NaN where one of them has no
    figure, which is not a change to zero. Returns the columns of COMPARED, t CO2e. Raises MetricError for an unknown
    label."""
    known = {each.label: each for each in snapshots(store, municipality_id, KIND)}
    one, other = (_long(_rows(store, municipality_id, label, known)) for label in (first, second))
    both = pd.DataFrame({"first_tco2e": one, "second_tco2e": other}, dtype="float64")
    is_same = (both["first_tco2e"] == both["second_tco2e"]) | both.isna().all(axis=1)
    differing = both[~is_same].reset_index()
    differing["change_tco2e"] = differing["second_tco2e"] - differing["first_tco2e"]
    places = {name: place for place, name in enumerate(_FIGURES)}
    return differing.sort_values(
        ["year", "sector", "figure"], key=lambda column: column.map(places) if column.name == "figure" else column,
        ignore_index=True,
    )[list(COMPARED)]  # fmt: skip


def _rows(store: Store, municipality_id: str, label: str, known: dict[str, Snapshot]) -> list[dict[str, Any]]:
    if label == NOW:
        return frozen_rows(store, municipality_id)
    if label not in known:
        raise MetricError(
            N_(
                'Snapshot: expected one of {known}, found "{found}".',
                known=", ".join([*known, NOW]),
                found=label,
            )
        )
    return known[label].rows


def _long(rows: list[dict[str, Any]]) -> pd.Series:
    """Each figure by year, sector and name."""
    figures = {(row["year"], row["sector"], name): row.get(name) for row in rows for name in _FIGURES}
    names = ["year", "sector", "figure"]
    index = (
        pd.MultiIndex.from_tuples(list(figures), names=names)
        if figures
        else pd.MultiIndex.from_arrays([[], [], []], names=names)
    )
    return pd.Series(list(figures.values()), index=index, dtype="float64")
