"""Whom there is anything to judge of."""

from data.store import Store


def judged_municipalities(store: Store) -> list[str]:
    """The ids of every municipality with live figures or a live target, in order."""
    return [str(area_id) for area_id in store.arrow(_WITH_SOMETHING).column("area_id").to_pylist()]


_WITH_SOMETHING = """
select areas.area_id
from areas
where
    areas.kind = 'municipality'
    and areas.area_id in (
        select area_id from live_slices where table_name in ('emissions', 'materials', 'figures')
        union
        select area_id from live_targets
    )
order by areas.area_id
"""
