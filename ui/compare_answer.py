"""What a comparison of one indicator says in a sentence: how each has changed since the first year that all have."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data.store import Store
from metrics.indicator import Indicator
from metrics.values import no_value_text
from sentences import formats
from texts import _
from ui.compare import entry_of, is_comparable, is_drawn

MOST_IN_A_SENTENCE = 6


@dataclass(frozen=True)
class Change:
    """What a municipality had in the common year (above zero) and in its newest, in the unit of the indicator."""

    first: float
    last: float
    year: int

    @property
    def share(self) -> float:
        """The change as a share of the common year: -0.25 is a quarter less."""
        return self.last / self.first - 1


def answer(store: Store, found: pd.DataFrame, area_ids: list[str], form: str) -> str:
    """How each has changed since the first common year; who is best is said only within one group and over the same
    years."""
    if found["value"].notna().sum() == 0:
        return _no_value_words(found)
    if not is_drawn(form):
        return _listed(store, found, area_ids, form)
    common = common_year(found)
    if common is None:
        return _("They have no year in common, so each can only be compared with itself.")
    changes = changes_since(found, common, area_ids)
    if len(changes) < 2:
        return _("They share only {year}, so no change can be compared.", year=str(common))
    words = _all_changes(store, changes, common, entry_of(form))
    best = _best(changes, entry_of(form))
    if best is None or not (is_comparable(store, found) and _end_alike(changes)):
        return words
    name = store.register().areas[best].name
    if entry_of(form).direction == "up":
        return _("{name} has risen most. {words}", name=name, words=words)
    return _("{name} has cut most. {words}", name=name, words=words)


def common_year(found: pd.DataFrame) -> int | None:
    """The first year in which all municipalities with figures have one above zero."""
    known = found[found["value"] > 0]
    years = [set(group["year"]) for _area, group in known.groupby("area_id")]
    shared = set.intersection(*years) if years else set()
    return min(shared) if shared else None


def changes_since(found: pd.DataFrame, common: int, area_ids: Sequence[str]) -> dict[str, Change]:
    """What changed from the common year to each one's newest year after it; who has none is not there."""
    known = found.dropna(subset=["value"])
    values: dict[str, dict[int, float]] = {area_id: {} for area_id in area_ids}
    for area_id, year, value in zip(known["area_id"], known["year"], known["value"], strict=True):
        values[area_id][int(year)] = float(value)
    return {
        area_id: Change(by_year[common], by_year[max(by_year)], max(by_year))
        for area_id, by_year in values.items()
        if by_year and max(by_year) > common
    }


def _end_alike(changes: dict[str, Change]) -> bool:
    return len({change.year for change in changes.values()}) == 1


def _all_changes(store: Store, changes: dict[str, Change], common: int, entry: Indicator) -> str:
    """Every change; of more than six the two furthest apart, since a sentence of twelve is read by nobody."""
    areas, is_same_end = store.register().areas, _end_alike(changes)
    words = {
        area_id: _change_words(areas[area_id].name, change, entry, is_same_end=is_same_end)
        for area_id, change in changes.items()
    }
    if len(changes) <= MOST_IN_A_SENTENCE:
        return _("Since {year}, the first year all have: {changes}.", year=str(common),
                 changes=", ".join(words.values()))  # fmt: skip
    lowest = min(changes, key=lambda area_id: changes[area_id].share)
    highest = max(changes, key=lambda area_id: changes[area_id].share)
    return _("Since {year}, the first year all {count} have: furthest down {low}, furthest up {high}.", year=str(common),
             count=len(changes), low=words[lowest], high=words[highest])  # fmt: skip


def _change_words(name: str, change: Change, entry: Indicator, *, is_same_end: bool) -> str:
    """Who changed by how much, with the year it ends in where those differ."""
    places = {"name": name, "change": _size_words(change, entry), "year": str(change.year)}
    return _("{name} {change}", **places) if is_same_end else _("{name} {change} to {year}", **places)


def _size_words(change: Change, entry: Indicator) -> str:
    """A change in percent; of a share in points, since a percentage of a percentage is misread."""
    if entry.scale != "share":
        return formats.percent(100 * change.share, signed=True)
    points = change.last - change.first
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{formats.difference(points, entry.unit)}"


def _best(changes: dict[str, Change], entry: Indicator) -> str | None:
    """Whose change goes furthest in the wished direction; None where nobody's does or none is wished."""
    shares = {area_id: change.share for area_id, change in changes.items()}
    if entry.direction == "up":
        best = max(shares, key=shares.__getitem__)
        return best if shares[best] > 0 else None
    best = min(shares, key=shares.__getitem__)
    return best if entry.direction == "down" and shares[best] < 0 else None


def _listed(store: Store, found: pd.DataFrame, area_ids: list[str], form: str) -> str:
    """The newest answer of each, in the order chosen."""
    known = found.dropna(subset=["value"]).drop_duplicates("area_id", keep="last").set_index("area_id")
    each = [
        _(
            "{name}: {value} ({year})",
            name=store.register().areas[area_id].name,
            value=formats.indicator_value(known.at[area_id, "value"], entry_of(form).unit),
            year=formats.year(known.at[area_id, "year"]),
        )
        for area_id in area_ids
        if area_id in known.index
    ]
    return f"{', '.join(each)}."


def _no_value_words(found: pd.DataFrame) -> str:
    """Why none of the series has a value, as far as one reason explains them all."""
    reasons = set(found["missing_reason"]) if len(found) else set()
    if len(reasons) == 1:
        return _(no_value_text(reasons.pop()))
    return _("None of them has a value of this indicator.")
