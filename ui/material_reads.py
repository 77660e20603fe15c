"""What the page about materials reads beside ui/reads.py, computed once per state of the store and shared by all sessions."""

from typing import Any

import pandas as pd

from data.store import Store
from metrics.material_exchange import exchange_left_out, exchange_matches, stream_candidates
from metrics.material_flows import Balance, material_amounts, material_balance
from metrics.waste_emissions import waste_emissions
from metrics.work_first import FirstStream, lost_streams
from metrics.work_first import work_first as work_first_of
from ui.remembered import remembered


@remembered()
def amounts(store: Store, area_id: str) -> pd.DataFrame:
    """Tonnes by year, origin, material and stage (metrics.material_flows.material_amounts)."""
    return material_amounts(store, area_id)


@remembered()
def first_stream(store: Store, area_id: str, origin: str, year: int) -> FirstStream:
    """Where to begin (metrics.work_first.work_first)."""
    return work_first_of(amounts(store, area_id), origin, year=year)


@remembered()
def streams(store: Store, area_id: str, origin: str, year: int) -> pd.DataFrame:
    """The streams of which most is lost (metrics.work_first.lost_streams)."""
    return lost_streams(amounts(store, area_id), origin, year=year)


@remembered()
def balance(store: Store, area_id: str, origin: str, year: int) -> Balance:
    """One year from purchase to treatment (metrics.material_flows.material_balance)."""
    return material_balance(amounts(store, area_id), origin, year=year)


@remembered()
def burning(store: Store, area_id: str) -> pd.DataFrame:
    """What burning waste emits within the borders (metrics.waste_emissions.waste_emissions)."""
    return waste_emissions(store, area_id)


@remembered()
def matches(store: Store, area_id: str) -> pd.DataFrame:
    """Offers and wants that fit, one side of them the area's (metrics.material_exchange.exchange_matches)."""
    return exchange_matches(store, [area_id])


@remembered()
def left_out(store: Store, area_id: str) -> pd.DataFrame:
    """The area's offers and wants that fit nothing, with the reason (metrics.material_exchange.exchange_left_out)."""
    return exchange_left_out(store, [area_id])


@remembered()
def candidates(store: Store, area_id: str) -> pd.DataFrame:
    """The area's streams that could become an offer (metrics.material_exchange.stream_candidates)."""
    return stream_candidates(store, [area_id])


@remembered()
def offers(store: Store, area_id: str) -> list[dict[str, Any]]:
    """What an area offers and wants, without the contacts: offer_id, actor, offer_kind, material, thing, amount, amount_unit,
    starts_on, ends_on (None = not stated)."""
    return [offer for offer in _every_offer(store) if offer["area_id"] == area_id]


@remembered()
def wanted_elsewhere(store: Store, area_id: str) -> dict[str, tuple[str, ...]]:
    """Who in other municipalities wants a material: municipality ids by material."""
    found: dict[str, tuple[str, ...]] = {}
    for offer in _every_offer(store):
        if offer["offer_kind"] == "wants" and offer["material"] and offer["area_id"] != area_id:
            found[offer["material"]] = tuple(
                dict.fromkeys((*found.get(offer["material"], ()), offer["area_id"]))
            )
    return found


@remembered()
def _every_offer(store: Store) -> list[dict[str, Any]]:
    return store.arrow(_OFFERS).to_pylist()


_OFFERS = """
select
    area_id, record_id as offer_id, actor, offer_kind, material, thing, amount, amount_unit, starts_on::date as starts_on,
    ends_on::date as ends_on
from live_exchange_offers
where is_speaking
order by area_id, offer_kind, offer_id
"""
