"""Whom to learn from: in each sector where a municipality lags, the peers that cut most over the same years and have a
shared project there (docs/methods.md, comparison and peers)."""

from collections.abc import Sequence

import numpy as np
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

    It lags where its relative change is worse than the median of the peers that have the sector. Only municipalities
    of the same dataset are compared. peers None: the nearest ones. Returns the columns of COLUMNS, at most three
    peers a sector, largest cut first: status "project" (a shared project in that sector is linked), "cause_unknown"
    (there is none; a plant may have closed) or "excluded_unusual" (a jump in its series that nobody has
    acknowledged, at the end); changes in percent between first_year and last_year, negative = cut."""
    chosen = (
        list(peers)
        if peers is not None
        else nearest_peers(store, municipality_id)["municipality_id"].tolist()
    )
    sums = sector_sums(store, [municipality_id, *chosen])
    own = sums[(sums["municipality_id"] == municipality_id) & (sums["kind"] != "own_accounts")]
    if own.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    same = sums[sums["dataset"] == own["dataset"].iloc[0]].dropna(subset=["emissions_tco2e"])
    unusual = unusual_series(store, chosen)
    projects = store.query(_PROJECTS, {"areas": chosen})
    rows = [
        row
        for sector in SECTORS
        for row in _of_sector(same[same["sector"] == sector], sector, municipality_id, unusual, projects)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_sector(
    sums: pd.DataFrame, sector: str, municipality_id: str, unusual: pd.DataFrame, projects: pd.DataFrame
) -> list[dict]:
    table = sums.pivot_table(
        index="year", columns="municipality_id", values="emissions_tco2e", aggfunc="first"
    )
    if municipality_id not in table or table[municipality_id].notna().sum() < 2:
        return []
    years = table.index[table[municipality_id].notna()]
    first, last = int(years.min()), int(years.max())
    base, now = table.loc[first], table.loc[last]
    change = (100 * (now / base - 1)).where(base > 0).dropna()
    others = change.drop(municipality_id, errors="ignore")
    if municipality_id not in change or others.empty or change[municipality_id] <= others.median():
        return []
    own = float(change[municipality_id])
    is_jumpy = set(unusual.loc[unusual["subject"].isin([sector, "total"]), "municipality_id"])
    better = [(value, each) for each, value in others.items() if value < min(own, 0.0)]
    ordered = sorted(better, key=lambda pair: (pair[1] in is_jumpy, pair[0], pair[1]))[:MOST_PER_SECTOR]
    found = {
        "sector": sector, "own_change_percent": own, "median_change_percent": float(np.median(others)),
        "first_year": first, "last_year": last,
    }  # fmt: skip
    return [
        {
            **found,
            "municipality_id": each,
            "change_percent": float(value),
            **_link(each, sector, each in is_jumpy, projects),
        }
        for value, each in ordered
    ]


def _link(municipality_id: str, sector: str, is_jumpy: bool, projects: pd.DataFrame) -> dict:
    if is_jumpy:
        return _unlinked(
            "excluded_unusual",
            N_("Its series jumps, and nobody has said why: acknowledge the warning first."),
        )
    linked = projects[(projects["municipality_id"] == municipality_id) & (projects["sector"] == sector)]
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


def _unlinked(status: str, reason: Text) -> dict:
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
    area_id in (select unnest($areas::varchar[])) and is_shareable and sector is not null
    and coalesce(innovation_stage, '') <> 'stopped' and coalesce(status, '') <> 'stopped'
order by
    area_id, sector,
    list_position(['verified', 'running', 'implementation', 'pilot', 'concept', 'idea'], innovation_stage) nulls last,
    record_id
"""
