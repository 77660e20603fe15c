"""Dated values that calculations use, each with its source: a constant is data and not code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.store import Store


@dataclass(frozen=True)
class Constant:
    """A value in force. value: in unit; source: where it comes from; area_id: who decided it (the municipality itself, or
    its country)."""

    key: str
    value: float
    unit: str
    valid_from: date
    source: str
    area_id: str


def constants_in_force(
    store: Store, area_id: str, keys: Sequence[str], *, on: date | None = None
) -> dict[str, Constant]:
    """The constants of those keys that hold for an area on a day (None: the newest of each), by key.

    A municipality's own goes before its country's; of several the newest that has begun. Keys that nobody has stated are
    not there."""
    parameters = {"areas": [area_id, area_id[:2]], "own": area_id, "keys": list(keys), "on": on}
    rows = store.arrow(_IN_FORCE, parameters).to_pylist()
    return {row["key"]: Constant(**row) for row in rows}


_IN_FORCE = """
select
    constant as key, value, coalesce(unit, '') as unit, valid_from, source, area_id
from live_constants
where
    is_speaking and area_id in (select unnest($areas::varchar[]))
    and constant in (select unnest($keys::varchar[]))
    and ($on::date is null or valid_from <= $on)
qualify row_number() over (
    partition by constant order by area_id = $own desc, valid_from desc, record_id desc
) = 1
order by key
"""
