"""The answers about everything but territorial emissions: recycling rates, vehicles, kilograms a head, plans.

A sentence names the indicator and leaves open whether more or less is better: it says "it misses" and "it meets" the
target, whichever way that lies."""

from metrics.indicator import Indicator
from metrics.verdicts import Verdict
from sentences import formats
from texts import _

WAYS = {"up": 1, "down": -1, "none": 0}


def indicator_answer(path: Verdict, trend: Verdict, entry: Indicator, target_words: str) -> str:
    """As answers.overview_answer, for an indicator that is no form of territorial emissions."""
    if path.status == "no_data":
        return _(path.reason)
    latest = _latest(path, entry)
    if entry.scale == "binary" or path.status == "not_assessable":
        return f"{latest} {_(path.reason)}"
    if path.status == "no_target":
        return f"{latest} {_without_target(trend, entry)}"
    if path.status == "target_achieved":
        return f"{latest} {_target_met(path, entry)}"
    sentences = (
        _where_the_trend_says_other(path, trend, entry),
        _trend_and_target(path, trend, entry, target_words),
        _needed(path, entry),
    )
    return " ".join(filter(None, sentences))


def falls_short(trend: Verdict, entry: Indicator) -> bool:
    """Whether the trend ends on the wrong side of the target; both must be known."""
    assert trend.projected_value is not None and trend.target_value is not None
    return (trend.target_value - trend.projected_value) * WAYS[entry.direction] > 0


def _latest(verdict: Verdict, entry: Indicator) -> str:
    return _(
        "{indicator} in {year}: {value}.",
        indicator=_(entry.short_title),
        year=formats.year(verdict.latest_year),
        value=formats.indicator_value(verdict.latest_value, entry.unit),
    )


def _without_target(trend: Verdict, entry: Indicator) -> str:
    if trend.projected_value is None:
        return _("Set a target to see whether it is reached.")
    return _(
        "On the present trend it would be {value} in {year} ({range}). Set a target to see whether that is enough.",
        value=formats.indicator_value(trend.projected_value, entry.unit),
        year=formats.year(trend.projected_year),
        range=_range(trend, entry),
    )


def _target_met(path: Verdict, entry: Indicator) -> str:
    return _(
        "The target for {year} is {value}.",
        year=formats.year(path.target_year),
        value=formats.indicator_value(path.target_value, entry.unit),
    )


def _trend_and_target(path: Verdict, trend: Verdict, entry: Indicator, target_words: str) -> str:
    if trend.projected_value is None or trend.target_value is None:
        return _(trend.reason)
    places = {
        "value": formats.indicator_value(trend.projected_value, entry.unit),
        "year": formats.year(trend.target_year),
        "range": _range(trend, entry),
        "target": target_words,
        "gap": formats.difference(trend.projected_value - trend.target_value, entry.unit, like=_scale(path)),
    }
    if falls_short(trend, entry):
        return _(
            "On the present trend it would be {value} in {year} ({range}) and miss the target of {target} by {gap}.",
            **places,
        )
    return _(
        "On the present trend it would be {value} in {year} ({range}) and meet the target of {target}.",
        **places,
    )


def _where_the_trend_says_other(path: Verdict, trend: Verdict, entry: Indicator) -> str:
    """Where it stands against its path, when there is no trend yet, or path and trend point to different sides; where
    the verdict goes with the path, also that it does and the trend does not."""
    if path.path_value is None or path.latest_value is None:
        return ""
    above = path.latest_value - path.path_value
    is_projected = trend.projected_value is not None and trend.target_value is not None
    is_behind = -above * WAYS[entry.direction] > 0
    if is_projected and is_behind == falls_short(trend, entry):
        return ""
    places = {
        "year": formats.year(path.latest_year),
        "amount": formats.difference(above, entry.unit, like=_scale(path)),
    }
    is_otherwise = is_projected and (path.status == "on_track") != is_behind
    if is_otherwise and above > 0:
        return _("The verdict looks at {year}: it was {amount} above the required path. The trend looks ahead and says "
                 "otherwise.", **places)  # fmt: skip
    if is_otherwise:
        return _("The verdict looks at {year}: it was {amount} below the required path. The trend looks ahead and says "
                 "otherwise.", **places)  # fmt: skip
    if above > 0:
        return _("In {year} it was {amount} above the required path.", **places)
    return _("In {year} it was {amount} below the required path.", **places)


def _needed(path: Verdict, entry: Indicator) -> str:
    if path.required_per_year_from_now is None:
        return ""
    needed = _needed_from_now(path, entry)
    if path.achieved_per_year is None or path.trend is None:
        return f"{needed}."
    places = {
        "needed": needed,
        "year": formats.year(path.trend.first_year),
        "cut": formats.difference(path.achieved_per_year, entry.unit, like=_scale(path)),
    }
    if path.achieved_per_year * WAYS[entry.direction] >= 0:
        return _("{needed}; achieved since {year}: {cut} a year.", **places)
    if path.achieved_per_year > 0:
        return _("{needed}; since {year} it rose by {cut} a year.", **places)
    return _("{needed}; since {year} it fell by {cut} a year.", **places)


def _needed_from_now(path: Verdict, entry: Indicator) -> str:
    required = path.required_per_year_from_now or 0.0
    amount = formats.difference(required, entry.unit, like=_scale(path))
    if required * WAYS[entry.direction] <= 0:
        return _("No further change is needed")
    if required > 0:
        return _("Needed from now: {rise} more every year", rise=amount)
    return _("Needed from now: {cut} less every year", cut=amount)


def _range(trend: Verdict, entry: Indicator) -> str:
    if trend.projected_low is None or trend.projected_high is None:
        return _("no range")
    low, high = trend.projected_low, trend.projected_high
    if entry.scale == "amount":
        low_words = formats.short_amount(low, entry.unit, like=(high,))
        high_words = formats.short_amount(high, entry.unit, like=(low,))
    else:
        low_words, high_words = (formats.indicator_value(end, entry.unit) for end in (low, high))
    return _("range {low} to {high}", low=low_words, high=high_words)


def _scale(path: Verdict) -> tuple[float | None, ...]:
    """The figures whose scale (t, kt or Mt) all amounts of an answer follow."""
    return path.latest_value, path.base_value
