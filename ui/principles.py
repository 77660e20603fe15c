"""What the principles page says and shows: where groups of respondents see a municipality differently, and what to talk
about.

Everything comes from metrics.principles, which tells no group of fewer than three by itself; nothing here is computed from
single answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from charts.chart import Chart
from charts.principle_dots import principle_dots_chart, score_words
from data.code_lists import PRINCIPLES, RESPONDENT_GROUPS
from data.store import Store
from metrics.principles import ALL_GROUPS
from sentences import formats
from texts import MISSING, N_, Text, _, format_number
from ui import principle_reads
from ui.layout import Fact
from ui.remembered import remembered

BY_SPREAD, AS_LISTED = "spread", "road-map"  # in the address
ORDERS: dict[str, Text] = {BY_SPREAD: N_("Widest apart first"), AS_LISTED: N_("As in the road map")}
SCORES: tuple[Text, ...] = (
    N_("not started"),
    N_("talked about"),
    N_("planned"),
    N_("practised"),
    N_("learned from and shared"),
)
QUESTIONS: dict[str, Text] = {
    "people": N_("Does climate work here start from people and their everyday lives?"),
    "bigger_picture": N_(
        "Are decisions made with the whole in view: all sectors, the neighbours, the long term?"
    ),
    "climate_first": N_("Do climate and environment come first when money and land are decided on?"),
    "inclusion": N_(
        "Do those whom it concerns take part from the start, and does their say change the outcome?"
    ),
    "business": N_("Do businesses find a market here for what they do without emissions?"),
    "open_data": N_("Are data and experience shared with others, and those of others used?"),
    "readiness": N_("Do people have the competence, the time and the backing to do things in a new way?"),
    "act_local": N_("Does what is done here draw on what others do elsewhere, and give something back?"),
}
A_STEP = 1.0  # of the scale: from here on groups are worth bringing together
MOST_TALKED_ABOUT = 3
MOST_NAMED = 2


@remembered()
def rounds(store: Store, area_id: str) -> list[str]:
    """The rounds that somebody has answered, the newest first; those without a date last."""
    found = principle_reads.medians(store, area_id)[["assessment_id", "assessed_on"]].drop_duplicates()
    ordered = found.sort_values(["assessed_on", "assessment_id"], ascending=False, na_position="last")
    return [str(each) for each in ordered["assessment_id"]]


def of_round(found: pd.DataFrame, assessment_id: str) -> pd.DataFrame:
    """The rows of one round."""
    return found[found["assessment_id"] == assessment_id].reset_index(drop=True)


@dataclass(frozen=True)
class RoundWords:
    """One round in words: the answer with its first words, figures beside the picture, and what to talk about.

    has_figures: whether anything is told; else the answer says why not."""

    has_figures: bool
    lead: str
    answer: str
    facts: tuple[Fact, ...] = ()
    talks: tuple[str, ...] = ()


@remembered(most=500, in_words=True)
def in_words(store: Store, area_id: str, assessment_id: str) -> RoundWords:
    """What is said of one round."""
    medians, spread = _round(store, area_id, assessment_id)
    if not has_figures(medians):
        return RoundWords(False, "", nothing_told(respondents(medians)))
    return RoundWords(
        True,
        lead(spread),
        answer(medians, spread),
        tuple(facts(medians)),
        tuple(to_talk_about(medians, spread)),
    )


def _round(store: Store, area_id: str, assessment_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Medians and spread of one round."""
    return (
        of_round(principle_reads.medians(store, area_id), assessment_id),
        of_round(principle_reads.spread(store, area_id), assessment_id),
    )


def has_figures(medians: pd.DataFrame) -> bool:
    """Whether anything of a round is told. medians: of one round."""
    return bool(medians["median"].notna().any())


def respondents(medians: pd.DataFrame) -> int:
    """How many have answered in a round: those of the principle that most have answered. medians: of one round."""
    whole = medians[medians["respondent_group"] == ALL_GROUPS]
    return int(whole["respondents"].max()) if len(whole) else 0


