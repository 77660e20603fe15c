"""The progress methods and the verdicts they give, for one series and for many at once.

Source: docs/methods.md, verdicts. Decisions on what the sources leave open:
- Boundaries of linear_path and ols_projection belong to the better class: 0.95 is substantial, 0.60 moderate, 0 (no
  change at all) limited; the other methods say theirs in metrics/methods/. Ratios are rounded to nine decimals before
  they are classed.
- A target is achieved when the judged year is at the target or beyond it, whatever the trend; the reason says
  when the trend leads back.
- A passed target year freezes the verdict: the last data year up to the target year is judged. A target
  missed at its year is never on track: its status is at best too_slow, the method's own word stays.
- Without a value in the base year nothing is judged (no neighbouring year steps in, but in opensdg, which says so);
  only an achieved target can still be told.
- Where a growth rate means nothing the method's published word may stand, and the status is not_assessable.
- A yes or no has no path and no rate: it is reached, not reached yet, or missed at its year."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.errors import MetricError
from metrics.indicator import Indicator
from metrics.methods import eurostat, linear, open_sdg, other
from metrics.methods.judged import Judged, is_met
from metrics.methods.linear import Trends, trends_of
from metrics.series import Flags, Floats, SeriesSet, series_set
from metrics.targets import Target
from metrics.trajectory import Points, Trend, known_points
from metrics.values import no_value_text
from metrics.verdict_reasons import CODES, NO_VALUE, ReasonFacts, rate_word_places, reason_texts
from texts import N_, Text

REFERENCE_YEAR = 2030  # where a trend is carried to when no target names a year
NOT_AVAILABLE = linear.NOT_AVAILABLE
_PATH_STATUSES = {
    "substantial_progress": "on_track",
    "moderate_progress": "too_slow",
    "limited_progress": "off_track",
    "deterioration": "wrong_way",
}
_EUROSTAT_STATUSES = {
    "significant_progress": "on_track",
    "moderate_progress": "too_slow",
    "insufficient_progress": "off_track",
    "movement_away": "wrong_way",
}
_SDSN_STATUSES = {
    "on_track": "on_track",
    "moderately_improving": "too_slow",
    "stagnating": "off_track",
    "decreasing": "wrong_way",
}
_UNSD_STATUSES = {"1": "on_track", "2": "too_slow", "3": "off_track"}


@dataclass(frozen=True)
class Verdict:
    """What a method says about one series and target, with every number it used.

    verdict: the method's own word. status: one of metrics.registry.STATUSES. ratio: achieved over required
    change, 1 = exactly on the path (linear_path), the share of the way covered by the target year
    (ols_projection), or as the method defines it. latest_year is the year judged. Amounts are in the unit of the
    series, None = not known; required_per_year_from_now and achieved_per_year are signed, negative = falls. details:
    what else the method publishes, such as score and growth rates (shares a year)."""

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
    details: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Method:
    """A way to judge progress; key and version stand beside every verdict it gives.

    judge: the pure function over many series. statuses: our status for each of its words. reason: which sentence
    explains a ratio. is_growth: whether it compares growth rates. judges_rates: whether it has a word for series
    without a target. is_on_screen: whether pages show it."""

    key: str
    version: str
    title: Text
    rule: Text
    judge: Callable[[SeriesSet], Judged]
    statuses: Mapping[str, str]
    reason: str
    unknown: str = NOT_AVAILABLE
    is_growth: bool = False
    judges_rates: bool = False
    is_on_screen: bool = False


METHODS: dict[str, Method] = {
    method.key: method
    for method in (
        Method(
            "linear_path",
            "1.0",
            N_("Linear required path"),
            N_(
                "Change since the base year over the change that a straight line from base to target asks for by "
                "the latest year: from 0.95 on track, from 0.60 too slow, from 0 off track, below 0 wrong way"
            ),
            linear.linear_path,
            _PATH_STATUSES,
            "path",
            is_on_screen=True,
        ),
        Method(
            "ols_projection",
            "1.0",
            N_("Linear trend projection"),
            N_(
                "Share of the way from base to target that the least-squares trend of the last 8 data years (at "
                "least 4) covers by the target year, with a 90 % prediction interval: from 0.95 on track, from "
                "0.60 too slow, from 0 off track, below 0 wrong way"
            ),
            linear.ols_projection,
            _PATH_STATUSES,
            "trend",
            is_on_screen=True,
        ),
        Method(
            "eurostat5",
            "2026",
            N_("Eurostat, five classes"),
            N_(
                "Yearly growth rate since the base over the rate that the target asks for: from 0.95 significant, from "
                "0.60 moderate, from 0 insufficient, below 0 movement away. Without a target the rate of the last five "
                "years: more than 1 % significant, more than 0.1 % moderate, within 0.1 % no progress"
            ),
            eurostat.eurostat5,
            _EUROSTAT_STATUSES,
            "growth",
            unknown=eurostat.NOT_ASSESSABLE,
            is_growth=True,
            judges_rates=True,
            is_on_screen=True,
        ),
        Method(
            "eurostat4",
            "2017",
            N_("Eurostat, four classes"),
            N_(
                "As the five classes; without a target from 1 % significant, from 0 moderate, from -1 % moderate "
                "movement away, and no band of no progress"
            ),
            eurostat.eurostat4,
            _EUROSTAT_STATUSES,
            "growth",
            unknown=eurostat.NOT_ASSESSABLE,
            is_growth=True,
            judges_rates=True,
        ),
        Method(
            "opensdg",
            "2.4.0",
            N_("Open SDG, as sdg-build computes it"),
            N_(
                "Yearly growth rate since the base (or the next data year) over the rate that the target asks for: from "
                "0.95 substantial, from 0.60 moderate, from 0 limited. Without a target from 1.5 % and 0.5 % a year, less "
                "near a natural limit. Zero is taken as 0.001"
            ),
            open_sdg.opensdg,
            _PATH_STATUSES,
            "growth",
            is_growth=True,
            judges_rates=True,
        ),
        Method(
            "unsd",
            "2020",
            N_("United Nations Statistics Division"),
            N_(
                "The latest value grown on to the target year at its yearly rate: from 0.95 of the way class 1, from 0.10 "
                "class 2, else class 3. Without a target from 2 % and 0.5 % a year"
            ),
            other.unsd,
            _UNSD_STATUSES,
            "expected",
            is_growth=True,
            judges_rates=True,
        ),
        Method(
            "sdsn",
            "2025",
            N_("SDSN trend arrows"),
            N_(
                "Linear rate since the base over the linear rate that the target asks for: from 1 on track, from 0.5 "
                "moderately improving, from 0 stagnating, below 0 decreasing"
            ),
            other.sdsn,
            _SDSN_STATUSES,
            "path",
        ),
    )
}
ON_SCREEN: tuple[str, ...] = tuple(key for key, method in METHODS.items() if method.is_on_screen)


def method_named(key: str) -> Method:
    """The method of that key. Raises MetricError naming the keys there are."""
    if key not in METHODS:
        raise MetricError(
            N_('Method: expected one of {known}, found "{key}".', known=", ".join(METHODS), key=key)
        )
    return METHODS[key]


@dataclass(frozen=True)
class Described:
    """What every method says of a set of series before it judges them: an entry per series, NaN = not known.

    series: without the points after the target year. all_series: with them."""

    all_series: SeriesSet
    series: SeriesSet
    latest_year: Floats
    latest_value: Floats
    base_value: Floats
    path_value: Floats
    required_per_year: Floats
    needed_cut_percent: Floats
    trends: Trends
    is_empty: Flags
    begins_late: Flags


def described(all_series: SeriesSet) -> Described:
    """The facts of each series, not yet judged. Points after the target year are left out, unless there are no
    others. A yes or no has no path, and nothing to do by halves a year."""
    until = all_series.until(all_series.target_year)
    is_empty = all_series.counts == 0
    begins_late = ~is_empty & (until.counts == 0)
    shown = [
        np.where(begins_late, late, early)
        for late, early in zip(all_series.latest, until.latest, strict=True)
    ]
    base_value = all_series.value_in(all_series.base_year)
    way = (all_series.path_at(shown[0], base_value), *_needed(shown[0], shown[1], all_series))
    path, required, cut = (np.where(all_series.is_binary, np.nan, each) for each in way)
    return Described(
        all_series,
        until,
        shown[0],
        shown[1],
        base_value,
        path,
        required,
        cut,
        trends_of(until),
        is_empty,
        begins_late,
    )


def _needed(year: Floats, value: Floats, series: SeriesSet) -> tuple[Floats, Floats]:
    """Change a year that is left (signed), and the constant cut in percent a year; NaN where none is left."""
    left = np.where(series.target_year - year > 0, series.target_year - year, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        change = (series.target_value - value) / left
        share = np.where((value > 0) & (series.target_value > 0), series.target_value / value, np.nan)
        return change, 100 * (1 - share ** (1 / left))


@dataclass(frozen=True)
class Verdicts:
    """One method's verdicts on a set of series, an entry per series; fields as Verdict, NaN = not known."""

    word: NDArray[np.object_]
    status: NDArray[np.object_]
    reason: NDArray[np.object_]
    ratio: Floats
    base_year: Floats
    base_value: Floats
    points_used: NDArray[np.int64]
    projected_year: Floats
    projected_value: Floats
    projected_low: Floats
    projected_high: Floats
    details: Mapping[str, Floats]


