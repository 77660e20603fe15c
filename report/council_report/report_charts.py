"""The pictures of a report: the charts of the pages, with the same sentence and text alternative, as vectors."""

import pandas as pd

from charts.breakdown import breakdown_chart
from charts.budget_wedges import budget_wedges_chart
from charts.chart import Chart
from charts.trajectory import target_point, trajectory_chart
from data.code_lists import SECTORS
from metrics.counted_effects import counted_effects
from metrics.registry import INDICATORS
from metrics.trajectories import HEADLINES
from metrics.trajectory_frames import fan_frame, path_frame, vintages_frame
from metrics.values import emissions_by, vintages_of
from report import amounts
from report.council_report.council_subject import Subject
from report.document import Picture
from report.svg import svg_of
from sentences.border_words import border_marks
from texts import _

OPENING_PX = 350  # high, on a page that holds the whole answer
CHAPTER_PX = 320


def picture(chart: Chart) -> Picture:
    """A chart as a picture with its caption, alternative and notes."""
    return Picture(svg_of(chart.figure), chart.takeaway, chart.alt, chart.notes)


def trajectory(subject: Subject, indicator: str, *, height_px: int = CHAPTER_PX) -> Chart:
    """History, required path, target and trend of an indicator, as on its page; asked only where it has a value."""
    series, entry = subject.series(indicator), INDICATORS[indicator]
    path = subject.verdict(indicator, "linear_path")
    return trajectory_chart(
        series[["year", "value", "is_preliminary"]],
        path=path_frame(path, subject.target(indicator), series),
        target=target_point(path.target_year, path.target_value),
        projection=fan_frame(subject.verdict(indicator, "ols_projection"), entry),
        vintages=_vintages(subject, indicator),
        marks=border_marks(subject.border_changes) if entry.is_emissions else (),
        format=amounts.chart_format(),
        unit_label=amounts.unit_words(entry.unit),
        subject=None if indicator in HEADLINES else entry.short_title,
        height_px=height_px,
    )


def _vintages(subject: Subject, indicator: str) -> pd.DataFrame | None:
    if indicator not in HEADLINES or subject.emission_datasets.empty:
        return None
    dataset = subject.emission_datasets["dataset"].iloc[0]
    return vintages_frame(vintages_of(subject.store, subject.area_id, dataset))


def sectors(subject: Subject) -> pd.DataFrame:
    """The emissions by sector: year, category (code), value (t, NaN = missing); empty where the publisher does not divide
    them."""
    found = emissions_by(subject.store, subject.area_id, dimension="sector")
    return found.rename(columns={"sector": "category", "emissions_tco2e": "value"})[
        ["year", "category", "value"]
    ]


def sector_chart(parts: pd.DataFrame, unit: str) -> Chart:
    """The sectors over time, stacked. parts: of sectors, with rows."""
    return breakdown_chart(
        parts,
        dimension="sector",
        titles=SECTORS,
        format=amounts.chart_format(),
        unit_label=unit,
        height_px=CHAPTER_PX + 20,
    )


def wedges(subject: Subject, of_all: pd.DataFrame) -> Chart:
    """The needed cut of each budget year, and the measures that fill it. of_all: the budget of all sectors together."""
    needed = pd.DataFrame(
        {"year": of_all["year"], "value": of_all["reference_tco2e"] - of_all["ceiling_tco2e"]}
    )
    return budget_wedges_chart(
        counted_effects(subject.effects, of_all),
        needed,
        format=amounts.chart_format(),
        unit_label=subject.unit,
        empty_text=_("No data"),
        height_px=CHAPTER_PX + 80,
    )
