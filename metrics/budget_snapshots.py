"""Climate budgets as they were reported, three times a year, and what changed between any two (docs/methods.md, climate
budget)."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.snapshots import Snapshot, snapshots
from data.store import Store
from metrics.climate_budget import COLUMNS, climate_budget, listed_measures, measure_effects
from metrics.errors import MetricError
from texts import N_

KIND = "climate_budget"
NOW = "now"
LISTED = ("label", "taken_on", "data_version", "actor", "row_count", "upload_id")
COMPARED = ("year", "sector", "figure", "first_tco2e", "second_tco2e", "change_tco2e")
COMPARED_MEASURES = (
    "measure_id", "title", "first_decision", "second_decision", "first_tco2e", "second_tco2e", "change_tco2e",
    "first_comment", "second_comment",
)  # fmt: skip
_FIGURES = tuple(name for name in COLUMNS if name.endswith("_tco2e"))


def frozen_rows(
    store: Store, municipality_id: str, *, comments: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The climate budget as it stands now, in the form that a snapshot keeps: the rows of climate_budget, None = missing,
    and where there is one, a row per measure that is not rejected, with its yearly cuts (effects, t by year) and its comment.

    comments: what is said of each measure, by its id. Raises MetricError for a comment on a measure that is not there."""
    budget = climate_budget(store, municipality_id).to_dict("records")
    rows = [{name: _or_none(value) for name, value in row.items()} for row in budget]
    return rows + _frozen_measures(store, municipality_id, comments or {})


def _frozen_measures(store: Store, municipality_id: str, comments: Mapping[str, str]) -> list[dict[str, Any]]:
    listed, effects = listed_measures(store, municipality_id, 0), measure_effects(store, municipality_id)
    known = listed["measure_id"].tolist()
    for measure in comments:
        if measure not in known:
            raise MetricError(
                N_('Measure: expected one of {known}, found "{found}".', known=", ".join(known) or "-", found=measure)
            )  # fmt: skip
    return [
        {
            "measure_id": row["measure_id"],
            "title": row["title"],
            "decision": row["decision"],
            "sector": row["sector"],
            "effects": _by_year(effects[effects["measure_id"] == row["measure_id"]]),
            "comment": comments.get(row["measure_id"], "").strip(),
        }
        for row in listed.sort_values("measure_id").to_dict("records")
    ]


def _by_year(effects: pd.DataFrame) -> dict[str, float | None]:
    """The middle cuts, t by year; a file's keys are text."""
    return {
        str(year): _or_none(tonnes)
        for year, tonnes in zip(effects["year"], effects["effect_mid_tco2e"], strict=True)
    }


def _or_none(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


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
    return compared_rows(*(_rows(store, municipality_id, label, known) for label in (first, second)))


def compared_rows(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> pd.DataFrame:
    """As compared_snapshots, of two climate budgets in the form that frozen_rows gives them."""
    one, other = _long(first), _long(second)
    both = pd.DataFrame({"first_tco2e": one, "second_tco2e": other}, dtype="float64")
    is_same = (both["first_tco2e"] == both["second_tco2e"]) | both.isna().all(axis=1)
    differing = both[~is_same].reset_index()
    differing["change_tco2e"] = differing["second_tco2e"] - differing["first_tco2e"]
    places = {name: place for place, name in enumerate(_FIGURES)}
    return differing.sort_values(
        ["year", "sector", "figure"], key=lambda column: column.map(places) if column.name == "figure" else column,
        ignore_index=True,
    )[list(COMPARED)]  # fmt: skip


def compared_measures(
    store: Store, municipality_id: str, first: str, second: str, *, year: int
) -> pd.DataFrame:
    """What two snapshots say of each measure, with their comments: one row per measure that either holds.

    first, second: labels, or "now". *_tco2e: the cut of the year, NaN = not stated or not there; change = second - first.
    Returns the columns of COMPARED_MEASURES, t CO2e, texts empty where a snapshot does not hold the measure. Raises
    MetricError for an unknown label."""
    known = {each.label: each for each in snapshots(store, municipality_id, KIND)}
    rows = (_rows(store, municipality_id, label, known) for label in (first, second))
    return compared_measure_rows(*rows, year=year)


def compared_measure_rows(
    first: list[dict[str, Any]], second: list[dict[str, Any]], *, year: int
) -> pd.DataFrame:
    """As compared_measures, of two climate budgets in the form that frozen_rows gives them."""
    one, other = ({row["measure_id"]: row for row in rows if "measure_id" in row} for rows in (first, second))
    table = pd.DataFrame(
        [_compared_measure(measure, one.get(measure), other.get(measure), year) for measure in sorted({*one, *other})],
        columns=list(COMPARED_MEASURES),
    )  # fmt: skip
    return table.astype(dict.fromkeys(("first_tco2e", "second_tco2e", "change_tco2e"), "float64"))


def _compared_measure(
    measure: str, one: dict[str, Any] | None, other: dict[str, Any] | None, year: int
) -> dict[str, Any]:
    before, after = ((each or {}).get("effects", {}).get(str(year)) for each in (one, other))
    return {
        "measure_id": measure,
        "title": (other or one or {})["title"],
        "first_decision": (one or {}).get("decision", ""),
        "second_decision": (other or {}).get("decision", ""),
        "first_tco2e": before,
        "second_tco2e": after,
        "change_tco2e": None if before is None or after is None else after - before,
        "first_comment": (one or {}).get("comment", ""),
        "second_comment": (other or {}).get("comment", ""),
    }


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
    budget = [row for row in rows if "measure_id" not in row]
    figures = {(row["year"], row["sector"], name): row.get(name) for row in budget for name in _FIGURES}
    names = ["year", "sector", "figure"]
    index = (
        pd.MultiIndex.from_tuples(list(figures), names=names)
        if figures
        else pd.MultiIndex.from_arrays([[], [], []], names=names)
    )
    return pd.Series(list(figures.values()), index=index, dtype="float64")
