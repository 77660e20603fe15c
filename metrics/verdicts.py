"""The progress methods and the verdicts they give: linear_path and ols_projection.

Source: docs/methods.md, progress verdicts (linear required path; linear trend projection). Decisions on what
the sources leave open:
- Boundaries belong to the better class: 0.95 is substantial, 0.60 moderate, 0 (no change at all) limited.
  Ratios are rounded to nine decimals before they are classed, so that 0.95 is not pushed below by binary
  fractions.
- A target is achieved when the judged year is at the target or beyond it, whatever the trend; the reason says
  when the trend leads back.
- A passed target year freezes the verdict: the last data year up to the target year is judged. A target
  missed at its year is never on track: its status is at best too_slow, the method's own word stays.
- Without a value in the base year nothing is judged (no neighbouring year steps in); only an achieved target
  can still be told."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from metrics.errors import MetricError
from metrics.targets import Target
from metrics.trajectory import (
    TREND_MINIMUM,
    TREND_WINDOW,
    Path,
    Points,
    Trend,
    known_points,
    needed_from_now,
    path_value,
    projection,
    trend_through,
)
from metrics.values import no_value_text
from texts import N_, Text

REFERENCE_YEAR = 2030  # where a trend is carried to when no target names a year
CLASSES = ((0.95, "substantial_progress"), (0.60, "moderate_progress"), (0.0, "limited_progress"))
STATUS_OF_VERDICT = {
    "target_achieved": "target_achieved",
    "substantial_progress": "on_track",
    "moderate_progress": "too_slow",
    "limited_progress": "off_track",
    "deterioration": "wrong_way",
}
NOT_AVAILABLE = "not_available"


@dataclass(frozen=True)
class Verdict:
    """What a method says about one series and target, with every number it used.

    verdict: the method's own word. status: one of metrics.registry.STATUSES. ratio: achieved over required
    change, 1 = exactly on the path (linear_path), or the share of the way covered by the target year
    (ols_projection). latest_year is the year judged. Amounts are in the unit of the series, None = not known;
    required_per_year_from_now and achieved_per_year are signed, negative = falls."""

    method: str
    verdict: str
    status: str
    reason: Text
    ratio: float | None = None
    base_year: int | None = None
    base_value: float | None = None
    latest_year: int | None = None
    latest_value: float | None = None
    target_year: int | None = None
    target_value: float | None = None
    path_value: float | None = None
    required_per_year_from_now: float | None = None
    needed_cut_percent_per_year: float | None = None
    achieved_per_year: float | None = None
    trend: Trend | None = None
    points_used: int = 0
    projected_year: int | None = None
    projected_value: float | None = None
    projected_low: float | None = None
    projected_high: float | None = None


@dataclass(frozen=True)
class Method:
    """A way to judge progress; key and version stand beside every verdict it gives."""

    key: str
    version: str
    title: Text
    rule: Text
    judge: Callable[[Points, Target], Verdict]


def assess(series: pd.DataFrame, target: Target | None, method: str = "linear_path") -> Verdict:
    """The verdict of a method on one series.

    series: year (int) and value (unit of the indicator, NaN = missing), one row per year, in any order.
    A column missing_reason, where there is one, says why a series without any value has none.
    target: None gives status no_target (ols_projection still carries the trend to 2030).
    Raises MetricError for an unknown method or a year given twice."""
    points = known_points(series["year"].tolist(), series["value"].tolist())
    verdict = verdict_on(points, target, method_named(method))
    if points or series.empty or "missing_reason" not in series:
        return verdict
    return replace(verdict, reason=no_value_text(series.sort_values("year")["missing_reason"].iloc[-1]))


def verdict_on(points: Points, target: Target | None, method: Method) -> Verdict:
    """The verdict of a method on known points (year, value) in order of years."""
    if not points:
        return Verdict(method.key, NOT_AVAILABLE, "no_data", N_("There is no value in any year."))
    if target is None:
        return _without_target(points, method.key)
    until_target = [point for point in points if point[0] <= target.target_year]
    if not until_target:
        return replace(_described(points, target, method.key), reason=_begins_too_late(points, target))
    verdict = method.judge(until_target, target)
    return _after_the_target_year(verdict) if points[-1][0] >= target.target_year else verdict


def method_named(key: str) -> Method:
    """The method of that key. Raises MetricError naming the keys there are."""
    if key not in METHODS:
        raise MetricError(
            N_('Method: expected one of {known}, found "{key}".', known=", ".join(METHODS), key=key)
        )
    return METHODS[key]


# --- the two methods


def _linear_path(points: Points, target: Target) -> Verdict:
    """p(t) = y0 + (yT - y0)(t - t0)/(tT - t0); ratio = (y - y0)/(p(t) - y0)."""
    verdict = _described(points, target, "linear_path")
    trend = trend_through(points[-TREND_WINDOW:])
    if len(points) < 2:
        return replace(verdict, reason=target.problem or N_("Only one year has a value; progress needs two."))
    ratio = _share(verdict.latest_value, base=verdict.base_value, wanted=verdict.path_value)
    achieved = trend.slope_per_year if trend else None
    verdict = replace(verdict, trend=trend, achieved_per_year=achieved, ratio=ratio)
    return _classed(verdict, target, _path_words)


def _ols_projection(points: Points, target: Target) -> Verdict:
    """Y = the trend of the last 8 data years at the target year; ratio = (Y - y0)/(yT - y0)."""
    verdict = _described(points, target, "ols_projection")
    trend = trend_through(points[-TREND_WINDOW:])
    if trend is None:
        return replace(verdict, reason=target.problem or _too_few(len(points)))
    is_due = verdict.latest_year == target.target_year
    if is_due:
        verdict = _with_trend(verdict, trend)
    else:
        verdict = _carried(verdict, trend, target.target_year, is_gross=target.is_gross)
    reached = verdict.latest_value if is_due else verdict.projected_value
    ratio = _share(reached, base=verdict.base_value, wanted=verdict.target_value)
    return _classed(replace(verdict, ratio=ratio), target, _projection_words)


METHODS: dict[str, Method] = {
    "linear_path": Method(
        "linear_path",
        "1.0",
        N_("Linear required path"),
        N_(
            "Change since the base year over the change that a straight line from base to target asks for by "
            "the latest year: from 0.95 on track, from 0.60 too slow, from 0 off track, below 0 wrong way"
        ),
        _linear_path,
    ),
    "ols_projection": Method(
        "ols_projection",
        "1.0",
        N_("Linear trend projection"),
        N_(
            "Share of the way from base to target that the least-squares trend of the last 8 data years (at "
            "least 4) covers by the target year, with a 90 % prediction interval: from 0.95 on track, from "
            "0.60 too slow, from 0 off track, below 0 wrong way"
        ),
        _ols_projection,
    ),
}


def _described(points: Points, target: Target, method: str) -> Verdict:
    """The facts every verdict shows, not yet judged."""
    base_value = next((value for year, value in points if year == target.base_year), None)
    target_value = None if target.problem is not None else target.value(base_value)
    year, value = points[-1]
    need = None
    if target_value is not None:
        need = needed_from_now(year, value, target_year=target.target_year, target_value=target_value)
    return Verdict(
        method,
        NOT_AVAILABLE,
        "not_assessable",
        N_("Not judged."),
        base_year=target.base_year,
        base_value=base_value,
        latest_year=year,
        latest_value=value,
        target_year=target.target_year,
        target_value=target_value,
        path_value=_path_at(year, target, base_value=base_value, target_value=target_value),
        required_per_year_from_now=need.change_per_year if need else None,
        needed_cut_percent_per_year=need.cut_percent_per_year if need else None,
        points_used=len(points),
    )


def _path_at(
    year: int, target: Target, *, base_value: float | None, target_value: float | None
) -> float | None:
    if base_value is None or target_value is None or target.base_year is None or year < target.base_year:
        return None
    line = Path(target.base_year, base_value, target.target_year, target_value, target.interim)
    return path_value(line, year)


def _without_target(points: Points, method: str) -> Verdict:
    verdict = Verdict(
        method,
        NOT_AVAILABLE,
        "no_target",
        N_("No target is set for it."),
        latest_year=points[-1][0],
        latest_value=points[-1][1],
        points_used=len(points),
    )
    trend = trend_through(points[-TREND_WINDOW:])
    if trend is None:
        return verdict
    if method != "ols_projection" or points[-1][0] >= REFERENCE_YEAR:
        return replace(verdict, trend=trend, achieved_per_year=trend.slope_per_year)
    reason = N_("No target is set for it; the trend is carried to {year}.", year=str(REFERENCE_YEAR))
    return replace(_carried(verdict, trend, REFERENCE_YEAR, is_gross=True), reason=reason)


def _with_trend(verdict: Verdict, trend: Trend) -> Verdict:
    return replace(
        verdict, trend=trend, achieved_per_year=trend.slope_per_year, points_used=trend.points_used
    )


def _carried(verdict: Verdict, trend: Trend, year: int, *, is_gross: bool) -> Verdict:
    ahead = projection(trend, year, is_gross=is_gross)
    return replace(
        verdict,
        trend=trend,
        achieved_per_year=trend.slope_per_year,
        points_used=trend.points_used,
        projected_year=year,
        projected_value=ahead.value,
        projected_low=ahead.low,
        projected_high=ahead.high,
    )


def _share(reached: float | None, *, base: float | None, wanted: float | None) -> float | None:
    """(reached - base) / (wanted - base); None where a part is unknown or nothing is asked for."""
    if reached is None or base is None or wanted is None or wanted == base:
        return None
    return (reached - base) / (wanted - base)


def _classed(verdict: Verdict, target: Target, words: Callable[[Verdict, int], Text]) -> Verdict:
    """The verdict with its class, status and reason."""
    if target.problem is not None:
        return replace(verdict, reason=target.problem)
    if _is_met(verdict.latest_value, verdict.target_value, target):
        word = "target_achieved"
        return replace(verdict, verdict=word, status=word, reason=_achieved_words(verdict, target))
    if verdict.ratio is None:
        return replace(verdict, reason=_why_not(verdict))
    word = _class_of(verdict.ratio)
    reason = words(verdict, _whole_percent(verdict.ratio))
    return replace(verdict, verdict=word, status=STATUS_OF_VERDICT[word], reason=reason)


def _class_of(ratio: float) -> str:
    rounded = round(ratio, 9)
    return next((word for threshold, word in CLASSES if rounded >= threshold), "deterioration")


def _is_met(value: float | None, target_value: float | None, target: Target) -> bool:
    if value is None or target_value is None:
        return False
    return value <= target_value if target.direction == "down" else value >= target_value


def _after_the_target_year(verdict: Verdict) -> Verdict:
    """The verdict when the target year lies in the data: a missed target is not on track."""
    if verdict.verdict in (NOT_AVAILABLE, "target_achieved"):
        return verdict
    reason = N_(
        "The target year {target_year} has passed and the target was missed; judged as of {year}.",
        target_year=str(verdict.target_year),
        year=str(verdict.latest_year),
    )
    status = "too_slow" if verdict.status == "on_track" else verdict.status
    return replace(verdict, status=status, reason=reason)


# --- reasons in words


def _path_words(verdict: Verdict, done: int) -> Text:
    places = {"base_year": str(verdict.base_year), "year": str(verdict.latest_year)}
    if done < 0:
        return N_("Between {base_year} and {year} it moved away from the target.", **places)
    return N_(
        "By {year}, {done} % of the change was made that the straight line from {base_year} to {target_year} "
        "asks for by then.",
        done=str(done),
        target_year=str(verdict.target_year),
        **places,
    )


def _projection_words(verdict: Verdict, done: int) -> Text:
    if verdict.trend is None:
        return N_("Not judged.")
    places = {
        "first": str(verdict.trend.first_year),
        "last": str(verdict.trend.last_year),
        "count": str(verdict.trend.points_used),
    }
    if done < 0:
        return N_("The trend of {first}–{last} ({count} data years) leads away from the target.", **places)
    return N_(
        "On the trend of {first}–{last} ({count} data years), {done} % of the way from {base_year} to the "
        "target is covered by {target_year}.",
        done=str(done),
        base_year=str(verdict.base_year),
        target_year=str(verdict.target_year),
        **places,
    )


def _achieved_words(verdict: Verdict, target: Target) -> Text:
    places = {"year": str(verdict.latest_year), "target_year": str(verdict.target_year)}
    if verdict.trend is not None and verdict.latest_year != verdict.target_year:
        ahead = verdict.trend.value_at(target.target_year)
        if not _is_met(ahead, verdict.target_value, target):
            return N_(
                "The target for {target_year} is met in {year}, but the present trend leads back behind it.",
                **places,
            )
    return N_("The target for {target_year} is met in {year}.", **places)


def _why_not(verdict: Verdict) -> Text:
    year = str(verdict.base_year)
    if verdict.base_year is None:
        return N_("The target names no base year, so the way to it cannot be measured.")
    if verdict.latest_year is not None and verdict.latest_year <= verdict.base_year:
        return N_("No year after the base year {year} has a value.", year=year)
    if verdict.base_value is None:
        return N_("The base year {year} has no value.", year=year)
    return N_(
        "The target equals the value of the base year {year}, so there is no way to measure.", year=year
    )


def _begins_too_late(points: Points, target: Target) -> Text:
    return target.problem or N_(
        "The data begin in {first}, after the target year {target_year}.",
        first=str(points[0][0]),
        target_year=str(target.target_year),
    )


def _too_few(count: int) -> Text:
    return N_(
        "A trend needs at least {least} data years, found {count}.",
        least=str(TREND_MINIMUM),
        count=str(count),
    )


def _whole_percent(ratio: float) -> int:
    # Rounded down, so that 94.9 % is never shown as the 95 % it does not reach.
    return math.floor(round(100 * ratio, 7))
