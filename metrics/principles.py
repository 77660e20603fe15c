"""How respondents see a municipality on the eight principles of the Nordic road map: medians by group, the spread between
groups as the signal for dialogue, change over time, and cities side by side (docs/methods.md, principles).

A group of fewer than three respondents is not told by itself, so that nobody's answer can be read from it; its answers count
in the figures of all. While such groups have one or two respondents together, the figures of all are not told either: with
those of the other groups beside them the hidden answers could be worked out."""

from collections.abc import Sequence

import pandas as pd

from data.code_lists import FEWEST_RESPONDENTS, PRINCIPLES, RESPONDENT_GROUPS
from data.store import Store
from texts import N_

ALL_GROUPS = ""
FEWEST = FEWEST_RESPONDENTS
MEDIANS = (
    "municipality_id", "assessment_id", "assessed_on", "principle", "respondent_group", "respondents", "median", "low",
    "high", "reason",
)  # fmt: skip
SPREAD = (
    "municipality_id", "assessment_id", "assessed_on", "principle", "spread", "highest_group", "highest_median",
    "lowest_group", "lowest_median", "groups",
)  # fmt: skip
CHANGE = (
    "municipality_id", "principle", "respondent_group", "from_assessment", "to_assessment", "from_median", "to_median",
    "change", "reason",
)  # fmt: skip
COMPARISON = (
    "principle", "municipality_id", "assessment_id", "assessed_on", "respondents", "median", "rank", "of",
)  # fmt: skip


