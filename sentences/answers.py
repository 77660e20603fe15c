"""The answers in words: a verdict and its numbers as sentences a council member reads once."""

import pandas as pd

from charts.scale import PERCENT
from data.code_lists import OUTSIDE_TOTAL, SECTORS
from metrics.indicator import Indicator
from metrics.registry import INDICATORS, STATUSES
from metrics.verdicts import Verdict
from sentences import formats
from sentences.indicator_answers import indicator_answer
from texts import _

BEHIND = ("too_slow", "off_track", "wrong_way")  # verdicts after which more has to be done


def is_of_territory(indicator: str) -> bool:
    """Whether it is a form of the territorial emissions, of which sentences may say "emissions"."""
    return bool(INDICATORS[indicator].counterpart)


def question_about(name: str, target_year: int | None, indicator: str = "ghg_total") -> str:
    """The overview's question; without a target it asks where the trend leads."""
    if not is_of_territory(indicator):
        return _question_about_other(name, target_year, INDICATORS[indicator])
    if target_year is None:
        return _("Where are {name}'s emissions heading?", name=name)
    return _("Will {name} reach its {year} target?", name=name, year=str(target_year))


def _question_about_other(name: str, target_year: int | None, entry: Indicator) -> str:
    places = {"indicator": _(entry.short_title), "name": name}
    if target_year is not None:
        return _("{indicator}: will {name} reach its {year} target?", year=str(target_year), **places)
    if entry.scale == "binary":
        return _("{indicator}: is it in place in {name}?", **places)
    return _("{indicator}: where is {name} heading?", **places)


def page_scale(path: Verdict) -> tuple[float | None, ...]:
    """The figures whose scale (t, kt or Mt) all amounts of a page follow."""
    return path.latest_value, path.base_value


def verdict_words(verdict: Verdict) -> str:
    """The verdict itself, as a short sentence."""
    return f"{_(STATUSES[verdict.status].word)}."


def overview_answer(path: Verdict, trend: Verdict, indicator: str, target_words: str) -> str:
    """What the verdict rests on: where the trend ends against the target, what is needed and what was
    achieved.

    path: linear_path. trend: ols_projection of the same series. target_words: the target as decided ("−55 %
    on 2009")."""
    entry = INDICATORS[indicator]
    if not is_of_territory(indicator):
        return indicator_answer(path, trend, entry, target_words)
    if path.status == "no_data" and path.reason.params:  # emissions are loaded, but not what it also needs
        return _(path.reason)
    if path.status == "no_data":
        return _("There are no emissions for it yet.")
    if path.status == "no_target":
        return f"{_latest(path, entry)} {_no_target_trend(trend, entry)}".strip()
    if path.status == "target_achieved":
        return f"{_latest(path, entry)} {_target_met(path, entry, target_words)}"
    if path.status == "not_assessable":
        return f"{_latest(path, entry)} {_(path.reason)}"
    sentences = (
        _path_where_the_trend_says_other(path, trend, entry),
        _trend_against_target(path, trend, entry, target_words),
        _need(path, trend, entry),
    )
    return " ".join(filter(None, sentences))


def target_in_words(target: object, verdict: Verdict, indicator: str) -> str:
    """The target as decided: "−55 % on 2009", or the amount for an absolute target."""
    reduction = getattr(target, "reduction_percent", None)
    if reduction is not None:
        return _(
            "{cut} on {base_year}",
            cut=formats.percent(-reduction, signed=True),
            base_year=formats.year(verdict.base_year),
        )
    return formats.indicator_value(verdict.target_value, INDICATORS[indicator].unit)


def share_of(value: float | None, whole: float | None) -> str:
    """value as a percentage of whole, or nothing where the whole is zero, negative or missing."""
    if value is None or whole is None or whole <= 0:
        return ""
    return formats.percent(100 * value / whole)


def change_since(first_year: int, first: float | None, last: float | None) -> str:
    """The change between two values in words, such as "down 24 % since 2009"."""
    if first is None or last is None or first <= 0:
        return ""
    change = 100 * (last / first - 1)
    since = str(first_year)
    if abs(change) < 0.5:
        return _("unchanged since {year}", year=since)
    if change < 0:
        return _("down {share} since {year}", share=formats.percent(-change), year=since)
    return _("up {share} since {year}", share=formats.percent(change), year=since)


