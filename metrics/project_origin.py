"""Who builds on a project: projects of other municipalities that name it as where their idea comes from."""

import pandas as pd

from data.store import Store

SHORTEST_TITLE = 8  # letters; a shorter one ("Buses") is a word that others use without meaning the project
COLUMNS = ("municipality_id", "project_id", "title", "innovation_stage", "idea_origin")


def named_as_origin(store: Store, municipality_id: str, project_id: str) -> pd.DataFrame:
    """The shared projects of other municipalities whose origin of the idea names this project.

    The origin is told in own words, so a project counts as named where they hold its title, or both its id and the name of
    its municipality, whatever the case of the letters. Only projects that may be shared are told, with the words that were
    found. Returns the columns of COLUMNS, by municipality and id; empty = nobody says so, which is not the same as nobody
    copied it."""
    return store.query(_NAMING, {"area": municipality_id, "project": project_id, "shortest": SHORTEST_TITLE})


_NAMING = """
with this as (
    select lower(projects.title) as title, lower(projects.record_id) as project_id, lower(areas.name) as place
    from live_projects projects
    join areas on areas.area_id = projects.area_id
    where projects.is_speaking and projects.area_id = $area and projects.record_id = $project
),
others as (
    select area_id, record_id, title, innovation_stage, idea_origin, lower(idea_origin) as words
    from live_projects
    where is_speaking and is_shareable and area_id <> $area and idea_origin is not null
)
select
    others.area_id as municipality_id, others.record_id as project_id, others.title, others.innovation_stage,
    others.idea_origin
from others
cross join this
where
    (length(this.title) >= $shortest and contains(others.words, this.title))
    or (
        contains(others.words, this.place)
        and list_contains(regexp_split_to_array(others.words, '[^[:alnum:]_-]+'), this.project_id)
    )
order by municipality_id, project_id
"""
