"""The sectors or gases of a breakdown: their values by year, at most six of them to draw, and the table of them all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from charts import palette
from charts.scale import present
from charts.years import year_table
from texts import Text, _

Dimension = Literal["sector", "gas"]
OTHERS = "other"


@dataclass(frozen=True)
class Part:
    """One sector or gas: its value per year, None = explicitly missing, no entry = no row for that year."""

    code: str
    title: str
    colour: str
    values: dict[int, float | None]

    @property
    def known(self) -> list[float]:
        """The values that are there."""
        return [value for value in self.values.values() if value is not None]

    @property
    def size(self) -> float:
        """The largest value, whatever its sign; 0 where none is there."""
        return max((abs(value) for value in self.known), default=0.0)

    @property
    def has_one_sign(self) -> bool:
        """Whether no value lies on the other side of zero from another."""
        return all(value >= 0 for value in self.known) or all(value <= 0 for value in self.known)


def parts_of(frame: pd.DataFrame, dimension: Dimension, titles: Mapping[str, str | Text]) -> list[Part]:
    """The parts in a frame of year, category and value (base unit, NaN = missing), the largest first."""
    found: dict[str, dict[int, float | None]] = {}
    if not frame.empty:
        rows = zip(frame["year"].tolist(), frame["category"].tolist(), frame["value"].tolist(), strict=True)
        for year, code, value in sorted(rows, key=lambda row: (int(row[0]), str(row[1]))):
            found.setdefault(str(code), {})[int(year)] = present(value)
    named = ((code, _(titles.get(code, code)), palette.category_colour(dimension, code)) for code in found)
    return sorted(
        (Part(code, title, colour, found[code]) for code, title, colour in named),
        key=lambda part: (-part.size, part.code),
    )


def folded(parts: list[Part], dimension: Dimension) -> tuple[list[Part], list[Part]]:
    """The parts to draw, at most six, and those that are drawn as one of them, which is missing where one of those is."""
    if len(parts) <= palette.LARGEST_HUE_COUNT:
        return parts, []
    # "Other" itself goes first into the sum of the small ones; removals stay visible as long as possible.
    ranked = sorted(
        parts, key=lambda part: (part.code == OTHERS, not any(value < 0 for value in part.known), -part.size)
    )
    kept, small = ranked[: palette.LARGEST_HUE_COUNT - 1], ranked[palette.LARGEST_HUE_COUNT - 1 :]
    title = _("Other sectors") if dimension == "sector" else _("Other gases")
    sums = {year: _sum([part.values.get(year, 0.0) for part in small]) for year in years_of(small)}
    rest = Part(OTHERS, title, palette.OTHER, sums)
    return [*sorted(kept, key=lambda part: -part.size), rest], sorted(small, key=lambda part: -part.size)


def _sum(values: list[float | None]) -> float | None:
    """Missing when one of them is."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def years_of(parts: list[Part]) -> list[int]:
    """Every year of any part, also one whose value is missing."""
    return sorted({year for part in parts for year in part.values})


def totals(parts: list[Part]) -> dict[int, float]:
    """The largest height of the stack in a year, without what lies below zero."""
    return {year: sum(max(part.values.get(year) or 0.0, 0.0) for part in parts) for year in years_of(parts)}


def latest_year(parts: list[Part]) -> int:
    """The newest year in which any part has a value; asked only where one has."""
    return max(year for part in parts for year, value in part.values.items() if value is not None)


def table_of(parts: list[Part], unit_label: str) -> pd.DataFrame:
    """Every part by year in the base unit, and their sum, which is missing where one of them is."""
    amounts = {f"{part.title}, {unit_label}": part.values for part in parts}
    sums = {
        year: _sum([part.values[year] for part in parts if year in part.values]) for year in years_of(parts)
    }
    return year_table({**amounts, f"{_('Sum of the parts')}, {unit_label}": sums})


def left_out_notes(parts: list[Part], small: list[Part]) -> list[str]:
    """What a picture of the parts leaves out: those drawn as one, and the years without a figure."""
    return [*_fold_notes(small), *_missing_notes(parts)]


def _fold_notes(small: list[Part]) -> list[str]:
    return [_("Drawn as one: {names}.", names=", ".join(part.title for part in small))] if small else []


def _missing_notes(parts: list[Part]) -> list[str]:
    # A part without a row in a year is as absent from the picture as one whose figure is marked as missing.
    years = years_of(parts)
    notes = []
    for part in parts:
        absent = [str(year) for year in years if part.values.get(year) is None]
        if len(absent) == len(years):
            notes.append(_("No figures for {name}.", name=part.title))
        elif absent:
            notes.append(_("No figure for {name} in {years}.", name=part.title, years=", ".join(absent)))
    return notes