def verdicts_on(facts: Described, method: Method, *, problems: Mapping[int, Text] | None = None) -> Verdicts:
    """The verdicts of a method on a set of series.

    problems: why the target of a series cannot be used, by its place in the set."""
    series = facts.series
    judged = method.judge(series)
    unusable = np.zeros(len(series.base_year), dtype=bool)
    unusable[list(problems or {})] = True
    code, word, status = _decided(facts, judged, method, unusable=unusable)
    carried_to = _carried_to(facts, method)
    reason = reason_texts(code, _reason_facts(facts, judged, carried_to))
    for row, text in (problems or {}).items():
        if code[row] == CODES["problem"]:
            reason[row] = text
    low, middle, high = _projected(facts, carried_to)
    ratio = np.where(_HAS_RATIO[code] & judged.is_sound, judged.ratio, np.nan)
    own_base = judged.details.get("base_year_used", series.base_year)
    base_year = np.where(np.isnan(ratio), series.base_year, own_base)
    return Verdicts(
        word,
        status,
        reason,
        ratio=ratio,
        base_year=np.where(series.has_target, base_year, np.nan),
        base_value=np.where(series.has_target, facts.all_series.value_in(base_year), np.nan),
        points_used=_points_used(facts, method),
        projected_year=carried_to,
        projected_value=middle,
        projected_low=low,
        projected_high=high,
        details=judged.details,
    )


