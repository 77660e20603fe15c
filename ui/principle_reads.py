"""What the principles page reads, computed once per state of the store and shared by all sessions."""

import pandas as pd

from data.store import Store
from metrics.principle_evidence import principle_evidence
from metrics.principles import principle_change, principle_comparison, principle_medians, principle_spread
from ui.remembered import remembered


@remembered()
def medians(store: Store, area_id: str) -> pd.DataFrame:
    """Medians by round, principle and group (metrics.principles.principle_medians)."""
    return principle_medians(store, [area_id])


@remembered()
def spread(store: Store, area_id: str) -> pd.DataFrame:
    """How far the groups lie apart, by round and principle (metrics.principles.principle_spread)."""
    return principle_spread(store, [area_id])


@remembered()
def change(store: Store, area_id: str) -> pd.DataFrame:
    """What has changed between the two newest rounds (metrics.principles.principle_change)."""
    return principle_change(store, [area_id])


@remembered()
def comparison(store: Store, respondent_group: str) -> pd.DataFrame:
    """The newest round of every municipality of the store (metrics.principles.principle_comparison)."""
    return principle_comparison(store, respondent_group=respondent_group)


@remembered()
def evidence(store: Store, area_id: str) -> pd.DataFrame:
    """What respondents name as evidence (metrics.principle_evidence.principle_evidence)."""
    return principle_evidence(store, [area_id])
