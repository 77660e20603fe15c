"""From a figure back to the facts behind it: upload, file, sheet and cell."""

import pandas as pd

from data.store import Store
from metrics.registry import indicator_named
from metrics.series_sql import FACTS_BEHIND, MAPPED_SLICES


def facts_behind(
    store: Store, municipality_id: str, indicator: str, year: int, dataset: str | None = None
) -> pd.DataFrame:
    """The rows that an indicator's value of a year was made from, with the place of each in the original
    file.

    Headline dataset unless one is named; for a merged municipality the rows of its parts. Per-head indicators
    end with the population row.
    Returns upload_id, file_name, sha256, sheet, cell ("E14"; missing when the file has no cell for it), row,
    sector, subsector, gas, emissions_tco2e (t, NaN = missing or not an emission row), inhabitants (persons,
    on the population row only), missing_reason, source_label, dataset, release. The emissions add up to the
    value (per head: to its numerator). Raises MetricError for an unknown indicator."""
    chosen = indicator_named(indicator)
    parameters = {
        "areas": [municipality_id],
        "dataset": dataset,
        "all_datasets": False,
        "kinds": [],
        "year": year,
        "sectors": list(chosen.sector_codes),
        "gas_coverage": chosen.gas_coverage,
        "is_per_head": chosen.is_per_head,
    }
    return store.query(f"with {MAPPED_SLICES}, {FACTS_BEHIND}", parameters)
