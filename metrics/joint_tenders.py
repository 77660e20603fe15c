"""Tenders and needs that municipalities could put to the market together: who and what, the volume, how well they fit, and
the requirement that they could share (docs/methods.md, procurement)."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.code_lists import ZERO_EMISSION_STEPS
from data.store import Store
from metrics.money import Money
from metrics.procurement import FARTHEST, GROUPS, NEED, OPEN_STATUSES, TENDER, joint_groups
from texts import N_, Text

LISTED = (
    "kind", "municipality_id", "id", "title", "cpv_code", "cpv_division", "cpv_class", "quarter", "contract_value", "currency",
    "deliveries_per_year", "volume", "volume_unit", "zero_emission_step", "environmental", "reuse", "repair", "take_back",
    "status", "is_open",
)  # fmt: skip
JOINT = (
    "key", "closeness", *GROUPS, "tenders", "needs", "tenders_without_value", "tenders_without_deliveries", "class_score",
    "time_score", "requirement_score", "score", "shared_step", "strictest_step", "without_step",
)  # fmt: skip
QUARTERS = (
    "quarter", "tenders", "needs", "value", "currency", "without_value", "deliveries_per_year", "without_deliveries", "volumes",
    "rates",
)  # fmt: skip
# The step after each on the zero-emission ladder; "" = nothing is stated.
NEXT_STEPS: dict[str, Text] = {
    "": N_("State where it stands"),
    "none": N_("Ask about it in dialogue"),
    "dialogue": N_("Give points for it"),
    "award_criterion": N_("Require it from a date"),
    "required_from_date": N_("Require it from the start"),
    "required_from_start": N_("Verify it during the contract"),
    "verified": N_("The top of the ladder is reached"),
}
_STEPS = tuple(ZERO_EMISSION_STEPS)
_DIVISION_SCORE = 0.5


def listed_tenders(
    store: Store, municipality_ids: Sequence[str] | None = None, *, reader: str | None = None
) -> pd.DataFrame:
    """Tenders and needs that a reader of one municipality may see, one row for each.

    reader: the municipality whose rows are all listed, cancelled ones too. Of every other municipality only what is open
    (to joint buying, to dialogue) and planned or in market dialogue. What is not stated is None or NaN; a tender without a
    status counts as planned. Returns the columns of LISTED, by quarter (unknown ones last) and municipality."""
    areas = None if municipality_ids is None else list(municipality_ids)
    rows = store.query(_LISTED, {"areas": areas, "reader": reader, "open": list(OPEN_STATUSES)})
    return rows[list(LISTED)]


def joint_tenders(
    store: Store,
    municipality_ids: Sequence[str] | None = None,
    *,
    among: Sequence[str] | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """What municipalities could put to the market together (metrics.procurement.joint_groups, with needs), the best first.

    Groups of one CPV class, and of one division where that brings in more. municipality_ids: groups in which one of them
    is; among: groups of these only. score (0-1): mean of the known parts, each the mean over the pairs of different
    municipalities, as metrics.procurement.tender_matches tells them; requirement_score NaN = no pair states both.
    shared_step: the lowest stated step on the zero-emission ladder, which all could ask for at once; strictest_step: the
    highest stated; None = nobody states one. key: of a group, CPV code and first quarter. Returns the columns of JOINT."""
    items = listed_tenders(store, among)
    rows = [
        {**group, **_about(members(items, group), group, by), "closeness": by, "key": _key(group)}
        for by in ("class", "division")
        for group in _groups(store, municipality_ids, by=by, among=among, on=on)
    ]
    table = pd.DataFrame(rows, columns=list(JOINT))
    alike = ["from_quarter", "to_quarter", "municipality_ids", "ids"]  # a class that is all of its division
    ordered = table.sort_values(["closeness", "key"]).drop_duplicates(alike)
    order = ordered.assign(rounded=ordered["score"].astype("float64").round(9)).sort_values(
        ["rounded", "tenders", "needs", "key"], ascending=[False, False, False, True], ignore_index=True
    )
    return order[list(JOINT)]


def members(items: pd.DataFrame, group: dict[str, Any]) -> pd.DataFrame:
    """The tenders and needs of one group. items: as listed_tenders, all that may be in it; group: a row of JOINT or GROUPS."""
    column = "cpv_class" if len(group["cpv_class"]) > 2 else "cpv_division"
    is_in = (
        items["is_open"]
        & items["status"].isin(OPEN_STATUSES)
        & (items[column] == group["cpv_class"])
        & items["quarter"].between(group["from_quarter"], group["to_quarter"])
        & items["municipality_id"].isin(group["municipality_ids"].split(", "))
    )
    return items[is_in].reset_index(drop=True)


def volumes(items: pd.DataFrame) -> list[tuple[float, str]]:
    """The volumes of needs, added up in each unit; one without a unit or a volume is in none. Returns (volume, unit)."""
    known = items.dropna(subset=["volume", "volume_unit"])
    sums = known.groupby("volume_unit")["volume"].sum()
    return [(float(volume), str(unit)) for unit, volume in sums.items()]


def volumes_by_quarter(
    store: Store, items: pd.DataFrame, *, currency: str | None = None, on: date | None = None
) -> pd.DataFrame:
    """What some tenders and needs come to, quarter by quarter.

    items: as listed_tenders. currency: of all sums; None = theirs where a quarter has only one, else euro. value and
    deliveries_per_year: of the tenders that state them (NaN = none does); without_*: how many tenders are in no sum;
    volumes: of the needs, [(volume, unit)]. Returns the columns of QUARTERS, in the order of quarters."""
    money = Money(store, on)
    rows = []
    for quarter, group in items.groupby("quarter"):
        tenders = group[group["kind"] == TENDER]
        amounts = zip(tenders["municipality_id"], tenders["contract_value"], tenders["currency"], strict=True)
        total = money.sum(amounts, into=currency)
        rows.append({
            "quarter": quarter, "tenders": len(tenders), "needs": len(group) - len(tenders), "value": total.value,
            "currency": total.currency, "without_value": total.without,
            "deliveries_per_year": tenders["deliveries_per_year"].sum(min_count=1),
            "without_deliveries": int(tenders["deliveries_per_year"].isna().sum()), "volumes": volumes(group),
            "rates": total.rates,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=list(QUARTERS)).astype(
        {"value": "float64", "deliveries_per_year": "float64"}
    )


def _groups(
    store: Store,
    municipality_ids: Sequence[str] | None,
    *,
    by: str,
    among: Sequence[str] | None,
    on: date | None,
) -> list[dict[str, Any]]:
    found = joint_groups(store, municipality_ids, by=by, kinds=(TENDER, NEED), among=among, on=on)
    return [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]


def _key(group: dict[str, Any]) -> str:
    return f"{group['cpv_class']}-{group['from_quarter']}"


def _about(items: pd.DataFrame, group: dict[str, Any], by: str) -> dict[str, Any]:
    """What is told of a group beside its sums: how many of each, how well they fit, and where they stand on the ladder."""
    tenders = items[items["kind"] == TENDER]
    needs = len(items) - len(tenders)
    steps = items["zero_emission_step"].map({step: place for place, step in enumerate(_STEPS)})
    parts = _parts(items, steps.to_numpy(dtype="float64"), by)
    known = [part for part in parts.values() if not math.isnan(part)]
    return {
        **parts,
        "tenders": len(tenders),
        "needs": needs,
        "tenders_without_value": group["without_value"] - needs,
        "tenders_without_deliveries": int(tenders["deliveries_per_year"].isna().sum()),
        "score": sum(known) / len(known),
        "shared_step": _STEPS[int(steps.min())] if steps.notna().any() else None,
        "strictest_step": _STEPS[int(steps.max())] if steps.notna().any() else None,
        "without_step": int(steps.isna().sum()),
    }


def _parts(items: pd.DataFrame, steps: np.ndarray, by: str) -> dict[str, float]:
    """The mean over all pairs of different municipalities of how close they are in class, time and requirement."""
    first, second = np.triu_indices(len(items), k=1)
    areas = pd.factorize(items["municipality_id"])[0]
    is_pair = areas[first] != areas[second]
    first, second = first[is_pair], second[is_pair]
    classes = pd.factorize(items["cpv_class"])[0]
    places = 4 * items["quarter"].str[:4].astype(int) + items["quarter"].str[-1].astype(int)
    is_same = classes[first] == classes[second]
    apart = np.abs(places.to_numpy()[first] - places.to_numpy()[second])
    between = np.abs(steps[first] - steps[second])
    stated = between[~np.isnan(between)]
    return {
        "class_score": 1.0 if by == "class" else float(np.where(is_same, 1.0, _DIVISION_SCORE).mean()),
        "time_score": float((1 - apart / (FARTHEST + 1)).mean()),
        "requirement_score": float((1 - stated / (len(_STEPS) - 1)).mean()) if len(stated) else math.nan,
    }


_LISTED = """
with items as (
    select
        'tender' as kind, area_id as municipality_id, record_id as id, title, cpv_code, planned_quarter as quarter,
        contract_value, currency, deliveries_per_year::double as deliveries_per_year, null::double as volume,
        null::varchar as volume_unit, zero_emission_step, has_environmental_criteria as environmental,
        asks_reuse as reuse, asks_repair as repair, asks_take_back as take_back, coalesce(status, 'planned') as status,
        coalesce(is_open_to_joint_buying, false) as is_open
    from live_procurements
    where is_speaking
    union all
    select
        'need' as kind, area_id as municipality_id, record_id as id, what as title, cpv_code, earliest_quarter as quarter,
        null::double as contract_value, null::varchar as currency, null::double as deliveries_per_year, volume,
        volume_unit, wished_requirement as zero_emission_step, null::boolean as environmental, null::boolean as reuse,
        null::boolean as repair, null::boolean as take_back, 'planned' as status,
        coalesce(is_open_to_dialogue, false) as is_open
    from live_needs
    where is_speaking
)
select
    kind, municipality_id, id, title, cpv_code, left(cpv_code, 2) as cpv_division, left(cpv_code, 4) as cpv_class, quarter,
    contract_value, currency, deliveries_per_year, volume, volume_unit, zero_emission_step, environmental, reuse, repair,
    take_back, status, is_open
from items
where
    ($areas::varchar[] is null or municipality_id in (select unnest($areas::varchar[])))
    and (municipality_id = $reader or (is_open and status in (select unnest($open::varchar[]))))
order by quarter nulls last, municipality_id, kind desc, id
"""