def points_since(first_year: int, first: float, last: float) -> str:
    """The change of a share in words, such as "up 11 percentage points since 2015"."""
    if abs(last - first) < 0.05:
        return _("unchanged since {year}", year=str(first_year))
    places = {"share": formats.difference(last - first, PERCENT), "year": str(first_year)}
    return (
        _("up {share} since {year}", **places) if last > first else _("down {share} since {year}", **places)
    )


def largest_sector(totals: pd.DataFrame, parts: pd.DataFrame, unit: str) -> str:
    """The largest sector of the newest year with its share, and how the total moved since the first.

    totals: year, value (t), none missing. parts: year, category (a sector), value (t, NaN = missing); what the total leaves
    out, such as forests, is no part of it."""
    if totals.empty:
        return _("There are no emissions for it yet.")
    total, last = _total_moved(totals, unit), totals.iloc[-1]
    is_counted = (parts["year"] == last["year"]) & ~parts["category"].isin(OUTSIDE_TOTAL)
    newest = parts[is_counted].dropna(subset=["value"])
    if newest.empty or last["value"] <= 0:
        return total
    largest = newest.loc[newest["value"].idxmax()]
    return _(
        "{part} is the largest: {value}, {share} of the total. {total}",
        part=_(SECTORS.get(largest["category"], largest["category"])),
        value=formats.short_amount(largest["value"], unit),
        share=formats.percent(100 * largest["value"] / last["value"]),
        total=total,
    )


def _total_moved(totals: pd.DataFrame, unit: str) -> str:
    first, last = totals.iloc[0], totals.iloc[-1]
    moved = change_since(int(first["year"]), first["value"], last["value"])
    total = _(
        "The total was {value} in {year}",
        value=formats.amount(last["value"], unit),
        year=formats.year(last["year"]),
    )
    return f"{total}, {moved}." if moved and len(totals) > 1 else f"{total}."


def _latest(verdict: Verdict, entry: Indicator) -> str:
    return _(
        "Emissions in {year} were {value}.",
        year=formats.year(verdict.latest_year),
        value=formats.amount(verdict.latest_value, entry.unit),
    )


def _target_met(path: Verdict, entry: Indicator, target_words: str) -> str:
    value, year = formats.amount(path.target_value, entry.unit), formats.year(path.target_year)
    if value == target_words:
        return _("The target for {year} is {value}.", year=year, value=value)
    return _("The target for {year} is {target}: {value}.", year=year, target=target_words, value=value)


def _no_target_trend(trend: Verdict, entry: Indicator) -> str:
    if trend.projected_value is None:
        return _("Set a target to see whether it is reached.")
    return _("On the present trend they would be {value} in {year} ({range}). Set a target to see whether that is enough.",
             value=formats.amount(trend.projected_value, entry.unit), year=formats.year(trend.projected_year),
             range=_range(trend, entry))  # fmt: skip


def _trend_against_target(path: Verdict, trend: Verdict, entry: Indicator, target_words: str) -> str:
    if trend.projected_value is None or trend.target_value is None:
        return _(trend.reason)
    gap = trend.projected_value - trend.target_value
    places = {
        "year": formats.year(trend.target_year),
        "target": target_words,
        "gap": formats.short_amount(abs(gap), entry.unit, like=page_scale(path)),
        "share": share_of(abs(gap), trend.target_value),
        "range": _gap_range(trend),
    }
    if not places["share"]:
        if gap > 0:
            return _(
                "On the present trend emissions in {year} would be {gap} above the target of {target}.",
                **places,
            )
        return _(
            "On the present trend emissions in {year} would be {gap} below the target of {target}.", **places
        )
    if gap > 0:
        return _(
            "On the present trend emissions in {year} would be {share} above the target of {target} ({range}): {gap} too much.",
            **places,
        )
    return _(
        "On the present trend emissions in {year} would be {gap}, or {share}, below the target of {target} ({range}).",
        **places,
    )