def group_title(group: str) -> str:
    """A group in words."""
    return _(RESPONDENT_GROUPS[group]) if group else _("All respondents")


def score_meaning(value: float) -> str:
    """What a median means in the words of the scale; between two scores both."""
    below = int(value)
    if value == below:
        return _("“{name}”", name=_(SCORES[below]))
    return _("between “{lower}” and “{higher}”", lower=_(SCORES[below]), higher=_(SCORES[below + 1]))


def score_or_dash(value: float) -> str:
    """A median as people say it; a dash where it is not told."""
    return MISSING if pd.isna(value) else score_words(value)


# --- the answer


def lead(spread: pd.DataFrame) -> str:
    """The answer's first words. spread: of one round, the widest first."""
    widest = _widest(spread)
    if widest is None:
        return ""
    if widest["spread"] == 0:
        return _("The groups agree.")
    return _("Furthest apart on “{principle}”:", principle=_(PRINCIPLES[widest["principle"]]))


def answer(medians: pd.DataFrame, spread: pd.DataFrame) -> str:
    """Where the groups differ most, and the weakest and strongest principle of all. Both: of one round."""
    return " ".join(filter(None, (_apart(medians, spread), _weakest_and_strongest(medians))))


def nothing_told(count: int) -> str:
    """Why a round with answers shows no figure."""
    return _(
        "Respondents so far: {count}. A group is shown from three respondents on, so that nobody's answer can be read from "
        "it.", count=count,
    )  # fmt: skip


def _widest(spread: pd.DataFrame) -> pd.Series | None:
    known = spread.dropna(subset=["spread"])
    return known.loc[known["spread"].idxmax()] if len(known) else None


def _apart(medians: pd.DataFrame, spread: pd.DataFrame) -> str:
    widest = _widest(spread)
    if widest is None:
        return _("No two groups have three respondents yet, so no spread can be shown.")
    if widest["spread"] == 0:
        return _("On every principle they give the same median.")
    low, high = _ends(medians, widest["principle"])
    said = _("{lowest} {low}, {highest} {high} on the scale from 0 to 4.", lowest=low, highest=high,
             low=score_words(widest["lowest_median"]), high=score_words(widest["highest_median"]))  # fmt: skip
    equal = spread[(spread["spread"] == widest["spread"]) & (spread["principle"] != widest["principle"])]
    if equal.empty:
        return said
    return f"{said} {_('Just as far apart: {names}.', names=named(equal['principle']))}"


def _ends(medians: pd.DataFrame, principle: str) -> tuple[str, str]:
    """The groups with the lowest and the highest median on a principle, all by name."""
    told = _told_groups(medians[medians["principle"] == principle])
    low, high = told["median"].min(), told["median"].max()
    return tuple(  # type: ignore[return-value]
        ", ".join(group_title(each) for each in told.loc[told["median"] == end, "respondent_group"])
        for end in (low, high)
    )


def _told_groups(medians: pd.DataFrame) -> pd.DataFrame:
    return medians[(medians["respondent_group"] != ALL_GROUPS) & medians["median"].notna()]


def _of_all(medians: pd.DataFrame) -> pd.DataFrame:
    return medians[medians["respondent_group"] == ALL_GROUPS].dropna(subset=["median"])


def named(principles: Sequence[str] | pd.Series) -> str:
    """Principles in quotation marks, the first of many."""
    names = [_("“{name}”", name=_(PRINCIPLES[each])) for each in principles]
    if len(names) <= MOST_NAMED + 1:
        return ", ".join(names)
    return _("{names} and {count} more", names=", ".join(names[:MOST_NAMED]), count=len(names) - MOST_NAMED)


