"""The picture of history, required path, target and trend of one indicator, the same on every page that shows it."""

import pandas as pd

from charts.chart import Chart
from charts.trajectory import TargetPoint, YearMark, trajectory_chart
from data.store import Store
from metrics.indicator import Indicator
from metrics.registry import INDICATORS
from metrics.targets import Target
from metrics.trajectory import Path, known_points, projection_fan, required_path
from metrics.verdicts import Verdict
from sentences import formats
from texts import _
from ui import borders, emission_notes, reads
from ui.remembered import remembered

TOTALS = ("ghg_total", "co2_total")


@remembered(most=500, in_words=True)
def trajectory(store: Store, area_id: str, indicator: str) -> Chart:
    """History, required path, target and projection of one indicator."""
    path, trend = (
        reads.verdict(store, area_id, indicator, method) for method in ("linear_path", "ols_projection")
    )
    series, entry = reads.values(store, (area_id,), (indicator,)), INDICATORS[indicator]
    decided = reads.targets(store, (area_id,)).get((area_id, indicator))
    is_drawable = path.target_value is not None and path.target_year is not None
    return trajectory_chart(
        _with_notes(store, area_id, indicator, series[["year", "value", "is_preliminary"]]),
        path=_path_frame(path, decided, series) if is_drawable and path.base_value is not None else None,
        target=TargetPoint(path.target_year, path.target_value) if is_drawable else None,  # type: ignore[arg-type]
        projection=_fan_frame(trend, entry),
        vintages=_vintages(store, area_id, indicator),
        marks=_marks(store, area_id, indicator),
        format=formats.chart_format(),
        unit_label=formats.unit_words(entry.unit),
        subject=None if indicator in TOTALS else entry.short_title,
        empty_text=_(path.reason)
        if len(series)
        else _("No emissions are loaded for this municipality yet. Load a file on the Upload page."),
    )


def _with_notes(store: Store, area_id: str, indicator: str, series: pd.DataFrame) -> pd.DataFrame:
    """The series with what was written about the total of each year."""
    if indicator not in TOTALS:
        return series
    written = emission_notes.by_year(store, area_id)
    return series.assign(note=[written.get(int(year), "") for year in series["year"]])


def _path_frame(path: Verdict, decided: Target | None, series: pd.DataFrame) -> pd.DataFrame:
    """The required path from base to target, through the interim targets that were decided."""
    assert path.base_year is not None and path.base_value is not None
    assert path.target_year is not None and path.target_value is not None
    values: dict[int | None, float] = dict(known_points(series["year"].tolist(), series["value"].tolist()))
    interim = decided.on_the_way(values) if decided else ()
    line = Path(path.base_year, path.base_value, path.target_year, path.target_value, interim)
    years = [year for year, _value in line.corners]
    return pd.DataFrame({"year": years, "value": required_path(line, years)})


def _fan_frame(trend: Verdict, entry: Indicator) -> pd.DataFrame | None:
    """The trend carried on, between zero and the natural limit; what nets out sinks may fall below zero."""
    if trend.trend is None or trend.projected_year is None or trend.latest_year is None:
        return None
    is_gross = not (entry.includes_lulucf or entry.includes_compensation)
    years = range(trend.latest_year + 1, trend.projected_year + 1)
    fan = projection_fan(trend.trend, years, is_gross=is_gross)
    ends = pd.DataFrame([{"value": step.value, "low": step.low, "high": step.high} for step in fan])
    return ends.clip(upper=entry.natural_limit).assign(year=list(years))


def _marks(store: Store, area_id: str, indicator: str) -> list[YearMark]:
    """Mergers and splits that the emission series crosses; of other tables nobody has looked."""
    return borders.marks(store, area_id) if INDICATORS[indicator].is_emissions else []


def _vintages(store: Store, area_id: str, indicator: str) -> pd.DataFrame | None:
    if indicator not in TOTALS:
        return None
    datasets = reads.datasets(store, area_id)
    if datasets.empty:
        return None
    older = reads.vintages(store, area_id, datasets["dataset"].iloc[0])
    return older.rename(columns={"total_tco2e": "value"}) if len(older) else None
