"""What the compare page reads beside ui/reads.py, computed once per state of the store and shared by all sessions.

Ranks and peers are told among all municipalities of the store, so these reads are the largest of any page; the store's
version is part of every key."""

from dataclasses import dataclass

import pandas as pd

from data.store import Store
from metrics.comparison import Position, comparable_groups, position
from metrics.learning import learn_from as learn_from_peers
from metrics.peers import peers as nearest_peers
from metrics.progress import progress
from metrics.sectors import sector_profile as sector_profile_of
from metrics.sectors import sector_sums as sector_sums_of
from metrics.values import indicator_values
from ui.remembered import remembered

# The columns that a position is told from; each row is looked through for every municipality compared.
_NEEDED = ("municipality_id", "indicator", "year", "value", "missing_reason", "group", "group_break")


@dataclass(frozen=True)
class Standing:
    """Where a municipality stands (metrics.comparison.position), and the group that it is told in
    (metrics.comparison.comparable_groups)."""

    place: Position
    group: str


@remembered(most=24)
def grouped_values(store: Store, indicators: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """The values of every municipality of the store with the group in which each may be ranked
    (metrics.comparison.comparable_groups), by indicator. One copy for all sessions: nobody changes it.

    Measured with 1,200 municipalities and 2.5 million emission facts, once per state of the store: one indicator 1.9 s,
    all 4.4 s."""
    grouped = comparable_groups(indicator_values(store, indicators=indicators), store.datasets())
    return {str(key): rows for key, rows in grouped[list(_NEEDED)].groupby("indicator")}


@remembered()
def standings(store: Store, area_id: str, indicators: tuple[str, ...]) -> dict[str, Standing]:
    """Where an area stands, for each of the indicators it has a value of.

    indicators: those of grouped_values. Measured as above, beside the reading: 0.03 s an indicator."""
    grouped = grouped_values(store, indicators)
    found = {key: _standing(rows, area_id, key) for key, rows in grouped.items()}
    return {key: standing for key, standing in found.items() if standing is not None}


@remembered()
def statuses(store: Store, area_ids: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """The status of every area and indicator by the required path (metrics.progress.progress)."""
    judged = progress(store, municipality_ids=area_ids, methods=["linear_path"])
    rows = zip(judged["municipality_id"], judged["indicator"], judged["status"], strict=True)
    return {(area_id, indicator): status for area_id, indicator, status in rows}


@remembered()
def peers(store: Store, area_id: str) -> pd.DataFrame:
    """The nearest municipalities (metrics.peers.peers)."""
    return nearest_peers(store, area_id)


@remembered()
def learning(store: Store, area_id: str) -> pd.DataFrame:
    """In which sectors the nearest peers of its country cut more (metrics.learning.learn_from)."""
    return learn_from_peers(store, area_id)


@remembered()
def sector_sums(store: Store, area_ids: tuple[str, ...]) -> pd.DataFrame:
    """The sectors of some areas in every year (metrics.sectors.sector_sums)."""
    return sector_sums_of(store, area_ids)


@remembered()
def sector_profile(store: Store, area_ids: tuple[str, ...], year: int) -> pd.DataFrame:
    """How the comparable totals of some areas are made up (metrics.sectors.sector_profile)."""
    return sector_profile_of(store, area_ids, year)


def _standing(rows: pd.DataFrame, area_id: str, indicator: str) -> Standing | None:
    """rows: of one indicator. Own accounts stand alone in their group, so nobody else's rows are looked through."""
    own = rows[rows["municipality_id"] == area_id]
    known = own.dropna(subset=["value"])
    if known.empty:
        return None
    group = str(known.loc[known["year"].idxmax(), "group"])
    is_alone = group.endswith(f"|{area_id}")
    place = position(own if is_alone else rows, area_id, indicator)
    return None if place is None else Standing(place, group)
