"""Mergers and splits in words, for the picture of a series that crosses them."""

from collections.abc import Iterable

from charts.trajectory import YearMark
from metrics.borders import BorderChange
from texts import N_, Text, _

KINDS: dict[str, Text] = {"merged": N_("Merger"), "split": N_("Split")}


def border_marks(changes: Iterable[BorderChange]) -> list[YearMark]:
    """A line at each year in which a municipality was merged or split."""
    return [YearMark(change.year, f"{_(KINDS[change.kind])} {change.year}") for change in changes]