def _path_where_the_trend_says_other(path: Verdict, trend: Verdict, entry: Indicator) -> str:
    """Where the municipality stands against its path, when there is no trend yet, or path and trend point to
    different sides of the target; where the verdict goes with the path, also that it does and the trend does not."""
    if path.path_value is None or path.latest_value is None:
        return ""
    above = path.latest_value - path.path_value
    is_projected = trend.projected_value is not None and trend.target_value is not None
    if is_projected and (above > 0) == (trend.projected_value > trend.target_value):  # type: ignore[operator]
        return ""
    places = {
        "year": formats.year(path.latest_year),
        "amount": formats.short_amount(abs(above), entry.unit, like=page_scale(path)),
    }
    is_otherwise = is_projected and (path.status == "on_track") == (above <= 0)
    if is_otherwise and above > 0:
        return _("The verdict looks at {year}: emissions were {amount} above the required path. The trend looks ahead and says "
                 "otherwise.", **places)  # fmt: skip
    if is_otherwise:
        return _("The verdict looks at {year}: emissions were {amount} below the required path. The trend looks ahead and says "
                 "otherwise.", **places)  # fmt: skip
    if above > 0:
        return _("In {year} emissions were {amount} above the required path.", **places)
    return _("In {year} emissions were {amount} below the required path.", **places)


def _gap_range(trend: Verdict) -> str:
    low, high, target = trend.projected_low, trend.projected_high, trend.target_value
    if low is None or high is None or not target or target < 0:
        return _("no range")
    return _(
        "range {low} to {high}",
        low=formats.percent(100 * (low / target - 1), signed=True),
        high=formats.percent(100 * (high / target - 1), signed=True),
    )


def _range(trend: Verdict, entry: Indicator) -> str:
    return _(
        "range {low} to {high}",
        low=formats.short_amount(trend.projected_low, entry.unit),
        high=formats.short_amount(trend.projected_high, entry.unit),
    )


def _need(path: Verdict, trend: Verdict, entry: Indicator) -> str:
    required, achieved, like = path.required_per_year_from_now, path.achieved_per_year, page_scale(path)
    if required is None:
        return ""
    needed = _needed_from_now(path, trend, entry) if required < 0 else _("No further cut is needed")
    if achieved is None or path.trend is None:
        return f"{needed}."
    since = formats.year(path.trend.first_year)
    if achieved <= 0:
        return _(
            "{needed}; achieved since {year}: {cut} a year.",
            needed=needed,
            year=since,
            cut=formats.short_amount(-achieved, entry.unit, like=like),
        )
    return _(
        "{needed}; since {year} emissions rose by {rise} a year.",
        needed=needed,
        year=since,
        rise=formats.short_amount(achieved, entry.unit, like=like),
    )


def _needed_from_now(path: Verdict, trend: Verdict, entry: Indicator) -> str:
    """The cut a year; also where the newest year lies, when that is why the pace of the trend seems to contradict its end."""
    places = {
        "cut": formats.short_amount(
            -(path.required_per_year_from_now or 0.0), entry.unit, like=page_scale(path)
        ),
        "year": formats.year(path.latest_year),
    }
    off = _off_the_trend(path, trend)
    if off is None:
        return _("Needed from now: {cut} less every year", **places)
    places["amount"] = formats.short_amount(abs(off), entry.unit, like=page_scale(path))
    if off > 0:
        return _(
            "Needed from now: {cut} less every year, counted from {year}, which lies {amount} above the trend",
            **places,
        )
    return _(
        "Needed from now: {cut} less every year, counted from {year}, which lies {amount} below the trend",
        **places,
    )


def _off_the_trend(path: Verdict, trend: Verdict) -> float | None:
    """How far the newest value lies above the trend, in the unit of the series, where the trend reaches the target at less
    than the needed pace, or misses it at more; None where its pace and its end say the same."""
    required, achieved, line = path.required_per_year_from_now, path.achieved_per_year, path.trend
    if trend.projected_value is None or trend.target_value is None or path.latest_value is None:
        return None
    if required is None or achieved is None or line is None or path.latest_year is None:
        return None
    if (trend.projected_value <= trend.target_value) == (achieved <= required):
        return None
    return path.latest_value - line.value_at(path.latest_year)