def principle_medians(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """The median score (0-4) of each principle, by assessment and respondent group, and of all respondents (group "").

    low, high: the quartiles, between which half of the answers lie. respondents: those who gave a score. Too few
    respondents: no figures, and the reason; so also those of all beside one or two hidden answers. assessed_on: the
    last day of the round, NaT = not stated. Returns the columns of MEDIANS in the order of assessments, the road map's
    principles and groups. Source: docs/methods.md."""
    answers = store.query(_SCORES, {"areas": None if municipality_ids is None else list(municipality_ids)})
    both = pd.concat([answers.assign(respondent_group=ALL_GROUPS), answers])
    keys = ["municipality_id", "assessment_id", "assessed_on", "principle", "respondent_group"]
    scores = both.groupby(keys, dropna=False, sort=False)["score"]
    found = pd.DataFrame(
        {
            "respondents": scores.count(),
            "median": scores.median(),
            "low": scores.quantile(0.25),
            "high": scores.quantile(0.75),
        }
    ).reset_index()
    return _in_order(_protected(found))[list(MEDIANS)]


def _protected(found: pd.DataFrame) -> pd.DataFrame:
    """Without what would tell the answers of one or two respondents, and with the reason."""
    is_thin = found["respondents"] < FEWEST
    is_whole = found["respondent_group"] == ALL_GROUPS
    keys = ["municipality_id", "assessment_id", "principle"]
    hidden = found.assign(hidden=found["respondents"].where(is_thin & ~is_whole, 0)).groupby(keys)["hidden"]
    is_revealing = is_whole & ~is_thin & hidden.transform("sum").between(1, FEWEST - 1)
    few = N_("Fewer than {count} respondents: their answers are not told apart.", count=str(FEWEST))
    revealing = N_(
        "Not told: beside the other groups it would tell the answers of those that are not told apart."
    )
    reasons = [
        few if thin else revealing if tells else None
        for thin, tells in zip(is_thin, is_revealing, strict=True)
    ]
    figures = found[["median", "low", "high"]].mask(is_thin | is_revealing)
    return found.assign(
        **figures,
        reason=pd.Series(reasons, index=found.index, dtype=object),
    )


def principle_spread(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """How far the groups lie apart on each principle, the widest first within an assessment: where to talk.

    spread: highest less lowest median of the groups that are told; missing with fewer than two of them. Returns the columns
    of SPREAD."""
    medians = principle_medians(store, municipality_ids)
    told = medians[(medians["respondent_group"] != ALL_GROUPS) & medians["median"].notna()]
    rows = []
    keys = ["municipality_id", "assessment_id", "assessed_on", "principle"]
    for place, whole in medians.groupby(keys, dropna=False, sort=False):
        groups = told.loc[told.index.intersection(whole.index)]
        high = groups.loc[groups["median"].idxmax()] if len(groups) > 1 else None
        low = groups.loc[groups["median"].idxmin()] if len(groups) > 1 else None
        rows.append({
            **dict(zip(keys, place, strict=True)),
            "spread": None if high is None or low is None else high["median"] - low["median"],
            "highest_group": None if high is None else high["respondent_group"],
            "highest_median": None if high is None else high["median"],
            "lowest_group": None if low is None else low["respondent_group"],
            "lowest_median": None if low is None else low["median"],
            "groups": len(groups),
        })  # fmt: skip
    table = pd.DataFrame(rows, columns=list(SPREAD))
    numbers = dict.fromkeys(("spread", "highest_median", "lowest_median"), "float64")
    order = ["municipality_id", "assessed_on", "assessment_id", "spread"]
    return table.astype(numbers).sort_values(
        order, ascending=[True, True, True, False], kind="stable", ignore_index=True
    )


def principle_change(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """What has changed between the two newest assessments of each municipality, by principle and group.

    change: newer less older median, NaN where one of them is not told, which the reason says. Assessments without a date
    have no place in time: each has one row after all others, with its id, no figures and the reason. Returns the columns of
    CHANGE; a municipality with one dated assessment has no change."""
    medians = principle_medians(store, municipality_ids)
    dated = medians.dropna(subset=["assessed_on"])
    changes = [_change(of_area) for _area, of_area in dated.groupby("municipality_id", sort=False)]
    rows = [*changes, _undated(medians[medians["assessed_on"].isna()])]
    table = pd.concat([each for each in rows if len(each)] or [pd.DataFrame(columns=list(CHANGE))])
    numbers = dict.fromkeys(("from_median", "to_median", "change"), "float64")
    return table.reindex(columns=list(CHANGE)).astype(numbers).reset_index(drop=True)


def _change(of_area: pd.DataFrame) -> pd.DataFrame:
    """The change of one municipality; no rows with fewer than two assessments."""
    assessments = of_area.sort_values(["assessed_on", "assessment_id"])["assessment_id"].drop_duplicates()
    if len(assessments) < 2:
        return of_area.iloc[:0]
    older_id, newer_id = assessments.iloc[-2:]
    older, newer = (of_area[of_area["assessment_id"] == each] for each in (older_id, newer_id))
    keys = ["municipality_id", "principle", "respondent_group"]
    both = older.merge(newer, on=keys, how="outer", suffixes=("_from", "_to"), sort=False)
    change = both["median_to"] - both["median_from"]
    not_told = N_("In one of the two assessments it is not told.")
    return _in_order(
        both.assign(
            from_assessment=older_id,
            to_assessment=newer_id,
            from_median=both["median_from"],
            to_median=both["median_to"],
            change=change,
            reason=pd.Series([not_told if missing else None for missing in change.isna()], dtype=object),
        )
    )


def _undated(medians: pd.DataFrame) -> pd.DataFrame:
    """One row for each assessment that has no place in time."""
    undated = medians[["municipality_id", "assessment_id"]].drop_duplicates()
    reason = N_("The assessment has no date and is not compared.")
    return undated.rename(columns={"assessment_id": "to_assessment"}).assign(
        principle="", respondent_group=ALL_GROUPS, from_assessment="", reason=[reason] * len(undated)
    )


def principle_comparison(
    store: Store, municipality_ids: Sequence[str] | None = None, *, respondent_group: str = ALL_GROUPS
) -> pd.DataFrame:
    """The newest assessment of several municipalities side by side: the median of all respondents, principle by principle.

    respondent_group: the median of one group instead, so that like is laid beside like.
    rank: 1 = highest, ties share one; of: how many have a median. It is self-assessment, so a rank is where a conversation
    starts and no verdict. Returns the columns of COMPARISON."""
    medians = principle_medians(store, municipality_ids)
    whole = medians[medians["respondent_group"] == respondent_group]
    newest = whole.sort_values(["assessed_on", "assessment_id"], na_position="first")
    newest = newest.drop_duplicates(["municipality_id", "principle"], keep="last")
    by_principle = newest.groupby("principle")["median"]
    ranked = newest.assign(
        rank=by_principle.rank(method="min", ascending=False).astype("Int64"),
        of=by_principle.transform("count"),
    )
    places = {principle: place for place, principle in enumerate(PRINCIPLES)}
    order = ranked.assign(place=ranked["principle"].map(places)).sort_values(
        ["place", "municipality_id"], ignore_index=True
    )
    return order[list(COMPARISON)]


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """By municipality and assessment, then as the road map lists its principles, all respondents before single groups."""
    principles = {principle: place for place, principle in enumerate(PRINCIPLES)}
    groups = {group: place for place, group in enumerate((ALL_GROUPS, *RESPONDENT_GROUPS))}
    placed = rows.assign(
        _principle=rows["principle"].map(principles), _group=rows["respondent_group"].map(groups)
    )
    leading = [name for name in ("municipality_id", "assessed_on", "assessment_id") if name in rows]
    return placed.sort_values([*leading, "_principle", "_group"], kind="stable", ignore_index=True)


_SCORES = """
select
    area_id as municipality_id, record_id as assessment_id,
    max(assessed_on::timestamp) over (partition by area_id, record_id) as assessed_on, principle, respondent_group,
    score::double as score
from live_principle_scores
where is_speaking and ($areas::varchar[] is null or area_id in (select unnest($areas::varchar[])))
order by municipality_id, assessed_on, assessment_id, respondent_number, principle
"""
