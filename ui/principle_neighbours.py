"""The principles of several municipalities side by side: whose newest round stands where, and from whom to learn."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from charts.principle_dots import score_words
from data.code_lists import PRINCIPLES, RESPONDENT_GROUPS
from data.store import Store
from metrics.principles import ALL_GROUPS
from sentences import formats
from texts import MISSING, _
from ui import principle_reads
from ui.principles import group_title, score_or_dash
from ui.remembered import remembered

EVERYBODY = "all"  # in the address; metrics.principles says ""
ASKED = [EVERYBODY, *RESPONDENT_GROUPS]


@dataclass(frozen=True)
class Beside:
    """Some municipalities side by side."""

    sentence: str
    table: pd.DataFrame


def asked_group(asked: str) -> str:
    """What stands in the address as metrics.principles names it."""
    return ALL_GROUPS if asked == EVERYBODY else asked


def asked_title(asked: str) -> str:
    """What stands in the address in words."""
    return group_title(asked_group(asked))


@remembered()
def others(store: Store, area_id: str, asked: str) -> list[str]:
    """The other municipalities of which the median of those asked is told."""
    return neighbours(principle_reads.comparison(store, asked_group(asked)), area_id)


@remembered(most=500, in_words=True)
def in_words(store: Store, area_ids: tuple[str, ...], asked: str) -> Beside:
    """The first of the municipalities beside the others."""
    comparison = principle_reads.comparison(store, asked_group(asked))
    names = names_of(store, area_ids)
    own = area_ids[0]
    return Beside(comparison_sentence(comparison, own, names), comparison_table(comparison, own, names))


def names_of(store: Store, area_ids: Sequence[str]) -> dict[str, str]:
    """The names of some municipalities by id; those of one name with their ids."""
    areas = store.register().areas
    counts = Counter(areas[each].name for each in area_ids)
    return {
        each: areas[each].name if counts[areas[each].name] == 1 else f"{areas[each].name} ({each})"
        for each in area_ids
    }


def neighbours(comparison: pd.DataFrame, area_id: str) -> list[str]:
    """The other municipalities with a median that is told. comparison: of one group."""
    told = comparison.dropna(subset=["median"])["municipality_id"].drop_duplicates()
    return [str(each) for each in told if each != area_id]


def comparison_sentence(comparison: pd.DataFrame, area_id: str, names: dict[str, str]) -> str:
    """From whom there is most to learn: the principle on which another municipality stands furthest above.

    comparison: of one group, all municipalities. names: by id, of those compared."""
    wide = _side_by_side(comparison, list(names))
    if area_id not in wide or wide[area_id].isna().all():
        return _("{name} has no figure to compare here.", name=names[area_id])
    ahead = wide.drop(columns=area_id).sub(wide[area_id], axis=0).stack().dropna()
    if ahead.empty:
        return _("{name} has no figure to compare here.", name=names[area_id])
    if ahead.max() <= 0:
        return _("On no principle does one of them stand above {name}.", name=names[area_id])
    principle, other = ahead.idxmax()
    return _(
        "Most to learn from {other} on “{principle}”: {theirs} there, {own} in {name}.",
        other=names[other], name=names[area_id], principle=_(PRINCIPLES[principle]),
        theirs=score_words(wide.loc[principle, other]), own=score_words(wide.loc[principle, area_id]),
    )  # fmt: skip


def comparison_table(comparison: pd.DataFrame, area_id: str, names: dict[str, str]) -> pd.DataFrame:
    """The principles of some municipalities side by side, and the own rank among all that are told."""
    wide = _side_by_side(comparison, list(names))
    own = comparison[comparison["municipality_id"] == area_id].set_index("principle")
    columns = {
        names[each]: [score_or_dash(value) for value in wide[each]] if each in wide else [MISSING] * len(wide)
        for each in names
    }
    return pd.DataFrame(
        {
            _("Principle"): [_(PRINCIPLES[each]) for each in wide.index],
            **columns,
            _("Rank"): [_rank(own, each) for each in wide.index],
        }
    )


def _rank(own: pd.DataFrame, principle: str) -> str:
    if principle not in own.index or pd.isna(own.loc[principle, "rank"]):
        return MISSING
    row = own.loc[principle]
    words = _("{rank} of {of}", rank=str(row["rank"]), of=str(row["of"]))
    return words.replace(" ", formats.FIXED_SPACE)


def _side_by_side(comparison: pd.DataFrame, area_ids: list[str]) -> pd.DataFrame:
    """Medians by principle (rows, as the road map lists them) and municipality."""
    chosen = comparison[comparison["municipality_id"].isin(area_ids)]
    wide = chosen.pivot(index="principle", columns="municipality_id", values="median")
    return wide.reindex([each for each in PRINCIPLES if each in wide.index])
