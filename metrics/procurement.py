"""Procurement as a market dialogue: what tenders require, what will be bought when, and which tenders and needs of different
municipalities could be put to the market together (docs/methods.md, procurement)."""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Any

import pandas as pd

from data.code_lists import ZERO_EMISSION_STEPS
from data.store import Store
from metrics.money import Money
from texts import N_, Text

REQUIRED_STEPS = ("required_from_date", "required_from_start", "verified")
CRITERIA = ("environmental", "zero_emission", "reuse", "repair", "take_back", "circular")
SHARES = (
    "municipality_id", "cpv_division", "year", "criterion", "tenders", "yes_count", "no_count", "unknown_count",
    "count_share_percent", "value_share_percent", "currency", "without_value", "rates",
)  # fmt: skip
CALENDAR = (
    "cpv_division", "quarter", "kind", "municipality_ids", "count", "value", "currency", "without_value",
    "deliveries_per_year", "without_deliveries", "rates",
)  # fmt: skip
MATCHES = (
    "kind", "first_municipality_id", "first_id", "first_title", "first_cpv", "first_quarter", "second_municipality_id",
    "second_id", "second_title", "second_cpv", "second_quarter", "closeness", "quarters_apart", "class_score", "time_score",
    "requirement_score", "score", "value", "currency", "without_value", "deliveries_per_year", "volume", "volume_unit",
    "rates",
)  # fmt: skip
GROUPS = (
    "cpv_class", "from_quarter", "to_quarter", "municipality_ids", "ids", "count", "value", "currency", "without_value",
    "deliveries_per_year", "rates",
)  # fmt: skip
LEFT_OUT = ("kind", "municipality_id", "id", "left_out_of", "reason")
TENDER, NEED = "tender", "need"
FARTHEST = 2  # quarters
OPEN_STATUSES = ("planned", "market_dialogue")  # what is published can no longer be changed together
_DIVISION_SCORE = 0.5


# --- shares


def procurement_shares(
    store: Store, municipality_ids: Sequence[str] | None = None, *, by: str = "all", on: date | None = None
) -> pd.DataFrame:
    """How much of what is bought has environmental criteria, demands zero-emission delivery, or is circular.

    by: "all", or also "division" (first two digits of the CPV code) or "year" (of the planned quarter). Cancelled tenders
    are left out. zero_emission: delivery is required from a date or from the start, or verified; asking in dialogue or
    awarding points is a no. circular: one of reuse, repair and take-back. What is not stated is neither yes nor no:
    shares are of the stated ones (0-100, NaN = none is stated). value_share_percent is over those with a value, in one
    currency, or in euro at the newest rate up to `on`; without_value counts the stated ones that lack value or rate;
    rates: those that were used, with day and source (None = none).
    Returns the columns of SHARES, one row per municipality, group and criterion. Source: docs/methods.md."""
    tenders = store.query(_TENDERS, {"areas": _listed(municipality_ids), "required": list(REQUIRED_STEPS)})
    money = Money(store, on)
    keys = ["municipality_id", *({"division": ["cpv_division"], "year": ["year"]}.get(by, []))]
    rows = [
        _share(dict(zip(keys, place, strict=True)), criterion, group, money)
        for place, group in tenders.groupby(keys, dropna=False)
        for criterion in CRITERIA
    ]
    return pd.DataFrame(rows, columns=list(SHARES)).astype({"year": "Int64"})


def _share(place: dict[str, Any], criterion: str, tenders: pd.DataFrame, money: Money) -> dict[str, Any]:
    answers = tenders[criterion]
    stated = tenders[answers.notna()]
    is_yes = answers[answers.notna()].astype(bool)
    whole = money.sum(_items(stated))
    part = money.sum(_items(stated[is_yes]), into=whole.currency)
    return {
        "cpv_division": None,
        "year": None,
        **place,
        "criterion": criterion,
        "tenders": len(tenders),
        "yes_count": int(is_yes.sum()),
        "no_count": int((~is_yes).sum()),
        "unknown_count": len(tenders) - len(stated),
        "count_share_percent": 100 * is_yes.mean() if len(stated) else math.nan,
        "value_share_percent": 100 * (part.value or 0.0) / whole.value if whole.value else math.nan,
        "currency": whole.currency,
        "without_value": whole.without,
        "rates": whole.rates,
    }


# --- what will be bought when


