"""Materials and shared things that somebody offers and somebody wants, and the streams of waste that could become an offer
(docs/methods.md, exchange)."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from data.store import Store
from texts import N_, Text

MATCHES = (
    "material", "offer_municipality_id", "offer_id", "offer_actor", "offer_thing", "want_municipality_id", "want_id",
    "want_actor", "want_thing", "is_same_municipality", "offered_amount", "offered_unit", "wanted_amount", "wanted_unit",
    "covered_percent", "overlap_from", "overlap_until", "overlap_days", "reason",
)  # fmt: skip
CANDIDATES = (
    "municipality_id", "origin", "material", "stage", "source_entity", "dataset", "year", "amount_tonnes", "wants_count",
    "wants",
)  # fmt: skip
LEFT_OUT = ("municipality_id", "offer_id", "actor", "offer_kind", "reason")
OFFERS, WANTS = "offers", "wants"
_ALWAYS = (date.min, date.max)


def exchange_matches(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Each offer beside each want that fits, the best first.

    It fits when the material is the same (for things without one the words, whatever their case and spaces) and the periods
    overlap; an open end has no limit. covered_percent: how much of the want the offer covers, 100 at most; missing where an
    amount or its unit is not stated or the units differ, which the reason says: an amount that nobody stated is not zero.
    Ordered by covered part, then by the days in common, then by ids. municipality_ids: pairs in which one of them is.
    overlap_from, overlap_until: missing = no limit. Contacts are not told here. Returns the columns of MATCHES."""
    offers = _offers(store)
    wanted = None if municipality_ids is None else set(municipality_ids)
    rows = [
        row
        for offer in [each for each in offers if each["offer_kind"] == OFFERS]
        for want in [each for each in offers if each["offer_kind"] == WANTS]
        if wanted is None or {offer["municipality_id"], want["municipality_id"]} & wanted
        if (row := _match(offer, want)) is not None
    ]
    numbers = ("offered_amount", "wanted_amount", "covered_percent")
    table = pd.DataFrame(rows, columns=list(MATCHES)).astype(dict.fromkeys(numbers, "float64"))
    order = [
        "covered_percent",
        "overlap_days",
        "offer_municipality_id",
        "offer_id",
        "want_municipality_id",
        "want_id",
    ]
    return table.sort_values(order, ascending=[False, False, True, True, True, True], ignore_index=True)


