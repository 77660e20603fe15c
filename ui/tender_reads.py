"""What the procurement page reads, computed once per state of the store and shared by all sessions."""

import pandas as pd

from data.store import Store
from metrics.joint_tenders import joint_tenders as joint_tenders_of
from metrics.joint_tenders import listed_tenders, members
from metrics.procurement import demand_calendar, procurement_left_out, procurement_shares
from ui.remembered import remembered


@remembered()
def listed(store: Store, area_ids: tuple[str, ...], reader: str) -> pd.DataFrame:
    """The tenders and needs of some municipalities that a reader of one may see (metrics.joint_tenders.listed_tenders)."""
    return listed_tenders(store, area_ids, reader=reader)


@remembered()
def joint(store: Store, area_ids: tuple[str, ...], among: tuple[str, ...] | None) -> pd.DataFrame:
    """What could be put to the market together (metrics.joint_tenders.joint_tenders), with the ids of those that take part.

    Measured with 1,200 municipalities of six open tenders each, once per state of the store: 2 s."""
    return joint_tenders_of(store, area_ids, among=among)


@remembered()
def joined(store: Store, cpv: str, since: str, until: str, area_ids: str) -> pd.DataFrame:
    """The tenders and needs of one group (metrics.joint_tenders.members). area_ids: as in its row."""
    group = {"cpv_class": cpv, "from_quarter": since, "to_quarter": until, "municipality_ids": area_ids}
    return members(listed_tenders(store, area_ids.split(", ")), group)


@remembered()
def calendar(store: Store, area_ids: tuple[str, ...], reader: str) -> pd.DataFrame:
    """What is planned when, of what a reader may see (metrics.procurement.demand_calendar)."""
    return demand_calendar(store, area_ids, reader=reader)


@remembered()
def shares(store: Store, area_id: str) -> pd.DataFrame:
    """The shares of a municipality's tenders by year (metrics.procurement.procurement_shares)."""
    return procurement_shares(store, [area_id], by="year")


@remembered()
def left_out(store: Store, area_ids: tuple[str, ...], reader: str) -> pd.DataFrame:
    """What is left out of sums or the calendar, of what a reader may see (metrics.procurement.procurement_left_out)."""
    seen = listed(store, area_ids, reader)[["kind", "municipality_id", "id", "title"]]
    found = procurement_left_out(store, area_ids)
    return found.merge(seen, on=["kind", "municipality_id", "id"])
