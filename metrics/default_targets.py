"""Default targets in words, and who has checked them against their source.

A default target from law or practice is drawn as "reference, not decided" and judges nothing. One that was not seen in
published material says "default, unverified" until somebody has checked it, in the words it is stated in: a default
that is stated otherwise later must be checked anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data.store import Store
from metrics.errors import MetricError
from metrics.indicator import DefaultTarget, Indicator
from metrics.registry import indicator_named
from texts import N_, Text

Confirmations = Mapping[tuple[str, str, str], tuple[str, datetime]]


@dataclass(frozen=True)
class ShownDefault:
    """A default target of an indicator as it is shown.

    goal: what it asks for and by when. stated: goal, source and countries in English, the words that a person checks.
    checked_by, checked_at: who checked exactly these words against the source; empty and None where nobody has."""

    default: DefaultTarget
    goal: Text
    stated: str
    checked_by: str = ""
    checked_at: datetime | None = None

    @property
    def is_unverified(self) -> bool:
        """Whether it was neither seen in published material nor checked by anybody."""
        return not self.default.is_verified and self.checked_at is None


def defaults_shown(indicator: Indicator, confirmations: Confirmations) -> list[ShownDefault]:
    """The default targets of an indicator in the order of the registry, each with who checked it.

    confirmations: as data.store.Store.default_confirmations gives them."""
    return [_shown(indicator, default, confirmations) for default in indicator.defaults]


def confirm(store: Store, indicator: str, *, default: str, actor: str) -> ShownDefault:
    """Record that somebody has checked a default target, as it is stated now, against its source; returns it so.

    Raises MetricError for an unknown indicator or default."""
    found = indicator_named(indicator)
    stated = as_stated(found, default_named(found, default))
    store.confirm_default(indicator, default, stated=stated, actor=actor)
    shown = defaults_shown(found, store.default_confirmations())
    return next(each for each in shown if each.default.key == default)


def default_named(indicator: Indicator, key: str) -> DefaultTarget:
    """The default target of that key. Raises MetricError naming the keys there are."""
    for default in indicator.defaults:
        if default.key == key:
            return default
    known = ", ".join(default.key for default in indicator.defaults) or "–"
    raise MetricError(
        N_('Default target of {title}: expected one of {known}, found "{key}".',
           title=indicator.title, known=known, key=key)
    )  # fmt: skip


def goal_of(indicator: Indicator, default: DefaultTarget) -> Text:
    """What a default target asks for and by when, in words with the indicator's unit."""
    year = str(default.target_year)
    if default.target_value is not None:
        return _value_by(indicator, default.target_value, year=year)
    if default.yearly_cut_percent is not None:
        return N_("{percent} % less every year until {year}", percent=default.yearly_cut_percent, year=year)
    return _change_by(default.reduction_percent or 0.0, base_years=default.base_years, year=year)


def as_stated(indicator: Indicator, default: DefaultTarget) -> str:
    """Goal, source and countries of a default target in English: the words that a confirmation holds for."""
    countries = f" ({', '.join(default.countries)})" if default.countries else ""
    return f"{goal_of(indicator, default)}. {default.source}{countries}"


def _shown(indicator: Indicator, default: DefaultTarget, confirmations: Confirmations) -> ShownDefault:
    stated = as_stated(indicator, default)
    actor, when = confirmations.get((indicator.key, default.key, stated), ("", None))
    return ShownDefault(default, goal_of(indicator, default), stated, actor, when)


def _value_by(indicator: Indicator, value: float, *, year: str) -> Text:
    unit = "" if indicator.scale in ("score", "binary") else f" {indicator.unit}"
    places = {"value": value, "unit": unit, "year": year}
    is_limit = value in (0.0, indicator.natural_limit)
    if is_limit:
        return N_("{value}{unit} in {year}", **places)
    if indicator.direction == "down":
        return N_("At most {value}{unit} in {year}", **places)
    return N_("At least {value}{unit} in {year}", **places)


def _change_by(reduction_percent: float, *, base_years: tuple[int, ...], year: str) -> Text:
    """A cut (negative: a rise) in percent on the mean of the base years; without any, on the year a council chooses."""
    places = {"percent": abs(reduction_percent), "year": year, "base": _base(base_years)}
    if reduction_percent == 0:
        return N_("No more in {year} than in {base}", **places)
    if reduction_percent < 0:
        return N_("{percent} % more in {year} than in {base}", **places)
    return N_("{percent} % less in {year} than in {base}", **places)


def _base(base_years: tuple[int, ...]) -> str | Text:
    if not base_years:
        return N_("the base year that the council chooses")
    if len(base_years) == 1:
        return str(base_years[0])
    return N_("the mean of {first}–{last}", first=str(base_years[0]), last=str(base_years[-1]))