def _points(facts: Described) -> NDArray[np.int64]:
    return np.where(facts.begins_late, facts.all_series.counts, facts.series.counts)


def _points_used(facts: Described, method: Method) -> NDArray[np.int64]:
    """Growth rates see the first and the last point only, the trend its window."""
    points = _points(facts)
    if method.is_growth:
        return np.minimum(points, 2)
    if method.key != "ols_projection":
        return points
    in_window = facts.trends.points_used
    return np.where(np.isnan(in_window), points, np.nan_to_num(in_window)).astype(np.int64)


def _projected(facts: Described, year: Floats) -> tuple[Floats, Floats, Floats]:
    """Low, middle and high of the trend in the year named for each series; NaN where none is."""
    if np.isnan(year).all():
        return year, year, year
    half, middle = facts.trends.half_width_at(year), facts.trends.value_at(year)
    floor = np.where(facts.series.is_gross, 0.0, -np.inf)
    low, value, high = (np.maximum(each, floor) for each in (middle - half, middle, middle + half))
    return low, value, high


def _carried_to(facts: Described, method: Method) -> Floats:
    """The year that the trend is carried to; NaN where it is not."""
    series = facts.series
    year = np.where(series.has_target, series.target_year, float(REFERENCE_YEAR))
    is_carried = (
        (method.key == "ols_projection")
        & ~np.isnan(facts.trends.slope_per_year)
        & ~series.is_binary
        & (facts.latest_year < year)
        & ~facts.begins_late
    )
    return np.where(is_carried, year, np.nan)


def _decided(
    facts: Described, judged: Judged, method: Method, *, unusable: Flags
) -> tuple[NDArray[np.int64], NDArray[np.object_], NDArray[np.object_]]:
    """The sentence (place in verdict_reasons.SENTENCES), the method's word and our status of each series: the first
    rule that holds decides."""
    series, is_trend = facts.series, method.key == "ols_projection"
    enough = facts.trends.points_used > 0 if is_trend else series.counts > 1
    base_year = _base_year(series, judged)
    rules: list[tuple[Flags, NDArray[np.int64] | str]] = [
        (facts.is_empty, "no_value"),
        (series.direction == 0, "no_direction"),
        (~series.has_target, _code_without_target(facts, judged, method, enough=enough)),
        (unusable, "problem"),
        (facts.begins_late, "begins_late"),
        (series.is_binary, _code_of_binary(facts)),
        (series.is_score & method.is_growth & ~judged.is_met, "self_assessed"),
        (~enough, "too_few" if is_trend else "one_year"),
        (judged.is_met, _code_when_met(facts)),
        (np.isnan(base_year), "no_base_year"),
        (facts.latest_year <= base_year, "none_after_base"),
        (np.isnan(judged.ratio) & np.isnan(facts.base_value), "base_missing"),
        (~judged.is_sound, "growth_undefined"),
        (np.isnan(judged.ratio) & (series.target_value != facts.base_value), "nothing_yet"),
        (np.isnan(judged.ratio), "equal"),
        (_is_due(facts), "passed"),
    ]
    code = np.select(
        [rule for rule, _code in rules],
        [CODES[found] if isinstance(found, str) else found for _rule, found in rules],
        default=CODES[method.reason],
    )
    return code, _word(code, judged, method), _status(code, judged, method)


