"""How many people live in an area, year by year, as every per-head figure counts them."""

import pandas as pd

from data.store import Store
from metrics.series_sql import PEOPLE, mapped_slices


def inhabitants_of(store: Store, municipality_id: str) -> pd.DataFrame:
    """Inhabitants of an area by year, from the population dataset that speaks.

    For years before a merger its parts are summed when all of them are there. Inhabitants that a publisher counts on
    1 January stand under the year before, so that every year means 31 December. Returns year, inhabitants (persons,
    NaN = a part is missing), ordered by year."""
    parameters = {
        "areas": [municipality_id],
        "dataset": None,
        "all_datasets": False,
        "kinds": [],
        "statuses": [],
    }
    return store.query(f"with {mapped_slices(store, [municipality_id])}, {PEOPLE} {_INHABITANTS}", parameters)


_INHABITANTS = "select year::integer as year, inhabitants from people order by year"
