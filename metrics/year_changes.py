"""Why emissions rose or fell from one data year to the next: what each part has contributed, and what would be without
some of them."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

CONTRIBUTION = ("part", "before_tco2e", "after_tco2e", "change_tco2e")


@dataclass(frozen=True)
class YearChange:
    """A change between two data years. before, after: t of the parts that are counted, None = a part is missing; parts:
    one row each (columns of CONTRIBUTION), the largest change first, NaN = not known in one of the years."""

    base_year: int
    year: int
    before: float | None
    after: float | None
    parts: pd.DataFrame

    @property
    def change(self) -> float | None:
        """t, above zero = rose; None = not known in one of the years."""
        return None if self.before is None or self.after is None else self.after - self.before


def years_with_change(frame: pd.DataFrame) -> list[int]:
    """The data years that have an earlier one, the newest first. frame: year, value (NaN = missing)."""
    years = sorted(int(year) for year in frame.dropna(subset=["value"])["year"].unique())
    return years[:0:-1]


def year_change(frame: pd.DataFrame, year: int, *, without: Collection[str] = ()) -> YearChange:
    """What changed from the data year before to the year, part by part.

    frame: year, part, value (t, NaN = missing); a part without a row in one of the two years is not known there, which is
    not zero. without: parts left out of both years. Raises ValueError where no data year lies before."""
    kept = frame[~frame["part"].isin(set(without))]
    earlier = [each for each in frame.dropna(subset=["value"])["year"].unique() if each < year]
    if not earlier:
        raise ValueError(f"expected a data year before {year}, found none")
    base_year = int(max(earlier))
    before, after = (
        kept[kept["year"] == each].groupby("part")["value"].sum(skipna=False) for each in (base_year, year)
    )
    parts = (
        pd.DataFrame({"before_tco2e": before, "after_tco2e": after}, dtype="float64")
        .rename_axis("part")
        .reset_index()
    )
    parts["change_tco2e"] = parts["after_tco2e"] - parts["before_tco2e"]
    ordered = parts.sort_values("change_tco2e", key=lambda change: -change.abs(), ignore_index=True)
    return YearChange(base_year, year, _known_sum(before), _known_sum(after), ordered[list(CONTRIBUTION)])


def _known_sum(values: pd.Series) -> float | None:
    return None if values.empty or values.isna().any() else float(values.sum())
