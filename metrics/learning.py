"""Whom to learn from: in each sector where a municipality lags, the peers that cut most over the same years and have a
shared project there (docs/methods.md, comparison and peers)."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data.code_lists import SECTORS
from data.store import Store
from metrics.peers import peers as nearest_peers
from metrics.plausibility import unusual_series
from metrics.sectors import sector_sums
from texts import N_, Text

MOST_PER_SECTOR = 3
COLUMNS = (
    "sector", "own_change_percent", "median_change_percent", "municipality_id", "change_percent", "first_year",
    "last_year", "project_id", "project_title", "innovation_stage", "status", "reason",
)  # fmt: skip


def learn_from(store: Store, municipality_id: str, *, peers: Sequence[str] | None = None) -> pd.DataFrame:
    """Per sector in which the municipality lags, the peers with the largest cuts over the same years.

    It lags where its relative change is worse than the median of the peers that have the sector and whose series is not
    unusual; where all are, nobody can say. Only municipalities of the same national dataset are compared, between the
    first and the last year that it shares with at least half of them. peers None: the nearest ones of its country.
    Returns the columns of COLUMNS, at most three peers a sector, largest cut first: status "project" (a shared project in
    that sector is linked), "cause_unknown" (there is none; a plant may have closed) or "excluded_unusual" (a jump or gap
    between those years that nobody has acknowledged, at the end); changes in percent between first_year and last_year,
    negative = cut; median_change_percent NaN = all are unusual."""
    chosen = list(peers) if peers is not None else _nearest(store, municipality_id)
    chosen = [each for each in dict.fromkeys(chosen) if each != municipality_id]
    sums = sector_sums(store, [municipality_id, *chosen])
    own = sums[(sums["municipality_id"] == municipality_id) & (sums["kind"] != "own_accounts")]
    same = sums[sums["dataset"].isin(own["dataset"])]
    unusual = (
        unusual_series(store, chosen)
        if chosen
        else pd.DataFrame(columns=["municipality_id", "subject", "year"])
    )
    projects = store.query(_PROJECTS, {"areas": chosen})
    rows = [
        row
        for sector in SECTORS
        for row in _of_sector(
            _by_year(same[same["sector"] == sector]),
            sector,
            municipality_id,
            unusual[unusual["subject"].isin([sector, "total"])],
            projects[projects["sector"] == sector],
        )
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _nearest(store: Store, municipality_id: str) -> list[str]:
    return nearest_peers(store, municipality_id, same_country=True)["municipality_id"].tolist()


def _by_year(sums: pd.DataFrame) -> pd.DataFrame:
    """Tonnes by year, a column for each that has the sector; NaN = missing."""
    return sums.pivot(index="year", columns="municipality_id", values="emissions_tco2e").dropna(
        axis=1, how="all"
    )


def _of_sector(
    by_year: pd.DataFrame, sector: str, municipality_id: str, unusual: pd.DataFrame, projects: pd.DataFrame
) -> list[dict[str, Any]]:
    if municipality_id not in by_year or by_year.shape[1] == 1:
        return []
    first, last = _shared_years(by_year, municipality_id)
    change = (100 * (by_year.loc[last] / by_year.loc[first] - 1))[by_year.loc[first] > 0].dropna()
    if municipality_id not in change:
        return []
    own, others = float(change[municipality_id]), change.drop(municipality_id)
    is_within = (unusual["year"] > first) & (unusual["year"] <= last)
    put_aside = set(unusual.loc[is_within, "municipality_id"])
    median = float(others[~others.index.isin(put_aside)].median())
    if own <= median:
        return []
    cuts = [(each in put_aside, value, str(each)) for each, value in others.items() if value < min(own, 0)]
    found = {
        "sector": sector, "own_change_percent": own, "median_change_percent": median, "first_year": first,
        "last_year": last,
    }  # fmt: skip
    return [
        {
            **found,
            "municipality_id": each,
            "change_percent": value,
            **_link(each, projects, is_unusual=is_unusual),
        }
        for is_unusual, value, each in sorted(cuts)[:MOST_PER_SECTOR]
    ]


def _shared_years(by_year: pd.DataFrame, municipality_id: str) -> tuple[int, int]:
    """The first and the last year in which it and at least half of the others have a figure; where there are none, the
    first and the last of its own."""
    known = by_year[by_year[municipality_id].notna()]
    others = known.drop(columns=municipality_id)
    shared = others.index[2 * others.notna().sum(axis=1) >= others.shape[1]]
    years = shared if len(shared) else known.index
    return int(years.min()), int(years.max())


def _link(municipality_id: str, projects: pd.DataFrame, *, is_unusual: bool) -> dict[str, Any]:
    if is_unusual:
        return _unlinked(
            "excluded_unusual",
            N_("Its series has a jump or a gap, and nobody has said why: acknowledge the warning first."),
        )
    linked = projects[projects["municipality_id"] == municipality_id]
    if linked.empty:
        return _unlinked("cause_unknown", N_("No shared project explains the cut; a plant may have closed."))
    first = linked.iloc[0]
    return {
        "project_id": first["project_id"],
        "project_title": first["title"],
        "innovation_stage": first["innovation_stage"],
        "status": "project",
        "reason": N_("A shared project in the same sector: {title}.", title=first["title"]),
    }


def _unlinked(status: str, reason: Text) -> dict[str, Any]:
    return {
        "project_id": None,
        "project_title": None,
        "innovation_stage": None,
        "status": status,
        "reason": reason,
    }


# The furthest project on the ladder first; only those whose owner lets partner cities see them.
_PROJECTS = """
select area_id as municipality_id, record_id as project_id, title, sector, innovation_stage
from live_projects
where
    area_id in (select unnest($areas::varchar[])) and is_speaking and is_shareable and sector is not null
    and coalesce(innovation_stage, '') <> 'stopped' and coalesce(status, '') <> 'stopped'
order by
    area_id, sector,
    list_position(['verified', 'running', 'implementation', 'pilot', 'concept', 'idea'], innovation_stage) nulls last,
    record_id
"""
