"""What a municipality would emit without new measures: the path it has uploaded, else the trend of its data
(docs/methods.md, climate budget)."""

from dataclasses import dataclass, field

import pandas as pd

from data.code_lists import OUTSIDE_TOTAL, SECTORS
from data.store import Store
from metrics.trajectories import headline_series
from metrics.trajectory import Points
from metrics.trends import TrendLine, trend_line, trend_window
from metrics.values import emissions_by

ALL_SECTORS = ""
UPLOADED, TREND, REPORTED = "uploaded", "trend", "reported"


@dataclass(frozen=True)
class Reference:
    """Expected emissions of one year. value: t, None = cannot be told; kind: where it comes from, `uploaded` (a path that
    somebody has calculated), `reported` (a data year) or `trend` (through the last 8 data years, not below zero but for
    land use); empty where there is no value."""

    value: float | None
    kind: str


@dataclass(frozen=True)
class ReferencePaths:
    """The reference of every sector ("" = all together) of one municipality.

    indicator: key of the total that its dataset gives. reported: known points by sector, t."""

    indicator: str
    reported: dict[str, Points]
    uploaded: dict[tuple[str, int], float]
    _lines: dict[str, TrendLine | None] = field(default_factory=dict)

    def at(self, sector: str, year: int) -> Reference:
        """The reference of a sector in a year."""
        if (sector, year) in self.uploaded:
            return Reference(self.uploaded[sector, year], UPLOADED)
        points = self.reported.get(sector, [])
        known = dict(points)
        if year in known:
            return Reference(known[year], REPORTED)
        line = self._line(sector)
        if line is None or year < line.last_year:
            return Reference(None, "")
        value = line.value_at(year)
        return Reference(value if sector in OUTSIDE_TOTAL else max(value, 0.0), TREND)

    def _line(self, sector: str) -> TrendLine | None:
        if sector not in self._lines:
            self._lines[sector] = trend_line(trend_window(self.reported.get(sector, [])))
        return self._lines[sector]


def reference_paths(store: Store, municipality_id: str) -> ReferencePaths:
    """The reference paths of a municipality, from its headline dataset and the paths it has uploaded."""
    [(indicator, total)] = headline_series(store, [municipality_id], None).values()
    parts = emissions_by(store, municipality_id, dimension="sector").dropna(subset=["emissions_tco2e"])
    reported = {ALL_SECTORS: total} | {
        sector: _points(parts[parts["sector"] == sector]) for sector in SECTORS
    }
    uploaded = store.arrow(_UPLOADED, {"area": municipality_id}).to_pylist()
    return ReferencePaths(
        indicator,
        {sector: points for sector, points in reported.items() if points},
        {(row["sector"], row["year"]): row["reference_tco2e"] for row in uploaded},
    )


def _points(rows: pd.DataFrame) -> Points:
    return [
        (int(year), float(value)) for year, value in zip(rows["year"], rows["emissions_tco2e"], strict=True)
    ]


_UPLOADED = """
select coalesce(sector, '') as sector, year, reference_tco2e
from live_reference_paths
where is_speaking and area_id = $area and reference_tco2e is not null
"""
