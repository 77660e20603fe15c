"""The picture of history, required path, target and trend of one indicator, the same on every page that shows it."""

import pandas as pd

from charts.chart import Chart
from charts.trajectory import YearMark, target_point, trajectory_chart
from data.store import Store
from metrics.registry import INDICATORS
from metrics.trajectories import HEADLINES
from metrics.trajectory_frames import fan_frame, path_frame, vintages_frame
from sentences import formats
from sentences.border_words import border_marks
from texts import _
from ui import emission_notes, reads
from ui.remembered import remembered


@remembered(most=500, in_words=True)
def trajectory(store: Store, area_id: str, indicator: str) -> Chart:
    """History, required path, target and projection of one indicator."""
    path, trend = (
        reads.verdict(store, area_id, indicator, method) for method in ("linear_path", "ols_projection")
    )
    series, entry = reads.values(store, (area_id,), (indicator,)), INDICATORS[indicator]
    decided = reads.targets(store, (area_id,)).get((area_id, indicator))
    return trajectory_chart(
        _with_notes(store, area_id, indicator, series[["year", "value", "is_preliminary"]]),
        path=path_frame(path, decided, series),
        target=target_point(path.target_year, path.target_value),
        projection=fan_frame(trend, entry),
        vintages=_vintages(store, area_id, indicator),
        marks=_marks(store, area_id, indicator),
        format=formats.chart_format(),
        unit_label=formats.unit_words(entry.unit),
        subject=None if indicator in HEADLINES else entry.short_title,
        empty_text=_(path.reason)
        if len(series)
        else _("No emissions are loaded for this municipality yet. Load a file on the Upload page."),
    )


def _with_notes(store: Store, area_id: str, indicator: str, series: pd.DataFrame) -> pd.DataFrame:
    """The series with what was written about the total of each year."""
    if indicator not in HEADLINES:
        return series
    written = emission_notes.by_year(store, area_id)
    return series.assign(note=[written.get(int(year), "") for year in series["year"]])


def _marks(store: Store, area_id: str, indicator: str) -> list[YearMark]:
    """Mergers and splits that the emission series crosses; of other tables nobody has looked."""
    return border_marks(reads.border_changes(store, area_id)) if INDICATORS[indicator].is_emissions else []


def _vintages(store: Store, area_id: str, indicator: str) -> pd.DataFrame | None:
    if indicator not in HEADLINES:
        return None
    datasets = reads.datasets(store, area_id)
    if datasets.empty:
        return None
    return vintages_frame(reads.vintages(store, area_id, datasets["dataset"].iloc[0]))
