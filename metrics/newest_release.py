"""What the newest release of a municipality's headline dataset changed."""

from dataclasses import dataclass

import pandas as pd

from data.store import Store
from metrics.datasets import datasets_of
from metrics.release_changes import VerdictChange, release_changes, releases_of, verdict_changes

UNITS = {"ghg": "t CO2e", "co2": "t CO2"}


@dataclass(frozen=True)
class NewRelease:
    """The two newest releases of the headline dataset of one municipality, side by side.

    changes: as metrics.release_changes.release_changes, of that municipality only."""

    title: str
    publisher: str
    gas_coverage: str
    older: str
    newer: str
    changes: pd.DataFrame
    verdict: VerdictChange | None

    @property
    def unit(self) -> str:
        """The unit of the totals."""
        return UNITS.get(self.gas_coverage, "t")


def newest_release(store: Store, area_id: str) -> NewRelease | None:
    """What the newest release changed; None where the municipality has figures of one release only."""
    datasets, rows = datasets_of(store, area_id), releases_of(store)
    if datasets.empty or rows.empty:
        return None
    dataset = datasets["dataset"].iloc[0]
    own = set(store.query(_OWN_RELEASES, {"area": area_id, "dataset": dataset})["release"])
    about = rows[(rows["dataset"] == dataset) & rows["release"].isin(own)]
    if len(about) < 2:
        return None
    first, newer, older = about.iloc[0], about["release"].iloc[0], about["release"].iloc[1]
    changes = release_changes(store, first["dataset"], older=older, newer=newer, municipality_ids=[area_id])
    verdicts = verdict_changes(store, changes, gas_coverage=first["gas_coverage"])
    verdict = verdicts[0] if verdicts else None
    return NewRelease(
        first["title"], first["publisher"], first["gas_coverage"], older, newer, changes, verdict
    )


_OWN_RELEASES = """
select distinct release
from live_slices
where
    table_name = 'emissions' and dataset = $dataset
    and (
        area_id = $area
        or area_id in (
            select country_code || '-' || earlier_code from municipality_changes
            where area_id = $area and kind <> 'split'
        )
    )
order by release
"""
