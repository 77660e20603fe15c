"""Tenders and needs in words: who, what, how much, when, where each stands, and how well some fit together."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from data.code_lists import PROCUREMENT_STATUSES, ZERO_EMISSION_STEPS
from data.store import Store
from metrics.joint_tenders import NEXT_STEPS
from metrics.procurement import TENDER
from sentences import formats
from texts import MISSING, _, format_number

MOST_NAMES = 4  # in a sentence or a cell
MOST_LETTERS = 44  # of a buyer's words in a picture on a phone
MILLION = 1_000_000.0
FIXED_HYPHEN = "\N{NON-BREAKING HYPHEN}"
FARTHEST_STEPS, FARTHEST_QUARTERS = 5, 3  # what a score of zero would be


def name(store: Store, area_id: str) -> str:
    """A municipality's name."""
    return store.register().areas[area_id].name


def names(store: Store, area_ids: Sequence[str]) -> str:
    """Names as a sentence lists them: "Vik and Sundby"; of many the first ones and how many more."""
    known = [name(store, area_id) for area_id in area_ids]
    if len(known) > MOST_NAMES:
        more = len(known) - MOST_NAMES + 1
        return _("{names} and {count} more", names=", ".join(known[: MOST_NAMES - 1]), count=more)
    if len(known) < 2:
        return "".join(known)
    return _("{names} and {last}", names=", ".join(known[:-1]), last=known[-1])


def money(amount: float | None, currency: str | None) -> str:
    """An amount with its currency, from a million on as "10.7 million NOK"; "–" when missing."""
    if amount is None or pd.isna(amount):
        return MISSING
    code = currency if isinstance(currency, str) else ""
    if abs(amount) >= MILLION:
        words = _("{amount} million {currency}", amount=formats.number(amount / MILLION), currency=code)
    else:
        words = f"{format_number(float(amount), digits=0)} {code}"
    return words.strip().replace(" ", formats.FIXED_SPACE)


def whole(count: float | None) -> str:
    """A number without decimals; "–" when missing."""
    return MISSING if count is None or pd.isna(count) else format_number(float(count), digits=0)


def volume(amount: float | None, unit: str | None) -> str:
    """A volume with its unit; "–" when missing."""
    if amount is None or pd.isna(amount):
        return MISSING
    return (
        f"{format_number(float(amount))}{formats.FIXED_SPACE}{unit if isinstance(unit, str) else ''}".strip()
    )


def quarter(code: object) -> str:
    """A quarter on one line: its hyphen does not break."""
    return code.replace("-", FIXED_HYPHEN) if isinstance(code, str) else _("Not stated")


def quarters(since: str, until: str) -> str:
    """The quarters from one to another: "2027-Q1 to 2027-Q2"."""
    if since == until:
        return quarter(since)
    return _("{first} to {last}", first=quarter(since), last=quarter(until))


def counted(tenders: int, needs: int) -> str:
    """How many tenders and needs; what there is none of is not told."""
    found = []
    if tenders:
        found.append(_("one tender") if tenders == 1 else _("{count} tenders", count=tenders))
    if needs:
        found.append(_("one need") if needs == 1 else _("{count} needs", count=needs))
    return _("{first} and {second}", first=found[0], second=found[1]) if len(found) == 2 else "".join(found)


def what(items: pd.DataFrame, area_id: str, *, most: int = 1) -> str:
    """What is bought in the buyers' own words, those of one municipality first."""
    ordered = pd.concat(
        [items[items["municipality_id"] == area_id], items[items["municipality_id"] != area_id]]
    )
    titles = list(dict.fromkeys(ordered["title"]))
    return "; ".join(titles[:most])


def shortened(text: str) -> str:
    """A text that a picture has room for."""
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1].rstrip(" ,;") + "…"


def step(code: object) -> str:
    """A step of the zero-emission ladder."""
    return _(ZERO_EMISSION_STEPS[code]) if isinstance(code, str) else _("Not stated")


def next_step(code: object) -> str:
    """What would bring a tender one step further up."""
    return _(NEXT_STEPS[code if isinstance(code, str) else ""])


def status(row: Mapping[str, Any]) -> str:
    """Where a tender stands; a need is before all of that."""
    return _(PROCUREMENT_STATUSES[row["status"]]) if row["kind"] == TENDER else _("Need, no tender yet")


def is_open(row: Mapping[str, Any]) -> str:
    """Whether partner cities may see it."""
    return _("Yes") if row["is_open"] else _("No")


def fit(group: Mapping[str, Any]) -> str:
    """The score of a group: "0.76 of 1"."""
    words = _("{value} of 1", value=format_number(float(group["score"]), digits=formats.SCORE_DIGITS))
    return words.replace(" ", formats.FIXED_SPACE)


def fit_parts(group: Mapping[str, Any]) -> list[str]:
    """What the score of a group is made up of, in words, each with its own part of one."""
    parts = [
        (_class_words(group["class_score"]), group["class_score"]),
        (_time_words(group["time_score"]), group["time_score"]),
        (_requirement_words(group["requirement_score"]), group["requirement_score"]),
    ]
    return [
        words if pd.isna(score) else f"{words} ({format_number(float(score), digits=formats.SCORE_DIGITS)})"
        for words, score in parts
    ]


def _class_words(score: float) -> str:
    if score == 1:
        return _("same CPV class")
    return (
        _("same CPV division, other classes") if score <= 0.5 else _("same CPV division, some of one class")
    )


def _time_words(score: float) -> str:
    apart = (1 - score) * FARTHEST_QUARTERS
    if apart < 0.005:
        return _("same quarter")
    words = _average(apart)
    return _("one quarter apart") if words == "1" else _("{quarters} quarters apart", quarters=words)


def _requirement_words(score: float) -> str:
    if pd.isna(score):
        return _("requirements not stated, so not counted")
    apart = (1 - score) * FARTHEST_STEPS
    if apart < 0.005:
        return _("same step on the ladder")
    words = _average(apart)
    return (
        _("one step apart on the ladder")
        if words == "1"
        else _("{steps} steps apart on the ladder", steps=words)
    )


def _average(number: float) -> str:
    return format_number(number, digits=0 if abs(number - round(number)) < 0.05 else 1)