def _weakest_and_strongest(medians: pd.DataFrame) -> str:
    found = extremes(medians)
    if found is None:
        return _(
            "What all think together is not shown: beside the groups it would give away the answers of the smallest ones."
        )
    (weakest, low), (strongest, high) = found
    if low == high:
        return _("For all together every principle stands at {value}.", value=score_words(low))
    return _("Across all groups weakest: {weakest} ({low}), strongest: {strongest} ({high}).",
             weakest=weakest, strongest=strongest, low=score_words(low), high=score_words(high))  # fmt: skip


def extremes(medians: pd.DataFrame) -> tuple[tuple[str, float], tuple[str, float]] | None:
    """The weakest and the strongest principles by the median of all, each with its median; None where it is not told.

    medians: of one round."""
    whole = _of_all(medians)
    if whole.empty:
        return None
    ends = whole["median"].min(), whole["median"].max()
    low, high = ((named(whole.loc[whole["median"] == end, "principle"]), float(end)) for end in ends)
    return low, high


def facts(medians: pd.DataFrame) -> list[Fact]:
    """The round in figures. medians: of one round."""
    found = extremes(medians)
    asked = medians["assessed_on"].max()
    entries = [Fact(_("Respondents"), format_number(respondents(medians), digits=0))]
    if not pd.isna(asked):
        entries.append(Fact(_("Answered until"), asked.date().isoformat()))
    if found is not None:
        (weakest, low), (strongest, high) = found
        entries += [
            Fact(_("Weakest"), score_words(low), weakest),
            Fact(_("Strongest"), score_words(high), strongest),
        ]
    return entries + _untold(medians)


def _untold(medians: pd.DataFrame) -> list[Fact]:
    """The groups of which some principle is not told."""
    groups = medians[medians["respondent_group"] != ALL_GROUPS]
    hidden = groups.loc[groups["median"].isna(), "respondent_group"].drop_duplicates()
    names = ", ".join(group_title(each) for each in hidden)
    return [Fact(_("Too few to be shown on their own"), names, is_words=True)] if names else []


# --- the picture


@remembered(most=500, in_words=True)
def dots_chart(store: Store, area_id: str, assessment_id: str, order: str) -> Chart:
    """The dot plot of one round, in the order of the spread or as the road map lists the principles."""
    medians, spread = _round(store, area_id, assessment_id)
    ordered = list(spread["principle"]) if order == BY_SPREAD else list(PRINCIPLES)
    return principle_dots_chart(
        medians,
        [*ordered, *(each for each in PRINCIPLES if each not in ordered)],
        titles=PRINCIPLES,
        groups=RESPONDENT_GROUPS,
        scale_words=SCORES,
        format=formats.chart_format(),
    )


# --- what to talk about


def to_talk_about(medians: pd.DataFrame, spread: pd.DataFrame) -> list[str]:
    """The principles on which groups are a whole step or more apart, each as a sentence with a question to begin with."""
    apart = spread[spread["spread"] >= A_STEP].head(MOST_TALKED_ABOUT)
    return [_talk(medians, row) for row in apart.to_dict("records")]


def _talk(medians: pd.DataFrame, row: dict) -> str:
    lowest, highest = _ends(medians, row["principle"])
    said = _("{highest}: {high}. {lowest}: {low}.", highest=highest, lowest=lowest,
             high=score_meaning(row["highest_median"]), low=score_meaning(row["lowest_median"]))  # fmt: skip
    ask = _("Ask together: {question}", question=_(QUESTIONS[row["principle"]]))
    return f"**{_(PRINCIPLES[row['principle']])}** – {said} {ask}"


# --- evidence


@remembered()
def evidence_of(store: Store, area_id: str, assessment_id: str) -> pd.DataFrame:
    """What was written as evidence in a round."""
    return of_round(principle_reads.evidence(store, area_id), assessment_id)


def evidence_file(evidence: pd.DataFrame) -> pd.DataFrame:
    """The evidence that is told, as a table to take away."""
    told = evidence.dropna(subset=["evidence"])
    return pd.DataFrame(
        {
            _("Principle"): [_(PRINCIPLES[each]) for each in told["principle"]],
            _("Evidence"): told["evidence"].tolist(),
        }
    )