def _base_year(series: SeriesSet, judged: Judged) -> Floats:
    """The base year as the target names it, else the one that the method takes by its own rule."""
    own = judged.details.get("base_year_used", np.full(len(series.base_year), np.nan))
    return np.where(np.isnan(series.base_year), own, series.base_year)


def _is_due(facts: Described) -> Flags:
    """Whether the data reach the target year."""
    return (facts.all_series.latest[0] >= facts.series.target_year) & facts.series.has_target


def _code_without_target(
    facts: Described, judged: Judged, method: Method, *, enough: Flags
) -> NDArray[np.int64]:
    series = facts.series
    if method.key == "ols_projection":
        is_carried = (facts.latest_year < REFERENCE_YEAR) & enough & ~series.is_binary
        return np.where(is_carried, CODES["no_target_trend"], CODES["no_target"])
    says_nothing = (judged.word == method.unknown) | series.is_score | series.is_binary
    return np.where(says_nothing | (not method.judges_rates), CODES["no_target"], CODES["rate"])


def _code_of_binary(facts: Described) -> NDArray[np.int64]:
    series = facts.series
    is_reached = is_met(facts.latest_value, series.target_value, series.direction)
    missing = np.where(_is_due(facts), CODES["not_reached"], CODES["not_yet"])
    return np.where(is_reached, CODES["met"], missing)


def _code_when_met(facts: Described) -> NDArray[np.int64]:
    series = facts.series
    ahead = facts.trends.value_at(series.target_year)
    is_ahead = ~np.isnan(ahead) & (facts.latest_year != series.target_year)
    leads_back = is_ahead & ~is_met(ahead, series.target_value, series.direction)
    return np.where(leads_back, CODES["met_leads_back"], CODES["met"])


def _holds(*codes: str) -> Flags:
    """For every code, whether it is one of these."""
    return np.isin(np.arange(len(CODES)), [CODES[code] for code in codes])


_SILENT = _holds(
    "no_value", "no_direction", "no_target", "no_target_trend", "problem", "begins_late", "not_yet", "self_assessed",
    "too_few", "one_year", "no_base_year", "none_after_base", "base_missing", "equal", "nothing_yet",
)  # fmt: skip
_IS_MET = _holds("met", "met_leads_back")
_HAS_NO_TARGET = _holds("no_target", "no_target_trend", "rate")
# Ratios are shown where the series is judged by one: elsewhere they mean nothing, such as those of a target of zero.
_HAS_RATIO = _holds("path", "trend", "growth", "expected", "met", "met_leads_back", "passed")


def _word(code: NDArray[np.int64], judged: Judged, method: Method) -> NDArray[np.object_]:
    word = np.where(_SILENT[code], method.unknown, judged.word)
    word = np.where(code == CODES["not_reached"], "not_reached", word)
    is_plainly_met = (code == CODES["met"]) & ~judged.is_met
    return np.where(is_plainly_met, "target_achieved", word).astype(object)


def _status(code: NDArray[np.int64], judged: Judged, method: Method) -> NDArray[np.object_]:
    status: NDArray[np.object_] = np.full(code.shape, "not_assessable", dtype=object)
    is_passed = code == CODES["passed"]
    is_judged = is_passed | (code == CODES[method.reason])
    for word, ours in method.statuses.items():
        status[is_judged & (judged.word == word)] = ours
    if method.key == "unsd":
        status[is_judged & (judged.word == "3") & (judged.ratio < 0)] = "wrong_way"
    status[is_passed & (status == "on_track")] = "too_slow"
    status[_IS_MET[code]] = "target_achieved"
    status[_HAS_NO_TARGET[code]] = "no_target"
    status[code == CODES["not_reached"]] = "off_track"
    status[code == CODES["no_value"]] = "no_data"
    return status