def exchange_left_out(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Offers and wants that fit nothing, whatever others offer or want, with the reason. Returns the columns of LEFT_OUT."""
    wanted = None if municipality_ids is None else set(municipality_ids)
    rows = [
        {**offer, "reason": reason}
        for offer in _offers(store)
        if wanted is None or offer["municipality_id"] in wanted
        if (reason := _why_left_out(offer)) is not None
    ]
    return pd.DataFrame(rows, columns=list(LEFT_OUT))


def _why_left_out(offer: dict[str, Any]) -> Text | None:
    if not offer["material"] and not _words(offer["thing"]):
        return N_("It names neither a material nor a thing.")
    if (offer["starts_on"] or _ALWAYS[0]) > (offer["ends_on"] or _ALWAYS[1]):
        return N_("It ends before it begins.")
    return None


def stream_candidates(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Streams of waste by place that could become an offer, the largest first, each with those who want the material.

    Of industry and construction what is generated, and of every origin what is landfilled or burnt, in the newest stated
    year of each stream, unless that is zero: the stream has ended; one material each, not all together. Returns the columns
    of CANDIDATES: t in the year, wants = "municipality/id" of the open wants of that material."""
    found = store.query(_STREAMS, {"areas": None if municipality_ids is None else list(municipality_ids)})
    named: dict[str, list[str]] = {}
    for want in _offers(store):
        if want["offer_kind"] == WANTS and want["material"]:
            named.setdefault(want["material"], []).append(f"{want['municipality_id']}/{want['offer_id']}")
    found["wants_count"] = [len(named.get(material, [])) for material in found["material"]]
    found["wants"] = [", ".join(named.get(material, [])) for material in found["material"]]
    return found[list(CANDIDATES)]


def _offers(store: Store) -> list[dict[str, Any]]:
    """Every offer and want, None = not stated."""
    return store.arrow(_OFFERS).to_pylist()


def _match(offer: dict[str, Any], want: dict[str, Any]) -> dict[str, Any] | None:
    overlap = _overlap(offer, want)
    if _what(offer) != _what(want) or overlap is None:
        return None
    covered, reason = _covered(offer, want)
    return {
        "material": offer["material"],
        **{f"offer_{name}": offer[column] for name, column in _NAMES.items()},
        **{f"want_{name}": want[column] for name, column in _NAMES.items()},
        "is_same_municipality": offer["municipality_id"] == want["municipality_id"],
        "offered_amount": offer["amount"],
        "offered_unit": offer["amount_unit"],
        "wanted_amount": want["amount"],
        "wanted_unit": want["amount_unit"],
        "covered_percent": covered,
        **overlap,
        "reason": reason,
    }  # fmt: skip


_NAMES = {"municipality_id": "municipality_id", "id": "offer_id", "actor": "actor", "thing": "thing"}


def _words(text: str | None) -> str:
    """Whatever case and spaces."""
    return " ".join((text or "").casefold().split())


def _what(offer: dict[str, Any]) -> tuple[str, str]:
    """What is offered: a material, else a thing in its own words."""
    if offer["material"]:
        return "material", offer["material"]
    return "thing", _words(offer["thing"]) or f"{offer['municipality_id']}/{offer['offer_id']}"


def _overlap(offer: dict[str, Any], want: dict[str, Any]) -> dict[str, Any] | None:
    """The days that both have, None = no day."""
    begins = max(offer["starts_on"] or _ALWAYS[0], want["starts_on"] or _ALWAYS[0])
    ends = min(offer["ends_on"] or _ALWAYS[1], want["ends_on"] or _ALWAYS[1])
    if begins > ends:
        return None
    is_open = begins == _ALWAYS[0] or ends == _ALWAYS[1]
    return {
        "overlap_from": None if begins == _ALWAYS[0] else begins,
        "overlap_until": None if ends == _ALWAYS[1] else ends,
        "overlap_days": math.inf if is_open else (ends - begins).days + 1,
    }


def _covered(offer: dict[str, Any], want: dict[str, Any]) -> tuple[float | None, Text | None]:
    units = _words(offer["amount_unit"]), _words(want["amount_unit"])
    if offer["amount"] is None or want["amount"] is None or not all(units):
        return None, N_("An amount or its unit is not stated.")
    if units[0] != units[1]:
        return None, N_(
            "The amounts are stated in {one} and {other} and are not compared.",
            one=offer["amount_unit"],
            other=want["amount_unit"],
        )
    if want["amount"] == 0:
        return None, N_("The wanted amount is zero.")
    return min(100 * offer["amount"] / want["amount"], 100.0), None


_OFFERS = """
select
    area_id as municipality_id, record_id as offer_id, actor, offer_kind, material, thing, amount, amount_unit,
    starts_on::date as starts_on, ends_on::date as ends_on
from live_exchange_offers
where is_speaking
order by municipality_id, offer_id
"""

_STREAMS = """
with newest as (
    select
        area_id as municipality_id, origin, material, stage, source_entity, dataset, year::integer as year, amount_tonnes
    from live_materials
    where
        is_speaking and amount_tonnes is not null and material <> 'all'
        and (origin in ('industry', 'construction') and stage = 'generated' or stage in ('landfill', 'energy_recovery'))
        and ($areas::varchar[] is null or area_id in (select unnest($areas::varchar[])))
    qualify row_number() over (
        partition by area_id, dataset, origin, material, stage, source_entity order by year desc
    ) = 1
)
select municipality_id, origin, material, stage, source_entity, dataset, year, amount_tonnes
from newest
where amount_tonnes > 0
order by amount_tonnes desc, municipality_id, origin, material, stage, source_entity
"""
