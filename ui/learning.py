"""From whom the first municipality can learn: sectors in which it cut less than its peers, who cut most, and by what."""

import pandas as pd

from data.code_lists import INNOVATION_STAGES, SECTORS
from data.store import Store
from sentences import formats
from texts import _


def sentences(store: Store, found: pd.DataFrame, area_id: str) -> list[str]:
    """One sentence for each sector in which the municipality lags.

    found: rows of metrics.learning.learn_from, for that municipality."""
    name = store.register().areas[area_id].name
    return [_sentence(row, name) for _index, row in found.drop_duplicates("sector").iterrows()]


def _sentence(row: pd.Series, name: str) -> str:
    places = {
        "sector": _(SECTORS[row["sector"]]),
        "name": name,
        "own": formats.percent(row["own_change_percent"], signed=True),
        "first": str(row["first_year"]),
        "last": str(row["last_year"]),
    }
    if pd.isna(row["median_change_percent"]):
        return _(
            "{sector}: {name} {own} from {first} to {last}; the series of all its peers are unusual.",
            **places,
        )
    return _("{sector}: {name} {own} from {first} to {last}, the median of its peers {median}.",
             median=formats.percent(row["median_change_percent"], signed=True), **places)  # fmt: skip


def answer(found: pd.DataFrame, peers: pd.DataFrame, name: str) -> str:
    """Who is most alike, and in how many sectors something can be learned."""
    if peers.empty:
        return _(
            "Nobody can be called a peer of {name} yet: inhabitants or sectors that others have too are missing.",
            name=name,
        )
    likest = ", ".join(peers["name"].head(3))
    words = _("Most like {name}: {peers}.", name=name, peers=likest)
    count = found["sector"].nunique()
    if count == 0:
        return f"{words} {_('In no sector did a peer of the same dataset cut more.')}"
    projects = int((found["status"] == "project").sum())
    return f"{words} {_lags(count, projects)}"


def _lags(count: int, projects: int) -> str:
    if count == 1:
        return _(
            "In one sector its peers cut more; shared projects that explain a cut: {projects}.",
            projects=projects,
        )
    return _("In {count} sectors its peers cut more; shared projects that explain a cut: {projects}.",
             count=count, projects=projects)  # fmt: skip


def table(store: Store, found: pd.DataFrame) -> pd.DataFrame:
    """One row per sector and peer: its change over the same years, its shared project, or what is known instead."""
    areas = store.register().areas
    return pd.DataFrame(
        {
            _("Sector"): [_(SECTORS[each]) for each in found["sector"]],
            _("Learn from"): [areas[each].name for each in found["municipality_id"]],
            _("Change, %"): found["change_percent"].astype(float),
            _("Years"): [f"{row.first_year}–{row.last_year}" for row in found.itertuples()],
            _("Project"): [_project(row) for _index, row in found.iterrows()],
            _("What is known"): [_(reason) for reason in found["reason"]],
        }
    )


def _project(row: pd.Series) -> str:
    if row["status"] != "project":
        return ""
    stage = row["innovation_stage"]
    words = (
        f" ({_(INNOVATION_STAGES[stage])})" if isinstance(stage, str) and stage in INNOVATION_STAGES else ""
    )
    return f"{row['project_title']}{words}"