def demand_calendar(
    store: Store,
    municipality_ids: Sequence[str] | None = None,
    *,
    reader: str | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """What is planned, by CPV division and quarter; needs before tenders stand beside tenders and are not added to them.

    Tenders that are planned, in dialogue or published. reader: of municipalities other than this one only what is open
    (to joint buying, to dialogue) and planned or in dialogue; None = everything. value: in one currency, or in euro (as
    procurement_shares); deliveries_per_year: sum of the stated ones, NaN = none is stated; without_*: how many lack
    theirs. Returns the columns of CALENDAR, in the order of quarters."""
    items = _planned(store, municipality_ids, statuses=(*OPEN_STATUSES, "published"))
    if reader is not None:
        is_shown = items["is_open"] & items["status"].isin(OPEN_STATUSES)
        items = items[is_shown | (items["municipality_id"] == reader)]
    money = Money(store, on)
    rows = []
    for (quarter, division, kind), group in items.groupby(["quarter", "cpv_division", "kind"]):
        total = money.sum(_items(group))
        rows.append({
            "cpv_division": division, "quarter": quarter, "kind": kind, "count": len(group),
            "municipality_ids": ", ".join(sorted(set(group["municipality_id"]))), "value": total.value,
            "currency": total.currency, "without_value": total.without,
            "deliveries_per_year": group["deliveries_per_year"].sum(min_count=1),
            "without_deliveries": int(group["deliveries_per_year"].isna().sum()), "rates": total.rates,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=list(CALENDAR)).astype(
        {"value": "float64", "deliveries_per_year": "float64"}
    )


# --- what could be bought together


def tender_matches(
    store: Store, municipality_ids: Sequence[str] | None = None, *, on: date | None = None
) -> pd.DataFrame:
    """Pairs of tenders and needs of different municipalities that could be put to the market together, the best first.

    Both are open (to joint buying, to dialogue), planned or in market dialogue, and at most two quarters apart; closeness is
    "class" (first four digits of the CPV code) or, weaker, "division" (first two). score: mean of the known parts, 0-1:
    class_score 1 or 0.5, time_score 1, 2/3 or 1/3 by quarters, requirement_score 1 less a fifth for each step between them
    on the zero-emission ladder (NaN = one is not stated). kind: tender, need or need-tender. municipality_ids: pairs in
    which one of them is. value as in procurement_shares; volume is added in one unit only. Returns the columns of
    MATCHES."""
    wanted = None if municipality_ids is None else set(municipality_ids)
    money = Money(store, on)
    rows = [
        row
        for _division, items in _open(store).groupby("cpv_division")
        for one, other in combinations(items.to_dict("records"), 2)
        if wanted is None or {one["municipality_id"], other["municipality_id"]} & wanted
        if (row := _match(one, other, money)) is not None
    ]
    table = pd.DataFrame(rows, columns=list(MATCHES))
    return table.sort_values(
        ["score", "first_municipality_id", "first_id", "second_municipality_id", "second_id"],
        ascending=[False, True, True, True, True], ignore_index=True,
    )  # fmt: skip


def joint_groups(
    store: Store,
    municipality_ids: Sequence[str] | None = None,
    *,
    by: str = "class",
    kinds: Sequence[str] = (TENDER,),
    among: Sequence[str] | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Open tenders of one CPV class within two quarters, of at least two municipalities: what a joint statement would put
    to the market.

    A group takes all of a class from one quarter up to two quarters later, unless a larger group holds them all: every
    two tenders that match are together in at least one group, and a tender may be in several, so groups are not added up.
    municipality_ids: groups in which one of them is. by: "class" or, weaker, "division"; cpv_class then holds its two digits.
    kinds: also of needs, which have no value. among: of these municipalities only. Returns the columns of GROUPS, by class
    and quarter."""
    money = Money(store, on)
    tenders = _open(store)
    tenders = tenders[tenders["kind"].isin(kinds)]
    if among is not None:
        tenders = tenders[tenders["municipality_id"].isin(among)]
    wanted = None if municipality_ids is None else set(municipality_ids)
    rows = [
        _group(str(cpv_class), group, money)
        for cpv_class, of_class in tenders.groupby(f"cpv_{by}")
        for group in _windows(of_class.sort_values(["place", "municipality_id", "record_id"]))
        if group["municipality_id"].nunique() > 1
        if wanted is None or wanted & set(group["municipality_id"])
    ]
    return pd.DataFrame(rows, columns=list(GROUPS))


def _windows(tenders: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """What lies within two quarters, from each quarter in which something is; those within an earlier one are passed over."""
    reached = -1
    for place in tenders["place"].unique():
        group = tenders[tenders["place"].between(place, place + FARTHEST)]
        if group["place"].max() > reached:
            reached = group["place"].max()
            yield group


def _group(cpv_class: str, group: pd.DataFrame, money: Money) -> dict[str, Any]:
    total = money.sum(_items(group))
    return {
        "cpv_class": cpv_class,
        "from_quarter": group["quarter"].min(),
        "to_quarter": group["quarter"].max(),
        "municipality_ids": ", ".join(sorted(set(group["municipality_id"]))),
        "ids": ", ".join(group["record_id"]),
        "count": len(group),
        "value": total.value,
        "currency": total.currency,
        "without_value": total.without,
        "deliveries_per_year": group["deliveries_per_year"].sum(min_count=1),
        "rates": total.rates,
    }


def _match(one: dict[str, Any], other: dict[str, Any], money: Money) -> dict[str, Any] | None:
    """Two items of one division side by side; None = of one municipality or too far apart."""
    apart = abs(one["place"] - other["place"])
    if one["municipality_id"] == other["municipality_id"] or apart > FARTHEST:
        return None
    is_class = one["cpv_class"] == other["cpv_class"]
    total = money.sum(
        (each["municipality_id"], each["contract_value"], each["currency"]) for each in (one, other)
    )
    parts = {
        "class_score": 1.0 if is_class else _DIVISION_SCORE,
        "time_score": 1 - apart / (FARTHEST + 1),
        "requirement_score": _requirement_score(one["step"], other["step"]),
    }
    known = [part for part in parts.values() if not math.isnan(part)]
    volume, unit = _volume(one, other)
    named = {
        f"{place}_{name}": each[column]
        for place, each in (("first", one), ("second", other))
        for name, column in _NAMES.items()
    }
    return named | parts | {
        "kind": one["kind"] if one["kind"] == other["kind"] else "need-tender",
        "closeness": "class" if is_class else "division",
        "quarters_apart": apart,
        "score": sum(known) / len(known),
        "value": total.value,
        "currency": total.currency,
        "without_value": total.without,
        "deliveries_per_year": _added(one["deliveries_per_year"], other["deliveries_per_year"]),
        "volume": volume,
        "volume_unit": unit,
        "rates": total.rates,
    }  # fmt: skip


_NAMES = {
    "municipality_id": "municipality_id",
    "id": "record_id",
    "title": "title",
    "cpv": "cpv_code",
    "quarter": "quarter",
}


def _requirement_score(one: str | None, other: str | None) -> float:
    steps = list(ZERO_EMISSION_STEPS)
    if one not in steps or other not in steps:
        return math.nan
    return 1 - abs(steps.index(one) - steps.index(other)) / (len(steps) - 1)


def _added(*amounts: float) -> float:
    """The sum of the stated ones; NaN = none is stated."""
    stated = [amount for amount in amounts if not pd.isna(amount)]
    return math.fsum(stated) if stated else math.nan


def _volume(one: dict[str, Any], other: dict[str, Any]) -> tuple[float | None, str | None]:
    """The volumes added up, where both are stated in one unit."""
    unit = one["volume_unit"]
    if not unit or unit != other["volume_unit"] or pd.isna(one["volume"]) or pd.isna(other["volume"]):
        return None, None
    return one["volume"] + other["volume"], unit


# --- what is left out


def procurement_left_out(
    store: Store, municipality_ids: Sequence[str] | None = None, *, on: date | None = None
) -> pd.DataFrame:
    """Which tenders and needs are left out of something for want of a statement, and why: one row for each and reason.

    left_out_of: "value" (sums and shares by value; cancelled tenders are in none and not listed) or "calendar" (the
    calendar and matches; tenders that are no longer planned are in neither and not listed). Returns the columns of
    LEFT_OUT; reason is a Text. Source: docs/methods.md."""
    items = store.query(_STATED, {"areas": _listed(municipality_ids)}).to_dict("records")
    money = Money(store, on)
    rows = [
        {
            "kind": item["kind"], "municipality_id": item["municipality_id"], "id": item["record_id"],
            "left_out_of": left_out_of, "reason": reason,
        }
        for item in items
        for left_out_of, reason in (*_lacks_value(item, money), *_lacks_place(item))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(LEFT_OUT))


def _lacks_value(item: dict[str, Any], money: Money) -> Iterator[tuple[str, Text]]:
    if item["kind"] == NEED:
        return
    if pd.isna(item["contract_value"]):
        yield "value", N_("It has no contract value.")
    elif pd.isna(item["currency"]):
        yield "value", N_("Its contract value has no currency.")
    elif not money.is_convertible(item["municipality_id"], item["currency"]):
        yield (
            "value",
            N_(
                "There is no rate of {currency} in euro; it is added up with amounts in {currency} only.",
                currency=item["currency"],
            ),
        )


def _lacks_place(item: dict[str, Any]) -> Iterator[tuple[str, Text]]:
    if item["is_planned"] and pd.isna(item["cpv_code"]):
        yield "calendar", N_("It has no CPV code.")
    if item["is_planned"] and pd.isna(item["quarter"]):
        yield "calendar", N_("It has no quarter.")


# --- reading


def _listed(municipality_ids: Sequence[str] | None) -> list[str] | None:
    return None if municipality_ids is None else list(municipality_ids)


def _planned(
    store: Store, municipality_ids: Sequence[str] | None, *, statuses: Sequence[str]
) -> pd.DataFrame:
    """Tenders that are still to come and needs, with the place of their quarter; without a CPV code or quarter they cannot
    be placed."""
    parameters = {"areas": _listed(municipality_ids), "statuses": list(statuses)}
    items = store.query(_PLANNED, parameters)
    year, number = items["quarter"].str[:4].astype(int), items["quarter"].str[-1].astype(int)
    return items.assign(place=4 * year + number)


def _open(store: Store) -> pd.DataFrame:
    items = _planned(store, None, statuses=OPEN_STATUSES)
    return items[items["is_open"]]


def _items(rows: pd.DataFrame) -> Iterable[tuple[str, float, str | None]]:
    return zip(rows["municipality_id"], rows["contract_value"], rows["currency"], strict=True)


_TENDERS = """
select
    area_id as municipality_id, left(cpv_code, 2) as cpv_division, left(planned_quarter, 4)::integer as year,
    contract_value, currency, has_environmental_criteria as environmental,
    zero_emission_step in (select unnest($required::varchar[])) as zero_emission,
    asks_reuse as reuse, asks_repair as repair, asks_take_back as take_back,
    case
        when asks_reuse or asks_repair or asks_take_back then true
        when asks_reuse is not null and asks_repair is not null and asks_take_back is not null then false
    end as circular
from live_procurements
where
    is_speaking and coalesce(status, '') <> 'cancelled'
    and ($areas::varchar[] is null or area_id in (select unnest($areas::varchar[])))
order by area_id, record_id
"""

_PLANNED = """
select
    'tender' as kind, area_id as municipality_id, record_id, title, cpv_code, left(cpv_code, 2) as cpv_division,
    left(cpv_code, 4) as cpv_class, planned_quarter as quarter, contract_value, currency,
    deliveries_per_year::double as deliveries_per_year, zero_emission_step as step, null::double as volume,
    null::varchar as volume_unit, coalesce(is_open_to_joint_buying, false) as is_open,
    coalesce(status, 'planned') as status
from live_procurements
where
    is_speaking and cpv_code is not null and planned_quarter is not null
    and coalesce(status, 'planned') in (select unnest($statuses::varchar[]))
    and ($areas::varchar[] is null or area_id in (select unnest($areas::varchar[])))
union all
select
    'need' as kind, area_id as municipality_id, record_id, what as title, cpv_code, left(cpv_code, 2) as cpv_division,
    left(cpv_code, 4) as cpv_class, earliest_quarter as quarter, null::double as contract_value,
    null::varchar as currency, null::double as deliveries_per_year, wished_requirement as step, volume, volume_unit,
    coalesce(is_open_to_dialogue, false) as is_open, 'planned' as status
from live_needs
where
    is_speaking and cpv_code is not null and earliest_quarter is not null
    and ($areas::varchar[] is null or area_id in (select unnest($areas::varchar[])))
order by municipality_id, record_id
"""

_STATED = """
select
    'tender' as kind, area_id as municipality_id, record_id, cpv_code, planned_quarter as quarter, contract_value,
    currency, coalesce(status, 'planned') in ('planned', 'market_dialogue', 'published') as is_planned
from live_procurements
where
    is_speaking and coalesce(status, '') <> 'cancelled'
    and ($areas::varchar[] is null or area_id in (select unnest($areas::varchar[])))
union all
select
    'need' as kind, area_id as municipality_id, record_id, cpv_code, earliest_quarter as quarter,
    null::double as contract_value, null::varchar as currency, true as is_planned
from live_needs
where is_speaking and ($areas::varchar[] is null or area_id in (select unnest($areas::varchar[])))
order by municipality_id, kind, record_id
"""