def _reason_facts(facts: Described, judged: Judged, carried_to: Floats) -> ReasonFacts:
    series, trends = facts.series, facts.trends
    growth_base = eurostat.base_of(series)[0]
    base_used = judged.details.get(
        "base_year_used", np.where(series.has_target, series.base_year, growth_base)
    )
    rate = judged.details.get("cagr_observed", np.full(len(series.base_year), np.nan))
    return ReasonFacts(
        base_year=_whole(np.where(np.isnan(base_used), series.base_year, base_used)),
        year=_whole(facts.latest_year),
        target_year=_whole(np.where(np.isnan(series.target_year), carried_to, series.target_year)),
        first_year=_whole(facts.all_series.years[:, 0]),
        count=_points(facts),
        trend_first=_whole(trends.first_year),
        trend_last=_whole(trends.last_year),
        trend_count=_whole(trends.points_used),
        # Rounded down, so that 94.9 % is never shown as the 95 % it does not reach.
        done=_whole(np.floor(np.round(100 * judged.ratio, 7))),
        rate=_whole(np.round(1000 * rate)),
        rate_word=rate_word_places(judged.word),
    )


def _whole(numbers: Floats) -> NDArray[np.int64]:
    return np.nan_to_num(np.clip(numbers, -1e15, 1e15), nan=0.0).astype(np.int64)


# --- one series


def assess(
    series: pd.DataFrame,
    target: Target | None,
    method: str = "linear_path",
    *,
    indicator: Indicator | None = None,
) -> Verdict:
    """The verdict of a method on one series.

    series: year (int) and value (unit of the indicator, NaN = missing), one row per year, in any order.
    A column missing_reason, where there is one, says why a series without any value has none.
    target: None gives status no_target (ols_projection still carries the trend to 2030, and methods of growth
    rates give their word for the rate). indicator: whose direction and scale hold then; without it nobody knows
    whether more or less is better, and only opensdg, whose rule it is, takes more to be worse.
    Raises MetricError for an unknown method or a year given twice."""
    points = known_points(series["year"].tolist(), series["value"].tolist())
    verdict = verdict_on(points, target, method_named(method), indicator=indicator)
    if points or series.empty or "missing_reason" not in series:
        return verdict
    return replace(verdict, reason=no_value_text(series.sort_values("year")["missing_reason"].iloc[-1]))


def verdict_on(
    points: Points, target: Target | None, method: Method, *, indicator: Indicator | None = None
) -> Verdict:
    """The verdict of a method on known points (year, value) in order of years.

    indicator: whose direction and scale hold where no target is set."""
    if not points:
        return Verdict(method.key, method.unknown, "no_data", NO_VALUE)
    facts = described(series_set([points], [target], measured=[indicator] if indicator else None))
    problems = {0: target.problem} if target is not None and target.problem is not None else {}
    return _verdict(facts, verdicts_on(facts, method, problems=problems), method)


def _verdict(facts: Described, found: Verdicts, method: Method) -> Verdict:
    series, trend = facts.series, _trend(facts.trends)
    shows_trend = trend is not None and not facts.begins_late[0] and (series.counts[0] > 1)
    return Verdict(
        method.key,
        str(found.word[0]),
        str(found.status[0]),
        found.reason[0],
        ratio=_number(found.ratio),
        base_year=_year(found.base_year),
        base_value=_number(found.base_value),
        latest_year=_year(facts.latest_year),
        latest_value=_number(facts.latest_value),
        target_year=_year(series.target_year),
        target_value=_number(series.target_value),
        path_value=_number(facts.path_value),
        required_per_year_from_now=_number(facts.required_per_year),
        needed_cut_percent_per_year=_number(facts.needed_cut_percent),
        achieved_per_year=trend.slope_per_year if trend is not None and shows_trend else None,
        trend=trend if shows_trend else None,
        points_used=int(found.points_used[0]),
        projected_year=_year(found.projected_year),
        projected_value=_number(found.projected_value),
        projected_low=_number(found.projected_low),
        projected_high=_number(found.projected_high),
        details={name: _number(values) for name, values in found.details.items()},
    )


def _trend(trends: Trends) -> Trend | None:
    if np.isnan(trends.slope_per_year[0]):
        return None
    numbers = {name: getattr(trends, name)[0].item() for name in Trend.__dataclass_fields__}
    whole = {name: int(numbers[name]) for name in ("points_used", "first_year", "last_year")}
    return Trend(**{**numbers, **whole})


def _number(values: Sequence[float] | Floats) -> float | None:
    return None if np.isnan(values[0]) else float(values[0])


def _year(values: Floats) -> int | None:
    return None if np.isnan(values[0]) else int(values[0])
