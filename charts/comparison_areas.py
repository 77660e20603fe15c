"""Who is compared: each municipality with its figures, its look, and what is said of it beside every picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from charts import palette
from charts.scale import present
from charts.years import year_table
from texts import Text, _

MOST_AREAS = 12


@dataclass(frozen=True)
class ComparedArea:
    """A municipality in a comparison.

    area_id: as in the frame. name: in words. coverage: what its figures cover, in words ("greenhouse gases",
    "fossil CO2 only"). is_differing: its method or coverage is not that of the others; drawn dashed and
    named."""

    area_id: str
    name: str
    coverage: str | Text = ""
    is_differing: bool = False


@dataclass(frozen=True)
class AreaRow:
    """A compared municipality, its place in the order chosen, and its values by year, None = explicitly missing."""

    area: ComparedArea
    index: int
    values: dict[int, float | None]

    @property
    def known(self) -> list[tuple[int, float]]:
        """The years that have a value, with it, in order."""
        return [(year, value) for year, value in self.values.items() if value is not None]

    @property
    def dash(self) -> str:
        """The dash of its line: broken where its method differs."""
        return palette.DIFFERING_METHOD_DASH if self.area.is_differing else "solid"

    @property
    def colour(self) -> str:
        """The colour of its line where all stand in one picture: grey after the first six."""
        is_in_hue = self.index < palette.LARGEST_HUE_COUNT
        return palette.AREA_COLOURS[self.index] if is_in_hue else palette.OTHER

    @property
    def name_in_words(self) -> str:
        """Its name, with what its figures cover where that differs."""
        coverage = _(self.area.coverage)
        return f"{self.area.name} ({coverage})" if self.area.is_differing and coverage else self.area.name


def rows_of(frame: pd.DataFrame, areas: Sequence[ComparedArea]) -> list[AreaRow]:
    """The areas with their values. frame: area_id, year, value (NaN = missing). More than MOST_AREAS are refused with
    ValueError."""
    if len(areas) > MOST_AREAS:
        raise ValueError(f"expected at most {MOST_AREAS} areas to compare, found {len(areas)}")
    found: dict[str, dict[int, float | None]] = {area.area_id: {} for area in areas}
    if not frame.empty:
        for area_id, year, value in zip(
            frame["area_id"].tolist(), frame["year"].tolist(), frame["value"].tolist(), strict=True
        ):
            if area_id in found:
                found[area_id][int(year)] = present(value)
    return [
        AreaRow(area, index, dict(sorted(found[area.area_id].items()))) for index, area in enumerate(areas)
    ]


def table_of(rows: list[AreaRow], unit_label: str) -> pd.DataFrame:
    """The values of all by year; the headings say what they cover."""
    return year_table({_heading(row.area, unit_label): row.values for row in rows})


def _heading(area: ComparedArea, unit: str) -> str:
    coverage = _(area.coverage)
    return f"{area.name} ({coverage}), {unit}" if coverage else f"{area.name}, {unit}"


def area_notes(rows: list[AreaRow]) -> list[str]:
    """Whose figures mean something else, and whose are missing."""
    notes = []
    differing = [row.name_in_words for row in rows if row.area.is_differing]
    if differing:
        notes.append(
            _(
                "Dashed, because the figures come from another dataset than the first, or count something else: "
                "{names}. Compare the change, not the level.",
                names=", ".join(differing),
            )
        )
    absent = [row.area.name for row in rows if not row.known]
    if absent:
        notes.append(_("No figures for {names}.", names=", ".join(absent)))
    for row in rows:
        missing = [str(year) for year, value in row.values.items() if value is None]
        if missing and row.known:
            notes.append(_("No figure for {name} in {years}.", name=row.area.name, years=", ".join(missing)))
    return notes
