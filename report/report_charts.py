"""The pictures of a report: the charts of the pages, with the same sentence and text alternative, as vectors."""

import pandas as pd

from charts.breakdown import breakdown_chart
from charts.budget_wedges import budget_wedges_chart
from charts.chart import Chart
from charts.trajectory import TargetPoint, YearMark, trajectory_chart
from data.code_lists import SECTORS
from metrics.counted_effects import counted_effects
from metrics.registry import INDICATORS
from metrics.trajectory import Path, known_points, projection_fan, required_path
from metrics.values import emissions_by, vintages_of
from metrics.verdicts import Verdict
from report import amounts
from report.council_subject import Subject
from report.document import Picture
from report.svg import svg_of
from texts import _

TOTALS = ("ghg_total", "co2_total")
OPENING_PX = 350  # high, on a page that holds the whole answer
CHAPTER_PX = 320


def picture(chart: Chart) -> Picture:
    """A chart as a picture with its caption, alternative and notes."""
    return Picture(svg_of(chart.figure), chart.takeaway, chart.alt, chart.notes)


def trajectory(subject: Subject, indicator: str, *, height_px: int = CHAPTER_PX) -> Chart:
    """History, required path, target and trend of an indicator, as on its page; asked only where it has a value."""
    series, entry = subject.series(indicator), INDICATORS[indicator]
    path = subject.verdict(indicator, "linear_path")
    is_drawable = path.target_value is not None and path.target_year is not None
    return trajectory_chart(
        series[["year", "value", "is_preliminary"]],
        path=_path_frame(subject, indicator, path) if is_drawable and path.base_value is not None else None,
        target=TargetPoint(path.target_year, path.target_value) if is_drawable else None,  # type: ignore[arg-type]
        projection=_fan_frame(subject.verdict(indicator, "ols_projection"), indicator),
        vintages=_vintages(subject, indicator),
        marks=_marks(subject) if entry.is_emissions else (),
        format=amounts.chart_format(),
        unit_label=amounts.unit_words(entry.unit),
        subject=None if indicator in TOTALS else entry.short_title,
        height_px=height_px,
    )


def _path_frame(subject: Subject, indicator: str, path: Verdict) -> pd.DataFrame:
    """The required path from base to target, through the interim targets that were decided."""
    assert path.base_year is not None and path.base_value is not None
    assert path.target_year is not None and path.target_value is not None
    series, decided = subject.series(indicator), subject.target(indicator)
    values: dict[int | None, float] = dict(known_points(series["year"].tolist(), series["value"].tolist()))
    interim = decided.on_the_way(values) if decided else ()
    line = Path(path.base_year, path.base_value, path.target_year, path.target_value, interim)
    years = [year for year, _value in line.corners]
    return pd.DataFrame({"year": years, "value": required_path(line, years)})


def _fan_frame(trend: Verdict, indicator: str) -> pd.DataFrame | None:
    """The trend carried on, between zero and the natural limit; what nets out sinks may fall below zero."""
    if trend.trend is None or trend.projected_year is None or trend.latest_year is None:
        return None
    entry = INDICATORS[indicator]
    is_gross = not (entry.includes_lulucf or entry.includes_compensation)
    years = range(trend.latest_year + 1, trend.projected_year + 1)
    fan = projection_fan(trend.trend, years, is_gross=is_gross)
    ends = pd.DataFrame(
        [(step.value, step.low, step.high) for step in fan], columns=["value", "low", "high"], dtype="float64"
    )
    return ends.clip(upper=entry.natural_limit).assign(year=list(years))


def _marks(subject: Subject) -> list[YearMark]:
    words = {"merged": _("Merger"), "split": _("Split")}
    changes = subject.border_changes
    return [YearMark(change.year, f"{words[change.kind]} {change.year}") for change in changes]


def _vintages(subject: Subject, indicator: str) -> pd.DataFrame | None:
    if indicator not in TOTALS or subject.emission_datasets.empty:
        return None
    older = vintages_of(subject.store, subject.area_id, subject.emission_datasets["dataset"].iloc[0])
    return older.rename(columns={"total_tco2e": "value"}) if len(older) else None


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
